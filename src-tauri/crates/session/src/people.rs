//! The member, recipients, and the permissions and approvals that are on file.

use crate::agreements::Signer;
use crate::{Error, Result, Session, clock};
use serde::{Deserialize, Serialize};
use starling_model::Timestamp;
use starling_policy::request::{self, Role, Terms};
use starling_policy::{AgreementId, ClauseId, Date, EntityId, RecipientId, RecipientKind};
use starling_store::{ApprovalEntry, PermissionEntry, PersonKind};
use std::collections::BTreeMap;

/// Recipients that are always there: the member's own copy, and everybody.
pub const OWN_COPY: &str = "self";
/// Everybody.
pub const PUBLIC: &str = "public";
/// There is one member a vault.
const MEMBER: &str = "member";

/// Who uses the vault.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MemberRecord {
    pub name: String,
    pub institution: String,
    pub role: String,
    /// `academic`, `journalism`, `civil_society`; empty where nobody said, and then nothing is exempt by it.
    pub affiliation: String,
    /// The organisation's id.
    pub entity: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// Somebody who may receive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RecipientRecord {
    /// What the member calls it.
    pub id: String,
    /// A word of [`RecipientKind`].
    pub kind: String,
    pub name: String,
    pub affiliation: Option<String>,
    /// `reviewer` where it is one.
    pub role: Option<String>,
    pub entity: Option<String>,
    pub email: Option<String>,
    pub orcid: Option<String>,
    pub tags: Vec<String>,
    pub own_agreements: Vec<OwnAgreement>,
    /// Keys of age to encrypt to.
    pub age_keys: Vec<String>,
    pub accepted_terms: Option<AcceptedTerms>,
}

/// An agreement of a recipient's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAgreement {
    /// Its id.
    pub agreement: String,
    /// Its last day; without one it holds.
    pub until: Option<String>,
}

/// That the terms were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedTerms {
    /// The day.
    pub on: String,
    /// Which wording.
    pub version: String,
}

/// A licensor's written permission on file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PermissionRecord {
    pub agreement: AgreementId,
    pub clause: ClauseId,
    /// Where the paper is.
    pub reference: String,
    pub at: Timestamp,
}

/// A steward's approval of one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ApprovalRecord {
    /// The decision's digest.
    pub decision: String,
    pub name: String,
    pub reference: String,
    pub at: Timestamp,
}

impl RecipientRecord {
    fn kind(&self) -> Result<RecipientKind> {
        RecipientKind::from_word(&self.kind).ok_or_else(|| {
            let known: Vec<&str> = RecipientKind::ALL.iter().map(|kind| kind.word()).collect();
            Error::Failed(format!(
                "`{}` is no kind of recipient: {}",
                self.kind,
                known.join(", ")
            ))
        })
    }

    /// As a decision takes it.
    fn judged(&self, now: Timestamp) -> Result<request::Recipient> {
        let holds = |own: &&OwnAgreement| match &own.until {
            None => true,
            // A day that cannot be read is over.
            Some(day) => Date::parse(day).is_some_and(|day| now < day.is_over()),
        };
        Ok(request::Recipient {
            role: if self.role.as_deref() == Some("reviewer") {
                Role::Reviewer
            } else {
                Role::None
            },
            entity: self.entity.clone().map(EntityId),
            email: self.email.clone(),
            orcid: self.orcid.clone(),
            tags: self.tags.iter().cloned().collect(),
            own_agreements: self
                .own_agreements
                .iter()
                .filter(holds)
                .map(|own| AgreementId(own.agreement.clone()))
                .collect(),
            keys: self.age_keys.iter().cloned().collect(),
            terms: if self.accepted_terms.is_some() {
                Terms::Accepted
            } else {
                Terms::NotAccepted
            },
            ..request::Recipient::of_kind(self.kind()?)
        })
    }
}

fn as_json(record: &impl Serialize) -> Result<String> {
    serde_json::to_string(record).map_err(|why| Error::Failed(why.to_string()))
}

impl Session {
    /// Who uses the vault.
    pub fn member(&self) -> Result<MemberRecord> {
        match self.store.person(PersonKind::Member, MEMBER)? {
            Some(body) => self.person(&body),
            None => Ok(MemberRecord::default()),
        }
    }

    /// Says who uses the vault.
    pub fn set_member(&self, member: &MemberRecord) -> Result<()> {
        let body = as_json(member)?;
        Ok(self
            .store
            .set_person(PersonKind::Member, MEMBER, &body, clock::now())?)
    }

    /// Who signs first is the member, as far as it is known.
    pub(crate) fn remember_member(&self, signer: &Signer) -> Result<()> {
        let mut member = self.member()?;
        member.name = signer.name.trim().to_owned();
        member.institution = signer.institution.trim().to_owned();
        member.role = signer.role.trim().to_owned();
        let role = member.role.to_lowercase();
        if ["academic", "journalism", "civil_society"].contains(&role.as_str()) {
            member.affiliation = role;
        }
        self.set_member(&member)
    }

    /// As a decision takes the member.
    pub fn judged_member(&self) -> Result<request::Member> {
        let member = self.member()?;
        Ok(request::Member {
            affiliation: member.affiliation,
            entity: member.entity.map(EntityId),
        })
    }

    fn person<T: serde::de::DeserializeOwned>(&self, body: &str) -> Result<T> {
        serde_json::from_str(body).map_err(|why| Error::Damaged {
            file: self.store.file().to_owned(),
            reason: format!("a person's facts cannot be read: {why}"),
        })
    }

