//! Agreements: every wording, who signed which, and who accepted which clause for which dataset.

use crate::{Result, Store};
use rusqlite::{Row, params};
use starling_model::{DatasetId, Timestamp};

/// One wording of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AgreementEntry {
    pub id: String,
    pub version: String,
    pub digest: Vec<u8>,
    /// The file as it was read.
    pub text: String,
    pub at: Timestamp,
}

/// The member's signature on one wording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SignatureEntry {
    pub agreement: String,
    pub version: String,
    pub digest: Vec<u8>,
    pub name: String,
    pub institution: String,
    pub role: String,
    pub at: Timestamp,
    pub public_key: Vec<u8>,
    pub signature: Vec<u8>,
}

/// A clause that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AcceptanceEntry {
    pub dataset: DatasetId,
    pub agreement: String,
    pub digest: Vec<u8>,
    pub clause: String,
    pub name: String,
    pub at: Timestamp,
}

fn agreement(row: &Row<'_>) -> rusqlite::Result<AgreementEntry> {
    Ok(AgreementEntry {
        id: row.get(0)?,
        version: row.get(1)?,
        digest: row.get(2)?,
        text: row.get(3)?,
        at: Timestamp(row.get(4)?),
    })
}

fn signature(row: &Row<'_>) -> rusqlite::Result<SignatureEntry> {
    Ok(SignatureEntry {
        agreement: row.get(0)?,
        version: row.get(1)?,
        digest: row.get(2)?,
        name: row.get(3)?,
        institution: row.get(4)?,
        role: row.get(5)?,
        at: Timestamp(row.get(6)?),
        public_key: row.get(7)?,
        signature: row.get(8)?,
    })
}

fn acceptance(row: &Row<'_>) -> rusqlite::Result<AcceptanceEntry> {
    Ok(AcceptanceEntry {
        dataset: DatasetId(row.get(0)?),
        agreement: row.get(1)?,
        digest: row.get(2)?,
        clause: row.get(3)?,
        name: row.get(4)?,
        at: Timestamp(row.get(5)?),
    })
}

impl Store {
    /// Keeps a wording.
    pub fn add_agreement(&self, entry: &AgreementEntry) -> Result<()> {
        self.change(
            "INSERT INTO agreement(id, version, digest, text, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                entry.id,
                entry.version,
                entry.digest,
                entry.text,
                entry.at.0
            ],
        )
        .map(|_| ())
    }

    /// Every wording, the oldest first.
    pub fn agreements(&self) -> Result<Vec<AgreementEntry>> {
        self.list(
            "SELECT id, version, digest, text, at FROM agreement ORDER BY seq",
            [],
            agreement,
        )
    }

    /// Keeps a signature.
    pub fn add_signature(&self, entry: &SignatureEntry) -> Result<()> {
        self.change(
            "INSERT INTO agreement_signature(agreement, version, digest, name, institution, role, at, public_key, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                entry.agreement,
                entry.version,
                entry.digest,
                entry.name,
                entry.institution,
                entry.role,
                entry.at.0,
                entry.public_key,
                entry.signature
            ],
        )
        .map(|_| ())
    }

    /// Every signature, the oldest first.
    pub fn signatures(&self) -> Result<Vec<SignatureEntry>> {
        self.list(
            "SELECT agreement, version, digest, name, institution, role, at, public_key, signature
             FROM agreement_signature ORDER BY seq",
            [],
            signature,
        )
    }

    /// Keeps that a clause was accepted; a second time changes nothing.
    pub fn accept(&self, entry: &AcceptanceEntry) -> Result<()> {
        self.change(
            "INSERT OR IGNORE INTO acceptance(dataset, agreement, digest, clause, name, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                entry.dataset.0,
                entry.agreement,
                entry.digest,
                entry.clause,
                entry.name,
                entry.at.0
            ],
        )
        .map(|_| ())
    }

    /// What was accepted for a dataset.
    pub fn acceptances(&self, dataset: DatasetId) -> Result<Vec<AcceptanceEntry>> {
        self.list(
            "SELECT dataset, agreement, digest, clause, name, at FROM acceptance WHERE dataset = ?1
             ORDER BY agreement, at, clause",
            [dataset.0],
            acceptance,
        )
    }
}
