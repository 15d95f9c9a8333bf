//! Values of a facet as numbers of a column: what is shown in words is counted by its number.

use super::Library;
use super::calendar::{self, DAY, HOUR};
use super::columns::unshifted;
use super::facet::KINDS;
use crate::Result;
use crate::answer::FacetValues;
use crate::ask::Facet;
use hashbrown::HashMap;
use rapidhash::fast::RandomState;
use starling_store::Dictionary;
use tantivy::schema::Field;

/// The profile has none of the values shown.
const NO_SLOT: u32 = u32::MAX;
/// Looking a word up costs about as much as reading ten in a row.
const SOUGHT_ONE_BY_ONE: usize = 1000;

/// Which numbers of a column stand for which of the values shown.
pub(super) struct Slots {
    pub(super) field: Field,
    map: Map,
}

enum Map {
    Ids(HashMap<u32, usize, RandomState>),
    /// By profile; [`NO_SLOT`] for none.
    Profiles(Vec<u32>),
    /// By slot: the flag, or none for `original`.
    Kinds(Vec<Option<u64>>),
    Times(Facet, HashMap<u32, usize, RandomState>),
}

impl Slots {
    /// Hands out the slots of a value of the column.
    #[inline]
    pub(super) fn of(&self, value: u64, mut hit: impl FnMut(usize)) {
        match &self.map {
            Map::Ids(known) => {
                if let Some(slot) = known.get(&(value as u32)) {
                    hit(*slot);
                }
            }
            Map::Profiles(slots) => match slots.get(value as usize) {
                None | Some(&NO_SLOT) => {}
                Some(slot) => hit(*slot as usize),
            },
            Map::Kinds(masks) => {
                let kinds = KINDS.iter().fold(0, |all, (_, mask)| all | mask);
                for (slot, mask) in masks.iter().enumerate() {
                    if mask.map_or(value & kinds == 0, |mask| value & mask != 0) {
                        hit(slot);
                    }
                }
            }
            Map::Times(facet, known) => {
                let time = unshifted(value);
                let day = time.div_euclid(DAY);
                let number = match facet {
                    Facet::Year => calendar::year_and_month(day).0,
                    Facet::Weekday => calendar::weekday(day),
                    _ => time.rem_euclid(DAY) / HOUR,
                };
                if let Some(slot) = u32::try_from(number)
                    .ok()
                    .and_then(|number| known.get(&number))
                {
                    hit(*slot);
                }
            }
        }
    }
}

impl Library<'_> {
    /// Which numbers of which column stand for the values shown.
    pub(super) fn slots(&self, facet: Facet, shown: &FacetValues) -> Result<Slots> {
        let values = || {
            shown
                .values
                .iter()
                .enumerate()
                .map(|(slot, value)| (slot, value.value.as_str()))
        };
        let mut known: HashMap<u32, usize, RandomState> =
            HashMap::with_hasher(RandomState::default());
        if let Some((field, dictionary)) = self.column_of(facet) {
            return Ok(Slots {
                field,
                map: Map::Ids(self.ids_of(dictionary, values())?),
            });
        }
        let columns = self.store.profile_columns()?;
        let by_profile = |column: &[u32], known: &HashMap<u32, usize, RandomState>| {
            column
                .iter()
                .map(|number| known.get(number).map_or(NO_SLOT, |slot| *slot as u32))
                .collect()
        };
        Ok(match facet {
            Facet::Account | Facet::AccountLang => {
                let (dictionary, column) = if facet == Facet::Account {
                    (Dictionary::Account, &columns.account)
                } else {
                    (Dictionary::Language, &columns.language)
                };
                known = self.ids_of(dictionary, values())?;
                Slots {
                    field: self.fields.profile,
                    map: Map::Profiles(by_profile(column, &known)),
                }
            }
            Facet::Location => {
                let of_word: HashMap<&str, usize, RandomState> =
                    values().map(|(slot, value)| (value, slot)).collect();
                self.store.each_profile_text(&mut |id, texts| {
                    known.extend(of_word.get(texts.location).map(|slot| (id, *slot)));
                })?;
                Slots {
                    field: self.fields.profile,
                    map: Map::Profiles(by_profile(&columns.texts, &known)),
                }
            }
            Facet::Dataset => {
                let entries = self.store.datasets()?;
                for (slot, value) in values() {
                    known.extend(
                        entries
                            .iter()
                            .find(|entry| entry.name() == value)
                            .map(|entry| (entry.id.0, slot)),
                    );
                }
                Slots {
                    field: self.fields.dataset,
                    map: Map::Ids(known),
                }
            }
            Facet::Kind => {
                let mask = |value: &str| {
                    KINDS
                        .iter()
                        .find(|(word, _)| *word == value)
                        .map(|(_, mask)| *mask)
                };
                // `original` is what has none of the flags.
                Slots {
                    field: self.fields.flags,
                    map: Map::Kinds(values().map(|(_, value)| mask(value)).collect()),
                }
            }
            Facet::Year | Facet::Weekday | Facet::Hour => {
                known
                    .extend(values().filter_map(|(slot, value)| Some((value.parse().ok()?, slot))));
                Slots {
                    field: self.fields.time,
                    map: Map::Times(facet, known),
                }
            }
            Facet::Lang
            | Facet::Client
            | Facet::Hashtag
            | Facet::Domain
            | Facet::Url
            | Facet::Mention
            | Facet::Retweeted => unreachable!("BUG: these have columns of their own"),
        })
    }

    /// The numbers of words that came out of a dictionary, each with its word's slot.
    fn ids_of<'w>(
        &self,
        dictionary: Dictionary,
        words: impl Iterator<Item = (usize, &'w str)>,
    ) -> Result<HashMap<u32, usize, RandomState>> {
        let of_word: HashMap<&str, usize, RandomState> =
            words.map(|(slot, word)| (word, slot)).collect();
        let mut known: HashMap<u32, usize, RandomState> =
            HashMap::with_hasher(RandomState::default());
        // The dictionary of urls has no index by word, and many words are found quicker by going through all.
        if dictionary == Dictionary::Url || of_word.len() > SOUGHT_ONE_BY_ONE {
            self.store.each(dictionary, &mut |id, word| {
                known.extend(of_word.get(word).map(|slot| (id, *slot)));
            })?;
            return Ok(known);
        }
        for (word, slot) in of_word {
            known.extend(self.store.find(dictionary, word)?.map(|id| (id, slot)));
        }
        Ok(known)
    }
}
