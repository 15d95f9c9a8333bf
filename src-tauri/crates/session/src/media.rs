//! Media: which a tweet has, and looking at one.

use crate::{Error, Result, Session};
use starling_media::{Media, MediaFile, Picture};
use starling_model::TweetId;
use std::path::Path;
use std::sync::Arc;

/// More is read from no archive into memory at once; what is shown is smaller still.
const MOST_BYTES: u64 = 32 << 20;

/// The vault's media as the query asks for them.
#[derive(Debug)]
pub(crate) struct InVault(pub(crate) Media);

impl starling_query::exec::Media for InVault {
    fn tweets(&self) -> starling_query::Result<Vec<u64>> {
        let tweets = self.0.tweets().map_err(in_query)?;
        Ok(Arc::unwrap_or_clone(tweets))
    }

    fn tweets_with(&self, media: &str) -> starling_query::Result<Vec<u64>> {
        self.0.tweets_with(media).map_err(in_query)
    }

    fn of_tweets(&self, tweets: &[u64]) -> starling_query::Result<Vec<Vec<String>>> {
        self.0.names_of_tweets(tweets).map_err(in_query)
    }
}

fn in_query(error: starling_media::Error) -> starling_query::Error {
    match error {
        starling_media::Error::Store(error) => error.into(),
        starling_media::Error::Cancelled => starling_query::Error::Cancelled,
        other => starling_query::Error::NotFound(other.to_string()),
    }
}

/// An image that may be shown, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPicture {
    /// Which.
    pub file: MediaFile,
    /// Its form and size by its content.
    pub picture: Picture,
    /// As they lie there.
    pub bytes: Vec<u8>,
}

impl Session {
    /// The media of a tweet, where they lie, and whether they can be read.
    pub fn media_of_tweet(&self, tweet: TweetId) -> Result<Vec<MediaFile>> {
        Ok(self.media.0.of_tweet(tweet)?)
    }

    /// The image and banner of an account's profile.
    pub fn media_of_account(&self, account: &str) -> Result<Vec<MediaFile>> {
        Ok(self.media.0.of_account(account)?)
    }

    /// An image, if it is one that may be shown.
    pub fn picture(&self, id: u64) -> Result<ShownPicture> {
        let (file, bytes) = self.media.0.read(id, MOST_BYTES)?;
        let picture = starling_media::picture(&bytes)
            .map_err(|why| Error::Failed(format!("`{}` is not shown: {why}", file.name)))?;
        Ok(ShownPicture {
            file,
            picture,
            bytes,
        })
    }

    /// Takes the media of withdrawn tweets, and the profile images of withdrawn accounts, out for good.
    pub fn purge_media(&self, tweets: &[TweetId], accounts: &[String]) -> Result<()> {
        self.media.0.purge(tweets, accounts)?;
        self.forget_answers();
        Ok(())
    }
}

pub(crate) fn media_dir(vault: &Path) -> std::path::PathBuf {
    vault.join("media")
}

impl From<starling_media::Error> for Error {
    fn from(error: starling_media::Error) -> Self {
        use starling_media::Error as Media;
        match error {
            Media::Store(inside) => inside.into(),
            Media::Vault(inside) => inside.into(),
            Media::Cancelled => Self::Cancelled,
            Media::Unknown(_) => Self::NotFound(error.to_string()),
            Media::Missing(ref path)
            | Media::Changed { ref path, .. }
            | Media::Unreadable { ref path, .. } => {
                let reason = match &error {
                    Media::Missing(_) => "it is no longer there".to_owned(),
                    Media::Changed { what, .. } => {
                        format!("it has changed since it was indexed: {what}")
                    }
                    other => other.to_string(),
                };
                Self::Unreadable {
                    file: path.clone(),
                    reason,
                }
            }
            Media::Damaged { path, what } => Self::DamagedInput {
                file: path,
                reason: what,
            },
            Media::TooLarge { .. } => Self::Failed(error.to_string()),
        }
    }
}
