//! Reads a sealed file at random or from front to back.

use super::format::{BLOCK, FileId, HEADER, Header, Kind, Place, STRIDE, Seals, TRAILER, path_of};
use crate::secret::{Subkey, TAG};
use crate::{Error, Fault, Result};
use starling_model::Cancel;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A sealed file, open for reading. Opening proves header, length and name; a block is proved when it is read.
#[derive(Debug)]
pub struct SealedFile {
    file: File,
    path: PathBuf,
    seals: Seals,
    length: u64,
    n_blocks: u64,
}

/// What [`SealedFile::verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Blocks that were looked at, the trailer counted as one.
    pub blocks: u64,
    /// The numbers of those at fault.
    pub bad: Vec<u64>,
}

thread_local! {
    /// Where a block is read to before it is opened; holds sealed bytes only.
    static SEALED: RefCell<Box<[u8]>> = RefCell::new(vec![0; STRIDE].into_boxed_slice());
}

impl SealedFile {
    /// Opens the file `name` in `dir`.
    pub fn open(dir: &Path, name: &str, key: &Subkey) -> Result<Self> {
        Self::open_kind(dir, name, key, Kind::Stream)
    }

    /// The same for a file that was written by [`write_blob`](super::write_blob).
    pub fn open_blob(dir: &Path, name: &str, key: &Subkey) -> Result<Self> {
        Self::open_kind(dir, name, key, Kind::Blob)
    }

    fn open_kind(dir: &Path, name: &str, key: &Subkey, kind: Kind) -> Result<Self> {
        let path = path_of(dir, name)?;
        let file = File::open(&path).map_err(|e| Error::io("read", &path, e))?;
        let on_disk = file
            .metadata()
            .map_err(|e| Error::io("read", &path, e))?
            .len();
        let body = on_disk
            .checked_sub((HEADER + TRAILER) as u64)
            .ok_or_else(|| Error::damaged(&path, Fault::End))?;

        let mut header = [0; HEADER];
        file.read_exact_at(&mut header, 0)
            .map_err(|e| Error::io("read", &path, e))?;
        let seals = Header::parse(header, kind, &path)?.seals(name, key);

        let mut sealed = [0; TRAILER];
        file.read_exact_at(&mut sealed, on_disk - TRAILER as u64)
            .map_err(|e| Error::io("read", &path, e))?;
        let mut trailer = [0; 16];
        seals
            .open(Place::Trailer, &sealed, &mut trailer)
            .map_err(|_| Error::damaged(&path, Fault::End))?;
        let number = |at: usize| {
            u64::from_le_bytes(trailer[at..at + 8].try_into().expect("BUG: eight bytes"))
        };
        let (length, n_blocks) = (number(0), number(8));
        if n_blocks != length.div_ceil(BLOCK as u64)
            || body != length.saturating_add(n_blocks * TAG as u64)
        {
            return Err(Error::damaged(&path, Fault::End));
        }
        Ok(Self {
            file,
            path,
            seals,
            length,
            n_blocks,
        })
    }

    /// How many plain bytes it holds.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// What tells this file from any other, also from one of the same name.
    pub fn id(&self) -> FileId {
        self.seals.id()
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many blocks it has.
    pub fn blocks(&self) -> u64 {
        self.n_blocks
    }

    /// Plain bytes in a block.
    pub(super) fn block_len(&self, block: u64) -> usize {
        (self.length - block * BLOCK as u64).min(BLOCK as u64) as usize
    }

    /// Opens a block into `plain`, which has [`block_len`](Self::block_len) bytes; on an error nothing in it counts.
    pub(super) fn read_block(&self, block: u64, plain: &mut [u8]) -> Result<()> {
        SEALED.with_borrow_mut(|sealed| {
            let sealed = &mut sealed[..plain.len() + TAG];
            let at = HEADER as u64 + block * STRIDE as u64;
            self.file
                .read_exact_at(sealed, at)
                .map_err(|error| match error.kind() {
                    // Cut since it was opened.
                    io::ErrorKind::UnexpectedEof => Error::damaged(&self.path, Fault::End),
                    _ => Error::io("read", &self.path, error),
                })?;
            let place = Place::Block {
                number: block,
                last: block + 1 == self.n_blocks,
            };
            self.seals
                .open(place, sealed, plain)
                .map_err(|_| Error::damaged(&self.path, Fault::Block(block)))
        })
    }

    /// A copy of some bytes. Panics when the range is not within the file, as slicing does.
    pub fn read_range(&self, range: Range<u64>) -> Result<Vec<u8>> {
        assert!(
            range.start <= range.end && range.end <= self.length,
            "{range:?} of {} bytes",
            self.length
        );
        let mut bytes = Vec::with_capacity((range.end - range.start) as usize);
        let mut block = Zeroizing::new(vec![0; BLOCK]);
        let mut at = range.start;
        while at < range.end {
            let number = at / BLOCK as u64;
            let plain = &mut block[..self.block_len(number)];
            self.read_block(number, plain)?;
            let first = number * BLOCK as u64;
            let end = range.end.min(first + plain.len() as u64);
            bytes.extend_from_slice(&plain[(at - first) as usize..(end - first) as usize]);
            at = end;
        }
        Ok(bytes)
    }

    /// Reads from the start.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            file: self,
            block: Zeroizing::new(Vec::new()),
            next: 0,
            at: 0,
        }
    }

    /// Opens every block; `progress` is told of the bytes of each. Header, name and length were proved by opening.
    pub fn verify(&self, cancel: &Cancel, mut progress: impl FnMut(u64)) -> Result<Verified> {
        let mut plain = Zeroizing::new(vec![0; BLOCK]);
        let mut bad = Vec::new();
        for block in 0..self.n_blocks {
            cancel.check()?;
            let plain = &mut plain[..self.block_len(block)];
            match self.read_block(block, plain) {
                Ok(()) => {}
                Err(Error::Damaged { .. }) => bad.push(block),
                Err(error) => return Err(error),
            }
            progress(plain.len() as u64);
        }
        Ok(Verified {
            blocks: self.n_blocks + 1,
            bad,
        })
    }
}

/// A sealed file as a stream.
#[derive(Debug)]
pub struct Reader<'a> {
    file: &'a SealedFile,
    block: Zeroizing<Vec<u8>>,
    next: u64,
    at: usize,
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.block.len() {
            if self.next == self.file.n_blocks || out.is_empty() {
                return Ok(0);
            }
            self.block.resize(self.file.block_len(self.next), 0);
            // Nothing of a block that does not open is given out, even if reading goes on.
            self.at = self.block.len();
            self.file.read_block(self.next, &mut self.block)?;
            self.next += 1;
            self.at = 0;
        }
        let n_given = out.len().min(self.block.len() - self.at);
        out[..n_given].copy_from_slice(&self.block[self.at..self.at + n_given]);
        self.at += n_given;
        Ok(n_given)
    }
}
