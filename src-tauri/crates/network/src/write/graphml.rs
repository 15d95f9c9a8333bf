//! GraphML, as networkx, igraph and Gephi read it.

use super::Labelled;
use super::text::{moment, xml};
use std::io::{Result, Write};

/// Of edges: name and type.
const EDGE_KEYS: [(&str, &str); 4] = [
    ("weight", "double"),
    ("count", "long"),
    ("first", "string"),
    ("last", "string"),
];

fn key(out: &mut impl Write, of: &str, name: &str, kind: &str) -> Result<()> {
    writeln!(
        out,
        "<key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
    )
}

/// Writes it.
pub fn graphml(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    let columns = network.columns();
    let places = network.about.and_then(|about| about.places);
    key(out, "node", "label", "string")?;
    for column in &columns {
        key(out, "node", column.name, column.graphml)?;
    }
    if places.is_some() {
        key(out, "node", "x", "double")?;
        key(out, "node", "y", "double")?;
    }
    for (name, kind) in EDGE_KEYS {
        key(out, "edge", name, kind)?;
    }
    let direction = if network.is_directed() {
        "directed"
    } else {
        "undirected"
    };
    out.write_all(b"<desc>")?;
    xml(out, network.caption)?;
    writeln!(out, "</desc>\n<graph edgedefault=\"{direction}\">")?;
    for (at, label) in network.labels.iter().enumerate() {
        out.write_all(b"<node id=\"")?;
        xml(out, &label.id)?;
        out.write_all(b"\"><data key=\"node_label\">")?;
        xml(out, &label.label)?;
        out.write_all(b"</data>")?;
        if let Some(about) = &network.about {
            for column in &columns {
                let (name, value) = (column.name, column.value(about, at));
                write!(out, "<data key=\"node_{name}\">{value}</data>")?;
            }
        }
        if let Some(places) = places {
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
