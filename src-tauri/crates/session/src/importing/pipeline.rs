//! One run of an import: what is carried from member to member, and the threads.

use super::again::Again;
use super::duplicates::Known;
use super::feed;
use super::import_error;
use crate::convert::{Origin, convert};
use crate::subjects::Barred;
use crate::{Error, ImportOrder, ImportedFile, Result, Session, Tally};
use starling_import::{Batch as Read, FoundMember, MemberKind, Record, TierCounts, TierEvidence};
use starling_index::Document;
use starling_model::{Cancel, DatasetId, Progress, Stage, Step, Tier, Timestamp};
use starling_store::{
    Batch, DatasetChange, DatasetEntry, DatasetFacts, DatasetState, Dictionary, Encoder,
    FileChange, FileKey, Interner, NewRow, RejectedEntry, Store,
};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Rows in a transaction: the fsync of one costs as much as storing some thousand rows.
const ROWS_A_BATCH: usize = 20_000;
/// Rows between commits of the index: what a crash makes the next start read back, at some ten thousand rows a second.
const ROWS_A_COMMIT: u64 = 3_000_000;
/// The database's log is folded in when it passes this.
const LOG_BYTES: u64 = 128 << 20;

/// Why something that was withdrawn is not taken in again.
pub(super) const BARRED: &str = "it was withdrawn";

/// What is carried from member to member.
pub(crate) struct Run<'a> {
    pub(super) session: &'a Session,
    pub(super) order: &'a ImportOrder,
    pub(super) progress: &'a Progress,
    pub(super) cancel: &'a Cancel,
    interner: Interner,
    known: Known,
    pub(super) barred: Barred,
    encoders: HashMap<DatasetId, Encoder>,
    evidence: HashMap<DatasetId, TierEvidence>,
    fingerprints: HashMap<PathBuf, Vec<u8>>,
    writer: Writer,
    next_row: u64,
    uncommitted: u64,
    members_left: HashMap<String, usize>,
    bytes_before: u64,
    bytes_total: u64,
    rows: u64,
    rejected: u64,
}

/// What is carried from batch to batch of one member.
struct Member<'a> {
    found: &'a FoundMember,
    dataset: DatasetId,
    file: u32,
    /// Since the file was first begun.
    whole: starling_store::Tally,
    tweets: Tally,
    accounts: Tally,
    batch: Batch,
    documents: Vec<Document>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    records: u64,
}

impl<'a> Run<'a> {
    pub(crate) fn begin(
        session: &'a Session,
        order: &'a ImportOrder,
        progress: &'a Progress,
        cancel: &'a Cancel,
        members: &[FoundMember],
    ) -> Result<Self> {
        let mut members_left = HashMap::new();
        for member in members {
            if member.kind == MemberKind::Media {
                continue;
            }
            let name = order.dataset.as_ref().unwrap_or(&member.dataset.name);
            *members_left.entry(name.clone()).or_default() += 1;
        }
        Ok(Self {
            session,
            order,
            progress,
            cancel,
            interner: Interner::load(&session.store)?,
            known: Known::load(session)?,
            barred: Barred::load(&session.store)?,
            encoders: HashMap::new(),
            evidence: HashMap::new(),
            fingerprints: HashMap::new(),
            writer: Writer::start(session.store.clone()),
            next_row: session.store.last_row()? + 1,
            uncommitted: 0,
            members_left,
            bytes_before: 0,
            bytes_total: members
                .iter()
                .filter(|member| member.has_rows())
                .map(|member| member.packed_bytes)
                .sum(),
            rows: 0,
            rejected: 0,
        })
    }

