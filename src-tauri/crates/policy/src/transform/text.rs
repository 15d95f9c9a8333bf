//! Names and ids in texts.
//!
//! In this order: zero-width characters go; addresses of twitter.com and x.com; at-mentions; hashtags of distinctive
//! names; numeric ids; bare distinctive names. Names that are plain words are replaced only where they stand as names;
//! elsewhere they are counted, since replacing them would wreck the text.

use super::roster::{Known, Roster, is_distinctive};
use super::{Pseudonyms, is_archive_hash, is_pseudonym};
use crate::agreement::ThirdParty;
use serde::Serialize;
use std::borrow::Cow;

/// What was replaced, and what stays to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Names after an at-sign, and bare distinctive names.
    #[serde(skip_serializing_if = "is_zero")]
    pub mentions: u64,
    /// Names in addresses.
    #[serde(skip_serializing_if = "is_zero")]
    pub urls: u64,
    /// Names that were cut off.
    #[serde(skip_serializing_if = "is_zero")]
    pub truncated: u64,
    /// Names as hashtags.
    #[serde(skip_serializing_if = "is_zero")]
    pub hashtags: u64,
    /// Numeric ids.
    #[serde(skip_serializing_if = "is_zero")]
    pub ids: u64,
    /// Plain words that are names as well, left as they are.
    #[serde(skip_serializing_if = "is_zero")]
    pub bare_review: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.mentions += other.mentions;
        self.urls += other.urls;
        self.truncated += other.truncated;
        self.hashtags += other.hashtags;
        self.ids += other.ids;
        self.bare_review += other.bare_review;
    }
}

/// A text as it may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted<'a> {
    /// The text; borrowed where nothing was changed.
    pub text: Cow<'a, str>,
    /// What was done.
    pub counts: Counts,
}

/// Replaces names and ids of protected accounts, and of third parties where the agreements say so.
pub fn redact<'a>(text: &'a str, roster: &Roster, pseudonyms: &Pseudonyms) -> Redacted<'a> {
    let mut masking = Masking {
        roster,
        pseudonyms,
        counts: Counts::default(),
    };
    let mut text = without_zero_width(text);
    for step in [
        Masking::addresses,
        Masking::mentions,
        Masking::hashtags,
        Masking::numbers,
        Masking::bare_names,
    ] {
        if let Some(changed) = step(&mut masking, &text) {
            text = Cow::Owned(changed);
        }
    }
    Redacted {
        text,
        counts: masking.counts,
    }
}

/// Characters that take no room and can split a name: joiners, marks of direction, the soft hyphen.
fn takes_no_room(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

fn without_zero_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(takes_no_room) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| !takes_no_room(*c)).collect())
    }
}

/// The first part of paths at twitter.com that is no account.
const NO_ACCOUNTS: &[&str] = &[
    "about",
    "account",
    "compose",
    "download",
    "explore",
    "favorites",
    "hashtag",
    "help",
    "home",
    "i",
    "intent",
    "jobs",
    "list",
    "lists",
    "login",
    "messages",
    "notifications",
    "privacy",
    "search",
    "settings",
    "share",
    "signup",
    "status",
    "statuses",
    "tos",
    "who_to_follow",
    "widgets",
];

/// What stands before names in addresses.
const ADDRESSES: &[&str] = &["twitter.com/", "x.com/", "screen_name="];
const CUT: &str = "[cut]";

struct Masking<'a> {
    roster: &'a Roster,
    pseudonyms: &'a Pseudonyms,
    counts: Counts,
}

/// What becomes of one name.
enum Fate {
    Stays,
    Replaced(String),
    Cut,
}

/// Collects a changed text; nothing is copied before something changes.
struct Edit<'a> {
    text: &'a str,
    copied: usize,
    changed: Option<String>,
}

impl<'a> Edit<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            copied: 0,
            changed: None,
        }
    }

    fn replace(&mut self, range: std::ops::Range<usize>, by: &str) {
        let changed = self.changed.get_or_insert_default();
        changed.push_str(&self.text[self.copied..range.start]);
        changed.push_str(by);
        self.copied = range.end;
    }

    fn done(self) -> Option<String> {
        let mut changed = self.changed?;
        changed.push_str(&self.text[self.copied..]);
        Some(changed)
    }
}

