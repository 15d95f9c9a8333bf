//! A figure as SVG: lines, circles, and text that can be searched and set in any font.

use super::arrows::Head;
use super::fit::Fit;
use super::labels::harmless;
use super::page::Page;
use super::words::{Reader, Words, circle, escaped, line};
use super::{Edge, Figure};
use crate::{Error, Result};

/// More edges than that make files which no program opens well; pixels are for those.
pub const MOST_EDGES: usize = 20_000;

/// The window's own faces, as far as a reader has them.
const FONTS: &str = "Inter, 'Inter Variable', Vazirmatn, 'Noto Sans', 'Noto Sans Thai', 'Noto Sans CJK SC', system-ui, sans-serif";

/// Writes the figure; the legend and the caption stand below the drawing.
pub fn svg(figure: &Figure<'_>) -> Result<String> {
    if figure.edges.len() > MOST_EDGES {
        return Err(Error::TooManyForSvg {
            edges: figure.edges.len(),
            most: MOST_EDGES,
        });
    }
    let page = Page::of(figure, "");
    let fit = Fit::within(figure, 1.0, page.drawing);
    let mut out = String::new();
    open(&mut out, figure, FONTS);
    line(
        &mut out,
        format_args!("<desc>{}</desc>", escaped(&harmless(figure.caption))),
    );
    let (wide, tall) = figure.size;
    line(
        &mut out,
        format_args!(
            "<rect width=\"{wide}\" height=\"{tall}\" fill=\"{}\"/>",
            figure.paper.background
        ),
    );
    edges(&mut out, figure, &fit);
    nodes(&mut out, figure, &fit);
    let mut words = Words {
        out: &mut out,
        reader: Reader::Any,
    };
    words.write(figure, &page, &fit);
    out.push_str("</svg>\n");
    Ok(out)
}

/// The element that holds all others.
pub(super) fn open(out: &mut String, figure: &Figure<'_>, fonts: &str) {
    let (wide, tall) = figure.size;
    line(
        out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" role=\"img\" font-family=\"{fonts}\">"
        ),
    );
}

fn edges(out: &mut String, figure: &Figure<'_>, fit: &Fit) {
    out.push_str("<g fill=\"none\" stroke-linecap=\"round\">\n");
    for edge in figure.edges {
        let head = Head::of(figure, edge, fit, 1.0);
        let (ax, ay) = fit.place(edge.source as usize);
        let (bx, by) = head.map_or_else(|| fit.place(edge.target as usize), |head| head.base);
        line(
            out,
            format_args!(
                "<path d=\"M{ax:.2} {ay:.2}L{bx:.2} {by:.2}\" stroke=\"{}\" stroke-width=\"{:.2}\" stroke-opacity=\"{:.3}\"/>",
                edge.colour, edge.width, edge.opacity
            ),
        );
        if let Some(head) = head {
            write_head(out, edge, &head);
        }
    }
    out.push_str("</g>\n");
}

fn write_head(out: &mut String, edge: &Edge, head: &Head) {
    let [(ax, ay), (bx, by)] = head.wings;
    let (x, y) = head.tip;
    line(
        out,
        format_args!(
            "<path d=\"M{x:.2} {y:.2}L{ax:.2} {ay:.2}L{bx:.2} {by:.2}Z\" fill=\"{}\" fill-opacity=\"{:.3}\"/>",
            edge.colour, edge.opacity
        ),
    );
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
