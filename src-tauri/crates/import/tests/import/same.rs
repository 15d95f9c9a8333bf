//! The same rows as CSV, as a JSON array and as JSON Lines give the same typed rows.

use crate::support::{All, Folder, read_all, real_data};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use starling_import::{TWEET_COLUMNS, USER_COLUMNS};

type Rows = Vec<Vec<String>>;

fn as_csv(columns: &[&str], rows: &Rows, quote: csv::QuoteStyle) -> Vec<u8> {
    let mut csv = csv::WriterBuilder::new()
        .quote_style(quote)
        .from_writer(Vec::new());
    csv.write_record(columns).unwrap();
    rows.iter().for_each(|row| csv.write_record(row).unwrap());
    csv.into_inner().unwrap()
}

fn objects(columns: &[&str], rows: &Rows, value: impl Fn(&str, &str) -> Value) -> Vec<Value> {
    let object = |row: &Vec<String>| {
        let pairs = columns
            .iter()
            .zip(row)
            .map(|(column, text)| ((*column).to_owned(), value(column, text)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    rows.iter().map(object).collect()
}

fn strings(_: &str, text: &str) -> Value {
    Value::String(text.to_owned())
}

/// Numbers as numbers, truth as truth, lists as arrays, nothing as null.
fn natural(column: &str, text: &str) -> Value {
    match column {
        "tweetid" | "follower_count" | "like_count" | "in_reply_to_tweetid"
            if text.parse::<i64>().is_ok_and(|n| n.to_string() == text) =>
        {
            json!(text.parse::<i64>().unwrap())
        }
        "is_retweet" if text == "true" || text == "false" => json!(text == "true"),
        "hashtags" | "urls" | "user_mentions"
            if text.len() >= 4
                && text.starts_with("['")
                && text.ends_with("']")
                && !text.contains(['\\', '"']) =>
        {
            json!(text[2..text.len() - 2].split("', '").collect::<Vec<_>>())
        }
        "hashtags" | "urls" | "user_mentions" if text == "[]" => json!([]),
        _ if text.is_empty() => Value::Null,
        _ => json!(text),
    }
}

/// A text that asks for escapes in one form or the other.
fn text() -> impl Strategy<Value = String> {
    "[a-c\"',\\\\\n\r\t{}\\[\\]é😀\u{200d}]{0,12}|\\PC{0,8}"
}

fn field(column: &'static str) -> BoxedStrategy<String> {
    match column {
        "tweetid" => (1u64..u64::MAX / 2).prop_map(|id| id.to_string()).boxed(),
        "userid" => prop_oneof![
            Just("7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE=".to_owned()),
            "[1-9][0-9]{4,18}",
            Just("1.01421E+18".to_owned())
        ]
        .boxed(),
        "follower_count" | "following_count" | "quote_count" | "reply_count" | "like_count"
        | "retweet_count" => {
            prop_oneof![Just(String::new()), "-1|0|[1-9][0-9]{0,6}|0\\.0|nan"].boxed()
        }
        "account_creation_date" => prop_oneof![
            Just(String::new()),
            Just("2017-08-30".to_owned()),
            Just("8/30/2017".to_owned()),
            text()
        ]
        .boxed(),
        "tweet_time" => prop_oneof![
            Just("2017-06-22 16:03".to_owned()),
            Just("7/3/2018 4:05".to_owned()),
            text()
        ]
        .boxed(),
        "in_reply_to_tweetid" | "quoted_tweet_tweetid" | "retweet_tweetid" => prop_oneof![
            Just(String::new()),
            "[1-9][0-9]{17}",
            Just("1.207965844074107e+18".to_owned()),
            Just("nan".to_owned())
        ]
        .boxed(),
        "is_retweet" => prop_oneof![
            Just("true"),
            Just("false"),
            Just("True"),
            Just("False"),
            Just("")
        ]
        .prop_map(str::to_owned)
        .boxed(),
        "latitude" | "longitude" => prop_oneof![
            Just(""),
            Just("absent"),
            Just("present"),
            Just("59.93"),
            Just("nan")
        ]
        .prop_map(str::to_owned)
        .boxed(),
        "hashtags" | "urls" | "user_mentions" => prop_oneof![
            Just("[]".to_owned()),
            Just(String::new()),
            "\\['[a-z0-9é:/.,]{1,8}(', '[a-z]{1,5}){0,3}'\\]",
            "\\[[a-z]{1,8}(, [a-z]{1,5}){0,3}\\]",
            text()
        ]
        .boxed(),
        _ => text().boxed(),
    }
}

fn table(columns: &'static [&'static str]) -> impl Strategy<Value = Rows> {
    let row = columns
        .iter()
        .map(|column| field(column))
        .collect::<Vec<_>>();
    prop::collection::vec(row, 1..6)
}

/// Each way to write the rows, read back.
fn readings(folder: &Folder, columns: &[&str], rows: &Rows) -> Vec<(&'static str, All)> {
    let lines = |objects: Vec<Value>, pretty: bool| {
        let write = |object: &Value| {
            if pretty {
                format!("{object:#}")
            } else {
                object.to_string()
            }
        };
        objects.iter().map(write).collect::<Vec<_>>().join("\n")
    };
    let strings = objects(columns, rows, strings);
    let natural = objects(columns, rows, natural);
    let files: Vec<(&'static str, &str, Vec<u8>)> = vec![
        (
            "CSV",
            "x.csv",
            as_csv(columns, rows, csv::QuoteStyle::Always),
        ),
        (
            "CSV with few quotes",
            "x.csv",
            as_csv(columns, rows, csv::QuoteStyle::Necessary),
        ),
        (
            "JSON array",
            "x.json",
            Value::Array(strings.clone()).to_string().into_bytes(),
        ),
        (
            "pretty JSON array",
            "x.json",
            format!("{:#}", Value::Array(strings.clone())).into_bytes(),
        ),
        (
            "JSON Lines",
            "x.jsonl",
            lines(strings.clone(), false).into_bytes(),
        ),
        (
            "pretty JSON objects",
            "x.json",
            lines(strings, true).into_bytes(),
        ),
        (
            "natural JSON Lines",
            "x.jsonl",
            lines(natural.clone(), false).into_bytes(),
        ),
        (
            "natural JSON array",
            "x.json",
            Value::Array(natural).to_string().into_bytes(),
        ),
    ];
    files
        .into_iter()
        .map(|(form, name, content)| (form, read_all(&folder.file(name, content))))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn tweets_in_every_form_are_the_same(rows in table(&TWEET_COLUMNS)) {
        let folder = Folder::new();
        let readings = readings(&folder, &TWEET_COLUMNS, &rows);
        for (form, all) in &readings {
            prop_assert_eq!(all.tweets.len(), rows.len(), "{}: {:?}", form, all.problems);
            prop_assert_eq!(&all.tweets, &readings[0].1.tweets, "{}", form);
        }
        // And whatever the fields hold, the published texts come back (lists of 2018 in the later form).
        for (tweet, row) in readings[0].1.tweets.iter().zip(&rows) {
            for ((column, text), published) in starling_import::raw_record(tweet).iter().zip(row) {
                let bare_list = published.starts_with('[') && !published.starts_with("['") && matches!(*column, "hashtags" | "urls" | "user_mentions");
                prop_assert!(bare_list || text == published, "{}: {:?} {:?}", column, text, published);
            }
        }
    }

    #[test]
    fn users_in_every_form_are_the_same(rows in table(&USER_COLUMNS)) {
        let folder = Folder::new();
        let readings = readings(&folder, &USER_COLUMNS, &rows);
        for (form, all) in &readings {
            prop_assert_eq!(all.users.len(), rows.len(), "{}: {:?}", form, all.problems);
            prop_assert_eq!(&all.users, &readings[0].1.users, "{}", form);
        }
    }
}

#[test]
fn a_real_file_is_the_same_in_every_form() {
    let Some(data) = real_data("a_real_file_is_the_same_in_every_form") else {
        return;
    };
    let file = std::fs::File::open(data.join("ira-fear-unhashed/ira_fear_tweets_csv_unhashed.zip"))
        .unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    let mut reader = csv::Reader::from_reader(zip.by_index(0).unwrap());
    let header = reader.headers().unwrap().clone();
    let columns: Vec<&str> = header.iter().collect();
    let rows: Rows = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let folder = Folder::new();
    let readings = readings(&folder, &columns, &rows);
    for (form, all) in &readings {
        assert_eq!(
            (all.tweets.len(), all.problems.len()),
            (11_140, 0),
            "{form}"
        );
        assert!(all.tweets == readings[0].1.tweets, "{form}");
    }
}
