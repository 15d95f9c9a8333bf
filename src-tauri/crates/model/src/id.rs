//! Ids as they are published: tweet ids are numbers and never hashed; account ids are opaque text.

use crate::Timestamp;
use std::fmt;

/// A tweet's id. Passes 2^53, so it is text wherever JavaScript may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TweetId(pub u64);

/// Milliseconds of the first moment of Twitter's id scheme, 2010-11-04.
const SNOWFLAKE_EPOCH_MS: i64 = 1_288_834_974_657;
/// Ids below this were given in sequence before 2010-11-04 and carry no time.
const FIRST_SNOWFLAKE: u64 = 29_700_000_000;

impl TweetId {
    /// The millisecond the id carries, for ids given since 2010-11-04.
    pub fn time(self) -> Option<Timestamp> {
        (self.0 >= FIRST_SNOWFLAKE).then(|| Timestamp((self.0 >> 22) as i64 + SNOWFLAKE_EPOCH_MS))
    }

    /// Reads decimal digits, nothing else: no sign, no blanks, no exponent.
    pub fn parse(text: &str) -> Option<Self> {
        let digits_only = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits_only {
            return None;
        }
        text.parse().ok().map(Self)
    }
}

impl fmt::Display for TweetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number of a dataset inside one vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatasetId(pub u32);

/// A field that names another tweet (`in_reply_to_tweetid`, `quoted_tweet_tweetid`, `retweet_tweetid`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reference {
    /// The field is empty.
    #[default]
    None,
    /// The field holds the id itself.
    Exact(TweetId),
    /// The published value was ruined on its way (`1.207965844074107e+18`); it is kept as text and never joined on.
    Approximate(String),
}

impl Reference {
    /// The id, where it can be trusted.
    pub fn exact(&self) -> Option<TweetId> {
        match self {
            Self::Exact(id) => Some(*id),
            Self::None | Self::Approximate(_) => None,
        }
    }

    /// Whether the field holds anything, exact or not.
    pub fn is_some(&self) -> bool {
        !matches!(self, Self::None)
    }
}
