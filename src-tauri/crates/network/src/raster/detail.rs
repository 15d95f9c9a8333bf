//! What to draw of a network that is too large to draw: the edges that matter first, or communities as nodes.

use crate::layout::Tied;

/// The edges' numbers, the heaviest first, those of one weight in an order that looks drawn. Any first part of it is
/// a fair picture of all.
pub fn edge_order(weights: &[f32], seed: u64) -> Vec<u32> {
    let mut order: Vec<(f32, u64, u32)> = weights
        .iter()
        .enumerate()
        .map(|(edge, &weight)| (weight, mixed(seed ^ edge as u64), edge as u32))
        .collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    order.into_iter().map(|(_, _, edge)| edge).collect()
}

/// The finaliser of SplitMix64.
fn mixed(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A network whose nodes are the communities of another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coarse {
    /// Nodes of each community.
    pub sizes: Vec<u32>,
    /// Weight of the ties within each; each tie counts once.
    pub within: Vec<f64>,
    /// Rows of the ties between them, as [`Tied`] has them.
    pub offsets: Vec<u32>,
    #[expect(missing_docs, reason = "see offsets")]
    pub neighbours: Vec<u32>,
    #[expect(missing_docs, reason = "see offsets")]
    pub weights: Vec<f32>,
}

impl Coarse {
    /// Adds up the ties between communities, which are numbered without gaps.
    pub fn of(tied: &Tied<'_>, communities: &[u32]) -> Self {
        let n = communities
            .iter()
            .max()
            .map_or(0, |&most| most as usize + 1);
        let mut sizes = vec![0u32; n];
        for &community in communities {
            sizes[community as usize] += 1;
        }
        let mut from = vec![0usize; n + 1];
        for (community, &size) in sizes.iter().enumerate() {
            from[community + 1] = from[community] + size as usize;
        }
        let mut members = vec![0u32; communities.len()];
        let mut next = from.clone();
        for (node, &community) in communities.iter().enumerate() {
            members[next[community as usize]] = node as u32;
            next[community as usize] += 1;
        }
        let mut coarse = Self {
            within: vec![0.0; n],
            sizes,
            offsets: vec![0],
            ..Self::default()
        };
        let mut sums = vec![0.0f64; n];
        let mut met: Vec<u32> = Vec::new();
        for community in 0..n {
            for &node in &members[from[community]..from[community + 1]] {
                for (other, weight) in tied.row(node as usize) {
                    let other = communities[other as usize];
                    if other as usize == community {
                        coarse.within[community] += 0.5 * f64::from(weight);
                        continue;
                    }
                    if sums[other as usize] == 0.0 {
                        met.push(other);
                    }
                    sums[other as usize] += f64::from(weight);
                }
            }
            met.sort_unstable();
            for other in met.drain(..) {
                coarse.neighbours.push(other);
                let sum = std::mem::take(&mut sums[other as usize]);
                coarse.weights.push(sum as f32);
            }
            coarse.offsets.push(coarse.neighbours.len() as u32);
        }
        coarse
    }

    /// To be arranged.
    pub fn tied(&self) -> Tied<'_> {
        Tied {
            offsets: &self.offsets,
            neighbours: &self.neighbours,
            weights: &self.weights,
            communities: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heavy_edges_come_first_and_equal_ones_in_no_pattern() {
        let weights: Vec<f32> = (0..200)
            .map(|edge| if edge == 150 { 9.0 } else { 1.0 })
            .collect();
        let order = edge_order(&weights, 1);
        assert_eq!(order[0], 150);
        let early = order[1..51].iter().filter(|&&edge| edge < 100).count();
        assert!(
            (15..36).contains(&early),
            "{early} of 50 are of the first half"
        );
        assert_eq!(order, edge_order(&weights, 1));
        assert_ne!(order, edge_order(&weights, 2));
    }

    #[test]
    fn communities_as_nodes() {
        // 0-1 and 2-3 are pairs of their own, 1-2 ties them twice as strongly.
        let tied = Tied {
            offsets: &[0, 1, 3, 5, 6],
            neighbours: &[1, 0, 2, 1, 3, 2],
            weights: &[1.0, 1.0, 2.0, 2.0, 1.0, 1.0],
            communities: None,
        };
        let coarse = Coarse::of(&tied, &[0, 0, 1, 1]);
        assert_eq!(coarse.sizes, [2, 2]);
        assert_eq!(coarse.within, [1.0, 1.0]);
        assert_eq!(
            (coarse.offsets, coarse.neighbours),
            (vec![0, 1, 2], vec![1, 0])
        );
        assert_eq!(coarse.weights, [2.0, 2.0]);
    }
}
