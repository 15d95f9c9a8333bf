//! Media by their names: `<tweetid>-<mediakey>.<ext>` and `<userid>_<image|banner>.<ext>`.

use crate::{AccountForm, TweetId, account_form};

const ENDINGS: [&str; 10] = [
    "jpg", "jpeg", "png", "gif", "webp", "mp4", "mov", "webm", "m4v", "m3u8",
];

/// What a medium's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaName {
    /// A medium of a tweet.
    OfTweet {
        /// The tweet.
        tweet: TweetId,
        /// The medium's own key.
        key: String,
        /// Whose folder it lies in, where the path says it.
        account: Option<String>,
    },
    /// The image or banner of a profile.
    OfProfile {
        /// Whose.
        account: String,
        /// `image` or `banner`.
        what: String,
    },
    /// An image or video whose name says nothing.
    Other,
}

/// Reads the name of a file, or of an entry of a zip; `None` where it is no image and no video.
pub fn media_name(path: &str) -> Option<MediaName> {
    let last = last(path);
    let (stem, ending) = last.rsplit_once('.')?;
    if !ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
    {
        return None;
    }
    if let Some((id, key)) = stem.split_once('-')
        && let Some(tweet) = TweetId::parse(id)
        && !key.is_empty()
    {
        // `<top>/<userid-or-hash>/images/<tweetid>-<mediakey>.jpg`
        let mut folders = path.rsplit(['/', '\\']).skip(1);
        let account = folders.next().and_then(|folder| {
            let kind = matches!(
                folder,
                "images" | "videos" | "gifs" | "image" | "video" | "gif"
            );
            if kind { folders.next() } else { Some(folder) }
        });
        let account = account.filter(|folder| !matches!(account_form(folder), AccountForm::Other));
        return Some(MediaName::OfTweet {
            tweet,
            key: key.to_owned(),
            account: account.map(str::to_owned),
        });
    }
    if let Some((account, what)) = stem.rsplit_once('_')
        && matches!(what, "image" | "banner")
        && !account.is_empty()
    {
        return Some(MediaName::OfProfile {
            account: account.to_owned(),
            what: what.to_owned(),
        });
    }
    Some(MediaName::Other)
}

/// The last part of a path, by either separator.
fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(path: &str, expected: Expect) {
        expected.assert_eq(&format!("{:?}", media_name(path)));
    }

    #[test]
    fn names() {
        check(
            "ira/94c383089f0dd9993020276bd01113ecb5935ad860bfa61e6079e7d548577f76/images/877919995476496385-DC8Z.jpg",
            expect![[
                r#"Some(OfTweet { tweet: TweetId(877919995476496385), key: "DC8Z", account: Some("94c383089f0dd9993020276bd01113ecb5935ad860bfa61e6079e7d548577f76") })"#
            ]],
        );
        check(
            "877919995476496385-a-b.MP4",
            expect![[
                r#"Some(OfTweet { tweet: TweetId(877919995476496385), key: "a-b", account: None })"#
            ]],
        );
        check(
            "x/12345_banner.png",
            expect![[r#"Some(OfProfile { account: "12345", what: "banner" })"#]],
        );
        check("x/holiday.jpg", expect!["Some(Other)"]);
        check("x/tweets.csv", expect!["None"]);
        check("noext", expect!["None"]);
    }
}
