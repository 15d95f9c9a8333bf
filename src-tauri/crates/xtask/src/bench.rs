//! `cargo xtask bench`: Starling and its peers on the same file, in one run, as ratios.
//!
//! Every side is a process of its own that is measured from outside, by turns (A B A B), since single runs on a busy
//! machine mean nothing. The data are generated (`starling-demo`), or any tweets files with `--files`.
//! Results are printed, and written to `target/bench/latest.json`.

mod child;
mod export;
mod import;
mod layout;
mod network;
mod queries;
mod report;
mod window;

use crate::root;
use crate::step::{command, has, must};
use anyhow::{Context, Result, bail};
use child::{Bench, copy, remove, write};
use report::Report;
use std::path::{Path, PathBuf};

const HELP: &str = "\
cargo xtask bench [--tweets N] [--large] [--repeat N] [--seed N] [--files PATH...]
                  [--binary PATH] [--plain-binary PATH] [--keep]
  --tweets        how many tweets to generate (1,000,000)
  --large         12,000,000, as the bars of the design are meant
  --repeat        how often each import runs (2); the medians count
  --files         measure on these tweets files instead, plain CSV of the archive's form
  --binary        a release build that is there already
  --plain-binary  a build that writes plain files, to show what encryption costs; made when it is not given
  --no-plain      leave that comparison out
  --no-utils      leave sqlite-utils out, which takes half an hour for 12 million
  --keep          leave the databases and the vault in target/bench/work
cargo xtask bench window [--tweets N] [--seed N] [--binary PATH]
  the budgets of the real window on a vault of so many tweets (5,000,000)
cargo xtask bench layout [...]
  places for the nodes of networks, against graphology; see its own --help
cargo xtask bench network [...]
  edges, measures, projections and files of networks, against igraph and others; see its own --help
";

/// Fewer tweets than this show that the bench works, and nothing else.
const LEAST_TWEETS: u64 = 1_000_000;
/// The passphrase of the vaults that are measured. They hold generated tweets.
const PASSPHRASE: &str = "starling bench";

#[derive(Debug)]
struct Options {
    tweets: u64,
    repeat: usize,
    seed: u64,
    files: Vec<PathBuf>,
    binary: Option<PathBuf>,
    plain_binary: Option<PathBuf>,
    no_plain: bool,
    no_utils: bool,
    keep: bool,
}

/// The chore.
pub(crate) fn run(args: &[String]) -> Result<()> {
    match args.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        Some(("window", rest)) => return window::run(rest),
        Some(("layout", rest)) => return layout::run(rest),
        Some(("network", rest)) => return network::run(rest),
        _ => {}
    }
    if args.iter().any(|arg| arg == "--help") {
        print!("{HELP}");
        return Ok(());
    }
    let options = Options::read(args)?;
    let root = root()?;
    if !has("python3") {
        bail!("the bench needs python3, which measures the others");
    }
    if !has("sqlite3") {
        bail!("the bench needs the sqlite3 command line, its first peer");
    }
    let target = target_dir(&root);
    let dir = target.join("bench");
    let work = dir.join("work");
    remove(&work)?;
    let (python, peers) = python(&dir);
    let bench = Bench::new(work.clone(), python)?;
    let binary = match &options.binary {
        Some(binary) => absolute(binary)?,
        None => build(&root, &target, Files::Sealed)?,
    };
    let plain_binary = match &options.plain_binary {
        Some(binary) => Some(absolute(binary)?),
        None if options.no_plain => None,
        None => Some(build(&root, &target, Files::Plain)?),
    };
    let files = match options.files.is_empty() {
        true => generate(&root, &target, &work, &options)?,
        false => options
            .files
            .iter()
            .map(|file| absolute(file))
            .collect::<Result<_>>()?,
    };
    let passphrase = bench.path("passphrase");
    write(&passphrase, PASSPHRASE)?;
    let sides = Sides {
        bench,
        binary,
        plain_binary,
        passphrase,
        files,
        repeat: options.repeat,
        duckdb: peers.duckdb,
        sqlite_utils: match options.no_utils {
            true => Err("left out by --no-utils".to_owned()),
            false => peers.sqlite_utils,
        },
    };
    let mut report = Report {
        repetitions: options.repeat,
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        ..Report::default()
    };
    import::measure(&sides, &mut report)?;
    queries::measure(&sides, &mut report)?;
    export::measure(&sides, &mut report)?;
    println!("\n{}", report.table());
    println!(
        "{} tweets, {} bytes of CSV, {} cores, {} repetitions by turns",
        report.tweets, report.csv_bytes, report.cores, report.repetitions
    );
    let latest = dir.join("latest.json");
    write(&latest, &(serde_json::to_string_pretty(&report)? + "\n"))?;
    println!("written to {}", latest.display());
    if !options.keep {
        remove(&work)?;
    }
    match report.missed() {
        0 => Ok(()),
        missed if report.tweets < LEAST_TWEETS => {
            println!(
                "{missed} bars are missed, which are meant for {LEAST_TWEETS} tweets and more: here fixed costs weigh most"
            );
            Ok(())
        }
        missed => bail!("{missed} bars are missed"),
    }
}

/// Everything that is measured, and on what.
#[derive(Debug)]
struct Sides {
    bench: Bench,
    binary: PathBuf,
    plain_binary: Option<PathBuf>,
    passphrase: PathBuf,
    files: Vec<PathBuf>,
    repeat: usize,
    duckdb: Result<(), String>,
    sqlite_utils: Result<(), String>,
}

impl Sides {
    /// A call of Starling on a vault, `--json --quiet`.
    fn starling(&self, vault: &Path, words: &[&str]) -> Vec<String> {
        self.starling_by(&self.binary, vault, words)
    }

