//! The library's datasets.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, Row, params};
use starling_model::{DatasetId, Timestamp};

/// What is known of a dataset before any row of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DatasetFacts {
    pub name: String,
    pub title: String,
    pub country: Option<String>,
    pub disclosed: Option<String>,
    pub expected_accounts: Option<u64>,
    pub expected_tweets: Option<u64>,
    pub expected_users_rows: Option<u64>,
}

/// Whether a dataset is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatasetState {
    /// Nothing is going on.
    Ready,
    /// It is being taken out; whoever opens the vault next finishes that.
    Removing,
}

/// One dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DatasetEntry {
    pub id: DatasetId,
    pub facts: DatasetFacts,
    /// A word of `Tier`.
    pub tier: String,
    pub agreement: Option<String>,
    pub tweets: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// What the tier was told from, as the importer wrote it down.
    pub evidence: Option<Vec<u8>>,
    pub state: DatasetState,
}

impl DatasetEntry {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.facts.name
    }
}

const COLUMNS: &str =
    "id, name, title, country, disclosed, tier, agreement, expected_accounts, expected_tweets,
    expected_users_rows, tweets, first, last, evidence, state";

fn entry(row: &Row<'_>) -> rusqlite::Result<DatasetEntry> {
    Ok(DatasetEntry {
        id: DatasetId(row.get(0)?),
        facts: DatasetFacts {
            name: row.get(1)?,
            title: row.get(2)?,
            country: row.get(3)?,
            disclosed: row.get(4)?,
            expected_accounts: row.get(7)?,
            expected_tweets: row.get(8)?,
            expected_users_rows: row.get(9)?,
        },
        tier: row.get(5)?,
        agreement: row.get(6)?,
        tweets: row.get(10)?,
        first: row.get::<_, Option<i64>>(11)?.map(Timestamp),
        last: row.get::<_, Option<i64>>(12)?.map(Timestamp),
        evidence: row.get(13)?,
        state: if row.get_ref(14)?.as_str() == Ok("removing") {
            DatasetState::Removing
        } else {
            DatasetState::Ready
        },
    })
}

impl Store {
    /// Every dataset, in the order of first import.
    pub fn datasets(&self) -> Result<Vec<DatasetEntry>> {
        let sql = self.sql();
        let mut all = sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM dataset ORDER BY id"))
            .map_err(|error| self.named(error))?;
        let rows = all
            .query_map([], entry)
            .map_err(|error| self.named(error))?;
        rows.collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// The dataset of that name.
    pub fn dataset(&self, name: &str) -> Result<Option<DatasetEntry>> {
        self.sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM dataset WHERE name = ?1"))
            .and_then(|mut find| find.query_row([name], entry).optional())
            .map_err(|error| self.named(error))
    }

    /// The dataset of that name, made where there is none.
    pub fn dataset_named(&self, facts: &DatasetFacts) -> Result<DatasetEntry> {
        if let Some(known) = self.dataset(&facts.name)? {
            return Ok(known);
        }
        self.sql()
            .prepare_cached(
                "INSERT INTO dataset(name, title, country, disclosed, tier, expected_accounts, expected_tweets,
                 expected_users_rows) VALUES (?1, ?2, ?3, ?4, 'unknown', ?5, ?6, ?7)",
            )
            .and_then(|mut add| {
                add.execute(params![
                    facts.name,
                    facts.title,
                    facts.country,
                    facts.disclosed,
                    facts.expected_accounts,
                    facts.expected_tweets,
                    facts.expected_users_rows
                ])
            })
            .map_err(|error| self.named(error))?;
        self.dataset(&facts.name)?
            .ok_or_else(|| crate::Error::NotFound(format!("no dataset `{}`", facts.name)))
    }

    /// Marks a dataset as being taken out, so that a crash in the middle is noticed.
    pub fn begin_removal(&self, id: DatasetId) -> Result<()> {
        self.sql()
            .execute(
                "UPDATE dataset SET state = 'removing' WHERE id = ?1",
                [id.0],
            )
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// Takes out the rows of a dataset and then the dataset, in one transaction.
    /// Words that only it used stay in the dictionaries until the vault is compacted.
    pub fn remove(&self, id: DatasetId) -> Result<()> {
        let mut sql = self.sql();
        let mut remove = || -> rusqlite::Result<()> {
            let change = sql.transaction()?;
            change.execute(
                "DELETE FROM tweet WHERE id IN (
                    SELECT t.id FROM span s JOIN file f ON f.id = s.file
                    JOIN tweet t ON t.id BETWEEN s.first AND s.last WHERE f.dataset = ?1)",
                [id.0],
            )?;
            change.execute(
                "DELETE FROM span WHERE file IN (SELECT id FROM file WHERE dataset = ?1)",
                [id.0],
            )?;
            change.execute(
                "DELETE FROM rejected WHERE file IN (SELECT id FROM file WHERE dataset = ?1)",
                [id.0],
            )?;
            change.execute("DELETE FROM medium WHERE dataset = ?1", [id.0])?;
            change.execute(
                "DELETE FROM variant WHERE file IN (SELECT id FROM file WHERE dataset = ?1)",
                [id.0],
            )?;
            change.execute("DELETE FROM file WHERE dataset = ?1", [id.0])?;
            change.execute("DELETE FROM user WHERE dataset = ?1", [id.0])?;
            change.execute("DELETE FROM compression WHERE dataset = ?1", [id.0])?;
            for table in [
                "acceptance",
                "dataset_agreement",
                "dataset_lineage",
                "dataset_standing",
            ] {
                // The number of a dataset may be given again.
                change.execute(&format!("DELETE FROM {table} WHERE dataset = ?1"), [id.0])?;
            }
            change.execute("DELETE FROM dataset WHERE id = ?1", [id.0])?;
            change.execute(
                "INSERT OR REPLACE INTO state(key, value) VALUES (?1, 1)",
                [crate::unused::UNUSED],
            )?;
            change.commit()
        };
        remove().map_err(|error| self.named(error))?;
        drop(sql);
        // The number of a dataset, and so of its compression dictionary, may be given again.
        self.decoders
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clear();
        Ok(())
    }
}
