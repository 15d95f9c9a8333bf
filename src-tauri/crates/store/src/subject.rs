//! Tweets and accounts that were withdrawn or are disputed: ids alone.
//!
//! What is withdrawn is first written down here, then taken out of the index, then of the tables.
//! `purged` says that all of this was done, so that what a crash interrupted is ended when the vault opens.

use crate::{Result, Store};
use rusqlite::{Transaction, params};
use starling_model::{DatasetId, Timestamp};

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// A tweet.
    Tweet,
    /// An account.
    Account,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubjectState {
    /// It was withdrawn: it is gone, and an import does not bring it back.
    Withdrawn,
    /// The platform restored it, so it is no part of an operation: it is gone in the same way.
    Restored,
    /// Whether it is part of an operation is disputed: it stays and is marked.
    Disputed,
}

impl SubjectState {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Disputed => "disputed",
        }
    }

    /// From what is written.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Withdrawn, Self::Restored, Self::Disputed]
            .into_iter()
            .find(|state| state.word() == word)
    }

    /// Whether it must be gone.
    pub fn is_gone(self) -> bool {
        self != Self::Disputed
    }
}

/// One tweet or account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SubjectEntry {
    pub kind: SubjectKind,
    /// As published.
    pub id: String,
    pub state: SubjectState,
    pub at: Timestamp,
    /// Whether every trace but this is gone.
    pub purged: bool,
}

/// What is to be taken out of the tables.
#[derive(Debug, Clone, Default)]
pub struct Purged {
    /// Rows of tweets.
    pub rows: Vec<u64>,
    /// Ids of those tweets.
    pub tweets: Vec<u64>,
    /// Numbers of accounts.
    pub accounts: Vec<u32>,
    /// What datasets hold afterwards: tweets, first, last.
    pub datasets: Vec<(DatasetId, u64, Option<Timestamp>, Option<Timestamp>)>,
    /// Ids as published, which refused rows may name as well.
    pub ids: Vec<String>,
}

impl Store {
    /// Everything that was withdrawn or is disputed.
    pub fn subjects(&self) -> Result<Vec<SubjectEntry>> {
        self.list(
            "SELECT kind, id, state, at, purged FROM subject ORDER BY kind, id",
            [],
            |row| {
                let state: String = row.get(2)?;
                Ok(SubjectEntry {
                    kind: if row.get::<_, i64>(0)? == 0 {
                        SubjectKind::Tweet
                    } else {
                        SubjectKind::Account
                    },
                    id: row.get(1)?,
                    // What is not understood stays away.
                    state: SubjectState::from_word(&state).unwrap_or(SubjectState::Withdrawn),
                    at: Timestamp(row.get(3)?),
                    purged: row.get(4)?,
                })
            },
        )
    }

    /// Writes these down, or over, in one transaction.
    pub fn set_subjects(&self, entries: &[SubjectEntry]) -> Result<()> {
        self.in_transaction(|change| {
            let mut add = change.prepare_cached(
                "INSERT OR REPLACE INTO subject(kind, id, state, at, purged) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for entry in entries {
                add.execute(params![
                    entry.kind as i64,
                    entry.id,
                    entry.state.word(),
                    entry.at.0,
                    entry.purged
                ])?;
            }
            Ok(())
        })
    }

    /// Forgets these, so that an import may bring them back; how many were there.
    pub fn forget_subjects(&self, ids: &[(SubjectKind, String)]) -> Result<u64> {
        let mut forgotten = 0;
        for (kind, id) in ids {
            let was_there = self.change(
                "DELETE FROM subject WHERE kind = ?1 AND id = ?2",
                params![*kind as i64, id],
            )?;
            forgotten += u64::from(was_there);
        }
        Ok(forgotten)
    }

