//! Every view against the same figures taken from the rows by hand.

use super::corpus::{Corpus, Stored, host, rows};
use super::oracle::{ask, holds, named};
use super::{AccountAsk, OTHER, PageAsk, Side};
use crate::Ask;
use crate::answer::FacetValues;
use crate::ask::{AccountSort, Bucket, Facet, IdField, Sort};
use proptest::prelude::*;
use starling_index::text::fold_hashtag;
use starling_model::{Timestamp, TweetId};
use starling_store::Dictionary;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

fn civil(time: Timestamp) -> jiff::civil::DateTime {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_millisecond(time.0).unwrap())
}

fn moment(civil: jiff::civil::DateTime) -> jiff::Timestamp {
    jiff::tz::Offset::UTC.to_timestamp(civil).unwrap()
}

/// The values that a row has, each once.
fn values(facet: Facet, stored: &Stored) -> BTreeSet<String> {
    let tweet = &stored.tweet;
    let some = |text: &str| {
        (!text.is_empty())
            .then(|| text.to_owned())
            .into_iter()
            .collect()
    };
    let civil = tweet.time().map(civil);
    match facet {
        Facet::Dataset => some(stored.dataset),
        Facet::Lang => some(&tweet.language),
        Facet::Account => some(&tweet.author.account),
        Facet::Client => some(&tweet.client),
        Facet::Hashtag => tweet.hashtags.iter().map(|tag| fold_hashtag(tag)).collect(),
        Facet::Domain => tweet.urls.iter().map(|url| host(url)).collect(),
        Facet::Url => tweet.urls.iter().cloned().collect(),
        Facet::Mention => tweet
            .mentions
            .iter()
            .filter(|account| *account != "0")
            .cloned()
            .collect(),
        Facet::Retweeted => some(&tweet.retweet_account),
        Facet::Kind => {
            let kind = tweet.kind();
            [
                (kind.retweet, "retweet"),
                (kind.reply, "reply"),
                (kind.quote, "quote"),
                (kind.is_original(), "original"),
            ]
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, word)| (*word).to_owned())
            .collect()
        }
        Facet::AccountLang => some(&tweet.author.language),
        Facet::Location => some(&tweet.author.location),
        Facet::Year => civil
            .map(|civil| civil.year().to_string())
            .into_iter()
            .collect(),
        Facet::Weekday => civil
            .map(|civil| civil.weekday().to_monday_one_offset().to_string())
            .into_iter()
            .collect(),
        Facet::Hour => civil
            .map(|civil| civil.hour().to_string())
            .into_iter()
            .collect(),
    }
}

fn counted(facet: Facet, rows: &[&Stored]) -> (Vec<(String, u64)>, u64) {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut without = 0;
    for stored in rows {
        let values = values(facet, stored);
        without += u64::from(values.is_empty());
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(value, count)| (Reverse(*count), value.clone()));
    (counts, without)
}

fn pairs(values: &FacetValues) -> Vec<(String, u64)> {
    values
        .values
        .iter()
        .map(|value| (value.value.clone(), value.count))
        .collect()
}

fn bucket_start(bucket: Bucket, time: Timestamp) -> jiff::Timestamp {
    let civil = civil(time);
    let day = civil.start_of_day();
    let start = match bucket {
        Bucket::Minute => civil.with().second(0).subsec_nanosecond(0).build().unwrap(),
        Bucket::Hour => civil
            .with()
            .minute(0)
            .second(0)
            .subsec_nanosecond(0)
            .build()
            .unwrap(),
        Bucket::Day => day,
        Bucket::Week => {
            let back = i64::from(civil.weekday().to_monday_zero_offset());
            day.checked_sub(jiff::Span::new().days(back)).unwrap()
        }
        Bucket::Month => day.first_of_month(),
        Bucket::Year => day.first_of_year(),
    };
    moment(start)
}

fn after(bucket: Bucket, start: jiff::Timestamp) -> jiff::Timestamp {
    let span = match bucket {
        Bucket::Minute => jiff::Span::new().minutes(1),
        Bucket::Hour => jiff::Span::new().hours(1),
        Bucket::Day => jiff::Span::new().days(1),
        Bucket::Week => jiff::Span::new().weeks(1),
        Bucket::Month => jiff::Span::new().months(1),
        Bucket::Year => jiff::Span::new().years(1),
    };
    moment(
        jiff::tz::Offset::UTC
            .to_datetime(start)
            .checked_add(span)
            .unwrap(),
    )
}

