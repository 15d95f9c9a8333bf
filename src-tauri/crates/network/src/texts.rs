//! Similar texts: which messages say nearly the same, so that a cluster of them can be shared like any other thing.
//!
//! Texts are normalised and identical ones grouped; MinHash signatures of 63 values over character 5-grams are cut into
//! 21 bands of 3; texts that agree in a band are compared exactly (Jaccard) and joined.
//! At a likeness of 0.7 a pair agrees in some band with probability 0.9998, at 0.6 with 0.993 and at 0.5 with 0.94 (16
//! bands of 4 would find 0.988, 0.89 and 0.64); chance is repaired by joining, since a cluster needs a chain of pairs and
//! not each of them.
//! Which pairs are joined depends on the texts alone and clusters are numbered by appearance, so the answer is the same on
//! any number of threads.

use crate::measures::components::Unions;
use crate::{Error, Result};
use rayon::prelude::*;
use starling_model::Cancel;
use std::collections::HashMap;

/// What counts as similar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarAsk {
    /// The least share of common 5-grams among all of two texts.
    pub least: f64,
    /// Texts of fewer characters, once normalised, are left out.
    pub shortest: usize,
}

impl Default for SimilarAsk {
    fn default() -> Self {
        Self {
            least: 0.7,
            shortest: 20,
        }
    }
}

/// The cluster of each text; `None` where it is too short.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clusters {
    /// Numbered from 0 without gaps, in order of first appearance.
    pub of: Vec<Option<u32>>,
    /// How many there are.
    pub count: u32,
    /// Texts that are too short.
    pub short: u64,
}

const BANDS: usize = 21;
const ROWS: usize = 3;
const VALUES: usize = BANDS * ROWS;
/// Texts of a crowded bucket are compared with their neighbour in it instead of each with each.
const CROWD: usize = 200;

/// Lower case, without addresses and names of accounts, blanks folded.
pub fn normalised(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '#');
        let address = ["http://", "https://", "t.co/", "www."]
            .iter()
            .any(|begin| {
                bare.get(..begin.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(begin))
            });
        if address || bare.starts_with('@') {
            continue;
        }
        // An address may be glued to a word.
        let word = match word.find("http") {
            Some(at) if word[at..].contains("://") => &word[..at],
            _ => word,
        };
        if word.is_empty() {
            continue;
        }
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.extend(word.chars().flat_map(char::to_lowercase));
    }
    kept
}

/// Hashes of a text's 5-grams of characters, ascending, each once. A shorter text is one gram.
fn grams(text: &str, into: &mut Vec<u32>) {
    into.clear();
    let starts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    if starts.len() <= 5 {
        into.push(hash(text.as_bytes()));
    } else {
        into.extend(
            starts
                .windows(6)
                .map(|ends| hash(&text.as_bytes()[ends[0]..ends[5]])),
        );
    }
    into.sort_unstable();
    into.dedup();
}

/// FNV-1a over the bytes, its bits mixed at the end: grams are short and the same everywhere and at any time.
fn hash(bytes: &[u8]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mixed(hash) as u32
}

/// The finaliser of SplitMix64.
fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// As many permutations of the hashes, by an odd factor and a summand each.
fn permutations() -> ([u32; VALUES], [u32; VALUES]) {
    let (mut factor, mut summand) = ([0; VALUES], [0; VALUES]);
    for at in 0..VALUES {
        let bits = mixed(at as u64 + 1);
        factor[at] = bits as u32 | 1;
        summand[at] = (bits >> 32) as u32;
    }
    (factor, summand)
}

fn likeness(a: &[u32], b: &[u32]) -> f64 {
    let (mut at, mut other, mut common) = (0, 0, 0usize);
    while at < a.len() && other < b.len() {
        match a[at].cmp(&b[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                (at, other) = (at + 1, other + 1);
                common += 1;
            }
        }
    }
    common as f64 / (a.len() + b.len() - common) as f64
}

/// Clusters texts that are similar, or linked by a chain of similar ones.
pub fn similar<T: AsRef<str> + Sync>(
    texts: &[T],
    ask: SimilarAsk,
    cancel: &Cancel,
) -> Result<Clusters> {
    let clean: Vec<String> = texts
        .par_iter()
        .with_min_len(1024)
        .map(|text| normalised(text.as_ref()))
        .collect();
    cancel.check()?;
    let mut unique: Vec<&str> = Vec::new();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut short = 0;
    let place: Vec<Option<u32>> = clean
        .iter()
        .map(|text| {
            if text.chars().take(ask.shortest).count() < ask.shortest {
                short += 1;
                return None;
            }
            Some(*seen.entry(text).or_insert_with(|| {
                unique.push(text);
                unique.len() as u32 - 1
            }))
        })
        .collect();
    drop(seen);
    let labels = joined(&unique, ask.least, cancel)?;
    let mut number: HashMap<u32, u32> = HashMap::new();
    let of = place
        .into_iter()
        .map(|at| {
            let next = number.len() as u32;
            at.map(|at| *number.entry(labels[at as usize]).or_insert(next))
        })
        .collect();
    Ok(Clusters {
        of,
        count: number.len() as u32,
        short,
    })
}

