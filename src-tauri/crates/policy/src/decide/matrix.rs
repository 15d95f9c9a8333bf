//! What the agreements say of an audience and a product, and whether its conditions are met.

use super::switch::is_on;
use super::{Found, Judging, clause_of};
use crate::decision::{ClauseRef, Remedy};
use crate::request::{Dataset, Filed, Publication};
use crate::words::{Action, Audience, Code, Product, Tier, Transform};
use starling_model::figure;
use std::collections::BTreeMap;

impl Judging<'_> {
    pub(super) fn matrix(&mut self) {
        if self.audience == Audience::Intelligence {
            self.actions.insert(Action::Deny);
            let text = "Nothing goes to surveillance or intelligence bodies, whoever permits it.";
            let clauses = self.clauses(|agreement| Some(&agreement.matrix.as_ref()?.clause));
            self.found(Found::deny(Code::Intelligence, text).by(clauses));
            return;
        }
        let mut said = self.said(self.audience);
        if said.remove(&Action::AsPublic).is_some() {
            let text = format!("To {} as to everybody.", self.audience);
            self.found(Found::note(Code::AsPublic, text));
            for (action, by) in self.said(Audience::Public) {
                // A public row that points to itself says nothing.
                let action = if action == Action::AsPublic {
                    Action::Deny
                } else {
                    action
                };
                said.entry(action).or_default().extend(by);
            }
        }
        // From the strictest down; what forbids ends it, what is met leaves the looser ones to be met as well.
        for (action, by) in said.into_iter().rev() {
            if self.meets(action, &by) {
                let met = match action {
                    Action::LicensorPermission => Action::Transform,
                    met => met,
                };
                self.actions.insert(met);
            } else {
                self.actions.insert(Action::Deny);
                return;
            }
        }
    }

    /// What each agreement says, by what it says.
    fn said(&self, audience: Audience) -> BTreeMap<Action, Vec<ClauseRef>> {
        let mut said: BTreeMap<Action, Vec<ClauseRef>> = BTreeMap::new();
        for filed in self.agreements_in_force() {
            let (action, by) = match &filed.agreement.matrix {
                Some(matrix) => (
                    matrix.action(audience, self.product()),
                    Some(clause_of(&filed.agreement, &matrix.clause)),
                ),
                None => (Action::Deny, None),
            };
            let clauses = said.entry(action).or_default();
            clauses.extend(by);
        }
        said
    }

    /// Whether the conditions of an action are met; says so where they are not.
    fn meets(&mut self, action: Action, by: &[ClauseRef]) -> bool {
        let product = self.product();
        match action {
            Action::Allow | Action::Transform | Action::AsPublic => true,
            Action::IdsOnly => self.ids_only(by),
            Action::PublicTwin => self.public_twin(by),
            Action::CommunitiesOnly => self.communities_only(by),
            Action::LicensorPermission => self.permitted(by),
            Action::Deny => {
                let text = format!("{product} may not go to {}.", self.audience);
                let found = Found::deny(Code::AudienceProduct, text).by(by.iter().cloned());
                let remedies = self.other_ways();
                !self.found(found.remedies(remedies))
            }
        }
    }

    /// Other products, and the parts alone, that would not be refused in the same way.
    fn other_ways(&self) -> Vec<Remedy> {
        let mut ways = Vec::new();
        let allows = |product: Product| {
            self.agreements_in_force().all(|filed| {
                let matrix = filed.agreement.matrix.as_ref();
                matrix.is_some_and(|matrix| matrix.action(self.audience, product) != Action::Deny)
            })
        };
        if self.product() != Product::Ids && allows(Product::Ids) {
            ways.push(Remedy::IdsOnly);
        }
        if !self.product().is_totals() && allows(Product::Aggregate) {
            ways.push(Remedy::Totals);
        }
        if self.ask.request.datasets.len() > 1 {
            ways.push(Remedy::Separately);
        }
        ways
    }

    fn ids_only(&mut self, by: &[ClauseRef]) -> bool {
        let (transform, text) = match self.product() {
            Product::Ids => return true,
            Product::Records => (Transform::Dehydrate, "Whole rows go as tweet ids."),
            Product::Graph if self.ask.facts.node_attributes.is_empty() => return true,
            Product::Graph => (
                Transform::StripNodeAttributes,
                "Nodes keep their ids and nothing else.",
            ),
            product => {
                let text = format!("{product} has no form made of ids.");
                let found = Found::deny(Code::AudienceProduct, text).by(by.iter().cloned());
                return !self.found(found);
            }
        };
        let found = Found::change(Code::IdsOnly, transform, text).by(by.iter().cloned());
        self.found(found);
        true
    }

    fn public_twin(&mut self, by: &[ClauseRef]) -> bool {
        let without: Vec<String> = self
            .in_force
            .datasets
            .iter()
            .filter(|(_, dataset)| is_unhashed(dataset) && !self.has_twin(dataset))
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if !without.is_empty() {
            let text = format!(
                "{} was never published hashed: even a list of ids tells who was attributed.",
                without.join(", ")
            );
            let found = Found::deny(Code::NoPublicTwin, text).by(by.iter().cloned());
            return !self.found(found);
        }
        let text = "The same tweets go from the published, hashed release.";
        let twin = Transform::SubstitutePublicTwin;
        self.found(Found::change(Code::PublicTwin, twin, text).by(by.iter().cloned()));
        true
    }

    fn has_twin(&self, dataset: &Dataset) -> bool {
        let datasets = &self.ask.world.datasets;
        dataset
            .public_twin
            .as_ref()
            .and_then(|twin| datasets.get(twin))
            .is_some_and(|twin| {
                twin.publication == Publication::Published
                    && twin.tier_declared == Tier::PublicHashed
                    && twin.tier_detected == Some(Tier::PublicHashed)
                    && twin.superseded_by.is_none()
            })
    }

    fn communities_only(&mut self, by: &[ClauseRef]) -> bool {
        let at_least = self.rules.cells.min_accounts;
        if self.is_collapsed() {
            let text = format!(
                "Each node is a community of at least {} accounts.",
                figure(at_least)
            );
            self.found(Found::note(Code::CommunitiesOk, text).by(by.iter().cloned()));
            return true;
        }
        let text = format!(
            "Nodes must be communities of at least {} accounts.",
            figure(at_least)
        );
        let found = Found::deny(Code::GraphIdentifying, text).by(by.iter().cloned());
        !self.found(found.remedy(Remedy::Communities { at_least }))
    }

    /// Whether the nodes of a graph are communities that are large enough.
    pub(super) fn is_collapsed(&self) -> bool {
        let smallest = self.ask.facts.communities_min_size;
        let at_least = self.rules.cells.min_accounts;
        // A community of one is an account.
        smallest.is_some_and(|smallest| smallest >= at_least.max(2))
    }

    fn permitted(&mut self, by: &[ClauseRef]) -> bool {
        let lacking: Vec<ClauseRef> = by
            .iter()
            .filter(|clause| {
                let filed: Option<&Filed> = self.ask.world.agreements.get(&clause.agreement);
                !filed.is_some_and(|filed| self.waived(&filed.agreement, &clause.clause))
            })
            .cloned()
            .collect();
        if lacking.is_empty() || !is_on("permission") {
            return true;
        }
        let text = "The licensor's written permission is not on file.";
        let remedies: Vec<Remedy> = lacking
            .iter()
            .map(|clause| Remedy::Permission {
                agreement: clause.agreement.clone(),
                clause: clause.clause.clone(),
            })
            .collect();
        let found = Found::deny(Code::PermissionRequired, text).by(lacking);
        let ways = self.other_ways();
        !self.found(found.remedies(remedies).remedies(ways))
    }
}

/// Whether a dataset is, or may be, of the consortium's form.
fn is_unhashed(dataset: &Dataset) -> bool {
    dataset.tier_declared == Tier::ConsortiumUnhashed
        || dataset
            .tier_detected
            .is_none_or(|tier| tier == Tier::ConsortiumUnhashed)
}
