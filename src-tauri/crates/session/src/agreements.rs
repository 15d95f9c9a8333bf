//! Agreements: those that came with the program and those that were added, signed by the member, version by version.

use crate::{Error, Result, Session, clock};
use starling_model::Timestamp;
use starling_policy::agreement::{self, Problem, Terminated};
use starling_policy::digest::{is_signed_by, sign, signed_words};
use starling_policy::request::{Filed, SignatureState};
use starling_policy::{Agreement, AgreementId, ClauseId, DatasetName, Digest};
use starling_store::{AcceptanceEntry, AgreementEntry, SignatureEntry};
use starling_vault::Purpose;
use std::collections::BTreeMap;

/// Who signs or accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Signer {
    pub name: String,
    pub institution: String,
    pub role: String,
}

/// A signature on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub signer: Signer,
    /// When.
    pub at: Timestamp,
    /// Which wording.
    pub digest: Digest,
}

/// An agreement as it stands in the vault.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementView {
    /// What it says.
    pub agreement: Agreement,
    /// The digest of its canonical form.
    pub digest: Digest,
    /// Its file.
    pub text: String,
    /// Whether this wording came with the program.
    pub shipped: bool,
    /// The member's latest signature on any wording of it.
    pub signature: Option<Signature>,
    /// Whether that signature is on this wording and good.
    pub signed: SignatureState,
    /// What is wrong with it now: `unsigned`, `changed`, `expired`, `not_yet`, `terminated`.
    pub problem: Option<&'static str>,
    /// Datasets that it holds for.
    pub datasets: Vec<String>,
    /// Every wording that was added, the oldest first.
    pub versions: Vec<Version>,
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Version {
    pub version: String,
    pub digest: Digest,
    pub added: Timestamp,
}

/// A clause that was accepted for a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Acceptance {
    pub agreement: AgreementId,
    pub clause: ClauseId,
    /// Of the wording.
    pub digest: Digest,
    pub name: String,
    pub at: Timestamp,
}

/// The clauses that a member accepts for what is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepting {
    /// Who.
    pub signer: Signer,
    /// Which, by their agreement.
    pub clauses: Vec<(AgreementId, ClauseId)>,
}

/// Reads an agreement file; every fault with its place. Needs no vault.
pub fn check(text: &str) -> std::result::Result<Agreement, Vec<Problem>> {
    match agreement::read(text) {
        Ok(agreement) => Ok(agreement),
        Err(starling_policy::Error::Agreement(problems)) => Err(problems),
        Err(other) => Err(vec![Problem {
            line: 1,
            column: 1,
            message: other.to_string(),
        }]),
    }
}

fn digest_of(agreement: &Agreement) -> Result<Digest> {
    agreement
        .digest()
        .map_err(|why| Error::Failed(why.to_string()))
}

fn read_digest(bytes: &[u8]) -> Digest {
    // One that is not 32 bytes long is that of nothing.
    bytes.try_into().map(Digest).unwrap_or_default()
}

impl Session {
    /// Every agreement that came with the program or was added, by id: the latest wording of each.
    pub fn agreements(&self) -> Result<Vec<AgreementView>> {
        let added = self.store.agreements()?;
        let signatures = self.store.signatures()?;
        let mut latest: BTreeMap<AgreementId, (Agreement, String, bool)> = agreement::shipped()
            .iter()
            .map(|(agreement, text)| {
                let kept = (agreement.clone(), (*text).to_owned(), true);
                (agreement.id.clone(), kept)
            })
            .collect();
        for entry in &added {
            let agreement = agreement::read(&entry.text).map_err(|why| Error::Damaged {
                file: self.store.file().to_owned(),
                reason: format!("the agreement `{}`: {why}", entry.id),
            })?;
            let id = agreement.id.clone();
            latest.insert(id, (agreement, entry.text.clone(), false));
        }
        let holding = self.datasets_by_agreement()?;
        latest
            .into_values()
            .map(|(agreement, text, shipped)| {
                let digest = digest_of(&agreement)?;
                let id = agreement.id.as_str();
                let (signed, signature) = self.signature_on(id, &digest, &signatures);
                Ok(AgreementView {
                    problem: problem(&agreement, signed, clock::now()),
                    datasets: holding.get(&agreement.id).cloned().unwrap_or_default(),
                    versions: added
                        .iter()
                        .filter(|entry| entry.id == id)
                        .map(|entry| Version {
                            version: entry.version.clone(),
                            digest: read_digest(&entry.digest),
                            added: entry.at,
                        })
                        .collect(),
                    digest,
                    text,
                    shipped,
                    signature,
                    signed,
                    agreement,
                })
            })
            .collect()
    }

