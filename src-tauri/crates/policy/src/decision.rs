//! What comes out of a decision.

use crate::compose::Rules;
use crate::request::Request;
use crate::words::{Audience, Code, Obligation, Severity, Transform, Verdict};
use crate::{AgreementId, ClauseId, DatasetName, Date, Digest, RecipientId};
use serde::Serialize;
use starling_model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The decision on a request, with every reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// What comes out.
    pub verdict: Verdict,
    /// Who receives, as the agreements see it.
    pub audience: Audience,
    /// Every reason, the weightiest first.
    pub findings: Vec<Finding>,
    /// What is changed on the way.
    pub transforms: BTreeSet<Transform>,
    /// What is promised.
    pub obligations: BTreeSet<Obligation>,
    /// What was counted.
    pub numbers: Numbers,
    /// The agreements in force, with the digests of their texts.
    pub agreements: BTreeMap<AgreementId, Digest>,
    /// Of the request, the facts and the agreements.
    pub inputs: Digest,
}

impl Decision {
    /// What the member confirms and the log names.
    pub fn digest(&self) -> crate::Result<Digest> {
        Digest::of(self)
    }

    /// The findings that forbid.
    pub fn denials(&self) -> impl Iterator<Item = &Finding> {
        let forbids = |finding: &&Finding| finding.severity == Severity::Deny;
        self.findings.iter().filter(forbids)
    }

    /// Whether this was found.
    pub fn has(&self, code: Code) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What was found.
    pub code: Code,
    /// What it does.
    pub severity: Severity,
    /// The agreement and its clause; none where the application itself says it.
    pub clause: Option<ClauseRef>,
    /// How many rows, accounts, cells … it is about, where that was counted.
    pub affected: Option<u64>,
    /// For people, with the figures.
    pub detail: String,
    /// What would make it possible.
    pub remedies: Vec<Remedy>,
}

/// A clause of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClauseRef {
    /// The agreement.
    pub agreement: AgreementId,
    /// The clause.
    pub clause: ClauseId,
}

/// What would make it possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remedy {
    /// Wait until then.
    WaitUntil {
        /// Milliseconds since 1970.
        at: i64,
    },
    /// So many fit now.
    AtMost {
        /// Objects, ids, records, quotations or rows.
        count: u64,
    },
    /// Ids only.
    IdsOnly,
    /// The published twin.
    PublicTwin,
    /// Totals.
    Totals,
    /// Collapse the graph to communities of at least so many accounts.
    Communities {
        /// Accounts.
        at_least: u64,
    },
    /// The licensor's written permission for this clause.
    Permission {
        /// The agreement.
        agreement: AgreementId,
        /// The clause.
        clause: ClauseId,
    },
    /// The member signs this agreement.
    Sign {
        /// The agreement.
        agreement: AgreementId,
    },
    /// Attach an agreement to the dataset.
    Attach {
        /// The dataset.
        dataset: DatasetName,
    },
    /// The recipient accepts the terms.
    AcceptTerms,
    /// The recipient gives a key.
    GiveKey,
    /// The steward signs.
    StewardSigns,
    /// Hand it over by hand.
    ByHand,
    /// Leave these columns out.
    LeaveOut {
        /// Columns.
        fields: Vec<crate::FieldName>,
    },
    /// Add the tweet's id or text.
    WithTweet,
    /// Export the parts separately.
    Separately,
    /// Take the release that replaces it.
    CurrentRelease {
        /// The dataset.
        dataset: DatasetName,
    },
    /// Carry out the removals.
    CarryOutRemovals,
    /// Look at the preview again and confirm it.
    ConfirmAgain,
}

impl Remedy {
    pub(crate) fn wait(at: Timestamp) -> Self {
        Self::WaitUntil { at: at.0 }
    }
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Numbers {
    /// Tweets, profiles, quotations or nodes that count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objects_counted: Option<u64>,
    /// How many are too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objects_over: Option<u64>,
    /// Tweet ids that count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tweet_ids_counted: Option<u64>,
    /// How many are too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids_over: Option<u64>,
    /// The day by which it is destroyed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destroy_by: Option<Date>,
    /// Cells hidden for themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<u64>,
    /// Cells hidden so that the others cannot be worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complementary: Option<u64>,
}

/// The leave to write one export. Only [`decide`](crate::decide()) makes one, and writing uses it up.
#[derive(Debug)]
pub struct Grant {
    pub(crate) request: Request,
    pub(crate) decision: Decision,
    pub(crate) digest: Digest,
    pub(crate) rules: Rules,
}

impl Grant {
    /// What was asked for.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// What was decided.
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The decision's digest, which the member confirmed.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// To whom.
    pub fn recipient(&self) -> &RecipientId {
        &self.request.recipient
    }

    /// From which datasets.
    pub fn datasets(&self) -> &BTreeSet<DatasetName> {
        &self.request.datasets
    }

    /// What must be changed on the way.
    pub fn transforms(&self) -> &BTreeSet<Transform> {
        &self.decision.transforms
    }

    /// Whether this must be done.
    pub fn must(&self, transform: Transform) -> bool {
        self.decision.transforms.contains(&transform)
    }

    /// What is promised.
    pub fn obligations(&self) -> &BTreeSet<Obligation> {
        &self.decision.obligations
    }

    /// What counts against the quotas.
    pub fn numbers(&self) -> &Numbers {
        &self.decision.numbers
    }

    /// The agreements in force, with the digests of their texts.
    pub fn agreements(&self) -> &BTreeMap<AgreementId, Digest> {
        &self.decision.agreements
    }

    /// The rules of all agreements in force together: whose identity is protected and how, and which cells are hidden.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}

/// A decision, and the leave where it was confirmed and does not forbid.
#[derive(Debug)]
pub struct Ruling {
    /// What was decided.
    pub decision: Decision,
    /// Its digest: what the member confirms.
    pub digest: Digest,
    /// The leave.
    pub grant: Option<Grant>,
}
