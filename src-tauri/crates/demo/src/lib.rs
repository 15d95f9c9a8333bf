//! Makes a synthetic campaign in the public archive's own form.
//!
//! It stands outside the data's way: what it writes is what `import` reads.
//! Nobody real is in it; every name, place, host and sentence is invented.
//! The same [`Order`] gives the same bytes, and memory stays flat from two thousand tweets to a hundred million,
//! because each tweet is a function of the seed and its number: nothing that was written needs to be remembered.
//!
//! An [`Order`] says how much and where; [`generate`] writes the files and gives a [`Summary`] of them.
//! Coordinated groups are planted in it, and `planted.json` beside the files says which.
//!
//! ```
//! use starling_demo::{Order, generate};
//! use starling_model::{Cancel, Progress};
//! let folder = tempfile::tempdir()?;
//! let order = Order { out: folder.path().join("campaign"), tweets: 2_000, seed: 1, media: false };
//! let summary = generate(&order, &Progress::none(), &Cancel::new())?;
//! assert_eq!(summary.tweets, 2_000);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod error;

mod campaign;
mod cast;
mod dice;
mod picture;
mod plot;
mod rhythm;
mod sheet;
mod speech;
mod tweet;

use starling_model::{Cancel, Progress};
use std::path::PathBuf;

pub use error::{Error, Result};

/// The fewest tweets that still have every file set and every planted group.
pub const LEAST_TWEETS: u64 = 2_000;

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The folder the files go into; made where it is absent, and must be empty.
    pub out: PathBuf,
    /// How many tweets over all file sets, at least [`LEAST_TWEETS`].
    pub tweets: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// Whether to write pictures as well.
    pub media: bool,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Every file, in the order it was written.
    pub files: Vec<Written>,
    /// Rows of all tweets files.
    pub tweets: u64,
    /// Rows of all users files.
    pub accounts: u64,
    /// Pictures in all zips.
    pub media: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Groups that act in coordination.
    pub groups: u64,
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// What is in it.
    pub kind: Kind,
    /// Its rows, or pictures.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
}

/// What a written file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rows of accounts.
    Users,
    /// Rows of tweets.
    Tweets,
    /// Pictures.
    Media,
    /// The list of planted groups, which is no part of the archive's form.
    Planted,
}

/// Writes the campaign: four file sets in the archive's different forms, pictures, and `planted.json`.
pub fn generate(order: &Order, progress: &Progress, cancel: &Cancel) -> Result<Summary> {
    campaign::write(order, progress, cancel)
}

/// Writes tweets of one set of 31 columns into `parts` files and nothing else, for measuring against other programs.
pub fn generate_tables(
    order: &Order,
    parts: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Summary> {
    campaign::write_tables(order, parts, progress, cancel)
}
