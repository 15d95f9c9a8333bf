//! Communities as nodes, for whoever may see groups and no single account.

use crate::measures::Parts;
use crate::{Direction, Edge, Edges, Graph, Moment};
use std::collections::BTreeMap;

/// A network whose nodes are the communities of another.
#[derive(Debug, Clone, Default)]
pub struct Collapsed {
    /// Ties within a community are a loop at it.
    pub graph: Graph,
    /// How many nodes each stands for.
    pub sizes: Vec<u64>,
    /// The community's node for each node of the other network.
    pub of: Vec<u32>,
    /// Communities that were too small for a node of their own: all of them are the last node.
    pub joined: u32,
}

impl Collapsed {
    /// Whether the last node is made of what was too small.
    pub fn has_rest(&self) -> bool {
        self.joined > 0
    }
}

/// Collapses a network. Communities of fewer than `least` nodes become one node together: none is left out.
pub fn collapse(graph: &Graph, parts: &Parts, least: u64) -> Collapsed {
    let own = parts
        .sizes
        .iter()
        .take_while(|size| u64::from(**size) >= least)
        .count();
    let joined = (parts.sizes.len() - own) as u32;
    let place = |community: u32| (community as usize).min(own) as u32;
    let of: Vec<u32> = parts.of.iter().map(|part| place(*part)).collect();
    let mut sizes = vec![0u64; own + usize::from(joined > 0)];
    of.iter().for_each(|at| sizes[*at as usize] += 1);
    let mut ties: BTreeMap<(u32, u32), (f64, u64, Moment, Moment)> = BTreeMap::new();
    for edge in graph.edges().iter() {
        let (mut from, mut to) = (of[edge.source as usize], of[edge.target as usize]);
        if graph.direction() == Direction::Undirected && from > to {
            (from, to) = (to, from);
        }
        let tie = ties
            .entry((from, to))
            .or_insert((0.0, 0, Moment::UNKNOWN, Moment::UNKNOWN));
        tie.0 += f64::from(edge.weight);
        tie.1 += u64::from(edge.count);
        if edge.first != Moment::UNKNOWN {
            tie.2 = if tie.2 == Moment::UNKNOWN {
                edge.first
            } else {
                tie.2.min(edge.first)
            };
        }
        // What is unknown lies before everything.
        tie.3 = tie.3.max(edge.last);
    }
    let mut edges = Edges::default();
    for ((source, target), (weight, count, first, last)) in ties {
        edges.push(Edge {
            source,
            target,
            weight: weight as f32,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            first,
            last,
        });
    }
    Collapsed {
        graph: Graph::new(sizes.len(), graph.direction(), edges),
        sizes,
        of,
        joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ties;
    use starling_model::Cancel;

    fn graph(direction: Direction) -> Graph {
        let mut ties = Ties::default();
        for (source, target, time) in [
            (0, 1, Some(5)),
            (1, 0, None),
            (1, 2, Some(9)),
            (2, 3, Some(1)),
            (3, 2, Some(2)),
            (4, 0, None),
        ] {
            ties.push(source, target, time);
        }
        Graph::of_ties(ties, 5, direction, &Cancel::new()).unwrap()
    }

    #[test]
    fn ties_add_up_and_small_communities_are_one_node() {
        let parts = Parts {
            of: vec![0, 0, 0, 1, 2],
            sizes: vec![3, 1, 1],
        };
        let whole = collapse(&graph(Direction::Directed), &parts, 2);
        assert_eq!((whole.sizes.as_slice(), whole.joined), (&[3, 2][..], 2));
        assert_eq!(whole.of, [0, 0, 0, 1, 1]);
        let found: Vec<_> = whole
            .graph
            .edges()
            .iter()
            .map(|edge| (edge.source, edge.target, edge.count, edge.first, edge.last))
            .collect();
        assert_eq!(
            found,
            [
                (0, 0, 3, Moment::at(5), Moment::at(9)),
                (0, 1, 1, Moment::at(1), Moment::at(1)),
                (1, 0, 2, Moment::at(2), Moment::at(2)),
            ]
        );
        let lost: u32 = whole.graph.edges().count.iter().sum();
        assert_eq!(lost, 6, "no tie is left out");
    }

    #[test]
    fn nothing_is_joined_where_all_are_large_enough() {
        let parts = Parts {
            of: vec![0, 0, 0, 1, 1],
            sizes: vec![3, 2],
        };
        let whole = collapse(&graph(Direction::Undirected), &parts, 2);
        assert!(!whole.has_rest());
        assert_eq!(whole.sizes, [3, 2]);
        let ends: Vec<_> = whole
            .graph
            .edges()
            .iter()
            .map(|edge| (edge.source, edge.target, edge.count))
            .collect();
        assert_eq!(ends, [(0, 0, 3), (0, 1, 3)]);
    }
}
