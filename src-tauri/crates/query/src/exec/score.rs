//! How well a tweet fits the words of a query: BM25 over its text. Filters choose tweets and do not score.

use super::Library;
use super::words::Sequence;
use crate::ask::Words;
use crate::{Ask, Result};
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, Weight};

/// The words that are asked for, in every part of the query that is not negated.
pub(crate) fn words(ask: &Ask) -> Vec<&Words> {
    match ask {
        Ask::Text(words) => vec![words],
        Ask::And(parts) | Ask::Or(parts) => parts.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}

impl Library<'_> {
    /// Scores documents; `None` where the query has no word that could.
    pub(crate) fn scoring(&self, ask: &Ask) -> Result<Option<Box<dyn Weight>>> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for words in words(ask) {
            if let Some(sequence) = Sequence::of(words)? {
                parts.extend(
                    sequence
                        .scoring(self.fields.text)
                        .into_iter()
                        .map(|query| (Occur::Should, query)),
                );
            }
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let scoring = EnableScoring::enabled_from_searcher(&self.searcher);
        Ok(Some(BooleanQuery::new(parts).weight(scoring)?))
    }
}
