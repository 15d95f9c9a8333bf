//! Cuts JSON objects out of a stream: an array of them, one a line, or one after the other.
//!
//! A broken object costs itself and what follows it up to the next plausible start.

use crate::json::{self, Fault, Value};
use crate::record::{Place, Problem, Reason};
use std::io::{self, Read};

/// A page of the Twitter API has up to 500 tweets with everything they refer to, some 3 MB.
pub(crate) const OBJECT_LIMIT: usize = 32 << 20;
/// How far ahead a candidate for an object's start must be seen to be judged.
const LOOK_AHEAD: usize = 4 << 10;

/// Cuts a stream.
#[derive(Debug)]
pub(crate) struct Objects<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_eof: bool,
    pending: Option<io::Error>,
    byte: u64,
    line: u64,
    /// Whether the outer array was opened.
    in_array: bool,
    /// The first key of the objects of this file: all its objects begin with it.
    first_key: Option<String>,
}

/// What came next.
#[derive(Debug)]
pub(crate) enum NextObject {
    /// A value; it was handed over.
    Given,
    /// Something that is none.
    Broken(Box<Problem>),
    /// The end of the file.
    End,
}

/// A value of the stream.
pub(crate) struct Object<'a> {
    pub(crate) value: &'a Value<'a>,
    raw: &'a [u8],
    place: Place,
}

impl Object<'_> {
    /// A problem with it.
    pub(crate) fn problem(&self, reason: Reason) -> Box<Problem> {
        let kept = self.raw[..self.raw.len().min(Problem::RAW_LIMIT)].to_vec();
        Box::new(Problem {
            place: self.place,
            reason,
            raw: kept,
            raw_length: self.raw.len() as u64,
        })
    }
}

