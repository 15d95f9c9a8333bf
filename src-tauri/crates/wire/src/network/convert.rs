//! From the window's words to the session's, and from its answers back.

use super::*;
use crate::Failure;
use crate::answer::bucket_word;
use starling_session::networks as session;
use starling_session::networks::{Counting, Filter, NetworkKind, NetworkOrder, NodeKind, Window};

/// The kind of a word.
pub fn network_kind(word: &str) -> Result<NetworkKind, Failure> {
    NetworkKind::from_word(word).ok_or_else(|| {
        let known = NetworkKind::ALL.map(NetworkKind::word).join(", ");
        Failure::usage(format!(
            "`{word}` is no kind of network; use one of {known}"
        ))
    })
}

fn counting(word: &str) -> Result<Counting, Failure> {
    let known = Counting::ALL
        .into_iter()
        .find(|counting| counting.word() == word);
    known.ok_or_else(|| {
        let known = Counting::ALL.map(Counting::word).join(", ");
        Failure::usage(format!(
            "`{word}` is no way of counting; use one of {known}"
        ))
    })
}

impl NetworkOptions {
    /// What is to be built.
    pub fn order(&self, query: &str, kind: &str) -> Result<NetworkOrder, Failure> {
        let mut order = NetworkOrder::new(query, network_kind(kind)?);
        order.window = match self.window {
            None => order.window,
            Some(None) => Window::Ever,
            Some(Some(seconds)) if (0.0..1e12).contains(&seconds) => {
                Window::Within((seconds * 1000.0).round() as i64)
            }
            Some(Some(seconds)) => {
                return Err(Failure::usage(format!(
                    "a window of {seconds} seconds is none"
                )));
            }
        };
        if let Some(word) = &self.counting {
            order.counting = counting(word)?;
        }
        order.participation = self.participation.unwrap_or(order.participation);
        order.most_accounts = self.most_accounts;
        if self.with_retweets == Some(true) {
            order.retweets = starling_query::exec::Retweets::Count;
        }
        order.seed = self.seed.unwrap_or(order.seed);
        order.resolution = self.resolution.unwrap_or(order.resolution);
        if !(order.resolution > 0.0 && order.resolution.is_finite()) {
            return Err(Failure::usage("a resolution is above 0"));
        }
        Ok(order)
    }
}

impl From<&NetworkOrder> for NetworkOptions {
    fn from(order: &NetworkOrder) -> Self {
        Self {
            window: Some(match order.window {
                Window::Within(ms) => Some(ms as f64 / 1000.0),
                Window::Ever => None,
            }),
            counting: Some(order.counting.word().to_owned()),
            participation: Some(order.participation),
            most_accounts: order.most_accounts,
            with_retweets: Some(order.retweets == starling_query::exec::Retweets::Count),
            seed: Some(order.seed),
            resolution: Some(order.resolution),
        }
    }
}

impl From<&session::ViewAsk> for NetworkView {
    fn from(ask: &session::ViewAsk) -> Self {
        Self {
            brush: (ask.since.is_some() || ask.until.is_some()).then(|| Brush {
                since: ask.since.clone(),
                until: ask.until.clone(),
            }),
            chain: ask.chain.iter().map(NetworkFilter::from).collect(),
        }
    }
}

