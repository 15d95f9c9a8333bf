//! The whole network: its nodes, and the ties or acts that any part of it is made of.

use super::order::{Counting, NetworkKind, NetworkOrder, Window};
use crate::{Result, Session};
use starling_model::{Cancel, Progress, Stage, Step};
use starling_network::chain::NodeKind;
use starling_network::projection::{self, Frequency, ProjectionAsk, Skipped, cosine, project};
use starling_network::texts::{SimilarAsk, similar};
use starling_network::{Act, Acts, Direction, Graph, Moment, Sorted, Ties};
use starling_query::Ask;
use starling_query::exec::{self, DocSet, Library, Retweets, Thing};

/// No profile is known of a node.
pub(super) const NO_PROFILE: u32 = u32::MAX;

/// A network as it was built.
pub(super) struct Base {
    /// `Dictionary::Account` or `Dictionary::Hashtag` of each node, ascending.
    pub(super) key: Vec<u32>,
    /// What each node is.
    pub(super) kind: Vec<NodeKind>,
    /// Tweets of the query by each node, or with it.
    pub(super) tweets: Vec<u64>,
    /// The profile that each account is shown by.
    pub(super) profile: Vec<u32>,
    /// What the edges are made of.
    pub(super) material: Material,
    /// Tweets of the query.
    pub(super) n_tweets: u64,
    /// Quotes whose author is not known.
    pub(super) unknown_author: u64,
    /// Retweets that are no acts here.
    pub(super) retweets: u64,
    /// Texts too short to compare.
    pub(super) short: u64,
}

/// What edges are made of.
pub(super) enum Material {
    /// One a tweet.
    Ties {
        /// In order.
        sorted: Sorted,
        /// Whether they have one.
        direction: Direction,
    },
    /// Made into edges for each span of time anew.
    Acts {
        /// Accounts are nodes; things and messages are numbered.
        acts: Acts,
        /// The id, hashtag or address of each thing; empty for similar texts.
        things: Vec<u64>,
        /// The row of each message.
        rows: Vec<u64>,
    },
}

fn step(subject: &str, done: u64) -> Step {
    Step {
        stage: Stage::Tying,
        subject: subject.into(),
        done,
        total: Some(3),
        unit: "steps",
        rows: 0,
        rejected: 0,
    }
}

/// Those numbers of a dictionary that occur, ascending, and where each stands among them. A dictionary's numbers are dense,
/// so that a table of them is small and quick.
struct Keys {
    key: Vec<u32>,
    place: Vec<u32>,
}

impl Keys {
    fn of<'a>(numbers: impl Iterator<Item = &'a u32> + Clone) -> Self {
        let end = numbers.clone().max().map_or(0, |most| *most as usize + 1);
        let mut place = vec![0; end];
        numbers.for_each(|number| place[*number as usize] = 1);
        let mut key = Vec::new();
        for (number, place) in place.iter_mut().enumerate() {
            if *place == 1 {
                *place = key.len() as u32;
                key.push(number as u32);
            }
        }
        Self { key, place }
    }

    /// The place of one that occurs.
    fn place(&self, number: u32) -> u32 {
        self.place[number as usize]
    }
}

/// Distinct values, ascending, and where each of the given ones stands among them.
fn numbered<T: Copy + Ord>(values: &[T]) -> (Vec<T>, Vec<u32>) {
    let mut sorted: Vec<(T, u32)> = values.iter().copied().zip(0..).collect();
    if !values.is_sorted() {
        sorted.sort_unstable();
    }
    let mut distinct: Vec<T> = Vec::new();
    let mut places = vec![0; values.len()];
    for (value, at) in sorted {
        if distinct.last() != Some(&value) {
            distinct.push(value);
        }
        places[at as usize] = distinct.len() as u32 - 1;
    }
    (distinct, places)
}

