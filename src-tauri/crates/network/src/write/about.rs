//! What is said of a node beside its names: the same columns, in the same order, in every form.

use crate::Measured;
use crate::chain::NodeKind;

/// What is known of the nodes. Columns hold an entry a node.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Kinds, where nodes are single accounts or hashtags.
    pub kinds: Option<&'a [NodeKind]>,
    /// How many accounts each stands for, where nodes are communities.
    pub accounts: Option<&'a [u64]>,
    /// Tweets of the query by each.
    pub tweets: &'a [u64],
    /// Measures.
    pub measured: &'a Measured,
    /// Betweenness, where it was counted.
    pub betweenness: Option<&'a [f64]>,
    /// Where the nodes lie, where they were arranged.
    pub places: Option<&'a [(f32, f32)]>,
}

/// A value, written as it is shown.
pub(super) enum Value {
    Word(&'static str),
    Whole(u64),
    Part(f64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Part(number) => write!(f, "{number}"),
        }
    }
}

/// A column with what each form calls it.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) json: &'static str,
    pub(super) csv: &'static str,
    pub(super) gexf: &'static str,
    pub(super) graphml: &'static str,
    of: fn(&About<'_>, usize) -> Option<Value>,
}

const fn column(
    name: &'static str,
    [json, csv]: [&'static str; 2],
    [gexf, graphml]: [&'static str; 2],
    of: fn(&About<'_>, usize) -> Option<Value>,
) -> Column {
    Column {
        name,
        json,
        csv,
        gexf,
        graphml,
        of,
    }
}

const LONG: [&str; 2] = ["long", "long"];
const WHOLE: [&str; 2] = ["integer", "int"];
const PART: [&str; 2] = ["double", "double"];

static COLUMNS: [Column; 11] = [
    column("kind", ["kind", "Kind"], ["string", "string"], |of, at| {
        of.kinds.map(|kinds| Value::Word(kinds[at].word()))
    }),
    column("accounts", ["accounts", "Accounts"], LONG, |of, at| {
        of.accounts.map(|accounts| Value::Whole(accounts[at]))
    }),
    column("tweets", ["tweets", "Tweets"], LONG, |of, at| {
        Some(Value::Whole(of.tweets[at]))
    }),
    column("in_degree", ["in", "InDegree"], WHOLE, |of, at| {
        Some(Value::Whole(of.measured.n_in[at].into()))
    }),
    column("out_degree", ["out", "OutDegree"], WHOLE, |of, at| {
        Some(Value::Whole(of.measured.n_out[at].into()))
    }),
    column("strength", ["weight", "Strength"], PART, |of, at| {
        Some(Value::Part(of.measured.weight[at]))
    }),
    column("pagerank", ["pagerank", "PageRank"], PART, |of, at| {
        Some(Value::Part(of.measured.pagerank[at]))
    }),
    column(
        "eigenvector",
        ["eigenvector", "Eigenvector"],
        PART,
        |of, at| Some(Value::Part(of.measured.eigenvector[at])),
    ),
    column("core", ["core", "Core"], WHOLE, |of, at| {
        Some(Value::Whole(of.measured.core[at].into()))
    }),
    column("community", ["community", "Community"], WHOLE, |of, at| {
        Some(Value::Whole(of.community(at).into()))
    }),
    column(
        "betweenness",
        ["betweenness", "Betweenness"],
        PART,
        |of, at| of.betweenness.map(|between| Value::Part(between[at])),
    ),
];

impl About<'_> {
    pub(super) fn community(&self, at: usize) -> u32 {
        self.measured.communities.parts.of[at]
    }

    /// The values of one node, in the order of [`column_names`].
    pub fn values(&self, at: usize) -> Vec<String> {
        let columns = self.columns().into_iter();
        columns
            .map(|column| column.value(self, at).to_string())
            .collect()
    }

    /// The columns that there are.
    pub(super) fn columns(&self) -> Vec<&'static Column> {
        let has = |column: &&Column| match column.name {
            "kind" => self.kinds.is_some(),
            "accounts" => self.accounts.is_some(),
            "betweenness" => self.betweenness.is_some(),
            _ => true,
        };
        COLUMNS.iter().filter(has).collect()
    }
}

impl Column {
    pub(super) fn value(&self, of: &About<'_>, at: usize) -> Value {
        (self.of)(of, at).unwrap_or(Value::Word(""))
    }
}

/// Names of the columns, for whoever says what leaves.
pub fn column_names(about: &About<'_>) -> Vec<&'static str> {
    about.columns().iter().map(|column| column.name).collect()
}
