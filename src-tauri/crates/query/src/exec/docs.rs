//! Documents of one segment: all of them, a short list, or a bit each.
//!
//! Which form is taken depends on the count alone, so equal sets have equal forms.

use super::bits::{Bits, Ones};
use std::ops::Range;

/// How many documents a column is asked for at once: their numbers and values fit the first-level cache.
pub(crate) const BLOCK: u32 = 2048;

/// A set of documents of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Docs {
    max_doc: u32,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    All,
    /// Ascending.
    Sparse(Vec<u32>),
    Dense {
        bits: Bits,
        count: u32,
    },
}

/// A run of documents for a column to read.
#[derive(Debug, Clone)]
pub(crate) enum Block<'a> {
    Range(Range<u32>),
    /// Ascending.
    List(&'a [u32]),
}

impl Block<'_> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::List(list) => list.len(),
        }
    }

    #[inline]
    pub(crate) fn doc(&self, at: usize) -> u32 {
        match self {
            Self::Range(range) => range.start + at as u32,
            Self::List(list) => list[at],
        }
    }
}

impl Docs {
    pub(crate) fn all(max_doc: u32) -> Self {
        Self {
            max_doc,
            kind: Kind::All,
        }
    }

    pub(crate) fn none(max_doc: u32) -> Self {
        Self::from_list(max_doc, Vec::new())
    }

    /// Below this many documents a list takes less room than a bit for every document.
    pub(crate) fn list_limit(max_doc: u32) -> usize {
        (max_doc / 32) as usize
    }

    /// From ascending numbers, each once.
    pub(crate) fn from_list(max_doc: u32, list: Vec<u32>) -> Self {
        debug_assert!(
            list.is_sorted_by(|a, b| a < b),
            "BUG: a list of documents ascends"
        );
        if list.len() == max_doc as usize && max_doc > 0 {
            return Self::all(max_doc);
        }
        if list.len() <= Self::list_limit(max_doc) || list.is_empty() {
            return Self {
                max_doc,
                kind: Kind::Sparse(list),
            };
        }
        let mut bits = Bits::none(max_doc);
        list.iter().for_each(|doc| bits.insert(*doc));
        Self {
            max_doc,
            kind: Kind::Dense {
                count: list.len() as u32,
                bits,
            },
        }
    }

    pub(crate) fn from_bits(bits: Bits) -> Self {
        let (max_doc, count) = (bits.len(), bits.count());
        if count == max_doc && max_doc > 0 {
            Self::all(max_doc)
        } else if count as usize <= Self::list_limit(max_doc) || count == 0 {
            Self {
                max_doc,
                kind: Kind::Sparse(bits.iter().collect()),
            }
        } else {
            Self {
                max_doc,
                kind: Kind::Dense { bits, count },
            }
        }
    }

    pub(crate) fn max_doc(&self) -> u32 {
        self.max_doc
    }

    pub(crate) fn count(&self) -> u32 {
        match &self.kind {
            Kind::All => self.max_doc,
            Kind::Sparse(list) => list.len() as u32,
            Kind::Dense { count, .. } => *count,
        }
    }

    pub(crate) fn is_all(&self) -> bool {
        matches!(self.kind, Kind::All)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// The list, where the set is short.
    pub(crate) fn as_list(&self) -> Option<&[u32]> {
        match &self.kind {
            Kind::Sparse(list) => Some(list),
            Kind::All | Kind::Dense { .. } => None,
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match &self.kind {
            Kind::All => 0,
            Kind::Sparse(list) => list.len() * 4,
            Kind::Dense { bits, .. } => bits.bytes(),
        }
    }

    #[inline]
    pub(crate) fn contains(&self, doc: u32) -> bool {
        match &self.kind {
            Kind::All => doc < self.max_doc,
            Kind::Sparse(list) => list.binary_search(&doc).is_ok(),
            Kind::Dense { bits, .. } => bits.contains(doc),
        }
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        match (&self.kind, &other.kind) {
            (Kind::All, _) => other.clone(),
            (_, Kind::All) => self.clone(),
            (Kind::Sparse(list), _) => Self::from_list(
                self.max_doc,
                list.iter()
                    .copied()
                    .filter(|doc| other.contains(*doc))
                    .collect(),
            ),
            (_, Kind::Sparse(_)) => other.and(self),
            (Kind::Dense { bits, .. }, Kind::Dense { bits: theirs, .. }) => {
                let mut both = bits.clone();
                both.and(theirs);
                Self::from_bits(both)
            }
        }
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        match (&self.kind, &other.kind) {
            (Kind::All, _) | (_, Kind::All) => Self::all(self.max_doc),
            (Kind::Sparse(mine), Kind::Sparse(theirs)) => {
                let mut list = Vec::with_capacity(mine.len() + theirs.len());
                list.extend_from_slice(mine);
                list.extend_from_slice(theirs);
                list.sort_unstable();
                list.dedup();
                Self::from_list(self.max_doc, list)
            }
            (Kind::Sparse(_), Kind::Dense { .. }) => other.or(self),
            (Kind::Dense { bits, .. }, theirs) => {
                let mut bits = bits.clone();
                match theirs {
                    Kind::Sparse(list) => list.iter().for_each(|doc| bits.insert(*doc)),
                    Kind::Dense { bits: theirs, .. } => bits.or(theirs),
                    Kind::All => {}
                }
                Self::from_bits(bits)
            }
        }
    }

    /// What is here and not there.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        if other.is_empty() {
            return self.clone();
        }
        if let Kind::Sparse(list) = &self.kind {
            return Self::from_list(
                self.max_doc,
                list.iter()
                    .copied()
                    .filter(|doc| !other.contains(*doc))
                    .collect(),
            );
        }
        let mut bits = match &self.kind {
            Kind::Dense { bits, .. } => bits.clone(),
            Kind::All | Kind::Sparse(_) => Bits::all(self.max_doc),
        };
        match &other.kind {
            Kind::All => return Self::none(self.max_doc),
            Kind::Sparse(list) => list.iter().for_each(|doc| bits.remove(*doc)),
            Kind::Dense { bits: theirs, .. } => bits.minus(theirs),
        }
        Self::from_bits(bits)
    }

