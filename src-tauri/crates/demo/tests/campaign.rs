//! A whole campaign, read back as anybody would read it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests write files of their own"
)]

use expect_test::{Expect, expect};
use starling_demo::{Error, Kind, Order, Summary, generate};
use starling_model::{Cancel, Progress, Timestamp, TweetId};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

fn campaign(out: &Path, tweets: u64, seed: u64) -> Summary {
    let order = Order {
        out: out.to_owned(),
        tweets,
        seed,
        media: true,
    };
    generate(&order, &Progress::none(), &Cancel::new()).expect("a folder that can be written")
}

/// A tweets file's text, out of its zip where it is in one.
fn text_of(path: &Path) -> String {
    let mut text = String::new();
    let mut file = std::fs::File::open(path).expect("written");
    if path.extension().is_some_and(|extension| extension == "zip") {
        let mut zip = zip::ZipArchive::new(file).expect("a zip");
        zip.by_index(0)
            .expect("a member")
            .read_to_string(&mut text)
            .expect("UTF-8");
    } else {
        file.read_to_string(&mut text).expect("UTF-8");
    }
    text
}

type Row = HashMap<String, String>;

fn rows_of(path: &Path) -> Vec<Row> {
    let text = text_of(path);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("every row has the header's columns"))
        .collect()
}

/// Every tweet row with the name of its file.
fn tweets_of(summary: &Summary) -> Vec<(String, Row)> {
    let mut all = Vec::new();
    for file in summary
        .files
        .iter()
        .filter(|file| file.kind == Kind::Tweets)
    {
        let rows = rows_of(&file.path);
        assert_eq!(rows.len() as u64, file.rows, "{:?}", file.path);
        let name = file
            .path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        all.extend(rows.into_iter().map(|row| (name.clone(), row)));
    }
    all
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let runs: Vec<Summary> = [("a", 5), ("b", 5), ("c", 6)]
        .map(|(name, seed)| campaign(&folder.path().join(name), 3_000, seed))
        .into();
    let contents = |summary: &Summary| -> Vec<Vec<u8>> {
        summary
            .files
            .iter()
            .map(|file| std::fs::read(&file.path).expect("written"))
            .collect()
    };
    assert!(
        contents(&runs[0]) == contents(&runs[1]),
        "seed 5 gave two different campaigns"
    );
    assert!(
        contents(&runs[0]) != contents(&runs[2]),
        "another seed gives another campaign"
    );
    let bytes: u64 = contents(&runs[0])
        .iter()
        .map(|content| content.len() as u64)
        .sum();
    assert_eq!(bytes, runs[0].bytes);
}

/// The digest is over what is in the tables and lists, since compressed bytes may differ from one version of a
/// compressor to the next.
#[track_caller]
fn check_digest(tweets: u64, seed: u64, expected: Expect) {
    let folder = tempfile::tempdir().expect("a folder");
    let summary = campaign(folder.path(), tweets, seed);
    let mut hasher = blake3::Hasher::new();
    for file in summary.files.iter().filter(|file| file.kind != Kind::Media) {
        hasher.update(text_of(&file.path).as_bytes());
    }
    expected.assert_eq(&hasher.finalize().to_hex()[..32]);
}

#[test]
fn the_bytes_are_those_of_the_last_version() {
    check_digest(2_000, 1, expect!["68025349e08b06980d858c15d0a8f6ec"]);
}

#[test]
fn every_row_is_whole_and_every_id_agrees_with_its_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let summary = campaign(folder.path(), 20_000, 3);
    let rows = tweets_of(&summary);
    assert_eq!(rows.len(), 20_000);
    let mut ids = HashSet::new();
    let mut inside = 0;
    for (file, row) in &rows {
        let id = TweetId::parse(&row["tweetid"]).expect("a number");
        assert!(ids.insert(id), "two tweets are {id}");
        let at: Timestamp = id.time().expect("a snowflake");
        assert_eq!(
            row["tweet_time"].replace(' ', "T"),
            at.rfc3339()[..16],
            "{id}"
        );
        assert_eq!(
            row.contains_key("poll_choices"),
            !file.starts_with("demo_d")
        );
        assert!(!row["tweet_text"].is_empty() && row["tweet_text"].chars().count() <= 400);
    }
    let ids: HashSet<String> = ids.iter().map(ToString::to_string).collect();
    for (_, row) in &rows {
        let retweet = row["is_retweet"].eq_ignore_ascii_case("true");
        assert_eq!(retweet, !row["retweet_tweetid"].is_empty());
        assert_eq!(retweet, row["tweet_text"].starts_with("RT @"));
        inside += usize::from(ids.contains(&row["retweet_tweetid"]));
    }
    assert!(
        inside > 500,
        "{inside} retweets of the campaign's own tweets"
    );
}

