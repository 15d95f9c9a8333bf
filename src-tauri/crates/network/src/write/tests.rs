//! Files of networks, as their readers want them.

use super::*;
use crate::chain::NodeKind;
use crate::measures::CommunityAsk;
use crate::{Measured, Ties, measure};
use starling_model::{Cancel, Progress};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NAMES: [&str; 4] = ["a & <b>\u{7}", "ชื่อ", "=SUM(A1)", "\"quoted\", اسم"];
const DAY: i64 = 86_400_000;

type Tie = (u32, u32, Option<i64>);

/// A measured network with everything that can be written of one.
struct Sample {
    graph: Graph,
    labels: Vec<Label>,
    measured: Measured,
    /// Of each edge, ascending.
    times: Vec<Vec<i64>>,
    places: Vec<(f32, f32)>,
    betweenness: Option<Vec<f64>>,
}

impl Sample {
    fn new() -> Self {
        let ties = [
            (0, 1, Some(0)),
            (0, 1, Some(DAY + 5)),
            (0, 1, Some(40 * DAY)),
            (1, 2, None),
            (2, 0, Some(-DAY)),
            (3, 3, Some(10 * DAY)),
        ];
        Self::of(&ties, 4, Direction::Directed)
    }

    /// Some hundreds of nodes, named in many scripts, with ties over years.
    fn large(direction: Direction) -> Self {
        let draw = |at: u64| at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        let ties: Vec<Tie> = (0..3000)
            .map(|at| {
                let (a, b) = (
                    draw(at) % 700,
                    draw(at + 7_000) % (1 + draw(at + 9_000) % 700),
                );
                let time = (draw(at + 11_000) % 2000) as i64 * DAY / 3;
                (a as u32, b as u32, (at % 50 > 0).then_some(time))
            })
            .collect();
        let mut sample = Self::of(&ties, 700, direction);
        sample.betweenness = Some((0..700).map(|node| f64::from(node) / 3.0).collect());
        sample
    }

