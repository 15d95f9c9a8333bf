//! Names and ids of protected accounts, planted in every disguise: none of them is in anything that leaves.
//!
//! `STARLING_PLANTED` says how many tweets; CI plants in some thousands, the full run in a million.

use starling_model::{Cancel, Progress};
use starling_query::ask::Facet;
use starling_session::agreements::Signer;
use starling_session::exporting::{By, ExportOrder, Form, NetworkLeaving, Verdict};
use starling_session::networks::{NetworkKind, NetworkOrder, ViewAsk};
use starling_session::people::{AcceptedTerms, RecipientRecord};
use starling_session::{ImportOrder, Session};
use starling_testkit::TestVault;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

fn n_tweets() -> u64 {
    std::env::var("STARLING_PLANTED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(3_000)
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
    match n % 14 {
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
pub(crate) fn write(file: &Path, tweets: u64) {
    let accounts = n_accounts(tweets);
    let mut text = starling_import_columns().join(",") + "\n";
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
        let _ = writeln!(text, "{}", row.join(","));
    }
    std::fs::write(file, text).unwrap();
}

fn starling_import_columns() -> Vec<&'static str> {
    "tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,retweet_count,hashtags,urls,user_mentions,poll_choices"
        .split(',')
        .collect()
}

/// Every word of what left, as a reader who sees through disguises reads it.
fn words(bytes: &[u8]) -> HashSet<String> {
    let text = String::from_utf8_lossy(bytes)
        .replace("\\n", " ")
        .replace("\\u", " ");
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
        .nfkc()
        .collect();
    plain
        .to_lowercase()
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .map(str::to_owned)
        .collect()
}

#[track_caller]
pub(crate) fn nobody_is_in(what: &str, bytes: &[u8], accounts: u64) {
    let words = words(bytes);
    for account in 0..accounts {
        for planted in [handle(account).to_lowercase(), id(account)] {
            assert!(!words.contains(&planted), "{what}: {planted} has left");
            // The cut-off form gives a name away all but its last letter.
            let cut = &planted[..planted.len() - 1];
            assert!(
                planted.starts_with(|c: char| c.is_ascii_digit())
                    || !words.contains(cut)
                    || (0..accounts).any(|other| handle(other).to_lowercase() == cut),
                "{what}: {cut}… has left"
            );
        }
    }
}

/// The shipped wordings, with dates and limits that let a test of any size and day through.
pub(crate) fn agreed(session: &Session) {
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

#[test]
fn no_planted_name_or_id_leaves_in_any_form() {
    let tweets = n_tweets();
    let accounts = n_accounts(tweets);
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
    let identity = age::x25519::Identity::generate();
    session
        .set_recipient(&RecipientRecord {
            id: "ana".into(),
            kind: "person".into(),
            name: "Ana".into(),
            entity: Some("univ-b".into()),
            email: Some("ana@univ-b.example".into()),
            age_keys: vec![identity.to_public().to_string()],
            accepted_terms: Some(AcceptedTerms {
                on: "2026-01-01".into(),
                version: "1".into(),
            }),
            ..RecipientRecord::default()
        })
        .unwrap();
    let job = (Progress::none(), Cancel::new());
    let leave = |order: &ExportOrder| -> Vec<u8> {
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
        nobody_is_in("the preview", seen.as_bytes(), accounts);
        let exported = session.export(order, plan.hash, &job.0, &job.1).unwrap();
        nobody_is_in(
            "the manifest",
            &std::fs::read(&exported.manifest).unwrap(),
            accounts,
        );
        std::fs::read(&exported.file).unwrap()
    };
    let out = |name: &str| Some(vault.home().join(name));
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        let sealed = leave(&ExportOrder {
            query: "*".into(),
            form,
            to: Some("ana".into()),
            out: out(&format!("rows-{}.age", form.word())),
            ..ExportOrder::default()
        });
        let plain = age::decrypt(&identity, &sealed).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            nobody_is_in("a file's name", name.as_bytes(), accounts);
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            if form != Form::Parquet && name.contains("data/rows") {
                let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
                assert!(lines >= tweets, "the whole selection left: {lines}");
                assert!(
                    String::from_utf8_lossy(&bytes).contains("u_"),
                    "pseudonyms stand for the names"
                );
            }
            nobody_is_in(&name, &bytes, accounts);
        }
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
            let bytes = leave(&ExportOrder {
                query: "*".into(),
                form,
                by: Some(By::Facet(facet)),
                to: Some("public".into()),
                out: out(&format!("{}-{}", facet.word(), form.word())),
                ..ExportOrder::default()
            });
            nobody_is_in(facet.word(), &bytes, accounts);
        }
    }
    for (n, network) in networks().into_iter().enumerate() {
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
            let plain = age::decrypt(&identity, &sealed).unwrap();
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
            for at in 0..zip.len() {
                let mut file = zip.by_index(at).unwrap();
                let name = file.name().unwrap().into_owned();
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).unwrap();
                nobody_is_in(&format!("{form:?} of a network: {name}"), &bytes, accounts);
                let is_network = name.contains("data/network.");
                assert!(
                    !is_network || String::from_utf8_lossy(&bytes).contains("u_"),
                    "pseudonyms stand for the names in {name}"
                );
            }
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
            nobody_is_in("labels of a drawing", drawn.as_bytes(), accounts);
            let bytes = leave(&drawing);
            assert!(bytes.starts_with(b"\x89PNG"), "a drawing leaves as pixels");
            nobody_is_in("a drawing of a network", &bytes, accounts);
        }
    }
    let named = ExportOrder {
        query: "*".into(),
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
    nobody_is_in(
        "the clipboard",
        session.copy(&rows).unwrap().as_bytes(),
        accounts,
    );
    let log = vault.home().join("log");
    session.export_audit(&log).unwrap();
    nobody_is_in("the audit log", &std::fs::read(log).unwrap(), accounts);
}
