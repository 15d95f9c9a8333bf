//! What a character is to the scanner. One table for everything below U+3000, ranges above.

use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// What a character is to the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// Separates words.
    Between,
    /// Letter or number of a script with blanks, `_`.
    Word,
    /// Mark or invisible format character: part of whatever it stands in, nothing by itself.
    Inside,
    /// Joins two word characters.
    Apostrophe,
    /// `#`
    Hash,
    /// `@`
    At,
    /// Han and Kana.
    Han,
    /// Thai, Lao, Khmer, Burmese.
    SouthEast,
    /// A word of its own.
    Emoji,
    /// Half of a flag.
    Regional,
}

/// Characters below this are looked up.
pub(crate) const TABLE: usize = 0x3000;

static CLASSES: LazyLock<Box<[Class]>> = LazyLock::new(|| {
    (0..TABLE as u32)
        .map(|cp| char::from_u32(cp).map_or(Class::Between, slow_class))
        .collect()
});

/// The table, so that a scanner takes it once and not for every character.
#[derive(Clone, Copy)]
pub(crate) struct Classes(&'static [Class]);

impl Classes {
    pub(crate) fn get() -> Self {
        Self(&CLASSES)
    }

    #[inline]
    pub(crate) fn of(self, c: char) -> Class {
        match self.0.get(c as usize) {
            Some(&class) => class,
            None => high_class(c),
        }
    }
}

/// Whether the character can stand in a hashtag: letters, marks and numbers of every script, `_`, invisible joiners,
/// and the dots that some scripts write inside words.
pub fn is_of_hashtag(c: char) -> bool {
    let letter = matches!(
        Classes::get().of(c),
        Class::Word | Class::Han | Class::SouthEast | Class::Inside
    );
    letter || matches!(c, '·' | '・' | '･' | '־' | '׳' | '״')
}

/// Han and Kana, above the table.
fn high_class(c: char) -> Class {
    match c as u32 {
        0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035 | 0x3038..=0x303C => Class::Han,
        0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF => Class::Han,
        0x3105..=0x312F | 0x31A0..=0x31BF | 0x31F0..=0x31FF => Class::Han,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => Class::Han,
        0x16FE0..=0x16FE3 | 0x17000..=0x18D8F | 0x1AFF0..=0x1B16F | 0x20000..=0x3FFFF => Class::Han,
        0xAC00..=0xD7A3 => Class::Word,
        0x1F1E6..=0x1F1FF => Class::Regional,
        _ => slow_class(c),
    }
}

fn slow_class(c: char) -> Class {
    match c as u32 {
        0x23 | 0xFF03 | 0xFE5F => Class::Hash,
        0x40 | 0xFF20 | 0xFE6B => Class::At,
        0x5F | 0xFF3F => Class::Word,
        0x27 | 0x2018 | 0x2019 | 0x2BB | 0x2BC | 0xFF07 => Class::Apostrophe,
        // Format characters. U+200B stands between words of Thai and Khmer, so it separates.
        0xAD
        | 0x61C
        | 0x180E
        | 0x200C..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2064
        | 0x2066..=0x206F
        | 0xFEFF => Class::Inside,
        0xFE00..=0xFE0F | 0xE0001..=0xE007F | 0xE0100..=0xE01EF => Class::Inside,
        // Half-width Katakana; its two voicing marks belong to the letter before.
        0xFF66..=0xFF9F => Class::Han,
        // Currency and punctuation of these blocks are no letters.
        0x0E01..=0x0E3A | 0x0E40..=0x0E4E | 0x0E50..=0x0E59 => Class::SouthEast,
        0x0E81..=0x0EDF if c.is_alphanumeric() || is_combining_mark(c) => Class::SouthEast,
        0x1000..=0x1049 | 0x1050..=0x109F | 0xA9E0..=0xA9FE | 0xAA60..=0xAA7F => Class::SouthEast,
        0x1780..=0x17D3 | 0x17D7 | 0x17DC..=0x17E9 => Class::SouthEast,
        0x1F3FB..=0x1F3FF => Class::Emoji,
        _ if c.is_alphanumeric() => Class::Word,
        _ if is_combining_mark(c) => Class::Inside,
        0x203C | 0x2049 | 0x2122 | 0x3030 | 0x303D | 0x3297 | 0x3299 => Class::Emoji,
        0x2190..=0x21FF | 0x2300..=0x23FF | 0x25A0..=0x27BF | 0x2900..=0x297F | 0x2B00..=0x2BFF => {
            Class::Emoji
        }
        0x1F000..=0x1FAFF => Class::Emoji,
        _ => Class::Between,
    }
}
