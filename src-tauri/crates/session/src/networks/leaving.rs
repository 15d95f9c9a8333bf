//! A network that is asked to leave: what it is made of, with every name as it is. What may be seen of it is decided
//! elsewhere.

use super::base::{Base, Material};
use super::names::Face;
use super::view::View;
use super::{Net, NetworkKind, NetworkOrder, ViewAsk, held, picture, summary};
use crate::{Error, Result, Session};
use serde::{Deserialize, Serialize};
use starling_model::{Cancel, Progress, TweetId};
use starling_network::chain::{Filter, NodeKind};
use starling_network::{Graph, Measured, Moment};
use starling_query::Ask;
use starling_query::ask::IdField;
use std::sync::{Arc, Mutex, OnceLock};

/// Which network is to leave, and how much of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkLeaving {
    /// Which.
    pub order: NetworkOrder,
    /// Which part of it.
    pub view: ViewAsk,
    /// Whether shortest paths are counted: from so many sources, or as many as it takes.
    pub betweenness: Option<Option<u32>>,
    /// Communities instead of accounts.
    pub communities: bool,
    /// Ids of the nodes and nothing else of them.
    pub only_ids: bool,
}

/// Whose tweets stay here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Without {
    pub(crate) accounts: Vec<String>,
    pub(crate) tweets: Vec<u64>,
}

impl Without {
    fn is_nobody(&self) -> bool {
        self.accounts.is_empty() && self.tweets.is_empty()
    }

    /// The same question, without what stays here.
    pub(crate) fn out_of(&self, ask: Ask) -> Ask {
        if self.is_nobody() {
            return ask;
        }
        let accounts = self.accounts.iter().cloned().map(Ask::From);
        let tweets = self
            .tweets
            .iter()
            .map(|id| Ask::ById(IdField::Tweet, TweetId(*id)));
        let stays = Ask::Or(accounts.chain(tweets).collect());
        Ask::And(vec![ask, Ask::Not(Box::new(stays))])
    }
}

/// A network with its names.
pub(crate) struct Leaving {
    net: Arc<Net>,
    view: Arc<View>,
    /// One a node of what is shown.
    pub(crate) faces: Vec<Face>,
}

impl Session {
    /// Finds a network that is kept, or builds it.
    pub(crate) fn network_to_leave(
        &self,
        wanted: &NetworkLeaving,
        without: &Without,
        job: (&Progress, &Cancel),
    ) -> Result<Leaving> {
        let net = if without.is_nobody() {
            self.known_network(wanted, job)?
        } else {
            self.network_without(wanted, without, job)?
        };
        let mut view = net.view();
        if view.ask != wanted.view && without.is_nobody() {
            let other = View::of(&net.base, &net.order, &wanted.view, job.0, job.1)?;
            view = Arc::new(other);
        }
        let view = match wanted.betweenness {
            Some(sources) => self.counted_paths(&net, &view, sources, job)?,
            None => View {
                between: None,
                ..View::clone(&view)
            },
        };
        let faces = self.faces(&net, &view.shown.node)?;
        Ok(Leaving {
            net,
            view: Arc::new(view),
            faces,
        })
    }

    fn known_network(
        &self,
        wanted: &NetworkLeaving,
        job: (&Progress, &Cancel),
    ) -> Result<Arc<Net>> {
        let of_this = |net: &&Arc<Net>| net.order == wanted.order;
        if let Some(net) = held(&self.networks).kept.iter().rev().find(of_this) {
            return Ok(net.clone());
        }
        let built = self.build_network(&wanted.order, &wanted.view, job.0, job.1)?;
        self.network(built.id)
    }

    /// The same network as if these accounts and tweets were not in the vault. Nobody else sees it, so it is not kept.
    fn network_without(
        &self,
        wanted: &NetworkLeaving,
        without: &Without,
        (progress, cancel): (&Progress, &Cancel),
    ) -> Result<Arc<Net>> {
        let whole = self.known_network(wanted, (progress, cancel))?;
        let query = without.out_of(Session::ask(&wanted.order.query)?);
        let base = Base::build(self, (&wanted.order, &query), progress, cancel)?;
        let mut chain = Vec::new();
        if wanted.order.kind != NetworkKind::Hashtag {
            // Others may have retweeted or mentioned whoever stays here.
            let mut stay = Vec::new();
            for account in &without.accounts {
                let keys = self.store.accounts_named(account)?;
                stay.extend(
                    keys.iter()
                        .filter_map(|key| base.key.binary_search(key).ok()),
                );
            }
            chain.push(Filter::Without(
                stay.into_iter().map(|at| at as u32).collect(),
            ));
        }
        for filter in &wanted.view.chain {
            chain.push(renumbered(filter, &whole.base, &base)?);
        }
        let ask = ViewAsk {
            chain,
            ..wanted.view.clone()
        };
        let mut view = View::of(&base, &wanted.order, &ask, progress, cancel)?;
        // The caption counts the filters that were asked for.
        view.ask = wanted.view.clone();
        Ok(Arc::new(Net {
            id: 0,
            order: wanted.order.clone(),
            view: Mutex::new(Arc::new(view)),
            places: Mutex::new(self.kept_places(&wanted.order, &base)?),
            names: OnceLock::new(),
            arranging: Mutex::new(None),
            base,
        }))
    }

