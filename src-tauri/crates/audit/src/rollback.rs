//! What is remembered outside the database of how far the record had come, so that an old database is noticed.
//!
//! One copy stands in a sealed file beside the database; where the vault's key is in the keychain, a second stands there,
//! and shows also a vault that was put back whole.

use crate::Digest;
use starling_model::Timestamp;

/// How far the record had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries.
    pub entries: u64,
    /// The last one's hash.
    pub hash: Digest,
    /// And its time.
    pub time: Timestamp,
}

/// The record is not as far as it was, or went another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollBack {
    /// Entries that are remembered.
    pub remembered: u64,
    /// Entries that are there.
    pub found: u64,
}

const BYTES: usize = 8 + 32 + 8;

impl Head {
    /// As it is kept.
    pub fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend_from_slice(&self.entries.to_be_bytes());
        bytes.extend_from_slice(&self.hash.0);
        bytes.extend_from_slice(&self.time.0.to_be_bytes());
        bytes
    }

    /// From what was kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; BYTES] = bytes.try_into().ok()?;
        let (entries, rest) = bytes.split_at(8);
        let (hash, time) = rest.split_at(32);
        Some(Self {
            entries: u64::from_be_bytes(entries.try_into().ok()?),
            hash: Digest(hash.try_into().ok()?),
            time: Timestamp(i64::from_be_bytes(time.try_into().ok()?)),
        })
    }

    /// What a record with these hashes says to it. A record that is further on has the remembered entry in its place.
    pub(crate) fn compare(self, hashes: &[Digest]) -> Option<RollBack> {
        let found = hashes.len() as u64;
        let there = self.entries == 0
            || hashes
                .get(self.entries as usize - 1)
                .is_some_and(|hash| *hash == self.hash);
        (!there).then_some(RollBack {
            remembered: self.entries,
            found,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_kept_and_compared() {
        let head = Head {
            entries: 2,
            hash: Digest([5; 32]),
            time: Timestamp(-3),
        };
        assert_eq!(Head::from_bytes(&head.to_bytes()), Some(head));
        assert_eq!(Head::from_bytes(b"short"), None);
        let (a, b, c) = (Digest([1; 32]), Digest([5; 32]), Digest([6; 32]));
        assert_eq!(head.compare(&[a, b]), None);
        assert_eq!(head.compare(&[a, b, c]), None, "further on is no roll-back");
        let cut = head.compare(&[a]).unwrap();
        assert_eq!((cut.remembered, cut.found), (2, 1));
        assert!(head.compare(&[a, c]).is_some(), "another way is one");
    }
}
