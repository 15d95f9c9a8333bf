//! The media of an open vault: which there are, where each lies now, and its bytes.

use crate::pack::{self, NAME_BEGINS, Pack};
use crate::place::{Lying, Place, State, check_size};
use crate::{Error, Result};
use starling_model::{Cancel, TweetId};
use starling_store::{MediumEntry, PackEntry, Store, medium_name};
use starling_vault::Subkey;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The media of a vault.
pub struct Media {
    store: Arc<Store>,
    dir: PathBuf,
    key: Subkey,
    /// Every tweet with media: asked by each `has:media`, and as long as the index of media is.
    tweets: Mutex<Option<Arc<Vec<u64>>>>,
}

impl std::fmt::Debug for Media {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Media")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// One file of media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Its number in the vault.
    pub id: u64,
    /// `<tweetid>-<mediakey>.jpg`
    pub name: String,
    /// The medium's own key, the same wherever the medium is used again.
    pub key: String,
    /// Its length.
    pub bytes: u64,
    /// The archive or folder where it lies.
    pub path: PathBuf,
    /// Its path in there.
    pub entry: String,
    /// Whether it can be read now.
    pub state: State,
}

impl Media {
    /// Of that store; copies lie in `dir`.
    pub fn new(store: Arc<Store>, dir: PathBuf, key: Subkey) -> Self {
        Self {
            store,
            dir,
            key,
            tweets: Mutex::new(None),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn new_pack(&self) -> Result<Pack> {
        Pack::begin(&self.store, &self.dir, &self.key)
    }

    pub(crate) fn end_pack(&self, pack: Pack) -> Result<PackEntry> {
        pack.finish(&self.dir)
    }

    /// Where copies lie.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Ids of every tweet that carries media, ascending.
    pub fn tweets(&self) -> Result<Arc<Vec<u64>>> {
        let mut kept = self.tweets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tweets) = &*kept {
            return Ok(tweets.clone());
        }
        let tweets = Arc::new(self.store.media_tweets()?);
        *kept = Some(tweets.clone());
        Ok(tweets)
    }

    /// The list is read anew the next time; called by whatever changes it.
    pub fn forget_tweets(&self) {
        *self.tweets.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Ids of the tweets that carry this file, by its name or key.
    pub fn tweets_with(&self, name: &str) -> Result<Vec<u64>> {
        Ok(self.store.tweets_with_medium(name)?)
    }

    /// Names of the files of each of these tweets.
    pub fn names_of_tweets(&self, tweets: &[u64]) -> Result<Vec<Vec<String>>> {
        Ok(self.store.media_of_tweets(tweets)?)
    }

    /// The files of a tweet, and whether they can be read.
    pub fn of_tweet(&self, tweet: TweetId) -> Result<Vec<MediaFile>> {
        let entries = self.store.media_of_tweet(tweet.0)?;
        Ok(entries.into_iter().map(file).collect())
    }

    /// The image and banner of an account's profile.
    pub fn of_account(&self, account: &str) -> Result<Vec<MediaFile>> {
        let entries = self.store.media_of_account(account)?;
        Ok(entries.into_iter().map(file).collect())
    }

    /// The bytes of one, from its copy or from where it lies; not more than `most`.
    pub fn read(&self, id: u64, most: u64) -> Result<(MediaFile, Vec<u8>)> {
        let entry = self.store.medium(id)?.ok_or(Error::Unknown(id))?;
        let bytes = match entry.medium.copy {
            Some((pack, at)) => {
                check_size(entry.medium.bytes, most)?;
                let sealed = pack::open(&self.store, &self.dir, &self.key, pack)?;
                let end = at.saturating_add(entry.medium.bytes);
                if end > sealed.len() {
                    return Err(Error::Damaged {
                        path: sealed.path().to_owned(),
                        what: "it ends before the file".to_owned(),
                    });
                }
                sealed.read_range(at..end)?
            }
            None => lying(&entry).read(most)?,
        };
        Ok((file(entry), bytes))
    }

    /// Takes media of tweets and of profiles out for good, copies too.
    pub fn purge(&self, tweets: &[TweetId], accounts: &[String]) -> Result<()> {
        let tweets: Vec<u64> = tweets.iter().map(|tweet| tweet.0).collect();
        self.store.forget_media(&tweets, accounts)?;
        self.sweep()
    }

    /// Writes every pack anew that holds more than the media that are left of it.
    fn take_out_dead_copies(&self) -> Result<()> {
        for entry in self.store.packs()? {
            let sealed = pack::open(&self.store, &self.dir, &self.key, entry.id)?;
            let left = self.store.media_in_pack(entry.id)?;
            let bytes: u64 = left.iter().map(|entry| entry.medium.bytes).sum();
            if bytes != sealed.len() {
                self.write_anew(entry.id, &Cancel::new())?;
            }
        }
        Ok(())
    }

    /// Writes what is still needed of a pack into another, so that the rest of it is nowhere any more.
    fn write_anew(&self, old: u64, cancel: &Cancel) -> Result<()> {
        let entries = self.store.media_in_pack(old)?;
        if entries.is_empty() {
            return Ok(());
        }
        let sealed = pack::open(&self.store, &self.dir, &self.key, old)?;
        let path = sealed.path().to_owned();
        let mut new = self.new_pack()?;
        let mut places = Vec::with_capacity(entries.len());
        for entry in &entries {
            let Some((_, at)) = entry.medium.copy else {
                continue;
            };
            let bytes = sealed.read_range(at..at + entry.medium.bytes)?;
            places.push((entry.id, new.add(&mut bytes.as_slice(), &path, cancel)?));
        }
        let done = self.end_pack(new)?;
        self.store.repack(done, &places)?;
        Ok(())
    }

    /// Deletes packs that nothing needs: of removed datasets, and of what a crash left half written; and takes copies of
    /// withdrawn media out of the others. A removal that a crash cut short is ended by this when the vault opens.
    pub fn sweep(&self) -> Result<()> {
        self.forget_tweets();
        let dead = self.store.may_have_dead_copies()?;
        if dead {
            self.take_out_dead_copies()?;
        }
        let needed: HashSet<String> = self
            .store
            .packs()?
            .iter()
            .map(|pack| pack::name_of(pack.id))
            .collect();
        for found in std::fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let name = found.file_name();
            let unneeded = name
                .to_str()
                .is_some_and(|name| name.starts_with(NAME_BEGINS) && !needed.contains(name));
            if unneeded {
                std::fs::remove_file(found.path()).map_err(|source| Error::Unreadable {
                    path: found.path(),
                    source,
                })?;
            }
        }
        self.store.forget_empty_packs()?;
        if dead {
            self.store.no_dead_copies()?;
        }
        Ok(())
    }

    /// Reads every block of every pack; how many, and what is wrong.
    pub fn verify(&self, cancel: &Cancel) -> Result<(u64, Vec<String>)> {
        let (mut blocks, mut problems) = (0, Vec::new());
        for entry in self.store.packs()? {
            let sealed = match pack::open(&self.store, &self.dir, &self.key, entry.id) {
                Ok(sealed) => sealed,
                Err(Error::Store(error)) => return Err(error.into()),
                Err(error) => {
                    problems.push(error.to_string());
                    continue;
                }
            };
            let seen = sealed.verify(cancel, |_| {})?;
            blocks += seen.blocks;
            if !seen.bad.is_empty() {
                problems.push(format!(
                    "`{}` is damaged: {} of {} blocks do not carry their seal",
                    sealed.path().display(),
                    seen.bad.len(),
                    seen.blocks
                ));
            }
        }
        Ok((blocks, problems))
    }
}

fn lying(entry: &MediumEntry) -> Lying<'_> {
    let medium = &entry.medium;
    Lying {
        path: &entry.path,
        entry: &medium.entry,
        place: Place {
            start: medium.start,
            packed: medium.packed,
            bytes: medium.bytes,
            method: medium.method,
            crc: medium.crc,
        },
    }
}

fn file(entry: MediumEntry) -> MediaFile {
    let state = if entry.medium.copy.is_some() {
        State::Copied
    } else {
        lying(&entry).state(entry.path_bytes)
    };
    MediaFile {
        id: entry.id,
        name: medium_name(&entry.medium.entry).to_owned(),
        key: entry.medium.key,
        bytes: entry.medium.bytes,
        path: entry.path,
        entry: entry.medium.entry,
        state,
    }
}
