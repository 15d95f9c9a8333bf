//! What is changed on the way out: pseudonyms, names in texts, bands, months, ids, cells of spreadsheets.
//!
//! Everything here is pure and works value by value, so that an export of any size streams through it.
//! Doing a thing twice is the same as doing it once: pseudonyms and the archive's hashes are known again and left.

mod pseudonym;
mod roster;
mod row;
mod scan;
mod text;
mod values;

pub use pseudonym::{Pseudonyms, is_archive_hash, is_pseudonym};
pub use roster::{Known, Roster, is_distinctive};
pub use row::mask_row;
pub use scan::{Hit, Scan};
pub use text::{Counts, Redacted, redact};
pub use values::{band, csv_cell, dehydrate, mask_account, mask_accounts, month};
