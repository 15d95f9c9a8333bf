//! Answers about many tweets: the list, counts, facets, the timeline.

use crate::text::time;
use crate::tweet::Tweet;
use serde::Serialize;
use starling_query::answer;
use starling_query::ask::{Bucket, Facet};
use std::collections::BTreeMap;
use ts_rs::TS;

/// `search`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SearchResult {
    /// As asked.
    pub query: String,
    /// All that match, not only this page.
    pub total: u64,
    /// The page.
    pub tweets: Vec<Tweet>,
    /// How long it took.
    pub took_ms: f64,
}

impl SearchResult {
    /// Of that query.
    pub fn of(query: &str, page: answer::Page, took_ms: f64) -> Self {
        let tweets = page.tweets.into_iter().map(Tweet::from).collect();
        Self {
            query: query.to_owned(),
            total: page.total,
            tweets,
            took_ms,
        }
    }
}

/// `count`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Count {
    /// As asked.
    pub query: String,
    /// Tweets that match.
    pub tweets: u64,
    /// Their authors.
    pub accounts: u64,
}

impl Count {
    /// Of that query.
    pub fn of(query: &str, counted: answer::Counted) -> Self {
        Self {
            query: query.to_owned(),
            tweets: counted.tweets,
            accounts: counted.accounts,
        }
    }
}

/// `facets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Facets {
    /// As asked.
    pub query: String,
    /// All tweets that match.
    pub total: u64,
    /// The values of each field that was asked for, the greatest counts first.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// What the lists of values do not say: of how many they are the first.
    pub fields: BTreeMap<String, FacetField>,
}

/// A field's totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct FacetField {
    /// Different values in all.
    pub distinct: u64,
    /// Tweets without a value.
    pub without: u64,
}

/// One value and its tweets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FacetValue {
    /// By which it is asked for.
    pub value: String,
    /// What a person reads, where that differs: a screen name for an account's id.
    pub label: Option<String>,
    /// Tweets.
    pub count: u64,
}

impl From<answer::FacetValue> for FacetValue {
    fn from(value: answer::FacetValue) -> Self {
        Self {
            value: value.value,
            label: value.label,
            count: value.count,
        }
    }
}

impl Facets {
    /// Of that query.
    pub fn of(query: &str, total: u64, found: Vec<(Facet, answer::FacetValues)>) -> Self {
        let mut facets = BTreeMap::new();
        let mut fields = BTreeMap::new();
        for (facet, values) in found {
            let word = facet.word().to_owned();
            fields.insert(
                word.clone(),
                FacetField {
                    distinct: values.distinct,
                    without: values.without,
                },
            );
            facets.insert(
                word,
                values.values.into_iter().map(FacetValue::from).collect(),
            );
        }
        Self {
            query: query.to_owned(),
            total,
            facets,
            fields,
        }
    }
}

/// One facet's values by themselves, as an account's page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Values {
    /// The greatest counts first.
    pub values: Vec<FacetValue>,
    /// Different values in all.
    pub distinct: u64,
    /// Tweets without a value.
    pub without: u64,
}

impl From<answer::FacetValues> for Values {
    fn from(found: answer::FacetValues) -> Self {
        Self {
            values: found.values.into_iter().map(FacetValue::from).collect(),
            distinct: found.distinct,
            without: found.without,
        }
    }
}

/// `timeline`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Timeline {
    /// As asked.
    pub query: String,
    /// The width of the buckets: `minute`, `hour`, `day`, `week`, `month` or `year`.
    pub by: String,
    /// All tweets that match.
    pub total: u64,
    /// Those of them without a time.
    pub undated: u64,
    /// From the first tweet to the last, empty ones too.
    pub buckets: Vec<TimeBucket>,
}

/// One bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TimeBucket {
    /// Its first moment.
    pub start: String,
    /// Tweets in it.
    pub count: u64,
    /// The same by value, where a split was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub split: Option<Vec<SplitValue>>,
}

/// A part of a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SplitValue {
    pub value: String,
    pub count: u64,
}

impl Timeline {
    /// Of that query.
    pub fn of(
        query: &str,
        bucket: Bucket,
        split: Option<Facet>,
        timeline: answer::Timeline,
    ) -> Self {
        let buckets = timeline.buckets.into_iter().map(|bucket| {
            let parts = bucket
                .split
                .into_iter()
                .map(|(value, count)| SplitValue { value, count });
            TimeBucket {
                start: time(Some(bucket.start)).unwrap_or_default(),
                count: bucket.count,
                split: split.map(|_| parts.collect()),
            }
        });
        Self {
            query: query.to_owned(),
            by: bucket_word(bucket).to_owned(),
            total: timeline.total,
            undated: timeline.undated,
            buckets: buckets.collect(),
        }
    }
}

/// The command line's word.
pub fn bucket_word(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Minute => "minute",
        Bucket::Hour => "hour",
        Bucket::Day => "day",
        Bucket::Week => "week",
        Bucket::Month => "month",
        Bucket::Year => "year",
    }
}
