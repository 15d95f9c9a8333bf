//! Making, unlocking and keeping a vault.

use crate::importing::catch_up;
use crate::media::{InVault, media_dir};
use crate::subjects::{Withdrawal, purge_pending};
use crate::{Error, Result, Session, Unlock, VaultInfo, VaultPeek, clock};
use starling_audit::Log;
use starling_index::Index;
use starling_index::directory::SealedDirectory;
use starling_media::Media;
use starling_model::{Cancel, Progress};
use starling_query::exec::SetCache;
use starling_store::Store;
use starling_vault::{Keychain, Keys, Lock, Purpose};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub use starling_vault::KdfCost;

/// How long the keychain may take: someone may have to answer its prompt.
const KEYCHAIN_PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn store_file(dir: &Path) -> PathBuf {
    dir.join("store.db")
}

pub(crate) fn index_dir(dir: &Path) -> PathBuf {
    dir.join("index")
}

fn keychain() -> Keychain {
    keychain_for(KEYCHAIN_PATIENCE)
}

/// The keychain, waited for no longer than that.
pub(crate) fn keychain_for(patience: Duration) -> Keychain {
    Keychain::system(patience)
}

/// Unlocks the keys of the vault in `dir`.
pub(crate) fn unlock(dir: &Path, by: &Unlock) -> Result<Keys> {
    let system;
    let by = match by {
        Unlock::Passphrase(passphrase) => starling_vault::Unlock::Passphrase(passphrase),
        Unlock::RecoveryKey(typed) => starling_vault::Unlock::RecoveryKey(typed),
        Unlock::Keychain => {
            system = keychain();
            starling_vault::Unlock::Keychain(&system)
        }
    };
    Ok(Keys::unlock(dir, by)?)
}

/// The index's directory, sealed under the vault's key.
pub(crate) fn directory(dir: &Path, keys: &Keys) -> Result<SealedDirectory> {
    Ok(SealedDirectory::open(
        &index_dir(dir),
        keys.subkey(Purpose::Index),
    )?)
}

/// The files of a vault: every one sealed.
#[cfg(not(feature = "plain-for-benchmark"))]
mod files {
    use super::{Keys, Path, Purpose, Result, SealedDirectory, Store, directory, store_file};

    pub(super) fn make_store(dir: &Path, keys: &Keys) -> Result<Store> {
        Ok(Store::create(
            &store_file(dir),
            keys.subkey(Purpose::Database).expose(),
        )?)
    }

    pub(super) fn open_store(dir: &Path, keys: &Keys) -> Result<Store> {
        Ok(Store::open(
            &store_file(dir),
            keys.subkey(Purpose::Database).expose(),
        )?)
    }

    pub(super) fn index(dir: &Path, keys: &Keys) -> Result<SealedDirectory> {
        directory(dir, keys)
    }
}

/// The same without encryption: the peer that shows what encryption costs. No build for users has this feature.
#[cfg(feature = "plain-for-benchmark")]
mod files {
    use super::{Error, Keys, Path, Result, Store, index_dir, store_file};
    use tantivy::directory::MmapDirectory;

    pub(super) fn make_store(dir: &Path, _: &Keys) -> Result<Store> {
        Ok(Store::plain_for_benchmark(&store_file(dir))?)
    }

    pub(super) fn open_store(dir: &Path, _: &Keys) -> Result<Store> {
        Ok(Store::plain_for_benchmark(&store_file(dir))?)
    }

    pub(super) fn index(dir: &Path, _: &Keys) -> Result<MmapDirectory> {
        let dir = index_dir(dir);
        let failed = |why: String| Error::Failed(format!("cannot use `{}`: {why}", dir.display()));
        std::fs::create_dir_all(&dir).map_err(|why| failed(why.to_string()))?;
        MmapDirectory::open(&dir).map_err(|why| failed(why.to_string()))
    }
}

impl Session {
    /// Makes a new vault in `dir` (which must not hold one) and opens it; gives the recovery key, this once.
    pub fn create(dir: &Path, passphrase: &str, keychain: bool) -> Result<(Self, String)> {
        Self::create_costing(dir, passphrase, keychain, KdfCost::STANDARD)
    }

    /// The same with another cost of guessing; for tests.
    pub fn create_costing(
        dir: &Path,
        passphrase: &str,
        keep: bool,
        cost: KdfCost,
    ) -> Result<(Self, String)> {
        let (keys, recovery) = Keys::create(dir, passphrase, cost, clock::now())?;
        let lock = Lock::take(dir)?;
        if keep {
            keys.add_keychain(&keychain())?;
        }
        let store = files::make_store(dir, &keys)?;
        let index = Index::create(files::index(dir, &keys)?)?;
        let session = Self::of(dir, keys, lock, store, index)?;
        session.remember_head();
        Ok((session, recovery.reveal().to_string()))
    }

