//! The first step: a query's parts and their places, as typed.
//!
//! A recursive descent over characters. `OR` is weakest, then `AND` (written or not), then `NOT` and `-`.

use crate::language::field::{self, Operator, Takes};
use crate::language::{DEEPEST_QUERY, LONGEST_QUERY, Span, fault, meaning};
use crate::{Ask, Result};

/// A query as the user wrote it, taken apart.
#[derive(Debug, Clone)]
pub struct Typed {
    pub(crate) chars: Vec<char>,
    /// `None` for a query of nothing but blanks.
    pub(crate) root: Option<Node>,
}

/// A part and its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// In brackets.
    Group(Box<Node>),
    Field(&'static Operator, Box<Node>),
    Bare(Vec<Letter>),
    Quoted {
        text: String,
        /// The number behind `~` as written, and its place.
        slop: Option<(String, Span)>,
    },
    /// Between the slashes, as typed.
    Regex(String),
}

/// A character of a bare word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) c: char,
    pub(crate) at: usize,
    /// A backslash took its meaning.
    pub(crate) escaped: bool,
}

impl Letter {
    pub(crate) fn is(self, c: char) -> bool {
        self.c == c && !self.escaped
    }
}

impl Typed {
    /// Takes a query apart. Brackets, quotation marks and operators' names have to be right; values are not looked at.
    pub fn read(text: &str) -> Result<Self> {
        if text.len() > LONGEST_QUERY {
            let kept = text.floor_char_boundary(LONGEST_QUERY);
            let at = text[..kept].chars().count();
            let message =
                format!("the query is too long: at most {LONGEST_QUERY} bytes can be read");
            return Err(fault(
                Span {
                    at,
                    len: text[kept..].chars().count(),
                },
                message,
            ));
        }
        let chars: Vec<char> = text.chars().collect();
        let mut reader = Reader {
            chars: &chars,
            at: 0,
            depth: 0,
        };
        reader.blanks();
        let root = if reader.peek().is_none() {
            None
        } else {
            Some(reader.either(None)?)
        };
        if reader.peek() == Some(')') {
            return Err(fault(
                reader.here(1),
                "this bracket closes nothing; leave it out, or put the text in quotation marks",
            ));
        }
        Ok(Self { chars, root })
    }

    /// What is meant. Here values are looked at.
    pub fn ask(&self) -> Result<Ask> {
        self.root.as_ref().map_or(Ok(Ask::All), meaning::of)
    }

    pub(crate) fn slice(&self, span: Span) -> String {
        self.chars[span.at..span.end()].iter().collect()
    }
}

/// `AND`, `OR`, `NOT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    And,
    Or,
    Not,
}

struct Reader<'c> {
    chars: &'c [char],
    at: usize,
    depth: usize,
}