/// Of each text the keys of its bands, whole text by whole text. 32 bits are enough: texts whose keys are equal by chance
/// are compared as all others.
fn signed(unique: &[&str], cancel: &Cancel) -> Result<Vec<[u32; BANDS]>> {
    let (factor, summand) = permutations();
    unique
        .par_iter()
        .with_min_len(1024)
        .map_init(Vec::new, |room, text| {
            cancel.check()?;
            grams(text, room);
            let mut least = [u32::MAX; VALUES];
            for gram in room.iter() {
                for at in 0..VALUES {
                    least[at] =
                        least[at].min(gram.wrapping_mul(factor[at]).wrapping_add(summand[at]));
                }
            }
            let mut keys = [0u32; BANDS];
            for (key, rows) in keys.iter_mut().zip(least.chunks(ROWS)) {
                let whole = rows.iter().fold(0, |whole: u64, row| {
                    mixed(whole ^ u64::from(*row)).wrapping_add(whole)
                });
                *key = whole as u32;
            }
            Ok::<_, Error>(keys)
        })
        .collect()
}

/// Which texts stand together, by a number they share.
fn joined(unique: &[&str], least: f64, cancel: &Cancel) -> Result<Vec<u32>> {
    let keys = signed(unique, cancel)?;
    let mut labels: Vec<u32> = (0..unique.len() as u32).collect();
    let mut order: Vec<u64> = Vec::new();
    for band in 0..BANDS {
        cancel.check()?;
        order.clear();
        order.extend(
            keys.iter()
                .zip(0u64..)
                .map(|(keys, text)| u64::from(keys[band]) << 32 | text),
        );
        order.par_sort_unstable();
        let buckets: Vec<&[u64]> = order
            .chunk_by(|a, b| a >> 32 == b >> 32)
            .filter(|bucket| bucket.len() > 1)
            .collect();
        let pairs: Vec<(u32, u32)> = buckets
            .par_iter()
            .map_init(Bucket::default, |room, bucket| {
                cancel.check()?;
                Ok::<_, Error>(room.pairs(unique, bucket, &labels, least))
            })
            .collect::<Result<Vec<_>>>()?
            .concat();
        if pairs.is_empty() {
            continue;
        }
        let mut unions = Unions::new(unique.len());
        for (text, label) in labels.iter().enumerate() {
            unions.join(text as u32, *label);
        }
        pairs.iter().for_each(|(a, b)| unions.join(*a, *b));
        labels = unions.labels();
    }
    Ok(labels)
}

/// Room for the texts of a bucket, used again for the next.
#[derive(Default)]
struct Bucket {
    sets: Vec<Vec<u32>>,
    /// What each text of the bucket stands with: by the bands before, and by what was found here.
    with: Vec<u32>,
}

