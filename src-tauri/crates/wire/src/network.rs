//! Networks: what is asked of them, and what is answered.
//!
//! A network is built once by `network_build` and kept by the session under a number; everything else pages over it.
//! Nodes keep their numbers for as long as it is kept, whatever filters hide of it, so a picture stays where it is.

mod convert;

pub use convert::{network_kind, node_sort};

use crate::{Tweet, text::time};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Raw bytes: `ArrayBuffer` on the other side.
#[derive(Debug, Clone)]
pub struct Buffer(pub Vec<u8>);

impl TS for Buffer {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "ArrayBuffer".into()
    }

    fn inline(cfg: &ts_rs::Config) -> String {
        Self::name(cfg)
    }
}

/// How a network is built. Everything may be left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct NetworkOptions {
    /// Projections: two acts count as together when they lie at most so many seconds apart. `null` is any time apart.
    /// Left out, it is 60.
    #[ts(optional, as = "Option<Option<f64>>")]
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub window: Option<Option<f64>>,
    /// Projections: `messages` (messages of one account that have a match by the other, directed, as the QUT toolkit
    /// counts), `pairs` (pairs of messages, undirected, as CooRTweet counts) or `cosine` (TF-IDF over all time).
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counting: Option<String>,
    /// Projections: accounts with fewer such messages are left out. `pairs` counts again among the matched ones.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participation: Option<u32>,
    /// Projections: things shared by more accounts than that are left out and counted in `left_out`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_accounts: Option<u32>,
    /// Projections other than `co-retweet`: retweets count as acts too.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_retweets: Option<bool>,
    /// Draws of communities, layout and sampling. Left out, it is 1.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Of communities: above 1 makes more and smaller ones.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<f64>,
}

/// Tells a value that is `null` from one that is left out.
fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<f64>>, D::Error> {
    Option::<f64>::deserialize(from).map(Some)
}

/// What is shown of a network.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct NetworkView {
    /// Only ties of this span of time; those without a time are then left out. Exact at any span.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brush: Option<Brush>,
    /// One after the other; each sees what the ones before have left.
    pub chain: Vec<NetworkFilter>,
}

/// A span of time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
pub struct Brush {
    /// First moment, RFC 3339 or a date.
    pub since: Option<String>,
    /// First moment that no longer belongs to it.
    pub until: Option<String>,
}

/// One filter of a chain. After each of them nodes without an edge are gone.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, TS)]
#[serde(
    tag = "keep",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum NetworkFilter {
    /// Edges of at least this weight.
    Weight {
        /// The least.
        least: f64,
    },
    /// Nodes with at least so many neighbours, once.
    Degree {
        /// The least.
        least: u32,
    },
    /// The k-core: nodes with at least so many neighbours among those that are kept.
    Core {
        /// The least.
        least: u32,
    },
    /// The largest weakly connected components.
    Components {
        /// How many of them.
        largest: u32,
    },
    /// Communities, by the number they have in the network that this filter is given.
    Communities {
        /// Their numbers.
        numbers: Vec<u32>,
    },
    /// A node's surroundings.
    Ego {
        /// The node.
        node: u32,
        /// How far.
        hops: u32,
    },
    /// These nodes.
    Nodes {
        /// Their numbers.
        nodes: Vec<u32>,
    },
    /// All nodes but these.
    Without {
        /// Their numbers.
        nodes: Vec<u32>,
    },
    /// Nodes of a kind: `author`, `known`, `outsider`.
    Kind {
        /// The kinds.
        kinds: Vec<String>,
    },
    /// Edges that run both ways.
    Mutual,
    /// Edges between two nodes.
    WithoutLoops,
    /// The nodes of the greatest strength, and the edges between them.
    Heaviest {
        /// How many.
        nodes: u32,
    },
}

