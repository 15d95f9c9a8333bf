//! The answers that the window's tests are served are those of the real commands, and those of the command line.
//!
//! A demo vault is asked what the screens ask; questions and answers stand in `ui/src/host/fixtures/recorded.json`.
//! With `STARLING_WRITE_RECORDED=1` (as `cargo xtask fixtures` sets it) the file is written instead of compared.
//! What is another in every vault (keys, hashes, the day, folders, durations) is put to fixed values first.

use crate::exporting::HASHED;
use crate::ipc::Host;
use crate::{starling, tmp};
use serde_json::{Value, json};
use starling_testkit::{PASSPHRASE, Starling, TestVault};
use std::path::{Path, PathBuf};

/// Commands that tell how far they are.
const JOBS: &[&str] = &["network_build", "export_plan"];
/// As the window asks by itself (`FACETS_USUAL` and `TOP_USUAL` of its Explore).
const FACETS: &[&str] = &[
    "dataset", "lang", "kind", "hashtag", "client", "account", "domain", "year",
];
const TOP: usize = 5;
const TWEETS: usize = 50;
const ACCOUNTS: usize = 100;
/// The window looks at the gaps between an account's tweets by pages of so many.
const CADENCE: usize = 100;
const ROWS: usize = 100;
const ENTRIES: usize = 2_000;

/// Wordings whose parts are recorded: every form of a part, wide and astral letters in front of it.
const WORDINGS: &[&str] = &[
    "",
    "election",
    "#news -is:retweet",
    "\"polling station\"~3 vacc* vote~1",
    "lang:(ru OR fa) from:someone",
    "since:2016-01-01 until:2016-11-08",
    "likes:>=100 account.followers:<5000",
    "(cats OR dogs) -lang:en",
    "has:link NOT is:reply",
    "😀 выборы #قطر @boston",
    "client:\"Twitter Web Client\" domain:example.org",
];

/// What a press makes of a wording.
fn presses() -> Vec<(&'static str, Value)> {
    let facet = |does: &str, facet: &str, value: &str| json!({ "do": does, "facet": facet, "value": value });
    vec![
        ("", facet("add", "lang", "ru")),
        ("lang:ru", facet("add", "lang", "fa")),
        ("lang:(ru OR fa) #news", facet("remove", "lang", "ru")),
        ("lang:ru #news", facet("remove", "lang", "ru")),
        ("#news", facet("exclude", "kind", "retweet")),
        ("lang:ru", facet("exclude", "lang", "ru")),
        ("-lang:ru #news", facet("remove", "lang", "ru")),
        ("lang:ru -lang:en", facet("only", "lang", "fa")),
        ("#news", facet("add", "client", "Twitter Web Client")),
        ("#news", facet("add", "hashtag", "выборы")),
        ("#news", facet("only", "year", "2016")),
        (
            "since:2016-01-01 until:2017-01-01",
            facet("remove", "year", "2016"),
        ),
        (
            "#news since:2015-01-01",
            json!({ "do": "between", "since": "2016-01-01", "until": "2016-02-01" }),
        ),
        (
            "since:2016-01-01 #news until:2016-02-01",
            json!({ "do": "between", "since": null, "until": null }),
        ),
        (
            "#news lang:ru -is:retweet",
            json!({ "do": "remove_part", "part": 1 }),
        ),
        (
            "#news lang:ru -is:retweet",
            json!({ "do": "negate_part", "part": 2 }),
        ),
        ("#news lang:ru", json!({ "do": "negate_part", "part": 1 })),
    ]
}

/// One question and its answer.
struct Call {
    command: String,
    args: Value,
    answer: Value,
}

struct Recording {
    host: Host,
    calls: Vec<Call>,
}

impl Recording {
    fn on(vault: &TestVault) -> Self {
        let host = Host::on(vault);
        host.answer(
            "vault_unlock",
            json!({ "dir": vault.dir(), "passphrase": PASSPHRASE }),
        );
        Self {
            host,
            calls: Vec::new(),
        }
    }

