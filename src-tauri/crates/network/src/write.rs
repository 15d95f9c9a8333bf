//! Networks as files that others read: GEXF 1.3, GraphML, CSV as Gephi imports it, JSON.
//!
//! A [`Labelled`] network is written to whatever takes bytes; who may write where is not decided here.

mod about;
mod blank;
mod csv;
mod gexf;
mod graphml;
mod json;
mod text;

pub use about::{About, column_names};
pub use blank::Blank;
pub use csv::{csv_edges, csv_nodes};
pub use gexf::gexf;
pub use graphml::graphml;
pub use json::json;

use crate::{Direction, Graph};

/// One node's names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// The account's id as published, or the hashtag; unique in the network.
    pub id: String,
    /// What a person reads.
    pub label: String,
}

/// A network with all that is written of it.
pub struct Labelled<'a> {
    /// The network.
    pub graph: &'a Graph,
    /// Names of its nodes.
    pub labels: &'a [Label],
    /// What is said of the nodes beside their names; nothing where nothing else may be.
    pub about: Option<About<'a>>,
    /// Times of each edge's ties, ascending, where they are known one by one.
    pub times: Option<&'a dyn Fn(usize) -> Vec<i64>>,
    /// What was done, in words.
    pub caption: &'a str,
}

impl std::fmt::Debug for Labelled<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Labelled")
            .field("nodes", &self.labels.len())
            .finish_non_exhaustive()
    }
}

const DAY: i64 = 86_400_000;

impl Labelled<'_> {
    fn columns(&self) -> Vec<&'static about::Column> {
        self.about.map_or_else(Vec::new, |about| about.columns())
    }

    fn is_directed(&self) -> bool {
        self.graph.direction() == Direction::Directed
    }

    /// Spans of days in which an edge is tied: ties less than a day apart are one span, and a span is at least a day.
    fn spells(&self, edge: usize, spells: &mut Vec<(i64, i64)>) {
        spells.clear();
        let one = self.graph.edges().get(edge);
        let times = match self.times {
            Some(times) => times(edge),
            None => one.first.ms().into_iter().chain(one.last.ms()).collect(),
        };
        // Without the moments themselves the whole span is all that is known.
        let whole = self.times.is_none();
        for ms in times {
            let day = ms.div_euclid(DAY);
            match spells.last_mut() {
                Some(last) if whole || day <= last.1 => last.1 = last.1.max(day + 1),
                _ => spells.push((day, day + 1)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
