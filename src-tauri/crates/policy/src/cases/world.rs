//! The small world of a case: its agreements, people and datasets.

use super::{Case, File, Wrong, merge};
use crate::request::{Dataset, Filed, Publication, Recipient, Role, SignatureState, Terms};
use crate::words::{RecipientKind, Tier};
use crate::{Agreement, AgreementId, DatasetName, EntityId, RecipientId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a case takes place in.
pub(super) struct World {
    pub(super) declared: BTreeSet<AgreementId>,
    pub(super) agreements: BTreeMap<AgreementId, Filed>,
    pub(super) asked: BTreeSet<DatasetName>,
    pub(super) datasets: BTreeMap<DatasetName, Dataset>,
    pub(super) recipients: BTreeMap<RecipientId, Recipient>,
    pub(super) member: crate::request::Member,
}

impl World {
    pub(super) fn of(
        file: &File,
        case: &Case,
        request: &Map<String, Value>,
        library: &[Agreement],
    ) -> Result<Self, Wrong> {
        let mut all: BTreeMap<AgreementId, Agreement> = library
            .iter()
            .map(|agreement| (agreement.id.clone(), agreement.clone()))
            .collect();
        let mut declared = BTreeSet::new();
        for named in &case.agreement {
            let (id, overrides) = match named {
                Value::String(id) => (id.as_str(), None),
                Value::Object(named) => (
                    named.get("id").and_then(Value::as_str).unwrap_or_default(),
                    named.get("overrides").and_then(Value::as_object),
                ),
                _ => {
                    return Err(
                        "`agreement` lists ids, or objects with `id` and `overrides`".into(),
                    );
                }
            };
            let id = AgreementId::from(id);
            if let Some(overrides) = overrides {
                let changed = all
                    .get(&id)
                    .ok_or_else(|| format!("there is no agreement `{id}`"))
                    .and_then(|agreement| with(agreement, overrides))?;
                all.insert(id.clone(), changed);
            }
            declared.insert(id);
        }
        let member = request
            .get("member")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let member = file.members.get(member);
        Ok(Self {
            declared,
            agreements: all.into_iter().map(filed).collect::<Result<_, Wrong>>()?,
            asked: case
                .datasets
                .iter()
                .map(|name| DatasetName(name.clone()))
                .collect(),
            datasets: each(&file.datasets, |raw: RawDataset| raw.dataset(), DatasetName)?,
            recipients: each(
                &file.recipients,
                |raw: RawRecipient| raw.recipient(),
                RecipientId,
            )?,
            member: member.map_or_else(
                || Ok(crate::request::Member::default()),
                |member| {
                    read::<RawMember>(member).map(|raw| crate::request::Member {
                        affiliation: raw.affiliation,
                        entity: raw.entity.map(EntityId),
                    })
                },
            )?,
        })
    }
}

fn filed((id, agreement): (AgreementId, Agreement)) -> Result<(AgreementId, Filed), Wrong> {
    let digest = agreement.digest().map_err(|why| why.to_string())?;
    let filed = Filed {
        agreement,
        digest,
        signature: SignatureState::Good,
    };
    Ok((id, filed))
}

fn with(agreement: &Agreement, overrides: &Map<String, Value>) -> Result<Agreement, Wrong> {
    let whole = serde_json::to_value(agreement).map_err(|why| why.to_string())?;
    let Value::Object(mut whole) = whole else {
        return Err("an agreement is an object".into());
    };
    merge::into(&mut whole, overrides);
    read(&Value::Object(whole))
}

pub(super) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Wrong> {
    T::deserialize(value).map_err(|why| why.to_string())
}

fn each<R: DeserializeOwned, T, N: Ord>(
    raw: &BTreeMap<String, Value>,
    made: impl Fn(R) -> T,
    name: impl Fn(String) -> N,
) -> Result<BTreeMap<N, T>, Wrong> {
    raw.iter()
        .map(|(key, value)| {
            let value = read::<R>(value).map_err(|why| format!("`{key}`: {why}"))?;
            Ok((name(key.clone()), made(value)))
        })
        .collect()
}

#[derive(Deserialize)]
struct RawMember {
    #[serde(default)]
    affiliation: String,
    entity: Option<String>,
}

#[derive(Deserialize)]
struct RawRecipient {
    kind: RecipientKind,
    role: Option<String>,
    entity: Option<EntityId>,
    email: Option<String>,
    orcid: Option<String>,
    #[serde(default)]
    tags: BTreeSet<String>,
    #[serde(default)]
    own_agreements: BTreeSet<AgreementId>,
    age_key: Option<String>,
    #[serde(default)]
    age_keys: Vec<String>,
    #[serde(default)]
    accepted_terms: bool,
}

impl RawRecipient {
    fn recipient(self) -> Recipient {
        let role = match self.role.as_deref() {
            Some("reviewer") => Role::Reviewer,
            _ => Role::None,
        };
        Recipient {
            kind: self.kind,
            role,
            entity: self.entity,
            email: self.email,
            orcid: self.orcid,
            tags: self.tags,
            own_agreements: self.own_agreements,
            keys: self.age_key.into_iter().chain(self.age_keys).collect(),
            terms: if self.accepted_terms {
                Terms::Accepted
            } else {
                Terms::NotAccepted
            },
        }
    }
}

#[derive(Deserialize)]
struct RawDataset {
    tier_declared: Tier,
    tier_detected: Option<Tier>,
    #[serde(default)]
    agreements: BTreeSet<AgreementId>,
    #[serde(default)]
    lineage: BTreeSet<DatasetName>,
    #[serde(default)]
    published: bool,
    public_twin: Option<DatasetName>,
    superseded_by: Option<DatasetName>,
}

impl RawDataset {
    fn dataset(self) -> Dataset {
        Dataset {
            tier_declared: self.tier_declared,
            tier_detected: self.tier_detected,
            agreements: self.agreements,
            lineage: self.lineage,
            // What nobody calls published is not.
            publication: if self.published {
                Publication::Published
            } else {
                Publication::Unpublished
            },
            public_twin: self.public_twin,
            superseded_by: self.superseded_by,
        }
    }
}
