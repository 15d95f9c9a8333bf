//! The index's columns, read a block of documents at a time: one virtual call a block and not one a value.

use super::docs::Block;
use crate::Result;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;
use tantivy::SegmentReader;
use tantivy::columnar::column_index::{MultiValueIndex, Set};
use tantivy::columnar::{ColumnIndex, ColumnType, ColumnValues};
use tantivy::schema::{Field, FieldType};

/// One column of one segment. Values are unsigned; signed ones are shifted so that their order is kept.
#[derive(Clone)]
pub(crate) struct Column {
    index: ColumnIndex,
    values: Arc<dyn ColumnValues<u64>>,
}

/// Room for a block's documents and values, reused from block to block.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// A document for each value.
    pub(crate) docs: Vec<u32>,
    /// The values.
    pub(crate) values: Vec<u64>,
    rows: Vec<u32>,
    asked: Vec<u32>,
}

const SIGN: u64 = 1 << 63;

/// As a signed column holds the number.
#[inline]
pub(crate) fn shifted(value: i64) -> u64 {
    value as u64 ^ SIGN
}

/// The number that a signed column holds.
#[inline]
pub(crate) fn unshifted(value: u64) -> i64 {
    (value ^ SIGN) as i64
}

impl Column {
    /// The column of a field; one without any value where the segment has none.
    pub(crate) fn open(segment: &SegmentReader, field: Field) -> Result<Self> {
        let entry = segment.schema().get_field_entry(field);
        let kind = if matches!(entry.field_type(), FieldType::I64(_)) {
            ColumnType::I64
        } else {
            ColumnType::U64
        };
        let found = segment
            .fast_fields()
            .u64_lenient_for_type(Some(&[kind]), entry.name())?;
        let (index, values) = match found {
            Some((column, _)) => (column.index, column.values),
            None => (
                ColumnIndex::Empty {
                    num_docs: segment.max_doc(),
                },
                Arc::new(tantivy::columnar::EmptyColumnValues) as Arc<dyn ColumnValues<u64>>,
            ),
        };
        Ok(Self { index, values })
    }

    /// No value is less than the first or greater than the second; `None` where there is no value.
    pub(crate) fn bounds(&self) -> Option<(u64, u64)> {
        (self.values.num_vals() > 0).then(|| (self.values.min_value(), self.values.max_value()))
    }

    /// How many documents of the range have a value.
    pub(crate) fn documents_with(&self, range: Range<u32>) -> u32 {
        match &self.index {
            ColumnIndex::Empty { .. } => 0,
            ColumnIndex::Full => range.len() as u32,
            ColumnIndex::Optional(optional) => {
                optional.rank(range.end) - optional.rank(range.start)
            }
            ColumnIndex::Multivalued(MultiValueIndex::MultiValueIndexV2(multi)) => {
                multi.optional_index.rank(range.end) - multi.optional_index.rank(range.start)
            }
            ColumnIndex::Multivalued(multi) => {
                range.filter(|doc| multi.has_value(*doc)).count() as u32
            }
        }
    }

    /// Whether every document has exactly one value.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self.index, ColumnIndex::Full)
    }

    /// Into `docs`: those of `range` with a value that lies in `wanted`, ascending, each once.
    /// `wanted` must reach into [`Column::bounds`]: the packed form of a value below them is not told from the least.
    pub(crate) fn docs_between(
        &self,
        wanted: RangeInclusive<u64>,
        range: Range<u32>,
        docs: &mut Vec<u32>,
    ) {
        docs.clear();
        let rows = self.index.docid_range_to_rowids(range.clone());
        self.values.get_row_ids_for_value_range(wanted, rows, docs);
        self.index.select_batch_in_place(range.start, docs);
    }

    /// The first value of one document.
    pub(crate) fn first(&self, doc: u32) -> Option<u64> {
        self.index
            .value_row_ids(doc)
            .next()
            .map(|row| self.values.get_val(row))
    }

    /// Every value of the block's documents into `scratch.values`, without saying whose;
    /// gives the number of documents that have one.
    pub(crate) fn values(&self, block: &Block<'_>, scratch: &mut Scratch) -> usize {
        match (&self.index, block) {
            (ColumnIndex::Empty { .. }, _) => {
                scratch.values.clear();
                0
            }
            (ColumnIndex::Full, _) => {
                self.aligned_full(block, &mut scratch.values);
                block.len()
            }
            (index, Block::Range(range)) => {
                let rows = index.docid_range_to_rowids(range.clone());
                scratch.values.resize(rows.len(), 0);
                if !rows.is_empty() {
                    self.values
                        .get_range(u64::from(rows.start), &mut scratch.values);
                }
                self.documents_with(range.clone()) as usize
            }
            (_, Block::List(_)) => {
                self.pairs(block, scratch);
                let mut with = 0;
                let mut last = None;
                for doc in &scratch.docs {
                    with += usize::from(last != Some(doc));
                    last = Some(doc);
                }
                with
            }
        }
    }

    /// Every value of the block's documents, with the document beside it.
    pub(crate) fn pairs(&self, block: &Block<'_>, scratch: &mut Scratch) {
        let Scratch {
            docs,
            values,
            rows,
            asked,
        } = scratch;
        docs.clear();
        rows.clear();
        let list: &[u32] = match block {
            Block::List(list) => list,
            Block::Range(range) => {
                asked.clear();
                asked.extend(range.clone());
                asked
            }
        };
        if matches!(self.index, ColumnIndex::Full) {
            docs.extend_from_slice(list);
            self.aligned_full(block, values);
            return;
        }
        self.index.docids_to_rowids(list, docs, rows);
        values.resize(rows.len(), 0);
        self.values.get_vals(rows, values);
    }

    /// One value for each of the block's documents, `missing` where there is none.
    pub(crate) fn aligned(
        &self,
        block: &Block<'_>,
        missing: u64,
        scratch: &mut Scratch,
        out: &mut Vec<u64>,
    ) {
        if matches!(self.index, ColumnIndex::Full) {
            self.aligned_full(block, out);
            return;
        }
        out.clear();
        out.resize(block.len(), missing);
        self.pairs(block, scratch);
        // Backwards, so that the first of several values stands in the end.
        let mut at = block.len();
        for (doc, value) in scratch.docs.iter().zip(&scratch.values).rev() {
            while at == block.len() || block.doc(at) != *doc {
                at -= 1;
            }
            out[at] = *value;
        }
    }

    fn aligned_full(&self, block: &Block<'_>, out: &mut Vec<u64>) {
        out.resize(block.len(), 0);
        if block.len() == 0 {
            return;
        }
        match block {
            Block::Range(range) => self.values.get_range(u64::from(range.start), out),
            Block::List(list) => self.values.get_vals(list, out),
        }
    }
}
