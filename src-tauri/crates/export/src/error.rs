//! What can go wrong on the way out. Whatever it is, no file has its final name and no partial file stays.

use std::path::PathBuf;

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be written.
    #[error("cannot write `{}`: {source}", .path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// No room.
    #[error("the disk is full while writing `{}`", .0.display())]
    DiskFull(PathBuf),
    /// Something of that name is there.
    #[error("`{}` exists already; choose another name", .0.display())]
    Exists(PathBuf),
    /// The scan of the finished bytes found what may not leave.
    #[error(
        "stopped: {hits} names or ids of protected accounts stood in the finished bytes; nothing was written"
    )]
    Protected {
        /// How many.
        hits: u64,
    },
    /// A key is not one of age.
    #[error("`{0}` is no age recipient: it must begin with age1")]
    AgeRecipient(String),
    /// The rows cannot be put into the form.
    #[error("cannot write {form}: {reason}")]
    Form {
        /// Which form.
        form: &'static str,
        /// Why.
        reason: String,
    },
    /// A package or manifest cannot be read.
    #[error("cannot read `{}`: {reason}", .path.display())]
    Package {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Whoever gives the rows could not.
    #[error("{0}")]
    Rows(String),
    /// The log refused the entry, so nothing left.
    #[error("the audit log refused: {0}")]
    Log(String),
    /// Stopped as asked.
    #[error("stopped as asked; nothing was written")]
    Cancelled,
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}
