//! A copy of a whole vault, still sealed.
//!
//! The caller sees to it that nothing writes meanwhile: the index at rest, the database's log folded in.

use crate::disk::{self, Replace};
use crate::lock::LOCK_FILE;
use crate::secret::random;
use crate::{Error, Result};
use starling_model::{Cancel, Progress, Stage, Step};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Copied between two looks at whether to stop.
const CHUNK: usize = 1 << 20;

/// Copies the vault in `from` to `to`, which must be absent or an empty folder.
///
/// The copy is made beside `to` and renamed when it is whole and on the disk, so a half one never has the name; on an
/// error or when asked to stop nothing is left. Gives how many bytes were copied.
pub fn backup(from: &Path, to: &Path, progress: &Progress, cancel: &Cancel) -> Result<u64> {
    if !from.join(crate::keys::KEY_FILE).exists() {
        return Err(Error::NoVault {
            dir: from.to_owned(),
        });
    }
    let to = std::path::absolute(to).map_err(|e| Error::io("find", to, e))?;
    refuse_inside(from, &to)?;
    match fs::read_dir(&to).map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => return Err(Error::NotEmpty { dir: to }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("read", &to, error)),
    }
    let parent = to
        .parent()
        .ok_or_else(|| Error::NotEmpty { dir: to.clone() })?;
    disk::make_dir(parent)?;

    let plan = Plan::of(from)?;
    disk::check_room(parent, plan.bytes)?;
    let half = Half::beside(&to)?;
    let mut copied = 0;
    for folder in &plan.folders {
        disk::make_dir(&half.dir.join(folder))?;
    }
    for file in &plan.files {
        copy(&from.join(file), &half.dir.join(file), &mut |n_bytes| {
            copied += n_bytes;
            progress.say(Step {
                stage: Stage::Copying,
                subject: file.display().to_string(),
                done: copied,
                total: Some(plan.bytes.max(copied)),
                unit: "bytes",
                rows: 0,
                rejected: 0,
            });
            Ok(cancel.check()?)
        })?;
    }
    for folder in plan.folders.iter().rev() {
        disk::sync_dir(&half.dir.join(folder))?;
    }
    disk::sync_dir(&half.dir)?;
    half.become_dir(&to)?;
    disk::sync_dir(parent)?;
    Ok(copied)
}

/// A copy inside the vault would be copied the next time, and is lost with the vault.
fn refuse_inside(from: &Path, to: &Path) -> Result<()> {
    let vault = fs::canonicalize(from).map_err(|e| Error::io("find", from, e))?;
    // The nearest folder that exists, since `to` and folders above it may not.
    let real = to
        .ancestors()
        .find_map(|folder| fs::canonicalize(folder).ok());
    if real.is_some_and(|real| real.starts_with(&vault)) {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "it lies inside the vault");
        return Err(Error::io("back the vault up to", to, source));
    }
    Ok(())
}

/// What is to be copied, by paths within the vault.
#[derive(Debug, Default)]
struct Plan {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    bytes: u64,
}

impl Plan {
    fn of(vault: &Path) -> Result<Self> {
        let mut plan = Self::default();
        let mut waiting = vec![PathBuf::new()];
        while let Some(folder) = waiting.pop() {
            let at = vault.join(&folder);
            for entry in fs::read_dir(&at).map_err(|e| Error::io("read", &at, e))? {
                let entry = entry.map_err(|e| Error::io("read", &at, e))?;
                let name = entry.file_name();
                let is_lock = folder.as_os_str().is_empty() && name == LOCK_FILE;
                if is_lock || name.to_str().is_some_and(disk::is_temp_name) {
                    continue;
                }
                let path = folder.join(&name);
                let about = entry
                    .metadata()
                    .map_err(|e| Error::io("read", &entry.path(), e))?;
                if about.is_dir() {
                    waiting.push(path.clone());
                    plan.folders.push(path);
                } else if about.is_file() {
                    plan.bytes += about.len();
                    plan.files.push(path);
                } else {
                    // A vault holds no links, pipes or devices; following one would copy what is not the vault's.
                    let source = io::Error::new(
                        io::ErrorKind::InvalidData,
                        "it is neither a file nor a folder",
                    );
                    return Err(Error::io("copy", &entry.path(), source));
                }
            }
        }
        plan.files.sort();
        Ok(plan)
    }
}

fn copy(from: &Path, to: &Path, on_chunk: &mut dyn FnMut(u64) -> Result<()>) -> Result<()> {
    let mut source = File::open(from).map_err(|e| Error::io("read", from, e))?;
    let mut target =
        disk::create_new(to).map_err(|e| disk::explain("write", to, CHUNK as u64, e))?;
    let mut chunk = vec![0; CHUNK];
    loop {
        let n_bytes = source
            .read(&mut chunk)
            .map_err(|e| Error::io("read", from, e))?;
        if n_bytes == 0 {
            break;
        }
        target
            .write_all(&chunk[..n_bytes])
            .map_err(|e| disk::explain("write", to, n_bytes as u64, e))?;
        on_chunk(n_bytes as u64)?;
    }
    target
        .sync_all()
        .map_err(|e| disk::explain("write", to, 0, e))
}

