//! Reading a file: every fault, each with its place.

use super::check::Check;
use super::{
    Agreement, Approval, Clause, Eligibility, Geo, Identity, Limits, Matrix, Media, Obligations,
    Problem, PublicationNotice, Purposes, QuotaIds, QuotaObjects, Quotes, Recipients, Sdc,
    Subjects, Switch, Term,
};
use crate::words::{AgreementKind, Tier};
use crate::{AgreementId, Error, Result};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Reads an agreement file.
///
/// # Errors
///
/// With every fault that was found, in the order of the file.
pub fn read(text: &str) -> Result<Agreement> {
    let (tree, faults) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Problem> = faults.iter().map(|fault| of_fault(text, fault)).collect();
    if problems.is_empty() {
        match toml::from_str::<Agreement>(text) {
            Ok(agreement) => {
                problems = Check::new(text, tree.get_ref()).all(&agreement);
                if problems.is_empty() {
                    return Ok(agreement);
                }
            }
            Err(fault) => {
                problems = by_section(text, tree.get_ref());
                // What is missing at the top belongs to no section.
                if problems.is_empty() || fault.message().starts_with("missing field") {
                    problems.push(of_fault(text, &fault));
                }
            }
        }
    }
    problems.sort();
    problems.dedup();
    Err(Error::Agreement(problems))
}

/// The types' own schema, for editors.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Agreement).to_value()
}

fn of_fault(text: &str, fault: &toml::de::Error) -> Problem {
    let byte = fault.span().map_or(0, |span: Range<usize>| span.start);
    Problem::at(text, byte, fault.message().trim())
}

/// The reader of the whole stops at the first fault, so each section is read alone.
fn by_section(text: &str, tree: &DeTable<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, value) in tree.iter() {
        let name: &str = key.get_ref();
        if name == "clause"
            && let Some(clauses) = value.get_ref().as_array()
        {
            let faulty = clauses.iter().filter_map(fault::<Clause>);
            problems.extend(faulty.map(|fault| of_fault(text, &fault)));
            continue;
        }
        match section(name, value) {
            Some(None) => {}
            Some(Some(fault)) => problems.push(of_fault(text, &fault)),
            None => {
                let message = format!("there is no section or key `{name}`");
                problems.push(Problem::at(text, key.span().start, message));
            }
        }
    }
    problems
}

/// What is wrong with one section; `None` where there is no such section.
fn section(name: &str, value: &Spanned<DeValue<'_>>) -> Option<Option<toml::de::Error>> {
    Some(match name {
        "schema" | "version" | "title" => fault::<String>(value),
        "id" => fault::<AgreementId>(value),
        "kind" => fault::<AgreementKind>(value),
        "tier" => fault::<Tier>(value),
        "inherits" => fault::<Vec<AgreementId>>(value),
        "clause" => fault::<Vec<Clause>>(value),
        "term" => fault::<Term>(value),
        "matrix" => fault::<Matrix>(value),
        "recipients" => fault::<Recipients>(value),
        "eligibility" => fault::<Eligibility>(value),
        "purposes" => fault::<Purposes>(value),
        "identity" => fault::<Identity>(value),
        "quota_objects" => fault::<QuotaObjects>(value),
        "quota_ids" => fault::<QuotaIds>(value),
        "limits" => fault::<Limits>(value),
        "subjects" => fault::<Subjects>(value),
        "sensitive" | "matching" => fault::<Switch>(value),
        "geo" => fault::<Geo>(value),
        "sdc" => fault::<Sdc>(value),
        "quotes" => fault::<Quotes>(value),
        "media" => fault::<Media>(value),
        "approval" => fault::<Approval>(value),
        "obligations" => fault::<Obligations>(value),
        "publication_notice" => fault::<PublicationNotice>(value),
        _ => return None,
    })
}

fn fault<T: DeserializeOwned>(value: &Spanned<DeValue<'_>>) -> Option<toml::de::Error> {
    T::deserialize(ValueDeserializer::from(value.clone())).err()
}
