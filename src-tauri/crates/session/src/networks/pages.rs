//! Pages of a network's nodes, edges and communities.

use super::base::Material;
use super::names::Face;
use super::view::View;
use super::{Net, NodeKind, held};
use crate::{Error, Result, Session};
use starling_model::Timestamp;
use starling_network::chain::ego;
use starling_network::{Direction, Edge};
use starling_query::ask::Bucket;
use starling_query::exec::calendar;
use std::cmp::Ordering;
use std::collections::HashMap;

/// In which order nodes stand; also what sizes and colours may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the words say it")]
pub enum NodeSort {
    #[default]
    Weight,
    In,
    Out,
    InWeight,
    OutWeight,
    PageRank,
    Betweenness,
    Eigenvector,
    Core,
    Community,
    Tweets,
    Label,
}

impl NodeSort {
    /// The words of the window.
    pub const WORDS: &[(&str, Self)] = &[
        ("weight", Self::Weight),
        ("in", Self::In),
        ("out", Self::Out),
        ("in_weight", Self::InWeight),
        ("out_weight", Self::OutWeight),
        ("pagerank", Self::PageRank),
        ("betweenness", Self::Betweenness),
        ("eigenvector", Self::Eigenvector),
        ("core", Self::Core),
        ("community", Self::Community),
        ("tweets", Self::Tweets),
        ("label", Self::Label),
    ];
}

/// In which order edges stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the words say it")]
pub enum EdgeSort {
    #[default]
    Weight,
    Count,
    First,
    Last,
    Source,
    Target,
}

impl EdgeSort {
    /// The words of the window.
    pub const WORDS: &[(&str, Self)] = &[
        ("weight", Self::Weight),
        ("count", Self::Count),
        ("first", Self::First),
        ("last", Self::Last),
        ("source", Self::Source),
        ("target", Self::Target),
    ];
}

/// Which nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "see the wire's type of the same name")]
pub struct NodesAsk {
    pub sort: NodeSort,
    pub ascending: bool,
    pub find: Option<String>,
    pub communities: Option<Vec<u32>>,
    pub nodes: Option<Vec<u32>>,
    pub offset: u64,
    pub limit: u64,
}

/// Which edges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "see the wire's type of the same name")]
pub struct EdgesAsk {
    pub sort: EdgeSort,
    pub ascending: bool,
    pub nodes: Option<Vec<u32>>,
    pub find: Option<String>,
    pub offset: u64,
    pub limit: u64,
}

/// One node.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "see the wire's `NetworkNode`")]
pub struct NodeView {
    pub node: u32,
    pub account: String,
    pub label: String,
    pub name: Option<String>,
    pub kind: NodeKind,
    pub n_in: u32,
    pub n_out: u32,
    pub in_weight: f64,
    pub out_weight: f64,
    pub weight: f64,
    pub pagerank: f64,
    pub betweenness: Option<f64>,
    pub eigenvector: f64,
    pub core: u32,
    pub community: u32,
    pub component: u32,
    pub tweets: u64,
    pub place: Option<(f32, f32)>,
    pub pinned: bool,
}

/// One edge.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "see the wire's `NetworkEdge`")]
pub struct EdgeView {
    pub source: u32,
    pub target: u32,
    pub source_label: String,
    pub target_label: String,
    pub weight: f64,
    pub count: u32,
    pub back: Option<f64>,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
}

/// One community.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "see the wire's `Community`")]
pub struct CommunityView {
    pub community: u32,
    pub nodes: u64,
    pub outsiders: u64,
    pub edges: u64,
    pub inside: f64,
    pub outside: f64,
    pub top: Vec<NodeView>,
}

/// Nodes as a query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "see the wire's `Selection`")]
pub struct Selected {
    pub nodes: u64,
    pub query: String,
    pub without_tweets: u64,
}

/// Ties over time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "see the wire's `NetworkTimeline`")]
pub struct TieTimeline {
    pub by: Bucket,
    pub undated: u64,
    pub buckets: Vec<TieBucket>,
}

/// One bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TieBucket {
    pub start: Timestamp,
    pub ties: u64,
}

