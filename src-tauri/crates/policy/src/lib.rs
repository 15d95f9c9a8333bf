//! Agreements, clauses, and the decision on what may leave.
//!
//! A vault's data stands under agreements ([`Agreement`], a TOML file); [`decide()`] judges a [`Request`] by all of
//! them together and gives every reason at once.
//! It stands between `session`, which measures the facts and knows the people, and `export`, which writes a file only
//! against a [`Grant`]: a grant has no public constructor, cannot be copied and is used up by writing.
//! The crate is pure: it does no IO, reads no clock and draws no random numbers, and the same input gives the same
//! decision.
//!
//! ```
//! let text = include_str!("../../../../assets/agreements/tmrc-unhashed.toml");
//! let agreement = starling_policy::agreement::read(text)?;
//! assert_eq!(agreement.id.as_str(), "tmrc-unhashed");
//! # Ok::<(), starling_policy::Error>(())
//! ```

pub mod agreement;
pub mod cases;
pub mod columns;
pub mod compose;
mod date;
pub mod decide;
pub mod decision;
pub mod digest;
mod error;
mod names;
pub mod request;
pub mod sdc;
pub mod transform;
mod words;

pub use agreement::Agreement;
pub use compose::Rules;
pub use date::Date;
pub use decide::decide;
pub use decision::{ClauseRef, Decision, Finding, Grant, Numbers, Remedy, Ruling};
pub use digest::Digest;
pub use error::{Error, Result};
pub use names::*;
pub use request::{Ask, Confirmation, Dataset, Facts, Recipient, Request, World};
pub use words::*;
