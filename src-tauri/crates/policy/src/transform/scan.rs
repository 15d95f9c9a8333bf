//! The scan of finished bytes: whatever the transforms did, no protected name or id is in what leaves.

use super::roster::{Known, LONGEST_NAME, Roster, is_distinctive, lower_case};
use hashbrown::HashSet;
use rapidhash::fast::RandomState;

/// Something that should not be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The byte at which it begins.
    pub at: u64,
    /// What was found, in lower case.
    pub token: String,
}

/// Reads bytes as they come and looks at every token of letters, digits and underscores.
#[derive(Debug)]
pub struct Scan<'a> {
    roster: &'a Roster,
    ids: HashSet<&'a str, RandomState>,
    /// By length and first byte: whether any protected name or id is so. It spares most tokens the lookup.
    likely: Box<[bool]>,
    /// Bytes that wait for those behind them.
    held: Vec<u8>,
    token: Token,
    before: [u8; BEFORE],
    read: u64,
    hard: Vec<Hit>,
    review: u64,
}

/// The token that is being read; of a long one only so much that it is seen to be too long.
#[derive(Debug, Default)]
struct Token {
    bytes: [u8; LONGEST_NAME],
    length: usize,
}

/// Bytes before a token that tell whether it stands as a name: `.twitter.com/#!/` is the longest.
const BEFORE: usize = 17;
/// Bytes behind a token that tell whether it was cut off: `…` and `...` have three.
const BEHIND: usize = 3;
const BYTES: usize = 256;

impl<'a> Scan<'a> {
    /// For the protected accounts of this roster.
    pub fn new(roster: &'a Roster) -> Self {
        let ids = roster.protected_ids();
        let mut likely = vec![false; (LONGEST_NAME + 1) * BYTES].into_boxed_slice();
        let names = roster.protected_names().iter().map(String::as_str);
        for token in names.chain(ids.iter().copied()) {
            if let (1..=LONGEST_NAME, Some(first)) = (token.len(), token.bytes().next()) {
                likely[token.len() * BYTES + usize::from(first)] = true;
            }
        }
        Self {
            roster,
            ids,
            likely,
            held: Vec::new(),
            token: Token::default(),
            before: [b' '; BEFORE],
            read: 0,
            hard: Vec::new(),
            review: 0,
        }
    }

    /// The next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let ready = all.len().saturating_sub(BEHIND);
        self.read_on(&all, ready);
        all.drain(..ready);
        self.held = all;
    }

    /// What was found: protected names and ids, and how many plain words that are names as well.
    pub fn finish(mut self) -> (Vec<Hit>, u64) {
        let all = std::mem::take(&mut self.held);
        self.read_on(&all, all.len());
        self.end_token(&[]);
        (self.hard, self.review)
    }

    /// The first so many of these bytes.
    fn read_on(&mut self, all: &[u8], ready: usize) {
        for (at, byte) in all[..ready].iter().enumerate() {
            if is_name_byte(byte) {
                if let Some(place) = self.token.bytes.get_mut(self.token.length) {
                    *place = *byte;
                }
                self.token.length += 1;
            } else {
                self.end_token(&all[at..]);
                self.remember(&[*byte]);
            }
            self.read += 1;
        }
    }

    fn remember(&mut self, bytes: &[u8]) {
        let kept = bytes.len().min(BEFORE);
        self.before.copy_within(kept.., 0);
        self.before[BEFORE - kept..].copy_from_slice(&bytes[bytes.len() - kept..]);
    }

    fn end_token(&mut self, rest: &[u8]) {
        let token = std::mem::take(&mut self.token);
        if token.length == 0 {
            return;
        }
        let Some(read) = token.bytes.get(..token.length) else {
            // Nothing that is looked for ends in so long a run; only that it is one matters to what follows.
            self.remember(&[b'a'; BEFORE]);
            return;
        };
        let first = usize::from(read[0].to_ascii_lowercase());
        let cut_off = rest.starts_with("…".as_bytes()) || rest.starts_with(b"...");
        if cut_off || self.likely[token.length * BYTES + first] {
            self.look(read, cut_off);
        }
        self.remember(read);
    }

    fn look(&mut self, token: &[u8], cut_off: bool) {
        let mut lower = [0; LONGEST_NAME];
        let Some(name) = lower_case(token, &mut lower) else {
            return;
        };
        let known = self.roster.by_name(name);
        let protected = matches!(known, Known::Protected(_));
        let stands_as_name = stands_as_name(&self.before);
        let cut = cut_off
            && stands_as_name
            && name.len() >= 4
            && known == Known::Unknown
            && self.roster.begins_protected_name(name);
        let is_id = name.len() >= 5 && self.ids.contains(name);
        if is_id || cut || (protected && (is_distinctive(name) || stands_as_name)) {
            self.hard.push(Hit {
                at: self.read - token.len() as u64,
                token: name.to_owned(),
            });
        } else if protected {
            self.review += 1;
        }
    }
}

fn is_name_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

fn stands_as_name(before: &[u8; BEFORE]) -> bool {
    for sign in ["@", "＠"] {
        if let Some(rest) = before.strip_suffix(sign.as_bytes()) {
            return rest.last().is_none_or(|byte| !is_name_byte(byte));
        }
    }
    let mut lower = *before;
    lower.make_ascii_lowercase();
    let path = lower.strip_suffix(b"#!/").unwrap_or(&lower);
    ["twitter.com/", "x.com/", "screen_name="]
        .iter()
        .any(|mark| {
            path.strip_suffix(mark.as_bytes()).is_some_and(|rest| {
                rest.last()
                    .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
            })
        })
}
