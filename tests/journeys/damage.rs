//! Flipped, cut, swapped, rolled back: it is said, and never answered wrongly.

use crate::{campaign, files_below, starling};
use starling_model::{Cancel, Progress};
use starling_session::{Session, Unlock};
use starling_testkit::{PASSPHRASE, TestVault};
use std::path::{Path, PathBuf};

/// The vault's files that hold data; the lock file holds none.
fn sealed_files(vault: &TestVault) -> Vec<PathBuf> {
    let holds = |file: &PathBuf| {
        file.file_name().is_some_and(|name| name != "lock")
            && file.metadata().is_ok_and(|meta| meta.len() > 0)
    };
    files_below(&vault.dir())
        .into_iter()
        .filter(holds)
        .collect()
}

fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Does the damage, looks, and puts the file back.
#[track_caller]
fn check(vault: &TestVault, file: &Path, what: &str, damage: impl FnOnce(&mut Vec<u8>)) {
    let whole = std::fs::read(file).unwrap();
    let mut bytes = whole.clone();
    damage(&mut bytes);
    if bytes == whole {
        return;
    }
    std::fs::write(file, &bytes).unwrap();
    let starling = starling(vault);
    let seen = starling.run(&["vault", "verify", "--json"]);
    assert_eq!(
        seen.status,
        Some(5),
        "{what} in {}: {seen:?}",
        file.display()
    );
    assert!(
        seen.stdout.contains(&name(file)),
        "{what}: the file {} is named: {}",
        name(file),
        seen.stdout
    );
    // Opening either says so too or answers rightly from what is whole; never wrongly.
    let counted = starling.run(&["count", "*", "--json"]);
    match counted.status {
        Some(0) => assert_eq!(counted.json()["tweets"], 4_000, "{what} in {}", name(file)),
        status => assert_eq!(status, Some(5), "{what} in {}: {counted:?}", name(file)),
    }
    std::fs::write(file, &whole).unwrap();
}

#[test]
fn a_flipped_byte_anywhere_is_noticed_and_its_file_named() {
    let vault = TestVault::with(&[campaign()]);
    for file in sealed_files(&vault) {
        let len = file.metadata().unwrap().len() as usize;
        for at in [0, len / 2, len - 1] {
            check(
                &vault,
                &file,
                &format!("byte {at} of {len} flipped"),
                |bytes| bytes[at] ^= 1,
            );
        }
    }
    assert_eq!(
        starling(&vault).json(&["vault", "verify"])["ok"],
        true,
        "every file was put back"
    );
}

#[test]
fn a_cut_file_is_noticed() {
    let vault = TestVault::with(&[campaign()]);
    for file in sealed_files(&vault) {
        check(&vault, &file, "the last byte cut", |bytes| {
            let _ = bytes.pop();
        });
        check(&vault, &file, "half of it cut", |bytes| {
            bytes.truncate(bytes.len() / 2)
        });
        check(&vault, &file, "a byte added", |bytes| bytes.push(0));
    }
}

#[test]
fn a_swapped_file_is_noticed() {
    let vault = TestVault::with(&[campaign()]);
    let index: Vec<PathBuf> = files_below(&vault.dir().join("index"));
    let mut n_swapped = 0;
    for pair in index.windows(2).take(6) {
        let (one, two) = (
            std::fs::read(&pair[0]).unwrap(),
            std::fs::read(&pair[1]).unwrap(),
        );
        if one == two {
            continue;
        }
        n_swapped += 1;
        std::fs::write(&pair[0], &two).unwrap();
        std::fs::write(&pair[1], &one).unwrap();
        let seen = starling(&vault).run(&["vault", "verify", "--json"]);
        assert_eq!(
            seen.status,
            Some(5),
            "{} and {}: {seen:?}",
            pair[0].display(),
            pair[1].display()
        );
        std::fs::write(&pair[0], &one).unwrap();
        std::fs::write(&pair[1], &two).unwrap();
    }
    assert!(n_swapped > 2, "the index has files to swap");
}

#[test]
fn an_old_copy_put_back_is_noticed() {
    let vault = TestVault::with(&[campaign()]);
    let old: Vec<(PathBuf, Vec<u8>)> = files_below(&vault.dir())
        .into_iter()
        .map(|file| (file.clone(), std::fs::read(&file).unwrap()))
        .collect();
    let more = starling_testkit::campaign(crate::tmp(), 2_000);
    let report = starling(&vault).json(&["import", more.to_str().unwrap(), "--dataset", "more"]);
    assert!(report["tweets"].as_u64().unwrap() > 0, "{report}");
    let now = starling(&vault).json(&["count", "*"]);
    // The whole index as it was before the second import, under the new store.
    let index = vault.dir().join("index");
    std::fs::remove_dir_all(&index).unwrap();
    for (file, bytes) in old.iter().filter(|(file, _)| file.starts_with(&index)) {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    let counted = starling(&vault).run(&["count", "*", "--json"]);
    match counted.status {
        // Behind the store: brought up from it, and right again.
        Some(0) => assert_eq!(
            counted.json()["tweets"],
            now["tweets"],
            "an old index gives no old answers"
        ),
        status => assert_eq!(status, Some(5), "{counted:?}"),
    }
}

#[test]
fn a_damaged_index_is_made_anew_from_the_store() {
    let vault = TestVault::with(&[campaign()]);
    let before = starling(&vault).json(&[
        "facets", "*", "--by", "hashtag", "--by", "lang", "--top", "1000",
    ]);
    for file in files_below(&vault.dir().join("index")) {
        let mut bytes = std::fs::read(&file).unwrap();
        if let Some(byte) = bytes.get_mut(70) {
            *byte ^= 0xff;
        }
        std::fs::write(&file, bytes).unwrap();
    }
    assert_eq!(starling(&vault).run(&["vault", "verify"]).status, Some(5));
    let repaired = starling(&vault).json(&["vault", "verify", "--repair"]);
    assert_eq!(repaired["ok"], true, "{repaired}");
    let after = starling(&vault).json(&[
        "facets", "*", "--by", "hashtag", "--by", "lang", "--top", "1000",
    ]);
    assert_eq!(before, after);
}

#[test]
fn a_missing_index_is_made_anew_from_the_store() {
    let vault = TestVault::with(&[campaign()]);
    std::fs::remove_dir_all(vault.dir().join("index")).unwrap();
    let unlock = Unlock::Passphrase(PASSPHRASE.to_owned());
    Session::rebuild_index(&vault.dir(), unlock, &Progress::none(), &Cancel::new()).unwrap();
    assert_eq!(vault.open().count("*").unwrap().tweets, 4_000);
}
