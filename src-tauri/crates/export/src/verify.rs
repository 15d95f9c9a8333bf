//! Checks what left against its own manifests, without any vault.

use crate::manifest::{self, Signed};
use crate::package::{BAGIT, ReadSeek};
use crate::write::manifest_path;
use crate::{Error, Result};
use serde_json::Value;
use starling_audit::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// What is wrong, and where.
    pub problems: Vec<String>,
    /// Files that were compared with their digests.
    pub files: u64,
    /// The manifest, where its signature holds.
    pub manifest: Option<Signed>,
    /// It is sealed: what is inside was not looked at.
    pub sealed: bool,
}

const AGE: &[u8] = b"age-encryption.org/v1";
const ZIP: &[u8] = b"PK";

/// A file's digest and length.
pub(crate) fn digest_of(path: &Path) -> std::io::Result<(Digest, u64)> {
    sum(&mut File::open(path)?)
}

fn sum(from: &mut dyn Read) -> std::io::Result<(Digest, u64)> {
    let mut sha = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok((sha.finish(), bytes));
        }
        sha.update(&buffer[..n]);
        bytes += n as u64;
    }
}

/// Checks a file with its manifest beside it, a package, or a package's unpacked folder.
pub fn verify(path: &Path) -> Result<Checked> {
    let unreadable = |why: String| Error::Package {
        path: path.to_owned(),
        reason: why,
    };
    let mut checked = Checked::default();
    if path.is_dir() {
        let folder = Folder::new(path).map_err(|why| unreadable(why.to_string()))?;
        bag(&mut checked, folder);
        return Ok(checked);
    }
    let target = match path
        .to_str()
        .and_then(|name| name.strip_suffix(".manifest.json"))
    {
        Some(target) => PathBuf::from(target),
        None => path.to_owned(),
    };
    let (sha, bytes) = digest_of(&target).map_err(|why| unreadable(why.to_string()))?;
    let mut head = Vec::new();
    File::open(&target)
        .and_then(|file| file.take(32).read_to_end(&mut head))
        .map_err(|why| unreadable(why.to_string()))?;
    let beside = manifest_path(&target);
    let name = file_name(&beside);
    match std::fs::read(&beside) {
        Err(why) => checked.problems.push(format!("{name}: {why}")),
        Ok(text) => match manifest::open(&text) {
            Err(why) => checked.problems.push(format!("{name}: {why}")),
            Ok(signed) => {
                compare(
                    &mut checked,
                    &signed.manifest["file"],
                    (sha, bytes),
                    &file_name(&target),
                );
                checked.manifest = Some(signed);
            }
        },
    }
    checked.files += 1;
    checked.sealed = head.starts_with(AGE);
    let packed = checked
        .manifest
        .as_ref()
        .map_or(head.starts_with(ZIP), |signed| {
            signed.manifest["wrapping"] == "package" && !checked.sealed
        });
    if packed && !checked.sealed {
        match File::open(&target)
            .map_err(|why| why.to_string())
            .and_then(|file| Zip::new(Box::new(file)))
        {
            Ok(zip) => bag(&mut checked, zip),
            Err(why) => checked.problems.push(format!(
                "{}: it cannot be unpacked: {why}",
                file_name(&target)
            )),
        }
    }
    Ok(checked)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn compare(checked: &mut Checked, said: &Value, (sha, bytes): (Digest, u64), name: &str) {
    let whole = said["sha256"] == sha.to_string() && said["bytes"] == bytes;
    if !whole {
        let wanted = said["sha256"].as_str().unwrap_or("nothing");
        checked.problems.push(format!(
            "{name}: it is not the file that was signed: SHA-256 {sha}, {bytes} bytes; signed were {wanted}, {} bytes",
            said["bytes"]
        ));
    }
}

/// Where a bag's files are.
trait Shelf {
    /// Paths inside the bag.
    fn paths(&self) -> BTreeSet<String>;
    /// Reads one through.
    fn read(
        &mut self,
        path: &str,
        see: &mut dyn FnMut(&mut dyn Read) -> std::io::Result<()>,
    ) -> std::result::Result<(), String>;
}

struct Folder {
    root: PathBuf,
    paths: BTreeSet<String>,
}

impl Folder {
    fn new(root: &Path) -> std::io::Result<Self> {
        let mut paths = BTreeSet::new();
        let mut open = vec![root.to_owned()];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(&dir)? {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(inside) = path.strip_prefix(root) {
                    paths.insert(inside.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        Ok(Self {
            root: root.to_owned(),
            paths,
        })
    }
}

impl Shelf for Folder {
    fn paths(&self) -> BTreeSet<String> {
        self.paths.clone()
    }

    fn read(
        &mut self,
        path: &str,
        see: &mut dyn FnMut(&mut dyn Read) -> std::io::Result<()>,
    ) -> std::result::Result<(), String> {
        File::open(self.root.join(path))
            .and_then(|mut file| see(&mut file))
            .map_err(|why| why.to_string())
    }
}

struct Zip {
    archive: ZipArchive<Box<dyn ReadSeek>>,
    folder: String,
    paths: BTreeSet<String>,
}

impl Zip {
    fn new(file: Box<dyn ReadSeek>) -> std::result::Result<Self, String> {
        let archive = ZipArchive::new(file).map_err(|why| why.to_string())?;
        let names = archive
            .file_names()
            .map(|name| {
                name.map(|name| name.into_owned())
                    .map_err(|why| why.to_string())
            })
            .collect::<std::result::Result<Vec<String>, String>>()?;
        let folder = names
            .iter()
            .find_map(|name| name.strip_suffix("bagit.txt"))
            .ok_or("it holds no bagit.txt")?
            .to_owned();
        let paths = names
            .iter()
            .map(|name| {
                name.strip_prefix(&folder)
                    .unwrap_or(name.as_str())
                    .to_owned()
            })
            .collect();
        Ok(Self {
            archive,
            folder,
            paths,
        })
    }
}

impl Shelf for Zip {
    fn paths(&self) -> BTreeSet<String> {
        self.paths.clone()
    }

    fn read(
        &mut self,
        path: &str,
        see: &mut dyn FnMut(&mut dyn Read) -> std::io::Result<()>,
    ) -> std::result::Result<(), String> {
        let name = format!("{}{path}", self.folder);
        let mut file = self.archive.by_name(&name).map_err(|why| why.to_string())?;
        see(&mut file).map_err(|why| why.to_string())
    }
}

fn bag(checked: &mut Checked, mut shelf: impl Shelf) {
    let paths = shelf.paths();
    let mut sums = BTreeMap::new();
    let mut texts = BTreeMap::new();
    for path in &paths {
        let payload = path.starts_with("data/");
        let mut text = Vec::new();
        let mut digest = None;
        let read = shelf.read(path, &mut |from| {
            if payload {
                digest = Some(sum(from)?.0);
            } else {
                // Tag files are small; more than this is none of ours.
                from.take(16 << 20).read_to_end(&mut text)?;
                digest = Some(Digest::of(&text));
            }
            Ok(())
        });
        match (read, digest) {
            (Ok(()), Some(digest)) => {
                checked.files += 1;
                sums.insert(path.clone(), digest);
                texts.insert(path.clone(), text);
            }
            (Err(why), _) => checked
                .problems
                .push(format!("{path}: cannot be read: {why}")),
            _ => {}
        }
    }
    if texts.get("bagit.txt").map(Vec::as_slice) != Some(BAGIT.as_bytes()) {
        checked
            .problems
            .push("bagit.txt: it is not that of a bag of version 1.0".into());
    }
    for list in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let Some(text) = texts.get(list) else {
            checked.problems.push(format!("{list}: it is missing"));
            continue;
        };
        let text = String::from_utf8_lossy(text);
        let mut listed = BTreeSet::new();
        for (n, line) in text.lines().enumerate() {
            let Some((sha, path)) = line.split_once("  ") else {
                checked
                    .problems
                    .push(format!("{list}: line {} is malformed", n + 1));
                continue;
            };
            listed.insert(path.to_owned());
            match sums.get(path) {
                None => checked
                    .problems
                    .push(format!("{path}: it is listed and missing")),
                Some(found) if Digest::parse(sha) != Some(*found) => checked.problems.push(
                    format!("{path}: it was changed: its SHA-256 is {found}, {list} says {sha}"),
                ),
                Some(_) => {}
            }
        }
        let payload = list == "manifest-sha256.txt";
        for path in paths
            .iter()
            .filter(|path| path.starts_with("data/") == payload)
        {
            if !listed.contains(path) && path != "tagmanifest-sha256.txt" {
                checked
                    .problems
                    .push(format!("{path}: it is not listed in {list}"));
            }
        }
    }
    decision(checked, &sums, texts.get("dua-manifest.json"));
}

/// The decision inside says the same as the one beside, and speaks of these rows.
fn decision(checked: &mut Checked, sums: &BTreeMap<String, Digest>, inside: Option<&Vec<u8>>) {
    let Some(inside) = inside else {
        checked
            .problems
            .push("dua-manifest.json: it is missing".into());
        return;
    };
    let signed = match manifest::open(inside) {
        Ok(signed) => signed,
        Err(why) => {
            checked.problems.push(format!("dua-manifest.json: {why}"));
            return;
        }
    };
    let rows = sums
        .iter()
        .find(|(path, _)| path.starts_with("data/") && *path != "data/datapackage.json")
        .map(|(_, sha)| sha.to_string());
    if signed.manifest["payload"]["sha256"].as_str() != rows.as_deref() {
        checked
            .problems
            .push("dua-manifest.json: it speaks of other rows than those in data/".into());
    }
    if let Some(beside) = &checked.manifest {
        let mut beside_said = beside.manifest.clone();
        if let Some(fields) = beside_said.as_object_mut() {
            fields.remove("file");
        }
        if beside_said != signed.manifest || beside.key != signed.key {
            checked
                .problems
                .push("dua-manifest.json: it differs from the manifest beside the package".into());
        }
    } else {
        checked.manifest = Some(signed);
    }
}
