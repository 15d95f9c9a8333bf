//! Splits CSV into records, in bounded memory and without a copy of the fields.
//!
//! Well-formed input is split as the `csv` crate splits it (a test holds them against each other).
//! What is not well-formed costs only itself: a record of a wrong length, of more than [`RECORD_LIMIT`] bytes
//! or with a quote that is never closed ends where the next plausible record starts.

use crate::record::{Place, Problem, Reason};
use std::io::{self, Read};

/// No row of a release comes near it: the longest seen have some 20 KiB.
pub(crate) const RECORD_LIMIT: usize = 4 << 20;
/// How far ahead a candidate for a record's start must be seen to be judged.
const LOOK_AHEAD: usize = 4 << 10;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What ends a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terminator {
    /// `\n` or `\r\n`.
    Newline,
    /// A lone `\r`, where the header ends in one.
    Return,
}

/// How a file's records look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) terminator: Terminator,
}

/// What a record must look like to be taken for one after a broken one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// How many fields it has.
    pub(crate) fields: usize,
    /// Which field holds the id.
    pub(crate) id_field: usize,
    /// Whether a text can be the id.
    pub(crate) is_id: fn(&[u8]) -> bool,
}

#[derive(Debug, Clone, Copy)]
struct Field {
    start: u32,
    end: u32,
    /// Whether the range is in `unescaped` and not in the record.
    unescaped: bool,
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next {
    /// A record; [`Splitter::field`] gives its fields.
    Record,
    /// Something that is none.
    Broken(Box<Problem>),
    /// The end of the file.
    End,
}

/// Splits a stream.
#[derive(Debug)]
pub(crate) struct Splitter<R> {
    source: R,
    dialect: Dialect,
    buffer: Vec<u8>,
    /// What is filled and not yet consumed: `buffer[start..end]`.
    start: usize,
    end: usize,
    at_eof: bool,
    /// Of `buffer[start]`.
    byte: u64,
    line: u64,
    /// Of the record last given.
    place: Place,
    record: std::ops::Range<usize>,
    parts: Parts,
    /// An error of the source that came after bytes which are to be given first.
    pending: Option<io::Error>,
}

/// A record taken apart.
#[derive(Debug, Default)]
struct Parts {
    fields: Vec<Field>,
    /// The fields that are not in the file as they are meant.
    unescaped: Vec<u8>,
    /// Fields with text behind their closing quote: which, and where in the record they stand.
    stray: Vec<(usize, std::ops::Range<usize>)>,
}

enum Parsed {
    /// A record of so many bytes with its terminator, of which the second number are its own.
    Complete(usize, usize),
    /// The bytes end within it; whether that is within quotes.
    Cut { quoted: bool },
}

impl<R: Read> Splitter<R> {
    pub(crate) fn new(source: R, dialect: Dialect) -> Self {
        Self {
            source,
            dialect,
            buffer: vec![0; 256 << 10],
            start: 0,
            end: 0,
            at_eof: false,
            byte: 0,
            line: 1,
            place: Place {
                record: 0,
                line: 1,
                byte: 0,
            },
            record: 0..0,
            parts: Parts::default(),
            pending: None,
        }
    }

    /// The next record. `shape` is `None` for the header, which may have any length.
    pub(crate) fn next(&mut self, shape: Option<&Shape>) -> io::Result<Next> {
        loop {
            if !self.skip_blank()? {
                return Ok(Next::End);
            }
            let filled = &self.buffer[self.start..self.end];
            let parsed = parse(filled, self.dialect, &mut self.parts);
            let (whole, own) = match parsed {
                Parsed::Complete(whole, own) => (whole, own),
                Parsed::Cut { quoted: false } if self.at_eof => (filled.len(), filled.len()),
                Parsed::Cut { quoted: true } if self.at_eof => {
                    return self.give_up(Reason::UnclosedQuote, shape).map(Next::Broken);
                }
                Parsed::Cut { .. } if filled.len() >= RECORD_LIMIT => {
                    return self.give_up(oversize(), shape).map(Next::Broken);
                }
                Parsed::Cut { .. } => {
                    self.fill()?;
                    continue;
                }
            };
            if own > RECORD_LIMIT {
                return self.give_up(oversize(), shape).map(Next::Broken);
            }
            self.place = Place {
                record: 0,
                line: self.line,
                byte: self.byte,
            };
            self.record = self.start..self.start + own;
            if let Some(shape) = shape
                && self.parts.fields.len() != shape.fields
            {
                // A missing quote makes one record of two: look for the second one inside.
                if let Some(length) = self.next_start(whole, shape) {
                    let reason = Reason::FieldCount {
                        found: self.parts.fields.len(),
                        expected: shape.fields,
                    };
                    return Ok(Next::Broken(self.reject(length, reason)));
                }
            }
            self.consume(whole);
            return Ok(Next::Record);
        }
    }

