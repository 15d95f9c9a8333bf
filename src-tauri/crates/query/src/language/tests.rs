//! The query language, case by case.

mod editing;
mod faults;
mod properties;

use crate::ask::*;
use crate::language::*;
use expect_test::{Expect, expect};

/// What a query means: its debug form, shortened.
#[track_caller]
fn means(query: &str, expected: Expect) {
    let ask = parse(query).unwrap_or_else(|error| panic!("`{query}` is right: {error:?}"));
    let again =
        parse(&print(&ask)).unwrap_or_else(|error| panic!("`{}` is right: {error:?}", print(&ask)));
    assert_eq!(again, ask, "printed as `{}`", print(&ask));
    expected.assert_eq(
        &format!("{ask:?}")
            .replace("Text(Word(", "Word((")
            .replace("Hashtag(Exact(", "Tag(("),
    );
}

/// The plainest form of a query.
#[track_caller]
fn prints(query: &str, expected: Expect) {
    expected.assert_eq(&print(&parse(query).unwrap()));
}

/// The column (from 1), the text at fault and the message.
#[track_caller]
fn refused(query: &str, expected: Expect) {
    match parse(query) {
        Ok(ask) => panic!("`{query}` is wrong, not {ask:?}"),
        Err(Error::Syntax { at, len, message }) => {
            let length = query.chars().count();
            assert!(
                at + len <= length,
                "{at}+{len} lies in the query of {length}"
            );
            let part: String = query.chars().skip(at).take(len).collect();
            expected.assert_eq(&format!("{}[{part}] {message}", at + 1));
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn terms() {
    means("", expect!["All"]);
    means("  ", expect!["All"]);
    means("*", expect!["All"]);
    means("trump", expect![[r#"Word(("trump"))"#]]);
    means(
        "\"two words\"",
        expect![[r#"Text(Phrase { words: "two words", slop: 0 })"#]],
    );
    means(
        "\"two words\"~3",
        expect![[r#"Text(Phrase { words: "two words", slop: 3 })"#]],
    );
    means(
        "“two words” „drei“",
        expect![[
            r#"And([Text(Phrase { words: "two words", slop: 0 }), Text(Phrase { words: "drei", slop: 0 })])"#
        ]],
    );
    means(
        r#""say \"hi\" \\ \n""#,
        expect![[r#"Text(Phrase { words: "say \"hi\" \\ \\n", slop: 0 })"#]],
    );
    means("vacc*", expect![[r#"Text(Prefix("vacc"))"#]]);
    means(
        "color~1",
        expect![[r#"Text(Fuzzy { word: "color", distance: 1 })"#]],
    );
    means("/reg(ex|exp)/", expect![[r#"Text(Regex("reg(ex|exp)"))"#]]);
    means(r"/a\/b [(]\d/", expect![[r#"Text(Regex("a/b [(]\\d"))"#]]);
    means("选举结果", expect![[r#"Word(("选举结果"))"#]]);
    means("选*", expect![[r#"Text(Prefix("选"))"#]]);
    means("😂", expect![[r#"Word(("😂"))"#]]);
    means(
        "trump's covid-19 16:30 a/b 3.5% ~x x~y",
        expect![[
            r#"And([Word(("trump's")), Word(("covid-19")), Word(("16:30")), Word(("a/b")), Word(("3.5%")), Word(("~x")), Word(("x~y"))])"#
        ]],
    );
    means(
        r"a\ b \-c d\* from\:x \AND a\(",
        expect![[
            r#"And([Word(("a b")), Word(("-c")), Word(("d*")), Word(("from:x")), Word(("AND")), Word(("a("))])"#
        ]],
    );
}

#[test]
fn addresses_and_smileys_are_words() {
    means(
        "https://example.com/a?b=c#d",
        expect![[r#"Word(("https://example.com/a?b=c#d"))"#]],
    );
    means(
        "https://en.wikipedia.org/wiki/Mercury_(planet)",
        expect![[r#"Word(("https://en.wikipedia.org/wiki/Mercury_(planet)"))"#]],
    );
    means(
        "(https://a.example/x)",
        expect![[r#"Word(("https://a.example/x"))"#]],
    );
    means(
        "example.com:8080/x",
        expect![[r#"Word(("example.com:8080/x"))"#]],
    );
    means(
        "BREAKING: news",
        expect![[r#"And([Word(("BREAKING:")), Word(("news"))])"#]],
    );
    means("обзор:дня", expect![[r#"Word(("обзор:дня"))"#]]);
    means(":-D", expect![[r#"Word((":-D"))"#]]);
}

#[test]
fn algebra() {
    means("a b", expect![[r#"And([Word(("a")), Word(("b"))])"#]]);
    means("a AND b", expect![[r#"And([Word(("a")), Word(("b"))])"#]]);
    means(
        "a OR b c",
        expect![[r#"Or([Word(("a")), And([Word(("b")), Word(("c"))])])"#]],
    );
    means(
        "(a OR b) c",
        expect![[r#"And([Or([Word(("a")), Word(("b"))]), Word(("c"))])"#]],
    );
    means("a -b", expect![[r#"And([Word(("a")), Not(Word(("b")))])"#]]);
    means(
        "NOT a b",
        expect![[r#"And([Not(Word(("a"))), Word(("b"))])"#]],
    );
    means(
        "NOT (a b)",
        expect![[r#"Not(And([Word(("a")), Word(("b"))]))"#]],
    );
    means(
        "-(a OR -b)",
        expect![[r#"Not(Or([Word(("a")), Not(Word(("b")))]))"#]],
    );
    means("NOT -a", expect![[r#"Not(Not(Word(("a"))))"#]]);
    means(
        "((a)) (b (c))",
        expect![[r#"And([Word(("a")), Word(("b")), Word(("c"))])"#]],
    );
    means(
        "a or b and not",
        expect![[r#"And([Word(("a")), Word(("or")), Word(("b")), Word(("and")), Word(("not"))])"#]],
    );
    means(
        "-from:x -#y -\"z\" -/q/",
        expect![[
            r#"And([Not(From("x")), Not(Tag(("y"))), Not(Text(Phrase { words: "z", slop: 0 })), Not(Text(Regex("q")))])"#
        ]],
    );
    means(
        "ORANGE ANDY a OR(b)",
        expect![[r#"Or([And([Word(("ORANGE")), Word(("ANDY")), Word(("a"))]), Word(("b"))])"#]],
    );
}

#[test]
fn operators() {
    means(
        "from:Anna to:@bob retweets_of:1234",
        expect![[r#"And([From("Anna"), To("bob"), RetweetsOf("1234")])"#]],
    );
    let id = "XpuAHms+HDgSOl4Wx9LGYDYzUVV3hwV0Mk92svR2NM=";
    assert_eq!(
        parse(&format!("from:{id}")).unwrap(),
        Ask::From(id.to_owned())
    );
    assert_eq!(
        parse(&format!("@{id}")).unwrap(),
        Ask::Mentions(id.to_owned())
    );
    assert_eq!(print(&Ask::Mentions(id.to_owned())), format!("@{id}"));
    means(
        "@Anna mentions:bob ＠c",
        expect![[r#"And([Mentions("Anna"), Mentions("bob"), Mentions("c")])"#]],
    );
    means(
        "#MAGA hashtag:x hashtag:#y ＃z",
        expect![[r#"And([Tag(("MAGA")), Tag(("x")), Tag(("y")), Tag(("z"))])"#]],
    );
    means(
        "#ma* hashtag:ma*",
        expect![[r#"And([Hashtag(Prefix("ma")), Hashtag(Prefix("ma"))])"#]],
    );
    means(
        "#选举 #トランプ・x #เลือกตั้ง #हिन्दी #انتخابات #می‌خواهم #Україна",
        expect![[
            r#"And([Tag(("选举")), Tag(("トランプ・x")), Tag(("เล\u{e37}อกต\u{e31}\u{e49}ง")), Tag(("हिन\u{94d}दी")), Tag(("انتخابات")), Tag(("می\u{200c}خواهم")), Tag(("Україна"))])"#
        ]],
    );
    means(
        "url:example.com/a?b=(c) domain:example.com",
        expect![[r#"And([Url("example.com/a?b=(c)"), Domain("example.com")])"#]],
    );
    means("url:https://x/y:z", expect![[r#"Url("https://x/y:z")"#]]);
    means(
        "lang:ru account.lang:en",
        expect![[r#"And([Language("ru"), AccountLanguage("en")])"#]],
    );
    means(
        "client:\"Twitter Web Client\" dataset:ira tag:\"to read\" media:1-a.jpg",
        expect![[
            r#"And([Client("Twitter Web Client"), Dataset("ira"), Tagged("to read"), Media("1-a.jpg")])"#
        ]],
    );
    means(
        "is:retweet is:reply is:quote IS:Original",
        expect!["And([Is(Retweet), Is(Reply), Is(Quote), Is(Original)])"],
    );
    means(
        "has:link has:hashtag has:mention has:media has:geo has:poll",
        expect!["And([Has(Link), Has(Hashtag), Has(Mention), Has(Media), Has(Geo), Has(Poll)])"],
    );
    means(
        "bio:war location:\"New York\" name:/d.*/ bio:vacc* bio:colr~1",
        expect![[
            r#"And([Profile(Bio, Word("war")), Profile(Location, Phrase { words: "New York", slop: 0 }), Profile(Name, Regex("d.*")), Profile(Bio, Prefix("vacc")), Profile(Bio, Fuzzy { word: "colr", distance: 1 })])"#
        ]],
    );
    means(
        "tweet:1 reply_to:2 quote_of:3 retweet_of:18446744073709551615",
        expect![
            "And([ById(Tweet, TweetId(1)), ById(ReplyTo, TweetId(2)), ById(QuoteOf, TweetId(3)), ById(RetweetOf, TweetId(18446744073709551615))])"
        ],
    );
    means(
        "lang:(ru OR en)",
        expect![[r#"Or([Language("ru"), Language("en")])"#]],
    );
    means(
        "from:(a b -c (d OR \"e f\"))",
        expect![[r#"And([From("a"), From("b"), Not(From("c")), Or([From("d"), From("e f")])])"#]],
    );
    means(
        "bio:(a OR /b/ -\"c d\"~2)",
        expect![[
            r#"Or([Profile(Bio, Word("a")), And([Profile(Bio, Regex("b")), Not(Profile(Bio, Phrase { words: "c d", slop: 2 }))])])"#
        ]],
    );
    means(
        "url:(https://a OR b:80)",
        expect![[r#"Or([Url("https://a"), Url("b:80")])"#]],
    );
    means("from：anna", expect![[r#"From("anna")"#]]);
    means(
        r#"dataset:"a*" from:"@x" hashtag:"a b""#,
        expect![[r#"And([Dataset("a*"), From("@x"), Tag(("a b"))])"#]],
    );
}

#[test]
fn times_and_numbers() {
    means(
        "since:2016-01-01",
        expect!["Time { since: Some(1451606400000), until: None }"],
    );
    means(
        "until:2016-11-08T13:30",
        expect!["Time { since: None, until: Some(1478611800000) }"],
    );
    means(
        "since:2016-11-08T13:30:05.25Z",
        expect!["Time { since: Some(1478611805250), until: None }"],
    );
    means(
        "since:2016-02-29",
        expect!["Time { since: Some(1456704000000), until: None }"],
    );
    means(
        "since:1969-12-31",
        expect!["Time { since: Some(-86400000), until: None }"],
    );
    means(
        "likes:>=100",
        expect!["Number(Likes, Range { from: Some(100), to: None })"],
    );
    means(
        "retweets:>100",
        expect!["Number(Retweets, Range { from: Some(101), to: None })"],
    );
    means(
        "replies:<5",
        expect!["Number(Replies, Range { from: None, to: Some(4) })"],
    );
    means(
        "quotes:<=5",
        expect!["Number(Quotes, Range { from: None, to: Some(5) })"],
    );
    means(
        "account.followers:0",
        expect!["Number(Followers, Range { from: Some(0), to: Some(0) })"],
    );
    means(
        "account.following:5..10",
        expect!["Number(Following, Range { from: Some(5), to: Some(10) })"],
    );
    means(
        "likes:-1 likes:(-1 OR ≥5)",
        expect![
            "And([Number(Likes, Range { from: Some(-1), to: Some(-1) }), Or([Number(Likes, Range { from: Some(-1), to: Some(-1) }), Number(Likes, Range { from: Some(5), to: None })])])"
        ],
    );
    means(
        "likes:≥5",
        expect!["Number(Likes, Range { from: Some(5), to: None })"],
    );
    means(
        "account.created:2014-01-01..2015-12-31",
        expect!["AccountCreated(Range { from: Some(16071), to: Some(16800) })"],
    );
    means(
        "account.created:2014-01-01",
        expect!["AccountCreated(Range { from: Some(16071), to: Some(16071) })"],
    );
    means(
        "account.created:<2014-01-01",
        expect!["AccountCreated(Range { from: None, to: Some(16070) })"],
    );
    means(
        "account.created:>2014-01-01",
        expect!["AccountCreated(Range { from: Some(16072), to: None })"],
    );
}

#[test]
fn plainest_forms() {
    prints("a AND (b AND c) OR NOT d", expect!["a b c OR -d"]);
    prints(
        "from:@Anna mentions:bob hashtag:x hashtag:y*",
        expect!["from:Anna @bob #x #y*"],
    );
    prints("-(a OR b) -(c d) -(-e)", expect!["-(a OR b) -(c d) -(-e)"]);
    prints(
        r#"client:"x" client:"a b" dataset:"a\"b" from:"-x" lang:"OR""#,
        expect![[r#"client:x client:"a b" dataset:"a\"b" from:"-x" lang:"OR""#]],
    );
    prints(r"\AND a\*b \#x http\:", expect![[r#"\AND a\*b \#x http:"#]]);
    prints(
        "since:2016-01-01T00:00 until:2016-01-01T13:30:00 since:2016-01-01T00:00:01.5",
        expect!["since:2016-01-01 until:2016-01-01T13:30 since:2016-01-01T00:00:01.5"],
    );
    prints(
        "likes:>5 likes:<5 likes:5 likes:1..5 account.created:>2014-01-01",
        expect!["likes:>=6 likes:<=4 likes:5 likes:1..5 account.created:>=2014-01-02"],
    );
    prints(r"/a\/b/ /[\/]\\/", expect![[r#"/a\/b/ /[\/]\\/"#]]);
    let both = Ask::Time {
        since: Some(0),
        until: Some(1),
    };
    expect!["-(since:1970-01-01 until:1970-01-01T00:00:00.001)"]
        .assert_eq(&print(&Ask::Not(Box::new(both))));
}
