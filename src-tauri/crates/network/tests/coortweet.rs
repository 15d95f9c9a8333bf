//! Pairs of acts as `CooRTweet` counts them, on the data that it ships with, where that lies beside the project.
//! The figures are those of an independent count that follows `detect_groups` step by step.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed unwrap is a failed test"
)]

use starling_model::Cancel;
use starling_network::projection::{Counting, ProjectionAsk, project};
use starling_network::{Act, Acts, Moment};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

fn data() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?;
    let mut beside = root.ancestors().skip(1).take(3);
    beside.find_map(|dir| {
        let file = dir.join("shared/data/coortweet/russian_coord_tweets.csv");
        file.is_file().then_some(file)
    })
}

/// Words by number, in order of appearance.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, word: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word.to_owned()).or_insert(next)
    }
}

fn acts(file: &Path) -> Acts {
    let (mut things, mut accounts, mut messages) =
        (Numbers::default(), Numbers::default(), Numbers::default());
    let mut acts = Acts::default();
    for line in std::fs::read_to_string(file).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        let seconds: f64 = cells[3].parse().unwrap();
        acts.push(Act {
            thing: things.of(cells[0]),
            account: accounts.of(cells[1]),
            message: messages.of(cells[2]),
            time: Moment::at((seconds * 1000.0) as i64),
        });
    }
    acts
}

#[test]
fn pairs_equal_those_of_coortweet() {
    let Some(file) = data() else {
        eprintln!("skipped: CooRTweet's data are not there");
        return;
    };
    let acts = acts(&file);
    assert_eq!(acts.len(), 35_125);
    for (seconds, participation, pairs, edges, nodes, most) in [
        (10, 2, 447, 442, 525, 3),
        (10, 5, 22, 20, 23, 3),
        (60, 1, 6281, 6206, 3954, 4),
        (60, 5, 1235, 1193, 772, 4),
    ] {
        let ask = ProjectionAsk {
            counting: Counting::Pairs,
            window: Some(seconds * 1000),
            participation,
            most_accounts: None,
        };
        let (graph, _) = project(&acts, ask, &Cancel::new()).unwrap();
        let found = graph.edges();
        let ends = found.source.iter().chain(&found.target);
        let distinct: std::collections::HashSet<&u32> = ends.collect();
        let got = (
            found.count.iter().sum::<u32>(),
            found.len(),
            distinct.len(),
            found.count.iter().max().copied().unwrap_or(0),
        );
        assert_eq!(
            got,
            (pairs, edges, nodes, most),
            "{seconds} s, {participation} acts"
        );
    }
}
