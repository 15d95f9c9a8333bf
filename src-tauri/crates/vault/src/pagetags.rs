//! Notices old pages put back into the SQLCipher database.
//!
//! SQLCipher authenticates each page by itself, so an old version of a page, or an old database file, opens without
//! complaint. [`PageTags`] keeps, sealed beside the database, sixteen bytes of each page's own HMAC (its last sixteen;
//! every write of a page has a new random IV and so a new HMAC), and how many pages there are.
//! Together with SQLCipher's own check of each page (`PRAGMA cipher_integrity_check`) this proves every page to be the
//! one that was written last.
//!
//! **The order of things**, so that a crash at any point gives no false alarm. In WAL mode with no automatic
//! checkpoints the database file changes only in a checkpoint, which copies pages from the log as they are:
//!
//! 1. [`begin`](PageTags::begin): read from the log which pages the checkpoint will write and their tags, and write
//!    this intent down, synced.
//! 2. SQLite's checkpoint, which syncs the database before it empties the log.
//! 3. [`done`](PageTags::done): the intent becomes what is expected.
//!
//! After a crash in between, a page of the intent may be new, or old as long as the log still has it. A log is only
//! expected between [`opened`](PageTags::opened) and [`closed`](PageTags::closed), since frames of old pages could be
//! put into a log as well. What this cannot see is everything being replaced by an older state of everything: its
//! [`generation`](PageTags::generation) can be remembered elsewhere for that.

mod log;
mod wal;

use crate::{Error, Fault, Result, Subkey};
use log::Log;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

pub use wal::{WalPages, read_wal};

/// The database's page size; `PRAGMA cipher_page_size` must say the same.
pub const PAGE: u64 = 16_384;
/// Bytes of a page's HMAC that are kept.
pub const TAG: usize = 16;

/// The end of a page's HMAC. A page that was never written is all zeros.
pub type Tag = [u8; TAG];

/// What is expected of the database file.
#[derive(Debug)]
pub struct PageTags {
    log: Log,
    generation: u64,
    /// Of page 1, 2, …
    tags: Vec<Tag>,
    /// A checkpoint that began and of which it is not known whether it ended.
    intent: Option<Intent>,
    /// Whether a write-ahead log is expected.
    open: bool,
}

/// What a checkpoint is about to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Intent {
    page_count: u32,
    pages: BTreeMap<u32, Tag>,
}

/// What is wrong with the database file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The page is not the one written last.
    Page(u32),
    /// It ends before this page.
    Missing(u32),
    /// It goes on after what should be its last page.
    Extra(u32),
    /// There is a write-ahead log though the database was closed properly.
    Log,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(page) => write!(f, "page {page} is not the one that was written last"),
            Self::Missing(page) => write!(f, "it is cut before page {page}"),
            Self::Extra(page) => write!(f, "it was extended after page {page}"),
            Self::Log => f.write_str("a log was put beside it after it was closed"),
        }
    }
}

/// One step in the life of the tags, as it is written down.
#[derive(Debug)]
enum Record {
    Base {
        generation: u64,
        tags: Vec<Tag>,
        open: bool,
    },
    Begin {
        generation: u64,
        intent: Intent,
    },
    Done,
    Opened,
    Closed,
}

impl PageTags {
    /// Writes tags of the database as it is now to the file `sidecar`, replacing one that is there. Call it for a
    /// database that was just made, checkpointed; it is then taken as open.
    pub fn create(sidecar: &Path, key: &Subkey, db: &Path) -> Result<Self> {
        let tags = Database::open(db)?.all()?;
        let log = Log::create(
            sidecar,
            key,
            &Record::Base {
                generation: 1,
                tags: tags.clone(),
                open: true,
            },
        )?;
        Ok(Self {
            log,
            generation: 1,
            tags,
            intent: None,
            open: true,
        })
    }

    /// Reads what was written down. A missing file is `Damaged`, since [`create`](Self::create) made one.
    pub fn load(sidecar: &Path, key: &Subkey) -> Result<Self> {
        let (log, mut records) = Log::load(sidecar, key)?;
        let nonsense = || Error::damaged(sidecar, Fault::Content);
        let Some(Record::Base {
            generation,
            tags,
            open,
        }) = records.next().transpose()?
        else {
            return Err(nonsense());
        };
        let mut this = Self {
            log,
            generation,
            tags,
            intent: None,
            open,
        };
        for record in &mut records {
            match (record?, &this.intent) {
                (Record::Begin { generation, intent }, None)
                    if generation == this.generation + 1 =>
                {
                    this.generation = generation;
                    this.intent = Some(intent);
                }
                (Record::Done, Some(_)) => this.apply(),
                (Record::Opened, _) => this.open = true,
                (Record::Closed, None) => this.open = false,
                _ => return Err(nonsense()),
            }
        }
        if records.is_torn() && !this.open {
            return Err(Error::damaged(sidecar, Fault::End));
        }
        this.log.resume(records)?;
        Ok(this)
    }

