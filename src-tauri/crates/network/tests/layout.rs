//! The layout on networks of all shapes: the same picture on any number of threads, what is held stays, nothing breaks.

use starling_model::{Cancel, Progress};
use starling_network::layout::quality::quality;
use starling_network::layout::{Keep, Layout, Picture, Settings, Start, Tied, arrange};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A network that owns its rows.
struct Net {
    offsets: Vec<u32>,
    neighbours: Vec<u32>,
    weights: Vec<f32>,
    communities: Vec<u32>,
}

impl Net {
    fn of(n: usize, edges: &[(u32, u32)]) -> Self {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); n];
        for &(a, b) in edges {
            rows[a as usize].push(b);
            rows[b as usize].push(a);
        }
        let mut offsets = vec![0];
        for row in &rows {
            offsets.push(offsets[offsets.len() - 1] + row.len() as u32);
        }
        let neighbours: Vec<u32> = rows.concat();
        Self {
            weights: vec![1.0; neighbours.len()],
            offsets,
            neighbours,
            communities: vec![0; n],
        }
    }

    /// `k` groups of `size`, each node with some ties in its group and one outside for every fourth.
    fn planted(k: usize, size: usize) -> Self {
        let n = k * size;
        let mut draw = Draw(5);
        let mut edges = Vec::new();
        for node in 0..n {
            let group = node / size * size;
            for _ in 0..3 {
                edges.push((node as u32, (group + draw.below(size)) as u32));
            }
            if node % 4 == 0 {
                edges.push((node as u32, draw.below(n) as u32));
            }
        }
        edges.retain(|(a, b)| a != b);
        let mut net = Self::of(n, &edges);
        net.communities = (0..n).map(|node| (node / size) as u32).collect();
        net
    }

    fn tied(&self) -> Tied<'_> {
        Tied {
            offsets: &self.offsets,
            neighbours: &self.neighbours,
            weights: &self.weights,
            communities: Some(&self.communities),
        }
    }

    fn arranged(&self, settings: &Settings, start: &Start<'_>) -> Picture {
        arrange(
            &self.tied(),
            settings,
            start,
            &Progress::none(),
            &Cancel::new(),
        )
        .expect("nobody cancels")
    }
}

/// A generator of our own, so that the networks never change.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

fn on_threads<T: Send>(n: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(n)
        .build()
        .expect("threads can be had");
    pool.install(work)
}

fn known_of(picture: &Picture) -> Vec<Option<(f32, f32)>> {
    (0..picture.places.len() / 2)
        .map(|node| Some(picture.place(node)))
        .collect()
}

/// The root mean square distance from the middle.
fn radius(picture: &Picture) -> f32 {
    let square: f32 = picture.places.iter().map(|value| value * value).sum();
    (square / (picture.places.len() / 2) as f32).sqrt()
}

fn way(a: (f32, f32), b: (f32, f32)) -> f32 {
    ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
}

#[test]
fn the_picture_is_the_same_bit_for_bit_on_any_number_of_threads() {
    let net = Net::planted(40, 100);
    let settings = Settings {
        steps: 10,
        ..Settings::default()
    };
    let radii = vec![1.0; 4_000];
    let start = Start {
        radii: &radii,
        ..Start::default()
    };
    let bits = |threads| {
        let picture = on_threads(threads, || net.arranged(&settings, &start));
        picture
            .places
            .iter()
            .map(|place| place.to_bits())
            .collect::<Vec<_>>()
    };
    let alone = bits(1);
    for threads in [2, 3, 8] {
        assert!(
            alone == bits(threads),
            "{threads} threads draw another picture"
        );
    }
}

#[test]
fn another_seed_is_another_picture() {
    let net = Net::planted(5, 60);
    let with = |seed| {
        net.arranged(
            &Settings {
                seed,
                ..Settings::default()
            },
            &Start::default(),
        )
    };
    assert_eq!(with(1), with(1));
    assert_ne!(with(1).places, with(2).places);
}

