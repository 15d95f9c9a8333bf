//! Cases that ask for values as they would leave.

use super::Wrong;
use super::decision::RawTable;
use super::world::{World, read};
use crate::agreement::{Margins, ThirdParty, ZeroCells};
use crate::request::{Ask, Confirmation, Facts, Integrity, Request};
use crate::sdc::{self, CellRules, Dominance, Hidden};
use crate::transform::{
    Pseudonyms, Roster, Scan, band, csv_cell, dehydrate, is_archive_hash, mask_account, mask_row,
    month, redact,
};
use crate::words::{Channel, Product, Transform};
use crate::{Digest, Purpose, RecipientId, Rules};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use starling_model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Fixture {
    key: String,
    #[serde(default)]
    accounts: Vec<RawAccount>,
    third_party_mentions: Option<ThirdParty>,
}

#[derive(Deserialize)]
struct RawAccount {
    id: String,
    handle: Option<String>,
    #[serde(default)]
    handles: Vec<String>,
    followers: Option<i64>,
}

struct Masks {
    roster: Roster,
    pseudonyms: Pseudonyms,
}

pub(super) fn got(
    transform: &str,
    request: &Map<String, Value>,
    world: &World,
) -> Result<Map<String, Value>, Wrong> {
    let input = request.get("input").ok_or("`input` is missing")?;
    match transform {
        "text" => text(input, &masks(request, world)?),
        "users" => users(input, &masks(request, world)?),
        "row" => row(input, request, &masks(request, world)?),
        "postscan" => postscan(input, &masks(request, world)?),
        "pseudonym" => pseudonym(input, Pseudonyms::account),
        "tweet_pseudonym" => pseudonym(input, Pseudonyms::tweet),
        "dehydrate" => ids(input),
        "bands" => each(input, |value| match value.as_i64() {
            Some(followers) => json!(band(followers)),
            None => Value::Null,
        }),
        "month" => each(input, |value| match value.as_str() {
            Some(date) => json!(month(date)),
            None => Value::Null,
        }),
        "csv_cell" => each(input, |value| match value.as_str() {
            Some(cell) => json!(csv_cell(cell)),
            None => value.clone(),
        }),
        "round" => {
            let base = request.get("base").and_then(Value::as_u64).unwrap_or(0);
            each(input, |value| match value.as_u64() {
                Some(number) => json!(sdc::round_to(number, base)),
                None => value.clone(),
            })
        }
        "sdc" | "table" => table(input, request, world),
        other => Err(format!("there is no transform `{other}`")),
    }
}

fn rules(world: &World) -> Rules {
    // The same way as for a decision, with nothing else asked.
    let request = Request {
        product: Product::Records,
        datasets: world.asked.clone(),
        agreements: world.declared.clone(),
        query: Digest::default(),
        fields: BTreeSet::new(),
        recipient: RecipientId::from("self"),
        purpose: Purpose::from("academic_research"),
        channel: Channel::Manual,
        form: None,
        permissions: BTreeSet::new(),
        approvals: BTreeSet::new(),
        package: None,
    };
    let known = crate::World {
        now: Timestamp(0),
        member: world.member.clone(),
        recipients: BTreeMap::new(),
        datasets: world.datasets.clone(),
        agreements: world.agreements.clone(),
        ledger: Vec::new(),
        integrity: Integrity::default(),
    };
    crate::decide::rules_in_force(&Ask {
        request: &request,
        facts: &Facts::default(),
        world: &known,
        confirmation: Confirmation::Preview,
    })
}

fn masks(request: &Map<String, Value>, world: &World) -> Result<Masks, Wrong> {
    let fixture: Fixture = read(request.get("fixture").ok_or("`fixture` is missing")?)?;
    let rules = rules(world);
    let third_party = fixture.third_party_mentions.unwrap_or(rules.third_party);
    let accounts = fixture.accounts.iter().map(|account| {
        let names = account.handle.iter().chain(&account.handles);
        let protected = rules.protects(account.followers);
        (account.id.as_str(), names.map(String::as_str), protected)
    });
    Ok(Masks {
        roster: Roster::of(third_party, accounts),
        pseudonyms: Pseudonyms::new(&key(&fixture.key)?),
    })
}

