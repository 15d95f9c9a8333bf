//! The vault itself.

use crate::text::time;
use serde::Serialize;
use starling_session as session;
use ts_rs::TS;

/// What can be told of a vault before it is unlocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VaultPeek {
    /// The folder that was looked at.
    pub dir: String,
    /// Whether it holds a vault.
    pub exists: bool,
    /// The vault's own id.
    pub id: Option<String>,
    /// Its format; 0 where there is none.
    pub format: u32,
    /// Whether the operating system's keychain holds its key.
    pub keychain: bool,
}

impl VaultPeek {
    /// Of that folder.
    pub fn of(dir: &std::path::Path, peek: session::VaultPeek) -> Self {
        Self {
            dir: dir.display().to_string(),
            exists: peek.exists,
            id: peek.id,
            format: peek.format,
            keychain: peek.keychain,
        }
    }
}

/// Where a vault would be looked for, were nothing said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DefaultVault {
    /// The folder.
    pub dir: String,
    /// Whether it holds a vault.
    pub exists: bool,
    /// Folders of vaults opened before, the latest first, as far as they still hold one.
    pub recent: Vec<String>,
}

/// A new vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Created {
    /// Its folder.
    pub vault: String,
    /// Its id.
    pub id: String,
    /// Shown this once.
    pub recovery_key: String,
}

/// `vault info`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct VaultInfo {
    pub dir: String,
    pub id: String,
    pub format: u32,
    pub created: String,
    pub tweets: u64,
    pub accounts: u64,
    pub media: u64,
    pub datasets: u64,
    pub bytes: Bytes,
    pub keychain: bool,
}

/// What the vault's parts weigh on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Bytes {
    pub store: u64,
    pub index: u64,
    pub media: u64,
}

impl From<session::VaultInfo> for VaultInfo {
    fn from(info: session::VaultInfo) -> Self {
        Self {
            dir: info.dir.display().to_string(),
            id: info.id,
            format: info.format,
            created: time(Some(info.created)).unwrap_or_default(),
            tweets: info.tweets,
            accounts: info.accounts,
            media: info.media,
            datasets: info.datasets,
            bytes: Bytes {
                store: info.store_bytes,
                index: info.index_bytes,
                media: info.media_bytes,
            },
            keychain: info.keychain,
        }
    }
}

/// `vault verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Verification {
    /// No problems.
    pub ok: bool,
    /// How much was looked at.
    pub checked: Checked,
    /// Each names its file.
    pub problems: Vec<String>,
}

/// How much was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Checked {
    pub blocks: u64,
    pub rows: u64,
    pub documents: u64,
}

impl From<session::Verification> for Verification {
    fn from(seen: session::Verification) -> Self {
        Self {
            ok: seen.problems.is_empty(),
            checked: Checked {
                blocks: seen.blocks,
                rows: seen.rows,
                documents: seen.documents,
            },
            problems: seen.problems,
        }
    }
}
