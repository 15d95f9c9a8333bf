//! Eigenvectors against dense solutions and known ones, and what is said of those that have not settled.

use super::*;
use crate::measures::weak_components;
use crate::{Direction, Error, Graph, Ties};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

fn network(n_nodes: usize, edges: impl IntoIterator<Item = (u32, u32)>) -> Graph {
    let mut ties = Ties::default();
    for (a, b) in edges {
        ties.push(a, b, None);
    }
    Graph::of_ties(ties, n_nodes, Direction::Undirected, &Cancel::new()).unwrap()
}

fn of(graph: &Graph) -> (Vec<f64>, Settling) {
    let parts = weak_components(graph.around());
    eigenvector(graph.around(), &parts, &Cancel::new()).unwrap()
}

fn near(found: &[f64], expected: &[f64], most: f64) {
    assert_eq!(found.len(), expected.len());
    for (at, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() < most, "node {at}: {a} and not {b}");
    }
}

fn clique(from: u32, size: u32) -> impl Iterator<Item = (u32, u32)> {
    (from..from + size).flat_map(move |a| (a + 1..from + size).map(move |b| (a, b)))
}

fn path(from: u32, to: u32) -> impl Iterator<Item = (u32, u32)> {
    (from..to).map(|at| (at, at + 1))
}

