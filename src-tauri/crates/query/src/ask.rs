//! What a query means, after its text has been understood.

use starling_model::TweetId;

/// A condition on tweets. Text in it is as the user typed it; whoever executes it folds and segments.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Every tweet: `*` or nothing.
    All,
    /// All of these hold.
    And(Vec<Ask>),
    /// At least one of these holds.
    Or(Vec<Ask>),
    /// This does not hold.
    Not(Box<Ask>),
    /// Words of the tweet's text.
    Text(Words),
    /// Words in one of the author's profile fields (`bio:`, `location:`, `name:`).
    Profile(ProfileField, Words),
    /// `from:`: by screen name (case-insensitive) or account id.
    From(String),
    /// `to:`: replies to the account.
    To(String),
    /// `@NAME`, `mentions:NAME`.
    Mentions(String),
    /// `retweets_of:`.
    RetweetsOf(String),
    /// `#TAG`, `hashtag:TAG`, `hashtag:tag*`.
    Hashtag(Tag),
    /// `url:PART`: host or path holds the part.
    Url(String),
    /// `domain:`: the host or a subdomain of it.
    Domain(String),
    /// `lang:`
    Language(String),
    /// `account.lang:`
    AccountLanguage(String),
    /// `client:`
    Client(String),
    /// `dataset:`
    Dataset(String),
    /// `is:`
    Is(Is),
    /// `has:`
    Has(Has),
    /// `since:` (inclusive) and `until:` (exclusive), UTC milliseconds.
    Time {
        /// First millisecond that matches.
        since: Option<i64>,
        /// First millisecond that no longer matches.
        until: Option<i64>,
    },
    /// `likes:`, `retweets:`, `replies:`, `quotes:`, `account.followers:`, `account.following:`.
    Number(NumberField, Range),
    /// `account.created:`, days since 1970, both ends inclusive.
    AccountCreated(Range),
    /// `tag:`
    Tagged(String),
    /// `tweet:`, `reply_to:`, `quote_of:`, `retweet_of:`.
    ById(IdField, TweetId),
    /// `media:`
    Media(String),
}

/// One text condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// A bare word; it may segment into several tokens (Chinese), which then must stand together.
    Word(String),
    /// `"two words"~3`
    Phrase {
        /// The words between the quotation marks.
        words: String,
        /// How many other words may stand between.
        slop: u32,
    },
    /// `vacc*`, without the star.
    Prefix(String),
    /// `color~1`
    Fuzzy {
        /// The word.
        word: String,
        /// Edit distance, 1 or 2.
        distance: u8,
    },
    /// `/reg(ex|exp)/` over a whole normalised token.
    Regex(String),
}

/// A hashtag, without its sign.
#[derive(Debug, Clone, PartialEq)]
pub enum Tag {
    /// The whole tag.
    Exact(String),
    /// Every tag that begins so.
    Prefix(String),
}

/// The author's profile texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProfileField {
    /// `bio:`
    Bio,
    /// `location:`
    Location,
    /// `name:`: display name or screen name.
    Name,
}

/// Kinds of tweet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Is {
    Retweet,
    Reply,
    Quote,
    Original,
}

/// What a tweet carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Has {
    Link,
    Hashtag,
    Mention,
    Media,
    Geo,
    Poll,
}

/// Numbers that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum NumberField {
    Likes,
    Retweets,
    Replies,
    Quotes,
    Followers,
    Following,
}

/// Fields that hold a tweet's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum IdField {
    Tweet,
    ReplyTo,
    QuoteOf,
    RetweetOf,
}

/// Both ends inclusive; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Least value that matches.
    pub from: Option<i64>,
    /// Greatest value that matches.
    pub to: Option<i64>,
}

/// What `facets` can count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Facet {
    Dataset,
    Lang,
    Account,
    Client,
    Hashtag,
    Domain,
    Url,
    Mention,
    Retweeted,
    Kind,
    AccountLang,
    Location,
    Year,
    Weekday,
    Hour,
}

impl Facet {
    /// All, in the order the command line lists them.
    pub const ALL: [Self; 15] = [
        Self::Dataset,
        Self::Lang,
        Self::Account,
        Self::Client,
        Self::Hashtag,
        Self::Domain,
        Self::Url,
        Self::Mention,
        Self::Retweeted,
        Self::Kind,
        Self::AccountLang,
        Self::Location,
        Self::Year,
        Self::Weekday,
        Self::Hour,
    ];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Lang => "lang",
            Self::Account => "account",
            Self::Client => "client",
            Self::Hashtag => "hashtag",
            Self::Domain => "domain",
            Self::Url => "url",
            Self::Mention => "mention",
            Self::Retweeted => "retweeted",
            Self::Kind => "kind",
            Self::AccountLang => "account_lang",
            Self::Location => "location",
            Self::Year => "year",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
        }
    }

    /// The facet of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.word() == word)
    }
}

/// The order of a list of tweets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sort {
    #[default]
    Newest,
    Oldest,
    Relevance,
    Likes,
    Retweets,
}

/// The width of a timeline's buckets, UTC; weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Bucket {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The order of a list of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum AccountSort {
    #[default]
    Tweets,
    Followers,
    Created,
    Retweeted,
}
