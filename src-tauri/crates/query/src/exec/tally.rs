//! Counting a set's documents by the numbers of a column.

use super::Library;
use super::columns::{Column, Scratch, unshifted};
use super::parallel::{Piece, fold};
use super::set::DocSet;
use crate::Result;
use hashbrown::HashMap;
use rapidhash::fast::RandomState;
use tantivy::schema::Field;

/// How often each number occurs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Numbers with at least one document, in no order.
    pub(crate) counts: Vec<(u32, u64)>,
    /// Documents without a value.
    pub(crate) without: u64,
}

/// A thread's counts: an array where the numbers are dense enough, or else a table.
enum Counts {
    Array(Vec<u32>),
    Table(HashMap<u32, u32, RandomState>),
}

impl Counts {
    #[inline]
    fn add_all(&mut self, values: &[u64]) {
        match self {
            Self::Array(array) => {
                for value in values {
                    array[*value as usize] += 1;
                }
            }
            Self::Table(table) => {
                for value in values {
                    *table.entry(*value as u32).or_default() += 1;
                }
            }
        }
    }

    fn add(&mut self, value: u32, count: u32) {
        match self {
            Self::Array(array) => array[value as usize] += count,
            Self::Table(table) => *table.entry(value).or_default() += count,
        }
    }
}

/// Arrays above this are not made: 256 MiB a thread.
const LARGEST_ARRAY: u64 = 1 << 26;

/// Whether counting `documents` of numbers up to `greatest` is done in an array: emptying and reading it
/// must not cost more than the documents do.
fn is_dense(greatest: u64, documents: u64) -> bool {
    greatest < LARGEST_ARRAY && greatest <= (documents * 4).max(1 << 14)
}

fn collect(threads: Vec<(Counts, u64)>) -> Tally {
    let mut without = 0;
    let mut arrays: Option<Vec<u32>> = None;
    let mut tables: Option<HashMap<u32, u32, RandomState>> = None;
    for (counts, none) in threads {
        without += none;
        match counts {
            Counts::Array(array) => match &mut arrays {
                None => arrays = Some(array),
                Some(sum) => sum
                    .iter_mut()
                    .zip(array)
                    .for_each(|(sum, count)| *sum += count),
            },
            Counts::Table(table) => match &mut tables {
                None => tables = Some(table),
                Some(sum) => table
                    .into_iter()
                    .for_each(|(id, count)| *sum.entry(id).or_default() += count),
            },
        }
    }
    let mut counts: Vec<(u32, u64)> = Vec::new();
    for (id, count) in arrays.into_iter().flatten().enumerate() {
        if count > 0 {
            counts.push((id as u32, u64::from(count)));
        }
    }
    counts.extend(
        tables
            .into_iter()
            .flatten()
            .map(|(id, count)| (id, u64::from(count))),
    );
    Tally { counts, without }
}

enum Task {
    /// Read the column.
    Read(Piece),
    /// Every document of the segment is in the set, and there are few different numbers:
    /// the dictionary of terms knows how many documents each has.
    Terms(usize),
}

