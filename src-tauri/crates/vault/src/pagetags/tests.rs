//! Tests of the page tags against a real SQLCipher database, with a crash at each step.

use super::*;
use crate::disk;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use tempfile::TempDir;

fn key() -> Subkey {
    Subkey::from_bytes([8; 32])
}

/// A database as the store keeps it, with its tags.
struct Fixture {
    dir: TempDir,
    sql: Connection,
    tags: PageTags,
}

fn db(dir: &TempDir) -> PathBuf {
    dir.path().join("store.db")
}

fn wal(dir: &TempDir) -> PathBuf {
    dir.path().join("store.db-wal")
}

fn sidecar(dir: &TempDir) -> PathBuf {
    dir.path().join("pages")
}

fn connect(dir: &TempDir) -> Connection {
    // SQLite lets a second thread open a database before SQLCipher is ready.
    static READY: std::sync::Once = std::sync::Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
    let sql = Connection::open(db(dir)).unwrap();
    let hex = "ab".repeat(32);
    sql.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_page_size = 16384; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
    ))
    .unwrap();
    sql.set_db_config(
        rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
        true,
    )
    .unwrap();
    sql
}

fn truncate(sql: &Connection) -> bool {
    let busy: i64 = sql
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .unwrap();
    busy == 0
}

impl Fixture {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sql = connect(&dir);
        sql.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB);")
            .unwrap();
        assert!(truncate(&sql));
        let tags = PageTags::create(&sidecar(&dir), &key(), &db(&dir)).unwrap();
        Self { dir, sql, tags }
    }

    /// Rows that take a page or so for each two.
    fn insert(&self, n_rows: usize) {
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                   INSERT INTO t (x) SELECT randomblob(7000) FROM n";
        self.sql.execute(sql, [n_rows]).unwrap();
    }

    fn checkpoint(&mut self) {
        let (db, wal) = (db(&self.dir), wal(&self.dir));
        assert!(
            self.tags
                .around::<Error>(&db, &wal, || Ok(truncate(&self.sql)))
                .unwrap()
        );
    }

    #[track_caller]
    fn assert_whole(&self) {
        assert_eq!(check(&self.dir), []);
        assert_eq!(
            self.tags
                .check(&db(&self.dir), &wal(&self.dir), None)
                .unwrap(),
            [],
            "in memory as on the disk"
        );
    }

    /// What is on the disk now, as a crash would leave it.
    fn crash(&self) -> TempDir {
        copy(&self.dir)
    }
}

fn copy(from: &TempDir) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from.path()).unwrap() {
        let entry = entry.unwrap();
        let mut file = disk::create_new(&to.path().join(entry.file_name())).unwrap();
        file.write_all(&fs::read(entry.path()).unwrap()).unwrap();
    }
    to
}

#[track_caller]
fn check(dir: &TempDir) -> Vec<Problem> {
    PageTags::load(&sidecar(dir), &key())
        .unwrap()
        .check(&db(dir), &wal(dir), None)
        .unwrap()
}

fn read_page(dir: &TempDir, page: u32) -> Vec<u8> {
    let mut bytes = vec![0; PAGE as usize];
    File::open(db(dir))
        .unwrap()
        .read_exact_at(&mut bytes, u64::from(page - 1) * PAGE)
        .unwrap();
    bytes
}

fn write_page(dir: &TempDir, page: u32, bytes: &[u8]) {
    let file = OpenOptions::new().write(true).open(db(dir)).unwrap();
    file.write_all_at(bytes, u64::from(page - 1) * PAGE)
        .unwrap();
}

fn overwrite(path: &Path, bytes: &[u8]) {
    OpenOptions::new()
        .write(true)
        .truncate(true)
        .create(true)
        .open(path)
        .unwrap()
        .write_all(bytes)
        .unwrap();
}

fn pages(dir: &TempDir) -> u32 {
    (fs::metadata(db(dir)).unwrap().len() / PAGE) as u32
}

