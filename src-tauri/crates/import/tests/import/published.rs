//! Real files, exactly. They are not part of the project: where they are absent the tests say so and pass.

use crate::support::{All, look, member, read_all, read_from, real_data};
use starling_import::{
    Catalogue, Container, Layout, MemberKind, Record, TWEET_COLUMNS, dry_run, fingerprint,
    raw_record, raw_user_record, read,
};
use starling_model::{
    AccountForm, Cancel, Geo, Progress, Reference, Tier, Timestamp, TweetId, account_form,
};
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

/// Every row of a table, by the `csv` crate: the columns and the fields.
fn table(source: impl Read) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(source);
    let header = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    (header, rows)
}

/// Every field of every row comes back as it was published.
#[track_caller]
fn check_round_trip(all: &All, columns: &[String], rows: &[Vec<String>]) {
    assert_eq!(all.tweets.len() + all.users.len(), rows.len());
    let tweets = all.tweets.iter().map(raw_record);
    let users = all.users.iter().map(raw_user_record);
    for (number, (record, row)) in tweets.chain(users).zip(rows).enumerate() {
        for (column, expected) in columns.iter().zip(row) {
            let (_, text) = record.iter().find(|(name, _)| name == column).unwrap();
            assert_eq!(text, expected, "row {} column {column}", number + 1);
        }
    }
}

#[test]
fn the_ira_sample_reads_whole() {
    let Some(data) = real_data("the_ira_sample_reads_whole") else {
        return;
    };
    let path = data.join("ira-sample/ira_sample_tweets_csv_hashed.zip");
    let tweets = read_all(&path);
    assert_eq!((tweets.tweets.len(), tweets.problems.len()), (229_244, 0));
    let users = read_all(&data.join("ira-sample/ira_sample_users_csv_hashed.zip"));
    assert_eq!((users.users.len(), users.problems.len()), (238, 0));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let (columns, rows) = table(zip.by_index(0).unwrap());
    check_round_trip(&tweets, &columns, &rows);
    let odd = tweets
        .tweets
        .iter()
        .filter(|row| !row.oddities.is_empty())
        .count();
    assert_eq!(odd, 0, "the sample is in the archive's own form throughout");
}

