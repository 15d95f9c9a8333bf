//! What the questions are answered with. Plain data; `wire` decides how it is written down.

use starling_model::{Profile, Timestamp};

/// How many tweets match, and by how many authors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Counted {
    pub tweets: u64,
    pub accounts: u64,
}

/// One page of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// All that match, not only this page.
    pub total: u64,
    /// The page.
    pub tweets: Vec<TweetView>,
}

/// A tweet as lists show it, whole.
#[derive(Debug, Clone)]
pub struct TweetView {
    /// Its number in the store.
    pub row: u64,
    /// The row as published.
    pub tweet: starling_model::TweetRow,
    /// The dataset's name.
    pub dataset: String,
    /// The file and member it was read from, and its record number there.
    pub source: Option<Source>,
    /// The researcher's tags on the tweet.
    pub tags: Vec<String>,
    /// Byte ranges of `tweet.text` that the query hit, in order, not overlapping.
    pub marks: Vec<(usize, usize)>,
    /// Names of media files that belong to it.
    pub media: Vec<String>,
}

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Source {
    pub file: String,
    pub member: String,
    pub record: u64,
}

/// One facet's values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacetValues {
    /// The greatest counts first, then by value.
    pub values: Vec<FacetValue>,
    /// How many different values there are in all, so that a cut list says of how many.
    pub distinct: u64,
    /// Tweets that have no value here.
    pub without: u64,
}

/// One value and how many tweets have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As `command-line.md` says for each facet.
    pub value: String,
    /// What a person reads, where that differs: a screen name for an account id.
    pub label: Option<String>,
    /// Tweets.
    pub count: u64,
}

/// Tweets over time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// All that match.
    pub total: u64,
    /// Those of them without a time.
    pub undated: u64,
    /// Every bucket from the first tweet to the last, empty ones too.
    pub buckets: Vec<TimeBucket>,
}

/// One bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeBucket {
    /// Its first millisecond.
    pub start: Timestamp,
    /// Tweets in it.
    pub count: u64,
    /// The same by value of the facet it is split by; greatest totals first, at most the asked number and `other`.
    pub split: Vec<(String, u64)>,
}

/// A page of accounts.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AccountPage {
    pub total: u64,
    pub accounts: Vec<AccountView>,
}

/// One account as lists show it.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// As published.
    pub id: String,
    /// The users file's profile, or else the newest tweet row's.
    pub profile: Profile,
    /// Tweets of the query.
    pub tweets: u64,
    /// Retweets of the account's tweets in the query.
    pub retweeted: u64,
    /// Its first tweet in the query.
    pub first: Option<Timestamp>,
    /// Its last.
    pub last: Option<Timestamp>,
    /// Datasets it stands in.
    pub datasets: Vec<String>,
    /// The researcher's tags.
    pub tags: Vec<String>,
    /// Only mentioned, answered or retweeted: no users row, no tweet.
    pub outsider: bool,
}

/// One account whole.
#[derive(Debug, Clone)]
pub struct AccountDetail {
    /// As in lists, over the whole vault.
    pub view: AccountView,
    /// `[weekday - 1][hour]`, UTC.
    pub grid: [[u64; 24]; 7],
    /// Top values over its tweets: clients, languages, hashtags, domains.
    pub clients: FacetValues,
    #[expect(missing_docs, reason = "see clients")]
    pub languages: FacetValues,
    #[expect(missing_docs, reason = "see clients")]
    pub hashtags: FacetValues,
    #[expect(missing_docs, reason = "see clients")]
    pub domains: FacetValues,
    /// Accounts whose tweets it retweets.
    pub amplifies: FacetValues,
    /// Accounts that retweet its tweets.
    pub amplified_by: FacetValues,
    /// Every version of its profile, with the tweets that carry it.
    pub profiles: Vec<ProfileVersion>,
    /// What users files published in another form than its typed value.
    pub oddities: Vec<AccountOddity>,
    /// By month.
    pub timeline: Timeline,
    /// The researcher's notes.
    pub notes: Vec<Note>,
}

/// A field of a users file whose text is not what its value would be written as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountOddity {
    /// Whose users file.
    pub dataset: String,
    /// Which column.
    pub column: String,
    /// As published.
    pub raw: String,
}

/// What the account's rows said of it, and when.
#[derive(Debug, Clone)]
pub struct ProfileVersion {
    /// The ten columns.
    pub profile: Profile,
    /// Tweets that carry it; 0 for a users file's.
    pub tweets: u64,
    /// First of them.
    pub first: Option<Timestamp>,
    /// Last of them.
    pub last: Option<Timestamp>,
    /// Whether a users file says so.
    pub users_file: bool,
}

/// A tweet with what hangs together with it, as far as the vault holds it.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The tweet itself; more than one where several datasets hold it.
    pub tweets: Vec<TweetView>,
    /// What it answers, upwards, nearest first.
    pub ancestors: Vec<TweetView>,
    /// What it quotes.
    pub quoted: Option<TweetView>,
    /// What it retweets.
    pub retweeted: Option<TweetView>,
    /// How many answers, and the first of them.
    pub replies: Page,
    /// How many quotes, and the first of them.
    pub quotes: Page,
    /// How many retweets, and the first of them.
    pub retweets: Page,
    /// The researcher's notes on it.
    pub notes: Vec<Note>,
}

/// A note of the researcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// What it is about: `("tweet", id)` or `("account", id)`.
    pub on: (String, String),
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Saved {
    pub name: String,
    pub query: String,
    pub at: Timestamp,
}

/// A tag, and what bears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagging {
    /// The tag.
    pub tag: String,
    /// `("tweet", id)` or `("account", id)`.
    pub on: (String, String),
    /// When.
    pub at: Timestamp,
}