impl View {
    /// The figure that a node is sorted, sized or coloured by.
    pub(super) fn figure(&self, net: &Net, sort: NodeSort, at: usize) -> f64 {
        let measured = &self.measured;
        match sort {
            NodeSort::Weight => measured.weight[at],
            NodeSort::In => f64::from(measured.n_in[at]),
            NodeSort::Out => f64::from(measured.n_out[at]),
            NodeSort::InWeight => measured.in_weight[at],
            NodeSort::OutWeight => measured.out_weight[at],
            NodeSort::PageRank => measured.pagerank[at],
            NodeSort::Betweenness => self.between.as_ref().map_or(0.0, |between| between.of[at]),
            NodeSort::Eigenvector => measured.eigenvector[at],
            NodeSort::Core => f64::from(measured.core[at]),
            // The largest community has the least number and comes first.
            NodeSort::Community => -f64::from(measured.communities.parts.of[at]),
            NodeSort::Tweets => net.base.tweets[self.shown.node[at] as usize] as f64,
            NodeSort::Label => 0.0,
        }
    }
}

fn holds(face: &Face, part: &str) -> bool {
    let within = |text: &str| text.to_lowercase().contains(part);
    within(&face.account) || within(&face.label) || face.name.as_deref().is_some_and(within)
}

fn page<T: Copy>(all: &[T], offset: u64, limit: u64) -> &[T] {
    let from = (offset as usize).min(all.len());
    &all[from..offset.saturating_add(limit).min(all.len() as u64) as usize]
}

impl Session {
    /// Nodes of the view whose place in it is given.
    fn node_views(&self, net: &Net, view: &View, places: &[u32]) -> Result<Vec<NodeView>> {
        let nodes: Vec<u32> = places
            .iter()
            .map(|at| view.shown.node[*at as usize])
            .collect();
        let faces = self.faces(net, &nodes)?;
        let kept = held(&net.places);
        let measured = &view.measured;
        Ok(places
            .iter()
            .zip(nodes)
            .zip(faces)
            .map(|((at, node), face)| {
                let (at, own) = (*at as usize, node as usize);
                NodeView {
                    node,
                    account: face.account,
                    label: face.label,
                    name: face.name,
                    kind: net.base.kind[own],
                    n_in: measured.n_in[at],
                    n_out: measured.n_out[at],
                    in_weight: measured.in_weight[at],
                    out_weight: measured.out_weight[at],
                    weight: measured.weight[at],
                    pagerank: measured.pagerank[at],
                    betweenness: view.between.as_ref().map(|between| between.of[at]),
                    eigenvector: measured.eigenvector[at],
                    core: measured.core[at],
                    community: measured.communities.parts.of[at],
                    component: measured.components.of[at],
                    tweets: net.base.tweets[own],
                    place: kept.at(node),
                    pinned: kept.is_pinned(node),
                }
            })
            .collect())
    }

    /// A page of nodes, and how many there are in all.
    pub fn network_nodes(&self, id: u32, ask: &NodesAsk) -> Result<(u64, Vec<NodeView>)> {
        let net = self.network(id)?;
        let view = net.view();
        let needs_names = ask.find.is_some() || ask.sort == NodeSort::Label;
        let names = needs_names.then(|| self.all_faces(&net)).transpose()?;
        let part = ask
            .find
            .as_deref()
            .map(|part| part.trim_start_matches('@').to_lowercase());
        let mut places: Vec<u32> = match &ask.nodes {
            Some(nodes) => nodes
                .iter()
                .filter_map(|node| view.shown.place(*node))
                .collect(),
            None => (0..view.shown.node.len() as u32).collect(),
        };
        let communities = &view.measured.communities.parts.of;
        let face = |at: u32| names.map(|names| &names.faces[view.shown.node[at as usize] as usize]);
        places.retain(|at| {
            let wanted = ask.communities.as_ref();
            wanted.is_none_or(|wanted| wanted.contains(&communities[*at as usize]))
                && part
                    .as_deref()
                    .is_none_or(|part| face(*at).is_some_and(|face| holds(face, part)))
        });
        let figure = |at: &u32| view.figure(&net, ask.sort, *at as usize);
        if ask.sort == NodeSort::Label {
            let label = |at: &u32| face(*at).map(|face| face.label.to_lowercase());
            places.sort_by_cached_key(|at| (label(at), *at));
            if !ask.ascending {
                places.reverse();
            }
        } else {
            places.sort_by(|a, b| order(figure(a), figure(b), ask.ascending).then(a.cmp(b)));
        }
        let shown = page(&places, ask.offset, ask.limit);
        Ok((places.len() as u64, self.node_views(&net, &view, shown)?))
    }

