//! How the campaign's people talk: eleven languages, each with invented sentences and a vocabulary without an end.
//!
//! A sentence is a template whose slots take words of a short list, which everybody uses,
//! or of the tail: invented words numbered by rank and drawn by Zipf's law,
//! so that a larger campaign keeps showing words that a smaller one did not have.

mod cyrillic_and_arabic;
mod han_kana_thai;
mod latin;

use crate::dice::{Dice, mix};

/// Ranks of a language's tail: a million tweets show about a tenth of them, a hundred million most.
const TAIL: u64 = 1 << 20;
/// The first ranks of the tail are spelt once and kept.
const KEPT: u64 = 1 << 14;

/// What is written down for a language; slots of a template are single letters in braces.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// As in `tweet_language`.
    pub code: &'static str,
    /// As in `account_language`, in the spellings that the archive has.
    pub account_codes: &'static [&'static str],
    /// `{n}`
    pub nouns: &'static [&'static str],
    /// `{v}`
    pub verbs: &'static [&'static str],
    /// `{a}`
    pub adjectives: &'static [&'static str],
    /// `{p}`; also the locations of profiles. Nowhere on any map.
    pub places: &'static [&'static str],
    /// `{o}`: parties, offices and firms that do not exist.
    pub bodies: &'static [&'static str],
    /// Whole sentences; besides the lists `{w}` is a word of the tail and `{d}` a number.
    pub templates: &'static [&'static str],
    /// Hashtags everybody uses.
    pub tags: &'static [&'static str],
    /// What the tail's words are made of.
    pub syllables: &'static [&'static str],
    /// What a sentence ends in.
    pub stop: &'static str,
    /// What stands between two sentences.
    pub gap: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Piece {
    Text(&'static str),
    Noun,
    Verb,
    Adjective,
    Place,
    Body,
    Word,
    Number,
}

/// A language ready to be spoken.
#[derive(Debug)]
pub(crate) struct Tongue {
    pub(crate) lexicon: &'static Lexicon,
    templates: Vec<Vec<Piece>>,
    kept: Vec<String>,
}

/// The languages by number, in the order of [`tongues`].
pub(crate) const ENGLISH: usize = 0;

/// All of them.
pub(crate) fn tongues() -> Vec<Tongue> {
    let lexica = [
        &latin::ENGLISH,
        &cyrillic_and_arabic::RUSSIAN,
        &cyrillic_and_arabic::ARABIC,
        &latin::SPANISH,
        &cyrillic_and_arabic::PERSIAN,
        &han_kana_thai::CHINESE,
        &latin::TURKISH,
        &latin::FRENCH,
        &latin::INDONESIAN,
        &han_kana_thai::JAPANESE,
        &han_kana_thai::THAI,
    ];
    lexica.into_iter().map(Tongue::new).collect()
}

/// The index of a language by its code.
pub(crate) fn tongue_of(tongues: &[Tongue], code: &str) -> usize {
    tongues
        .iter()
        .position(|tongue| tongue.lexicon.code == code)
        .expect("BUG: the cast speaks only listed languages")
}

pub(crate) const EMOJI: &[&str] = &[
    "😂",
    "❤️",
    "🔥",
    "👍",
    "🙏",
    "😡",
    "🤔",
    "👏",
    "😭",
    "💪",
    "🎉",
    "🌍",
    "📢",
    "⚡",
    "✅",
    "🚨",
    "👉",
    "🕊️",
    "🌊",
    "💙",
    "🤷‍♀️",
    "👩🏽‍🌾",
    "🏴‍☠️",
    "☀️",
    "🐟",
    "⛵",
];

impl Tongue {
    fn new(lexicon: &'static Lexicon) -> Self {
        let templates = lexicon
            .templates
            .iter()
            .map(|template| compile(template))
            .collect();
        let mut kept = Vec::new();
        for rank in 0..KEPT {
            let mut word = String::new();
            spell(lexicon.syllables, rank, &mut word);
            kept.push(word);
        }
        Self {
            lexicon,
            templates,
            kept,
        }
    }

    /// A word of the tail.
    pub(crate) fn word(&self, dice: &mut Dice, out: &mut String) {
        self.word_of_rank(dice.zipf(TAIL), out);
    }

    /// The tail's word of that rank.
    pub(crate) fn word_of_rank(&self, rank: u64, out: &mut String) {
        match self.kept.get(rank as usize) {
            Some(word) => out.push_str(word),
            None => spell(self.lexicon.syllables, rank, out),
        }
    }

    /// One sentence.
    pub(crate) fn sentence(&self, dice: &mut Dice, out: &mut String) {
        for piece in &self.templates[dice.index(self.templates.len())] {
            let list = match piece {
                Piece::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                Piece::Word => {
                    self.word(dice, out);
                    continue;
                }
                Piece::Number => {
                    let digits = 1 + dice.below(4) as u32;
                    push_number(out, dice.below(10u64.pow(digits)));
                    continue;
                }
                Piece::Noun => self.lexicon.nouns,
                Piece::Verb => self.lexicon.verbs,
                Piece::Adjective => self.lexicon.adjectives,
                Piece::Place => self.lexicon.places,
                Piece::Body => self.lexicon.bodies,
            };
            out.push_str(list[dice.zipf(list.len() as u64) as usize]);
        }
        out.push_str(self.lexicon.stop);
    }

    /// A hashtag without its sign: mostly one that everybody uses, now and then one of the tail.
    pub(crate) fn tag(&self, dice: &mut Dice, out: &mut String) {
        if dice.permille(700) {
            out.push_str(self.lexicon.tags[dice.zipf(self.lexicon.tags.len() as u64) as usize]);
        } else {
            let from = out.len();
            self.word(dice, out);
            if out[from..].is_ascii() {
                out[from..from + 1].make_ascii_uppercase();
            }
            if dice.permille(250) {
                push_number(out, 2012 + dice.below(10));
            }
        }
    }
}

/// A number in decimal.
pub(crate) fn push_number(out: &mut String, number: u64) {
    let mut digits = [0u8; 20];
    let mut from = digits.len();
    let mut left = number;
    loop {
        from -= 1;
        digits[from] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend(digits[from..].iter().map(|&digit| digit as char));
}

/// Spells the word of a rank: the rank is shuffled within its length, so that neighbours in rank look unlike.
fn spell(syllables: &[&str], rank: u64, out: &mut String) {
    let base = syllables.len() as u64;
    let (mut length, mut below, mut count) = (2, 0, base * base);
    while rank >= below + count {
        below += count;
        count *= base;
        length += 1;
    }
    // A step that shares no factor with the count visits every number once.
    let mut step = (mix(count) % count) | 1;
    while gcd(step, count) != 1 {
        step += 2;
    }
    let mut number = ((u128::from(rank - below) * u128::from(step) + u128::from(mix(base) % count))
        % u128::from(count)) as u64;
    for _ in 0..length {
        out.push_str(syllables[(number % base) as usize]);
        number /= base;
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn compile(template: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        pieces.push(match &rest[open..open + 3] {
            "{n}" => Piece::Noun,
            "{v}" => Piece::Verb,
            "{a}" => Piece::Adjective,
            "{p}" => Piece::Place,
            "{o}" => Piece::Body,
            "{w}" => Piece::Word,
            "{d}" => Piece::Number,
            other => unreachable!("BUG: the template `{template}` has an unknown slot `{other}`"),
        });
        rest = &rest[open + 3..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_language_speaks() {
        let tongues = tongues();
        assert_eq!(tongues.len(), 11);
        for tongue in &tongues {
            let mut dice = Dice::new(1, 2, 3);
            for _ in 0..200 {
                let mut text = String::new();
                tongue.sentence(&mut dice, &mut text);
                assert!(
                    text.len() > 10 && !text.contains('{'),
                    "{}: {text}",
                    tongue.lexicon.code
                );
                let mut tag = String::new();
                tongue.tag(&mut dice, &mut tag);
                assert!(!tag.is_empty() && !tag.contains([' ', '#']), "{tag}");
            }
        }
    }

    #[test]
    fn words_of_different_rank_differ() {
        for tongue in &tongues() {
            let mut seen = HashSet::new();
            for rank in (0..20_000).chain(1_000_000..1_020_000) {
                let mut word = String::new();
                tongue.word_of_rank(rank, &mut word);
                seen.insert(word);
            }
            // Two spellings may meet by their syllables' ends ("a" + "na", "an" + "a").
            assert!(
                seen.len() > 39_000,
                "{}: {}",
                tongue.lexicon.code,
                seen.len()
            );
        }
    }

    #[test]
    fn the_vocabulary_keeps_growing() {
        let tongue = &tongues()[ENGLISH];
        let mut dice = Dice::new(1, 2, 3);
        let mut seen = HashSet::new();
        let mut sizes = Vec::new();
        for _ in 0..3 {
            for _ in 0..50_000 {
                let mut word = String::new();
                tongue.word(&mut dice, &mut word);
                seen.insert(word);
            }
            sizes.push(seen.len());
        }
        assert!(
            sizes[0] > 10_000 && sizes[1] - sizes[0] > 3_000 && sizes[2] - sizes[1] > 3_000,
            "{sizes:?}"
        );
    }
}
