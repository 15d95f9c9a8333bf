//! A network without its figures, for whoever looks through what a file says in words: an id that may not leave is a
//! number, and so is a degree, a weight or a place; only the names may be judged by their looks.

use super::{About, Labelled};
use crate::measures::{Communities, Parts};
use crate::{Edges, Graph, Measured, Moment};

/// The same nodes and edges with every figure nought.
#[derive(Debug)]
pub struct Blank {
    graph: Graph,
    zeros: Vec<u64>,
    parts: Vec<f64>,
    places: Vec<(f32, f32)>,
    measured: Measured,
}

impl Blank {
    /// Of this network.
    pub fn of(network: &Labelled<'_>) -> Self {
        let (n_nodes, n_edges) = (network.graph.n_nodes(), network.graph.n_edges());
        let edges = network.graph.edges();
        let edges = Edges {
            source: edges.source.clone(),
            target: edges.target.clone(),
            weight: vec![0.0; n_edges],
            count: vec![0; n_edges],
            first: vec![Moment::UNKNOWN; n_edges],
            last: vec![Moment::UNKNOWN; n_edges],
        };
        let parts = vec![0.0; n_nodes];
        let numbers = vec![0u32; n_nodes];
        Self {
            graph: Graph::new(n_nodes, network.graph.direction(), edges),
            zeros: vec![0; n_nodes],
            places: vec![(0.0, 0.0); n_nodes],
            measured: Measured {
                n_in: numbers.clone(),
                n_out: numbers.clone(),
                weight: parts.clone(),
                pagerank: parts.clone(),
                eigenvector: parts.clone(),
                core: numbers.clone(),
                communities: Communities {
                    parts: Parts {
                        of: numbers,
                        sizes: Vec::new(),
                    },
                    ..Communities::default()
                },
                ..Measured::default()
            },
            parts,
        }
    }

    /// To be written by the same writers. The caption is left out: it is made of figures, and looked through by itself.
    pub fn labelled<'a>(&'a self, network: &Labelled<'a>) -> Labelled<'a> {
        let about = network.about.map(|about| About {
            kinds: about.kinds,
            accounts: about.accounts.map(|_| self.zeros.as_slice()),
            tweets: &self.zeros,
            measured: &self.measured,
            betweenness: about.betweenness.map(|_| self.parts.as_slice()),
            places: about.places.map(|_| self.places.as_slice()),
        });
        Labelled {
            graph: &self.graph,
            labels: network.labels,
            about,
            times: None,
            caption: "",
        }
    }
}
