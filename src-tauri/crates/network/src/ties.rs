//! Ties as they are found, one a tweet, and their sum: one edge a pair.
//!
//! A counting sort by source, then a sort of each row: no hashing, and the memory is that of the ties.

use crate::{Error, Result};
use rayon::prelude::*;
use starling_model::Cancel;

/// A moment in UTC milliseconds, or none: eight bytes, where `Option<i64>` takes sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// No time is known. It sorts before every time.
    pub const UNKNOWN: Self = Self(i64::MIN);

    /// At that millisecond.
    pub const fn at(ms: i64) -> Self {
        Self(ms)
    }

    /// The millisecond, where it is known.
    #[inline]
    pub fn ms(self) -> Option<i64> {
        (self != Self::UNKNOWN).then_some(self.0)
    }
}

impl From<Option<i64>> for Moment {
    fn from(ms: Option<i64>) -> Self {
        ms.map_or(Self::UNKNOWN, Self)
    }
}

/// Who is tied to whom, and when; a pair occurs as often as it is tied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// The acting node.
    pub source: Vec<u32>,
    /// The node that is acted on.
    pub target: Vec<u32>,
    /// When.
    pub time: Vec<Moment>,
}

impl Ties {
    /// Adds one.
    pub fn push(&mut self, source: u32, target: u32, ms: Option<i64>) {
        self.source.push(source);
        self.target.push(target);
        self.time.push(ms.into());
    }

    /// Adds all of another.
    pub fn append(&mut self, mut other: Self) {
        self.source.append(&mut other.source);
        self.target.append(&mut other.target);
        self.time.append(&mut other.time);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.source.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// Sorted by source, target and time. `n_nodes` is above every node.
    pub fn sorted(self, n_nodes: usize, cancel: &Cancel) -> Result<Sorted> {
        if self.len() >= u32::MAX as usize {
            return Err(Error::TooLarge(self.len() as u64));
        }
        let offsets = crate::rows::offsets(n_nodes, &self.source);
        cancel.check()?;
        let mut place = offsets.clone();
        let mut rows = vec![(0u32, Moment::UNKNOWN); self.len()];
        for ((source, target), time) in self.source.iter().zip(&self.target).zip(&self.time) {
            let slot = &mut place[*source as usize];
            rows[*slot as usize] = (*target, *time);
            *slot += 1;
        }
        drop(self);
        cancel.check()?;
        // Rows are shared out in runs, since most have a handful of ties.
        let mut runs = Vec::new();
        let mut rest = rows.as_mut_slice();
        let mut first = 0;
        while first < n_nodes {
            let mut end = first + 1;
            while end < n_nodes && offsets[end] - offsets[first] < 1 << 16 {
                end += 1;
            }
            let (run, others) = rest.split_at_mut((offsets[end] - offsets[first]) as usize);
            runs.push((first..end, run));
            (rest, first) = (others, end);
        }
        runs.into_par_iter().try_for_each(|(nodes, run)| {
            cancel.check()?;
            let base = offsets[nodes.start];
            for node in nodes {
                let row = (offsets[node] - base) as usize..(offsets[node + 1] - base) as usize;
                run[row].sort_unstable();
            }
            Ok::<_, Error>(())
        })?;
        Ok(Sorted { offsets, rows })
    }
}

/// Ties in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    /// Where each source's ties begin.
    pub offsets: Vec<u32>,
    /// Target and time.
    pub rows: Vec<(u32, Moment)>,
}

impl Sorted {
    /// Calls for each pair, in order, with its ties' place in `rows`.
    pub fn each_pair(&self, mut see: impl FnMut(u32, u32, std::ops::Range<usize>)) {
        for source in 0..self.offsets.len().saturating_sub(1) {
            let (mut at, end) = (
                self.offsets[source] as usize,
                self.offsets[source + 1] as usize,
            );
            while at < end {
                let target = self.rows[at].0;
                let run = self.rows[at..end]
                    .iter()
                    .take_while(|tie| tie.0 == target)
                    .count();
                see(source as u32, target, at..at + run);
                at += run;
            }
        }
    }
}
