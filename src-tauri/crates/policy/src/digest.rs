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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn text(value: &impl Serialize) -> String {
        String::from_utf8(canonical(value).unwrap()).unwrap()
    }

    /// RFC 8785, section 3.2.2.
    #[test]
    fn the_rfcs_sample_is_canonical_to_the_byte() {
        let sample = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        let value: Value = serde_json::from_str(sample).unwrap();
        assert_eq!(
            text(&value),
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
    }

    /// RFC 8785, section 3.2.3: by UTF-16 code units.
    #[test]
    fn keys_stand_in_the_rfcs_order() {
        let sample = r#"{
            "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
            "\u00f6": "Latin Small Letter O With Diaeresis"
        }"#;
        let value: Value = serde_json::from_str(sample).unwrap();
        let written = text(&value);
        let order = [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ];
        let places: Vec<usize> = order
            .iter()
            .map(|name| written.find(name).unwrap())
            .collect();
        assert!(places.is_sorted(), "{written}");
    }

    /// RFC 8785, appendix B.
    #[test]
    fn numbers_are_written_as_the_rfc_lists_them() {
        for (bits, wanted) in [
            (0x0000_0000_0000_0000_u64, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(text(&f64::from_bits(bits)), wanted, "{bits:#018x}");
        }
        for bits in [0x7fff_ffff_ffff_ffff, 0x7ff0_0000_0000_0000_u64] {
            assert!(canonical(&f64::from_bits(bits)).is_err(), "{bits:#018x}");
        }
    }
}
