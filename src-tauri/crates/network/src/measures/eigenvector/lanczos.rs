//! The greatest eigenvector of a component, by the Lanczos method with thick restarts (Wu and Simon, 2000).
//!
//! Of our own since no crate fits: faer's solver looks for the greatest magnitude, of which a two-sided network has two,
//! and neither it nor linfa's LOBPCG can be stopped, or goes over its vectors on all cores with the same sums on any number
//! of them. Nor does either tell how near the next eigenvalue is, without which it is not known whether the vector is
//! right: what is left over is small for any mixture of vectors whose eigenvalues are nearly equal.

use crate::measures::components::Unions;
use crate::{Result, Rows};
use rayon::prelude::*;
use starling_model::Cancel;

/// Nodes a chunk: sums are made chunk by chunk, so that they do not depend on the number of threads.
const CHUNK: usize = 1024;
/// Directions that are looked at together.
const MOST: usize = 16;
/// Of them, how many go on when there is no more room.
const KEPT: usize = 6;
/// How often the matrix is gone through at most.
const MOST_ROUNDS: u32 = 500;
/// How wrong a value may be, as a share of the greatest.
const SETTLED: f64 = 1e-5;
/// Eigenvalues nearer to each other than this share cannot be told apart with numbers of 64 bits.
const EQUAL: f64 = 1e-9;
/// What is left of a vector is nothing but rounding below this share.
const NOTHING: f64 = 1e-13;
/// Rounds of plain power iteration at the end: they make every value positive, also the smallest.
const SMOOTHING: u32 = 3;

/// The vector of a component.
pub(super) struct Found {
    /// In the order of its nodes; the greatest is 1.
    pub(super) value: Vec<f64>,
    /// Whether every value is right to [`SETTLED`].
    pub(super) settled: bool,
    /// By how much one more round would change a value.
    pub(super) residual: f64,
    /// How often the matrix was gone through.
    pub(super) rounds: u32,
}

impl Found {
    /// What needs no search.
    pub(super) fn plain(value: Vec<f64>) -> Self {
        Self {
            value,
            settled: true,
            residual: 0.0,
            rounds: 0,
        }
    }
}

/// A component by itself, its nodes numbered from nought.
pub(super) struct Component {
    rows: Rows,
    /// Nodes a chunk; all of them where it is small, since others are then worked on beside it.
    chunk: usize,
}

impl Component {
    /// `place` holds the number within its component for each node of the network.
    pub(super) fn of(around: &Rows, run: &[u32], place: &[u32], large: bool) -> Self {
        let n_ties = run.iter().map(|node| around.degree(*node) as usize).sum();
        let mut rows = Rows {
            offsets: Vec::with_capacity(run.len() + 1),
            neighbours: Vec::with_capacity(n_ties),
            weights: Vec::with_capacity(n_ties),
        };
        rows.offsets.push(0);
        for node in run {
            let others = around.of(*node).iter();
            rows.neighbours
                .extend(others.map(|other| place[*other as usize]));
            rows.weights.extend_from_slice(around.weights_of(*node));
            rows.offsets.push(rows.neighbours.len() as u32);
        }
        let chunk = if large { CHUNK } else { run.len() };
        Self { rows, chunk }
    }

    fn n_nodes(&self) -> usize {
        self.rows.n_nodes()
    }

    /// What a node's neighbours hand to it.
    #[inline]
    fn row(&self, node: usize, vector: &[f64]) -> f64 {
        let node = node as u32;
        let ties = self.rows.of(node).iter().zip(self.rows.weights_of(node));
        ties.map(|(other, weight)| vector[*other as usize] * f64::from(*weight))
            .sum()
    }

