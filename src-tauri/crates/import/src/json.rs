//! A JSON value over its text: numbers stay the digits they are, since ids pass 2^53 and ruined ids must be kept.
//!
//! The parser works on what is there so far and says whether more is needed, so that objects are cut out of
//! a stream of any length.

use std::borrow::Cow;

/// Deeper nesting is refused; Twitter's own objects stay below 20.
const DEPTH_LIMIT: usize = 128;

/// A value; texts borrow from the source where they have no escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    /// As it is written.
    Number(&'a str),
    Text(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    /// In the order of the source; a repeated key stands twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The source ends within the value.
    Cut,
    /// It is no JSON.
    Broken {
        /// Where.
        at: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// It is no UTF-8.
    NotUtf8 {
        /// The first bad byte.
        at: usize,
    },
}

impl<'a> Value<'a> {
    /// The value of a key: the last one, as JSON's readers take it.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(entries) => entries
                .iter()
                .rev()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// A text, or a number's digits.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The text of a key; empty where there is none.
    pub(crate) fn text_of(&self, key: &str) -> &str {
        self.get(key).and_then(Value::text).unwrap_or_default()
    }

    /// The entries of an array; none of anything else.
    pub(crate) fn entries(&self) -> &[Value<'a>] {
        match self {
            Value::Array(entries) => entries,
            _ => &[],
        }
    }
}

/// Parses the value at the start of `source` and says how long it is.
/// A number at the very end of the source may go on: that is for the caller to know.
pub(crate) fn parse(source: &[u8]) -> Result<(Value<'_>, usize), Fault> {
    let mut parser = Parser { source, at: 0 };
    parser.blank();
    let value = parser.value(0)?;
    Ok((value, parser.at))
}

struct Parser<'a> {
    source: &'a [u8],
    at: usize,
}

impl<'a> Parser<'a> {
    fn broken<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault::Broken { at: self.at, what })
    }

    fn blank(&mut self) {
        while matches!(self.source.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, Fault> {
        if depth > DEPTH_LIMIT {
            return self.broken("nested too deeply");
        }
        match self.source.get(self.at) {
            None => Err(Fault::Cut),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            // Python's json module writes it for a missing float.
            Some(b'N') => self.word("NaN", Value::Null),
            Some(_) => self.broken("a value is expected"),
        }
    }

    fn word(&mut self, word: &'static str, value: Value<'a>) -> Result<Value<'a>, Fault> {
        let rest = &self.source[self.at..];
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else if word.as_bytes().starts_with(rest) {
            Err(Fault::Cut)
        } else {
            self.broken("a value is expected")
        }
    }

    fn number(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.at;
        if self.source[self.at] == b'-' {
            self.at += 1;
        }
        let whole = self.digits();
        let first = self.source.get(self.at - whole).copied();
        if whole == 0 {
            return if self.at == self.source.len() {
                Err(Fault::Cut)
            } else {
                self.broken("a digit is expected")
            };
        }
        if whole > 1 && first == Some(b'0') {
            return self.broken("a number starts with 0");
        }
        if self.source.get(self.at) == Some(&b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return if self.at == self.source.len() {
                    Err(Fault::Cut)
                } else {
                    self.broken("a digit is expected")
                };
            }
        }
        if let Some(b'e' | b'E') = self.source.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.source.get(self.at) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return if self.at == self.source.len() {
                    Err(Fault::Cut)
                } else {
                    self.broken("a digit is expected")
                };
            }
        }
        let digits =
            std::str::from_utf8(&self.source[start..self.at]).expect("BUG: a number is ASCII");
        Ok(Value::Number(digits))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.source.get(self.at), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let start = self.at;
        let mut piece = start;
        let mut owned: Option<String> = None;
        loop {
            let rest = &self.source[self.at..];
            let found = memchr::memchr2(b'"', b'\\', rest);
            // Looked for apart, since the library finds two bytes at once far quicker than one of 34.
            let before = &rest[..found.unwrap_or(rest.len())];
            let control = before.iter().position(|byte| *byte < 0x20);
            let Some(found) = control.or(found) else {
                return Err(Fault::Cut);
            };
            let at = self.at + found;
            let text =
                std::str::from_utf8(&self.source[piece..at]).map_err(|error| Fault::NotUtf8 {
                    at: piece + error.valid_up_to(),
                })?;
            match self.source[at] {
                b'"' => {
                    self.at = at + 1;
                    return Ok(match owned {
                        Some(mut owned) => {
                            owned.push_str(text);
                            Cow::Owned(owned)
                        }
                        None => Cow::Borrowed(text),
                    });
                }
                b'\\' => {
                    let owned = owned.get_or_insert_default();
                    owned.push_str(text);
                    self.at = at + 1;
                    let letter = self.escape()?;
                    owned.push(letter);
                    piece = self.at;
                }
                _ => {
                    self.at = at;
                    return self.broken("a control character in a string");
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let Some(letter) = self.source.get(self.at) else {
            return Err(Fault::Cut);
        };
        self.at += 1;
        Ok(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xe000).contains(&first) {
                    return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                // A half without its other half stands for no character; tweets cut in the middle of one have it.
                let rest = &self.source[self.at..];
                if first < 0xdc00
                    && b"\\u".starts_with(&rest[..rest.len().min(2)])
                    && rest.len() < 2
                {
                    return Err(Fault::Cut);
                }
                if first >= 0xdc00 || !rest.starts_with(b"\\u") {
                    return Ok(char::REPLACEMENT_CHARACTER);
                }
                let back = self.at;
                self.at += 2;
                let second = self.hex()?;
                if !(0xdc00..0xe000).contains(&second) {
                    self.at = back;
                    return Ok(char::REPLACEMENT_CHARACTER);
                }
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                char::from_u32(code).expect("BUG: two halves make a character")
            }
            _ => {
                self.at -= 1;
                return self.broken("an unknown escape in a string");
            }
        })
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(byte) = self.source.get(self.at) else {
                return Err(Fault::Cut);
            };
            let Some(digit) = char::from(*byte).to_digit(16) else {
                return self.broken("a hexadecimal digit is expected");
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, Fault> {
        self.at += 1;
        let mut entries = Vec::new();
        self.blank();
        if self.source.get(self.at) == Some(&b']') {
            self.at += 1;
            return Ok(Value::Array(entries));
        }
        loop {
            self.blank();
            entries.push(self.value(depth + 1)?);
            self.blank();
            match self.source.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::Array(entries));
                }
                Some(_) => return self.broken("`,` or `]` is expected"),
                None => return Err(Fault::Cut),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, Fault> {
        self.at += 1;
        let mut entries = Vec::with_capacity(if depth == 0 { 32 } else { 4 });
        self.blank();
        if self.source.get(self.at) == Some(&b'}') {
            self.at += 1;
            return Ok(Value::Object(entries));
        }
        loop {
            self.blank();
            match self.source.get(self.at) {
                Some(b'"') => {}
                Some(_) => return self.broken("a key is expected"),
                None => return Err(Fault::Cut),
            }
            let key = self.string()?;
            self.blank();
            match self.source.get(self.at) {
                Some(b':') => self.at += 1,
                Some(_) => return self.broken("`:` is expected"),
                None => return Err(Fault::Cut),
            }
            self.blank();
            entries.push((key, self.value(depth + 1)?));
            self.blank();
            match self.source.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Value::Object(entries));
                }
                Some(_) => return self.broken("`,` or `}` is expected"),
                None => return Err(Fault::Cut),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    #[track_caller]
    fn check(source: &str, expected: Expect) {
        expected.assert_eq(&format!("{:?}", parse(source.as_bytes())));
    }

    #[test]
    fn numbers_keep_their_digits() {
        check(
            "1207967848758468608 ",
            expect![[r#"Ok((Number("1207967848758468608"), 19))"#]],
        );
        check(
            "1.207965844074107e+18,",
            expect![[r#"Ok((Number("1.207965844074107e+18"), 21))"#]],
        );
        check("-1", expect![[r#"Ok((Number("-1"), 2))"#]]);
        check(
            "01",
            expect![[r#"Err(Broken { at: 2, what: "a number starts with 0" })"#]],
        );
        check("1.", expect!["Err(Cut)"]);
    }

    #[test]
    fn strings() {
        check(
            r#""a\n\u00e9\ud83d\ude00/""#,
            expect![[r#"Ok((Text("a\né😀/"), 24))"#]],
        );
        check(r#""half \ud83d""#, expect![[r#"Ok((Text("half �"), 13))"#]]);
        check(
            "\"new\nline\"",
            expect![[r#"Err(Broken { at: 4, what: "a control character in a string" })"#]],
        );
        check(r#""open"#, expect!["Err(Cut)"]);
        check(
            r#""\q""#,
            expect![[r#"Err(Broken { at: 2, what: "an unknown escape in a string" })"#]],
        );
    }

    #[test]
    fn nothing_nests_without_end() {
        let deep = "[".repeat(100_000);
        assert!(matches!(
            parse(deep.as_bytes()),
            Err(Fault::Broken {
                what: "nested too deeply",
                ..
            })
        ));
    }

    #[test]
    fn broken_utf8_is_found() {
        assert_eq!(parse(b"{\"a\": \"b\xff\"}"), Err(Fault::NotUtf8 { at: 8 }));
    }

    proptest! {
        #[test]
        fn accepts_what_serde_json_accepts(source in "[\\[\\]{},:\"a0-2.e\\\\u \n-]{0,24}") {
            let theirs = serde_json::from_str::<serde_json::Value>(&source);
            let ours = parse(source.as_bytes());
            let rest_is_blank = |length: usize| source[length..].trim().is_empty();
            let accepted = matches!(ours, Ok((_, length)) if rest_is_blank(length));
            // Numbers beyond a double's range and halves of characters are their refusals alone.
            let theirs_is_narrower = theirs.as_ref().is_err_and(|error| {
                let text = error.to_string();
                text.contains("out of range") || text.contains("surrogate") || text.contains("hex escape")
            });
            prop_assert!(accepted == theirs.is_ok() || theirs_is_narrower, "{:?} {:?}", ours, theirs);
        }

        #[test]
        fn a_cut_value_asks_for_more(text in "\\PC{0,20}", cut in 0usize..100) {
            let whole = serde_json::json!({"a": text, "b": [1, true, null, {"c": -1.5e3}]}).to_string();
            let cut = cut.min(whole.len() - 1);
            prop_assert_eq!(parse(&whole.as_bytes()[..cut]).map(|_| ()), Err(Fault::Cut));
            prop_assert!(parse(whole.as_bytes()).is_ok());
        }
    }
}
