//! The people in the data: what was withdrawn is gone from everything, and who is protected is known.

use crate::importing::commit;
use crate::{Error, Result, Session, clock};
use starling_audit::Event;
use starling_index::Index;
use starling_model::media::MediaName;
use starling_model::{
    AccountForm, Cancel, DatasetId, Progress, Stage, Step, Timestamp, account_form,
};
use starling_policy::Rules;
use starling_policy::transform::Roster;
use starling_store::{Dictionary, ProfileColumns, Purged, Store, SubjectEntry};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use starling_store::{SubjectKind, SubjectState};

/// What a file says of one tweet or account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is; both where the file does not say and the vault cannot tell.
    pub kind: Option<SubjectKind>,
    /// Its id as published.
    pub id: String,
    /// What became of it.
    pub becomes: Becomes,
}

/// What becomes of a tweet or account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It is withdrawn, restored or disputed.
    Noted(SubjectState),
    /// It was noted by mistake; an import may bring it back.
    Forgotten,
}

/// What a withdrawal did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Withdrawal {
    /// Tweets that were noted as withdrawn or restored.
    pub tweets: u64,
    /// Accounts that were.
    pub accounts: u64,
    /// Noted as disputed.
    pub disputed: u64,
    /// Forgotten.
    pub forgotten: u64,
    /// Rows of tweets that are gone from the vault by it.
    pub rows: u64,
    /// Ids of the tweets that are gone, for recalls.
    pub gone_tweets: Vec<u64>,
    /// Ids of the accounts that are gone, as published, for recalls.
    pub gone_accounts: Vec<String>,
    /// Datasets that lost rows.
    pub datasets: Vec<String>,
}

/// Reads a file of notices: one a line, `ID`, `ID,STATE`, `KIND,ID` or `KIND,ID,STATE`. KIND is `tweet` or `account`,
/// STATE `withdrawn` (where none is said), `restored`, `disputed` or `forgotten`. A first line with a column `tweetid`
/// or `userid` says what the others are. Empty lines and such that begin with `#` are left out.
///
/// # Errors
///
/// With the line that cannot be understood; a file is taken whole or not at all.
pub fn read_notices(text: &str) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    let mut all_are = None;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let words: Vec<String> = line
            .split([',', '\t', ' '])
            .map(|word| word.trim().trim_matches('"').to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        if notices.is_empty() && all_are.is_none() {
            all_are = header(&words);
            if all_are.is_some() {
                continue;
            }
        }
        let wrong = |why: &str| Error::Failed(format!("line {}: {why}", at + 1));
        let (kind, rest) = match words.first().map(String::as_str) {
            Some("tweet") => (Some(SubjectKind::Tweet), &words[1..]),
            Some("account" | "user") => (Some(SubjectKind::Account), &words[1..]),
            _ => (all_are, &words[..]),
        };
        let becomes = match rest.get(1).map(String::as_str) {
            None => Becomes::Noted(SubjectState::Withdrawn),
            Some("forgotten") => Becomes::Forgotten,
            Some(word) => Becomes::Noted(SubjectState::from_word(word).ok_or_else(|| {
                wrong(&format!(
                    "`{word}` is none of withdrawn, restored, disputed, forgotten"
                ))
            })?),
        };
        let id = rest.first().ok_or_else(|| wrong("there is no id"))?.clone();
        if rest.len() > 2 {
            return Err(wrong("there is more than an id and what became of it"));
        }
        if account_form(&id) == AccountForm::Other {
            return Err(wrong(&format!(
                "`{id}` is no id as the archive publishes them"
            )));
        }
        notices.push(Notice { kind, id, becomes });
    }
    Ok(notices)
}

fn header(words: &[String]) -> Option<SubjectKind> {
    words.iter().find_map(|word| match word.as_str() {
        "tweetid" | "tweet_id" => Some(SubjectKind::Tweet),
        "userid" | "user_id" => Some(SubjectKind::Account),
        _ => None,
    })
}

/// What must not be imported.
#[derive(Debug, Default)]
pub(crate) struct Barred {
    tweets: HashSet<u64>,
    accounts: HashSet<String>,
}

