//! Networks: building, looking, arranging.

use super::{Desk, answer};
use crate::words;
use starling_model::Cancel;
use starling_session::networks::{self, NodeSort};
use starling_wire::network::node_sort;
use starling_wire::{
    Community, CommunityPage, CommunityTie, EdgePage, EdgeTweet, EdgeTweets, EdgesAsk, Failure,
    GeometryAsk, LayoutOptions, LayoutReport, Network, NetworkEdge, NetworkNode, NetworkOptions,
    NetworkTimeline, NetworkView, NodeDetail, NodePage, NodesAsk, Pin, Progress, Selection,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::{Channel, InvokeResponseBody, Response};

type Kept<'a> = State<'a, Arc<Desk>>;

/// A page has at most so many nodes, edges or communities.
const MOST_ROWS: u64 = 1000;
/// Edges of each direction beside one node.
const MOST_BESIDE: usize = 50;

/// Builds a network; another one that is being built is given up.
#[tauri::command]
pub async fn network_build(
    desk: Kept<'_>,
    query: String,
    kind: String,
    options: Option<NetworkOptions>,
    view: Option<NetworkView>,
    on_progress: Channel<Progress>,
) -> Result<Network, Failure> {
    answer(&desk, move |desk| {
        let order = options.unwrap_or_default().order(&query, &kind)?;
        let ask = view.unwrap_or_default().ask()?;
        let session = desk.session()?;
        desk.weave(on_progress, |progress, cancel| {
            let built = session.build_network(&order, &ask, progress, cancel);
            Ok(built
                .map_err(|error| Failure::from(error).in_query(&query))?
                .into())
        })
    })
    .await
}

/// Shows another part of a network.
#[tauri::command]
pub async fn network_view(
    desk: Kept<'_>,
    id: u32,
    view: NetworkView,
    on_progress: Channel<Progress>,
) -> Result<Network, Failure> {
    answer(&desk, move |desk| {
        let ask = view.ask()?;
        let session = desk.session()?;
        desk.weave(on_progress, |progress, cancel| {
            Ok(session.view_network(id, &ask, progress, cancel)?.into())
        })
    })
    .await
}

/// Gives up what is being built or measured.
#[tauri::command]
pub async fn network_cancel(desk: Kept<'_>) -> Result<bool, Failure> {
    Ok(desk.stop_weaving())
}

/// Lets a network go.
#[tauri::command]
pub async fn network_close(desk: Kept<'_>, id: u32) -> Result<bool, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.close_network(id))).await
}

/// Counts shortest paths.
#[tauri::command]
pub async fn network_betweenness(
    desk: Kept<'_>,
    id: u32,
    sources: Option<u32>,
    on_progress: Channel<Progress>,
) -> Result<Network, Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        desk.weave(on_progress, |progress, cancel| {
            Ok(session
                .network_betweenness(id, sources, progress, cancel)?
                .into())
        })
    })
    .await
}

/// What the drawing is made from; see `Geometry::bytes` for the layout of the bytes.
#[tauri::command]
pub async fn network_geometry(
    desk: Kept<'_>,
    id: u32,
    ask: Option<GeometryAsk>,
) -> Result<Response, Failure> {
    answer(&desk, move |desk| {
        let ask = ask.unwrap_or_default();
        let colour = ask
            .colour
            .as_ref()
            .map(|word| node_sort(Some(word)))
            .transpose()?;
        let size: NodeSort = node_sort(ask.size.as_ref())?;
        let geometry = desk.session()?.network_geometry(id, size, colour)?;
        Ok(Response::new(geometry.bytes()))
    })
    .await
}

/// Arranges what is shown. Each message holds four bytes a number, little-endian: how far it is from 0 to 1,
/// then `x` and `y` of the nodes by turns, in the order of the geometry.
#[tauri::command]
pub async fn network_layout(
    desk: Kept<'_>,
    id: u32,
    options: Option<LayoutOptions>,
    on_progress: Channel<InvokeResponseBody>,
) -> Result<LayoutReport, Failure> {
    answer(&desk, move |desk| {
        let ask = options.unwrap_or_default().ask()?;
        let mut see = |share: f32, places: Vec<f32>| {
            let mut bytes = Vec::with_capacity(4 + 4 * places.len());
            bytes.extend_from_slice(&share.to_le_bytes());
            places
                .iter()
                .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
            // A window that is gone needs no picture.
            let _ = on_progress.send(InvokeResponseBody::Raw(bytes));
        };
        let done = desk
            .session()?
            .arrange_network(id, &ask, &mut see, &Cancel::new())?;
        Ok(LayoutReport {
            steps: done.steps,
            stopped: done.stopped,
            seconds: done.seconds,
            caption: done.caption,
        })
    })
    .await
}

