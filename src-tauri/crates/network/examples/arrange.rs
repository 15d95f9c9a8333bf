//! Makes networks for benchmarks, arranges, draws and judges them:
//!
//! `arrange generate NETWORK NODES EDGES SEED`, `arrange run NETWORK PLACES STEPS linear|logarithmic`,
//! `arrange judge NETWORK PLACES`, `arrange draw NETWORK PLACES SIDE [PNG]`, `arrange stop NETWORK` (how long it goes on at
//! most after it was asked to stop). Answers are JSON.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool of the developer, which writes and measures"
)]

use starling_model::{Cancel, Progress};
use starling_network::layout::quality::quality;
use starling_network::layout::{Layout, Settings, Start, Tied, arrange};
use starling_network::raster::detail::edge_order;
use starling_network::raster::{Colour, Edge, Figure, Fill, Node, Paper, pixels, png};
use std::collections::HashSet;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

type Done<T> = Result<T, Box<dyn Error>>;

/// An undirected network with planted communities; all ties weigh the same.
struct Planted {
    edges: Vec<(u32, u32)>,
    communities: Vec<u32>,
    offsets: Vec<u32>,
    neighbours: Vec<u32>,
    weights: Vec<f32>,
}

fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["generate", network, nodes, edges, seed] => {
            let planted = Planted::draw(nodes.parse()?, edges.parse()?, seed.parse()?);
            planted.write(Path::new(network))?;
        }
        ["run", network, places, steps, attraction] => {
            run(&Planted::read(network)?, places, steps.parse()?, attraction)?;
        }
        ["stop", network] => stop(&Planted::read(network)?)?,
        ["judge", network, places] => judge(&Planted::read(network)?, &read_places(places)?)?,
        ["draw", network, places, side] => {
            draw(
                &Planted::read(network)?,
                &read_places(places)?,
                side.parse()?,
                None,
            )?;
        }
        ["draw", network, places, side, file] => {
            let (network, places) = (Planted::read(network)?, read_places(places)?);
            draw(&network, &places, side.parse()?, Some(file))?;
        }
        _ => return Err("see the head of examples/arrange.rs".into()),
    }
    Ok(())
}

fn run(network: &Planted, places: &str, steps: usize, attraction: &str) -> Done<()> {
    let settings = match attraction {
        "linear" => Settings::default(),
        "logarithmic" => Settings::logarithmic(),
        other => return Err(format!("`{other}` is no attraction").into()),
    };
    let settings = Settings { steps, ..settings };
    let began = seconds();
    let picture = arrange(
        &network.tied(),
        &settings,
        &Start::default(),
        &Progress::none(),
        &Cancel::new(),
    )?;
    println!("{{\"cpu\": {}}}", seconds() - began);
    let bytes: Vec<u8> = picture
        .places
        .iter()
        .flat_map(|p| p.to_le_bytes())
        .collect();
    std::fs::write(places, bytes)?;
    Ok(())
}

/// Milliseconds after which each piece of the work is stopped, before it is let to its end.
const STOPS: [u64; 7] = [1, 4, 15, 60, 150, 400, 1000];

fn stop(network: &Planted) -> Done<()> {
    let radii = vec![1.0; network.communities.len()];
    let start = Start {
        radii: &radii,
        ..Start::default()
    };
    let (tied, settings) = (network.tied(), Settings::default());
    let mut waits = Vec::new();
    let begin = |cancel: &Cancel| Layout::new(&tied, &settings, &start, cancel);
    let mut layout = stopped(begin, &mut waits)?;
    while stopped(|cancel| layout.advance(cancel), &mut waits)? {}
    let longest = waits.iter().copied().fold(0.0, f64::max);
    println!("{{\"longest\": {longest}, \"stops\": {}}}", waits.len());
    Ok(())
}

/// Does a piece of work after having stopped it at several moments; adds how long each stop took.
fn stopped<T>(
    mut work: impl FnMut(&Cancel) -> starling_network::Result<T>,
    waits: &mut Vec<f64>,
) -> starling_network::Result<T> {
    for after in STOPS {
        let cancel = Cancel::new();
        let stop = cancel.clone();
        let asked = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(after));
            stop.set();
            Instant::now()
        });
        let answer = work(&cancel);
        let ended = Instant::now();
        match answer {
            Err(starling_network::Error::Cancelled) => {
                if let Ok(asked) = asked.join() {
                    waits.push(ended.saturating_duration_since(asked).as_secs_f64());
                }
            }
            answer => return answer,
        }
    }
    work(&Cancel::new())
}

fn judge(network: &Planted, places: &[f32]) -> Done<()> {
    let found = quality(&network.tied(), places, 1, &Cancel::new())?;
    println!(
        "{{\"edge_length\": {}, \"purity\": {}, \"stress\": {}, \"energy\": {}}}",
        found.edge_length,
        found.purity.unwrap_or(f64::NAN),
        found.stress,
        network.energy(places)
    );
    Ok(())
}

