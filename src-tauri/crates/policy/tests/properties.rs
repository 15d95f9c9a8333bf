//! What holds for every input, not only for the cases.

use proptest::prelude::*;
use starling_model::Timestamp;
use starling_policy::agreement::{ThirdParty, ZeroCells, shipped};
use starling_policy::request::{
    Delivery, DeliveryState, Filed, Integrity, Member, Permission, Publication, QuoteCounts, Role,
    SignatureState, Terms,
};
use starling_policy::sdc::{
    Cell, CellRules, Dominance, Hidden, MarginTotals, Table, hide, release,
};
use starling_policy::transform::{Pseudonyms, Roster, csv_cell, mask_accounts, month, redact};
use starling_policy::{
    AgreementId, Ask, Channel, Code, Confirmation, Dataset, Decision, EntityId, Facts, Obligation,
    Product, Purpose, Recipient, RecipientId, RecipientKind, Request, Tier, Transform, Verdict,
    World, decide,
};
use std::collections::{BTreeMap, BTreeSet};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// 2023-03-01, in the term of every shipped agreement.
const NOW: Timestamp = Timestamp(1_677_672_000_000);

fn recipient(kind: RecipientKind, role: Role) -> Recipient {
    Recipient {
        role,
        entity: Some(EntityId::from("univ")),
        email: Some("ana@univ-a.example".into()),
        keys: BTreeSet::from(["age1-ana".to_owned()]),
        terms: Terms::Accepted,
        ..Recipient::of_kind(kind)
    }
}

fn world(ledger: Vec<Delivery>) -> World {
    let dataset = |tier| Dataset {
        tier_declared: tier,
        tier_detected: Some(tier),
        agreements: BTreeSet::new(),
        lineage: BTreeSet::new(),
        publication: Publication::Published,
        public_twin: Some("twin".into()),
        superseded_by: None,
    };
    World {
        now: NOW,
        member: Member {
            affiliation: "academic".into(),
            entity: None,
        },
        recipients: BTreeMap::from([
            ("self".into(), recipient(RecipientKind::Self_, Role::None)),
            ("ana".into(), recipient(RecipientKind::Person, Role::None)),
            (
                "rev".into(),
                recipient(RecipientKind::Person, Role::Reviewer),
            ),
            (
                "public".into(),
                recipient(RecipientKind::Public, Role::None),
            ),
            (
                "gov".into(),
                recipient(RecipientKind::Government, Role::None),
            ),
            (
                "firm".into(),
                recipient(RecipientKind::Commercial, Role::None),
            ),
        ]),
        datasets: BTreeMap::from([
            ("set".into(), dataset(Tier::Institutional)),
            ("twin".into(), dataset(Tier::PublicHashed)),
        ]),
        agreements: shipped()
            .iter()
            .map(|(agreement, _)| {
                let filed = Filed {
                    digest: agreement.digest().expect("an agreement has a digest"),
                    agreement: agreement.clone(),
                    signature: SignatureState::Good,
                };
                (agreement.id.clone(), filed)
            })
            .collect(),
        ledger,
        integrity: Integrity::default(),
    }
}

fn some_facts() -> impl Strategy<Value = Facts> {
    let counts = (0..70_000u64, 0..3_000u64, 0..30u64, 0..30u64);
    let odd = (0..3u64, 0..3u64, 0..3u64, any::<bool>());
    let graph = (
        0..500u64,
        proptest::option::of(1..40u64),
        0..20u64,
        0..20u64,
    );
    let cells = proptest::collection::vec(some_cell(), 1..6);
    (counts, odd, graph, cells, proptest::option::of(0..30u64)).prop_map(
        |(counts, odd, graph, cells, difference)| Facts {
            tweets: counts.0,
            user_profiles: counts.1,
            tweet_ids: counts.0,
            rows: counts.0.min(40),
            real_ids_of_protected: counts.2,
            mention_hits: counts.3,
            labelled_protected: odd.0,
            withdrawn_rows: odd.1,
            disputed_rows: odd.2,
            hash_id_pairs: odd.3 && odd.0 == 0,
            graph_nodes: graph.0,
            communities_min_size: graph.1,
            quotes: QuoteCounts {
                protected: graph.2,
                unprotected: graph.3,
            },
            table: Some(Table {
                cells: vec![cells],
                margins: MarginTotals::Shown,
            }),
            difference_to_earlier: difference,
            ..Facts::default()
        },
    )
}

