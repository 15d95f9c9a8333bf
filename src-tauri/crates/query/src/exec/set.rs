//! The documents of a query over the whole index, and a small memory of the last ones.

use super::complete::Known;
use super::docs::{Block, Docs};
use super::flat::Flats;
use super::parallel::{Piece, pieces};
use crate::ask::Facet;
use crate::{Ask, Result};
use starling_index::text::TermLists;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::Searcher;

/// What a query found: alive documents, segment by segment. Belongs to one state of the index.
#[derive(Debug)]
pub struct DocSet {
    pub(crate) segments: Vec<Docs>,
    tweets: u64,
}

impl DocSet {
    pub(crate) fn new(segments: Vec<Docs>) -> Self {
        let tweets = segments.iter().map(|docs| u64::from(docs.count())).sum();
        Self { segments, tweets }
    }

    /// How many tweets there are in it.
    pub fn tweets(&self) -> u64 {
        self.tweets
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.segments.iter().map(Docs::bytes).sum::<usize>() + 64 * (self.segments.len() + 1)
    }

    /// Whether the document of that number is in.
    pub fn contains(&self, segment: usize, doc: u32) -> bool {
        self.segments[segment].contains(doc)
    }

    /// Hands out the documents of one segment in ascending order, by at most a few thousand at a time,
    /// for collectors outside this crate.
    pub fn each_block(
        &self,
        segment: usize,
        mut see: impl FnMut(&[u32]) -> Result<()>,
    ) -> Result<()> {
        let mut list = Vec::new();
        self.segments[segment].blocks(0..u32::MAX, |block| match block {
            Block::List(docs) => see(docs),
            Block::Range(range) => {
                list.clear();
                list.extend(range);
                see(&list)
            }
        })
    }

    pub(crate) fn pieces(&self) -> Vec<Piece> {
        pieces(
            self.segments
                .iter()
                .map(|docs| (docs.max_doc(), docs.is_empty())),
        )
    }
}

/// Remembers the sets of the last queries, so that one query's views share one search.
#[derive(Debug)]
pub struct SetCache {
    /// The last used stands last.
    kept: Mutex<Vec<(Key, Place)>>,
    limit: usize,
    /// Words of segments, for regular expressions.
    terms: TermLists,
    /// For completion: by state of the index and facet.
    names: Mutex<Vec<(u64, Facet, Arc<Known>)>>,
    /// Addresses and profiles, for what may stand anywhere in them.
    flats: Flats,
}

/// A query and the state of the index that it was asked of.
pub(crate) type Key = (u64, String);

/// Where a query's set will be. The lock is held while the set is searched for, so that the views of one query,
/// which a screen asks for all at once, wait for one search instead of each making its own.
type Place = Arc<Mutex<Option<Arc<DocSet>>>>;

/// Places of sets that take no room are forgotten too, some time.
const MOST_SETS: usize = 256;

impl Default for SetCache {
    /// 64 MiB: ten sets of a bit a document over fifty million tweets.
    fn default() -> Self {
        Self::with_limit(64 << 20)
    }
}

impl SetCache {
    /// Keeps at most that many bytes of sets, and always the last one.
    pub fn with_limit(limit: usize) -> Self {
        Self {
            kept: Mutex::new(Vec::new()),
            limit,
            terms: TermLists::new(MOST_WORDS),
            names: Mutex::new(Vec::new()),
            flats: Flats::default(),
        }
    }

    /// Forgets everything. To be called whenever the store changes: an import, a dataset removed.
    pub fn clear(&self) {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.names
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// The set of that key, searched for where it is not known. A search that fails leaves nothing behind.
    pub(crate) fn get(
        &self,
        key: Key,
        find: impl FnOnce() -> Result<DocSet>,
    ) -> Result<Arc<DocSet>> {
        let place = self.place(key);
        let mut held = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*held {
            return Ok(known.clone());
        }
        let found = Arc::new(find()?);
        *held = Some(found.clone());
        drop(held);
        self.trim();
        Ok(found)
    }

    fn place(&self, key: Key) -> Place {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().position(|(known, _)| *known == key);
        let entry = match known {
            Some(at) => kept.remove(at),
            None => {
                // Sets of an earlier state of the index are of no more use.
                kept.retain(|(known, _)| known.0 == key.0);
                (key, Place::default())
            }
        };
        let place = entry.1.clone();
        kept.push(entry);
        place
    }

    /// Forgets the sets that were not used for longest, until the rest fits.
    fn trim(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // A place that is locked is being filled; what it takes counts when that is done.
        let bytes = |place: &Place| match place.try_lock() {
            Ok(held) => held.as_ref().map_or(0, |set| set.bytes()),
            Err(_) => 0,
        };
        let mut sum: usize = kept.iter().map(|(_, place)| bytes(place)).sum();
        while (sum > self.limit || kept.len() > MOST_SETS) && kept.len() > 1 {
            sum = sum.saturating_sub(bytes(&kept.remove(0).1));
        }
    }
}

/// Words of segments take at most 256 MiB: those of some hundred million tweets.
const MOST_WORDS: usize = 256 << 20;

impl SetCache {
    /// Words of the store, laid out flat.
    pub(crate) fn flats(&self) -> &Flats {
        &self.flats
    }