    fn edge_views(&self, net: &Net, view: &View, edges: &[u32]) -> Result<Vec<EdgeView>> {
        let graph = &view.shown.graph;
        let node = |at: u32| view.shown.node[at as usize];
        let found: Vec<Edge> = edges
            .iter()
            .map(|at| graph.edges().get(*at as usize))
            .collect();
        let ends: Vec<u32> = found
            .iter()
            .flat_map(|edge| [node(edge.source), node(edge.target)])
            .collect();
        let mut faces = self.faces(net, &ends)?.into_iter();
        let mut label = || faces.next().map(|face| face.label).unwrap_or_default();
        Ok(found
            .into_iter()
            .map(|edge| {
                let back = (graph.direction() == Direction::Directed && edge.source != edge.target)
                    .then(|| graph.edge(edge.target, edge.source))
                    .flatten();
                EdgeView {
                    source: node(edge.source),
                    target: node(edge.target),
                    source_label: label(),
                    target_label: label(),
                    weight: f64::from(edge.weight),
                    count: edge.count,
                    back: back.map(|at| f64::from(graph.edges().weight[at])),
                    first: edge.first.ms().map(Timestamp),
                    last: edge.last.ms().map(Timestamp),
                }
            })
            .collect())
    }

    /// A page of edges, and how many there are in all.
    pub fn network_edges(&self, id: u32, ask: &EdgesAsk) -> Result<(u64, Vec<EdgeView>)> {
        let net = self.network(id)?;
        let view = net.view();
        let edges = view.shown.graph.edges();
        let n_nodes = view.shown.node.len();
        let mut wanted = vec![true; n_nodes];
        if let Some(nodes) = &ask.nodes {
            wanted = vec![false; n_nodes];
            for at in nodes.iter().filter_map(|node| view.shown.place(*node)) {
                wanted[at as usize] = true;
            }
        }
        if let Some(part) = &ask.find {
            let part = part.trim_start_matches('@').to_lowercase();
            let names = self.all_faces(&net)?;
            for (at, node) in view.shown.node.iter().enumerate() {
                wanted[at] &= holds(&names.faces[*node as usize], &part);
            }
        }
        let mut places: Vec<u32> = (0..edges.len() as u32)
            .filter(|at| {
                let at = *at as usize;
                wanted[edges.source[at] as usize] || wanted[edges.target[at] as usize]
            })
            .collect();
        let compare = |a: &u32, b: &u32| -> Ordering {
            let (x, y) = (*a as usize, *b as usize);
            let by = match ask.sort {
                EdgeSort::Weight => edges.weight[y].total_cmp(&edges.weight[x]),
                EdgeSort::Count => edges.count[y].cmp(&edges.count[x]),
                EdgeSort::First => edges.first[y].cmp(&edges.first[x]),
                EdgeSort::Last => edges.last[y].cmp(&edges.last[x]),
                EdgeSort::Source => edges.source[y].cmp(&edges.source[x]),
                EdgeSort::Target => edges.target[y].cmp(&edges.target[x]),
            };
            if ask.ascending { by.reverse() } else { by }.then(a.cmp(b))
        };
        places.sort_unstable_by(compare);
        let shown = page(&places, ask.offset, ask.limit);
        Ok((places.len() as u64, self.edge_views(&net, &view, shown)?))
    }

