//! Cores (Seidman 1983): the greatest k such that a node keeps k neighbours when all with fewer are taken away.
//!
//! Level by level, as Kabir and Madduri's PKC does: for each k the nodes that are left with k neighbours are taken away, and
//! those that this brings down to k behind them. Each tie is looked at once from either side; the nodes that are left are
//! gone through once a level, each at most as often as it has neighbours.
//! What is put into a list is written there in any case, and written over unless it counts: a branch would be guessed wrong
//! half of the time, which takes longer than all the rest.

use crate::Rows;

/// The core number of every node. `around` holds each neighbour once, without loops.
pub fn cores(around: &Rows) -> Vec<u32> {
    let n_nodes = around.n_nodes() as u32;
    // Neighbours that are left; of a node that was taken away, its core.
    let mut degree: Vec<u32> = (0..n_nodes).map(|node| around.degree(node)).collect();
    let mut left: Vec<u32> = (0..n_nodes).collect();
    let mut taken = vec![0; n_nodes as usize + 1];
    let mut k = 0;
    while !left.is_empty() {
        let (mut n_left, mut n_taken) = (0, 0);
        for at in 0..left.len() {
            let node = left[at];
            let has = degree[node as usize];
            (left[n_left], taken[n_taken]) = (node, node);
            // Whoever was taken behind others has less than k by now, and is in neither.
            n_left += usize::from(has > k);
            n_taken += usize::from(has == k);
        }
        left.truncate(n_left);
        let mut next = 0;
        while next < n_taken {
            for other in around.of(taken[next]) {
                let degree = &mut degree[*other as usize];
                taken[n_taken] = *other;
                n_taken += usize::from(*degree == k + 1);
                *degree -= u32::from(*degree > k);
            }
            next += 1;
        }
        k += 1;
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
