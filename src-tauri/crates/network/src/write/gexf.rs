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

const NODE_ATTRIBUTES: [(&str, &str); 9] = [
    ("kind", "string"),
    ("tweets", "long"),
    ("in_degree", "integer"),
    ("out_degree", "integer"),
    ("strength", "double"),
    ("pagerank", "double"),
    ("eigenvector", "double"),
    ("core", "integer"),
    ("community", "integer"),
];

/// Writes it.
pub fn gexf(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    let direction = if network.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n\
         <meta lastmodifieddate=\"{}\"><creator>Starling</creator><description>",
        network.day
    )?;
    xml(out, network.caption)?;
    write!(
        out,
        "</description></meta>\n<graph defaultedgetype=\"{direction}\" idtype=\"string\" mode=\"dynamic\" \
         timeformat=\"date\">\n<attributes class=\"node\" mode=\"static\">\n"
    )?;
    for (id, kind) in NODE_ATTRIBUTES {
        writeln!(
            out,
            "<attribute id=\"{id}\" title=\"{id}\" type=\"{kind}\"/>"
        )?;
    }
    if network.betweenness.is_some() {
        out.write_all(b"<attribute id=\"betweenness\" title=\"betweenness\" type=\"double\"/>\n")?;
    }
    out.write_all(
        b"</attributes>\n<attributes class=\"edge\" mode=\"static\">\n\
          <attribute id=\"count\" title=\"count\" type=\"long\"/>\n</attributes>\n",
    )?;
    nodes(network, out)?;
    edges(network, out)?;
    out.write_all(b"</graph>\n</gexf>\n")
}

fn nodes(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    let measured = network.measured;
    let most = measured
        .weight
        .iter()
        .copied()
        .fold(0.0, f64::max)
        .max(f64::MIN_POSITIVE);
    writeln!(out, "<nodes count=\"{}\">", network.labels.len())?;
    for (at, label) in network.labels.iter().enumerate() {
        out.write_all(b"<node id=\"")?;
        xml(out, &label.id)?;
        out.write_all(b"\" label=\"")?;
        xml(out, &label.label)?;
        let community = measured.communities.parts.of[at];
        write!(
            out,
            "\"><attvalues><attvalue for=\"kind\" value=\"{}\"/><attvalue for=\"tweets\" value=\"{}\"/>\
             <attvalue for=\"in_degree\" value=\"{}\"/><attvalue for=\"out_degree\" value=\"{}\"/>\
             <attvalue for=\"strength\" value=\"{}\"/><attvalue for=\"pagerank\" value=\"{}\"/>\
             <attvalue for=\"eigenvector\" value=\"{}\"/><attvalue for=\"core\" value=\"{}\"/>\
             <attvalue for=\"community\" value=\"{community}\"/>",
            network.kinds[at].word(),
            network.tweets[at],
            measured.n_in[at],
            measured.n_out[at],
            measured.weight[at],
            measured.pagerank[at],
            measured.eigenvector[at],
            measured.core[at],
        )?;
        if let Some(betweenness) = network.betweenness {
            write!(
                out,
                "<attvalue for=\"betweenness\" value=\"{}\"/>",
                betweenness[at]
            )?;
        }
        out.write_all(b"</attvalues>")?;
        let (r, g, b) = COLOURS
            .get(community as usize)
            .copied()
            .unwrap_or((0x99, 0x99, 0x99));
        // By area, so that the eye compares what it sees.
        let size = 2.0 + 28.0 * (measured.weight[at] / most).sqrt();
        write!(out, "<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>")?;
        if let Some(places) = network.places {
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
    writeln!(out, "<edges count=\"{}\">", network.graph.n_edges())?;
    for (at, edge) in network.graph.edges().iter().enumerate() {
        write!(out, "<edge id=\"{at}\" source=\"")?;
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
