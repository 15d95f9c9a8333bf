//! What leaves, and the record of it: whole selections or refusals, logged, and read back by other programs.

use crate::{campaign, skipped};
use starling_model::{Cancel, Progress};
use starling_session::Session;
use starling_session::exporting::{By, ExportOrder, Form};
use starling_testkit::TestVault;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A fixed row of numbers, so that a failing run can be made again.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    pub(crate) fn part(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }
}

/// The campaign without its unhashed dataset, which leaves under a signed agreement only.
pub(crate) const HASHED: &str = "-dataset:demo_b_122020";

fn order(query: &str, form: Form, out: &Path) -> ExportOrder {
    ExportOrder {
        query: query.to_owned(),
        form,
        out: Some(out.to_owned()),
        ..ExportOrder::default()
    }
}

#[track_caller]
fn export(session: &Session, order: &ExportOrder) -> starling_session::exporting::Exported {
    let (progress, cancel) = (Progress::none(), Cancel::new());
    let plan = session.plan_export(order, &progress, &cancel).unwrap();
    session
        .export(order, plan.hash, &progress, &cancel)
        .unwrap()
}

/// Ids that the view shows, by asking for its pages.
fn in_view(session: &Session, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let page = session
            .search(
                query,
                starling_query::ask::Sort::Oldest,
                ids.len() as u64,
                100,
            )
            .unwrap();
        ids.extend(page.tweets.iter().map(|view| view.tweet.id.to_string()));
        if ids.len() as u64 >= page.total {
            ids.sort();
            return ids;
        }
    }
}

#[test]
fn an_export_holds_what_the_view_shows_and_is_logged() {
    let vault = TestVault::with(&[campaign()]);
    let session = vault.open();
    let mut dice = Dice(11);
    let words = [
        "lang:en OR -lang:en",
        "lang:en",
        "has:link -is:retweet",
        "has:hashtag",
        "is:reply",
        "lang:ru OR lang:ar",
        "likes:>2",
        "weather",
    ];
    for n in 0..8 {
        let query = format!("{HASHED} ({})", words[dice.next() as usize % words.len()]);
        let query = query.as_str();
        let wanted = in_view(&session, query);
        let out = vault.home().join(format!("ids-{n}.txt"));
        let exported = export(&session, &order(query, Form::Ids, &out));
        let text = std::fs::read_to_string(&out).unwrap();
        let mut ids: Vec<String> = text.lines().map(str::to_owned).collect();
        ids.sort();
        let distinct: BTreeSet<String> = wanted.iter().cloned().collect();
        assert_eq!(ids, Vec::from_iter(distinct), "{query}: each tweet once");
        assert_eq!(exported.rows, ids.len() as u64);

        let out = vault.home().join(format!("rows-{n}.csv"));
        let exported = export(&session, &order(query, Form::Csv, &out));
        assert_eq!(
            exported.rows,
            wanted.len() as u64,
            "{query}: the whole selection"
        );
        let (total, newest) = session.audit(1).unwrap();
        assert_eq!(newest[0].seq, exported.audit);
        assert_eq!(total, exported.audit + 1);
        assert_eq!(newest[0].package, Some(exported.sha256));
        assert_eq!(newest[0].counts["rows"], exported.rows);
    }
    let report = session.verify_audit().unwrap();
    assert_eq!(report.problems(), Vec::<String>::new());
    assert_eq!(session.deliveries(100).unwrap().len(), 16);
}

#[test]
fn totals_and_figures_count_what_the_screen_counts() {
    let vault = TestVault::with(&[campaign()]);
    let session = vault.open();
    for facet in starling_query::ask::Facet::ALL {
        let out = vault.home().join(format!("{}.csv", facet.word()));
        let order = ExportOrder {
            by: Some(By::Facet(facet)),
            ..order(HASHED, Form::Summary, &out)
        };
        export(&session, &order);
        let (_, found) = session.facets(HASHED, &[facet], usize::MAX).unwrap();
        let text = std::fs::read_to_string(&out).unwrap();
        let counts: Vec<u64> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.rsplit(',').next()?.parse().ok())
            .collect();
        let wanted: Vec<u64> = found[0].1.values.iter().map(|value| value.count).collect();
        assert_eq!(counts, wanted, "{}", facet.word());
    }
    for (form, begins) in [(Form::Svg, &b"<svg"[..]), (Form::Png, b"\x89PNG")] {
        let out = vault.home().join(form.word());
        let order = ExportOrder {
            by: Some(By::Time(starling_query::ask::Bucket::Month)),
            ..order(HASHED, form, &out)
        };
        export(&session, &order);
        assert!(std::fs::read(&out).unwrap().starts_with(begins));
    }
}

/// The oracles' own Python, which `cargo xtask test` makes with pip where the network lets it.
pub(crate) fn python(what: &str, modules: &str) -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/oracle/bin/python");
    let asked = std::process::Command::new(&python)
        .args(["-c", &format!("import {modules}")])
        .output();
    if asked.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    skipped(
        what,
        &format!("{modules} are not in the oracles' own Python"),
    );
    None
}

