//! Tests of sealed files: flips, cuts, extensions and swaps are noticed.

use super::format::{HEADER, STRIDE, TRAILER};
use super::*;
use crate::{Error, Fault, Subkey, disk};
use proptest::prelude::*;
use starling_model::Cancel;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

fn key() -> Subkey {
    Subkey::from_bytes([5; 32])
}

/// Text that differs from block to block.
fn text(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n / 251 + n) as u8).collect()
}

fn write(dir: &Path, name: &str, content: &[u8]) {
    let mut writer = SealedWriter::create(dir, name, &key()).unwrap();
    writer.write_all(content).unwrap();
    assert_eq!(writer.finish().unwrap(), content.len() as u64);
}

fn open(dir: &TempDir, name: &str) -> crate::Result<SealedFile> {
    SealedFile::open(dir.path(), name, &key())
}

fn sealed(content: &[u8]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "a", content);
    dir
}

/// Without syncing, since tests do it thousands of times.
fn overwrite(path: &Path, bytes: &[u8]) {
    let mut file = OpenOptions::new()
        .write(true)
        .truncate(true)
        .create(true)
        .open(path)
        .unwrap();
    file.write_all(bytes).unwrap();
}

/// Every way of reading the whole file; `Err` when any of them says it is damaged, and then they all must.
#[track_caller]
fn read_all(dir: &TempDir, name: &str) -> crate::Result<Vec<u8>> {
    let file = open(dir, name)?;
    let length = file.len() as usize;
    let mut streamed = Vec::new();
    let by_stream = file.reader().read_to_end(&mut streamed);
    let by_range = file.read_range(0..length as u64);
    let verified = file.verify(&Cancel::new(), |_| {}).unwrap();
    assert_eq!(verified.blocks, file.blocks() + 1);
    let by_image =
        LazyFile::new(file, Arc::new(Budget::new(1 << 30, Memory::Swappable))).read(0..length);
    match by_range {
        Ok(bytes) => {
            by_stream.unwrap();
            assert_eq!(bytes, streamed);
            assert_eq!(bytes, by_image.unwrap()[..]);
            assert_eq!(verified.bad, []);
            Ok(bytes)
        }
        Err(error) => {
            let streamed = by_stream.unwrap_err();
            assert!(
                matches!(Error::inside(&streamed), Some(Error::Damaged { .. })),
                "{streamed}"
            );
            assert!(matches!(by_image, Err(Error::Damaged { .. })));
            assert_ne!(verified.bad, []);
            Err(error)
        }
    }
}

