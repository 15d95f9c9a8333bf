//! The researcher's own marks: tags, notes, saved searches.

use serde::Serialize;
use starling_query::answer;
use ts_rs::TS;

/// A tag and what bears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Tagging {
    /// The tag.
    pub tag: String,
    /// `tweet` or `account`.
    pub target: String,
    /// Its id.
    pub id: String,
    /// When.
    pub at: String,
}

impl From<answer::Tagging> for Tagging {
    fn from(tagging: answer::Tagging) -> Self {
        let (target, id) = tagging.on;
        Self {
            tag: tagging.tag,
            target,
            id,
            at: tagging.at.rfc3339(),
        }
    }
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Note {
    /// Its number.
    #[ts(type = "number")]
    pub note: i64,
    /// `tweet` or `account`.
    pub target: String,
    /// The id of what it is about.
    pub id: String,
    /// The words.
    pub text: String,
    /// When.
    pub at: String,
}

impl From<answer::Note> for Note {
    fn from(note: answer::Note) -> Self {
        let (target, id) = note.on;
        Self {
            note: note.id,
            target,
            id,
            text: note.text,
            at: note.at.rfc3339(),
        }
    }
}

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SavedSearch {
    pub name: String,
    pub query: String,
    pub at: String,
}

impl From<answer::Saved> for SavedSearch {
    fn from(saved: answer::Saved) -> Self {
        Self {
            name: saved.name,
            query: saved.query,
            at: saved.at.rfc3339(),
        }
    }
}