fn some_cell() -> impl Strategy<Value = Cell> {
    let contributions = proptest::collection::vec(1..60u64, 0..25);
    (contributions, any::<bool>()).prop_map(|(contributions, protected)| {
        let n = contributions.len() as u64;
        Cell::of(contributions, if protected { n } else { 0 })
    })
}

fn some_request() -> impl Strategy<Value = Request> {
    let product = proptest::sample::select(Product::ALL.to_vec());
    let recipient = proptest::sample::select(vec!["self", "ana", "rev", "public", "gov", "firm"]);
    let fields = proptest::sample::subsequence(
        vec![
            "tweetid",
            "userid",
            "tweet_text",
            "user_profile_description",
            "follower_count",
            "latitude",
        ],
        0..6,
    );
    let purpose = proptest::sample::select(vec!["academic_research", "teaching", "journalism"]);
    let form = proptest::sample::select(vec!["svg", "png"]);
    let permitted = any::<[bool; 2]>();
    (product, recipient, fields, purpose, form, permitted).prop_map(
        |(product, recipient, fields, purpose, form, permitted)| {
            let clauses = [
                ("twitter-public-hashed", "P1-ids-only"),
                ("tmrc-unhashed", "T2-no-outside"),
            ];
            let on_file = clauses
                .iter()
                .zip(permitted)
                .filter(|(_, on_file)| *on_file);
            Request {
                product,
                datasets: BTreeSet::from(["set".into()]),
                agreements: BTreeSet::new(),
                query: Default::default(),
                fields: fields.into_iter().map(Into::into).collect(),
                recipient: recipient.into(),
                purpose: Purpose::from(purpose),
                channel: Channel::Manual,
                form: Some(form.to_owned()),
                permissions: on_file
                    .map(|((agreement, clause), _)| Permission {
                        agreement: (*agreement).into(),
                        clause: (*clause).into(),
                    })
                    .collect(),
                approvals: BTreeSet::new(),
                package: None,
            }
        },
    )
}

fn decision(request: &Request, facts: &Facts, world: &World) -> Decision {
    decide(&Ask {
        request,
        facts,
        world,
        confirmation: Confirmation::Preview,
    })
    .decision
}

#[test]
fn reasons_say_their_counts_in_groups_of_three() {
    let facts = Facts {
        tweets: 1_234_567,
        user_profiles: 9_876,
        tweet_ids: 1_234_567,
        rows: 1_234_567,
        real_ids_of_protected: 49_526,
        mention_hits: 1_003,
        labelled_protected: 2_004,
        withdrawn_rows: 3_005,
        disputed_rows: 4_006,
        removal_pending_rows: 5_007,
        graph_nodes: 60_008,
        quotes: QuoteCounts {
            protected: 7_009,
            unprotected: 8_010,
        },
        ..Facts::default()
    };
    let mut said = BTreeSet::new();
    for &product in Product::ALL {
        for recipient in ["self", "ana", "rev", "public", "gov", "firm"] {
            let request = Request {
                agreements: BTreeSet::from([
                    "tmrc-unhashed".into(),
                    "twitter-public-hashed".into(),
                ]),
                product,
                recipient: RecipientId::from(recipient),
                permissions: BTreeSet::from([Permission {
                    agreement: "tmrc-unhashed".into(),
                    clause: "T2-no-outside".into(),
                }]),
                ..base()
            };
            let decision = decision(&request, &facts, &world(Vec::new()));
            said.extend(decision.findings.into_iter().map(|finding| finding.detail));
        }
    }
    for reason in &said {
        let runs = reason.split(|c: char| !c.is_ascii_digit());
        assert!(runs.map(str::len).all(|run| run < 4), "{reason}");
    }
    for reason in [
        "49,526 ids of protected accounts become pseudonyms.",
        "4,006 rows of disputed accounts stay here.",
    ] {
        assert!(said.contains(reason), "{said:#?}");
    }
}

