//! Where in a text a query's words stand, for highlighting.

use crate::text::fold::{fold, fold_hashtag};
use crate::text::pattern::Pattern;
use crate::text::scan::{Scanner, Token};
use crate::text::terms::{Prefix, QueryTerm, edit_distance_within};

/// Something to be highlighted.
#[derive(Debug, Clone)]
pub enum Needle {
    /// A word or a phrase, of [`query_terms`](crate::text::query_terms).
    Words {
        /// Its tokens.
        terms: Vec<QueryTerm>,
        /// How many other words may stand between.
        slop: u32,
    },
    /// Of [`prefix_terms`](crate::text::prefix_terms).
    Prefix(Prefix),
    /// Of [`single_word`](crate::text::single_word).
    Fuzzy {
        /// Folded.
        word: String,
        /// Edit distance.
        distance: u8,
    },
    /// A regular expression.
    Regex(Pattern),
    /// A hashtag without its sign; compared as [`fold_hashtag`] compares.
    Hashtag(String),
    /// The beginning of a hashtag.
    HashtagPrefix(String),
    /// A screen name or account id, without its sign.
    Mention(String),
}

/// One token of the text in question.
struct Held {
    text: String,
    start: usize,
    end: usize,
    position: usize,
}

/// Byte ranges of `text` in which a needle stands, in order; they neither overlap nor touch.
pub fn marks(text: &str, needles: &[Needle]) -> Vec<(usize, usize)> {
    if needles.is_empty() {
        return Vec::new();
    }
    let mut tokens = Vec::new();
    Scanner::new().scan(
        text,
        |Token {
             text,
             start,
             end,
             position,
         }| {
            tokens.push(Held {
                text: text.to_owned(),
                start,
                end,
                position,
            });
        },
    );
    let mut ranges = Vec::new();
    for needle in needles {
        find(text, &tokens, needle, &mut ranges);
    }
    joined(ranges)
}

fn find(text: &str, tokens: &[Held], needle: &Needle, ranges: &mut Vec<(usize, usize)>) {
    let mut each = |wanted: &dyn Fn(&Held) -> bool| {
        ranges.extend(
            tokens
                .iter()
                .filter(|token| wanted(token))
                .map(|token| (token.start, token.end)),
        );
    };
    let body = |token: &Held, sign: char| {
        token
            .text
            .starts_with(sign)
            .then(|| {
                text[token.start..token.end]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8)
            })
            .map(|sign| &text[token.start + sign..token.end])
    };
    match needle {
        Needle::Words { terms, slop } => phrase(tokens, terms, None, *slop, ranges),
        Needle::Prefix(prefix) => phrase(tokens, &prefix.whole, prefix.last.as_ref(), 0, ranges),
        Needle::Fuzzy { word, distance } => {
            each(&|token| edit_distance_within(word, &token.text, usize::from(*distance)));
        }
        Needle::Regex(pattern) => each(&|token| pattern.matches(&token.text)),
        Needle::Hashtag(tag) => {
            let tag = fold_hashtag(tag);
            each(&|token| body(token, '#').is_some_and(|body| fold_hashtag(body) == tag));
        }
        Needle::HashtagPrefix(tag) => {
            let tag = fold_hashtag(tag);
            each(&|token| {
                body(token, '#').is_some_and(|body| fold_hashtag(body).starts_with(&tag))
            });
        }
        Needle::Mention(name) => {
            // Screen names are the same in any case, hashes are not.
            let name = name.strip_prefix('@').unwrap_or(name);
            let is_hash = name.ends_with('=');
            let folded = fold(name);
            each(&|token| {
                body(token, '@').is_some_and(|body| {
                    if is_hash {
                        body == name
                    } else {
                        fold(body) == folded
                    }
                })
            });
        }
    }
}

/// Every place where all terms stand at their distances; with slop, in order and with so many words between in all.
fn phrase(
    tokens: &[Held],
    terms: &[QueryTerm],
    last: Option<&QueryTerm>,
    slop: u32,
    ranges: &mut Vec<(usize, usize)>,
) {
    // Position, start and end of the tokens that fit each term.
    let fits = |wanted: &dyn Fn(&str) -> bool| -> Vec<(usize, usize, usize)> {
        tokens
            .iter()
            .filter(|token| wanted(&token.text))
            .map(|token| (token.position, token.start, token.end))
            .collect()
    };
    let mut places: Vec<_> = terms
        .iter()
        .map(|term| (term.position, fits(&|text| text == term.text)))
        .collect();
    if let Some(last) = last {
        places.push((last.position, fits(&|text| text.starts_with(&last.text))));
    }
    let Some((first_at, firsts)) = places.first() else {
        return;
    };
    for &(position, start, end) in firsts {
        let mut hit = vec![(start, end)];
        let mut spare = slop as usize;
        let mut shift = 0;
        for (at, candidates) in &places[1..] {
            let expected = position + (at - first_at) + shift;
            // Candidates stand in order of position, so the first that fits is the nearest.
            let found = candidates
                .iter()
                .find(|(there, ..)| (expected..=expected + spare).contains(there));
            let Some(&(there, start, end)) = found else {
                hit.clear();
                break;
            };
            spare -= there - expected;
            shift += there - expected;
            hit.push((start, end));
        }
        if slop == 0 {
            // One mark over the phrase, blanks and all.
            if let (Some(from), Some(to)) = (
                hit.iter().map(|hit| hit.0).min(),
                hit.iter().map(|hit| hit.1).max(),
            ) {
                ranges.push((from, to));
            }
        } else {
            ranges.append(&mut hit);
        }
    }
}

fn joined(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
