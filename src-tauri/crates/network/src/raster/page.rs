//! What stands below the drawing: the legend and the caption, in rows, and how much is left for the drawing.

use super::Figure;
use super::labels::{harmless, width};

/// Sizes of text, and of rows of it, in pixels at scale one.
pub(super) const LEGEND: f32 = 11.0;
pub(super) const LEGEND_ROW: f32 = 18.0;
pub(super) const CAPTION: f32 = 11.0;
pub(super) const CAPTION_ROW: f32 = 15.0;
pub(super) const MARGIN: f32 = 16.0;

/// See the module.
#[derive(Debug)]
pub(super) struct Page {
    /// The legend's entries in rows, each with the way to the next.
    pub(super) legend: Vec<Vec<(usize, f32)>>,
    pub(super) caption: Vec<String>,
    /// The height of the drawing.
    pub(super) drawing: f32,
}

impl Page {
    /// `more` is said after the caption.
    pub(super) fn of(figure: &Figure<'_>, more: &str) -> Self {
        let (wide, tall) = (figure.size.0 as f32 - 2.0 * MARGIN, figure.size.1 as f32);
        let legend = legend_rows(figure, wide);
        let said = harmless(&format!("{} {more}", figure.caption));
        let caption = wrapped(&said, wide / CAPTION);
        let mut below = LEGEND_ROW * legend.len() as f32 + CAPTION_ROW * caption.len() as f32;
        if below > 0.0 {
            below += MARGIN;
        }
        Self {
            legend,
            caption,
            drawing: (tall - below).max(0.25 * tall),
        }
    }
}

/// The legend's entries in rows that are no wider than that.
fn legend_rows(figure: &Figure<'_>, wide: f32) -> Vec<Vec<(usize, f32)>> {
    let mut rows: Vec<Vec<(usize, f32)>> = Vec::new();
    let mut x = f32::MAX;
    for (at, key) in figure.legend.iter().enumerate() {
        let advance = 30.0 + width(&key.text) * LEGEND;
        if x + advance > wide {
            rows.push(Vec::new());
            x = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((at, advance));
        }
        x += advance;
    }
    rows
}

/// Words in lines no wider than that, in parts of the font's size.
fn wrapped(text: &str, wide: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + width(word) + 0.56 <= wide => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
