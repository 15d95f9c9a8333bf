//! What an order selects, and what was measured of it.

use super::accounts::Accounts;
use super::columns::COLUMNS;
use super::masking::Masking;
use super::{ExportOrder, Form};
use crate::networks::leaving::Without;
use crate::{Result, Session};
use starling_model::{Cancel, Progress, Stage, Step, TweetId, TweetRow, account_form};
use starling_policy::{Facts, columns};
use starling_query::Ask;
use starling_query::ask::{Facet, IdField};
use starling_query::language::parse;
use starling_store::StoredTweet;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Rows read at a time: some megabytes, and a reader that looks at the stop sign every few milliseconds.
const CHUNK: usize = 1_000;

/// The rows of a query, in the order in which they were imported.
pub(crate) struct Selection {
    /// Row numbers, ascending; none where what leaves is read from the index.
    pub(crate) rows: Vec<u64>,
    /// How many rows there are.
    pub(crate) tweets: u64,
    /// Rows by dataset's name.
    pub(crate) datasets: BTreeMap<String, u64>,
}

/// Rows of what was withdrawn, disputed, or is to be removed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subjects {
    pub(crate) withdrawn_accounts: HashSet<String>,
    pub(crate) withdrawn_tweets: HashSet<u64>,
    pub(crate) disputed_accounts: HashSet<String>,
    pub(crate) disputed_tweets: HashSet<u64>,
}

impl Subjects {
    pub(crate) fn is_withdrawn(&self, row: &TweetRow) -> bool {
        (!self.withdrawn_tweets.is_empty() && self.withdrawn_tweets.contains(&row.id))
            || (!self.withdrawn_accounts.is_empty()
                && self.withdrawn_accounts.contains(&row.author.account))
    }

    pub(crate) fn is_disputed(&self, row: &TweetRow) -> bool {
        (!self.disputed_tweets.is_empty() && self.disputed_tweets.contains(&row.id))
            || (!self.disputed_accounts.is_empty()
                && self.disputed_accounts.contains(&row.author.account))
    }

    /// Whoever is disputed, for what is made without their tweets.
    pub(crate) fn disputed(&self) -> Without {
        let mut without = Without {
            accounts: self.disputed_accounts.iter().cloned().collect(),
            tweets: self.disputed_tweets.iter().copied().collect(),
        };
        without.accounts.sort_unstable();
        without.tweets.sort_unstable();
        without
    }

    fn is_nobody(&self) -> bool {
        self.withdrawn_accounts.is_empty()
            && self.withdrawn_tweets.is_empty()
            && self.disputed_accounts.is_empty()
            && self.disputed_tweets.is_empty()
    }
}

impl Session {
    /// Finds the rows.
    pub(crate) fn select(&self, query: &str, cancel: &Cancel) -> Result<Selection> {
        let library = self.asked(cancel);
        let set = library.set(&parse(query)?)?;
        Ok(Selection {
            rows: library.every_row(&set)?,
            ..self.counted(query, cancel)?
        })
    }

    /// Counts the rows, dataset by dataset.
    pub(crate) fn counted(&self, query: &str, cancel: &Cancel) -> Result<Selection> {
        let library = self.asked(cancel);
        let set = library.set(&parse(query)?)?;
        let by_dataset = library.facets_of(&set, &[Facet::Dataset], usize::MAX)?;
        let datasets = by_dataset
            .into_iter()
            .flat_map(|(_, values)| values.values)
            .map(|value| (value.value, value.count))
            .collect();
        Ok(Selection {
            rows: Vec::new(),
            tweets: set.tweets(),
            datasets,
        })
    }

    /// How many rows of a query are by these accounts or are these tweets; counted in the index.
    fn rows_of(
        &self,
        query: &str,
        (accounts, tweets): (&HashSet<String>, &HashSet<u64>),
        (known, cancel): (&Accounts, &Cancel),
    ) -> Result<u64> {
        let library = self.asked(cancel);
        let ask = parse(query)?;
        let set = library.set(&ask)?;
        let authors: Vec<u32> = accounts.iter().filter_map(|id| known.number(id)).collect();
        let by_them = library.written_by(&set, &authors)?.tweets();
        if tweets.is_empty() {
            return Ok(by_them);
        }
        let named = tweets
            .iter()
            .map(|id| Ask::ById(IdField::Tweet, TweetId(*id)));
        let named = library.set(&Ask::And(vec![ask, Ask::Or(named.collect())]))?;
        let both = library.written_by(&named, &authors)?.tweets();
        Ok(by_them + named.tweets() - both)
    }

    /// Ids of everybody that a dataset's tweets mention.
    pub(crate) fn mentioned_in(&self, dataset: &str) -> Result<Vec<String>> {
        let library = self.asked(&Cancel::new());
        let set = library.set(&starling_query::Ask::Dataset(dataset.to_owned()))?;
        let values = library.facets_of(&set, &[Facet::Mention], usize::MAX)?;
        Ok(values
            .into_iter()
            .flat_map(|(_, values)| values.values)
            .map(|value| value.value)
            .collect())
    }

    /// Goes through rows in order, some at a time.
    pub(crate) fn each_row(
        &self,
        rows: &[u64],
        (progress, cancel): (&Progress, &Cancel),
        see: &mut dyn FnMut(StoredTweet) -> Result<()>,
    ) -> Result<()> {
        let mut done = 0;
        for chunk in rows.chunks(CHUNK) {
            cancel.check()?;
            for row in self.store.tweets(chunk)? {
                see(row)?;
            }
            done += chunk.len() as u64;
            progress.say(Step {
                stage: Stage::Exporting,
                subject: String::new(),
                done,
                total: Some(rows.len() as u64),
                unit: "rows",
                rows: done,
                rejected: 0,
            });
        }
        Ok(())
    }
}

