//! JSON: what was done, nodes, edges.

use super::Labelled;
use super::about::Value;
use super::text::{moment, quoted};
use std::io::{Result, Write};

/// Writes it; a line a node and a line an edge.
pub fn json(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    out.write_all(b"{\"caption\":")?;
    quoted(out, network.caption)?;
    write!(out, ",\"directed\":{},\"nodes\":[", network.is_directed())?;
    let columns = network.columns();
    for (at, label) in network.labels.iter().enumerate() {
        out.write_all(if at == 0 {
            b"\n{\"id\":"
        } else {
            b",\n{\"id\":"
        })?;
        quoted(out, &label.id)?;
        out.write_all(b",\"label\":")?;
        quoted(out, &label.label)?;
        if let Some(about) = &network.about {
            for column in &columns {
                match column.value(about, at) {
                    Value::Word(word) => write!(out, ",\"{}\":\"{word}\"", column.json)?,
                    figure => write!(out, ",\"{}\":{figure}", column.json)?,
                }
            }
            if let Some(places) = about.places {
                write!(out, ",\"x\":{},\"y\":{}", places[at].0, places[at].1)?;
            }
        }
        out.write_all(b"}")?;
    }
    out.write_all(b"\n],\"edges\":[")?;
    for (at, edge) in network.graph.edges().iter().enumerate() {
        out.write_all(if at == 0 {
            b"\n{\"source\":"
        } else {
            b",\n{\"source\":"
        })?;
        quoted(out, &network.labels[edge.source as usize].id)?;
        out.write_all(b",\"target\":")?;
        quoted(out, &network.labels[edge.target as usize].id)?;
        write!(out, ",\"weight\":{},\"count\":{}", edge.weight, edge.count)?;
        for (key, at) in [("first", edge.first), ("last", edge.last)] {
            if let Some(ms) = at.ms() {
                write!(out, ",\"{key}\":\"")?;
                moment(out, ms)?;
                out.write_all(b"\"")?;
            }
        }
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]}\n")
}
