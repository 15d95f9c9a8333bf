//! The archive's columns, by what they tell.

/// Ids of tweets.
pub const TWEET_IDS: &[&str] = &[
    "tweetid",
    "in_reply_to_tweetid",
    "quoted_tweet_tweetid",
    "retweet_tweetid",
];
/// Ids of accounts.
pub const ACCOUNT_IDS: &[&str] = &[
    "userid",
    "in_reply_to_userid",
    "retweet_userid",
    "user_mentions",
];
/// Names of accounts.
pub const NAMES: &[&str] = &["user_screen_name", "user_display_name"];
/// What accounts say of themselves.
pub const PROFILE_TEXT: &[&str] = &[
    "user_profile_description",
    "user_profile_url",
    "user_reported_location",
];
/// Figures and words that tell an account among others.
pub const QUASI_IDENTIFIERS: &[&str] = &[
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
];
/// Places.
pub const PLACE: &[&str] = &["latitude", "longitude"];
/// What was written.
pub const CONTENT: &[&str] = &["tweet_text", "hashtags", "urls", "poll_choices"];
