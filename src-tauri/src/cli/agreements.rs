//! `agreements`: what holds, in plain words; signing, adding, checking and trying them.

use super::args::{AgreementsCommand, Options, Signing};
use super::output::Answer;
use super::passphrase;
use super::table::{Edge, Table, facts};
use serde_json::{Value, json};
use starling_policy::agreement::Problem;
use starling_policy::{Agreement, cases};
use starling_session::Session;
use starling_session::agreements::{Accepting, AgreementView, Signer, check};
use starling_wire::{Code, Failure};
use std::path::Path;

pub(super) fn run(
    command: Option<AgreementsCommand>,
    options: &Options,
) -> Result<Answer, Failure> {
    match command {
        None | Some(AgreementsCommand::List) => list(options),
        Some(AgreementsCommand::Show { id }) => {
            let view = passphrase::open(options)?.agreement(&id)?;
            Answer::new(&detail(&view), shown(&view))
        }
        Some(AgreementsCommand::Sign { id, signer }) => {
            let view = passphrase::open(options)?.sign_agreement(&id, &signer.into())?;
            let text = format!("{} is signed: {}\n", view.agreement.id, view.digest);
            Answer::new(&summary(&view), text)
        }
        Some(AgreementsCommand::Accept {
            id,
            dataset,
            clause,
            signer,
        }) => {
            let session = passphrase::open(options)?;
            accept(&session, (&id, &dataset), clause, signer.into())
        }
        Some(AgreementsCommand::Add { file }) => {
            let text = read(&file)?;
            if let Err(problems) = check(&text) {
                return Ok(checked(&file, &problems)?.with_status(1));
            }
            let view = passphrase::open(options)?.add_agreement(&text)?;
            let text = format!(
                "{} {} is on file: {}\n",
                view.agreement.id, view.agreement.version, view.digest
            );
            Answer::new(&summary(&view), text)
        }
        Some(AgreementsCommand::Check { file }) => match check(&read(&file)?) {
            Ok(_) => checked(&file, &[]),
            Err(problems) => Ok(checked(&file, &problems)?.with_status(1)),
        },
        Some(AgreementsCommand::Test { cases, agreements }) => test(&cases, &agreements),
    }
}

impl From<Signing> for Signer {
    fn from(signing: Signing) -> Self {
        Self {
            name: signing.name,
            institution: signing.institution,
            role: signing.role,
        }
    }
}

fn accept(
    session: &Session,
    (id, dataset): (&str, &str),
    named: Vec<String>,
    signer: Signer,
) -> Result<Answer, Failure> {
    let agreement = session.agreement(id)?.agreement;
    let mut clauses = Vec::new();
    for clause in &agreement.clauses {
        if named.is_empty() || named.iter().any(|one| one == clause.id.as_str()) {
            clauses.push((agreement.id.clone(), clause.id.clone()));
        }
    }
    let unknown = named
        .iter()
        .find(|one| !clauses.iter().any(|(_, clause)| clause.as_str() == *one));
    if let Some(clause) = unknown {
        let text = format!("`{id}` has no clause `{clause}`");
        return Err(Failure::from(starling_session::Error::NotFound(text)));
    }
    let datasets = [dataset.to_owned()];
    session.accept_for(&datasets, &Accepting { signer, clauses })?;
    let mut under = session.stands_under(&datasets)?.into_iter();
    let Some(under) = under.find(|under| under.agreement == id) else {
        let text = format!("`{dataset}` does not stand under `{id}`");
        return Err(Failure::from(starling_session::Error::NotFound(text)));
    };
    let text = format!(
        "{dataset} stands under {id}: {} of {} clauses accepted.\n",
        under.accepted, under.clauses
    );
    let answer = json!({
        "dataset": under.dataset,
        "agreement": under.agreement,
        "clauses": under.clauses,
        "accepted": under.accepted,
    });
    Answer::new(&answer, text)
}

