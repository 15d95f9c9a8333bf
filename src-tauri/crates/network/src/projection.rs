//! Projections: accounts are tied when they share things, within a window of time.
//!
//! Row by row (Gustavson): for each account the others that it meets are counted in an array, so that no list of pairs is
//! ever made and the memory is that of the accounts, a thread.
//! Counting follows one of the published traditions, by name; see [`Counting`].

mod cosine;

pub use cosine::{Frequency, cosine};

use crate::acts::{Act, Acts, Shared};
use crate::{Direction, Edge, Edges, Graph, Moment, Result};
use rayon::prelude::*;
use starling_model::Cancel;
use std::borrow::Cow;

/// What a weight counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Counting {
    /// Messages of one account that have a match by the other; directed, the window inclusive. So counts the QUT
    /// `coordination-network-toolkit`.
    #[default]
    Messages,
    /// Pairs of acts, undirected. So counts `CooRTweet`; its floor of participation is asked for before and after.
    Pairs,
}

/// How accounts are tied.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ProjectionAsk {
    /// What a weight counts.
    pub counting: Counting,
    /// Two acts match when they lie at most so many milliseconds apart; without one, always.
    pub window: Option<i64>,
    /// Accounts with fewer acts are left out. [`Counting::Pairs`] also leaves out ties between accounts that both have
    /// fewer matched acts.
    pub participation: u32,
    /// Things of more accounts are left out.
    pub most_accounts: Option<u32>,
}

/// What was not looked at, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Skipped {
    /// Acts without a time, where there is a window.
    pub undated: u64,
    /// Acts of accounts below the floor.
    pub participation: u64,
    /// Things above the cap.
    pub capped_things: u64,
    /// Acts on them.
    pub capped_acts: u64,
}

/// Accounts a thread takes at once.
const CHUNK: usize = 64;

/// Ties accounts. Node `n` of the graph is account `n` of the acts.
pub fn project(acts: &Acts, ask: ProjectionAsk, cancel: &Cancel) -> Result<(Graph, Skipped)> {
    let n_accounts = acts.n_accounts();
    let (acts, skipped) = looked_at(acts, ask);
    let shared = Shared::of(&acts);
    drop(acts);
    cancel.check()?;
    let crowds = ask.window.is_none().then(|| Crowds::of(&shared));
    let rows: Vec<(Vec<Row>, Vec<u32>)> = (0..shared.n_accounts.div_ceil(CHUNK))
        .into_par_iter()
        .map_init(
            || Meetings::new(shared.n_accounts),
            |meetings, chunk| {
                let mut rows = Vec::new();
                let mut matched = Vec::new();
                for account in chunk * CHUNK..((chunk + 1) * CHUNK).min(shared.n_accounts) {
                    cancel.check()?;
                    let own = account as u32;
                    matched.push(match (&crowds, ask.window) {
                        (None, Some(window)) => meetings.within(&shared, own, window, ask.counting),
                        (Some(crowds), _) => meetings.ever(&shared, crowds, own, ask.counting),
                        (None, None) => 0,
                    });
                    rows.push(meetings.row());
                }
                Ok((rows, matched))
            },
        )
        .collect::<Result<_>>()?;
    let (rows, matched): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let matched: Vec<u32> = matched.into_iter().flatten().collect();
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    Graph::check_size(rows.iter().map(|row| row.len() as u64).sum())?;
    let mut edges = Edges::default();
    let enough = |account: u32| matched[account as usize] >= ask.participation;
    for (source, row) in rows.iter().enumerate() {
        for met in row {
            let kept = match ask.counting {
                Counting::Messages => true,
                // One of the two is enough, as in CooRTweet's `filter_min_participation`.
                Counting::Pairs => enough(source as u32) || enough(met.account),
            };
            if kept {
                edges.push(Edge {
                    source: source as u32,
                    target: met.account,
                    weight: met.count as f32,
                    count: met.count,
                    first: met.first,
                    last: met.last,
                });
            }
        }
    }
    let direction = match ask.counting {
        Counting::Messages => Direction::Directed,
        Counting::Pairs => Direction::Undirected,
    };
    Ok((Graph::new(n_accounts, direction, edges), skipped))
}

