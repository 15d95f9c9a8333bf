//! `withdraw`.

use super::args::Options;
use super::output::Answer;
use super::progress::Shown;
use super::table::figure;
use super::{interrupt, passphrase};
use serde_json::json;
use starling_session::subjects::read_notices;
use starling_wire::{Code, Failure};
use std::path::Path;

pub(super) fn run(file: &Path, options: &Options) -> Result<Answer, Failure> {
    let text = std::fs::read_to_string(file).map_err(|why| {
        let code = Code::Unreadable {
            file: file.display().to_string(),
        };
        Failure::new(code, format!("`{}` cannot be read: {why}", file.display()))
    })?;
    let notices = read_notices(&text)?;
    let session = passphrase::open(options)?;
    let shown = Shown::new(options);
    let done = session.withdraw(&notices, &shown.progress(), &interrupt::cancel())?;
    drop(shown);
    let words = format!(
        "{} tweets and {} accounts are withdrawn, {} disputed, {} forgotten; {} rows are gone.\n",
        figure(done.tweets),
        figure(done.accounts),
        figure(done.disputed),
        figure(done.forgotten),
        figure(done.rows),
    );
    let answer = json!({
        "tweets": done.tweets,
        "accounts": done.accounts,
        "disputed": done.disputed,
        "forgotten": done.forgotten,
        "rows": done.rows,
        "datasets": done.datasets,
    });
    Answer::new(&answer, words)
}
