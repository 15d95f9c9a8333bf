//! Everything that CI runs, in one go, from a fresh clone.
//!
//! One debug build serves the unit tests, the journeys and the real window.

use crate::step::{Counted, Tally, command, must, overheard};
use crate::{packages, root, run, tidy, tools};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::ExitCode;

/// Runs all steps, or those whose name holds one of the words.
pub(crate) fn run(wanted: &[String]) -> Result<ExitCode> {
    let root = root()?;
    let mut tally = Tally::default();
    for (name, step) in STEPS {
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            tally.step(name, || step(&root));
        }
    }
    Ok(if tally.close() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

type Step = fn(&Path) -> Result<Counted>;

const STEPS: &[(&str, Step)] = &[
    ("packages of the system", |_| {
        done(packages::install(
            &[packages::BUILD, packages::TEST].concat(),
        ))
    }),
    ("the oracles' own Python", |root| done(oracle_python(root))),
    ("ui: npm ci", |root| done(run::npm_ci(root))),
    ("ui: build", |root| npm(root, "build")),
    ("ui: lint", |root| npm(root, "lint")),
    ("ui: check", |root| npm(root, "check")),
    ("ui: unit tests", |root| npm_tests(root, "test")),
    ("ui: screens against the mock host", |root| {
        npm_tests(root, "e2e:mock")
    }),
    ("cargo fmt", |root| {
        done(cargo(root, &["fmt", "--all", "--check"]))
    }),
    ("house rules", |_| done(tidy::check())),
    ("unit tests, journeys, the real window", cargo_tests),
    ("documentation's examples", doc_tests),
    ("clippy", |root| {
        done(cargo(
            root,
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--locked",
                "--",
                "--deny",
                "warnings",
            ],
        ))
    }),
    ("licences and advisories (cargo deny)", deny),
    ("spelling (typos)", typos),
];

/// What the tests compare with, and what they read exported files with, in Python: the modules, and the packages that hold them.
const PEERS: [(&str, &[&str]); 3] = [
    ("igraph, networkx, scipy", &["igraph", "networkx", "scipy"]),
    (
        "coordination_network_toolkit",
        &["coordination_network_toolkit"],
    ),
    (
        "pyarrow, bagit, rocrate, pyrage, pyld",
        &["pyarrow", "bagit", "rocrate", "pyrage", "pyld"],
    ),
];

/// The peers, where pip can fetch them; the tests that need one say when it could not.
fn oracle_python(root: &Path) -> Result<()> {
    let venv = root.join("target").join("oracle");
    let python = venv.join("bin/python");
    let has = |modules: &str| {
        let asked = std::process::Command::new(&python)
            .args(["-c", &format!("import {modules}")])
            .output();
        asked.is_ok_and(|output| output.status.success())
    };
    for (modules, packages) in PEERS {
        if has(modules) {
            continue;
        }
        let _ = std::process::Command::new("python3")
            .args(["-m", "venv"])
            .arg(&venv)
            .status();
        // Not by its script `pip`, which names the place where the environment was first made.
        let _ = std::process::Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .args(packages)
            .status();
        if !has(modules) {
            println!("pip could not fetch {modules}; what needs it will be skipped");
        }
    }
    if !PEERS.iter().any(|(modules, _)| has(modules)) {
        // A half-made environment would look like a whole one to the tests.
        let _ = std::fs::remove_dir_all(&venv);
    }
    Ok(())
}

fn done(result: Result<()>) -> Result<Counted> {
    result.map(|()| Counted::Itself)
}

fn cargo(root: &Path, words: &[&str]) -> Result<()> {
    let mut call = command(root, &["cargo"]);
    // Incremental artefacts cost a clean build time and a gigabyte, and nothing reads them again.
    call.args(words).env(
        "CARGO_INCREMENTAL",
        std::env::var("CARGO_INCREMENTAL").unwrap_or_else(|_| "0".into()),
    );
    must(&mut call)
}

fn npm(root: &Path, script: &str) -> Result<Counted> {
    done(must(&mut command(
        root,
        &["npm", "--prefix", "ui", "run", "--silent", script],
    )))
}