    /// Hands out the documents of `range` in order, at most [`BLOCK`] at a time.
    /// A dense set hands out whole ranges where every document of them is in.
    pub(crate) fn blocks<E>(
        &self,
        range: Range<u32>,
        mut see: impl FnMut(Block<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let range = range.start..range.end.min(self.max_doc);
        match &self.kind {
            Kind::All => {
                let mut start = range.start;
                while start < range.end {
                    let end = range.end.min(start + BLOCK);
                    see(Block::Range(start..end))?;
                    start = end;
                }
            }
            Kind::Sparse(list) => {
                let from = list.partition_point(|doc| *doc < range.start);
                let to = list.partition_point(|doc| *doc < range.end);
                for part in list[from..to].chunks(BLOCK as usize) {
                    see(Block::List(part))?;
                }
            }
            Kind::Dense { bits, .. } => {
                let mut list = Vec::with_capacity(BLOCK as usize);
                let mut start = range.start;
                while start < range.end {
                    let end = range.end.min(start + BLOCK);
                    list.clear();
                    for at in start / 64..end.div_ceil(64) {
                        let mut word = bits.word(at as usize);
                        if at * 64 < start {
                            word &= u64::MAX << (start % 64);
                        }
                        if (at + 1) * 64 > end {
                            word &= (1 << (end % 64)) - 1;
                        }
                        list.extend(Ones {
                            word,
                            base: at * 64,
                        });
                    }
                    if list.len() == (end - start) as usize {
                        see(Block::Range(start..end))?;
                    } else if !list.is_empty() {
                        see(Block::List(&list))?;
                    }
                    start = end;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Docs};
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::convert::Infallible;

    fn listed(docs: &Docs, range: std::ops::Range<u32>) -> Vec<u32> {
        let mut list = Vec::new();
        let Ok(()) = docs.blocks::<Infallible>(range, |block| {
            match block {
                Block::Range(range) => list.extend(range),
                Block::List(docs) => list.extend_from_slice(docs),
            }
            Ok(())
        });
        list
    }

    proptest! {
        #[test]
        fn sets_behave_like_sets(
            max_doc in 1u32..5000,
            a in prop::collection::btree_set(0u32..5000, 0..400),
            b in prop::collection::btree_set(0u32..5000, 0..400),
            most in any::<bool>(),
            cut in (0u32..5000, 0u32..5000),
        ) {
            let mut a: BTreeSet<u32> = a.into_iter().filter(|doc| *doc < max_doc).collect();
            let b: BTreeSet<u32> = b.into_iter().filter(|doc| *doc < max_doc).collect();
            if most {
                a = (0..max_doc).filter(|doc| !a.contains(doc)).collect();
            }
            let of = |set: &BTreeSet<u32>| Docs::from_list(max_doc, set.iter().copied().collect());
            let (left, right) = (of(&a), of(&b));
            prop_assert_eq!(left.and(&right), of(&(&a & &b)));
            prop_assert_eq!(right.and(&left), of(&(&a & &b)));
            prop_assert_eq!(left.or(&right), of(&(&a | &b)));
            prop_assert_eq!(right.or(&left), of(&(&a | &b)));
            prop_assert_eq!(left.minus(&right), of(&(&a - &b)));
            prop_assert_eq!(right.minus(&left), of(&(&b - &a)));
            prop_assert_eq!(left.count() as usize, a.len());
            let range = cut.0.min(cut.1)..cut.0.max(cut.1);
            let inside: Vec<u32> = a.iter().copied().filter(|doc| range.contains(doc)).collect();
            prop_assert_eq!(listed(&left, range), inside);
        }
    }
}
