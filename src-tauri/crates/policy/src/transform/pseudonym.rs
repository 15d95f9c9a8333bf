//! Pseudonyms: keyed, of one project, the same for all its releases, and never to be turned back without the key.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;

/// 130 bits: a million accounts collide with a probability of about 4e-28.
const CHARACTERS: usize = 26;

/// The pseudonyms of one project.
pub struct Pseudonyms {
    key: hmac::Key,
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonyms")
    }
}

impl Pseudonyms {
    /// By the project's key.
    pub fn new(project_key: &[u8; 32]) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, project_key),
        }
    }

    /// Of an account's id.
    pub fn account(&self, id: &str) -> String {
        self.of("u_", b"acct\0", &[id.as_bytes()])
    }

    /// Of a name whose account nobody knows.
    pub fn handle(&self, name: &str) -> String {
        self.of(
            "u_",
            b"acct\0",
            &[b"handle:", name.to_ascii_lowercase().as_bytes()],
        )
    }

    /// Of a tweet's id.
    pub fn tweet(&self, id: &str) -> String {
        self.of("t_", b"tweet\0", &[id.as_bytes()])
    }

    fn of(&self, prefix: &str, kind: &[u8], parts: &[&[u8]]) -> String {
        let mut signing = hmac::Context::with_key(&self.key);
        signing.update(kind);
        parts.iter().for_each(|part| signing.update(part));
        let mut text = BASE32_NOPAD.encode(signing.sign().as_ref());
        text.make_ascii_lowercase();
        text.truncate(CHARACTERS);
        text.insert_str(0, prefix);
        text
    }
}

/// Whether this is a pseudonym already. Names of accounts have 20 characters at most, so none is taken for one.
pub fn is_pseudonym(token: &[u8]) -> bool {
    let body = match token {
        [b'u' | b't', b'_', body @ ..] => body,
        _ => return false,
    };
    body.len() == CHARACTERS
        && body
            .iter()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

/// Whether this is a hash of the archive: 64 hexadecimal digits, or 38 to 43 characters and one `=`.
pub fn is_archive_hash(text: &str) -> bool {
    let bytes = text.as_bytes();
    let hexadecimal = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if bytes.len() == 64 {
        return bytes.iter().all(hexadecimal);
    }
    let Some((b'=', body)) = bytes.split_last() else {
        return false;
    };
    (38..=43).contains(&body.len())
        && body
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'+')
}
