//! Tables of totals: who stands behind each cell, which cells are hidden, and what is written.

use super::accounts::Accounts;
use super::masking::Masking;
use super::{By, ExportOrder};
use crate::networks::leaving::Without;
use crate::{Error, Result, Session};
use starling_export::{Bar, Cell, Column, Kind};
use starling_model::{Cancel, Timestamp};
use starling_policy::Rules;
use starling_policy::sdc::{self, MarginTotals, Table};
use starling_policy::transform::mask_account;
use starling_query::ask::{Bucket, Facet};
use starling_query::exec::Side;
use starling_query::language::parse;
use starling_store::ReleasedCell;
use std::collections::{BTreeMap, HashMap};

/// A table with names, and the accounts behind each cell.
pub(crate) struct Totals {
    by: By,
    split: Option<Facet>,
    /// Names of rows, in order.
    rows: Vec<String>,
    /// Names of columns; one without a name where it is not split.
    columns: Vec<String>,
    /// The accounts behind each cell, ascending, by row and column.
    cells: HashMap<(usize, usize), Vec<u32>>,
    /// What the rules judge.
    pub(crate) table: Table,
}

/// Tweets have one value of these; of the others they may have several, and lines do not add up.
fn is_single(facet: Facet) -> bool {
    !matches!(
        facet,
        Facet::Hashtag | Facet::Domain | Facet::Url | Facet::Mention | Facet::Kind
    )
}

impl Session {
    /// Counts, from the index's columns.
    pub(crate) fn totals(
        &self,
        order: &ExportOrder,
        (accounts, without): (&Accounts, &Without),
        cancel: &Cancel,
    ) -> Result<Totals> {
        let by = order
            .by
            .ok_or_else(|| Error::Failed("totals need something to count by".into()))?;
        let library = self.asked(cancel);
        let set = library.set(&without.out_of(parse(&order.query)?))?;
        let side = match by {
            By::Facet(facet) => Side::Facet(facet),
            By::Time(bucket) => Side::Time(bucket),
        };
        let crossed = library.crossed(&set, side, order.split)?;
        let rows = match by {
            By::Facet(_) => crossed.values,
            By::Time(bucket) => crossed
                .starts
                .iter()
                .map(|start| bucket_name(bucket, &Timestamp(*start).rfc3339()))
                .collect(),
        };
        let columns = crossed.columns;
        let single = match by {
            By::Facet(facet) => is_single(facet),
            By::Time(_) => true,
        } && order.split.is_none_or(is_single);
        let cell = |row: usize, column: usize| {
            let Some(bring) = crossed.cells.get(&(row as u32, column as u32)) else {
                return sdc::Cell::default();
            };
            let protected = bring
                .keys()
                .filter(|account| accounts.is_protected_number(**account))
                .count() as u64;
            sdc::Cell::of(bring.values().copied(), protected)
        };
        let table = Table {
            cells: (0..rows.len())
                .map(|row| (0..columns.len()).map(|column| cell(row, column)).collect())
                .collect(),
            margins: if single {
                MarginTotals::Shown
            } else {
                MarginTotals::Absent
            },
        };
        let cells = crossed.cells.into_iter().map(|((row, column), bring)| {
            let mut behind: Vec<u32> = bring.into_keys().collect();
            behind.sort_unstable();
            ((row as usize, column as usize), behind)
        });
        Ok(Totals {
            by,
            split: order.split,
            cells: cells.collect(),
            rows,
            columns,
            table,
        })
    }
}

fn bucket_name(bucket: Bucket, start: &str) -> String {
    let cut = match bucket {
        Bucket::Year => 4,
        Bucket::Month => 7,
        Bucket::Day | Bucket::Week => 10,
        Bucket::Hour | Bucket::Minute => 16,
    };
    start.get(..cut).unwrap_or(start).replace('T', " ")
}

impl Totals {
    fn dimensions(&self) -> String {
        let by = self.by.word();
        self.split
            .map_or(by.clone(), |split| format!("{by} x {}", split.word()))
    }

    /// Labels that say who a protected account is.
    pub(crate) fn labelled(&self, accounts: &Accounts, masks: Masking<'_>) -> u64 {
        let names = |facet: Option<Facet>, names: &[String]| -> u64 {
            let Some(facet) = facet else { return 0 };
            let told = names.iter().filter(|name| match facet {
                Facet::Account | Facet::Mention | Facet::Retweeted => accounts.tells(name),
                _ => label(facet, name, masks) != **name,
            });
            told.count() as u64
        };
        let by = match self.by {
            By::Facet(facet) => Some(facet),
            By::Time(_) => None,
        };
        names(by, &self.rows) + names(self.split, &self.columns)
    }

    /// Names of rows and columns as they leave.
    fn labels(&self, masks: Option<Masking<'_>>) -> (Vec<String>, Vec<String>) {
        let masked = |facet: Option<Facet>, names: &[String]| -> Vec<String> {
            match (masks, facet) {
                (Some(masks), Some(facet)) => {
                    names.iter().map(|name| label(facet, name, masks)).collect()
                }
                _ => names.to_vec(),
            }
        };
        let by = match self.by {
            By::Facet(facet) => Some(facet),
            By::Time(_) => None,
        };
        (masked(by, &self.rows), masked(self.split, &self.columns))
    }

    /// What may be shown: a number, or `None` where it is hidden.
    fn shown(&self, rules: &Rules, suppress: bool) -> Vec<Vec<Option<u64>>> {
        if !suppress {
            return self
                .table
                .cells
                .iter()
                .map(|row| row.iter().map(|cell| Some(cell.value)).collect())
                .collect();
        }
        let hidden = sdc::hide(&self.table, &rules.cells);
        sdc::release(&self.table, &rules.cells, &hidden).cells
    }

