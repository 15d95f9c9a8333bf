//! The forms in which rows leave. Each writer takes rows one by one and holds no more than it must.

mod csv;
mod jsonl;
mod parquet;

use crate::scan::{Escapes, Found, Protected, scan};
use crate::{Cell, Column, Error, Result};
use std::io::Write;

pub use csv::guarded;

/// A form of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Comma-separated, in UTF-8, lines ended by CR LF as RFC 4180 has it.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// One id a line.
    Ids,
}

impl Form {
    /// What a file of it is called in the end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Parquet => "parquet",
            Self::Ids => "txt",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::JsonLines => "application/jsonl",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Ids => "text/plain",
        }
    }
}

/// Takes rows and gives bytes.
pub(crate) trait RowWriter {
    /// The next row; as many cells as there are columns.
    fn row(&mut self, row: &[Cell]) -> Result<()>;
    /// No more rows.
    fn finish(self: Box<Self>) -> Result<Found>;
}

/// A writer of that form. Whatever it writes, it has looked through for what may not leave.
pub(crate) fn writer<'a>(
    form: Form,
    columns: &[Column],
    protected: &'a Protected,
    out: Box<dyn Write + Send + 'a>,
) -> Result<Box<dyn RowWriter + 'a>> {
    Ok(match form {
        Form::Csv => Box::new(csv::Csv::new(
            columns,
            Watched::new(out, Escapes::None, protected),
        )?),
        Form::Ids => Box::new(csv::Ids::new(Watched::new(out, Escapes::None, protected))),
        Form::JsonLines => Box::new(jsonl::JsonLines::new(
            columns,
            Watched::new(out, Escapes::Json, protected),
        )),
        Form::Parquet => Box::new(parquet::Parquet::new(columns, protected, out)?),
    })
}

/// Collects a row's bytes, looks through them and passes them on. A row ends where no word goes on.
pub(crate) struct Watched<'a> {
    out: Box<dyn Write + Send + 'a>,
    escapes: Escapes,
    protected: &'a Protected,
    /// The row, whole.
    line: Vec<u8>,
    /// The row without what is no text by type: a blank stands for each such cell.
    seen: Vec<u8>,
    found: Found,
}

impl<'a> Watched<'a> {
    fn new(out: Box<dyn Write + Send + 'a>, escapes: Escapes, protected: &'a Protected) -> Self {
        Self {
            out,
            escapes,
            protected,
            line: Vec::new(),
            seen: Vec::new(),
            found: Found::default(),
        }
    }

    /// Text, which is looked through.
    fn text(&mut self, bytes: &[u8]) {
        self.line.extend_from_slice(bytes);
        self.seen.extend_from_slice(bytes);
    }

    /// A number or an id that is what it is by type.
    fn typed(&mut self, bytes: &[u8]) {
        self.line.extend_from_slice(bytes);
        self.seen.push(b' ');
    }

    /// The row is whole.
    fn end_row(&mut self) -> Result<()> {
        self.found += scan(&self.seen, self.escapes, self.protected);
        if self.found.hard > 0 {
            return Err(Error::Protected {
                hits: self.found.hard,
            });
        }
        self.out.write_all(&self.line).map_err(written)?;
        self.line.clear();
        self.seen.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<Found> {
        self.out.flush().map_err(written)?;
        Ok(self.found)
    }
}

/// The path is put in by whoever knows it.
pub(crate) fn written(source: std::io::Error) -> Error {
    Error::Io {
        path: std::path::PathBuf::new(),
        source,
    }
}
