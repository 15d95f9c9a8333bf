//! Tweets by value: every facet is a tally of numbers, of which only those that are shown are put into words.

use super::Library;
use super::calendar::{self, DAY, HOUR};
use super::ids::IdSet;
use super::set::DocSet;
use super::tally::Tally;
use crate::answer::{FacetValue, FacetValues};
use crate::ask::Facet;
use crate::{Ask, Result};
use hashbrown::HashMap;
use rapidhash::fast::RandomState;
use starling_index::schema::flag;
use starling_store::{Dictionary, ProfileColumns, Store};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::schema::Field;

/// What several facets are made of, tallied at most once.
#[derive(Default)]
struct Shared {
    profiles: Option<Arc<Tally>>,
    hours: Option<Arc<(i64, Tally)>>,
}

/// The kinds of tweet, in the words of `is:`.
pub(crate) const KINDS: [(&str, u64); 3] = [
    ("retweet", flag::RETWEET),
    ("reply", flag::REPLY),
    ("quote", flag::QUOTE),
];

impl Library<'_> {
    /// The query's tweets by the values of each facet, at most `top` of each, and how many tweets there are.
    pub fn facets(
        &self,
        ask: &Ask,
        by: &[Facet],
        top: usize,
    ) -> Result<(u64, Vec<(Facet, FacetValues)>)> {
        let set = self.set(ask)?;
        Ok((set.tweets(), self.facets_of(&set, by, top)?))
    }

    /// The same for a set.
    pub fn facets_of(
        &self,
        set: &DocSet,
        by: &[Facet],
        top: usize,
    ) -> Result<Vec<(Facet, FacetValues)>> {
        let mut shared = Shared::default();
        by.iter()
            .map(|facet| Ok((*facet, self.facet(set, *facet, top, &mut shared)?)))
            .collect()
    }

    /// One facet of a set.
    pub(crate) fn facet_of(&self, set: &DocSet, facet: Facet, top: usize) -> Result<FacetValues> {
        self.facet(set, facet, top, &mut Shared::default())
    }

    fn facet(
        &self,
        set: &DocSet,
        facet: Facet,
        top: usize,
        shared: &mut Shared,
    ) -> Result<FacetValues> {
        if let Some((field, dictionary)) = self.column_of(facet) {
            let tally = self.tally(set, field)?;
            let mut values = self.ranked(dictionary, tally.counts, top)?;
            values.without = tally.without;
            if matches!(facet, Facet::Mention | Facet::Retweeted) {
                self.label(&mut values)?;
            }
            return Ok(values);
        }
        match facet {
            Facet::Account => {
                let columns = self.store.profile_columns()?;
                let tally = self.profiles(set, shared)?;
                let counts = folded(&tally, |profile| at(&columns.account, profile));
                let mut values = self.ranked(Dictionary::Account, counts, top)?;
                self.label(&mut values)?;
                Ok(values)
            }
            Facet::AccountLang => {
                let columns = self.store.profile_columns()?;
                let tally = self.profiles(set, shared)?;
                let mut counts = folded(&tally, |profile| at(&columns.language, profile));
                let without = take(&mut counts, u32::MAX);
                Ok(FacetValues {
                    without,
                    ..self.ranked(Dictionary::Language, counts, top)?
                })
            }
            Facet::Location => {
                let columns = self.store.profile_columns()?;
                let tally = self.profiles(set, shared)?;
                let counts = folded(&tally, |profile| at(&columns.texts, profile));
                self.locations(&columns, counts, top)
            }
            Facet::Kind => {
                let tally = self.tally_flags(set)?;
                let of = |wanted: &dyn Fn(u64) -> bool| -> u64 {
                    tally
                        .counts
                        .iter()
                        .filter(|(flags, _)| wanted(u64::from(*flags)))
                        .map(|(_, count)| count)
                        .sum()
                };
                let all = KINDS.iter().fold(0, |all, (_, mask)| all | mask);
                let mut counts: Vec<(String, u64)> = KINDS
                    .iter()
                    .map(|(word, mask)| ((*word).to_owned(), of(&|flags| flags & mask != 0)))
                    .collect();
                counts.push(("original".to_owned(), of(&|flags| flags & all == 0)));
                Ok(in_words(counts, top))
            }
            Facet::Year | Facet::Weekday | Facet::Hour => self.of_time(set, facet, top, shared),
            Facet::Dataset => {
                let tally = self.tally(set, self.fields.dataset)?;
                let names: BTreeMap<u32, String> = self
                    .store
                    .datasets()?
                    .into_iter()
                    .map(|entry| (entry.id.0, entry.facts.name))
                    .collect();
                let named = |(id, count)| (names.get(&id).cloned().unwrap_or_default(), count);
                Ok(in_words(tally.counts.into_iter().map(named).collect(), top))
            }
            Facet::Lang
            | Facet::Client
            | Facet::Hashtag
            | Facet::Domain
            | Facet::Url
            | Facet::Mention
            | Facet::Retweeted => unreachable!("BUG: these have columns of their own"),
        }
    }

    /// The column whose numbers are the facet's values, and what names them.
    pub(crate) fn column_of(&self, facet: Facet) -> Option<(Field, Dictionary)> {
        let fields = &self.fields;
        Some(match facet {
            Facet::Lang => (fields.language, Dictionary::Language),
            Facet::Client => (fields.client, Dictionary::Client),
            Facet::Hashtag => (fields.hashtags, Dictionary::Hashtag),
            Facet::Domain => (fields.domains, Dictionary::Domain),
            Facet::Url => (fields.urls, Dictionary::Url),
            Facet::Mention => (fields.mentions, Dictionary::Account),
            Facet::Retweeted => (fields.retweet_account, Dictionary::Account),
            Facet::Dataset
            | Facet::Account
            | Facet::Kind
            | Facet::AccountLang
            | Facet::Location
            | Facet::Year
            | Facet::Weekday
            | Facet::Hour => return None,
        })
    }

    fn profiles(&self, set: &DocSet, shared: &mut Shared) -> Result<Arc<Tally>> {
        if let Some(known) = &shared.profiles {
            return Ok(known.clone());
        }
        let tally = Arc::new(self.tally(set, self.fields.profile)?);
        shared.profiles = Some(tally.clone());
        Ok(tally)
    }

    fn of_time(
        &self,
        set: &DocSet,
        facet: Facet,
        top: usize,
        shared: &mut Shared,
    ) -> Result<FacetValues> {
        if shared.hours.is_none() {
            let none = || {
                (
                    0,
                    Tally {
                        counts: Vec::new(),
                        without: set.tweets(),
                    },
                )
            };
            shared.hours = Some(Arc::new(
                self.tally_time(set, HOUR, None)?.unwrap_or_else(none),
            ));
        }
        let hours = shared.hours.as_ref().expect("BUG: set just above");
        let (first, tally) = &**hours;
        let value = |hour: i64| match facet {
            Facet::Year => calendar::year_and_month(hour.div_euclid(DAY / HOUR)).0,
            Facet::Weekday => calendar::weekday(hour.div_euclid(DAY / HOUR)),
            _ => hour.rem_euclid(DAY / HOUR),
        };
        let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
        for (hour, count) in &tally.counts {
            *counts.entry(value(first + i64::from(*hour))).or_default() += count;
        }
        let width = if facet == Facet::Year { 4 } else { 1 };
        let worded = counts
            .into_iter()
            .map(|(value, count)| (format!("{value:0width$}"), count))
            .collect();
        Ok(FacetValues {
            without: tally.without,
            ..in_words(worded, top)
        })
    }

    /// Locations are texts of profiles, many of which share one.
    fn locations(
        &self,
        columns: &ProfileColumns,
        counts: Vec<(u32, u64)>,
        top: usize,
    ) -> Result<FacetValues> {
        let words = self.location_words(columns, &counts)?;
        let mut by_word: HashMap<String, u64, RandomState> =
            HashMap::with_hasher(RandomState::default());
        let mut without = 0;
        for (word, (_, count)) in words.into_iter().zip(counts) {
            if word.is_empty() {
                without += count;
            } else {
                *by_word.entry(word).or_default() += count;
            }
        }
        Ok(FacetValues {
            without,
            ..in_words(by_word.into_iter().collect(), top)
        })
    }

    fn location_words(
        &self,
        columns: &ProfileColumns,
        counts: &[(u32, u64)],
    ) -> Result<Vec<String>> {
        // Reading all of them in a row costs about a tenth of looking each up.
        if counts.len() * 10 < columns.texts.len() {
            let texts: Vec<u32> = counts.iter().map(|(texts, _)| *texts).collect();
            return Ok(self.store.locations(&texts)?);
        }
        let places: HashMap<u32, usize, RandomState> = counts
            .iter()
            .enumerate()
            .map(|(at, (texts, _))| (*texts, at))
            .collect();
        let mut words = vec![String::new(); counts.len()];
        self.store.each_profile_text(&mut |id, texts| {
            if let Some(at) = places.get(&id) {
                texts.location.clone_into(&mut words[*at]);
            }
        })?;
        Ok(words)
    }

    /// The greatest counts, in words; of equal counts the first by value, exactly, wherever the cut falls.
    pub(crate) fn ranked(
        &self,
        of: Dictionary,
        mut counts: Vec<(u32, u64)>,
        top: usize,
    ) -> Result<FacetValues> {
        let distinct = counts.len() as u64;
        if top == 0 || counts.is_empty() {
            return Ok(FacetValues {
                distinct,
                ..FacetValues::default()
            });
        }
        if counts.len() > top {
            let (_, &mut (_, cut), _) =
                counts.select_nth_unstable_by_key(top - 1, |(_, count)| Reverse(*count));
            let (above, level): (Vec<_>, Vec<_>) = counts
                .into_iter()
                .filter(|(_, count)| *count >= cut)
                .partition(|(_, count)| *count > cut);
            let room = top - above.len();
            counts = above;
            let mut level: Vec<u32> = level.into_iter().map(|(id, _)| id).collect();
            if level.len() > room {
                level = first_by_word(self.store, of, level, room)?;
            }
            counts.extend(level.into_iter().map(|id| (id, cut)));
        }
        let ids: Vec<u32> = counts.iter().map(|(id, _)| *id).collect();
        let words = self.store.words(of, &ids)?;
        let worded = words
            .into_iter()
            .zip(counts)
            .map(|(word, (_, count))| (word, count))
            .collect();
        Ok(FacetValues {
            distinct,
            ..in_words(worded, top)
        })
    }

    /// Puts screen names to account ids, where a profile is known: the users file's, or else the last that was read.
    pub(crate) fn label(&self, values: &mut FacetValues) -> Result<()> {
        let mut accounts = Vec::with_capacity(values.values.len());
        for value in &values.values {
            accounts.push(self.store.find(Dictionary::Account, &value.value)?);
        }
        let known: Vec<u32> = accounts.iter().flatten().copied().collect();
        let profiles = self.profile_of_each(&known)?;
        let ids: Vec<u32> = profiles.values().copied().collect();
        let read = self.store.profiles(&ids)?;
        let names: HashMap<u32, String> = profiles
            .keys()
            .copied()
            .zip(read.into_iter().map(|profile| profile.screen_name))
            .collect();
        for (value, account) in values.values.iter_mut().zip(accounts) {
            value.label = account
                .and_then(|account| names.get(&account))
                .filter(|name| !name.is_empty())
                .cloned();
        }
        Ok(())
    }

    /// A profile for each of the accounts that has one.
    pub(crate) fn profile_of_each(&self, accounts: &[u32]) -> Result<BTreeMap<u32, u32>> {
        let wanted = IdSet::of_ids(accounts.iter().copied());
        let mut found = BTreeMap::new();
        if wanted.is_empty() {
            return Ok(found);
        }
        let columns = self.store.profile_columns()?;
        for (profile, account) in columns.account.iter().enumerate() {
            if wanted.contains(u64::from(*account)) {
                found.insert(*account, profile as u32);
            }
        }
        for user in self.store.users()? {
            if wanted.contains(u64::from(user.account)) {
                found.insert(user.account, user.profile);
            }
        }
        Ok(found)
    }
}

