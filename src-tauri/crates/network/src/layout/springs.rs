//! What a level of the layout is made of: nodes with masses, and springs between them as symmetrical rows.

use super::{Settings, Tied};
use crate::Result;
use starling_model::Cancel;

/// Asked for cancelling each time so many nodes are done.
const ASK: usize = 1 << 14;

/// Rows of springs; a spring stands in the rows of both its ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Springs {
    pub(super) offsets: Vec<u32>,
    pub(super) to: Vec<u32>,
    pub(super) stiffness: Vec<f32>,
    /// How strongly a node pushes and is pushed: one more than its neighbours, added up in coarser levels.
    pub(super) mass: Vec<f32>,
    /// How many nodes of the network it stands for.
    pub(super) size: Vec<u32>,
}

impl Springs {
    pub(super) fn len(&self) -> usize {
        self.mass.len()
    }

    #[inline]
    pub(super) fn span(&self, node: usize) -> std::ops::Range<usize> {
        self.offsets[node] as usize..self.offsets[node + 1] as usize
    }

    #[inline]
    pub(super) fn degree(&self, node: usize) -> u32 {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// The neighbours of a node with the stiffness of the spring to each.
    #[inline]
    pub(super) fn row(&self, node: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let span = self.span(node);
        self.to[span.clone()]
            .iter()
            .copied()
            .zip(self.stiffness[span].iter().copied())
    }

    /// Of a whole network; loops and weights that are no positive number are left out.
    pub(super) fn of(
        tied: &Tied<'_>,
        settings: &Settings,
        unit: f32,
        cancel: &Cancel,
    ) -> Result<Self> {
        let n = tied.len();
        let mut springs = Self {
            offsets: Vec::with_capacity(n + 1),
            to: Vec::with_capacity(tied.neighbours.len()),
            stiffness: Vec::with_capacity(tied.neighbours.len()),
            mass: Vec::with_capacity(n),
            size: vec![1; n],
        };
        let stiffness = Stiffness::of(settings, unit);
        springs.offsets.push(0);
        for node in 0..n {
            if node % ASK == 0 {
                cancel.check()?;
            }
            for (other, weight) in tied.row(node) {
                if !is_tie(node, other, weight) {
                    continue;
                }
                let near = tied
                    .communities
                    .is_some_and(|of| of[node] == of[other as usize]);
                springs.to.push(other);
                springs.stiffness.push(stiffness.get(weight, near));
            }
            let end = springs.to.len() as u32;
            springs
                .mass
                .push(1.0 + (end - springs.offsets[node]) as f32);
            springs.offsets.push(end);
        }
        Ok(springs)
    }

    /// The springs among some of the nodes, which get the numbers of their places in `nodes`.
    /// `place` is as long as the network; what it holds for other nodes must lead outside `nodes`.
    pub(super) fn among(&self, nodes: &[u32], place: &mut [u32], cancel: &Cancel) -> Result<Self> {
        for (at, &node) in nodes.iter().enumerate() {
            place[node as usize] = at as u32;
        }
        let mut part = Self {
            offsets: Vec::with_capacity(nodes.len() + 1),
            ..Self::default()
        };
        part.offsets.push(0);
        for (at, &node) in nodes.iter().enumerate() {
            if at % ASK == ASK - 1 {
                cancel.check()?;
            }
            let node = node as usize;
            for (other, stiffness) in self.row(node) {
                let at = place[other as usize];
                if nodes.get(at as usize) == Some(&other) {
                    part.to.push(at);
                    part.stiffness.push(stiffness);
                }
            }
            part.mass.push(self.mass[node]);
            part.size.push(self.size[node]);
            part.offsets.push(part.to.len() as u32);
        }
        Ok(part)
    }
}

/// Whether an entry of the rows counts.
pub(super) fn is_tie(node: usize, other: u32, weight: f32) -> bool {
    other as usize != node && weight > 0.0 && weight.is_finite()
}

/// Turns weights into stiffness.
struct Stiffness {
    unit: f32,
    influence: f32,
    pull: f32,
}

impl Stiffness {
    fn of(settings: &Settings, unit: f32) -> Self {
        Self {
            unit,
            influence: settings.weight_influence,
            pull: 1.0 + settings.community_pull,
        }
    }

    fn get(&self, weight: f32, same_community: bool) -> f32 {
        let stiffness = match self.influence {
            0.0 => 1.0,
            1.0 => weight / self.unit,
            0.5 => (weight / self.unit).sqrt(),
            other => (weight / self.unit).powf(other),
        };
        // Beyond this the difference cannot be seen, and sums of f32 would suffer.
        let stiffness = stiffness.clamp(1e-4, 1e4);
        if same_community {
            stiffness * self.pull
        } else {
            stiffness
        }
    }
}
