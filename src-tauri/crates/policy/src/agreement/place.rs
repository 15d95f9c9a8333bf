//! Where in a file something stands.

use std::fmt;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl Problem {
    /// At this byte of the text.
    pub(super) fn at(text: &str, byte: usize, message: impl Into<String>) -> Self {
        let before = &text.as_bytes()[..byte.min(text.len())];
        let begin = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        // A place inside a character belongs to that character.
        let characters = String::from_utf8_lossy(&before[begin..]).chars().count();
        Self {
            line: memchr::memchr_iter(b'\n', before).count() + 1,
            column: characters + 1,
            message: message.into(),
        }
    }
}
