//! The archive's real files, where they lie beside the project.

use crate::{has, skipped, starling};
use serde_json::Value;
use starling_query::ask::{AccountSort, Facet};
use starling_testkit::{TestVault, real_data};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

#[test]
fn the_real_sample_is_imported_whole() {
    let Some(data) = real_data("the_real_sample_is_imported_whole") else {
        return;
    };
    let vault = TestVault::new();
    let sample = data.join("ira-sample");
    let report = starling(&vault).json(&["import", sample.to_str().unwrap(), "--quiet"]);
    assert_eq!(
        (&report["tweets"], &report["rejected"]),
        (&229_244.into(), &0.into()),
        "{report}"
    );
    for file in report["files"].as_array().unwrap() {
        for kind in ["tweets", "accounts"] {
            let tally = &file[kind];
            let sum = ["new", "duplicate", "rejected"]
                .iter()
                .map(|word| tally[*word].as_u64().unwrap())
                .sum::<u64>();
            assert_eq!(tally["read"], sum, "{file}");
        }
    }
    let session = vault.open();
    let counted = session.count("*").unwrap();
    assert_eq!((counted.tweets, counted.accounts), (229_244, 238));
    let again = vault.import(&session, &[sample]);
    assert_eq!(
        (again.tweets, again.accounts),
        (0, 0),
        "the same file again adds nothing"
    );
}

#[test]
fn the_august_2019_users_file_gives_the_published_figures() {
    let Some(data) = real_data("the_august_2019_users_file_gives_the_published_figures") else {
        return;
    };
    let vault = TestVault::with(&[data.join("china_082019_1")]);
    let session = vault.open();
    let page = session
        .accounts("*", AccountSort::Followers, false, 0, 1000)
        .unwrap();
    assert_eq!(page.total, 744);
    let mut languages: BTreeMap<String, u64> = BTreeMap::new();
    let (mut followers, mut following) = (0, 0);
    for account in &page.accounts {
        *languages
            .entry(account.profile.language.clone())
            .or_default() += 1;
        followers += account.profile.followers.unwrap_or(0);
        following += account.profile.following.unwrap_or(0);
    }
    assert_eq!((followers, following), (5_945_124, 928_054));
    let published = [
        ("zh-cn", 569),
        ("en", 104),
        ("ru", 36),
        ("zh-CN", 13),
        ("zh-tw", 10),
        ("es", 8),
        ("en-gb", 3),
        ("ja", 1),
    ];
    assert_eq!(
        languages,
        published
            .into_iter()
            .map(|(word, count)| (word.to_owned(), count))
            .collect()
    );
    let datasets = session.datasets().unwrap();
    assert_eq!(datasets[0].name, "china_082019_1");
    assert_eq!(datasets[0].users_rows, 744);
}

/// Values of each facet that are compared.
const TOP: usize = 200;

#[test]
fn counts_and_facets_equal_an_independent_oracle() {
    const JOURNEY: &str = "counts_and_facets_equal_an_independent_oracle";
    let Some(data) = real_data(JOURNEY) else {
        return;
    };
    if !has("python3") {
        return skipped(JOURNEY, "python3 is not installed");
    }
    let sample = data.join("ira-sample");
    let vault = TestVault::with(std::slice::from_ref(&sample));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/oracle.py");
    let answered = Command::new("python3")
        .arg(script)
        .arg(sample.join("ira_sample_tweets_csv_hashed.zip"))
        .args(["--json", "--top", &TOP.to_string()])
        .output()
        .unwrap();
    assert!(
        answered.status.success(),
        "{}",
        String::from_utf8_lossy(&answered.stderr)
    );
    let expected: Value = serde_json::from_slice(&answered.stdout).unwrap();
    let session = vault.open();
    let mut wrong = Vec::new();
    let answers = expected["answers"].as_array().unwrap();
    for expected in answers {
        let query = expected["query"].as_str().unwrap();
        let counted = match session.count(query) {
            Ok(counted) => counted,
            Err(why) => {
                wrong.push(format!("{query}: {why}"));
                continue;
            }
        };
        if expected["tweets"] != counted.tweets || expected["accounts"] != counted.accounts {
            wrong.push(format!(
                "{query}: {counted:?}, expected {} and {}",
                expected["tweets"], expected["accounts"]
            ));
        }
        let (total, found) = session.facets(query, &Facet::ALL, TOP).unwrap();
        assert_eq!(total, counted.tweets, "{query}");
        for (facet, values) in found {
            let got: Vec<(String, u64)> = values
                .values
                .into_iter()
                .map(|value| (value.value, value.count))
                .collect();
            let want: Vec<(String, u64)> = expected["facets"][facet.word()]
                .as_array()
                .unwrap()
                .iter()
                .map(|value| {
                    (
                        value["value"].as_str().unwrap().to_owned(),
                        value["count"].as_u64().unwrap(),
                    )
                })
                .collect();
            if got != want {
                let at = got
                    .iter()
                    .zip(&want)
                    .position(|(got, want)| got != want)
                    .unwrap_or(got.len().min(want.len()));
                let (got, want) = (got.get(at), want.get(at));
                wrong.push(format!(
                    "{query} by {}: the {at}th is {got:?}, expected {want:?}",
                    facet.word()
                ));
            }
        }
    }
    assert!(answers.len() >= 200, "only {} queries", answers.len());
    assert!(
        wrong.is_empty(),
        "{} differences over {} queries:\n{}",
        wrong.len(),
        answers.len(),
        wrong.join("\n")
    );
}

/// The public file of a release and the consortium's file of the same one meet under one name.
#[test]
fn the_consortiums_file_beside_the_public_one_puts_the_dataset_under_both_agreements() {
    const JOURNEY: &str =
        "the_consortiums_file_beside_the_public_one_puts_the_dataset_under_both_agreements";
    let Some(data) = real_data(JOURNEY) else {
        return;
    };
    let vault = TestVault::new();
    let starling = starling(&vault);
    for folder in ["ira-sample", "ira-fear-unhashed"] {
        let folder = data.join(folder);
        let folder = folder.to_str().unwrap();
        starling.json(&["import", folder, "--dataset", "ira", "--quiet"]);
    }
    let datasets = starling.json(&["datasets"]);
    let ira = &datasets[0];
    assert_eq!(ira["tier"], "mixed", "{ira}");
    assert_eq!(ira["agreement"], "tmrc-unhashed", "{ira}");
}
