//! Lists in one field: `[a, b]` as in 2018, and Python's `['a', "it's"]` as in later releases.
//!
//! The canonical way to write one is Python's; the bare form of 2018 counts as canonical as well,
//! since keeping its text would double the size of that release's lists and tell nothing more.

use crate::value::Form;

/// What a list holds, since a bare list is split by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entries {
    /// Hashtags and account ids: a comma always separates.
    Words,
    /// URLs can hold commas: one separates only before the next URL.
    Urls,
}

/// Reads a list into `list`, using its old strings again.
/// A malformed list is empty and odd.
pub(crate) fn list(text: &str, entries: Entries, list: &mut Vec<String>) -> Form {
    if text == "[]" {
        list.clear();
        return Form::Canonical;
    }
    let mut out = Filled { list, used: 0 };
    if simple_repr(text, &mut out) {
        out.finish();
        return Form::Canonical;
    }
    out.used = 0;
    let trimmed = text.trim();
    let inner = trimmed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let quoted = inner.is_some_and(|inner| inner.trim_start().starts_with(['\'', '"']));
    match inner {
        Some(inner) if quoted => {
            if repr(inner, &mut out).is_none() {
                out.used = 0;
            }
            out.finish();
            if render(list) == text {
                Form::Canonical
            } else {
                Form::Odd
            }
        }
        Some(inner) => {
            bare(inner, entries, &mut out);
            out.finish();
            if render_bare(list) == text {
                Form::Canonical
            } else {
                Form::Odd
            }
        }
        None => {
            // Without brackets it is no list of the archive; the words are taken, the text is kept.
            let looks_cut = trimmed.starts_with('[') || trimmed.ends_with(']');
            let missing = trimmed.is_empty()
                || ["nan", "null", "none"]
                    .iter()
                    .any(|word| trimmed.eq_ignore_ascii_case(word));
            if !looks_cut && !missing {
                bare(trimmed, entries, &mut out);
            }
            out.finish();
            Form::Odd
        }
    }
}

/// Writes a list as Python does: `['a', "it's"]`.
pub(crate) fn render<S: AsRef<str>>(list: &[S]) -> String {
    let mut text = String::from("[");
    for (position, entry) in list.iter().enumerate() {
        let entry = entry.as_ref();
        if position > 0 {
            text.push_str(", ");
        }
        let quote = if entry.contains('\'') && !entry.contains('"') {
            '"'
        } else {
            '\''
        };
        text.push(quote);
        for letter in entry.chars() {
            match letter {
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                _ if letter == quote => {
                    text.push('\\');
                    text.push(letter);
                }
                _ if letter.is_control() => text.push_str(&format!("\\x{:02x}", letter as u32)),
                _ => text.push(letter),
            }
        }
        text.push(quote);
    }
    text.push(']');
    text
}

fn render_bare(list: &[String]) -> String {
    format!("[{}]", list.join(", "))
}

/// Choices of a poll, separated by `|`.
pub(crate) fn choices(text: &str, list: &mut Vec<String>) -> Form {
    let mut out = Filled { list, used: 0 };
    let missing = text.is_empty() || text.eq_ignore_ascii_case("nan") || text == "[]";
    if !missing {
        for choice in text.split('|') {
            out.push(choice);
        }
    }
    out.finish();
    if missing && !text.is_empty() {
        Form::Odd
    } else {
        Form::Canonical
    }
}

/// A vector that is filled from its start, over the strings it already has.
struct Filled<'a> {
    list: &'a mut Vec<String>,
    used: usize,
}

impl Filled<'_> {
    fn push(&mut self, text: &str) {
        match self.list.get_mut(self.used) {
            Some(old) => {
                old.clear();
                old.push_str(text);
            }
            None => self.list.push(text.to_owned()),
        }
        self.used += 1;
    }

    fn finish(&mut self) {
        self.list.truncate(self.used);
    }
}

/// Python's form without escapes and with single quotes only, which is nearly every list there is.
/// `false` says to look closer, not that anything is wrong.
fn simple_repr(text: &str, out: &mut Filled<'_>) -> bool {
    let Some(inner) = text
        .strip_prefix("['")
        .and_then(|rest| rest.strip_suffix("']"))
    else {
        return false;
    };
    if inner
        .bytes()
        .any(|byte| matches!(byte, b'\\' | b'"' | 0..0x20 | 0x7f | 0xc2))
    {
        // 0xc2 begins the control characters from U+0080 on.
        return false;
    }
    for entry in inner.split("', '") {
        if entry.contains('\'') {
            return false;
        }
        out.push(entry);
    }
    true
}

