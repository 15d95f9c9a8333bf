//! The network in the real window: gone through from the keyboard alone, and looked at by axe in light and dark.

use super::driver::Window;
use super::{fill, in_runtime, screens};
use serde_json::{Value, json};
use std::path::Path;

const HOME: &str = "\u{e011}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";
/// With Shift held for this call.
const SHIFT_RIGHT: &str = "\u{e008}\u{e014}\u{e000}";
const UNDO: &str = "\u{e009}z\u{e000}";
const ARROWS: [&str; 4] = ["\u{e012}", "\u{e014}", "\u{e013}", "\u{e015}"];

const SETTLED: &str = "graph'][data-settled='true";

/// What a thing on the page says of itself.
async fn said(window: &Window, testid: &str, what: &str) -> Option<String> {
    let script = "const [testid, what, done] = arguments;
                  done(document.querySelector(`[data-testid=${testid}]`)?.getAttribute(what) ?? null);";
    let said = window.run_with(script, vec![json!(testid), json!(what)]);
    said.await.as_str().map(str::to_owned)
}

async fn focused(window: &Window) -> String {
    let script = "arguments[0](document.activeElement?.dataset.testid ?? '');";
    window.run(script).await.as_str().unwrap().to_owned()
}

async fn nodes(window: &Window) -> u64 {
    let nodes = said(window, "network-total", "data-nodes").await;
    nodes.unwrap().parse().unwrap()
}

/// Waits until the network has so many nodes.
async fn until_nodes(window: &Window, nodes: u64) {
    window
        .until(&format!("network-total'][data-nodes='{nodes}"))
        .await;
}

#[test]
fn the_network_is_gone_through_from_the_keyboard_alone() {
    let Some(window) = Window::possible("the_network_is_gone_through_from_the_keyboard_alone")
    else {
        return;
    };
    in_runtime(async {
        let mut window = window.open().await;
        fill(&window).await;

        window.keys("g").await;
        window.keys("n").await;
        window.until(SETTLED).await;
        let all = nodes(&window).await;
        reach_drawing(&window).await;
        walk_and_keep(&window, all).await;
        brush(&window, all).await;
        look_with_axe(&window).await;
        window.close().await;
    });
}

/// By Tab, as whoever has no mouse does.
async fn reach_drawing(window: &Window) {
    for _ in 0..80 {
        window.keys(TAB).await;
        if focused(window).await == "graph" {
            return;
        }
    }
    panic!("no number of tabs leads to the drawing");
}

/// From node to node, opened, and nothing kept but what is around it; and all of it undone.
async fn walk_and_keep(window: &Window, all: u64) {
    window.keys(HOME).await;
    let first = said(window, "graph", "data-at").await;
    assert_ne!(first.as_deref(), Some("-1"));
    for arrow in ARROWS {
        window.keys(arrow).await;
    }
    let at = said(window, "graph", "data-at").await.unwrap();
    window.keys(ENTER).await;
    window.until(&format!("node-panel'][data-node='{at}")).await;
    assert_eq!(
        focused(window).await,
        "graph",
        "the drawing keeps the keyboard"
    );
    window.picture(&screens(), "network-keyboard").await;

    window.keys("e").await;
    window.until("filter").await;
    window.until(SETTLED).await;
    let around = nodes(window).await;
    assert!(around > 0 && around < all, "{around} of {all}");
    let left = said(window, "filter-left", "data-nodes").await;
    assert_eq!(
        left,
        Some(around.to_string()),
        "the chain says what is drawn"
    );
    window.picture(&screens(), "network-around").await;
    window.keys(UNDO).await;
    until_nodes(window, all).await;
    window.until(SETTLED).await;
}

/// A span of time is chosen, kept, and let go.
async fn brush(window: &Window, all: u64) {
    window.keys("t").await;
    window.until("time-bars").await;
    assert_eq!(focused(window).await, "time-bars");
    window.keys(HOME).await;
    for _ in 0..3 {
        window.keys(SHIFT_RIGHT).await;
    }
    window.keys(ENTER).await;
    window.until("whole-time").await;
    window.until(SETTLED).await;
    assert!(nodes(window).await < all);
    window.keys(ESCAPE).await;
    assert_eq!(focused(window).await, "graph");
    window.keys(ESCAPE).await;
    let panel = said(window, "node-panel", "data-node").await;
    assert_eq!(panel, None, "the node is closed");
}

/// In the theme that is set, and in the other.
async fn look_with_axe(window: &Window) {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe)
        .expect("the interface's packages are installed: npm --prefix ui ci");
    for theme in ["light", "dark"] {
        let wear = "const [theme, done] = arguments;
                    localStorage.setItem('starling.prefs', JSON.stringify({ theme }));
                    done(1);";
        window.run_with(wear, vec![json!(theme)]).await;
        window.reload().await;
        window.until(SETTLED).await;
        window
            .picture(&screens(), &format!("network-{theme}"))
            .await;
        // As a script of its own: the page's policy lets nothing be made of words.
        let run = "const done = arguments[0];
                   const runOnly = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
                   window.axe.run(document, { runOnly, resultTypes: ['violations'] }).then(
                     ({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])),
                     (why) => done(String(why)));";
        let found = window.run(&format!("{axe}\n{run}")).await;
        assert_eq!(found, Value::Array(Vec::new()), "{theme}");
    }
}
