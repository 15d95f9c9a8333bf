//! Small components beside the large one: shelves at its right, the nodes without a tie in a grid below.

use super::motion::Points;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) low: (f32, f32),
    pub(super) high: (f32, f32),
}

impl Frame {
    /// The least one that holds the places of these nodes, or `None` without nodes.
    pub(super) fn around(points: &Points, nodes: impl Iterator<Item = usize>) -> Option<Self> {
        nodes.map(|node| points.get(node)).fold(None, |frame, at| {
            let frame = frame.unwrap_or(Self { low: at, high: at });
            Some(Self {
                low: (frame.low.0.min(at.0), frame.low.1.min(at.1)),
                high: (frame.high.0.max(at.0), frame.high.1.max(at.1)),
            })
        })
    }

    /// The side of the square that each of so many nodes has.
    pub(super) fn space_for_each(&self, n: usize) -> f32 {
        (self.width() * self.height() / n.max(1) as f32).sqrt()
    }

    fn width(&self) -> f32 {
        self.high.0 - self.low.0
    }

    fn height(&self) -> f32 {
        self.high.1 - self.low.1
    }
}

/// What is to be put beside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crowd<'a> {
    /// The largest first. Their nodes have places relative to one another, which they keep.
    pub(super) components: &'a [Vec<u32>],
    /// Nodes without a tie.
    pub(super) singles: &'a [u32],
    /// The way between two nodes.
    pub(super) gap: f32,
}

impl Crowd<'_> {
    /// Beside a frame that is taken already; without one the largest component takes it.
    pub(super) fn put_beside(mut self, taken: Option<Frame>, points: &mut Points) {
        let mut taken = taken;
        if taken.is_none()
            && let [first, rest @ ..] = self.components
        {
            taken = Frame::around(points, first.iter().map(|&node| node as usize));
            self.components = rest;
        }
        taken = shelves(taken, self.components, self.gap, points);
        grid(taken, self.singles, self.gap, points);
    }
}

/// Rows of components at the right of what is taken, as high as that.
fn shelves(
    taken: Option<Frame>,
    components: &[Vec<u32>],
    gap: f32,
    points: &mut Points,
) -> Option<Frame> {
    let mut frames: Vec<(usize, Frame)> = components
        .iter()
        .enumerate()
        .filter_map(|(at, nodes)| {
            let nodes = nodes.iter().map(|&node| node as usize);
            Some((at, Frame::around(points, nodes)?))
        })
        .collect();
    if frames.is_empty() {
        return taken;
    }
    // Tall ones first, so that a shelf wastes little.
    frames.sort_by(|a, b| b.1.height().total_cmp(&a.1.height()));
    let margin = 2.0 * gap;
    let area: f32 = frames
        .iter()
        .map(|(_, frame)| (frame.width() + margin) * (frame.height() + margin))
        .sum();
    let tallest = frames[0].1.height();
    let widest = frames
        .iter()
        .map(|(_, frame)| frame.width())
        .fold(0.0, f32::max);
    let (left, top, height) = taken.map_or((0.0, 0.0, 0.0), |frame| {
        (frame.high.0 + 2.0 * margin, frame.low.1, frame.height())
    });
    // Wide enough that the shelves are about as high together as what they stand beside.
    let height = height.max(tallest).max(area.sqrt() * 0.8);
    let width = (1.1 * area / height).max(widest + margin);
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0f32);
    let mut right: f32 = 0.0;
    for (at, frame) in frames {
        if x > 0.0 && x + frame.width() > width {
            y += shelf + margin;
            (x, shelf) = (0.0, 0.0);
        }
        let shift = (left + x - frame.low.0, top + y - frame.low.1);
        for &node in &components[at] {
            let (px, py) = points.get(node as usize);
            points.set(node as usize, (px + shift.0, py + shift.1));
        }
        x += frame.width() + margin;
        right = right.max(x - margin);
        shelf = shelf.max(frame.height());
    }
    let low = taken.map_or((left, top), |frame| frame.low);
    let bottom = taken.map_or(top, |frame| frame.high.1);
    Some(Frame {
        low,
        high: (left + right, bottom.max(top + y + shelf)),
    })
}

/// Rows of single nodes below what is taken, as wide as that.
fn grid(taken: Option<Frame>, singles: &[u32], gap: f32, points: &mut Points) {
    let n = singles.len();
    if n == 0 {
        return;
    }
    let square = (n as f32).sqrt().ceil().max(1.0);
    let (left, top, columns) = taken.map_or((0.0, 0.0, square), |frame| {
        let wide = (frame.width() / gap).floor() + 1.0;
        (frame.low.0, frame.high.1 + 3.0 * gap, wide.max(square))
    });
    let columns = columns as usize;
    for (at, &node) in singles.iter().enumerate() {
        let (row, column) = (at / columns, at % columns);
        let place = (left + gap * column as f32, top + gap * row as f32);
        points.set(node as usize, place);
    }
}
