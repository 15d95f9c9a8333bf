//! A set of ids to look for in a column or in postings.

use super::bits::Bits;
use hashbrown::HashSet;
use rapidhash::fast::RandomState;

/// Ids of one dictionary, or of tweets.
#[derive(Debug, Clone)]
pub(crate) struct IdSet {
    /// Ascending, each once.
    list: Vec<u64>,
    lookup: Lookup,
}

#[derive(Debug, Clone)]
enum Lookup {
    /// A short list is searched itself.
    List,
    Bits(Bits),
    Hashed(HashSet<u64, RandomState>),
}

impl IdSet {
    pub(crate) fn new(mut list: Vec<u64>) -> Self {
        list.sort_unstable();
        list.dedup();
        let lookup = match list.last() {
            _ if list.len() <= 8 => Lookup::List,
            // 8 MiB of bits at most: dictionary ids are dense, tweet ids are not.
            Some(&last) if last < 1 << 26 => {
                let mut bits = Bits::none(last as u32 + 1);
                list.iter().for_each(|id| bits.insert(*id as u32));
                Lookup::Bits(bits)
            }
            _ => Lookup::Hashed(list.iter().copied().collect()),
        };
        Self { list, lookup }
    }

    pub(crate) fn of_ids(ids: impl IntoIterator<Item = u32>) -> Self {
        Self::new(ids.into_iter().map(u64::from).collect())
    }

    pub(crate) fn list(&self) -> &[u64] {
        &self.list
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    #[inline]
    pub(crate) fn contains(&self, id: u64) -> bool {
        match &self.lookup {
            Lookup::List => self.list.contains(&id),
            Lookup::Bits(bits) => u32::try_from(id).is_ok_and(|id| bits.contains(id)),
            Lookup::Hashed(set) => set.contains(&id),
        }
    }
}
