//! `import` and `datasets`.

use super::args::{DatasetsCommand, Import, ImportCommand, Options, Rejected as RejectedArgs};
use super::output::Answer;
use super::progress::Shown;
use super::table::{Edge, Table, bytes, facts, figure, maybe, span};
use super::terminal::{cut, one_line};
use super::{interrupt, passphrase};
use serde_json::json;
use starling_session::agreements::{Accepting, Signer};
use starling_session::{ImportOrder, Session};
use starling_wire::{Dataset, Failure, ImportReport, Rejected, Survey, Variant, Variants};

pub(super) fn run(import: Import, options: &Options) -> Result<Answer, Failure> {
    match &import.command {
        Some(ImportCommand::Rejected(args)) => return rejected(args, options),
        Some(ImportCommand::Differing(args)) => return differing(args, options),
        None => {}
    }
    // With an option before it clap takes the word for a path.
    if let [path] = import.paths.as_slice()
        && (path.as_os_str() == "rejected" || path.as_os_str() == "differing")
        && !path.exists()
    {
        let listed = if path.as_os_str() == "rejected" {
            rejected
        } else {
            differing
        };
        let args = RejectedArgs {
            dataset: import.dataset,
            limit: 1000,
            offset: 0,
        };
        return listed(&args, options);
    }
    let order = ImportOrder {
        paths: import.paths,
        dataset: import.dataset,
        tier: import.tier.map(|word| word.0),
        media: import.media.0,
        accept: None,
    };
    if import.dry_run {
        return survey(&order, options);
    }
    let session = passphrase::open(options)?;
    let mut order = order;
    if let (Some(name), Some(institution), Some(role)) =
        (import.name, import.institution, import.role)
    {
        let signer = Signer {
            name,
            institution,
            role,
        };
        order.accept = Some(every_clause(&session, &import.accept, signer)?);
    }
    let shown = Shown::new(options);
    let report =
        ImportReport::from(session.import(&order, &shown.progress(), &interrupt::cancel())?);
    drop(shown);
    if let Some(failure) = report.failure() {
        return Err(failure);
    }
    Ok(Answer::new(&report, report_text(&report))?.with_status(report.exit_status()))
}

/// All clauses of these agreements, in the wordings that hold.
fn every_clause(
    session: &Session,
    agreements: &[String],
    signer: Signer,
) -> Result<Accepting, Failure> {
    let mut clauses = Vec::new();
    for id in agreements {
        let agreement = session.agreement(id)?.agreement;
        clauses.extend(
            agreement
                .clauses
                .into_iter()
                .map(|clause| (agreement.id.clone(), clause.id)),
        );
    }
    Ok(Accepting { signer, clauses })
}

/// A refused layout names every column it lacks; `--json` and `--dry-run` say all of them.
const LONGEST_PROBLEM: usize = 240;

fn report_text(report: &ImportReport) -> String {
    let mut table = Table::new(&[
        ("kind", Edge::Start),
        ("read", Edge::End),
        ("new", Edge::End),
        ("duplicate", Edge::End),
        ("refused", Edge::End),
        ("dataset", Edge::Start),
        ("file", Edge::Start),
    ]);
    for file in &report.files {
        let tally = match file.kind.as_str() {
            "users" => file.accounts,
            "media" => file.media,
            _ => file.tweets,
        };
        table.row([
            file.kind.clone(),
            figure(tally.read),
            figure(tally.new),
            figure(tally.duplicate),
            figure(tally.rejected),
            file.dataset.clone().unwrap_or_default(),
            file.path.clone(),
        ]);
    }
    let mut text = table.text();
    text += &format!(
        "\n{} new tweets, {} new accounts, {} media files in {}.\n",
        figure(report.tweets),
        figure(report.accounts),
        figure(report.media),
        span(report.seconds)
    );
    for file in &report.files {
        if let Some(problem) = &file.problem {
            text += &format!(
                "{}: {}\n",
                one_line(&file.path),
                cut(&one_line(problem), LONGEST_PROBLEM)
            );
        }
    }
    for under in &report.agreements {
        text += &format!(
            "{} stands under {}: {} of {} clauses accepted.\n",
            one_line(&under.dataset),
            one_line(&under.agreement),
            figure(under.accepted),
            figure(under.clauses)
        );
    }
    if report.rejected > 0 {
        text += &format!(
            "{} rows were refused; `starling import rejected` lists them.\n",
            figure(report.rejected)
        );
    }
    text
}

