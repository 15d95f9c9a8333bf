//! The last look at the bytes: no name and no id of a protected account may stand in what leaves.
//!
//! Words of letters, digits and `_` are looked up in a set, in any case, and once more after the text was put into the
//! form in which look-alikes are the same (full-width letters, letters with invisible characters between them).
//! A name that is a plain word (`maria`) counts as found only after an at-sign or in an address of Twitter's;
//! elsewhere it is counted as a word to look at, since in most texts it is just that word.

mod looking;

pub(crate) use looking::Looking;
pub use looking::look_through;

use hashbrown::{HashMap, HashSet};
use rapidhash::fast::RandomState;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Shorter ones are no names, longer ones neither.
const LEAST: usize = 4;
/// A tweet id and an account id have 19 digits at most; names have 15, some old ones 20.
const MOST: usize = 20;
/// Ids with fewer digits are as often a count or a year.
const LEAST_DIGITS: usize = 5;

/// Names and ids that may not leave.
#[derive(Debug, Clone, Default)]
pub struct Protected {
    /// Lower case; with what kind of word each is.
    words: HashMap<Box<[u8]>, Word, RandomState>,
    /// Lengths that occur, so that most words need no look-up.
    lengths: HashSet<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Found anywhere.
    Hard,
    /// Found after an at-sign only.
    Plain,
}

/// A name that is no plain word: six characters at least, with a digit or an underscore.
pub fn is_distinctive(name: &str) -> bool {
    name.len() >= 6 && name.bytes().any(|b| b.is_ascii_digit() || b == b'_')
}

impl Protected {
    /// Nobody.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a screen name, in any case. What is no screen name (a hash) is left out.
    pub fn name(&mut self, name: &str) {
        let fits = (LEAST..=MOST).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !fits {
            return;
        }
        let word = if is_distinctive(name) {
            Word::Hard
        } else {
            Word::Plain
        };
        self.add(name, word);
    }

    /// Adds an account's id; only numbers are ids that say who it is.
    pub fn id(&mut self, id: &str) {
        if (LEAST_DIGITS..=MOST).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()) {
            self.add(id, Word::Hard);
        }
    }

    fn add(&mut self, word: &str, kind: Word) {
        self.lengths.insert(word.len());
        let word = word.to_ascii_lowercase().into_bytes().into_boxed_slice();
        let known = self.words.entry(word).or_insert(kind);
        if kind == Word::Hard {
            *known = Word::Hard;
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// What a scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// Names and ids that may not leave.
    pub hard: u64,
    /// Plain words that are also somebody's name.
    pub plain: u64,
}

impl std::ops::AddAssign for Found {
    fn add_assign(&mut self, more: Self) {
        self.hard += more.hard;
        self.plain += more.plain;
    }
}

/// How the bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escapes {
    /// As they are.
    None,
    /// With a backslash before some letters, which are then no part of the word that follows.
    Json,
}

/// Whether words of digits alone may be ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figures {
    /// They may.
    Words,
    /// They are figures by their type: weights, degrees, places.
    Exempt,
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Looks through one text; texts of a stream must be cut where no word goes on.
pub fn scan(text: &[u8], escapes: Escapes, protected: &Protected) -> Found {
    scan_words(text, escapes, Figures::Words, protected)
}

fn scan_words(text: &[u8], escapes: Escapes, figures: Figures, protected: &Protected) -> Found {
    if protected.is_empty() {
        return Found::default();
    }
    let mut found = words(text, (escapes, figures), protected);
    if let Some(plain) = unmasked_bytes(text) {
        let more = words(plain.as_bytes(), (escapes, figures), protected);
        found.hard = found.hard.max(more.hard);
        found.plain = found.plain.max(more.plain);
    }
    found
}

fn words(text: &[u8], (escapes, figures): (Escapes, Figures), protected: &Protected) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    let mut lower = [0; MOST];
    while at < text.len() {
        let b = text[at];
        if b == b'\\' && escapes == Escapes::Json {
            at += if text.get(at + 1) == Some(&b'u') {
                6
            } else {
                2
            };
            continue;
        }
        if !is_word(b) {
            at += 1;
            continue;
        }
        let start = at;
        while at < text.len() && is_word(text[at]) {
            at += 1;
        }
        let len = at - start;
        if !protected.lengths.contains(&len) {
            continue;
        }
        if figures == Figures::Exempt && text[start..at].iter().all(u8::is_ascii_digit) {
            continue;
        }
        let word = &mut lower[..len];
        word.copy_from_slice(&text[start..at]);
        word.make_ascii_lowercase();
        match protected.words.get(&*word) {
            None => {}
            Some(Word::Hard) => found.hard += 1,
            Some(Word::Plain) if is_named(text, start) => found.hard += 1,
            Some(Word::Plain) => found.plain += 1,
        }
    }
    found
}

