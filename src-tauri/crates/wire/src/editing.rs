//! Changing a query by pressing things, and completing it while it is typed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum QueryAction {
    /// This value as well as the ones of its field that are there already.
    Add {
        /// A facet's word.
        facet: String,
        /// One of its values.
        value: String,
    },
    /// This value in place of all others of its field.
    Only {
        /// A facet's word.
        facet: String,
        /// One of its values.
        value: String,
    },
    /// Not this value.
    Exclude {
        /// A facet's word.
        facet: String,
        /// One of its values.
        value: String,
    },
    /// Takes the value out again, wanted or excluded.
    Remove {
        /// A facet's word.
        facet: String,
        /// One of its values.
        value: String,
    },
    /// This span of time in place of any other.
    Between {
        /// First moment, as the query language writes it.
        since: Option<String>,
        /// First moment that no longer belongs to it.
        until: Option<String>,
    },
    /// Takes out one part.
    RemovePart {
        /// Its place among the pills.
        part: usize,
    },
    /// Turns one part into its contrary.
    NegatePart {
        /// Its place among the pills.
        part: usize,
    },
}

/// One part of a query that stands by itself: all parts must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Pill {
    /// As written.
    pub text: String,
    /// First UTF-16 unit in the query.
    pub from: usize,
    /// Behind the last.
    pub to: usize,
    /// Whether it is negated.
    pub negated: bool,
    /// The operator before the colon, where there is one.
    pub field: Option<String>,
    /// What stands behind the colon, unquoted.
    pub value: Option<String>,
    /// What a person reads.
    pub title: String,
}

/// The query after an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Edited {
    pub query: String,
    pub pills: Vec<Pill>,
}

/// A query whose wording is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct QueryCheck {
    /// Its parts.
    pub pills: Vec<Pill>,
}

/// What fits at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Completions {
    /// First UTF-16 unit that a completion takes the place of.
    pub from: usize,
    /// Behind the last.
    pub to: usize,
    /// The most likely first.
    pub items: Vec<Completion>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Completion {
    /// The text to put in.
    pub insert: String,
    /// What it is, in a word or two.
    pub label: String,
}
