//! What a command gives back, and how it is printed.

use super::terminal;
use serde::Serialize;
use starling_wire::Failure;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// A command's answer: the same facts as JSON and as text.
pub(super) struct Answer {
    json: serde_json::Value,
    text: String,
    status: u8,
}

impl Answer {
    /// Facts, and how a person reads them.
    pub(super) fn new(facts: &impl Serialize, text: impl Into<String>) -> Result<Self, Failure> {
        let json = serde_json::to_value(facts).map_err(|why| Failure::failed(why.to_string()))?;
        Ok(Self {
            json,
            text: text.into(),
            status: 0,
        })
    }

    /// With another exit status than 0.
    pub(super) fn with_status(self, status: u8) -> Self {
        Self { status, ..self }
    }
}

/// Prints an answer and gives its exit status.
pub(super) fn print(answer: &Answer, json: bool) -> ExitCode {
    let text = if json {
        json_text(&answer.json)
    } else {
        terminal::harmless(&answer.text)
    };
    to_stdout(text.trim_end_matches('\n'));
    ExitCode::from(answer.status)
}

/// Prints a failure and gives its exit status.
pub(super) fn print_failure(failure: &Failure, json: bool) -> ExitCode {
    if json {
        let mut error = serde_json::to_value(failure).unwrap_or_default();
        if let Some(fields) = error.as_object_mut() {
            fields.entry("details").or_insert(serde_json::Value::Null);
        }
        to_stdout(&json_text(&serde_json::json!({ "error": error })));
    } else {
        let mut stderr = std::io::stderr().lock();
        let _ = writeln!(stderr, "starling: {}", terminal::harmless(&failure.message));
    }
    ExitCode::from(failure.code.exit_status())
}

/// One document. On a terminal it is indented, and what could steer the terminal is written as escapes.
fn json_text(json: &serde_json::Value) -> String {
    if std::io::stdout().is_terminal() {
        let text = serde_json::to_string_pretty(json).unwrap_or_default();
        return terminal::escaped_json(&text);
    }
    json.to_string()
}

/// A reader that has seen enough (`| head`) is no failure.
fn to_stdout(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
}
