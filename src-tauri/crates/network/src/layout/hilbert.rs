//! Order along a Hilbert curve: what is near on it is near in the plane.

use crate::Result;
use rayon::prelude::*;
use starling_model::Cancel;

/// Nodes of a chunk of parallel work. It is fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 8192;

/// The nodes in order along the curve.
///
/// The grid covers the mean and four standard deviations each way: one far node would otherwise
/// leave all others in a few cells. What lies outside counts as lying on the edge.
pub(super) fn order(x: &[f32], y: &[f32], cancel: &Cancel) -> Result<Vec<u32>> {
    let (x_axis, y_axis) = (Axis::of(x), Axis::of(y));
    let mut keyed = vec![0u64; x.len()];
    keyed
        .par_chunks_mut(CHUNK)
        .enumerate()
        .for_each(|(chunk, keyed)| {
            let from = chunk * CHUNK;
            for (at, slot) in keyed.iter_mut().enumerate() {
                let node = from + at;
                let key = along(x_axis.cell(x[node]), y_axis.cell(y[node]));
                *slot = u64::from(key) << 32 | node as u64;
            }
        });
    sort(&mut keyed, cancel)?;
    Ok(keyed.into_iter().map(|key| key as u32).collect())
}

/// Bits of a digit.
const DIGIT: u32 = 11;
/// Fewer are sorted by comparing.
const FEW: usize = 4096;

/// In order of the keys in the upper halves; the lower ones, of which there is one of each, rise already. Digit by digit, so
/// that the work is linear and can be stopped after each.
fn sort(keyed: &mut Vec<u64>, cancel: &Cancel) -> Result<()> {
    if keyed.len() < FEW {
        keyed.sort_unstable();
        return Ok(());
    }
    let mut next = vec![0u64; keyed.len()];
    for shift in (32..64).step_by(DIGIT as usize) {
        cancel.check()?;
        let digit = |key: u64| (key >> shift) as usize & ((1 << DIGIT) - 1);
        let mut from = vec![0u32; (1 << DIGIT) + 1];
        keyed.iter().for_each(|&key| from[digit(key) + 1] += 1);
        for at in 1..from.len() {
            from[at] += from[at - 1];
        }
        for &key in keyed.iter() {
            let slot = &mut from[digit(key)];
            next[*slot as usize] = key;
            *slot += 1;
        }
        std::mem::swap(keyed, &mut next);
    }
    Ok(())
}

/// A side of the grid.
struct Axis {
    from: f32,
    cells_per_unit: f32,
}

impl Axis {
    /// Measured twice, the second time without what lies outside the first window.
    fn of(values: &[f32]) -> Self {
        let (mean, deviation) = spread(values, f64::NEG_INFINITY..f64::INFINITY);
        let window = mean - 4.0 * deviation..mean + 4.0 * deviation;
        let (mean, deviation) = spread(values, window);
        Self {
            from: (mean - 4.0 * deviation) as f32,
            cells_per_unit: (65_536.0 / (8.0 * deviation)) as f32,
        }
    }

    fn cell(&self, value: f32) -> u32 {
        // A cast of floats saturates.
        (((value - self.from) * self.cells_per_unit) as u32).min(65_535)
    }
}

/// Mean and standard deviation of the values in a window.
fn spread(values: &[f32], window: std::ops::Range<f64>) -> (f64, f64) {
    let sums: Vec<(f64, f64, f64)> = values
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut sums = (0.0, 0.0, 0.0);
            for value in chunk.iter().map(|&value| f64::from(value)) {
                if window.contains(&value) {
                    sums = (sums.0 + 1.0, sums.1 + value, sums.2 + value * value);
                }
            }
            sums
        })
        .collect();
    let add = |part: fn(&(f64, f64, f64)) -> f64| sums.iter().map(part).sum::<f64>();
    let n = add(|sums| sums.0).max(1.0);
    let mean = add(|sums| sums.1) / n;
    let deviation = (add(|sums| sums.2) / n - mean * mean).max(0.0).sqrt();
    (mean, deviation.max(1e-6))
}

/// How far along the curve a cell of the grid of 65,536 by 65,536 lies.
fn along(mut x: u32, mut y: u32) -> u32 {
    let mut distance = 0;
    let mut side = 1u32 << 15;
    while side > 0 {
        let right = u32::from(x & side > 0);
        let up = u32::from(y & side > 0);
        distance = distance << 2 | ((3 * right) ^ up);
        // Turn the quarter so that the curve goes on in it.
        if up == 0 {
            if right == 1 {
                x = !x;
                y = !y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side >>= 1;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_on_the_curve_are_neighbours_in_the_plane() {
        let mut cells: Vec<(u32, u32, u32)> = (0..32)
            .flat_map(|x| (0..32).map(move |y| (along(x << 11, y << 11), x, y)))
            .collect();
        cells.sort_unstable();
        for pair in cells.windows(2) {
            let steps = pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2);
            assert_eq!(steps, 1, "the curve never jumps: {pair:?}");
        }
    }

    #[test]
    fn digits_sort_as_comparing_does() {
        for n in [10, 4095, 4096, 20_000] {
            let key = |node: u64| node.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
            // Some keys stand more than once.
            let mut keyed: Vec<u64> = (0..n).map(|node| key(node % 5000) << 32 | node).collect();
            let mut compared = keyed.clone();
            compared.sort_unstable();
            sort(&mut keyed, &Cancel::new()).unwrap();
            assert!(keyed == compared, "{n}");
        }
    }

    #[test]
    fn sorting_can_be_stopped() {
        let cancel = Cancel::new();
        cancel.set();
        let x = vec![0.0; 5000];
        assert!(order(&x, &x, &cancel).is_err());
    }

    #[test]
    fn one_far_node_does_not_flatten_the_others() {
        let mut x: Vec<f32> = (0..1000).map(|at| (at * 37 % 1000) as f32).collect();
        x.push(1e9);
        let y = vec![0.0; x.len()];
        let order = order(&x, &y, &Cancel::new()).unwrap();
        let jumps = order
            .windows(2)
            .filter(|pair| (x[pair[0] as usize] - x[pair[1] as usize]).abs() > 1.5)
            .count();
        assert!(
            jumps <= 2,
            "only the far node is out of order, {jumps} jumps"
        );
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert!(
            sorted
                .iter()
                .enumerate()
                .all(|(at, &node)| at == node as usize)
        );
    }
}