    /// Everybody who may receive, by id.
    pub fn recipients(&self) -> Result<Vec<RecipientRecord>> {
        let people = self.store.people(PersonKind::Recipient)?;
        people.iter().map(|(_, body)| self.person(body)).collect()
    }

    /// Writes one down, or over.
    pub fn set_recipient(&self, recipient: &RecipientRecord) -> Result<()> {
        recipient.kind()?;
        let id = recipient.id.trim();
        if id.is_empty() || [OWN_COPY, PUBLIC].contains(&id) {
            return Err(Error::Failed(format!(
                "a recipient cannot be called `{id}`"
            )));
        }
        let body = as_json(recipient)?;
        self.store
            .set_person(PersonKind::Recipient, id, &body, clock::now())?;
        let append = starling_audit::Append {
            recipient: Some(id),
            ..starling_audit::Append::default()
        };
        self.log
            .append(starling_audit::Event::Recipient, append, clock::now())?;
        self.remember_head();
        Ok(())
    }

    /// Everybody as a decision takes them, the member's own copy and the public with them.
    pub fn judged_recipients(
        &self,
        now: Timestamp,
    ) -> Result<BTreeMap<RecipientId, request::Recipient>> {
        let mut judged = BTreeMap::new();
        for record in self.recipients()? {
            judged.insert(RecipientId(record.id.clone()), record.judged(now)?);
        }
        let public = request::Recipient {
            entity: Some(EntityId::from(PUBLIC)),
            ..request::Recipient::of_kind(RecipientKind::Public)
        };
        judged.insert(RecipientId::from(PUBLIC), public);
        let own = request::Recipient::of_kind(RecipientKind::Self_);
        judged.insert(RecipientId::from(OWN_COPY), own);
        Ok(judged)
    }

    /// Files a licensor's written permission for one clause.
    pub fn file_permission(&self, agreement: &str, clause: &str, reference: &str) -> Result<()> {
        let view = self.agreement(agreement)?;
        let known = view.agreement.clause(&ClauseId::from(clause));
        match known {
            None => Err(Error::NotFound(format!(
                "`{agreement}` has no clause `{clause}`"
            ))),
            Some(known) if !known.waivable => Err(Error::Failed(format!(
                "no permission lifts `{clause}`: {}",
                known.plain
            ))),
            Some(_) if reference.trim().is_empty() => Err(Error::Failed(
                "say where the written permission is kept".into(),
            )),
            Some(_) => {
                self.store.file_permission(&PermissionEntry {
                    agreement: agreement.to_owned(),
                    clause: clause.to_owned(),
                    reference: reference.trim().to_owned(),
                    at: clock::now(),
                })?;
                self.log_paper(None, &[view.digest], "permissions")
            }
        }
    }

    /// Writes down that a paper was filed, or taken back.
    fn log_paper(
        &self,
        decision: Option<starling_policy::Digest>,
        agreements: &[starling_policy::Digest],
        what: &str,
    ) -> Result<()> {
        let append = starling_audit::Append {
            decision: decision.map(|digest| starling_audit::Digest(digest.0)),
            agreements: agreements
                .iter()
                .map(|digest| starling_audit::Digest(digest.0))
                .collect(),
            counts: BTreeMap::from([(what.to_owned(), 1)]),
            ..starling_audit::Append::default()
        };
        self.log
            .append(starling_audit::Event::Permission, append, clock::now())?;
        self.remember_head();
        Ok(())
    }

    /// Takes one back; whether it was there.
    pub fn remove_permission(&self, agreement: &str, clause: &str) -> Result<bool> {
        let was = self.store.remove_permission(agreement, clause)?;
        if was {
            let digest = self.agreement(agreement).ok().map(|view| view.digest);
            self.log_paper(None, digest.as_slice(), "permissions_taken_back")?;
        }
        Ok(was)
    }

    /// Permissions on file.
    pub fn permissions(&self) -> Result<Vec<PermissionRecord>> {
        let filed = self.store.permissions()?;
        Ok(filed
            .into_iter()
            .map(|entry| PermissionRecord {
                agreement: AgreementId(entry.agreement),
                clause: ClauseId(entry.clause),
                reference: entry.reference,
                at: entry.at,
            })
            .collect())
    }

    /// Files a steward's approval of one decision, by its digest.
    pub fn file_approval(&self, decision: &str, name: &str, reference: &str) -> Result<()> {
        let digest = starling_policy::Digest::from_hex(decision.trim());
        let (Some(digest), false) = (digest, name.trim().is_empty()) else {
            return Err(Error::Failed(
                "an approval names a decision, by its 64 digits, and who approves".into(),
            ));
        };
        self.store.file_approval(&ApprovalEntry {
            decision: digest.hex(),
            name: name.trim().to_owned(),
            reference: reference.trim().to_owned(),
            at: clock::now(),
        })?;
        self.log_paper(Some(digest), &[], "approvals")
    }

    /// Takes one back; whether it was there.
    pub fn remove_approval(&self, decision: &str) -> Result<bool> {
        let was = self.store.remove_approval(decision)?;
        if was {
            let digest = starling_policy::Digest::from_hex(decision);
            self.log_paper(digest, &[], "approvals_taken_back")?;
        }
        Ok(was)
    }

    /// Approvals on file.
    pub fn approvals(&self) -> Result<Vec<ApprovalRecord>> {
        let filed = self.store.approvals()?;
        Ok(filed
            .into_iter()
            .map(|entry| ApprovalRecord {
                decision: entry.decision,
                name: entry.name,
                reference: entry.reference,
                at: entry.at,
            })
            .collect())
    }
}
