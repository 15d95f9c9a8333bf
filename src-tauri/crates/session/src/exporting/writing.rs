//! Carrying out what was confirmed: reserve, write, log, name.

use super::plan::{Exported, Prepared, audience_word};
use super::{ExportOrder, Form, NetworkLeaving, graph_file, recovery};
use crate::{Error, Result, Session, clock};
use serde_json::{Value, json};
use starling_audit::{Append, Event};
use starling_export::{
    Cell, Content, Covering, Figure, Order, Payload, Rows, Wrapping, Written, partial_name,
    payload_again, write,
};
use starling_model::{Cancel, Progress, TweetId};
use starling_policy::request::Confirmation;
use starling_policy::{Digest, Obligation, PackageDigest, Product, Transform, Verdict};
use starling_store::{LedgerChange, LedgerRow, LedgerState, NewLedgerRow};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// Writes a file, or refuses; both are logged.
pub(crate) fn export(
    session: &Session,
    order: &ExportOrder,
    confirmed: Digest,
    job: (&Progress, &Cancel),
) -> Result<Exported> {
    let target = order
        .out
        .clone()
        .ok_or_else(|| Error::Call("an export needs a file to write".into()))?;
    let target = absolute(&target)?;
    if target.symlink_metadata().is_ok() {
        return Err(Error::Failed(format!(
            "`{}` exists already; choose another name",
            target.display()
        )));
    }
    let mut prepared = session.prepare(order, Confirmation::Confirmed(confirmed), job)?;
    let Some(grant) = prepared.ruling.grant.take() else {
        session.log_refusal(&prepared)?;
        return Err(Error::Refused(Box::new(prepared.plan)));
    };
    let form = delivered_form(order, &prepared);
    let seal_to = seal_to(order, &prepared);
    let wrapping = wrapping(order, &prepared, &seal_to);
    let token = hex_token(&session.keys.id().0, &target, clock::now().0);
    let partial = partial_name(&target, &token);
    let numbers = prepared.ruling.decision.numbers;
    refuse_named(&target, &prepared)?;
    let recipe = recipe(session, order, &prepared)?;
    let id = session.store.reserve_delivery(&NewLedgerRow {
        at: prepared.world.now,
        recipient: &prepared.plan.recipient,
        product: prepared.plan.product.word(),
        objects: numbers.objects_counted.unwrap_or(0),
        tweet_ids: numbers.tweet_ids_counted.unwrap_or(0),
        rows: prepared.plan.rows,
        decision: &prepared.ruling.digest.0,
        partial: &partial.to_string_lossy(),
        target: &target.to_string_lossy(),
        order: &recipe.to_string(),
    })?;
    let covering = covering(&prepared, id);
    let manifest = manifest(session, order, &prepared, (id, form, wrapping, &covering));
    let mut passed = Passed::new(session);
    let mut audit = 0;
    let written = {
        let instructions = Order {
            target: &target,
            partial: &partial,
            wrapping,
            seal_to: &seal_to,
            covering: &covering,
            manifest: &manifest,
            signer: &session.log,
            protected: &prepared.scan_list,
        };
        let shared = std::cell::RefCell::new(&mut passed);
        let mut log = |written: &Written| {
            let (accounts, tweets) = shared.borrow_mut().packed();
            commit(session, &prepared, (id, written), (&accounts, &tweets))
                .map(|seq| audit = seq)
                .map_err(|why| starling_export::Error::Log(why.to_string()))
        };
        through(session, order, &prepared, job, &shared, |content| {
            write(&instructions, content, grant, &mut log)
        })
    };
    match written {
        Ok(written) => {
            session.store.delivered(id)?;
            session.remember_head();
            Ok(Exported {
                rows: written.payload.rows,
                transformed: passed.transformed,
                file: target,
                manifest: written.manifest,
                sha256: written.sha256,
                audit,
                ledger: id,
                plan: prepared.plan,
            })
        }
        Err(error) => {
            // The writer removed what it wrote, so nothing left and nothing counts; an incident is its own entry.
            if let starling_export::Error::Protected { hits } = &error {
                let append = Append {
                    datasets: prepared.selection.datasets.keys().cloned().collect(),
                    decision: Some(starling_audit::Digest(prepared.ruling.digest.0)),
                    counts: BTreeMap::from([("hits".to_owned(), *hits)]),
                    recipient: Some(&prepared.plan.recipient),
                    ..Append::default()
                };
                session.log.append(Event::Incident, append, clock::now())?;
            }
            recovery::settle(session, id)?;
            session.remember_head();
            Err(from_export(error))
        }
    }
}

