//! `demo generate`.

use super::args::{DemoCommand, Options};
use super::interrupt;
use super::output::Answer;
use super::progress::Shown;
use super::table::{Edge, Table, bytes, figure, span};
use serde_json::json;
use starling_demo::{Kind, Order};
use starling_session::clock::Stopwatch;
use starling_wire::{Code, Failure};

/// Too few tweets is a wrong word of the call; all else is the operation failing.
pub(crate) fn failure(error: &starling_demo::Error) -> Failure {
    // The chain says what the system said.
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(why) = cause {
        message += &format!(": {why}");
        cause = why.source();
    }
    match error {
        starling_demo::Error::Cancelled => Failure::new(Code::Cancelled, message),
        _ => Failure::failed(message),
    }
}

pub(super) fn run(command: DemoCommand, options: &Options) -> Result<Answer, Failure> {
    let DemoCommand::Generate {
        out,
        tweets,
        seed,
        no_media,
    } = command;
    if tweets < starling_demo::LEAST_TWEETS {
        return Err(Failure::usage(format!(
            "--tweets must be at least {}",
            figure(starling_demo::LEAST_TWEETS)
        )));
    }
    let watch = Stopwatch::start();
    let shown = Shown::new(options);
    let order = Order {
        out,
        tweets,
        seed,
        media: !no_media,
    };
    let summary = starling_demo::generate(&order, &shown.progress(), &interrupt::cancel())
        .map_err(|why| failure(&why))?;
    drop(shown);
    let mut table = Table::new(&[
        ("kind", Edge::Start),
        ("rows", Edge::End),
        ("bytes", Edge::End),
        ("file", Edge::Start),
    ]);
    let mut files = Vec::new();
    for file in &summary.files {
        let (kind, path) = (kind_word(file.kind), file.path.display().to_string());
        table.row([
            kind.to_owned(),
            figure(file.rows),
            bytes(file.bytes),
            path.clone(),
        ]);
        files.push(json!({ "path": path, "kind": kind, "rows": file.rows, "bytes": file.bytes }));
    }
    let seconds = watch.seconds();
    let text = table.text()
        + &format!(
            "\n{} tweets of {} accounts, {} pictures, {} coordinated groups, {} in {}.\n",
            figure(summary.tweets),
            figure(summary.accounts),
            figure(summary.media),
            figure(summary.groups),
            bytes(summary.bytes),
            span(seconds)
        );
    let facts = json!({
        "out": order.out,
        "files": files,
        "tweets": summary.tweets,
        "accounts": summary.accounts,
        "media": summary.media,
        "groups": summary.groups,
        "bytes": summary.bytes,
        "seed": seed,
        "seconds": seconds,
    });
    Answer::new(&facts, text)
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Users => "users",
        Kind::Tweets => "tweets",
        Kind::Media => "media",
        Kind::Planted => "planted",
    }
}
