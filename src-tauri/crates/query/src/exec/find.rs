//! From a [`Plan`] to the documents of every segment.
//!
//! Conditions are narrowed one by the other, the rarest first: a column is only read for the documents that are
//! still in question. Words and rare ids come from postings; many ids, times and numbers from a scan of the column.

use super::Library;
use super::bits::Bits;
use super::columns::{Column, Scratch};
use super::docs::{BLOCK, Docs};
use super::ids::IdSet;
use super::parallel::fold;
use super::plan::Plan;
use super::set::{DocSet, SetCache};
use crate::Result;
use starling_index::Fields;
use starling_index::schema::{N_SLOTS, slot};
use starling_model::Cancel;
use std::sync::Arc;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, InvertedIndexReader, SegmentReader, Term};

impl Library<'_> {
    /// The documents of the plan that are alive.
    pub(crate) fn find(&self, plan: &Plan) -> Result<DocSet> {
        self.cache.keep_only(&self.searcher);
        let readers = self.searcher.segment_readers();
        let tasks: Vec<usize> = (0..readers.len()).collect();
        let found = fold(
            &tasks,
            self.searcher.num_docs(),
            &self.cancel,
            Vec::new,
            |found, &segment| {
                let reader = &readers[segment];
                let within = Segment {
                    reader,
                    fields: &self.fields,
                    cache: self.cache,
                    cancel: &self.cancel,
                };
                let docs = within.narrow(plan, &alive(reader))?;
                found.push((segment, docs));
                Ok(())
            },
        )?;
        let mut segments: Vec<(usize, Docs)> = found.into_iter().flatten().collect();
        segments.sort_unstable_by_key(|(segment, _)| *segment);
        Ok(DocSet::new(
            segments.into_iter().map(|(_, docs)| docs).collect(),
        ))
    }
}

/// Every document of a segment that has not been deleted.
pub(crate) fn alive(reader: &SegmentReader) -> Docs {
    match reader.alive_bitset() {
        None => Docs::all(reader.max_doc()),
        Some(alive) => {
            let mut bits = Bits::none(reader.max_doc());
            alive.iter_alive().for_each(|doc| bits.insert(doc));
            Docs::from_bits(bits)
        }
    }
}

/// Collects documents from several postings.
pub(crate) struct Gather {
    max_doc: u32,
    list: Vec<u32>,
    runs: usize,
    bits: Option<Bits>,
}

impl Gather {
    pub(crate) fn new(max_doc: u32) -> Self {
        Self {
            max_doc,
            list: Vec::new(),
            runs: 0,
            bits: None,
        }
    }

    /// Ascending documents. Those of one posting list may come in several calls; say when it ends.
    #[inline]
    pub(crate) fn add(&mut self, docs: &[u32]) {
        if let Some(bits) = &mut self.bits {
            docs.iter().for_each(|doc| bits.insert(*doc));
            return;
        }
        self.list.extend_from_slice(docs);
        if self.list.len() > Docs::list_limit(self.max_doc).max(BLOCK as usize) {
            let mut bits = Bits::none(self.max_doc);
            self.list.iter().for_each(|doc| bits.insert(*doc));
            self.list = Vec::new();
            self.bits = Some(bits);
        }
    }

    /// One posting list is over.
    pub(crate) fn end_run(&mut self) {
        self.runs += 1;
    }

    pub(crate) fn finish(mut self) -> Docs {
        match self.bits {
            Some(bits) => Docs::from_bits(bits),
            None => {
                if self.runs > 1 {
                    self.list.sort_unstable();
                    self.list.dedup();
                }
                Docs::from_list(self.max_doc, self.list)
            }
        }
    }
}

/// The slots that some ids fall into.
fn slots_of(ids: &IdSet) -> IdSet {
    IdSet::new(ids.list().iter().map(|id| slot(*id)).collect())
}

/// One segment, being searched.
pub(crate) struct Segment<'a> {
    pub(crate) reader: &'a SegmentReader,
    pub(crate) fields: &'a Fields,
    pub(crate) cache: &'a SetCache,
    pub(crate) cancel: &'a Cancel,
}

