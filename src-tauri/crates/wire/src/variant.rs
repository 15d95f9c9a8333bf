//! Rows of a tweet that one dataset holds twice and differently.

use serde::Serialize;
use starling_session as session;
use ts_rs::TS;

/// A second row of a tweet, as far as it differs from the first; it counts as a duplicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Variant {
    /// The tweet.
    pub tweet: String,
    /// The dataset that has both rows.
    pub dataset: String,
    /// Where the second was read.
    pub file: String,
    /// Its number there, from 1.
    pub record: u64,
    /// What it says otherwise.
    pub changes: Vec<VariantChange>,
}

/// A column that two rows of one tweet fill differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VariantChange {
    /// Which.
    pub column: String,
    /// As the row has it that counts.
    pub first: String,
    /// As the other has it.
    pub second: String,
}

/// `import differing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Variants {
    pub total: u64,
    pub rows: Vec<Variant>,
}

impl From<session::Variant> for Variant {
    fn from(variant: session::Variant) -> Self {
        Self {
            tweet: variant.tweet.to_string(),
            dataset: variant.dataset,
            file: variant.file,
            record: variant.record,
            changes: variant
                .changes
                .into_iter()
                .map(|(column, first, second)| VariantChange {
                    column,
                    first,
                    second,
                })
                .collect(),
        }
    }
}
