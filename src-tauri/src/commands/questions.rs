//! Questions: list, counts, facets, timeline, accounts, tweets, and the query itself.

use super::{Desk, answer, editing};
use crate::words;
use starling_query::ask::Facet;
use starling_query::language::{self, CompletionKind};
use starling_session::clock::Stopwatch;
use starling_session::{Error, Session};
use starling_wire::text::{bytes_of_utf16, utf16_of_chars};
use starling_wire::{
    AccountDetail, AccountPage, Beside, Completion, Completions, Count, Edited, Facets, Failure,
    QueryAction, QueryCheck, RawField, RawRecord, SearchResult, Source, Thread, Timeline,
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
        question(&session, &query).map_err(|asked| match asked {
            Asked::InCharacters(error) => Failure::from(error).in_query(&query),
            Asked::Placed(failure) => failure,
        })
    })
    .await
}

/// Why a question was not answered.
enum Asked {
    /// The place of a fault is still in characters.
    InCharacters(Error),
    /// There is no place, or it is in UTF-16 code units already.
    Placed(Failure),
}

impl From<Error> for Asked {
    fn from(error: Error) -> Self {
        Self::InCharacters(error)
    }
}

impl From<Failure> for Asked {
    fn from(failure: Failure) -> Self {
        Self::Placed(failure)
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
    answer(&desk, move |desk| {
        let session = desk.session()?;
        let found = session.account(&id)?;
        let files = session.media_of_account(&found.view.id)?;
        Ok(AccountDetail::of(found, files))
    })
    .await
}

/// One tweet with its thread.
#[tauri::command]
pub async fn tweet(desk: Kept<'_>, id: String) -> Result<Thread, Failure> {
    answer(&desk, move |desk| {
        let (session, id) = (desk.session()?, words::tweet_id(&id)?);
        let beside = Beside {
            files: session.media_of_tweet(id)?,
            variants: session.variants_of_tweet(id)?,
        };
        Ok(Thread::of(session.tweet(id)?, beside))
    })
    .await
}

/// An image's bytes, where its content is one that may be shown.
#[tauri::command]
pub async fn picture(desk: Kept<'_>, id: u64) -> Result<tauri::ipc::Response, Failure> {
    let shown = answer(&desk, move |desk| Ok(desk.session()?.picture(id)?)).await?;
    Ok(tauri::ipc::Response::new(shown.bytes))
}

/// A row as it was published.
#[tauri::command]
pub async fn raw_record(desk: Kept<'_>, row: u64) -> Result<RawRecord, Failure> {
    answer(&desk, move |desk| {
        let session = desk.session()?;
        let fields = session
            .raw_record(row)?
            .into_iter()
            .map(|(column, value)| RawField { column, value });
        let source = session
            .views(&[row])?
            .into_iter()
            .next()
            .and_then(|view| view.source);
        Ok(RawRecord {
            source: source.map(Source::from),
            fields: fields.collect(),
        })
    })
    .await
}

/// Whether the wording is right, and which parts the query has.
#[tauri::command]
pub async fn check_query(desk: Kept<'_>, query: String) -> Result<QueryCheck, Failure> {
    ask(&desk, query, |session, query| {
        session.check(query)?;
        Ok(QueryCheck {
            pills: editing::pills(query).map_err(Asked::Placed)?,
        })
    })
    .await
}

/// What a press does to the query.
#[tauri::command]
pub async fn edit_query(
    desk: Kept<'_>,
    query: String,
    action: QueryAction,
) -> Result<Edited, Failure> {
    answer(&desk, move |_| editing::edit(&query, action)).await
}

/// As many as fit under the field without scrolling.
const MOST_COMPLETIONS: usize = 12;

/// What fits at the cursor, which is given in UTF-16 code units.
#[tauri::command]
pub async fn complete(desk: Kept<'_>, query: String, cursor: u32) -> Result<Completions, Failure> {
    answer(&desk, move |desk| {
        let n_chars = query[..bytes_of_utf16(&query, cursor as usize)]
            .chars()
            .count();
        let place = language::completions(&query, n_chars);
        let operators = place.candidates.into_iter();
        let mut items: Vec<Completion> = operators
            .map(|candidate| Completion {
                insert: candidate.text,
                label: candidate.help,
            })
            .collect();
        if let CompletionKind::Value(operator) = place.kind
            && let Some((facet, sign)) = names_of(operator, &place.typed)
        {
            let begins = place.typed.trim_start_matches(['#', '@', '"', '(']);
            let names = desk.session()?.complete(facet, begins, MOST_COMPLETIONS)?;
            items.extend(names.into_iter().map(|name| Completion {
                insert: format!("{sign}{}", editing::quoted(&name)),
                label: facet.word().to_owned(),
            }));
        }
        items.truncate(MOST_COMPLETIONS);
        Ok(Completions {
            from: utf16_of_chars(&query, place.span.at),
            to: utf16_of_chars(&query, place.span.at + place.span.len),
            items,
        })
    })
    .await
}

/// Where the names for an operator's value come from, and the sign that was typed in its place.
fn names_of(operator: &str, typed: &str) -> Option<(Facet, &'static str)> {
    let sign = match typed.chars().next() {
        Some('#') => "#",
        Some('@') => "@",
        _ => "",
    };
    let facet = match operator {
        "from" | "to" => Facet::Account,
        "mentions" => Facet::Mention,
        "retweets_of" => Facet::Retweeted,
        "hashtag" => Facet::Hashtag,
        "domain" => Facet::Domain,
        "lang" => Facet::Lang,
        "account.lang" => Facet::AccountLang,
        "client" => Facet::Client,
        "dataset" => Facet::Dataset,
        _ => return None,
    };
    Some((facet, sign))
}
