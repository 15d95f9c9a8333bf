//! Networks of the real sample, against oracles that share no code with the program.

use crate::{has, skipped, starling};
use serde_json::{Value, json};
use starling_model::{Cancel, Progress};
use starling_session::Session;
use starling_session::networks::{
    Counting, EdgesAsk, Filter, NetworkKind, NetworkOrder, NetworkSummary, NodesAsk, ViewAsk,
    Window,
};
use starling_testkit::{TestVault, real_data};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Seconds that projections are compared at: a minute, and an hour for the rarer kinds.
const WINDOWS: [i64; 2] = [60, 3600];

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/oracle")
        .join(name)
}

fn built(session: &Session, order: &NetworkOrder, view: &ViewAsk) -> NetworkSummary {
    session
        .build_network(order, view, &Progress::none(), &Cancel::new())
        .unwrap()
}

/// Source, target, count, first and last of every edge, in order of the ids.
fn edges(session: &Session, network: &NetworkSummary) -> Vec<Value> {
    let every = u64::MAX;
    let nodes = NodesAsk {
        limit: every,
        ..NodesAsk::default()
    };
    let (_, nodes) = session.network_nodes(network.id, &nodes).unwrap();
    let id: HashMap<u32, String> = nodes
        .into_iter()
        .map(|node| (node.node, node.account))
        .collect();
    let ask = EdgesAsk {
        limit: every,
        ..EdgesAsk::default()
    };
    let (total, edges) = session.network_edges(network.id, &ask).unwrap();
    assert_eq!((total, edges.len() as u64), (network.edges, network.edges));
    let mut found: Vec<(String, String, Value)> = edges
        .into_iter()
        .map(|edge| {
            let (mut a, mut b) = (id[&edge.source].clone(), id[&edge.target].clone());
            if !network.directed && a > b {
                std::mem::swap(&mut a, &mut b);
            }
            let ms = |time: Option<starling_model::Timestamp>| time.map(|time| time.0);
            assert_eq!(edge.weight, f64::from(edge.count), "a weight counts");
            let rest = json!([a, b, edge.count, ms(edge.first), ms(edge.last)]);
            (a, b, rest)
        })
        .collect();
    found.sort_by(|x, y| (&x.0, &x.1).cmp(&(&y.0, &y.1)));
    found.into_iter().map(|(_, _, edge)| edge).collect()
}

#[track_caller]
fn same(what: &str, got: &[Value], expected: &Value) {
    let expected = expected.as_array().unwrap();
    let first = got
        .iter()
        .zip(expected)
        .position(|(got, expected)| got != expected);
    assert!(
        got.len() == expected.len() && first.is_none(),
        "{what}: {} edges, expected {}; the first that differs: {:?}",
        got.len(),
        expected.len(),
        first.map(|at| (&got[at], &expected[at]))
    );
}

#[test]
fn edges_of_every_kind_equal_an_independent_oracle() {
    const JOURNEY: &str = "edges_of_every_kind_equal_an_independent_oracle";
    let Some(data) = real_data(JOURNEY) else {
        return;
    };
    if !has("python3") {
        return skipped(JOURNEY, "python3 is not installed");
    }
    let sample = data.join("ira-sample");
    let vault = TestVault::with(std::slice::from_ref(&sample));
    let session = vault.open();
    for window in WINDOWS {
        let answered = Command::new("python3")
            .arg(script("networks.py"))
            .arg(sample.join("ira_sample_tweets_csv_hashed.zip"))
            .args(["--window", &window.to_string()])
            .output()
            .unwrap();
        assert!(
            answered.status.success(),
            "{}",
            String::from_utf8_lossy(&answered.stderr)
        );
        let expected: Value = serde_json::from_slice(&answered.stdout).unwrap();
        for kind in NetworkKind::ALL {
            let mut order = NetworkOrder::new("*", kind);
            order.window = Window::Within(window * 1000);
            if !kind.is_projection() {
                let network = built(&session, &order, &ViewAsk::default());
                same(
                    kind.word(),
                    &edges(&session, &network),
                    &expected[kind.word()],
                );
                continue;
            }
            for counting in [Counting::Messages, Counting::Pairs] {
                order.counting = counting;
                let network = built(&session, &order, &ViewAsk::default());
                let name = format!("{} {}", kind.word(), counting.word());
                if let Some(expected) = expected.get(&name) {
                    same(
                        &format!("{name} {window} s"),
                        &edges(&session, &network),
                        expected,
                    );
                }
            }
        }
    }
    projections_equal_the_qut_toolkit(&session, &sample);
    the_brush_and_the_query_agree(&session);
    figures_equal_those_of_networkx_and_igraph(&session);
}