    /// Reads one member, from where it was left.
    pub(crate) fn member(
        &mut self,
        found: &FoundMember,
        facts: &DatasetFacts,
    ) -> Result<ImportedFile> {
        self.cancel.check()?;
        let store = &self.session.store;
        let dataset = store.dataset_named(facts)?;
        if dataset.state == DatasetState::Removing {
            return Err(Error::Failed(format!(
                "dataset `{}` is being removed",
                facts.name
            )));
        }
        let inside = found.key();
        let fingerprint = self.fingerprint(&found.file)?;
        let key = FileKey {
            dataset: dataset.id,
            fingerprint: &fingerprint,
            member: &inside,
        };
        let known = store.file_entry(&key)?;
        let mut imported = ImportedFile {
            path: String::new(),
            kind: found.kind.word().to_owned(),
            dataset: Some(facts.name.clone()),
            tweets: Tally::default(),
            accounts: Tally::default(),
            media: Tally::default(),
            seconds: 0.0,
            problem: None,
            fault: None,
        };
        if let Some(entry) = known.as_ref().filter(|entry| entry.complete) {
            // Nothing of it is new; it is not read again.
            let tally = Tally {
                read: entry.tally.read,
                new: 0,
                duplicate: entry.tally.new + entry.tally.duplicate,
                rejected: entry.tally.rejected,
            };
            if found.kind == MemberKind::Users {
                imported.accounts = tally;
            } else {
                imported.tweets = tally;
            }
            self.bytes_before += found.packed_bytes;
            self.member_done(&facts.name, dataset.id);
            return Ok(imported);
        }
        let shown = super::survey::shown_path(found);
        let (file, records, whole) = match known {
            Some(entry) => (entry.id, entry.records, entry.tally),
            None => (
                store.add_file(
                    &key,
                    &shown,
                    found.kind.word(),
                    found.bytes.unwrap_or(found.packed_bytes),
                )?,
                0,
                starling_store::Tally::default(),
            ),
        };
        self.prepare(&dataset)?;
        let mut member = Member {
            found,
            dataset: dataset.id,
            file,
            whole,
            tweets: Tally::default(),
            accounts: Tally::default(),
            batch: Batch::default(),
            documents: Vec::new(),
            first: None,
            last: None,
            records,
        };
        let outcome = self.read(&mut member);
        let problem = match &outcome {
            Ok(()) => None,
            Err(Error::DamagedInput { .. } | Error::Unreadable { .. }) => {
                outcome.as_ref().err().map(Error::to_string)
            }
            Err(_) => None,
        };
        let fault = match &outcome {
            Err(Error::DamagedInput { .. }) => Some("damaged".to_owned()),
            Err(Error::Unreadable { .. }) => Some("unreadable".to_owned()),
            _ => None,
        };
        let complete = outcome.is_ok();
        // What was taken in is kept, however the reading ended; only a failing store makes this fail too.
        let kept = self
            .hand_over(&mut member, complete, problem.clone())
            .and_then(|()| self.writer.drain());
        match outcome {
            Err(Error::DamagedInput { .. } | Error::Unreadable { .. }) | Ok(()) => kept?,
            Err(error) => return Err(kept.err().unwrap_or(error)),
        }
        self.bytes_before += found.packed_bytes;
        self.member_done(&facts.name, dataset.id);
        imported.tweets = member.tweets;
        imported.accounts = member.accounts;
        imported.problem = problem;
        imported.fault = fault;
        Ok(imported)
    }

    fn member_done(&mut self, name: &str, dataset: DatasetId) {
        if let Some(left) = self.members_left.get_mut(name) {
            *left -= 1;
            if *left == 0 {
                self.known.forget(dataset);
                self.encoders.remove(&dataset);
            }
        }
    }

    pub(crate) fn fingerprint(&mut self, path: &Path) -> Result<Vec<u8>> {
        if let Some(known) = self.fingerprints.get(path) {
            return Ok(known.clone());
        }
        let print = starling_import::fingerprint(path).map_err(import_error)?;
        let bytes = [&print.bytes.to_le_bytes()[..], &print.digest].concat();
        self.fingerprints.insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn prepare(&mut self, dataset: &DatasetEntry) -> Result<()> {
        self.known.load_dataset(&self.session.index, dataset.id)?;
        if !self.encoders.contains_key(&dataset.id) {
            let trained = self.session.store.compression_of(dataset.id)?;
            let trained = trained.as_ref().map(|(id, words)| (*id, words.as_slice()));
            // A dataset has one dictionary at most, so its own number serves.
            self.encoders
                .insert(dataset.id, Encoder::new(trained, dataset.id.0));
        }
        self.evidence.entry(dataset.id).or_insert_with(|| {
            let mut evidence = TierEvidence::default();
            if let Some(counts) = dataset.evidence.as_deref().and_then(read_counts) {
                evidence.add(&counts);
            }
            evidence
        });
        Ok(())
    }

    /// Reads on a thread of its own; takes in what it gives on this one.
    fn read(&mut self, member: &mut Member<'_>) -> Result<()> {
        let (found, from, cancel) = (member.found, member.records, self.cancel);
        std::thread::scope(|scope| {
            let (give, take) = sync_channel::<Read>(4);
            let (give_back, take_back) = channel::<Read>();
            let reader = scope.spawn(move || {
                starling_import::read(found, from, cancel, &mut |batch| {
                    let spare = take_back.try_recv().unwrap_or_default();
                    match give.send(std::mem::replace(batch, spare)) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    }
                })
            });
            let taken = self.take_all(member, take, &give_back);
            let read = reader
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            taken?;
            read.map_err(import_error)?;
            Ok(())
        })
    }

