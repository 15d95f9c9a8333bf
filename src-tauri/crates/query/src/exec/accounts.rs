//! The accounts behind a query's tweets.

use super::Library;
use super::bits::Bits;
use super::columns::{Column, Scratch, unshifted};
use super::docs::Block;
use super::facet::first_by_word;
use super::parallel::fold;
use super::set::DocSet;
use crate::answer::{AccountPage, AccountView};
use crate::ask::AccountSort;
use crate::{Ask, Result};
use hashbrown::HashMap;
use rapidhash::fast::RandomState;
use starling_model::{Profile, Timestamp};
use starling_store::{Dictionary, ProfileColumns, UserEntry};
use std::collections::{BTreeMap, BTreeSet};

/// Which accounts, and which page of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AccountAsk {
    pub sort: AccountSort,
    /// Lists, among the others and marked, accounts that the query's tweets mention, answer or retweet
    /// and of which the vault has neither tweets nor a users row.
    pub outsiders: bool,
    pub offset: u64,
    pub limit: u64,
}

/// What a set's tweets say of one version of a profile, or of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Activity {
    pub(crate) tweets: u64,
    /// `i64::MAX` and `i64::MIN` while no tweet has a time.
    pub(crate) first: i64,
    pub(crate) last: i64,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            tweets: 0,
            first: i64::MAX,
            last: i64::MIN,
        }
    }
}

impl Activity {
    pub(crate) fn add(&mut self, other: Self) {
        self.tweets += other.tweets;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    pub(crate) fn first(&self) -> Option<Timestamp> {
        (self.first != i64::MAX).then_some(Timestamp(self.first))
    }

    pub(crate) fn last(&self) -> Option<Timestamp> {
        (self.last != i64::MIN).then_some(Timestamp(self.last))
    }
}

/// One line of the list before it is put into words.
#[derive(Debug, Clone, Copy)]
struct Line {
    account: u32,
    /// The version that is shown, where there is one.
    profile: Option<u32>,
    activity: Activity,
    retweeted: u64,
}

impl Library<'_> {
    /// Accounts that wrote the query's tweets. For `*` every account of the users files is listed as well,
    /// and for a `dataset:` alone those of its users files.
    ///
    /// Greatest first: tweets, followers, retweets received; `created` has the youngest accounts first.
    /// Equal ones stand in the order of their ids' text, and accounts without the number at the end.
    pub fn accounts(&self, ask: &Ask, wanted: AccountAsk) -> Result<AccountPage> {
        let set = self.set(ask)?;
        let columns = self.store.profile_columns()?;
        let users = self.store.users()?;
        let mut lines = self.authors_of(&set, &columns)?;
        for user in &users {
            let listed = match ask {
                Ask::All => true,
                Ask::Dataset(name) => self.is_named(user, name)?,
                _ => false,
            };
            if listed {
                lines
                    .entry(user.account)
                    .or_insert_with(|| Line::of(user.account));
            }
        }
        // The users file knows better than the rows; of several the dataset that came last.
        for user in &users {
            if let Some(line) = lines.get_mut(&user.account) {
                line.profile = Some(user.profile);
            }
        }
        let retweeted = self.tally(&set, self.fields.retweet_account)?;
        if wanted.outsiders {
            for account in self.outsiders(&set, &users)? {
                lines.entry(account).or_insert_with(|| Line::of(account));
            }
        }
        for (account, count) in retweeted.counts {
            if let Some(line) = lines.get_mut(&account) {
                line.retweeted = count;
            }
        }
        let lines: Vec<Line> = lines.into_values().collect();
        let total = lines.len() as u64;
        let page = self.sorted(lines, &columns, wanted)?;
        Ok(AccountPage {
            total,
            accounts: self.account_views(&page, &users)?,
        })
    }

    fn is_named(&self, user: &UserEntry, name: &str) -> Result<bool> {
        let entries = self.store.datasets()?;
        Ok(entries
            .iter()
            .any(|entry| entry.id == user.dataset && entry.name().eq_ignore_ascii_case(name)))
    }

