//! Questions: list, counts, facets, timeline, accounts, tweets, and the query itself.

use super::{Desk, answer};
use crate::words;
use starling_session::clock::Stopwatch;
use starling_session::{Error, Session};
use starling_wire::{
    AccountDetail, AccountPage, Count, Facets, Failure, SearchResult, Thread, Timeline,
};
use std::sync::Arc;
use tauri::State;

type Kept<'a> = State<'a, Arc<Desk>>;

/// Asks the open vault something about a query; the place of a fault comes back in the window's own units.
async fn ask<T: Send + 'static>(
    desk: &Arc<Desk>,
    query: String,
    question: impl FnOnce(&Session, &str) -> Result<T, Asked> + Send + 'static,
) -> Result<T, Failure> {
    answer(desk, move |desk| {
        let session = desk.session()?;
        question(&session, &query).map_err(|Asked(failure)| failure.in_query(&query))
    })
    .await
}

/// Why a question was not answered.
struct Asked(Failure);

impl From<Error> for Asked {
    fn from(error: Error) -> Self {
        Self(error.into())
    }
}

impl From<Failure> for Asked {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

/// A page of tweets.
#[tauri::command]
pub async fn search(
    desk: Kept<'_>,
    query: String,
    sort: Option<String>,
    offset: u64,
    limit: u64,
) -> Result<SearchResult, Failure> {
    ask(&desk, query, move |session, query| {
        let sort = sort.map_or(Ok(Default::default()), |word| {
            words::meaning("order", words::SORTS, &word)
        })?;
        let limit = words::tweet_limit(limit)?;
        let watch = Stopwatch::start();
        let page = session.search(query, sort, offset, limit)?;
        Ok(SearchResult::of(query, page, watch.seconds() * 1000.0))
    })
    .await
}

/// How many tweets and authors.
#[tauri::command]
pub async fn count(desk: Kept<'_>, query: String) -> Result<Count, Failure> {
    ask(&desk, query, |session, query| {
        Ok(Count::of(query, session.count(query)?))
    })
    .await
}

/// Tweets by value.
#[tauri::command]
pub async fn facets(
    desk: Kept<'_>,
    query: String,
    by: Vec<String>,
    top: Option<u32>,
) -> Result<Facets, Failure> {
    ask(&desk, query, move |session, query| {
        let by = by
            .iter()
            .map(|word| words::facet(word))
            .collect::<Result<Vec<_>, _>>()?;
        let (total, found) = session.facets(query, &by, top.unwrap_or(10) as usize)?;
        Ok(Facets::of(query, total, found))
    })
    .await
}

/// As many values as the brief stacks: six and "other".
const SPLIT_TOP: usize = 6;

/// Tweets over time.
#[tauri::command]
pub async fn timeline(
    desk: Kept<'_>,
    query: String,
    by: Option<String>,
    split: Option<String>,
) -> Result<Timeline, Failure> {
    ask(&desk, query, move |session, query| {
        let by = by
            .map(|word| words::meaning("width", words::BUCKETS, &word))
            .transpose()?;
        let split = split.map(|word| words::facet(&word)).transpose()?;
        let (bucket, found) = session.timeline(query, by, split.map(|facet| (facet, SPLIT_TOP)))?;
        Ok(Timeline::of(query, bucket, split, found))
    })
    .await
}

/// A page of accounts.
#[tauri::command]
pub async fn accounts(
    desk: Kept<'_>,
    query: String,
    sort: Option<String>,
    outsiders: Option<bool>,
    offset: u64,
    limit: u64,
) -> Result<AccountPage, Failure> {
    ask(&desk, query, move |session, query| {
        let sort = sort.map_or(Ok(Default::default()), |word| {
            words::meaning("order", words::ACCOUNT_SORTS, &word)
        })?;
        let page = session.accounts(
            query,
            sort,
            outsiders.unwrap_or_default(),
            offset,
            limit.min(1000),
        )?;
        Ok(AccountPage::of(query, page))
    })
    .await
}

/// One account whole.
#[tauri::command]
pub async fn account(desk: Kept<'_>, id: String) -> Result<AccountDetail, Failure> {
    answer(&desk, move |desk| Ok(desk.session()?.account(&id)?.into())).await
}

/// One tweet with its thread.
#[tauri::command]
pub async fn tweet(desk: Kept<'_>, id: String) -> Result<Thread, Failure> {
    answer(&desk, move |desk| {
        Ok(desk.session()?.tweet(words::tweet_id(&id)?)?.into())
    })
    .await
}
