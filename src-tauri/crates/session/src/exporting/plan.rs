//! An order, measured and judged.

use super::accounts::Accounts;
use super::changes::Changes;
use super::graph::Graphed;
use super::masking::Masking;
use super::meters::{QuotaMeter, meters};
use super::selection::{Measure, Selection, Subjects, measure, names};
use super::totals::Totals;
use super::{ExportOrder, Form, columns};
use crate::networks::leaving::Without;
use crate::{Error, Result, Session, clock};
use starling_export::{Cell, Kind, Protected};
use starling_model::{Cancel, Progress, Tier};
use starling_policy::request::{Approver, Ask, Confirmation, Facts, Publication, Request, World};
use starling_policy::transform::{Pseudonyms, Roster};
use starling_policy::{
    AgreementId, Channel, DatasetName, Decision, Digest, FieldName, Finding, Obligation,
    PackageDigest, Product, Purpose, RecipientId, RecipientKind, Rules, Ruling, Transform, decide,
};
use starling_store::StoredTweet;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Rows shown as they will look.
const SAMPLE: usize = 5;

/// A finding with its clause in plain words.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedClause {
    /// What was found.
    pub finding: Finding,
    /// The clause, in plain words.
    pub plain: String,
    /// Where the clause stands.
    pub source: String,
    /// What it rests on.
    pub basis: String,
    /// The licensor's wording, where the member has it.
    pub wording: Option<String>,
}

/// Something promised, with words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// What.
    pub obligation: Obligation,
    /// In plain words.
    pub words: String,
    /// The day by which it is done.
    pub due: Option<String>,
}

/// A column, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ColumnPlan {
    pub name: String,
    pub action: &'static str,
    pub kind: Kind,
}

/// What would leave, and how it was decided.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The decision.
    pub decision: Decision,
    /// Its digest, to be confirmed.
    pub hash: Digest,
    /// What kind of thing it is.
    pub product: Product,
    /// Rows and tier of each dataset.
    pub datasets: Vec<(String, u64, Tier)>,
    /// The agreements in force: id, title, tier's word, digest.
    pub agreements: Vec<(String, String, String, Digest)>,
    /// Every reason, the weightiest first.
    pub clauses: Vec<PlannedClause>,
    /// The other clauses of the agreements in force.
    pub met: Vec<super::met::MetClause>,
    /// Rows that would leave.
    pub rows: u64,
    /// Rows of the selection.
    pub selected: u64,
    /// What stays, by reason.
    pub withheld: BTreeMap<String, u64>,
    /// What is promised.
    pub obligations: Vec<Promise>,
    /// What was asked for.
    pub order: ExportOrder,
    /// Columns.
    pub columns: Vec<ColumnPlan>,
    /// Some rows as they will look.
    pub sample: Vec<Vec<String>>,
    /// Quotas.
    pub quotas: Vec<QuotaMeter>,
    /// The recipient's id.
    pub recipient: String,
}

/// What came of an export.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Exported {
    pub plan: Plan,
    pub rows: u64,
    pub transformed: BTreeMap<String, u64>,
    pub file: std::path::PathBuf,
    pub manifest: std::path::PathBuf,
    pub sha256: starling_audit::Digest,
    pub audit: u64,
    pub ledger: i64,
}

/// A plan with what is needed to carry it out.
pub(crate) struct Prepared {
    pub(crate) plan: Plan,
    pub(crate) ruling: Ruling,
    pub(crate) world: World,
    pub(crate) rules: Rules,
    pub(crate) facts: Facts,
    pub(crate) selection: Selection,
    pub(crate) fields: Vec<usize>,
    pub(crate) subjects: Subjects,
    pub(crate) roster: Roster,
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) scan_list: Protected,
    pub(crate) totals: Option<Totals>,
    pub(crate) graphed: Option<Graphed>,
    pub(crate) masked: bool,
    /// Tweets to take from the published twin instead.
    pub(crate) twin: Option<Vec<u64>>,
}

/// What was asked for, and the rows that it means.
pub(crate) struct Ordered<'a> {
    pub(crate) order: &'a ExportOrder,
    pub(crate) product: Product,
    pub(crate) fields: Vec<usize>,
    pub(crate) selection: Selection,
    /// The digest of what the recipient has already, where it is this very thing.
    pub(crate) package: Option<PackageDigest>,
    /// What is copied, where it is a text and no rows.
    pub(crate) text: Option<&'a str>,
}