impl Segment<'_> {
    /// Those of `base` that the plan holds for.
    pub(crate) fn narrow(&self, plan: &Plan, base: &Docs) -> Result<Docs> {
        if base.is_empty() {
            return Ok(base.clone());
        }
        match plan {
            Plan::All => Ok(base.clone()),
            Plan::Nothing => Ok(Docs::none(base.max_doc())),
            Plan::And(parts) => {
                let mut parts = self.by_cost(parts)?;
                parts.sort_by_key(|(cost, _)| *cost);
                let mut docs = base.clone();
                for (_, part) in parts {
                    docs = self.narrow(part, &docs)?;
                }
                Ok(docs)
            }
            Plan::Or(parts) => {
                let mut docs = Docs::none(base.max_doc());
                for part in parts {
                    docs = docs.or(&self.narrow(part, base)?);
                }
                Ok(docs)
            }
            Plan::Not(inner) => Ok(base.minus(&self.narrow(inner, base)?)),
            Plan::Text(words) => self.words(words, base),
            Plan::Ids(field, ids) => self.ids(*field, ids, base),
            Plan::AnyFlag(mask) => self.filter(self.fields.flags, base, |flags| flags & mask != 0),
            Plan::NoFlag(mask) => self.filter(self.fields.flags, base, |flags| flags & mask == 0),
            Plan::Between(field, from, to) => self.between(*field, *from, *to, base),
        }
    }

    fn by_cost<'p>(&self, parts: &'p [Plan]) -> Result<Vec<(u64, &'p Plan)>> {
        parts
            .iter()
            .map(|part| Ok((self.cost(part)?, part)))
            .collect()
    }

    /// About how many documents match, or what finding them costs; only the order of the costs counts.
    fn cost(&self, plan: &Plan) -> Result<u64> {
        let every = u64::from(self.reader.max_doc());
        Ok(match plan {
            Plan::Nothing => 0,
            Plan::All => 1,
            Plan::And(parts) => {
                let costs = self.by_cost(parts)?;
                costs.into_iter().map(|(cost, _)| cost).min().unwrap_or(1)
            }
            Plan::Or(parts) => self.by_cost(parts)?.into_iter().map(|(cost, _)| cost).sum(),
            // Whatever it is, it is cheaper once little is left.
            Plan::Not(inner) => every * 4 + self.cost(inner)?,
            Plan::Text(words) => self.words_cost(words)?,
            Plan::Ids(field, ids) if ids.list().len() <= 64 => self.frequency(*field, ids)?,
            Plan::Ids(..) => every * 3,
            Plan::AnyFlag(_) | Plan::NoFlag(_) | Plan::Between(..) => every * 2,
        })
    }

    fn frequency(&self, field: Field, ids: &IdSet) -> Result<u64> {
        if let Some(slots) = self.fields.slots_of(field) {
            return self.frequency(slots, &slots_of(ids));
        }
        let postings = self.reader.inverted_index(field)?;
        let mut sum = 0;
        for id in ids.list() {
            sum += u64::from(
                postings
                    .doc_freq(&Term::from_field_u64(field, *id))
                    .map_err(tantivy::TantivyError::from)?,
            );
        }
        Ok(sum)
    }

    fn ids(&self, field: Field, ids: &IdSet, base: &Docs) -> Result<Docs> {
        // Finding a term takes about a microsecond, which is a few hundred values of a column.
        let by_postings = ids.list().len() as u64 * 256 < u64::from(base.count()).max(16_384);
        if !by_postings {
            return self.filter(field, base, |id| ids.contains(id));
        }
        if let Some(slots) = self.fields.slots_of(field) {
            // Where a good part of all slots is wanted, the column is read sooner than their postings.
            let near = match ids.list().len() as u64 * 16 < N_SLOTS {
                true => self.ids(slots, &slots_of(ids), base)?,
                false => base.clone(),
            };
            return self.filter(field, &near, |id| ids.contains(id));
        }
        let postings = self.reader.inverted_index(field)?;
        let mut terms = Vec::with_capacity(ids.list().len());
        let mut sum = 0u64;
        for id in ids.list() {
            let term = Term::from_field_u64(field, *id);
            if let Some(term) = postings
                .get_term_info(&term)
                .map_err(tantivy::TantivyError::from)?
            {
                sum += u64::from(term.doc_freq);
                terms.push(term);
            }
        }
        // A few documents are asked sooner than a long list is read; slots have no column to ask.
        let has_column = self.reader.schema().get_field_entry(field).is_fast();
        if has_column && !base.is_all() && u64::from(base.count()) * 8 < sum {
            return self.filter(field, base, |id| ids.contains(id));
        }
        self.union(&postings, &terms, base)
    }

    /// The documents of `base` that are in at least one of the lists.
    pub(crate) fn union(
        &self,
        postings: &Arc<InvertedIndexReader>,
        terms: &[TermInfo],
        base: &Docs,
    ) -> Result<Docs> {
        if let ([term], Some(list)) = (terms, base.as_list())
            && list.len() as u64 * 128 < u64::from(term.doc_freq)
        {
            let mut postings = postings
                .read_postings_from_terminfo(term, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            let mut found = Vec::new();
            for &doc in list {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    found.push(doc);
                }
            }
            return Ok(Docs::from_list(base.max_doc(), found));
        }
        let mut gather = Gather::new(base.max_doc());
        for term in terms {
            let mut blocks = postings
                .read_block_postings_from_terminfo(term, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            while !blocks.docs().is_empty() {
                gather.add(blocks.docs());
                blocks.advance();
            }
            gather.end_run();
        }
        Ok(gather.finish().and(base))
    }

    /// The documents of `base` one of whose values passes.
    fn filter(&self, field: Field, base: &Docs, passes: impl Fn(u64) -> bool) -> Result<Docs> {
        let column = Column::open(self.reader, field)?;
        let mut gather = Gather::new(base.max_doc());
        let mut scratch = Scratch::default();
        let mut passed = Vec::with_capacity(BLOCK as usize);
        let mut values = Vec::new();
        base.blocks::<crate::Error>(0..base.max_doc(), |block| {
            if column.is_full() {
                column.aligned(&block, 0, &mut scratch, &mut values);
                passed.resize(values.len(), 0);
                let mut count = 0;
                for (at, value) in values.iter().enumerate() {
                    // Written always and kept sometimes: half of the branches would be guessed wrongly.
                    passed[count] = block.doc(at);
                    count += usize::from(passes(*value));
                }
                gather.add(&passed[..count]);
                return Ok(());
            }
            column.pairs(&block, &mut scratch);
            passed.clear();
            for (doc, value) in scratch.docs.iter().zip(&scratch.values) {
                if passes(*value) && passed.last() != Some(doc) {
                    passed.push(*doc);
                }
            }
            gather.add(&passed);
            Ok(())
        })?;
        Ok(gather.finish())
    }

    fn between(&self, field: Field, from: u64, to: u64, base: &Docs) -> Result<Docs> {
        let column = Column::open(self.reader, field)?;
        let Some((least, greatest)) = column.bounds() else {
            return Ok(Docs::none(base.max_doc()));
        };
        if to < least || greatest < from {
            return Ok(Docs::none(base.max_doc()));
        }
        if from <= least && greatest <= to && column.is_full() {
            return Ok(base.clone());
        }
        // Reading a few values costs more each than reading all of them in a row.
        if u64::from(base.count()) * 8 < u64::from(base.max_doc()) {
            return self.filter(field, base, |value| (from..=to).contains(&value));
        }
        let mut gather = Gather::new(base.max_doc());
        let mut docs = Vec::new();
        let mut start = 0;
        while start < base.max_doc() {
            let end = base.max_doc().min(start + 16 * BLOCK);
            column.docs_between(from..=to, start..end, &mut docs);
            gather.add(&docs);
            start = end;
        }
        Ok(gather.finish().and(base))
    }
}
