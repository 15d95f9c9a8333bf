//! Words of a query: as tokens, found in the index's postings or in a text that is not indexed.
//!
//! Every form of [`Words`] becomes a [`Sequence`] of slots that have to be filled in order.
//! With slop, so many other words may stand between them in all; the order is kept.

use super::docs::Docs;
use super::find::Segment;
use super::flat::{END, Flat};
use crate::ask::Words;
use crate::{Error, Result};
use starling_index::text::{
    Needle, Pattern, QueryTerm, Scanner, edit_distance_within, prefix_terms, query_terms,
    single_word, terms_that_fit,
};
use std::sync::Arc;
use tantivy::postings::{Postings, TermInfo};
use tantivy::query::{EnableScoring, FuzzyTermQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, InvertedIndexReader, TERMINATED, TantivyError, Term};

/// What one token has to be.
#[derive(Debug, Clone)]
pub(crate) enum Want {
    Exact(String),
    Prefix(String),
    Fuzzy { word: String, distance: u8 },
    Regex(Pattern),
}

impl Want {
    fn fits(&self, token: &str) -> bool {
        match self {
            Self::Exact(word) => word == token,
            Self::Prefix(begins) => token.starts_with(begins.as_str()),
            Self::Fuzzy { word, distance } => {
                edit_distance_within(word, token, usize::from(*distance))
            }
            Self::Regex(pattern) => pattern.matches(token),
        }
    }
}

/// Tokens that have to stand in a text, in this order. Never empty.
#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    /// How far each stands behind the first, and what it is.
    slots: Vec<(u32, Want)>,
    slop: u32,
}

impl Sequence {
    /// `None` where the words hold nothing that is indexed (`!!!`); such words stand in no text.
    pub(crate) fn of(words: &Words) -> Result<Option<Self>> {
        let exact = |term: QueryTerm| (term.position as u32, Want::Exact(term.text));
        let (slots, slop): (Vec<_>, u32) = match words {
            Words::Word(word) => (query_terms(word).into_iter().map(exact).collect(), 0),
            Words::Phrase { words, slop } => {
                (query_terms(words).into_iter().map(exact).collect(), *slop)
            }
            Words::Prefix(begins) => {
                let prefix = prefix_terms(begins);
                let last = prefix
                    .last
                    .map(|term| (term.position as u32, Want::Prefix(term.text)));
                (prefix.whole.into_iter().map(exact).chain(last).collect(), 0)
            }
            Words::Fuzzy { word, distance } => match single_word(word) {
                Some(word) => (
                    vec![(
                        0,
                        Want::Fuzzy {
                            word,
                            distance: *distance,
                        },
                    )],
                    0,
                ),
                // Scripts without blanks have no words to be nearly the same as; what is left is the word itself.
                None => (query_terms(word).into_iter().map(exact).collect(), 0),
            },
            Words::Regex(pattern) => (vec![(0, Want::Regex(compiled(pattern)?))], 0),
        };
        Ok((!slots.is_empty()).then_some(Self { slots, slop }))
    }

    /// Whether the slots can be filled from these positions: `places[slot]` ascends.
    fn can_be_filled(&self, places: &[Vec<u32>]) -> bool {
        let first_at = self.slots[0].0;
        places[0].iter().any(|&first| {
            let mut spare = self.slop;
            let mut shift = 0;
            // Taking the nearest place each time leaves the most for what follows.
            self.slots
                .iter()
                .zip(places)
                .skip(1)
                .all(|((at, _), places)| {
                    let expected = first + (at - first_at) + shift;
                    let nearest = places.partition_point(|place| *place < expected);
                    match places.get(nearest) {
                        Some(place) if place - expected <= spare => {
                            spare -= place - expected;
                            shift += place - expected;
                            true
                        }
                        _ => false,
                    }
                })
        })
    }

    /// Whether it is one word, which stands wherever it is found.
    pub(crate) fn is_single(&self) -> bool {
        self.slots.len() == 1
    }

    /// Numbers of the entries that hold a word for every slot, whatever their order. Entries are words with [`END`]
    /// around each.
    pub(crate) fn entries(&self, flat: &Flat) -> Vec<u32> {
        let mut all: Option<Vec<u32>> = None;
        for (_, want) in &self.slots {
            let found = match want {
                Want::Exact(word) => {
                    let text = [&[END], word.as_bytes(), &[END]].concat();
                    flat.holding(&text, |_, _| true)
                }
                Want::Prefix(begins) => {
                    let text = [&[END], begins.as_bytes()].concat();
                    flat.holding(&text, |_, _| true)
                }
                Want::Fuzzy { .. } | Want::Regex(_) => flat.passing(|entry| {
                    entry
                        .split(|byte| *byte == END)
                        .filter(|word| !word.is_empty())
                        .any(|word| std::str::from_utf8(word).is_ok_and(|word| want.fits(word)))
                }),
            };
            all = Some(match all {
                None => found,
                Some(mut all) => {
                    all.retain(|id| found.binary_search(id).is_ok());
                    all
                }
            });
        }
        all.unwrap_or_default()
    }

