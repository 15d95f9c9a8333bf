//! The query's side: which tokens have to stand in a text for typed words to be found in it.

use crate::text::class::{Class, Classes};
use crate::text::scan::{Purpose, Scanner};

/// A token that has to be in the text, and where it has to stand relative to the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QueryTerm {
    /// Folded, as in the index.
    pub text: String,
    /// 0 for the first; a text matches where all stand at these distances from each other.
    /// Two can share one (`#maga选举` and `maga`).
    pub position: usize,
}

/// The tokens of a word or a phrase. Empty where it holds nothing that is indexed (`!!!`, a link to t.co).
///
/// One means a term, several a phrase without slop. In order of position.
pub fn query_terms(words: &str) -> Vec<QueryTerm> {
    let mut terms = Vec::new();
    Scanner::new().run(words, Purpose::Query, |token| {
        terms.push(QueryTerm {
            text: token.text.to_owned(),
            position: token.position,
        });
    });
    terms
}

/// What a prefix asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Prefix {
    /// Tokens that have to stand there whole. For Chinese and its like, where any stretch is found, these are all.
    pub whole: Vec<QueryTerm>,
    /// What the last token begins with.
    pub last: Option<QueryTerm>,
}

impl Prefix {
    /// Whether it can be answered by one look into the term dictionary: a single beginning, or whole tokens only.
    /// `new-yor*` is neither.
    pub fn is_simple(&self) -> bool {
        self.last.is_none() || self.whole.is_empty()
    }
}

/// The tokens of `vacc*`, without the star.
pub fn prefix_terms(typed: &str) -> Prefix {
    let mut whole = query_terms(typed);
    let classes = Classes::get();
    let mut back = typed
        .chars()
        .rev()
        .map(|c| (c, classes.of(c)))
        .skip_while(|(_, class)| *class == Class::Inside);
    let ends = back.next();
    let ends_word = match ends {
        Some((_, Class::Word)) => true,
        Some((_, Class::Apostrophe)) => matches!(back.next(), Some((_, Class::Word))),
        // A single character of Thai is a term only where it is a word; as the beginning of words it is found.
        Some((_, Class::SouthEast)) => whole
            .last()
            .is_some_and(|term| term.text.chars().count() == 1),
        _ => false,
    };
    if !ends_word {
        return Prefix { whole, last: None };
    }
    let mut last = whole.pop();
    if let (Some(last), Some((_, Class::Apostrophe))) = (&mut last, ends) {
        last.text.push('\'');
    }
    Prefix { whole, last }
}

/// The folded word, if the text is one word of a script with blanks, without a sign: what a fuzzy search can start from.
pub fn single_word(typed: &str) -> Option<String> {
    let classes = Classes::get();
    let plain = |c| {
        matches!(
            classes.of(c),
            Class::Word | Class::Inside | Class::Apostrophe
        )
    };
    if !typed.chars().all(plain) {
        return None;
    }
    match <[QueryTerm; 1]>::try_from(query_terms(typed)) {
        Ok([term]) => Some(term.text),
        Err(_) => None,
    }
}

/// Whether `a` becomes `b` by at most `most` insertions, deletions and replacements of characters
/// (Levenshtein; swapping two neighbours counts as two).
pub fn edit_distance_within(a: &str, b: &str, most: usize) -> bool {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
            least = least.min(row[j + 1]);
        }
        if least > most {
            return false;
        }
    }
    row[b.len()] <= most
}