impl Bucket {
    /// The pairs that are alike enough and do not stand together already.
    fn pairs(
        &mut self,
        unique: &[&str],
        bucket: &[u64],
        labels: &[u32],
        least: f64,
    ) -> Vec<(u32, u32)> {
        let texts: Vec<u32> = bucket.iter().map(|entry| *entry as u32).collect();
        self.with.clear();
        self.with
            .extend(texts.iter().map(|text| labels[*text as usize]));
        let mut pairs = Vec::new();
        // Most buckets hold what another band has joined already.
        if self.with.iter().all(|label| *label == self.with[0]) {
            return pairs;
        }
        self.sets
            .resize_with(self.sets.len().max(texts.len()), Vec::new);
        for (set, text) in self.sets.iter_mut().zip(&texts) {
            grams(unique[*text as usize], set);
        }
        for a in 0..texts.len() {
            let is_crowd = texts.len() > CROWD;
            let reach = if is_crowd { a + 2 } else { texts.len() };
            for b in a + 1..reach.min(texts.len()) {
                let (one, other) = (self.with[a], self.with[b]);
                if one != other && likeness(&self.sets[a], &self.sets[b]) >= least {
                    pairs.push((texts[a], texts[b]));
                    // In a chain nobody is asked twice, and a crowd would be walked for each of its members.
                    if !is_crowd {
                        let others = self.with.iter_mut().filter(|with| **with == other);
                        others.for_each(|with| *with = one);
                    }
                }
            }
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn clean(text: &str, expected: &str) {
        assert_eq!(normalised(text), expected);
    }

    #[test]
    fn what_is_left_of_a_text() {
        clean("RT @someone: Vote  NOW! https://t.co/x1", "rt vote now!");
        clean("(http://e.com) 你好世界 @a,", "你好世界");
        clean("ПРИВЕТ,мирhttps://t.co/1", "привет,мир");
    }

    #[test]
    fn near_copies_are_one_cluster() {
        let texts = [
            "The quick brown fox jumps over the lazy dog tonight",
            "the quick brown fox jumps over the lazy dog tonight!! http://t.co/a",
            "something else entirely that nobody would take for the first",
            "the quick brown fox jumped over the lazy dog tonight",
            "short",
        ];
        let found = similar(&texts, SimilarAsk::default(), &Cancel::new()).unwrap();
        assert_eq!(found.of, [Some(0), Some(0), Some(1), Some(0), None]);
        assert_eq!((found.count, found.short), (2, 1));
    }

    /// A pair of texts of 100 grams that share so many.
    fn pair(seed: u64, differing: usize) -> [String; 2] {
        let letter = |at: u64| char::from(b'a' + (mixed(seed ^ at) % 26) as u8);
        let whole: String = (0..104).map(|at| letter(at << 32)).collect();
        let other: String = whole
            .chars()
            .take(104 - differing)
            .chain((0..differing as u64).map(letter))
            .collect();
        [whole, other]
    }

    #[test]
    fn pairs_of_a_likeness_of_seven_tenths_are_found() {
        // 17 of 100 grams differ on each side: 83 common of 117; letters that are equal by chance add a little.
        let texts: Vec<String> = (0..400).flat_map(|seed| pair(seed * 7919, 17)).collect();
        let sure = SimilarAsk {
            least: 0.7,
            shortest: 1,
        };
        let found = similar(&texts, sure, &Cancel::new()).unwrap();
        let together = found.of.chunks(2).filter(|pair| pair[0] == pair[1]).count();
        // 1 - (1 - 0.709³)^21 is 0.9999; 99 of 100 is the promise.
        assert!(together >= 396, "{together} of 400");
        let strict = SimilarAsk {
            least: 0.74,
            shortest: 1,
        };
        let found = similar(&texts, strict, &Cancel::new()).unwrap();
        assert_eq!(found.count, 800, "likeness is checked exactly");
    }

    /// What no bands find is found by comparing each with each.
    #[test]
    fn pairs_of_many_likenesses_are_found_as_by_comparing_all() {
        let (mut alike, mut found) = ([0u32; 2], [0u32; 2]);
        for differing in [6, 9, 12, 15, 17, 19, 21, 23, 25] {
            let texts: Vec<String> = (0..200)
                .flat_map(|seed| pair(seed * 104_729 + differing as u64, differing))
                .collect();
            // 0.7 and above, and 0.6 to 0.7.
            let ask = |least| SimilarAsk { least, shortest: 1 };
            let clusters = similar(&texts, ask(0.6), &Cancel::new()).unwrap();
            for (texts, of) in texts.chunks(2).zip(clusters.of.chunks(2)) {
                let mut sets = [Vec::new(), Vec::new()];
                for (set, text) in sets.iter_mut().zip(texts) {
                    grams(text, set);
                }
                let like = likeness(&sets[0], &sets[1]);
                if like >= 0.6 {
                    let band = usize::from(like < 0.7);
                    alike[band] += 1;
                    found[band] += u32::from(of[0] == of[1]);
                }
            }
        }
        assert!(alike[0] > 800 && alike[1] > 300, "{alike:?}");
        let recall = |band: usize| f64::from(found[band]) / f64::from(alike[band]);
        assert!(recall(0) >= 0.999, "{found:?} of {alike:?}");
        assert!(recall(1) >= 0.98, "{found:?} of {alike:?}");
    }

    #[test]
    fn clusters_are_the_same_on_any_number_of_threads() {
        let texts: Vec<String> = (0..3000)
            .flat_map(|seed| pair(seed % 700, (seed % 23) as usize))
            .collect();
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| similar(&texts, SimilarAsk::default(), &Cancel::new()).unwrap())
        };
        let (one, four) = (on(1), on(4));
        assert!(one == four);
        assert!(one.count > 600 && one.count < 6000, "{}", one.count);
    }
}
