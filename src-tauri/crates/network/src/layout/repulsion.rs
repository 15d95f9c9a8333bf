//! How the nodes push one another: each leaf gathers what is near and what is far, then all its nodes are pushed at once.
//!
//! The kernels are written on sixteen lanes and compiled for several sets of instructions, of which the best one
//! there is runs. Nothing in them may be contracted or put in another order, so all give the same bits.

use super::tree::{CHUNK, Cell, LANES, Lanes, Leaf, Tree};
use rayon::prelude::*;
use starling_model::Cancel;

/// A cell is far if its reach is less than this share of its distance from the leaf's box.
/// Chosen by the error of the force against all pairs, a root mean square of about 1 %; see the test.
const FAR: f32 = 0.75;
/// Squared distance below which nodes push no stronger, so that two in one place stay finite.
const CLOSEST: f32 = 1e-6;

/// The push on each node of a leaf by a mass of one, before its own mass and the strength of repulsion are multiplied in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Push {
    pub(super) x: Lanes,
    pub(super) y: Lanes,
}

impl Default for Push {
    fn default() -> Self {
        Self {
            x: [0.0; LANES],
            y: [0.0; LANES],
        }
    }
}

/// What a leaf has to do with.
#[derive(Debug, Default)]
struct Around {
    far: Vec<Cell>,
    near: Vec<u32>,
    level: Vec<u32>,
    below: Vec<u32>,
}

/// The pushes on all nodes, leaf by leaf in the tree's order. Once cancelled the rest is left as it was.
pub(super) fn pushes(tree: &Tree, cancel: &Cancel, pushes: &mut Vec<Push>) {
    pushes.resize(tree.leaves.len(), Push::default());
    let arch = pulp::Arch::new();
    pushes
        .par_chunks_mut(CHUNK)
        .zip(tree.leaves.par_chunks(CHUNK))
        .for_each_init(Around::default, |around, (pushes, leaves)| {
            if cancel.is_set() {
                return;
            }
            arch.dispatch(Chunk {
                tree,
                leaves,
                pushes,
                around,
            });
        });
}

/// A chunk of leaves to be pushed; a type of its own since a closure is not inlined into each set of instructions.
struct Chunk<'a> {
    tree: &'a Tree,
    leaves: &'a [Leaf],
    pushes: &'a mut [Push],
    around: &'a mut Around,
}

impl pulp::WithSimd for Chunk<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        for (push, leaf) in self.pushes.iter_mut().zip(self.leaves) {
            self.around.look(self.tree, leaf);
            *push = self.around.push(self.tree, leaf);
        }
    }
}

impl Around {
    /// Goes down the tree until each cell is far or a leaf.
    #[inline(always)]
    fn look(&mut self, tree: &Tree, leaf: &Leaf) {
        self.far.clear();
        self.near.clear();
        self.level.clear();
        let Some(top) = tree.levels.last() else {
            return;
        };
        self.level.extend(top.clone());
        for (height, cells) in tree.levels.iter().enumerate().rev() {
            self.below.clear();
            for &index in &self.level {
                let cell = &tree.cells[index as usize];
                let dx = ((cell.x - leaf.middle.0).abs() - leaf.half.0).max(0.0);
                let dy = ((cell.y - leaf.middle.1).abs() - leaf.half.1).max(0.0);
                let distance = dx * dx + dy * dy;
                if cell.reach * cell.reach < FAR * FAR * distance {
                    self.far.push(*cell);
                } else if height == 0 {
                    self.near.push(index);
                } else {
                    let below = &tree.levels[height - 1];
                    let first = below.start + 4 * (index - cells.start);
                    self.below.extend(first..(first + 4).min(below.end));
                }
            }
            std::mem::swap(&mut self.level, &mut self.below);
        }
    }

    #[inline(always)]
    fn push(&self, tree: &Tree, leaf: &Leaf) -> Push {
        let mut push = Push::default();
        for cell in &self.far {
            by_cell(leaf, cell, &mut push);
        }
        for &near in &self.near {
            by_leaf(leaf, &tree.leaves[near as usize], &mut push);
        }
        push
    }
}

#[inline(always)]
fn by_cell(leaf: &Leaf, cell: &Cell, push: &mut Push) {
    let (qx, qy) = cell.quadrupole;
    let (ox, oy) = cell.octupole;
    for at in 0..LANES {
        let dx = leaf.x[at] - cell.x;
        let dy = leaf.y[at] - cell.y;
        let inverse = 1.0 / (dx * dx + dy * dy + CLOSEST);
        // u = 1/w; the field is u·(m + u²·(q + u·o)), conjugated.
        let (ux, uy) = (dx * inverse, -dy * inverse);
        let (u2x, u2y) = (ux * ux - uy * uy, 2.0 * ux * uy);
        let (px, py) = (qx + (ux * ox - uy * oy), qy + (ux * oy + uy * ox));
        let (sx, sy) = (cell.mass + (u2x * px - u2y * py), u2x * py + u2y * px);
        push.x[at] += ux * sx - uy * sy;
        push.y[at] -= ux * sy + uy * sx;
    }
}

#[inline(always)]
fn by_leaf(leaf: &Leaf, near: &Leaf, push: &mut Push) {
    for other in 0..LANES {
        let (x, y, mass) = (near.x[other], near.y[other], near.mass[other]);
        for at in 0..LANES {
            let dx = leaf.x[at] - x;
            let dy = leaf.y[at] - y;
            let pull = mass / (dx * dx + dy * dy + CLOSEST);
            push.x[at] += dx * pull;
            push.y[at] += dy * pull;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::chance::Chance;

    #[test]
    fn pushes_are_those_of_all_pairs_within_a_percent() {
        let mut chance = Chance::new(3);
        let n = 3_000;
        let mut column = |scale: f32| -> Vec<f32> {
            (0..n)
                .map(|_| (chance.share() + chance.share() - 1.0) * scale)
                .collect()
        };
        let (x, y) = (column(500.0), column(300.0));
        let mass: Vec<f32> = column(1.0).iter().map(|m| 1.0 + 20.0 * m * m).collect();
        let mut tree = Tree::default();
        tree.follow(&x, &y, &mass, &Cancel::new()).unwrap();
        let mut found = Vec::new();
        pushes(&tree, &Cancel::new(), &mut found);
        let (mut wrong, mut whole) = (0.0, 0.0);
        for node in 0..n {
            let (mut sum_x, mut sum_y) = (0.0f64, 0.0f64);
            for other in 0..n {
                let dx = f64::from(x[node] - x[other]);
                let dy = f64::from(y[node] - y[other]);
                let pull = f64::from(mass[other]) / (dx * dx + dy * dy + 1e-6);
                sum_x += dx * pull;
                sum_y += dy * pull;
            }
            let place = tree.place[node] as usize;
            let push = &found[place / LANES];
            let (px, py) = (push.x[place % LANES], push.y[place % LANES]);
            wrong += (f64::from(px) - sum_x).powi(2) + (f64::from(py) - sum_y).powi(2);
            whole += sum_x * sum_x + sum_y * sum_y;
        }
        let error = (wrong / whole).sqrt();
        assert!(error < 0.01, "relative error of the forces: {error}");
    }
}
