//! The rows of JSON objects.

use super::{MemberKind, Out, Reason};
use crate::found::Layout;
use crate::json::Value;
use crate::objects::{NextObject, Objects};
use crate::row::{self, Cells, column};
use crate::{list, twitter_v1, twitter_v2};
use std::borrow::Cow;
use std::io::{self, Read};

/// Reads a stream of objects to its end, or until the receiver stops.
pub(super) fn read(
    source: &mut dyn Read,
    layout: Layout,
    kind: MemberKind,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let mut objects = Objects::new(source);
    while !out.stopped() {
        match objects.next()? {
            NextObject::End => break,
            NextObject::Broken(problem) => {
                if out.wants_next() {
                    out.reject(problem);
                }
            }
            NextObject::Object => object(&objects, layout, kind, out),
        }
    }
    Ok(())
}

fn object<R: Read>(objects: &Objects<R>, layout: Layout, kind: MemberKind, out: &mut Out<'_>) {
    match layout {
        Layout::TwitterV2 => pages(objects, kind, out),
        Layout::TwitterV1 => old_objects(objects, kind, out),
        _ => {
            if out.wants_next() {
                archive_row(objects, kind, out);
            }
        }
    }
}

fn archive_row<R: Read>(objects: &Objects<R>, kind: MemberKind, out: &mut Out<'_>) {
    let value = objects.value();
    let Value::Object(entries) = &value else {
        return out
            .reject(objects.problem(Reason::NotARow("a row is expected, and it is no object")));
    };
    let cells = JsonCells::new(entries);
    if kind == MemberKind::Users {
        let mut user = out.spare_user();
        let outcome = row::user(&cells, &mut user).map_err(|reason| objects.problem(reason));
        out.give_user(user, outcome);
    } else {
        let mut tweet = out.spare_tweet();
        let outcome = row::tweet(&cells, &mut tweet).map_err(|reason| objects.problem(reason));
        out.give_tweet(tweet, outcome);
    }
}

/// Every tweet (or user) of a page is a record.
fn pages<R: Read>(objects: &Objects<R>, kind: MemberKind, out: &mut Out<'_>) {
    let value = objects.value();
    let page = twitter_v2::Page::new(&value);
    if page.items().is_empty() && page.is_page() {
        // A page without results is no bad row.
        return;
    }
    for item in page.items() {
        if out.stopped() {
            return;
        }
        if !out.wants_next() {
            continue;
        }
        if kind == MemberKind::Users {
            let mut user = out.spare_user();
            *user = Default::default();
            let outcome = page
                .user(item, &mut user)
                .map_err(|reason| objects.problem(reason));
            out.give_user(user, outcome);
        } else {
            let mut tweet = out.spare_tweet();
            *tweet = Default::default();
            let outcome = page
                .tweet(item, &mut tweet)
                .map_err(|reason| objects.problem(reason));
            out.give_tweet(tweet, outcome);
        }
    }
}

fn old_objects<R: Read>(objects: &Objects<R>, kind: MemberKind, out: &mut Out<'_>) {
    let value = objects.value();
    for item in twitter_v1::items(&value) {
        if out.stopped() {
            return;
        }
        if !out.wants_next() {
            continue;
        }
        if kind == MemberKind::Users {
            let mut user = out.spare_user();
            *user = Default::default();
            let outcome =
                twitter_v1::user(item, &mut user).map_err(|reason| objects.problem(reason));
            out.give_user(user, outcome);
        } else {
            let mut tweet = out.spare_tweet();
            *tweet = Default::default();
            let outcome =
                twitter_v1::tweet(item, &mut tweet).map_err(|reason| objects.problem(reason));
            out.give_tweet(tweet, outcome);
        }
    }
}

/// An object under the archive's keys, each value as the text that a table would have.
struct JsonCells<'a> {
    texts: [Option<Cow<'a, str>>; column::COUNT],
}

impl<'a> JsonCells<'a> {
    fn new(entries: &'a [(Cow<'a, str>, Value<'a>)]) -> Self {
        let mut texts = [const { None }; column::COUNT];
        for (key, value) in entries {
            if let Some(place) = row::place_of(key) {
                texts[place] = Some(text_of(value, place));
            }
        }
        Self { texts }
    }
}

impl Cells for JsonCells<'_> {
    fn text(&self, column: usize) -> Option<&str> {
        self.texts[column].as_deref()
    }
}

/// Nothing is nothing, truth is `true`, numbers are their digits, and an array is the list that a table has.
fn text_of<'a>(value: &'a Value<'a>, place: usize) -> Cow<'a, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(digits) => Cow::Borrowed(digits),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Array(entries) => {
            let words: Option<Vec<&str>> = entries.iter().map(Value::text).collect();
            match words {
                Some(words) if place == column::POLL => Cow::Owned(words.join("|")),
                Some(words) => Cow::Owned(list::render(&words)),
                None => Cow::Owned(render(value)),
            }
        }
        Value::Object(_) => Cow::Owned(render(value)),
    }
}

/// Writes a value as JSON.
fn render(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(digits) => (*digits).to_owned(),
        Value::Text(text) => quoted(text),
        Value::Array(entries) => format!(
            "[{}]",
            entries.iter().map(render).collect::<Vec<_>>().join(",")
        ),
        Value::Object(entries) => {
            let pairs: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{}:{}", quoted(key), render(value)))
                .collect();
            format!("{{{}}}", pairs.join(","))
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("BUG: a text is always JSON")
}