/// A network, summed up.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Network {
    /// The session's number for it.
    pub id: u32,
    /// As asked.
    pub query: String,
    /// `retweet`, `reply`, `quote`, `mention`, `hashtag`, `co-retweet`, `co-hashtag`, `co-url` or `similar-text`.
    pub kind: String,
    /// Whether edges have a direction.
    pub directed: bool,
    /// How it was counted: `tweets`, `messages`, `pairs` or `cosine`.
    pub counting: String,
    /// Seconds, of projections; `null` is any time apart.
    pub window: Option<f64>,
    /// Tweets of the query.
    pub tweets: u64,
    /// Nodes that are shown, after brush and chain.
    pub nodes: u64,
    /// Edges that are shown.
    pub edges: u64,
    /// The sum of their weights.
    pub weight: f64,
    /// Tweets (or pairs of them) that make the edges.
    pub ties: u64,
    /// Nodes that wrote none of the vault's tweets and stand in none of its users files.
    pub outsiders: u64,
    /// Edges from a node to itself.
    pub loops: u64,
    /// Nodes and edges before the chain, then after each of its filters.
    pub steps: Vec<NetworkStep>,
    /// What is not in the network, and why; exact.
    pub left_out: LeftOut,
    /// Weakly connected components.
    pub components: u64,
    /// Strongly connected components; equal to `components` where edges have no direction.
    pub strong_components: u64,
    /// Nodes of the largest weakly connected component.
    pub largest_component: u64,
    /// Communities, by the Leiden method.
    pub communities: u64,
    /// How much more lies inside communities than chance would put there.
    pub modularity: f64,
    /// The seed they were found with.
    pub seed: u32,
    /// The resolution.
    pub resolution: f64,
    /// Edges that run both ways, of all but loops; `null` where edges have no direction.
    pub reciprocity: Option<f64>,
    /// Edges of all that there could be.
    pub density: f64,
    /// The innermost core.
    pub core: u32,
    /// First and last moment of the ties that are shown.
    pub first: Option<String>,
    #[expect(missing_docs, reason = "see first")]
    pub last: Option<String>,
    /// Ties without a time.
    pub undated: u64,
    /// Whether PageRank has settled.
    pub pagerank: Settling,
    /// Whether the eigenvectors have settled.
    pub eigenvector: Settling,
    /// Betweenness, once it was asked for.
    pub betweenness: Option<Betweenness>,
    /// What was done, in words, to stand under a picture.
    pub caption: String,
    /// How the nodes' places were found, to stand beside it; `null` before they were laid out.
    pub layout: Option<String>,
    /// How long it took.
    pub took_ms: f64,
}

/// What a filter left.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NetworkStep {
    /// The filter; `null` before the first.
    pub filter: Option<NetworkFilter>,
    /// Nodes left.
    pub nodes: u64,
    /// Edges left.
    pub edges: u64,
}

/// What is not in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct LeftOut {
    /// Quotes whose quoted tweet is not in the vault, so that its author is not known.
    pub unknown_author: u64,
    /// Retweets, where the projection counts own messages only.
    pub retweets: u64,
    /// Acts without a time, where a window asks for one.
    pub undated: u64,
    /// Acts of accounts below the participation floor.
    pub participation: u64,
    /// Texts too short to be compared.
    pub short: u64,
    /// Things that more accounts share than the cap allows.
    pub capped_things: u64,
    /// Acts on them.
    pub capped_acts: u64,
}

/// Whether a measure that is computed round by round has settled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct Settling {
    /// Components whose values may be wrong, since it has not settled in them; of PageRank 1, where it has not.
    pub unsettled: u64,
    /// The greatest change that one more round would make, in those where there are any; the greatest value of a
    /// component is 1, all of PageRank's together are.
    pub residual: f64,
}

/// How betweenness was computed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct Betweenness {
    /// From every node.
    pub exact: bool,
    /// Nodes it was computed from.
    pub sources: u64,
    /// The standard error of the greatest value, as a share of it; 0 where exact.
    pub error: f64,
}

