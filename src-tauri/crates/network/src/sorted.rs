//! Ties in order, and their sum: one edge a pair.
//!
//! A tie is packed into eight bytes. Ties are first shared out into runs of sources, block by block so that each write is a
//! long one; a run fits into a processor's own memory, where counting and short sorts put it in order. No hashing, and the
//! memory is that of the ties.

use crate::clock::Clock;
use crate::rows::parts;
use crate::{Edges, Error, Moment, Result, Ties};
use rayon::prelude::*;
use starling_model::Cancel;

/// Two to this power is how many runs there are, unless sources are fewer or do not fit beside the targets.
const RUNS: u32 = 10;
/// Ties that are shared out at once, at least.
const BLOCK: usize = 1 << 16;
/// Sources in a row are sorted together until they have so many ties: fewer are sorted by insertion, which takes longer.
const FEW: usize = 32;
/// A source with so many ties is sorted by counting.
const WIDE: usize = 256;

/// Ties by source, then target, then time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    n_nodes: usize,
    packing: Packing,
    /// Where each run begins.
    runs: Vec<u32>,
    ties: Vec<u64>,
    clock: Clock,
}

/// How a tie is packed. From the highest bit: the source within its run, the target, the number of the moment (32 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Packing {
    /// A run holds two to this power sources.
    shift: u32,
    /// Bits of a target.
    width: u32,
}

impl Packing {
    fn of(n_nodes: usize, n_sources: usize) -> Self {
        let width = usize::BITS - n_nodes.leading_zeros();
        let shift = (usize::BITS - n_sources.leading_zeros()).saturating_sub(RUNS);
        Self {
            shift: shift.min(32 - width),
            width,
        }
    }

    #[inline]
    fn run(self, source: u32) -> usize {
        (source >> self.shift) as usize
    }

    /// The upper half of a pair's ties.
    #[inline]
    fn pair(self, source: u32, target: u32) -> u64 {
        let within = source & ((1 << self.shift) - 1);
        u64::from(within) << self.width | u64::from(target)
    }

    /// The source within its run.
    #[inline]
    fn source(self, tie: u64) -> u32 {
        (tie >> (32 + self.width)) as u32
    }

    #[inline]
    fn target(self, tie: u64) -> u32 {
        (tie >> 32 & ((1 << self.width) - 1)) as u32
    }
}

#[inline]
fn number(tie: u64) -> u32 {
    tie as u32
}