#[track_caller]
fn assert_damaged(result: crate::Result<Vec<u8>>, file: &str) -> Fault {
    match result {
        Err(Error::Damaged { path, fault }) => {
            assert!(path.ends_with(file), "{} is named", path.display());
            fault
        }
        Ok(bytes) => panic!("{} bytes were read from a damaged file", bytes.len()),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_length_comes_back() {
    for length in [
        0,
        1,
        15,
        16,
        BLOCK - 1,
        BLOCK,
        BLOCK + 1,
        2 * BLOCK,
        2 * BLOCK + 17,
        5 * BLOCK,
    ] {
        let dir = sealed(&text(length));
        assert_eq!(read_all(&dir, "a").unwrap(), text(length), "{length} bytes");
        let on_disk = fs::metadata(dir.path().join("a")).unwrap().len() as usize;
        assert_eq!(
            on_disk,
            HEADER + TRAILER + length + length.div_ceil(BLOCK) * 16
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn however_it_is_written_and_read(
        pieces in prop::collection::vec(0..2 * BLOCK, 0..6),
        cuts in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 1..8),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let content = text(pieces.iter().sum());
        let mut writer = SealedWriter::create(dir.path(), "a", &key()).unwrap();
        let mut rest = &content[..];
        for piece in pieces {
            writer.write_all(rest.split_off(..piece).unwrap()).unwrap();
            writer.flush().unwrap();
        }
        writer.finish().unwrap();
        let file = open(&dir, "a").unwrap();
        let lazy = LazyFile::new(open(&dir, "a").unwrap(), Arc::new(Budget::new(BLOCK, Memory::Swappable)));
        for (a, b) in cuts {
            let at = |part: f64| (content.len() as f64 * part) as usize;
            let range = at(a.min(b))..at(a.max(b));
            prop_assert_eq!(&file.read_range(range.start as u64..range.end as u64).unwrap()[..], &content[range.clone()]);
            prop_assert_eq!(&lazy.read(range.clone()).unwrap()[..], &content[range]);
        }
    }

    #[test]
    fn any_flip_is_noticed(at in 0..HEADER + 2 * STRIDE + 100 + 16 + TRAILER, bit in 0..8u8) {
        let dir = sealed(&text(2 * BLOCK + 100));
        let path = dir.path().join("a");
        let mut bytes = fs::read(&path).unwrap();
        bytes[at] ^= 1 << bit;
        overwrite(&path, &bytes);
        let fault = assert_damaged(read_all(&dir, "a"), "a");
        let block = (at.saturating_sub(HEADER) / STRIDE) as u64;
        if at < HEADER {
            prop_assert_eq!(fault, Fault::Header);
        } else if at >= bytes.len() - TRAILER {
            prop_assert_eq!(fault, Fault::End);
        } else {
            prop_assert_eq!(fault, Fault::Block(block), "the block at fault is named");
        }
    }

    #[test]
    fn any_cut_is_noticed(keep in 0..HEADER + 2 * STRIDE + 100 + 16 + TRAILER) {
        let dir = sealed(&text(2 * BLOCK + 100));
        let path = dir.path().join("a");
        let bytes = fs::read(&path).unwrap();
        overwrite(&path, &bytes[..keep]);
        assert_damaged(read_all(&dir, "a"), "a");
        // Also a cut from the middle that keeps the end.
        overwrite(&path, &[&bytes[..keep], &bytes[bytes.len().min(keep + STRIDE)..]].concat());
        assert_damaged(read_all(&dir, "a"), "a");
    }
}

#[test]
fn every_byte_of_header_and_trailer_counts() {
    let dir = sealed(&text(10));
    let path = dir.path().join("a");
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        overwrite(&path, &bytes);
        assert_damaged(read_all(&dir, "a"), "a");
    }
    for more in [1, 16, TRAILER, STRIDE] {
        overwrite(&path, &[&whole[..], &vec![0; more]].concat());
        assert_damaged(read_all(&dir, "a"), "a");
    }
    overwrite(&path, &[&whole[..], &whole[..]].concat());
    assert_damaged(read_all(&dir, "a"), "a");
}

#[test]
fn blocks_cannot_be_swapped_within_a_file() {
    let dir = sealed(&text(4 * BLOCK));
    let path = dir.path().join("a");
    let whole = fs::read(&path).unwrap();
    let block = |n: usize| HEADER + n * STRIDE..HEADER + (n + 1) * STRIDE;
    for (a, b) in [(0, 1), (1, 2), (2, 3), (0, 3)] {
        let mut bytes = whole.clone();
        bytes[block(a)].copy_from_slice(&whole[block(b)]);
        bytes[block(b)].copy_from_slice(&whole[block(a)]);
        overwrite(&path, &bytes);
        assert_eq!(
            assert_damaged(read_all(&dir, "a"), "a"),
            Fault::Block(a as u64)
        );
    }
}

#[test]
fn blocks_and_files_cannot_be_swapped_between_files() {
    let dir = sealed(&text(2 * BLOCK));
    write(dir.path(), "b", &text(2 * BLOCK));
    let (a, b) = (
        fs::read(dir.path().join("a")).unwrap(),
        fs::read(dir.path().join("b")).unwrap(),
    );
    let same = a[HEADER..]
        .chunks(16)
        .filter(|chunk| b[HEADER..].chunks(16).any(|other| other == *chunk))
        .count();
    assert_eq!(same, 0, "the same content is not seen to be the same");

    let mut mixed = a.clone();
    mixed[HEADER..HEADER + STRIDE].copy_from_slice(&b[HEADER..HEADER + STRIDE]);
    overwrite(&dir.path().join("a"), &mixed);
    assert_eq!(assert_damaged(read_all(&dir, "a"), "a"), Fault::Block(0));
    overwrite(&dir.path().join("a"), &b);
    assert_eq!(
        assert_damaged(read_all(&dir, "a"), "a"),
        Fault::End,
        "it was sealed under another name"
    );
}

#[test]
fn another_key_opens_nothing() {
    let dir = sealed(&text(10));
    let other = SealedFile::open(dir.path(), "a", &Subkey::from_bytes([6; 32]));
    assert!(matches!(
        other,
        Err(Error::Damaged {
            fault: Fault::End,
            ..
        })
    ));
}

#[test]
fn a_blob_and_a_stream_are_not_taken_for_each_other() {
    let dir = sealed(b"stream");
    let blob = write_blob(dir.path(), "b", b"blob", &key()).unwrap();
    assert_eq!(
        read_blob(dir.path(), "b", &key()).unwrap(),
        (b"blob".to_vec(), blob)
    );
    assert!(matches!(
        read_blob(dir.path(), "a", &key()),
        Err(Error::Damaged {
            fault: Fault::Header,
            ..
        })
    ));
    assert!(matches!(
        open(&dir, "b"),
        Err(Error::Damaged {
            fault: Fault::Header,
            ..
        })
    ));
}

#[test]
fn a_blob_is_replaced_whole_and_has_a_new_id() {
    let dir = tempfile::tempdir().unwrap();
    let first = write_blob(dir.path(), "b", &text(3 * BLOCK), &key()).unwrap();
    let second = write_blob(dir.path(), "b", b"", &key()).unwrap();
    assert_ne!(first, second, "so an old one put back can be told");
    assert_eq!(
        read_blob(dir.path(), "b", &key()).unwrap(),
        (Vec::new(), second)
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_later_format_is_called_newer() {
    let dir = sealed(b"x");
    let path = dir.path().join("a");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4] = 2;
    let check = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes[..40]);
    bytes[40..HEADER].copy_from_slice(&check.as_ref()[..24]);
    overwrite(&path, &bytes);
    assert!(matches!(
        open(&dir, "a"),
        Err(Error::Newer { format: 2, .. })
    ));
}

#[test]
fn an_unfinished_file_does_not_open() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = SealedWriter::create(dir.path(), "a", &key()).unwrap();
    writer.write_all(&text(3 * BLOCK)).unwrap();
    drop(writer);
    assert!(matches!(
        open(&dir, "a"),
        Err(Error::Damaged {
            fault: Fault::End,
            ..
        })
    ));
}

#[test]
fn nothing_is_written_after_the_end_or_after_a_failure() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = SealedWriter::create(dir.path(), "a", &key()).unwrap();
    writer.finish().unwrap();
    assert!(writer.write_all(b"x").is_err() && writer.finish().is_err());

    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut sealer = writer::Sealer::new(Full(STRIDE), "a", &key(), format::Kind::Stream).unwrap();
    assert!(sealer.write_all(&text(2 * BLOCK)).is_err());
    assert!(
        sealer.write_all(b"x").is_err(),
        "or one nonce could seal two texts"
    );
    assert!(sealer.finish().is_err());
}