    /// One node, and the heaviest edges towards and away from it, so many of each.
    pub fn network_node(
        &self,
        id: u32,
        node: u32,
        most: usize,
    ) -> Result<(NodeView, Vec<EdgeView>, Vec<EdgeView>)> {
        let net = self.network(id)?;
        let view = net.view();
        let at = view
            .shown
            .place(node)
            .ok_or_else(|| Error::NotFound(format!("node {node} is not in what is shown")))?;
        let edges = view.shown.graph.edges();
        let heaviest = |mut found: Vec<u32>| {
            found.sort_by(|a, b| {
                edges.weight[*b as usize]
                    .total_cmp(&edges.weight[*a as usize])
                    .then(a.cmp(b))
            });
            found.truncate(most);
            found
        };
        let all = || 0..edges.len() as u32;
        let towards = heaviest(
            all()
                .filter(|edge| edges.target[*edge as usize] == at)
                .collect(),
        );
        let away = heaviest(
            all()
                .filter(|edge| edges.source[*edge as usize] == at)
                .collect(),
        );
        let own = self.node_views(&net, &view, &[at])?.swap_remove(0);
        Ok((
            own,
            self.edge_views(&net, &view, &towards)?,
            self.edge_views(&net, &view, &away)?,
        ))
    }

    /// A page of communities, how many there are in all, and the ties between those of the page.
    pub fn network_communities(
        &self,
        id: u32,
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<CommunityView>, Vec<(u32, u32, f64)>)> {
        let net = self.network(id)?;
        let view = net.view();
        let parts = &view.measured.communities.parts;
        let all: Vec<u32> = (0..parts.count() as u32).collect();
        let shown = page(&all, offset, limit);
        let Some(first) = shown.first().copied() else {
            return Ok((all.len() as u64, Vec::new(), Vec::new()));
        };
        let place = |community: u32| {
            (community >= first && community < first + shown.len() as u32)
                .then(|| (community - first) as usize)
        };
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); shown.len()];
        for (at, community) in parts.of.iter().enumerate() {
            if let Some(place) = place(*community) {
                members[place].push(at as u32);
            }
        }
        let mut found: Vec<CommunityView> = Vec::with_capacity(shown.len());
        for (community, members) in shown.iter().zip(&mut members) {
            let weight = &view.measured.weight;
            members.sort_by(|a, b| {
                weight[*b as usize]
                    .total_cmp(&weight[*a as usize])
                    .then(a.cmp(b))
            });
            let outsider = |at: &&u32| {
                net.base.kind[view.shown.node[**at as usize] as usize] == NodeKind::Outsider
            };
            found.push(CommunityView {
                community: *community,
                nodes: members.len() as u64,
                outsiders: members.iter().filter(outsider).count() as u64,
                edges: 0,
                inside: 0.0,
                outside: 0.0,
                top: self.node_views(&net, &view, &members[..members.len().min(5)])?,
            });
        }
        let mut ties: HashMap<(u32, u32), f64> = HashMap::new();
        for edge in view.shown.graph.edges().iter() {
            let (a, b) = (
                parts.of[edge.source as usize],
                parts.of[edge.target as usize],
            );
            let weight = f64::from(edge.weight);
            if a == b {
                if let Some(at) = place(a) {
                    found[at].edges += 1;
                    found[at].inside += weight;
                }
                continue;
            }
            for end in [a, b] {
                if let Some(at) = place(end) {
                    found[at].outside += weight;
                }
            }
            if let (Some(a), Some(b)) = (place(a), place(b)) {
                *ties.entry((a.min(b) as u32, a.max(b) as u32)).or_default() += weight;
            }
        }
        let mut ties: Vec<(u32, u32, f64)> = ties
            .into_iter()
            .map(|((a, b), weight)| (a, b, weight))
            .collect();
        ties.sort_by_key(|(a, b, _)| (*a, *b));
        Ok((all.len() as u64, found, ties))
    }

    /// Nodes that are at most so many hops away, the node itself with them.
    pub fn network_ego(&self, id: u32, node: u32, hops: u32) -> Result<Vec<u32>> {
        let view = self.network(id)?.view();
        let Some(at) = view.shown.place(node) else {
            return Ok(Vec::new());
        };
        let near = ego(&view.shown.graph, at, hops);
        let nodes = view.shown.node.iter().zip(near);
        Ok(nodes
            .filter(|(_, near)| *near)
            .map(|(node, _)| *node)
            .collect())
    }

    /// A query for the tweets of these nodes within the network's own.
    pub fn network_selection(&self, id: u32, nodes: &[u32]) -> Result<Selected> {
        let net = self.network(id)?;
        let known: Vec<u32> = nodes
            .iter()
            .copied()
            .filter(|node| (*node as usize) < net.base.key.len())
            .collect();
        let with_tweets: Vec<u32> = known
            .iter()
            .copied()
            .filter(|node| net.base.tweets[*node as usize] > 0)
            .collect();
        let faces = self.faces(&net, &with_tweets)?;
        let values: Vec<String> = faces.iter().map(|face| quoted(&face.account)).collect();
        let operator = if net.is_of_hashtags() {
            "hashtag"
        } else {
            "from"
        };
        let wanted = match values.as_slice() {
            [] => String::new(),
            [one] => format!("{operator}:{one}"),
            many => format!("{operator}:({})", many.join(" OR ")),
        };
        let own = net.order.query.trim();
        let query = match (own, wanted.is_empty()) {
            (_, true) => String::new(),
            ("" | "*", false) => wanted,
            (own, false) => format!("({own}) {wanted}"),
        };
        Ok(Selected {
            nodes: known.len() as u64,
            without_tweets: (known.len() - with_tweets.len()) as u64,
            query,
        })
    }

    /// Ties over time, of the whole network.
    pub fn network_timeline(&self, id: u32, by: Option<Bucket>) -> Result<TieTimeline> {
        let net = self.network(id)?;
        let mut times: Vec<i64> = Vec::new();
        let mut undated = 0;
        let mut see = |ms: Option<i64>| match ms {
            Some(ms) => times.push(ms),
            None => undated += 1,
        };
        match &net.base.material {
            Material::Ties { sorted, .. } => sorted.all_moments().for_each(|at| see(at.ms())),
            Material::Acts { acts, .. } => acts.time.iter().for_each(|time| see(time.ms())),
        }
        times.sort_unstable();
        let (Some(first), Some(last)) = (times.first().copied(), times.last().copied()) else {
            let by = by.unwrap_or(Bucket::Day);
            return Ok(TieTimeline {
                by,
                undated,
                buckets: Vec::new(),
            });
        };
        let by = by.unwrap_or_else(|| match calendar::narrowest(first, last, FEW) {
            // Minutes of a network say nothing.
            Bucket::Minute => Bucket::Hour,
            wide => wide,
        });
        let starts = starts(by, first, last).ok_or_else(|| {
            Error::Failed("that would be too many buckets; take a wider one".into())
        })?;
        let mut at = 0;
        let mut buckets = Vec::with_capacity(starts.len());
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place + 1).copied().unwrap_or(i64::MAX);
            let from = at;
            at += times[at..].partition_point(|ms| *ms < end);
            buckets.push(TieBucket {
                start: Timestamp(*start),
                ties: (at - from) as u64,
            });
        }
        Ok(TieTimeline {
            by,
            undated,
            buckets,
        })
    }
}