impl Sorted {
    pub(crate) fn of(ties: Ties, n_nodes: usize, cancel: &Cancel) -> Result<Self> {
        if ties.len() >= u32::MAX as usize || n_nodes > 1 << 31 {
            return Err(Error::TooLarge(ties.len() as u64));
        }
        let most = ties.source.iter().max();
        let n_sources = most.map_or(0, |most| *most as usize + 1);
        let packing = Packing::of(n_nodes, n_sources);
        let clock = Clock::of(&ties.time);
        let counts = count(&ties.source, packing, packing.run(n_sources as u32) + 1);
        let runs = begins(&counts);
        let mut sorted = shared_out(ties, packing, &clock, (counts, &runs), cancel)?;
        parts(&mut sorted, &runs)
            .into_par_iter()
            .try_for_each_init(Vec::new, |spare, part| {
                cancel.check()?;
                sort_run(part, packing, spare);
                Ok::<_, Error>(())
            })?;
        Ok(Self {
            n_nodes,
            packing,
            runs,
            ties: sorted,
            clock,
        })
    }

    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.n_nodes
    }

    /// One edge a pair, in order; of a span of time only the ties from its first millisecond to before its last.
    pub fn edges(&self, span: Option<(i64, i64)>) -> Edges {
        let inside = span.map(|(since, until)| self.clock.from(since)..self.clock.from(until));
        let other = |two: &&[u64]| two[0] >> 32 != two[1] >> 32;
        let mut edges = Edges::with_capacity(self.ties.windows(2).filter(other).count() + 1);
        let (mut begins, mut pairs) = (Vec::new(), Vec::new());
        for (run, ends) in self.runs.windows(2).enumerate() {
            let ties = &self.ties[ends[0] as usize..ends[1] as usize];
            let n_pairs = begin_pairs(ties, &mut begins);
            let whole = begins[..=n_pairs].windows(2).map(|two| (two[0], two[1]));
            pairs.clear();
            match &inside {
                None => pairs.extend(whole),
                Some(inside) => {
                    let within = whole.map(|(from, to)| {
                        let ties = &ties[from as usize..to as usize];
                        let before =
                            |end| ties.partition_point(|tie| u64::from(number(*tie)) < end);
                        let (begin, end) = (before(inside.start), before(inside.end));
                        (from + begin as u32, from + end as u32)
                    });
                    pairs.extend(within.filter(|(from, to)| from < to));
                }
            }
            self.push(run, ties, &pairs, &mut edges);
        }
        edges
    }

    /// Adds an edge for each part of a run that is the ties of one pair. Column by column, which is twice as quick.
    fn push(&self, run: usize, ties: &[u64], pairs: &[(u32, u32)], edges: &mut Edges) {
        let begins = || pairs.iter().map(|(from, _)| ties[*from as usize]);
        let first = (run as u32) << self.packing.shift;
        let sources = begins().map(|tie| first + self.packing.source(tie));
        edges.source.extend(sources);
        edges
            .target
            .extend(begins().map(|tie| self.packing.target(tie)));
        let counts = || pairs.iter().map(|(from, to)| to - from);
        edges.weight.extend(counts().map(|count| count as f32));
        edges.count.extend(counts());
        edges.first.extend(pairs.iter().map(|(from, to)| {
            // Unknown moments stand first.
            let mut numbers = ties[*from as usize..*to as usize]
                .iter()
                .map(|tie| number(*tie));
            self.clock.moment(numbers.find(|at| *at != 0).unwrap_or(0))
        }));
        let ends = pairs.iter().map(|(_, to)| ties[*to as usize - 1]);
        edges
            .last
            .extend(ends.map(|tie| self.clock.moment(number(tie))));
    }

    /// The moments of a pair's ties, in order.
    pub fn moments(&self, source: u32, target: u32) -> impl Iterator<Item = Moment> + '_ {
        let run = self.packing.run(source);
        let ends = self.runs.get(run).zip(self.runs.get(run + 1));
        let ties = ends.map_or(&[][..], |(from, to)| {
            &self.ties[*from as usize..*to as usize]
        });
        let pair = self.packing.pair(source, target);
        let from = ties.partition_point(|tie| tie >> 32 < pair);
        let to = ties.partition_point(|tie| tie >> 32 <= pair);
        let ties = ties[from..to].iter();
        ties.map(|tie| self.clock.moment(number(*tie)))
    }

    /// The moments of all ties.
    pub fn all_moments(&self) -> impl Iterator<Item = Moment> + '_ {
        let ties = self.ties.iter();
        ties.map(|tie| self.clock.moment(number(*tie)))
    }
}

/// Ties a block: all runs are gone through for each, which may therefore not be smaller than they are many.
fn block_of(n_runs: usize) -> usize {
    BLOCK.max(4 * n_runs)
}

/// How many ties of each block go into each run.
fn count(source: &[u32], packing: Packing, n_runs: usize) -> Vec<Vec<u32>> {
    let of_block = |sources: &[u32]| {
        let mut count = vec![0; n_runs];
        for source in sources {
            count[packing.run(*source)] += 1;
        }
        count
    };
    source.chunks(block_of(n_runs)).map(of_block).collect()
}

/// Where each run begins, and the last one ends.
fn begins(counts: &[Vec<u32>]) -> Vec<u32> {
    let n_runs = counts.first().map_or(0, Vec::len);
    let mut sum = 0;
    let mut begins = Vec::with_capacity(n_runs + 1);
    begins.push(0);
    begins.extend((0..n_runs).map(|run| {
        sum += counts.iter().map(|count| count[run]).sum::<u32>();
        sum
    }));
    begins
}