    /// Takes everything that tells of these out of the tables, and notes that it is done, in one transaction.
    /// Numbers of accounts and of profiles stay, since other rows name them; what they said is gone.
    pub fn purge(&self, what: &Purged) -> Result<()> {
        // What is deleted is overwritten; by itself SQLite leaves it on pages that wait to be used again.
        self.sql()
            .pragma_update(None, "secure_delete", true)
            .map_err(|error| self.named(error))?;
        self.in_transaction(|change| {
            purge_rows(change, what)?;
            purge_accounts(change, what)?;
            for (dataset, tweets, first, last) in &what.datasets {
                change.execute(
                    "UPDATE dataset SET tweets = ?2, first = ?3, last = ?4 WHERE id = ?1",
                    params![
                        dataset.0,
                        tweets,
                        first.map(|time| time.0),
                        last.map(|time| time.0)
                    ],
                )?;
            }
            let mut refused =
                change.prepare_cached("DELETE FROM rejected WHERE instr(raw, ?1) > 0")?;
            for id in &what.ids {
                refused.execute([id])?;
            }
            change.execute(
                "UPDATE subject SET purged = 1 WHERE purged = 0 AND state <> 'disputed'",
                [],
            )?;
            Ok(())
        })?;
        self.forget_profile_columns();
        Ok(())
    }

    fn in_transaction(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let mut sql = self.sql();
        let run = || -> rusqlite::Result<()> {
            let change = sql.transaction()?;
            act(&change)?;
            change.commit()
        };
        run().map_err(|error| self.named(error))
    }
}

fn purge_rows(change: &Transaction<'_>, what: &Purged) -> rusqlite::Result<()> {
    let mut row = change.prepare_cached("DELETE FROM tweet WHERE id = ?1")?;
    for id in &what.rows {
        row.execute([id])?;
    }
    let mut variant = change.prepare_cached("DELETE FROM variant WHERE tweet = ?1")?;
    let mut medium = change.prepare_cached("DELETE FROM medium WHERE tweet = ?1")?;
    // A tweet may have media here without having a row.
    let ids = what.ids.iter().filter_map(|id| id.parse::<u64>().ok());
    for tweet in what.tweets.iter().copied().chain(ids) {
        if let Ok(tweet) = i64::try_from(tweet) {
            variant.execute([tweet])?;
            medium.execute([tweet])?;
        }
    }
    let mut of_profile = change.prepare_cached("DELETE FROM medium WHERE account = ?1")?;
    for id in &what.ids {
        of_profile.execute([id])?;
    }
    let mut flag =
        change.prepare_cached("INSERT OR REPLACE INTO state(key, value) VALUES (?1, 1)")?;
    for key in [crate::unused::UNUSED, crate::medium::DEAD_COPIES] {
        flag.execute([key])?;
    }
    for table in ["tagging", "note"] {
        let mut mark = change.prepare_cached(&format!(
            "DELETE FROM {table} WHERE kind = 0 AND target = ?1"
        ))?;
        for tweet in &what.tweets {
            mark.execute([*tweet as i64])?;
        }
    }
    Ok(())
}

fn purge_accounts(change: &Transaction<'_>, what: &Purged) -> rusqlite::Result<()> {
    for account in &what.accounts {
        change
            .prepare_cached("DELETE FROM user WHERE account = ?1")?
            .execute([account])?;
        for table in ["tagging", "note"] {
            change
                .prepare_cached(&format!(
                    "DELETE FROM {table} WHERE kind = 1 AND target = ?1"
                ))?
                .execute([account])?;
        }
        // Texts that other accounts share stay theirs.
        change
            .prepare_cached(
                "UPDATE profile_text SET display_name = '', screen_name = '', location = '', bio = '', url = '',
                 folded_name = '' WHERE id IN (
                    SELECT texts FROM profile GROUP BY texts
                    HAVING min(account) = ?1 AND max(account) = ?1)",
            )?
            .execute([account])?;
        change
            .prepare_cached(
                "UPDATE profile SET followers = NULL, following = NULL, created = NULL, language = NULL
                 WHERE account = ?1",
            )?
            .execute([account])?;
    }
    Ok(())
}
