//! A chain of filters, one after the other. Each is a function of what the ones before left, so any of them can be taken
//! out again; nodes keep the numbers they have in the whole network.

use crate::measures::{CommunityAsk, communities, cores, weak_components};
use crate::{Edge, Edges, Graph, Result};
use starling_model::Cancel;

/// What kind of account a node is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum NodeKind {
    /// It wrote tweets of the query.
    Author,
    /// It wrote other tweets of the vault, or stands in a users file.
    Known,
    /// It is only mentioned, answered or retweeted.
    Outsider,
    /// It is no account.
    Hashtag,
}

impl NodeKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Author, Self::Known, Self::Outsider, Self::Hashtag];

    /// The word the user sees.
    pub fn word(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Known => "known",
            Self::Outsider => "outsider",
            Self::Hashtag => "hashtag",
        }
    }

    /// Its place among [`NodeKind::ALL`].
    pub fn number(self) -> u32 {
        self as u32
    }
}

/// One filter. After each of them nodes without an edge are gone.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Filter {
    /// Edges of at least this weight.
    Weight(f64),
    /// Nodes with at least so many neighbours, once.
    Degree(u32),
    /// The k-core.
    Core(u32),
    /// The largest weakly connected components, so many.
    Components(u32),
    /// Communities, by the number they have in what this filter is given.
    Communities(Vec<u32>),
    /// A node and what is at most so many hops away, by edges of any direction.
    Ego(u32, u32),
    /// These nodes.
    Nodes(Vec<u32>),
    /// All nodes but these.
    Without(Vec<u32>),
    /// Nodes of these kinds.
    Kinds(Vec<NodeKind>),
    /// Edges that run both ways.
    Mutual,
    /// Edges between two nodes.
    WithoutLoops,
    /// So many nodes of the greatest strength.
    Heaviest(u32),
}

/// What is left of a network.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Its nodes are numbered anew.
    pub graph: Graph,
    /// The number that each node has in the whole network, ascending.
    pub node: Vec<u32>,
}

/// What filters need to know beside the graph.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The kind of every node of the whole network.
    pub kinds: &'a [NodeKind],
    /// How communities are sought where a filter names them.
    pub communities: CommunityAsk,
}

impl Shown {
    /// All of a network but nodes without an edge.
    pub fn whole(graph: &Graph) -> Self {
        let all = Self {
            graph: Graph::default(),
            node: (0..graph.n_nodes() as u32).collect(),
        };
        all.kept_of(graph, |_| true, |_| true)
    }

    /// The number in what is shown of a node of the whole network.
    pub fn place(&self, node: u32) -> Option<u32> {
        self.node.binary_search(&node).ok().map(|at| at as u32)
    }

    /// Those nodes and edges that pass, nodes without an edge apart.
    pub fn kept(
        &self,
        node_passes: impl Fn(u32) -> bool,
        edge_passes: impl Fn(Edge) -> bool,
    ) -> Self {
        self.kept_of(&self.graph, node_passes, edge_passes)
    }

    fn kept_of(
        &self,
        graph: &Graph,
        node_passes: impl Fn(u32) -> bool,
        edge_passes: impl Fn(Edge) -> bool,
    ) -> Self {
        let passes: Vec<bool> = (0..graph.n_nodes() as u32).map(node_passes).collect();
        let mut edges = Edges::default();
        let mut has_edge = vec![false; graph.n_nodes()];
        for edge in graph.edges().iter() {
            let (source, target) = (edge.source as usize, edge.target as usize);
            if passes[source] && passes[target] && edge_passes(edge) {
                (has_edge[source], has_edge[target]) = (true, true);
                edges.push(edge);
            }
        }
        let mut number = vec![0; graph.n_nodes()];
        let mut node = Vec::new();
        for (at, _) in has_edge
            .iter()
            .enumerate()
            .filter(|(_, has_edge)| **has_edge)
        {
            number[at] = node.len() as u32;
            node.push(self.node[at]);
        }
        // The order of nodes stays, so edges stay in order.
        edges
            .source
            .iter_mut()
            .for_each(|at| *at = number[*at as usize]);
        edges
            .target
            .iter_mut()
            .for_each(|at| *at = number[*at as usize]);
        Self {
            graph: Graph::new(node.len(), graph.direction(), edges),
            node,
        }
    }

