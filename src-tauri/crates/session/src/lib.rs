//! An open vault: what the app can do, and its jobs.
//!
//! The window and the command line call [`Session`] and nothing else.
//! Every method here is one thing a person asks for; a method that may take long takes
//! [`Progress`](starling_model::Progress) and [`Cancel`](starling_model::Cancel).

pub mod clock;
pub mod error;
pub mod report;

use starling_model::{Cancel, Progress};
use starling_query::answer::{
    AccountDetail, AccountPage, Counted, FacetValues, Note, Page, Saved, Tagging, Thread, Timeline,
};
use starling_query::ask::{AccountSort, Bucket, Facet, Sort};
use std::path::{Path, PathBuf};

pub use error::{Error, Result};
pub use report::*;

/// An unlocked vault. Dropping it locks the vault again.
#[derive(Debug)]
pub struct Session {}

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

fn unfinished<T>() -> Result<T> {
    Err(Error::Failed("not built yet".into()))
}

/// The vault itself.
impl Session {
    /// Makes a new vault in `dir` (which must not hold one) and opens it; gives the recovery key, this once.
    pub fn create(dir: &Path, passphrase: &str, keychain: bool) -> Result<(Self, String)> {
        let _ = (dir, passphrase, keychain);
        unfinished()
    }
    /// Opens the vault in `dir`.
    pub fn open(dir: &Path, unlock: Unlock) -> Result<Self> {
        let _ = (dir, unlock);
        unfinished()
    }
    /// Whether `dir` holds a vault, and whether the keychain holds its key; needs no passphrase.
    pub fn peek(dir: &Path) -> Result<VaultPeek> {
        let _ = dir;
        unfinished()
    }
    /// What the vault is and holds.
    pub fn info(&self) -> Result<VaultInfo> {
        unfinished()
    }
    /// Replaces the passphrase.
    pub fn change_passphrase(&self, new: &str) -> Result<()> {
        let _ = new;
        unfinished()
    }
    /// Makes a new recovery key and forgets the old one.
    pub fn new_recovery_key(&self) -> Result<String> {
        unfinished()
    }
    /// Puts the vault's key into the operating system's keychain, or takes it out.
    pub fn keychain(&self, keep: bool) -> Result<()> {
        let _ = keep;
        unfinished()
    }
    /// Copies the vault, still sealed, to `dir`, which must be empty or absent.
    pub fn backup(&self, dir: &Path, progress: &Progress, cancel: &Cancel) -> Result<()> {
        let _ = (dir, progress, cancel);
        unfinished()
    }
    /// Gives back room: merges the index's segments and vacuums the store.
    pub fn compact(&self, progress: &Progress, cancel: &Cancel) -> Result<()> {
        let _ = (progress, cancel);
        unfinished()
    }
    /// Reads every block of every file, every row and every document, and compares.
    pub fn verify(dir: &Path, unlock: Unlock, progress: &Progress, cancel: &Cancel) -> Result<Verification> {
        let _ = (dir, unlock, progress, cancel);
        unfinished()
    }
    /// Throws the index away and makes it anew from the store; works also where the index is too damaged to open.
    pub fn rebuild_index(dir: &Path, unlock: Unlock, progress: &Progress, cancel: &Cancel) -> Result<()> {
        let _ = (dir, unlock, progress, cancel);
        unfinished()
    }
}

/// Import and datasets.
impl Session {
    /// What each file is, its columns and rows, and what would be refused; nothing is written and no vault is needed.
    pub fn survey(order: &ImportOrder, progress: &Progress, cancel: &Cancel) -> Result<Vec<SurveyedFile>> {
        let _ = (order, progress, cancel);
        unfinished()
    }
    /// Reads the files into the vault. Taken up where it stopped when called again with the same files.
    pub fn import(&self, order: &ImportOrder, progress: &Progress, cancel: &Cancel) -> Result<ImportReport> {
        let _ = (order, progress, cancel);
        unfinished()
    }
    /// Rows that were refused, of one dataset or of all.
    pub fn rejected(&self, dataset: Option<&str>, offset: u64, limit: u64) -> Result<RejectedPage> {
        let _ = (dataset, offset, limit);
        unfinished()
    }
    /// The library.
    pub fn datasets(&self) -> Result<Vec<DatasetView>> {
        unfinished()
    }
    /// Takes a dataset out of the vault, rows, index and all.
    pub fn remove_dataset(&self, name: &str, progress: &Progress, cancel: &Cancel) -> Result<()> {
        let _ = (name, progress, cancel);
        unfinished()
    }
}