/// A brush shows what a query with `since:` and `until:` builds.
fn the_brush_and_the_query_agree(session: &Session) {
    let brush = ViewAsk {
        since: Some("2016-01-01".into()),
        until: Some("2016-07-01".into()),
        chain: Vec::new(),
    };
    for kind in [
        NetworkKind::Mention,
        NetworkKind::Retweet,
        NetworkKind::CoHashtag,
    ] {
        let whole = built(session, &NetworkOrder::new("*", kind), &brush);
        let order = NetworkOrder::new("since:2016-01-01 until:2016-07-01", kind);
        let asked = built(session, &order, &ViewAsk::default());
        assert!(asked.edges > 0 && asked.edges < 200_000, "{}", asked.edges);
        assert_eq!(
            edges(session, &whole),
            edges(session, &asked),
            "{}",
            kind.word()
        );
        // Every filter can be taken out again.
        let chain = vec![Filter::Weight(2.0), Filter::Components(1), Filter::Core(2)];
        let ask = ViewAsk {
            chain,
            ..brush.clone()
        };
        let (none, stop) = (Progress::none(), Cancel::new());
        let filtered = session.view_network(whole.id, &ask, &none, &stop).unwrap();
        assert!(filtered.steps.is_sorted_by(|a, b| a.0 >= b.0 && a.1 >= b.1));
        assert_eq!(filtered.steps[0], (whole.nodes, whole.edges));
        let again = session
            .view_network(whole.id, &brush, &none, &stop)
            .unwrap();
        assert_eq!((again.nodes, again.edges), (whole.nodes, whole.edges));
    }
}

/// The oracles' own Python, which `cargo xtask test` makes with pip where the network lets it.
fn python_with_peers() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/oracle/bin/python");
    place.is_file().then_some(place)
}

fn projections_equal_the_qut_toolkit(session: &Session, sample: &Path) {
    const JOURNEY: &str = "projections_equal_the_qut_toolkit";
    let module = "import coordination_network_toolkit";
    let python = python_with_peers().filter(|python| {
        let asked = Command::new(python).args(["-c", module]).output();
        asked.is_ok_and(|output| output.status.success())
    });
    let Some(python) = python else {
        return skipped(
            JOURNEY,
            "coordination_network_toolkit is not installed (cargo xtask test does it)",
        );
    };
    let answered = Command::new(python)
        .arg(script("toolkit.py"))
        .arg(sample.join("ira_sample_tweets_csv_hashed.zip"))
        .arg("--windows")
        .args(WINDOWS.map(|window| window.to_string()))
        .output()
        .unwrap();
    assert!(
        answered.status.success(),
        "{}",
        String::from_utf8_lossy(&answered.stderr)
    );
    let expected: Value = serde_json::from_slice(&answered.stdout).unwrap();
    for window in WINDOWS {
        for kind in [
            NetworkKind::CoRetweet,
            NetworkKind::CoHashtag,
            NetworkKind::CoUrl,
        ] {
            let mut order = NetworkOrder::new("*", kind);
            order.window = Window::Within(window * 1000);
            order.counting = Counting::Messages;
            let network = built(session, &order, &ViewAsk::default());
            let weights: Vec<Value> = edges(session, &network)
                .iter()
                .map(|edge| json!([edge[0], edge[1], edge[2]]))
                .collect();
            assert!(!weights.is_empty(), "nothing is compared");
            let name = format!("{} messages", kind.word());
            let expected = &expected[window.to_string()][&name];
            same(&format!("{name}, {window} s"), &weights, expected);
        }
    }
}

