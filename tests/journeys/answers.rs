//! Every view of one query says the same.

use crate::{campaign, starling};
use starling_model::TweetId;
use starling_query::ask::{AccountSort, Bucket, Facet, Sort};
use starling_session::{Session, Target};
use starling_testkit::TestVault;
use std::sync::LazyLock;

/// The vault all of these journeys read; none of them changes what the others see.
static VAULT: LazyLock<(TestVault, Session)> = LazyLock::new(|| {
    let vault = TestVault::with(&[campaign()]);
    let session = vault.open();
    (vault, session)
});

fn session() -> &'static Session {
    &VAULT.1
}

const QUERIES: &[&str] = &[
    "*",
    "is:retweet",
    "-is:retweet has:hashtag",
    "lang:en OR lang:ru",
    "has:mention likes:>0",
    "is:original has:link",
    "is:reply",
    "account.followers:<5000",
];

#[test]
fn facets_and_timeline_count_the_same_tweets() {
    for query in QUERIES {
        let counted = session().count(query).unwrap();
        let (total, found) = session()
            .facets(
                query,
                &[Facet::Dataset, Facet::Lang, Facet::Kind, Facet::Account],
                100_000,
            )
            .unwrap();
        assert_eq!(total, counted.tweets, "{query}");
        for (facet, values) in &found {
            let sum: u64 = values.values.iter().map(|value| value.count).sum();
            // A tweet can be of more than one kind; every other of these fields has one value.
            if *facet != Facet::Kind {
                assert_eq!(sum + values.without, total, "{query} by {}", facet.word());
            }
        }
        let by_account = &found
            .iter()
            .find(|(facet, _)| *facet == Facet::Account)
            .unwrap()
            .1;
        assert_eq!(by_account.distinct, counted.accounts, "{query}: authors");
        for bucket in [
            Bucket::Hour,
            Bucket::Day,
            Bucket::Week,
            Bucket::Month,
            Bucket::Year,
        ] {
            let (_, timeline) = session().timeline(query, Some(bucket), None).unwrap();
            let sum: u64 = timeline.buckets.iter().map(|bucket| bucket.count).sum();
            assert_eq!(sum + timeline.undated, total, "{query} by {bucket:?}");
        }
    }
}

#[test]
fn buckets_follow_each_other_without_a_gap() {
    let (_, timeline) = session().timeline("*", Some(Bucket::Day), None).unwrap();
    for pair in timeline.buckets.windows(2) {
        assert_eq!(
            pair[1].start.0 - pair[0].start.0,
            24 * 3600 * 1000,
            "empty days stand in the list as well"
        );
    }
}

#[test]
fn a_split_adds_up() {
    let (_, timeline) = session()
        .timeline("*", Some(Bucket::Month), Some((Facet::Lang, 3)))
        .unwrap();
    for bucket in &timeline.buckets {
        let sum: u64 = bucket.split.iter().map(|(_, count)| count).sum();
        assert!(sum <= bucket.count, "{bucket:?}");
    }
    let split: u64 = timeline
        .buckets
        .iter()
        .flat_map(|bucket| &bucket.split)
        .map(|(_, count)| count)
        .sum();
    assert!(split > 0);
}