/// Questions.
impl Session {
    /// How many tweets match, by how many authors.
    pub fn count(&self, query: &str) -> Result<Counted> {
        let _ = query;
        unfinished()
    }
    /// A page of the list.
    pub fn search(&self, query: &str, sort: Sort, offset: u64, limit: u64) -> Result<Page> {
        let _ = (query, sort, offset, limit);
        unfinished()
    }
    /// Tweets by value of each facet.
    pub fn facets(&self, query: &str, by: &[Facet], top: usize) -> Result<(u64, Vec<(Facet, FacetValues)>)> {
        let _ = (query, by, top);
        unfinished()
    }
    /// Tweets over time. With no bucket, the narrowest that gives at most 400.
    pub fn timeline(&self, query: &str, bucket: Option<Bucket>, split: Option<(Facet, usize)>) -> Result<(Bucket, Timeline)> {
        let _ = (query, bucket, split);
        unfinished()
    }
    /// Accounts that wrote the query's tweets; for `*` every account of the users files as well.
    pub fn accounts(&self, query: &str, sort: AccountSort, outsiders: bool, offset: u64, limit: u64) -> Result<AccountPage> {
        let _ = (query, sort, outsiders, offset, limit);
        unfinished()
    }
    /// One account, by id or screen name.
    pub fn account(&self, id_or_name: &str) -> Result<AccountDetail> {
        let _ = id_or_name;
        unfinished()
    }
    /// One tweet with its thread.
    pub fn tweet(&self, id: starling_model::TweetId) -> Result<Thread> {
        let _ = id;
        unfinished()
    }
    /// Checks a query's wording only.
    pub fn check(&self, query: &str) -> Result<()> {
        let _ = query;
        unfinished()
    }
}

/// The researcher's own marks.
impl Session {
    /// Puts a tag on a tweet or an account.
    pub fn tag(&self, tag: &str, on: &Target) -> Result<()> {
        let _ = (tag, on);
        unfinished()
    }
    /// Takes it off; `false` where it was not on.
    pub fn untag(&self, tag: &str, on: &Target) -> Result<bool> {
        let _ = (tag, on);
        unfinished()
    }
    /// Every tagging, or those of one tag.
    pub fn tags(&self, tag: Option<&str>) -> Result<Vec<Tagging>> {
        let _ = tag;
        unfinished()
    }
    /// Writes a note.
    pub fn add_note(&self, on: &Target, text: &str) -> Result<Note> {
        let _ = (on, text);
        unfinished()
    }
    /// Notes on one thing, or all.
    pub fn notes(&self, on: Option<&Target>) -> Result<Vec<Note>> {
        let _ = on;
        unfinished()
    }
    /// Removes a note.
    pub fn remove_note(&self, id: i64) -> Result<bool> {
        let _ = id;
        unfinished()
    }
    /// Saves a search under a name; replaces one of that name.
    pub fn save_search(&self, name: &str, query: &str) -> Result<()> {
        let _ = (name, query);
        unfinished()
    }
    /// Saved searches by name.
    pub fn saved_searches(&self) -> Result<Vec<Saved>> {
        unfinished()
    }
    /// Forgets one.
    pub fn remove_saved(&self, name: &str) -> Result<bool> {
        let _ = name;
        unfinished()
    }
    /// The latest queries that were asked in the window, newest first.
    pub fn history(&self, limit: u64) -> Result<Vec<String>> {
        let _ = limit;
        unfinished()
    }
    /// Remembers a query in the history.
    pub fn remember(&self, query: &str) -> Result<()> {
        let _ = query;
        unfinished()
    }
    /// A setting of the window kept inside the vault (facets chosen, columns…), as JSON text.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let _ = key;
        unfinished()
    }
    /// Keeps one.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        let _ = (key, value);
        unfinished()
    }
}

/// Names that begin so, for completion: accounts (screen names), hashtags, clients, languages, datasets, domains.
impl Session {
    /// At most `limit`, the most used first.
    pub fn complete(&self, facet: Facet, begins: &str, limit: usize) -> Result<Vec<String>> {
        let _ = (facet, begins, limit);
        unfinished()
    }
}

/// A query over an import's files.
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
