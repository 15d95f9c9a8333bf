//! The command line's contract: exit statuses, shapes of JSON, where words go.

use crate::{campaign, starling};
use serde_json::{Value, json};
use starling_testkit::{Ran, Starling, TestVault};
use std::sync::LazyLock;

/// Read by many journeys, changed by none. The binary takes the vault's lock, so they queue.
static VAULT: LazyLock<TestVault> = LazyLock::new(|| TestVault::with(&[campaign()]));
static QUEUE: std::sync::Mutex<()> = std::sync::Mutex::new(());

fn with_vault<T>(journey: impl FnOnce(&Starling) -> T) -> T {
    let _turn = QUEUE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    journey(&starling(&VAULT))
}

#[track_caller]
fn has_fields(value: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        assert!(
            value.get(field).is_some(),
            "`{field}` is missing in {value}"
        );
    }
}

#[test]
fn every_answer_has_at_least_its_fields() {
    with_vault(|starling| {
        let info = starling.json(&["vault", "info"]);
        has_fields(
            &info,
            "id format created tweets accounts media datasets bytes",
        );
        has_fields(&info["bytes"], "store index media");

        let datasets = starling.json(&["datasets"]);
        let fields =
            "name title country tier agreement tweets accounts media first last expected files";
        has_fields(&datasets[0], fields);
        has_fields(&datasets[0]["expected"], "tweets accounts");
        let name = datasets[0]["name"].as_str().unwrap();
        assert_eq!(starling.json(&["datasets", "show", name]), datasets[0]);

        let found = starling.json(&["search", "has:hashtag", "--limit", "2"]);
        has_fields(&found, "query total tweets took_ms");
        assert_eq!(found["tweets"].as_array().unwrap().len(), 2);
        let tweet = &found["tweets"][0];
        has_fields(
            tweet,
            "id time text lang account dataset kind likes retweets replies quotes hashtags urls mentions media client \
             reply_to retweet_of quote_of tags",
        );
        has_fields(&tweet["account"], "id screen_name display_name followers");
        assert!(
            tweet["id"].is_string() && tweet["account"]["id"].is_string(),
            "ids pass 2^53"
        );

        let count = starling.json(&["count", "*"]);
        assert_eq!(
            (&count["query"], &count["tweets"]),
            (&json!("*"), &json!(4000))
        );
        has_fields(&count, "query tweets accounts");

        let facets = starling.json(&[
            "facets", "*", "--by", "lang", "--by", "weekday", "--top", "3",
        ]);
        has_fields(&facets, "query total facets");
        has_fields(&facets["facets"]["lang"][0], "value count");
        assert_eq!(facets["facets"]["weekday"].as_array().unwrap().len(), 3);

        let timeline = starling.json(&["timeline", "*", "--by", "month", "--split", "lang"]);
        has_fields(&timeline, "query total buckets");
        has_fields(&timeline["buckets"][0], "start count split");
        let plain = starling.json(&["timeline", "*", "--by", "year"]);
        assert!(plain["buckets"][0].get("split").is_none());

        let accounts = starling.json(&["accounts", "*", "--limit", "3", "--sort", "followers"]);
        has_fields(&accounts, "total accounts");
        has_fields(
            &accounts["accounts"][0],
            "id screen_name display_name followers following created lang location bio tweets first last dataset tags",
        );
        let id = accounts["accounts"][0]["id"].as_str().unwrap();
        has_fields(
            &starling.json(&["account", id]),
            "account activity clients languages hashtags domains amplifies amplified_by profiles",
        );

        let id = tweet["id"].as_str().unwrap();
        let thread = starling.json(&["tweet", id]);
        has_fields(&thread, "tweet replies_to replies quotes retweets");
        assert_eq!(thread["tweet"]["id"], tweet["id"]);

        let seen = starling.json(&["vault", "verify"]);
        has_fields(&seen, "ok checked problems");
        has_fields(&seen["checked"], "blocks rows documents");
        assert_eq!(starling.json(&["import", "rejected"])["total"], 0);
    });
}

