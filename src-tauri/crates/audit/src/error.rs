//! What can go wrong with the record.

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] starling_store::Error),
    /// A sealed file beside the store refused.
    #[error(transparent)]
    Vault(#[from] starling_vault::Error),
    /// The record is not what was written.
    #[error("the audit log is broken at entry {seq}: {what}")]
    Broken {
        /// The entry.
        seq: u64,
        /// How it shows.
        what: String,
    },
    /// A public key is not in the form `name+keyid+base64`.
    #[error("`{0}` is no public key of a log: it must read name+hash+key")]
    Key(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
