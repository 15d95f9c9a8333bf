//! The dry run: what files are, before anything is written.

use super::heaps::{self, MediaHeap};
use super::import_error;
use crate::standing::agreement_of;
use crate::{Error, ImportOrder, Result, SurveyedFile};
use starling_import::{Catalogue, FoundFile, FoundMember, Refusal};
use starling_model::{Cancel, Progress, Tier};
use starling_policy::agreement::CONSORTIUM;

/// See [`crate::Session::survey`].
pub(crate) fn survey(
    order: &ImportOrder,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<SurveyedFile>> {
    let found = starling_import::dry_run(&order.paths, Catalogue::shipped(), progress, cancel)
        .map_err(import_error)?;
    let mut files = Vec::new();
    let mut members = Vec::new();
    for file in found {
        match &file.refusal {
            Some(refusal) => files.push(refused(&file, refusal)),
            None => members.extend(file.members),
        }
    }
    let (heaps, members) = heaps::split(order, members);
    files.extend(members.iter().map(|member| of_member(order, member)));
    files.extend(heaps.iter().map(|heap| of_heap(order, heap)));
    Ok(files)
}

fn refused(file: &FoundFile, refusal: &Refusal) -> SurveyedFile {
    SurveyedFile {
        path: file.path.display().to_string(),
        kind: "unknown".into(),
        layout: file.container.word().into(),
        dataset: None,
        title: None,
        tier: Tier::Unknown,
        agreement: None,
        columns: Vec::new(),
        rows: 0,
        rejected: 0,
        rejections: Vec::new(),
        bytes: file.bytes,
        expected: (None, None),
        problem: Some(refusal.text.clone()),
    }
}

/// An archive of media, or the loose ones of a dataset together; its rows are its files.
fn of_heap(order: &ImportOrder, heap: &MediaHeap) -> SurveyedFile {
    let member = of_member(order, &heap.member);
    let dataset = order
        .dataset
        .clone()
        .unwrap_or_else(|| heap.member.dataset.name.clone());
    SurveyedFile {
        path: heap.path.display().to_string(),
        title: Catalogue::shipped()
            .set(&dataset)
            .map(|set| set.title.clone()),
        dataset: Some(dataset),
        rows: heap.counts.entries(),
        bytes: heap.counts.bytes,
        ..member
    }
}

fn of_member(order: &ImportOrder, member: &FoundMember) -> SurveyedFile {
    let dataset = order
        .dataset
        .clone()
        .unwrap_or_else(|| member.dataset.name.clone());
    let set = Catalogue::shipped().set(&dataset);
    let tally = member.tally.as_ref();
    SurveyedFile {
        path: shown_path(member),
        kind: member.kind.word().into(),
        layout: member.layout.map_or_else(String::new, |layout| {
            format!("{}, {} columns", layout.words(), member.columns.len())
        }),
        dataset: member.has_rows().then_some(dataset),
        title: set.map(|set| set.title.clone()),
        tier: order
            .tier
            .or(tally.map(|tally| tally.tier.tier))
            .unwrap_or_default(),
        agreement: member
            .has_rows()
            .then(|| falls_under(order.tier, tally.map(|tally| tally.tier.tier)).to_owned()),
        columns: member.columns.clone(),
        rows: tally.map_or(0, |tally| tally.rows),
        rejected: tally.map_or(0, |tally| tally.rejected),
        rejections: tally.map_or_else(Vec::new, |tally| {
            tally
                .examples
                .iter()
                .map(|problem| (problem.place.record, problem.reason.to_string()))
                .collect()
        }),
        bytes: member.bytes.unwrap_or(member.packed_bytes),
        expected: (
            set.and_then(|set| set.accounts_announced.as_ref())
                .map(|published| published.count),
            set.and_then(|set| set.tweets.as_ref())
                .map(|published| published.count),
        ),
        problem: member.refusal.as_ref().map(|refusal| refusal.text.clone()),
    }
}

/// The agreement for what a file is said to be and what its ids say it is; what nothing tells is held closest.
fn falls_under(declared: Option<Tier>, detected: Option<Tier>) -> &'static str {
    agreement_of(declared, detected).unwrap_or(CONSORTIUM)
}

/// `archive.zip/member.csv`, or the file alone where it is no archive.
pub(crate) fn shown_path(member: &FoundMember) -> String {
    let file = member.file.display();
    if member.inside.is_empty() || member.name.is_empty() {
        file.to_string()
    } else {
        format!("{file}/{}", member.name)
    }
}

/// An import's error about one file.
pub(crate) fn unreadable(error: starling_import::Error) -> Error {
    use starling_import::Error as Import;
    let reason = error.to_string();
    match error {
        Import::Cancelled => Error::Cancelled,
        Import::Unreadable { path, source } => Error::Unreadable {
            file: path,
            reason: source.to_string(),
        },
        Import::Damaged { file, .. } => Error::DamagedInput { file, reason },
        Import::Encrypted { file, .. }
        | Import::Bomb { file, .. }
        | Import::Refused { file, .. }
        | Import::Changed { file, .. } => Error::Unreadable { file, reason },
    }
}
