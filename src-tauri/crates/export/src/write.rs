//! The door: rows go through, whole or not at all.

use crate::format::writer;
use crate::manifest::{self, Signer};
use crate::package::{self, Bag, Covering, Payload, WriteSend, hashing};
use crate::partial::{Partial, io};
use crate::recover::side_partial;
use crate::scan::{Escapes, Figures, Found, Looking, Protected};
use crate::seal::Outer;
use crate::{Cell, Column, Error, Form, Result};
use serde_json::{Value, json};
use starling_audit::Digest;
use starling_policy::{Grant, Obligation};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Hands over the rows one by one, and stops with the first error that the taker gives.
pub type Rows<'a> = dyn FnMut(&mut dyn FnMut(&[Cell]) -> Result<()>) -> Result<()> + 'a;

/// What goes through.
pub enum Content<'a> {
    /// A table.
    Table {
        /// In which form.
        form: Form,
        /// Its columns.
        columns: &'a [Column],
        /// Its rows.
        rows: &'a mut Rows<'a>,
    },
    /// A file made elsewhere, already looked through: a figure, a graph.
    Made {
        /// Its bytes.
        bytes: &'a [u8],
        /// Its extension.
        extension: &'a str,
        /// Its media type.
        media_type: &'a str,
    },
    /// A network, written line by line. Its figures are exempt by their type; whoever hands it over has looked through
    /// its names without them.
    Stream {
        /// Writes it.
        write: &'a mut Writes<'a>,
        /// Nodes and edges.
        rows: u64,
        /// How texts are written.
        escapes: Escapes,
        /// Its extension.
        extension: &'a str,
        /// Its media type.
        media_type: &'a str,
    },
}

/// Writes something to wherever it is told to.
pub type Writes<'a> = dyn FnMut(&mut dyn Write) -> std::io::Result<()> + 'a;

impl Content<'_> {
    /// What it is called in a package.
    fn file(&self) -> String {
        match self {
            Self::Table { form, .. } => format!("data/rows.{}", form.extension()),
            Self::Made { extension, .. } => format!("data/figure.{extension}"),
            Self::Stream { extension, .. } => format!("data/network.{extension}"),
        }
    }

    fn media_type(&self) -> String {
        match self {
            Self::Table { form, .. } => form.media_type().to_owned(),
            Self::Made { media_type, .. } | Self::Stream { media_type, .. } => {
                (*media_type).to_owned()
            }
        }
    }
}

impl std::fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Content")
    }
}

/// How it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// The file itself, with its manifest beside it.
    Bare,
    /// A package.
    Package,
}

/// Where to and how.
pub struct Order<'a> {
    /// The final name.
    pub target: &'a Path,
    /// The name until then, as it was reserved.
    pub partial: &'a Path,
    /// Bare or as a package.
    pub wrapping: Wrapping,
    /// age recipients; none leaves it open.
    pub seal_to: &'a [String],
    /// What a package says.
    pub covering: &'a Covering,
    /// What the manifest says beside what is counted here.
    pub manifest: &'a Value,
    /// Who signs it.
    pub signer: &'a dyn Signer,
    /// Names and ids that may not stand in the bytes.
    pub protected: &'a Protected,
}

impl std::fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The rows.
    pub payload: Payload,
    /// SHA-256 of the whole file.
    pub sha256: Digest,
    /// Its bytes.
    pub bytes: u64,
    /// The manifest's file.
    pub manifest: PathBuf,
    /// Plain words that are also somebody's name.
    pub plain_words: u64,
}

/// The name of the manifest beside a file.
pub fn manifest_path(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".manifest.json");
    target.with_file_name(name)
}

/// Writes it all; `log` writes the entry, after which the file gets its name.
pub(crate) fn put(
    order: &Order<'_>,
    mut content: Content<'_>,
    log: &mut dyn FnMut(&Written) -> Result<()>,
) -> Result<Written> {
    let beside = manifest_path(order.target);
    crate::partial::refuse_existing(&beside)?;
    let partial = Partial::create(order.partial, order.target)?;
    let outer = Outer::new(partial, order.seal_to, order.target)?;
    let (outer, payload, found) = match order.wrapping {
        Wrapping::Bare => bare(outer, order, &mut content),
        Wrapping::Package => bag(outer, order, &mut content),
    }
    .map_err(|error| placed(error, order.target))?;
    let mut partial = outer.finish(order.target)?;
    let (sha256, bytes) = partial.settle()?;
    let written = Written {
        payload,
        sha256,
        bytes,
        manifest: beside.clone(),
        plain_words: found.plain,
    };
    let mut manifest = counted(order.manifest, &payload);
    manifest["file"] = json!({ "sha256": sha256.to_string(), "bytes": bytes });
    let mut side = Partial::create(&side_partial(order.partial), &beside)?;
    side.write_all(&manifest::signed(&manifest, order.signer))
        .map_err(io(&beside))?;
    side.settle()?;
    // The entry comes before the name: no entry, no file.
    log(&written)?;
    side.become_file()?;
    partial.become_file()?;
    Ok(written)
}

fn counted(manifest: &Value, payload: &Payload) -> Value {
    let mut manifest = manifest.clone();
    manifest["payload"] = json!({
        "rows": payload.rows,
        "bytes": payload.bytes,
        "sha256": payload.sha256.to_string(),
    });
    manifest
}