/// Stops arranging; nodes stay where they are then.
#[tauri::command]
pub async fn network_layout_stop(desk: Kept<'_>, id: u32) -> Result<bool, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.stop_arranging(id)?)).await
}

/// Puts nodes in their places.
#[tauri::command]
pub async fn network_pin(desk: Kept<'_>, id: u32, pins: Vec<Pin>) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        let pins: Vec<networks::Pin> = pins
            .iter()
            .map(|pin| networks::Pin {
                node: pin.node,
                x: pin.x,
                y: pin.y,
            })
            .collect();
        Ok(desk.session()?.pin_nodes(id, &pins)?)
    })
    .await
}

/// Lets nodes move again.
#[tauri::command]
pub async fn network_unpin(desk: Kept<'_>, id: u32, nodes: Vec<u32>) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.unpin_nodes(id, &nodes)?)
    })
    .await
}

/// A page of nodes.
#[tauri::command]
pub async fn network_nodes(desk: Kept<'_>, id: u32, ask: NodesAsk) -> Result<NodePage, Failure> {
    answer(&desk, move |desk| {
        let mut ask = ask.ask()?;
        ask.limit = ask.limit.min(MOST_ROWS);
        let (total, nodes) = desk.session()?.network_nodes(id, &ask)?;
        Ok(NodePage {
            total,
            nodes: nodes.into_iter().map(NetworkNode::from).collect(),
        })
    })
    .await
}

/// A page of edges.
#[tauri::command]
pub async fn network_edges(desk: Kept<'_>, id: u32, ask: EdgesAsk) -> Result<EdgePage, Failure> {
    answer(&desk, move |desk| {
        let mut ask = ask.ask()?;
        ask.limit = ask.limit.min(MOST_ROWS);
        let (total, edges) = desk.session()?.network_edges(id, &ask)?;
        Ok(EdgePage {
            total,
            edges: edges.into_iter().map(NetworkEdge::from).collect(),
        })
    })
    .await
}

/// One node and its heaviest edges.
#[tauri::command]
pub async fn network_node(desk: Kept<'_>, id: u32, node: u32) -> Result<NodeDetail, Failure> {
    answer(&desk, move |desk| {
        let (node, towards, away) = desk.session()?.network_node(id, node, MOST_BESIDE)?;
        Ok(NodeDetail {
            node: node.into(),
            towards: towards.into_iter().map(NetworkEdge::from).collect(),
            away: away.into_iter().map(NetworkEdge::from).collect(),
        })
    })
    .await
}

/// The tweets that make an edge.
#[tauri::command]
pub async fn network_edge_tweets(
    desk: Kept<'_>,
    id: u32,
    source: u32,
    target: u32,
    offset: u64,
    limit: u64,
) -> Result<EdgeTweets, Failure> {
    answer(&desk, move |desk| {
        // Each may bring another tweet with it, and a page has at most a hundred.
        let limit = words::tweet_limit(limit)?.min(words::MOST_TWEETS / 2);
        let session = desk.session()?;
        let (total, found) = session.network_edge_tweets(id, (source, target), offset, limit)?;
        Ok(EdgeTweets {
            total,
            tweets: found.into_iter().map(EdgeTweet::from).collect(),
        })
    })
    .await
}

/// A page of communities.
#[tauri::command]
pub async fn network_communities(
    desk: Kept<'_>,
    id: u32,
    offset: u64,
    limit: u64,
) -> Result<CommunityPage, Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        let (total, found, ties) = session.network_communities(id, offset, limit.min(MOST_ROWS))?;
        Ok(CommunityPage {
            total,
            communities: found.into_iter().map(Community::from).collect(),
            ties: ties
                .into_iter()
                .map(|(a, b, weight)| CommunityTie { a, b, weight })
                .collect(),
        })
    })
    .await
}

/// Nodes around a node.
#[tauri::command]
pub async fn network_ego(
    desk: Kept<'_>,
    id: u32,
    node: u32,
    hops: u32,
) -> Result<Vec<u32>, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.network_ego(id, node, hops)?)
    })
    .await
}

/// Nodes as a query.
#[tauri::command]
pub async fn network_selection(
    desk: Kept<'_>,
    id: u32,
    nodes: Vec<u32>,
) -> Result<Selection, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.network_selection(id, &nodes)?.into())
    })
    .await
}

/// Ties over time.
#[tauri::command]
pub async fn network_timeline(
    desk: Kept<'_>,
    id: u32,
    by: Option<String>,
) -> Result<NetworkTimeline, Failure> {
    answer(&desk, move |desk| {
        let by = by
            .map(|word| words::meaning("bucket", words::BUCKETS, &word))
            .transpose()?;
        Ok(desk.session()?.network_timeline(id, by)?.into())
    })
    .await
}