fn order(a: f64, b: f64, ascending: bool) -> Ordering {
    if ascending {
        a.total_cmp(&b)
    } else {
        b.total_cmp(&a)
    }
}

/// As the query language takes a value.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let bare = !value.is_empty()
        && value.chars().all(plain)
        && !value.starts_with('-')
        && !["AND", "OR", "NOT"].contains(&value);
    if bare {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// More buckets than that help nobody.
const MOST: i64 = 20_000;
/// So many are read at a glance.
const FEW: i64 = 400;

/// The beginnings of the buckets from the first moment to the last; `None` where there would be too many.
fn starts(by: Bucket, first: i64, last: i64) -> Option<Vec<i64>> {
    let (first, last) = (calendar::number(by, first), calendar::number(by, last));
    (last - first < MOST).then(|| (first..=last).map(|at| calendar::start(by, at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_begin_where_the_calendar_says() {
        // 2017-06-22T14:23Z, a Thursday, to 2018-02-01.
        let (first, last) = (1_498_141_380_000, 1_517_443_200_000);
        let first_of = |by| starts(by, first, last).unwrap();
        assert_eq!(
            Timestamp(first_of(Bucket::Week)[0]).rfc3339(),
            "2017-06-19T00:00:00Z"
        );
        assert_eq!(first_of(Bucket::Month).len(), 9);
        assert_eq!(first_of(Bucket::Year).len(), 2);
    }

    #[test]
    fn hashed_ids_are_quoted() {
        assert_eq!(quoted("abc+/="), "\"abc+/=\"");
        assert_eq!(quoted("123"), "123");
    }
}