#[test]
fn global_options_stand_on_either_side() {
    with_vault(|starling| {
        let dir = VAULT.dir();
        let (dir, pass) = (dir.to_str().unwrap(), VAULT.passphrase_file());
        let pass = pass.to_str().unwrap();
        let before = [
            "--json",
            "--vault",
            dir,
            "--passphrase-file",
            pass,
            "count",
            "*",
        ];
        let after = [
            "count",
            "*",
            "--passphrase-file",
            pass,
            "--vault",
            dir,
            "--json",
        ];
        let (before, after) = (
            Ran::of(starling.bare(&before)),
            Ran::of(starling.bare(&after)),
        );
        assert_eq!(before.status, Some(0), "{before:?}");
        assert_eq!(before.stdout, after.stdout);
    });
}

#[test]
fn json_is_the_only_thing_on_standard_output() {
    with_vault(|starling| {
        let ran = starling.run(&["search", "*", "--json"]);
        assert!(
            ran.stdout.ends_with('\n') && ran.stdout.trim_end().lines().count() == 1,
            "{}",
            ran.stdout
        );
        let file = campaign();
        let ran = starling.run(&["import", "--dry-run", file.to_str().unwrap(), "--json"]);
        ran.json();
    });
}

#[test]
fn a_wrong_passphrase_is_exit_3() {
    with_vault(|starling| {
        std::fs::write(VAULT.home().join("wrong"), "nope").unwrap();
        let ran = starling.run(&["count", "*", "--json", "--passphrase-file", "wrong"]);
        assert_eq!(
            (ran.status, ran.error_kind().as_str()),
            (Some(3), "wrong_passphrase")
        );
        let plain = starling.run(&["count", "*", "--passphrase-file", "wrong"]);
        assert_eq!(plain.status, Some(3));
        assert!(
            plain.stdout.is_empty() && plain.stderr.contains("passphrase"),
            "{plain:?}"
        );
        let missing = starling.run(&["count", "*", "--json", "--passphrase-file", "no/such/file"]);
        assert_eq!(missing.status, Some(3));
    });
}

#[test]
fn without_a_passphrase_and_a_terminal_it_says_what_to_give() {
    with_vault(|starling| {
        let mut call = starling.bare(&["count", "*", "--json"]);
        call.env("STARLING_VAULT", VAULT.dir());
        let ran = Ran::of(call);
        assert_eq!(ran.status, Some(3), "{ran:?}");
        assert!(ran.stdout.contains("--passphrase-file"), "{ran:?}");
    });
}

#[test]
fn the_option_goes_before_the_environment() {
    with_vault(|starling| {
        std::fs::write(VAULT.home().join("wrong"), "nope").unwrap();
        let mut call = starling.command(&["count", "*"]);
        call.env("STARLING_PASSPHRASE_FILE", VAULT.home().join("wrong"))
            .arg("--passphrase-file")
            .arg(VAULT.passphrase_file());
        assert_eq!(Ran::of(call).status, Some(0));
    });
}

#[test]
fn wrong_words_are_exit_2_also_as_json() {
    with_vault(|starling| {
        for words in [
            &["serch", "x"][..],
            &["search"],
            &["search", "x", "--limit", "many"],
            &["search", "x", "--limit", "101"],
            &["search", "x", "--sort", "loudest"],
            &["facets", "*"],
            &["facets", "*", "--by", "shoe"],
            &["timeline", "*", "--by", "fortnight"],
            &["tweet", "1e18"],
            &["tag", "add", "x"],
            &["import"],
            &["import", "x.csv", "--tier", "secret"],
            &["demo", "generate", "--out", "d", "--tweets", "3"],
        ] {
            let plain = starling.run(words);
            assert_eq!(plain.status, Some(2), "{words:?}: {plain:?}");
            assert!(
                plain.stdout.is_empty() && !plain.stderr.is_empty(),
                "{words:?}"
            );
            let ran = starling.run(&[words, &["--json"]].concat());
            assert_eq!(ran.status, Some(2), "{words:?}");
            assert_eq!(ran.error_kind(), "usage", "{words:?}");
        }
        let much = starling.run(&["search", "x", "--limit", "101"]);
        assert!(
            much.stderr.contains("export"),
            "the reason is said: {}",
            much.stderr
        );
    });
}

