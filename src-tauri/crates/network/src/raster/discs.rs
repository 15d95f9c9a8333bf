//! Nodes as discs and rings with soft borders, and a thin line of the background about each, so that they stand apart.

use super::{Fill, Node, Strip};

/// Width of that line, and of a ring, at scale one.
const BORDER: f32 = 0.75;
const RING: f32 = 1.5;

/// A node in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disc {
    pub(super) radius: f32,
    at: (f32, f32),
    border: f32,
    /// Inside of it there is background; negative for full ones.
    hole: f32,
    colour: [f32; 4],
}

impl Disc {
    pub(super) fn of(node: &Node, at: (f32, f32), scale: f32) -> Self {
        let [red, green, blue] = node.colour.channels();
        let radius = node.radius * scale;
        Self {
            radius,
            at,
            // Among thousands of points a line about each would leave nothing of them.
            border: (BORDER * scale).min(0.25 * radius),
            hole: match node.fill {
                Fill::Full => -1.0,
                Fill::Hollow => radius - (RING * scale).min(0.5 * radius),
            },
            colour: [red, green, blue, 255.0],
        }
    }

    pub(super) fn draw(&self, strip: &mut Strip<'_>, [red, green, blue]: [f32; 3]) {
        let (x, y) = (self.at.0, self.at.1 - strip.first_row as f32);
        let outer = self.radius + self.border;
        let reach = outer + 1.0;
        if y + reach < 0.0 || y - reach > strip.n_rows as f32 || x + reach < 0.0 {
            return;
        }
        let background = [red, green, blue, 255.0];
        let rows = (y - reach).max(0.0) as usize..((y + reach) as usize + 1).min(strip.n_rows);
        let columns = (x - reach).max(0.0) as usize..((x + reach) as usize + 1).min(strip.width);
        for row in rows {
            for column in columns.clone() {
                let (dx, dy) = (column as f32 + 0.5 - x, row as f32 + 0.5 - y);
                let distance = (dx * dx + dy * dy).sqrt();
                let within = |radius: f32| (radius + 0.5 - distance).clamp(0.0, 1.0);
                if within(outer) == 0.0 {
                    continue;
                }
                strip.blend(column, row, background, within(outer));
                strip.blend(column, row, self.colour, within(self.radius));
                if self.hole > 0.0 {
                    strip.blend(column, row, background, within(self.hole));
                }
            }
        }
    }
}
