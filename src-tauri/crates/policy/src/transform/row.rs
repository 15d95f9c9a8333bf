//! One row, column by column.

use super::{Counts, Known, Pseudonyms, Roster, band, mask_account, month, redact};
use crate::columns;
use crate::words::Transform;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Masks a row, whose columns are named as the archive names them, and says what was done.
/// Columns that go are taken out.
pub fn mask_row(
    row: &mut Map<String, Value>,
    transforms: &BTreeSet<Transform>,
    roster: &Roster,
    pseudonyms: &Pseudonyms,
) -> Counts {
    let mut counts = Counts::default();
    let must = |transform| transforms.contains(&transform);
    if must(Transform::DropProfileText) {
        columns::PROFILE_TEXT.iter().for_each(|column| {
            row.remove(*column);
        });
    }
    if must(Transform::DropGeo) {
        columns::PLACE.iter().for_each(|column| {
            row.remove(*column);
        });
    }
    if must(Transform::BandQuasiIdentifiers) {
        band_columns(row);
    }
    if must(Transform::PseudonymiseTweetIds) {
        for column in columns::TWEET_IDS {
            each_text(row, column, |id| {
                let tells = !id.is_empty() && !super::is_pseudonym(id.as_bytes());
                tells.then(|| pseudonyms.tweet(id))
            });
        }
    }
    if must(Transform::PseudonymiseIds) {
        // Names belong to the author, so they are masked before its id is.
        let author = row.get("userid").map(as_text).unwrap_or_default();
        if let Known::Protected(id) = roster.by_id(&author) {
            for column in columns::NAMES {
                each_text(row, column, |name| {
                    (!name.is_empty()).then(|| pseudonyms.account(id))
                });
            }
        }
        for column in columns::ACCOUNT_IDS {
            each_text(row, column, |id| {
                Some(mask_account(id, roster, pseudonyms).into_owned())
            });
        }
    }
    if must(Transform::PseudonymiseMentions) {
        for column in columns::CONTENT.iter().chain(columns::PROFILE_TEXT) {
            each_text(row, column, |text| {
                let hashtag = *column == "hashtags" && !text.starts_with(['#', '＃']);
                let sought = if hashtag {
                    format!("#{text}")
                } else {
                    text.to_owned()
                };
                let redacted = redact(&sought, roster, pseudonyms);
                counts.add(&redacted.counts);
                let kept = redacted.text.strip_prefix('#').filter(|_| hashtag);
                Some(kept.unwrap_or(&redacted.text).to_owned())
            });
        }
    }
    counts
}

fn band_columns(row: &mut Map<String, Value>) {
    for column in ["follower_count", "following_count"] {
        if let Some(value) = row.get_mut(column) {
            let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
            if let Some(number) = number {
                *value = Value::from(band(number));
            }
        }
    }
    each_text(row, "account_creation_date", |date| {
        Some(month(date).to_owned())
    });
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Each text of a column, which may be a list, also one written as the archive writes lists: `[a, b]`.
fn each_text(
    row: &mut Map<String, Value>,
    column: &str,
    mut change: impl FnMut(&str) -> Option<String>,
) {
    match row.get_mut(column) {
        None | Some(Value::Null) => {}
        Some(Value::Array(list)) => {
            for value in list {
                if let Some(changed) = change(&as_text(value)) {
                    *value = Value::String(changed);
                }
            }
        }
        Some(Value::String(text))
            if column != "tweet_text" && text.starts_with('[') && text.ends_with(']') =>
        {
            let inner = &text[1..text.len() - 1];
            let masked: Vec<String> = inner
                .split(", ")
                .map(|part| change(part).unwrap_or_else(|| part.to_owned()))
                .collect();
            *text = format!("[{}]", masked.join(", "));
        }
        Some(value) => {
            let text = as_text(value);
            if let Some(changed) = change(&text).filter(|changed| *changed != text) {
                *value = Value::String(changed);
            }
        }
    }
}