/// Turns counts into where each number's part begins.
fn add_up(slots: &mut [u32]) {
    let mut sum = 0;
    for slot in slots {
        (*slot, sum) = (sum, sum + *slot);
    }
}

/// Packs ties, run by run; within a run as they were found.
fn shared_out(
    ties: Ties,
    packing: Packing,
    clock: &Clock,
    (counts, runs): (Vec<Vec<u32>>, &[u32]),
    cancel: &Cancel,
) -> Result<Vec<u64>> {
    let block = block_of(runs.len() - 1);
    let mut free = runs.to_vec();
    let mut sorted = vec![0; ties.len()];
    let mut shared = vec![0; block.min(ties.len())];
    let sources = ties.source.chunks(block);
    let columns = sources
        .zip(ties.target.chunks(block))
        .zip(ties.time.chunks(block));
    for (((sources, targets), times), mut slots) in columns.zip(counts) {
        cancel.check()?;
        add_up(&mut slots);
        for ((source, target), time) in sources.iter().zip(targets).zip(times) {
            let slot = &mut slots[packing.run(*source)];
            let pair = packing.pair(*source, *target);
            shared[*slot as usize] = pair << 32 | u64::from(clock.number(*time));
            *slot += 1;
        }
        let mut from = 0;
        for (free, to) in free.iter_mut().zip(slots) {
            let run = &shared[from..to as usize];
            sorted[*free as usize..*free as usize + run.len()].copy_from_slice(run);
            *free += run.len() as u32;
            from = to as usize;
        }
    }
    Ok(sorted)
}

/// Sorts a run: by source, then each source's ties.
fn sort_run(ties: &mut [u64], packing: Packing, spare: &mut Vec<u64>) {
    if spare.len() < ties.len() {
        spare.resize(ties.len(), 0);
    }
    let spare = &mut spare[..ties.len()];
    let mut ends = vec![0; 1 << packing.shift];
    by_digit(ties, spare, &mut ends, |tie| packing.source(tie) as usize);
    let (mut from, mut last) = (0, 0);
    for to in ends {
        let to = to as usize;
        if to - last >= WIDE {
            spare[from..last].sort_unstable();
            sort_wide(&mut spare[last..to], packing.width, &mut ties[last..to]);
            from = to;
        } else if to - from >= FEW {
            spare[from..to].sort_unstable();
            from = to;
        }
        last = to;
    }
    spare[from..].sort_unstable();
    ties.copy_from_slice(spare);
}

/// Sorts the ties of one source that has many.
fn sort_wide(row: &mut [u64], width: u32, spare: &mut [u64]) {
    let bits = width.div_ceil(2);
    let mut slots = vec![0; 1 << bits];
    let digit = |tie: u64, low: u32| (tie >> low) as usize & ((1 << bits) - 1);
    by_digit(row, spare, &mut slots, |tie| digit(tie, 32));
    slots.fill(0);
    by_digit(spare, row, &mut slots, |tie| digit(tie, 32 + bits));
    for ties in row.chunk_by_mut(|a, b| a >> 32 == b >> 32) {
        // Mostly they were found in order of time.
        if !ties.is_sorted() {
            ties.sort_unstable();
        }
    }
}

/// Puts ties in order of a digit, else as they stood. The slots, which are 0, then hold where each digit's ties end.
#[inline]
fn by_digit(from: &[u64], to: &mut [u64], slots: &mut [u32], digit: impl Fn(u64) -> usize) {
    from.iter().for_each(|tie| slots[digit(*tie)] += 1);
    add_up(slots);
    for tie in from {
        let slot = &mut slots[digit(*tie)];
        to[*slot as usize] = *tie;
        *slot += 1;
    }
}