impl Barred {
    pub(crate) fn load(store: &Store) -> Result<Self> {
        let mut barred = Self::default();
        for entry in store.subjects()? {
            match entry.kind {
                _ if !entry.state.is_gone() => {}
                SubjectKind::Tweet => barred.tweets.extend(entry.id.parse::<u64>()),
                SubjectKind::Account => {
                    barred.accounts.insert(entry.id);
                }
            }
        }
        Ok(barred)
    }

    pub(crate) fn bars_tweet(&self, tweet: u64, author: &str) -> bool {
        self.tweets.contains(&tweet) || self.bars_account(author)
    }

    pub(crate) fn bars_medium(&self, name: &MediaName) -> bool {
        match name {
            MediaName::OfTweet { tweet, account, .. } => {
                self.bars_tweet(tweet.0, account.as_deref().unwrap_or_default())
            }
            MediaName::OfProfile { account, .. } => self.bars_account(account),
            MediaName::Other => false,
        }
    }

    pub(crate) fn bars_account(&self, account: &str) -> bool {
        // Most vaults bar nobody.
        !self.accounts.is_empty() && self.accounts.contains(account)
    }
}

impl Session {
    /// Notes tweets and accounts as withdrawn, restored or disputed. What is withdrawn or restored is out of every view
    /// when this returns, and purged from store and index; only its id is kept, so that no import brings it back.
    pub fn withdraw(
        &self,
        notices: &[Notice],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Withdrawal> {
        let _one_at_a_time = self
            .importing
            .try_lock()
            .map_err(|_| Error::Failed("an import is running in this vault".into()))?;
        cancel.check()?;
        let mut done = Withdrawal::default();
        let mut noted: BTreeMap<(SubjectKind, String), SubjectState> = BTreeMap::new();
        let mut forgotten = Vec::new();
        for notice in notices {
            for kind in self.kinds(notice)? {
                let subject = (kind, notice.id.clone());
                match notice.becomes {
                    Becomes::Noted(state) => {
                        noted.insert(subject, state);
                    }
                    Becomes::Forgotten => forgotten.push(subject),
                }
            }
        }
        let at = clock::now();
        let entries: Vec<SubjectEntry> = noted
            .into_iter()
            .map(|((kind, id), state)| {
                match (state.is_gone(), kind) {
                    (false, _) => done.disputed += 1,
                    (true, SubjectKind::Tweet) => done.tweets += 1,
                    (true, SubjectKind::Account) => done.accounts += 1,
                }
                SubjectEntry {
                    kind,
                    id,
                    state,
                    at,
                    purged: !state.is_gone(),
                }
            })
            .collect();
        // From here on it is ended, whatever happens; a crash is made up for when the vault opens.
        self.store.set_subjects(&entries)?;
        done.forgotten = self.store.forget_subjects(&forgotten)?;
        purge_pending(&self.store, &self.index, progress, &mut done)?;
        self.media.0.sweep()?;
        self.sets.forget_words();
        self.forget_answers();
        let counts = BTreeMap::from([
            ("tweets".to_owned(), done.tweets),
            ("accounts".to_owned(), done.accounts),
            ("disputed".to_owned(), done.disputed),
            ("forgotten".to_owned(), done.forgotten),
            ("rows".to_owned(), done.rows),
        ]);
        self.log_event(Event::Withdrawal, done.datasets.clone(), counts)?;
        Ok(done)
    }

    /// What a notice is about: what it says, else what the vault knows by that id, else both.
    fn kinds(&self, notice: &Notice) -> Result<Vec<SubjectKind>> {
        if let Some(kind) = notice.kind {
            return Ok(vec![kind]);
        }
        if account_form(&notice.id).is_hashed() {
            return Ok(vec![SubjectKind::Account]);
        }
        let is_account = self.store.find(Dictionary::Account, &notice.id)?.is_some();
        let is_tweet = self.count(&format!("tweet:{}", notice.id))?.tweets > 0;
        Ok(match (is_tweet, is_account) {
            (true, false) => vec![SubjectKind::Tweet],
            (false, true) => vec![SubjectKind::Account],
            _ => vec![SubjectKind::Tweet, SubjectKind::Account],
        })
    }

    /// Ids of what was withdrawn or restored and of what is disputed.
    pub fn subjects(&self) -> Result<Vec<(SubjectKind, String, SubjectState)>> {
        let subjects = self.store.subjects()?;
        Ok(subjects
            .into_iter()
            .map(|entry| (entry.kind, entry.id, entry.state))
            .collect())
    }

    /// Numbers of the accounts that are disputed, and ids of the tweets that are.
    pub fn disputed(&self) -> Result<Disputed> {
        let mut disputed = Disputed::default();
        for entry in self.store.subjects()? {
            if entry.state.is_gone() {
                continue;
            }
            match entry.kind {
                SubjectKind::Tweet => disputed.tweets.extend(entry.id.parse::<u64>()),
                SubjectKind::Account => {
                    let number = self.store.find(Dictionary::Account, &entry.id)?;
                    disputed.accounts.extend(number);
                }
            }
        }
        Ok(disputed)
    }

    /// Numbers of the accounts that these rules protect: in any record fewer followers than the threshold, or unknown.
    pub fn protected_accounts(&self, rules: &Rules) -> Result<HashSet<u32>> {
        let columns = self.store.profile_columns()?;
        let fewest = fewest_followers(&columns);
        let protected = fewest
            .into_iter()
            .filter(|(_, fewest)| rules.protects(*fewest));
        Ok(protected.map(|(account, _)| account).collect())
    }

    /// Every account with the names that it bore and whether these rules protect it. Hashed accounts are left out:
    /// their ids and names are hashes, which leave as they are.
    pub fn roster(&self, rules: &Rules) -> Result<Roster> {
        let columns = self.store.profile_columns()?;
        let fewest = fewest_followers(&columns);
        let mut texts_of: HashMap<u32, BTreeSet<u32>> = HashMap::new();
        for (account, texts) in columns.account.iter().zip(&columns.texts) {
            texts_of.entry(*account).or_default().insert(*texts);
        }
        let mut names: HashMap<u32, String> = HashMap::new();
        self.store.each_profile_text(&mut |id, texts| {
            if !texts.screen_name.is_empty() {
                names.insert(id, texts.screen_name.to_owned());
            }
        })?;
        let mut accounts: Vec<(String, Vec<String>, bool)> = Vec::new();
        self.store.each(Dictionary::Account, &mut |number, id| {
            if account_form(id).is_hashed() {
                return;
            }
            let Some(texts) = texts_of.get(&number) else {
                return;
            };
            let borne = texts.iter().filter_map(|texts| names.get(texts).cloned());
            let fewest = fewest.get(&number).copied().flatten();
            accounts.push((id.to_owned(), borne.collect(), rules.protects(fewest)));
        })?;
        let accounts = accounts.iter().map(|(id, names, protected)| {
            (id.as_str(), names.iter().map(String::as_str), *protected)
        });
        Ok(Roster::of(rules.third_party, accounts))
    }
}

/// Accounts by number and tweets by id that are disputed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Disputed {
    pub accounts: HashSet<u32>,
    pub tweets: HashSet<u64>,
}

