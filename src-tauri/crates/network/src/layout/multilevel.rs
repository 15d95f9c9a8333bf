//! A component from its coarsest picture to its finest.
//!
//! The few nodes of the coarsest level find their places in many cheap steps; each finer level starts where
//! its parents stand and needs few. Masses and springs are added up, so all levels have about the same extent.

use super::chance::Chance;
use super::coarsen::{Step, Way, coarsen};
use super::motion::{Forces, Motion, Points, Scene};
use super::springs::Springs;
use super::turns::{direction, seed_turn};
use crate::Result;
use starling_model::Cancel;

/// No coarser level is made of so few nodes.
const FEWEST: usize = 24;
/// Steps on the coarsest level, where they cost nothing.
const FIRST_STEPS: usize = 200;
/// Asked for cancelling each time so many nodes are done.
const ASK: usize = 1 << 14;

/// See the module.
#[derive(Debug)]
pub(super) struct Multilevel {
    /// From fine to coarse. Only the finest is left at the end.
    levels: Vec<Springs>,
    steps: Vec<Step>,
    points: Points,
    motion: Motion,
    /// Steps to go on this level.
    left: usize,
    last_steps: usize,
    seed: u64,
}

impl Multilevel {
    /// Coarsens; nothing is placed yet but the coarsest level, as the seeds of a sunflower.
    pub(super) fn new(
        springs: Springs,
        seed: u64,
        last_steps: usize,
        cancel: &Cancel,
    ) -> Result<Self> {
        let mut levels = vec![springs];
        let mut steps = Vec::new();
        while let Some(finest) = levels.last()
            && finest.len() > FEWEST
            && let Some((coarse, step)) = coarsen(finest, cancel)?
        {
            levels.push(coarse);
            steps.push(step);
        }
        let coarsest = &levels[levels.len() - 1];
        let points = sunflower(coarsest, seed);
        Ok(Self {
            motion: Motion::new(points.len()),
            left: if steps.is_empty() {
                FIRST_STEPS.max(last_steps)
            } else {
                FIRST_STEPS
            },
            levels,
            steps,
            points,
            last_steps,
            seed,
        })
    }

    /// One step, or the way down to the next level; false once all is done.
    pub(super) fn advance(&mut self, forces: &Forces, cancel: &Cancel) -> Result<bool> {
        if self.left > 0 {
            let springs = &self.levels[self.levels.len() - 1];
            let scene = Scene {
                springs,
                forces,
                held: &[],
            };
            self.motion.step(&scene, &mut self.points, cancel)?;
            self.left -= 1;
            return Ok(true);
        }
        let (Some(step), [.., fine, coarse]) = (self.steps.last(), self.levels.as_slice()) else {
            return Ok(false);
        };
        self.points = Descent {
            step,
            fine,
            coarse,
            seed: self.seed,
        }
        .spread(&self.points, forces, cancel)?;
        let n = fine.len();
        self.steps.pop();
        self.levels.pop();
        self.motion = Motion::new(n);
        self.left = self.steps_on(n);
        Ok(true)
    }

    /// Coarse levels are cheap and decide the shape; the finest gets what was asked for.
    fn steps_on(&self, n: usize) -> usize {
        if self.steps.is_empty() {
            self.last_steps
        } else {
            self.last_steps.max((200_000 / n.max(1)).min(FIRST_STEPS))
        }
    }

    /// Steps still to go, in steps of the finest level; for progress.
    pub(super) fn share_done(&self) -> f64 {
        let finest = self.levels[0].len().max(1) as f64;
        let now = self.levels[self.levels.len() - 1].len() as f64;
        let below: f64 = self.levels[..self.levels.len() - 1]
            .iter()
            .map(|level| level.len() as f64 * self.steps_on(level.len()) as f64)
            .sum();
        let left = below + now * self.left as f64;
        1.0 - (left / (finest * 1.5 * self.last_steps.max(1) as f64)).min(1.0)
    }

