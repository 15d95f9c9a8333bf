//! Opens every block of every file of an index.

use super::{META, SealedDirectory, is_missing};
use starling_model::{Cancel, Progress, Stage, Step};
use starling_vault::sealed::SealedFile;
use starling_vault::{Error, Fault, Result};
use std::collections::BTreeSet;

impl SealedDirectory {
    /// How many blocks there are, and every file that is missing, changed, cut, swapped or of another time.
    ///
    /// That `meta.json` itself is an older one, with all its files, is not seen here: its payload tells.
    pub fn verify(&self) -> (u64, Vec<Error>) {
        self.verify_watching(&Progress::none(), &Cancel::new())
            .expect("BUG: nobody can cancel this")
    }

    /// The same, saying how far it is. The only error is that it was asked to stop.
    pub fn verify_watching(
        &self,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<(u64, Vec<Error>)> {
        // Afresh from the disk: what this process remembers may hide what has happened to the files since.
        let fresh = Self::open_within(self.dir(), self.0.key.clone(), self.0.budget.clone());
        let fresh = match fresh {
            Ok(fresh) => fresh,
            Err(error) => return Ok((0, vec![error])),
        };
        let mut check = Check {
            directory: &fresh,
            progress,
            cancel,
            blocks: 0,
            problems: Vec::new(),
        };
        check.run()?;
        Ok((check.blocks, check.problems))
    }

    /// The names of the files that the last commit needs.
    fn living(&self) -> std::result::Result<BTreeSet<String>, tantivy::TantivyError> {
        let index = tantivy::Index::open(self.clone())?;
        let segments = index.searchable_segment_metas()?;
        let (recorded, _) = self.roll().names();
        let is_living = |name: &String| {
            segments.iter().any(|segment| {
                let rest = name.strip_prefix(&segment.id().uuid_string());
                let deletes = segment
                    .delete_opstamp()
                    .map(|opstamp| format!(".{opstamp}.del"));
                rest.is_some_and(|rest| !rest.ends_with(".del") || Some(rest) == deletes.as_deref())
            })
        };
        Ok(recorded.into_iter().filter(is_living).collect())
    }
}

struct Check<'a> {
    directory: &'a SealedDirectory,
    progress: &'a Progress,
    cancel: &'a Cancel,
    blocks: u64,
    problems: Vec<Error>,
}

impl Check<'_> {
    fn run(&mut self) -> Result<()> {
        match self.directory.read(META) {
            Ok(Some(_)) => self.directory.roll().set_loaded(),
            Ok(None) => {
                // A folder where nothing was ever committed is not damaged.
                if self.holds_segments() {
                    self.problems
                        .push(self.directory.damaged(META, Fault::Missing));
                }
                return Ok(());
            }
            Err(error) => {
                self.problems.push(error);
                return Ok(());
            }
        }
        let (recorded, blobs) = self.directory.roll().names();
        for name in &blobs {
            self.blob(name)?;
        }
        // Where it is not known which files are needed, all that are recorded are.
        let living = self
            .directory
            .living()
            .unwrap_or_else(|_| recorded.iter().cloned().collect());
        for name in &recorded {
            self.file(name, living.contains(name))?;
        }
        Ok(())
    }

    fn holds_segments(&self) -> bool {
        let Ok(entries) = std::fs::read_dir(self.directory.dir()) else {
            return false;
        };
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().ends_with(".term"))
    }

    fn blob(&mut self, name: &str) -> Result<()> {
        self.say(name);
        self.cancel.check()?;
        match self.directory.read(name) {
            Ok(Some(content)) => {
                self.blocks += content.len().div_ceil(starling_vault::sealed::BLOCK) as u64 + 1;
            }
            Ok(None) => self
                .problems
                .push(self.directory.damaged(name, Fault::Missing)),
            Err(error) => self.problems.push(error),
        }
        Ok(())
    }

    fn file(&mut self, name: &str, living: bool) -> Result<()> {
        self.say(name);
        self.cancel.check()?;
        let file = match SealedFile::open(self.directory.dir(), name, &self.directory.0.key) {
            Ok(file) => file,
            // Replaced by a merge and not yet, or already, taken away.
            Err(_) if !living => return Ok(()),
            Err(error) if is_missing(&error) => {
                self.problems
                    .push(self.directory.damaged(name, Fault::Missing));
                return Ok(());
            }
            Err(error) => {
                self.problems.push(error);
                return Ok(());
            }
        };
        if !self.directory.roll().knows(name, file.id()) {
            self.problems
                .push(self.directory.damaged(name, Fault::OtherVersion));
            return Ok(());
        }
        match file.verify(self.cancel, |_| {}) {
            Ok(verified) => {
                self.blocks += verified.blocks;
                let bad = verified.bad.into_iter();
                self.problems
                    .extend(bad.map(|block| self.directory.damaged(name, Fault::Block(block))));
                Ok(())
            }
            Err(Error::Cancelled) => Err(Error::Cancelled),
            Err(error) => {
                self.problems.push(error);
                Ok(())
            }
        }
    }

    fn say(&self, name: &str) {
        self.progress.say(Step {
            stage: Stage::Verifying,
            subject: name.to_owned(),
            done: self.blocks,
            total: None,
            unit: "blocks",
            rows: 0,
            rejected: 0,
        });
    }
}
