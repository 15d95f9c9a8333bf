//! Twitter API v2 objects, in pages with `data` and `includes` or flattened by twarc, to the archive's columns.
//!
//! Only the tweets of `data` are rows; the tweets they refer to are looked up for ids and authors.

use crate::found::MemberKind;
use crate::json::Value;
use crate::list;
use crate::record::Reason;
use crate::value::{self, Moment};
use starling_model::{Geo, Oddity, Profile, Timestamp, TweetRow, UserRow};

/// Whether a file's first object is of this kind, and of what its rows are.
pub(crate) fn kind_of(first: &Value<'_>) -> Option<MemberKind> {
    let page = Page::new(first);
    match page.items().first() {
        Some(item) if item.get("id").is_some() => {
            let tweet = item.get("text").is_some()
                && (item.get("author_id").is_some() || item.get("author").is_some());
            let user = item.get("username").is_some() && item.get("name").is_some();
            match (tweet, user) {
                (true, _) => Some(MemberKind::Tweets),
                // Without `text` it is a user; v1.1 objects have no `username`.
                (false, true) if item.get("text").is_none() => Some(MemberKind::Users),
                _ => None,
            }
        }
        _ => None,
    }
}

/// One object of a file: a page, or a single flattened tweet or user.
pub(crate) struct Page<'a> {
    value: &'a Value<'a>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(value: &'a Value<'a>) -> Self {
        Self { value }
    }

    /// The rows of it.
    pub(crate) fn items(&self) -> &'a [Value<'a>] {
        match self.value.get("data") {
            Some(Value::Array(items)) => items,
            Some(item @ Value::Object(_)) => std::slice::from_ref(item),
            Some(_) => &[],
            None if self.is_page() => &[],
            None => std::slice::from_ref(self.value),
        }
    }

    /// Whether it is a page; one can be without rows.
    pub(crate) fn is_page(&self) -> bool {
        ["data", "meta", "errors", "includes"]
            .iter()
            .any(|key| self.value.get(key).is_some())
            && self.value.get("id").is_none()
    }

    fn included(&self, what: &str, key: &str, wanted: &str) -> Option<&'a Value<'a>> {
        if wanted.is_empty() {
            return None;
        }
        let listed = self
            .value
            .get("includes")
            .and_then(|includes| includes.get(what))?;
        listed
            .entries()
            .iter()
            .find(|item| item.text_of(key) == wanted)
    }

    /// Fills a fresh row from one of the page's tweets.
    pub(crate) fn tweet(&self, item: &Value<'_>, row: &mut TweetRow) -> Result<(), Reason> {
        row.id = id_of(item.text_of("id"))?;
        let flattened = item.get("author");
        let author_id = match item.text_of("author_id") {
            "" => flattened.map_or("", |author| author.text_of("id")),
            id => id,
        };
        if author_id.is_empty() {
            return Err(Reason::NoUserId);
        }
        if let Some(author) = flattened.or_else(|| self.included("users", "id", author_id)) {
            fill_profile(author, &mut row.author);
        }
        row.author.account = author_id.to_owned();
        row.language = item.text_of("lang").to_owned();
        row.text = item.text_of("text").to_owned();
        row.client = item.text_of("source").to_owned();
        row.published = time(item, &mut row.oddities);
        row.reply_to_account = item.text_of("in_reply_to_user_id").to_owned();
        if row.reply_to_account.is_empty()
            && let Some(user) = item.get("in_reply_to_user")
        {
            row.reply_to_account = user.text_of("id").to_owned();
        }
        for referred in item
            .get("referenced_tweets")
            .map(Value::entries)
            .unwrap_or_default()
        {
            let id = referred.text_of("id");
            let (reference, _) = value::reference(id);
            match referred.text_of("type") {
                "replied_to" => row.reply_to_tweet = reference,
                "quoted" => row.quoted_tweet = reference,
                "retweeted" => {
                    row.is_retweet = true;
                    row.retweet_tweet = reference;
                    row.retweet_account = match referred.text_of("author_id") {
                        "" => self
                            .included("tweets", "id", id)
                            .map_or("", |tweet| tweet.text_of("author_id"))
                            .to_owned(),
                        author => author.to_owned(),
                    };
                }
                _ => {}
            }
        }
        if let Some(metrics) = item.get("public_metrics") {
            row.quotes = value::count(metrics.text_of("quote_count")).0;
            row.replies = value::count(metrics.text_of("reply_count")).0;
            row.likes = value::count(metrics.text_of("like_count")).0;
            row.retweets = value::count(metrics.text_of("retweet_count")).0;
        }
        if let Some(point) = item.get("geo").and_then(|geo| geo.get("coordinates")) {
            (row.longitude, row.latitude) = coordinates(point);
        }
        self.entities(item, row);
        self.poll(item, row);
        Ok(())
    }

    fn entities(&self, item: &Value<'_>, row: &mut TweetRow) {
        let Some(entities) = item.get("entities") else {
            return;
        };
        let all = |key: &str| entities.get(key).map(Value::entries).unwrap_or_default();
        row.hashtags = all("hashtags")
            .iter()
            .map(|tag| tag.text_of("tag").to_owned())
            .collect();
        for url in all("urls") {
            // The archive lists no links to a tweet's own images.
            let own_media = url.get("media_key").is_some()
                || url.text_of("display_url").starts_with("pic.twitter.com/");
            if !own_media {
                let expanded = url.text_of("expanded_url");
                row.urls.push(
                    if expanded.is_empty() {
                        url.text_of("url")
                    } else {
                        expanded
                    }
                    .to_owned(),
                );
            }
        }
        let mut names = Vec::new();
        let mut unresolved = false;
        for mention in all("mentions") {
            let name = mention.text_of("username");
            let id = match mention.text_of("id") {
                "" => self
                    .included("users", "username", name)
                    .map_or("", |user| user.text_of("id")),
                id => id,
            };
            names.push(name);
            if id.is_empty() {
                unresolved = true;
            } else {
                row.mentions.push(id.to_owned());
            }
        }
        if unresolved {
            // Older pages name accounts without their ids.
            row.oddities.push(Oddity {
                column: "user_mentions",
                raw: list::render(&names),
            });
        }
    }

    fn poll(&self, item: &Value<'_>, row: &mut TweetRow) {
        let Some(attachments) = item.get("attachments") else {
            return;
        };
        let id = attachments
            .get("poll_ids")
            .and_then(|ids| ids.entries().first())
            .and_then(Value::text);
        let poll = attachments
            .get("poll")
            .or_else(|| self.included("polls", "id", id.unwrap_or_default()));
        if let Some(options) = poll.and_then(|poll| poll.get("options")) {
            row.poll_choices = options
                .entries()
                .iter()
                .map(|option| option.text_of("label").to_owned())
                .collect();
        }
    }

    /// Fills a fresh row from one of the page's users.
    pub(crate) fn user(&self, item: &Value<'_>, row: &mut UserRow) -> Result<(), Reason> {
        row.profile.account = item.text_of("id").to_owned();
        if row.profile.account.is_empty() {
            return Err(Reason::NoUserId);
        }
        fill_profile(item, &mut row.profile);
        Ok(())
    }
}