/// Python's form with all its escapes, and JSON's, which differs in little. `None` where it is malformed.
fn repr(inner: &str, out: &mut Filled<'_>) -> Option<()> {
    let mut rest = inner.trim_start();
    let mut entry = String::new();
    loop {
        entry.clear();
        match rest.chars().next() {
            Some(quote @ ('\'' | '"')) => rest = quoted(&rest[1..], quote, &mut entry)?,
            Some(_) => {
                // A number, `None` or a word without quotes among quoted ones.
                let end = rest.find(',').unwrap_or(rest.len());
                let word = rest[..end].trim();
                if word.is_empty() || word.contains(['\'', '"', '[', ']']) {
                    return None;
                }
                entry.push_str(word);
                rest = &rest[end..];
            }
            None => return None,
        }
        out.push(&entry);
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(());
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

/// Reads up to the closing quote and returns what follows it.
fn quoted<'a>(text: &'a str, quote: char, entry: &mut String) -> Option<&'a str> {
    let mut rest = text;
    loop {
        let end = rest.find([quote, '\\'])?;
        entry.push_str(&rest[..end]);
        let after = &rest[end + 1..];
        if rest[end..].starts_with(quote) {
            return Some(after);
        }
        rest = escape(after, entry)?;
    }
}

/// Reads one escape after its backslash and returns what follows it.
fn escape<'a>(text: &'a str, entry: &mut String) -> Option<&'a str> {
    let letter = text.chars().next()?;
    let rest = &text[letter.len_utf8()..];
    let hex = |digits: usize| u32::from_str_radix(rest.get(..digits)?, 16).ok();
    match letter {
        'n' => entry.push('\n'),
        'r' => entry.push('\r'),
        't' => entry.push('\t'),
        'a' => entry.push('\u{7}'),
        'b' => entry.push('\u{8}'),
        'f' => entry.push('\u{c}'),
        'v' => entry.push('\u{b}'),
        '\\' | '\'' | '"' | '/' => entry.push(letter),
        'x' => {
            entry.push(char::from_u32(hex(2)?)?);
            return rest.get(2..);
        }
        'U' => {
            entry.push(char::from_u32(hex(8)?)?);
            return rest.get(8..);
        }
        'u' => {
            let first = hex(4)?;
            let after = rest.get(4..)?;
            if (0xd800..0xdc00).contains(&first) {
                // JSON writes what lies beyond the first 65,536 characters as two halves.
                let low = after.strip_prefix("\\u")?;
                let second = u32::from_str_radix(low.get(..4)?, 16)
                    .ok()
                    .filter(|low| (0xdc00..0xe000).contains(low))?;
                entry.push(char::from_u32(
                    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                )?);
                return low.get(4..);
            }
            entry.push(char::from_u32(first)?);
            return Some(after);
        }
        // Python keeps a backslash that escapes nothing.
        _ => {
            entry.push('\\');
            entry.push(letter);
        }
    }
    Some(rest)
}