/// Acts that count, and how many do not.
fn looked_at(acts: &Acts, ask: ProjectionAsk) -> (Cow<'_, Acts>, Skipped) {
    let mut skipped = Skipped::default();
    let mut kept = Cow::Borrowed(acts);
    if ask.window.is_some() && acts.time.contains(&Moment::UNKNOWN) {
        kept = Cow::Owned(acts.only(|act| act.time != Moment::UNKNOWN));
        skipped.undated = (acts.len() - kept.len()) as u64;
    }
    if ask.participation > 1 {
        let mut count = vec![0u32; acts.n_accounts()];
        kept.account
            .iter()
            .for_each(|account| count[*account as usize] += 1);
        let before = kept.len();
        kept = Cow::Owned(kept.only(|act| count[act.account as usize] >= ask.participation));
        skipped.participation = (before - kept.len()) as u64;
    }
    if let Some(most) = ask.most_accounts {
        let large = crowded(&kept, most);
        let before = kept.len();
        kept = Cow::Owned(kept.only(|act| !large[act.thing as usize]));
        skipped.capped_things = large.iter().filter(|large| **large).count() as u64;
        skipped.capped_acts = (before - kept.len()) as u64;
    }
    (kept, skipped)
}

/// Which things are shared by more accounts than that.
pub(crate) fn crowded(acts: &Acts, most: u32) -> Vec<bool> {
    let n_things = acts.thing.iter().max().map_or(0, |most| *most as usize + 1);
    let mut pairs: Vec<(u32, u32)> = acts
        .thing
        .iter()
        .copied()
        .zip(acts.account.iter().copied())
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut count = vec![0u32; n_things];
    pairs
        .iter()
        .for_each(|(thing, _)| count[*thing as usize] += 1);
    count.into_iter().map(|count| count > most).collect()
}

/// One account that was met.
#[derive(Debug, Clone, Copy)]
struct Met {
    account: u32,
    count: u32,
    first: Moment,
    last: Moment,
}

type Row = Vec<Met>;

/// How often an account of a thing acts on it, for matches without a window.
struct Crowds {
    /// Accounts of each thing: account, acts, first and last moment.
    of: Vec<Met>,
    /// Where the accounts of each act's thing stand.
    span: Vec<(u32, u32)>,
}

impl Crowds {
    fn of(shared: &Shared) -> Self {
        let mut crowds = Self {
            of: Vec::new(),
            span: Vec::with_capacity(shared.acts.len()),
        };
        let mut at = 0;
        while at < shared.acts.len() {
            let (from, to) = shared.thing[at];
            let mut members: Vec<Act> = shared.acts[from as usize..to as usize].to_vec();
            members.sort_unstable_by_key(|act| (act.account, act.time));
            let begin = crowds.of.len() as u32;
            for run in members.chunk_by(|a, b| a.account == b.account) {
                let known = run.partition_point(|act| act.time == Moment::UNKNOWN);
                crowds.of.push(Met {
                    account: run[0].account,
                    count: run.len() as u32,
                    first: run.get(known).map_or(Moment::UNKNOWN, |act| act.time),
                    last: run[run.len() - 1].time,
                });
            }
            let span = (begin, crowds.of.len() as u32);
            crowds.span.resize(to as usize, span);
            at = to as usize;
        }
        crowds
    }
}

/// A thread's counters: one an account.
struct Meetings {
    met: Vec<Met>,
    /// The last message that met each account, plus one.
    stamp: Vec<u32>,
    touched: Vec<u32>,
}

impl Meetings {
    fn new(n_accounts: usize) -> Self {
        let none = Met {
            account: 0,
            count: 0,
            first: Moment::UNKNOWN,
            last: Moment::UNKNOWN,
        };
        Self {
            met: vec![none; n_accounts],
            stamp: vec![0; n_accounts],
            touched: Vec::new(),
        }
    }

