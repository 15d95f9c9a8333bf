//! The researcher's own marks, the history, and the window's settings.

use super::desk::AUTO_LOCK_KEY;
use super::{Desk, answer};
use crate::words;
use starling_wire::{Failure, Note, SavedSearch, Tagging};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

/// Puts a tag on.
#[tauri::command]
pub async fn tag_add(
    desk: Kept<'_>,
    tag: String,
    target: String,
    id: String,
) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.tag(&tag, &words::target(&target, &id)?)?)
    })
    .await
}

/// Takes it off.
#[tauri::command]
pub async fn tag_remove(
    desk: Kept<'_>,
    tag: String,
    target: String,
    id: String,
) -> Result<bool, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.untag(&tag, &words::target(&target, &id)?)?)
    })
    .await
}

/// Every tagging, or those of one tag.
#[tauri::command]
pub async fn tags(desk: Kept<'_>, tag: Option<String>) -> Result<Vec<Tagging>, Failure> {
    answer(&desk, move |desk| {
        Ok(desk
            .session()?
            .tags(tag.as_deref())?
            .into_iter()
            .map(Tagging::from)
            .collect())
    })
    .await
}

/// Writes a note.
#[tauri::command]
pub async fn note_add(
    desk: Kept<'_>,
    target: String,
    id: String,
    text: String,
) -> Result<Note, Failure> {
    answer(&desk, move |desk| {
        Ok(desk
            .session()?
            .add_note(&words::target(&target, &id)?, &text)?
            .into())
    })
    .await
}

/// Removes a note.
#[tauri::command]
pub async fn note_remove(desk: Kept<'_>, note: i64) -> Result<bool, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.remove_note(note)?)).await
}

/// Notes on one thing, or all.
#[tauri::command]
pub async fn notes(
    desk: Kept<'_>,
    target: Option<String>,
    id: Option<String>,
) -> Result<Vec<Note>, Failure> {
    answer(&desk, move |desk| {
        let on = match (target, id) {
            (Some(target), Some(id)) => Some(words::target(&target, &id)?),
            (None, None) => None,
            _ => return Err(Failure::usage("`target` and `id` go together")),
        };
        Ok(desk
            .session()?
            .notes(on.as_ref())?
            .into_iter()
            .map(Note::from)
            .collect())
    })
    .await
}

/// Saved searches.
#[tauri::command]
pub async fn saved_list(desk: Kept<'_>) -> Result<Vec<SavedSearch>, Failure> {
    answer(&desk, |desk| {
        Ok(desk
            .session()?
            .saved_searches()?
            .into_iter()
            .map(SavedSearch::from)
            .collect())
    })
    .await
}

/// Keeps a search under a name.
#[tauri::command]
pub async fn saved_add(desk: Kept<'_>, name: String, query: String) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        session
            .check(&query)
            .map_err(|error| Failure::from(error).in_query(&query))?;
        Ok(session.save_search(&name, &query)?)
    })
    .await
}

/// Forgets one.
#[tauri::command]
pub async fn saved_remove(desk: Kept<'_>, name: String) -> Result<bool, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.remove_saved(&name)?)
    })
    .await
}

/// The latest queries.
#[tauri::command]
pub async fn history_list(desk: Kept<'_>, limit: Option<u64>) -> Result<Vec<String>, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.history(limit.unwrap_or(50))?)
    })
    .await
}

/// Remembers a query.
#[tauri::command]
pub async fn history_add(desk: Kept<'_>, query: String) -> Result<(), Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.remember(&query)?)).await
}

/// A setting of the window, as JSON text.
#[tauri::command]
pub async fn setting_get(desk: Kept<'_>, key: String) -> Result<Option<String>, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.setting(&key)?)).await
}

/// Keeps one.
#[tauri::command]
pub async fn setting_set(desk: Kept<'_>, key: String, value: String) -> Result<(), Failure> {
    answer(&desk, move |desk| {
        desk.session()?.set_setting(&key, &value)?;
        if key == AUTO_LOCK_KEY {
            desk.lock_after(&value);
        }
        Ok(())
    })
    .await
}
