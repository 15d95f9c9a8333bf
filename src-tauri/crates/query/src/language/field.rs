//! The operators: their names, what they take, and what they are mistaken for.

use crate::ask::{Has, IdField, Is, NumberField, ProfileField};
use starling_index::text::edit_distance_within;

/// What stands behind an operator's colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Account(Account),
    Words(ProfileField),
    Tag,
    Plain(Plain),
    Is,
    Has,
    Time(End),
    Number(NumberField),
    Day,
    Id(IdField),
}

/// Operators that take an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Account {
    From,
    To,
    Mentions,
    RetweetsOf,
}

/// Operators that take a value as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain {
    Url,
    Domain,
    Language,
    AccountLanguage,
    Client,
    Dataset,
    Tagged,
    Media,
}

/// Of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Since,
    Until,
}

/// One operator.
#[derive(Debug)]
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    /// A value that would fit.
    pub(crate) example: &'static str,
    /// What it matches, for a list of suggestions.
    pub(crate) help: &'static str,
    /// What a person reads before the value.
    pub(crate) title: &'static str,
}

macro_rules! operators {
    ($($name:literal $takes:expr, $example:literal, $title:literal, $help:literal;)*) => {
        /// All, in the order of the manual.
        pub(crate) static OPERATORS: &[Operator] = &[$(Operator {
            name: $name, takes: $takes, example: $example, help: $help, title: $title,
        }),*];
    };
}

operators! {
    "from" Takes::Account(Account::From), "NAME", "From", "tweets by the account";
    "to" Takes::Account(Account::To), "NAME", "To", "replies to the account";
    "mentions" Takes::Account(Account::Mentions), "NAME", "Mentions", "tweets that mention the account";
    "retweets_of" Takes::Account(Account::RetweetsOf), "NAME", "Retweets of", "retweets of the account's tweets";
    "hashtag" Takes::Tag, "TAG", "Hashtag", "tweets with the hashtag";
    "url" Takes::Plain(Plain::Url), "PART", "Link", "a linked address that holds the part";
    "domain" Takes::Plain(Plain::Domain), "example.com", "Domain", "a link to the host or a subdomain of it";
    "lang" Takes::Plain(Plain::Language), "ru", "Language", "the tweet's language";
    "account.lang" Takes::Plain(Plain::AccountLanguage), "ru", "Account's language", "the author's language";
    "client" Takes::Plain(Plain::Client), "\"Twitter Web Client\"", "Client", "the client that posted";
    "dataset" Takes::Plain(Plain::Dataset), "NAME", "Dataset", "tweets of the dataset";
    "is" Takes::Is, "retweet", "Is", "kind of tweet";
    "has" Takes::Has, "link", "Has", "what the tweet carries";
    "since" Takes::Time(End::Since), "2016-01-01", "Since", "at this time (UTC) or later";
    "until" Takes::Time(End::Until), "2016-11-08", "Until", "before this time (UTC)";
    "likes" Takes::Number(NumberField::Likes), ">=100", "Likes", "number of likes";
    "retweets" Takes::Number(NumberField::Retweets), ">=100", "Retweets", "number of retweets";
    "replies" Takes::Number(NumberField::Replies), ">=100", "Replies", "number of replies";
    "quotes" Takes::Number(NumberField::Quotes), ">=100", "Quotes", "number of quotes";
    "account.followers" Takes::Number(NumberField::Followers), "<5000", "Followers", "the author's followers";
    "account.following" Takes::Number(NumberField::Following), "<5000", "Following", "whom the author follows";
    "account.created" Takes::Day, "2014-01-01..2015-12-31", "Account created", "when the author's account was made";
    "bio" Takes::Words(ProfileField::Bio), "word", "Bio", "words in the author's description";
    "location" Takes::Words(ProfileField::Location), "word", "Location", "words in the author's location";
    "name" Takes::Words(ProfileField::Name), "word", "Name", "words in the author's names";
    "tag" Takes::Plain(Plain::Tagged), "NAME", "Tag", "tweets or authors that you have tagged";
    "tweet" Takes::Id(IdField::Tweet), "ID", "Tweet", "the tweet of the id";
    "reply_to" Takes::Id(IdField::ReplyTo), "ID", "Reply to", "answers to the tweet";
    "quote_of" Takes::Id(IdField::QuoteOf), "ID", "Quote of", "quotes of the tweet";
    "retweet_of" Takes::Id(IdField::RetweetOf), "ID", "Retweet of", "retweets of the tweet";
    "media" Takes::Plain(Plain::Media), "ID", "Media", "tweets with the media file";
}

