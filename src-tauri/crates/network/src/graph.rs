//! A graph: columns of edges, and the compressed rows made of them.

use crate::ties::{Moment, Ties};
use crate::{Error, Result, Rows};
use starling_model::Cancel;
use std::sync::OnceLock;

/// Whether an edge has a beginning and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From source to target.
    Directed,
    /// Between two nodes; each edge stands once, its lesser node as source.
    Undirected,
}

/// One entry an edge, in order of source, then target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edges {
    /// Where it begins.
    pub source: Vec<u32>,
    /// Where it ends.
    pub target: Vec<u32>,
    /// What measures and the drawing count with.
    pub weight: Vec<f32>,
    /// How many tweets (or pairs of them) make it.
    pub count: Vec<u32>,
    /// The first of them that has a time.
    pub first: Vec<Moment>,
    /// The last.
    pub last: Vec<Moment>,
}

/// One edge.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of `Edges`")]
pub struct Edge {
    pub source: u32,
    pub target: u32,
    pub weight: f32,
    pub count: u32,
    pub first: Moment,
    pub last: Moment,
}

impl Edges {
    /// With room for so many.
    pub(crate) fn with_capacity(n: usize) -> Self {
        Self {
            source: Vec::with_capacity(n),
            target: Vec::with_capacity(n),
            weight: Vec::with_capacity(n),
            count: Vec::with_capacity(n),
            first: Vec::with_capacity(n),
            last: Vec::with_capacity(n),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.source.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// One of them.
    pub fn get(&self, at: usize) -> Edge {
        Edge {
            source: self.source[at],
            target: self.target[at],
            weight: self.weight[at],
            count: self.count[at],
            first: self.first[at],
            last: self.last[at],
        }
    }

    /// Adds one behind the others; whoever adds keeps the order.
    pub fn push(&mut self, edge: Edge) {
        self.source.push(edge.source);
        self.target.push(edge.target);
        self.weight.push(edge.weight);
        self.count.push(edge.count);
        self.first.push(edge.first);
        self.last.push(edge.last);
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Edge> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }
}

/// Nodes `0..n_nodes` and the edges between them. What a node stands for is its owner's business.
#[derive(Debug, Default)]
pub struct Graph {
    n_nodes: usize,
    undirected: bool,
    edges: Edges,
    outward: OnceLock<Rows>,
    inward: OnceLock<Rows>,
    around: OnceLock<Rows>,
}

impl Clone for Graph {
    fn clone(&self) -> Self {
        Self::new(self.n_nodes, self.direction(), self.edges.clone())
    }
}

impl Graph {
    /// From edges in order of source, then target, each pair once; undirected ones with the lesser node first.
    pub fn new(n_nodes: usize, direction: Direction, edges: Edges) -> Self {
        debug_assert!(
            (1..edges.len()).all(|at| {
                (edges.source[at - 1], edges.target[at - 1]) < (edges.source[at], edges.target[at])
            }),
            "BUG: edges stand in order, each once"
        );
        Self {
            n_nodes,
            undirected: direction == Direction::Undirected,
            edges,
            ..Self::default()
        }
    }

    /// From ties: one edge a pair, its weight the number of its ties.
    pub fn of_ties(
        mut ties: Ties,
        n_nodes: usize,
        direction: Direction,
        cancel: &Cancel,
    ) -> Result<Self> {
        if direction == Direction::Undirected {
            for (source, target) in ties.source.iter_mut().zip(&mut ties.target) {
                if *source > *target {
                    std::mem::swap(source, target);
                }
            }
        }
        let edges = ties.sorted(n_nodes, cancel)?.edges(None);
        Ok(Self::new(n_nodes, direction, edges))
    }

    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.n_nodes
    }

    /// How many edges there are.
    pub fn n_edges(&self) -> usize {
        self.edges.len()
    }

    /// Whether edges have a direction.
    pub fn direction(&self) -> Direction {
        if self.undirected {
            Direction::Undirected
        } else {
            Direction::Directed
        }
    }

    /// The edges.
    pub fn edges(&self) -> &Edges {
        &self.edges
    }

    /// To whom each node is tied. Of an undirected graph: all neighbours.
    pub fn outward(&self) -> &Rows {
        if self.undirected {
            return self.around();
        }
        self.outward.get_or_init(|| self.as_stored())
    }

    /// Who is tied to each node. Of an undirected graph: all neighbours.
    pub fn inward(&self) -> &Rows {
        if self.undirected {
            return self.around();
        }
        self.inward.get_or_init(|| self.outward().turned())
    }

    /// Ties of both directions as one, their weights added, loops left out: what the layout, components, cores and
    /// communities run on.
    pub fn around(&self) -> &Rows {
        self.around.get_or_init(|| {
            if self.undirected {
                let once = self.as_stored();
                once.joined(&once.turned())
            } else {
                self.outward().joined(self.inward())
            }
        })
    }

    fn as_stored(&self) -> Rows {
        let edges = &self.edges;
        Rows::of_sorted(self.n_nodes, &edges.source, &edges.target, &edges.weight)
    }

    /// The number of the edge between two nodes.
    pub fn edge(&self, source: u32, target: u32) -> Option<usize> {
        let pair = if self.undirected {
            (source.min(target), source.max(target))
        } else {
            (source, target)
        };
        let from = self.edges.source.partition_point(|node| *node < pair.0);
        let end = self.edges.source.partition_point(|node| *node <= pair.0);
        let row = &self.edges.target[from..end];
        row.binary_search(&pair.1).ok().map(|at| from + at)
    }

    /// Refuses what cannot be numbered.
    pub fn check_size(n_edges: u64) -> Result<()> {
        // Rows of both directions hold twice as many places.
        if n_edges * 2 >= u64::from(u32::MAX) {
            return Err(Error::TooLarge(n_edges));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties() -> Ties {
        let mut ties = Ties::default();
        for (source, target, time) in [
            (2, 0, Some(9)),
            (0, 2, Some(4)),
            (0, 2, None),
            (0, 2, Some(3)),
            (1, 1, Some(1)),
        ] {
            ties.push(source, target, time);
        }
        ties
    }

    #[test]
    fn ties_of_a_pair_are_one_edge() {
        let graph = Graph::of_ties(ties(), 3, Direction::Directed, &Cancel::new()).unwrap();
        assert_eq!(graph.n_edges(), 3);
        let edge = graph.edges().get(graph.edge(0, 2).unwrap());
        assert_eq!((edge.count, edge.weight), (3, 3.0));
        assert_eq!((edge.first.ms(), edge.last.ms()), (Some(3), Some(4)));
        assert_eq!(graph.inward().of(0), [2]);
        assert_eq!(graph.around().of(1), [0u32; 0], "a loop is no neighbour");
    }

    #[test]
    fn an_undirected_edge_stands_once() {
        let graph = Graph::of_ties(ties(), 3, Direction::Undirected, &Cancel::new()).unwrap();
        assert_eq!(graph.n_edges(), 2);
        assert_eq!(graph.edge(2, 0), graph.edge(0, 2));
        assert_eq!(graph.edges().get(0).count, 4);
        assert_eq!(
            (graph.outward().of(0), graph.outward().of(2)),
            (&[2][..], &[0][..])
        );
    }
}
