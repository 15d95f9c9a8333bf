//! Eigenvector centrality of each component by itself: on a network that falls apart, one vector over all of it
//! gathers in the strongest component and says nothing of the others.

mod lanczos;
#[cfg(test)]
mod tests;

use super::{Parts, Settling};
use crate::{Result, Rows};
use lanczos::{Component, Found};
use rayon::prelude::*;
use starling_model::Cancel;

/// Components below this are done one by one on a thread each.
const LARGE: usize = 20_000;

/// The greatest value of each component is 1; a node by itself has 0. Every value is right to 1e-5, but in the
/// components that are said not to have settled.
pub fn eigenvector(
    around: &Rows,
    components: &Parts,
    cancel: &Cancel,
) -> Result<(Vec<f64>, Settling)> {
    let mut members: Vec<u32> = (0..around.n_nodes() as u32).collect();
    // Those with the most neighbours, whose values are read the most, lie together.
    members.sort_unstable_by_key(|node| {
        let degree = std::cmp::Reverse(around.degree(*node));
        (components.of[*node as usize], degree, *node)
    });
    let mut runs = Vec::new();
    let mut rest = members.as_slice();
    for size in &components.sizes {
        let (run, others) = rest.split_at(*size as usize);
        runs.push(run);
        rest = others;
    }
    let place = places(around.n_nodes(), &runs);
    let settle = |run: &[u32]| -> Result<Found> {
        match run.len() {
            0 | 1 => Ok(Found::plain(vec![0.0; run.len()])),
            2 => Ok(Found::plain(vec![1.0; 2])),
            many => Component::of(around, run, &place, many >= LARGE).settle(cancel),
        }
    };
    let (large, small): (Vec<&[u32]>, Vec<&[u32]>) =
        runs.iter().partition(|run| run.len() >= LARGE);
    let mut value = vec![0.0; around.n_nodes()];
    let mut settling = Settling::default();
    let mut put = |run: &[u32], found: Found| {
        run.iter()
            .zip(found.value)
            .for_each(|(node, v)| value[*node as usize] = v);
        settling.add(found.settled, found.residual, found.rounds);
    };
    for run in large {
        put(run, settle(run)?);
    }
    let found: Vec<Found> = small
        .par_iter()
        .with_min_len(16)
        .map(|run| settle(run))
        .collect::<Result<_>>()?;
    small
        .iter()
        .zip(found)
        .for_each(|(run, found)| put(run, found));
    Ok((value, settling))
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