    /// One of them.
    pub fn agreement(&self, id: &str) -> Result<AgreementView> {
        let all = self.agreements()?;
        all.into_iter()
            .find(|view| view.agreement.id.as_str() == id)
            .ok_or_else(|| Error::NotFound(format!("no agreement `{id}`")))
    }

    /// All of them as a decision takes them.
    pub fn agreements_on_file(&self) -> Result<BTreeMap<AgreementId, Filed>> {
        let views = self.agreements()?;
        let filed = views.into_iter().map(|view| {
            let filed = Filed {
                digest: view.digest,
                signature: view.signed,
                agreement: view.agreement,
            };
            (filed.agreement.id.clone(), filed)
        });
        Ok(filed.collect())
    }

    /// Adds an agreement, or a new wording of one. The wording that is there already is left.
    ///
    /// # Errors
    ///
    /// Where the file is faulty; the first fault stands in the message.
    pub fn add_agreement(&self, text: &str) -> Result<AgreementView> {
        let agreement = check(text).map_err(|problems| {
            let listed: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Error::Failed(format!("the agreement is faulty: {}", listed.join("; ")))
        })?;
        let digest = digest_of(&agreement)?;
        let id = agreement.id.as_str();
        let there = self.agreements()?;
        let known = there.iter().find(|view| view.agreement.id.as_str() == id);
        if known.is_none_or(|view| view.digest != digest || view.text != text) {
            self.store.add_agreement(&AgreementEntry {
                id: id.to_owned(),
                version: agreement.version.clone(),
                digest: digest.0.to_vec(),
                text: text.to_owned(),
                at: clock::now(),
            })?;
        }
        self.agreement(id)
    }

    /// The member signs the latest wording: Ed25519, by a key that never leaves the vault.
    pub fn sign_agreement(&self, id: &str, signer: &Signer) -> Result<AgreementView> {
        for (what, text) in [
            ("name", &signer.name),
            ("institution", &signer.institution),
            ("role", &signer.role),
        ] {
            if text.trim().is_empty() {
                return Err(Error::Failed(format!("a signature needs a {what}")));
            }
        }
        let view = self.agreement(id)?;
        let seed = self.signing_seed();
        let words = signed_words(&view.agreement.id, &view.digest);
        let (public_key, signature) = sign(seed.expose(), &words);
        self.store.add_signature(&SignatureEntry {
            agreement: id.to_owned(),
            version: view.agreement.version.clone(),
            digest: view.digest.0.to_vec(),
            name: signer.name.trim().to_owned(),
            institution: signer.institution.trim().to_owned(),
            role: signer.role.trim().to_owned(),
            at: clock::now(),
            public_key,
            signature,
        })?;
        self.remember_member(signer)?;
        let digest = starling_audit::Digest(view.digest.0);
        let append = starling_audit::Append {
            datasets: view.datasets.clone(),
            agreements: vec![digest],
            ..starling_audit::Append::default()
        };
        self.log
            .append(starling_audit::Event::AgreementSigned, append, clock::now())?;
        self.remember_head();
        self.agreement(id)
    }

    /// The member accepts one clause for a dataset.
    pub fn accept_clause(
        &self,
        dataset: &str,
        agreement: &str,
        clause: &str,
        name: &str,
    ) -> Result<()> {
        if name.trim().is_empty() {
            return Err(Error::Failed("an acceptance needs a name".into()));
        }
        let entry = self.dataset_entry(dataset)?;
        let view = self.agreement(agreement)?;
        if view.agreement.clause(&ClauseId::from(clause)).is_none() {
            let text = format!("`{agreement}` has no clause `{clause}`");
            return Err(Error::NotFound(text));
        }
        Ok(self.store.accept(&AcceptanceEntry {
            dataset: entry.id,
            agreement: agreement.to_owned(),
            digest: view.digest.0.to_vec(),
            clause: clause.to_owned(),
            name: name.trim().to_owned(),
            at: clock::now(),
        })?)
    }

