//! The decision: pure, total, and with every reason at once.
//!
//! Only broken integrity stops early, since nothing that is known can be trusted then.
//! The steps stand in the modules below in the order in which they are taken; none changes what another found.

mod fields;
mod force;
mod identity;
mod integrity;
mod matrix;
mod people;
mod quotas;
mod subjects;
mod switch;
mod totals;

pub use people::same_person;
pub(crate) use quotas::brings_tweet_ids;
#[cfg(test)]
pub(crate) use switch::{rules, without};

use crate::decision::{ClauseRef, Decision, Finding, Grant, Numbers, Remedy, Ruling};
use crate::request::{Ask, Confirmation, Filed};
use crate::words::{Action, Audience, Code, Obligation, Product, Severity, Transform, Verdict};
use crate::{Agreement, AgreementId, ClauseId, Digest, Rules};
use force::InForce;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use switch::is_on;

/// Decides. The same function serves the preview and the export: what was confirmed is the preview's digest, and a
/// grant is given only where the decision is still the same.
pub fn decide(ask: &Ask<'_>) -> Ruling {
    let decision = judge(ask);
    let digest = Digest::of(&decision).expect("BUG: a decision holds texts and whole numbers only");
    let confirmed = match ask.confirmation {
        Confirmation::Preview => None,
        Confirmation::Confirmed(confirmed) => Some(confirmed == digest),
    };
    match confirmed {
        Some(false) if is_on(Code::UnconfirmedPreview.word()) => unconfirmed(decision),
        Some(_) if decision.verdict != Verdict::Deny => {
            let in_force = InForce::of(ask);
            let grant = Grant {
                request: ask.request.clone(),
                decision: decision.clone(),
                digest,
                rules: in_force.rules(),
            };
            Ruling {
                decision,
                digest,
                grant: Some(grant),
            }
        }
        _ => Ruling {
            decision,
            digest,
            grant: None,
        },
    }
}

/// What all agreements in force for a request say together: what has to be known before its facts are measured.
pub fn rules_in_force(ask: &Ask<'_>) -> Rules {
    InForce::of(ask).rules()
}

/// The decision as it now is, with the reason why nothing leaves.
fn unconfirmed(mut decision: Decision) -> Ruling {
    let digest = Digest::of(&decision).expect("BUG: a decision holds texts and whole numbers only");
    decision.verdict = Verdict::Deny;
    decision.findings.insert(
        0,
        Finding {
            code: Code::UnconfirmedPreview,
            severity: Severity::Deny,
            clause: None,
            affected: None,
            detail: "What was confirmed is not what would be done now.".into(),
            remedies: vec![Remedy::ConfirmAgain],
        },
    );
    Ruling {
        decision,
        digest,
        grant: None,
    }
}

fn judge(ask: &Ask<'_>) -> Decision {
    let in_force = InForce::of(ask);
    let rules = in_force.rules();
    let mut judging = Judging {
        audience: people::audience(ask, &in_force),
        ask,
        rules,
        in_force,
        actions: BTreeSet::new(),
        findings: Vec::new(),
        transforms: BTreeSet::new(),
        obligations: BTreeSet::new(),
        numbers: Numbers::default(),
    };
    if judging.integrity() && judging.agreements() {
        judging.matrix();
        judging.recipient();
        judging.purpose();
        judging.subjects();
        judging.fields();
        judging.identity();
        judging.quotas();
        judging.quotes();
        judging.totals();
        judging.obligations();
    }
    judging.conclude()
}

/// A decision in the making.
struct Judging<'a> {
    ask: &'a Ask<'a>,
    in_force: InForce<'a>,
    rules: Rules,
    audience: Audience,
    /// What the matrices say, once their conditions are met.
    actions: BTreeSet<Action>,
    findings: Vec<Finding>,
    transforms: BTreeSet<Transform>,
    obligations: BTreeSet<Obligation>,
    numbers: Numbers,
}

/// What the inputs' digest is taken over. The clock and the ledger are left out: what they do stands in the findings,
/// and a decision must not change with every second that passes.
#[derive(Serialize)]
struct Inputs<'a> {
    request: &'a crate::Request,
    facts: &'a crate::Facts,
    member: &'a crate::request::Member,
    recipient: Option<&'a crate::Recipient>,
    datasets: BTreeMap<&'a crate::DatasetName, &'a crate::Dataset>,
    agreements: &'a BTreeMap<AgreementId, Digest>,
}

impl<'a> Judging<'a> {
    fn product(&self) -> Product {
        self.ask.request.product
    }

    fn is_outward(&self) -> bool {
        self.audience != Audience::Self_
    }

