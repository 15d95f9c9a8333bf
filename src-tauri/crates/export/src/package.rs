//! A package: a BagIt bag (RFC 8493) in one zip file, with an RO-Crate, a Frictionless data package and the agreement.
//!
//! It is written in one pass, so that rows of any number need no more room than one; the files that count and
//! describe the rows come after them.

use crate::{Column, Error, Form, Kind, Result};
use serde_json::{Value, json};
use starling_audit::{Digest, Sha256};
use std::io::{Seek, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What a package says beside its rows.
#[derive(Debug, Clone, Default)]
pub struct Covering {
    /// The bag's folder: generated, never a stranger's text.
    pub name: String,
    /// One line: what this is.
    pub title: String,
    /// The clauses in plain words.
    pub agreement: String,
    /// What the recipient signs; empty where nothing is to be signed.
    pub countersign: String,
    /// The text to cite.
    pub attribution: String,
    /// Who may have it.
    pub conditions: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The datasets that it was made from, by name.
    pub datasets: Vec<String>,
}

/// The rows, as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payload {
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// SHA-256 of them.
    pub sha256: Digest,
}

/// The zip file, as it is written.
pub(crate) struct Bag<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    folder: String,
    /// Path in the bag and digest, payload and tag files apart.
    payload: Vec<(String, Digest)>,
    tags: Vec<(String, Digest)>,
}

fn zipped(why: impl std::fmt::Display) -> Error {
    Error::Form {
        form: "the package",
        reason: why.to_string(),
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .large_file(true)
}

/// Passes bytes on and takes their digest.
struct Hashing<'a, W: Write> {
    out: &'a mut W,
    sha: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.sha.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Writes through a digest; gives what `write` gives, the digest and the length.
pub(crate) fn hashing<W: Write + Send, T>(
    out: &mut W,
    write: impl FnOnce(&mut dyn WriteSend) -> Result<T>,
) -> Result<(T, Digest, u64)> {
    let mut hashing = Hashing {
        out,
        sha: Sha256::new(),
        bytes: 0,
    };
    let done = write(&mut hashing)?;
    Ok((done, hashing.sha.finish(), hashing.bytes))
}

/// A place for bytes that may be handed to another thread.
pub(crate) trait WriteSend: Write + Send {}
impl<T: Write + Send> WriteSend for T {}

impl<W: Write + Send> Bag<W> {
    pub(crate) fn new(out: W, folder: &str) -> Self {
        Self {
            zip: ZipWriter::new_stream(out),
            folder: folder.to_owned(),
            payload: Vec::new(),
            tags: Vec::new(),
        }
    }

    fn begin(&mut self, path: &str) -> Result<()> {
        self.zip
            .start_file(format!("{}/{path}", self.folder), options())
            .map_err(zipped)
    }

    /// Payload: what the package is for.
    pub(crate) fn payload<T>(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut dyn WriteSend) -> Result<T>,
    ) -> Result<(T, Digest, u64)> {
        self.begin(path)?;
        let (done, sha, bytes) = hashing(&mut self.zip, write)?;
        self.payload.push((path.to_owned(), sha));
        Ok((done, sha, bytes))
    }

    /// A file about the payload.
    pub(crate) fn tag(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.begin(path)?;
        self.zip.write_all(content).map_err(zipped)?;
        self.tags.push((path.to_owned(), Digest::of(content)));
        Ok(())
    }

    /// Writes the manifests and ends the file.
    pub(crate) fn finish(mut self) -> Result<W> {
        let list = |files: &[(String, Digest)]| -> String {
            files
                .iter()
                .map(|(path, sha)| format!("{sha}  {path}\n"))
                .collect()
        };
        let manifest = list(&self.payload);
        self.tag("manifest-sha256.txt", manifest.as_bytes())?;
        let tags = list(&self.tags);
        self.begin("tagmanifest-sha256.txt")?;
        self.zip.write_all(tags.as_bytes()).map_err(zipped)?;
        Ok(self.zip.finish().map_err(zipped)?.into_inner())
    }
}

/// `bagit.txt`, word for word as the RFC has it.
pub(crate) const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// `bag-info.txt`.
pub(crate) fn bag_info(covering: &Covering, payload: &Payload, n_files: usize) -> String {
    let day = covering.made.get(..10).unwrap_or_default();
    let oxum = payload.bytes;
    format!(
        "Source-Organization: Starling\nExternal-Description: {}\nBagging-Date: {day}\nPayload-Oxum: {oxum}.{n_files}\n",
        covering.title
    )
}

