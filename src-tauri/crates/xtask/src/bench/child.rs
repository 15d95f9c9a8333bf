//! Programs that are run and measured: wall time, processor time, and the most memory they held.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run took. Read from the system when the program has ended (`wait4`), by a small Python program,
/// since the standard library has no safe call for it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Took {
    status: i32,
    /// Seconds.
    pub(super) wall: f64,
    /// Seconds of all its threads.
    pub(super) cpu: f64,
    peak_kib: u64,
}

impl Took {
    /// Mebibytes.
    pub(super) fn peak_mib(&self) -> f64 {
        self.peak_kib as f64 / 1024.0
    }
}

/// Where the measuring program, the peers' program and what they write lie.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) dir: PathBuf,
    pub(super) python: PathBuf,
}

impl Bench {
    /// Writes the programs into `dir`, which is made.
    pub(super) fn new(dir: PathBuf, python: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&dir)?;
        let bench = Self { dir, python };
        write(&bench.path("measure.py"), include_str!("measure.py"))?;
        write(&bench.path("peers.py"), include_str!("peers.py"))?;
        Ok(bench)
    }

    /// A file of the bench.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Runs a program and measures it, whatever its status; gives what it wrote as well.
    pub(super) fn try_run<S: AsRef<OsStr>>(&self, words: &[S]) -> Result<(Took, i32, String)> {
        let out = self.path("stdout");
        let output = Command::new(&self.python)
            .arg(self.path("measure.py"))
            .arg(&out)
            .args(words)
            .output()
            .with_context(|| format!("cannot start `{}`", self.python.display()))?;
        if !output.status.success() {
            bail!(
                "measuring failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        let took: Took = serde_json::from_slice(&output.stdout)?;
        Ok((took, took.status, read(&out)?))
    }

    /// The same; a status other than 0 is an error.
    pub(super) fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Result<(Took, String)> {
        let (took, status, text) = self.try_run(words)?;
        if status != 0 {
            let shown: Vec<_> = words
                .iter()
                .map(|word| word.as_ref().to_string_lossy())
                .collect();
            let said = read(&self.path("stdout.err"))?;
            bail!(
                "`{}` ended with {status}: {} {}",
                shown.join(" "),
                said.trim(),
                text.trim()
            );
        }
        Ok((took, text))
    }

    /// A task of the peers' program.
    pub(super) fn peers<S: AsRef<OsStr>, T: for<'de> Deserialize<'de>>(
        &self,
        words: &[S],
    ) -> Result<(Took, T)> {
        let program = [
            self.python.as_os_str().to_owned(),
            self.path("peers.py").into_os_string(),
        ];
        let words: Vec<_> = program
            .into_iter()
            .chain(words.iter().map(|word| word.as_ref().to_owned()))
            .collect();
        let (took, text) = self.run(&words)?;
        let answer =
            serde_json::from_str(&text).with_context(|| format!("peers.py said `{text}`"))?;
        Ok((took, answer))
    }
}

/// Writes a file of the bench.
#[expect(
    clippy::disallowed_methods,
    reason = "a tool of the developer, which writes below target/bench"
)]
pub(super) fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Copies a program, with its permissions.
#[expect(
    clippy::disallowed_methods,
    reason = "the bench puts its own builds aside"
)]
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).with_context(|| format!("cannot copy `{}`", from.display()))?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Takes away what is there, if anything.
pub(super) fn remove(path: &Path) -> Result<()> {
    if path.is_dir() {
        std::fs::remove_dir_all(path)?;
    } else if path.exists() {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// The middle one.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }
}