#[test]
fn a_wrong_query_is_exit_1_and_points_at_the_fault() {
    with_vault(|starling| {
        let query = "cats frm:anna";
        let plain = starling.run(&["search", query]);
        assert_eq!(plain.status, Some(1), "{plain:?}");
        let lines: Vec<&str> = plain.stderr.lines().collect();
        let at = lines
            .iter()
            .position(|line| line.trim() == query)
            .expect("the query is shown");
        assert_eq!(
            lines[at + 1].find('^'),
            lines[at].find("frm"),
            "{}",
            plain.stderr
        );
        assert!(
            plain.stderr.contains("from"),
            "the nearest operator is named: {}",
            plain.stderr
        );
        let ran = starling.run(&["count", "😀 frm:x", "--json"]);
        assert_eq!(
            (ran.status, ran.error_kind().as_str()),
            (Some(1), "query_syntax")
        );
        assert_eq!(ran.json()["error"]["details"]["at"], 3, "UTF-16 units");
        assert_eq!(
            ran.json()["error"]["details"]["column"],
            3,
            "characters, from 1"
        );
    });
}

#[test]
fn what_is_not_there_is_exit_1() {
    with_vault(|starling| {
        for words in [
            &["tweet", "1"][..],
            &["account", "nobody at all"],
            &["datasets", "show", "none"],
            &["datasets", "remove", "none"],
            &["saved", "remove", "none"],
            &["note", "remove", "77"],
        ] {
            let ran = starling.run(&[words, &["--json"]].concat());
            assert_eq!(
                (ran.status, ran.error_kind().as_str()),
                (Some(1), "not_found"),
                "{words:?}: {ran:?}"
            );
        }
        let ran = starling.run(&["import", "no/such/file.csv", "--json"]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
    });
    let vault = TestVault::new();
    let nowhere = starling(&vault).on(&vault.home().join("nowhere"));
    let ran = nowhere.run(&["count", "*", "--json"]);
    assert_eq!(
        (ran.status, ran.error_kind().as_str()),
        (Some(1), "no_vault")
    );
    assert_eq!(
        ran.json()["error"]["details"]["dir"],
        vault.home().join("nowhere").to_str().unwrap()
    );
}

#[test]
fn help_names_only_what_is_there() {
    with_vault(|starling| {
        let help = Ran::of(starling.bare(&["--help"]));
        assert_eq!(help.status, Some(0));
        for later in ["coordination", "bench"] {
            assert!(
                !help.stdout.contains(&format!("\n  {later}")),
                "{later} is not built: {}",
                help.stdout
            );
        }
        for word in [
            "vault",
            "import",
            "datasets",
            "search",
            "count",
            "facets",
            "timeline",
            "accounts",
            "tweet",
            "tag",
            "note",
            "saved",
            "network",
            "export",
            "audit",
            "verify",
            "agreements",
            "withdraw",
            "demo",
        ] {
            let ran = Ran::of(starling.bare(&[word, "--help"]));
            assert_eq!(ran.status, Some(0), "{word}");
            assert!(help.stdout.contains(&format!("\n  {word}")), "{word}");
        }
        assert_eq!(
            Ran::of(starling.bare(&["--version"])).stdout.trim(),
            format!("starling {}", env!("CARGO_PKG_VERSION"))
        );
    });
}

#[test]
fn a_query_may_begin_with_a_minus() {
    with_vault(|starling| {
        let all = starling.json(&["count", "*"])["tweets"].as_u64().unwrap();
        let retweets = starling.json(&["count", "is:retweet"])["tweets"]
            .as_u64()
            .unwrap();
        assert_eq!(
            starling.json(&["count", "-is:retweet"])["tweets"],
            all - retweets
        );
    });
}

#[test]
fn without_a_display_the_window_says_so() {
    if !cfg!(target_os = "linux") {
        return;
    }
    with_vault(|starling| {
        let ran = Ran::of(starling.bare::<&str>(&[]));
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.stderr.contains("display"), "{ran:?}");
    });
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let vault = TestVault::new();
    let starling = starling(&vault);
    let made = starling.json(&[
        "demo", "generate", "--out", "a", "--tweets", "2000", "--seed", "5",
    ]);
    starling.json(&[
        "demo", "generate", "--out", "b", "--tweets", "2000", "--seed", "5",
    ]);
    assert_eq!(made["tweets"], 2000);
    let read = |dir: &str| -> Vec<(String, Vec<u8>)> {
        let dir = vault.home().join(dir);
        let files = crate::files_below(&dir).into_iter();
        files
            .map(|file| {
                (
                    file.strip_prefix(&dir).unwrap().display().to_string(),
                    std::fs::read(&file).unwrap(),
                )
            })
            .collect()
    };
    assert!(read("a") == read("b"), "two campaigns of one seed differ");
    let again = starling.run(&[
        "demo", "generate", "--out", "a", "--tweets", "2000", "--json",
    ]);
    assert_eq!(again.status, Some(1), "nothing is overwritten");
}