#[test]
fn authors_stand_in_the_users_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let summary = campaign(folder.path(), 4_000, 3);
    let mut users = HashSet::new();
    for file in summary.files.iter().filter(|file| file.kind == Kind::Users) {
        let rows = rows_of(&file.path);
        assert_eq!(rows.len() as u64, file.rows);
        users.extend(rows.into_iter().map(|row| row["userid"].clone()));
    }
    assert_eq!(users.len() as u64, summary.accounts);
    assert!(
        tweets_of(&summary)
            .iter()
            .all(|(_, row)| users.contains(&row["userid"]))
    );
}

#[test]
fn what_is_said_to_be_planted_is_in_the_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let summary = campaign(folder.path(), 20_000, 9);
    let rows = tweets_of(&summary);
    let planted = std::fs::read_to_string(folder.path().join("planted.json")).expect("written");
    let groups: Vec<&str> = planted
        .lines()
        .filter(|line| line.contains("\"members\""))
        .collect();
    assert_eq!(groups.len() as u64, summary.groups);
    let quoted_after = |line: &str, key: &str| -> String {
        let from = line
            .split(&format!("\"{key}\": \""))
            .nth(1)
            .expect("the key is there");
        from.split('"').next().expect("it ends").to_owned()
    };
    for group in groups {
        let members: HashSet<&str> = group
            .split("\"members\": [")
            .nth(1)
            .expect("a list")
            .split('"')
            .skip(1)
            .step_by(2)
            .collect();
        let key = match quoted_after(group, "kind").as_str() {
            "fast-retweet" => "retweet_tweetid",
            "co-url" => "urls",
            "hashtag-sequence" => "hashtags",
            "similar-text" => continue,
            other => panic!("an unknown kind `{other}`"),
        };
        // What most of the group shares, again and again.
        let mut shared: HashMap<&str, HashSet<&str>> = HashMap::new();
        for (_, row) in rows
            .iter()
            .filter(|(_, row)| members.contains(row["userid"].as_str()))
        {
            if !row[key].is_empty() && row[key] != "[]" {
                shared.entry(&row[key]).or_default().insert(&row["userid"]);
            }
        }
        let joint = shared
            .values()
            .filter(|sharers| sharers.len() + 1 >= members.len())
            .count();
        assert!(joint >= 6, "{joint} events in {group}");
    }
}

#[test]
fn pictures_belong_to_tweets_and_to_their_authors() {
    let folder = tempfile::tempdir().expect("a folder");
    let summary = campaign(folder.path(), 4_000, 2);
    let rows = tweets_of(&summary);
    let author: HashMap<&str, &str> = rows
        .iter()
        .map(|(_, row)| (row["tweetid"].as_str(), row["userid"].as_str()))
        .collect();
    let mut pictures = 0;
    for file in summary.files.iter().filter(|file| file.kind == Kind::Media) {
        let mut zip =
            zip::ZipArchive::new(std::fs::File::open(&file.path).expect("written")).expect("a zip");
        for nth in 0..zip.len() {
            let mut member = zip.by_index(nth).expect("a member");
            let name = member.name().expect("UTF-8").into_owned();
            let [_, account, "images", image] = name.split('/').collect::<Vec<_>>()[..] else {
                panic!("`{name}`")
            };
            let (tweet, _) = image.split_once('-').expect("a key after the id");
            assert_eq!(author[tweet], account);
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).expect("whole");
            assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
            pictures += 1;
        }
    }
    assert_eq!(pictures, summary.media);
    assert!(pictures > 20);
}

#[test]
fn nothing_is_overwritten_and_nothing_small_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let order = Order {
        out: folder.path().to_owned(),
        tweets: 1_999,
        seed: 1,
        media: false,
    };
    assert!(matches!(
        generate(&order, &Progress::none(), &Cancel::new()),
        Err(Error::TooFew { .. })
    ));
    std::fs::write(folder.path().join("mine.txt"), "mine").expect("written");
    let order = Order {
        tweets: 2_000,
        ..order
    };
    assert!(matches!(
        generate(&order, &Progress::none(), &Cancel::new()),
        Err(Error::NotEmpty(_))
    ));
}

#[test]
fn a_campaign_can_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let progress = Progress::new(move |step| {
        if step.rows > 50_000 {
            stop.set();
        }
    });
    let order = Order {
        out: folder.path().to_owned(),
        tweets: 1_000_000_000,
        seed: 1,
        media: false,
    };
    assert!(matches!(
        generate(&order, &progress, &cancel),
        Err(Error::Cancelled)
    ));
}
