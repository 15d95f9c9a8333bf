//! Files below paths, sorted, each once.

use crate::error::Result;
use crate::found::Refusal;
use crate::naming;
use starling_model::Cancel;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Folders within folders; deeper ones are a trap or a mistake.
const DEPTH_LIMIT: usize = 64;

pub(super) struct Walked {
    pub(super) path: PathBuf,
    pub(super) refusal: Option<Refusal>,
}

/// All files below the paths. What the user names is followed even if it is a link; links below a folder are not.
pub(super) fn files(paths: &[PathBuf], cancel: &Cancel) -> Result<Vec<Walked>> {
    let mut walk = Walk {
        seen: HashSet::new(),
        found: Vec::new(),
        cancel,
    };
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk.folder(path, 0)?,
            Ok(metadata) if metadata.is_file() => walk.file(path),
            Ok(_) => walk.refuse(path, "unreadable", "it is neither a file nor a folder"),
            Err(error) => walk.refuse(path, "unreadable", &format!("cannot read it: {error}")),
        }
    }
    Ok(walk.found)
}

struct Walk<'a> {
    seen: HashSet<PathBuf>,
    found: Vec<Walked>,
    cancel: &'a Cancel,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<()> {
        self.cancel.check()?;
        if depth > DEPTH_LIMIT {
            self.refuse(folder, "unreadable", "folders are nested too deeply");
            return Ok(());
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.refuse(
                    folder,
                    "unreadable",
                    &format!("cannot read the folder: {error}"),
                );
                return Ok(());
            }
        };
        let mut entries: Vec<_> = entries.filter_map(|entry| entry.ok()).collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let name = entry.file_name();
            if naming::is_junk(&name.to_string_lossy()) || name == "__MACOSX" {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() => {
                    self.refuse(&path, "link", "it is a link, which is not followed")
                }
                Ok(kind) if kind.is_dir() => self.folder(&path, depth + 1)?,
                Ok(kind) if kind.is_file() => self.file(&path),
                Ok(_) => self.refuse(&path, "unreadable", "it is neither a file nor a folder"),
                Err(error) => self.refuse(&path, "unreadable", &format!("cannot read it: {error}")),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) {
        let canonical = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.insert(canonical) {
            self.found.push(Walked {
                path: path.to_owned(),
                refusal: None,
            });
        }
    }

    fn refuse(&mut self, path: &Path, word: &'static str, text: &str) {
        let refusal = Refusal {
            word,
            text: text.to_owned(),
        };
        self.found.push(Walked {
            path: path.to_owned(),
            refusal: Some(refusal),
        });
    }
}