    /// Outward and to those and such that identities are masked.
    fn is_masked(&self) -> bool {
        self.is_outward()
            && self.audience != Audience::CoMember
            && !self.transforms.contains(&Transform::SubstitutePublicTwin)
    }

    fn is_refused(&self) -> bool {
        self.actions.contains(&Action::Deny)
    }

    fn agreements_in_force(&self) -> impl Iterator<Item = &'a Filed> + use<'a> {
        let filed: Vec<&'a Filed> = self.in_force.filed.values().copied().collect();
        filed.into_iter()
    }

    /// The clauses by which agreements in force say something.
    fn clauses(&self, said: impl Fn(&'a Agreement) -> Option<&'a ClauseId>) -> Vec<ClauseRef> {
        self.agreements_in_force()
            .filter_map(|filed| Some(clause_of(&filed.agreement, said(&filed.agreement)?)))
            .collect()
    }

    fn has_field(&self, names: &[&str]) -> bool {
        let fields = &self.ask.request.fields;
        fields.iter().any(|field| names.contains(&field.as_str()))
    }

    fn waived(&self, agreement: &Agreement, clause: &ClauseId) -> bool {
        let waivable = agreement
            .clause(clause)
            .is_some_and(|clause| clause.waivable);
        let on_file = crate::request::Permission {
            agreement: agreement.id.clone(),
            clause: clause.clone(),
        };
        waivable && self.ask.request.permissions.contains(&on_file)
    }

    /// Notes something; a rule that a test switched off finds nothing.
    fn found(&mut self, found: Found) -> bool {
        if !is_on(found.finding.code.word()) {
            return false;
        }
        self.transforms.extend(found.transforms);
        self.findings.push(found.finding);
        true
    }

    fn promise(&mut self, obligation: Obligation) {
        if is_on(obligation.word()) {
            self.obligations.insert(obligation);
        }
    }

    fn conclude(mut self) -> Decision {
        // Stable, so that reasons of one weight stay in the order of the steps.
        self.findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let denied = self
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Deny);
        let verdict = if denied {
            Verdict::Deny
        } else if self.transforms.is_empty() {
            Verdict::Allow
        } else {
            Verdict::Transform
        };
        let agreements: BTreeMap<AgreementId, Digest> = self
            .in_force
            .filed
            .iter()
            .map(|(id, filed)| ((*id).clone(), filed.digest))
            .collect();
        let inputs = Inputs {
            request: self.ask.request,
            facts: self.ask.facts,
            member: &self.ask.world.member,
            recipient: self.ask.world.recipients.get(&self.ask.request.recipient),
            datasets: self.in_force.datasets.iter().copied().collect(),
            agreements: &agreements,
        };
        Decision {
            verdict,
            audience: self.audience,
            inputs: Digest::of(&inputs).expect("BUG: inputs hold texts and whole numbers only"),
            findings: self.findings,
            transforms: self.transforms,
            obligations: self.obligations,
            numbers: self.numbers,
            agreements,
        }
    }
}

fn clause_of(agreement: &Agreement, clause: &ClauseId) -> ClauseRef {
    ClauseRef {
        agreement: agreement.id.clone(),
        clause: clause.clone(),
    }
}

/// A finding with what it changes.
struct Found {
    finding: Finding,
    transforms: Vec<Transform>,
}

impl Found {
    fn new(code: Code, severity: Severity, detail: impl Into<String>) -> Self {
        Self {
            finding: Finding {
                code,
                severity,
                clause: None,
                affected: None,
                detail: detail.into(),
                remedies: Vec::new(),
            },
            transforms: Vec::new(),
        }
    }

    fn deny(code: Code, detail: impl Into<String>) -> Self {
        Self::new(code, Severity::Deny, detail)
    }

    fn note(code: Code, detail: impl Into<String>) -> Self {
        Self::new(code, Severity::Info, detail)
    }

    fn change(code: Code, transform: Transform, detail: impl Into<String>) -> Self {
        let mut found = Self::new(code, Severity::Transform, detail);
        found.transforms.push(transform);
        found
    }

    fn by(mut self, clause: impl IntoIterator<Item = ClauseRef>) -> Self {
        self.finding.clause = clause.into_iter().next();
        self
    }

    fn affecting(mut self, count: u64) -> Self {
        self.finding.affected = Some(count);
        self
    }

    fn remedy(mut self, remedy: Remedy) -> Self {
        self.finding.remedies.push(remedy);
        self
    }

    fn remedies(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Self {
        self.finding.remedies.extend(remedies);
        self
    }
}