/// After a crash the vault is opened, found whole, written to and closed, and is whole again.
#[track_caller]
fn assert_recovers(dir: TempDir, rows: i64) {
    assert_eq!(check(&dir), []);
    let sql = connect(&dir);
    let count: i64 = sql
        .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, rows);
    let tags = PageTags::load(&sidecar(&dir), &key()).unwrap();
    let mut again = Fixture { dir, sql, tags };
    again.tags.opened().unwrap();
    again.assert_whole();
    again.insert(3);
    again.assert_whole();
    again.checkpoint();
    again.assert_whole();
    assert!(!again.tags.is_pending());
    again.tags.closed().unwrap();
    again.assert_whole();
}

#[test]
fn tags_follow_the_database_through_everything_sqlite_does() {
    let mut f = Fixture::new();
    f.assert_whole();
    for step in [
        "UPDATE t SET x = randomblob(7000) WHERE id % 3 = 0",
        "DELETE FROM t WHERE id % 2 = 0",
        "CREATE INDEX i ON t (x)",
        "VACUUM",
        "DELETE FROM t",
        "VACUUM",
        "PRAGMA user_version = 7",
    ] {
        f.insert(40);
        f.sql.execute_batch(step).unwrap();
        f.assert_whole();
        f.checkpoint();
        f.assert_whole();
        assert_eq!(f.tags.page_count(), pages(&f.dir), "after {step}");
    }
    let generation = f.tags.generation();
    assert!(generation >= 8);
    assert_eq!(
        PageTags::load(&sidecar(&f.dir), &key())
            .unwrap()
            .generation(),
        generation
    );
    let ok: String = f
        .sql
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(ok, "ok");
}

#[test]
fn an_old_page_put_back_is_noticed_where_sqlcipher_notices_nothing() {
    let mut f = Fixture::new();
    f.insert(20);
    f.checkpoint();
    let old: Vec<_> = (1..=pages(&f.dir))
        .map(|page| read_page(&f.dir, page))
        .collect();
    f.sql
        .execute_batch("UPDATE t SET x = randomblob(7000)")
        .unwrap();
    f.checkpoint();
    let changed: Vec<u32> = (1..=old.len() as u32)
        .filter(|n| read_page(&f.dir, *n) != old[*n as usize - 1])
        .collect();
    assert!(changed.len() > 5);
    f.sql.close().unwrap();
    let mut unnoticed = 0;
    for page in changed {
        let now = read_page(&f.dir, page);
        write_page(&f.dir, page, &old[page as usize - 1]);
        assert_eq!(check(&f.dir), [Problem::Page(page)]);
        let complaints = connect(&f.dir)
            .prepare("PRAGMA cipher_integrity_check")
            .unwrap()
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap()
            .count();
        unnoticed += usize::from(complaints == 0);
        write_page(&f.dir, page, &now);
    }
    assert!(unnoticed > 5, "this is what the tags are for");
    assert_eq!(check(&f.dir), []);
}

#[test]
fn an_old_file_a_cut_and_an_extension_are_noticed() {
    let mut f = Fixture::new();
    f.insert(20);
    f.checkpoint();
    let old = fs::read(db(&f.dir)).unwrap();
    f.insert(20);
    f.checkpoint();
    let now = fs::read(db(&f.dir)).unwrap();
    let last = pages(&f.dir);

    overwrite(&db(&f.dir), &old);
    assert!(check(&f.dir).contains(&Problem::Missing(old.len() as u32 / PAGE as u32 + 1)));
    overwrite(&db(&f.dir), &now[..now.len() - 1]);
    assert!(check(&f.dir).contains(&Problem::Missing(last)));
    overwrite(&db(&f.dir), &[&now[..], &[0]].concat());
    assert_eq!(check(&f.dir), [Problem::Extra(last)]);
    overwrite(
        &db(&f.dir),
        &[&now[..], &now[now.len() - PAGE as usize..]].concat(),
    );
    assert_eq!(check(&f.dir), [Problem::Extra(last)]);
    let page = |n: usize| n * PAGE as usize..(n + 1) * PAGE as usize;
    let mut swapped = now.clone();
    swapped[page(3)].copy_from_slice(&now[page(4)]);
    swapped[page(4)].copy_from_slice(&now[page(3)]);
    overwrite(&db(&f.dir), &swapped);
    assert_eq!(check(&f.dir), [Problem::Page(4), Problem::Page(5)]);
    fs::remove_file(db(&f.dir)).unwrap();
    assert_eq!(check(&f.dir), [Problem::Missing(1)]);
}

