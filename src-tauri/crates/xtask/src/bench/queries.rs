//! Queries: words, phrases and prefixes against FTS5, columns against DuckDB, and what nobody else has.
//!
//! Starling keeps the documents of the last queries, so each word is asked in several spellings (`Trump`, `tRump`),
//! which mean the same and are looked up anew; FTS5 is asked the same spellings.

use super::Sides;
use super::child::{median, write};
use super::report::{Bar, Ratio, Report};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Spellings of each word; the first warms up and is not counted.
const SPELLINGS: usize = 8;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Chosen {
    rows: u64,
    word_12: String,
    word_5: String,
    word_05: String,
    rare: [String; 2],
    phrase: String,
    prefix: String,
    infix: String,
}

/// One thing to ask of FTS5.
#[derive(Debug, Serialize)]
struct Match {
    name: String,
    kind: &'static str,
    matches: Vec<String>,
    repeat: usize,
}

/// One thing to ask of `starling bench-queries`.
#[derive(Debug, Serialize)]
struct Wanted {
    name: String,
    kind: String,
    query: String,
    repeat: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Timed {
    median_ms: f64,
    cpu_ms: f64,
    total: u64,
}

#[derive(Debug, Deserialize)]
struct Named {
    name: String,
    #[serde(flatten)]
    timed: Timed,
}

/// What is compared with FTS5: name, what is asked, the words, how they are written there, and the bar.
struct Pair {
    name: &'static str,
    kind: &'static str,
    ours: Vec<String>,
    theirs: Vec<String>,
    bar: Bar,
}

pub(super) fn measure(sides: &Sides, report: &mut Report) -> Result<()> {
    println!("choosing words");
    let (_, chosen) = sides
        .bench
        .peers::<_, Chosen>(&["choose", &sides.sqlite().display().to_string()])?;
    report.words = serde_json::to_value(&chosen)?;
    let pairs = pairs(&chosen);
    let mut runs: Vec<(BTreeMap<String, Timed>, BTreeMap<String, Timed>)> = Vec::new();
    for turn in 1..=sides.repeat.max(3) {
        println!("queries {turn} of {}", sides.repeat.max(3));
        runs.push((ours(sides, &wanted(&pairs, &chosen))?, fts(sides, &pairs)?));
    }
    let of_ours = |name: &str, part: fn(&Timed) -> f64| -> Result<f64> {
        let values: Option<Vec<f64>> = runs
            .iter()
            .map(|(ours, _)| ours.get(name).map(part))
            .collect();
        Ok(median(
            &values.with_context(|| format!("`{name}` was not answered"))?,
        ))
    };
    for pair in &pairs {
        let mine = of_ours(pair.name, |timed| timed.median_ms)?;
        let values: Vec<f64> = runs
            .iter()
            .filter_map(|(_, theirs)| theirs.get(pair.name))
            .map(|timed| timed.median_ms)
            .collect();
        let theirs = median(&values);
        match pair.bar {
            // Counts are a matter of milliseconds on both sides; the difference counts.
            Bar::Most(more) => {
                report.alone(
                    &format!("{}: more than FTS5", pair.name),
                    "ms",
                    mine - theirs,
                    Bar::Most(more),
                );
                report.note(format!("{mine:.2} ms, FTS5 {theirs:.2} ms"));
            }
            bar => {
                report.against(
                    pair.name,
                    "ms",
                    mine,
                    ("FTS5, plain", theirs),
                    Ratio::TimesFaster,
                    bar,
                );
                let by_row = runs
                    .iter()
                    .filter_map(|(_, theirs)| theirs.get(&by_row(pair.name)))
                    .map(|timed| timed.median_ms);
                let by_row = median(&by_row.collect::<Vec<_>>());
                // Tokens differ a little (`#harbour`, `don't`), so do the totals.
                let (mine, theirs) = (runs[0].0[pair.name].total, runs[0].1[pair.name].total);
                report.note(format!(
                    "{mine} tweets, FTS5 {theirs}; FTS5 by rowid {by_row:.2} ms"
                ));
            }
        }
    }
    columns(sides, &of_ours, report)?;
    let infix = of_ours("infix", |timed| timed.median_ms)?;
    report.alone("infix regular expression", "ms", infix, Bar::Most(500.0));
    report.note(format!(
        "/.*{}.*/, {} tweets",
        chosen.infix, runs[0].0["infix"].total
    ));
    for (share, most) in [("5 %", 150.0), ("all", 500.0)] {
        let parts: Result<f64> = VIEWS
            .iter()
            .map(|view| of_ours(&format!("{share}: {view}"), |timed| timed.median_ms))
            .sum();
        report.alone(
            &format!("page, days and eight facets, {share} matched"),
            "ms",
            parts?,
            Bar::Most(most),
        );
    }
    if sides.plain_binary.is_none() {
        report.missing(
            "cost of encryption, queries",
            "no build with plain files was given (--plain-binary)",
        );
    } else {
        encryption(sides, &pairs, &chosen, report)?;
    }
    cold(sides, &chosen, report)?;
    opening(sides, report)?;
    report.missing(
        "edges author to retweeted",
        "`cargo xtask bench network` measures them",
    );
    Ok(())
}

/// The views of one query, as the explore screen asks for them.
const VIEWS: [&str; 10] = [
    "page",
    "timeline_day",
    "facet:dataset",
    "facet:lang",
    "facet:kind",
    "facet:account",
    "facet:hashtag",
    "facet:domain",
    "facet:client",
    "facet:mention",
];

fn pairs(chosen: &Chosen) -> Vec<Pair> {
    let quoted = |word: &String| format!("\"{word}\"");
    let newest = |name, words: Vec<String>, bar| Pair {
        name,
        kind: "count_newest50",
        theirs: words.iter().map(quoted).collect(),
        ours: words,
        bar,
    };
    let phrases = spellings(&chosen.phrase);
    let prefixes = spellings(&chosen.prefix);
    let both: Vec<(String, String)> = spellings(&chosen.rare[0])
        .into_iter()
        .zip(spellings(&chosen.rare[1]))
        .collect();
    vec![
        newest(
            "count and newest 50, a word in 12 %",
            spellings(&chosen.word_12),
            Bar::Least(30.0),
        ),
        newest(
            "count and newest 50, a word in 0.5 %",
            spellings(&chosen.word_05),
            Bar::Least(4.0),
        ),
        Pair {
            name: "count and newest 50, a phrase",
            kind: "count_newest50",
            ours: phrases.iter().map(quoted).collect(),
            theirs: phrases.iter().map(quoted).collect(),
            bar: Bar::Least(4.0),
        },
        Pair {
            name: "count and newest 50, a prefix",
            kind: "count_newest50",
            ours: prefixes.iter().map(|prefix| format!("{prefix}*")).collect(),
            theirs: prefixes.iter().map(|prefix| format!("{prefix}*")).collect(),
            bar: Bar::Least(4.0),
        },
        Pair {
            name: "count alone, a word in 0.5 %",
            kind: "count",
            // Other spellings than the ones above, whose documents are still kept.
            theirs: further_spellings(&chosen.word_05)
                .iter()
                .map(quoted)
                .collect(),
            ours: further_spellings(&chosen.word_05),
            bar: Bar::Most(3.0),
        },
        Pair {
            name: "count alone, two rare words",
            kind: "count",
            ours: both.iter().map(|(a, b)| format!("{a} {b}")).collect(),
            theirs: both
                .iter()
                .map(|(a, b)| format!("\"{a}\" AND \"{b}\""))
                .collect(),
            bar: Bar::Most(3.0),
        },
    ]
}

/// The same word in other cases: as many as there are letters for.
fn spellings(word: &str) -> Vec<String> {
    all_spellings(word).take(SPELLINGS).collect()
}

/// Those that [`spellings`] does not give.
fn further_spellings(word: &str) -> Vec<String> {
    all_spellings(word)
        .skip(SPELLINGS)
        .take(SPELLINGS)
        .collect()
}

fn all_spellings(word: &str) -> impl Iterator<Item = String> + use<'_> {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count().min(16);
    let spelt = move |bits: usize| -> String {
        let mut nth = 0;
        let case = |c: char| {
            if !c.is_ascii_alphabetic() {
                return c;
            }
            nth += 1;
            if bits >> (nth - 1) & 1 == 1 {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        };
        word.chars().map(case).collect()
    };
    // `AND`, `OR` and `NOT` in capitals are no words.
    (0..1 << letters)
        .map(spelt)
        .filter(|word| !["AND", "OR", "NOT"].contains(&word.as_str()))
}

fn by_row(name: &str) -> String {
    format!("{name} by rowid")
}

fn wanted(pairs: &[Pair], chosen: &Chosen) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let mut ask = |name: &str, kind: &str, query: &str, repeat| {
        wanted.push(Wanted {
            name: name.to_owned(),
            kind: kind.to_owned(),
            query: query.to_owned(),
            repeat,
        });
    };
    for pair in pairs {
        for (nth, query) in pair.ours.iter().enumerate() {
            ask(&format!("{}#{nth}", pair.name), pair.kind, query, 1);
        }
    }
    for (nth, infix) in spellings(&chosen.infix).iter().enumerate() {
        ask(
            &format!("infix#{nth}"),
            "count",
            &format!("/.*{infix}.*/"),
            1,
        );
    }
    for (kind, name) in COLUMNS {
        ask(name, kind, "*", 7);
    }
    for view in VIEWS {
        ask(&format!("all: {view}"), view, "*", 3);
    }
    // The views of one query share its documents, which the page finds: so the page alone is asked in all spellings.
    for (nth, word) in spellings(&chosen.word_5).iter().enumerate() {
        ask(&format!("5 %: page#{nth}"), "page", word, 1);
        for view in &VIEWS[1..] {
            ask(&format!("5 %: {view}#{nth}"), view, word, 1);
        }
    }
    wanted
}