#[test]
fn odd_networks_have_finite_places_and_no_two_nodes_in_one() {
    let star: Vec<(u32, u32)> = (1..100_000).map(|leaf| (0, leaf)).collect();
    let path: Vec<(u32, u32)> = (1..3_000).map(|node| (node - 1, node)).collect();
    let parts: Vec<(u32, u32)> = (0..2_000).map(|at| (3 * at, 3 * at + 1)).collect();
    let clique: Vec<(u32, u32)> = (0..60).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    let twice = [(0, 1), (0, 1), (1, 2), (2, 2), (0, 1)];
    let cases: [(&str, usize, &[(u32, u32)]); 9] = [
        ("nothing", 0, &[]),
        ("one node", 1, &[]),
        ("nodes without ties", 500, &[]),
        ("a pair", 2, &[(0, 1)]),
        ("a star of a hundred thousand", 100_000, &star),
        ("a path", 3_000, &path),
        ("pairs and single nodes", 6_000, &parts),
        ("a clique", 60, &clique),
        ("several ties of a pair, and a loop", 4, &twice),
    ];
    for (name, n, edges) in cases {
        let settings = Settings {
            steps: 5,
            ..Settings::default()
        };
        let picture = Net::of(n, edges).arranged(&settings, &Start::default());
        assert_eq!(picture.places.len(), 2 * n, "{name}");
        assert!(
            picture.places.iter().all(|place| place.is_finite()),
            "{name} is finite"
        );
        let mut places: Vec<(u32, u32)> = (0..n)
            .map(|node| picture.place(node))
            .map(|(x, y)| (x.to_bits(), y.to_bits()))
            .collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), n, "{name}: two nodes in one place");
    }
}

#[test]
fn weights_that_are_no_positive_number_do_no_harm() {
    let mut net = Net::planted(4, 40);
    for (at, weight) in net.weights.iter_mut().enumerate() {
        *weight = [1.0, 0.0, -3.0, f32::NAN, f32::INFINITY, 1e30, 1e-30, 7.0][at % 8];
    }
    let picture = net.arranged(&Settings::default(), &Start::default());
    assert!(picture.places.iter().all(|place| place.is_finite()));
}

#[test]
fn pinned_nodes_stay_to_the_bit_while_others_move() {
    let net = Net::planted(12, 50);
    let first = net.arranged(&Settings::default(), &Start::default());
    let mut known = known_of(&first);
    known[7] = Some((123.5, -77.25));
    let pinned: Vec<bool> = (0..600).map(|node| node == 7 || node == 300).collect();
    let radii = vec![2.0; 600];
    let start = Start {
        known: &known,
        pinned: &pinned,
        radii: &radii,
        keep: Keep::Shape,
    };
    let next = net.arranged(&Settings::default(), &start);
    assert_eq!(next.place(7), (123.5, -77.25));
    assert_eq!(next.place(300), first.place(300));
    let moved = (0..600)
        .filter(|&node| next.place(node) != first.place(node))
        .count();
    assert!(moved > 500, "the others refine: {moved}");
}

#[test]
fn a_few_pins_hold_in_a_picture_made_from_nothing() {
    let net = Net::planted(30, 50);
    let mut known = vec![None; 1_500];
    known[3] = Some((50.0, 60.0));
    known[900] = Some((-10.0, 4.0));
    let pinned: Vec<bool> = known.iter().map(Option::is_some).collect();
    let start = Start {
        known: &known,
        pinned: &pinned,
        ..Start::default()
    };
    let picture = net.arranged(&Settings::default(), &start);
    assert_eq!(picture.place(3), (50.0, 60.0));
    assert_eq!(picture.place(900), (-10.0, 4.0));
}

#[test]
fn who_stays_does_not_move_for_who_comes_or_goes() {
    let net = Net::planted(20, 100);
    let whole = net.arranged(&Settings::default(), &Start::default());
    // Every tenth node was not known before.
    let known: Vec<Option<(f32, f32)>> = known_of(&whole)
        .into_iter()
        .enumerate()
        .map(|(node, place)| place.filter(|_| node % 10 != 0))
        .collect();
    let start = Start {
        known: &known,
        ..Start::default()
    };
    let grown = net.arranged(&whole.settings, &start);
    for node in (0..2_000).filter(|node| node % 10 != 0) {
        assert_eq!(grown.place(node), whole.place(node), "node {node} stays");
    }
    let far = (0..2_000)
        .step_by(10)
        .filter(|&node| way(grown.place(node), whole.place(node)) > radius(&whole))
        .count();
    assert!(
        far <= 20,
        "new nodes find about the places they would have had, {far} of 200 do not"
    );
}

#[test]
fn refining_changes_little_of_a_finished_picture() {
    let net = Net::planted(20, 100);
    let first = net.arranged(
        &Settings {
            steps: 200,
            ..Settings::default()
        },
        &Start::default(),
    );
    let known = known_of(&first);
    let start = Start {
        known: &known,
        keep: Keep::Shape,
        ..Start::default()
    };
    let next = net.arranged(&first.settings, &start);
    let mean = (0..2_000)
        .map(|node| way(first.place(node), next.place(node)))
        .sum::<f32>()
        / 2_000.0;
    assert!(
        mean < 0.1 * radius(&first),
        "{mean} of a radius of {}",
        radius(&first)
    );
}

