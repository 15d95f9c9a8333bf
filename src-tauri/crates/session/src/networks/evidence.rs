//! The tweets that make an edge.

use super::base::Material;
use super::order::{NetworkKind, Window};
use super::{Counting, Net};
use crate::{Error, Result, Session};
use starling_model::{Timestamp, TweetId};
use starling_network::{Act, Moment};
use starling_query::Ask;
use starling_query::answer::TweetView;
use starling_query::exec::{Library, Retweets, Thing};
use starling_store::Dictionary;
use std::collections::{HashMap, HashSet};

/// One tweet of an edge, or one pair.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The source's.
    pub tweet: TweetView,
    /// What it is about, or the target's, where the vault holds it.
    pub other: Option<TweetView>,
    /// When that was written.
    pub other_time: Option<Timestamp>,
    /// What both share, in a projection.
    pub shared: Option<String>,
}

/// A row, the other row where there is one, the tweet it is about, and what is shared.
#[derive(Debug, Clone, Copy)]
struct Found {
    time: Moment,
    row: u64,
    other: Option<u64>,
    shared: Option<u64>,
}

impl Session {
    /// A page of the tweets that make an edge, the oldest first, and how many there are in all.
    pub fn network_edge_tweets(
        &self,
        id: u32,
        (source, target): (u32, u32),
        offset: u64,
        limit: u64,
    ) -> Result<(u64, Vec<Evidence>)> {
        let net = self.network(id)?;
        let n_nodes = net.base.key.len() as u32;
        if source >= n_nodes || target >= n_nodes {
            return Err(Error::NotFound(format!(
                "no edge from node {source} to {target}"
            )));
        }
        let rows = self.rows();
        let mut found = match &net.base.material {
            Material::Acts { acts, things, rows } => {
                let of =
                    |node| -> Vec<Act> { acts.iter().filter(|act| act.account == node).collect() };
                pairs(&net, &of(source), &of(target), things, rows)
            }
            Material::Ties { .. } if net.order.kind == NetworkKind::Hashtag => {
                self.both_hashtags(&net, &rows, source, target)?
            }
            Material::Ties { .. } => self.ties(&net, &rows, source, target)?,
        };
        let span = net.view().span;
        found.retain(|found| {
            span.is_none_or(|(since, until)| {
                found.time.ms().is_some_and(|ms| ms >= since && ms < until)
            })
        });
        found.sort_by_key(|found| (found.time, found.row, found.other));
        let total = found.len() as u64;
        let from = (offset as usize).min(found.len());
        let to = offset.saturating_add(limit).min(total) as usize;
        let page = &found[from..to];
        Ok((total, self.put_into_words(&net, &rows, page)?))
    }

    fn ties(&self, net: &Net, rows: &Library<'_>, source: u32, target: u32) -> Result<Vec<Found>> {
        let (a, b) = (net.base.key[source as usize], net.base.key[target as usize]);
        let set = rows.set(&Session::ask(&net.order.query)?)?;
        let of_a = rows.written_by(&set, &[a])?;
        let thing = match net.order.kind {
            NetworkKind::Reply => Thing::AnsweredAccount,
            NetworkKind::Mention => Thing::MentionedAccount,
            NetworkKind::Quote => Thing::QuotedTweet,
            _ => Thing::RetweetedAccount,
        };
        let acts = rows.acts(&of_a, thing, Retweets::Count)?;
        let authors = if thing == Thing::QuotedTweet {
            rows.authors_of_tweets(acts.thing.clone())?
        } else {
            Default::default()
        };
        let is_b = |thing_of: u64| match thing {
            Thing::QuotedTweet => authors.get(&thing_of) == Some(&b),
            _ => thing_of == u64::from(b),
        };
        Ok((0..acts.row.len())
            .filter(|at| is_b(acts.thing[*at]))
            .map(|at| Found {
                time: acts.time[at].into(),
                row: acts.row[at],
                other: None,
                shared: None,
            })
            .collect())
    }

