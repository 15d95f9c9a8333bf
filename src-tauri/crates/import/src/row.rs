//! A row of the archive's columns to a typed row. CSV and JSON come together here:
//! both give the text of a column, or say that the file has no such column.

use crate::list::{self, Entries};
use crate::raw::TWEET_COLUMNS;
use crate::record::Reason;
use crate::value::{self, Form, Moment};
use starling_model::{Oddity, Profile, Reference, Timestamp, TweetId, TweetRow, UserRow};

/// The texts of one row, by the place of the column in [`TWEET_COLUMNS`].
/// The ten user columns of a users file stand at their places there.
pub(crate) trait Cells {
    /// The column's text; `None` where the file has no such column.
    fn text(&self, column: usize) -> Option<&str>;
}

/// Places in [`TWEET_COLUMNS`].
pub(crate) mod column {
    pub(crate) const TWEET_ID: usize = 0;
    pub(crate) const USER_ID: usize = 1;
    pub(crate) const DISPLAY_NAME: usize = 2;
    pub(crate) const SCREEN_NAME: usize = 3;
    pub(crate) const LOCATION: usize = 4;
    pub(crate) const BIO: usize = 5;
    pub(crate) const PROFILE_URL: usize = 6;
    pub(crate) const FOLLOWERS: usize = 7;
    pub(crate) const FOLLOWING: usize = 8;
    pub(crate) const CREATED: usize = 9;
    pub(crate) const ACCOUNT_LANGUAGE: usize = 10;
    pub(crate) const TWEET_LANGUAGE: usize = 11;
    pub(crate) const TEXT: usize = 12;
    pub(crate) const TIME: usize = 13;
    pub(crate) const CLIENT: usize = 14;
    pub(crate) const REPLY_USER: usize = 15;
    pub(crate) const REPLY_TWEET: usize = 16;
    pub(crate) const QUOTED_TWEET: usize = 17;
    pub(crate) const IS_RETWEET: usize = 18;
    pub(crate) const RETWEET_USER: usize = 19;
    pub(crate) const RETWEET_TWEET: usize = 20;
    pub(crate) const LATITUDE: usize = 21;
    pub(crate) const LONGITUDE: usize = 22;
    pub(crate) const QUOTES: usize = 23;
    pub(crate) const REPLIES: usize = 24;
    pub(crate) const LIKES: usize = 25;
    pub(crate) const RETWEETS: usize = 26;
    pub(crate) const HASHTAGS: usize = 27;
    pub(crate) const URLS: usize = 28;
    pub(crate) const MENTIONS: usize = 29;
    pub(crate) const POLL: usize = 30;
    /// How many there are.
    pub(crate) const COUNT: usize = 31;
}

use column as at;

/// The place of a column by its name; case and blanks around it do not matter.
pub(crate) fn place_of(name: &str) -> Option<usize> {
    let name = name.trim().trim_start_matches('\u{feff}');
    TWEET_COLUMNS
        .iter()
        .position(|column| column.eq_ignore_ascii_case(name))
}

/// Keeps the texts that their values do not give back.
struct Odd<'a>(&'a mut Vec<Oddity>);

impl Odd<'_> {
    fn keep(&mut self, form: Form, column: usize, text: &str) {
        if form == Form::Odd {
            self.0.push(Oddity {
                column: TWEET_COLUMNS[column],
                raw: text.to_owned(),
            });
        }
    }
}