    /// Activity by version of the profile.
    pub(crate) fn activity(&self, set: &DocSet) -> Result<Vec<(u32, Activity)>> {
        let readers = self.searcher.segment_readers();
        let open = |field| {
            readers
                .iter()
                .map(|reader| Column::open(reader, field))
                .collect::<Result<Vec<_>>>()
        };
        let (profiles, times) = (open(self.fields.profile)?, open(self.fields.time)?);
        let most = profiles
            .iter()
            .filter_map(Column::bounds)
            .map(|(_, most)| most)
            .max()
            .unwrap_or(0);
        let dense = most <= (set.tweets() * 4).max(1 << 14);
        let fresh = || Active {
            array: if dense {
                vec![Activity::default(); most as usize + 1]
            } else {
                Vec::new()
            },
            table: HashMap::with_hasher(RandomState::default()),
            profiles: Vec::new(),
            times: Vec::new(),
            scratch: Scratch::default(),
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            fresh,
            |active, piece| {
                set.segments[piece.segment].blocks::<crate::Error>(piece.range.clone(), |block| {
                    active.add(&profiles[piece.segment], &times[piece.segment], &block);
                    Ok(())
                })
            },
        )?;
        let mut sum: BTreeMap<u32, Activity> = BTreeMap::new();
        for active in threads {
            let of_array = active
                .array
                .into_iter()
                .enumerate()
                .map(|(profile, activity)| (profile as u32, activity));
            for (profile, activity) in of_array.chain(active.table) {
                if activity.tweets > 0 {
                    sum.entry(profile).or_default().add(activity);
                }
            }
        }
        Ok(sum.into_iter().collect())
    }

    fn authors_of(
        &self,
        set: &DocSet,
        columns: &ProfileColumns,
    ) -> Result<HashMap<u32, Line, RandomState>> {
        let mut lines: HashMap<u32, Line, RandomState> =
            HashMap::with_hasher(RandomState::default());
        let mut newest: HashMap<u32, i64, RandomState> =
            HashMap::with_hasher(RandomState::default());
        for (profile, activity) in self.activity(set)? {
            let Some(&account) = columns.account.get(profile as usize) else {
                continue;
            };
            let line = lines.entry(account).or_insert_with(|| Line::of(account));
            line.activity.add(activity);
            // Of two versions of one moment the one that was read later.
            let before = newest.entry(account).or_insert(i64::MIN);
            if line.profile.is_none() || activity.last >= *before {
                line.profile = Some(profile);
                *before = activity.last;
            }
        }
        Ok(lines)
    }

    /// Every account that wrote a tweet or stands in a users file.
    fn members(&self, users: &[UserEntry]) -> Result<Bits> {
        let everything = self.set(&Ask::All)?;
        let mut members = self.authors(&everything)?;
        // Accounts of users files have profiles, so they lie within the bits.
        for user in users {
            if user.account < members.len() {
                members.insert(user.account);
            }
        }
        Ok(members)
    }

    /// How many lines [`accounts`](Self::accounts) has for `*`, without what they say.
    pub fn n_accounts(&self) -> Result<u64> {
        Ok(self.members(&self.store.users()?)?.count().into())
    }

    fn outsiders(&self, set: &DocSet, users: &[UserEntry]) -> Result<BTreeSet<u32>> {
        let members = self.members(users)?;
        let mut found = BTreeSet::new();
        for field in [
            self.fields.mentions,
            self.fields.reply_account,
            self.fields.retweet_account,
        ] {
            let tally = self.tally(set, field)?;
            found.extend(
                tally
                    .counts
                    .into_iter()
                    .map(|(account, _)| account)
                    .filter(|id| !members.contains(*id)),
            );
        }
        Ok(found)
    }

    fn sorted(
        &self,
        mut lines: Vec<Line>,
        columns: &ProfileColumns,
        wanted: AccountAsk,
    ) -> Result<Vec<Line>> {
        let number = |line: &Line| -> i64 {
            let of = |column: &[i64]| {
                line.profile
                    .and_then(|profile| column.get(profile as usize))
                    .copied()
                    .unwrap_or(i64::MIN)
            };
            match wanted.sort {
                AccountSort::Tweets => line.activity.tweets as i64,
                AccountSort::Retweeted => line.retweeted as i64,
                AccountSort::Followers => of(&columns.followers),
                AccountSort::Created => line
                    .profile
                    .and_then(|profile| columns.created.get(profile as usize))
                    .filter(|day| **day != i32::MIN)
                    .map_or(i64::MIN, |day| i64::from(*day)),
            }
        };
        lines.sort_unstable_by_key(|line| std::cmp::Reverse(number(line)));
        let from = (wanted.offset as usize).min(lines.len());
        let to = wanted
            .offset
            .saturating_add(wanted.limit)
            .min(lines.len() as u64) as usize;
        if from == to {
            return Ok(Vec::new());
        }
        // Only runs of equal numbers that reach into the page need their ids' text.
        let begin = lines.partition_point(|line| number(line) > number(&lines[from]));
        let end = lines.partition_point(|line| number(line) >= number(&lines[to - 1]));
        let reach = &mut lines[begin..end];
        let ids: Vec<u32> = reach.iter().map(|line| line.account).collect();
        let every = ids.len();
        let order = first_by_word(self.store, Dictionary::Account, ids, every)?;
        let places: HashMap<u32, usize, RandomState> = order
            .into_iter()
            .enumerate()
            .map(|(place, id)| (id, place))
            .collect();
        reach.sort_by_key(|line| (std::cmp::Reverse(number(line)), places[&line.account]));
        Ok(lines[from..to].to_vec())
    }

