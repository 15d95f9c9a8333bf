//! Names and ids of protected accounts, planted in every disguise: none of them is in anything that leaves.
//!
//! `STARLING_PLANTED` says how many tweets; CI plants in some thousands, the full run in a million.
//!
//! Every form leaves at every size; nothing is cut. A million tweets with ten thousand protected accounts were run once,
//! beside a release build and with `starling-export` and `starling-session` optimised: import took 87 s, the rows 288 s
//! as CSV, 240 s as JSON Lines and 128 s as Parquet (the run was paused at times), all networks 39 s, and nobody left.
//! Until then rows and networks took 0.6 GB; figures of ten thousand bars took 7 GB, and are refused since.
//! `--nocapture` says each step's time.

use crate::ana;
use starling_model::{Cancel, Progress};
use starling_query::ask::Facet;
use starling_session::agreements::Signer;
use starling_session::exporting::{By, ExportOrder, Form, NetworkLeaving, Verdict};
use starling_session::networks::{NetworkKind, NetworkOrder, ViewAsk};
use starling_session::{ImportOrder, Session};
use starling_testkit::{PIECE, Sieve, TestVault};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What CI plants.
const USUAL: u64 = 3_000;
/// What [`disguised`] knows.
const DISGUISES: u64 = 14;

fn n_tweets() -> u64 {
    std::env::var("STARLING_PLANTED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(USUAL)
}

/// A hundredth of the tweets, ten thousand of a million.
fn n_accounts(tweets: u64) -> u64 {
    (tweets / 100).max(60)
}

pub(crate) fn handle(account: u64) -> String {
    // Distinctive names, plain words' forms of them, and long ones.
    match account % 3 {
        0 => format!("Anna_K{account}"),
        1 => format!("truth{account}seek"),
        _ => format!("Zz_{account}_Mm"),
    }
}

pub(crate) fn id(account: u64) -> String {
    (720_000_000_000_000_000 + account * 7_919).to_string()
}

/// What finds so many accounts.
pub(crate) fn sieve(accounts: u64) -> Sieve {
    Sieve::of((0..accounts).map(|account| (handle(account), id(account))))
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
            c => c,
        })
        .collect()
}

