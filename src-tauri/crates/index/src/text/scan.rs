//! The scanner: one pass over a text, every script, tokens in order of position.

use crate::text::class::{Class, Classes};
use crate::text::fold::{Next, Quick, fold_into};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;

/// Characters of a word that count.
pub const LONGEST: usize = 128;

/// A piece of a text as it stands in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded.
    pub text: &'a str,
    /// First byte in the original text.
    pub start: usize,
    /// First byte behind it in the original text.
    pub end: usize,
    /// Tokens can share a position; words that stand directly behind each other have consecutive ones.
    pub position: usize,
}

/// Cuts a text for the index. See the module above for the rules. For many texts keep a [`Scanner`].
pub fn scan(text: &str, sink: impl FnMut(Token<'_>)) {
    Scanner::new().scan(text, sink);
}

/// What tokens are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// All under which the text shall be found.
    Index,
    /// Only those that have to be there for the text to be found.
    Query,
}

/// The scanner's buffers, to be used again for the next text.
#[derive(Debug, Default)]
pub struct Scanner {
    folded: String,
    sign: String,
    pieces: Vec<Piece>,
    run: Vec<(char, usize, usize)>,
    breaks: Vec<usize>,
}

/// Part of a word between apostrophes.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// In the original.
    start: usize,
    end: usize,
    /// In the folded word.
    from: usize,
    to: usize,
}

static DICTIONARY: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Where a scan stands.
struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    classes: Classes,
    at: usize,
    position: usize,
    /// A word character of a script with blanks, or `&`, stands directly before `at`.
    after_word: bool,
    purpose: Purpose,
}

impl Scanner {
    /// With empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cuts a text for the index.
    pub fn scan(&mut self, text: &str, sink: impl FnMut(Token<'_>)) {
        self.run(text, Purpose::Index, sink);
    }

    pub(crate) fn run(&mut self, text: &str, purpose: Purpose, mut sink: impl FnMut(Token<'_>)) {
        let mut cursor = Cursor {
            text,
            bytes: text.as_bytes(),
            classes: Classes::get(),
            at: 0,
            position: 0,
            after_word: false,
            purpose,
        };
        while let Some(&byte) = cursor.bytes.get(cursor.at) {
            let kind = ASCII[usize::from(byte)];
            if kind & BETWEEN != 0 {
                cursor.skip(1);
                continue;
            }
            if kind & WORD != 0 {
                self.word(&mut cursor, &mut sink);
                continue;
            }
            let Some((class, len)) = cursor.peek(cursor.at) else {
                break;
            };
            match class {
                Class::Between if cursor.bytes[cursor.at] == b'+' && !cursor.after_word => {
                    match hashed_id(cursor.bytes, cursor.at) {
                        Some(end) => self.whole(&mut cursor, end, &mut sink),
                        None => cursor.skip(len),
                    }
                }
                Class::Between => {
                    cursor.after_word = cursor.bytes[cursor.at] == b'&';
                    cursor.at += len;
                }
                Class::Apostrophe => cursor.skip(len),
                Class::Inside => cursor.at += len,
                Class::Word => self.word(&mut cursor, &mut sink),
                Class::Hash | Class::At => self.sign(&mut cursor, class, len, &mut sink),
                Class::Han | Class::SouthEast => self.unspaced(&mut cursor, class, &mut sink),
                Class::Emoji | Class::Regional => self.emoji(&mut cursor, class, len, &mut sink),
            }
        }
    }

    /// One token of everything up to `end`.
    fn whole(&mut self, cursor: &mut Cursor<'_>, end: usize, sink: &mut impl FnMut(Token<'_>)) {
        self.folded.clear();
        fold_into(&cursor.text[cursor.at..end], &mut self.folded);
        sink(Token {
            text: &self.folded,
            start: cursor.at,
            end,
            position: cursor.position,
        });
        cursor.position += 1;
        cursor.at = end;
        cursor.after_word = true;
    }

    fn word(&mut self, cursor: &mut Cursor<'_>, sink: &mut impl FnMut(Token<'_>)) {
        let (start, bytes) = (cursor.at, cursor.bytes);
        let mut end = start;
        let mut seen = 0;
        while let Some(&byte) = bytes.get(end) {
            let kind = ASCII[usize::from(byte)];
            if kind & WORD == 0 {
                break;
            }
            seen |= kind;
            end += 1;
        }
        let upper = seen & UPPER != 0;
        let next = bytes.get(end).copied().unwrap_or(b' ');
        match next {
            b'\'' | 0x80.. => return self.long_word(cursor, sink),
            b'+' | b'=' if !cursor.after_word => {
                if let Some(end) = hashed_id(bytes, start) {
                    return self.whole(cursor, end, sink);
                }
            }
            b':' | b'.' if end - start <= 5 && !cursor.after_word => {
                if let Some(skipped) = link(bytes, start) {
                    cursor.at = skipped;
                    cursor.after_word = false;
                    return;
                }
            }
            _ => {}
        }
        let mut text = &cursor.text[start..end];
        if text.len() > LONGEST {
            text = &text[..LONGEST];
        }
        if upper {
            self.folded.clear();
            self.folded.push_str(text);
            self.folded.make_ascii_lowercase();
            text = &self.folded;
        }
        sink(Token {
            text,
            start,
            end,
            position: cursor.position,
        });
        cursor.position += 1;
        cursor.at = end;
        cursor.after_word = true;
    }

