//! `tag`, `note`, `saved`: the researcher's own marks.

use super::args::{NoteCommand, On, Options, SavedCommand, TagCommand};
use super::output::Answer;
use super::passphrase;
use super::questions::in_query;
use super::table::{Edge, Table};
use crate::words;
use serde_json::json;
use starling_session::{Error, Target};
use starling_wire::{Failure, Note, SavedSearch, Tagging};

fn target(tweet: Option<&str>, account: Option<&str>) -> Result<Option<Target>, Failure> {
    match (tweet, account) {
        (Some(id), _) => words::target("tweet", id).map(Some),
        (None, Some(id)) => words::target("account", id).map(Some),
        (None, None) => Ok(None),
    }
}

fn on(on: &On) -> Result<(Target, &'static str, &str), Failure> {
    let (kind, id) = match (&on.tweet, &on.account) {
        (Some(id), _) => ("tweet", id),
        (None, Some(id)) => ("account", id),
        (None, None) => return Err(Failure::usage("say --tweet ID or --account ID-OR-NAME")),
    };
    Ok((words::target(kind, id)?, kind, id))
}

pub(super) fn tag(command: TagCommand, options: &Options) -> Result<Answer, Failure> {
    match command {
        TagCommand::Add { tag, on: place } => {
            let (target, kind, id) = on(&place)?;
            passphrase::open(options)?.tag(&tag, &target)?;
            Answer::new(
                &json!({ "tag": tag, "target": kind, "id": id, "added": true }),
                format!("{tag} is on {kind} {id}."),
            )
        }
        TagCommand::Remove { tag, on: place } => {
            let (target, kind, id) = on(&place)?;
            if !passphrase::open(options)?.untag(&tag, &target)? {
                return Err(
                    Error::NotFound(format!("{kind} {id} does not bear the tag `{tag}`")).into(),
                );
            }
            Answer::new(
                &json!({ "tag": tag, "target": kind, "id": id, "removed": true }),
                format!("{tag} is off {kind} {id}."),
            )
        }
        TagCommand::List { tag } => {
            let tags: Vec<Tagging> = passphrase::open(options)?
                .tags(tag.as_deref())?
                .into_iter()
                .map(Tagging::from)
                .collect();
            let mut table = Table::new(&[
                ("tag", Edge::Start),
                ("on", Edge::Start),
                ("id", Edge::Start),
                ("since", Edge::Start),
            ]);
            for tagging in &tags {
                table.row([
                    tagging.tag.clone(),
                    tagging.target.clone(),
                    tagging.id.clone(),
                    tagging.at.clone(),
                ]);
            }
            Answer::new(&tags, table.text())
        }
    }
}

pub(super) fn note(command: NoteCommand, options: &Options) -> Result<Answer, Failure> {
    match command {
        NoteCommand::Add { text, on: place } => {
            let (target, kind, id) = on(&place)?;
            let note = Note::from(passphrase::open(options)?.add_note(&target, &text)?);
            let said = format!("Note {} is on {kind} {id}.", note.note);
            Answer::new(&note, said)
        }
        NoteCommand::List { tweet, account } => {
            let target = target(tweet.as_deref(), account.as_deref())?;
            let notes: Vec<Note> = passphrase::open(options)?
                .notes(target.as_ref())?
                .into_iter()
                .map(Note::from)
                .collect();
            let mut table = Table::new(&[
                ("note", Edge::End),
                ("on", Edge::Start),
                ("id", Edge::Start),
                ("at", Edge::Start),
                ("text", Edge::Start),
            ]);
            for note in &notes {
                table.row([
                    note.note.to_string(),
                    note.target.clone(),
                    note.id.clone(),
                    note.at.clone(),
                    note.text.clone(),
                ]);
            }
            Answer::new(&notes, table.text())
        }
        NoteCommand::Remove { note } => {
            if !passphrase::open(options)?.remove_note(note)? {
                return Err(Error::NotFound(format!("there is no note {note}")).into());
            }
            Answer::new(
                &json!({ "note": note, "removed": true }),
                format!("Note {note} is gone."),
            )
        }
    }
}

pub(super) fn saved(command: SavedCommand, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    match command {
        SavedCommand::Add { name, query } => {
            session.check(&query).map_err(in_query(&query))?;
            session.save_search(&name, &query)?;
            Answer::new(
                &json!({ "name": name, "query": query, "saved": true }),
                format!("Saved as {name}."),
            )
        }
        SavedCommand::List => {
            let saved: Vec<SavedSearch> = session
                .saved_searches()?
                .into_iter()
                .map(SavedSearch::from)
                .collect();
            let mut table = Table::new(&[
                ("name", Edge::Start),
                ("saved", Edge::Start),
                ("query", Edge::Start),
            ]);
            for search in &saved {
                table.row([search.name.clone(), search.at.clone(), search.query.clone()]);
            }
            Answer::new(&saved, table.text())
        }
        SavedCommand::Remove { name } => {
            if !session.remove_saved(&name)? {
                return Err(Error::NotFound(format!("there is no saved search `{name}`")).into());
            }
            Answer::new(
                &json!({ "name": name, "removed": true }),
                format!("{name} is forgotten."),
            )
        }
    }
}
