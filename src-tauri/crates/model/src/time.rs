//! Times: UTC milliseconds for tweets, whole days for account creation.

use crate::TweetId;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// RFC 3339 in UTC, with milliseconds only where they are not zero.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map_or_else(|_| self.0.to_string(), |at| at.to_string())
    }

    /// The minute this moment lies in.
    pub fn minute(self) -> i64 {
        self.0.div_euclid(60_000)
    }

    /// The time a tweet is filed under: the id's millisecond where it agrees with the published minute,
    /// else the published time, else the id's.
    pub fn of_tweet(id: TweetId, published: Option<Self>) -> Option<Self> {
        match (id.time(), published) {
            (Some(by_id), Some(published)) if by_id.minute() == published.minute() => Some(by_id),
            (_, Some(published)) => Some(published),
            (by_id, None) => by_id,
        }
    }
}

/// Days since 1970-01-01, as account creation dates are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// `2017-08-30`.
    pub fn iso(self) -> String {
        jiff::civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().days(i64::from(self.0)))
            .map_or_else(|_| self.0.to_string(), |day| day.to_string())
    }

    /// From a civil date; `None` for a date that does not exist.
    pub fn from_civil(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        let since = date.since(jiff::civil::date(1970, 1, 1)).ok()?;
        Some(Self(since.get_days()))
    }
}