fn figures_equal_those_of_networkx_and_igraph(session: &Session) {
    const JOURNEY: &str = "figures_equal_those_of_networkx_and_igraph";
    let Some(python) = python_with_peers() else {
        return skipped(
            JOURNEY,
            "networkx and igraph are not installed (cargo xtask test does it)",
        );
    };
    for kind in [
        NetworkKind::Retweet,
        NetworkKind::Mention,
        NetworkKind::CoHashtag,
    ] {
        let network = built(session, &NetworkOrder::new("*", kind), &ViewAsk::default());
        let (none, stop) = (Progress::none(), Cancel::new());
        // Shortest paths between all take the peers minutes; a part of the network shows the same.
        let part = ViewAsk {
            chain: vec![Filter::Heaviest(1500)],
            ..ViewAsk::default()
        };
        session
            .view_network(network.id, &part, &none, &stop)
            .unwrap();
        let network = session
            .network_betweenness(network.id, None, &none, &stop)
            .unwrap();
        let every = u64::MAX;
        let ask = NodesAsk {
            limit: every,
            ..NodesAsk::default()
        };
        let (_, nodes) = session.network_nodes(network.id, &ask).unwrap();
        let ask = EdgesAsk {
            limit: every,
            ..EdgesAsk::default()
        };
        let (_, found) = session.network_edges(network.id, &ask).unwrap();
        let given = json!({
            "directed": network.directed,
            "components": network.components,
            "strong": network.strong_components,
            "modularity": network.modularity,
            "reciprocity": network.reciprocity,
            "density": network.density,
            "edges": found.iter().map(|edge| json!([edge.source, edge.target, edge.weight])).collect::<Vec<_>>(),
            "nodes": nodes.iter().map(|node| json!({
                "node": node.node, "in": node.n_in, "out": node.n_out, "weight": node.weight,
                "pagerank": node.pagerank, "betweenness": node.betweenness, "eigenvector": node.eigenvector,
                "core": node.core, "component": node.component, "community": node.community,
            })).collect::<Vec<_>>(),
        });
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("network.json");
        std::fs::write(&file, given.to_string()).unwrap();
        let checked = Command::new(&python)
            .arg(script("measures.py"))
            .arg(&file)
            .output()
            .unwrap();
        assert!(
            checked.status.success(),
            "{}: {}{}",
            kind.word(),
            String::from_utf8_lossy(&checked.stdout),
            String::from_utf8_lossy(&checked.stderr)
        );
    }
}

#[test]
fn a_network_is_summed_up_on_the_command_line() {
    let vault = TestVault::with(&[crate::campaign()]);
    let starling = starling(&vault);
    let answer = starling.json(&["network", "mention", "*", "--top", "3", "--quiet"]);
    for field in [
        "kind",
        "nodes",
        "edges",
        "components",
        "communities",
        "modularity",
        "top",
        "took_ms",
    ] {
        assert!(!answer[field].is_null(), "{field} is missing: {answer}");
    }
    for measure in ["pagerank", "eigenvector"] {
        assert_eq!(answer[measure]["unsettled"], 0, "{measure}: {answer}");
        assert!(answer[measure]["residual"].as_f64().unwrap() < 1e-4);
    }
    let top = answer["top"].as_array().unwrap();
    assert_eq!(top.len(), 3);
    for field in ["account", "in", "out", "weight", "pagerank", "community"] {
        assert!(!top[0][field].is_null(), "{field} is missing: {}", top[0]);
    }
    let heavy = starling.json(&["network", "mention", "*", "--min-weight", "3", "--quiet"]);
    assert!(heavy["edges"].as_u64() < answer["edges"].as_u64());
    assert_eq!(heavy["steps"][0]["edges"], answer["edges"]);
    let near = starling.json(&["network", "co-hashtag", "*", "--window", "60", "--quiet"]);
    let far = starling.json(&["network", "co-hashtag", "*", "--window", "86400", "--quiet"]);
    assert!(
        near["edges"].as_u64() < far["edges"].as_u64(),
        "{} {}",
        near["edges"],
        far["edges"]
    );
    let wrong = starling.run(&["network", "friend", "*"]);
    assert_eq!(wrong.status, Some(2), "{wrong:?}");
}
