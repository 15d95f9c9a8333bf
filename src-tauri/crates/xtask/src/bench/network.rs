//! `cargo xtask bench network`: edges, measures, projections and files, against the peers on the same data.

use super::child::{Bench, median};
use super::report::{Bar, Ratio, Report};
use super::target_dir;
use crate::root;
use crate::step::{command, must};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const HELP: &str = "\
cargo xtask bench network [--large] [--repeat N] [--binary PATH]
  --large   also a million nodes, with the memory they take
  --repeat  how often each side runs (3); the medians count
  --binary  a build of the example `weigh` that is there already
";

/// The modules of the peers, and what pip calls them.
const PEERS: [(&str, &str); 7] = [
    ("igraph", "igraph"),
    ("networkit", "networkit"),
    ("numpy", "numpy"),
    ("pandas", "pandas"),
    ("scipy", "scipy"),
    (
        "coordination_network_toolkit",
        "coordination_network_toolkit",
    ),
    ("datasketch", "datasketch"),
];

struct Sides {
    bench: Bench,
    weigh: PathBuf,
    script: PathBuf,
    repeat: usize,
}

/// What was measured: processor seconds of each run and what it found, by name.
type Told = HashMap<String, (Vec<f64>, Value)>;

/// The chore.
pub(super) fn run(args: &[String]) -> Result<()> {
    let (mut large, mut repeat, mut binary) = (false, 3, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--large" => large = true,
            "--repeat" => repeat = args.next().context(HELP)?.parse()?,
            "--binary" => binary = Some(PathBuf::from(args.next().context(HELP)?)),
            "--help" => {
                print!("{HELP}");
                return Ok(());
            }
            strange => bail!("`xtask bench network` does not know `{strange}`\n{HELP}"),
        }
    }
    let root = root()?;
    let target = target_dir(&root);
    let dir = target.join("bench").join("network");
    std::fs::create_dir_all(&dir)?;
    let weigh = match binary {
        Some(binary) => binary,
        None => build(&root, &target)?,
    };
    let python = peers(&dir);
    let bench = Bench::new(dir.clone(), python)?;
    let script = bench.path("networks.py");
    super::child::write(&script, include_str!("networks.py"))?;
    let sides = Sides {
        bench,
        weigh,
        script,
        repeat: repeat.max(1),
    };
    let mut report = Report::default();
    sides.measures(&mut report, "10k", (10_000, 30_000), "exact")?;
    sides.measures(&mut report, "10k", (10_000, 30_000), "sample")?;
    sides.measures(&mut report, "100k", (100_000, 446_000), "none")?;
    sides.sums(&mut report)?;
    sides.projections(&mut report)?;
    sides.texts(&mut report)?;
    sides.files(&mut report)?;
    if large {
        sides.million(&mut report)?;
    }
    println!("\n{}", report.table());
    println!("processor seconds over all threads");
    match report.missed() {
        0 => Ok(()),
        missed => bail!("{missed} bars are missed"),
    }
}

fn build(root: &Path, target: &Path) -> Result<PathBuf> {
    println!("building the example `weigh`");
    let words = [
        "cargo",
        "build",
        "--quiet",
        "--profile",
        "bench-fast",
        "--package",
        "starling-network",
        "--example",
        "weigh",
    ];
    must(&mut command(root, &words))?;
    Ok(target.join("bench-fast").join("examples").join("weigh"))
}

/// A Python with the peers that pip could fetch.
fn peers(dir: &Path) -> PathBuf {
    let venv = dir.join("venv");
    let (python, pip) = (venv.join("bin/python3"), venv.join("bin/pip"));
    if !pip.is_file() {
        println!("making a Python environment for the peers");
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&venv)
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return PathBuf::from("python3");
        }
    }
    for (module, package) in PEERS {
        let there = Command::new(&python)
            .args(["-c", &format!("import {module}")])
            .output();
        if !there.is_ok_and(|output| output.status.success()) {
            // What pip says is of no use here; a peer that is missing is named in the report.
            let _ = Command::new(&pip)
                .args(["install", "--quiet", package])
                .status();
        }
    }
    python
}

impl Sides {
    fn dir(&self, name: &str) -> Result<String> {
        let dir = self.bench.path(name);
        std::fs::create_dir_all(&dir)?;
        Ok(dir.to_string_lossy().into_owned())
    }

