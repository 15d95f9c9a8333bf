//! `network`: summed up on the screen, or as a file, which is an export like any other.

use super::args::{Network as Ask, Options};
use super::export::leave;
use super::interrupt;
use super::output::Answer;
use super::passphrase;
use super::progress::Shown;
use super::questions::in_query;
use super::table::{Edge, Table, figure};
use super::terminal::one_line;
use serde::Serialize;
use starling_session::exporting::{ExportOrder, NetworkLeaving};
use starling_session::networks::NodesAsk;
use starling_wire::{
    Brush, Failure, Network, NetworkFilter, NetworkNode, NetworkOptions, NetworkView,
};

/// What `--json` prints.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    network: Network,
    /// The heaviest nodes.
    top: Vec<NetworkNode>,
}

pub(super) fn run(ask: &Ask, options: &Options) -> Result<Answer, Failure> {
    let order = building(ask).order(&ask.query, &ask.kind)?;
    let view = viewing(ask).ask()?;
    if let Some(form) = ask.format {
        let order = ExportOrder {
            query: ask.query.clone(),
            form: form.0,
            network: Some(NetworkLeaving {
                order,
                view,
                betweenness: ask.betweenness,
                communities: ask.communities,
                only_ids: ask.only_ids,
            }),
            to: ask.handing.to.clone(),
            purpose: ask.handing.purpose.clone(),
            seal_to: ask.handing.encrypt_to.clone(),
            package: ask.handing.package,
            out: ask.out.clone(),
            ..ExportOrder::default()
        };
        if order.out.is_none() && !ask.handing.dry_run {
            return Err(Failure::usage(
                "--format says how a file is written: name it by --out, or ask with --dry-run what would be decided",
            ));
        }
        let session = passphrase::open(options)?;
        let shown = Shown::new(options);
        return leave(&session, &order, ask.handing.dry_run, shown);
    }
    let session = passphrase::open(options)?;
    let (shown, cancel) = (Shown::new(options), interrupt::cancel());
    let progress = shown.progress();
    let built = session.build_network(&order, &view, &progress, &cancel);
    let mut summary = built.map_err(in_query(&ask.query))?;
    if let Some(sources) = &ask.betweenness {
        let took = summary.took_ms;
        summary = session.network_betweenness(summary.id, *sources, &progress, &cancel)?;
        summary.took_ms += took;
    }
    drop(shown);
    let heaviest = NodesAsk {
        limit: ask.top as u64,
        ..NodesAsk::default()
    };
    let (_, nodes) = session.network_nodes(summary.id, &heaviest)?;
    let printed = Printed {
        network: summary.into(),
        top: nodes.into_iter().map(NetworkNode::from).collect(),
    };
    Answer::new(&printed, text(&printed))
}

fn building(ask: &Ask) -> NetworkOptions {
    let window = match ask.window.as_deref() {
        None => None,
        Some("any") => Some(None),
        // A word that is no number was refused with the call.
        Some(seconds) => Some(seconds.parse().ok()),
    };
    NetworkOptions {
        window,
        counting: ask.counting.clone(),
        participation: ask.participation,
        most_accounts: ask.most_accounts,
        with_retweets: Some(ask.with_retweets),
        seed: Some(ask.seed),
        resolution: Some(ask.resolution),
    }
}

fn viewing(ask: &Ask) -> NetworkView {
    let brush = (ask.since.is_some() || ask.until.is_some()).then(|| Brush {
        since: ask.since.clone(),
        until: ask.until.clone(),
    });
    NetworkView {
        brush,
        chain: ask
            .min_weight
            .map(|least| NetworkFilter::Weight { least })
            .into_iter()
            .collect(),
    }
}

fn text(printed: &Printed) -> String {
    let network = &printed.network;
    let mut table = Table::new(&[
        ("weight", Edge::End),
        ("in", Edge::End),
        ("out", Edge::End),
        ("PageRank", Edge::End),
        ("community", Edge::End),
        ("kind", Edge::Start),
        ("name", Edge::Start),
        ("id", Edge::Start),
    ]);
    for node in &printed.top {
        table.row([
            format!("{}", node.weight),
            figure(u64::from(node.n_in)),
            figure(u64::from(node.n_out)),
            format!("{:.6}", node.pagerank),
            figure(u64::from(node.community)),
            node.kind.clone(),
            one_line(&node.label),
            one_line(&node.account),
        ]);
    }
    let mut text = table.text();
    text += &format!(
        "\n{} nodes ({} outsiders), {} edges, {} ties of {} tweets\n",
        figure(network.nodes),
        figure(network.outsiders),
        figure(network.edges),
        figure(network.ties),
        figure(network.tweets),
    );
    text += &format!(
        "{} components, the largest of {}; {} communities, modularity {:.4}, seed {}\n",
        figure(network.components),
        figure(network.largest_component),
        figure(network.communities),
        network.modularity,
        network.seed,
    );
    if network.pagerank.unsettled > 0 {
        let residual = network.pagerank.residual;
        text += &format!("PageRank: has not settled (residual {residual:.0e})\n");
    }
    if network.eigenvector.unsettled > 0 {
        text += &format!(
            "eigenvector: has not settled in {} (residual {:.0e}): its values may be wrong there\n",
            match network.eigenvector.unsettled {
                1 => "1 component".to_owned(),
                many => format!("{} components", figure(many)),
            },
            network.eigenvector.residual,
        );
    }
    let left = &network.left_out;
    let left: Vec<String> = [
        (
            "quotes of tweets that are not in the vault",
            left.unknown_author,
        ),
        ("retweets", left.retweets),
        ("acts without a time", left.undated),
        ("acts below the floor of participation", left.participation),
        ("short texts", left.short),
        ("things above the cap", left.capped_things),
        ("acts on them", left.capped_acts),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(what, count)| format!("{} {what}", figure(count)))
    .collect();
    if !left.is_empty() {
        text += &format!("left out: {}\n", left.join(", "));
    }
    text + &format!(
        "{}\n{:.0} ms\n",
        one_line(&network.caption),
        network.took_ms
    )
}
