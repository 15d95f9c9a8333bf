//! What is known of an earlier picture: where nodes were, so that those who stay do not move for those who come.

use super::chance::Chance;
use super::motion::Points;
use super::springs::Springs;
use crate::Result;
use starling_model::Cancel;

/// Rounds in which nodes without a known neighbour wait for one.
const ROUNDS: usize = 64;
/// Asked for cancelling each time so many nodes are placed.
const ASK: usize = 1 << 14;

/// By how much the places of new nodes differ from the mean of their neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jitter {
    pub(super) width: f32,
    pub(super) seed: u64,
}

/// Places nodes that are not known at the mean of their placed neighbours, with a little chance so that
/// no two lie on one another. Those that no chain of ties joins to a known node stay where they are.
pub(super) fn place_new(
    springs: &Springs,
    points: &mut Points,
    known: &[bool],
    jitter: Jitter,
    cancel: &Cancel,
) -> Result<()> {
    let mut placed = known.to_vec();
    let mut waiting: Vec<usize> = (0..springs.len()).filter(|&node| !known[node]).collect();
    for _ in 0..ROUNDS {
        let mut ready: Vec<(usize, (f32, f32))> = Vec::new();
        for some in waiting.chunks(ASK) {
            cancel.check()?;
            let placed = some
                .iter()
                .filter_map(|&node| Some((node, mean(springs, points, &placed, node)?)));
            ready.extend(placed);
        }
        if ready.is_empty() {
            break;
        }
        for &(node, (x, y)) in &ready {
            let mut chance = Chance::new(jitter.seed ^ (node as u64).wrapping_mul(0x9E37_79B9));
            let mut shift = || (chance.share() - 0.5) * jitter.width;
            points.set(node, (x + shift(), y + shift()));
            placed[node] = true;
        }
        waiting.retain(|&node| !placed[node]);
    }
    Ok(())
}

fn mean(springs: &Springs, points: &Points, placed: &[bool], node: usize) -> Option<(f32, f32)> {
    let (mut x, mut y, mut whole) = (0.0f32, 0.0f32, 0.0f32);
    for (other, stiffness) in springs.row(node) {
        let other = other as usize;
        if placed[other] {
            x += stiffness * points.x[other];
            y += stiffness * points.y[other];
            whole += stiffness;
        }
    }
    (whole > 0.0).then(|| (x / whole, y / whole))
}

/// Where gravity pulls: the centre of mass of what is known.
pub(super) fn centre(springs: &Springs, points: &Points, known: &[bool]) -> (f32, f32) {
    let (mut x, mut y, mut whole) = (0.0f64, 0.0f64, 0.0f64);
    for node in (0..springs.len()).filter(|&node| known[node]) {
        let mass = f64::from(springs.mass[node]);
        x += mass * f64::from(points.x[node]);
        y += mass * f64::from(points.y[node]);
        whole += mass;
    }
    let whole = whole.max(1e-9);
    ((x / whole) as f32, (y / whole) as f32)
}

/// Turns, mirrors and moves places so that they fit those that are known best, without changing their scale.
pub(super) fn fit(points: &mut Points, known: &[(usize, (f32, f32))]) {
    let n = known.len() as f64;
    if known.is_empty() {
        return;
    }
    let mut sums = [0.0f64; 4];
    for &(node, (x, y)) in known {
        sums[0] += f64::from(points.x[node]);
        sums[1] += f64::from(points.y[node]);
        sums[2] += f64::from(x);
        sums[3] += f64::from(y);
    }
    let [ox, oy, tx, ty] = sums.map(|sum| sum / n);
    // Of rotation and of mirrored rotation, the one with more agreement (Procrustes in the plane).
    let (mut plain, mut mirrored) = ((0.0f64, 0.0f64), (0.0f64, 0.0f64));
    for &(node, (x, y)) in known {
        let (ax, ay) = (
            f64::from(points.x[node]) - ox,
            f64::from(points.y[node]) - oy,
        );
        let (bx, by) = (f64::from(x) - tx, f64::from(y) - ty);
        plain = (plain.0 + ax * bx + ay * by, plain.1 + ax * by - ay * bx);
        mirrored = (
            mirrored.0 + ax * bx - ay * by,
            mirrored.1 + ax * by + ay * bx,
        );
    }
    let length = |(x, y): (f64, f64)| (x * x + y * y).sqrt();
    let is_mirrored = length(mirrored) > length(plain) * (1.0 + 1e-9);
    let turn = if is_mirrored { mirrored } else { plain };
    let size = length(turn);
    let (cos, sin) = if size > 1e-9 {
        (turn.0 / size, turn.1 / size)
    } else {
        (1.0, 0.0)
    };
    for node in 0..points.len() {
        let ax = f64::from(points.x[node]) - ox;
        let ay = f64::from(points.y[node]) - oy;
        let ay = if is_mirrored { -ay } else { ay };
        let (x, y) = (cos * ax - sin * ay + tx, sin * ax + cos * ay + ty);
        points.set(node, (x as f32, y as f32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_and_mirrored_picture_is_fitted_back() {
        let known = [(0, (0.0, 0.0)), (1, (4.0, 0.0)), (2, (4.0, 2.0))];
        let mut points = Points {
            x: vec![10.0, 10.0, 12.0],
            y: vec![10.0, 14.0, 14.0],
        };
        fit(&mut points, &known);
        for (node, (x, y)) in known {
            let (px, py) = points.get(node);
            assert!(
                (px - x).abs() < 1e-4 && (py - y).abs() < 1e-4,
                "{node}: {px} {py}"
            );
        }
    }
}
