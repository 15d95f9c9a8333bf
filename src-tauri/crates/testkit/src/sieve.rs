//! What anything that leaves is poured through: nobody who is known may stay behind in it.
//!
//! Files are read piece by piece and each of their words is looked up, so that a file's size does not matter to the
//! memory, nor the number of accounts to the time.

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::RangeInclusive;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Read at a time.
pub const PIECE: usize = 64 * 1024;

/// No text goes on for so long without a space or a comma.
const LONGEST: usize = 64 * 1024 * 1024;

/// What a byte is to the sieve.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Byte {
    /// Of a name or an id.
    Word,
    /// Between words.
    Between,
    /// Between words as well, and nothing after it changes how anything before it is read: no accent composes with it,
    /// and it is inside of no escape.
    Border,
    /// Of a character beyond ASCII or of an escape: what stands around it has to be looked at more closely.
    Odd,
}

fn kind(byte: u8) -> Byte {
    match byte {
        b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Byte::Word,
        b'\t' | b'\n' | b'\r' | b' ' | b'"' | b',' | b';' | b'(' | b')' | b'[' | b']' => {
            Byte::Border
        }
        b'\\' | 0x80.. => Byte::Odd,
        _ => Byte::Between,
    }
}

/// Everything that gives somebody away, in lower case.
#[derive(Debug)]
pub struct Sieve {
    forms: HashSet<Vec<u8>>,
    /// Lengths and first and last bytes that occur, so that most words need no look-up.
    lengths: RangeInclusive<usize>,
    ends: Vec<bool>,
    kinds: [Byte; 256],
}

/// What was seen of a file.
#[derive(Debug, Default)]
pub struct Seen {
    /// What gives somebody away.
    pub found: BTreeSet<String>,
    /// Its lines, or a table's rows.
    pub lines: u64,
    /// Whether a pseudonym of an account is in it.
    pub pseudonyms: bool,
}

impl Sieve {
    /// For accounts of these names and ids.
    pub fn of(accounts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut forms = HashSet::new();
        for (name, id) in accounts {
            let name = name.to_lowercase().into_bytes();
            // The cut-off form gives a name away all but its last letter; where that is another's name it counts too.
            forms.insert(name[..name.len() - 1].to_vec());
            forms.insert(name);
            forms.insert(id.into_bytes());
        }
        let lengths = forms.iter().map(Vec::len);
        let lengths = lengths.clone().min().unwrap()..=lengths.max().unwrap();
        let mut ends = vec![false; 256 * 256];
        for form in &forms {
            ends[at_ends(form)] = true;
        }
        let mut kinds = [Byte::Between; 256];
        for byte in 0..=u8::MAX {
            kinds[usize::from(byte)] = kind(byte);
        }
        Self {
            forms,
            lengths,
            ends,
            kinds,
        }
    }

    /// Fails where somebody is in what is read, and says who.
    #[track_caller]
    pub fn nobody_is_in(&self, what: &str, from: impl Read) -> Seen {
        let seen = self.read(from);
        seen.holds_nobody(what);
        seen
    }

    /// Reads all of it.
    pub fn read(&self, mut from: impl Read) -> Seen {
        self.pour(&mut from)
    }

    fn pour(&self, from: &mut dyn Read) -> Seen {
        let mut seen = Seen::default();
        let mut held = Vec::new();
        let mut piece = vec![0; PIECE];
        loop {
            let n = from.read(&mut piece).unwrap();
            if n == 0 {
                self.text(&held, &mut seen);
                return seen;
            }
            let before = held.len();
            held.extend_from_slice(&piece[..n]);
            // Only whole words are looked at, with all that may change how they are read.
            let border = |byte: &u8| self.kinds[usize::from(*byte)] == Byte::Border;
            if let Some(last) = piece[..n].iter().rposition(border) {
                let whole = before + last + 1;
                self.text(&held[..whole], &mut seen);
                held.drain(..whole);
            }
            assert!(held.len() < LONGEST, "a word without an end");
        }
    }

    /// Reads all rows of a Parquet file, whose own bytes are compressed.
    pub fn read_parquet(&self, file: File) -> Seen {
        let mut seen = Seen::default();
        let mut text = String::new();
        let reader = SerializedFileReader::new(file).unwrap();
        for row in reader.get_row_iter(None).unwrap() {
            for (name, field) in row.unwrap().get_column_iter() {
                let _ = write!(text, "{name},{field},");
            }
            text.push('\n');
            if text.len() > PIECE {
                self.text(text.as_bytes(), &mut seen);
                text.clear();
            }
        }
        self.text(text.as_bytes(), &mut seen);
        seen
    }

