//! Strangers' text on a terminal: shown, never obeyed.

use unicode_width::UnicodeWidthChar;

/// Characters that steer a terminal or turn the direction of what follows.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text with every character that steers made visible; line ends stay.
pub(super) fn harmless(text: &str) -> String {
    if !text.chars().any(|c| c != '\n' && steers(c)) {
        return text.to_owned();
    }
    text.chars()
        .fold(String::with_capacity(text.len()), |mut shown, c| {
            match c {
                '\n' => shown.push('\n'),
                '\t' => shown.push(' '),
                c if joins(c) => shown.push(c),
                c if steers(c) => shown.push_str(&format!("<{:02X}>", u32::from(c))),
                c => shown.push(c),
            }
            shown
        })
}

/// Joiners shape letters in Persian and Indic scripts and hold emoji together; they steer nothing.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// One line of it: line ends are marked.
pub(super) fn one_line(text: &str) -> String {
    harmless(&text.replace("\r\n", "\n").replace(['\n', '\r'], " ⏎ "))
}

/// JSON with what steers a terminal as `\u` escapes: the same document.
pub(super) fn escaped_json(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut escaped, c| {
            if c != '\n' && steers(c) {
                escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
            } else {
                escaped.push(c);
            }
            escaped
        })
}

/// Columns that the text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// At most so many columns of it, with `…` where something is left out.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut taken = String::new();
    let mut room = columns.saturating_sub(1);
    for c in text.chars() {
        let needs = c.width().unwrap_or(0);
        if needs > room {
            break;
        }
        room -= needs;
        taken.push(c);
    }
    taken.push('…');
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_shown() {
        assert_eq!(harmless("a\u{1b}[31mb\u{9b}2J"), "a<1B>[31mb<9B>2J");
    }

    #[test]
    fn direction_marks_are_shown() {
        assert_eq!(harmless("x\u{202e}y\u{2066}z"), "x<202E>y<2066>z");
    }

    #[test]
    fn joiners_stay_since_words_need_them() {
        assert_eq!(harmless("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(harmless("👩\u{200d}🔬\u{7}"), "👩\u{200d}🔬<07>");
    }

    #[test]
    fn lines_become_one() {
        assert_eq!(one_line("a\r\nb\nc\td"), "a ⏎ b ⏎ c d");
    }

    #[test]
    fn json_stays_the_same_document() {
        let json = serde_json::to_string(&serde_json::json!({"a": "\u{9b}\u{202e}ü"})).unwrap();
        let escaped = escaped_json(&json);
        assert!(escaped.is_ascii() || !escaped.contains('\u{202e}'));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&escaped).unwrap(),
            serde_json::from_str::<serde_json::Value>(&json).unwrap()
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(cut("abc", 3), "abc");
    }
}
