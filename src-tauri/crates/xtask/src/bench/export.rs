//! Exporting: rows as CSV against `sqlite3 -csv` on the plain database of the same run, and memory as rows grow.

use super::Sides;
use super::child::{Took, median, remove};
use super::report::{Bar, Ratio, Report};
use anyhow::{Context, Result};
use serde_json::Value;

/// The parts of the selection by which memory is compared: half of the tweets, and all of them.
const HALF: &str = "half";
const ALL: &str = "*";

/// Measures exports of the vault and the database that the imports left.
pub(super) fn measure(sides: &Sides, report: &mut Report) -> Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 1..=sides.repeat {
        println!("export {turn} of {}: Starling", sides.repeat);
        let (took, rows) = starling(sides, ALL, "csv")?;
        anyhow::ensure!(
            rows == report.tweets,
            "the export holds {rows} rows of {}",
            report.tweets
        );
        ours.push(took);
        println!("export {turn} of {}: SQLite", sides.repeat);
        theirs.push(sqlite(sides)?);
    }
    let of =
        |took: &[Took], part: fn(&Took) -> f64| median(&took.iter().map(part).collect::<Vec<_>>());
    let wall = of(&ours, |took| took.wall);
    let peer = "sqlite3 -csv, plain";
    report.against(
        "export of all rows as CSV, wall",
        "s",
        wall,
        (peer, of(&theirs, |took| took.wall)),
        Ratio::OfPeer,
        Bar::None,
    );
    report.note(format!(
        "{:.0} rows/s; decided, scanned, hashed and logged",
        report.tweets as f64 / wall
    ));
    report.against(
        "the same, CPU",
        "s",
        of(&ours, |took| took.cpu),
        (peer, of(&theirs, |took| took.cpu)),
        Ratio::OfPeer,
        Bar::None,
    );
    let (half, rows) = starling(sides, HALF, "csv")?;
    let whole = ours.iter().map(Took::peak_mib).fold(0.0, f64::max);
    report.alone("export, peak memory", "MiB", whole, Bar::Most(1024.0));
    report.note(format!("{:.0} MiB for {rows} rows", half.peak_mib()));
    let grown = report.tweets.saturating_sub(rows).max(1) as f64;
    let bytes = (whole - half.peak_mib()).max(0.0) * 1024.0 * 1024.0 / grown;
    // A row's number and the digest by which it is found again: 8 bytes each, and what allocators round them up to.
    report.alone(
        "export, memory for each further row",
        "B",
        bytes,
        Bar::Most(64.0),
    );
    let (parquet, _) = starling(sides, ALL, "parquet")?;
    report.alone(
        "export of all rows as Parquet",
        "s",
        parquet.wall,
        Bar::None,
    );
    report.note(format!("peak {:.0} MiB", parquet.peak_mib()));
    Ok(())
}

/// Exports to a file; gives how many rows it holds.
fn starling(sides: &Sides, which: &str, form: &str) -> Result<(Took, u64)> {
    let out = sides.bench.path("export.out");
    remove(&out)?;
    remove(&sides.bench.path("export.out.manifest.json"))?;
    let query = if which == HALF {
        // Hours of the day cut the tweets into parts without a word being looked for.
        middle(sides)?
    } else {
        which.to_owned()
    };
    let out = out.display().to_string();
    let words = ["export", &query, "--format", form, "--out", &out];
    let (took, text) = sides.bench.run(&sides.starling(&sides.vault(), &words))?;
    let said: Value = serde_json::from_str(&text).context("the export answers in JSON")?;
    let rows = said["rows"].as_u64().context("it says how many rows")?;
    Ok((took, rows))
}

/// A query that holds about half of the tweets: those since the middle of the time line.
fn middle(sides: &Sides) -> Result<String> {
    let words = ["timeline", "*", "--by", "day"];
    let (_, text) = sides.bench.run(&sides.starling(&sides.vault(), &words))?;
    let said: Value = serde_json::from_str(&text)?;
    let total = said["total"].as_u64().unwrap_or(0);
    let mut seen = 0;
    for bucket in said["buckets"].as_array().into_iter().flatten() {
        seen += bucket["count"].as_u64().unwrap_or(0);
        if seen * 2 >= total {
            let start = bucket["start"].as_str().unwrap_or_default();
            return Ok(format!("since:{}", start.get(..10).unwrap_or_default()));
        }
    }
    Ok(ALL.to_owned())
}

/// The same columns from the plain database, as fast as its command line can.
fn sqlite(sides: &Sides) -> Result<Took> {
    let out = sides.bench.path("peer.csv");
    remove(&out)?;
    let output = format!(".output '{}'", out.display());
    let (took, _) = sides.bench.run(&[
        "sqlite3",
        "-csv",
        "-header",
        "-cmd",
        &output,
        &sides.sqlite().display().to_string(),
        "SELECT * FROM tweets",
    ])?;
    remove(&out)?;
    Ok(took)
}
