//! Twitter API v1.1 objects to the archive's columns.

use crate::found::MemberKind;
use crate::json::Value;
use crate::record::Reason;
use crate::twitter_v2::{coordinates, id_of, time};
use crate::value;
use starling_model::{Profile, TweetRow, UserRow};

/// Whether a file's first object is of this kind, and of what its rows are.
pub(crate) fn kind_of(first: &Value<'_>) -> Option<MemberKind> {
    let item = items(first).first()?;
    let has = |key: &str| item.get(key).is_some();
    let id = has("id_str") || has("id");
    if id
        && has("created_at")
        && (has("text") || has("full_text"))
        && item
            .get("user")
            .is_some_and(|user| user.get("id").is_some() || user.get("id_str").is_some())
    {
        Some(MemberKind::Tweets)
    } else if id && has("screen_name") && has("followers_count") {
        Some(MemberKind::Users)
    } else {
        None
    }
}

/// The rows of an object: those of a search's answer, or the object itself.
pub(crate) fn items<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match value.get("statuses") {
        Some(Value::Array(items)) => items,
        _ => std::slice::from_ref(value),
    }
}

/// The id as text where there is one: the number beside it may have been through a double.
fn id_text<'v>(item: &'v Value<'_>, key: &str) -> &'v str {
    match item.text_of(&format!("{key}_str")) {
        "" => item.text_of(key),
        text => text,
    }
}

/// Fills a fresh row from a tweet.
pub(crate) fn tweet(item: &Value<'_>, row: &mut TweetRow) -> Result<(), Reason> {
    row.id = id_of(id_text(item, "id"))?;
    let Some(user) = item.get("user") else {
        return Err(Reason::NoUserId);
    };
    fill_profile(user, &mut row.author)?;
    let extended = item.get("extended_tweet");
    let full = extended.map_or("", |extended| extended.text_of("full_text"));
    row.text = [full, item.text_of("full_text"), item.text_of("text")]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned();
    row.language = item.text_of("lang").to_owned();
    row.client = client_name(item.text_of("source")).to_owned();
    row.published = time(item, &mut row.oddities);
    row.reply_to_account = id_text(item, "in_reply_to_user_id").to_owned();
    row.reply_to_tweet = value::reference(id_text(item, "in_reply_to_status_id")).0;
    row.quoted_tweet = value::reference(id_text(item, "quoted_status_id")).0;
    if let Some(original) = item
        .get("retweeted_status")
        .filter(|original| matches!(original, Value::Object(_)))
    {
        row.is_retweet = true;
        row.retweet_tweet = value::reference(id_text(original, "id")).0;
        row.retweet_account = original
            .get("user")
            .map_or("", |user| id_text(user, "id"))
            .to_owned();
    }
    row.quotes = value::count(item.text_of("quote_count")).0;
    row.replies = value::count(item.text_of("reply_count")).0;
    row.likes = value::count(item.text_of("favorite_count")).0;
    row.retweets = value::count(item.text_of("retweet_count")).0;
    if let Some(point) = item.get("coordinates") {
        (row.longitude, row.latitude) = coordinates(point);
    }
    let entities = extended
        .and_then(|extended| extended.get("entities"))
        .or_else(|| item.get("entities"));
    let all = |key: &str| {
        entities
            .and_then(|entities| entities.get(key))
            .map(Value::entries)
            .unwrap_or_default()
    };
    row.hashtags = all("hashtags")
        .iter()
        .map(|tag| tag.text_of("text").to_owned())
        .collect();
    for url in all("urls") {
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
    row.mentions = all("user_mentions")
        .iter()
        .map(|user| id_text(user, "id").to_owned())
        .collect();
    Ok(())
}

/// Fills a fresh row from a user.
pub(crate) fn user(item: &Value<'_>, row: &mut UserRow) -> Result<(), Reason> {
    fill_profile(item, &mut row.profile)
}

fn fill_profile(user: &Value<'_>, profile: &mut Profile) -> Result<(), Reason> {
    profile.account = id_text(user, "id").to_owned();
    if profile.account.is_empty() {
        return Err(Reason::NoUserId);
    }
    profile.display_name = user.text_of("name").to_owned();
    profile.screen_name = user.text_of("screen_name").to_owned();
    profile.location = user.text_of("location").to_owned();
    profile.bio = user.text_of("description").to_owned();
    profile.url = user.text_of("url").to_owned();
    profile.followers = value::count(user.text_of("followers_count")).0;
    profile.following = value::count(user.text_of("friends_count")).0;
    profile.created = value::day(user.text_of("created_at")).0;
    profile.language = user.text_of("lang").to_owned();
    Ok(())
}

/// `<a href="http://twitter.com">Twitter Web Client</a>`: the words between the tags.
fn client_name(source: &str) -> &str {
    let inner = source
        .split_once('>')
        .filter(|_| source.starts_with("<a "))
        .map(|(_, rest)| rest);
    inner
        .and_then(|rest| rest.strip_suffix("</a>"))
        .unwrap_or(source)
}