    /// The table's columns and rows as they leave.
    pub(crate) fn sheet(
        &self,
        rules: &Rules,
        suppress: bool,
        masks: Option<Masking<'_>>,
    ) -> (Vec<Column>, Vec<Vec<Cell>>) {
        let (rows, columns) = self.labels(masks);
        let shown = self.shown(rules, suppress);
        let text = |name: &str, meaning| Column {
            name: name.to_owned(),
            kind: Kind::Text,
            meaning,
        };
        let by = self.by.word();
        let mut head = vec![text(&by, "What is counted by")];
        if let Some(split) = self.split {
            head.push(text(split.word(), "What each count is split by"));
        }
        let hides = shown.iter().flatten().any(Option::is_none);
        head.push(Column {
            name: "tweets".into(),
            kind: if hides { Kind::Text } else { Kind::Integer },
            meaning: "Tweets; * where the number is hidden",
        });
        let mut out = Vec::new();
        for (at_row, name) in rows.iter().enumerate() {
            for (at_column, column) in columns.iter().enumerate() {
                let count = match shown[at_row][at_column] {
                    None => Cell::text("*"),
                    Some(count) => Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
                };
                let mut row = vec![Cell::text(name.as_str())];
                if self.split.is_some() {
                    row.push(Cell::text(column.as_str()));
                }
                row.push(count);
                out.push(row);
            }
        }
        (head, out)
    }

    /// The bars of its figure; a split one is drawn by its rows' sums where none of the parts is hidden.
    pub(crate) fn bars(
        &self,
        rules: &Rules,
        suppress: bool,
        masks: Option<Masking<'_>>,
    ) -> (Vec<Bar>, bool) {
        let (rows, _) = self.labels(masks);
        let shown = self.shown(rules, suppress);
        let bars = rows
            .into_iter()
            .zip(shown)
            .map(|(label, cells)| Bar {
                label,
                count: cells.into_iter().sum(),
            })
            .collect();
        (bars, matches!(self.by, By::Time(_)))
    }

    /// The accounts behind each cell, to be compared with what was given out before and will be.
    pub(crate) fn released(&self) -> Vec<ReleasedCell> {
        let dimensions = self.dimensions();
        let mut cells: BTreeMap<String, &[u32]> = BTreeMap::new();
        for ((row, column), accounts) in &self.cells {
            let key = format!("{}\u{1f}{}", self.rows[*row], self.columns[*column]);
            cells.insert(key, accounts.as_slice());
        }
        cells
            .into_iter()
            .map(|(cell, accounts)| ReleasedCell {
                dimensions: dimensions.clone(),
                cell,
                accounts: accounts.iter().flat_map(|id| id.to_be_bytes()).collect(),
            })
            .collect()
    }

    /// By how many accounts a cell differs from one that the audience has already: the least difference above none.
    pub(crate) fn difference(&self, session: &Session, audience: &str) -> Result<Option<u64>> {
        let earlier = session.store.released_cells(audience, &self.dimensions())?;
        let now: HashMap<String, Vec<u8>> = self
            .released()
            .into_iter()
            .map(|cell| (cell.cell, cell.accounts))
            .collect();
        let mut least: Option<u64> = None;
        for cell in earlier {
            let here = now.get(&cell.cell).map(Vec::as_slice).unwrap_or_default();
            let difference = apart(&numbers(here), &numbers(&cell.accounts));
            if difference > 0 {
                least = Some(least.map_or(difference, |known| known.min(difference)));
            }
        }
        Ok(least)
    }
}

fn label(facet: Facet, name: &str, masks: Masking<'_>) -> String {
    match facet {
        Facet::Account | Facet::Mention | Facet::Retweeted => {
            mask_account(name, masks.roster, masks.pseudonyms).into_owned()
        }
        Facet::Hashtag => masks.hashtag(name).text,
        Facet::Url | Facet::Domain | Facet::Location | Facet::Client => masks.text(name).text,
        _ => name.to_owned(),
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}

/// In how many elements two ascending lists differ.
fn apart(a: &[u32], b: &[u32]) -> u64 {
    let (mut at_a, mut at_b, mut differ) = (0, 0, 0);
    while at_a < a.len() && at_b < b.len() {
        match a[at_a].cmp(&b[at_b]) {
            std::cmp::Ordering::Equal => {
                at_a += 1;
                at_b += 1;
            }
            std::cmp::Ordering::Less => {
                at_a += 1;
                differ += 1;
            }
            std::cmp::Ordering::Greater => {
                at_b += 1;
                differ += 1;
            }
        }
    }
    differ + (a.len() - at_a + b.len() - at_b) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_compared_by_what_only_one_has() {
        assert_eq!(apart(&[1, 2, 3], &[2, 3, 4]), 2);
        assert_eq!(apart(&[], &[1, 2]), 2);
        assert_eq!(apart(&[5], &[5]), 0);
        assert_eq!(numbers(&[0, 0, 0, 1, 0, 0, 1, 0]), [1, 256]);
    }

    #[test]
    fn buckets_are_named_as_short_as_they_are() {
        let start = "2019-03-04T05:00:00Z";
        assert_eq!(bucket_name(Bucket::Month, start), "2019-03");
        assert_eq!(bucket_name(Bucket::Week, start), "2019-03-04");
        assert_eq!(bucket_name(Bucket::Hour, start), "2019-03-04 05:00");
    }
}
