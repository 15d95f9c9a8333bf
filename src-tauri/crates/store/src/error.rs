//! What can go wrong here.

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Placeholder while the crate is being built.
    #[error("{0}")]
    Failed(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
