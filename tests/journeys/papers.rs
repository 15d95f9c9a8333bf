//! Recipients, permissions and approvals by the command line, and what they change in a decision; packages handed over
//! once more; clauses accepted with an import.

use crate::exporting::HASHED;
use crate::{campaign, starling};
use serde_json::Value;
use starling_testkit::{Starling, TestVault};

fn with_recipient(starling: &Starling) {
    starling.json(&[
        "people",
        "add",
        "chi",
        "--name",
        "Chi",
        "--entity",
        "univ-c",
        "--email",
        "chi@univ-c.example",
        "--accepted-terms",
    ]);
    let listed = starling.json(&["people"]);
    assert_eq!(listed[0]["id"], "chi");
    assert_eq!(listed[0]["accepted_terms"], true);
}

fn codes(plan: &Value) -> Vec<String> {
    let clauses = plan["clauses"].as_array().unwrap();
    let codes = clauses.iter().filter_map(|clause| clause["code"].as_str());
    codes.map(str::to_owned).collect()
}

/// The institution's own agreement in the assets wants the steward's signature.
fn steward_wanted(vault: &TestVault, starling: &Starling) {
    let text = include_str!("../../assets/agreements/public-hashed.toml");
    let text = format!("{text}\n[approval]\nclause = \"H1-house\"\nsteward_signature = true\n");
    let file = vault.home().join("public.toml");
    std::fs::write(&file, text).unwrap();
    let added = starling.json(&["agreements", "add", file.to_str().unwrap()]);
    assert_eq!(added["versions_on_file"], 1);
    let shown = starling.json(&["agreements", "show", "twitter-public-hashed"]);
    assert_eq!(shown["versions"][0]["digest"], shown["digest"]);
}

#[test]
fn a_steward_approves_one_decision_and_no_other() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    with_recipient(&starling);
    steward_wanted(&vault, &starling);
    let words = [
        "export",
        HASHED,
        "--format",
        "ids",
        "--to",
        "chi",
        "--dry-run",
        "--json",
    ];
    let asked = || starling.run(&words).json();
    let plan = asked();
    assert!(
        codes(&plan).contains(&"STEWARD_APPROVAL".to_owned()),
        "{plan}"
    );
    let hash = plan["hash"].as_str().unwrap();
    let wrong = starling.run(&["approvals", "add", "abc", "--name", "S", "--json"]);
    assert_eq!(wrong.status, Some(1), "{wrong:?}");
    starling.json(&[
        "approvals",
        "add",
        hash,
        "--name",
        "S. Steward",
        "--reference",
        "drawer 3",
    ]);
    assert_eq!(starling.json(&["approvals"])[0]["decision"], hash);
    let plan = asked();
    assert_ne!(plan["decision"], "deny", "{plan}");
    assert_ne!(
        plan["hash"], hash,
        "with the approval it is another decision"
    );
    let other = [
        "export",
        "lang:en",
        "--format",
        "ids",
        "--to",
        "chi",
        "--dry-run",
        "--json",
    ];
    let other = starling.run(&other).json();
    assert!(
        codes(&other).contains(&"STEWARD_APPROVAL".to_owned()),
        "{other}"
    );
    let newest = starling.json(&["audit", "--limit", "1"])["entries"][0].clone();
    assert_eq!(
        (&newest["event"], &newest["decision"]),
        (&"permission".into(), &hash.into())
    );
    assert_eq!(
        starling.json(&["approvals", "remove", hash])["removed"],
        true
    );
    assert_eq!(asked()["decision"], "deny", "it was taken back");
}

#[test]
fn a_permission_lifts_its_clause_and_only_such_as_can_be_lifted() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    starling.json(&[
        "people",
        "add",
        "office",
        "--kind",
        "government",
        "--name",
        "An office",
        "--entity",
        "office",
        "--accepted-terms",
    ]);
    let words = [
        "export",
        HASHED,
        "--format",
        "ids",
        "--to",
        "office",
        "--dry-run",
        "--json",
    ];
    let asked = || starling.run(&words).json();
    let plan = asked();
    assert!(
        codes(&plan).contains(&"PERMISSION_REQUIRED".to_owned()),
        "{plan}"
    );
    let fixed = starling.run(&[
        "permissions",
        "add",
        "twitter-public-hashed",
        "P5-government",
        "--reference",
        "x",
        "--json",
    ]);
    assert_eq!(fixed.status, Some(1), "no permission lifts it: {fixed:?}");
    starling.json(&[
        "permissions",
        "add",
        "twitter-public-hashed",
        "P1-ids-only",
        "--reference",
        "letter of 2 May",
    ]);
    assert_eq!(starling.json(&["permissions"])[0]["clause"], "P1-ids-only");
    let plan = asked();
    assert!(
        !codes(&plan).contains(&"PERMISSION_REQUIRED".to_owned()),
        "{plan}"
    );
    let removed = starling.json(&[
        "permissions",
        "remove",
        "twitter-public-hashed",
        "P1-ids-only",
    ]);
    assert_eq!(removed["removed"], true);
    assert!(codes(&asked()).contains(&"PERMISSION_REQUIRED".to_owned()));
}