    fn of(ties: &[Tie], n: usize, direction: Direction) -> Self {
        let mut columns = Ties::default();
        let mut times: std::collections::BTreeMap<(u32, u32), Vec<i64>> = Default::default();
        for &(source, target, time) in ties {
            let (source, target) = match direction {
                Direction::Directed => (source, target),
                Direction::Undirected => (source.min(target), source.max(target)),
            };
            columns.push(source, target, time);
            times.entry((source, target)).or_default().extend(time);
        }
        let graph = Graph::of_ties(columns, n, direction, &Cancel::new()).unwrap();
        let measured = measure(
            &graph,
            CommunityAsk::default(),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap();
        let label = |at: usize| match NAMES.get(at) {
            Some(name) => (*name).to_owned(),
            None => format!(
                "{} {at}",
                ["例子", "مثال", "пример", "दिखाना", "😀"][at % 5]
            ),
        };
        let labels = (0..n)
            .map(|at| Label {
                id: format!("n{at}"),
                label: label(at),
            })
            .collect();
        let place = |at: usize| (at as f32 * 0.37 - 5.0, (at * at % 97) as f32 / 7.0);
        Self {
            graph,
            labels,
            measured,
            times: times
                .into_values()
                .map(|mut times| {
                    times.sort_unstable();
                    times
                })
                .collect(),
            places: (0..n).map(place).collect(),
            betweenness: None,
        }
    }

    fn kinds(&self) -> Vec<NodeKind> {
        let kinds = [NodeKind::Author, NodeKind::Known, NodeKind::Outsider];
        (0..self.labels.len()).map(|at| kinds[at % 3]).collect()
    }

    fn tweets(&self) -> Vec<u64> {
        let n = self.labels.len() as u64;
        (0..n)
            .map(|at| at * 5_000_000_000 % 7_000_000_001)
            .collect()
    }

    /// What readers must find.
    fn expected(&self) -> serde_json::Value {
        let measured = &self.measured;
        let nodes: Vec<_> = self
            .kinds()
            .iter()
            .zip(self.tweets())
            .enumerate()
            .map(|(at, (kind, tweets))| {
                serde_json::json!({
                    "id": self.labels[at].id, "label": self.labels[at].label, "kind": kind.word(), "tweets": tweets,
                    "in_degree": measured.n_in[at], "out_degree": measured.n_out[at], "strength": measured.weight[at],
                    "pagerank": measured.pagerank[at], "eigenvector": measured.eigenvector[at],
                    "core": measured.core[at], "community": measured.communities.parts.of[at],
                    "betweenness": self.betweenness.as_ref().map(|of| of[at]),
                    "x": self.places[at].0, "y": self.places[at].1,
                })
            })
            .collect();
        let edges: Vec<_> = self
            .graph
            .edges()
            .iter()
            .zip(&self.times)
            .map(|(edge, times)| {
                serde_json::json!({
                    "source": self.labels[edge.source as usize].id, "target": self.labels[edge.target as usize].id,
                    "weight": edge.weight, "count": edge.count, "times": times,
                })
            })
            .collect();
        let directed = self.graph.direction() == Direction::Directed;
        serde_json::json!({ "directed": directed, "nodes": nodes, "edges": edges })
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
        let (kinds, tweets) = (self.kinds(), self.tweets());
        let times = |edge: usize| self.times[edge].clone();
        let network = Labelled {
            graph: &self.graph,
            labels: &self.labels,
            about: with_figures.then_some(About {
                kinds: Some(&kinds),
                accounts: None,
                tweets: &tweets,
                measured: &self.measured,
                betweenness: self.betweenness.as_deref(),
                places: Some(&self.places),
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

/// Where the project's data and tools lie: the root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(3)
        .expect("the crate lies three deep")
}

/// The official schema, where the project's data lies beside it.
fn schema() -> Option<PathBuf> {
    let mut beside = root().ancestors().skip(1).take(3);
    beside.find_map(|dir| {
        let file = dir.join("shared/data/gexf-1.3/gexf.rng");
        file.is_file().then_some(file)
    })
}

#[expect(clippy::disallowed_methods, reason = "a test's own file")]
fn put(dir: &Path, name: &str, text: String) -> PathBuf {
    let file = dir.join(name);
    std::fs::write(&file, text).unwrap();
    file
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
    let ties = [(0, 1, Some(5)), (1, 2, Some(3 * DAY)), (2, 0, None)];
    let mut measured = Sample::of(&ties, 3, Direction::Undirected);
    measured.betweenness = Some(vec![0.0, 0.5, 1e-9]);
    for (name, sample) in [("directed", Sample::new()), ("undirected", measured)] {
        for with_figures in [true, false] {
            let text = sample.with_or_without(with_figures, gexf);
            let file = put(dir.path(), &format!("{name}.gexf"), text);
            let checked = Command::new("xmllint")
                .args(["--noout", "--relaxng"])
                .arg(&schema)
                .arg(&file)
                .output()
                .unwrap();
            assert!(
                checked.status.success(),
                "{name}: {}",
                String::from_utf8_lossy(&checked.stderr)
            );
        }
    }
}

/// networkx and igraph read the same names, figures, weights, spells, places and colours that were written.
#[test]
fn others_read_what_was_written() {
    let python = root().join("target/oracle/bin/python");
    let modules = ["-c", "import igraph, networkx"];
    let has_peers = Command::new(&python).args(modules).output();
    if !has_peers.is_ok_and(|asked| asked.status.success()) {
        eprintln!("skipped: networkx and igraph are not installed (cargo xtask test does it)");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for (name, sample) in [
        ("small", Sample::new()),
        ("directed", Sample::large(Direction::Directed)),
        ("undirected", Sample::large(Direction::Undirected)),
    ] {
        let file = |end: &str, text| put(dir.path(), &format!("{name}.{end}"), text);
        // What it is compared with is not of the two writers: the graph itself, as JSON of this test's own.
        let expected = file("json", sample.expected().to_string());
        let checked = Command::new(&python)
            .arg(root().join("tests/oracle/graphs.py"))
            .arg(expected)
            .arg(file("gexf", sample.written(gexf)))
            .arg(file("graphml", sample.written(graphml)))
            .output()
            .unwrap();
        assert!(
            checked.status.success(),
            "{name}: {}{}",
            String::from_utf8_lossy(&checked.stdout),
            String::from_utf8_lossy(&checked.stderr)
        );
    }
}