    /// Forgets the store's words as well. To be called when numbers of words are taken back.
    pub fn forget_words(&self) {
        self.clear();
        self.flats.clear();
    }

    /// The words of segments, laid out flat.
    pub(crate) fn terms(&self) -> &TermLists {
        &self.terms
    }

    /// Drops the words of segments that are no more.
    pub(crate) fn keep_only(&self, searcher: &Searcher) {
        let readers = searcher.segment_readers();
        self.terms
            .retain(|segment| readers.iter().any(|reader| reader.segment_id() == segment));
    }

    pub(crate) fn names(&self, generation: u64, facet: Facet) -> Option<Arc<Known>> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names
            .iter()
            .find(|(of, known, _)| *of == generation && *known == facet)
            .map(|(.., names)| names.clone())
    }

    pub(crate) fn keep_names(&self, generation: u64, facet: Facet, known: Arc<Known>) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.retain(|(of, other, _)| *of == generation && *other != facet);
        names.push((generation, facet, known));
    }
}

/// Under which name a query's set is kept; `None` where it depends on what can change without the index:
/// the researcher's tags and the media.
pub(crate) fn key(ask: &Ask, searcher: &Searcher) -> Option<Key> {
    lasts(ask).then(|| (searcher.generation().generation_id(), format!("{ask:?}")))
}

fn lasts(ask: &Ask) -> bool {
    match ask {
        Ask::And(parts) | Ask::Or(parts) => parts.iter().all(lasts),
        Ask::Not(inner) => lasts(inner),
        Ask::Tagged(_) | Ask::Media(_) | Ask::Has(crate::ask::Has::Media) => false,
        Ask::All
        | Ask::Text(_)
        | Ask::Profile(..)
        | Ask::From(_)
        | Ask::To(_)
        | Ask::Mentions(_)
        | Ask::RetweetsOf(_)
        | Ask::Hashtag(_)
        | Ask::Url(_)
        | Ask::Domain(_)
        | Ask::Language(_)
        | Ask::AccountLanguage(_)
        | Ask::Client(_)
        | Ask::Dataset(_)
        | Ask::Is(_)
        | Ask::Has(_)
        | Ask::Time { .. }
        | Ask::Number(..)
        | Ask::AccountCreated(_)
        | Ask::ById(..) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{DocSet, SetCache};
    use crate::exec::docs::Docs;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn set(docs: u32) -> DocSet {
        DocSet::new(vec![Docs::from_list(1 << 20, (0..docs).collect())])
    }

    #[test]
    fn the_views_of_a_query_share_one_search() {
        let cache = SetCache::default();
        let searches = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let find = || {
                        searches.fetch_add(1, Ordering::Relaxed);
                        Ok(set(3))
                    };
                    assert_eq!(cache.get((1, "a".into()), find).unwrap().tweets(), 3);
                });
            }
        });
        assert_eq!(searches.into_inner(), 1, "seven of eight waited");
    }

    #[test]
    fn the_set_that_was_not_used_for_longest_goes_first() {
        let cache = SetCache::with_limit(2 * set(1000).bytes());
        let has = |name: &str| {
            let mut asked = false;
            let find = || {
                asked = true;
                Ok(set(1000))
            };
            cache.get((1, name.into()), find).unwrap();
            !asked
        };
        assert!(!has("a") && !has("b") && has("a"));
        assert!(!has("c"), "there is no room for three");
        assert!(has("a") && !has("b"), "`b` had to go for `c`");
    }

    #[test]
    fn a_search_that_failed_is_made_again_and_clearing_forgets() {
        let cache = SetCache::default();
        assert!(
            cache
                .get((1, "a".into()), || Err(crate::Error::Cancelled))
                .is_err()
        );
        assert_eq!(
            cache.get((1, "a".into()), || Ok(set(2))).unwrap().tweets(),
            2
        );
        assert_eq!(
            cache.get((2, "a".into()), || Ok(set(5))).unwrap().tweets(),
            5,
            "another state of the index"
        );
        cache.clear();
        assert_eq!(
            cache.get((2, "a".into()), || Ok(set(6))).unwrap().tweets(),
            6
        );
    }
}
