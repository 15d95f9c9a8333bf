//! A plain image of a sealed file that is filled block by block as it is touched.
//!
//! This is the only module with unsafe code. The rule that makes it sound: each block has one atomic word with a state
//! and a count of pins.
//!
//! - `EMPTY → BUSY` by one thread, which alone may write the block's bytes; then `BUSY → FULL` (or back).
//! - A pin is added only to a block that is `FULL`; while a block has a pin it stays `FULL` and its bytes do not change.
//! - `FULL` without pins `→ BUSY` by one thread, which alone may give the block's pages back; then `BUSY → EMPTY`.
//!
//! A slice is handed out only over blocks that are pinned for as long as the slice lives. States are left with
//! `Release` and seen with `Acquire`, so the bytes written before are seen by whoever sees the state.

use super::budget::{Budget, Memory};
use super::format::BLOCK;
use crate::Result;
use memmap2::{Advice, MmapOptions, MmapRaw, UncheckedAdvice};
use rustix::mm::{MlockFlags, mlock_with, munlock};
use stable_deref_trait::StableDeref;
use std::fmt;
use std::io;
use std::ops::{Deref, Range};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

const STATE: u32 = 0b11;
const EMPTY: u32 = 0;
const BUSY: u32 = 1;
const FULL: u32 = 2;
/// Used since the budget's hand last passed.
const RECENT: u32 = 0b100;
const PIN: u32 = 0b1000;
const PINS: u32 = !0b111;

/// Anonymous memory as long as the file, most of which may never be touched.
pub(super) struct Image {
    map: MmapRaw,
    len: usize,
    blocks: Box<[AtomicU32]>,
    gate: Mutex<()>,
    turned: Condvar,
    budget: Arc<Budget>,
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

impl Image {
    /// Room for `len` bytes; only touched pages take memory. Fails where the system grants no such address space.
    pub(super) fn new(len: usize, budget: Arc<Budget>) -> io::Result<Arc<Self>> {
        let map = MmapRaw::from(
            MmapOptions::new()
                .len(len.max(1))
                .no_reserve_swap()
                .map_anon()?,
        );
        // Plain text is kept out of core dumps. Should the system not know how, the rest still holds.
        let _ = map.advise(Advice::DontDump);
        if budget.memory() == Memory::Locked {
            lock_pages(&map, 0..map.len());
        }
        let blocks = (0..len.div_ceil(BLOCK))
            .map(|_| AtomicU32::new(EMPTY))
            .collect();
        let image = Arc::new(Self {
            map,
            len,
            blocks,
            gate: Mutex::new(()),
            turned: Condvar::new(),
            budget: budget.clone(),
        });
        budget.enlist(Arc::downgrade(&image));
        Ok(image)
    }

    pub(super) fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The bytes of `range`, after `fill` has written those of its blocks that are not there.
    pub(super) fn read(
        self: &Arc<Self>,
        range: Range<usize>,
        fill: impl Fn(u64, &mut [u8]) -> Result<()>,
    ) -> Result<PlainBytes> {
        assert!(
            range.start <= range.end && range.end <= self.len,
            "{range:?} of {} bytes",
            self.len
        );
        if range.is_empty() {
            return Ok(PlainBytes::copied(Vec::new()));
        }
        let mut pins = Pins {
            image: self.clone(),
            first: range.start / BLOCK,
            end: range.start / BLOCK,
        };
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            self.pin(block, &fill)?;
            pins.end = block + 1;
        }
        // The pointer is inside the mapping, since `range.end <= self.len`.
        let start = NonNull::new(self.map.as_mut_ptr().wrapping_add(range.start));
        let start = Start(start.expect("BUG: a mapping does not begin at address zero"));
        Ok(PlainBytes {
            held: Held::Pinned {
                start,
                len: range.len(),
                _pins: pins,
            },
            _file: None,
        })
    }

    fn block_range(&self, block: usize) -> Range<usize> {
        block * BLOCK..self.len.min((block + 1) * BLOCK)
    }