    /// Accepts clauses for datasets, as far as these stand under their agreements; whoever accepts all of one signs it.
    pub fn accept_for(&self, datasets: &[String], accepting: &Accepting) -> Result<()> {
        let judged = self.judged_datasets()?;
        for dataset in datasets {
            let Some(known) = judged.get(&DatasetName(dataset.clone())) else {
                continue;
            };
            for id in &known.agreements {
                let view = self.agreement(id.as_str())?;
                let accepted = |clause: &&agreement::Clause| {
                    let named = (id.clone(), clause.id.clone());
                    accepting.clauses.contains(&named)
                };
                let clauses: Vec<_> = view.agreement.clauses.iter().filter(accepted).collect();
                for clause in &clauses {
                    let name = &accepting.signer.name;
                    self.accept_clause(dataset, id.as_str(), clause.id.as_str(), name)?;
                }
                let whole = clauses.len() == view.agreement.clauses.len();
                if whole && view.signed != SignatureState::Good {
                    self.sign_agreement(id.as_str(), &accepting.signer)?;
                }
            }
        }
        Ok(())
    }

    /// The agreements that datasets stand under, and how much of each is accepted in the wording that holds.
    pub fn stands_under(&self, datasets: &[String]) -> Result<Vec<crate::report::Standing>> {
        let judged = self.judged_datasets()?;
        let mut under = Vec::new();
        for dataset in datasets {
            let Some(known) = judged.get(&DatasetName(dataset.clone())) else {
                continue;
            };
            let accepted = self.acceptances(dataset)?;
            for id in &known.agreements {
                let view = self.agreement(id.as_str())?;
                let is_accepted = |clause: &&agreement::Clause| {
                    accepted.iter().any(|one| {
                        one.agreement == *id && one.clause == clause.id && one.digest == view.digest
                    })
                };
                let clauses = &view.agreement.clauses;
                under.push(crate::report::Standing {
                    dataset: dataset.clone(),
                    agreement: id.as_str().to_owned(),
                    clauses: clauses.len() as u64,
                    accepted: clauses.iter().filter(is_accepted).count() as u64,
                });
            }
        }
        Ok(under)
    }

    /// What was accepted for a dataset, of whatever wording.
    pub fn acceptances(&self, dataset: &str) -> Result<Vec<Acceptance>> {
        let entry = self.dataset_entry(dataset)?;
        let accepted = self.store.acceptances(entry.id)?;
        Ok(accepted
            .into_iter()
            .map(|entry| Acceptance {
                agreement: AgreementId(entry.agreement),
                clause: ClauseId(entry.clause),
                digest: read_digest(&entry.digest),
                name: entry.name,
                at: entry.at,
            })
            .collect())
    }

    fn signing_seed(&self) -> starling_vault::Subkey {
        let audit = self.keys.subkey(Purpose::Audit);
        audit.child("agreement signatures")
    }

    /// The latest signature decides; one by another key than the vault's is not the member's.
    fn signature_on(
        &self,
        id: &str,
        digest: &Digest,
        signatures: &[SignatureEntry],
    ) -> (SignatureState, Option<Signature>) {
        let latest = signatures.iter().rev().find(|entry| entry.agreement == id);
        let Some(entry) = latest else {
            return (SignatureState::Missing, None);
        };
        let signed = read_digest(&entry.digest);
        let words = signed_words(&AgreementId::from(id), &signed);
        let (own_key, _) = sign(self.signing_seed().expose(), b"");
        let good = entry.public_key == own_key && is_signed_by(&own_key, &words, &entry.signature);
        let state = if good && signed == *digest {
            SignatureState::Good
        } else {
            SignatureState::OfAnotherText
        };
        let signature = Signature {
            signer: Signer {
                name: entry.name.clone(),
                institution: entry.institution.clone(),
                role: entry.role.clone(),
            },
            at: entry.at,
            digest: signed,
        };
        (state, Some(signature))
    }
}

fn problem(agreement: &Agreement, signed: SignatureState, now: Timestamp) -> Option<&'static str> {
    if signed == SignatureState::OfAnotherText {
        return Some("changed");
    }
    let term = agreement.term.as_ref()?;
    let ended = match term.terminated {
        Some(Terminated::Now(ended)) => ended,
        Some(Terminated::On(day)) => now >= day.begins(),
        None => false,
    };
    if ended {
        return Some("terminated");
    }
    let unsigned = term
        .signed
        .is_some_and(|said| !said || signed == SignatureState::Missing);
    if unsigned {
        return Some("unsigned");
    }
    if term.from.is_some_and(|from| now < from.begins()) {
        return Some("not_yet");
    }
    let over = term.until.is_some_and(|until| now >= until.is_over());
    over.then_some("expired")
}
