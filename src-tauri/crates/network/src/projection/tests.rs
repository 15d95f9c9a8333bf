//! Projections against counts made the long way.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn acts() -> impl Strategy<Value = Acts> {
    // A message belongs to one account and one moment.
    let message = (
        0u32..6,
        0i64..20,
        proptest::collection::btree_set(0u32..5, 1..3),
    );
    proptest::collection::vec(message, 0..24).prop_map(|messages| {
        let mut acts = Acts::default();
        for (message, (account, second, things)) in messages.into_iter().enumerate() {
            for thing in things {
                acts.push(Act {
                    thing,
                    time: Moment::at(second * 1000),
                    account,
                    message: message as u32,
                });
            }
        }
        acts
    })
}

fn near(a: Act, b: Act, window: Option<i64>) -> bool {
    let apart = a.time.ms().unwrap().abs_diff(b.time.ms().unwrap());
    a.thing == b.thing && window.is_none_or(|window| apart <= window as u64)
}

/// By going through all pairs, as the toolkit's SQL does.
fn messages(acts: &Acts, window: Option<i64>) -> BTreeMap<(u32, u32), usize> {
    let mut found: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for a in acts.iter() {
        for b in acts.iter() {
            if a.account != b.account && near(a, b, window) {
                found
                    .entry((a.account, b.account))
                    .or_default()
                    .insert(a.message);
            }
        }
    }
    found
        .into_iter()
        .map(|(pair, messages)| (pair, messages.len()))
        .collect()
}

fn pairs(acts: &Acts, window: Option<i64>) -> BTreeMap<(u32, u32), usize> {
    let mut found = BTreeMap::new();
    for a in acts.iter() {
        for b in acts.iter() {
            if a.account < b.account && near(a, b, window) {
                *found.entry((a.account, b.account)).or_default() += 1;
            }
        }
    }
    found
}

fn edges(graph: &Graph) -> BTreeMap<(u32, u32), usize> {
    graph
        .edges()
        .iter()
        .map(|edge| ((edge.source, edge.target), edge.count as usize))
        .collect()
}

proptest! {
    #[test]
    fn both_traditions_equal_the_plain_way(acts in acts(), seconds in proptest::option::of(0i64..8)) {
        let window = seconds.map(|seconds| seconds * 1000);
        for counting in [Counting::Messages, Counting::Pairs] {
            let ask = ProjectionAsk { counting, window, ..ProjectionAsk::default() };
            let (graph, skipped) = project(&acts, ask, &Cancel::new()).unwrap();
            let plain = match counting {
                Counting::Messages => messages(&acts, window),
                Counting::Pairs => pairs(&acts, window),
            };
            prop_assert_eq!(edges(&graph), plain, "{:?} {:?}", counting, window);
            prop_assert_eq!(skipped, Skipped::default());
        }
    }

    #[test]
    fn what_a_cap_leaves_out_is_counted(acts in acts(), most in 1u32..4) {
        let ask = ProjectionAsk { most_accounts: Some(most), ..ProjectionAsk::default() };
        let (graph, skipped) = project(&acts, ask, &Cancel::new()).unwrap();
        let mut crowd: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        acts.iter().for_each(|act| { crowd.entry(act.thing).or_default().insert(act.account); });
        let small = acts.only(|act| crowd[&act.thing].len() <= most as usize);
        prop_assert_eq!(skipped.capped_acts as usize, acts.len() - small.len());
        prop_assert_eq!(skipped.capped_things as usize, crowd.values().filter(|c| c.len() > most as usize).count());
        prop_assert_eq!(edges(&graph), messages(&small, None));
    }
}

#[test]
fn the_window_is_inclusive_and_acts_without_a_time_are_counted() {
    let mut acts = Acts::default();
    for (account, ms) in [
        (0, Some(0)),
        (1, Some(60_000)),
        (2, Some(120_001)),
        (3, None),
    ] {
        acts.push(Act {
            thing: 0,
            time: ms.into(),
            account,
            message: account,
        });
    }
    let ask = ProjectionAsk {
        window: Some(60_000),
        ..ProjectionAsk::default()
    };
    let (graph, skipped) = project(&acts, ask, &Cancel::new()).unwrap();
    assert_eq!(edges(&graph), BTreeMap::from([((0, 1), 1), ((1, 0), 1)]));
    assert_eq!(skipped.undated, 1);
}