impl NetworkView {
    /// What is to be shown.
    pub fn ask(&self) -> Result<session::ViewAsk, Failure> {
        let brush = self.brush.clone();
        Ok(session::ViewAsk {
            since: brush.as_ref().and_then(|brush| brush.since.clone()),
            until: brush.and_then(|brush| brush.until),
            chain: self
                .chain
                .iter()
                .map(NetworkFilter::filter)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl NetworkFilter {
    fn filter(&self) -> Result<Filter, Failure> {
        Ok(match self.clone() {
            Self::Weight { least } => Filter::Weight(least),
            Self::Degree { least } => Filter::Degree(least),
            Self::Core { least } => Filter::Core(least),
            Self::Components { largest } => Filter::Components(largest),
            Self::Communities { numbers } => Filter::Communities(numbers),
            Self::Ego { node, hops } => Filter::Ego(node, hops),
            Self::Nodes { nodes } => Filter::Nodes(nodes),
            Self::Without { nodes } => Filter::Without(nodes),
            Self::Kind { kinds } => Filter::Kinds(
                kinds
                    .iter()
                    .map(|word| {
                        let known = NodeKind::ALL.into_iter().find(|kind| kind.word() == word);
                        known.ok_or_else(|| Failure::usage(format!("`{word}` is no kind of node")))
                    })
                    .collect::<Result<_, _>>()?,
            ),
            Self::Mutual => Filter::Mutual,
            Self::WithoutLoops => Filter::WithoutLoops,
            Self::Heaviest { nodes } => Filter::Heaviest(nodes),
        })
    }
}

impl From<&Filter> for NetworkFilter {
    fn from(filter: &Filter) -> Self {
        match filter.clone() {
            Filter::Weight(least) => Self::Weight { least },
            Filter::Degree(least) => Self::Degree { least },
            Filter::Core(least) => Self::Core { least },
            Filter::Components(largest) => Self::Components { largest },
            Filter::Communities(numbers) => Self::Communities { numbers },
            Filter::Ego(node, hops) => Self::Ego { node, hops },
            Filter::Nodes(nodes) => Self::Nodes { nodes },
            Filter::Without(nodes) => Self::Without { nodes },
            Filter::Kinds(kinds) => Self::Kind {
                kinds: kinds.iter().map(|kind| kind.word().to_owned()).collect(),
            },
            Filter::Mutual => Self::Mutual,
            Filter::WithoutLoops => Self::WithoutLoops,
            Filter::Heaviest(nodes) => Self::Heaviest { nodes },
        }
    }
}

impl From<session::Settling> for Settling {
    fn from(settling: session::Settling) -> Self {
        Self {
            unsettled: settling.unsettled,
            residual: settling.residual,
        }
    }
}

impl From<session::NetworkSummary> for Network {
    fn from(summary: session::NetworkSummary) -> Self {
        let order = &summary.order;
        let projection = order.kind.is_projection();
        let window = match order.window {
            Window::Within(ms) if projection => Some(ms as f64 / 1000.0),
            _ => None,
        };
        let filters = std::iter::once(None).chain(summary.view.chain.iter().map(Some));
        let steps = filters
            .zip(&summary.steps)
            .map(|(filter, (nodes, edges))| NetworkStep {
                filter: filter.map(NetworkFilter::from),
                nodes: *nodes,
                edges: *edges,
            })
            .collect();
        let left_out = LeftOut {
            unknown_author: summary.left_out.unknown_author,
            retweets: summary.left_out.retweets,
            undated: summary.left_out.undated,
            participation: summary.left_out.participation,
            short: summary.left_out.short,
            capped_things: summary.left_out.capped_things,
            capped_acts: summary.left_out.capped_acts,
        };
        Self {
            id: summary.id,
            query: order.query.clone(),
            kind: order.kind.word().to_owned(),
            directed: summary.directed,
            counting: if projection {
                order.counting.word()
            } else {
                "tweets"
            }
            .to_owned(),
            window,
            tweets: summary.tweets,
            nodes: summary.nodes,
            edges: summary.edges,
            weight: summary.weight,
            ties: summary.ties,
            outsiders: summary.outsiders,
            loops: summary.loops,
            steps,
            left_out,
            components: summary.components,
            strong_components: summary.strong_components,
            largest_component: summary.largest_component,
            communities: summary.communities,
            modularity: summary.modularity,
            seed: order.seed,
            resolution: order.resolution,
            reciprocity: summary.reciprocity,
            density: summary.density,
            core: summary.core,
            first: time(summary.first),
            last: time(summary.last),
            undated: summary.undated,
            pagerank: summary.pagerank.into(),
            eigenvector: summary.eigenvector.into(),
            betweenness: summary.between.map(|between| Betweenness {
                exact: between.exact,
                sources: u64::from(between.sources),
                error: between.error,
            }),
            caption: summary.caption,
            layout: summary.layout,
            took_ms: summary.took_ms,
        }
    }
}

fn sort<T: Copy>(
    words: &[(&'static str, T)],
    word: Option<&String>,
    usual: T,
) -> Result<T, Failure> {
    let Some(word) = word else { return Ok(usual) };
    words
        .iter()
        .find(|(known, _)| known == word)
        .map(|(_, sort)| *sort)
        .ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
            Failure::usage(format!(
                "`{word}` is no order; use one of {}",
                known.join(", ")
            ))
        })
}

/// What sizes and colours stand for.
pub fn node_sort(word: Option<&String>) -> Result<session::NodeSort, Failure> {
    sort(session::NodeSort::WORDS, word, session::NodeSort::default())
}

impl NodesAsk {
    /// In the session's words.
    pub fn ask(self) -> Result<session::NodesAsk, Failure> {
        Ok(session::NodesAsk {
            sort: node_sort(self.sort.as_ref())?,
            ascending: self.ascending.unwrap_or(false),
            find: self.find.filter(|part| !part.trim().is_empty()),
            communities: self.communities,
            nodes: self.nodes,
            offset: self.offset,
            limit: self.limit,
        })
    }
}

impl EdgesAsk {
    /// In the session's words.
    pub fn ask(self) -> Result<session::EdgesAsk, Failure> {
        let usual = session::EdgeSort::default();
        Ok(session::EdgesAsk {
            sort: sort(session::EdgeSort::WORDS, self.sort.as_ref(), usual)?,
            ascending: self.ascending.unwrap_or(false),
            nodes: self.nodes,
            find: self.find.filter(|part| !part.trim().is_empty()),
            offset: self.offset,
            limit: self.limit,
        })
    }
}

/// Stronger pulls draw everything onto a point.
const MOST_PULL: f64 = 100.0;

impl LayoutOptions {
    /// In the session's words.
    pub fn ask(&self) -> Result<session::LayoutAsk, Failure> {
        let is_amount = |amount: f64| (0.0..=MOST_PULL).contains(&amount);
        if !self.gravity.is_none_or(is_amount) {
            return Err(Failure::usage("gravity is from 0 to 100"));
        }
        if !self.communities.is_none_or(is_amount) {
            return Err(Failure::usage("the pull of communities is from 0 to 100"));
        }
        let usual = session::LayoutAsk::default();
        Ok(session::LayoutAsk {
            steps: self.steps,
            lin_log: self.lin_log.unwrap_or(usual.lin_log),
            gravity: self.gravity,
            no_overlap: self.no_overlap.unwrap_or(usual.no_overlap),
            communities: self.communities.unwrap_or(usual.communities),
            afresh: self.afresh.unwrap_or(usual.afresh),
        })
    }
}

impl From<session::NodeView> for NetworkNode {
    fn from(node: session::NodeView) -> Self {
        Self {
            node: node.node,
            account: node.account,
            label: node.label,
            name: node.name,
            kind: node.kind.word().to_owned(),
            n_in: node.n_in,
            n_out: node.n_out,
            in_weight: node.in_weight,
            out_weight: node.out_weight,
            weight: node.weight,
            pagerank: node.pagerank,
            betweenness: node.betweenness,
            eigenvector: node.eigenvector,
            core: node.core,
            community: node.community,
            component: node.component,
            tweets: node.tweets,
            x: node.place.map(|place| place.0),
            y: node.place.map(|place| place.1),
            pinned: node.pinned,
        }
    }
}

impl From<session::EdgeView> for NetworkEdge {
    fn from(edge: session::EdgeView) -> Self {
        Self {
            source: edge.source,
            target: edge.target,
            source_label: edge.source_label,
            target_label: edge.target_label,
            weight: edge.weight,
            count: edge.count,
            back: edge.back,
            first: time(edge.first),
            last: time(edge.last),
        }
    }
}

impl From<session::Evidence> for EdgeTweet {
    fn from(found: session::Evidence) -> Self {
        let gap_ms = found
            .tweet
            .tweet
            .time()
            .zip(found.other_time)
            .map(|(at, other)| at.0 - other.0);
        Self {
            tweet: found.tweet.into(),
            other: found.other.map(Tweet::from),
            other_time: time(found.other_time),
            gap_ms,
            shared: found.shared,
        }
    }
}

impl From<session::CommunityView> for Community {
    fn from(community: session::CommunityView) -> Self {
        Self {
            community: community.community,
            nodes: community.nodes,
            outsiders: community.outsiders,
            edges: community.edges,
            inside: community.inside,
            outside: community.outside,
            top: community.top.into_iter().map(NetworkNode::from).collect(),
        }
    }
}

impl From<session::TieTimeline> for NetworkTimeline {
    fn from(timeline: session::TieTimeline) -> Self {
        let bucket = |bucket: &session::TieBucket| TieBucket {
            start: bucket.start.rfc3339(),
            ties: bucket.ties,
        };
        Self {
            by: bucket_word(timeline.by).to_owned(),
            undated: timeline.undated,
            buckets: timeline.buckets.iter().map(bucket).collect(),
        }
    }
}

impl From<session::Selected> for Selection {
    fn from(selected: session::Selected) -> Self {
        Self {
            nodes: selected.nodes,
            query: selected.query,
            without_tweets: selected.without_tweets,
        }
    }
}
