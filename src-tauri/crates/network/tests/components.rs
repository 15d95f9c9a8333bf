//! Weak and strong components are those that petgraph finds, in any graph.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use petgraph::algo::{connected_components, tarjan_scc};
use petgraph::graph::DiGraph;
use proptest::prelude::*;
use starling_model::Cancel;
use starling_network::measures::components::{Parts, strong_components, weak_components};
use starling_network::{Direction, Graph, Ties};

/// Nodes, and edges between them in order, each once.
fn graphs() -> impl Strategy<Value = (usize, Vec<(u32, u32)>)> {
    (1u32..60).prop_flat_map(|n| {
        let edges = proptest::collection::btree_set((0..n, 0..n), 0..150);
        edges.prop_map(move |edges| (n as usize, edges.into_iter().collect()))
    })
}

/// Each part's members, the parts by their least member.
fn members(parts: &Parts) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); parts.count()];
    for (node, part) in parts.of.iter().enumerate() {
        members[*part as usize].push(node);
    }
    members.sort();
    members
}

proptest! {
    #[test]
    fn components_are_those_of_petgraph((n, edges) in graphs()) {
        let mut ties = Ties::default();
        edges.iter().for_each(|&(source, target)| ties.push(source, target, None));
        let own = Graph::of_ties(ties, n, Direction::Directed, &Cancel::new()).unwrap();
        let mut graph = DiGraph::<(), ()>::new();
        for _ in 0..n {
            graph.add_node(());
        }
        graph.extend_with_edges(&edges);
        let mut expected: Vec<Vec<usize>> = tarjan_scc(&graph)
            .into_iter()
            .map(|part| {
                let mut part: Vec<usize> = part.into_iter().map(|node| node.index()).collect();
                part.sort_unstable();
                part
            })
            .collect();
        expected.sort();
        prop_assert_eq!(members(&strong_components(own.outward())), expected);
        prop_assert_eq!(weak_components(own.outward()).count(), connected_components(&graph));
    }
}
