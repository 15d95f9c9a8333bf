//! What is staged: the four file sets with their forms, times and languages, and the groups that act in coordination.

use crate::dice::Dice;
use crate::rhythm::DAY_MS;

/// How a set's files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// October 2018: the answered tweet before the answered account, lists without quotation marks, hexadecimal hashes.
    First,
    /// 2019: 31 columns, lists as Python writes them.
    Full,
    /// December 2021: 30 columns (no polls), `True` and `False`, answered and quoted ids ruined to floats.
    Late,
}

/// Whether small accounts are hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    Hashed,
    Unhashed,
}

/// How a set's tweets are laid into files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// `…_1.csv`, `…_2.csv`
    Parts,
    /// One CSV.
    Single,
    /// One CSV in a zip, under another name than the zip's.
    Zipped,
    /// `…_2019.csv`, `…_2020.csv`
    Years,
}

/// One file set.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Its number, which also stands in its tweets' ids.
    pub number: u64,
    pub name: &'static str,
    pub form: Form,
    pub tier: Tier,
    pub layout: Layout,
    /// Of a hundred tweets of the campaign.
    pub percent: u64,
    /// First day, as days since 1970.
    pub first_day: i64,
    pub days: u32,
    /// Hours east of Greenwich.
    pub zone: i64,
    /// Languages of its accounts and their weights.
    pub languages: &'static [(&'static str, u64)],
}

/// All sets, the largest first.
pub(crate) const PLANS: [Plan; 4] = [
    Plan {
        number: 0,
        name: "demo_a_082019",
        form: Form::Full,
        tier: Tier::Hashed,
        layout: Layout::Parts,
        percent: 45,
        first_day: 16_436, // 2015-01-01
        days: 1_670,
        zone: 3,
        languages: &[
            ("en", 38),
            ("ru", 20),
            ("es", 9),
            ("ar", 8),
            ("zh", 6),
            ("tr", 5),
            ("fr", 4),
            ("in", 4),
            ("ja", 3),
            ("fa", 2),
            ("th", 1),
        ],
    },
    Plan {
        number: 1,
        name: "demo_d_1221",
        form: Form::Late,
        tier: Tier::Hashed,
        layout: Layout::Years,
        percent: 30,
        first_day: 18_000, // 2019-04-14
        days: 800,
        zone: 8,
        languages: &[
            ("zh", 40),
            ("en", 30),
            ("ja", 10),
            ("th", 9),
            ("in", 6),
            ("es", 5),
        ],
    },
    Plan {
        number: 2,
        name: "demo_c_102018",
        form: Form::First,
        tier: Tier::Hashed,
        layout: Layout::Zipped,
        percent: 15,
        first_day: 15_706, // 2013-01-01
        days: 1_900,
        zone: 4,
        languages: &[("fa", 34), ("ar", 26), ("en", 22), ("fr", 12), ("tr", 6)],
    },
    Plan {
        number: 3,
        name: "demo_b_122020",
        form: Form::Full,
        tier: Tier::Unhashed,
        layout: Layout::Single,
        percent: 10,
        first_day: 17_800, // 2018-09-26
        days: 700,
        zone: -5,
        languages: &[("es", 45), ("en", 35), ("fr", 12), ("tr", 8)],
    },
];

impl Plan {
    /// `hashed` or `unhashed`, as in file names.
    pub(crate) fn suffix(&self) -> &'static str {
        match self.tier {
            Tier::Hashed => "hashed",
            Tier::Unhashed => "unhashed",
        }
    }

    /// Its first millisecond.
    pub(crate) fn start(&self) -> i64 {
        self.first_day * DAY_MS
    }
}

/// What a planted group does together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Retweets one tweet within seconds of each other.
    FastRetweet,
    /// Posts one address within a minute, each with words of its own.
    CoUrl,
    /// Posts the same hashtags in the same order.
    HashtagSequence,
    /// Posts one text with a word or two changed.
    SimilarText,
}

impl Scheme {
    const ALL: [Self; 4] = [
        Self::FastRetweet,
        Self::CoUrl,
        Self::HashtagSequence,
        Self::SimilarText,
    ];

    /// The word of the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::FastRetweet => "fast-retweet",
            Self::CoUrl => "co-url",
            Self::HashtagSequence => "hashtag-sequence",
            Self::SimilarText => "similar-text",
        }
    }

    /// The most milliseconds between two members of one event.
    pub(crate) fn gap(self) -> u64 {
        match self {
            Self::FastRetweet => 4_000,
            Self::CoUrl => 6_000,
            Self::HashtagSequence => 60_000,
            Self::SimilarText => 45_000,
        }
    }
}