    /// The places of the nodes of the finest level, which are those of their parents while coarser ones move.
    pub(super) fn places(&self) -> Points {
        let mut points = self.points.clone();
        for step in self.steps.iter().rev() {
            points = Points {
                x: step.parent.iter().map(|&p| points.x[p as usize]).collect(),
                y: step.parent.iter().map(|&p| points.y[p as usize]).collect(),
            };
        }
        points
    }

    /// The finest level's places, once all is done.
    pub(super) fn finish(self) -> Points {
        self.points
    }
}

/// A disc of seeds, each with room for its mass.
fn sunflower(springs: &Springs, seed: u64) -> Points {
    let mut points = Points::default();
    let mut chance = Chance::new(seed);
    let turn = f64::from(chance.share());
    let mut mass = 0.0;
    for node in 0..springs.len() {
        mass += springs.mass[node];
        let (cos, sin) = direction(turn + seed_turn(node));
        points.x.push(cos * mass.sqrt());
        points.y.push(sin * mass.sqrt());
    }
    points
}

/// The way down to a finer level.
struct Descent<'a> {
    step: &'a Step,
    fine: &'a Springs,
    coarse: &'a Springs,
    seed: u64,
}

impl Descent<'_> {
    /// The finer level's nodes about the places of their parents.
    fn spread(&self, places: &Points, forces: &Forces, cancel: &Cancel) -> Result<Points> {
        let space_of_mass = space_of_mass(self.coarse, places);
        let n = self.fine.len();
        let mut met = vec![0u32; self.coarse.len()];
        let mut count = vec![0u32; self.coarse.len()];
        for &parent in &self.step.parent {
            count[parent as usize] += 1;
        }
        let mut points = Points::origin(n);
        for node in 0..n {
            if node % ASK == 0 {
                cancel.check()?;
            }
            let parent = self.step.parent[node] as usize;
            let (x, y) = places.get(parent);
            let nth = met[parent];
            let is_pendant = self.step.way == Way::Pendants && self.fine.degree(node) == 1;
            let share = (nth as f32 + 0.5) / count[parent] as f32;
            let room = (self.coarse.mass[parent] * space_of_mass).sqrt();
            let distance = if count[parent] == 1 || (self.step.way == Way::Pendants && !is_pendant)
            {
                0.0
            } else if is_pendant {
                let stiffness = self.fine.stiffness[self.fine.span(node).start];
                let inside = 0.5 * self.coarse.mass[parent];
                let balance = (forces.repulsion * self.fine.mass[node] * inside / stiffness).sqrt();
                // About the balance rather than on it: a ring has no room for thousands.
                balance.min(room) * (0.5 + share).sqrt()
            } else {
                room * share.sqrt()
            };
            let turn = f64::from(Chance::new(self.seed ^ parent as u64).share());
            let (cos, sin) = direction(turn + seed_turn(nth as usize));
            points.set(node, (x + cos * distance, y + sin * distance));
            if distance > 0.0 {
                met[parent] += 1;
            }
        }
        Ok(points)
    }
}

/// The squared radius that a unit of mass has in this picture.
fn space_of_mass(springs: &Springs, points: &Points) -> f32 {
    let (mut mass, mut x, mut y) = (0.0f64, 0.0f64, 0.0f64);
    for node in 0..springs.len() {
        let m = f64::from(springs.mass[node]);
        mass += m;
        x += m * f64::from(points.x[node]);
        y += m * f64::from(points.y[node]);
    }
    let (x, y) = (x / mass.max(1e-9), y / mass.max(1e-9));
    let mut inertia = 0.0;
    for node in 0..springs.len() {
        let (dx, dy) = (f64::from(points.x[node]) - x, f64::from(points.y[node]) - y);
        inertia += f64::from(springs.mass[node]) * (dx * dx + dy * dy);
    }
    // An even disc of radius r has the mean square r²/2.
    let square = 2.0 * inertia / mass.max(1e-9);
    // One node alone has no spread; the balance of gravity and repulsion says how much its mass would take.
    if square < 1e-3 {
        return 1.0;
    }
    (square / mass) as f32
}
