//! The people in the data: withdrawn, disputed, to be removed, and releases that named the wrong ones.

use super::{Found, Judging};
use crate::agreement::Disputed;
use crate::decision::Remedy;
use crate::words::{Code, Obligation, Transform};
use starling_model::figure;

const HOUR_SECONDS: u64 = 3600;

impl Judging<'_> {
    pub(super) fn subjects(&mut self) {
        self.superseded();
        self.removals();
        let clauses = self.clauses(|agreement| Some(&agreement.subjects.as_ref()?.clause));
        let withdrawn = self.ask.facts.withdrawn_rows;
        if withdrawn > 0 {
            let text = format!(
                "{} rows of what was withdrawn stay here.",
                figure(withdrawn)
            );
            let drop = Transform::DropWithdrawnRows;
            let found = Found::change(Code::WithdrawnRows, drop, text).by(clauses.clone());
            self.found(found.affecting(withdrawn));
        }
        let disputed = self.ask.facts.disputed_rows;
        if disputed == 0 {
            return;
        }
        let rows = format!("{} rows of disputed accounts", figure(disputed));
        if self.product().is_totals() && self.rules.disputed == Disputed::DropRowLevel {
            let text = format!("{rows} are in the totals.");
            let found = Found::note(Code::DisputedRows, text).by(clauses);
            self.found(found.affecting(disputed));
            self.promise(Obligation::DiscloseDisputed);
        } else {
            let text = format!("{rows} stay here.");
            let drop = Transform::DropDisputedRows;
            let found = Found::change(Code::DisputedRows, drop, text).by(clauses);
            self.found(found.affecting(disputed));
        }
    }

    fn superseded(&mut self) {
        let replaced: Vec<_> = self
            .in_force
            .datasets
            .iter()
            .filter_map(|(name, dataset)| Some((*name, dataset.superseded_by.as_ref()?)))
            .collect();
        for (name, by) in replaced {
            let text = format!(
                "`{by}` replaces `{name}`, which named accounts that were taken out later."
            );
            let clauses = self.clauses(|agreement| Some(&agreement.subjects.as_ref()?.clause));
            let found = if self.is_outward() {
                Found::deny(Code::DatasetSuperseded, text)
            } else {
                Found::note(Code::DatasetSuperseded, text)
            };
            let current = Remedy::CurrentRelease {
                dataset: by.clone(),
            };
            self.found(found.by(clauses).remedy(current));
        }
    }

    fn removals(&mut self) {
        let facts = self.ask.facts;
        let pending = facts.removal_pending_rows;
        if pending == 0 && facts.removal_oldest_seconds.is_none() {
            return;
        }
        let clauses = self.clauses(|agreement| Some(&agreement.subjects.as_ref()?.clause));
        if let Some(hours) = self.rules.removal_deadline_hours {
            let deadline = hours.saturating_mul(HOUR_SECONDS);
            let overdue = facts
                .removal_oldest_seconds
                .is_none_or(|waited| waited > deadline);
            if overdue {
                let text = format!(
                    "A removal that was asked for more than {hours} hours ago is not done."
                );
                let found = Found::deny(Code::RemovalOverdue, text).by(clauses.clone());
                self.found(found.affecting(pending).remedy(Remedy::CarryOutRemovals));
            }
        }
        if pending > 0 {
            let text = format!(
                "{} rows whose removal was asked for stay here.",
                figure(pending)
            );
            let drop = Transform::DropRemovedRows;
            let found = Found::change(Code::RemovalPendingRows, drop, text).by(clauses);
            self.found(found.affecting(pending));
        }
    }
}
