//! `export`, `audit`, `verify`: what leaves, and the record of it.

use super::args::{Audit, AuditCommand, Export, Options};
use super::output::Answer;
use super::progress::Shown;
use super::questions::in_query;
use super::table::{Edge, Table, figure};
use super::terminal::one_line;
use super::{interrupt, passphrase};
use serde_json::{Value, json};
use starling_session::exporting::{ExportOrder, Plan, Verdict, Verifier, verify_log};
use starling_session::{Error, Session};
use starling_wire::{
    AuditExport, AuditPage, AuditVerification, Clause, Code, ExportPlan, ExportReport, Failure,
    PackageVerification,
};
use std::path::Path;

/// Of a refusal.
const REFUSED: u8 = 4;
/// Of something that is not whole.
const NOT_WHOLE: u8 = 5;

fn ordered(args: &Export) -> Result<ExportOrder, Failure> {
    let by = args
        .by
        .as_deref()
        .map(|word| {
            starling_session::exporting::By::from_word(word).ok_or_else(|| {
                Failure::usage(format!(
                    "`{word}` is nothing to count by: name a field or a width of time"
                ))
            })
        })
        .transpose()?;
    Ok(ExportOrder {
        query: args.query.clone(),
        form: args.format.0,
        fields: args.fields.clone(),
        by,
        split: args.split.map(|word| word.0),
        network: None,
        to: args.handing.to.clone(),
        purpose: args.handing.purpose.clone(),
        seal_to: args.handing.encrypt_to.clone(),
        package: args.handing.package,
        out: args.out.clone(),
    })
}

pub(super) fn export(args: Export, options: &Options) -> Result<Answer, Failure> {
    let order = ordered(&args)?;
    let session = passphrase::open(options)?;
    let shown = Shown::new(options);
    leave(&session, &order, args.handing.dry_run, shown)
}

/// Plans, and unless it is a dry run writes.
pub(super) fn leave(
    session: &Session,
    order: &ExportOrder,
    dry_run: bool,
    shown: Shown,
) -> Result<Answer, Failure> {
    let (progress, cancel) = (shown.progress(), interrupt::cancel());
    let plan = session
        .plan_export(order, &progress, &cancel)
        .map_err(in_query(&order.query))?;
    if dry_run {
        drop(shown);
        return planned(plan);
    }
    // Whoever writes the call has said what is to leave; what the agreements make of it is told in the answer.
    let exported = session.export(order, plan.hash, &progress, &cancel);
    drop(shown);
    match exported {
        Ok(exported) => {
            let report = ExportReport::from(exported);
            let text = report_text(&report);
            Answer::new(&report, text)
        }
        Err(Error::Refused(plan)) => refused(*plan),
        Err(error) => Err(in_query(&order.query)(error)),
    }
}

/// The plan with the names of a report, so that a dry run and a run can be read by the same eyes.
fn planned(plan: Plan) -> Result<Answer, Failure> {
    if plan.decision.verdict == Verdict::Deny {
        return refused(plan);
    }
    let plan = ExportPlan::from(plan);
    let mut facts = json_of(&plan)?;
    merge(
        &mut facts,
        json!({
            "transformed": plan.transforms.iter().map(|word| (word.clone(), Value::Null)).collect::<serde_json::Map<_, _>>(),
            "file": Value::Null,
            "manifest": Value::Null,
            "sha256": Value::Null,
            "audit": Value::Null,
            "dry_run": true,
        }),
    );
    Answer::new(&facts, plan_text(&plan))
}

/// Both a decision and a failure: whoever reads either finds the reasons.
fn refused(plan: Plan) -> Result<Answer, Failure> {
    let failure = Failure::from(Error::Refused(Box::new(plan.clone())));
    let plan = ExportPlan::from(plan);
    let mut facts = json_of(&plan)?;
    merge(
        &mut facts,
        json!({
            "error": json_of(&failure)?,
            "transformed": {},
            "file": Value::Null,
            "manifest": Value::Null,
            "sha256": Value::Null,
            "audit": Value::Null,
        }),
    );
    Ok(Answer::new(&facts, plan_text(&plan))?.with_status(REFUSED))
}

