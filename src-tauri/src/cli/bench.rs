//! `bench-queries`: how long queries take on one open vault. Hidden; `cargo xtask bench` calls it.

use super::args::Options;
use super::output::Answer;
use super::passphrase;
use super::questions::in_query;
use crate::words;
use serde::{Deserialize, Serialize};
use starling_query::ask::{Bucket, Sort};
use starling_session::Session;
use starling_session::clock::Stopwatch;
use starling_wire::Failure;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct Wanted {
    name: String,
    /// `count`, `count_newest50`, `page`, `timeline_day`, `facet:FIELD`.
    kind: String,
    query: String,
    #[serde(default = "once")]
    repeat: usize,
}

fn once() -> usize {
    1
}

#[derive(Debug, Serialize)]
struct Measured {
    name: String,
    median_ms: f64,
    min_ms: f64,
    /// Of the whole process, a run, in the middle.
    cpu_ms: f64,
    total: u64,
}

pub(super) fn run(file: &Path, options: &Options) -> Result<Answer, Failure> {
    let unreadable =
        |why: String| Failure::failed(format!("cannot read `{}`: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|why| unreadable(why.to_string()))?;
    let wanted: Vec<Wanted> =
        serde_json::from_str(&text).map_err(|why| unreadable(why.to_string()))?;
    let session = passphrase::open(options)?;
    let measured = wanted
        .iter()
        .map(|wanted| measure(&session, wanted))
        .collect::<Result<Vec<_>, Failure>>()?;
    let lines: String = measured
        .iter()
        .map(|one| format!("{:>10.2} ms  {}\n", one.median_ms, one.name))
        .collect();
    Answer::new(&measured, lines)
}

fn measure(session: &Session, wanted: &Wanted) -> Result<Measured, Failure> {
    let (mut walls, mut cpus, mut total) = (Vec::new(), Vec::new(), 0);
    for _ in 0..wanted.repeat.max(1) {
        let (watch, cpu) = (Stopwatch::start(), cpu_ms());
        total = ask(session, wanted)?;
        walls.push(watch.seconds() * 1000.0);
        cpus.push(cpu_ms() - cpu);
    }
    walls.sort_by(f64::total_cmp);
    cpus.sort_by(f64::total_cmp);
    Ok(Measured {
        name: wanted.name.clone(),
        median_ms: walls[walls.len() / 2],
        min_ms: walls[0],
        cpu_ms: cpus[cpus.len() / 2],
        total,
    })
}

fn ask(session: &Session, wanted: &Wanted) -> Result<u64, Failure> {
    let query = wanted.query.as_str();
    let failed = in_query(query);
    let newest = |limit| {
        session
            .search(query, Sort::Newest, 0, limit)
            .map(|page| page.total)
    };
    match wanted.kind.split_once(':').unwrap_or((&wanted.kind, "")) {
        ("count", _) => session
            .count(query)
            .map(|counted| counted.tweets)
            .map_err(failed),
        ("count_newest50" | "page", _) => newest(50).map_err(failed),
        ("timeline_day", _) => session
            .timeline(query, Some(Bucket::Day), None)
            .map(|(_, timeline)| timeline.total)
            .map_err(failed),
        ("facet", field) => session
            .facets(query, &[words::facet(field)?], 10)
            .map(|(total, _)| total)
            .map_err(failed),
        (other, _) => Err(Failure::usage(format!("`{other}` is nothing to measure"))),
    }
}

/// Milliseconds of processor time that this process has used.
#[cfg(unix)]
fn cpu_ms() -> f64 {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    spent.tv_sec as f64 * 1000.0 + spent.tv_nsec as f64 / 1e6
}

#[cfg(not(unix))]
fn cpu_ms() -> f64 {
    0.0
}