/// By account: the fewest followers that any record names; `None` where any record does not say.
fn fewest_followers(columns: &ProfileColumns) -> HashMap<u32, Option<i64>> {
    let mut fewest: HashMap<u32, Option<i64>> = HashMap::new();
    for (account, followers) in columns.account.iter().zip(&columns.followers) {
        let said = (*followers != i64::MIN).then_some(*followers);
        fewest
            .entry(*account)
            .and_modify(|least| *least = least.zip(said).map(|(a, b)| a.min(b)))
            .or_insert(said);
    }
    fewest
}

/// Takes out what was noted as withdrawn and is not yet purged. Does nothing where there is nothing.
pub(crate) fn purge_pending(
    store: &Store,
    index: &Index,
    progress: &Progress,
    done: &mut Withdrawal,
) -> Result<()> {
    let pending: Vec<SubjectEntry> = store
        .subjects()?
        .into_iter()
        .filter(|entry| entry.state.is_gone() && !entry.purged)
        .collect();
    if pending.is_empty() {
        return Ok(());
    }
    progress.say(Step {
        stage: Stage::Committing,
        subject: "withdrawn".into(),
        done: 0,
        total: None,
        unit: "rows",
        rows: 0,
        rejected: 0,
    });
    let found = find(store, index, &pending)?;
    done.rows = found.rows.len() as u64;
    done.gone_tweets = found.tweets.clone();
    done.gone_accounts = pending
        .iter()
        .filter(|entry| entry.kind == SubjectKind::Account)
        .map(|entry| entry.id.clone())
        .collect();
    let names: HashMap<DatasetId, String> = store
        .datasets()?
        .into_iter()
        .map(|entry| (entry.id, entry.facts.name))
        .collect();
    let touched = found.datasets.iter();
    done.datasets = touched
        .filter_map(|(id, ..)| names.get(id).cloned())
        .collect();
    if !found.tweets.is_empty() {
        index.delete_tweets(&found.tweets)?;
        let row = index.watermark()?.row;
        commit(store, index, row)?;
        index.drop_deleted()?;
    }
    store.keep_last_row()?;
    store.purge(&found)?;
    store.checkpoint()?;
    Ok(())
}