/// What other tools call our operators.
const ALSO_KNOWN_AS: &[(&str, &str)] = &[
    ("author", "from"),
    ("user", "from"),
    ("username", "from"),
    ("screen_name", "from"),
    ("account", "from"),
    ("by", "from"),
    ("mention", "mentions"),
    ("rt_of", "retweets_of"),
    ("tags", "hashtag"),
    ("link", "url"),
    ("links", "url"),
    ("site", "domain"),
    ("host", "domain"),
    ("language", "lang"),
    ("source", "client"),
    ("app", "client"),
    ("via", "client"),
    ("set", "dataset"),
    ("filter", "has"),
    ("contains", "has"),
    ("after", "since"),
    ("from_date", "since"),
    ("start", "since"),
    ("before", "until"),
    ("end", "until"),
    ("to_date", "until"),
    ("min_faves", "likes"),
    ("favorites", "likes"),
    ("faves", "likes"),
    ("min_retweets", "retweets"),
    ("min_replies", "replies"),
    ("followers", "account.followers"),
    ("followers_count", "account.followers"),
    ("following", "account.following"),
    ("friends", "account.following"),
    ("created", "account.created"),
    ("joined", "account.created"),
    ("description", "bio"),
    ("profile", "bio"),
    ("near", "location"),
    ("place", "location"),
    ("display_name", "name"),
    ("id", "tweet"),
    ("tweet_id", "tweet"),
    ("tweetid", "tweet"),
    ("in_reply_to", "reply_to"),
    ("quoted_tweet_id", "quote_of"),
    ("image", "media"),
];

/// The operator of the name, in any case.
pub(crate) fn operator(name: &str) -> Option<&'static Operator> {
    OPERATORS
        .iter()
        .find(|operator| operator.name.eq_ignore_ascii_case(name))
}

/// The operator that was probably meant.
pub(crate) fn nearest(name: &str) -> &'static Operator {
    near(name, name.len()).unwrap_or(&OPERATORS[0])
}

/// The operator whose name another tool writes so, or that is at most so many letters away.
pub(crate) fn near(name: &str, most: usize) -> Option<&'static Operator> {
    let name = name.to_ascii_lowercase();
    if let Some((_, ours)) = ALSO_KNOWN_AS.iter().find(|(theirs, _)| *theirs == name) {
        return operator(ours);
    }
    // Nobody writes names of hundreds of letters; the distance is quadratic.
    let name: String = name.chars().take(40).collect();
    (0..=most.min(40)).find_map(|distance| {
        OPERATORS
            .iter()
            .find(|operator| edit_distance_within(operator.name, &name, distance))
    })
}

/// `is:`
pub(crate) const IS: &[(&str, Is)] = &[
    ("retweet", Is::Retweet),
    ("reply", Is::Reply),
    ("quote", Is::Quote),
    ("original", Is::Original),
];

/// `has:`
pub(crate) const HAS: &[(&str, Has)] = &[
    ("link", Has::Link),
    ("hashtag", Has::Hashtag),
    ("mention", Has::Mention),
    ("media", Has::Media),
    ("geo", Has::Geo),
    ("poll", Has::Poll),
];