fn facet() -> impl Strategy<Value = Facet> {
    proptest::sample::select(&Facet::ALL[..])
}

fn bucket() -> impl Strategy<Value = Bucket> {
    // Two years of minutes are refused, which another test tries.
    prop_oneof![
        Just(Bucket::Hour),
        Just(Bucket::Day),
        Just(Bucket::Week),
        Just(Bucket::Month),
        Just(Bucket::Year)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn facets_count_the_rows((rows, users) in rows(), asks in proptest::collection::vec((ask(), 0usize..5), 6)) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for (ask, top) in asks {
            let found: Vec<&Stored> = corpus.rows.iter().filter(|stored| holds(&corpus, &ask, stored)).collect();
            let (total, facets) = library.facets(&ask, &Facet::ALL, top).unwrap();
            prop_assert_eq!(total, found.len() as u64);
            for (facet, values) in facets {
                let (mut counts, without) = counted(facet, &found);
                prop_assert_eq!(values.distinct, counts.len() as u64, "{:?} of {:?}", facet, ask);
                prop_assert_eq!(values.without, without, "{:?} of {:?}", facet, ask);
                counts.truncate(top);
                prop_assert_eq!(pairs(&values), counts, "{:?} of {:?}", facet, ask);
            }
        }
    }

    #[test]
    fn crossed_tables_know_who_stands_behind_each_cell(
        (rows, users) in rows(),
        asks in proptest::collection::vec((ask(), facet(), bucket(), any::<bool>(), proptest::option::of(facet())), 8),
    ) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for (ask, by, bucket, in_time, split) in asks {
            let side = if in_time { Side::Time(bucket) } else { Side::Facet(by) };
            let set = library.set(&ask).unwrap();
            let crossed = library.crossed(&set, side, split).unwrap();
            let mut found: BTreeMap<(String, String, String), u64> = BTreeMap::new();
            for ((row, column), accounts) in &crossed.cells {
                let line = match crossed.starts.get(*row as usize) {
                    Some(start) => jiff::Timestamp::from_millisecond(*start).unwrap().to_string(),
                    None => crossed.values[*row as usize].clone(),
                };
                for (account, count) in accounts {
                    let words = library.store.words(Dictionary::Account, &[*account]).unwrap();
                    let cell = (line.clone(), crossed.columns[*column as usize].clone(), words[0].clone());
                    found.insert(cell, *count);
                }
            }
            let mut wanted: BTreeMap<(String, String, String), u64> = BTreeMap::new();
            for stored in corpus.rows.iter().filter(|stored| holds(&corpus, &ask, stored)) {
                let lines: BTreeSet<String> = match side {
                    Side::Facet(facet) => values(facet, stored),
                    Side::Time(bucket) => {
                        let start = stored.tweet.time().map(|time| bucket_start(bucket, time).to_string());
                        start.into_iter().collect()
                    }
                };
                let columns = split.map_or_else(|| BTreeSet::from([String::new()]), |facet| values(facet, stored));
                for line in &lines {
                    for column in &columns {
                        let account = stored.tweet.author.account.clone();
                        *wanted.entry((line.clone(), column.clone(), account)).or_default() += 1;
                    }
                }
            }
            prop_assert_eq!(found, wanted, "{:?} by {:?} and {:?}", ask, side, split);
        }
    }

    #[test]
    fn timelines_count_the_rows(
        (rows, users) in rows(),
        asks in proptest::collection::vec((ask(), bucket(), facet(), 0usize..4), 12),
    ) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for (ask, bucket, facet, top) in asks {
            let found: Vec<&Stored> = corpus.rows.iter().filter(|stored| holds(&corpus, &ask, stored)).collect();
            let (_, timeline) = library.timeline(&ask, Some(bucket), Some((facet, top))).unwrap();
            prop_assert_eq!(timeline.total, found.len() as u64);
            prop_assert_eq!(timeline.undated, found.iter().filter(|stored| stored.tweet.time().is_none()).count() as u64);
            let shown: Vec<String> = counted(facet, &found).0.into_iter().take(top).map(|(value, _)| value).collect();
            let mut expected: BTreeMap<jiff::Timestamp, Vec<&Stored>> = BTreeMap::new();
            for stored in &found {
                if let Some(time) = stored.tweet.time() {
                    expected.entry(bucket_start(bucket, time)).or_default().push(stored);
                }
            }
            if let (Some(first), Some(last)) = (expected.keys().next().copied(), expected.keys().last().copied()) {
                let mut at = first;
                while at < last {
                    at = after(bucket, at);
                    expected.entry(at).or_default();
                }
            }
            prop_assert_eq!(timeline.buckets.len(), expected.len(), "{:?}", bucket);
            for (got, (start, rows)) in timeline.buckets.iter().zip(expected) {
                prop_assert_eq!(got.start.0, start.as_millisecond());
                prop_assert_eq!(got.count, rows.len() as u64);
                let mut split: Vec<(String, u64)> = shown
                    .iter()
                    .map(|value| {
                        let with = rows.iter().filter(|stored| values(facet, stored).contains(value)).count();
                        (value.clone(), with as u64)
                    })
                    .collect();
                let others = rows.iter().filter(|stored| values(facet, stored).is_disjoint(&shown.iter().cloned().collect()));
                split.push((OTHER.to_owned(), others.count() as u64));
                prop_assert_eq!(&got.split, &split, "{:?} of {:?}", facet, ask);
            }
        }
    }

    #[test]
    fn pages_are_the_sorted_rows(
        (rows, users) in rows(),
        asks in proptest::collection::vec((ask(), 0u64..8, 0u64..8), 10),
    ) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for (ask, offset, limit) in asks {
            let mut found: Vec<&Stored> = corpus.rows.iter().filter(|stored| holds(&corpus, &ask, stored)).collect();
            for sort in [Sort::Newest, Sort::Oldest, Sort::Likes, Sort::Retweets] {
                found.sort_by_key(|stored| {
                    let tweet = &stored.tweet;
                    let (number, upwards) = match sort {
                        Sort::Oldest => (tweet.time().map(|time| time.0), true),
                        Sort::Newest | Sort::Relevance => (tweet.time().map(|time| time.0), false),
                        Sort::Likes => (tweet.likes, false),
                        Sort::Retweets => (tweet.retweets, false),
                    };
                    let id = i128::from(tweet.id);
                    let key = number.map_or(i128::MAX, |number| if upwards { i128::from(number) } else { -i128::from(number) });
                    (key, if upwards { id } else { -id }, stored.row)
                });
                let expected: Vec<u64> =
                    found.iter().skip(offset as usize).take(limit as usize).map(|stored| stored.row).collect();
                let page = library.page(&ask, PageAsk { sort, offset, limit }).unwrap();
                prop_assert_eq!(page.total, found.len() as u64);
                prop_assert_eq!(page.tweets.iter().map(|view| view.row).collect::<Vec<_>>(), expected, "{:?}", sort);
            }
            // Relevance may order them as it likes, but pages must not overlap or lose any.
            let every = |offset, limit| {
                let page = library.page(&ask, PageAsk { sort: Sort::Relevance, offset, limit }).unwrap();
                page.tweets.into_iter().map(|view| view.row).collect::<Vec<_>>()
            };
            let whole = every(0, 100);
            prop_assert_eq!(whole.iter().copied().collect::<BTreeSet<_>>().len(), found.len());
            let mut parts = every(0, offset);
            parts.extend(every(offset, 100));
            prop_assert_eq!(parts, whole);
        }
    }

    #[test]
    fn accounts_are_the_authors(
        (rows, users) in rows(),
        asks in proptest::collection::vec((prop_oneof![1 => Just(Ask::All), 2 => ask()], 0u64..4, 0u64..4), 10),
    ) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        let wrote = |rows: &[&Stored]| -> BTreeSet<String> {
            rows.iter().map(|stored| stored.tweet.author.account.clone()).collect()
        };
        let of_users: BTreeSet<String> = corpus.users.iter().map(|(_, profile)| profile.account.clone()).collect();
        let everybody = wrote(&corpus.rows.iter().collect::<Vec<_>>());
        for (ask, offset, limit) in asks {
            let found: Vec<&Stored> = corpus.rows.iter().filter(|stored| holds(&corpus, &ask, stored)).collect();
            let mut expected = wrote(&found);
            if ask == Ask::All {
                expected.extend(of_users.iter().cloned());
            }
            if let Ask::Dataset(name) = &ask {
                let of_set = corpus.users.iter().filter(|(dataset, _)| dataset == name);
                expected.extend(of_set.map(|(_, profile)| profile.account.clone()));
            }
            let outside: BTreeSet<String> = found
                .iter()
                .flat_map(|stored| {
                    let tweet = &stored.tweet;
                    tweet.mentions.iter().chain([&tweet.reply_to_account, &tweet.retweet_account]).cloned()
                })
                .filter(|id| !id.is_empty() && id != "0" && !everybody.contains(id) && !of_users.contains(id))
                .collect();
            let tweets = |id: &str| found.iter().filter(|stored| stored.tweet.author.account == id).count() as u64;
            let retweeted = |id: &str| found.iter().filter(|stored| stored.tweet.retweet_account == id).count() as u64;
            for (outsiders, sort) in [(false, AccountSort::Tweets), (true, AccountSort::Retweeted)] {
                let mut ids: Vec<String> = expected.iter().cloned().collect();
                if outsiders {
                    ids.extend(outside.iter().cloned());
                }
                ids.sort_by_key(|id| {
                    (Reverse(if sort == AccountSort::Tweets { tweets(id) } else { retweeted(id) }), id.clone())
                });
                let page = library.accounts(&ask, AccountAsk { sort, outsiders, offset, limit }).unwrap();
                prop_assert_eq!(page.total, ids.len() as u64, "{:?}", ask);
                let shown: Vec<&String> = ids.iter().skip(offset as usize).take(limit as usize).collect();
                prop_assert_eq!(page.accounts.iter().map(|view| &view.id).collect::<Vec<_>>(), shown);
                for view in page.accounts {
                    let own = || found.iter().filter(|stored| stored.tweet.author.account == view.id);
                    prop_assert_eq!(view.tweets, tweets(&view.id));
                    prop_assert_eq!(view.retweeted, retweeted(&view.id));
                    prop_assert_eq!(view.first, own().filter_map(|stored| stored.tweet.time()).min());
                    prop_assert_eq!(view.last, own().filter_map(|stored| stored.tweet.time()).max());
                    prop_assert_eq!(view.outsider, outside.contains(&view.id));
                    prop_assert_eq!(&view.profile.account, &view.id);
                    let mut datasets: BTreeSet<&str> = corpus
                        .rows
                        .iter()
                        .filter(|stored| stored.tweet.author.account == view.id)
                        .map(|stored| stored.dataset)
                        .collect();
                    datasets.extend(
                        corpus.users.iter().filter(|(_, profile)| profile.account == view.id).map(|(dataset, _)| *dataset),
                    );
                    prop_assert_eq!(view.datasets, datasets.into_iter().map(str::to_owned).collect::<Vec<_>>());
                }
            }
        }
    }

    #[test]
    fn an_account_whole_adds_up((rows, users) in rows()) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for id in corpus.rows.iter().map(|stored| stored.tweet.author.account.clone()).collect::<BTreeSet<_>>() {
            let own: Vec<&Stored> =
                corpus.rows.iter().filter(|stored| stored.tweet.author.account == id).collect();
            let detail = library.account(&id).unwrap();
            prop_assert_eq!(&detail.view.id, &id);
            prop_assert_eq!(detail.view.tweets, own.len() as u64);
            let dated = own.iter().filter(|stored| stored.tweet.time().is_some()).count() as u64;
            prop_assert_eq!(detail.grid.iter().flatten().sum::<u64>(), dated);
            prop_assert_eq!(detail.timeline.buckets.iter().map(|bucket| bucket.count).sum::<u64>(), dated);
            prop_assert_eq!(detail.profiles.iter().map(|version| version.tweets).sum::<u64>(), own.len() as u64);
            prop_assert_eq!(pairs(&detail.clients), counted(Facet::Client, &own).0);
            prop_assert_eq!(pairs(&detail.amplifies), counted(Facet::Retweeted, &own).0);
            let by: Vec<&Stored> = corpus.rows.iter().filter(|stored| stored.tweet.retweet_account == id).collect();
            prop_assert_eq!(pairs(&detail.amplified_by), counted(Facet::Account, &by).0);
            prop_assert_eq!(detail.view.retweeted, by.len() as u64);
        }
        for name in ["anna_k", "@boris"] {
            let ids = named(&corpus, name.trim_start_matches('@'));
            match library.account(name) {
                Ok(detail) => prop_assert!(ids.contains(&detail.view.id)),
                Err(error) => prop_assert!(ids.is_empty(), "{}", error),
            }
        }
    }

    #[test]
    fn threads_hold_what_refers_to_the_tweet((rows, users) in rows()) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for id in corpus.rows.iter().map(|stored| stored.tweet.id).collect::<BTreeSet<_>>() {
            let thread = library.thread(starling_model::TweetId(id)).unwrap();
            let copies = corpus.rows.iter().filter(|stored| stored.tweet.id == id).map(|stored| stored.row);
            prop_assert_eq!(thread.tweets.iter().map(|view| view.row).collect::<Vec<_>>(), copies.collect::<Vec<_>>());
            let exact = starling_model::Reference::Exact(starling_model::TweetId(id));
            let replies = corpus.rows.iter().filter(|stored| stored.tweet.reply_to_tweet == exact).count();
            prop_assert_eq!(thread.replies.total, replies as u64);
            let retweets = corpus.rows.iter().filter(|stored| stored.tweet.retweet_tweet == exact).count();
            prop_assert_eq!(thread.retweets.total, retweets as u64);
            let mut before = thread.tweets[0].tweet.reply_to_tweet.clone();
            for ancestor in &thread.ancestors {
                prop_assert_eq!(before.exact(), Some(ancestor.tweet.tweet_id()));
                before = ancestor.tweet.reply_to_tweet.clone();
            }
        }
    }
}

