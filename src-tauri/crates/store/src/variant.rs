//! Second rows of a tweet in one dataset that say something else than the first: counted as duplicates, and kept as far
//! as they differ.

use crate::{Result, Store};
use rusqlite::{Row, Transaction, params};
use starling_model::DatasetId;

/// One to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVariant {
    /// The row that came first.
    pub row: u64,
    /// The tweet.
    pub tweet: u64,
    /// Its place in its file.
    pub record: u64,
    /// Columns whose published text is another, and that text.
    pub changes: Vec<(String, String)>,
}

/// One that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "see `NewVariant`")]
pub struct VariantEntry {
    pub dataset: DatasetId,
    pub path: String,
    pub member: String,
    pub variant: NewVariant,
}

const SELECT: &str = "SELECT f.dataset, f.path, f.member, v.row, v.tweet, v.record, v.changes
    FROM variant v JOIN file f ON f.id = v.file";

impl Store {
    /// A page of them in the order of reading, of one dataset or of all, and how many there are.
    pub fn variants(
        &self,
        dataset: Option<DatasetId>,
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<VariantEntry>)> {
        let sql = self.sql();
        let of = dataset.map(|id| id.0);
        let total = sql
            .prepare_cached(
                "SELECT count(*) FROM variant v JOIN file f ON f.id = v.file WHERE ?1 IS NULL OR f.dataset = ?1",
            )
            .and_then(|mut count| count.query_row([of], |row| row.get(0)))
            .map_err(|error| self.named(error))?;
        drop(sql);
        let page = self.read_variants(
            &format!(
                "{SELECT} WHERE ?1 IS NULL OR f.dataset = ?1 ORDER BY v.id LIMIT ?3 OFFSET ?2"
            ),
            params![of, offset, limit],
        )?;
        Ok((total, page))
    }

    /// Those of one tweet.
    pub fn variants_of_tweet(&self, tweet: u64) -> Result<Vec<VariantEntry>> {
        self.read_variants(
            &format!("{SELECT} WHERE v.tweet = ?1 ORDER BY v.id"),
            [tweet],
        )
    }

    fn read_variants(&self, query: &str, with: impl rusqlite::Params) -> Result<Vec<VariantEntry>> {
        let sql = self.sql();
        let entry = |row: &Row<'_>| -> rusqlite::Result<(VariantEntry, Vec<u8>)> {
            let entry = VariantEntry {
                dataset: DatasetId(row.get(0)?),
                path: row.get(1)?,
                member: row.get(2)?,
                variant: NewVariant {
                    row: row.get(3)?,
                    tweet: row.get(4)?,
                    record: row.get(5)?,
                    changes: Vec::new(),
                },
            };
            Ok((entry, row.get(6)?))
        };
        let read = || -> rusqlite::Result<Vec<(VariantEntry, Vec<u8>)>> {
            sql.prepare_cached(query)?.query_map(with, entry)?.collect()
        };
        read()
            .map_err(|error| self.named(error))?
            .into_iter()
            .map(|(mut entry, changes)| {
                entry.variant.changes =
                    serde_json::from_slice(&changes).map_err(|error| crate::Error::Damaged {
                        file: self.file.clone(),
                        reason: format!("a differing row cannot be read: {error}"),
                    })?;
                Ok(entry)
            })
            .collect()
    }
}

/// Keeps them, but for those that say the same as one that is kept already.
pub(crate) fn write(
    change: &Transaction<'_>,
    file: u32,
    variants: &[NewVariant],
) -> rusqlite::Result<()> {
    let mut add = change.prepare_cached(
        "INSERT INTO variant(row, tweet, file, record, changes) SELECT ?1, ?2, ?3, ?4, ?5
         WHERE NOT EXISTS (SELECT 1 FROM variant WHERE tweet = ?2 AND row = ?1 AND changes = ?5)",
    )?;
    for variant in variants {
        let changes = serde_json::to_vec(&variant.changes).expect("BUG: pairs of text are JSON");
        add.execute(params![
            variant.row,
            variant.tweet,
            file,
            variant.record,
            changes
        ])?;
    }
    Ok(())
}
