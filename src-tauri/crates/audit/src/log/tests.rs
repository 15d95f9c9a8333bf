//! Entries are chained, cut and put back, and the log says where.

use super::*;
use starling_store::NewLedgerRow;

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::create(&dir.path().join("store.db"), &[7; 32]).unwrap());
        Self { dir }
    }

    fn store(&self) -> Arc<Store> {
        Arc::new(Store::open(&self.dir.path().join("store.db"), &[7; 32]).unwrap())
    }

    fn log(&self, elsewhere: Option<Head>, now: i64) -> Log {
        let key = Subkey::from_bytes([9; 32]);
        Log::open(
            self.store(),
            (self.dir.path(), VaultId([1; 16]), &key),
            elsewhere,
            Timestamp(now),
        )
        .unwrap()
    }
}

fn import(log: &Log, rows: u64, now: i64) -> Entry {
    let append = Append {
        datasets: vec!["ira".into(), "Хрюша и Степашка".into()],
        counts: BTreeMap::from([("rows".to_owned(), rows)]),
        recipient: Some("ana@example.org"),
        ..Append::default()
    };
    log.append(Event::Import, append, Timestamp(now)).unwrap()
}

#[test]
fn a_record_goes_on_where_it_stopped_and_is_checked_by_others() {
    let place = Place::new();
    let log = place.log(None, 1_000);
    import(&log, 5, 2_000);
    drop(log);
    let log = place.log(None, 3_000);
    let entry = import(&log, 6, 3_000);
    assert_eq!(entry.seq, 2);
    assert_eq!(log.integrity(Timestamp(3_000)), Integrity::default());
    let text = log.text().unwrap();
    let report = crate::verify(&text, &log.verifier());
    assert_eq!(report.problems, []);
    assert_eq!((report.entries, report.head), (3, entry.hash()));
    for word in ["ana", "example.org", "Хрюша"] {
        assert!(!text.contains(word), "no name stands in it: {word}");
    }
    assert!(text.contains("\"ira\""), "a dataset's plain name does");
}

#[test]
fn the_clock_put_back_is_noticed_and_times_never_go_back() {
    let place = Place::new();
    let log = place.log(None, 10_000_000);
    assert!(!log.integrity(Timestamp(10_000_000 - 1_000)).clock_behind);
    assert!(log.integrity(Timestamp(10_000_000 - 121_000)).clock_behind);
    let entry = import(&log, 1, 5);
    assert_eq!(entry.time, Timestamp(10_000_000).rfc3339());
}

#[test]
fn an_old_database_put_back_is_noticed_and_can_be_acknowledged() {
    let place = Place::new();
    import(&place.log(None, 1), 1, 2);
    let old = tempfile::tempdir().unwrap();
    let files = ["store.db", "store.tags"];
    let copy = |from: &Path, to: &Path| {
        for file in files {
            #[expect(clippy::disallowed_methods, reason = "the test puts an old file back")]
            std::fs::copy(from.join(file), to.join(file)).unwrap();
        }
    };
    copy(place.dir.path(), old.path());
    let log = place.log(None, 3);
    import(&log, 2, 4);
    drop(log);
    copy(old.path(), place.dir.path());
    let log = place.log(None, 5);
    let expected = RollBack {
        remembered: 3,
        found: 2,
    };
    assert_eq!(log.integrity(Timestamp(5)).rolled_back, Some(expected));
    drop(log);
    let log = place.log(None, 6);
    assert_eq!(
        log.integrity(Timestamp(6)).rolled_back,
        Some(expected),
        "opening once more does not heal it"
    );
    let entry = log.acknowledge_roll_back(Timestamp(7)).unwrap().unwrap();
    assert_eq!(entry.counts["entries_remembered"], 3);
    drop(log);
    let log = place.log(None, 8);
    assert_eq!(log.integrity(Timestamp(8)).rolled_back, None);
    assert!(crate::verify(&log.text().unwrap(), &log.verifier()).ok());
}

#[test]
fn a_vault_put_back_whole_is_noticed_by_what_the_keychain_remembers() {
    let place = Place::new();
    let log = place.log(None, 1);
    import(&log, 1, 2);
    let remembered = Head {
        entries: 7,
        hash: Digest([1; 32]),
        time: Timestamp(9),
    };
    drop(log);
    let log = place.log(Some(remembered), 3);
    assert_eq!(
        log.integrity(Timestamp(3)).rolled_back.unwrap().remembered,
        7
    );
    assert!(log.head().is_none(), "the keychain keeps what it knows");
}

#[test]
fn whoever_changes_the_database_breaks_the_chain() {
    for (change, at) in [
        (
            "UPDATE audit_entry SET body = replace(body, '\"rows\":2', '\"rows\":3')",
            2,
        ),
        (
            "UPDATE audit_entry SET hash = zeroblob(32) WHERE seq = 1",
            1,
        ),
        ("DELETE FROM audit_entry WHERE seq = 3", 3),
        ("DELETE FROM audit_entry WHERE seq = 1", 1),
        ("UPDATE audit_entry SET time = time - 1 WHERE seq = 2", 2),
        (
            "UPDATE audit_checkpoint SET note = replace(note, 'starling', 'sterling')",
            4,
        ),
        ("DELETE FROM audit_checkpoint", 0),
    ] {
        let place = Place::new();
        let log = place.log(None, 1);
        for rows in 1..4 {
            import(&log, rows, 2);
        }
        drop(log);
        place
            .store()
            .tamper_with_the_audit_log_in_a_test(change)
            .unwrap();
        let log = place.log(None, 3);
        let broken = log.integrity(Timestamp(3)).broken;
        assert_eq!(broken.map(|(seq, _)| seq), Some(at), "{change}");
    }
}

#[test]
fn the_ledger_changes_with_the_entry_or_not_at_all() {
    let place = Place::new();
    let log = place.log(None, 1);
    let store = Arc::clone(&log.store);
    let id = store
        .reserve_delivery(&NewLedgerRow {
            at: Timestamp(1),
            recipient: "ana",
            product: "records",
            objects: 10,
            tweet_ids: 9,
            rows: 10,
            decision: &[1],
            partial: "/x/.part",
            target: "/x/file.csv",
            order: "{}",
        })
        .unwrap();
    assert_eq!(store.unfinished_deliveries().unwrap().len(), 1);
    let append = Append {
        ledger: Some(LedgerChange::Commit {
            id,
            payload: &[1; 32],
            package: &[2; 32],
            accounts: &[],
            tweets: &[],
            released: ("public", &[]),
        }),
        ..Append::default()
    };
    let entry = log.append(Event::Export, append, Timestamp(2)).unwrap();
    let row = store.delivery(id).unwrap().unwrap();
    assert_eq!(row.state, starling_store::LedgerState::Logged);
    assert_eq!(row.seq, Some(entry.seq));
    store.delivered(id).unwrap();
    assert!(store.unfinished_deliveries().unwrap().is_empty());
}