/// Accounts that act together.
#[derive(Debug)]
pub(crate) struct Group {
    pub scheme: Scheme,
    /// Accounts of the set, by number.
    pub members: Vec<usize>,
}

/// The planted groups of a set, and where in its stream of tweets their events lie.
#[derive(Debug)]
pub(crate) struct Plot {
    pub groups: Vec<Group>,
    seed: u64,
    /// Every so many tweets there is an event.
    stride: u64,
    events: u64,
}

/// A tweet's place in an event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cue {
    pub event: u64,
    pub group: usize,
    /// The tweet at which the event begins.
    pub first: u64,
    /// Which of the event's tweets.
    pub turn: u64,
    /// The account that acts.
    pub member: usize,
}

/// Members of the largest group.
const MOST_MEMBERS: u64 = 12;
/// Accounts at the head of a cast that stay free of groups: the loudest.
const LOUDEST: usize = 6;

impl Plot {
    /// Chooses groups for a set of `tweets` tweets among its `founders`, the accounts that are there from the first day.
    pub(crate) fn new(seed: u64, number: u64, tweets: u64, founders: usize) -> Self {
        let mut dice = Dice::new(seed, 0x504c, number);
        let room = founders.saturating_sub(LOUDEST) / MOST_MEMBERS as usize;
        let wanted = ((tweets / 400).clamp(1, 64) as usize).min(room);
        let mut groups = Vec::new();
        for group in 0..wanted {
            let size = 5 + dice.index(MOST_MEMBERS as usize - 4);
            // Groups lie beside each other in the cast and share nobody.
            let from = LOUDEST + group * MOST_MEMBERS as usize;
            let scheme = Scheme::ALL[(group + number as usize) % 4];
            groups.push(Group {
                scheme,
                members: (from..from + size).collect(),
            });
        }
        // At least eight events a group where the set is long enough, and one tweet in thirty planted in large sets.
        let stride = (tweets / (8 * wanted.max(1) as u64)).clamp(40, 240);
        let events = if wanted == 0 { 0 } else { tweets / stride };
        Self {
            groups,
            seed: seed ^ number,
            stride,
            events,
        }
    }

    /// What the tweet of that number has to do with an event, if anything.
    pub(crate) fn cue(&self, number: u64) -> Option<Cue> {
        let event = number / self.stride;
        if event >= self.events {
            return None;
        }
        let mut dice = Dice::new(self.seed, 0x4556, event);
        let group = event as usize % self.groups.len();
        let members = &self.groups[group].members;
        let first = event * self.stride + dice.below(self.stride - MOST_MEMBERS);
        let turn = number.checked_sub(first)?;
        // Now and then one of them misses it.
        let acting = members.len() as u64 - dice.below(2);
        if turn >= acting {
            return None;
        }
        // Every event begins with another member.
        let member = members[(dice.index(members.len()) + turn as usize) % members.len()];
        Some(Cue {
            event,
            group,
            first,
            turn,
            member,
        })
    }

    /// How many events a group has.
    pub(crate) fn events_of(&self, group: usize) -> u64 {
        let groups = self.groups.len() as u64;
        self.events / groups + u64::from((group as u64) < self.events % groups)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn shares_make_a_whole() {
        assert_eq!(PLANS.iter().map(|plan| plan.percent).sum::<u64>(), 100);
    }

    #[test]
    fn groups_share_nobody_and_act_often() {
        let plot = Plot::new(7, 0, 100_000, 400);
        let members: Vec<usize> = plot
            .groups
            .iter()
            .flat_map(|group| group.members.clone())
            .collect();
        assert_eq!(members.iter().collect::<HashSet<_>>().len(), members.len());
        assert!(plot.groups.len() >= 4);
        let mut acted = vec![HashSet::new(); plot.groups.len()];
        for number in 0..100_000 {
            if let Some(cue) = plot.cue(number) {
                assert!(plot.groups[cue.group].members.contains(&cue.member));
                acted[cue.group].insert(cue.event);
            }
        }
        for (group, events) in acted.iter().enumerate() {
            assert_eq!(events.len() as u64, plot.events_of(group));
            assert!(events.len() >= 8);
        }
    }
}
