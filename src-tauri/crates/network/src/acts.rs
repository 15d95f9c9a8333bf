//! Acts: who did something to which thing, when, by which message. Projections are made of them.

use crate::Moment;
use crate::rows::offsets;
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
        let mut sorted: Vec<Act> = acts.iter().collect();
        sorted.par_sort_unstable();
        let mut thing = Vec::with_capacity(sorted.len());
        for run in sorted.chunk_by(|a, b| a.thing == b.thing) {
            let from = thing.len() as u32;
            thing.resize(thing.len() + run.len(), (from, from + run.len() as u32));
        }
        let accounts: Vec<u32> = sorted.iter().map(|act| act.account).collect();
        let offsets = offsets(n_accounts, &accounts);
        let mut free = offsets.clone();
        let mut places = vec![0; sorted.len()];
        for (place, account) in accounts.iter().enumerate() {
            let slot = &mut free[*account as usize];
            places[*slot as usize] = place as u32;
            *slot += 1;
        }
        // Acts of one message must stand together.
        let mut runs = Vec::new();
        let mut rest = places.as_mut_slice();
        for account in 0..n_accounts {
            let (run, others) =
                rest.split_at_mut((offsets[account + 1] - offsets[account]) as usize);
            runs.push(run);
            rest = others;
        }
        runs.into_par_iter()
            .with_min_len(256)
            .for_each(|run| run.sort_unstable_by_key(|at| (sorted[*at as usize].message, *at)));
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
