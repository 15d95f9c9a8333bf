//! What a member is, by its first bytes.

use super::{Packing, packing, refusal, strange};
use crate::found::{Inside, Layout, MemberKind, Refusal};
use crate::json::Value;
use crate::layout::{self, Recognised};
use crate::objects::{NextObject, Objects};
use crate::split::{Next, Splitter};
use crate::unpack;
use std::io::{self, Cursor, Read};

/// How many objects are looked at until one is recognised.
const OBJECTS: usize = 20;

/// How far the first row after the header is looked for.
const HEAD_LIMIT: u64 = 8 << 20;

/// What a head says.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) kind: MemberKind,
    pub(super) layout: Option<Layout>,
    pub(super) columns: Vec<String>,
    pub(super) unused: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) refusal: Option<Refusal>,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            kind: MemberKind::Unknown,
            layout: None,
            columns: Vec::new(),
            unused: Vec::new(),
            missing: Vec::new(),
            notes: Vec::new(),
            refusal: None,
        }
    }
}

impl Head {
    pub(super) fn refused(refusal: Refusal) -> Self {
        Self {
            refusal: Some(refusal),
            ..Self::default()
        }
    }

    fn new(columns: Vec<String>, recognised: Result<Recognised, Refusal>) -> Self {
        match recognised {
            Ok(found) => Self {
                kind: found.kind,
                layout: Some(found.layout),
                columns,
                unused: found.unused,
                missing: found.missing,
                notes: found.notes,
                refusal: None,
            },
            Err(refusal) => Self {
                columns,
                ..Self::refused(refusal)
            },
        }
    }
}

/// The head of a member of an archive, which may itself be compressed: the way to it is made longer then.
pub(super) fn within(source: &mut dyn Read, inside: &mut Vec<Inside>) -> io::Result<Head> {
    let mut start = Vec::new();
    source.take(1024).read_to_end(&mut start)?;
    let packed = packing(&start);
    let mut whole = Cursor::new(start).chain(source);
    match packed {
        Packing::Gzip => {
            inside.push(Inside::Gzip);
            of(&mut unpack::gunzip(whole))
        }
        Packing::Zstd => {
            inside.push(Inside::Zstd);
            of(&mut zstd::Decoder::new(whole)?)
        }
        Packing::Zip => Ok(Head::refused(refusal(
            "packing",
            "it is a zip inside another archive; unpack the outer one",
        ))),
        Packing::Tar => Ok(Head::refused(refusal(
            "packing",
            "it is a tar inside another archive; unpack the outer one",
        ))),
        _ => of(&mut whole),
    }
}

/// The head of an unpacked stream.
pub(super) fn of(source: &mut dyn Read) -> io::Result<Head> {
    let mut start = Vec::new();
    source.take(16 << 10).read_to_end(&mut start)?;
    if start.is_empty() {
        return Ok(Head::refused(refusal("empty", "the file is empty")));
    }
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        let text =
            "it is written in UTF-16; the archive's files are in UTF-8: save it as CSV UTF-8";
        return Ok(Head::refused(refusal("encoding", text)));
    }
    match packing(&start) {
        Packing::Strange(what) => return Ok(Head::refused(strange(what))),
        Packing::None => {}
        _ => {
            return Ok(Head::refused(refusal(
                "packing",
                "it is packed more than once; unpack the outer layers",
            )));
        }
    }
    let unmarked = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    let first = unmarked
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .copied();
    let whole = Cursor::new(&start[..]).chain(source);
    match first {
        None => Ok(Head::refused(refusal(
            "empty",
            "the file holds nothing but blanks",
        ))),
        Some(b'{' | b'[') => objects(whole),
        Some(_) => table(&start, whole),
    }
}

fn table(start: &[u8], source: impl Read) -> io::Result<Head> {
    let mut limited = source.take(HEAD_LIMIT);
    let mut splitter = Splitter::new(&mut limited, layout::dialect(start));
    let names: Vec<String> = match splitter.next(None)? {
        Next::Record => match splitter.text() {
            Ok(record) => record.fields().map(str::to_owned).collect(),
            Err(_) => {
                let text =
                    "its first line is not UTF-8: it is no text, or text in another encoding";
                return Ok(Head::refused(refusal("encoding", text)));
            }
        },
        Next::Broken(_) | Next::End => {
            let text = "it has no header: no line of column names is found at its start";
            return Ok(Head::refused(refusal("header-less", text)));
        }
    };
    if names.iter().any(|name| name.contains('\0')) {
        return Ok(Head::refused(refusal(
            "unknown-layout",
            "it is no text: its first line holds zero bytes",
        )));
    }
    let recognised = layout::of_table(&names);
    let mut head = Head::new(
        names.iter().map(|name| layout::show(name)).collect(),
        recognised,
    );
    let at_end = matches!(splitter.next(None)?, Next::End);
    if head.layout.is_some() && at_end && limited.limit() > 0 {
        head.notes.push("it has a header and no rows".to_owned());
    }
    Ok(head)
}

fn objects(source: impl Read) -> io::Result<Head> {
    let mut objects = Objects::new(source);
    let mut first: Option<Head> = None;
    for _ in 0..OBJECTS {
        let mut head = None;
        let next = objects.next(|object| {
            let keys = match object.value {
                Value::Object(entries) => {
                    entries.iter().map(|(key, _)| layout::show(key)).collect()
                }
                _ => Vec::new(),
            };
            head = Some(Head::new(keys, layout::of_object(object.value)));
        })?;
        match next {
            NextObject::End => break,
            NextObject::Given => {}
            NextObject::Broken(problem) => {
                let text = format!("it looks like JSON, but {}", problem.reason);
                head = Some(Head::refused(refusal("unknown-layout", text)));
            }
        }
        match head {
            Some(head) if head.layout.is_some() => return Ok(head),
            Some(head) => _ = first.get_or_insert(head),
            None => {}
        }
    }
    Ok(first.unwrap_or_else(|| Head::refused(refusal("empty", "it is JSON without any object"))))
}