    fn starling_by(&self, binary: &Path, vault: &Path, words: &[&str]) -> Vec<String> {
        let text = |path: &Path| path.display().to_string();
        let mut call = vec![text(binary), "--vault".to_owned(), text(vault)];
        call.extend([
            "--passphrase-file".to_owned(),
            text(&self.passphrase),
            "--quiet".to_owned(),
            "--json".to_owned(),
        ]);
        call.extend(words.iter().map(|&word| word.to_owned()));
        call
    }

    fn vault(&self) -> PathBuf {
        self.bench.path("vault")
    }

    fn sqlite(&self) -> PathBuf {
        self.bench.path("sqlite.db")
    }
}

impl Options {
    fn read(args: &[String]) -> Result<Self> {
        let mut options = Self {
            tweets: 1_000_000,
            repeat: 2,
            seed: 1,
            files: Vec::new(),
            binary: None,
            plain_binary: None,
            no_plain: false,
            no_utils: false,
            keep: false,
        };
        let mut args = args.iter().peekable();
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("`{arg}` wants a value\n{HELP}"))
            };
            match arg.as_str() {
                "--tweets" => options.tweets = number(value()?)?,
                "--large" => options.tweets = 12_000_000,
                "--repeat" => options.repeat = number(value()?)?.max(1) as usize,
                "--seed" => options.seed = number(value()?)?,
                "--binary" => options.binary = Some(value()?.into()),
                "--plain-binary" => options.plain_binary = Some(value()?.into()),
                "--no-plain" => options.no_plain = true,
                "--no-utils" => options.no_utils = true,
                "--keep" => options.keep = true,
                "--files" => {
                    while let Some(file) = args.next_if(|arg| !arg.starts_with("--")) {
                        options.files.push(file.into());
                    }
                }
                strange => bail!("`xtask bench` does not know `{strange}`\n{HELP}"),
            }
        }
        Ok(options)
    }
}

fn number(text: &str) -> Result<u64> {
    text.replace(['_', ','], "")
        .parse()
        .with_context(|| format!("`{text}` is no number"))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize()
        .with_context(|| format!("there is no `{}`", path.display()))
}

fn target_dir(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// What a build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    Sealed,
    Plain,
}

/// Builds Starling and puts the program aside, since both builds have one name.
fn build(root: &Path, target: &Path, files: Files) -> Result<PathBuf> {
    let mut words = vec!["cargo", "build", "--release", "--package", "starling"];
    let name = match files {
        Files::Sealed => "starling-sealed",
        Files::Plain => {
            words.extend(["--features", "starling-session/plain-for-benchmark"]);
            "starling-plain"
        }
    };
    println!("building {name}");
    must(&mut command(root, &words))?;
    let aside = target.join("bench").join(name);
    std::fs::create_dir_all(target.join("bench"))?;
    copy(&target.join("release").join("starling"), &aside)?;
    Ok(aside)
}

/// One set's tweets, a million in each file, so that the rate of each million can be told.
fn generate(root: &Path, target: &Path, work: &Path, options: &Options) -> Result<Vec<PathBuf>> {
    println!("generating {} tweets", options.tweets);
    must(&mut command(
        root,
        &[
            "cargo",
            "build",
            "--quiet",
            "--package",
            "starling-demo",
            "--example",
            "generate",
        ],
    ))?;
    let out = work.join("tweets");
    let generator = target.join("debug").join("examples").join("generate");
    let parts = options.tweets.div_ceil(1_000_000);
    must(
        std::process::Command::new(generator)
            .arg(&out)
            .args([options.tweets, options.seed, parts].map(|number| number.to_string())),
    )?;
    let mut files: Vec<(u64, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(&out)? {
        let path = entry?.path();
        let bytes = path.metadata()?.len();
        // `…_10` comes after `…_9`.
        let part = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .and_then(|stem| stem.rsplit('_').next())
            .and_then(|part| part.parse().ok())
            .with_context(|| format!("`{}` ({bytes} bytes) has no part number", path.display()))?;
        files.push((part, path));
    }
    files.sort();
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

/// The peers that come from PyPI; where they cannot be had, the reason.
struct Peers {
    duckdb: Result<(), String>,
    sqlite_utils: Result<(), String>,
}

/// A Python with the peers in it, kept from one bench to the next.
fn python(dir: &Path) -> (PathBuf, Peers) {
    let venv = dir.join("venv");
    let (python, pip) = (venv.join("bin/python3"), venv.join("bin/pip"));
    if !pip.is_file() {
        println!("making a Python environment for the peers");
        let made = std::process::Command::new("python3")
            .args(["-m", "venv"])
            .arg(&venv)
            .status();
        if !made.is_ok_and(|status| status.success()) {
            let why = "python3 cannot make an environment (venv)".to_owned();
            return (
                PathBuf::from("python3"),
                Peers {
                    duckdb: Err(why.clone()),
                    sqlite_utils: Err(why),
                },
            );
        }
    }
    let install = |package: &str, module: &str| {
        let is_there = || {
            let asked = std::process::Command::new(&python)
                .args(["-c", &format!("import {module}")])
                .output();
            asked.is_ok_and(|output| output.status.success())
        };
        if !is_there() {
            // What pip says is of no use here; what counts is whether the package can be loaded.
            let _ = std::process::Command::new(&pip)
                .args(["install", "--quiet", package])
                .status();
        }
        if is_there() {
            Ok(())
        } else {
            Err(format!("pip could not install {package}"))
        }
    };
    let duckdb = install("duckdb", "duckdb");
    let sqlite_utils = install("sqlite-utils", "sqlite_utils");
    (
        python,
        Peers {
            duckdb,
            sqlite_utils,
        },
    )
}