    /// After one more filter.
    pub fn filtered(&self, filter: &Filter, known: Known<'_>, cancel: &Cancel) -> Result<Self> {
        cancel.check()?;
        let graph = &self.graph;
        let only = |passes: &[bool]| self.kept(|node| passes[node as usize], |_| true);
        Ok(match filter {
            Filter::Weight(least) => self.kept(|_| true, |edge| f64::from(edge.weight) >= *least),
            Filter::Degree(least) => {
                self.kept(|node| graph.around().degree(node) >= *least, |_| true)
            }
            Filter::Core(least) => {
                let core = cores(graph.around());
                self.kept(|node| core[node as usize] >= *least, |_| true)
            }
            Filter::Components(largest) => {
                let parts = weak_components(graph.around());
                self.kept(|node| parts.of[node as usize] < *largest, |_| true)
            }
            Filter::Communities(numbers) => {
                let found = communities(graph.around(), known.communities, cancel)?;
                self.kept(
                    |node| numbers.contains(&found.parts.of[node as usize]),
                    |_| true,
                )
            }
            Filter::Ego(node, hops) => {
                let Some(centre) = self.place(*node) else {
                    return Ok(self.kept(|_| false, |_| false));
                };
                only(&ego(graph, centre, *hops))
            }
            Filter::Nodes(nodes) => only(&self.named(nodes, true)),
            Filter::Without(nodes) => only(&self.named(nodes, false)),
            Filter::Kinds(kinds) => self.kept(
                |node| kinds.contains(&known.kinds[self.node[node as usize] as usize]),
                |_| true,
            ),
            Filter::Mutual => self.kept(
                |_| true,
                |edge| edge.source != edge.target && graph.edge(edge.target, edge.source).is_some(),
            ),
            Filter::WithoutLoops => self.kept(|_| true, |edge| edge.source != edge.target),
            Filter::Heaviest(count) => {
                let strength: Vec<f64> = strengths(graph);
                let mut order: Vec<u32> = (0..graph.n_nodes() as u32).collect();
                order.sort_by(|a, b| {
                    strength[*b as usize]
                        .total_cmp(&strength[*a as usize])
                        .then(a.cmp(b))
                });
                let mut passes = vec![false; graph.n_nodes()];
                order
                    .iter()
                    .take(*count as usize)
                    .for_each(|at| passes[*at as usize] = true);
                only(&passes)
            }
        })
    }

    fn named(&self, nodes: &[u32], passes: bool) -> Vec<bool> {
        let mut of = vec![!passes; self.node.len()];
        for node in nodes {
            if let Some(at) = self.place(*node) {
                of[at as usize] = passes;
            }
        }
        of
    }
}

/// The weight of all edges at each node; a loop counts once.
pub fn strengths(graph: &Graph) -> Vec<f64> {
    let mut strength = vec![0.0; graph.n_nodes()];
    for edge in graph.edges().iter() {
        strength[edge.source as usize] += f64::from(edge.weight);
        if edge.source != edge.target {
            strength[edge.target as usize] += f64::from(edge.weight);
        }
    }
    strength
}

/// Which nodes are at most so many hops away.
pub fn ego(graph: &Graph, centre: u32, hops: u32) -> Vec<bool> {
    let mut near = vec![false; graph.n_nodes()];
    near[centre as usize] = true;
    let mut ring = vec![centre];
    for _ in 0..hops {
        let mut next = Vec::new();
        for node in ring {
            for other in graph.around().of(node) {
                if !std::mem::replace(&mut near[*other as usize], true) {
                    next.push(*other);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        ring = next;
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Ties};

    fn shown() -> Shown {
        let mut ties = Ties::default();
        // 0⇄1 thrice, a triangle 1-2-3, a pendant 4, a loop at 5, 6 alone.
        for (source, target) in [
            (0, 1),
            (0, 1),
            (1, 0),
            (1, 2),
            (2, 3),
            (3, 1),
            (3, 4),
            (5, 5),
        ] {
            ties.push(source, target, None);
        }
        let graph = Graph::of_ties(ties, 7, Direction::Directed, &Cancel::new()).unwrap();
        Shown::whole(&graph)
    }

    #[track_caller]
    fn check(filter: Filter, nodes: &[u32], edges: usize) {
        let kinds = [NodeKind::Author; 7];
        let known = Known {
            kinds: &kinds,
            communities: CommunityAsk::default(),
        };
        let left = shown().filtered(&filter, known, &Cancel::new()).unwrap();
        assert_eq!(
            (left.node.as_slice(), left.graph.n_edges()),
            (nodes, edges),
            "{filter:?}"
        );
    }

    #[test]
    fn filters() {
        assert_eq!(shown().node, [0, 1, 2, 3, 4, 5], "6 has no edge");
        check(Filter::Weight(2.0), &[0, 1], 1);
        check(Filter::Degree(2), &[1, 2, 3], 3);
        check(Filter::Core(2), &[1, 2, 3], 3);
        check(Filter::Components(1), &[0, 1, 2, 3, 4], 6);
        check(Filter::Ego(4, 1), &[3, 4], 1);
        check(Filter::Ego(6, 1), &[], 0);
        check(Filter::Nodes(vec![0, 1, 4]), &[0, 1], 2);
        check(Filter::Without(vec![1]), &[2, 3, 4, 5], 3);
        check(Filter::Kinds(vec![NodeKind::Outsider]), &[], 0);
        check(Filter::Mutual, &[0, 1], 2);
        check(Filter::WithoutLoops, &[0, 1, 2, 3, 4], 6);
        check(Filter::Heaviest(2), &[0, 1], 2);
    }
}
