//! Agreements and the people who may receive.

use super::{Desk, answer};
use starling_wire::{
    AgreementCheck, AgreementDetail, AgreementSummary, Failure, Recipient, Signer,
};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

fn not_yet<T>(desk: &Desk) -> Result<T, Failure> {
    desk.session()?;
    Err(Failure::failed("this build knows no agreements yet"))
}

/// The agreements of the vault, and those that came with the program.
#[tauri::command]
pub async fn agreements_list(desk: Kept<'_>) -> Result<Vec<AgreementSummary>, Failure> {
    answer(&desk, |desk| not_yet(desk)).await
}

/// One of them whole.
#[tauri::command]
pub async fn agreement_show(desk: Kept<'_>, id: String) -> Result<AgreementDetail, Failure> {
    answer(&desk, move |desk| {
        let _ = id;
        not_yet(desk)
    })
    .await
}

/// The member signs it.
#[tauri::command]
pub async fn agreement_sign(
    desk: Kept<'_>,
    id: String,
    signer: Signer,
) -> Result<AgreementSummary, Failure> {
    answer(&desk, move |desk| {
        let _ = (id, signer);
        not_yet(desk)
    })
    .await
}

/// Whoever may receive.
#[tauri::command]
pub async fn recipients(desk: Kept<'_>) -> Result<Vec<Recipient>, Failure> {
    answer(&desk, |desk| not_yet(desk)).await
}

/// Writes one down, or over.
#[tauri::command]
pub async fn recipient_add(desk: Kept<'_>, recipient: Recipient) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        let _ = recipient;
        not_yet(desk)
    })
    .await
}

/// What a file of an agreement says, and what is wrong in it.
#[tauri::command]
pub async fn agreement_check(desk: Kept<'_>, file: String) -> Result<AgreementCheck, Failure> {
    answer(&desk, move |desk| {
        let _ = file;
        not_yet(desk)
    })
    .await
}

/// Takes a file of an agreement into the vault.
#[tauri::command]
pub async fn agreement_add(desk: Kept<'_>, file: String) -> Result<AgreementSummary, Failure> {
    answer(&desk, move |desk| {
        let _ = file;
        not_yet(desk)
    })
    .await
}
