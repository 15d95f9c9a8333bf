//! Small dealings with the file system: room, making things last, replacing a file at once.
//!
//! Temporary files lie in the folder of what they replace, so a rename is enough and no plain text reaches `/tmp`;
//! their names begin with [`TEMP_PREFIX`], so that those a crash leaves behind are known and swept away.

use crate::secret::random;
use crate::{Error, Result};
use rustix::fs::{AtFlags, CWD, RenameFlags};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// How the names of temporary files in a vault begin.
pub const TEMP_PREFIX: &str = "tmp-";

/// Whether a file may take the place of one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// The old one goes.
    Old,
    /// An old one is an error of the kind `AlreadyExists`.
    Nothing,
}

/// How many bytes this user may still write to the file system of `path` (or of its nearest folder that exists).
pub fn free(path: &Path) -> Result<u64> {
    let mut at = path;
    loop {
        match rustix::fs::statvfs(if at.as_os_str().is_empty() {
            Path::new(".")
        } else {
            at
        }) {
            Ok(stat) => return Ok(stat.f_bavail.saturating_mul(stat.f_frsize)),
            Err(rustix::io::Errno::NOENT) => match at.parent() {
                Some(parent) => at = parent,
                None => return Err(raw("look at", path, rustix::io::Errno::NOENT.into())),
            },
            Err(errno) => return Err(raw("look at", path, errno.into())),
        }
    }
}

/// `DiskFull` unless `needed` bytes can still be written below `path`.
pub fn check_room(path: &Path, needed: u64) -> Result<()> {
    let free = free(path)?;
    if free < needed {
        Err(Error::DiskFull {
            path: path.to_owned(),
            needed,
            free,
        })
    } else {
        Ok(())
    }
}

/// What the operating system said, with a full disk (or quota) told apart and measured.
pub fn explain(doing: &'static str, path: &Path, needed: u64, source: io::Error) -> Error {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::DiskFull {
            path: path.to_owned(),
            needed,
            free: free(path).unwrap_or(0),
        },
        _ => raw(doing, path, source),
    }
}

fn raw(doing: &'static str, path: &Path, source: io::Error) -> Error {
    Error::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

/// Makes the names in a folder last: without this a file that was just made or renamed may be gone after power loss.
pub fn sync_dir(dir: &Path) -> Result<()> {
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| raw("sync", dir, e))
}

/// Makes a folder that only its owner can enter, with those above it.
pub fn make_dir(dir: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|e| explain("make the folder", dir, 4096, e))
}

/// Makes a file that only its owner can read; it must not exist.
pub fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// A fresh name for a temporary file beside `path`.
pub(crate) fn temp_beside(path: &Path) -> PathBuf {
    let name: String = random::<16>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    path.with_file_name(format!("{TEMP_PREFIX}{name}"))
}

/// Gives `path` this content, whole or not at all, and makes it last.
pub fn write_atomic(path: &Path, content: &[u8], replace: Replace) -> Result<()> {
    let temp = Temp::new(path).map_err(|e| explain("write", path, content.len() as u64, e))?;
    (&temp.file)
        .write_all(content)
        .and_then(|()| temp.file.sync_all())
        .map_err(|e| explain("write", path, content.len() as u64, e))?;
    temp.become_file(path, replace)
}

/// A temporary file, removed when dropped unless it [became](Self::become_file) what it was made for.
#[derive(Debug)]
pub(crate) struct Temp {
    pub(crate) file: File,
    path: PathBuf,
    kept: bool,
}

impl Temp {
    pub(crate) fn new(beside: &Path) -> io::Result<Self> {
        let path = temp_beside(beside);
        Ok(Self {
            file: create_new(&path)?,
            path,
            kept: false,
        })
    }