    /// A word with apostrophes or beyond ASCII.
    fn long_word(&mut self, cursor: &mut Cursor<'_>, sink: &mut impl FnMut(Token<'_>)) {
        let start = cursor.at;
        let (mut at, mut piece) = (start, start);
        self.pieces.clear();
        self.folded.clear();
        while let Some((class, len)) = cursor.peek(at) {
            match class {
                Class::Word | Class::Inside => at += len,
                Class::Apostrophe if matches!(cursor.peek(at + len), Some((Class::Word, _))) => {
                    self.piece(cursor.text, piece, at);
                    self.folded.push('\'');
                    at += len;
                    piece = at;
                }
                _ => break,
            }
        }
        self.piece(cursor.text, piece, at);
        cursor.at = at;
        cursor.after_word = true;
        // A piece of nothing but marks leaves an apostrophe at an end.
        let full = self.folded.as_str();
        let whole = full.trim_matches('\'');
        if whole.is_empty() {
            return;
        }
        let position = cursor.position;
        cursor.position += 1;
        sink(Token {
            text: cut(whole),
            start,
            end: at,
            position,
        });
        if cursor.purpose == Purpose::Query || self.pieces.len() == 1 {
            return;
        }
        for piece in &self.pieces {
            let text = &full[piece.from..piece.to];
            if text != whole && text.chars().nth(1).is_some() {
                sink(Token {
                    text: cut(text),
                    start: piece.start,
                    end: piece.end,
                    position,
                });
            }
        }
    }

    fn piece(&mut self, text: &str, start: usize, end: usize) {
        let from = self.folded.len();
        fold_into(&text[start..end], &mut self.folded);
        self.pieces.push(Piece {
            start,
            end,
            from,
            to: self.folded.len(),
        });
    }

    fn sign(
        &mut self,
        cursor: &mut Cursor<'_>,
        class: Class,
        len: usize,
        sink: &mut impl FnMut(Token<'_>),
    ) {
        let start = cursor.at;
        let body = start + len;
        let starts_word = !cursor.after_word;
        cursor.skip(len);
        if !starts_word || link(cursor.bytes, body).is_some() {
            return;
        }
        let end = if class == Class::At {
            match hashed_id(cursor.bytes, body) {
                Some(end) => end,
                None => cursor.span(body, |class| matches!(class, Class::Word | Class::Inside)),
            }
        } else {
            cursor.tag_end(body)
        };
        let begins_well = matches!(
            cursor.peek(body),
            Some((Class::Word | Class::Han | Class::SouthEast, _))
        );
        let hashed = class == Class::At && cursor.bytes.get(body) == Some(&b'+') && end > body;
        if end == body || !(begins_well || hashed) {
            return;
        }
        self.sign.clear();
        self.sign.push(if class == Class::At { '@' } else { '#' });
        fold_into(&cursor.text[body..end], &mut self.sign);
        if self.sign.len() == 1 {
            return;
        }
        sink(Token {
            text: cut(&self.sign),
            start,
            end,
            position: cursor.position,
        });
        if cursor.purpose == Purpose::Query {
            // The form without the sign is implied where it is one word and no more.
            let single = cursor.span(body, |class| matches!(class, Class::Word | Class::Inside))
                == end
                || hashed_id(cursor.bytes, body) == Some(end);
            let goes_on = matches!(cursor.peek(end), Some((Class::Apostrophe, len)) if matches!(cursor.peek(end + len), Some((Class::Word, _))));
            if single && !goes_on {
                cursor.at = end;
                cursor.position += 1;
                cursor.after_word = true;
            }
        }
    }

    /// Han and Kana, or Thai and its kin.
    fn unspaced(&mut self, cursor: &mut Cursor<'_>, kind: Class, sink: &mut impl FnMut(Token<'_>)) {
        let start = cursor.at;
        let end = cursor.span(start, |class| class == kind || class == Class::Inside);
        self.clusters(cursor, end);
        cursor.at = end;
        cursor.after_word = false;
        let (first, len) = (cursor.position, self.run.len());
        cursor.position += len;
        if cursor.purpose == Purpose::Index && kind == Class::SouthEast {
            self.breaks.clear();
            self.breaks.extend(
                DICTIONARY
                    .segment_str(&cursor.text[start..end])
                    .map(|at| start + at),
            );
        }
        let mut next_break = 0;
        for (i, &(c, from, to)) in self.run.iter().enumerate() {
            let position = first + i;
            let single = match cursor.purpose {
                Purpose::Index => kind == Class::Han || len == 1,
                Purpose::Query => len == 1,
            };
            if single {
                let mut buffer = [0; 4];
                sink(Token {
                    text: c.encode_utf8(&mut buffer),
                    start: from,
                    end: to,
                    position,
                });
            } else if cursor.purpose == Purpose::Index {
                while self.breaks.get(next_break).is_some_and(|&at| at < from) {
                    next_break += 1;
                }
                let begins = self.breaks.get(next_break) == Some(&from)
                    && (i == 0 || self.run[i - 1].1 != from);
                if let (true, Some(&stop)) = (begins, self.breaks.get(next_break + 1)) {
                    self.folded.clear();
                    self.folded.extend(
                        self.run[i..]
                            .iter()
                            .take_while(|&&(_, at, _)| at < stop)
                            .map(|&(c, _, _)| c),
                    );
                    // A word of two characters stands here as a pair anyway.
                    if self.folded.chars().count() != 2 {
                        sink(Token {
                            text: cut(&self.folded),
                            start: from,
                            end: stop,
                            position,
                        });
                    }
                }
            }
            if let Some(&(second, _, to)) = self.run.get(i + 1) {
                self.folded.clear();
                self.folded.push(c);
                self.folded.push(second);
                sink(Token {
                    text: &self.folded,
                    start: from,
                    end: to,
                    position,
                });
            }
        }
    }

    /// Fills `run` with the folded characters up to `end`, each with the bytes of the letter and marks it comes from.
    fn clusters(&mut self, cursor: &Cursor<'_>, end: usize) {
        self.run.clear();
        let mut chars = cursor.text[cursor.at..end]
            .char_indices()
            .map(|(at, c)| (cursor.at + at, c))
            .peekable();
        while let Some((at, first)) = chars.next() {
            let begin = self.run.len();
            let mut quick = Quick::new();
            let mut known = self.push(quick.next(first), at);
            while let Some((_, mark)) = chars.next_if(|&(_, c)| joins_the_letter_before(c)) {
                known &= self.push(quick.next(mark), at);
            }
            let stop = chars.peek().map_or(end, |&(next, _)| next);
            if !known {
                self.run.truncate(begin);
                self.folded.clear();
                fold_into(&cursor.text[at..stop], &mut self.folded);
                self.run.extend(self.folded.chars().map(|c| (c, at, stop)));
            }
            for (_, _, to) in &mut self.run[begin..] {
                *to = stop;
            }
        }
    }

    fn push(&mut self, next: Next, at: usize) -> bool {
        match next {
            Next::Nothing => {}
            Next::One(c) => self.run.push((c, at, at)),
            Next::Two(first, second) => self.run.extend([(first, at, at), (second, at, at)]),
            Next::Unknown => return false,
        }
        true
    }

    fn emoji(
        &mut self,
        cursor: &mut Cursor<'_>,
        class: Class,
        len: usize,
        sink: &mut impl FnMut(Token<'_>),
    ) {
        let start = cursor.at;
        let mut end = start + len;
        if class == Class::Regional
            && let Some((Class::Regional, len)) = cursor.peek(end)
        {
            end += len;
        }
        let whole = cursor.span(end, |class| class == Class::Inside);
        sink(Token {
            text: &cursor.text[start..end],
            start,
            end: whole,
            position: cursor.position,
        });
        cursor.position += 1;
        cursor.at = whole;
        cursor.after_word = false;
    }
}

