//! Signed notes and checkpoints, as C2SP writes them (signed-note, tlog-checkpoint).
//!
//! A checkpoint is three lines (the log's name, how many entries, the root in base64), an empty line, and signatures.

use crate::{Digest, Error, Result, Sha256};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::fmt;

/// Ed25519, in a key's first byte.
const ALGORITHM: u8 = 1;

/// The key that signs a log's checkpoints.
pub struct LogKey {
    pair: Ed25519KeyPair,
    verifier: Verifier,
}

/// The public half: whoever has it can check a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    /// The log's name.
    pub name: String,
    /// Tells keys of one name apart.
    pub id: [u8; 4],
    key: [u8; 32],
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

fn key_id(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let mut sha = Sha256::new();
    sha.update(name.as_bytes());
    sha.update(b"\n");
    sha.update(&[ALGORITHM]);
    sha.update(key);
    let whole = sha.finish().0;
    [whole[0], whole[1], whole[2], whole[3]]
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({})", self.verifier)
    }
}

impl LogKey {
    /// The key of a seed. The log's name holds neither blank nor plus sign.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .expect("BUG: any 32 bytes are a seed of Ed25519");
        let key = pair
            .public_key()
            .as_ref()
            .try_into()
            .expect("BUG: a public key of Ed25519 has 32 bytes");
        let verifier = Verifier {
            name: name.to_owned(),
            id: key_id(name, &key),
            key,
        };
        Self { pair, verifier }
    }

    /// Its public half.
    pub fn verifier(&self) -> Verifier {
        self.verifier.clone()
    }

    /// The signed checkpoint of a log of so many entries.
    pub fn checkpoint(&self, size: u64, root: Digest) -> String {
        self.sign(&format!(
            "{}\n{size}\n{}\n",
            self.verifier.name,
            BASE64.encode(root.0)
        ))
    }

    /// The signature of a text by itself, in base64.
    pub fn signature(&self, text: &str) -> String {
        BASE64.encode(self.pair.sign(text.as_bytes()).as_ref())
    }

    /// Signs a text, which must end with a line end.
    pub fn sign(&self, text: &str) -> String {
        let mut signature = self.verifier.id.to_vec();
        signature.extend_from_slice(self.pair.sign(text.as_bytes()).as_ref());
        format!(
            "{text}\n\u{2014} {} {}\n",
            self.verifier.name,
            BASE64.encode(signature)
        )
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ALGORITHM];
        key.extend_from_slice(&self.key);
        let [a, b, c, d] = self.id;
        write!(
            f,
            "{}+{a:02x}{b:02x}{c:02x}{d:02x}+{}",
            self.name,
            BASE64.encode(key)
        )
    }
}

impl Verifier {
    /// Reads `name+keyid+base64`.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::Key(text.trim().to_owned());
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong());
        };
        let bytes = BASE64.decode(key).map_err(|_| wrong())?;
        let (Some(&ALGORITHM), Ok(key)) = (bytes.first(), <[u8; 32]>::try_from(&bytes[1..])) else {
            return Err(wrong());
        };
        let verifier = Self {
            name: name.to_owned(),
            id: key_id(name, &key),
            key,
        };
        let [a, b, c, d] = verifier.id;
        if format!("{a:02x}{b:02x}{c:02x}{d:02x}") != id || name.is_empty() {
            return Err(wrong());
        }
        Ok(verifier)
    }

    /// Whether this key made that signature of the text.
    pub fn signed(&self, text: &str, signature: &str) -> bool {
        BASE64.decode(signature).is_ok_and(|signature| {
            UnparsedPublicKey::new(&ED25519, &self.key)
                .verify(text.as_bytes(), &signature)
                .is_ok()
        })
    }

    /// The text of a note, if this key signed it; what is wrong, if not.
    pub fn open<'a>(&self, note: &'a str) -> std::result::Result<&'a str, String> {
        // The text ends with the last empty line; the signatures follow.
        let split = note.rfind("\n\n").ok_or("the note has no signatures")?;
        let (text, signatures) = (&note[..=split], &note[split + 2..]);
        if !signatures.ends_with('\n') {
            return Err("the note's last line has no end".into());
        }
        for line in signatures.lines() {
            let signature = line
                .strip_prefix("\u{2014} ")
                .and_then(|rest| rest.rsplit_once(' '))
                .ok_or("a signature line is malformed")?;
            if signature.0 != self.name {
                continue;
            }
            let bytes = BASE64
                .decode(signature.1)
                .map_err(|_| "a signature is no base64")?;
            let Some((id, signature)) = bytes.split_at_checked(4) else {
                return Err("a signature is too short".into());
            };
            if id != self.id {
                continue;
            }
            return UnparsedPublicKey::new(&ED25519, &self.key)
                .verify(text.as_bytes(), signature)
                .map(|()| text)
                .map_err(|_| "the signature does not fit the note".into());
        }
        Err(format!("the note bears no signature of {}", self.name))
    }

    /// What a signed checkpoint says, if this key signed it.
    pub fn checkpoint(&self, note: &str) -> std::result::Result<Checkpoint, String> {
        let text = self.open(note)?;
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err("a checkpoint has three lines".into());
        };
        let root: [u8; 32] = BASE64
            .decode(root)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or("a checkpoint's root is 32 bytes in base64")?;
        let checkpoint = Checkpoint {
            origin: origin.to_owned(),
            size: size
                .parse()
                .map_err(|_| "a checkpoint's size is a number")?,
            root: Digest(root),
        };
        if checkpoint.origin != self.name {
            return Err(format!("the checkpoint is of the log {origin}"));
        }
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_signed_note_specification_is_opened() {
        // From golang.org/x/mod/sumdb/note, the format's origin.
        let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let verifier = Verifier::parse(key).unwrap();
        assert!(verifier.open(note).is_ok());
        assert_eq!(verifier.to_string(), key);
        assert!(verifier.open(&note.replace("don't", "do")).is_err());
    }

    #[test]
    fn a_checkpoint_says_what_was_signed() {
        let key = LogKey::from_seed("starling/x", &[1; 32]);
        let note = key.checkpoint(3, Digest([9; 32]));
        let read = key.verifier().checkpoint(&note).unwrap();
        assert_eq!((read.size, read.root), (3, Digest([9; 32])));
        let other = LogKey::from_seed("starling/x", &[2; 32]).verifier();
        assert!(other.checkpoint(&note).is_err(), "another key did not sign");
        let again = Verifier::parse(&key.verifier().to_string()).unwrap();
        assert_eq!(again, key.verifier());
    }
}