#[test]
fn small_components_lie_beside_the_large_one() {
    let mut edges: Vec<(u32, u32)> = (1..2_000).map(|node| (node / 2, node)).collect();
    for pair in 0..50 {
        edges.push((2_000 + 2 * pair, 2_001 + 2 * pair));
    }
    let picture = Net::of(2_150, &edges).arranged(&Settings::default(), &Start::default());
    let frame = |nodes: std::ops::Range<usize>| {
        nodes.map(|node| picture.place(node)).fold(
            [f32::MAX, f32::MAX, f32::MIN, f32::MIN],
            |[l, t, r, b], (x, y)| [l.min(x), t.min(y), r.max(x), b.max(y)],
        )
    };
    let (large, pairs, singles) = (frame(0..2_000), frame(2_000..2_100), frame(2_100..2_150));
    assert!(
        pairs[0] > large[2],
        "pairs are at its right: {pairs:?} {large:?}"
    );
    assert!(
        singles[1] > large[3],
        "single nodes are below: {singles:?} {large:?}"
    );
}

#[test]
fn nodes_with_room_do_not_overlap() {
    let net = Net::planted(10, 80);
    let radii: Vec<f32> = (0..800).map(|node| 1.0 + (node % 5) as f32).collect();
    let start = Start {
        radii: &radii,
        ..Start::default()
    };
    let picture = net.arranged(&Settings::default(), &start);
    let over = (0..800)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .filter(|&(a, b)| way(picture.place(a), picture.place(b)) < 0.99 * (radii[a] + radii[b]))
        .count();
    assert_eq!((over, picture.overlaps), (0, 0));
}

#[test]
fn communities_lie_together_and_more_so_with_logarithms_or_pulled() {
    let net = Net::planted(30, 100);
    let measured = |settings: &Settings| {
        let picture = net.arranged(settings, &Start::default());
        quality(&net.tied(), &picture.places, 1, &Cancel::new()).unwrap()
    };
    let plain = measured(&Settings::default());
    let logarithmic = measured(&Settings::logarithmic());
    let pulled = measured(&Settings {
        community_pull: 4.0,
        ..Settings::default()
    });
    let purity = |quality: &starling_network::layout::quality::Quality| quality.purity.unwrap();
    assert!(purity(&plain) > 0.7, "{plain:?}");
    assert!(
        purity(&logarithmic) > purity(&plain),
        "{logarithmic:?} {plain:?}"
    );
    assert!(purity(&pulled) > purity(&plain), "{pulled:?} {plain:?}");
    assert!(plain.edge_length < -0.5 && plain.stress < 0.2, "{plain:?}");
}

/// ForceAtlas2 as it is written down, all pairs, from a disc of seeds, with a small fixed speed: slow and sure.
fn plain_force_atlas(net: &Net, steps: usize) -> Vec<f32> {
    let n = net.communities.len();
    let mut places: Vec<(f64, f64)> = (0..n)
        .map(|node| {
            let (angle, radius) = (node as f64 * 2.4, 3.0 * (node as f64).sqrt());
            (radius * angle.cos(), radius * angle.sin())
        })
        .collect();
    let mass: Vec<f64> = (0..n)
        .map(|v| f64::from(1 + net.offsets[v + 1] - net.offsets[v]))
        .collect();
    for _ in 0..steps {
        let forces: Vec<(f64, f64)> = (0..n)
            .map(|v| {
                let (x, y) = places[v];
                let mut force = (-0.15 * mass[v] * x, -0.15 * mass[v] * y);
                for other in (0..n).filter(|&other| other != v) {
                    let (dx, dy) = (x - places[other].0, y - places[other].1);
                    let push = mass[v] * mass[other] / (dx * dx + dy * dy + 1e-9);
                    force = (force.0 + push * dx, force.1 + push * dy);
                }
                for at in net.offsets[v]..net.offsets[v + 1] {
                    let other = places[net.neighbours[at as usize] as usize];
                    force = (force.0 + other.0 - x, force.1 + other.1 - y);
                }
                force
            })
            .collect();
        for v in 0..n {
            let step = 0.4 / (mass[v] * 1.15);
            places[v].0 += (step * forces[v].0).clamp(-20.0, 20.0);
            places[v].1 += (step * forces[v].1).clamp(-20.0, 20.0);
        }
    }
    places
        .iter()
        .flat_map(|&(x, y)| [x as f32, y as f32])
        .collect()
}

