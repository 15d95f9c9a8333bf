//! An open index: its searcher, its writer, and which commit of the store it belongs to.

use crate::schema::{TOKENIZER, schema};
use crate::{Document, Error, Fields, Result};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};
use tantivy::directory::Directory;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::query::RangeQuery;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::{
    DocId, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, SegmentReader,
    TantivyDocument, Term,
};

/// Where an index stands: the number of its commit, and the last row of the store that is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Watermark {
    /// The number that the store announced for the commit.
    pub commit: u64,
    /// Every row up to this one is in the index, none above it.
    pub row: u64,
}

impl Watermark {
    fn write(self) -> String {
        format!("{} {}", self.commit, self.row)
    }

    fn read(payload: &str) -> Option<Self> {
        let (commit, row) = payload.split_once(' ')?;
        Some(Self {
            commit: commit.parse().ok()?,
            row: row.parse().ok()?,
        })
    }
}

/// The index of one vault.
pub struct Index {
    inner: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Index")
    }
}

/// Memory for the documents that wait to be written out, over all threads. Large, so that an import makes few segments
/// and merges little; together with the dictionaries an import of 12 million stays below 1.5 GB (with half as much
/// again it took 1.6).
const WRITER_BYTES: usize = 400 << 20;
/// Threads that cut words and write segments. All cores, although others read and store meanwhile: at the end of an
/// import the last segments are written while nobody else has anything to do.
const MOST_THREADS: usize = 4;
/// Segments above this are left alone: merging 12 million documents took 145 s and gained nothing.
const LARGEST_MERGED: usize = 400_000;

impl Index {
    /// Makes an empty index.
    pub fn create(directory: impl Directory) -> Result<Self> {
        let (schema, _) = schema();
        let inner = tantivy::Index::create(directory, schema, IndexSettings::default())?;
        Self::with(inner)
    }

    /// Opens one.
    pub fn open(directory: impl Directory) -> Result<Self> {
        let inner = tantivy::Index::open(directory)?;
        let (wanted, _) = schema();
        if inner.schema() != wanted {
            return Err(Error::OtherSchema);
        }
        Self::with(inner)
    }

    fn with(inner: tantivy::Index) -> Result<Self> {
        let (_, fields) = schema();
        inner
            .tokenizers()
            .register(TOKENIZER, crate::text::StarlingTokenizer::default());
        let reader = inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            inner,
            fields,
            reader,
            writer: Mutex::new(None),
        })
    }

    /// The fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// What can be searched now: the last commit.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Where the index stands.
    pub fn watermark(&self) -> Result<Watermark> {
        let meta = self.inner.load_metas()?;
        Ok(meta
            .payload
            .as_deref()
            .and_then(Watermark::read)
            .unwrap_or_default())
    }

    fn writing<T>(&self, act: impl FnOnce(&mut IndexWriter) -> tantivy::Result<T>) -> Result<T> {
        let mut slot: MutexGuard<'_, Option<IndexWriter>> = self
            .writer
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if slot.is_none() {
            let cores = std::thread::available_parallelism().map_or(2, usize::from);
            let threads = cores.clamp(1, MOST_THREADS);
            let writer: IndexWriter = self.inner.writer_with_num_threads(threads, WRITER_BYTES)?;
            let mut policy = LogMergePolicy::default();
            policy.set_min_num_segments(4);
            policy.set_max_docs_before_merge(LARGEST_MERGED);
            policy.set_min_layer_size(50_000);
            writer.set_merge_policy(Box::new(policy));
            *slot = Some(writer);
        }
        let writer = slot.as_mut().expect("BUG: made just above");
        let outcome = act(writer);
        if outcome.is_err() {
            // A writer whose threads were killed never works again; the next call makes a new one from the last commit.
            *slot = None;
        }
        Ok(outcome?)
    }

    /// Takes documents in; they are found after [`Index::commit`].
    pub fn add(&self, documents: Vec<Document>) -> Result<()> {
        self.writing(|writer| {
            for document in documents {
                let document: TantivyDocument = document.into_tantivy(&self.fields);
                writer.add_document(document)?;
            }
            Ok(())
        })
    }

    /// Makes what was added and deleted last, under the store's number for it.
    pub fn commit(&self, watermark: Watermark) -> Result<()> {
        self.writing(|writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&watermark.write());
            prepared.commit()
        })?;
        self.reader.reload()?;
        Ok(())
    }

    /// Lets the writer go: its memory, its threads and its lock. Waits for merges that are under way.
    pub fn rest(&self) -> Result<()> {
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
            self.reader.reload()?;
        }
        Ok(())
    }

    /// Forgets what was added since the last commit.
    pub fn roll_back(&self) -> Result<()> {
        self.writing(|writer| writer.rollback().map(|_| ()))
    }

    /// Deletes every document above a row; done with the next commit.
    pub fn delete_above(&self, row: u64) -> Result<()> {
        let from = std::ops::Bound::Excluded(Term::from_field_u64(self.fields.row, row));
        let above = RangeQuery::new(from, std::ops::Bound::Unbounded);
        self.writing(|writer| writer.delete_query(Box::new(above)).map(|_| ()))
    }

    /// Deletes the documents of a dataset; done with the next commit.
    pub fn delete_dataset(&self, dataset: u32) -> Result<()> {
        let term = Term::from_field_u64(self.fields.dataset, u64::from(dataset));
        self.writing(|writer| {
            writer.delete_term(term);
            Ok(())
        })
    }

    /// Deletes the documents of these tweets; done with the next commit.
    pub fn delete_tweets(&self, tweets: &[u64]) -> Result<()> {
        let gone: Arc<HashSet<u64>> = Arc::new(tweets.iter().copied().collect());
        let is_gone = FunctionPredicate::from(move |segment: &SegmentReader| {
            let (ids, gone) = (segment.fast_fields().u64("tweet")?, gone.clone());
            Ok(move |doc: DocId| ids.first(doc).is_some_and(|id| gone.contains(&id)))
        });
        let query: DocPredicateQuery = is_gone.into();
        self.writing(|writer| writer.delete_query(Box::new(query)).map(|_| ()))
    }

    /// Writes segments with deleted documents anew without them, so that nothing of these is left.
    pub fn drop_deleted(&self) -> Result<()> {
        let with_deleted: Vec<tantivy::index::SegmentId> = self
            .searcher()
            .segment_readers()
            .iter()
            .filter(|segment| segment.num_deleted_docs() > 0)
            .map(tantivy::SegmentReader::segment_id)
            .collect();
        for segment in with_deleted {
            // A merge of the policy's own may have taken it away already.
            let there = self.inner.searchable_segment_ids()?;
            if there.contains(&segment) {
                self.writing(|writer| writer.merge(&[segment]).wait().map(|_| ()))?;
            }
        }
        self.writing(|writer| writer.garbage_collect_files().wait().map(|_| ()))?;
        self.rest()
    }

    /// Merges all segments into one, which also drops deleted documents.
    pub fn merge_all(&self) -> Result<()> {
        let segments = self.inner.searchable_segment_ids()?;
        if segments.len() > 1
            || self
                .searcher()
                .segment_readers()
                .iter()
                .any(|segment| segment.num_deleted_docs() > 0)
        {
            self.writing(|writer| writer.merge(&segments).wait().map(|_| ()))?;
        }
        self.writing(|writer| writer.garbage_collect_files().wait().map(|_| ()))?;
        self.rest()
    }

    /// Documents that are searched.
    pub fn documents(&self) -> u64 {
        self.searcher().num_docs()
    }
}
