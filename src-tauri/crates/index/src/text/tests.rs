//! The whole of the tokenizer against what a reader would expect, and against substring truth.

use crate::text::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

/// Tokens, those of one position in brackets.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let mut out: Vec<(usize, Vec<String>)> = Vec::new();
    scan(text, |token| match out.last_mut() {
        Some((position, texts)) if *position == token.position => texts.push(token.text.to_owned()),
        _ => out.push((token.position, vec![token.text.to_owned()])),
    });
    for (i, (position, _)) in out.iter().enumerate() {
        assert_eq!(i, *position, "positions follow each other");
    }
    let shown: Vec<String> = out
        .into_iter()
        .map(|(_, texts)| {
            if texts.len() == 1 {
                texts[0].clone()
            } else {
                format!("[{}]", texts.join(" "))
            }
        })
        .collect();
    expected.assert_eq(&shown.join(" "));
}

/// What the query's side asks for.
#[track_caller]
fn asks(words: &str, expected: Expect) {
    let shown: Vec<String> = query_terms(words)
        .into_iter()
        .map(|term| format!("{}@{}", term.text, term.position))
        .collect();
    expected.assert_eq(&shown.join(" "));
}

/// Whether the text's tokens hold the query's.
fn finds(text: &str, words: &str) -> bool {
    let mut tokens = std::collections::HashSet::new();
    scan(text, |token| {
        tokens.insert((token.position, token.text.to_owned()));
    });
    let terms = query_terms(words);
    !terms.is_empty()
        && tokens.iter().any(|(start, _)| {
            terms
                .iter()
                .all(|term| tokens.contains(&(start + term.position, term.text.clone())))
        })
}

#[track_caller]
fn found(text: &str, words: &[&str]) {
    for word in words {
        assert!(finds(text, word), "`{word}` is in `{text}`");
    }
}

#[track_caller]
fn not_found(text: &str, words: &[&str]) {
    for word in words {
        assert!(!finds(text, word), "`{word}` is not in `{text}`");
    }
}

#[test]
fn latin() {
    check("Hello, WORLD!", expect!["hello world"]);
    check("Trump's wall", expect!["[trump's trump] wall"]);
    check(
        "Trump’s l’amour don't",
        expect!["[trump's trump] [l'amour amour] [don't don]"],
    );
    check(
        "rock'n'roll 'quoted' voters'",
        expect!["[rock'n'roll rock roll] quoted voters"],
    );
    check(
        "covid-19 new_york 3.5% 1,000",
        expect!["covid 19 new_york 3 5 1 000"],
    );
    check(
        "Çok GÜZEL Łódź Ærø STRASSE straße",
        expect!["cok guzel lodz aero strasse strasse"],
    );
    check(
        "ISTANBUL İstanbul ıstanbul DIŞ dış",
        expect!["istanbul istanbul istanbul dis dis"],
    );
    check(
        "ｆｕｌｌ ＷＩＤＴＨ １２ 𝓣𝓻𝓾𝓶𝓹 ﬁne ①",
        expect!["full width 12 trump fine 1"],
    );
    check("Việt Nam Đà Nẵng", expect!["viet nam da nang"]);
    check("U.S.A. 16:30 a/b", expect!["u s a 16 30 a b"]);
    check("", expect![""]);
    check(" \t\n…—", expect![""]);
}

#[test]
fn links_and_hosts() {
    check("see https://t.co/AbC123xyz now", expect!["see now"]);
    check("http://t.co/AbC, HTTPS://T.CO/x t.co/q9 t.co", expect![""]);
    check(
        "t.com t.co.uk not.t.company",
        expect!["t com t co uk not t company"],
    );
    check(
        "https://Example.com/News/a-b?c=d#e",
        expect!["example com news a b c d e"],
    );
    check(
        "https http http//bit.ly/x http:/",
        expect!["https http http bit ly x http"],
    );
    check("“@x: y”https://t.co/abc…RT", expect!["[@x x] y rt"]);
    check("@https://t.co/x @http://a.b @t.co/x", expect!["a b"]);
    check("me@mail.example", expect!["me mail example"]);
}

