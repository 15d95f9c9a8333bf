//! Edges as straight lines with soft borders.

use super::arrows::Head;
use super::fit::Fit;
use super::{Edge, Strip};

/// A line in pixels, its ends ordered along the axis in which it is longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    from: (f32, f32),
    to: (f32, f32),
    /// Half of what it covers across the longer axis.
    half: f32,
    opacity: f32,
    colour: [f32; 4],
    is_steep: bool,
}

impl Line {
    /// From node to node, or to where the head begins.
    pub(super) fn of(edge: &Edge, head: Option<&Head>, fit: &Fit, scale: f32) -> Self {
        let mut from = fit.place(edge.source as usize);
        let mut to = head.map_or_else(|| fit.place(edge.target as usize), |head| head.base);
        let (dx, dy) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let is_steep = dy > dx;
        if (is_steep && from.1 > to.1) || (!is_steep && from.0 > to.0) {
            std::mem::swap(&mut from, &mut to);
        }
        let width = edge.width * scale;
        let [red, green, blue] = edge.colour.channels();
        let long = dx.max(dy);
        let slant = if long > 0.0 {
            (dx * dx + dy * dy).sqrt() / long
        } else {
            1.0
        };
        Self {
            from,
            to,
            // Thinner than a pixel is as wide as one and paler.
            half: 0.5 * width.max(1.0) * slant,
            opacity: edge.opacity * width.min(1.0),
            colour: [red, green, blue, 255.0],
            is_steep,
        }
    }

    pub(super) fn draw(&self, strip: &mut Strip<'_>) {
        let (top, bottom) = (
            strip.first_row as f32,
            (strip.first_row + strip.n_rows) as f32,
        );
        let (low, high) = if self.from.1 < self.to.1 {
            (self.from.1, self.to.1)
        } else {
            (self.to.1, self.from.1)
        };
        if high + self.half + 1.0 < top || low - self.half - 1.0 > bottom {
            return;
        }
        if self.is_steep {
            self.draw_steep(strip, top);
        } else {
            self.draw_flat(strip, top, bottom);
        }
    }

    /// Row by row, a few pixels each.
    fn draw_steep(&self, strip: &mut Strip<'_>, top: f32) {
        let slope = (self.to.0 - self.from.0) / (self.to.1 - self.from.1);
        let first = (self.from.1 - top).max(0.0) as usize;
        let last = ((self.to.1 - top).max(-1.0).ceil() as isize).min(strip.n_rows as isize);
        for row in first as isize..last {
            let middle = self.from.0 + slope * (top + row as f32 + 0.5 - self.from.1);
            let (low, high) = (middle - self.half, middle + self.half);
            if high <= 0.0 {
                continue;
            }
            let end = (high.ceil() as usize).min(strip.width);
            for x in low.max(0.0) as usize..end {
                let covered = high.min(x as f32 + 1.0) - low.max(x as f32);
                strip.blend(
                    x,
                    row as usize,
                    self.colour,
                    self.opacity * covered.max(0.0),
                );
            }
        }
    }

    /// Column by column, a few pixels each.
    fn draw_flat(&self, strip: &mut Strip<'_>, top: f32, bottom: f32) {
        let long = self.to.0 - self.from.0;
        if long <= 0.0 {
            return;
        }
        let slope = (self.to.1 - self.from.1) / long;
        let (mut first, mut last) = (self.from.0, self.to.0);
        if slope.abs() > 1e-6 {
            // Only the columns in which it is in this strip.
            let at = |y: f32| self.from.0 + (y - self.from.1) / slope;
            let (a, b) = (at(top - self.half - 1.0), at(bottom + self.half + 1.0));
            first = first.max(a.min(b));
            last = last.min(a.max(b));
        }
        let end = (last.max(0.0).ceil() as usize).min(strip.width);
        for x in first.max(0.0) as usize..end {
            let middle = self.from.1 + slope * (x as f32 + 0.5 - self.from.0) - top;
            let (low, high) = (middle - self.half, middle + self.half);
            if high <= 0.0 {
                continue;
            }
            let end = (high.ceil() as usize).min(strip.n_rows);
            for row in low.max(0.0) as usize..end {
                let covered = high.min(row as f32 + 1.0) - low.max(row as f32);
                strip.blend(x, row, self.colour, self.opacity * covered.max(0.0));
            }
        }
    }
}
