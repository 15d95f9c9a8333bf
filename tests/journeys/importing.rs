//! From files to a vault: whole, once, and in any of the published forms.

use crate::{campaign, starling, tmp};
use serde_json::{Map, Value, json};
use starling_model::{Cancel, Progress};
use starling_query::ask::{Facet, Sort};
use starling_session::{ImportOrder, Session};
use starling_testkit::TestVault;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn a_campaign_is_imported_whole_and_only_once() {
    let vault = TestVault::new();
    let session = vault.open();
    let first = vault.import(&session, &[campaign()]);
    assert_eq!(first.tweets, 4_000);
    assert_eq!(session.count("*").unwrap().tweets, 4_000);
    for file in &first.files {
        for tally in [file.tweets, file.accounts] {
            assert_eq!(
                tally.read,
                tally.new + tally.duplicate + tally.rejected,
                "{}",
                file.path
            );
        }
    }
    let second = vault.import(&session, &[campaign()]);
    assert_eq!(
        (second.tweets, second.accounts),
        (0, 0),
        "the same files again add nothing"
    );
    assert_eq!(session.count("*").unwrap().tweets, 4_000);
}

#[test]
fn a_dry_run_needs_no_vault_and_writes_nothing() {
    let vault = TestVault::new();
    let nowhere = vault.home().join("nowhere");
    let files = campaign();
    let words = ["import", "--dry-run", files.to_str().unwrap(), "--json"];
    let mut call = starling(&vault).on(&nowhere).bare(&words);
    call.env("STARLING_VAULT", &nowhere);
    let ran = starling_testkit::Ran::of(call);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let survey = ran.json();
    let rows = |kind: &str| -> u64 {
        let files = survey["files"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|file| file["kind"] == kind);
        files.map(|file| file["rows"].as_u64().unwrap()).sum()
    };
    assert_eq!(rows("tweets"), 4_000);
    assert!(rows("users") > 0);
    assert!(!nowhere.exists());
}

#[test]
fn rows_that_are_refused_are_kept_with_their_reason() {
    let vault = TestVault::new();
    let file = vault.home().join("bad_201901_1_tweets_csv_hashed.csv");
    let mut text = tweets_header().join(",") + "\n";
    text += &csv_row(&[
        ("tweetid", "1100000000000000001"),
        ("userid", "1"),
        ("tweet_text", "fine"),
    ]);
    text += &csv_row(&[
        ("tweetid", "not a number"),
        ("userid", "1"),
        ("tweet_text", "two\nlines"),
    ]);
    text += &csv_row(&[
        ("tweetid", "1100000000000000002"),
        ("userid", "1"),
        ("tweet_text", "fine too"),
    ]);
    std::fs::write(&file, text).unwrap();
    let report = starling(&vault).json(&["import", file.to_str().unwrap()]);
    assert_eq!(
        (&report["tweets"], &report["rejected"]),
        (&json!(2), &json!(1))
    );
    let rejected = starling(&vault).json(&["import", "rejected"]);
    let row = &rejected["rows"][0];
    assert_eq!(
        (&rejected["total"], &row["record"], &row["line"]),
        (&json!(1), &json!(2), &json!(3))
    );
    assert!(
        row["raw"].as_str().unwrap().contains("not a number"),
        "{row}"
    );
    assert!(
        row["reason"]
            .as_str()
            .is_some_and(|reason| !reason.is_empty()),
        "{row}"
    );
}

#[test]
fn a_file_of_an_unknown_layout_is_refused_with_what_was_looked_for() {
    let vault = TestVault::new();
    let file = vault.home().join("shopping.csv");
    std::fs::write(&file, "item,price\nmilk,2\n").unwrap();
    let ran = starling(&vault).run(&["import", file.to_str().unwrap(), "--json"]);
    assert_eq!(
        (ran.status, ran.error_kind().as_str()),
        (Some(1), "release_unknown"),
        "{ran:?}"
    );
    let reason = ran.json()["error"]["details"]["reason"].to_string();
    assert!(
        reason.contains("item") && reason.contains("tweetid"),
        "{reason}"
    );
}

