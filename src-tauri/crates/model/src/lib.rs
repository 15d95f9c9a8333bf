//! The domain's words: tweets, accounts, datasets, ids and times.
//!
//! Everything else in Starling speaks in these types.
//! `import` turns published files into [`TweetRow`]s and [`UserRow`]s; `store` keeps them; `query` answers with them.
//! This crate does no IO, reads no clock and draws no random numbers.
//!
//! The three principal types: a [`TweetRow`] is one row of a tweets file, with the [`Profile`] its author had there;
//! a [`UserRow`] is one row of a users file; a [`Tier`] says whether a dataset's accounts are hashed.
//!
//! ```
//! use starling_model::{TweetId, Timestamp};
//! let id = TweetId(877_919_995_476_496_385);
//! assert_eq!(id.time(), Some(Timestamp(1_498_147_412_543)));
//! ```

pub mod account;
pub mod columns;
pub mod figure;
pub mod id;
pub mod media;
pub mod progress;
pub mod time;
pub mod tweet;
pub mod url;

pub use account::{AccountForm, Profile, UserRow, account_form};
pub use figure::figure;
pub use id::{DatasetId, Reference, TweetId};
pub use progress::{Cancel, Cancelled, Progress, Stage, Step};
pub use time::{Day, Timestamp};
pub use tweet::{Count, Geo, Kind, Oddity, Tier, TweetRow};
