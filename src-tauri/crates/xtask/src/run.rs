//! From a fresh clone to a window with data in it, by one command.

use crate::step::{command, has, must};
use crate::{packages, root};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The demo vault's passphrase. It protects invented data only.
const PASSPHRASE: &str = "starling demo";
const DEMO_TWEETS: &str = "20000";

/// Builds, makes the demo vault, opens the window; without a display the same on the command line.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let wants = |flag: &str| args.iter().any(|arg| arg == flag);
    if let Some(strange) = args
        .iter()
        .find(|arg| !["--dev", "--release", "--headless"].contains(&arg.as_str()))
    {
        bail!("`xtask run` knows --dev, --release and --headless, not `{strange}`");
    }
    let root = root()?;
    packages::install(packages::BUILD)?;
    npm_ci(&root)?;
    println!("building the interface");
    must(&mut command(
        &root,
        &["npm", "--prefix", "ui", "run", "--silent", "build"],
    ))?;
    let release = !wants("--dev");
    let profile = if release { "release" } else { "debug" };
    println!("building the app ({profile}); the first time takes a few minutes");
    let mut build = command(&root, &["cargo", "build", "--package", "starling"]);
    must(build.args(release.then_some("--release")))?;
    let target = target_dir(&root)?;
    let binary = target.join(profile).join("starling");
    let demo = Demo {
        binary,
        dir: target.join("demo"),
    };
    demo.make()?;
    let display = has_display();
    if !display {
        println!(
            "\nthere is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): the same without a window"
        );
    }
    if display && !wants("--headless") {
        println!("\nopening the window; the vault's passphrase is: {PASSPHRASE}");
        return must(&mut demo.starling(&[]));
    }
    demo.headless()
}

/// Installs the interface's packages, unless they are those of the lock file already.
pub(crate) fn npm_ci(root: &Path) -> Result<()> {
    if !has("npm") {
        bail!("npm is missing: install Node.js 20.19 or newer");
    }
    let ui = root.join("ui");
    let changed = |path: &str| {
        std::fs::metadata(ui.join(path))
            .and_then(|file| file.modified())
            .ok()
    };
    let (wanted, there) = (
        changed("package-lock.json"),
        changed("node_modules/.package-lock.json"),
    );
    if there.is_some() && there >= wanted {
        return Ok(());
    }
    must(&mut command(
        root,
        &["npm", "--prefix", "ui", "ci", "--no-audit", "--no-fund"],
    ))
}

/// Where cargo puts what it builds.
pub(crate) fn target_dir(root: &Path) -> Result<PathBuf> {
    let answer = command(
        root,
        &["cargo", "metadata", "--format-version", "1", "--no-deps"],
    )
    .output()?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&answer.stdout).context("cargo metadata gives JSON")?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .context("cargo metadata names the target folder")
}

fn has_display() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A vault with an invented campaign in it.
struct Demo {
    binary: PathBuf,
    dir: PathBuf,
}

impl Demo {
    fn starling(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .arg("--vault")
            .arg(self.dir.join("vault"))
            .args(words);
        command.env("STARLING_PASSPHRASE_FILE", self.dir.join("passphrase"));
        command
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "writes the demo's passphrase, which is printed as well"
    )]
    fn make(&self) -> Result<()> {
        let (files, vault, done) = (
            self.dir.join("campaign"),
            self.dir.join("vault"),
            self.dir.join("done"),
        );
        if done.exists()
            && self
                .starling(&["vault", "unlock-check", "--quiet"])
                .output()?
                .status
                .success()
        {
            println!("the demo vault is there already: {}", vault.display());
            return Ok(());
        }
        for old in [&files, &vault] {
            if old.exists() {
                std::fs::remove_dir_all(old)?;
            }
        }
        std::fs::create_dir_all(&self.dir)?;
        std::fs::write(self.dir.join("passphrase"), PASSPHRASE)?;
        println!("\nmaking a demo campaign of {DEMO_TWEETS} tweets and importing it");
        let files = files
            .to_str()
            .context("the target folder's name is UTF-8")?;
        must(&mut self.starling(&["demo", "generate", "--out", files, "--tweets", DEMO_TWEETS]))?;
        must(&mut self.starling(&["vault", "create"]))?;
        must(&mut self.starling(&["import", files]))?;
        std::fs::write(&done, "")?;
        println!("vault: {}\npassphrase: {PASSPHRASE}", vault.display());
        Ok(())
    }

    /// The main job: from the files to answers.
    fn headless(&self) -> Result<()> {
        for words in [
            &["datasets"][..],
            &["count", "*"],
            &[
                "facets", "*", "--by", "lang", "--by", "hashtag", "--top", "5",
            ],
            &["timeline", "*", "--by", "month"],
            &["search", "has:link", "--limit", "3"],
        ] {
            println!("\n$ starling {}", words.join(" "));
            must(&mut self.starling(words))?;
        }
        println!(
            "\nvault: {}\npassphrase: {PASSPHRASE}",
            self.dir.join("vault").display()
        );
        Ok(())
    }
}
