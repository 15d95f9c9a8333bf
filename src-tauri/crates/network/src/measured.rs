//! A network, measured: everything but betweenness, which is asked for by itself.

use crate::measures::{
    Communities, CommunityAsk, Parts, Settling, communities, cores, density, eigenvector, pagerank,
    reciprocity, strong_components, weak_components,
};
use crate::{Direction, Graph, Result};
use starling_model::{Cancel, Progress, Stage, Step};

/// What was found. Columns hold a value a node.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Different nodes that are tied to each, itself apart.
    pub n_in: Vec<u32>,
    /// Different nodes that each is tied to, itself apart.
    pub n_out: Vec<u32>,
    /// The weight of the edges towards each.
    pub in_weight: Vec<f64>,
    /// The weight of the edges away from each.
    pub out_weight: Vec<f64>,
    /// The weight of all edges at each; a loop counts once.
    pub weight: Vec<f64>,
    /// Adds up to 1.
    pub pagerank: Vec<f64>,
    /// Whether it has settled.
    pub pagerank_settling: Settling,
    /// The greatest of each component is 1.
    pub eigenvector: Vec<f64>,
    /// Whether it has settled.
    pub eigenvector_settling: Settling,
    /// The greatest k whose core it is in.
    pub core: Vec<u32>,
    /// Weakly connected components.
    pub components: Parts,
    /// How many strongly connected ones there are.
    pub n_strong: usize,
    /// By the Leiden method.
    pub communities: Communities,
    /// Edges that run both ways.
    pub reciprocity: Option<f64>,
    /// Edges of all that there could be.
    pub density: f64,
    /// Edges from a node to itself.
    pub n_loops: usize,
}

/// Measures a network.
pub fn measure(
    graph: &Graph,
    ask: CommunityAsk,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Measured> {
    let n_nodes = graph.n_nodes();
    let n_steps = 7;
    let say = |done: u64, subject: &str| -> Result<()> {
        progress.say(Step {
            stage: Stage::Measuring,
            subject: subject.into(),
            done,
            total: Some(n_steps),
            unit: "measures",
            rows: 0,
            rejected: 0,
        });
        Ok(cancel.check()?)
    };
    say(0, "degrees")?;
    let mut measured = Measured {
        density: density(graph),
        reciprocity: reciprocity(graph),
        ..Measured::default()
    };
    degrees(graph, &mut measured);
    say(1, "components")?;
    measured.components = weak_components(graph.around());
    measured.n_strong = match graph.direction() {
        Direction::Directed => strong_components(graph.outward()).count(),
        Direction::Undirected => measured.components.count(),
    };
    say(2, "cores")?;
    measured.core = cores(graph.around());
    say(3, "PageRank")?;
    (measured.pagerank, measured.pagerank_settling) = pagerank(graph, cancel)?;
    say(4, "eigenvectors")?;
    (measured.eigenvector, measured.eigenvector_settling) =
        eigenvector(graph.around(), &measured.components, cancel)?;
    say(5, "communities")?;
    measured.communities = communities(graph.around(), ask, cancel)?;
    say(n_steps, "")?;
    debug_assert_eq!(measured.core.len(), n_nodes);
    Ok(measured)
}

fn degrees(graph: &Graph, measured: &mut Measured) {
    let n_nodes = graph.n_nodes();
    let undirected = graph.direction() == Direction::Undirected;
    let column = || vec![0.0f64; n_nodes];
    let (mut n_in, mut n_out) = (vec![0u32; n_nodes], vec![0u32; n_nodes]);
    let (mut in_weight, mut out_weight, mut weight) = (column(), column(), column());
    for edge in graph.edges().iter() {
        let (source, target) = (edge.source as usize, edge.target as usize);
        let tie = f64::from(edge.weight);
        out_weight[source] += tie;
        in_weight[target] += tie;
        weight[source] += tie;
        if source == target {
            measured.n_loops += 1;
        } else {
            weight[target] += tie;
            n_out[source] += 1;
            n_in[target] += 1;
        }
    }
    if undirected {
        // Neither end of an edge is its beginning.
        for node in 0..n_nodes {
            (n_in[node], n_out[node]) = (n_in[node] + n_out[node], n_in[node] + n_out[node]);
        }
        (in_weight, out_weight) = (weight.clone(), weight.clone());
    }
    measured.n_in = n_in;
    measured.n_out = n_out;
    measured.in_weight = in_weight;
    measured.out_weight = out_weight;
    measured.weight = weight;
}
