//! Which tweets and accounts a dataset holds already: sets in memory, read from the index's columns and the store.

use crate::{Result, Session};
use hashbrown::hash_map::Entry;
use hashbrown::{HashMap as Map, HashSet};
use rapidhash::fast::RandomState;
use starling_index::Index;
use starling_model::DatasetId;
use std::collections::HashMap;
use tantivy::columnar::Column;

/// Ids of tweets and the row of each: 17 bytes a tweet.
pub(crate) type Ids = Map<u64, u64, RandomState>;

/// What is known of the datasets that this import touches.
pub(crate) struct Known {
    tweets: HashMap<DatasetId, Ids>,
    users: HashSet<(u32, u32), RandomState>,
}

impl Known {
    pub(crate) fn load(session: &Session) -> Result<Self> {
        let users = session
            .store
            .users()?
            .into_iter()
            .map(|user| (user.dataset.0, user.account))
            .collect();
        Ok(Self {
            tweets: HashMap::new(),
            users,
        })
    }

    /// Reads the ids of a dataset from the index, which must hold every row of the store.
    pub(crate) fn load_dataset(&mut self, index: &Index, dataset: DatasetId) -> Result<()> {
        if self.tweets.contains_key(&dataset) {
            return Ok(());
        }
        let mut ids = Ids::default();
        for segment in index.searcher().segment_readers() {
            let columns = segment.fast_fields();
            let datasets: Column<u64> = columns.u64("dataset")?;
            let tweets: Column<u64> = columns.u64("tweet")?;
            let rows: Column<u64> = columns.u64("row")?;
            for doc in segment.doc_ids_alive() {
                if datasets.first(doc) == Some(u64::from(dataset.0)) {
                    ids.extend(tweets.first(doc).zip(rows.first(doc)));
                }
            }
        }
        self.tweets.insert(dataset, ids);
        Ok(())
    }

    /// The row in which the dataset holds the tweet; `None` if it does not, and then it is this one from now on.
    pub(crate) fn first_row(&mut self, dataset: DatasetId, tweet: u64, row: u64) -> Option<u64> {
        match self.tweets.entry(dataset).or_default().entry(tweet) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(slot) => {
                slot.insert(row);
                None
            }
        }
    }

    /// The row in which the dataset holds the tweet.
    pub(crate) fn row_of(&self, dataset: DatasetId, tweet: u64) -> Option<u64> {
        self.tweets.get(&dataset)?.get(&tweet).copied()
    }

    /// Whether a row of a users file is the dataset's first for the account; if so, it holds it from now on.
    pub(crate) fn new_user(&mut self, dataset: DatasetId, account: u32) -> bool {
        self.users.insert((dataset.0, account))
    }

    /// Gives back the memory of a dataset of which no more files follow.
    pub(crate) fn forget(&mut self, dataset: DatasetId) {
        self.tweets.remove(&dataset);
    }
}
