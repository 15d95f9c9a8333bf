//! `cargo xtask bench window`: the budgets of the real window, on a vault of millions of tweets.
//!
//! The measuring is done from inside the page, by the same driver as the window's tests; here the vault is made.

use super::child::{Bench, remove, write};
use super::{Files, Options, PASSPHRASE, absolute, build, generate, target_dir};
use crate::root;
use crate::step::{command, must};
use anyhow::Result;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// As the issue of the screens wants it.
const TWEETS: &str = "5000000";

/// Makes the vault with the release build and has the window measured on it.
pub(super) fn run(args: &[String]) -> Result<()> {
    let mut words = vec!["--tweets".to_owned(), TWEETS.to_owned()];
    words.extend_from_slice(args);
    let options = Options::read(&words)?;
    let root = root()?;
    let target = target_dir(&root);
    let work = target.join("bench").join("window");
    remove(&work)?;
    let bench = Bench::new(work.clone(), PathBuf::from("python3"))?;
    let binary = match &options.binary {
        Some(binary) => absolute(binary)?,
        None => build(&root, &target, Files::Sealed)?,
    };
    let files = generate(&root, &target, &work, &options)?;
    let (vault, key) = (bench.path("vault"), bench.path("passphrase"));
    write(&key, PASSPHRASE)?;
    let starling = || {
        let mut call = Command::new(&binary);
        call.arg("--vault").arg(&vault);
        call.arg("--passphrase-file").arg(&key);
        call
    };
    must(starling().args(["vault", "create"]).stdout(Stdio::null()))?;
    must(starling().arg("import").args(&files))?;
    let measured = [
        "cargo",
        "test",
        "--workspace",
        "--test",
        "journeys",
        "--",
        "--nocapture",
    ];
    must(
        command(&root, &measured)
            .arg("the_windows_budgets")
            .env("STARLING_BUDGETS_VAULT", &vault)
            .env("STARLING_BUDGETS_PASSPHRASE", PASSPHRASE)
            .env("STARLING_BUDGETS_BINARY", &binary),
    )?;
    if options.keep { Ok(()) } else { remove(&work) }
}
