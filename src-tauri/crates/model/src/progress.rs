//! What a long job tells its caller, and how the caller stops it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asked by every job at least each 100 ms; set by whoever wants it to stop.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

/// The job was asked to stop and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

impl Cancel {
    /// A fresh one, not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the job to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the job has been asked to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// `Err(Cancelled)` once the job has been asked to stop.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_set() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}

/// What a job is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Looking at the files.
    Recognising,
    /// Reading rows and storing them.
    Reading,
    /// Writing what was read into the index.
    Indexing,
    /// Making it last.
    Committing,
    /// Checking files against their seals.
    Verifying,
    /// Copying.
    Copying,
    /// Measuring or writing what leaves.
    Exporting,
    /// Writing generated data.
    Generating,
    /// Tying the nodes of a network.
    Tying,
    /// Measuring a network.
    Measuring,
    /// Finding places for the nodes of a network.
    Arranging,
}

impl Stage {
    /// The word the user sees.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recognising => "Recognising",
            Self::Reading => "Reading",
            Self::Indexing => "Indexing",
            Self::Committing => "Storing",
            Self::Verifying => "Verifying",
            Self::Copying => "Copying",
            Self::Exporting => "Exporting",
            Self::Generating => "Generating",
            Self::Tying => "Tying",
            Self::Measuring => "Measuring",
            Self::Arranging => "Arranging",
        }
    }
}

/// One message of a job. The receiver computes rate and time left, since only it may read a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is being done.
    pub stage: Stage,
    /// To what: a file or member name; may be empty.
    pub subject: String,
    /// How much is done, in `unit`s.
    pub done: u64,
    /// Of how much, where that is known.
    pub total: Option<u64>,
    /// What is counted: `"bytes"`, `"rows"`, `"files"`, `"blocks"`.
    pub unit: &'static str,
    /// Rows read so far in this job.
    pub rows: u64,
    /// Rows refused so far in this job.
    pub rejected: u64,
}

/// Where a job's steps go.
#[derive(Clone)]
pub struct Progress(Arc<dyn Fn(Step) + Send + Sync>);

impl Progress {
    /// Steps are handed to `sink`, on the job's own thread; it must be quick.
    pub fn new(sink: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sink))
    }

    /// Nobody is listening.
    pub fn none() -> Self {
        Self::new(|_| {})
    }

    /// Says where the job is.
    pub fn say(&self, step: Step) {
        (self.0)(step);
    }
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Progress")
    }
}