/// What is looked at to measure.
pub(crate) struct Measure<'a> {
    pub(crate) order: &'a ExportOrder,
    pub(crate) fields: &'a [usize],
    pub(crate) accounts: &'a Accounts,
    pub(crate) subjects: &'a Subjects,
    pub(crate) masking: Masking<'a>,
    /// For the member alone nothing is masked and no quota counts, so names need not be looked for.
    pub(crate) outward: bool,
}

/// Measures a selection.
pub(crate) fn measure(
    session: &Session,
    selection: &Selection,
    measure: &Measure<'_>,
    job: (&Progress, &Cancel),
) -> Result<Facts> {
    let rows = selection.tweets;
    let mut facts = Facts {
        rows,
        tweets: rows,
        tweet_ids: rows,
        ..Facts::default()
    };
    if !measure.outward && measure.subjects.is_nobody() {
        return Ok(facts);
    }
    if measure.order.network.is_some() || measure.order.is_totals() {
        // Neither holds a row, so nothing is to be looked for in rows.
        let subjects = measure.subjects;
        let with = (measure.accounts, job.1);
        let query = &measure.order.query;
        let withdrawn = (&subjects.withdrawn_accounts, &subjects.withdrawn_tweets);
        let disputed = (&subjects.disputed_accounts, &subjects.disputed_tweets);
        facts.withdrawn_rows = session.rows_of(query, withdrawn, with)?;
        facts.disputed_rows = session.rows_of(query, disputed, with)?;
        return Ok(facts);
    }
    let has = |names: &[&str]| {
        measure
            .fields
            .iter()
            .any(|at| names.contains(&COLUMNS[*at].0))
    };
    let is_ids = measure.order.form == Form::Ids;
    let profiles = !is_ids
        && (has(columns::NAMES) || has(columns::PROFILE_TEXT) || has(columns::QUASI_IDENTIFIERS));
    let texts = !is_ids && (has(columns::CONTENT) || has(columns::PROFILE_TEXT));
    let masking = measure.masking;
    let mut tweets: Vec<u64> = Vec::with_capacity(selection.rows.len());
    let mut others: Vec<u64> = Vec::new();
    let mut authors: HashSet<String> = HashSet::new();
    let mut told: HashSet<String> = HashSet::new();
    let mut pairs = false;
    session.each_row(&selection.rows, job, &mut |stored| {
        let row = &stored.tweet;
        facts.withdrawn_rows += u64::from(measure.subjects.is_withdrawn(row));
        facts.disputed_rows += u64::from(measure.subjects.is_disputed(row));
        tweets.push(row.id);
        if profiles && !authors.contains(&row.author.account) {
            authors.insert(row.author.account.clone());
        }
        let wants = |name: &str| has(&[name]);
        if !is_ids {
            let mut tell = |id: &str| {
                if measure.accounts.tells(id) && !told.contains(id) {
                    told.insert(id.to_owned());
                }
            };
            if wants("userid") || has(columns::NAMES) {
                tell(&row.author.account);
            }
            if wants("in_reply_to_userid") {
                tell(&row.reply_to_account);
            }
            if wants("retweet_userid") {
                tell(&row.retweet_account);
            }
            if wants("user_mentions") {
                row.mentions.iter().for_each(|id| tell(id));
            }
        }
        for (name, reference) in [
            ("in_reply_to_tweetid", &row.reply_to_tweet),
            ("quoted_tweet_tweetid", &row.quoted_tweet),
            ("retweet_tweetid", &row.retweet_tweet),
        ] {
            if !is_ids
                && wants(name)
                && let Some(id) = reference.exact()
            {
                others.push(id.0);
            }
        }
        // A hash and a plain name of one account undo the hash.
        let (id, name) = (&row.author.account, &row.author.screen_name);
        pairs |= !is_ids
            && wants("userid")
            && wants("user_screen_name")
            && !name.is_empty()
            && account_form(id).is_hashed() != account_form(name).is_hashed();
        if texts {
            facts.mention_hits += hits(row, measure.fields, |text| masking.text(text).replaced);
        }
        Ok(())
    })?;
    tweets.sort_unstable();
    tweets.dedup();
    facts.tweets = tweets.len() as u64;
    if !others.is_empty() {
        tweets.append(&mut others);
        tweets.sort_unstable();
        tweets.dedup();
    }
    facts.tweet_ids = tweets.len() as u64;
    if !is_ids && !has(columns::TWEET_IDS) {
        facts.tweet_ids = 0;
    }
    facts.user_profiles = authors.len() as u64;
    facts.real_ids_of_protected = told.len() as u64;
    facts.hash_id_pairs = pairs;
    Ok(facts)
}

/// Texts of a row in which names may stand, in the columns that were asked for.
fn hits(row: &TweetRow, fields: &[usize], count: impl Fn(&str) -> u64) -> u64 {
    let of = |texts: &[String]| texts.iter().map(|text| count(text)).sum::<u64>();
    fields
        .iter()
        .map(|at| match COLUMNS[*at].0 {
            "tweet_text" => count(&row.text),
            "hashtags" => row
                .hashtags
                .iter()
                .map(|tag| count(&format!("#{tag}")))
                .sum(),
            "urls" => of(&row.urls),
            "poll_choices" => of(&row.poll_choices),
            "user_profile_description" => count(&row.author.bio),
            "user_reported_location" => count(&row.author.location),
            "user_profile_url" => count(&row.author.url),
            _ => 0,
        })
        .sum()
}

/// The dataset names, as a set.
pub(crate) fn names(selection: &Selection) -> BTreeSet<String> {
    selection.datasets.keys().cloned().collect()
}
