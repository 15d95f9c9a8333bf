//! Small vaults for tests: rows go through the store's interner and the index's writer as an import would do it.

use super::{Library, SetCache};
use proptest::prelude::*;
use starling_index::schema::flag;
use starling_index::text::fold_hashtag;
use starling_index::{Document, Index, Watermark};
use starling_model::{DatasetId, Day, Geo, Profile, Reference, Timestamp, TweetId, TweetRow};
use starling_store::{
    Batch, DatasetChange, DatasetFacts, Dictionary, Encoder, FileChange, FileKey, Ids, Interner,
    NewRow, Store, Tally,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::directory::RamDirectory;

/// One stored tweet as the oracle sees it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) row: u64,
    pub(crate) dataset: &'static str,
    pub(crate) tweet: TweetRow,
}

/// A store and an index of the same rows.
pub(crate) struct Corpus {
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) cache: SetCache,
    pub(crate) rows: Vec<Stored>,
    /// Those of the removed dataset: their words stay in the dictionaries.
    pub(crate) removed: Vec<TweetRow>,
    pub(crate) users: Vec<(&'static str, Profile)>,
    /// Names the oracle has looked up.
    pub(crate) named: RefCell<BTreeMap<String, BTreeSet<String>>>,
    _dir: tempfile::TempDir,
}

/// Datasets of the tests; the last is taken out of the index again.
pub(crate) const DATASETS: [&str; 3] = ["alpha", "beta_2019", "removed"];

impl Corpus {
    pub(crate) fn of(rows: Vec<(usize, TweetRow)>, users: Vec<(usize, Profile)>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(&dir.path().join("store.db"), &[7; 32]).unwrap();
        let index = Index::create(RamDirectory::create()).unwrap();
        let datasets: Vec<(DatasetId, u32)> = DATASETS
            .iter()
            .map(|name| {
                let facts = DatasetFacts {
                    name: (*name).into(),
                    title: (*name).into(),
                    ..Default::default()
                };
                let dataset = store.dataset_named(&facts).unwrap().id;
                let key = FileKey {
                    dataset,
                    fingerprint: name.as_bytes(),
                    member: "",
                };
                (
                    dataset,
                    store
                        .add_file(&key, &format!("{name}.csv"), "tweets", 1)
                        .unwrap(),
                )
            })
            .collect();
        let mut interner = Interner::load(&store).unwrap();
        let mut encoder = Encoder::new(None, 1);
        let (mut stored, mut removed) = (Vec::new(), Vec::new());
        let third = rows.len().div_ceil(3).max(1);
        let (mut documents, mut bodies) = (Vec::new(), Vec::new());
        for (at, (dataset, tweet)) in rows.into_iter().enumerate() {
            let row = at as u64 + 1;
            let (id, file) = datasets[dataset];
            let (document, ids) = interned(&mut interner, (row, id.0, file), &tweet);
            let body = encoder.encode(&tweet, &ids);
            bodies.push(NewRow { row, body });
            documents.push(document);
            // Several segments, so that what spans them is tried.
            if documents.len() == third {
                index.add(std::mem::take(&mut documents)).unwrap();
                index.commit(Watermark { commit: row, row }).unwrap();
            }
            if dataset == 2 {
                removed.push(tweet);
            } else {
                stored.push(Stored {
                    row,
                    dataset: DATASETS[dataset],
                    tweet,
                });
            }
        }
        let batch = Batch {
            fresh: interner.take_fresh(),
            rows: bodies,
            file: Some(change(datasets[0].1)),
            dataset: Some(of_dataset(datasets[0].0)),
            ..Batch::default()
        };
        store.write(&batch).unwrap();
        for (dataset, profile) in &users {
            let (id, file) = datasets[*dataset];
            let (number, account) = interner.profile(profile);
            let known = store
                .users()
                .unwrap()
                .iter()
                .any(|user| user.account == account && user.dataset == id);
            let batch = Batch {
                fresh: interner.take_fresh(),
                users: if known {
                    Vec::new()
                } else {
                    vec![(account, number, 1, None)]
                },
                file: Some(change(file)),
                dataset: Some(of_dataset(id)),
                ..Batch::default()
            };
            store.write(&batch).unwrap();
        }
        index.add(documents).unwrap();
        index.delete_dataset(datasets[2].0.0).unwrap();
        index.commit(Watermark::default()).unwrap();
        let users = users
            .into_iter()
            .map(|(dataset, profile)| (DATASETS[dataset], profile))
            .collect();
        Self {
            store,
            index,
            cache: SetCache::default(),
            rows: stored,
            removed,
            users,
            named: RefCell::default(),
            _dir: dir,
        }
    }

