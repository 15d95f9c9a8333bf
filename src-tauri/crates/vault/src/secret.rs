//! Keys in memory: wiped when dropped, never printed, and derived from one another by HKDF-SHA256.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, rand};
use std::fmt;
use zeroize::Zeroizing;

/// 32 bytes that are wiped when dropped.
pub(crate) type Bytes32 = Zeroizing<[u8; 32]>;

/// Bytes that an AEAD tag takes.
pub(crate) const TAG: usize = 16;

/// What a subkey is for; each purpose has a key of its own, so that one cannot stand in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The SQLCipher database and the tags of its pages.
    Database,
    /// The files of the full-text index.
    Index,
    /// Media and their hashes.
    Media,
    /// Pseudonyms in exports.
    Pseudonyms,
    /// The audit log's chain.
    Audit,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [
        Self::Database,
        Self::Index,
        Self::Media,
        Self::Pseudonyms,
        Self::Audit,
    ];

    fn label(self) -> &'static [u8] {
        match self {
            Self::Database => b"starling 1 subkey database",
            Self::Index => b"starling 1 subkey index",
            Self::Media => b"starling 1 subkey media",
            Self::Pseudonyms => b"starling 1 subkey pseudonyms",
            Self::Audit => b"starling 1 subkey audit",
        }
    }
}

/// A key for one purpose.
#[derive(Clone)]
pub struct Subkey(Bytes32);

impl Subkey {
    /// The key of a purpose, from the vault's master key; the vault's id is the salt.
    pub(crate) fn derive(master: &Bytes32, vault_id: &[u8; 16], purpose: Purpose) -> Self {
        Self(derive(&master[..], vault_id, &[purpose.label()]))
    }

    /// From raw bytes, for tests and benchmarks that have no vault.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The raw key, for what takes no other form. Do not copy it about.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hexadecimal digits, as `PRAGMA key = "x'…'"` wants them.
    pub fn hex(&self) -> Zeroizing<String> {
        // The capacity is right from the start, so no unwiped copy is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in self.0.iter() {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        text
    }

    /// A further key from this one; `label` says what for and must be unique to that use.
    pub fn child(&self, label: &str) -> Self {
        Self(derive(
            &self.0[..],
            b"starling 1 child",
            &[label.as_bytes()],
        ))
    }
}

impl fmt::Debug for Subkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subkey(…)")
    }
}

/// HKDF-SHA256 to 32 bytes. Of the parts of `info` at most the last may vary in length.
pub(crate) fn derive(secret: &[u8], salt: &[u8], info: &[&[u8]]) -> Bytes32 {
    let mut key = Bytes32::default();
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(secret)
        .expand(info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut key[..]))
        .expect("BUG: HKDF-SHA256 gives 32 bytes for any input");
    key
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // There is no sensible way to go on without randomness, and Linux gives it once booted.
    rand::fill(&mut bytes).expect("BUG: the operating system gives no random numbers");
    bytes
}

/// The same, wiped when dropped.
pub(crate) fn random_secret() -> Bytes32 {
    let mut bytes = Bytes32::default();
    rand::fill(&mut bytes[..]).expect("BUG: the operating system gives no random numbers");
    bytes
}

/// What was opened does not carry the seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forged;

/// AES-256-GCM under one key.
///
/// Whoever holds it answers for never sealing two things under one nonce.
pub(crate) struct Cipher(LessSafeKey);

impl Cipher {
    pub(crate) fn new(key: &Bytes32) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, &key[..]).expect("BUG: AES-256 takes 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Seals in place and gives the tag.
    pub(crate) fn seal(&self, nonce: [u8; 12], aad: &[u8], plain: &mut [u8]) -> [u8; TAG] {
        let tag = self
            .0
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), plain)
            .expect("BUG: a block is far below AES-GCM's limit of 64 GiB");
        tag.as_ref()
            .try_into()
            .expect("BUG: AES-GCM's tag is 16 bytes")
    }

    /// Opens `sealed`, which ends with the tag, into `plain`, which is as long as `sealed` without it.
    ///
    /// On failure `plain` holds nothing of the content that may be used.
    pub(crate) fn open(
        &self,
        nonce: [u8; 12],
        aad: &[u8],
        sealed: &[u8],
        plain: &mut [u8],
    ) -> Result<(), Forged> {
        let cut = sealed.len().checked_sub(TAG).ok_or(Forged)?;
        if cut != plain.len() {
            return Err(Forged);
        }
        let (text, tag) = sealed.split_at(cut);
        self.0
            .open_separate_gather(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(aad),
                text,
                tag,
                plain,
            )
            .map_err(|_| Forged)
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subkeys_differ_by_purpose_and_vault_and_are_the_same_every_time() {
        let master = Zeroizing::new([7; 32]);
        let mut seen = std::collections::HashSet::new();
        for id in [[1; 16], [2; 16]] {
            for purpose in Purpose::ALL {
                let key = Subkey::derive(&master, &id, purpose);
                assert_eq!(key.expose(), Subkey::derive(&master, &id, purpose).expose());
                assert!(
                    seen.insert(*key.expose()),
                    "{purpose:?} has a key of its own"
                );
                assert!(seen.insert(*key.child("a").expose()));
            }
        }
    }

    #[test]
    fn hkdf_gives_the_first_vector_of_rfc_5869() {
        let salt: Vec<u8> = (0..=0x0c).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let okm = derive(&[0x0b; 22], &salt, &[&info]);
        assert_eq!(
            *Subkey(okm).hex(),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
            "so the vault can be read by another implementation"
        );
    }

    #[test]
    fn keys_are_not_printed() {
        let key = Subkey::from_bytes([0xab; 32]);
        assert_eq!(format!("{key:?}"), "Subkey(…)");
        assert_eq!(key.hex().len(), 64);
        assert!(key.hex().chars().all(|c| "ab".contains(c)));
    }

    #[test]
    fn a_seal_holds_only_for_its_nonce_and_its_associated_data() {
        let cipher = Cipher::new(&Zeroizing::new([1; 32]));
        let mut text = *b"plain";
        let tag = cipher.seal([0; 12], b"here", &mut text);
        let sealed = [&text[..], &tag].concat();
        let mut plain = [0; 5];
        assert_eq!(cipher.open([0; 12], b"here", &sealed, &mut plain), Ok(()));
        assert_eq!(&plain, b"plain");
        assert_eq!(
            cipher.open([1; 12], b"here", &sealed, &mut plain),
            Err(Forged)
        );
        assert_eq!(
            cipher.open([0; 12], b"there", &sealed, &mut plain),
            Err(Forged)
        );
        assert_eq!(
            cipher.open([0; 12], b"here", &sealed[..20], &mut [0; 4]),
            Err(Forged)
        );
        assert_eq!(
            cipher.open([0; 12], b"here", &sealed[..3], &mut []),
            Err(Forged)
        );
        assert_eq!(
            cipher.open([0; 12], b"here", &sealed, &mut [0; 4]),
            Err(Forged),
            "a wrong length is no panic"
        );
    }
}
