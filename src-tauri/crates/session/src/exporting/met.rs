//! The clauses that stand in nobody's way: shown beside the reasons, so that the whole agreement is before the reader.

use starling_policy::request::World;
use starling_policy::{AgreementId, ClauseId, Decision};
use std::collections::BTreeSet;

/// A clause of an agreement in force to which nothing was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetClause {
    /// Its agreement.
    pub agreement: AgreementId,
    /// Which.
    pub clause: ClauseId,
    /// In plain words.
    pub plain: String,
    /// The licensor's wording, where the member has it.
    pub wording: Option<String>,
    /// Where it stands.
    pub source: String,
    /// What it rests on.
    pub basis: &'static str,
}

/// All clauses of the agreements in force that no finding names.
pub(crate) fn met(world: &World, decision: &Decision) -> Vec<MetClause> {
    let named: BTreeSet<_> = decision
        .findings
        .iter()
        .filter_map(|finding| finding.clause.as_ref())
        .map(|by| (&by.agreement, &by.clause))
        .collect();
    let in_force = decision.agreements.keys();
    in_force
        .filter_map(|id| world.agreements.get_key_value(id))
        .flat_map(|(id, filed)| {
            filed
                .agreement
                .clauses
                .iter()
                .map(move |clause| (id, clause))
        })
        .filter(|(id, clause)| !named.contains(&(*id, &clause.id)))
        .map(|(id, clause)| MetClause {
            agreement: id.clone(),
            clause: clause.id.clone(),
            plain: clause.plain.clone(),
            wording: clause.text.clone(),
            source: clause.source.clone(),
            basis: clause.basis.word(),
        })
        .collect()
}
