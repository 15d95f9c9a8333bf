//! Opens the way to a member of a file: zip, gzip, zstd and tar, always as a stream and never onto the disk.
//!
//! Every byte passes a guard that counts it, asks whether to stop, and refuses what inflates as only a trap does.

use crate::error::{Error, Result};
use crate::found::{FoundMember, Inside};
use starling_model::Cancel;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Published CSV inflates about 8-fold, and the most repetitive table that was made for a test 60-fold;
/// deflate reaches 1,032, zstd far more.
pub(crate) const RATIO_LIMIT: u64 = 250;
/// Small files may have any ratio.
const RATIO_FLOOR: u64 = 64 << 20;
/// zip64 can declare anything; the largest release has 25 GB.
const MEMBER_LIMIT: u64 = 4 << 40;
/// The reading side of a file on the disk.
const FILE_BUFFER: usize = 128 << 10;

/// Bytes of the file that were read, packed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Arc<AtomicU64>);

impl Meter {
    pub(crate) fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A file whose reads are counted.
pub(crate) struct Metered {
    file: File,
    meter: Meter,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.meter.0.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// What a guard or a step says through an `io::Error`, so that it comes out at the other end of a decoder.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    #[error("cancelled")]
    Cancelled,
    #[error("{0}")]
    Bomb(String),
    #[error("encrypted")]
    Encrypted,
    #[error("{0}")]
    Changed(String),
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> Self {
        io::Error::other(stop)
    }
}

/// Counts what comes out against what went in.
struct Guard<'a, R> {
    inner: R,
    meter: &'a Meter,
    cancel: &'a Cancel,
    given: u64,
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_set() {
            return Err(Stop::Cancelled.into());
        }
        // A decoder can give much for little: small steps keep the answer to a cancel quick.
        let window = buffer.len().min(1 << 20);
        let n = self.inner.read(&mut buffer[..window])?;
        self.given += n as u64;
        if self.given > RATIO_FLOOR && self.given / RATIO_LIMIT > self.meter.read().max(1) {
            let packed = self.meter.read();
            let what = format!(
                "{packed} bytes inflate to {} and more, {RATIO_LIMIT} times as much",
                self.given
            );
            return Err(Stop::Bomb(what).into());
        }
        if self.given > MEMBER_LIMIT {
            return Err(
                Stop::Bomb(format!("it inflates to more than {MEMBER_LIMIT} bytes")).into(),
            );
        }
        Ok(n)
    }
}

/// What is done with an opened member.
pub(crate) type Use<'a> = &'a mut dyn FnMut(&mut dyn Read) -> io::Result<()>;

/// Opens a file and goes `inside` to a member, and hands its bytes to `with`.
pub(crate) fn open(
    path: &Path,
    inside: &[Inside],
    meter: &Meter,
    cancel: &Cancel,
    with: Use<'_>,
) -> io::Result<()> {
    let file = open_regular(path)?;
    let mut metered = BufReader::with_capacity(
        FILE_BUFFER,
        Metered {
            file,
            meter: meter.clone(),
        },
    );
    match inside {
        [Inside::Zip { index, name }, rest @ ..] => {
            let mut zip = zip::ZipArchive::new(metered).map_err(zip_error)?;
            let mut member = zip.by_index(*index).map_err(zip_error)?;
            let found = String::from_utf8_lossy(member.name_raw()).into_owned();
            if found != *name {
                return Err(Stop::Changed(format!("`{found}` stands where `{name}` stood")).into());
            }
            meter.reset();
            descend(&mut member, rest, meter, cancel, with)
        }
        _ => descend(&mut metered, inside, meter, cancel, with),
    }
}

fn descend(
    source: &mut dyn Read,
    inside: &[Inside],
    meter: &Meter,
    cancel: &Cancel,
    with: Use<'_>,
) -> io::Result<()> {
    match inside {
        [] => with(&mut Guard {
            inner: source,
            meter,
            cancel,
            given: 0,
        }),
        [Inside::Gzip, rest @ ..] => {
            let mut unpacked = Guard {
                inner: gunzip(source),
                meter,
                cancel,
                given: 0,
            };
            descend(&mut unpacked, rest, meter, cancel, with)
        }
        [Inside::Zstd, rest @ ..] => {
            let mut unpacked = Guard {
                inner: zstd::Decoder::new(source)?,
                meter,
                cancel,
                given: 0,
            };
            descend(&mut unpacked, rest, meter, cancel, with)
        }
        [Inside::Tar { index, name }, rest @ ..] => {
            let mut tar = tar::Archive::new(source);
            for (position, entry) in tar.entries()?.enumerate() {
                let mut entry = entry?;
                if position != *index {
                    continue;
                }
                let found = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                if found != *name {
                    return Err(
                        Stop::Changed(format!("`{found}` stands where `{name}` stood")).into(),
                    );
                }
                return descend(&mut entry, rest, meter, cancel, with);
            }
            Err(Stop::Changed(format!("`{name}` is no longer there")).into())
        }
        // A zip's directory stands at its end: one inside another archive cannot be read as a stream.
        [Inside::Zip { .. }, ..] => {
            Err(Stop::Changed("a zip is found only as a file of its own".to_owned()).into())
        }
    }
}

/// Several gzip streams one after the other are one, as `gunzip` has it.
pub(crate) fn gunzip<R: Read>(source: R) -> impl Read {
    flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(FILE_BUFFER, source))
}

/// Opens a file that is one: a pipe would block, a device never ends.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file",
        ));
    }
    File::open(path)
}

/// Keeps what the guard below a zip says, and tells encryption from damage.
pub(crate) fn zip_error(error: zip::result::ZipError) -> io::Error {
    use zip::result::ZipError;
    match error {
        ZipError::Io(error) => error,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Stop::Encrypted.into()
        }
        error => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
    }
}

/// An `io::Error` of reading a member as this crate's error.
pub(crate) fn member_error(member: &FoundMember, rows: u64, error: io::Error) -> Error {
    file_error(&member.file, &member.name, rows, error)
}

/// The same for a file whose members are not known yet.
pub(crate) fn file_error(path: &Path, member: &str, rows: u64, error: io::Error) -> Error {
    let (file, member) = (path.to_owned(), member.to_owned());
    match error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Stop>())
    {
        Some(Stop::Cancelled) => Error::Cancelled,
        Some(Stop::Bomb(what)) => Error::Bomb {
            file,
            member,
            what: what.clone(),
        },
        Some(Stop::Encrypted) => Error::Encrypted { file, member },
        Some(Stop::Changed(what)) => Error::Changed {
            file,
            member,
            what: what.clone(),
        },
        None if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::NotFound => {
            Error::Unreadable {
                path: file,
                source: error,
            }
        }
        None => Error::Damaged {
            file,
            member,
            rows,
            what: error.to_string(),
        },
    }
}

/// Opens a member and hands its bytes to `with`, whose count of rows goes into the error.
pub(crate) fn open_member(
    member: &FoundMember,
    meter: &Meter,
    cancel: &Cancel,
    rows: &std::cell::Cell<u64>,
    with: Use<'_>,
) -> Result<()> {
    open(&member.file, &member.inside, meter, cancel, with)
        .map_err(|error| member_error(member, rows.get(), error))
}
