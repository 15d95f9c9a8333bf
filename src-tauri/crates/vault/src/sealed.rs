//! Sealed files: written once, readable at random, and any change of them is noticed.
//!
//! A file is a 64-byte header (magic, format, cipher, block size, kind, random salt, checksum), blocks of 64 KiB each
//! sealed by AES-256-GCM, and a sealed trailer of 32 bytes with the length.
//! The key is derived from the purpose's subkey, the salt and the file's name, so blocks cannot be swapped between
//! files nor files renamed; the nonce is the block's number and the header, the number and "this is the last one" are
//! associated data, so blocks cannot be swapped, cut off or added. What a seal cannot show is that the whole file is
//! an older one of the same name: for that a [`FileId`] can be remembered elsewhere.

mod blob;
mod budget;
pub(crate) mod format;
mod image;
mod lazy;
mod reader;
mod writer;

pub use blob::{read_blob, write_blob};
pub use budget::{Budget, Memory};
pub use format::{BLOCK, FileId};
pub use image::PlainBytes;
pub use lazy::LazyFile;
pub use reader::{Reader, SealedFile, Verified};
pub use writer::SealedWriter;

#[cfg(test)]
mod tests;
