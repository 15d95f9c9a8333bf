//! Which tweets and accounts a dataset holds already: sets in memory, read from the index's columns and the store.

use crate::{Result, Session};
use hashbrown::HashSet;
use rapidhash::fast::RandomState;
use starling_index::Index;
use starling_model::DatasetId;
use std::collections::HashMap;
use tantivy::columnar::Column;

/// Ids of tweets: 9 bytes each.
pub(crate) type Ids = HashSet<u64, RandomState>;

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
            for doc in segment.doc_ids_alive() {
                if datasets.first(doc) == Some(u64::from(dataset.0)) {
                    ids.extend(tweets.first(doc));
                }
            }
        }
        self.tweets.insert(dataset, ids);
        Ok(())
    }

    /// Whether the dataset holds the tweet; if not, it does from now on.
    pub(crate) fn new_tweet(&mut self, dataset: DatasetId, tweet: u64) -> bool {
        self.tweets
            .get_mut(&dataset)
            .is_some_and(|ids| ids.insert(tweet))
    }

    /// The same for a row of a users file.
    pub(crate) fn new_user(&mut self, dataset: DatasetId, account: u32) -> bool {
        self.users.insert((dataset.0, account))
    }

    /// Gives back the memory of a dataset of which no more files follow.
    pub(crate) fn forget(&mut self, dataset: DatasetId) {
        self.tweets.remove(&dataset);
    }
}