/// What is no longer delivered is no longer counted: that a quota lets it pass then loosens nothing.
fn only_counted(before: &Decision, after: &Decision) -> bool {
    let counted = [
        Code::QuotaObjects24h,
        Code::QuotaIds30d,
        Code::ChannelAutomated,
    ];
    let taken_out = [
        Transform::Dehydrate,
        Transform::StripNodeAttributes,
        Transform::PseudonymiseTweetIds,
        Transform::SubstitutePublicTwin,
    ];
    before
        .denials()
        .all(|finding| counted.contains(&finding.code))
        && taken_out
            .iter()
            .any(|transform| after.transforms.contains(transform))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn one_more_agreement_never_loosens(
        request in some_request(),
        facts in some_facts(),
        first in proptest::sample::subsequence(vec![0usize, 1, 2, 3], 1..4),
        added in 0usize..4,
    ) {
        let world = world(Vec::new());
        let named = |of: &[usize]| -> BTreeSet<AgreementId> {
            of.iter().map(|at| shipped()[*at].0.id.clone()).collect()
        };
        let fewer = Request { agreements: named(&first), ..request.clone() };
        let all: Vec<usize> = first.iter().copied().chain([added]).collect();
        let more = Request { agreements: named(&all), ..request };
        let (before, after) = (decision(&fewer, &facts, &world), decision(&more, &facts, &world));
        prop_assert!(
            after.verdict >= before.verdict || only_counted(&before, &after),
            "{before:#?}\n{after:#?}"
        );
        if after.verdict != Verdict::Deny {
            let mut promised = before.obligations.clone();
            // Rows that are dropped need not be disclosed.
            if after.transforms.contains(&Transform::DropDisputedRows) {
                promised.remove(&Obligation::DiscloseDisputed);
            }
            prop_assert!(promised.is_subset(&after.obligations), "{before:#?}\n{after:#?}");
            let rounded = |decision: &Decision| decision.transforms.iter().find_map(|transform| match transform {
                Transform::RoundTo(base) => Some(*base),
                _ => None,
            });
            prop_assert!(rounded(&after) >= rounded(&before));
            // The twin is other data: what was masked in these is not in it.
            if !after.transforms.contains(&Transform::SubstitutePublicTwin) {
                let plain = |decision: &Decision| -> BTreeSet<Transform> {
                    let kept = decision.transforms.iter().copied();
                    kept.filter(|transform| !matches!(transform, Transform::RoundTo(_))).collect()
                };
                prop_assert!(plain(&before).is_subset(&plain(&after)), "{before:#?}\n{after:#?}");
            }
        }
    }

    #[test]
    fn parts_never_pass_where_the_whole_fails(
        first in 0..60_000u64,
        second in 0..60_000u64,
        hours in 0..24i64,
        product in proptest::sample::select(vec![Product::Records, Product::Ids]),
    ) {
        let delivered = |n: u64| Facts { tweets: n, tweet_ids: n, ..Facts::default() };
        let request = Request {
            agreements: BTreeSet::from(["twitter-public-hashed".into(), "x-policy-2025".into()]),
            product,
            recipient: RecipientId::from("ana"),
            ..base()
        };
        let ids = if product == Product::Ids { 40 } else { 1 };
        let (first, second) = (first * ids, second * ids);
        let nothing = world(Vec::new());
        let whole = decision(&request, &delivered(first + second), &nothing);
        let one = decision(&request, &delivered(first), &nothing);
        let numbers = one.numbers;
        let ledger = vec![Delivery {
            recipient: RecipientId::from("ana"),
            objects: numbers.objects_counted.unwrap_or(0),
            tweet_ids: numbers.tweet_ids_counted.unwrap_or(0),
            at: Timestamp(NOW.0 - hours * DAY_MS / 24),
            package: None,
            state: DeliveryState::Delivered,
        }];
        let other = decision(&request, &delivered(second), &world(ledger));
        let parts_pass = one.verdict != Verdict::Deny && other.verdict != Verdict::Deny;
        prop_assert!(!(parts_pass && whole.verdict == Verdict::Deny));
    }

    #[test]
    fn the_same_input_gives_the_same_decision(request in some_request(), facts in some_facts()) {
        let request = Request { agreements: BTreeSet::from(["tmrc-unhashed".into()]), ..request };
        let world = world(Vec::new());
        let ask = Ask { request: &request, facts: &facts, world: &world, confirmation: Confirmation::Preview };
        let preview = decide(&ask);
        prop_assert!(preview.grant.is_none(), "a preview lets nothing out");
        let confirmed = decide(&Ask { confirmation: Confirmation::Confirmed(preview.digest), ..ask });
        prop_assert_eq!(&confirmed.decision, &preview.decision);
        prop_assert_eq!(confirmed.grant.is_some(), preview.decision.verdict != Verdict::Deny);
        let other = decide(&Ask { confirmation: Confirmation::Confirmed(Default::default()), ..ask });
        prop_assert!(other.grant.is_none() && other.decision.has(Code::UnconfirmedPreview));
    }

    #[test]
    fn twice_is_once(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..12), keep in any::<bool>()) {
        let text = pieces.concat();
        let (roster, pseudonyms) = masks(keep);
        let once = redact(&text, &roster, &pseudonyms).text.into_owned();
        let twice = redact(&once, &roster, &pseudonyms);
        prop_assert_eq!(&*twice.text, &once);
        let ids: Vec<String> = pieces.iter().map(|piece| (*piece).to_owned()).collect();
        let once = mask_accounts(&ids, &roster, &pseudonyms);
        prop_assert_eq!(mask_accounts(&once, &roster, &pseudonyms), once);
        let cell = csv_cell(&text).into_owned();
        prop_assert_eq!(csv_cell(&cell).into_owned(), cell);
        prop_assert_eq!(month(month("2014-03-21")), "2014-03");
    }

    #[test]
    fn hidden_cells_cannot_be_worked_out(
        rows in 1usize..7,
        columns in 1usize..7,
        cells in proptest::collection::vec(some_cell(), 49),
    ) {
        let table = Table {
            cells: (0..rows).map(|row| cells[row * 7..row * 7 + columns].to_vec()).collect(),
            margins: MarginTotals::Shown,
        };
        let rules = CellRules {
            min_accounts: 6,
            zero_cells: ZeroCells::Suppress,
            dominance: vec![Dominance { n: 2, k: 0.9 }],
            p_ratio: Some(0.1),
            complementary: true,
            ..CellRules::default()
        };
        let hidden = hide(&table, &rules);
        prop_assert_eq!(worked_out(&table, &rules, &hidden), Vec::new());
    }
}