    fn pin(&self, block: usize, fill: impl Fn(u64, &mut [u8]) -> Result<()>) -> Result<()> {
        let word = &self.blocks[block];
        let mut seen = word.load(Ordering::Relaxed);
        loop {
            match seen & STATE {
                FULL => {
                    assert!(
                        seen & PINS != PINS,
                        "BUG: half a billion slices of one block"
                    );
                    let pinned = (seen + PIN) | RECENT;
                    match word.compare_exchange_weak(
                        seen,
                        pinned,
                        Ordering::Acquire,
                        Ordering::Relaxed,
                    ) {
                        Ok(_) => return Ok(()),
                        Err(now) => seen = now,
                    }
                }
                EMPTY => match word.compare_exchange_weak(
                    EMPTY,
                    BUSY,
                    Ordering::Acquire,
                    Ordering::Relaxed,
                ) {
                    Ok(_) => return self.fill(block, fill),
                    Err(now) => seen = now,
                },
                _ => {
                    let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
                    while word.load(Ordering::Relaxed) & STATE == BUSY {
                        gate = self
                            .turned
                            .wait(gate)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                    seen = word.load(Ordering::Relaxed);
                }
            }
        }
    }

    /// Fills a block that this thread has made `BUSY`, and pins it.
    fn fill(&self, block: usize, fill: impl Fn(u64, &mut [u8]) -> Result<()>) -> Result<()> {
        // Turns the block empty again also when `fill` fails or panics.
        let mut turn = Turn {
            image: self,
            block,
            to: EMPTY,
        };
        let range = self.block_range(block);
        #[expect(
            unsafe_code,
            reason = "the image is written through a shared mapping; see the module"
        )]
        // SAFETY: the range is inside the mapping. This thread made the block BUSY and is the only one to touch its
        // bytes until `turn` is dropped, which is after the last use of `plain`. The memory is initialised: anonymous
        // mappings are zero.
        let plain = unsafe {
            std::slice::from_raw_parts_mut(self.map.as_mut_ptr().add(range.start), range.len())
        };
        fill(block as u64, plain)?;
        turn.to = FULL | RECENT | PIN;
        drop(turn);
        self.budget.add(range.len());
        Ok(())
    }

    fn unpin(&self, block: usize) {
        // Release: whoever gives the pages back has seen the last use of the slice.
        let before = self.blocks[block].fetch_sub(PIN, Ordering::Release);
        debug_assert!(before & STATE == FULL && before & PINS != 0);
    }

    /// The budget's hand passes: a block used lately is spared, one that is not in use is dropped.
    pub(super) fn pass_over(&self, block: usize) {
        let word = &self.blocks[block];
        let seen = word.load(Ordering::Relaxed);
        if seen & STATE != FULL || seen & PINS != 0 {
            return;
        }
        if seen & RECENT != 0 {
            word.fetch_and(!RECENT, Ordering::Relaxed);
            return;
        }
        if word
            .compare_exchange(FULL, BUSY, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            return;
        }
        let range = self.block_range(block);
        // Unless the pages are really given back, the block stays as it is.
        let mut turn = Turn {
            image: self,
            block,
            to: FULL,
        };
        if self.give_back(range.clone()).is_ok() {
            turn.to = EMPTY;
            self.budget.subtract(range.len());
        }
    }

    /// Gives the pages of a block that this thread has made `BUSY` back to the system.
    fn give_back(&self, range: Range<usize>) -> io::Result<()> {
        let locked = self.budget.memory() == Memory::Locked;
        if locked {
            unlock_pages(&self.map, range.clone());
        }
        #[expect(
            unsafe_code,
            reason = "pages are given back under a shared mapping; see the module"
        )]
        // SAFETY: the range is inside the mapping and of one block, which no slice covers: it has no pins, and none can
        // be added while it is BUSY. The mapping is anonymous and private, so the pages become zero, which is
        // initialised memory. Blocks begin at multiples of 64 KiB and so of the page size; the last one ends at the
        // mapping's end, beyond which no other block lies.
        let given = unsafe {
            self.map
                .unchecked_advise_range(UncheckedAdvice::DontNeed, range.start, range.len())
        };
        if locked {
            lock_pages(&self.map, range);
        }
        given
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let full = |(block, word): (usize, &mut AtomicU32)| match *word.get_mut() & STATE {
            FULL => (block * BLOCK..self.len.min((block + 1) * BLOCK)).len(),
            _ => 0,
        };
        let held = self.blocks.iter_mut().enumerate().map(full).sum();
        self.budget.subtract(held);
    }
}

