//! Rows of the audit log: appended together with the change of the ledger they speak of, never altered.

use crate::ledger::{self, LedgerChange};
use crate::{Error, Result, Store};
use rusqlite::{OptionalExtension, Row, params};
use starling_model::Timestamp;

/// One entry as it stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place, from 0.
    pub seq: u64,
    /// When it was written.
    pub time: Timestamp,
    /// Canonical JSON.
    pub body: String,
    /// SHA-256 of the body.
    pub hash: [u8; 32],
}

/// What is written in one transaction.
#[derive(Debug)]
pub struct AuditAppend<'a> {
    /// The entry; its place must be the next one.
    pub entry: &'a AuditRow,
    /// A signed checkpoint of the log with this entry.
    pub checkpoint: Option<&'a str>,
    /// What the entry changes in the ledger.
    pub ledger: Option<LedgerChange<'a>>,
}

fn row(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        seq: row.get(0)?,
        time: Timestamp(row.get(1)?),
        body: row.get(2)?,
        hash: row.get(3)?,
    })
}

impl Store {
    /// Appends an entry with whatever belongs to it; when this returns, all of it is on the disk, else nothing.
    pub fn audit_append(&self, append: &AuditAppend<'_>) -> Result<()> {
        let mut sql = self.sql();
        let mut write = || -> rusqlite::Result<bool> {
            let change = sql.transaction()?;
            let next: u64 = change.query_row(
                "SELECT coalesce(max(seq) + 1, 0) FROM audit_entry",
                [],
                |row| row.get(0),
            )?;
            let entry = append.entry;
            if next != entry.seq {
                return Ok(false);
            }
            change.execute(
                "INSERT INTO audit_entry(seq, time, body, hash) VALUES (?1, ?2, ?3, ?4)",
                params![entry.seq, entry.time.0, entry.body, entry.hash],
            )?;
            if let Some(note) = append.checkpoint {
                change.execute(
                    "INSERT OR REPLACE INTO audit_checkpoint(size, note) VALUES (?1, ?2)",
                    params![entry.seq + 1, note],
                )?;
            }
            if let Some(ledger) = &append.ledger {
                ledger::apply(&change, ledger, entry.seq)?;
            }
            change.commit()?;
            Ok(true)
        };
        let written = write().map_err(|error| self.named(error))?;
        drop(sql);
        if !written {
            return Err(Error::Damaged {
                file: self.file.clone(),
                reason: format!("entry {} is not the log's next one", append.entry.seq),
            });
        }
        Ok(())
    }

    /// The newest entry.
    pub fn audit_head(&self) -> Result<Option<AuditRow>> {
        self.sql()
            .prepare_cached(
                "SELECT seq, time, body, hash FROM audit_entry ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut find| find.query_row([], row).optional())
            .map_err(|error| self.named(error))
    }

    /// Up to `limit` entries from place `from` on, in order.
    pub fn audit_entries(&self, from: u64, limit: u64) -> Result<Vec<AuditRow>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached(
                "SELECT seq, time, body, hash FROM audit_entry WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
            )
            .map_err(|error| self.named(error))?;
        let rows = find
            .query_map(params![from, limit], row)
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// How many entries there are.
    pub fn audit_count(&self) -> Result<u64> {
        self.sql()
            .query_row("SELECT count(*) FROM audit_entry", [], |row| row.get(0))
            .map_err(|error| self.named(error))
    }

    /// Every checkpoint: how many entries it covers, and the signed note.
    pub fn audit_checkpoints(&self) -> Result<Vec<(u64, String)>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached("SELECT size, note FROM audit_checkpoint ORDER BY size")
            .map_err(|error| self.named(error))?;
        let rows = find
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// For tests of the checks: changes the log behind its back, as someone with the vault's key could.
    #[doc(hidden)]
    pub fn tamper_with_the_audit_log_in_a_test(&self, sql: &str) -> Result<()> {
        self.sql()
            .execute_batch(sql)
            .map_err(|error| self.named(error))
    }
}
