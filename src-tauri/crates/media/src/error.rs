//! What can go wrong with one file of media, or with a heap of them.

use std::path::PathBuf;

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive or file is not where it was when it was indexed.
    #[error("`{}` is no longer there", .0.display())]
    Missing(PathBuf),
    /// Something else lies there now.
    #[error("`{}` has changed since it was indexed: {what}", path.display())]
    Changed {
        /// The archive or file.
        path: PathBuf,
        /// What is different.
        what: String,
    },
    /// The operating system does not give it.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The archive is cut or corrupt.
    #[error("`{}` is damaged: {what}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// It is more than the caller wants in memory.
    #[error("it has {bytes} bytes, and {most} is the most that is read at once")]
    TooLarge {
        /// Its length.
        bytes: u64,
        /// The bound.
        most: u64,
    },
    /// There is no medium of that number.
    #[error("no medium {0} in this vault")]
    Unknown(u64),
    /// The store could not answer.
    #[error(transparent)]
    Store(#[from] starling_store::Error),
    /// A sealed copy could not be written or read.
    #[error(transparent)]
    Vault(#[from] starling_vault::Error),
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;