/// The hidden cells that the totals which are shown determine, by elimination over a prime field.
fn worked_out(table: &Table, rules: &CellRules, hidden: &Hidden) -> Vec<(usize, usize)> {
    const PRIME: i64 = 1_000_003;
    let released = release(table, rules, hidden);
    let unknown: Vec<(usize, usize)> = (0..table.cells.len())
        .flat_map(|row| (0..table.cells[row].len()).map(move |column| (row, column)))
        .filter(|place| hidden.contains(*place))
        .collect();
    let equation = |of: &dyn Fn((usize, usize)) -> bool| -> Vec<i64> {
        unknown.iter().map(|place| i64::from(of(*place))).collect()
    };
    let mut matrix = Vec::new();
    let shown = |totals: &Option<Vec<Option<u64>>>, at: usize| {
        totals.as_ref().is_some_and(|totals| totals[at].is_some())
    };
    for row in 0..table.cells.len() {
        if shown(&released.row_totals, row) {
            matrix.push(equation(&|place| place.0 == row));
        }
    }
    for column in 0..table.cells[0].len() {
        if shown(&released.column_totals, column) {
            matrix.push(equation(&|place| place.1 == column));
        }
    }
    if released.total.is_some() {
        matrix.push(equation(&|_| true));
    }
    let inverse = |value: i64| {
        let (mut result, mut base, mut power) = (1i64, value.rem_euclid(PRIME), PRIME - 2);
        while power > 0 {
            if power & 1 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            power >>= 1;
        }
        result
    };
    let mut done = 0;
    for column in 0..unknown.len() {
        let Some(pivot) = (done..matrix.len()).find(|row| matrix[*row][column] != 0) else {
            continue;
        };
        matrix.swap(done, pivot);
        let factor = inverse(matrix[done][column]);
        matrix[done]
            .iter_mut()
            .for_each(|value| *value = *value * factor % PRIME);
        let pivot_row = matrix[done].clone();
        for (row, values) in matrix.iter_mut().enumerate() {
            let times = values[column];
            if row != done && times != 0 {
                for (value, of_pivot) in values.iter_mut().zip(&pivot_row) {
                    *value = (*value - times * of_pivot).rem_euclid(PRIME);
                }
            }
        }
        done += 1;
    }
    matrix
        .iter()
        .filter_map(|row| {
            let mut set = row.iter().enumerate().filter(|(_, value)| **value != 0);
            let (first, more) = (set.next(), set.next());
            first.filter(|_| more.is_none()).map(|(at, _)| unknown[at])
        })
        .collect()
}

