//! Networks leave by the same door as rows: judged as graphs or figures, changed, logged, and read back by others.

use crate::exporting::{HASHED, python};
use crate::planted::{handle, id, planted_vault, sieve};
use crate::{campaign, starling};
use serde_json::Value;
use starling_model::{Cancel, Progress};
use starling_session::Session;
use starling_session::exporting::{ExportOrder, Form, NetworkLeaving, Plan, Verdict};
use starling_session::networks::{Filter, NetworkKind, NetworkOrder, ViewAsk};
use starling_session::subjects::read_notices;
use starling_testkit::TestVault;
use std::path::Path;

fn leaving(query: &str, kind: NetworkKind) -> NetworkLeaving {
    NetworkLeaving {
        order: NetworkOrder::new(query, kind),
        view: ViewAsk::default(),
        betweenness: None,
        communities: false,
        only_ids: false,
    }
}

fn order(network: NetworkLeaving, form: Form, to: Option<&str>, out: &Path) -> ExportOrder {
    ExportOrder {
        query: network.order.query.clone(),
        form,
        network: Some(network),
        to: to.map(str::to_owned),
        out: Some(out.to_owned()),
        ..ExportOrder::default()
    }
}

fn planned(session: &Session, order: &ExportOrder) -> Plan {
    session
        .plan_export(order, &Progress::none(), &Cancel::new())
        .unwrap()
}

#[track_caller]
fn left(session: &Session, order: &ExportOrder) -> Vec<u8> {
    let plan = planned(session, order);
    assert_ne!(
        plan.decision.verdict,
        Verdict::Deny,
        "{:?}",
        plan.decision.findings
    );
    let exported = session
        .export(order, plan.hash, &Progress::none(), &Cancel::new())
        .unwrap();
    std::fs::read(exported.file).unwrap()
}

fn codes(plan: &Plan) -> Vec<&'static str> {
    let findings = plan.decision.findings.iter();
    findings.map(|finding| finding.code.word()).collect()
}

#[test]
fn a_network_leaves_whole_to_its_member_and_the_vault_makes_it_again() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    let built = starling.json(&["network", "mention", HASHED, "--quiet"]);
    let (nodes, edges) = (
        built["nodes"].as_u64().unwrap(),
        built["edges"].as_u64().unwrap(),
    );
    let file = |form: &str| vault.home().join(format!("mentions.{form}"));
    for (form, rows) in [
        ("gexf", nodes + edges),
        ("graphml", nodes + edges),
        ("json", nodes + edges),
        ("csv", edges),
        ("nodes", nodes),
        ("svg", 1),
        ("png", 1),
    ] {
        let out = file(form);
        let out = out.to_str().unwrap();
        let words = ["network", "mention", HASHED, "--quiet", "--format", form];
        let before = starling.json(&["audit"])["total"].clone();
        let dry = starling.json(&[&words[..], &["--dry-run"]].concat());
        assert_eq!(dry["decision"], "allow", "{form}: {dry}");
        assert_eq!(
            starling.json(&["audit"])["total"],
            before,
            "a dry run is not logged"
        );
        let report = starling.json(&[&words[..], &["--out", out]].concat());
        assert_eq!(report["decision"], "allow", "{form}: {report}");
        assert_eq!(report["rows"], rows, "{form}");
        let again = starling.run(&[&words[..], &["--out", out, "--json"]].concat());
        assert_eq!(again.status, Some(1), "a file is never replaced: {again:?}");
        let newest = &starling.json(&["audit", "--limit", "1"])["entries"][0];
        assert_eq!(newest["event"], "export");
        assert_eq!(newest["package"], report["sha256"]);
        let checked = starling.json(&["verify", out]);
        assert_eq!(
            (&checked["ok"], &checked["rerun"]),
            (&true.into(), &true.into()),
            "{form}: {checked}"
        );
    }
    let json: Value = serde_json::from_slice(&std::fs::read(file("json")).unwrap()).unwrap();
    assert_eq!(json["nodes"].as_array().unwrap().len() as u64, nodes);
    assert_eq!(json["edges"].as_array().unwrap().len() as u64, edges);
    let count = |form: &str| std::fs::read_to_string(file(form)).unwrap().lines().count() as u64;
    assert_eq!((count("csv"), count("nodes")), (edges + 1, nodes + 1));
    let missing = starling.run(&["network", "mention", HASHED, "--format", "gexf", "--json"]);
    assert_eq!(missing.status, Some(2), "a file or a dry run: {missing:?}");
    read_back(&file("gexf"), &file("graphml"), (nodes, edges));
}

