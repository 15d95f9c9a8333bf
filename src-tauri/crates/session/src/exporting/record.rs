//! The record: looked at, checked, written out; and deliveries checked against it.

use super::recovery::write_text;
use super::writing::{again, contents_digest, from_export, lies_as_it_did, order_of};
use super::{By, columns};
use crate::opening::keychain_for;
use crate::{Error, Result, Session, clock};
use serde_json::Value;
use starling_audit::{Append, Entry, Event, Head, Report, RollBack};
use starling_model::{Cancel, Progress, Timestamp};
use starling_store::LedgerRow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The keychain answers at once or is left alone: what it remembers is a second witness and not the only one.
const PATIENCE: Duration = Duration::from_secs(3);
/// Under what name the keychain keeps how far the record had come.
const HEAD: &str = "audit";

/// Whether the record is whole.
#[derive(Debug, Clone)]
pub struct AuditReport {
    /// What was found in its text.
    pub report: Report,
    /// The public key.
    pub key: String,
    /// Whether the vault was put back to an earlier time.
    pub rolled_back: Option<RollBack>,
    /// The clock stands before the last entry.
    pub clock_behind: bool,
}

impl AuditReport {
    /// Nothing is wrong.
    pub fn ok(&self) -> bool {
        self.report.ok() && self.rolled_back.is_none() && !self.clock_behind
    }

    /// What is wrong, in words.
    pub fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = self
            .report
            .problems
            .iter()
            .map(ToString::to_string)
            .collect();
        if let Some(rolled_back) = self.rolled_back {
            problems.push(format!(
                "the vault was put back to an earlier time: {} entries are remembered, {} were found",
                rolled_back.remembered, rolled_back.found
            ));
        }
        if self.clock_behind {
            problems.push("the clock stands before the last entry".into());
        }
        problems
    }
}

/// Something promised with a delivery, and whether it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Owed {
    pub id: String,
    pub words: String,
    pub due: Option<String>,
    pub done: Option<Timestamp>,
    pub proof: Option<String>,
}

/// A delivery with what it was made by and what was promised with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Handed {
    pub row: LedgerRow,
    pub query: String,
    pub purpose: String,
    pub owed: Vec<Owed>,
}

/// What an order may choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Columns: name, meaning, class.
    pub fields: Vec<(&'static str, &'static str, &'static str)>,
    /// Purposes that some agreement knows.
    pub purposes: Vec<String>,
    /// What totals can count by.
    pub by: Vec<String>,
}

/// A package, checked.
#[derive(Debug, Clone)]
pub struct PackageReport {
    /// What was found without the vault.
    pub checked: starling_export::Checked,
    /// Whether the vault gives the same rows again; none where it did not make the package.
    pub rerun: Option<bool>,
    /// What is wrong, and where.
    pub problems: Vec<String>,
}

impl Session {
    /// The newest entries of the log, the newest first; and how many there are in all.
    pub fn audit(&self, limit: u64) -> Result<(u64, Vec<Entry>)> {
        Ok(self.log.newest(limit)?)
    }

    /// Checks the whole log, as whoever has its text and the public key would.
    pub fn verify_audit(&self) -> Result<AuditReport> {
        let integrity = self.log.integrity(clock::now());
        let mut report = starling_audit::verify(&self.log.text()?, &self.log.verifier());
        if report.ok()
            && let Some((seq, what)) = integrity.broken
        {
            report.problems.push(starling_audit::Problem {
                line: 0,
                seq: Some(seq),
                what,
                hashes: None,
            });
        }
        Ok(AuditReport {
            report,
            key: self.log.verifier().to_string(),
            rolled_back: integrity.rolled_back,
            clock_behind: integrity.clock_behind,
        })
    }