#[test]
fn pages_meet_without_overlap_in_every_order() {
    for sort in [Sort::Newest, Sort::Oldest, Sort::Likes, Sort::Retweets] {
        let whole = session().search("has:hashtag", sort, 0, 100).unwrap();
        assert_eq!(whole.total, session().count("has:hashtag").unwrap().tweets);
        let mut rows = Vec::new();
        for page in 0..4 {
            let page = session()
                .search("has:hashtag", sort, page * 25, 25)
                .unwrap();
            rows.extend(page.tweets.into_iter().map(|view| view.row));
        }
        let all: Vec<u64> = whole.tweets.iter().map(|view| view.row).collect();
        assert_eq!(rows, all, "{sort:?}");
    }
    let newest = session().search("*", Sort::Newest, 0, 100).unwrap();
    let times: Vec<_> = newest.tweets.iter().map(|view| view.tweet.time()).collect();
    assert!(times.is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_facets_value_finds_as_many_tweets_as_it_counts() {
    let (_, found) = session()
        .facets(
            "*",
            &[
                Facet::Lang,
                Facet::Hashtag,
                Facet::Client,
                Facet::Account,
                Facet::Domain,
            ],
            8,
        )
        .unwrap();
    for (facet, values) in found {
        let operator = match facet {
            Facet::Lang => "lang",
            Facet::Hashtag => "hashtag",
            Facet::Client => "client",
            Facet::Account => "from",
            // The operator also takes subdomains, so it may find more.
            _ => continue,
        };
        for value in values.values {
            let query = format!("{operator}:\"{}\"", value.value);
            assert_eq!(
                session().count(&query).unwrap().tweets,
                value.count,
                "{query}"
            );
        }
    }
}

#[test]
fn words_of_a_tweet_find_it_and_are_marked() {
    let page = session()
        .search("is:original", Sort::Newest, 0, 20)
        .unwrap();
    let mut n_checked = 0;
    for view in page.tweets {
        let Some(word) = view
            .tweet
            .text
            .split_whitespace()
            .find(|word| word.len() > 3 && word.chars().all(char::is_alphanumeric))
        else {
            continue;
        };
        let query = format!("{word} tweet:{}", view.tweet.id);
        let found = session().search(&query, Sort::Newest, 0, 1).unwrap();
        assert_eq!(found.total, 1, "{query}");
        let hit = &found.tweets[0];
        assert!(!hit.marks.is_empty(), "{query}");
        for &(from, to) in &hit.marks {
            assert!(
                hit.tweet.text.is_char_boundary(from)
                    && hit.tweet.text.is_char_boundary(to)
                    && from < to
            );
        }
        n_checked += 1;
    }
    assert!(n_checked > 5, "only {n_checked} tweets had a plain word");
}

#[test]
fn an_accounts_page_agrees_with_the_lists() {
    let accounts = session()
        .accounts("*", AccountSort::Tweets, false, 0, 5)
        .unwrap();
    assert_eq!(session().info().unwrap().accounts, accounts.total);
    for view in accounts.accounts.iter().filter(|view| view.tweets > 0) {
        let detail = session().account(&view.id).unwrap();
        assert_eq!(detail.view.tweets, view.tweets);
        let grid: u64 = detail.grid.iter().flatten().sum();
        let timeline: u64 = detail
            .timeline
            .buckets
            .iter()
            .map(|bucket| bucket.count)
            .sum();
        assert_eq!((grid, timeline), (view.tweets, view.tweets), "{}", view.id);
        assert_eq!(
            session()
                .count(&format!("from:\"{}\"", view.id))
                .unwrap()
                .tweets,
            view.tweets
        );
    }
}

#[test]
fn a_thread_names_what_hangs_together() {
    let retweets = session()
        .search("is:retweet", Sort::Newest, 0, 100)
        .unwrap();
    let mut n_checked = 0;
    for view in retweets.tweets {
        let Some(original) = view.tweet.retweet_tweet.exact() else {
            continue;
        };
        let here = session()
            .count(&format!("tweet:{original}"))
            .unwrap()
            .tweets
            > 0;
        let thread = session().tweet(TweetId(view.tweet.id)).unwrap();
        assert_eq!(thread.retweeted.is_some(), here);
        if here {
            let back = session().tweet(original).unwrap();
            assert!(back.retweets.total > 0);
            n_checked += 1;
        }
    }
    assert!(n_checked > 0, "the campaign retweets itself");
}

#[test]
fn tags_notes_and_searches_are_kept_and_found() {
    let vault = TestVault::with(&[campaign()]);
    let session = vault.open();
    let page = session.search("*", Sort::Newest, 0, 1).unwrap();
    let (id, author) = (
        TweetId(page.tweets[0].tweet.id),
        page.tweets[0].tweet.author.account.clone(),
    );
    session.tag("odd", &Target::Tweet(id)).unwrap();
    session
        .tag("watched", &Target::Account(author.clone()))
        .unwrap();
    assert_eq!(session.count("tag:odd").unwrap().tweets, 1);
    let of_author = session.count(&format!("from:\"{author}\"")).unwrap();
    assert_eq!(
        session.count("tag:watched").unwrap(),
        of_author,
        "tweets whose author is tagged are found"
    );
    let note = session.add_note(&Target::Tweet(id), "look again").unwrap();
    session.save_search("odd ones", "tag:odd").unwrap();
    session.remember("tag:odd").unwrap();
    drop(session);
    let session = vault.open();
    assert_eq!(
        session.notes(Some(&Target::Tweet(id))).unwrap(),
        std::slice::from_ref(&note)
    );
    assert_eq!(session.tweet(id).unwrap().notes, [note]);
    assert_eq!(session.saved_searches().unwrap()[0].query, "tag:odd");
    assert_eq!(session.history(10).unwrap(), ["tag:odd"]);
    assert!(session.untag("odd", &Target::Tweet(id)).unwrap());
    assert!(!session.untag("odd", &Target::Tweet(id)).unwrap());
    assert_eq!(session.count("tag:odd").unwrap().tweets, 0);
}

#[test]
fn a_removed_dataset_is_gone_from_every_view() {
    let vault = TestVault::with(&[campaign()]);
    let before = starling(&vault).json(&["datasets"]);
    let name = before[0]["name"].as_str().unwrap().to_owned();
    let its = before[0]["tweets"].as_u64().unwrap();
    let all = starling(&vault).json(&["count", "*"])["tweets"]
        .as_u64()
        .unwrap();
    starling(&vault).json(&["datasets", "remove", &name]);
    assert_eq!(starling(&vault).json(&["count", "*"])["tweets"], all - its);
    assert_eq!(
        starling(&vault).json(&["count", &format!("dataset:{name}")])["tweets"],
        0
    );
    assert_eq!(starling(&vault).json(&["vault", "verify"])["ok"], true);
}
