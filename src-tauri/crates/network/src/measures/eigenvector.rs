//! Eigenvector centrality of each component by itself: on a network that falls apart, one vector over all of it
//! gathers in the strongest component and says nothing of the others.

use super::Parts;
use crate::{Result, Rows};
use rayon::prelude::*;
use starling_model::Cancel;

/// Adding the node itself keeps two-sided networks from swinging; it does not change the vector.
const MOST_ROUNDS: usize = 1000;
/// The greatest change, of values up to 1, below which it has settled.
const SETTLED: f64 = 1e-8;
/// Nodes a chunk.
const CHUNK: usize = 4096;
/// Components below this are done one by one on a thread each.
const LARGE: u32 = 20_000;

/// The greatest value of each component is 1; a node by itself has 0.
pub fn eigenvector(around: &Rows, components: &Parts, cancel: &Cancel) -> Result<Vec<f64>> {
    let mut members: Vec<u32> = (0..around.n_nodes() as u32).collect();
    members.sort_unstable_by_key(|node| (components.of[*node as usize], *node));
    let mut runs = Vec::new();
    let mut rest = members.as_slice();
    for size in &components.sizes {
        let (run, others) = rest.split_at(*size as usize);
        runs.push(run);
        rest = others;
    }
    let mut value = vec![0.0; around.n_nodes()];
    let place = places(around.n_nodes(), &runs);
    let (large, small): (Vec<&[u32]>, Vec<&[u32]>) =
        runs.iter().partition(|run| run.len() as u32 >= LARGE);
    for run in large {
        let found = settle(around, run, &place, CHUNK, cancel)?;
        run.iter()
            .zip(found)
            .for_each(|(node, v)| value[*node as usize] = v);
    }
    let found: Vec<Vec<f64>> = small
        .par_iter()
        .with_min_len(16)
        .map(|run| settle(around, run, &place, usize::MAX, cancel))
        .collect::<Result<_>>()?;
    for (run, found) in small.iter().zip(found) {
        run.iter()
            .zip(found)
            .for_each(|(node, v)| value[*node as usize] = v);
    }
    Ok(value)
}

/// Each node's place within its component.
fn places(n_nodes: usize, runs: &[&[u32]]) -> Vec<u32> {
    let mut place = vec![0; n_nodes];
    for run in runs {
        for (at, node) in run.iter().enumerate() {
            place[*node as usize] = at as u32;
        }
    }
    place
}

fn settle(
    around: &Rows,
    run: &[u32],
    place: &[u32],
    chunk: usize,
    cancel: &Cancel,
) -> Result<Vec<f64>> {
    if run.len() < 2 {
        return Ok(vec![0.0; run.len()]);
    }
    let mut value = vec![1.0; run.len()];
    let mut next = vec![0.0; run.len()];
    // Half the mean strength: the weight of the node itself against its neighbours', on the scale of the weights.
    let own = run.iter().map(|node| around.strength(*node)).sum::<f64>() / run.len() as f64 / 2.0;
    for _ in 0..MOST_ROUNDS {
        cancel.check()?;
        let part = |(from, next): (usize, &mut [f64])| -> f64 {
            let mut most = 0.0f64;
            for (at, next) in next.iter_mut().enumerate() {
                let node = run[from + at];
                let mut sum = own * value[from + at];
                for (other, weight) in around.of(node).iter().zip(around.weights_of(node)) {
                    sum += value[place[*other as usize] as usize] * f64::from(*weight);
                }
                *next = sum;
                most = most.max(sum);
            }
            most
        };
        let most = if chunk >= run.len() {
            part((0, &mut next))
        } else {
            next.par_chunks_mut(chunk)
                .enumerate()
                .map(|(at, next)| part((at * chunk, next)))
                .reduce(|| 0.0, f64::max)
        };
        let mut change = 0.0f64;
        for (value, next) in value.iter_mut().zip(&next) {
            let scaled = next / most;
            change = change.max((scaled - *value).abs());
            *value = scaled;
        }
        if change < SETTLED {
            break;
        }
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::weak_components;
    use crate::{Direction, Graph, Ties};

    #[test]
    fn each_component_has_its_own_scale() {
        let mut ties = Ties::default();
        // A star of three leaves, a pair, and one alone.
        for leaf in 1..4 {
            ties.push(0, leaf, None);
        }
        ties.push(4, 5, None);
        let graph = Graph::of_ties(ties, 7, Direction::Undirected, &Cancel::new()).unwrap();
        let parts = weak_components(graph.around());
        let value = eigenvector(graph.around(), &parts, &Cancel::new()).unwrap();
        let leaf = 1.0 / 3f64.sqrt();
        let expected = [1.0, leaf, leaf, leaf, 1.0, 1.0, 0.0];
        assert!(
            value
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-6),
            "{value:?}"
        );
    }
}
