//! Folding: one form for all ways of writing the same word.
//!
//! In this order: compatibility decomposition (NFKD); marks and invisible characters off; case folding; a few letters that
//! Unicode does not decompose; composition (NFC). What it does beyond that, and what it leaves alone, is in
//! `strips` and `letter` below.

use crate::text::class::TABLE;
use caseless::Caseless;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// The folded form of a text. Folding what is folded changes nothing.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// [`fold`], behind what `out` holds already. The two parts are not composed with each other.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
        return;
    }
    let start = out.len();
    let mut quick = Quick::new();
    for c in text.chars() {
        match quick.next(c) {
            Next::Nothing => {}
            Next::One(c) => out.push(c),
            Next::Two(first, second) => out.extend([first, second]),
            Next::Unknown => {
                out.truncate(start);
                out.extend(slowly(text));
                return;
            }
        }
    }
}

/// Case and width folded, nothing else: NFKC and case folding. For values that are shown and counted as they are written.
pub fn fold_hashtag(tag: &str) -> String {
    if tag.is_ascii() {
        return tag.to_ascii_lowercase();
    }
    tag.nfkd().default_case_fold().nfkc().collect()
}

/// Folds character by character as long as each can be looked up, which is nearly always.
pub(crate) struct Quick {
    table: &'static [u32],
    /// Combining class of the last character.
    class: u32,
}

/// What a character becomes.
pub(crate) enum Next {
    Nothing,
    One(char),
    Two(char, char),
    /// It depends on its neighbours: all has to be decomposed and composed again.
    Unknown,
}

impl Quick {
    pub(crate) fn new() -> Self {
        Self {
            table: &SIMPLE,
            class: 0,
        }
    }

    #[inline]
    pub(crate) fn next(&mut self, c: char) -> Next {
        let to = match self.table.get(c as usize) {
            Some(&to) => to,
            // These neither change nor compose with anything that is not looked up the slow way.
            None => match c as u32 {
                same @ (0x3041..=0x3096
                | 0x30A1..=0x30FA
                | 0x30FC
                | 0x3400..=0x4DBF
                | 0x4E00..=0x9FFF
                | 0xAC00..=0xD7A3) => same,
                _ => SLOW,
            },
        };
        if to < CLASS {
            self.class = 0;
            return char::from_u32(to).map_or(Next::Unknown, Next::One);
        }
        match to {
            DROP => Next::Nothing,
            SLOW => Next::Unknown,
            // The vowel am, in Thai and Lao: written as one, decomposed into two.
            PAIR => {
                self.class = 0;
                if c == '\u{E33}' {
                    Next::Two('\u{E4D}', '\u{E32}')
                } else {
                    Next::Two('\u{ECD}', '\u{EB2}')
                }
            }
            mark => {
                let class = mark / CLASS;
                if self.class > class {
                    return Next::Unknown;
                }
                self.class = class;
                char::from_u32(mark % CLASS).map_or(Next::Unknown, Next::One)
            }
        }
    }
}

/// In the table, a mark that stays is its combining class (1 to 254) times this, and itself.
const CLASS: u32 = 1 << 24;
/// In the table: nothing is left of the character.
const DROP: u32 = u32::MAX;
/// In the table: the character may become several, or depends on its neighbours.
const SLOW: u32 = u32::MAX - 1;
/// In the table: see [`Quick::next`].
const PAIR: u32 = u32::MAX - 2;

/// What each character below U+3000 becomes, so that only rare texts are decomposed and composed again.
static SIMPLE: LazyLock<Box<[u32]>> = LazyLock::new(|| {
    (0..TABLE as u32)
        .map(|cp| {
            let Some(c) = char::from_u32(cp) else {
                return SLOW;
            };
            if matches!(c, '\u{E33}' | '\u{EB3}') {
                return PAIR;
            }
            if is_combining_mark(c) && strips(c) {
                // These make a letter of their own with some letters before them.
                return if keeps_some(c) { SLOW } else { DROP };
            }
            // What can compose with the character before it: some vowels of Indic scripts, letters of Hangul.
            if is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
                && slowly(c.encode_utf8(&mut [0; 4])).eq([c])
            {
                return SLOW;
            }
            let mut buffer = [0; 4];
            let mut folded = slowly(c.encode_utf8(&mut buffer)).fuse();
            match (folded.next(), folded.next()) {
                (None, _) => DROP,
                (Some(one), None) => u32::from(canonical_combining_class(one)) * CLASS + one as u32,
                _ => SLOW,
            }
        })
        .collect()
});

fn slowly(text: &str) -> impl Iterator<Item = char> {
    let mut base = '\0';
    text.nfkd()
        .filter(move |&c| {
            if is_combining_mark(c) {
                return !strips(c) || is_letter_with(base, c);
            }
            if invisible(c) {
                return false;
            }
            base = c;
            true
        })
        .default_case_fold()
        .flat_map(letter)
        .nfc()
}

/// What [`fold`] has to give.
#[cfg(test)]
pub(crate) fn slow(text: &str) -> String {
    slowly(text).collect()
}

/// Marks that are taken off: those of Latin, Greek, Cyrillic, Hebrew, Arabic and Syriac, and those for symbols.
/// The marks of Indic and south-east Asian scripts are vowels, and the voicing marks of Kana change the sound: they stay.
fn strips(mark: char) -> bool {
    matches!(mark as u32,
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670
        | 0x06D6..=0x06ED | 0x0711 | 0x0730..=0x074A | 0x0897..=0x089F | 0x08CA..=0x08FF | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF
        | 0x20D0..=0x20FF | 0xFB1E | 0xFE00..=0xFE2F | 0xE0100..=0xE01EF)
}

/// Cyrillic letters that happen to be written with a mark: й, ї, ў, ѓ, ќ. (ё folds to е.)
fn is_letter_with(base: char, mark: char) -> bool {
    matches!(
        (base, mark),
        ('и' | 'И' | 'у' | 'У', '\u{306}')
            | ('і' | 'І', '\u{308}')
            | ('г' | 'Г' | 'к' | 'К', '\u{301}')
    )
}

fn keeps_some(mark: char) -> bool {
    matches!(mark, '\u{301}' | '\u{306}' | '\u{308}')
}

/// Format characters (ZWNJ, bidi controls and their like), tatweel, Hangul fillers.
fn invisible(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x61C | 0x640 | 0x115F | 0x1160 | 0x180E | 0x200C..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064
        | 0x2066..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xE0001..=0xE007F)
}

/// Letters that Unicode keeps apart and a searcher does not, after case folding.
fn letter(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        '\u{2018}' | '\u{2019}' | 'ʻ' | 'ʼ' => ('\'', None),
        // Turkish: İ and I both fold to i, so ı has to.
        'ı' => ('i', None),
        'ł' => ('l', None),
        'ø' => ('o', None),
        'đ' => ('d', None),
        'ħ' => ('h', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        // Alef wasla; the alefs with hamza and madda have lost their mark already.
        'ٱ' => ('ا', None),
        // Alef maksura, Persian ya, Urdu yeh barree.
        'ى' | 'ی' | 'ے' => ('ي', None),
        // Persian kaf.
        'ک' => ('ك', None),
        // Ta marbuta, Urdu and Kurdish forms of ha.
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => ('ه', None),
        '٠'..='٩' => (digit(c, '٠'), None),
        '۰'..='۹' => (digit(c, '۰'), None),
        _ => (c, None),
    };
    std::iter::once(first).chain(second)
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).expect("BUG: called for ten digits only")
}