    pub(crate) fn library(&self) -> Library<'_> {
        Library::new(
            &self.store,
            self.index.searcher(),
            *self.index.fields(),
            &self.cache,
        )
    }
}

fn change(file: u32) -> FileChange {
    FileChange {
        file,
        records: 1,
        complete: true,
        problem: None,
        tally: Tally::default(),
    }
}

fn of_dataset(dataset: DatasetId) -> DatasetChange {
    DatasetChange {
        dataset,
        tier: None,
        agreement: None,
        evidence: None,
        first: None,
        last: None,
    }
}

/// The host of an address, lower case, without `www.`.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

fn once<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

fn interned(
    interner: &mut Interner,
    (row, dataset, file): (u64, u32, u32),
    tweet: &TweetRow,
) -> (Document, Ids) {
    let (profile, _) = interner.profile(&tweet.author);
    let ids = Ids {
        dataset,
        file,
        record: row,
        profile,
        language: interner.some_word(Dictionary::Language, &tweet.language),
        client: interner.some_word(Dictionary::Client, &tweet.client),
        reply_account: interner.some_word(Dictionary::Account, &tweet.reply_to_account),
        retweet_account: interner.some_word(Dictionary::Account, &tweet.retweet_account),
        urls: tweet
            .urls
            .iter()
            .map(|url| interner.word(Dictionary::Url, url))
            .collect(),
        mentions: tweet
            .mentions
            .iter()
            .map(|id| (id != "0").then(|| interner.word(Dictionary::Account, id)))
            .collect(),
    };
    let kind = tweet.kind();
    let mut flags = 0;
    for (set, bit) in [
        (kind.retweet, flag::RETWEET),
        (kind.reply, flag::REPLY),
        (kind.quote, flag::QUOTE),
        (!tweet.urls.is_empty(), flag::LINK),
        (!tweet.hashtags.is_empty(), flag::HASHTAG),
        (tweet.mentions.iter().any(|id| id != "0"), flag::MENTION),
        (
            matches!(tweet.latitude, Geo::Present | Geo::Degrees(_)),
            flag::GEO,
        ),
        (!tweet.poll_choices.is_empty(), flag::POLL),
    ] {
        if set {
            flags |= bit;
        }
    }
    let document = Document {
        row,
        tweet: tweet.id,
        text: tweet.text.clone(),
        reply_tweet: tweet.reply_to_tweet.exact().map(|id| id.0),
        quote_tweet: tweet.quoted_tweet.exact().map(|id| id.0),
        retweet_tweet: tweet.retweet_tweet.exact().map(|id| id.0),
        time: tweet.time().map(|time| time.0),
        profile,
        dataset,
        language: ids.language,
        client: ids.client,
        flags,
        likes: tweet.likes,
        retweets: tweet.retweets,
        replies: tweet.replies,
        quotes: tweet.quotes,
        hashtags: once(
            tweet
                .hashtags
                .iter()
                .map(|tag| interner.word(Dictionary::Hashtag, &fold_hashtag(tag))),
        ),
        domains: once(
            tweet
                .urls
                .iter()
                .map(|url| interner.word(Dictionary::Domain, &host(url))),
        ),
        urls: once(ids.urls.iter().copied()),
        mentions: once(ids.mentions.iter().flatten().copied()),
        reply_account: ids.reply_account,
        retweet_account: ids.retweet_account,
    };
    (document, ids)
}

