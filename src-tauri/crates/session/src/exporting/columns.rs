//! The archive's columns on their way out: name, kind, meaning, and the cell of a row.

use starling_export::{Cell, Column, Kind};
use starling_model::{Geo, Reference, TweetRow};

/// Name, kind and meaning of every column, in the archive's order.
pub(crate) const COLUMNS: [(&str, Kind, &str); 31] = [
    ("tweetid", Kind::Text, "The tweet's id"),
    (
        "userid",
        Kind::Text,
        "The author's id, a hash, or a pseudonym",
    ),
    ("user_display_name", Kind::Text, "The author's display name"),
    ("user_screen_name", Kind::Text, "The author's screen name"),
    (
        "user_reported_location",
        Kind::Text,
        "Where the author says to be",
    ),
    (
        "user_profile_description",
        Kind::Text,
        "What the author says of themselves",
    ),
    ("user_profile_url", Kind::Text, "The author's address"),
    (
        "follower_count",
        Kind::Integer,
        "How many follow the author",
    ),
    (
        "following_count",
        Kind::Integer,
        "How many the author follows",
    ),
    (
        "account_creation_date",
        Kind::Text,
        "When the account was made",
    ),
    ("account_language", Kind::Text, "The account's language"),
    ("tweet_language", Kind::Text, "The tweet's language"),
    ("tweet_text", Kind::Text, "The tweet's text"),
    ("tweet_time", Kind::Text, "When it was published, UTC"),
    (
        "tweet_client_name",
        Kind::Text,
        "The program it was written with",
    ),
    ("in_reply_to_userid", Kind::Text, "Whom it answers"),
    ("in_reply_to_tweetid", Kind::Text, "What it answers"),
    ("quoted_tweet_tweetid", Kind::Text, "What it quotes"),
    (
        "is_retweet",
        Kind::Boolean,
        "Whether it repeats another tweet",
    ),
    ("retweet_userid", Kind::Text, "Whose tweet it repeats"),
    ("retweet_tweetid", Kind::Text, "Which tweet it repeats"),
    ("latitude", Kind::Text, "Where it was written"),
    ("longitude", Kind::Text, "Where it was written"),
    ("quote_count", Kind::Integer, "How often it was quoted"),
    ("reply_count", Kind::Integer, "How often it was answered"),
    ("like_count", Kind::Integer, "How often it was liked"),
    ("retweet_count", Kind::Integer, "How often it was repeated"),
    ("hashtags", Kind::List, "Its hashtags"),
    ("urls", Kind::List, "Its addresses"),
    ("user_mentions", Kind::List, "Whom it mentions"),
    ("poll_choices", Kind::List, "The choices of its poll"),
];

/// The columns of these names, in the archive's order; all where none are named. The first name that is none.
pub(crate) fn chosen(names: &[String]) -> Result<Vec<usize>, String> {
    if names.is_empty() {
        return Ok((0..COLUMNS.len()).collect());
    }
    let mut chosen = names
        .iter()
        .map(|name| {
            COLUMNS
                .iter()
                .position(|(known, ..)| known == name)
                .ok_or_else(|| name.clone())
        })
        .collect::<Result<Vec<_>, _>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

/// A column by its place.
pub(crate) fn column(at: usize) -> Column {
    let (name, kind, meaning) = COLUMNS[at];
    Column {
        name: name.to_owned(),
        kind,
        meaning,
    }
}

/// What a column of that name holds.
pub(crate) fn kind(name: &str) -> Kind {
    COLUMNS
        .iter()
        .find(|(known, ..)| *known == name)
        .map_or(Kind::Text, |(_, kind, _)| *kind)
}

/// What agreements class a column as.
pub(crate) fn class(name: &str) -> &'static str {
    use starling_policy::columns;
    [
        (columns::TWEET_IDS, "tweet_ids"),
        (columns::ACCOUNT_IDS, "account_ids"),
        (columns::NAMES, "names"),
        (columns::PROFILE_TEXT, "profile_text"),
        (columns::QUASI_IDENTIFIERS, "quasi_identifiers"),
        (columns::PLACE, "place"),
        (columns::CONTENT, "content"),
    ]
    .iter()
    .find(|(names, _)| names.contains(&name))
    .map_or("metrics", |(_, class)| *class)
}