/// By networkx and igraph, which share no line with what wrote them.
fn read_back(gexf: &Path, graphml: &Path, (nodes, edges): (u64, u64)) {
    const READER: &str = r#"
import sys, networkx, igraph
gexf, graphml, nodes, edges = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for graph in [networkx.read_gexf(gexf), networkx.read_graphml(graphml)]:
    assert graph.is_directed()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, edges), graph
    assert all("pagerank" in of and "community" in of for _, of in graph.nodes(data=True))
    assert abs(sum(of["pagerank"] for _, of in graph.nodes(data=True)) - 1) < 1e-6
graph = igraph.Graph.Read_GraphML(graphml)
assert (graph.vcount(), graph.ecount()) == (nodes, edges)
print("read")
"#;
    let Some(python) = python("networks are read back", "igraph, networkx") else {
        return;
    };
    let read = std::process::Command::new(python)
        .args(["-c", READER])
        .args([gexf, graphml])
        .args([nodes.to_string(), edges.to_string()])
        .output()
        .unwrap();
    assert!(
        read.status.success(),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
}

#[test]
fn everybody_gets_ids_and_nothing_else_of_a_public_dataset() {
    let vault = TestVault::with(&[campaign()]);
    let session = vault.open();
    let out = |name: &str| vault.home().join(name);
    let network = leaving(HASHED, NetworkKind::Mention);
    let whole = order(network.clone(), Form::Json, Some("public"), &out("a.json"));
    let plan = planned(&session, &whole);
    assert_eq!(plan.decision.verdict, Verdict::Transform);
    assert!(codes(&plan).contains(&"IDS_ONLY"), "{:?}", codes(&plan));
    let json: Value = serde_json::from_slice(&left(&session, &whole)).unwrap();
    for node in json["nodes"].as_array().unwrap() {
        let fields: Vec<&String> = node.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["id", "label"]);
        assert_eq!(node["id"], node["label"]);
    }
    let bare = NetworkLeaving {
        only_ids: true,
        ..network
    };
    let bare = order(bare, Form::Json, Some("public"), &out("b.json"));
    assert_eq!(
        planned(&session, &bare).decision.verdict,
        Verdict::Allow,
        "who asks for ids alone is not changed"
    );
    left(&session, &bare);
    assert_eq!(
        std::fs::read(out("a.json")).unwrap(),
        std::fs::read(out("b.json")).unwrap()
    );
    let nobody = order(
        leaving(HASHED, NetworkKind::Mention),
        Form::Gexf,
        Some("nobody-knows"),
        &out("c.gexf"),
    );
    let plan = planned(&session, &nobody);
    let refused = session.export(&nobody, plan.hash, &Progress::none(), &Cancel::new());
    assert!(matches!(refused, Err(starling_session::Error::Refused(_))));
    assert!(!out("c.gexf").exists());
}

