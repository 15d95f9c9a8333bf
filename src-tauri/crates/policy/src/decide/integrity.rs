//! Whether what the decision stands on is whole, and whether every agreement holds.

use super::{Found, Judging, clause_of};
use crate::agreement::Terminated;
use crate::decision::Remedy;
use crate::request::{Filed, SignatureState};
use crate::words::Code;

impl Judging<'_> {
    /// Whether there is any sense in going on.
    pub(super) fn integrity(&mut self) -> bool {
        let integrity = self.ask.world.integrity;
        if integrity.clock_behind {
            // The clock alone leaves everything else to be judged: entries from the future count.
            self.found(Found::deny(
                Code::ClockRollback,
                "The clock stands before the log's last entry; nothing leaves until it has caught up.",
            ));
        }
        let mut whole = true;
        if integrity.audit_broken {
            let text = "The log does not verify: an entry was changed or taken out.";
            whole &= !self.found(Found::deny(Code::AuditChainBroken, text));
        }
        if integrity.state_rolled_back {
            let text = "An older copy of the vault was put back.";
            whole &= !self.found(Found::deny(Code::StateRollback, text));
        }
        if integrity.agreement_changed {
            let text = "An agreement is not the one that was signed.";
            whole &= !self.found(Found::deny(Code::AgreementChanged, text));
        }
        let changed: Vec<&Filed> = self
            .agreements_in_force()
            .filter(|filed| filed.signature == SignatureState::OfAnotherText)
            .collect();
        for filed in changed {
            let id = &filed.agreement.id;
            let text =
                format!("`{id}` is not the text that was signed; compare it and sign it anew.");
            let found = Found::deny(Code::AgreementChanged, text);
            whole &= !self.found(found.remedy(Remedy::Sign {
                agreement: id.clone(),
            }));
        }
        whole
    }

    /// Whether there is anything to judge by.
    pub(super) fn agreements(&mut self) -> bool {
        for dataset in self.in_force.unknown.clone() {
            let text = format!("There is no dataset `{dataset}` at hand.");
            self.found(Found::deny(Code::DatasetUnknown, text));
        }
        for agreement in self.in_force.missing.clone() {
            let text = format!("`{agreement}` is named and not on file.");
            self.found(Found::deny(Code::AgreementMissing, text));
        }
        for name in self.in_force.bare.clone() {
            let text = format!("`{name}` stands under no agreement.");
            let found = Found::deny(Code::NoAgreement, text);
            self.found(found.remedy(Remedy::Attach {
                dataset: name.clone(),
            }));
        }
        if self.in_force.filed.is_empty() {
            let none_said = self.in_force.bare.is_empty();
            if none_said {
                self.found(Found::deny(Code::NoAgreement, "No agreement is in force."));
            }
            return false;
        }
        for name in self.in_force.mislabelled.clone() {
            let text = format!(
                "`{name}` was declared public and holds unhashed accounts: the consortium's agreement holds."
            );
            self.found(Found::note(Code::TierMislabelled, text));
        }
        for name in self.in_force.untold.clone() {
            let text = format!(
                "Nothing tells whether the accounts of `{name}` are hashed: it is held as if they were not."
            );
            self.found(Found::note(Code::TierUnknown, text));
        }
        let in_force: Vec<&Filed> = self.agreements_in_force().collect();
        for filed in in_force {
            self.term(filed);
        }
        true
    }

    fn term(&mut self, filed: &Filed) {
        let now = self.ask.world.now;
        let id = &filed.agreement.id;
        let Some(term) = &filed.agreement.term else {
            return;
        };
        let clause = clause_of(&filed.agreement, &term.clause);
        let ended = match term.terminated {
            Some(Terminated::Now(ended)) => ended,
            Some(Terminated::On(day)) => now >= day.begins(),
            None => false,
        };
        if ended {
            let text = format!("`{id}` was ended before its time.");
            self.found(Found::deny(Code::AgreementTerminated, text).by([clause.clone()]));
        }
        let unsigned = match term.signed {
            None => false,
            Some(false) => true,
            Some(true) => filed.signature == SignatureState::Missing,
        };
        if unsigned {
            let text = format!("Nobody signed `{id}`.");
            let found = Found::deny(Code::AgreementUnsigned, text).by([clause.clone()]);
            self.found(found.remedy(Remedy::Sign {
                agreement: id.clone(),
            }));
        }
        if let Some(from) = term.from
            && now < from.begins()
        {
            let text = format!("`{id}` holds from {from} on.");
            let found = Found::deny(Code::AgreementNotYet, text).by([clause.clone()]);
            self.found(found.remedy(Remedy::wait(from.begins())));
        }
        if let Some(until) = term.until
            && now >= until.is_over()
        {
            let text = format!("`{id}` held until {until}.");
            self.found(Found::deny(Code::AgreementExpired, text).by([clause]));
        }
    }
}
