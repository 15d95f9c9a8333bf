//! Argon2id, and what it may cost.

use crate::secret::Bytes32;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::num::NonZeroU32;

/// How much work a guess at the passphrase takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    memory_kib: NonZeroU32,
    passes: NonZeroU32,
}

impl KdfCost {
    /// For real vaults: 128 MiB and three passes, twice RFC 9106's choice for constrained memory.
    /// About a third of a second here; a command-line call pays it each time, so not more.
    pub const STANDARD: Self = Self::constant(128 * 1024, 3);
    /// For tests only: no protection at all.
    pub const CHEAP_FOR_TESTS: Self = Self::constant(8, 1);

    /// Memory, in KiB, that a key file may ask for: more is damage or an attack on this machine's memory.
    const MOST_MEMORY: u32 = 4 * 1024 * 1024;
    const MOST_PASSES: u32 = 64;

    const fn constant(memory_kib: u32, passes: u32) -> Self {
        match (NonZeroU32::new(memory_kib), NonZeroU32::new(passes)) {
            (Some(memory_kib), Some(passes)) => Self { memory_kib, passes },
            _ => panic!("BUG: a cost is not zero"),
        }
    }

    /// As stored; `None` where no vault of ours would say so.
    pub(super) fn from_stored(memory_kib: u32, passes: u32) -> Option<Self> {
        if !(8..=Self::MOST_MEMORY).contains(&memory_kib) || passes > Self::MOST_PASSES {
            return None;
        }
        Some(Self {
            memory_kib: NonZeroU32::new(memory_kib)?,
            passes: NonZeroU32::new(passes)?,
        })
    }

    pub(super) fn stored(self) -> (u32, u32) {
        (self.memory_kib.get(), self.passes.get())
    }

    /// A key from a passphrase. `None` when there is not enough memory.
    pub(super) fn stretch(self, passphrase: &str, salt: &[u8; 32]) -> Option<Bytes32> {
        let params = Params::new(self.memory_kib.get(), self.passes.get(), 1, Some(32))
            .expect("BUG: the bounds of KdfCost are within Argon2's");
        // An allocation that fails would abort the process, and 128 MiB may well fail on a full machine.
        let mut memory: Vec<Block> = Vec::new();
        memory.try_reserve_exact(params.block_count()).ok()?;
        memory.resize(params.block_count(), Block::default());
        let mut key = Bytes32::default();
        let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(passphrase.as_bytes(), salt, &mut key[..], &mut memory);
        // The last blocks hold what the key is hashed from.
        memory.iter_mut().for_each(zeroize::Zeroize::zeroize);
        done.expect("BUG: salt and output have lengths that Argon2 takes");
        Some(key)
    }
}

impl Default for KdfCost {
    fn default() -> Self {
        Self::STANDARD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_passphrase_salt_or_cost_gives_another_key() {
        let key = |cost: KdfCost, pass: &str, salt: u8| *cost.stretch(pass, &[salt; 32]).unwrap();
        let cheap = KdfCost::CHEAP_FOR_TESTS;
        let one = key(cheap, "a", 0);
        assert_eq!(one, key(cheap, "a", 0));
        assert_ne!(one, key(cheap, "b", 0));
        assert_ne!(one, key(cheap, "a", 1));
        assert_ne!(one, key(KdfCost::constant(16, 1), "a", 0));
        assert_ne!(one, key(KdfCost::constant(8, 2), "a", 0));
    }

    #[test]
    fn stored_costs_are_bounded() {
        for cost in [KdfCost::STANDARD, KdfCost::CHEAP_FOR_TESTS] {
            let (memory, passes) = cost.stored();
            assert_eq!(KdfCost::from_stored(memory, passes), Some(cost));
        }
        for (memory, passes) in [
            (u32::MAX, 3),
            (0, 3),
            (7, 1),
            (65_536, 0),
            (65_536, u32::MAX),
        ] {
            assert_eq!(
                KdfCost::from_stored(memory, passes),
                None,
                "{memory} KiB, {passes} passes"
            );
        }
    }
}