#[test]
fn the_picture_is_as_good_as_a_slow_one() {
    let net = Net::planted(8, 60);
    let tied = net.tied();
    let measure = |places: &[f32]| quality(&tied, places, 1, &Cancel::new()).unwrap();
    let slow = measure(&plain_force_atlas(&net, 400));
    let fast = measure(&net.arranged(&Settings::default(), &Start::default()).places);
    assert!(
        fast.edge_length < slow.edge_length + 0.03,
        "{fast:?} {slow:?}"
    );
    assert!(fast.stress < slow.stress + 0.02, "{fast:?} {slow:?}");
    assert!(
        fast.purity.unwrap() > slow.purity.unwrap() - 0.05,
        "{fast:?} {slow:?}"
    );
}

#[test]
fn a_layout_can_be_watched_and_stopped_at_any_slice() {
    let net = Net::planted(30, 100);
    let cancel = Cancel::new();
    let mut layout = Layout::new(
        &net.tied(),
        &Settings::default(),
        &Start::default(),
        &cancel,
    )
    .unwrap();
    let mut last = 0.0;
    for _ in 0..40 {
        assert!(layout.advance(&cancel).unwrap());
        assert!(layout.share_done() >= last - 1e-9, "it never goes back");
        last = layout.share_done();
        assert_eq!(layout.places().len(), 6_000);
    }
    cancel.set();
    assert!(
        layout.advance(&cancel).is_err(),
        "it stops before the next slice"
    );
    let after = layout.places();
    assert!(
        after.iter().all(|place| place.is_finite()),
        "what is there is a picture"
    );
    let go_on = Cancel::new();
    while layout.advance(&go_on).unwrap() {}
    assert_eq!(layout.share_done(), 1.0);
}

#[test]
fn a_stopped_picture_has_a_place_for_everyone() {
    let mut edges: Vec<(u32, u32)> = (1..4_000).map(|node| (node / 3, node)).collect();
    edges.extend((0..300).map(|pair| (4_000 + 2 * pair, 4_001 + 2 * pair)));
    let net = Net::of(4_700, &edges);
    let cancel = Cancel::new();
    let mut layout = Layout::new(
        &net.tied(),
        &Settings::default(),
        &Start::default(),
        &cancel,
    )
    .unwrap();
    for _ in 0..100 {
        layout.advance(&cancel).unwrap();
    }
    let picture = layout.picture();
    let mut waiting: Vec<(u32, u32)> = (4_000..4_700)
        .map(|node| picture.place(node))
        .map(|(x, y)| (x.to_bits(), y.to_bits()))
        .collect();
    waiting.sort_unstable();
    waiting.dedup();
    assert_eq!(
        waiting.len(),
        700,
        "those whose turn has not come do not lie on one another"
    );
    let below = (0..4_000)
        .map(|node| picture.place(node).1)
        .fold(f32::MIN, f32::max);
    assert!(
        (4_000..4_700).all(|node| picture.place(node).1 > below),
        "but below the others"
    );
}

#[test]
fn cancelling_from_within_ends_the_job() {
    let net = Net::planted(100, 100);
    let cancel = Cancel::new();
    let said = Arc::new(AtomicU64::new(0));
    let progress = {
        let (cancel, said) = (cancel.clone(), Arc::clone(&said));
        Progress::new(move |step| {
            said.store(step.done, Ordering::Relaxed);
            cancel.set();
        })
    };
    let answer = arrange(
        &net.tied(),
        &Settings::default(),
        &Start::default(),
        &progress,
        &cancel,
    );
    assert!(matches!(answer, Err(starling_network::Error::Cancelled)));
    assert!(said.load(Ordering::Relaxed) < 10_000, "long before the end");
}

#[test]
fn a_caption_says_what_the_picture_depends_on() {
    let settings = Settings {
        seed: 42,
        ..Settings::logarithmic()
    };
    assert_eq!(
        settings.caption(),
        "Layout: multilevel ForceAtlas2, LinLog, strong gravity 0.05, repulsion 0.05, weights to the power 0.5, 100 steps, seed 42."
    );
    let pulled = Settings {
        community_pull: 1.5,
        ..Settings::default()
    };
    assert!(
        pulled.caption().contains("pull 2.5 times"),
        "what is circular is said"
    );
}
