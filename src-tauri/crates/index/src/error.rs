//! What can go wrong with the index.

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// tantivy, or the sealed directory below it.
    #[error("the index cannot be used: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// The index has other fields than this program makes; it is made anew from the store.
    #[error(
        "the index was made by another version; `vault verify --repair` makes it anew from the rows"
    )]
    OtherSchema,
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
