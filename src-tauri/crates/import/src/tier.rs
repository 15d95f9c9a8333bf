//! Tells from the ids of a dataset's rows whether its accounts are hashed.

use starling_model::{Tier, TweetRow, UserRow};

/// Grows with every row it is fed; of fixed size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TierEvidence {
    counts: TierCounts,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TierCounts {
    /// Rows (of tweets or users) by hashed accounts.
    pub hashed_authors: u64,
    /// Rows by accounts with plain ids.
    pub plain_authors: u64,
    /// Rows whose account id is neither.
    pub other_authors: u64,
    /// Entries of `user_mentions` that are hashes.
    pub hashed_mentions: u64,
    /// Entries of `user_mentions` that are plain ids.
    pub plain_mentions: u64,
    /// Hashes in `in_reply_to_userid`.
    pub hashed_replies: u64,
    /// Plain ids there.
    pub plain_replies: u64,
    /// Hashes in `retweet_userid`.
    pub hashed_retweets: u64,
    /// Plain ids there.
    pub plain_retweets: u64,
    /// Rows where an account that is hashed in one field stands as a hash in the others as well.
    pub kept_hashed: u64,
    /// Rows where an account that is hashed in the text stands with its plain id elsewhere.
    pub leaks: u64,
}

/// The tier, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TierVerdict {
    /// The tier.
    pub tier: Tier,
    /// What it was told from.
    pub counts: TierCounts,
    /// One sentence for people.
    pub explanation: String,
}

impl TierEvidence {
    /// Takes a tweet into account.
    pub fn tweet(&mut self, row: &TweetRow) {
        todo!("{row:?}")
    }

    /// Takes a row of a users file into account.
    pub fn user(&mut self, row: &UserRow) {
        todo!("{row:?}")
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, counts: &TierCounts) {
        todo!("{counts:?}")
    }

    /// What was counted.
    pub fn counts(&self) -> &TierCounts {
        &self.counts
    }

    /// What the rows say.
    pub fn verdict(&self) -> TierVerdict {
        todo!()
    }
}