fn survey(order: &ImportOrder, options: &Options) -> Result<Answer, Failure> {
    let shown = Shown::new(options);
    let survey = Survey::from(Session::survey(
        order,
        &shown.progress(),
        &interrupt::cancel(),
    )?);
    drop(shown);
    let mut text = String::new();
    for file in &survey.files {
        text += &facts(&[
            ("File", file.path.clone()),
            ("Kind", format!("{} ({})", file.kind, file.layout)),
            (
                "Dataset",
                [file.dataset.clone(), file.title.clone()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(": "),
            ),
            ("Tier", file.tier.clone()),
            ("Agreement", file.agreement.clone().unwrap_or_default()),
            ("Rows", figure(file.rows)),
            (
                "Published",
                published(file.expected.tweets, file.expected.accounts),
            ),
            ("Refused", figure(file.rejected)),
            ("Bytes", bytes(file.bytes)),
            ("Columns", file.columns.join(", ")),
            ("Problem", file.problem.clone().unwrap_or_default()),
        ]);
        for rejection in &file.rejections {
            text += &format!(
                "  record {}: {}\n",
                figure(rejection.record),
                rejection.reason
            );
        }
        text.push('\n');
    }
    text += "Nothing was written.\n";
    Answer::new(&survey, text)
}

fn published(tweets: Option<u64>, accounts: Option<u64>) -> String {
    let tweets = tweets.map(|n| format!("{} tweets", figure(n)));
    let accounts = accounts.map(|n| format!("{} accounts", figure(n)));
    [tweets, accounts]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn rejected(args: &RejectedArgs, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let page =
        Rejected::from(session.rejected(args.dataset.as_deref(), args.offset, args.limit)?);
    let mut table = Table::new(&[
        ("line", Edge::End),
        ("record", Edge::End),
        ("file", Edge::Start),
        ("column", Edge::Start),
        ("reason", Edge::Start),
        ("row", Edge::Start),
    ]);
    for row in &page.rows {
        table.row([
            figure(row.line),
            figure(row.record),
            row.file.clone(),
            row.column.clone().unwrap_or_default(),
            row.reason.clone(),
            row.raw.clone(),
        ]);
    }
    let text = table.text()
        + &format!(
            "\n{} of {} refused rows.\n",
            figure(page.rows.len() as u64),
            figure(page.total)
        );
    Answer::new(&page, text)
}

fn differing(args: &RejectedArgs, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let (total, rows) = session.variants(args.dataset.as_deref(), args.offset, args.limit)?;
    let page = Variants {
        total,
        rows: rows.into_iter().map(Variant::from).collect(),
    };
    let mut text: String = page.rows.iter().map(variant_text).collect();
    text += &format!(
        "{} of {} rows that differ from the first of their tweet.\n",
        figure(page.rows.len() as u64),
        figure(page.total)
    );
    Answer::new(&page, text)
}

pub(super) fn variant_text(variant: &Variant) -> String {
    let mut text = format!(
        "Tweet {} again in {}, record {}\n",
        variant.tweet,
        one_line(&variant.file),
        figure(variant.record)
    );
    for change in &variant.changes {
        text += &format!(
            "  {}: {} -> {}\n",
            change.column,
            cut(&one_line(&change.first), LONGEST_PROBLEM),
            cut(&one_line(&change.second), LONGEST_PROBLEM)
        );
    }
    text
}

pub(super) fn datasets(
    command: Option<DatasetsCommand>,
    options: &Options,
) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    match command {
        None | Some(DatasetsCommand::List) => list(&session),
        Some(DatasetsCommand::Show { name }) => show(&session, &name),
        Some(DatasetsCommand::Remove { name }) => {
            session.remove_dataset(&name)?;
            Answer::new(
                &json!({ "removed": name }),
                format!(
                    "{name} is out of the vault; `starling vault compact` also takes out the words that only it used."
                ),
            )
        }
    }
}

fn list(session: &Session) -> Result<Answer, Failure> {
    let datasets: Vec<Dataset> = session.datasets()?.into_iter().map(Dataset::from).collect();
    let mut table = Table::new(&[
        ("name", Edge::Start),
        ("tier", Edge::Start),
        ("tweets", Edge::End),
        ("published", Edge::End),
        ("accounts", Edge::End),
        ("published", Edge::End),
        ("refused", Edge::End),
        ("state", Edge::Start),
        ("title", Edge::Start),
    ]);
    for dataset in &datasets {
        table.row([
            dataset.name.clone(),
            dataset.tier.clone(),
            figure(dataset.tweets),
            maybe(dataset.expected.tweets),
            figure(dataset.accounts),
            maybe(dataset.expected.accounts),
            figure(dataset.rejected),
            dataset.state.clone(),
            dataset.title.clone(),
        ]);
    }
    let text = if datasets.is_empty() {
        "No datasets yet.".to_owned()
    } else {
        table.text()
    };
    Answer::new(&datasets, text)
}

fn show(session: &Session, name: &str) -> Result<Answer, Failure> {
    let found = session
        .datasets()?
        .into_iter()
        .find(|dataset| dataset.name == name);
    let found = found.ok_or_else(|| {
        starling_session::Error::NotFound(format!("there is no dataset `{name}` in the vault"))
    })?;
    let dataset = Dataset::from(found);
    let mut text = facts(&[
        ("Name", dataset.name.clone()),
        ("Title", dataset.title.clone()),
        ("Country", dataset.country.clone().unwrap_or_default()),
        ("Disclosed", dataset.disclosed.clone().unwrap_or_default()),
        ("Tier", dataset.tier.clone()),
        ("Agreement", dataset.agreement.clone().unwrap_or_default()),
        ("State", dataset.state.clone()),
        ("Tweets", figure(dataset.tweets)),
        ("Accounts", figure(dataset.accounts)),
        ("In users files", figure(dataset.users_rows)),
        ("Tweeting", figure(dataset.tweeting)),
        (
            "Published",
            published(dataset.expected.tweets, dataset.expected.accounts),
        ),
        ("Media", figure(dataset.media)),
        ("Refused", figure(dataset.rejected)),
        ("First", dataset.first.clone().unwrap_or_default()),
        ("Last", dataset.last.clone().unwrap_or_default()),
    ]);
    let mut table = Table::new(&[
        ("kind", Edge::Start),
        ("read", Edge::End),
        ("new", Edge::End),
        ("bytes", Edge::End),
        ("file", Edge::Start),
    ]);
    for file in &dataset.files {
        let tally = if file.kind == "users" {
            file.accounts
        } else {
            file.tweets
        };
        let unfinished = if file.complete {
            ""
        } else {
            " (not read to its end)"
        };
        table.row([
            file.kind.clone(),
            figure(tally.read),
            figure(tally.new),
            bytes(file.bytes),
            format!("{}{unfinished}", file.path),
        ]);
    }
    text += &format!("\n{}", table.text());
    Answer::new(&dataset, text)
}
