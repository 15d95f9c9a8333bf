//! What leaves: plans, exports, copies, the audit log.

use super::{Desk, answer};
use starling_session::exporting::Digest;
use starling_wire::{
    AuditExport, AuditPage, AuditVerification, Delivery, ExportChoices, ExportOrder, ExportPlan,
    ExportReport, Failure, PackageVerification, Progress,
};
use std::path::Path;
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;

type Kept<'a> = State<'a, Arc<Desk>>;

/// Lists are shown a page at a time; nobody reads more at once.
const MOST_ENTRIES: u64 = 1000;

/// What would leave, and how it was decided.
#[tauri::command]
pub async fn export_plan(
    desk: Kept<'_>,
    order: ExportOrder,
    on_progress: Channel<Progress>,
) -> Result<ExportPlan, Failure> {
    answer(&desk, move |desk| {
        let query = order.query.clone();
        let order = order.try_into()?;
        let session = desk.session()?;
        desk.job(on_progress, |progress, cancel| {
            let planned = session.plan_export(&order, progress, cancel);
            Ok(planned
                .map_err(|error| Failure::from(error).in_query(&query))?
                .into())
        })
    })
    .await
}

/// Writes the file of a plan that was seen.
#[tauri::command]
pub async fn export_run(
    desk: Kept<'_>,
    order: ExportOrder,
    hash: String,
    on_progress: Channel<Progress>,
) -> Result<ExportReport, Failure> {
    answer(&desk, move |desk| {
        let query = order.query.clone();
        let order = order.try_into()?;
        let hash = Digest::from_hex(&hash)
            .ok_or_else(|| Failure::usage("a plan's hash is 64 hexadecimal digits"))?;
        let session = desk.session()?;
        desk.job(on_progress, |progress, cancel| {
            let exported = session.export(&order, hash, progress, cancel);
            Ok(exported
                .map_err(|error| Failure::from(error).in_query(&query))?
                .into())
        })
    })
    .await
}

/// What was handed out, the newest first.
#[tauri::command]
pub async fn exports_list(desk: Kept<'_>, limit: Option<u64>) -> Result<Vec<Delivery>, Failure> {
    answer(&desk, move |desk| {
        let most = limit.unwrap_or(100).min(MOST_ENTRIES) as usize;
        Ok(desk
            .session()?
            .deliveries(most)?
            .into_iter()
            .map(Delivery::from)
            .collect())
    })
    .await
}

/// Rows of the screen as text for the clipboard, as the agreements allow.
#[tauri::command]
pub async fn copy_rows(desk: Kept<'_>, rows: Vec<u64>) -> Result<String, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.copy(&rows)?)).await
}

/// An address for the clipboard, as the agreements allow.
#[tauri::command]
pub async fn copy_link(desk: Kept<'_>, url: String) -> Result<String, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.copy_link(&url)?)).await
}

/// Counts of queries for the clipboard, as the agreements allow.
#[tauri::command]
pub async fn copy_table(desk: Kept<'_>, table: String, query: String) -> Result<String, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.copy_table(&table, &query)?)
    })
    .await
}

/// The newest entries of the log.
#[tauri::command]
pub async fn audit_list(desk: Kept<'_>, limit: Option<u64>) -> Result<AuditPage, Failure> {
    answer(&desk, move |desk| {
        let most = limit.unwrap_or(100).min(MOST_ENTRIES);
        Ok(desk.session()?.audit(most)?.into())
    })
    .await
}

/// Whether the log is whole.
#[tauri::command]
pub async fn audit_verify(desk: Kept<'_>) -> Result<AuditVerification, Failure> {
    answer(&desk, |desk| Ok(desk.session()?.verify_audit()?.into())).await
}

/// Writes the log out, for others to check.
#[tauri::command]
pub async fn audit_export(desk: Kept<'_>, file: String) -> Result<AuditExport, Failure> {
    answer(&desk, move |desk| {
        let (key, entries) = desk.session()?.export_audit(Path::new(&file))?;
        Ok(AuditExport {
            file,
            key: key.display().to_string(),
            entries,
        })
    })
    .await
}

/// The member knows that the vault was put back to an earlier time; `false` where it was not.
#[tauri::command]
pub async fn audit_acknowledge(desk: Kept<'_>) -> Result<bool, Failure> {
    answer(&desk, |desk| Ok(desk.session()?.acknowledge_roll_back()?)).await
}

/// Checks a package against its manifest and, as this vault made it, against the vault.
#[tauri::command]
pub async fn package_verify(
    desk: Kept<'_>,
    package: String,
) -> Result<PackageVerification, Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        desk.job(Channel::new(|_| Ok(())), |progress, cancel| {
            Ok(session
                .verify_package(Path::new(&package), progress, cancel)?
                .into())
        })
    })
    .await
}

/// What an order may choose from.
#[tauri::command]
pub async fn export_choices(desk: Kept<'_>) -> Result<ExportChoices, Failure> {
    answer(&desk, |desk| Ok(desk.session()?.export_choices()?.into())).await
}

/// Something promised was done.
#[tauri::command]
pub async fn obligation_met(
    desk: Kept<'_>,
    ledger: u64,
    id: String,
    proof: String,
) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        let ledger =
            i64::try_from(ledger).map_err(|_| Failure::usage("there is no such delivery"))?;
        Ok(desk.session()?.meet_obligation(ledger, &id, &proof)?)
    })
    .await
}