fn draw(network: &Planted, places: &[f32], side: u32, file: Option<&str>) -> Done<()> {
    let hues = [
        0x14_51_b6, 0xc3_63_10, 0x22_7c_52, 0x71_2f_4f, 0x21_94_ab, 0x9d_6f_f5,
    ];
    let nodes: Vec<Node> = (0..network.communities.len())
        .map(|node| Node {
            radius: 0.6 + 0.12 * f32::from(network.degree(node) as u16).sqrt(),
            colour: Colour::of(hues[network.communities[node] as usize % hues.len()]),
            fill: Fill::Full,
        })
        .collect();
    let weights = vec![1.0; network.edges.len()];
    let edges: Vec<Edge> = edge_order(&weights, 1)
        .into_iter()
        .map(|edge| network.edges[edge as usize])
        .map(|(source, target)| Edge {
            source,
            target,
            width: 0.5,
            opacity: 0.06,
            colour: Colour::of(0x5c_66_71),
        })
        .collect();
    let figure = Figure {
        places,
        nodes: &nodes,
        edges: &edges,
        arrows: false,
        labels: &[],
        legend: &[],
        caption: "",
        paper: Paper::LIGHT,
        size: (side, side),
    };
    let began = seconds();
    let drawn = pixels(&figure, 1.0, &Cancel::new())?;
    println!("{{\"cpu\": {}}}", seconds() - began);
    if let Some(file) = file {
        std::fs::write(file, png(&drawn, figure.caption, 96)?)?;
    }
    Ok(())
}

/// Processor time of all threads so far.
fn seconds() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

fn read_places(file: &str) -> Done<Vec<f32>> {
    let numbers = read_numbers(file)?;
    Ok(numbers.into_iter().map(f32::from_bits).collect())
}

fn read_numbers(file: &str) -> Done<Vec<u32>> {
    let bytes = std::fs::read(file)?;
    let words = bytes.chunks_exact(4);
    Ok(words
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect())
}

impl Planted {
    /// Communities of 50 to 1,000; seven ties of ten within them, most of those with a few members.
    fn draw(nodes: usize, edges: usize, seed: u64) -> Self {
        let mut draw = Draw(seed);
        let mut communities = Vec::with_capacity(nodes);
        let mut starts = vec![0];
        while communities.len() < nodes {
            let size = (50.0 * 20f64.powf(draw.share())) as usize;
            let end = (communities.len() + size).min(nodes);
            communities.resize(end, starts.len() as u32 - 1);
            starts.push(end);
        }
        let mut met = HashSet::with_capacity(edges);
        while met.len() < edges {
            let a = draw.below(nodes);
            let b = if draw.share() < 0.7 {
                let community = communities[a] as usize;
                let (from, end) = (starts[community], starts[community + 1]);
                from + ((end - from) as f64 * draw.share().powi(2)) as usize
            } else {
                draw.below(nodes)
            };
            if a != b {
                met.insert((a.min(b) as u32, a.max(b) as u32));
            }
        }
        let mut edges: Vec<(u32, u32)> = met.into_iter().collect();
        edges.sort_unstable();
        Self::of(edges, communities)
    }

    fn of(edges: Vec<(u32, u32)>, communities: Vec<u32>) -> Self {
        let n = communities.len();
        let mut offsets = vec![0u32; n + 1];
        for &(a, b) in &edges {
            offsets[a as usize + 1] += 1;
            offsets[b as usize + 1] += 1;
        }
        for node in 0..n {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![0; 2 * edges.len()];
        for &(a, b) in &edges {
            for (from, to) in [(a, b), (b, a)] {
                neighbours[next[from as usize] as usize] = to;
                next[from as usize] += 1;
            }
        }
        Self {
            weights: vec![1.0; neighbours.len()],
            edges,
            communities,
            offsets,
            neighbours,
        }
    }

    /// Numbers of 32 bits: nodes, edges, their ends by turns, communities.
    fn write(&self, file: &Path) -> Done<()> {
        let head = [self.communities.len() as u32, self.edges.len() as u32];
        let ends = self.edges.iter().flat_map(|&(a, b)| [a, b]);
        let numbers = head
            .into_iter()
            .chain(ends)
            .chain(self.communities.iter().copied());
        std::fs::write(
            file,
            numbers.flat_map(u32::to_le_bytes).collect::<Vec<u8>>(),
        )?;
        Ok(())
    }

    fn read(file: &str) -> Done<Self> {
        let numbers = read_numbers(file)?;
        let n_edges = numbers[1] as usize;
        let (ends, communities) = numbers[2..].split_at(2 * n_edges);
        let edges = ends
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect();
        Ok(Self::of(edges, communities.to_vec()))
    }

    fn tied(&self) -> Tied<'_> {
        Tied {
            offsets: &self.offsets,
            neighbours: &self.neighbours,
            weights: &self.weights,
            communities: Some(&self.communities),
        }
    }

    fn degree(&self, node: usize) -> u32 {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// The energy of linear attraction with strong gravity of 0.15, a unit of mass; pushes on drawn pairs.
    fn energy(&self, places: &[f32]) -> f64 {
        let n = self.communities.len();
        let square = |a: usize, b: usize| {
            let dx = f64::from(places[2 * a] - places[2 * b]);
            let dy = f64::from(places[2 * a + 1] - places[2 * b + 1]);
            dx * dx + dy * dy
        };
        let mass = |node: usize| f64::from(1 + self.degree(node));
        let whole: f64 = (0..n).map(mass).sum();
        let pull: f64 = self
            .edges
            .iter()
            .map(|&(a, b)| 0.5 * square(a as usize, b as usize))
            .sum();
        let gravity: f64 = (0..n)
            .map(|node| {
                let (x, y) = (f64::from(places[2 * node]), f64::from(places[2 * node + 1]));
                0.075 * mass(node) * (x * x + y * y)
            })
            .sum();
        let mut draw = Draw(9);
        let (mut push, pairs) = (0.0, 4_000_000);
        for _ in 0..pairs {
            let (a, b) = (draw.below(n), draw.below(n));
            if a != b {
                push -= 0.5 * mass(a) * mass(b) * square(a, b).max(1e-12).ln();
            }
        }
        let push = push / f64::from(pairs) * 0.5 * (n as f64) * (n as f64);
        (pull + gravity + push) / whole
    }
}

/// SplitMix64.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
