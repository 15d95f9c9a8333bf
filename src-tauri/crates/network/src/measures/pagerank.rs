//! PageRank by weight: what a node without an edge away has is shared among all.
//!
//! Whoever jumps goes to every node alike, from a node without an edge away as from any other. So the ranks stand in the
//! proportions of `y = base + 0.85 · Σ weight · y / strength`, over the edges towards a node, whatever the base.
//! That is solved by Gauss and Seidel's rounds, which take what is new in the same round: 33 in place of 54 for rounds that
//! read the last one only, on the bench's network. Over-relaxation saved a tenth of them there, but had not come to rest after
//! 200 rounds on a directed ring of four and an edge beside it. One thread goes through the nodes in an order that only
//! hangs on the network, so that the figures are always the same.

use super::Settling;
use crate::{Graph, Result, Rows};
use starling_model::Cancel;

/// The share of steps that follow an edge.
const DAMPING: f64 = 0.85;
/// The sum of all changes, of 1, below which it has settled.
const SETTLED: f64 = 1e-10;
/// 0.85^140 is below the tolerance, whatever the graph.
const MOST_ROUNDS: u32 = 200;
/// Nodes that lie near each other.
const NEAR: usize = 512;

/// Adds up to 1.
pub fn pagerank(graph: &Graph, cancel: &Cancel) -> Result<(Vec<f64>, Settling)> {
    rounds(graph, MOST_ROUNDS, cancel)
}

fn rounds(graph: &Graph, most_rounds: u32, cancel: &Cancel) -> Result<(Vec<f64>, Settling)> {
    let n_nodes = graph.n_nodes();
    if n_nodes == 0 {
        return Ok((Vec::new(), Settling::default()));
    }
    let mut system = System::of(graph);
    let mut settling = Settling {
        unsettled: 1,
        ..Settling::default()
    };
    while settling.unsettled > 0 && settling.rounds < most_rounds {
        cancel.check()?;
        settling.residual = system.round();
        settling.unsettled = u64::from(settling.residual >= SETTLED);
        settling.rounds += 1;
    }
    Ok((system.ranks(), settling))
}

struct System<'a> {
    inward: &'a Rows,
    /// One through the strength of each node; 0 where it has no edge away, and nobody takes anything of it.
    per_weight: Vec<f64>,
    /// Of what a node has, what does not come back to the nodes with an edge away.
    lost: Vec<f64>,
    /// Those with an edge away, by and large in their order.
    handing: Vec<u32>,
    base: f64,
    value: Vec<f64>,
    /// What each node hands to an edge of weight 1.
    share: Vec<f64>,
}

impl<'a> System<'a> {
    fn of(graph: &'a Graph) -> Self {
        let (outward, inward) = (graph.outward(), graph.inward());
        let nodes = 0..graph.n_nodes() as u32;
        let per_weight: Vec<f64> = nodes
            .clone()
            .map(|node| match outward.strength(node) {
                strength if strength > 0.0 => 1.0 / strength,
                _ => 0.0,
            })
            .collect();
        let mut handing: Vec<u32> = nodes
            .clone()
            .filter(|node| per_weight[*node as usize] > 0.0)
            .collect();
        // Nodes of as many ties one after the other: how long a loop is, is then mostly guessed right. But not so many that
        // their ties would be far apart.
        handing
            .chunks_mut(NEAR)
            .for_each(|nodes| nodes.sort_unstable_by_key(|node| (inward.degree(*node), *node)));
        let lost = nodes
            .map(|node| {
                let ties = outward.of(node).iter().zip(outward.weights_of(node));
                let on = ties.filter(|(to, _)| per_weight[**to as usize] > 0.0);
                let on: f64 = on.map(|(_, weight)| f64::from(*weight)).sum();
                1.0 - DAMPING * on * per_weight[node as usize]
            })
            .collect();
        Self {
            inward,
            lost,
            handing,
            base: 1.0 - DAMPING,
            value: vec![1.0; graph.n_nodes()],
            share: per_weight.clone(),
            per_weight,
        }
    }

    /// What a node is to have by what the others hand it.
    #[inline]
    fn found(&self, node: usize) -> f64 {
        let node = node as u32;
        let ties = self
            .inward
            .of(node)
            .iter()
            .zip(self.inward.weights_of(node));
        let handed = ties.map(|(from, weight)| self.share[*from as usize] * f64::from(*weight));
        self.base + DAMPING * handed.sum::<f64>()
    }

    /// Goes through the nodes once; gives the sum of all changes, of 1.
    fn round(&mut self) -> f64 {
        if self.handing.is_empty() {
            return 0.0;
        }
        let (mut change, mut sum, mut lost) = (0.0, 0.0, 0.0);
        for node in 0..self.handing.len() {
            let node = self.handing[node] as usize;
            let value = self.found(node);
            change += (value - self.value[node]).abs();
            (self.value[node], self.share[node]) = (value, value * self.per_weight[node]);
            sum += value;
            lost += value * self.lost[node];
        }
        // The base that goes with this sum: else rounds would be spent on the sum alone, which comes to rest last.
        self.base = lost / self.handing.len() as f64;
        change / sum
    }

    fn ranks(&self) -> Vec<f64> {
        let mut ranks: Vec<f64> = (0..self.value.len()).map(|node| self.found(node)).collect();
        let sum: f64 = ranks.iter().sum();
        ranks.iter_mut().for_each(|rank| *rank /= sum);
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Ties};
    use proptest::prelude::*;

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
    fn without_an_edge_all_rank_alike() {
        let graph = Graph::new(4, Direction::Directed, crate::Edges::default());
        let (rank, settling) = pagerank(&graph, &Cancel::new()).unwrap();
        assert_eq!((rank, settling.unsettled), (vec![0.25; 4], 0));
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

    /// By steps of the walk, each of which reads the last one only.
    fn plainly(graph: &Graph) -> Vec<f64> {
        let n = graph.n_nodes();
        let mut rank = vec![1.0 / n as f64; n];
        for _ in 0..400 {
            let mut next = vec![0.0; n];
            let mut jumping = 1.0 - DAMPING;
            for node in 0..n as u32 {
                let has = rank[node as usize];
                let strength = graph.outward().strength(node);
                if strength == 0.0 {
                    jumping += DAMPING * has;
                }
                let ties = graph
                    .outward()
                    .of(node)
                    .iter()
                    .zip(graph.outward().weights_of(node));
                ties.for_each(|(to, weight)| {
                    next[*to as usize] += DAMPING * has * f64::from(*weight) / strength;
                });
            }
            next.iter_mut().for_each(|rank| *rank += jumping / n as f64);
            rank = next;
        }
        rank
    }

    proptest! {
        #[test]
        fn equal_to_the_plain_way_and_settled(
            pairs in proptest::collection::vec((0u32..30, 0u32..30), 0..90),
            is_directed in proptest::bool::ANY,
        ) {
            let mut ties = Ties::default();
            pairs.iter().for_each(|(a, b)| ties.push(*a, *b, None));
            let direction = if is_directed { Direction::Directed } else { Direction::Undirected };
            let graph = Graph::of_ties(ties, 30, direction, &Cancel::new()).unwrap();
            let (rank, settling) = pagerank(&graph, &Cancel::new()).unwrap();
            prop_assert_eq!(settling.unsettled, 0, "{:?}", settling);
            for (a, b) in rank.iter().zip(plainly(&graph)) {
                prop_assert!((a - b).abs() < 1e-9, "{:?} {:?}", rank, plainly(&graph));
            }
        }
    }
}
