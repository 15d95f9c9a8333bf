//! Taking a heap of media into the index, and, where that is asked for, copies of them into the vault.

use crate::listing::{Entry, Listing, Refused, unpacked};
use crate::pack::{PACK_BYTES, PACK_FILES, Pack};
use crate::place::{Lying, Place, method, unreadable};
use crate::{Error, Media, Result};
use starling_model::media::MediaName;
use starling_model::{Cancel, DatasetId, Progress, Stage, Step};
use starling_store::NewMedium;
use std::io::Read;
use std::path::Path;

/// Rows kept in one transaction where nothing is copied.
const ROWS: usize = 20_000;

/// A listed archive or folder, and where it belongs.
#[derive(Debug)]
pub struct Heap<'a> {
    /// Whose media they are.
    pub dataset: DatasetId,
    /// The store's number of the file entry.
    pub file: u32,
    /// The archive, or the folder.
    pub path: &'a Path,
    /// What is in it.
    pub listing: Listing,
}

/// What is done with the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Their places are kept.
    Link,
    /// And sealed copies.
    Copy,
}

/// What was taken. `read = new + duplicate + rejected`, as of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Taken {
    pub read: u64,
    pub new: u64,
    pub duplicate: u64,
    /// Files copied into the vault.
    pub copied: u64,
    /// Which were refused, and why.
    pub refused: Vec<Refused>,
}

/// What is carried from file to file.
struct Taking<'a> {
    media: &'a Media,
    heap: &'a Heap<'a>,
    progress: &'a Progress,
    cancel: &'a Cancel,
    pending: Vec<NewMedium>,
    pack: Option<Pack>,
    taken: Taken,
    done: u64,
    total: u64,
}

impl Media {
    /// Takes a heap in. What was taken before a stop is kept.
    pub fn take(
        &self,
        heap: &Heap<'_>,
        keep: Keep,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Taken> {
        let listing = &heap.listing;
        let mut taking = Taking {
            media: self,
            heap,
            progress,
            cancel,
            pending: Vec::new(),
            pack: None,
            taken: Taken {
                refused: listing.refused.clone(),
                ..Taken::default()
            },
            done: 0,
            total: match keep {
                Keep::Link => listing.entries.len() as u64,
                Keep::Copy => listing.entries.iter().map(|entry| entry.place.bytes).sum(),
            },
        };
        let ended = match keep {
            Keep::Link => taking.link(),
            Keep::Copy => taking.copy(),
        };
        let kept = taking.flush();
        self.forget_tweets();
        ended.and(kept)?;
        let mut taken = taking.taken;
        taken.duplicate = listing.entries.len() as u64 + listing.refused.len() as u64
            - taken.new
            - taken.refused.len() as u64;
        taken.read = taken.new + taken.duplicate + taken.refused.len() as u64;
        Ok(taken)
    }
}

impl Taking<'_> {
    fn say(&self, unit: &'static str) {
        self.progress.say(Step {
            stage: Stage::Reading,
            subject: self.heap.path.display().to_string(),
            done: self.done,
            total: Some(self.total),
            unit,
            rows: 0,
            rejected: self.taken.refused.len() as u64,
        });
    }

    fn link(&mut self) -> Result<()> {
        // In order of tweet, so that the store's lookup is written where it was just read.
        let mut entries: Vec<(usize, &Entry)> =
            self.heap.listing.entries.iter().enumerate().collect();
        entries.sort_by_key(|(_, entry)| match &entry.name {
            MediaName::OfTweet { tweet, .. } => tweet.0,
            _ => 0,
        });
        for (number, entry) in entries {
            if entry.place.method == method::STREAMED {
                self.refuse(
                    number,
                    entry,
                    "it lies in a compressed tar, where it cannot be read by itself: unpack that, or copy the media into \
                     the vault"
                        .to_owned(),
                );
                continue;
            }
            self.pending.push(row(entry, None));
            self.done += 1;
            if self.pending.len() >= ROWS {
                self.cancel.check()?;
                self.flush()?;
                self.say("files");
            }
        }
        Ok(())
    }

