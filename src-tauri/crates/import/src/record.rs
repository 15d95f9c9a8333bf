//! What reading gives: records in batches, and the rows that were rejected with their reasons.

use starling_model::{TweetRow, UserRow};
use std::fmt;

/// One row of a published file.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A row of a tweets file.
    Tweet(Box<TweetRow>),
    /// A row of a users file.
    User(Box<UserRow>),
    /// A row that is not imported.
    Rejected(Box<Problem>),
}

/// A record and its number.
///
/// Rows are counted from 1 in the order of the file. A header is not counted, wherever it stands:
/// one that is repeated in the middle of a file is skipped and takes no number. Empty lines take none either.
/// In JSON every object counts; in pages of the Twitter API every tweet of a page does.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered {
    /// From 1.
    pub number: u64,
    /// What stands there.
    pub record: Record,
}

/// Records on their way to the caller.
///
/// The receiver may borrow the records, drain them, or take the whole batch with
/// `std::mem::take` (or `std::mem::replace` with a batch it is done with: what is left in it
/// is used again, so that reading allocates nothing for rows that fit into old ones).
#[derive(Debug, Default)]
pub struct Batch {
    /// In the order of the file.
    pub records: Vec<Numbered>,
    /// The number of the last record read so far; where to take up an interrupted import.
    pub last: u64,
    /// Bytes of the file (packed, as it lies on the disk) read for this member so far.
    pub bytes_read: u64,
    /// Of how many.
    pub bytes_total: u64,
    /// Rows that wait to be used again.
    #[expect(clippy::vec_box, reason = "the boxes go into records as they are")]
    pub(crate) spare_tweets: Vec<Box<TweetRow>>,
    /// The same for users.
    #[expect(clippy::vec_box, reason = "the boxes go into records as they are")]
    pub(crate) spare_users: Vec<Box<UserRow>>,
}

impl Batch {
    /// Empties the batch, keeping the rows' memory for the next ones.
    pub(crate) fn recycle(&mut self) {
        for numbered in self.records.drain(..) {
            match numbered.record {
                Record::Tweet(row) => self.spare_tweets.push(row),
                Record::User(row) => self.spare_users.push(row),
                Record::Rejected(_) => {}
            }
        }
    }
}

/// Where in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The record's number, from 1.
    pub record: u64,
    /// The line its first byte stands on, from 1, as an editor counts them.
    pub line: u64,
    /// The offset of its first byte in the unpacked member.
    pub byte: u64,
}

/// A row that was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// Why it was rejected.
    pub reason: Reason,
    /// The row as published; its first [`Problem::RAW_LIMIT`] bytes where it is longer.
    pub raw: Vec<u8>,
    /// The row's whole length in bytes.
    pub raw_length: u64,
}

impl Problem {
    /// How much of a rejected row is kept.
    pub const RAW_LIMIT: usize = 64 * 1024;

    /// The raw row as text; broken bytes are shown as U+FFFD.
    pub fn raw_text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.raw)
    }
}

/// Why a row is rejected. Everything else that is wrong with a row costs only the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The row has no tweet id.
    NoTweetId,
    /// The tweet id is no number below 2^64, or was ruined to a float.
    BadTweetId(String),
    /// The row names no account.
    NoUserId,
    /// A row of another length than the header.
    FieldCount {
        /// How many fields the row has.
        found: usize,
        /// How many columns the header has.
        expected: usize,
    },
    /// Bytes that are not UTF-8.
    BrokenUtf8 {
        /// The offset of the first such byte in the row.
        at: u64,
    },
    /// A row longer than any tweet can be.
    Oversize {
        /// The limit, in bytes.
        limit: u64,
    },
    /// A quote is opened and never closed.
    UnclosedQuote,
    /// JSON that cannot be parsed.
    BrokenJson {
        /// The offset in the object.
        at: u64,
        /// What was wrong there.
        what: &'static str,
    },
    /// JSON, but not an object of the file's layout.
    NotARow(&'static str),
}

impl Reason {
    /// A short word, the same for all rows rejected for the same cause.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoTweetId => "no-tweet-id",
            Self::BadTweetId(_) => "bad-tweet-id",
            Self::NoUserId => "no-user-id",
            Self::FieldCount { .. } => "field-count",
            Self::BrokenUtf8 { .. } => "broken-utf8",
            Self::Oversize { .. } => "oversize",
            Self::UnclosedQuote => "unclosed-quote",
            Self::BrokenJson { .. } => "broken-json",
            Self::NotARow(_) => "not-a-row",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTweetId => f.write_str("the row has no tweet id"),
            Self::BadTweetId(raw) => write!(f, "`{raw}` is not a tweet id"),
            Self::NoUserId => f.write_str("the row names no account"),
            Self::FieldCount { found, expected } => {
                write!(
                    f,
                    "the row has {found} fields where the header has {expected}"
                )
            }
            Self::BrokenUtf8 { at } => write!(f, "byte {at} of the row is not valid UTF-8"),
            Self::Oversize { limit } => write!(f, "the row is longer than {limit} bytes"),
            Self::UnclosedQuote => f.write_str("a quote is opened and never closed"),
            Self::BrokenJson { at, what } => {
                write!(f, "broken JSON at byte {at} of the object: {what}")
            }
            Self::NotARow(what) => f.write_str(what),
        }
    }
}
