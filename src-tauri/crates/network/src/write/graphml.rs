//! GraphML, as networkx, igraph and Gephi read it.

use super::Labelled;
use super::text::{moment, xml};
use std::io::{Result, Write};

const KEYS: [(&str, &str, &str); 16] = [
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("tweets", "node", "long"),
    ("in_degree", "node", "int"),
    ("out_degree", "node", "int"),
    ("strength", "node", "double"),
    ("pagerank", "node", "double"),
    ("eigenvector", "node", "double"),
    ("core", "node", "int"),
    ("community", "node", "int"),
    ("x", "node", "double"),
    ("y", "node", "double"),
    ("weight", "edge", "double"),
    ("count", "edge", "long"),
    ("first", "edge", "string"),
    ("last", "edge", "string"),
];

/// Writes it.
pub fn graphml(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    for (name, of, kind) in KEYS {
        writeln!(
            out,
            "<key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    let betweenness = network.betweenness;
    if betweenness.is_some() {
        out.write_all(
            b"<key id=\"node_betweenness\" for=\"node\" attr.name=\"betweenness\" attr.type=\"double\"/>\n",
        )?;
    }
    let direction = if network.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    out.write_all(b"<desc>")?;
    xml(out, network.caption)?;
    writeln!(out, "</desc>\n<graph edgedefault=\"{direction}\">")?;
    let measured = network.measured;
    for (at, label) in network.labels.iter().enumerate() {
        out.write_all(b"<node id=\"")?;
        xml(out, &label.id)?;
        out.write_all(b"\"><data key=\"node_label\">")?;
        xml(out, &label.label)?;
        write!(
            out,
            "</data><data key=\"node_kind\">{}</data><data key=\"node_tweets\">{}</data>\
             <data key=\"node_in_degree\">{}</data><data key=\"node_out_degree\">{}</data>\
             <data key=\"node_strength\">{}</data><data key=\"node_pagerank\">{}</data>\
             <data key=\"node_eigenvector\">{}</data><data key=\"node_core\">{}</data>\
             <data key=\"node_community\">{}</data>",
            network.kinds[at].word(),
            network.tweets[at],
            measured.n_in[at],
            measured.n_out[at],
            measured.weight[at],
            measured.pagerank[at],
            measured.eigenvector[at],
            measured.core[at],
            measured.communities.parts.of[at],
        )?;
        if let Some(betweenness) = betweenness {
            write!(
                out,
                "<data key=\"node_betweenness\">{}</data>",
                betweenness[at]
            )?;
        }
        if let Some(places) = network.places {
            let (x, y) = places[at];
            write!(
                out,
                "<data key=\"node_x\">{x}</data><data key=\"node_y\">{}</data>",
                -y
            )?;
        }
        out.write_all(b"</node>\n")?;
    }
    for edge in network.graph.edges().iter() {
        out.write_all(b"<edge source=\"")?;
        xml(out, &network.labels[edge.source as usize].id)?;
        out.write_all(b"\" target=\"")?;
        xml(out, &network.labels[edge.target as usize].id)?;
        write!(
            out,
            "\"><data key=\"edge_weight\">{}</data><data key=\"edge_count\">{}</data>",
            edge.weight, edge.count
        )?;
        for (key, at) in [("first", edge.first), ("last", edge.last)] {
            if let Some(ms) = at.ms() {
                write!(out, "<data key=\"edge_{key}\">")?;
                moment(out, ms)?;
                out.write_all(b"</data>")?;
            }
        }
        out.write_all(b"</edge>\n")?;
    }
    out.write_all(b"</graph>\n</graphml>\n")
}
