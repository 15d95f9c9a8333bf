//! What ties the store to the index, so that neither can fall behind or be put back unnoticed.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};

/// Which commit of the index belongs to this store.
///
/// Before the index commits, `pending` is written here; after it has, `confirmed`.
/// An index whose own number is neither was not made by the last program that used this vault: it was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IndexState {
    /// The last commit known to have ended.
    pub confirmed: u64,
    /// The commit that may or may not have ended when the program stopped.
    pub pending: u64,
}

impl Store {
    pub(crate) fn state_number(&self, key: &str) -> Result<Option<u64>> {
        self.sql()
            .prepare_cached("SELECT value FROM state WHERE key = ?1")
            .and_then(|mut find| find.query_row([key], |row| row.get(0)).optional())
            .map_err(|error| self.named(error))
    }

    fn set_state_number(&self, key: &str, value: u64) -> Result<()> {
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO state(key, value) VALUES (?1, ?2)")
            .and_then(|mut put| put.execute(params![key, value]))
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// The index's commit numbers.
    pub fn index_state(&self) -> Result<IndexState> {
        Ok(IndexState {
            confirmed: self.state_number("index_confirmed")?.unwrap_or(0),
            pending: self.state_number("index_pending")?.unwrap_or(0),
        })
    }

    /// Announces a commit of the index; gives its number.
    pub fn announce_index_commit(&self) -> Result<u64> {
        let state = self.index_state()?;
        let next = state.confirmed.max(state.pending) + 1;
        self.set_state_number("index_pending", next)?;
        Ok(next)
    }

    /// The announced commit has ended.
    pub fn confirm_index_commit(&self, number: u64) -> Result<()> {
        self.set_state_number("index_confirmed", number)
    }

    /// The greatest row number ever given; row numbers begin at 1 and are never given twice.
    pub fn last_row(&self) -> Result<u64> {
        let sql = self.sql();
        let by_table: Option<u64> = sql
            .prepare_cached("SELECT max(id) FROM tweet")
            .and_then(|mut max| max.query_row([], |row| row.get(0)))
            .map_err(|error| self.named(error))?;
        drop(sql);
        Ok(by_table
            .unwrap_or(0)
            .max(self.state_number("last_row")?.unwrap_or(0)))
    }

    /// Remembers the greatest row number before rows are deleted.
    pub fn keep_last_row(&self) -> Result<()> {
        let last = self.last_row()?;
        self.set_state_number("last_row", last)
    }

    /// How many tweets there are.
    pub fn rows(&self) -> Result<u64> {
        self.sql()
            .query_row("SELECT count(*) FROM tweet", [], |row| row.get(0))
            .map_err(|error| self.named(error))
    }
}