#[test]
fn signs() {
    check(
        "#MAGA @realDonaldTrump",
        expect!["[#maga maga] [@realdonaldtrump realdonaldtrump]"],
    );
    check("＃ｔａｇ ＠name", expect!["[#tag tag] [@name name]"]);
    check(".@a a#b a@b ##x #", expect!["[@a a] a b a b [#x x]"]);
    check("&#39; &amp;", expect!["39 amp"]);
    check("#don't", expect!["[#don don't don]"]);
    check(
        "#выборы #Ёлка #انتخابات #דמוקרטיה",
        expect!["[#выборы выборы] [#елка елка] [#انتخابات انتخابات] [#דמוקרטיה דמוקרטיה]"],
    );
    check(
        "#选举结果 ok",
        expect!["[#选举结果 选 选举] [举 举结] [结 结果] 果 ok"],
    );
    check(
        "今天#话题#好",
        expect!["[今 今天] 天 [#话题 话 话题] 题 [#好 好]"],
    );
    check("#MAGA选举", expect!["[#maga选举 maga] [选 选举] 举"]);
    check(
        "#トランプ・大統領 #paral·lel",
        expect![
            "[#トランプ・大統領 ト トラ] [ラ ラン] [ン ンプ] プ [大 大統] [統 統領] 領 [#paral·lel paral] lel"
        ],
    );
    check("#เลือกตั้ง", expect!["[#เลือกตั้ง เลือก เล] ลื ือ อก กต [ตั้ง ตั] ั้ ้ง"]);
    check("#हिन्दी #हिंदी", expect!["[#हिन्दी हिन्दी] [#हिंदी हिंदी]"]);
    check("#선거 #Україна", expect!["[#선거 선거] [#україна україна]"]);
}

#[test]
fn hashed_accounts() {
    let id = "XpuAHms+HDgSOl4Wx9LGYDYzUVV3hwV0Mk92svR2NM=";
    assert_eq!(
        starling_model::account_form(id),
        starling_model::AccountForm::HashedBase64,
        "the same rule"
    );
    check(
        &format!("RT @{id}: hi"),
        expect![
            "rt [@xpuahms+hdgsol4wx9lgydyzuvv3hwv0mk92svr2nm= xpuahms+hdgsol4wx9lgydyzuvv3hwv0mk92svr2nm=] hi"
        ],
    );
    check(
        &format!("{id} {id}="),
        expect![
            "xpuahms+hdgsol4wx9lgydyzuvv3hwv0mk92svr2nm= xpuahms hdgsol4wx9lgydyzuvv3hwv0mk92svr2nm"
        ],
    );
    found(&format!(".@{id},"), &[id, &format!("@{id}")]);
    check(
        "@+puAHmsZHDgSOl4Wx9LGYDYzUVV3hwV0Mk92svR2NM= +x=",
        expect![
            "[@+puahmszhdgsol4wx9lgydyzuvv3hwv0mk92svr2nm= +puahmszhdgsol4wx9lgydyzuvv3hwv0mk92svr2nm=] x"
        ],
    );
    let hex = "0f".repeat(32);
    found(
        &format!("@{hex}: hi"),
        &[&hex, &format!("@{}", hex.to_uppercase())],
    );
}

#[test]
fn cyrillic_and_arabic() {
    check(
        "Ёлка йод Українська її ўлада",
        expect!["елка йод українська її ўлада"],
    );
    check("Еще ещё ЕЩЁ", expect!["еще еще еще"]);
    check("м'яч м’яч мʼяч", expect!["[м'яч яч] [м'яч яч] [м'яч яч]"]);
    // Alef forms, tatweel, harakat, ta marbuta, alef maksura.
    check(
        "أحمد إحمد آحمد ٱحمد احمد",
        expect!["احمد احمد احمد احمد احمد"],
    );
    check(
        "الـــسَّلامُ مدرسة مدرسه علي على",
        expect!["السلام مدرسه مدرسه علي علي"],
    );
    // Persian ya and kaf, ZWNJ, digits.
    check(
        "کتاب كتاب می‌خواهم میخواهم ۱۲۳ ١٢٣",
        expect!["كتاب كتاب ميخواهم ميخواهم 123 123"],
    );
    check("ﷺ ﻻ", expect!["صلي الله عليه وسلم لا"]);
    check("שָׁלוֹם שלום", expect!["שלום שלום"]);
}