/// Of these ids the `keep` whose words come first, in that order.
pub(crate) fn first_by_word(
    store: &Store,
    of: Dictionary,
    ids: Vec<u32>,
    keep: usize,
) -> Result<Vec<u32>> {
    let mut first: Vec<(String, u32)>;
    // Reading a dictionary in a row costs about a tenth of looking each word up.
    if ids.len() < 4096 || ids.len() as u64 * 10 < u64::from(store.len(of)?) {
        let words = store.words(of, &ids)?;
        first = words.into_iter().zip(ids).collect();
    } else {
        let wanted = IdSet::of_ids(ids);
        first = Vec::new();
        // Those above this word are out of the question.
        let mut bar: Option<String> = None;
        store.each(of, &mut |id, word| {
            if wanted.contains(u64::from(id)) && bar.as_deref().is_none_or(|bar| word < bar) {
                first.push((word.to_owned(), id));
                if first.len() >= keep.saturating_mul(2).max(1024) {
                    let (_, last, _) = first.select_nth_unstable(keep - 1);
                    bar = Some(last.0.clone());
                    first.truncate(keep);
                }
            }
        })?;
    }
    first.sort_unstable();
    Ok(first.into_iter().take(keep).map(|(_, id)| id).collect())
}

/// Counts by what the numbers map to.
pub(crate) fn folded(tally: &Tally, map: impl Fn(usize) -> u32) -> Vec<(u32, u64)> {
    let mut counts: HashMap<u32, u64, RandomState> = HashMap::with_hasher(RandomState::default());
    for (number, count) in &tally.counts {
        *counts.entry(map(*number as usize)).or_default() += count;
    }
    counts.into_iter().collect()
}

/// A profile's number, which an index that is ahead of its store may not find: then none that anything has.
fn at(column: &[u32], profile: usize) -> u32 {
    column.get(profile).copied().unwrap_or(u32::MAX)
}

/// Takes one number out; its count.
fn take(counts: &mut Vec<(u32, u64)>, number: u32) -> u64 {
    match counts.iter().position(|(known, _)| *known == number) {
        Some(at) => counts.swap_remove(at).1,
        None => 0,
    }
}

/// Sorted by count, then by value, and cut. Values without any tweet are left out.
pub(crate) fn in_words(mut counts: Vec<(String, u64)>, top: usize) -> FacetValues {
    counts.retain(|(_, count)| *count > 0);
    let distinct = counts.len() as u64;
    counts.sort_unstable_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
    counts.truncate(top);
    let values = counts
        .into_iter()
        .map(|(value, count)| FacetValue {
            value,
            label: None,
            count,
        })
        .collect();
    FacetValues {
        values,
        distinct,
        without: 0,
    }
}
