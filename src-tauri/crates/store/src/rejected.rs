//! Rows that were refused: kept with their place, the reason and the raw text.

use crate::{Result, Store};
use starling_model::DatasetId;

/// One refused row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RejectedEntry {
    pub dataset: DatasetId,
    pub path: String,
    pub member: String,
    pub record: u64,
    pub line: u64,
    pub column: Option<String>,
    pub reason: String,
    pub raw: String,
}

impl Store {
    /// A page of them in the order of reading, of one dataset or of all, and how many there are.
    pub fn rejected(
        &self,
        dataset: Option<DatasetId>,
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<RejectedEntry>)> {
        let sql = self.sql();
        let of = dataset.map(|id| id.0);
        let read = || -> rusqlite::Result<(u64, Vec<RejectedEntry>)> {
            let total = sql
                .prepare_cached(
                    "SELECT count(*) FROM rejected r JOIN file f ON f.id = r.file WHERE ?1 IS NULL OR f.dataset = ?1",
                )?
                .query_row([of], |row| row.get(0))?;
            let mut page = sql.prepare_cached(
                "SELECT f.dataset, f.path, f.member, r.record, r.line, r.col, r.reason, r.raw
                 FROM rejected r JOIN file f ON f.id = r.file WHERE ?1 IS NULL OR f.dataset = ?1
                 ORDER BY r.id LIMIT ?3 OFFSET ?2",
            )?;
            let rows = page.query_map(rusqlite::params![of, offset, limit], |row| {
                Ok(RejectedEntry {
                    dataset: DatasetId(row.get(0)?),
                    path: row.get(1)?,
                    member: row.get(2)?,
                    record: row.get(3)?,
                    line: row.get(4)?,
                    column: row.get(5)?,
                    reason: row.get(6)?,
                    raw: row.get(7)?,
                })
            })?;
            Ok((total, rows.collect::<rusqlite::Result<_>>()?))
        };
        read().map_err(|error| self.named(error))
    }

    /// How many rows of each dataset were refused.
    pub fn rejected_counts(&self) -> Result<Vec<(DatasetId, u64)>> {
        let sql = self.sql();
        let read = || -> rusqlite::Result<Vec<(DatasetId, u64)>> {
            let mut counts = sql.prepare_cached(
                "SELECT f.dataset, count(*) FROM rejected r JOIN file f ON f.id = r.file GROUP BY 1",
            )?;
            let rows = counts.query_map([], |row| Ok((DatasetId(row.get(0)?), row.get(1)?)))?;
            rows.collect()
        };
        read().map_err(|error| self.named(error))
    }
}
