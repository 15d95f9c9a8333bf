//! The record of what came in and what left: append-only, chained by hash, signed, and checkable by others.
//!
//! It stands beside `export`: whoever lets data in or out appends an [`Entry`] here, in one transaction with the ledger
//! that quotas are counted from. A [`Log`] is the record of an open vault; a [`note`] is a signed statement of how long
//! the record is and what it holds, in the form of C2SP's tlog-checkpoint; [`verify`] needs nothing but the exported
//! text and the public key, and says where the text was changed. Entries name no people and hold no texts.
//!
//! ```
//! use starling_audit::{Entry, Event, LogKey, Text, verify};
//! let key = LogKey::from_seed("example.org/vault", &[7; 32]);
//! let first = Entry::first(Event::VaultCreated, starling_model::Timestamp(0), "member");
//! let mut text = Text::new();
//! text.entry(&first);
//! text.checkpoint(&key.checkpoint(1, starling_audit::root(&[first.canonical()])));
//! let report = verify(&text.into_string(), &key.verifier());
//! assert!(report.ok());
//! ```

mod digest;
mod entry;
mod error;
mod log;
pub mod note;
mod rollback;
mod text;
mod tree;
mod verify;

pub use digest::{Digest, KeyedDigest, Sha256, canonical, keyed};
pub use entry::{Entry, Event};
pub use error::{Error, Result};
pub use log::{Append, Integrity, Log, check};
pub use note::{LogKey, Verifier};
pub use rollback::{Head, RollBack};
pub use text::Text;
pub use tree::{Tree, root};
pub use verify::{Problem, Report, verify, verify_against, verify_bytes};
