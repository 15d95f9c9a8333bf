//! Records what the real commands answer on a demo vault, for the window's tests to be served.
//!
//! The journey that compares the recording writes it when told to; `cargo xtask test` runs it as a comparison.

use crate::root;
use crate::step::{command, must};
use anyhow::Result;

/// The whole workspace, as for the bindings: a package alone would be compiled once more.
const RECORDER: &[&str] = &[
    "cargo",
    "test",
    "--quiet",
    "--workspace",
    "--test",
    "journeys",
    "recorded::",
];

/// Writes the recording.
pub(crate) fn write() -> Result<()> {
    must(command(&root()?, RECORDER).env("STARLING_WRITE_RECORDED", "1"))?;
    println!("ui/src/host/fixtures/recorded.json is fresh");
    Ok(())
}
