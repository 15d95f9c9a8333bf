//! Ties as they are found, one a tweet.

use crate::{Result, Sorted};
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

    /// In order. `n_nodes` is above every node.
    pub fn sorted(self, n_nodes: usize, cancel: &Cancel) -> Result<Sorted> {
        Sorted::of(self, n_nodes, cancel)
    }
}
