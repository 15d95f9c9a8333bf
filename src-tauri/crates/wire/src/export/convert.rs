//! The session's orders, plans and records, as they cross.

use super::{
    AgreementRef, AuditBreak, AuditEntry, AuditPage, AuditVerification, Clause, Delivery,
    ExportChoices, ExportColumn, ExportDataset, ExportNetwork, ExportOrder, ExportPlan,
    ExportReport, FieldChoice, Obligation, Owed, PackageVerification, Quota, Recall, Remedy,
    Withdrawal,
};
use crate::Failure;
use crate::network::{NetworkOptions, NetworkView};
use starling_model::{Tier, figure};
use starling_query::ask::Facet;
use starling_session::exporting::{
    self, AuditReport, By, Choices, Entry, Exported, Form, Handed, Kind, LedgerRow, LedgerState,
    PackageReport, Plan, PlannedClause, QuotaMeter, Recalled, Severity, Verdict,
};
use std::path::PathBuf;

impl TryFrom<ExportOrder> for exporting::ExportOrder {
    type Error = Failure;

    fn try_from(order: ExportOrder) -> Result<Self, Failure> {
        let of_network = order.network.is_some();
        let form = Form::from_word(&order.format, of_network).ok_or_else(|| {
            let known: &[(&str, Form)] = if of_network {
                &Form::OF_NETWORKS
            } else {
                &Form::ALL
            };
            let known: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            Failure::usage(format!(
                "`{}` is no format; use one of {}",
                order.format,
                known.join(", ")
            ))
        })?;
        let network = order
            .network
            .as_ref()
            .map(|network| network.leaving(&order.query))
            .transpose()?;
        let by = order
            .by
            .map(|word| {
                By::from_word(&word)
                    .ok_or_else(|| Failure::usage(format!("`{word}` is nothing to count by")))
            })
            .transpose()?;
        let split = order
            .split
            .map(|word| {
                Facet::from_word(&word)
                    .ok_or_else(|| Failure::usage(format!("`{word}` is nothing to split by")))
            })
            .transpose()?;
        let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Ok(Self {
            query: order.query,
            form,
            fields: order.fields,
            by,
            split,
            network,
            to: some(order.to),
            purpose: some(order.purpose),
            seal_to: order.encrypt_to,
            package: order.package,
            out: some(order.out).map(PathBuf::from),
        })
    }
}

impl ExportNetwork {
    fn leaving(&self, query: &str) -> Result<exporting::NetworkLeaving, Failure> {
        Ok(exporting::NetworkLeaving {
            order: self.options.order(query, &self.kind)?,
            view: self.view.ask()?,
            betweenness: self.betweenness.then_some(self.sources),
            communities: self.communities,
            only_ids: self.only_ids,
        })
    }
}

impl From<&exporting::NetworkLeaving> for ExportNetwork {
    fn from(network: &exporting::NetworkLeaving) -> Self {
        Self {
            kind: network.order.kind.word().to_owned(),
            options: NetworkOptions::from(&network.order),
            view: NetworkView::from(&network.view),
            betweenness: network.betweenness.is_some(),
            sources: network.betweenness.flatten(),
            communities: network.communities,
            only_ids: network.only_ids,
        }
    }
}

fn tier(tier: Tier) -> String {
    match tier {
        Tier::Hashed => "public_hashed",
        Tier::Leaking => "public_hashed_leaking",
        Tier::Unhashed => "consortium_unhashed",
        Tier::Mixed => "mixed",
        Tier::Unknown => "unknown",
    }
    .to_owned()
}

fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Allow => "allow",
        Verdict::Transform => "transform",
        Verdict::Deny => "deny",
    }
    .to_owned()
}

