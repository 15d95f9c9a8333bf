//! SHA-256, and keyed digests that stand for names.

use aws_lc_rs::{digest, hmac};
use std::fmt;

/// 32 bytes of SHA-256, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut sha = Sha256::new();
        sha.update(bytes);
        sha.finish()
    }

    /// From 64 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// The first eight digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// SHA-256 of what comes bit by bit.
#[derive(Clone)]
pub struct Sha256(digest::Context);

impl Sha256 {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    /// Takes more.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Of all that was taken.
    pub fn finish(self) -> Digest {
        let done = self.0.finish();
        Digest(
            done.as_ref()
                .try_into()
                .expect("BUG: SHA-256 gives 32 bytes"),
        )
    }
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sha256")
    }
}

/// Canonical JSON (RFC 8785) of whole numbers and texts: keys in order, no blanks.
/// Whether serde_json's maps are sorted depends on features that any crate of the program can switch on, so keys are
/// sorted here; by UTF-16 code units, as the RFC says.
pub fn canonical(json: &serde_json::Value) -> String {
    use serde_json::Value;
    match json {
        Value::Object(map) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        plain => plain.to_string(),
    }
}

/// Eight bytes that stand for a name: enough to find it again with the key, useless without.
pub type KeyedDigest = [u8; 8];

/// HMAC-SHA-256 of a name of a kind, whole.
pub fn keyed(key: &[u8; 32], kind: &str, name: &str) -> Digest {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let mut context = hmac::Context::with_key(&key);
    context.update(kind.as_bytes());
    context.update(&[0]);
    context.update(name.as_bytes());
    let tag = context.sign();
    Digest(
        tag.as_ref()
            .try_into()
            .expect("BUG: HMAC-SHA-256 gives 32 bytes"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785, sections 3.2.2 and 3.2.3, as far as entries and manifests need it: texts, whole numbers, order of keys.
    #[test]
    fn texts_and_keys_are_written_as_the_rfc_says() {
        let sample = r#"{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false], "n": 9007199254740992}"#;
        let value: serde_json::Value = serde_json::from_str(sample).unwrap();
        assert_eq!(
            canonical(&value),
            r#"{"literals":[null,true,false],"n":9007199254740992,"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
        let sample = r#"{"\u20ac":3,"\r":0,"\ufb33":5,"1":1,"\ud83d\ude00":4,"\u00f6":2}"#;
        let value: serde_json::Value = serde_json::from_str(sample).unwrap();
        let order: Vec<char> = canonical(&value)
            .split(',')
            .filter_map(|field| field.trim_end_matches('}').chars().last())
            .collect();
        assert_eq!(order, ['0', '1', '2', '3', '4', '5']);
    }
}
