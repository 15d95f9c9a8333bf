//! The command line: parses the call, does what it says, prints the answer, gives the exit status.
//!
//! A subcommand never touches the display.
//! Results go to standard output, as a readable table or with `--json` as one document and nothing else;
//! progress and messages go to standard error.

mod agreements;
mod args;
mod bench;
mod demo;
mod export;
mod import;
mod interrupt;
mod marks;
mod network;
mod output;
mod papers;
mod passphrase;
mod people;
mod progress;
mod questions;
mod recipients;
mod table;
mod terminal;
mod vault;
mod withdraw;

pub(crate) use demo::failure as demo_failure;

use crate::window::Drawing;
use args::{Call, Command};
use clap::Parser;
use output::Answer;
use starling_wire::{Code, Failure};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the call that this process was started with.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().map(long_form).collect();
    let wants_json = words
        .iter()
        .take_while(|word| *word != "--")
        .any(|word| word == "--json");
    let call = match Call::try_parse_from(&words) {
        Ok(call) => call,
        Err(refusal) => return refused(&refusal, wants_json),
    };
    let Some(command) = call.command else {
        let drawing = if call.software_rendering {
            Drawing::Software
        } else {
            Drawing::Card
        };
        return crate::window::main(call.options.vault_dir(), drawing);
    };
    let json = call.options.json;
    let answered =
        std::panic::catch_unwind(move || run(command, &call.options)).unwrap_or_else(|_| {
            let message = "a fault of the program itself; what it said stands above";
            Err(Failure::new(Code::Unexpected { number: 0 }, message))
        });
    match answered {
        Ok(answer) => output::print(&answer, json),
        Err(failure) => output::print_failure(&failure, json),
    }
}

fn run(command: Command, options: &args::Options) -> Result<Answer, Failure> {
    match command {
        Command::Vault { command } => vault::run(command, options),
        Command::Import(order) => import::run(order, options),
        Command::Datasets { command } => import::datasets(command, options),
        Command::Search(ask) => questions::search(&ask, options),
        Command::Count { query } => questions::count(&query, options),
        Command::Facets(ask) => questions::facets(&ask, options),
        Command::Timeline(ask) => questions::timeline(&ask, options),
        Command::Network(ask) => network::run(&ask, options),
        Command::Accounts(ask) => people::accounts(&ask, options),
        Command::Account { account } => people::account(&account, options),
        Command::Tweet { id } => people::tweet(&id, options),
        Command::Tag { command } => marks::tag(command, options),
        Command::Note { command } => marks::note(command, options),
        Command::Saved { command } => marks::saved(command, options),
        Command::Export(order) => export::export(order, options),
        Command::Audit(ask) => export::audit(ask, options),
        Command::Verify { package } => export::verify(&package, options),
        Command::Agreements { command } => agreements::run(command, options),
        Command::People { command } => recipients::run(command, options),
        Command::Permissions { command } => papers::permissions(command, options),
        Command::Approvals { command } => papers::approvals(command, options),
        Command::Withdraw { file } => withdraw::run(&file, options),
        Command::Demo { command } => demo::run(command, options),
        Command::BenchQueries { file } => bench::run(&file, options),
    }
}

/// `-h` and `-V` in full. They are no short options, since a query may well begin with them: `-hillary`.
fn long_form(word: OsString) -> OsString {
    match word.to_str() {
        Some("-h") => "--help".into(),
        Some("-V") => "--version".into(),
        _ => word,
    }
}

/// The call's words are wrong, or help was asked for.
fn refused(refusal: &clap::Error, wants_json: bool) -> ExitCode {
    if !refusal.use_stderr() || !wants_json {
        let _ = refusal.print();
        return ExitCode::from(u8::try_from(refusal.exit_code()).unwrap_or(2));
    }
    let text = refusal.render().to_string();
    let first = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("error: ");
    output::print_failure(&Failure::usage(first), true)
}
