//! Columns that may not leave, whatever the matrix says.

use super::{Found, Judging};
use crate::agreement::{Permission, Switch};
use crate::decision::Remedy;
use crate::words::{Code, Product};
use crate::{Agreement, ClauseId, FieldName};
use starling_model::figure;
use std::collections::BTreeSet;

impl Judging<'_> {
    pub(super) fn fields(&mut self) {
        let facts = self.ask.facts;
        if facts.hash_id_pairs {
            let text = "The archive's hash beside the id that it hides undoes the archive's protection for everybody.";
            let clauses = self.clauses(|agreement| Some(&agreement.identity.as_ref()?.clause));
            self.found(Found::deny(Code::HashIdMapping, text).by(clauses));
        }
        self.row_level(
            Code::SensitiveIndividual,
            &facts.sensitive_columns,
            "a sensitive trait of single accounts",
            |agreement| agreement.sensitive.as_ref(),
        );
        self.row_level(
            Code::OffplatformMatch,
            &facts.external_id_columns,
            "accounts joined to what lies outside the platform",
            |agreement| agreement.matching.as_ref(),
        );
        self.places();
        let (rows, most) = (facts.rows, self.rules.clipboard_rows);
        if self.product() == Product::Clipboard && rows > most {
            let text = format!(
                "{} rows; the clipboard takes {}. Use an export.",
                figure(rows),
                figure(most)
            );
            let clauses = self.clauses(|agreement| {
                let limits = agreement.limits.as_ref()?;
                limits.clipboard_rows.and(Some(&limits.clause))
            });
            let found = Found::deny(Code::ClipboardLimit, text).by(clauses);
            self.found(found.affecting(rows).remedy(Remedy::AtMost { count: most }));
        }
    }

    fn row_level(
        &mut self,
        code: Code,
        columns: &BTreeSet<FieldName>,
        what: &str,
        section: impl for<'b> Fn(&'b Agreement) -> Option<&'b Switch>,
    ) {
        let tells = matches!(self.product(), Product::Records | Product::Graph);
        if columns.is_empty() || !tells || !self.is_outward() {
            return;
        }
        let clauses = self.clauses(|agreement| denied(section(agreement)));
        if clauses.is_empty() {
            return;
        }
        let names: Vec<&str> = columns.iter().map(FieldName::as_str).collect();
        let text = format!("{}: {what}.", names.join(", "));
        let found = Found::deny(code, text).by(clauses);
        let fields = columns.iter().cloned().collect();
        self.found(found.remedy(Remedy::LeaveOut { fields }));
    }

    fn places(&mut self) {
        let placed = self.has_field(&["latitude", "longitude"]);
        let with_tweet = self.has_field(&["tweetid", "tweet_text"]);
        if self.product() != Product::Records || !placed || with_tweet {
            return;
        }
        let clauses = self.clauses(|agreement| {
            let geo = agreement.geo.as_ref()?;
            (geo.standalone == Permission::Deny).then_some(&geo.clause)
        });
        if !clauses.is_empty() {
            let text = "Places without their tweets tell where people have been.";
            let found = Found::deny(Code::GeoStandalone, text).by(clauses);
            self.found(found.remedy(Remedy::WithTweet));
        }
    }
}

fn denied(section: Option<&Switch>) -> Option<&ClauseId> {
    let switch = section?;
    (switch.row_level == Permission::Deny).then_some(&switch.clause)
}
