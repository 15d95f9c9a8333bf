//! A network, summed up.

use super::base::Material;
use super::order::{Counting, NetworkKind, Window};
use super::view::{View, ViewAsk};
use super::{Between, Net, NetworkOrder, NodeKind, Settling, held};
use crate::Result;
use starling_model::{Timestamp, figure};
use starling_network::Direction;

/// What is not in a network, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "see the wire's type of the same name")]
pub struct LeftOut {
    pub unknown_author: u64,
    pub retweets: u64,
    pub undated: u64,
    pub participation: u64,
    pub short: u64,
    pub capped_things: u64,
    pub capped_acts: u64,
}

/// See the wire's `Network`, which says the same in the words of the other side.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "see the wire's type")]
pub struct NetworkSummary {
    pub id: u32,
    pub order: NetworkOrder,
    pub view: ViewAsk,
    pub directed: bool,
    pub tweets: u64,
    pub nodes: u64,
    pub edges: u64,
    pub weight: f64,
    pub ties: u64,
    pub outsiders: u64,
    pub loops: u64,
    pub steps: Vec<(u64, u64)>,
    pub left_out: LeftOut,
    pub components: u64,
    pub strong_components: u64,
    pub largest_component: u64,
    pub communities: u64,
    pub modularity: f64,
    pub reciprocity: Option<f64>,
    pub density: f64,
    pub core: u32,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub undated: u64,
    pub pagerank: Settling,
    pub eigenvector: Settling,
    pub between: Option<Between>,
    pub caption: String,
    pub layout: Option<String>,
    pub took_ms: f64,
}

pub(super) fn summary(net: &Net, took_ms: f64) -> Result<NetworkSummary> {
    summary_of(net, &net.view(), took_ms)
}

pub(super) fn summary_of(net: &Net, view: &View, took_ms: f64) -> Result<NetworkSummary> {
    let base = &net.base;
    let (graph, measured) = (&view.shown.graph, &view.measured);
    let edges = graph.edges();
    let is_outsider = |node: &&u32| base.kind[**node as usize] == NodeKind::Outsider;
    let undated = match (&base.material, view.span) {
        (_, Some(_)) => 0,
        (Material::Ties { sorted, .. }, None) => sorted
            .all_moments()
            .filter(|time| time.ms().is_none())
            .count() as u64,
        (Material::Acts { acts, .. }, None) => {
            acts.time.iter().filter(|time| time.ms().is_none()).count() as u64
        }
    };
    let mut summary = NetworkSummary {
        id: net.id,
        order: net.order.clone(),
        view: view.ask.clone(),
        directed: graph.direction() == Direction::Directed,
        tweets: base.n_tweets,
        nodes: graph.n_nodes() as u64,
        edges: graph.n_edges() as u64,
        // Not `sum`, which is -0 where there is no edge.
        weight: edges
            .weight
            .iter()
            .fold(0.0, |sum, weight| sum + f64::from(*weight)),
        ties: edges.count.iter().map(|count| u64::from(*count)).sum(),
        outsiders: view.shown.node.iter().filter(is_outsider).count() as u64,
        loops: measured.n_loops as u64,
        steps: view
            .steps
            .iter()
            .map(|(nodes, edges)| (*nodes as u64, *edges as u64))
            .collect(),
        left_out: LeftOut {
            unknown_author: base.unknown_author,
            retweets: base.retweets,
            undated: view.skipped.undated,
            participation: view.skipped.participation,
            short: base.short,
            capped_things: view.skipped.capped_things,
            capped_acts: view.skipped.capped_acts,
        },
        components: measured.components.count() as u64,
        strong_components: measured.n_strong as u64,
        largest_component: measured
            .components
            .sizes
            .first()
            .map_or(0, |size| u64::from(*size)),
        communities: measured.communities.parts.count() as u64,
        modularity: measured.communities.modularity,
        reciprocity: measured.reciprocity,
        density: measured.density,
        core: measured.core.iter().max().copied().unwrap_or(0),
        first: view.first.ms().map(Timestamp),
        last: view.last.ms().map(Timestamp),
        undated,
        pagerank: measured.pagerank_settling,
        eigenvector: measured.eigenvector_settling,
        between: view.between.clone(),
        caption: String::new(),
        layout: held(&net.places).caption().map(str::to_owned),
        took_ms,
    };
    summary.caption = caption(&summary);
    Ok(summary)
}

/// What was done, to stand under a picture.
pub(super) fn caption(summary: &NetworkSummary) -> String {
    let order = &summary.order;
    let what = match order.kind {
        NetworkKind::Retweet => "Who retweets whom",
        NetworkKind::Reply => "Who answers whom",
        NetworkKind::Quote => "Who quotes whom",
        NetworkKind::Mention => "Who mentions whom",
        NetworkKind::Hashtag => "Hashtags that stand in one tweet",
        NetworkKind::CoRetweet => "Accounts that retweet the same tweet",
        NetworkKind::CoHashtag => "Accounts that use the same hashtag",
        NetworkKind::CoUrl => "Accounts that share the same address",
        NetworkKind::SimilarText => "Accounts that write nearly the same",
    };
    let mut caption = what.to_owned();
    if order.kind.is_projection() {
        let cosine = matches!(order.counting, Counting::Cosine | Counting::CosineLog);
        match order.window {
            Window::Within(ms) if !cosine => {
                caption += &format!(" within {} s", ms as f64 / 1000.0);
            }
            _ => caption += " at any time",
        }
        caption += match order.counting {
            Counting::Messages => ", messages with a match (QUT)",
            Counting::Pairs => ", pairs of messages (CooRTweet)",
            Counting::Cosine => ", TF-IDF cosine, each thing once",
            Counting::CosineLog => ", TF-IDF cosine, counts by logarithm",
        };
        if let Some(cap) = order.cap() {
            caption += &format!("; things of more than {cap} accounts left out");
        }
    }
    caption += &match order.query.trim() {
        "" | "*" => ". All tweets".to_owned(),
        query => format!(". Query: {query}"),
    };
    if summary.view.since.is_some() || summary.view.until.is_some() {
        let end = |text: &Option<String>| text.clone().unwrap_or_else(|| "…".into());
        caption += &format!(
            " · {} to {}",
            end(&summary.view.since),
            end(&summary.view.until)
        );
    }
    if !summary.view.chain.is_empty() {
        let (nodes, edges) = summary.steps.first().copied().unwrap_or_default();
        caption += &format!(
            " · {}, of {} nodes and {} edges",
            match summary.view.chain.len() {
                1 => "1 filter".to_owned(),
                many => format!("{many} filters"),
            },
            figure(nodes),
            figure(edges)
        );
    }
    caption += &format!(
        ". {} nodes, {} edges. {} communities (Leiden, resolution {}, modularity {:.3}, seed {}).",
        figure(summary.nodes),
        figure(summary.edges),
        figure(summary.communities),
        order.resolution,
        summary.modularity,
        order.seed
    );
    caption
}