#[test]
fn a_damaged_archive_is_exit_5_and_names_itself() {
    let vault = TestVault::new();
    let whole = crate::files_below(&campaign());
    let zip = whole
        .iter()
        .find(|file| file.to_string_lossy().ends_with("_tweets_csv_hashed.zip"));
    let mut bytes = std::fs::read(zip.expect("a set is zipped")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    let file = vault.home().join("demo_c_102018_tweets_csv_hashed.zip");
    std::fs::write(&file, &bytes).unwrap();
    let ran = starling(&vault).run(&["import", file.to_str().unwrap(), "--json"]);
    assert_eq!(ran.status, Some(5), "{ran:?}");
    assert!(ran.stdout.contains("demo_c_102018"), "{ran:?}");
    bytes.truncate(middle);
    std::fs::write(&file, &bytes).unwrap();
    let ran = starling(&vault).run(&["import", file.to_str().unwrap(), "--json"]);
    assert_eq!(
        (ran.status, ran.error_kind().as_str()),
        (Some(5), "damaged"),
        "{ran:?}"
    );
    assert_eq!(
        starling(&vault).json(&["vault", "verify"])["ok"],
        true,
        "the vault is whole"
    );
}

#[test]
fn a_cancelled_import_keeps_what_it_stored_and_goes_on_later() {
    let vault = TestVault::new();
    let session = vault.open();
    let cancel = Cancel::new();
    let stop = cancel.clone();
    // The job says where it is while it reads; the first word of rows stops it.
    let progress = Progress::new(move |step| {
        if step.rows > 0 {
            stop.set();
        }
    });
    let order = ImportOrder {
        paths: vec![campaign()],
        ..ImportOrder::default()
    };
    let stopped = session.import(&order, &progress, &cancel);
    assert!(
        matches!(stopped, Err(starling_session::Error::Cancelled)),
        "{stopped:?}"
    );
    vault.import(&session, &[campaign()]);
    assert_eq!(session.count("*").unwrap().tweets, 4_000);
}

#[test]
fn the_same_rows_as_csv_and_json_give_the_same_vault() {
    let rows = published_rows(&campaign());
    assert!(rows.len() > 500, "the campaign has a set that is plain CSV");
    let home = tempfile::tempdir_in(tmp()).unwrap();
    let name = "same_201901_1_tweets_csv_hashed";
    let written = |folder: &str, ending: &str, text: String| {
        let dir = home.path().join(folder);
        std::fs::create_dir_all(&dir).unwrap();
        let path = dir.join(format!("{name}.{ending}"));
        std::fs::write(&path, text).unwrap();
        path
    };
    let objects: Vec<Value> = rows
        .iter()
        .map(|row| as_object(row, ListForm::Array))
        .collect();
    let lines: String = rows
        .iter()
        .map(|row| as_object(row, ListForm::Text).to_string() + "\n")
        .collect();
    let csv = tweets_header().join(",") + "\n" + &rows.iter().map(csv_fields).collect::<String>();
    let files = [
        written("csv", "csv", csv),
        written("array", "json", serde_json::to_string(&objects).unwrap()),
        written("lines", "jsonl", lines),
    ];
    let seen: Vec<_> = files
        .iter()
        .map(|file| contents(&TestVault::with(std::slice::from_ref(file)).open()))
        .collect();
    assert_eq!(seen[0].len(), rows.len());
    for (other, file) in seen[1..].iter().zip(&files[1..]) {
        for (one, two) in seen[0].iter().zip(other) {
            assert_eq!(one, two, "{}", file.display());
        }
        assert_eq!(seen[0].len(), other.len());
    }
}

/// What a vault holds, tweet by tweet, without where it was read and in which order.
pub(crate) fn contents(session: &Session) -> Vec<String> {
    let mut tweets = Vec::new();
    let mut offset = 0;
    loop {
        let page = session.search("*", Sort::Oldest, offset, 100).unwrap();
        if page.tweets.is_empty() {
            break;
        }
        offset += page.tweets.len() as u64;
        for view in page.tweets {
            let mut row = view.tweet;
            // The text of a list differs from form to form; what it means does not.
            row.oddities.retain(|oddity| {
                !["hashtags", "urls", "user_mentions", "is_retweet"].contains(&oddity.column)
            });
            tweets.push(format!("{} {row:?} {:?}", view.dataset, view.media));
        }
    }
    tweets.sort();
    tweets
}

/// What every facet counts, for comparing two vaults' indexes.
pub(crate) fn facets(session: &Session) -> BTreeMap<&'static str, Vec<(String, u64)>> {
    let (_, found) = session.facets("*", &Facet::ALL, 100_000).unwrap();
    let counts = |values: starling_query::answer::FacetValues| {
        values
            .values
            .into_iter()
            .map(|value| (value.value, value.count))
            .collect()
    };
    found
        .into_iter()
        .map(|(facet, values)| (facet.word(), counts(values)))
        .collect()
}

fn tweets_header() -> Vec<&'static str> {
    "tweetid userid user_display_name user_screen_name user_reported_location user_profile_description \
     user_profile_url follower_count following_count account_creation_date account_language tweet_language tweet_text \
     tweet_time tweet_client_name in_reply_to_userid in_reply_to_tweetid quoted_tweet_tweetid is_retweet \
     retweet_userid retweet_tweetid latitude longitude quote_count reply_count like_count retweet_count hashtags urls \
     user_mentions poll_choices"
        .split_whitespace()
        .collect()
}

fn csv_row(given: &[(&str, &str)]) -> String {
    let mut row: BTreeMap<String, String> = tweets_header()
        .into_iter()
        .map(|name| (name.into(), String::new()))
        .collect();
    for (name, value) in [
        ("user_display_name", "A"),
        ("user_screen_name", "a"),
        ("follower_count", "1"),
        ("following_count", "1"),
        ("account_creation_date", "2018-01-01"),
        ("account_language", "en"),
        ("tweet_language", "en"),
        ("tweet_time", "2019-02-25 12:00"),
        ("is_retweet", "False"),
    ]
    .iter()
    .chain(given)
    {
        row.insert((*name).to_owned(), (*value).to_owned());
    }
    csv_fields(&row)
}

