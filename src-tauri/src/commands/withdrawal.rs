//! Accounts and tweets that must go.

use super::{Desk, answer};
use starling_wire::{Failure, Withdrawal};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

fn not_yet<T>(desk: &Desk) -> Result<T, Failure> {
    desk.session()?;
    Err(Failure::failed("this build cannot withdraw yet"))
}

/// What a file of ids would take out of the vault.
#[tauri::command]
pub async fn withdraw_plan(desk: Kept<'_>, file: String) -> Result<Withdrawal, Failure> {
    answer(&desk, move |desk| {
        let _ = file;
        not_yet(desk)
    })
    .await
}

/// Takes it out.
#[tauri::command]
pub async fn withdraw(desk: Kept<'_>, file: String) -> Result<Withdrawal, Failure> {
    answer(&desk, move |desk| {
        let _ = file;
        not_yet(desk)
    })
    .await
}
