//! The second step: what the parts of a query mean.

use crate::ask::{Tag, Words};
use crate::language::field::{Account, End, HAS, IS, Operator, Plain, Takes};
use crate::language::typed::{Kind, Letter, Node};
use crate::language::{Span, fault, value};
use crate::{Ask, Result};
use starling_index::text::{
    Pattern, edit_distance_within, is_of_hashtag, prefix_terms, query_terms, single_word,
};
use starling_model::TweetId;

/// More than any tweet has words.
const MOST_SLOP: u32 = 1_000;

pub(crate) fn of(node: &Node) -> Result<Ask> {
    build(node, None)
}

fn build(node: &Node, within: Option<&'static Operator>) -> Result<Ask> {
    match &node.kind {
        Kind::And(parts) => {
            let mut all = Vec::with_capacity(parts.len());
            for part in parts {
                match build(part, within)? {
                    Ask::And(inner) => all.extend(inner),
                    other => all.push(other),
                }
            }
            Ok(Ask::And(all))
        }
        Kind::Or(parts) => {
            let mut any = Vec::with_capacity(parts.len());
            for part in parts {
                match build(part, within)? {
                    Ask::Or(inner) => any.extend(inner),
                    other => any.push(other),
                }
            }
            Ok(Ask::Or(any))
        }
        Kind::Not(inner) => Ok(Ask::Not(Box::new(build(inner, within)?))),
        Kind::Group(inner) => build(inner, within),
        Kind::Field(operator, value) => build(value, Some(operator)),
        Kind::Bare(_) | Kind::Quoted { .. } | Kind::Regex(_) => match within {
            None => text(node),
            Some(operator) => valued(node, operator),
        },
    }
}

/// A part without an operator.
fn text(node: &Node) -> Result<Ask> {
    if let Kind::Bare(letters) = &node.kind {
        if matches!(letters.as_slice(), [star] if star.is('*')) {
            return Ok(Ask::All);
        }
        if letters
            .first()
            .is_some_and(|first| first.is('#') || first.is('＃'))
        {
            return hashtag(node, &letters[1..], true);
        }
        if letters
            .first()
            .is_some_and(|first| first.is('@') || first.is('＠'))
        {
            return mention(node, &letters[1..]);
        }
    }
    words(node).map(Ask::Text)
}

fn hashtag(node: &Node, letters: &[Letter], signed: bool) -> Result<Ask> {
    let (letters, starred) = match letters.split_last() {
        Some((star, before)) if star.is('*') => (before, true),
        _ => (letters, false),
    };
    if letters.is_empty() {
        let message = if starred {
            "every hashtag is `has:hashtag`"
        } else {
            "a hashtag is missing directly behind the `#`"
        };
        return Err(fault(node.span, message));
    }
    no_star(letters, "a star stands only at the end of a hashtag")?;
    if signed {
        let strange = letters
            .iter()
            .find(|letter| !letter.escaped && !is_of_hashtag(letter.c));
        if let Some(strange) = strange {
            let message = format!(
                "a hashtag holds no `{}`; leave it out, or put the text in quotation marks",
                strange.c
            );
            return Err(fault(
                Span {
                    at: strange.at,
                    len: 1,
                },
                message,
            ));
        }
    }
    let tag = plain(letters);
    Ok(Ask::Hashtag(if starred {
        Tag::Prefix(tag)
    } else {
        Tag::Exact(tag)
    }))
}

fn mention(node: &Node, letters: &[Letter]) -> Result<Ask> {
    if letters.is_empty() {
        return Err(fault(
            node.span,
            "a name is missing directly behind the `@`",
        ));
    }
    no_star(letters, "a mention is matched whole; leave the star out")?;
    let strange = letters.iter().find(|letter| {
        !(letter.escaped || letter.c.is_alphanumeric() || matches!(letter.c, '_' | '+' | '='))
    });
    if let Some(strange) = strange {
        let message = format!(
            "an account's name holds no `{}`; leave it out, or put the text in quotation marks",
            strange.c
        );
        return Err(fault(
            Span {
                at: strange.at,
                len: 1,
            },
            message,
        ));
    }
    Ok(Ask::Mentions(plain(letters)))
}

