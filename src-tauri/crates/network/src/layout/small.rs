//! Components whose picture is known without a search: two nodes, and stars of a hub and what hangs on it.

use super::Attraction;
use super::motion::{Forces, Points, ln_1p};
use super::springs::Springs;
use super::turns::{direction, seed_turn};

/// Above so many nodes a star is drawn like any other component.
const MOST: usize = 200;
/// Up to so many leaves stand in one ring.
const RING: usize = 12;

/// The places of a star's nodes, the hub in the middle, or `None` if it is no small star.
pub(super) fn star(springs: &Springs, forces: &Forces, turn: f64) -> Option<Points> {
    let n = springs.len();
    if !(2..=MOST).contains(&n) {
        return None;
    }
    let hub = (0..n).max_by_key(|&node| (springs.degree(node), std::cmp::Reverse(node)))?;
    let is_star = (0..n).all(|node| {
        node == hub
            || (springs.degree(node) == 1 && springs.to[springs.span(node).start] as usize == hub)
    });
    if !is_star {
        return None;
    }
    let leaves = n - 1;
    let mut points = Points::origin(n);
    for (nth, node) in (0..n).filter(|&node| node != hub).enumerate() {
        let radius = balance(springs, forces, hub, node, leaves);
        let (angle, radius) = if leaves <= RING {
            (nth as f64 / leaves as f64, radius)
        } else {
            let share = (nth as f32 + 0.5) / leaves as f32;
            (seed_turn(nth), radius * (0.25 + share).sqrt())
        };
        let (cos, sin) = direction(turn + angle);
        points.set(node, (radius * cos, radius * sin));
    }
    Some(points)
}

/// The distance at which a leaf is pulled as strongly as it is pushed.
fn balance(springs: &Springs, forces: &Forces, hub: usize, leaf: usize, leaves: usize) -> f32 {
    let mass = springs.mass[leaf];
    // What is spread evenly over a ring pushes one of its nodes as half of it in the middle would.
    let pushing = springs.mass[hub] + 0.5 * mass * (leaves - 1) as f32;
    let stiffness = springs.stiffness[springs.span(leaf).start];
    let is_short = |distance: f32| {
        let pull = match forces.attraction {
            Attraction::Linear => stiffness * distance,
            Attraction::Logarithmic => stiffness * ln_1p(distance),
        };
        let gravity = mass * forces.gravity_at(distance, 0.0) * distance;
        pull + gravity < forces.repulsion * mass * pushing / distance
    };
    let (mut low, mut high) = (1e-3f32, 1e6f32);
    for _ in 0..40 {
        let middle = (low * high).sqrt();
        if is_short(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