    /// Writes the log and, beside it, the public key that checks it; the log says so itself.
    pub fn export_audit(&self, file: &Path) -> Result<(PathBuf, u64)> {
        let mut name = file.as_os_str().to_owned();
        name.push(".key");
        let key_file = PathBuf::from(name);
        if file.symlink_metadata().is_ok() || key_file.symlink_metadata().is_ok() {
            return Err(Error::Failed(format!(
                "`{}` exists already; choose another name",
                file.display()
            )));
        }
        let entry = self
            .log
            .append(Event::LogExported, Append::default(), clock::now())?;
        self.remember_head();
        write_text(self, &key_file, &format!("{}\n", self.log.verifier()))?;
        write_text(self, file, &self.log.text()?)?;
        Ok((key_file, entry.seq + 1))
    }

    /// The member knows that the vault was put back; `false` where it was not.
    pub fn acknowledge_roll_back(&self) -> Result<bool> {
        let entry = self.log.acknowledge_roll_back(clock::now())?;
        self.remember_head();
        Ok(entry.is_some())
    }

    /// What was handed out, the newest first.
    pub fn deliveries(&self, limit: usize) -> Result<Vec<Handed>> {
        let met = self.store.obligations_met()?;
        let mut rows = self.store.ledger()?;
        rows.reverse();
        rows.truncate(limit);
        Ok(rows
            .into_iter()
            .map(|row| {
                let recipe: Value = serde_json::from_str(&row.order).unwrap_or_default();
                let text = |value: &Value| value.as_str().map(str::to_owned);
                let owed = recipe["promised"].as_array().into_iter().flatten();
                let owed = owed.map(|promise| {
                    let id = text(&promise["id"]).unwrap_or_default();
                    let done = met
                        .iter()
                        .find(|(of, what, ..)| *of == row.id && *what == id);
                    Owed {
                        words: text(&promise["words"]).unwrap_or_default(),
                        due: text(&promise["due"]),
                        done: done.map(|(_, _, at, _)| *at),
                        proof: done.map(|(.., proof)| proof.clone()),
                        id,
                    }
                });
                Handed {
                    query: text(&recipe["query"]).unwrap_or_default(),
                    purpose: text(&recipe["purpose"])
                        .unwrap_or_else(|| super::USUAL_PURPOSE.to_owned()),
                    owed: owed.collect(),
                    row,
                }
            })
            .collect())
    }

    /// Something promised with a delivery is done; `proof` says how that is shown.
    pub fn meet_obligation(&self, ledger: i64, obligation: &str, proof: &str) -> Result<()> {
        let all = self.deliveries(usize::MAX)?;
        let promised = all
            .iter()
            .find(|handed| handed.row.id == ledger)
            .and_then(|handed| handed.owed.iter().find(|owed| owed.id == obligation));
        if promised.is_none() {
            return Err(Error::NotFound(format!(
                "delivery {ledger} holds no promise `{obligation}`"
            )));
        }
        if proof.trim().is_empty() {
            return Err(Error::Failed(
                "say how it is shown that this is done".into(),
            ));
        }
        let proof = (clock::now(), proof.trim());
        self.store.meet_obligation(ledger, obligation, proof)?;
        let counts = BTreeMap::from([("ledger".to_owned(), ledger.unsigned_abs())]);
        self.log_event(Event::ObligationMet, Vec::new(), counts)
    }

    /// What an order may choose from.
    pub fn export_choices(&self) -> Result<Choices> {
        use starling_query::ask::{Bucket, Facet};
        let world = self.known_world(clock::now())?;
        let mut purposes: Vec<String> = world
            .agreements
            .values()
            .filter_map(|filed| filed.agreement.purposes.as_ref())
            .flat_map(|purposes| purposes.allow.iter().map(|purpose| purpose.0.clone()))
            .collect();
        purposes.sort_unstable();
        purposes.dedup();
        let facets = Facet::ALL.into_iter().map(|facet| facet.word().to_owned());
        let buckets = [Bucket::Minute, Bucket::Day, Bucket::Week, Bucket::Month];
        let buckets = buckets.into_iter().map(|bucket| By::Time(bucket).word());
        Ok(Choices {
            fields: columns::COLUMNS
                .iter()
                .map(|(name, _, meaning)| (*name, *meaning, columns::class(name)))
                .collect(),
            purposes,
            by: facets.chain(buckets).collect(),
        })
    }

