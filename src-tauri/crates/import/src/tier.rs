//! Tells from the ids of a dataset's rows whether its accounts are hashed.

use starling_model::{AccountForm, Tier, TweetRow, UserRow, account_form};

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
    /// Rows whose text mentions an account by its hash and whose ids do so as well.
    pub kept_hashed: u64,
    /// Rows whose text mentions an account by its hash while the ids beside it are all plain:
    /// one of them is that account's.
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
        self.author(&row.author.account);
        let counts = &mut self.counts;
        add(
            &row.reply_to_account,
            &mut counts.hashed_replies,
            &mut counts.plain_replies,
        );
        add(
            &row.retweet_account,
            &mut counts.hashed_retweets,
            &mut counts.plain_retweets,
        );
        let (mut hashed, mut plain) = (0, 0);
        for mention in row.mentions.iter().filter(|mention| *mention != "0") {
            add(mention, &mut hashed, &mut plain);
        }
        counts.hashed_mentions += hashed;
        counts.plain_mentions += plain;
        // The publisher masked names in the text and ids in the list by separate steps. In August 2019 it forgot the
        // list: the account that the text names by its hash stands in the list with its number.
        if hashed + plain > 0 && mentions_a_hash(&row.text) {
            if hashed > 0 {
                counts.kept_hashed += 1;
            } else {
                counts.leaks += 1;
            }
        }
    }

    /// Takes a row of a users file into account.
    pub fn user(&mut self, row: &UserRow) {
        self.author(&row.profile.account);
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &TierCounts) {
        let ours = &mut self.counts;
        ours.hashed_authors += other.hashed_authors;
        ours.plain_authors += other.plain_authors;
        ours.other_authors += other.other_authors;
        ours.hashed_mentions += other.hashed_mentions;
        ours.plain_mentions += other.plain_mentions;
        ours.hashed_replies += other.hashed_replies;
        ours.plain_replies += other.plain_replies;
        ours.hashed_retweets += other.hashed_retweets;
        ours.plain_retweets += other.plain_retweets;
        ours.kept_hashed += other.kept_hashed;
        ours.leaks += other.leaks;
    }

    /// What was counted.
    pub fn counts(&self) -> &TierCounts {
        &self.counts
    }

    /// What the rows say.
    pub fn verdict(&self) -> TierVerdict {
        let counts = self.counts;
        let authors = counts.hashed_authors + counts.plain_authors;
        let (tier, explanation) = if authors == 0 {
            (
                Tier::Unknown,
                "no row names an account by a number or a hash".to_owned(),
            )
        } else if counts.hashed_authors == 0 {
            (
                Tier::Unhashed,
                format!(
                    "all {} rows name their account by a plain id",
                    counts.plain_authors
                ),
            )
        } else if self.leaks() {
            let text = format!(
                "accounts are hashed, but {} rows give the plain id of an account that their text names by its hash \
                 ({} rows do not)",
                counts.leaks, counts.kept_hashed
            );
            (Tier::Leaking, text)
        } else {
            let text = format!(
                "{} of {authors} rows name their account by a hash, the others are of accounts that were published plainly",
                counts.hashed_authors
            );
            (Tier::Hashed, text)
        };
        TierVerdict {
            tier,
            counts,
            explanation,
        }
    }

    /// A masked name can meet the list of another account by chance (names change hands, lists are cut):
    /// a release leaks where it is the rule, not the exception.
    fn leaks(&self) -> bool {
        let counts = self.counts;
        counts.leaks > 0
            && (counts.kept_hashed == 0
                || (counts.leaks >= 3 && counts.leaks * 3 > counts.kept_hashed))
    }

    fn author(&mut self, account: &str) {
        match account_form(account) {
            AccountForm::HashedHex | AccountForm::HashedBase64 => self.counts.hashed_authors += 1,
            AccountForm::Numeric => self.counts.plain_authors += 1,
            AccountForm::Other => self.counts.other_authors += 1,
        }
    }
}

fn add(account: &str, hashed: &mut u64, plain: &mut u64) {
    match account_form(account) {
        AccountForm::HashedHex | AccountForm::HashedBase64 => *hashed += 1,
        AccountForm::Numeric => *plain += 1,
        AccountForm::Other => {}
    }
}

/// Whether the text has an `@` with a hash behind it.
fn mentions_a_hash(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'@', bytes).any(|at| {
        let rest = &text[at + 1..];
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'+')
            .take(65)
            .count();
        let length = length + usize::from(rest.as_bytes().get(length) == Some(&b'='));
        length >= 36 && account_form(&rest[..length]).is_hashed()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use starling_model::Profile;

    const HASH: &str = "7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE=";
    const OTHER: &str = "L0KNstd0TIoRFvRi3V019doV0bqSCl0EdU1pFAa7T4=";

    fn tweet(author: &str, text: &str, mentions: &[&str]) -> TweetRow {
        TweetRow {
            author: Profile {
                account: author.into(),
                ..Profile::default()
            },
            text: text.into(),
            mentions: mentions.iter().map(|id| (*id).to_owned()).collect(),
            ..TweetRow::default()
        }
    }

    #[track_caller]
    fn check(rows: &[TweetRow], expected: Expect) {
        let mut evidence = TierEvidence::default();
        rows.iter().for_each(|row| evidence.tweet(row));
        let verdict = evidence.verdict();
        expected.assert_eq(&format!("{}: {}", verdict.tier.word(), verdict.explanation));
    }

    #[test]
    fn tiers() {
        check(
            &[],
            expect!["unknown: no row names an account by a number or a hash"],
        );
        check(
            &[tweet("12345", "@someone hi", &["678"])],
            expect!["unhashed: all 1 rows name their account by a plain id"],
        );
        check(
            &[
                tweet(HASH, "hello", &[]),
                tweet("12345", &format!("@{OTHER} hi"), &[OTHER]),
            ],
            expect![
                "hashed: 1 of 2 rows name their account by a hash, the others are of accounts that were published plainly"
            ],
        );
        check(
            &[tweet(HASH, "@someone outside", &["678"])],
            expect![
                "hashed: 1 of 1 rows name their account by a hash, the others are of accounts that were published plainly"
            ],
        );
    }

    #[test]
    fn the_list_of_august_2019_leaks() {
        let row = tweet(HASH, &format!("RT @{OTHER}: look"), &["2948609403"]);
        check(
            &[row],
            expect![
                "leaking: accounts are hashed, but 1 rows give the plain id of an account that their text names by its hash (0 rows do not)"
            ],
        );
    }

    #[test]
    fn one_chance_meeting_is_no_leak() {
        let mut rows = vec![tweet(HASH, &format!("@{OTHER} hi"), &[OTHER]); 100];
        rows.push(tweet(HASH, &format!("@{OTHER} hi"), &["2948609403"]));
        check(
            &rows,
            expect![
                "hashed: 101 of 101 rows name their account by a hash, the others are of accounts that were published plainly"
            ],
        );
    }
}
