//! What must never happen: readable data on disk, a call to the network.

use crate::{campaign, files_below, has, starling};
use starling_model::TweetId;
use starling_query::ask::Sort;
use starling_session::Target;
use starling_testkit::TestVault;
use std::path::Path;
use std::process::Stdio;

/// A word nobody writes by chance.
const CANARIES: &[&str] = &[
    "zqxcanarytweet",
    "zqxcanarybio",
    "zqxcanarynote",
    "zqxcanaryquery",
    "zqxcanaryname",
    "zqxcanarysaved",
];

fn canary_file(dir: &Path) -> std::path::PathBuf {
    let file = dir.join("canary_201901_1_tweets_csv_hashed.csv");
    let header = "tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,\
                  user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,\
                  tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,\
                  is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,\
                  retweet_count,hashtags,urls,user_mentions,poll_choices\n";
    let rows: String = (0..400)
        .map(|n| {
            format!(
                "{},5,zqxcanaryname,sn,,zqxcanarybio here,,1,1,2018-01-01,en,en,zqxcanarytweet number {n},2019-02-25 12:00,\
                 c,,,,False,,,,,0,0,0,0,[],[],[],\n",
                1_100_000_000_000_000_000u64 + n
            )
        })
        .collect();
    std::fs::write(&file, header.to_owned() + &rows).unwrap();
    file
}

fn holds(bytes: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let upper = word.to_uppercase();
    [word.as_bytes(), upper.as_bytes(), &wide]
        .iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
}

#[track_caller]
fn check_unreadable(dir: &Path, when: &str) {
    for file in files_below(dir) {
        let bytes = std::fs::read(&file).unwrap();
        for word in CANARIES {
            assert!(
                !holds(&bytes, word),
                "{when}: `{word}` can be read in {}",
                file.display()
            );
            assert!(
                !file.to_string_lossy().contains(word),
                "{when}: {}",
                file.display()
            );
        }
    }
}

#[test]
fn words_planted_in_a_vault_are_found_nowhere_on_disk() {
    let vault = TestVault::new();
    let source = tempfile::tempdir().unwrap();
    let file = canary_file(source.path());
    let starling = starling(&vault);

    // A crash in the middle of an import leaves nothing readable either.
    let mut call = starling.command(&["import", file.to_str().unwrap(), "--quiet"]);
    let mut child = call
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(120));
    let _ = child.kill();
    child.wait().unwrap();
    check_unreadable(vault.home(), "after a crash");

    starling.json(&["import", file.to_str().unwrap()]);
    check_unreadable(vault.home(), "after the import");
    assert_eq!(starling.json(&["count", "zqxcanarytweet"])["tweets"], 400);
    starling.run(&["search", "zqxcanaryquery OR bio:zqxcanarybio"]);

    let session = vault.open();
    let page = session
        .search("zqxcanarytweet", Sort::Newest, 0, 5)
        .unwrap();
    assert_eq!(page.total, 400);
    session
        .add_note(
            &Target::Tweet(TweetId(page.tweets[0].tweet.id)),
            "zqxcanarynote",
        )
        .unwrap();
    session.remember("zqxcanaryquery").unwrap();
    session
        .save_search("zqxcanarysaved", "zqxcanaryquery")
        .unwrap();
    session
        .set_setting("columns", "\"zqxcanaryquery\"")
        .unwrap();
    check_unreadable(vault.home(), "while open");
    drop(session);
    check_unreadable(vault.home(), "after locking");
    starling.json(&["vault", "compact"]);
    check_unreadable(vault.home(), "after compacting");
}

/// Bits a byte, from the counts of the bytes.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0u64; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let len = bytes.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| *count as f64 / len)
        .map(|share| -share * share.log2())
        .sum()
}

