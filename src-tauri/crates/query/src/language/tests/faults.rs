//! What is refused, where, and with what words.

use super::*;

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
    refused(
        "https://a/(b)(",
        expect!["14[(] a blank is missing before the bracket"],
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
