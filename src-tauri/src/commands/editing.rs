//! What a press on a facet, a pill or the timeline does to a query's text.
//!
//! The rest of the query stays as it was typed. Pure: text in, text out.

use starling_query::Ask;
use starling_query::ask::{Facet, Is, ProfileField, Tag, Words};
use starling_query::language::{self, Span};
use starling_wire::text::utf16_of_chars;
use starling_wire::{Edited, Failure, Pill, QueryAction};

type Result<T> = std::result::Result<T, Failure>;

/// The query's parts, for the row of pills.
pub(crate) fn pills(query: &str) -> Result<Vec<Pill>> {
    let parts = language::pills(query).map_err(|error| fault(error, query))?;
    let pills = parts.into_iter().map(|part| Pill {
        text: slice(query, part.span),
        from: utf16_of_chars(query, part.span.at),
        to: utf16_of_chars(query, part.span.at + part.span.len),
        negated: part.negated,
        field: part.field.map(str::to_owned),
        value: part.field.is_some().then_some(part.value),
        title: part.title,
    });
    Ok(pills.collect())
}

/// The query after the press.
pub(crate) fn edit(query: &str, action: QueryAction) -> Result<Edited> {
    let query = match action {
        QueryAction::RemovePart { part } => part_at(query, part)?
            .map_or(Ok(query.to_owned()), |span| {
                said(language::without(query, span), query)
            })?,
        QueryAction::NegatePart { part } => part_at(query, part)?
            .map_or(Ok(query.to_owned()), |span| {
                said(language::toggle_negation(query, span), query)
            })?,
        QueryAction::Between { since, until } => {
            between(query, since.as_deref(), until.as_deref())?
        }
        QueryAction::Add { facet, value } => choose(query, &facet, &value, Press::Add)?,
        QueryAction::Only { facet, value } => choose(query, &facet, &value, Press::Only)?,
        QueryAction::Exclude { facet, value } => choose(query, &facet, &value, Press::Exclude)?,
        QueryAction::Remove { facet, value } => choose(query, &facet, &value, Press::Remove)?,
    };
    let pills = pills(&query)?;
    Ok(Edited { query, pills })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    Add,
    Only,
    Exclude,
    Remove,
}

fn fault(error: starling_query::Error, query: &str) -> Failure {
    match error {
        starling_query::Error::Syntax { at, len, message } => {
            Failure::from(starling_session::Error::QuerySyntax { at, len, message }).in_query(query)
        }
        other => Failure::failed(other.to_string()),
    }
}

fn said(result: starling_query::Result<String>, query: &str) -> Result<String> {
    result.map_err(|error| fault(error, query))
}

fn slice(query: &str, span: Span) -> String {
    query.chars().skip(span.at).take(span.len).collect()
}

fn part_at(query: &str, part: usize) -> Result<Option<Span>> {
    let parts = language::pills(query).map_err(|error| fault(error, query))?;
    Ok(parts.get(part).map(|part| part.span))
}

fn between(query: &str, since: Option<&str>, until: Option<&str>) -> Result<String> {
    let mut query = query.to_owned();
    while let Some(span) = spans(&query, |part| matches!(part, Ask::Time { .. }))?.pop() {
        query = said(language::without(&query, span), &query)?;
    }
    for (operator, moment) in [("since", since), ("until", until)] {
        if let Some(moment) = moment.filter(|moment| !moment.is_empty()) {
            // The window gives whole moments; the language writes UTC without a sign.
            let filter = format!("{operator}:{}", moment.trim_end_matches('Z'));
            query = said(language::with(&query, &filter), &filter)?;
        }
    }
    Ok(query)
}

/// The places of parts that mean such a thing, negations included where `fits` says so.
fn spans(query: &str, fits: impl Fn(&Ask) -> bool) -> Result<Vec<Span>> {
    let parts = language::pills(query).map_err(|error| fault(error, query))?;
    Ok(parts
        .into_iter()
        .filter(|part| language::parse(&slice(query, part.span)).is_ok_and(|ask| fits(&ask)))
        .map(|part| part.span)
        .collect())
}

/// Values of the facet that a part demands: one, or several of which one has to be there.
fn demanded(ask: &Ask, facet: Facet) -> Option<Vec<String>> {
    match ask {
        Ask::Or(choices) => choices
            .iter()
            .map(|choice| value_of(choice, facet))
            .collect(),
        one => value_of(one, facet).map(|value| vec![value]),
    }
}

/// Values of the facet that a part excludes.
fn excluded(ask: &Ask, facet: Facet) -> Option<Vec<String>> {
    match ask {
        Ask::Not(inner) => demanded(inner, facet),
        _ => None,
    }
}