/// `a, b` without quotes.
fn bare(inner: &str, entries: Entries, out: &mut Filled<'_>) {
    let trimmed = inner.trim();
    if trimmed.is_empty() {
        return;
    }
    let has_scheme = |text: &str| {
        let scheme = text
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        scheme > 0 && text[scheme..].starts_with("://")
    };
    if entries == Entries::Words || !has_scheme(trimmed) {
        for entry in trimmed.split(',') {
            out.push(entry.trim());
        }
        return;
    }
    let mut start = 0;
    let mut search = 0;
    while let Some(found) = trimmed[search..].find(", ") {
        let comma = search + found;
        search = comma + 2;
        if has_scheme(&trimmed[search..]) {
            out.push(&trimmed[start..comma]);
            start = search;
        }
    }
    out.push(&trimmed[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn read(text: &str, entries: Entries) -> (Vec<String>, Form) {
        // Old strings in the vector must not shine through.
        let mut out = vec!["old".to_owned(), "strings".to_owned(), "here".to_owned()];
        let form = list(text, entries, &mut out);
        (out, form)
    }

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let (words, form) = read(text, Entries::Words);
        expected.assert_eq(&format!("{words:?} {form:?}"));
    }

    #[track_caller]
    fn check_urls(text: &str, expected: Expect) {
        let (urls, form) = read(text, Entries::Urls);
        expected.assert_eq(&format!("{urls:?} {form:?}"));
    }

    #[test]
    fn both_styles() {
        check("[]", expect![[r#"[] Canonical"#]]);
        check("['US', 'Syria']", expect![[r#"["US", "Syria"] Canonical"#]]);
        check("[US, Syria]", expect![[r#"["US", "Syria"] Canonical"#]]);
        check("[US]", expect![[r#"["US"] Canonical"#]]);
        check(
            "['US', 'US', 'us']",
            expect![[r#"["US", "US", "us"] Canonical"#]],
        );
        check(r#"["it's"]"#, expect![[r#"["it's"] Canonical"#]]);
        check(
            r#"['a', "it's", 'b']"#,
            expect![[r#"["a", "it's", "b"] Canonical"#]],
        );
        check(
            r#"['it\'s "so"']"#,
            expect![[r#"["it's \"so\""] Canonical"#]],
        );
        check(
            "['0', '2948609403']",
            expect![[r#"["0", "2948609403"] Canonical"#]],
        );
        check(
            "[0, 2948609403]",
            expect![[r#"["0", "2948609403"] Canonical"#]],
        );
    }

    #[test]
    fn what_is_not_written_as_the_archive_writes_it_is_odd() {
        check("", expect![[r#"[] Odd"#]]);
        check("nan", expect![[r#"[] Odd"#]]);
        check("[ ]", expect![[r#"[] Odd"#]]);
        check("[a,b]", expect![[r#"["a", "b"] Odd"#]]);
        check("a, b", expect![[r#"["a", "b"] Odd"#]]);
        check(r#"["a", "b"]"#, expect![[r#"["a", "b"] Odd"#]]);
        check(r"['\u200dtag']", expect![[r#"["\u{200d}tag"] Odd"#]]);
        check(r#"["\ud83d\ude00"]"#, expect![[r#"["😀"] Odd"#]]);
    }

    #[test]
    fn malformed_lists_are_empty_and_odd() {
        check("['a', 'b", expect![[r#"[] Odd"#]]);
        check("['a' 'b']", expect![[r#"[] Odd"#]]);
        check("['a', ]", expect![[r#"[] Odd"#]]);
        check(r"['\u12']", expect![[r#"[] Odd"#]]);
        check(r"['\']", expect![[r#"[] Odd"#]]);
        check("]", expect![[r#"[] Odd"#]]);
        check("[", expect![[r#"[] Odd"#]]);
    }

    #[test]
    fn urls_hold_commas_and_apostrophes() {
        check_urls(
            "[http://a.com/1,2, http://b.com]",
            expect![[r#"["http://a.com/1,2", "http://b.com"] Canonical"#]],
        );
        check_urls(
            "[http://a.com/x, y]",
            expect![[r#"["http://a.com/x, y"] Canonical"#]],
        );
        check_urls(
            r#"['http://a.com/1,2', "http://b.com/it's"]"#,
            expect![[r#"["http://a.com/1,2", "http://b.com/it's"] Canonical"#]],
        );
        check_urls(
            "[a.com, b.com]",
            expect![[r#"["a.com", "b.com"] Canonical"#]],
        );
        check_urls(
            "['https://opiwi5abc+e7e=.com/x']",
            expect![[r#"["https://opiwi5abc+e7e=.com/x"] Canonical"#]],
        );
    }

    #[test]
    fn polls() {
        let mut out = Vec::new();
        assert_eq!(choices("Yes|No|It's so", &mut out), Form::Canonical);
        assert_eq!(out, ["Yes", "No", "It's so"]);
        assert_eq!(choices("", &mut out), Form::Canonical);
        assert!(out.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_back(entries in prop::collection::vec("[a-z'\", \\\\\n\u{85}é😀\\[\\]]{0,8}|\\PC{0,6}", 0..6)) {
            let (read, form) = read(&render(&entries), Entries::Words);
            prop_assert_eq!(read, entries);
            prop_assert_eq!(form, Form::Canonical);
        }

        #[test]
        fn canonical_text_is_given_back(text in "\\[?['\"a-c, \\\\u0-9\\[\\]]{0,20}\\]?") {
            for kind in [Entries::Words, Entries::Urls] {
                let (entries, form) = read(&text, kind);
                if form == Form::Canonical {
                    prop_assert!(render(&entries) == text || render_bare(&entries) == text);
                }
            }
        }

        #[test]
        fn no_text_breaks_a_list(text in "\\PC{0,60}") {
            let _ = (read(&text, Entries::Words), read(&text, Entries::Urls));
        }
    }
}
