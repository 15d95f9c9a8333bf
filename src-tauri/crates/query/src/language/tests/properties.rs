//! Reading and printing over whatever can be asked and typed.

use super::*;
use proptest::prelude::*;
use starling_model::TweetId;

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "\\PC{1,8}",
        "[ -~]{1,10}",
        "[a-z选举йé 👍\"\\\\*~:()#@/'-]{1,8}"
    ]
}

fn searchable() -> impl Strategy<Value = String> {
    any_text().prop_filter("holds a word", |text| {
        !starling_index::text::query_terms(text).is_empty()
    })
}

fn any_words() -> impl Strategy<Value = Words> {
    prop_oneof![
        searchable().prop_map(Words::Word),
        (searchable(), 0..=1_000_u32).prop_map(|(words, slop)| Words::Phrase { words, slop }),
        searchable().prop_map(Words::Prefix),
        ("[a-zй]{1,6}", 1..=2_u8).prop_map(|(word, distance)| Words::Fuzzy { word, distance }),
        "[a-z.é/]{1,4}(\\[[a-z]\\])?(\\(a\\|b\\)|\\\\d)?[*+]?"
            .prop_filter("compiles", |pattern| starling_index::text::Pattern::new(
                pattern
            )
            .is_ok())
            .prop_map(Words::Regex),
    ]
}

fn any_leaf() -> impl Strategy<Value = Ask> {
    let value = || any_text().prop_filter("is not blank", |text| !text.trim().is_empty());
    let least = -1_000_000_i64;
    let range = prop_oneof![
        (least..1_000_000).prop_map(|from| Range {
            from: Some(from),
            to: None
        }),
        (least..1_000_000).prop_map(|to| Range {
            from: None,
            to: Some(to)
        }),
        (least..1_000, 0..1_000_i64).prop_map(|(from, more)| Range {
            from: Some(from),
            to: Some(from + more)
        }),
    ];
    let days = prop_oneof![
        (-1_000..30_000_i64).prop_map(|from| Range {
            from: Some(from),
            to: None
        }),
        (-1_000..30_000_i64).prop_map(|to| Range {
            from: None,
            to: Some(to)
        }),
        (-1_000..30_000_i64, 0..1_000_i64).prop_map(|(from, more)| Range {
            from: Some(from),
            to: Some(from + more)
        }),
    ];
    let time = -1_000_000_000_000..4_000_000_000_000_i64;
    use NumberField::*;
    prop_oneof![
        5 => any_words().prop_map(Ask::Text),
        2 => (prop_oneof![Just(ProfileField::Bio), Just(ProfileField::Name)], any_words()).prop_map(|(field, words)| Ask::Profile(field, words)),
        1 => value().prop_map(Ask::From),
        1 => value().prop_map(Ask::Mentions),
        1 => value().prop_map(Ask::Client),
        1 => value().prop_map(Ask::Url),
        1 => value().prop_map(Ask::Language),
        1 => value().prop_map(|tag| Ask::Hashtag(Tag::Exact(tag))),
        1 => value().prop_map(|tag| Ask::Hashtag(Tag::Prefix(tag))),
        1 => prop_oneof![Just(Is::Retweet), Just(Is::Original)].prop_map(Ask::Is),
        1 => prop_oneof![Just(Has::Link), Just(Has::Poll)].prop_map(Ask::Has),
        1 => time.clone().prop_map(|at| Ask::Time { since: Some(at), until: None }),
        1 => time.prop_map(|at| Ask::Time { since: None, until: Some(at) }),
        1 => (prop_oneof![Just(Likes), Just(Following)], range).prop_map(|(field, range)| Ask::Number(field, range)),
        1 => days.prop_map(Ask::AccountCreated),
        1 => any::<u64>().prop_map(|id| Ask::ById(IdField::QuoteOf, TweetId(id))),
        1 => Just(Ask::All),
    ]
}

/// As `parse` gives them: no list within a list of the same kind, no list of one.
fn any_ask() -> impl Strategy<Value = Ask> {
    any_leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|ask| Ask::Not(Box::new(ask))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| {
                Ask::And(
                    parts
                        .into_iter()
                        .flat_map(|part| {
                            if let Ask::And(inner) = part {
                                inner
                            } else {
                                vec![part]
                            }
                        })
                        .collect(),
                )
            }),
            proptest::collection::vec(inner, 2..4).prop_map(|parts| {
                Ask::Or(
                    parts
                        .into_iter()
                        .flat_map(|part| {
                            if let Ask::Or(inner) = part {
                                inner
                            } else {
                                vec![part]
                            }
                        })
                        .collect(),
                )
            }),
        ]
    })
}

fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any_text(),
        "[a-z]{1,4}",
        proptest::sample::select(vec![
            "(",
            ")",
            " ",
            " OR ",
            " AND ",
            "NOT ",
            "-",
            "\"",
            "~1",
            "*",
            "/",
            "#",
            "@",
            "from:",
            "likes:>=",
            "since:2016-01-01",
            "lang:(",
            "\\",
            "bio:",
            "is:reply",
            "https://a/(b)",
            "“",
            "：",
            "＃",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_was_printed_gives_the_same(ask in any_ask()) {
        let text = print(&ask);
        match parse(&text) {
            Ok(read) => prop_assert_eq!(read, ask, "printed as `{}`", text),
            Err(error) => prop_assert!(false, "`{}`: {:?}", text, error),
        }
    }

    #[test]
    fn every_text_is_understood_or_refused_in_its_place(query in any_query(), cursor in 0..60_usize) {
        let length = query.chars().count();
        match parse(&query) {
            Ok(ask) => {
                prop_assert_eq!(parse(&print(&ask)).expect("what is printed is right"), ask);
                for pill in pills(&query).expect("what is right has parts") {
                    prop_assert!(pill.span.end() <= length);
                    let less = without(&query, pill.span).expect("a part can go");
                    prop_assert!(parse(&less).is_ok(), "`{}` without a part is `{}`", query, less);
                    let turned = toggle_negation(&query, pill.span).expect("a part can be turned");
                    prop_assert!(parse(&turned).is_ok(), "`{}` turned is `{}`", query, turned);
                    // `NOT *` turned is `*`, which has no parts.
                    let parts = pills(&turned).expect("it was just read");
                    if let Some(part) = parts.iter().find(|part| part.span.at == pill.span.at) {
                        let back = toggle_negation(&turned, part.span).expect("it can be turned back");
                        prop_assert_eq!(part.negated, !pill.negated);
                        prop_assert!(parse(&back).is_ok());
                    }
                }
                let more = with(&query, "lang:zz").expect("a part can come");
                let there = match parse(&more).expect("still right") {
                    Ask::And(parts) => parts.contains(&Ask::Language("zz".into())),
                    one => one == Ask::Language("zz".into()),
                };
                prop_assert!(there, "`{}`", more);
            }
            Err(Error::Syntax { at, len, message }) => {
                prop_assert!(at + len <= length && !message.is_empty());
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
        let found = completions(&query, cursor);
        prop_assert!(found.span.end() <= length && found.span.at <= cursor.min(length));
    }
}
