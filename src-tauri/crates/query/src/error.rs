//! What can go wrong with a question.

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The query cannot be understood; nothing was searched.
    #[error("{message} (column {})", at + 1)]
    Syntax {
        /// Where, in characters (not bytes) from the start of the query.
        at: usize,
        /// How many characters are at fault; 0 at the end.
        len: usize,
        /// What is wrong and what would fit there.
        message: String,
    },
    /// The index could not be read.
    #[error("the index could not answer")]
    Index(#[from] starling_index::Error),
    /// The store could not be read.
    #[error("the store could not answer")]
    Store(#[from] starling_store::Error),
    /// tantivy gave up.
    #[error("the index could not answer")]
    Tantivy(#[from] tantivy::TantivyError),
    /// A timeline of so many buckets helps nobody; a wider bucket or a shorter time does.
    #[error(
        "that would be {buckets} buckets, and {most} is the most; take a wider one or a shorter time"
    )]
    TooManyBuckets {
        /// About how many there would be.
        buckets: u64,
        /// How many there may be.
        most: u64,
    },
    /// The job was asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// No such account, tweet or dataset.
    #[error("{0}")]
    NotFound(String),
}

impl From<starling_model::Cancelled> for Error {
    fn from(_: starling_model::Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
