//! Nodes in Hilbert order, sixteen to a leaf, and above them cells of four: where the masses are, seen from afar.
//!
//! The tree is implicit: the cells of a level stand side by side, and cell `c` covers the cells `4c..4c + 4` below.
//! Repulsion is that of the plane, `1/d`, so with points as complex numbers the field of a cell at `z` is
//! `m/w + q/w³ + o/w⁴` (conjugated) with `w` the way from its centre: two more terms cost four more numbers.

use super::hilbert;
use crate::Result;
use rayon::prelude::*;
use starling_model::Cancel;
use std::ops::Range;

/// Nodes in a leaf, and what one vector instruction works on where vectors are that wide.
pub(super) const LANES: usize = 16;
/// Leaves of a chunk of parallel work; fixed, so that sums do not depend on the number of threads.
pub(super) const CHUNK: usize = 64;
/// The tree is sorted anew once its leaves are larger by this than when it was sorted.
const STALE: f64 = 1.3;

/// One value for each node of a leaf.
pub(super) type Lanes = [f32; LANES];

/// Some nodes seen from afar.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// Their centre of mass.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) mass: f32,
    /// None of them is farther from the centre than this.
    pub(super) reach: f32,
    /// The sum of `mass · (z - centre)²`.
    pub(super) quadrupole: (f32, f32),
    /// The sum of `mass · (z - centre)³`.
    pub(super) octupole: (f32, f32),
}

/// The nodes of a leaf.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leaf {
    pub(super) x: Lanes,
    pub(super) y: Lanes,
    /// 0 in the last leaf's places without a node.
    pub(super) mass: Lanes,
    /// The middle of the box around them, and half its sides.
    pub(super) middle: (f32, f32),
    pub(super) half: (f32, f32),
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The nodes in order along the curve.
    pub(super) order: Vec<u32>,
    /// Where each node stands in that order.
    pub(super) place: Vec<u32>,
    pub(super) leaves: Vec<Leaf>,
    /// The cells of all levels, those of single leaves first.
    pub(super) cells: Vec<Cell>,
    /// Where each level's cells stand, the topmost last.
    pub(super) levels: Vec<Range<u32>>,
    /// The sum of the leaves' sides when the nodes were sorted.
    sorted_extent: f64,
}

impl Tree {
    /// Follows the nodes to where they are now.
    pub(super) fn follow(
        &mut self,
        x: &[f32],
        y: &[f32],
        mass: &[f32],
        cancel: &Cancel,
    ) -> Result<()> {
        let is_new = self.order.len() != x.len();
        if is_new || self.gather(x, y, mass) > self.sorted_extent * STALE {
            // Nothing of the old order is given up before there is a new one.
            let order = hilbert::order(x, y, cancel)?;
            self.take_order(order);
            self.sorted_extent = self.gather(x, y, mass);
        }
        self.sum_up();
        Ok(())
    }

    fn take_order(&mut self, order: Vec<u32>) {
        let n = order.len();
        self.order = order;
        self.place.resize(n, 0);
        for (at, &node) in self.order.iter().enumerate() {
            self.place[node as usize] = at as u32;
        }
        self.leaves.resize(n.div_ceil(LANES), Leaf::default());
        self.levels.clear();
        let (mut from, mut width) = (0, self.leaves.len() as u32);
        loop {
            self.levels.push(from..from + width);
            from += width;
            if width <= 1 {
                break;
            }
            width = width.div_ceil(4);
        }
        self.cells.resize(from as usize, Cell::default());
    }

    /// Fills the leaves; gives the sum of their sides.
    fn gather(&mut self, x: &[f32], y: &[f32], mass: &[f32]) -> f64 {
        let n_leaves = self.leaves.len();
        let extents: Vec<f64> = self
            .leaves
            .par_chunks_mut(CHUNK)
            .zip(self.cells[..n_leaves].par_chunks_mut(CHUNK))
            .zip(self.order.par_chunks(CHUNK * LANES))
            .map(|((leaves, cells), order)| {
                let mut extent = 0.0;
                for ((leaf, cell), nodes) in leaves.iter_mut().zip(cells).zip(order.chunks(LANES)) {
                    leaf.fill(nodes, x, y, mass);
                    *cell = leaf.cell();
                    extent += f64::from(leaf.half.0 + leaf.half.1);
                }
                extent
            })
            .collect();
        extents.iter().sum()
    }