    /// Renames it; its content must have been synced.
    pub(crate) fn become_file(mut self, path: &Path, replace: Replace) -> Result<()> {
        rename(&self.path, path, replace).map_err(|e| explain("write", path, 0, e))?;
        self.kept = true;
        sync_dir(path.parent().unwrap_or(Path::new(".")))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Renames, where `Replace::Nothing` is asked for without ever removing what is there.
pub(crate) fn rename(from: &Path, to: &Path, replace: Replace) -> io::Result<()> {
    let flags = match replace {
        Replace::Old => RenameFlags::empty(),
        Replace::Nothing => RenameFlags::NOREPLACE,
    };
    match rustix::fs::renameat_with(CWD, from, CWD, to, flags) {
        // Some file systems lack NOREPLACE; a hard link does not replace either.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) if replace == Replace::Nothing => {
            rustix::fs::linkat(CWD, from, CWD, to, AtFlags::empty())?;
            fs::remove_file(from)
        }
        done => Ok(done?),
    }
}

/// Removes the temporary files that a crash left in `dir`; gives how many. Call it with the vault's lock held.
pub fn sweep_temps(dir: &Path) -> Result<usize> {
    let mut swept = 0;
    for entry in fs::read_dir(dir).map_err(|e| raw("read", dir, e))? {
        let entry = entry.map_err(|e| raw("read", dir, e))?;
        let is_temp = entry.file_name().to_str().is_some_and(is_temp_name);
        if is_temp && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(|e| raw("remove", &entry.path(), e))?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// Removes a folder with all that is in it; one that is not there is removed already.
pub fn remove_dir(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|e| raw("remove", dir, e)),
    }
}

/// Whether a file's name is one that [`Temp`] gives.
pub(crate) fn is_temp_name(name: &str) -> bool {
    name.strip_prefix(TEMP_PREFIX)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Lets the process have as many open files as the system allows; an index of many segments passes the usual 1,024.
pub fn raise_file_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        limit.current = limit.maximum;
        // Best effort: with the old limit everything still works for indexes of the usual size.
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_replaced_whole_and_only_the_owner_can_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        write_atomic(&path, b"one", Replace::Nothing).unwrap();
        assert!(write_atomic(&path, b"two", Replace::Nothing).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one", "what was there is kept");
        write_atomic(&path, b"three", Replace::Old).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(
            fs::read_dir(dir.path()).unwrap().count(),
            1,
            "no temporary file is left"
        );
    }

    #[test]
    fn leftovers_are_swept_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let temp = temp_beside(&dir.path().join("x"));
        for path in [
            &temp,
            &dir.path().join("tmp-mine"),
            &dir.path().join("keys"),
        ] {
            drop(create_new(path).unwrap());
        }
        fs::create_dir(dir.path().join(temp_beside(Path::new("x")))).unwrap();
        assert_eq!(sweep_temps(dir.path()).unwrap(), 1);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
    }

    #[test]
    fn room_is_measured_even_for_a_folder_that_is_not_there_yet() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("not/yet/there");
        assert!(free(&deep).unwrap() > 0);
        check_room(&deep, 1).unwrap();
        let error = check_room(&deep, u64::MAX).unwrap_err();
        assert!(
            matches!(error, Error::DiskFull { needed: u64::MAX, free, .. } if free > 0),
            "{error}"
        );
        assert!(free(Path::new("relative-and-absent")).unwrap() > 0);
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let full = explain("write", Path::new("/"), 9, io::Error::from_raw_os_error(28));
        assert!(matches!(full, Error::DiskFull { needed: 9, .. }), "ENOSPC");
        let quota = explain(
            "write",
            Path::new("/"),
            9,
            io::Error::from_raw_os_error(122),
        );
        assert!(matches!(quota, Error::DiskFull { .. }), "EDQUOT");
        let other = explain("write", Path::new("/"), 9, io::Error::from_raw_os_error(13));
        assert!(matches!(other, Error::Io { .. }), "EACCES");
    }

    #[test]
    fn a_really_full_device_says_so() {
        // /dev/full answers every write with ENOSPC.
        let Ok(mut full) = OpenOptions::new().write(true).open("/dev/full") else {
            return;
        };
        let source = full.write_all(b"x").unwrap_err();
        assert!(matches!(
            explain("write", Path::new("/dev/full"), 1, source),
            Error::DiskFull { .. }
        ));
    }
}
