//! Looks at files and folders and says what each of them is.

mod head;
mod walk;

use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::found::{
    Container, Dataset, FoundFile, FoundMember, Inside, MediaCounts, MemberKind, Refusal,
};
use crate::media::media_name;
use crate::naming;
use crate::reading;
use crate::unpack::{self, Meter, RATIO_LIMIT};
use head::Head;
use starling_model::{Cancel, Progress, Stage, Step};
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// Looks at the head of every member of every file below `paths`, in a fixed order.
///
/// A file that cannot be read is found with a refusal; the survey goes on. Links below a folder are not followed.
pub fn survey(
    paths: &[PathBuf],
    catalogue: &Catalogue,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<FoundFile>> {
    let walked = walk::files(paths, cancel)?;
    let total = walked.len() as u64;
    let mut found = Vec::with_capacity(walked.len());
    for (done, file) in walked.into_iter().enumerate() {
        cancel.check()?;
        progress.say(Step {
            stage: Stage::Recognising,
            subject: file
                .path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            done: done as u64,
            total: Some(total),
            unit: "files",
            rows: 0,
            rejected: 0,
        });
        found.push(match file.refusal {
            Some(refusal) => refused_file(&file.path, 0, refusal),
            None => look(&file.path, catalogue, cancel)?,
        });
    }
    Ok(found)
}

/// A survey that also reads every member whole and counts ([`crate::Tally`]).
pub fn dry_run(
    paths: &[PathBuf],
    catalogue: &Catalogue,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<FoundFile>> {
    let mut found = survey(paths, catalogue, progress, cancel)?;
    for member in found.iter_mut().flat_map(|file| &mut file.members) {
        if !member.has_rows() {
            continue;
        }
        match reading::tally(member, progress, cancel) {
            Ok(tally) => member.tally = Some(tally),
            Err(Error::Cancelled) => return Err(Error::Cancelled),
            Err(error) => member.refusal = Some(refusal_of(&error)),
        }
    }
    Ok(found)
}

/// What one file is.
fn look(path: &Path, catalogue: &Catalogue, cancel: &Cancel) -> Result<FoundFile> {
    let file = Looked {
        path,
        catalogue,
        cancel,
    };
    match file.look() {
        Ok(found) => Ok(found),
        Err(error) => match unpack::file_error(path, "", 0, error) {
            Error::Cancelled => Err(Error::Cancelled),
            error => Ok(refused_file(path, 0, refusal_of(&error))),
        },
    }
}

fn refused_file(path: &Path, bytes: u64, refusal: Refusal) -> FoundFile {
    FoundFile {
        path: path.to_owned(),
        bytes,
        container: Container::Bare,
        members: Vec::new(),
        refusal: Some(refusal),
    }
}

fn refusal_of(error: &Error) -> Refusal {
    let word = match error {
        Error::Unreadable { .. } => "unreadable",
        Error::Damaged { .. } => "damaged",
        Error::Encrypted { .. } => "encrypted",
        Error::Bomb { .. } => "bomb",
        Error::Refused { .. } => "unknown-layout",
        Error::Changed { .. } => "changed",
        Error::Cancelled => "cancelled",
    };
    let text = match error {
        Error::Unreadable { source, .. } => format!("{error}: {source}"),
        error => error.to_string(),
    };
    Refusal { word, text }
}

fn refusal(word: &'static str, text: impl Into<String>) -> Refusal {
    Refusal {
        word,
        text: text.into(),
    }
}

/// `<set>_tweet_media_hashed/<top>/<userid>/images/` stand above a loose medium.
const FOLDERS: usize = 5;

/// A file being looked at.
struct Looked<'a> {
    path: &'a Path,
    catalogue: &'a Catalogue,
    cancel: &'a Cancel,
}

impl Looked<'_> {
    fn look(&self) -> io::Result<FoundFile> {
        let bytes = unpack::open_regular(self.path)?.metadata()?.len();
        let mut found = FoundFile {
            path: self.path.to_owned(),
            bytes,
            container: Container::Bare,
            members: Vec::new(),
            refusal: None,
        };
        if bytes == 0 {
            found.refusal = Some(refusal("empty", "the file is empty"));
            return Ok(found);
        }
        let name = self
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if let Some(medium) = media_name(&self.path.to_string_lossy()) {
            let mut counts = MediaCounts::default();
            counts.count(&medium, bytes);
            let mut member = self.media_member(&name, counts, bytes);
            member.dataset = self.dataset_of_loose();
            found.members.push(member);
            return Ok(found);
        }
        let mut start = Vec::new();
        unpack::open_regular(self.path)?
            .take(1024)
            .read_to_end(&mut start)?;
        match packing(&start) {
            Packing::Zip => {
                found.container = Container::Zip;
                self.zip(&mut found)?;
            }
            Packing::Tar => {
                found.container = Container::Tar;
                self.tar(&mut found, &[])?;
            }
            Packing::Gzip => self.stream(&mut found, Inside::Gzip)?,
            Packing::Zstd => self.stream(&mut found, Inside::Zstd)?,
            Packing::Strange(what) => found.refusal = Some(strange(what)),
            Packing::None => {
                let mut head = None;
                self.open(&[], &mut |source| {
                    head = Some(head::of(source)?);
                    Ok(())
                })?;
                let head = head.expect("BUG: an opened file was looked at");
                found
                    .members
                    .push(self.member(&name, Vec::new(), head, bytes, Some(bytes)));
            }
        }
        Ok(found)
    }

    /// A loose medium is named for its tweet, so only the folders above it can say which set it is of.
    fn dataset_of_loose(&self) -> Dataset {
        let folders: Vec<&Path> = self
            .path
            .ancestors()
            .skip(1)
            .take(FOLDERS)
            .filter(|folder| folder.file_name().is_some())
            .collect();
        let named: Vec<Dataset> = folders
            .iter()
            .map(|folder| self.catalogue.dataset(folder, &[]))
            .collect();
        if let Some(known) = named.iter().find(|dataset| dataset.known) {
            return known.clone();
        }
        let of_media = folders.iter().zip(&named).find(|(folder, dataset)| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            naming::stem(&name).has_word && !dataset.name.is_empty()
        });
        of_media
            .map(|(_, dataset)| dataset)
            .or(named.first())
            .cloned()
            .unwrap_or_default()
    }

    fn open(&self, inside: &[Inside], with: unpack::Use<'_>) -> io::Result<()> {
        unpack::open(self.path, inside, &Meter::default(), self.cancel, with)
    }

    /// One compressed stream: a table, or a tar.
    fn stream(&self, found: &mut FoundFile, step: Inside) -> io::Result<()> {
        let gzip = step == Inside::Gzip;
        found.container = if gzip {
            Container::Gzip
        } else {
            Container::Zstd
        };
        let mut is_tar = false;
        let mut head = None;
        self.open(std::slice::from_ref(&step), &mut |source| {
            let mut start = Vec::new();
            source.take(1024).read_to_end(&mut start)?;
            is_tar = packing(&start) == Packing::Tar;
            if !is_tar {
                head = Some(head::of(&mut Cursor::new(start).chain(source))?);
            }
            Ok(())
        })?;
        if is_tar {
            found.container = if gzip {
                Container::TarGzip
            } else {
                Container::TarZstd
            };
            return self.tar(found, &[step]);
        }
        let name = self
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let head = head.expect("BUG: an opened file was looked at");
        found
            .members
            .push(self.member(&name, vec![step], head, found.bytes, None));
        Ok(())
    }

    fn tar(&self, found: &mut FoundFile, outer: &[Inside]) -> io::Result<()> {
        let packed = found.bytes;
        let members = &mut found.members;
        let mut media = MediaCounts::default();
        let read = self.open(outer, &mut |source| {
            let mut tar = tar::Archive::new(source);
            for (index, entry) in tar.entries()?.enumerate() {
                let mut entry = entry?;
                let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                // Links, devices and folders hold no rows.
                if !entry.header().entry_type().is_file() || naming::is_junk(&name) {
                    continue;
                }
                let bytes = entry.size();
                if let Some(medium) = media_name(&name) {
                    media.count(&medium, bytes);
                    continue;
                }
                let mut inside = outer.to_vec();
                inside.push(Inside::Tar {
                    index,
                    name: name.clone(),
                });
                let head = head::within(&mut entry, &mut inside)?;
                members.push(self.member(&name, inside, head, packed, Some(bytes)));
            }
            Ok(())
        });
        if media.entries() > 0 {
            members.push(self.media_member("", media, packed));
        }
        match read {
            // What stands before the damage can still be read.
            Err(error) if !found.members.is_empty() => {
                match unpack::file_error(self.path, "", 0, error) {
                    Error::Cancelled => Err(unpack::Stop::Cancelled.into()),
                    error => {
                        found.refusal = Some(refusal_of(&error));
                        Ok(())
                    }
                }
            }
            read => read,
        }
    }

    fn zip(&self, found: &mut FoundFile) -> io::Result<()> {
        let file = unpack::open_regular(self.path)?;
        let mut zip = zip::ZipArchive::new(BufReader::new(file)).map_err(unpack::zip_error)?;
        let mut media = MediaCounts::default();
        let mut tables = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(unpack::zip_error)?;
            let raw_name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if entry.is_dir() || entry.is_symlink() || naming::is_junk(&raw_name) {
                continue;
            }
            if let Some(medium) = media_name(&raw_name) {
                media.count(&medium, entry.size());
                continue;
            }
            // Old zips give names in another encoding than UTF-8; the library decodes what the zip declares.
            let name = entry
                .name()
                .map_or_else(|_| raw_name.clone(), |name| name.into_owned());
            tables.push((
                index,
                raw_name,
                name,
                entry.compressed_size(),
                entry.size(),
                entry.encrypted(),
            ));
        }
        if !tables.is_empty() && zip.has_overlapping_files().map_err(unpack::zip_error)? {
            found.refusal = Some(refusal(
                "bomb",
                "members of the zip lie over one another, as only a trap has it",
            ));
            return Ok(());
        }
        drop(zip);
        for (index, raw_name, name, packed, bytes, encrypted) in tables {
            if self.cancel.is_set() {
                return Err(unpack::Stop::Cancelled.into());
            }
            let mut inside = vec![Inside::Zip {
                index,
                name: raw_name,
            }];
            let head = if encrypted {
                Head::refused(refusal(
                    "encrypted",
                    format!(
                        "`{}` is encrypted; decrypt it first",
                        naming::shown(&name).0
                    ),
                ))
            } else if bytes > (64 << 20) && bytes / RATIO_LIMIT > packed {
                let text = format!(
                    "{packed} bytes are said to inflate to {bytes}, more than {RATIO_LIMIT} times as much"
                );
                Head::refused(refusal("bomb", text))
            } else {
                self.head_of(&name, &mut inside)?
            };
            found
                .members
                .push(self.member(&name, inside, head, packed, Some(bytes)));
        }
        if media.entries() > 0 {
            found
                .members
                .push(self.media_member("", media, found.bytes));
        }
        if found.members.is_empty() {
            found.refusal = Some(refusal("empty", "the zip holds no files"));
        }
        Ok(())
    }

    fn head_of(&self, name: &str, inside: &mut Vec<Inside>) -> io::Result<Head> {
        let mut head = None;
        let way = inside.clone();
        let read = self.open(&way, &mut |source| {
            head = Some(head::within(source, inside)?);
            Ok(())
        });
        match read {
            Ok(()) => Ok(head.expect("BUG: an opened member was looked at")),
            Err(error) => match unpack::file_error(self.path, &naming::shown(name).0, 0, error) {
                Error::Cancelled => Err(unpack::Stop::Cancelled.into()),
                error => Ok(Head::refused(refusal_of(&error))),
            },
        }
    }

    fn member(
        &self,
        name: &str,
        inside: Vec<Inside>,
        head: Head,
        packed: u64,
        bytes: Option<u64>,
    ) -> FoundMember {
        let (shown, hostile) = naming::shown(name);
        let mut notes = head.notes;
        if hostile {
            notes.push("its name in the archive tries to leave the folder; it is only read, never unpacked".to_owned());
        }
        let names: Vec<&str> = inside
            .iter()
            .filter_map(|step| match step {
                Inside::Zip { name, .. } | Inside::Tar { name, .. } => Some(name.as_str()),
                Inside::Gzip | Inside::Zstd => None,
            })
            .collect();
        FoundMember {
            file: self.path.to_owned(),
            dataset: self.catalogue.dataset(self.path, &names),
            inside,
            name: shown,
            kind: head.kind,
            layout: head.layout,
            columns: head.columns,
            unused_columns: head.unused,
            missing_columns: head.missing,
            packed_bytes: packed,
            bytes,
            media: None,
            refusal: head.refusal,
            notes,
            tally: None,
        }
    }

    fn media_member(&self, name: &str, counts: MediaCounts, packed: u64) -> FoundMember {
        let head = Head {
            kind: MemberKind::Media,
            ..Head::default()
        };
        FoundMember {
            media: Some(counts),
            bytes: Some(counts.bytes),
            ..self.member(name, Vec::new(), head, packed, None)
        }
    }
}

