//! Betweenness (Brandes): how many shortest paths run through a node.
//!
//! Nodes with a single neighbour are folded into it first: nothing runs through them, and what they add to the others is
//! a factor at their neighbour. On networks of mentions these are four nodes in five.
//! Large networks are estimated from a sample of sources, drawn in proportion to how many nodes each stands for.

use crate::{Direction, Graph, Result, Rows};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use starling_model::Cancel;

/// From which nodes paths are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sources {
    /// From every one; exact.
    All,
    /// From so many, drawn by the seed.
    Sample {
        /// How many.
        count: u32,
        /// The same seed draws the same ones.
        seed: u64,
    },
}

/// Betweenness of every node.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Between {
    /// Pairs of other nodes whose shortest paths run through it, by the share of their paths that do.
    pub of: Vec<f64>,
    /// From how many nodes it was counted.
    pub sources: u32,
    /// Whether these were all.
    pub exact: bool,
    /// The standard error of the greatest value, as a share of it.
    pub error: f64,
}

/// Shares of the sources that are added up separately, so that the sum does not depend on the number of threads
/// and a sample tells its own error.
const LANES: usize = 8;

/// What is left when nodes with one neighbour are folded into it.
struct Folded {
    /// The node that each stands for.
    node: Vec<u32>,
    outward: Rows,
    /// Nodes folded in that have an edge to it, so that paths begin there.
    before: Vec<f64>,
    /// Nodes folded in that it has an edge to, so that paths end there.
    behind: Vec<f64>,
    /// Nodes folded in that are both: paths from one to itself are none.
    both: Vec<f64>,
}

impl Folded {
    fn of(graph: &Graph) -> Self {
        let (around, outward, inward) = (graph.around(), graph.outward(), graph.inward());
        let n_nodes = graph.n_nodes();
        let mut pendant: Vec<bool> = (0..n_nodes as u32)
            .map(|node| around.degree(node) == 1)
            .collect();
        // Of a pair the lesser stays.
        for node in 0..n_nodes {
            if pendant[node] {
                let other = around.of(node as u32)[0] as usize;
                if pendant[other] && other > node {
                    pendant[node] = false;
                }
            }
        }
        let node: Vec<u32> = (0..n_nodes as u32)
            .filter(|node| !pendant[*node as usize])
            .collect();
        let mut number = vec![u32::MAX; n_nodes];
        node.iter()
            .enumerate()
            .for_each(|(at, node)| number[*node as usize] = at as u32);
        let mut folded = Self {
            outward: Rows {
                offsets: vec![0],
                ..Rows::default()
            },
            before: vec![0.0; node.len()],
            behind: vec![0.0; node.len()],
            both: vec![0.0; node.len()],
            node,
        };
        for own in &folded.node {
            let kept = outward.of(*own).iter().filter(|other| *other != own);
            let kept = kept
                .map(|other| number[*other as usize])
                .filter(|other| *other != u32::MAX);
            folded.outward.neighbours.extend(kept);
            folded
                .outward
                .offsets
                .push(folded.outward.neighbours.len() as u32);
        }
        for at in (0..n_nodes as u32).filter(|at| pendant[*at as usize]) {
            let hub = around.of(at)[0];
            let place = number[hub as usize] as usize;
            let (goes, comes) = (outward.of(at).contains(&hub), inward.of(at).contains(&hub));
            folded.before[place] += f64::from(u8::from(goes));
            folded.behind[place] += f64::from(u8::from(comes));
            folded.both[place] += f64::from(u8::from(goes && comes));
        }
        folded
    }

