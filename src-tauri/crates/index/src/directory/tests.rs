//! Tests of the sealed directory: damage is named, and wrong rows never come out.

use super::*;
use starling_vault::sealed::{BLOCK, Memory};
use std::collections::BTreeSet;
use std::os::unix::fs::FileExt;
use std::process::{Command, Stdio};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{AllQuery, QueryParser};
use tantivy::schema::{FAST, INDEXED, STORED, Schema, TEXT};
use tantivy::{Index, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, Term, doc};
use tempfile::TempDir;

fn key() -> Subkey {
    Subkey::from_bytes([3; 32])
}

fn open(dir: &TempDir) -> SealedDirectory {
    SealedDirectory::open(dir.path(), key()).unwrap()
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("text", TEXT | STORED);
    schema.add_u64_field("id", FAST | INDEXED | STORED);
    schema.build()
}

const WORDS: [&str; 6] = [
    "Nightingale",
    "curlew",
    "skylark",
    "bittern",
    "starling",
    "chough",
];

/// Document `id` has the words whose number divides it.
fn add(index: &Index, writer: &IndexWriter, ids: std::ops::Range<u64>) {
    let text = index.schema().get_field("text").unwrap();
    let id_field = index.schema().get_field("id").unwrap();
    for id in ids {
        let has = |n: &usize| id.is_multiple_of(*n as u64 + 1);
        let words: Vec<&str> = (0..WORDS.len()).filter(has).map(|n| WORDS[n]).collect();
        writer
            .add_document(doc!(text => format!("{} w{id}", words.join(" ")), id_field => id))
            .unwrap();
    }
}

fn writer(index: &Index) -> IndexWriter {
    let writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
    // Merges come when a test asks for them.
    writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
    writer
}

fn create(dir: &TempDir) -> Index {
    Index::create(open(dir), schema(), IndexSettings::default()).unwrap()
}

/// An index of some thousand documents in two segments, one of them with deletions.
fn filled() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let index = create(&dir);
    let mut writer = writer(&index);
    add(&index, &writer, 0..3000);
    writer.commit().unwrap();
    add(&index, &writer, 3000..4000);
    writer.delete_term(Term::from_field_u64(
        index.schema().get_field("id").unwrap(),
        12,
    ));
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    dir
}

/// What each word finds, by everything tantivy reads: terms, postings, positions, columns, stored documents.
fn answers(index: &Index) -> tantivy::Result<Vec<BTreeSet<u64>>> {
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher = reader.searcher();
    let parser = QueryParser::for_index(index, vec![index.schema().get_field("text").unwrap()]);
    let id_field = index.schema().get_field("id").unwrap();
    let mut all = Vec::new();
    for query in WORDS
        .iter()
        .map(|word| String::from(*word))
        .chain(["\"nightingale curlew\"".into()])
    {
        let query = parser.parse_query(&query).unwrap();
        let mut ids = BTreeSet::new();
        for address in searcher.search(&query, &DocSetCollector)? {
            let column = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .u64("id")?;
            let id = column.first(address.doc_id).unwrap();
            if id % 50 == 0 {
                let stored: TantivyDocument = searcher.doc(address)?;
                let value = tantivy::schema::Value::as_u64(&stored.get_first(id_field).unwrap());
                assert_eq!(value, Some(id), "never a wrong row");
            }
            ids.insert(id);
        }
        all.push(ids);
    }
    Ok(all)
}

fn expected(ids: std::ops::Range<u64>) -> Vec<BTreeSet<u64>> {
    let of = |n: u64| {
        ids.clone()
            .filter(|id| id.is_multiple_of(n) && *id != 12)
            .collect()
    };
    [1, 2, 3, 4, 5, 6, 2].map(of).to_vec()
}