#[test]
fn chinese_and_japanese() {
    check("选举结果", expect!["[选 选举] [举 举结] [结 结果] 果"]);
    check("A型 2016年", expect!["a 型 2016 年"]);
    check(
        "ﾄﾗﾝﾌﾟ ｶﾞ か\u{3099}",
        expect!["[ト トラ] [ラ ラン] [ン ンプ] プ ガ が"],
    );
    asks("选举结果", expect!["选举@0 举结@1 结果@2"]);
    asks("选", expect!["选@0"]);
    asks("#选举 x", expect!["#选举@0 选举@0 x@2"]);
    not_found("选举，结果", &["选举结果", "举结"]);
    not_found("选举 结果", &["选举结果"]);
    found(
        "ドナルド・トランプ大統領が勝利した",
        &[
            "トランプ",
            "大統領",
            "勝利",
            "が",
            "勝",
            "ドナルド・トランプ",
        ],
    );
}

#[test]
fn emoji() {
    check("lol😂😂 ❤️ 👍🏽 1️⃣", expect!["lol 😂 😂 ❤ 👍 🏽 1"]);
    check("🇷🇺🇺🇸 👨‍👩‍👧", expect!["🇷🇺 🇺🇸 👨 👩 👧"]);
    check("MAGA🇺🇸!", expect!["maga 🇺🇸"]);
    found("ok 👍🏽🇺🇸🇷🇺", &["👍", "👍🏽", "🇺🇸", "🇷🇺", "🇺🇸🇷🇺"]);
    not_found("ok 👍🏽🇺🇸🇷🇺", &["🇸🇷", "🇺🇸👍"]);
}

#[test]
fn invisible_and_overlong() {
    check(
        "Tr\u{200D}u\u{2060}m\u{AD}p z\u{200B}w",
        expect!["trump z w"],
    );
    check("\u{202E}abc\u{202C} \u{FEFF}x \u{3164}", expect!["abc x"]);
    check("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞", expect!["zalgo"]);
    check(
        "\u{301}\u{301} \u{640}\u{640} #\u{640} '\u{301}'",
        expect![""],
    );
    let long = "ab".repeat(5_000);
    check(&long, expect_of(&"ab".repeat(LONGEST / 2)));
    found(&long, &[&long, &"ab".repeat(LONGEST / 2)]);
    let storm = format!("a{}b", "\u{301}".repeat(10_000));
    check(&storm, expect!["ab"]);
    let dots = "é'".repeat(10_000);
    assert_eq!(
        query_terms(&dots).len(),
        1,
        "one long word with apostrophes"
    );
}

/// `expect!` wants a literal; this is for computed text.
fn expect_of(text: &str) -> Expect {
    Expect {
        data: Box::leak(text.to_owned().into_boxed_str()),
        ..expect![""]
    }
}

#[test]
fn query_terms_ask_for_what_has_to_be_there() {
    asks("Trump's wall", expect!["trump's@0 wall@1"]);
    asks("#MAGA now", expect!["#maga@0 now@1"]);
    asks("#don't", expect!["#don@0 don't@0"]);
    asks("covid-19", expect!["covid@0 19@1"]);
    asks("https://example.com/a", expect!["example@0 com@1 a@2"]);
    asks("https://t.co/abc !!!", expect![""]);
    asks("เลือก", expect!["เล@0 ลื@1 ือ@2 อก@3"]);
    found(
        "Trump's big wall",
        &["trump", "trump's", "trump’s big", "trump big wall", "BIG"],
    );
    not_found(
        "Trump's big wall",
        &["s", "trum", "wall big", "trump wall", "ig"],
    );
    found("covid-19, covid 20", &["covid-19", "covid 20", "19 covid"]);
}

