//! How a dataset stands: its agreements, what it was made from, whether it is public knowledge.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};
use starling_model::DatasetId;

/// What the member said of a dataset beyond what its rows say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Agreements beside the one that follows from its tier.
    pub agreements: Vec<String>,
    /// Names of the datasets that it was made from.
    pub lineage: Vec<String>,
    /// Whether it was published hashed; `None` where nobody said.
    pub published: Option<bool>,
    /// The hashed release of the same tweets.
    pub public_twin: Option<String>,
    /// The release that replaces it.
    pub superseded_by: Option<String>,
}

impl Store {
    /// What was said of a dataset.
    pub fn standing(&self, dataset: DatasetId) -> Result<Standing> {
        let said = self
            .sql()
            .prepare_cached(
                "SELECT published, public_twin, superseded_by FROM dataset_standing WHERE dataset = ?1",
            )
            .and_then(|mut find| {
                find.query_row([dataset.0], |row| {
                    Ok(Standing {
                        published: row.get(0)?,
                        public_twin: row.get(1)?,
                        superseded_by: row.get(2)?,
                        ..Standing::default()
                    })
                })
                .optional()
            })
            .map_err(|error| self.named(error))?;
        Ok(Standing {
            agreements: self.list(
                "SELECT agreement FROM dataset_agreement WHERE dataset = ?1 ORDER BY 1",
                [dataset.0],
                |row| row.get(0),
            )?,
            lineage: self.list(
                "SELECT source FROM dataset_lineage WHERE dataset = ?1 ORDER BY 1",
                [dataset.0],
                |row| row.get(0),
            )?,
            ..said.unwrap_or_default()
        })
    }

    /// Says it anew, in one transaction.
    pub fn set_standing(&self, dataset: DatasetId, standing: &Standing) -> Result<()> {
        let mut sql = self.sql();
        let mut set = || -> rusqlite::Result<()> {
            let change = sql.transaction()?;
            for table in ["dataset_agreement", "dataset_lineage", "dataset_standing"] {
                change.execute(
                    &format!("DELETE FROM {table} WHERE dataset = ?1"),
                    [dataset.0],
                )?;
            }
            for agreement in &standing.agreements {
                change.execute(
                    "INSERT OR IGNORE INTO dataset_agreement(dataset, agreement) VALUES (?1, ?2)",
                    params![dataset.0, agreement],
                )?;
            }
            for source in &standing.lineage {
                change.execute(
                    "INSERT OR IGNORE INTO dataset_lineage(dataset, source) VALUES (?1, ?2)",
                    params![dataset.0, source],
                )?;
            }
            change.execute(
                "INSERT INTO dataset_standing(dataset, published, public_twin, superseded_by) VALUES (?1, ?2, ?3, ?4)",
                params![
                    dataset.0,
                    standing.published,
                    standing.public_twin,
                    standing.superseded_by
                ],
            )?;
            change.commit()
        };
        set().map_err(|error| self.named(error))
    }
}
