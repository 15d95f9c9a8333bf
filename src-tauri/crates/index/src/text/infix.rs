//! Regular expressions that can begin with anything (`/.*vacc.*/`), over a segment's terms laid out flat.
//!
//! An automaton that may begin with anything walks the whole term dictionary, state by state.
//! Laid out one behind the other, the same terms are a few dozen megabytes, in which the texts that an expression needs
//! (`vacc`) are found at memory speed; only terms that hold one are tried. Expressions that need nothing in particular
//! (`/.*[0-9]{4}/`) are tried on every term, which without the dictionary's nodes is still several times quicker.
//! A list is made when it is first wanted, and kept as long as the sum of all lists stays within a budget.

use crate::text::Pattern;
use memchr::memmem::Finder;
use memchr::{memchr, memrchr};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

/// Stands behind every term; no UTF-8 holds this byte.
const END: u8 = 0xFF;

/// The terms of one segment, flat and in order.
#[derive(Debug, Default)]
pub struct TermList {
    /// Every term with [`END`] behind it.
    bytes: Vec<u8>,
}

/// Whoever looks was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl TermList {
    /// All terms of a dictionary; `None` if they would take more than `most` bytes.
    pub fn of(dictionary: &TermDictionary, most: usize) -> std::io::Result<Option<Self>> {
        let mut list = Self::default();
        let mut terms = dictionary.stream()?;
        while terms.advance() {
            list.push(terms.key());
            if list.bytes.len() > most {
                return Ok(None);
            }
        }
        list.bytes.shrink_to_fit();
        Ok(Some(list))
    }

    /// Adds the next term.
    pub fn push(&mut self, term: &[u8]) {
        self.bytes.extend_from_slice(term);
        self.bytes.push(END);
    }

    /// The memory it takes, in bytes.
    pub fn size(&self) -> usize {
        self.bytes.capacity()
    }

    /// The terms that fit, in order: for `TermDictionary::get`. `go_on` is asked every few megabytes.
    pub fn find(&self, pattern: &Pattern, go_on: &dyn Fn() -> bool) -> Result<Vec<&[u8]>, Stopped> {
        let mut found = Vec::new();
        if pattern.needed().is_empty() {
            self.try_all(pattern, go_on, &mut found)?;
        } else {
            for text in pattern.needed() {
                self.try_those_with(text, pattern, go_on, &mut found)?;
            }
            found.sort_unstable();
            found.dedup();
        }
        Ok(found
            .into_iter()
            .map(|(start, end)| &self.bytes[start..end])
            .collect())
    }

    fn try_all(
        &self,
        pattern: &Pattern,
        go_on: &dyn Fn() -> bool,
        found: &mut Vec<(usize, usize)>,
    ) -> Result<(), Stopped> {
        let mut matcher = pattern.matcher();
        let (mut start, mut asked_at) = (0, 0);
        while let Some(len) = memchr(END, &self.bytes[start..]) {
            if start >= asked_at {
                asked_at = ask(start, TRIED, go_on)?;
            }
            if matcher.fits(&self.bytes[start..start + len]) {
                found.push((start, start + len));
            }
            start += len + 1;
        }
        Ok(())
    }

    fn try_those_with(
        &self,
        text: &[u8],
        pattern: &Pattern,
        go_on: &dyn Fn() -> bool,
        found: &mut Vec<(usize, usize)>,
    ) -> Result<(), Stopped> {
        let mut matcher = pattern.matcher();
        let finder = Finder::new(text);
        let (mut from, mut asked_at) = (0, 0);
        loop {
            if from >= asked_at {
                asked_at = ask(from, LOOKED, go_on)?;
            }
            // The text may lie across the end of a stretch.
            let stop = (asked_at + text.len()).min(self.bytes.len());
            let Some(hit) = self
                .bytes
                .get(from..stop)
                .and_then(|stretch| finder.find(stretch))
            else {
                if stop == self.bytes.len() {
                    return Ok(());
                }
                from = asked_at;
                continue;
            };
            if !go_on() {
                return Err(Stopped);
            }
            let hit = from + hit;
            let start = memrchr(END, &self.bytes[..hit]).map_or(0, |end| end + 1);
            let end = hit + memchr(END, &self.bytes[hit..]).expect("BUG: every term has its end");
            if matcher.fits(&self.bytes[start..end]) {
                found.push((start, end));
            }
            from = end + 1;
        }
    }
}

