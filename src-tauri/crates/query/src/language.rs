//! The query language: text to [`Ask`], and back.
//!
//! Two steps, as a command line's flags: [`Typed`] is the text with the places of its parts, exactly as the user wrote it;
//! an [`Ask`] is what is meant. Screens that show a query's parts, take one out or put one in work on `Typed`
//! ([`pills`], [`with`], [`without`], [`toggle_negation`]), so that the rest stays as it was typed.
//! All of it is pure, and what cannot be understood is refused with its place, never guessed at.
//!
//! What the contract leaves open is decided so:
//!
//! - `AND` binds tighter than `OR`; `AND`, `OR` and `NOT` are capitals only; operators' names are in any case.
//! - Punctuation inside and around words separates them: `(16:30` apart from brackets, `covid-19`, `https://example.com/a`
//!   are words that have to stand directly behind each other. A word of nothing but punctuation (`:-D` is the word `d`,
//!   `;-P` the word `p`, `:-3` the word `3`; `:-/` is none) is refused.
//! - `name:` is an operator where `name` is letters, `_` and `.`; an unknown one is an error, unless a blank follows and no
//!   operator is nearly called so (`BREAKING: …`), or it is a host with its port.
//! - A backslash takes the next character's special meaning away. In quotation marks only `\"` and `\\` are special.
//! - `“…”` and `„…“` are quotation marks too.

mod complete;
mod edit;
mod field;
mod meaning;
mod print;
#[cfg(test)]
mod tests;
mod typed;
mod value;

pub use complete::{Candidate, Completion, CompletionKind, completions};
pub use edit::{Pill, pills, toggle_negation, with, without};
pub use print::print;
pub use typed::Typed;

use crate::{Ask, Error, Result};

/// The longest query, in bytes.
pub const LONGEST_QUERY: usize = 100_000;
/// How deep brackets and negations may be nested.
pub const DEEPEST_QUERY: usize = 100;

/// A stretch of a query's text, in characters (not bytes, not UTF-16 units).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Characters before it.
    pub at: usize,
    /// Its length.
    pub len: usize,
}

impl Span {
    pub(crate) fn between(from: usize, to: usize) -> Self {
        Self {
            at: from,
            len: to.saturating_sub(from),
        }
    }

    pub(crate) fn end(self) -> usize {
        self.at + self.len
    }
}

/// Understands a query, or says where it cannot be understood and what would fit there.
pub fn parse(text: &str) -> Result<Ask> {
    Typed::read(text)?.ask()
}

pub(crate) fn fault(span: Span, message: impl Into<String>) -> Error {
    Error::Syntax {
        at: span.at,
        len: span.len,
        message: message.into(),
    }
}
