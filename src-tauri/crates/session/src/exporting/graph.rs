//! Networks on their way out: what there is to be judged, and what of it may be written.

use super::accounts::Accounts;
use super::masking::Masking;
use super::plan::Prepared;
use super::{ExportOrder, Form};
use crate::networks::NetworkLeaving;
use crate::networks::leaving::{Leaving, Without};
use crate::{Result, Session};
use starling_model::{Cancel, Progress, account_form};
use starling_network::collapse::{Collapsed, collapse};
use starling_network::measures::{CommunityAsk, Parts};
use starling_network::write::{About, Label};
use starling_network::{Graph, Measured, measure};
use starling_policy::transform::{Known, mask_account};
use starling_policy::{Facts, FieldName, Rules, Transform};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Labels of a figure: those of the heaviest nodes.
pub(crate) const LABELS: usize = 40;

/// A network as it is asked for: whole, or with its communities as nodes.
pub(crate) struct Graphed {
    pub(crate) leaving: Leaving,
    pub(crate) groups: Option<Groups>,
    pub(crate) wanted: NetworkLeaving,
    pub(crate) form: Form,
}

/// Communities as nodes.
pub(crate) struct Groups {
    pub(crate) collapsed: Collapsed,
    pub(crate) measured: Measured,
    tweets: Vec<u64>,
    least: u64,
}

impl Session {
    /// Builds what is asked for, without the tweets that stay here.
    pub(crate) fn graphed(
        &self,
        order: &ExportOrder,
        wanted: &NetworkLeaving,
        (rules, without): (&Rules, &Without),
        job: (&Progress, &Cancel),
    ) -> Result<Graphed> {
        let leaving = self.network_to_leave(wanted, without, job)?;
        let groups = wanted
            .communities
            .then(|| Groups::of(&leaving, rules.cells.min_accounts.max(2), job))
            .transpose()?;
        Ok(Graphed {
            leaving,
            groups,
            wanted: wanted.clone(),
            form: order.form,
        })
    }
}

impl Groups {
    fn of(leaving: &Leaving, least: u64, (progress, cancel): (&Progress, &Cancel)) -> Result<Self> {
        let parts = &leaving.measured().communities.parts;
        let collapsed = collapse(leaving.graph(), parts, least);
        let ask = CommunityAsk {
            seed: leaving.seed(),
            resolution: leaving.resolution(),
            ..CommunityAsk::default()
        };
        let mut measured = measure(&collapsed.graph, ask, progress, cancel)?;
        // Each is its own community, whatever communities of communities there may be.
        measured.communities.parts = Parts {
            of: (0..collapsed.sizes.len() as u32).collect(),
            sizes: collapsed.sizes.iter().map(|size| *size as u32).collect(),
        };
        let mut tweets = vec![0; collapsed.sizes.len()];
        for (at, count) in leaving.tweets().iter().enumerate() {
            tweets[collapsed.of[at] as usize] += count;
        }
        Ok(Self {
            collapsed,
            measured,
            tweets,
            least,
        })
    }

    fn labels(&self) -> Vec<Label> {
        let last = self.collapsed.sizes.len().saturating_sub(1);
        (0..self.collapsed.sizes.len())
            .map(|at| {
                let rest = self.collapsed.has_rest() && at == last;
                Label {
                    id: if rest {
                        "rest".into()
                    } else {
                        format!("c{}", at + 1)
                    },
                    label: if rest {
                        "Smaller communities".into()
                    } else {
                        format!("Community {}", at + 1)
                    },
                }
            })
            .collect()
    }
}

/// Names and columns of the nodes as they leave.
pub(crate) struct Dressed {
    pub(crate) labels: Vec<Label>,
    columns: Option<Columns>,
    pub(crate) caption: String,
    /// How much was changed, by transform.
    pub(crate) counts: BTreeMap<String, u64>,
}

struct Columns {
    kinds: Option<Vec<starling_network::chain::NodeKind>>,
    tweets: Vec<u64>,
    places: Option<Vec<(f32, f32)>>,
}

impl Graphed {
    pub(crate) fn is_figure(&self) -> bool {
        matches!(self.form, Form::Svg | Form::Png)
    }

    /// Nodes are accounts or hashtags, each by itself.
    fn is_single(&self) -> bool {
        self.groups.is_none()
    }

    pub(crate) fn graph(&self) -> &Graph {
        match &self.groups {
            Some(groups) => &groups.collapsed.graph,
            None => self.leaving.graph(),
        }
    }

    pub(crate) fn measured(&self) -> &Measured {
        match &self.groups {
            Some(groups) => &groups.measured,
            None => self.leaving.measured(),
        }
    }

