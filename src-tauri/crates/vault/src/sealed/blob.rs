//! Small sealed files that are replaced whole.

use super::format::{FileId, Kind, path_of};
use super::reader::SealedFile;
use super::writer::Sealer;
use crate::secret::Subkey;
use crate::{Result, disk};
use std::io::Write;
use std::path::Path;

/// Gives the file `name` in `dir` this content, whole or not at all, and makes it last.
pub fn write_blob(dir: &Path, name: &str, content: &[u8], key: &Subkey) -> Result<FileId> {
    let path = path_of(dir, name)?;
    let explain = |e| disk::explain("write", &path, content.len() as u64, e);
    let temp = disk::Temp::new(&path).map_err(explain)?;
    // The seal is for the final name from the start; the temporary one is for the file system only.
    let mut sealer = Sealer::new(&temp.file, name, key, Kind::Blob).map_err(explain)?;
    let id = sealer.id();
    sealer
        .write_all(content)
        .and_then(|()| sealer.finish())
        .and_then(|_| temp.file.sync_all())
        .map_err(explain)?;
    drop(sealer);
    temp.become_file(&path, disk::Replace::Old)?;
    Ok(id)
}

/// What the file `name` in `dir` holds, and its id.
pub fn read_blob(dir: &Path, name: &str, key: &Subkey) -> Result<(Vec<u8>, FileId)> {
    let file = SealedFile::open_blob(dir, name, key)?;
    Ok((file.read_range(0..file.len())?, file.id()))
}
