//! Heads of edges: which way a tie runs.

use super::fit::Fit;
use super::{Edge, Figure, Strip};

/// The length of a head at an edge without width, and how much longer it is for each pixel of width; both at scale one.
const LENGTH: f32 = 3.5;
const LENGTH_OF_WIDTH: f32 = 2.5;
/// Half of its breadth, in parts of its length.
const BREADTH: f32 = 0.42;
/// An edge shorter than so many heads between its nodes has none.
const SHORTEST: f32 = 1.5;

/// A triangle that touches the target, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) tip: (f32, f32),
    /// The ends of the side away from the target, and its middle, where the line ends.
    pub(super) wings: [(f32, f32); 2],
    pub(super) base: (f32, f32),
    colour: [f32; 4],
    opacity: f32,
}

impl Head {
    /// `None` where edges have no heads, and for edges that are too short to show one.
    pub(super) fn of(figure: &Figure<'_>, edge: &Edge, fit: &Fit, scale: f32) -> Option<Self> {
        if !figure.arrows {
            return None;
        }
        let (source, target) = (edge.source as usize, edge.target as usize);
        let (from, to) = (fit.place(source), fit.place(target));
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let distance = (dx * dx + dy * dy).sqrt();
        let radius = |node: usize| figure.nodes[node].radius * scale;
        let length = (LENGTH + LENGTH_OF_WIDTH * edge.width) * scale;
        if distance - radius(source) - radius(target) < SHORTEST * length {
            return None;
        }
        let (ux, uy) = (dx / distance, dy / distance);
        let before = |way: f32| (to.0 - ux * way, to.1 - uy * way);
        let base = before(radius(target) + length);
        let aside = BREADTH * length;
        let [red, green, blue] = edge.colour.channels();
        Some(Self {
            tip: before(radius(target)),
            wings: [
                (base.0 - uy * aside, base.1 + ux * aside),
                (base.0 + uy * aside, base.1 - ux * aside),
            ],
            base,
            colour: [red, green, blue, 255.0],
            opacity: edge.opacity,
        })
    }

    pub(super) fn draw(&self, strip: &mut Strip<'_>) {
        let top = strip.first_row as f32;
        let [left, right] = self.wings;
        let corners = [self.tip, left, right].map(|(x, y)| (x, y - top));
        let bound = |of: fn(&(f32, f32)) -> f32, least: fn(f32, f32) -> f32| {
            corners.iter().map(of).reduce(least).unwrap_or(0.0)
        };
        let first = bound(|corner| corner.1, f32::min) - 1.0;
        let last = bound(|corner| corner.1, f32::max) + 1.0;
        if last < 0.0 || first > strip.n_rows as f32 {
            return;
        }
        let from = bound(|corner| corner.0, f32::min) - 1.0;
        let to = bound(|corner| corner.0, f32::max) + 1.0;
        if to < 0.0 {
            return;
        }
        // Tip, left wing, right wing: they turn the same way at each corner.
        let sides: [Side; 3] = [0, 1, 2].map(|at| Side::of(corners[at], corners[(at + 1) % 3]));
        for row in first.max(0.0) as usize..(last as usize + 1).min(strip.n_rows) {
            for x in from.max(0.0) as usize..(to as usize + 1).min(strip.width) {
                let at = (x as f32 + 0.5, row as f32 + 0.5);
                let inside = sides
                    .iter()
                    .map(|side| side.distance(at))
                    .fold(f32::MAX, f32::min);
                let covered = (inside + 0.5).clamp(0.0, 1.0);
                if covered > 0.0 {
                    strip.blend(x, row, self.colour, self.opacity * covered);
                }
            }
        }
    }
}

/// A side of the triangle; distances from it are positive inside.
struct Side {
    from: (f32, f32),
    normal: (f32, f32),
}

impl Side {
    fn of(from: (f32, f32), to: (f32, f32)) -> Self {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = (dx * dx + dy * dy).sqrt().max(1e-6);
        Self {
            from,
            normal: (-dy / length, dx / length),
        }
    }

    fn distance(&self, (x, y): (f32, f32)) -> f32 {
        (x - self.from.0) * self.normal.0 + (y - self.from.1) * self.normal.1
    }
}
