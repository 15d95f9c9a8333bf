//! One step of ForceAtlas2: pushes, springs and gravity; then every node moves, as fast as swinging allows.
//!
//! The speed is Gephi's (Jacomy and others, 2014): what swings is slowed, what keeps its direction is not, for all nodes
//! together and for each. Forces are first divided by the stiffness of what holds the node, so that one speed suits a
//! hub of a hundred thousand ties and a node with one, on every level.

use super::repulsion::{self, Push};
use super::springs::Springs;
use super::tree::{LANES, Tree};
use super::{Attraction, Gravity, Settings};
use crate::Result;
use rayon::prelude::*;
use starling_model::Cancel;

/// Nodes of a chunk of parallel work; fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 1024;

/// Where nodes are, in columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Points {
    pub(super) x: Vec<f32>,
    pub(super) y: Vec<f32>,
}

impl Points {
    pub(super) fn origin(n: usize) -> Self {
        Self {
            x: vec![0.0; n],
            y: vec![0.0; n],
        }
    }

    pub(super) fn len(&self) -> usize {
        self.x.len()
    }

    pub(super) fn get(&self, node: usize) -> (f32, f32) {
        (self.x[node], self.y[node])
    }

    pub(super) fn set(&mut self, node: usize, (x, y): (f32, f32)) {
        self.x[node] = x;
        self.y[node] = y;
    }

    /// `x` and `y` by turns, as a picture gives them.
    pub(super) fn by_turns(&self) -> Vec<f32> {
        self.x
            .iter()
            .zip(&self.y)
            .flat_map(|(&x, &y)| [x, y])
            .collect()
    }
}

/// The laws that hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forces {
    pub(super) attraction: Attraction,
    pub(super) gravity: Gravity,
    pub(super) repulsion: f32,
    pub(super) centre: (f32, f32),
}

impl Forces {
    pub(super) fn of(settings: &Settings, centre: (f32, f32)) -> Self {
        Self {
            attraction: settings.attraction,
            gravity: settings.gravity,
            repulsion: settings.repulsion,
            centre,
        }
    }

    /// How hard gravity pulls a unit of mass at a distance, by that distance.
    #[inline]
    pub(super) fn gravity_at(&self, dx: f32, dy: f32) -> f32 {
        match self.gravity {
            Gravity::Strong(strength) => strength * self.repulsion,
            Gravity::Weak(strength) => {
                strength * self.repulsion / (dx * dx + dy * dy).sqrt().max(1.0)
            }
        }
    }
}

/// What moves, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) springs: &'a Springs,
    pub(super) forces: &'a Forces,
    /// Who must not move; may be empty.
    pub(super) held: &'a [bool],
}

/// A level in motion.
#[derive(Debug, Default)]
pub(super) struct Motion {
    tree: Tree,
    pushes: Vec<Push>,
    /// Where each node was drawn in the last step, and how much it swung since the one before.
    drawn: Points,
    /// Where they are drawn in this one.
    next: Points,
    swing: Vec<f32>,
    speed: f32,
}

/// Sums over all nodes.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    swing: f64,
    traction: f64,
}

impl Motion {
    pub(super) fn new(n: usize) -> Self {
        Self {
            drawn: Points::origin(n),
            next: Points::origin(n),
            swing: vec![0.0; n],
            speed: 1.0,
            ..Self::default()
        }
    }

    /// Moves all nodes but those that are held; gives the mean way, measured by the space a node has.
    pub(super) fn step(
        &mut self,
        scene: &Scene<'_>,
        points: &mut Points,
        cancel: &Cancel,
    ) -> Result<f64> {
        let mass = &scene.springs.mass;
        self.tree.follow(&points.x, &points.y, mass, cancel)?;
        repulsion::pushes(&self.tree, cancel, &mut self.pushes);
        cancel.check()?;
        let sums = self.draw(scene, points, cancel);
        // What was drawn in part is forgotten, so a step that was stopped can be made again.
        cancel.check()?;
        std::mem::swap(&mut self.drawn, &mut self.next);
        let space = self.space();
        self.change_speed(sums);
        Ok(self.go(points, space))
    }

    /// The way from a node to the next, if all had the same space.
    fn space(&self) -> f32 {
        let top = self.tree.cells.last().map_or(0.0, |cell| cell.reach);
        (top * top * 2.0 / self.drawn.len().max(1) as f32)
            .sqrt()
            .max(1e-3)
    }

    fn draw(&mut self, scene: &Scene<'_>, points: &Points, cancel: &Cancel) -> Sums {
        let (tree, pushes, drawn) = (&self.tree, &self.pushes, &self.drawn);
        let chunks: Vec<Sums> = self
            .next
            .x
            .par_chunks_mut(CHUNK)
            .zip(self.next.y.par_chunks_mut(CHUNK))
            .zip(self.swing.par_chunks_mut(CHUNK))
            .enumerate()
            .map(|(chunk, ((next_x, next_y), swings))| {
                let mut sums = Sums::default();
                if cancel.is_set() {
                    return sums;
                }
                for at in 0..swings.len() {
                    let node = chunk * CHUNK + at;
                    if scene.held.get(node) == Some(&true) {
                        continue;
                    }
                    let place = tree.place[node] as usize;
                    let push = &pushes[place / LANES];
                    let push = (push.x[place % LANES], push.y[place % LANES]);
                    let (x, y) = scene.force(points, node, push);
                    let (before_x, before_y) = drawn.get(node);
                    let (dx, dy) = (x - before_x, y - before_y);
                    let (sx, sy) = (x + before_x, y + before_y);
                    let swing = (dx * dx + dy * dy).sqrt();
                    sums.swing += f64::from(swing);
                    sums.traction += f64::from(0.5 * (sx * sx + sy * sy).sqrt());
                    swings[at] = swing;
                    next_x[at] = x;
                    next_y[at] = y;
                }
                sums
            })
            .collect();
        chunks.iter().fold(Sums::default(), |all, part| Sums {
            swing: all.swing + part.swing,
            traction: all.traction + part.traction,
        })
    }

