//! The published text of a row, given back from its typed form.

use starling_model::{TweetRow, UserRow};

/// The ten columns of a users file, in the archive's order.
pub const USER_COLUMNS: [&str; 10] = [
    "userid",
    "user_display_name",
    "user_screen_name",
    "user_reported_location",
    "user_profile_description",
    "user_profile_url",
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
];

/// The 31 columns of a tweets file, in the archive's order.
pub const TWEET_COLUMNS: [&str; 31] = [
    "tweetid",
    "userid",
    "user_display_name",
    "user_screen_name",
    "user_reported_location",
    "user_profile_description",
    "user_profile_url",
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
    "tweet_language",
    "tweet_text",
    "tweet_time",
    "tweet_client_name",
    "in_reply_to_userid",
    "in_reply_to_tweetid",
    "quoted_tweet_tweetid",
    "is_retweet",
    "retweet_userid",
    "retweet_tweetid",
    "latitude",
    "longitude",
    "quote_count",
    "reply_count",
    "like_count",
    "retweet_count",
    "hashtags",
    "urls",
    "user_mentions",
    "poll_choices",
];

/// The row as published, in the archive's 31 columns.
pub fn raw_record(row: &TweetRow) -> Vec<(&'static str, String)> {
    todo!("{row:?}")
}

/// The row of a users file as published, in the archive's ten columns.
pub fn raw_user_record(row: &UserRow) -> Vec<(&'static str, String)> {
    todo!("{row:?}")
}