pub(crate) const ACCOUNTS: [&str; 6] = ["11", "22", "hash33=", "44", "55", "66"];
pub(crate) const NAMES: [&str; 5] = ["Anna_K", "boris", "ANNA_K", "carl9", ""];
pub(crate) const WORDS: [&str; 16] = [
    "peace",
    "war",
    "Wars",
    "peaceful",
    "Trump's",
    "#MAGA",
    "@Anna_K",
    "选举结果",
    "选举",
    "การเลือกตั้ง",
    "café",
    "covid-19",
    "http://e.org/Path",
    "@nobody",
    "👍",
    "color",
];
const HASHTAGS: [&str; 4] = ["MAGA", "maga", "Ｗａｒ", "peace"];
pub(crate) const URLS: [&str; 5] = [
    "https://www.Example.com/News/1?utm=x",
    "http://sub.example.com/a",
    "https://notexample.com/",
    "http://e.org/Path",
    "https://e.org/other#news",
];
const LANGUAGES: [&str; 4] = ["", "en", "iw", "EN"];
const CLIENTS: [&str; 4] = ["", "Twitter Web Client", "twitter web client", "bot"];
const LOCATIONS: [&str; 4] = ["", "Moscow", "New York, USA", "moscow"];

fn one_of(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(of).prop_map(str::to_owned)
}

pub(crate) fn profile() -> impl Strategy<Value = Profile> {
    let numbers = (
        proptest::option::of(-1i64..20),
        proptest::option::of(0i64..20),
        proptest::option::of(15_000i32..15_005),
    );
    let texts = (
        0usize..3,
        one_of(&NAMES),
        one_of(&LOCATIONS),
        words(4),
        one_of(&LANGUAGES),
    );
    (texts, numbers).prop_map(
        |((account, screen_name, location, bio, language), (followers, following, created))| {
            Profile {
                account: ACCOUNTS[account].to_owned(),
                display_name: format!("{screen_name} peace"),
                screen_name,
                location,
                bio,
                url: String::new(),
                followers,
                following,
                created: created.map(Day),
                language,
            }
        },
    )
}

fn words(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(one_of(&WORDS), 0..most).prop_map(|words| words.join(" "))
}

fn reference() -> impl Strategy<Value = Reference> {
    prop_oneof![
        4 => Just(Reference::None),
        2 => (1u64..12).prop_map(|id| Reference::Exact(TweetId(id))),
        1 => Just(Reference::Approximate("1.2e+18".into())),
    ]
}

pub(crate) fn tweet() -> impl Strategy<Value = TweetRow> {
    let account = || prop_oneof![2 => Just(String::new()), 1 => one_of(&ACCOUNTS)];
    let count = || proptest::option::of(-1i64..6);
    let lists = (
        proptest::collection::vec(one_of(&HASHTAGS), 0..3),
        proptest::collection::vec(one_of(&URLS), 0..3),
        proptest::collection::vec(prop_oneof![Just("0".to_owned()), one_of(&ACCOUNTS)], 0..3),
        proptest::collection::vec(Just("yes".to_owned()), 0..2),
    );
    let who = (
        profile(),
        words(7),
        one_of(&LANGUAGES),
        one_of(&CLIENTS),
        account(),
        account(),
    );
    let what = (reference(), reference(), reference(), any::<bool>(), 0u8..3);
    // Three days, about two years apart at most, and some without a time.
    let time = prop_oneof![
        1 => Just(None),
        4 => (0i64..3, 0i64..200).prop_map(|(far, minutes)| {
            Some(Timestamp(1_400_000_000_000 + far * 31_000_000_000 + minutes * 60_000))
        }),
    ];
    (
        who,
        what,
        lists,
        (count(), count(), count(), count()),
        (1u64..12, time),
    )
        .prop_map(
            |(
                (author, text, language, client, reply_to_account, retweet_account),
                (reply_to_tweet, quoted_tweet, retweet_tweet, is_retweet, geo),
                (hashtags, urls, mentions, poll_choices),
                (likes, retweets, replies, quotes),
                (id, published),
            )| TweetRow {
                id,
                author,
                language,
                text,
                published,
                client,
                reply_to_account,
                reply_to_tweet,
                quoted_tweet,
                is_retweet,
                retweet_account,
                retweet_tweet,
                latitude: [Geo::None, Geo::Absent, Geo::Present][usize::from(geo)].clone(),
                likes,
                retweets,
                replies,
                quotes,
                hashtags,
                urls,
                mentions,
                poll_choices,
                ..TweetRow::default()
            },
        )
}

/// A vault of random rows.
pub(crate) fn rows() -> impl Strategy<Value = (Vec<(usize, TweetRow)>, Vec<(usize, Profile)>)> {
    let dataset = || prop_oneof![4 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    (
        proptest::collection::vec((dataset(), tweet()), 0..50),
        proptest::collection::vec((0usize..2, profile()), 0..4),
    )
}
