//! Parts that come and go, and what is offered while typing.

use super::*;

#[track_caller]
fn shows(query: &str, expected: Expect) {
    let shown: Vec<String> = pills(query)
        .unwrap()
        .into_iter()
        .map(|pill| {
            format!(
                "{}+{} {}{}={} ({})",
                pill.span.at,
                pill.span.len,
                if pill.negated { "not " } else { "" },
                pill.field.unwrap_or("text"),
                pill.value,
                pill.title
            )
        })
        .collect();
    expected.assert_eq(&shown.join("; "));
}

#[test]
fn pills_are_the_parts_that_all_have_to_hold() {
    shows("", expect![""]);
    shows("*", expect![""]);
    shows(
        "trump  AND from:Anna -#MAGA",
        expect![
            "0+5 text=trump (trump); 11+9 from=Anna (From Anna); 21+6 not hashtag=MAGA (#MAGA)"
        ],
    );
    shows("a OR b", expect!["0+6 text=a OR b (a OR b)"]);
    shows(
        "(a OR b) NOT lang:(ru OR en) \"x y\" @bob",
        expect![[
            r#"0+8 text=(a OR b) ((a OR b)); 9+19 not lang=(ru OR en) (Language (ru OR en)); 29+5 text="x y" ("x y"); 35+4 mentions=bob (@bob)"#
        ]],
    );
    shows(
        "client:\"Web Client\" likes:>=5 bio:\"a b\"~2 #ma*",
        expect![[
            r#"0+19 client=Web Client (Client Web Client); 20+9 likes=>=5 (Likes >=5); 30+11 bio="a b"~2 (Bio "a b"~2); 42+4 hashtag=ma* (#ma*)"#
        ]],
    );
}

#[test]
fn parts_come_and_go() {
    let put = |query: &str, filter: &str| with(query, filter).unwrap();
    assert_eq!(put("", "lang:ru"), "lang:ru");
    assert_eq!(put(" * ", "lang:ru"), "lang:ru");
    assert_eq!(put("a  b ", "lang:ru"), "a  b lang:ru");
    assert_eq!(put("a OR b", "lang:ru"), "(a OR b) lang:ru");
    assert_eq!(put("a", "b OR c"), "a (b OR c)");
    assert_eq!(
        put("a lang:ru", "lang:ru"),
        "a lang:ru",
        "it is there already"
    );
    assert_eq!(
        put("a lang:\"ru\"", "lang:ru"),
        "a lang:\"ru\"",
        "it is there already, written otherwise"
    );
    assert_eq!(
        put("a -lang:ru  b", "lang:ru"),
        "a lang:ru  b",
        "turned where it stands"
    );
    assert_eq!(put("lang:ru b", "-lang:ru"), "-lang:ru b");
    assert_eq!(
        put("since:2016-01-01 a", "since:2017-01-01 until:2018-01-01"),
        "since:2017-01-01 a until:2018-01-01"
    );
    assert_eq!(put("a", "*"), "a");
    assert_eq!(
        put("a\\  ", "b"),
        "a\\  b",
        "the blank behind the backslash stays"
    );
    assert!(with("(a", "b").is_err() && with("a", "b)").is_err());

    let drop = |query: &str, i: usize| without(query, pills(query).unwrap()[i].span).unwrap();
    assert_eq!(drop("a", 0), "");
    assert_eq!(drop("a  b   c", 0), "b   c");
    assert_eq!(drop("a  b   c", 1), "a  c");
    assert_eq!(drop("a  b   c", 2), "a  b");
    assert_eq!(drop("a AND b AND c", 1), "a AND c");
    assert_eq!(drop("a AND b c", 0), "b c");
    assert_eq!(drop("a AND b", 1), "a");
    assert_eq!(drop("选举 from:x  (b OR c)", 1), "选举 (b OR c)");
    assert_eq!(drop("a OR b", 0), "");
    assert_eq!(
        without("a b", Span { at: 1, len: 1 }).unwrap(),
        "a b",
        "no such part"
    );

    let turn =
        |query: &str, i: usize| toggle_negation(query, pills(query).unwrap()[i].span).unwrap();
    assert_eq!(turn("a  from:x b", 1), "a  -from:x b");
    assert_eq!(turn("a  -from:x b", 1), "a  from:x b");
    assert_eq!(turn("NOT  a b", 0), "a b");
    assert_eq!(turn("a OR b", 0), "-(a OR b)");
    assert_eq!(turn("-(a OR b)", 0), "(a OR b)");
    assert_eq!(turn("(a OR b) c", 0), "-(a OR b) c");
}

/// `|` is the cursor.
#[track_caller]
fn completes(query: &str, expected: Expect) {
    let cursor = query.chars().position(|c| c == '|').unwrap();
    let found = completions(&query.replacen('|', "", 1), cursor);
    let texts: Vec<String> = found
        .candidates
        .into_iter()
        .map(|candidate| candidate.text)
        .collect();
    expected.assert_eq(&format!(
        "{:?} {}+{} `{}` {}",
        found.kind,
        found.span.at,
        found.span.len,
        found.typed,
        texts.join(" ")
    ));
}

#[test]
fn completions_fit_the_place() {
    completes(
        "a re|",
        expect!["Operator 2+2 `re` retweets_of: retweets: replies: reply_to: retweet_of:"],
    );
    completes(
        "a -Acc|x b",
        expect![
            "Operator 3+4 `Acc` account.lang: account.followers: account.following: account.created:"
        ],
    );
    completes(
        "is:|",
        expect![[r#"Value("is") 3+0 `` retweet reply quote original"#]],
    );
    completes(
        "-is:re| x",
        expect![[r#"Value("is") 4+2 `re` retweet reply"#]],
    );
    completes(
        "has:(link OR m|",
        expect![[r#"Value("has") 13+1 `m` mention media"#]],
    );
    completes("lang:r|u b", expect![[r#"Value("lang") 5+2 `r` "#]]);
    completes(
        "client:\"Twitter W|",
        expect![[r#"Value("client") 8+9 `Twitter W` "#]],
    );
    completes(
        "client:\"Twitter W|eb\" x",
        expect![[r#"Value("client") 8+11 `Twitter W` "#]],
    );
    completes("#ma|", expect![[r#"Value("hashtag") 1+2 `ma` "#]]);
    completes("-@bo|", expect![[r#"Value("mentions") 2+2 `bo` "#]]);
    completes("\"from:| x", expect!["Text 1+5 `from:` "]);
    completes("/a b|/", expect!["Text 1+3 `a b` "]);
    completes(
        "(a OR (l|",
        expect!["Operator 7+1 `l` lang: likes: location:"],
    );
    completes(
        "lang:(en OR ru) l|",
        expect!["Operator 16+1 `l` lang: likes: location:"],
    );
    completes("zzz|", expect!["Operator 0+3 `zzz` "]);
    assert_eq!(completions("", 0).candidates.len(), 31, "every operator");
}
