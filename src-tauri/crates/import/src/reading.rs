//! Streams the rows of one member.

mod csv;
mod json;

use crate::error::{Error, Result};
use crate::found::{FoundMember, Layout, MemberKind, Tally};
use crate::record::{Batch, Numbered, Problem, Reason, Record};
use crate::tier::TierEvidence;
use crate::unpack::{self, Meter};
use starling_model::{Cancel, Progress, Stage, Step, TweetRow, UserRow};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Rows handed over at once: enough to make a hand-over cheap, few enough to fit the processor's cache.
const BATCH_ROWS: usize = 512;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadSummary {
    /// All rows given, rejected ones included.
    pub rows: u64,
    /// Tweets among them.
    pub tweets: u64,
    /// Users among them.
    pub users: u64,
    /// Rejected ones among them.
    pub rejected: u64,
    /// The number of the last record read; `rows` plus those skipped.
    pub last: u64,
    /// Whether the receiver stopped before the end.
    pub stopped: bool,
}

/// Reads a member's rows after the first `from_record` ones (0 reads all) and hands them over in batches.
///
/// The receiver may stop the reading by `ControlFlow::Break(())`.
/// An error that comes after rows (a cut zip) leaves what was handed over valid: every whole row before it was given.
pub fn read(
    member: &FoundMember,
    from_record: u64,
    cancel: &Cancel,
    sink: &mut dyn FnMut(&mut Batch) -> ControlFlow<()>,
) -> Result<ReadSummary> {
    let Some(layout) = member.layout.filter(|_| member.has_rows()) else {
        let what = member
            .refusal
            .as_ref()
            .map_or("it has no rows", |refusal| &refusal.text);
        return Err(Error::Refused {
            file: member.file.clone(),
            member: member.name.clone(),
            what: what.to_owned(),
        });
    };
    let meter = Meter::default();
    let rows = Cell::new(0);
    let mut out = Out {
        batch: Batch {
            bytes_total: member.packed_bytes,
            ..Batch::default()
        },
        sink,
        from: from_record,
        number: 0,
        summary: ReadSummary::default(),
        meter: &meter,
        rows: &rows,
    };
    let read = unpack::open_member(member, &meter, cancel, &rows, &mut |source| match layout {
        Layout::ArchiveCsv | Layout::Clemson | Layout::Nbc => {
            csv::read(source, layout, member.kind, &mut out)
        }
        Layout::ArchiveJson | Layout::TwitterV2 | Layout::TwitterV1 => {
            json::read(source, layout, member.kind, &mut out)
        }
    });
    out.flush();
    let summary = ReadSummary {
        last: out.number,
        ..out.summary
    };
    match read {
        Err(_) if summary.stopped => Ok(summary),
        Err(error) => Err(error),
        Ok(()) => Ok(summary),
    }
}

/// Reads a member whole and only counts.
pub fn tally(member: &FoundMember, progress: &Progress, cancel: &Cancel) -> Result<Tally> {
    let mut tally = Tally {
        rows: 0,
        tweets: 0,
        users: 0,
        rejected: 0,
        rejected_by: BTreeMap::new(),
        examples: Vec::new(),
        oddities: BTreeMap::new(),
        tier: Default::default(),
    };
    let mut evidence = TierEvidence::default();
    read(member, 0, cancel, &mut |batch| {
        for numbered in &batch.records {
            tally.rows += 1;
            let oddities = match &numbered.record {
                Record::Tweet(row) => {
                    tally.tweets += 1;
                    evidence.tweet(row);
                    &row.oddities[..]
                }
                Record::User(row) => {
                    tally.users += 1;
                    evidence.user(row);
                    &row.oddities[..]
                }
                Record::Rejected(problem) => {
                    tally.reject(problem);
                    &[]
                }
            };
            for oddity in oddities {
                *tally.oddities.entry(oddity.column).or_default() += 1;
            }
        }
        progress.say(Step {
            stage: Stage::Recognising,
            subject: member.name.clone(),
            done: batch.bytes_read,
            total: Some(batch.bytes_total),
            unit: "bytes",
            rows: tally.rows,
            rejected: tally.rejected,
        });
        ControlFlow::Continue(())
    })?;
    tally.tier = evidence.verdict();
    Ok(tally)
}

/// A row was filled, or is rejected.
type Outcome = std::result::Result<(), Box<Problem>>;

/// Collects records into batches.
struct Out<'a> {
    batch: Batch,
    sink: &'a mut dyn FnMut(&mut Batch) -> ControlFlow<()>,
    from: u64,
    number: u64,
    summary: ReadSummary,
    meter: &'a Meter,
    rows: &'a Cell<u64>,
}

impl Out<'_> {
    /// Counts the next record; `false` where it was read by an earlier import.
    fn wants_next(&mut self) -> bool {
        self.number += 1;
        self.rows.set(self.number);
        self.number > self.from
    }

    fn stopped(&self) -> bool {
        self.summary.stopped
    }

    /// A row to fill; what stands in it is of another record.
    fn spare_tweet(&mut self) -> Box<TweetRow> {
        self.batch.spare_tweets.pop().unwrap_or_default()
    }

    fn spare_user(&mut self) -> Box<UserRow> {
        self.batch.spare_users.pop().unwrap_or_default()
    }

    /// Gives the row, or its rejection.
    fn give_tweet(&mut self, row: Box<TweetRow>, outcome: Outcome) {
        match outcome {
            Ok(()) => self.give(Record::Tweet(row)),
            Err(problem) => {
                self.batch.spare_tweets.push(row);
                self.reject(problem);
            }
        }
    }

    fn give_user(&mut self, row: Box<UserRow>, outcome: Outcome) {
        match outcome {
            Ok(()) => self.give(Record::User(row)),
            Err(problem) => {
                self.batch.spare_users.push(row);
                self.reject(problem);
            }
        }
    }

    fn reject(&mut self, mut problem: Box<Problem>) {
        problem.place.record = self.number;
        self.give(Record::Rejected(problem));
    }

    fn give(&mut self, record: Record) {
        self.summary.rows += 1;
        match &record {
            Record::Tweet(_) => self.summary.tweets += 1,
            Record::User(_) => self.summary.users += 1,
            Record::Rejected(_) => self.summary.rejected += 1,
        }
        self.batch.records.push(Numbered {
            number: self.number,
            record,
        });
        if self.batch.records.len() >= BATCH_ROWS {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.batch.records.is_empty() || self.stopped() {
            return;
        }
        self.batch.last = self.number;
        self.batch.bytes_read = self.meter.read().min(self.batch.bytes_total);
        if (self.sink)(&mut self.batch).is_break() {
            self.summary.stopped = true;
        }
        self.batch.recycle();
    }
}
