//! Random numbers that are a function of a key, so that tweet 5 million can be made without the ones before it.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood, 2014), whose stream is fixed by its constants for ever.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

/// The finaliser of SplitMix64: spreads every bit of the key over all bits of the answer, one to one.
pub(crate) fn mix(mut key: u64) -> u64 {
    key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

impl Dice {
    /// The stream of a seed, a topic and a number in it.
    pub(crate) fn new(seed: u64, topic: u64, number: u64) -> Self {
        Self(mix(mix(mix(seed).wrapping_add(topic)).wrapping_add(number)))
    }

    /// The next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// From 0 to `end`, without `end` itself.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // Lemire's multiplication; the bias at 2^-40 and less is of no matter here.
        ((u128::from(self.bits()) * u128::from(end)) >> 64) as u64
    }

    /// An index into something of that length.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())]
    }

    /// From 0 to 1, without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in so many of a thousand cases.
    pub(crate) fn permille(&mut self, of_thousand: u64) -> bool {
        self.below(1_000) < of_thousand
    }

    /// A rank from 0 to `end` with the frequencies of Zipf's law: rank `r` comes about `1 / (r + 1)` times as often as
    /// rank 0, which is how words, hosts and accounts are used.
    pub(crate) fn zipf(&mut self, end: u64) -> u64 {
        let rank = ((end as f64 + 1.0).ln() * self.unit()).exp() as u64;
        rank.clamp(1, end) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // The first outputs of SplitMix64 with state 0, as in the reference implementation.
        let mut dice = Dice(0);
        assert_eq!(
            [dice.bits(), dice.bits()],
            [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]
        );
    }

    #[test]
    fn zipf_stays_within_and_favours_the_first() {
        let mut dice = Dice::new(1, 2, 3);
        let ranks: Vec<u64> = (0..10_000).map(|_| dice.zipf(1_000)).collect();
        assert!(ranks.iter().all(|&rank| rank < 1_000));
        let first = ranks.iter().filter(|&&rank| rank == 0).count();
        let second = ranks.iter().filter(|&&rank| rank == 1).count();
        assert!(first > second && second > 300, "{first} {second}");
    }
}
