//! Checks an exported audit log, with nothing but the log and the public key: no vault, no window, no network.
//!
//! `starling-audit-verify LOG KEY [CHECKPOINT…]`: exit 0 whole, 5 not whole (and where), 2 the call's words are wrong.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool of its own"
)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [log, key, checkpoints @ ..] = words.as_slice() else {
        eprintln!(
            "usage: starling-audit-verify LOG KEY [CHECKPOINT…]  (KEY: the key itself or a file)"
        );
        return ExitCode::from(2);
    };
    match run(log, key, checkpoints) {
        Ok(report) => {
            for problem in &report.problems {
                println!("{problem}");
            }
            println!(
                "{}: {} entries, {} checkpoints, head {}",
                if report.ok() { "whole" } else { "NOT WHOLE" },
                report.entries,
                report.checkpoints,
                report.head
            );
            ExitCode::from(if report.ok() { 0 } else { 5 })
        }
        Err(why) => {
            eprintln!("starling-audit-verify: {why}");
            ExitCode::from(2)
        }
    }
}

fn run(log: &str, key: &str, checkpoints: &[String]) -> Result<starling_audit::Report, String> {
    let read = |path: &str| {
        std::fs::read_to_string(path).map_err(|why| format!("cannot read `{path}`: {why}"))
    };
    let key = if std::path::Path::new(key).is_file() {
        read(key)?
    } else {
        key.to_owned()
    };
    let key = starling_audit::Verifier::parse(&key).map_err(|why| why.to_string())?;
    let checkpoints = checkpoints
        .iter()
        .map(|path| read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let bytes = std::fs::read(log).map_err(|why| format!("cannot read `{log}`: {why}"))?;
    Ok(starling_audit::verify_bytes(&bytes, &key, &checkpoints))
}
