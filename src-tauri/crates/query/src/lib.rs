//! The query language, and every question a screen or a command asks.
//!
//! One query string finds a set of documents in the index; each view is a collector over that set.
//! [`language`] turns the string into an [`Ask`] (pure, no IO); [`exec`] turns the `Ask` into a set of documents
//! and gives the [`answer`]s: list, count, facets, timeline, accounts.

pub mod answer;
pub mod ask;
pub mod error;
pub mod exec;
pub mod language;

pub use ask::Ask;
pub use error::{Error, Result};
