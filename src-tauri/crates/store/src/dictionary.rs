//! Dictionary tables: words that repeat, by number. Numbers are dense from 0, in order of first appearance.

use crate::{Result, Store};
use rusqlite::OptionalExtension;

/// Which dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dictionary {
    /// Account ids as published: authors, and whoever is mentioned, answered or retweeted.
    Account,
    /// Hashtags, folded.
    Hashtag,
    /// Lower-case hosts without `www.`.
    Domain,
    /// Addresses as published.
    Url,
    /// Clients as published.
    Client,
    /// Tweet and account languages as published.
    Language,
}

impl Dictionary {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Account,
        Self::Hashtag,
        Self::Domain,
        Self::Url,
        Self::Client,
        Self::Language,
    ];

    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Hashtag => "hashtag",
            Self::Domain => "domain",
            Self::Url => "url",
            Self::Client => "client",
            Self::Language => "language",
        }
    }
}

impl Store {
    /// The words of these numbers, in their order.
    pub fn words(&self, of: Dictionary, ids: &[u32]) -> Result<Vec<String>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached(&format!("SELECT word FROM {} WHERE id = ?1", of.table()))
            .map_err(|error| self.named(error))?;
        ids.iter()
            .map(|id| {
                find.query_row([id], |row| row.get(0))
                    .optional()
                    .map_err(|error| self.named(error))?
                    .ok_or_else(|| crate::Error::Damaged {
                        file: self.file.clone(),
                        reason: format!("word {id} of {} is missing", of.table()),
                    })
            })
            .collect()
    }

    /// The number of exactly this word.
    pub fn find(&self, of: Dictionary, word: &str) -> Result<Option<u32>> {
        self.sql()
            .prepare_cached(&format!("SELECT id FROM {} WHERE word = ?1", of.table()))
            .and_then(|mut find| find.query_row([word], |row| row.get(0)).optional())
            .map_err(|error| self.named(error))
    }

    /// Every word with its number, in order of number.
    pub fn each(&self, of: Dictionary, see: &mut dyn FnMut(u32, &str)) -> Result<()> {
        let sql = self.sql();
        let mut all = sql
            .prepare_cached(&format!("SELECT id, word FROM {} ORDER BY id", of.table()))
            .map_err(|error| self.named(error))?;
        let mut rows = all.query([]).map_err(|error| self.named(error))?;
        while let Some(row) = rows.next().map_err(|error| self.named(error))? {
            let id = row.get(0).map_err(|error| self.named(error))?;
            let word = row.get_ref(1).map_err(|error| self.named(error))?;
            see(id, word.as_str().unwrap_or_default());
        }
        Ok(())
    }

    /// Every word from a number on, in order of number, as long as `see` wants more.
    pub fn each_from(
        &self,
        of: Dictionary,
        from: u32,
        see: &mut dyn FnMut(u32, &str) -> bool,
    ) -> Result<()> {
        let sql = self.sql();
        let mut read = || -> rusqlite::Result<()> {
            let mut all = sql.prepare_cached(&format!(
                "SELECT id, word FROM {} WHERE id >= ?1 ORDER BY id",
                of.table()
            ))?;
            let mut rows = all.query([from])?;
            while let Some(row) = rows.next()? {
                if !see(row.get(0)?, row.get_ref(1)?.as_str().unwrap_or_default()) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| self.named(error))
    }

    /// How many words there are; the next number.
    pub fn len(&self, of: Dictionary) -> Result<u32> {
        self.sql()
            .prepare_cached(&format!(
                "SELECT coalesce(max(id) + 1, 0) FROM {}",
                of.table()
            ))
            .and_then(|mut max| max.query_row([], |row| row.get(0)))
            .map_err(|error| self.named(error))
    }
}
