//! Which pages a write-ahead log would bring into the database.
//!
//! The log's headers are not encrypted, its pages are. Its format is SQLite's (<https://sqlite.org/fileformat2.html>,
//! section 4): a header of 32 bytes, frames of a 24-byte header and a page, all numbers big-endian. A frame counts when
//! its salts are the header's, the running checksum over everything before it is right, and a commit follows.

use super::{PAGE, TAG, Tag};
use crate::{Error, Fault, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

const HEADER: usize = 32;
const FRAME: usize = 24;
/// The lowest bit says in which byte order words are summed.
const MAGIC: u32 = 0x377f_0682;

/// What the committed frames of a log say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WalPages {
    /// How many pages the database will have; `None` when the log has no commit.
    pub page_count: Option<u32>,
    /// The last version of each page: its tag.
    pub pages: BTreeMap<u32, Tag>,
    /// How many frames there are up to the last commit.
    pub frames: u64,
}

/// Reads a log; one that is missing or not begun has no pages.
pub fn read_wal(path: &Path) -> Result<WalPages> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(WalPages::default()),
        opened => opened.map_err(|e| Error::io("read", path, e))?,
    };
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut next = |bytes: &mut [u8]| match reader.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(Error::io("read", path, error)),
    };

    let mut found = WalPages::default();
    let mut header = [0; HEADER];
    if !next(&mut header)? {
        return Ok(found);
    }
    let magic = number(&header, 0);
    let mut sum = Sum {
        big_endian: magic & 1 == 1,
        sums: [0, 0],
    };
    sum.add(&header[..24]);
    if magic & !1 != MAGIC || !sum.is(&header[24..]) {
        // SQLite takes such a log as empty.
        return Ok(found);
    }
    if u64::from(number(&header, 8)) != PAGE {
        return Err(Error::damaged(path, Fault::Content));
    }

    let mut frame = vec![0; FRAME + PAGE as usize];
    let mut uncommitted = BTreeMap::new();
    let mut n_frames = 0;
    while next(&mut frame)? {
        let (head, page) = frame.split_at(FRAME);
        if head[8..16] != header[16..24] || number(head, 0) == 0 {
            break;
        }
        sum.add(&head[..8]);
        sum.add(page);
        if !sum.is(&head[16..]) {
            break;
        }
        n_frames += 1;
        let tag: Tag = page[page.len() - TAG..]
            .try_into()
            .expect("BUG: a tag's length");
        uncommitted.insert(number(head, 0), tag);
        let page_count = number(head, 4);
        if page_count != 0 {
            found.page_count = Some(page_count);
            found.frames = n_frames;
            found.pages.append(&mut uncommitted);
        }
    }
    // A page beyond the end of what was last committed is not written back.
    if let Some(page_count) = found.page_count {
        found.pages.retain(|page, _| *page <= page_count);
    }
    Ok(found)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("BUG: four bytes"))
}

/// SQLite's running checksum: two sums over pairs of words.
struct Sum {
    big_endian: bool,
    sums: [u32; 2],
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        // Chosen outside the loop, which runs over gigabytes.
        if self.big_endian {
            self.add_words(bytes, u32::from_be_bytes)
        } else {
            self.add_words(bytes, u32::from_le_bytes)
        }
    }

    fn add_words(&mut self, bytes: &[u8], word: impl Fn([u8; 4]) -> u32) {
        let [mut a, mut b] = self.sums;
        for pair in bytes.chunks_exact(8) {
            a = a
                .wrapping_add(word([pair[0], pair[1], pair[2], pair[3]]))
                .wrapping_add(b);
            b = b
                .wrapping_add(word([pair[4], pair[5], pair[6], pair[7]]))
                .wrapping_add(a);
        }
        self.sums = [a, b];
    }

    fn is(&self, stored: &[u8]) -> bool {
        self.sums == [number(stored, 0), number(stored, 4)]
    }
}
