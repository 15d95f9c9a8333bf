//! Quotas, and how much of them is used.

use starling_model::Timestamp;
use starling_policy::request::{Request, World};
use starling_policy::{Decision, RecipientId, Remedy};

/// A quota, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct QuotaMeter {
    pub agreement: String,
    pub kind: &'static str,
    pub whose: String,
    pub used: u64,
    pub asked: u64,
    pub limit: u64,
    pub window_hours: u64,
    pub free_at: Option<Timestamp>,
}

/// The quotas of the agreements in force.
pub(crate) fn meters(world: &World, decision: &Decision, request: &Request) -> Vec<QuotaMeter> {
    let entity_of = |id: &RecipientId| -> String {
        world
            .recipients
            .get(id)
            .and_then(|known| known.entity.as_ref())
            .map_or_else(|| id.0.clone(), |entity| entity.0.clone())
    };
    let entity = entity_of(&request.recipient);
    let person = starling_policy::decide::same_person(world, &request.recipient);
    let free_at = decision.findings.iter().find_map(|finding| {
        finding.remedies.iter().find_map(|remedy| match remedy {
            Remedy::WaitUntil { at } => Some(Timestamp(*at)),
            _ => None,
        })
    });
    let within = |hours: u64, at: Timestamp| {
        let window = i64::try_from(hours).unwrap_or(i64::MAX / 3_600_000) * 3_600_000;
        world.now.0.saturating_sub(at.0) < window
    };
    let mut meters = Vec::new();
    for id in decision.agreements.keys() {
        let Some(filed) = world.agreements.get(id) else {
            continue;
        };
        if let Some(quota) = &filed.agreement.quota_objects {
            meters.push(QuotaMeter {
                agreement: id.0.clone(),
                kind: "objects",
                whose: request.recipient.0.clone(),
                used: world
                    .ledger
                    .iter()
                    .filter(|line| person.contains(&line.recipient))
                    .filter(|line| within(quota.window_hours, line.at))
                    .map(|line| line.objects)
                    .sum(),
                asked: decision.numbers.objects_counted.unwrap_or(0),
                limit: quota.limit,
                window_hours: quota.window_hours,
                free_at: free_at.filter(|_| decision.numbers.objects_over.is_some()),
            });
        }
        if let Some(quota) = &filed.agreement.quota_ids {
            meters.push(QuotaMeter {
                agreement: id.0.clone(),
                kind: "ids",
                whose: entity.clone(),
                used: world
                    .ledger
                    .iter()
                    .filter(|line| entity_of(&line.recipient) == entity)
                    .filter(|line| within(quota.window_hours, line.at))
                    .map(|line| line.tweet_ids)
                    .sum(),
                asked: decision.numbers.tweet_ids_counted.unwrap_or(0),
                limit: quota.limit,
                window_hours: quota.window_hours,
                free_at: free_at.filter(|_| decision.numbers.ids_over.is_some()),
            });
        }
    }
    meters
}