/// The digest of what is asked for: of the query, and of the network that is made of it.
fn asked(order: &ExportOrder) -> Result<Digest> {
    let Some(network) = &order.network else {
        return Ok(Digest::of_bytes(order.query.as_bytes()));
    };
    let network = serde_json::to_string(network).map_err(|why| Error::Failed(why.to_string()))?;
    Ok(Digest::of_bytes(
        format!("{}\n{network}", order.query).as_bytes(),
    ))
}

fn product(order: &ExportOrder) -> Product {
    match order.form {
        Form::Svg | Form::Png => Product::Figure,
        _ if order.network.is_some() => Product::Graph,
        Form::Csv | Form::JsonLines | Form::Parquet => Product::Records,
        Form::Ids => Product::Ids,
        Form::Summary => Product::Aggregate,
        Form::Gexf | Form::GraphMl | Form::Nodes | Form::Json => Product::Graph,
    }
}

impl Session {
    /// Measures and judges an order. What the recipient was given before, to the byte, is known to the decision.
    pub(crate) fn prepare(
        &self,
        order: &ExportOrder,
        confirmation: Confirmation,
        job: (&Progress, &Cancel),
    ) -> Result<Prepared> {
        let prepared = self.prepare_as(order, (confirmation, None), job)?;
        match super::writing::given_before(self, order, &prepared, job)? {
            None => Ok(prepared),
            package => self.prepare_as(order, (confirmation, package), job),
        }
    }

    fn prepare_as(
        &self,
        order: &ExportOrder,
        (confirmation, package): (Confirmation, Option<PackageDigest>),
        job: (&Progress, &Cancel),
    ) -> Result<Prepared> {
        let fields = columns::chosen(&order.fields)
            .map_err(|name| Error::Call(format!("`{name}` is no column; see `datasets show`")))?;
        if Form::from_word(order.form.word(), order.network.is_some()).is_none() {
            return Err(Error::Call(format!(
                "`{}` is no form of {}",
                order.form.word(),
                if order.network.is_some() {
                    "a network"
                } else {
                    "rows or totals"
                }
            )));
        }
        if order.is_totals() && order.by.is_none() {
            return Err(Error::Call(
                "totals and figures need `by`: a field or a width of time".into(),
            ));
        }
        starling_export::recipients(&order.seal_to).map_err(|why| Error::Call(why.to_string()))?;
        if let Some(network) = &order.network
            && network.order.query != order.query
        {
            return Err(Error::Call("a network is of the query of its order".into()));
        }
        // Networks and totals are read from the columns of the index, without a row.
        let selection = if order.network.is_some() || order.is_totals() {
            self.counted(&order.query, job.1)?
        } else {
            self.select(&order.query, job.1)?
        };
        let ordered = Ordered {
            order,
            product: product(order),
            fields,
            selection,
            package,
            text: None,
        };
        self.judge(ordered, confirmation, job)
    }

