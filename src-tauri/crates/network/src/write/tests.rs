//! Files of networks, as their readers want them.

use super::*;
use crate::chain::NodeKind;
use crate::measures::CommunityAsk;
use crate::{Measured, Ties, measure};
use starling_model::{Cancel, Progress};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NAMES: [&str; 4] = ["a & <b>\u{7}", "ชื่อ", "=SUM(A1)", "\"quoted\", اسم"];

struct Sample {
    graph: Graph,
    labels: Vec<Label>,
    measured: Measured,
}

impl Sample {
    fn new() -> Self {
        let mut ties = Ties::default();
        let day = 86_400_000;
        for (source, target, time) in [
            (0, 1, Some(0)),
            (0, 1, Some(day + 5)),
            (0, 1, Some(40 * day)),
            (1, 2, None),
            (2, 0, Some(-day)),
            (3, 3, Some(10 * day)),
        ] {
            ties.push(source, target, time);
        }
        let graph = Graph::of_ties(ties, 4, Direction::Directed, &Cancel::new()).unwrap();
        let measured = measure(
            &graph,
            CommunityAsk::default(),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap();
        let labels = NAMES
            .iter()
            .enumerate()
            .map(|(at, name)| Label {
                id: format!("n{at}"),
                label: (*name).to_owned(),
            })
            .collect();
        Self {
            graph,
            labels,
            measured,
        }
    }

    fn written(
        &self,
        write: impl Fn(&Labelled<'_>, &mut Vec<u8>) -> std::io::Result<()>,
    ) -> String {
        self.with_or_without(true, write)
    }

    fn with_or_without(
        &self,
        with_figures: bool,
        write: impl Fn(&Labelled<'_>, &mut Vec<u8>) -> std::io::Result<()>,
    ) -> String {
        let day = 86_400_000;
        let times = |edge: usize| match edge {
            0 => vec![0, day + 5, 40 * day],
            2 => vec![-day],
            3 => vec![10 * day],
            _ => Vec::new(),
        };
        let network = Labelled {
            graph: &self.graph,
            labels: &self.labels,
            about: with_figures.then_some(About {
                kinds: Some(&[
                    NodeKind::Author,
                    NodeKind::Known,
                    NodeKind::Outsider,
                    NodeKind::Author,
                ]),
                accounts: None,
                tweets: &[4, 0, 0, 1],
                measured: &self.measured,
                betweenness: None,
                places: Some(&[(0.0, 1.5), (2.0, 0.0), (-1.0, 3.0), (0.5, 0.5)]),
            }),
            times: Some(&times),
            caption: "Who mentions whom. Query: \"<x>\" & y",
        };
        let mut bytes = Vec::new();
        write(&network, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

#[test]
fn spells_are_days_and_near_ones_are_one() {
    let gexf = Sample::new().written(gexf);
    assert!(gexf.contains(
        "<spells><spell start=\"1970-01-01\" end=\"1970-01-03\"/><spell start=\"1970-02-10\" end=\"1970-02-11\"/></spells>"
    ), "{gexf}");
    assert!(gexf.contains("<spell start=\"1969-12-31\" end=\"1970-01-01\"/>"));
    assert!(!gexf.contains('\u{7}') && gexf.contains("a &amp; &lt;b&gt;"));
}

#[test]
fn csv_has_gephis_columns_and_no_formulas() {
    let sample = Sample::new();
    let edges = sample.written(csv_edges);
    assert_eq!(
        edges.lines().take(2).collect::<Vec<_>>(),
        [
            "Source,Target,Type,Weight,Count,First,Last",
            "n0,n1,Directed,3,3,1970-01-01T00:00:00Z,1970-02-10T00:00:00Z"
        ]
    );
    let nodes = sample.written(csv_nodes);
    assert!(nodes.contains("n2,\"'=SUM(A1)\",outsider"), "{nodes}");
    assert!(
        nodes.contains("n3,\"\"\"quoted\"\", اسم\",author"),
        "{nodes}"
    );
}

#[test]
fn json_is_json() {
    let text = Sample::new().written(json);
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["nodes"][0]["label"], NAMES[0]);
    assert_eq!(read["edges"][0]["count"], 3);
    assert_eq!(read["edges"].as_array().unwrap().len(), 4);
    assert!(
        read["edges"][1].get("first").is_none(),
        "no time is known of it"
    );
}

#[test]
fn only_names_are_left_where_nothing_else_may_be_said() {
    let sample = Sample::new();
    let gexf = sample.with_or_without(false, gexf);
    assert!(
        gexf.contains("<node id=\"n1\" label=\"ชื่อ\"/>") && !gexf.contains("pagerank"),
        "{gexf}"
    );
    let nodes = sample.with_or_without(false, csv_nodes);
    assert!(nodes.starts_with("Id,Label\nn0,"), "{nodes}");
    let graphml = sample.with_or_without(false, graphml);
    assert!(!graphml.contains("node_tweets") && graphml.contains("edge_weight"));
    let json: serde_json::Value =
        serde_json::from_str(&sample.with_or_without(false, json)).unwrap();
    assert_eq!(json["nodes"][0].as_object().unwrap().len(), 2);
}

#[test]
fn a_blank_network_says_the_same_words_and_no_figure() {
    let blank = |write: fn(&Labelled<'_>, &mut Vec<u8>) -> std::io::Result<()>| {
        Sample::new().written(|network, out| {
            let blank = Blank::of(network);
            write(&blank.labelled(network), out)
        })
    };
    for text in [blank(gexf), blank(graphml), blank(json)] {
        assert!(text.contains("ชื่อ") && text.contains("outsider"), "{text}");
        let long = |word: &str| word.len() >= 5 && word.bytes().all(|b| b.is_ascii_digit());
        assert!(
            !text.split(|c: char| !c.is_alphanumeric()).any(long),
            "{text}"
        );
    }
    let edges = blank(csv_edges);
    assert!(edges.contains("n0,n1,Directed,0,0,,"), "{edges}");
}

/// The official schema, where the project's data lies beside it.
fn schema() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?;
    let beside = root.ancestors().skip(1).take(3);
    beside
        .map(|dir| dir.join("shared/data/gexf-1.3/gexf.rng"))
        .find(|file| file.is_file())
}

#[test]
fn gexf_is_valid_by_the_official_schema() {
    let Some(schema) = schema() else {
        eprintln!("skipped: the schema is not there");
        return;
    };
    if Command::new("xmllint")
        .arg("--version")
        .stderr(Stdio::null())
        .status()
        .is_err()
    {
        eprintln!("skipped: xmllint is not there");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("network.gexf");
    for with_figures in [true, false] {
        let text = Sample::new().with_or_without(with_figures, gexf);
        valid(&schema, &file, &text);
    }
}

fn valid(schema: &Path, file: &Path, text: &str) {
    #[expect(clippy::disallowed_methods, reason = "a test's own file")]
    std::fs::write(file, text).unwrap();
    let checked = Command::new("xmllint")
        .args(["--noout", "--relaxng"])
        .arg(schema)
        .arg(file)
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}
