//! An `Ask` as text. Reading it again gives the same `Ask`.

use crate::Ask;
use crate::ask::{Range, Tag, Words};
use crate::language::field::{self, Account, End, HAS, IS, OPERATORS, Plain, Takes};
use crate::language::typed::is_quote;
use starling_model::{Day, Timestamp};
use std::fmt::Write as _;

/// The query in its plainest form. For every `Ask` that [`parse`](crate::language::parse) gives, reading the text gives it again.
pub fn print(ask: &Ask) -> String {
    let mut out = String::new();
    write(ask, Around::Nothing, &mut out);
    out
}

/// What a part stands in, and so whether it needs brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Around {
    Nothing,
    Or,
    And,
    Not,
}

fn write(ask: &Ask, around: Around, out: &mut String) {
    match ask {
        Ask::And(parts) => list(parts, " ", Around::And, around, out),
        Ask::Or(parts) => list(parts, " OR ", Around::Or, around, out),
        Ask::Not(inner) => {
            out.push('-');
            let twice = matches!(**inner, Ask::Not(_));
            if twice {
                out.push('(');
            }
            write(
                inner,
                if twice { Around::Nothing } else { Around::Not },
                out,
            );
            if twice {
                out.push(')');
            }
        }
        leaf => out.push_str(&self::leaf(leaf)),
    }
}

fn list(parts: &[Ask], between: &str, own: Around, around: Around, out: &mut String) {
    let brackets = around >= own && parts.len() > 1;
    if brackets {
        out.push('(');
    }
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push_str(between);
        }
        write(part, own, out);
    }
    if brackets {
        out.push(')');
    }
}

fn leaf(ask: &Ask) -> String {
    let named = |takes: Takes, value: String| format!("{}:{value}", name(takes));
    let plain = |kind: Plain, text: &str| named(Takes::Plain(kind), value(text));
    match ask {
        Ask::All => "*".to_owned(),
        Ask::Text(words) => self::words("", words),
        Ask::Profile(field, words) => {
            self::words(&format!("{}:", name(Takes::Words(*field))), words)
        }
        Ask::From(account) => named(Takes::Account(Account::From), value(account)),
        Ask::To(account) => named(Takes::Account(Account::To), value(account)),
        Ask::RetweetsOf(account) => named(Takes::Account(Account::RetweetsOf), value(account)),
        Ask::Mentions(account) => shortest(ask, format!("@{account}"), || {
            named(Takes::Account(Account::Mentions), value(account))
        }),
        Ask::Hashtag(Tag::Exact(tag)) => {
            shortest(ask, format!("#{tag}"), || named(Takes::Tag, value(tag)))
        }
        Ask::Hashtag(Tag::Prefix(tag)) => shortest(ask, format!("#{tag}*"), || {
            named(Takes::Tag, format!("{}*", escaped(tag)))
        }),
        Ask::Url(part) => plain(Plain::Url, part),
        Ask::Domain(host) => plain(Plain::Domain, host),
        Ask::Language(language) => plain(Plain::Language, language),
        Ask::AccountLanguage(language) => plain(Plain::AccountLanguage, language),
        Ask::Client(client) => plain(Plain::Client, client),
        Ask::Dataset(dataset) => plain(Plain::Dataset, dataset),
        Ask::Tagged(tag) => plain(Plain::Tagged, tag),
        Ask::Media(media) => plain(Plain::Media, media),
        Ask::Is(is) => named(Takes::Is, word_of(IS, is).to_owned()),
        Ask::Has(has) => named(Takes::Has, word_of(HAS, has).to_owned()),
        Ask::Time {
            since: Some(since),
            until: Some(until),
        } => {
            format!(
                "({} {})",
                named(Takes::Time(End::Since), time(*since)),
                named(Takes::Time(End::Until), time(*until))
            )
        }
        Ask::Time {
            since: Some(since),
            until: None,
        } => named(Takes::Time(End::Since), time(*since)),
        Ask::Time {
            since: None,
            until: Some(until),
        } => named(Takes::Time(End::Until), time(*until)),
        // No text gives these; they are conditions that every tweet meets.
        Ask::Time {
            since: None,
            until: None,
        }
        | Ask::Number(
            _,
            Range {
                from: None,
                to: None,
            },
        )
        | Ask::AccountCreated(Range {
            from: None,
            to: None,
        }) => "*".to_owned(),
        Ask::Number(field, range) => named(
            Takes::Number(*field),
            self::range(*range, |n| n.to_string()),
        ),
        Ask::AccountCreated(range) => {
            named(Takes::Day, self::range(*range, |n| Day(n as i32).iso()))
        }
        Ask::ById(field, id) => named(Takes::Id(*field), id.to_string()),
        Ask::And(_) | Ask::Or(_) | Ask::Not(_) => unreachable!("BUG: these are no leaves"),
    }
}

fn name(takes: Takes) -> &'static str {
    OPERATORS
        .iter()
        .find(|operator| operator.takes == takes)
        .expect("BUG: every kind has its operator")
        .name
}

