//! One published row becomes numbers: for the store's body and for the index's document.
//!
//! The same function serves the import and the rebuilding of the index, so that both give the same documents.

use starling_index::schema::flag;
use starling_index::{Document, text};
use starling_model::{DatasetId, Geo, TweetRow, url};
use starling_store::{Dictionary, Ids, Interner};

/// Where a row comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) dataset: DatasetId,
    pub(crate) file: u32,
    pub(crate) record: u64,
    /// The number it gets in the store.
    pub(crate) row: u64,
}

/// Interns a row's words.
pub(crate) fn convert(
    tweet: &TweetRow,
    origin: Origin,
    interner: &mut Interner,
) -> (Ids, Document) {
    let (profile, _) = interner.profile(&tweet.author);
    let language = interner.some_word(Dictionary::Language, &tweet.language);
    let client = interner.some_word(Dictionary::Client, &tweet.client);
    let reply_account = interner.some_word(Dictionary::Account, &tweet.reply_to_account);
    let retweet_account = interner.some_word(Dictionary::Account, &tweet.retweet_account);
    let urls: Vec<u32> = tweet
        .urls
        .iter()
        .map(|url| interner.word(Dictionary::Url, url))
        .collect();
    let mentions: Vec<Option<u32>> = tweet
        .mentions
        .iter()
        .map(|account| {
            (account != "0" && !account.is_empty())
                .then(|| interner.word(Dictionary::Account, account))
        })
        .collect();
    let hashtags = each_once(
        tweet
            .hashtags
            .iter()
            .filter(|tag| !tag.is_empty())
            .map(|tag| {
                let folded = text::fold_hashtag(tag);
                interner.word(Dictionary::Hashtag, &folded)
            }),
    );
    let domains = each_once(
        tweet
            .urls
            .iter()
            .filter_map(|url| url::domain(url))
            .map(|domain| interner.word(Dictionary::Domain, &domain)),
    );
    let document = Document {
        row: origin.row,
        tweet: tweet.id,
        text: tweet.text.clone(),
        reply_tweet: tweet.reply_to_tweet.exact().map(|id| id.0),
        quote_tweet: tweet.quoted_tweet.exact().map(|id| id.0),
        retweet_tweet: tweet.retweet_tweet.exact().map(|id| id.0),
        time: tweet.time().map(|time| time.0),
        profile,
        dataset: origin.dataset.0,
        language,
        client,
        flags: flags(tweet, mentions.iter().any(Option::is_some)),
        likes: tweet.likes,
        retweets: tweet.retweets,
        replies: tweet.replies,
        quotes: tweet.quotes,
        hashtags,
        domains,
        urls: each_once(urls.iter().copied()),
        mentions: each_once(mentions.iter().flatten().copied()),
        reply_account,
        retweet_account,
    };
    let ids = Ids {
        dataset: origin.dataset.0,
        file: origin.file,
        record: origin.record,
        profile,
        language,
        client,
        reply_account,
        retweet_account,
        urls,
        mentions,
    };
    (ids, document)
}

fn flags(tweet: &TweetRow, mentions: bool) -> u64 {
    let kind = tweet.kind();
    let located = |geo: &Geo| matches!(geo, Geo::Present | Geo::Degrees(_));
    [
        (kind.retweet, flag::RETWEET),
        (kind.reply, flag::REPLY),
        (kind.quote, flag::QUOTE),
        (!tweet.urls.is_empty(), flag::LINK),
        (!tweet.hashtags.is_empty(), flag::HASHTAG),
        (mentions, flag::MENTION),
        (
            located(&tweet.latitude) || located(&tweet.longitude),
            flag::GEO,
        ),
        (!tweet.poll_choices.is_empty(), flag::POLL),
    ]
    .into_iter()
    .filter_map(|(holds, bit)| holds.then_some(bit))
    .sum()
}

/// In order of first appearance. Lists are short, so a search through what is there already is quickest.
fn each_once(ids: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut once: Vec<u32> = Vec::new();
    for id in ids {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    once
}