/// One tweet's text with somebody's name or id in the n-th disguise.
fn disguised(n: u64, of: u64) -> String {
    let (name, number) = (handle(of), id(of));
    let upper = name.to_uppercase();
    let (start, rest) = name.split_at(3);
    match n % DISGUISES {
        0 => format!("hello @{name}, how are you"),
        1 => format!("HELLO @{upper}!"),
        2 => format!("see ＠{name}"),
        3 => format!("see @{start}\u{200b}{rest} there"),
        4 => format!("https://twitter.com/{name}/status/1 and https://mobile.twitter.com/{upper}"),
        5 => format!("news #{name} today"),
        6 => format!("RT @{}\u{2026}", &name[..name.len() - 1]),
        7 => format!("as {upper} said"),
        8 => format!("account {number} posted"),
        9 => format!("http://example.org/{name}?u={number}"),
        10 => format!("＠{} wrote", full_width(&name)),
        11 => format!("http://x.com/@{name}\nnext line\n{name}"),
        12 => format!("\"{name}\",{number};({upper})"),
        _ => format!("@{start}\u{2060}{rest}\u{feff} and \u{202e}{name}"),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A tweets file of the consortium's form: small accounts, nothing hashed.
fn write(file: &Path, tweets: u64) {
    let accounts = n_accounts(tweets);
    let mut file = BufWriter::new(File::create(file).unwrap());
    writeln!(file, "{}", starling_import_columns().join(",")).unwrap();
    for n in 0..tweets {
        let (author, other) = (n % accounts, (n * 31 + 7) % accounts);
        let row = [
            (1_100_000_000_000_000_000 + n * 4_194_304).to_string(),
            id(author),
            quoted(&format!("{} display", handle(author))),
            quoted(&handle(author)),
            quoted(&format!("near @{}", handle(other))),
            quoted(&format!("friend of @{} and {}", handle(other), id(other))),
            quoted(&format!("https://twitter.com/{}", handle(author))),
            (author % 4_900).to_string(),
            "12".into(),
            "2016-05-04".into(),
            "en".into(),
            "en".into(),
            quoted(&disguised(n, other)),
            quoted("2019-02-14 10:11"),
            "Twitter Web Client".into(),
            if n % 5 == 0 { id(other) } else { String::new() },
            String::new(),
            String::new(),
            if n % 4 == 0 { "True" } else { "False" }.into(),
            if n % 4 == 0 { id(other) } else { String::new() },
            if n % 4 == 0 {
                (1_000_000_000_000_000_000 + n).to_string()
            } else {
                String::new()
            },
            "absent".into(),
            "absent".into(),
            "0".into(),
            "0".into(),
            (n % 40).to_string(),
            "0".into(),
            quoted(&format!("['{}', 'news']", handle(other))),
            quoted(&format!(
                "['https://twitter.com/{}/status/5']",
                handle(other)
            )),
            quoted(&format!("['{}']", id(other))),
            String::new(),
        ];
        writeln!(file, "{}", row.join(",")).unwrap();
    }
    file.flush().unwrap();
}

fn starling_import_columns() -> Vec<&'static str> {
    "tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,retweet_count,hashtags,urls,user_mentions,poll_choices"
        .split(',')
        .collect()
}

/// The shipped wordings, with dates and limits that let a test of any size and day through.
fn agreed(session: &Session) {
    for (id, text) in [
        (
            "twitter-public-hashed",
            include_str!("../../assets/agreements/public-hashed.toml"),
        ),
        (
            "tmrc-unhashed",
            include_str!("../../assets/agreements/tmrc-unhashed.toml"),
        ),
    ] {
        let text = text
            .replace("2024-09-30", "2099-09-30")
            .replace("2024-10-30", "2099-10-30")
            .replace("limit   = 50000", "limit   = 50000000")
            .replace("limit        = 50000", "limit        = 50000000");
        session.add_agreement(&text).unwrap();
        let signer = Signer {
            name: "M. Ember".into(),
            institution: "University A".into(),
            role: "academic".into(),
        };
        session.sign_agreement(id, &signer).unwrap();
    }
    session
        .file_permission("tmrc-unhashed", "T2-no-outside", "letter of 2 May")
        .unwrap();
}

/// A vault of so many tweets with somebody in each, agreements under which they may leave, and Ana's key.
pub(crate) fn planted_vault(tweets: u64) -> (TestVault, Session, age::x25519::Identity) {
    let vault = TestVault::new();
    let session = vault.open();
    let file = vault.home().join("planted_tweets.csv");
    write(&file, tweets);
    let order = ImportOrder {
        paths: vec![file],
        dataset: Some("planted".into()),
        tier: Some(starling_model::Tier::Unhashed),
        ..ImportOrder::default()
    };
    let report = session
        .import(&order, &Progress::none(), &Cancel::new())
        .unwrap();
    assert_eq!(report.tweets, tweets);
    agreed(&session);
    let identity = ana(&session);
    (vault, session, identity)
}

/// Networks of accounts and of hashtags; one of a query that names somebody, which its caption then does not.
fn networks() -> Vec<NetworkLeaving> {
    let of = |query: String, kind| NetworkLeaving {
        order: NetworkOrder::new(query, kind),
        view: ViewAsk::default(),
        betweenness: None,
        communities: false,
        only_ids: false,
    };
    vec![
        of("*".into(), NetworkKind::Mention),
        of("*".into(), NetworkKind::Retweet),
        of("*".into(), NetworkKind::Hashtag),
        of(
            format!("-from:{} -\"{}\"", handle(3), id(4)),
            NetworkKind::Reply,
        ),
    ]
}

/// The steps of a run that was asked for by its size: how long each took, and the most memory until then.
struct Steps {
    are_said: bool,
    since: Instant,
}

impl Steps {
    fn done(&mut self, step: &str) {
        if self.are_said {
            let seconds = self.since.elapsed().as_secs_f64();
            eprintln!("{seconds:8.1} s  {:>12}  {step}", peak());
        }
        self.since = Instant::now();
    }
}

/// As Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap_or_default().trim().to_owned()
}

