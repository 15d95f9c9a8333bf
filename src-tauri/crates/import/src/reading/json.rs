//! The rows of JSON objects.

use super::{MemberKind, Out, Reason};
use crate::found::Layout;
use crate::json::Value;
use crate::objects::{NextObject, Object, Objects};
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
    let mut keys = Keys::default();
    while !out.stopped() {
        let next = objects.next(|object| match layout {
            Layout::TwitterV2 => pages(object, kind, out),
            Layout::TwitterV1 => old_objects(object, kind, out),
            _ if out.wants_next() => archive_row(object, kind, &mut keys, out),
            _ => {}
        })?;
        match next {
            NextObject::End => break,
            NextObject::Given => {}
            NextObject::Broken(problem) => {
                if out.wants_next() {
                    out.reject(problem);
                }
            }
        }
    }
    Ok(())
}

fn archive_row(object: &Object<'_>, kind: MemberKind, keys: &mut Keys, out: &mut Out<'_>) {
    let Value::Object(entries) = object.value else {
        let reason = Reason::NotARow("a row is expected, and it is no object");
        return out.reject(object.problem(reason));
    };
    let cells = JsonCells::new(entries, keys);
    if kind == MemberKind::Users {
        let mut user = out.spare_user();
        let outcome = row::user(&cells, &mut user).map_err(|reason| object.problem(reason));
        out.give_user(user, outcome);
    } else {
        let mut tweet = out.spare_tweet();
        let outcome = row::tweet(&cells, &mut tweet).map_err(|reason| object.problem(reason));
        out.give_tweet(tweet, outcome);
    }
}

/// The places of the keys of the last object: all objects of a file have the same keys in the same order.
#[derive(Default)]
struct Keys(Vec<(String, Option<usize>)>);

impl Keys {
    fn place(&mut self, position: usize, key: &str) -> Option<usize> {
        match self.0.get_mut(position) {
            Some((known, place)) if known == key => *place,
            Some(other) => {
                *other = (key.to_owned(), row::place_of(key));
                other.1
            }
            None => {
                let place = row::place_of(key);
                if position == self.0.len() && position < 100 {
                    self.0.push((key.to_owned(), place));
                }
                place
            }
        }
    }
}

/// Every tweet (or user) of a page is a record.
fn pages(object: &Object<'_>, kind: MemberKind, out: &mut Out<'_>) {
    let page = twitter_v2::Page::new(object.value);
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
                .map_err(|reason| object.problem(reason));
            out.give_user(user, outcome);
        } else {
            let mut tweet = out.spare_tweet();
            *tweet = Default::default();
            let outcome = page
                .tweet(item, &mut tweet)
                .map_err(|reason| object.problem(reason));
            out.give_tweet(tweet, outcome);
        }
    }
}

fn old_objects(object: &Object<'_>, kind: MemberKind, out: &mut Out<'_>) {
    for item in twitter_v1::items(object.value) {
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
                twitter_v1::user(item, &mut user).map_err(|reason| object.problem(reason));
            out.give_user(user, outcome);
        } else {
            let mut tweet = out.spare_tweet();
            *tweet = Default::default();
            let outcome =
                twitter_v1::tweet(item, &mut tweet).map_err(|reason| object.problem(reason));
            out.give_tweet(tweet, outcome);
        }
    }
}

/// An object under the archive's keys, each value as the text that a table would have.
struct JsonCells<'a> {
    texts: [Option<Cow<'a, str>>; column::COUNT],
}

impl<'a> JsonCells<'a> {
    fn new(entries: &'a [(Cow<'a, str>, Value<'a>)], keys: &mut Keys) -> Self {
        let mut texts = [const { None }; column::COUNT];
        for (position, (key, value)) in entries.iter().enumerate() {
            if let Some(place) = keys.place(position, key) {
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
