//! Tests of the plain image: many readers against a small budget.

use super::*;
use crate::{Error, Fault};
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::thread;

fn budget(blocks: usize) -> Arc<Budget> {
    Arc::new(Budget::new(blocks * BLOCK, Memory::Swappable))
}

/// What a block holds: its number in each word, so a wrong or half-filled one is seen.
fn content(block: u64, plain: &mut [u8]) -> Result<()> {
    plain.chunks_mut(8).enumerate().for_each(|(n, word)| {
        let value = ((block << 32) | n as u64).to_le_bytes();
        word.copy_from_slice(&value[..word.len()]);
    });
    Ok(())
}

#[track_caller]
fn assert_content(bytes: &[u8], at: usize) {
    let mut expected = vec![0; BLOCK];
    let mut block = usize::MAX;
    for (n, byte) in bytes.iter().enumerate() {
        if (at + n) / BLOCK != block {
            block = (at + n) / BLOCK;
            content(block as u64, &mut expected).unwrap();
        }
        assert_eq!(
            *byte,
            expected[(at + n) % BLOCK],
            "byte {} of block {block}",
            (at + n) % BLOCK
        );
    }
}

#[test]
fn a_block_is_filled_once_and_only_when_touched() {
    let image = Image::new(10 * BLOCK + 5, budget(100)).unwrap();
    let n_fills = AtomicUsize::new(0);
    let fill = |block, plain: &mut [u8]| {
        n_fills.fetch_add(1, Ordering::Relaxed);
        content(block, plain)
    };
    let across = image.read(3 * BLOCK - 1..4 * BLOCK + 1, fill).unwrap();
    assert_content(&across, 3 * BLOCK - 1);
    assert_eq!(n_fills.load(Ordering::Relaxed), 3);
    assert_content(&image.read(3 * BLOCK..4 * BLOCK, fill).unwrap(), 3 * BLOCK);
    assert_eq!(n_fills.load(Ordering::Relaxed), 3);
    assert_content(
        &image.read(10 * BLOCK..10 * BLOCK + 5, fill).unwrap(),
        10 * BLOCK,
    );
    assert_eq!(image.budget.held(), 3 * BLOCK + 5);
    assert!(image.read(7..7, fill).unwrap().is_empty());
    assert_eq!(n_fills.load(Ordering::Relaxed), 4);
}

#[test]
fn an_empty_file_has_an_empty_image() {
    let image = Image::new(0, budget(1)).unwrap();
    assert!(image.read(0..0, content).unwrap().is_empty());
    assert_eq!(image.n_blocks(), 0);
}

#[test]
#[should_panic(expected = "of 10 bytes")]
fn a_range_beyond_the_end_is_refused() {
    let image = Image::new(10, budget(1)).unwrap();
    let _ = image.read(5..11, content);
}

#[test]
fn a_block_that_does_not_open_gives_nothing_and_can_be_tried_again() {
    let image = Image::new(4 * BLOCK, budget(10)).unwrap();
    let failing = |block, plain: &mut [u8]| match block {
        2 => {
            plain.fill(0xee);
            Err(Error::damaged(Path::new("x"), Fault::Block(block)))
        }
        _ => content(block, plain),
    };
    for _ in 0..3 {
        let error = image.read(0..4 * BLOCK, failing).unwrap_err();
        assert!(matches!(
            error,
            Error::Damaged {
                fault: Fault::Block(2),
                ..
            }
        ));
    }
    assert!(
        image
            .blocks
            .iter()
            .all(|word| word.load(Ordering::Relaxed) & PINS == 0),
        "no pin is left behind"
    );
    assert_content(&image.read(0..2 * BLOCK, failing).unwrap(), 0);
    assert_content(&image.read(0..4 * BLOCK, content).unwrap(), 0);
}

#[test]
fn a_panic_while_filling_blocks_nobody() {
    let image = Image::new(BLOCK, budget(10)).unwrap();
    let other = image.clone();
    let panicked =
        thread::spawn(move || other.read(0..1, |_, _| panic!("on purpose")).is_ok()).join();
    assert!(panicked.is_err());
    assert_content(&image.read(0..BLOCK, content).unwrap(), 0);
}

#[test]
fn what_is_held_is_never_dropped() {
    let image = Image::new(20 * BLOCK, budget(4)).unwrap();
    let held: Vec<_> = (0..6)
        .map(|n| image.read(n * BLOCK..(n + 1) * BLOCK, content).unwrap())
        .collect();
    for n in 6..20 {
        assert_content(
            &image.read(n * BLOCK..(n + 1) * BLOCK, content).unwrap(),
            n * BLOCK,
        );
    }
    for (n, bytes) in held.iter().enumerate() {
        assert_content(bytes, n * BLOCK);
    }
    assert!(image.budget.held() >= 6 * BLOCK);
    drop(held);
    for n in 0..20 {
        drop(image.read(n * BLOCK..(n + 1) * BLOCK, content).unwrap());
    }
    assert!(
        image.budget.held() <= 4 * BLOCK,
        "{} blocks are held",
        image.budget.held() / BLOCK
    );
}

#[test]
fn the_sum_of_several_images_stays_within_the_budget() {
    let shared = budget(16);
    let images: Vec<_> = (0..5)
        .map(|_| Image::new(10 * BLOCK, shared.clone()).unwrap())
        .collect();
    for round in 0..4 {
        for image in &images {
            for n in 0..10 {
                assert_content(
                    &image.read(n * BLOCK..n * BLOCK + 9, content).unwrap(),
                    n * BLOCK,
                );
                assert!(
                    shared.held() <= 17 * BLOCK,
                    "round {round}: {} blocks",
                    shared.held() / BLOCK
                );
            }
        }
    }
    assert!(
        shared.held() >= 8 * BLOCK,
        "and not everything is thrown away: {} blocks",
        shared.held() / BLOCK
    );
    drop(images);
    assert_eq!(shared.held(), 0, "a dropped image holds nothing");
}

