//! Writes `ui/src/bindings` from the wire's types.

use crate::root;
use crate::step::{command, must};
use anyhow::Result;

/// The test that compares them writes them when told to.
/// The whole workspace: a package alone has other features, and everything below it would be compiled once more.
const WRITER: &[&str] = &[
    "cargo",
    "test",
    "--quiet",
    "--workspace",
    "--test",
    "bindings",
];

/// Writes them.
pub(crate) fn write() -> Result<()> {
    must(command(&root()?, WRITER).env("STARLING_WRITE_BINDINGS", "1"))?;
    println!("ui/src/bindings is fresh");
    Ok(())
}

/// Fails where what is committed is not what would be written.
pub(crate) fn check() -> Result<()> {
    must(command(&root()?, WRITER).env_remove("STARLING_WRITE_BINDINGS"))
}
