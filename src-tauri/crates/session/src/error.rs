//! What can go wrong, in the terms the user acts on.

use std::path::PathBuf;

/// See the variants; `wire::Code` and the command line's exit status are made from them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Exit 3.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// Exit 3.
    #[error("the vault cannot be unlocked: {0}")]
    CannotUnlock(String),
    /// Exit 1.
    #[error("the vault is open in another program (process {pid})")]
    InUse {
        /// Who has it; 0 where not known.
        pid: u32,
    },
    /// Exit 1.
    #[error("the vault was made by a newer Starling (format {format})")]
    Newer {
        /// Its format.
        format: u32,
    },
    /// Exit 1.
    #[error("`{}` holds no vault", .0.display())]
    NoVault(PathBuf),
    /// Exit 1.
    #[error("`{}` holds a vault already", .0.display())]
    Exists(PathBuf),
    /// Exit 5.
    #[error("`{}` is damaged: {reason}", .file.display())]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// How it shows.
        reason: String,
    },
    /// Exit 1.
    #[error("the disk is full while writing `{}`", .0.display())]
    DiskFull(PathBuf),
    /// Exit 1. The query is wrong (a wrong query is the operation failing, not the call).
    #[error("{message} (column {})", at + 1)]
    QuerySyntax {
        /// Characters from the start.
        at: usize,
        /// Characters at fault.
        len: usize,
        /// What is wrong and what would fit.
        message: String,
    },
    /// Exit 1.
    #[error("`{}` is not a file that Starling knows: {found}; looked for {wanted}", .file.display())]
    UnknownLayout {
        /// Which file.
        file: PathBuf,
        /// What it has.
        found: String,
        /// What was looked for.
        wanted: String,
    },
    /// Exit 1 (an input that cannot be read through is 5: see `DamagedInput`).
    #[error("cannot read `{}`: {reason}", .file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// Exit 5.
    #[error("`{}` is damaged: {reason}", .file.display())]
    DamagedInput {
        /// Which file, with the member behind it.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// Exit 1.
    #[error("{0}")]
    NotFound(String),
    /// Exit 1.
    #[error("stopped as asked; what was stored is kept")]
    Cancelled,
    /// Exit 1.
    #[error("{0}")]
    Failed(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