    /// Whether the words stand in a text.
    pub(crate) fn is_in(&self, text: &str, room: &mut Room) -> bool {
        if text.is_empty() || !self.may_be_in(text) {
            return false;
        }
        let Room { scanner, places } = room;
        places.resize_with(self.slots.len(), Vec::new);
        places.iter_mut().for_each(Vec::clear);
        scanner.scan(text, |token| {
            for ((_, want), places) in self.slots.iter().zip(places.iter_mut()) {
                let position = token.position as u32;
                if want.fits(token.text) && places.last() != Some(&position) {
                    places.push(position);
                }
            }
        });
        self.can_be_filled(places)
    }

    /// A cheap look before the text is cut: folding plain ASCII does nothing but lower its case.
    fn may_be_in(&self, text: &str) -> bool {
        let Some((_, Want::Exact(word) | Want::Prefix(word))) = self.slots.first() else {
            return true;
        };
        if !text.is_ascii() || !word.is_ascii() || word.is_empty() {
            return true;
        }
        let (word, text) = (word.as_bytes(), text.as_bytes());
        text.len() >= word.len()
            && text
                .windows(word.len())
                .any(|window| window.eq_ignore_ascii_case(word))
    }
}

/// Buffers for [`Sequence::is_in`].
#[derive(Debug, Default)]
pub(crate) struct Room {
    scanner: Scanner,
    places: Vec<Vec<u32>>,
}

fn compiled(pattern: &str) -> Result<Pattern> {
    Pattern::new(pattern).map_err(|fault| Error::Syntax {
        at: fault.at,
        len: fault.len,
        message: fault.message,
    })
}

/// What to highlight for words of the text.
pub(crate) fn needle(words: &Words) -> Result<Needle> {
    Ok(match words {
        Words::Word(word) => Needle::Words {
            terms: query_terms(word),
            slop: 0,
        },
        Words::Phrase { words, slop } => Needle::Words {
            terms: query_terms(words),
            slop: *slop,
        },
        Words::Prefix(begins) => Needle::Prefix(prefix_terms(begins)),
        Words::Fuzzy { word, distance } => match single_word(word) {
            Some(word) => Needle::Fuzzy {
                word,
                distance: *distance,
            },
            None => Needle::Words {
                terms: query_terms(word),
                slop: 0,
            },
        },
        Words::Regex(pattern) => Needle::Regex(compiled(pattern)?),
    })
}

impl Sequence {
    /// A tantivy query that scores what this finds: words and phrases by BM25.
    /// Prefixes, fuzzy words and expressions say nothing of how well a tweet fits, so they do not score.
    pub(crate) fn scoring(&self, field: Field) -> Vec<Box<dyn Query>> {
        let terms: Vec<(usize, Term)> = self
            .slots
            .iter()
            .filter_map(|(at, want)| match want {
                Want::Exact(word) => Some((*at as usize, Term::from_field_text(field, word))),
                Want::Prefix(_) | Want::Fuzzy { .. } | Want::Regex(_) => None,
            })
            .collect();
        if terms.len() > 1 && terms.len() == self.slots.len() && self.slop == 0 {
            return vec![Box::new(PhraseQuery::new_with_offset(terms))];
        }
        let query = |(_, term)| -> Box<dyn Query> {
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        terms.into_iter().map(query).collect()
    }
}

impl Segment<'_> {
    /// About how many documents hold the words.
    pub(crate) fn words_cost(&self, words: &Sequence) -> Result<u64> {
        let postings = self.reader.inverted_index(self.fields.text)?;
        let mut least = u64::from(self.reader.max_doc());
        for (_, want) in &words.slots {
            if let Want::Exact(word) = want {
                let term = Term::from_field_text(self.fields.text, word);
                least = least.min(u64::from(
                    postings.doc_freq(&term).map_err(TantivyError::from)?,
                ));
            }
        }
        Ok(least)
    }

    /// Those of `base` in whose text the words stand.
    pub(crate) fn words(&self, words: &Sequence, base: &Docs) -> Result<Docs> {
        let postings = self.reader.inverted_index(self.fields.text)?;
        if let [(_, want)] = words.slots.as_slice() {
            let terms = self.terms(&postings, want)?;
            return self.union(&postings, &terms, base);
        }
        let exact: Option<Vec<(usize, Term)>> = words
            .slots
            .iter()
            .map(|(at, want)| match want {
                Want::Exact(word) => {
                    Some((*at as usize, Term::from_field_text(self.fields.text, word)))
                }
                Want::Prefix(_) | Want::Fuzzy { .. } | Want::Regex(_) => None,
            })
            .collect();
        match exact {
            Some(terms) if words.slop == 0 => self.phrase(terms, base),
            _ => self.sequence(&postings, words, base),
        }
    }