    fn copy(&mut self) -> Result<()> {
        let entries = &self.heap.listing.entries;
        let rows: Vec<NewMedium> = entries.iter().map(|entry| row(entry, None)).collect();
        let copied = self.media.store().copied_media(self.heap.dataset, &rows)?;
        let streamed = entries
            .first()
            .is_some_and(|entry| entry.place.method == method::STREAMED);
        if streamed {
            return self.copy_stream(&copied);
        }
        for (number, entry) in entries.iter().enumerate() {
            let lying = Lying {
                path: self.heap.path,
                entry: &entry.path,
                place: entry.place,
            };
            if copied[number] {
                self.pending.push(row(entry, None));
            } else {
                match lying.open() {
                    Ok(mut source) => self.copy_one(number, entry, &mut source)?,
                    Err(error) => self.refuse(number, entry, error.to_string()),
                }
            }
            self.after(entry.place)?;
        }
        Ok(())
    }

    /// One way through a compressed tar from front to back.
    fn copy_stream(&mut self, copied: &[bool]) -> Result<()> {
        let path = self.heap.path;
        let (stream, _) = unpacked(path)?;
        let mut archive = tar::Archive::new(stream);
        let explain = |error| unreadable(path, error);
        let mut wanted = self.heap.listing.entries.iter().enumerate().peekable();
        for (place, entry) in archive.entries().map_err(explain)?.enumerate() {
            let Some(&(number, want)) = wanted.peek() else {
                break;
            };
            let mut entry = entry.map_err(explain)?;
            if want.place.start != place as u64 {
                continue;
            }
            wanted.next();
            if copied[number] {
                self.pending.push(row(want, None));
            } else {
                self.copy_one(number, want, &mut entry)?;
            }
            self.after(want.place)?;
        }
        Ok(())
    }

    fn copy_one(&mut self, number: usize, entry: &Entry, source: &mut dyn Read) -> Result<()> {
        if self.pack.is_none() {
            self.pack = Some(self.media.new_pack()?);
        }
        let pack = self.pack.as_mut().expect("BUG: it was just made");
        match pack.add(source, self.heap.path, self.cancel) {
            Ok(at) => {
                let place = (pack.id(), at);
                self.pending.push(row(entry, Some(place)));
                self.taken.copied += 1;
            }
            // The disk's faults and a stop end the import; what is wrong with one file ends that file.
            Err(error @ (Error::Vault(_) | Error::Store(_) | Error::Cancelled)) => {
                return Err(error);
            }
            Err(error) => self.refuse(number, entry, error.to_string()),
        }
        Ok(())
    }

    fn after(&mut self, place: Place) -> Result<()> {
        self.done += place.bytes;
        self.cancel.check()?;
        self.say("bytes");
        let full = self
            .pack
            .as_ref()
            .is_some_and(|pack| pack.bytes > PACK_BYTES);
        if full || self.pending.len() >= PACK_FILES {
            self.flush()?;
        }
        Ok(())
    }

    fn refuse(&mut self, number: usize, entry: &Entry, reason: String) {
        self.taken.refused.push(Refused {
            number: number as u64 + 1,
            path: entry.path.clone(),
            reason,
        });
    }

    /// Ends the pack and tells the store of everything since the last time, in one transaction.
    fn flush(&mut self) -> Result<()> {
        let pack = match self.pack.take() {
            Some(pack) => Some(self.media.end_pack(pack)?),
            None => None,
        };
        let rows = std::mem::take(&mut self.pending);
        if rows.is_empty() && pack.is_none() {
            return Ok(());
        }
        self.taken.new +=
            self.media
                .store()
                .put_media(self.heap.dataset, self.heap.file, &rows, pack)?;
        Ok(())
    }
}

fn row(entry: &Entry, copy: Option<(u64, u64)>) -> NewMedium {
    let (tweet, account, key) = match &entry.name {
        MediaName::OfTweet { tweet, key, .. } => (Some(tweet.0), None, key.clone()),
        MediaName::OfProfile { account, what } => (None, Some(account.clone()), what.clone()),
        MediaName::Other => (None, None, String::new()),
    };
    NewMedium {
        tweet,
        account,
        key,
        entry: entry.path.clone(),
        start: entry.place.start,
        packed: entry.place.packed,
        bytes: entry.place.bytes,
        method: entry.place.method,
        crc: entry.place.crc,
        copy,
    }
}