/// The forms do not know where they write.
fn placed(error: Error, target: &Path) -> Error {
    match error {
        Error::Io { path, source } if path.as_os_str().is_empty() => io(target)(source),
        other => other,
    }
}

/// The rows or the file, into a place for bytes.
fn pour(
    content: &mut Content<'_>,
    protected: &Protected,
    out: &mut dyn WriteSend,
) -> Result<(u64, Found)> {
    match content {
        Content::Made { bytes, .. } => {
            out.write_all(bytes).map_err(crate::format::written)?;
            Ok((1, Found::default()))
        }
        Content::Stream {
            write,
            rows,
            escapes,
            ..
        } => {
            let mut looking = Looking::new(out, (*escapes, Figures::Exempt), protected);
            write(&mut looking).map_err(crate::format::written)?;
            let found = looking.finish().map_err(crate::format::written)?;
            if found.hard > 0 {
                return Err(Error::Protected { hits: found.hard });
            }
            Ok((*rows, found))
        }
        Content::Table {
            form,
            columns,
            rows,
        } => {
            let mut writer = writer(*form, columns, protected, Box::new(out))?;
            let mut n_rows = 0;
            rows(&mut |row| {
                n_rows += 1;
                writer.row(row)
            })?;
            Ok((n_rows, writer.finish()?))
        }
    }
}

type Poured = (Outer, Payload, Found);

fn bare(mut outer: Outer, order: &Order<'_>, content: &mut Content<'_>) -> Result<Poured> {
    let ((rows, found), sha256, bytes) =
        hashing(&mut outer, |out| pour(content, order.protected, out))?;
    let payload = Payload {
        rows,
        bytes,
        sha256,
    };
    Ok((outer, payload, found))
}

fn bag(outer: Outer, order: &Order<'_>, content: &mut Content<'_>) -> Result<Poured> {
    let covering = order.covering;
    let mut bag = Bag::new(outer, &covering.name);
    bag.tag("bagit.txt", package::BAGIT.as_bytes())?;
    let (file, media_type) = (content.file(), content.media_type());
    let ((rows, found), sha256, bytes) =
        bag.payload(&file, |out| pour(content, order.protected, out))?;
    let payload = Payload {
        rows,
        bytes,
        sha256,
    };
    let (mut whole, mut n_files) = (payload, 1);
    if let Content::Table { form, columns, .. } = content {
        let description = package::data_package(
            covering,
            file.trim_start_matches("data/"),
            *form,
            columns,
            &payload,
        );
        let text = pretty(&description)?;
        let (_, _, more) = bag.payload("data/datapackage.json", |out| {
            out.write_all(&text).map_err(crate::format::written)
        })?;
        whole.bytes += more;
        n_files += 1;
    }
    bag.tag(
        "bag-info.txt",
        package::bag_info(covering, &whole, n_files).as_bytes(),
    )?;
    bag.tag("AGREEMENT.txt", covering.agreement.as_bytes())?;
    if !covering.countersign.is_empty() {
        bag.tag("COUNTERSIGN.txt", covering.countersign.as_bytes())?;
    }
    bag.tag(
        "ro-crate-metadata.json",
        &pretty(&package::ro_crate(
            covering,
            (&file, &media_type),
            n_files > 1,
            &payload,
        ))?,
    )?;
    bag.tag(
        "dua-manifest.json",
        &manifest::signed(&counted(order.manifest, &payload), order.signer),
    )?;
    Ok((bag.finish()?, payload, found))
}

fn pretty(value: &Value) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|why| Error::Form {
        form: "the package",
        reason: why.to_string(),
    })?;
    text.push(b'\n');
    Ok(text)
}

/// The digest that the same rows would have again; nothing is written.
pub(crate) fn digest_again(content: &mut Content<'_>, protected: &Protected) -> Result<Payload> {
    let mut nowhere = std::io::sink();
    let ((rows, _), sha256, bytes) = hashing(&mut nowhere, |out| pour(content, protected, out))?;
    Ok(Payload {
        rows,
        bytes,
        sha256,
    })
}

/// Writes a file against a grant, which is used up by it.
///
/// `log` commits the ledger and writes the entry; only then does the file get its name.
pub fn write(
    order: &Order<'_>,
    content: Content<'_>,
    grant: Grant,
    log: &mut dyn FnMut(&Written) -> Result<()>,
) -> Result<Written> {
    let sealed = grant
        .obligations()
        .contains(&Obligation::EncryptToRecipient);
    if sealed && order.seal_to.is_empty() {
        return Err(Error::Form {
            form: "the package",
            reason: "the agreement wants it sealed to the recipient, and no key was given".into(),
        });
    }
    if order.manifest["decision"] != grant.digest().hex() {
        return Err(Error::Form {
            form: "the manifest",
            reason: "it names another decision than the one that was granted".into(),
        });
    }
    put(order, content, log)
}

/// Writes a text of the record itself (the audit log, its key), which holds nothing of the data.
pub fn write_record(target: &Path, partial: &Path, text: &str) -> Result<()> {
    let mut file = Partial::create(partial, target)?;
    file.write_all(text.as_bytes()).map_err(io(target))?;
    file.settle()?;
    file.become_file()
}

/// What the same rows would be again: for checking a delivery against the vault. Nothing is written.
pub fn payload_again(mut content: Content<'_>, protected: &Protected) -> Result<Payload> {
    digest_again(&mut content, protected)
}

#[cfg(test)]
mod tests;