fn value_of(ask: &Ask, facet: Facet) -> Option<String> {
    let value = match (facet, ask) {
        (Facet::Dataset, Ask::Dataset(value))
        | (Facet::Lang, Ask::Language(value))
        | (Facet::AccountLang, Ask::AccountLanguage(value))
        | (Facet::Account, Ask::From(value))
        | (Facet::Mention, Ask::Mentions(value))
        | (Facet::Retweeted, Ask::RetweetsOf(value))
        | (Facet::Client, Ask::Client(value))
        | (Facet::Hashtag, Ask::Hashtag(Tag::Exact(value)))
        | (Facet::Domain, Ask::Domain(value))
        | (Facet::Url, Ask::Url(value)) => value.clone(),
        (
            Facet::Location,
            Ask::Profile(ProfileField::Location, Words::Phrase { words, slop: 0 }),
        ) => words.clone(),
        (Facet::Location, Ask::Profile(ProfileField::Location, Words::Word(word))) => word.clone(),
        (Facet::Kind, Ask::Is(is)) => match is {
            Is::Retweet => "retweet",
            Is::Reply => "reply",
            Is::Quote => "quote",
            Is::Original => "original",
        }
        .to_owned(),
        _ => return None,
    };
    Some(value)
}

/// The operator that asks for a facet's value.
fn operator(facet: Facet) -> Option<&'static str> {
    Some(match facet {
        Facet::Dataset => "dataset",
        Facet::Lang => "lang",
        Facet::Account => "from",
        Facet::Client => "client",
        Facet::Hashtag => "hashtag",
        Facet::Domain => "domain",
        Facet::Url => "url",
        Facet::Mention => "mentions",
        Facet::Retweeted => "retweets_of",
        Facet::Kind => "is",
        Facet::AccountLang => "account.lang",
        Facet::Location => "location",
        Facet::Year | Facet::Weekday | Facet::Hour => return None,
    })
}

