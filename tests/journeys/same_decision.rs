//! The command line and the window are two doors to one decision.

use crate::exporting::HASHED;
use crate::ipc::Host;
use crate::{campaign, starling};
use serde_json::{Value, json};
use starling_testkit::{PASSPHRASE, TestVault};

/// A request, as each of the two says it.
struct Asked {
    command: &'static str,
    words: &'static [&'static str],
    order: Value,
    verdict: &'static str,
}

fn asked() -> [Asked; 10] {
    let order = |query: &str, format: &str, change: Value| {
        let mut order = json!({ "query": query, "format": format, "fields": [], "by": null, "split": null, "network": null, "to": null,
                                "purpose": null, "encrypt_to": [], "package": false, "out": null });
        for (name, value) in change.as_object().unwrap() {
            order[name] = value.clone();
        }
        order
    };
    [
        Asked {
            command: "export",
            words: &[HASHED, "--format", "csv"],
            order: order(HASHED, "csv", json!({})),
            verdict: "allow",
        },
        // The demo's unhashed set is under the consortium's agreement, which nobody signed.
        Asked {
            command: "export",
            words: &["*", "--format", "csv"],
            order: order("*", "csv", json!({})),
            verdict: "deny",
        },
        Asked {
            command: "export",
            words: &[
                HASHED,
                "--format",
                "jsonl",
                "--fields",
                "tweetid,tweet_text",
            ],
            order: order(
                HASHED,
                "jsonl",
                json!({ "fields": ["tweetid", "tweet_text"] }),
            ),
            verdict: "allow",
        },
        Asked {
            command: "export",
            words: &[HASHED, "--format", "csv", "--to", "public"],
            order: order(HASHED, "csv", json!({ "to": "public" })),
            verdict: "transform",
        },
        Asked {
            command: "export",
            words: &[
                HASHED, "--format", "summary", "--by", "lang", "--to", "public",
            ],
            order: order(HASHED, "summary", json!({ "to": "public", "by": "lang" })),
            verdict: "allow",
        },
        Asked {
            command: "export",
            words: &[HASHED, "--format", "csv", "--to", "nobody-knows"],
            order: order(HASHED, "csv", json!({ "to": "nobody-knows" })),
            verdict: "deny",
        },
        Asked {
            command: "export",
            words: &[
                HASHED,
                "--format",
                "ids",
                "--to",
                "public",
                "--purpose",
                "marketing",
            ],
            order: order(
                HASHED,
                "ids",
                json!({ "to": "public", "purpose": "marketing" }),
            ),
            verdict: "deny",
        },
        // Networks: whole for the member, by their ids for everybody, and not at all where nobody signed.
        Asked {
            command: "network",
            words: &["mention", HASHED, "--format", "gexf"],
            order: order(HASHED, "gexf", json!({ "network": { "kind": "mention" } })),
            verdict: "allow",
        },
        Asked {
            command: "network",
            words: &[
                "retweet",
                HASHED,
                "--min-weight",
                "2",
                "--format",
                "graphml",
                "--to",
                "public",
            ],
            order: order(
                HASHED,
                "graphml",
                json!({ "to": "public", "network": {
                    "kind": "retweet",
                    "view": { "chain": [{ "keep": "weight", "least": 2.0 }] },
                } }),
            ),
            verdict: "transform",
        },
        Asked {
            command: "network",
            words: &[
                "mention",
                "*",
                "--communities",
                "--format",
                "png",
                "--to",
                "public",
            ],
            order: order(
                "*",
                "png",
                json!({ "to": "public", "network": { "kind": "mention", "communities": true } }),
            ),
            verdict: "deny",
        },
    ]
}

#[test]
fn the_command_line_and_the_window_give_the_same_decision_for_the_same_request() {
    let vault = TestVault::with(&[campaign()]);
    let starling = starling(&vault);
    let by_words: Vec<Value> = asked()
        .iter()
        .map(|one| {
            let call = [&[one.command][..], one.words, &["--dry-run", "--json"][..]].concat();
            let ran = starling.run(&call);
            assert_eq!(
                ran.status,
                Some(if one.verdict == "deny" { 4 } else { 0 }),
                "{ran:?}"
            );
            ran.json()
        })
        .collect();
    let host = Host::on(&vault);
    host.answer(
        "vault_unlock",
        json!({ "dir": vault.dir(), "passphrase": PASSPHRASE }),
    );
    for (one, words) in asked().into_iter().zip(by_words) {
        let window = host.answer(
            "export_plan",
            json!({ "order": one.order, "onProgress": "__CHANNEL__:7" }),
        );
        assert_eq!(window["decision"], one.verdict, "{:?}", one.words);
        for field in "decision hash audience product clauses rows selected transforms withheld obligations columns \
                      sample quotas"
            .split(' ')
            .filter(|field| !field.is_empty())
        {
            // The remedies carry the order as each of the two has said it.
            let (mut left, mut right) = (words[field].clone(), window[field].clone());
            for clauses in [&mut left, &mut right] {
                for clause in clauses.as_array_mut().into_iter().flatten() {
                    if let Some(clause) = clause.as_object_mut() {
                        clause.remove("remedies");
                    }
                }
            }
            assert_eq!(left, right, "{field} of {:?}", one.words);
        }
    }
}
