//! Comma-separated values, and lists of ids.

use super::{RowWriter, Watched};
use crate::cell::render_list;
use crate::scan::Found;
use crate::{Cell, Column, Result};

pub(crate) struct Csv<'a> {
    out: Watched<'a>,
    numbers: String,
}

/// A spreadsheet runs a cell that begins so; an apostrophe makes it text.
pub fn guarded(text: &str) -> bool {
    matches!(
        text.as_bytes().first(),
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
    )
}

impl<'a> Csv<'a> {
    pub(crate) fn new(columns: &[Column], mut out: Watched<'a>) -> Result<Self> {
        for (n, column) in columns.iter().enumerate() {
            if n > 0 {
                out.text(b",");
            }
            field(&mut out, &column.name);
        }
        out.text(b"\r\n");
        out.end_row()?;
        Ok(Self {
            out,
            numbers: String::new(),
        })
    }
}

/// One field, in quotation marks where it needs them.
fn field(out: &mut Watched<'_>, text: &str) {
    let guard = guarded(text);
    let quoted = text
        .bytes()
        .any(|b| matches!(b, b',' | b'"' | b'\r' | b'\n'))
        || text.starts_with(' ')
        || text.ends_with(' ');
    if !quoted {
        if guard {
            out.text(b"'");
        }
        out.text(text.as_bytes());
        return;
    }
    out.text(b"\"");
    if guard {
        out.text(b"'");
    }
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
        out.text(&rest.as_bytes()[..=at]);
        out.text(b"\"");
        rest = &rest[at + 1..];
    }
    out.text(rest.as_bytes());
    out.text(b"\"");
}

impl RowWriter for Csv<'_> {
    fn row(&mut self, row: &[Cell]) -> Result<()> {
        use std::fmt::Write as _;
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                self.out.text(b",");
            }
            self.numbers.clear();
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => field(&mut self.out, text),
                Cell::List(items) => field(&mut self.out, &render_list(items)),
                Cell::Boolean(yes) => self.out.typed(if *yes { b"True" } else { b"False" }),
                Cell::Integer(number) => {
                    // A negative number is a number by type; no spreadsheet can be led astray by it.
                    let _ = write!(self.numbers, "{number}");
                    self.out.typed(self.numbers.as_bytes());
                }
                Cell::Tweet(id) => {
                    let _ = write!(self.numbers, "{id}");
                    self.out.typed(self.numbers.as_bytes());
                }
            }
        }
        self.out.text(b"\r\n");
        self.out.end_row()
    }

    fn finish(self: Box<Self>) -> Result<Found> {
        self.out.finish()
    }
}

/// One value a line, without a head.
pub(crate) struct Ids<'a>(Watched<'a>);

impl<'a> Ids<'a> {
    pub(crate) fn new(out: Watched<'a>) -> Self {
        Self(out)
    }
}

impl RowWriter for Ids<'_> {
    fn row(&mut self, row: &[Cell]) -> Result<()> {
        match row.first() {
            Some(Cell::Tweet(id)) => self.0.typed(id.to_string().as_bytes()),
            Some(Cell::Integer(number)) => self.0.typed(number.to_string().as_bytes()),
            Some(Cell::Text(text)) => self.0.text(text.as_bytes()),
            _ => {}
        }
        self.0.text(b"\n");
        self.0.end_row()
    }

    fn finish(self: Box<Self>) -> Result<Found> {
        self.0.finish()
    }
}