const COLUMNS: [(&str, &str); 4] = [
    ("timeline_day", "day histogram"),
    ("facet:account", "top accounts"),
    ("facet:mention", "top mentions"),
    ("facet:hashtag", "top hashtags"),
];

/// Asks all in one process; spellings of one thing become one figure, their median without the first.
fn ours(sides: &Sides, wanted: &[Wanted]) -> Result<BTreeMap<String, Timed>> {
    ours_by(sides, &sides.binary, &sides.vault(), wanted)
}

fn ours_by(
    sides: &Sides,
    binary: &std::path::Path,
    vault: &std::path::Path,
    wanted: &[Wanted],
) -> Result<BTreeMap<String, Timed>> {
    let file = sides.bench.path("queries.json");
    write(&file, &serde_json::to_string(wanted)?)?;
    let call = sides.starling_by(
        binary,
        vault,
        &["bench-queries", &file.display().to_string()],
    );
    let (_, text) = sides.bench.run(&call)?;
    let answers: Vec<Named> =
        serde_json::from_str(&text).context("bench-queries answers in JSON")?;
    let mut groups: BTreeMap<String, Vec<Timed>> = BTreeMap::new();
    for answer in answers {
        let name = answer
            .name
            .split('#')
            .next()
            .unwrap_or(&answer.name)
            .to_owned();
        groups.entry(name).or_default().push(answer.timed);
    }
    Ok(groups
        .into_iter()
        .map(|(name, timed)| (name, middle(&timed)))
        .collect())
}