    /// How many fields it has.
    pub(crate) fn len(&self) -> usize {
        self.parts.fields.len()
    }

    /// Its bytes as they stand in the file, without the terminator.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.buffer[self.record.clone()]
    }

    /// The record as text, checked once for all its fields; the error is the offset of the first bad byte.
    pub(crate) fn text(&self) -> Result<TextRecord<'_>, u64> {
        let whole = std::str::from_utf8(self.raw()).map_err(|error| error.valid_up_to() as u64)?;
        // Quotes are ASCII, so unescaping cannot cut a character.
        let unescaped = std::str::from_utf8(&self.parts.unescaped).map_err(|_| 0u64)?;
        Ok(TextRecord {
            whole,
            unescaped,
            fields: &self.parts.fields,
        })
    }

    /// Fields of it that have text behind their closing quote, and how they stand in the file.
    pub(crate) fn stray(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let raw = self.raw();
        self.parts
            .stray
            .iter()
            .map(|(field, range)| (*field, &raw[range.clone()]))
    }

    /// A problem with the record last given.
    pub(crate) fn problem(&self, reason: Reason) -> Box<Problem> {
        Box::new(problem(
            self.place,
            reason,
            self.raw(),
            self.raw().len() as u64,
        ))
    }

    /// Goes to the next record's start; `false` at the end of the file.
    fn skip_blank(&mut self) -> io::Result<bool> {
        loop {
            if self.end - self.start < BOM.len() && !self.at_eof {
                self.fill()?;
                continue;
            }
            let filled = &self.buffer[self.start..self.end];
            let skip = match filled {
                [] => return Ok(false),
                [b'\n', ..] => 1,
                [b'\r', b'\n', ..] => 2,
                [b'\r', ..] if self.dialect.terminator == Terminator::Return => 1,
                // Files that were put together from several have one in the middle, too.
                _ if filled.starts_with(BOM) => BOM.len(),
                _ => return Ok(true),
            };
            self.consume(skip);
        }
    }

    fn consume(&mut self, length: usize) {
        let consumed = &self.buffer[self.start..self.start + length];
        let newline = match self.dialect.terminator {
            Terminator::Newline => b'\n',
            Terminator::Return => b'\r',
        };
        self.line += memchr::memchr_iter(newline, consumed).count() as u64;
        self.byte += length as u64;
        self.start += length;
    }

    /// Reads more behind what is there; the buffer grows up to the record limit.
    fn fill(&mut self) -> io::Result<()> {
        if let Some(error) = self.pending.take() {
            return Err(error);
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            let doubled = (self.buffer.len() * 2).min(RECORD_LIMIT + LOOK_AHEAD);
            self.buffer.resize(doubled.max(self.end + LOOK_AHEAD), 0);
        }
        let before = self.end;
        while self.end < self.buffer.len() {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.at_eof = true;
                    break;
                }
                Ok(n) => self.end += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.end > before => {
                    self.pending = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Rejects `length` bytes from the start.
    fn reject(&mut self, length: usize, reason: Reason) -> Box<Problem> {
        let place = Place {
            record: 0,
            line: self.line,
            byte: self.byte,
        };
        let raw = &self.buffer[self.start..self.start + length];
        let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let problem = problem(place, reason, raw, raw.len() as u64);
        self.consume(length);
        Box::new(problem)
    }

    /// Abandons a record that has no end within bounds: rejects everything up to the next plausible start.
    fn give_up(&mut self, reason: Reason, shape: Option<&Shape>) -> io::Result<Box<Problem>> {
        let place = Place {
            record: 0,
            line: self.line,
            byte: self.byte,
        };
        let mut kept = Vec::new();
        let mut dropped = 0u64;
        loop {
            let length = self.end - self.start;
            // Without the header nothing says what a record looks like.
            let found = shape.and_then(|shape| self.next_start(length, shape));
            let drop = match found {
                Some(length) => length,
                None if self.at_eof => length,
                // The last bytes may be the beginning of a start that is not to be judged yet.
                None => length.saturating_sub(LOOK_AHEAD),
            };
            let room = Problem::RAW_LIMIT.saturating_sub(kept.len()).min(drop);
            kept.extend_from_slice(&self.buffer[self.start..self.start + room]);
            dropped += drop as u64;
            self.consume(drop);
            if found.is_some() || self.at_eof {
                let end = kept.len()
                    - usize::from(
                        found.is_some() && dropped == kept.len() as u64 && kept.ends_with(b"\n"),
                    );
                return Ok(Box::new(problem(place, reason, &kept[..end], dropped)));
            }
            self.fill()?;
        }
    }

    /// The offset (from `start`) of the first plausible record start before `to`: one behind a newline whose id
    /// field is an id and which has the right number of fields, as far as can be seen.
    fn next_start(&self, to: usize, shape: &Shape) -> Option<usize> {
        let filled = &self.buffer[self.start..self.end];
        let newline = match self.dialect.terminator {
            Terminator::Newline => b'\n',
            Terminator::Return => b'\r',
        };
        let mut parts = Parts::default();
        for newline_at in memchr::memchr_iter(newline, &filled[..to]) {
            let start = newline_at + 1;
            if start >= to {
                return None;
            }
            let candidate = &filled[start..];
            if candidate.len() < LOOK_AHEAD && !self.at_eof && to == filled.len() {
                return None;
            }
            // The first field alone is cheap to judge and nearly always the id.
            if shape.id_field == 0 && !(shape.is_id)(first_field(candidate, self.dialect.delimiter))
            {
                continue;
            }
            let parsed = parse(candidate, self.dialect, &mut parts);
            let complete = matches!(parsed, Parsed::Complete(..)) || self.at_eof;
            let length_fits = if complete {
                parts.fields.len() == shape.fields
            } else {
                parts.fields.len() <= shape.fields
            };
            let id_fits = parts.fields.get(shape.id_field).is_some_and(|field| {
                let text = if field.unescaped {
                    &parts.unescaped[..]
                } else {
                    candidate
                };
                (shape.is_id)(&text[field.start as usize..field.end as usize])
            });
            if length_fits && id_fits {
                return Some(start);
            }
        }
        None
    }
}

/// A record whose bytes are known to be UTF-8.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextRecord<'a> {
    whole: &'a str,
    unescaped: &'a str,
    fields: &'a [Field],
}

