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
    /// Exit 4. An agreement forbids it; the plan says why.
    #[error("{}", refusal(.0))]
    Refused(Box<crate::exporting::Plan>),
    /// Exit 2.
    #[error("{0}")]
    Call(String),
    /// Exit 1.
    #[error("stopped as asked; what was stored is kept")]
    Cancelled,
    /// Exit 1.
    #[error("{0}")]
    Failed(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

/// Every reason in a sentence.
fn refusal(plan: &crate::exporting::Plan) -> String {
    let reasons: Vec<&str> = plan
        .decision
        .denials()
        .map(|finding| finding.detail.as_str())
        .collect();
    format!("the agreement forbids it: {}", reasons.join(" "))
}

impl From<starling_audit::Error> for Error {
    fn from(error: starling_audit::Error) -> Self {
        match error {
            starling_audit::Error::Store(inside) => inside.into(),
            starling_audit::Error::Vault(inside) => inside.into(),
            starling_audit::Error::Broken { .. } => Self::Damaged {
                file: "audit log".into(),
                reason: error.to_string(),
            },
            starling_audit::Error::Key(_) => Self::Call(error.to_string()),
        }
    }
}