/// Which nodes, and which page of them.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct NodesAsk {
    /// `weight`, `in`, `out`, `in_weight`, `out_weight`, `pagerank`, `betweenness`, `eigenvector`, `core`,
    /// `community`, `tweets` or `label`; greatest first. Left out, it is `weight`.
    #[ts(optional)]
    pub sort: Option<String>,
    /// The least first.
    #[ts(optional)]
    pub ascending: Option<bool>,
    /// Only nodes whose id, screen name or display name holds this.
    #[ts(optional)]
    pub find: Option<String>,
    /// Only these communities.
    #[ts(optional)]
    pub communities: Option<Vec<u32>>,
    /// Only these nodes.
    #[ts(optional)]
    pub nodes: Option<Vec<u32>>,
    /// Nodes to leave out at the start.
    pub offset: u64,
    /// At most so many.
    pub limit: u64,
}

/// A page of nodes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NodePage {
    /// All that fit.
    pub total: u64,
    /// The page.
    pub nodes: Vec<NetworkNode>,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NetworkNode {
    /// Its number in this network.
    pub node: u32,
    /// The account's id as published, or the hashtag.
    pub account: String,
    /// What a person reads: the screen name, else the id; the hashtag with its sign.
    pub label: String,
    /// The display name, where there is one.
    pub name: Option<String>,
    /// `author` of tweets of the query, `known` to the vault by other tweets or a users file, `outsider`, or `hashtag`.
    pub kind: String,
    /// Different nodes that are tied to it.
    #[serde(rename = "in")]
    pub n_in: u32,
    /// Different nodes that it is tied to.
    #[serde(rename = "out")]
    pub n_out: u32,
    /// The weight of the edges towards it.
    pub in_weight: f64,
    /// The weight of the edges away from it.
    pub out_weight: f64,
    /// The weight of all its edges.
    pub weight: f64,
    /// Adds up to 1 over the network.
    pub pagerank: f64,
    /// Shortest paths through it, once that was asked for.
    pub betweenness: Option<f64>,
    /// Greatest 1 in each component.
    pub eigenvector: f64,
    /// The greatest k whose core it is in.
    pub core: u32,
    /// Communities are numbered by size, the largest is 0.
    pub community: u32,
    /// Weak components, numbered by size.
    pub component: u32,
    /// Its tweets of the query.
    pub tweets: u64,
    /// Where it lies, once it was laid out.
    pub x: Option<f32>,
    #[expect(missing_docs, reason = "see x")]
    pub y: Option<f32>,
    /// Whether it was put there by hand.
    pub pinned: bool,
}

/// Which edges, and which page of them.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct EdgesAsk {
    /// `weight`, `count`, `first`, `last`, `source` or `target`; greatest first. Left out, it is `weight`.
    #[ts(optional)]
    pub sort: Option<String>,
    /// The least first.
    #[ts(optional)]
    pub ascending: Option<bool>,
    /// Only edges at one of these nodes.
    #[ts(optional)]
    pub nodes: Option<Vec<u32>>,
    /// Only edges one of whose ends holds this in its id or name.
    #[ts(optional)]
    pub find: Option<String>,
    /// Edges to leave out at the start.
    pub offset: u64,
    /// At most so many.
    pub limit: u64,
}

/// A page of edges.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EdgePage {
    /// All that fit.
    pub total: u64,
    /// The page.
    pub edges: Vec<NetworkEdge>,
}

/// One edge.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NetworkEdge {
    /// Number of the node where it begins.
    pub source: u32,
    /// Number of the node where it ends.
    pub target: u32,
    /// Its label.
    pub source_label: String,
    /// Its label.
    pub target_label: String,
    /// What it weighs.
    pub weight: f64,
    /// Tweets (or pairs of them) that make it.
    pub count: u32,
    /// The weight of the edge back, where there is one.
    pub back: Option<f64>,
    /// Their first moment.
    pub first: Option<String>,
    /// Their last.
    pub last: Option<String>,
}

/// One node with what it is tied to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NodeDetail {
    /// The node.
    pub node: NetworkNode,
    /// Edges towards it, the heaviest first, at most 50.
    pub towards: Vec<NetworkEdge>,
    /// Edges away from it.
    pub away: Vec<NetworkEdge>,
}