impl Cursor<'_> {
    /// The class of the character at `at` and its length in bytes.
    #[inline]
    fn peek(&self, at: usize) -> Option<(Class, usize)> {
        let byte = *self.bytes.get(at)?;
        if byte < 0x80 {
            return Some((self.classes.of(char::from(byte)), 1));
        }
        let c = self.text[at..].chars().next()?;
        Some((self.classes.of(c), c.len_utf8()))
    }

    fn skip(&mut self, len: usize) {
        self.at += len;
        self.after_word = false;
    }

    fn span(&self, from: usize, wanted: impl Fn(Class) -> bool) -> usize {
        let mut at = from;
        while let Some((class, len)) = self.peek(at) {
            if !wanted(class) {
                break;
            }
            at += len;
        }
        at
    }

    /// Where a hashtag ends: letters of all scripts, and the middle dots of Catalan and Katakana between them.
    fn tag_end(&self, from: usize) -> usize {
        let letter = |class| {
            matches!(
                class,
                Class::Word | Class::Han | Class::SouthEast | Class::Inside
            )
        };
        let mut end = self.span(from, letter);
        while let Some(dot) = self.text[end..]
            .chars()
            .next()
            .filter(|c| matches!(c, '·' | '・' | '･'))
        {
            let further = self.span(end + dot.len_utf8(), letter);
            if end == from || further == end + dot.len_utf8() {
                break;
            }
            end = further;
        }
        end
    }
}

