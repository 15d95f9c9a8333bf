//! From the picture's own units to pixels.

use super::Figure;

/// Pixels left free at each side, at scale one.
const MARGIN: f32 = 16.0;

/// Where the nodes are, in pixels.
#[derive(Debug)]
pub(super) struct Fit {
    places: Vec<(f32, f32)>,
}

impl Fit {
    /// As large as the figure's upper part of that height allows, the same in both directions; radii do not grow with it.
    pub(super) fn within(figure: &Figure<'_>, scale: f32, height: f32) -> Self {
        let largest = figure
            .nodes
            .iter()
            .map(|node| node.radius)
            .fold(0.0, f32::max);
        let margin = MARGIN + largest;
        let places = figure
            .places
            .chunks_exact(2)
            .map(|place| (place[0], place[1]));
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for (x, y) in places.clone() {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let (width, height) = (figure.size.0 as f32, height);
        let wide = (width - 2.0 * margin).max(1.0) / (high.0 - low.0).max(1e-6);
        let tall = (height - 2.0 * margin).max(1.0) / (high.1 - low.1).max(1e-6);
        let zoom = wide.min(tall).min(1e6);
        let middle = (0.5 * (low.0 + high.0), 0.5 * (low.1 + high.1));
        let to_pixels = |(x, y): (f32, f32)| {
            (
                scale * (0.5 * width + zoom * (x - middle.0)),
                scale * (0.5 * height + zoom * (y - middle.1)),
            )
        };
        Self {
            places: places.map(to_pixels).collect(),
        }
    }

    pub(super) fn place(&self, node: usize) -> (f32, f32) {
        self.places[node]
    }
}
