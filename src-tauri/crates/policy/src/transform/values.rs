//! Single values.

use super::{Known, Pseudonyms, Roster, is_archive_hash, is_pseudonym};
use crate::agreement::ThirdParty;
use std::borrow::Cow;

/// A number of followers as a band.
pub fn band(followers: i64) -> &'static str {
    match followers {
        ..100 => "0-99",
        100..1000 => "100-999",
        1000..5000 => "1000-4999",
        5000.. => "5000+",
    }
}

/// The month of a day or a moment: `2014-03`. What is not written as one gives nothing away.
pub fn month(date: &str) -> &str {
    let bytes = date.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes
            .get(range)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    if digits(0..4) && bytes.get(4) == Some(&b'-') && digits(5..7) {
        let more = bytes.get(7);
        if more.is_none() || more == Some(&b'-') {
            return &date[..7];
        }
    }
    ""
}

/// A cell of a CSV file that no spreadsheet takes for a formula.
pub fn csv_cell(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Distinct ids in numeric order.
pub fn dehydrate(ids: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let mut ids: Vec<u64> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// An account's id as it may leave.
pub fn mask_account<'a>(id: &'a str, roster: &Roster, pseudonyms: &Pseudonyms) -> Cow<'a, str> {
    let nobody = id.is_empty() || id == "0";
    if nobody || is_archive_hash(id) || is_pseudonym(id.as_bytes()) {
        return Cow::Borrowed(id);
    }
    match (roster.by_id(id), roster.third_party()) {
        (Known::Protected(_), _) | (Known::Unknown, ThirdParty::Pseudonymise) => {
            Cow::Owned(pseudonyms.account(id))
        }
        (Known::Open, _) | (Known::Unknown, ThirdParty::Keep) => Cow::Borrowed(id),
    }
}

/// A list of accounts' ids as it may leave.
pub fn mask_accounts(ids: &[String], roster: &Roster, pseudonyms: &Pseudonyms) -> Vec<String> {
    ids.iter()
        .map(|id| mask_account(id, roster, pseudonyms).into_owned())
        .collect()
}