    /// Grows with every checkpoint.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many pages the database has by what was last written down.
    pub fn page_count(&self) -> u32 {
        self.tags.len() as u32
    }

    /// Whether a checkpoint was interrupted and not yet followed by another.
    pub fn is_pending(&self) -> bool {
        self.intent.is_some()
    }

    /// Writes down that the database is about to be written to, so that a log is no longer a sign of meddling.
    pub fn opened(&mut self) -> Result<()> {
        self.set_open(true)
    }

    /// Writes down that the database was checkpointed and its log is gone; to be called last.
    pub fn closed(&mut self) -> Result<()> {
        if self.intent.is_none() {
            self.set_open(false)?;
        }
        Ok(())
    }

    /// Written whole and not appended, so that the tags of a closed database have no torn end that a crash could
    /// explain: cut or extended, they are damaged.
    fn set_open(&mut self, open: bool) -> Result<()> {
        if self.open == open {
            return Ok(());
        }
        if self.intent.is_some() {
            self.append(&Record::Opened, Sync::Now)?;
            self.open = true;
            return Ok(());
        }
        let before = std::mem::replace(&mut self.open, open);
        self.rewrite().inspect_err(|_| self.open = before)
    }

    /// Writes down what a checkpoint of `wal` into `db` is about to do. Nothing may write to the log from here until
    /// the checkpoint has ended.
    pub fn begin(&mut self, db: &Path, wal: &Path) -> Result<()> {
        let log = read_wal(wal)?;
        self.settle(db, &log)?;
        let Some(page_count) = log.page_count else {
            return Ok(());
        };
        let intent = Intent {
            page_count,
            pages: log.pages,
        };
        self.tidy()?;
        let generation = self.generation + 1;
        self.append(
            &Record::Begin {
                generation,
                intent: intent.clone(),
            },
            Sync::Now,
        )?;
        self.generation = generation;
        self.intent = Some(intent);
        Ok(())
    }

    /// Writes down that the checkpoint has copied the whole log. Not to be called when it was busy or failed.
    pub fn done(&mut self) -> Result<()> {
        if self.intent.is_some() {
            // Not synced: if it is lost, the tags say the same as the intent.
            self.append(&Record::Done, Sync::Later)?;
            self.apply();
        }
        Ok(())
    }

    /// [`begin`](Self::begin), `checkpoint`, and [`done`](Self::done) if it gave true: whether all was copied.
    pub fn around<E: From<Error>>(
        &mut self,
        db: &Path,
        wal: &Path,
        checkpoint: impl FnOnce() -> std::result::Result<bool, E>,
    ) -> std::result::Result<bool, E> {
        self.begin(db, wal)?;
        let complete = checkpoint()?;
        if complete {
            self.done()?;
        }
        Ok(complete)
    }

    /// Takes these pages as they are now, for a change that did not go through the log.
    pub fn update_pages(
        &mut self,
        db: &Path,
        changed: &std::collections::BTreeSet<u32>,
    ) -> Result<()> {
        self.settle(db, &WalPages::default())?;
        let database = Database::open(db)?;
        self.tags.resize(database.pages as usize, [0; TAG]);
        for page in changed
            .iter()
            .filter(|page| (1..=database.pages).contains(page))
        {
            self.tags[*page as usize - 1] = database.tag(*page)?;
        }
        self.rewrite()
    }

    /// Takes the whole database as it is now. Only for one that was just made from something trusted.
    pub fn rebuild(&mut self, db: &Path) -> Result<()> {
        self.tags = Database::open(db)?.all()?;
        self.intent = None;
        self.rewrite()
    }

