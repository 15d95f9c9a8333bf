//! The record as a text that others can check: a line an entry, its hash in front, then the signed checkpoints.

use crate::Entry;

/// The first line.
pub(crate) const TITLE: &str = "starling audit log, format 1";
/// Stands before each checkpoint.
pub(crate) const CHECKPOINT: &str = "--- checkpoint";

/// The text, as it is put together.
#[derive(Debug, Clone)]
pub struct Text(String);

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

impl Text {
    /// With its first line only.
    pub fn new() -> Self {
        Self(format!("{TITLE}\n"))
    }

    /// The next entry.
    pub fn entry(&mut self, entry: &Entry) {
        let body = entry.canonical();
        self.line(&crate::Digest::of(body.as_bytes()), &body);
    }

    /// The next entry, as it is stored.
    pub fn line(&mut self, hash: &crate::Digest, body: &str) {
        self.0.push_str(&format!("{hash} {body}\n"));
    }

    /// A signed checkpoint; all stand after the entries.
    pub fn checkpoint(&mut self, note: &str) {
        self.0.push_str(&format!("{CHECKPOINT}\n{note}"));
    }

    /// The whole.
    pub fn into_string(self) -> String {
        self.0
    }
}
