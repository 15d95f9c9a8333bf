//! Rows of tweets, read back.

use crate::body::{self, Ids};
use crate::{Dictionary, Error, Result, Store};
use rusqlite::OptionalExtension;
use starling_model::{DatasetId, TweetRow};
use std::collections::HashMap;
use zstd::bulk::Decompressor;

/// A tweet as it stands in the store.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct StoredTweet {
    pub row: u64,
    pub dataset: DatasetId,
    pub profile: u32,
    /// As published, whole.
    pub tweet: TweetRow,
    /// Number of its file, and of its record there.
    pub file: u32,
    pub record: u64,
}

impl Store {
    fn damaged(&self, reason: String) -> Error {
        Error::Damaged {
            file: self.file.clone(),
            reason,
        }
    }

    /// These rows, in their order. A row that is missing is damage, since the index only knows rows that were stored.
    pub fn tweets(&self, rows: &[u64]) -> Result<Vec<StoredTweet>> {
        let mut bodies = Vec::with_capacity(rows.len());
        {
            let sql = self.sql();
            let mut find = sql
                .prepare_cached("SELECT body FROM tweet WHERE id = ?1")
                .map_err(|error| self.named(error))?;
            for row in rows {
                let body: Option<Vec<u8>> = find
                    .query_row([row], |found| found.get(0))
                    .optional()
                    .map_err(|error| self.named(error))?;
                bodies.push((
                    *row,
                    body.ok_or_else(|| self.damaged(format!("row {row} is missing")))?,
                ));
            }
        }
        self.unpack_all(bodies)
    }

    /// The texts of these rows, in their order.
    pub fn texts(&self, rows: &[u64]) -> Result<Vec<String>> {
        let bodies = {
            let sql = self.sql();
            let mut find = sql
                .prepare_cached("SELECT body FROM tweet WHERE id = ?1")
                .map_err(|error| self.named(error))?;
            rows.iter()
                .map(|row| {
                    let body: Option<Vec<u8>> = find
                        .query_row([row], |found| found.get(0))
                        .optional()
                        .map_err(|error| self.named(error))?;
                    body.ok_or_else(|| self.damaged(format!("row {row} is missing")))
                })
                .collect::<Result<Vec<_>>>()?
        };
        let mut texts = Vec::with_capacity(rows.len());
        for (row, body) in rows.iter().zip(bodies) {
            let (tweet, _) = self
                .unpack(&body)?
                .ok_or_else(|| self.damaged(format!("row {row} cannot be unpacked")))?;
            texts.push(tweet.text);
        }
        Ok(texts)
    }

    /// The next `limit` rows above `after`, in order.
    pub fn tweets_after(&self, after: u64, limit: usize) -> Result<Vec<StoredTweet>> {
        let bodies = {
            let sql = self.sql();
            let mut next = sql
                .prepare_cached("SELECT id, body FROM tweet WHERE id > ?1 ORDER BY id LIMIT ?2")
                .map_err(|error| self.named(error))?;
            let found = next
                .query_map(rusqlite::params![after, limit as u64], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .map_err(|error| self.named(error))?;
            found
                .collect::<rusqlite::Result<Vec<(u64, Vec<u8>)>>>()
                .map_err(|error| self.named(error))?
        };
        self.unpack_all(bodies)
    }

    fn unpack_all(&self, bodies: Vec<(u64, Vec<u8>)>) -> Result<Vec<StoredTweet>> {
        let mut unpacked = Vec::with_capacity(bodies.len());
        for (row, body) in bodies {
            let (tweet, ids) = self
                .unpack(&body)?
                .ok_or_else(|| self.damaged(format!("row {row} cannot be unpacked")))?;
            unpacked.push((row, tweet, ids));
        }
        self.with_words(unpacked)
    }

    fn unpack(&self, body: &[u8]) -> Result<Option<(TweetRow, Ids)>> {
        let Some((dictionary, frame)) = body::split(body) else {
            return Ok(None);
        };
        let mut decoders = self
            .decoders
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let decoder = match decoders.entry(dictionary) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(slot) => {
                let words = if dictionary == 0 {
                    Vec::new()
                } else {
                    self.compression_words(dictionary)?
                };
                let decoder = Decompressor::with_dictionary(&words).map_err(|error| {
                    self.damaged(format!("compression dictionary {dictionary}: {error}"))
                })?;
                slot.insert(decoder)
            }
        };
        Ok(body::decompress(decoder, &frame).and_then(|bytes| body::unpack(&bytes)))
    }

