//! GEXF 1.3 with dynamics and viz, valid by the official RELAX NG schema.
//!
//! `timeformat="date"`, since networkx fails on `dateTime`; no `xsi:schemaLocation`, since the XSD refuses `viz:`.

use super::Labelled;
use super::text::{date, xml};
use std::io::{Result, Write};

/// Colours of the first communities, told apart by readers who confuse red and green; the others are grey.
const COLOURS: [(u8, u8, u8); 8] = [
    (0x00, 0x72, 0xb2),
    (0xe6, 0x9f, 0x00),
    (0x00, 0x9e, 0x73),
    (0xcc, 0x79, 0xa7),
    (0x56, 0xb4, 0xe9),
    (0xd5, 0x5e, 0x00),
    (0xf0, 0xe4, 0x42),
    (0x66, 0x66, 0x99),
];

/// Writes it.
pub fn gexf(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    let direction = if network.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n\
          <meta><creator>Starling</creator><description>",
    )?;
    xml(out, network.caption)?;
    write!(
        out,
        "</description></meta>\n<graph defaultedgetype=\"{direction}\" idtype=\"string\" mode=\"dynamic\" \
         timeformat=\"date\">\n"
    )?;
    let columns = network.columns();
    if !columns.is_empty() {
        out.write_all(b"<attributes class=\"node\" mode=\"static\">\n")?;
        for column in &columns {
            let (name, kind) = (column.name, column.gexf);
            writeln!(
                out,
                "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>"
            )?;
        }
        out.write_all(b"</attributes>\n")?;
    }
    out.write_all(
        b"<attributes class=\"edge\" mode=\"static\">\n\
          <attribute id=\"count\" title=\"count\" type=\"long\"/>\n</attributes>\n",
    )?;
    nodes(network, out)?;
    edges(network, out)?;
    out.write_all(b"</graph>\n</gexf>\n")
}

fn nodes(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    let weights = network
        .about
        .map_or(&[][..], |about| about.measured.weight.as_slice());
    let most = weights
        .iter()
        .copied()
        .fold(0.0, f64::max)
        .max(f64::MIN_POSITIVE);
    let columns = network.columns();
    out.write_all(b"<nodes>\n")?;
    for (at, label) in network.labels.iter().enumerate() {
        out.write_all(b"<node id=\"")?;
        xml(out, &label.id)?;
        out.write_all(b"\" label=\"")?;
        xml(out, &label.label)?;
        let Some(about) = &network.about else {
            out.write_all(b"\"/>\n")?;
            continue;
        };
        out.write_all(b"\"><attvalues>")?;
        for column in &columns {
            let (name, value) = (column.name, column.value(about, at));
            write!(out, "<attvalue for=\"{name}\" value=\"{value}\"/>")?;
        }
        out.write_all(b"</attvalues>")?;
        let (r, g, b) = COLOURS
            .get(about.community(at) as usize)
            .copied()
            .unwrap_or((0x99, 0x99, 0x99));
        // By area, so that the eye compares what it sees.
        let size = 2.0 + 28.0 * (weights[at] / most).sqrt();
        write!(out, "<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>")?;
        if let Some(places) = about.places {
            // Gephi's y grows upwards.
            let (x, y) = places[at];
            write!(out, "<viz:position x=\"{x}\" y=\"{}\" z=\"0.0\"/>", -y)?;
        }
        writeln!(out, "<viz:size value=\"{size:.3}\"/></node>")?;
    }
    out.write_all(b"</nodes>\n")
}

fn edges(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    let mut spells = Vec::new();
    out.write_all(b"<edges>\n")?;
    for (at, edge) in network.graph.edges().iter().enumerate() {
        out.write_all(b"<edge source=\"")?;
        xml(out, &network.labels[edge.source as usize].id)?;
        out.write_all(b"\" target=\"")?;
        xml(out, &network.labels[edge.target as usize].id)?;
        write!(
            out,
            "\" weight=\"{}\"><attvalues><attvalue for=\"count\" value=\"{}\"/></attvalues>",
            edge.weight, edge.count
        )?;
        network.spells(at, &mut spells);
        if !spells.is_empty() {
            out.write_all(b"<spells>")?;
            for (start, end) in &spells {
                out.write_all(b"<spell start=\"")?;
                date(out, *start)?;
                out.write_all(b"\" end=\"")?;
                date(out, *end)?;
                out.write_all(b"\"/>")?;
            }
            out.write_all(b"</spells>")?;
        }
        out.write_all(b"</edge>\n")?;
    }
    out.write_all(b"</edges>\n")
}
