//! The same questions, answered by looking at every row: what the index finds must be exactly that.

use super::corpus::{ACCOUNTS, Corpus, NAMES, Stored, URLS, WORDS, host, rows};
use crate::Ask;
use crate::ask::{Has, IdField, Is, NumberField, ProfileField, Range, Tag, Words};
use proptest::prelude::*;
use starling_index::text::{
    Pattern, edit_distance_within, fold_hashtag, prefix_terms, query_terms, scan, single_word,
};
use starling_model::{Geo, Profile, Reference, TweetId, TweetRow};
use std::collections::BTreeSet;

/// Whether a row is in the answer.
pub(crate) fn holds(corpus: &Corpus, ask: &Ask, stored: &Stored) -> bool {
    let tweet = &stored.tweet;
    let author = &tweet.author;
    let is_one =
        |account: &str, name: &str| !account.is_empty() && named(corpus, name).contains(account);
    match ask {
        Ask::All => true,
        Ask::And(parts) => parts.iter().all(|part| holds(corpus, part, stored)),
        Ask::Or(parts) => parts.iter().any(|part| holds(corpus, part, stored)),
        Ask::Not(inner) => !holds(corpus, inner, stored),
        Ask::Text(words) => stands_in(words, &tweet.text),
        Ask::Profile(ProfileField::Bio, words) => stands_in(words, &author.bio),
        Ask::Profile(ProfileField::Location, words) => stands_in(words, &author.location),
        Ask::Profile(ProfileField::Name, words) => {
            stands_in(words, &author.display_name) || stands_in(words, &author.screen_name)
        }
        Ask::From(name) => is_one(&author.account, name),
        Ask::To(name) => is_one(&tweet.reply_to_account, name),
        Ask::Mentions(name) if named(corpus, name).is_empty() => {
            stands_in(&Words::Word(format!("@{name}")), &tweet.text)
        }
        Ask::Mentions(name) => tweet.mentions.iter().any(|account| is_one(account, name)),
        Ask::RetweetsOf(name) => is_one(&tweet.retweet_account, name),
        Ask::Hashtag(Tag::Exact(tag)) => tweet
            .hashtags
            .iter()
            .any(|held| fold_hashtag(held) == fold_hashtag(tag)),
        Ask::Hashtag(Tag::Prefix(tag)) => tweet
            .hashtags
            .iter()
            .any(|held| fold_hashtag(held).starts_with(&fold_hashtag(tag))),
        Ask::Url(part) => tweet.urls.iter().any(|url| {
            let place = url.split("://").nth(1).unwrap();
            let place = if part.contains(['?', '#']) {
                place
            } else {
                place.split(['?', '#']).next().unwrap()
            };
            place.to_lowercase().contains(&part.to_lowercase())
        }),
        Ask::Domain(domain) => tweet.urls.iter().any(|url| {
            let host = host(url);
            host == *domain || host.ends_with(&format!(".{domain}"))
        }),
        Ask::Language(language) => {
            !tweet.language.is_empty() && tweet.language.eq_ignore_ascii_case(language)
        }
        Ask::AccountLanguage(language) => {
            !author.language.is_empty() && author.language.eq_ignore_ascii_case(language)
        }
        Ask::Client(client) => {
            !tweet.client.is_empty() && tweet.client.eq_ignore_ascii_case(client)
        }
        Ask::Dataset(name) => stored.dataset == name,
        Ask::Is(Is::Retweet) => tweet.kind().retweet,
        Ask::Is(Is::Reply) => tweet.kind().reply,
        Ask::Is(Is::Quote) => tweet.kind().quote,
        Ask::Is(Is::Original) => tweet.kind().is_original(),
        Ask::Has(Has::Link) => !tweet.urls.is_empty(),
        Ask::Has(Has::Hashtag) => !tweet.hashtags.is_empty(),
        Ask::Has(Has::Mention) => tweet.mentions.iter().any(|account| account != "0"),
        Ask::Has(Has::Geo) => matches!(tweet.latitude, Geo::Present | Geo::Degrees(_)),
        Ask::Has(Has::Poll) => !tweet.poll_choices.is_empty(),
        Ask::Has(Has::Media) | Ask::Media(_) | Ask::Tagged(_) => false,
        Ask::Time {
            since: None,
            until: None,
        } => true,
        Ask::Time { since, until } => tweet.time().is_some_and(|time| {
            since.is_none_or(|since| since <= time.0) && until.is_none_or(|until| time.0 < until)
        }),
        Ask::Number(field, range) => {
            let number = match field {
                NumberField::Likes => tweet.likes,
                NumberField::Retweets => tweet.retweets,
                NumberField::Replies => tweet.replies,
                NumberField::Quotes => tweet.quotes,
                NumberField::Followers => author.followers,
                NumberField::Following => author.following,
            };
            within(*range, number)
        }
        Ask::AccountCreated(range) => within(*range, author.created.map(|day| i64::from(day.0))),
        Ask::ById(IdField::Tweet, id) => tweet.id == id.0,
        Ask::ById(IdField::ReplyTo, id) => tweet.reply_to_tweet == Reference::Exact(*id),
        Ask::ById(IdField::QuoteOf, id) => tweet.quoted_tweet == Reference::Exact(*id),
        Ask::ById(IdField::RetweetOf, id) => tweet.retweet_tweet == Reference::Exact(*id),
    }
}