    fn phrase(&self, terms: Vec<(usize, Term)>, base: &Docs) -> Result<Docs> {
        let weight = PhraseQuery::new_with_offset(terms)
            .weight(EnableScoring::disabled_from_schema(self.reader.schema()))?;
        let mut scorer = weight.scorer(self.reader, 1.0)?;
        let mut found = Vec::new();
        if let Some(list) = base.as_list() {
            for &doc in list {
                if scorer.doc() < doc {
                    scorer.seek(doc);
                }
                if scorer.doc() == doc {
                    found.push(doc);
                }
            }
            return Ok(Docs::from_list(base.max_doc(), found));
        }
        while scorer.doc() != TERMINATED {
            found.push(scorer.doc());
            scorer.advance();
        }
        Ok(Docs::from_list(base.max_doc(), found).and(base))
    }

    /// Sequences that tantivy has no query for: its slop does not keep the order.
    fn sequence(
        &self,
        postings: &Arc<InvertedIndexReader>,
        words: &Sequence,
        base: &Docs,
    ) -> Result<Docs> {
        let mut terms = Vec::with_capacity(words.slots.len());
        let mut candidates = base.clone();
        for (_, want) in &words.slots {
            let of_slot = self.terms(postings, want)?;
            candidates = self.union(postings, &of_slot, &candidates)?;
            if candidates.is_empty() {
                return Ok(candidates);
            }
            terms.push(of_slot);
        }
        let mut list = Vec::with_capacity(candidates.count() as usize);
        candidates.blocks::<Error>(0..candidates.max_doc(), |block| {
            list.extend((0..block.len()).map(|at| block.doc(at)));
            Ok(())
        })?;
        // For each slot: the place in `list`, and the position there.
        let mut slots: Vec<Vec<(u32, u32)>> = Vec::with_capacity(terms.len());
        for of_slot in &terms {
            slots.push(self.positions(postings, of_slot, &list)?);
        }
        let mut found = Vec::new();
        let mut starts = vec![0; slots.len()];
        let mut places = vec![Vec::new(); slots.len()];
        for (at, doc) in list.iter().enumerate() {
            for ((slot, start), places) in slots.iter().zip(&mut starts).zip(&mut places) {
                let end =
                    *start + slot[*start..].partition_point(|(place, _)| *place as usize <= at);
                places.clear();
                places.extend(slot[*start..end].iter().map(|(_, position)| *position));
                *start = end;
            }
            if words.can_be_filled(&places) {
                found.push(*doc);
            }
        }
        Ok(Docs::from_list(base.max_doc(), found))
    }

    /// Where the terms stand in the documents of `list`: ascending pairs of a place in the list and a position.
    fn positions(
        &self,
        postings: &Arc<InvertedIndexReader>,
        terms: &[TermInfo],
        list: &[u32],
    ) -> Result<Vec<(u32, u32)>> {
        let mut found = Vec::new();
        let mut positions = Vec::new();
        for term in terms {
            let mut postings = postings
                .read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)
                .map_err(TantivyError::from)?;
            let mut at = 0;
            while at < list.len() && postings.doc() != TERMINATED {
                if postings.doc() < list[at] {
                    postings.seek(list[at]);
                } else if postings.doc() > list[at] {
                    at += list[at..].partition_point(|doc| *doc < postings.doc());
                } else {
                    postings.positions(&mut positions);
                    found.extend(positions.iter().map(|position| (at as u32, *position)));
                    at += 1;
                }
            }
        }
        if terms.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        Ok(found)
    }

    /// The terms of this segment that are wanted.
    fn terms(&self, postings: &Arc<InvertedIndexReader>, want: &Want) -> Result<Vec<TermInfo>> {
        let dictionary = postings.terms();
        let mut found = Vec::new();
        match want {
            Want::Exact(word) => {
                found.extend(
                    dictionary
                        .get(word.as_bytes())
                        .map_err(TantivyError::from)?,
                );
            }
            Want::Prefix(begins) => {
                // No UTF-8 holds the byte 0xFF.
                let mut end = begins.clone().into_bytes();
                end.push(0xFF);
                let terms = dictionary.range().ge(begins.as_bytes()).lt(&end);
                let mut terms = terms.into_stream().map_err(TantivyError::from)?;
                while terms.advance() {
                    found.push(terms.value().clone());
                }
            }
            Want::Fuzzy { word, distance } => {
                let term = Term::from_field_text(self.fields.text, word);
                let automaton = FuzzyTermQuery::new(term, *distance, false).automaton()?;
                let mut terms = dictionary
                    .search(automaton)
                    .into_stream()
                    .map_err(TantivyError::from)?;
                while terms.advance() {
                    found.push(terms.value().clone());
                }
            }
            Want::Regex(pattern) => {
                let lists = (self.cache.terms(), self.reader.segment_id());
                let go_on = || !self.cancel.is_set();
                return terms_that_fit(dictionary, pattern, lists, &go_on)
                    .map_err(TantivyError::from)?
                    .map_err(|_| Error::Cancelled);
            }
        }
        Ok(found)
    }
}