/// The same rows once more, to be compared with what left.
pub(crate) fn again(
    session: &Session,
    order: &ExportOrder,
    job: (&Progress, &Cancel),
) -> Result<Payload> {
    let prepared = session.prepare(order, Confirmation::Preview, job)?;
    payload(session, order, &prepared, job)
}

fn payload(
    session: &Session,
    order: &ExportOrder,
    prepared: &Prepared,
    job: (&Progress, &Cancel),
) -> Result<Payload> {
    let mut passed = Passed::new(session);
    let shared = std::cell::RefCell::new(&mut passed);
    through(session, order, prepared, job, &shared, |content| {
        payload_again(content, &prepared.scan_list)
    })
    .map_err(from_export)
}

/// The digest of what is asked for, where the recipient was given the same bytes before. That is looked for only where
/// the same was ordered, since all of it has to be made to be compared.
pub(crate) fn given_before(
    session: &Session,
    order: &ExportOrder,
    prepared: &Prepared,
    job: (&Progress, &Cancel),
) -> Result<Option<PackageDigest>> {
    if prepared.plan.decision.audience == starling_policy::Audience::Self_ {
        return Ok(None);
    }
    let same = |row: &LedgerRow| {
        let mut ordered = order_of(&row.order);
        if let Some(ordered) = &mut ordered {
            // How it was wrapped and where it lay is no part of what was given.
            ordered.seal_to.clone_from(&order.seal_to);
            ordered.package = order.package;
            ordered.out.clone_from(&order.out);
        }
        ordered.as_ref() == Some(order)
    };
    let ledger = session.store.ledger()?.into_iter();
    let before: Vec<Vec<u8>> = ledger
        .filter(|row| matches!(row.state, LedgerState::Logged | LedgerState::Delivered))
        .filter(|row| row.recipient == prepared.plan.recipient && same(row))
        .filter_map(|row| row.payload)
        .collect();
    if before.is_empty() {
        return Ok(None);
    }
    let now = payload(session, order, prepared, job)?.sha256;
    Ok(before
        .iter()
        .any(|payload| payload[..] == now.0)
        .then(|| PackageDigest(now.to_string())))
}

