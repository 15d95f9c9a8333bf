//! Where one file of media lies, and reading it from there.

use crate::{Error, Result};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// How its bytes lie there. The numbers stand in the store.
pub(crate) mod method {
    /// Behind a zip's local header, as they are.
    pub(crate) const ZIP_STORED: u8 = 0;
    /// Behind a zip's local header, deflated.
    pub(crate) const ZIP_DEFLATED: u8 = 8;
    /// In a tar, as they are.
    pub(crate) const RAW: u8 = 100;
    /// A file of its own below a folder.
    pub(crate) const LOOSE: u8 = 101;
    /// In a tar that is compressed as a whole: only reading from its start leads there.
    pub(crate) const STREAMED: u8 = 102;
}

/// Where the bytes of one file begin, inside an archive or below a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Of the local header in a zip, of the bytes in a tar; in a compressed tar the number of the entry.
    pub start: u64,
    /// Their length there.
    pub packed: u64,
    /// Their length when unpacked.
    pub bytes: u64,
    /// One of [`method`].
    pub(crate) method: u8,
    /// The archive's checksum of it, where it has one.
    pub crc: Option<u32>,
}

/// Whether a file still lies where it was indexed, as far as can be told without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In the vault.
    Copied,
    /// Where it was.
    Here,
    /// There is nothing.
    Missing,
    /// Something of another length lies there.
    Changed,
}

impl State {
    /// The word of the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Here => "here",
            Self::Missing => "missing",
            Self::Changed => "changed",
        }
    }
}

/// An archive or a folder, and an entry of it.
pub(crate) struct Lying<'a> {
    pub(crate) path: &'a Path,
    pub(crate) entry: &'a str,
    pub(crate) place: Place,
}

impl Lying<'_> {
    /// The file on the disk that holds it.
    pub(crate) fn file(&self) -> PathBuf {
        if self.place.method == method::LOOSE {
            self.path.join(self.entry)
        } else {
            self.path.to_owned()
        }
    }

    /// `archive_bytes` is the archive's length when it was indexed.
    pub(crate) fn state(&self, archive_bytes: u64) -> State {
        let expected = if self.place.method == method::LOOSE {
            self.place.bytes
        } else {
            archive_bytes
        };
        match std::fs::metadata(self.file()) {
            Ok(about) if about.is_file() && about.len() == expected => State::Here,
            Ok(_) => State::Changed,
            Err(_) => State::Missing,
        }
    }

    /// Its bytes as a stream, which ends with an error where they are not those that were indexed.
    pub(crate) fn open(&self) -> Result<impl Read + use<>> {
        let path = self.file();
        let mut file = BufReader::new(open_regular(&path)?);
        let explain = |error| unreadable(&path, error);
        let inner: Box<dyn Read> = match self.place.method {
            method::LOOSE => Box::new(file),
            method::RAW => {
                file.seek(SeekFrom::Start(self.place.start))
                    .map_err(explain)?;
                Box::new(file.take(self.place.packed))
            }
            method::ZIP_STORED | method::ZIP_DEFLATED => {
                file.seek(SeekFrom::Start(self.place.start))
                    .map_err(explain)?;
                skip_local_header(&mut file, self.entry).map_err(explain)?;
                let packed = file.take(self.place.packed);
                if self.place.method == method::ZIP_STORED {
                    Box::new(packed)
                } else {
                    Box::new(DeflateDecoder::new(packed))
                }
            }
            _ => {
                return Err(Error::Changed {
                    path,
                    what: "it lies in a compressed tar, where only a copy leads to it".to_owned(),
                });
            }
        };
        Ok(Checked {
            // One byte more, so that a longer file is noticed.
            inner: inner.take(self.place.bytes.saturating_add(1)),
            expected: self.place.bytes,
            crc: self.place.crc.map(|expected| (expected, Crc::new())),
            given: 0,
        })
    }

    /// All of it, if it is not more than `most` bytes.
    pub(crate) fn read(&self, most: u64) -> Result<Vec<u8>> {
        check_size(self.place.bytes, most)?;
        let mut bytes = Vec::with_capacity(self.place.bytes as usize);
        self.open()?
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&self.file(), error))?;
        Ok(bytes)
    }
}

pub(crate) fn check_size(bytes: u64, most: u64) -> Result<()> {
    if bytes > most {
        Err(Error::TooLarge { bytes, most })
    } else {
        Ok(())
    }
}

/// Opens a file that is one: a pipe would block, a device never ends.
pub(crate) fn open_regular(path: &Path) -> Result<File> {
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !about.is_file() {
        return Err(Error::Changed {
            path: path.to_owned(),
            what: "it is no regular file".to_owned(),
        });
    }
    File::open(path).map_err(|error| unreadable(path, error))
}

/// What the operating system or a decoder said about a file, in the terms of this crate.
pub(crate) fn unreadable(path: &Path, source: io::Error) -> Error {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::Missing(path),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            Error::Changed {
                path,
                what: source.to_string(),
            }
        }
        _ => Error::Unreadable { path, source },
    }
}

/// The header before an entry repeats its name; lengths and checksum may stand behind the bytes instead, so those of
/// the zip's directory are used.
fn skip_local_header(file: &mut impl Read, entry: &str) -> io::Result<()> {
    let other = || io::Error::new(io::ErrorKind::InvalidData, "another entry stands there now");
    let mut header = [0; 30];
    file.read_exact(&mut header)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(other());
    }
    let length = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
    let mut name = vec![0; length(26)];
    file.read_exact(&mut name)?;
    if String::from_utf8_lossy(&name) != entry {
        return Err(other());
    }
    io::copy(&mut file.take(length(28) as u64), &mut io::sink())?;
    Ok(())
}

/// Gives the bytes and, at their end, an error where length or checksum are others than the index says.
struct Checked<R> {
    inner: R,
    expected: u64,
    crc: Option<(u32, Crc)>,
    given: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.given += n as u64;
        let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
        if self.given > self.expected
            || (n == 0 && !buffer.is_empty() && self.given < self.expected)
        {
            return Err(wrong(format!("it no longer has {} bytes", self.expected)));
        }
        if let Some((expected, crc)) = &mut self.crc {
            crc.update(&buffer[..n]);
            if n == 0 && !buffer.is_empty() && crc.sum() != *expected {
                return Err(wrong("its checksum is another".to_owned()));
            }
        }
        Ok(n)
    }
}
