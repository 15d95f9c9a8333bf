//! Permissions of licensors and approvals of stewards, on file.

use super::{Desk, answer};
use starling_wire::{Approval, Failure, Permission};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

/// Permissions on file.
#[tauri::command]
pub async fn permissions(desk: Kept<'_>) -> Result<Vec<Permission>, Failure> {
    answer(&desk, |desk| {
        let filed = desk.session()?.permissions()?;
        Ok(filed.into_iter().map(Permission::from).collect())
    })
    .await
}

/// Files one.
#[tauri::command]
pub async fn permission_file(
    desk: Kept<'_>,
    agreement: String,
    clause: String,
    reference: String,
) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        Ok(desk
            .session()?
            .file_permission(&agreement, &clause, &reference)?)
    })
    .await
}

/// Takes one back; `false` where it was not there.
#[tauri::command]
pub async fn permission_remove(
    desk: Kept<'_>,
    agreement: String,
    clause: String,
) -> Result<bool, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.remove_permission(&agreement, &clause)?)
    })
    .await
}

/// Approvals on file.
#[tauri::command]
pub async fn approvals(desk: Kept<'_>) -> Result<Vec<Approval>, Failure> {
    answer(&desk, |desk| {
        let filed = desk.session()?.approvals()?;
        Ok(filed.into_iter().map(Approval::from).collect())
    })
    .await
}

/// Files one.
#[tauri::command]
pub async fn approval_file(
    desk: Kept<'_>,
    decision: String,
    name: String,
    reference: String,
) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        Ok(desk
            .session()?
            .file_approval(&decision, &name, &reference)?)
    })
    .await
}

/// Takes one back; `false` where it was not there.
#[tauri::command]
pub async fn approval_remove(desk: Kept<'_>, decision: String) -> Result<bool, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.remove_approval(&decision)?)
    })
    .await
}
