//! Readable tables and lists of facts.

use super::terminal::{cut, one_line, width};

pub(super) use starling_model::figure;

/// Which edge of its column a cell stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Text.
    Start,
    /// Numbers.
    End,
}

/// A table; the last column may be cut to the terminal's width.
pub(super) struct Table {
    heads: Vec<(&'static str, Edge)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// With these columns.
    pub(super) fn new(heads: &[(&'static str, Edge)]) -> Self {
        Self {
            heads: heads.to_vec(),
            rows: Vec::new(),
        }
    }

    /// One more row; what it holds is made harmless.
    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.heads.len());
        self.rows
            .push(cells.iter().map(|cell| one_line(cell)).collect());
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        let n_columns = self.heads.len();
        let widths: Vec<usize> = (0..n_columns)
            .map(|at| {
                let cells = self.rows.iter().map(|row| width(&row[at]));
                // A wide name must not push the figures out of sight.
                cells
                    .chain([width(self.heads[at].0)])
                    .max()
                    .unwrap_or(0)
                    .min(WIDEST)
            })
            .collect();
        let before_last: usize = widths[..n_columns - 1]
            .iter()
            .map(|width| width + GAP)
            .sum();
        let last = screen_columns().map_or(usize::MAX, |columns| {
            columns.saturating_sub(before_last).max(20)
        });
        let mut text = String::new();
        let heads = self
            .heads
            .iter()
            .map(|(head, _)| (*head).to_owned())
            .collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            for (at, cell) in row.iter().enumerate() {
                let is_last = at + 1 == n_columns;
                let cell = cut(cell, if is_last { last } else { WIDEST });
                let pad = " ".repeat(widths[at].saturating_sub(width(&cell)));
                match self.heads[at].1 {
                    Edge::End => text.push_str(&(pad + &cell)),
                    Edge::Start if is_last => text.push_str(&cell),
                    Edge::Start => text.push_str(&(cell + &pad)),
                }
                if !is_last {
                    text.push_str(&" ".repeat(GAP));
                }
            }
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        text
    }
}

const GAP: usize = 2;
const WIDEST: usize = 48;

/// The terminal's width, where standard output is one.
pub(super) fn screen_columns() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout())
        .map(|(terminal_size::Width(columns), _)| columns.into())
}

/// Facts, one a line.
pub(super) fn facts(facts: &[(&str, String)]) -> String {
    let widest = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    facts
        .iter()
        .filter(|(_, fact)| !fact.is_empty())
        .map(|(name, fact)| {
            format!(
                "{name}{}  {}\n",
                " ".repeat(widest - width(name)),
                one_line(fact)
            )
        })
        .collect()
}

/// A number, where there is one.
pub(super) fn maybe(number: Option<impl Into<i128>>) -> String {
    number.map(figure).unwrap_or_default()
}

/// Bytes in the largest fitting unit.
pub(super) fn bytes(bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut amount = bytes as f64;
    let mut unit = 0;
    while amount >= 1000.0 && unit + 1 < units.len() {
        amount /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        format!("{bytes} B")
    } else {
        format!("{amount:.1} {}", units[unit])
    }
}

/// A span in hours, minutes and seconds.
pub(super) fn span(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{seconds:.1} s"),
        60..3600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn columns_stand_under_each_other_in_any_script() {
        let mut table = Table::new(&[
            ("name", Edge::Start),
            ("tweets", Edge::End),
            ("text", Edge::Start),
        ]);
        table.row(["日本".to_owned(), figure(12u64), "a\nb".to_owned()]);
        table.row(["x".to_owned(), figure(1234u64), "c\u{1b}[2J".to_owned()]);
        expect![[r#"
            name  tweets  text
            日本      12  a ⏎ b
            x      1,234  c<1B>[2J
        "#]]
        .assert_eq(&table.text());
    }

    #[test]
    fn spans_and_bytes() {
        assert_eq!(
            (span(3.21), span(61.0), span(7322.0)),
            ("3.2 s".into(), "1 min 01 s".into(), "2 h 02 min".into())
        );
        assert_eq!(
            (bytes(999), bytes(1_500_000)),
            ("999 B".into(), "1.5 MB".into())
        );
    }
}
