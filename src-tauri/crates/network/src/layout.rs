//! Places for the nodes of a network: multilevel ForceAtlas2, the same picture for the same data and seed.
//!
//! [`arrange`] draws a network from nothing or from what is known already ([`Start`]).
//! The way there, its components each on its own, from the coarsest level to the finest, is a [`Layout`],
//! which can be watched and stopped.

mod chance;
mod coarsen;
mod components;
mod hilbert;
mod motion;
mod multilevel;
mod pack;
pub mod quality;
mod repulsion;
mod separate;
mod small;
mod springs;
mod stages;
mod tree;
mod turns;
mod warm;

use crate::Result;
pub use stages::Layout;
use starling_model::{Cancel, Progress, Stage, Step};

/// The ties of a network as symmetrical rows: each stands with both its ends.
#[derive(Debug, Clone, Copy)]
pub struct Tied<'a> {
    /// Where each node's neighbours begin; one more than there are nodes.
    pub offsets: &'a [u32],
    /// The neighbours of all nodes.
    pub neighbours: &'a [u32],
    /// The weight beside each neighbour.
    pub weights: &'a [f32],
    /// The community of each node, where communities are known and to be pulled together.
    pub communities: Option<&'a [u32]>,
}

impl<'a> Tied<'a> {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The neighbours of a node with the weight of the tie to each.
    pub fn row(&self, node: usize) -> impl Iterator<Item = (u32, f32)> + 'a {
        let span = self.offsets[node] as usize..self.offsets[node + 1] as usize;
        self.neighbours[span.clone()]
            .iter()
            .copied()
            .zip(self.weights[span].iter().copied())
    }
}

/// How ties pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attraction {
    /// As springs, with their length: ForceAtlas2's own.
    Linear,
    /// With the logarithm of their length (LinLog): communities stand apart, and it takes longer.
    Logarithmic,
}

/// What keeps the picture together, in parts of the repulsion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gravity {
    /// Grows with the distance from the middle, so weakly tied clusters stay in the window.
    Strong(f32),
    /// The same everywhere.
    Weak(f32),
}

/// What a picture depends on besides the data. It belongs beside every picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The same seed gives the same picture.
    pub seed: u64,
    /// How ties pull.
    pub attraction: Attraction,
    /// What keeps the picture together.
    pub gravity: Gravity,
    /// How strongly nodes push one another, beside ties of weight one.
    pub repulsion: f32,
    /// The power to which weights are taken: 0 if all ties pull alike, 1 if as their weights.
    pub weight_influence: f32,
    /// By how much more ties within a community pull; 0 for not at all. The communities were found in the same ties,
    /// so a picture with it shows them clearer than the data do, and has to say so.
    pub community_pull: f32,
    /// The weight at which a tie pulls with strength one. `None` takes the mean, and the picture says which it was;
    /// a picture that follows another must take the same, or all would shrink or grow.
    pub weight_unit: Option<f32>,
    /// Steps on the finest level.
    pub steps: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            attraction: Attraction::Linear,
            gravity: Gravity::Strong(0.15),
            repulsion: 1.0,
            // Counts of retweets run over four powers of ten; taken as they are, a few pairs fall together and the
            // rest is pushed aside.
            weight_influence: 0.5,
            community_pull: 0.0,
            weight_unit: None,
            steps: 30,
        }
    }
}

impl Settings {
    /// With logarithmic attraction: communities stand apart. Weaker pushes suit it, and it takes more steps.
    pub fn logarithmic() -> Self {
        Self {
            attraction: Attraction::Logarithmic,
            gravity: Gravity::Strong(0.05),
            repulsion: 0.05,
            steps: 100,
            ..Self::default()
        }
    }

    /// What a caption has to say of the layout, so that the picture can be made again.
    pub fn caption(&self) -> String {
        let attraction = match self.attraction {
            Attraction::Linear => "ForceAtlas2",
            Attraction::Logarithmic => "ForceAtlas2, LinLog",
        };
        let gravity = match self.gravity {
            Gravity::Strong(strength) => format!("strong gravity {strength}"),
            Gravity::Weak(strength) => format!("gravity {strength}"),
        };
        let mut caption = format!(
            "Layout: multilevel {attraction}, {gravity}, repulsion {}, weights to the power {}, {} steps, seed {}.",
            self.repulsion, self.weight_influence, self.steps, self.seed
        );
        if self.community_pull > 0.0 {
            caption += &format!(
                " Ties within a community pull {} times as strongly as others, so communities stand clearer here than in the data.",
                1.0 + self.community_pull
            );
        }
        caption
    }
}

/// What stays of an earlier picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// Known nodes do not move; new ones find their places among them. For adding and filtering.
    #[default]
    Places,
    /// Known nodes are where all begin, and move on from there. For refining.
    Shape,
}

/// Where the nodes start. By default nothing is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Start<'a> {
    /// Where nodes were; empty, or one for each node.
    pub known: &'a [Option<(f32, f32)>],
    /// Known nodes that must not move whatever happens; empty, or one for each node.
    pub pinned: &'a [bool],
    /// How much room nodes need, in the picture's own units; empty, or one for each node.
    /// With it nodes are pushed apart in the end.
    pub radii: &'a [f32],
    /// What stays of what is known.
    pub keep: Keep,
}

impl Start<'_> {
    fn place(&self, node: usize) -> Option<(f32, f32)> {
        let place = self.known.get(node).copied().flatten();
        place.filter(|(x, y)| x.is_finite() && y.is_finite())
    }

    fn is_pinned(&self, node: usize) -> bool {
        self.pinned.get(node) == Some(&true)
    }
}

/// Places for all nodes, and how they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// `x` and `y` of each node by turns; `y` grows downwards.
    pub places: Vec<f32>,
    /// What it depends on; the weight's unit is filled in.
    pub settings: Settings,
    /// Pairs of nodes that still overlap, where there was no room to push them apart.
    pub overlaps: usize,
}

impl Picture {
    /// Where a node is.
    pub fn place(&self, node: usize) -> (f32, f32) {
        (self.places[2 * node], self.places[2 * node + 1])
    }
}

/// Arranges a network.
pub fn arrange(
    tied: &Tied<'_>,
    settings: &Settings,
    start: &Start<'_>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Picture> {
    Layout::new(tied, settings, start, cancel)?.run(progress, cancel)
}

fn step(done: u64, total: u64) -> Step {
    Step {
        stage: Stage::Arranging,
        subject: String::new(),
        done,
        total: Some(total),
        unit: "nodes",
        rows: 0,
        rejected: 0,
    }
}
