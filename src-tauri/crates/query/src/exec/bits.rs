//! A set of small numbers, one bit each: documents of a segment, or ids of a dictionary.

/// Numbers below a length that is fixed at birth. Bits past the length are zero, always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    /// Nothing, of numbers below `len`.
    pub(crate) fn none(len: u32) -> Self {
        Self {
            words: vec![0; len.div_ceil(64) as usize],
            len,
        }
    }

    /// Every number below `len`.
    pub(crate) fn all(len: u32) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; len.div_ceil(64) as usize],
            len,
        };
        bits.trim();
        bits
    }

    fn trim(&mut self) {
        let rest = self.len % 64;
        if rest != 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << rest) - 1;
        }
    }

    /// Numbers are below this.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// How many bytes this takes.
    pub(crate) fn bytes(&self) -> usize {
        self.words.len() * 8
    }

    #[inline]
    pub(crate) fn insert(&mut self, at: u32) {
        self.words[(at / 64) as usize] |= 1 << (at % 64);
    }

    /// Whether it is in; numbers past the length never are.
    #[inline]
    pub(crate) fn contains(&self, at: u32) -> bool {
        self.words
            .get((at / 64) as usize)
            .is_some_and(|word| (word >> (at % 64)) & 1 == 1)
    }

    pub(crate) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Keeps what is in both.
    pub(crate) fn and(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    /// Adds what is in the other.
    pub(crate) fn or(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    /// Takes out what is in the other.
    pub(crate) fn minus(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= !theirs;
        }
    }

    pub(crate) fn remove(&mut self, at: u32) {
        self.words[(at / 64) as usize] &= !(1 << (at % 64));
    }

    /// The 64 numbers from `64 * at` on.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }

    /// In ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| Ones {
            word,
            base: at as u32 * 64,
        })
    }
}

/// The numbers of one word.
pub(crate) struct Ones {
    pub(crate) word: u64,
    pub(crate) base: u32,
}

impl Iterator for Ones {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.word == 0 {
            return None;
        }
        let bit = self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(self.base + bit)
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn all_ends_at_its_length() {
        for len in [0, 1, 63, 64, 65, 130] {
            let all = Bits::all(len);
            assert_eq!(all.count(), len, "no bit stands past the length");
            assert_eq!(all.iter().collect::<Vec<_>>(), (0..len).collect::<Vec<_>>());
            assert!(!all.contains(len) && !all.contains(len + 1000));
        }
    }

    #[test]
    fn algebra() {
        let of = |numbers: &[u32]| {
            let mut bits = Bits::none(200);
            numbers.iter().for_each(|at| bits.insert(*at));
            bits
        };
        let (a, b) = (of(&[1, 64, 199]), of(&[1, 2, 199]));
        let mut and = a.clone();
        and.and(&b);
        assert_eq!(and, of(&[1, 199]));
        let mut or = a.clone();
        or.or(&b);
        assert_eq!(or, of(&[1, 2, 64, 199]));
        let mut minus = a;
        minus.minus(&b);
        assert_eq!(minus, of(&[64]));
        minus.remove(64);
        assert_eq!(minus.count(), 0);
    }
}