impl<R: Read> Objects<R> {
    pub(crate) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; 256 << 10],
            start: 0,
            end: 0,
            at_eof: false,
            pending: None,
            byte: 0,
            line: 1,
            in_array: false,
            first_key: None,
        }
    }

    /// Hands the next value to `with`.
    pub(crate) fn next(&mut self, with: impl FnOnce(&Object<'_>)) -> io::Result<NextObject> {
        loop {
            if !self.skip_between()? {
                return Ok(NextObject::End);
            }
            let filled = &self.buffer[self.start..self.end];
            let fault = match json::parse(filled) {
                // A number at the end of what is there may go on.
                Ok((value, length)) if length < filled.len() || self.at_eof => {
                    let raw = &filled[..length];
                    if self.first_key.is_none() {
                        self.first_key =
                            first_key(raw).map(|key| String::from_utf8_lossy(key).into_owned());
                    }
                    let place = Place {
                        record: 0,
                        line: self.line,
                        byte: self.byte,
                    };
                    with(&Object {
                        value: &value,
                        raw,
                        place,
                    });
                    self.consume(length);
                    return Ok(NextObject::Given);
                }
                Ok(_) => Fault::Cut,
                Err(fault) => fault,
            };
            let reason = match fault {
                Fault::Cut if self.at_eof => Reason::BrokenJson {
                    at: filled.len() as u64,
                    what: "the file ends within it",
                },
                Fault::Cut if filled.len() >= OBJECT_LIMIT => Reason::Oversize {
                    limit: OBJECT_LIMIT as u64,
                },
                Fault::Cut => {
                    self.fill()?;
                    continue;
                }
                Fault::Broken { at, what } => Reason::BrokenJson {
                    at: at as u64,
                    what,
                },
                Fault::NotUtf8 { at } => Reason::BrokenUtf8 { at: at as u64 },
            };
            return self.give_up(reason).map(NextObject::Broken);
        }
    }

    /// Skips blanks, commas between values and the outer array's brackets; `false` at the end of the file.
    fn skip_between(&mut self) -> io::Result<bool> {
        loop {
            if self.end - self.start < 3 && !self.at_eof {
                self.fill()?;
                continue;
            }
            let filled = &self.buffer[self.start..self.end];
            let skip = match filled {
                [] => return Ok(false),
                [b' ' | b'\t' | b'\n' | b'\r' | 0x1e, ..] => 1,
                [0xef, 0xbb, 0xbf, ..] => 3,
                [b',' | b']', ..] if self.in_array => {
                    self.in_array = filled[0] == b',';
                    1
                }
                [b'[', ..] if !self.in_array => {
                    self.in_array = true;
                    1
                }
                _ => return Ok(true),
            };
            self.consume(skip);
        }
    }

    fn consume(&mut self, length: usize) {
        let consumed = &self.buffer[self.start..self.start + length];
        self.line += memchr::memchr_iter(b'\n', consumed).count() as u64;
        self.byte += length as u64;
        self.start += length;
    }

    fn fill(&mut self) -> io::Result<()> {
        if let Some(error) = self.pending.take() {
            return Err(error);
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            let doubled = (self.buffer.len() * 2).min(OBJECT_LIMIT + LOOK_AHEAD);
            self.buffer.resize(doubled.max(self.end + LOOK_AHEAD), 0);
        }
        let before = self.end;
        while self.end < self.buffer.len() {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.at_eof = true;
                    break;
                }
                Ok(n) => self.end += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.end > before => {
                    self.pending = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Rejects everything up to the next plausible start.
    fn give_up(&mut self, reason: Reason) -> io::Result<Box<Problem>> {
        let place = Place {
            record: 0,
            line: self.line,
            byte: self.byte,
        };
        let mut kept = Vec::new();
        let mut dropped = 0u64;
        loop {
            let length = self.end - self.start;
            let found = self.next_start();
            let drop = match found {
                Some(length) => length,
                None if self.at_eof => length,
                None => length.saturating_sub(LOOK_AHEAD),
            };
            let room = Problem::RAW_LIMIT.saturating_sub(kept.len()).min(drop);
            kept.extend_from_slice(&self.buffer[self.start..self.start + room]);
            dropped += drop as u64;
            self.consume(drop);
            if found.is_some() || self.at_eof {
                if dropped == kept.len() as u64 {
                    let own = kept.trim_ascii_end();
                    let own = own.strip_suffix(b",").unwrap_or(own);
                    dropped = own.len() as u64;
                    kept.truncate(own.len());
                }
                return Ok(Box::new(Problem {
                    place,
                    reason,
                    raw: kept,
                    raw_length: dropped,
                }));
            }
            self.fill()?;
        }
    }

    /// The offset (from `start`) of the next `{` that begins an object of this file: the first on its line, or after
    /// a comma, with the key that all objects here begin with; without such a key, any that is the first on its line.
    fn next_start(&self) -> Option<usize> {
        let filled = &self.buffer[self.start..self.end];
        for at in memchr::memchr_iter(b'{', filled).filter(|at| *at > 0) {
            if filled.len() - at < LOOK_AHEAD && !self.at_eof {
                return None;
            }
            let before = filled[..at].trim_ascii_end();
            let blank = &filled[before.len()..at];
            let own_line = blank.contains(&b'\n') || before.is_empty();
            let first_on_line = own_line && blank.ends_with(b"\n");
            let key_fits = match (&self.first_key, first_key(&filled[at..])) {
                (Some(known), Some(key)) => known.as_bytes() == key,
                (None, Some(_)) => first_on_line,
                (_, None) => false,
            };
            if key_fits && (own_line || before.ends_with(b",")) {
                return Some(at);
            }
        }
        None
    }
}

/// The first key of the object that begins here, as it is written.
fn first_key(object: &[u8]) -> Option<&[u8]> {
    let rest = object
        .strip_prefix(b"{")?
        .trim_ascii_start()
        .strip_prefix(b"\"")?;
    let end = memchr::memchr(b'"', &rest[..rest.len().min(200)])?;
    Some(&rest[..end])
}