fn json_of(facts: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(facts).map_err(|why| Failure::failed(why.to_string()))
}

fn merge(facts: &mut Value, more: Value) {
    if let (Value::Object(facts), Value::Object(more)) = (facts, more) {
        facts.extend(more);
    }
}

fn clauses_text(clauses: &[Clause]) -> String {
    clauses
        .iter()
        .map(|clause| {
            let mut text = format!(
                "  {:9} {}\n            {} - {} ({}, {})\n",
                clause.effect,
                one_line(&clause.detail),
                one_line(&clause.text),
                clause.id,
                one_line(&clause.source),
                clause.basis
            );
            for remedy in &clause.remedies {
                text += &format!("            > {}\n", one_line(&remedy.text));
            }
            text
        })
        .collect()
}

fn plan_text(plan: &ExportPlan) -> String {
    let decision = match plan.decision.as_str() {
        "allow" => "ALLOWED",
        "transform" => "CHANGES NEEDED",
        _ => "REFUSED",
    };
    let (rows, selected) = (figure(plan.rows), figure(plan.selected));
    // A drawing or a network is made of tweets and does not hold them.
    let what = match plan.product.as_str() {
        "figure" => format!("a figure of {selected} tweets"),
        "graph" => format!("a network of {rows} nodes and edges, of {selected} tweets"),
        product => format!("{rows} rows of {selected}, as {product}"),
    };
    let mut text = format!("{decision}  {what}, for {}\n", plan.audience);
    for dataset in &plan.datasets {
        text += &format!(
            "  from {} ({}): {} rows\n",
            one_line(&dataset.name),
            dataset.tier,
            figure(dataset.rows)
        );
    }
    for agreement in &plan.agreements {
        text += &format!(
            "  under {} ({})\n",
            one_line(&agreement.title),
            agreement.id
        );
    }
    text += &clauses_text(&plan.clauses);
    for (reason, rows) in &plan.withheld {
        text += &format!("  stays here: {} rows ({reason})\n", figure(*rows));
    }
    for promise in &plan.obligations {
        text += &format!("  you promise: {}\n", one_line(&promise.text));
    }
    for quota in &plan.quotas {
        text += &format!(
            "  quota of {} {} in {} h for {}: {} used, {} asked of {}\n",
            quota.agreement,
            quota.kind,
            quota.window_hours,
            one_line(&quota.whose),
            figure(quota.used),
            figure(quota.asked),
            figure(quota.limit)
        );
    }
    text += &format!("  decision {}\n", plan.hash_short);
    text
}

fn report_text(report: &ExportReport) -> String {
    let mut text = format!(
        "{} rows in {}\n  manifest {}\n  SHA-256 {}\n  audit entry {}, ledger {}\n",
        figure(report.rows),
        one_line(&report.file),
        one_line(&report.manifest),
        report.sha256,
        report.audit,
        report.ledger
    );
    text += &clauses_text(&report.clauses);
    for (transform, n) in &report.transformed {
        text += &format!("  {transform}: {}\n", figure(*n));
    }
    for (reason, rows) in &report.withheld {
        text += &format!("  stays here: {} rows ({reason})\n", figure(*rows));
    }
    for promise in &report.obligations {
        text += &format!("  you promise: {}\n", one_line(&promise.text));
    }
    text
}

pub(super) fn audit(audit: Audit, options: &Options) -> Result<Answer, Failure> {
    match audit.command {
        None => list(audit.limit, options),
        Some(AuditCommand::Verify {
            log: Some(log),
            key: Some(key),
        }) => verify_file(&log, &key),
        Some(AuditCommand::Verify { .. }) => {
            let report = passphrase::open(options)?.verify_audit()?;
            verification(&AuditVerification::from(report))
        }
        Some(AuditCommand::Export { file }) => {
            let (key, entries) = passphrase::open(options)?.export_audit(&file)?;
            let exported = AuditExport {
                file: file.display().to_string(),
                key: key.display().to_string(),
                entries,
            };
            let said = format!(
                "{} entries in {}; whoever has it checks it by\n  starling audit verify --log {} --key {}\n",
                figure(entries),
                exported.file,
                exported.file,
                exported.key
            );
            Answer::new(&exported, said)
        }
        Some(AuditCommand::Acknowledge) => {
            let was = passphrase::open(options)?.acknowledge_roll_back()?;
            let said = if was {
                "The log says that the vault was put back, and goes on from here."
            } else {
                "The vault was not put back to an earlier time."
            };
            Answer::new(&json!({ "acknowledged": was }), said)
        }
    }
}

