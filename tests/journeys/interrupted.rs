//! Kill -9 at any moment: nothing lost, nothing twice.
//!
//! `STARLING_KILLS` says how often; CI kills a dozen times, the full run is a hundred.

use crate::importing::{contents, facets};
use crate::{starling, tmp};
use starling_testkit::TestVault;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Large enough that an import passes through several commit points' worth of work.
const TWEETS: u64 = 12_000;

fn n_kills() -> u32 {
    std::env::var("STARLING_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(12)
}

/// A fixed row of numbers between 0 and 1, so that a failing run can be made again.
fn dice(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as f64 / u64::MAX as f64
    }
}

#[test]
fn an_import_killed_at_any_moment_is_taken_up_and_ends_as_if_undisturbed() {
    let files = starling_testkit::campaign(tmp(), TWEETS);
    let files = files.to_str().unwrap();

    let undisturbed = TestVault::new();
    let began = Instant::now();
    let report = starling(&undisturbed).json(&["import", files]);
    let whole = began.elapsed();
    assert_eq!(report["tweets"], TWEETS);
    let session = undisturbed.open();
    let (wanted, wanted_facets) = (contents(&session), facets(&session));
    drop(session);

    let mut roll = dice(2);
    let mut left = n_kills();
    let mut n_vaults = 0;
    while left > 0 {
        let vault = TestVault::new();
        n_vaults += 1;
        // Several kills in one vault: the second import is a resumed one, and is killed as well.
        for _ in 0..left.min(4) {
            left -= 1;
            let mut call = starling(&vault).command(&["import", files, "--quiet"]);
            let mut child = call
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let wait = whole.mul_f64(roll());
            let until = Instant::now() + wait;
            while Instant::now() < until && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
            // SIGKILL on Unix; an import that was quicker has simply ended.
            let _ = child.kill();
            child.wait().unwrap();
        }
        let resumed = starling(&vault).run(&["import", files, "--json"]);
        assert_eq!(resumed.status, Some(0), "{resumed:?}");
        let seen = starling(&vault).json(&["vault", "verify"]);
        assert_eq!(seen["ok"], true, "{seen}");
        let session = vault.open();
        assert_eq!(
            session.count("*").unwrap().tweets,
            TWEETS,
            "vault {n_vaults}"
        );
        assert_eq!(
            facets(&session),
            wanted_facets,
            "vault {n_vaults}: the index"
        );
        let got = contents(&session);
        assert_eq!(got.len(), wanted.len());
        for (one, two) in got.iter().zip(&wanted) {
            assert_eq!(one, two, "vault {n_vaults}: the store");
        }
    }
}

#[test]
fn ctrl_c_ends_an_import_cleanly() {
    if !cfg!(unix) {
        return;
    }
    let files = starling_testkit::campaign(tmp(), TWEETS);
    let vault = TestVault::new();
    let mut call = starling(&vault).command(&["import", files.to_str().unwrap(), "--json"]);
    let child = call
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pid = child.id().to_string();
    // The vault's lock is taken once the import is about to begin.
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until
        && std::fs::metadata(vault.dir().join("store.db-wal")).map_or(0, |file| file.len()) == 0
    {
        std::thread::sleep(Duration::from_millis(2));
    }
    let signalled = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    if signalled.success() && !output.status.success() {
        assert_eq!(output.status.code(), Some(1), "a clean end, no signal's");
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said["error"]["kind"], "cancelled");
    }
    let resumed = starling(&vault).run(&["import", files.to_str().unwrap()]);
    assert_eq!(resumed.status, Some(0), "{resumed:?}");
    assert_eq!(starling(&vault).json(&["count", "*"])["tweets"], TWEETS);
}

#[test]
fn a_full_disk_is_said_and_the_import_goes_on_when_there_is_room() {
    const JOURNEY: &str = "a_full_disk_is_said_and_the_import_goes_on_when_there_is_room";
    let Some(disk) = SmallDisk::mount(14) else {
        return crate::skipped(JOURNEY, "no small disk can be mounted here");
    };
    let files = starling_testkit::campaign(tmp(), 60_000);
    let vault = TestVault::new();
    let on_disk = starling(&vault).on(&disk.dir.path().join("vault"));
    on_disk.json(&["vault", "create"]);
    let words = ["import", files.to_str().unwrap(), "--json"];
    let ran = on_disk.run(&words);
    assert_eq!(
        (ran.status, ran.error_kind().as_str()),
        (Some(1), "disk_full"),
        "{ran:?}"
    );
    // Still full: whatever is asked is answered rightly or refused for want of room, and nothing is called damaged.
    let counted = on_disk.run(&["count", "*", "--json"]);
    match counted.status {
        Some(0) => assert!(counted.json()["tweets"].as_u64().unwrap() < 60_000),
        _ => assert_eq!(counted.error_kind(), "disk_full", "{counted:?}"),
    }
    disk.grow(200);
    let resumed = on_disk.run(&words);
    assert_eq!(resumed.status, Some(0), "{resumed:?}");
    assert_eq!(on_disk.json(&["count", "*"])["tweets"], 60_000);
    assert_eq!(on_disk.json(&["vault", "verify"])["ok"], true);
}

/// A file system of a few megabytes in memory.
struct SmallDisk {
    dir: tempfile::TempDir,
}

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let dir = tempfile::tempdir().ok()?;
        let options = format!("size={megabytes}m");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(dir.path())
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self { dir })
    }
}

impl SmallDisk {
    fn grow(&self, megabytes: u32) {
        let options = format!("remount,size={megabytes}m");
        let grown = std::process::Command::new("mount")
            .args(["-o", &options])
            .arg(self.dir.path())
            .status();
        assert!(grown.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg(self.dir.path())
            .status();
    }
}
