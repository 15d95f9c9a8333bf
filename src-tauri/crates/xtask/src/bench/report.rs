//! The table of a bench: each figure beside its peer's, their ratio, and the bar that it has to meet.

use serde::Serialize;

/// What has to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Bar {
    /// At most this.
    Most(f64),
    /// At least this.
    Least(f64),
    /// For information.
    None,
}

impl Bar {
    fn holds(self, value: f64) -> Option<bool> {
        match self {
            Self::Most(most) => Some(value <= most),
            Self::Least(least) => Some(value >= least),
            Self::None => None,
        }
    }

    fn words(self, unit: &str) -> String {
        match self {
            Self::Most(most) => format!("≤ {most}{unit}"),
            Self::Least(least) => format!("≥ {least}{unit}"),
            Self::None => String::new(),
        }
    }
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Line {
    what: String,
    ours: Option<f64>,
    peer: Option<f64>,
    unit: &'static str,
    peer_name: String,
    /// What is compared with the bar: a ratio, or `ours` itself.
    value: Option<f64>,
    bar: String,
    holds: Option<bool>,
    note: String,
}

/// All lines, in the order they were measured.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    pub(super) tweets: u64,
    pub(super) csv_bytes: u64,
    pub(super) repetitions: usize,
    pub(super) cores: usize,
    pub(super) words: serde_json::Value,
    pub(super) lines: Vec<Line>,
}

/// Which way a ratio is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ratio {
    /// Ours by the peer's: 0.5 is half of what the peer takes.
    OfPeer,
    /// The peer's by ours: 30 is thirty times as fast.
    TimesFaster,
}

impl Report {
    /// A figure beside a peer's.
    pub(super) fn against(
        &mut self,
        what: &str,
        unit: &'static str,
        ours: f64,
        peer: (&str, f64),
        ratio: Ratio,
        bar: Bar,
    ) {
        let (name, theirs) = peer;
        let value = match ratio {
            Ratio::OfPeer => ours / theirs,
            Ratio::TimesFaster => theirs / ours,
        };
        self.lines.push(Line {
            what: what.to_owned(),
            ours: Some(ours),
            peer: Some(theirs),
            unit,
            peer_name: name.to_owned(),
            value: Some(value),
            bar: bar.words("×"),
            holds: bar.holds(value),
            note: String::new(),
        });
    }

    /// A figure that stands for itself.
    pub(super) fn alone(&mut self, what: &str, unit: &'static str, ours: f64, bar: Bar) {
        self.lines.push(Line {
            what: what.to_owned(),
            ours: Some(ours),
            peer: None,
            unit,
            peer_name: String::new(),
            value: None,
            bar: bar.words(&format!(" {unit}")),
            holds: bar.holds(ours),
            note: String::new(),
        });
    }

    /// A word beside the last line.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        if let Some(line) = self.lines.last_mut() {
            line.note = note.into();
        }
    }

    /// Something that could not be measured, and why.
    pub(super) fn missing(&mut self, what: &str, why: impl Into<String>) {
        self.lines.push(Line {
            what: what.to_owned(),
            ours: None,
            peer: None,
            unit: "",
            peer_name: String::new(),
            value: None,
            bar: String::new(),
            holds: None,
            note: format!("not measured: {}", why.into()),
        });
    }

    /// How many lines miss their bar.
    pub(super) fn missed(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.holds == Some(false))
            .count()
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let cells: Vec<[String; 6]> = self
            .lines
            .iter()
            .map(|line| {
                let with_unit = |value: Option<f64>| {
                    value.map_or(String::new(), |value| {
                        format!("{} {}", short(value), line.unit)
                    })
                };
                [
                    line.what.clone(),
                    with_unit(line.ours),
                    line.peer.map_or(String::new(), |_| {
                        format!("{} ({})", with_unit(line.peer), line.peer_name)
                    }),
                    line.value
                        .map_or(String::new(), |value| format!("{}×", short(value))),
                    match line.holds {
                        Some(true) => format!("{} held", line.bar),
                        Some(false) => format!("{} MISSED", line.bar),
                        None => String::new(),
                    },
                    line.note.clone(),
                ]
            })
            .collect();
        let head = ["", "Starling", "peer", "ratio", "bar", ""].map(str::to_owned);
        let rows: Vec<&[String; 6]> = std::iter::once(&head).chain(&cells).collect();
        let widths: Vec<usize> = (0..6)
            .map(|column| {
                rows.iter()
                    .map(|row| row[column].chars().count())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        rows.iter()
            .map(|row| {
                let line: Vec<String> = row
                    .iter()
                    .zip(&widths)
                    .map(|(cell, width)| format!("{cell:<width$}"))
                    .collect();
                line.join("  ").trim_end().to_owned() + "\n"
            })
            .collect()
    }
}

/// Three digits that count.
fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_held_or_missed() {
        let mut report = Report::default();
        report.against(
            "import",
            "s",
            6.0,
            ("SQLite", 10.0),
            Ratio::OfPeer,
            Bar::Most(1.0),
        );
        report.against(
            "word",
            "ms",
            4.0,
            ("FTS5", 100.0),
            Ratio::TimesFaster,
            Bar::Least(30.0),
        );
        report.alone("opening", "ms", 10.0, Bar::Most(100.0));
        report.missing("DuckDB", "no pip here");
        assert_eq!(report.missed(), 1, "25 times is not 30 times");
        let table = report.table();
        assert!(
            table.contains("0.60×") && table.contains("≤ 1× held"),
            "{table}"
        );
        assert!(
            table.contains("25.0×") && table.contains("≥ 30× MISSED"),
            "{table}"
        );
        assert!(table.contains("not measured: no pip here"), "{table}");
    }
}
