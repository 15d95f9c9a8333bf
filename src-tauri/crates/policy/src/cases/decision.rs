//! Cases that ask for a decision.

use super::Wrong;
use super::world::{World, read};
use crate::decide::brings_tweet_ids;
use crate::request::{
    Approver, Ask, Confirmation, Delivery, DeliveryState, Facts, Integrity, Permission,
    QuoteCounts, Request,
};
use crate::sdc::{Cell, MarginTotals, Table};
use crate::words::{Channel, Product, Severity};
use crate::{
    AgreementId, ClauseId, Decision, Digest, FieldName, PackageDigest, Purpose, RecipientId, decide,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use starling_model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

const HOUR_MS: f64 = 3_600_000.0;
const HOUR_SECONDS: f64 = 3600.0;

#[derive(Deserialize)]
struct RawRequest {
    now: String,
    product: Product,
    recipient: RecipientId,
    purpose: Purpose,
    channel: Channel,
    #[serde(default)]
    fields: BTreeSet<FieldName>,
    #[serde(default)]
    facts: RawFacts,
    #[serde(default)]
    prior: Vec<RawDelivery>,
    #[serde(default)]
    permissions: Vec<RawPermission>,
    #[serde(default)]
    approvals: Vec<String>,
    #[serde(default)]
    options: BTreeMap<String, Value>,
    package: Option<PackageDigest>,
    #[serde(default = "yes")]
    confirmed_preview: bool,
    #[serde(default)]
    integrity: BTreeMap<String, String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct RawPermission {
    agreement: AgreementId,
    clause: ClauseId,
}

#[derive(Deserialize)]
struct RawDelivery {
    recipient: RecipientId,
    #[serde(default)]
    objects: u64,
    #[serde(default)]
    tweet_ids: u64,
    hours_ago: f64,
    package: Option<PackageDigest>,
    status: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawFacts {
    tweets: u64,
    user_profiles: u64,
    tweet_ids: Option<u64>,
    rows: u64,
    real_ids_of_protected: u64,
    mention_hits: u64,
    labelled_protected: u64,
    withdrawn_rows: u64,
    disputed_rows: u64,
    removal_pending_rows: u64,
    removal_oldest_hours: Option<f64>,
    sensitive_columns: BTreeSet<FieldName>,
    external_id_columns: BTreeSet<FieldName>,
    hash_id_pairs: bool,
    table: Option<RawTable>,
    difference_to_earlier: Option<u64>,
    quotes: RawQuotes,
    graph_nodes: u64,
    node_attributes: BTreeSet<FieldName>,
    communities_min_size: Option<u64>,
    media_files: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawQuotes {
    protected: u64,
    unprotected: u64,
}

/// A table as cases write it.
#[derive(Deserialize)]
pub(super) struct RawTable {
    cells: Vec<Vec<RawCell>>,
    #[serde(default)]
    margins: bool,
}

#[derive(Deserialize)]
struct RawCell {
    accounts: u64,
    protected: Option<u64>,
    #[serde(default)]
    value: u64,
    #[serde(default)]
    top: Vec<u64>,
}

impl RawTable {
    pub(super) fn table(self) -> Table {
        let cell = |raw: RawCell| Cell {
            accounts: raw.accounts,
            // Of whom nothing is said, all may be protected.
            protected: raw.protected.unwrap_or(raw.accounts),
            value: raw.value,
            top: raw.top,
        };
        Table {
            cells: self
                .cells
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect(),
            margins: if self.margins {
                MarginTotals::Shown
            } else {
                MarginTotals::Absent
            },
        }
    }
}

impl RawFacts {
    fn facts(self, product: Product, fields: &BTreeSet<FieldName>) -> Facts {
        let rows_with_ids =
            product == Product::Records && brings_tweet_ids(fields.iter().map(FieldName::as_str));
        let own_ids = if rows_with_ids { self.tweets } else { 0 };
        Facts {
            tweets: self.tweets,
            user_profiles: self.user_profiles,
            tweet_ids: self.tweet_ids.unwrap_or(own_ids),
            rows: self.rows,
            real_ids_of_protected: self.real_ids_of_protected,
            mention_hits: self.mention_hits,
            labelled_protected: self.labelled_protected,
            withdrawn_rows: self.withdrawn_rows,
            disputed_rows: self.disputed_rows,
            removal_pending_rows: self.removal_pending_rows,
            removal_oldest_seconds: match self.removal_oldest_hours {
                Some(hours) => Some((hours * HOUR_SECONDS).ceil() as u64),
                // A case that is silent about it is about something else.
                None if self.removal_pending_rows > 0 => Some(0),
                None => None,
            },
            sensitive_columns: self.sensitive_columns,
            external_id_columns: self.external_id_columns,
            hash_id_pairs: self.hash_id_pairs,
            table: self.table.map(RawTable::table),
            difference_to_earlier: self.difference_to_earlier,
            quotes: QuoteCounts {
                protected: self.quotes.protected,
                unprotected: self.quotes.unprotected,
            },
            graph_nodes: self.graph_nodes,
            node_attributes: self.node_attributes,
            communities_min_size: self.communities_min_size,
            media_files: self.media_files,
        }
    }
}

pub(super) fn got(
    request: &Map<String, Value>,
    world: &World,
) -> Result<Map<String, Value>, Wrong> {
    let raw: RawRequest = read(&Value::Object(request.clone()))?;
    let now: jiff::Timestamp = raw
        .now
        .parse()
        .map_err(|_| format!("`{}` is no time", raw.now))?;
    let now = now.as_millisecond();
    let integrity = |key: &str| {
        let said = raw.integrity.get(key);
        said.is_some_and(|said| said != "ok")
    };
    let form = ["format", "figure_format"]
        .iter()
        .find_map(|key| raw.options.get(*key)?.as_str());
    let asked = Request {
        product: raw.product,
        datasets: world.asked.clone(),
        agreements: world.declared.clone(),
        query: Digest::default(),
        fields: raw.fields.clone(),
        recipient: raw.recipient,
        purpose: raw.purpose,
        channel: raw.channel,
        form: form.map(str::to_owned),
        permissions: raw
            .permissions
            .into_iter()
            .map(|raw| Permission {
                agreement: raw.agreement,
                clause: raw.clause,
            })
            .collect(),
        approvals: raw
            .approvals
            .iter()
            .filter(|who| *who == "steward")
            .map(|_| Approver::Steward)
            .collect(),
        package: raw.package,
    };
    let facts = raw.facts.facts(raw.product, &raw.fields);
    let ledger = raw.prior.into_iter().map(|raw| Delivery {
        recipient: raw.recipient,
        objects: raw.objects,
        tweet_ids: raw.tweet_ids,
        at: Timestamp(now - (raw.hours_ago * HOUR_MS).round() as i64),
        package: raw.package,
        state: match raw.status.as_deref() {
            Some("reserved") => DeliveryState::Reserved,
            _ => DeliveryState::Delivered,
        },
    });
    let known = crate::World {
        now: Timestamp(now),
        member: world.member.clone(),
        recipients: world.recipients.clone(),
        datasets: world.datasets.clone(),
        agreements: world.agreements.clone(),
        ledger: ledger.collect(),
        integrity: Integrity {
            clock_behind: integrity("clock"),
            audit_broken: integrity("audit"),
            state_rolled_back: integrity("state"),
            agreement_changed: integrity("agreement_digest"),
        },
    };
    let ask = Ask {
        request: &asked,
        facts: &facts,
        world: &known,
        confirmation: Confirmation::Preview,
    };
    let preview = decide(&ask).digest;
    let confirmed = if raw.confirmed_preview {
        preview
    } else {
        // Of nothing that was shown.
        Digest::default()
    };
    let ruling = decide(&Ask {
        confirmation: Confirmation::Confirmed(confirmed),
        ..ask
    });
    Ok(as_json(&ruling.decision))
}

fn as_json(decision: &Decision) -> Map<String, Value> {
    let codes = |denying: bool| -> Vec<&str> {
        let mut codes: Vec<&str> = decision
            .findings
            .iter()
            .filter(|finding| !denying || finding.severity == Severity::Deny)
            .map(|finding| finding.code.word())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let got = json!({
        "verdict": decision.verdict.word(),
        "codes": codes(false),
        "denying": codes(true),
        "transforms": decision.transforms,
        "obligations": decision.obligations,
        "numbers": decision.numbers,
    });
    match got {
        Value::Object(got) => got,
        _ => Map::new(),
    }
}
