//! An open vault: what the app can do, and its jobs.
//!
//! The window and the command line call [`Session`] and nothing else.
//! Every method here is one thing a person asks for; a method that may take long takes
//! [`Progress`](starling_model::Progress) and [`Cancel`](starling_model::Cancel).
//! The methods stand by subject: [`opening`] (the vault itself), `library` (import and datasets), `questions`
//! (search, facets, accounts), [`exporting`] (what leaves, and the record of it), `media` (images and videos), `marks`
//! (tags, notes, saved searches), `checking` (verify, repair); [`agreements`], [`people`], [`standing`] (a dataset as
//! its agreements see it) and [`subjects`] (what was withdrawn, who is protected).

pub mod agreements;
mod checking;
pub mod clock;
mod compacting;
mod convert;
pub mod error;
pub mod exporting;
mod importing;
mod library;
mod marks;
mod media;
pub mod networks;
pub mod opening;
pub mod people;
mod questions;
pub mod report;
pub mod standing;
pub mod subjects;
mod variants;

use starling_query::exec::SetCache;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use error::{Error, Result};
pub use media::ShownPicture;
pub use report::*;
pub use starling_media::{MediaFile, State as MediaState};
pub use variants::Variant;

/// An unlocked vault. Dropping it locks the vault again.
pub struct Session {
    dir: PathBuf,
    keys: starling_vault::Keys,
    store: Arc<starling_store::Store>,
    index: starling_index::Index,
    media: media::InVault,
    sets: SetCache,
    log: starling_audit::Log,
    networks: Mutex<networks::Networks>,
    /// Held by whatever changes rows, so that only one thing does.
    importing: Mutex<()>,
    // Last: the vault stays locked against others until everything above is closed.
    _lock: starling_vault::Lock,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// How a vault is opened.
#[derive(Debug)]
pub enum Unlock {
    /// By the passphrase.
    Passphrase(String),
    /// By the recovery key that was shown once.
    RecoveryKey(String),
    /// By the operating system's keychain.
    Keychain,
}

/// What a tag or note is put on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A tweet's id.
    Tweet(starling_model::TweetId),
    /// An account's id or screen name.
    Account(String),
}

/// What is to be imported, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportOrder {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// The dataset's name, where the user says it; else it is recognised from the file names.
    pub dataset: Option<String>,
    /// The tier, where the user says it.
    pub tier: Option<starling_model::Tier>,
    /// What to do with media.
    pub media: MediaChoice,
    /// The clauses that the member accepts for what is read.
    pub accept: Option<agreements::Accepting>,
}

/// What an import does with media files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MediaChoice {
    /// Index them where they lie.
    #[default]
    Link,
    /// Copy them into the vault.
    Copy,
    /// Leave them out.
    None,
}
