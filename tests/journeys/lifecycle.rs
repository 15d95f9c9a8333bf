//! A vault's life: made, opened, lost and found, locked against others.

use crate::starling;
use starling_model::{Cancel, Progress};
use starling_session::{Error, Session, Unlock};
use starling_testkit::{PASSPHRASE, TestVault};

fn by_passphrase(words: &str) -> Unlock {
    Unlock::Passphrase(words.to_owned())
}

#[test]
fn a_vault_opens_with_its_passphrase_and_no_other() {
    let vault = TestVault::new();
    assert!(Session::open(&vault.dir(), by_passphrase(PASSPHRASE)).is_ok());
    let wrong = Session::open(&vault.dir(), by_passphrase("Correct horse battery staple"));
    assert!(matches!(wrong, Err(Error::WrongPassphrase)), "{wrong:?}");
}

#[test]
fn a_lost_passphrase_is_replaced_by_the_recovery_key() {
    let vault = TestVault::new();
    let session = Session::open(
        &vault.dir(),
        Unlock::RecoveryKey(vault.recovery_key.clone()),
    )
    .unwrap();
    session.change_passphrase("another one").unwrap();
    drop(session);
    assert!(Session::open(&vault.dir(), by_passphrase("another one")).is_ok());
    assert!(matches!(
        Session::open(&vault.dir(), by_passphrase(PASSPHRASE)),
        Err(Error::WrongPassphrase)
    ));
}

#[test]
fn a_new_recovery_key_ends_the_old_one() {
    let vault = TestVault::new();
    let new = vault.open().new_recovery_key().unwrap();
    assert_ne!(new, vault.recovery_key);
    assert!(
        Session::open(
            &vault.dir(),
            Unlock::RecoveryKey(vault.recovery_key.clone())
        )
        .is_err()
    );
    assert!(Session::open(&vault.dir(), Unlock::RecoveryKey(new)).is_ok());
}

#[test]
fn a_vault_has_one_user_at_a_time() {
    let vault = TestVault::new();
    let session = vault.open();
    let second = starling(&vault).run(&["count", "*", "--json"]);
    assert_eq!(second.status, Some(1), "{second:?}");
    assert_eq!(second.error_kind(), "vault_in_use");
    drop(session);
    assert_eq!(
        starling(&vault).run(&["count", "*"]).status,
        Some(0),
        "the first one has locked it again"
    );
}

#[test]
fn a_folder_with_a_vault_takes_no_second_one() {
    let vault = TestVault::new();
    let again = starling(&vault).run(&["vault", "create", "--json"]);
    assert_eq!(
        (again.status, again.error_kind().as_str()),
        (Some(1), "vault_exists")
    );
    assert!(
        Session::open(&vault.dir(), by_passphrase(PASSPHRASE)).is_ok(),
        "the one that is there is untouched"
    );
}

#[test]
fn a_vault_made_on_the_command_line_is_opened_by_its_recovery_key() {
    let vault = TestVault::new();
    let other = starling(&vault).on(&vault.home().join("other"));
    let made = other.json(&["vault", "create"]);
    let key_file = vault.home().join("recovery");
    std::fs::write(&key_file, made["recovery_key"].as_str().unwrap()).unwrap();
    let new_file = vault.home().join("new");
    std::fs::write(&new_file, "after recovery\n").unwrap();
    let words = [
        "vault",
        "recover",
        "--recovery-key-file",
        "recovery",
        "--new-passphrase-file",
        "new",
    ];
    assert_eq!(other.json(&words)["recovered"], true);
    assert_eq!(
        other.run(&["vault", "info"]).status,
        Some(3),
        "the old passphrase no longer opens it"
    );
    let info = other.json(&["vault", "info", "--passphrase-file", "new"]);
    assert_eq!(info["id"], made["id"]);
    assert_eq!(info["tweets"], 0);
}

#[test]
fn a_backup_opens_with_the_same_passphrase_and_holds_the_same() {
    let vault = TestVault::with(&[crate::campaign()]);
    let copy = vault.home().join("copy");
    let session = vault.open();
    let there = session.count("*").unwrap();
    session
        .backup(&copy, &Progress::none(), &Cancel::new())
        .unwrap();
    drop(session);
    let session = Session::open(&copy, by_passphrase(PASSPHRASE)).unwrap();
    assert_eq!(session.count("*").unwrap(), there);
}

#[test]
fn a_vault_of_a_newer_version_is_left_alone() {
    let vault = TestVault::new();
    let file = vault.dir().join("keys");
    let mut bytes = std::fs::read(&file).unwrap();
    // The key file: four bytes that name it, its format, …, and the checksum of all that.
    let end = bytes.len() - 32;
    bytes[4] = 2;
    let check = sha256(&bytes[..end]);
    bytes[end..].copy_from_slice(&check);
    std::fs::write(&file, &bytes).unwrap();
    let ran = starling(&vault).run(&["count", "*", "--json"]);
    assert_eq!(
        (ran.status, ran.error_kind().as_str()),
        (Some(1), "vault_newer"),
        "{ran:?}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "nothing was written");
}

/// By the system's own program, so that the journey brings no cryptography.
fn sha256(bytes: &[u8]) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bytes");
    std::fs::write(&file, bytes).unwrap();
    let output = std::process::Command::new("sha256sum")
        .arg(&file)
        .output()
        .unwrap();
    let hex = String::from_utf8(output.stdout).unwrap();
    (0..32)
        .map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap())
        .collect()
}

#[test]
fn compacting_loses_nothing() {
    let vault = TestVault::with(&[crate::campaign()]);
    let before = starling(&vault).json(&[
        "facets", "*", "--by", "hashtag", "--by", "account", "--top", "1000",
    ]);
    starling(&vault).json(&["vault", "compact"]);
    let after = starling(&vault).json(&[
        "facets", "*", "--by", "hashtag", "--by", "account", "--top", "1000",
    ]);
    assert_eq!(before, after);
    assert_eq!(starling(&vault).json(&["vault", "verify"])["ok"], true);
}