    /// Where a network's nodes lie now, in one word; nothing where none was ever arranged.
    pub(crate) fn places_digest(&self, order: &NetworkOrder) -> Result<Option<String>> {
        let kept = self.store.places(&picture::name_of(order))?;
        Ok(kept.map(|bytes| blake3::hash(&bytes).to_hex().to_string()))
    }
}

/// A filter with the numbers that its nodes have in another network of the same accounts.
fn renumbered(filter: &Filter, from: &Base, to: &Base) -> Result<Filter> {
    let number = |node: &u32| {
        let key = from.key.get(*node as usize)?;
        to.key.binary_search(key).ok().map(|at| at as u32)
    };
    let all = |nodes: &[u32]| nodes.iter().filter_map(number).collect();
    Ok(match filter {
        Filter::Nodes(nodes) => Filter::Nodes(all(nodes)),
        Filter::Without(nodes) => Filter::Without(all(nodes)),
        Filter::Ego(node, hops) => match number(node) {
            Some(node) => Filter::Ego(node, *hops),
            None => Filter::Nodes(Vec::new()),
        },
        Filter::Communities(_) => {
            return Err(Error::Failed(
                "tweets of disputed accounts stay here, so the communities are others than those that were chosen; \
                 choose nodes in another way"
                    .into(),
            ));
        }
        other => other.clone(),
    })
}

impl Leaving {
    pub(crate) fn is_of_hashtags(&self) -> bool {
        self.net.is_of_hashtags()
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.view.shown.graph
    }

    pub(crate) fn measured(&self) -> &Measured {
        &self.view.measured
    }

    pub(crate) fn betweenness(&self) -> Option<&[f64]> {
        self.view.between.as_ref().map(|between| &between.of[..])
    }

    fn of_base<T: Clone>(&self, column: &[T]) -> Vec<T> {
        let nodes = self.view.shown.node.iter();
        nodes.map(|node| column[*node as usize].clone()).collect()
    }

    pub(crate) fn kinds(&self) -> Vec<NodeKind> {
        self.of_base(&self.net.base.kind)
    }

    pub(crate) fn tweets(&self) -> Vec<u64> {
        self.of_base(&self.net.base.tweets)
    }

    /// Where the nodes lie, where all of them were arranged.
    pub(crate) fn places(&self) -> Option<Vec<(f32, f32)>> {
        let places = held(&self.net.places);
        let nodes = self.view.shown.node.iter();
        nodes.map(|node| places.at(*node)).collect()
    }

    /// Times of an edge's ties, where they are known one by one.
    pub(crate) fn times(&self) -> Option<impl Fn(usize) -> Vec<i64>> {
        let Material::Ties { sorted, .. } = &self.net.base.material else {
            return None;
        };
        let (edges, node) = (self.graph().edges(), &self.view.shown.node);
        let span = self.view.span;
        Some(move |edge: usize| {
            let source = node[edges.source[edge] as usize];
            let target = node[edges.target[edge] as usize];
            sorted
                .moments(source, target)
                .filter_map(Moment::ms)
                .filter(|ms| span.is_none_or(|(since, until)| (since..until).contains(ms)))
                .collect()
        })
    }

    /// What was done, in words, with the query as it may be shown.
    pub(crate) fn caption(&self, query: &str) -> Result<String> {
        let mut summary = summary::summary_of(&self.net, &self.view, 0.0)?;
        summary.order.query = query.to_owned();
        Ok(summary::caption(&summary))
    }

    pub(crate) fn seed(&self) -> u64 {
        u64::from(self.net.order.seed)
    }

    pub(crate) fn resolution(&self) -> f64 {
        self.net.order.resolution
    }
}
