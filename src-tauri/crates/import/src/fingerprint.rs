//! Tells whether a file is the same as before, without reading all of a large one.

use crate::error::{Error, Result};
use crate::unpack::open_regular;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Files up to this length are digested whole.
const WHOLE: u64 = 32 << 20;
/// The head, and the tail: of a zip it holds the directory, with the checksum of every member.
const ENDS: u64 = 4 << 20;
/// Blocks between them, and how many.
const BLOCK: u64 = 256 << 10;
const BLOCKS: u64 = 32;

/// A file's length and a digest of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// The length in bytes.
    pub bytes: u64,
    /// The digest; of the whole content up to 32 MiB, of head, tail and 32 blocks between them for longer files.
    pub digest: [u8; 32],
}

impl Fingerprint {
    /// 80 hexadecimal digits: the length, then the digest.
    pub fn hex(&self) -> String {
        let mut text = format!("{:016x}", self.bytes);
        for byte in self.digest {
            text.push_str(&format!("{byte:02x}"));
        }
        text
    }
}

/// Fingerprints a file.
pub fn fingerprint(path: &Path) -> Result<Fingerprint> {
    let unreadable = |source| Error::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut file = open_regular(path).map_err(unreadable)?;
    let bytes = file.metadata().map_err(unreadable)?.len();
    let mut digest = blake3::Hasher::new();
    digest.update(&bytes.to_le_bytes());
    let mut buffer = Vec::new();
    for (from, length) in pieces(bytes) {
        file.seek(SeekFrom::Start(from)).map_err(unreadable)?;
        let mut left = length;
        while left > 0 {
            buffer.clear();
            let step = left.min(1 << 20);
            let n = (&mut file)
                .take(step)
                .read_to_end(&mut buffer)
                .map_err(unreadable)? as u64;
            if n == 0 {
                let source = std::io::Error::new(
                    std::io::ErrorKind::UnexpectedEof,
                    "the file became shorter",
                );
                return Err(unreadable(source));
            }
            digest.update(&buffer);
            left -= n;
        }
    }
    Ok(Fingerprint {
        bytes,
        digest: *digest.finalize().as_bytes(),
    })
}

/// Which parts of a file of that length are digested.
fn pieces(bytes: u64) -> Vec<(u64, u64)> {
    if bytes <= WHOLE {
        return vec![(0, bytes)];
    }
    let mut pieces = vec![(0, ENDS)];
    let middle = bytes - 2 * ENDS;
    pieces.extend((0..BLOCKS).map(|block| (ENDS + (middle - BLOCK) / (BLOCKS - 1) * block, BLOCK)));
    pieces.push((bytes - ENDS, ENDS));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lie_inside_the_file() {
        for bytes in [0, 1, WHOLE, WHOLE + 1, 1 << 30, (4 << 30) + 12345, 1 << 42] {
            let pieces = pieces(bytes);
            assert!(
                pieces.iter().all(|(from, length)| from + length <= bytes),
                "{bytes}"
            );
            assert_eq!(
                pieces.last().map(|(from, length)| from + length),
                Some(bytes),
                "the tail belongs to it"
            );
        }
    }

    #[test]
    fn the_same_content_has_the_same_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            let mut file = tempfile::NamedTempFile::new_in(folder.path()).unwrap();
            std::io::Write::write_all(&mut file, content).unwrap();
            file.persist(&path).unwrap();
            fingerprint(&path).unwrap()
        };
        let content = vec![7u8; 3 << 20];
        let mut changed = content.clone();
        changed[1 << 20] = 8;
        assert_eq!(write("a", &content), write("b", &content));
        assert_ne!(write("a", &content), write("c", &changed));
        assert_ne!(write("a", &content), write("d", &content[1..]));
        assert_eq!(write("e", b"").bytes, 0);
        assert_eq!(write("e", b"").hex().len(), 80);
    }
}
