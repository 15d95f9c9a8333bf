//! Accounts and tweets that must go.

use super::{Desk, answer};
use starling_session::subjects::read_notices;
use starling_wire::{Code, Failure, Withdrawal};
use std::sync::Arc;
use tauri::State;
use tauri::ipc::Channel;

type Kept<'a> = State<'a, Arc<Desk>>;

fn notices(file: &str) -> Result<Vec<starling_session::subjects::Notice>, Failure> {
    let text = std::fs::read_to_string(file).map_err(|why| {
        let code = Code::Unreadable {
            file: file.to_owned(),
        };
        Failure::new(code, format!("cannot read `{file}`: {why}"))
    })?;
    Ok(read_notices(&text)?)
}

/// What a file of ids would take out of the vault.
#[tauri::command]
pub async fn withdraw_plan(desk: Kept<'_>, file: String) -> Result<Withdrawal, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.withdrawal_of(&notices(&file)?)?.into())
    })
    .await
}

/// Takes it out.
#[tauri::command]
pub async fn withdraw(desk: Kept<'_>, file: String) -> Result<Withdrawal, Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        let notices = notices(&file)?;
        desk.job(Channel::new(|_| Ok(())), |progress, cancel| {
            Ok(session
                .withdraw_and_recall(&notices, progress, cancel)?
                .into())
        })
    })
    .await
}