    fn both_hashtags(
        &self,
        net: &Net,
        rows: &Library<'_>,
        source: u32,
        target: u32,
    ) -> Result<Vec<Found>> {
        let (a, b) = (net.base.key[source as usize], net.base.key[target as usize]);
        let set = rows.set(&Session::ask(&net.order.query)?)?;
        let acts = rows.acts(&set, Thing::Hashtag, Retweets::Count)?;
        let things = &acts.thing;
        let with = |tag: u32| (0..things.len()).filter(move |at| things[*at] == u64::from(tag));
        let of_a: HashSet<u64> = with(a).map(|at| acts.row[at]).collect();
        Ok(with(b)
            .filter(|at| of_a.contains(&acts.row[*at]))
            .map(|at| Found {
                time: acts.time[at].into(),
                row: acts.row[at],
                other: None,
                shared: None,
            })
            .collect())
    }

    fn put_into_words(
        &self,
        net: &Net,
        rows: &Library<'_>,
        page: &[Found],
    ) -> Result<Vec<Evidence>> {
        let own: Vec<u64> = page.iter().map(|found| found.row).collect();
        let tweets = rows.views(&own, &Ask::All)?;
        let about = |view: &TweetView| -> Option<TweetId> {
            match net.order.kind {
                NetworkKind::Retweet => view.tweet.retweet_tweet.exact(),
                NetworkKind::Reply => view.tweet.reply_to_tweet.exact(),
                NetworkKind::Quote => view.tweet.quoted_tweet.exact(),
                _ => None,
            }
        };
        let ids: Vec<u64> = tweets.iter().filter_map(about).map(|id| id.0).collect();
        let known = if ids.is_empty() {
            HashMap::default()
        } else {
            rows.rows_of_tweets(ids)?
                .into_iter()
                .collect::<HashMap<u64, u64>>()
        };
        let others: Vec<Option<u64>> = page
            .iter()
            .zip(&tweets)
            .map(|(found, view)| {
                found
                    .other
                    .or_else(|| about(view).and_then(|id| known.get(&id.0).copied()))
            })
            .collect();
        let wanted: Vec<u64> = others.iter().flatten().copied().collect();
        let mut views = rows.views(&wanted, &Ask::All)?.into_iter();
        let shared = self.shared_words(net, page)?;
        Ok(tweets
            .into_iter()
            .zip(others)
            .zip(shared)
            .map(|((tweet, other), shared)| {
                let other = other.and_then(|_| views.next());
                let other_time = match &other {
                    Some(view) => view.tweet.time(),
                    // The id alone tells the time of what the vault does not hold.
                    None => about(&tweet).and_then(TweetId::time),
                };
                Evidence {
                    tweet,
                    other,
                    other_time,
                    shared,
                }
            })
            .collect())
    }

    fn shared_words(&self, net: &Net, page: &[Found]) -> Result<Vec<Option<String>>> {
        let dictionary = match net.order.kind {
            NetworkKind::CoHashtag => Dictionary::Hashtag,
            NetworkKind::CoUrl => Dictionary::Url,
            _ => {
                let id = |found: &Found| found.shared.map(|id| id.to_string());
                return Ok(page.iter().map(id).collect());
            }
        };
        page.iter()
            .map(|found| {
                let Some(word) = found.shared else {
                    return Ok(None);
                };
                Ok(self.store.words(dictionary, &[word as u32])?.pop())
            })
            .collect()
    }
}

/// Every pair of acts on one thing that lie near enough.
fn pairs(net: &Net, a: &[Act], b: &[Act], things: &[u64], rows: &[u64]) -> Vec<Found> {
    let order = &net.order;
    let window = match (order.window, order.counting) {
        (_, Counting::Cosine | Counting::CosineLog) | (Window::Ever, _) => None,
        (Window::Within(ms), _) => Some(ms as u64),
    };
    let mut of_b: HashMap<u32, Vec<&Act>> = HashMap::new();
    b.iter()
        .for_each(|act| of_b.entry(act.thing).or_default().push(act));
    let mut found = Vec::new();
    for act in a {
        for other in of_b.get(&act.thing).into_iter().flatten() {
            let near = match (window, act.time.ms(), other.time.ms()) {
                (None, ..) => true,
                (Some(window), Some(one), Some(two)) => one.abs_diff(two) <= window,
                (Some(_), ..) => false,
            };
            if near {
                found.push(Found {
                    time: act.time,
                    row: rows[act.message as usize],
                    other: Some(rows[other.message as usize]),
                    shared: things.get(act.thing as usize).copied(),
                });
            }
        }
    }
    found
}