#[test]
fn an_existing_file_is_not_written_over_and_names_stay_in_the_folder() {
    let dir = sealed(b"x");
    assert!(matches!(
        SealedWriter::create(dir.path(), "a", &key()),
        Err(Error::Io { .. })
    ));
    assert_eq!(read_all(&dir, "a").unwrap(), b"x");
    for name in ["", ".", "..", "../a", "b/c", "/etc/passwd"] {
        assert!(
            SealedWriter::create(dir.path(), name, &key()).is_err(),
            "{name}"
        );
        assert!(
            SealedFile::open(dir.path(), name, &key()).is_err(),
            "{name}"
        );
        assert!(write_blob(dir.path(), name, b"", &key()).is_err(), "{name}");
    }
}

#[test]
fn all_faults_are_counted_and_it_stops_when_asked() {
    let dir = sealed(&text(6 * BLOCK));
    let path = dir.path().join("a");
    let mut bytes = fs::read(&path).unwrap();
    bytes[HEADER + STRIDE] ^= 1;
    bytes[HEADER + 5 * STRIDE] ^= 1;
    overwrite(&path, &bytes);
    let file = open(&dir, "a").unwrap();
    let mut seen = 0;
    let verified = file
        .verify(&Cancel::new(), |n_bytes| seen += n_bytes)
        .unwrap();
    assert_eq!(
        verified,
        Verified {
            blocks: 7,
            bad: vec![1, 5]
        }
    );
    assert_eq!(seen, file.len());
    assert_eq!(
        file.read_range(2 * BLOCK as u64..5 * BLOCK as u64).unwrap(),
        text(6 * BLOCK)[2 * BLOCK..5 * BLOCK]
    );

    let cancel = Cancel::new();
    cancel.set();
    assert!(matches!(
        file.verify(&cancel, |_| {}),
        Err(Error::Cancelled)
    ));
}

