//! How much has left before, and how much this would be.

use super::switch::is_on;
use super::{Found, Judging, clause_of, people};
use crate::agreement::{Exempt, Per, Permission};
use crate::columns;
use crate::decision::Remedy;
use crate::request::{Delivery, DeliveryState, Filed};
use crate::words::{Action, Audience, Channel, Code, Product, Transform};
use crate::{ClauseId, RecipientId};
use starling_model::{Timestamp, figure};
use std::collections::BTreeSet;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// A limit and what counts against it.
struct Quota<'a> {
    code: Code,
    filed: &'a Filed,
    clause: &'a ClauseId,
    limit: u64,
    window_hours: u64,
    per: Per,
    /// What this export adds.
    adds: u64,
    amount: fn(&Delivery) -> u64,
}

impl Judging<'_> {
    pub(super) fn quotas(&mut self) {
        if !self.is_outward() || self.is_refused() {
            return;
        }
        let reissued = self.is_reissue()
            && self.found(Found::note(
                Code::Reissue,
                "The same sealed package to the same recipient again: nothing is counted.",
            ));
        let (objects, ids) = if reissued {
            (0, 0)
        } else {
            (self.objects(), self.ids())
        };
        self.numbers.objects_counted = Some(objects);
        self.numbers.tweet_ids_counted = Some(ids);
        self.channel(objects);
        self.published_objects(objects);
        self.max_records();
        let in_force: Vec<&Filed> = self.agreements_in_force().collect();
        for filed in in_force {
            if let Some(quota) = &filed.agreement.quota_objects
                && objects > 0
                && !self.waived(&filed.agreement, &quota.clause)
            {
                self.judge_quota(&Quota {
                    code: Code::QuotaObjects24h,
                    filed,
                    clause: &quota.clause,
                    limit: quota.limit,
                    window_hours: quota.window_hours,
                    per: quota.per,
                    adds: objects,
                    amount: |delivery| delivery.objects,
                });
            }
            if let Some(quota) = &filed.agreement.quota_ids
                && ids > 0
                && !self.waived(&filed.agreement, &quota.clause)
                && !self.exempt(quota.exempt)
            {
                self.judge_quota(&Quota {
                    code: Code::QuotaIds30d,
                    filed,
                    clause: &quota.clause,
                    limit: quota.limit,
                    window_hours: quota.window_hours,
                    per: quota.per,
                    adds: ids,
                    amount: |delivery| delivery.tweet_ids,
                });
            }
        }
    }

    /// Tweets, profiles, quotations or nodes that leave whole.
    fn objects(&self) -> u64 {
        let facts = self.ask.facts;
        match self.product() {
            Product::Records if self.transforms.contains(&Transform::Dehydrate) => 0,
            Product::Records => facts.tweets.saturating_add(facts.user_profiles),
            Product::Quotes => facts.quotes.total(),
            Product::Graph
                if self.transforms.contains(&Transform::StripNodeAttributes)
                    || facts.node_attributes.is_empty() =>
            {
                0
            }
            Product::Graph => facts.graph_nodes,
            _ => 0,
        }
    }

    /// Tweet ids that leave as they are.
    fn ids(&self) -> u64 {
        let hidden = self.transforms.contains(&Transform::PseudonymiseTweetIds);
        match self.product() {
            Product::Records | Product::Ids if !hidden => self.ask.facts.tweet_ids,
            _ => 0,
        }
    }

    fn is_reissue(&self) -> bool {
        let request = self.ask.request;
        request.package.is_some()
            && self.ask.world.ledger.iter().any(|delivery| {
                delivery.recipient == request.recipient
                    && delivery.package == request.package
                    && delivery.state == DeliveryState::Delivered
            })
    }

    fn channel(&mut self, objects: u64) {
        if objects == 0 || self.ask.request.channel == Channel::Manual {
            return;
        }
        let clauses = self.clauses(|agreement| {
            let quota = agreement.quota_objects.as_ref()?;
            (quota.channel == Some(Channel::Manual)).then_some(&quota.clause)
        });
        if !clauses.is_empty() {
            let text = "Whole tweets and profiles are handed over by hand.";
            let found = Found::deny(Code::ChannelAutomated, text).by(clauses);
            self.found(found.remedy(Remedy::ByHand).remedy(Remedy::IdsOnly));
        }
    }

    /// Rows that a matrix would let out to everybody, where an agreement says that objects are not published.
    fn published_objects(&mut self, objects: u64) {
        let whole = matches!(self.product(), Product::Records | Product::Graph);
        if self.audience != Audience::Public || !whole || objects == 0 {
            return;
        }
        let clauses = self.clauses(|agreement| {
            let quota = agreement.quota_objects.as_ref()?;
            (quota.public == Some(Permission::Deny)).then_some(&quota.clause)
        });
        if !clauses.is_empty() && is_on("public objects") {
            let text = "Whole tweets and profiles are not published.";
            let found = Found::deny(Code::AudienceProduct, text).by(clauses);
            self.found(found.remedy(Remedy::IdsOnly));
            self.actions.insert(Action::Deny);
        }
    }

    fn max_records(&mut self) {
        let facts = self.ask.facts;
        let records = facts.rows.max(facts.tweets).max(facts.user_profiles);
        let Some(most) = self.rules.max_records else {
            return;
        };
        if self.product() == Product::Records && records > most {
            let text = format!(
                "{} records; at most {} at a time.",
                figure(records),
                figure(most)
            );
            let clauses = self.clauses(|agreement| {
                let limits = agreement.limits.as_ref()?;
                (limits.max_records == Some(most)).then_some(&limits.clause)
            });
            let found = Found::deny(Code::MaxRecords, text).by(clauses);
            self.found(
                found
                    .affecting(records)
                    .remedy(Remedy::AtMost { count: most }),
            );
        }
    }

    fn exempt(&self, exempt: Exempt) -> bool {
        let request = self.ask.request;
        match exempt {
            // In writing means a waiver on file, which lifts the limit anyway.
            Exempt::None | Exempt::WrittenApproval => false,
            Exempt::AcademicNoncommercial => {
                let research = ["academic_research", "peer_review", "replication"];
                self.ask.world.member.affiliation == "academic"
                    && research.contains(&request.purpose.as_str())
            }
            Exempt::PeerReviewOrWrittenApproval => request.purpose.as_str() == "peer_review",
        }
    }

    fn judge_quota(&mut self, quota: &Quota<'_>) {
        let counted = self.counted(quota);
        let before: u64 = counted
            .iter()
            .map(|delivery| (quota.amount)(delivery))
            .sum();
        let over = before
            .saturating_add(quota.adds)
            .saturating_sub(quota.limit);
        if over == 0 {
            return;
        }
        let mut remedies = Vec::new();
        let left = quota.limit.saturating_sub(before);
        if left > 0 {
            remedies.push(Remedy::AtMost { count: left });
        }
        remedies.extend(free_again(quota, counted).map(Remedy::wait));
        if quota.code == Code::QuotaObjects24h {
            remedies.push(Remedy::IdsOnly);
        }
        let waivable = quota.filed.agreement.clause(quota.clause);
        if waivable.is_some_and(|clause| clause.waivable) {
            remedies.push(Remedy::Permission {
                agreement: quota.filed.agreement.id.clone(),
                clause: quota.clause.clone(),
            });
        }
        let text = format!(
            "{} of {} are used in the last {} hours; {} more were asked for.",
            figure(before),
            figure(quota.limit),
            quota.window_hours,
            figure(quota.adds)
        );
        let found = Found::deny(quota.code, text)
            .by([clause_of(&quota.filed.agreement, quota.clause)])
            .affecting(over)
            .remedies(remedies);
        if self.found(found) {
            let largest = match quota.code {
                Code::QuotaObjects24h => &mut self.numbers.objects_over,
                _ => &mut self.numbers.ids_over,
            };
            *largest = Some(largest.unwrap_or(0).max(over));
        }
    }

    /// What counts against a quota: in its window, held back or still to come as well.
    fn counted(&self, quota: &Quota<'_>) -> Vec<&Delivery> {
        let world = self.ask.world;
        let to: BTreeSet<&RecipientId> = match quota.per {
            Per::Recipient => people::same_person(world, &self.ask.request.recipient),
            Per::Entity => self.same_entity(),
        };
        let begin = window_begin(world.now, quota.window_hours);
        let all = world.ledger.iter();
        all.filter(|delivery| {
            to.contains(&delivery.recipient)
                && delivery.at.0 > begin
                && (delivery.at <= world.now || is_on("future entries"))
                && (delivery.state == DeliveryState::Delivered || is_on("reserved entries"))
        })
        .collect()
    }

    /// Everybody of the recipient's organisation; the recipient alone where it has none.
    fn same_entity(&self) -> BTreeSet<&RecipientId> {
        let world = self.ask.world;
        let recipient = &self.ask.request.recipient;
        let mut same = people::same_person(world, recipient);
        let entities: BTreeSet<_> = same
            .iter()
            .filter_map(|name| world.recipients.get(*name)?.entity.as_ref())
            .collect();
        let colleagues = world.recipients.iter().filter(|(_, known)| {
            let entity = known.entity.as_ref();
            entity.is_some_and(|entity| entities.contains(entity)) && is_on("same entity")
        });
        same.extend(colleagues.map(|(name, _)| name));
        same
    }
}

fn window_begin(now: Timestamp, hours: u64) -> i64 {
    let window = i64::try_from(hours)
        .unwrap_or(i64::MAX)
        .saturating_mul(HOUR_MS);
    now.0.saturating_sub(window)
}

/// When enough has left the window for this export; never where it is too large by itself.
fn free_again(quota: &Quota<'_>, mut counted: Vec<&Delivery>) -> Option<Timestamp> {
    counted.sort_by_key(|delivery| delivery.at);
    let mut used: u64 = counted
        .iter()
        .map(|delivery| (quota.amount)(delivery))
        .sum();
    let window = i64::try_from(quota.window_hours)
        .ok()?
        .checked_mul(HOUR_MS)?;
    for delivery in counted {
        used -= (quota.amount)(delivery);
        if used.saturating_add(quota.adds) <= quota.limit {
            return Some(Timestamp(delivery.at.0.checked_add(window)?));
        }
    }
    None
}

/// Whether columns bring tweet ids along.
pub(crate) fn brings_tweet_ids<'a>(fields: impl IntoIterator<Item = &'a str>) -> bool {
    let mut fields = fields.into_iter().peekable();
    fields.peek().is_none() || fields.any(|field| columns::TWEET_IDS.contains(&field))
}
