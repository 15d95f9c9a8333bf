//! The real window, driven as a person drives it: WebKitWebDriver on a display of its own.
//!
//! Pictures of each station are put into `target/screens`.

#[path = "budgets.rs"]
mod budgets;
#[path = "driver.rs"]
mod driver;
#[path = "network.rs"]
mod network;

use crate::{campaign, tmp};
use driver::Window;
use starling_testkit::{PASSPHRASE, real_data};
use std::path::PathBuf;

fn in_runtime<T>(journey: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(journey)
}

/// Where the pictures go.
fn screens() -> PathBuf {
    tmp().join("../screens")
}

#[test]
fn a_vault_is_made_filled_searched_and_locked_in_the_window() {
    let Some(window) = Window::possible("a_vault_is_made_filled_searched_and_locked_in_the_window")
    else {
        return;
    };
    in_runtime(async {
        let mut window = window.open().await;
        fill(&window).await;
        window.picture(&screens(), "explore").await;

        search_and_open(&window).await;
        lock_and_unlock(&window).await;
        window.close().await;
    });
}

#[test]
fn files_dropped_on_the_window_are_imported() {
    const JOURNEY: &str = "files_dropped_on_the_window_are_imported";
    let Some(window) = Window::possible(JOURNEY) else {
        return;
    };
    in_runtime(async {
        let mut window = window.open().await;
        let dir = window.home().join("vault");
        make(&window, &dir.to_string_lossy()).await;
        window.until("open-import").await;
        let files = [starling_testkit::campaign(tmp(), 2_000)];
        if window.drop_from_outside(JOURNEY, &files) {
            window.until("survey").await;
            window.picture(&screens(), "dropped").await;
            accept_agreement(&window).await;
            window.click("import-start").await;
            window.until("import-explore").await;
            window.click("import-explore").await;
            window.until_total(2_000).await;
            look_at_a_picture(&window).await;
        }
        window.close().await;
    });
}

#[test]
fn the_real_sample_is_imported_in_the_window() {
    const JOURNEY: &str = "the_real_sample_is_imported_in_the_window";
    let Some(data) = real_data(JOURNEY) else {
        return;
    };
    let Some(window) = Window::possible(JOURNEY) else {
        return;
    };
    in_runtime(async {
        let mut window = window.open().await;
        let dir = window.home().join("vault");
        make(&window, &dir.to_string_lossy()).await;
        import(&window, &data.join("ira-sample").to_string_lossy()).await;
        window.until_total(229_244).await;
        window.picture(&screens(), "real-sample").await;
        window.close().await;
    });
}

/// A picture of the release is drawn, from the vault's bytes, under the page's policy, and blurred at first.
async fn look_at_a_picture(window: &Window) {
    let counted = window
        .ask("count", serde_json::json!({ "query": "has:media" }))
        .await;
    window.search("has:media").await;
    window
        .until_total(counted["tweets"].as_u64().unwrap())
        .await;
    window.click("tweet-row").await;
    window.until("picture").await;
    let drawn = "const done = arguments[0], img = document.querySelector('[data-testid=picture] img');
                 img.decode().then(() => done([img.naturalWidth, img.className.includes('blurred')]), () => done(null));";
    let seen = window.run(drawn).await;
    assert!(seen[0].as_u64().is_some_and(|width| width > 0), "{seen}");
    assert_eq!(seen[1], true, "nothing is shown that was not asked for");
    window.picture(&screens(), "media-blurred").await;
    window.click("picture").await;
    window.picture(&screens(), "media").await;
    assert_eq!(window.run(drawn).await[1], false);
}

/// A vault with the small campaign.
async fn fill(window: &Window) {
    let dir = window.home().join("vault");
    make(window, &dir.to_string_lossy()).await;
    import(window, &campaign().to_string_lossy()).await;
    window.until_total(4_000).await;
}

async fn make(window: &Window, dir: &str) {
    window.fill("create-dir", dir).await;
    window.fill("create-passphrase", PASSPHRASE).await;
    window.fill("create-again", PASSPHRASE).await;
    window.picture(&screens(), "create").await;
    window.click("create-submit").await;
    let key = window.text("recovery-key").await;
    assert!(key.len() > 20, "the recovery key is shown: {key}");
    window.click("recovery-kept").await;
    window.click("recovery-done").await;
}