/// Fills `row` anew from the cells, over the memory it has.
pub(crate) fn tweet(cells: &impl Cells, row: &mut TweetRow) -> Result<(), Reason> {
    let id_text = cells.text(at::TWEET_ID).unwrap_or_default();
    if id_text.is_empty() {
        return Err(Reason::NoTweetId);
    }
    let Some((id, id_form)) = value::tweet_id(id_text) else {
        return Err(Reason::BadTweetId(id_text.chars().take(100).collect()));
    };
    row.id = id;
    row.oddities.clear();
    let mut odd = Odd(&mut row.oddities);
    odd.keep(id_form, at::TWEET_ID, id_text);
    profile(cells, &mut row.author, &mut odd)?;
    copy(cells, at::TWEET_LANGUAGE, &mut row.language);
    copy(cells, at::TEXT, &mut row.text);
    copy(cells, at::CLIENT, &mut row.client);
    row.published = time(cells, TweetId(id), &mut odd);
    account(cells, at::REPLY_USER, &mut row.reply_to_account, &mut odd);
    row.reply_to_tweet = reference(cells, at::REPLY_TWEET, &mut odd);
    row.quoted_tweet = reference(cells, at::QUOTED_TWEET, &mut odd);
    row.is_retweet = take(cells, at::IS_RETWEET, value::flag, &mut odd);
    account(cells, at::RETWEET_USER, &mut row.retweet_account, &mut odd);
    row.retweet_tweet = reference(cells, at::RETWEET_TWEET, &mut odd);
    row.latitude = take(cells, at::LATITUDE, value::geo, &mut odd);
    row.longitude = take(cells, at::LONGITUDE, value::geo, &mut odd);
    row.quotes = take(cells, at::QUOTES, value::count, &mut odd);
    row.replies = take(cells, at::REPLIES, value::count, &mut odd);
    row.likes = take(cells, at::LIKES, value::count, &mut odd);
    row.retweets = take(cells, at::RETWEETS, value::count, &mut odd);
    entries(
        cells,
        at::HASHTAGS,
        Entries::Words,
        &mut row.hashtags,
        &mut odd,
    );
    entries(cells, at::URLS, Entries::Urls, &mut row.urls, &mut odd);
    entries(
        cells,
        at::MENTIONS,
        Entries::Words,
        &mut row.mentions,
        &mut odd,
    );
    match cells.text(at::POLL) {
        Some(text) => odd.keep(list::choices(text, &mut row.poll_choices), at::POLL, text),
        None => row.poll_choices.clear(),
    }
    Ok(())
}

/// Fills `row` anew from the cells of a users file.
pub(crate) fn user(cells: &impl Cells, row: &mut UserRow) -> Result<(), Reason> {
    row.oddities.clear();
    profile(cells, &mut row.profile, &mut Odd(&mut row.oddities))
}

fn profile(cells: &impl Cells, profile: &mut Profile, odd: &mut Odd<'_>) -> Result<(), Reason> {
    account(cells, at::USER_ID, &mut profile.account, odd);
    if profile.account.is_empty() {
        return Err(Reason::NoUserId);
    }
    copy(cells, at::DISPLAY_NAME, &mut profile.display_name);
    copy(cells, at::SCREEN_NAME, &mut profile.screen_name);
    copy(cells, at::LOCATION, &mut profile.location);
    copy(cells, at::BIO, &mut profile.bio);
    copy(cells, at::PROFILE_URL, &mut profile.url);
    copy(cells, at::ACCOUNT_LANGUAGE, &mut profile.language);
    profile.followers = take(cells, at::FOLLOWERS, value::count, odd);
    profile.following = take(cells, at::FOLLOWING, value::count, odd);
    profile.created = take(cells, at::CREATED, value::day, odd);
    Ok(())
}

fn copy(cells: &impl Cells, column: usize, into: &mut String) {
    into.clear();
    into.push_str(cells.text(column).unwrap_or_default());
}

fn account(cells: &impl Cells, column: usize, into: &mut String, odd: &mut Odd<'_>) {
    into.clear();
    let text = cells.text(column).unwrap_or_default();
    let (account, form) = value::account(text);
    into.push_str(account);
    odd.keep(form, column, text);
}

fn reference(cells: &impl Cells, column: usize, odd: &mut Odd<'_>) -> Reference {
    take(cells, column, value::reference, odd)
}

fn take<T: Default>(
    cells: &impl Cells,
    column: usize,
    read: impl FnOnce(&str) -> (T, Form),
    odd: &mut Odd<'_>,
) -> T {
    let Some(text) = cells.text(column) else {
        return T::default();
    };
    let (value, form) = read(text);
    odd.keep(form, column, text);
    value
}

fn entries(
    cells: &impl Cells,
    column: usize,
    kind: Entries,
    into: &mut Vec<String>,
    odd: &mut Odd<'_>,
) {
    match cells.text(column) {
        Some(text) => odd.keep(list::list(text, kind, into), column, text),
        None => into.clear(),
    }
}

fn time(cells: &impl Cells, id: TweetId, odd: &mut Odd<'_>) -> Option<Timestamp> {
    let text = cells.text(at::TIME)?;
    let (moment, form) = value::moment(text);
    odd.keep(form, at::TIME, text);
    match moment? {
        Moment::Time(time) => Some(time),
        // A copy has lost the time of day. Midnight would be made up where the id still tells the moment.
        Moment::Day(day) if id.time().is_some_and(|time| value::day_of(time) == day) => None,
        Moment::Day(day) => Some(value::midnight(day)),
    }
}
