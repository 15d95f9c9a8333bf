//! What is said of a network: who stands where in it, and how it falls apart.
//!
//! Every measure runs on [`Rows`](crate::Rows), gives the same figures on any number of threads,
//! and is compared with igraph or networkx in the project's tests.

pub mod betweenness;
pub mod communities;
pub mod components;
pub mod cores;
pub mod eigenvector;
pub mod pagerank;

pub use betweenness::{Between, Sources, betweenness};
pub use communities::{Communities, CommunityAsk, communities, modularity};
pub use components::{Parts, strong_components, weak_components};
pub use cores::cores;
pub use eigenvector::eigenvector;
pub use pagerank::pagerank;

use crate::{Direction, Graph};

/// Whether a measure that is found round by round has come to rest.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Settling {
    /// Components that have not; of a measure of the whole network 1, where it has not.
    pub unsettled: u64,
    /// The greatest change that one more round would make of a value, where the greatest value is 1; of the components
    /// that have not settled where there are any.
    pub residual: f64,
    /// The most rounds that a component took.
    pub rounds: u32,
}

impl Settling {
    /// Counts one more component.
    pub(crate) fn add(&mut self, settled: bool, residual: f64, rounds: u32) {
        if !settled && self.unsettled == 0 {
            self.residual = residual;
        } else if !settled || self.unsettled == 0 {
            self.residual = self.residual.max(residual);
        }
        self.unsettled += u64::from(!settled);
        self.rounds = self.rounds.max(rounds);
    }
}

/// Of all edges but loops, those that run both ways; `None` where edges have no direction or there is none.
pub fn reciprocity(graph: &Graph) -> Option<f64> {
    if graph.direction() == Direction::Undirected {
        return None;
    }
    let (mut both, mut all) = (0u64, 0u64);
    for node in 0..graph.n_nodes() as u32 {
        let back = graph.inward().of(node);
        for target in graph.outward().of(node) {
            if *target != node {
                all += 1;
                both += u64::from(back.binary_search(target).is_ok());
            }
        }
    }
    (all > 0).then(|| both as f64 / all as f64)
}

/// Edges but loops, of all that there could be.
pub fn density(graph: &Graph) -> f64 {
    let n = graph.n_nodes() as f64;
    let edges = graph.edges();
    let loops = edges
        .source
        .iter()
        .zip(&edges.target)
        .filter(|(source, target)| source == target)
        .count();
    let possible = match graph.direction() {
        Direction::Directed => n * (n - 1.0),
        Direction::Undirected => n * (n - 1.0) / 2.0,
    };
    if possible > 0.0 {
        (edges.len() - loops) as f64 / possible
    } else {
        0.0
    }
}
