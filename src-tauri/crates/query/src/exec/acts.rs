//! Who did what to whom, and when: the columns that networks are made of, for any query.

use super::Library;
use super::columns::{Column, Scratch, unshifted};
use super::parallel::{Piece, fold};
use super::plan::tweets;
use super::set::DocSet;
use crate::Result;
use hashbrown::{HashMap, HashSet};
use rapidhash::fast::RandomState;
use starling_index::schema::flag;
use tantivy::schema::Field;

/// What an act is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// `Dictionary::Account` of who is retweeted.
    RetweetedAccount,
    /// `Dictionary::Account` of who is answered.
    AnsweredAccount,
    /// `Dictionary::Account` of each who is mentioned.
    MentionedAccount,
    /// The id of the quoted tweet.
    QuotedTweet,
    /// The id of the retweeted tweet.
    RetweetedTweet,
    /// `Dictionary::Hashtag` of each hashtag.
    Hashtag,
    /// `Dictionary::Url` of each address.
    Url,
    /// The tweet's own row in the store.
    Itself,
}

/// Which tweets' acts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retweets {
    /// Retweets are acts like others.
    Count,
    /// They are left out and counted.
    LeftOut,
}

/// One entry an act; in order of row, then as the tweet lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acts {
    /// `Dictionary::Account` of the author.
    pub account: Vec<u32>,
    /// What it is done to.
    pub thing: Vec<u64>,
    /// UTC milliseconds.
    pub time: Vec<Option<i64>>,
    /// The tweet's row in the store.
    pub row: Vec<u64>,
    /// Retweets that were left out though they do something to a thing.
    pub retweets: u64,
}

/// Of the accounts of a vault, those that are more than mentioned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Tweets of the query by author: `Dictionary::Account` to count.
    pub tweets: HashMap<u32, u64, RandomState>,
    /// Accounts that wrote a tweet of the vault or stand in a users file.
    pub known: HashSet<u32, RandomState>,
}

#[derive(Default)]
struct Reading {
    scratch: Scratch,
    other: Scratch,
    profiles: Vec<u64>,
    times: Vec<u64>,
    rows: Vec<u64>,
    flags: Vec<u64>,
    /// Acts of each piece, with its place for the order.
    pieces: Vec<((usize, u32), Acts)>,
}

/// No time is the last millisecond that a column can hold.
const MISSING: u64 = u64::MAX;