fn within(range: Range, number: Option<i64>) -> bool {
    number.is_some_and(|number| {
        range.from.is_none_or(|from| from <= number) && range.to.is_none_or(|to| number <= to)
    })
}

/// Ids of the accounts of that name in any profile the vault has seen, or of exactly that id.
pub(crate) fn named(corpus: &Corpus, name: &str) -> BTreeSet<String> {
    if let Some(known) = corpus.named.borrow().get(name) {
        return known.clone();
    }
    let found = look_up(corpus, name);
    corpus
        .named
        .borrow_mut()
        .insert(name.to_owned(), found.clone());
    found
}

fn look_up(corpus: &Corpus, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for profile in profiles(corpus) {
        if !name.is_empty() && profile.screen_name.to_lowercase() == name.to_lowercase()
            || profile.account == name
        {
            found.insert(profile.account.clone());
        }
    }
    for tweet in tweets(corpus) {
        let others = tweet
            .mentions
            .iter()
            .chain([&tweet.reply_to_account, &tweet.retweet_account]);
        found.extend(
            others
                .filter(|account| *account == name && !name.is_empty())
                .cloned(),
        );
    }
    found
}

fn tweets(corpus: &Corpus) -> impl Iterator<Item = &TweetRow> {
    corpus
        .rows
        .iter()
        .map(|stored| &stored.tweet)
        .chain(&corpus.removed)
}

fn profiles(corpus: &Corpus) -> impl Iterator<Item = &Profile> {
    tweets(corpus)
        .map(|tweet| &tweet.author)
        .chain(corpus.users.iter().map(|(_, profile)| profile))
}

/// Tries every way of choosing tokens.
fn stands_in(words: &Words, text: &str) -> bool {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    scan(text, |token| {
        tokens.push((token.position, token.text.to_owned()))
    });
    let any = |fits: &dyn Fn(&str) -> bool| tokens.iter().any(|(_, token)| fits(token));
    let exact = |words: &str| -> Vec<(usize, String, bool)> {
        query_terms(words)
            .into_iter()
            .map(|term| (term.position, term.text, false))
            .collect()
    };
    match words {
        Words::Word(word) => in_order(&tokens, &exact(word), 0),
        Words::Phrase { words, slop } => in_order(&tokens, &exact(words), *slop as usize),
        Words::Prefix(begins) => {
            let prefix = prefix_terms(begins);
            let whole = prefix
                .whole
                .into_iter()
                .map(|term| (term.position, term.text, false));
            let last = prefix
                .last
                .into_iter()
                .map(|term| (term.position, term.text, true));
            in_order(&tokens, &whole.chain(last).collect::<Vec<_>>(), 0)
        }
        Words::Fuzzy { word, distance } => match single_word(word) {
            Some(word) => any(&|token| edit_distance_within(&word, token, usize::from(*distance))),
            None => in_order(&tokens, &exact(word), 0),
        },
        Words::Regex(pattern) => {
            let pattern = Pattern::new(pattern).unwrap();
            any(&|token| pattern.matches(token))
        }
    }
}