#[test]
fn a_crash_at_any_step_gives_no_false_alarm() {
    let mut f = Fixture::new();
    f.insert(10);
    f.checkpoint();
    f.sql
        .execute_batch("UPDATE t SET x = randomblob(7000) WHERE id < 5")
        .unwrap();
    f.insert(10);
    let (db, wal) = (db(&f.dir), wal(&f.dir));
    // Before anything, with a log.
    assert_recovers(f.crash(), 20);
    f.tags.begin(&db, &wal).unwrap();
    let begun = f.crash();
    assert!(
        PageTags::load(&sidecar(&begun), &key())
            .unwrap()
            .is_pending()
    );
    assert_recovers(copy(&begun), 20);
    // In the middle of the checkpoint: some pages written, in order, one of them half.
    let frames = wal_frames(&wal);
    for n_written in 0..=frames.len() {
        let dir = copy(&begun);
        for (page, bytes) in frames.iter().take(n_written) {
            write_page(&dir, *page, bytes);
        }
        assert_recovers(dir, 20);
    }
    // Checkpointed, the log not yet emptied; emptied; the end noted.
    let full = copy(&begun);
    frames
        .iter()
        .for_each(|(page, bytes)| write_page(&full, *page, bytes));
    assert_recovers(full, 20);
    assert!(truncate(&f.sql));
    assert_recovers(f.crash(), 20);
    f.tags.done().unwrap();
    assert_recovers(f.crash(), 20);
}

#[test]
fn a_crash_in_a_second_checkpoint_after_one_in_the_first_gives_no_false_alarm() {
    let mut f = Fixture::new();
    f.insert(6);
    f.checkpoint();
    f.insert(8);
    f.tags.begin(&db(&f.dir), &wal(&f.dir)).unwrap();
    let first = wal_frames(&wal(&f.dir));
    for n_first in 0..=first.len() {
        let dir = f.crash();
        first
            .iter()
            .take(n_first)
            .for_each(|(page, bytes)| write_page(&dir, *page, bytes));
        let sql = connect(&dir);
        let tags = PageTags::load(&sidecar(&dir), &key()).unwrap();
        let mut second = Fixture { dir, sql, tags };
        second.insert(4);
        second
            .sql
            .execute_batch("UPDATE t SET x = randomblob(7000) WHERE id > 5")
            .unwrap();
        second.assert_whole();
        second
            .tags
            .begin(&db(&second.dir), &wal(&second.dir))
            .unwrap();
        second.assert_whole();
        let frames = wal_frames(&wal(&second.dir));
        for n_second in 0..=frames.len() {
            let dir = second.crash();
            frames
                .iter()
                .take(n_second)
                .for_each(|(page, bytes)| write_page(&dir, *page, bytes));
            assert_eq!(
                check(&dir),
                [],
                "{n_first} pages of the first, {n_second} of the second"
            );
        }
        assert_recovers(second.crash(), 18);
    }
}

#[test]
fn a_crash_while_shrinking_gives_no_false_alarm() {
    let mut f = Fixture::new();
    f.insert(30);
    f.checkpoint();
    let before = pages(&f.dir);
    f.sql
        .execute_batch("DELETE FROM t WHERE id > 4; VACUUM")
        .unwrap();
    f.tags.begin(&db(&f.dir), &wal(&f.dir)).unwrap();
    assert_recovers(f.crash(), 4);
    let frames = wal_frames(&wal(&f.dir));
    for n_written in 0..=frames.len() {
        let dir = f.crash();
        frames
            .iter()
            .take(n_written)
            .for_each(|(page, bytes)| write_page(&dir, *page, bytes));
        assert_recovers(dir, 4);
    }
    assert!(truncate(&f.sql));
    assert!(pages(&f.dir) < before);
    assert_recovers(f.crash(), 4);
}