#[test]
fn no_planted_name_or_id_leaves_in_any_form() {
    let tweets = n_tweets();
    let mut steps = Steps {
        are_said: tweets != USUAL,
        since: Instant::now(),
    };
    let sieve = sieve(n_accounts(tweets));
    let (vault, session, identity) = planted_vault(tweets);
    steps.done("planting and import");
    let job = (Progress::none(), Cancel::new());
    let try_to_leave = |order: &ExportOrder| -> Result<PathBuf, String> {
        let plan = session.plan_export(order, &job.0, &job.1).unwrap();
        assert_ne!(
            plan.decision.verdict,
            Verdict::Deny,
            "{:?}",
            plan.decision.findings
        );
        let seen: String = plan
            .sample
            .iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        sieve.nobody_is_in("the preview", seen.as_bytes());
        let exported = session
            .export(order, plan.hash, &job.0, &job.1)
            .map_err(|why| why.to_string())?;
        sieve.nobody_is_in("the manifest", File::open(&exported.manifest).unwrap());
        Ok(exported.file)
    };
    let leave = |order: &ExportOrder| -> PathBuf { try_to_leave(order).unwrap() };
    let out = |name: &str| Some(vault.home().join(name));
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        let sealed = leave(&ExportOrder {
            query: "*".into(),
            form,
            to: Some("ana".into()),
            out: out(&format!("rows-{}.age", form.word())),
            ..ExportOrder::default()
        });
        steps.done(&format!("rows leave as {}", form.word()));
        let mut n_rows = None;
        for (name, seen) in sieve.read_package(&sealed, &identity, vault.home()) {
            seen.holds_nobody(&name);
            if name.contains("data/rows") {
                assert!(seen.pseudonyms, "pseudonyms stand for the names in {name}");
                n_rows = Some(seen.lines);
            }
        }
        assert!(
            n_rows >= Some(tweets),
            "the whole selection left: {n_rows:?}"
        );
        steps.done(&format!("rows as {} are read", form.word()));
    }
    for facet in [
        Facet::Account,
        Facet::Hashtag,
        Facet::Url,
        Facet::Mention,
        Facet::Location,
        Facet::Retweeted,
        Facet::Domain,
    ] {
        for form in [Form::Summary, Form::Svg] {
            let left = try_to_leave(&ExportOrder {
                query: "*".into(),
                form,
                by: Some(By::Facet(facet)),
                to: Some("public".into()),
                out: out(&format!("{}-{}", facet.word(), form.word())),
                ..ExportOrder::default()
            });
            match left {
                Ok(left) => drop(sieve.nobody_is_in(facet.word(), File::open(left).unwrap())),
                // Figures leave as pixels here, and no program opens one of thousands of bars.
                Err(why) => assert!(form == Form::Svg && why.contains("pixels tall"), "{why}"),
            }
        }
        steps.done(&format!("totals by {}", facet.word()));
    }
    for (n, network) in networks().into_iter().enumerate() {
        let kind = format!("{:?}", network.order.kind);
        for form in [
            Form::Gexf,
            Form::GraphMl,
            Form::Csv,
            Form::Nodes,
            Form::Json,
        ] {
            let sealed = leave(&ExportOrder {
                query: network.order.query.clone(),
                form,
                network: Some(network.clone()),
                to: Some("ana".into()),
                out: out(&format!("network-{n}-{}.age", form.word())),
                ..ExportOrder::default()
            });
            for (name, seen) in sieve.read_package(&sealed, &identity, vault.home()) {
                seen.holds_nobody(&format!("{form:?} of a network: {name}"));
                assert!(
                    !name.contains("data/network.") || seen.pseudonyms,
                    "pseudonyms stand for the names in {name}"
                );
            }
            steps.done(&format!("network of {kind} as {}", form.word()));
        }
        for form in [Form::Svg, Form::Png] {
            let drawing = ExportOrder {
                query: network.order.query.clone(),
                form,
                network: Some(network.clone()),
                to: Some("public".into()),
                out: out(&format!("network-{n}-{}", form.word())),
                ..ExportOrder::default()
            };
            // Nobody reads names out of pixels here, so the labels that are drawn are looked at before.
            let labels = session
                .plan_export(&drawing, &job.0, &job.1)
                .unwrap()
                .sample;
            assert!(!labels.is_empty(), "{form:?} has labels");
            let drawn = labels.concat().join("\n");
            sieve.nobody_is_in("labels of a drawing", drawn.as_bytes());
            let bytes = std::fs::read(leave(&drawing)).unwrap();
            assert!(bytes.starts_with(b"\x89PNG"), "a drawing leaves as pixels");
            sieve.nobody_is_in("a drawing of a network", &bytes[..]);
            steps.done(&format!("network of {kind} as {}", form.word()));
        }
    }
    // Not what left before: that would be made once more, to be compared.
    let named = ExportOrder {
        query: format!("from:{}", handle(1)),
        form: Form::Csv,
        to: Some("ana".into()),
        out: out(&format!("rows of {}.age", handle(1))),
        ..ExportOrder::default()
    };
    let plan = session.plan_export(&named, &job.0, &job.1).unwrap();
    let refused = session.export(&named, plan.hash, &job.0, &job.1);
    assert!(
        refused.unwrap_err().to_string().contains("file's own name"),
        "nobody is named by a file's name"
    );
    assert!(!named.out.unwrap().exists());
    let rows: Vec<u64> = (1..=20).collect();
    sieve.nobody_is_in("the clipboard", session.copy(&rows).unwrap().as_bytes());
    let log = vault.home().join("log");
    session.export_audit(&log).unwrap();
    sieve.nobody_is_in("the audit log", File::open(log).unwrap());
    steps.done("a refusal, the clipboard and the log");
}

