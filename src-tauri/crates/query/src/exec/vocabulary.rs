//! Regular expressions that could begin with anything: the words of a segment in one run of bytes, read through.
//!
//! A dictionary of terms is a tree that is entered from the left, so `.*vacc.*` has to walk all of it,
//! at about 100 ns a term. Laid out flat once, its words are searched for the letters that must stand in them
//! at the speed of memory. What is found is then compared whole.

use super::set::SetCache;
use crate::Result;
use memchr::memmem::Finder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};
use starling_index::text::Pattern;
use std::sync::Arc;
use tantivy::TantivyError;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

/// Stands behind every word; no UTF-8 holds it.
const END: u8 = 0xFF;

/// What an expression says of the words it fits, before any is looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape {
    /// Every word begins with one of a few letters: the tree is the quickest.
    begins: bool,
    /// Letters that stand somewhere in every word.
    needle: Option<Arc<Finder<'static>>>,
}

impl Shape {
    pub(crate) fn of(pattern: &Pattern) -> Self {
        let Ok(hir) = regex_syntax::parse(pattern.folded()) else {
            return Self::default();
        };
        let prefixes = Extractor::new().extract(&hir);
        let begins = prefixes.is_finite() && prefixes.min_literal_len().is_some_and(|len| len > 0);
        let mut search = Longest::default();
        search.walk(&hir);
        search.end();
        let needle =
            (!search.best.is_empty()).then(|| Arc::new(Finder::new(&search.best).into_owned()));
        Self { begins, needle }
    }
}

/// Looks for the longest run of letters that no word can do without.
#[derive(Default)]
struct Longest {
    best: Vec<u8>,
    run: Vec<u8>,
}

impl Longest {
    fn walk(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Literal(literal) => self.run.extend_from_slice(&literal.0),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.walk(part)),
            HirKind::Capture(capture) => self.walk(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => {
                self.end();
                self.walk(&repetition.sub);
                self.end();
            }
            HirKind::Empty => {}
            HirKind::Repetition(_)
            | HirKind::Class(_)
            | HirKind::Look(_)
            | HirKind::Alternation(_) => self.end(),
        }
    }

    fn end(&mut self) {
        if self.run.len() > self.best.len() {
            self.best.clone_from(&self.run);
        }
        self.run.clear();
    }
}

/// The terms that an expression fits.
pub(crate) fn fitting(
    dictionary: &TermDictionary,
    pattern: &Pattern,
    shape: &Shape,
    (cache, segment): (&SetCache, SegmentId),
) -> Result<Vec<TermInfo>> {
    let mut found = Vec::new();
    let flat = if shape.begins {
        None
    } else {
        flat(dictionary, cache, segment)?
    };
    let Some(flat) = flat else {
        let automaton = pattern.automaton();
        let mut terms = dictionary
            .search(&*automaton)
            .into_stream()
            .map_err(TantivyError::from)?;
        while terms.advance() {
            found.push(terms.value().clone());
        }
        return Ok(found);
    };
    let mut see = |word: &[u8]| -> Result<()> {
        if std::str::from_utf8(word).is_ok_and(|word| pattern.matches(word)) {
            found.extend(dictionary.get(word).map_err(TantivyError::from)?);
        }
        Ok(())
    };
    match &shape.needle {
        Some(needle) => {
            let mut at = 0;
            while let Some(hit) = needle.find(&flat[at..]) {
                let hit = at + hit;
                let start = memchr::memrchr(END, &flat[..hit]).map_or(0, |end| end + 1);
                let end = memchr::memchr(END, &flat[hit..]).map_or(flat.len(), |len| hit + len);
                see(&flat[start..end])?;
                at = end;
            }
        }
        None => {
            for word in flat
                .split(|byte| *byte == END)
                .filter(|word| !word.is_empty())
            {
                see(word)?;
            }
        }
    }
    Ok(found)
}

/// A segment's words, each with [`END`] behind it; `None` where they would take too much room to keep.
fn flat(
    dictionary: &TermDictionary,
    cache: &SetCache,
    segment: SegmentId,
) -> Result<Option<Arc<Vec<u8>>>> {
    if let Some(known) = cache.words(segment) {
        return Ok(Some(known));
    }
    // Some nine bytes a word, as measured over thirteen languages.
    if !cache.has_room_for_words(dictionary.num_terms() * 10) {
        return Ok(None);
    }
    let mut words = Vec::with_capacity(dictionary.num_terms() * 10);
    let mut terms = dictionary.stream().map_err(TantivyError::from)?;
    while terms.advance() {
        words.extend_from_slice(terms.key());
        words.push(END);
    }
    words.shrink_to_fit();
    let words = Arc::new(words);
    cache.keep_words(segment, words.clone());
    Ok(Some(words))
}

#[cfg(test)]
mod tests {
    use super::{Longest, Shape};
    use starling_index::text::Pattern;

    #[track_caller]
    fn check(pattern: &str, begins: bool, needle: &str) {
        let pattern = Pattern::new(pattern).unwrap();
        let mut search = Longest::default();
        search.walk(&regex_syntax::parse(pattern.folded()).unwrap());
        search.end();
        assert_eq!(String::from_utf8_lossy(&search.best), needle);
        assert_eq!(Shape::of(&pattern).begins, begins);
    }

    #[test]
    fn what_must_stand_in_a_word() {
        check(".*vacc.*", false, "vacc");
        check("vacc.*", true, "vacc");
        check("(anti|pro)vacc.*", true, "vacc");
        check(".*(a|b)", false, "");
        check(".+ab(cd)+x?.*", false, "ab");
        check(".*a(bc)d.*", false, "abcd");
        check(".*[0-9]{4}", false, "");
        check(".*(?:abc)?de", false, "de");
        check("Ab.*", true, "ab");
    }
}
