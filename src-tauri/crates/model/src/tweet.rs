//! One row of a tweets file.

use crate::{Profile, Reference, Timestamp, TweetId};

/// A published count; `None` where the field is empty. May be -1, as published.
pub type Count = Option<i64>;

/// `latitude` or `longitude`.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Geo {
    /// Empty.
    #[default]
    None,
    /// The word `absent`.
    Absent,
    /// The word `present`: there was a coordinate, withheld from the release.
    Present,
    /// A number, in degrees.
    Degrees(f64),
}

/// A field whose published text differs from what its typed value would be written as.
/// Kept so that the raw record can be shown as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// The archive's column name.
    pub column: &'static str,
    /// The field's text, as published.
    pub raw: String,
}

/// One tweet as published: 31 columns, typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TweetRow {
    /// `tweetid`
    pub id: u64,
    /// The ten user columns, as they stand on this row.
    pub author: Profile,
    /// `tweet_language`, as published.
    pub language: String,
    /// `tweet_text`, untouched.
    pub text: String,
    /// `tweet_time`, UTC, to the minute in the archive.
    pub published: Option<Timestamp>,
    /// `tweet_client_name`
    pub client: String,
    /// `in_reply_to_userid`; empty where none.
    pub reply_to_account: String,
    /// `in_reply_to_tweetid`
    pub reply_to_tweet: Reference,
    /// `quoted_tweet_tweetid`
    pub quoted_tweet: Reference,
    /// `is_retweet`
    pub is_retweet: bool,
    /// `retweet_userid`; empty where none.
    pub retweet_account: String,
    /// `retweet_tweetid`
    pub retweet_tweet: Reference,
    /// `latitude`
    pub latitude: Geo,
    /// `longitude`
    pub longitude: Geo,
    /// `quote_count`
    pub quotes: Count,
    /// `reply_count`
    pub replies: Count,
    /// `like_count`
    pub likes: Count,
    /// `retweet_count`
    pub retweets: Count,
    /// `hashtags`: without `#`, case and duplicates kept.
    pub hashtags: Vec<String>,
    /// `urls`
    pub urls: Vec<String>,
    /// `user_mentions`: account ids; `0` entries kept.
    pub mentions: Vec<String>,
    /// `poll_choices`
    pub poll_choices: Vec<String>,
    /// Fields whose published text is not what the typed value would be written as.
    pub oddities: Vec<Oddity>,
}

impl TweetRow {
    /// The id as a [`TweetId`].
    pub fn tweet_id(&self) -> TweetId {
        TweetId(self.id)
    }

    /// The time the tweet is filed under (see [`Timestamp::of_tweet`]).
    pub fn time(&self) -> Option<Timestamp> {
        Timestamp::of_tweet(self.tweet_id(), self.published)
    }

    /// What kind of tweet this is.
    pub fn kind(&self) -> Kind {
        Kind {
            retweet: self.is_retweet
                || self.retweet_tweet.is_some()
                || !self.retweet_account.is_empty(),
            reply: self.reply_to_tweet.is_some() || !self.reply_to_account.is_empty(),
            quote: self.quoted_tweet.is_some(),
        }
    }
}

/// What a tweet is; a tweet can be more than one (a reply that quotes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Kind {
    /// Repeats another tweet.
    pub retweet: bool,
    /// Answers a tweet or an account.
    pub reply: bool,
    /// Quotes another tweet.
    pub quote: bool,
}

impl Kind {
    /// None of the three.
    pub fn is_original(self) -> bool {
        !(self.retweet || self.reply || self.quote)
    }

    /// The one word a list shows: retweet before reply before quote before original.
    pub fn word(self) -> &'static str {
        match self {
            Self { retweet: true, .. } => "retweet",
            Self { reply: true, .. } => "reply",
            Self { quote: true, .. } => "quote",
            _ => "original",
        }
    }
}

/// Whether a dataset's accounts are hashed, told from its ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tier {
    /// Nothing read yet, or nothing that tells.
    #[default]
    Unknown,
    /// The public form: small accounts are hashed, large ones are not.
    Hashed,
    /// The consortium's form: no hashes among the authors.
    Unhashed,
    /// Hashed authors, yet plain ids of the same accounts stand elsewhere in the rows.
    Leaking,
    /// Some accounts are hashed, and many small ones stand beside them plainly: files of both forms came together.
    Mixed,
}

impl Tier {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Hashed => "hashed",
            Self::Unhashed => "unhashed",
            Self::Leaking => "leaking",
            Self::Mixed => "mixed",
        }
    }

    /// From its word; what is not known is unknown.
    pub fn from_word(word: &str) -> Self {
        [Self::Hashed, Self::Unhashed, Self::Leaking, Self::Mixed]
            .into_iter()
            .find(|tier| tier.word() == word)
            .unwrap_or_default()
    }
}