fn is_ascii_word(byte: u8) -> bool {
    ASCII[usize::from(byte)] & WORD != 0
}

const WORD: u8 = 1;
const UPPER: u8 = 2;
/// Separates words and is nothing else to the scanner.
const BETWEEN: u8 = 4;

/// Most text is ASCII, and most of that is decided by one byte.
static ASCII: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        table[byte] = if c.is_ascii_alphanumeric() || c == b'_' {
            WORD | if c.is_ascii_uppercase() { UPPER } else { 0 }
        } else if matches!(c, b'#' | b'@' | b'\'' | b'+' | b'&') {
            0
        } else {
            BETWEEN
        };
        byte += 1;
    }
    table
};

/// Marks that are written with the letter before them.
fn joins_the_letter_before(c: char) -> bool {
    c > '\u{300}'
        && (unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        || is_format(c)
}

fn is_format(c: char) -> bool {
    matches!(c as u32, 0xAD | 0x200C..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE0001..=0xE007F)
}

/// The first `LONGEST` characters.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    text.char_indices()
        .nth(LONGEST)
        .map_or(text, |(at, _)| &text[..at])
}

/// Where a hashed account id that begins at `start` ends (see `starling_model::account_form`).
fn hashed_id(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..];
    let body = rest
        .iter()
        .take(44)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'+')
        .count();
    let ends = rest.get(body) == Some(&b'=') && (35..=43).contains(&body);
    let alone = !rest
        .get(body + 1)
        .is_some_and(|b| is_ascii_word(*b) || *b == b'=' || *b == b'+');
    (ends && alone).then_some(start + body + 1)
}

/// What is left out of a link that begins at `start`: all of it if it is one of t.co, else `http://`.
fn link(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..];
    let starts = |at: usize, prefix: &str| {
        rest.get(at..at + prefix.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| starts(0, scheme))
        .map_or(0, str::len);
    let host = scheme + "t.co".len();
    let next = rest.get(host).copied().unwrap_or(b' ');
    // Not `t.com`, `t.co.uk`.
    let after = rest.get(host + 1).copied().unwrap_or(b' ');
    let is_short = starts(scheme, "t.co")
        && !(is_ascii_word(next)
            || next >= 0x80
            || matches!(next, b'.' | b'-') && is_ascii_word(after));
    if is_short {
        let code = if next == b'/' {
            1 + rest[host + 1..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric())
                .count()
        } else {
            0
        };
        return Some(start + host + code);
    }
    (scheme > 0).then_some(start + scheme)
}