/// Hands the content to whoever takes it.
fn through<T>(
    session: &Session,
    order: &ExportOrder,
    prepared: &Prepared,
    job: (&Progress, &Cancel),
    passed: &std::cell::RefCell<&mut Passed>,
    take: impl FnOnce(Content<'_>) -> starling_export::Result<T>,
) -> starling_export::Result<T> {
    if let Some(graphed) = &prepared.graphed {
        let dressed = graphed.dressed(order, prepared).map_err(from_session)?;
        {
            let mut passed = passed.borrow_mut();
            graphed
                .accounts()
                .into_iter()
                .for_each(|account| passed.see_account(account));
            passed.transformed.clone_from(&dressed.counts);
        }
        return graph_file::through(graphed, (order, prepared), job, &dressed, take);
    }
    if let Some(totals) = &prepared.totals {
        if order.form == Form::Summary {
            let (columns, rows) = prepared.sheet(totals);
            let mut each = |take: &mut dyn FnMut(&[Cell]) -> starling_export::Result<()>| {
                rows.iter().try_for_each(|row| take(row))
            };
            let rows: &mut Rows<'_> = &mut each;
            return take(Content::Table {
                form: starling_export::Form::Csv,
                columns: &columns,
                rows,
            });
        }
        return figure(order, prepared, take);
    }
    let mut out = prepared.outgoing(order);
    let columns = out.columns();
    let form = match order.form {
        Form::JsonLines => starling_export::Form::JsonLines,
        Form::Parquet => starling_export::Form::Parquet,
        Form::Ids => starling_export::Form::Ids,
        _ => starling_export::Form::Csv,
    };
    if prepared.is_ids(order) {
        let ids = distinct_ids(session, prepared, job, passed)?;
        let columns = [columns[0].clone()];
        let masked = prepared.must(Transform::PseudonymiseTweetIds);
        let mut each = |take: &mut dyn FnMut(&[Cell]) -> starling_export::Result<()>| {
            ids.iter().try_for_each(|id| {
                take(&[if masked {
                    Cell::Text(prepared.pseudonyms.tweet(&id.to_string()))
                } else {
                    Cell::Tweet(TweetId(*id))
                }])
            })
        };
        let rows: &mut Rows<'_> = &mut each;
        return take(Content::Table {
            form,
            columns: &columns,
            rows,
        });
    }
    let done = {
        let mut each = |take: &mut dyn FnMut(&[Cell]) -> starling_export::Result<()>| {
            let mut refused = None;
            let went = session.each_row(prepared.rows(), job, &mut |stored| {
                if let Some(row) = out.row(&stored) {
                    passed.borrow_mut().see(&stored.tweet);
                    if let Err(error) = take(&row) {
                        refused = Some(error);
                        return Err(Error::Cancelled);
                    }
                }
                Ok(())
            });
            match (refused, went) {
                (Some(error), _) => Err(error),
                (None, Err(error)) => Err(from_session(error)),
                (None, Ok(())) => Ok(()),
            }
        };
        let rows: &mut Rows<'_> = &mut each;
        take(Content::Table {
            form,
            columns: &columns,
            rows,
        })
    };
    passed.borrow_mut().transformed = out.counts().clone();
    done
}

fn figure<T>(
    order: &ExportOrder,
    prepared: &Prepared,
    take: impl FnOnce(Content<'_>) -> starling_export::Result<T>,
) -> starling_export::Result<T> {
    let totals = prepared
        .totals
        .as_ref()
        .ok_or_else(|| starling_export::Error::Rows("there are no totals".into()))?;
    let (bars, upright) = prepared.bars(totals);
    let by = order.by.map(super::By::word).unwrap_or_default();
    let figure = Figure {
        title: format!("Tweets by {by}"),
        caption: prepared.rules.attributions.join(" "),
        bars,
        upright,
    };
    // What is drawn is looked through as text: pixels cannot be.
    let svg = figure.svg();
    let found = starling_export::scan(
        svg.as_bytes(),
        starling_export::Escapes::None,
        &prepared.scan_list,
    );
    if found.hard > 0 {
        return Err(starling_export::Error::Protected { hits: found.hard });
    }
    if order.form == Form::Png || prepared.must(Transform::Rasterise) {
        return take(Content::Made {
            bytes: &figure.png()?,
            extension: "png",
            media_type: "image/png",
        });
    }
    take(Content::Made {
        bytes: svg.as_bytes(),
        extension: "svg",
        media_type: "image/svg+xml",
    })
}

fn distinct_ids(
    session: &Session,
    prepared: &Prepared,
    job: (&Progress, &Cancel),
    passed: &std::cell::RefCell<&mut Passed>,
) -> starling_export::Result<Vec<u64>> {
    let mut ids = Vec::with_capacity(prepared.rows().len());
    session
        .each_row(prepared.rows(), job, &mut |stored| {
            if prepared.leaves(&stored) {
                passed.borrow_mut().see(&stored.tweet);
                ids.push(stored.tweet.id);
            }
            Ok(())
        })
        .map_err(from_session)?;
    Ok(starling_policy::transform::dehydrate(ids))
}

/// What went out, remembered by keyed digests, so that a recall notice can name the deliveries that hold an account.
struct Passed {
    key: starling_vault::Subkey,
    accounts: HashSet<String>,
    tweets: Vec<u64>,
    transformed: BTreeMap<String, u64>,
}

impl Passed {
    fn new(session: &Session) -> Self {
        Self {
            key: session.log.contents_key(),
            accounts: HashSet::new(),
            tweets: Vec::new(),
            transformed: BTreeMap::new(),
        }
    }

    fn see(&mut self, row: &starling_model::TweetRow) {
        self.see_account(&row.author.account);
        self.tweets.push(row.id);
    }

    fn see_account(&mut self, account: &str) {
        if !self.accounts.contains(account) {
            self.accounts.insert(account.to_owned());
        }
    }

    fn packed(&mut self) -> (Vec<u8>, Vec<u8>) {
        let key = self.key.expose();
        let accounts = self
            .accounts
            .iter()
            .map(|account| contents_digest(key, "account", account));
        let mut accounts: Vec<[u8; 8]> = accounts.collect();
        accounts.sort_unstable();
        self.tweets.sort_unstable();
        self.tweets.dedup();
        let tweets = self
            .tweets
            .iter()
            .map(|tweet| contents_digest(key, "tweet", &tweet.to_string()));
        let mut tweets: Vec<[u8; 8]> = tweets.collect();
        tweets.sort_unstable();
        (accounts.concat(), tweets.concat())
    }
}

/// What an account or a tweet is remembered by in the ledger's contents.
pub(crate) fn contents_digest(key: &[u8; 32], kind: &str, id: &str) -> [u8; 8] {
    let whole = starling_audit::keyed(key, kind, id).0;
    let mut short = [0; 8];
    short.copy_from_slice(&whole[..8]);
    short
}

fn commit(
    session: &Session,
    prepared: &Prepared,
    (id, written): (i64, &Written),
    (accounts, tweets): (&[u8], &[u8]),
) -> Result<u64> {
    let kind = prepared
        .world
        .recipients
        .get(&starling_policy::RecipientId(
            prepared.plan.recipient.clone(),
        ))
        .map(|known| known.kind);
    let audience = audience_word(
        &starling_policy::RecipientId(prepared.plan.recipient.clone()),
        kind,
    );
    let outward = prepared.plan.decision.audience != starling_policy::Audience::Self_;
    let released = match &prepared.totals {
        Some(totals) if outward => totals.released(),
        _ => Vec::new(),
    };
    let numbers = prepared.ruling.decision.numbers;
    let mut counts = BTreeMap::from([
        ("rows".to_owned(), written.payload.rows),
        ("bytes".to_owned(), written.bytes),
        ("ledger".to_owned(), id.unsigned_abs()),
        ("objects".to_owned(), numbers.objects_counted.unwrap_or(0)),
        (
            "tweet_ids".to_owned(),
            numbers.tweet_ids_counted.unwrap_or(0),
        ),
    ]);
    for (reason, rows) in &prepared.plan.withheld {
        counts.insert(reason.clone(), *rows);
    }
    let append = Append {
        datasets: prepared.selection.datasets.keys().cloned().collect(),
        decision: Some(starling_audit::Digest(prepared.ruling.digest.0)),
        agreements: prepared.agreement_digests(),
        counts,
        recipient: Some(&prepared.plan.recipient),
        package: Some(written.sha256),
        ledger: Some(LedgerChange::Commit {
            id,
            payload: &written.payload.sha256.0,
            package: &written.sha256.0,
            accounts,
            tweets,
            released: (&audience, &released),
        }),
    };
    Ok(session.log.append(Event::Export, append, clock::now())?.seq)
}

impl Session {
    /// Writes down that something was asked for and refused.
    pub(crate) fn log_refusal(&self, prepared: &Prepared) -> Result<()> {
        let denials = prepared.plan.decision.denials().count() as u64;
        let append = Append {
            datasets: prepared.selection.datasets.keys().cloned().collect(),
            decision: Some(starling_audit::Digest(prepared.ruling.digest.0)),
            agreements: prepared.agreement_digests(),
            counts: BTreeMap::from([
                ("rows".to_owned(), prepared.plan.selected),
                ("reasons".to_owned(), denials),
            ]),
            recipient: Some(&prepared.plan.recipient),
            ..Append::default()
        };
        self.log.append(Event::Refusal, append, clock::now())?;
        self.remember_head();
        Ok(())
    }
}

/// The name beside which the temporary one stands must not depend on where the program is started again.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path)
        .map_err(|why| Error::Failed(format!("`{}` is no path: {why}", path.display())))
}

fn hex_token(vault: &[u8], target: &Path, now: i64) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(vault);
    hash.update(target.as_os_str().as_encoded_bytes());
    hash.update(&now.to_be_bytes());
    hash.finalize().to_hex()[..16].to_owned()
}

