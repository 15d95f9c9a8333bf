//! Which cells of a table tell of single accounts, and which others must be hidden with them.
//!
//! A cell counts accounts, not tweets: five thousand tweets by one account are one.
//! Where totals stand beside the cells, one hidden cell of a line can be worked out from the others;
//! so no line keeps exactly one, and no cell is the only link between two parts of what is hidden.

mod complementary;

use crate::agreement::ZeroCells;
use crate::words::Code;
use serde::Serialize;
use std::collections::BTreeMap;

/// A table of totals: each point of a time line and each place of a map is a cell as well.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// Row by row.
    pub cells: Vec<Vec<Cell>>,
    /// Whether totals stand beside it.
    pub margins: MarginTotals,
}

/// Whether totals stand beside a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarginTotals {
    /// None do.
    #[default]
    Absent,
    /// Each row and each column has one.
    Shown,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Cell {
    /// Accounts that take part.
    pub accounts: u64,
    /// Protected ones among them.
    pub protected: u64,
    /// The number that is shown.
    pub value: u64,
    /// What the largest contributors bring, the largest first.
    pub top: Vec<u64>,
}

impl Cell {
    /// From what each account brings; `protected` of them are protected.
    pub fn of(contributions: impl IntoIterator<Item = u64>, protected: u64) -> Self {
        let mut top: Vec<u64> = contributions.into_iter().collect();
        top.sort_unstable_by(|a, b| b.cmp(a));
        let (accounts, value) = (top.len() as u64, top.iter().sum());
        top.truncate(KEPT_CONTRIBUTORS);
        Self {
            accounts,
            protected,
            value,
            top,
        }
    }
}

/// Largest contributors that a cell remembers; agreements name 1 to 3.
pub const KEPT_CONTRIBUTORS: usize = 8;

/// The n largest contributors may hold at most this part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the rule is known by these letters")]
pub struct Dominance {
    pub n: u32,
    pub k: f64,
}

/// Which cells are hidden.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellRules {
    /// A cell of fewer accounts is hidden.
    pub min_accounts: u64,
    /// Whether a cell of nobody tells.
    pub zero_cells: ZeroCells,
    /// The (n,k) rules; each must hold.
    pub dominance: Vec<Dominance>,
    /// What is left beside the two largest must be at least this part of the largest.
    pub p_ratio: Option<f64>,
    /// Numbers are rounded to multiples of this; 0 and 1 leave them.
    pub rounding_base: u64,
    /// Whether further cells are hidden where totals are shown.
    pub complementary: bool,
    /// Whether releases are compared with earlier ones.
    pub differencing: bool,
}

impl Default for CellRules {
    fn default() -> Self {
        Self {
            min_accounts: 1,
            zero_cells: ZeroCells::Allow,
            dominance: Vec::new(),
            p_ratio: None,
            rounding_base: 0,
            complementary: false,
            differencing: false,
        }
    }
}

/// Row and column of a cell.
pub type Place = (usize, usize);

/// What is hidden, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hidden {
    /// Cells hidden for themselves.
    pub primary: BTreeMap<Place, Code>,
    /// Cells hidden so that those cannot be worked out.
    pub complementary: Vec<Place>,
}

impl Hidden {
    /// Whether a cell is hidden.
    pub fn contains(&self, place: Place) -> bool {
        self.primary.contains_key(&place) || self.complementary.contains(&place)
    }

    /// The reasons, each once.
    pub fn reasons(&self) -> Vec<Code> {
        let mut reasons: Vec<Code> = self.primary.values().copied().collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}

/// What must be hidden of a table.
pub fn hide(table: &Table, rules: &CellRules) -> Hidden {
    let mut primary = BTreeMap::new();
    for (row, cells) in table.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if let Some(code) = unsafe_for(cell, rules) {
                primary.insert((row, column), code);
            }
        }
    }
    let complementary = if rules.complementary && table.margins == MarginTotals::Shown {
        complementary::also_hidden(table, primary.keys().copied().collect())
    } else {
        Vec::new()
    };
    Hidden {
        primary,
        complementary,
    }
}

/// Why a cell tells of single accounts.
pub fn unsafe_for(cell: &Cell, rules: &CellRules) -> Option<Code> {
    if cell.accounts == 0 {
        return (rules.zero_cells == ZeroCells::Suppress).then_some(Code::ZeroCell);
    }
    if cell.protected == 0 {
        return None;
    }
    if cell.accounts < rules.min_accounts {
        return Some(Code::SmallCell);
    }
    let dominated = rules.dominance.iter().any(|rule| {
        let largest: u64 = cell.top.iter().take(rule.n as usize).sum();
        largest as f64 > rule.k * cell.value as f64
    });
    let known = |p: f64| {
        let largest = cell.top.first().copied().unwrap_or(0);
        let second = cell.top.get(1).copied().unwrap_or(0);
        let rest = cell.value.saturating_sub(largest).saturating_sub(second);
        (rest as f64) < p * largest as f64
    };
    (dominated || rules.p_ratio.is_some_and(known)).then_some(Code::Dominance)
}

/// A number, rounded to the nearest multiple; halves go up.
pub fn round_to(value: u64, base: u64) -> u64 {
    if base < 2 {
        return value;
    }
    let below = value - value % base;
    if value - below >= base.div_ceil(2) {
        below.saturating_add(base)
    } else {
        below
    }
}

/// A table as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// Row by row; `None` is hidden and written `*`.
    pub cells: Vec<Vec<Option<u64>>>,
    /// Totals of rows, where they are shown.
    pub row_totals: Option<Vec<Option<u64>>>,
    /// Totals of columns, where they are shown.
    pub column_totals: Option<Vec<Option<u64>>>,
    /// The total of all, where totals are shown.
    pub total: Option<u64>,
}

/// The table with what must be hidden hidden and the rest rounded. A total of a line with nothing but one hidden
/// cell would be that cell, so it is hidden as well.
pub fn release(table: &Table, rules: &CellRules, hidden: &Hidden) -> Released {
    let base = rules.rounding_base;
    let cells: Vec<Vec<Option<u64>>> = table
        .cells
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            let shown = cells.iter().enumerate().map(|(column, cell)| {
                (!hidden.contains((row, column))).then(|| round_to(cell.value, base))
            });
            shown.collect()
        })
        .collect();
    if table.margins == MarginTotals::Absent {
        return Released {
            cells,
            row_totals: None,
            column_totals: None,
            total: None,
        };
    }
    let columns = table.cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |places: Vec<Place>| -> Option<u64> {
        let n_hidden = places
            .iter()
            .filter(|place| hidden.contains(**place))
            .count();
        if n_hidden == 1 {
            return None;
        }
        let sum = places
            .iter()
            .filter_map(|(row, column)| table.cells.get(*row)?.get(*column))
            .map(|cell| cell.value)
            .sum();
        Some(round_to(sum, base))
    };
    let row_totals: Vec<Option<u64>> = (0..table.cells.len())
        .map(|row| {
            line(
                (0..table.cells[row].len())
                    .map(|column| (row, column))
                    .collect(),
            )
        })
        .collect();
    let column_totals: Vec<Option<u64>> = (0..columns)
        .map(|column| {
            let rows = (0..table.cells.len()).filter(|row| column < table.cells[*row].len());
            line(rows.map(|row| (row, column)).collect())
        })
        .collect();
    let everywhere = table
        .cells
        .iter()
        .enumerate()
        .flat_map(|(row, cells)| (0..cells.len()).map(move |column| (row, column)));
    Released {
        total: line(everywhere.collect()),
        cells,
        row_totals: Some(row_totals),
        column_totals: Some(column_totals),
    }
}
