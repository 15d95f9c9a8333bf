//! What the vault's own jobs report: its state, imports, checks.

use starling_model::{Tier, Timestamp};
use std::path::PathBuf;

/// What can be told of a vault before it is unlocked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct VaultPeek {
    pub exists: bool,
    pub id: Option<String>,
    pub format: u32,
    pub keychain: bool,
}

/// `vault info`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct VaultInfo {
    pub dir: PathBuf,
    pub id: String,
    pub format: u32,
    pub created: Timestamp,
    pub tweets: u64,
    pub accounts: u64,
    pub media: u64,
    pub datasets: u64,
    pub store_bytes: u64,
    pub index_bytes: u64,
    pub media_bytes: u64,
    /// Whether the keychain holds this vault's key.
    pub keychain: bool,
}

/// `vault verify`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Sealed blocks and database pages read.
    pub blocks: u64,
    /// Rows read from the store.
    pub rows: u64,
    /// Documents compared with them.
    pub documents: u64,
    /// What is wrong, each naming its file. Empty: all is well.
    pub problems: Vec<String>,
}

/// Rows of one kind in one file. `read = new + duplicate + rejected`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Tally {
    pub read: u64,
    pub new: u64,
    pub duplicate: u64,
    pub rejected: u64,
}

/// What an import did with one file (a member of an archive counts as a file of its own).
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedFile {
    /// `archive.zip/member.csv` where it lay in an archive.
    pub path: String,
    /// `"tweets"`, `"users"`, `"media"`, `"ignored"`.
    pub kind: String,
    /// The dataset it went to.
    pub dataset: Option<String>,
    /// Tweets.
    pub tweets: Tally,
    /// Users rows.
    pub accounts: Tally,
    /// Images and videos.
    pub media: Tally,
    /// How long it took.
    pub seconds: f64,
    /// Why it was left out or cut short, where it was.
    pub problem: Option<String>,
    /// The same in one word, for whoever acts on it: `unknown-layout`, `empty`, `header-less`, `encrypted`, `damaged`,
    /// `bomb`, `unreadable`, `encoding`.
    pub fault: Option<String>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportReport {
    /// File by file.
    pub files: Vec<ImportedFile>,
    /// New tweets.
    pub tweets: u64,
    /// New accounts of users files.
    pub accounts: u64,
    /// New media files.
    pub media: u64,
    /// Rows refused.
    pub rejected: u64,
    /// How long it took.
    pub seconds: f64,
    /// Under which agreements the datasets stand that were read.
    pub agreements: Vec<Standing>,
}

/// An agreement that a dataset stands under, and how much of it the member accepted for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The dataset.
    pub dataset: String,
    /// The agreement's id.
    pub agreement: String,
    /// Its clauses.
    pub clauses: u64,
    /// Those that were accepted in this wording.
    pub accepted: u64,
}

/// What a dry run says of one file (or member).
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyedFile {
    /// `archive.zip/member.csv` where it lies in an archive.
    pub path: String,
    /// `"tweets"`, `"users"`, `"media"`, `"ignored"`, `"unknown"`.
    pub kind: String,
    /// The layout in words: `archive CSV, 31 columns`.
    pub layout: String,
    /// The dataset it would go to.
    pub dataset: Option<String>,
    /// That dataset's title from the catalogue.
    pub title: Option<String>,
    /// Tier as told from its ids.
    pub tier: Tier,
    /// The agreement it would stand under, by its tier; none where it brings no rows.
    pub agreement: Option<String>,
    /// Header names or JSON keys.
    pub columns: Vec<String>,
    /// Rows in all.
    pub rows: u64,
    /// Rows that would be refused.
    pub rejected: u64,
    /// The first of them: record, reason.
    pub rejections: Vec<(u64, String)>,
    /// Bytes, uncompressed where known.
    pub bytes: u64,
    /// Published counts of the set: accounts, tweets.
    pub expected: (Option<u64>, Option<u64>),
    /// Why it cannot be imported, where it cannot.
    pub problem: Option<String>,
}

/// A dataset as the library lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetView {
    /// The set's name: `china_082019_1`.
    pub name: String,
    /// For people: `People's Republic of China (PRC), August 2019`.
    pub title: String,
    /// Said to be behind it.
    pub country: Option<String>,
    /// When Twitter published it: `2019-08-19`.
    pub disclosed: Option<String>,
    /// From the data.
    pub tier: Tier,
    /// The agreement attached to it.
    pub agreement: Option<String>,
    /// Tweets found.
    pub tweets: u64,
    /// Accounts found: of users files and authors.
    pub accounts: u64,
    /// Of them, rows of users files.
    pub users_rows: u64,
    /// Of them, accounts that wrote.
    pub tweeting: u64,
    /// Media found.
    pub media: u64,
    /// Rows refused.
    pub rejected: u64,
    /// First tweet.
    pub first: Option<Timestamp>,
    /// Last tweet.
    pub last: Option<Timestamp>,
    /// Published counts: accounts announced, tweets.
    pub expected_accounts: Option<u64>,
    #[expect(missing_docs, reason = "see expected_accounts")]
    pub expected_tweets: Option<u64>,
    /// Published rows of the users file.
    pub expected_users_rows: Option<u64>,
    /// `"ready"` or `"partial"` (an import of it has not ended).
    pub state: String,
    /// Its files.
    pub files: Vec<DatasetFile>,
}

/// A file of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DatasetFile {
    pub path: String,
    pub kind: String,
    pub bytes: u64,
    pub tweets: Tally,
    pub accounts: Tally,
    pub media: Tally,
    pub complete: bool,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// The dataset its file belongs to.
    pub dataset: String,
    /// The file and member.
    pub file: String,
    /// Record number, from 1, the header not counted.
    pub record: u64,
    /// Line in the file, from 1.
    pub line: u64,
    /// The column at fault, where one is.
    pub column: Option<String>,
    /// Why.
    pub reason: String,
    /// The row as it was, at most 64 KiB of it.
    pub raw: String,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RejectedPage {
    pub total: u64,
    pub rows: Vec<RejectedRow>,
}