/// Vitest and Playwright both end with lines like `12 passed` and `1 failed`.
fn npm_tests(root: &Path, script: &str) -> Result<Counted> {
    let mut call = command(root, &["npm", "--prefix", "ui", "run", "--silent", script]);
    call.env("NO_COLOR", "1")
        .env("FORCE_COLOR", "0")
        .env("CI", "1");
    let (status, heard) = overheard(&mut call)?;
    let (passed, failed) = npm_counts(&heard);
    if passed + failed == 0 {
        bail!("`npm run {script}` ended with {status} and counted no tests");
    }
    // A fault outside of any test fails the run all the same.
    let failed = if status.success() {
        failed
    } else {
        failed.max(1)
    };
    Ok(Counted::Tests(passed, failed))
}

/// The figures of the last lines: `Tests  3 failed | 41 passed (44)`, or `12 passed (30s)`.
fn npm_counts(heard: &str) -> (u64, u64) {
    let vitest: Vec<&str> = heard
        .lines()
        .filter(|line| line.trim_start().starts_with("Tests "))
        .collect();
    let lines = if vitest.is_empty() {
        heard.lines().collect()
    } else {
        vitest
    };
    let (mut passed, mut failed) = (0, 0);
    for line in lines {
        let words: Vec<&str> = line
            .split([' ', '|', '('])
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            match (pair[0].parse::<u64>(), pair[1]) {
                (Ok(count), "passed") => passed = count,
                (Ok(count), "failed") => failed = count,
                _ => {}
            }
        }
    }
    (passed, failed)
}

fn cargo_tests(root: &Path) -> Result<Counted> {
    rust_tests(
        root,
        &[
            "test",
            "--workspace",
            "--locked",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ],
    )
}

fn doc_tests(root: &Path) -> Result<Counted> {
    rust_tests(
        root,
        &["test", "--workspace", "--locked", "--no-fail-fast", "--doc"],
    )
}

fn rust_tests(root: &Path, words: &[&str]) -> Result<Counted> {
    let mut call = command(root, &["cargo"]);
    call.args(words).env(
        "CARGO_INCREMENTAL",
        std::env::var("CARGO_INCREMENTAL").unwrap_or_else(|_| "0".into()),
    );
    let (status, heard) = overheard(&mut call)?;
    let (passed, failed) = rust_counts(&heard);
    if passed + failed == 0 {
        bail!("cargo test ended with {status} and counted no tests");
    }
    let failed = if status.success() {
        failed
    } else {
        failed.max(1)
    };
    Ok(Counted::Tests(passed, failed))
}

/// The sum over all `test result: ok. 3 passed; 0 failed; …`.
fn rust_counts(heard: &str) -> (u64, u64) {
    let count = |line: &str, word: &str| -> u64 {
        let before = line.split(word).next().unwrap_or_default();
        before
            .trim_end()
            .rsplit([' ', ';'])
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    };
    heard
        .lines()
        .filter(|line| line.starts_with("test result:"))
        .fold((0, 0), |(passed, failed), line| {
            (
                passed + count(line, " passed"),
                failed + count(line, " failed"),
            )
        })
}

fn deny(root: &Path) -> Result<Counted> {
    let Some(tool) = tools::find(root, "cargo-deny")? else {
        return Ok(Counted::Skipped);
    };
    // The crates of every platform are judged, and the build fetched only those of this one. Without the internet what
    // is there has to do.
    let _ = command(root, &["cargo", "fetch", "--locked"]).status();
    done(must(command(root, &[&tool]).args([
        "--offline",
        "check",
        "licenses",
        "bans",
        "sources",
    ])))
}

fn typos(root: &Path) -> Result<Counted> {
    let Some(tool) = tools::find(root, "typos")? else {
        return Ok(Counted::Skipped);
    };
    done(must(&mut command(
        root,
        &[&tool, "--config", ".typos.toml"],
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_is_summed_up() {
        let heard = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\nx\n\
                     test result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(rust_counts(heard), (15, 2));
    }

    #[test]
    fn vitest_is_understood() {
        let heard =
            " Test Files  1 failed | 3 passed (4)\n      Tests  2 failed | 41 passed (43)\n";
        assert_eq!(npm_counts(heard), (41, 2));
    }

    #[test]
    fn playwright_is_understood() {
        assert_eq!(
            npm_counts("  1 failed\n    [x] a.spec.ts\n  12 passed (30.1s)\n"),
            (12, 1)
        );
        assert_eq!(npm_counts("  12 passed (30.1s)\n"), (12, 0));
    }
}