#[test]
fn prefixes_and_single_words() {
    let last = |typed: &str| prefix_terms(typed).last.map(|term| term.text);
    assert_eq!(last("Vacc").as_deref(), Some("vacc"));
    assert_eq!(last("don'").as_deref(), Some("don'"));
    assert_eq!(last("@Real").as_deref(), Some("@real"));
    assert_eq!(
        last("ก").as_deref(),
        Some("ก"),
        "the beginning of Thai words"
    );
    assert_eq!(
        prefix_terms("选举"),
        Prefix {
            whole: query_terms("选举"),
            last: None
        },
        "any stretch is found"
    );
    assert!(prefix_terms("เลือก").last.is_none() && prefix_terms("选").last.is_none());
    assert!(!prefix_terms("new-yor").is_simple() && prefix_terms("yor").is_simple());
    assert_eq!(single_word("Colour").as_deref(), Some("colour"));
    for not_one in ["a b", "a-b", "选举", "#tag", "👍", "เลือก", "", "'"] {
        assert_eq!(single_word(not_one), None, "{not_one}");
    }
}

#[test]
fn edit_distances() {
    for (a, b, distance) in [
        ("", "", 0),
        ("color", "colour", 1),
        ("ab", "ba", 2),
        ("kitten", "sitting", 3),
        ("да", "дар", 1),
    ] {
        for most in 0..5 {
            assert_eq!(
                edit_distance_within(a, b, most),
                distance <= most,
                "{a} {b} {most}"
            );
            assert_eq!(
                edit_distance_within(b, a, most),
                distance <= most,
                "{b} {a} {most}"
            );
        }
    }
}

