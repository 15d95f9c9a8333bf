//! Communities by the Leiden method (Traag, Waltman and van Eck 2019) on modularity: moving, refining, folding, again.

use super::Parts;
use crate::{Result, Rows};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use starling_model::Cancel;
use std::collections::VecDeque;

/// How communities are sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommunityAsk {
    /// The same seed gives the same communities.
    pub seed: u64,
    /// Above 1 makes more and smaller ones.
    pub resolution: f64,
    /// How often the whole is gone through, at least; igraph's default is 2.
    pub passes: u32,
}

impl Default for CommunityAsk {
    fn default() -> Self {
        Self {
            seed: 1,
            resolution: 1.0,
            passes: 2,
        }
    }
}

/// Communities, and how good they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Communities {
    /// The community of each node; numbered by size.
    pub parts: Parts,
    /// At the resolution that was asked for.
    pub modularity: f64,
}

/// A network of no more ties than this is gone through several times from several starts, which costs little, and the best
/// is taken: on a few thousand weak ties one start fell 0.0014 short of what igraph reaches.
const SMALL_TIES: usize = 200_000;
const STARTS_OF_SMALL: u64 = 6;
const PASSES_OF_SMALL: u32 = 8;

/// Below this a gain is rounding.
const GAIN: f64 = 1e-12;

/// Finds them. `around` holds each tie from both sides, without loops.
pub fn communities(around: &Rows, ask: CommunityAsk, cancel: &Cancel) -> Result<Communities> {
    let base = Level::of(around);
    let is_small = around.neighbours.len() <= SMALL_TIES;
    let (starts, passes) = match is_small {
        true => (STARTS_OF_SMALL, ask.passes.max(PASSES_OF_SMALL)),
        false => (1, ask.passes.max(1)),
    };
    let mut best: Option<Communities> = None;
    for start in 0..starts {
        let mut label: Vec<u32> = (0..around.n_nodes() as u32).collect();
        if base.total > 0.0 {
            let mut dice = ChaCha8Rng::seed_from_u64(ask.seed);
            dice.set_stream(start);
            for _ in 0..passes {
                pass(&base, &mut label, ask.resolution, &mut dice, cancel)?;
            }
        }
        let parts = Parts::of_labels(&label);
        let modularity = modularity(around, &parts.of, ask.resolution);
        if best
            .as_ref()
            .is_none_or(|best| modularity > best.modularity)
        {
            best = Some(Communities { parts, modularity });
        }
    }
    Ok(best.unwrap_or_default())
}

/// How much more weight lies inside the parts than chance would put there.
pub fn modularity(around: &Rows, of: &[u32], resolution: f64) -> f64 {
    let parts = of.iter().max().map_or(0, |most| *most as usize + 1);
    let mut strength = vec![0.0; parts];
    let (mut inside, mut total) = (0.0, 0.0);
    for node in 0..around.n_nodes() as u32 {
        for (other, weight) in around.of(node).iter().zip(around.weights_of(node)) {
            let weight = f64::from(*weight);
            total += weight;
            strength[of[node as usize] as usize] += weight;
            if of[node as usize] == of[*other as usize] {
                inside += weight;
            }
        }
    }
    if total == 0.0 {
        return 0.0;
    }
    let chance: f64 = strength.iter().map(|s| (s / total) * (s / total)).sum();
    inside / total - resolution * chance
}

/// A graph whose nodes are groups of the one before.
struct Level {
    offsets: Vec<u32>,
    /// Neighbour and weight, loops apart: eight bytes, since most of the time is spent on fetching them. What is counted is
    /// exact up to 2^24; modularity is not computed from here.
    ties: Vec<(u32, f32)>,
    strength: Vec<f64>,
    total: f64,
}

impl Level {
    fn of(rows: &Rows) -> Self {
        let ties: Vec<(u32, f32)> = rows
            .neighbours
            .iter()
            .zip(&rows.weights)
            // `Sums` tells by its weight whether it has seen a tie.
            .map(|(node, weight)| (*node, weight.max(f32::MIN_POSITIVE)))
            .collect();
        let strength: Vec<f64> = (0..rows.n_nodes() as u32)
            .map(|node| rows.strength(node))
            .collect();
        Self {
            offsets: rows.offsets.clone(),
            ties,
            total: strength.iter().sum(),
            strength,
        }
    }

    fn n_nodes(&self) -> usize {
        self.strength.len()
    }

    #[inline]
    fn ties(&self, node: u32) -> &[(u32, f32)] {
        &self.ties[self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize]
    }

