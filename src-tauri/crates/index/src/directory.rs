//! tantivy's files, sealed.
//!
//! A [`SealedDirectory`] is what tantivy reads and writes through. Files that are written once are
//! [sealed streams](starling_vault::sealed) and are read through plain images that fill as they are touched;
//! `meta.json` and `.managed.json` are sealed blobs. A seal cannot show that a whole file was replaced by an older one,
//! so `meta.json` carries a [`Roll`] of all others, and the one who opens the index compares `meta.json`'s payload with
//! the database.

mod check;
mod roll;

use roll::Roll;
use starling_vault::sealed::{Budget, LazyFile, SealedFile, SealedWriter, read_blob, write_blob};
use starling_vault::{Error as VaultError, Fault, Subkey, disk};
use std::collections::HashMap;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchCallbackList, WatchHandle, WritePtr,
};
use tantivy::{HasLen, TantivyError};

/// The file that says which segments there are; it is written last, so it speaks for all others.
const META: &str = "meta.json";

/// A folder of sealed files. Clones share everything.
#[derive(Clone)]
pub struct SealedDirectory(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    key: Subkey,
    budget: Arc<Budget>,
    roll: Mutex<Roll>,
    /// So that readers of one file share its image.
    open: Mutex<HashMap<String, Weak<LazyFile>>>,
    watchers: WatchCallbackList,
}

impl fmt::Debug for SealedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedDirectory({:?})", self.0.dir)
    }
}

impl SealedDirectory {
    /// Opens the folder, making it where it is missing. Nothing is read yet, so damage shows later.
    pub fn open(dir: &Path, key: Subkey) -> starling_vault::Result<Self> {
        Self::open_within(dir, key, Arc::new(Budget::quarter_of_memory()))
    }

    /// The same with a bound on the decrypted text that is held.
    pub fn open_within(
        dir: &Path,
        key: Subkey,
        budget: Arc<Budget>,
    ) -> starling_vault::Result<Self> {
        disk::make_dir(dir)?;
        disk::raise_file_limit();
        Ok(Self(Arc::new(Inner {
            dir: dir.to_owned(),
            key,
            budget,
            roll: Mutex::new(Roll::default()),
            open: Mutex::new(HashMap::new()),
            watchers: WatchCallbackList::default(),
        })))
    }

    /// The bound on decrypted text, and how much of it is used.
    pub fn budget(&self) -> &Arc<Budget> {
        &self.0.budget
    }

    /// Where the files lie.
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    fn roll(&self) -> MutexGuard<'_, Roll> {
        // Changed in single steps, so a panic leaves nothing half done.
        self.0.roll.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open_files(&self) -> MutexGuard<'_, HashMap<String, Weak<LazyFile>>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.dir.join(name)
    }

    fn damaged(&self, name: &str, fault: Fault) -> VaultError {
        VaultError::Damaged {
            path: self.path(name),
            fault,
        }
    }

    /// A blob's content, after what it carries for the directory was taken note of.
    fn read(&self, name: &str) -> starling_vault::Result<Option<Vec<u8>>> {
        if name != META {
            self.load_roll()?;
        }
        // Of the moment before reading: a newer one may be written meanwhile, and the older one then is no old one.
        let least = self.roll().least(name);
        let (mut content, _) = match read_blob(&self.0.dir, name, &self.0.key) {
            Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return if least.is_some() {
                    Err(self.damaged(name, Fault::Missing))
                } else {
                    Ok(None)
                };
            }
            read => read?,
        };
        let mut roll = self.roll();
        let start = roll
            .unwrap(name, &content, least)
            .map_err(|fault| self.damaged(name, fault))?;
        content.drain(..start);
        Ok(Some(content))
    }

    /// Reads what `meta.json` records about the other files, once.
    fn load_roll(&self) -> starling_vault::Result<()> {
        if !self.roll().is_loaded() {
            self.read(META)?;
            self.roll().set_loaded();
        }
        Ok(())
    }

    fn write(&self, name: &str, content: &[u8]) -> starling_vault::Result<()> {
        self.load_roll()?;
        // Held while writing: two blobs must not have one number.
        let mut roll = self.roll();
        let wrapped = roll.wrap(name, content, name == META);
        write_blob(&self.0.dir, name, &wrapped, &self.0.key)?;
        roll.wrote_blob(name);
        Ok(())
    }

    fn file(&self, name: &str) -> starling_vault::Result<Arc<LazyFile>> {
        self.load_roll()?;
        if let Some(open) = self.open_files().get(name).and_then(Weak::upgrade) {
            return Ok(open);
        }
        let file = SealedFile::open(&self.0.dir, name, &self.0.key)?;
        if !self.roll().knows(name, file.id()) {
            return Err(self.damaged(name, Fault::OtherVersion));
        }
        let mut open_files = self.open_files();
        // Two threads may have come here at once; the first one's image is kept.
        if let Some(first) = open_files.get(name).and_then(Weak::upgrade) {
            return Ok(first);
        }
        let file = LazyFile::new(file, self.0.budget.clone());
        open_files.retain(|_, other| other.strong_count() > 0);
        open_files.insert(name.to_owned(), Arc::downgrade(&file));
        Ok(file)
    }
}