#[test]
fn hashtags_fold_case_and_width_only() {
    for (tag, folded) in [
        ("MAGA", "maga"),
        ("ＭＡＧＡ", "maga"),
        ("Élection", "élection"),
        ("E\u{301}lection", "élection"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ЁЛКА", "ёлка"),
        ("ﾄﾗﾝﾌﾟ", "トランプ"),
        ("أحمد", "أحمد"),
    ] {
        assert_eq!(fold_hashtag(tag), folded);
    }
}

/// Every stretch of a run of these scripts has to be found, and nothing that is no substring.
#[test]
fn substring_truth_of_unspaced_scripts() {
    let sentences = [
        "昨天晚上总统候选人在电视上进行了第一次辩论",
        "香港警察用催淚彈驅散示威者",
        "新型コロナウイルスの感染者が東京で増えている",
        "アメリカ大統領選挙の投票率は過去最高だった",
        "รัฐบาลไทยประกาศยกเลิกการเลือกตั้งในปีหน้า",
        "นายกรัฐมนตรีเดินทางไปเยี่ยมประชาชนที่ได้รับผลกระทบจากน้ำท่วม",
        "ລັດຖະບານລາວປະກາດແຜນການພັດທະນາເສດຖະກິດ",
        "រដ្ឋាភិបាលកម្ពុជាប្រកាសការបោះឆ្នោត",
        "မြန်မာနိုင်ငံရွေးကောက်ပွဲကော်မရှင်",
    ];
    for sentence in sentences {
        let folded: Vec<char> = fold(sentence).chars().collect();
        let chars: Vec<char> = sentence.chars().collect();
        for from in 0..chars.len() {
            for to in from + 2..=chars.len() {
                let stretch: String = chars[from..to].iter().collect();
                // A stretch that begins within a letter and its marks is no text of its own.
                if unicode_normalization::char::is_combining_mark(chars[from])
                    || chars
                        .get(to)
                        .is_some_and(|&c| unicode_normalization::char::is_combining_mark(c))
                {
                    continue;
                }
                assert!(finds(sentence, &stretch), "`{stretch}` in `{sentence}`");
                let backwards: Vec<char> = fold(&stretch).chars().rev().collect();
                let truth = folded
                    .windows(backwards.len())
                    .any(|window| window == backwards);
                let backwards: String = backwards.iter().collect();
                let is_text = fold(&backwards) == backwards
                    && !unicode_normalization::char::is_combining_mark(
                        backwards.chars().next().unwrap(),
                    );
                if is_text {
                    assert_eq!(
                        finds(sentence, &backwards),
                        truth,
                        "`{backwards}` in `{sentence}`"
                    );
                }
            }
        }
    }
}

#[test]
fn thai_words_of_the_dictionary_are_tokens() {
    let mut words = Vec::new();
    scan(
        "รัฐบาลประกาศเลือกตั้ง",
        |token| {
            if token.text.chars().count() > 2 {
                words.push(token.text.to_owned());
            }
        },
    );
    assert_eq!(words, ["รัฐบาล", "ประกาศ", "เลือก", "ตั้ง"]);
}

fn needle(words: &str) -> Needle {
    Needle::Words {
        terms: query_terms(words),
        slop: 0,
    }
}

#[track_caller]
fn marked(text: &str, needles: &[Needle], expected: Expect) {
    let mut out = String::new();
    let mut at = 0;
    for (from, to) in marks(text, needles) {
        out += &format!("{}[{}]", &text[at..from], &text[from..to]);
        at = to;
    }
    expected.assert_eq(&(out + &text[at..]));
}

#[test]
fn marks_show_what_was_found() {
    marked(
        "Trump’s WALL, trump wall",
        &[needle("trump")],
        expect!["[Trump]’s WALL, [trump] wall"],
    );
    marked(
        "Trump’s WALL, trump wall",
        &[needle("trump wall")],
        expect!["[Trump’s WALL], [trump wall]"],
    );
    marked(
        "昨天选举结果公布",
        &[needle("选举结果")],
        expect!["昨天[选举结果]公布"],
    );
    marked("การเลือกตั้ง", &[needle("เลือก")], expect!["การ[เลือก]ตั้ง"]);
    marked("ok 👍🏽!", &[needle("👍")], expect!["ok [👍]🏽!"]);
    marked(
        "a b c b a",
        &[needle("b c"), needle("c b")],
        expect!["a [b c b] a"],
    );
    let slop = Needle::Words {
        terms: query_terms("new york"),
        slop: 2,
    };
    marked(
        "new old big york, new a b c york",
        &[slop],
        expect!["[new] old big [york], new a b c york"],
    );
    marked(
        "Vaccine vaccin vac #vaccines",
        &[Needle::Prefix(prefix_terms("vacc"))],
        expect!["[Vaccine] [vaccin] vac #[vaccines]"],
    );
    marked(
        "color Colour colouring",
        &[Needle::Fuzzy {
            word: "color".into(),
            distance: 1,
        }],
        expect!["[color] [Colour] colouring"],
    );
    marked(
        "Cat CÁT cart",
        &[Needle::Regex(Pattern::new("ca?t").unwrap())],
        expect!["[Cat] [CÁT] cart"],
    );
    marked(
        "#MAGA maga ＃Maga2",
        &[Needle::Hashtag("Maga".into())],
        expect!["[#MAGA] maga ＃Maga2"],
    );
    marked(
        "#MAGA maga ＃Maga2",
        &[Needle::HashtagPrefix("maga".into())],
        expect!["[#MAGA] maga [＃Maga2]"],
    );
    marked(
        "RT @Anna: anna @anna2",
        &[Needle::Mention("ANNA".into())],
        expect!["RT [@Anna]: anna @anna2"],
    );
    marked("nothing", &[needle("!!!")], expect!["nothing"]);
}

#[test]
fn patterns() {
    let fits = |pattern: &str, token: &str| Pattern::new(pattern).unwrap().matches(token);
    assert!(
        fits("vacc(ine|inate)s?", "vaccines") && !fits("vacc", "vaccine"),
        "the whole token"
    );
    assert!(fits("Café.*", "cafeteria") && fits("Straße+", "strassee") && fits("[A-F]+", "beef"));
    assert!(fits(r"\d{4}", "2016") && fits(r"\pL+", "выборы") && !fits(r"\S+\D", "x1"));
    assert!(fits("(?i)TRUMP", "trump") && fits(".*选举.*", "#选举结果") && fits("", ""));
    let fault = |pattern: &str| {
        let fault = Pattern::new(pattern).unwrap_err();
        format!("{}+{} {}", fault.at, fault.len, fault.message)
    };
    expect!["2+1 unclosed group"].assert_eq(&fault("vé(a|b"));
    expect!["1+1 unclosed character class"].assert_eq(&fault("a[bc"));
    expect!["0+0 repetition operator missing expression"].assert_eq(&fault("*a"));
    expect!["1+2 a pattern always spans the whole word; leave word boundaries out"]
        .assert_eq(&fault(r"a\b"));
    expect!["0+7 Unicode property not found"].assert_eq(&fault(r"\p{foo}"));
    expect!["0+5 `u` cannot be switched off"].assert_eq(&fault(r"(?-u)\xFF"));
    expect!["0+21 the expression is too large to be searched; make it shorter"]
        .assert_eq(&fault("((a{100}){100}){1000}"));
    assert!(
        fits("^vacc.*?$", "vaccine")
            && fits("a|ab", "ab")
            && fits("(a|b)*a(a|b){12}", "babbbbbbbbbbbb")
    );
    assert!(fits(r"\w+", "выборы2016") && !fits(r"\w+", "#выборы"));
    assert!(
        Pattern::new(&"(".repeat(10_000)).is_err(),
        "no stack overflow"
    );
}

#[test]
fn anchors_stand_where_they_stand() {
    for (expression, fitting) in [
        ("^a.*b$", "ab aab"),
        ("a$|^b", "a b"),
        ("$a", ""),
        ("(a$)?", "a"),
        ("(^a|b)+", "a b ab"),
        ("(a|b*)c?", "a b bc"),
    ] {
        let pattern = Pattern::new(expression).unwrap();
        let found = ["a", "b", "ab", "aab", "abc", "bc", "ba"]
            .into_iter()
            .filter(|token| pattern.matches(token));
        assert_eq!(found.collect::<Vec<_>>().join(" "), fitting, "{expression}");
    }
}

/// Texts of all that is awkward.
fn awkward() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,8}",
        "[a-zA-Z'’#@&_.:/ +=-]{0,12}",
        "[ёйїиіЁЙ\u{301}\u{306}\u{308} ]{0,8}",
        "[\u{e00}-\u{e7f}\u{1000}-\u{109f}]{0,8}",
        "[\u{600}-\u{6ff}\u{200c}]{0,8}",
        "[\u{1100}-\u{11ff}가-힣]{0,6}",
        "[\u{3041}-\u{30ff}\u{ff61}-\u{ff9f}选举]{0,6}",
        "[\u{900}-\u{dff}]{0,8}",
        "[🇦-🇿👍🏽❤\u{fe0f}\u{200d}😂]{0,6}",
        Just("https://t.co/x1".to_owned()),
        Just("@XpuAHms+HDgSOl4Wx9LGYDYzUVV3hwV0Mk92svR2NM=".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn tokens_lie_in_the_text(text in awkward()) {
        let mut last = 0;
        scan(&text, |token| {
            assert!(!token.text.is_empty(), "no empty term");
            assert!(token.start < token.end && text.get(token.start..token.end).is_some(), "whole characters");
            assert!(token.position >= last && token.position <= last + LONGEST, "positions never go back");
            assert!(token.text.chars().count() <= LONGEST);
            last = token.position;
        });
        for terms in query_terms(&text).windows(2) {
            prop_assert!(terms[0].position <= terms[1].position);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in awkward()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
        let tag = fold_hashtag(&text);
        prop_assert_eq!(fold_hashtag(&tag), tag);
    }

    #[test]
    fn the_quick_way_of_folding_is_the_slow_one(text in awkward()) {
        prop_assert_eq!(fold(&text), super::fold::slow(&text));
    }

    #[test]
    fn a_text_is_found_by_itself(text in awkward()) {
        if !query_terms(&text).is_empty() {
            prop_assert!(finds(&text, &text));
        }
    }

    #[test]
    fn marks_are_in_order_and_whole(text in awkward(), words in awkward()) {
        let needles = [
            needle(&words),
            Needle::Prefix(prefix_terms(&words)),
            Needle::Words { terms: query_terms(&words), slop: 3 },
            Needle::Hashtag(words.clone()),
            Needle::Mention(words.clone()),
        ];
        let mut last = 0;
        for (from, to) in marks(&text, &needles) {
            prop_assert!(from >= last && from < to && text.get(from..to).is_some());
            last = to + 1;
        }
    }
}
