//! Agreements and people.

mod convert;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use convert::recorded;

/// An agreement in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementSummary {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// `public_hashed`, `consortium_unhashed` …
    pub tier: String,
    /// SHA-256 of its canonical form.
    pub digest: String,
    /// Whether it came with the program.
    pub shipped: bool,
    /// When the member signed this version.
    pub signed: Option<String>,
    /// What is wrong with it now: `unsigned`, `changed`, `expired`, `not_yet`, `terminated`.
    pub problem: Option<String>,
    /// Datasets that it holds for.
    pub datasets: Vec<String>,
    /// Last day.
    pub until: Option<String>,
    /// The day by which all copies are destroyed.
    pub destroy_by: Option<String>,
}

/// An agreement whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementDetail {
    /// As in lists.
    pub summary: AgreementSummary,
    /// Its clauses.
    pub clauses: Vec<AgreementClause>,
    /// The file.
    pub text: String,
    /// Who signed it.
    pub signer: Option<Signer>,
    /// Every wording that was added, the oldest first.
    pub versions: Vec<AgreementVersion>,
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementVersion {
    /// As the file calls it.
    pub version: String,
    /// SHA-256 of its canonical form.
    pub digest: String,
    /// When it was added.
    pub added: String,
    /// Whether it is the one that holds.
    pub holds: bool,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementClause {
    /// Its id.
    pub id: String,
    /// In plain words.
    pub plain: String,
    /// The licensor's wording, where the member pasted it.
    pub text: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// `licensor`, `summarised` or `house_rule`.
    pub basis: String,
    /// Whether a permission can lift it.
    pub waivable: bool,
    /// What the program does by it: `matrix`, `quota_objects` …
    pub rules: Vec<String>,
}

/// A file of an agreement, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementCheck {
    /// Nothing is wrong.
    pub ok: bool,
    /// Its title.
    pub title: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// SHA-256 of its canonical form.
    pub digest: Option<String>,
    /// What is wrong, and where.
    pub problems: Vec<AgreementProblem>,
}

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementProblem {
    /// From 1.
    pub line: u64,
    /// From 1.
    pub column: u64,
    /// What.
    pub message: String,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Signer {
    pub name: String,
    pub institution: String,
    pub role: String,
}

/// Somebody who may receive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Recipient {
    /// A short name, given by the member.
    pub id: String,
    /// `person`, `public`, `journal`, `company`, `government`, `intelligence` …
    pub kind: String,
    /// The person's or organisation's name.
    pub name: String,
    /// `reviewer` where that is the role.
    pub role: Option<String>,
    /// The institution's id.
    pub entity: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// ORCID.
    pub orcid: Option<String>,
    /// Public key of age.
    pub age_key: Option<String>,
    /// Agreements of their own.
    pub own_agreements: Vec<String>,
    /// `undergraduate`, `industry` …
    pub tags: Vec<String>,
    /// Whether the recipient's terms were accepted.
    pub accepted_terms: bool,
}

/// A licensor's written permission for one clause, on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Permission {
    /// The agreement.
    pub agreement: String,
    /// The clause that it lifts.
    pub clause: String,
    /// Where the paper is.
    pub reference: String,
    /// When it was filed.
    pub at: String,
}

/// A data steward's approval of one decision, on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Approval {
    /// The decision's digest, as a plan has it.
    pub decision: String,
    /// Who approves.
    pub name: String,
    /// Where the paper is.
    pub reference: String,
    /// When it was filed.
    pub at: String,
}
