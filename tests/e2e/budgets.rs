//! How fast the real window answers on a large vault: measured when asked for, and never asserted.
//!
//! `cargo xtask bench window` makes the vault and gives it by `STARLING_BUDGETS_VAULT`, with the release build as
//! `STARLING_BUDGETS_BINARY`. The figures are printed beside the budgets of the design.

use super::driver::Window;
use super::{in_runtime, screens};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Words, tags, kinds and all of it: each is asked once, so that nothing is answered from memory.
const QUERIES: &[&str] = &[
    "harbour",
    "is:retweet",
    "lang:ru",
    "has:link -is:retweet",
    "bridge OR ferry",
    "lang:zh",
    "has:mention likes:>=1",
    "is:reply",
    "news",
    "*",
];

/// Types a query and waits until list, facets and timeline have changed; milliseconds of each.
const ASK: &str = "
    const [query, done] = arguments;
    const field = document.querySelector('[data-testid=query]');
    const total = () => document.querySelector('[data-testid=total]')?.dataset.total;
    const first = () => document.querySelector('[data-testid=tweet-row]')?.textContent;
    const busy = () => document.querySelector('[data-region=facets]')?.getAttribute('aria-busy') === 'true';
    const before = { total: total(), first: first() };
    const at = performance.now();
    field.focus();
    field.value = query;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    let row = null;
    const look = () => {
      const now = performance.now() - at;
      if (row === null && total() !== undefined && (total() !== before.total || first() !== before.first)) row = now;
      if (row !== null && !busy()) return done({ row, facets: now, total: Number(total()) });
      if (now > 20000) return done({ row, facets: null, total: Number(total()) });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// Opens one row after the other; milliseconds until the detail shows it.
const OPEN: &str = "
    const done = arguments[0];
    const rows = [...document.querySelectorAll('[data-testid=tweet-row]')].slice(0, 6);
    const times = [];
    const next = (nth) => {
      if (nth >= rows.length) return done(times);
      const before = document.querySelector('[data-testid=detail-text]')?.textContent;
      const at = performance.now();
      rows[nth].querySelector('.tweet').click();
      const look = () => {
        const now = performance.now() - at;
        const shown = document.querySelector('[data-testid=detail-text]')?.textContent;
        if ((shown !== undefined && shown !== before) || now > 5000) { times.push(now); return setTimeout(() => next(nth + 1), 50); }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    next(0);";

/// Scrolls the list for two seconds; frames a second and the longest frame.
const SCROLL: &str = "
    const done = arguments[0];
    let box = document.querySelector('[data-testid=tweet-row]');
    while (box && !(box.scrollHeight > box.clientHeight + 50 && getComputedStyle(box).overflowY !== 'visible')) box = box.parentElement;
    if (!box) return done({ frames: null });
    const start = performance.now();
    let frames = 0, last = start, longest = 0;
    const step = (now) => {
      frames += 1; longest = Math.max(longest, now - last); last = now;
      box.scrollTop += 40;
      if (now - start > 2000) return done({ frames: frames * 1000 / (now - start), longest });
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);";

/// Zooms in and out over the drawing for three seconds; frames a second, the longest, and what is drawn with what.
const ZOOM: &str = "
    const done = arguments[0];
    const stage = document.querySelector('[data-testid=graph]');
    const box = stage.getBoundingClientRect();
    const start = performance.now();
    let frames = 0, last = start, longest = 0;
    const step = (now) => {
      frames += 1; longest = Math.max(longest, now - last); last = now;
      if (now - start > 3000) {
        const { nodes, edges, painter } = stage.dataset;
        return done({ frames: frames * 1000 / (now - start), longest, nodes, edges, painter });
      }
      stage.dispatchEvent(new WheelEvent('wheel', {
        deltaY: Math.floor((now - start) / 750) % 2 ? 40 : -40, bubbles: true, cancelable: true,
        clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);";

/// Whether a network of no more than so many nodes is drawn whole.
const DRAWN: &str = "
    const [most, done] = arguments, stage = document.querySelector('[data-testid=graph]');
    const has = Number(stage?.dataset.nodes);
    done(stage?.dataset.settled === 'true' && has <= most && has > most / 2);";

/// The note of a first start, on letters that are missing, would lie over the list and be drawn with it.
const NOTE_SEEN: &str = "
    localStorage.setItem('starling.prefs', JSON.stringify({ folded: { glyphs: true } }));
    arguments[0](1);";

/// Networks of the heaviest accounts: how many, and the least frames a second while it moves.
const NETWORKS: [(u64, &str); 3] = [(5_000, ">= 20"), (10_000, ">= 20"), (100_000, ">= 5")];

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn line(what: &str, figure: f64, unit: &str, budget: &str) {
    eprintln!("BUDGET {what:<38} {figure:>9.1} {unit:<9} budget {budget}");
}

/// Waits until those are drawn that are left of so many, without whoever is then tied to nobody.
async fn until_drawn(window: &Window, nodes: u64) {
    for _ in 0..2400 {
        if window.run_with(DRAWN, vec![json!(nodes)]).await == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{nodes} nodes are not drawn\n{}", window.page_text().await);
}

#[test]
fn the_windows_budgets_are_measured_when_asked_for() {
    const JOURNEY: &str = "the_windows_budgets_are_measured_when_asked_for";
    let Some(vault) = std::env::var_os("STARLING_BUDGETS_VAULT") else {
        crate::skipped(JOURNEY, "`cargo xtask bench window` asks for it");
        return;
    };
    let Some(window) = Window::possible(JOURNEY) else {
        return;
    };
    in_runtime(async {
        let started = Instant::now();
        let mut window = window.open().await;
        window.until("create-dir").await;
        line(
            "start to unlock field",
            started.elapsed().as_secs_f64() * 1000.0,
            "ms",
            "< 1000 (driver's start included)",
        );
        let passphrase = std::env::var("STARLING_BUDGETS_PASSPHRASE").unwrap();
        let key = json!({ "dir": vault.to_string_lossy(), "passphrase": passphrase });
        let opened = window.ask("vault_unlock", key).await;
        assert!(opened.get("kind").is_none(), "the vault opens: {opened}");
        window.run(NOTE_SEEN).await;
        // A window that was loaded anew finds its vault still open.
        window.reload().await;
        window.until("total").await;
        let (mut rows, mut facets) = (Vec::new(), Vec::new());
        for query in QUERIES {
            let took = window.run_with(ASK, vec![json!(query)]).await;
            eprintln!("  {query:<24} {took}");
            rows.extend(took["row"].as_f64());
            facets.extend(took["facets"].as_f64());
        }
        let worst = rows.iter().copied().fold(0.0, f64::max);
        line("key to first row, middle", middle(rows), "ms", "< 150");
        line("key to first row, worst", worst, "ms", "< 150");
        let worst = facets.iter().copied().fold(0.0, f64::max);
        line(
            "facets counted again, middle",
            middle(facets),
            "ms",
            "< 300",
        );
        line("facets counted again, worst", worst, "ms", "< 300");
        window.picture(&screens(), "budgets").await;
        let scrolled = window.run(SCROLL).await;
        line(
            "scrolling",
            scrolled["frames"].as_f64().unwrap_or(f64::NAN),
            "frames/s",
            "60",
        );
        let opened: Vec<f64> = window
            .run(OPEN)
            .await
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect();
        line("opening a detail, middle", middle(opened), "ms", "< 50");
        for (nodes, budget) in NETWORKS {
            let chain = json!([{ "keep": "heaviest", "nodes": nodes }]).to_string();
            let go = "const [chain, done] = arguments;
                      location.hash = '#/network?' + new URLSearchParams({ q: '*', kind: 'mention', draw: 'all', chain });
                      done(1);";
            let asked = Instant::now();
            window.run_with(go, vec![json!(chain)]).await;
            until_drawn(&window, nodes).await;
            line(
                &format!("{nodes} nodes measured, laid out, drawn"),
                asked.elapsed().as_secs_f64() * 1000.0,
                "ms",
                "none",
            );
            window
                .picture(&screens(), &format!("network-{nodes}"))
                .await;
            let zoomed = window.run(ZOOM).await;
            eprintln!("  {zoomed}");
            line(
                &format!("moving {nodes} nodes"),
                zoomed["frames"].as_f64().unwrap_or(f64::NAN),
                "frames/s",
                budget,
            );
        }
        window.close().await;
    });
}