#[test]
fn the_same_bytes_to_the_same_recipient_count_once() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    with_recipient(&starling);
    let out = |name: &str| vault.home().join(name).to_str().unwrap().to_owned();
    let words = [
        "export",
        HASHED,
        "--format",
        "csv",
        "--fields",
        "tweetid,tweet_text",
        "--to",
        "chi",
    ];
    let planned = || starling.json(&[&words[..], &["--dry-run"]].concat());
    let first = planned();
    assert!(first["objects"].as_u64() > Some(0), "{first}");
    assert!(!codes(&first).contains(&"REISSUE".to_owned()));
    starling.json(&[&words[..], &["--out", &out("first.zip"), "--package"]].concat());
    let again = planned();
    assert!(codes(&again).contains(&"REISSUE".to_owned()), "{again}");
    assert_eq!(
        (&again["objects"], &again["tweet_ids"]),
        (&0.into(), &0.into())
    );
    starling.json(&[&words[..], &["--out", &out("second.zip"), "--package"]].concat());
    let quota = &planned()["quotas"][0];
    assert_eq!(
        quota["used"], first["objects"],
        "the second counted nothing: {quota}"
    );
    let other = [
        "export",
        HASHED,
        "--format",
        "csv",
        "--fields",
        "tweetid",
        "--to",
        "chi",
        "--dry-run",
    ];
    assert!(!codes(&starling.json(&other)).contains(&"REISSUE".to_owned()));
}

#[test]
fn clauses_are_accepted_with_an_import_or_afterwards() {
    let vault = TestVault::new();
    let starling = starling(&vault);
    let campaign = campaign();
    let campaign = campaign.to_str().unwrap();
    let survey = starling.json(&["import", "--dry-run", campaign]);
    let files = survey["files"].as_array().unwrap();
    let falls: Vec<&str> = files
        .iter()
        .filter_map(|file| file["agreement"].as_str())
        .collect();
    assert!(falls.contains(&"twitter-public-hashed"), "{survey}");
    assert!(falls.contains(&"tmrc-unhashed"), "{survey}");
    let nobody = starling.run(&["import", campaign, "--accept", "twitter-public-hashed"]);
    assert_eq!(
        nobody.status,
        Some(2),
        "who accepts is asked for: {nobody:?}"
    );
    let report = starling.json(&[
        "import",
        campaign,
        "--accept",
        "twitter-public-hashed",
        "--name",
        "Ada",
        "--institution",
        "A",
        "--role",
        "academic",
    ]);
    let mut unhashed = None;
    for under in report["agreements"].as_array().unwrap() {
        let whole = under["accepted"] == under["clauses"];
        assert_eq!(
            whole,
            under["agreement"] == "twitter-public-hashed",
            "{under}"
        );
        if !whole {
            assert_eq!(under["accepted"], 0);
            unhashed = under["dataset"].as_str();
        }
    }
    let shown = starling.json(&["agreements", "show", "twitter-public-hashed"]);
    assert_eq!(
        shown["signer"]["name"], "Ada",
        "accepted whole, it is signed"
    );
    let dataset = unhashed.unwrap();
    let accept = |more: &[&str]| {
        let words = [
            "agreements",
            "accept",
            "tmrc-unhashed",
            "--dataset",
            dataset,
            "--name",
            "Ada",
            "--institution",
            "A",
            "--role",
            "academic",
        ];
        starling.json(&[&words[..], more].concat())
    };
    let one = accept(&["--clause", "T1-research-only"]);
    assert_eq!(one["accepted"], 1, "{one}");
    let signer = |starling: &Starling| {
        starling.json(&["agreements", "show", "tmrc-unhashed"])["signer"].clone()
    };
    assert!(signer(&starling).is_null(), "a part is no signature");
    let all = accept(&[]);
    assert_eq!(all["accepted"], all["clauses"]);
    assert_eq!(signer(&starling)["name"], "Ada");
}
