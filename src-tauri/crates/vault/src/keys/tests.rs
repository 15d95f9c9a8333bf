//! Tests of the key file: every flip and cut is told apart from a wrong passphrase.

use super::*;
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_700_000_000_123);
const CHEAP: KdfCost = KdfCost::CHEAP_FOR_TESTS;

fn vault() -> (TempDir, Keys, RecoveryKey) {
    let dir = tempfile::tempdir().unwrap();
    let (keys, recovery) = Keys::create(dir.path(), "correct horse", CHEAP, NOW).unwrap();
    (dir, keys, recovery)
}

fn by(dir: &TempDir, passphrase: &str) -> Result<Keys> {
    Keys::unlock(dir.path(), Unlock::Passphrase(passphrase))
}

fn mock_keychain() -> Keychain {
    Keychain::of_store(keyring_core::mock::Store::new().unwrap())
}

#[track_caller]
fn assert_same(a: &Keys, b: &Keys) {
    assert_eq!(a.id(), b.id());
    assert_eq!(a.created(), b.created());
    for purpose in Purpose::ALL {
        assert_eq!(a.subkey(purpose).expose(), b.subkey(purpose).expose());
    }
}

/// Without syncing, since tests do it thousands of times.
#[track_caller]
fn rewrite(dir: &TempDir, change: impl FnOnce(&mut Vec<u8>)) {
    let path = dir.path().join(KEY_FILE);
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(path)
        .unwrap();
    std::io::Write::write_all(&mut file, &bytes).unwrap();
}

/// As someone would who knows the format but not the key.
fn with_checksum(bytes: &mut [u8]) {
    let at = bytes.len() - 32;
    let check = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes[..at]);
    bytes[at..].copy_from_slice(check.as_ref());
}

#[test]
fn opens_by_passphrase_and_by_recovery_key() {
    let (dir, keys, recovery) = vault();
    let again = by(&dir, "correct horse").unwrap();
    assert_same(&keys, &again);
    assert_eq!(again.created(), NOW);
    assert_eq!(again.generation(), 1);
    assert_same(
        &keys,
        &Keys::unlock(dir.path(), Unlock::RecoveryKey(&recovery.reveal())).unwrap(),
    );
}

#[test]
fn a_wrong_passphrase_is_called_wrong() {
    let (dir, ..) = vault();
    assert!(matches!(
        by(&dir, "Correct horse"),
        Err(Error::WrongPassphrase)
    ));
    assert!(matches!(by(&dir, ""), Err(Error::EmptyPassphrase)));
    let other = RecoveryKey::generate().reveal();
    assert!(matches!(
        Keys::unlock(dir.path(), Unlock::RecoveryKey(&other)),
        Err(Error::WrongRecoveryKey)
    ));
    assert!(matches!(
        Keys::unlock(dir.path(), Unlock::RecoveryKey("A-B")),
        Err(Error::MistypedRecoveryKey(_))
    ));
}

#[test]
fn composed_and_decomposed_passphrases_are_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (keys, _) = Keys::create(dir.path(), "caf\u{e9} \u{ac00}", CHEAP, NOW).unwrap();
    assert_same(&keys, &by(&dir, "cafe\u{301} \u{1100}\u{1161}").unwrap());
    assert!(by(&dir, "cafe").is_err());
}

#[test]
fn no_folder_and_no_file_are_no_vault() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(by(&dir, "a"), Err(Error::NoVault { .. })));
    assert!(matches!(
        Keys::peek(&dir.path().join("absent")),
        Err(Error::NoVault { .. })
    ));
    drop(disk::create_new(&dir.path().join("file")).unwrap());
    assert!(matches!(
        Keys::peek(&dir.path().join("file")),
        Err(Error::NoVault { .. })
    ));
}

#[test]
fn a_vault_is_never_made_over_something_else() {
    let (dir, ..) = vault();
    assert!(matches!(
        Keys::create(dir.path(), "b", CHEAP, NOW),
        Err(Error::Exists { .. })
    ));
    by(&dir, "correct horse").unwrap();

    let other = tempfile::tempdir().unwrap();
    drop(disk::create_new(&other.path().join("thesis.odt")).unwrap());
    assert!(matches!(
        Keys::create(other.path(), "b", CHEAP, NOW),
        Err(Error::NotEmpty { .. })
    ));

    let fresh = other.path().join("a/b");
    Keys::create(&fresh, "b", CHEAP, NOW).unwrap();
    let locked = other.path().join("locked");
    fs::create_dir(&locked).unwrap();
    let _lock = crate::Lock::take(&locked).unwrap();
    Keys::create(&locked, "b", CHEAP, NOW).unwrap();
}

