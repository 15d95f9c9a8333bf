//! Parquet: columns, compressed, for analysis. Since its bytes are compressed, values are looked through on their way in.

use super::RowWriter;
use crate::scan::{Escapes, Found, Protected, scan};
use crate::{Cell, Column, Error, Kind, Result};
use arrow_array::builder::{BooleanBuilder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;

/// Rows held before they are given to the writer.
const BATCH: usize = 4096;
/// Rows of a row group: what the writer holds, some tens of megabytes of tweets.
const GROUP: usize = 64 * 1024;

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Boolean(BooleanBuilder),
    List(ListBuilder<StringBuilder>),
}

pub(crate) struct Parquet<'a> {
    schema: Arc<Schema>,
    builders: Vec<Builder>,
    held: usize,
    writer: ArrowWriter<Box<dyn Write + Send + 'a>>,
    protected: &'a Protected,
    found: Found,
}

fn wrong(why: impl std::fmt::Display) -> Error {
    Error::Form {
        form: "Parquet",
        reason: why.to_string(),
    }
}

impl<'a> Parquet<'a> {
    pub(crate) fn new(
        columns: &[Column],
        protected: &'a Protected,
        out: Box<dyn Write + Send + 'a>,
    ) -> Result<Self> {
        let fields: Vec<Field> = columns
            .iter()
            .map(|column| {
                let kind = match column.kind {
                    Kind::Text => DataType::Utf8,
                    Kind::Integer => DataType::Int64,
                    Kind::Boolean => DataType::Boolean,
                    Kind::List => {
                        DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)))
                    }
                };
                Field::new(&column.name, kind, true)
            })
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let level = ZstdLevel::try_new(3).map_err(wrong)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by("starling".into())
            .build();
        let writer =
            ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(wrong)?;
        Ok(Self {
            schema,
            builders: columns.iter().map(|column| builder(column.kind)).collect(),
            held: 0,
            writer,
            protected,
            found: Found::default(),
        })
    }

    fn pass_on(&mut self) -> Result<()> {
        if self.held == 0 {
            return Ok(());
        }
        let arrays: Vec<ArrayRef> = self
            .builders
            .iter_mut()
            .map(|builder| match builder {
                Builder::Text(texts) => Arc::new(texts.finish()) as ArrayRef,
                Builder::Integer(numbers) => Arc::new(numbers.finish()),
                Builder::Boolean(truths) => Arc::new(truths.finish()),
                Builder::List(lists) => Arc::new(lists.finish()),
            })
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(wrong)?;
        self.writer.write(&batch).map_err(wrong)?;
        self.held = 0;
        Ok(())
    }

    fn look(&mut self, text: &str) -> Result<()> {
        self.found += scan(text.as_bytes(), Escapes::None, self.protected);
        if self.found.hard > 0 {
            return Err(Error::Protected {
                hits: self.found.hard,
            });
        }
        Ok(())
    }
}

fn builder(kind: Kind) -> Builder {
    match kind {
        Kind::Text => Builder::Text(StringBuilder::new()),
        Kind::Integer => Builder::Integer(Int64Builder::new()),
        Kind::Boolean => Builder::Boolean(BooleanBuilder::new()),
        Kind::List => Builder::List(ListBuilder::new(StringBuilder::new())),
    }
}

impl RowWriter for Parquet<'_> {
    fn row(&mut self, row: &[Cell]) -> Result<()> {
        for cell in row {
            match cell {
                Cell::Text(text) => self.look(text)?,
                Cell::List(items) => items.iter().try_for_each(|item| self.look(item))?,
                _ => {}
            }
        }
        for (builder, cell) in self.builders.iter_mut().zip(row) {
            match (builder, cell) {
                (Builder::Text(texts), Cell::Text(text)) => texts.append_value(text),
                (Builder::Text(texts), Cell::Tweet(id)) => texts.append_value(id.to_string()),
                (Builder::Text(texts), Cell::Integer(n)) => texts.append_value(n.to_string()),
                (Builder::Text(texts), Cell::Empty) => texts.append_null(),
                (Builder::Integer(numbers), Cell::Integer(n)) => numbers.append_value(*n),
                (Builder::Integer(numbers), Cell::Empty) => numbers.append_null(),
                (Builder::Boolean(truths), Cell::Boolean(yes)) => truths.append_value(*yes),
                (Builder::Boolean(truths), Cell::Empty) => truths.append_null(),
                (Builder::List(lists), Cell::List(items)) => {
                    items
                        .iter()
                        .for_each(|item| lists.values().append_value(item));
                    lists.append(true);
                }
                (Builder::List(lists), Cell::Empty) => lists.append(true),
                (_, other) => return Err(wrong(format!("a cell {other:?} is not of its column"))),
            }
        }
        self.held += 1;
        if self.held == BATCH {
            self.pass_on()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Found> {
        self.pass_on()?;
        self.writer.close().map_err(wrong)?;
        Ok(self.found)
    }
}