    /// Ours and the peers', in turns, since the machine may be quicker or slower a minute later.
    fn both(&self, ours: &[&str], theirs: &[&str]) -> Result<(Told, Result<Told>)> {
        let (mut mine, mut other) = (Told::new(), Ok(Told::new()));
        for _ in 0..self.repeat {
            heard(Command::new(&self.weigh).args(ours), &mut mine)?;
            if let Ok(told) = &mut other {
                let mut call = Command::new(&self.bench.python);
                let heard = heard(call.arg(&self.script).args(theirs), told);
                other = heard.and(other);
            }
        }
        Ok((mine, other))
    }

    fn ours(&self, words: &[&str]) -> Result<Told> {
        let mut told = Told::new();
        for _ in 0..self.repeat {
            heard(Command::new(&self.weigh).args(words), &mut told)?;
        }
        Ok(told)
    }

    fn make(&self, words: &[&str]) -> Result<()> {
        heard(Command::new(&self.weigh).args(words), &mut Told::new())
    }

    fn measures(
        &self,
        report: &mut Report,
        name: &str,
        (nodes, edges): (u64, u64),
        which: &str,
    ) -> Result<()> {
        println!("{name}: measures ({which})");
        let dir = self.dir(name)?;
        self.make(&[
            "generate",
            &dir,
            &nodes.to_string(),
            &edges.to_string(),
            "7",
        ])?;
        let words = ["measure", &dir, which];
        let (ours, theirs) = self.both(&words, &words)?;
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(why) => {
                report.missing(&format!("{name}: igraph, networkit"), why.to_string());
                return Ok(());
            }
        };
        let bars: &[(&str, f64, &str)] = match which {
            "exact" => &[("betweenness", 1.2, "igraph")],
            "sample" => &[("betweenness", 0.5, "networkit")],
            _ => &[
                ("k-core", 0.3, "igraph"),
                ("pagerank", 0.3, "igraph"),
                ("eigenvector", 0.3, "igraph"),
                ("leiden", 0.5, "igraph"),
            ],
        };
        for (what, bar, peer) in bars {
            let (mine, other) = (&ours[*what], &theirs[*what]);
            report.against(
                &format!("{name}: {what} ({which})"),
                "s",
                median(&mine.0),
                (peer, median(&other.0)),
                Ratio::OfPeer,
                Bar::Most(*bar),
            );
            report.note(differ(&mine.1, &other.1));
        }
        if which == "none" {
            let modularity = |told: &Told| told["leiden"].1.as_f64().unwrap_or(0.0);
            let behind = modularity(&theirs) - modularity(&ours);
            report.alone(
                "100k: modularity behind igraph's",
                "",
                behind,
                Bar::Most(0.0005),
            );
        }
        Ok(())
    }

    fn sums(&self, report: &mut Report) -> Result<()> {
        println!("sums of pairs");
        let dir = self.dir("100k")?;
        let (ours, theirs) = self.both(&["sum", &dir], &["sums", &dir])?;
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(why) => {
                report.missing("edges: pandas, scipy", why.to_string());
                return Ok(());
            }
        };
        // Ours always hold the first and the last time of each edge; that pandas does the same is the fairer comparison,
        // and the bars are those of counts.
        let peers = [
            ("pandas", Bar::None),
            ("pandas, counts only", Bar::Least(15.0)),
            ("scipy, counts only", Bar::Least(2.0)),
        ];
        let (took, found) = &ours["sum"];
        for (peer, bar) in peers {
            let (theirs, other) = &theirs[peer];
            report.against(
                "edges of 1.8M pairs",
                "s",
                median(took),
                (peer, median(theirs)),
                Ratio::TimesFaster,
                bar,
            );
            // Who has no times has the number of edges.
            report.note(match other.is_array() {
                true => differ(found, other),
                false => differ(&found[0], other),
            });
        }
        Ok(())
    }

    fn projections(&self, report: &mut Report) -> Result<()> {
        println!("projections");
        let dir = self.dir("acts")?;
        self.make(&["acts", &dir, "300000", "7"])?;
        let (ours, theirs) = self.both(&["project", &dir, "60"], &["toolkit", &dir, "60"])?;
        match theirs {
            Err(why) => report.missing("projection: the QUT toolkit", why.to_string()),
            Ok(theirs) => {
                report.against(
                    "projection, 300k acts, 60 s",
                    "s",
                    median(&ours["project"].0),
                    ("toolkit", median(&theirs["toolkit"].0)),
                    Ratio::TimesFaster,
                    Bar::Least(50.0),
                );
                report.note(differ(&ours["project"].1, &theirs["toolkit"].1));
            }
        }
        let (ours, theirs) = self.both(&["cosine", &dir], &["cosine", &dir])?;
        match theirs {
            Err(why) => report.missing("cosine: scipy", why.to_string()),
            Ok(theirs) => {
                report.against(
                    "TF-IDF cosine, 300k acts",
                    "s",
                    median(&ours["cosine"].0),
                    ("scipy", median(&theirs["scipy"].0)),
                    Ratio::TimesFaster,
                    Bar::Least(1.5),
                );
                report.note(differ(&ours["cosine"].1, &theirs["scipy"].1));
            }
        }
        Ok(())
    }

    fn texts(&self, report: &mut Report) -> Result<()> {
        println!("similar texts");
        let file = self.bench.path("texts").to_string_lossy().into_owned();
        super::child::write(Path::new(&file), &sayings(20_000))?;
        let (ours, theirs) = self.both(&["texts", &file], &["texts", &file])?;
        match theirs {
            Err(why) => report.missing("similar texts: datasketch", why.to_string()),
            Ok(theirs) => report.against(
                "similar texts, 20k",
                "s",
                median(&ours["texts"].0),
                ("datasketch", median(&theirs["datasketch"].0)),
                Ratio::TimesFaster,
                Bar::Least(25.0),
            ),
        }
        Ok(())
    }

    fn files(&self, report: &mut Report) -> Result<()> {
        println!("files");
        let dir = self.dir("100k")?;
        for form in ["gexf", "graphml", "csv", "json"] {
            let ours = self.ours(&["write", &dir, form])?;
            let (took, bytes) = &ours["write"];
            let rate = bytes.as_f64().unwrap_or(0.0) / 1e6 / median(took);
            report.alone(&format!("writing {form}"), "MB/s", rate, Bar::Least(80.0));
        }
        Ok(())
    }

    fn million(&self, report: &mut Report) -> Result<()> {
        println!("1M nodes");
        let dir = self.dir("1M")?;
        self.make(&["generate", &dir, "1000000", "4800000", "7"])?;
        let weigh = self.weigh.to_string_lossy().into_owned();
        let (took, _) = self.bench.run(&[weigh.as_str(), "whole", &dir])?;
        report.alone("1M nodes: built and measured", "s", took.cpu, Bar::None);
        report.alone(
            "1M nodes: memory",
            "MiB",
            took.peak_mib(),
            Bar::Most(1500.0),
        );
        std::fs::remove_dir_all(dir)?;
        Ok(())
    }
}

