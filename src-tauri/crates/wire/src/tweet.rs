//! Tweets as lists and the detail show them.

use crate::marks::Note;
use crate::media::MediaFile;
use crate::text::{filled, time, utf16_offsets};
use crate::variant::Variant;
use serde::Serialize;
use starling_model::{Geo, Reference, account_form};
use starling_query::answer::{self, TweetView};
use ts_rs::TS;

/// One tweet, as published.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Tweet {
    /// Its id.
    pub id: String,
    /// Its number in the vault, by which the raw record is asked for.
    pub row: u64,
    /// The time it is filed under: the id's millisecond where that agrees with the published minute.
    pub time: Option<String>,
    /// The time as published, to the minute.
    pub published: Option<String>,
    /// Untouched.
    pub text: String,
    /// Where the query hit the text.
    pub marks: Vec<Mark>,
    /// As published.
    pub lang: Option<String>,
    /// Who wrote it, as the tweet's own row says.
    pub account: Author,
    /// The dataset's name.
    pub dataset: String,
    /// `retweet`, `reply`, `quote` or `original`.
    pub kind: String,
    /// Every kind that it is; a reply may quote.
    pub kinds: Vec<String>,
    /// As published; engagements of accounts suspended or deleted by the release are not in it.
    pub likes: Option<i64>,
    #[expect(missing_docs, reason = "see likes")]
    pub retweets: Option<i64>,
    #[expect(missing_docs, reason = "see likes")]
    pub replies: Option<i64>,
    #[expect(missing_docs, reason = "see likes")]
    pub quotes: Option<i64>,
    /// Without their sign; case and duplicates as published.
    pub hashtags: Vec<String>,
    /// As published.
    pub urls: Vec<String>,
    /// Account ids; `0` entries kept.
    pub mentions: Vec<String>,
    /// Names of its media files.
    pub media: Vec<String>,
    /// The client that posted.
    pub client: Option<String>,
    /// The tweet it answers.
    pub reply_to: Option<String>,
    /// The account it answers.
    pub reply_to_account: Option<String>,
    /// The tweet it retweets.
    pub retweet_of: Option<String>,
    /// The account it retweets.
    pub retweet_of_account: Option<String>,
    /// The tweet it quotes.
    pub quote_of: Option<String>,
    /// References whose published value was ruined on its way; kept as text, never joined on.
    pub approximate: Vec<Approximate>,
    /// `absent`, `present` or degrees, as published.
    pub latitude: Option<String>,
    #[expect(missing_docs, reason = "see latitude")]
    pub longitude: Option<String>,
    /// Choices of its poll.
    pub poll: Vec<String>,
    /// The researcher's tags.
    pub tags: Vec<String>,
    /// Where it was read.
    pub source: Option<Source>,
}

/// The author, as the tweet's own row says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Author {
    /// As published: a number, or a hash.
    pub id: String,
    /// As published; the hash itself where hashed.
    pub screen_name: String,
    #[expect(missing_docs, reason = "see screen_name")]
    pub display_name: String,
    /// As published.
    pub followers: Option<i64>,
    /// Whether the id is a hash, told from its form.
    pub hashed: bool,
}

/// A hit, in UTF-16 code units of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Mark {
    /// First unit.
    pub from: usize,
    /// Behind the last.
    pub to: usize,
}

/// A reference that was ruined before it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Approximate {
    /// `reply_to`, `retweet_of` or `quote_of`.
    pub field: String,
    /// As published.
    pub raw: String,
}

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Source {
    pub file: String,
    pub member: String,
    pub record: u64,
}

impl From<answer::Source> for Source {
    fn from(source: answer::Source) -> Self {
        Self {
            file: source.file,
            member: source.member,
            record: source.record,
        }
    }
}