fn csv_fields(row: &BTreeMap<String, String>) -> String {
    let quoted = tweets_header().into_iter().map(|name| {
        let value = row.get(name).map(String::as_str).unwrap_or_default();
        format!("\"{}\"", value.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(",") + "\n"
}

/// Rows of the campaign's largest plain tweets file, by column.
fn published_rows(campaign: &Path) -> Vec<BTreeMap<String, String>> {
    let plain = |path: &PathBuf| {
        path.to_str()
            .is_some_and(|name| name.contains("_tweets_csv_") && name.ends_with(".csv"))
    };
    let files = crate::files_below(campaign).into_iter().filter(plain);
    let largest = files
        .max_by_key(|file| file.metadata().unwrap().len())
        .expect("a plain tweets file");
    let text = std::fs::read_to_string(largest).unwrap();
    let mut records = split_csv(text.trim_start_matches('\u{feff}')).into_iter();
    let header = records.next().unwrap();
    records
        .map(|record| header.iter().cloned().zip(record).collect())
        .filter(|row: &BTreeMap<String, String>| row.len() == header.len())
        .collect()
}

/// CSV, read here by hand so that the journey does not trust the importer with its own check.
fn split_csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field, mut in_quotes) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if in_quotes && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => record.push(std::mem::take(&mut field)),
            '\r' if !in_quotes => {}
            '\n' if !in_quotes => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    records
}

#[derive(Clone, Copy, PartialEq)]
enum ListForm {
    Array,
    Text,
}

fn as_object(row: &BTreeMap<String, String>, lists: ListForm) -> Value {
    let mut object = Map::new();
    for name in tweets_header() {
        let Some(text) = row.get(name) else { continue };
        let is_list = ["hashtags", "urls", "user_mentions"].contains(&name);
        let value = match list_items(text) {
            Some(items) if is_list && lists == ListForm::Array => json!(items),
            _ => json!(text),
        };
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

/// The items of `['a', 'b']` or `[a, b]`; `None` where the text is no list or holds quotation marks inside.
fn list_items(text: &str) -> Option<Vec<String>> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    if inside.is_empty() {
        return Some(Vec::new());
    }
    if !inside.starts_with('\'') {
        return (!inside.contains(['\'', '"']))
            .then(|| inside.split(", ").map(str::to_owned).collect());
    }
    let items = inside.strip_prefix('\'')?.strip_suffix('\'')?;
    (!items.contains(['"', '\\'])).then(|| items.split("', '").map(str::to_owned).collect())
}

#[test]
fn a_second_row_that_says_something_else_counts_as_duplicate_and_is_kept_as_a_difference() {
    let vault = TestVault::new();
    let row = |id: &str, text: &str, likes: &str| {
        csv_row(&[
            ("tweetid", id),
            ("userid", "1"),
            ("tweet_text", text),
            ("like_count", likes),
        ])
    };
    let (one, two) = ("1100000000000000001", "1100000000000000002");
    let write = |part: &str, rows: &[String]| -> PathBuf {
        let file = vault
            .home()
            .join(format!("twice_201901_1_tweets_csv_hashed_{part}.csv"));
        std::fs::write(&file, tweets_header().join(",") + "\n" + &rows.concat()).unwrap();
        file
    };
    let session = vault.open();
    // The first comes again at once, once the same and once not; the second again in another file.
    let first = write(
        "1",
        &[
            row(one, "a", "1"),
            row(one, "a", "1"),
            row(one, "b", "2"),
            row(two, "c", "3"),
        ],
    );
    let second = write(
        "2",
        &[row(two, "c", "3"), row(two, "c", "4"), row(two, "c", "4")],
    );
    let report = session
        .import(
            &ImportOrder {
                paths: vec![first.clone(), second.clone()],
                dataset: Some("twice".into()),
                ..ImportOrder::default()
            },
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap();
    let duplicates: u64 = report.files.iter().map(|file| file.tweets.duplicate).sum();
    assert_eq!((report.tweets, duplicates), (2, 5));
    let (total, variants) = session.variants(Some("twice"), 0, 10).unwrap();
    assert_eq!(
        total, 2,
        "one a difference, however often it comes: {variants:?}"
    );
    let changes = |at: usize| -> Vec<String> {
        variants[at]
            .changes
            .iter()
            .map(|(column, first, second)| format!("{column}: {first} -> {second}"))
            .collect()
    };
    assert_eq!(changes(0), ["tweet_text: a -> b", "like_count: 1 -> 2"]);
    assert_eq!(
        (variants[0].record, variants[0].dataset.as_str()),
        (3, "twice")
    );
    assert_eq!(changes(1), ["like_count: 3 -> 4"]);
    drop(session);
    let thread = starling(&vault).json(&["tweet", two]);
    assert_eq!(thread["variants"][0]["changes"][0]["second"], "4");
    let listed = starling(&vault).json(&["import", "differing"]);
    assert_eq!(listed["total"], 2);
    let session = vault.open();
    session.remove_dataset("twice").unwrap();
    assert_eq!(session.variants(None, 0, 10).unwrap().0, 0);
}
