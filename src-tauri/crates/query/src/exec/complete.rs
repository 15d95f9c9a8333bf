//! Names that begin with what has been typed so far, the most used first.

use super::Library;
use super::facet::KINDS;
use super::tally::Tally;
use crate::ask::Facet;
use crate::{Ask, Result};
use hashbrown::HashMap;
use rapidhash::fast::RandomState;
use starling_index::text::fold;
use starling_store::Dictionary;
use std::sync::Arc;

/// The names of one facet, the most used first: as compared, and as shown.
pub(crate) type Known = Vec<(String, String)>;

/// Names that are kept for completion; rarer ones are not offered. At about 100 bytes each they take 20 MB at most.
const MOST: usize = 200_000;

impl Library<'_> {
    /// At most `limit` names of the facet's values that begin so, in whatever case, the most used in the vault first.
    /// Accounts are completed by screen name. Years, weekdays and hours have nothing to complete.
    pub fn complete(&self, facet: Facet, begins: &str, limit: usize) -> Result<Vec<String>> {
        let generation = self.searcher.generation().generation_id();
        let known = match self.cache.names(generation, facet) {
            Some(known) => known,
            None => {
                let known = Arc::new(self.names_of(facet)?);
                self.cache.keep_names(generation, facet, known.clone());
                known
            }
        };
        let begins = fold(begins);
        let fits = known
            .iter()
            .filter(|(folded, _)| folded.starts_with(&begins));
        Ok(fits.take(limit).map(|(_, shown)| shown.clone()).collect())
    }

    fn names_of(&self, facet: Facet) -> Result<Known> {
        let all = self.set(&Ask::All)?;
        let mut used: HashMap<String, u64, RandomState> =
            HashMap::with_hasher(RandomState::default());
        match facet {
            Facet::Account | Facet::Mention | Facet::Retweeted => {
                let columns = self.store.profile_columns()?;
                let mut texts: HashMap<u32, u64, RandomState> =
                    HashMap::with_hasher(RandomState::default());
                // Accounts of users files count without having written.
                for text in &columns.texts {
                    texts.insert(*text, 0);
                }
                for (profile, count) in self.tally(&all, self.fields.profile)?.counts {
                    if let Some(text) = columns.texts.get(profile as usize) {
                        *texts.entry(*text).or_default() += count;
                    }
                }
                self.store.each_profile_text(&mut |id, profile| {
                    if let Some(count) = texts.get(&id).filter(|_| !profile.screen_name.is_empty())
                    {
                        *used.entry_ref(profile.screen_name).or_default() += count;
                    }
                })?;
            }
            Facet::Location => {
                for value in self.facet_of(&all, Facet::Location, MOST)?.values {
                    used.insert(value.value, value.count);
                }
            }
            Facet::AccountLang | Facet::Dataset => {
                for value in self.facet_of(&all, facet, usize::MAX)?.values {
                    used.insert(value.value, value.count);
                }
                if facet == Facet::Dataset {
                    for entry in self.store.datasets()? {
                        used.entry(entry.facts.name).or_default();
                    }
                }
            }
            Facet::Kind => {
                for (at, word) in KINDS
                    .iter()
                    .map(|(word, _)| *word)
                    .chain(["original"])
                    .enumerate()
                {
                    used.insert(word.to_owned(), 4 - at as u64);
                }
            }
            Facet::Lang | Facet::Client | Facet::Hashtag | Facet::Domain | Facet::Url => {
                let (field, dictionary) = self
                    .column_of(facet)
                    .expect("BUG: these have columns of their own");
                let tally = self.tally(&all, field)?;
                self.most_used(dictionary, tally, &mut used)?;
            }
            Facet::Year | Facet::Weekday | Facet::Hour => {}
        }
        let mut known: Vec<(u64, String)> = used
            .into_iter()
            .map(|(name, count)| (count, name))
            .collect();
        known.sort_unstable_by(|(many, a), (few, b)| few.cmp(many).then_with(|| a.cmp(b)));
        known.truncate(MOST);
        Ok(known
            .into_iter()
            .map(|(_, name)| (fold(&name), name))
            .collect())
    }

    fn most_used(
        &self,
        dictionary: Dictionary,
        mut tally: Tally,
        used: &mut HashMap<String, u64, RandomState>,
    ) -> Result<()> {
        if tally.counts.len() > MOST {
            tally
                .counts
                .select_nth_unstable_by_key(MOST - 1, |(_, count)| std::cmp::Reverse(*count));
            tally.counts.truncate(MOST);
        }
        let counts: HashMap<u32, u64, RandomState> = tally.counts.into_iter().collect();
        self.store.each(dictionary, &mut |id, word| {
            if let Some(count) = counts.get(&id) {
                used.insert(word.to_owned(), *count);
            }
        })?;
        Ok(())
    }
}
