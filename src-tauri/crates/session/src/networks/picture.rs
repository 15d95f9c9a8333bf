//! Where the nodes lie: arranging, pinning, and the buffers that the drawing is made from.

use super::base::Base;
use super::{Net, NetworkOrder, NodeSort, held};
use crate::clock::{self, Stopwatch};
use crate::{Error, Result, Session};
use starling_model::Cancel;
use starling_network::Direction;
use starling_network::layout::{Attraction, Gravity, Keep, Layout, Settings, Start, Tied};

/// Places of the whole network's nodes.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    at: Vec<Option<(f32, f32)>>,
    pinned: Vec<bool>,
    /// How they were found, to stand under every picture; empty where nothing was arranged yet.
    caption: String,
}

/// Kept places begin with it; those that do not are of a time when no caption was kept.
const MARK: &[u8] = b"PLACES2\n";

impl Places {
    pub(super) fn at(&self, node: u32) -> Option<(f32, f32)> {
        self.at.get(node as usize).copied().flatten()
    }

    pub(super) fn is_pinned(&self, node: u32) -> bool {
        self.pinned.get(node as usize).copied().unwrap_or(false)
    }

    fn put(&mut self, node: u32, place: (f32, f32)) {
        self.at[node as usize] = Some(place);
    }

    pub(super) fn caption(&self) -> Option<&str> {
        (!self.caption.is_empty()).then_some(self.caption.as_str())
    }

    /// The mark, the caption with its length before it, then key, x, y and whether it is pinned: 13 bytes a node,
    /// little-endian.
    fn packed(&self, key: &[u32]) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend_from_slice(&(self.caption.len() as u32).to_le_bytes());
        bytes.extend_from_slice(self.caption.as_bytes());
        for (node, key) in key.iter().enumerate() {
            if let Some((x, y)) = self.at[node] {
                bytes.extend_from_slice(&key.to_le_bytes());
                bytes.extend_from_slice(&x.to_le_bytes());
                bytes.extend_from_slice(&y.to_le_bytes());
                bytes.push(u8::from(self.pinned[node]));
            }
        }
        bytes
    }

    fn unpacked(key: &[u32], bytes: &[u8]) -> Self {
        let mut places = Self {
            at: vec![None; key.len()],
            pinned: vec![false; key.len()],
            caption: String::new(),
        };
        let mut bytes = bytes;
        if let Some((length, rest)) = bytes
            .strip_prefix(MARK)
            .and_then(<[u8]>::split_first_chunk::<4>)
            && let Some((caption, rest)) =
                rest.split_at_checked(u32::from_le_bytes(*length) as usize)
        {
            places.caption = String::from_utf8_lossy(caption).into_owned();
            bytes = rest;
        }
        for entry in bytes.chunks_exact(13) {
            let four = |from: usize| {
                [
                    entry[from],
                    entry[from + 1],
                    entry[from + 2],
                    entry[from + 3],
                ]
            };
            if let Ok(node) = key.binary_search(&u32::from_le_bytes(four(0))) {
                let place = (f32::from_le_bytes(four(4)), f32::from_le_bytes(four(8)));
                places.at[node] = Some(place);
                places.pinned[node] = entry[12] != 0;
            }
        }
        places
    }
}

/// A node put in its place by hand.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Pin {
    pub node: u32,
    pub x: f32,
    pub y: f32,
}

/// How nodes are arranged.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "see the wire's `LayoutOptions`")]
pub struct LayoutAsk {
    pub steps: Option<u32>,
    pub lin_log: bool,
    pub gravity: Option<f64>,
    pub no_overlap: bool,
    pub communities: f64,
    pub afresh: bool,
}