impl From<TweetView> for Tweet {
    fn from(view: TweetView) -> Self {
        let time_filed = view.tweet.time();
        let kind = view.tweet.kind();
        let tweet = view.tweet;
        let offsets = utf16_offsets(
            &tweet.text,
            view.marks.iter().flat_map(|&(from, to)| [from, to]),
        );
        let marks = offsets
            .chunks_exact(2)
            .map(|pair| Mark {
                from: pair[0],
                to: pair[1],
            })
            .collect();
        let mut approximate = Vec::new();
        let mut reference = |field: &str, reference: &Reference| match reference {
            Reference::None => None,
            Reference::Exact(id) => Some(id.to_string()),
            Reference::Approximate(raw) => {
                approximate.push(Approximate {
                    field: field.to_owned(),
                    raw: raw.clone(),
                });
                None
            }
        };
        let reply_to = reference("reply_to", &tweet.reply_to_tweet);
        let retweet_of = reference("retweet_of", &tweet.retweet_tweet);
        let quote_of = reference("quote_of", &tweet.quoted_tweet);
        let mut kinds: Vec<String> = [
            ("retweet", kind.retweet),
            ("reply", kind.reply),
            ("quote", kind.quote),
        ]
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(word, _)| word.to_owned())
        .collect();
        if kinds.is_empty() {
            kinds.push(kind.word().to_owned());
        }
        Self {
            id: tweet.id.to_string(),
            row: view.row,
            time: time(time_filed),
            published: time(tweet.published),
            text: tweet.text,
            marks,
            lang: filled(tweet.language),
            account: Author {
                hashed: account_form(&tweet.author.account).is_hashed(),
                id: tweet.author.account,
                screen_name: tweet.author.screen_name,
                display_name: tweet.author.display_name,
                followers: tweet.author.followers,
            },
            dataset: view.dataset,
            kind: kind.word().to_owned(),
            kinds,
            likes: tweet.likes,
            retweets: tweet.retweets,
            replies: tweet.replies,
            quotes: tweet.quotes,
            hashtags: tweet.hashtags,
            urls: tweet.urls,
            mentions: tweet.mentions,
            media: view.media,
            client: filled(tweet.client),
            reply_to,
            reply_to_account: filled(tweet.reply_to_account),
            retweet_of,
            retweet_of_account: filled(tweet.retweet_account),
            quote_of,
            approximate,
            latitude: geo(tweet.latitude),
            longitude: geo(tweet.longitude),
            poll: tweet.poll_choices,
            tags: view.tags,
            source: view.source.map(Source::from),
        }
    }
}

fn geo(geo: Geo) -> Option<String> {
    match geo {
        Geo::None => None,
        Geo::Absent => Some("absent".to_owned()),
        Geo::Present => Some("present".to_owned()),
        Geo::Degrees(degrees) => Some(degrees.to_string()),
    }
}

/// Some of the tweets that hang together with another, and how many there are.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TweetPage {
    pub total: u64,
    pub tweets: Vec<Tweet>,
}

impl From<answer::Page> for TweetPage {
    fn from(page: answer::Page) -> Self {
        Self {
            total: page.total,
            tweets: page.tweets.into_iter().map(Tweet::from).collect(),
        }
    }
}

/// A tweet with what hangs together with it, as far as the vault holds it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Thread {
    /// The tweet itself.
    pub tweet: Option<Tweet>,
    /// The same tweet in other datasets.
    pub copies: Vec<Tweet>,
    /// What it answers, upwards, nearest first.
    pub replies_to: Vec<Tweet>,
    /// What it quotes.
    pub quoted: Option<Tweet>,
    /// What it retweets.
    pub retweeted: Option<Tweet>,
    /// Its answers.
    pub replies: TweetPage,
    /// Tweets that quote it.
    pub quotes: TweetPage,
    /// Its retweets.
    pub retweets: TweetPage,
    /// The researcher's notes.
    pub notes: Vec<Note>,
    /// The tweet's images and videos, and where they lie.
    pub files: Vec<MediaFile>,
    /// Further rows of it in one dataset that say something else.
    pub variants: Vec<Variant>,
}

/// What the session knows of a tweet beside its thread.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Beside {
    pub files: Vec<starling_session::MediaFile>,
    pub variants: Vec<starling_session::Variant>,
}

impl Thread {
    /// Of that thread, with what stands beside it.
    pub fn of(thread: answer::Thread, beside: Beside) -> Self {
        let mut tweets = thread.tweets.into_iter().map(Tweet::from);
        Self {
            tweet: tweets.next(),
            copies: tweets.collect(),
            replies_to: thread.ancestors.into_iter().map(Tweet::from).collect(),
            quoted: thread.quoted.map(Tweet::from),
            retweeted: thread.retweeted.map(Tweet::from),
            replies: thread.replies.into(),
            quotes: thread.quotes.into(),
            retweets: thread.retweets.into(),
            notes: thread.notes.into_iter().map(Note::from).collect(),
            files: beside.files.into_iter().map(MediaFile::from).collect(),
            variants: beside.variants.into_iter().map(Variant::from).collect(),
        }
    }
}

/// A row as it was published, column by column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RawRecord {
    /// Where it was read.
    pub source: Option<Source>,
    /// Every column, in the archive's order.
    pub fields: Vec<RawField>,
}

/// One column of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RawField {
    pub column: String,
    pub value: String,
}