/// The unfinished copy; removed when dropped.
struct Half {
    dir: PathBuf,
    kept: bool,
}

impl Half {
    fn beside(to: &Path) -> Result<Self> {
        let name: String = random::<8>()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let dir = to.with_file_name(format!(".starling-backup-{name}"));
        disk::make_dir(&dir)?;
        Ok(Self { dir, kept: false })
    }

    fn become_dir(mut self, to: &Path) -> Result<()> {
        // Renaming replaces an empty folder and refuses one that has been filled meanwhile.
        disk::rename(&self.dir, to, Replace::Old).map_err(|error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty => Error::NotEmpty { dir: to.to_owned() },
            _ => disk::explain("write", to, 0, error),
        })?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KdfCost, Keys, Lock, Unlock};
    use starling_model::Timestamp;
    use std::sync::{Arc, Mutex};
    use tempfile::TempDir;

    fn put(path: &Path, content: &[u8]) {
        disk::create_new(path).unwrap().write_all(content).unwrap();
    }

    /// A folder with a vault in `vault`, open as it is when backed up.
    fn vault() -> (TempDir, PathBuf, Lock) {
        let above = tempfile::tempdir().unwrap();
        let dir = above.path().join("vault");
        Keys::create(&dir, "a", KdfCost::CHEAP_FOR_TESTS, Timestamp(0)).unwrap();
        let lock = Lock::take(&dir).unwrap();
        disk::make_dir(&dir.join("index/deep")).unwrap();
        put(&dir.join("store.db"), &vec![7; 3 * CHUNK + 5]);
        put(&dir.join("index/deep/lock"), b"not the vault's lock");
        put(&disk::temp_beside(&dir.join("index/x")), b"left by a crash");
        (above, dir, lock)
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_copy_opens_and_has_every_file_but_lock_and_leftovers() {
        let (above, dir, _lock) = vault();
        let to = above.path().join("a/b/copy");
        let said = Arc::new(Mutex::new(Vec::new()));
        let sink = said.clone();
        let progress = Progress::new(move |step| sink.lock().unwrap().push(step));
        let copied = backup(&dir, &to, &progress, &Cancel::new()).unwrap();

        assert_eq!(names(&to), ["index", "keys", "store.db"]);
        assert_eq!(names(&to.join("index")), ["deep"]);
        assert_eq!(
            fs::read(to.join("store.db")).unwrap(),
            vec![7; 3 * CHUNK + 5]
        );
        assert_eq!(
            fs::read(to.join("index/deep/lock")).unwrap(),
            b"not the vault's lock"
        );
        let ours = Keys::unlock(&dir, Unlock::Passphrase("a")).unwrap();
        assert_eq!(
            Keys::unlock(&to, Unlock::Passphrase("a")).unwrap().id(),
            ours.id()
        );
        Lock::take(&to).unwrap();
        let said = said.lock().unwrap();
        let last = said.last().unwrap();
        assert_eq!((last.done, last.total), (copied, Some(copied)));
        assert!(said.len() > 4, "large files tell their progress");
    }

    #[test]
    fn an_empty_folder_is_filled_and_another_refused() {
        let (above, dir, _lock) = vault();
        let to = above.path().join("copy");
        fs::create_dir(&to).unwrap();
        backup(&dir, &to, &Progress::none(), &Cancel::new()).unwrap();
        let again = backup(&dir, &to, &Progress::none(), &Cancel::new()).unwrap_err();
        assert!(matches!(again, Error::NotEmpty { .. }), "{again}");
        assert_eq!(names(above.path()), ["copy", "vault"]);
    }

    #[test]
    fn nothing_is_left_when_stopped() {
        let (above, dir, _lock) = vault();
        let cancel = Cancel::new();
        let trigger = cancel.clone();
        let progress = Progress::new(move |step| {
            if step.done > CHUNK as u64 {
                trigger.set();
            }
        });
        let error = backup(&dir, &above.path().join("copy"), &progress, &cancel).unwrap_err();
        assert!(matches!(error, Error::Cancelled), "{error}");
        assert_eq!(names(above.path()), ["vault"]);
    }

    #[test]
    fn a_copy_inside_the_vault_and_links_in_it_are_refused() {
        let (above, dir, _lock) = vault();
        for to in [dir.join("copy"), dir.clone(), dir.join("index/deep/a/b")] {
            assert!(
                backup(&dir, &to, &Progress::none(), &Cancel::new()).is_err(),
                "{}",
                to.display()
            );
        }
        std::os::unix::fs::symlink("/etc/passwd", dir.join("link")).unwrap();
        let error = backup(
            &dir,
            &above.path().join("copy"),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap_err();
        assert!(matches!(error, Error::Io { doing: "copy", .. }), "{error}");
        assert_eq!(names(above.path()), ["vault"]);
    }

    #[test]
    fn what_is_no_vault_is_not_copied() {
        let dir = tempfile::tempdir().unwrap();
        let error = backup(
            dir.path(),
            &dir.path().join("x"),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap_err();
        assert!(matches!(error, Error::NoVault { .. }));
    }
}
