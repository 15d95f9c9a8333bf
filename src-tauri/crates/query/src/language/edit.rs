//! Changing a query's text from outside, part by part, with the rest left as the user typed it.

use crate::ask::{Tag, Words};
use crate::language::field::{End, Takes};
use crate::language::print::operator_of;
use crate::language::typed::{Kind, Node, Typed};
use crate::language::{Span, meaning};
use crate::{Ask, Result};

/// One of the parts that all have to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pill {
    /// Where it stands; for [`without`] and [`toggle_negation`].
    pub span: Span,
    /// The operator's name (`hashtag` for `#tag`, too); `None` for words of the text and for brackets.
    pub field: Option<&'static str>,
    /// The value without its quotation marks and signs; the part as typed where there is no operator.
    pub value: String,
    /// Whether it excludes.
    pub negated: bool,
    /// What a person reads: `From anna`, `#maga`, `Likes >=100`.
    pub title: String,
}

/// The parts of a query, in order. Empty for a query of nothing or `*`.
pub fn pills(text: &str) -> Result<Vec<Pill>> {
    let typed = Typed::read(text)?;
    let mut pills = Vec::new();
    for part in parts(&typed) {
        let mut node = part;
        let mut negated = false;
        while let Kind::Not(inner) = &node.kind {
            node = inner;
            negated = !negated;
        }
        let ask = meaning::of(node)?;
        if ask == Ask::All && !negated {
            continue;
        }
        let written = typed.slice(node.span);
        let operator = match &node.kind {
            Kind::Group(_) | Kind::And(_) | Kind::Or(_) => None,
            Kind::Field(operator, _) => Some(*operator),
            _ => operator_of(&ask),
        };
        let value = match (&node.kind, &ask) {
            (_, Ask::Hashtag(Tag::Exact(tag))) => tag.clone(),
            (_, Ask::Hashtag(Tag::Prefix(tag))) => format!("{tag}*"),
            (_, Ask::From(name) | Ask::To(name) | Ask::Mentions(name) | Ask::RetweetsOf(name)) => {
                name.clone()
            }
            (Kind::Field(_, value), _) => match &value.kind {
                Kind::Bare(letters) => letters.iter().map(|letter| letter.c).collect(),
                Kind::Quoted { text, slop: None } => text.clone(),
                _ => typed.slice(value.span),
            },
            (_, Ask::Text(Words::Word(word))) => word.clone(),
            _ => written.clone(),
        };
        let title = match (&ask, operator) {
            (Ask::Hashtag(_), _) => format!("#{value}"),
            (Ask::Mentions(_), _) => format!("@{value}"),
            (_, Some(operator)) => format!("{} {value}", operator.title),
            (_, None) => value.clone(),
        };
        pills.push(Pill {
            span: part.span,
            field: operator.map(|operator| operator.name),
            value,
            negated,
            title,
        });
    }
    Ok(pills)
}

/// The query with a further condition, itself a query.
///
/// A condition that is there already changes nothing; one that is there the other way round is turned;
/// a new `since:` or `until:` takes the place of the old one.
pub fn with(text: &str, filter: &str) -> Result<String> {
    let filter = Typed::read(filter)?;
    filter.ask()?;
    let mut text = text.to_owned();
    for part in parts(&filter) {
        let written = filter.slice(part.span);
        let loose = matches!(part.kind, Kind::Or(_) | Kind::And(_));
        text = with_part(
            &text,
            &meaning::of(part)?,
            &if loose {
                format!("({written})")
            } else {
                written
            },
        )?;
    }
    Ok(text)
}

fn with_part(text: &str, ask: &Ask, written: &str) -> Result<String> {
    let typed = Typed::read(text)?;
    let whole = typed.ask()?;
    if *ask == Ask::All {
        return Ok(text.to_owned());
    }
    if whole == Ask::All {
        return Ok(written.to_owned());
    }
    let is_end = |ask: &Ask, end| {
        operator_of(ask).is_some_and(|operator| operator.takes == Takes::Time(end))
    };
    for part in parts(&typed) {
        let there = meaning::of(part)?;
        if there == *ask {
            return Ok(text.to_owned());
        }
        let turned = matches!(&there, Ask::Not(inner) if **inner == *ask)
            || matches!(ask, Ask::Not(inner) if **inner == there);
        let moved = [End::Since, End::Until]
            .into_iter()
            .any(|end| is_end(&there, end) && is_end(ask, end));
        if turned || moved {
            return Ok(replaced(&typed, part.span, written));
        }
    }
    // Up to the last part's end, which is not where the last visible character is: it may be a blank behind a backslash.
    let Some(root) = &typed.root else {
        return Ok(written.to_owned());
    };
    Ok(match root.kind {
        Kind::Or(_) => format!("({}) {written}", typed.slice(root.span)),
        _ => format!(
            "{} {written}",
            typed.slice(Span::between(0, root.span.end()))
        ),
    })
}

/// The query without the part at `span` (one of [`pills`]); unchanged if there is none.
pub fn without(text: &str, span: Span) -> Result<String> {
    let typed = Typed::read(text)?;
    let parts = parts(&typed);
    let Some(i) = parts.iter().position(|part| part.span == span) else {
        return Ok(text.to_owned());
    };
    if parts.len() == 1 {
        return Ok(String::new());
    }
    // With the blank or the `AND` that tied it to its neighbour.
    let gone = match parts.get(i + 1) {
        Some(next) => Span::between(span.at, next.span.at),
        None => Span::between(parts[i - 1].span.end(), span.end()),
    };
    Ok(replaced(&typed, gone, ""))
}

/// The query with the part at `span` (one of [`pills`]) excluded instead of demanded, or the other way round.
pub fn toggle_negation(text: &str, span: Span) -> Result<String> {
    let typed = Typed::read(text)?;
    let parts = parts(&typed);
    let Some(part) = parts.iter().find(|part| part.span == span) else {
        return Ok(text.to_owned());
    };
    let new = match &part.kind {
        Kind::Not(inner) => typed.slice(inner.span),
        Kind::And(_) | Kind::Or(_) => format!("-({})", typed.slice(span)),
        _ => format!("-{}", typed.slice(span)),
    };
    Ok(replaced(&typed, span, &new))
}

fn parts(typed: &Typed) -> Vec<&Node> {
    match &typed.root {
        None => Vec::new(),
        Some(Node {
            kind: Kind::And(parts),
            ..
        }) => parts.iter().collect(),
        Some(root) => vec![root],
    }
}

fn replaced(typed: &Typed, span: Span, new: &str) -> String {
    let mut out: String = typed.chars[..span.at].iter().collect();
    out.push_str(new);
    out.extend(&typed.chars[span.end()..]);
    out
}
