//! Offsets and times as the other side counts them.

use starling_model::Timestamp;

/// The UTF-16 offset of each byte offset; the offsets must rise, and a byte inside a character counts as its start.
pub fn utf16_offsets(text: &str, bytes: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut chars = text.char_indices().peekable();
    let mut units = 0;
    bytes
        .into_iter()
        .map(|byte| {
            while let Some(&(start, c)) = chars.peek() {
                if start + c.len_utf8() > byte {
                    break;
                }
                units += c.len_utf16();
                chars.next();
            }
            units
        })
        .collect()
}

/// UTF-16 code units in the first `n_chars` characters.
pub fn utf16_of_chars(text: &str, n_chars: usize) -> usize {
    text.chars().take(n_chars).map(char::len_utf16).sum()
}

/// Bytes in the first `units` UTF-16 code units; a unit inside a character counts as its start.
pub fn bytes_of_utf16(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (start, c) in text.char_indices() {
        if seen + c.len_utf16() > units {
            return start;
        }
        seen += c.len_utf16();
    }
    text.len()
}

/// RFC 3339, where there is a time.
pub(crate) fn time(at: Option<Timestamp>) -> Option<String> {
    at.map(Timestamp::rfc3339)
}

/// The text, unless it is empty: an empty published field is no value.
pub(crate) fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, bytes: &[usize], expected: &[usize]) {
        assert_eq!(utf16_offsets(text, bytes.iter().copied()), expected);
    }

    #[test]
    fn ascii_is_the_same() {
        check("hello", &[0, 2, 5], &[0, 2, 5]);
    }

    #[test]
    fn cyrillic_halves() {
        check("привет мир", &[0, 12, 13, 19], &[0, 6, 7, 10]);
    }

    #[test]
    fn emoji_are_two_units() {
        check("a😀b", &[0, 1, 5, 6], &[0, 1, 3, 4]);
    }

    #[test]
    fn a_byte_inside_a_character_is_its_start() {
        check("a😀b", &[3], &[1]);
    }

    #[test]
    fn equal_offsets_are_allowed() {
        check("é", &[0, 0, 2, 2], &[0, 0, 1, 1]);
    }

    #[test]
    fn back_to_bytes() {
        assert_eq!(bytes_of_utf16("a😀b", 3), 5);
        assert_eq!(bytes_of_utf16("a😀b", 2), 1, "inside a pair is its start");
        assert_eq!(bytes_of_utf16("a😀b", 99), 6);
        assert_eq!(utf16_of_chars("a😀b", 2), 3);
    }
}