    /// Measures and judges what was selected.
    pub(crate) fn judge(
        &self,
        ordered: Ordered<'_>,
        confirmation: Confirmation,
        job: (&Progress, &Cancel),
    ) -> Result<Prepared> {
        let Ordered {
            order,
            product,
            fields,
            selection,
            package,
            text,
        } = ordered;
        let world = self.known_world(clock::now())?;
        let recipient = RecipientId::from(order.to.as_deref().unwrap_or("self"));
        let kind = world.recipients.get(&recipient).map(|known| known.kind);
        let fields_of = |product| -> BTreeSet<FieldName> {
            match product {
                Product::Records | Product::Clipboard => fields
                    .iter()
                    .map(|at| FieldName::from(columns::COLUMNS[*at].0))
                    .collect(),
                Product::Ids => BTreeSet::from([FieldName::from("tweetid")]),
                _ => BTreeSet::new(),
            }
        };
        let mut request = Request {
            product,
            datasets: names(&selection).into_iter().map(DatasetName).collect(),
            agreements: BTreeSet::new(),
            query: asked(order)?,
            fields: fields_of(product),
            recipient: recipient.clone(),
            purpose: Purpose::from(order.purpose.as_deref().unwrap_or(super::USUAL_PURPOSE)),
            channel: Channel::Manual,
            form: Some(order.form.word().to_owned()),
            permissions: self.permissions_on_file()?,
            approvals: BTreeSet::new(),
            package,
        };
        // Which agreements are in force does not depend on what is measured, and says what is to be measured.
        let first = decide(&Ask {
            request: &request,
            facts: &Facts::default(),
            world: &world,
            confirmation: Confirmation::Preview,
        });
        let unpublished = request.datasets.iter().any(|name| {
            world
                .datasets
                .get(name)
                .is_none_or(|dataset| dataset.publication == Publication::Unpublished)
        });
        let in_force = first.decision.agreements.keys();
        let rules = Rules::of(
            in_force
                .filter_map(|id| world.agreements.get(id))
                .map(|filed| &filed.agreement),
            if unpublished {
                Publication::Unpublished
            } else {
                Publication::Published
            },
        );
        let tiers = self.tiers()?;
        let leaking: Vec<String> = selection
            .datasets
            .keys()
            .filter(|name| tiers.get(*name) == Some(&Tier::Leaking))
            .cloned()
            .collect();
        let accounts = Accounts::read(self, &rules, &leaking)?;
        let subjects = self.subject_lists()?;
        let roster = accounts.roster();
        let pseudonyms = Pseudonyms::new(self.project_key().expose());
        let protected = accounts.scan_list();
        let masking = Masking {
            roster: &roster,
            pseudonyms: &pseudonyms,
            protected: &protected,
        };
        let outward = kind != Some(RecipientKind::Self_) || product == Product::Clipboard;
        let mut graphed = match &order.network {
            None => None,
            Some(network) => {
                let graphed = self.graphed(order, network, (&rules, &Without::default()), job)?;
                request.fields = graphed.fields();
                Some(graphed)
            }
        };
        let looked_at = Measure {
            order,
            fields: &fields,
            accounts: &accounts,
            subjects: &subjects,
            masking,
            outward,
        };
        let mut facts = measure(self, &selection, &looked_at, job)?;
        if let Some(text) = text {
            facts.mention_hits += masking.text(text).replaced;
        }
        if let Some(graphed) = &graphed {
            graphed.tell(&mut facts, &accounts, masking);
        }
        let mut totals = if order.is_totals() {
            let totals = self.totals(order, (&accounts, &Without::default()), job.1)?;
            facts.table = Some(totals.table.clone());
            facts.labelled_protected = totals.labelled(&accounts, masking);
            if outward {
                let audience = audience_word(&recipient, kind);
                facts.difference_to_earlier = totals.difference(self, &audience)?;
            }
            Some(totals)
        } else {
            None
        };
        // A steward approves the decision as it is without the approval; with it, it is another one, to be confirmed anew.
        let asked = Ask {
            request: &request,
            facts: &facts,
            world: &world,
            confirmation: Confirmation::Preview,
        };
        let unapproved = decide(&asked).digest;
        if self.is_approved(&unapproved)? {
            request.approvals.insert(Approver::Steward);
        }
        let ruling = decide(&Ask {
            request: &request,
            facts: &facts,
            world: &world,
            confirmation,
        });
        if ruling
            .decision
            .transforms
            .contains(&Transform::DropDisputedRows)
        {
            // What is made of rows, not row by row, is made anew without them.
            let without = subjects.disputed();
            if let Some(network) = &order.network {
                graphed = Some(self.graphed(order, network, (&rules, &without), job)?);
            } else if totals.is_some() {
                totals = Some(self.totals(order, (&accounts, &without), job.1)?);
            }
        }
        let masked = is_masked(&ruling.decision);
        let scan_list = if masked { protected } else { Protected::none() };
        let mut prepared = Prepared {
            plan: Plan {
                decision: ruling.decision.clone(),
                hash: ruling.digest,
                product,
                datasets: selection
                    .datasets
                    .iter()
                    .map(|(name, rows)| {
                        let tier = tiers.get(name).copied().unwrap_or_default();
                        (name.clone(), *rows, tier)
                    })
                    .collect(),
                agreements: agreements(&world, &ruling.decision),
                clauses: clauses(&world, &ruling.decision),
                met: super::met::met(&world, &ruling.decision),
                rows: 0,
                selected: selection.tweets,
                withheld: BTreeMap::new(),
                obligations: promises(&ruling.decision, &rules),
                order: order.clone(),
                columns: Vec::new(),
                sample: Vec::new(),
                quotas: meters(&world, &ruling.decision, &request),
                recipient: recipient.0.clone(),
            },
            ruling,
            world,
            rules,
            facts,
            selection,
            fields,
            subjects,
            roster,
            pseudonyms,
            scan_list,
            totals,
            graphed,
            masked,
            twin: None,
        };
        self.substitute(&mut prepared, job)?;
        self.look_ahead(order, &mut prepared)?;
        Ok(prepared)
    }

