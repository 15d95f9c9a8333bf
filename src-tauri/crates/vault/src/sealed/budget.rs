//! How much decrypted text is held at once.

use super::image::Image;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, TryLockError, Weak};

/// Whether decrypted text may be written to swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Memory {
    /// As the system likes.
    #[default]
    Swappable,
    /// Kept out of swap as far as the system's limit on locked memory allows.
    Locked,
}

/// A bound shared by all images of a directory.
///
/// When their sum passes it, blocks that nobody holds are dropped, those first that were not used lately (a clock's
/// hand goes round: a block used since the hand last passed is spared once). Blocks that somebody holds stay, so the
/// bound is a soft one.
#[derive(Debug)]
pub struct Budget {
    limit: usize,
    memory: Memory,
    held: AtomicUsize,
    /// Sweeping is tried when `held` passes this; it is above `limit` when a sweep found everything in use.
    next_sweep: AtomicUsize,
    clock: Mutex<Clock>,
}

#[derive(Debug, Default)]
struct Clock {
    images: Vec<Weak<Image>>,
    image: usize,
    block: usize,
}

impl Budget {
    /// A bound in bytes.
    pub fn new(limit: usize, memory: Memory) -> Self {
        Self {
            limit,
            memory,
            held: AtomicUsize::new(0),
            next_sweep: AtomicUsize::new(limit),
            clock: Mutex::new(Clock::default()),
        }
    }

    /// A quarter of the memory that this process may use.
    pub fn quarter_of_memory() -> Self {
        Self::new(usable_memory() / 4, Memory::default())
    }

    /// How many decrypted bytes are held now.
    pub fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// The bound.
    pub fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn memory(&self) -> Memory {
        self.memory
    }

    pub(super) fn enlist(&self, image: Weak<Image>) {
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        // Places are kept while the hand is among them; the list is cleaned when it would grow.
        if clock.images.len() == clock.images.capacity() {
            clock.images.retain(|image| image.strong_count() > 0);
            clock.image = 0;
            clock.block = 0;
        }
        clock.images.push(image);
    }

    /// A block was decrypted. No lock may be held, since other images may be swept.
    pub(super) fn add(&self, bytes: usize) {
        let held = self.held.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if held > self.next_sweep.load(Ordering::Relaxed) {
            self.sweep();
        }
    }

    pub(super) fn subtract(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
    }

    fn sweep(&self) {
        let mut clock = match self.clock.try_lock() {
            Ok(clock) => clock,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Somebody is at it already.
            Err(TryLockError::WouldBlock) => return,
        };
        // A sixteenth of slack, so that not every block costs a sweep.
        let goal = self.limit - self.limit / 16;
        let mut rounds = 0;
        while self.held() > goal && rounds < 3 && !clock.images.is_empty() {
            let Some(image) = clock.images.get(clock.image).and_then(Weak::upgrade) else {
                (clock.image, clock.block) = (clock.image + 1, 0);
                if clock.image >= clock.images.len() {
                    clock.image = 0;
                    rounds += 1;
                }
                continue;
            };
            while clock.block < image.n_blocks() && self.held() > goal {
                image.pass_over(clock.block);
                clock.block += 1;
            }
            if clock.block == image.n_blocks() {
                (clock.image, clock.block) = (clock.image + 1, 0);
                if clock.image >= clock.images.len() {
                    clock.image = 0;
                    rounds += 1;
                }
            }
        }
        self.next_sweep.store(
            self.limit.max(self.held() + self.limit / 16),
            Ordering::Relaxed,
        );
        if self.held() <= goal {
            self.next_sweep.store(self.limit, Ordering::Relaxed);
        }
    }
}

/// The machine's memory, or what the control group leaves of it; 4 GiB where neither can be read.
fn usable_memory() -> usize {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let machine = total_kib(&read("/proc/meminfo")).map_or(4 << 30, |kib| kib.saturating_mul(1024));
    let group = read("/sys/fs/cgroup/memory.max").trim().parse();
    group.map_or(machine, |group: usize| group.min(machine))
}

fn total_kib(meminfo: &str) -> Option<usize> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_memory_is_plausible() {
        assert_eq!(
            total_kib("MemTotal:       16318412 kB\nMemFree: 1 kB\n"),
            Some(16_318_412)
        );
        assert_eq!(total_kib("nonsense"), None);
        let limit = Budget::quarter_of_memory().limit();
        assert!((64 << 20..1 << 44).contains(&limit), "{limit} bytes");
    }
}