#[test]
fn a_torn_record_is_taken_as_not_written() {
    let mut f = Fixture::new();
    f.insert(10);
    let before = fs::metadata(sidecar(&f.dir)).unwrap().len();
    f.tags.begin(&db(&f.dir), &wal(&f.dir)).unwrap();
    let whole = fs::read(sidecar(&f.dir)).unwrap();
    for keep in (before as usize..whole.len()).step_by(7) {
        let dir = f.crash();
        overwrite(&sidecar(&dir), &whole[..keep]);
        assert_recovers(dir, 10);
        // The length is there, but the data did not reach the disk.
        let dir = f.crash();
        let mut zeros = whole.clone();
        zeros[keep..].fill(0);
        if whole.len() - keep >= 16 {
            overwrite(&sidecar(&dir), &zeros);
            assert_recovers(dir, 10);
        }
    }
    let mut done = f.crash();
    let mut tags = PageTags::load(&sidecar(&done), &key()).unwrap();
    truncate(&f.sql);
    done = {
        drop(done);
        f.crash()
    };
    tags = {
        drop(tags);
        PageTags::load(&sidecar(&done), &key()).unwrap()
    };
    let before = fs::metadata(sidecar(&done)).unwrap().len() as usize;
    tags.done().unwrap();
    let whole = fs::read(sidecar(&done)).unwrap();
    for keep in before..=whole.len() {
        let dir = copy(&done);
        overwrite(&sidecar(&dir), &whole[..keep]);
        assert_recovers(dir, 10);
    }
}

#[test]
fn any_change_of_the_tags_is_damage() {
    let mut f = Fixture::new();
    f.insert(4);
    f.checkpoint();
    f.insert(4);
    f.checkpoint();
    f.tags.closed().unwrap();
    let path = sidecar(&f.dir);
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        overwrite(&path, &bytes);
        match PageTags::load(&path, &key()) {
            Err(Error::Damaged { path, .. }) => assert!(path.ends_with("pages")),
            other => panic!("byte {at}: {other:?}"),
        }
    }
    overwrite(&path, &[&whole[..], &[1; 100]].concat());
    assert!(PageTags::load(&path, &key()).is_err());
    overwrite(&path, &whole);
    assert!(
        PageTags::load(&path, &Subkey::from_bytes([9; 32])).is_err(),
        "another key"
    );
    let renamed = f.dir.path().join("other");
    overwrite(&renamed, &whole);
    assert!(PageTags::load(&renamed, &key()).is_err(), "another name");
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        PageTags::load(&path, &key()),
        Err(Error::Damaged {
            fault: Fault::Missing,
            ..
        })
    ));
}

#[test]
fn older_tags_do_not_fit_a_newer_database() {
    let mut f = Fixture::new();
    f.insert(4);
    f.checkpoint();
    let old = fs::read(sidecar(&f.dir)).unwrap();
    f.sql
        .execute_batch("UPDATE t SET x = randomblob(7000)")
        .unwrap();
    f.checkpoint();
    f.assert_whole();
    overwrite(&sidecar(&f.dir), &old);
    assert_ne!(check(&f.dir), []);
}

#[test]
fn a_log_beside_a_closed_database_is_noticed() {
    let mut f = Fixture::new();
    f.insert(4);
    let old_log = fs::read(wal(&f.dir)).unwrap();
    f.checkpoint();
    f.tags.closed().unwrap();
    f.assert_whole();
    overwrite(&wal(&f.dir), &old_log);
    assert_eq!(check(&f.dir), [Problem::Log]);
    overwrite(&wal(&f.dir), &[]);
    f.tags.opened().unwrap();
    f.insert(1);
    f.assert_whole();
}

#[test]
fn a_log_cut_after_an_interrupted_checkpoint_is_noticed_and_not_forgotten() {
    let mut f = Fixture::new();
    f.insert(10);
    f.tags.begin(&db(&f.dir), &wal(&f.dir)).unwrap();
    let dir = f.crash();
    overwrite(&wal(&dir), &[]);
    assert_ne!(
        check(&dir),
        [],
        "the pages were neither written nor are they in the log"
    );
    let mut tags = PageTags::load(&sidecar(&dir), &key()).unwrap();
    tags.begin(&db(&dir), &wal(&dir)).unwrap();
    assert_ne!(tags.check(&db(&dir), &wal(&dir), None).unwrap(), []);
    assert_ne!(check(&dir), []);
}

