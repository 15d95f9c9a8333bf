//! Cores (Batagelj and Zaversnik): the greatest k such that a node keeps k neighbours when all with fewer are taken away.

use crate::Rows;

/// The core number of every node. `around` holds each neighbour once, without loops.
pub fn cores(around: &Rows) -> Vec<u32> {
    let n_nodes = around.n_nodes();
    let mut degree: Vec<u32> = (0..n_nodes as u32)
        .map(|node| around.degree(node))
        .collect();
    let most = degree.iter().max().map_or(0, |most| *most as usize);
    // Nodes in order of degree, and where each degree's run begins.
    let mut begin = vec![0u32; most + 2];
    degree
        .iter()
        .for_each(|degree| begin[*degree as usize + 1] += 1);
    for at in 1..begin.len() {
        begin[at] += begin[at - 1];
    }
    let mut place = vec![0u32; n_nodes];
    let mut order = vec![0u32; n_nodes];
    let mut free = begin.clone();
    for node in 0..n_nodes {
        let slot = &mut free[degree[node] as usize];
        (place[node], order[*slot as usize]) = (*slot, node as u32);
        *slot += 1;
    }
    for at in 0..n_nodes {
        let node = order[at];
        for other in around.of(node) {
            let other = *other as usize;
            if degree[other] <= degree[node as usize] {
                continue;
            }
            // To the front of its run, which then begins one further on.
            let run = &mut begin[degree[other] as usize];
            // The runs' beginnings lag behind where nodes were already taken out.
            let first = (*run).max(at as u32 + 1);
            let swapped = order[first as usize];
            order.swap(first as usize, place[other] as usize);
            (place[swapped as usize], place[other]) = (place[other], first);
            *run = first + 1;
            degree[other] -= 1;
        }
    }
    degree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Graph, Ties};
    use proptest::prelude::*;
    use starling_model::Cancel;

    /// By taking away one node after the other.
    fn plainly(around: &Rows) -> Vec<u32> {
        let n = around.n_nodes();
        let mut core = vec![0; n];
        let mut gone = vec![false; n];
        for k in 0..n as u32 {
            loop {
                let left = |node: &u32| {
                    around
                        .of(*node)
                        .iter()
                        .filter(|other| !gone[**other as usize])
                        .count() as u32
                };
                let next = (0..n as u32).find(|node| !gone[*node as usize] && left(node) <= k);
                let Some(node) = next else { break };
                gone[node as usize] = true;
                core[node as usize] = k;
            }
        }
        core
    }

    proptest! {
        #[test]
        fn equal_to_the_plain_way(pairs in proptest::collection::vec((0u32..12, 0u32..12), 0..60)) {
            let mut ties = Ties::default();
            pairs.iter().for_each(|(a, b)| ties.push(*a, *b, None));
            let graph = Graph::of_ties(ties, 12, Direction::Undirected, &Cancel::new()).unwrap();
            prop_assert_eq!(cores(graph.around()), plainly(graph.around()));
        }
    }
}
