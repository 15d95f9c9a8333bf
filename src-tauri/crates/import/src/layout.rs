//! Tells from a header, or from the first JSON object, how rows are written, and says what is missing where none fits.

use crate::found::{Layout, MemberKind, Refusal};
use crate::json::Value;
use crate::raw::{TWEET_COLUMNS, USER_COLUMNS};
use crate::row::{self, column};
use crate::split::{Dialect, Terminator};
use std::io::{self, Cursor, Read};

/// Columns of FiveThirtyEight's table that a row cannot do without.
const CLEMSON: [&str; 4] = [
    "external_author_id",
    "content",
    "publish_date",
    "article_url",
];
/// And all of them, those first that are imported.
const CLEMSON_USED: [&str; 13] = [
    "external_author_id",
    "author",
    "content",
    "language",
    "publish_date",
    "following",
    "followers",
    "retweet",
    "tweet_id",
    "article_url",
    "tco1_step1",
    "tco2_step1",
    "tco3_step1",
];
const NBC: [&str; 6] = [
    "id",
    "screen_name",
    "followers_count",
    "friends_count",
    "created_at",
    "description",
];
const NBC_USED: [&str; 9] = [
    "id",
    "location",
    "name",
    "followers_count",
    "lang",
    "screen_name",
    "description",
    "created_at",
    "friends_count",
];

/// What a head says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recognised {
    pub(crate) layout: Layout,
    pub(crate) kind: MemberKind,
    pub(crate) unused: Vec<String>,
    pub(crate) missing: Vec<String>,
    pub(crate) notes: Vec<String>,
}

/// A table's columns.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    names: Vec<String>,
    /// By the place in [`TWEET_COLUMNS`]; `u16::MAX` where the file has no such column.
    positions: [u16; column::COUNT],
}

impl Columns {
    pub(crate) fn new(names: Vec<String>) -> Self {
        let names: Vec<String> = names
            .iter()
            .map(|name| {
                name.trim()
                    .trim_start_matches('\u{feff}')
                    .to_ascii_lowercase()
            })
            .collect();
        let mut positions = [u16::MAX; column::COUNT];
        for (position, name) in names.iter().enumerate() {
            if let Some(place) = row::place_of(name)
                && positions[place] == u16::MAX
            {
                positions[place] = u16::try_from(position).unwrap_or(u16::MAX);
            }
        }
        Self { names, positions }
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Where one of the archive's columns stands.
    pub(crate) fn position(&self, place: usize) -> Option<usize> {
        let position = self.positions[place];
        (position != u16::MAX).then_some(usize::from(position))
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| column == name)
    }

    pub(crate) fn name(&self, position: usize) -> Option<&str> {
        self.names.get(position).map(String::as_str)
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        let name = name.trim().to_ascii_lowercase();
        self.names.contains(&name) || TWEET_COLUMNS.contains(&name.as_str())
    }
}

/// Tells the delimiter and the terminator from the head of a stream, and gives the stream back whole.
pub(crate) fn dialect_of(source: &mut dyn Read) -> io::Result<(Dialect, impl Read)> {
    let mut head = Vec::new();
    source.take(16 << 10).read_to_end(&mut head)?;
    let dialect = dialect(&head);
    Ok((dialect, Cursor::new(head).chain(source)))
}

