//! What is known when a decision is made.

use super::selection::Subjects;
use crate::subjects::{SubjectKind, SubjectState};
use crate::{Result, Session};
use starling_model::Timestamp;
use starling_policy::request::{Delivery, DeliveryState, Integrity, Permission, World};
use starling_policy::{PackageDigest, RecipientId};
use starling_store::LedgerState;
use std::collections::BTreeSet;

impl Session {
    /// Everything that a decision knows beside the order: people, agreements, datasets, the ledger, and whether the
    /// record can be relied on.
    pub(crate) fn known_world(&self, now: Timestamp) -> Result<World> {
        let record = self.log.integrity(now);
        let integrity = Integrity {
            clock_behind: record.clock_behind,
            audit_broken: record.broken.is_some(),
            state_rolled_back: record.rolled_back.is_some(),
            ..Integrity::default()
        };
        let rows = self.store.ledger()?.into_iter();
        let lines = rows
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
            });
        self.world(now, lines.collect(), integrity)
    }

    /// Permissions of licensors on file; a decision takes those of the clauses that it meets.
    pub(crate) fn permissions_on_file(&self) -> Result<BTreeSet<Permission>> {
        let filed = self.permissions()?.into_iter();
        Ok(filed
            .map(|record| Permission {
                agreement: record.agreement,
                clause: record.clause,
            })
            .collect())
    }

    /// Whether a steward approved this decision.
    pub(crate) fn is_approved(&self, decision: &starling_policy::Digest) -> Result<bool> {
        let approved = self.approvals()?;
        Ok(approved
            .iter()
            .any(|approval| approval.decision == decision.hex()))
    }

    /// Whoever was withdrawn or is disputed. What is withdrawn is purged already; the list is a second lock.
    pub(crate) fn subject_lists(&self) -> Result<Subjects> {
        let mut lists = Subjects::default();
        for (kind, id, state) in self.subjects()? {
            match (state, kind) {
                (SubjectState::Disputed, SubjectKind::Account) => {
                    lists.disputed_accounts.insert(id);
                }
                (SubjectState::Disputed, SubjectKind::Tweet) => {
                    lists.disputed_tweets.extend(id.parse::<u64>());
                }
                (_, SubjectKind::Account) => {
                    lists.withdrawn_accounts.insert(id);
                }
                (_, SubjectKind::Tweet) => {
                    lists.withdrawn_tweets.extend(id.parse::<u64>());
                }
            }
        }
        Ok(lists)
    }
}