/// Opens and asks as a fresh process would; damage found anywhere is an error.
fn ask(dir: &TempDir) -> std::result::Result<Vec<BTreeSet<u64>>, String> {
    let sealed = open(dir);
    let (_, problems) = sealed.verify();
    let asked = Index::open(sealed).and_then(|index| answers(&index));
    match (asked, problems.first()) {
        (Ok(answers), None) => Ok(answers),
        // A question may not touch the damaged block; then it gets the right answer, and `verify` still tells.
        (Ok(answers), Some(problem)) => {
            assert_eq!(answers, expected(0..4000), "never a wrong answer");
            Err(problem.to_string())
        }
        (Err(error), Some(problem)) => {
            if let Some(cause) = cause(&error) {
                assert!(matches!(cause, VaultError::Damaged { .. }), "{cause}");
            }
            Err(problem.to_string())
        }
        (Err(error), None) => panic!("verify found nothing, but: {error}"),
    }
}

fn files(dir: &TempDir) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .filter(|(name, _)| !name.ends_with(".lock"))
        .collect();
    files.sort();
    files
}

fn overwrite(dir: &TempDir, name: &str, bytes: &[u8]) {
    let path = dir.path().join(name);
    OpenOptions::new()
        .write(true)
        .truncate(true)
        .create(true)
        .open(path)
        .unwrap()
        .write_all(bytes)
        .unwrap();
}

#[track_caller]
fn assert_names(result: std::result::Result<Vec<BTreeSet<u64>>, String>, name: &str) {
    match result {
        Ok(_) => panic!("the damage of {name} was not noticed"),
        Err(said) => assert!(said.contains(name), "{name} is not named: {said}"),
    }
}

#[test]
fn an_index_is_built_searched_and_opened_again() {
    let dir = filled();
    assert_eq!(ask(&dir).unwrap(), expected(0..4000));
    let (blocks, problems) = open(&dir).verify();
    assert!(
        blocks > 14 && problems.is_empty(),
        "{blocks} blocks, {problems:?}"
    );
}

#[test]
fn segments_merge_and_old_files_go() {
    let dir = filled();
    let before = files(&dir).len();
    let index = Index::open(open(&dir)).unwrap();
    let mut writer: IndexWriter = writer(&index);
    let ids = index.searchable_segment_ids().unwrap();
    writer.merge(&ids).wait().unwrap();
    writer.garbage_collect_files().wait().unwrap();
    writer.wait_merging_threads().unwrap();
    assert!(files(&dir).len() < before);
    assert_eq!(index.searchable_segment_ids().unwrap().len(), 1);
    assert_eq!(ask(&dir).unwrap(), expected(0..4000));
}

#[test]
fn a_searcher_goes_on_over_files_that_were_merged_away() {
    let dir = filled();
    let index = Index::open(open(&dir)).unwrap();
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .unwrap();
    let searcher: tantivy::Searcher = reader.searcher();
    let mut writer: IndexWriter = writer(&index);
    writer
        .merge(&index.searchable_segment_ids().unwrap())
        .wait()
        .unwrap();
    writer.garbage_collect_files().wait().unwrap();
    let query = QueryParser::for_index(&index, vec![index.schema().get_field("text").unwrap()]);
    let found = searcher
        .search(&query.parse_query("starling").unwrap(), &Count)
        .unwrap();
    assert_eq!(found, expected(0..4000)[4].len());
    reader.reload().unwrap();
    assert_eq!(reader.searcher().search(&AllQuery, &Count).unwrap(), 3999);
}

#[test]
fn a_flip_anywhere_is_noticed_and_the_file_named() {
    let dir = filled();
    for (name, whole) in files(&dir) {
        let length = whole.len();
        for at in [
            0,
            4,
            5,
            6,
            7,
            8,
            39,
            40,
            63,
            64,
            65,
            length / 2,
            length - 33,
            length - 32,
            length - 1,
        ] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            overwrite(&dir, &name, &bytes);
            assert_names(ask(&dir), &name);
        }
        overwrite(&dir, &name, &whole);
    }
    assert_eq!(ask(&dir).unwrap(), expected(0..4000));
}

#[test]
fn a_cut_an_extension_and_a_missing_file_are_noticed() {
    let dir = filled();
    for (name, whole) in files(&dir) {
        for keep in [0, 1, 63, 64, 96, whole.len() / 2, whole.len() - 1] {
            overwrite(&dir, &name, &whole[..keep.min(whole.len() - 1)]);
            assert_names(ask(&dir), &name);
        }
        overwrite(&dir, &name, &[&whole[..], &whole[..]].concat());
        assert_names(ask(&dir), &name);
        fs::remove_file(dir.path().join(&name)).unwrap();
        assert_names(ask(&dir), &name);
        overwrite(&dir, &name, &whole);
    }
    assert_eq!(ask(&dir).unwrap(), expected(0..4000));
}

