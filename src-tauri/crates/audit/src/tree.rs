//! The Merkle tree of RFC 9162 over the entries: one root says what the whole record holds.

use crate::{Digest, Sha256};

/// The tree of a record that grows: only the roots of its full subtrees are held.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    size: u64,
    /// Roots of the full subtrees, the largest first; their sizes are the bits of `size`.
    peaks: Vec<Digest>,
}

fn leaf(entry: &[u8]) -> Digest {
    let mut sha = Sha256::new();
    sha.update(&[0]);
    sha.update(entry);
    sha.finish()
}

fn node(left: &Digest, right: &Digest) -> Digest {
    let mut sha = Sha256::new();
    sha.update(&[1]);
    sha.update(&left.0);
    sha.update(&right.0);
    sha.finish()
}

impl Tree {
    /// Of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry.
    pub fn push(&mut self, entry: &[u8]) {
        let mut hash = leaf(entry);
        let mut bits = self.size;
        while bits & 1 == 1 {
            let left = self
                .peaks
                .pop()
                .expect("BUG: each bit of the size has its peak");
            hash = node(&left, &hash);
            bits >>= 1;
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root.
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return Digest::of(&[]);
        };
        peaks.fold(*last, |right, left| node(left, &right))
    }
}

/// The root over these entries.
pub fn root<T: AsRef<[u8]>>(entries: &[T]) -> Digest {
    let mut tree = Tree::new();
    for entry in entries {
        tree.push(entry.as_ref());
    }
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9162, 2.1.1, word for word.
    fn by_definition(entries: &[Vec<u8>]) -> Digest {
        match entries {
            [] => Digest::of(&[]),
            [one] => leaf(one),
            many => {
                let k = (many.len() as u64).next_power_of_two() as usize / 2;
                node(&by_definition(&many[..k]), &by_definition(&many[k..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition_at_every_size() {
        let entries: Vec<Vec<u8>> = (0u8..70).map(|n| vec![n; usize::from(n)]).collect();
        for size in 0..entries.len() {
            assert_eq!(
                root(&entries[..size]),
                by_definition(&entries[..size]),
                "{size}"
            );
        }
    }

    #[test]
    fn the_roots_are_those_of_certificate_transparency() {
        // The test vectors of RFC 6962's reference implementation, whose tree RFC 9162 keeps.
        let entries: Vec<Vec<u8>> = vec![
            vec![],
            vec![0],
            vec![0x10],
            vec![0x20, 0x21],
            vec![0x30, 0x31],
            vec![0x40, 0x41, 0x42, 0x43],
            (0x50..=0x57).collect(),
            (0x60..=0x6f).collect(),
        ];
        for (size, wanted) in [
            (
                1,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            ),
            (
                2,
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            ),
            (
                3,
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            ),
            (
                8,
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            ),
        ] {
            assert_eq!(root(&entries[..size]).to_string(), wanted, "{size}");
        }
    }
}
