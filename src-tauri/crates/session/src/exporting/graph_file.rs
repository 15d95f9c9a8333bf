//! A network as a file: looked through, then written; or drawn.

use super::graph::{Dressed, Graphed};
use super::plan::{ColumnPlan, Prepared};
use super::{ExportOrder, Form};
use crate::{Error, Result};
use starling_export::{Content, Escapes, Kind, Writes, look_through, scan};
use starling_model::{Cancel, Progress};
use starling_network::Direction;
use starling_network::chain::NodeKind;
use starling_network::layout::{Settings, Start, Tied, arrange};
use starling_network::raster::{
    Colour, Edge, Figure, Fill, Key, Label, Node, Paper, pixels, png, svg,
};
use starling_network::write::{
    Blank, Labelled, column_names, csv_edges, csv_nodes, gexf, graphml, json,
};
use starling_policy::Transform;
use std::io::Write;

/// Colours of the first communities, told apart by readers who confuse red and green; the others are grey.
const COLOURS: [u32; 8] = [
    0x00_72_b2, 0xe6_9f_00, 0x00_9e_73, 0xcc_79_a7, 0x56_b4_e9, 0xd5_5e_00, 0xf0_e4_42, 0x66_66_99,
];
const GREY: u32 = 0x99_99_99;
const EDGES: u32 = 0x7a_84_8f;
const SIZE: (u32, u32) = (1600, 1200);
/// Pixels are printed: twice as many.
const SCALE: f32 = 2.0;
const DOTS_PER_INCH: u32 = 300;
/// In pixels of the figure.
const LEAST_RADIUS: f32 = 2.0;
const MOST_RADIUS: f32 = 16.0;

fn colour(community: u32) -> Colour {
    Colour::of(COLOURS.get(community as usize).copied().unwrap_or(GREY))
}

fn written(form: Form, network: &Labelled<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(out);
    match form {
        Form::GraphMl => graphml(network, &mut out)?,
        Form::Json => json(network, &mut out)?,
        Form::Csv => csv_edges(network, &mut out)?,
        Form::Nodes => csv_nodes(network, &mut out)?,
        _ => gexf(network, &mut out)?,
    }
    out.flush()
}

/// Extension and media type.
fn kind_of(form: Form) -> (&'static str, &'static str) {
    match form {
        Form::GraphMl => ("graphml", "application/graphml+xml"),
        Form::Json => ("json", "application/json"),
        Form::Csv | Form::Nodes => ("csv", "text/csv"),
        _ => ("gexf", "application/gexf+xml"),
    }
}

fn unmade(why: starling_network::Error) -> starling_export::Error {
    match why {
        starling_network::Error::Cancelled => starling_export::Error::Cancelled,
        other => starling_export::Error::Rows(other.to_string()),
    }
}

