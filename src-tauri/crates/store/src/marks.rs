//! The researcher's own marks: tags, notes, saved searches, the history of queries, settings.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};
use starling_model::Timestamp;

/// What a tag or note is put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkTarget {
    /// A tweet's id.
    Tweet(u64),
    /// `Dictionary::Account`
    Account(u32),
}

/// The kind of a mark on an account.
pub(crate) const ACCOUNT: i64 = 1;

impl MarkTarget {
    fn kind(self) -> i64 {
        match self {
            Self::Tweet(_) => 0,
            Self::Account(_) => ACCOUNT,
        }
    }

    // Tweet ids are below 2^63.
    fn number(self) -> i64 {
        match self {
            Self::Tweet(id) => id as i64,
            Self::Account(id) => i64::from(id),
        }
    }

    fn read(kind: i64, number: i64) -> Self {
        if kind == 0 {
            Self::Tweet(number as u64)
        } else {
            Self::Account(number as u32)
        }
    }
}

/// One tag on one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TaggingEntry {
    pub tag: String,
    pub on: MarkTarget,
    pub at: Timestamp,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NoteEntry {
    pub id: i64,
    pub on: MarkTarget,
    pub text: String,
    pub at: Timestamp,
}

/// One saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SavedEntry {
    pub name: String,
    pub query: String,
    pub at: Timestamp,
}

impl Store {
    pub(crate) fn change(&self, statement: &str, values: impl rusqlite::Params) -> Result<bool> {
        self.sql()
            .prepare_cached(statement)
            .and_then(|mut change| change.execute(values))
            .map(|changed| changed > 0)
            .map_err(|error| self.named(error))
    }

