//! The agreement file: one table for each sort of rule, each naming the clause that it implements.

mod check;
mod place;
mod read;
mod shipped;

pub use place::Problem;
pub use read::{read, schema};
pub use shipped::{CONSORTIUM, PUBLIC, shipped};

use crate::words::{Action, AgreementKind, Audience, Basis, Channel, Product, Tier};
use crate::{AgreementId, ClauseId, Date, Digest, Purpose, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only form of file that is known.
pub const SCHEMA: &str = "dua/1";

/// An agreement, as its file says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The form of the file: `dua/1`.
    pub schema: String,
    /// What it is called by others.
    pub id: AgreementId,
    /// Which wording of it this is.
    pub version: String,
    /// For people.
    pub title: String,
    /// Whose it is.
    pub kind: AgreementKind,
    /// What data it is for.
    pub tier: Tier,
    /// Agreements that hold beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<AgreementId>,
    /// The clauses.
    #[serde(rename = "clause")]
    pub clauses: Vec<Clause>,
    /// From when to when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Audience by product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    /// Named persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Recipients>,
    /// Who is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Eligibility>,
    /// What for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purposes: Option<Purposes>,
    /// Who must not be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// How many tweets and profiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota_objects: Option<QuotaObjects>,
    /// How many ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota_ids: Option<QuotaIds>,
    /// How much at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// The people in the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Subjects>,
    /// Sensitive traits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<Switch>,
    /// Joins with what lies outside the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Switch>,
    /// Places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geo: Option<Geo>,
    /// Cells of tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdc: Option<Sdc>,
    /// Tweets word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Quotes>,
    /// Pictures and videos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    /// Who else must say yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// What comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligations: Option<Obligations>,
    /// What the licensor wants to hear of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication_notice: Option<PublicationNotice>,
}

impl Agreement {
    /// The digest that is signed, and that packages and the log name.
    pub fn digest(&self) -> Result<Digest> {
        Digest::of(self)
    }

    /// The clause of that id.
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == *id)
    }

    /// Whether the member has to sign it before anything leaves.
    pub fn wants_signature(&self) -> bool {
        self.term.as_ref().is_some_and(|term| term.signed.is_some())
    }
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// What the tables call it by.
    pub id: ClauseId,
    /// The licensor's wording, where the member has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// In plain words.
    pub plain: String,
    /// Where it stands.
    pub source: String,
    /// What it rests on.
    pub basis: Basis,
    /// Whether the licensor's written permission lifts it.
    pub waivable: bool,
}

/// From when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The clause.
    pub clause: ClauseId,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The day by which everything is destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroy_by: Option<Date>,
    /// Whether it is signed; absent where it takes no signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    /// Whether, or since which day, it is ended before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminated: Option<Terminated>,
}

/// An end before the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Terminated {
    /// Yes or no.
    Now(bool),
    /// From this day on.
    On(Date),
}

/// What one audience may have; what is not listed is `deny`.
pub type Row = BTreeMap<Product, Action>;

/// Audience by product; what is not listed is `deny`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each row is named as its audience")]
pub struct Matrix {
    /// The clause; a permission on file for it lifts `licensor_permission`.
    pub clause: ClauseId,
    #[serde(default, rename = "self", skip_serializing_if = "Row::is_empty")]
    pub self_: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub co_member: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub named: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub reviewer: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub public: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub commercial: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub government: Row,
    #[serde(default, skip_serializing_if = "Row::is_empty")]
    pub intelligence: Row,
}

impl Matrix {
    /// What it says.
    pub fn action(&self, audience: Audience, product: Product) -> Action {
        let row = match audience {
            Audience::Self_ => &self.self_,
            Audience::CoMember => &self.co_member,
            Audience::Named => &self.named,
            Audience::Reviewer => &self.reviewer,
            Audience::Public => &self.public,
            Audience::Commercial => &self.commercial,
            Audience::Government => &self.government,
            Audience::Intelligence => &self.intelligence,
        };
        row.get(&product).copied().unwrap_or(Action::Deny)
    }
}

/// Named persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipients {
    /// The clause.
    pub clause: ClauseId,
    /// Their e-mail addresses.
    pub listed: Vec<String>,
}

/// Who is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The clause.
    pub clause: ClauseId,
    /// That a member is a member by an agreement of their own; it says so and is always held to.
    #[serde(default = "yes")]
    pub co_member_requires_own_agreement: bool,
    /// Tags of recipients that get no rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
}

fn yes() -> bool {
    true
}

/// What for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Purposes {
    /// The clause.
    pub clause: ClauseId,
    /// Codes of purposes.
    pub allow: Vec<Purpose>,
}

/// Who must not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The clause.
    pub clause: ClauseId,
    /// Which accounts are protected.
    pub protect: Protect,
    /// An account with fewer followers is protected.
    pub threshold_followers: u64,
    /// What holds for an account whose followers nobody knows.
    pub unknown_followers: UnknownFollowers,
    /// What becomes of names that belong to no account of the dataset.
    pub third_party_mentions: ThirdParty,
    /// What becomes of what accounts say of themselves.
    pub profile_text: ProfileText,
    /// The archive's hash beside the id that it hides.
    pub row_level_hash_map: Forbidden,
}

