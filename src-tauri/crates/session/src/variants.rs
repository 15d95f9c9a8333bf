//! Rows of a tweet that one dataset holds twice and differently.

use crate::{Result, Session};
use starling_model::{DatasetId, TweetId};
use starling_store::VariantEntry;
use std::collections::HashMap;

/// A second row of a tweet, as far as it differs from the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The tweet.
    pub tweet: TweetId,
    /// The dataset that has both rows.
    pub dataset: String,
    /// Where the second was read: file or member, and record.
    pub file: String,
    #[expect(missing_docs, reason = "see file")]
    pub record: u64,
    /// Column, text of the first row, text of the second.
    pub changes: Vec<(String, String, String)>,
}

impl Session {
    /// Those of one dataset or of all, and how many there are.
    pub fn variants(
        &self,
        dataset: Option<&str>,
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<Variant>)> {
        let id = dataset
            .map(|name| self.dataset_entry(name))
            .transpose()?
            .map(|entry| entry.id);
        let (total, page) = self.store.variants(id, offset, limit)?;
        Ok((total, self.variants_shown(page)?))
    }

    /// Those of one tweet.
    pub fn variants_of_tweet(&self, tweet: TweetId) -> Result<Vec<Variant>> {
        self.variants_shown(self.store.variants_of_tweet(tweet.0)?)
    }

    fn variants_shown(&self, entries: Vec<VariantEntry>) -> Result<Vec<Variant>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let names: HashMap<DatasetId, String> = self
            .store
            .datasets()?
            .into_iter()
            .map(|entry| (entry.id, entry.facts.name))
            .collect();
        entries
            .into_iter()
            .map(|entry| {
                let variant = entry.variant;
                let first: HashMap<String, String> =
                    self.raw_record(variant.row)?.into_iter().collect();
                Ok(Variant {
                    tweet: TweetId(variant.tweet),
                    dataset: names.get(&entry.dataset).cloned().unwrap_or_default(),
                    file: entry.path,
                    record: variant.record,
                    changes: variant
                        .changes
                        .into_iter()
                        .map(|(column, second)| {
                            let first = first.get(&column).cloned().unwrap_or_default();
                            (column, first, second)
                        })
                        .collect(),
                })
            })
            .collect()
    }
}