    /// Compares the database with what was written down: all pages, or about `limit` of them spread evenly, which
    /// ones being different each time.
    pub fn check(&self, db: &Path, wal: &Path, limit: Option<u32>) -> Result<Vec<Problem>> {
        let log = read_wal(wal)?;
        let mut problems = Vec::new();
        if !self.open && log.page_count.is_some() {
            problems.push(Problem::Log);
        }
        let database = match Database::open(db) {
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok(vec![Problem::Missing(1)]);
            }
            opened => opened?,
        };
        let expected = self.tags.len() as u32;
        let (least, most) = match &self.intent {
            Some(intent) if log.page_count.is_some() => (
                expected.min(intent.page_count),
                expected.max(intent.page_count),
            ),
            Some(intent) => (intent.page_count, intent.page_count),
            None => (expected, expected),
        };
        if database.pages < least {
            problems.push(Problem::Missing(database.pages + 1));
        }
        if database.pages > most || (database.odd && self.intent.is_none()) {
            problems.push(Problem::Extra(most));
        }
        let pages = database.pages.min(most);
        let step = limit.map_or(1, |limit| (pages / limit.max(1)).max(1));
        let first = 1 + u32::from_le_bytes(crate::secret::random()) % step;
        for page in (first..=pages).step_by(step as usize) {
            if !self.fits(page, database.tag(page)?, &log) {
                problems.push(Problem::Page(page));
            }
        }
        Ok(problems)
    }

    fn fits(&self, page: u32, tag: Tag, log: &WalPages) -> bool {
        let old = self.tags.get(page as usize - 1);
        let Some(intent) = &self.intent else {
            return old == Some(&tag);
        };
        let new = intent.pages.get(&page);
        if new == Some(&tag) {
            return true;
        }
        // An old page is right only until the checkpoint has written it, and then the log still has it: the log is
        // emptied after the database was synced. A page beyond the old end is nothing until it is written.
        let was = *old.unwrap_or(&[0; TAG]);
        let not_yet_written =
            new.is_none() || log.pages.contains_key(&page) || page > intent.page_count;
        tag == was && not_yet_written
    }

    /// Ends an interrupted intent by what the database has now, where that is what was allowed; where it is not, what
    /// should be there is expected, so that [`check`](Self::check) goes on finding it.
    fn settle(&mut self, db: &Path, log: &WalPages) -> Result<()> {
        let Some(intent) = &self.intent else {
            return Ok(());
        };
        let database = Database::open(db)?;
        let mut tags = self.tags.clone();
        let old_count = tags.len() as u32;
        let is_between = (old_count.min(intent.page_count)..=old_count.max(intent.page_count))
            .contains(&database.pages);
        let count = if is_between && log.page_count.is_some() {
            database.pages
        } else {
            intent.page_count
        };
        tags.resize(count as usize, [0; TAG]);
        for (page, new) in intent.pages.range(..=count) {
            let is_new = *page <= database.pages && database.tag(*page)? == *new;
            if is_new || !log.pages.contains_key(page) {
                tags[*page as usize - 1] = *new;
            }
        }
        let old = std::mem::replace(&mut self.tags, tags);
        let intent = self.intent.take();
        self.rewrite().inspect_err(|_| {
            // The intent is not forgotten.
            self.tags = old;
            self.intent = intent;
        })
    }

    fn apply(&mut self) {
        let Some(intent) = self.intent.take() else {
            return;
        };
        self.tags.resize(intent.page_count as usize, [0; TAG]);
        for (page, tag) in intent.pages {
            if let Some(slot) = self.tags.get_mut(page as usize - 1) {
                *slot = tag;
            }
        }
    }

    fn append(&mut self, record: &Record, sync: Sync) -> Result<()> {
        self.tidy()?;
        self.log.append(record, sync)
    }

    /// Writes the file anew where it has grown or its end is torn.
    fn tidy(&mut self) -> Result<()> {
        if self.intent.is_none() && self.log.wants_rewriting(self.tags.len()) {
            self.rewrite()
        } else {
            Ok(())
        }
    }

    fn rewrite(&mut self) -> Result<()> {
        debug_assert!(self.intent.is_none());
        let base = Record::Base {
            generation: self.generation + 1,
            tags: self.tags.clone(),
            open: self.open,
        };
        self.log.rewrite(&base)?;
        self.generation += 1;
        Ok(())
    }
}

/// Whether a record must be on the disk before going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sync {
    Now,
    Later,
}

/// The database file, of which only the pages' ends are read.
struct Database {
    file: File,
    path: PathBuf,
    pages: u32,
    /// Whether its length is not a whole number of pages.
    odd: bool,
}

impl Database {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
        let length = file
            .metadata()
            .map_err(|e| Error::io("read", path, e))?
            .len();
        let pages = u32::try_from(length / PAGE).map_err(|_| Error::damaged(path, Fault::End))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            pages,
            odd: !length.is_multiple_of(PAGE),
        })
    }

    fn tag(&self, page: u32) -> Result<Tag> {
        let mut tag = [0; TAG];
        let at = u64::from(page) * PAGE - TAG as u64;
        self.file
            .read_exact_at(&mut tag, at)
            .map_err(|e| Error::io("read", &self.path, e))?;
        Ok(tag)
    }

    fn all(&self) -> Result<Vec<Tag>> {
        (1..=self.pages).map(|page| self.tag(page)).collect()
    }
}

#[cfg(test)]
mod tests;
