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

/// A thread's counts, in the form that suits the numbers.
enum Counts {
    /// Few numbers: four counts each, taken in turn, since neighbours are often equal
    /// and adding to one place twice has to wait for the first time.
    Lanes(Vec<[u32; 4]>),
    /// A count each.
    Array(Vec<u32>),
    /// More numbers than documents.
    Table(HashMap<u32, u32, RandomState>),
}

/// Numbers below this get four counts: 256 KiB fit the second-level cache.
const FEW: u64 = 1 << 14;
/// Arrays above this are not made: 256 MiB a thread.
const LARGEST_ARRAY: u64 = 1 << 26;

impl Counts {
    /// For so many documents with numbers up to `greatest`. An array is emptied and read through,
    /// which must not cost more than the documents do.
    fn new(greatest: u64, documents: u64) -> Self {
        if greatest < FEW {
            Self::Lanes(vec![[0; 4]; greatest as usize + 1])
        } else if greatest < LARGEST_ARRAY && greatest <= documents.saturating_mul(4) {
            Self::Array(vec![0; greatest as usize + 1])
        } else {
            Self::Table(HashMap::with_hasher(RandomState::default()))
        }
    }

    #[inline]
    fn add_all(&mut self, values: &[u64], number: impl Fn(u64) -> u32) {
        match self {
            Self::Lanes(lanes) => {
                for (at, value) in values.iter().enumerate() {
                    lanes[number(*value) as usize][at & 3] += 1;
                }
            }
            Self::Array(array) => {
                for value in values {
                    array[number(*value) as usize] += 1;
                }
            }
            Self::Table(table) => {
                for value in values {
                    *table.entry(number(*value)).or_default() += 1;
                }
            }
        }
    }

    fn add(&mut self, number: u32, count: u32) {
        match self {
            Self::Lanes(lanes) => lanes[number as usize][0] += count,
            Self::Array(array) => array[number as usize] += count,
            Self::Table(table) => *table.entry(number).or_default() += count,
        }
    }

    /// Of threads that counted in the same form.
    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Lanes(mut sum), Self::Lanes(lanes)) => {
                for (sum, lanes) in sum.iter_mut().zip(lanes) {
                    sum[0] += lanes.iter().sum::<u32>();
                }
                Self::Lanes(sum)
            }
            (Self::Array(mut sum), Self::Array(array)) => {
                sum.iter_mut()
                    .zip(array)
                    .for_each(|(sum, count)| *sum += count);
                Self::Array(sum)
            }
            (mut sum, other) => {
                other
                    .into_counts()
                    .into_iter()
                    .for_each(|(number, count)| sum.add(number, count as u32));
                sum
            }
        }
    }

    fn into_counts(self) -> Vec<(u32, u64)> {
        let numbered = |counts: &mut dyn Iterator<Item = u64>| -> Vec<(u32, u64)> {
            counts
                .enumerate()
                .filter(|(_, count)| *count > 0)
                .map(|(number, count)| (number as u32, count))
                .collect()
        };
        match self {
            Self::Lanes(lanes) => numbered(
                &mut lanes
                    .into_iter()
                    .map(|lanes| lanes.into_iter().map(u64::from).sum()),
            ),
            Self::Array(array) => numbered(&mut array.into_iter().map(u64::from)),
            Self::Table(table) => table
                .into_iter()
                .map(|(number, count)| (number, u64::from(count)))
                .collect(),
        }
    }
}

/// What a thread holds while it counts.
struct Counting {
    counts: Counts,
    without: u64,
    scratch: Scratch,
}

fn collect(threads: Vec<Counting>) -> Tally {
    let without = threads.iter().map(|thread| thread.without).sum();
    let counts = threads
        .into_iter()
        .map(|thread| thread.counts)
        .reduce(Counts::merge);
    Tally {
        counts: counts.map(Counts::into_counts).unwrap_or_default(),
        without,
    }
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
            let has_terms = reader.schema().get_field_entry(field).is_indexed();
            if has_terms && set.segments[segment].is_all() && !set.segments[segment].is_empty() {
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
        let fresh = || Counting {
            counts: Counts::new(greatest, set.tweets()),
            without: 0,
            scratch: Scratch::default(),
        };
        let threads = fold(
            &tasks,
            set.tweets(),
            &self.cancel,
            fresh,
            |counting, task| match task {
                Task::Read(piece) => {
                    counting.read(set, &columns[piece.segment], piece, |value| value as u32)
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
                        counting.counts.add(id as u32, info.doc_freq);
                    }
                    let every = readers[*segment].max_doc();
                    counting.without +=
                        u64::from(every - columns[*segment].documents_with(0..every));
                    Ok(())
                }
            },
        )?;
        Ok(collect(threads))
    }

    /// Counts by the flags of [`starling_index::schema::flag`], every combination by itself.
    pub(crate) fn tally_flags(&self, set: &DocSet) -> Result<Tally> {
        // The column has no postings, so it is read.
        self.tally_mapped(set, self.fields.flags, 1 << 16, |flags| flags as u32)
    }

    /// Counts by time in units of `grain` milliseconds, from the unit that the first result numbers on.
    /// `within` tells first and last milliseconds that are known to hold all times of the set.
    /// `None` where no document has a time.
    pub(crate) fn tally_time(
        &self,
        set: &DocSet,
        grain: i64,
        within: Option<(i64, i64)>,
    ) -> Result<Option<(i64, Tally)>> {
        let mut bounds = within;
        if within.is_none() {
            for reader in self.searcher.segment_readers() {
                if let Some((least, greatest)) = Column::open(reader, self.fields.time)?.bounds() {
                    let (least, greatest) = (unshifted(least), unshifted(greatest));
                    bounds = Some(
                        bounds.map_or((least, greatest), |(a, b)| (a.min(least), b.max(greatest))),
                    );
                }
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
        let fresh = || Counting {
            counts: Counts::new(greatest, set.tweets()),
            without: 0,
            scratch: Scratch::default(),
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            fresh,
            |counting, piece| counting.read(set, &columns[piece.segment], piece, &map),
        )?;
        Ok(collect(threads))
    }
}

impl Counting {
    fn read(
        &mut self,
        set: &DocSet,
        column: &Column,
        piece: &Piece,
        number: impl Fn(u64) -> u32,
    ) -> Result<()> {
        set.segments[piece.segment].blocks(piece.range.clone(), |block| {
            let with = column.values(&block, &mut self.scratch);
            self.without += (block.len() - with) as u64;
            self.counts.add_all(&self.scratch.values, &number);
            Ok(())
        })
    }
}
