//! Makes networks and acts for benchmarks, and measures what is done with them; answers are lines of JSON.
//!
//! `weigh generate DIR NODES EDGES SEED` writes `edges` (ends by turns) and `pairs` (the same, tied several times);
//! `weigh periphery DIR NODES EDGES SEED` writes `edges` of a few heavy nodes and long branches around them.
//! `weigh acts DIR ACTS SEED` writes `account`, `thing` and `second`; all are numbers of 32 bits, little-endian.
//! `weigh measure DIR exact|sample`, `weigh eigenvector DIR`, `weigh sum DIR`, `weigh project DIR WINDOW`, `weigh cosine DIR`,
//! `weigh texts FILE` and `weigh write DIR FORM` measure.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool of the developer, which writes and measures"
)]

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use starling_model::{Cancel, Progress};
use starling_network::chain::NodeKind;
use starling_network::measures::{
    CommunityAsk, Sources, betweenness, communities, cores, eigenvector, pagerank, weak_components,
};
use starling_network::projection::{Frequency, ProjectionAsk, cosine, project};
use starling_network::texts::{SimilarAsk, similar};
use starling_network::write::{About, Label, Labelled, csv_edges, gexf, graphml, json};
use starling_network::{Act, Acts, Direction, Graph, Moment, Ties, measure};
use std::error::Error;
use std::path::Path;

/// What the application allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["generate", dir, nodes, edges, seed] => generate(
            Path::new(dir),
            nodes.parse()?,
            edges.parse()?,
            seed.parse()?,
        ),
        ["periphery", dir, nodes, edges, seed] => periphery(
            Path::new(dir),
            nodes.parse()?,
            edges.parse()?,
            seed.parse()?,
        ),
        ["acts", dir, acts, seed] => generate_acts(Path::new(dir), acts.parse()?, seed.parse()?),
        ["measure", dir, which] => measures(Path::new(dir), which),
        ["eigenvector", dir] => vector(Path::new(dir)),
        ["sum", dir] => sum(Path::new(dir)),
        ["whole", dir] => whole(Path::new(dir)),
        ["project", dir, window] => projection(Path::new(dir), window.parse()?),
        ["cosine", dir] => likeness(Path::new(dir)),
        ["texts", file] => texts(file),
        ["write", dir, form] => written(Path::new(dir), form),
        _ => Err("see the head of examples/weigh.rs".into()),
    }
}

/// Processor time of all threads so far.
fn seconds() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// Does it, and says what it took.
fn timed<T>(what: &str, work: impl FnOnce() -> T, found: impl FnOnce(&T) -> String) -> T {
    let began = seconds();
    let done = work();
    let cpu = seconds() - began;
    println!(
        "{{\"what\": \"{what}\", \"cpu\": {cpu}, \"found\": {}}}",
        found(&done)
    );
    done
}

/// In milliseconds.
const MINUTE: i64 = 60_000;

struct Draw(ChaCha8Rng);

impl Draw {
    fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }
}

fn put(file: &Path, numbers: impl IntoIterator<Item = u32>) -> Done<()> {
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
    Ok(std::fs::write(file, bytes)?)
}

fn take(file: &Path) -> Done<Vec<u32>> {
    let bytes = std::fs::read(file)?;
    let words = bytes.chunks_exact(4);
    Ok(words
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect())
}

/// Communities of 50 to 1,000, seven ties of ten within them, a few members with most of the ties.
fn generate(dir: &Path, nodes: usize, edges: usize, seed: u64) -> Done<()> {
    let mut draw = Draw::of(seed);
    let mut starts = vec![0];
    let mut community = Vec::with_capacity(nodes);
    while community.len() < nodes {
        let size = (50.0 * 20f64.powf(draw.share())) as usize;
        let end = (community.len() + size).min(nodes);
        community.resize(end, starts.len() - 1);
        starts.push(end);
    }
    let mut ends = Vec::with_capacity(2 * edges);
    for _ in 0..edges {
        let a = draw.below(nodes);
        let b = if draw.share() < 0.7 {
            let (from, end) = (starts[community[a]], starts[community[a] + 1]);
            from + ((end - from) as f64 * draw.share().powi(2)) as usize
        } else {
            draw.below(nodes)
        };
        if a != b {
            ends.extend([a as u32, b as u32]);
        }
    }
    put(&dir.join("edges"), ends.iter().copied())?;
    let pairs: Vec<u32> = (0..4 * edges)
        .flat_map(|_| {
            let at = 2 * draw.below(ends.len() / 2);
            [ends[at], ends[at + 1]]
        })
        .collect();
    put(&dir.join("pairs"), pairs)
}