    /// Takes the same tweets from the published twins, where the decision wants that.
    fn substitute(&self, prepared: &mut Prepared, job: (&Progress, &Cancel)) -> Result<()> {
        prepared.refuse_twin()?;
        if !prepared.must(Transform::SubstitutePublicTwin) {
            return Ok(());
        }
        let mut ids: HashSet<u64> = HashSet::new();
        self.each_row(&prepared.selection.rows, job, &mut |stored| {
            ids.insert(stored.tweet.id);
            Ok(())
        })?;
        let mut rows = Vec::new();
        for name in prepared.selection.datasets.keys() {
            let dataset = prepared.world.datasets.get(&DatasetName(name.clone()));
            let twin = dataset
                .and_then(|dataset| dataset.public_twin.as_ref())
                .map_or(name.as_str(), DatasetName::as_str);
            let all = self.select(&format!("dataset:\"{twin}\""), job.1)?;
            self.each_row(&all.rows, job, &mut |stored| {
                if ids.contains(&stored.tweet.id) {
                    rows.push(stored.row);
                }
                Ok(())
            })?;
        }
        rows.sort_unstable();
        rows.dedup();
        prepared.twin = Some(rows);
        Ok(())
    }

    /// How many rows will leave, what they look like, and what stays.
    fn look_ahead(&self, order: &ExportOrder, prepared: &mut Prepared) -> Result<()> {
        let facts = &prepared.facts;
        let mut withheld = BTreeMap::new();
        for (transform, rows) in [
            (Transform::DropWithdrawnRows, facts.withdrawn_rows),
            (Transform::DropRemovedRows, facts.removal_pending_rows),
            (Transform::DropDisputedRows, facts.disputed_rows),
        ] {
            if prepared.must(transform) && rows > 0 {
                withheld.insert(transform.to_string(), rows);
            }
        }
        let stays: u64 = withheld.values().sum();
        if let Some(graphed) = prepared.graphed.take() {
            let preview = prepared.graph_preview(&graphed, order, SAMPLE);
            prepared.plan.rows = graphed.rows();
            prepared.graphed = Some(graphed);
            (prepared.plan.columns, prepared.plan.sample) = preview?;
            prepared.plan.withheld = withheld;
            return Ok(());
        }
        if let Some(totals) = &prepared.totals {
            let (columns, rows) = prepared.sheet(totals);
            prepared.plan.rows = rows.len() as u64;
            prepared.plan.columns = columns
                .into_iter()
                .map(|column| ColumnPlan {
                    action: if prepared.must(Transform::SuppressCells) && column.name == "tweets" {
                        "suppress"
                    } else {
                        "keep"
                    },
                    name: column.name,
                    kind: column.kind,
                })
                .collect();
            prepared.plan.sample = rows.iter().take(SAMPLE).map(|row| shown(row)).collect();
            prepared.plan.withheld = withheld;
            return Ok(());
        }
        let rows = prepared.rows().len() as u64;
        let ids_only = order.form == Form::Ids || prepared.must(Transform::Dehydrate);
        prepared.plan.rows = if ids_only {
            prepared.facts.tweets.min(rows)
        } else {
            rows.saturating_sub(stays)
        };
        prepared.plan.withheld = withheld;
        let first: Vec<u64> = prepared.rows().iter().copied().take(SAMPLE * 8).collect();
        let stored = self.store.tweets(&first)?;
        let mut out = prepared.outgoing(order);
        let columns = out.actions().into_iter();
        let columns = columns.map(|(name, action)| ColumnPlan {
            kind: columns::kind(&name),
            name,
            action,
        });
        let columns: Vec<ColumnPlan> = columns.collect();
        let sample = stored
            .iter()
            .filter_map(|stored| out.row(stored))
            .take(SAMPLE)
            .map(|row| shown(&row))
            .collect();
        prepared.plan.columns = columns;
        prepared.plan.sample = sample;
        Ok(())
    }