    fn take_all(
        &mut self,
        member: &mut Member<'_>,
        batches: Receiver<Read>,
        give_back: &std::sync::mpsc::Sender<Read>,
    ) -> Result<()> {
        for batch in batches {
            self.before(member, &batch)?;
            self.take(member, &batch)?;
            self.say(member, batch.bytes_read);
            // The reader may be gone already; then nobody needs the memory.
            let _ = give_back.send(batch);
            if member.batch.rows.len() + member.batch.rejected.len() + member.batch.users.len()
                >= ROWS_A_BATCH
            {
                self.hand_over(member, false, None)?;
                if self.uncommitted >= ROWS_A_COMMIT {
                    self.writer.drain()?;
                    self.commit()?;
                }
            }
        }
        Ok(())
    }

    fn say(&self, member: &Member<'_>, bytes_read: u64) {
        self.progress.say(Step {
            stage: Stage::Reading,
            subject: member.found.name.clone(),
            done: self.bytes_before + bytes_read.min(member.found.packed_bytes),
            total: Some(self.bytes_total),
            unit: "bytes",
            rows: self.rows,
            rejected: self.rejected,
        });
    }

    /// A tweet that comes again is compared with its first row, which must be in the store for that.
    fn before(&mut self, member: &mut Member<'_>, batch: &Read) -> Result<()> {
        let Some(waiting) = member.batch.rows.first().map(|row| row.row) else {
            return Ok(());
        };
        let waits = |record: &Record| match record {
            Record::Tweet(tweet) => self
                .known
                .row_of(member.dataset, tweet.id)
                .is_some_and(|row| row >= waiting),
            Record::User(_) | Record::Rejected(_) => false,
        };
        if batch.records.iter().any(|numbered| waits(&numbered.record)) {
            self.hand_over(member, false, None)?;
        }
        Ok(())
    }

    fn take(&mut self, member: &mut Member<'_>, batch: &Read) -> Result<()> {
        let mut again = Again::from_row(self.next_row);
        for numbered in &batch.records {
            self.rows += 1;
            member.whole.read += 1;
            match &numbered.record {
                Record::Tweet(tweet) => {
                    member.tweets.read += 1;
                    if let Some(evidence) = self.evidence.get_mut(&member.dataset) {
                        evidence.tweet(tweet);
                    }
                    if self.barred.bars_tweet(tweet.id, &tweet.author.account) {
                        self.bar(member, numbered.number);
                        continue;
                    }
                    let known = self
                        .known
                        .first_row(member.dataset, tweet.id, self.next_row);
                    if let Some(first) = known {
                        member.tweets.duplicate += 1;
                        member.whole.duplicate += 1;
                        again.comes(first, numbered.number, tweet);
                        continue;
                    }
                    again.first(tweet);
                    member.tweets.new += 1;
                    member.whole.new += 1;
                    let time = tweet.time();
                    member.first = [member.first, time].into_iter().flatten().min();
                    member.last = member.last.max(time);
                    let origin = Origin {
                        dataset: member.dataset,
                        file: member.file,
                        record: numbered.number,
                        row: self.next_row,
                    };
                    let (ids, document) = convert(tweet, origin, &mut self.interner);
                    let encoder = self
                        .encoders
                        .get_mut(&member.dataset)
                        .expect("BUG: `prepare` made one for the dataset");
                    member.batch.rows.push(NewRow {
                        row: self.next_row,
                        body: encoder.encode(tweet, &ids),
                    });
                    member.documents.push(document);
                    self.next_row += 1;
                }
                Record::User(user) => {
                    member.accounts.read += 1;
                    if let Some(evidence) = self.evidence.get_mut(&member.dataset) {
                        evidence.user(user);
                    }
                    if self.barred.bars_account(&user.profile.account) {
                        self.bar(member, numbered.number);
                        continue;
                    }
                    let account = self
                        .interner
                        .word(Dictionary::Account, &user.profile.account);
                    if !self.known.new_user(member.dataset, account) {
                        member.accounts.duplicate += 1;
                        member.whole.duplicate += 1;
                        continue;
                    }
                    member.accounts.new += 1;
                    member.whole.new += 1;
                    let (profile, account) = self.interner.profile(&user.profile);
                    let oddities = (!user.oddities.is_empty()).then(|| {
                        let pairs: Vec<(&str, &str)> = user
                            .oddities
                            .iter()
                            .map(|odd| (odd.column, odd.raw.as_str()))
                            .collect();
                        serde_json::to_vec(&pairs).expect("BUG: pairs of text are JSON")
                    });
                    member
                        .batch
                        .users
                        .push((account, profile, numbered.number, oddities));
                }
                Record::Rejected(problem) => {
                    self.rejected += 1;
                    let tally = if member.found.kind == MemberKind::Users {
                        &mut member.accounts
                    } else {
                        &mut member.tweets
                    };
                    tally.read += 1;
                    tally.rejected += 1;
                    member.whole.rejected += 1;
                    member.batch.rejected.push(RejectedEntry {
                        dataset: member.dataset,
                        path: String::new(),
                        member: String::new(),
                        record: numbered.number,
                        line: problem.place.line,
                        column: None,
                        reason: problem.reason.to_string(),
                        raw: problem.raw_text().into_owned(),
                    });
                }
            }
        }
        if again.needs_store() {
            self.writer.drain()?;
        }
        let variants = again.variants(&self.session.store)?;
        member.batch.variants.extend(variants);
        member.records = member.records.max(batch.last);
        Ok(())
    }

