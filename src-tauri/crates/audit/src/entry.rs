//! One entry: what happened, to how much, under which decision. No names, handles or texts.

use crate::{Digest, canonical};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use starling_model::Timestamp;
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The record begins.
    VaultCreated,
    /// Files were read into the vault.
    Import,
    /// A dataset was taken out.
    DatasetRemoved,
    /// Data left.
    Export,
    /// Rows were copied from the screen.
    Copy,
    /// An export was asked for and refused.
    Refusal,
    /// An export was stopped because something protected stood in its bytes.
    Incident,
    /// A reserved export came to nothing, and counts nothing.
    Released,
    /// Accounts or tweets were withdrawn.
    Withdrawal,
    /// They were restored.
    Restoration,
    /// An agreement was signed or changed.
    AgreementSigned,
    /// A recipient was written down or changed.
    Recipient,
    /// A permission or a steward's approval was filed.
    Permission,
    /// The vault is of an earlier time than it was before.
    StateRolledBack,
    /// The member knows that, and goes on.
    RollBackAcknowledged,
    /// The clock is behind the record.
    ClockBehind,
    /// Something promised was done.
    ObligationMet,
    /// A pseudonym was looked up.
    PseudonymLookup,
    /// The record itself was written out.
    LogExported,
}

impl Event {
    /// Its word, as in the entry.
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => String::new(),
        }
    }
}

/// One entry of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its place, from 0.
    pub seq: u64,
    /// UTC, RFC 3339.
    pub time: String,
    /// What happened.
    pub event: Event,
    /// Whose key: its id, no name.
    pub actor: String,
    /// The datasets concerned, by name.
    pub datasets: Vec<String>,
    /// Digest of the decision.
    pub decision: Option<Digest>,
    /// Digests of the agreements it rests on.
    pub agreements: Vec<Digest>,
    /// How much: rows, objects, tweet ids, findings …
    pub counts: BTreeMap<String, u64>,
    /// The recipient, as a keyed digest.
    pub recipient: Option<Digest>,
    /// SHA-256 of what left.
    pub package: Option<Digest>,
    /// SHA-256 of the entry before; zeros for the first.
    pub prev: Digest,
}

impl Entry {
    /// The first entry of a record.
    pub fn first(event: Event, time: Timestamp, actor: &str) -> Self {
        Self {
            seq: 0,
            time: time.rfc3339(),
            event,
            actor: actor.to_owned(),
            datasets: Vec::new(),
            decision: None,
            agreements: Vec::new(),
            counts: BTreeMap::new(),
            recipient: None,
            package: None,
            prev: Digest::default(),
        }
    }

    /// Canonical JSON (RFC 8785): keys in order, no blanks.
    pub fn canonical(&self) -> String {
        canonical(&serde_json::to_value(self).expect("BUG: an entry is plain data"))
    }

    /// SHA-256 of that.
    pub fn hash(&self) -> Digest {
        Digest::of(self.canonical().as_bytes())
    }

    /// Reads canonical JSON and nothing else: a text that says the same in another way is no entry.
    pub fn parse(text: &str) -> Result<Self, String> {
        let entry: Self = serde_json::from_str(text).map_err(|why| format!("no entry: {why}"))?;
        if entry.canonical() == text {
            Ok(entry)
        } else {
            Err("not in canonical form".into())
        }
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a digest is 64 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn an_entry_is_written_in_one_way() {
        let mut entry = Entry::first(Event::Import, Timestamp(1_600_000_000_000), "k");
        entry.datasets = vec!["a\"b".into()];
        entry.counts.insert("rows".into(), 3);
        expect![[r#"{"actor":"k","agreements":[],"counts":{"rows":3},"datasets":["a\"b"],"decision":null,"event":"import","package":null,"prev":"0000000000000000000000000000000000000000000000000000000000000000","recipient":null,"seq":0,"time":"2020-09-13T12:26:40Z"}"#]]
        .assert_eq(&entry.canonical());
        assert_eq!(Entry::parse(&entry.canonical()), Ok(entry.clone()));
        let other = entry.canonical().replace("\":", "\": ");
        assert!(
            Entry::parse(&other).is_err(),
            "the same in another way is no entry"
        );
    }
}