    #[track_caller]
    fn ask(&mut self, command: &str, args: Value) -> Value {
        let mut said = args.clone();
        if JOBS.contains(&command) {
            said["onProgress"] = json!("__CHANNEL__:7");
        }
        let answer = self.host.answer(command, said);
        self.calls.push(Call {
            command: command.to_owned(),
            args,
            answer: answer.clone(),
        });
        answer
    }

    /// What Explore asks of a query; gives the list.
    fn explore(&mut self, query: &str) -> Value {
        self.ask("check_query", json!({ "query": query }));
        self.ask("count", json!({ "query": query }));
        self.ask("timeline", json!({ "query": query, "split": "dataset" }));
        self.ask(
            "facets",
            json!({ "query": query, "by": FACETS, "top": TOP }),
        );
        self.ask(
            "accounts",
            json!({ "query": query, "sort": "tweets", "outsiders": false, "offset": 0, "limit": ACCOUNTS }),
        );
        self.search(query, TWEETS)
    }

    fn search(&mut self, query: &str, limit: usize) -> Value {
        self.ask(
            "search",
            json!({ "query": query, "sort": "newest", "offset": 0, "limit": limit }),
        )
    }

    fn account(&mut self, id: &str) {
        let account = self.ask("account", json!({ "id": id }));
        // As the window writes the query: quoted where the language asks for it.
        let written = account["account"]["id"].as_str().unwrap();
        let plain = written.chars().all(|letter| letter.is_alphanumeric());
        let query = if plain {
            format!("from:{written}")
        } else {
            format!("from:\"{written}\"")
        };
        self.search(&query, TWEETS);
        self.search(&query, CADENCE);
    }

    fn network(&mut self, kind: &str) {
        let built = self.ask(
            "network_build",
            json!({ "query": "", "kind": kind, "options": {}, "view": { "chain": [] } }),
        );
        let id = &built["id"];
        self.ask("network_timeline", json!({ "id": id }));
        self.ask(
            "network_communities",
            json!({ "id": id, "offset": 0, "limit": ROWS }),
        );
        let page = json!({ "sort": "weight", "offset": 0, "limit": ROWS });
        self.ask("network_nodes", json!({ "id": id, "ask": page }));
        self.ask("network_edges", json!({ "id": id, "ask": page }));
    }

    fn plan(&mut self, query: &str, to: &str, purpose: &str) -> Value {
        let order = json!({
            "query": query, "format": "csv", "fields": [], "by": null, "split": null, "to": to, "purpose": purpose,
            "encrypt_to": [], "package": true, "out": null,
        });
        self.ask("export_plan", json!({ "order": order }))
    }
}

/// A tweet that has no media: its bytes would be asked for as well.
fn without_media(page: &Value) -> &Value {
    let tweets = page["tweets"].as_array().unwrap();
    tweets
        .iter()
        .find(|tweet| tweet["media"].as_array().unwrap().is_empty())
        .unwrap()
}

fn record(vault: &TestVault) -> Recording {
    let mut all = Recording::on(vault);
    for wording in WORDINGS {
        all.ask("check_query", json!({ "query": wording }));
    }
    for (query, action) in presses() {
        all.ask("edit_query", json!({ "query": query, "action": action }));
    }
    all.ask("vault_info", json!({}));
    all.ask("datasets", json!({}));
    all.ask("saved_list", json!({}));

    let page = all.explore("");
    let tweet = without_media(&page)["id"].as_str().unwrap().to_owned();
    let thread = all.ask("tweet", json!({ "id": tweet }));
    all.ask("raw_record", json!({ "row": thread["tweet"]["row"] }));
    let facets = all.host.answer(
        "facets",
        json!({ "query": "", "by": ["hashtag", "account"], "top": 1000 }),
    );
    let tag = facets["facets"]["hashtag"][0]["value"].as_str().unwrap();
    all.explore(&format!("#{tag}"));
    all.explore("lang:ar is:reply");
    all.explore("#nobodywrotethis");
    // One whose tweets are few: the file is read by people as well.
    let few = facets["facets"]["account"].as_array().unwrap();
    let few = few
        .iter()
        .find(|one| one["count"].as_u64().unwrap() <= 20)
        .unwrap();
    all.account(few["value"].as_str().unwrap());
    all.network("retweet");

    all.ask("agreements_list", json!({}));
    all.ask("recipients", json!({}));
    all.ask("export_choices", json!({}));
    for (query, to, purpose, verdict) in [
        (HASHED, "self", "academic_research", "allow"),
        (HASHED, "public", "academic_research", "transform"),
        ("*", "self", "academic_research", "deny"),
    ] {
        let plan = all.plan(query, to, purpose);
        assert_eq!(plan["decision"], verdict, "{query} to {to}: {plan}");
    }
    // One really leaves, so that the list and the log have it.
    let mut order = all
        .calls
        .iter()
        .rev()
        .find(|call| call.answer["decision"] == "allow")
        .unwrap()
        .args["order"]
        .clone();
    order["package"] = json!(false);
    order["out"] = json!(vault.home().join("rows.csv"));
    let job = json!("__CHANNEL__:7");
    let plan = all
        .host
        .answer("export_plan", json!({ "order": order, "onProgress": job }));
    all.host.answer(
        "export_run",
        json!({ "order": order, "hash": plan["hash"], "onProgress": job }),
    );
    all.ask("exports_list", json!({}));
    all.ask("audit_list", json!({ "limit": ENTRIES }));
    all.ask("audit_verify", json!({}));
    all
}

