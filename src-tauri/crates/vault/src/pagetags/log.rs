//! The tags' file: a header as other sealed files have, then sealed records one after another.
//!
//! A record is a random nonce (12 bytes), the content's length sealed (4 + 16), the content sealed (length + 16).
//! Associated with each are its place and the tag of the record before it, so records cannot be left out, repeated or
//! reordered; leaving out the last ones gives an older state, which then does not fit the database.
//! A torn record at the end is what a crash leaves, and counts as not written; after it nothing is appended, the file
//! is written anew.

use super::{Intent, Record, Sync, TAG, Tag};
use crate::sealed::format::{HEADER, Header, Kind, path_of};
use crate::secret::{Cipher, TAG as SEAL, random};
use crate::{Error, Fault, Result, Subkey, disk};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

const NONCE: usize = 12;
const HEAD: usize = NONCE + 4 + SEAL;
/// A log shorter than this is not worth writing anew.
const LEAST_TO_REWRITE: u64 = 1 << 20;
/// Crashes leave zeros where data did not reach the disk; sealed bytes have no such runs.
const ZEROS: usize = 16;

/// The file, open for appending.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    name: String,
    key: Subkey,
    /// `None` where the end is torn or unknown: the next record begins a new file.
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    chain: Chain,
    length: u64,
}

/// What the next record is bound to.
#[derive(Debug)]
struct Chain {
    cipher: Cipher,
    header: Header,
    place: u64,
    before: [u8; SEAL],
}

impl Log {
    pub(super) fn create(path: &Path, key: &Subkey, base: &Record) -> Result<Self> {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let path = path_of(path.parent().unwrap_or(Path::new("")), &name)?;
        let mut log = Self {
            path,
            name,
            key: key.clone(),
            open: None,
        };
        log.rewrite(base)?;
        Ok(log)
    }

    /// Opens the file and gives its records; [`resume`](Self::resume) it when all were read.
    pub(super) fn load(path: &Path, key: &Subkey) -> Result<(Self, Records)> {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let path = path_of(path.parent().unwrap_or(Path::new("")), &name)?;
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes));
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::damaged(&path, Fault::Missing));
            }
            read => read.map_err(|e| Error::io("read", &path, e))?,
        };
        let header = bytes
            .first_chunk::<HEADER>()
            .ok_or_else(|| Error::damaged(&path, Fault::End))?;
        let header = Header::parse(*header, Kind::Log, &path)?;
        let chain = Chain::new(header, &name, key);
        let records = Records {
            bytes,
            at: HEADER,
            chain,
            path: path.clone(),
            is_torn: false,
        };
        Ok((
            Self {
                path,
                name,
                key: key.clone(),
                open: None,
            },
            records,
        ))
    }

    /// Goes on appending after records that were read to the end.
    pub(super) fn resume(&mut self, records: Records) -> Result<()> {
        if records.is_torn {
            return Ok(());
        }
        let file = OpenOptions::new()
            .append(true)
            .open(&self.path)
            .map_err(|e| Error::io("open", &self.path, e))?;
        self.open = Some(Open {
            file,
            chain: records.chain,
            length: records.at as u64,
        });
        Ok(())
    }

    /// Whether it has grown past what writing `n_tags` anew costs.
    pub(super) fn wants_rewriting(&self, n_tags: usize) -> bool {
        match &self.open {
            Some(open) => open.length > LEAST_TO_REWRITE + 3 * (n_tags * TAG) as u64,
            None => true,
        }
    }

    pub(super) fn append(&mut self, record: &Record, sync: Sync) -> Result<()> {
        let Some(open) = &mut self.open else {
            // An intent cannot begin a file, so the caller writes the base first.
            let source = io::Error::other("its end is unknown after an earlier failure");
            return Err(Error::io("append to", &self.path, source));
        };
        let sealed = open.chain.seal(&record.encode());
        let written = open.file.write_all(&sealed).and_then(|()| match sync {
            Sync::Now => open.file.sync_data(),
            Sync::Later => Ok(()),
        });
        match written {
            Ok(()) => {
                open.length += sealed.len() as u64;
                Ok(())
            }
            Err(error) => {
                self.open = None;
                Err(disk::explain(
                    "write",
                    &self.path,
                    sealed.len() as u64,
                    error,
                ))
            }
        }
    }

    /// Replaces the file by one that begins with `base`, whole or not at all.
    pub(super) fn rewrite(&mut self, base: &Record) -> Result<()> {
        let header = Header::fresh(Kind::Log);
        let mut chain = Chain::new(header, &self.name, &self.key);
        let sealed = chain.seal(&base.encode());
        disk::write_atomic(
            &self.path,
            &[header.bytes(), &sealed[..]].concat(),
            disk::Replace::Old,
        )?;
        // From here on the old file has no name, so appending to it would be lost.
        self.open = None;
        let file = OpenOptions::new()
            .append(true)
            .open(&self.path)
            .map_err(|e| Error::io("open", &self.path, e))?;
        self.open = Some(Open {
            file,
            chain,
            length: (HEADER + sealed.len()) as u64,
        });
        Ok(())
    }
}

impl Chain {
    fn new(header: Header, name: &str, key: &Subkey) -> Self {
        let cipher = header.cipher(b"starling 1 sealed logs", name, key);
        Self {
            cipher,
            header,
            place: 0,
            before: [0; SEAL],
        }
    }

    /// What part 0 (the length) or 1 (the content) of the next record is bound to.
    fn bound(&self, part: u8) -> Vec<u8> {
        [
            &self.header.bytes()[..],
            &self.place.to_le_bytes(),
            &self.before,
            &[part],
        ]
        .concat()
    }

