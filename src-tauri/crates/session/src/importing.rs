//! Import: files become rows of the store and documents of the index.
//!
//! Three threads: one reads and parses, this one interns and packs, one writes the database; the index tokenizes on
//! threads of its own. Every batch is one transaction that also notes how far its file has come, so that a killed
//! import goes on behind the last batch with nothing lost and nothing twice. The index follows: it is committed every
//! few million rows and at the end, and what it lacks after a crash is read back from the store when the vault opens.

mod again;
mod duplicates;
pub(crate) mod feed;
mod heaps;
mod pipeline;
mod survey;

use crate::clock::Stopwatch;
use crate::opening::for_want_of_room;
use crate::{Error, ImportOrder, ImportReport, ImportedFile, Result, Session, Tally};
use starling_import::{Catalogue, FoundMember};
use starling_model::{Cancel, Progress, Stage, Step};
use starling_store::DatasetFacts;

pub(crate) use feed::{catch_up, commit, take_out};
pub(crate) use pipeline::read_counts;
pub(crate) use survey::survey;

/// See [`Session::import`].
pub(crate) fn import(
    session: &Session,
    order: &ImportOrder,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ImportReport> {
    let watch = Stopwatch::start();
    let _one_at_a_time = session
        .importing
        .try_lock()
        .map_err(|_| Error::Failed("another import is running in this vault".into()))?;
    progress.say(Step {
        stage: Stage::Recognising,
        subject: String::new(),
        done: 0,
        total: None,
        unit: "files",
        rows: 0,
        rejected: 0,
    });
    let found = starling_import::survey(&order.paths, Catalogue::shipped(), progress, cancel)
        .map_err(import_error)?;
    let mut report = ImportReport::default();
    let mut members: Vec<FoundMember> = Vec::new();
    for file in found {
        if let Some(refusal) = &file.refusal {
            report.files.push(refused(
                file.path.display().to_string(),
                "unknown",
                &refusal.text,
                Some(refusal.word),
            ));
        }
        members.extend(file.members);
    }
    let (heaps, members) = heaps::split(order, members);
    let mut run = pipeline::Run::begin(session, order, progress, cancel, &members)?;
    let ended = members.iter().try_for_each(|member| -> Result<()> {
        report.files.push(one(&mut run, order, member)?);
        Ok(())
    });
    let ended = ended.and_then(|()| {
        heaps.iter().try_for_each(|heap| -> Result<()> {
            report.files.push(heaps::take(&mut run, heap)?);
            Ok(())
        })
    });
    // Whatever was read is made findable, also when the import was stopped or failed half-way.
    let finished = run.finish();
    ended
        .and(finished)
        .map_err(|error| for_want_of_room(&session.dir, error))?;
    for file in &report.files {
        report.tweets += file.tweets.new;
        report.accounts += file.accounts.new;
        report.media += file.media.new;
        report.rejected += file.tweets.rejected + file.accounts.rejected + file.media.rejected;
    }
    report.seconds = watch.seconds();
    let datasets = datasets_of(&report);
    log(session, &report, datasets.clone())?;
    if let Some(accepting) = &order.accept {
        session.accept_for(&datasets, accepting)?;
    }
    report.agreements = session.stands_under(&datasets)?;
    Ok(report)
}

fn datasets_of(report: &ImportReport) -> Vec<String> {
    let mut datasets: Vec<String> = report
        .files
        .iter()
        .filter_map(|file| file.dataset.clone())
        .collect();
    datasets.sort_unstable();
    datasets.dedup();
    datasets
}

/// Writes down what came in; looking at files that bring nothing new is nothing to write down.
fn log(session: &Session, report: &ImportReport, datasets: Vec<String>) -> Result<()> {
    if datasets.is_empty() {
        return Ok(());
    }
    let sum = |of: &dyn Fn(&ImportedFile) -> u64| report.files.iter().map(of).sum::<u64>();
    let counts = std::collections::BTreeMap::from([
        ("files".to_owned(), report.files.len() as u64),
        ("tweets".to_owned(), report.tweets),
        ("accounts".to_owned(), report.accounts),
        ("rejected".to_owned(), report.rejected),
        ("duplicate".to_owned(), sum(&|file| file.tweets.duplicate)),
    ]);
    session.log_event(starling_audit::Event::Import, datasets, counts)
}

fn refused(path: String, kind: &str, why: &str, fault: Option<&str>) -> ImportedFile {
    ImportedFile {
        path,
        kind: kind.to_owned(),
        dataset: None,
        tweets: Tally::default(),
        accounts: Tally::default(),
        media: Tally::default(),
        seconds: 0.0,
        problem: Some(why.to_owned()),
        fault: fault.map(str::to_owned),
    }
}

fn one(
    run: &mut pipeline::Run<'_>,
    order: &ImportOrder,
    member: &FoundMember,
) -> Result<ImportedFile> {
    let watch = Stopwatch::start();
    let path = survey::shown_path(member);
    if let Some(refusal) = &member.refusal {
        return Ok(refused(
            path,
            member.kind.word(),
            &refusal.text,
            Some(refusal.word),
        ));
    }
    let facts = facts_of(order, member);
    let mut read = run.member(member, &facts)?;
    read.path = path;
    read.seconds = watch.seconds();
    Ok(read)
}

/// What is known of the dataset a member goes to.
fn facts_of(order: &ImportOrder, member: &FoundMember) -> DatasetFacts {
    let name = order
        .dataset
        .clone()
        .unwrap_or_else(|| member.dataset.name.clone());
    match Catalogue::shipped().set(&name) {
        Some(set) => DatasetFacts {
            title: set.title.clone(),
            country: (!set.countries.is_empty()).then(|| set.countries.join(", ")),
            disclosed: Some(set.disclosed.clone()).filter(|day| !day.is_empty()),
            expected_accounts: set
                .accounts_announced
                .as_ref()
                .map(|published| published.count),
            expected_tweets: set.tweets.as_ref().map(|published| published.count),
            expected_users_rows: set
                .accounts_in_file
                .as_ref()
                .map(|published| published.count),
            name,
        },
        None => DatasetFacts {
            title: name.clone(),
            name,
            ..DatasetFacts::default()
        },
    }
}

/// An import's error in the session's terms.
pub(crate) fn import_error(error: starling_import::Error) -> Error {
    match error {
        starling_import::Error::Cancelled => Error::Cancelled,
        other => survey::unreadable(other),
    }
}