impl Masking<'_> {
    fn fate(&self, name: &str, rest: &str) -> Fate {
        if is_pseudonym(name.as_bytes()) {
            return Fate::Stays;
        }
        match self.roster.by_name(name) {
            Known::Protected(id) => Fate::Replaced(self.pseudonyms.account(id)),
            Known::Open => Fate::Stays,
            Known::Unknown if self.is_cut(name, rest) => Fate::Cut,
            Known::Unknown => match self.roster.third_party() {
                ThirdParty::Pseudonymise => Fate::Replaced(self.pseudonyms.handle(name)),
                ThirdParty::Keep => Fate::Stays,
            },
        }
    }

    /// A name that was cut off still gives away its beginning.
    fn is_cut(&self, name: &str, rest: &str) -> bool {
        let cut_off = rest.starts_with('…') || rest.starts_with("...");
        cut_off && name.len() >= 4 && self.roster.begins_protected_name(name)
    }

    fn addresses(&mut self, text: &str) -> Option<String> {
        if !text.contains(['/', '=']) {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let mut starts: Vec<usize> = Vec::new();
        for mark in ADDRESSES {
            for (at, _) in lower.match_indices(mark) {
                // `netflix.com` is another site.
                let before = lower.as_bytes()[..at].last();
                let own_word =
                    before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
                if own_word {
                    starts.push(at + mark.len());
                }
            }
        }
        starts.sort_unstable();
        let mut edit = Edit::new(text);
        for start in starts {
            let mut at = start;
            for skipped in ["#!/", "@"] {
                if text[at..].starts_with(skipped) {
                    at += skipped.len();
                }
            }
            let name = name_at(text, at);
            if name.is_empty() || NO_ACCOUNTS.contains(&&lower[at..at + name.len()]) {
                continue;
            }
            let range = at..at + name.len();
            match self.fate(name, &text[range.end..]) {
                Fate::Stays => {}
                Fate::Replaced(by) => {
                    self.counts.urls += 1;
                    edit.replace(range, &by);
                }
                Fate::Cut => {
                    self.counts.truncated += 1;
                    edit.replace(range, CUT);
                }
            }
        }
        edit.done()
    }

    fn mentions(&mut self, text: &str) -> Option<String> {
        let mut edit = Edit::new(text);
        for (at, sign) in signs(text, ['@', '＠']) {
            let begin = at + sign.len_utf8();
            if hash_at(text, begin) {
                continue;
            }
            let name = name_at(text, begin);
            if name.is_empty() {
                continue;
            }
            let end = begin + name.len();
            match self.fate(name, &text[end..]) {
                Fate::Stays => {}
                Fate::Replaced(by) => {
                    self.counts.mentions += 1;
                    edit.replace(at..end, &format!("@{by}"));
                }
                Fate::Cut => {
                    self.counts.truncated += 1;
                    edit.replace(at..end, &format!("@{CUT}"));
                }
            }
        }
        edit.done()
    }

    fn hashtags(&mut self, text: &str) -> Option<String> {
        let mut edit = Edit::new(text);
        for (at, sign) in signs(text, ['#', '＃']) {
            let begin = at + sign.len_utf8();
            let name = name_at(text, begin);
            let end = begin + name.len();
            let rest = &text[end..];
            if let Known::Protected(id) = self.roster.by_name(name) {
                if is_distinctive(name) {
                    self.counts.hashtags += 1;
                    edit.replace(at..end, &format!("#{}", self.pseudonyms.account(id)));
                }
            } else if is_distinctive(name) && self.is_cut(name, rest) {
                self.counts.truncated += 1;
                edit.replace(at..end, &format!("#{CUT}"));
            }
        }
        edit.done()
    }

    fn numbers(&mut self, text: &str) -> Option<String> {
        let mut edit = Edit::new(text);
        for (begin, token) in tokens(text) {
            if is_pseudonym(token.as_bytes()) || is_archive_hash(token) {
                continue;
            }
            for (offset, digits) in runs(token, |byte| byte.is_ascii_digit()) {
                // Short numbers inside of words are hardly ids; ten digits and more are nothing else.
                let whole = digits.len() == token.len();
                let long = if whole { 5..=19 } else { 10..=19 };
                if !long.contains(&digits.len()) {
                    continue;
                }
                if let Known::Protected(id) = self.roster.by_id(digits) {
                    self.counts.ids += 1;
                    let at = begin + offset;
                    edit.replace(at..at + digits.len(), &self.pseudonyms.account(id));
                }
            }
        }
        edit.done()
    }

    fn bare_names(&mut self, text: &str) -> Option<String> {
        let mut edit = Edit::new(text);
        for (at, token) in tokens(text) {
            if let Known::Protected(id) = self.roster.by_name(token) {
                if is_distinctive(token) {
                    self.counts.mentions += 1;
                    edit.replace(at..at + token.len(), &self.pseudonyms.account(id));
                } else if !(text[..at].ends_with("@[") && text[at..].starts_with("cut]")) {
                    self.counts.bare_review += 1;
                }
            }
        }
        edit.done()
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The name that begins here.
fn name_at(text: &str, at: usize) -> &str {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| is_name_byte(**byte)).count();
    &text[at..at + length]
}

/// Whether a hash of the archive begins here.
fn hash_at(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let body = rest
        .bytes()
        .take(65)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'+')
        .count();
    let length = body + usize::from(rest.as_bytes().get(body) == Some(&b'='));
    is_archive_hash(&rest[..length])
}

/// Where signs stand that begin a name. After a letter, a digit or an underscore of a name they do not: that is an
/// e-mail address. Letters of other scripts are no part of names, so a sign after them does begin one.
fn signs(text: &str, signs: [char; 2]) -> impl Iterator<Item = (usize, char)> {
    text.match_indices(signs).filter_map(move |(at, sign)| {
        let before = text.as_bytes()[..at].last();
        let begins = before.is_none_or(|byte| !is_name_byte(*byte));
        begins.then(|| (at, sign.chars().next().unwrap_or('@')))
    })
}

/// Longest runs of bytes of a kind.
fn runs(text: &str, kind: impl Fn(u8) -> bool + Copy) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !kind(bytes[at]) {
            at += 1;
        }
        let begin = at;
        while at < bytes.len() && kind(bytes[at]) {
            at += 1;
        }
        (begin < at).then(|| (begin, &text[begin..at]))
    })
}

fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    runs(text, is_name_byte)
}