#[test]
fn the_check_of_hidden_cells_sees_what_is_wrong() {
    let cell = |accounts| Cell {
        accounts,
        protected: accounts,
        value: accounts * 10,
        top: vec![10, 10],
    };
    let table = Table {
        cells: vec![vec![cell(3), cell(30)], vec![cell(40), cell(50)]],
        margins: MarginTotals::Shown,
    };
    let rules = CellRules {
        min_accounts: 10,
        ..CellRules::default()
    };
    let hidden = Hidden {
        primary: BTreeMap::from([((0, 0), Code::SmallCell)]),
        complementary: vec![(0, 1)],
    };
    assert_eq!(
        worked_out(&table, &rules, &hidden).len(),
        0,
        "totals of lines with one hidden cell are hidden with it"
    );
    let hidden = Hidden {
        complementary: vec![(0, 1), (1, 0), (1, 1)],
        ..hidden
    };
    assert_eq!(worked_out(&table, &rules, &hidden), Vec::new());
}

const PIECES: &[&str] = &[
    "@PatriotMike_88",
    "＠patriotmike_88",
    "@maria",
    "maria",
    "#PatriotMike_88",
    "PatriotMike_88",
    "@stranger_1",
    "@Big",
    "https://twitter.com/",
    "x.com/",
    " ",
    "\u{200b}",
    "…",
    "@PatriotM…",
    "900000000000000001",
    "12345",
    "@",
    "#",
    "[cut]",
    "u_tm3rz77uhisgqtgbn6xjzsfr32",
    "=",
    "0",
    "é",
    "日本",
    "_",
    "screen_name=",
    "...",
];

fn masks(keep: bool) -> (Roster, Pseudonyms) {
    let third_party = if keep {
        ThirdParty::Keep
    } else {
        ThirdParty::Pseudonymise
    };
    let accounts = [
        ("900000000000000001", vec!["PatriotMike_88"], true),
        ("900000000000000002", vec!["BigNewsDaily"], false),
        ("900000000000000003", vec!["maria"], true),
        ("12345", vec!["cut"], true),
    ];
    (Roster::of(third_party, accounts), Pseudonyms::new(&[7; 32]))
}

fn base() -> Request {
    Request {
        product: Product::Records,
        datasets: BTreeSet::from(["set".into()]),
        agreements: BTreeSet::new(),
        query: Default::default(),
        fields: BTreeSet::from(["tweetid".into(), "tweet_text".into()]),
        recipient: RecipientId::from("ana"),
        purpose: Purpose::from("teaching"),
        channel: Channel::Manual,
        form: None,
        permissions: BTreeSet::new(),
        approvals: BTreeSet::new(),
        package: None,
    }
}