fn key(text: &str) -> Result<[u8; 32], Wrong> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes());
    let bytes = bytes.map_err(|_| "`key` is 64 hexadecimal digits")?;
    bytes
        .try_into()
        .map_err(|_| "`key` is 64 hexadecimal digits".into())
}

/// The output, and whether anything was changed.
fn output(input: &Value, output: Value) -> Map<String, Value> {
    let verdict = if *input == output {
        "allow"
    } else {
        "transform"
    };
    Map::from_iter([
        ("verdict".to_owned(), json!(verdict)),
        ("output".to_owned(), output),
    ])
}

fn each(input: &Value, change: impl Fn(&Value) -> Value) -> Result<Map<String, Value>, Wrong> {
    let changed = match input {
        Value::Array(list) => list.iter().map(change).collect(),
        one => change(one),
    };
    Ok(output(input, changed))
}

fn text(input: &Value, masks: &Masks) -> Result<Map<String, Value>, Wrong> {
    let text = input.as_str().ok_or("`input` is a text")?;
    let redacted = redact(text, &masks.roster, &masks.pseudonyms);
    let mut got = output(input, json!(redacted.text));
    got.insert("counts".to_owned(), json!(redacted.counts));
    Ok(got)
}

fn users(input: &Value, masks: &Masks) -> Result<Map<String, Value>, Wrong> {
    each(input, |value| match value.as_str() {
        Some(id) => json!(mask_account(id, &masks.roster, &masks.pseudonyms)),
        None => value.clone(),
    })
}

fn row(
    input: &Value,
    request: &Map<String, Value>,
    masks: &Masks,
) -> Result<Map<String, Value>, Wrong> {
    let named: BTreeSet<Transform> = match request.get("transforms") {
        Some(named) => read::<Vec<String>>(named)?
            .iter()
            .map(|word| Transform::from_word(word).ok_or_else(|| format!("there is no `{word}`")))
            .collect::<Result<_, Wrong>>()?,
        None => BTreeSet::from([
            Transform::PseudonymiseIds,
            Transform::PseudonymiseMentions,
            Transform::PseudonymiseTweetIds,
            Transform::DropProfileText,
            Transform::DropGeo,
            Transform::BandQuasiIdentifiers,
        ]),
    };
    let mut masked = input.as_object().ok_or("`input` is a row")?.clone();
    let counts = mask_row(&mut masked, &named, &masks.roster, &masks.pseudonyms);
    let mut got = output(input, Value::Object(masked));
    got.insert("counts".to_owned(), json!(counts));
    Ok(got)
}

fn postscan(input: &Value, masks: &Masks) -> Result<Map<String, Value>, Wrong> {
    let lines: Vec<String> = match input {
        Value::String(text) => vec![text.clone()],
        list => read(list)?,
    };
    let mut scan = Scan::new(&masks.roster);
    scan.feed(lines.join("\n").as_bytes());
    let (hard, review) = scan.finish();
    let verdict = if hard.is_empty() { "allow" } else { "deny" };
    Ok(Map::from_iter([
        ("verdict".to_owned(), json!(verdict)),
        ("hard".to_owned(), json!(hard.len())),
        ("review".to_owned(), json!(review)),
    ]))
}

fn pseudonym(
    input: &Value,
    of: impl Fn(&Pseudonyms, &str) -> String,
) -> Result<Map<String, Value>, Wrong> {
    let pairs: Vec<(String, String)> = read(input)?;
    let made = pairs
        .iter()
        .map(|(text, id)| {
            if is_archive_hash(id) {
                return Ok(id.clone());
            }
            Ok(of(&Pseudonyms::new(&key(text)?), id))
        })
        .collect::<Result<Vec<String>, Wrong>>()?;
    // A known answer changes nothing that leaves.
    Ok(Map::from_iter([
        ("verdict".to_owned(), json!("allow")),
        ("output".to_owned(), json!(made)),
    ]))
}

