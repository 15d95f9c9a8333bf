//! Tells from the ids of a dataset's rows whether its accounts are hashed.

use starling_model::{AccountForm, Profile, Tier, TweetRow, UserRow, account_form};
use std::collections::HashSet;

/// The archive hashed accounts with fewer followers than this, with many exceptions.
const SMALL: i64 = 5_000;
/// So many different small accounts by their plain ids, and no hash beside them, do not come from the archive: in the
/// releases that are known, half of the small accounts and more are hashed.
const PLAIN_STRETCH: usize = 30;

/// Grows with every row it is fed; of fixed size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TierEvidence {
    counts: TierCounts,
    stretch: Stretch,
}

/// The rows since the last [`TierEvidence::close_stretch`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Stretch {
    is_hashed: bool,
    /// Small accounts with plain ids, up to [`PLAIN_STRETCH`] of them.
    small: HashSet<Box<str>>,
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
    /// Stretches of a file whose rows are of small accounts, none of them hashed, as only the consortium's files have.
    pub plain_stretches: u64,
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
        self.author(&row.author);
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
        self.author(&row.profile);
    }

    /// Ends a stretch of rows of one file. A file whose name says that it is not hashed is believed at its first small account.
    pub fn close_stretch(&mut self, named_unhashed: bool) {
        let stretch = std::mem::take(&mut self.stretch);
        let least = if named_unhashed { 1 } else { PLAIN_STRETCH };
        if !stretch.is_hashed && stretch.small.len() >= least {
            self.counts.plain_stretches += 1;
        }
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
        ours.plain_stretches += other.plain_stretches;
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
        } else if counts.plain_stretches > 0 {
            let text = format!(
                "{} of {authors} rows name their account by a hash, and whole stretches of others are of small accounts \
                 with plain ids: files of the public archive and of the consortium came together",
                counts.hashed_authors
            );
            (Tier::Mixed, text)
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

    fn author(&mut self, profile: &Profile) {
        match account_form(&profile.account) {
            AccountForm::HashedHex | AccountForm::HashedBase64 => {
                self.counts.hashed_authors += 1;
                self.stretch.is_hashed = true;
            }
            AccountForm::Numeric => {
                self.counts.plain_authors += 1;
                let is_small = profile.followers.is_none_or(|followers| followers < SMALL);
                let small = &mut self.stretch.small;
                if is_small && small.len() < PLAIN_STRETCH && !small.contains(&*profile.account) {
                    small.insert(profile.account.as_str().into());
                }
            }
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

    #[track_caller]
    fn check_files(files: &[(&[TweetRow], bool)], expected: Tier) {
        let mut evidence = TierEvidence::default();
        for (rows, named_unhashed) in files {
            rows.iter().for_each(|row| evidence.tweet(row));
            evidence.close_stretch(*named_unhashed);
        }
        assert_eq!(evidence.verdict().tier, expected);
    }

    #[test]
    fn a_plain_file_beside_a_hashed_one_makes_a_mixed_dataset() {
        let hashed = [tweet(HASH, "hello", &[]), tweet("12345", "hello", &[])];
        let plain: Vec<TweetRow> = (1..=30)
            .map(|id| tweet(&format!("{id}00"), "hello", &[]))
            .collect();
        let big: Vec<TweetRow> = plain
            .iter()
            .cloned()
            .map(|mut row| {
                row.author.followers = Some(5_000);
                row
            })
            .collect();
        check_files(&[(&hashed, false), (&plain, false)], Tier::Mixed);
        check_files(&[(&plain, false), (&hashed, false)], Tier::Mixed);
        check_files(&[(&hashed, false), (&plain[..29], false)], Tier::Hashed);
        check_files(&[(&hashed, false), (&plain[..1], true)], Tier::Mixed);
        check_files(&[(&hashed, false), (&big, false)], Tier::Hashed);
        // In one file they are what the archive always held.
        check_files(&[(&[&hashed, &plain[..]].concat(), false)], Tier::Hashed);
        check_files(&[(&plain, true)], Tier::Unhashed);
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
