//! Media of an import: an archive at a time, and the loose files of a dataset together.

use super::pipeline::Run;
use super::{facts_of, refused};
use crate::clock::Stopwatch;
use crate::{Error, ImportOrder, ImportedFile, MediaChoice, Result, Tally};
use starling_import::{FoundMember, MediaCounts, MemberKind};
use starling_media::{Heap, Keep, Listing, Taken, list_archive, list_folder};
use starling_model::DatasetId;
use starling_store::{DatasetState, FileChange, FileKey, RejectedEntry};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Media that are taken together and counted as one file.
#[derive(Debug)]
pub(crate) struct MediaHeap {
    /// One of its members, which says where it belongs.
    pub(crate) member: FoundMember,
    /// The archive, or the folder above all loose files.
    pub(crate) path: PathBuf,
    /// The loose files; empty for an archive.
    pub(crate) loose: Vec<PathBuf>,
    /// What they are.
    pub(crate) counts: MediaCounts,
}

/// Parts the members that hold media from those that hold rows; loose files of one dataset become one heap.
pub(crate) fn split(
    order: &ImportOrder,
    members: Vec<FoundMember>,
) -> (Vec<MediaHeap>, Vec<FoundMember>) {
    let (media, rows): (Vec<_>, Vec<_>) = members
        .into_iter()
        .partition(|member| member.kind == MemberKind::Media && member.refusal.is_none());
    let mut heaps = Vec::new();
    let mut loose: BTreeMap<String, MediaHeap> = BTreeMap::new();
    for member in media {
        let counts = member.media.unwrap_or_default();
        // An archive's heap of media has no name of its own, a loose file has its own.
        if member.name.is_empty() {
            heaps.push(MediaHeap {
                path: member.file.clone(),
                loose: Vec::new(),
                counts,
                member,
            });
            continue;
        }
        let name = order.dataset.as_ref().unwrap_or(&member.dataset.name);
        match loose.get_mut(name) {
            Some(heap) => {
                heap.path = above(&heap.path, &member.file);
                heap.loose.push(member.file);
                heap.counts.of_tweets += counts.of_tweets;
                heap.counts.of_profiles += counts.of_profiles;
                heap.counts.other += counts.other;
                heap.counts.bytes += counts.bytes;
            }
            None => {
                let heap = MediaHeap {
                    path: member
                        .file
                        .parent()
                        .map_or_else(PathBuf::new, Path::to_owned),
                    loose: vec![member.file.clone()],
                    counts,
                    member: member.clone(),
                };
                loose.insert(name.clone(), heap);
            }
        }
    }
    heaps.extend(loose.into_values());
    (heaps, rows)
}

/// The nearest folder above both.
fn above(folder: &Path, file: &Path) -> PathBuf {
    folder
        .ancestors()
        .find(|above| file.starts_with(above))
        .map_or_else(PathBuf::new, Path::to_owned)
}

impl MediaHeap {
    fn list(&self, run: &Run<'_>) -> starling_media::Result<Listing> {
        if self.loose.is_empty() {
            list_archive(&self.path, run.cancel)
        } else {
            list_folder(&self.path, &self.loose, run.cancel)
        }
    }
}

/// Takes one in; what is wrong with it is told beside what was taken.
pub(crate) fn take(run: &mut Run<'_>, heap: &MediaHeap) -> Result<ImportedFile> {
    let watch = Stopwatch::start();
    let shown = heap.path.display().to_string();
    let keep = match run.order.media {
        MediaChoice::None => {
            return Ok(refused(
                shown,
                "ignored",
                &format!(
                    "{} media files are left out, as asked",
                    heap.counts.entries()
                ),
                None,
            ));
        }
        MediaChoice::Link => Keep::Link,
        MediaChoice::Copy => Keep::Copy,
    };
    run.cancel.check()?;
    let facts = facts_of(run.order, &heap.member);
    let dataset = run.session.store.dataset_named(&facts)?;
    if dataset.state == DatasetState::Removing {
        return Err(Error::Failed(format!(
            "dataset `{}` is being removed",
            facts.name
        )));
    }
    let mut imported = ImportedFile {
        dataset: Some(facts.name),
        problem: None,
        ..refused(shown, "media", "", None)
    };
    match take_listed(run, heap, dataset.id, keep) {
        Ok((tally, problem)) => {
            imported.media = tally;
            imported.problem = problem;
        }
        Err(error @ (Error::DamagedInput { .. } | Error::Unreadable { .. })) => {
            let damaged = matches!(error, Error::DamagedInput { .. });
            imported.fault = Some(if damaged { "damaged" } else { "unreadable" }.to_owned());
            imported.problem = Some(error.to_string());
        }
        Err(error) => return Err(error),
    }
    imported.seconds = watch.seconds();
    Ok(imported)
}

