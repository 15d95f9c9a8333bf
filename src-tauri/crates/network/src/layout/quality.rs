//! How good a picture is, by figures that do not depend on its scale, so that layouts can be compared.

use super::Tied;
use super::chance::Chance;
use super::hilbert;
use super::springs::is_tie;
use crate::Result;
use starling_model::Cancel;

/// Pairs that are drawn for the mean distance.
const PAIRS: usize = 1_000_000;
/// Nodes whose neighbourhoods are looked at.
const NEIGHBOURHOODS: usize = 1_000;
/// Nodes nearest to each of those.
const NEAREST: usize = 10;
/// Nodes from which ties are counted for the stress.
const SOURCES: usize = 50;

/// See the fields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The logarithm of the root mean square of the edges' lengths over the geometric mean of all distances; the
    /// lower, the nearer are those who are tied.
    pub edge_length: f64,
    /// Of the ten nodes nearest to one, the share of its own community; `None` without communities.
    pub purity: Option<f64>,
    /// How badly distances in the picture fit the numbers of ties between nodes, at the best scale: 0 is perfect.
    pub stress: f64,
}

/// Measures a picture, on samples drawn by a seed.
pub fn quality(tied: &Tied<'_>, places: &[f32], seed: u64, cancel: &Cancel) -> Result<Quality> {
    let mut chance = Chance::new(seed);
    let edge_length = edge_length(tied, places, &mut chance);
    cancel.check()?;
    let purity = match tied.communities {
        Some(communities) => purity(communities, places, &mut chance, cancel)?,
        None => None,
    };
    let stress = stress(tied, places, &mut chance, cancel)?;
    Ok(Quality {
        edge_length,
        purity,
        stress,
    })
}

fn square(places: &[f32], a: usize, b: usize) -> f64 {
    let dx = f64::from(places[2 * a] - places[2 * b]);
    let dy = f64::from(places[2 * a + 1] - places[2 * b + 1]);
    dx * dx + dy * dy
}

fn edge_length(tied: &Tied<'_>, places: &[f32], chance: &mut Chance) -> f64 {
    let n = tied.len();
    let (mut sum, mut n_edges) = (0.0, 0u64);
    for node in 0..n {
        for (other, weight) in tied.row(node) {
            if is_tie(node, other, weight) {
                sum += square(places, node, other as usize);
                n_edges += 1;
            }
        }
    }
    let (mut logs, mut pairs) = (0.0, 0u64);
    for _ in 0..if n > 1 { PAIRS } else { 0 } {
        let (a, b) = (chance.below(n), chance.below(n));
        let square = square(places, a, b);
        if a != b && square > 0.0 {
            logs += 0.5 * square.ln();
            pairs += 1;
        }
    }
    0.5 * (sum / n_edges as f64).ln() - logs / pairs as f64
}

fn purity(
    communities: &[u32],
    places: &[f32],
    chance: &mut Chance,
    cancel: &Cancel,
) -> Result<Option<f64>> {
    let n = communities.len();
    if n <= NEAREST {
        return Ok(None);
    }
    let x: Vec<f32> = places.iter().step_by(2).copied().collect();
    let y: Vec<f32> = places.iter().skip(1).step_by(2).copied().collect();
    // Cells of about two nodes where it is usual, by the curve's own grid of ranks: strips of x, sorted by y.
    let by_x = {
        let mut order = hilbert::order(&x, &y, cancel)?;
        order.sort_by(|&a, &b| x[a as usize].total_cmp(&x[b as usize]));
        order
    };
    let mut rank = vec![0usize; n];
    for (at, &node) in by_x.iter().enumerate() {
        rank[node as usize] = at;
    }
    let mut same = 0u64;
    let samples = NEIGHBOURHOODS.min(n);
    for sample in 0..samples {
        if sample % 16 == 0 {
            cancel.check()?;
        }
        let node = if samples == n {
            sample
        } else {
            chance.below(n)
        };
        let nearest = nearest(&x, &y, &by_x, rank[node]);
        same += nearest
            .iter()
            .filter(|&&(_, other)| communities[other as usize] == communities[node])
            .count() as u64;
    }
    Ok(Some(same as f64 / (samples * NEAREST) as f64))
}

/// The nearest nodes, by going out from a node along `x` both ways until the way in `x` alone is too far.
fn nearest(x: &[f32], y: &[f32], by_x: &[u32], rank: usize) -> Vec<(f32, u32)> {
    let node = by_x[rank] as usize;
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(NEAREST + 1);
    let mut look = |other: u32| {
        let (dx, dy) = (x[other as usize] - x[node], y[other as usize] - y[node]);
        if best.len() == NEAREST && dx * dx > best[NEAREST - 1].0 {
            return false;
        }
        let square = dx * dx + dy * dy;
        let at = best.partition_point(|known| known.0 <= square);
        if at < NEAREST {
            best.insert(at, (square, other));
            best.truncate(NEAREST);
        }
        true
    };
    let mut left = by_x[..rank].iter().rev();
    let mut right = by_x[rank + 1..].iter();
    let (mut goes_left, mut goes_right) = (true, true);
    while goes_left || goes_right {
        goes_left = goes_left && left.next().is_some_and(|&other| look(other));
        goes_right = goes_right && right.next().is_some_and(|&other| look(other));
    }
    best
}

/// From some nodes to all that ties lead to: the squared difference of the distance in the picture (at the scale that
/// suits best) and the number of ties, each relative to the number of ties.
fn stress(tied: &Tied<'_>, places: &[f32], chance: &mut Chance, cancel: &Cancel) -> Result<f64> {
    let n = tied.len();
    let (mut plain, mut cross, mut whole) = (0.0, 0.0, 0u64);
    let mut ties = vec![u32::MAX; n];
    for _ in 0..SOURCES.min(n) {
        cancel.check()?;
        let source = chance.below(n);
        ties.fill(u32::MAX);
        ties[source] = 0;
        let mut queue = vec![source as u32];
        let mut at = 0;
        while let Some(&node) = queue.get(at) {
            at += 1;
            for (other, weight) in tied.row(node as usize) {
                if is_tie(node as usize, other, weight) && ties[other as usize] == u32::MAX {
                    ties[other as usize] = ties[node as usize] + 1;
                    queue.push(other);
                }
            }
        }
        for &node in &queue[1..] {
            let relative =
                square(places, source, node as usize).sqrt() / f64::from(ties[node as usize]);
            plain += relative;
            cross += relative * relative;
            whole += 1;
        }
    }
    if whole == 0 || cross == 0.0 {
        return Ok(0.0);
    }
    // Σ(s·r - 1)² is least at s = Σr / Σr², and then is the count less (Σr)²/Σr².
    Ok(1.0 - plain * plain / cross / whole as f64)
}