/// The tweets that make an edge.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EdgeTweets {
    /// All of them.
    pub total: u64,
    /// A page, the oldest first.
    pub tweets: Vec<EdgeTweet>,
}

/// One tweet of an edge, or one pair.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EdgeTweet {
    /// The source's.
    pub tweet: Tweet,
    /// The tweet that is retweeted, answered or quoted, or the target's in a projection, where the vault holds it.
    pub other: Option<Tweet>,
    /// When `other` was written; known from its id even where the vault does not hold it.
    pub other_time: Option<String>,
    /// Milliseconds from `other` to `tweet`.
    pub gap_ms: Option<i64>,
    /// What both share, in a projection: a tweet's id, a hashtag, an address; empty for similar texts.
    pub shared: Option<String>,
}

/// One community.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Community {
    /// By size, the largest is 0.
    pub community: u32,
    /// Its nodes.
    pub nodes: u64,
    /// Those of them that are outsiders.
    pub outsiders: u64,
    /// Edges between its nodes.
    pub edges: u64,
    /// Their weight.
    pub inside: f64,
    /// The weight of edges that leave or enter it.
    pub outside: f64,
    /// Its nodes of the greatest weight, at most five.
    pub top: Vec<NetworkNode>,
}

/// A page of communities.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CommunityPage {
    /// All of them.
    pub total: u64,
    /// The page, the largest first.
    pub communities: Vec<Community>,
    /// Ties between the communities of the page: their places in it and the weight. To be drawn as nodes of their own.
    pub ties: Vec<CommunityTie>,
}

/// How strongly two communities are tied.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
pub struct CommunityTie {
    /// One.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Both directions added.
    pub weight: f64,
}

/// Nodes as a query, to be looked at elsewhere or tagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Selection {
    /// Nodes of the selection that are accounts or hashtags of the query.
    pub nodes: u64,
    /// `from:a OR from:b`, with the network's own query before it; empty where nothing can be asked for.
    pub query: String,
    /// Nodes that no query can name: outsiders have no tweets.
    pub without_tweets: u64,
}

/// Ties over time, for the brush.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NetworkTimeline {
    /// Width of the buckets: `hour`, `day`, `week`, `month` or `year`.
    pub by: String,
    /// Ties without a time.
    pub undated: u64,
    /// Every bucket from the first to the last, empty ones too.
    pub buckets: Vec<TieBucket>,
}

/// One bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TieBucket {
    /// Its first moment.
    pub start: String,
    /// Ties (of projections: acts) in it.
    pub ties: u64,
}

/// What a geometry is asked with.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct GeometryAsk {
    /// What sizes stand for: a `sort` of [`NodesAsk`]. Left out, it is `weight`.
    #[ts(optional)]
    pub size: Option<String>,
    /// What colours stand for when they do not stand for communities: a `sort` of [`NodesAsk`].
    #[ts(optional)]
    pub colour: Option<String>,
}

/// How the picture is made.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct LayoutOptions {
    /// Steps of refinement after the first picture. Left out, as many as the size calls for.
    #[ts(optional)]
    pub steps: Option<u32>,
    /// Separates communities better and takes longer.
    #[ts(optional)]
    pub lin_log: Option<bool>,
    /// Pull towards the middle. Left out, it is 0.15.
    #[ts(optional)]
    pub gravity: Option<f64>,
    /// Keeps nodes from lying on each other. Left out, it does.
    #[ts(optional)]
    pub no_overlap: Option<bool>,
    /// Pulls communities together: the picture then shows what was put into it, and the caption says so.
    #[ts(optional)]
    pub communities: Option<f64>,
    /// Starts anew instead of from where the nodes lie.
    #[ts(optional)]
    pub afresh: Option<bool>,
}

/// How a layout ended.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LayoutReport {
    /// Steps made.
    pub steps: u32,
    /// Whether it was stopped before the end.
    pub stopped: bool,
    /// Seconds.
    pub seconds: f64,
    /// The parameters in words, for the caption.
    pub caption: String,
}

/// A node put in its place by hand.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Pin {
    pub node: u32,
    pub x: f32,
    pub y: f32,
}