fn in_order(tokens: &[(usize, String)], wanted: &[(usize, String, bool)], slop: usize) -> bool {
    fn rest(
        tokens: &[(usize, String)],
        wanted: &[(usize, String, bool)],
        expected: Option<(usize, usize)>,
        slop: usize,
    ) -> bool {
        let Some(((at, word, begins), others)) = wanted.split_first() else {
            return true;
        };
        tokens.iter().any(|(position, token)| {
            if !(token == word || *begins && token.starts_with(word.as_str())) {
                return false;
            }
            // Where the previous one stood, and where it was expected relative to the first.
            let between = match expected {
                None => 0,
                Some((before, before_at)) => {
                    match position.checked_sub(before + (at - before_at)) {
                        Some(between) => between,
                        None => return false,
                    }
                }
            };
            between <= slop && rest(tokens, others, Some((*position, *at)), slop - between)
        })
    }
    !wanted.is_empty() && rest(tokens, wanted, None, slop)
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(&ACCOUNTS[..]),
        proptest::sample::select(&NAMES[..4]),
        Just("anna_k"),
        Just("nobody"),
        Just("HASH33=")
    ]
    .prop_map(str::to_owned)
}

fn typed() -> impl Strategy<Value = Words> {
    let word = || proptest::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let pair = (word(), word()).prop_map(|(a, b)| format!("{a} {b}"));
    prop_oneof![
        word().prop_map(Words::Word),
        (pair, 0u32..4).prop_map(|(words, slop)| Words::Phrase { words, slop }),
        (word(), word(), word(), 0u32..3).prop_map(|(a, b, c, slop)| Words::Phrase {
            words: format!("{a} {b} {c}"),
            slop
        }),
        prop_oneof![
            Just("pea"),
            Just("war"),
            Just("选"),
            Just("covid-1"),
            Just("การ"),
            Just("#ma"),
            Just("@an"),
            Just("trump'")
        ]
        .prop_map(|begins| Words::Prefix(begins.to_owned())),
        (
            prop_oneof![Just("colour"), Just("wart"), Just("选举"), Just("cafe")],
            1u8..3
        )
            .prop_map(|(word, distance)| Words::Fuzzy {
                word: word.to_owned(),
                distance
            }),
        prop_oneof![
            Just("w.*"),
            Just(".*eac.*"),
            Just("Caf[éè]"),
            Just("(peace|war)s?"),
            Just("x+")
        ]
        .prop_map(|pattern| Words::Regex(pattern.to_owned())),
        Just(Words::Word("!!!".to_owned())),
    ]
}

fn range(numbers: std::ops::Range<i64>) -> impl Strategy<Value = Range> {
    (
        proptest::option::of(numbers.clone()),
        proptest::option::of(numbers),
    )
        .prop_map(|(from, to)| Range { from, to })
}

