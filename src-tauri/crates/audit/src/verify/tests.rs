//! Whole records are whole, and every change is placed.

use super::*;
use crate::{LogKey, Text};
use starling_model::Timestamp;

fn key() -> LogKey {
    LogKey::from_seed("starling/test", &[3; 32])
}

fn entries(n: u64) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for seq in 0..n {
        let mut entry = Entry::first(Event::Import, Timestamp(seq as i64 * 1000), "k");
        entry.seq = seq;
        entry.counts.insert("rows".into(), seq);
        entry.prev = all.last().map(Entry::hash).unwrap_or_default();
        all.push(entry);
    }
    all
}

fn text_of(entries: &[Entry], checkpoints: &[u64]) -> String {
    let mut text = Text::new();
    for entry in entries {
        text.entry(entry);
    }
    for size in checkpoints {
        let bodies: Vec<String> = entries[..*size as usize]
            .iter()
            .map(Entry::canonical)
            .collect();
        text.checkpoint(&key().checkpoint(*size, crate::root(&bodies)));
    }
    text.into_string()
}

#[test]
fn a_whole_record_is_whole() {
    let report = verify(&text_of(&entries(5), &[2, 5]), &key().verifier());
    assert_eq!(report.problems, []);
    assert_eq!((report.entries, report.checkpoints), (5, 2));
    assert_eq!(report.head, entries(5)[4].hash());
}

#[test]
fn any_flipped_byte_is_noticed_and_placed() {
    let text = text_of(&entries(4), &[2, 4]);
    for at in 0..text.len() {
        for bit in [1u8, 0x20, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= bit;
            let line = text.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            // Bytes that are no text any more are refused by whoever reads the file, with their place.
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            let report = verify(&changed, &key().verifier());
            assert!(!report.ok(), "byte {at} flipped by {bit:#x} goes unnoticed");
            let first = &report.problems[0];
            assert!(
                first.line == 0
                    || first.line.abs_diff(line) <= 1
                    || report
                        .problems
                        .iter()
                        .any(|problem| problem.line.abs_diff(line) <= 6),
                "byte {at} in line {line}: {:?}",
                report.problems
            );
            if (2..=5).contains(&line)
                && text.as_bytes()[at] != b'\n'
                && changed.matches('\n').count() == text.matches('\n').count()
            {
                assert_eq!(
                    first.line, line,
                    "an entry's flipped byte is placed in its line: {:?}",
                    report.problems
                );
            }
        }
    }
}

#[test]
fn a_record_cut_anywhere_is_noticed() {
    let text = text_of(&entries(4), &[4]);
    for at in 0..text.len() {
        if text.is_char_boundary(at) {
            assert!(
                !verify(&text[..at], &key().verifier()).ok(),
                "cut at {at} goes unnoticed"
            );
        }
    }
}

#[test]
fn entries_taken_out_put_in_or_swapped_are_noticed() {
    let all = entries(5);
    let mut less = all.clone();
    less.remove(2);
    let report = verify(&text_of(&less, &[4]), &key().verifier());
    assert_eq!(report.problems[0].seq, Some(2), "{:?}", report.problems);
    let mut swapped = all.clone();
    swapped.swap(1, 2);
    assert!(!verify(&text_of(&swapped, &[5]), &key().verifier()).ok());
}

#[test]
fn a_record_rewritten_and_signed_anew_is_shown_by_a_checkpoint_kept_elsewhere() {
    let kept = {
        let bodies: Vec<String> = entries(3).iter().map(Entry::canonical).collect();
        key().checkpoint(3, crate::root(&bodies))
    };
    let honest = text_of(&entries(5), &[5]);
    assert!(verify_against(&honest, &key().verifier(), std::slice::from_ref(&kept)).ok());
    let mut other = entries(5);
    other[1].counts.insert("rows".into(), 99);
    for seq in 2..5 {
        other[seq].prev = other[seq - 1].hash();
    }
    let forged = text_of(&other, &[5]);
    assert!(
        verify(&forged, &key().verifier()).ok(),
        "by itself it is whole"
    );
    assert!(!verify_against(&forged, &key().verifier(), &[kept]).ok());
}
