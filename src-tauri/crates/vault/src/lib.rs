//! A vault's keys and files: what makes everything on the disk unreadable, and its changes noticed.
//!
//! `store`, `index`, `media` and `audit` write through this crate and nothing of theirs is readable outside memory.
//! [`Keys`] opens a vault (by passphrase, recovery key or keychain) and gives a [`Subkey`] for each [`Purpose`];
//! a [`Lock`] keeps other processes out; [`sealed`] files hold what is written once, [`pagetags`] notices old pages put
//! back into the SQLCipher database.
//!
//! ```
//! use starling_vault::{KdfCost, Keys, Lock, Purpose, Unlock, sealed};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let dir = folder.path();
//! let lock = Lock::take(dir)?;
//! # let cost = KdfCost::CHEAP_FOR_TESTS;
//! let (_, recovery) = Keys::create(dir, "correct horse", cost, starling_model::Timestamp(0))?;
//! println!("write this down: {}", *recovery.reveal());
//!
//! let keys = Keys::unlock(dir, Unlock::Passphrase("correct horse"))?;
//! let key = keys.subkey(Purpose::Media);
//! sealed::write_blob(dir, "note", b"secret", &key)?;
//! assert_eq!(sealed::read_blob(dir, "note", &key)?.0, b"secret");
//! # Ok(())
//! # }
//! ```

pub mod backup;
pub mod disk;
pub mod error;
pub mod keychain;
pub mod keys;
pub mod lock;
pub mod pagetags;
pub mod recovery;
pub mod sealed;
pub mod secret;

pub use backup::backup;
pub use disk::remove_dir;
pub use error::{Error, Fault, Result};
pub use keychain::Keychain;
pub use keys::{KdfCost, Keys, Peek, Unlock, VaultId};
pub use lock::Lock;
pub use recovery::RecoveryKey;
pub use secret::{Purpose, Subkey};