    /// Each group becomes a node. Groups are numbered from 0 without gaps.
    fn folded(&self, group: &[u32], n_groups: usize) -> Self {
        let offsets = crate::rows::offsets(n_groups, group);
        let members = crate::rows::by_number(group, &offsets, |node| node);
        let mut sums = Sums::new(n_groups);
        let mut level = Self {
            offsets: Vec::with_capacity(n_groups + 1),
            ties: Vec::new(),
            strength: vec![0.0; n_groups],
            total: self.total,
        };
        level.offsets.push(0);
        for own in 0..n_groups {
            for node in &members[offsets[own] as usize..offsets[own + 1] as usize] {
                level.strength[own] += self.strength[*node as usize];
                for (other, weight) in self.ties(*node) {
                    let to = group[*other as usize];
                    if to as usize != own {
                        sums.add(to, f64::from(*weight));
                    }
                }
            }
            level.ties.extend(
                sums.touched()
                    .iter()
                    .map(|to| (*to, sums.of[*to as usize] as f32)),
            );
            sums.clear();
            level.offsets.push(level.ties.len() as u32);
        }
        level
    }
}

/// Weights by group, with those that were touched.
struct Sums {
    of: Vec<f64>,
    touched: Vec<u32>,
    n_touched: usize,
}

impl Sums {
    fn new(n: usize) -> Self {
        Self {
            of: vec![0.0; n],
            touched: vec![0; n + 1],
            n_touched: 0,
        }
    }

    #[inline]
    fn add(&mut self, group: u32, weight: f64) {
        let sum = &mut self.of[group as usize];
        // Without a branch, which would be guessed wrong: the place is written over unless it counts.
        self.touched[self.n_touched] = group;
        self.n_touched += usize::from(*sum == 0.0);
        *sum += weight;
    }

    fn touched(&self) -> &[u32] {
        &self.touched[..self.n_touched]
    }

    fn clear(&mut self) {
        for group in &self.touched[..self.n_touched] {
            self.of[*group as usize] = 0.0;
        }
        self.n_touched = 0;
    }
}

fn pass(
    base: &Level,
    label: &mut [u32],
    resolution: f64,
    dice: &mut ChaCha8Rng,
    cancel: &Cancel,
) -> Result<()> {
    let mut folded: Option<Level> = None;
    // Which node of the folded graph each node of the base is in.
    let mut inside: Vec<u32> = (0..base.n_nodes() as u32).collect();
    let mut part = label.to_vec();
    loop {
        let level = folded.as_ref().unwrap_or(base);
        move_nodes(level, &mut part, resolution, dice, cancel)?;
        let n_parts = renumber(&mut part);
        for (label, node) in label.iter_mut().zip(&inside) {
            *label = part[*node as usize];
        }
        if n_parts == level.n_nodes() {
            return Ok(());
        }
        let mut group = refine(level, &part, resolution, cancel)?;
        let n_groups = renumber(&mut group);
        if n_groups == level.n_nodes() {
            return Ok(());
        }
        let next = level.folded(&group, n_groups);
        let mut of_group = vec![0; n_groups];
        for (node, group) in group.iter().enumerate() {
            of_group[*group as usize] = part[node];
        }
        part = of_group;
        inside
            .iter_mut()
            .for_each(|node| *node = group[*node as usize]);
        folded = Some(next);
    }
}

