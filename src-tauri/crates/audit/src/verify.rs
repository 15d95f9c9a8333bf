//! Whether an exported record is whole, from its text and the public key alone.

use crate::note::Checkpoint;
use crate::text::{CHECKPOINT, TITLE};
use crate::{Digest, Entry, Event, Tree, Verifier};
use std::fmt;

/// Something that is not as it was written, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the text, from 1; 0 for the whole.
    pub line: usize,
    /// The entry, where it is one.
    pub seq: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// Where a hash does not fit: the one that stands written, and the one that is.
    pub hashes: Option<(Digest, Digest)>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        if let Some(seq) = self.seq {
            write!(f, "entry {seq}: ")?;
        }
        f.write_str(&self.what)
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many entries there are.
    pub entries: u64,
    /// The last entry's hash.
    pub head: Digest,
    /// The root over all entries.
    pub root: Digest,
    /// How many signed checkpoints fit.
    pub checkpoints: u64,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Nothing is wrong.
    pub fn ok(&self) -> bool {
        self.problems.is_empty()
    }

    fn wrong(&mut self, line: usize, seq: Option<u64>, what: impl Into<String>) {
        self.problems.push(Problem {
            line,
            seq,
            what: what.into(),
            hashes: None,
        });
    }

    fn misfit(&mut self, (line, seq): (usize, u64), what: &str, hashes: (Digest, Digest)) {
        self.problems.push(Problem {
            line,
            seq: Some(seq),
            what: what.to_owned(),
            hashes: Some(hashes),
        });
    }
}

/// Checks a record against its own checkpoints.
pub fn verify(text: &str, key: &Verifier) -> Report {
    verify_against(text, key, &[])
}

/// Checks a record also against checkpoints that were kept elsewhere: packages carry them.
/// Those show a record that was rewritten whole and signed anew.
pub fn verify_against(text: &str, key: &Verifier, witnessed: &[String]) -> Report {
    let mut report = Report::default();
    if !text.ends_with('\n') {
        report.wrong(
            text.lines().count(),
            None,
            "the last line has no end: something is cut off",
        );
    }
    if let Some(at) = text.find('\r') {
        let line = text[..at].matches('\n').count() + 1;
        report.wrong(line, None, "the line holds a carriage return");
    }
    let mut lines = text.split('\n').enumerate().map(|(n, line)| (n + 1, line));
    match lines.next() {
        Some((_, TITLE)) => {}
        _ => report.wrong(1, None, format!("the first line must read `{TITLE}`")),
    }
    let mut tree = Tree::new();
    let mut roots = vec![tree.root()];
    let mut last_time = String::new();
    let mut notes: Vec<(usize, String)> = Vec::new();
    for (number, line) in lines {
        if line == CHECKPOINT {
            notes.push((number, String::new()));
        } else if let Some((_, note)) = notes.last_mut() {
            note.push_str(line);
            note.push('\n');
        } else if !(line.is_empty() && number > text.lines().count()) {
            entry(&mut report, number, line, &mut last_time);
            let body = line.get(65..).unwrap_or_default();
            tree.push(body.as_bytes());
            roots.push(tree.root());
        }
    }
    report.root = tree.root();
    // The text was split at line ends, so the last piece is what follows the last one: nothing.
    if let Some((_, note)) = notes.last_mut()
        && note.ends_with("\n\n")
    {
        note.pop();
    }
    let mut covered = None;
    for (line, note) in &notes {
        match key.checkpoint(note) {
            Ok(checkpoint) => {
                covered = covered.max(Some(checkpoint.size));
                fits(&mut report, *line, &checkpoint, &roots);
            }
            Err(why) => report.wrong(*line, None, format!("a checkpoint does not hold: {why}")),
        }
    }
    for note in witnessed {
        match key.checkpoint(note) {
            Ok(checkpoint) => fits(&mut report, 0, &checkpoint, &roots),
            Err(why) => report.wrong(
                0,
                None,
                format!("the given checkpoint does not hold: {why}"),
            ),
        }
    }
    match covered {
        Some(size) if size == report.entries => {}
        Some(size) if size < report.entries => report.wrong(
            0,
            Some(size),
            "from here on no checkpoint vouches for the entries",
        ),
        Some(_) => {}
        None => report.wrong(
            0,
            None,
            "no signed checkpoint stands at the end: it is cut off",
        ),
    }
    report
}

/// The same of a file's bytes, which may be no text any more.
pub fn verify_bytes(bytes: &[u8], key: &Verifier, witnessed: &[String]) -> Report {
    match std::str::from_utf8(bytes) {
        Ok(text) => verify_against(text, key, witnessed),
        Err(broken) => {
            let before = &bytes[..broken.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let mut report = Report::default();
            report.wrong(line, None, "the line is no text in UTF-8");
            report
        }
    }
}

fn entry(report: &mut Report, number: usize, line: &str, last_time: &mut String) {
    let seq = report.entries;
    report.entries += 1;
    let Some((hash, body)) = line
        .split_at_checked(64)
        .and_then(|(hash, rest)| Some((hash, rest.strip_prefix(' ')?)))
    else {
        report.wrong(number, Some(seq), "the line is not a hash and an entry");
        return;
    };
    let computed = Digest::of(body.as_bytes());
    let written = Digest::parse(hash).unwrap_or_default();
    if written != computed {
        let what = "the entry does not have its hash";
        report.misfit((number, seq), what, (written, computed));
    }
    match Entry::parse(body) {
        Ok(entry) => {
            if entry.seq != seq {
                report.wrong(
                    number,
                    Some(seq),
                    format!(
                        "it says it is entry {}: something was taken out or put in",
                        entry.seq
                    ),
                );
            }
            if entry.prev != report.head {
                let what = "it does not follow the entry before it";
                report.misfit((number, seq), what, (entry.prev, report.head));
            }
            // Without its Z, a time with a fraction sorts behind the same second without one.
            let time = entry.time.trim_end_matches('Z').to_owned();
            if time < *last_time && entry.event != Event::StateRolledBack {
                report.wrong(number, Some(seq), "it is older than the entry before it");
            }
            *last_time = time;
        }
        Err(why) => report.wrong(number, Some(seq), why),
    }
    report.head = computed;
}

fn fits(report: &mut Report, line: usize, checkpoint: &Checkpoint, roots: &[Digest]) {
    match usize::try_from(checkpoint.size)
        .ok()
        .and_then(|size| roots.get(size))
    {
        None => report.wrong(
            line,
            Some(report.entries),
            format!(
                "a checkpoint vouches for {} entries and only {} are there: the end is cut off",
                checkpoint.size, report.entries
            ),
        ),
        Some(root) if *root != checkpoint.root => report.wrong(
            line,
            None,
            format!(
                "the first {} entries are not those that were signed",
                checkpoint.size
            ),
        ),
        Some(_) => report.checkpoints += 1,
    }
}

#[cfg(test)]
mod tests;
