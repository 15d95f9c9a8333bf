//! Datasets as their agreements see them.

use crate::{Result, Session};
use starling_import::{Catalogue, TierEvidence};
use starling_model::{Tier, Timestamp};
use starling_policy::agreement::{CONSORTIUM, PUBLIC};
use starling_policy::request::{Dataset, Delivery, Integrity, Publication, World};
use starling_policy::{AgreementId, DatasetName};
use starling_store::DatasetEntry;
use std::collections::{BTreeMap, BTreeSet};

pub use starling_store::Standing;

/// The agreement that follows from what a dataset is said to be and what its ids say it is: of both the stricter.
/// Where nothing tells, none does, and decisions hold the data to the consortium's.
pub(crate) fn agreement_of(declared: Option<Tier>, detected: Option<Tier>) -> Option<&'static str> {
    let tiers = [declared.and_then(judged), detected.and_then(judged)];
    let strictest = tiers.into_iter().flatten().max()?;
    Some(match strictest {
        starling_policy::Tier::PublicHashed => PUBLIC,
        starling_policy::Tier::Institutional | starling_policy::Tier::ConsortiumUnhashed => {
            CONSORTIUM
        }
    })
}

/// A tier in the agreements' words; a release that leaks is public all the same, since what leaks is masked by content.
fn judged(tier: Tier) -> Option<starling_policy::Tier> {
    match tier {
        Tier::Unknown => None,
        Tier::Hashed | Tier::Leaking => Some(starling_policy::Tier::PublicHashed),
        Tier::Unhashed | Tier::Mixed => Some(starling_policy::Tier::ConsortiumUnhashed),
    }
}

impl Session {
    /// What the member said of a dataset beyond what its rows say.
    pub fn standing(&self, dataset: &str) -> Result<Standing> {
        let entry = self.dataset_entry(dataset)?;
        Ok(self.store.standing(entry.id)?)
    }

    /// Says it anew.
    pub fn set_standing(&self, dataset: &str, standing: &Standing) -> Result<()> {
        let entry = self.dataset_entry(dataset)?;
        for agreement in &standing.agreements {
            self.agreement(agreement)?;
        }
        Ok(self.store.set_standing(entry.id, standing)?)
    }

    /// Every dataset as a decision takes it.
    pub fn judged_datasets(&self) -> Result<BTreeMap<DatasetName, Dataset>> {
        let entries = self.store.datasets()?;
        let mut judged = BTreeMap::new();
        for entry in entries {
            let standing = self.store.standing(entry.id)?;
            let name = DatasetName(entry.facts.name.clone());
            judged.insert(name, judged_dataset(&entry, standing));
        }
        Ok(judged)
    }

    pub(crate) fn datasets_by_agreement(&self) -> Result<BTreeMap<AgreementId, Vec<String>>> {
        let mut holding: BTreeMap<AgreementId, Vec<String>> = BTreeMap::new();
        for (name, dataset) in self.judged_datasets()? {
            for agreement in dataset.agreements {
                holding.entry(agreement).or_default().push(name.0.clone());
            }
        }
        Ok(holding)
    }

    /// Everything that a decision knows beside what is measured.
    pub fn world(
        &self,
        now: Timestamp,
        ledger: Vec<Delivery>,
        integrity: Integrity,
    ) -> Result<World> {
        Ok(World {
            now,
            member: self.judged_member()?,
            recipients: self.judged_recipients(now)?,
            datasets: self.judged_datasets()?,
            agreements: self.agreements_on_file()?,
            ledger,
            integrity,
        })
    }
}

/// What the rows of a dataset say of its tier, from what was counted on import.
fn detected(entry: &DatasetEntry) -> Tier {
    let Some(counts) = entry
        .evidence
        .as_deref()
        .and_then(crate::importing::read_counts)
    else {
        return Tier::Unknown;
    };
    let mut evidence = TierEvidence::default();
    evidence.add(&counts);
    evidence.verdict().tier
}

fn judged_dataset(entry: &DatasetEntry, standing: Standing) -> Dataset {
    let declared = Tier::from_word(&entry.tier);
    let detected = detected(entry);
    let follows = agreement_of(Some(declared), Some(detected));
    let agreements: BTreeSet<AgreementId> = standing
        .agreements
        .into_iter()
        .chain(follows.map(str::to_owned))
        .map(AgreementId)
        .collect();
    let hashed = matches!(detected, Tier::Hashed | Tier::Leaking);
    // Only the archive hashes accounts, so hashed rows were published; of others the catalogue knows it.
    let known = Catalogue::shipped().set(&entry.facts.name).is_some();
    let published = standing.published.unwrap_or(hashed || known);
    Dataset {
        // What nobody declared is what it was found to be, else it is held closest.
        tier_declared: judged(declared)
            .or(judged(detected))
            .unwrap_or(starling_policy::Tier::ConsortiumUnhashed),
        tier_detected: judged(detected),
        agreements,
        lineage: standing.lineage.into_iter().map(DatasetName).collect(),
        publication: if published {
            Publication::Published
        } else {
            Publication::Unpublished
        },
        public_twin: standing.public_twin.map(DatasetName),
        superseded_by: standing.superseded_by.map(DatasetName),
    }
}