/// The vault's error below one of tantivy's, with the file's name and the fault.
pub fn cause(error: &TantivyError) -> Option<&VaultError> {
    let io_error = match error {
        TantivyError::IoError(io_error)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::LockFailure(LockError::IoError(io_error), _) => io_error,
        _ => return None,
    };
    VaultError::inside(io_error)
}

/// tantivy's names are plain file names; anything else would leave the folder.
fn name_of(path: &Path) -> io::Result<&str> {
    path.to_str()
        .filter(|name| !name.is_empty() && !name.contains('/') && *name != "." && *name != "..")
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not a file's name"))
}

fn is_missing(error: &VaultError) -> bool {
    matches!(error, VaultError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
}

fn cannot_read(path: &Path, error: impl Into<io::Error>) -> OpenReadError {
    OpenReadError::wrap_io_error(error.into(), path.to_owned())
}

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let name = name_of(path).map_err(|e| cannot_read(path, e))?;
        match self.file(name) {
            Ok(file) => Ok(Arc::new(Handle(file))),
            Err(error) if is_missing(&error) => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(cannot_read(path, error)),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let failed = |error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_owned(),
        };
        let name = name_of(path).map_err(failed)?;
        match fs::remove_file(self.path(name)) {
            Ok(()) => {
                self.open_files().remove(name);
                self.roll().forget(name);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(DeleteError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(failed(error)),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        let name = name_of(path).map_err(|e| cannot_read(path, e))?;
        self.path(name)
            .try_exists()
            .map_err(|e| cannot_read(path, e))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error: io::Error| OpenWriteError::wrap_io_error(error, path.to_owned());
        let name = name_of(path).map_err(failed)?;
        let sealed = match SealedWriter::create(&self.0.dir, name, &self.0.key) {
            Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                return Err(OpenWriteError::FileAlreadyExists(path.to_owned()));
            }
            made => made.map_err(|e| failed(e.into()))?,
        };
        let writer = Writer {
            sealed,
            name: name.to_owned(),
            directory: self.clone(),
        };
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let name = name_of(path).map_err(|e| cannot_read(path, e))?;
        match self.read(name) {
            Ok(Some(content)) => Ok(content),
            Ok(None) => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
            Err(error) => Err(cannot_read(path, error)),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let name = name_of(path)?;
        self.write(name, data)?;
        if name == META {
            // Only the reload policies that follow commits listen.
            drop(self.0.watchers.broadcast());
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(disk::sync_dir(&self.0.dir)?)
    }

    /// The kernel's lock: gone with its process, where tantivy's own would stay behind `kill -9` for ever.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        use rustix::fs::{FlockOperation, flock};
        let name = name_of(&lock.filepath).map_err(LockError::wrap_io_error)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.path(name))
            .map_err(LockError::wrap_io_error)?;
        let operation = match lock.is_blocking {
            true => FlockOperation::LockExclusive,
            false => FlockOperation::NonBlockingLockExclusive,
        };
        loop {
            match flock(&file, operation) {
                Ok(()) => return Ok(DirectoryLock::from(Box::new(file))),
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::WOULDBLOCK) => return Err(LockError::LockBusy),
                Err(errno) => return Err(LockError::wrap_io_error(errno.into())),
            }
        }
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(self.0.watchers.subscribe(watch_callback))
    }
}

/// A file that tantivy reads.
struct Handle(Arc<LazyFile>);

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({:?})", self.0.file().path())
    }
}

impl HasLen for Handle {
    fn len(&self) -> usize {
        self.0.len()
    }
}

impl FileHandle for Handle {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        Ok(OwnedBytes::new(self.0.read(range)?))
    }
}

/// A file that tantivy writes. It becomes known when it is finished.
struct Writer {
    sealed: SealedWriter,
    name: String,
    directory: SealedDirectory,
}

impl Write for Writer {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        self.sealed.write(plain)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sealed.flush()
    }
}

impl TerminatingWrite for Writer {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.sealed.finish()?;
        self.directory.roll().wrote(&self.name, self.sealed.id());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
