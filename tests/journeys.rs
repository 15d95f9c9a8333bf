//! Journeys: a user's day with Starling, through the session, the command line, the window's commands
//! and the real window; and what must never happen.
//!
//! One binary, so that it is linked once.
//! A journey that needs something the machine lacks (a display, a keychain, the real data) says that it is skipped.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests write files of their own, and a failed unwrap is a failed test"
)]

#[path = "journeys/answers.rs"]
mod answers;
#[path = "journeys/command_line.rs"]
mod command_line;
#[path = "journeys/damage.rs"]
mod damage;
#[path = "journeys/export_calls.rs"]
mod export_calls;
#[path = "journeys/exporting.rs"]
mod exporting;
#[path = "journeys/importing.rs"]
mod importing;
#[path = "journeys/interrupted.rs"]
mod interrupted;
#[path = "journeys/ipc.rs"]
mod ipc;
#[path = "journeys/keychain.rs"]
mod keychain;
#[path = "journeys/lifecycle.rs"]
mod lifecycle;
#[path = "journeys/media.rs"]
mod media;
#[path = "journeys/network_door.rs"]
mod network_door;
#[path = "journeys/networks.rs"]
mod networks;
#[path = "journeys/never.rs"]
mod never;
#[path = "journeys/papers.rs"]
mod papers;
#[path = "journeys/planted.rs"]
mod planted;
#[path = "journeys/real.rs"]
mod real;
#[path = "journeys/recorded.rs"]
mod recorded;
#[path = "journeys/same_decision.rs"]
mod same_decision;
#[path = "e2e/window.rs"]
mod window;

use starling_session::Session;
use starling_session::people::{AcceptedTerms, RecipientRecord};
use starling_testkit::{Starling, TestVault};
use std::path::{Path, PathBuf};

/// Tests keep larger things here; it is below the target folder.
fn tmp() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// A campaign of the usual size.
fn campaign() -> PathBuf {
    starling_testkit::campaign(tmp(), 4_000)
}

/// The binary on a vault.
fn starling(vault: &TestVault) -> Starling {
    Starling::new(env!("CARGO_BIN_EXE_starling"), vault)
}

/// Puts Ana of another university on file as `ana`, who has accepted the terms. What is sealed to her opens with this.
fn ana(session: &Session) -> age::x25519::Identity {
    let identity = age::x25519::Identity::generate();
    session
        .set_recipient(&RecipientRecord {
            id: "ana".into(),
            kind: "person".into(),
            name: "Ana".into(),
            entity: Some("univ-b".into()),
            email: Some("ana@univ-b.example".into()),
            age_keys: vec![identity.to_public().to_string()],
            accepted_terms: Some(AcceptedTerms {
                on: "2026-01-01".into(),
                version: "1".into(),
            }),
            ..RecipientRecord::default()
        })
        .unwrap();
    identity
}

/// Files of a folder and of the folders in it, sorted.
fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Says that a journey cannot be made here. It counts as passed, and the log tells why.
fn skipped(journey: &str, why: &str) {
    eprintln!("SKIPPED {journey}: {why}");
}

/// Whether the program is there.
fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}
