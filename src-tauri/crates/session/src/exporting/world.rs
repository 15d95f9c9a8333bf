//! What is known when a decision is made.

use crate::{Result, Session};
use starling_model::{Tier as Detected, Timestamp};
use starling_policy::request::{
    Dataset, Delivery, DeliveryState, Filed, Integrity, Member, Publication, Recipient,
    SignatureState, World,
};
use starling_policy::{
    AgreementId, DatasetName, PackageDigest, RecipientId, RecipientKind, Tier, agreement,
};
use starling_store::LedgerState;
use std::collections::{BTreeMap, BTreeSet};

/// The agreements that come with the program.
const SHIPPED: [&str; 4] = [
    include_str!("../../../../../assets/agreements/public-hashed.toml"),
    include_str!("../../../../../assets/agreements/tmrc-unhashed.toml"),
    include_str!("../../../../../assets/agreements/institution-custom.toml"),
    include_str!("../../../../../assets/agreements/x-policy-2025-overlay.toml"),
];

impl Session {
    /// Everything that a decision knows beside the order.
    pub(crate) fn known_world(&self, now: Timestamp) -> Result<World> {
        let mut agreements = BTreeMap::new();
        for text in SHIPPED {
            let agreement = agreement::read(text)
                .map_err(|why| crate::Error::Failed(format!("a shipped agreement: {why}")))?;
            let digest = agreement
                .digest()
                .map_err(|why| crate::Error::Failed(why.to_string()))?;
            let filed = Filed {
                digest,
                signature: SignatureState::Missing,
                agreement,
            };
            agreements.insert(filed.agreement.id.clone(), filed);
        }
        let mut datasets = BTreeMap::new();
        for entry in self.store.datasets()? {
            let detected = match starling_model::Tier::from_word(&entry.tier) {
                Detected::Hashed | Detected::Leaking => Some(Tier::PublicHashed),
                Detected::Unhashed => Some(Tier::ConsortiumUnhashed),
                Detected::Unknown => None,
            };
            let by_tier = match detected {
                Some(Tier::ConsortiumUnhashed) => "tmrc-unhashed",
                _ => "twitter-public-hashed",
            };
            let agreement = entry.agreement.as_deref().unwrap_or(by_tier);
            datasets.insert(
                DatasetName(entry.facts.name),
                Dataset {
                    tier_declared: detected.unwrap_or(Tier::PublicHashed),
                    tier_detected: detected,
                    agreements: BTreeSet::from([AgreementId::from(agreement)]),
                    lineage: BTreeSet::new(),
                    publication: Publication::Published,
                    public_twin: None,
                    superseded_by: None,
                },
            );
        }
        let recipients = BTreeMap::from([
            (
                RecipientId::from("self"),
                Recipient::of_kind(RecipientKind::Self_),
            ),
            (
                RecipientId::from("public"),
                Recipient::of_kind(RecipientKind::Public),
            ),
        ]);
        let mut world = World {
            now,
            member: Member {
                affiliation: "academic".into(),
                entity: None,
            },
            recipients,
            datasets,
            agreements,
            ledger: Vec::new(),
            integrity: Integrity::default(),
        };
        self.add_record(&mut world)?;
        Ok(world)
    }

    /// The ledger, and whether the record can be relied on.
    fn add_record(&self, world: &mut World) -> Result<()> {
        let integrity = self.log.integrity(world.now);
        world.integrity.clock_behind |= integrity.clock_behind;
        world.integrity.audit_broken |= integrity.broken.is_some();
        world.integrity.state_rolled_back |= integrity.rolled_back.is_some();
        let rows = self.store.ledger()?.into_iter();
        world.ledger = rows
            .filter(|row| row.state != LedgerState::Released)
            .map(|row| Delivery {
                recipient: RecipientId(row.recipient),
                objects: row.objects,
                tweet_ids: row.tweet_ids,
                at: row.at,
                package: row.payload.map(|sha| PackageDigest(super::hex(&sha))),
                state: match row.state {
                    LedgerState::Reserved => DeliveryState::Reserved,
                    _ => DeliveryState::Delivered,
                },
            })
            .collect();
        Ok(())
    }
}

impl Session {
    /// Permissions of licensors on file for a recipient.
    pub(crate) fn permissions_on_file(
        &self,
    ) -> Result<BTreeSet<starling_policy::request::Permission>> {
        Ok(BTreeSet::new())
    }

    /// Whether a steward approved this decision.
    pub(crate) fn is_approved(&self, _decision: &starling_policy::Digest) -> Result<bool> {
        Ok(false)
    }

    /// Whoever was withdrawn or is disputed.
    pub(crate) fn subject_lists(&self) -> Result<super::selection::Subjects> {
        Ok(super::selection::Subjects::default())
    }
}
