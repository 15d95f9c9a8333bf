//! Labels in every script: which way they run, how wide they are about, and which of them have room.

use unicode_width::UnicodeWidthChar;

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Latin, Cyrillic, Chinese, Thai and most others.
    LeftToRight,
    /// Arabic, Hebrew and their kin.
    RightToLeft,
}

impl Direction {
    /// By the first letter that has one, as `dir="auto"` does.
    pub fn of(text: &str) -> Self {
        let is_rtl = |c: char| {
            matches!(c,
                '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
                | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        };
        match text.chars().find(|c| c.is_alphabetic()) {
            Some(c) if is_rtl(c) => Self::RightToLeft,
            _ => Self::LeftToRight,
        }
    }
}

/// What a picture may hold of a text that a stranger wrote: control characters and those that turn the order of
/// others are shown as what they are not, a plain mark.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            '\u{200E}'
            | '\u{200F}'
            | '\u{061C}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FFFE}'
            | '\u{FFFF}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// About how wide a text is, in parts of the font's size. Nothing is measured, so it is on the wide side.
pub(super) fn width(text: &str) -> f32 {
    let columns: usize = text.chars().filter_map(UnicodeWidthChar::width).sum();
    0.56 * columns as f32
}

/// Keeps boxes that do not touch one another.
#[derive(Debug, Default)]
pub(super) struct Room {
    taken: Vec<[f32; 4]>,
}

impl Room {
    /// Takes left, top, right, bottom if they are free.
    pub(super) fn take(&mut self, wanted: [f32; 4]) -> bool {
        let is_free = self.taken.iter().all(|taken| {
            wanted[0] >= taken[2]
                || wanted[2] <= taken[0]
                || wanted[1] >= taken[3]
                || wanted[3] <= taken[1]
        });
        if is_free {
            self.taken.push(wanted);
        }
        is_free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_run_as_their_first_letter_does() {
        for (text, direction) in [
            ("@sample", Direction::LeftToRight),
            ("٣ مثال abc", Direction::RightToLeft),
            ("#דוגמה", Direction::RightToLeft),
            ("例子", Direction::LeftToRight),
            ("ตัวอย่าง", Direction::LeftToRight),
            ("", Direction::LeftToRight),
            ("12 😀", Direction::LeftToRight),
        ] {
            assert_eq!(Direction::of(text), direction, "{text}");
        }
    }

    #[test]
    fn what_would_turn_a_text_is_a_mark() {
        assert_eq!(harmless("a\u{202E}b\nc\u{0}"), "a\u{FFFD}b c\u{FFFD}");
    }
}