#[test]
fn the_ira_sample_is_one_dataset() {
    let Some(data) = real_data("the_ira_sample_is_one_dataset") else {
        return;
    };
    let found = look(&[&data.join("ira-sample")]);
    let kinds: Vec<_> = found
        .iter()
        .map(|file| {
            (
                file.container,
                file.members[0].kind,
                &*file.members[0].dataset.name,
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            (Container::Zip, MemberKind::Tweets, "ira_sample"),
            (Container::Zip, MemberKind::Users, "ira_sample")
        ]
    );
}

#[test]
fn an_interrupted_import_is_taken_up_where_it_stopped() {
    let Some(data) = real_data("an_interrupted_import_is_taken_up_where_it_stopped") else {
        return;
    };
    let member = member(&data.join("ira-fear-unhashed/ira_fear_tweets_csv_unhashed.zip"));
    let (whole, _) = read_from(&member, 0);
    assert_eq!(whole.tweets.len(), 11_140);
    for from in [1, 511, 512, 513, 11_139, 11_140, 20_000] {
        let (rest, _) = read_from(&member, from);
        let skipped = usize::try_from(from).unwrap().min(whole.tweets.len());
        assert_eq!(rest.tweets, whole.tweets[skipped..], "from {from}");
        assert_eq!(
            rest.numbers.first().copied(),
            whole.numbers.get(skipped).copied()
        );
        assert_eq!(rest.summary.last, 11_140);
    }
}

#[test]
fn a_batch_may_be_taken_away() {
    let Some(data) = real_data("a_batch_may_be_taken_away") else {
        return;
    };
    let member = member(&data.join("ira-fear-unhashed/ira_fear_tweets_csv_unhashed.zip"));
    let (whole, _) = read_from(&member, 0);
    let mut taken = Vec::new();
    let mut used = Vec::new();
    read(&member, 0, &Cancel::new(), &mut |batch| {
        // What is given back has rows of earlier batches in it, which must not shine through.
        let back = used.pop().unwrap_or_default();
        let batch = std::mem::replace(batch, back);
        for numbered in &batch.records {
            if let Record::Tweet(row) = &numbered.record {
                taken.push((**row).clone());
            }
        }
        used.push(batch);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(taken, whole.tweets);
}

#[test]
fn the_tiers_of_the_samples_are_told() {
    let Some(data) = real_data("the_tiers_of_the_samples_are_told") else {
        return;
    };
    let tier = |name: &str| {
        let found = dry_run(
            &[data.join(name)],
            Catalogue::shipped(),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap();
        let tally = found[0].members[0].tally.clone().unwrap();
        (tally.tier.tier, tally.rows, tally.rejected)
    };
    assert_eq!(
        tier("ira-sample/ira_sample_tweets_csv_hashed.zip"),
        (Tier::Hashed, 229_244, 0)
    );
    assert_eq!(
        tier("ira-fear-unhashed/ira_fear_tweets_csv_unhashed.zip"),
        (Tier::Unhashed, 11_140, 0)
    );
    assert_eq!(
        tier("ira-fear-unhashed/ira_fear_users_csv_unhashed.zip").0,
        Tier::Unhashed
    );
    assert_eq!(
        tier("io-archive-excerpts/REA_0621_tweets_csv_hashed_2019.excerpt.csv").0,
        Tier::Hashed
    );
}

#[test]
fn the_users_of_china_082019_1_have_the_published_figures() {
    let Some(data) = real_data("the_users_of_china_082019_1_have_the_published_figures") else {
        return;
    };
    let path = data.join("china_082019_1/china_082019_1_users_csv_hashed.csv");
    let found = member(&path);
    assert_eq!(
        (found.dataset.name.as_str(), found.dataset.known),
        ("china_082019_1", true)
    );
    let all = read_all(&path);
    assert_eq!((all.users.len(), all.problems.len()), (744, 0));
    let mut languages = BTreeMap::<&str, u32>::new();
    for user in &all.users {
        *languages.entry(&user.profile.language).or_default() += 1;
    }
    let expected = [
        ("en", 104),
        ("en-gb", 3),
        ("es", 8),
        ("ja", 1),
        ("ru", 36),
        ("zh-CN", 13),
        ("zh-cn", 569),
        ("zh-tw", 10),
    ];
    assert_eq!(languages, expected.into());
    assert_eq!(
        all.users
            .iter()
            .filter_map(|user| user.profile.followers)
            .sum::<i64>(),
        5_945_124
    );
    assert_eq!(
        all.users
            .iter()
            .filter_map(|user| user.profile.following)
            .sum::<i64>(),
        928_054
    );
    let (columns, rows) = table(std::fs::File::open(&path).unwrap());
    check_round_trip(&all, &columns, &rows);
}

#[test]
fn every_field_of_the_excerpts_is_right() {
    let Some(data) = real_data("every_field_of_the_excerpts_is_right") else {
        return;
    };
    for name in [
        "GRU_202012_tweets_csv_hashed.excerpt.csv",
        "REA_0621_tweets_csv_hashed_2019.excerpt.csv",
        "ira_2018_10_original_users.excerpt.csv",
    ] {
        let path = data.join("io-archive-excerpts").join(name);
        let all = read_all(&path);
        assert_eq!(all.problems, [], "{name}");
        let (columns, rows) = table(std::fs::File::open(&path).unwrap());
        check_round_trip(&all, &columns, &rows);
    }
}

#[test]
fn the_excerpt_of_2020() {
    let Some(data) = real_data("the_excerpt_of_2020") else {
        return;
    };
    let all = read_all(&data.join("io-archive-excerpts/GRU_202012_tweets_csv_hashed.excerpt.csv"));
    let first = &all.tweets[0];
    assert_eq!(first.id, 1_229_734_494_892_101_633);
    assert_eq!(
        first.author.account,
        "7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE="
    );
    assert_eq!(
        account_form(&first.author.account),
        AccountForm::HashedBase64
    );
    assert_eq!(
        (first.author.followers, first.author.following),
        (Some(55), Some(169))
    );
    assert_eq!(first.author.created.unwrap().iso(), "2020-02-01");
    assert_eq!((&*first.author.language, &*first.language), ("ru", "en"));
    assert_eq!(first.published.unwrap().rfc3339(), "2020-02-18T11:48:00Z");
    assert_eq!(
        first.published.unwrap().minute(),
        TweetId(first.id).time().unwrap().minute(),
        "the id's clock agrees"
    );
    assert_eq!(
        (&first.latitude, &first.longitude),
        (&Geo::Absent, &Geo::Absent)
    );
    assert_eq!(
        first.hashtags,
        ["US", "Syria", "DeirEzZor", "helicopters", "USAoutOfSyria"]
    );
    assert!(first.urls.is_empty() && first.mentions.is_empty() && first.oddities.is_empty());
    assert!(
        all.tweets[2]
            .text
            .starts_with("«Сила в партнерстве» \nhttps://t.co/"),
        "a text keeps its newline"
    );
    assert_eq!(
        all.tweets[2].urls,
        ["https://nat-antivirus.livejournal.com/212268.html"]
    );
    assert_eq!(all.tweets[2].language, "uk");
}

#[test]
fn the_excerpt_of_2021_has_ruined_ids() {
    let Some(data) = real_data("the_excerpt_of_2021_has_ruined_ids") else {
        return;
    };
    let path = data.join("io-archive-excerpts/REA_0621_tweets_csv_hashed_2019.excerpt.csv");
    let found = member(&path);
    assert_eq!(
        (found.dataset.name.as_str(), found.dataset.known),
        ("REA_0621", true)
    );
    let all = read_all(&path);
    let first = &all.tweets[0];
    assert_eq!(first.id, 1_207_967_848_758_468_608);
    assert_eq!(first.author.account, "1196760203896795137");
    assert_eq!(first.author.display_name, "Central African Reporter");
    assert_eq!(first.author.followers, Some(5580));
    assert_eq!(
        first.reply_to_account,
        "yLTXTrTOILG8oWEiOQiOHOrH6PDA+tq7+UFUb7+qU="
    );
    assert_eq!(
        first.reply_to_tweet,
        Reference::Approximate("1.207965844074107e+18".into())
    );
    assert_eq!(
        first.reply_to_tweet.exact(),
        None,
        "a ruined id is never joined on"
    );
    assert!(!first.is_retweet);
    assert_eq!(
        first
            .oddities
            .iter()
            .map(|oddity| (oddity.column, &*oddity.raw))
            .collect::<Vec<_>>(),
        [("is_retweet", "False")]
    );
    assert_eq!(all.tweets[3].mentions, ["107549739", "2897821718"]);
    assert_eq!(all.tweets[2].quotes, Some(1));
    assert!(
        all.tweets
            .iter()
            .any(|row| row.text.contains("find a \"peaceful\" solution"))
    );
}

#[test]
fn the_excerpt_of_2018_has_hexadecimal_hashes() {
    let Some(data) = real_data("the_excerpt_of_2018_has_hexadecimal_hashes") else {
        return;
    };
    let all = read_all(&data.join("io-archive-excerpts/ira_2018_10_original_users.excerpt.csv"));
    assert_eq!(all.users.len(), 2);
    assert_eq!(
        account_form(&all.users[0].profile.account),
        AccountForm::HashedHex
    );
    assert_eq!(all.users[1].profile.location, "Раша");
    assert_eq!(all.users[0].profile.following, Some(1676));
}

#[test]
fn spreadsheet_ruined_ids_of_the_538_table_come_from_its_urls() {
    let Some(data) = real_data("spreadsheet_ruined_ids_of_the_538_table_come_from_its_urls") else {
        return;
    };
    let path = data.join("538-original-sample/data/IRAhandle_tweets_sample.csv");
    let found = member(&path);
    assert_eq!(
        (found.layout, found.kind),
        (Some(Layout::Clemson), MemberKind::Tweets)
    );
    let all = read_all(&path);
    assert_eq!(all.problems, []);
    let first = &all.tweets[0];
    assert_eq!(first.id, 914_580_356_430_536_707);
    assert_eq!(first.author.account, "905874659358453760");
    assert_eq!(first.author.screen_name, "10_GOP");
    assert_eq!(
        (first.author.following, first.author.followers),
        (Some(1052), Some(9636))
    );
    assert_eq!(
        first.published,
        Some(Timestamp(1_506_887_880_000)),
        "2017-10-01 19:58"
    );
    assert_eq!(
        first.published.unwrap().minute(),
        TweetId(first.id).time().unwrap().minute(),
        "the id's clock agrees"
    );
    assert_eq!(first.language, "en");
    assert_eq!(
        first.urls,
        ["https://twitter.com/10_gop/status/914580356430536707/video/1"]
    );
    assert!(
        first
            .oddities
            .iter()
            .any(|oddity| oddity.column == "userid" && oddity.raw == "9.06E+17")
    );
    assert!(all.tweets[2].is_retweet);
}

#[test]
fn the_users_of_nbc() {
    let Some(data) = real_data("the_users_of_nbc") else {
        return;
    };
    let path = data.join("nbc/users.csv");
    assert_eq!(member(&path).layout, Some(Layout::Nbc));
    let all = read_all(&path);
    let (_, rows) = table(std::fs::File::open(&path).unwrap());
    assert_eq!(all.users.len() + all.problems.len(), rows.len());
    let first = &all.users[0].profile;
    assert_eq!(
        (&*first.account, &*first.screen_name, first.followers),
        ("18710816", "RobbyDelaware", Some(304))
    );
    assert_eq!(first.created.unwrap().iso(), "2009-01-07");
}

#[test]
fn pages_of_the_twitter_api() {
    let Some(data) = real_data("pages_of_the_twitter_api") else {
        return;
    };
    let folder = data.join("twarc-csv/test-data");
    let all = read_all(&folder.join("mentions_tweet.jsonl"));
    let first = &all.tweets[0];
    assert_eq!(first.id, 1_589_681_856_941_002_753);
    assert_eq!(first.author.screen_name, "BaldManGamer");
    assert_eq!(first.author.followers, Some(569));
    assert!(first.is_retweet);
    assert_eq!(
        first.retweet_tweet,
        Reference::Exact(TweetId(1_589_671_906_718_134_272))
    );
    assert_eq!(first.retweet_account, "1221317221714157569");
    assert_eq!(first.mentions, ["1221317221714157569"]);
    assert_eq!(first.published.unwrap().rfc3339(), "2022-11-07T18:11:04Z");
    for (name, kind) in [
        ("brexit.jsonl", MemberKind::Tweets),
        ("flat.jsonl", MemberKind::Tweets),
        ("kpop.jsonl", MemberKind::Tweets),
        ("geo_tweets.jsonl", MemberKind::Tweets),
        ("users.jsonl", MemberKind::Users),
        ("two_tweets.jsonl", MemberKind::Tweets),
    ] {
        let path = folder.join(name);
        assert_eq!(
            (member(&path).layout, member(&path).kind),
            (Some(Layout::TwitterV2), kind),
            "{name}"
        );
        let all = read_all(&path);
        let expected = count_data(&path);
        assert_eq!(
            (all.tweets.len() + all.users.len(), all.problems.len()),
            (expected, 0),
            "{name}"
        );
    }
}

/// How many objects the pages of a file hold, by another library.
fn count_data(path: &Path) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    let objects = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    objects
        .map(|object| {
            object
                .get("data")
                .map_or(1, |data| data.as_array().map_or(1, Vec::len))
        })
        .sum()
}

#[test]
fn files_of_other_layouts_are_refused_with_what_they_have() {
    let Some(data) = real_data("files_of_other_layouts_are_refused_with_what_they_have") else {
        return;
    };
    for (name, has) in [
        ("coortweet/russian_coord_tweets.csv", "`object_id`"),
        ("twarc-csv/test-data/counts.jsonl", "`data`"),
        ("twarc-csv/test-data/lists.jsonl", "`data`"),
        ("twarc-csv/test-data/tweets_compliance.jsonl", "`action`"),
        ("buzzfeed-ira-2018/table4.csv", "the nearest layout is"),
        ("catalogue.csv", "`attribution`"),
    ] {
        let found = look(&[&data.join(name)]);
        let refusal = found[0].members[0]
            .refusal
            .clone()
            .unwrap_or_else(|| panic!("{name}: {found:?}"));
        assert_eq!(refusal.word, "unknown-layout", "{name}");
        assert!(refusal.text.contains(has), "{name}: {}", refusal.text);
    }
    let found = look(&[&data.join("twarc-csv/test-data/empty.json")]);
    assert_eq!(
        found[0].refusal.as_ref().map(|refusal| refusal.word),
        Some("empty")
    );
}

#[test]
fn a_file_is_known_again() {
    let Some(data) = real_data("a_file_is_known_again") else {
        return;
    };
    let path = data.join("ira-sample/ira_sample_tweets_csv_hashed.zip");
    assert_eq!(fingerprint(&path).unwrap(), fingerprint(&path).unwrap());
    assert_ne!(
        fingerprint(&path).unwrap(),
        fingerprint(&data.join("ira-sample/ira_sample_users_csv_hashed.zip")).unwrap()
    );
    assert_eq!(TWEET_COLUMNS.len(), 31);
}