/// Of the years the demo tells of, none is later.
const LAST_YEAR: i32 = 2022;
const A_DAY: &str = "2026-11-01";

/// Puts to fixed values what no two vaults have alike.
fn steady(value: &mut Value, folders: &[(String, &str)], hashes: bool) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.as_str() {
                    "took_ms" => *field = json!(12.5),
                    "seconds" => *field = json!(1.0),
                    // The log's signing key, and what is called after it.
                    "actor" | "key" if is_signer(field) => *field = json!("key:00000000"),
                    // Sizes of sealed files depend on how the index was merged.
                    "store" | "index" if field.is_u64() => *field = json!(1_000_000),
                    _ => steady(field, folders, hashes),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| steady(one, folders, hashes)),
        Value::String(text) => {
            for (folder, name) in folders {
                *text = text.replace(folder, name);
            }
            if hashes {
                *text = without_digests(text);
            }
            *text = without_days(text);
        }
        _ => {}
    }
}

/// Answers of the door and of the vault hold hashes of their own; those of the data hold only published ids,
/// and the files of 2018 have hexadecimal ones.
fn has_hashes(command: &str) -> bool {
    ["vault", "agreement", "recipient", "export", "audit"]
        .iter()
        .any(|begins| command.starts_with(begins))
}

fn is_signer(value: &Value) -> bool {
    let signs = |text: &str| text.starts_with("key:") || text.starts_with("starling/");
    value.as_str().is_some_and(signs)
}

/// Long runs of hexadecimal digits: hashes and keys. A number has no letter, an id published as a hash has capitals.
fn without_digests(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let end = |run: &mut String, out: &mut String| {
        let mixed = run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_lowercase());
        if run.len() >= 12 && mixed {
            out.extend(std::iter::repeat_n('0', run.len()));
        } else {
            out.push_str(run);
        }
        run.clear();
    };
    for letter in text.chars() {
        if matches!(letter, '0'..='9' | 'a'..='f') {
            run.push(letter);
        } else {
            end(&mut run, &mut out);
            out.push(letter);
        }
    }
    end(&mut run, &mut out);
    out
}

/// Days later than the demo's are days of the run, or so many after it. A time of day behind one goes with it.
fn without_days(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let day = rest.get(..10).filter(|day| is_day(day));
        if let Some(day) = day
            && day[..4].parse::<i32>().is_ok_and(|year| year > LAST_YEAR)
        {
            out += A_DAY;
            rest = &rest[10..];
            if rest.starts_with('T') {
                let ends = rest.find('Z').map_or(rest.len(), |at| at + 1);
                out += "T09:00:00Z";
                rest = &rest[ends..];
            }
            continue;
        }
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    out
}

