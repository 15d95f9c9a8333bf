//! What can go wrong with the database.

use std::path::PathBuf;

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A page does not carry the seal it should, or the file's structure is broken.
    #[error("`{}` is damaged: {reason}", .file.display())]
    Damaged {
        /// The database file.
        file: PathBuf,
        /// How it shows.
        reason: String,
    },
    /// The database was made by a newer program.
    #[error("the store was made by a newer Starling (format {0})")]
    Newer(u32),
    /// No room for what was to be written; nothing of it was kept.
    #[error("the disk is full while writing `{}`", .0.display())]
    DiskFull(PathBuf),
    /// SQLite refused.
    #[error("the store refused: {0}")]
    Sql(#[source] rusqlite::Error),
    /// A file beside the database could not be read or written.
    #[error("cannot use `{}`", .path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The tags of the database's pages cannot be read or written.
    #[error(transparent)]
    Vault(#[from] starling_vault::Error),
    /// A thing was asked for that is not there.
    #[error("{0}")]
    NotFound(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
