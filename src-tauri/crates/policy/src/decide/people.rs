//! Who receives, whether they may, and what for.

use super::force::InForce;
use super::switch::is_on;
use super::{Found, Judging, clause_of};
use crate::RecipientId;
use crate::decision::Remedy;
use crate::request::{Approver, Ask, Filed, Recipient, Role, Terms, World};
use crate::words::{Audience, Code, Obligation, Product, RecipientKind, Tier};
use std::collections::BTreeSet;

/// Who the recipient is, as the agreements see it. A recipient that nobody knows is treated as everybody.
pub(super) fn audience(ask: &Ask<'_>, in_force: &InForce<'_>) -> Audience {
    let Some(recipient) = ask.world.recipients.get(&ask.request.recipient) else {
        return Audience::Public;
    };
    match recipient.kind {
        RecipientKind::Self_ => Audience::Self_,
        RecipientKind::Public => Audience::Public,
        RecipientKind::Commercial => Audience::Commercial,
        RecipientKind::Government => Audience::Government,
        RecipientKind::Intelligence => Audience::Intelligence,
        RecipientKind::Person if is_co_member(recipient, in_force) => Audience::CoMember,
        RecipientKind::Person if recipient.role == Role::Reviewer => Audience::Reviewer,
        RecipientKind::Person => Audience::Named,
    }
}

/// A person with an agreement of their own for each one in force on unhashed data.
fn is_co_member(recipient: &Recipient, in_force: &InForce<'_>) -> bool {
    let mut unhashed = in_force
        .filed
        .iter()
        .filter(|(_, filed)| filed.agreement.tier == Tier::ConsortiumUnhashed)
        .map(|(id, _)| *id)
        .peekable();
    unhashed.peek().is_some() && unhashed.all(|id| recipient.own_agreements.contains(id))
}

/// Everybody on file who is the same person: who shares a key or an ORCID, and who shares one with those.
pub fn same_person<'a>(world: &'a World, recipient: &'a RecipientId) -> BTreeSet<&'a RecipientId> {
    let mut same = BTreeSet::from([recipient]);
    let mut open = vec![recipient];
    while let Some(name) = open.pop() {
        let Some(known) = world.recipients.get(name) else {
            continue;
        };
        for (other_name, other) in &world.recipients {
            let shares_key = is_on("same key") && !known.keys.is_disjoint(&other.keys);
            let shares_number =
                is_on("same orcid") && known.orcid.is_some() && known.orcid == other.orcid;
            if (shares_key || shares_number) && same.insert(other_name) {
                open.push(other_name);
            }
        }
    }
    same
}

