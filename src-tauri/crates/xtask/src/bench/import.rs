//! Importing: time, processor, memory, room on disk, and what encryption costs.

use super::Sides;
use super::child::{Took, median, remove, write};
use super::report::{Bar, Ratio, Report};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// Measures imports and leaves one vault, one SQLite database and one DuckDB database for the queries.
pub(super) fn measure(sides: &Sides, report: &mut Report) -> Result<()> {
    report.csv_bytes = sides
        .files
        .iter()
        .map(|file| file.metadata().map_or(0, |meta| meta.len()))
        .sum();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut answer = Value::Null;
    for turn in 1..=sides.repeat {
        println!("import {turn} of {}: Starling", sides.repeat);
        let (took, said) = starling(sides, &sides.binary, &sides.vault())?;
        ours.push(took);
        answer = said;
        println!("import {turn} of {}: SQLite", sides.repeat);
        theirs.push(sqlite(sides)?);
    }
    let of =
        |took: &[Took], part: fn(&Took) -> f64| median(&took.iter().map(part).collect::<Vec<_>>());
    let (wall, cpu): (fn(&Took) -> f64, fn(&Took) -> f64) = (|took| took.wall, |took| took.cpu);
    report.tweets = answer["tweets"]
        .as_u64()
        .context("the import says how many tweets it read")?;
    let peer = "sqlite3 .import + FTS5";
    report.against(
        "import, wall",
        "s",
        of(&ours, wall),
        (peer, of(&theirs, wall)),
        Ratio::OfPeer,
        Bar::Most(1.0),
    );
    report.note(format!(
        "{:.0} tweets/s",
        report.tweets as f64 / of(&ours, wall)
    ));
    report.against(
        "import, CPU",
        "s",
        of(&ours, cpu),
        (peer, of(&theirs, cpu)),
        Ratio::OfPeer,
        Bar::Most(1.8),
    );
    match &sides.sqlite_utils {
        Ok(()) => {
            println!("import: sqlite-utils");
            let took = sqlite_utils(sides)?;
            let bar = Bar::Most(0.25);
            report.against(
                "import, CPU",
                "s",
                of(&ours, cpu),
                ("sqlite-utils", took),
                Ratio::OfPeer,
                bar,
            );
        }
        Err(why) => report.missing("import against sqlite-utils", why),
    }
    pace(&answer, report);
    let peak = ours.iter().map(Took::peak_mib).fold(0.0, f64::max);
    report.alone("import, peak memory", "MiB", peak, Bar::Most(1536.0));
    room(sides, report)?;
    encryption(sides, &ours, report)
}

/// Imports into a fresh vault; making the vault is not measured.
fn starling(sides: &Sides, binary: &Path, vault: &Path) -> Result<(Took, Value)> {
    remove(vault)?;
    sides
        .bench
        .run(&sides.starling_by(binary, vault, &["vault", "create"]))?;
    let files: Vec<String> = sides
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let words: Vec<&str> = std::iter::once("import")
        .chain(files.iter().map(String::as_str))
        .collect();
    let (took, text) = sides.bench.run(&sides.starling_by(binary, vault, &words))?;
    Ok((
        took,
        serde_json::from_str(&text).context("the import answers in JSON")?,
    ))
}

/// All columns as text, no journal, nothing synced: as fast as the command line can.
fn sqlite(sides: &Sides) -> Result<Took> {
    let database = sides.sqlite();
    remove(&database)?;
    let mut script = "PRAGMA journal_mode=OFF;\nPRAGMA synchronous=OFF;\nPRAGMA cache_size=-262144;\n.mode csv\n".to_owned();
    for (nth, file) in sides.files.iter().enumerate() {
        // The first header makes the table; later ones are no rows.
        let skip = if nth == 0 { "" } else { "--skip 1 " };
        script += &format!(".import {skip}'{}' tweets\n", file.display());
    }
    script += "CREATE VIRTUAL TABLE fts USING fts5(tweet_text, content='tweets', content_rowid='rowid');\n\
               INSERT INTO fts(fts) VALUES('rebuild');\n";
    let path = sides.bench.path("import.sql");
    write(&path, &script)?;
    let read = format!(".read '{}'", path.display());
    let (took, _) = sides
        .bench
        .run(&["sqlite3", &database.display().to_string(), &read])?;
    Ok(took)
}