    /// The sources: place, how often it counts for the paths from itself and from what is folded into it.
    fn sources(&self, sources: Sources) -> Vec<(u32, f64)> {
        let n_nodes = self.node.len();
        match sources {
            Sources::All => (0..n_nodes as u32).map(|at| (at, 1.0)).collect(),
            Sources::Sample { count, seed } => {
                let mut reach = Vec::with_capacity(n_nodes);
                let mut sum = 0.0;
                for before in &self.before {
                    sum += 1.0 + before;
                    reach.push(sum);
                }
                let mut dice = ChaCha8Rng::seed_from_u64(seed);
                (0..count)
                    .map(|_| {
                        let drawn = (dice.next_u64() >> 11) as f64 / (1u64 << 53) as f64 * sum;
                        let at = reach
                            .partition_point(|reach| *reach <= drawn)
                            .min(n_nodes - 1);
                        let chance = (1.0 + self.before[at]) / sum;
                        (at as u32, 1.0 / (chance * f64::from(count)))
                    })
                    .collect()
            }
        }
    }
}

/// Of every node, exactly or from a sample. Edges count alike, whatever they weigh.
pub fn betweenness(graph: &Graph, sources: Sources, cancel: &Cancel) -> Result<Between> {
    let folded = Folded::of(graph);
    let n_nodes = folded.node.len();
    if n_nodes == 0 {
        return Ok(Between {
            exact: true,
            ..Between::default()
        });
    }
    let sources = match sources {
        Sources::Sample { count, .. } if count as usize >= n_nodes => Sources::All,
        other => other,
    };
    let exact = sources == Sources::All;
    let from = folded.sources(sources);
    let lanes: Vec<Vec<f64>> = (0..LANES.min(from.len()))
        .into_par_iter()
        .map(|lane| {
            let mut search = Search::new(n_nodes);
            let mut sum = vec![0.0; n_nodes];
            for (at, factor) in from.iter().skip(lane).step_by(LANES) {
                cancel.check()?;
                search.run(&folded, *at, *factor, &mut sum);
            }
            Ok(sum)
        })
        .collect::<Result<_>>()?;
    let mut of = vec![0.0; graph.n_nodes()];
    for lane in &lanes {
        for (node, value) in folded.node.iter().zip(lane) {
            of[*node as usize] += value;
        }
    }
    let error = if exact {
        0.0
    } else {
        error_of_the_greatest(&lanes)
    };
    if graph.direction() == Direction::Undirected {
        of.iter_mut().for_each(|value| *value /= 2.0);
    }
    Ok(Between {
        of,
        sources: from.len() as u32,
        exact,
        error,
    })
}