#[test]
fn minutes_over_years_are_refused() {
    let at = |published| starling_model::TweetRow {
        id: 1,
        published: Some(Timestamp(published)),
        ..Default::default()
    };
    let corpus = Corpus::of(
        vec![(0, at(1_400_000_000_000)), (0, at(1_500_000_000_000))],
        Vec::new(),
    );
    let library = corpus.library();
    assert!(
        matches!(
            library.timeline(&Ask::All, Some(Bucket::Minute), None),
            Err(crate::Error::TooManyBuckets { .. })
        ),
        "1.6 million buckets help nobody"
    );
    let (bucket, timeline) = library.timeline(&Ask::All, None, None).unwrap();
    assert_eq!(bucket, Bucket::Week, "1,157 days are 166 weeks");
    assert_eq!(timeline.buckets.len(), 166);
}

#[test]
fn names_complete_in_any_case() {
    let author = |account: &str, screen_name: &str| starling_model::Profile {
        account: account.into(),
        screen_name: screen_name.into(),
        ..Default::default()
    };
    let tweet = |id, author, hashtags: &[&str]| starling_model::TweetRow {
        id,
        author,
        hashtags: hashtags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Default::default()
    };
    let corpus = Corpus::of(
        vec![
            (0, tweet(1, author("1", "Peter"), &["MAGA", "magna"])),
            (0, tweet(2, author("2", "petra"), &["magna"])),
            (0, tweet(3, author("2", "petra"), &["other"])),
        ],
        vec![(1, author("3", "PETROV"))],
    );
    let library = corpus.library();
    assert_eq!(
        library.complete(Facet::Account, "PET", 9).unwrap(),
        ["petra", "Peter", "PETROV"]
    );
    assert_eq!(
        library.complete(Facet::Hashtag, "ma", 9).unwrap(),
        ["magna", "maga"]
    );
    assert_eq!(
        library.complete(Facet::Hashtag, "ma", 1).unwrap(),
        ["magna"]
    );
    assert_eq!(
        library.complete(Facet::Dataset, "", 9).unwrap(),
        ["alpha", "beta_2019", "removed"]
    );
    assert_eq!(
        library.complete(Facet::Kind, "re", 9).unwrap(),
        ["retweet", "reply"]
    );
}