#[test]
fn unhashed_networks_leave_as_communities_or_under_pseudonyms() {
    let (vault, session, _) = planted_vault(3_000);
    let out = |name: &str| vault.home().join(name);
    let network = leaving("*", NetworkKind::Mention);
    let denied = order(network.clone(), Form::Gexf, Some("public"), &out("a.gexf"));
    let plan = planned(&session, &denied);
    assert_eq!(plan.decision.verdict, Verdict::Deny);
    assert!(
        codes(&plan).contains(&"GRAPH_IDENTIFYING"),
        "{:?}",
        codes(&plan)
    );

    let collapsed = NetworkLeaving {
        communities: true,
        ..network.clone()
    };
    let allowed = order(collapsed, Form::Json, Some("public"), &out("b.json"));
    let plan = planned(&session, &allowed);
    assert!(
        codes(&plan).contains(&"COMMUNITIES_OK"),
        "{:?}",
        codes(&plan)
    );
    let bytes = left(&session, &allowed);
    sieve(60).nobody_is_in("communities", &bytes[..]);
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let nodes = json["nodes"].as_array().unwrap();
    assert!(
        nodes
            .iter()
            .all(|node| node["accounts"].as_u64() >= Some(10)),
        "{json}"
    );
    let accounts: u64 = nodes
        .iter()
        .map(|node| node["accounts"].as_u64().unwrap())
        .sum();
    let whole = session
        .build_network(
            &network.order,
            &ViewAsk::default(),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap();
    assert_eq!(accounts, whole.nodes, "nobody is left out");
    let ties: u64 = json["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| edge["count"].as_u64().unwrap())
        .sum();
    assert_eq!(ties, whole.ties, "and no tie");

    let hashtags = NetworkLeaving {
        communities: true,
        ..leaving("*", NetworkKind::Hashtag)
    };
    let plan = planned(
        &session,
        &order(hashtags, Form::Gexf, Some("public"), &out("c.gexf")),
    );
    assert_eq!(
        plan.decision.verdict,
        Verdict::Deny,
        "a community of hashtags is no group of accounts"
    );

    let changed = order(network, Form::Nodes, Some("ana"), &out("d.age"));
    let plan = planned(&session, &changed);
    assert_eq!(plan.decision.verdict, Verdict::Transform);
    for code in ["PROTECTED_IDENTITY", "GRAPH_LABELS"] {
        assert!(codes(&plan).contains(&code), "{code}: {:?}", codes(&plan));
    }
    assert_eq!(
        plan.decision.numbers.objects_counted,
        Some(whole.nodes),
        "nodes with their figures count"
    );
    let held = session.deliveries_with(&[id(7)], &[]).unwrap().len();
    left(&session, &changed);
    assert_eq!(
        session.deliveries_with(&[id(7)], &[]).unwrap().len(),
        held + 1,
        "a recall finds the network that holds an account"
    );
}

#[test]
fn disputed_accounts_stay_here_with_their_ties() {
    let (vault, session, _) = planted_vault(3_000);
    let whole = session
        .build_network(
            &NetworkOrder::new("*", NetworkKind::Mention),
            &ViewAsk::default(),
            &Progress::none(),
            &Cancel::new(),
        )
        .unwrap();
    let notices = read_notices(&format!("account,{},disputed\n", id(7))).unwrap();
    session
        .withdraw(&notices, &Progress::none(), &Cancel::new())
        .unwrap();
    let out = vault.home().join("a.csv");
    let own = order(leaving("*", NetworkKind::Mention), Form::Csv, None, &out);
    let plan = planned(&session, &own);
    assert!(
        codes(&plan).contains(&"DISPUTED_ROWS"),
        "{:?}",
        codes(&plan)
    );
    assert_eq!(plan.withheld["drop_disputed_rows"], 50);
    let text = String::from_utf8(left(&session, &own)).unwrap();
    assert!(!text.contains(&id(7)), "neither as source nor as target");
    assert!(text.contains(&id(8)));
    assert!((text.lines().count() as u64) < whole.edges + 1);

    // Nodes keep the numbers that they have on the screen.
    let session_nodes = session
        .network_nodes(
            whole.id,
            &starling_session::networks::NodesAsk {
                limit: 1_000,
                find: Some(handle(8)),
                ..Default::default()
            },
        )
        .unwrap();
    let node = session_nodes
        .1
        .iter()
        .find(|node| node.account == id(8))
        .unwrap()
        .node;
    let mut ego = leaving("*", NetworkKind::Mention);
    ego.view.chain = vec![Filter::Ego(node, 1)];
    let out = vault.home().join("b.csv");
    let text = String::from_utf8(left(&session, &order(ego, Form::Csv, None, &out))).unwrap();
    assert!(
        text.lines().skip(1).all(|line| line.contains(&id(8))),
        "the surroundings of the node that was meant: {text}"
    );
}