/// Which accounts are protected.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Protect {
    /// Those with fewer followers than the threshold.
    BelowThreshold,
    /// All.
    All,
}

/// What holds for an account whose followers nobody knows: there is one answer only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnknownFollowers {
    /// It is protected.
    Protect,
}

/// What becomes of names that belong to no account of the dataset.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ThirdParty {
    /// They stay.
    Keep,
    /// They become pseudonyms.
    Pseudonymise,
}

/// What becomes of what accounts say of themselves.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProfileText {
    /// It stays.
    Keep,
    /// It goes.
    Drop,
}

/// What no agreement may allow: it can be said, not turned round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forbidden {
    /// It may not go.
    Deny,
}

/// Something that is forbidden or not.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// It may go.
    Allow,
    /// It may not go.
    Deny,
}

/// How many tweets and profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaObjects {
    /// The clause; a waiver on file for it lifts the limit.
    pub clause: ClauseId,
    /// At most so many.
    pub limit: u64,
    /// In any so many hours.
    pub window_hours: u64,
    /// Whose deliveries are added up.
    pub per: Per,
    /// By what way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Whether whole objects may be published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<Permission>,
}

/// How many ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaIds {
    /// The clause; a waiver on file for it lifts the limit.
    pub clause: ClauseId,
    /// At most so many.
    pub limit: u64,
    /// In any so many hours.
    pub window_hours: u64,
    /// Whose deliveries are added up.
    pub per: Per,
    /// Who needs not count.
    #[serde(default)]
    pub exempt: Exempt,
}

/// Whose deliveries are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// One person's, by whatever names.
    Recipient,
    /// One organisation's.
    Entity,
}

/// Who needs not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exempt {
    /// Nobody.
    #[default]
    None,
    /// Academics in non-commercial research.
    AcademicNoncommercial,
    /// Who has it in writing.
    WrittenApproval,
    /// Who has it in writing, and peer review.
    PeerReviewOrWrittenApproval,
}

/// How much at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The clause.
    pub clause: ClauseId,
    /// Records in one release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_records: Option<u64>,
    /// Rows that the clipboard takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clipboard_rows: Option<u64>,
}

/// The people in the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subjects {
    /// The clause.
    pub clause: ClauseId,
    /// Rows of what was withdrawn.
    pub withdrawn: Withdrawn,
    /// Rows of disputed accounts.
    pub disputed: Disputed,
    /// How long a removal may take.
    pub removal_deadline_hours: u64,
    /// A release that a later one replaces.
    pub superseded_dataset: Forbidden,
}

/// What becomes of rows of what was withdrawn: there is one answer only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawn {
    /// They go.
    Drop,
}

/// What becomes of rows of disputed accounts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Disputed {
    /// They stay in totals, which say so.
    DropRowLevel,
    /// They go everywhere.
    Drop,
}

/// Something that may not be said of single accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// The clause.
    pub clause: ClauseId,
    /// Row by row.
    pub row_level: Permission,
}

/// Places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Geo {
    /// The clause.
    pub clause: ClauseId,
    /// Without their tweets.
    pub standalone: Permission,
}

/// Cells of tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sdc {
    /// The clause.
    pub clause: ClauseId,
    /// A cell of fewer accounts is hidden.
    pub min_accounts: u64,
    /// Whether a cell of nobody tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_cells: Option<ZeroCells>,
    /// How many of the largest contributors …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nk_n: Option<u32>,
    /// … may hold which part of a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nk_k: Option<f64>,
    /// What is left beside the two largest must be at least this part of the largest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p_ratio: Option<f64>,
    /// Numbers are rounded to multiples of this; 0 leaves them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding_base: Option<u64>,
    /// What is done where totals stand beside cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margins: Option<Margins>,
    /// Whether releases are compared with earlier ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differencing: Option<bool>,
}

/// Whether a cell of nobody tells.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ZeroCells {
    /// It is shown.
    Allow,
    /// It is hidden.
    Suppress,
}

/// What is done where totals stand beside cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Margins {
    /// Further cells are hidden, so that none can be worked out.
    Complementary,
}

/// Tweets word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quotes {
    /// The clause.
    pub clause: ClauseId,
    /// Whose.
    pub verbatim: Verbatim,
    /// At most so many.
    pub max: u64,
}

/// Whose tweets may be quoted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verbatim {
    /// Everybody's.
    Allow,
    /// Those of accounts that are not protected.
    UnprotectedOnly,
    /// Nobody's.
    Deny,
}

/// Pictures and videos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// The clause.
    pub clause: ClauseId,
    /// To anyone but the member and co-members.
    pub outside: Permission,
}

/// Who else must say yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The clause.
    pub clause: ClauseId,
    /// The data steward signs every release.
    pub steward_signature: bool,
}

/// What comes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligations {
    /// The clause.
    pub clause: ClauseId,
    /// How the source is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The recipient accepts the terms first.
    #[serde(default)]
    pub recipient_terms: bool,
    /// The recipient signs.
    #[serde(default)]
    pub countersign: bool,
    /// It goes encrypted.
    #[serde(default)]
    pub encrypt: bool,
}

/// What the licensor wants to hear of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationNotice {
    /// The clause.
    pub clause: ClauseId,
    /// What is done about what goes to everybody.
    pub public_products: Notice,
}

/// What is done about what goes to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// It is said.
    Warn,
}