fn read(file: &Path) -> Result<String, Failure> {
    let unreadable = |why: String| {
        let code = Code::Unreadable {
            file: file.display().to_string(),
        };
        Failure::new(code, format!("`{}` cannot be read: {why}", file.display()))
    };
    let bytes = std::fs::read(file).map_err(|why| unreadable(why.to_string()))?;
    String::from_utf8(bytes).map_err(|_| unreadable("it is no UTF-8 text".into()))
}

fn checked(file: &Path, problems: &[Problem]) -> Result<Answer, Failure> {
    let listed: Vec<Value> = problems
        .iter()
        .map(|problem| {
            json!({ "line": problem.line, "column": problem.column, "message": problem.message })
        })
        .collect();
    let text = if problems.is_empty() {
        format!("{}: all is well.\n", file.display())
    } else {
        let lines = problems
            .iter()
            .map(|problem| format!("{}:{problem}\n", file.display()));
        lines.collect()
    };
    let answer = json!({ "ok": problems.is_empty(), "problems": listed });
    Answer::new(&answer, text)
}

fn list(options: &Options) -> Result<Answer, Failure> {
    let views = passphrase::open(options)?.agreements()?;
    let mut table = Table::new(&[
        ("id", Edge::Start),
        ("version", Edge::Start),
        ("versions", Edge::End),
        ("signed", Edge::Start),
        ("until", Edge::Start),
        ("datasets", Edge::Start),
        ("title", Edge::Start),
    ]);
    for view in &views {
        table.row([
            view.agreement.id.to_string(),
            view.agreement.version.clone(),
            known_versions(view).to_string(),
            signed_word(view),
            until(view).unwrap_or_default(),
            view.datasets.join(", "),
            view.agreement.title.clone(),
        ]);
    }
    let listed: Vec<Value> = views.iter().map(summary).collect();
    Answer::new(&listed, table.text())
}

/// How many wordings were added; one where there is only the program's own.
fn known_versions(view: &AgreementView) -> usize {
    view.versions.len().max(1)
}

fn until(view: &AgreementView) -> Option<String> {
    let term = view.agreement.term.as_ref()?;
    term.until.map(|day| day.to_string())
}

fn signed_word(view: &AgreementView) -> String {
    match (view.problem, &view.signature) {
        (Some(problem), _) => problem.replace('_', " "),
        (None, Some(signature)) => signature.at.rfc3339(),
        (None, None) if view.agreement.wants_signature() => "unsigned".into(),
        (None, None) => "not needed".into(),
    }
}

fn summary(view: &AgreementView) -> Value {
    let agreement = &view.agreement;
    let term = agreement.term.as_ref();
    json!({
        "id": agreement.id,
        "version": agreement.version,
        "versions_on_file": known_versions(view),
        "title": agreement.title,
        "kind": agreement.kind,
        "tier": agreement.tier,
        "digest": view.digest,
        "shipped": view.shipped,
        "signed": view.signature.as_ref().map(|signature| signature.at.rfc3339()),
        "signer": view.signature.as_ref().map(|signature| json!({
            "name": signature.signer.name,
            "institution": signature.signer.institution,
            "role": signature.signer.role,
            "digest": signature.digest,
        })),
        "problem": view.problem,
        "datasets": view.datasets,
        "until": until(view),
        "destroy_by": term.and_then(|term| term.destroy_by),
    })
}

fn detail(view: &AgreementView) -> Value {
    let clauses: Vec<Value> = view
        .agreement
        .clauses
        .iter()
        .map(|clause| {
            json!({
                "id": clause.id,
                "plain": clause.plain,
                "text": clause.text,
                "source": clause.source,
                "basis": clause.basis,
                "waivable": clause.waivable,
                "rules": rules_of(&view.agreement, clause.id.as_str()),
            })
        })
        .collect();
    let versions: Vec<Value> = view
        .versions
        .iter()
        .map(|version| {
            json!({ "version": version.version, "digest": version.digest, "added": version.added.rfc3339() })
        })
        .collect();
    let mut whole = summary(view);
    if let Value::Object(fields) = &mut whole {
        fields.insert("clauses".into(), clauses.into());
        fields.insert("versions".into(), versions.into());
        fields.insert("agreement".into(), json!(view.agreement));
        fields.insert("text".into(), view.text.clone().into());
    }
    whole
}