#[test]
fn what_was_used_lately_stays() {
    let shared = budget(16);
    let hot = Image::new(4 * BLOCK, shared.clone()).unwrap();
    let cold = Image::new(200 * BLOCK, shared.clone()).unwrap();
    let n_fills = AtomicUsize::new(0);
    let counted = |block, plain: &mut [u8]| {
        n_fills.fetch_add(1, Ordering::Relaxed);
        content(block, plain)
    };
    for n in 0..200 {
        drop(cold.read(n * BLOCK..n * BLOCK + 1, content).unwrap());
        drop(hot.read(0..4 * BLOCK, counted).unwrap());
    }
    let refilled = n_fills.load(Ordering::Relaxed);
    assert!(
        refilled < 40,
        "blocks in use all the time were dropped {refilled} times"
    );
}

#[test]
fn dropped_pages_are_really_given_back() {
    let resident = |image: &Image| -> usize {
        let start = image.map.as_mut_ptr() as usize;
        let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        // The kernel may have joined neighbouring mappings, so the one that holds the start is looked for.
        let mut inside = false;
        for line in smaps.lines() {
            if let Some((from, to)) = line
                .split_once(' ')
                .and_then(|(range, _)| range.split_once('-'))
                && let (Ok(from), Ok(to)) = (
                    usize::from_str_radix(from, 16),
                    usize::from_str_radix(to, 16),
                )
            {
                inside = (from..to).contains(&start);
            }
            if inside && line.starts_with("Rss:") {
                let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
                return kib * 1024;
            }
        }
        panic!("the mapping is not there");
    };
    let image = Image::new(256 * BLOCK, budget(8)).unwrap();
    for n in 0..256 {
        drop(image.read(n * BLOCK..(n + 1) * BLOCK, content).unwrap());
    }
    assert!(image.budget.held() <= 8 * BLOCK);
    assert!(
        resident(&image) <= 64 * BLOCK,
        "{} blocks are in memory",
        resident(&image) / BLOCK
    );
}

#[test]
fn locked_memory_works_as_far_as_the_system_allows() {
    let shared = Arc::new(Budget::new(4 * BLOCK, Memory::Locked));
    let image = Image::new(16 * BLOCK, shared.clone()).unwrap();
    for _ in 0..3 {
        for n in 0..16 {
            assert_content(
                &image.read(n * BLOCK..(n + 1) * BLOCK, content).unwrap(),
                n * BLOCK,
            );
        }
    }
    assert!(shared.held() <= 5 * BLOCK);
}

/// Readers of overlapping ranges against a budget that keeps dropping what they read.
#[test]
fn many_readers_see_only_whole_blocks() {
    let shared = budget(6);
    let images: Vec<_> = (0..3)
        .map(|_| Image::new(24 * BLOCK + 100, shared.clone()).unwrap())
        .collect();
    thread::scope(|scope| {
        for seed in 1..=8u64 {
            let images = &images;
            scope.spawn(move || {
                let mut random = seed;
                let mut next = move |below: usize| {
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    (random % below as u64) as usize
                };
                let mut held = Vec::new();
                for _ in 0..400 {
                    let image = &images[next(images.len())];
                    let start = next(24 * BLOCK);
                    let end = (start + 1 + next(3 * BLOCK)).min(24 * BLOCK + 100);
                    let bytes = image.read(start..end, content).unwrap();
                    assert_ends(&bytes, start);
                    held.push((bytes, start));
                    if held.len() > 3 {
                        let (bytes, start) = held.swap_remove(next(held.len()));
                        assert_ends(&bytes, start);
                    }
                }
            });
        }
    });
    assert!(
        images
            .iter()
            .flat_map(|image| image.blocks.iter())
            .all(|word| {
                let word = word.load(Ordering::Relaxed);
                word & PINS == 0 && word & STATE != BUSY
            })
    );
    let counted: usize = images
        .iter()
        .map(|image| {
            let full = (0..image.n_blocks())
                .filter(|n| image.blocks[*n].load(Ordering::Relaxed) & STATE == FULL);
            full.map(|n| image.block_range(n).len()).sum::<usize>()
        })
        .sum();
    assert_eq!(
        shared.held(),
        counted,
        "the account is right after all that"
    );
}

/// The first and last bytes of each block that the slice touches; the whole would take minutes unoptimised.
#[track_caller]
fn assert_ends(bytes: &[u8], at: usize) {
    let mut from = 0;
    while from < bytes.len() {
        let to = bytes.len().min(((at + from) / BLOCK + 1) * BLOCK - at);
        for byte in [from, (from + to) / 2, to - 1] {
            assert_content(&bytes[byte..=byte], at + byte);
        }
        from = to;
    }
}

/// Whoever comes while another fills waits for it, and the block is filled once.
#[test]
fn readers_of_one_block_wait_for_the_first() {
    for _ in 0..50 {
        let image = Image::new(BLOCK, budget(10)).unwrap();
        let n_fills = AtomicUsize::new(0);
        let start = std::sync::Barrier::new(8);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let bytes = image.read(0..BLOCK, |block, plain| {
                        n_fills.fetch_add(1, Ordering::Relaxed);
                        thread::yield_now();
                        content(block, plain)
                    });
                    assert_ends(&bytes.unwrap(), 0);
                });
            }
        });
        assert_eq!(n_fills.load(Ordering::Relaxed), 1);
    }
}
