//! The encrypted database: the truth of a vault.
//!
//! It stands between `import`, which gives typed rows, and `index`, which can be rebuilt from it at any time.
//! A [`Store`] is one SQLCipher file with one connection.
//! Rows of tweets are appended by a row number and nothing random is maintained while importing;
//! repeated words (accounts, urls, hashtags …) are interned by an [`Interner`] into [`Dictionary`] tables,
//! and profiles are kept apart from tweets, since they repeat on every published row.
//!
//! ```no_run
//! # fn main() -> starling_store::Result<()> {
//! let store = starling_store::Store::open(std::path::Path::new("store.db"), &[0; 32])?;
//! println!("{} rows", store.rows()?);
//! # Ok(()) }
//! ```

mod agreement;
mod audit;
mod batch;
mod body;
mod connection;
mod dataset;
mod dictionary;
mod error;
mod file;
mod intern;
mod ledger;
mod marks;
mod medium;
mod migrations;
mod person;
mod places;
mod profile;
mod rejected;
mod standing;
mod state;
mod subject;
mod tweet;
mod unused;
mod user;
mod variant;

pub use agreement::{AcceptanceEntry, AgreementEntry, SignatureEntry};
pub use audit::{AuditAppend, AuditRow};
pub use batch::{Batch, DatasetChange, FileChange, NewRow};
pub use body::{Encoder, Ids};
pub use connection::Store;
pub use dataset::{DatasetEntry, DatasetFacts, DatasetState};
pub use dictionary::Dictionary;
pub use error::{Error, Result};
pub use file::{FileEntry, FileKey, Tally};
pub use intern::Interner;
pub use ledger::{LedgerChange, LedgerRow, LedgerState, NewLedgerRow, ReleasedCell};
pub use marks::{MarkTarget, NoteEntry, SavedEntry, TaggingEntry};
pub use medium::{MediumEntry, NewMedium, PackEntry, medium_name};
pub use person::{ApprovalEntry, PermissionEntry, PersonKind};
pub use profile::{ProfileColumns, ProfileTexts};
pub use rejected::RejectedEntry;
pub use standing::Standing;
pub use state::IndexState;
pub use subject::{Purged, SubjectEntry, SubjectKind, SubjectState};
pub use tweet::StoredTweet;
pub use unused::Used;
pub use user::UserEntry;
pub use variant::{NewVariant, VariantEntry};
