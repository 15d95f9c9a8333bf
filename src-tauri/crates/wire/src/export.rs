//! What leaves: orders, plans, decisions and their reasons, deliveries.

mod convert;

use crate::network::{NetworkOptions, NetworkView};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

pub use convert::{breaks, clauses};

/// What is asked to leave, in which form, to whom and why.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ExportOrder {
    /// The query; `*` is every tweet.
    pub query: String,
    /// `csv`, `jsonl`, `parquet` (rows), `ids` (tweet ids), `summary` (totals, as CSV), `svg`, `png` (a figure of totals).
    /// Of a network: `gexf`, `graphml`, `csv` (its edges), `nodes` (its nodes, as CSV), `json`, `svg`, `png`.
    pub format: String,
    /// Columns by name; none are all.
    pub fields: Vec<String>,
    /// For totals and figures: what to count by, a facet's word or a bucket's (`day`, `month` …).
    pub by: Option<String>,
    /// For totals and figures: the facet that each count is split by.
    pub split: Option<String>,
    /// The network of the query's tweets, which then leaves instead of rows or totals.
    pub network: Option<ExportNetwork>,
    /// The recipient's id; none is the member.
    pub to: Option<String>,
    /// A purpose's word; none is the member's usual one.
    pub purpose: Option<String>,
    /// age recipients to seal to; the recipient's own key is added where the agreement wants it.
    pub encrypt_to: Vec<String>,
    /// Whether it leaves as a package with its manifest, agreement and countersignature text.
    pub package: bool,
    /// The file; not needed for a plan.
    pub out: Option<String>,
}

/// Which network leaves, and how much of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ExportNetwork {
    /// `retweet`, `mention`, `co-hashtag` …
    pub kind: String,
    /// How it is built.
    pub options: NetworkOptions,
    /// Which part of it.
    pub view: NetworkView,
    /// Shortest paths through each node are counted too.
    pub betweenness: bool,
    /// From so many sources; none takes as many as it needs.
    pub sources: Option<u32>,
    /// Communities as nodes instead of accounts.
    pub communities: bool,
    /// The nodes' ids and nothing else of them.
    pub only_ids: bool,
}

/// What would leave, and how it was decided. Making it logs nothing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ExportPlan {
    /// `allow`, `transform` or `deny`.
    pub decision: String,
    /// To be given back with `export_run`: this plan was seen.
    pub hash: String,
    /// The same for people: `5f2c-91ab`.
    pub hash_short: String,
    /// Who the recipient is in the agreement's eyes: `self`, `co_member`, `named`, `public` …
    pub audience: String,
    /// What kind of thing it is: `records`, `ids`, `aggregate`, `figure` …
    pub product: String,
    /// The datasets that the rows come from.
    pub datasets: Vec<ExportDataset>,
    /// The agreements in force.
    pub agreements: Vec<AgreementRef>,
    /// Every reason, the worst first.
    pub clauses: Vec<Clause>,
    /// The clauses of the agreements in force to which nothing was found.
    pub met: Vec<Clause>,
    /// Rows that would leave (cells, for totals).
    pub rows: u64,
    /// Rows of the selection.
    pub selected: u64,
    /// Tweets and profiles that count against the quota.
    pub objects: u64,
    /// Tweet ids that count against the quota.
    pub tweet_ids: u64,
    /// What is changed, by transform.
    pub transforms: Vec<String>,
    /// Rows that stay here, by reason.
    pub withheld: BTreeMap<String, u64>,
    /// What the member promises, in plain words.
    pub obligations: Vec<Obligation>,
    /// Columns as they will look.
    pub columns: Vec<ExportColumn>,
    /// Five rows as they will look: names replaced by made-up ones, never the originals.
    pub sample: Vec<Vec<String>>,
    /// Quotas with what is used and asked.
    pub quotas: Vec<Quota>,
    /// What the log will say.
    pub log: AuditEntry,
    /// What this cannot prevent, in plain words.
    pub limits: Vec<String>,
}

/// A dataset of the selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ExportDataset {
    /// Its name.
    pub name: String,
    /// Rows of it.
    pub rows: u64,
    /// `public_hashed`, `consortium_unhashed` …
    pub tier: String,
}

/// An agreement, by name and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AgreementRef {
    pub id: String,
    pub title: String,
    pub digest: String,
    pub tier: String,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Clause {
    /// The clause; the code where no clause stands behind it.
    pub id: String,
    /// Its agreement; empty where none.
    pub agreement: String,
    /// `QUOTA_OBJECTS_24H` …
    pub code: String,
    /// `deny`, `transform` or `info`.
    pub effect: String,
    /// For the eye: `refused`, `needs_you` (the member can bring what is missing), `changed` or `met`.
    pub state: String,
    /// The clause in plain words.
    pub text: String,
    /// The licensor's own wording, where the member has it.
    pub wording: Option<String>,
    /// What it means here.
    pub detail: String,
    /// Where the clause comes from.
    pub source: String,
    /// `licensor`, `summarised` or `house_rule`.
    pub basis: String,
    /// How much it concerns.
    pub affected: u64,
    /// What would make it possible.
    pub remedies: Vec<Remedy>,
}

/// What would make it possible.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Remedy {
    /// `ids_only`, `leave_out`, `accept_terms`, `sign` …
    pub kind: String,
    /// In plain words.
    pub text: String,
    /// The order as it would be; none where something has to be done elsewhere first.
    pub order: Option<ExportOrder>,
}

/// Something promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Obligation {
    /// `attribution`, `countersign` …
    pub id: String,
    /// In plain words.
    pub text: String,
    /// The day by which it is to be done, where it has one.
    pub due: Option<String>,
}

