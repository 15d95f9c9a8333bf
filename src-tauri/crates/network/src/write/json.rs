//! JSON: what was done, nodes, edges.

use super::Labelled;
use super::text::{moment, quoted};
use std::io::{Result, Write};

/// Writes it; a line a node and a line an edge.
pub fn json(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    out.write_all(b"{\"caption\":")?;
    quoted(out, network.caption)?;
    write!(out, ",\"directed\":{},\"nodes\":[", network.is_directed())?;
    let measured = network.measured;
    for (at, label) in network.labels.iter().enumerate() {
        out.write_all(if at == 0 {
            b"\n{\"id\":"
        } else {
            b",\n{\"id\":"
        })?;
        quoted(out, &label.id)?;
        out.write_all(b",\"label\":")?;
        quoted(out, &label.label)?;
        write!(
            out,
            ",\"kind\":\"{}\",\"tweets\":{},\"in\":{},\"out\":{},\"weight\":{},\"pagerank\":{},\
             \"eigenvector\":{},\"core\":{},\"community\":{}",
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
        if let Some(betweenness) = network.betweenness {
            write!(out, ",\"betweenness\":{}", betweenness[at])?;
        }
        if let Some(places) = network.places {
            write!(out, ",\"x\":{},\"y\":{}", places[at].0, places[at].1)?;
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