/// The tables that implement a clause.
fn rules_of(agreement: &Agreement, clause: &str) -> Vec<String> {
    let Ok(Value::Object(sections)) = serde_json::to_value(agreement) else {
        return Vec::new();
    };
    sections
        .iter()
        .filter(|(_, section)| section.get("clause").and_then(Value::as_str) == Some(clause))
        .map(|(name, _)| name.clone())
        .collect()
}

fn shown(view: &AgreementView) -> String {
    let agreement = &view.agreement;
    let mut text = facts(&[
        ("Agreement", agreement.id.to_string()),
        ("Title", agreement.title.clone()),
        ("Version", agreement.version.clone()),
        ("Digest", view.digest.to_string()),
        ("Tier", agreement.tier.to_string()),
        ("Signed", signed_word(view)),
        ("Until", until(view).unwrap_or_default()),
        ("Datasets", view.datasets.join(", ")),
    ]);
    for version in &view.versions {
        let holds = version.digest == view.digest;
        text += &format!(
            "{} {}  {}  added {}\n",
            if holds { "*" } else { " " },
            version.version,
            version.digest,
            version.added.rfc3339()
        );
    }
    for clause in &agreement.clauses {
        let rules = rules_of(agreement, clause.id.as_str()).join(", ");
        text += &format!(
            "\n{}  {}\n    {} ({}){}{}\n",
            clause.id,
            clause.plain,
            clause.source,
            clause.basis.word().replace('_', " "),
            if clause.waivable {
                ", can be lifted by written permission"
            } else {
                ""
            },
            if rules.is_empty() {
                String::new()
            } else {
                format!("; rules: {rules}")
            },
        );
    }
    text
}

fn test(file: &Path, dir: &Path) -> Result<Answer, Failure> {
    let text = read(file)?;
    let report = cases::run(&text, &agreements_in(dir)?)
        .map_err(|why| Failure::failed(format!("`{}`: {why}", file.display())))?;
    let mut lines = String::new();
    for case in &report.cases {
        lines += &format!(
            "{}  {}\n",
            if case.ok { "ok    " } else { "FAILED" },
            case.id
        );
        if !case.ok {
            lines += &format!(
                "        expected {}\n        got      {}\n",
                case.expected, case.got
            );
        }
    }
    lines += &format!("\n{} passed, {} failed\n", report.passed, report.failed);
    let status = u8::from(report.failed > 0);
    Ok(Answer::new(&report, lines)?.with_status(status))
}

/// Every agreement of a folder; a faulty one is a failure, since cases would be tried against something else.
fn agreements_in(dir: &Path) -> Result<Vec<Agreement>, Failure> {
    let unreadable = |why: std::io::Error| {
        let code = Code::Unreadable {
            file: dir.display().to_string(),
        };
        Failure::new(code, format!("`{}` cannot be read: {why}", dir.display()))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    files.sort();
    let mut read_ones: Vec<Agreement> = Vec::new();
    for file in files {
        let agreement = check(&read(&file)?).map_err(|problems| {
            let listed: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Failure::failed(format!("`{}`: {}", file.display(), listed.join("; ")))
        })?;
        if read_ones.iter().any(|known| known.id == agreement.id) {
            let text = format!(
                "`{}`: there is an agreement `{}` already",
                file.display(),
                agreement.id
            );
            return Err(Failure::failed(text));
        }
        read_ones.push(agreement);
    }
    if read_ones.is_empty() {
        return Err(Failure::failed(format!(
            "`{}` holds no agreements",
            dir.display()
        )));
    }
    Ok(read_ones)
}