/// The id of a tweet object.
pub(crate) fn id_of(text: &str) -> Result<u64, Reason> {
    if text.is_empty() {
        return Err(Reason::NoTweetId);
    }
    value::tweet_id(text)
        .map(|(id, _)| id)
        .ok_or_else(|| Reason::BadTweetId(text.chars().take(100).collect()))
}

/// `created_at`; a text that is no time is kept.
pub(crate) fn time(item: &Value<'_>, oddities: &mut Vec<Oddity>) -> Option<Timestamp> {
    let text = item.text_of("created_at");
    match value::moment(text).0 {
        Some(Moment::Time(time)) => Some(time),
        _ => {
            if !text.is_empty() {
                oddities.push(Oddity {
                    column: "tweet_time",
                    raw: text.to_owned(),
                });
            }
            None
        }
    }
}

/// A GeoJSON point: longitude first.
pub(crate) fn coordinates(point: &Value<'_>) -> (Geo, Geo) {
    let numbers: Vec<f64> = point
        .get("coordinates")
        .map(Value::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|number| number.text()?.parse().ok())
        .collect();
    match numbers[..] {
        [longitude, latitude] => (Geo::Degrees(longitude), Geo::Degrees(latitude)),
        _ => (Geo::None, Geo::None),
    }
}

fn fill_profile(user: &Value<'_>, profile: &mut Profile) {
    profile.display_name = user.text_of("name").to_owned();
    profile.screen_name = user.text_of("username").to_owned();
    profile.location = user.text_of("location").to_owned();
    profile.bio = user.text_of("description").to_owned();
    profile.url = user.text_of("url").to_owned();
    profile.created = value::day(user.text_of("created_at")).0;
    if let Some(metrics) = user.get("public_metrics") {
        profile.followers = value::count(metrics.text_of("followers_count")).0;
        profile.following = value::count(metrics.text_of("following_count")).0;
    }
}
