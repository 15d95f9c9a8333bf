//! Agreements and the people who may receive.

use super::{Desk, answer};
use starling_wire::{
    AgreementCheck, AgreementDetail, AgreementSummary, Code, Failure, Recipient, Signer,
};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

fn read(file: &str) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|why| {
        let code = Code::Unreadable {
            file: file.to_owned(),
        };
        Failure::new(code, format!("cannot read `{file}`: {why}"))
    })
}

/// The agreements of the vault, and those that came with the program.
#[tauri::command]
pub async fn agreements_list(desk: Kept<'_>) -> Result<Vec<AgreementSummary>, Failure> {
    answer(&desk, |desk| {
        let views = desk.session()?.agreements()?;
        Ok(views.iter().map(AgreementSummary::from).collect())
    })
    .await
}

/// One of them whole.
#[tauri::command]
pub async fn agreement_show(desk: Kept<'_>, id: String) -> Result<AgreementDetail, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.agreement(&id)?.into())
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
        let signed = desk.session()?.sign_agreement(&id, &signer.into())?;
        Ok(AgreementSummary::from(&signed))
    })
    .await
}

/// Whoever may receive.
#[tauri::command]
pub async fn recipients(desk: Kept<'_>) -> Result<Vec<Recipient>, Failure> {
    answer(&desk, |desk| {
        let records = desk.session()?.recipients()?;
        Ok(records.into_iter().map(Recipient::from).collect())
    })
    .await
}

/// Writes one down, or over.
#[tauri::command]
pub async fn recipient_add(desk: Kept<'_>, recipient: Recipient) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        let known = session.recipients()?;
        let known = known.into_iter().find(|record| record.id == recipient.id);
        let today = starling_session::clock::now().rfc3339();
        let today = today.get(..10).unwrap_or_default();
        let record = starling_wire::agreement::recorded(recipient, known, today);
        Ok(session.set_recipient(&record)?)
    })
    .await
}

/// What a file of an agreement says, and what is wrong in it.
#[tauri::command]
pub async fn agreement_check(desk: Kept<'_>, file: String) -> Result<AgreementCheck, Failure> {
    answer(&desk, move |_| Ok(AgreementCheck::of(&read(&file)?))).await
}

/// Takes a file of an agreement into the vault.
#[tauri::command]
pub async fn agreement_add(desk: Kept<'_>, file: String) -> Result<AgreementSummary, Failure> {
    answer(&desk, move |desk| {
        let added = desk.session()?.add_agreement(&read(&file)?)?;
        Ok(AgreementSummary::from(&added))
    })
    .await
}
