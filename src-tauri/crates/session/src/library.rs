//! Datasets: what was imported, what was refused, and taking a dataset out.

use crate::importing;
use crate::report::{DatasetFile, DatasetView, RejectedPage, RejectedRow, SurveyedFile, Tally};
use crate::{Error, ImportOrder, ImportReport, Result, Session};
use starling_model::{Cancel, DatasetId, Progress, Tier};
use starling_store::{DatasetEntry, DatasetState, FileEntry};
use std::collections::{HashMap, HashSet};

impl Session {
    /// What each file is, its columns and rows, and what would be refused; nothing is written and no vault is needed.
    pub fn survey(
        order: &ImportOrder,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Vec<SurveyedFile>> {
        importing::survey(order, progress, cancel)
    }

    /// Reads the files into the vault. Taken up where it stopped when called again with the same files.
    pub fn import(
        &self,
        order: &ImportOrder,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<ImportReport> {
        importing::import(self, order, progress, cancel)
    }

    /// Rows that were refused, of one dataset or of all.
    pub fn rejected(&self, dataset: Option<&str>, offset: u64, limit: u64) -> Result<RejectedPage> {
        let names: HashMap<DatasetId, String> = self
            .store
            .datasets()?
            .into_iter()
            .map(|entry| (entry.id, entry.facts.name))
            .collect();
        let id = dataset
            .map(|name| self.dataset_entry(name))
            .transpose()?
            .map(|entry| entry.id);
        let (total, rows) = self.store.rejected(id, offset, limit)?;
        let rows = rows
            .into_iter()
            .map(|row| RejectedRow {
                dataset: names.get(&row.dataset).cloned().unwrap_or_default(),
                file: row.path,
                record: row.record,
                line: row.line,
                column: row.column,
                reason: row.reason,
                raw: row.raw,
            })
            .collect();
        Ok(RejectedPage { total, rows })
    }

    pub(crate) fn dataset_entry(&self, name: &str) -> Result<DatasetEntry> {
        self.store
            .dataset(name)?
            .ok_or_else(|| Error::NotFound(format!("no dataset `{name}` in this vault")))
    }

    /// The library.
    pub fn datasets(&self) -> Result<Vec<DatasetView>> {
        let files = self.store.files()?;
        let rows = self.rows();
        let mut listed: HashMap<DatasetId, HashSet<u32>> = HashMap::new();
        for user in self.store.users()? {
            listed.entry(user.dataset).or_default().insert(user.account);
        }
        let media: HashMap<DatasetId, u64> = self.store.media_counts()?.into_iter().collect();
        let rejected: HashMap<DatasetId, u64> = self.store.rejected_counts()?.into_iter().collect();
        self.store
            .datasets()?
            .into_iter()
            .map(|entry| {
                let authors: HashSet<u32> =
                    rows.authors_of_dataset(entry.name())?.into_iter().collect();
                let users = listed.get(&entry.id);
                let users_rows = users.map_or(0, HashSet::len) as u64;
                let only_listed =
                    users.map_or(0, |users| users.difference(&authors).count()) as u64;
                let files: Vec<&FileEntry> = files
                    .iter()
                    .filter(|file| file.dataset == entry.id)
                    .collect();
                Ok(DatasetView {
                    tier: Tier::from_word(&entry.tier),
                    agreement: entry.agreement,
                    tweets: entry.tweets,
                    accounts: authors.len() as u64 + only_listed,
                    users_rows,
                    tweeting: authors.len() as u64,
                    media: media.get(&entry.id).copied().unwrap_or(0),
                    rejected: rejected.get(&entry.id).copied().unwrap_or(0),
                    first: entry.first,
                    last: entry.last,
                    expected_accounts: entry.facts.expected_accounts,
                    expected_tweets: entry.facts.expected_tweets,
                    expected_users_rows: entry.facts.expected_users_rows,
                    state: match entry.state {
                        DatasetState::Removing => "removing",
                        DatasetState::Ready if files.iter().any(|file| !file.complete) => "partial",
                        DatasetState::Ready => "ready",
                    }
                    .into(),
                    files: files.into_iter().map(dataset_file).collect(),
                    name: entry.facts.name,
                    title: entry.facts.title,
                    country: entry.facts.country,
                    disclosed: entry.facts.disclosed,
                })
            })
            .collect()
    }

    /// Takes a dataset out of the vault, rows, index and all.
    ///
    /// It cannot be stopped half-way: each of its steps is one transaction, and a removal that was begun is ended, by
    /// whoever opens the vault next if need be. Words that only this dataset used go when the vault is compacted.
    pub fn remove_dataset(&self, name: &str) -> Result<()> {
        let _one_at_a_time = self
            .importing
            .try_lock()
            .map_err(|_| Error::Failed("an import is running in this vault".into()))?;
        let entry = self.dataset_entry(name)?;
        importing::take_out(&self.store, &self.index, entry.id)?;
        self.log_event(
            starling_audit::Event::DatasetRemoved,
            vec![entry.facts.name],
            std::collections::BTreeMap::from([("rows".to_owned(), entry.tweets)]),
        )?;
        self.index.rest()?;
        self.media.0.sweep()?;
        self.forget_answers();
        Ok(())
    }
}

fn dataset_file(file: &FileEntry) -> DatasetFile {
    let tally = Tally {
        read: file.tally.read,
        new: file.tally.new,
        duplicate: file.tally.duplicate,
        rejected: file.tally.rejected,
    };
    let of = |kind: &str| {
        if file.kind == kind {
            tally
        } else {
            Tally::default()
        }
    };
    DatasetFile {
        path: file.path.clone(),
        kind: file.kind.clone(),
        bytes: file.bytes,
        tweets: of("tweets"),
        accounts: of("users"),
        media: of("media"),
        complete: file.complete,
    }
}