    /// What stands in the file one by one.
    pub(crate) fn rows(&self) -> u64 {
        let (nodes, edges) = (self.graph().n_nodes(), self.graph().n_edges());
        match self.form {
            Form::Csv => edges as u64,
            Form::Nodes => nodes as u64,
            _ => (nodes + edges) as u64,
        }
    }

    /// Whether nodes are to carry more than their ids. A table of edges has no room for it.
    fn has_attributes(&self) -> bool {
        self.is_single() && !self.wanted.only_ids && self.form != Form::Csv && !self.is_figure()
    }

    /// Whether nodes are to be called by their screen names.
    fn has_names(&self) -> bool {
        self.has_attributes() && !self.leaving.is_of_hashtags()
    }

    /// Columns of the archive that stand in it.
    pub(crate) fn fields(&self) -> BTreeSet<FieldName> {
        let mut fields = BTreeSet::new();
        if self.is_figure() || !self.is_single() {
            return fields;
        }
        fields.insert(FieldName::from(if self.leaving.is_of_hashtags() {
            "hashtags"
        } else {
            "userid"
        }));
        if self.has_names() {
            fields.insert(FieldName::from("user_screen_name"));
        }
        fields
    }

    /// What nodes carry beside their ids.
    fn attributes(&self) -> BTreeSet<FieldName> {
        let mut carried = BTreeSet::new();
        if self.has_names() {
            carried.insert(FieldName::from("user_screen_name"));
        }
        if self.has_attributes() {
            carried.insert(FieldName::from("measures"));
        }
        // A hashtag is no id: where only those may leave, a pseudonym stands for it.
        if self.leaving.is_of_hashtags() && self.is_single() && !self.is_figure() {
            carried.insert(FieldName::from("hashtags"));
        }
        carried
    }

    /// Nodes whose labels a figure shows, the heaviest first.
    pub(crate) fn labelled(&self) -> Vec<u32> {
        if !self.is_figure() {
            return Vec::new();
        }
        let weight = &self.measured().weight;
        let mut nodes: Vec<u32> = (0..weight.len() as u32).collect();
        nodes.sort_by(|a, b| {
            weight[*b as usize]
                .total_cmp(&weight[*a as usize])
                .then(a.cmp(b))
        });
        nodes.truncate(LABELS);
        nodes
    }

    /// Whether what a node is called says who a protected account is.
    fn tells(&self, at: usize, accounts: &Accounts, masking: Masking<'_>) -> bool {
        let face = &self.leaving.faces[at];
        if self.leaving.is_of_hashtags() {
            return masking.hashtag(&face.account).text != face.account;
        }
        let named = face.label != face.account
            && !account_form(&face.label).is_hashed()
            && accounts.is_protected(&face.account);
        if self.is_figure() {
            return named || face.label == face.account && accounts.tells(&face.account);
        }
        accounts.tells(&face.account) || named && self.has_names()
    }

    /// What a decision wants to know of it.
    pub(crate) fn tell(&self, facts: &mut Facts, accounts: &Accounts, masking: Masking<'_>) {
        facts.graph_nodes = self.graph().n_nodes() as u64;
        if let Some(groups) = &self.groups {
            // A community of hashtags is no group of accounts.
            let sizes = groups.collapsed.sizes.iter().copied();
            facts.communities_min_size = sizes.min().filter(|_| !self.leaving.is_of_hashtags());
            return;
        }
        facts.node_attributes = self.attributes();
        if self.is_figure() {
            let told = self.labelled().into_iter();
            let told = told.filter(|at| self.tells(*at as usize, accounts, masking));
            facts.labelled_protected = told.count() as u64;
            return;
        }
        let nodes = 0..self.leaving.faces.len();
        let told = nodes.filter(|at| self.tells(*at, accounts, masking));
        facts.real_ids_of_protected = told.count() as u64;
        facts.hash_id_pairs = self.has_names()
            && self.leaving.faces.iter().any(|face| {
                face.label != face.account
                    && account_form(&face.account).is_hashed()
                        != account_form(&face.label).is_hashed()
            });
    }

    /// Accounts whose names or ids leave, for the notices of a recall.
    pub(crate) fn accounts(&self) -> Vec<&str> {
        if self.leaving.is_of_hashtags() || !self.is_single() {
            return Vec::new();
        }
        let faces = &self.leaving.faces;
        if self.is_figure() {
            let shown = self.labelled().into_iter();
            return shown
                .map(|at| faces[at as usize].account.as_str())
                .collect();
        }
        faces.iter().map(|face| face.account.as_str()).collect()
    }

