//! The binary as a caller sees it.

use crate::TestVault;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Calls the binary on one vault.
#[derive(Debug, Clone)]
pub struct Starling {
    binary: PathBuf,
    home: PathBuf,
    vault: PathBuf,
    passphrase_file: PathBuf,
}

/// What came of a call.
#[derive(Debug)]
pub struct Ran {
    /// The exit status; `None` where a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Starling {
    /// Of the binary, on the vault.
    pub fn new(binary: impl Into<PathBuf>, vault: &TestVault) -> Self {
        Self {
            binary: binary.into(),
            home: vault.home().to_owned(),
            vault: vault.dir(),
            passphrase_file: vault.passphrase_file(),
        }
    }

    /// The same on another folder.
    pub fn on(&self, vault: &Path) -> Self {
        Self {
            vault: vault.to_owned(),
            ..self.clone()
        }
    }

    /// A call without anything of the developer's surroundings: no display, no session bus, no home.
    pub fn bare<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(words)
            .env_clear()
            .stdin(Stdio::null())
            .current_dir(&self.home);
        command
            .env("HOME", &self.home)
            .env("TMPDIR", self.home.join("tmp"));
        for name in ["PATH", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        std::fs::create_dir_all(self.home.join("tmp")).unwrap();
        command
    }

    /// A call on the vault with its passphrase.
    pub fn command<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = self.bare(words);
        command
            .env("STARLING_VAULT", &self.vault)
            .env("STARLING_PASSPHRASE_FILE", &self.passphrase_file);
        command
    }

    /// Runs it to its end.
    pub fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        Ran::of(self.command(words))
    }

    /// Runs it with `--json`, expects it to be done, and gives its document.
    #[track_caller]
    pub fn json(&self, words: &[&str]) -> Value {
        let ran = self.run(&[words, &["--json"]].concat());
        assert_eq!(ran.status, Some(0), "{words:?}: {ran:?}");
        ran.json()
    }
}

impl Ran {
    /// Runs the call to its end.
    pub fn of(mut command: Command) -> Self {
        let output = command.output().unwrap();
        Self {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Standard output as the one document that it has to be.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// The kind of a failure that was printed as JSON.
    #[track_caller]
    pub fn error_kind(&self) -> String {
        self.json()["error"]["kind"]
            .as_str()
            .unwrap_or_else(|| panic!("no error: {self:?}"))
            .to_owned()
    }
}
