//! What an archive or a folder holds of media: each file's name and place, without reading the files.

use crate::place::{Place, method, open_regular, unreadable};
use crate::{Error, Result};
use starling_model::Cancel;
use starling_model::media::{MediaName, media_name};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Deflate reaches 1,032; images and videos do not compress at all.
const RATIO_LIMIT: u64 = 250;
/// Small files may have any ratio.
const RATIO_FLOOR: u64 = 64 << 20;

/// One file of media that names a tweet or a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path inside the archive or below the folder.
    pub path: String,
    /// What its name says; never [`MediaName::Other`].
    pub name: MediaName,
    /// Where it lies.
    pub place: Place,
}

/// A file of media that cannot be indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number among the entries, from 1.
    pub number: u64,
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files that name a tweet or a profile.
    pub entries: Vec<Entry>,
    /// Files that would, and cannot be read.
    pub refused: Vec<Refused>,
    /// Images and videos whose names belong to no tweet and no profile; nothing finds them, so they are left out.
    pub other: u64,
}

impl Listing {
    /// Refuses what must not be taken in; of that not even the path is told on.
    pub fn bar(&mut self, barred: impl Fn(&MediaName) -> bool, reason: &str) {
        let entries = std::mem::take(&mut self.entries);
        for (at, entry) in entries.into_iter().enumerate() {
            if barred(&entry.name) {
                self.refused.push(Refused {
                    number: at as u64 + 1,
                    path: String::new(),
                    reason: reason.to_owned(),
                });
            } else {
                self.entries.push(entry);
            }
        }
    }

    fn take(&mut self, path: String, place: Place, refusal: Option<&str>) {
        match media_name(&path) {
            None => {}
            Some(MediaName::Other) => self.other += 1,
            Some(name) => match refusal {
                None => self.entries.push(Entry { path, name, place }),
                Some(reason) => self.refused.push(Refused {
                    number: (self.entries.len() + self.refused.len()) as u64 + 1,
                    path,
                    reason: reason.to_owned(),
                }),
            },
        }
    }
}

/// Lists a zip or a tar (also one in gzip or zstd).
pub fn list_archive(path: &Path, cancel: &Cancel) -> Result<Listing> {
    let mut start = Vec::new();
    open_regular(path)?
        .take(512)
        .read_to_end(&mut start)
        .map_err(|error| unreadable(path, error))?;
    if start.starts_with(b"PK") {
        zip(path, cancel)
    } else {
        tar(path, cancel)
    }
}

/// Takes loose files, given by their paths below `root`.
pub fn list_folder(root: &Path, files: &[PathBuf], cancel: &Cancel) -> Result<Listing> {
    let mut listing = Listing::default();
    for file in files {
        cancel.check()?;
        let below = file.strip_prefix(root).unwrap_or(file);
        // A name that is no UTF-8 could not be opened again by its text.
        let Some(path) = below.to_str().map(str::to_owned) else {
            listing.take(
                below.to_string_lossy().into_owned(),
                loose(0),
                Some("its name is not UTF-8"),
            );
            continue;
        };
        match std::fs::metadata(file) {
            Ok(about) => listing.take(path, loose(about.len()), None),
            Err(error) => listing.take(path, loose(0), Some(&error.to_string())),
        }
    }
    Ok(listing)
}

fn loose(bytes: u64) -> Place {
    Place {
        start: 0,
        packed: bytes,
        bytes,
        method: method::LOOSE,
        crc: None,
    }
}

fn zip(path: &Path, cancel: &Cancel) -> Result<Listing> {
    let broken = |error: zip::result::ZipError| match error {
        zip::result::ZipError::Io(error) => unreadable(path, error),
        error => Error::Damaged {
            path: path.to_owned(),
            what: error.to_string(),
        },
    };
    let mut archive = zip::ZipArchive::new(BufReader::new(open_regular(path)?)).map_err(broken)?;
    if archive.has_overlapping_files().map_err(broken)? {
        return Err(Error::Damaged {
            path: path.to_owned(),
            what: "members of the zip lie over one another, as only a trap has it".to_owned(),
        });
    }
    let mut listing = Listing::default();
    for index in 0..archive.len() {
        if index % 1024 == 0 {
            cancel.check()?;
        }
        let entry = archive.by_index_raw(index).map_err(broken)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_dir() || entry.is_symlink() || is_junk(&name) {
            continue;
        }
        let (packed, bytes) = (entry.compressed_size(), entry.size());
        let (method, mut refusal) = match entry.compression() {
            zip::CompressionMethod::Stored => (method::ZIP_STORED, None),
            zip::CompressionMethod::Deflated => (method::ZIP_DEFLATED, None),
            _ => (
                method::ZIP_STORED,
                Some("it is compressed in a way that is not read here"),
            ),
        };
        if bytes > RATIO_FLOOR && bytes / RATIO_LIMIT > packed {
            refusal = Some("it is said to inflate as only a trap does");
        }
        if entry.encrypted() {
            refusal = Some("it is encrypted; decrypt it first");
        }
        let place = Place {
            start: entry.header_start(),
            packed,
            bytes,
            method,
            crc: Some(entry.crc32()),
        };
        listing.take(name, place, refusal);
    }
    Ok(listing)
}

fn is_junk(name: &str) -> bool {
    name.split(['/', '\\'])
        .any(|part| part == "__MACOSX" || part.starts_with("._"))
}

/// The stream of a tar, out of its compression; and whether it has one.
pub(crate) fn unpacked(path: &Path) -> Result<(Box<dyn Read>, bool)> {
    let mut start = [0; 4];
    let explain = |error| unreadable(path, error);
    let n = open_regular(path)?.read(&mut start).map_err(explain)?;
    let file = BufReader::with_capacity(128 << 10, open_regular(path)?);
    Ok(match &start[..n] {
        [0x1f, 0x8b, ..] => (Box::new(flate2::bufread::MultiGzDecoder::new(file)), true),
        [0x28, 0xb5, 0x2f, 0xfd] => (
            Box::new(zstd::Decoder::with_buffer(file).map_err(explain)?),
            true,
        ),
        _ => (Box::new(file), false),
    })
}

fn tar(path: &Path, cancel: &Cancel) -> Result<Listing> {
    let (stream, compressed) = unpacked(path)?;
    let damaged = |error: io::Error| Error::Damaged {
        path: path.to_owned(),
        what: error.to_string(),
    };
    let mut listing = Listing::default();
    let mut archive = tar::Archive::new(stream);
    for (number, entry) in archive.entries().map_err(damaged)?.enumerate() {
        cancel.check()?;
        let entry = entry.map_err(damaged)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || is_junk(&name) {
            continue;
        }
        let bytes = entry.size();
        let place = Place {
            start: if compressed {
                number as u64
            } else {
                entry.raw_file_position()
            },
            packed: bytes,
            bytes,
            method: if compressed {
                method::STREAMED
            } else {
                method::RAW
            },
            crc: None,
        };
        listing.take(name, place, None);
    }
    Ok(listing)
}