fn reference(reference: &Reference) -> Cell {
    match reference {
        Reference::None => Cell::Empty,
        Reference::Exact(id) => Cell::Tweet(*id),
        Reference::Approximate(text) => Cell::text(text.as_str()),
    }
}

fn geo(geo: &Geo) -> Cell {
    match geo {
        Geo::None => Cell::Empty,
        Geo::Absent => Cell::text("absent"),
        Geo::Present => Cell::text("present"),
        Geo::Degrees(degrees) => Cell::text(degrees.to_string()),
    }
}

/// The cell of a row in a column, as published.
pub(crate) fn cell(row: &TweetRow, at: usize) -> Cell {
    let author = &row.author;
    match COLUMNS[at].0 {
        "tweetid" => Cell::Tweet(row.tweet_id()),
        "userid" => Cell::text(author.account.as_str()),
        "user_display_name" => Cell::text(author.display_name.as_str()),
        "user_screen_name" => Cell::text(author.screen_name.as_str()),
        "user_reported_location" => Cell::text(author.location.as_str()),
        "user_profile_description" => Cell::text(author.bio.as_str()),
        "user_profile_url" => Cell::text(author.url.as_str()),
        "follower_count" => Cell::count(author.followers),
        "following_count" => Cell::count(author.following),
        "account_creation_date" => author
            .created
            .map_or(Cell::Empty, |day| Cell::text(day.iso())),
        "account_language" => Cell::text(author.language.as_str()),
        "tweet_language" => Cell::text(row.language.as_str()),
        "tweet_text" => Cell::text(row.text.as_str()),
        "tweet_time" => row
            .published
            .map_or(Cell::Empty, |at| Cell::text(minute(at))),
        "tweet_client_name" => Cell::text(row.client.as_str()),
        "in_reply_to_userid" => Cell::text(row.reply_to_account.as_str()),
        "in_reply_to_tweetid" => reference(&row.reply_to_tweet),
        "quoted_tweet_tweetid" => reference(&row.quoted_tweet),
        "is_retweet" => Cell::Boolean(row.is_retweet),
        "retweet_userid" => Cell::text(row.retweet_account.as_str()),
        "retweet_tweetid" => reference(&row.retweet_tweet),
        "latitude" => geo(&row.latitude),
        "longitude" => geo(&row.longitude),
        "quote_count" => Cell::count(row.quotes),
        "reply_count" => Cell::count(row.replies),
        "like_count" => Cell::count(row.likes),
        "retweet_count" => Cell::count(row.retweets),
        "hashtags" => Cell::List(row.hashtags.clone()),
        "urls" => Cell::List(row.urls.clone()),
        "user_mentions" => Cell::List(row.mentions.clone()),
        _ => Cell::List(row.poll_choices.clone()),
    }
}

/// `2019-03-01 12:34`, as the archive writes times; with seconds where there are some.
fn minute(at: starling_model::Timestamp) -> String {
    let text = at.rfc3339();
    let (day, time) = text.split_at(text.find('T').unwrap_or(text.len()));
    let time = time.trim_start_matches('T').trim_end_matches('Z');
    let time = time.strip_suffix(":00").unwrap_or(time);
    format!("{day} {time}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use starling_model::Timestamp;

    #[test]
    fn every_column_is_the_archives_and_has_a_cell() {
        let names: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, starling_import::TWEET_COLUMNS);
        let row = TweetRow::default();
        for (at, (name, kind, ..)) in COLUMNS.iter().enumerate() {
            let cell = cell(&row, at);
            let fits = match kind {
                Kind::List => matches!(cell, Cell::List(_)),
                Kind::Boolean => matches!(cell, Cell::Boolean(_)),
                Kind::Text | Kind::Integer => matches!(cell, Cell::Empty | Cell::Tweet(_)),
            };
            assert!(fits, "{name}: {cell:?}");
        }
        assert_eq!(minute(Timestamp(1_498_147_380_000)), "2017-06-22 16:03");
        assert_eq!(minute(Timestamp(1_498_147_381_000)), "2017-06-22 16:03:01");
    }

    #[test]
    fn columns_are_chosen_by_name() {
        assert_eq!(chosen(&[]).unwrap().len(), 31);
        let names = ["tweet_text".to_owned(), "tweetid".to_owned()];
        assert_eq!(chosen(&names), Ok(vec![0, 12]));
        assert_eq!(chosen(&["nothing".to_owned()]), Err("nothing".to_owned()));
    }
}