/// The words of a text or of a profile.
fn words(node: &Node) -> Result<Words> {
    let nothing = |text: &str| {
        let message = if text.to_ascii_lowercase().contains("t.co") {
            format!(
                "`{text}` is a short link, and those are not searched for in texts; `has:link`, `url:` and `domain:` look at links"
            )
        } else {
            format!("`{text}` holds nothing that can be searched for: no letter, number or emoji")
        };
        Err(fault(node.span, message))
    };
    match &node.kind {
        Kind::Bare(letters) => bare_words(node, letters).and_then(|words| {
            let empty = match &words {
                Words::Prefix(begins) => {
                    let terms = prefix_terms(begins);
                    terms.whole.is_empty() && terms.last.is_none()
                }
                Words::Word(word) => query_terms(word).is_empty(),
                Words::Phrase { .. } | Words::Fuzzy { .. } | Words::Regex(_) => false,
            };
            if empty {
                nothing(&plain(letters))
            } else {
                Ok(words)
            }
        }),
        Kind::Quoted { text, slop } => {
            let slop = slop.as_ref().map_or(Ok(0), |(digits, span)| match digits.parse::<u32>() {
                Ok(slop) if slop <= MOST_SLOP && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(slop),
                _ => Err(fault(*span, format!("behind `~` stands how many words may be between, as in \"two words\"~3; at most {MOST_SLOP}"))),
            })?;
            if query_terms(text).is_empty() {
                return nothing(text);
            }
            Ok(Words::Phrase {
                words: text.clone(),
                slop,
            })
        }
        Kind::Regex(pattern) => {
            if pattern.is_empty() {
                return Err(fault(
                    node.span,
                    "there is nothing in this regular expression",
                ));
            }
            // The pattern ends before the closing slash.
            let start = node.span.end() - 1 - pattern.chars().count();
            Pattern::new(pattern).map_err(|wrong| {
                fault(
                    Span {
                        at: start + wrong.at,
                        len: wrong.len,
                    },
                    format!("in the regular expression: {}", wrong.message),
                )
            })?;
            Ok(Words::Regex(without_escaped_slashes(pattern)))
        }
        _ => unreachable!("BUG: only leaves are words"),
    }
}

fn bare_words(node: &Node, letters: &[Letter]) -> Result<Words> {
    let tilde = letters.iter().rposition(|letter| letter.is('~'));
    if let Some(tilde) = tilde.filter(|&tilde| {
        tilde > 0
            && letters[tilde + 1..]
                .iter()
                .all(|letter| letter.c.is_ascii_digit())
    }) {
        let word = plain(&letters[..tilde]);
        no_star(
            &letters[..tilde],
            "a word is searched for by its beginning or as nearly the same, not both",
        )?;
        let distance = match plain(&letters[tilde + 1..]).as_str() {
            "1" => 1,
            "2" => 2,
            _ => {
                let span = Span::between(letters[tilde].at, node.span.end());
                return Err(fault(
                    span,
                    "behind `~` stands how many letters may differ: 1 or 2",
                ));
            }
        };
        if single_word(&word).is_none() {
            let message = format!(
                "`{word}` cannot be searched for by likeness: that takes one word of a script with blanks between words"
            );
            return Err(fault(node.span, message));
        }
        return Ok(Words::Fuzzy { word, distance });
    }
    match letters.split_last() {
        Some((star, before)) if star.is('*') => {
            no_star(
                before,
                "a star stands only at the end of a word; for others write a regular expression: /v.*c/",
            )?;
            if before.is_empty() {
                return Err(fault(
                    node.span,
                    "the beginning of a word is missing before the star",
                ));
            }
            Ok(Words::Prefix(plain(before)))
        }
        _ => {
            no_star(
                letters,
                "a star stands only at the end of a word; for others write a regular expression: /v.*c/",
            )?;
            Ok(Words::Word(plain(letters)))
        }
    }
}

