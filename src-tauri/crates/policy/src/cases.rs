//! Files of cases: a request in a small world, and what is expected of it.
//!
//! With such a file a data steward tries an agreement before adopting it.
//! A case either asks for a decision or, with `transform`, for a value as it would leave.

mod decision;
mod merge;
mod transform;
mod world;

use crate::{Agreement, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A file of cases.
#[derive(Debug, Clone, Deserialize)]
struct File {
    #[serde(default)]
    defaults: Defaults,
    #[serde(default)]
    members: BTreeMap<String, Value>,
    #[serde(default)]
    recipients: BTreeMap<String, Value>,
    #[serde(default)]
    datasets: BTreeMap<String, Value>,
    cases: Vec<Case>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Defaults {
    #[serde(default)]
    request: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
struct Case {
    id: String,
    #[serde(default)]
    agreement: Vec<Value>,
    #[serde(default)]
    datasets: Vec<String>,
    request: Map<String, Value>,
    expected: Map<String, Value>,
}

/// How one case came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Outcome {
    pub id: String,
    pub ok: bool,
    pub expected: Value,
    pub got: Value,
}

/// How all came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Report {
    pub passed: u64,
    pub failed: u64,
    pub cases: Vec<Outcome>,
}

/// Runs a file of cases against these agreements.
///
/// # Errors
///
/// Where the file is not one of cases; a case that cannot be run fails by itself.
pub fn run(text: &str, agreements: &[Agreement]) -> Result<Report> {
    let file: File = serde_json::from_str(text).map_err(|why| Error::Cases(why.to_string()))?;
    let cases: Vec<Outcome> = file
        .cases
        .iter()
        .map(|case| {
            let got = got(&file, case, agreements);
            let (ok, got) = match got {
                Ok(got) => (agrees(&case.expected, &got), Value::Object(got)),
                Err(why) => (false, json!({ "error": why })),
            };
            Outcome {
                id: case.id.clone(),
                ok,
                expected: Value::Object(case.expected.clone()),
                got,
            }
        })
        .collect();
    let passed = cases.iter().filter(|case| case.ok).count() as u64;
    Ok(Report {
        passed,
        failed: cases.len() as u64 - passed,
        cases,
    })
}

/// What is wrong with a case, for people.
type Wrong = String;

fn got(file: &File, case: &Case, library: &[Agreement]) -> Result<Map<String, Value>, Wrong> {
    let mut request = file.defaults.request.clone();
    merge::into(&mut request, &case.request);
    let world = world::World::of(file, case, &request, library)?;
    match request.get("transform").and_then(Value::as_str) {
        Some(transform) => transform::got(transform, &request, &world),
        None => decision::got(&request, &world),
    }
}

fn agrees(expected: &Map<String, Value>, got: &Map<String, Value>) -> bool {
    let denied = expected.get("verdict") == Some(&json!("deny"));
    expected.iter().all(|(key, wanted)| {
        let given = got.get(key).unwrap_or(&Value::Null);
        match key.as_str() {
            "codes" => contains_all(given, wanted),
            "obligations" => contains_all(given, wanted),
            "transforms" => denied || same_set(given, wanted),
            "numbers" => numbers_agree(wanted, given),
            "primary" | "complementary" if wanted.is_array() => same_set(given, wanted),
            "reasons" => same_set(given, wanted),
            _ => given == wanted,
        }
    }) && (!denied || no_other_denial(expected, got))
        && (!expected.contains_key("verdict") || no_surprise(expected, got))
}

/// Where something is allowed, nothing is changed, whether the case says so or not.
fn no_surprise(expected: &Map<String, Value>, got: &Map<String, Value>) -> bool {
    let allowed = expected.get("verdict") == Some(&json!("allow"));
    let changed = list(got.get("transforms").unwrap_or(&Value::Null));
    !allowed || changed.is_empty()
}

fn no_other_denial(expected: &Map<String, Value>, got: &Map<String, Value>) -> bool {
    let Some(codes) = expected.get("codes") else {
        return true;
    };
    let denying = got.get("denying").unwrap_or(&Value::Null);
    contains_all(codes, denying)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn contains_all(all: &Value, some: &Value) -> bool {
    list(some).iter().all(|value| list(all).contains(value))
}

fn same_set(given: &Value, wanted: &Value) -> bool {
    contains_all(given, wanted) && contains_all(wanted, given)
}

fn numbers_agree(wanted: &Value, given: &Value) -> bool {
    let Some(wanted) = wanted.as_object() else {
        return false;
    };
    wanted
        .iter()
        .all(|(name, number)| given.get(name) == Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{rules, without};

    const FILES: [&str; 2] = [
        include_str!("../../../../tests/cases/export_cases.json"),
        include_str!("../../../../tests/cases/more_cases.json"),
    ];

    fn failed() -> Vec<String> {
        let shipped = crate::agreement::shipped().iter();
        let agreements: Vec<Agreement> = shipped.map(|(agreement, _)| agreement.clone()).collect();
        FILES
            .iter()
            .flat_map(|file| {
                run(file, &agreements)
                    .expect("the files are of cases")
                    .cases
            })
            .filter(|case| !case.ok)
            .map(|case| {
                format!(
                    "{}\n  expected {}\n  got      {}",
                    case.id, case.expected, case.got
                )
            })
            .collect()
    }

    #[test]
    fn every_case_comes_out_as_expected() {
        assert_eq!(failed(), Vec::<String>::new());
    }

    #[test]
    fn no_rule_can_be_switched_off_unnoticed() {
        let unnoticed: Vec<&str> = rules()
            .into_iter()
            .filter(|rule| without(rule, failed).is_empty())
            .collect();
        assert_eq!(
            unnoticed,
            Vec::<&str>::new(),
            "no case fails without these rules"
        );
    }

    #[test]
    fn a_case_that_differs_is_said_to() {
        let one = |expected: &str| {
            let text = format!(
                r#"{{"cases": [{{"id": "A", "request": {{"transform": "bands", "input": [5]}}, "expected": {expected}}}]}}"#
            );
            run(&text, &[]).unwrap().failed
        };
        assert_eq!(one(r#"{"verdict": "transform", "output": ["0-99"]}"#), 0);
        assert_eq!(one(r#"{"verdict": "transform", "output": ["100-999"]}"#), 1);
        assert_eq!(one(r#"{"verdict": "allow"}"#), 1);
        assert_eq!(one(r#"{"codes": ["QUOTES"]}"#), 1);
    }

    #[test]
    fn a_case_that_cannot_be_run_fails_by_itself() {
        let text = r#"{"cases": [{"id": "A", "request": {"transform": "alchemy", "input": 1}, "expected": {}}]}"#;
        let report = run(text, &[]).unwrap();
        assert_eq!((report.passed, report.failed), (0, 1));
        assert!(run("[]", &[]).is_err(), "a file of something else is none");
    }
}