    /// Makes the cells above the leaves.
    fn sum_up(&mut self) {
        for pair in self.levels.windows(2) {
            let (below, above) = self.cells.split_at_mut(pair[1].start as usize);
            let below = &below[pair[0].start as usize..];
            above[..pair[1].len()]
                .par_chunks_mut(CHUNK)
                .zip(below.par_chunks(CHUNK * 4))
                .for_each(|(above, below)| {
                    for (cell, parts) in above.iter_mut().zip(below.chunks(4)) {
                        *cell = Cell::sum(parts);
                    }
                });
        }
    }
}

impl Leaf {
    fn fill(&mut self, nodes: &[u32], x: &[f32], y: &[f32], mass: &[f32]) {
        let last = nodes[nodes.len() - 1] as usize;
        self.mass = [0.0; LANES];
        self.x = [x[last]; LANES];
        self.y = [y[last]; LANES];
        for (at, &node) in nodes.iter().enumerate() {
            self.x[at] = x[node as usize];
            self.y[at] = y[node as usize];
            self.mass[at] = mass[node as usize];
        }
        let (mut low, mut high) = ((self.x[0], self.y[0]), (self.x[0], self.y[0]));
        for at in 0..LANES {
            low = (low.0.min(self.x[at]), low.1.min(self.y[at]));
            high = (high.0.max(self.x[at]), high.1.max(self.y[at]));
        }
        self.middle = (0.5 * (low.0 + high.0), 0.5 * (low.1 + high.1));
        self.half = (0.5 * (high.0 - low.0), 0.5 * (high.1 - low.1));
    }

    fn cell(&self) -> Cell {
        let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
        for at in 0..LANES {
            mass += self.mass[at];
            // Relative to the middle, for the sake of f32.
            x += self.mass[at] * (self.x[at] - self.middle.0);
            y += self.mass[at] * (self.y[at] - self.middle.1);
        }
        let mut cell = Cell {
            x: self.middle.0 + x / mass,
            y: self.middle.1 + y / mass,
            mass,
            ..Cell::default()
        };
        let mut reach = 0.0f32;
        for at in 0..LANES {
            let (dx, dy) = (self.x[at] - cell.x, self.y[at] - cell.y);
            reach = reach.max(dx * dx + dy * dy);
            let square = (dx * dx - dy * dy, 2.0 * dx * dy);
            let cube = (square.0 * dx - square.1 * dy, square.0 * dy + square.1 * dx);
            let mass = self.mass[at];
            cell.quadrupole.0 += mass * square.0;
            cell.quadrupole.1 += mass * square.1;
            cell.octupole.0 += mass * cube.0;
            cell.octupole.1 += mass * cube.1;
        }
        cell.reach = reach.sqrt();
        cell
    }
}

impl Cell {
    /// Several as one.
    fn sum(parts: &[Self]) -> Self {
        let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
        for part in parts {
            mass += part.mass;
            x += part.mass * (part.x - parts[0].x);
            y += part.mass * (part.y - parts[0].y);
        }
        let mut cell = Self {
            x: parts[0].x + x / mass,
            y: parts[0].y + y / mass,
            mass,
            ..Self::default()
        };
        for part in parts {
            let (dx, dy) = (part.x - cell.x, part.y - cell.y);
            let square = (dx * dx - dy * dy, 2.0 * dx * dy);
            let cube = (square.0 * dx - square.1 * dy, square.0 * dy + square.1 * dx);
            let (qx, qy) = part.quadrupole;
            cell.quadrupole.0 += qx + part.mass * square.0;
            cell.quadrupole.1 += qy + part.mass * square.1;
            cell.octupole.0 += part.octupole.0 + 3.0 * (qx * dx - qy * dy) + part.mass * cube.0;
            cell.octupole.1 += part.octupole.1 + 3.0 * (qx * dy + qy * dx) + part.mass * cube.1;
            cell.reach = cell.reach.max((dx * dx + dy * dy).sqrt() + part.reach);
        }
        cell
    }
}
