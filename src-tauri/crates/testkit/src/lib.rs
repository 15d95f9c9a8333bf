//! What tests share: temporary vaults, demo campaigns, the binary as a caller sees it, the real data where it lies.
//!
//! Only tests use it. [`TestVault`] is a vault in a folder of its own; [`campaign`] writes invented files to import;
//! [`Starling`] calls the binary on such a vault with nothing of the developer's own surroundings;
//! [`Sieve`] finds names and ids in what leaves, through every disguise;
//! [`real_data`] finds the archive's real files, and says so where there are none.
#![expect(clippy::disallowed_methods, reason = "tests write files of their own")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up has failed, and one that is skipped says so"
)]

mod binary;
mod campaign;
mod sieve;
mod vault;

pub use binary::{Ran, Starling};
pub use campaign::{campaign, real_data};
pub use sieve::{PIECE, Seen, Sieve};
pub use vault::{PASSPHRASE, TestVault};