impl Default for LayoutAsk {
    fn default() -> Self {
        Self {
            steps: None,
            lin_log: false,
            gravity: None,
            no_overlap: true,
            communities: 0.0,
            afresh: false,
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "see the wire's `LayoutReport`")]
pub struct LayoutOutcome {
    pub steps: u32,
    pub stopped: bool,
    pub seconds: f64,
    pub caption: String,
}

/// What a drawing is made from; one entry a node, or an edge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Geometry {
    /// Whether edges have a direction.
    pub directed: bool,
    /// Whether every node has a place.
    pub placed: bool,
    /// Numbers of the nodes.
    pub node: Vec<u32>,
    /// NaN where a node has no place.
    pub x: Vec<f32>,
    #[expect(missing_docs, reason = "see x")]
    pub y: Vec<f32>,
    /// Between 0 and 1, by area.
    pub size: Vec<f32>,
    /// Between 0 and 1, by rank.
    pub colour: Vec<f32>,
    /// By size, the largest is 0.
    pub community: Vec<u32>,
    /// [`super::NodeKind::number`], and 256 where the node is pinned.
    pub kind: Vec<u32>,
    /// Places of the ends in the columns above, by turns; the heaviest edges first.
    pub edges: Vec<u32>,
    /// Their weights.
    pub weights: Vec<f32>,
}

impl Geometry {
    /// Four bytes a number, little-endian: the word `SNET`, the version 1, the numbers of nodes and edges,
    /// flags (1 directed, 2 placed), three zeros; then the columns in order.
    pub fn bytes(&self) -> Vec<u8> {
        let (n, m) = (self.node.len(), self.weights.len());
        let mut bytes = Vec::with_capacity(32 + 28 * n + 12 * m);
        let flags = u32::from(self.directed) | u32::from(self.placed) << 1;
        let head = [
            u32::from_le_bytes(*b"SNET"),
            1,
            n as u32,
            m as u32,
            flags,
            0,
            0,
            0,
        ];
        let mut whole = |numbers: &[u32]| {
            numbers
                .iter()
                .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        };
        whole(&head);
        whole(&self.node);
        for column in [&self.x, &self.y, &self.size, &self.colour] {
            column
                .iter()
                .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        }
        let mut whole = |numbers: &[u32]| {
            numbers
                .iter()
                .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        };
        whole(&self.community);
        whole(&self.kind);
        whole(&self.edges);
        self.weights
            .iter()
            .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        bytes
    }
}

