//! Pictures of a network without a window: pixels for a hundred thousand nodes, and SVG for figures in print.
//!
//! A [`Figure`] says what is drawn; its labels are what may be shown already, nothing here looks anything up.
//! [`pixels`] draws it on all cores, the same on any number of them; [`svg::svg`] writes it down.
//! Both hold the same: edges with their heads, nodes, labels where there is room, and the legend and the caption below.

mod arrows;
pub mod detail;
mod discs;
mod fit;
pub mod labels;
mod lettering;
mod lines;
mod page;
mod png;
pub mod svg;
mod words;

use crate::Result;
use arrows::Head;
use discs::Disc;
use fit::Fit;
use lettering::Lettering;
use lines::Line;
pub use png::png;
use rayon::prelude::*;
use starling_model::Cancel;

/// Rows of a strip of the picture; fixed, and small enough that a strip stays in a core's cache.
const STRIP: usize = 32;

/// A colour as it is written in CSS, not multiplied by its opacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// From `0xRRGGBB`.
    pub const fn of(rgb: u32) -> Self {
        Self {
            red: (rgb >> 16) as u8,
            green: (rgb >> 8) as u8,
            blue: rgb as u8,
        }
    }

    fn channels(self) -> [f32; 3] {
        [self.red, self.green, self.blue].map(f32::from)
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// How a node is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fill {
    /// A disc.
    Full,
    /// A ring, for those who are only spoken of.
    Hollow,
}

/// A node to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// In pixels of the figure at scale one.
    pub radius: f32,
    /// Its colour.
    pub colour: Colour,
    /// How it is filled.
    pub fill: Fill,
}

/// An edge to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// One end.
    pub source: u32,
    /// The other.
    pub target: u32,
    /// In pixels of the figure at scale one.
    pub width: f32,
    /// From 0 to 1; many pale edges add up.
    pub opacity: f32,
    /// Its colour.
    pub colour: Colour,
}

/// What all figures have in common with their surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Behind everything.
    pub background: Colour,
    /// Of text.
    pub ink: Colour,
}

impl Paper {
    /// For print, and the light theme's own colours.
    pub const LIGHT: Self = Self {
        background: Colour::of(0xff_ff_ff),
        ink: Colour::of(0x14_18_1d),
    };
    /// The dark theme's.
    pub const DARK: Self = Self {
        background: Colour::of(0x16_1a_1f),
        ink: Colour::of(0xe9_ec_ef),
    };
}

/// A label beside a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The node.
    pub node: u32,
    /// What is shown, as it may be shown.
    pub text: String,
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The nodes' colour.
    pub colour: Colour,
    /// Their fill.
    pub fill: Fill,
    /// What they are.
    pub text: String,
}

/// A network to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Figure<'a> {
    /// `x` and `y` of each node by turns, in any unit; they are fitted to the figure.
    pub places: &'a [f32],
    /// One for each node.
    pub nodes: &'a [Node],
    /// The first lie below.
    pub edges: &'a [Edge],
    /// Whether edges end in arrowheads, where they are long enough for one.
    pub arrows: bool,
    /// The most important first: where there is no room, later ones are left out.
    pub labels: &'a [Label],
    /// What the colours mean.
    pub legend: &'a [Key],
    /// What the figure shows and how it was made.
    pub caption: &'a str,
    /// Background and ink.
    pub paper: Paper,
    /// Width and height in pixels at scale one.
    pub size: (u32, u32),
}

/// A picture, row by row from the top, four bytes a pixel: red, green, blue, and opacity, which is full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// All rows.
    pub rgba: Vec<u8>,
}

/// Draws the figure, `scale` times as large as it says (2 or more for print). Texts are set in the fonts of this computer;
/// where none of them has a letter, the caption says so.
pub fn pixels(figure: &Figure<'_>, scale: f32, cancel: &Cancel) -> Result<Pixels> {
    let (width, height) = (
        (figure.size.0 as f32 * scale) as usize,
        (figure.size.1 as f32 * scale) as usize,
    );
    let lettering = Lettering::of(figure)?;
    cancel.check()?;
    let fit = Fit::within(figure, scale, lettering.drawing());
    let lines: Vec<(Line, Option<Head>)> = figure
        .edges
        .par_iter()
        .map(|edge| {
            let head = Head::of(figure, edge, &fit, scale);
            (Line::of(edge, head.as_ref(), &fit, scale), head)
        })
        .collect();
    let mut discs: Vec<Disc> = figure
        .nodes
        .iter()
        .enumerate()
        .map(|(node, look)| Disc::of(look, fit.place(node), scale))
        .collect();
    // Small ones lie above large ones, else they could not be seen.
    discs.sort_by(|a, b| b.radius.total_cmp(&a.radius));
    cancel.check()?;
    let background = figure.paper.background.channels();
    let mut rgba = vec![255u8; width * height * 4];
    rgba.par_chunks_mut((STRIP * width * 4).max(4))
        .enumerate()
        .for_each_init(Vec::new, |canvas, (nth, bytes)| {
            let mut strip = Strip::clean(canvas, width, nth * STRIP, background);
            strip.n_rows = bytes.len() / (width * 4);
            for (at, (line, head)) in lines.iter().enumerate() {
                if at % 65_536 == 0 && cancel.is_set() {
                    return;
                }
                line.draw(&mut strip);
                if let Some(head) = head {
                    head.draw(&mut strip);
                }
            }
            for disc in &discs {
                disc.draw(&mut strip, background);
            }
            strip.write(bytes);
        });
    cancel.check()?;
    let mut drawn = Pixels {
        width: width as u32,
        height: height as u32,
        rgba,
    };
    lettering.draw(&mut drawn, scale)?;
    Ok(drawn)
}

/// Some rows of the picture in work. Sums of thousands of pale edges need more than eight bits.
struct Strip<'a> {
    pixels: &'a mut [[f32; 4]],
    width: usize,
    first_row: usize,
    n_rows: usize,
}

impl<'a> Strip<'a> {
    fn clean(
        canvas: &'a mut Vec<[f32; 4]>,
        width: usize,
        first_row: usize,
        [red, green, blue]: [f32; 3],
    ) -> Self {
        canvas.clear();
        canvas.resize(width * STRIP, [red, green, blue, 255.0]);
        Self {
            pixels: canvas,
            width,
            first_row,
            n_rows: STRIP,
        }
    }

    /// Lays a colour over a pixel, counted from the strip's own first row.
    #[inline]
    fn blend(&mut self, x: usize, row: usize, colour: [f32; 4], opacity: f32) {
        let pixel = &mut self.pixels[row * self.width + x];
        for (channel, colour) in pixel.iter_mut().zip(colour) {
            *channel += (colour - *channel) * opacity;
        }
    }

    fn write(&self, bytes: &mut [u8]) {
        for (pixel, bytes) in self.pixels.iter().zip(bytes.chunks_exact_mut(4)) {
            for (channel, byte) in pixel.iter().zip(bytes) {
                *byte = (channel + 0.5) as u8;
            }
        }
    }
}
