//! Digests over canonical JSON, and signatures on them.

use crate::{Error, Result};
use aws_lc_rs::signature::KeyPair;
use aws_lc_rs::{digest, signature};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Of these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut taken = [0; 32];
        taken.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
        Self(taken)
    }

    /// Of the canonical JSON (RFC 8785) of a value.
    pub fn of(value: &impl Serialize) -> Result<Self> {
        Ok(Self::of_bytes(&canonical(value)?))
    }

    /// 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// From 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Eight digits for people: `5f2c-91ab`.
    pub fn short(&self) -> String {
        let hex = self.hex();
        format!("{}-{}", &hex[..4], &hex[4..8])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.hex())
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
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("64 hexadecimal digits"))
    }
}

/// The canonical JSON (RFC 8785) of a value.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).map_err(|why| Error::Canonical(why.to_string()))
}

/// What is signed for an agreement: never the bare digest, so that a signature means one thing only.
pub fn signed_words(agreement: &crate::AgreementId, digest: &Digest) -> Vec<u8> {
    format!("starling agreement v1\n{agreement}\n{digest}\n").into_bytes()
}

/// Signs these words with the Ed25519 key of this seed; gives the public key and the signature.
pub fn sign(seed: &[u8; 32], words: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let pair = signature::Ed25519KeyPair::from_seed_unchecked(seed)
        .expect("BUG: every 32 bytes are a seed of Ed25519");
    let public = pair.public_key().as_ref().to_vec();
    (public, pair.sign(words).as_ref().to_vec())
}

/// Whether an Ed25519 signature of these words is by this key.
pub fn is_signed_by(public_key: &[u8], words: &[u8], signed: &[u8]) -> bool {
    signature::UnparsedPublicKey::new(&signature::ED25519, public_key)
        .verify(words, signed)
        .is_ok()
}
