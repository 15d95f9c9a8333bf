//! Days as agreements write them.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use starling_model::{Day, Timestamp};
use std::borrow::Cow;
use std::fmt;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A day, UTC: `2024-09-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub Day);

impl Date {
    /// From `2024-09-30` and nothing looser.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            only_digits.then(|| digits.parse::<i16>().ok()).flatten()
        };
        let (month, day) = (number(5..7)?, number(8..10)?);
        Day::from_civil(number(0..4)?, month as i8, day as i8).map(Self)
    }

    /// Its first moment.
    pub fn begins(self) -> Timestamp {
        Timestamp(i64::from(self.0.0) * DAY_MS)
    }

    /// The first moment after it.
    pub fn is_over(self) -> Timestamp {
        Timestamp((i64::from(self.0.0) + 1) * DAY_MS)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iso())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` is no day such as 2024-09-30"))
        })
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}
