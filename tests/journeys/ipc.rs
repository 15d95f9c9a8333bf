//! The window's commands without a display: names, arguments, failures.

use crate::campaign;
use serde_json::{Value, json};
use starling_testkit::{PASSPHRASE, TestVault};
use std::collections::BTreeSet;
use std::path::Path;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};

/// An app without a window on a screen.
pub(crate) struct Host {
    _app: App<MockRuntime>,
    page: WebviewWindow<MockRuntime>,
}

impl Host {
    pub(crate) fn on(vault: &TestVault) -> Self {
        let app = starling_app::window::builder(mock_builder(), vault.dir())
            .build(mock_context(noop_assets()))
            .unwrap();
        let page = WebviewWindowBuilder::new(&app, "main", Default::default())
            .build()
            .unwrap();
        Self { _app: app, page }
    }

    /// Asks as the page does.
    pub(crate) fn ask(&self, command: &str, args: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: InvokeBody::Json(args),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.page, request).map(|body| body.deserialize().unwrap())
    }

    #[track_caller]
    pub(crate) fn answer(&self, command: &str, args: Value) -> Value {
        self.ask(command, args)
            .unwrap_or_else(|failure| panic!("{command}: {failure}"))
    }
}

#[test]
fn a_day_at_the_window() {
    let vault = TestVault::with(&[campaign()]);
    let host = Host::on(&vault);
    let dir = vault.dir().display().to_string();

    let locked = host.ask("count", json!({ "query": "*" })).unwrap_err();
    assert_eq!(locked["kind"], "locked");
    assert_eq!(host.answer("default_vault", json!({}))["exists"], true);
    let wrong = host
        .ask("vault_unlock", json!({ "dir": dir, "passphrase": "no" }))
        .unwrap_err();
    assert_eq!(wrong["kind"], "wrong_passphrase");
    let info = host.answer(
        "vault_unlock",
        json!({ "dir": dir, "passphrase": PASSPHRASE }),
    );
    assert_eq!(info["tweets"], 4000);

    assert_eq!(
        host.answer("count", json!({ "query": "*" }))["tweets"],
        4000
    );
    let page = host.answer(
        "search",
        json!({ "query": "has:hashtag", "offset": 0, "limit": 3 }),
    );
    assert_eq!(page["tweets"].as_array().unwrap().len(), 3);
    let tweet = &page["tweets"][0];
    let raw = host.answer("raw_record", json!({ "row": tweet["row"] }));
    let id = raw["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|field| field["column"] == "tweetid")
        .unwrap();
    assert_eq!(id["value"], tweet["id"]);
    assert!(raw["source"]["file"].is_string(), "{raw}");
    assert_eq!(
        host.answer("tweet", json!({ "id": tweet["id"] }))["tweet"]["id"],
        tweet["id"]
    );
    let account = host.answer("account", json!({ "id": tweet["account"]["id"] }));
    assert_eq!(account["account"]["id"], tweet["account"]["id"]);

    let facets = host.answer("facets", json!({ "query": "*", "by": ["lang"], "top": 2 }));
    let lang = &facets["facets"]["lang"][0];
    let edited = host.answer(
        "edit_query",
        json!({ "query": "*", "action": { "do": "add", "facet": "lang", "value": lang["value"] } }),
    );
    let query = edited["query"].as_str().unwrap();
    assert_eq!(
        host.answer("count", json!({ "query": query }))["tweets"],
        lang["count"]
    );
    assert!(host.answer("timeline", json!({ "query": query, "split": "dataset" }))["buckets"][0]["split"].is_array());
    assert!(
        host.answer("accounts", json!({ "query": "*", "offset": 0, "limit": 2 }))["total"]
            .as_u64()
            .unwrap()
            > 2
    );

    let fault = host
        .ask("check_query", json!({ "query": "😀 frm:x" }))
        .unwrap_err();
    assert_eq!(
        (&fault["kind"], &fault["details"]["at"]),
        (&json!("query_syntax"), &json!(3))
    );
    assert_eq!(
        host.answer("check_query", json!({ "query": "a lang:ru" }))["pills"][1]["field"],
        "lang"
    );
    let typed = format!("a lang:{}", &lang["value"].as_str().unwrap()[..1]);
    let completions = host.answer("complete", json!({ "query": typed, "cursor": typed.len() }));
    assert!(
        completions["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["insert"] == lang["value"]),
        "{completions}"
    );

    let target = json!({ "tag": "odd", "target": "tweet", "id": tweet["id"] });
    host.answer("tag_add", target.clone());
    assert_eq!(
        host.answer("count", json!({ "query": "tag:odd" }))["tweets"],
        1
    );
    assert_eq!(host.answer("tag_remove", target), true);
    host.answer("setting_set", json!({ "key": "columns", "value": "[1]" }));
    assert_eq!(
        host.answer("setting_get", json!({ "key": "columns" })),
        "[1]"
    );
    host.answer("history_add", json!({ "query": "cats" }));
    assert_eq!(host.answer("history_list", json!({})), json!(["cats"]));

    host.answer("vault_lock", json!({}));
    assert_eq!(
        host.ask("datasets", json!({})).unwrap_err()["kind"],
        "locked"
    );
    assert!(
        starling_session::Session::open(
            &vault.dir(),
            starling_session::Unlock::Passphrase(PASSPHRASE.into())
        )
        .is_ok()
    );
}

#[test]
fn importing_in_the_window_tells_how_far_it_is() {
    let vault = TestVault::new();
    let host = Host::on(&vault);
    host.answer(
        "vault_unlock",
        json!({ "dir": vault.dir(), "passphrase": PASSPHRASE }),
    );
    let args = json!({ "paths": [campaign()], "onProgress": "__CHANNEL__:7" });
    let survey = host.answer("import_survey", args.clone());
    assert!(survey["files"].as_array().unwrap().len() > 3);
    let report = host.answer("import_start", args);
    assert_eq!(report["tweets"], 4000);
    assert_eq!(
        host.answer("job_cancel", json!({})),
        false,
        "nothing runs any more"
    );
    assert_eq!(
        host.answer("rejected_rows", json!({ "offset": 0, "limit": 5 }))["total"],
        0
    );
}

/// The list that the wire, the handlers, the build script and the capability share.
fn names() -> BTreeSet<String> {
    starling_wire::commands::NAMES
        .iter()
        .map(|name| (*name).to_owned())
        .collect()
}

#[test]
fn the_build_script_and_the_capability_know_every_command() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri");
    let listed: BTreeSet<String> = std::fs::read_to_string(here.join("commands.txt"))
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, names());
    let capability: Value = serde_json::from_str(
        &std::fs::read_to_string(here.join("capabilities/main.json")).unwrap(),
    )
    .unwrap();
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| {
            permission
                .as_str()?
                .strip_prefix("allow-")
                .map(|name| name.replace('-', "_"))
        })
        .collect();
    assert_eq!(allowed, names());
}

#[test]
fn every_command_of_the_wire_has_a_handler() {
    let vault = TestVault::new();
    let host = Host::on(&vault);
    for name in names() {
        let said = match host.ask(&name, json!({})) {
            Ok(answer) => answer.to_string(),
            Err(failure) => failure.to_string(),
        };
        assert!(!said.contains("not found"), "{name}: {said}");
    }
}