impl Library<'_> {
    /// Counts by a column of ids. A document counts once for each of its ids.
    pub(crate) fn tally(&self, set: &DocSet, field: Field) -> Result<Tally> {
        let readers = self.searcher.segment_readers();
        let columns: Vec<Column> = readers
            .iter()
            .map(|reader| Column::open(reader, field))
            .collect::<Result<_>>()?;
        let greatest = columns
            .iter()
            .filter_map(|column| column.bounds())
            .map(|(_, most)| most)
            .max();
        let Some(greatest) = greatest else {
            return Ok(Tally {
                counts: Vec::new(),
                without: set.tweets(),
            });
        };
        let mut by_terms = vec![false; readers.len()];
        for (segment, reader) in readers.iter().enumerate() {
            if set.segments[segment].is_all() && !set.segments[segment].is_empty() {
                let terms = reader.inverted_index(field)?.terms().num_terms() as u64;
                // A term of the dictionary costs about as much as sixteen values of the column.
                by_terms[segment] = terms * 16 < u64::from(reader.max_doc());
            }
        }
        let mut tasks = Vec::new();
        for piece in set.pieces() {
            if !by_terms[piece.segment] {
                tasks.push(Task::Read(piece));
            } else if piece.range.start == 0 {
                tasks.push(Task::Terms(piece.segment));
            }
        }
        let dense = is_dense(greatest, set.tweets());
        let fresh = || {
            let counts = if dense {
                Counts::Array(vec![0; greatest as usize + 1])
            } else {
                Counts::Table(HashMap::with_hasher(RandomState::default()))
            };
            (counts, 0, Scratch::default())
        };
        let threads = fold(
            &tasks,
            set.tweets(),
            &self.cancel,
            fresh,
            |(counts, without, scratch), task| match task {
                Task::Read(piece) => {
                    let column = &columns[piece.segment];
                    set.segments[piece.segment].blocks::<crate::Error>(
                        piece.range.clone(),
                        |block| {
                            let with = column.values(&block, scratch);
                            *without += (block.len() - with) as u64;
                            counts.add_all(&scratch.values);
                            Ok(())
                        },
                    )
                }
                Task::Terms(segment) => {
                    let postings = readers[*segment].inverted_index(field)?;
                    let mut terms = postings
                        .terms()
                        .stream()
                        .map_err(tantivy::TantivyError::from)?;
                    while let Some((term, info)) = terms.next() {
                        let id = term
                            .try_into()
                            .map(u64::from_be_bytes)
                            .expect("BUG: a number's term has 8 bytes");
                        counts.add(id as u32, info.doc_freq);
                    }
                    let every = readers[*segment].max_doc();
                    *without += u64::from(every - columns[*segment].documents_with(0..every));
                    Ok(())
                }
            },
        )?;
        Ok(collect(
            threads
                .into_iter()
                .map(|(counts, without, _)| (counts, without))
                .collect(),
        ))
    }

    /// Counts by the flags of [`starling_index::schema::flag`], every combination by itself.
    pub(crate) fn tally_flags(&self, set: &DocSet) -> Result<Tally> {
        // The column has no postings, so it is read.
        self.tally_mapped(set, self.fields.flags, 1 << 16, |flags| flags as u32)
    }

    /// Counts by time in units of `grain` milliseconds, from the first such unit that any document lies in;
    /// gives that unit too. `None` where no document has a time.
    pub(crate) fn tally_time(&self, set: &DocSet, grain: i64) -> Result<Option<(i64, Tally)>> {
        let mut bounds: Option<(i64, i64)> = None;
        for reader in self.searcher.segment_readers() {
            if let Some((least, greatest)) = Column::open(reader, self.fields.time)?.bounds() {
                let (least, greatest) = (unshifted(least), unshifted(greatest));
                bounds = Some(
                    bounds.map_or((least, greatest), |(a, b)| (a.min(least), b.max(greatest))),
                );
            }
        }
        let Some((least, greatest)) = bounds else {
            return Ok(None);
        };
        let first = least.div_euclid(grain);
        let units = (greatest.div_euclid(grain) - first) as u64;
        // From the column's own number straight to the unit, without signs: one division by a constant.
        let origin = super::columns::shifted(first * grain);
        let tally = match grain {
            super::calendar::DAY => self.tally_mapped(set, self.fields.time, units, |at| {
                ((at - origin) / super::calendar::DAY as u64) as u32
            }),
            super::calendar::HOUR => self.tally_mapped(set, self.fields.time, units, |at| {
                ((at - origin) / super::calendar::HOUR as u64) as u32
            }),
            _ => self.tally_mapped(set, self.fields.time, units, |at| {
                ((at - origin) / grain as u64) as u32
            }),
        };
        Ok(Some((first, tally?)))
    }

    /// Counts by what the only value of a column maps to, at most `greatest`.
    fn tally_mapped(
        &self,
        set: &DocSet,
        field: Field,
        greatest: u64,
        map: impl Fn(u64) -> u32 + Sync,
    ) -> Result<Tally> {
        let readers = self.searcher.segment_readers();
        let columns: Vec<Column> = readers
            .iter()
            .map(|reader| Column::open(reader, field))
            .collect::<Result<_>>()?;
        let dense = is_dense(greatest, set.tweets());
        let fresh = || {
            let counts = if dense {
                Counts::Array(vec![0; greatest as usize + 1])
            } else {
                Counts::Table(HashMap::with_hasher(RandomState::default()))
            };
            (counts, 0, Scratch::default())
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            fresh,
            |(counts, without, scratch), piece| {
                let column = &columns[piece.segment];
                set.segments[piece.segment].blocks::<crate::Error>(piece.range.clone(), |block| {
                    let with = column.values(&block, scratch);
                    *without += (block.len() - with) as u64;
                    match counts {
                        Counts::Array(array) => {
                            for value in &scratch.values {
                                array[map(*value) as usize] += 1;
                            }
                        }
                        Counts::Table(table) => {
                            for value in &scratch.values {
                                *table.entry(map(*value)).or_default() += 1;
                            }
                        }
                    }
                    Ok(())
                })
            },
        )?;
        Ok(collect(
            threads
                .into_iter()
                .map(|(counts, without, _)| (counts, without))
                .collect(),
        ))
    }
}