/// A value of an operator.
fn valued(node: &Node, operator: &'static Operator) -> Result<Ask> {
    if let Takes::Words(profile) = operator.takes {
        return words(node).map(|words| Ask::Profile(profile, words));
    }
    let text = match &node.kind {
        Kind::Bare(letters) => match operator.takes {
            Takes::Tag => {
                let signed = letters
                    .first()
                    .is_some_and(|first| first.is('#') || first.is('＃'));
                return hashtag(node, &letters[usize::from(signed)..], false);
            }
            Takes::Account(_) => {
                let signed = letters
                    .first()
                    .is_some_and(|first| first.is('@') || first.is('＠'));
                no_star(letters, "a name is matched whole; leave the star out")?;
                plain(&letters[usize::from(signed)..])
            }
            _ => {
                let message = match operator.takes {
                    Takes::Plain(Plain::Url) => {
                        "`url:` finds every part of an address; leave the star out".to_owned()
                    }
                    Takes::Plain(Plain::Domain) => {
                        "`domain:` finds subdomains by itself; leave the star out".to_owned()
                    }
                    _ => format!(
                        "a value of `{}:` is matched whole; leave the star out",
                        operator.name
                    ),
                };
                no_star(letters, &message)?;
                plain(letters)
            }
        },
        Kind::Quoted { text, slop: None } => text.clone(),
        Kind::Quoted {
            slop: Some((_, span)),
            ..
        } => {
            return Err(fault(
                *span,
                format!("`~` means nothing behind a value of `{}:`", operator.name),
            ));
        }
        _ => unreachable!(
            "BUG: only leaves are values, and regular expressions are read for words only"
        ),
    };
    if text.trim().is_empty() {
        let message = format!(
            "`{0}:` wants a value, as in `{0}:{1}`",
            operator.name, operator.example
        );
        return Err(fault(node.span, message));
    }
    let span = node.span;
    Ok(match operator.takes {
        Takes::Account(account) => match account {
            Account::From => Ask::From(text),
            Account::To => Ask::To(text),
            Account::Mentions => Ask::Mentions(text),
            Account::RetweetsOf => Ask::RetweetsOf(text),
        },
        Takes::Tag => Ask::Hashtag(Tag::Exact(text)),
        Takes::Plain(kind) => match kind {
            Plain::Url => Ask::Url(text),
            Plain::Domain => Ask::Domain(text),
            Plain::Language => Ask::Language(text),
            Plain::AccountLanguage => Ask::AccountLanguage(text),
            Plain::Client => Ask::Client(text),
            Plain::Dataset => Ask::Dataset(text),
            Plain::Tagged => Ask::Tagged(text),
            Plain::Media => Ask::Media(text),
        },
        Takes::Is => Ask::Is(one_of(IS, &text, span, operator)?),
        Takes::Has => Ask::Has(one_of(HAS, &text, span, operator)?),
        Takes::Time(End::Since) => Ask::Time {
            since: Some(value::time(&text, span)?),
            until: None,
        },
        Takes::Time(End::Until) => Ask::Time {
            since: None,
            until: Some(value::time(&text, span)?),
        },
        Takes::Number(field) => Ask::Number(field, value::numbers(&text, span)?),
        Takes::Day => Ask::AccountCreated(value::days(&text, span)?),
        Takes::Id(field) => {
            let id = TweetId::parse(&text).ok_or_else(|| {
                fault(
                    span,
                    format!("`{text}` is no tweet's id; it is a number of up to 20 digits"),
                )
            })?;
            Ask::ById(field, id)
        }
        Takes::Words(_) => unreachable!("BUG: words are dealt with above"),
    })
}

fn one_of<T: Copy>(known: &[(&str, T)], text: &str, span: Span, operator: &Operator) -> Result<T> {
    if let Some((_, found)) = known
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(text))
    {
        return Ok(*found);
    }
    let lower: String = text.to_lowercase().chars().take(40).collect();
    let near = known
        .iter()
        .find(|(word, _)| edit_distance_within(word, &lower, 2));
    let all: Vec<String> = known
        .iter()
        .map(|(word, _)| format!("`{}:{word}`", operator.name))
        .collect();
    let message = match near {
        Some((word, _)) => format!(
            "there is no `{0}:{text}`; the nearest is `{0}:{word}`. There are {1}",
            operator.name,
            all.join(", ")
        ),
        None => format!(
            "there is no `{}:{text}`; there are {}",
            operator.name,
            all.join(", ")
        ),
    };
    Err(fault(span, message))
}

fn no_star(letters: &[Letter], message: &str) -> Result<()> {
    match letters.iter().find(|letter| letter.is('*')) {
        Some(star) => Err(fault(
            Span {
                at: star.at,
                len: 1,
            },
            message,
        )),
        None => Ok(()),
    }
}

fn plain(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.c).collect()
}

/// `\/` is how a slash is written between slashes; in the expression it is a slash.
fn without_escaped_slashes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('/') => out.push('/'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
