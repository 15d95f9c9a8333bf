//! Copies in the vault: sealed files with many media one behind the other.
//!
//! One sealed file a medium would cost a sync each; one for all could not be cut. A pack is of a size that is quickly
//! written anew when something in it must go.

use crate::place::unreadable;
use crate::{Error, Result};
use starling_model::Cancel;
use starling_store::{PackEntry, Store};
use starling_vault::sealed::{SealedFile, SealedWriter};
use starling_vault::{Subkey, disk};
use std::io::{self, Read, Write};
use std::path::Path;

/// A pack is ended when it passes this.
pub(crate) const PACK_BYTES: u64 = 256 << 20;
/// Or this many files.
pub(crate) const PACK_FILES: usize = 20_000;

pub(crate) const NAME_BEGINS: &str = "pack-";

pub(crate) fn name_of(pack: u64) -> String {
    format!("{NAME_BEGINS}{pack}")
}

/// A pack being written.
pub(crate) struct Pack {
    id: u64,
    writer: SealedWriter,
    pub(crate) bytes: u64,
}

impl Pack {
    pub(crate) fn begin(store: &Store, dir: &Path, key: &Subkey) -> Result<Self> {
        disk::make_dir(dir)?;
        let id = store.begin_pack()?;
        let writer = SealedWriter::create(dir, &name_of(id), key)?;
        Ok(Self {
            id,
            writer,
            bytes: 0,
        })
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Writes a stream to its end; gives where it begins. `path` is what is read, for errors.
    pub(crate) fn add(
        &mut self,
        source: &mut dyn Read,
        path: &Path,
        cancel: &Cancel,
    ) -> Result<u64> {
        let begins = self.bytes;
        let mut buffer = vec![0; 256 << 10];
        loop {
            cancel.check()?;
            let n = match source.read(&mut buffer) {
                Ok(0) => return Ok(begins),
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(path, error)),
            };
            self.writer.write_all(&buffer[..n]).map_err(of_writing)?;
            self.bytes += n as u64;
        }
    }

    /// Ends it; only what the store is told afterwards is ever looked for in it.
    pub(crate) fn finish(mut self, dir: &Path) -> Result<PackEntry> {
        self.writer.finish()?;
        disk::sync_dir(dir)?;
        Ok(PackEntry {
            id: self.id,
            seal: Some(self.writer.id().0),
        })
    }
}

/// The writer says through an `io::Error` what the vault's error is.
fn of_writing(error: io::Error) -> Error {
    let kind = error.kind();
    match error.downcast::<starling_vault::Error>() {
        Ok(inside) => inside.into(),
        Err(error) => Error::Unreadable {
            path: "media".into(),
            source: io::Error::new(kind, error),
        },
    }
}

/// Opens a pack, which must be the one that was written last under its number.
pub(crate) fn open(store: &Store, dir: &Path, key: &Subkey, pack: u64) -> Result<SealedFile> {
    let path = dir.join(name_of(pack));
    let file = match SealedFile::open(dir, &name_of(pack), key) {
        Err(starling_vault::Error::Io { source, .. })
            if source.kind() == io::ErrorKind::NotFound =>
        {
            return Err(Error::Missing(path));
        }
        opened => opened?,
    };
    if store.pack_seal(pack)? != Some(file.id().0) {
        return Err(Error::Damaged {
            path,
            what: "it is of another time than the store".to_owned(),
        });
    }
    Ok(file)
}