fn strange(what: &str) -> Refusal {
    refusal(
        "packing",
        format!(
            "it is packed as {what}, which is not read; unpack it, or pack it as zip, gz, zst or tar"
        ),
    )
}

/// How bytes are packed, by how they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Zip,
    Gzip,
    Zstd,
    Tar,
    Strange(&'static str),
}

fn packing(start: &[u8]) -> Packing {
    let begins = |magic: &[u8]| start.starts_with(magic);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") || begins(b"PK\x07\x08") {
        Packing::Zip
    } else if begins(&[0x1f, 0x8b]) {
        Packing::Gzip
    } else if begins(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Packing::Zstd
    } else if start.get(257..262) == Some(b"ustar") {
        Packing::Tar
    } else if begins(b"BZh") {
        Packing::Strange("bzip2")
    } else if begins(b"\xfd7zXZ\0") {
        Packing::Strange("xz")
    } else if begins(b"7z\xbc\xaf\x27\x1c") {
        Packing::Strange("7z")
    } else if begins(b"Rar!") {
        Packing::Strange("rar")
    } else if begins(b"PAR1") {
        Packing::Strange("parquet")
    } else if begins(b"SQLite format 3\0") {
        Packing::Strange("an SQLite database")
    } else {
        Packing::None
    }
}
