//! What the types cannot say: clauses that are named must be there, days must follow each other, parts are parts.

use super::{Agreement, Problem, SCHEMA};
use crate::words::{Action, Audience, Product};
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// A file that could be read, and what is wrong with it nevertheless.
pub(super) struct Check<'a> {
    text: &'a str,
    tree: &'a DeTable<'a>,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    pub(super) fn new(text: &'a str, tree: &'a DeTable<'a>) -> Self {
        Self {
            text,
            tree,
            problems: Vec::new(),
        }
    }

    pub(super) fn all(mut self, agreement: &Agreement) -> Vec<Problem> {
        if agreement.schema != SCHEMA {
            self.fault(&["schema"], format!("this version reads `{SCHEMA}` only"));
        }
        for (key, text) in [
            ("id", agreement.id.as_str()),
            ("version", &agreement.version),
            ("title", &agreement.title),
        ] {
            if text.trim().is_empty() {
                self.fault(&[key], format!("`{key}` is empty"));
            }
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if !agreement.id.as_str().chars().all(plain) {
            self.fault(
                &["id"],
                "an id is made of letters, digits, `-`, `_` and `.`",
            );
        }
        if agreement.inherits.contains(&agreement.id) {
            self.fault(&["inherits"], "an agreement cannot inherit itself");
        }
        self.clauses(agreement);
        self.days(agreement);
        self.matrix(agreement);
        self.figures(agreement);
        self.problems
    }

    fn clauses(&mut self, agreement: &Agreement) {
        let tree = self.tree;
        let listed = tree
            .get("clause")
            .and_then(|list| list.get_ref().as_array());
        let mut known = BTreeSet::new();
        for (at, clause) in agreement.clauses.iter().enumerate() {
            let place = listed
                .and_then(|list| list.get(at))
                .and_then(|clause| clause.get_ref().as_table());
            let mut wrong = |key: &str, message: String| {
                let byte = place
                    .and_then(|table| table.get(key))
                    .map_or(0, |value| value.span().start);
                self.problems.push(Problem::at(self.text, byte, message));
            };
            if clause.id.as_str().trim().is_empty() {
                wrong("id", "a clause needs an id".into());
            }
            if !known.insert(clause.id.as_str()) {
                wrong("id", format!("there is a clause `{}` already", clause.id));
            }
            if clause.plain.trim().is_empty() {
                wrong("plain", format!("clause `{}` says nothing", clause.id));
            }
        }
        for (section, value) in tree.iter() {
            let Some(named) = value
                .get_ref()
                .as_table()
                .and_then(|table| table.get("clause"))
            else {
                continue;
            };
            if let DeValue::String(id) = named.get_ref()
                && !known.contains(id.as_ref())
            {
                let message = format!(
                    "[{}] names the clause `{id}`, which is not there",
                    section.get_ref()
                );
                let byte = named.span().start;
                self.problems.push(Problem::at(self.text, byte, message));
            }
        }
    }

    fn days(&mut self, agreement: &Agreement) {
        let Some(term) = &agreement.term else { return };
        if let (Some(from), Some(until)) = (term.from, term.until)
            && until < from
        {
            self.fault(
                &["term", "until"],
                format!("{until} is before the first day, {from}"),
            );
        }
        if let (Some(begin), Some(destroy)) = (term.until.or(term.from), term.destroy_by)
            && destroy < begin
        {
            let message = format!("{destroy} is before the agreement's own day, {begin}");
            self.fault(&["term", "destroy_by"], message);
        }
    }

    fn matrix(&mut self, agreement: &Agreement) {
        let Some(matrix) = &agreement.matrix else {
            return;
        };
        let waivable = agreement
            .clause(&matrix.clause)
            .is_some_and(|clause| clause.waivable);
        for audience in Audience::ALL {
            for product in Product::ALL {
                let path = ["matrix", audience.word(), product.word()];
                match matrix.action(*audience, *product) {
                    Action::Deny => {}
                    _ if *audience == Audience::Intelligence => {
                        self.fault(&path, "nothing goes to surveillance or intelligence bodies");
                    }
                    Action::AsPublic if *audience == Audience::Public => {
                        self.fault(&path, "`as_public` says nothing in the public row");
                    }
                    Action::LicensorPermission if !waivable => {
                        let clause = &matrix.clause;
                        self.fault(
                            &path,
                            format!("no permission lifts `{clause}`, which is not waivable"),
                        );
                    }
                    Action::CommunitiesOnly if *product != Product::Graph => {
                        self.fault(&path, "`communities_only` is for graphs");
                    }
                    Action::IdsOnly
                        if !matches!(product, Product::Records | Product::Graph | Product::Ids) =>
                    {
                        self.fault(&path, "`ids_only` is for ids, records and graphs");
                    }
                    _ => {}
                }
            }
        }
    }

    fn figures(&mut self, agreement: &Agreement) {
        if let Some(sdc) = &agreement.sdc {
            if sdc.min_accounts == 0 {
                self.fault(&["sdc", "min_accounts"], "at least 1");
            }
            match (sdc.nk_n, sdc.nk_k) {
                (Some(_), None) => self.fault(&["sdc", "nk_n"], "`nk_n` needs `nk_k`"),
                (None, Some(_)) => self.fault(&["sdc", "nk_k"], "`nk_k` needs `nk_n`"),
                _ => {}
            }
            if sdc
                .nk_n
                .is_some_and(|n| n == 0 || n as usize > crate::sdc::KEPT_CONTRIBUTORS)
            {
                let most = crate::sdc::KEPT_CONTRIBUTORS;
                self.fault(&["sdc", "nk_n"], format!("between 1 and {most}"));
            }
            for (key, part) in [("nk_k", sdc.nk_k), ("p_ratio", sdc.p_ratio)] {
                if part.is_some_and(|part| !(0.0..=1.0).contains(&part)) {
                    self.fault(&["sdc", key], "a part, between 0 and 1");
                }
            }
        }
        if let Some(quota) = &agreement.quota_objects
            && quota.window_hours == 0
        {
            self.fault(&["quota_objects", "window_hours"], "at least 1");
        }
        if let Some(quota) = &agreement.quota_ids
            && quota.window_hours == 0
        {
            self.fault(&["quota_ids", "window_hours"], "at least 1");
        }
        if let Some(recipients) = &agreement.recipients {
            for address in &recipients.listed {
                if !address.contains('@') {
                    self.fault(
                        &["recipients", "listed"],
                        format!("`{address}` is no e-mail address"),
                    );
                }
            }
        }
    }

    /// At the value that this path leads to, or as near to it as the path can be followed.
    fn fault(&mut self, path: &[&str], message: impl Into<String>) {
        let mut byte = 0;
        let mut table = Some(self.tree);
        for key in path {
            let Some(value) = table.and_then(|table| table.get(*key)) else {
                break;
            };
            byte = value.span().start;
            table = value.get_ref().as_table();
        }
        self.problems.push(Problem::at(self.text, byte, message));
    }
}
