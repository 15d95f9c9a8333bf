//! A file that is not there until it is whole: written under a name of its own in the same folder, renamed at the end.

use crate::{Error, Result};
use starling_audit::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What temporary names begin and end with.
const BEGINS: &str = ".starling-";
const ENDS: &str = ".partial";

/// The temporary name for a target; `token` keeps two exports apart.
pub fn partial_name(target: &Path, token: &str) -> PathBuf {
    target.with_file_name(format!("{BEGINS}{token}{ENDS}"))
}

/// Whether the file is one of ours that was not finished: only such are ever removed.
pub fn is_partial(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with(BEGINS) && name.ends_with(ENDS))
}

/// A file being written. Dropping it removes it.
#[derive(Debug)]
pub(crate) struct Partial {
    path: PathBuf,
    target: PathBuf,
    file: BufWriter<File>,
    sha: Sha256,
    bytes: u64,
    keep: bool,
}

pub(crate) fn io(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| match source.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Error::DiskFull(path.clone())
        }
        _ => Error::Io {
            path: path.clone(),
            source,
        },
    }
}

impl Partial {
    /// Begins one. What has the final name already is not touched.
    pub(crate) fn create(path: &Path, target: &Path) -> Result<Self> {
        refuse_existing(target)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // The member's own; whoever else is to read it is told so by other means.
            options.mode(0o600);
        }
        let file = options.open(path).map_err(io(path))?;
        Ok(Self {
            path: path.to_owned(),
            target: target.to_owned(),
            file: BufWriter::with_capacity(1 << 18, file),
            sha: Sha256::new(),
            bytes: 0,
            keep: false,
        })
    }

    /// All of it is on the disk; its digest and length.
    pub(crate) fn settle(&mut self) -> Result<(Digest, u64)> {
        self.file.flush().map_err(io(&self.target))?;
        self.file.get_ref().sync_all().map_err(io(&self.target))?;
        Ok((self.sha.clone().finish(), self.bytes))
    }

    /// Gives it its final name, unless something has that name by now.
    pub(crate) fn become_file(mut self) -> Result<()> {
        rename_new(&self.path, &self.target)?;
        self.keep = true;
        Ok(())
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.sha.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.keep {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// An export never replaces a file.
pub(crate) fn refuse_existing(target: &Path) -> Result<()> {
    if target.symlink_metadata().is_ok() {
        return Err(Error::Exists(target.to_owned()));
    }
    Ok(())
}

/// Renames without replacing, and makes it last.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one door by which files leave"
)]
pub(crate) fn rename_new(from: &Path, to: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Ok(()) => return sync_folder(to),
            Err(rustix::io::Errno::EXIST) => return Err(Error::Exists(to.to_owned())),
            // Some file systems cannot; they get the other way.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            Err(error) => return Err(io(to)(error.into())),
        }
    }
    refuse_existing(to)?;
    std::fs::rename(from, to).map_err(io(to))?;
    sync_folder(to)
}

fn sync_folder(file: &Path) -> Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io(folder))?;
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finished_is_gone_and_what_is_there_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.csv");
        let temp = partial_name(&target, "0123");
        assert!(is_partial(&temp) && !is_partial(&target));
        let mut partial = Partial::create(&temp, &target).unwrap();
        partial.write_all(b"half").unwrap();
        assert!(temp.exists());
        drop(partial);
        assert!(!temp.exists() && !target.exists());

        let mut partial = Partial::create(&temp, &target).unwrap();
        partial.write_all(b"whole").unwrap();
        assert_eq!(partial.settle().unwrap(), (Digest::of(b"whole"), 5));
        partial.become_file().unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"whole");
        assert!(!temp.exists());
        assert!(matches!(
            Partial::create(&temp, &target),
            Err(Error::Exists(_))
        ));
    }
}