fn word_of<T: PartialEq>(known: &[(&'static str, T)], wanted: &T) -> &'static str {
    known
        .iter()
        .find(|(_, value)| value == wanted)
        .expect("BUG: every value has its word")
        .0
}

fn words(before: &str, words: &Words) -> String {
    match words {
        Words::Word(word) => format!("{before}{}", bare(before, word, "")),
        Words::Prefix(word) => format!("{before}{}*", bare(before, word, "*")),
        Words::Fuzzy { word, distance } => {
            format!("{before}{}~{distance}", bare(before, word, "~1"))
        }
        Words::Phrase { words, slop } => {
            let mut out = format!("{before}{}", quoted(words));
            if *slop > 0 {
                let _ = write!(out, "~{slop}");
            }
            out
        }
        Words::Regex(pattern) => format!("{before}/{}/", with_escaped_slashes(pattern)),
    }
}

/// The word as it is if it reads so, else with backslashes.
fn bare(before: &str, word: &str, after: &str) -> String {
    let reads = |text: &str| match crate::language::parse(&format!("{before}{text}{after}")) {
        Ok(Ask::Text(words) | Ask::Profile(_, words)) => {
            matches!((&words, after), (Words::Word(read), "") | (Words::Prefix(read), "*") if read == word)
                || matches!((&words, after), (Words::Fuzzy { word: read, .. }, "~1") if read == word)
        }
        _ => false,
    };
    if reads(word) {
        word.to_owned()
    } else {
        escaped(word)
    }
}

/// The first if it reads as the `Ask`, else the second.
fn shortest(ask: &Ask, short: String, long: impl FnOnce() -> String) -> String {
    match crate::language::parse(&short) {
        Ok(read) if read == *ask => short,
        _ => long(),
    }
}

fn escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for (i, c) in word.chars().enumerate() {
        let special = c.is_whitespace() || is_quote(c) || c.is_ascii_punctuation() && c != '_';
        // At the start some more are special, and the first letter of `AND`.
        if special || i == 0 && (!c.is_alphanumeric() || c.is_ascii_uppercase()) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn value(text: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || "_.+=-/:?&%,;".contains(c);
    let starts = text
        .chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() || "_.+=%".contains(c));
    // `AND` as a value would be read as one, but not in every place.
    let keyword = matches!(text, "AND" | "OR" | "NOT");
    if starts && text.chars().all(harmless) && !keyword {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

fn with_escaped_slashes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '/' => out.push_str("\\/"),
            _ => out.push(c),
        }
    }
    out
}

fn range(range: Range, one: impl Fn(i64) -> String) -> String {
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => one(from),
        (Some(from), Some(to)) => format!("{}..{}", one(from), one(to)),
        (Some(from), None) => format!(">={}", one(from)),
        (None, Some(to)) => format!("<={}", one(to)),
        (None, None) => unreachable!("BUG: ranges without ends are dealt with above"),
    }
}

/// As short as the moment allows: a day, a minute, or more.
fn time(ms: i64) -> String {
    let text = Timestamp(ms).rfc3339();
    let text = text.strip_suffix('Z').unwrap_or(&text);
    let text = text.strip_suffix(":00").unwrap_or(text);
    text.strip_suffix("T00:00").unwrap_or(text).to_owned()
}

/// The operator an `Ask` is written with, where it is one.
pub(crate) fn operator_of(ask: &Ask) -> Option<&'static field::Operator> {
    let account = |account| Takes::Account(account);
    let takes = match ask {
        Ask::Profile(field, _) => Takes::Words(*field),
        Ask::From(_) => account(Account::From),
        Ask::To(_) => account(Account::To),
        Ask::Mentions(_) => account(Account::Mentions),
        Ask::RetweetsOf(_) => account(Account::RetweetsOf),
        Ask::Hashtag(_) => Takes::Tag,
        Ask::Url(_) => Takes::Plain(Plain::Url),
        Ask::Domain(_) => Takes::Plain(Plain::Domain),
        Ask::Language(_) => Takes::Plain(Plain::Language),
        Ask::AccountLanguage(_) => Takes::Plain(Plain::AccountLanguage),
        Ask::Client(_) => Takes::Plain(Plain::Client),
        Ask::Dataset(_) => Takes::Plain(Plain::Dataset),
        Ask::Tagged(_) => Takes::Plain(Plain::Tagged),
        Ask::Media(_) => Takes::Plain(Plain::Media),
        Ask::Is(_) => Takes::Is,
        Ask::Has(_) => Takes::Has,
        Ask::Time { since: Some(_), .. } => Takes::Time(End::Since),
        Ask::Time { .. } => Takes::Time(End::Until),
        Ask::Number(field, _) => Takes::Number(*field),
        Ask::AccountCreated(_) => Takes::Day,
        Ask::ById(field, _) => Takes::Id(*field),
        Ask::All | Ask::And(_) | Ask::Or(_) | Ask::Not(_) | Ask::Text(_) => return None,
    };
    OPERATORS.iter().find(|operator| operator.takes == takes)
}
