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

    /// What users files published of an account in another form than its typed value: dataset, column, text.
    pub fn user_oddities(&self, account: u32) -> Result<Vec<(DatasetId, String, String)>> {
        let sql = self.sql();
        let read = || -> rusqlite::Result<Vec<(DatasetId, Vec<u8>)>> {
            sql.prepare_cached(
                "SELECT dataset, oddities FROM user WHERE account = ?1 AND oddities IS NOT NULL ORDER BY dataset",
            )?
            .query_map([account], |row| Ok((DatasetId(row.get(0)?), row.get(1)?)))?
            .collect()
        };
        let mut found = Vec::new();
        for (dataset, json) in read().map_err(|error| self.named(error))? {
            let pairs: Vec<(String, String)> =
                serde_json::from_slice(&json).map_err(|error| crate::Error::Damaged {
                    file: self.file.clone(),
                    reason: format!("the oddities of account {account} cannot be read: {error}"),
                })?;
            found.extend(
                pairs
                    .into_iter()
                    .map(|(column, raw)| (dataset, column, raw)),
            );
        }
        Ok(found)
    }
}