    #[inline]
    fn meet(&mut self, account: u32, times: u32, first: Moment, last: Moment) {
        let met = &mut self.met[account as usize];
        if met.count == 0 {
            self.touched.push(account);
            *met = Met {
                account,
                count: times,
                first,
                last,
            };
            return;
        }
        met.count += times;
        // Unknown moments are less than every other.
        if met.first == Moment::UNKNOWN || (first != Moment::UNKNOWN && first < met.first) {
            met.first = first;
        }
        met.last = met.last.max(last);
    }

    /// Counts what one account's acts meet within the window; gives how many acts the messages have that meet another's.
    fn within(&mut self, shared: &Shared, own: u32, window: i64, counting: Counting) -> u32 {
        let mut matched = Matched::default();
        for place in shared.of_account(own) {
            let at = *place as usize;
            let act = shared.acts[at];
            let (from, to) = shared.thing[at];
            let near = |other: &Act| {
                let (a, b) = (act.time.ms().unwrap_or(0), other.time.ms().unwrap_or(0));
                a.abs_diff(b) <= window as u64
            };
            let before = shared.acts[from as usize..at]
                .iter()
                .rev()
                .take_while(|act| near(act));
            let after = shared.acts[at + 1..to as usize]
                .iter()
                .take_while(|act| near(act));
            let mut meets = false;
            for other in before.chain(after) {
                if other.account == own {
                    continue;
                }
                match counting {
                    Counting::Messages => {
                        if self.stamp[other.account as usize] != act.message + 1 {
                            self.stamp[other.account as usize] = act.message + 1;
                            self.meet(other.account, 1, act.time, act.time);
                        }
                    }
                    Counting::Pairs => {
                        // One message that shares two things is no pair.
                        if other.message == act.message {
                            continue;
                        }
                        meets = true;
                        if other.account > own {
                            let (first, last) =
                                (act.time.min(other.time), act.time.max(other.time));
                            self.meet(other.account, 1, first, last);
                        }
                    }
                }
            }
            matched.see(act.message, meets);
        }
        matched.sum()
    }

    /// The same at any time apart.
    fn ever(&mut self, shared: &Shared, crowds: &Crowds, own: u32, counting: Counting) -> u32 {
        let mut matched = Matched::default();
        for place in shared.of_account(own) {
            let act = shared.acts[*place as usize];
            let (from, to) = crowds.span[*place as usize];
            let crowd = &crowds.of[from as usize..to as usize];
            matched.see(act.message, crowd.len() > 1);
            for other in crowd.iter().filter(|other| other.account != own) {
                match counting {
                    Counting::Messages => {
                        if self.stamp[other.account as usize] != act.message + 1 {
                            self.stamp[other.account as usize] = act.message + 1;
                            self.meet(other.account, 1, act.time, act.time);
                        }
                    }
                    Counting::Pairs if other.account > own => {
                        let first = match (act.time, other.first) {
                            (Moment::UNKNOWN, known) | (known, Moment::UNKNOWN) => known,
                            (a, b) => a.min(b),
                        };
                        self.meet(other.account, other.count, first, act.time.max(other.last));
                    }
                    Counting::Pairs => {}
                }
            }
        }
        matched.sum()
    }

    /// What was met, in order; the counters are empty again.
    fn row(&mut self) -> Row {
        self.touched.sort_unstable();
        let row = self
            .touched
            .iter()
            .map(|account| self.met[*account as usize])
            .collect();
        for account in self.touched.drain(..) {
            self.met[account as usize].count = 0;
            self.stamp[account as usize] = 0;
        }
        row
    }
}

/// Acts of the messages of which at least one act meets another's. CooRTweet counts so: a matched content counts with
/// all its rows.
#[derive(Default)]
struct Matched {
    sum: u32,
    message: Option<u32>,
    acts: u32,
    meets: bool,
}

impl Matched {
    /// Acts come message by message.
    fn see(&mut self, message: u32, meets: bool) {
        if self.message != Some(message) {
            self.close();
            self.message = Some(message);
        }
        self.acts += 1;
        self.meets |= meets;
    }

    fn close(&mut self) {
        self.sum += if self.meets { self.acts } else { 0 };
        (self.acts, self.meets) = (0, false);
    }

    fn sum(mut self) -> u32 {
        self.close();
        self.sum
    }
}

#[cfg(test)]
mod tests;
