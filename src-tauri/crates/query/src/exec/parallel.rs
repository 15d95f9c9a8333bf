//! Work on pieces of segments, on as many threads as the machine has.

use crate::Result;
use starling_model::Cancel;
use std::num::NonZero;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A run of documents of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) segment: usize,
    pub(crate) range: Range<u32>,
}

/// Documents a piece spans at most: at some nanoseconds each, a piece takes a millisecond or two,
/// so threads end together and a cancelled job stops soon. A multiple of 64.
/// Tests cut small, so that their few documents are shared out too.
const PIECE: u32 = if cfg!(test) { 64 } else { 1 << 18 };

/// A thread takes about 30 µs to start; below this many documents it does not pay.
const ALONE: u64 = if cfg!(test) { 8 } else { 1 << 16 };

/// Segments cut into pieces; those without any of the documents are left out.
pub(crate) fn pieces(segments: impl Iterator<Item = (u32, bool)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (segment, (max_doc, empty)) in segments.enumerate() {
        if empty {
            continue;
        }
        let mut start = 0;
        while start < max_doc {
            let end = max_doc.min(start + PIECE);
            pieces.push(Piece {
                segment,
                range: start..end,
            });
            start = end;
        }
    }
    pieces
}

/// How many threads a question may take.
pub(crate) fn threads() -> usize {
    // Asking the system reads files of its control groups each time.
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| std::thread::available_parallelism().map_or(1, NonZero::get))
}

/// Gives each thread an accumulator of its own and the tasks one by one; `weight` is about how many documents
/// there are to look at. The order in which tasks are done is not fixed, so accumulating must not depend on it.
pub(crate) fn fold<T: Sync, A: Send>(
    tasks: &[T],
    weight: u64,
    cancel: &Cancel,
    fresh: impl Fn() -> A + Sync,
    step: impl Fn(&mut A, &T) -> Result<()> + Sync,
) -> Result<Vec<A>> {
    let crew = if weight < ALONE {
        1
    } else {
        threads().min(tasks.len()).max(1)
    };
    let next = AtomicUsize::new(0);
    let work = || -> Result<A> {
        let mut accumulated = fresh();
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            cancel.check()?;
            step(&mut accumulated, task)?;
        }
        Ok(accumulated)
    };
    if crew == 1 {
        return Ok(vec![work()?]);
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..crew).map(|_| scope.spawn(work)).collect();
        let mine = work();
        let mut all = vec![mine?];
        for other in others {
            match other.join() {
                Ok(accumulated) => all.push(accumulated?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}
