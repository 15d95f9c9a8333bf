//! What can go wrong with a whole file; a bad row is a [`crate::Problem`] and no error.

use std::path::PathBuf;

/// Why a file or a member could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system does not give the file.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The archive or the compressed stream is cut or corrupt.
    #[error("`{}`{} is damaged after {rows} rows: {what}", file.display(), member_suffix(member))]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// Which member of it; empty for a bare file.
        member: String,
        /// How many rows were read before.
        rows: u64,
        /// What is wrong with it.
        what: String,
    },
    /// The member is encrypted with a password.
    #[error("`{}`{} is encrypted; decrypt it first", file.display(), member_suffix(member))]
    Encrypted {
        /// Which file.
        file: PathBuf,
        /// Which member of it.
        member: String,
    },
    /// The file inflates as only a trap does.
    #[error("`{}`{} is refused: {what}", file.display(), member_suffix(member))]
    Bomb {
        /// Which file.
        file: PathBuf,
        /// Which member of it.
        member: String,
        /// Which bound it breaks.
        what: String,
    },
    /// The member is not one that has rows.
    #[error("`{}`{} cannot be imported: {what}", file.display(), member_suffix(member))]
    Refused {
        /// Which file.
        file: PathBuf,
        /// Which member of it.
        member: String,
        /// What it has, and what was looked for.
        what: String,
    },
    /// The file is not the one that was surveyed.
    #[error("`{}`{} has changed since it was looked at: {what}", file.display(), member_suffix(member))]
    Changed {
        /// Which file.
        file: PathBuf,
        /// Which member of it.
        member: String,
        /// What is different.
        what: String,
    },
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

fn member_suffix(member: &str) -> String {
    if member.is_empty() {
        String::new()
    } else {
        format!(" (`{member}`)")
    }
}
