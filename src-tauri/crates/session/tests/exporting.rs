//! x
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    dead_code,
    missing_docs
)]
#[path = "../../../../tests/journeys/exporting.rs"]
mod exporting;
use std::path::{Path, PathBuf};
fn tmp() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}
fn campaign() -> PathBuf {
    starling_testkit::campaign(tmp(), 4_000)
}
fn skipped(journey: &str, why: &str) {
    eprintln!("SKIPPED {journey}: {why}");
}
fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}