/// The operator whose values are being read, inside `field:( … )`.
type Within = Option<&'static Operator>;

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn peek_at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn here(&self, len: usize) -> Span {
        Span { at: self.at, len }
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn keyword(&self) -> Option<(Word, &'static str)> {
        let keyword = [(Word::And, "AND"), (Word::Or, "OR"), (Word::Not, "NOT")]
            .into_iter()
            .find(|(_, text)| {
                text.chars()
                    .enumerate()
                    .all(|(i, c)| self.peek_at(self.at + i) == Some(c))
            })?;
        let ends = self
            .peek_at(self.at + keyword.1.len())
            .is_none_or(|c| c.is_whitespace() || "()".contains(c) || is_quote(c));
        ends.then_some(keyword)
    }

    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST_QUERY {
            return Err(fault(
                self.here(1),
                format!("brackets and negations are nested too deep: at most {DEEPEST_QUERY}"),
            ));
        }
        Ok(())
    }

    /// Parts with `OR` between them.
    fn either(&mut self, within: Within) -> Result<Node> {
        let mut parts = vec![self.all(within)?];
        while let Some((Word::Or, text)) = self.keyword() {
            let keyword = self.here(text.len());
            self.at += text.len();
            self.blanks();
            if self.peek().is_none_or(|c| c == ')') {
                return Err(fault(keyword, "`OR` wants something behind it"));
            }
            parts.push(self.all(within)?);
        }
        Ok(several(parts, Kind::Or))
    }

    /// Parts with `AND` or nothing between them.
    fn all(&mut self, within: Within) -> Result<Node> {
        let mut parts: Vec<Node> = Vec::new();
        loop {
            self.blanks();
            let Some(c) = self.peek() else { break };
            if c == ')' {
                break;
            }
            match self.keyword() {
                Some((Word::Or, text)) => {
                    if parts.is_empty() {
                        return Err(fault(
                            self.here(text.len()),
                            "`OR` wants something before it; to search for the word, write \"or\"",
                        ));
                    }
                    break;
                }
                Some((Word::And, text)) => {
                    let keyword = self.here(text.len());
                    if parts.is_empty() {
                        return Err(fault(
                            keyword,
                            "`AND` wants something before it; to search for the word, write \"and\"",
                        ));
                    }
                    self.at += text.len();
                    self.blanks();
                    let nothing = self.peek().is_none_or(|c| c == ')');
                    if nothing || matches!(self.keyword(), Some((Word::And | Word::Or, _))) {
                        return Err(fault(keyword, "`AND` wants something behind it"));
                    }
                }
                _ => {}
            }
            parts.push(self.one(within, parts.last())?);
        }
        if parts.is_empty() {
            return Err(fault(
                self.here(0),
                "something to search for is missing here",
            ));
        }
        Ok(several(parts, Kind::And))
    }

    /// One part, negated or not.
    fn one(&mut self, within: Within, before: Option<&Node>) -> Result<Node> {
        let start = self.at;
        if let Some((Word::Not, text)) = self.keyword() {
            let keyword = self.here(text.len());
            self.at += text.len();
            self.blanks();
            let nothing = self.peek().is_none_or(|c| c == ')');
            if nothing || matches!(self.keyword(), Some((Word::And | Word::Or, _))) {
                return Err(fault(
                    keyword,
                    "`NOT` wants something behind it; to search for the word, write \"not\"",
                ));
            }
            return self.negated(start, within);
        }
        let minus = self.peek() == Some('-');
        // `likes:(-1 OR 0)` holds numbers.
        let number = within.is_some_and(|operator| matches!(operator.takes, Takes::Number(_)));
        if minus && !(number && self.peek_at(start + 1).is_some_and(|c| c.is_ascii_digit())) {
            self.at += 1;
            match self.peek() {
                None | Some(')') => {
                    return Err(fault(
                        Span { at: start, len: 1 },
                        "`-` wants something directly behind it",
                    ));
                }
                Some(c) if c.is_whitespace() => {
                    return Err(fault(
                        Span { at: start, len: 1 },
                        "`-` stands directly before what it excludes, without a blank",
                    ));
                }
                Some('-') => {
                    return Err(fault(
                        Span { at: start, len: 2 },
                        "one `-` is enough to exclude something",
                    ));
                }
                Some(_) => {}
            }
            return self.negated(start, within);
        }
        let node = self.plain(within, before)?;
        if let Some(c) = self.peek().filter(|c| !c.is_whitespace() && *c != ')') {
            let message = match c {
                '(' if matches!(node.kind, Kind::Field(..)) => {
                    "put a value with brackets in quotation marks"
                }
                '(' => "a blank is missing before the bracket",
                c if is_quote(c) => "a blank is missing before the quotation mark",
                _ if matches!(node.kind, Kind::Regex(_)) => {
                    "the regular expression ends before this; put text with slashes in quotation marks"
                }
                _ => "a blank is missing here",
            };
            return Err(fault(self.here(1), message));
        }
        Ok(node)
    }

    fn negated(&mut self, start: usize, within: Within) -> Result<Node> {
        self.deeper()?;
        let inner = self.one(within, None)?;
        self.depth -= 1;
        Ok(Node {
            span: Span::between(start, inner.span.end()),
            kind: Kind::Not(Box::new(inner)),
        })
    }

    fn plain(&mut self, within: Within, before: Option<&Node>) -> Result<Node> {
        let start = self.at;
        let kind = match self.peek() {
            Some('(') => self.group(within)?,
            Some(c) if is_quote(c) => self.quoted(c)?,
            Some('/') if within.is_none_or(takes_words) => self.regex()?,
            _ => match self.name() {
                Some(found) => self.field(found, within)?,
                None => {
                    self.check_bare_start(before)?;
                    self.bare(within)?
                }
            },
        };
        Ok(Node {
            span: Span::between(start, self.at),
            kind,
        })
    }

    fn group(&mut self, within: Within) -> Result<Kind> {
        let open = self.at;
        self.deeper()?;
        self.at += 1;
        self.blanks();
        if self.peek() == Some(')') {
            return Err(fault(
                Span {
                    at: open,
                    len: self.at + 1 - open,
                },
                "there is nothing in these brackets",
            ));
        }
        if self.peek().is_none() {
            return Err(fault(
                Span { at: open, len: 1 },
                "this bracket is never closed; a `)` is missing",
            ));
        }
        let inner = self.either(within)?;
        if self.peek() != Some(')') {
            return Err(fault(
                Span { at: open, len: 1 },
                "this bracket is never closed; a `)` is missing",
            ));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Kind::Group(Box::new(inner)))
    }

    fn quoted(&mut self, open: char) -> Result<Kind> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match (self.peek(), self.peek_at(self.at + 1)) {
                (None, _) => {
                    return Err(fault(
                        Span { at: start, len: 1 },
                        "this quotation mark is never closed",
                    ));
                }
                (Some('\\'), Some(c @ ('"' | '\\'))) => {
                    text.push(c);
                    self.at += 2;
                }
                (Some(c), _) if closes(open, c) => {
                    self.at += 1;
                    break;
                }
                (Some(c), _) => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
        let slop = (self.peek() == Some('~')).then(|| {
            let tilde = self.at;
            self.at += 1;
            let mut digits = String::new();
            while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && *c != ')') {
                digits.push(c);
                self.at += 1;
            }
            (digits, Span::between(tilde, self.at))
        });
        Ok(Kind::Quoted { text, slop })
    }

    fn regex(&mut self) -> Result<Kind> {
        let start = self.at;
        self.at += 1;
        let mut pattern = String::new();
        loop {
            match self.peek() {
                None => {
                    return Err(fault(
                        Span { at: start, len: 1 },
                        "this regular expression is never closed; a `/` is missing, or put the text in quotation marks",
                    ));
                }
                Some('/') => {
                    self.at += 1;
                    break;
                }
                Some('\\') => {
                    pattern.push('\\');
                    self.at += 1;
                    if let Some(c) = self.peek() {
                        pattern.push(c);
                        self.at += 1;
                    }
                }
                Some(c) => {
                    pattern.push(c);
                    self.at += 1;
                }
            }
        }
        Ok(Kind::Regex(pattern))
    }

    /// The name before a colon, and where the value begins.
    fn name(&self) -> Option<(String, usize)> {
        let len = self.chars[self.at..]
            .iter()
            .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '.'))
            .count();
        let colon = self.peek_at(self.at + len)?;
        let name: String = self.chars[self.at..self.at + len].iter().collect();
        let value = self.at + len + 1;
        let known = field::operator(&name).is_some();
        match colon {
            '：' if known => return Some((name, value)),
            ':' if len > 0 => {}
            _ => return None,
        }
        let is_address = matches!(name.to_ascii_lowercase().as_str(), "http" | "https")
            && self.peek_at(value) == Some('/')
            && self.peek_at(value + 1) == Some('/');
        let is_host = name.contains('.') && !name.to_ascii_lowercase().starts_with("account.");
        let stands_alone = self
            .peek_at(value)
            .is_none_or(|c| c.is_whitespace() || c == ')');
        let foreign =
            !known && (is_address || (is_host || stands_alone) && field::near(&name, 2).is_none());
        (!foreign).then_some((name, value))
    }

    fn field(&mut self, (name, value): (String, usize), within: Within) -> Result<Kind> {
        let name_span = Span::between(self.at, value);
        let operator = field::operator(&name);
        if let Some(outer) = within {
            // `url:(https://a OR b:80)` and `since:(2016-01-01T13:30)` hold colons, too.
            return match operator {
                Some(_) => Err(fault(
                    name_span,
                    format!("only values of `{}:` fit in these brackets", outer.name),
                )),
                None => self.bare(within),
            };
        }
        let Some(operator) = operator else {
            let near = field::nearest(&name);
            let message = format!(
                "there is no operator `{name}:`; the nearest is `{}:`. To search for the text, put it in quotation marks",
                near.name
            );
            return Err(fault(name_span, message));
        };
        self.at = value;
        let start = self.at;
        let kind = match self.peek() {
            Some('(') => self.group(Some(operator))?,
            Some(c) if is_quote(c) => self.quoted(c)?,
            Some('/') if takes_words(operator) => self.regex()?,
            Some('-') if !matches!(operator.takes, Takes::Number(_)) => {
                let message = format!(
                    "to exclude, write the `-` before the operator: `-{}:…`",
                    operator.name
                );
                return Err(fault(self.here(1), message));
            }
            Some(c) if !c.is_whitespace() && c != ')' => self.bare(Some(operator))?,
            _ => {
                let message = format!(
                    "`{0}:` wants a value directly behind the colon, as in `{0}:{1}`",
                    operator.name, operator.example
                );
                return Err(fault(name_span, message));
            }
        };
        let value = Node {
            span: Span::between(start, self.at),
            kind,
        };
        Ok(Kind::Field(operator, Box::new(value)))
    }

    /// Characters that mean something elsewhere must not pass as punctuation here.
    fn check_bare_start(&self, before: Option<&Node>) -> Result<()> {
        let follows = self
            .peek_at(self.at + 1)
            .is_some_and(|c| !c.is_whitespace());
        match self.peek() {
            Some('!') if self.peek_at(self.at + 1).is_some_and(char::is_alphanumeric) => Err(
                fault(self.here(1), "to exclude a word, write `-` before it"),
            ),
            Some('–' | '—' | '−') if follows => Err(fault(
                self.here(1),
                "to exclude a word, write `-` (a hyphen) before it; to search for text, put it in quotation marks",
            )),
            Some(':') => {
                let name = before.and_then(|node| match &node.kind {
                    Kind::Bare(letters) => {
                        field::operator(&letters.iter().map(|letter| letter.c).collect::<String>())
                    }
                    _ => None,
                });
                name.map_or(Ok(()), |operator| {
                    Err(fault(
                        self.here(1),
                        format!(
                            "no blank stands round the colon: `{}:{}`",
                            operator.name, operator.example
                        ),
                    ))
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether the bracket here is closed before the next blank. If not, an address that ends in `(` would take
    /// the `)` of a group around it.
    fn closes_in_word(&self) -> bool {
        let mut open = 0;
        let mut escaped = false;
        for &c in &self.chars[self.at..] {
            match c {
                _ if escaped => {
                    escaped = false;
                    continue;
                }
                '\\' => escaped = true,
                '(' => open += 1,
                ')' => open -= 1,
                c if c.is_whitespace() || is_quote(c) => break,
                _ => {}
            }
            if open == 0 {
                return true;
            }
        }
        false
    }

    fn bare(&mut self, within: Within) -> Result<Kind> {
        let rest: String = self.chars[self.at..]
            .iter()
            .take(8)
            .collect::<String>()
            .to_ascii_lowercase();
        let address = rest.starts_with("http://")
            || rest.starts_with("https://")
            || within.is_some_and(|operator| operator.name == "url");
        let mut open = 0;
        let mut letters = Vec::new();
        while let Some(c) = self.peek() {
            let at = self.at;
            match c {
                '\\' => {
                    let Some(c) = self.peek_at(at + 1) else {
                        return Err(fault(
                            self.here(1),
                            "a character is missing behind the backslash",
                        ));
                    };
                    letters.push(Letter {
                        c,
                        at,
                        escaped: true,
                    });
                    self.at += 2;
                    continue;
                }
                c if c.is_whitespace() || is_quote(c) => break,
                // Addresses hold brackets: `https://en.wikipedia.org/wiki/Mercury_(planet)`.
                '(' if address && (open > 0 || self.closes_in_word()) => open += 1,
                ')' if open > 0 => open -= 1,
                '(' | ')' => break,
                _ => {}
            }
            letters.push(Letter {
                c,
                at,
                escaped: false,
            });
            self.at += 1;
        }
        Ok(Kind::Bare(letters))
    }
}

/// One part stands for itself. Parts of the same kind without brackets between them are one list.
fn several(mut parts: Vec<Node>, kind: fn(Vec<Node>) -> Kind) -> Node {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let span = Span::between(parts[0].span.at, parts[parts.len() - 1].span.end());
    Node {
        span,
        kind: kind(parts),
    }
}

fn takes_words(operator: &'static Operator) -> bool {
    matches!(operator.takes, Takes::Words(_))
}

pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂')
}

fn closes(open: char, c: char) -> bool {
    match open {
        '“' | '„' | '”' => matches!(c, '“' | '”'),
        _ => c == open,
    }
}