    /// Each dataset's tier, as it was told from its ids.
    fn tiers(&self) -> Result<BTreeMap<String, Tier>> {
        let datasets = self.store.datasets()?.into_iter();
        Ok(datasets
            .map(|entry| {
                (
                    entry.facts.name,
                    starling_model::Tier::from_word(&entry.tier),
                )
            })
            .collect())
    }
}

/// Whether identities are masked: outward, and not to somebody with the same licence.
fn is_masked(decision: &Decision) -> bool {
    use starling_policy::Audience;
    !matches!(decision.audience, Audience::Self_ | Audience::CoMember)
        || decision
            .transforms
            .contains(&Transform::PseudonymiseMentions)
        || decision.transforms.contains(&Transform::PseudonymiseIds)
}

/// What totals that were given out are remembered under: everybody shares what the public has.
pub(crate) fn audience_word(recipient: &RecipientId, kind: Option<RecipientKind>) -> String {
    match kind {
        Some(RecipientKind::Public) => "public".to_owned(),
        _ => format!("recipient:{recipient}"),
    }
}

pub(crate) fn shown(row: &[Cell]) -> Vec<String> {
    row.iter()
        .map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Integer(number) => number.to_string(),
            Cell::Tweet(id) => id.to_string(),
            Cell::Boolean(yes) => yes.to_string(),
            Cell::List(items) => items.join(", "),
        })
        .collect()
}

fn agreements(world: &World, decision: &Decision) -> Vec<(String, String, String, Digest)> {
    decision
        .agreements
        .iter()
        .map(|(id, digest)| {
            let (title, tier) = world
                .agreements
                .get(id)
                .map(|filed| (filed.agreement.title.clone(), filed.agreement.tier.word()))
                .unwrap_or_default();
            (id.0.clone(), title, tier.to_owned(), *digest)
        })
        .collect()
}

fn clauses(world: &World, decision: &Decision) -> Vec<PlannedClause> {
    decision
        .findings
        .iter()
        .map(|finding| {
            let clause = finding.clause.as_ref().and_then(|by| {
                world
                    .agreements
                    .get(&by.agreement)?
                    .agreement
                    .clause(&by.clause)
            });
            PlannedClause {
                plain: clause.map_or_else(|| finding.detail.clone(), |clause| clause.plain.clone()),
                source: clause.map_or_else(
                    || "this application".to_owned(),
                    |clause| clause.source.clone(),
                ),
                basis: clause
                    .map_or("house_rule", |clause| clause.basis.word())
                    .to_owned(),
                wording: clause.and_then(|clause| clause.text.clone()),
                finding: finding.clone(),
            }
        })
        .collect()
}

fn promises(decision: &Decision, rules: &Rules) -> Vec<Promise> {
    decision
        .obligations
        .iter()
        .map(|obligation| {
            let words = match obligation {
                Obligation::Attribution => format!("Cite: {}", rules.attributions.join(" ")),
                Obligation::TermsNotice => {
                    "Publish the terms beside it: whoever takes it is bound by them.".into()
                }
                Obligation::Countersign => "The recipient signs COUNTERSIGN.txt.".into(),
                Obligation::DestroyBy => match &decision.numbers.destroy_by {
                    Some(day) => format!("Every copy is destroyed by {day}."),
                    None => "Every copy is destroyed when the licence ends.".into(),
                },
                Obligation::EncryptToRecipient => "It is sealed to the recipient's key.".into(),
                Obligation::NotPublic => "It is not published.".into(),
                Obligation::WorkCopyRegister => {
                    "This copy is registered with its place and the day it is destroyed.".into()
                }
                Obligation::DiscloseDisputed => {
                    "Say how many disputed accounts are among the totals.".into()
                }
            };
            let due = match obligation {
                Obligation::DestroyBy | Obligation::WorkCopyRegister => {
                    decision.numbers.destroy_by.map(|day| day.to_string())
                }
                _ => None,
            };
            Promise {
                obligation: *obligation,
                words,
                due,
            }
        })
        .collect()
}