/// All eigenvalues and the vector of each by Jacobi's rotations of the whole matrix, the greatest first.
fn dense(graph: &Graph) -> Vec<(f64, Vec<f64>)> {
    let rows = graph.around();
    let n = rows.n_nodes();
    let mut left = vec![vec![0.0; n]; n];
    let mut turned = vec![vec![0.0; n]; n];
    for (node, (left, turned)) in left.iter_mut().zip(&mut turned).enumerate() {
        turned[node] = 1.0;
        let ties = rows
            .of(node as u32)
            .iter()
            .zip(rows.weights_of(node as u32));
        ties.for_each(|(other, weight)| left[*other as usize] = f64::from(*weight));
    }
    for _ in 0..30 {
        for p in 0..n {
            for q in p + 1..n {
                let angle = 0.5 * (2.0 * left[p][q]).atan2(left[q][q] - left[p][p]);
                let (sin, cos) = angle.sin_cos();
                for row in &mut left {
                    (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
                }
                for at in 0..n {
                    for matrix in [&mut left, &mut turned] {
                        let (a, b) = (matrix[p][at], matrix[q][at]);
                        (matrix[p][at], matrix[q][at]) = (cos * a - sin * b, sin * a + cos * b);
                    }
                }
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> = (0..n)
        .map(|at| (left[at][at], turned[at].clone()))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, vector) in &mut found {
        let most = vector
            .iter()
            .copied()
            .max_by(|a, b| a.abs().total_cmp(&b.abs()))
            .unwrap();
        vector.iter_mut().for_each(|value| *value /= most);
    }
    found
}

#[test]
fn each_component_has_its_own_scale() {
    // A star of three leaves, a pair, and one alone.
    let graph = network(7, [(0, 1), (0, 2), (0, 3), (4, 5)]);
    let (value, settling) = of(&graph);
    let leaf = 1.0 / 3f64.sqrt();
    near(&value, &[1.0, leaf, leaf, leaf, 1.0, 1.0, 0.0], 1e-9);
    assert_eq!(settling.unsettled, 0);
}

#[test]
fn small_networks_of_chance_agree_with_a_dense_solution() {
    let mut draw = ChaCha8Rng::seed_from_u64(5);
    let mut below = |n: u32| draw.next_u32() % n;
    let mut told = 0;
    for size in 3..60 {
        // A tree, so that it hangs together, and some edges more, of which many are there several times; every other
        // network is two-sided.
        let mut edges: Vec<(u32, u32)> = (1..size).map(|node| (node, below(node))).collect();
        let side: Vec<u32> = edges.iter().fold(vec![0], |mut side, (_, other)| {
            side.push(1 - side[*other as usize]);
            side
        });
        for _ in 0..size * 2 {
            let (a, b) = (below(size), below(size) / 2);
            if a != b && (size % 2 == 0 || side[a as usize] != side[b as usize]) {
                edges.push((a, b));
            }
        }
        let graph = network(size as usize, edges);
        let exact = dense(&graph);
        let (value, settling) = of(&graph);
        let distance = (exact[0].0 - exact[1].0) / exact[0].0;
        if settling.unsettled == 0 {
            near(&value, &exact[0].1, 1e-5);
            told += 1;
        } else {
            assert!(distance < 1e-6, "{size} nodes: {distance} {settling:?}");
        }
    }
    assert!(told > 50, "{told}");
}

#[test]
fn two_sides_do_not_swing() {
    let sides = (0..3).flat_map(|a| (3..8).map(move |b| (a, b)));
    let (value, settling) = of(&network(8, sides));
    let less = (3.0f64 / 5.0).sqrt();
    let expected = [1.0, 1.0, 1.0, less, less, less, less, less];
    near(&value, &expected, 1e-9);
    assert_eq!(settling.unsettled, 0);
}

#[test]
fn a_large_star_is_exact() {
    let n_leaves = 30_000u32;
    let (value, settling) = of(&network(
        n_leaves as usize + 1,
        (1..=n_leaves).map(|leaf| (0, leaf)),
    ));
    let mut expected = vec![1.0 / f64::from(n_leaves).sqrt(); n_leaves as usize + 1];
    expected[0] = 1.0;
    near(&value, &expected, 1e-12);
    assert_eq!(settling.unsettled, 0);
}

#[test]
fn a_path_settles_although_its_eigenvalues_lie_close() {
    let n_nodes = 300;
    let (value, settling) = of(&network(n_nodes, path(0, n_nodes as u32 - 1)));
    let angle = std::f64::consts::PI / (n_nodes as f64 + 1.0);
    let expected: Vec<f64> = (1..=n_nodes).map(|at| (at as f64 * angle).sin()).collect();
    near(&value, &expected, 1e-4);
    assert_eq!(settling.unsettled, 0, "{settling:?}");
    assert!(settling.rounds > 20);
}

#[test]
fn what_is_too_nearly_equal_to_tell_is_said_so() {
    // Twenty and twenty, all tied to each other, and a path of thirty between them; beside them a triangle.
    let joined = |more: u32| {
        let edges = clique(0, 20)
            .chain(clique(20, 20 + more))
            .chain(path(40 + more, 69 + more));
        let ends = [(0, 40 + more), (20, 69 + more)];
        network(
            73 + more as usize,
            edges.chain(ends).chain(clique(70 + more, 3)),
        )
    };
    let (value, settling) = of(&joined(0));
    assert_eq!(settling.unsettled, 1, "{settling:?}");
    assert!(settling.residual < 1e-4);
    near(&value[70..], &[1.0; 3], 1e-9);
    // One more in one of them, and it is told who is ahead.
    let graph = joined(1);
    let (value, settling) = of(&graph);
    assert_eq!(settling.unsettled, 0, "{settling:?}");
    assert!(
        value[1] < 1e-6 && value[21] > 0.9,
        "{} {}",
        value[1],
        value[21]
    );
    assert!(value.iter().all(|value| *value > 0.0));
    // A tail at one of the equal ones is enough.
    let edges = clique(0, 20).chain(clique(20, 20)).chain(path(40, 69));
    let tail = [(0, 40), (20, 69), (0, 70)].into_iter().chain(path(70, 79));
    let (_, settling) = of(&network(80, edges.chain(tail)));
    assert_eq!(settling.unsettled, 0, "{settling:?}");
}

#[test]
fn equal_parts_that_touch_are_told() {
    let (value, settling) = of(&network(
        40,
        clique(0, 20).chain(clique(20, 20)).chain([(0, 20)]),
    ));
    assert_eq!(settling.unsettled, 0, "{settling:?}");
    near(&value[..20], &value[20..], 1e-5);
}

/// A few with most of the ties, and branches around them.
fn heavy(n_nodes: u32) -> Graph {
    let mut draw = ChaCha8Rng::seed_from_u64(9);
    let mut share = || f64::from(draw.next_u32()) / 2f64.powi(32);
    let tree = (1..n_nodes)
        .map(|node| (node, (share() * f64::from(node)) as u32))
        .collect::<Vec<_>>();
    let more: Vec<(u32, u32)> = (0..2 * n_nodes)
        .map(|_| {
            let heavy = f64::from(n_nodes).powf(share()) as u32 - 1;
            ((share() * f64::from(n_nodes)) as u32, heavy)
        })
        .filter(|(a, b)| a != b)
        .collect();
    network(n_nodes as usize, tree.into_iter().chain(more))
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let graph = heavy(30_000);
    graph.around();
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build();
        pool.unwrap().install(|| of(&graph))
    };
    let (one, settling) = on(1);
    let (four, same) = on(4);
    assert_eq!(settling, same);
    assert_eq!(settling.unsettled, 0);
    assert!(
        one.iter()
            .zip(&four)
            .all(|(a, b)| a.to_bits() == b.to_bits())
    );
}

#[test]
fn it_can_be_stopped() {
    let cancel = Cancel::new();
    cancel.set();
    for graph in [heavy(30_000), heavy(100)] {
        let parts = weak_components(graph.around());
        let stopped = eigenvector(graph.around(), &parts, &cancel);
        assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    }
}