/// After an at-sign that is not part of a mail address, or behind Twitter's host.
fn is_named(text: &[u8], start: usize) -> bool {
    let before = &text[..start];
    if let Some(rest) = before.strip_suffix(b"@") {
        return !rest.last().is_some_and(|b| is_word(*b) || *b == b'.');
    }
    if before.ends_with("＠".as_bytes()) {
        return true;
    }
    let tail = &before[before.len().saturating_sub(32)..];
    let tail = tail.to_ascii_lowercase();
    [
        &b"twitter.com/"[..],
        b"//x.com/",
        b"twitter.com/@",
        b".x.com/",
    ]
    .iter()
    .any(|host| tail.ends_with(host))
}

fn unmasked_bytes(text: &[u8]) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    unmasked(&String::from_utf8_lossy(text))
}

/// The text with look-alikes put into plain letters and invisible characters taken out; `None` where it has none.
pub fn unmasked(text: &str) -> Option<String> {
    text.chars().any(|c| is_invisible(c) || folds(c)).then(|| {
        text.chars()
            .filter(|c| !is_invisible(*c))
            .nfkc()
            .filter(|c| !is_invisible(*c))
            .collect()
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character is no ASCII and its compatibility form holds some: full-width and mathematical letters,
/// superscripts, digits in circles. Taken from the tables of the library, once, so that none is forgotten.
fn folds(c: char) -> bool {
    static LOOK_ALIKE: OnceLock<Box<[u64]>> = OnceLock::new();
    if c.is_ascii() {
        return false;
    }
    let bits = LOOK_ALIKE.get_or_init(|| {
        let mut bits = vec![0u64; (char::MAX as usize >> 6) + 1].into_boxed_slice();
        for c in '\u{80}'..=char::MAX {
            if std::iter::once(c).nfkc().any(|plain| plain.is_ascii()) {
                bits[c as usize >> 6] |= 1 << (c as usize & 63);
            }
        }
        bits
    });
    bits[c as usize >> 6] >> (c as usize & 63) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected() -> Protected {
        let mut protected = Protected::none();
        for name in ["Anna_K1", "maria", "abc", "olga2017"] {
            protected.name(name);
        }
        protected.id("123456789012345678");
        protected.id("opiwi5Ab+e7e=");
        protected
    }

    #[track_caller]
    fn check(text: &str, hard: u64, plain: u64) {
        let found = scan(text.as_bytes(), Escapes::None, &protected());
        assert_eq!((found.hard, found.plain), (hard, plain), "{text}");
    }

    #[test]
    fn names_and_ids_are_found_in_every_disguise() {
        check("hello anna_k1!", 1, 0);
        check("ANNA_K1", 1, 0);
        check("＠ａｎｎａ＿ｋ１", 1, 0);
        check("@an\u{200b}na_k\u{2060}1", 1, 0);
        check("𝐚𝐧𝐧𝐚_𝐤𝟏", 1, 0);
        check("https://example.org/anna_k1?x=1", 1, 0);
        check("#Olga2017", 1, 0);
        check("id 123456789012345678.", 1, 0);
        check("xanna_k1 anna_k12", 0, 0);
        check("u_3mtl3cabcdefghijklmnopqrs", 0, 0);
    }

    #[test]
    fn plain_words_are_names_after_an_at_sign_only() {
        check("ave maria", 0, 1);
        check("@maria", 1, 0);
        check("＠maria", 1, 0);
        check("https://mobile.twitter.com/Maria/status/1", 1, 0);
        check("a@maria", 0, 1);
        check("abc @abc", 0, 0);
    }

    #[test]
    fn escapes_of_json_are_no_letters() {
        let text = br#"{"text":"x\nanna_k1\u0041"}"#;
        let found = scan(text, Escapes::Json, &protected());
        assert_eq!(found.hard, 1);
    }

    #[test]
    fn look_alikes_are_known() {
        for c in ['\u{20a8}', '\u{209d}', 'ａ', '＠', '𝐚', '²', '①', 'ﬁ'] {
            assert!(folds(c), "U+{:04X}", u32::from(c));
        }
        for c in ['a', 'é', 'я', '香', 'ก', '😀'] {
            assert!(!folds(c), "U+{:04X}", u32::from(c));
        }
    }
}
