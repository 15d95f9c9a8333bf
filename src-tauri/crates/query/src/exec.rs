//! Executes an [`Ask`]: finds its set of documents in the index, once, and answers every view from that set.
//!
//! [`Library`] is what a question needs: the store (only to name ids and to fetch the rows that are shown),
//! one state of the index, and the [`SetCache`] that lets list, count, facets, timeline and accounts of one query
//! share a set. Views read the index's columns a block at a time, on all processors.

mod account;
mod accounts;
mod acts;
mod bits;
pub mod calendar;
mod columns;
mod complete;
mod count;
mod crossed;
mod docs;
mod facet;
mod find;
mod flat;
mod ids;
mod names;
mod page;
mod parallel;
mod plan;
mod profiles;
mod score;
mod set;
mod slots;
mod tally;
mod thread;
mod timeline;
mod view;
mod words;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod views;

pub use accounts::AccountAsk;
pub use acts::{Acts, Retweets, Standing, Thing};
pub use crossed::{Crossed, Side};
pub use page::PageAsk;
pub use set::{DocSet, SetCache};
pub use timeline::{AUTOMATIC, MOST_BUCKETS, MOST_SPLIT, OTHER};

use self::columns::{Column, Scratch};
use self::parallel::{Piece, fold};
use crate::{Ask, Result};
use starling_index::Fields;
use starling_model::Cancel;
use starling_store::Store;
use std::sync::Arc;
use tantivy::Searcher;

/// Which tweets carry which media files; a vault without media has none of this.
pub trait Media: Sync {
    /// Ids of every tweet that carries a file.
    fn tweets(&self) -> Result<Vec<u64>>;
    /// Ids of the tweets that carry this file, by its name or key.
    fn tweets_with(&self, media: &str) -> Result<Vec<u64>>;
    /// Names of the files of each of these tweets.
    fn of_tweets(&self, tweets: &[u64]) -> Result<Vec<Vec<String>>>;
}

/// What questions are asked of.
#[derive(Clone)]
pub struct Library<'a> {
    store: &'a Store,
    searcher: Searcher,
    fields: Fields,
    cache: &'a SetCache,
    media: Option<&'a dyn Media>,
    cancel: Cancel,
}

impl std::fmt::Debug for Library<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Library")
    }
}

impl<'a> Library<'a> {
    /// One state of a vault. The searcher must come from the index that belongs to the store.
    pub fn new(store: &'a Store, searcher: Searcher, fields: Fields, cache: &'a SetCache) -> Self {
        Self {
            store,
            searcher,
            fields,
            cache,
            media: None,
            cancel: Cancel::new(),
        }
    }

    /// With media, so that `has:media` and `media:` find something and tweets name their files.
    #[must_use]
    pub fn with_media(mut self, media: &'a dyn Media) -> Self {
        self.media = Some(media);
        self
    }

    /// With a way to stop: a question ends with [`crate::Error::Cancelled`] within a few milliseconds.
    #[must_use]
    pub fn with_cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = cancel.clone();
        self
    }

    /// The documents of a query; found once and kept for the other views of the same query.
    pub fn set(&self, ask: &Ask) -> Result<Arc<DocSet>> {
        let find = || self.find(&self.plan(ask)?);
        match set::key(ask, &self.searcher) {
            Some(key) => self.cache.get(key, find),
            None => Ok(Arc::new(find()?)),
        }
    }

    /// The state of the index that is asked; segments of a [`DocSet`] are its segments.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The index's fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Row numbers of every tweet of a set, ascending: for what goes through all of them.
    pub fn every_row(&self, set: &DocSet) -> Result<Vec<u64>> {
        let readers = self.searcher.segment_readers();
        let step = |(rows, scratch): &mut (Vec<u64>, Scratch), piece: &Piece| {
            let column = Column::open(&readers[piece.segment], self.fields.row)?;
            set.segments[piece.segment].blocks::<crate::Error>(piece.range.clone(), |block| {
                column.values(&block, scratch);
                rows.extend_from_slice(&scratch.values);
                Ok(())
            })
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            Default::default,
            step,
        )?;
        let mut rows: Vec<u64> = threads.into_iter().flat_map(|(rows, _)| rows).collect();
        rows.sort_unstable();
        Ok(rows)
    }
}