    /// Opens the vault in `dir`. An index that fell behind in a crash is brought up first.
    pub fn open(dir: &Path, unlock: Unlock) -> Result<Self> {
        Self::open_watching(dir, unlock, &Progress::none(), &Cancel::new())
    }

    /// The same, telling how far the bringing up has come.
    pub fn open_watching(
        dir: &Path,
        by: Unlock,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self> {
        let keys = unlock(dir, &by)?;
        let lock = Lock::take(dir)?;
        let store = files::open_store(dir, &keys)?;
        let index = match Index::open(files::index(dir, &keys)?) {
            Ok(index) => index,
            // Killed between making the store and making the index: nothing was in either.
            Err(_)
                if store.index_state()? == starling_store::IndexState::default()
                    && store.last_row()? == 0 =>
            {
                Index::create(files::index(dir, &keys)?)?
            }
            Err(error) => return Err(error.into()),
        };
        catch_up(&store, &index, progress, cancel).map_err(|error| for_want_of_room(dir, error))?;
        // A withdrawal that was interrupted is ended before anybody can look.
        purge_pending(&store, &index, progress, &mut Withdrawal::default())
            .map_err(|error| for_want_of_room(dir, error))?;
        let session = Self::of(dir, keys, lock, store, index)?;
        session.media.0.sweep()?;
        crate::exporting::recovery::recover_all(&session)?;
        Ok(session)
    }

    fn of(dir: &Path, keys: Keys, lock: Lock, store: Store, index: Index) -> Result<Self> {
        let store = Arc::new(store);
        let media = Media::new(store.clone(), media_dir(dir), keys.subkey(Purpose::Media));
        let log = Log::open(
            Arc::clone(&store),
            (dir, keys.id(), &keys.subkey(Purpose::Audit)),
            Self::remembered_head(&keys),
            clock::now(),
        )?;
        Ok(Self {
            dir: dir.to_owned(),
            keys,
            _lock: lock,
            store,
            media: InVault(media),
            index,
            sets: SetCache::default(),
            log,
            networks: Mutex::default(),
            importing: Mutex::new(()),
        })
    }

    /// The key of pseudonyms: the same for all releases of this vault, so that they can be followed over time.
    pub(crate) fn project_key(&self) -> starling_vault::Subkey {
        self.keys.subkey(Purpose::Pseudonyms)
    }

    /// Whether `dir` holds a vault, and whether the keychain holds its key; needs no passphrase.
    pub fn peek(dir: &Path) -> Result<VaultPeek> {
        match Keys::peek(dir) {
            Ok(peek) => Ok(VaultPeek {
                exists: true,
                id: Some(peek.id.to_string()),
                format: peek.format,
                keychain: peek.keychain,
            }),
            Err(starling_vault::Error::NoVault { .. }) => Ok(VaultPeek {
                exists: false,
                id: None,
                format: 0,
                keychain: false,
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// The vault's id.
    pub fn id(&self) -> String {
        self.keys.id().to_string()
    }

    /// What the vault is and holds.
    pub fn info(&self) -> Result<VaultInfo> {
        Ok(VaultInfo {
            dir: self.dir.clone(),
            id: self.id(),
            format: Keys::peek(&self.dir)?.format,
            created: self.keys.created(),
            tweets: self.index.documents(),
            accounts: self.rows().n_accounts()?,
            media: self.store.media_counts()?.iter().map(|(_, n)| n).sum(),
            datasets: self.store.datasets()?.len() as u64,
            store_bytes: self.store.bytes(),
            index_bytes: folder_bytes(&index_dir(&self.dir)),
            media_bytes: folder_bytes(self.media.0.dir()),
            keychain: self.keys.in_keychain(),
        })
    }

    /// Replaces the passphrase.
    pub fn change_passphrase(&self, new: &str) -> Result<()> {
        Ok(self.keys.change_passphrase(new, KdfCost::STANDARD)?)
    }

    /// Makes a new recovery key and forgets the old one.
    pub fn new_recovery_key(&self) -> Result<String> {
        Ok(self.keys.new_recovery_key()?.reveal().to_string())
    }

    /// Puts the vault's key into the operating system's keychain, or takes it out.
    pub fn keychain(&self, keep: bool) -> Result<()> {
        if keep {
            self.keys.add_keychain(&keychain())?
        } else {
            self.keys.remove_keychain(&keychain())?
        }
        Ok(())
    }

    /// Copies the vault, still sealed, to `dir`, which must be empty or absent.
    pub fn backup(&self, dir: &Path, progress: &Progress, cancel: &Cancel) -> Result<()> {
        let _nothing_changes = self
            .importing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        self.index.rest()?;
        self.store.checkpoint()?;
        starling_vault::backup::backup(&self.dir, dir, progress, cancel)?;
        Ok(())
    }

    /// The vault's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn forget_answers(&self) {
        self.sets.clear();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Both are safe to leave out (the next start folds the log in); done here, locking leaves no log behind.
        let _ = self.index.rest();
        let _ = self.store.checkpoint();
    }
}

/// Bytes of the files in a folder.
pub(crate) fn folder_bytes(dir: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(|meta| meta.is_file())
        .map(|meta| meta.len())
        .sum()
}

/// Less room than this and a segment of the index cannot be written.
const LEAST_ROOM: u64 = 16 << 20;

/// An index writer that dies of a full disk does not say so: tantivy keeps its threads' causes to itself.
pub(crate) fn for_want_of_room(dir: &Path, error: Error) -> Error {
    match (&error, starling_vault::disk::check_room(dir, LEAST_ROOM)) {
        (Error::Failed(_), Err(full @ starling_vault::Error::DiskFull { .. })) => full.into(),
        _ => error,
    }
}

impl From<&starling_vault::Error> for Error {
    fn from(error: &starling_vault::Error) -> Self {
        use starling_vault::Error as Vault;
        match error {
            Vault::WrongPassphrase | Vault::EmptyPassphrase => Self::WrongPassphrase,
            Vault::WrongRecoveryKey
            | Vault::MistypedRecoveryKey(_)
            | Vault::Keychain { .. }
            | Vault::NotInKeychain => Self::CannotUnlock(error.to_string()),
            Vault::NoVault { dir } => Self::NoVault(dir.clone()),
            Vault::Exists { dir } => Self::Exists(dir.clone()),
            Vault::InUse { pid, .. } => Self::InUse {
                pid: pid.unwrap_or(0),
            },
            Vault::Newer { format, .. } => Self::Newer { format: *format },
            Vault::Damaged { path, fault } => Self::Damaged {
                file: path.clone(),
                reason: fault.to_string(),
            },
            Vault::DiskFull { path, .. } => Self::DiskFull(path.clone()),
            Vault::Cancelled => Self::Cancelled,
            Vault::NotEmpty { .. } => Self::Failed(error.to_string()),
            Vault::Io { source, .. } => Self::Failed(format!("{error}: {source}")),
        }
    }
}

impl From<starling_vault::Error> for Error {
    fn from(error: starling_vault::Error) -> Self {
        Self::from(&error)
    }
}

impl From<starling_store::Error> for Error {
    fn from(error: starling_store::Error) -> Self {
        use starling_store::Error as InStore;
        match error {
            InStore::Damaged { file, reason } => Self::Damaged { file, reason },
            InStore::Newer(format) => Self::Newer { format },
            InStore::DiskFull(file) => Self::DiskFull(file),
            InStore::NotFound(what) => Self::NotFound(what),
            InStore::Vault(inside) => inside.into(),
            InStore::Io { .. } | InStore::Sql(_) => Self::Failed(error.to_string()),
        }
    }
}

impl From<starling_index::Error> for Error {
    fn from(error: starling_index::Error) -> Self {
        match error {
            starling_index::Error::Tantivy(inner) => inner.into(),
            starling_index::Error::OtherSchema => Self::Damaged {
                file: "index".into(),
                reason: error.to_string(),
            },
        }
    }
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        match starling_index::directory::cause(&error) {
            Some(inside) => inside.into(),
            None => Self::Failed(format!("the index cannot be used: {error}")),
        }
    }
}

impl From<starling_query::Error> for Error {
    fn from(error: starling_query::Error) -> Self {
        use starling_query::Error as Query;
        match error {
            Query::Syntax { at, len, message } => Self::QuerySyntax { at, len, message },
            Query::Index(inner) => inner.into(),
            Query::Store(inner) => inner.into(),
            Query::Tantivy(inner) => inner.into(),
            Query::Cancelled => Self::Cancelled,
            Query::NotFound(what) => Self::NotFound(what),
            Query::TooManyBuckets { .. } => Self::Failed(error.to_string()),
        }
    }
}

impl From<starling_network::Error> for Error {
    fn from(error: starling_network::Error) -> Self {
        match error {
            starling_network::Error::Cancelled => Self::Cancelled,
            starling_network::Error::Png(why) => {
                Self::Failed(format!("the picture could not be written as PNG: {why}"))
            }
            starling_network::Error::TooLarge(_)
            | starling_network::Error::TooManyForSvg { .. }
            | starling_network::Error::Lettering(_) => Self::Failed(error.to_string()),
        }
    }
}

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}
