//! FiveThirtyEight's and Clemson's table of IRA tweets to the archive's columns.
//!
//! Its ids went through a spreadsheet: the tweet's and the author's true ids stand in `article_url`.

use crate::record::Reason;
use crate::row::{self, Cells, column};
use starling_model::{AccountForm, Oddity, TweetRow, account_form};

/// Fills `row` from a row of the table, whose fields `field` gives by their names.
pub(crate) fn tweet<'a>(
    field: &dyn Fn(&str) -> Option<&'a str>,
    row: &mut TweetRow,
) -> Result<(), Reason> {
    let text = |name| field(name).unwrap_or_default();
    let by_url = ids_of_url(text("article_url"));
    let (tweet_id, tweet_id_raw) = match by_url {
        Some((_, tweet)) => (tweet, text("tweet_id")),
        None => (text("tweet_id"), ""),
    };
    let author = text("external_author_id");
    let (account, account_raw) = match by_url {
        // Only a number that the spreadsheet has ruined is replaced by what the URL says.
        Some((account, _)) if account_form(author) != AccountForm::Numeric => (account, author),
        _ => (author, ""),
    };
    let is_retweet = match text("retweet") {
        "1" => "true",
        "0" | "" => "false",
        other => other,
    };
    let cells = ClemsonCells {
        tweet_id,
        account,
        name: text("author"),
        location: "",
        followers: text("followers"),
        following: text("following"),
        language: language_code(text("language")),
        content: text("content"),
        time: text("publish_date"),
        is_retweet,
    };
    row::tweet(&cells, row)?;
    // What the table has in these columns, where another value was taken.
    for (column, raw, value) in [
        ("tweetid", tweet_id_raw, tweet_id),
        ("userid", account_raw, account),
        ("tweet_language", text("language"), &row.language),
    ] {
        if !raw.is_empty() && raw != value {
            row.oddities.push(Oddity {
                column,
                raw: raw.to_owned(),
            });
        }
    }
    for name in ["tco1_step1", "tco2_step1", "tco3_step1"] {
        let url = text(name);
        if !url.is_empty() {
            row.urls.push(url.to_owned());
        }
    }
    Ok(())
}

struct ClemsonCells<'a> {
    tweet_id: &'a str,
    account: &'a str,
    name: &'a str,
    location: &'a str,
    followers: &'a str,
    following: &'a str,
    language: &'a str,
    content: &'a str,
    time: &'a str,
    is_retweet: &'a str,
}

impl Cells for ClemsonCells<'_> {
    fn text(&self, at: usize) -> Option<&str> {
        match at {
            column::TWEET_ID => Some(self.tweet_id),
            column::USER_ID => Some(self.account),
            column::DISPLAY_NAME | column::SCREEN_NAME => Some(self.name),
            column::LOCATION => Some(self.location),
            column::FOLLOWERS => Some(self.followers),
            column::FOLLOWING => Some(self.following),
            column::TWEET_LANGUAGE => Some(self.language),
            column::TEXT => Some(self.content),
            column::TIME => Some(self.time),
            column::IS_RETWEET => Some(self.is_retweet),
            _ => None,
        }
    }
}

/// `http://twitter.com/905874659358453760/statuses/914580356430536707`: the author's id and the tweet's.
fn ids_of_url(url: &str) -> Option<(&str, &str)> {
    let path = url.split_once("twitter.com/")?.1;
    let mut parts = path.split('/');
    let account = parts.next()?;
    let word = parts.next()?;
    let tweet = parts.next()?.split(['?', '#']).next()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (matches!(word, "status" | "statuses") && digits(account) && digits(tweet))
        .then_some((account, tweet))
}

/// The table names languages in English; a name that is not known is kept.
fn language_code(name: &str) -> &str {
    const NAMES: [(&str, &str); 56] = [
        ("Albanian", "sq"),
        ("Arabic", "ar"),
        ("Bengali", "bn"),
        ("Bulgarian", "bg"),
        ("Catalan", "ca"),
        ("Croatian", "hr"),
        ("Czech", "cs"),
        ("Danish", "da"),
        ("Dutch", "nl"),
        ("English", "en"),
        ("Estonian", "et"),
        ("Farsi (Persian)", "fa"),
        ("Finnish", "fi"),
        ("French", "fr"),
        ("German", "de"),
        ("Greek", "el"),
        ("Gujarati", "gu"),
        ("Hebrew", "he"),
        ("Hindi", "hi"),
        ("Hungarian", "hu"),
        ("Icelandic", "is"),
        ("Indonesian", "id"),
        ("Italian", "it"),
        ("Japanese", "ja"),
        ("Kannada", "kn"),
        ("Korean", "ko"),
        ("Kurdish", "ku"),
        ("Latvian", "lv"),
        ("Lithuanian", "lt"),
        ("Macedonian", "mk"),
        ("Malay", "ms"),
        ("Malayalam", "ml"),
        ("Norwegian", "no"),
        ("Polish", "pl"),
        ("Portuguese", "pt"),
        ("Pushto", "ps"),
        ("Romanian", "ro"),
        ("Russian", "ru"),
        ("Saudi Arabia", "ar"),
        ("Serbian", "sr"),
        ("Simplified Chinese", "zh"),
        ("Slovak", "sk"),
        ("Slovenian", "sl"),
        ("Somali", "so"),
        ("Spanish", "es"),
        ("Swedish", "sv"),
        ("Tagalog (Filipino)", "tl"),
        ("Tamil", "ta"),
        ("Telugu", "te"),
        ("Thai", "th"),
        ("Traditional Chinese", "zh"),
        ("Turkish", "tr"),
        ("Ukrainian", "uk"),
        ("Urdu", "ur"),
        ("Uzbek", "uz"),
        ("Vietnamese", "vi"),
    ];
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(name, |(_, code)| code)
}
