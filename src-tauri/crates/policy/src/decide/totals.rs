//! Quotations, and totals that tell of single accounts.

use super::{Found, Judging};
use crate::agreement::Verbatim;
use crate::decision::Remedy;
use crate::request::Publication;
use crate::sdc;
use crate::words::{Code, Product, Transform};
use starling_model::figure;

impl Judging<'_> {
    pub(super) fn quotes(&mut self) {
        if self.product() != Product::Quotes {
            return;
        }
        let counts = self.ask.facts.quotes;
        let total = counts.total();
        let clauses = self.clauses(|agreement| Some(&agreement.quotes.as_ref()?.clause));
        if self.rules.verbatim == Verbatim::Deny {
            let text = "No tweet may be quoted word for word.";
            self.found(Found::deny(Code::Quotes, text).by(clauses));
            return;
        }
        // In data that was never published every account is protected, whatever its followers.
        let protected = match self.in_force.publication() {
            Publication::Published => counts.protected,
            Publication::Unpublished => total,
        };
        if self.rules.verbatim == Verbatim::UnprotectedOnly && protected > 0 {
            let text = format!(
                "{} quotations of protected accounts stay here.",
                figure(protected)
            );
            let withhold = Transform::WithholdProtectedQuotes;
            let found = Found::change(Code::QuoteProtected, withhold, text).by(clauses.clone());
            self.found(found.affecting(protected));
        }
        if let Some(most) = self.rules.max_quotes
            && total > most
        {
            let text = format!(
                "{} quotations; {} at most, more is a dataset.",
                figure(total),
                figure(most)
            );
            let found = Found::deny(Code::QuoteLimit, text).by(clauses);
            self.found(
                found
                    .affecting(total)
                    .remedy(Remedy::AtMost { count: most }),
            );
        }
    }

    pub(super) fn totals(&mut self) {
        if !self.product().is_totals() {
            return;
        }
        let rules = &self.rules.cells;
        let (at_least, base) = (rules.min_accounts, rules.rounding_base);
        let clauses = self.clauses(|agreement| Some(&agreement.sdc.as_ref()?.clause));
        if let Some(table) = &self.ask.facts.table {
            let hidden = sdc::hide(table, rules);
            for (code, text) in [
                (Code::SmallCell, "cells of too few accounts are hidden"),
                (Code::ZeroCell, "empty cells tell and are hidden"),
                (
                    Code::Dominance,
                    "cells that one or two accounts make are hidden",
                ),
            ] {
                let count = hidden
                    .primary
                    .values()
                    .filter(|reason| **reason == code)
                    .count() as u64;
                if count > 0 {
                    let text = format!("{} {text}.", figure(count));
                    let found = Found::change(code, Transform::SuppressCells, text);
                    self.found(found.by(clauses.clone()).affecting(count));
                }
            }
            self.numbers.primary = Some(hidden.primary.len() as u64);
            self.numbers.complementary = Some(hidden.complementary.len() as u64);
        }
        if base > 1 {
            let text = format!("Numbers are rounded to multiples of {base}.");
            let found = Found::change(Code::Rounding, Transform::RoundTo(base), text);
            self.found(found.by(clauses.clone()));
        }
        if let Some(difference) = self.ask.facts.difference_to_earlier
            && self.rules.cells.differencing
            && (1..at_least).contains(&difference)
        {
            let text = format!(
                "A cell differs by {} accounts from one that was released earlier, which tells of these.",
                figure(difference)
            );
            let found = Found::deny(Code::Differencing, text).by(clauses);
            self.found(found.affecting(difference));
        }
    }
}
