//! What can go wrong while a campaign is written.

use std::path::{Path, PathBuf};

/// Why no campaign came of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder holds something already, and nothing is overwritten.
    #[error("`{0}` is not empty")]
    NotEmpty(PathBuf),
    /// A file or folder could not be written.
    #[error("writing `{path}`")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A zip could not be written.
    #[error("writing the zip `{path}`")]
    Zip {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: zip::result::ZipError,
    },
    /// A picture could not be encoded.
    #[error("encoding a picture")]
    Picture(#[source] png::EncodingError),
    /// Fewer tweets were asked for than a campaign needs to have a shape.
    #[error("a campaign has at least {least} tweets, not {asked}")]
    TooFew {
        /// What was asked.
        asked: u64,
        /// The least there is.
        least: u64,
    },
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
}

/// The crate's results.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Puts the path to an error of the operating system.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Write {
            path: path.to_owned(),
            source,
        }
    }

    /// Puts the path to an error of the zip writer.
    pub(crate) fn zipping(path: &Path) -> impl FnOnce(zip::result::ZipError) -> Self + '_ {
        move |source| Self::Zip {
            path: path.to_owned(),
            source,
        }
    }
}

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}