/// Half of the nodes are a core whose ties fall off as the inverse of their rank does; the others hang on it in branches.
fn periphery(dir: &Path, nodes: usize, edges: usize, seed: u64) -> Done<()> {
    let mut draw = Draw::of(seed);
    let core = nodes / 2;
    let mut ends = Vec::with_capacity(2 * edges);
    for node in core..nodes {
        // Two in three hang on one of the last ten, so that branches grow long.
        let on = if draw.share() < 0.67 && node > core + 10 {
            node - 1 - draw.below(10)
        } else {
            draw.below(core)
        };
        ends.extend([node as u32, on as u32]);
    }
    while ends.len() < 2 * edges {
        let (a, b) = (draw.below(core), (core as f64).powf(draw.share()) as usize);
        let b = if draw.share() < 0.3 {
            b
        } else {
            draw.below(core)
        };
        if a != b {
            ends.extend([a as u32, b as u32]);
        }
    }
    put(&dir.join("edges"), ends)
}

/// 3,000 accounts, things as common as words are, bursts of a few minutes.
fn generate_acts(dir: &Path, n_acts: usize, seed: u64) -> Done<()> {
    let mut draw = Draw::of(seed);
    let (mut account, mut thing, mut second) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..n_acts {
        account.push((3000.0 * draw.share().powi(3)) as u32);
        thing.push((200_000.0 * draw.share().powi(6)) as u32);
        let burst = draw.below(40_000) as u32 * 3600;
        second.push(burst + draw.below(900) as u32);
    }
    put(&dir.join("account"), account)?;
    put(&dir.join("thing"), thing)?;
    put(&dir.join("second"), second)
}

fn ties(file: &Path) -> Done<(Ties, usize)> {
    let mut ties = Ties::default();
    for (at, pair) in take(file)?.chunks_exact(2).enumerate() {
        // Minutes of some years, in no order.
        let minute = (at as i64).wrapping_mul(7_919) % 1_000_000;
        ties.push(pair[0], pair[1], Some(minute * MINUTE));
    }
    let n_nodes = ties
        .source
        .iter()
        .chain(&ties.target)
        .max()
        .map_or(0, |most| *most as usize + 1);
    Ok((ties, n_nodes))
}

fn measures(dir: &Path, which: &str) -> Done<()> {
    let (ties, n_nodes) = ties(&dir.join("edges"))?;
    let go_on = Cancel::new();
    let graph = Graph::of_ties(ties, n_nodes, Direction::Directed, &go_on)?;
    // The peers are given their graphs as well.
    let (around, _, _) = (graph.around(), graph.outward(), graph.inward());
    let head = |values: &[f64]| format!("{:?}", &values[..values.len().min(1000)]);
    timed(
        "k-core",
        || cores(around),
        |core| {
            format!(
                "{:?}",
                core.iter().map(|core| u64::from(*core)).sum::<u64>()
            )
        },
    );
    timed(
        "pagerank",
        || pagerank(&graph, &go_on),
        |rank| head(rank.as_ref().map_or(&[], |rank| rank.0.as_slice())),
    )?;
    let parts = weak_components(around);
    timed(
        "eigenvector",
        || eigenvector(around, &parts, &go_on),
        |value| head(value.as_ref().map_or(&[], |value| value.0.as_slice())),
    )?;
    timed(
        "leiden",
        || communities(around, CommunityAsk::default(), &go_on),
        |found| {
            found
                .as_ref()
                .map_or(0.0, |found| found.modularity)
                .to_string()
        },
    )?;
    let undirected = Graph::of_ties(
        self::ties(&dir.join("edges"))?.0,
        n_nodes,
        Direction::Undirected,
        &go_on,
    )?;
    undirected.around();
    let sources = match which {
        "exact" => Some(Sources::All),
        "sample" => Some(Sources::Sample {
            count: 500,
            seed: 1,
        }),
        _ => None,
    };
    if let Some(sources) = sources {
        timed(
            "betweenness",
            || betweenness(&undirected, sources, &go_on),
            |found| head(found.as_ref().map_or(&[], |found| found.of.as_slice())),
        )?;
    }
    Ok(())
}

/// Eigenvectors alone.
fn vector(dir: &Path) -> Done<()> {
    let go_on = Cancel::new();
    let (ties, n_nodes) = ties(&dir.join("edges"))?;
    let graph = Graph::of_ties(ties, n_nodes, Direction::Directed, &go_on)?;
    let around = graph.around();
    let parts = weak_components(around);
    timed(
        "eigenvector",
        || eigenvector(around, &parts, &go_on),
        |found| {
            found
                .as_ref()
                .map_or(0, |(_, settling)| settling.rounds)
                .to_string()
        },
    )?;
    Ok(())
}

/// A network of generated data from its ties to its summary.
fn whole(dir: &Path) -> Done<()> {
    let go_on = Cancel::new();
    let (ties, n_nodes) = ties(&dir.join("edges"))?;
    let graph = timed(
        "build",
        || Graph::of_ties(ties, n_nodes, Direction::Directed, &go_on),
        |graph| graph.as_ref().map_or(0, Graph::n_edges).to_string(),
    )?;
    timed(
        "measure",
        || measure(&graph, CommunityAsk::default(), &Progress::none(), &go_on),
        |found| {
            found
                .as_ref()
                .map_or(0.0, |found| found.communities.modularity)
                .to_string()
        },
    )?;
    Ok(())
}