#[test]
fn every_file_looks_like_noise() {
    let vault = TestVault::with(&[campaign()]);
    let mut n_checked = 0;
    for file in files_below(&vault.dir()) {
        let bytes = std::fs::read(&file).unwrap();
        // Fewer bytes than this cannot show all values even when they are random.
        if bytes.len() < 16 * 1024 {
            continue;
        }
        n_checked += 1;
        let found = entropy(&bytes);
        assert!(
            found > 7.95,
            "{} has {found:.3} bits a byte",
            file.display()
        );
    }
    assert!(n_checked > 2, "a vault of 4,000 tweets has large files");
}

#[test]
fn a_whole_journey_opens_no_network_socket() {
    const JOURNEY: &str = "a_whole_journey_opens_no_network_socket";
    if !has("strace") {
        return crate::skipped(JOURNEY, "strace is not installed");
    }
    let vault = TestVault::new();
    let files = campaign();
    let trace = vault.home().join("trace");
    let starling = starling(&vault);
    let mut n_traced = 0;
    for words in [
        &["vault", "info"][..],
        &["import", files.to_str().unwrap(), "--quiet"],
        &["search", "has:link", "--limit", "5"],
        &["facets", "*", "--by", "domain"],
        &["timeline", "*", "--by", "day"],
        &["vault", "verify", "--quiet"],
    ] {
        let call = starling.command(words);
        let mut traced = std::process::Command::new("strace");
        traced
            .args(["-f", "-e", "trace=connect,bind,sendto", "-o"])
            .arg(&trace)
            .arg("--")
            .arg(call.get_program());
        traced
            .args(call.get_args())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        for (name, value) in call.get_envs() {
            if let Some(value) = value {
                traced.env(name, value);
            }
        }
        traced
            .env_remove("DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .current_dir(vault.home());
        let output = traced.output().unwrap();
        if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("ptrace") {
            return crate::skipped(JOURNEY, "tracing is not allowed here");
        }
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let calls = std::fs::read_to_string(&trace).unwrap();
        assert!(
            calls.contains("+++ exited"),
            "strace followed it to its end: {calls}"
        );
        let outward = calls.lines().find(|line| line.contains("AF_INET"));
        assert_eq!(outward, None, "{words:?} reaches for the network");
        n_traced += 1;
    }
    assert_eq!(n_traced, 6);
}

#[test]
fn the_pages_policy_forbids_everything_remote() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tauri.conf.json"))
            .unwrap();
    let config: serde_json::Value = serde_json::from_str(&text).unwrap();
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    let allowed = |word: &&str| {
        [
            "'self'",
            "'none'",
            "'unsafe-inline'",
            "data:",
            "blob:",
            "ipc:",
            "http://ipc.localhost",
        ]
        .contains(word)
    };
    for directive in policy.split(';') {
        let mut words = directive.split_whitespace();
        let name = words.next().unwrap();
        let strange: Vec<&str> = words.filter(|word| !allowed(word)).collect();
        assert!(strange.is_empty(), "{name} allows {strange:?}");
        if name == "default-src" || name == "script-src" {
            assert!(!directive.contains("unsafe"), "{directive}");
        }
    }
    assert!(policy.contains("default-src 'self'") && policy.contains("object-src 'none'"));
}

#[test]
fn nothing_that_speaks_http_is_linked() {
    let lock =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    for name in ["ureq", "curl", "native-tls", "openssl", "isahc"] {
        assert!(
            !lock.contains(&format!("name = \"{name}\"")),
            "{name} is in the lock file"
        );
    }
    // Cargo's lock file lists what other systems would take; the tree of this system decides.
    let tree = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal",
            "--package",
            "starling",
            "--prefix",
            "none",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8_lossy(&tree.stdout);
    assert!(tree.contains("starling-session"), "cargo tree has answered");
    for name in ["reqwest", "hyper ", "rustls"] {
        assert!(
            !tree.lines().any(|line| line.starts_with(name)),
            "{name} is part of the app"
        );
    }
}