#[test]
fn files_cannot_take_each_others_places() {
    let dir = filled();
    let files = files(&dir);
    for (name, whole) in &files {
        for (other, others) in files.iter().filter(|(other, _)| other != name) {
            overwrite(&dir, name, others);
            overwrite(&dir, other, whole);
            let said = ask(&dir).unwrap_err();
            assert!(
                said.contains(name.as_str())
                    || said.contains(other.as_str())
                    || said.contains(META),
                "{said}"
            );
            overwrite(&dir, name, whole);
            overwrite(&dir, other, others);
        }
    }
}

#[test]
fn files_of_the_same_name_and_key_from_another_time_are_noticed() {
    let dir = filled();
    let files = files(&dir);
    for (name, whole) in &files {
        if [META, ".managed.json"].contains(&name.as_str()) {
            continue;
        }
        // As good as an older version: sealed under this key and name, with the same content.
        let sealed = SealedFile::open(dir.path(), name, &key()).unwrap();
        let content = sealed.read_range(0..sealed.len()).unwrap();
        fs::remove_file(dir.path().join(name)).unwrap();
        let mut writer = SealedWriter::create(dir.path(), name, &key()).unwrap();
        writer.write_all(&content).unwrap();
        writer.finish().unwrap();
        let said = ask(&dir).unwrap_err();
        assert!(
            said.contains(name.as_str()) && said.contains("another version"),
            "{said}"
        );
        overwrite(&dir, name, whole);
    }
    assert_eq!(ask(&dir).unwrap(), expected(0..4000));
}

#[test]
fn an_old_file_list_put_back_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let index = create(&dir);
    let mut writer = writer(&index);
    let old = fs::read(dir.path().join(".managed.json")).unwrap();
    add(&index, &writer, 0..10);
    writer.commit().unwrap();
    drop(writer);
    overwrite(&dir, ".managed.json", &old);
    assert!(
        matches!(Index::open(open(&dir)).map_err(|e| e.to_string()), Err(said) if said.contains(".managed.json"))
    );
    let (_, problems) = open(&dir).verify();
    assert!(
        matches!(&problems[..], [VaultError::Damaged { path, fault: Fault::OtherVersion }] if path.ends_with(".managed.json"))
    );
}

#[test]
fn the_whole_index_of_another_time_opens_and_its_payload_tells() {
    let dir = tempfile::tempdir().unwrap();
    let index = create(&dir);
    let mut writer = writer(&index);
    add(&index, &writer, 0..10);
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload("1");
    commit.commit().unwrap();
    let old = files(&dir);
    add(&index, &writer, 10..20);
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload("2");
    commit.commit().unwrap();
    drop((writer, index));
    for (name, _) in files(&dir) {
        fs::remove_file(dir.path().join(name)).unwrap();
    }
    old.iter()
        .for_each(|(name, bytes)| overwrite(&dir, name, bytes));
    let index = Index::open(open(&dir)).unwrap();
    assert_eq!(index.load_metas().unwrap().payload.as_deref(), Some("1"));
}

#[test]
fn another_key_opens_nothing() {
    let dir = filled();
    let other = SealedDirectory::open(dir.path(), Subkey::from_bytes([4; 32])).unwrap();
    let error = Index::open(other).unwrap_err();
    assert!(
        matches!(cause(&error), Some(VaultError::Damaged { .. })),
        "{error}"
    );
}

#[test]
fn nothing_readable_is_in_any_file() {
    let dir = filled();
    for (name, bytes) in files(&dir) {
        let lower: Vec<u8> = bytes.to_ascii_lowercase();
        for canary in [
            "nightingale",
            "skylark",
            "\"segments\"",
            "schema",
            "tantivy",
            "w1234",
        ] {
            let found = lower
                .windows(canary.len())
                .any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} stands in {name}");
        }
    }
    for entry in fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_str().unwrap().ends_with(".lock") {
            assert_eq!(entry.metadata().unwrap().len(), 0);
        }
    }
}