/// Each lane is an estimate of its own of an eighth of the sum.
fn error_of_the_greatest(lanes: &[Vec<f64>]) -> f64 {
    let n = lanes.len() as f64;
    let total = |at: usize| lanes.iter().map(|lane| lane[at]).sum::<f64>();
    let greatest = (0..lanes[0].len()).max_by(|a, b| total(*a).total_cmp(&total(*b)));
    let Some(at) = greatest.filter(|at| total(*at) > 0.0 && lanes.len() > 1) else {
        return 0.0;
    };
    let mean = total(at) / n;
    let spread = lanes
        .iter()
        .map(|lane| (lane[at] - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    (spread * n).sqrt() / total(at)
}

/// Room for one source after the other.
struct Search {
    order: Vec<u32>,
    /// `u32::MAX` where it was not reached.
    depth: Vec<u32>,
    paths: Vec<f64>,
    through: Vec<f64>,
}

impl Search {
    fn new(n_nodes: usize) -> Self {
        Self {
            order: Vec::with_capacity(n_nodes),
            depth: vec![u32::MAX; n_nodes],
            paths: vec![0.0; n_nodes],
            through: vec![0.0; n_nodes],
        }
    }

    fn run(&mut self, folded: &Folded, source: u32, factor: f64, sum: &mut [f64]) {
        let rows = &folded.outward;
        self.depth[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        self.order.push(source);
        let mut at = 0;
        while at < self.order.len() {
            let node = self.order[at];
            at += 1;
            let (below, paths) = (self.depth[node as usize] + 1, self.paths[node as usize]);
            for other in rows.of(node) {
                let depth = &mut self.depth[*other as usize];
                if *depth == u32::MAX {
                    *depth = below;
                    self.order.push(*other);
                }
                if *depth == below {
                    self.paths[*other as usize] += paths;
                }
            }
        }
        let times = factor * (1.0 + folded.before[source as usize]);
        for &node in self.order.iter().rev() {
            let own = node as usize;
            let below = self.depth[own] + 1;
            // Paths from the source that run on through the node, and those that end in what is folded into it.
            let mut through = 0.0;
            for other in rows.of(node) {
                let other = *other as usize;
                if self.depth[other] == below {
                    through +=
                        (1.0 + folded.behind[other] + self.through[other]) / self.paths[other];
                }
            }
            through *= self.paths[own];
            // `through` holds what later sums need: ends beyond the node, itself and its folded ones apart.
            self.through[own] = through;
            if node == source {
                let folded_pairs = folded.before[own] * (through + folded.behind[own]);
                sum[own] += factor * (folded_pairs - folded.both[own]);
            } else {
                sum[own] += times * (through + folded.behind[own]);
            }
        }
        for node in self.order.drain(..) {
            let own = node as usize;
            (self.depth[own], self.paths[own], self.through[own]) = (u32::MAX, 0.0, 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ties;
    use proptest::prelude::*;

    /// By going through all pairs.
    fn plainly(graph: &Graph) -> Vec<f64> {
        let n = graph.n_nodes();
        let rows = graph.outward();
        let mut dist = vec![vec![usize::MAX; n]; n];
        let mut paths = vec![vec![0.0; n]; n];
        for s in 0..n {
            (dist[s][s], paths[s][s]) = (0, 1.0);
            let mut order = vec![s];
            let mut at = 0;
            while at < order.len() {
                let node = order[at];
                at += 1;
                for other in rows.of(node as u32).iter().map(|o| *o as usize) {
                    if dist[s][other] == usize::MAX {
                        dist[s][other] = dist[s][node] + 1;
                        order.push(other);
                    }
                    if dist[s][other] == dist[s][node] + 1 {
                        paths[s][other] += paths[s][node];
                    }
                }
            }
        }
        let mut sum = vec![0.0; n];
        for (v, sum) in sum.iter_mut().enumerate() {
            for s in 0..n {
                for t in 0..n {
                    let known = [dist[s][t], dist[s][v], dist[v][t]];
                    let apart = s != t && s != v && t != v;
                    if apart
                        && !known.contains(&usize::MAX)
                        && dist[s][v] + dist[v][t] == dist[s][t]
                    {
                        *sum += paths[s][v] * paths[v][t] / paths[s][t];
                    }
                }
            }
        }
        if graph.direction() == Direction::Undirected {
            sum.iter_mut().for_each(|sum| *sum /= 2.0);
        }
        sum
    }

    fn graph(pairs: &[(u32, u32)], direction: Direction) -> Graph {
        let mut ties = Ties::default();
        pairs.iter().for_each(|(a, b)| ties.push(*a, *b, None));
        Graph::of_ties(ties, 12, direction, &Cancel::new()).unwrap()
    }

    proptest! {
        #[test]
        fn folding_changes_nothing(pairs in proptest::collection::vec((0u32..12, 0u32..12), 0..24)) {
            for direction in [Direction::Directed, Direction::Undirected] {
                let graph = graph(&pairs, direction);
                let found = betweenness(&graph, Sources::All, &Cancel::new()).unwrap();
                for (a, b) in found.of.iter().zip(plainly(&graph)) {
                    prop_assert!((a - b).abs() < 1e-9, "{direction:?}: {:?}", found.of);
                }
            }
        }
    }

    #[test]
    fn a_sample_estimates_the_same() {
        let ring: Vec<_> = (0..12).map(|at| (at, (at + 1) % 12)).collect();
        let graph = graph(&ring, Direction::Undirected);
        let exact = betweenness(&graph, Sources::All, &Cancel::new()).unwrap();
        let drawn = Sources::Sample { count: 11, seed: 5 };
        let sample = betweenness(&graph, drawn, &Cancel::new()).unwrap();
        assert!(!sample.exact && sample.sources == 11 && sample.error > 0.0);
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        assert!(
            (sum(&sample.of) - sum(&exact.of)).abs() < 1e-9,
            "each source of a ring is alike"
        );
    }
}
