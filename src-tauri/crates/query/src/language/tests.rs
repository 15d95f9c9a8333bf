//! The query language, case by case.

use crate::ask::*;
use crate::language::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use starling_model::TweetId;

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
fn faults_of_structure() {
    refused(
        "(a",
        expect!["1[(] this bracket is never closed; a `)` is missing"],
    );
    refused(
        "a)",
        expect![
            "2[)] this bracket closes nothing; leave it out, or put the text in quotation marks"
        ],
    );
    refused(
        "a (b (c) d",
        expect!["3[(] this bracket is never closed; a `)` is missing"],
    );
    refused("()", expect!["1[()] there is nothing in these brackets"]);
    refused(
        "a ( ) b",
        expect!["3[( )] there is nothing in these brackets"],
    );
    refused("a OR", expect!["3[OR] `OR` wants something behind it"]);
    refused(
        "OR a",
        expect![[r#"1[OR] `OR` wants something before it; to search for the word, write "or""#]],
    );
    refused(
        "a AND OR b",
        expect!["3[AND] `AND` wants something behind it"],
    );
    refused(
        "a OR OR b",
        expect![[r#"6[OR] `OR` wants something before it; to search for the word, write "or""#]],
    );
    refused(
        "AND",
        expect![[r#"1[AND] `AND` wants something before it; to search for the word, write "and""#]],
    );
    refused("a AND", expect!["3[AND] `AND` wants something behind it"]);
    refused("(a OR )", expect!["4[OR] `OR` wants something behind it"]);
    refused(
        "NOT",
        expect![[r#"1[NOT] `NOT` wants something behind it; to search for the word, write "not""#]],
    );
    refused(
        "a NOT OR b",
        expect![[r#"3[NOT] `NOT` wants something behind it; to search for the word, write "not""#]],
    );
    refused("-", expect!["1[-] `-` wants something directly behind it"]);
    refused(
        "a - b",
        expect!["3[-] `-` stands directly before what it excludes, without a blank"],
    );
    refused(
        "--a",
        expect!["1[--] one `-` is enough to exclude something"],
    );
    refused(
        "a \"b c",
        expect![[r#"3["] this quotation mark is never closed"#]],
    );
    refused("\"a\"b", expect!["4[b] a blank is missing here"]);
    refused(
        "a\"b\"",
        expect![[r#"2["] a blank is missing before the quotation mark"#]],
    );
    refused(
        "a(b)",
        expect!["2[(] a blank is missing before the bracket"],
    );
    refused("(a)b", expect!["4[b] a blank is missing here"]);
    refused(
        "/ab",
        expect![
            "1[/] this regular expression is never closed; a `/` is missing, or put the text in quotation marks"
        ],
    );
    refused(
        "/r/conspiracy",
        expect![
            "4[c] the regular expression ends before this; put text with slashes in quotation marks"
        ],
    );
    refused(
        ":)",
        expect![
            "2[)] this bracket closes nothing; leave it out, or put the text in quotation marks"
        ],
    );
    refused(":(", expect!["2[(] a blank is missing before the bracket"]);
    refused(
        "a \\",
        expect![[r#"3[\] a character is missing behind the backslash"#]],
    );
    refused("!a", expect!["1[!] to exclude a word, write `-` before it"]);
    refused(
        "—a",
        expect![
            "1[—] to exclude a word, write `-` (a hyphen) before it; to search for text, put it in quotation marks"
        ],
    );
}

#[test]
fn faults_of_words() {
    refused(
        "ok !!!",
        expect!["4[!!!] `!!!` holds nothing that can be searched for: no letter, number or emoji"],
    );
    refused(
        "\"...\"",
        expect![[
            r#"1["..."] `...` holds nothing that can be searched for: no letter, number or emoji"#
        ]],
    );
    refused(
        "https://t.co/abc",
        expect![
            "1[https://t.co/abc] `https://t.co/abc` is a short link, and those are not searched for in texts; `has:link`, `url:` and `domain:` look at links"
        ],
    );
    refused(
        "*a",
        expect![
            "1[*] a star stands only at the end of a word; for others write a regular expression: /v.*c/"
        ],
    );
    refused(
        "a*b",
        expect![
            "2[*] a star stands only at the end of a word; for others write a regular expression: /v.*c/"
        ],
    );
    refused(
        "a**",
        expect![
            "2[*] a star stands only at the end of a word; for others write a regular expression: /v.*c/"
        ],
    );
    refused(
        "color~",
        expect!["6[~] behind `~` stands how many letters may differ: 1 or 2"],
    );
    refused(
        "color~3",
        expect!["6[~3] behind `~` stands how many letters may differ: 1 or 2"],
    );
    refused(
        "选举~1",
        expect![
            "1[选举~1] `选举` cannot be searched for by likeness: that takes one word of a script with blanks between words"
        ],
    );
    refused(
        "col*~1",
        expect!["4[*] a word is searched for by its beginning or as nearly the same, not both"],
    );
    refused(
        "\"a b\"~",
        expect![[
            r#"6[~] behind `~` stands how many words may be between, as in "two words"~3; at most 1000"#
        ]],
    );
    refused(
        "\"a b\"~x",
        expect![[
            r#"6[~x] behind `~` stands how many words may be between, as in "two words"~3; at most 1000"#
        ]],
    );
    refused(
        "\"a b\"~99999",
        expect![[
            r#"6[~99999] behind `~` stands how many words may be between, as in "two words"~3; at most 1000"#
        ]],
    );
    refused("\"a b\"*", expect!["6[*] a blank is missing here"]);
    refused(
        "//",
        expect!["1[//] there is nothing in this regular expression"],
    );
    refused(
        "x /a(b/",
        expect!["5[(] in the regular expression: unclosed group"],
    );
    refused(
        "bio:/[a/",
        expect!["6[[] in the regular expression: unclosed character class"],
    );
    refused(
        r"/a\b/",
        expect![
            "3[\\b] in the regular expression: a pattern always spans the whole word; leave word boundaries out"
        ],
    );
    refused(
        "# a",
        expect!["1[#] a hashtag is missing directly behind the `#`"],
    );
    refused("#*", expect!["1[#*] every hashtag is `has:hashtag`"]);
    refused(
        "#a,",
        expect!["3[,] a hashtag holds no `,`; leave it out, or put the text in quotation marks"],
    );
    refused(
        "#a*b",
        expect!["3[*] a star stands only at the end of a hashtag"],
    );
    refused(
        "##a",
        expect!["2[#] a hashtag holds no `#`; leave it out, or put the text in quotation marks"],
    );
    refused(
        "@",
        expect!["1[@] a name is missing directly behind the `@`"],
    );
    refused(
        "@name:",
        expect![
            "6[:] an account's name holds no `:`; leave it out, or put the text in quotation marks"
        ],
    );
    refused(
        "@name*",
        expect!["6[*] a mention is matched whole; leave the star out"],
    );
}

#[test]
fn faults_of_operators() {
    refused(
        "form:x",
        expect![
            "1[form:] there is no operator `form:`; the nearest is `from:`. To search for the text, put it in quotation marks"
        ],
    );
    refused(
        "a user:x",
        expect![
            "3[user:] there is no operator `user:`; the nearest is `from:`. To search for the text, put it in quotation marks"
        ],
    );
    refused(
        "след breaking:news",
        expect![
            "6[breaking:] there is no operator `breaking:`; the nearest is `domain:`. To search for the text, put it in quotation marks"
        ],
    );
    refused(
        "like: x",
        expect![
            "1[like:] there is no operator `like:`; the nearest is `likes:`. To search for the text, put it in quotation marks"
        ],
    );
    refused(
        "from: x",
        expect!["1[from:] `from:` wants a value directly behind the colon, as in `from:NAME`"],
    );
    refused(
        "from :x",
        expect!["6[:] no blank stands round the colon: `from:NAME`"],
    );
    refused(
        "from:",
        expect!["1[from:] `from:` wants a value directly behind the colon, as in `from:NAME`"],
    );
    refused(
        "(from:)",
        expect!["2[from:] `from:` wants a value directly behind the colon, as in `from:NAME`"],
    );
    refused(
        "from:\"\"",
        expect![[r#"6[""] `from:` wants a value, as in `from:NAME`"#]],
    );
    refused(
        "from:-x",
        expect!["6[-] to exclude, write the `-` before the operator: `-from:…`"],
    );
    refused(
        "from:x*",
        expect!["7[*] a name is matched whole; leave the star out"],
    );
    refused(
        "domain:*.example",
        expect!["8[*] `domain:` finds subdomains by itself; leave the star out"],
    );
    refused(
        "client:Foo(bar)",
        expect!["11[(] put a value with brackets in quotation marks"],
    );
    refused(
        "from:a\"b\"",
        expect![[r#"7["] a blank is missing before the quotation mark"#]],
    );
    refused(
        "from:(a OR lang:ru)",
        expect!["12[lang:] only values of `from:` fit in these brackets"],
    );
    refused(
        "from:()",
        expect!["6[()] there is nothing in these brackets"],
    );
    refused(
        "is:retweets",
        expect![
            "4[retweets] there is no `is:retweets`; the nearest is `is:retweet`. There are `is:retweet`, `is:reply`, `is:quote`, `is:original`"
        ],
    );
    refused(
        "has:video",
        expect![
            "5[video] there is no `has:video`; there are `has:link`, `has:hashtag`, `has:mention`, `has:media`, `has:geo`, `has:poll`"
        ],
    );
    refused(
        "since:2016",
        expect![
            "7[2016] `2016` is no time; write a day as 2016-01-31, or a minute as 2016-01-31T13:30 (UTC)"
        ],
    );
    refused(
        "since:2016-02-30",
        expect!["7[2016-02-30] there is no day `2016-02-30`"],
    );
    refused(
        "until:2016-01-01T25:00",
        expect![
            "7[2016-01-01T25:00] `2016-01-01T25:00` is no time; write a day as 2016-01-31, or a minute as 2016-01-31T13:30 (UTC)"
        ],
    );
    refused(
        "since:yesterday",
        expect![
            "7[yesterday] `yesterday` is no time; write a day as 2016-01-31, or a minute as 2016-01-31T13:30 (UTC)"
        ],
    );
    refused(
        "likes:many",
        expect!["7[many] `many` does not fit here; write a number: 100, >=100, <100 or 10..20"],
    );
    refused(
        "likes:5..",
        expect!["7[5..] a range has two ends; write `>=5` for one that is open"],
    );
    refused(
        "likes:..5",
        expect!["7[..5] a range has two ends; write `<=5` for one that is open"],
    );
    refused(
        "likes:9..5",
        expect!["7[9..5] `9..5` is turned round; the lower end comes first"],
    );
    refused(
        "likes:1,000",
        expect!["7[1,000] `1,000` does not fit here; write a number: 100, >=100, <100 or 10..20"],
    );
    refused(
        "likes:99999999999999999999",
        expect![
            "7[99999999999999999999] `99999999999999999999` is too large a number; at most 999999999999999 can be compared"
        ],
    );
    refused(
        "likes:>",
        expect!["7[>] `>` does not fit here; write a number: 100, >=100, <100 or 10..20"],
    );
    refused(
        "account.created:2014",
        expect![
            "17[2014] `2014` does not fit here; write a day: 2014-01-31, >=2014-01-31, <2014-01-31 or 2014-01-01..2015-12-31"
        ],
    );
    refused(
        "account.created:2014-13-01",
        expect!["17[2014-13-01] there is no day `2014-13-01`"],
    );
    refused(
        "acount.created:2014-01-01",
        expect![
            "1[acount.created:] there is no operator `acount.created:`; the nearest is `account.created:`. To search for the text, put it in quotation marks"
        ],
    );
    refused(
        "tweet:abc",
        expect!["7[abc] `abc` is no tweet's id; it is a number of up to 20 digits"],
    );
    refused(
        "tweet:18446744073709551616",
        expect![
            "7[18446744073709551616] `18446744073709551616` is no tweet's id; it is a number of up to 20 digits"
        ],
    );
    refused(
        "client:\"a\"~2",
        expect!["11[~2] `~` means nothing behind a value of `client:`"],
    );
}

#[test]
fn limits() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(DEEPEST_QUERY)).is_ok());
    for too_deep in [
        nested(DEEPEST_QUERY + 1),
        "(".repeat(90_000),
        "NOT ".repeat(20_000) + "a",
        "-(".repeat(40_000),
    ] {
        let Err(Error::Syntax { message, .. }) = parse(&too_deep) else {
            panic!("refused")
        };
        assert_eq!(
            message,
            format!("brackets and negations are nested too deep: at most {DEEPEST_QUERY}")
        );
    }
    let wide = "ab ".repeat(33_000);
    assert!(matches!(parse(&wide), Ok(Ask::And(parts)) if parts.len() == 33_000));
    let Err(Error::Syntax { at, len, .. }) = parse(&"й".repeat(60_000)) else {
        panic!("refused")
    };
    assert_eq!((at, len), (50_000, 10_000), "characters, not bytes");
}

#[test]
fn columns_count_characters() {
    refused(
        "选举 结果 fro:x",
        expect![
            "7[fro:] there is no operator `fro:`; the nearest is `from:`. To search for the text, put it in quotation marks"
        ],
    );
    refused(
        "👍🏽 #é,",
        expect!["6[,] a hashtag holds no `,`; leave it out, or put the text in quotation marks"],
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
                    let back = toggle_negation(&turned, pills(&turned).unwrap().iter().find(|new| new.span.at == pill.span.at).unwrap().span).unwrap();
                    prop_assert!(parse(&back).is_ok());
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
