//! Tweets over time, whole or split by the values of a facet.

use super::Library;
use super::calendar::{self, DAY, HOUR};
use super::columns::{Column, Scratch, unshifted};
use super::parallel::fold;
use super::set::DocSet;
use crate::answer::{TimeBucket, Timeline};
use crate::ask::{Bucket, Facet};
use crate::{Ask, Error, Result};
use starling_model::Timestamp;

/// A timeline with no bucket given has at most so many.
pub const AUTOMATIC: i64 = 400;
/// A timeline of more buckets is refused: hours over 22 years, or minutes over 138 days, still pass.
pub const MOST_BUCKETS: i64 = 200_000;

/// A timeline is split by at most so many values: nobody tells more lines apart, and the counts stay below 80 MB.
pub const MOST_SPLIT: usize = 100;

/// What a timeline is split by counts as, where a tweet has none of the values that are shown.
pub const OTHER: &str = "other";

impl Library<'_> {
    /// The query's tweets over time, from the first to the last; with no bucket, by the narrowest that gives at most
    /// 400. Split by a facet, each bucket also counts its tweets by that facet's `n` greatest values over the whole
    /// query, and as `other` those that have none of these. A tweet with several of the values counts for each.
    pub fn timeline(
        &self,
        ask: &Ask,
        bucket: Option<Bucket>,
        split: Option<(Facet, usize)>,
    ) -> Result<(Bucket, Timeline)> {
        let set = self.set(ask)?;
        self.timeline_of(&set, bucket, split)
    }

    /// The same for a set.
    pub fn timeline_of(
        &self,
        set: &DocSet,
        bucket: Option<Bucket>,
        split: Option<(Facet, usize)>,
    ) -> Result<(Bucket, Timeline)> {
        let total = set.tweets();
        let Some((bucket, units)) = self.units(set, bucket)? else {
            let bucket = bucket.unwrap_or(Bucket::Day);
            return Ok((
                bucket,
                Timeline {
                    total,
                    undated: total,
                    buckets: Vec::new(),
                },
            ));
        };
        let Units {
            first,
            last,
            counts,
            undated,
        } = units;
        let mut buckets: Vec<TimeBucket> = (first..=last)
            .map(|number| TimeBucket {
                start: Timestamp(calendar::start(bucket, number)),
                count: 0,
                split: Vec::new(),
            })
            .collect();
        for (number, count) in counts {
            buckets[(number - first) as usize].count += count;
        }
        if let Some((facet, values)) = split {
            self.split(set, &mut buckets, (bucket, first), (facet, values))?;
        }
        Ok((
            bucket,
            Timeline {
                total,
                undated,
                buckets,
            },
        ))
    }

    /// Counts by number of bucket, and which bucket it is where none was asked for.
    fn units(&self, set: &DocSet, bucket: Option<Bucket>) -> Result<Option<(Bucket, Units)>> {
        // Days tell the span; in most cases they are what is asked for, or can be put together to it.
        let Some((first_day, days)) = self.tally_time(set, DAY, None)? else {
            return Ok(None);
        };
        let Some(least) = days.counts.iter().map(|(day, _)| *day).min() else {
            return Ok(None);
        };
        let greatest = days
            .counts
            .iter()
            .map(|(day, _)| *day)
            .max()
            .unwrap_or(least);
        let (least, greatest) = (
            first_day + i64::from(least),
            first_day + i64::from(greatest),
        );
        let undated = days.without;
        let chosen = match bucket {
            Some(bucket) => bucket,
            None => self.narrowest(set, least, greatest)?,
        };
        let (origin, grain, tally) = match calendar::grain(chosen) {
            DAY => (first_day, DAY, days),
            grain => {
                let span = (greatest - least + 1) * (DAY / grain);
                if span > MOST_BUCKETS + 2 * DAY / grain {
                    return Err(Error::TooManyBuckets {
                        buckets: span as u64,
                        most: MOST_BUCKETS as u64,
                    });
                }
                let Some((first, tally)) =
                    self.tally_time(set, grain, Some(span_of(least, greatest)))?
                else {
                    return Ok(None);
                };
                (first, grain, tally)
            }
        };
        let mut counts: Vec<(i64, u64)> = tally
            .counts
            .into_iter()
            .map(|(unit, count)| {
                (
                    calendar::number(chosen, (origin + i64::from(unit)) * grain),
                    count,
                )
            })
            .collect();
        counts.sort_unstable();
        let (Some(&(first, _)), Some(&(last, _))) = (counts.first(), counts.last()) else {
            return Ok(None);
        };
        if last - first >= MOST_BUCKETS {
            return Err(Error::TooManyBuckets {
                buckets: (last - first + 1) as u64,
                most: MOST_BUCKETS as u64,
            });
        }
        Ok(Some((
            chosen,
            Units {
                first,
                last,
                counts,
                undated,
            },
        )))
    }

    /// Where days are too wide, the exact first and last hours and minutes decide.
    fn narrowest(&self, set: &DocSet, first_day: i64, last_day: i64) -> Result<Bucket> {
        let by_days = calendar::narrowest(first_day * DAY, last_day * DAY, AUTOMATIC);
        if (last_day - first_day) * (DAY / HOUR) > AUTOMATIC + 2 * DAY / HOUR {
            return Ok(by_days);
        }
        let Some((first, minutes)) =
            self.tally_time(set, 60_000, Some(span_of(first_day, last_day)))?
        else {
            return Ok(by_days);
        };
        let numbers = || {
            minutes
                .counts
                .iter()
                .map(|(minute, _)| first + i64::from(*minute))
        };
        let (Some(least), Some(greatest)) = (numbers().min(), numbers().max()) else {
            return Ok(by_days);
        };
        Ok(calendar::narrowest(
            least * 60_000,
            greatest * 60_000,
            AUTOMATIC,
        ))
    }

    fn split(
        &self,
        set: &DocSet,
        buckets: &mut [TimeBucket],
        (bucket, first): (Bucket, i64),
        (facet, values): (Facet, usize),
    ) -> Result<()> {
        let shown = self.facet_of(set, facet, values.min(MOST_SPLIT))?;
        let slots = self.slots(facet, &shown)?;
        let width = shown.values.len() + 1;
        let readers = self.searcher.segment_readers();
        let times: Vec<Column> = readers
            .iter()
            .map(|reader| Column::open(reader, self.fields.time))
            .collect::<Result<_>>()?;
        let keys: Vec<Column> = readers
            .iter()
            .map(|reader| Column::open(reader, slots.field))
            .collect::<Result<_>>()?;
        let count = buckets.len();
        let fresh = || Splitting {
            cells: vec![0u32; count * width],
            places: Vec::new(),
            times: Vec::new(),
            scratch: Scratch::default(),
            known: None,
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            fresh,
            |splitting, piece| {
                let Splitting {
                    cells,
                    places,
                    times: at,
                    scratch,
                    known,
                } = splitting;
                set.segments[piece.segment].blocks::<Error>(piece.range.clone(), |block| {
                    times[piece.segment].aligned(&block, UNDATED, scratch, at);
                    places.clear();
                    for time in at.iter() {
                        if *time == UNDATED {
                            places.push(usize::MAX);
                            continue;
                        }
                        let time = unshifted(*time);
                        let unit = time.div_euclid(calendar::grain(bucket));
                        // Neighbours mostly lie in one bucket.
                        let place = match *known {
                            Some((unit_before, place)) if unit_before == unit => place,
                            _ => (calendar::number(bucket, time) - first) as usize,
                        };
                        *known = Some((unit, place));
                        places.push(place);
                    }
                    keys[piece.segment].pairs(&block, scratch);
                    let mut pair = 0;
                    for (place, bucket) in places.iter().enumerate() {
                        let doc = block.doc(place);
                        let mut hit = false;
                        while pair < scratch.docs.len() && scratch.docs[pair] == doc {
                            let value = scratch.values[pair];
                            pair += 1;
                            if *bucket != usize::MAX {
                                slots.of(value, |slot| {
                                    cells[bucket * width + slot] += 1;
                                    hit = true;
                                });
                            }
                        }
                        if !hit && *bucket != usize::MAX {
                            cells[bucket * width + width - 1] += 1;
                        }
                    }
                    Ok(())
                })
            },
        )?;
        for (place, bucket) in buckets.iter_mut().enumerate() {
            let names = shown
                .values
                .iter()
                .map(|value| value.value.clone())
                .chain([OTHER.to_owned()]);
            bucket.split = names
                .enumerate()
                .map(|(slot, name)| {
                    let cell = place * width + slot;
                    (
                        name,
                        threads
                            .iter()
                            .map(|thread| u64::from(thread.cells[cell]))
                            .sum(),
                    )
                })
                .collect();
        }
        Ok(())
    }
}

/// No tweet is of the last millisecond that a column can hold.
const UNDATED: u64 = u64::MAX;

/// First and last millisecond of days.
fn span_of(first_day: i64, last_day: i64) -> (i64, i64) {
    (first_day * DAY, (last_day + 1) * DAY - 1)
}

struct Units {
    first: i64,
    last: i64,
    /// By number of bucket, in order; a number can stand there several times.
    counts: Vec<(i64, u64)>,
    undated: u64,
}

/// A thread's counts.
struct Splitting {
    /// A row of slots for each bucket.
    cells: Vec<u32>,
    places: Vec<usize>,
    times: Vec<u64>,
    scratch: Scratch,
    known: Option<(i64, usize)>,
}