fn delivered_form(order: &ExportOrder, prepared: &Prepared) -> &'static str {
    match order.form {
        Form::Svg if prepared.must(Transform::Rasterise) => "png",
        form => form.word(),
    }
}

fn seal_to(order: &ExportOrder, prepared: &Prepared) -> Vec<String> {
    let mut keys = order.seal_to.clone();
    if prepared
        .ruling
        .decision
        .obligations
        .contains(&Obligation::EncryptToRecipient)
    {
        let recipient = starling_policy::RecipientId(prepared.plan.recipient.clone());
        let known = prepared.world.recipients.get(&recipient);
        for key in known.into_iter().flat_map(|known| &known.keys) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    keys
}

fn wrapping(order: &ExportOrder, prepared: &Prepared, seal_to: &[String]) -> Wrapping {
    let obliged = prepared
        .ruling
        .decision
        .obligations
        .contains(&Obligation::Countersign);
    if order.package || obliged || !seal_to.is_empty() {
        Wrapping::Package
    } else {
        Wrapping::Bare
    }
}

/// A file is called by its name wherever it goes, so nobody may be named in it.
fn refuse_named(target: &Path, prepared: &Prepared) -> Result<()> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let found = starling_export::scan(
        name.as_bytes(),
        starling_export::Escapes::None,
        &prepared.scan_list,
    );
    if found.hard > 0 {
        return Err(Error::Failed(
            "the file's own name holds the name or id of a protected account; choose another"
                .into(),
        ));
    }
    Ok(())
}

