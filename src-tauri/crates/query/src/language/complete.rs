//! What could stand where the cursor is. Works on queries that are not finished, so it reads on its own and forgives all.

use crate::language::Span;
use crate::language::field::{self, HAS, IS, OPERATORS, Operator, Takes};
use crate::language::typed::is_quote;

/// What could be typed at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What a candidate replaces.
    pub span: Span,
    /// What is being typed.
    pub kind: CompletionKind,
    /// What has been typed of it, from the span's start to the cursor.
    pub typed: String,
    /// Operators, or an operator's fixed values. Values that depend on the vault are the caller's to find.
    pub candidates: Vec<Candidate>,
}

/// What is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A word of the text or the name of an operator.
    Operator,
    /// A value of the operator of this name. `#…` counts as `hashtag`, `@…` as `mentions`.
    Value(&'static str),
    /// Words in quotation marks or a regular expression.
    Text,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What to put in the span's place.
    pub text: String,
    /// What it means.
    pub help: String,
}

/// What could stand at the cursor, which is given in characters.
pub fn completions(text: &str, cursor: usize) -> Completion {
    let chars: Vec<char> = text.chars().collect();
    let cursor = cursor.min(chars.len());
    let place = Place::find(&chars, cursor);
    let span = Span::between(place.start, place.end.max(cursor));
    let typed: String = chars[place.start..cursor].iter().collect();
    let begins = |word: &str| word.starts_with(&typed.to_ascii_lowercase());
    let candidates = match place.kind {
        CompletionKind::Operator => OPERATORS
            .iter()
            .filter(|operator| begins(operator.name))
            .map(|operator| Candidate {
                text: format!("{}:", operator.name),
                help: operator.help.to_owned(),
            })
            .collect(),
        CompletionKind::Value(name) => {
            let words: Vec<&str> = match field::operator(name).map(|operator| operator.takes) {
                Some(Takes::Is) => IS.iter().map(|(word, _)| *word).collect(),
                Some(Takes::Has) => HAS.iter().map(|(word, _)| *word).collect(),
                _ => Vec::new(),
            };
            let fitting = words.into_iter().filter(|word| begins(word));
            fitting
                .map(|word| Candidate {
                    text: word.to_owned(),
                    help: format!("{name}:{word}"),
                })
                .collect()
        }
        CompletionKind::Text => Vec::new(),
    };
    Completion {
        span,
        kind: place.kind,
        typed,
        candidates,
    }
}

struct Place {
    start: usize,
    end: usize,
    kind: CompletionKind,
}

impl Place {
    fn find(chars: &[char], cursor: usize) -> Self {
        // The operators of the brackets around.
        let mut around: Vec<Option<&'static Operator>> = Vec::new();
        let mut at = 0;
        loop {
            while at < cursor && chars[at].is_whitespace() {
                at += 1;
            }
            let outer = around.last().copied().flatten();
            let kind = outer.map_or(CompletionKind::Operator, |operator| {
                CompletionKind::Value(operator.name)
            });
            // One word: signs, a name with its colon, and what follows.
            let mut start = at;
            while start < cursor && chars[start] == '-' {
                start += 1;
            }
            let mut operator = outer;
            let mut kind = kind;
            if outer.is_none() {
                let len = chars[start..]
                    .iter()
                    .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '.'))
                    .count();
                let colon = start + len;
                if colon < cursor && matches!(chars[colon], ':' | '：') {
                    let name: String = chars[start..colon].iter().collect();
                    if let Some(found) = field::operator(&name) {
                        operator = Some(found);
                        kind = CompletionKind::Value(found.name);
                        start = colon + 1;
                    }
                }
            }
            match chars.get(start).filter(|_| start < cursor) {
                Some('#' | '＃') if outer.is_none() && operator.is_none() => {
                    kind = CompletionKind::Value("hashtag");
                    start += 1;
                }
                Some('@' | '＠') if outer.is_none() && operator.is_none() => {
                    kind = CompletionKind::Value("mentions");
                    start += 1;
                }
                Some('(') => {
                    around.push(operator);
                    at = start + 1;
                    continue;
                }
                Some(')') => {
                    around.pop();
                    at = start + 1;
                    continue;
                }
                Some(&open) if is_quote(open) || open == '/' => {
                    let closes = |c: char| if open == '/' { c == '/' } else { is_quote(c) };
                    let mut end = start + 1;
                    while end < chars.len() && !closes(chars[end]) {
                        end += if chars[end] == '\\' { 2 } else { 1 };
                    }
                    let end = end.min(chars.len());
                    if end >= cursor {
                        let kind = if operator.is_some() && open != '/' {
                            kind
                        } else {
                            CompletionKind::Text
                        };
                        // An open quotation mark takes in the rest of the query, which is not what is being typed.
                        let end = if end == chars.len() { cursor } else { end };
                        return Self {
                            start: start + 1,
                            end,
                            kind,
                        };
                    }
                    at = end + 1;
                    continue;
                }
                _ => {}
            }
            let length = chars[start..]
                .iter()
                .take_while(|c| !(c.is_whitespace() || matches!(c, '(' | ')') || is_quote(**c)))
                .count();
            let end = start + length;
            if end >= cursor {
                return Self { start, end, kind };
            }
            at = end.max(at + 1);
        }
    }
}