#[test]
fn a_folder_without_an_index_is_not_damaged_and_one_that_lost_its_meta_is() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(open(&dir).verify().1.len(), 0);
    assert!(matches!(
        Index::open(open(&dir)),
        Err(TantivyError::OpenReadError(
            OpenReadError::FileDoesNotExist(_)
        ))
    ));
}

#[test]
fn searches_stay_within_the_budget_and_answer_the_same() {
    let dir = filled();
    let budget = Arc::new(Budget::new(2 * BLOCK, Memory::Swappable));
    let sealed = SealedDirectory::open_within(dir.path(), key(), budget.clone()).unwrap();
    let index = Index::open(sealed).unwrap();
    for _ in 0..20 {
        assert_eq!(answers(&index).unwrap(), expected(0..4000));
    }
    drop(index);
    assert_eq!(budget.held(), 0, "nothing is held by nobody");
}

#[test]
fn readers_of_one_file_share_its_image() {
    let dir = tempfile::tempdir().unwrap();
    let sealed = open(&dir);
    let mut file = sealed.open_write(Path::new("x.fast")).unwrap();
    file.write_all(&[1; 2 * BLOCK]).unwrap();
    file.terminate().unwrap();
    let read = || {
        sealed
            .open_read(Path::new("x.fast"))
            .unwrap()
            .read_bytes()
            .unwrap()
    };
    let (first, second) = (read(), read());
    assert_eq!(first.as_ptr(), second.as_ptr());
    assert_eq!(sealed.budget().held(), 2 * BLOCK);
    drop((first, second));
    assert_eq!(sealed.budget().held(), 0);
}

#[test]
fn many_threads_search_while_segments_are_written_and_merged() {
    let dir = filled();
    let budget = Arc::new(Budget::new(4 * BLOCK, Memory::Swappable));
    let sealed = SealedDirectory::open_within(dir.path(), key(), budget).unwrap();
    let index = Index::open(sealed).unwrap();
    let until = 4600;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..15 {
                    let found = answers(&index).unwrap();
                    let newest = found[0].last().copied().unwrap();
                    assert!((3999..until).contains(&newest));
                    assert_eq!(found, expected(0..newest + 1));
                }
            });
        }
        scope.spawn(|| {
            let mut writer = writer(&index);
            for from in (4000..until).step_by(200) {
                add(&index, &writer, from..from + 200);
                writer.commit().unwrap();
                let ids = index.searchable_segment_ids().unwrap();
                if ids.len() > 3 {
                    writer.merge(&ids).wait().unwrap();
                }
            }
            writer.wait_merging_threads().unwrap();
        });
    });
    assert_eq!(ask_fresh(&dir), expected(0..until));
}

fn ask_fresh(dir: &TempDir) -> Vec<BTreeSet<u64>> {
    assert_eq!(open(dir).verify().1.len(), 0);
    answers(&Index::open(open(dir)).unwrap()).unwrap()
}

#[test]
fn leftovers_of_a_crash_are_no_damage_and_are_collected() {
    let dir = filled();
    let index = Index::open(open(&dir)).unwrap();
    // A segment of which a crash left half: its files are in tantivy's list and in no commit.
    let half = Path::new("00000000000000000000000000000001.term");
    let mut file = index.directory().open_write(half).unwrap();
    file.write_all(&[1; 3 * BLOCK]).unwrap();
    file.flush().unwrap();
    drop((file, index));
    assert!(dir.path().join(half).exists());
    assert_eq!(ask(&dir).unwrap(), expected(0..4000));
    let index = Index::open(open(&dir)).unwrap();
    let writer: IndexWriter = writer(&index);
    writer.garbage_collect_files().wait().unwrap();
    assert!(!dir.path().join(half).exists());
}

#[test]
fn one_writer_at_a_time_and_none_for_ever() {
    let dir = filled();
    let index = Index::open(open(&dir)).unwrap();
    let first: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    let second = Index::open(open(&dir))
        .unwrap()
        .writer_with_num_threads::<TantivyDocument>(1, 20_000_000);
    assert!(matches!(
        second,
        Err(TantivyError::LockFailure(LockError::LockBusy, _))
    ));
    drop(first);
    writer(&index);
}

