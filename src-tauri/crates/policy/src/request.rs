//! What is asked for, of whom, by whom, and what was measured: all that a decision knows.

use crate::sdc::Table;
use crate::words::{Channel, Product, RecipientKind, Tier};
use crate::{
    Agreement, AgreementId, ClauseId, DatasetName, Digest, EntityId, FieldName, PackageDigest,
    Purpose, RecipientId,
};
use serde::Serialize;
use starling_model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What is to leave, to whom and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// What.
    pub product: Product,
    /// From which datasets.
    pub datasets: BTreeSet<DatasetName>,
    /// Agreements the member names beside those of the datasets.
    pub agreements: BTreeSet<AgreementId>,
    /// The digest of the query that selects it.
    pub query: Digest,
    /// Its columns.
    pub fields: BTreeSet<FieldName>,
    /// To whom.
    pub recipient: RecipientId,
    /// What for.
    pub purpose: Purpose,
    /// By what way.
    pub channel: Channel,
    /// In what form.
    pub form: Option<String>,
    /// The licensor's written permissions on file that are named for it.
    pub permissions: BTreeSet<Permission>,
    /// Who has signed this release.
    pub approvals: BTreeSet<Approver>,
    /// The digest of the sealed package, where it is there already.
    pub package: Option<PackageDigest>,
}

/// A written permission of a licensor: for one clause of one agreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Permission {
    /// The agreement.
    pub agreement: AgreementId,
    /// The clause that it lifts.
    pub clause: ClauseId,
}

/// Who signs a release beside the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// The institution's data steward.
    Steward,
}

/// Who exports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Member {
    /// `academic`, `journalism`, …
    pub affiliation: String,
    /// The organisation.
    pub entity: Option<EntityId>,
}

/// Who receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// What it is registered as.
    pub kind: RecipientKind,
    /// Whether it reviews a manuscript.
    pub role: Role,
    /// The organisation.
    pub entity: Option<EntityId>,
    /// The address by which agreements list people.
    pub email: Option<String>,
    /// The researcher's number.
    pub orcid: Option<String>,
    /// `undergraduate`, `industry`, …
    pub tags: BTreeSet<String>,
    /// Agreements of its own that hold.
    pub own_agreements: BTreeSet<AgreementId>,
    /// Keys to encrypt to.
    pub keys: BTreeSet<String>,
    /// Whether it has accepted the terms.
    pub terms: Terms,
}

impl Recipient {
    /// Of this kind, with nothing known beside.
    pub fn of_kind(kind: RecipientKind) -> Self {
        Self {
            kind,
            role: Role::None,
            entity: None,
            email: None,
            orcid: None,
            tags: BTreeSet::new(),
            own_agreements: BTreeSet::new(),
            keys: BTreeSet::new(),
            terms: Terms::NotAccepted,
        }
    }
}

/// What a person does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nothing particular.
    None,
    /// Reviews a manuscript.
    Reviewer,
}

/// Whether the terms are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// They are, and it is on file.
    Accepted,
    /// They are not, or nobody knows.
    NotAccepted,
}

/// A dataset, as the agreements see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dataset {
    /// What the member says it is.
    pub tier_declared: Tier,
    /// What its ids say it is; `None` where nothing tells.
    pub tier_detected: Option<Tier>,
    /// The agreements it stands under.
    pub agreements: BTreeSet<AgreementId>,
    /// The datasets it was made from.
    pub lineage: BTreeSet<DatasetName>,
    /// Whether its accounts are public knowledge.
    pub publication: Publication,
    /// The hashed release of the same tweets.
    pub public_twin: Option<DatasetName>,
    /// The release that replaces it.
    pub superseded_by: Option<DatasetName>,
}

/// Whether a dataset's accounts are public knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// The archive published it, hashed.
    Published,
    /// It was never published, or nobody knows: every account is protected.
    Unpublished,
}

