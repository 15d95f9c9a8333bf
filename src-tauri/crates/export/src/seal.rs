//! Sealing to age recipients: the plaintext goes through memory only.

use crate::partial::{Partial, io};
use crate::{Error, Result};
use age::stream::StreamWriter;
use age::x25519::Recipient;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

/// What the bytes go through on their way to the disk.
pub(crate) enum Outer {
    /// Nothing: the file can be read by whoever has it.
    Open(Partial),
    /// age.
    Sealed(StreamWriter<Partial>),
}

/// The recipients of these keys.
pub fn recipients(keys: &[String]) -> Result<Vec<Recipient>> {
    keys.iter()
        .map(|key| {
            Recipient::from_str(key.trim()).map_err(|_| Error::AgeRecipient(key.trim().to_owned()))
        })
        .collect()
}

impl Outer {
    pub(crate) fn new(partial: Partial, keys: &[String], target: &Path) -> Result<Self> {
        if keys.is_empty() {
            return Ok(Self::Open(partial));
        }
        let recipients = recipients(keys)?;
        let encryptor = age::Encryptor::with_recipients(
            recipients
                .iter()
                .map(|recipient| recipient as &dyn age::Recipient),
        )
        .map_err(|why| Error::Form {
            form: "age",
            reason: why.to_string(),
        })?;
        Ok(Self::Sealed(
            encryptor.wrap_output(partial).map_err(io(target))?,
        ))
    }

    /// No more bytes.
    pub(crate) fn finish(self, target: &Path) -> Result<Partial> {
        match self {
            Self::Open(partial) => Ok(partial),
            Self::Sealed(stream) => stream.finish().map_err(io(target)),
        }
    }
}

impl Write for Outer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Open(partial) => partial.write(bytes),
            Self::Sealed(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Open(partial) => partial.flush(),
            // Flushing age's stream early would end a chunk early; it ends with `finish`.
            Self::Sealed(_) => Ok(()),
        }
    }
}