/// Tells the delimiter and the terminator from a header.
pub(crate) fn dialect(head: &[u8]) -> Dialect {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut in_quotes = false;
    let mut terminator = Terminator::Newline;
    for (at, byte) in head.iter().enumerate() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' if !in_quotes && at > 0 => break,
            b'\r' if !in_quotes => {
                if head.get(at + 1).is_some_and(|next| *next != b'\n') {
                    terminator = Terminator::Return;
                }
                break;
            }
            _ if !in_quotes => {
                if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| delimiter == byte)
                {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let (delimiter, most) = counts
        .into_iter()
        .max_by_key(|(delimiter, count)| (*count, *delimiter == b','))
        .unwrap_or((b',', 0));
    Dialect {
        delimiter: if most == 0 { b',' } else { delimiter },
        terminator,
    }
}

/// Recognises a table by the names in its header.
pub(crate) fn of_table(names: &[String]) -> Result<Recognised, Refusal> {
    let columns = Columns::new(names.to_vec());
    let has = |name: &str| columns.find(name).is_some();
    let mut notes = repeated(&columns.names);
    if has("tweetid") && has("userid") && (has("tweet_text") || has("tweet_time")) {
        return Ok(archive(
            &columns.names,
            Layout::ArchiveCsv,
            MemberKind::Tweets,
            notes,
        ));
    }
    if has("userid") && !has("tweetid") && USER_COLUMNS[1..].iter().any(|name| has(name)) {
        return Ok(archive(
            &columns.names,
            Layout::ArchiveCsv,
            MemberKind::Users,
            notes,
        ));
    }
    if CLEMSON.iter().all(|name| has(name)) {
        notes.push("tweet ids are taken from `article_url`, since `tweet_id` may have been through a spreadsheet".into());
        return Ok(recognised(
            &columns.names,
            Layout::Clemson,
            MemberKind::Tweets,
            &CLEMSON_USED,
            notes,
        ));
    }
    if NBC.iter().all(|name| has(name)) && !has("tweet_id") {
        return Ok(recognised(
            &columns.names,
            Layout::Nbc,
            MemberKind::Users,
            &NBC_USED,
            notes,
        ));
    }
    Err(unknown(names, "columns"))
}

/// Recognises rows of JSON by the first object.
pub(crate) fn of_object(first: &Value<'_>) -> Result<Recognised, Refusal> {
    let Value::Object(entries) = first else {
        return Err(Refusal {
            word: "unknown-layout",
            text: "it is JSON, but not objects".into(),
        });
    };
    let names: Vec<String> = entries.iter().map(|(key, _)| key.to_string()).collect();
    let lower: Vec<String> = names
        .iter()
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let has = |name: &str| lower.iter().any(|key| key == name);
    if has("tweetid") && has("userid") {
        return Ok(archive(
            &lower,
            Layout::ArchiveJson,
            MemberKind::Tweets,
            repeated(&lower),
        ));
    }
    if has("userid") && !has("tweetid") && USER_COLUMNS[1..].iter().any(|name| has(name)) {
        return Ok(archive(
            &lower,
            Layout::ArchiveJson,
            MemberKind::Users,
            repeated(&lower),
        ));
    }
    let bare = |layout, kind| Recognised {
        layout,
        kind,
        unused: Vec::new(),
        missing: Vec::new(),
        notes: Vec::new(),
    };
    if let Some(kind) = crate::twitter_v2::kind_of(first) {
        let mut found = bare(Layout::TwitterV2, kind);
        if kind == MemberKind::Tweets {
            let note = "tweets that the pages only refer to are looked up for ids and authors, and are no rows";
            found.notes.push(note.to_owned());
        }
        return Ok(found);
    }
    if let Some(kind) = crate::twitter_v1::kind_of(first) {
        return Ok(bare(Layout::TwitterV1, kind));
    }
    Err(unknown(&names, "keys"))
}

fn archive(names: &[String], layout: Layout, kind: MemberKind, notes: Vec<String>) -> Recognised {
    let used: &[&str] = if kind == MemberKind::Users {
        &USER_COLUMNS
    } else {
        &TWEET_COLUMNS
    };
    let mut recognised = recognised(names, layout, kind, used, notes);
    // Releases since 2020_12 have none: its absence is nothing to report.
    recognised.missing.retain(|name| name != "poll_choices");
    recognised
}

fn recognised(
    names: &[String],
    layout: Layout,
    kind: MemberKind,
    used: &[&str],
    notes: Vec<String>,
) -> Recognised {
    Recognised {
        layout,
        kind,
        unused: names
            .iter()
            .filter(|name| !used.contains(&name.as_str()))
            .cloned()
            .collect(),
        missing: used
            .iter()
            .filter(|name| !names.iter().any(|have| have == *name))
            .map(|name| (*name).to_owned())
            .collect(),
        notes,
    }
}

fn repeated(names: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    for (position, name) in names.iter().enumerate() {
        if names[..position].contains(name) {
            notes.push(format!(
                "the column `{name}` stands twice; the first one is read"
            ));
        }
    }
    notes
}

/// What the file has, and what the nearest layout would have.
fn unknown(names: &[String], what: &str) -> Refusal {
    const LIMIT: usize = 40;
    let lower: Vec<String> = names
        .iter()
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let layouts: [(&str, &[&str]); 4] = [
        ("the archive's tweets", &TWEET_COLUMNS),
        ("the archive's users", &USER_COLUMNS),
        ("FiveThirtyEight's tweets", &CLEMSON_USED),
        ("NBC's users", &NBC_USED),
    ];
    let has = |name: &&&str| lower.iter().any(|have| have == **name);
    let (nearest, columns) = layouts
        .into_iter()
        .rev()
        .max_by_key(|(_, columns)| columns.iter().filter(has).count() * 1000 / columns.len())
        .expect("BUG: there are layouts");
    let missing: Vec<_> = columns
        .iter()
        .filter(|name| !has(name))
        .map(|name| format!("`{name}`"))
        .collect();
    let mut shown: Vec<String> = names
        .iter()
        .take(LIMIT)
        .map(|name| format!("`{}`", show(name)))
        .collect();
    if names.len() > LIMIT {
        shown.push(format!("and {} more", names.len() - LIMIT));
    }
    let text = format!(
        "the layout is not known: it has the {what} {}; the nearest layout is {nearest}, for which {} {} missing",
        if shown.is_empty() {
            "(none)".to_owned()
        } else {
            shown.join(", ")
        },
        missing.join(", "),
        if missing.len() == 1 { "is" } else { "are" },
    );
    Refusal {
        word: "unknown-layout",
        text,
    }
}

/// A strange file's own words, short and without control characters.
pub(crate) fn show(text: &str) -> String {
    text.chars()
        .take(80)
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect()
}
