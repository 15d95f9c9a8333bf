//! A figure as SVG: lines, circles, and text that can be searched and set in any font.

use super::fit::Fit;
use super::labels::{Direction, Room, harmless, width};
use super::{Figure, Fill};
use crate::{Error, Result};
use std::fmt::Write;

/// More edges than that make files which no program opens well; pixels are for those.
pub const MOST_EDGES: usize = 20_000;

/// The window's own faces, as far as a reader has them.
const FONTS: &str = "Inter, 'Inter Variable', Vazirmatn, 'Noto Sans', 'Noto Sans Thai', 'Noto Sans CJK SC', system-ui, sans-serif";
const LABEL: f32 = 11.0;
const LEGEND: f32 = 11.0;
const LEGEND_ROW: f32 = 18.0;
const CAPTION: f32 = 11.0;
const CAPTION_ROW: f32 = 15.0;
const MARGIN: f32 = 16.0;

/// Writes the figure; the legend and the caption stand below the drawing.
pub fn svg(figure: &Figure<'_>) -> Result<String> {
    if figure.edges.len() > MOST_EDGES {
        return Err(Error::TooManyForSvg {
            edges: figure.edges.len(),
            most: MOST_EDGES,
        });
    }
    let (wide, tall) = (figure.size.0 as f32, figure.size.1 as f32);
    let legend = legend_rows(figure, wide - 2.0 * MARGIN);
    let caption = wrapped(&harmless(figure.caption), (wide - 2.0 * MARGIN) / CAPTION);
    let below = LEGEND_ROW * legend.len() as f32 + CAPTION_ROW * caption.len() as f32 + MARGIN;
    let fit = Fit::within(figure, 1.0, (tall - below).max(0.25 * tall));
    let mut out = String::new();
    let paper = figure.paper;
    line(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" role=\"img\" font-family=\"{FONTS}\">"
        ),
    );
    line(
        &mut out,
        format_args!("<desc>{}</desc>", escaped(&harmless(figure.caption))),
    );
    line(
        &mut out,
        format_args!(
            "<rect width=\"{wide}\" height=\"{tall}\" fill=\"{}\"/>",
            paper.background
        ),
    );
    edges(&mut out, figure, &fit);
    nodes(&mut out, figure, &fit);
    labels(&mut out, figure, &fit, tall - below);
    let mut y = tall - below + LEGEND_ROW;
    for row in legend {
        let mut x = MARGIN;
        for (key, advance) in row {
            let key = &figure.legend[key];
            circle(
                &mut out,
                (x + 5.0, y - 4.0, 5.0),
                key.colour,
                key.fill,
                paper.background,
            );
            text(&mut out, (x + 14.0, y), LEGEND, &key.text, paper.ink);
            x += advance;
        }
        y += LEGEND_ROW;
    }
    for row in caption {
        text(&mut out, (MARGIN, y), CAPTION, &row, paper.ink);
        y += CAPTION_ROW;
    }
    out.push_str("</svg>\n");
    Ok(out)
}

fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words)
        .expect("BUG: a String takes everything");
    out.push('\n');
}

fn edges(out: &mut String, figure: &Figure<'_>, fit: &Fit) {
    out.push_str("<g fill=\"none\" stroke-linecap=\"round\">\n");
    for edge in figure.edges {
        let (ax, ay) = fit.place(edge.source as usize);
        let (bx, by) = fit.place(edge.target as usize);
        line(
            out,
            format_args!(
                "<path d=\"M{ax:.2} {ay:.2}L{bx:.2} {by:.2}\" stroke=\"{}\" stroke-width=\"{:.2}\" stroke-opacity=\"{:.3}\"/>",
                edge.colour, edge.width, edge.opacity
            ),
        );
    }
    out.push_str("</g>\n");
}

fn nodes(out: &mut String, figure: &Figure<'_>, fit: &Fit) {
    let mut order: Vec<usize> = (0..figure.nodes.len()).collect();
    order.sort_by(|&a, &b| figure.nodes[b].radius.total_cmp(&figure.nodes[a].radius));
    out.push_str("<g>\n");
    for node in order {
        let look = &figure.nodes[node];
        let (x, y) = fit.place(node);
        circle(
            out,
            (x, y, look.radius),
            look.colour,
            look.fill,
            figure.paper.background,
        );
    }
    out.push_str("</g>\n");
}

fn circle(
    out: &mut String,
    (x, y, radius): (f32, f32, f32),
    colour: super::Colour,
    fill: Fill,
    background: super::Colour,
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

/// Beside each node on the side from which its text runs, if there is room.
fn labels(out: &mut String, figure: &Figure<'_>, fit: &Fit, bottom: f32) {
    let mut room = Room::default();
    out.push_str("<g>\n");
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
            text(
                out,
                (at, y + 0.35 * LABEL),
                LABEL,
                &label.text,
                figure.paper.ink,
            );
        }
    }
    out.push_str("</g>\n");
}

/// A line of text that begins at a point, on the right of it for texts that run to the left.
fn text(out: &mut String, (x, y): (f32, f32), size: f32, words: &str, ink: super::Colour) {
    let shown = harmless(words);
    let direction = match Direction::of(&shown) {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
    line(
        out,
        format_args!(
            "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size}\" fill=\"{ink}\" direction=\"{direction}\" unicode-bidi=\"plaintext\" text-anchor=\"start\">{}</text>",
            escaped(&shown)
        ),
    );
}

/// The legend's entries in rows that are no wider than that, each with the way to the next.
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

fn escaped(text: &str) -> String {
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