    fn account_views(&self, page: &[Line], users: &[UserEntry]) -> Result<Vec<AccountView>> {
        let accounts: Vec<u32> = page.iter().map(|line| line.account).collect();
        let ids = self.store.words(Dictionary::Account, &accounts)?;
        let tags = self.store.tags_on_accounts(&accounts)?;
        let shown: Vec<u32> = page.iter().filter_map(|line| line.profile).collect();
        let mut profiles = self.store.profiles(&shown)?.into_iter();
        let datasets = self.datasets_of(&accounts, users)?;
        let mut views = Vec::with_capacity(page.len());
        for ((line, id), tags) in page.iter().zip(ids).zip(tags) {
            let profile = line.profile.and_then(|_| profiles.next());
            views.push(AccountView {
                profile: profile.unwrap_or_else(|| Profile {
                    account: id.clone(),
                    ..Profile::default()
                }),
                id,
                tweets: line.activity.tweets,
                retweeted: line.retweeted,
                first: line.activity.first(),
                last: line.activity.last(),
                datasets: datasets.get(&line.account).cloned().unwrap_or_default(),
                tags,
                outsider: line.profile.is_none(),
            });
        }
        Ok(views)
    }

    /// Names of the datasets in which each account wrote or stands in a users file, in order of name.
    fn datasets_of(
        &self,
        accounts: &[u32],
        users: &[UserEntry],
    ) -> Result<BTreeMap<u32, Vec<String>>> {
        let mut found: BTreeSet<(u32, u32)> = BTreeSet::new();
        let wanted: BTreeSet<u32> = accounts.iter().copied().collect();
        for user in users {
            if wanted.contains(&user.account) {
                found.insert((user.account, user.dataset.0));
            }
        }
        let entries = self.store.datasets()?;
        if let [only] = entries.as_slice() {
            found.extend(wanted.iter().map(|account| (*account, only.id.0)));
        } else {
            let columns = self.store.profile_columns()?;
            let written = self.find(&self.by_authors(accounts)?)?;
            for (segment, docs) in written.segments.iter().enumerate() {
                let reader = self.searcher.segment_reader(segment as u32);
                let profiles = Column::open(reader, self.fields.profile)?;
                let datasets = Column::open(reader, self.fields.dataset)?;
                let mut scratch = Scratch::default();
                let (mut of_profile, mut of_dataset) = (Vec::new(), Vec::new());
                let mut before = None;
                docs.blocks::<crate::Error>(0..u32::MAX, |block| {
                    profiles.aligned(&block, u64::MAX, &mut scratch, &mut of_profile);
                    datasets.aligned(&block, u64::MAX, &mut scratch, &mut of_dataset);
                    for pair in of_profile.iter().zip(&of_dataset) {
                        if before == Some((*pair.0, *pair.1)) {
                            continue;
                        }
                        before = Some((*pair.0, *pair.1));
                        if let Some(account) = columns.account.get(*pair.0 as usize) {
                            found.insert((*account, *pair.1 as u32));
                        }
                    }
                    Ok(())
                })?;
            }
        }
        let mut names: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (account, dataset) in found {
            if let Some(entry) = entries.iter().find(|entry| entry.id.0 == dataset) {
                names
                    .entry(account)
                    .or_default()
                    .push(entry.facts.name.clone());
            }
        }
        names.values_mut().for_each(|names| names.sort());
        Ok(names)
    }
}

impl Line {
    fn of(account: u32) -> Self {
        Self {
            account,
            profile: None,
            activity: Activity::default(),
            retweeted: 0,
        }
    }
}

/// A thread's share of the counting.
struct Active {
    /// By profile, where profiles are dense; else `table`.
    array: Vec<Activity>,
    table: HashMap<u32, Activity, RandomState>,
    profiles: Vec<u64>,
    times: Vec<u64>,
    scratch: Scratch,
}

/// No tweet is of the last millisecond that a column can hold.
const UNDATED: u64 = u64::MAX;

impl Active {
    fn add(&mut self, profiles: &Column, times: &Column, block: &Block<'_>) {
        profiles.aligned(block, u64::MAX, &mut self.scratch, &mut self.profiles);
        times.aligned(block, UNDATED, &mut self.scratch, &mut self.times);
        for (profile, time) in self.profiles.iter().zip(&self.times) {
            let activity = match self.array.get_mut(*profile as usize) {
                Some(activity) => activity,
                None => self.table.entry(*profile as u32).or_default(),
            };
            activity.tweets += 1;
            if *time != UNDATED {
                let time = unshifted(*time);
                activity.first = activity.first.min(time);
                activity.last = activity.last.max(time);
            }
        }
    }
}