#[test]
fn tweets_that_share_a_slot_are_told_apart() {
    use starling_index::schema::slot;
    let first = 1_100_000_000_000_000_000;
    let beside = (first + 1..)
        .find(|id| slot(*id) == slot(first))
        .expect("slots are fewer than ids");
    let tweet = |id, reply: Option<u64>, url: &str| starling_model::TweetRow {
        id,
        reply_to_tweet: reply.map_or(starling_model::Reference::None, |id| {
            starling_model::Reference::Exact(TweetId(id))
        }),
        urls: vec![url.into()],
        ..Default::default()
    };
    let corpus = Corpus::of(
        vec![
            (0, tweet(first, Some(beside), "https://example.org/a")),
            (0, tweet(beside, Some(first), "https://example.org/b")),
        ],
        Vec::new(),
    );
    let count = |ask| corpus.library().count(&ask).unwrap().tweets;
    let by = |field, id| count(Ask::ById(field, TweetId(id)));
    assert_eq!(by(IdField::Tweet, first), 1);
    assert_eq!(by(IdField::ReplyTo, beside), 1);
    assert_eq!(by(IdField::QuoteOf, beside), 0);
    assert_eq!(count(Ask::Url("example.org/b".into())), 1);
    let thread = corpus.library().thread(TweetId(first)).unwrap();
    assert_eq!(thread.tweets.len(), 1);
    assert_eq!(thread.replies.tweets[0].tweet.id, beside);
    corpus.index.delete_tweets(&[first]).unwrap();
    corpus
        .index
        .commit(starling_index::Watermark { commit: 9, row: 2 })
        .unwrap();
    assert_eq!(by(IdField::Tweet, first), 0, "one is deleted");
    assert_eq!(by(IdField::Tweet, beside), 1, "and not its neighbour");
}

