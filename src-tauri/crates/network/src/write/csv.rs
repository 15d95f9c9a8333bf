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
    let columns = network.columns();
    out.write_all(b"Id,Label")?;
    for column in &columns {
        write!(out, ",{}", column.csv)?;
    }
    out.write_all(b"\n")?;
    for (at, label) in network.labels.iter().enumerate() {
        cell(out, &label.id)?;
        out.write_all(b",")?;
        cell(out, &label.label)?;
        if let Some(about) = &network.about {
            for column in &columns {
                write!(out, ",{}", column.value(about, at))?;
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}