fn sum(dir: &Path) -> Done<()> {
    let (ties, n_nodes) = ties(&dir.join("pairs"))?;
    timed(
        "sum",
        || Graph::of_ties(ties, n_nodes, Direction::Directed, &Cancel::new()),
        |graph| graph.as_ref().map_or_else(|_| "null".to_owned(), summed),
    )?;
    Ok(())
}

/// Edges, ties, and the sums of the minutes of the first and of the last.
fn summed(graph: &Graph) -> String {
    let edges = graph.edges();
    let minutes = |at: &[Moment]| -> i64 {
        let known = at.iter().filter_map(|at| at.ms());
        known.map(|ms| ms / MINUTE).sum()
    };
    let ties: u64 = edges.count.iter().map(|count| u64::from(*count)).sum();
    let (first, last) = (minutes(&edges.first), minutes(&edges.last));
    format!("[{}, {ties}, {first}, {last}]", edges.len())
}

fn acts(dir: &Path) -> Done<Acts> {
    let (account, thing, second) = (
        take(&dir.join("account"))?,
        take(&dir.join("thing"))?,
        take(&dir.join("second"))?,
    );
    let mut acts = Acts::default();
    for (at, account) in account.into_iter().enumerate() {
        acts.push(Act {
            account,
            thing: thing[at],
            time: Moment::at(i64::from(second[at]) * 1000),
            message: at as u32,
        });
    }
    Ok(acts)
}

fn projection(dir: &Path, window: i64) -> Done<()> {
    let acts = acts(dir)?;
    let ask = ProjectionAsk {
        window: Some(window * 1000),
        ..ProjectionAsk::default()
    };
    let done = timed(
        "project",
        || project(&acts, ask, &Cancel::new()),
        |found| {
            let count = |graph: &Graph| {
                let sum: u64 = graph
                    .edges()
                    .count
                    .iter()
                    .map(|count| u64::from(*count))
                    .sum();
                format!("[{}, {sum}]", graph.n_edges())
            };
            found
                .as_ref()
                .map_or_else(|_| "null".to_owned(), |(graph, _)| count(graph))
        },
    );
    done.map(|_| ()).map_err(Into::into)
}

fn likeness(dir: &Path) -> Done<()> {
    let acts = acts(dir)?;
    let work = || cosine(&acts, Frequency::Once, Some(1500), &Cancel::new());
    let done = timed("cosine", work, |found| {
        let count = |graph: &Graph| {
            let sum: f64 = graph
                .edges()
                .weight
                .iter()
                .map(|weight| f64::from(*weight))
                .sum();
            format!("[{}, {sum}]", graph.n_edges())
        };
        found
            .as_ref()
            .map_or_else(|_| "null".to_owned(), |(graph, _)| count(graph))
    });
    done.map(|_| ()).map_err(Into::into)
}

fn texts(file: &str) -> Done<()> {
    let whole = std::fs::read_to_string(file)?;
    let lines: Vec<&str> = whole.lines().collect();
    let ask = SimilarAsk {
        shortest: 1,
        ..SimilarAsk::default()
    };
    let done = timed(
        "texts",
        || similar(&lines, ask, &Cancel::new()),
        |found| {
            let of = found.as_ref().map_or(&[][..], |found| found.of.as_slice());
            let numbers: Vec<String> = of
                .iter()
                .map(|of| of.map_or(-1, i64::from).to_string())
                .collect();
            format!("[{}]", numbers.join(","))
        },
    );
    done.map(|_| ()).map_err(Into::into)
}

fn written(dir: &Path, form: &str) -> Done<()> {
    let go_on = Cancel::new();
    let (ties, n_nodes) = ties(&dir.join("edges"))?;
    let graph = Graph::of_ties(ties, n_nodes, Direction::Directed, &go_on)?;
    let measured = measure(&graph, CommunityAsk::default(), &Progress::none(), &go_on)?;
    let labels: Vec<Label> = (0..n_nodes)
        .map(|at| Label {
            id: format!("{:020}", at * 7_919),
            label: format!("account {at} & friends"),
        })
        .collect();
    let network = Labelled {
        graph: &graph,
        labels: &labels,
        about: Some(About {
            kinds: Some(&vec![NodeKind::Author; n_nodes]),
            accounts: None,
            tweets: &vec![1; n_nodes],
            measured: &measured,
            betweenness: None,
            places: Some(&vec![(1.25, -3.5); n_nodes]),
        }),
        times: None,
        caption: "generated",
    };
    let mut bytes = Vec::new();
    let done = timed(
        "write",
        || match form {
            "gexf" => gexf(&network, &mut bytes).map(|()| bytes.len()),
            "graphml" => graphml(&network, &mut bytes).map(|()| bytes.len()),
            "csv" => csv_edges(&network, &mut bytes).map(|()| bytes.len()),
            _ => json(&network, &mut bytes).map(|()| bytes.len()),
        },
        |len| len.as_ref().map_or(0, |len| *len).to_string(),
    );
    done.map(|_| ()).map_err(Into::into)
}