/// Hands the network, as the decision wants it, to whoever takes it; gives what was changed with what came of it.
pub(crate) fn through<T>(
    graphed: &Graphed,
    (order, prepared): (&ExportOrder, &Prepared),
    job: (&Progress, &Cancel),
    dressed: &Dressed,
    take: impl FnOnce(Content<'_>) -> starling_export::Result<T>,
) -> starling_export::Result<T> {
    if graphed.is_figure() {
        return drawn(graphed, (order, prepared), job, dressed, take);
    }
    let times = if graphed.groups.is_none() {
        graphed.leaving.times()
    } else {
        None
    };
    let network = Labelled {
        graph: graphed.graph(),
        labels: &dressed.labels,
        about: graphed.about(dressed),
        times: times
            .as_ref()
            .map(|times| times as &dyn Fn(usize) -> Vec<i64>),
        caption: &dressed.caption,
    };
    let escapes = if order.form == Form::Json {
        Escapes::Json
    } else {
        Escapes::None
    };
    // First without its figures: what then looks like an id is one.
    let blank = Blank::of(&network);
    let found = look_through(&prepared.scan_list, escapes, |out| {
        written(order.form, &blank.labelled(&network), out)
    })
    .map_err(|why| starling_export::Error::Rows(why.to_string()))?;
    drop(blank);
    if found.hard > 0 {
        return Err(starling_export::Error::Protected { hits: found.hard });
    }
    let (extension, media_type) = kind_of(order.form);
    let mut write = |out: &mut dyn Write| written(order.form, &network, out);
    let write: &mut Writes<'_> = &mut write;
    take(Content::Stream {
        write,
        rows: graphed.rows(),
        escapes,
        extension,
        media_type,
    })
}

fn drawn<T>(
    graphed: &Graphed,
    (order, prepared): (&ExportOrder, &Prepared),
    job: (&Progress, &Cancel),
    dressed: &Dressed,
    take: impl FnOnce(Content<'_>) -> starling_export::Result<T>,
) -> starling_export::Result<T> {
    let graph = graphed.graph();
    let measured = graphed.measured();
    let radii = radii(&measured.weight);
    let places = places(graphed, &radii, job).map_err(unmade)?;
    let kinds = if graphed.groups.is_none() {
        graphed.leaving.kinds()
    } else {
        Vec::new()
    };
    let community = &measured.communities.parts;
    let nodes: Vec<Node> = radii
        .iter()
        .enumerate()
        .map(|(at, radius)| Node {
            radius: *radius,
            colour: colour(community.of[at]),
            fill: if kinds.get(at) == Some(&NodeKind::Outsider) {
                Fill::Hollow
            } else {
                Fill::Full
            },
        })
        .collect();
    let edges = edges(graphed);
    let labels: Vec<Label> = graphed
        .labelled()
        .into_iter()
        .map(|node| Label {
            node,
            text: dressed.labels[node as usize].label.clone(),
        })
        .collect();
    let legend: Vec<Key> = community
        .sizes
        .iter()
        .take(COLOURS.len())
        .enumerate()
        .map(|(at, size)| Key {
            colour: colour(at as u32),
            fill: Fill::Full,
            text: format!("Community {} ({size})", at + 1),
        })
        .collect();
    let figure = Figure {
        places: &places,
        nodes: &nodes,
        edges: &edges,
        arrows: graph.direction() == Direction::Directed,
        labels: &labels,
        legend: &legend,
        caption: &dressed.caption,
        paper: Paper::LIGHT,
        size: SIZE,
    };
    // Texts by themselves: coordinates are figures, and pixels cannot be looked through at all.
    let texts = labels.iter().map(|label| label.text.as_str());
    for text in texts.chain([dressed.caption.as_str()]) {
        let found = scan(text.as_bytes(), Escapes::None, &prepared.scan_list);
        if found.hard > 0 {
            return Err(starling_export::Error::Protected { hits: found.hard });
        }
    }
    if order.form == Form::Png || prepared.must(Transform::Rasterise) {
        let drawn = pixels(&figure, SCALE, job.1).map_err(unmade)?;
        let bytes = png(&drawn, &dressed.caption, DOTS_PER_INCH).map_err(unmade)?;
        return take(Content::Made {
            bytes: &bytes,
            extension: "png",
            media_type: "image/png",
        });
    }
    let text = svg::svg(&figure).map_err(unmade)?;
    take(Content::Made {
        bytes: text.as_bytes(),
        extension: "svg",
        media_type: "image/svg+xml",
    })
}

/// By area, so that the eye compares what it sees.
fn radii(weights: &[f64]) -> Vec<f32> {
    let most = weights
        .iter()
        .copied()
        .fold(0.0, f64::max)
        .max(f64::MIN_POSITIVE);
    weights
        .iter()
        .map(|weight| LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * (weight / most).sqrt() as f32)
        .collect()
}

/// Where the nodes lie: as they were arranged, else as the same seed always arranges them.
fn places(
    graphed: &Graphed,
    radii: &[f32],
    (progress, cancel): (&Progress, &Cancel),
) -> starling_network::Result<Vec<f32>> {
    let known = graphed
        .groups
        .is_none()
        .then(|| graphed.leaving.places())
        .flatten();
    if let Some(known) = known {
        return Ok(known.into_iter().flat_map(|(x, y)| [x, y]).collect());
    }
    let around = graphed.graph().around();
    let tied = Tied {
        offsets: &around.offsets,
        neighbours: &around.neighbours,
        weights: &around.weights,
        communities: None,
    };
    let settings = Settings {
        seed: graphed.leaving.seed(),
        ..Settings::default()
    };
    let start = Start {
        radii,
        ..Start::default()
    };
    Ok(arrange(&tied, &settings, &start, progress, cancel)?.places)
}

/// Light ones below, heavy ones above.
fn edges(graphed: &Graphed) -> Vec<Edge> {
    let edges = graphed.graph().edges();
    let most = edges
        .weight
        .iter()
        .copied()
        .fold(f32::MIN_POSITIVE, f32::max);
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|a, b| edges.weight[*a].total_cmp(&edges.weight[*b]).then(a.cmp(b)));
    let opacity = if edges.len() > 10_000 { 0.08 } else { 0.3 };
    order
        .into_iter()
        .map(|at| Edge {
            source: edges.source[at],
            target: edges.target[at],
            width: 0.6 + 2.4 * (edges.weight[at] / most).sqrt(),
            opacity,
            colour: Colour::of(EDGES),
        })
        .collect()
}

impl Prepared {
    /// Columns and some lines of the network as they will look.
    pub(crate) fn graph_preview(
        &self,
        graphed: &Graphed,
        order: &ExportOrder,
        sample: usize,
    ) -> Result<(Vec<ColumnPlan>, Vec<Vec<String>>)> {
        let dressed = graphed.dressed(order, self)?;
        let about = graphed.about(&dressed);
        let masks =
            self.must(Transform::PseudonymiseIds) || self.must(Transform::PseudonymiseLabels);
        let named = |name: &str| ColumnPlan {
            name: name.to_owned(),
            action: if masks && graphed.groups.is_none() {
                "pseudonym"
            } else {
                "keep"
            },
            kind: Kind::Text,
        };
        let texts = |at: usize| {
            let label = &dressed.labels[at];
            vec![label.id.clone(), label.label.clone()]
        };
        if order.form == Form::Csv {
            let edges = graphed.graph().edges();
            let rows = edges.iter().take(sample).map(|edge| {
                vec![
                    dressed.labels[edge.source as usize].id.clone(),
                    dressed.labels[edge.target as usize].id.clone(),
                    edge.weight.to_string(),
                ]
            });
            let mut weight = named("weight");
            (weight.action, weight.kind) = ("keep", Kind::Integer);
            return Ok((
                vec![named("source"), named("target"), weight],
                rows.collect(),
            ));
        }
        if graphed.is_figure() {
            let labelled = graphed.labelled().into_iter().take(sample);
            let rows = labelled.map(|at| vec![dressed.labels[at as usize].label.clone()]);
            return Ok((vec![named("label")], rows.collect()));
        }
        let mut columns = vec![named("id"), named("label")];
        let strips = self.must(Transform::StripNodeAttributes);
        let carried: Vec<&str> = about.as_ref().map(column_names).unwrap_or_default();
        columns.extend(carried.iter().map(|name| ColumnPlan {
            name: (*name).to_owned(),
            action: "keep",
            kind: Kind::Text,
        }));
        if strips {
            columns.push(ColumnPlan {
                name: "what is known of a node".into(),
                action: "drop",
                kind: Kind::Text,
            });
        }
        let rows = (0..dressed.labels.len().min(sample)).map(|at| {
            let mut row = texts(at);
            if let Some(about) = &about {
                row.extend(about.values(at));
            }
            row
        });
        Ok((columns, rows.collect()))
    }

    /// A network that is taken from a published twin would be another one.
    pub(crate) fn refuse_twin(&self) -> Result<()> {
        if self.graphed.is_some() && self.must(Transform::SubstitutePublicTwin) {
            return Err(Error::Failed(
                "a network is not taken from a published twin by itself: ask for the network of the twin, `dataset:…`"
                    .into(),
            ));
        }
        Ok(())
    }
}