impl<'a> TextRecord<'a> {
    pub(crate) fn field(&self, position: usize) -> Option<&'a str> {
        let field = self.fields.get(position)?;
        let text = if field.unescaped {
            self.unescaped
        } else {
            self.whole
        };
        text.get(field.start as usize..field.end as usize)
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        (0..self.fields.len()).map(|position| self.field(position).unwrap_or_default())
    }
}

fn oversize() -> Reason {
    Reason::Oversize {
        limit: RECORD_LIMIT as u64,
    }
}

fn problem(place: Place, reason: Reason, raw: &[u8], raw_length: u64) -> Problem {
    Problem {
        place,
        reason,
        raw: raw[..raw.len().min(Problem::RAW_LIMIT)].to_vec(),
        raw_length,
    }
}

fn first_field(bytes: &[u8], delimiter: u8) -> &[u8] {
    let (body, end) = match bytes {
        [b'"', body @ ..] => (body, b'"'),
        body => (body, delimiter),
    };
    let window = &body[..body.len().min(100)];
    let length = memchr::memchr(end, window).unwrap_or(0);
    &window[..length]
}

/// Parses one record from the start of `bytes`.
fn parse(bytes: &[u8], dialect: Dialect, parts: &mut Parts) -> Parsed {
    parts.fields.clear();
    parts.unescaped.clear();
    parts.stray.clear();
    let delimiter = dialect.delimiter;
    let mut at = 0;
    loop {
        let field = if bytes.get(at) == Some(&b'"') {
            match quoted_field(bytes, &mut at, dialect, parts) {
                Some(field) => field,
                None => return Parsed::Cut { quoted: true },
            }
        } else {
            let start = at;
            at = plain_end(bytes, at, dialect);
            Field {
                start: start as u32,
                end: at as u32,
                unescaped: false,
            }
        };
        parts.fields.push(field);
        match bytes.get(at) {
            Some(byte) if *byte == delimiter => at += 1,
            Some(b'\n') if dialect.terminator == Terminator::Newline => {
                return Parsed::Complete(at + 1, at);
            }
            Some(b'\r') if dialect.terminator == Terminator::Return => {
                return Parsed::Complete(at + 1, at);
            }
            Some(_) => return Parsed::Complete(at + 2, at), // `\r\n`
            None => return Parsed::Cut { quoted: false },
        }
    }
}