fn remedy(
    remedy: &exporting::Remedy,
    code: exporting::FindingCode,
    order: &exporting::ExportOrder,
) -> Remedy {
    use exporting::Remedy as Offer;
    let changed = |change: &dyn Fn(&mut exporting::ExportOrder)| {
        let mut order = order.clone();
        change(&mut order);
        Some(ExportOrder::from(&order))
    };
    let (kind, text, order) = match remedy {
        Offer::WaitUntil { at } => {
            let at = starling_model::Timestamp(*at).rfc3339();
            ("wait_until", format!("Wait until {at}."), None)
        }
        Offer::AtMost { count } => ("at_most", format!("Now at most {}.", figure(*count)), None),
        // The limit is on what nodes carry; where graphs may not leave at all, tweet ids still may.
        Offer::IdsOnly
            if order.network.is_some() && code == exporting::FindingCode::QuotaObjects24h =>
        {
            (
                "ids_only",
                "Export the network with the ids of its nodes only.".into(),
                changed(&|order| {
                    if let Some(network) = &mut order.network {
                        network.only_ids = true;
                    }
                }),
            )
        }
        Offer::IdsOnly => (
            "ids_only",
            "Export the tweet ids only.".into(),
            changed(&|order| {
                order.form = Form::Ids;
                order.network = None;
                order.fields.clear();
            }),
        ),
        Offer::PublicTwin => (
            "public_twin",
            "Take the published, hashed release of the same tweets.".into(),
            None,
        ),
        Offer::Totals => (
            "totals",
            "Export totals.".into(),
            changed(&|order| {
                order.form = Form::Summary;
                order.network = None;
                order.fields.clear();
                order.by = By::from_word("month");
            }),
        ),
        Offer::Communities { at_least } => (
            "communities",
            format!(
                "Collapse the graph to communities of at least {} accounts.",
                figure(*at_least)
            ),
            // Where it is collapsed already, a smaller part of it has to be chosen.
            order
                .network
                .as_ref()
                .filter(|network| !network.communities)
                .and_then(|_| {
                    changed(&|order| {
                        if let Some(network) = &mut order.network {
                            network.communities = true;
                        }
                    })
                }),
        ),
        Offer::Permission { agreement, clause } => (
            "permission",
            format!(
                "Ask the licensor for a written permission for {clause} of {agreement} and file it."
            ),
            None,
        ),
        Offer::Sign { agreement } => ("sign", format!("Sign the agreement {agreement}."), None),
        Offer::Attach { dataset } => ("attach", format!("Attach an agreement to {dataset}."), None),
        Offer::AcceptTerms => (
            "accept_terms",
            "The recipient accepts the terms first.".into(),
            None,
        ),
        Offer::GiveKey => ("give_key", "The recipient gives an age key.".into(), None),
        Offer::StewardSigns => (
            "steward_signs",
            "The data steward signs this release.".into(),
            None,
        ),
        Offer::ByHand => ("by_hand", "Hand it over yourself, by hand.".into(), None),
        Offer::LeaveOut { fields } => {
            let out: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
            let left = changed(&|order| {
                if order.fields.is_empty() {
                    order.fields = exporting::field_names();
                }
                order.fields.retain(|field| !out.contains(&field.as_str()));
            });
            ("leave_out", format!("Leave out {}.", out.join(", ")), left)
        }
        Offer::WithTweet => (
            "with_tweet",
            "Add the tweet's id or its text.".into(),
            changed(&|order| order.fields.push("tweetid".into())),
        ),
        Offer::Separately => ("separately", "Export the parts separately.".into(), None),
        Offer::CurrentRelease { dataset } => (
            "current_release",
            format!("Take the current release, {dataset}."),
            None,
        ),
        Offer::CarryOutRemovals => (
            "carry_out_removals",
            "Carry out the removals that are due.".into(),
            None,
        ),
        Offer::ConfirmAgain => (
            "confirm_again",
            "Look at the plan again and confirm it.".into(),
            None,
        ),
    };
    Remedy {
        kind: kind.to_owned(),
        text,
        order,
    }
}

impl From<&exporting::ExportOrder> for ExportOrder {
    fn from(order: &exporting::ExportOrder) -> Self {
        Self {
            query: order.query.clone(),
            format: order.form.word().to_owned(),
            fields: order.fields.clone(),
            by: order.by.map(By::word),
            split: order.split.map(|split| split.word().to_owned()),
            network: order.network.as_ref().map(ExportNetwork::from),
            to: order.to.clone(),
            purpose: order.purpose.clone(),
            encrypt_to: order.seal_to.clone(),
            package: order.package,
            out: order.out.as_ref().map(|out| out.display().to_string()),
        }
    }
}

/// Whether the member can bring what is missing.
fn needs_you(remedies: &[exporting::Remedy]) -> bool {
    use exporting::Remedy as Offer;
    remedies.iter().any(|remedy| {
        matches!(
            remedy,
            Offer::Permission { .. }
                | Offer::Sign { .. }
                | Offer::Attach { .. }
                | Offer::AcceptTerms
                | Offer::GiveKey
                | Offer::StewardSigns
                | Offer::ByHand
                | Offer::CarryOutRemovals
                | Offer::ConfirmAgain
        )
    })
}

fn clause(planned: &PlannedClause, order: &exporting::ExportOrder) -> Clause {
    let finding = &planned.finding;
    let by = finding.clause.as_ref();
    let state = match finding.severity {
        Severity::Deny if needs_you(&finding.remedies) => "needs_you",
        Severity::Deny => "refused",
        Severity::Transform => "changed",
        Severity::Info => "met",
    };
    Clause {
        id: by.map_or_else(
            || finding.code.word().to_owned(),
            |by| by.clause.as_str().to_owned(),
        ),
        agreement: by.map_or_else(String::new, |by| by.agreement.as_str().to_owned()),
        code: finding.code.word().to_owned(),
        effect: finding.severity.word().to_owned(),
        state: state.to_owned(),
        text: planned.plain.clone(),
        wording: planned.wording.clone(),
        detail: finding.detail.clone(),
        source: planned.source.clone(),
        basis: planned.basis.clone(),
        affected: finding.affected.unwrap_or(0),
        remedies: finding
            .remedies
            .iter()
            .map(|offer| remedy(offer, finding.code, order))
            .collect(),
    }
}

