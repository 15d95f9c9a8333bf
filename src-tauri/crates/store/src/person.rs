//! The member, recipients, and what is on file for them.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};
use starling_model::Timestamp;

/// Who somebody is to the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonKind {
    /// Who uses the vault.
    Member,
    /// Who may receive.
    Recipient,
}

impl PersonKind {
    fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Recipient => "recipient",
        }
    }
}

/// A licensor's written permission.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PermissionEntry {
    pub agreement: String,
    pub clause: String,
    /// Where the paper is.
    pub reference: String,
    pub at: Timestamp,
}

/// A steward's approval of one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ApprovalEntry {
    pub decision: String,
    pub name: String,
    /// Where the paper is.
    pub reference: String,
    pub at: Timestamp,
}

impl Store {
    /// Writes somebody down, or over.
    pub fn set_person(&self, kind: PersonKind, id: &str, body: &str, at: Timestamp) -> Result<()> {
        self.change(
            "INSERT OR REPLACE INTO person(kind, id, body, at) VALUES (?1, ?2, ?3, ?4)",
            params![kind.word(), id, body, at.0],
        )
        .map(|_| ())
    }

    /// Somebody's facts.
    pub fn person(&self, kind: PersonKind, id: &str) -> Result<Option<String>> {
        self.sql()
            .prepare_cached("SELECT body FROM person WHERE kind = ?1 AND id = ?2")
            .and_then(|mut find| {
                find.query_row(params![kind.word(), id], |row| row.get(0))
                    .optional()
            })
            .map_err(|error| self.named(error))
    }

    /// Everybody of a kind: id and facts, by id.
    pub fn people(&self, kind: PersonKind) -> Result<Vec<(String, String)>> {
        self.list(
            "SELECT id, body FROM person WHERE kind = ?1 ORDER BY id",
            [kind.word()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Files a permission; a second one for the clause replaces the first.
    pub fn file_permission(&self, entry: &PermissionEntry) -> Result<()> {
        self.change(
            "INSERT OR REPLACE INTO permission(agreement, clause, reference, at) VALUES (?1, ?2, ?3, ?4)",
            params![entry.agreement, entry.clause, entry.reference, entry.at.0],
        )
        .map(|_| ())
    }

    /// Takes one back; whether it was there.
    pub fn remove_permission(&self, agreement: &str, clause: &str) -> Result<bool> {
        self.change(
            "DELETE FROM permission WHERE agreement = ?1 AND clause = ?2",
            params![agreement, clause],
        )
    }

    /// Permissions on file.
    pub fn permissions(&self) -> Result<Vec<PermissionEntry>> {
        self.list(
            "SELECT agreement, clause, reference, at FROM permission ORDER BY agreement, clause",
            [],
            |row| {
                Ok(PermissionEntry {
                    agreement: row.get(0)?,
                    clause: row.get(1)?,
                    reference: row.get(2)?,
                    at: Timestamp(row.get(3)?),
                })
            },
        )
    }

    /// Files a steward's approval.
    pub fn file_approval(&self, entry: &ApprovalEntry) -> Result<()> {
        self.change(
            "INSERT OR REPLACE INTO approval(decision, name, reference, at) VALUES (?1, ?2, ?3, ?4)",
            params![entry.decision, entry.name, entry.reference, entry.at.0],
        )
        .map(|_| ())
    }

    /// Takes one back; whether it was there.
    pub fn remove_approval(&self, decision: &str) -> Result<bool> {
        self.change(
            "DELETE FROM approval WHERE decision = ?1",
            params![decision],
        )
    }

    /// Approvals on file.
    pub fn approvals(&self) -> Result<Vec<ApprovalEntry>> {
        self.list(
            "SELECT decision, name, reference, at FROM approval ORDER BY at, decision",
            [],
            |row| {
                Ok(ApprovalEntry {
                    decision: row.get(0)?,
                    name: row.get(1)?,
                    reference: row.get(2)?,
                    at: Timestamp(row.get(3)?),
                })
            },
        )
    }
}