/// Where a field without quotes ends: at a delimiter, a terminator or the end of the bytes.
fn plain_end(bytes: &[u8], from: usize, dialect: Dialect) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            byte if byte == dialect.delimiter => return at,
            b'\n' if dialect.terminator == Terminator::Newline => return at,
            b'\r' if dialect.terminator == Terminator::Return => return at,
            b'\r'
                if dialect.terminator == Terminator::Newline
                    && matches!(bytes.get(at + 1), Some(b'\n')) =>
            {
                return at;
            }
            _ => at += 1,
        }
    }
    at
}

/// Parses a field that opens with a quote and leaves `at` behind it. `None` where the bytes end before its quote.
fn quoted_field(
    bytes: &[u8],
    at: &mut usize,
    dialect: Dialect,
    parts: &mut Parts,
) -> Option<Field> {
    let start = *at + 1;
    let close = start + memchr::memchr(b'"', &bytes[start..])?;
    let after = close + 1;
    if after >= bytes.len() || plain_end(bytes, after, Dialect { ..dialect }) == after {
        *at = after;
        return Some(Field {
            start: start as u32,
            end: close as u32,
            unescaped: false,
        });
    }
    // `""` inside, or text behind the closing quote: the field must be put together.
    let unescaped = &mut parts.unescaped;
    let from = unescaped.len();
    let mut piece = start;
    let mut close = close;
    loop {
        unescaped.extend_from_slice(&bytes[piece..close]);
        match bytes.get(close + 1) {
            Some(b'"') => {
                unescaped.push(b'"');
                piece = close + 2;
                close = piece + memchr::memchr(b'"', bytes.get(piece..)?)?;
            }
            _ => {
                // The `csv` crate, and Python, take what stands between the quote and the delimiter as it is.
                let end = plain_end(bytes, close + 1, dialect);
                unescaped.extend_from_slice(&bytes[close + 1..end]);
                if end > close + 1 {
                    parts.stray.push((parts.fields.len(), start - 1..end));
                }
                *at = end;
                return Some(Field {
                    start: from as u32,
                    end: unescaped.len() as u32,
                    unescaped: true,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMMA: Dialect = Dialect {
        delimiter: b',',
        terminator: Terminator::Newline,
    };

    fn split(
        source: impl Read,
        dialect: Dialect,
        shape: Option<&Shape>,
    ) -> Vec<Result<Vec<String>, (Problem, String)>> {
        let mut splitter = Splitter::new(source, dialect);
        let mut records = Vec::new();
        loop {
            match splitter.next(shape).unwrap() {
                Next::End => return records,
                Next::Broken(problem) => {
                    let raw = problem.raw_text().into_owned();
                    records.push(Err((*problem, raw)));
                }
                Next::Record => {
                    records.push(Ok(splitter
                        .text()
                        .unwrap()
                        .fields()
                        .map(str::to_owned)
                        .collect()));
                }
            }
        }
    }

    /// Gives its bytes in small pieces, so that every record is cut somewhere.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(buffer.len()).min(7);
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn shape() -> Shape {
        Shape {
            fields: 3,
            id_field: 0,
            is_id: |text| text.len() >= 3 && text.iter().all(u8::is_ascii_digit),
        }
    }

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let shown: Vec<String> = split(source.as_bytes(), COMMA, Some(&shape()))
            .into_iter()
            .map(|record| match record {
                Ok(fields) => fields.join("|"),
                Err((problem, raw)) => {
                    format!("{}@{}: {raw}", problem.reason.word(), problem.place.line)
                }
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_missing_quote_costs_its_own_record() {
        check(
            "\"101\",\"a,\"x\"\n\"102\",\"b\",\"y\"\n",
            &["101|a,x\"", "102|b|y"],
        );
        check(
            "\"101\",\"a\n\"102\",\"b\",\"y\"\n\"103\",\"c\",\"z\"\n",
            &["field-count@1: \"101\",\"a", "102|b|y", "103|c|z"],
        );
        check(
            "\"101\",\"a\",\"x\n\"102\",\"b\",\"y\"\n\"103\",\"c\",\"z\"\n",
            &["field-count@1: \"101\",\"a\",\"x", "102|b|y", "103|c|z"],
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_rest() {
        check(
            "101,a,\"x\n102,b,y\n103,c,z\n",
            &["unclosed-quote@1: 101,a,\"x", "102|b|y", "103|c|z"],
        );
        check(
            "101,a,x\n102,b,\"y",
            &["101|a|x", "unclosed-quote@2: 102,b,\"y"],
        );
    }

    #[test]
    fn newlines_in_fields_are_no_starts() {
        check(
            "101,\"a\n102,b\",x\r\n103,c,z",
            &["101|a\n102,b|x", "103|c|z"],
        );
    }

    #[test]
    fn a_record_of_another_length_is_left_to_the_reader() {
        check("101,a\n102,b,y\n", &["101|a", "102|b|y"]);
    }

    #[test]
    fn a_record_without_end_is_abandoned_in_bounded_memory() {
        let mut source = b"101,a,\"".to_vec();
        source.resize(3 * RECORD_LIMIT, b'x');
        source.extend_from_slice(b"\n102,b,y\n");
        let records = split(&source[..], COMMA, Some(&shape()));
        let (problem, _) = records[0].clone().unwrap_err();
        assert_eq!(problem.reason.word(), "oversize");
        assert_eq!(problem.raw.len(), Problem::RAW_LIMIT);
        assert_eq!(problem.raw_length, 3 * RECORD_LIMIT as u64 + 1);
        assert_eq!(records[1].clone().unwrap(), ["102", "b", "y"]);
        assert_eq!(records.len(), 2);
    }

    #[test]
    fn a_long_plain_record_is_abandoned_too() {
        let mut source = b"101,a,".to_vec();
        source.resize(RECORD_LIMIT + 100, b'x');
        source.extend_from_slice(b"\n102,b,y\n");
        let records = split(&source[..], COMMA, Some(&shape()));
        assert_eq!(records[0].clone().unwrap_err().0.reason.word(), "oversize");
        assert_eq!(records[1].clone().unwrap(), ["102", "b", "y"]);
    }

    #[test]
    fn other_dialects() {
        let read = |source: &str, dialect| {
            split(source.as_bytes(), dialect, None)
                .into_iter()
                .map(Result::unwrap)
                .collect::<Vec<_>>()
        };
        let semicolon = Dialect {
            delimiter: b';',
            ..COMMA
        };
        assert_eq!(read("a;\"b;c\";d,e\n", semicolon), [["a", "b;c", "d,e"]]);
        let old_mac = Dialect {
            terminator: Terminator::Return,
            ..COMMA
        };
        assert_eq!(
            read("a,b\r\rc,\"d\r\"\r", old_mac),
            [["a", "b"], ["c", "d\r"]]
        );
        assert_eq!(
            read("\u{feff}a,b\n\u{feff}\"c\",d\n", COMMA),
            [["a", "b"], ["c", "d"]]
        );
        assert_eq!(read("a\rb,c\n", COMMA), [["a\rb", "c"]]);
    }

    fn csv_text() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            4 => Just("\""), 4 => Just(","), 3 => Just("\n"), 1 => Just("\r\n"), 4 => Just("a"), 1 => Just("é"), 1 => Just("\"\""),
            1 => Just("\",\""), 1 => Just("\"\n\""),
        ];
        prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #[test]
        fn splits_as_the_csv_crate_does(text in csv_text()) {
            let ours: Vec<_> = split(text.as_bytes(), COMMA, None).into_iter().map_while(Result::ok).collect();
            let mut theirs = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = theirs.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            // Their last record may be one whose quote is never closed, which ours rejects.
            prop_assert!(theirs.len() - ours.len() <= 1, "{:?} {:?}", ours, theirs);
            prop_assert_eq!(&ours[..], &theirs[..ours.len()]);
            let closed = split(text.as_bytes(), COMMA, None).iter().all(Result::is_ok);
            prop_assert!(!closed || ours.len() == theirs.len());
        }

        #[test]
        fn where_the_bytes_are_cut_does_not_matter(text in csv_text()) {
            prop_assert_eq!(split(Trickle(text.as_bytes()), COMMA, Some(&shape())), split(text.as_bytes(), COMMA, Some(&shape())));
        }

        #[test]
        fn no_byte_is_lost_and_none_breaks_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut splitter = Splitter::new(&bytes[..], COMMA);
            let mut given = 0;
            loop {
                match splitter.next(Some(&shape())).unwrap() {
                    Next::End => break,
                    Next::Broken(problem) => given += problem.raw_length,
                    Next::Record => given += splitter.raw().len() as u64,
                }
            }
            prop_assert_eq!(splitter.byte, bytes.len() as u64);
            prop_assert!(given <= bytes.len() as u64);
        }
    }
}
