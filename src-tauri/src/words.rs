//! The words of the command line and the window for sorts, buckets and the like.

use starling_model::{Tier, TweetId};
use starling_query::ask::{AccountSort, Bucket, Facet, Sort};
use starling_session::{MediaChoice, Target};
use starling_wire::Failure;

/// A row of words and what they mean.
pub type Words<T> = &'static [(&'static str, T)];

/// Orders of tweets.
pub const SORTS: Words<Sort> = &[
    ("newest", Sort::Newest),
    ("oldest", Sort::Oldest),
    ("relevance", Sort::Relevance),
    ("likes", Sort::Likes),
    ("retweets", Sort::Retweets),
];

/// Orders of accounts.
pub const ACCOUNT_SORTS: Words<AccountSort> = &[
    ("tweets", AccountSort::Tweets),
    ("followers", AccountSort::Followers),
    ("created", AccountSort::Created),
    ("retweeted", AccountSort::Retweeted),
];

/// Widths of a timeline's buckets.
pub const BUCKETS: Words<Bucket> = &[
    ("minute", Bucket::Minute),
    ("hour", Bucket::Hour),
    ("day", Bucket::Day),
    ("week", Bucket::Week),
    ("month", Bucket::Month),
    ("year", Bucket::Year),
];

/// Tiers that a user can declare.
pub const TIERS: Words<Tier> = &[("hashed", Tier::Hashed), ("unhashed", Tier::Unhashed)];

/// What to do with media.
pub const MEDIA: Words<MediaChoice> = &[
    ("link", MediaChoice::Link),
    ("copy", MediaChoice::Copy),
    ("none", MediaChoice::None),
];

/// What a word means, or a failure that lists the words that would do.
pub fn meaning<T: Copy>(what: &str, words: Words<T>, word: &str) -> Result<T, Failure> {
    words
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, meaning)| *meaning)
        .ok_or_else(|| {
            let known = words
                .iter()
                .map(|(known, _)| *known)
                .collect::<Vec<_>>()
                .join(", ");
            Failure::usage(format!("`{word}` is no {what}; use one of {known}"))
        })
}

/// The facet of a word.
pub fn facet(word: &str) -> Result<Facet, Failure> {
    Facet::from_word(word).ok_or_else(|| {
        let known = Facet::ALL.map(Facet::word).join(", ");
        Failure::usage(format!(
            "`{word}` is no field to count by; use one of {known}"
        ))
    })
}

/// A tweet's id.
pub fn tweet_id(text: &str) -> Result<TweetId, Failure> {
    TweetId::parse(text)
        .ok_or_else(|| Failure::usage(format!("`{text}` is no tweet id: digits only")))
}

/// What a tag or note is put on.
pub fn target(kind: &str, id: &str) -> Result<Target, Failure> {
    match kind {
        "tweet" => tweet_id(id).map(Target::Tweet),
        "account" => Ok(Target::Account(id.trim_start_matches('@').to_owned())),
        other => Err(Failure::usage(format!(
            "`{other}` is nothing to mark; use tweet or account"
        ))),
    }
}

/// The greatest page of tweets: reading on the screen is the member's own use; more is an export.
pub const MOST_TWEETS: u64 = 100;

/// Refuses a page that would be an export.
pub fn tweet_limit(limit: u64) -> Result<u64, Failure> {
    if limit > MOST_TWEETS {
        let reason = "a page has at most 100 tweets: reading on the screen is your own use, anything larger is an export";
        return Err(Failure::usage(format!(
            "--limit {limit} is too much; {reason}"
        )));
    }
    Ok(limit)
}
