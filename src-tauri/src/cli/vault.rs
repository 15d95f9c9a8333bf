//! `vault`: make it, look at it, look after it.

use super::args::{KeychainCommand, Options, VaultCommand};
use super::output::Answer;
use super::progress::Shown;
use super::table::{bytes, facts, figure};
use super::{interrupt, passphrase};
use serde_json::json;
use starling_session::{Session, Unlock};
use starling_wire::{Created, Failure, VaultInfo, Verification};
use std::path::PathBuf;

pub(super) fn run(command: VaultCommand, options: &Options) -> Result<Answer, Failure> {
    match command {
        VaultCommand::Create { keychain } => create(options, keychain),
        VaultCommand::Info => info(options),
        VaultCommand::Passwd {
            new_passphrase_file,
        } => passwd(options, new_passphrase_file),
        VaultCommand::Recover {
            recovery_key_file,
            new_passphrase_file,
            new_key,
        } => recover(options, recovery_key_file, new_passphrase_file, new_key),
        VaultCommand::Keychain { command } => keychain(options, command),
        VaultCommand::Backup { dir } => backup(options, dir),
        VaultCommand::Compact => compact(options),
        VaultCommand::Verify { repair } => verify(options, repair),
        VaultCommand::UnlockCheck => unlock_check(options),
    }
}

fn create(options: &Options, keychain: bool) -> Result<Answer, Failure> {
    let dir = options.vault_dir();
    if Session::peek(&dir)?.exists {
        return Err(starling_session::Error::Exists(dir).into());
    }
    let passphrase = passphrase::chosen(options.passphrase_file(), "New passphrase")?;
    let (session, recovery_key) = Session::create(&dir, &passphrase, keychain)?;
    let id = session.id();
    let created = Created {
        vault: dir.display().to_string(),
        id,
        recovery_key,
    };
    let text = facts(&[
        ("Vault", created.vault.clone()),
        ("Id", created.id.clone()),
        ("Recovery key", created.recovery_key.clone()),
    ]) + "\nThe recovery key is shown this once. It opens the vault when the passphrase is lost: \
          write it down and keep it apart.\n";
    Answer::new(&created, text)
}

fn info(options: &Options) -> Result<Answer, Failure> {
    let info = VaultInfo::from(passphrase::open(options)?.info()?);
    let text = facts(&[
        ("Vault", info.dir.clone()),
        ("Id", info.id.clone()),
        ("Format", info.format.to_string()),
        ("Made", info.created.clone()),
        ("Tweets", figure(info.tweets)),
        ("Accounts", figure(info.accounts)),
        ("Media", figure(info.media)),
        ("Datasets", figure(info.datasets)),
        ("Store", bytes(info.bytes.store)),
        ("Index", bytes(info.bytes.index)),
        ("Copied media", bytes(info.bytes.media)),
        (
            "Keychain",
            if info.keychain {
                "holds the key"
            } else {
                "does not hold the key"
            }
            .to_owned(),
        ),
    ]);
    Answer::new(&info, text)
}

fn passwd(options: &Options, new_file: Option<PathBuf>) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    session.change_passphrase(&passphrase::chosen(new_file, "New passphrase")?)?;
    Answer::new(
        &json!({ "vault": options.vault_dir(), "changed": true }),
        "The passphrase was replaced.",
    )
}

fn recover(
    options: &Options,
    key_file: Option<PathBuf>,
    new_file: Option<PathBuf>,
    new_key: bool,
) -> Result<Answer, Failure> {
    let dir = options.vault_dir();
    if !Session::peek(&dir)?.exists {
        return Err(starling_session::Error::NoVault(dir).into());
    }
    let key = match key_file {
        Some(file) => passphrase::from_file(&file)?,
        None => passphrase::prompt("Recovery key: ")?,
    };
    let session = Session::open(&dir, Unlock::RecoveryKey(key.trim().to_owned()))?;
    // There is no old passphrase to give, so the usual sources can only mean the new one.
    let file = new_file.or_else(|| options.passphrase_file());
    session.change_passphrase(&passphrase::chosen(file, "New passphrase")?)?;
    let recovery_key = if new_key {
        Some(session.new_recovery_key()?)
    } else {
        None
    };
    let mut text =
        String::from("The vault was unlocked by its recovery key and has a new passphrase.\n");
    if let Some(key) = &recovery_key {
        text += &format!("New recovery key, shown this once: {key}\n");
    }
    Answer::new(
        &json!({ "vault": dir, "recovered": true, "recovery_key": recovery_key }),
        text,
    )
}

fn keychain(options: &Options, command: KeychainCommand) -> Result<Answer, Failure> {
    let keep = matches!(command, KeychainCommand::Add);
    passphrase::open(options)?.keychain(keep)?;
    let text = if keep {
        "The keychain holds the vault's key."
    } else {
        "The keychain no longer holds the vault's key."
    };
    Answer::new(
        &json!({ "vault": options.vault_dir(), "keychain": keep }),
        text,
    )
}

fn backup(options: &Options, dir: PathBuf) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let shown = Shown::new(options);
    session.backup(&dir, &shown.progress(), &interrupt::cancel())?;
    drop(shown);
    let text = format!(
        "Copied, still sealed, to {}.\nThe same passphrase and recovery key open it.",
        dir.display()
    );
    Answer::new(
        &json!({ "vault": options.vault_dir(), "backup": dir }),
        text,
    )
}

fn compact(options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let before = VaultInfo::from(session.info()?).bytes;
    let shown = Shown::new(options);
    session.compact(&shown.progress(), &interrupt::cancel())?;
    drop(shown);
    let after = VaultInfo::from(session.info()?).bytes;
    let sum = |part: &starling_wire::Bytes| part.store + part.index + part.media;
    let text = format!(
        "{} before, {} now.",
        bytes(sum(&before)),
        bytes(sum(&after))
    );
    Answer::new(&json!({ "before": before, "after": after }), text)
}

fn verify(options: &Options, repair: bool) -> Result<Answer, Failure> {
    let dir = options.vault_dir();
    let cancel = interrupt::cancel();
    let shown = Shown::new(options);
    let mut first = passphrase::unlock(options)?;
    if repair {
        let second = again(&first);
        Session::rebuild_index(&dir, first, &shown.progress(), &cancel)?;
        first = second;
    }
    let seen = Verification::from(Session::verify(&dir, first, &shown.progress(), &cancel)?);
    drop(shown);
    let checked = &seen.checked;
    let mut text = format!(
        "{} blocks, {} rows and {} documents read: {}\n",
        figure(checked.blocks),
        figure(checked.rows),
        figure(checked.documents),
        if seen.ok {
            "all is well."
        } else {
            "something is wrong."
        }
    );
    for problem in &seen.problems {
        text += &format!("- {problem}\n");
    }
    let status = if seen.ok { 0 } else { 5 };
    Ok(Answer::new(&seen, text)?.with_status(status))
}

/// The same way of unlocking once more.
fn again(unlock: &Unlock) -> Unlock {
    match unlock {
        Unlock::Passphrase(passphrase) => Unlock::Passphrase(passphrase.clone()),
        Unlock::RecoveryKey(key) => Unlock::RecoveryKey(key.clone()),
        Unlock::Keychain => Unlock::Keychain,
    }
}

fn unlock_check(options: &Options) -> Result<Answer, Failure> {
    let id = passphrase::open(options)?.id();
    Answer::new(
        &json!({ "ok": true, "vault": options.vault_dir(), "id": id }),
        "The vault can be unlocked.",
    )
}