impl Judging<'_> {
    fn known_recipient(&self) -> Option<&Recipient> {
        self.ask.world.recipients.get(&self.ask.request.recipient)
    }

    pub(super) fn recipient(&mut self) {
        let name = self.ask.request.recipient.clone();
        let Some(recipient) = self.known_recipient().cloned() else {
            let text = format!("There is no recipient `{name}` on file.");
            self.found(Found::deny(Code::RecipientUnknown, text));
            return;
        };
        self.listed(&name, &recipient);
        self.eligible(&name, &recipient);
        self.terms(&name, &recipient);
        self.key(&name, &recipient);
        if self.rules.steward
            && self.is_outward()
            && !self.ask.request.approvals.contains(&Approver::Steward)
        {
            let text = "The data steward has not signed this release.";
            let clauses = self.clauses(|agreement| {
                let approval = agreement.approval.as_ref()?;
                approval.steward_signature.then_some(&approval.clause)
            });
            let found = Found::deny(Code::StewardApproval, text).by(clauses);
            self.found(found.remedy(Remedy::StewardSigns));
        }
    }

    fn listed(&mut self, name: &RecipientId, recipient: &Recipient) {
        if matches!(self.audience, Audience::Self_ | Audience::Public) {
            return;
        }
        let same = |listed: &String| {
            let address = recipient.email.as_deref().unwrap_or_default().trim();
            !address.is_empty() && listed.trim().eq_ignore_ascii_case(address)
        };
        let clauses = self.clauses(|agreement| {
            let recipients = agreement.recipients.as_ref()?;
            (!recipients.listed.iter().any(same)).then_some(&recipients.clause)
        });
        if !clauses.is_empty() {
            let text = format!("{name} is not on the list.");
            self.found(Found::deny(Code::RecipientNotListed, text).by(clauses));
        }
    }

    fn eligible(&mut self, name: &RecipientId, recipient: &Recipient) {
        if !self.product().is_row_level() {
            return;
        }
        let clauses = self.clauses(|agreement| {
            let eligibility = agreement.eligibility.as_ref()?;
            let excluded = eligibility
                .exclude
                .iter()
                .any(|tag| recipient.tags.contains(tag));
            excluded.then_some(&eligibility.clause)
        });
        if !clauses.is_empty() {
            let tags: Vec<&str> = recipient.tags.iter().map(String::as_str).collect();
            let text = format!("{name} ({}) may not have rows.", tags.join(", "));
            self.found(Found::deny(Code::RecipientIneligible, text).by(clauses));
        }
    }

    fn terms(&mut self, name: &RecipientId, recipient: &Recipient) {
        if !(self.rules.recipient_terms && self.is_outward() && self.product().is_content()) {
            return;
        }
        if self.audience == Audience::Public {
            self.promise(Obligation::TermsNotice);
        } else if recipient.terms == Terms::NotAccepted {
            let text = format!("{name} has not accepted the terms.");
            let clauses = self.clauses(|agreement| {
                let obligations = agreement.obligations.as_ref()?;
                obligations.recipient_terms.then_some(&obligations.clause)
            });
            let found = Found::deny(Code::TermsNotAccepted, text).by(clauses);
            self.found(found.remedy(Remedy::AcceptTerms));
        }
    }

    fn key(&mut self, name: &RecipientId, recipient: &Recipient) {
        let sealed = self.rules.encrypt
            && self.is_outward()
            && self.product().is_row_level()
            && self.audience != Audience::Public;
        if !sealed {
            return;
        }
        if recipient.keys.is_empty() {
            let text = format!("There is no key to encrypt to {name}.");
            let clauses = self.clauses(|agreement| {
                let obligations = agreement.obligations.as_ref()?;
                obligations.encrypt.then_some(&obligations.clause)
            });
            let found = Found::deny(Code::NoRecipientKey, text).by(clauses);
            self.found(found.remedy(Remedy::GiveKey));
        } else {
            self.promise(Obligation::EncryptToRecipient);
        }
    }

    pub(super) fn purpose(&mut self) {
        let purpose = &self.ask.request.purpose;
        let clauses = self.clauses(|agreement| {
            let purposes = agreement.purposes.as_ref()?;
            (!purposes.allow.contains(purpose)).then_some(&purposes.clause)
        });
        if !clauses.is_empty() {
            let text = format!("Not for `{purpose}`.");
            self.found(Found::deny(Code::Purpose, text).by(clauses));
        }
    }

    /// What is promised beside what other steps promise.
    pub(super) fn obligations(&mut self) {
        let product = self.product();
        if self.is_outward() && !self.rules.attributions.is_empty() {
            self.promise(Obligation::Attribution);
        }
        let handed_over =
            self.is_outward() && product.is_row_level() && self.audience != Audience::Public;
        if handed_over && self.rules.countersign {
            self.promise(Obligation::Countersign);
        }
        if handed_over && let Some(day) = self.rules.destroy_by {
            self.promise(Obligation::DestroyBy);
            self.numbers.destroy_by = Some(day);
        }
        if product == Product::Records && self.is_outward() && self.audience != Audience::Public {
            self.promise(Obligation::NotPublic);
        }
        if self.audience == Audience::Self_ && self.rules.unhashed && product.is_row_level() {
            self.promise(Obligation::WorkCopyRegister);
        }
        if self.audience == Audience::Public {
            self.publication_notice();
        }
    }

    fn publication_notice(&mut self) {
        let asked: Vec<&Filed> = self
            .agreements_in_force()
            .filter(|filed| filed.agreement.publication_notice.is_some())
            .collect();
        for filed in asked {
            if let Some(notice) = &filed.agreement.publication_notice {
                let plain = filed.agreement.clause(&notice.clause);
                let text = plain.map(|clause| clause.plain.clone()).unwrap_or_default();
                let by = clause_of(&filed.agreement, &notice.clause);
                self.found(Found::note(Code::PublicationNotice, text).by([by]));
            }
        }
    }
}