fn take_listed(
    run: &mut Run<'_>,
    heap: &MediaHeap,
    dataset: DatasetId,
    keep: Keep,
) -> Result<(Tally, Option<String>)> {
    let store = run.session.store.clone();
    // Where a file is read again later, a path that depends on the folder the program was started in leads nowhere.
    let path = std::path::absolute(&heap.path).unwrap_or_else(|_| heap.path.clone());
    let fingerprint = if heap.loose.is_empty() {
        run.fingerprint(&heap.path)?
    } else {
        blake3::hash(format!("loose media below {}", path.display()).as_bytes())
            .as_bytes()
            .to_vec()
    };
    let key = FileKey {
        dataset,
        fingerprint: &fingerprint,
        member: &heap.member.key(),
    };
    let bytes = if heap.loose.is_empty() {
        std::fs::metadata(&path).map_or(0, |about| about.len())
    } else {
        heap.counts.bytes
    };
    let lies = path.display().to_string();
    let known = store.file_entry(&key)?;
    let file = match &known {
        Some(entry) => {
            store.move_file(entry.id, &lies, bytes)?;
            entry.id
        }
        None => store.add_file(&key, &lies, "media", bytes)?,
    };
    // The same archive again, wherever it lies now: only its place is new.
    if let Some(entry) = known.filter(|entry| entry.complete && heap.loose.is_empty())
        && (keep == Keep::Link || store.media_without_copy(file)? == 0)
    {
        let tally = Tally {
            read: entry.tally.read,
            new: 0,
            duplicate: entry.tally.new + entry.tally.duplicate,
            rejected: entry.tally.rejected,
        };
        return Ok((tally, entry.problem));
    }
    let mut listing = heap.list(run)?;
    let other = listing.other;
    listing.bar(|name| run.barred.bars_medium(name), super::pipeline::BARRED);
    let listed = Heap {
        dataset,
        file,
        path: &path,
        listing,
    };
    let taken = run
        .session
        .media
        .0
        .take(&listed, keep, run.progress, run.cancel)?;
    let problem = problem(&taken, other);
    let tally = Tally {
        read: taken.read,
        new: taken.new,
        duplicate: taken.duplicate,
        rejected: taken.refused.len() as u64,
    };
    let change = FileChange {
        file,
        records: taken.read,
        complete: true,
        problem: problem.clone(),
        tally: starling_store::Tally {
            read: tally.read,
            new: tally.new,
            duplicate: tally.duplicate,
            rejected: tally.rejected,
        },
    };
    let refused: Vec<RejectedEntry> = taken
        .refused
        .into_iter()
        .map(|one| RejectedEntry {
            dataset,
            path: String::new(),
            member: String::new(),
            record: one.number,
            line: one.number,
            column: None,
            reason: one.reason,
            raw: one.path,
        })
        .collect();
    store.end_media_file(&change, &refused)?;
    Ok((tally, problem))
}

fn problem(taken: &Taken, other: u64) -> Option<String> {
    let mut said = Vec::new();
    if let Some(first) = taken.refused.first() {
        said.push(format!(
            "{} of {} media files were refused, the first (`{}`) because {}",
            taken.refused.len(),
            taken.read,
            first.path,
            first.reason
        ));
    }
    if other > 0 {
        said.push(format!(
            "{other} images and videos are left out: their names belong to no tweet and no profile"
        ));
    }
    (!said.is_empty()).then(|| said.join("; "))
}