    fn change_speed(&mut self, sums: Sums) {
        let wanted = (TOLERANCE * sums.traction / sums.swing.max(1e-12)) as f32;
        let wanted = wanted.clamp(SLOWEST, FASTEST);
        // Gephi lets the speed rise by half at most, since a sudden rise makes nodes jump.
        self.speed += (wanted - self.speed).min(0.5 * self.speed);
    }

    fn go(&self, points: &mut Points, space: f32) -> f64 {
        let speed = self.speed;
        let longest = 8.0 * space;
        let ways: Vec<f64> = points
            .x
            .par_chunks_mut(CHUNK)
            .zip(points.y.par_chunks_mut(CHUNK))
            .zip(
                self.drawn
                    .x
                    .par_chunks(CHUNK)
                    .zip(self.drawn.y.par_chunks(CHUNK)),
            )
            .zip(self.swing.par_chunks(CHUNK))
            .map(|(((x, y), (drawn_x, drawn_y)), swing)| {
                let mut way = 0.0;
                for at in 0..x.len() {
                    let slowed = speed / (1.0 + (speed * swing[at] / space).sqrt());
                    let (dx, dy) = (drawn_x[at] * slowed, drawn_y[at] * slowed);
                    let length = (dx * dx + dy * dy).sqrt();
                    let short = if length > longest {
                        longest / length
                    } else {
                        1.0
                    };
                    x[at] += dx * short;
                    y[at] += dy * short;
                    way += f64::from(length * short);
                }
                way
            })
            .collect();
        ways.iter().sum::<f64>() / (f64::from(space) * points.len().max(1) as f64)
    }
}

/// How much swinging is borne: Gephi's jitter tolerance.
const TOLERANCE: f64 = 1.0;
const SLOWEST: f32 = 0.05;
const FASTEST: f32 = 4.0;

impl Scene<'_> {
    /// The force on a node, divided by the stiffness of what holds it: about the way to where it would rest.
    #[inline]
    fn force(&self, points: &Points, node: usize, push: (f32, f32)) -> (f32, f32) {
        let (springs, forces) = (self.springs, self.forces);
        let (x, y) = points.get(node);
        let (mut fx, mut fy, mut held_by) = (0.0f32, 0.0f32, 0.0f32);
        match forces.attraction {
            Attraction::Linear => {
                for (other, stiffness) in springs.row(node) {
                    fx += stiffness * (points.x[other as usize] - x);
                    fy += stiffness * (points.y[other as usize] - y);
                    held_by += stiffness;
                }
            }
            Attraction::Logarithmic => {
                for (other, stiffness) in springs.row(node) {
                    let (dx, dy) = (points.x[other as usize] - x, points.y[other as usize] - y);
                    let distance = (dx * dx + dy * dy).sqrt().max(1e-3);
                    let pull = stiffness * ln_1p(distance) / distance;
                    fx += pull * dx;
                    fy += pull * dy;
                    held_by += pull;
                }
            }
        }
        let mass = springs.mass[node];
        let (dx, dy) = (forces.centre.0 - x, forces.centre.1 - y);
        let gravity = mass * forces.gravity_at(dx, dy);
        let repulsion = forces.repulsion * mass;
        fx += gravity * dx + repulsion * push.0;
        fy += gravity * dy + repulsion * push.1;
        held_by += gravity;
        (fx / held_by, fy / held_by)
    }
}

/// `ln(1 + d)` for `d >= 0`, to seven digits, by operations that give the same bits everywhere.
#[inline]
pub(super) fn ln_1p(d: f32) -> f32 {
    let v = 1.0 + d;
    let bits = v.to_bits();
    // v = m · 2^e with m between √½ and √2.
    let exponent = (bits.wrapping_sub(0x3F35_04F3) as i32) >> 23;
    let m = f32::from_bits(bits.wrapping_sub((exponent << 23) as u32));
    // ln m = 2 artanh((m-1)/(m+1)).
    let s = (m - 1.0) / (m + 1.0);
    let s2 = s * s;
    let series = 1.0 + s2 * (1.0 / 3.0 + s2 * (0.2 + s2 * (1.0 / 7.0 + s2 * (1.0 / 9.0))));
    exponent as f32 * std::f32::consts::LN_2 + 2.0 * s * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms() {
        for d in [0.0f32, 0.001, 0.3, 0.414, 0.5, 1.0, 7.0, 1e3, 1e6] {
            let (found, right) = (ln_1p(d), d.ln_1p());
            assert!(
                (found - right).abs() < 2e-6 * right.max(0.1),
                "{d}: {found} and {right}"
            );
        }
    }
}