fn list(limit: u64, options: &Options) -> Result<Answer, Failure> {
    let page = AuditPage::from(passphrase::open(options)?.audit(limit)?);
    let mut table = Table::new(&[
        ("entry", Edge::End),
        ("time", Edge::Start),
        ("event", Edge::Start),
        ("datasets", Edge::Start),
        ("how much", Edge::Start),
    ]);
    for entry in &page.entries {
        let counts: Vec<String> = entry
            .counts
            .iter()
            .map(|(what, n)| format!("{what} {}", figure(*n)))
            .collect();
        table.row([
            entry.seq.unwrap_or(0).to_string(),
            entry.time.clone().unwrap_or_default(),
            entry.event.clone(),
            entry.datasets.join(", "),
            counts.join(", "),
        ]);
    }
    let text = format!(
        "{}{} of {} entries\n",
        table.text(),
        figure(page.entries.len() as u64),
        figure(page.total)
    );
    Answer::new(&page, text)
}

fn verify_file(log: &Path, key: &Path) -> Result<Answer, Failure> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|why| {
            let file = path.display().to_string();
            Failure::new(
                Code::Unreadable { file: file.clone() },
                format!("cannot read `{file}`: {why}"),
            )
        })
    };
    let key = Verifier::parse(&read(key)?).map_err(|why| Failure::failed(why.to_string()))?;
    let report = verify_log(&read(log)?, &key);
    verification(&AuditVerification {
        ok: report.ok(),
        entries: report.entries,
        head: report.head.to_string(),
        key: key.to_string(),
        checkpoints: report.checkpoints,
        problems: report.problems.iter().map(ToString::to_string).collect(),
        breaks: starling_wire::export::breaks(&report),
        rolled_back: None,
    })
}

fn verification(found: &AuditVerification) -> Result<Answer, Failure> {
    let mut text = if found.ok {
        "The log is whole.\n".to_owned()
    } else {
        "The log is NOT whole.\n".to_owned()
    };
    for problem in &found.problems {
        text += &format!("  {}\n", one_line(problem));
    }
    text += &format!(
        "{} entries, {} signed checkpoints\nhead {}\nkey  {}\n",
        figure(found.entries),
        figure(found.checkpoints),
        found.head,
        found.key
    );
    let answer = Answer::new(found, text)?;
    Ok(if found.ok {
        answer
    } else {
        answer.with_status(NOT_WHOLE)
    })
}

pub(super) fn verify(package: &Path, options: &Options) -> Result<Answer, Failure> {
    let report = if options.vault.is_some() {
        let session = passphrase::open(options)?;
        let shown = Shown::new(options);
        session.verify_package(package, &shown.progress(), &interrupt::cancel())?
    } else {
        Session::check_package(package)?
    };
    let sealed = report.checked.sealed;
    let found = PackageVerification::from(report);
    let mut text = if found.ok {
        format!("{} is whole.\n", package.display())
    } else {
        format!("{} is NOT whole.\n", package.display())
    };
    for problem in &found.problems {
        text += &format!("  {}\n", one_line(problem));
    }
    text += &format!("{} files compared", figure(found.files));
    if sealed {
        text += "; it is sealed, and what is inside was not looked at";
    }
    text += match found.rerun {
        Some(true) => "; the vault gives the same rows again.\n",
        Some(false) => "; the vault gives other rows now.\n",
        None => ".\n",
    };
    let answer = Answer::new(&found, text)?;
    Ok(if found.ok {
        answer
    } else {
        answer.with_status(NOT_WHOLE)
    })
}