/// What was asked for, as the ledger keeps it.
fn recipe(session: &Session, order: &ExportOrder, prepared: &Prepared) -> Result<Value> {
    let places = match &order.network {
        Some(network) => session.places_digest(&network.order)?,
        None => None,
    };
    Ok(json!({
        "query": order.query,
        "form": order.form.word(),
        "fields": order.fields,
        "by": order.by.map(super::By::word),
        "split": order.split.map(starling_query::ask::Facet::word),
        "network": order.network,
        "places": places,
        "to": order.to,
        "purpose": order.purpose,
        "selected": prepared.plan.selected,
        "promised": prepared.plan.obligations.iter().map(|promise| json!({
            "id": promise.obligation.word(),
            "words": promise.words,
            "due": promise.due,
        })).collect::<Vec<_>>(),
    }))
}

/// Whether what a delivery was made of lies still as it did: a network's nodes may have been arranged anew since.
pub(crate) fn lies_as_it_did(session: &Session, recipe: &str, order: &ExportOrder) -> Result<bool> {
    let Some(network) = &order.network else {
        return Ok(true);
    };
    let recipe: Value = serde_json::from_str(recipe).unwrap_or_default();
    let now = session.places_digest(&network.order)?;
    Ok(recipe["places"].as_str() == now.as_deref())
}

/// The order that a ledger's line keeps.
pub(crate) fn order_of(recipe: &str) -> Option<ExportOrder> {
    use starling_query::ask::Facet;
    let recipe: Value = serde_json::from_str(recipe).ok()?;
    let text = |name: &str| recipe[name].as_str().map(str::to_owned);
    let network: Option<NetworkLeaving> = serde_json::from_value(recipe["network"].clone()).ok()?;
    Some(ExportOrder {
        query: text("query")?,
        form: Form::from_word(&text("form")?, network.is_some())?,
        network,
        fields: recipe["fields"]
            .as_array()?
            .iter()
            .filter_map(|field| field.as_str().map(str::to_owned))
            .collect(),
        by: match text("by") {
            Some(word) => Some(super::By::from_word(&word)?),
            None => None,
        },
        split: match text("split") {
            Some(word) => Some(Facet::from_word(&word)?),
            None => None,
        },
        to: text("to"),
        purpose: text("purpose"),
        ..ExportOrder::default()
    })
}

