//! Exports by the command line: its fields and exit statuses, and kill -9 at any moment.
//!
//! `STARLING_KILLS` says how often an export is killed; CI kills a dozen times, the full run fifty.

use crate::exporting::{Dice, HASHED};
use crate::{campaign, starling, tmp};
use serde_json::Value;
use starling_testkit::TestVault;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

fn n_kills() -> u32 {
    std::env::var("STARLING_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(12)
}

#[test]
fn a_dry_run_writes_nothing_and_logs_nothing() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    let before = starling.json(&["audit"])["total"].clone();
    let planned = starling.json(&["export", HASHED, "--format", "csv", "--dry-run"]);
    assert_eq!(planned["decision"], "allow", "{planned}");
    assert_eq!(planned["rows"], planned["selected"]);
    assert_eq!(planned["sample"].as_array().unwrap().len(), 5);
    assert_eq!(starling.json(&["audit"])["total"], before);
}

#[test]
fn the_command_line_gives_its_fields_and_exit_statuses() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    let out = vault.home().join("rows.csv");
    let out = out.to_str().unwrap();
    let words = [
        "export",
        "lang:en -dataset:demo_b_122020",
        "--format",
        "csv",
        "--fields",
        "tweetid,tweet_text",
        "--out",
        out,
    ];
    let report = starling.json(&words);
    for field in "decision clauses rows transformed withheld file manifest sha256 audit".split(' ')
    {
        assert!(
            report.get(field).is_some(),
            "{field} is missing in {report}"
        );
    }
    let again = starling.run(&[&words[..], &["--json"]].concat());
    assert_eq!(again.status, Some(1), "a file is never replaced: {again:?}");
    assert!(
        std::fs::read_to_string(out)
            .unwrap()
            .starts_with("tweetid,tweet_text\r\n")
    );
    let verified = starling.json(&["verify", out]);
    assert_eq!(verified["ok"], true, "{verified}");
    assert_eq!(
        verified["rerun"], true,
        "the vault gives the same bytes again"
    );
    let wrong = starling.run(&[
        "export", HASHED, "--format", "csv", "--fields", "nothing", "--out", "x", "--json",
    ]);
    assert_eq!(wrong.status, Some(2), "{wrong:?}");
    let wrong = starling.run(&["export", "(", "--format", "csv", "--out", "x", "--json"]);
    assert_eq!(
        (wrong.status, wrong.error_kind().as_str()),
        (Some(1), "query_syntax")
    );

    let public = starling.run(&[
        "export",
        HASHED,
        "--format",
        "csv",
        "--to",
        "nobody-knows",
        "--out",
        "y.csv",
        "--json",
    ]);
    assert_eq!(public.status, Some(4), "{public:?}");
    let refused = public.json();
    assert_eq!(
        (&refused["decision"], public.error_kind().as_str()),
        (&Value::from("deny"), "refused")
    );
    assert!(!refused["clauses"].as_array().unwrap().is_empty());
    assert_eq!(
        starling.json(&["audit", "--limit", "1"])["entries"][0]["event"],
        "refusal"
    );

    let log = vault.home().join("log.txt");
    let log = log.to_str().unwrap();
    let written = starling.json(&["audit", "export", log]);
    let key = written["key"].as_str().unwrap().to_owned();
    let checked = starling
        .bare(&["audit", "verify", "--log", log, "--key", &key, "--json"])
        .output()
        .unwrap();
    assert_eq!(
        checked.status.code(),
        Some(0),
        "the log is checked without a vault"
    );
    let text = std::fs::read_to_string(log).unwrap();
    std::fs::write(log, text.replacen("\"rows\":", "\"rowz\":", 1)).unwrap();
    let checked = starling
        .bare(&["audit", "verify", "--log", log, "--key", &key, "--json"])
        .output()
        .unwrap();
    assert_eq!(checked.status.code(), Some(5));
    assert_eq!(starling.json(&["audit", "verify"])["ok"], true);
}

/// Every file below a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    crate::files_below(dir)
}

#[test]
fn an_export_killed_at_any_moment_leaves_no_named_file_without_an_entry_and_no_lost_quota() {
    let vault = TestVault::with(&[starling_testkit::campaign(tmp(), 12_000)]);
    let starling = starling(&vault);
    let outbox = vault.home().join("outbox");
    std::fs::create_dir(&outbox).unwrap();
    let words = |n: u32| -> Vec<String> {
        let out = outbox.join(format!("out-{n}.csv"));
        let mut words: Vec<String> = ["export", HASHED, "--format", "csv", "--quiet", "--out"]
            .map(str::to_owned)
            .to_vec();
        words.push(out.display().to_string());
        if n.is_multiple_of(3) {
            words.push("--package".into());
        }
        words
    };
    let began = Instant::now();
    assert_eq!(starling.run(&words(1_000)).status, Some(0));
    let whole = began.elapsed();
    let mut dice = Dice(5);
    for n in 0..n_kills() {
        let mut child = starling
            .command(&words(n))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let until = Instant::now() + whole.mul_f64(dice.part());
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = child.kill();
        child.wait().unwrap();
        // What stands under its final name before anything is put right must be in the log, which the vault then shows.
        let named: Vec<PathBuf> = files(&outbox)
            .into_iter()
            .filter(|file| file.extension().is_some_and(|kind| kind == "csv"))
            .collect();
        let session = vault.open();
        let deliveries = session.deliveries(1_000).unwrap();
        for file in named {
            let of = deliveries
                .iter()
                .find(|handed| Path::new(&handed.row.target) == file && handed.row.seq.is_some());
            assert!(of.is_some(), "kill {n}: {} has no entry", file.display());
        }
        for handed in &deliveries {
            let row = &handed.row;
            use starling_session::exporting::LedgerState;
            let there = Path::new(&row.target).exists();
            match row.state {
                LedgerState::Delivered => assert!(there, "kill {n}: quota is lost for {row:?}"),
                LedgerState::Released => assert!(!there, "kill {n}: {row:?} counts nothing"),
                state => panic!("kill {n}: {state:?} after opening"),
            }
        }
        let left: Vec<PathBuf> = files(&outbox)
            .into_iter()
            .filter(|file| file.to_string_lossy().contains(".partial"))
            .collect();
        assert_eq!(
            left,
            Vec::<PathBuf>::new(),
            "kill {n}: nothing half is left"
        );
        assert!(session.verify_audit().unwrap().ok());
    }
}