#[test]
fn any_changed_byte_is_damage_and_not_a_wrong_passphrase() {
    let (dir, _, recovery) = vault();
    let length = fs::metadata(dir.path().join(KEY_FILE)).unwrap().len() as usize;
    for at in 0..length {
        for bit in [1, 0x80] {
            rewrite(&dir, |bytes| bytes[at] ^= bit);
            let error = by(&dir, "correct horse").unwrap_err();
            assert!(
                matches!(&error, Error::Damaged { path, .. } if path.ends_with(KEY_FILE)),
                "byte {at}: {error}"
            );
            assert!(
                matches!(by(&dir, "wrong"), Err(Error::Damaged { .. })),
                "byte {at}"
            );
            assert!(
                matches!(Keys::peek(dir.path()), Err(Error::Damaged { .. })),
                "byte {at}"
            );
            assert!(Keys::unlock(dir.path(), Unlock::RecoveryKey(&recovery.reveal())).is_err());
            rewrite(&dir, |bytes| bytes[at] ^= bit);
        }
    }
    by(&dir, "correct horse").unwrap();
}

#[test]
fn any_cut_or_extension_is_damage() {
    let (dir, ..) = vault();
    let whole = fs::read(dir.path().join(KEY_FILE)).unwrap();
    for keep in 0..whole.len() {
        rewrite(&dir, |bytes| *bytes = whole[..keep].to_vec());
        assert!(
            matches!(by(&dir, "correct horse"), Err(Error::Damaged { .. })),
            "{keep} bytes kept"
        );
    }
    rewrite(&dir, |bytes| *bytes = [&whole[..], &[0]].concat());
    assert!(matches!(
        by(&dir, "correct horse"),
        Err(Error::Damaged { .. })
    ));
}

#[test]
fn a_forged_checksum_does_not_help() {
    let (dir, _, recovery) = vault();
    let length = fs::metadata(dir.path().join(KEY_FILE)).unwrap().len() as usize;
    for at in 0..length - 32 {
        rewrite(&dir, |bytes| {
            bytes[at] ^= 1;
            with_checksum(bytes);
        });
        let result = by(&dir, "correct horse");
        let accepted = matches!(
            result,
            Err(Error::Damaged { .. } | Error::WrongPassphrase | Error::Newer { .. })
        );
        assert!(accepted, "byte {at}: {result:?}");
        assert!(
            Keys::unlock(dir.path(), Unlock::RecoveryKey(&recovery.reveal())).is_err(),
            "byte {at}"
        );
        rewrite(&dir, |bytes| {
            bytes[at] ^= 1;
            with_checksum(bytes);
        });
    }
    by(&dir, "correct horse").unwrap();
}

#[test]
fn an_old_slot_cannot_be_put_back() {
    let (dir, keys, _) = vault();
    let old = fs::read(dir.path().join(KEY_FILE)).unwrap();
    keys.change_passphrase("second", CHEAP).unwrap();
    rewrite(&dir, |bytes| {
        bytes[24..132].copy_from_slice(&old[24..132]);
        with_checksum(bytes);
    });
    assert!(matches!(
        by(&dir, "correct horse"),
        Err(Error::Damaged {
            fault: Fault::Seal,
            ..
        })
    ));
}

#[test]
fn a_forged_cost_does_not_eat_the_memory() {
    let (dir, ..) = vault();
    rewrite(&dir, |bytes| {
        bytes[28..32].copy_from_slice(&u32::MAX.to_le_bytes());
        with_checksum(bytes);
    });
    assert!(matches!(
        by(&dir, "correct horse"),
        Err(Error::Damaged { .. })
    ));
}

#[test]
fn a_newer_format_is_called_newer() {
    let (dir, ..) = vault();
    rewrite(&dir, |bytes| {
        bytes[4] = 2;
        bytes.extend_from_slice(&[0; 100]);
        with_checksum(bytes);
    });
    assert!(matches!(
        by(&dir, "correct horse"),
        Err(Error::Newer { format: 2, .. })
    ));
    assert!(matches!(
        Keys::peek(dir.path()),
        Err(Error::Newer { format: 2, .. })
    ));
}

#[test]
fn a_changed_passphrase_replaces_the_old_one() {
    let (dir, keys, recovery) = vault();
    keys.change_passphrase("second", CHEAP).unwrap();
    assert!(matches!(
        by(&dir, "correct horse"),
        Err(Error::WrongPassphrase)
    ));
    let again = by(&dir, "second").unwrap();
    assert_same(&keys, &again);
    assert_eq!(again.generation(), 2);
    assert_eq!(keys.generation(), 2);
    again.check_passphrase("second").unwrap();
    assert!(matches!(
        again.check_passphrase("correct horse"),
        Err(Error::WrongPassphrase)
    ));
    assert_same(
        &keys,
        &Keys::unlock(dir.path(), Unlock::RecoveryKey(&recovery.reveal())).unwrap(),
    );
    assert!(matches!(
        keys.change_passphrase("", CHEAP),
        Err(Error::EmptyPassphrase)
    ));
}

