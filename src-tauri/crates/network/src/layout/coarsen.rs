//! Ever smaller pictures of a network: tied nodes become one, until few are left.
//!
//! Three ways, since one alone stalls on networks of accounts. Nodes with a single tie are most of them: they join
//! their hub. Then labels spread along the strongest ties, in clusters of limited size. What is left alone, such as
//! the leaves of a star whose cluster is full, is grouped with others that hang on the same cluster.

use super::springs::Springs;
use crate::Result;
use starling_model::Cancel;

/// A level has about this many nodes in one of the next.
const CLUSTER: u64 = 6;
/// Labels spread this often; more rounds change little.
const ROUNDS: usize = 2;
/// Nodes with one tie are joined to their hubs first when they are more than one in this many.
const PENDANTS: usize = 4;
/// Asked for cancelling each time so many nodes are done.
const ASK: usize = 1 << 14;

/// How the nodes of a level became the next, coarser one.
#[derive(Debug)]
pub(super) struct Step {
    /// For each node, which node of the coarser level stands for it.
    pub(super) parent: Vec<u32>,
    pub(super) way: Way,
}

/// What joined them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Nodes with one tie went into their hubs.
    Pendants,
    /// Clusters.
    Clusters,
}

/// The next level, or `None` if it would hardly be smaller.
pub(super) fn coarsen(springs: &Springs, cancel: &Cancel) -> Result<Option<(Springs, Step)>> {
    let n = springs.len();
    let n_pendants = (0..n).filter(|&node| springs.degree(node) == 1).count();
    let step = if n_pendants * PENDANTS > n {
        Step {
            parent: hubs(springs, cancel)?,
            way: Way::Pendants,
        }
    } else {
        Step {
            parent: clusters(springs, cancel)?,
            way: Way::Clusters,
        }
    };
    let n_coarse = step
        .parent
        .iter()
        .max()
        .map_or(0, |&most| most as usize + 1);
    if n_coarse * 20 > n * 19 {
        return Ok(None);
    }
    let coarse = joined(springs, &step.parent, n_coarse, cancel)?;
    Ok(Some((coarse, step)))
}

/// Each pendant gets its hub's number; of two that hold only one another the first is the hub.
fn hubs(springs: &Springs, cancel: &Cancel) -> Result<Vec<u32>> {
    let n = springs.len();
    let hub_of = |node: usize| {
        if springs.degree(node) != 1 {
            return node;
        }
        let hub = springs.to[springs.span(node).start] as usize;
        if springs.degree(hub) == 1 && hub > node {
            node
        } else {
            hub
        }
    };
    let mut number = vec![0u32; n];
    let mut next = 0;
    for (node, number) in number.iter_mut().enumerate() {
        if hub_of(node) == node {
            *number = next;
            next += 1;
        }
    }
    cancel.check()?;
    Ok((0..n).map(|node| number[hub_of(node)]).collect())
}

fn clusters(springs: &Springs, cancel: &Cancel) -> Result<Vec<u32>> {
    let mut clusters = Clusters::singles(springs);
    let mut ties = Ties::new(springs.len());
    let order = by_degree(springs, cancel)?;
    for _ in 0..ROUNDS {
        for (done, &node) in order.iter().enumerate() {
            if done % ASK == 0 {
                cancel.check()?;
            }
            clusters.follow_strongest(springs, node as usize, &mut ties);
        }
    }
    clusters.group_the_lonely(springs, &mut ties, cancel)?;
    Ok(numbered(clusters.label))
}

/// Who is with whom so far.
struct Clusters {
    label: Vec<u32>,
    /// By label: nodes of the network, and nodes of this level.
    size: Vec<u64>,
    members: Vec<u32>,
    /// No cluster grows beyond this size.
    limit: u64,
}

impl Clusters {
    fn singles(springs: &Springs) -> Self {
        let n = springs.len();
        let size: Vec<u64> = springs.size.iter().map(|&size| u64::from(size)).collect();
        let whole: u64 = size.iter().sum();
        Self {
            label: (0..n as u32).collect(),
            limit: (CLUSTER * whole).div_ceil(n as u64).max(2),
            size,
            members: vec![1; n],
        }
    }

    /// The node goes over to the cluster that it is most strongly tied to, where there is room.
    fn follow_strongest(&mut self, springs: &Springs, node: usize, ties: &mut Ties) {
        let (own, own_size) = (self.label[node], u64::from(springs.size[node]));
        let fits =
            |cluster: u32| cluster == own || self.size[cluster as usize] + own_size <= self.limit;
        let best = ties.strongest(springs, node, &self.label, fits);
        if let Some(best) = best.filter(|&best| best != own) {
            self.size[own as usize] -= own_size;
            self.members[own as usize] -= 1;
            self.size[best as usize] += own_size;
            self.members[best as usize] += 1;
            self.label[node] = best;
        }
    }

