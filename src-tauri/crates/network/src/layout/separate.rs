//! The last pass: nodes that lie on one another are pushed apart, as little as possible.

use super::motion::Points;
use super::turns::{direction, seed_turn};
use crate::Result;
use rayon::prelude::*;
use starling_model::Cancel;

/// Passes over all nodes; where it is too crowded for so many, some overlap stays.
const PASSES: usize = 100;
/// Nodes looked at in all passes of a large picture.
const LOOKS: usize = 8_000_000;

/// Pushes apart discs of the given radii until none overlap, or the passes are used up.
/// Returns how many pairs overlapped in the last pass.
pub(super) fn separate(
    points: &mut Points,
    radii: &[f32],
    held: &[bool],
    cancel: &Cancel,
) -> Result<usize> {
    let n = points.len();
    let largest = radii.iter().copied().fold(0.0, f32::max);
    if n < 2 || largest <= 0.0 {
        return Ok(0);
    }
    // Most are small and a few large: the large ones are looked up by all nodes, the others by cells.
    let mut sorted: Vec<f32> = radii.to_vec();
    let (_, usual, _) = sorted.select_nth_unstable_by((n - 1) * 99 / 100, f32::total_cmp);
    let usual = usual.max(largest / 64.0);
    let discs = Discs {
        radii,
        held,
        side: 2.0 * usual,
    };
    let mut pairs = 0;
    for _ in 0..PASSES.min(LOOKS / n + 4) {
        cancel.check()?;
        pairs = discs.pass(points, cancel)?;
        if pairs == 0 {
            break;
        }
    }
    Ok(pairs)
}

/// What is pushed apart.
struct Discs<'a> {
    radii: &'a [f32],
    held: &'a [bool],
    /// Of a cell.
    side: f32,
}

impl Discs<'_> {
    /// One pass over all pairs near each other, in order of cells.
    fn pass(&self, points: &mut Points, cancel: &Cancel) -> Result<usize> {
        let (radii, side) = (self.radii, self.side);
        let n = points.len();
        let cell = |value: f32| (value / side).floor() as i32;
        let key = |x: i32, y: i32| (i64::from(x) << 32) | i64::from(y as u32);
        let mut keyed: Vec<(i64, u32)> = (0..n)
            .map(|node| (key(cell(points.x[node]), cell(points.y[node])), node as u32))
            .collect();
        cancel.check()?;
        keyed.par_sort_unstable();
        cancel.check()?;
        let mut cells: Vec<(i64, u32)> = Vec::new();
        for (at, &(key, _)) in keyed.iter().enumerate() {
            if cells.last().is_none_or(|last| last.0 != key) {
                cells.push((key, at as u32));
            }
        }
        let row_of = |x: i32, from: i32, to: i32| {
            let first = cells.partition_point(|cell| cell.0 < key(x, from));
            cells[first..]
                .iter()
                .take_while(move |cell| cell.0 <= key(x, to))
                .map(|cell| (cell.0, cell.1))
        };
        let mut pairs = 0;
        for at in 0..n {
            if at % 4096 == 0 {
                cancel.check()?;
            }
            let node = keyed[at].1 as usize;
            // Partners that are no larger; of two alike the earlier looks.
            let reach = (radii[node] * 2.0 / side).ceil().max(1.0) as i32;
            let (x, y) = (cell(points.x[node]), cell(points.y[node]));
            for column in x - reach..=x + reach {
                // A negative row would not stand in order as its bits do, so each run of rows is asked by sign.
                for (from, to) in [
                    (y - reach, (y + reach).min(-1)),
                    ((y - reach).max(0), y + reach),
                ] {
                    if from > to {
                        continue;
                    }
                    for (key, start) in row_of(column, from, to) {
                        let run = keyed[start as usize..].iter().take_while(|k| k.0 == key);
                        for &(_, other) in run {
                            let other = other as usize;
                            let smaller = radii[other] < radii[node]
                                || (radii[other] == radii[node] && other > node);
                            if other != node && smaller && self.part(points, node, other) {
                                pairs += 1;
                            }
                        }
                    }
                }
            }
        }
        Ok(pairs)
    }

    /// Moves two nodes apart if they overlap, the smaller one farther.
    fn part(&self, points: &mut Points, a: usize, b: usize) -> bool {
        let radii = self.radii;
        let least = radii[a] + radii[b];
        let (ax, ay) = points.get(a);
        let (bx, by) = points.get(b);
        let (dx, dy) = (bx - ax, by - ay);
        let square = dx * dx + dy * dy;
        if square >= least * least * 0.9998 {
            return false;
        }
        let distance = square.sqrt();
        // Two in one place part along a line that depends on their numbers only.
        let (ux, uy) = if distance > 1e-6 {
            (dx / distance, dy / distance)
        } else {
            direction(seed_turn(a * 31 + b))
        };
        let is_held = |node: usize| self.held.get(node) == Some(&true);
        let (share_a, share_b) = match (is_held(a), is_held(b)) {
            (true, true) => return false,
            (true, false) => (0.0, 1.0),
            (false, true) => (1.0, 0.0),
            (false, false) => {
                let (weight_a, weight_b) = (radii[a] * radii[a], radii[b] * radii[b]);
                let whole = (weight_a + weight_b).max(1e-12);
                (weight_b / whole, weight_a / whole)
            }
        };
        // A little farther than needed, or pushes among many would die away slowly.
        let way = 1.02 * least - distance;
        points.set(a, (ax - ux * way * share_a, ay - uy * way * share_a));
        points.set(b, (bx + ux * way * share_b, by + uy * way * share_b));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::chance::Chance;

    fn overlaps(points: &Points, radii: &[f32]) -> usize {
        let n = points.len();
        let is_over = |a: usize, b: usize| {
            let (dx, dy) = (points.x[a] - points.x[b], points.y[a] - points.y[b]);
            (dx * dx + dy * dy).sqrt() < (radii[a] + radii[b]) * 0.99
        };
        (0..n)
            .map(|a| (a + 1..n).filter(|&b| is_over(a, b)).count())
            .sum()
    }

    #[test]
    fn discs_of_many_sizes_come_apart() {
        let mut chance = Chance::new(1);
        let n = 600;
        let mut column = || (0..n).map(|_| chance.share() * 100.0 - 50.0).collect();
        let mut points = Points {
            x: column(),
            y: column(),
        };
        let mut radii: Vec<f32> = (0..n).map(|at| 0.5 + (at % 7) as f32 * 0.1).collect();
        radii[5] = 12.0;
        points.set(7, points.get(6));
        let before = overlaps(&points, &radii);
        let mut held = vec![false; n];
        held[5] = true;
        let place = points.get(5);
        separate(&mut points, &radii, &held, &Cancel::new()).unwrap();
        assert!(before > 50, "there was something to do: {before}");
        assert_eq!(overlaps(&points, &radii), 0);
        assert_eq!(points.get(5), place, "what is held stays");
    }
}
