//! The key file: how a vault's one master key is kept, and the ways to open it.
//!
//! The file `keys` holds the master key three times at most, each time sealed by something else: the passphrase
//! (stretched by Argon2id), the recovery key, a random secret that the operating system's keychain holds.
//! Everything else is sealed by keys derived from the master key, so changing a passphrase rewrites this file only.

mod file;
mod stretch;

use crate::keychain::Keychain;
use crate::recovery::RecoveryKey;
use crate::secret::{Bytes32, Purpose, Subkey, random, random_secret};
use crate::{Error, Fault, Result, disk};
use file::{KeyFile, Slot};
use starling_model::Timestamp;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

pub use file::{FORMAT, KEY_FILE};
pub use stretch::KdfCost;

/// A vault's random name: 128 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VaultId(pub [u8; 16]);

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultId({self})")
    }
}

/// How a vault is opened.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// By the passphrase.
    Passphrase(&'a str),
    /// By the recovery key, as it was typed.
    RecoveryKey(&'a str),
    /// By the operating system's keychain.
    Keychain(&'a Keychain),
}

/// What a key file says to anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peek {
    /// The vault's name.
    pub id: VaultId,
    /// The key file's format.
    pub format: u32,
    /// Whether the keychain is one of the ways to open it.
    pub keychain: bool,
}

/// An unlocked vault's keys.
pub struct Keys {
    dir: PathBuf,
    id: VaultId,
    created: Timestamp,
    master: Bytes32,
    /// As last written. The vault's lock sees to it that nobody else writes it.
    file: Mutex<KeyFile>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("dir", &self.dir)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Keys {
    /// Makes a new vault in `dir`, which must be absent or empty, and gives its recovery key, this once.
    pub fn create(
        dir: &Path,
        passphrase: &str,
        cost: KdfCost,
        now: Timestamp,
    ) -> Result<(Self, RecoveryKey)> {
        disk::make_dir(dir)?;
        refuse_unless_empty(dir)?;
        let id = VaultId(random());
        let master = random_secret();
        let mut file = KeyFile::new(id.0);
        let recovery = RecoveryKey::generate();
        file.set_passphrase(&normal_form(passphrase)?, cost, &master)?;
        file.set(Slot::Recovery, recovery.bytes(), &master);
        file.seal(&master, now);
        disk::write_atomic(&dir.join(KEY_FILE), &file.bytes(), disk::Replace::Nothing).map_err(
            |error| match error {
                Error::Io { source, .. } if source.kind() == std::io::ErrorKind::AlreadyExists => {
                    Error::Exists {
                        dir: dir.to_owned(),
                    }
                }
                error => error,
            },
        )?;
        if let Some(parent) = dir.parent() {
            disk::sync_dir(parent)?;
        }
        Ok((
            Self {
                dir: dir.to_owned(),
                id,
                created: now,
                master,
                file: Mutex::new(file),
            },
            recovery,
        ))
    }

    /// What can be known about the vault in `dir` without opening it; touches neither keychain nor network.
    pub fn peek(dir: &Path) -> Result<Peek> {
        let file = KeyFile::read(dir)?;
        Ok(Peek {
            id: VaultId(file.id()),
            format: u32::from(FORMAT),
            keychain: file.has(Slot::Keychain),
        })
    }

    /// Opens the vault in `dir`.
    ///
    /// A key file in which any byte was changed by accident is `Damaged`; the passphrase is only called wrong when the
    /// file is whole. Someone who changes it on purpose can make the right passphrase seem wrong, and no more.
    pub fn unlock(dir: &Path, by: Unlock<'_>) -> Result<Self> {
        let mut file = KeyFile::read(dir)?;
        let id = VaultId(file.id());
        let master = match by {
            Unlock::Passphrase(passphrase) => file
                .open_passphrase(&normal_form(passphrase)?, dir)?
                .ok_or(Error::WrongPassphrase)?,
            Unlock::RecoveryKey(typed) => {
                let key = RecoveryKey::parse(typed)?;
                file.open(Slot::Recovery, key.bytes())
                    .ok_or(Error::WrongRecoveryKey)?
            }
            Unlock::Keychain(keychain) => {
                if !file.has(Slot::Keychain) {
                    return Err(Error::NotInKeychain);
                }
                let secret = keychain.get(id)?.ok_or(Error::NotInKeychain)?;
                // Another copy of this vault has since put its own key there, or this one was put back from a backup.
                file.open(Slot::Keychain, &secret)
                    .ok_or(Error::NotInKeychain)?
            }
        };
        let created = file
            .unseal(&master)
            .ok_or_else(|| Error::damaged(&dir.join(KEY_FILE), Fault::Seal))?;
        Ok(Self {
            dir: dir.to_owned(),
            id,
            created,
            master,
            file: Mutex::new(file),
        })
    }

    /// The vault's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The vault's name.
    pub fn id(&self) -> VaultId {
        self.id
    }

    /// When the vault was made.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// How often the key file has been written; a lower number than one seen before is an old copy put back.
    pub fn generation(&self) -> u64 {
        self.file().generation()
    }

    /// Whether the keychain is one of the ways to open the vault.
    pub fn in_keychain(&self) -> bool {
        self.file().has(Slot::Keychain)
    }

    /// The key for a purpose.
    pub fn subkey(&self, purpose: Purpose) -> Subkey {
        Subkey::derive(&self.master, &self.id.0, purpose)
    }

    /// `WrongPassphrase` unless this is the passphrase; for asking again before something grave.
    pub fn check_passphrase(&self, passphrase: &str) -> Result<()> {
        let file = self.file().clone();
        file.open_passphrase(&normal_form(passphrase)?, &self.dir)?
            .map(drop)
            .ok_or(Error::WrongPassphrase)
    }

    /// Replaces the passphrase; the old one no longer opens the vault.
    pub fn change_passphrase(&self, new: &str, cost: KdfCost) -> Result<()> {
        let passphrase = normal_form(new)?;
        self.rewrite(|file| file.set_passphrase(&passphrase, cost, &self.master))
    }

    /// Makes a new recovery key; the old one no longer opens the vault.
    pub fn new_recovery_key(&self) -> Result<RecoveryKey> {
        let key = RecoveryKey::generate();
        self.rewrite(|file| {
            file.set(Slot::Recovery, key.bytes(), &self.master);
            Ok(())
        })?;
        Ok(key)
    }

    /// Lets the keychain open the vault. The keychain gets a random secret of its own and not the master key.
    pub fn add_keychain(&self, keychain: &Keychain) -> Result<()> {
        let secret = random_secret();
        keychain.set(self.id, &secret)?;
        let written = self.rewrite(|file| {
            file.set(Slot::Keychain, &secret[..], &self.master);
            Ok(())
        });
        if written.is_err() {
            // The secret opens nothing, so it is of no harm if it cannot be taken back.
            let _ = keychain.remove(self.id);
        }
        written
    }

    /// Lets the keychain no longer open the vault. When the keychain refuses to forget its secret this is an error,
    /// but that secret is worthless already.
    pub fn remove_keychain(&self, keychain: &Keychain) -> Result<()> {
        self.forget_keychain()?;
        keychain.remove(self.id)
    }

    /// The same without asking the keychain, for when there is none.
    pub fn forget_keychain(&self) -> Result<()> {
        self.rewrite(|file| {
            file.clear(Slot::Keychain);
            Ok(())
        })
    }

    fn rewrite(&self, change: impl FnOnce(&mut KeyFile) -> Result<()>) -> Result<()> {
        let mut file = self.file();
        let mut next = file.clone();
        change(&mut next)?;
        next.seal(&self.master, self.created);
        disk::write_atomic(&self.dir.join(KEY_FILE), &next.bytes(), disk::Replace::Old)?;
        *file = next;
        Ok(())
    }

    fn file(&self) -> MutexGuard<'_, KeyFile> {
        // A panic cannot leave it half changed: it is replaced as a whole.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refuse_unless_empty(dir: &Path) -> Result<()> {
    let entries = std::fs::read_dir(dir).map_err(|e| Error::io("read", dir, e))?;
    let mut others = false;
    for entry in entries {
        let name = entry.map_err(|e| Error::io("read", dir, e))?.file_name();
        match name.to_str() {
            Some(KEY_FILE) => {
                return Err(Error::Exists {
                    dir: dir.to_owned(),
                });
            }
            Some(name) if name == crate::lock::LOCK_FILE || disk::is_temp_name(name) => {}
            _ => others = true,
        }
    }
    if others {
        Err(Error::NotEmpty {
            dir: dir.to_owned(),
        })
    } else {
        Ok(())
    }
}

/// The passphrase in the one form that is stretched: the same characters composed or not are the same passphrase.
fn normal_form(passphrase: &str) -> Result<Zeroizing<String>> {
    use unicode_normalization::UnicodeNormalization;
    if passphrase.is_empty() {
        return Err(Error::EmptyPassphrase);
    }
    // NFC at most triples the bytes; with room from the start no unwiped copy is left behind by growing.
    let mut normal = Zeroizing::new(String::with_capacity(passphrase.len() * 3));
    normal.extend(passphrase.nfc());
    Ok(normal)
}

#[cfg(test)]
mod tests;
