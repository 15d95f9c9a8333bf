//! The key file's bytes.
//!
//! ```text
//!   0   4  magic
//!   4   2  format, little-endian as all numbers
//!   6   2  zero
//!   8  16  the vault's id
//!  24 108  slot of the passphrase
//! 132 108  slot of the recovery key
//! 240 108  slot of the keychain
//! 348  60  sealed by the master key: time of creation, generation; authenticates all before it
//! 408  32  SHA-256 of all before it: tells accidents from wrong passphrases
//! ```
//! A slot is a kind (one byte, 0 for none, then three zero bytes), memory, passes and lanes of Argon2id, a salt (32),
//! a nonce (12), and the master key sealed (48); header and the slot up to the salt are the associated data.
//! An unused slot is random but for its kind. Later formats also end with a SHA-256, so that a newer vault can be told
//! from a damaged one.

use super::stretch::KdfCost;
use crate::secret::{Bytes32, Cipher, TAG, derive, random};
use crate::{Error, Fault, Result};
use aws_lc_rs::digest::{SHA256, digest};
use starling_model::Timestamp;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// The key file's name in a vault's folder.
pub const KEY_FILE: &str = "keys";
/// The format written here.
pub const FORMAT: u16 = 1;

const MAGIC: [u8; 4] = [0x9d, 0x1f, 0xe6, 0xb3];
const HEADER: usize = 24;
const SLOT: usize = 108;
const SLOT_PARAMS: usize = 16;
const SLOT_BOUND: usize = 48;
const BODY: usize = HEADER + 3 * SLOT;
const BODY_PLAIN: usize = 32;
const CHECK: usize = BODY + 12 + BODY_PLAIN + TAG;
const LENGTH: usize = CHECK + 32;
/// A later format may be longer, but not this long.
const MOST: u64 = 1 << 20;

/// A way to open the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Passphrase,
    Recovery,
    Keychain,
}

impl Slot {
    const ALL: [Self; 3] = [Self::Passphrase, Self::Recovery, Self::Keychain];

    fn kind(self) -> u8 {
        self as u8 + 1
    }

    fn range(self) -> Range<usize> {
        let start = HEADER + SLOT * self as usize;
        start..start + SLOT
    }
}

/// The file, in memory. Holds nothing that is not on the disk.
#[derive(Clone)]
pub(super) struct KeyFile {
    bytes: [u8; LENGTH],
    generation: u64,
}

impl KeyFile {
    pub(super) fn new(id: [u8; 16]) -> Self {
        let mut bytes = [0; LENGTH];
        bytes[..4].copy_from_slice(&MAGIC);
        bytes[4..6].copy_from_slice(&FORMAT.to_le_bytes());
        bytes[8..HEADER].copy_from_slice(&id);
        let mut file = Self {
            bytes,
            generation: 0,
        };
        Slot::ALL.into_iter().for_each(|slot| file.clear(slot));
        file
    }

