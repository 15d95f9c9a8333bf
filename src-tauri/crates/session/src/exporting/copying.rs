//! What goes to the clipboard, as the agreements allow.

use super::plan::{Ordered, Prepared};
use super::selection::Selection;
use super::{ExportOrder, columns};
use crate::{Error, Result, Session};
use starling_audit::{Append, Event};
use starling_model::{Cancel, Progress};
use starling_policy::request::Confirmation;
use starling_policy::{Product, Transform};
use starling_query::Ask;
use starling_query::ask::Facet;
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
        let prepared = self.copying(|| Ordered {
            order: &order,
            product: Product::Clipboard,
            fields: fields.clone(),
            selection: Selection {
                rows: rows.to_vec(),
                tweets: rows.len() as u64,
                datasets: datasets.clone(),
            },
            package: None,
            text: None,
        })?;
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
        self.copied(&prepared, &text, copied)?;
        Ok(text)
    }

    /// An address that stands in a tweet.
    pub fn copy_link(&self, url: &str) -> Result<String> {
        let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
        let mut selection = self.selected(&Ask::Url(bare.to_owned()))?;
        if selection.datasets.is_empty() {
            // It stands in a text only; whose, nobody looks for, so the strictest of all decides.
            selection = self.selected(&Ask::All)?;
        }
        selection.tweets = 1;
        self.copy_text(url, selection)
    }

    /// Counts of queries as a table. It holds no rows, but queries may name accounts.
    pub fn copy_table(&self, table: &str, query: &str) -> Result<String> {
        let mut selection = self.selected(&Self::ask(query)?)?;
        selection.tweets = 0;
        self.copy_text(table, selection)
    }

    fn selected(&self, ask: &Ask) -> Result<Selection> {
        let library = self.asked(&Cancel::new());
        let set = library.set(ask)?;
        let datasets = library.facets_of(&set, &[Facet::Dataset], usize::MAX)?;
        let datasets = datasets.into_iter().flat_map(|(_, values)| values.values);
        Ok(Selection {
            rows: Vec::new(),
            tweets: set.tweets(),
            datasets: datasets.map(|value| (value.value, value.count)).collect(),
        })
    }

    fn copy_text(&self, text: &str, selection: Selection) -> Result<String> {
        let order = ExportOrder::default();
        let fields = columns::chosen(&["urls".to_owned()]).map_err(Error::Call)?;
        let rows = selection.tweets;
        let prepared = self.copying(|| Ordered {
            order: &order,
            product: Product::Clipboard,
            fields: fields.clone(),
            selection: Selection {
                rows: Vec::new(),
                tweets: rows,
                datasets: selection.datasets.clone(),
            },
            package: None,
            text: Some(text),
        })?;
        let text = if prepared.must(Transform::PseudonymiseMentions) {
            prepared.masking().text(text).text
        } else {
            text.to_owned()
        };
        self.copied(&prepared, &text, rows)?;
        Ok(text)
    }

    /// Judges; a refusal is logged. Nobody looks at a plan before pressing Ctrl+C: what is decided is confirmed at once,
    /// and what it changes stands in what is copied.
    fn copying<'a>(&self, ordered: impl Fn() -> Ordered<'a>) -> Result<Prepared> {
        let job = (&Progress::none(), &Cancel::new());
        let preview = self.judge(ordered(), Confirmation::Preview, job)?;
        let confirmed = Confirmation::Confirmed(preview.ruling.digest);
        let prepared = self.judge(ordered(), confirmed, job)?;
        if prepared.ruling.grant.is_none() {
            self.log_refusal(&prepared)?;
            return Err(Error::Refused(Box::new(prepared.plan)));
        }
        Ok(prepared)
    }

    /// Looks once more at what is to be copied, and writes down that it was.
    fn copied(&self, prepared: &Prepared, text: &str, rows: u64) -> Result<()> {
        let datasets: Vec<String> = prepared.selection.datasets.keys().cloned().collect();
        let found = starling_export::scan(
            text.as_bytes(),
            starling_export::Escapes::None,
            &prepared.scan_list,
        );
        if found.hard > 0 {
            let hits = BTreeMap::from([("hits".to_owned(), found.hard)]);
            self.log_event(Event::Incident, datasets, hits)?;
            return Err(Error::Failed(
                "a name of a protected account stood in what was to be copied; nothing was copied"
                    .into(),
            ));
        }
        let append = Append {
            datasets,
            decision: Some(starling_audit::Digest(prepared.ruling.digest.0)),
            agreements: prepared.agreement_digests(),
            counts: BTreeMap::from([("rows".to_owned(), rows)]),
            recipient: Some(&prepared.plan.recipient),
            ..Append::default()
        };
        self.log.append(Event::Copy, append, crate::clock::now())?;
        self.remember_head();
        Ok(())
    }
}