#[test]
fn a_new_recovery_key_replaces_the_old_one() {
    let (dir, keys, old) = vault();
    let new = keys.new_recovery_key().unwrap();
    let unlock = |key: &RecoveryKey| Keys::unlock(dir.path(), Unlock::RecoveryKey(&key.reveal()));
    assert!(matches!(unlock(&old), Err(Error::WrongRecoveryKey)));
    assert_same(&keys, &unlock(&new).unwrap());
    by(&dir, "correct horse").unwrap();
}

#[test]
fn the_keychain_opens_it_until_it_is_taken_out() {
    let (dir, keys, _) = vault();
    let keychain = mock_keychain();
    let unlock = || Keys::unlock(dir.path(), Unlock::Keychain(&keychain));
    assert!(matches!(unlock(), Err(Error::NotInKeychain)));
    assert!(!Keys::peek(dir.path()).unwrap().keychain);

    keys.add_keychain(&keychain).unwrap();
    let again = unlock().unwrap();
    assert_same(&keys, &again);
    assert!(again.in_keychain() && Keys::peek(dir.path()).unwrap().keychain);
    assert!(matches!(
        Keys::unlock(dir.path(), Unlock::Keychain(&mock_keychain())),
        Err(Error::NotInKeychain)
    ));

    again.remove_keychain(&keychain).unwrap();
    assert!(matches!(unlock(), Err(Error::NotInKeychain)));
    assert!(
        keychain.get(keys.id()).unwrap().is_none(),
        "nothing of ours stays there"
    );
}

#[test]
fn what_the_keychain_held_is_worthless_once_taken_out() {
    let (dir, keys, _) = vault();
    let keychain = mock_keychain();
    keys.add_keychain(&keychain).unwrap();
    let kept = keychain.get(keys.id()).unwrap().unwrap();
    keys.forget_keychain().unwrap();
    assert!(matches!(
        Keys::unlock(dir.path(), Unlock::Keychain(&keychain)),
        Err(Error::NotInKeychain)
    ));
    keys.add_keychain(&mock_keychain()).unwrap();
    assert!(
        KeyFile::read(dir.path())
            .unwrap()
            .open(Slot::Keychain, &kept)
            .is_none()
    );
}

#[test]
fn a_refusing_keychain_changes_nothing() {
    let (dir, keys, _) = vault();
    let store: Arc<keyring_core::CredentialStore> = keyring_core::mock::Store::new().unwrap();
    let entry = store
        .build("Starling vault", &keys.id().to_string(), None)
        .unwrap();
    let cred: &keyring_core::mock::Cred = entry.as_any().downcast_ref().unwrap();
    cred.set_error(keyring_core::Error::NoStorageAccess("Prompt".into()));
    let before = fs::read(dir.path().join(KEY_FILE)).unwrap();
    assert!(matches!(
        keys.add_keychain(&Keychain::of_store(store.clone())),
        Err(Error::Keychain { .. })
    ));
    assert_eq!(fs::read(dir.path().join(KEY_FILE)).unwrap(), before);
}

#[test]
fn nothing_in_the_file_is_readable_or_repeated() {
    let (dir, keys, recovery) = vault();
    let bytes = fs::read(dir.path().join(KEY_FILE)).unwrap();
    for secret in [
        &keys.master[..],
        recovery.bytes(),
        b"correct horse",
        keys.subkey(Purpose::Index).expose(),
    ] {
        assert!(
            !bytes
                .windows(8)
                .any(|window| secret.windows(8).any(|part| part == window))
        );
    }
    let (other, ..) = vault();
    let others = fs::read(other.path().join(KEY_FILE)).unwrap();
    let same = bytes
        .iter()
        .zip(&others)
        .skip(8)
        .filter(|(a, b)| a == b)
        .count();
    assert!(
        same < 60,
        "only magic, format and costs are the same in two vaults: {same} bytes are"
    );
    let printed = format!("{keys:?}");
    assert!(
        printed.contains(&keys.id().to_string()) && printed.len() < 200,
        "{printed}"
    );
}

#[test]
fn vaults_with_the_same_passphrase_have_nothing_in_common() {
    let (_a, one, _) = vault();
    let (_b, two, _) = vault();
    assert_ne!(one.id(), two.id());
    assert_ne!(
        one.subkey(Purpose::Index).expose(),
        two.subkey(Purpose::Index).expose()
    );
}
