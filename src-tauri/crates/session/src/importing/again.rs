//! Tweets that come again in one dataset: usually the same row, and where not, what is different.

use crate::Result;
use starling_import::raw_record;
use starling_model::TweetRow;
use starling_store::{NewVariant, Store};

/// Second rows in one batch of reading, until they are compared with the first.
pub(crate) struct Again<'a> {
    /// The first row number of this batch; rows below it are in the store.
    from: u64,
    firsts: Vec<&'a TweetRow>,
    seconds: Vec<(u64, u64, &'a TweetRow)>,
}

impl<'a> Again<'a> {
    pub(crate) fn from_row(from: u64) -> Self {
        Self {
            from,
            firsts: Vec::new(),
            seconds: Vec::new(),
        }
    }

    /// The next row of the batch.
    pub(crate) fn first(&mut self, tweet: &'a TweetRow) {
        self.firsts.push(tweet);
    }

    /// A tweet whose first row has this number.
    pub(crate) fn comes(&mut self, row: u64, record: u64, tweet: &'a TweetRow) {
        self.seconds.push((row, record, tweet));
    }

    /// Whether a first row is to be read from the store.
    pub(crate) fn needs_store(&self) -> bool {
        self.seconds.iter().any(|(row, ..)| *row < self.from)
    }

    /// What is different.
    pub(crate) fn variants(self, store: &Store) -> Result<Vec<NewVariant>> {
        let mut stored: Vec<u64> = self.seconds.iter().map(|(row, ..)| *row).collect();
        stored.retain(|row| *row < self.from);
        stored.sort_unstable();
        stored.dedup();
        let read = store.tweets(&stored)?;
        let mut found = Vec::new();
        for (row, record, tweet) in self.seconds {
            let first = if row < self.from {
                stored.binary_search(&row).ok().map(|at| &read[at].tweet)
            } else {
                self.firsts.get((row - self.from) as usize).copied()
            };
            let Some(first) = first.filter(|first| *first != tweet) else {
                continue;
            };
            let changes: Vec<(String, String)> = raw_record(first)
                .into_iter()
                .zip(raw_record(tweet))
                .filter(|((_, first), (_, second))| first != second)
                .map(|(_, (column, text))| (column.to_owned(), text))
                .collect();
            if !changes.is_empty() {
                found.push(NewVariant {
                    row,
                    tweet: tweet.id,
                    record,
                    changes,
                });
            }
        }
        Ok(found)
    }
}
