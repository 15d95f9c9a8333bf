//! The vault: finding, making, unlocking, locking.

use super::{Desk, answer};
use crate::places;
use starling_session::{Session, Unlock};
use starling_wire::{Created, DefaultVault, Failure, VaultInfo, VaultPeek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

fn holds_vault(dir: &Path) -> bool {
    // A vault that cannot be looked at is still one: opening it will say what is wrong.
    Session::peek(dir).map_or(true, |peek| peek.exists)
}

/// Which vault to offer.
#[tauri::command]
pub async fn default_vault(desk: Kept<'_>) -> Result<DefaultVault, Failure> {
    answer(&desk, |desk| {
        let recent: Vec<PathBuf> = places::recent()
            .into_iter()
            .filter(|dir| holds_vault(dir))
            .collect();
        let dir = &desk.first_dir;
        // The place the call named comes first; without one, the vault that was open last.
        let dir = if holds_vault(dir) || *dir != places::default_vault() {
            dir
        } else {
            recent.first().unwrap_or(dir)
        };
        Ok(DefaultVault {
            dir: dir.display().to_string(),
            exists: holds_vault(dir),
            recent: recent.iter().map(|dir| dir.display().to_string()).collect(),
        })
    })
    .await
}

/// What can be told of a vault without its key.
#[tauri::command]
pub async fn vault_peek(desk: Kept<'_>, dir: Option<String>) -> Result<VaultPeek, Failure> {
    answer(&desk, |desk| {
        let dir = dir.map_or_else(|| desk.first_dir.clone(), PathBuf::from);
        Ok(VaultPeek::of(&dir, Session::peek(&dir)?))
    })
    .await
}

/// Makes a vault and opens it.
#[tauri::command]
pub async fn vault_create(
    desk: Kept<'_>,
    dir: String,
    passphrase: String,
    keychain: bool,
) -> Result<Created, Failure> {
    answer(&desk, move |desk| {
        let dir = PathBuf::from(dir);
        let (session, recovery_key) = Session::create(&dir, &passphrase, keychain)?;
        let id = session.id();
        desk.lock();
        desk.put(session);
        places::remember(&dir);
        Ok(Created {
            vault: dir.display().to_string(),
            id,
            recovery_key,
        })
    })
    .await
}

/// Opens a vault.
#[tauri::command]
pub async fn vault_unlock(
    desk: Kept<'_>,
    dir: String,
    passphrase: Option<String>,
    recovery_key: Option<String>,
    use_keychain: Option<bool>,
) -> Result<VaultInfo, Failure> {
    answer(&desk, move |desk| {
        let unlock = match (passphrase, recovery_key, use_keychain) {
            (Some(passphrase), _, _) => Unlock::Passphrase(passphrase),
            (None, Some(key), _) => Unlock::RecoveryKey(key.trim().to_owned()),
            (None, None, Some(true)) => Unlock::Keychain,
            (None, None, _) => {
                return Err(Failure::usage(
                    "give a passphrase, a recovery key or the keychain",
                ));
            }
        };
        let dir = PathBuf::from(dir);
        // The same vault may be open here already: one writer at a time.
        desk.lock();
        let session = desk.put(Session::open(&dir, unlock)?);
        places::remember(&dir);
        Ok(session.info()?.into())
    })
    .await
}

/// Locks now.
#[tauri::command]
pub async fn vault_lock(desk: Kept<'_>) -> Result<(), Failure> {
    answer(&desk, |desk| {
        desk.lock();
        Ok(())
    })
    .await
}

/// What the vault is and holds.
#[tauri::command]
pub async fn vault_info(desk: Kept<'_>) -> Result<VaultInfo, Failure> {
    answer(&desk, |desk| Ok(desk.session()?.info()?.into())).await
}

/// Replaces the passphrase.
#[tauri::command]
pub async fn vault_passwd(desk: Kept<'_>, passphrase: String) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        if passphrase.is_empty() {
            return Err(Failure::usage("the passphrase is empty"));
        }
        Ok(desk.session()?.change_passphrase(&passphrase)?)
    })
    .await
}

/// Makes a new recovery key; the old one no longer works.
#[tauri::command]
pub async fn vault_recovery_key(desk: Kept<'_>) -> Result<String, Failure> {
    answer(&desk, |desk| Ok(desk.session()?.new_recovery_key()?)).await
}

/// Puts the key into the keychain or takes it out.
#[tauri::command]
pub async fn vault_keychain(desk: Kept<'_>, keep: bool) -> Result<(), Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.keychain(keep)?)).await
}

/// Somebody is there: a key, the mouse.
#[tauri::command]
pub async fn idle_touch(desk: Kept<'_>) -> Result<(), Failure> {
    desk.touch();
    Ok(())
}