fn met(clause: &exporting::MetClause) -> Clause {
    Clause {
        id: clause.clause.as_str().to_owned(),
        agreement: clause.agreement.as_str().to_owned(),
        code: String::new(),
        effect: Severity::Info.word().to_owned(),
        state: "met".to_owned(),
        text: clause.plain.clone(),
        wording: clause.wording.clone(),
        detail: String::new(),
        source: clause.source.clone(),
        basis: clause.basis.to_owned(),
        affected: 0,
        remedies: Vec::new(),
    }
}

/// The reasons of a plan.
pub fn clauses(plan: &Plan) -> Vec<Clause> {
    let clauses = plan.clauses.iter();
    clauses
        .map(|planned| clause(planned, &plan.order))
        .collect()
}

fn obligations(plan: &Plan) -> Vec<Obligation> {
    plan.obligations
        .iter()
        .map(|promise| Obligation {
            id: promise.obligation.word().to_owned(),
            text: promise.words.clone(),
            due: promise.due.clone(),
        })
        .collect()
}

impl From<QuotaMeter> for Quota {
    fn from(meter: QuotaMeter) -> Self {
        Self {
            agreement: meter.agreement,
            kind: meter.kind.to_owned(),
            whose: meter.whose,
            used: meter.used,
            asked: meter.asked,
            limit: meter.limit,
            window_hours: u32::try_from(meter.window_hours).unwrap_or(u32::MAX),
            free_at: meter.free_at.map(starling_model::Timestamp::rfc3339),
        }
    }
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Boolean => "boolean",
        Kind::List => "list",
    }
    .to_owned()
}

/// What stays true whatever the program does.
const LIMITS: [&str; 4] = [
    "Somebody may still recognise a text, a picture or a way of writing; texts can be searched for in web archives.",
    "Screenshots, cameras and retyping are beyond any program.",
    "Names that are plain words are replaced only after an at-sign; the plan counts the others.",
    "Another installation keeps a ledger of its own.",
];

impl From<Plan> for ExportPlan {
    fn from(plan: Plan) -> Self {
        let numbers = plan.decision.numbers;
        let hash = plan.hash.hex();
        Self {
            decision: verdict(plan.decision.verdict),
            hash_short: plan.hash.short(),
            audience: plan.decision.audience.word().to_owned(),
            product: plan.product.word().to_owned(),
            datasets: plan
                .datasets
                .iter()
                .map(|(name, rows, of)| ExportDataset {
                    name: name.clone(),
                    rows: *rows,
                    tier: tier(*of),
                })
                .collect(),
            agreements: plan
                .agreements
                .iter()
                .map(|(id, title, tier, digest)| AgreementRef {
                    id: id.clone(),
                    title: title.clone(),
                    digest: digest.hex(),
                    tier: tier.clone(),
                })
                .collect(),
            clauses: clauses(&plan),
            met: plan.met.iter().map(met).collect(),
            rows: plan.rows,
            selected: plan.selected,
            objects: numbers.objects_counted.unwrap_or(0),
            tweet_ids: numbers.tweet_ids_counted.unwrap_or(0),
            transforms: plan
                .decision
                .transforms
                .iter()
                .map(ToString::to_string)
                .collect(),
            withheld: plan.withheld.clone(),
            obligations: obligations(&plan),
            columns: plan
                .columns
                .iter()
                .map(|column| ExportColumn {
                    name: column.name.clone(),
                    action: column.action.to_owned(),
                    kind: kind(column.kind),
                })
                .collect(),
            sample: plan.sample.clone(),
            quotas: plan.quotas.into_iter().map(Quota::from).collect(),
            log: AuditEntry {
                seq: None,
                time: None,
                event: if plan.decision.verdict == Verdict::Deny {
                    "refusal"
                } else {
                    "export"
                }
                .to_owned(),
                actor: "your key".into(),
                datasets: plan
                    .datasets
                    .iter()
                    .map(|(name, ..)| name.clone())
                    .collect(),
                decision: Some(hash.clone()),
                agreements: plan
                    .agreements
                    .iter()
                    .map(|(.., digest)| digest.hex())
                    .collect(),
                counts: [
                    ("rows".to_owned(), plan.rows),
                    ("objects".to_owned(), numbers.objects_counted.unwrap_or(0)),
                    (
                        "tweet_ids".to_owned(),
                        numbers.tweet_ids_counted.unwrap_or(0),
                    ),
                ]
                .into(),
                recipient: Some("a keyed digest of the recipient".into()),
                package: None,
                hash: None,
                prev: None,
            },
            limits: LIMITS.map(str::to_owned).to_vec(),
            hash,
        }
    }
}

