//! Datasets as the library lists them.

use crate::importing::Tally;
use crate::text::time;
use serde::Serialize;
use starling_session::DatasetView;
use ts_rs::TS;

/// One dataset.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Dataset {
    /// The set's name.
    pub name: String,
    /// For people.
    pub title: String,
    /// Said to be behind it.
    pub country: Option<String>,
    /// When it was published.
    pub disclosed: Option<String>,
    /// `hashed`, `unhashed`, `leaking`, `mixed` or `unknown`, told from the data.
    pub tier: String,
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
    /// Time of the first tweet.
    pub first: Option<String>,
    /// Time of the last tweet.
    pub last: Option<String>,
    /// The published figures.
    pub expected: Expected,
    /// `ready`, or `partial` where an import of it has not ended.
    pub state: String,
    /// Its files.
    pub files: Vec<DatasetFile>,
}

/// Published figures of a set, as far as the catalogue knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Expected {
    /// Tweets.
    pub tweets: Option<u64>,
    /// Accounts announced.
    pub accounts: Option<u64>,
    /// Rows of the users file, which may honestly differ from the accounts announced.
    pub users_rows: Option<u64>,
}

/// A file of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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

impl From<DatasetView> for Dataset {
    fn from(view: DatasetView) -> Self {
        let files = view.files.into_iter().map(|file| DatasetFile {
            path: file.path,
            kind: file.kind,
            bytes: file.bytes,
            tweets: file.tweets.into(),
            accounts: file.accounts.into(),
            media: file.media.into(),
            complete: file.complete,
        });
        Self {
            name: view.name,
            title: view.title,
            country: view.country,
            disclosed: view.disclosed,
            tier: view.tier.word().to_owned(),
            agreement: view.agreement,
            tweets: view.tweets,
            accounts: view.accounts,
            users_rows: view.users_rows,
            tweeting: view.tweeting,
            media: view.media,
            rejected: view.rejected,
            first: time(view.first),
            last: time(view.last),
            expected: Expected {
                tweets: view.expected_tweets,
                accounts: view.expected_accounts,
                users_rows: view.expected_users_rows,
            },
            state: view.state,
            files: files.collect(),
        }
    }
}