impl Base {
    pub(super) fn build(
        session: &Session,
        (order, ask): (&NetworkOrder, &Ask),
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Self> {
        let rows = session.rows().with_cancel(cancel);
        progress.say(step("searching", 0));
        let set = rows.set(ask)?;
        progress.say(step("reading columns", 1));
        let mut base = match order.kind {
            NetworkKind::Retweet => Self::of_ties(&rows, &set, Thing::RetweetedAccount, cancel)?,
            NetworkKind::Reply => Self::of_ties(&rows, &set, Thing::AnsweredAccount, cancel)?,
            NetworkKind::Mention => Self::of_ties(&rows, &set, Thing::MentionedAccount, cancel)?,
            NetworkKind::Quote => Self::of_quotes(&rows, &set, cancel)?,
            NetworkKind::Hashtag => Self::of_hashtags(&rows, &set, cancel)?,
            NetworkKind::CoRetweet => {
                Self::of_acts(rows.acts(&set, Thing::RetweetedTweet, Retweets::Count)?)
            }
            NetworkKind::CoHashtag => {
                Self::of_acts(rows.acts(&set, Thing::Hashtag, order.retweets)?)
            }
            NetworkKind::CoUrl => Self::of_acts(rows.acts(&set, Thing::Url, order.retweets)?),
            NetworkKind::SimilarText => {
                let acts = rows.acts(&set, Thing::Itself, order.retweets)?;
                Self::of_texts(session, acts, cancel)?
            }
        };
        progress.say(step("naming", 2));
        base.n_tweets = set.tweets();
        if order.kind != NetworkKind::Hashtag {
            base.stand(&rows, &set)?;
        }
        progress.say(step("", 3));
        Ok(base)
    }

    fn with(key: Vec<u32>, material: Material) -> Self {
        Self {
            kind: vec![NodeKind::Hashtag; key.len()],
            tweets: vec![0; key.len()],
            profile: vec![NO_PROFILE; key.len()],
            key,
            material,
            n_tweets: 0,
            unknown_author: 0,
            retweets: 0,
            short: 0,
        }
    }

    /// Who is an author, who is known, who only stands outside.
    fn stand(&mut self, rows: &Library<'_>, set: &DocSet) -> Result<()> {
        let standing = rows.standing(set)?;
        let profiles = rows.shown_profiles()?;
        for (at, key) in self.key.iter().enumerate() {
            self.tweets[at] = standing.tweets.get(key).copied().unwrap_or(0);
            self.profile[at] = profiles.get(key).copied().unwrap_or(NO_PROFILE);
            self.kind[at] = if self.tweets[at] > 0 {
                NodeKind::Author
            } else if standing.known.contains(key) {
                NodeKind::Known
            } else {
                NodeKind::Outsider
            };
        }
        Ok(())
    }

    fn of_ties(rows: &Library<'_>, set: &DocSet, thing: Thing, cancel: &Cancel) -> Result<Self> {
        let acts = rows.acts(set, thing, Retweets::Count)?;
        let targets: Vec<u32> = acts.thing.iter().map(|account| *account as u32).collect();
        Self::tied(
            &acts.account,
            &targets,
            &acts.time,
            Direction::Directed,
            cancel,
        )
    }

    fn tied(
        source: &[u32],
        target: &[u32],
        time: &[Option<i64>],
        direction: Direction,
        cancel: &Cancel,
    ) -> Result<Self> {
        let keys = Keys::of(source.iter().chain(target));
        let mut ties = Ties::default();
        for ((source, target), time) in source.iter().zip(target).zip(time) {
            ties.push(keys.place(*source), keys.place(*target), *time);
        }
        let Keys { key, .. } = keys;
        let sorted = ties.sorted(key.len(), cancel)?;
        Ok(Self::with(key, Material::Ties { sorted, direction }))
    }

    fn of_quotes(rows: &Library<'_>, set: &DocSet, cancel: &Cancel) -> Result<Self> {
        let acts = rows.acts(set, Thing::QuotedTweet, Retweets::Count)?;
        let authors = rows.authors_of_tweets(numbered(&acts.thing).0)?;
        let (mut source, mut target, mut time) = (Vec::new(), Vec::new(), Vec::new());
        let mut unknown = 0;
        for ((account, quoted), at) in acts.account.iter().zip(&acts.thing).zip(&acts.time) {
            let Some(author) = authors.get(quoted) else {
                unknown += 1;
                continue;
            };
            source.push(*account);
            target.push(*author);
            time.push(*at);
        }
        let mut base = Self::tied(&source, &target, &time, Direction::Directed, cancel)?;
        base.unknown_author = unknown;
        Ok(base)
    }

    fn of_hashtags(rows: &Library<'_>, set: &DocSet, cancel: &Cancel) -> Result<Self> {
        let acts = rows.acts(set, Thing::Hashtag, Retweets::Count)?;
        let (mut source, mut target, mut time) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        for run in acts.row.chunk_by(|a, b| a == b) {
            let tags = &acts.thing[at..at + run.len()];
            for (place, a) in tags.iter().enumerate() {
                for b in &tags[place + 1..] {
                    source.push(*a.min(b) as u32);
                    target.push(*a.max(b) as u32);
                    time.push(acts.time[at]);
                }
            }
            at += run.len();
        }
        let mut base = Self::tied(&source, &target, &time, Direction::Undirected, cancel)?;
        for tag in &acts.thing {
            if let Ok(node) = base.key.binary_search(&(*tag as u32)) {
                base.tweets[node] += 1;
            }
        }
        Ok(base)
    }

    fn of_acts(found: exec::Acts) -> Self {
        let (things, numbers) = numbered(&found.thing);
        let mut base = Self::acting(&found, &numbers, things);
        base.retweets = found.retweets;
        base
    }

    fn acting(found: &exec::Acts, numbers: &[u32], things: Vec<u64>) -> Self {
        let keys = Keys::of(found.account.iter());
        let (rows, messages) = numbered(&found.row);
        let mut acts = Acts::default();
        for (at, thing) in numbers.iter().enumerate() {
            acts.push(Act {
                thing: *thing,
                time: Moment::from(found.time[at]),
                account: keys.place(found.account[at]),
                message: messages[at],
            });
        }
        Self::with(keys.key, Material::Acts { acts, things, rows })
    }

    fn of_texts(session: &Session, found: exec::Acts, cancel: &Cancel) -> Result<Self> {
        let mut texts = Vec::with_capacity(found.row.len());
        for rows in found.row.chunks(4096) {
            cancel.check()?;
            texts.extend(session.store.texts(rows)?);
        }
        let clusters = similar(&texts, SimilarAsk::default(), cancel)?;
        drop(texts);
        let mut kept = exec::Acts::default();
        let mut numbers = Vec::new();
        for (at, cluster) in clusters.of.iter().enumerate() {
            if let Some(cluster) = cluster {
                kept.account.push(found.account[at]);
                kept.time.push(found.time[at]);
                kept.row.push(found.row[at]);
                numbers.push(*cluster);
            }
        }
        let mut base = Self::acting(&kept, &numbers, Vec::new());
        base.retweets = found.retweets;
        base.short = clusters.short;
        Ok(base)
    }

    /// The graph of a span of time, over all nodes.
    pub(super) fn graph(
        &self,
        order: &NetworkOrder,
        span: Option<(i64, i64)>,
        cancel: &Cancel,
    ) -> Result<(Graph, Skipped)> {
        let (acts, n_nodes) = match &self.material {
            Material::Ties { sorted, direction } => {
                let graph = Graph::new(sorted.n_nodes(), *direction, sorted.edges(span));
                return Ok((graph, Skipped::default()));
            }
            Material::Acts { acts, .. } => (acts, self.key.len()),
        };
        let within;
        let acts = match span {
            None => acts,
            Some((since, until)) => {
                let inside = |act: Act| act.time.ms().is_some_and(|ms| ms >= since && ms < until);
                within = acts.only(inside);
                &within
            }
        };
        let (graph, skipped) = match order.counting {
            Counting::Cosine => cosine(acts, Frequency::Once, order.cap(), cancel)?,
            Counting::CosineLog => cosine(acts, Frequency::Logarithm, order.cap(), cancel)?,
            Counting::Messages | Counting::Pairs => {
                let ask = ProjectionAsk {
                    counting: match order.counting {
                        Counting::Pairs => projection::Counting::Pairs,
                        _ => projection::Counting::Messages,
                    },
                    window: match order.window {
                        Window::Within(ms) => Some(ms),
                        Window::Ever => None,
                    },
                    participation: order.participation,
                    most_accounts: order.cap(),
                };
                project(acts, ask, cancel)?
            }
        };
        // The last accounts may have no act in the span.
        let graph = Graph::new(n_nodes, graph.direction(), graph.edges().clone());
        Ok((graph, skipped))
    }
}