    /// A row of what was withdrawn: refused, and nothing of it is kept.
    fn bar(&mut self, member: &mut Member<'_>, record: u64) {
        self.rejected += 1;
        let tally = if member.found.kind == MemberKind::Users {
            &mut member.accounts
        } else {
            &mut member.tweets
        };
        tally.rejected += 1;
        member.whole.rejected += 1;
        member.batch.rejected.push(RejectedEntry {
            dataset: member.dataset,
            path: String::new(),
            member: String::new(),
            record,
            line: 0,
            column: None,
            reason: BARRED.into(),
            raw: String::new(),
        });
    }

    /// Gives what was gathered to the database's thread and to the index.
    fn hand_over(
        &mut self,
        member: &mut Member<'_>,
        complete: bool,
        problem: Option<String>,
    ) -> Result<()> {
        let mut batch = std::mem::take(&mut member.batch);
        batch.fresh = self.interner.take_fresh();
        batch.compression = self
            .encoders
            .get_mut(&member.dataset)
            .and_then(Encoder::take_trained);
        batch.file = Some(FileChange {
            file: member.file,
            records: member.records,
            complete,
            problem,
            tally: member.whole,
        });
        let named_unhashed = is_named_unhashed(member.found);
        let verdict = self.evidence.get_mut(&member.dataset).map(|evidence| {
            evidence.close_stretch(named_unhashed);
            (evidence.verdict(), write_counts(evidence))
        });
        let tier = self
            .order
            .tier
            .or(verdict.as_ref().map(|(verdict, _)| verdict.tier));
        batch.dataset = Some(DatasetChange {
            dataset: member.dataset,
            tier: tier.map(Tier::word),
            agreement: crate::standing::agreement_of(
                tier,
                verdict.as_ref().map(|(verdict, _)| verdict.tier),
            ),
            evidence: verdict.map(|(_, counts)| counts),
            first: member.first.take(),
            last: member.last.take(),
        });
        self.uncommitted += batch.rows.len() as u64;
        self.writer.send(batch)?;
        self.session
            .index
            .add(std::mem::take(&mut member.documents))?;
        Ok(())
    }

    /// Makes the index last up to the rows that the store holds.
    fn commit(&mut self) -> Result<()> {
        self.progress.say(Step {
            stage: Stage::Committing,
            subject: String::new(),
            done: self.bytes_before,
            total: Some(self.bytes_total),
            unit: "bytes",
            rows: self.rows,
            rejected: self.rejected,
        });
        feed::commit(&self.session.store, &self.session.index, self.next_row - 1)?;
        self.uncommitted = 0;
        Ok(())
    }