fn middle(timed: &[Timed]) -> Timed {
    let counted = if timed.len() > 1 { &timed[1..] } else { timed };
    let of = |part: fn(&Timed) -> f64| median(&counted.iter().map(part).collect::<Vec<_>>());
    Timed {
        median_ms: of(|one| one.median_ms),
        cpu_ms: of(|one| one.cpu_ms),
        total: timed[0].total,
    }
}

fn fts(sides: &Sides, pairs: &[Pair]) -> Result<BTreeMap<String, Timed>> {
    let mut asks = Vec::new();
    for pair in pairs {
        let (matches, repeat) = (pair.theirs.clone(), pair.theirs.len());
        if pair.kind == "count_newest50" {
            asks.push(Match {
                name: by_row(pair.name),
                kind: "count_rowid50",
                matches: matches.clone(),
                repeat,
            });
        }
        asks.push(Match {
            name: pair.name.to_owned(),
            kind: pair.kind,
            matches,
            repeat,
        });
    }
    let file = sides.bench.path("matches.json");
    write(&file, &serde_json::to_string(&asks)?)?;
    let words = [
        "fts".to_owned(),
        sides.sqlite().display().to_string(),
        file.display().to_string(),
    ];
    Ok(sides.bench.peers(&words)?.1)
}

/// Histogram and facets over everything, by processor time: DuckDB takes all cores as we do.
fn columns(
    sides: &Sides,
    ours: &dyn Fn(&str, fn(&Timed) -> f64) -> Result<f64>,
    report: &mut Report,
) -> Result<()> {
    if let Err(why) = &sides.duckdb {
        report.missing(
            "day histogram, top accounts, mentions and hashtags against DuckDB",
            why,
        );
        return Ok(());
    }
    println!("columns: DuckDB");
    let database = sides.bench.path("duck.db").display().to_string();
    let files = sides.files.iter().map(|file| file.display().to_string());
    let words: Vec<String> = ["duck-import".to_owned(), database.clone()]
        .into_iter()
        .chain(files)
        .collect();
    let (_, made) = sides.bench.peers::<_, serde_json::Value>(&words)?;
    let (_, theirs) = sides
        .bench
        .peers::<_, BTreeMap<String, Timed>>(&["duck", &database, "7"])?;
    for ((_, name), bar) in COLUMNS.iter().zip([3.0, 2.0, 2.0, 3.0]) {
        let peer = (
            "DuckDB",
            theirs
                .get(*name)
                .with_context(|| format!("DuckDB gave no {name}"))?
                .cpu_ms,
        );
        report.against(
            &format!("{name}, CPU"),
            "ms",
            ours(name, |timed| timed.cpu_ms)?,
            peer,
            Ratio::TimesFaster,
            Bar::Least(bar),
        );
        report.note(format!(
            "wall {:.1} ms, DuckDB {:.1} ms",
            ours(name, |timed| timed.median_ms)?,
            theirs[*name].median_ms
        ));
    }
    if let Some(bytes) = made["bytes"].as_f64() {
        report.alone(
            "DuckDB's bytes a tweet, without search",
            "B",
            bytes / report.tweets as f64,
            Bar::None,
        );
    }
    Ok(())
}

