//! Networks of a query's tweets: built once, kept under a number, looked at in pages.
//!
//! The network's own nodes and material stay as they were built ([`base`]); what brush and chain leave of them is a
//! [`view`] that is made anew whenever they change. Nodes keep their numbers, so that a picture stays where it is.

mod base;
mod evidence;
pub(crate) mod leaving;
mod names;
mod order;
mod pages;
mod picture;
mod summary;
mod view;

pub use evidence::Evidence;
pub use leaving::NetworkLeaving;
pub use order::{Counting, NetworkKind, NetworkOrder, Window};
pub use pages::{
    CommunityView, EdgeSort, EdgeView, EdgesAsk, NodeSort, NodeView, NodesAsk, Selected, TieBucket,
    TieTimeline,
};
pub use picture::{Geometry, LayoutAsk, LayoutOutcome, Pin};
pub use starling_network::chain::{Filter, NodeKind};
pub use starling_network::measures::{Between, Settling};
pub use summary::{LeftOut, NetworkSummary};
pub use view::ViewAsk;

use crate::clock::Stopwatch;
use crate::{Error, Result, Session};
use base::Base;
use names::Names;
use picture::Places;
use starling_model::{Cancel, Progress};
use starling_network::measures::{Sources, betweenness};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use view::View;

/// How many networks are kept; the one that was not used for longest goes first.
const KEPT: usize = 4;
/// From how many sources betweenness is estimated where it would take long to count all.
const SAMPLE: u32 = 500;
/// Up to nodes times edges of this betweenness is counted from every node: some seconds on two cores.
const EXACT_WORK: u64 = 2_000_000_000;

/// The networks that a session keeps.
#[derive(Default)]
pub(crate) struct Networks {
    next: u32,
    /// The last used stands last.
    kept: Vec<Arc<Net>>,
}

/// One network.
pub(crate) struct Net {
    id: u32,
    order: NetworkOrder,
    base: Base,
    view: Mutex<Arc<View>>,
    places: Mutex<Places>,
    names: OnceLock<Names>,
    arranging: Mutex<Option<Cancel>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Net {
    fn view(&self) -> Arc<View> {
        held(&self.view).clone()
    }
}

impl Session {
    /// Builds a network and keeps it; says what it is.
    pub fn build_network(
        &self,
        order: &NetworkOrder,
        ask: &ViewAsk,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<NetworkSummary> {
        let watch = Stopwatch::start();
        let query = Session::ask(&order.query)?;
        let base = Base::build(self, (order, &query), progress, cancel)?;
        let view = View::of(&base, order, ask, progress, cancel)?;
        let places = self.kept_places(order, &base)?;
        let net = Arc::new(Net {
            id: 0,
            order: order.clone(),
            base,
            view: Mutex::new(Arc::new(view)),
            places: Mutex::new(places),
            names: OnceLock::new(),
            arranging: Mutex::new(None),
        });
        let net = self.keep_network(net);
        summary::summary(&net, watch.seconds() * 1000.0)
    }

    fn keep_network(&self, net: Arc<Net>) -> Arc<Net> {
        let mut networks = held(&self.networks);
        networks.next += 1;
        let id = networks.next;
        let net = Arc::try_unwrap(net)
            .map(|net| Arc::new(Net { id, ..net }))
            .unwrap_or_else(|shared| shared);
        networks.kept.push(net.clone());
        while networks.kept.len() > KEPT {
            networks.kept.remove(0);
        }
        net
    }

    pub(crate) fn network(&self, id: u32) -> Result<Arc<Net>> {
        let mut networks = held(&self.networks);
        let at = networks
            .kept
            .iter()
            .position(|net| net.id == id)
            .ok_or_else(|| {
                Error::NotFound(format!("network {id} is no longer kept; build it again"))
            })?;
        let net = networks.kept.remove(at);
        networks.kept.push(net.clone());
        Ok(net)
    }

    /// Shows another part of a network.
    pub fn view_network(
        &self,
        id: u32,
        ask: &ViewAsk,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<NetworkSummary> {
        let watch = Stopwatch::start();
        let net = self.network(id)?;
        let view = View::of(&net.base, &net.order, ask, progress, cancel)?;
        *held(&net.view) = Arc::new(view);
        summary::summary(&net, watch.seconds() * 1000.0)
    }

    /// Lets a network go; `false` where it was not kept.
    pub fn close_network(&self, id: u32) -> bool {
        let mut networks = held(&self.networks);
        let before = networks.kept.len();
        networks.kept.retain(|net| net.id != id);
        networks.kept.len() < before
    }

    /// Counts shortest paths through each node: from so many sources, or from all where none are named and it is small.
    pub fn network_betweenness(
        &self,
        id: u32,
        sources: Option<u32>,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<NetworkSummary> {
        let watch = Stopwatch::start();
        let net = self.network(id)?;
        let view = net.view();
        let seen = self.counted_paths(&net, &view, sources, (progress, cancel))?;
        let mut kept = held(&net.view);
        // A view that was changed meanwhile keeps its own.
        if Arc::ptr_eq(&kept, &view) {
            *kept = Arc::new(seen);
        }
        drop(kept);
        summary::summary(&net, watch.seconds() * 1000.0)
    }

    /// The view with the shortest paths through each node counted; as it is where they were counted so already.
    fn counted_paths(
        &self,
        net: &Net,
        view: &View,
        sources: Option<u32>,
        (progress, cancel): (&Progress, &Cancel),
    ) -> Result<View> {
        let graph = &view.shown.graph;
        let seed = u64::from(net.order.seed);
        let drawn = |count| Sources::Sample { count, seed };
        let sources = match sources {
            Some(count) => drawn(count.max(1)),
            None if graph.n_nodes() as u64 * (graph.n_edges() as u64).max(1) <= EXACT_WORK => {
                Sources::All
            }
            None => drawn(SAMPLE),
        };
        let known = view.between.as_ref().is_some_and(|known| match sources {
            Sources::All => known.exact,
            Sources::Sample { count, .. } => !known.exact && known.sources == count,
        });
        let mut seen = View::clone(view);
        if !known {
            progress.say(starling_model::Step {
                stage: starling_model::Stage::Measuring,
                subject: "betweenness".into(),
                done: 0,
                total: None,
                unit: "nodes",
                rows: 0,
                rejected: 0,
            });
            seen.between = Some(betweenness(graph, sources, cancel)?);
        }
        Ok(seen)
    }
}