/// Twenty thousand short texts, each fifth nearly one that was there before.
fn sayings(count: usize) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut lines: Vec<Vec<String>> = Vec::with_capacity(count);
    for at in 0..count {
        if at > 100 && at % 5 == 0 {
            let mut copy = lines[next(at)].clone();
            let place = next(copy.len());
            copy[place] = format!("w{}", next(5000));
            lines.push(copy);
        } else {
            lines.push(
                (0..12 + next(8))
                    .map(|_| format!("w{}", next(5000)))
                    .collect(),
            );
        }
    }
    lines
        .iter()
        .map(|words| words.join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// In words, by how much two answers differ.
fn differ(a: &Value, b: &Value) -> String {
    let flat = |value: &Value| -> Vec<f64> {
        match value {
            Value::Array(values) => values.iter().filter_map(Value::as_f64).collect(),
            one => one.as_f64().into_iter().collect(),
        }
    };
    let (a, b) = (flat(a), flat(b));
    if a.is_empty() || a.len() != b.len() {
        return String::new();
    }
    let most = b
        .iter()
        .fold(0.0f64, |most, value| most.max(value.abs()))
        .max(f64::MIN_POSITIVE);
    let apart = a
        .iter()
        .zip(&b)
        .fold(0.0f64, |most, (a, b)| most.max((a - b).abs()));
    if apart == 0.0 {
        "equal".to_owned()
    } else {
        format!("differ by {:.1e} of the greatest", apart / most)
    }
}

fn heard(call: &mut Command, told: &mut Told) -> Result<()> {
    let output = call
        .output()
        .with_context(|| format!("cannot start {call:?}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("failed: {}", said.trim().lines().last().unwrap_or_default());
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(one) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let what = one["what"].as_str().unwrap_or_default().to_owned();
        let entry = told
            .entry(what)
            .or_insert_with(|| (Vec::new(), Value::Null));
        entry.0.push(one["cpu"].as_f64().unwrap_or(f64::NAN));
        entry.1 = one["found"].clone();
    }
    Ok(())
}