    pub(crate) fn list<T>(
        &self,
        statement: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let sql = self.sql();
        let mut all = sql
            .prepare_cached(statement)
            .map_err(|error| self.named(error))?;
        let rows = all
            .query_map(values, read)
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// Puts a tag on; a second time changes nothing.
    pub fn tag(&self, tag: &str, on: MarkTarget, at: Timestamp) -> Result<()> {
        self.change(
            "INSERT OR IGNORE INTO tagging(tag, kind, target, at) VALUES (?1, ?2, ?3, ?4)",
            params![tag, on.kind(), on.number(), at.0],
        )
        .map(|_| ())
    }

    /// Takes a tag off; whether it was on.
    pub fn untag(&self, tag: &str, on: MarkTarget) -> Result<bool> {
        self.change(
            "DELETE FROM tagging WHERE tag = ?1 AND kind = ?2 AND target = ?3",
            params![tag, on.kind(), on.number()],
        )
    }

    /// Every tagging, or those of one tag.
    pub fn taggings(&self, tag: Option<&str>) -> Result<Vec<TaggingEntry>> {
        self.list(
            "SELECT tag, kind, target, at FROM tagging WHERE ?1 IS NULL OR tag = ?1 ORDER BY tag, kind, target",
            [tag],
            |row| {
                Ok(TaggingEntry {
                    tag: row.get(0)?,
                    on: MarkTarget::read(row.get(1)?, row.get(2)?),
                    at: Timestamp(row.get(3)?),
                })
            },
        )
    }

    /// Tweet ids and accounts that bear a tag.
    pub fn tagged(&self, tag: &str) -> Result<(Vec<u64>, Vec<u32>)> {
        let mut tweets = Vec::new();
        let mut accounts = Vec::new();
        for tagging in self.taggings(Some(tag))? {
            match tagging.on {
                MarkTarget::Tweet(id) => tweets.push(id),
                MarkTarget::Account(id) => accounts.push(id),
            }
        }
        Ok((tweets, accounts))
    }

    fn tags_on(&self, targets: impl Iterator<Item = MarkTarget>) -> Result<Vec<Vec<String>>> {
        targets
            .map(|on| {
                self.list(
                    "SELECT tag FROM tagging WHERE kind = ?1 AND target = ?2 ORDER BY tag",
                    params![on.kind(), on.number()],
                    |row| row.get(0),
                )
            })
            .collect()
    }

    /// The tags of each of these tweets.
    pub fn tags_on_tweets(&self, ids: &[u64]) -> Result<Vec<Vec<String>>> {
        self.tags_on(ids.iter().map(|id| MarkTarget::Tweet(*id)))
    }

    /// The tags of each of these accounts.
    pub fn tags_on_accounts(&self, ids: &[u32]) -> Result<Vec<Vec<String>>> {
        self.tags_on(ids.iter().map(|id| MarkTarget::Account(*id)))
    }

    /// Writes a note; gives its number.
    pub fn add_note(&self, on: MarkTarget, text: &str, at: Timestamp) -> Result<i64> {
        self.sql()
            .prepare_cached(
                "INSERT INTO note(kind, target, text, at) VALUES (?1, ?2, ?3, ?4) RETURNING id",
            )
            .and_then(|mut add| {
                add.query_row(params![on.kind(), on.number(), text, at.0], |row| {
                    row.get(0)
                })
            })
            .map_err(|error| self.named(error))
    }

    /// Notes on one thing, or all, oldest first.
    pub fn notes(&self, on: Option<MarkTarget>) -> Result<Vec<NoteEntry>> {
        self.list(
            "SELECT id, kind, target, text, at FROM note
             WHERE ?1 IS NULL OR (kind = ?1 AND target = ?2) ORDER BY id",
            params![on.map(MarkTarget::kind), on.map(MarkTarget::number)],
            |row| {
                Ok(NoteEntry {
                    id: row.get(0)?,
                    on: MarkTarget::read(row.get(1)?, row.get(2)?),
                    text: row.get(3)?,
                    at: Timestamp(row.get(4)?),
                })
            },
        )
    }

    /// Removes a note; whether there was one.
    pub fn remove_note(&self, id: i64) -> Result<bool> {
        self.change("DELETE FROM note WHERE id = ?1", [id])
    }

    /// Saves a search; one of the same name is replaced.
    pub fn save_search(&self, name: &str, query: &str, at: Timestamp) -> Result<()> {
        self.change(
            "INSERT OR REPLACE INTO saved(name, query, at) VALUES (?1, ?2, ?3)",
            params![name, query, at.0],
        )
        .map(|_| ())
    }

    /// Saved searches by name.
    pub fn saved(&self) -> Result<Vec<SavedEntry>> {
        self.list(
            "SELECT name, query, at FROM saved ORDER BY name",
            [],
            |row| {
                Ok(SavedEntry {
                    name: row.get(0)?,
                    query: row.get(1)?,
                    at: Timestamp(row.get(2)?),
                })
            },
        )
    }

    /// Forgets a saved search; whether there was one.
    pub fn remove_saved(&self, name: &str) -> Result<bool> {
        self.change("DELETE FROM saved WHERE name = ?1", [name])
    }

    /// Remembers a query; the last thousand are kept, each once.
    pub fn remember(&self, query: &str, at: Timestamp) -> Result<()> {
        self.change("DELETE FROM history WHERE query = ?1", [query])?;
        self.change(
            "INSERT INTO history(query, at) VALUES (?1, ?2)",
            params![query, at.0],
        )?;
        self.change(
            "DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - 1000",
            [],
        )
        .map(|_| ())
    }

    /// The latest queries, newest first.
    pub fn history(&self, limit: u64) -> Result<Vec<String>> {
        self.list(
            "SELECT query FROM history ORDER BY id DESC LIMIT ?1",
            [limit],
            |row| row.get(0),
        )
    }

    /// A setting that belongs to the vault.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.sql()
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")
            .and_then(|mut find| find.query_row([key], |row| row.get(0)).optional())
            .map_err(|error| self.named(error))
    }

    /// Keeps a setting.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        self.change(
            "INSERT OR REPLACE INTO setting(key, value) VALUES (?1, ?2)",
            params![key, value],
        )
        .map(|_| ())
    }
}