const READER: &str = r#"
import csv, json, sys, zipfile, hashlib, os
import pyarrow.parquet as pq, bagit, pyrage
from rocrate.rocrate import ROCrate
from pyld import jsonld
VOCABULARY = {"@vocab": "http://schema.org/", "@base": "https://example.org/"}
# The context of RO-Crate lies on the network; its terms are schema.org's.
jsonld.set_document_loader(lambda url, options=None: {
    "contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": VOCABULARY}})
home, identity = sys.argv[1], sys.argv[2]
csv.field_size_limit(10**9)
rows = list(csv.DictReader(open(os.path.join(home, "rows.csv"), newline="", encoding="utf-8")))
table = pq.read_table(os.path.join(home, "rows.parquet")).to_pylist()
lines = [json.loads(line) for line in open(os.path.join(home, "rows.jsonl"), encoding="utf-8")]
assert len(rows) == len(table) == len(lines) > 0, (len(rows), len(table), len(lines))
for a, b, c in zip(rows, table, lines):
    assert a["tweetid"] == b["tweetid"] == c["tweetid"]
    text = b["tweet_text"] or ""
    assert (c["tweet_text"] or "") == text
    guarded = "'" + text if text[:1] in "=+-@\t\r" and text else text
    assert a["tweet_text"] == guarded, (a["tweet_text"], text)
    assert b["like_count"] == c["like_count"] and (a["like_count"] or None) == (None if b["like_count"] is None else str(b["like_count"]))
    assert (b["hashtags"] or []) == c["hashtags"]
assert pq.read_schema(os.path.join(home, "rows.parquet")).field("like_count").type == "int64"
sealed = open(os.path.join(home, "sealed.age"), "rb").read()
plain = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
open(os.path.join(home, "opened.zip"), "wb").write(plain)
for name in ["package.zip", "opened.zip"]:
    out = os.path.join(home, name + ".d")
    zipfile.ZipFile(os.path.join(home, name)).extractall(out)
    bag = os.path.join(out, os.listdir(out)[0])
    bagit.Bag(bag).validate()
    crate = ROCrate(bag)
    assert crate.root_dataset["license"].id == "AGREEMENT.txt"
    data = [e for e in crate.data_entities if e.id.startswith("data/rows")]
    assert len(data) == 1, crate.data_entities
    graph = json.load(open(os.path.join(bag, "ro-crate-metadata.json")))
    nodes = {node["@id"]: node for node in jsonld.flatten(graph)}
    action = nodes["https://example.org/#export"]
    result = action["http://schema.org/result"][0]["@id"]
    kind = {"csv": "text/csv", "jsonl": "application/jsonl"}[result.rsplit(".", 1)[1]]
    assert nodes[result]["http://schema.org/encodingFormat"][0]["@value"] == kind, nodes[result]
    for source in action["http://schema.org/object"]:
        assert nodes[source["@id"]]["@type"] == ["http://schema.org/Dataset"], source
    path = os.path.join(bag, data[0].id)
    digest = hashlib.sha256(open(path, "rb").read()).hexdigest()
    assert digest == data[0]["sha256"]
    package = json.load(open(os.path.join(bag, "data/datapackage.json")))
    assert package["resources"][0]["hash"] == "sha256:" + digest
    manifest = json.load(open(os.path.join(bag, "dua-manifest.json")))
    assert manifest["manifest"]["payload"]["sha256"] == digest
    assert manifest["manifest"]["checkpoint"].startswith("starling/")
print("read", len(rows))
"#;

#[test]
fn other_programs_read_what_leaves() {
    let modules = "pyarrow, bagit, rocrate, pyrage, pyld";
    let Some(python) = python("other_programs_read_what_leaves", modules) else {
        return;
    };
    let vault = TestVault::with(&[campaign()]);
    let session = vault.open();
    let home = vault.home();
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        let out = home.join(format!("rows.{}", form.word()));
        export(&session, &order(HASHED, form, &out));
    }
    let identity = std::process::Command::new(&python)
        .args([
            "-c",
            "import pyrage; i = pyrage.x25519.Identity.generate(); print(i); print(i.to_public())",
        ])
        .output()
        .unwrap();
    let keys = String::from_utf8(identity.stdout).unwrap();
    let (identity, key) = keys.trim().split_once('\n').unwrap();
    let package = ExportOrder {
        package: true,
        ..order(
            "lang:en -dataset:demo_b_122020",
            Form::Csv,
            &home.join("package.zip"),
        )
    };
    export(&session, &package);
    let sealed = ExportOrder {
        seal_to: vec![key.to_owned()],
        ..order(
            "lang:en -dataset:demo_b_122020",
            Form::JsonLines,
            &home.join("sealed.age"),
        )
    };
    export(&session, &sealed);
    for file in ["package.zip", "sealed.age"] {
        let report = session
            .verify_package(&home.join(file), &Progress::none(), &Cancel::new())
            .unwrap();
        assert_eq!(
            (report.problems.clone(), report.rerun),
            (Vec::new(), Some(true)),
            "{file}"
        );
    }
    let read = std::process::Command::new(&python)
        .args(["-c", READER])
        .arg(home)
        .arg(identity)
        .output()
        .unwrap();
    assert!(
        read.status.success(),
        "{}{}",
        String::from_utf8_lossy(&read.stdout),
        String::from_utf8_lossy(&read.stderr)
    );
}