/// Seconds of CPU.
fn sqlite_utils(sides: &Sides) -> Result<f64> {
    let database = sides.bench.path("utils.db");
    remove(&database)?;
    let base = database.display().to_string();
    let mut cpu = 0.0;
    let mut call = |words: &[&str]| -> Result<()> {
        let python = sides.bench.python.display().to_string();
        let words: Vec<&str> = [python.as_str(), "-m", "sqlite_utils"]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        cpu += sides.bench.run(&words)?.0.cpu;
        Ok(())
    };
    for file in &sides.files {
        let file = file.display().to_string();
        call(&["insert", &base, "tweets", &file, "--csv", "--silent"])?;
    }
    call(&["enable-fts", &base, "tweets", "tweet_text"])?;
    remove(&database)?;
    Ok(cpu)
}

/// The last file's rate by the first one's; each holds a million.
fn pace(answer: &Value, report: &mut Report) {
    let what = "rate of the last million by the first";
    let rates: Vec<f64> = answer["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| Some(file["tweets"]["read"].as_f64()? / file["seconds"].as_f64()?))
        .collect();
    match rates.as_slice() {
        [first, .., last] => {
            report.alone(what, "×", last / first, Bar::Least(0.85));
            report.note(format!(
                "{first:.0} and {last:.0} tweets/s, {} files",
                rates.len()
            ));
        }
        _ => report.missing(what, "one file only; give --tweets 2000000 or --large"),
    }
}

fn room(sides: &Sides, report: &mut Report) -> Result<()> {
    let (_, text) = sides
        .bench
        .run(&sides.starling(&sides.vault(), &["vault", "info"]))?;
    let info: Value = serde_json::from_str(&text)?;
    let bytes = |part: &str| {
        info["bytes"][part]
            .as_f64()
            .with_context(|| format!("vault info tells the bytes of {part}"))
    };
    let tweets = report.tweets as f64;
    let (store, index) = (bytes("store")? / tweets, bytes("index")? / tweets);
    let theirs = sides.sqlite().metadata()?.len() as f64 / tweets;
    report.alone(
        "bytes a tweet, store and index",
        "B",
        store + index,
        Bar::Most(340.0),
    );
    report.note(format!(
        "store {store:.0}, index {index:.0}; CSV {:.0}",
        report.csv_bytes as f64 / tweets
    ));
    report.against(
        "the same",
        "B",
        store + index,
        ("SQLite + FTS5", theirs),
        Ratio::OfPeer,
        Bar::None,
    );
    Ok(())
}

fn encryption(sides: &Sides, sealed: &[Took], report: &mut Report) -> Result<()> {
    let what = "cost of encryption, import";
    let Some(binary) = &sides.plain_binary else {
        report.missing(what, "no build with plain files was given (--plain-binary)");
        return Ok(());
    };
    let vault = sides.bench.path("plain-vault");
    let (mut walls, mut cpus) = (Vec::new(), Vec::new());
    for (turn, again) in (1..=sides.repeat).zip(sealed) {
        println!(
            "import {turn} of {}: without encryption, then with it",
            sides.repeat
        );
        let (plain, _) = starling(sides, binary, &vault)?;
        let (sealed, _) = starling(sides, &sides.binary, &sides.vault())?;
        walls.push(sealed.wall.min(again.wall) / plain.wall);
        cpus.push(sealed.cpu.min(again.cpu) / plain.cpu);
    }
    report.alone(what, "×", median(&walls), Bar::Most(1.15));
    report.note(format!("wall; CPU {:.2}×", median(&cpus)));
    Ok(())
}