/// Under which name a network's places are kept: what it is made of, not what is shown of it.
pub(super) fn name_of(order: &NetworkOrder) -> String {
    let text = format!(
        "{}\n{:?}\n{:?}\n{:?}",
        order.query, order.kind, order.window, order.counting
    );
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The picture moves by so much of a second.
const SHOW_EVERY: f64 = 0.1;
/// The radius of the largest node, in the layout's own units.
const LARGEST_RADIUS: f32 = 6.0;

impl Session {
    pub(super) fn kept_places(&self, order: &NetworkOrder, base: &Base) -> Result<Places> {
        let kept = self.store.places(&name_of(order))?.unwrap_or_default();
        Ok(Places::unpacked(&base.key, &kept))
    }

    fn keep_places(&self, net: &Net) -> Result<()> {
        let packed = held(&net.places).packed(&net.base.key);
        Ok(self
            .store
            .keep_places(&name_of(&net.order), &packed, clock::now())?)
    }

    /// Arranges what is shown; `see` is given the nodes' `x` and `y` by turns about ten times a second, and how far it is.
    pub fn arrange_network(
        &self,
        id: u32,
        ask: &LayoutAsk,
        see: &mut dyn FnMut(f32, Vec<f32>),
        cancel: &Cancel,
    ) -> Result<LayoutOutcome> {
        let net = self.network(id)?;
        {
            let mut arranging = held(&net.arranging);
            if let Some(other) = arranging.replace(cancel.clone()) {
                other.set();
            }
        }
        let watch = Stopwatch::start();
        let view = net.view();
        let nodes = &view.shown.node;
        let around = view.shown.graph.around();
        let (known, pinned): (Vec<_>, Vec<_>) = {
            let places = held(&net.places);
            nodes
                .iter()
                .map(|node| {
                    let place = places.at(*node);
                    let pinned = places.is_pinned(*node);
                    (place.filter(|_| !ask.afresh || pinned), pinned)
                })
                .unzip()
        };
        let all_known = known.iter().all(Option::is_some);
        let sizes = sizes(&net, NodeSort::Weight);
        let radii: Vec<f32> = sizes
            .iter()
            .map(|size| 1.0 + LARGEST_RADIUS * size.sqrt())
            .collect();
        let mut settings = if ask.lin_log {
            Settings::logarithmic()
        } else {
            Settings::default()
        };
        settings.seed = u64::from(net.order.seed);
        settings.community_pull = ask.communities as f32;
        if let Some(gravity) = ask.gravity {
            settings.gravity = Gravity::Strong(gravity as f32);
        }
        if let Some(steps) = ask.steps {
            settings.steps = steps as usize;
        }
        let tied = Tied {
            offsets: &around.offsets,
            neighbours: &around.neighbours,
            weights: &around.weights,
            communities: (ask.communities > 0.0)
                .then_some(view.measured.communities.parts.of.as_slice()),
        };
        let start = Start {
            known: &known,
            pinned: &pinned,
            radii: if ask.no_overlap { &radii } else { &[] },
            keep: if all_known { Keep::Shape } else { Keep::Places },
        };
        debug_assert!(settings.attraction == Attraction::Linear || ask.lin_log);
        let mut layout = Layout::new(&tied, &settings, &start, cancel)?;
        let (mut shown_at, mut steps, mut stopped) = (0.0, 0, false);
        loop {
            match layout.advance(cancel) {
                Ok(true) => steps += 1,
                Ok(false) => break,
                Err(starling_network::Error::Cancelled) => {
                    stopped = true;
                    break;
                }
                Err(error) => return Err(error.into()),
            }
            if watch.seconds() - shown_at >= SHOW_EVERY {
                shown_at = watch.seconds();
                see(layout.share_done() as f32, layout.places());
            }
        }
        let picture = layout.picture();
        let mut caption = picture.settings.caption();
        if stopped {
            caption += " Stopped before the end.";
        }
        {
            let mut places = held(&net.places);
            places.caption.clone_from(&caption);
            for (at, node) in nodes.iter().enumerate() {
                places.put(*node, picture.place(at));
            }
        }
        see(1.0, picture.places.clone());
        self.keep_places(&net)?;
        Ok(LayoutOutcome {
            steps,
            stopped,
            seconds: watch.seconds(),
            caption,
        })
    }

    /// Stops arranging; `false` where nothing is being arranged.
    pub fn stop_arranging(&self, id: u32) -> Result<bool> {
        let net = self.network(id)?;
        let stopped = held(&net.arranging).take().is_some_and(|cancel| {
            let runs = !cancel.is_set();
            cancel.set();
            runs
        });
        Ok(stopped)
    }

    /// Stops whatever is being arranged, since the vault is to be locked.
    pub fn stop_all_arranging(&self) {
        for net in &held(&self.networks).kept {
            if let Some(cancel) = held(&net.arranging).take() {
                cancel.set();
            }
        }
    }

    /// Puts nodes in their places and keeps them there.
    pub fn pin_nodes(&self, id: u32, pins: &[Pin]) -> Result<()> {
        let net = self.network(id)?;
        {
            let mut places = held(&net.places);
            for pin in pins {
                if pin.node as usize >= net.base.key.len() {
                    return Err(Error::NotFound(format!("no node {}", pin.node)));
                }
                places.put(pin.node, (pin.x, pin.y));
                places.pinned[pin.node as usize] = true;
            }
        }
        self.keep_places(&net)
    }

    /// Lets nodes move again.
    pub fn unpin_nodes(&self, id: u32, nodes: &[u32]) -> Result<()> {
        let net = self.network(id)?;
        {
            let mut places = held(&net.places);
            for node in nodes {
                if let Some(pinned) = places.pinned.get_mut(*node as usize) {
                    *pinned = false;
                }
            }
        }
        self.keep_places(&net)
    }

    /// What the drawing is made from.
    pub fn network_geometry(
        &self,
        id: u32,
        size: NodeSort,
        colour: Option<NodeSort>,
    ) -> Result<Geometry> {
        let net = self.network(id)?;
        let view = net.view();
        let graph = &view.shown.graph;
        let edges = graph.edges();
        let mut order: Vec<u32> = (0..edges.len() as u32).collect();
        order.sort_by(|a, b| {
            edges.weight[*b as usize]
                .total_cmp(&edges.weight[*a as usize])
                .then(a.cmp(b))
        });
        let places = held(&net.places);
        let mut geometry = Geometry {
            directed: graph.direction() == Direction::Directed,
            placed: true,
            node: view.shown.node.clone(),
            size: sizes(&net, size),
            colour: colour.map_or_else(|| vec![0.0; graph.n_nodes()], |sort| ranks(&net, sort)),
            community: view.measured.communities.parts.of.clone(),
            weights: order.iter().map(|at| edges.weight[*at as usize]).collect(),
            ..Geometry::default()
        };
        for node in &view.shown.node {
            let place = places.at(*node);
            geometry.placed &= place.is_some();
            let (x, y) = place.unwrap_or((f32::NAN, f32::NAN));
            geometry.x.push(x);
            geometry.y.push(y);
            let pinned = u32::from(places.is_pinned(*node)) << 8;
            geometry
                .kind
                .push(net.base.kind[*node as usize].number() | pinned);
        }
        for at in order {
            geometry.edges.push(edges.source[at as usize]);
            geometry.edges.push(edges.target[at as usize]);
        }
        Ok(geometry)
    }
}

/// A figure of every node that is shown, as a share of the greatest.
fn sizes(net: &Net, sort: NodeSort) -> Vec<f32> {
    let view = net.view();
    let figures: Vec<f64> = (0..view.shown.node.len())
        .map(|at| view.figure(net, sort, at))
        .collect();
    let (least, most) = figures
        .iter()
        .fold((0.0f64, 0.0f64), |(least, most), figure| {
            (least.min(*figure), most.max(*figure))
        });
    let span = if most > least { most - least } else { 1.0 };
    figures
        .iter()
        .map(|figure| ((figure - least) / span) as f32)
        .collect()
}

/// The rank of every node by a figure, from 0 to 1; equal figures have equal ranks.
fn ranks(net: &Net, sort: NodeSort) -> Vec<f32> {
    let view = net.view();
    let figures: Vec<f64> = (0..view.shown.node.len())
        .map(|at| view.figure(net, sort, at))
        .collect();
    let mut sorted = figures.clone();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    let most = sorted.len().saturating_sub(1).max(1) as f32;
    figures
        .iter()
        .map(|figure| sorted.partition_point(|other| other < figure) as f32 / most)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_by_key_and_not_by_number() {
        let mut places = Places::unpacked(&[3, 5, 9], &[]);
        places.put(1, (1.5, -2.0));
        places.pinned[1] = true;
        places.caption = "Layout: by hand.".into();
        let bytes = places.packed(&[3, 5, 9]);
        let other = Places::unpacked(&[5, 7], &bytes);
        assert_eq!(other.at(0), Some((1.5, -2.0)));
        assert!(other.is_pinned(0) && other.at(1).is_none());
        assert_eq!(other.caption(), Some("Layout: by hand."));
        // Without a mark it is the entries alone.
        let begin = MARK.len() + 4 + places.caption.len();
        let older = Places::unpacked(&[5, 7], &bytes[begin..]);
        assert_eq!((older.at(0), older.caption()), (Some((1.5, -2.0)), None));
    }
}