/// What was measured on the selection, before anything is changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facts {
    /// Distinct tweets.
    pub tweets: u64,
    /// Distinct profiles.
    pub user_profiles: u64,
    /// Distinct tweet ids over all columns of ids.
    pub tweet_ids: u64,
    /// Rows.
    pub rows: u64,
    /// Real ids of protected accounts, found by content.
    pub real_ids_of_protected: u64,
    /// Names of protected accounts in texts.
    pub mention_hits: u64,
    /// Labels of protected accounts in a figure.
    pub labelled_protected: u64,
    /// Rows of what was withdrawn.
    pub withdrawn_rows: u64,
    /// Rows of disputed accounts.
    pub disputed_rows: u64,
    /// Rows whose removal was asked for and not yet done.
    pub removal_pending_rows: u64,
    /// How many seconds the oldest of these has waited; unknown is overdue.
    pub removal_oldest_seconds: Option<u64>,
    /// Columns with a sensitive trait of single accounts.
    pub sensitive_columns: BTreeSet<FieldName>,
    /// Columns with what identifies people outside the platform.
    pub external_id_columns: BTreeSet<FieldName>,
    /// Whether a hash of the archive stands beside the id that it hides.
    pub hash_id_pairs: bool,
    /// The totals.
    pub table: Option<Table>,
    /// By how many accounts a cell differs from one that was released earlier: the smallest difference.
    pub difference_to_earlier: Option<u64>,
    /// Quotations.
    pub quotes: QuoteCounts,
    /// Nodes of a graph.
    pub graph_nodes: u64,
    /// What its nodes carry beside their ids.
    pub node_attributes: BTreeSet<FieldName>,
    /// The size of the smallest community, where the nodes are communities.
    pub communities_min_size: Option<u64>,
    /// Pictures and videos.
    pub media_files: u64,
}

/// Quotations, by whether their account is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct QuoteCounts {
    pub protected: u64,
    pub unprotected: u64,
}

impl QuoteCounts {
    /// All.
    pub fn total(self) -> u64 {
        self.protected.saturating_add(self.unprotected)
    }
}

/// One line of the ledger: what has left, or is held back for an export that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// To whom.
    pub recipient: RecipientId,
    /// Tweets and profiles.
    pub objects: u64,
    /// Tweet ids.
    pub tweet_ids: u64,
    /// When; a time to come counts as well.
    pub at: Timestamp,
    /// The sealed package.
    pub package: Option<PackageDigest>,
    /// Whether it is done.
    pub state: DeliveryState,
}

/// Whether a delivery is done. Both count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It has left.
    Delivered,
    /// It has begun, and nobody has shown that nothing came of it.
    Reserved,
}

/// An agreement on file.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// Its text.
    pub agreement: Agreement,
    /// Its digest.
    pub digest: Digest,
    /// The member's signature on it.
    pub signature: SignatureState,
}

/// The member's signature on an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureState {
    /// On file and good.
    Good,
    /// Not on file.
    Missing,
    /// On file for another text.
    OfAnotherText,
}

/// Whether what the decision stands on is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Integrity {
    /// The clock stands before the log's last entry.
    pub clock_behind: bool,
    /// The log does not verify.
    pub audit_broken: bool,
    /// An older copy of the vault was put back.
    pub state_rolled_back: bool,
    /// An agreement is not the one that was signed.
    pub agreement_changed: bool,
}

/// What the member has said to the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Nothing yet: this is the preview.
    Preview,
    /// Yes, to the decision with this digest.
    Confirmed(Digest),
}

/// Everything that is known when a decision is made.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Now.
    pub now: Timestamp,
    /// Who exports.
    pub member: Member,
    /// Everybody on file; who shares a key is one person.
    pub recipients: BTreeMap<RecipientId, Recipient>,
    /// Every dataset.
    pub datasets: BTreeMap<DatasetName, Dataset>,
    /// Every agreement on file.
    pub agreements: BTreeMap<AgreementId, Filed>,
    /// What has left before.
    pub ledger: Vec<Delivery>,
    /// Whether all this is whole.
    pub integrity: Integrity,
}

/// A request with what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// What is asked.
    pub request: &'a Request,
    /// What was measured.
    pub facts: &'a Facts,
    /// What is known beside.
    pub world: &'a World,
    /// What the member has said to the preview.
    pub confirmation: Confirmation,
}