    /// Opens a sealed package and reads all that is in it, and what it is called. What is opened lies in the folder
    /// until it was read.
    pub fn read_package(
        &self,
        sealed: &Path,
        identity: &age::x25519::Identity,
        home: &Path,
    ) -> Vec<(String, Seen)> {
        let sealed = BufReader::new(File::open(sealed).unwrap());
        let decryptor = age::Decryptor::new_buffered(sealed).unwrap();
        let key: &dyn age::Identity = identity;
        let mut opened = decryptor.decrypt(std::iter::once(key)).unwrap();
        let mut plain = tempfile::tempfile_in(home).unwrap();
        std::io::copy(&mut opened, &mut plain).unwrap();
        let mut zip = zip::ZipArchive::new(BufReader::new(plain)).unwrap();
        let mut read = vec![("the package's remark".into(), self.read(zip.comment()))];
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut seen = if name.ends_with(".parquet") {
                let mut table = tempfile::tempfile_in(home).unwrap();
                std::io::copy(&mut file, &mut table).unwrap();
                let rows = self.read_parquet(table.try_clone().unwrap());
                // And its own bytes: names of columns and values of statistics stand there as they are.
                std::io::Seek::rewind(&mut table).unwrap();
                let mut bytes = self.read(table);
                bytes.found.extend(rows.found);
                Seen {
                    found: bytes.found,
                    ..rows
                }
            } else {
                self.read(&mut file)
            };
            seen.found.extend(self.read(name.as_bytes()).found);
            read.push((name, seen));
        }
        read
    }

    /// Looks at a piece that begins and ends with whole words.
    fn text(&self, text: &[u8], seen: &mut Seen) {
        let (mut word, mut stretch, mut is_odd) = (0, 0, false);
        for (at, byte) in text.iter().enumerate() {
            let kind = self.kinds[usize::from(*byte)];
            if kind == Byte::Word {
                continue;
            }
            self.word(&text[word..at], seen);
            word = at + 1;
            match kind {
                Byte::Odd => is_odd = true,
                Byte::Border => {
                    if is_odd {
                        self.closely(&text[stretch..at], seen);
                    }
                    (stretch, is_odd) = (at + 1, false);
                    seen.lines += u64::from(*byte == b'\n');
                }
                Byte::Between | Byte::Word => {}
            }
        }
        self.word(&text[word..], seen);
        if is_odd {
            self.closely(&text[stretch..], seen);
        }
    }

    fn word(&self, word: &[u8], seen: &mut Seen) {
        seen.pseudonyms |= word.len() > 2 && word.starts_with(b"u_");
        if self.lengths.contains(&word.len()) && self.ends[at_ends(word)] {
            let word = word.to_ascii_lowercase();
            if self.forms.contains(&word) {
                seen.found.insert(String::from_utf8(word).unwrap());
            }
        }
    }

    /// As a reader who sees through disguises reads it, whether backslashes are escapes in it or not.
    fn closely(&self, bytes: &[u8], seen: &mut Seen) {
        let text = String::from_utf8_lossy(bytes);
        let mut readings = vec![undisguised(&text)];
        if text.contains('\\') {
            readings.push(undisguised(&text.replace("\\n", " ").replace("\\u", " ")));
            readings.push(undisguised(&unescaped(&text)));
        }
        for reading in readings {
            let words = reading.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            words.for_each(|word| self.word(word.as_bytes(), seen));
        }
    }
}

impl Seen {
    /// Fails where somebody was found, and says who.
    #[track_caller]
    pub fn holds_nobody(&self, what: &str) {
        let some: Vec<&String> = self.found.iter().take(5).collect();
        let n = self.found.len();
        assert!(n == 0, "{what}: {n} names or ids have left: {some:?} …");
    }
}

/// First and last byte as one number, in lower case.
fn at_ends(word: &[u8]) -> usize {
    let end = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(byte.to_ascii_lowercase()));
    end(word.first()) * 256 + end(word.last())
}

/// Without what is not seen, and with letters of one kind.
fn undisguised(text: &str) -> String {
    let seen = text.chars().filter(
        |c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'),
    );
    seen.nfkc().collect::<String>().to_lowercase()
}

/// With JSON's escapes as what they stand for.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let code = after.strip_prefix('u').and_then(|code| code.get(..4));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        let (stands_for, long) = match (code, after.chars().next()) {
            (Some(code), _) => (char::from_u32(code).unwrap_or(' '), 5),
            (None, Some('n' | 'r' | 't' | 'b' | 'f' | 'u')) => (' ', 1),
            (None, Some(other)) => (other, other.len_utf8()),
            (None, None) => (' ', 0),
        };
        plain.push(stands_for);
        rest = &after[long..];
    }
    plain + rest
}
