//! The published text of a row, given back from its typed form.

use crate::{list, value};
pub use starling_model::columns::{TWEET_COLUMNS, USER_COLUMNS};
use starling_model::{Count, Geo, Oddity, Profile, Reference, TweetRow, UserRow};

/// The row as published, in the archive's 31 columns: each value as the archive writes it,
/// and the kept text where that was different. Lists in the bare form of 2018 (`[a, b]`) are
/// given in the form of later releases (`['a', 'b']`); a column that the file lacks is empty or `[]`.
pub fn raw_record(row: &TweetRow) -> Vec<(&'static str, String)> {
    let author = &row.author;
    let mut texts = vec![row.id.to_string()];
    texts.extend(profile_texts(author));
    texts.extend([
        row.language.clone(),
        row.text.clone(),
        row.published.map_or_else(String::new, value::render_time),
        row.client.clone(),
        row.reply_to_account.clone(),
        reference(&row.reply_to_tweet),
        reference(&row.quoted_tweet),
        row.is_retweet.to_string(),
        row.retweet_account.clone(),
        reference(&row.retweet_tweet),
        geo(&row.latitude),
        geo(&row.longitude),
        count(row.quotes),
        count(row.replies),
        count(row.likes),
        count(row.retweets),
        list::render(&row.hashtags),
        list::render(&row.urls),
        list::render(&row.mentions),
        row.poll_choices.join("|"),
    ]);
    with_oddities(&TWEET_COLUMNS, texts, &row.oddities)
}

/// The row of a users file as published, in the archive's ten columns.
pub fn raw_user_record(row: &UserRow) -> Vec<(&'static str, String)> {
    with_oddities(
        &USER_COLUMNS,
        profile_texts(&row.profile).into(),
        &row.oddities,
    )
}

fn profile_texts(profile: &Profile) -> [String; 10] {
    [
        profile.account.clone(),
        profile.display_name.clone(),
        profile.screen_name.clone(),
        profile.location.clone(),
        profile.bio.clone(),
        profile.url.clone(),
        count(profile.followers),
        count(profile.following),
        profile.created.map_or_else(String::new, value::render_day),
        profile.language.clone(),
    ]
}

fn with_oddities(
    columns: &[&'static str],
    texts: Vec<String>,
    oddities: &[Oddity],
) -> Vec<(&'static str, String)> {
    let mut record: Vec<_> = columns.iter().copied().zip(texts).collect();
    for oddity in oddities {
        if let Some((_, text)) = record
            .iter_mut()
            .find(|(column, _)| *column == oddity.column)
        {
            text.clone_from(&oddity.raw);
        }
    }
    record
}

fn count(count: Count) -> String {
    count.map_or_else(String::new, |count| count.to_string())
}

fn reference(reference: &Reference) -> String {
    match reference {
        Reference::None => String::new(),
        Reference::Exact(id) => id.to_string(),
        Reference::Approximate(text) => text.clone(),
    }
}

fn geo(geo: &Geo) -> String {
    match geo {
        Geo::None => String::new(),
        Geo::Absent => "absent".to_owned(),
        Geo::Present => "present".to_owned(),
        Geo::Degrees(degrees) => degrees.to_string(),
    }
}