/// Bytes between two questions whether to go on, where terms are only looked through: below a millisecond.
const LOOKED: usize = 4 << 20;
/// The same where terms are tried: a state that was not met before can take some microseconds to make.
const TRIED: usize = 4 << 10;

/// Where to ask again.
fn ask(at: usize, further: usize, go_on: &dyn Fn() -> bool) -> Result<usize, Stopped> {
    if go_on() {
        Ok(at + further)
    } else {
        Err(Stopped)
    }
}

/// The terms of a dictionary that fit a pattern, by the way that is the quickest for it.
pub fn terms_that_fit(
    dictionary: &TermDictionary,
    pattern: &Pattern,
    lists: (&TermLists, SegmentId),
    go_on: &dyn Fn() -> bool,
) -> std::io::Result<Result<Vec<TermInfo>, Stopped>> {
    let mut found = Vec::new();
    if pattern.begins().is_empty()
        && let Some(list) = lists.0.get(lists.1, dictionary)?
    {
        let terms = match list.find(pattern, go_on) {
            Ok(terms) => terms,
            Err(stopped) => return Ok(Err(stopped)),
        };
        for term in terms {
            found.extend(dictionary.get(term)?);
        }
        return Ok(Ok(found));
    }
    // No UTF-8 holds the byte 0xFF.
    let end = [pattern.begins(), &[END]].concat();
    let mut terms = dictionary
        .range()
        .ge(pattern.begins())
        .lt(&end)
        .into_stream()?;
    let mut matcher = pattern.matcher();
    while terms.advance() {
        if !go_on() {
            return Ok(Err(Stopped));
        }
        if matcher.fits(terms.key()) {
            found.push(terms.value().clone());
        }
    }
    Ok(Ok(found))
}

/// Lists of several segments, within a budget. For as long as an index is open.
#[derive(Debug)]
pub struct TermLists {
    budget: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Grows with every look, so that the list that was not looked at for the longest can go.
    clock: u64,
    lists: HashMap<SegmentId, (Arc<TermList>, u64)>,
}

impl TermLists {
    /// Keeps at most so many bytes of terms.
    pub fn new(budget: usize) -> Self {
        Self {
            budget,
            kept: Mutex::default(),
        }
    }

    /// The list of a segment, made from its dictionary if it is not kept. `None` if it is larger than half the budget:
    /// such a dictionary has to be walked.
    pub fn get(
        &self,
        segment: SegmentId,
        dictionary: &TermDictionary,
    ) -> std::io::Result<Option<Arc<TermList>>> {
        if let Some(list) = self.kept().touch(segment) {
            return Ok(Some(list));
        }
        // Without the lock: other segments need not wait. Two who want the same one make it twice, which is harmless.
        let Some(list) = TermList::of(dictionary, self.budget / 2)? else {
            return Ok(None);
        };
        let list = Arc::new(list);
        self.kept().put(segment, Arc::clone(&list), self.budget);
        Ok(Some(list))
    }

    /// Forgets the lists of segments that are gone.
    pub fn retain(&self, still_there: impl Fn(SegmentId) -> bool) {
        self.kept().lists.retain(|segment, _| still_there(*segment));
    }

