//! The project's own chores: `cargo xtask run|test|tidy|bindings|fixtures|bench|bundle`.
//!
//! Nothing here is part of the app.
//! Each chore is a file of its own; [`step`] times and counts, [`packages`] installs what the system lacks.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the terminal"
)]

mod bench;
mod bindings;
mod bundle;
mod fixtures;
mod packages;
mod run;
mod step;
mod test;
mod tidy;
mod tools;

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--dev] [--headless]   build, make a demo vault, open the window on it
cargo xtask test [FILTER...]           everything CI runs; the last line says how many passed
cargo xtask tidy                       the house rules
cargo xtask bindings                   write ui/src/bindings from the wire's types
cargo xtask fixtures                   record the real answers that the window's tests are served
cargo xtask bench [...]                measure against the peers
cargo xtask bundle                     a package for this system
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match chore(&args) {
        Ok(code) => code,
        Err(why) => {
            eprintln!("xtask: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn chore(args: &[String]) -> Result<ExitCode> {
    let (name, rest) = args
        .split_first()
        .map_or(("help", args), |(name, rest)| (name.as_str(), rest));
    match name {
        "run" => run::run(rest)?,
        "test" => return test::run(rest),
        "tidy" => return tidy::run(),
        "bench" => bench::run(rest)?,
        "bindings" => bindings::write()?,
        "fixtures" => fixtures::write()?,
        "bundle" => bundle::run()?,
        "help" | "--help" | "-h" => print!("{HELP}"),
        other => bail!("no chore is called `{other}`\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The project's top folder.
pub(crate) fn root() -> Result<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(3)
        .map(PathBuf::from)
        .context("xtask lies three folders below the top")
}
