//! What leaves: plans, exports, copies, the audit log.

use super::{Desk, answer};
use starling_wire::{
    AuditExport, AuditPage, AuditVerification, Delivery, ExportChoices, ExportOrder, ExportPlan, ExportReport,
    Failure, PackageVerification, Progress,
};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;

type Kept<'a> = State<'a, Arc<Desk>>;

fn not_yet<T>(desk: &Desk) -> Result<T, Failure> {
    desk.session()?;
    Err(Failure::failed("this build cannot export yet"))
}

/// What would leave, and how it was decided.
#[tauri::command]
pub async fn export_plan(
    desk: Kept<'_>,
    order: ExportOrder,
    on_progress: Channel<Progress>,
) -> Result<ExportPlan, Failure> {
    answer(&desk, move |desk| {
        let _ = (order, on_progress);
        not_yet(desk)
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
        let _ = (order, hash, on_progress);
        not_yet(desk)
    })
    .await
}

/// What was handed out, the newest first.
#[tauri::command]
pub async fn exports_list(desk: Kept<'_>, limit: Option<u64>) -> Result<Vec<Delivery>, Failure> {
    answer(&desk, move |desk| {
        let _ = limit;
        not_yet(desk)
    })
    .await
}

/// Rows of the screen as text for the clipboard, as the agreements allow.
#[tauri::command]
pub async fn copy_rows(desk: Kept<'_>, rows: Vec<u64>) -> Result<String, Failure> {
    answer(&desk, move |desk| {
        let _ = rows;
        not_yet(desk)
    })
    .await
}

/// The newest entries of the log.
#[tauri::command]
pub async fn audit_list(desk: Kept<'_>, limit: Option<u64>) -> Result<AuditPage, Failure> {
    answer(&desk, move |desk| {
        let _ = limit;
        not_yet(desk)
    })
    .await
}

/// Whether the log is whole.
#[tauri::command]
pub async fn audit_verify(desk: Kept<'_>) -> Result<AuditVerification, Failure> {
    answer(&desk, |desk| not_yet(desk)).await
}

/// Writes the log out, for others to check.
#[tauri::command]
pub async fn audit_export(desk: Kept<'_>, file: String) -> Result<AuditExport, Failure> {
    answer(&desk, move |desk| {
        let _ = file;
        not_yet(desk)
    })
    .await
}

/// The member knows that the vault was put back to an earlier time; `false` where it was not.
#[tauri::command]
pub async fn audit_acknowledge(desk: Kept<'_>) -> Result<bool, Failure> {
    answer(&desk, |desk| not_yet(desk)).await
}

/// Checks a package against its manifest and, as this vault made it, against the vault.
#[tauri::command]
pub async fn package_verify(
    desk: Kept<'_>,
    package: String,
) -> Result<PackageVerification, Failure> {
    answer(&desk, move |desk| {
        let _ = package;
        not_yet(desk)
    })
    .await
}

/// What an order may choose from.
#[tauri::command]
pub async fn export_choices(desk: Kept<'_>) -> Result<ExportChoices, Failure> {
    answer(&desk, |desk| not_yet(desk)).await
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
        let _ = (ledger, id, proof);
        not_yet(desk)
    })
    .await
}
