//! What can go wrong here.

use crate::agreement::Problem;

/// What can go wrong here.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An agreement file is not one.
    #[error("the agreement is faulty: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Agreement(Vec<Problem>),
    /// A file of cases is not one.
    #[error("the file of cases cannot be read: {0}")]
    Cases(String),
    /// A value has no canonical form.
    #[error("cannot be written as canonical JSON: {0}")]
    Canonical(String),
}

/// With this crate's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;