/// Rows on their way out, one by one.
pub(crate) enum Outgoing<'a> {
    /// Changed rows.
    Rows(Changes<'a>, &'a Prepared),
    /// Tweet ids alone.
    Ids(Changes<'a>, &'a Prepared),
}

impl Outgoing<'_> {
    pub(crate) fn actions(&self) -> Vec<(String, &'static str)> {
        match self {
            Self::Rows(changes, _) | Self::Ids(changes, _) => changes.actions(),
        }
    }

    pub(crate) fn columns(&self) -> Vec<starling_export::Column> {
        match self {
            Self::Rows(changes, _) | Self::Ids(changes, _) => changes.out(),
        }
    }

    pub(crate) fn counts(&self) -> &BTreeMap<String, u64> {
        match self {
            Self::Rows(changes, _) | Self::Ids(changes, _) => &changes.counts,
        }
    }

    /// The row as it leaves; nothing where it stays.
    pub(crate) fn row(&mut self, stored: &StoredTweet) -> Option<Vec<Cell>> {
        let (Self::Rows(changes, prepared) | Self::Ids(changes, prepared)) = self;
        prepared.leaves(stored).then(|| changes.row(&stored.tweet))
    }
}

impl Prepared {
    pub(crate) fn must(&self, transform: Transform) -> bool {
        self.ruling.decision.transforms.contains(&transform)
    }

    /// The rows that leave: the selection's, or the published twin's.
    pub(crate) fn rows(&self) -> &[u64] {
        self.twin.as_deref().unwrap_or(&self.selection.rows)
    }

    /// Whether a row may leave at all.
    pub(crate) fn leaves(&self, stored: &StoredTweet) -> bool {
        let row = &stored.tweet;
        let withdrawn =
            self.must(Transform::DropWithdrawnRows) || self.must(Transform::DropRemovedRows);
        let disputed = self.must(Transform::DropDisputedRows);
        let stays = withdrawn && self.subjects.is_withdrawn(row)
            || disputed && self.subjects.is_disputed(row);
        !stays
    }

    /// Whether only tweet ids leave.
    pub(crate) fn is_ids(&self, order: &ExportOrder) -> bool {
        order.form == Form::Ids || self.must(Transform::Dehydrate)
    }

    pub(crate) fn masking(&self) -> Masking<'_> {
        Masking {
            roster: &self.roster,
            pseudonyms: &self.pseudonyms,
            protected: &self.scan_list,
        }
    }

    /// How rows go out.
    pub(crate) fn outgoing(&self, order: &ExportOrder) -> Outgoing<'_> {
        let transforms = &self.ruling.decision.transforms;
        let id_column = [0];
        let ids = self.is_ids(order);
        let fields: &[usize] = if ids { &id_column } else { &self.fields };
        let changes = Changes::new(fields, transforms, self.masking());
        if ids {
            Outgoing::Ids(changes, self)
        } else {
            Outgoing::Rows(changes, self)
        }
    }

    /// A table of totals as it leaves.
    pub(crate) fn sheet(&self, totals: &Totals) -> (Vec<starling_export::Column>, Vec<Vec<Cell>>) {
        let masking = self.masked.then(|| self.masking());
        totals.sheet(&self.rules, self.hides(), masking)
    }

    /// The bars of a figure as they leave.
    pub(crate) fn bars(&self, totals: &Totals) -> (Vec<starling_export::Bar>, bool) {
        let masking = self.masked.then(|| self.masking());
        totals.bars(&self.rules, self.hides(), masking)
    }

    fn hides(&self) -> bool {
        self.ruling
            .decision
            .transforms
            .iter()
            .any(|transform| matches!(transform, Transform::SuppressCells | Transform::RoundTo(_)))
    }

    /// Digests of the agreements in force.
    pub(crate) fn agreement_digests(&self) -> Vec<starling_audit::Digest> {
        let agreements: &BTreeMap<AgreementId, Digest> = &self.ruling.decision.agreements;
        agreements
            .values()
            .map(|digest| starling_audit::Digest(digest.0))
            .collect()
    }
}