/// Tweets of three authors, in one dataset.
fn few() -> Corpus {
    let tweet = |id: u64, account: &str, text: &str| starling_model::TweetRow {
        id,
        author: starling_model::Profile {
            account: account.into(),
            screen_name: format!("name{account}"),
            ..Default::default()
        },
        text: text.into(),
        ..Default::default()
    };
    let rows = vec![
        (0, tweet(1, "a", "War and peace, war and more war")),
        (
            0,
            tweet(
                2,
                "b",
                "peace in a very long text that says much else besides and goes on",
            ),
        ),
        (0, tweet(3, "b", "nothing of it @nobody @Nobody2")),
        (0, tweet(4, "c", "war")),
    ];
    Corpus::of(rows, Vec::new())
}

fn found(library: &super::Library<'_>, ask: &Ask) -> Vec<u64> {
    library.every_row(&library.set(ask).unwrap()).unwrap()
}

#[test]
fn tags_are_seen_at_once_on_tweets_and_on_authors() {
    let corpus = few();
    let library = corpus.library();
    let ask = Ask::And(vec![
        Ask::Tagged("odd".into()),
        Ask::Not(Box::new(Ask::ById(
            crate::ask::IdField::Tweet,
            starling_model::TweetId(3),
        ))),
    ]);
    assert!(found(&library, &ask).is_empty());
    corpus
        .store
        .tag("odd", starling_store::MarkTarget::Tweet(4), Timestamp(0))
        .unwrap();
    let account = corpus
        .store
        .find(starling_store::Dictionary::Account, "b")
        .unwrap()
        .unwrap();
    corpus
        .store
        .tag(
            "odd",
            starling_store::MarkTarget::Account(account),
            Timestamp(0),
        )
        .unwrap();
    assert_eq!(
        found(&library, &ask),
        [2, 4],
        "a set that depends on tags is not remembered"
    );
    corpus
        .store
        .untag("odd", starling_store::MarkTarget::Tweet(4))
        .unwrap();
    assert_eq!(found(&library, &Ask::Tagged("odd".into())), [2, 3]);
    let page = library
        .page(
            &Ask::All,
            PageAsk {
                limit: 10,
                ..Default::default()
            },
        )
        .unwrap();
    assert!(
        page.tweets.iter().all(|view| view.tags.is_empty()),
        "the tag is the author's, not the tweets'"
    );
    assert_eq!(library.account("@NAMEB").unwrap().view.tags, ["odd"]);
}