/// The Frictionless description of the table.
pub(crate) fn data_package(
    covering: &Covering,
    file: &str,
    form: Form,
    columns: &[Column],
    payload: &Payload,
) -> Value {
    let fields: Vec<Value> = columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                Kind::Text => "string",
                Kind::Integer => "integer",
                Kind::Boolean => "boolean",
                Kind::List => {
                    if form == Form::Csv {
                        "string"
                    } else {
                        "array"
                    }
                }
            };
            let mut field = json!({
                "name": column.name,
                "type": kind,
                "description": column.meaning,
            });
            if kind == "boolean" && form == Form::Csv {
                field["trueValues"] = json!(["True"]);
                field["falseValues"] = json!(["False"]);
            }
            field
        })
        .collect();
    let tabular = matches!(form, Form::Csv);
    json!({
        "profile": if tabular { "tabular-data-package" } else { "data-package" },
        "name": covering.name,
        "title": covering.title,
        "created": covering.made,
        "resources": [{
            "profile": if tabular { "tabular-data-resource" } else { "data-resource" },
            "name": "rows",
            "path": file,
            "format": form.extension(),
            "mediatype": form.media_type(),
            "encoding": "utf-8",
            "bytes": payload.bytes,
            "hash": format!("sha256:{}", payload.sha256),
            "rows": payload.rows,
            "schema": { "fields": fields, "missingValues": [""] },
        }],
    })
}

/// The RO-Crate: who made what from which datasets, on which conditions.
pub(crate) fn ro_crate(
    covering: &Covering,
    (file, media_type): (&str, &str),
    has_table: bool,
    payload: &Payload,
) -> Value {
    let sources: Vec<Value> = covering
        .datasets
        .iter()
        .map(|name| json!({ "@id": source_id(name) }))
        .collect();
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            "about": { "@id": "./" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": covering.title,
            "description": "Altered research data, not tweets: made from information-operations datasets under the agreement in AGREEMENT.txt.",
            "datePublished": covering.made,
            "license": { "@id": "AGREEMENT.txt" },
            "conditionsOfAccess": covering.conditions,
            "creditText": covering.attribution,
            "isBasedOn": sources,
            "hasPart": [
                { "@id": file },
                { "@id": "dua-manifest.json" },
                { "@id": "AGREEMENT.txt" },
            ],
            "mentions": { "@id": "#export" },
        }),
        json!({
            "@id": file,
            "@type": "File",
            "name": if has_table { "Rows" } else { "What left" },
            "encodingFormat": media_type,
            "contentSize": payload.bytes.to_string(),
            "sha256": payload.sha256.to_string(),
        }),
        json!({
            "@id": "dua-manifest.json",
            "@type": "File",
            "name": "The decision this rests on, signed",
            "encodingFormat": "application/json",
        }),
        json!({
            "@id": "AGREEMENT.txt",
            "@type": ["File", "CreativeWork"],
            "name": "The agreement in plain words",
            "encodingFormat": "text/plain",
        }),
        json!({
            "@id": "#export",
            "@type": "CreateAction",
            "name": "Export",
            "endTime": covering.made,
            "instrument": { "@id": "#starling" },
            "object": sources,
            "result": { "@id": file },
        }),
        json!({
            "@id": "#starling",
            "@type": "SoftwareApplication",
            "name": "Starling",
            "softwareVersion": env!("CARGO_PKG_VERSION"),
        }),
    ];
    if has_table {
        let description = "data/datapackage.json";
        if let Some(parts) = graph[1]["hasPart"].as_array_mut() {
            parts.push(json!({ "@id": description }));
        }
        graph.push(json!({
            "@id": description,
            "@type": "File",
            "name": "Columns and their types",
            "encodingFormat": "application/json",
        }));
    }
    for name in &covering.datasets {
        graph.push(json!({
            "@id": source_id(name),
            "@type": "Dataset",
            "name": name,
        }));
    }
    json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph })
}

fn source_id(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("#dataset-{plain}")
}

/// A stream cannot be gone back in; this says so to the compiler where the zip reader needs it.
pub(crate) trait ReadSeek: std::io::Read + Seek {}
impl<T: std::io::Read + Seek> ReadSeek for T {}