    fn compression_words(&self, number: u32) -> Result<Vec<u8>> {
        self.sql()
            .prepare_cached("SELECT words FROM compression WHERE id = ?1")
            .and_then(|mut find| find.query_row([number], |row| row.get(0)).optional())
            .map_err(|error| self.named(error))?
            .ok_or_else(|| self.damaged(format!("compression dictionary {number} is missing")))
    }

    /// The dictionary that a dataset's bodies are packed with, and its number.
    pub fn compression_of(&self, dataset: DatasetId) -> Result<Option<(u32, Vec<u8>)>> {
        self.sql()
            .prepare_cached("SELECT id, words FROM compression WHERE dataset = ?1")
            .and_then(|mut find| {
                find.query_row([dataset.0], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(|error| self.named(error))
    }

    /// Puts words to the numbers of a batch of rows; each number is looked up once.
    fn with_words(&self, unpacked: Vec<(u64, TweetRow, Ids)>) -> Result<Vec<StoredTweet>> {
        let mut accounts = Wanted::default();
        let mut urls = Wanted::default();
        let mut clients = Wanted::default();
        let mut languages = Wanted::default();
        let mut profiles = Wanted::default();
        for (_, _, ids) in &unpacked {
            profiles.want(ids.profile);
            ids.language.into_iter().for_each(|id| languages.want(id));
            ids.client.into_iter().for_each(|id| clients.want(id));
            ids.urls.iter().for_each(|id| urls.want(*id));
            let others = ids.mentions.iter().flatten().copied();
            others
                .chain(ids.reply_account)
                .chain(ids.retweet_account)
                .for_each(|id| accounts.want(id));
        }
        let accounts = accounts.fetch(|ids| self.words(Dictionary::Account, ids))?;
        let urls = urls.fetch(|ids| self.words(Dictionary::Url, ids))?;
        let clients = clients.fetch(|ids| self.words(Dictionary::Client, ids))?;
        let languages = languages.fetch(|ids| self.words(Dictionary::Language, ids))?;
        let profiles = profiles.fetch(|ids| self.profiles(ids))?;
        let word = |words: &HashMap<u32, String>, id: Option<u32>| {
            id.map(|id| words[&id].clone()).unwrap_or_default()
        };
        Ok(unpacked
            .into_iter()
            .map(|(row, mut tweet, ids)| {
                tweet.author = profiles[&ids.profile].clone();
                tweet.language = word(&languages, ids.language);
                tweet.client = word(&clients, ids.client);
                tweet.reply_to_account = word(&accounts, ids.reply_account);
                tweet.retweet_account = word(&accounts, ids.retweet_account);
                tweet.urls = ids.urls.iter().map(|id| urls[id].clone()).collect();
                tweet.mentions = ids
                    .mentions
                    .iter()
                    .map(|id| id.map_or_else(|| "0".to_owned(), |id| accounts[&id].clone()))
                    .collect();
                StoredTweet {
                    row,
                    dataset: DatasetId(ids.dataset),
                    profile: ids.profile,
                    tweet,
                    file: ids.file,
                    record: ids.record,
                }
            })
            .collect())
    }
}

/// Numbers to look up.
#[derive(Default)]
struct Wanted(std::collections::BTreeSet<u32>);

impl Wanted {
    fn want(&mut self, id: u32) {
        self.0.insert(id);
    }

    fn fetch<T>(self, look_up: impl Fn(&[u32]) -> Result<Vec<T>>) -> Result<HashMap<u32, T>> {
        let ids: Vec<u32> = self.0.into_iter().collect();
        let found = look_up(&ids)?;
        Ok(ids.into_iter().zip(found).collect())
    }
}
