//! Steps of a chore: announced, timed, counted.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Instant;

/// A program's call, run in the project's top folder or below.
pub(crate) fn command(dir: &Path, words: &[&str]) -> Command {
    let (program, args) = words
        .split_first()
        .expect("BUG: every call names a program");
    let mut command = Command::new(program);
    command.args(args).current_dir(dir);
    command
}

/// Runs it; an exit status other than 0 is an error.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

/// Whether the program is there.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

/// Runs it, shows its output and gives it as well.
pub(crate) fn overheard(command: &mut Command) -> Result<(ExitStatus, String)> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {command:?}"))?;
    let (sender, lines) = mpsc::channel::<String>();
    let listen = |stream: Option<Box<dyn Read + Send>>| {
        let sender = sender.clone();
        std::thread::spawn(move || {
            let Some(stream) = stream else { return };
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                let _ = sender.send(String::from_utf8_lossy(&line).into_owned());
            }
        })
    };
    let stdout = child
        .stdout
        .take()
        .map(|stream| Box::new(stream) as Box<dyn Read + Send>);
    let stderr = child
        .stderr
        .take()
        .map(|stream| Box::new(stream) as Box<dyn Read + Send>);
    let listeners = [listen(stdout), listen(stderr)];
    drop(sender);
    let mut heard = String::new();
    for line in lines {
        println!("{line}");
        heard.push_str(&line);
        heard.push('\n');
    }
    for listener in listeners {
        let _ = listener.join();
    }
    Ok((child.wait()?, heard))
}

/// How a run of steps went.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    lines: Vec<String>,
}

/// What a step counted: tests, where it runs tests, else itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Passed and failed.
    Tests(u64, u64),
    /// One thing, done or not.
    Itself,
    /// Not possible here; said out loud, and neither passed nor failed.
    Skipped,
}

impl Tally {
    /// Does one step. What it returns as an error is counted as failed; the next steps are done all the same.
    #[expect(
        clippy::disallowed_methods,
        reason = "a tool of the developer, it may look at the clock"
    )]
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Counted>) {
        println!("\n=== {name}");
        let began = Instant::now();
        let counted = work();
        let seconds = began.elapsed().as_secs_f64();
        let line = match counted {
            Ok(Counted::Itself) => {
                self.passed += 1;
                format!("ok        {name}")
            }
            Ok(Counted::Skipped) => format!("skipped   {name}"),
            Ok(Counted::Tests(passed, failed)) => {
                self.passed += passed;
                self.failed += failed;
                let word = if failed == 0 { "ok     " } else { "FAILED " };
                format!("{word}   {name}: {passed} passed, {failed} failed")
            }
            Err(why) => {
                self.failed += 1;
                println!("{name}: {why:#}");
                format!("FAILED    {name}: {why:#}")
            }
        };
        println!("--- {seconds:.1} s");
        self.lines.push(format!("{seconds:>7.1} s  {line}"));
    }

    /// Prints all of it; the last line is `N passed, N failed`. Gives whether nothing failed.
    pub(crate) fn close(self) -> bool {
        println!("\n=== In all");
        for line in &self.lines {
            println!("{line}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        self.failed == 0
    }
}
