//! Images and videos.

use serde::Serialize;
use starling_session as session;
use ts_rs::TS;

/// One file of media, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MediaFile {
    /// Its number in the vault, by which it is looked at.
    pub id: u64,
    /// `<tweetid>-<mediakey>.jpg`
    pub name: String,
    /// The medium's own key; `media:` finds every tweet that carries it.
    pub key: String,
    /// Its length.
    pub bytes: u64,
    /// The archive or folder where it lies.
    pub file: String,
    /// Its path in there.
    pub entry: String,
    /// `copied` into the vault, `here` where it was indexed, `missing` or `changed`.
    pub state: String,
}

impl From<session::MediaFile> for MediaFile {
    fn from(file: session::MediaFile) -> Self {
        Self {
            id: file.id,
            name: file.name,
            key: file.key,
            bytes: file.bytes,
            file: file.path.display().to_string(),
            entry: file.entry,
            state: file.state.word().to_owned(),
        }
    }
}
