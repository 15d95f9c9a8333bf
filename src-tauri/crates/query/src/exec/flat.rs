//! Words of the store laid out flat in memory: for questions that may hit anywhere in an address or in a profile's text.
//!
//! Read from the store, a dictionary of some million addresses takes seconds, for each question anew.
//! Laid out one behind the other it is looked through at memory's speed. A list is made when it is first wanted, grows by
//! what was imported since, and never beyond its bound: what lies behind that is read from the store as before.

use crate::Result;
use crate::ask::ProfileField;
use memchr::memmem::Finder;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Stands around every word; no UTF-8 holds this byte.
pub(crate) const END: u8 = 0xFF;

/// A list takes at most 256 MiB: about four million addresses, or two million profiles' words.
const MOST_BYTES: usize = 256 << 20;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Which {
    Urls,
    Profiles(ProfileField),
}

/// Entries of one kind, in order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    /// Every entry with [`END`] behind it.
    bytes: Vec<u8>,
    /// Where each begins.
    starts: Vec<usize>,
    /// Its number in the store.
    ids: Vec<u32>,
    /// The number from which on entries are to be read from the store.
    next: u32,
    /// Nothing is added any more.
    full: bool,
}

impl Flat {
    /// Adds an entry, whose bytes `write` appends; `false` where there is no more room.
    pub(crate) fn push(&mut self, id: u32, most: usize, write: impl FnOnce(&mut Vec<u8>)) -> bool {
        if self.full {
            return false;
        }
        let start = self.bytes.len();
        write(&mut self.bytes);
        self.bytes.push(END);
        if self.bytes.len() > most {
            self.bytes.truncate(start);
            self.full = true;
            return false;
        }
        self.starts.push(start);
        self.ids.push(id);
        self.next = id + 1;
        true
    }

    /// The first number that is not in it.
    pub(crate) fn next(&self) -> u32 {
        self.next
    }

    /// Whether what lies behind [`next`](Self::next) has to be asked of the store.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    fn entry(&self, place: usize) -> &[u8] {
        let end = self
            .starts
            .get(place + 1)
            .copied()
            .unwrap_or(self.bytes.len());
        &self.bytes[self.starts[place]..end - 1]
    }

    /// Numbers of the entries that hold the text where `accept` lets the first hit, given by its place in the entry, be
    /// one; ascending.
    pub(crate) fn holding(&self, text: &[u8], accept: impl Fn(&[u8], usize) -> bool) -> Vec<u32> {
        let finder = Finder::new(text);
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(hit) = self.bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let hit = from + hit;
            let place = self.starts.partition_point(|start| *start <= hit) - 1;
            let entry = self.entry(place);
            if accept(entry, hit - self.starts[place]) {
                found.push(self.ids[place]);
            }
            from = self.starts[place] + entry.len() + 1;
        }
        found
    }

    /// Numbers of the entries that pass, ascending.
    pub(crate) fn passing(&self, mut passes: impl FnMut(&[u8]) -> bool) -> Vec<u32> {
        (0..self.ids.len())
            .filter(|place| passes(self.entry(*place)))
            .map(|place| self.ids[place])
            .collect()
    }
}

/// The lists of an open vault.
#[derive(Debug, Default)]
pub(crate) struct Flats(Mutex<HashMap<Which, Arc<RwLock<Flat>>>>);

impl Flats {
    /// Asks a list, after `grow` has added what the store has more; `len` is the store's first number not given yet.
    pub(crate) fn ask<T>(
        &self,
        which: Which,
        len: u32,
        grow: impl FnOnce(&mut Flat, usize) -> Result<()>,
        question: impl FnOnce(&Flat) -> Result<T>,
    ) -> Result<T> {
        let list = {
            let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            lists.entry(which).or_default().clone()
        };
        let behind = |flat: &Flat| flat.next < len && !flat.full;
        let is_behind = behind(&list.read().unwrap_or_else(PoisonError::into_inner));
        if is_behind {
            let mut flat = list.write().unwrap_or_else(PoisonError::into_inner);
            // Another question may have done it meanwhile.
            if behind(&flat) {
                grow(&mut flat, MOST_BYTES)?;
            }
        }
        question(&list.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets all: numbers were taken back.
    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(words: &[&str], most: usize) -> Flat {
        let mut flat = Flat::default();
        for (id, word) in words.iter().enumerate() {
            flat.push(id as u32 * 2, most, |bytes| bytes.extend(word.as_bytes()));
        }
        flat
    }

    #[test]
    fn entries_are_found_once_and_by_their_own_bytes_only() {
        let flat = flat(&["abab", "", "ba", "xaab", "b"], 1000);
        assert_eq!(flat.holding(b"ab", |_, _| true), [0, 6]);
        assert_eq!(flat.holding(b"ba", |_, _| true), [0, 4]);
        assert_eq!(flat.holding(b"b", |_, at| at == 0), [4, 8]);
        assert_eq!(flat.holding(b"zz", |_, _| true), [0u32; 0]);
        assert_eq!(flat.passing(|entry| entry.is_empty()), [2]);
        assert_eq!((flat.next(), flat.is_full()), (9, false));
    }

    #[test]
    fn a_full_list_says_from_where_on_the_store_is_asked() {
        let flat = flat(&["abab", "cd", "efgh", "i"], 9);
        assert_eq!((flat.next(), flat.is_full()), (3, true));
        assert_eq!(flat.holding(b"i", |_, _| true), [0u32; 0]);
        assert_eq!(flat.holding(b"d", |_, _| true), [2]);
    }
}
