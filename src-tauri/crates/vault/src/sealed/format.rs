//! The bytes of a sealed file that are not content.

use crate::secret::{Cipher, Forged, Subkey, TAG, derive, random};
use crate::{Error, Fault, Result};
use aws_lc_rs::digest::{SHA256, digest};
use std::fmt;
use std::path::{Path, PathBuf};

/// Plain bytes in a block; only the last of a file may have fewer.
pub const BLOCK: usize = 1 << BLOCK_LOG2;
/// A block with its tag.
pub(super) const STRIDE: usize = BLOCK + TAG;
pub(crate) const HEADER: usize = 64;
pub(super) const TRAILER: usize = 16 + TAG;

const BLOCK_LOG2: u8 = 16;
const MAGIC: [u8; 4] = [0xd3, 0x7a, 0x08, 0xf1];
const FORMAT: u8 = 1;
/// 2 is kept for AEGIS-256X.
const AES_256_GCM: u8 = 1;

/// What the file is used as; a blob put in the place of a stream is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Written once by [`SealedWriter`](super::SealedWriter).
    Stream = 1,
    /// Replaced whole by [`write_blob`](super::write_blob).
    Blob = 2,
    /// Appended to, record by record; see [`pagetags`](crate::pagetags).
    Log = 3,
}

/// A file's salt: random, so no two files ever written have the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub [u8; 32]);

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// Which block a seal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Block { number: u64, last: bool },
    Trailer,
}

/// The first 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header([u8; HEADER]);

impl Header {
    pub(crate) fn fresh(kind: Kind) -> Self {
        let mut bytes = [0; HEADER];
        bytes[..4].copy_from_slice(&MAGIC);
        bytes[4..8].copy_from_slice(&[FORMAT, AES_256_GCM, BLOCK_LOG2, kind as u8]);
        bytes[8..40].copy_from_slice(&random::<32>());
        let check = checksum(&bytes);
        bytes[40..].copy_from_slice(&check);
        Self(bytes)
    }

    /// The checksum is there to tell a newer format from damage; the seals are what proves the header.
    pub(crate) fn parse(bytes: [u8; HEADER], kind: Kind, path: &Path) -> Result<Self> {
        if bytes[..4] != MAGIC || bytes[40..] != checksum(&bytes) {
            return Err(Error::damaged(path, Fault::Header));
        }
        if bytes[4] > FORMAT || bytes[5] != AES_256_GCM {
            return Err(Error::Newer {
                path: path.to_owned(),
                format: u32::from(bytes[4]),
            });
        }
        if bytes[4] != FORMAT || bytes[6] != BLOCK_LOG2 || bytes[7] != kind as u8 {
            return Err(Error::damaged(path, Fault::Header));
        }
        Ok(Self(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; HEADER] {
        &self.0
    }

    pub(crate) fn id(&self) -> FileId {
        FileId(self.0[8..40].try_into().expect("BUG: the salt is 32 bytes"))
    }

    /// The seals of the file of this name.
    pub(super) fn seals(&self, name: &str, key: &Subkey) -> Seals {
        Seals {
            cipher: self.cipher(b"starling 1 sealed file", name, key),
            header: *self,
        }
    }

    /// A cipher for the file of this name and for one use, which the label names.
    pub(crate) fn cipher(&self, label: &[u8; 22], name: &str, key: &Subkey) -> Cipher {
        Cipher::new(&derive(
            key.expose(),
            &self.id().0,
            &[label, name.as_bytes()],
        ))
    }
}

fn checksum(header: &[u8; HEADER]) -> [u8; 24] {
    digest(&SHA256, &header[..40]).as_ref()[..24]
        .try_into()
        .expect("BUG: SHA-256 gives 32 bytes")
}

/// Seals and opens the blocks of one file.
#[derive(Debug)]
pub(super) struct Seals {
    cipher: Cipher,
    header: Header,
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.id())
    }
}

impl Seals {
    pub(super) fn id(&self) -> FileId {
        self.header.id()
    }

    /// Seals in place. Each place is sealed once in a file's life, since the nonce is the place.
    pub(super) fn seal(&self, place: Place, plain: &mut [u8]) -> [u8; TAG] {
        let (nonce, bound) = self.bind(place);
        self.cipher.seal(nonce, &bound, plain)
    }

    pub(super) fn open(
        &self,
        place: Place,
        sealed: &[u8],
        plain: &mut [u8],
    ) -> std::result::Result<(), Forged> {
        let (nonce, bound) = self.bind(place);
        self.cipher.open(nonce, &bound, sealed, plain)
    }

    fn bind(&self, place: Place) -> ([u8; 12], [u8; HEADER + 9]) {
        let (number, flag) = match place {
            Place::Block {
                number,
                last: false,
            } => (number, 0),
            Place::Block { number, last: true } => (number, 1),
            // No file has so many blocks, so the nonce is its own.
            Place::Trailer => (u64::MAX, 2),
        };
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&number.to_be_bytes());
        let mut bound = [0; HEADER + 9];
        bound[..HEADER].copy_from_slice(self.header.bytes());
        bound[HEADER..HEADER + 8].copy_from_slice(&number.to_be_bytes());
        bound[HEADER + 8] = flag;
        (nonce, bound)
    }
}

/// The path of a file named `name` in `dir`; the name alone is part of the key, so it may hold no folders.
pub(crate) fn path_of(dir: &Path, name: &str) -> Result<PathBuf> {
    if name.is_empty() || name.contains('/') || name == "." || name == ".." {
        let source = std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a file's name");
        return Err(Error::io("name a sealed file", &dir.join(name), source));
    }
    Ok(dir.join(name))
}
