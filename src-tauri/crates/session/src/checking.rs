//! Checking a vault against its seals and against itself, and making the index anew.

use crate::importing::feed;
use crate::media::media_dir;
use crate::opening::{directory, index_dir, store_file, unlock};
use crate::{Error, Result, Session, Unlock, Verification};
use starling_index::Index;
use starling_media::Media;
use starling_model::{Cancel, Progress, Stage, Step};
use starling_store::Store;
use starling_vault::{Keys, Lock, Purpose};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Rows compared at a time.
const ROWS: usize = 20_000;

impl Session {
    /// Reads every block of every file, every row and every document, and compares.
    pub fn verify(
        dir: &Path,
        by: Unlock,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Verification> {
        let keys = unlock(dir, &by)?;
        let _lock = Lock::take(dir)?;
        let mut check = Check {
            found: Verification::default(),
            progress,
            cancel,
        };
        let whole = check.index_files(dir, &keys)?;
        let key = keys.subkey(Purpose::Database);
        let (store, pages) = match Store::open_checking(&store_file(dir), key.expose(), None) {
            Ok(opened) => opened,
            Err(error) => {
                check.problem(Error::from(error))?;
                return Ok(check.found);
            }
        };
        let whole = whole && pages.is_empty();
        let name = store.file().display().to_string();
        let pages = pages
            .iter()
            .map(|page| format!("`{name}` is damaged: {page}"));
        check.found.problems.extend(pages);
        check.store(&store)?;
        check.record(dir, &keys, &store)?;
        let store = Arc::new(store);
        check.media(dir, &keys, &store)?;
        if whole {
            check.against_each_other(dir, &keys, &store)?;
        }
        Ok(check.found)
    }

    /// Throws the index away and makes it anew from the store; works also where the index is too damaged to open.
    pub fn rebuild_index(
        dir: &Path,
        by: Unlock,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<()> {
        let keys = unlock(dir, &by)?;
        let _lock = Lock::take(dir)?;
        let store = Store::open(&store_file(dir), keys.subkey(Purpose::Database).expose())?;
        match std::fs::remove_dir_all(index_dir(dir)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::Failed(format!(
                    "cannot remove `{}`: {error}",
                    index_dir(dir).display()
                )));
            }
            _ => {}
        }
        let index = Index::create(directory(dir, &keys)?)?;
        // The first commit also replaces whatever number the old index had.
        feed::commit(&store, &index, 0)?;
        feed::feed(&store, &index, 0, progress, cancel)?;
        store.checkpoint()?;
        Ok(())
    }
}

struct Check<'a> {
    found: Verification,
    progress: &'a Progress,
    cancel: &'a Cancel,
}

impl Check<'_> {
    /// Damage is an answer here; anything else ends the check.
    fn problem(&mut self, error: Error) -> Result<()> {
        match error {
            Error::Damaged { .. } => {
                self.found.problems.push(error.to_string());
                Ok(())
            }
            other => Err(other),
        }
    }

    fn say(&self, subject: &str, done: u64, total: Option<u64>, unit: &'static str) {
        self.progress.say(Step {
            stage: Stage::Verifying,
            subject: subject.to_owned(),
            done,
            total,
            unit,
            rows: self.found.rows,
            rejected: 0,
        });
    }

    /// Every sealed block of the index; whether all are whole.
    fn index_files(&mut self, dir: &Path, keys: &Keys) -> Result<bool> {
        self.say("index", 0, None, "blocks");
        let (blocks, problems) =
            directory(dir, keys)?.verify_watching(self.progress, self.cancel)?;
        self.found.blocks += blocks;
        let whole = problems.is_empty();
        self.found
            .problems
            .extend(problems.iter().map(ToString::to_string));
        Ok(whole)
    }

    /// Every sealed block of the copies of media.
    fn media(&mut self, dir: &Path, keys: &Keys, store: &Arc<Store>) -> Result<()> {
        self.say("media", 0, None, "blocks");
        let media = Media::new(store.clone(), media_dir(dir), keys.subkey(Purpose::Media));
        let (blocks, problems) = media.verify(self.cancel)?;
        self.found.blocks += blocks;
        self.found.problems.extend(problems);
        Ok(())
    }

    /// Every page and every row of the database.
    fn store(&mut self, store: &Store) -> Result<()> {
        let name = store.file().display().to_string();
        self.say("store", 0, None, "pages");
        for complaint in store.integrity()? {
            self.found
                .problems
                .push(format!("`{name}` is damaged: {complaint}"));
        }
        self.found.blocks += store.pages()?;
        self.cancel.check()?;
        let last = store.last_row()?;
        let mut at = 0;
        loop {
            self.cancel.check()?;
            let rows = match store.tweets_after(at, ROWS) {
                Ok(rows) => rows,
                Err(error) => return self.problem(error.into()),
            };
            let Some(newest) = rows.last() else {
                return Ok(());
            };
            at = newest.row;
            self.found.rows += rows.len() as u64;
            self.say("store", at, Some(last), "rows");
        }
    }

    /// The audit log: its chain, its signatures, and whether it has been further on.
    fn record(&mut self, dir: &Path, keys: &Keys, store: &Store) -> Result<()> {
        let key = keys.subkey(Purpose::Audit);
        match starling_audit::check(store, (dir, keys.id(), &key)) {
            Ok(problems) => {
                self.found.problems.extend(problems);
                Ok(())
            }
            Err(error) => self.problem(error.into()),
        }
    }

    /// Every document against its row: the id, and that neither has one that the other lacks.
    fn against_each_other(&mut self, dir: &Path, keys: &Keys, store: &Store) -> Result<()> {
        let index = match Index::open(directory(dir, keys)?) {
            Ok(index) => index,
            Err(error) => return self.problem(error.into()),
        };
        if let Err(error) = feed::catch_up(store, &index, self.progress, self.cancel) {
            return self.problem(error);
        }
        let mut of_row: HashMap<u64, u64> = HashMap::new();
        for segment in index.searcher().segment_readers() {
            let rows = segment.fast_fields().u64("row")?;
            let tweets = segment.fast_fields().u64("tweet")?;
            for doc in segment.doc_ids_alive() {
                let (Some(row), Some(tweet)) = (rows.first(doc), tweets.first(doc)) else {
                    continue;
                };
                self.found.documents += 1;
                if of_row.insert(row, tweet).is_some() {
                    self.found
                        .problems
                        .push(format!("`index` is damaged: row {row} stands in it twice"));
                }
            }
        }
        let mut at = 0;
        loop {
            self.cancel.check()?;
            let rows = match store.tweets_after(at, ROWS) {
                Ok(rows) => rows,
                Err(error) => return self.problem(error.into()),
            };
            let Some(newest) = rows.last() else { break };
            at = newest.row;
            for stored in &rows {
                if of_row.remove(&stored.row) != Some(stored.tweet.id) {
                    self.found.problems.push(format!(
                        "`index` is damaged: row {} is not in it as stored",
                        stored.row
                    ));
                }
            }
        }
        for row in of_row.keys().take(20) {
            self.found.problems.push(format!(
                "`store.db` is damaged: row {row} is in the index and not in it"
            ));
        }
        Ok(())
    }
}
