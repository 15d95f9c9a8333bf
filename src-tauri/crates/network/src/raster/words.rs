//! Labels, legend and caption as SVG: part of the file, and what the letters in pixels are drawn from.

use super::fit::Fit;
use super::labels::{Direction, Room, harmless, width};
use super::page::{CAPTION, CAPTION_ROW, LEGEND, LEGEND_ROW, MARGIN, Page};
use super::{Colour, Figure, Fill};
use std::fmt::Write;

const LABEL: f32 = 11.0;
/// Of the background about the letters of a label, so that edges do not cross them out.
const HALO: f32 = 2.5;

/// Who reads the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Browsers and drawing programs, which know which way a text runs.
    Any,
    /// The renderer of our own pixels, which takes every text to begin at the left: it is told by characters that turn.
    Pixels,
}

/// Where words go.
pub(super) struct Words<'a> {
    pub(super) out: &'a mut String,
    pub(super) reader: Reader,
}

pub(super) fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words)
        .expect("BUG: a String takes everything");
    out.push('\n');
}

/// What a node is drawn as, and what stands for it in the legend.
pub(super) fn circle(
    out: &mut String,
    (x, y, radius): (f32, f32, f32),
    colour: Colour,
    fill: Fill,
    background: Colour,
) {
    let (inside, border, border_width) = match fill {
        Fill::Full => (colour, background, 0.75),
        Fill::Hollow => (background, colour, 1.5),
    };
    line(
        out,
        format_args!(
            "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"{inside}\" stroke=\"{border}\" stroke-width=\"{border_width}\"/>"
        ),
    );
}

impl Words<'_> {
    /// All words of a figure, whose nodes lie as `fit` says at scale one.
    pub(super) fn write(&mut self, figure: &Figure<'_>, page: &Page, fit: &Fit) {
        self.labels(figure, fit, page.drawing);
        let mut y = page.drawing + LEGEND_ROW;
        for row in &page.legend {
            let mut x = MARGIN;
            for (key, advance) in row {
                let key = &figure.legend[*key];
                let sign = (x + 5.0, y - 4.0, 5.0);
                circle(
                    self.out,
                    sign,
                    key.colour,
                    key.fill,
                    figure.paper.background,
                );
                let at = (x + 14.0, y);
                self.text(at, LEGEND, &harmless(&key.text), figure.paper.ink, None);
                x += advance;
            }
            y += LEGEND_ROW;
        }
        for row in &page.caption {
            // Below one another at the left, whichever way they run.
            self.text((MARGIN, y), CAPTION, row, figure.paper.ink, None);
            y += CAPTION_ROW;
        }
    }

    /// Beside each node on the side from which its text runs, if there is room.
    fn labels(&mut self, figure: &Figure<'_>, fit: &Fit, bottom: f32) {
        let mut room = Room::default();
        self.out.push_str("<g>\n");
        for label in figure.labels {
            let shown = harmless(&label.text);
            let node = label.node as usize;
            let (x, y) = fit.place(node);
            let aside = figure.nodes[node].radius + 3.0;
            let long = width(&shown) * LABEL;
            let (at, left) = match Direction::of(&shown) {
                Direction::LeftToRight => (x + aside, x + aside),
                Direction::RightToLeft => (x - aside, x - aside - long),
            };
            let frame = [left, y - 0.6 * LABEL, left + long, y + 0.6 * LABEL];
            let is_inside = frame[0] >= 0.0
                && frame[1] >= 0.0
                && frame[2] <= figure.size.0 as f32
                && frame[3] <= bottom;
            if is_inside && room.take(frame) {
                let halo = Some(figure.paper.background);
                let at = (at, y + 0.35 * LABEL);
                self.text(at, LABEL, &shown, figure.paper.ink, halo);
            }
        }
        self.out.push_str("</g>\n");
    }

    /// A line of text that begins at a point, on the right of it for texts that run to the left.
    fn text(
        &mut self,
        (x, y): (f32, f32),
        size: f32,
        shown: &str,
        ink: Colour,
        halo: Option<Colour>,
    ) {
        let (turn, words) = match (self.reader, Direction::of(shown)) {
            (Reader::Any, Direction::LeftToRight) => (
                "direction=\"ltr\" unicode-bidi=\"plaintext\"",
                escaped(shown),
            ),
            (Reader::Any, Direction::RightToLeft) => (
                "direction=\"rtl\" unicode-bidi=\"plaintext\"",
                escaped(shown),
            ),
            (Reader::Pixels, Direction::LeftToRight) => ("", escaped(shown)),
            (Reader::Pixels, Direction::RightToLeft) => (
                "text-anchor=\"end\"",
                format!("\u{202B}{}\u{202C}", escaped(shown)),
            ),
        };
        let halo = halo.map_or_else(String::new, |colour| {
            format!(
                " paint-order=\"stroke\" stroke=\"{colour}\" stroke-width=\"{HALO}\" stroke-linejoin=\"round\""
            )
        });
        line(
            self.out,
            format_args!(
                "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size}\" fill=\"{ink}\" {turn}{halo}>{words}</text>"
            ),
        );
    }
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
