//! Tables of totals with everybody who stands behind each cell, from the columns alone: no row is read, and memory grows
//! with the cells and their accounts, not with the tweets.

use super::Library;
use super::calendar;
use super::columns::{Column, Scratch, unshifted};
use super::docs::Block;
use super::parallel::{Piece, fold};
use super::set::DocSet;
use super::slots::Slots;
use crate::ask::{Bucket, Facet};
use crate::{Error, Result};
use hashbrown::HashMap;
use rapidhash::fast::RandomState;

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A facet's value.
    Facet(Facet),
    /// A span of time.
    Time(Bucket),
}

/// A table's lines and cells.
#[derive(Debug, Clone, Default)]
pub struct Crossed {
    /// Values of the facet, the most frequent first; empty where lines are spans of time.
    pub values: Vec<String>,
    /// First milliseconds of the spans, in order; empty where lines are values.
    pub starts: Vec<i64>,
    /// Values of what it is split by; one without a name where it is not.
    pub columns: Vec<String>,
    /// Tweets by line, column and `Dictionary::Account` of the author.
    pub cells: HashMap<(u32, u32), HashMap<u32, u64, RandomState>, RandomState>,
}

impl Crossed {
    /// How many lines there are.
    pub fn n_rows(&self) -> usize {
        self.values.len() + self.starts.len()
    }
}

/// How a document finds its lines.
enum Lines {
    Slots(Slots),
    /// Number of the first span.
    Spans(Bucket, i64),
    /// All stand in one line.
    One,
}

#[derive(Default)]
struct Crossing {
    scratch: Scratch,
    profiles: Vec<u64>,
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
    counts: HashMap<(u32, u32, u32), u64, RandomState>,
}

const MISSING: u64 = u64::MAX;

impl Library<'_> {
    /// Crosses a set's tweets.
    pub fn crossed(&self, set: &DocSet, by: Side, split: Option<Facet>) -> Result<Crossed> {
        let mut crossed = Crossed::default();
        let rows = match by {
            Side::Facet(facet) => {
                let shown = self.facet_of(set, facet, usize::MAX)?;
                let slots = self.slots(facet, &shown)?;
                let values = shown.values.into_iter();
                crossed.values = values.map(|value| value.value).collect();
                Lines::Slots(slots)
            }
            Side::Time(bucket) => {
                let (_, timeline) = self.timeline_of(set, Some(bucket), None)?;
                crossed.starts = timeline.buckets.iter().map(|one| one.start.0).collect();
                let first = crossed.starts.first().copied().unwrap_or(0);
                Lines::Spans(bucket, calendar::number(bucket, first))
            }
        };
        let columns = match split {
            Some(facet) => {
                let shown = self.facet_of(set, facet, usize::MAX)?;
                let slots = self.slots(facet, &shown)?;
                let values = shown.values.into_iter();
                crossed.columns = values.map(|value| value.value).collect();
                Lines::Slots(slots)
            }
            None => {
                crossed.columns = vec![String::new()];
                Lines::One
            }
        };
        let accounts = self.store.profile_columns()?;
        let readers = self.searcher.segment_readers();
        let step = |crossing: &mut Crossing, piece: &Piece| {
            let reader = &readers[piece.segment];
            let open = |lines: &Lines| match lines {
                Lines::Slots(slots) => Column::open(reader, slots.field),
                Lines::Spans(..) | Lines::One => Column::open(reader, self.fields.time),
            };
            let (of_rows, of_columns) = (open(&rows)?, open(&columns)?);
            let profiles = Column::open(reader, self.fields.profile)?;
            set.segments[piece.segment].blocks::<Error>(piece.range.clone(), |block| {
                let Crossing {
                    scratch,
                    profiles: authors,
                    rows: in_rows,
                    columns: in_columns,
                    counts,
                } = &mut *crossing;
                profiles.aligned(&block, MISSING, scratch, authors);
                rows.hits(&of_rows, &block, scratch, in_rows);
                columns.hits(&of_columns, &block, scratch, in_columns);
                let mut from = 0;
                for (place, row) in in_rows.iter() {
                    // Both are in order of the documents.
                    while from < in_columns.len() && in_columns[from].0 < *place {
                        from += 1;
                    }
                    let author = accounts.account.get(authors[*place as usize] as usize);
                    let Some(author) = author else { continue };
                    let here = in_columns[from..].iter();
                    for (_, column) in here.take_while(|(at, _)| at == place) {
                        *counts.entry((*row, *column, *author)).or_default() += 1;
                    }
                }
                Ok(())
            })
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            Crossing::default,
            step,
        )?;
        for ((row, column, author), count) in threads.into_iter().flat_map(|one| one.counts) {
            let cell = crossed.cells.entry((row, column)).or_default();
            *cell.entry(author).or_default() += count;
        }
        Ok(crossed)
    }
}

impl Lines {
    /// Into `out`: the place in the block of each document, and a line that it stands in.
    fn hits(
        &self,
        column: &Column,
        block: &Block<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<(u32, u32)>,
    ) {
        out.clear();
        if let Self::One = self {
            out.extend((0..block.len() as u32).map(|place| (place, 0)));
            return;
        }
        column.pairs(block, scratch);
        let mut place = 0;
        for (doc, value) in scratch.docs.iter().zip(&scratch.values) {
            while block.doc(place) != *doc {
                place += 1;
            }
            match self {
                Self::Slots(slots) => {
                    slots.of(*value, |slot| out.push((place as u32, slot as u32)));
                }
                Self::Spans(bucket, first) => {
                    let line = calendar::number(*bucket, unshifted(*value)) - first;
                    out.push((place as u32, line as u32));
                }
                Self::One => {}
            }
        }
    }
}