#[test]
fn a_file_that_changes_while_it_is_open_is_noticed() {
    let dir = sealed(&text(3 * BLOCK));
    let file = open(&dir, "a").unwrap();
    OpenOptions::new()
        .write(true)
        .open(dir.path().join("a"))
        .unwrap()
        .set_len(HEADER as u64 + 100)
        .unwrap();
    assert!(matches!(
        file.read_range(0..1),
        Err(Error::Damaged {
            fault: Fault::End,
            ..
        })
    ));
}

#[test]
fn a_removed_file_stays_readable_while_it_is_open() {
    let dir = sealed(&text(BLOCK + 1));
    let lazy = LazyFile::new(
        open(&dir, "a").unwrap(),
        Arc::new(Budget::new(0, Memory::Swappable)),
    );
    fs::remove_file(dir.path().join("a")).unwrap();
    assert_eq!(
        lazy.read(0..BLOCK + 1).unwrap()[..],
        text(BLOCK + 1),
        "searches go on over merged segments"
    );
}

#[test]
fn nothing_readable_is_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let canary = b"Nightingale".repeat(20_000);
    write(dir.path(), "a", &canary);
    write_blob(dir.path(), "b", &canary, &key()).unwrap();
    for name in ["a", "b"] {
        let bytes = fs::read(dir.path().join(name)).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"ight"));
        let mut counts = [0u64; 256];
        bytes
            .iter()
            .for_each(|byte| counts[usize::from(*byte)] += 1);
        let n_bytes = bytes.len() as f64;
        let entropy: f64 = counts
            .iter()
            .map(|&n| n as f64 / n_bytes)
            .filter(|p| *p > 0.0)
            .map(|p| -p * p.log2())
            .sum();
        assert!(entropy > 7.99, "{entropy} bits a byte");
    }
}

#[test]
fn sealing_the_same_twice_gives_nothing_in_common() {
    let (a, b) = (sealed(&text(BLOCK)), sealed(&text(BLOCK)));
    let (a, b) = (
        fs::read(a.path().join("a")).unwrap(),
        fs::read(b.path().join("a")).unwrap(),
    );
    let same = a[8..].iter().zip(&b[8..]).filter(|(x, y)| x == y).count();
    assert!(same < a.len() / 100, "{same} of {} bytes", a.len());
}

#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let dir = sealed(b"x");
    write_blob(dir.path(), "b", b"", &key()).unwrap();
    disk::make_dir(&dir.path().join("d")).unwrap();
    for (name, mode) in [("a", 0o600), ("b", 0o600), ("d", 0o700)] {
        assert_eq!(
            fs::metadata(dir.path().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            mode
        );
    }
}
