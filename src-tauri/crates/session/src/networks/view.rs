//! What brush and chain leave of a network, measured.

use super::base::Base;
use super::order::NetworkOrder;
use crate::{Error, Result, Session};
use starling_model::{Cancel, Progress};
use starling_network::chain::{Filter, Known, Shown};
use starling_network::measures::{Between, CommunityAsk};
use starling_network::projection::Skipped;
use starling_network::{Measured, Moment, measure};
use starling_query::Ask;

/// Which part of a network is wanted.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct ViewAsk {
    /// First moment, as the query language writes it.
    pub since: Option<String>,
    /// First moment that no longer belongs to it.
    pub until: Option<String>,
    /// One after the other.
    pub chain: Vec<Filter>,
}

impl ViewAsk {
    /// The milliseconds of the brush.
    fn span(&self) -> Result<Option<(i64, i64)>> {
        if self.since.is_none() && self.until.is_none() {
            return Ok(None);
        }
        let moment = |text: &Option<String>| -> Result<Option<i64>> {
            let Some(text) = text else { return Ok(None) };
            // The query language reads times, so that a brush and a query mean the same.
            match Session::ask(&format!("since:{text}"))? {
                Ask::Time {
                    since: Some(since),
                    until: None,
                } => Ok(Some(since)),
                _ => Err(Error::Failed(format!("`{text}` is no time"))),
            }
        };
        let since = moment(&self.since)?.unwrap_or(i64::MIN + 1);
        Ok(Some((since, moment(&self.until)?.unwrap_or(i64::MAX))))
    }
}

/// A part of a network.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) ask: ViewAsk,
    pub(super) shown: Shown,
    pub(super) measured: Measured,
    /// Nodes and edges before the chain, then after each filter.
    pub(super) steps: Vec<(usize, usize)>,
    pub(super) skipped: Skipped,
    pub(super) between: Option<Between>,
    pub(super) span: Option<(i64, i64)>,
    pub(super) first: Moment,
    pub(super) last: Moment,
}

impl View {
    pub(super) fn of(
        base: &Base,
        order: &NetworkOrder,
        ask: &ViewAsk,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self> {
        let span = ask.span()?;
        let (graph, skipped) = base.graph(order, span, cancel)?;
        let mut shown = Shown::whole(&graph);
        drop(graph);
        let mut steps = vec![(shown.graph.n_nodes(), shown.graph.n_edges())];
        let communities = CommunityAsk {
            seed: u64::from(order.seed),
            resolution: order.resolution,
            ..CommunityAsk::default()
        };
        let known = Known {
            kinds: &base.kind,
            communities,
        };
        for filter in &ask.chain {
            shown = shown.filtered(filter, known, cancel)?;
            steps.push((shown.graph.n_nodes(), shown.graph.n_edges()));
        }
        let measured = measure(&shown.graph, communities, progress, cancel)?;
        let edges = shown.graph.edges();
        let dated = edges.first.iter().filter(|moment| moment.ms().is_some());
        Ok(Self {
            ask: ask.clone(),
            first: dated.min().copied().unwrap_or(Moment::UNKNOWN),
            last: edges.last.iter().max().copied().unwrap_or(Moment::UNKNOWN),
            shown,
            measured,
            steps,
            skipped,
            between: None,
            span,
        })
    }
}