    /// Nodes that are still clusters of themselves are grouped by the cluster that each is most strongly tied to.
    fn group_the_lonely(
        &mut self,
        springs: &Springs,
        ties: &mut Ties,
        cancel: &Cancel,
    ) -> Result<()> {
        let n = self.label.len();
        // For each cluster, the group of the lonely beside it that still has room.
        let mut open: Vec<u32> = vec![u32::MAX; n];
        for node in 0..n {
            if node % ASK == 0 {
                cancel.check()?;
            }
            if self.members[self.label[node] as usize] != 1 || self.label[node] as usize != node {
                continue;
            }
            let is_other = |other: u32| other != node as u32;
            let Some(beside) = ties.strongest(springs, node, &self.label, is_other) else {
                continue;
            };
            let group = open[beside as usize];
            let own_size = u64::from(springs.size[node]);
            if group != u32::MAX && self.size[group as usize] + own_size <= self.limit {
                self.label[node] = group;
                self.size[group as usize] += own_size;
            } else {
                open[beside as usize] = node as u32;
            }
        }
        Ok(())
    }
}

/// Nodes with few ties first: they have the least choice. By counting, since there are few different degrees.
fn by_degree(springs: &Springs, cancel: &Cancel) -> Result<Vec<u32>> {
    let n = springs.len();
    let most = (0..n).map(|node| springs.degree(node)).max().unwrap_or(0);
    let mut from = vec![0u32; most as usize + 2];
    for node in 0..n {
        from[springs.degree(node) as usize + 1] += 1;
    }
    for at in 1..from.len() {
        from[at] += from[at - 1];
    }
    cancel.check()?;
    let mut order = vec![0u32; n];
    for node in 0..n {
        let slot = &mut from[springs.degree(node) as usize];
        order[*slot as usize] = node as u32;
        *slot += 1;
    }
    Ok(order)
}

/// Adds up a node's ties to each cluster, without a map.
struct Ties {
    strength: Vec<f32>,
    met: Vec<u32>,
}

impl Ties {
    fn new(n: usize) -> Self {
        Self {
            strength: vec![0.0; n],
            met: Vec::new(),
        }
    }

    /// The cluster with the strongest tie among those that fit; of equal ones that which is met first.
    fn strongest(
        &mut self,
        springs: &Springs,
        node: usize,
        label: &[u32],
        fits: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        for (other, stiffness) in springs.row(node) {
            let cluster = label[other as usize];
            let strength = &mut self.strength[cluster as usize];
            if *strength == 0.0 {
                self.met.push(cluster);
            }
            *strength += stiffness;
        }
        let mut best: Option<(u32, f32)> = None;
        for cluster in self.met.drain(..) {
            let strength = std::mem::take(&mut self.strength[cluster as usize]);
            if fits(cluster) && best.is_none_or(|(_, most)| strength > most) {
                best = Some((cluster, strength));
            }
        }
        best.map(|(cluster, _)| cluster)
    }
}

/// Labels as numbers without gaps, in order of first use.
fn numbered(mut label: Vec<u32>) -> Vec<u32> {
    let mut number = vec![u32::MAX; label.len()];
    let mut next = 0;
    for label in &mut label {
        let number = &mut number[*label as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
        *label = *number;
    }
    label
}

/// The level in which each cluster is one node.
fn joined(springs: &Springs, parent: &[u32], n_coarse: usize, cancel: &Cancel) -> Result<Springs> {
    // Members of each cluster side by side, by counting.
    let mut from = vec![0u32; n_coarse + 1];
    for &cluster in parent {
        from[cluster as usize + 1] += 1;
    }
    for at in 0..n_coarse {
        from[at + 1] += from[at];
    }
    let mut members = vec![0u32; parent.len()];
    let mut next = from.clone();
    for (node, &cluster) in parent.iter().enumerate() {
        let slot = &mut next[cluster as usize];
        members[*slot as usize] = node as u32;
        *slot += 1;
    }
    cancel.check()?;
    let mut coarse = Springs {
        offsets: Vec::with_capacity(n_coarse + 1),
        ..Springs::default()
    };
    coarse.offsets.push(0);
    // Where in the new row a neighbour stands, if it has been met in this row.
    let mut place = vec![u32::MAX; n_coarse];
    for cluster in 0..n_coarse {
        if cluster % ASK == 0 {
            cancel.check()?;
        }
        let start = coarse.to.len();
        let (mut mass, mut size) = (0.0, 0);
        for &node in &members[from[cluster] as usize..from[cluster + 1] as usize] {
            let node = node as usize;
            mass += springs.mass[node];
            size += springs.size[node];
            for (other, stiffness) in springs.row(node) {
                let other = parent[other as usize];
                if other as usize == cluster {
                    continue;
                }
                let slot = &mut place[other as usize];
                if *slot == u32::MAX || (*slot as usize) < start {
                    *slot = coarse.to.len() as u32;
                    coarse.to.push(other);
                    coarse.stiffness.push(stiffness);
                } else {
                    coarse.stiffness[*slot as usize] += stiffness;
                }
            }
        }
        coarse.mass.push(mass);
        coarse.size.push(size);
        coarse.offsets.push(coarse.to.len() as u32);
    }
    Ok(coarse)
}
