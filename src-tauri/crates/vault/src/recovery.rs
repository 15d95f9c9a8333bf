//! The recovery key: 200 random bits in a form that people can copy by hand.
//!
//! Ten groups of five characters of Crockford's base 32 (no I, L, O or U; those that look like digits are read as
//! digits). The fifth character of a group checks the other four and the group's place, so a typing error is not only
//! noticed but located: every single wrong character, every swap of neighbours and every swap of groups.

use crate::secret::random;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 10;
/// 10 groups of 4 characters of 5 bits.
const BYTES: usize = 25;

/// What opens a vault when the passphrase is lost; shown once and never kept.
pub struct RecoveryKey(Zeroizing<[u8; BYTES]>);

/// Why something is not a recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryFault {
    /// A character that never stands in one.
    #[error("`{0}` does not occur in recovery keys")]
    Character(char),
    /// Too few or too many characters.
    #[error("it has {0} characters and not 50")]
    Length(usize),
    /// A group's check character does not fit.
    #[error("look again at group {0}")]
    Group(usize),
}

impl RecoveryKey {
    /// A new one.
    pub(crate) fn generate() -> Self {
        let mut bytes = random::<BYTES>();
        let key = Self(Zeroizing::new(bytes));
        bytes.zeroize();
        key
    }

    /// Reads what a person typed: in any case, with any spaces and dashes.
    pub fn parse(typed: &str) -> Result<Self, RecoveryFault> {
        let mut digits = Zeroizing::new(Vec::with_capacity(GROUPS * 5));
        for c in typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‐' | '‑'))
        {
            if digits.len() == digits.capacity() {
                // Growing would leave an unwiped copy; the length is all that is wanted from here on.
                return Err(RecoveryFault::Length(
                    typed.chars().filter(|c| c.is_alphanumeric()).count(),
                ));
            }
            digits.push(value(c).ok_or(RecoveryFault::Character(c))?);
        }
        if digits.len() != GROUPS * 5 {
            return Err(RecoveryFault::Length(digits.len()));
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        for (n, group) in digits.chunks_exact(5).enumerate() {
            if check_digit(n, &group[..4]) != group[4] {
                return Err(RecoveryFault::Group(n + 1));
            }
            for (i, digit) in group[..4].iter().enumerate() {
                let bit = (n * 4 + i) * 5;
                let wide = u16::from(*digit) << (11 - bit % 8);
                bytes[bit / 8] |= (wide >> 8) as u8;
                if bit % 8 > 3 {
                    bytes[bit / 8 + 1] |= wide as u8;
                }
            }
        }
        Ok(Self(bytes))
    }

    /// `XXXXX-XXXXX-…`, to be shown this once.
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * 6));
        for n in 0..GROUPS {
            let mut group = Zeroizing::new([0; 4]);
            for (i, digit) in group.iter_mut().enumerate() {
                let bit = (n * 4 + i) * 5;
                let next = self.0.get(bit / 8 + 1).copied().unwrap_or(0);
                let wide = (u16::from(self.0[bit / 8]) << 8) | u16::from(next);
                *digit = (wide >> (11 - bit % 8)) as u8 & 31;
            }
            if n > 0 {
                text.push('-');
            }
            for &digit in group.iter().chain([&check_digit(n, &group[..])]) {
                text.push(char::from(ALPHABET[usize::from(digit)]));
            }
        }
        text
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0[..]
    }
}

/// As [`reveal`](RecoveryKey::reveal), for showing it; the text is not wiped afterwards.
impl fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reveal())
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

fn value(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        c => c,
    };
    ALPHABET
        .iter()
        .position(|&known| char::from(known) == c)
        .map(|at| at as u8)
}

/// Σ αⁱ·dᵢ over GF(32), plus the group's place.
///
/// The weights α, α², α³, α⁴ and 1 (of the check character itself) differ, so over the field a change of one character
/// or a swap of two different ones always changes the sum.
fn check_digit(group: usize, digits: &[u8]) -> u8 {
    digits
        .iter()
        .rev()
        .fold(0, |sum, digit| times_alpha(sum ^ digit))
        ^ (group as u8 + 1)
}

/// Multiplies by α in GF(32) with the primitive polynomial x⁵ + x² + 1.
fn times_alpha(x: u8) -> u8 {
    let doubled = x << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for _ in 0..200 {
            let key = RecoveryKey::generate();
            let text = key.reveal();
            assert_eq!(text.len(), 59);
            assert_eq!(RecoveryKey::parse(&text).unwrap().bytes(), key.bytes());
        }
        assert_eq!(
            RecoveryKey(Zeroizing::new([0xff; BYTES]))
                .reveal()
                .matches("ZZZZ")
                .count(),
            GROUPS
        );
    }

    #[test]
    fn is_lenient_where_nothing_is_lost() {
        let key = RecoveryKey(Zeroizing::new([0x08; BYTES]));
        let text = key
            .reveal()
            .to_lowercase()
            .replace('-', "  ")
            .replace('0', "o")
            .replace('1', "l");
        assert!(text.contains('o') && text.contains('l'));
        assert_eq!(
            RecoveryKey::parse(&format!("\n{text} ")).unwrap().bytes(),
            key.bytes()
        );
    }

    #[test]
    fn every_single_error_and_swap_is_located() {
        let key = RecoveryKey::generate();
        let text = key.reveal().as_bytes().to_vec();
        for at in (0..text.len()).filter(|at| text[*at] != b'-') {
            let group = at / 6 + 1;
            for other in ALPHABET.iter().filter(|other| **other != text[at]) {
                let mut wrong = text.clone();
                wrong[at] = *other;
                let typed = String::from_utf8(wrong).unwrap();
                assert_eq!(
                    RecoveryKey::parse(&typed).unwrap_err(),
                    RecoveryFault::Group(group)
                );
            }
            if at % 6 < 4 && text[at] != text[at + 1] {
                let mut wrong = text.clone();
                wrong.swap(at, at + 1);
                let typed = String::from_utf8(wrong).unwrap();
                assert_eq!(
                    RecoveryKey::parse(&typed).unwrap_err(),
                    RecoveryFault::Group(group)
                );
            }
        }
        let revealed = key.reveal();
        let mut groups: Vec<&str> = revealed.split('-').collect();
        groups.swap(2, 7);
        assert_eq!(
            RecoveryKey::parse(&groups.join("-")).unwrap_err(),
            RecoveryFault::Group(3)
        );
    }

    #[test]
    fn says_what_is_wrong() {
        let fault = |typed: &str| RecoveryKey::parse(typed).unwrap_err();
        assert_eq!(fault(""), RecoveryFault::Length(0));
        assert_eq!(fault("ABCDE-FGH"), RecoveryFault::Length(8));
        assert_eq!(fault("ABC!"), RecoveryFault::Character('!'));
        assert_eq!(fault("U"), RecoveryFault::Character('U'));
        assert_eq!(fault(&"A".repeat(51)), RecoveryFault::Length(51));
        assert_eq!(fault("A").to_string(), "it has 1 characters and not 50");
    }

    #[test]
    fn is_not_printed() {
        assert_eq!(format!("{:?}", RecoveryKey::generate()), "RecoveryKey(…)");
    }
}