/// Reads the clauses to their end, accepts each, and says who does; where they were accepted before there is nothing
/// to do.
async fn accept_agreement(window: &Window) {
    window.until("import-agreement").await;
    let lists = "const done = arguments[0];
        const wait = () => {
            const start = document.querySelector('[data-testid=import-start]');
            const lists = [...document.querySelectorAll('[data-testid=accept-clauses] .list')];
            if (lists.length > 0) { lists.forEach((one) => one.scrollTo(0, one.scrollHeight)); done(lists.length); }
            else if (!start.disabled) done(0);
            else setTimeout(wait, 50);
        };
        wait();";
    if window.run(lists).await == 0 {
        return;
    }
    let accept = "const done = arguments[0];
        const next = () => {
            const open = [...document.querySelectorAll('[data-testid=accept-clause]')].filter((one) => !one.checked);
            if (open.length === 0) done(true);
            else { open.find((one) => !one.disabled)?.click(); setTimeout(next, 10); }
        };
        next();";
    window.run(accept).await;
    for (field, words) in [
        ("signer-name", "Ada Reader"),
        ("signer-institution", "University A"),
        ("signer-role", "Researcher"),
    ] {
        window.fill(field, words).await;
    }
    window.picture(&screens(), "import-agreement").await;
}

async fn import(window: &Window, path: &str) {
    window.click("open-import").await;
    window.fill("import-paths", path).await;
    window.click("import-look").await;
    window.until("survey").await;
    window.picture(&screens(), "import").await;
    accept_agreement(window).await;
    window.click("import-start").await;
    window.until("import-explore").await;
    window.picture(&screens(), "imported").await;
    window.click("import-explore").await;
}

async fn search_and_open(window: &Window) {
    // A wrong query is pointed at, and what is shown stays.
    window.search("frm:anna").await;
    let fault = window.text("query-error").await;
    assert!(
        fault.contains("from"),
        "the nearest operator is named: {fault}"
    );
    window.picture(&screens(), "query-error").await;

    // What the host counts is what the window shows.
    let counted = window
        .ask(
            "count",
            serde_json::json!({ "query": "is:retweet has:hashtag" }),
        )
        .await;
    window.search("is:retweet has:hashtag").await;
    window
        .until_total(counted["tweets"].as_u64().unwrap())
        .await;

    window.click("tweet-row").await;
    let detail = window.text("tweet-detail").await;
    assert!(!detail.trim().is_empty());
    window.picture(&screens(), "tweet").await;
}

async fn lock_and_unlock(window: &Window) {
    window.click("lock").await;
    window.until("unlock-passphrase").await;
    let page = window.page_text().await;
    assert!(
        !page.contains('#') && !page.contains('@'),
        "the content is gone from the page: {page}"
    );
    let refused = window
        .ask("count", serde_json::json!({ "query": "*" }))
        .await;
    assert_eq!(refused["kind"], "locked", "{refused}");
    window.picture(&screens(), "locked").await;

    window.fill("unlock-passphrase", "not the passphrase").await;
    window.click("unlock-submit").await;
    window.until("unlock-failure").await;
    window.picture(&screens(), "wrong-passphrase").await;
    window.fill("unlock-passphrase", PASSPHRASE).await;
    window.click("unlock-submit").await;
    window.until("lock").await;

    // Nobody is there for a second: the vault locks itself, and the page shows it.
    window
        .ask(
            "setting_set",
            serde_json::json!({ "key": "auto_lock_minutes", "value": "0.02" }),
        )
        .await;
    window.until("unlock-passphrase").await;
    let refused = window
        .ask("count", serde_json::json!({ "query": "*" }))
        .await;
    assert_eq!(refused["kind"], "locked", "{refused}");
}

#[test]
fn the_page_reaches_nothing_outside() {
    let Some(window) = Window::possible("the_page_reaches_nothing_outside") else {
        return;
    };
    in_runtime(async {
        let mut window = window.open().await;
        window.until("create-dir").await;
        // The policy refuses a remote picture, a request, a script; the window refuses another page.
        let seen = window
            .run(
                "const done = arguments[arguments.length - 1];
                 const seen = [];
                 document.addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective));
                 new Image().src = 'http://192.0.2.1/a.png';
                 fetch('http://192.0.2.1/').catch(() => null);
                 const script = document.createElement('script');
                 script.src = 'http://192.0.2.1/a.js';
                 document.head.append(script);
                 setTimeout(() => done(seen.sort().join(' ')), 300);",
            )
            .await;
        let seen = seen.as_str().unwrap_or_default();
        for directive in ["connect-src", "img-src", "script-src"] {
            assert!(
                seen.contains(directive),
                "{directive} is enforced; seen: {seen}"
            );
        }
        let opened = window
            .run("arguments[0](window.open('http://192.0.2.1/') === null);")
            .await;
        assert_eq!(opened, true, "no other window opens");
        window.run("const done = arguments[0]; location.href = 'http://192.0.2.1/'; setTimeout(() => done(1), 300);").await;
        assert!(
            window.address().await.starts_with("tauri://localhost"),
            "the page stays where it is"
        );
        let strange = window
            .ask(
                "plugin:fs|read_file",
                serde_json::json!({ "path": "/etc/passwd" }),
            )
            .await;
        assert!(
            strange.to_string().contains("not"),
            "there is no such door: {strange}"
        );
        window.close().await;
    });
}