fn is_day(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

/// One call a line, so that a change is seen where it is.
fn text(calls: &[Call]) -> String {
    let lines: Vec<String> = calls
        .iter()
        .map(|call| {
            json!({ "command": call.command, "args": call.args, "answer": call.answer }).to_string()
        })
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/host/fixtures/recorded.json")
}

/// The call of the command line that asks the same, where there is one.
fn words(command: &str, args: &Value) -> Option<Vec<String>> {
    let text = |name: &str| args[name].as_str().map(str::to_owned);
    let number = |name: &str| args[name].to_string();
    let mut words = vec![command.to_owned()];
    match command {
        "count" | "timeline" => words.extend(text("query")),
        "facets" => {
            words.extend(text("query"));
            for facet in args["by"].as_array()? {
                words.extend(["--by".to_owned(), facet.as_str()?.to_owned()]);
            }
            words.extend(["--top".to_owned(), number("top")]);
        }
        "search" | "accounts" => {
            words.extend(text("query"));
            words.extend(["--sort".to_owned(), text("sort")?]);
            words.extend(["--offset".to_owned(), number("offset")]);
            words.extend(["--limit".to_owned(), number("limit")]);
        }
        "account" | "tweet" => words.extend(text("id")),
        _ => return None,
    }
    if let Some(split) = text("split") {
        words.extend(["--split".to_owned(), split]);
    }
    Some(words)
}

/// What the command line answers to a recorded question must be the recorded answer, to the last field.
fn compare_with_the_command_line(starling: &Starling, calls: &[Call], folders: &[(String, &str)]) {
    let mut n_compared = 0;
    for call in calls {
        let Some(words) = words(&call.command, &call.args) else {
            continue;
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut answer = starling.json(&words);
        steady(&mut answer, folders, has_hashes(&call.command));
        assert_eq!(answer, call.answer, "{words:?}");
        n_compared += 1;
    }
    assert!(n_compared > 20, "{n_compared}");
}

#[test]
fn the_windows_tests_are_served_what_the_commands_and_the_command_line_answer() {
    let campaign = starling_testkit::campaign(tmp(), 2_000);
    let vault = TestVault::with(std::slice::from_ref(&campaign));
    let mut recording = record(&vault);
    let folders = [
        (campaign.display().to_string(), "/data/demo"),
        (vault.home().display().to_string(), "/home/reader"),
    ];
    for call in &mut recording.calls {
        let hashes = has_hashes(&call.command);
        steady(&mut call.args, &folders, hashes);
        steady(&mut call.answer, &folders, hashes);
    }
    let text = text(&recording.calls);
    if std::env::var_os("STARLING_WRITE_RECORDED").is_some() {
        std::fs::write(file(), &text).unwrap();
    }
    let kept = std::fs::read_to_string(file()).unwrap_or_default();
    for (at, (kept, now)) in kept.lines().zip(text.lines()).enumerate() {
        let start: String = now.chars().take(200).collect();
        assert!(
            kept == now,
            "recorded.json, line {}, is stale: run `cargo xtask fixtures`\n{start}",
            at + 1
        );
    }
    assert_eq!(
        kept.lines().count(),
        text.lines().count(),
        "recorded.json is stale: run `cargo xtask fixtures`"
    );

    // A vault is open in one program at a time.
    recording.host.answer("vault_lock", json!({}));
    compare_with_the_command_line(&starling(&vault), &recording.calls, &folders);
}

#[test]
fn only_what_no_two_vaults_have_alike_is_put_to_fixed_values() {
    let mut value = json!({
        "id": "1234567890123456", "hash": "00aa11bb22cc33dd", "user": "q3fABz12deadbeef0=", "took_ms": 3.25,
        "at": "2031-02-03T04:05:06Z", "said": "by 2031-02-03, of 2016-05-06", "path": "/tmp/x/vault", "word": "deadbeeffeed",
    });
    steady(&mut value, &[("/tmp/x".to_owned(), "/home/reader")], true);
    let wanted = json!({
        "id": "1234567890123456", "hash": "0000000000000000", "user": "q3fABz12deadbeef0=", "took_ms": 12.5,
        "at": "2026-11-01T09:00:00Z", "said": "by 2026-11-01, of 2016-05-06", "path": "/home/reader/vault",
        "word": "deadbeeffeed",
    });
    // `12deadbeef0` in the user's hash is eleven long: a published id is never touched by chance that short.
    assert_eq!(value, wanted);
}