/// Ends a block's being `BUSY`, whatever happens.
struct Turn<'a> {
    image: &'a Image,
    block: usize,
    to: u32,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.image.blocks[self.block].store(self.to, Ordering::Release);
        // Taking the gate makes sure that a thread which saw BUSY is already waiting and does not miss the call.
        drop(
            self.image
                .gate
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        self.image.turned.notify_all();
    }
}

/// The pins of a slice: those of the blocks `first..end`.
struct Pins {
    image: Arc<Image>,
    first: usize,
    end: usize,
}

impl Drop for Pins {
    fn drop(&mut self) {
        (self.first..self.end).for_each(|block| self.image.unpin(block));
    }
}

/// Plain bytes of a sealed file. They stay where they are, and in memory, for as long as this lives.
pub struct PlainBytes {
    held: Held,
    /// So that whoever opens the file again while this lives finds the same image.
    _file: Option<Arc<super::LazyFile>>,
}

enum Held {
    Pinned {
        start: Start,
        len: usize,
        _pins: Pins,
    },
    /// Where there is no image.
    Copied(zeroize::Zeroizing<Vec<u8>>),
}

impl PlainBytes {
    pub(super) fn copied(bytes: Vec<u8>) -> Self {
        Self {
            held: Held::Copied(zeroize::Zeroizing::new(bytes)),
            _file: None,
        }
    }

    pub(super) fn keeping(self, file: Arc<super::LazyFile>) -> Self {
        Self {
            _file: Some(file),
            ..self
        }
    }
}

impl Deref for PlainBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.held {
            #[expect(
                unsafe_code,
                reason = "a slice of the image is handed out without copying; see the module"
            )]
            // SAFETY: `Image::read` made `start` and `len` from a range inside the mapping, all of whose blocks are
            // pinned until `_pins` is dropped: they are FULL, so initialised and not written. `_pins` keeps the mapping
            // alive. The slice's lifetime is that of the borrow of `self`.
            Held::Pinned { start, len, _pins } => unsafe {
                std::slice::from_raw_parts(start.0.as_ptr(), *len)
            },
            Held::Copied(bytes) => bytes,
        }
    }
}

#[expect(unsafe_code, reason = "tantivy's OwnedBytes asks for it")]
// SAFETY: the bytes are in the mapping or on the heap, and not in the value itself; moving it does not move them.
// Nothing gives out a mutable reference to them.
unsafe impl StableDeref for PlainBytes {}

/// Where a slice begins, inside a mapping that is kept by the pins beside it.
struct Start(NonNull<u8>);

#[expect(unsafe_code, reason = "a pointer is not Send by itself")]
// SAFETY: the memory behind it is only read while the pins live, is kept alive by them, and has no ties to a thread.
unsafe impl Send for Start {}

#[expect(unsafe_code, reason = "a pointer is not Sync by itself")]
// SAFETY: as for Send; a shared reference gives nothing but shared slices of bytes that do not change.
unsafe impl Sync for Start {}

impl fmt::Debug for PlainBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainBytes({} bytes)", self.len())
    }
}

/// Best effort: the limit on locked memory is often a few megabytes.
fn lock_pages(map: &MmapRaw, range: Range<usize>) {
    #[expect(unsafe_code, reason = "locking takes an address")]
    // SAFETY: the range is inside the mapping; locking changes no byte and no protection.
    let _ = unsafe {
        mlock_with(
            map.as_mut_ptr().add(range.start).cast(),
            range.len(),
            MlockFlags::ONFAULT,
        )
    };
}

fn unlock_pages(map: &MmapRaw, range: Range<usize>) {
    #[expect(unsafe_code, reason = "unlocking takes an address")]
    // SAFETY: as for locking.
    let _ = unsafe { munlock(map.as_mut_ptr().add(range.start).cast(), range.len()) };
}

#[cfg(test)]
mod tests;