    /// As the decision wants it.
    pub(crate) fn dressed(&self, order: &ExportOrder, prepared: &Prepared) -> Result<Dressed> {
        let mut counts = BTreeMap::new();
        let strips = self.is_single() && prepared.must(Transform::StripNodeAttributes);
        let labels = match &self.groups {
            Some(groups) => groups.labels(),
            None => self.names(prepared, strips, &mut counts),
        };
        let bare = strips || self.wanted.only_ids;
        let columns = (!bare).then(|| Columns {
            kinds: self.is_single().then(|| self.leaving.kinds()),
            tweets: match &self.groups {
                Some(groups) => groups.tweets.clone(),
                None => self.leaving.tweets(),
            },
            places: self.is_single().then(|| self.leaving.places()).flatten(),
        });
        if strips {
            counts.insert(
                Transform::StripNodeAttributes.to_string(),
                labels.len() as u64,
            );
        }
        Ok(Dressed {
            labels,
            columns,
            caption: self.caption(order, prepared)?,
            counts,
        })
    }

    fn names(
        &self,
        prepared: &Prepared,
        strips: bool,
        counts: &mut BTreeMap<String, u64>,
    ) -> Vec<Label> {
        let masks = prepared.must(Transform::PseudonymiseIds)
            || prepared.must(Transform::PseudonymiseLabels);
        let by = if prepared.must(Transform::PseudonymiseIds) {
            Transform::PseudonymiseIds
        } else {
            Transform::PseudonymiseLabels
        };
        let masking = prepared.masking();
        let hashtags = self.leaving.is_of_hashtags();
        let shows_names = self.has_names() && !strips || self.is_figure();
        let mut taken: HashMap<String, u32> = HashMap::new();
        let mut changed = 0;
        let labels = self.leaving.faces.iter().map(|face| {
            if hashtags {
                let word = if strips {
                    masking.pseudonyms.handle(&format!("#{}", face.account))
                } else if masks || prepared.masked {
                    masking.hashtag(&face.account).text
                } else {
                    face.account.clone()
                };
                changed += u64::from(word != face.account);
                // Two spellings of one name have one pseudonym, and a node's id must be its own.
                let times = taken.entry(word.clone()).or_default();
                *times += 1;
                let word = match *times {
                    1 => word,
                    times => format!("{word} ({times})"),
                };
                return Label {
                    label: format!("#{word}"),
                    id: word,
                };
            }
            let id = if masks {
                mask_account(&face.account, masking.roster, masking.pseudonyms).into_owned()
            } else {
                face.account.clone()
            };
            let plain = face.label != face.account && !account_form(&face.label).is_hashed();
            let label = if !shows_names || face.label == face.account {
                id.clone()
            } else if masks && plain {
                match masking.roster.by_id(&face.account) {
                    Known::Protected(account) => masking.pseudonyms.account(account),
                    _ => face.label.clone(),
                }
            } else {
                face.label.clone()
            };
            let shown = if self.is_figure() {
                &face.label
            } else {
                &face.account
            };
            let leaves = if self.is_figure() { &label } else { &id };
            changed += u64::from(leaves != shown || shows_names && masks && label != face.label);
            Label { id, label }
        });
        let labels = labels.collect();
        if changed > 0 && (masks || hashtags) {
            counts.insert(by.to_string(), changed);
        }
        labels
    }

    /// What was done. The query may name whom nobody is to be told.
    fn caption(&self, order: &ExportOrder, prepared: &Prepared) -> Result<String> {
        let mut query = order.query.clone();
        if prepared.masked {
            let masked = prepared.masking().text(&query);
            if masked.replaced > 0 || masked.plain_words > 0 {
                query = "it names accounts and stays with whoever made this".into();
            }
        }
        let mut caption = self.leaving.caption(&query)?;
        if let Some(groups) = &self.groups {
            caption += &format!(
                " Each node is a community; {} of fewer than {} are one node together.",
                groups.collapsed.joined, groups.least
            );
        }
        if !prepared.rules.attributions.is_empty() {
            caption += " ";
            caption += &prepared.rules.attributions.join(" ");
        }
        Ok(caption)
    }

    /// What is said of the nodes, where anything may be.
    pub(crate) fn about<'a>(&'a self, dressed: &'a Dressed) -> Option<About<'a>> {
        let columns = dressed.columns.as_ref()?;
        let groups = self.groups.as_ref();
        Some(About {
            kinds: columns.kinds.as_deref(),
            accounts: groups
                .filter(|_| !self.leaving.is_of_hashtags())
                .map(|groups| groups.collapsed.sizes.as_slice()),
            tweets: &columns.tweets,
            measured: self.measured(),
            betweenness: match groups {
                Some(_) => None,
                None => self.leaving.betweenness(),
            },
            places: columns.places.as_deref(),
        })
    }
}