/// What a dataset holds that stays.
#[derive(Default)]
struct Rest {
    lost: bool,
    tweets: u64,
    first: Option<i64>,
    last: Option<i64>,
}

fn find(store: &Store, index: &Index, pending: &[SubjectEntry]) -> Result<Purged> {
    let mut tweets: BTreeSet<u64> = BTreeSet::new();
    let mut accounts: BTreeSet<u32> = BTreeSet::new();
    for entry in pending {
        match entry.kind {
            SubjectKind::Tweet => tweets.extend(entry.id.parse::<u64>()),
            SubjectKind::Account => accounts.extend(store.find(Dictionary::Account, &entry.id)?),
        }
    }
    let columns = store.profile_columns()?;
    let withdrawn_profile: Vec<bool> = columns
        .account
        .iter()
        .map(|account| accounts.contains(account))
        .collect();
    let searcher = index.searcher();
    // The same tweet stands in other datasets as well, there perhaps by the hash of its author.
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (ids, profiles) = (fast.u64("tweet")?, fast.u64("profile")?);
        for doc in segment.doc_ids_alive() {
            let author = profiles.first(doc).unwrap_or(u64::MAX) as usize;
            if withdrawn_profile.get(author) == Some(&true) {
                tweets.extend(ids.first(doc));
            }
        }
    }
    let mut rests: BTreeMap<u32, Rest> = BTreeMap::new();
    let mut rows = Vec::new();
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (ids, datasets) = (fast.u64("tweet")?, fast.u64("dataset")?);
        let (numbers, times) = (fast.u64("row")?, fast.i64("time")?);
        for doc in segment.doc_ids_alive() {
            let dataset = datasets.first(doc).unwrap_or(0) as u32;
            let rest = rests.entry(dataset).or_default();
            if ids.first(doc).is_some_and(|id| tweets.contains(&id)) {
                rest.lost = true;
                rows.extend(numbers.first(doc));
            } else {
                let time = times.first(doc);
                rest.tweets += 1;
                rest.first = [rest.first, time].into_iter().flatten().min();
                rest.last = rest.last.max(time);
            }
        }
    }
    rows.sort_unstable();
    let touched = rests.into_iter().filter(|(_, rest)| rest.lost);
    Ok(Purged {
        rows,
        tweets: tweets.into_iter().collect(),
        accounts: accounts.into_iter().collect(),
        datasets: touched
            .map(|(dataset, rest)| {
                let (first, last) = (rest.first.map(Timestamp), rest.last.map(Timestamp));
                (DatasetId(dataset), rest.tweets, first, last)
            })
            .collect(),
        ids: pending.iter().map(|entry| entry.id.clone()).collect(),
    })
}
