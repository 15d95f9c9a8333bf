//! One process at a time has a vault open.
//!
//! The lock is the kernel's (`flock`), so it is gone as soon as its process is, even by `kill -9`;
//! the file `lock` itself stays and means nothing by being there.

use crate::{Error, Result, disk};
use rustix::fs::{FlockOperation, flock};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

/// The lock's file in a vault's folder.
pub const LOCK_FILE: &str = "lock";

const TRIES: u32 = 25;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// A vault's lock; let go when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the vault in `dir` for this process, or says who has it, after a quarter of a second at most.
    ///
    /// Temporary files that a crash left are swept away, since now nobody can be writing them.
    pub fn take(dir: &Path) -> Result<Self> {
        let path = dir.join(LOCK_FILE);
        let mut tries = 0;
        loop {
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(&path)
                .map_err(|e| disk::explain("open", &path, 4, e))?;
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => {}
                // A program that was being started while the vault was let go holds the descriptor until it runs.
                Err(rustix::io::Errno::WOULDBLOCK) if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(BETWEEN_TRIES);
                    continue;
                }
                Err(rustix::io::Errno::WOULDBLOCK) => {
                    return Err(Error::InUse {
                        dir: dir.to_owned(),
                        pid: read_pid(&file),
                    });
                }
                Err(rustix::io::Errno::INTR) => continue,
                Err(errno) => return Err(Error::io("lock", &path, errno.into())),
            }
            // Somebody may have removed the file between opening and locking; a lock on a file without
            // a name keeps nobody out.
            if is_named(&file, &path).map_err(|e| Error::io("lock", &path, e))? {
                write_pid(&file).map_err(|e| disk::explain("write", &path, 4, e))?;
                sweep(dir);
                return Ok(Self { _file: file });
            }
        }
    }
}

/// In the vault's folder and those right in it. Best effort: a leftover is sealed and does no harm.
fn sweep(dir: &Path) {
    let _ = disk::sweep_temps(dir);
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = disk::sweep_temps(&entry.path());
        }
    }
}

fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    let ours = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(named) => Ok(named.ino() == ours.ino() && named.dev() == ours.dev()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn write_pid(mut file: &File) -> io::Result<()> {
    file.set_len(0)?;
    file.write_all(&std::process::id().to_le_bytes())
}

fn read_pid(file: &File) -> Option<u32> {
    let mut bytes = [0; 4];
    file.read_exact_at(&mut bytes, 0).ok()?;
    Some(u32::from_le_bytes(bytes)).filter(|&pid| pid != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn the_second_is_told_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path()).unwrap();
        let second = Lock::take(dir.path()).unwrap_err();
        assert!(
            matches!(second, Error::InUse { pid: Some(pid), .. } if pid == std::process::id()),
            "{second}"
        );
        drop(first);
        Lock::take(dir.path()).unwrap();
    }

    #[test]
    fn a_killed_process_leaves_no_lock() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(LOCK_FILE);
        // util-linux's flock takes the same lock; it says when it has it.
        let Ok(mut other) = Command::new("flock")
            .arg(&path)
            .args(["sh", "-c", "echo locked; exec sleep 600"])
            .stdout(Stdio::piped())
            .spawn()
        else {
            return;
        };
        let mut said = [0; 7];
        io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut said).unwrap();
        assert!(
            matches!(Lock::take(dir.path()), Err(Error::InUse { pid: None, .. })),
            "its pid is not in the file"
        );
        // The lock's descriptor is shared with the shell's sleep, so the whole family must go.
        let children = format!("/proc/{0}/task/{0}/children", other.id());
        let child = std::fs::read_to_string(children).unwrap_or_default();
        let _ = Command::new("kill")
            .arg("-9")
            .args(child.split_whitespace())
            .status();
        other.kill().unwrap();
        other.wait().unwrap();
        // The kernel lets go when the last descriptor is closed, which the child's death may do a moment later.
        let taken = (0..1_000_000).any(|_| {
            std::thread::yield_now();
            Lock::take(dir.path()).is_ok()
        });
        assert!(taken, "nothing is left to remove by hand");
    }

    #[test]
    fn a_stale_file_means_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut stale = disk::create_new(&dir.path().join(LOCK_FILE)).unwrap();
        stale.write_all(&[1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        let _lock = Lock::take(dir.path()).unwrap();
        assert_eq!(
            std::fs::metadata(dir.path().join(LOCK_FILE)).unwrap().len(),
            4
        );
    }

    #[test]
    fn leftovers_of_a_crash_are_swept() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("index")).unwrap();
        let leftovers =
            ["keys", "index/meta.json"].map(|name| disk::temp_beside(&dir.path().join(name)));
        for path in &leftovers {
            drop(disk::create_new(path).unwrap());
        }
        let first = Lock::take(dir.path()).unwrap();
        assert!(leftovers.iter().all(|path| !path.exists()));
        drop(disk::create_new(&leftovers[0]).unwrap());
        assert!(Lock::take(dir.path()).is_err());
        assert!(
            leftovers[0].exists(),
            "whoever does not have the lock sweeps nothing"
        );
        drop(first);
    }
}
