//! Rows of users files: which accounts a dataset's publisher lists.

use crate::{Result, Store};
use starling_model::DatasetId;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct UserEntry {
    pub dataset: DatasetId,
    pub account: u32,
    pub profile: u32,
}

impl Store {
    /// All of them.
    pub fn users(&self) -> Result<Vec<UserEntry>> {
        let sql = self.sql();
        let mut all = sql
            .prepare_cached("SELECT dataset, account, profile FROM user ORDER BY dataset, account")
            .map_err(|error| self.named(error))?;
        let rows = all
            .query_map([], |row| {
                Ok(UserEntry {
                    dataset: DatasetId(row.get(0)?),
                    account: row.get(1)?,
                    profile: row.get(2)?,
                })
            })
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }
}