    /// The memory that is held, in bytes.
    pub fn size(&self) -> usize {
        self.kept().size()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Nothing is left half done under this lock.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn touch(&mut self, segment: SegmentId) -> Option<Arc<TermList>> {
        self.clock += 1;
        let (list, used) = self.lists.get_mut(&segment)?;
        *used = self.clock;
        Some(Arc::clone(list))
    }

    fn put(&mut self, segment: SegmentId, list: Arc<TermList>, budget: usize) {
        self.clock += 1;
        self.lists.insert(segment, (list, self.clock));
        while self.size() > budget {
            let oldest = self
                .lists
                .iter()
                .min_by_key(|(_, (_, used))| *used)
                .map(|(segment, _)| *segment);
            let Some(oldest) = oldest else { break };
            self.lists.remove(&oldest);
        }
    }

    fn size(&self) -> usize {
        self.lists.values().map(|(list, _)| list.size()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    fn list(terms: &[String]) -> TermList {
        let mut list = TermList::default();
        for term in terms {
            list.push(term.as_bytes());
        }
        list
    }

    /// What is found against every term tried on its own.
    #[track_caller]
    fn check(terms: &[String], expression: &str) {
        let pattern = Pattern::new(expression).unwrap();
        let truth: Vec<&[u8]> = terms
            .iter()
            .filter(|term| pattern.matches(term))
            .map(|term| term.as_bytes())
            .collect();
        assert_eq!(
            list(terms).find(&pattern, &|| true),
            Ok(truth),
            "{expression}"
        );
    }

    fn sorted(terms: impl IntoIterator<Item = String>) -> Vec<String> {
        let mut terms: Vec<String> = terms.into_iter().collect();
        terms.sort();
        terms.dedup();
        terms
    }

    #[test]
    fn all_and_only_the_terms_that_fit() {
        let many = sorted((0..5_000).map(|i: u32| format!("{:x}", i.wrapping_mul(2_654_435_761))));
        for expression in [
            "ab",
            ".*ab.*",
            ".*ab",
            "ab.*",
            ".*(ab|cd|0+1).*",
            "[0-9]+",
            ".*[a-f]{4}.*",
            ".*zz.*",
            "",
            ".*",
        ] {
            check(&many, expression);
        }
        let words = sorted(
            [
                "",
                "a",
                "vaccine",
                "vaccines",
                "antivaccine",
                "#vaccine",
                "选举",
                "举",
                "выборы",
            ]
            .map(str::to_owned),
        );
        for expression in [
            ".*vacc.*",
            ".*vaccine",
            "(#|anti)?vaccine",
            ".*举",
            "..",
            ".*выбор.*",
            ".*(a|е).*",
        ] {
            check(&words, expression);
        }
        check(&[], ".*a.*");
    }

    #[test]
    fn what_an_expression_needs() {
        let needed = |expression: &str| {
            let pattern = Pattern::new(expression).unwrap();
            let texts = pattern
                .needed()
                .iter()
                .map(|text| String::from_utf8_lossy(text).into_owned());
            texts.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(needed(".*vacc.*"), "vacc");
        assert_eq!(needed("a.*vaccine(s|d)?"), "vaccine");
        assert_eq!(needed(".*(trump|clinton).*"), "trump clinton");
        assert_eq!(needed("(abc)+x*"), "abc");
        assert_eq!(needed("(abc)*"), "");
        assert_eq!(needed("[0-9]+"), "");
        assert_eq!(needed(".*(a|b*).*"), "");
        assert_eq!(Pattern::new("vacc(ine)?.*").unwrap().begins(), b"vacc");
        assert_eq!(Pattern::new(".*a").unwrap().begins(), b"");
    }

    #[test]
    fn it_can_be_stopped() {
        let many = sorted((0..300_000).map(|i| format!("some term number {i}")));
        let asked = Cell::new(0);
        for expression in [".*number.*", "[a-z 0-9]+"] {
            asked.set(0);
            let pattern = Pattern::new(expression).unwrap();
            let list = list(&many);
            let stopped = list.find(&pattern, &|| {
                asked.set(asked.get() + 1);
                asked.get() < 2
            });
            assert_eq!((stopped, asked.get()), (Err(Stopped), 2), "{expression}");
        }
    }

    #[test]
    fn the_lists_stay_within_their_budget() {
        use tantivy::schema::{Schema, TEXT};
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TEXT);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer: tantivy::IndexWriter =
            index.writer_with_num_threads(1, 20_000_000).unwrap();
        writer.set_merge_policy(Box::new(tantivy::indexer::NoMergePolicy));
        for segment in 0..3 {
            for word in 0..1_000 {
                writer
                    .add_document(tantivy::doc!(field => format!("word{segment}x{word}")))
                    .unwrap();
            }
            writer.commit().unwrap();
        }
        let searcher = index.reader().unwrap().searcher();
        let size = {
            let dictionary = searcher.segment_reader(0).inverted_index(field).unwrap();
            let list = TermList::of(dictionary.terms(), usize::MAX)
                .unwrap()
                .unwrap();
            let pattern = Pattern::new(".*x99.").unwrap();
            let found = list.find(&pattern, &|| true).unwrap();
            assert_eq!(found.len(), 10);
            for term in found {
                assert!(
                    dictionary.terms().get(term).unwrap().is_some(),
                    "it is one of the dictionary's"
                );
            }
            list.size()
        };
        let lists = TermLists::new(size * 5 / 2);
        for reader in searcher.segment_readers() {
            let dictionary = reader.inverted_index(field).unwrap();
            let first = lists
                .get(reader.segment_id(), dictionary.terms())
                .unwrap()
                .unwrap();
            let again = lists
                .get(reader.segment_id(), dictionary.terms())
                .unwrap()
                .unwrap();
            assert!(Arc::ptr_eq(&first, &again), "kept");
            assert!(lists.size() <= size * 5 / 2, "within the budget");
        }
        assert_eq!(lists.kept().lists.len(), 2, "the first had to go");
        for expression in [".*x99.", "word.x99[0-9]", "word0x5.*", "nothing.*", ".*"] {
            let pattern = Pattern::new(expression).unwrap();
            for budget in [1, usize::MAX] {
                let lists = TermLists::new(budget);
                let reader = searcher.segment_reader(0);
                let dictionary = reader.inverted_index(field).unwrap();
                let found = terms_that_fit(
                    dictionary.terms(),
                    &pattern,
                    (&lists, reader.segment_id()),
                    &|| true,
                );
                let mut truth = Vec::new();
                let mut terms = dictionary.terms().stream().unwrap();
                while terms.advance() {
                    if pattern.matches(std::str::from_utf8(terms.key()).unwrap()) {
                        truth.push(terms.value().clone());
                    }
                }
                let some = !truth.is_empty();
                assert_eq!(found.unwrap(), Ok(truth), "{expression} within {budget}");
                let stopped = terms_that_fit(
                    dictionary.terms(),
                    &pattern,
                    (&lists, reader.segment_id()),
                    &|| false,
                );
                assert!(!some || stopped.unwrap() == Err(Stopped), "{expression}");
            }
        }
        lists.retain(|_| false);
        assert_eq!(lists.size(), 0);
        let small = TermLists::new(size);
        let reader = searcher.segment_reader(0);
        let dictionary = reader.inverted_index(field).unwrap();
        assert!(
            small
                .get(reader.segment_id(), dictionary.terms())
                .unwrap()
                .is_none(),
            "too large to be kept"
        );
    }

    proptest! {
        #[test]
        fn any_expression_over_any_terms(
            terms in proptest::collection::vec("[abcé选]{0,6}", 0..200),
            expression in "(\\.\\*)?[abcé选]{1,3}(\\.\\*|\\[ab\\]|b\\+|\\(a\\|bc\\)|c\\?){0,3}",
        ) {
            let terms = sorted(terms);
            if Pattern::new(&expression).is_ok() {
                check(&terms, &expression);
            }
        }
    }
}
