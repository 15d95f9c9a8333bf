//! CSV with Gephi's column names.

use super::Labelled;
use super::text::{cell, moment};
use std::io::{Result, Write};

/// `Source,Target,Type,Weight,Count,First,Last`.
pub fn csv_edges(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    let direction = if network.is_directed() {
        "Directed"
    } else {
        "Undirected"
    };
    out.write_all(b"Source,Target,Type,Weight,Count,First,Last\n")?;
    for edge in network.graph.edges().iter() {
        cell(out, &network.labels[edge.source as usize].id)?;
        out.write_all(b",")?;
        cell(out, &network.labels[edge.target as usize].id)?;
        write!(out, ",{direction},{},{},", edge.weight, edge.count)?;
        if let Some(ms) = edge.first.ms() {
            moment(out, ms)?;
        }
        out.write_all(b",")?;
        if let Some(ms) = edge.last.ms() {
            moment(out, ms)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// `Id,Label,Kind,Tweets,…`.
pub fn csv_nodes(network: &Labelled<'_>, out: &mut impl Write) -> Result<()> {
    out.write_all(
        b"Id,Label,Kind,Tweets,InDegree,OutDegree,Strength,PageRank,Eigenvector,Core,Community",
    )?;
    out.write_all(if network.betweenness.is_some() {
        b",Betweenness\n"
    } else {
        b"\n"
    })?;
    let measured = network.measured;
    for (at, label) in network.labels.iter().enumerate() {
        cell(out, &label.id)?;
        out.write_all(b",")?;
        cell(out, &label.label)?;
        write!(
            out,
            ",{},{},{},{},{},{},{},{},{}",
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
        match network.betweenness {
            Some(betweenness) => writeln!(out, ",{}", betweenness[at])?,
            None => out.write_all(b"\n")?,
        }
    }
    Ok(())
}
