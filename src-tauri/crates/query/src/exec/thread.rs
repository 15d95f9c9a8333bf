//! One tweet, and what hangs together with it: what it answers, quotes or repeats, and what answers, quotes or repeats it.

use super::Library;
use super::page::PageAsk;
use super::plan::tweets;
use crate::answer::{Page, Thread, TweetView};
use crate::ask::{Ask, Sort};
use crate::{Error, Result};
use starling_model::{Reference, TweetId};
use starling_store::MarkTarget;
use std::collections::HashSet;
use tantivy::schema::Field;

/// Tweets of one call stay below a hundred: at most so many upwards …
const ANCESTORS: usize = 30;
/// … and so many of each kind of answer.
const FOLLOWING: u64 = 20;

impl Library<'_> {
    /// A tweet with its thread, as far as the vault holds it; the chain of what it answers goes up at most 30 tweets,
    /// and of replies, quotes and retweets the 20 oldest are given beside their number.
    pub fn thread(&self, id: TweetId) -> Result<Thread> {
        let tweets = self.copies(id)?;
        let Some(tweet) = tweets.first() else {
            return Err(Error::NotFound(format!("no tweet `{id}`")));
        };
        let fields = &self.fields;
        Ok(Thread {
            ancestors: self.ancestors(tweet)?,
            quoted: self.referred(&tweet.tweet.quoted_tweet, &tweet.dataset)?,
            retweeted: self.referred(&tweet.tweet.retweet_tweet, &tweet.dataset)?,
            replies: self.following(fields.reply_tweet, id)?,
            quotes: self.following(fields.quote_tweet, id)?,
            retweets: self.following(fields.retweet_tweet, id)?,
            notes: self.notes_on(MarkTarget::Tweet(id.0))?,
            tweets,
        })
    }

    /// The tweet in every dataset that holds it, in the order of import.
    fn copies(&self, id: TweetId) -> Result<Vec<TweetView>> {
        let found = self.find(&tweets(self.fields.tweet, vec![id.0]))?;
        let every = PageAsk {
            sort: Sort::Oldest,
            offset: 0,
            limit: found.tweets(),
        };
        let mut rows = self.rows(&Ask::All, &found, every)?;
        rows.sort_unstable();
        self.views(&rows, &Ask::All)
    }

    /// The tweet that a field names; of several copies the one of the same dataset.
    fn referred(&self, reference: &Reference, dataset: &str) -> Result<Option<TweetView>> {
        let Some(id) = reference.exact() else {
            return Ok(None);
        };
        let mut copies = self.copies(id)?;
        if copies.is_empty() {
            return Ok(None);
        }
        let near = copies
            .iter()
            .position(|copy| copy.dataset == dataset)
            .unwrap_or(0);
        Ok(Some(copies.swap_remove(near)))
    }

    fn ancestors(&self, tweet: &TweetView) -> Result<Vec<TweetView>> {
        let mut ancestors: Vec<TweetView> = Vec::new();
        // Published files have been seen to hold anything; a tweet that answers itself must not go round for ever.
        let mut seen = HashSet::from([tweet.tweet.id]);
        let mut next = tweet.tweet.reply_to_tweet.clone();
        while ancestors.len() < ANCESTORS
            && let Some(id) = next.exact()
            && seen.insert(id.0)
            && let Some(parent) = self.referred(&next, &tweet.dataset)?
        {
            next = parent.tweet.reply_to_tweet.clone();
            ancestors.push(parent);
        }
        Ok(ancestors)
    }

    fn following(&self, field: Field, id: TweetId) -> Result<Page> {
        let found = self.find(&tweets(field, vec![id.0]))?;
        let rows = self.rows(
            &Ask::All,
            &found,
            PageAsk {
                sort: Sort::Oldest,
                offset: 0,
                limit: FOLLOWING,
            },
        )?;
        Ok(Page {
            total: found.tweets(),
            tweets: self.views(&rows, &Ask::All)?,
        })
    }
}
