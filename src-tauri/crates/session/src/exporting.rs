//! What leaves: an order is measured, judged, shown, confirmed, written and logged; or refused, and that is logged too.
//!
//! [`Session::plan_export`] and [`Session::export`] serve the window and the command line alike.

mod accounts;
mod changes;
mod columns;
mod copying;
mod graph;
mod graph_file;
mod masking;
mod met;
mod meters;
pub mod plan;
pub mod recalls;
pub mod record;
pub(crate) mod recovery;
mod selection;
mod totals;
mod world;
mod writing;

use crate::{Error, Result, Session};
use starling_model::{Cancel, Progress};
use starling_query::ask::{Bucket, Facet};
use std::path::PathBuf;

pub use recalls::Recalled;
pub use record::{AuditReport, Choices, Handed, Owed, PackageReport};
// The words that a plan and the record are made of, for whoever shows them.
pub use starling_audit::{
    Digest as RecordDigest, Entry, Event, Report as LogReport, Verifier, verify as verify_log,
};
pub use starling_policy::request::SignatureState;
pub use starling_policy::{Code as FindingCode, Digest, Remedy, Severity, Verdict};
pub use starling_store::{LedgerRow, LedgerState};

pub use crate::networks::NetworkLeaving;
pub use met::MetClause;
pub use meters::QuotaMeter;
pub use plan::{ColumnPlan, Exported, Plan, PlannedClause, Promise};
pub use starling_export::Kind;

/// What data of research archives is exported for where nobody says it.
pub(crate) const USUAL_PURPOSE: &str = "academic_research";

/// What form it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Form {
    /// Rows as comma-separated values.
    #[default]
    Csv,
    /// Rows as JSON Lines.
    JsonLines,
    /// Rows as Parquet.
    Parquet,
    /// Distinct tweet ids.
    Ids,
    /// Totals as comma-separated values.
    Summary,
    /// A figure of totals or a network, as SVG.
    Svg,
    /// A figure of totals or a network, as pixels.
    Png,
    /// A network as GEXF.
    Gexf,
    /// A network as GraphML.
    GraphMl,
    /// A network's nodes as comma-separated values; its edges are [`Form::Csv`].
    Nodes,
    /// A network as JSON.
    Json,
}

impl Form {
    /// Those of rows and totals, in the order the command line lists them.
    pub const ALL: [(&'static str, Self); 7] = [
        ("csv", Self::Csv),
        ("jsonl", Self::JsonLines),
        ("parquet", Self::Parquet),
        ("ids", Self::Ids),
        ("summary", Self::Summary),
        ("svg", Self::Svg),
        ("png", Self::Png),
    ];

    /// Those of networks.
    pub const OF_NETWORKS: [(&'static str, Self); 7] = [
        ("gexf", Self::Gexf),
        ("graphml", Self::GraphMl),
        ("csv", Self::Csv),
        ("nodes", Self::Nodes),
        ("json", Self::Json),
        ("svg", Self::Svg),
        ("png", Self::Png),
    ];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .chain(&Self::OF_NETWORKS)
            .find(|(_, form)| *form == self)
            .map_or("", |(word, _)| word)
    }

    /// The form of a word, of networks or of rows and totals.
    pub fn from_word(word: &str, of_network: bool) -> Option<Self> {
        let known: &[(&str, Self)] = if of_network {
            &Self::OF_NETWORKS
        } else {
            &Self::ALL
        };
        let found = known.iter().find(|(known, _)| *known == word);
        found.map(|(_, form)| *form)
    }
}

/// What totals count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// A facet's values.
    Facet(Facet),
    /// Time.
    Time(Bucket),
}

impl By {
    /// From the word of the command line.
    pub fn from_word(word: &str) -> Option<Self> {
        let bucket = match word {
            "minute" => Bucket::Minute,
            "day" => Bucket::Day,
            "week" => Bucket::Week,
            "month" => Bucket::Month,
            // `hour` and `year` are facets as well: hours of the day, and years, which are the same as buckets.
            word => return Facet::from_word(word).map(Self::Facet),
        };
        Some(Self::Time(bucket))
    }

    /// The word of the command line.
    pub fn word(self) -> String {
        match self {
            Self::Facet(facet) => facet.word().to_owned(),
            Self::Time(bucket) => match bucket {
                Bucket::Minute => "minute",
                Bucket::Hour => "hour",
                Bucket::Day => "day",
                Bucket::Week => "week",
                Bucket::Month => "month",
                Bucket::Year => "year",
            }
            .to_owned(),
        }
    }
}

/// What is asked to leave, in which form, to whom and why.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExportOrder {
    /// The query.
    pub query: String,
    /// The form.
    pub form: Form,
    /// Columns of rows; none are all.
    pub fields: Vec<String>,
    /// What totals count by.
    pub by: Option<By>,
    /// And are split by.
    pub split: Option<Facet>,
    /// The network that leaves instead of rows or totals; its query is the one above.
    pub network: Option<NetworkLeaving>,
    /// The recipient's id; the member where none.
    pub to: Option<String>,
    /// A purpose's code; academic research where none.
    pub purpose: Option<String>,
    /// age recipients.
    pub seal_to: Vec<String>,
    /// As a package.
    pub package: bool,
    /// The file.
    pub out: Option<PathBuf>,
}

impl ExportOrder {
    /// Whether it is about totals.
    pub(crate) fn is_totals(&self) -> bool {
        self.network.is_none() && matches!(self.form, Form::Summary | Form::Svg | Form::Png)
    }
}

impl Session {
    /// What would leave and how it was decided; nothing is written and nothing logged.
    pub fn plan_export(
        &self,
        order: &ExportOrder,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Plan> {
        Ok(self
            .prepare(
                order,
                starling_policy::request::Confirmation::Preview,
                (progress, cancel),
            )?
            .plan)
    }

    /// Writes what a plan said, if the plan is still the same; else it is refused, and the log says so.
    pub fn export(
        &self,
        order: &ExportOrder,
        confirmed: Digest,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Exported> {
        let _one_at_a_time = self
            .importing
            .try_lock()
            .map_err(|_| Error::Failed("another job is changing this vault".into()))?;
        writing::export(self, order, confirmed, (progress, cancel))
    }
}

/// Every column's name, in the archive's order.
pub fn field_names() -> Vec<String> {
    let names = columns::COLUMNS.iter();
    names.map(|(name, ..)| (*name).to_owned()).collect()
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