#[test]
fn a_long_life_keeps_the_file_short() {
    let mut f = Fixture::new();
    f.insert(200);
    let mut longest = 0;
    // The same checkpoint again and again, without SQLite's part, to be quick.
    for _ in 0..1200 {
        f.tags.begin(&db(&f.dir), &wal(&f.dir)).unwrap();
        f.tags.done().unwrap();
        longest = longest.max(fs::metadata(sidecar(&f.dir)).unwrap().len());
    }
    let length = fs::metadata(sidecar(&f.dir)).unwrap().len();
    assert!(
        longest > 1 << 20 && longest < (1 << 20) + 100_000,
        "{longest} bytes"
    );
    assert!(length < longest / 2, "{length} bytes: it was written anew");
    truncate(&f.sql);
    f.assert_whole();
}

#[test]
fn changes_that_bypass_the_log_can_be_noted() {
    let mut f = Fixture::new();
    f.insert(10);
    f.checkpoint();
    write_page(&f.dir, 3, &[5; PAGE as usize]);
    write_page(&f.dir, 4, &[6; PAGE as usize]);
    assert_eq!(check(&f.dir), [Problem::Page(3), Problem::Page(4)]);
    f.tags
        .update_pages(&db(&f.dir), &BTreeSet::from([3, 9999]))
        .unwrap();
    assert_eq!(check(&f.dir), [Problem::Page(4)]);
    f.tags.rebuild(&db(&f.dir)).unwrap();
    f.assert_whole();
}

#[test]
fn a_limited_check_looks_at_some_pages_only() {
    let mut f = Fixture::new();
    f.insert(60);
    f.checkpoint();
    let n_pages = pages(&f.dir);
    for page in 1..=n_pages {
        write_page(&f.dir, page, &[7; PAGE as usize]);
    }
    let found = |limit| {
        f.tags
            .check(&db(&f.dir), &wal(&f.dir), limit)
            .unwrap()
            .len() as u32
    };
    assert_eq!(found(None), n_pages);
    assert!(
        (5..=20).contains(&found(Some(10))),
        "{} of {n_pages}",
        found(Some(10))
    );
    assert_eq!(found(Some(u32::MAX)), n_pages);
}

#[test]
fn the_log_is_read_as_sqlite_reads_it() {
    let f = Fixture::new();
    assert_eq!(
        read_wal(&f.dir.path().join("absent")).unwrap(),
        WalPages::default()
    );
    f.insert(10);
    let whole = fs::read(wal(&f.dir)).unwrap();
    let read = |bytes: &[u8]| {
        overwrite(&f.dir.path().join("copy-wal"), bytes);
        read_wal(&f.dir.path().join("copy-wal")).unwrap()
    };
    let all = read(&whole);
    assert!(all.page_count.unwrap() >= 5 && all.pages.len() >= 5);
    // A flip anywhere in the one transaction leaves nothing committed.
    for at in [0, 5, 20, 31, 40, 60, 5000, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        assert_eq!(read(&bytes).page_count, None, "byte {at}");
    }
    for keep in [0, 31, 32, 100, whole.len() - 1] {
        assert_eq!(read(&whole[..keep]).page_count, None, "{keep} bytes");
    }
    // Frames left behind by an earlier, longer log do not count.
    f.sql
        .execute_batch("UPDATE t SET x = randomblob(7000) WHERE id = 1")
        .unwrap();
    let longer = fs::read(wal(&f.dir)).unwrap();
    assert!(read(&longer).frames > all.frames);
    assert_eq!(read(&[&whole[..], &whole[32..]].concat()), all);
}

#[test]
fn nothing_readable_is_in_the_file() {
    let f = Fixture::new();
    let bytes = fs::read(sidecar(&f.dir)).unwrap();
    let tag = Database::open(&db(&f.dir)).unwrap().tag(1).unwrap();
    assert!(!bytes.windows(8).any(|window| window == &tag[..8]));
}

/// The committed pages of a log in the order a checkpoint writes them.
fn wal_frames(wal: &Path) -> Vec<(u32, Vec<u8>)> {
    let log = read_wal(wal).unwrap();
    let bytes = fs::read(wal).unwrap();
    let mut latest = BTreeMap::new();
    for frame in bytes[32..]
        .chunks_exact(24 + PAGE as usize)
        .take(log.frames as usize)
    {
        let page = u32::from_be_bytes(frame[..4].try_into().unwrap());
        if page <= log.page_count.unwrap() {
            latest.insert(page, frame[24..].to_vec());
        }
    }
    latest.into_iter().collect()
}
