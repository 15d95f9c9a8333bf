//! Writes a sealed file from front to back.

use super::format::{BLOCK, FileId, HEADER, Header, Kind, Place, Seals, TRAILER, path_of};
use crate::secret::{Subkey, TAG};
use crate::{Error, Result, disk};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zeroize::{Zeroize, Zeroizing};

/// Seals what is written to it, block by block. Without [`finish`](Self::finish) the file is not readable.
#[derive(Debug)]
pub struct SealedWriter {
    sealer: Sealer<File>,
    path: PathBuf,
}

impl SealedWriter {
    /// Makes the file `name` in `dir`; it must not exist.
    pub fn create(dir: &Path, name: &str, key: &Subkey) -> Result<Self> {
        let path = path_of(dir, name)?;
        let file =
            disk::create_new(&path).map_err(|e| disk::explain("make", &path, BLOCK as u64, e))?;
        let sealer = Sealer::new(file, name, key, Kind::Stream)
            .map_err(|e| disk::explain("write", &path, 0, e))?;
        Ok(Self { sealer, path })
    }

    /// What tells this file from any other, also from one of the same name.
    pub fn id(&self) -> FileId {
        self.sealer.seals.id()
    }

    /// Seals the rest and makes the content last (the name lasts after [`disk::sync_dir`]); gives the plain length.
    /// Nothing can be written afterwards.
    pub fn finish(&mut self) -> Result<u64> {
        let length = self.sealer.finish().map_err(|e| self.explain(e))?;
        self.sealer.out.sync_data().map_err(|e| self.explain(e))?;
        Ok(length)
    }

    fn explain(&self, error: io::Error) -> Error {
        disk::explain("write", &self.path, (BLOCK + TRAILER) as u64, error)
    }
}

impl Write for SealedWriter {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        self.sealer.write(plain).map_err(|e| self.explain(e).into())
    }

    /// Does nothing: a block is sealed once, so it cannot be written before it is full.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same over anything that can be written to.
#[derive(Debug)]
pub(super) struct Sealer<W: Write> {
    out: W,
    seals: Seals,
    /// Room for a block and its tag; holds plain text up to `filled`.
    block: Zeroizing<Vec<u8>>,
    filled: usize,
    number: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Finished,
    /// A write failed, so it is not known what is in the file; sealing on could use a nonce twice.
    Failed,
}

impl<W: Write> Sealer<W> {
    pub(super) fn new(mut out: W, name: &str, key: &Subkey, kind: Kind) -> io::Result<Self> {
        let header = Header::fresh(kind);
        out.write_all(header.bytes())?;
        let block = Zeroizing::new(vec![0; BLOCK + TAG]);
        Ok(Self {
            out,
            seals: header.seals(name, key),
            block,
            filled: 0,
            number: 0,
            state: State::Open,
        })
    }

    pub(super) fn id(&self) -> FileId {
        self.seals.id()
    }

    fn seal_block(&mut self, last: bool) -> io::Result<()> {
        let place = Place::Block {
            number: self.number,
            last,
        };
        let tag = self.seals.seal(place, &mut self.block[..self.filled]);
        self.block[self.filled..self.filled + TAG].copy_from_slice(&tag);
        self.number += 1;
        // Set beforehand: after a failed write nothing may be sealed any more.
        self.state = State::Failed;
        self.out.write_all(&self.block[..self.filled + TAG])?;
        self.state = State::Open;
        self.filled = 0;
        Ok(())
    }

    pub(super) fn finish(&mut self) -> io::Result<u64> {
        self.check_open()?;
        let length = self.number * BLOCK as u64 + self.filled as u64;
        if self.filled > 0 {
            self.seal_block(true)?;
        }
        let mut trailer = [0; TRAILER];
        trailer[..8].copy_from_slice(&length.to_le_bytes());
        trailer[8..16].copy_from_slice(&self.number.to_le_bytes());
        let tag = self.seals.seal(Place::Trailer, &mut trailer[..16]);
        trailer[16..].copy_from_slice(&tag);
        self.state = State::Failed;
        self.out.write_all(&trailer)?;
        self.out.flush()?;
        self.state = State::Finished;
        self.block.zeroize();
        Ok(length)
    }

    fn check_open(&self) -> io::Result<()> {
        match self.state {
            State::Open => Ok(()),
            State::Finished => Err(io::Error::other("the sealed file is finished already")),
            State::Failed => Err(io::Error::other(
                "an earlier write to the sealed file failed",
            )),
        }
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        self.check_open()?;
        // A full block waits until it is known whether it is the last.
        if self.filled == BLOCK && !plain.is_empty() {
            self.seal_block(false)?;
        }
        let n_taken = plain.len().min(BLOCK - self.filled);
        self.block[self.filled..self.filled + n_taken].copy_from_slice(&plain[..n_taken]);
        self.filled += n_taken;
        Ok(n_taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const _: () = assert!(HEADER == 64 && TRAILER == 32);
