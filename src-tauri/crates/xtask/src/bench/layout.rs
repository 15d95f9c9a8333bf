//! `cargo xtask bench layout`: places for nodes, against graphology's ForceAtlas2 on the same networks.

use super::child::{median, remove, write};
use super::report::{Bar, Ratio, Report};
use super::target_dir;
use crate::root;
use crate::step::{command, has, must};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

const HELP: &str = "\
cargo xtask bench layout [--large] [--repeat N] [--binary PATH]
  --large   also a million nodes
  --repeat  how often each side runs (3); the medians count
  --binary  a build of the example `arrange` that is there already
";

const GRAPHOLOGY: &str = "graphology";
/// As Gephi Lite and most pages do it.
const ITERATIONS: usize = 300;
/// Steps on the finest level until the first good picture, and more of them, to tell what one costs.
const STEPS: usize = 30;
const MORE_STEPS: usize = 90;

/// A network, and what the design asks for on it.
struct Size {
    name: &'static str,
    nodes: usize,
    edges: usize,
    /// Processor seconds to the first good picture.
    bar: f64,
    /// Iterations of the peer that tell what one costs; none where they would take too long.
    peer_iterations: Option<usize>,
}

const SIZES: [Size; 3] = [
    Size {
        name: "10k",
        nodes: 10_000,
        edges: 30_000,
        bar: 0.3,
        peer_iterations: Some(ITERATIONS),
    },
    Size {
        name: "100k",
        nodes: 100_000,
        edges: 446_000,
        bar: 3.0,
        peer_iterations: Some(10),
    },
    Size {
        name: "1M",
        nodes: 1_000_000,
        edges: 4_800_000,
        bar: 30.0,
        peer_iterations: None,
    },
];

#[derive(Debug, Deserialize)]
struct Spent {
    cpu: f64,
}

#[derive(Debug, Deserialize)]
struct Judged {
    edge_length: f64,
    purity: f64,
    stress: f64,
    energy: f64,
}

#[derive(Debug, Deserialize)]
struct Stopped {
    longest: f64,
    stops: u32,
}

/// What is run, and where.
struct Sides {
    dir: PathBuf,
    arrange: PathBuf,
    /// Why the peer is not there, if it is not.
    peer: std::result::Result<(), String>,
    repeat: usize,
}

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
            strange => bail!("`xtask bench layout` does not know `{strange}`\n{HELP}"),
        }
    }
    let root = root()?;
    let target = target_dir(&root);
    let dir = target.join("bench").join("layout");
    std::fs::create_dir_all(&dir)?;
    let arrange = match binary {
        Some(binary) => binary,
        None => build(&root, &target)?,
    };
    let sides = Sides {
        peer: peer(&dir),
        dir,
        arrange,
        repeat: repeat.max(1),
    };
    let mut report = Report::default();
    for size in SIZES.iter().filter(|size| large || size.nodes < 1_000_000) {
        sides.measure(size, &mut report)?;
    }
    println!("\n{}", report.table());
    let latest = sides.dir.join("latest.json");
    write(&latest, &(serde_json::to_string_pretty(&report)? + "\n"))?;
    println!(
        "processor seconds over all threads; written to {}",
        latest.display()
    );
    match report.missed() {
        0 => Ok(()),
        missed => bail!("{missed} bars are missed"),
    }
}

fn build(root: &Path, target: &Path) -> Result<PathBuf> {
    println!("building the example `arrange`");
    must(&mut command(
        root,
        &[
            "cargo",
            "build",
            "--quiet",
            "--profile",
            "bench-fast",
            "--package",
            "starling-network",
            "--example",
            "arrange",
        ],
    ))?;
    Ok(target.join("bench-fast").join("examples").join("arrange"))
}

/// Fetches the peer from npm once; it stays beside the results.
fn peer(dir: &Path) -> std::result::Result<(), String> {
    if !has("node") || !has("npm") {
        return Err("node and npm are not here".to_owned());
    }
    let package = r#"{"private": true, "type": "module", "dependencies": {"graphology": "0.26.0", "graphology-layout-forceatlas2": "0.10.1"}}"#;
    let is_there = dir
        .join("node_modules")
        .join("graphology-layout-forceatlas2");
    let written = write(&dir.join("package.json"), package)
        .and_then(|()| write(&dir.join("layout.mjs"), include_str!("layout.mjs")));
    written.map_err(|why| why.to_string())?;
    if !is_there.is_dir() {
        // What npm says is of no use here; what counts is whether the package is there.
        let _ = Command::new("npm")
            .args(["install", "--silent", "--no-audit", "--no-fund"])
            .current_dir(dir)
            .status();
    }
    if is_there.is_dir() {
        Ok(())
    } else {
        Err("npm could not install graphology-layout-forceatlas2".to_owned())
    }
}