    fn seal(&mut self, plain: &[u8]) -> Vec<u8> {
        // Random, since a place may be written twice after a crash. The key is the file's own and records are few, so
        // two nonces are the same with a chance far below 2⁻⁶⁰.
        let mut nonce: [u8; NONCE] = random();
        nonce[NONCE - 1] &= !1;
        let mut sealed = nonce.to_vec();
        let length = u32::try_from(plain.len()).expect("BUG: a record of four gigabytes");
        let mut length = length.to_le_bytes();
        let tag = self.cipher.seal(nonce, &self.bound(0), &mut length);
        sealed.extend_from_slice(&length);
        sealed.extend_from_slice(&tag);
        nonce[NONCE - 1] |= 1;
        let mut content = plain.to_vec();
        let tag = self.cipher.seal(nonce, &self.bound(1), &mut content);
        sealed.append(&mut content);
        sealed.extend_from_slice(&tag);
        self.step(tag);
        sealed
    }

    /// The next record's content and how many bytes it took; `None` where the seals do not hold.
    fn open(&mut self, bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
        let head = bytes.get(..HEAD)?;
        let mut nonce: [u8; NONCE] = head[..NONCE].try_into().ok()?;
        if nonce[NONCE - 1] & 1 != 0 {
            return None;
        }
        let mut length = [0; 4];
        self.cipher
            .open(nonce, &self.bound(0), &head[NONCE..], &mut length)
            .ok()?;
        let length = u32::from_le_bytes(length) as usize;
        let end = HEAD + length + SEAL;
        let sealed = bytes.get(HEAD..end)?;
        nonce[NONCE - 1] |= 1;
        let mut content = vec![0; length];
        self.cipher
            .open(nonce, &self.bound(1), sealed, &mut content)
            .ok()?;
        self.step(sealed[length..].try_into().ok()?);
        Some((content, end))
    }

    /// Whether what does not open is a record that a crash cut short.
    fn is_torn(&self, bytes: &[u8]) -> bool {
        let Some(head) = bytes.get(..HEAD) else {
            return true;
        };
        let nonce = head[..NONCE].try_into().expect("BUG: a nonce's length");
        let mut length = [0; 4];
        let head_holds = self
            .cipher
            .open(nonce, &self.bound(0), &head[NONCE..], &mut length)
            .is_ok();
        let end = HEAD + u32::from_le_bytes(length) as usize + SEAL;
        if head_holds && bytes.len() < end {
            return true;
        }
        // More than one record behind it cannot be: it would have been noticed before anything was appended.
        bytes.windows(ZEROS).any(|run| run == [0; ZEROS])
    }

    fn step(&mut self, tag: [u8; SEAL]) {
        self.place += 1;
        self.before = tag;
    }
}

/// The records of a file, in order.
pub(super) struct Records {
    bytes: Vec<u8>,
    at: usize,
    chain: Chain,
    path: PathBuf,
    is_torn: bool,
}

impl Records {
    /// Whether the end is a record that was not written whole; known when all were read.
    pub(super) fn is_torn(&self) -> bool {
        self.is_torn
    }
}

impl Iterator for Records {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Result<Record>> {
        let rest = &self.bytes[self.at..];
        if rest.is_empty() || self.is_torn {
            return None;
        }
        let place = self.chain.place;
        let Some((content, taken)) = self.chain.open(rest) else {
            if place > 0 && self.chain.is_torn(rest) {
                self.is_torn = true;
                return None;
            }
            // The first record is written with the file, whole or not at all.
            return Some(Err(Error::damaged(&self.path, Fault::Block(place))));
        };
        self.at += taken;
        Some(Record::decode(&content).ok_or_else(|| Error::damaged(&self.path, Fault::Content)))
    }
}

impl Record {
    fn encode(&self) -> Vec<u8> {
        match self {
            Self::Base {
                generation,
                tags,
                open,
            } => {
                let mut bytes = vec![0, u8::from(*open)];
                bytes.extend_from_slice(&generation.to_le_bytes());
                bytes.extend_from_slice(tags.as_flattened());
                bytes
            }
            Self::Begin { generation, intent } => {
                let mut bytes = vec![1];
                bytes.extend_from_slice(&generation.to_le_bytes());
                bytes.extend_from_slice(&intent.page_count.to_le_bytes());
                for (page, tag) in &intent.pages {
                    bytes.extend_from_slice(&page.to_le_bytes());
                    bytes.extend_from_slice(tag);
                }
                bytes
            }
            Self::Done => vec![2],
            Self::Opened => vec![3],
            Self::Closed => vec![4],
        }
    }

    fn decode(mut bytes: &[u8]) -> Option<Self> {
        let rest = &mut bytes;
        let record = match rest.split_off_first()? {
            0 => {
                let open = *rest.split_off_first()? == 1;
                let generation = u64::from_le_bytes(rest.split_off(..8)?.try_into().ok()?);
                let (tags, odd) = std::mem::take(rest).as_chunks::<TAG>();
                Self::Base {
                    generation,
                    tags: odd.is_empty().then(|| tags.to_vec())?,
                    open,
                }
            }
            1 => {
                let generation = u64::from_le_bytes(rest.split_off(..8)?.try_into().ok()?);
                let page_count = u32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
                let mut pages = std::collections::BTreeMap::new();
                while !rest.is_empty() {
                    let page = u32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
                    let tag: Tag = rest.split_off(..TAG)?.try_into().ok()?;
                    if page == 0 {
                        return None;
                    }
                    pages.insert(page, tag);
                }
                Self::Begin {
                    generation,
                    intent: Intent { page_count, pages },
                }
            }
            2 => Self::Done,
            3 => Self::Opened,
            4 => Self::Closed,
            _ => return None,
        };
        rest.is_empty().then_some(record)
    }
}
