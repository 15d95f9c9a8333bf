//! Acts: who did something to which thing, when, by which message. Projections are made of them.

use crate::Moment;
use crate::rows::{by_number, offsets, parts};
use rayon::prelude::*;

/// One entry an act. Accounts, things and messages are numbered from 0 without wide gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acts {
    /// Who.
    pub account: Vec<u32>,
    /// What was shared.
    pub thing: Vec<u32>,
    /// When.
    pub time: Vec<Moment>,
    /// By which message; one message may share several things.
    pub message: Vec<u32>,
}

/// One act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are those of `Acts`")]
pub struct Act {
    pub thing: u32,
    pub time: Moment,
    pub account: u32,
    pub message: u32,
}

impl Acts {
    /// Adds one.
    pub fn push(&mut self, act: Act) {
        self.account.push(act.account);
        self.thing.push(act.thing);
        self.time.push(act.time);
        self.message.push(act.message);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// One of them.
    pub fn get(&self, at: usize) -> Act {
        Act {
            thing: self.thing[at],
            time: self.time[at],
            account: self.account[at],
            message: self.message[at],
        }
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Act> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Those that pass.
    pub fn only(&self, passes: impl Fn(Act) -> bool) -> Self {
        let mut kept = Self::default();
        self.iter()
            .filter(|act| passes(*act))
            .for_each(|act| kept.push(act));
        kept
    }

    /// One more than the greatest account.
    pub fn n_accounts(&self) -> usize {
        self.account
            .iter()
            .max()
            .map_or(0, |most| *most as usize + 1)
    }
}

/// Acts by thing, each thing's in order of time; and by account, each account's in order of message.
pub(crate) struct Shared {
    /// By thing, then time.
    pub(crate) acts: Vec<Act>,
    /// Where the thing of each act begins and ends.
    pub(crate) thing: Vec<(u32, u32)>,
    /// Where each account's places begin.
    pub(crate) offsets: Vec<u32>,
    /// Places in `acts`.
    pub(crate) places: Vec<u32>,
    pub(crate) n_accounts: usize,
}

impl Shared {
    pub(crate) fn of(acts: &Acts) -> Self {
        let n_accounts = acts.n_accounts();
        let n_things = acts.thing.iter().max().map_or(0, |most| *most as usize + 1);
        let things = offsets(n_things, &acts.thing);
        // Which act stands where; those of one thing in order of time.
        let mut order = by_number(&acts.thing, &things, |act| act);
        parts(&mut order, &things)
            .into_par_iter()
            .with_min_len(256)
            .for_each(|run| {
                let moment = |act: &u32| (acts.time[*act as usize], *act);
                // Mostly they were found in order of time.
                if !run.is_sorted_by_key(moment) {
                    run.sort_unstable_by_key(moment);
                }
            });
        let sorted: Vec<Act> = order.iter().map(|act| acts.get(*act as usize)).collect();
        let mut thing = Vec::with_capacity(sorted.len());
        for ends in things.windows(2) {
            thing.resize(ends[1] as usize, (ends[0], ends[1]));
        }
        let mut place = vec![0; order.len()];
        for (at, act) in order.iter().enumerate() {
            place[*act as usize] = at as u32;
        }
        drop(order);
        let offsets = offsets(n_accounts, &acts.account);
        let mut places = by_number(&acts.account, &offsets, |act| place[act as usize]);
        // Acts of one message must stand together.
        if !acts.message.is_sorted() {
            parts(&mut places, &offsets)
                .into_par_iter()
                .with_min_len(256)
                .for_each(|run| run.sort_unstable_by_key(|at| (sorted[*at as usize].message, *at)));
        }
        Self {
            acts: sorted,
            thing,
            offsets,
            places,
            n_accounts,
        }
    }

    /// An account's places in `acts`, by message.
    pub(crate) fn of_account(&self, account: u32) -> &[u32] {
        let account = account as usize;
        &self.places[self.offsets[account] as usize..self.offsets[account + 1] as usize]
    }
}
