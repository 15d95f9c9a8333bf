//! The harness: a display without a screen, the web view's own driver, and what a person does.

use crate::{has, skipped};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A busy machine with one debug build and one more test beside this one: measured at 14 s at its worst.
const PATIENCE: Duration = Duration::from_secs(120);

/// Keeps one pixel changing until `__still`: without a graphics card the driver's picture is taken when the page next
/// draws, which a page at rest may never do. Two frames go first, since the picture may be older than the page by so much.
const BEAT: &str = "
    const done = arguments[0], pixel = document.createElement('i');
    pixel.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;opacity:.01;pointer-events:none';
    document.body.append(pixel);
    let dark = false;
    const beat = setInterval(() => { dark = !dark; pixel.style.background = dark ? '#000' : '#fff'; }, 16);
    window.__still = () => { clearInterval(beat); pixel.remove(); };
    requestAnimationFrame(() => requestAnimationFrame(() => done(1)));";

/// The display and the driver; both end with it, and with them the app.
pub(crate) struct Window {
    home: TempDir,
    display: Child,
    driver: Child,
    screen: String,
    port: u16,
    client: Option<Client>,
}

impl Drop for Window {
    fn drop(&mut self) {
        for child in [&mut self.driver, &mut self.display] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Window {
    /// A display and a driver, or `None` where the machine has no such programs (which is said).
    pub(crate) fn possible(journey: &str) -> Option<Self> {
        if let Some(program) = ["Xvfb", "WebKitWebDriver"]
            .into_iter()
            .find(|program| !has(program))
        {
            skipped(journey, &format!("{program} is not installed"));
            return None;
        }
        let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist/index.html");
        assert!(
            ui.exists(),
            "the interface is built before the window is tested: npm --prefix ui run build"
        );
        let home = tempfile::Builder::new()
            .prefix("starling-window-")
            .tempdir()
            .unwrap();
        let mut display = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = String::new();
        BufReader::new(display.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let screen = format!(":{}", number.trim());
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let log = std::fs::File::create(home.path().join("driver.log")).unwrap();
        let own = |name: &str| home.path().join(name);
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", &screen)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_AT_BRIDGE", "1")
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", own("data"))
            .env("XDG_CACHE_HOME", own("cache"))
            .env("XDG_CONFIG_HOME", own("config"))
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("STARLING_VAULT")
            .env_remove("STARLING_PASSPHRASE_FILE")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Some(Self {
            home,
            display,
            driver,
            screen,
            port,
            client: None,
        })
    }

    /// Starts the app.
    pub(crate) async fn open(mut self) -> Self {
        let mut capabilities = Capabilities::new();
        // Budgets are measured on a release build; everything else is tried on the one that the tests were built with.
        let binary = std::env::var("STARLING_BUDGETS_BINARY")
            .unwrap_or_else(|_| env!("CARGO_BIN_EXE_starling").to_owned());
        let app = json!({ "binary": binary, "args": [] });
        capabilities.insert("webkitgtk:browserOptions".into(), app);
        let address = format!("http://127.0.0.1:{}", self.port);
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let mut builder = ClientBuilder::new(connector);
        builder.capabilities(capabilities);
        // The driver takes a moment until it listens.
        let mut tried = 0;
        let client = loop {
            match builder.connect(&address).await {
                Ok(client) => break client,
                Err(why) if tried >= 100 => panic!("the window does not open: {why}"),
                Err(_) => {
                    tried += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        };
        self.client = Some(client);
        self
    }

    /// A folder that is gone afterwards.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("BUG: opened before it is used")
    }

    /// Closes the app as a person does.
    pub(crate) async fn close(&mut self) {
        if let Some(client) = self.client.take() {
            let _ = client.close().await;
        }
    }

    /// Drags these files out of another program's window and drops them on the middle of the app's; `false` where the
    /// machine has nothing to do that with (which is said).
    pub(crate) fn drop_from_outside(&self, journey: &str, files: &[PathBuf]) -> bool {
        // The system's own Python: the package with GTK is for it.
        let python = "/usr/bin/python3";
        let gtk = Command::new(python)
            .args(["-c", "import gi; gi.require_version('Gtk', '3.0')"])
            .stderr(Stdio::null())
            .status();
        if !has("xdotool") || !gtk.is_ok_and(|status| status.success()) {
            skipped(journey, "xdotool or python3-gi with GTK 3 is not installed");
            return false;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/drag_source.py");
        let mut source = Command::new(python)
            .arg(script)
            .args(files)
            .env("DISPLAY", &self.screen)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(source.stdout.take().unwrap()).lines();
        let mut next = || said.next().and_then(Result::ok).unwrap_or_default();
        assert_eq!(next(), "ready", "the window to drag from is shown");
        // A hand takes its time between steps: each is a message to the window below, and an answer.
        let way = "mousemove 1340 830 mousedown 1 sleep 0.2 mousemove 1330 820 sleep 0.2 mousemove 1300 780 sleep 0.2 \
                   mousemove 1000 600 sleep 0.2 mousemove 720 450 sleep 0.3 mousemove 715 445 sleep 0.5 mouseup 1";
        let moved = Command::new("xdotool")
            .args(way.split_ascii_whitespace())
            .env("DISPLAY", &self.screen)
            .status()
            .unwrap();
        assert!(moved.success());
        let ended = next();
        let _ = source.kill();
        let _ = source.wait();
        assert_eq!(ended, "dropped", "the app takes the files");
        true
    }

    async fn element(&self, testid: &str) -> fantoccini::elements::Element {
        let css = format!("[data-testid='{testid}']");
        let found = self
            .client()
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(&css))
            .await;
        match found {
            Ok(element) => element,
            Err(why) => panic!(
                "`{testid}` is not on the page: {why}\n{}",
                self.page_text().await
            ),
        }
    }

    /// Waits until the thing is on the page.
    pub(crate) async fn until(&self, testid: &str) {
        self.element(testid).await;
    }

    /// Presses it.
    pub(crate) async fn click(&self, testid: &str) {
        // The page may draw the thing anew between finding and pressing it.
        for _ in 0..20 {
            let element = self.element(testid).await;
            if element.is_enabled().await.unwrap_or(false) && element.click().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("`{testid}` cannot be pressed\n{}", self.page_text().await);
    }

    /// Writes into it, in place of what is there.
    pub(crate) async fn fill(&self, testid: &str, words: &str) {
        let element = self.element(testid).await;
        element.clear().await.unwrap();
        element.send_keys(words).await.unwrap();
    }

    /// Presses keys, wherever the keyboard stands.
    pub(crate) async fn keys(&self, keys: &str) {
        let element = self.client().active_element().await.unwrap();
        element.send_keys(keys).await.unwrap();
    }

    /// What it says.
    pub(crate) async fn text(&self, testid: &str) -> String {
        self.element(testid).await.text().await.unwrap()
    }

    /// Types a query and asks it.
    pub(crate) async fn search(&self, query: &str) {
        self.fill("query", query).await;
        let element = self.element("query").await;
        element.send_keys("\u{e007}").await.unwrap();
    }

    /// Waits until the list says so many tweets.
    pub(crate) async fn until_total(&self, tweets: u64) {
        self.until(&format!("total'][data-total='{tweets}")).await;
    }

    /// Everything on the page that can be read.
    pub(crate) async fn page_text(&self) -> String {
        let text = self
            .client()
            .execute("return document.body.innerText", vec![])
            .await;
        text.ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The page's address.
    pub(crate) async fn address(&self) -> String {
        self.run("arguments[0](location.href);")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Runs a script of the test; its last argument takes the answer.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client().execute_async(script, vec![]).await.unwrap()
    }

    /// The same with arguments before the last one.
    pub(crate) async fn run_with(&self, script: &str, args: Vec<Value>) -> Value {
        self.client().execute_async(script, args).await.unwrap()
    }

    /// Loads the page anew.
    pub(crate) async fn reload(&self) {
        self.client().refresh().await.unwrap();
    }

    /// Asks the host as the page does; a failure comes back as what the page would get.
    pub(crate) async fn ask(&self, command: &str, args: Value) -> Value {
        let script = "const done = arguments[2];
                      window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(done, done);";
        self.client()
            .execute_async(script, vec![json!(command), args])
            .await
            .unwrap()
    }

    /// A picture of the window, once what was asked for has been drawn.
    pub(crate) async fn picture(&self, dir: &PathBuf, name: &str) {
        self.run(BEAT).await;
        let bytes = self.client().screenshot().await.unwrap();
        self.run("window.__still(); arguments[0](1);").await;
        std::fs::create_dir_all(dir).unwrap();
        std::fs::write(dir.join(format!("{name}.png")), bytes).unwrap();
    }
}