/// What gives this account away.
fn known_by(account: u64) -> BTreeSet<String> {
    let name = handle(account).to_lowercase();
    let cut = name[..name.len() - 1].to_owned();
    BTreeSet::from([name, cut, id(account)])
}

/// Hands out a few bytes at a time.
struct Dribble<'a>(&'a [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(into.len());
        self.0.read(&mut into[..n])
    }
}

#[test]
fn every_disguise_is_seen_through() {
    let accounts = n_accounts(USUAL);
    let sieve = sieve(accounts);
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("left");
    for n in 0..DISGUISES {
        for account in 0..accounts {
            let text = disguised(n, account);
            let json = serde_json::to_string(&text).unwrap();
            let escaped: String = json
                .chars()
                .map(|c| match c {
                    ' '..='~' => c.to_string(),
                    c => format!("\\u{:04x}", u32::from(c)),
                })
                .collect();
            for raw in [&text, &quoted(&text), &json, &escaped] {
                std::fs::write(&file, raw).unwrap();
                let seen = sieve.read(File::open(&file).unwrap());
                assert!(
                    !seen.found.is_disjoint(&known_by(account)),
                    "disguise {n} of {}: {raw}",
                    handle(account)
                );
                for few in [1, 2, 3, 7] {
                    let dribbled = sieve.read(Dribble(raw.as_bytes(), few));
                    assert_eq!(dribbled.found, seen.found, "{few} bytes at a time: {raw}");
                }
            }
        }
        // Wherever one piece ends and the next begins.
        let text = disguised(n, 17);
        let whole = sieve.read(text.as_bytes()).found;
        for filler in [".", " "] {
            for before in PIECE - text.len() - 2..PIECE + 2 {
                let long = filler.repeat(before) + &text + &filler.repeat(9);
                let seen = sieve.read(long.as_bytes());
                assert_eq!(seen.found, whole, "disguise {n} behind {before} bytes");
            }
        }
    }
    let innocent = "u_anna_k1 Anna K1 truth1seeker Zz__Mm 72000000000000791 é\\n\\u00e9 Anna_K60";
    sieve.nobody_is_in("names of nobody", innocent.as_bytes());
}

#[test]
#[should_panic(expected = "have left")]
fn whoever_is_found_fails_the_test() {
    sieve(n_accounts(USUAL)).nobody_is_in("a text", &b"by Anna_K3"[..]);
}

/// What stays with the member names everybody: by the same way as above all of them are found.
#[test]
fn whoever_does_leave_is_found_in_every_form() {
    let (vault, session, identity) = planted_vault(600);
    let accounts = n_accounts(600);
    let sieve = sieve(accounts);
    let job = (Progress::none(), Cancel::new());
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        let own = ExportOrder {
            query: "*".into(),
            form,
            seal_to: vec![identity.to_public().to_string()],
            out: Some(vault.home().join(format!("own-{}.age", form.word()))),
            ..ExportOrder::default()
        };
        let plan = session.plan_export(&own, &job.0, &job.1).unwrap();
        let exported = session.export(&own, plan.hash, &job.0, &job.1).unwrap();
        let read = sieve.read_package(&exported.file, &identity, vault.home());
        let rows = read.iter().find(|(name, _)| name.contains("data/rows"));
        let (name, seen) = rows.unwrap();
        for account in 0..accounts {
            for form in [handle(account).to_lowercase(), id(account)] {
                assert!(seen.found.contains(&form), "{form} is in {name}");
            }
        }
        assert!(seen.lines >= 600, "{name}: {}", seen.lines);
    }
}