/// The same queries on plain files, by turns.
fn encryption(sides: &Sides, pairs: &[Pair], chosen: &Chosen, report: &mut Report) -> Result<()> {
    let Some(binary) = &sides.plain_binary else {
        return Ok(());
    };
    let wanted = wanted(pairs, chosen);
    let vault = sides.bench.path("plain-vault");
    let (mut words, mut scans) = (Vec::new(), Vec::new());
    for _ in 0..sides.repeat.max(3) {
        let plain = ours_by(sides, binary, &vault, &wanted)?;
        let sealed = ours(sides, &wanted)?;
        let ratio = |name: &str| Some(sealed.get(name)?.cpu_ms / plain.get(name)?.cpu_ms);
        words.extend(pairs.iter().filter_map(|pair| ratio(pair.name)));
        scans.extend(COLUMNS.iter().filter_map(|(_, name)| ratio(name)));
    }
    report.alone(
        "cost of encryption, warm queries",
        "×",
        median(&words),
        Bar::Most(1.1),
    );
    report.alone(
        "cost of encryption, scans",
        "×",
        median(&scans),
        Bar::Most(1.1),
    );
    Ok(())
}

/// A text query in a fresh process whose files the system has dropped from memory.
fn cold(sides: &Sides, chosen: &Chosen, report: &mut Report) -> Result<()> {
    let wanted = [Wanted {
        name: "cold".to_owned(),
        kind: "count_newest50".to_owned(),
        query: chosen.word_05.clone(),
        repeat: 1,
    }];
    let mut walls = Vec::new();
    for _ in 0..sides.repeat.max(3) {
        sides
            .bench
            .peers::<_, serde_json::Value>(&["forget", &sides.vault().display().to_string()])?;
        walls.push(
            ours(sides, &wanted)?
                .get("cold")
                .context("the cold query is answered")?
                .median_ms,
        );
    }
    report.alone(
        "first text query, cold",
        "ms",
        median(&walls),
        Bar::Most(500.0),
    );
    Ok(())
}

/// Opening less the derivation of the key: a wrong passphrase ends after the derivation.
fn opening(sides: &Sides, report: &mut Report) -> Result<()> {
    let wrong = sides.bench.path("wrong");
    write(&wrong, "not the passphrase")?;
    let right_call = sides.starling(&sides.vault(), &["vault", "unlock-check"]);
    let right = sides.passphrase.display().to_string();
    let wrong_call: Vec<String> = right_call
        .iter()
        .map(|word| {
            if *word == right {
                wrong.display().to_string()
            } else {
                word.clone()
            }
        })
        .collect();
    let (mut opened, mut refused) = (Vec::new(), Vec::new());
    for _ in 0..sides.repeat.max(5) {
        opened.push(sides.bench.run(&right_call)?.0.wall);
        let (took, status, _) = sides.bench.try_run(&wrong_call)?;
        anyhow::ensure!(status == 3, "a wrong passphrase ends with 3, not {status}");
        refused.push(took.wall);
    }
    let (opened, refused) = (median(&opened) * 1000.0, median(&refused) * 1000.0);
    report.alone(
        "opening the vault after key derivation",
        "ms",
        (opened - refused).max(0.0),
        Bar::Most(100.0),
    );
    report.note(format!(
        "{opened:.0} ms in all, {refused:.0} ms of it start and key derivation"
    ));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn spellings_mean_the_same_and_differ() {
        for word in ["harbour", "two words", "the", "and", "not"] {
            let spelt = spellings(word);
            assert!(spelt.len() > 5, "{spelt:?}");
            assert_eq!(spelt.iter().collect::<BTreeSet<_>>().len(), spelt.len());
            assert!(spelt.iter().all(|one| one.eq_ignore_ascii_case(word)));
            assert!(!spelt.contains(&"AND".to_owned()) && !spelt.contains(&"NOT".to_owned()));
        }
    }

    #[test]
    fn the_first_of_several_runs_is_not_counted() {
        let run = |ms| Timed {
            median_ms: ms,
            cpu_ms: ms,
            total: 5,
        };
        assert_eq!(
            middle(&[run(100.0), run(1.0), run(3.0), run(2.0)]).median_ms,
            2.0
        );
        assert_eq!(middle(&[run(100.0)]).median_ms, 100.0);
    }
}