    /// Its eigenvector.
    pub(super) fn settle(&self, cancel: &Cancel) -> Result<Found> {
        let mut search = Search::of(self, cancel);
        let settled = search.run()?;
        let (greatest, rounds) = (search.small[0][0], search.rounds);
        search.first_to_last();
        // The directions are no longer needed.
        let mut value = std::mem::take(&mut search.last);
        drop(search);
        let mut next = vec![0.0; value.len()];
        let mut residual = 0.0;
        // The node itself counts too, which keeps two-sided networks from swinging and does not change the vector.
        let own = greatest / 2.0;
        for round in 0..SMOOTHING {
            cancel.check()?;
            let most = value.iter().copied().fold(0.0, f64::max);
            let changes: Vec<f64> = next
                .par_chunks_mut(self.chunk)
                .enumerate()
                .map(|(chunk, next)| {
                    let mut change = 0.0f64;
                    for (at, next) in next.iter_mut().enumerate() {
                        let node = chunk * self.chunk + at;
                        let sum = self.row(node, &value);
                        change = change.max((sum / greatest - value[node]).abs());
                        *next = sum + own * value[node];
                    }
                    change
                })
                .collect();
            if round == 0 {
                residual = changes.into_iter().fold(0.0, f64::max) / most;
            }
            std::mem::swap(&mut value, &mut next);
            let most = value.iter().copied().fold(0.0, f64::max);
            value.iter_mut().for_each(|value| *value /= most);
        }
        Ok(Found {
            value,
            settled,
            residual,
            rounds: rounds + SMOOTHING,
        })
    }

    /// An upper bound of how far the next eigenvalue is, by where the network nearly falls in two.
    ///
    /// What began with one vector sees only one of several whose eigenvalues are nearly equal, a mixture of them. Those
    /// are of parts that hardly touch. With `value` of length 1 as the eigenvector of the eigenvalue v, the vector that is
    /// `value` in one part alone has an eigenvalue of v less what flows out of that part, divided by what is in it; so the
    /// edges are joined from the strongest flow on, and where two parts are joined by the least flow for what is in
    /// them, the network is cut. Parts with less in them than `least` do not matter.
    fn narrowest(&self, value: &[f64], least: f64) -> f64 {
        let n_nodes = self.n_nodes();
        let ties = |node: usize| {
            let ties = self.rows.of(node as u32).iter();
            ties.zip(self.rows.weights_of(node as u32))
                .map(move |(other, weight)| {
                    let other = *other as usize;
                    (other, value[node] * f64::from(*weight) * value[other])
                })
                .filter(move |(other, _)| *other > node)
        };
        // By powers of two: the order within one does not matter.
        let level = |flow: f64| LEVELS - 1 - (flow.to_bits() >> 52) as usize;
        let mut starts = vec![0usize; LEVELS + 1];
        for node in 0..n_nodes {
            ties(node).for_each(|(_, flow)| starts[level(flow) + 1] += 1);
        }
        for at in 0..LEVELS {
            starts[at + 1] += starts[at];
        }
        let mut place = starts.clone();
        let mut edges = vec![(0u32, 0u32); starts[LEVELS]];
        for node in 0..n_nodes {
            for (other, flow) in ties(node) {
                let at = &mut place[level(flow)];
                edges[*at] = (node as u32, other as u32);
                *at += 1;
            }
        }
        let mut unions = Unions::new(n_nodes);
        let mut within: Vec<f64> = value.iter().map(|value| value * value).collect();
        let mut narrowest = None;
        for (at, ends) in starts.windows(2).enumerate() {
            let flow = f64::from_bits(((LEVELS - 1 - at) as u64) << 52);
            for (a, b) in &edges[ends[0]..ends[1]] {
                let (one, other) = (unions.root(*a), unions.root(*b));
                if one == other {
                    continue;
                }
                let (here, there) = (within[one as usize], within[other as usize]);
                let share = flow / here.min(there);
                if here.min(there) >= least && narrowest.is_none_or(|(known, _)| share < known) {
                    narrowest = Some((share, (*a, *b)));
                }
                unions.join(one, other);
                within[one.min(other) as usize] = here + there;
            }
        }
        let Some((_, (one, other))) = narrowest else {
            return f64::INFINITY;
        };
        // The same again, but that these two are never joined.
        let mut unions = Unions::new(n_nodes);
        for (a, b) in edges {
            let (a, b) = (unions.root(a), unions.root(b));
            let (here, there) = (unions.root(one), unions.root(other));
            if (a, b) != (here, there) && (b, a) != (here, there) {
                unions.join(a, b);
            }
        }
        let side = unions.labels();
        let is_here = |node: usize| side[node] == side[one as usize];
        let (mut here, mut there, mut flow) = (0.0, 0.0, 0.0);
        for (node, value) in value.iter().enumerate() {
            let part = if is_here(node) { &mut here } else { &mut there };
            *part += value * value;
            for (other, through) in ties(node) {
                if is_here(node) != is_here(other) {
                    flow += through;
                }
            }
        }
        flow * (here + there) / (here * there)
    }
}

