//! The session's agreements and people, as they cross.

use super::{
    AgreementCheck, AgreementClause, AgreementDetail, AgreementProblem, AgreementSummary,
    AgreementVersion, Approval, Permission, Recipient, Signer,
};
use starling_session::agreements::{self, AgreementView};
use starling_session::exporting::SignatureState;
use starling_session::people::{
    AcceptedTerms, ApprovalRecord, OwnAgreement, PermissionRecord, RecipientRecord,
};

impl From<&AgreementView> for AgreementSummary {
    fn from(view: &AgreementView) -> Self {
        let agreement = &view.agreement;
        let term = agreement.term.as_ref();
        let signed = view
            .signature
            .as_ref()
            .filter(|_| view.signed == SignatureState::Good);
        Self {
            id: agreement.id.as_str().to_owned(),
            version: agreement.version.clone(),
            title: agreement.title.clone(),
            tier: agreement.tier.word().to_owned(),
            digest: view.digest.hex(),
            shipped: view.shipped,
            signed: signed.map(|signature| signature.at.rfc3339()),
            problem: view.problem.map(str::to_owned),
            datasets: view.datasets.clone(),
            until: term.and_then(|term| term.until).map(|day| day.to_string()),
            destroy_by: term
                .and_then(|term| term.destroy_by)
                .map(|day| day.to_string()),
        }
    }
}

impl From<AgreementView> for AgreementDetail {
    fn from(view: AgreementView) -> Self {
        // The tables are read from the canonical form, so that none can be forgotten here.
        let tables = serde_json::to_value(&view.agreement).unwrap_or_default();
        let rules_of = |clause: &str| -> Vec<String> {
            let tables = tables.as_object().into_iter().flatten();
            tables
                .filter(|(_, table)| table["clause"] == clause)
                .map(|(name, _)| name.clone())
                .collect()
        };
        Self {
            summary: AgreementSummary::from(&view),
            clauses: view
                .agreement
                .clauses
                .iter()
                .map(|clause| AgreementClause {
                    rules: rules_of(clause.id.as_str()),
                    id: clause.id.as_str().to_owned(),
                    plain: clause.plain.clone(),
                    text: clause.text.clone(),
                    source: clause.source.clone(),
                    basis: clause.basis.word().to_owned(),
                    waivable: clause.waivable,
                })
                .collect(),
            signer: view.signature.map(|signature| Signer {
                name: signature.signer.name,
                institution: signature.signer.institution,
                role: signature.signer.role,
            }),
            versions: view
                .versions
                .iter()
                .map(|version| AgreementVersion {
                    version: version.version.clone(),
                    digest: version.digest.hex(),
                    added: version.added.rfc3339(),
                    holds: version.digest == view.digest,
                })
                .collect(),
            text: view.text,
        }
    }
}

impl From<PermissionRecord> for Permission {
    fn from(record: PermissionRecord) -> Self {
        Self {
            agreement: record.agreement.as_str().to_owned(),
            clause: record.clause.as_str().to_owned(),
            reference: record.reference,
            at: record.at.rfc3339(),
        }
    }
}

impl From<ApprovalRecord> for Approval {
    fn from(record: ApprovalRecord) -> Self {
        Self {
            decision: record.decision,
            name: record.name,
            reference: record.reference,
            at: record.at.rfc3339(),
        }
    }
}

impl From<Signer> for agreements::Signer {
    fn from(signer: Signer) -> Self {
        Self {
            name: signer.name,
            institution: signer.institution,
            role: signer.role,
        }
    }
}

impl AgreementCheck {
    /// Of a file's text.
    pub fn of(text: &str) -> Self {
        match agreements::check(text) {
            Ok(agreement) => Self {
                ok: true,
                digest: agreement.digest().ok().map(|digest| digest.hex()),
                title: Some(agreement.title),
                version: Some(agreement.version),
                problems: Vec::new(),
            },
            Err(problems) => Self {
                ok: false,
                title: None,
                version: None,
                digest: None,
                problems: problems
                    .into_iter()
                    .map(|problem| AgreementProblem {
                        line: problem.line as u64,
                        column: problem.column as u64,
                        message: problem.message,
                    })
                    .collect(),
            },
        }
    }
}

impl From<RecipientRecord> for Recipient {
    fn from(record: RecipientRecord) -> Self {
        Self {
            id: record.id,
            kind: record.kind,
            name: record.name,
            role: record.role,
            entity: record.entity,
            email: record.email,
            orcid: record.orcid,
            age_key: record.age_keys.into_iter().next(),
            own_agreements: record
                .own_agreements
                .into_iter()
                .map(|own| own.agreement)
                .collect(),
            tags: record.tags,
            accepted_terms: record.accepted_terms.is_some(),
        }
    }
}

/// What is known of a recipient beside what the form asks for is kept.
pub fn recorded(form: Recipient, known: Option<RecipientRecord>, today: &str) -> RecipientRecord {
    let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let known = known.unwrap_or_default();
    let mut age_keys: Vec<String> = some(form.age_key).into_iter().collect();
    for key in known.age_keys {
        if !age_keys.is_empty() && !age_keys.contains(&key) {
            age_keys.push(key);
        }
    }
    RecipientRecord {
        id: form.id,
        kind: form.kind,
        name: form.name,
        role: some(form.role),
        entity: some(form.entity),
        email: some(form.email),
        orcid: some(form.orcid),
        tags: form.tags,
        own_agreements: form
            .own_agreements
            .into_iter()
            .map(|agreement| {
                let until = known
                    .own_agreements
                    .iter()
                    .find(|own| own.agreement == agreement)
                    .and_then(|own| own.until.clone());
                OwnAgreement { agreement, until }
            })
            .collect(),
        age_keys,
        accepted_terms: form.accepted_terms.then(|| {
            known.accepted_terms.clone().unwrap_or(AcceptedTerms {
                on: today.to_owned(),
                version: String::new(),
            })
        }),
        affiliation: known.affiliation,
    }
}
