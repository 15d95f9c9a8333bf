//! A few rows to the clipboard, as the agreements allow.

use super::plan::Ordered;
use super::selection::Selection;
use super::{ExportOrder, columns};
use crate::{Error, Result, Session};
use starling_audit::{Append, Event};
use starling_model::{Cancel, Progress};
use starling_policy::Product;
use starling_policy::request::Confirmation;
use std::collections::BTreeMap;

/// What a copied row says.
const COPIED: [&str; 5] = [
    "tweetid",
    "tweet_time",
    "user_screen_name",
    "tweet_text",
    "like_count",
];

impl Session {
    /// Rows of the screen as lines of text, changed as the agreements want; or a refusal. Both are logged.
    pub fn copy(&self, rows: &[u64]) -> Result<String> {
        let job = (&Progress::none(), &Cancel::new());
        let fields = columns::chosen(&COPIED.map(str::to_owned)).map_err(Error::Call)?;
        let stored = self.store.tweets(rows)?;
        let names: BTreeMap<u32, String> = self
            .store
            .datasets()?
            .into_iter()
            .map(|entry| (entry.id.0, entry.facts.name))
            .collect();
        let mut datasets: BTreeMap<String, u64> = BTreeMap::new();
        for row in &stored {
            let name = names.get(&row.dataset.0).cloned().unwrap_or_default();
            *datasets.entry(name).or_default() += 1;
        }
        let order = ExportOrder::default();
        let ordered = |rows: &[u64]| Ordered {
            order: &order,
            product: Product::Clipboard,
            fields: fields.clone(),
            selection: Selection {
                rows: rows.to_vec(),
                datasets: datasets.clone(),
            },
        };
        // Nobody looks at a plan before pressing Ctrl+C: what is decided is confirmed at once, and what it changes stands
        // in what is copied.
        let preview = self.judge(ordered(rows), Confirmation::Preview, job)?;
        let confirmed = Confirmation::Confirmed(preview.ruling.digest);
        let prepared = self.judge(ordered(rows), confirmed, job)?;
        if prepared.ruling.grant.is_none() {
            self.log_refusal(&prepared)?;
            return Err(Error::Refused(Box::new(prepared.plan)));
        }
        let mut out = prepared.outgoing(&order);
        let mut text = String::new();
        let mut copied = 0;
        for row in &stored {
            let Some(cells) = out.row(row) else { continue };
            let line: Vec<String> = super::plan::shown(&cells)
                .into_iter()
                .map(|cell| cell.replace(['\t', '\n', '\r'], " "))
                .collect();
            text.push_str(&line.join("\t"));
            text.push('\n');
            copied += 1;
        }
        let found = starling_export::scan(
            text.as_bytes(),
            starling_export::Escapes::None,
            &prepared.scan_list,
        );
        if found.hard > 0 {
            self.log_event(
                Event::Incident,
                datasets.keys().cloned().collect(),
                BTreeMap::from([("hits".to_owned(), found.hard)]),
            )?;
            return Err(Error::Failed(
                "a name of a protected account stood in what was to be copied; nothing was copied"
                    .into(),
            ));
        }
        let append = Append {
            datasets: datasets.keys().cloned().collect(),
            decision: Some(starling_audit::Digest(prepared.ruling.digest.0)),
            agreements: prepared.agreement_digests(),
            counts: BTreeMap::from([("rows".to_owned(), copied)]),
            recipient: Some(&prepared.plan.recipient),
            ..Append::default()
        };
        self.log.append(Event::Copy, append, crate::clock::now())?;
        self.remember_head();
        Ok(text)
    }
}