#[test]
fn media_come_from_whoever_knows_them() {
    struct OfTweet2;
    impl super::Media for OfTweet2 {
        fn tweets(&self) -> crate::Result<Vec<u64>> {
            Ok(vec![2, 77])
        }
        fn tweets_with(&self, media: &str) -> crate::Result<Vec<u64>> {
            Ok(if media == "2-key.jpg" {
                vec![2]
            } else {
                Vec::new()
            })
        }
        fn of_tweets(&self, tweets: &[u64]) -> crate::Result<Vec<Vec<String>>> {
            Ok(tweets
                .iter()
                .map(|id| {
                    if *id == 2 {
                        vec!["2-key.jpg".to_owned()]
                    } else {
                        Vec::new()
                    }
                })
                .collect())
        }
    }
    let corpus = few();
    let has = Ask::Has(crate::ask::Has::Media);
    assert!(found(&corpus.library(), &has).is_empty());
    let library = corpus.library().with_media(&OfTweet2);
    assert_eq!(found(&library, &has), [2]);
    assert_eq!(found(&library, &Ask::Media("2-key.jpg".into())), [2]);
    assert!(found(&library, &Ask::Media("other".into())).is_empty());
    let page = library
        .page(
            &has,
            PageAsk {
                limit: 10,
                ..Default::default()
            },
        )
        .unwrap();
    assert_eq!(page.tweets[0].media, ["2-key.jpg"]);
}