impl Sides {
    fn measure(&self, size: &Size, report: &mut Report) -> Result<()> {
        println!("{} nodes, {} edges", size.nodes, size.edges);
        let network = self.dir.join(format!("network-{}", size.name));
        let (ours, theirs) = (self.dir.join("ours"), self.dir.join("theirs"));
        let (n, m) = (size.nodes.to_string(), size.edges.to_string());
        self.arrange_plain(&[
            "generate".as_ref(),
            network.as_os_str(),
            n.as_ref(),
            m.as_ref(),
            "7".as_ref(),
        ])?;
        let (mut first, mut step, mut peer) = (Vec::new(), Vec::new(), Vec::new());
        // By turns, since a busy machine is not equally busy all the time.
        for _ in 0..self.repeat {
            let more = self.run(&network, &ours, MORE_STEPS)?;
            let fewer = self.run(&network, &ours, STEPS)?;
            first.push(fewer);
            step.push((more - fewer) / (MORE_STEPS - STEPS) as f64);
            if let (Ok(()), Some(iterations)) = (&self.peer, size.peer_iterations) {
                peer.push(self.graphology(&network, &theirs, iterations)? / iterations as f64);
            }
        }
        let name = size.name;
        report.alone(
            &format!("{name}: first picture"),
            "s",
            median(&first),
            Bar::Most(size.bar),
        );
        let judged: Judged =
            self.arrange(&["judge".as_ref(), network.as_os_str(), ours.as_os_str()])?;
        report.note(words(&judged));
        match (&self.peer, size.peer_iterations) {
            (Err(why), _) => report.missing(&format!("{name}: {GRAPHOLOGY}"), why),
            (Ok(()), None) => {}
            (Ok(()), Some(iterations)) => {
                let peer = median(&peer);
                report.against(
                    &format!("{name}: one iteration"),
                    "ms",
                    1e3 * median(&step),
                    (GRAPHOLOGY, 1e3 * peer),
                    Ratio::TimesFaster,
                    Bar::Least(12.0),
                );
                if iterations == ITERATIONS {
                    let whole = (median(&first), peer * ITERATIONS as f64);
                    self.compare(report, whole, (&network, &theirs), &judged)?;
                }
            }
        }
        self.draw(size, (&network, &ours), report)?;
        if size.nodes >= 1_000_000 {
            let stopped: Stopped = self.arrange(&["stop".as_ref(), network.as_os_str()])?;
            report.alone(
                &format!("{name}: longest wait after a stop"),
                "s",
                stopped.longest,
                Bar::Most(0.1),
            );
            report.note(format!("{} stops", stopped.stops));
        }
        for file in [network, ours, theirs] {
            remove(&file)?;
        }
        Ok(())
    }

    /// The first picture beside the peer's after all its iterations.
    fn compare(
        &self,
        report: &mut Report,
        (ours, theirs): (f64, f64),
        (network, places): (&Path, &Path),
        judged: &Judged,
    ) -> Result<()> {
        report.against(
            "10k: first picture",
            "s",
            ours,
            (&format!("{GRAPHOLOGY}, {ITERATIONS} iterations"), theirs),
            Ratio::TimesFaster,
            Bar::Least(40.0),
        );
        let peer: Judged =
            self.arrange(&["judge".as_ref(), network.as_os_str(), places.as_os_str()])?;
        report.note(words(&peer));
        // Energies are negative; the lower, the better.
        report.alone(
            "10k: energy above the peer's, a unit of mass",
            "",
            judged.energy - peer.energy,
            Bar::Most(0.0),
        );
        Ok(())
    }

    fn draw(
        &self,
        size: &Size,
        (network, places): (&Path, &Path),
        report: &mut Report,
    ) -> Result<()> {
        let words = [
            "draw".as_ref(),
            network.as_os_str(),
            places.as_os_str(),
            "1100".as_ref(),
        ];
        let drawn: Spent = self.arrange(&words)?;
        report.alone(
            &format!("{}: drawn at 1100 by 1100", size.name),
            "s",
            drawn.cpu,
            Bar::None,
        );
        Ok(())
    }

    fn run(&self, network: &Path, places: &Path, steps: usize) -> Result<f64> {
        let steps = steps.to_string();
        let words = [
            "run".as_ref(),
            network.as_os_str(),
            places.as_os_str(),
            steps.as_ref(),
            "linear".as_ref(),
        ];
        Ok(self.arrange::<Spent>(&words)?.cpu)
    }

    fn graphology(&self, network: &Path, places: &Path, iterations: usize) -> Result<f64> {
        let mut node = Command::new("node");
        node.arg(self.dir.join("layout.mjs"))
            .arg(network)
            .arg(places)
            .arg(iterations.to_string());
        Ok(serde_json::from_str::<Spent>(&said(&mut node)?)?.cpu)
    }

    fn arrange<T: DeserializeOwned>(&self, words: &[&OsStr]) -> Result<T> {
        Ok(serde_json::from_str(&self.arrange_plain(words)?)?)
    }

    fn arrange_plain(&self, words: &[&OsStr]) -> Result<String> {
        said(Command::new(&self.arrange).args(words))
    }
}

fn said(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !output.status.success() {
        bail!(
            "{command:?} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn words(judged: &Judged) -> String {
    format!(
        "edge length {:.3}, purity {:.3}, stress {:.3}, energy {:.0}",
        judged.edge_length, judged.purity, judged.stress, judged.energy
    )
}
