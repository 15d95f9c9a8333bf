//! Published files to records: what a download is, and every row it holds, typed.
//!
//! This is the first step on the data's way: `import` reads files and knows nothing of the vault;
//! `session` feeds what it reads to the store and the index.
//!
//! [`survey`] looks at files and folders and gives [`FoundFile`]s, each with its [`FoundMember`]s: what a member is,
//! which dataset it belongs to by the [`Catalogue`], or why it is refused.
//! [`read`] streams the [`Record`]s of one member in [`Batch`]es: tweets, users, and the rows that were rejected.
//! [`tally`] reads a member without keeping anything, for a dry run.
//!
//! A bad row is not an error: it is a [`Record::Rejected`] with its place, its reason and its raw text.
//! Nothing is guessed: a field whose text differs from what its typed value would be written as
//! is kept beside the value ([`raw_record`] gives the published text back).
//!
//! ```
//! use starling_import::{Catalogue, survey};
//! use starling_model::{Cancel, Progress};
//! let nothing = survey(&[], Catalogue::shipped(), &Progress::none(), &Cancel::new()).unwrap();
//! assert!(nothing.is_empty());
//! ```

pub mod catalogue;
pub mod error;
pub mod found;
pub mod media;
pub mod record;

mod clemson;
mod fingerprint;
mod hint;
mod json;
mod layout;
mod list;
mod naming;
mod nbc;
mod objects;
mod raw;
mod reading;
mod row;
mod split;
mod survey;
mod tier;
mod twitter_v1;
mod twitter_v2;
mod unpack;
mod value;

pub use catalogue::{Catalogue, Published, Set};
pub use error::{Error, Result};
pub use fingerprint::{Fingerprint, fingerprint};
pub use found::{
    Container, Dataset, FoundFile, FoundMember, Inside, Layout, MediaCounts, MemberKind, Refusal,
    Tally,
};
pub use hint::hinted_id;
pub use media::{MediaName, media_name};
pub use raw::{TWEET_COLUMNS, USER_COLUMNS, raw_record, raw_user_record};
pub use reading::{ReadSummary, read, tally};
pub use record::{Batch, Numbered, Place, Problem, Reason, Record};
pub use survey::{dry_run, survey};
pub use tier::{TierCounts, TierEvidence, TierVerdict};