/// As the language takes it: bare where nothing in it is special, else in quotation marks.
pub(crate) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let bare = !value.is_empty()
        && value.chars().all(plain)
        && !value.starts_with('-')
        && !["AND", "OR", "NOT"].contains(&value);
    if bare {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn written(operator: &str, values: &[String]) -> String {
    match values {
        [one] => format!("{operator}:{}", quoted(one)),
        many => format!(
            "{operator}:({})",
            many.iter()
                .map(|value| quoted(value))
                .collect::<Vec<_>>()
                .join(" OR ")
        ),
    }
}

fn choose(query: &str, facet: &str, value: &str, press: Press) -> Result<String> {
    let facet = crate::words::facet(facet)?;
    if facet == Facet::Year {
        let year: u32 = value
            .parse()
            .map_err(|_| Failure::usage(format!("`{value}` is no year")))?;
        let (since, until) = (format!("{year:04}-01-01"), format!("{:04}-01-01", year + 1));
        return match press {
            Press::Remove => between(query, None, None),
            Press::Exclude => {
                let filter = format!("-(since:{since} until:{until})");
                said(language::with(query, &filter), &filter)
            }
            Press::Add | Press::Only => between(query, Some(&since), Some(&until)),
        };
    }
    let operator = operator(facet).ok_or_else(|| {
        Failure::usage(format!(
            "a query cannot ask for the {} of a tweet",
            facet.word()
        ))
    })?;
    let same = |one: &String| one.to_lowercase() == value.to_lowercase();
    let mut query = query.to_owned();
    let mut kept: Vec<String> = Vec::new();
    // Every part about this facet that the press changes is taken out, and what is left of it put back.
    loop {
        let touched = spans(&query, |ask| match press {
            Press::Add => {
                demanded(ask, facet).is_some()
                    || excluded(ask, facet).is_some_and(|values| values.iter().any(same))
            }
            Press::Only => demanded(ask, facet).is_some() || excluded(ask, facet).is_some(),
            Press::Exclude | Press::Remove => {
                let all = demanded(ask, facet).or_else(|| excluded(ask, facet));
                all.is_some_and(|values| values.iter().any(same))
            }
        })?;
        let Some(span) = touched.first().copied() else {
            break;
        };
        let ask = language::parse(&slice(&query, span)).map_err(|error| fault(error, &query))?;
        if press != Press::Only {
            kept.extend(
                demanded(&ask, facet)
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|one| !same(one)),
            );
        }
        query = said(language::without(&query, span), &query)?;
    }
    if matches!(press, Press::Add | Press::Only) {
        kept.push(value.to_owned());
    }
    if !kept.is_empty() {
        let filter = written(operator, &kept);
        query = said(language::with(&query, &filter), &filter)?;
    }
    if press == Press::Exclude {
        let filter = format!("-{}", written(operator, &[value.to_owned()]));
        query = said(language::with(&query, &filter), &filter)?;
    }
    Ok(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, press: Press, facet: &str, value: &str, expected: &str) {
        let (facet, value) = (facet.to_owned(), value.to_owned());
        let action = match press {
            Press::Add => QueryAction::Add { facet, value },
            Press::Only => QueryAction::Only { facet, value },
            Press::Exclude => QueryAction::Exclude { facet, value },
            Press::Remove => QueryAction::Remove { facet, value },
        };
        assert_eq!(edit(query, action).unwrap().query, expected);
    }

    #[test]
    fn a_value_is_added_behind_what_was_typed() {
        check("*", Press::Add, "lang", "ru", "lang:ru");
        check("cats  dogs", Press::Add, "lang", "ru", "cats  dogs lang:ru");
        check("a OR b", Press::Add, "lang", "ru", "(a OR b) lang:ru");
    }

    #[test]
    fn a_second_value_joins_the_first() {
        check(
            "cats lang:ru",
            Press::Add,
            "lang",
            "en",
            "cats lang:(ru OR en)",
        );
        check(
            "cats lang:(ru OR en)",
            Press::Add,
            "lang",
            "th",
            "cats lang:(ru OR en OR th)",
        );
        check("lang:ru", Press::Add, "lang", "ru", "lang:ru");
    }

    #[test]
    fn only_replaces() {
        check(
            "lang:(ru OR en) cats -lang:th",
            Press::Only,
            "lang",
            "de",
            "cats lang:de",
        );
    }

    #[test]
    fn exclude_takes_it_from_the_wanted() {
        check(
            "lang:(ru OR en)",
            Press::Exclude,
            "lang",
            "ru",
            "lang:en -lang:ru",
        );
        check(
            "cats",
            Press::Exclude,
            "client",
            "Twitter Web Client",
            "cats -client:\"Twitter Web Client\"",
        );
    }

    #[test]
    fn remove_leaves_the_others() {
        check(
            "lang:(ru OR en) cats",
            Press::Remove,
            "lang",
            "ru",
            "cats lang:en",
        );
        check("cats -lang:ru", Press::Remove, "lang", "ru", "cats");
        check("lang:ru", Press::Remove, "lang", "ru", "");
    }

    #[test]
    fn values_with_signs_are_quoted() {
        check(
            "",
            Press::Add,
            "account",
            "XpuAHms+2NM=",
            "from:\"XpuAHms+2NM=\"",
        );
        check("", Press::Add, "dataset", "OR", "dataset:\"OR\"");
        check(
            "",
            Press::Add,
            "client",
            "say \"hi\" \\",
            "client:\"say \\\"hi\\\" \\\\\"",
        );
    }

    #[test]
    fn a_year_is_a_stretch_of_time() {
        check(
            "cats until:2012-01-01",
            Press::Add,
            "year",
            "2016",
            "cats since:2016-01-01 until:2017-01-01",
        );
    }

    #[test]
    fn a_span_of_time_takes_the_place_of_another() {
        let action = QueryAction::Between {
            since: Some("2016-01-01T13:30".into()),
            until: None,
        };
        assert_eq!(
            edit("since:2015-01-01 cats until:2017-01-01", action)
                .unwrap()
                .query,
            "cats since:2016-01-01T13:30"
        );
        let action = QueryAction::Between {
            since: None,
            until: None,
        };
        assert_eq!(edit("since:2015-01-01 cats", action).unwrap().query, "cats");
    }

    #[test]
    fn parts_are_removed_and_turned_by_their_place() {
        assert_eq!(
            edit("cats lang:ru dogs", QueryAction::RemovePart { part: 1 })
                .unwrap()
                .query,
            "cats dogs"
        );
        assert_eq!(
            edit("cats lang:ru", QueryAction::NegatePart { part: 1 })
                .unwrap()
                .query,
            "cats -lang:ru"
        );
        assert_eq!(
            edit("cats", QueryAction::RemovePart { part: 7 })
                .unwrap()
                .query,
            "cats"
        );
    }

    #[test]
    fn pills_are_placed_in_utf16() {
        let pills = pills("😀 lang:ru").unwrap();
        let last = pills.last().unwrap();
        assert_eq!(
            (last.from, last.to, last.value.as_deref()),
            (3, 10, Some("ru"))
        );
    }

    #[test]
    fn every_facet_a_query_can_ask_for_is_found_again() {
        for facet in Facet::ALL
            .into_iter()
            .filter(|facet| operator(*facet).is_some())
        {
            let value = if facet == Facet::Kind { "reply" } else { "ab" };
            let added = choose("cats", facet.word(), value, Press::Add).unwrap();
            assert_eq!(
                choose(&added, facet.word(), value, Press::Remove).unwrap(),
                "cats",
                "{added}"
            );
        }
    }

    #[test]
    fn hours_cannot_be_asked_for() {
        let refused = edit(
            "",
            QueryAction::Add {
                facet: "hour".into(),
                value: "3".into(),
            },
        );
        assert_eq!(refused.unwrap_err().code, starling_wire::Code::Usage);
    }
}
