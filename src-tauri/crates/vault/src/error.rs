//! What can go wrong with a vault's files, in terms that tell apart what the user must do.

use crate::recovery::RecoveryFault;
use std::io;
use std::path::{Path, PathBuf};

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder has no key file.
    #[error("`{}` holds no vault", .dir.display())]
    NoVault {
        /// The folder that was looked at.
        dir: PathBuf,
    },
    /// The folder has a key file already.
    #[error("`{}` holds a vault already", .dir.display())]
    Exists {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder is to be filled but has something in it.
    #[error("`{}` is not empty", .dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// The key file is whole, and this passphrase does not open it.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The recovery key is well formed, and does not open this vault.
    #[error("this is not the vault's recovery key")]
    WrongRecoveryKey,
    /// What was typed cannot be any recovery key.
    #[error("the recovery key is mistyped: {0}")]
    MistypedRecoveryKey(#[from] RecoveryFault),
    /// The keychain could not do what was asked; the reason is in words for the user.
    #[error("the operating system's keychain {reason}")]
    Keychain {
        /// Completes "The keychain …".
        reason: String,
        /// What the keychain said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The vault is not set up to be opened by a keychain, or the keychain has nothing for it.
    #[error("the keychain holds no key of this vault")]
    NotInKeychain,
    /// A file is not what this vault wrote.
    #[error("`{}` is damaged: {fault}", .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// How it shows.
        fault: Fault,
    },
    /// A file has a format that a later Starling writes.
    #[error("`{}` was written by a newer Starling (format {format})", .path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// Another process has the vault open.
    #[error("the vault in `{}` is open in another program{}", .dir.display(), in_words(*.pid))]
    InUse {
        /// The vault's folder.
        dir: PathBuf,
        /// Who has it, where that could be found out.
        pid: Option<u32>,
    },
    /// There is not enough room.
    #[error("the disk is full: `{}` needs {needed} bytes more and {free} are free", .path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
        /// How many bytes were wanted.
        needed: u64,
        /// How many are left to this user.
        free: u64,
    },
    /// The job was asked to stop.
    #[error("stopped as asked")]
    Cancelled,
    /// The operating system refused.
    #[error("cannot {doing} `{}`", .path.display())]
    Io {
        /// A verb: `read`, `write`…
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// How damage shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The first bytes are not those of such a file, or their checksum is wrong.
    #[error("its header is not whole")]
    Header,
    /// The file is shorter or longer than its own length says, or the end does not carry the seal.
    #[error("its end is cut, changed or not of this file")]
    End,
    /// A block does not carry the seal of this file at this place.
    #[error("block {0} is changed")]
    Block(u64),
    /// The checksum over the whole file is wrong.
    #[error("its checksum is wrong")]
    Checksum,
    /// The checksum is right and the seal wrong: changed on purpose.
    #[error("it was changed by someone without the vault's key")]
    Seal,
    /// A whole file of the same name, sealed by this vault at another time.
    #[error("it is another version of the file than the one recorded")]
    OtherVersion,
    /// It is recorded and not there.
    #[error("it is missing")]
    Missing,
    /// Sealed by this vault, but what is inside makes no sense.
    #[error("its content makes no sense")]
    Content,
}

impl Error {
    pub(crate) fn damaged(path: &Path, fault: Fault) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            fault,
        }
    }

    /// Wraps what the operating system said about `path`; a full disk is told apart.
    pub fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        crate::disk::explain(doing, path, 0, source)
    }

    /// The vault's own error inside an [`io::Error`] that came through someone else's hands.
    pub fn inside(error: &io::Error) -> Option<&Self> {
        let mut inner: &(dyn std::error::Error + 'static) = error.get_ref()?;
        loop {
            if let Some(found) = inner.downcast_ref::<Self>() {
                return Some(found);
            }
            // An `io::Error` gives its content's source as its own, so its content is asked for first.
            inner = match inner
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref)
            {
                Some(content) => content,
                None => inner.source()?,
            };
        }
    }
}

/// So that readers and writers that speak `io` keep the file's name and the kind.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::Damaged { .. } => io::ErrorKind::InvalidData,
            Error::DiskFull { .. } => io::ErrorKind::StorageFull,
            Error::NoVault { .. } => io::ErrorKind::NotFound,
            Error::Io { source, .. } => source.kind(),
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}

fn in_words(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_found_again_inside_an_io_error() {
        let damaged = || Error::damaged(Path::new("x"), Fault::Block(3));
        let once: io::Error = damaged().into();
        assert_eq!(once.kind(), io::ErrorKind::InvalidData);
        assert!(matches!(
            Error::inside(&once),
            Some(Error::Damaged {
                fault: Fault::Block(3),
                ..
            })
        ));
        let twice = io::Error::other(once);
        assert!(
            matches!(Error::inside(&twice), Some(Error::Damaged { .. })),
            "also through another's wrapper"
        );
        assert!(Error::inside(&io::Error::other("else")).is_none());
        assert!(Error::inside(&io::Error::from(io::ErrorKind::NotFound)).is_none());
    }

    #[test]
    fn interrupted_is_not_used_for_cancelled_reads() {
        // `Read::read_exact` and `copy` retry on `Interrupted` for ever.
        let error: io::Error = Error::Cancelled.into();
        assert_ne!(error.kind(), io::ErrorKind::Interrupted);
    }
}