fn covering(prepared: &Prepared, id: i64) -> Covering {
    let decision = &prepared.ruling.decision;
    let mut agreement = String::from(
        "This is altered research data, not tweets. It left a vault of Starling under these agreements:\n\n",
    );
    for name in decision.agreements.keys() {
        let Some(filed) = prepared.world.agreements.get(name) else {
            continue;
        };
        let filed = &filed.agreement;
        agreement.push_str(&format!(
            "{} ({}, version {})\n",
            filed.title, filed.id, filed.version
        ));
        for clause in &filed.clauses {
            agreement.push_str(&format!(
                "  {}  {}\n      {} - {}\n",
                clause.id,
                clause.plain,
                clause.source,
                clause.basis.word()
            ));
            if let Some(text) = &clause.text {
                agreement.push_str(&format!("      \"{text}\"\n"));
            }
        }
        agreement.push('\n');
    }
    agreement.push_str("What whoever made this promised:\n");
    for promise in &prepared.plan.obligations {
        agreement.push_str(&format!("  - {}\n", promise.words));
    }
    let countersign = if decision.obligations.contains(&Obligation::Countersign) {
        format!(
            "I have received the data package {} of {} and accept the agreement in AGREEMENT.txt.\n\nDecision: {}\n\nName:\nInstitution:\nDate:\nSignature (age, SSH or minisign key, or by hand):\n",
            folder(id),
            prepared.world.now.rfc3339(),
            prepared.ruling.digest
        )
    } else {
        String::new()
    };
    let audience = decision.audience.word();
    Covering {
        name: folder(id),
        title: format!(
            "{} from information-operations datasets",
            match prepared.plan.product {
                Product::Ids => "Tweet ids",
                Product::Aggregate => "Totals",
                Product::Figure => "A figure",
                Product::Graph => "A network",
                _ => "Rows",
            }
        ),
        agreement,
        countersign,
        attribution: prepared.rules.attributions.join(" "),
        conditions: format!(
            "For the audience `{audience}` under the agreement in AGREEMENT.txt{}",
            decision
                .numbers
                .destroy_by
                .as_ref()
                .map(|day| format!("; every copy is destroyed by {day}"))
                .unwrap_or_default()
        ),
        made: prepared.world.now.rfc3339(),
        datasets: prepared.selection.datasets.keys().cloned().collect(),
    }
}

fn folder(id: i64) -> String {
    format!("starling-export-{id}")
}

fn manifest(
    session: &Session,
    order: &ExportOrder,
    prepared: &Prepared,
    (id, form, wrapping, covering): (i64, &str, Wrapping, &Covering),
) -> Value {
    let decision = &prepared.ruling.decision;
    let verdict = match decision.verdict {
        Verdict::Allow => "allow",
        Verdict::Transform => "transform",
        Verdict::Deny => "deny",
    };
    let agreements: Vec<Value> = decision
        .agreements
        .iter()
        .map(|(name, digest)| json!({ "id": name.as_str(), "digest": digest.hex() }))
        .collect();
    let columns: Vec<&str> = prepared
        .plan
        .columns
        .iter()
        .filter(|column| column.action != "drop")
        .map(|column| column.name.as_str())
        .collect();
    let transforms: Vec<String> = decision
        .transforms
        .iter()
        .map(ToString::to_string)
        .collect();
    let obligations: Vec<&str> = decision
        .obligations
        .iter()
        .map(|obligation| obligation.word())
        .collect();
    json!({
        "schema": "starling/dua-manifest/1",
        "ledger": id,
        "made": covering.made,
        "decision": prepared.ruling.digest.hex(),
        "verdict": verdict,
        "audience": decision.audience.word(),
        "product": prepared.plan.product.word(),
        "format": form,
        "wrapping": match wrapping { Wrapping::Package => "package", Wrapping::Bare => "bare" },
        "query": Digest::of_bytes(order.query.as_bytes()).hex(),
        "recipient": session.log.recipient(&prepared.plan.recipient).to_string(),
        "datasets": covering.datasets,
        "agreements": agreements,
        "columns": columns,
        "transforms": transforms,
        "withheld": prepared.plan.withheld,
        "obligations": obligations,
        "attribution": covering.attribution,
        "checkpoint": session.log.checkpoint(),
        "software": concat!("starling ", env!("CARGO_PKG_VERSION")),
    })
}

fn from_session(error: Error) -> starling_export::Error {
    match error {
        Error::Cancelled => starling_export::Error::Cancelled,
        other => starling_export::Error::Rows(other.to_string()),
    }
}

pub(crate) fn from_export(error: starling_export::Error) -> Error {
    use starling_export::Error as Export;
    match error {
        Export::DiskFull(path) => Error::DiskFull(path),
        Export::Cancelled => Error::Cancelled,
        Export::AgeRecipient(_) => Error::Call(error.to_string()),
        Export::Package { path, reason } => Error::Unreadable { file: path, reason },
        other => Error::Failed(other.to_string()),
    }
}