fn leaf() -> impl Strategy<Value = Ask> {
    let text = |of: &'static [&'static str]| proptest::sample::select(of).prop_map(str::to_owned);
    let field = prop_oneof![
        Just(ProfileField::Bio),
        Just(ProfileField::Location),
        Just(ProfileField::Name)
    ];
    let number = prop_oneof![
        Just(NumberField::Likes),
        Just(NumberField::Retweets),
        Just(NumberField::Replies),
        Just(NumberField::Quotes),
        Just(NumberField::Followers),
        Just(NumberField::Following)
    ];
    let id = prop_oneof![
        Just(IdField::Tweet),
        Just(IdField::ReplyTo),
        Just(IdField::QuoteOf),
        Just(IdField::RetweetOf)
    ];
    let moment = || proptest::option::of(1_399_999_000_000i64..1_470_000_000_000);
    prop_oneof![
        1 => Just(Ask::All),
        6 => typed().prop_map(Ask::Text),
        2 => (field, typed()).prop_map(|(field, words)| Ask::Profile(field, words)),
        1 => name().prop_map(Ask::From),
        1 => name().prop_map(Ask::To),
        2 => name().prop_map(Ask::Mentions),
        1 => name().prop_map(Ask::RetweetsOf),
        1 => text(&["maga", "MAGA", "WAR", "none"]).prop_map(|tag| Ask::Hashtag(Tag::Exact(tag))),
        1 => text(&["ma", "W", ""]).prop_map(|tag| Ask::Hashtag(Tag::Prefix(tag))),
        1 => text(&["news", "example.com", "utm", "?utm", "path", URLS[0], "E.ORG"])
            .prop_map(|part| Ask::Url(part.split_once("://").map_or(part.clone(), |(_, rest)| rest.to_owned()))),
        1 => text(&["example.com", "e.org", "com"]).prop_map(Ask::Domain),
        1 => text(&["en", "IW", "he"]).prop_map(Ask::Language),
        1 => text(&["en", "iw"]).prop_map(Ask::AccountLanguage),
        1 => text(&["twitter WEB client", "bot", "bo"]).prop_map(Ask::Client),
        1 => text(&["alpha", "beta_2019", "removed", "none"]).prop_map(Ask::Dataset),
        1 => prop_oneof![Just(Is::Retweet), Just(Is::Reply), Just(Is::Quote), Just(Is::Original)].prop_map(Ask::Is),
        1 => prop_oneof![
            Just(Has::Link), Just(Has::Hashtag), Just(Has::Mention), Just(Has::Geo), Just(Has::Poll), Just(Has::Media)
        ].prop_map(Ask::Has),
        2 => (moment(), moment()).prop_map(|(since, until)| Ask::Time { since, until }),
        2 => (number, range(-2..8)).prop_map(|(field, range)| Ask::Number(field, range)),
        1 => range(14_999..15_007).prop_map(Ask::AccountCreated),
        1 => (id, 1u64..12).prop_map(|(field, id)| Ask::ById(field, TweetId(id))),
    ]
}

pub(crate) fn ask() -> impl Strategy<Value = Ask> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Ask::And),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Ask::Or),
            inner.prop_map(|inner| Ask::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    // A case makes a store and an index, which takes some 20 ms; many questions are asked of each.
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn the_index_finds_what_is_there((rows, users) in rows(), asks in proptest::collection::vec(ask(), 40)) {
        let corpus = Corpus::of(rows, users);
        let library = corpus.library();
        for ask in asks {
            let set = library.set(&ask).unwrap();
            let every = super::PageAsk { limit: u64::MAX, ..Default::default() };
            let mut found = library.rows(&ask, &set, every).unwrap();
            found.sort_unstable();
            let expected: Vec<u64> =
                corpus.rows.iter().filter(|stored| holds(&corpus, &ask, stored)).map(|stored| stored.row).collect();
            prop_assert_eq!(&found, &expected, "{:?}", ask);
            prop_assert_eq!(set.tweets(), expected.len() as u64);
            let authors: BTreeSet<&str> = corpus
                .rows
                .iter()
                .filter(|stored| holds(&corpus, &ask, stored))
                .map(|stored| stored.tweet.author.account.as_str())
                .collect();
            prop_assert_eq!(library.count(&ask).unwrap().accounts, authors.len() as u64);
        }
    }
}

#[test]
fn thousands_of_rows_are_found_alike() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    // The same rows and questions each time; enough of them for lists, bits, scans and seeks to be chosen.
    let mut runner = TestRunner::deterministic();
    let rows = proptest::collection::vec((0usize..3, super::corpus::tweet()), 3000..3001);
    let corpus = Corpus::of(rows.new_tree(&mut runner).unwrap().current(), Vec::new());
    let library = corpus.library();
    let mut telling = 0;
    for _ in 0..200 {
        let ask = ask().new_tree(&mut runner).unwrap().current();
        let found = library.every_row(&library.set(&ask).unwrap()).unwrap();
        let expected: Vec<u64> = corpus
            .rows
            .iter()
            .filter(|stored| holds(&corpus, &ask, stored))
            .map(|stored| stored.row)
            .collect();
        assert_eq!(found, expected, "{ask:?}");
        telling += usize::from((1..corpus.rows.len()).contains(&found.len()));
    }
    assert!(
        telling > 100,
        "most questions choose some rows and not all: {telling}"
    );
}