/// How many pairs a run has. Where each begins, and where the last ends, then stands in `begins`.
fn begin_pairs(ties: &[u64], begins: &mut Vec<u32>) -> usize {
    if begins.len() <= ties.len() {
        begins.resize(ties.len() + 1, 0);
    }
    // Without a branch, which would be guessed wrong as often as there are pairs.
    let (mut n_pairs, mut last) = (0, u64::MAX);
    for (at, tie) in ties.iter().enumerate() {
        let pair = tie >> 32;
        // Written over until the next pair begins.
        begins[n_pairs] = at as u32;
        n_pairs += usize::from(pair != last);
        last = pair;
    }
    begins[n_pairs] = ties.len() as u32;
    n_pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Edge;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// By a map of pairs.
    fn plainly(found: &[(u32, u32, Option<i64>)], span: Option<(i64, i64)>) -> Vec<Edge> {
        let mut pairs: BTreeMap<(u32, u32), Vec<Option<i64>>> = BTreeMap::new();
        for (source, target, ms) in found {
            let is_inside =
                span.is_none_or(|(since, until)| ms.is_some_and(|ms| ms >= since && ms < until));
            if is_inside {
                pairs.entry((*source, *target)).or_default().push(*ms);
            }
        }
        let edge = |((source, target), times): ((u32, u32), Vec<Option<i64>>)| Edge {
            source,
            target,
            weight: times.len() as f32,
            count: times.len() as u32,
            first: times.iter().flatten().min().copied().into(),
            last: times.iter().flatten().max().copied().into(),
        };
        pairs.into_iter().map(edge).collect()
    }

    fn check(found: &[(u32, u32, Option<i64>)], n_nodes: usize, span: Option<(i64, i64)>) {
        let mut ties = Ties::default();
        found
            .iter()
            .for_each(|(source, target, ms)| ties.push(*source, *target, *ms));
        let sorted = ties.sorted(n_nodes, &Cancel::new()).unwrap();
        let edges: Vec<Edge> = sorted.edges(span).iter().collect();
        assert_eq!(edges, plainly(found, span));
        for edge in sorted.edges(None).iter() {
            let mut times: Vec<Moment> = found
                .iter()
                .filter(|(source, target, _)| (*source, *target) == (edge.source, edge.target))
                .map(|(_, _, ms)| Moment::from(*ms))
                .collect();
            times.sort_unstable();
            let moments: Vec<Moment> = sorted.moments(edge.source, edge.target).collect();
            assert_eq!(moments, times);
        }
        assert_eq!(sorted.all_moments().count(), found.len());
    }

    proptest! {
        #[test]
        fn edges_are_those_of_a_map(
            found in proptest::collection::vec(
                (0u32..9, 0u32..9, proptest::option::of(-20_000i64..20_000)),
                0..80,
            ),
            span in proptest::option::of((-21_000i64..21_000, -21_000i64..21_000)),
        ) {
            check(&found, 9, span);
        }

        /// Runs of several sources, and numbers that leave few bits for them.
        #[test]
        fn nodes_may_be_many(
            found in proptest::collection::vec(
                (0u32..1 << 24, 0u32..1 << 24, proptest::option::of(0i64..90_000)),
                0..40,
            ),
            span in proptest::option::of((0i64..90_000, 0i64..90_000)),
        ) {
            check(&found, 1 << 24, span);
        }
    }

    /// A few sources of thousands of ties, over several blocks; times to the millisecond that span centuries.
    #[test]
    fn sources_may_be_wide() {
        let mut state = 7u64;
        let mut below = |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % n
        };
        let found: Vec<(u32, u32, Option<i64>)> = (0..200_000)
            .map(|_| {
                let source = below(20) * below(2) * 199;
                let time = (below(9) > 0).then(|| below(1 << 31) as i64 * 10_007);
                (source as u32, below(3_000) as u32, time)
            })
            .collect();
        let mut ties = Ties::default();
        found
            .iter()
            .for_each(|(source, target, ms)| ties.push(*source, *target, *ms));
        let sorted = ties.sorted(4_000, &Cancel::new()).unwrap();
        let span = Some((1 << 40, 3 << 42));
        for span in [None, span] {
            assert!(sorted.edges(span).iter().eq(plainly(&found, span)));
        }
    }

    #[test]
    fn it_can_be_stopped() {
        let mut ties = Ties::default();
        ties.push(0, 1, None);
        let stopped = Cancel::new();
        stopped.set();
        assert!(ties.sorted(2, &stopped).is_err());
    }
}
