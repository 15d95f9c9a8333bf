//! `search`, `count`, `facets`, `timeline`.

use super::args::{Facets as FacetsArgs, Options, Search, Timeline as TimelineArgs};
use super::output::Answer;
use super::passphrase;
use super::table::{Edge, Table, figure};
use super::terminal::{one_line, width};
use crate::words;
use starling_session::clock::Stopwatch;
use starling_wire::{Code, Count, Facets, Failure, SearchResult, Timeline, Tweet};

/// A failure of a query, with the place of the fault pointed at under the query.
pub(super) fn in_query(query: &str) -> impl Fn(starling_session::Error) -> Failure {
    move |error| {
        let mut failure = Failure::from(error).in_query(query);
        if let Code::QuerySyntax { column, len, .. } = failure.code {
            let before: String = query.chars().take(column - 1).collect();
            let at_fault: String = query.chars().skip(column - 1).take(len.max(1)).collect();
            let carets = "^".repeat(width(&one_line(&at_fault)).max(1));
            let indent = " ".repeat(width(&one_line(&before)));
            failure.message = format!(
                "{}\n  {}\n  {indent}{carets}",
                failure.message,
                one_line(query)
            );
        }
        failure
    }
}

pub(super) fn search(ask: &Search, options: &Options) -> Result<Answer, Failure> {
    let limit = words::tweet_limit(ask.limit)?;
    let session = passphrase::open(options)?;
    let watch = Stopwatch::start();
    let page = session
        .search(&ask.query, ask.sort.0, ask.offset, limit)
        .map_err(in_query(&ask.query))?;
    let found = SearchResult::of(&ask.query, page, watch.seconds() * 1000.0);
    let mut text: String = found.tweets.iter().map(tweet_text).collect();
    text += &format!(
        "{} of {} tweets, {:.1} ms\n",
        figure(found.tweets.len() as u64),
        figure(found.total),
        found.took_ms
    );
    Answer::new(&found, text)
}

/// A tweet in a list.
pub(super) fn tweet_text(tweet: &Tweet) -> String {
    let account = &tweet.account;
    let hashed = if account.hashed { " · hashed" } else { "" };
    let name = if account.hashed || account.display_name == account.screen_name {
        String::new()
    } else {
        format!("{}  ", one_line(&account.display_name))
    };
    let counted: String = [
        ("likes", tweet.likes),
        ("retweets", tweet.retweets),
        ("replies", tweet.replies),
        ("quotes", tweet.quotes),
    ]
    .into_iter()
    .filter_map(|(word, count)| {
        count
            .filter(|count| *count != 0)
            .map(|count| format!("  {} {word}", figure(count)))
    })
    .collect();
    let tags: String = tweet
        .tags
        .iter()
        .map(|tag| format!("  [{}]", one_line(tag)))
        .collect();
    format!(
        "{}  {}  {name}@{}{hashed}  {}  {}{counted}{tags}\n  {}\n\n",
        tweet.time.as_deref().unwrap_or("without a time"),
        tweet.id,
        one_line(&account.screen_name),
        tweet.kind,
        one_line(&tweet.dataset),
        one_line(&tweet.text),
    )
}

pub(super) fn count(query: &str, options: &Options) -> Result<Answer, Failure> {
    let counted = passphrase::open(options)?
        .count(query)
        .map_err(in_query(query))?;
    let count = Count::of(query, counted);
    Answer::new(
        &count,
        format!(
            "{} tweets by {} accounts",
            figure(count.tweets),
            figure(count.accounts)
        ),
    )
}

pub(super) fn facets(ask: &FacetsArgs, options: &Options) -> Result<Answer, Failure> {
    let by: Vec<_> = ask.by.iter().map(|word| word.0).collect();
    let session = passphrase::open(options)?;
    let (total, found) = session
        .facets(&ask.query, &by, ask.top)
        .map_err(in_query(&ask.query))?;
    let facets = Facets::of(&ask.query, total, found);
    let mut text = format!("{} tweets\n", figure(total));
    for facet in by {
        let word = facet.word();
        let (values, field) = (&facets.facets[word], facets.fields[word]);
        text += &format!(
            "\n{word}: {} of {} values",
            figure(values.len() as u64),
            figure(field.distinct)
        );
        text += &format!(", {} tweets without one\n", figure(field.without));
        let mut table = Table::new(&[
            ("tweets", Edge::End),
            ("value", Edge::Start),
            ("", Edge::Start),
        ]);
        for value in values {
            table.row([
                figure(value.count),
                value.value.clone(),
                value.label.clone().unwrap_or_default(),
            ]);
        }
        text += &table.text();
    }
    Answer::new(&facets, text)
}

pub(super) fn timeline(ask: &TimelineArgs, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let split = ask.split.map(|word| (word.0, ask.top));
    let asked = session.timeline(&ask.query, ask.by.map(|word| word.0), split);
    let (bucket, found) = asked.map_err(in_query(&ask.query))?;
    let timeline = Timeline::of(&ask.query, bucket, ask.split.map(|word| word.0), found);
    let most = timeline
        .buckets
        .iter()
        .map(|bucket| bucket.count)
        .max()
        .unwrap_or(0)
        .max(1);
    let mut table = Table::new(&[
        ("start", Edge::Start),
        ("tweets", Edge::End),
        ("", Edge::Start),
    ]);
    for bucket in &timeline.buckets {
        let bar = "█".repeat((bucket.count * 40).div_ceil(most) as usize);
        let parts = bucket.split.iter().flatten().filter(|part| part.count > 0);
        let parts = parts
            .map(|part| format!("{} {}", part.value, figure(part.count)))
            .collect::<Vec<_>>()
            .join(", ");
        table.row([
            bucket.start.clone(),
            figure(bucket.count),
            format!("{bar} {parts}").trim().to_owned(),
        ]);
    }
    let mut text = table.text();
    text += &format!(
        "\n{} tweets by {} (UTC)",
        figure(timeline.total),
        timeline.by
    );
    if timeline.undated > 0 {
        text += &format!(", {} of them without a time", figure(timeline.undated));
    }
    Answer::new(&timeline, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(query: &str, at: usize, len: usize, expected: Expect) {
        let error = starling_session::Error::QuerySyntax {
            at,
            len,
            message: "no such operator".into(),
        };
        expected.assert_eq(&(in_query(query)(error).message + "\n"));
    }

    #[test]
    fn the_caret_stands_under_the_fault() {
        check(
            "cats frm:x",
            5,
            4,
            expect![[r#"
            no such operator (column 6)
              cats frm:x
                   ^^^^
        "#]],
        );
    }

    #[test]
    fn wide_characters_move_the_caret_by_two() {
        check(
            "日本 )",
            3,
            1,
            expect![[r#"
            no such operator (column 4)
              日本 )
                   ^
        "#]],
        );
    }

    #[test]
    fn the_end_of_the_query_has_a_caret_too() {
        check(
            "(a",
            2,
            0,
            expect![[r#"
            no such operator (column 3)
              (a
                ^
        "#]],
        );
    }
}