fn ids(input: &Value) -> Result<Map<String, Value>, Wrong> {
    let rows = input.as_array().ok_or("`input` is a list of rows")?;
    let ids = rows
        .iter()
        .map(|row| {
            let id = row.get("tweetid").unwrap_or(row);
            let text = id
                .as_str()
                .map(str::to_owned)
                .unwrap_or_else(|| id.to_string());
            text.parse::<u64>()
                .map_err(|_| format!("`{text}` is no tweet id"))
        })
        .collect::<Result<Vec<u64>, Wrong>>()?;
    let ids: Vec<String> = dehydrate(ids).iter().map(u64::to_string).collect();
    Ok(output(input, json!(ids)))
}

#[derive(Deserialize)]
#[serde(default)]
struct RawRules {
    min_accounts: u64,
    zero_cells: ZeroCells,
    nk_n: Option<u32>,
    nk_k: Option<f64>,
    p_ratio: Option<f64>,
    rounding_base: u64,
    margins: Option<Margins>,
    differencing: bool,
}

impl Default for RawRules {
    fn default() -> Self {
        Self {
            min_accounts: 1,
            zero_cells: ZeroCells::Allow,
            nk_n: None,
            nk_k: None,
            p_ratio: None,
            rounding_base: 0,
            margins: None,
            differencing: false,
        }
    }
}

impl RawRules {
    fn rules(&self) -> CellRules {
        let dominance = self.nk_n.zip(self.nk_k);
        CellRules {
            min_accounts: self.min_accounts,
            zero_cells: self.zero_cells,
            dominance: dominance
                .map(|(n, k)| Dominance { n, k })
                .into_iter()
                .collect(),
            p_ratio: self.p_ratio,
            rounding_base: self.rounding_base,
            complementary: self.margins.is_some(),
            differencing: self.differencing,
        }
    }
}

fn table(
    input: &Value,
    request: &Map<String, Value>,
    world: &World,
) -> Result<Map<String, Value>, Wrong> {
    let table = read::<RawTable>(input)?.table();
    let rules = match request.get("rules") {
        Some(given) => {
            let given: Vec<RawRules> = if given.is_array() {
                read(given)?
            } else {
                vec![read(given)?]
            };
            given
                .iter()
                .fold(CellRules::default(), |all, one| all.and(&one.rules()))
        }
        None => rules(world).cells,
    };
    let hidden: Hidden = sdc::hide(&table, &rules);
    let released = sdc::release(&table, &rules, &hidden);
    let shown = |cells: &[Option<u64>]| -> Vec<Value> {
        let shown = cells
            .iter()
            .map(|cell| cell.map_or(json!("*"), |value| json!(value)));
        shown.collect()
    };
    let rows: Vec<Vec<Value>> = released.cells.iter().map(|row| shown(row)).collect();
    let mut complementary = hidden.complementary.clone();
    complementary.sort_unstable();
    let changed = !hidden.primary.is_empty() || rules.rounding_base > 1;
    let mut got = Map::from_iter([
        (
            "verdict".to_owned(),
            json!(if changed { "transform" } else { "allow" }),
        ),
        (
            "primary".to_owned(),
            json!(hidden.primary.keys().collect::<Vec<_>>()),
        ),
        ("complementary".to_owned(), json!(complementary)),
        ("reasons".to_owned(), json!(hidden.reasons())),
        ("output".to_owned(), json!(rows)),
    ]);
    if let (Some(rows), Some(columns)) = (&released.row_totals, &released.column_totals) {
        got.insert("row_totals".to_owned(), json!(shown(rows)));
        got.insert("column_totals".to_owned(), json!(shown(columns)));
        got.insert("total".to_owned(), json!(shown(&[released.total])[0]));
    }
    Ok(got)
}