/// Numbers from 0 without gaps, in order of appearance.
fn renumber(label: &mut [u32]) -> usize {
    let most = label.iter().max().map_or(0, |most| *most as usize + 1);
    let mut number = vec![u32::MAX; most];
    let mut count = 0;
    for label in label {
        let number = &mut number[*label as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *label = *number;
    }
    count as usize
}

/// Nodes go to the neighbouring part that gains most, until none gains.
fn move_nodes(
    level: &Level,
    part: &mut [u32],
    resolution: f64,
    dice: &mut ChaCha8Rng,
    cancel: &Cancel,
) -> Result<()> {
    let n_nodes = level.n_nodes();
    let mut strength = vec![0.0; n_nodes];
    let mut size = vec![0u32; n_nodes];
    for (node, part) in part.iter().enumerate() {
        strength[*part as usize] += level.strength[node];
        size[*part as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..n_nodes as u32)
        .filter(|at| size[*at as usize] == 0)
        .collect();
    let mut order: Vec<u32> = (0..n_nodes as u32).collect();
    order.shuffle(dice);
    let mut queue = VecDeque::from(order);
    let mut waiting = vec![true; n_nodes];
    let mut sums = Sums::new(n_nodes);
    let scale = resolution / level.total;
    let mut steps = 0u32;
    while let Some(node) = queue.pop_front() {
        steps = steps.wrapping_add(1);
        if steps.is_multiple_of(1 << 14) {
            cancel.check()?;
        }
        let at = node as usize;
        waiting[at] = false;
        let (own, k) = (part[at], level.strength[at]);
        for (other, weight) in level.ties(node) {
            sums.add(part[*other as usize], f64::from(*weight));
        }
        strength[own as usize] -= k;
        size[own as usize] -= 1;
        let stay = sums.of[own as usize] - scale * k * strength[own as usize];
        let (mut best, mut most) = (own, stay);
        for to in sums.touched() {
            let gain = sums.of[*to as usize] - scale * k * strength[*to as usize];
            // Equal gains: the lesser number, so that the outcome does not depend on the order of edges.
            let is_better =
                (gain > most + GAIN) | ((gain > most - GAIN) & (*to < best) & (best != own));
            best = if is_better { *to } else { best };
            most = if is_better { gain } else { most };
        }
        if most < -GAIN
            && size[own as usize] > 0
            && let Some(alone) = empty.last()
        {
            best = *alone;
        }
        sums.clear();
        if size[best as usize] == 0 && best != own {
            empty.pop();
        }
        strength[best as usize] += k;
        size[best as usize] += 1;
        if best == own {
            continue;
        }
        if size[own as usize] == 0 {
            empty.push(own);
        }
        part[at] = best;
        for (other, _) in level.ties(node) {
            let other = *other as usize;
            if part[other] != best && !waiting[other] {
                waiting[other] = true;
                queue.push_back(other as u32);
            }
        }
    }
    Ok(())
}

/// Splits each part into well-tied groups: nodes that stand alone join a group of their part.
fn refine(level: &Level, part: &[u32], resolution: f64, cancel: &Cancel) -> Result<Vec<u32>> {
    let n_nodes = level.n_nodes();
    let scale = resolution / level.total;
    let mut whole = vec![0.0; n_nodes];
    for (node, part) in part.iter().enumerate() {
        whole[*part as usize] += level.strength[node];
    }
    let mut group: Vec<u32> = (0..n_nodes as u32).collect();
    let mut strength = level.strength.clone();
    let mut size = vec![1u32; n_nodes];
    // What ties each group to the rest of its part.
    let mut outer: Vec<f64> = (0..n_nodes as u32)
        .map(|node| {
            let own = part[node as usize];
            let within = level
                .ties(node)
                .iter()
                .filter(|tie| part[tie.0 as usize] == own);
            within.map(|tie| f64::from(tie.1)).sum()
        })
        .collect();
    let mut sums = Sums::new(n_nodes);
    // In their order, in which their ties lie: it decides little here, and by chance it takes half as long again.
    for node in 0..n_nodes as u32 {
        if node.is_multiple_of(1 << 14) {
            cancel.check()?;
        }
        let at = node as usize;
        let (own, k) = (group[at], level.strength[at]);
        let rest = whole[part[at] as usize];
        if size[own as usize] != 1 || outer[own as usize] < scale * k * (rest - k) - GAIN {
            continue;
        }
        for (other, weight) in level.ties(node) {
            if part[*other as usize] == part[at] {
                sums.add(group[*other as usize], f64::from(*weight));
            }
        }
        let (mut best, mut most) = (own, GAIN);
        for to in sums.touched() {
            let of_group = strength[*to as usize];
            if *to == own || outer[*to as usize] < scale * of_group * (rest - of_group) - GAIN {
                continue;
            }
            let gain = sums.of[*to as usize] - scale * k * of_group;
            let is_better =
                (gain > most + GAIN) | ((gain > most - GAIN) & (*to < best) & (best != own));
            best = if is_better { *to } else { best };
            most = if is_better { gain } else { most };
        }
        if best != own {
            let tied = sums.of[best as usize];
            outer[best as usize] += outer[own as usize] - 2.0 * tied;
            strength[best as usize] += k;
            size[best as usize] += 1;
            (strength[own as usize], size[own as usize]) = (0.0, 0);
            group[at] = best;
        }
        sums.clear();
    }
    Ok(group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Graph, Ties};

    fn ring_of_cliques(cliques: u32, size: u32) -> Graph {
        let mut ties = Ties::default();
        for clique in 0..cliques {
            for a in 0..size {
                for b in a + 1..size {
                    ties.push(clique * size + a, clique * size + b, None);
                }
            }
            ties.push(clique * size, (clique + 1) % cliques * size + 1, None);
        }
        let n = (cliques * size) as usize;
        Graph::of_ties(ties, n, Direction::Undirected, &Cancel::new()).unwrap()
    }

    #[test]
    fn cliques_of_a_ring_are_communities() {
        let graph = ring_of_cliques(8, 6);
        let found = communities(graph.around(), CommunityAsk::default(), &Cancel::new()).unwrap();
        assert_eq!(found.parts.sizes, [6; 8]);
        // 16 of 16 edges a clique inside of 17: 15/16 - 1/8.
        assert!((found.modularity - (15.0 / 16.0 - 1.0 / 8.0)).abs() < 1e-12);
    }

    #[test]
    fn the_same_seed_gives_the_same_communities() {
        let graph = ring_of_cliques(20, 4);
        let find = |seed| {
            let ask = CommunityAsk {
                seed,
                ..CommunityAsk::default()
            };
            communities(graph.around(), ask, &Cancel::new()).unwrap()
        };
        assert_eq!(find(3), find(3));
    }

    #[test]
    fn a_network_without_an_edge_is_all_alone() {
        let graph = Graph::new(3, Direction::Undirected, crate::Edges::default());
        let found = communities(graph.around(), CommunityAsk::default(), &Cancel::new()).unwrap();
        assert_eq!((found.parts.count(), found.modularity), (3, 0.0));
    }
}