/// Something promised with a delivery, and whether it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Owed {
    /// `attribution`, `countersign` …
    pub id: String,
    /// In plain words.
    pub text: String,
    /// The day by which it is to be done.
    pub due: Option<String>,
    /// When it was done.
    pub done: Option<String>,
    /// How that is shown.
    pub proof: Option<String>,
}

/// A column, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ExportColumn {
    /// Its name.
    pub name: String,
    /// `keep`, `pseudonym`, `redact`, `band`, `month`, `drop`, `suppress`.
    pub action: String,
    /// `text`, `integer`, `boolean` or `list`.
    pub kind: String,
}

/// What an order may choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ExportChoices {
    /// Columns of rows.
    pub fields: Vec<FieldChoice>,
    /// Purposes that some agreement of the vault knows.
    pub purposes: Vec<String>,
    /// What totals can count by.
    pub by: Vec<String>,
}

/// A column that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FieldChoice {
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// What agreements class it as: `tweet_ids`, `names`, `content` …
    pub class: String,
}

/// A quota's meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Quota {
    /// The agreement.
    pub agreement: String,
    /// `objects` or `ids`.
    pub kind: String,
    /// Whose: a person's or an entity's id.
    pub whose: String,
    /// Given out in the window already.
    pub used: u64,
    /// Asked for now.
    pub asked: u64,
    /// At most.
    pub limit: u64,
    /// The window.
    pub window_hours: u32,
    /// When there will be room for what is asked, if there is none now and ever will be.
    pub free_at: Option<String>,
}

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ExportReport {
    /// `allow` or `transform`.
    pub decision: String,
    /// Every reason.
    pub clauses: Vec<Clause>,
    /// Rows that left.
    pub rows: u64,
    /// How much was changed, by transform.
    pub transformed: BTreeMap<String, u64>,
    /// Rows that stayed, by reason.
    pub withheld: BTreeMap<String, u64>,
    /// What the member promised.
    pub obligations: Vec<Obligation>,
    /// The file.
    pub file: String,
    /// Its manifest: a file beside it, or its place in the package.
    pub manifest: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The number of its entry in the audit log.
    pub audit: u64,
    /// The ledger's number.
    pub ledger: u64,
}

/// Something that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Delivery {
    /// The ledger's number.
    pub ledger: u64,
    /// When.
    pub at: String,
    /// `reserved`, `logged`, `delivered` or `released`.
    pub state: String,
    /// The recipient's id.
    pub recipient: String,
    /// `records`, `ids`, `aggregate` …
    pub product: String,
    /// Rows.
    pub rows: u64,
    /// Counted against the quota.
    pub objects: u64,
    /// Counted against the quota.
    pub tweet_ids: u64,
    /// Where it was written.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: Option<String>,
    /// Its entry in the audit log.
    pub audit: Option<u64>,
    /// The query.
    pub query: String,
    /// What for.
    pub purpose: String,
    /// What was promised with it.
    pub obligations: Vec<Owed>,
}

/// A page of the audit log, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AuditPage {
    pub total: u64,
    pub entries: Vec<AuditEntry>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuditEntry {
    /// Its place; none for what would be written.
    pub seq: Option<u64>,
    /// When.
    pub time: Option<String>,
    /// `import`, `export`, `refusal` …
    pub event: String,
    /// The member's key.
    pub actor: String,
    /// By name.
    pub datasets: Vec<String>,
    /// Digest of the decision.
    pub decision: Option<String>,
    /// Digests of the agreements.
    pub agreements: Vec<String>,
    /// How much.
    pub counts: BTreeMap<String, u64>,
    /// The recipient's keyed digest.
    pub recipient: Option<String>,
    /// SHA-256 of what left.
    pub package: Option<String>,
    /// Its own hash.
    pub hash: Option<String>,
    /// The hash that it names for the entry before.
    pub prev: Option<String>,
}

/// Whether the log is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuditVerification {
    /// Nothing is wrong.
    pub ok: bool,
    /// How many entries.
    pub entries: u64,
    /// The last one's hash.
    pub head: String,
    /// The log's public key.
    pub key: String,
    /// How many signed checkpoints fit.
    pub checkpoints: u64,
    /// What is wrong, and where.
    pub problems: Vec<String>,
    /// Where the chain does not hold.
    pub breaks: Vec<AuditBreak>,
    /// The vault was put back to an earlier time: entries remembered, entries found.
    pub rolled_back: Option<(u64, u64)>,
}

/// A place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuditBreak {
    /// The entry that does not fit.
    pub seq: u64,
    /// The hash that it names for the entry before it, or its own as it was written.
    pub expected: String,
    /// The hash as it is.
    pub found: String,
}

/// The log, written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuditExport {
    /// The log.
    pub file: String,
    /// The public key that checks it.
    pub key: String,
    /// How many entries.
    pub entries: u64,
}

/// A package, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PackageVerification {
    /// Nothing is wrong.
    pub ok: bool,
    /// What is wrong, and where.
    pub problems: Vec<String>,
    /// Whether the vault gave the same bytes again; none where it was not asked.
    pub rerun: Option<bool>,
    /// Files that were checked.
    pub files: u64,
}

/// What a file of ids takes out of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Withdrawal {
    /// Tweets that go.
    pub tweets: u64,
    /// Accounts that go.
    pub accounts: u64,
    /// Ids that the vault does not hold.
    pub unknown: u64,
    /// Deliveries that held some of them.
    pub recalls: Vec<Recall>,
}

/// A delivery that held what was withdrawn: its recipient is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Recall {
    /// The ledger's number.
    pub ledger: u64,
    /// When it was handed out.
    pub at: String,
    /// The recipient's id.
    pub recipient: String,
}
