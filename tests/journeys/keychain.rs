//! The operating system's keychain: a real gnome-keyring on a bus of its own.

use crate::{has, skipped, starling};
use starling_testkit::{Ran, TestVault};
use std::process::Command;

#[test]
fn a_vault_opens_by_the_keychain_until_its_key_is_taken_out() {
    const JOURNEY: &str = "a_vault_opens_by_the_keychain_until_its_key_is_taken_out";
    if let Some(program) = ["dbus-run-session", "gnome-keyring-daemon"]
        .into_iter()
        .find(|program| !has(program))
    {
        return skipped(JOURNEY, &format!("{program} is not installed"));
    }
    let vault = TestVault::new();
    let home = vault.home();
    for dir in ["data", "cache", "run"] {
        std::fs::create_dir_all(home.join(dir)).unwrap();
    }
    let _ = Command::new("chmod")
        .arg("700")
        .arg(home.join("run"))
        .status();
    let starling = starling(&vault);
    let script = r#"
        printf test | gnome-keyring-daemon --daemonize --unlock --components=secrets >/dev/null 2>&1 || exit 97
        run() { "$STARLING" "$@" --json; echo "status $?"; }
        run vault keychain add --passphrase-file "$PASS"
        run count '*'
        run vault info
        run vault keychain remove
        run count '*'
        run vault create --vault "$OTHER" --keychain --passphrase-file "$PASS"
        run vault unlock-check --vault "$OTHER"
    "#;
    let sample = starling.bare::<&str>(&[]);
    let mut call = Command::new("dbus-run-session");
    call.args(["--", "sh", "-c", script])
        .env_clear()
        .current_dir(home);
    for (name, value) in sample.get_envs() {
        if let Some(value) = value {
            call.env(name, value);
        }
    }
    call.env("STARLING", sample.get_program())
        .env("STARLING_VAULT", vault.dir())
        .env("PASS", vault.passphrase_file())
        .env("OTHER", home.join("other"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_RUNTIME_DIR", home.join("run"));
    let ran = Ran::of(call);
    if ran.status == Some(97) {
        return skipped(JOURNEY, "gnome-keyring does not start here");
    }
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let answers: Vec<(&str, &str)> = lines
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    assert_eq!(answers.len(), 7, "{ran:?}");
    let statuses: Vec<&str> = answers.iter().map(|(_, status)| *status).collect();
    assert_eq!(
        statuses,
        [
            "status 0", "status 0", "status 0", "status 0", "status 3", "status 0", "status 0"
        ],
        "{ran:?}"
    );
    assert!(answers[2].0.contains("\"keychain\":true"), "{ran:?}");
}

#[test]
fn without_a_keychain_the_vault_says_so_and_stays_as_it_is() {
    let vault = TestVault::new();
    let ran = starling(&vault).run(&["vault", "keychain", "add", "--json"]);
    assert!(matches!(ran.status, Some(1 | 3)), "{ran:?}");
    assert_eq!(starling(&vault).run(&["vault", "info"]).status, Some(0));
}
