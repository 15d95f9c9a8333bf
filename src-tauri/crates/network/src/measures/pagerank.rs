//! PageRank by weight, pulled along the edges: what a node without an edge away has is shared among all.

use super::Settling;
use crate::{Graph, Result};
use rayon::prelude::*;
use starling_model::Cancel;

/// The share of steps that follow an edge.
const DAMPING: f64 = 0.85;
/// The sum of all changes below which it has settled.
const SETTLED: f64 = 1e-11;
/// 0.85^170 is below the tolerance, whatever the graph.
const MOST_ROUNDS: u32 = 200;
/// Nodes a chunk: sums are made chunk by chunk, so that they do not depend on the number of threads.
const CHUNK: usize = 4096;

/// Adds up to 1.
pub fn pagerank(graph: &Graph, cancel: &Cancel) -> Result<(Vec<f64>, Settling)> {
    rounds(graph, MOST_ROUNDS, cancel)
}

fn rounds(graph: &Graph, most_rounds: u32, cancel: &Cancel) -> Result<(Vec<f64>, Settling)> {
    let n_nodes = graph.n_nodes();
    if n_nodes == 0 {
        return Ok((Vec::new(), Settling::default()));
    }
    let inward = graph.inward();
    let strength: Vec<f64> = (0..n_nodes as u32)
        .into_par_iter()
        .with_min_len(CHUNK)
        .map(|node| graph.outward().strength(node))
        .collect();
    let mut rank = vec![1.0 / n_nodes as f64; n_nodes];
    let mut next = vec![0.0; n_nodes];
    // What each node hands to an edge of weight 1.
    let mut share = vec![0.0; n_nodes];
    let mut settling = Settling {
        unsettled: 1,
        ..Settling::default()
    };
    while settling.unsettled > 0 && settling.rounds < most_rounds {
        cancel.check()?;
        let stuck: Vec<f64> = share
            .par_chunks_mut(CHUNK)
            .enumerate()
            .map(|(chunk, share)| {
                let mut stuck = 0.0;
                for (at, share) in share.iter_mut().enumerate() {
                    let node = chunk * CHUNK + at;
                    if strength[node] > 0.0 {
                        *share = rank[node] / strength[node];
                    } else {
                        stuck += rank[node];
                    }
                }
                stuck
            })
            .collect();
        let base = (1.0 - DAMPING + DAMPING * stuck.iter().sum::<f64>()) / n_nodes as f64;
        let changes: Vec<f64> = next
            .par_chunks_mut(CHUNK)
            .enumerate()
            .map(|(chunk, next)| {
                let mut change = 0.0;
                for (at, next) in next.iter_mut().enumerate() {
                    let node = (chunk * CHUNK + at) as u32;
                    let mut sum = 0.0;
                    for (from, weight) in inward.of(node).iter().zip(inward.weights_of(node)) {
                        sum += share[*from as usize] * f64::from(*weight);
                    }
                    *next = base + DAMPING * sum;
                    change += (*next - rank[node as usize]).abs();
                }
                change
            })
            .collect();
        std::mem::swap(&mut rank, &mut next);
        settling.residual = changes.iter().sum::<f64>();
        settling.unsettled = u64::from(settling.residual >= SETTLED);
        settling.rounds += 1;
    }
    Ok((rank, settling))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Ties};

    #[test]
    fn of_two_the_one_that_is_named_ranks_higher() {
        let mut ties = Ties::default();
        ties.push(0, 1, None);
        let graph = Graph::of_ties(ties, 2, Direction::Directed, &Cancel::new()).unwrap();
        let (rank, settling) = pagerank(&graph, &Cancel::new()).unwrap();
        assert_eq!(settling.unsettled, 0, "{settling:?}");
        // x = (1-d)/2 + d·y/2, y = x + d·x with x + y = 1.
        assert!((rank[0] - 1.0 / 2.85).abs() < 1e-10, "{rank:?}");
        assert!((rank[0] + rank[1] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn it_says_where_it_has_not_settled() {
        let mut ties = Ties::default();
        ties.push(0, 1, None);
        ties.push(1, 2, None);
        ties.push(2, 0, None);
        ties.push(3, 0, None);
        let graph = Graph::of_ties(ties, 4, Direction::Directed, &Cancel::new()).unwrap();
        let (_, settling) = rounds(&graph, 3, &Cancel::new()).unwrap();
        assert_eq!((settling.unsettled, settling.rounds), (1, 3));
        assert!(settling.residual > 1e-3, "{settling:?}");
    }
}
