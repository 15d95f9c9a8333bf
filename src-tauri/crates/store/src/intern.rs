//! Turns words into numbers while importing: in memory, by 128-bit fingerprints, new ones handed to the next batch.
//!
//! A fingerprint is two 64-bit hashes under keys drawn anew by each process, so that nobody can prepare words that
//! collide; among a hundred million words two collide by chance once in 10^22 imports.

use crate::{Dictionary, Result, Store};
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use rapidhash::quality::SeedableState;
use starling_model::Profile;
use std::hash::{BuildHasher, Hash};

/// Fingerprints are uniform already.
#[derive(Default, Clone, Copy)]
struct AsIs;
struct AsIsHasher(u64);
impl BuildHasher for AsIs {
    type Hasher = AsIsHasher;
    fn build_hasher(&self) -> AsIsHasher {
        AsIsHasher(0)
    }
}
impl std::hash::Hasher for AsIsHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("BUG: only u128 is hashed")
    }
    fn write_u128(&mut self, value: u128) {
        self.0 = value as u64;
    }
}

struct Table {
    known: HashMap<u128, u32, AsIs>,
    fresh: Vec<(u32, String)>,
    next: u32,
}

/// A profile that the store does not hold yet.
#[derive(Debug)]
pub(crate) struct FreshProfile {
    pub(crate) id: u32,
    pub(crate) account: u32,
    pub(crate) texts: u32,
    pub(crate) followers: Option<i64>,
    pub(crate) following: Option<i64>,
    pub(crate) created: Option<i32>,
    pub(crate) language: Option<u32>,
}

/// Texts that the store does not hold yet.
#[derive(Debug)]
pub(crate) struct FreshTexts {
    pub(crate) id: u32,
    pub(crate) display_name: String,
    pub(crate) screen_name: String,
    pub(crate) location: String,
    pub(crate) bio: String,
    pub(crate) url: String,
}

/// What was met for the first time since the last batch.
#[derive(Debug, Default)]
pub struct Fresh {
    pub(crate) words: Vec<(Dictionary, Vec<(u32, String)>)>,
    pub(crate) texts: Vec<FreshTexts>,
    pub(crate) profiles: Vec<FreshProfile>,
}

/// The dictionaries in memory.
pub struct Interner {
    keys: [SeedableState<'static>; 2],
    tables: [Table; 6],
    texts: HashMap<u128, u32, AsIs>,
    profiles: HashMap<u128, u32, AsIs>,
    fresh_texts: Vec<FreshTexts>,
    fresh_profiles: Vec<FreshProfile>,
    next_texts: u32,
    next_profile: u32,
}

impl std::fmt::Debug for Interner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interner")
    }
}

impl Interner {
    /// Reads the store's dictionaries.
    pub fn load(store: &Store) -> Result<Self> {
        let mut interner = Self {
            keys: [SeedableState::random(), SeedableState::random()],
            tables: std::array::from_fn(|_| Table {
                known: HashMap::with_hasher(AsIs),
                fresh: Vec::new(),
                next: 0,
            }),
            texts: HashMap::with_hasher(AsIs),
            profiles: HashMap::with_hasher(AsIs),
            fresh_texts: Vec::new(),
            fresh_profiles: Vec::new(),
            next_texts: 0,
            next_profile: 0,
        };
        for of in Dictionary::ALL {
            let keys = interner.keys;
            let table = &mut interner.tables[of as usize];
            store.each(of, &mut |id, word| {
                table.known.insert(fingerprint(&keys, word), id);
                table.next = id + 1;
            })?;
        }
        let keys = interner.keys;
        store.each_profile_text(&mut |id, texts| {
            let print = fingerprint(
                &keys,
                &(
                    &texts.display_name,
                    &texts.screen_name,
                    &texts.location,
                    &texts.bio,
                    &texts.url,
                ),
            );
            interner.texts.insert(print, id);
            interner.next_texts = id + 1;
        })?;
        let columns = store.profile_columns()?;
        for id in 0..columns.account.len() {
            let print = fingerprint(
                &keys,
                &(
                    columns.account[id],
                    columns.texts[id],
                    columns.followers[id],
                    columns.following[id],
                    columns.created[id],
                    columns.language[id],
                ),
            );
            interner.profiles.insert(print, id as u32);
        }
        interner.next_profile = columns.account.len() as u32;
        Ok(interner)
    }

    /// The number of a word, a new one where it is met for the first time.
    pub fn word(&mut self, of: Dictionary, word: &str) -> u32 {
        let print = fingerprint(&self.keys, word);
        let table = &mut self.tables[of as usize];
        match table.known.entry(print) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(slot) => {
                let id = table.next;
                table.next += 1;
                table.fresh.push((id, word.to_owned()));
                *slot.insert(id)
            }
        }
    }

    /// The number of a word; `None` for the empty one.
    pub fn some_word(&mut self, of: Dictionary, word: &str) -> Option<u32> {
        (!word.is_empty()).then(|| self.word(of, word))
    }

    /// The number of a profile version, and of its account.
    pub fn profile(&mut self, profile: &Profile) -> (u32, u32) {
        let account = self.word(Dictionary::Account, &profile.account);
        let language = self.some_word(Dictionary::Language, &profile.language);
        let texts_print = fingerprint(
            &self.keys,
            &(
                &profile.display_name,
                &profile.screen_name,
                &profile.location,
                &profile.bio,
                &profile.url,
            ),
        );
        let next_texts = &mut self.next_texts;
        let fresh_texts = &mut self.fresh_texts;
        let texts = *self.texts.entry(texts_print).or_insert_with(|| {
            let id = *next_texts;
            *next_texts += 1;
            fresh_texts.push(FreshTexts {
                id,
                display_name: profile.display_name.clone(),
                screen_name: profile.screen_name.clone(),
                location: profile.location.clone(),
                bio: profile.bio.clone(),
                url: profile.url.clone(),
            });
            id
        });
        let created = profile.created.map(|day| day.0);
        let print = fingerprint(
            &self.keys,
            &(
                account,
                texts,
                profile.followers.unwrap_or(i64::MIN),
                profile.following.unwrap_or(i64::MIN),
                created.unwrap_or(i32::MIN),
                language.unwrap_or(u32::MAX),
            ),
        );
        let next = &mut self.next_profile;
        let fresh = &mut self.fresh_profiles;
        let id = *self.profiles.entry(print).or_insert_with(|| {
            let id = *next;
            *next += 1;
            fresh.push(FreshProfile {
                id,
                account,
                texts,
                followers: profile.followers,
                following: profile.following,
                created,
                language,
            });
            id
        });
        (id, account)
    }

    /// What must be stored with the next batch.
    pub fn take_fresh(&mut self) -> Fresh {
        Fresh {
            words: Dictionary::ALL
                .into_iter()
                .map(|of| (of, std::mem::take(&mut self.tables[of as usize].fresh)))
                .filter(|(_, words)| !words.is_empty())
                .collect(),
            texts: std::mem::take(&mut self.fresh_texts),
            profiles: std::mem::take(&mut self.fresh_profiles),
        }
    }
}

fn fingerprint<T: Hash + ?Sized>(keys: &[SeedableState<'static>; 2], value: &T) -> u128 {
    (u128::from(keys[0].hash_one(value)) << 64) | u128::from(keys[1].hash_one(value))
}