/// How many powers of two there are.
const LEVELS: usize = 2048;

/// A small symmetric matrix.
type Small = [[f64; MOST]; MOST];

struct Search<'a> {
    of: &'a Component,
    cancel: &'a Cancel,
    n_nodes: usize,
    width: usize,
    /// For each chunk its part of each direction.
    basis: Vec<f64>,
    /// The direction that was found last.
    last: Vec<f64>,
    /// What the matrix makes of the directions, in terms of themselves.
    small: Small,
    /// How many directions there are.
    len: usize,
    rounds: u32,
}

/// The product of two vectors; the sum in a fixed order that leaves room for vector instructions.
fn product(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (eights, rest) = a.as_chunks::<8>();
    let (others, other_rest) = b.as_chunks::<8>();
    for (a, b) in eights.iter().zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f64 = rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// The products of directions with one that stands behind them.
fn products(before: &[f64], newest: &[f64]) -> [f64; MOST] {
    let mut sums = [0.0; MOST];
    let before = before.chunks_exact(newest.len());
    for (sum, before) in sums.iter_mut().zip(before) {
        *sum = product(before, newest);
    }
    sums
}

fn added(parts: Vec<[f64; MOST]>) -> [f64; MOST] {
    let mut sum = [0.0; MOST];
    for part in parts {
        sum.iter_mut()
            .zip(part)
            .for_each(|(sum, part)| *sum += part);
    }
    sum
}

impl<'a> Search<'a> {
    fn of(of: &'a Component, cancel: &'a Cancel) -> Self {
        let (n_nodes, width) = (of.n_nodes(), of.chunk);
        let n_chunks = n_nodes.div_ceil(width);
        let mut search = Self {
            of,
            cancel,
            n_nodes,
            width,
            basis: vec![0.0; n_chunks * width * (MOST + 1)],
            // The root of the strength is the eigenvector itself of a star, and of a regular network.
            last: (0..n_nodes as u32)
                .map(|node| of.rows.strength(node).sqrt())
                .collect(),
            small: Small::default(),
            len: 0,
            rounds: 0,
        };
        let norm = product(&search.last, &search.last).sqrt();
        let (basis, last) = search.chunks();
        basis
            .zip(last)
            .for_each(|(basis, last)| basis[..last.len()].copy_from_slice(last));
        search.scale(norm);
        search
    }

    fn chunks(
        &mut self,
    ) -> (
        rayon::slice::ChunksMut<'_, f64>,
        rayon::slice::ChunksMut<'_, f64>,
    ) {
        (
            self.basis.par_chunks_mut(self.width * (MOST + 1)),
            self.last.par_chunks_mut(self.width),
        )
    }

    /// The products of the newest with all directions before it.
    fn products(&mut self) -> [f64; MOST] {
        let (width, len) = (self.width, self.len);
        let parts = self
            .basis
            .par_chunks(width * (MOST + 1))
            .map(|basis| {
                let (before, newest) = basis.split_at(len * width);
                products(before, &newest[..width])
            })
            .collect();
        added(parts)
    }

    /// Takes out of the newest what lies along the directions before it; what is left is so long.
    fn without(&mut self, along: &[f64; MOST]) -> f64 {
        let (width, len) = (self.width, self.len);
        let parts: Vec<f64> = self
            .basis
            .par_chunks_mut(width * (MOST + 1))
            .map(|basis| {
                let (before, newest) = basis.split_at_mut(len * width);
                let newest = &mut newest[..width];
                for (before, along) in before.chunks_exact(width).zip(along) {
                    for (newest, before) in newest.iter_mut().zip(before) {
                        *newest -= along * before;
                    }
                }
                product(newest, newest)
            })
            .collect();
        parts.iter().sum::<f64>().sqrt()
    }

    /// The newest is a direction from now on.
    fn scale(&mut self, norm: f64) {
        let (width, len) = (self.width, self.len);
        let (basis, last) = self.chunks();
        basis.zip(last).for_each(|(basis, last)| {
            for (newest, last) in basis[len * width..].iter_mut().zip(last) {
                *newest /= norm;
                *last = *newest;
            }
        });
        self.len += 1;
    }

    /// Goes through the matrix with the last direction; the length of what is new in it, which is not yet taken.
    fn spread(&mut self) -> Result<f64> {
        self.cancel.check()?;
        self.rounds += 1;
        let (width, len, of) = (self.width, self.len, self.of);
        let last = &self.last;
        let parts: Vec<([f64; MOST], f64)> = self
            .basis
            .par_chunks_mut(width * (MOST + 1))
            .enumerate()
            .map(|(chunk, basis)| {
                let (before, newest) = basis.split_at_mut(len * width);
                let newest = &mut newest[..width];
                let first = chunk * width;
                let here = width.min(last.len() - first);
                for (at, newest) in newest[..here].iter_mut().enumerate() {
                    *newest = of.row(first + at, last);
                }
                newest[here..].fill(0.0);
                (products(before, newest), product(newest, newest))
            })
            .collect();
        let whole = parts.iter().map(|part| part.1).sum::<f64>().sqrt();
        let along = added(parts.into_iter().map(|part| part.0).collect());
        let mut norm = self.without(&along);
        let own = len - 1;
        for (other, along) in along.iter().enumerate().take(len) {
            self.small[other][own] = *along;
            self.small[own][other] = *along;
        }
        if norm < 0.1 * whole {
            let along = self.products();
            norm = self.without(&along);
        }
        // Otherwise it is nothing but rounding.
        Ok(if norm > whole * NOTHING { norm } else { 0.0 })
    }

    /// The best vectors within the directions take their place, the greatest first.
    fn turn(&mut self, turned: &Small, keep: usize) {
        let (width, len) = (self.width, self.len);
        self.basis
            .par_chunks_mut(width * (MOST + 1))
            .for_each(|basis| {
                let mut new = vec![0.0; keep * width];
                for (new, turned) in new.chunks_exact_mut(width).zip(turned) {
                    for (share, old) in turned.iter().zip(basis.chunks_exact(width)).take(len) {
                        for (new, old) in new.iter_mut().zip(old) {
                            *new += share * old;
                        }
                    }
                }
                // What was new in the last one stands behind them.
                basis.copy_within(len * width..(len + 1) * width, keep * width);
                basis[..keep * width].copy_from_slice(&new);
            });
        self.len = keep;
    }

    /// The first direction, turned to where it is positive, into `last`.
    fn first_to_last(&mut self) {
        let (basis, last) = self.chunks();
        basis
            .zip(last)
            .for_each(|(basis, last)| last.copy_from_slice(&basis[..last.len()]));
        let sign = self.last.iter().sum::<f64>().signum();
        // What is below nought is so by rounding.
        for value in &mut self.last {
            *value = (sign * *value).max(0.0);
        }
    }

    /// What the greatest of all values is, of the first direction.
    fn most(&mut self) -> f64 {
        let width = self.width;
        let parts: Vec<f64> = self
            .basis
            .par_chunks(width * (MOST + 1))
            .map(|basis| {
                basis[..width]
                    .iter()
                    .fold(0.0, |most: f64, one| most.max(one.abs()))
            })
            .collect();
        parts.into_iter().fold(0.0, f64::max)
    }

    /// Looks until the vector is known; `false` where it is not.
    fn run(&mut self) -> Result<bool> {
        // How far the next eigenvalue is at most, as the network's narrowest place tells.
        let mut narrowest = None;
        loop {
            let mut new = self.spread()?;
            let (len, is_all) = (self.len, self.len == self.n_nodes);
            let is_out = self.rounds >= MOST_ROUNDS;
            if len < MOST && new > 0.0 && !is_all && !is_out {
                self.scale(new);
                continue;
            }
            if is_all {
                new = 0.0;
            }
            let (values, turned) = eigen(&self.small, len);
            self.turn(&turned, KEPT.min(len));
            self.small = Small::default();
            for (at, value) in values.iter().enumerate().take(self.len) {
                self.small[at][at] = *value;
            }
            let next = if len > 1 { values[1] } else { 0.0 };
            let off = new * turned[0][len - 1].abs();
            let is_right = |distance: f64, most: f64| off <= SETTLED * distance * most;
            let is_equal = |distance: f64| distance <= EQUAL * values[0];
            let (mut distance, most) = (values[0] - next, self.most());
            if is_right(distance, most) {
                let narrowest = *narrowest.get_or_insert_with(|| {
                    self.first_to_last();
                    self.of.narrowest(&self.last, (SETTLED * most).powi(2))
                });
                distance = distance.min(narrowest);
                if is_equal(distance) {
                    return Ok(false);
                }
                if is_right(distance, most) {
                    return Ok(true);
                }
            }
            if is_out {
                return Ok(false);
            }
            self.scale(new);
        }
    }
}

/// The eigenvalues of the first `len` rows, falling, and the vector of each, by Jacobi's rotations.
fn eigen(small: &Small, len: usize) -> ([f64; MOST], Small) {
    let (mut left, mut turned) = (*small, Small::default());
    for (at, row) in turned.iter_mut().enumerate() {
        row[at] = 1.0;
    }
    let size: f64 = left[..len]
        .iter()
        .flat_map(|row| &row[..len])
        .map(|one| one * one)
        .sum();
    for _ in 0..50 {
        let above = left[..len].iter().enumerate();
        let beside: f64 = above
            .flat_map(|(at, row)| &row[at + 1..len])
            .map(|one| one * one)
            .sum();
        if beside <= size * 1e-34 {
            break;
        }
        for p in 0..len {
            for q in p + 1..len {
                if left[p][q] == 0.0 {
                    continue;
                }
                let slope = (left[q][q] - left[p][p]) / (2.0 * left[p][q]);
                let tan = slope.signum() / (slope.abs() + (slope * slope + 1.0).sqrt());
                let cos = 1.0 / (tan * tan + 1.0).sqrt();
                let sin = tan * cos;
                for row in &mut left[..len] {
                    (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
                }
                for at in 0..len {
                    let (a, b) = (left[p][at], left[q][at]);
                    (left[p][at], left[q][at]) = (cos * a - sin * b, sin * a + cos * b);
                    let (a, b) = (turned[p][at], turned[q][at]);
                    (turned[p][at], turned[q][at]) = (cos * a - sin * b, sin * a + cos * b);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| left[*b][*b].total_cmp(&left[*a][*a]));
    let (mut values, mut vectors) = ([0.0; MOST], Small::default());
    for (to, from) in order.into_iter().enumerate() {
        values[to] = left[from][from];
        vectors[to] = turned[from];
    }
    (values, vectors)
}
