//! Which agreements are in force: those of every dataset, of what it was made from, inherited, named by the member,
//! and forced by what the data turned out to be.

use super::switch::is_on;
use crate::request::{Ask, Dataset, Filed, Publication};
use crate::words::{AgreementKind, Tier};
use crate::{AgreementId, DatasetName, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// The agreements in force and the datasets they come from.
pub(super) struct InForce<'a> {
    pub(super) filed: BTreeMap<&'a AgreementId, &'a Filed>,
    /// Named somewhere and not on file.
    pub(super) missing: BTreeSet<AgreementId>,
    /// The datasets, with all that they were made from.
    pub(super) datasets: Vec<(&'a DatasetName, &'a Dataset)>,
    /// Named somewhere and not at hand.
    pub(super) unknown: BTreeSet<DatasetName>,
    /// Without any agreement.
    pub(super) bare: Vec<&'a DatasetName>,
    /// Not of the form that was declared.
    pub(super) mislabelled: Vec<&'a DatasetName>,
    /// Of a form that nothing tells.
    pub(super) untold: Vec<&'a DatasetName>,
}

impl<'a> InForce<'a> {
    pub(super) fn of(ask: &Ask<'a>) -> Self {
        let mut in_force = Self {
            filed: BTreeMap::new(),
            missing: BTreeSet::new(),
            datasets: Vec::new(),
            unknown: BTreeSet::new(),
            bare: Vec::new(),
            mislabelled: Vec::new(),
            untold: Vec::new(),
        };
        let world = ask.world;
        in_force.add(ask, ask.request.agreements.iter());
        let declared = !ask.request.agreements.is_empty();
        for name in &ask.request.datasets {
            let ancestry = in_force.ancestry(ask, name);
            let mut own: BTreeSet<&AgreementId> = ancestry
                .iter()
                .flat_map(|(_, dataset)| &dataset.agreements)
                .collect();
            for (name, dataset) in &ancestry {
                let told = dataset.tier_detected;
                if told.is_none() {
                    in_force.untold.push(name);
                }
                if told > Some(dataset.tier_declared) {
                    in_force.mislabelled.push(name);
                }
                let unhashed = told.is_none_or(|tier| tier == Tier::ConsortiumUnhashed)
                    || dataset.tier_declared == Tier::ConsortiumUnhashed;
                if unhashed && is_on("forced") && !in_force.covers_unhashed(ask, &own) {
                    let consortium: Vec<&AgreementId> = world
                        .agreements
                        .iter()
                        .filter(|(_, filed)| filed.agreement.kind == AgreementKind::Consortium)
                        .map(|(id, _)| id)
                        .collect();
                    if consortium.is_empty() {
                        let none = "an agreement of the consortium";
                        in_force.missing.insert(AgreementId::from(none));
                    }
                    own.extend(consortium);
                }
            }
            if own.is_empty() && !declared {
                in_force.bare.push(name);
            }
            in_force.add(ask, own.into_iter());
            for known in ancestry {
                if !in_force.datasets.contains(&known) {
                    in_force.datasets.push(known);
                }
            }
        }
        in_force
    }

    /// A dataset and all that it was made from.
    fn ancestry(
        &mut self,
        ask: &Ask<'a>,
        name: &'a DatasetName,
    ) -> Vec<(&'a DatasetName, &'a Dataset)> {
        let mut found = Vec::new();
        let mut open = vec![name];
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            let Some((name, dataset)) = ask.world.datasets.get_key_value(name) else {
                self.unknown.insert(name.clone());
                continue;
            };
            found.push((name, dataset));
            if is_on("lineage") {
                open.extend(&dataset.lineage);
            }
        }
        found
    }

    /// With all that they inherit.
    fn add(&mut self, ask: &Ask<'a>, ids: impl Iterator<Item = &'a AgreementId>) {
        let mut open: Vec<&'a AgreementId> = ids.collect();
        while let Some(id) = open.pop() {
            let Some((id, filed)) = ask.world.agreements.get_key_value(id) else {
                self.missing.insert(id.clone());
                continue;
            };
            if self.filed.insert(id, filed).is_none() && is_on("inherits") {
                open.extend(&filed.agreement.inherits);
            }
        }
    }

    fn covers_unhashed(&self, ask: &Ask<'_>, own: &BTreeSet<&AgreementId>) -> bool {
        let of_tier = |filed: &Filed| filed.agreement.tier == Tier::ConsortiumUnhashed;
        own.iter()
            .filter_map(|id| ask.world.agreements.get(id))
            .chain(self.filed.values().copied())
            .any(of_tier)
    }

    /// Whether all accounts are public knowledge.
    pub(super) fn publication(&self) -> Publication {
        let unpublished = self
            .datasets
            .iter()
            .any(|(_, dataset)| dataset.publication == Publication::Unpublished);
        if unpublished && is_on("unpublished") {
            Publication::Unpublished
        } else {
            Publication::Published
        }
    }

    /// What they say together.
    pub(super) fn rules(&self) -> Rules {
        let agreements = self.filed.values().map(|filed| &filed.agreement);
        Rules::of(agreements, self.publication())
    }
}