#[test]
fn a_killed_writer_leaves_no_lock() {
    let dir = filled();
    let lock = dir.path().join(".tantivy-writer.lock");
    let Ok(mut other) = Command::new("flock")
        .arg("-o")
        .arg(&lock)
        .args(["sh", "-c", "echo locked; exec sleep 600"])
        .stdout(Stdio::piped())
        .spawn()
    else {
        return;
    };
    let mut said = [0; 7];
    io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut said).unwrap();
    let index = Index::open(open(&dir)).unwrap();
    let busy = index.writer_with_num_threads::<TantivyDocument>(1, 20_000_000);
    assert!(matches!(
        busy,
        Err(TantivyError::LockFailure(LockError::LockBusy, _))
    ));
    // `-o` keeps the lock with `flock` itself, so its death is enough.
    let child =
        fs::read_to_string(format!("/proc/{0}/task/{0}/children", other.id())).unwrap_or_default();
    other.kill().unwrap();
    other.wait().unwrap();
    let _ = Command::new("kill")
        .arg("-9")
        .args(child.split_whitespace())
        .status();
    assert!(lock.exists());
    writer(&index);
}

#[test]
fn a_file_of_many_blocks_is_read_at_random() {
    let dir = tempfile::tempdir().unwrap();
    let sealed = open(&dir);
    let content: Vec<u8> = (0..5 * BLOCK + 77).map(|n| (n / 100) as u8).collect();
    let mut file = sealed.open_write(Path::new("x.store")).unwrap();
    file.write_all(&content).unwrap();
    file.terminate().unwrap();
    let slice = sealed.open_read(Path::new("x.store")).unwrap();
    assert_eq!(slice.len(), content.len());
    let bytes = slice.read_bytes().unwrap();
    assert_eq!(&bytes[..], &content[..]);
    let part = slice.slice(BLOCK - 3..3 * BLOCK + 5).read_bytes().unwrap();
    assert_eq!(&part[..], &content[BLOCK - 3..3 * BLOCK + 5]);
    assert_eq!(
        part.as_ptr(),
        bytes[BLOCK - 3..].as_ptr(),
        "handed out without copying"
    );
    assert!(sealed.open_write(Path::new("x.store")).is_err());
    sealed.delete(Path::new("x.store")).unwrap();
    assert_eq!(
        &part[..],
        &content[BLOCK - 3..3 * BLOCK + 5],
        "what is held stays"
    );
    assert!(matches!(
        sealed.delete(Path::new("x.store")),
        Err(DeleteError::FileDoesNotExist(_))
    ));
    assert!(matches!(
        sealed.open_read(Path::new("x.store")),
        Err(OpenReadError::FileDoesNotExist(_))
    ));
}

#[test]
fn a_block_damaged_while_the_index_is_open_is_an_error_of_the_search() {
    let dir = tempfile::tempdir().unwrap();
    let sealed = open(&dir);
    let mut file = sealed.open_write(Path::new("x.store")).unwrap();
    file.write_all(&vec![1; 3 * BLOCK]).unwrap();
    file.terminate().unwrap();
    let slice = sealed.open_read(Path::new("x.store")).unwrap();
    slice.slice(0..10).read_bytes().unwrap();
    let on_disk = OpenOptions::new()
        .write(true)
        .open(dir.path().join("x.store"))
        .unwrap();
    on_disk
        .write_all_at(&[0xff; 8], 64 + BLOCK as u64 + 500)
        .unwrap();
    slice.slice(0..BLOCK).read_bytes().unwrap();
    let error = slice.slice(BLOCK..BLOCK + 1).read_bytes().unwrap_err();
    assert!(
        matches!(VaultError::inside(&error), Some(VaultError::Damaged { fault: Fault::Block(1), path }) if path.ends_with("x.store"))
    );
}

#[test]
fn names_stay_in_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let sealed = open(&dir);
    for name in ["", "..", "../x", "/tmp/x", "a/b"] {
        let path = Path::new(name);
        assert!(sealed.open_write(path).is_err(), "{name}");
        assert!(sealed.atomic_write(path, b"").is_err(), "{name}");
        assert!(sealed.atomic_read(path).is_err(), "{name}");
        assert!(sealed.delete(path).is_err(), "{name}");
    }
}