#[test]
fn hostile_text_does_not_reach_the_terminal() {
    let vault = TestVault::new();
    let starling = starling(&vault);
    let file = vault.home().join("hostile_201901_1_tweets_csv_hashed.csv");
    let text = "tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,\
                user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,\
                tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,\
                is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,\
                retweet_count,hashtags,urls,user_mentions,poll_choices\n\
                1100000000000000001,5,n\u{202e}eman,sn,,,,1,1,2018-01-01,en,en,\"a\u{1b}]0;owned\u{7}b\u{9b}2J\",2019-02-25 12:00,\
                c,,,,False,,,,,0,0,0,0,[],[],[],\n";
    std::fs::write(&file, text).unwrap();
    starling.json(&["import", file.to_str().unwrap()]);
    let shown = starling.run(&["search", "*"]).stdout;
    assert!(
        !shown.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']),
        "{shown:?}"
    );
    assert!(
        shown.contains("<1B>") && shown.contains("<202E>"),
        "it is shown, not hidden: {shown:?}"
    );
    let tweet = &starling.json(&["search", "*"])["tweets"][0];
    assert_eq!(
        tweet["text"], "a\u{1b}]0;owned\u{7}b\u{9b}2J",
        "JSON has it as published"
    );
}

#[test]
fn marks_are_put_on_and_taken_off() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    let found = starling.json(&["search", "*", "--limit", "1"]);
    let id = found["tweets"][0]["id"].as_str().unwrap();
    starling.json(&["tag", "add", "odd", "--tweet", id]);
    assert_eq!(starling.json(&["tag", "list"])[0]["id"], id);
    assert_eq!(starling.json(&["count", "tag:odd"])["tweets"], 1);
    starling.json(&["tag", "remove", "odd", "--tweet", id]);
    assert_eq!(starling.json(&["tag", "list"]), json!([]));
    let note = starling.json(&["note", "add", "look again", "--tweet", id]);
    assert_eq!(
        starling.json(&["note", "list", "--tweet", id])[0]["text"],
        "look again"
    );
    starling.json(&["note", "remove", &note["note"].to_string()]);
    assert_eq!(starling.json(&["note", "list"]), json!([]));
    starling.json(&["saved", "add", "mine", "-is:retweet"]);
    assert_eq!(starling.json(&["saved", "list"])[0]["query"], "-is:retweet");
    let wrong = starling.run(&["saved", "add", "bad", "frm:x", "--json"]);
    assert_eq!(
        wrong.error_kind(),
        "query_syntax",
        "a wrong query is not kept"
    );
    starling.json(&["saved", "remove", "mine"]);
    assert_eq!(starling.json(&["saved", "list"]), json!([]));
}

#[test]
fn a_passphrase_is_changed() {
    let vault = TestVault::new();
    let starling = starling(&vault);
    std::fs::write(vault.home().join("new"), "brand new\n").unwrap();
    starling.json(&["vault", "passwd", "--new-passphrase-file", "new"]);
    assert_eq!(starling.run(&["vault", "unlock-check"]).status, Some(3));
    assert_eq!(
        starling
            .run(&["vault", "unlock-check", "--passphrase-file", "new"])
            .status,
        Some(0)
    );
}

#[test]
fn queries_are_measured_on_one_open_vault() {
    with_vault(|starling| {
        let list = json!([
            {"name": "all", "kind": "count_newest50", "query": "*", "repeat": 3},
            {"name": "days", "kind": "timeline_day", "query": "*", "repeat": 1},
            {"name": "languages", "kind": "facet:lang", "query": "*", "repeat": 1},
        ]);
        std::fs::write(VAULT.home().join("queries.json"), list.to_string()).unwrap();
        let measured = starling.json(&["bench-queries", "queries.json"]);
        for one in measured.as_array().unwrap() {
            has_fields(one, "name median_ms min_ms cpu_ms total");
            assert_eq!(one["total"], 4000);
        }
    });
}