#[test]
fn relevance_prefers_what_says_it_often_and_is_short() {
    let corpus = few();
    let library = corpus.library();
    let word = |word: &str| Ask::Text(crate::ask::Words::Word(word.into()));
    let order = |ask: &Ask| -> Vec<u64> {
        let page = library
            .page(
                ask,
                PageAsk {
                    sort: Sort::Relevance,
                    offset: 0,
                    limit: 10,
                },
            )
            .unwrap();
        page.tweets.iter().map(|view| view.row).collect()
    };
    assert_eq!(
        order(&word("war")),
        [1, 4],
        "three of seven words say a little more than one of one"
    );
    assert_eq!(
        order(&Ask::Or(vec![word("war"), word("peace")])),
        [1, 4, 2],
        "both words are better than one"
    );
    assert_eq!(
        order(&Ask::Not(Box::new(word("war")))),
        [3, 2],
        "with no word to score by, as newest"
    );
}

#[test]
fn marks_show_what_was_asked_for_and_not_what_was_not() {
    let corpus = few();
    let library = corpus.library();
    let word = |word: &str| Ask::Text(crate::ask::Words::Word(word.into()));
    let ask = Ask::And(vec![word("war"), Ask::Not(Box::new(word("besides")))]);
    let page = library
        .page(
            &ask,
            PageAsk {
                sort: Sort::Oldest,
                offset: 0,
                limit: 10,
            },
        )
        .unwrap();
    let marked: Vec<&str> = page.tweets[0]
        .marks
        .iter()
        .map(|(from, to)| &page.tweets[0].tweet.text[*from..*to])
        .collect();
    assert_eq!(marked, ["War", "war", "war"]);
    let page = library
        .page(
            &Ask::Mentions("NOBODY".into()),
            PageAsk {
                limit: 10,
                ..Default::default()
            },
        )
        .unwrap();
    assert_eq!(
        page.total, 1,
        "a name that no account bears is looked for in the text"
    );
    let marks = &page.tweets[0].marks;
    assert_eq!(
        marks
            .iter()
            .map(|(from, to)| &page.tweets[0].tweet.text[*from..*to])
            .collect::<Vec<_>>(),
        ["@nobody"]
    );
}

#[test]
fn a_question_can_be_stopped_and_a_missing_thing_is_named() {
    let corpus = few();
    let cancel = starling_model::Cancel::new();
    cancel.set();
    assert!(matches!(
        corpus.library().with_cancel(&cancel).count(&Ask::All),
        Err(crate::Error::Cancelled)
    ));
    let library = corpus.library();
    assert!(matches!(
        library.account("nobody_at_all"),
        Err(crate::Error::NotFound(_))
    ));
    assert!(matches!(
        library.thread(starling_model::TweetId(99)),
        Err(crate::Error::NotFound(_))
    ));
}

#[test]
fn a_chain_of_replies_that_bites_its_tail_ends() {
    let tweet = |id: u64, to: u64| starling_model::TweetRow {
        id,
        author: starling_model::Profile {
            account: "a".into(),
            ..Default::default()
        },
        reply_to_tweet: starling_model::Reference::Exact(starling_model::TweetId(to)),
        ..Default::default()
    };
    let corpus = Corpus::of(
        vec![
            (0, tweet(1, 2)),
            (0, tweet(2, 3)),
            (1, tweet(3, 1)),
            (0, tweet(4, 4)),
        ],
        Vec::new(),
    );
    let library = corpus.library();
    let up = |id| -> Vec<u64> {
        let thread = library.thread(starling_model::TweetId(id)).unwrap();
        thread.ancestors.iter().map(|view| view.tweet.id).collect()
    };
    assert_eq!(up(1), [2, 3]);
    assert!(
        up(4).is_empty(),
        "a tweet that answers itself has nothing above it"
    );
}
