//! Compressed sparse rows: a node's neighbours stand side by side.

use rayon::prelude::*;

/// Nodes a thread takes at once.
const CHUNK: usize = 4096;

/// For each node its neighbours, ascending, each once, and the weight of the tie to each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Where each node's neighbours begin; one more than there are nodes.
    pub offsets: Vec<u32>,
    /// The neighbours of all nodes.
    pub neighbours: Vec<u32>,
    /// The weight beside each neighbour.
    pub weights: Vec<f32>,
}

impl Rows {
    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Where a node's neighbours stand.
    #[inline]
    pub fn span(&self, node: u32) -> std::ops::Range<usize> {
        self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize
    }

    /// How many neighbours a node has.
    #[inline]
    pub fn degree(&self, node: u32) -> u32 {
        self.offsets[node as usize + 1] - self.offsets[node as usize]
    }

    /// A node's neighbours.
    #[inline]
    pub fn of(&self, node: u32) -> &[u32] {
        &self.neighbours[self.span(node)]
    }

    /// The weights beside [`Rows::of`].
    #[inline]
    pub fn weights_of(&self, node: u32) -> &[f32] {
        &self.weights[self.span(node)]
    }

    /// The sum of a node's weights.
    pub fn strength(&self, node: u32) -> f64 {
        self.weights_of(node).iter().map(|w| f64::from(*w)).sum()
    }

    /// From edges sorted by source, then target; keeps their order, so a place in the rows is an edge's number.
    pub(crate) fn of_sorted(
        n_nodes: usize,
        source: &[u32],
        target: &[u32],
        weight: &[f32],
    ) -> Self {
        debug_assert!(source.is_sorted(), "BUG: edges stand sorted by source");
        Self {
            offsets: offsets(n_nodes, source),
            neighbours: target.to_vec(),
            weights: weight.to_vec(),
        }
    }

    /// The same ties seen from the other end. Neighbours ascend since the rows are gone through in order.
    pub(crate) fn turned(&self) -> Self {
        let n_nodes = self.n_nodes();
        let mut place = offsets(n_nodes, &self.neighbours);
        let offsets = place.clone();
        let mut neighbours = vec![0; self.neighbours.len()];
        let mut weights = vec![0.0; self.weights.len()];
        for node in 0..n_nodes as u32 {
            for at in self.span(node) {
                let slot = &mut place[self.neighbours[at] as usize];
                neighbours[*slot as usize] = node;
                weights[*slot as usize] = self.weights[at];
                *slot += 1;
            }
        }
        Self {
            offsets,
            neighbours,
            weights,
        }
    }

    /// Ties of both directions as one, their weights added; a node's tie to itself is left out.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let n_nodes = self.n_nodes();
        let merged: Vec<Self> = (0..n_nodes.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut rows = Self::default();
                for node in chunk * CHUNK..((chunk + 1) * CHUNK).min(n_nodes) {
                    self.join_row(other, node as u32, &mut rows);
                    rows.offsets.push(rows.neighbours.len() as u32);
                }
                rows
            })
            .collect();
        let n_ties = merged.iter().map(|part| part.neighbours.len()).sum();
        let mut rows = Self {
            offsets: Vec::with_capacity(n_nodes + 1),
            neighbours: Vec::with_capacity(n_ties),
            weights: Vec::with_capacity(n_ties),
        };
        rows.offsets.push(0);
        for mut part in merged {
            let base = rows.neighbours.len() as u32;
            rows.offsets.extend(part.offsets.iter().map(|at| base + at));
            rows.neighbours.append(&mut part.neighbours);
            rows.weights.append(&mut part.weights);
        }
        rows
    }

    fn join_row(&self, other: &Self, node: u32, rows: &mut Self) {
        let (mut mine, mut theirs) = (self.span(node), other.span(node));
        loop {
            let a = self.neighbours[mine.clone()].first().copied();
            let b = other.neighbours[theirs.clone()].first().copied();
            let Some(next) = a.into_iter().chain(b).min() else {
                return;
            };
            let mut weight = 0.0;
            if a == Some(next) {
                weight += self.weights[mine.start];
                mine.start += 1;
            }
            if b == Some(next) {
                weight += other.weights[theirs.start];
                theirs.start += 1;
            }
            if next != node {
                rows.neighbours.push(next);
                rows.weights.push(weight);
            }
        }
    }
}

/// Where each key's run begins when keys are counted and put in order.
pub(crate) fn offsets(n_keys: usize, keys: &[u32]) -> Vec<u32> {
    let mut offsets = vec![0u32; n_keys + 1];
    for key in keys {
        offsets[*key as usize + 1] += 1;
    }
    let mut sum = 0;
    for offset in &mut offsets {
        sum += *offset;
        *offset = sum;
    }
    offsets
}

/// What stands for each place, in order of the place's number, else as they stood. `offsets` are the numbers'.
pub(crate) fn by_number(numbers: &[u32], offsets: &[u32], what: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut free = offsets.to_vec();
    let mut sorted = vec![0; numbers.len()];
    for (place, number) in numbers.iter().enumerate() {
        let slot = &mut free[*number as usize];
        sorted[*slot as usize] = what(place as u32);
        *slot += 1;
    }
    sorted
}

/// The parts between the offsets.
pub(crate) fn parts<'a, T>(mut rest: &'a mut [T], offsets: &[u32]) -> Vec<&'a mut [T]> {
    let mut parts = Vec::with_capacity(offsets.len());
    for ends in offsets.windows(2) {
        let part;
        (part, rest) = rest.split_at_mut((ends[1] - ends[0]) as usize);
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        // 0→1, 0→2, 1→0, 2→2
        Rows::of_sorted(4, &[0, 0, 1, 2], &[1, 2, 0, 2], &[1.0, 2.0, 4.0, 8.0])
    }

    #[test]
    fn turning_twice_changes_nothing() {
        assert_eq!(rows().turned().turned(), rows());
        assert_eq!(rows().turned().of(2), [0, 2]);
    }

    #[test]
    fn both_directions_are_one_tie_and_loops_are_none() {
        let joined = rows().joined(&rows().turned());
        assert_eq!(joined.of(0), [1, 2]);
        assert_eq!(joined.weights_of(0), [5.0, 2.0]);
        assert_eq!(joined.of(2), [0], "its tie to itself is left out");
        assert_eq!(joined.degree(3), 0);
    }
}
