//! The encrypted database.
pub mod error;
pub use error::{Error, Result};
