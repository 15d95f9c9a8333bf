//! Likeness over all time: accounts as vectors of the things they share, weighed by rarity (TF-IDF), cosine between them.

use super::{Skipped, crowded};
use crate::acts::Acts;
use crate::{Direction, Edge, Edges, Graph, Moment, Result};
use rayon::prelude::*;
use starling_model::Cancel;

/// What an account's count of a thing is worth, before rarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Frequency {
    /// 1, however often (Luceri et al. 2024).
    #[default]
    Once,
    /// 1 + ln(count) (Pacheco et al. 2021).
    Logarithm,
}

/// Ties accounts by cosine, undirected; an edge's count is the number of things that both share.
/// Rarity is `ln((1 + n) / (1 + df)) + 1`, as scikit-learn's smooth idf.
/// Things of one account tie nobody and those above the cap are left out, but both count for the vectors' length
/// only where they are kept: the cap works like scikit-learn's `max_df`.
pub fn cosine(
    acts: &Acts,
    frequency: Frequency,
    most_accounts: Option<u32>,
    cancel: &Cancel,
) -> Result<(Graph, Skipped)> {
    let mut skipped = Skipped::default();
    let n_accounts = acts.n_accounts();
    let mut entries: Vec<(u32, u32, Moment)> = acts
        .iter()
        .map(|act| (act.account, act.thing, act.time))
        .collect();
    if let Some(most) = most_accounts {
        let large = crowded(acts, most);
        entries.retain(|(_, thing, _)| !large[*thing as usize]);
        skipped.capped_things = large.iter().filter(|large| **large).count() as u64;
        skipped.capped_acts = (acts.len() - entries.len()) as u64;
    }
    entries.par_sort_unstable();
    cancel.check()?;
    let vectors = Vectors::of(&entries, n_accounts, frequency);
    drop(entries);
    const CHUNK: usize = 64;
    let rows: Vec<Vec<Edge>> = (0..n_accounts.div_ceil(CHUNK))
        .into_par_iter()
        .map_init(
            || (vec![0.0f64; n_accounts], vec![0u32; n_accounts]),
            |(sum, count), chunk| {
                let mut rows = Vec::new();
                for own in chunk * CHUNK..((chunk + 1) * CHUNK).min(n_accounts) {
                    cancel.check()?;
                    vectors.row(own as u32, sum, count, &mut rows);
                }
                Ok(rows)
            },
        )
        .collect::<Result<_>>()?;
    Graph::check_size(rows.iter().map(|row| row.len() as u64).sum())?;
    let mut edges = Edges::default();
    rows.into_iter().flatten().for_each(|edge| edges.push(edge));
    Ok((
        Graph::new(n_accounts, Direction::Undirected, edges),
        skipped,
    ))
}

/// Accounts by thing and things by account, values scaled to length 1.
struct Vectors {
    things: Vec<(u32, f64)>,
    of_account: Vec<u32>,
    accounts: Vec<(u32, f64)>,
    of_thing: Vec<u32>,
}

impl Vectors {
    fn of(entries: &[(u32, u32, Moment)], n_accounts: usize, frequency: Frequency) -> Self {
        let n_things = entries
            .iter()
            .map(|entry| entry.1 as usize + 1)
            .max()
            .unwrap_or(0);
        let mut cells: Vec<(u32, u32, f64)> = Vec::new();
        for run in entries.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let value = match frequency {
                Frequency::Once => 1.0,
                Frequency::Logarithm => 1.0 + (run.len() as f64).ln(),
            };
            cells.push((run[0].0, run[0].1, value));
        }
        let thing_of: Vec<u32> = cells.iter().map(|cell| cell.1).collect();
        let of_thing = crate::rows::offsets(n_things, &thing_of);
        let present = cells.chunk_by(|a, b| a.0 == b.0).count() as f64;
        for run in cells.chunk_by_mut(|a, b| a.0 == b.0) {
            for cell in run.iter_mut() {
                let df = of_thing[cell.1 as usize + 1] - of_thing[cell.1 as usize];
                cell.2 *= ((1.0 + present) / (1.0 + f64::from(df))).ln() + 1.0;
            }
            let length = run.iter().map(|cell| cell.2 * cell.2).sum::<f64>().sqrt();
            run.iter_mut().for_each(|cell| cell.2 /= length);
        }
        let account_of: Vec<u32> = cells.iter().map(|cell| cell.0).collect();
        let of_account = crate::rows::offsets(n_accounts, &account_of);
        let mut free = of_thing.clone();
        let mut accounts = vec![(0, 0.0); cells.len()];
        for (account, thing, value) in &cells {
            let slot = &mut free[*thing as usize];
            accounts[*slot as usize] = (*account, *value);
            *slot += 1;
        }
        Self {
            things: cells
                .into_iter()
                .map(|(_, thing, value)| (thing, value))
                .collect(),
            of_account,
            accounts,
            of_thing,
        }
    }

    fn row(&self, own: u32, sum: &mut [f64], count: &mut [u32], rows: &mut Vec<Edge>) {
        let at = own as usize;
        let mut touched = Vec::new();
        for (thing, value) in
            &self.things[self.of_account[at] as usize..self.of_account[at + 1] as usize]
        {
            let thing = *thing as usize;
            let crowd =
                &self.accounts[self.of_thing[thing] as usize..self.of_thing[thing + 1] as usize];
            // Accounts of a thing ascend.
            let after = crowd.partition_point(|(account, _)| *account <= own);
            for (other, theirs) in &crowd[after..] {
                if count[*other as usize] == 0 {
                    touched.push(*other);
                }
                count[*other as usize] += 1;
                sum[*other as usize] += value * theirs;
            }
        }
        touched.sort_unstable();
        for other in touched {
            rows.push(Edge {
                source: own,
                target: other,
                weight: sum[other as usize] as f32,
                count: count[other as usize],
                first: Moment::UNKNOWN,
                last: Moment::UNKNOWN,
            });
            (sum[other as usize], count[other as usize]) = (0.0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::Act;

    #[test]
    fn like_scikit_learn() {
        let mut acts = Acts::default();
        for (message, (account, thing)) in [(0, 0), (0, 1), (1, 0), (1, 2), (2, 0), (2, 1)]
            .into_iter()
            .enumerate()
        {
            acts.push(Act {
                thing,
                time: Moment::UNKNOWN,
                account,
                message: message as u32,
            });
        }
        let (graph, _) = cosine(&acts, Frequency::Once, None, &Cancel::new()).unwrap();
        // TfidfTransformer on [[1,1,0],[1,0,1],[1,1,0]]: idf 1, ln(4/3)+1, ln(2)+1.
        let (b, c) = ((4.0f64 / 3.0).ln() + 1.0, 2.0f64.ln() + 1.0);
        let expected = 1.0 / ((1.0 + b * b).sqrt() * (1.0 + c * c).sqrt());
        let edges = graph.edges();
        assert_eq!(
            (edges.source.as_slice(), edges.target.as_slice()),
            (&[0, 0, 1][..], &[1, 2, 2][..])
        );
        assert!((f64::from(edges.weight[0]) - expected).abs() < 1e-6);
        assert!(
            (f64::from(edges.weight[1]) - 1.0).abs() < 1e-6,
            "the same things"
        );
        assert_eq!(edges.count, [1, 2, 1]);
    }
}