    /// Reads the file in `dir`, and tells a missing, a damaged and a newer one apart.
    pub(super) fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(KEY_FILE);
        let file = match std::fs::File::open(&path) {
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(Error::NoVault {
                    dir: dir.to_owned(),
                });
            }
            opened => opened.map_err(|e| Error::io("read", &path, e))?,
        };
        let mut bytes = Vec::new();
        file.take(MOST)
            .read_to_end(&mut bytes)
            .map_err(|e| Error::io("read", &path, e))?;

        let damaged = |fault| Error::damaged(&path, fault);
        let (content, check) = bytes
            .split_last_chunk::<32>()
            .ok_or_else(|| damaged(Fault::End))?;
        if digest(&SHA256, content).as_ref() != check {
            return Err(damaged(Fault::Checksum));
        }
        if content.get(..4) != Some(&MAGIC[..]) {
            return Err(damaged(Fault::Header));
        }
        let format = content
            .get(4..6)
            .map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
        if format > FORMAT {
            return Err(Error::Newer {
                path,
                format: u32::from(format),
            });
        }
        let bytes = <[u8; LENGTH]>::try_from(bytes).map_err(|_| damaged(Fault::End))?;
        let known = Slot::ALL.iter().all(
            |slot| matches!(bytes[slot.range().start], kind if kind == 0 || kind == slot.kind()),
        );
        if format != FORMAT || bytes[6..8] != [0, 0] || !known {
            return Err(damaged(Fault::Header));
        }
        Ok(Self {
            bytes,
            generation: 0,
        })
    }

    pub(super) fn bytes(&self) -> [u8; LENGTH] {
        self.bytes
    }

    pub(super) fn id(&self) -> [u8; 16] {
        self.bytes[8..HEADER]
            .try_into()
            .expect("BUG: the id is 16 bytes")
    }

    /// Known once the file was [opened](Self::unseal) or [sealed](Self::seal).
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.bytes[slot.range().start] == slot.kind()
    }

    pub(super) fn clear(&mut self, slot: Slot) {
        let bytes = &mut self.bytes[slot.range()];
        bytes.copy_from_slice(&random::<SLOT>());
        bytes[..4].fill(0);
    }

    pub(super) fn set_passphrase(
        &mut self,
        passphrase: &str,
        cost: KdfCost,
        master: &Bytes32,
    ) -> Result<()> {
        let salt = random();
        let wrapping = cost.stretch(passphrase, &salt).ok_or_else(no_memory)?;
        self.wrap(Slot::Passphrase, cost.stored(), salt, &wrapping, master);
        Ok(())
    }

    /// For secrets that are random already and need no stretching.
    pub(super) fn set(&mut self, slot: Slot, secret: &[u8], master: &Bytes32) {
        let salt = random();
        let wrapping = derive(secret, &salt, &[b"starling 1 key slot", &[slot.kind()]]);
        self.wrap(slot, (0, 0), salt, &wrapping, master);
    }

    pub(super) fn open_passphrase(&self, passphrase: &str, dir: &Path) -> Result<Option<Bytes32>> {
        let number = |at: usize| {
            let at = Slot::Passphrase.range().start + at;
            u32::from_le_bytes(self.bytes[at..at + 4].try_into().expect("BUG: four bytes"))
        };
        let cost = KdfCost::from_stored(number(4), number(8)).filter(|_| number(12) == 1);
        let cost = cost.ok_or_else(|| Error::damaged(&dir.join(KEY_FILE), Fault::Header))?;
        let wrapping = cost
            .stretch(passphrase, self.salt(Slot::Passphrase))
            .ok_or_else(no_memory)?;
        Ok(self.unwrap_master(Slot::Passphrase, &wrapping))
    }

    pub(super) fn open(&self, slot: Slot, secret: &[u8]) -> Option<Bytes32> {
        let wrapping = derive(
            secret,
            self.salt(slot),
            &[b"starling 1 key slot", &[slot.kind()]],
        );
        self.unwrap_master(slot, &wrapping)
    }

    /// Seals the whole file anew, with the next generation. Call it after the last change.
    pub(super) fn seal(&mut self, master: &Bytes32, created: Timestamp) {
        self.generation += 1;
        let nonce = random::<12>();
        let mut plain = [0; BODY_PLAIN];
        plain[..8].copy_from_slice(&created.0.to_le_bytes());
        plain[8..16].copy_from_slice(&self.generation.to_le_bytes());
        let tag = Cipher::new(&body_key(master)).seal(nonce, &self.bytes[..BODY], &mut plain);
        let body = &mut self.bytes[BODY..CHECK];
        body[..12].copy_from_slice(&nonce);
        body[12..12 + BODY_PLAIN].copy_from_slice(&plain);
        body[12 + BODY_PLAIN..].copy_from_slice(&tag);
        let check = digest(&SHA256, &self.bytes[..CHECK]);
        self.bytes[CHECK..].copy_from_slice(check.as_ref());
    }

    /// Checks the seal over the whole file and gives the time of creation; `None` where it does not hold.
    pub(super) fn unseal(&mut self, master: &Bytes32) -> Option<Timestamp> {
        let nonce = self.bytes[BODY..BODY + 12]
            .try_into()
            .expect("BUG: a nonce is 12 bytes");
        let mut plain = [0; BODY_PLAIN];
        let cipher = Cipher::new(&body_key(master));
        cipher
            .open(
                nonce,
                &self.bytes[..BODY],
                &self.bytes[BODY + 12..CHECK],
                &mut plain,
            )
            .ok()?;
        let number = |at: usize| <[u8; 8]>::try_from(&plain[at..at + 8]).expect("BUG: eight bytes");
        self.generation = u64::from_le_bytes(number(8));
        Some(Timestamp(i64::from_le_bytes(number(0))))
    }

    fn salt(&self, slot: Slot) -> &[u8; 32] {
        let at = slot.range().start + SLOT_PARAMS;
        self.bytes[at..at + 32]
            .try_into()
            .expect("BUG: a salt is 32 bytes")
    }

    fn wrap(
        &mut self,
        slot: Slot,
        (memory, passes): (u32, u32),
        salt: [u8; 32],
        wrapping: &Bytes32,
        master: &Bytes32,
    ) {
        let mut sealed = master.clone();
        let nonce = random::<12>();
        let bytes = &mut self.bytes[slot.range()];
        bytes[..4].copy_from_slice(&[slot.kind(), 0, 0, 0]);
        bytes[4..8].copy_from_slice(&memory.to_le_bytes());
        bytes[8..12].copy_from_slice(&passes.to_le_bytes());
        bytes[12..16].copy_from_slice(&1u32.to_le_bytes());
        bytes[SLOT_PARAMS..SLOT_BOUND].copy_from_slice(&salt);
        let tag = Cipher::new(wrapping).seal(nonce, &self.bound(slot), &mut sealed[..]);
        let bytes = &mut self.bytes[slot.range()][SLOT_BOUND..];
        bytes[..12].copy_from_slice(&nonce);
        bytes[12..44].copy_from_slice(&sealed[..]);
        bytes[44..].copy_from_slice(&tag);
    }

    fn unwrap_master(&self, slot: Slot, wrapping: &Bytes32) -> Option<Bytes32> {
        if !self.has(slot) {
            return None;
        }
        let bytes = &self.bytes[slot.range()][SLOT_BOUND..];
        let nonce = bytes[..12].try_into().expect("BUG: a nonce is 12 bytes");
        let mut master = Bytes32::default();
        Cipher::new(wrapping)
            .open(nonce, &self.bound(slot), &bytes[12..], &mut master[..])
            .ok()?;
        Some(master)
    }

    /// What a slot's seal is bound to: the vault, the slot, its cost and salt.
    fn bound(&self, slot: Slot) -> [u8; HEADER + SLOT_BOUND] {
        let mut bound = [0; HEADER + SLOT_BOUND];
        bound[..HEADER].copy_from_slice(&self.bytes[..HEADER]);
        bound[HEADER..].copy_from_slice(&self.bytes[slot.range()][..SLOT_BOUND]);
        bound
    }
}

fn body_key(master: &Bytes32) -> Bytes32 {
    derive(&master[..], &[], &[b"starling 1 key file"])
}

fn no_memory() -> Error {
    Error::Io {
        doing: "find the memory to stretch the passphrase of",
        path: KEY_FILE.into(),
        source: std::io::ErrorKind::OutOfMemory.into(),
    }
}