impl Library<'_> {
    fn column_of_thing(&self, thing: Thing) -> Field {
        let fields = &self.fields;
        match thing {
            Thing::RetweetedAccount => fields.retweet_account,
            Thing::AnsweredAccount => fields.reply_account,
            Thing::MentionedAccount => fields.mentions,
            Thing::QuotedTweet => fields.quote_tweet,
            Thing::RetweetedTweet => fields.retweet_tweet,
            Thing::Hashtag => fields.hashtags,
            Thing::Url => fields.urls,
            Thing::Itself => fields.row,
        }
    }

    /// The acts of a set.
    pub fn acts(&self, set: &DocSet, thing: Thing, retweets: Retweets) -> Result<Acts> {
        let columns = self.store.profile_columns()?;
        let readers = self.searcher.segment_readers();
        let fields = &self.fields;
        let wanted = self.column_of_thing(thing);
        let step = |reading: &mut Reading, piece: &Piece| {
            let reader = &readers[piece.segment];
            let things = Column::open(reader, wanted)?;
            let open = |field| Column::open(reader, field);
            let (profiles, times) = (open(fields.profile)?, open(fields.time)?);
            let (rows, flags) = (open(fields.row)?, open(fields.flags)?);
            let mut acts = Acts::default();
            set.segments[piece.segment].blocks::<crate::Error>(piece.range.clone(), |block| {
                things.pairs(&block, &mut reading.scratch);
                if reading.scratch.docs.is_empty() {
                    return Ok(());
                }
                let other = &mut reading.other;
                profiles.aligned(&block, MISSING, other, &mut reading.profiles);
                times.aligned(&block, MISSING, other, &mut reading.times);
                rows.aligned(&block, MISSING, other, &mut reading.rows);
                flags.aligned(&block, 0, other, &mut reading.flags);
                let mut at = 0;
                let mut left_out = None;
                for (doc, thing) in reading.scratch.docs.iter().zip(&reading.scratch.values) {
                    while block.doc(at) != *doc {
                        at += 1;
                    }
                    if retweets == Retweets::LeftOut && reading.flags[at] & flag::RETWEET != 0 {
                        acts.retweets += u64::from(left_out.replace(*doc) != Some(*doc));
                        continue;
                    }
                    let Some(account) = columns.account.get(reading.profiles[at] as usize) else {
                        continue;
                    };
                    let time = reading.times[at];
                    acts.account.push(*account);
                    acts.thing.push(*thing);
                    acts.time.push((time != MISSING).then(|| unshifted(time)));
                    acts.row.push(reading.rows[at]);
                }
                Ok(())
            })?;
            reading
                .pieces
                .push(((piece.segment, piece.range.start), acts));
            Ok(())
        };
        let threads = fold(
            &set.pieces(),
            set.tweets(),
            &self.cancel,
            Reading::default,
            step,
        )?;
        let mut pieces: Vec<_> = threads
            .into_iter()
            .flat_map(|reading| reading.pieces)
            .collect();
        pieces.sort_unstable_by_key(|(place, _)| *place);
        let mut all = Acts::default();
        for (_, mut acts) in pieces {
            all.account.append(&mut acts.account);
            all.thing.append(&mut acts.thing);
            all.time.append(&mut acts.time);
            all.row.append(&mut acts.row);
            all.retweets += acts.retweets;
        }
        Ok(all)
    }

    /// Who wrote these tweets, by tweet id, as far as the vault holds them.
    pub fn authors_of_tweets(&self, ids: Vec<u64>) -> Result<HashMap<u64, u32, RandomState>> {
        let columns = self.store.profile_columns()?;
        let found = self.find(&tweets(self.fields.tweet, ids))?;
        let mut authors = HashMap::with_hasher(RandomState::default());
        let (mut scratch, mut of_tweet, mut of_profile) =
            (Scratch::default(), Vec::new(), Vec::new());
        for (segment, docs) in found.segments.iter().enumerate() {
            let reader = self.searcher.segment_reader(segment as u32);
            let id = Column::open(reader, self.fields.tweet)?;
            let profile = Column::open(reader, self.fields.profile)?;
            docs.blocks::<crate::Error>(0..u32::MAX, |block| {
                id.aligned(&block, MISSING, &mut scratch, &mut of_tweet);
                profile.aligned(&block, MISSING, &mut scratch, &mut of_profile);
                for (tweet, profile) in of_tweet.iter().zip(&of_profile) {
                    if let Some(account) = columns.account.get(*profile as usize) {
                        authors.insert(*tweet, *account);
                    }
                }
                Ok(())
            })?;
        }
        Ok(authors)
    }

    /// Rows of these tweets, by tweet id; of several copies the one that was read first.
    pub fn rows_of_tweets(&self, ids: Vec<u64>) -> Result<HashMap<u64, u64, RandomState>> {
        let found = self.find(&tweets(self.fields.tweet, ids))?;
        let mut rows: HashMap<u64, u64, RandomState> = HashMap::with_hasher(RandomState::default());
        let (mut scratch, mut of_tweet, mut of_row) = (Scratch::default(), Vec::new(), Vec::new());
        for (segment, docs) in found.segments.iter().enumerate() {
            let reader = self.searcher.segment_reader(segment as u32);
            let id = Column::open(reader, self.fields.tweet)?;
            let row = Column::open(reader, self.fields.row)?;
            docs.blocks::<crate::Error>(0..u32::MAX, |block| {
                id.aligned(&block, MISSING, &mut scratch, &mut of_tweet);
                row.aligned(&block, MISSING, &mut scratch, &mut of_row);
                for (tweet, row) in of_tweet.iter().zip(&of_row) {
                    let known = rows.entry(*tweet).or_insert(*row);
                    *known = (*known).min(*row);
                }
                Ok(())
            })?;
        }
        Ok(rows)
    }

    /// The tweets of a set that some accounts wrote.
    pub fn written_by(&self, set: &DocSet, accounts: &[u32]) -> Result<DocSet> {
        let written = self.find(&self.by_authors(accounts)?)?;
        let both = set.segments.iter().zip(&written.segments);
        Ok(DocSet::new(
            both.map(|(set, written)| set.and(written)).collect(),
        ))
    }

    /// Who wrote how many tweets of the set, and whom the vault knows besides.
    pub fn standing(&self, set: &DocSet) -> Result<Standing> {
        let columns = self.store.profile_columns()?;
        let mut standing = Standing::default();
        for (profile, count) in self.tally(set, self.fields.profile)?.counts {
            if let Some(account) = columns.account.get(profile as usize) {
                *standing.tweets.entry(*account).or_default() += count;
            }
        }
        let everything = self.set(&crate::Ask::All)?;
        for (profile, _) in self.tally(&everything, self.fields.profile)?.counts {
            standing.known.extend(columns.account.get(profile as usize));
        }
        standing
            .known
            .extend(self.store.users()?.into_iter().map(|user| user.account));
        Ok(standing)
    }

    /// The profile by which each known account is shown: the users file's, else that of its newest tweet.
    pub fn shown_profiles(&self) -> Result<HashMap<u32, u32, RandomState>> {
        let everything = self.set(&crate::Ask::All)?;
        let columns = self.store.profile_columns()?;
        let mut newest: HashMap<u32, (i64, u32), RandomState> =
            HashMap::with_hasher(RandomState::default());
        for (profile, activity) in self.activity(&everything)? {
            if let Some(account) = columns.account.get(profile as usize) {
                let shown = newest.entry(*account).or_insert((activity.last, profile));
                if activity.last >= shown.0 {
                    *shown = (activity.last, profile);
                }
            }
        }
        let mut shown: HashMap<u32, u32, RandomState> = newest
            .into_iter()
            .map(|(account, (_, profile))| (account, profile))
            .collect();
        for user in self.store.users()? {
            shown.insert(user.account, user.profile);
        }
        Ok(shown)
    }
}
