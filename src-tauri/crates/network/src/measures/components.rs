//! Which nodes hang together: weakly (by edges of any direction) and strongly (there and back).

use crate::Rows;

/// A division of the nodes, its parts numbered by size, equal ones by their least node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// The part of each node.
    pub of: Vec<u32>,
    /// The size of each part, falling.
    pub sizes: Vec<u32>,
}

impl Parts {
    /// Numbers parts anew, by size. `label` holds any number below the number of nodes for each.
    pub fn of_labels(label: &[u32]) -> Self {
        let most = label.iter().max().map_or(0, |most| *most as usize + 1);
        let mut size = vec![0u32; most];
        let mut least = vec![u32::MAX; most];
        for (node, label) in label.iter().enumerate() {
            size[*label as usize] += 1;
            least[*label as usize] = least[*label as usize].min(node as u32);
        }
        let mut order: Vec<u32> = (0..most as u32)
            .filter(|at| size[*at as usize] > 0)
            .collect();
        order.sort_unstable_by_key(|at| {
            (std::cmp::Reverse(size[*at as usize]), least[*at as usize])
        });
        let mut number = vec![0; most];
        for (place, at) in order.iter().enumerate() {
            number[*at as usize] = place as u32;
        }
        Self {
            of: label.iter().map(|label| number[*label as usize]).collect(),
            sizes: order.iter().map(|at| size[*at as usize]).collect(),
        }
    }

    /// How many parts there are.
    pub fn count(&self) -> usize {
        self.sizes.len()
    }
}

/// Nodes joined by merging.
#[derive(Debug, Clone)]
pub struct Unions(Vec<u32>);

impl Unions {
    /// Each by itself.
    pub fn new(n_nodes: usize) -> Self {
        Self((0..n_nodes as u32).collect())
    }

    /// The one that stands for a node's part.
    pub fn root(&mut self, mut node: u32) -> u32 {
        while self.0[node as usize] != node {
            // Halving the path keeps it short without a second walk.
            let above = self.0[self.0[node as usize] as usize];
            self.0[node as usize] = above;
            node = above;
        }
        node
    }

    /// Joins two; the lesser root stands for both.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// The root of every node.
    pub fn labels(mut self) -> Vec<u32> {
        (0..self.0.len() as u32)
            .map(|node| self.root(node))
            .collect()
    }
}

/// Nodes joined by edges of any direction. One direction of each edge is enough.
pub fn weak_components(rows: &Rows) -> Parts {
    let mut unions = Unions::new(rows.n_nodes());
    for node in 0..rows.n_nodes() as u32 {
        for other in rows.of(node) {
            unions.join(node, *other);
        }
    }
    Parts::of_labels(&unions.labels())
}

/// Nodes that reach each other along the edges' direction (Tarjan, without recursion).
pub fn strong_components(outward: &Rows) -> Parts {
    const NEW: u32 = u32::MAX;
    let n_nodes = outward.n_nodes();
    let mut index = vec![NEW; n_nodes];
    let mut low = vec![0u32; n_nodes];
    let mut label = vec![NEW; n_nodes];
    let mut next_edge: Vec<u32> = outward.offsets[..n_nodes].to_vec();
    let (mut stack, mut calls) = (Vec::new(), Vec::new());
    let (mut clock, mut n_labels) = (0, 0);
    for start in 0..n_nodes as u32 {
        if index[start as usize] != NEW {
            continue;
        }
        calls.push(start);
        while let Some(&node) = calls.last() {
            let at = node as usize;
            if index[at] == NEW {
                (index[at], low[at]) = (clock, clock);
                clock += 1;
                stack.push(node);
            }
            if next_edge[at] < outward.offsets[at + 1] {
                let other = outward.neighbours[next_edge[at] as usize] as usize;
                next_edge[at] += 1;
                if index[other] == NEW {
                    calls.push(other as u32);
                } else if label[other] == NEW {
                    low[at] = low[at].min(index[other]);
                }
                continue;
            }
            calls.pop();
            if let Some(&above) = calls.last() {
                low[above as usize] = low[above as usize].min(low[at]);
            }
            if low[at] == index[at] {
                while let Some(member) = stack.pop() {
                    label[member as usize] = n_labels;
                    if member == node {
                        break;
                    }
                }
                n_labels += 1;
            }
        }
    }
    Parts::of_labels(&label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize, edges: &[(u32, u32)]) -> Rows {
        let source: Vec<u32> = edges.iter().map(|edge| edge.0).collect();
        let target: Vec<u32> = edges.iter().map(|edge| edge.1).collect();
        Rows::of_sorted(n, &source, &target, &vec![1.0; edges.len()])
    }

    #[test]
    fn parts_are_numbered_by_size() {
        let graph = rows(6, &[(1, 2), (2, 3), (3, 1), (3, 4)]);
        let weak = weak_components(&graph);
        assert_eq!(weak.sizes, [4, 1, 1]);
        assert_eq!(weak.of, [1, 0, 0, 0, 0, 2]);
        let strong = strong_components(&graph);
        assert_eq!(strong.sizes, [3, 1, 1, 1]);
        assert_eq!(strong.of, [1, 0, 0, 0, 2, 3]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let n = 200_000;
        let edges: Vec<_> = (0..n - 1).map(|at| (at, at + 1)).collect();
        assert_eq!(
            strong_components(&rows(n as usize, &edges)).count(),
            n as usize
        );
        assert_eq!(weak_components(&rows(n as usize, &edges)).count(), 1);
    }
}