    /// Deliveries that held any of these accounts or tweets: their recipients are to be told that these were withdrawn.
    pub fn deliveries_with(&self, accounts: &[String], tweets: &[u64]) -> Result<Vec<LedgerRow>> {
        let key = self.log.contents_key();
        let accounts: Vec<[u8; 8]> = accounts
            .iter()
            .map(|account| contents_digest(key.expose(), "account", account))
            .collect();
        let tweets: Vec<[u8; 8]> = tweets
            .iter()
            .map(|tweet| contents_digest(key.expose(), "tweet", &tweet.to_string()))
            .collect();
        let mut found = Vec::new();
        for row in self.store.ledger()? {
            if row.state == starling_store::LedgerState::Released {
                continue;
            }
            let Some((held_accounts, held_tweets)) = self.store.delivery_contents(row.id)? else {
                continue;
            };
            if holds(&held_accounts, &accounts) || holds(&held_tweets, &tweets) {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// Checks a package against its own manifest; needs no vault.
    pub fn check_package(package: &Path) -> Result<PackageReport> {
        let checked = starling_export::verify(package).map_err(from_export)?;
        Ok(PackageReport {
            problems: checked.problems.clone(),
            rerun: None,
            checked,
        })
    }

    /// The same, and where this vault made the package, whether it gives the same rows again.
    pub fn verify_package(
        &self,
        package: &Path,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<PackageReport> {
        let mut report = Self::check_package(package)?;
        let Some(signed) = &report.checked.manifest else {
            return Ok(report);
        };
        if signed.key != self.log.verifier() {
            return Ok(report);
        }
        let said = &signed.manifest;
        let id = said["ledger"].as_i64().unwrap_or_default();
        let Some(row) = self.store.delivery(id)? else {
            report.problems.push(format!(
                "the ledger knows no delivery {id}, though the manifest bears this vault's signature"
            ));
            return Ok(report);
        };
        let payload = said["payload"]["sha256"].as_str().unwrap_or_default();
        if row.payload.as_deref().map(super::hex).as_deref() != Some(payload) {
            report
                .problems
                .push(format!("the ledger's delivery {id} held other rows"));
        }
        // A picture that was arranged anew is another one, and says nothing of the tweets.
        if let Some(order) = order_of(&row.order)
            && lies_as_it_did(self, &row.order, &order)?
        {
            let rows = again(self, &order, (progress, cancel))?;
            let same = rows.sha256.to_string() == payload;
            if !same {
                report.problems.push(format!(
                    "the vault gives other rows now than it gave then: {} rows, then {}",
                    rows.rows, said["payload"]["rows"]
                ));
            }
            report.rerun = Some(same);
        }
        Ok(report)
    }

    /// Writes something down that is no export.
    pub(crate) fn log_event(
        &self,
        event: Event,
        datasets: Vec<String>,
        counts: BTreeMap<String, u64>,
    ) -> Result<()> {
        let append = Append {
            datasets,
            counts,
            ..Append::default()
        };
        self.log.append(event, append, clock::now())?;
        self.remember_head();
        Ok(())
    }

    /// Lets the keychain, where it holds this vault's key, remember how far the record has come.
    pub(crate) fn remember_head(&self) {
        if self.keys.in_keychain()
            && let Some(head) = self.log.head()
        {
            // It is a second witness: without it the sealed file beside the database remembers.
            let _ = keychain_for(PATIENCE).remember(self.keys.id(), HEAD, &head.to_bytes());
        }
    }

    /// What the keychain remembers of it.
    pub(crate) fn remembered_head(keys: &starling_vault::Keys) -> Option<Head> {
        if !keys.in_keychain() {
            return None;
        }
        let bytes = keychain_for(PATIENCE).remembered(keys.id(), HEAD).ok()??;
        Head::from_bytes(&bytes)
    }
}

/// Whether any of the digests is among those that are packed in order.
fn holds(packed: &[u8], sought: &[[u8; 8]]) -> bool {
    let (digests, _) = packed.as_chunks::<8>();
    sought
        .iter()
        .any(|digest| digests.binary_search(digest).is_ok())
}
