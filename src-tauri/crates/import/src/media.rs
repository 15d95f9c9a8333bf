//! Media by their names, counted.

use crate::found::MediaCounts;
pub use starling_model::media::{MediaName, media_name};

impl MediaCounts {
    pub(crate) fn count(&mut self, name: &MediaName, bytes: u64) {
        match name {
            MediaName::OfTweet { .. } => self.of_tweets += 1,
            MediaName::OfProfile { .. } => self.of_profiles += 1,
            MediaName::Other => self.other += 1,
        }
        self.bytes += bytes;
    }

    /// All entries.
    pub fn entries(&self) -> u64 {
        self.of_tweets + self.of_profiles + self.other
    }
}