    /// Ends the run: everything that the store holds is findable afterwards.
    pub(crate) fn finish(mut self) -> Result<()> {
        let store = self.session.store.clone();
        let drained = self.writer.drain();
        if drained.is_err() {
            // The store refused some rows; what it did take is read back from it.
            self.session.index.roll_back()?;
            feed::feed(
                &store,
                &self.session.index,
                self.session.index.watermark()?.row,
                self.progress,
                &Cancel::new(),
            )?;
            return drained;
        }
        if self.uncommitted > 0 {
            self.commit()?;
        }
        self.session.index.rest()?;
        store.checkpoint()?;
        self.session.forget_answers();
        Ok(())
    }
}

/// The consortium's files differ from the archive's by this word in the name of the file or of its member.
fn is_named_unhashed(found: &FoundMember) -> bool {
    let file = found.file.file_name().unwrap_or_default();
    [found.name.as_str(), &file.to_string_lossy()]
        .iter()
        .any(|name| name.to_ascii_lowercase().contains("unhashed"))
}

/// The evidence's counts as numbers in a fixed order.
fn write_counts(evidence: &TierEvidence) -> Vec<u8> {
    let c = evidence.counts();
    [
        c.hashed_authors,
        c.plain_authors,
        c.other_authors,
        c.hashed_mentions,
        c.plain_mentions,
        c.hashed_replies,
        c.plain_replies,
        c.hashed_retweets,
        c.plain_retweets,
        c.kept_hashed,
        c.leaks,
        c.plain_stretches,
    ]
    .iter()
    .flat_map(|count| count.to_le_bytes())
    .collect()
}

pub(crate) fn read_counts(bytes: &[u8]) -> Option<TierCounts> {
    let mut numbers = bytes
        .chunks_exact(8)
        .map(|chunk| u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    let mut next = || numbers.next();
    Some(TierCounts {
        hashed_authors: next()?,
        plain_authors: next()?,
        other_authors: next()?,
        hashed_mentions: next()?,
        plain_mentions: next()?,
        hashed_replies: next()?,
        plain_replies: next()?,
        hashed_retweets: next()?,
        plain_retweets: next()?,
        kept_hashed: next()?,
        leaks: next()?,
        // Vaults of before do not have it.
        plain_stretches: next().unwrap_or(0),
    })
}

enum Work {
    Write(Box<Batch>),
    Drain(SyncSender<()>),
}

/// The database's own thread.
struct Writer {
    work: Option<SyncSender<Work>>,
    thread: Option<JoinHandle<Result<()>>>,
    failed: bool,
}

impl Writer {
    fn start(store: Arc<Store>) -> Self {
        // Two batches wait at most: memory stays bounded when the disk is slow.
        let (work, todo) = sync_channel(2);
        let thread = std::thread::spawn(move || {
            for work in todo {
                match work {
                    Work::Write(batch) => {
                        store.write(&batch)?;
                        if store.log_bytes() > LOG_BYTES {
                            store.checkpoint()?;
                        }
                    }
                    Work::Drain(done) => {
                        // Whoever waits may have given up.
                        let _ = done.send(());
                    }
                }
            }
            Ok(())
        });
        Self {
            work: Some(work),
            thread: Some(thread),
            failed: false,
        }
    }

    fn send(&mut self, batch: Batch) -> Result<()> {
        self.give(Work::Write(Box::new(batch)))
    }

    /// Returns when everything sent is on the disk.
    fn drain(&mut self) -> Result<()> {
        let (done, wait) = sync_channel(1);
        self.give(Work::Drain(done))?;
        if wait.recv().is_ok() {
            Ok(())
        } else {
            self.why()
        }
    }

    fn give(&mut self, work: Work) -> Result<()> {
        let sent = self
            .work
            .as_ref()
            .is_some_and(|channel| channel.send(work).is_ok());
        if sent { Ok(()) } else { self.why() }
    }

    /// The thread has ended: with which error?
    fn why(&mut self) -> Result<()> {
        self.work = None;
        let ended = self.thread.take().map(JoinHandle::join);
        match ended {
            Some(Ok(Err(error))) => {
                self.failed = true;
                Err(error)
            }
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            _ => Err(Error::Failed("the store stopped taking rows".into())),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take() {
            // An error of the last batch was reported by `drain`, which every run ends with.
            let _ = thread.join();
        }
    }
}