impl From<Exported> for ExportReport {
    fn from(exported: Exported) -> Self {
        Self {
            decision: verdict(exported.plan.decision.verdict),
            clauses: clauses(&exported.plan),
            rows: exported.rows,
            transformed: exported.transformed,
            withheld: exported.plan.withheld.clone(),
            obligations: obligations(&exported.plan),
            file: exported.file.display().to_string(),
            manifest: exported.manifest.display().to_string(),
            sha256: exported.sha256.to_string(),
            audit: exported.audit,
            ledger: exported.ledger.unsigned_abs(),
        }
    }
}

impl From<Handed> for Delivery {
    fn from(handed: Handed) -> Self {
        let row = handed.row;
        let hex = |bytes: &Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            ledger: row.id.unsigned_abs(),
            at: row.at.rfc3339(),
            state: match row.state {
                LedgerState::Reserved => "reserved",
                LedgerState::Logged => "logged",
                LedgerState::Delivered => "delivered",
                LedgerState::Released => "released",
            }
            .to_owned(),
            recipient: row.recipient,
            product: row.product,
            rows: row.rows,
            objects: row.objects,
            tweet_ids: row.tweet_ids,
            file: row.target,
            sha256: row.package.as_ref().map(hex),
            audit: row.seq,
            query: handed.query,
            purpose: handed.purpose,
            obligations: handed
                .owed
                .into_iter()
                .map(|owed| Owed {
                    id: owed.id,
                    text: owed.words,
                    due: owed.due,
                    done: owed.done.map(starling_model::Timestamp::rfc3339),
                    proof: owed.proof,
                })
                .collect(),
        }
    }
}

impl From<Choices> for ExportChoices {
    fn from(choices: Choices) -> Self {
        Self {
            fields: choices
                .fields
                .into_iter()
                .map(|(name, meaning, class)| FieldChoice {
                    name: name.to_owned(),
                    meaning: meaning.to_owned(),
                    class: class.to_owned(),
                })
                .collect(),
            purposes: choices.purposes,
            by: choices.by,
        }
    }
}

impl From<Recalled> for Withdrawal {
    fn from(recalled: Recalled) -> Self {
        Self {
            tweets: recalled.tweets,
            accounts: recalled.accounts,
            unknown: recalled.unknown,
            recalls: recalled.deliveries.into_iter().map(Recall::from).collect(),
        }
    }
}

impl From<LedgerRow> for Recall {
    fn from(row: LedgerRow) -> Self {
        Self {
            ledger: row.id.unsigned_abs(),
            at: row.at.rfc3339(),
            recipient: row.recipient,
        }
    }
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            hash: Some(entry.hash().to_string()),
            prev: Some(entry.prev.to_string()),
            seq: Some(entry.seq),
            time: Some(entry.time),
            event: entry.event.word(),
            actor: entry.actor,
            datasets: entry.datasets,
            decision: entry.decision.map(|digest| digest.to_string()),
            agreements: entry.agreements.iter().map(ToString::to_string).collect(),
            counts: entry.counts,
            recipient: entry.recipient.map(|digest| digest.to_string()),
            package: entry.package.map(|digest| digest.to_string()),
        }
    }
}

impl From<(u64, Vec<Entry>)> for AuditPage {
    fn from((total, entries): (u64, Vec<Entry>)) -> Self {
        Self {
            total,
            entries: entries.into_iter().map(AuditEntry::from).collect(),
        }
    }
}

impl From<AuditReport> for AuditVerification {
    fn from(audit: AuditReport) -> Self {
        Self {
            ok: audit.ok(),
            entries: audit.report.entries,
            head: audit.report.head.to_string(),
            problems: audit.problems(),
            breaks: breaks(&audit.report),
            key: audit.key,
            checkpoints: audit.report.checkpoints,
            rolled_back: audit
                .rolled_back
                .map(|rolled| (rolled.remembered, rolled.found)),
        }
    }
}

/// Where hashes do not fit.
pub fn breaks(report: &exporting::LogReport) -> Vec<AuditBreak> {
    let problems = report.problems.iter();
    problems
        .filter_map(|problem| {
            let (expected, found) = problem.hashes?;
            Some(AuditBreak {
                seq: problem.seq?,
                expected: expected.to_string(),
                found: found.to_string(),
            })
        })
        .collect()
}

impl From<PackageReport> for PackageVerification {
    fn from(package: PackageReport) -> Self {
        Self {
            ok: package.problems.is_empty(),
            problems: package.problems,
            rerun: package.rerun,
            files: package.checked.files,
        }
    }
}
