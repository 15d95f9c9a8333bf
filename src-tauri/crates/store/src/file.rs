//! The files (and members of archives) that were read, and how far.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, Row, params};
use starling_model::DatasetId;

/// Rows counted. `read = new + duplicate + rejected`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Tally {
    pub read: u64,
    pub new: u64,
    pub duplicate: u64,
    pub rejected: u64,
}

/// What makes a file the same file, wherever it lies now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKey<'a> {
    /// Where its rows go.
    pub dataset: DatasetId,
    /// Of the outer file.
    pub fingerprint: &'a [u8],
    /// Inside an archive; empty else.
    pub member: &'a str,
}

/// One file or member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct FileEntry {
    pub id: u32,
    pub dataset: DatasetId,
    pub path: String,
    pub member: String,
    pub kind: String,
    pub bytes: u64,
    /// Records of it that are in the store; reading goes on behind them.
    pub records: u64,
    pub complete: bool,
    pub problem: Option<String>,
    pub tally: Tally,
}

const COLUMNS: &str = "id, dataset, path, member, kind, bytes, records, complete, problem, read, new, duplicate, rejected";

fn entry(row: &Row<'_>) -> rusqlite::Result<FileEntry> {
    Ok(FileEntry {
        id: row.get(0)?,
        dataset: DatasetId(row.get(1)?),
        path: row.get(2)?,
        member: row.get(3)?,
        kind: row.get(4)?,
        bytes: row.get(5)?,
        records: row.get(6)?,
        complete: row.get(7)?,
        problem: row.get(8)?,
        tally: Tally {
            read: row.get(9)?,
            new: row.get(10)?,
            duplicate: row.get(11)?,
            rejected: row.get(12)?,
        },
    })
}

impl Store {
    /// The entry of a file, if any of it was ever read into this dataset.
    pub fn file_entry(&self, key: &FileKey<'_>) -> Result<Option<FileEntry>> {
        self.sql()
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM file WHERE fingerprint = ?1 AND member = ?2 AND dataset = ?3"
            ))
            .and_then(|mut find| {
                find.query_row(params![key.fingerprint, key.member, key.dataset.0], entry)
                    .optional()
            })
            .map_err(|error| self.named(error))
    }

    /// Makes an entry for a file of which nothing is read yet.
    pub fn add_file(&self, key: &FileKey<'_>, path: &str, kind: &str, bytes: u64) -> Result<u32> {
        self.sql()
            .prepare_cached(
                "INSERT INTO file(dataset, path, member, kind, fingerprint, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 RETURNING id",
            )
            .and_then(|mut add| {
                add.query_row(params![key.dataset.0, path, key.member, kind, key.fingerprint, bytes], |row| row.get(0))
            })
            .map_err(|error| self.named(error))
    }

    /// Every file, in the order of first reading.
    pub fn files(&self) -> Result<Vec<FileEntry>> {
        let sql = self.sql();
        let mut all = sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM file ORDER BY id"))
            .map_err(|error| self.named(error))?;
        let rows = all
            .query_map([], entry)
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }
}
