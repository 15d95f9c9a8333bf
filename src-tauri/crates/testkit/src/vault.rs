//! A vault in a folder of its own, gone when the test is over.

use starling_model::{Cancel, Progress};
use starling_session::opening::KdfCost;
use starling_session::{ImportOrder, ImportReport, Session, Unlock};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Of every test's vault.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// The folder, the passphrase in a file, and the recovery key.
#[derive(Debug)]
pub struct TestVault {
    home: TempDir,
    /// As it was shown at creation.
    pub recovery_key: String,
}

impl TestVault {
    /// A new, empty one. Guessing its passphrase costs next to nothing, so that tests open it quickly.
    pub fn new() -> Self {
        let home = tempfile::Builder::new()
            .prefix("starling-")
            .tempdir()
            .unwrap();
        std::fs::write(home.path().join("passphrase"), PASSPHRASE).unwrap();
        let dir = home.path().join("vault");
        let made = Session::create_costing(&dir, PASSPHRASE, false, KdfCost::CHEAP_FOR_TESTS);
        let (session, recovery_key) = made.unwrap();
        drop(session);
        Self { home, recovery_key }
    }

    /// A new one with these files in it.
    pub fn with(paths: &[PathBuf]) -> Self {
        let vault = Self::new();
        vault.import(&vault.open(), paths);
        vault
    }

    /// The vault's folder.
    pub fn dir(&self) -> PathBuf {
        self.home.path().join("vault")
    }

    /// The folder around it, for whatever else a test writes.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file that holds the passphrase.
    pub fn passphrase_file(&self) -> PathBuf {
        self.home.path().join("passphrase")
    }

    /// Opens it.
    #[track_caller]
    pub fn open(&self) -> Session {
        Session::open(&self.dir(), Unlock::Passphrase(PASSPHRASE.to_owned())).unwrap()
    }

    /// Imports files.
    #[track_caller]
    pub fn import(&self, session: &Session, paths: &[PathBuf]) -> ImportReport {
        let order = ImportOrder {
            paths: paths.to_vec(),
            ..ImportOrder::default()
        };
        session
            .import(&order, &Progress::none(), &Cancel::new())
            .unwrap()
    }
}

impl Default for TestVault {
    fn default() -> Self {
        Self::new()
    }
}
