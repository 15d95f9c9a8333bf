//! Import, datasets, the demo.

use super::{Desk, answer};
use crate::words;
use starling_session::{ImportOrder, Session};
use starling_wire::{Dataset, Failure, ImportAcceptance, ImportReport, Progress, Rejected, Survey};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;

type Kept<'a> = State<'a, Arc<Desk>>;

fn order(paths: Vec<String>, dataset: Option<String>) -> ImportOrder {
    let dataset = dataset.filter(|name| !name.is_empty());
    ImportOrder {
        paths: paths.into_iter().map(PathBuf::from).collect(),
        dataset,
        ..ImportOrder::default()
    }
}

/// What each file is; writes nothing.
#[tauri::command]
pub async fn import_survey(
    desk: Kept<'_>,
    paths: Vec<String>,
    dataset: Option<String>,
    on_progress: Channel<Progress>,
) -> Result<Survey, Failure> {
    answer(&desk, move |desk| {
        let order = order(paths, dataset);
        desk.job(on_progress, |progress, cancel| {
            Ok(Session::survey(&order, progress, cancel)?.into())
        })
    })
    .await
}

/// Reads files into the vault.
#[tauri::command]
pub async fn import_start(
    desk: Kept<'_>,
    paths: Vec<String>,
    dataset: Option<String>,
    tier: Option<String>,
    media: Option<String>,
    accept: Option<ImportAcceptance>,
    on_progress: Channel<Progress>,
) -> Result<ImportReport, Failure> {
    answer(&desk, move |desk| {
        let mut order = order(paths, dataset);
        order.tier = tier
            .map(|word| words::meaning("tier", words::TIERS, &word))
            .transpose()?;
        if let Some(word) = media {
            order.media = words::meaning("choice for media", words::MEDIA, &word)?;
        }
        order.accept = accept.map(Into::into);
        let session = desk.session()?;
        desk.job(on_progress, |progress, cancel| {
            Ok(session.import(&order, progress, cancel)?.into())
        })
    })
    .await
}

/// Asks the running job to stop; what it stored is kept.
#[tauri::command]
pub async fn job_cancel(desk: Kept<'_>) -> Result<bool, Failure> {
    Ok(desk.cancel_job())
}

/// Rows that were refused.
#[tauri::command]
pub async fn rejected_rows(
    desk: Kept<'_>,
    dataset: Option<String>,
    offset: u64,
    limit: u64,
) -> Result<Rejected, Failure> {
    answer(&desk, move |desk| {
        Ok(desk
            .session()?
            .rejected(dataset.as_deref(), offset, limit.min(1000))?
            .into())
    })
    .await
}

/// The library.
#[tauri::command]
pub async fn datasets(desk: Kept<'_>) -> Result<Vec<Dataset>, Failure> {
    answer(&desk, |desk| {
        Ok(desk
            .session()?
            .datasets()?
            .into_iter()
            .map(Dataset::from)
            .collect())
    })
    .await
}

/// Takes a dataset out of the vault.
#[tauri::command]
pub async fn dataset_remove(desk: Kept<'_>, name: String) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        // Nothing stops it half-way; as a job it keeps the vault from locking itself meanwhile.
        desk.job(Channel::new(|_| Ok(())), |_, _| {
            Ok(session.remove_dataset(&name)?)
        })
    })
    .await
}

/// Writes a synthetic campaign; gives the files that can be imported.
#[tauri::command]
pub async fn demo_generate(
    desk: Kept<'_>,
    dir: String,
    tweets: u64,
    seed: u64,
    on_progress: Channel<Progress>,
) -> Result<Vec<String>, Failure> {
    answer(&desk, move |desk| {
        let order = starling_demo::Order {
            out: PathBuf::from(dir),
            tweets,
            seed,
            media: true,
        };
        let summary = desk.job(on_progress, |progress, cancel| {
            starling_demo::generate(&order, progress, cancel)
                .map_err(|why| crate::demo_failure(&why))
        })?;
        let wanted = summary
            .files
            .into_iter()
            .filter(|file| file.kind != starling_demo::Kind::Planted);
        Ok(wanted.map(|file| file.path.display().to_string()).collect())
    })
    .await
}
