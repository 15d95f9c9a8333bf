//! Who acts: the accounts of a set with their profiles, and the outsiders whom they mention, answer and retweet.

use crate::dice::{Dice, mix};
use crate::plot::{Form, Plan, Tier};
use crate::rhythm::{DAY_MS, write_day};
use crate::sheet::quoted;
use crate::speech::{EMOJI, ENGLISH, Tongue, push_number, tongue_of};

/// One account of a set.
#[derive(Debug)]
pub(crate) struct Account {
    /// As published: a number or a hash.
    pub id: String,
    /// What stands after `@` in texts: the screen name, or the hash.
    pub handle: String,
    /// When it came to be.
    pub created: i64,
    /// Its languages: the one it mostly writes, and the other.
    pub tongues: [usize; 2],
    /// Its two clients.
    pub clients: [u32; 2],
    /// From when on it had which profile, as the ten columns of a row, quoted.
    pub profiles: Vec<(i64, Vec<u8>)>,
}

impl Account {
    /// The ten columns at a moment.
    pub(crate) fn profile(&self, at: i64) -> &[u8] {
        let version = self
            .profiles
            .partition_point(|(from, _)| *from <= at)
            .max(1)
            - 1;
        &self.profiles[version].1
    }

    /// The ten columns as the users file has them: the last.
    pub(crate) fn last_profile(&self) -> &[u8] {
        self.profiles.last().map_or(&[], |(_, columns)| columns)
    }
}

/// The accounts of a set.
#[derive(Debug)]
pub(crate) struct Cast {
    pub accounts: Vec<Account>,
    /// So many of them were there before the first tweet.
    pub founders: usize,
    /// So many outsiders are known to them.
    pub outsiders: u64,
    seed: u64,
}

/// Somebody outside the campaign.
#[derive(Debug)]
pub(crate) struct Outsider {
    pub id: u64,
    pub handle: String,
}

impl Cast {
    /// The cast of a set of `tweets` tweets.
    pub(crate) fn new(seed: u64, plan: &Plan, tweets: u64, tongues: &[Tongue]) -> Self {
        // By the square root: 560 accounts over the four sets of ten thousand tweets, 3,200 at a million.
        let size = (70.0 + 1.6 * (tweets as f64).sqrt()) as usize;
        // A campaign begins with a third of its accounts.
        let founders = size / 3 + 20;
        let accounts = (0..size)
            .map(|number| {
                let mut dice = Dice::new(seed ^ plan.number, 0x4341, number as u64);
                audition(plan, &mut dice, number as u64, number < founders, tongues)
            })
            .collect();
        Self {
            accounts,
            founders,
            outsiders: 200 + 40 * (tweets as f64).sqrt() as u64,
            seed: seed ^ plan.number,
        }
    }

    /// The outsider of that number; the first ones are the best known.
    pub(crate) fn outsider(&self, number: u64, english: &Tongue) -> Outsider {
        let mut dice = Dice::new(self.seed, 0x4f55, number);
        let (first, width) = if dice.permille(650) {
            (1_000_000, 3_300_000_000)
        } else {
            (7 * 10u64.pow(17), 7 * 10u64.pow(17))
        };
        let id = first + dice.below(width);
        let handle = screen_name(english, &mut dice, 10_000_000 + number);
        Outsider { id, handle }
    }
}

/// An invented screen name of at most 15 characters; `number` keeps it apart from all others.
fn screen_name(english: &Tongue, dice: &mut Dice, number: u64) -> String {
    let mut name = String::new();
    english.word_of_rank(dice.below(4_096), &mut name);
    name[..1].make_ascii_uppercase();
    name.truncate(9);
    if dice.permille(300) {
        name.push('_');
    }
    // Five digits of base 36, shuffled: the factor shares nothing with 36, so no two numbers meet.
    let mut left = number * 25_214_903_917 % 36u64.pow(5);
    while left > 0 && name.len() < 15 {
        name.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(left % 36) as usize] as char);
        left /= 36;
    }
    name
}

fn audition(
    plan: &Plan,
    dice: &mut Dice,
    number: u64,
    founder: bool,
    tongues: &[Tongue],
) -> Account {
    let first = language(plan, dice, tongues);
    let second = if dice.permille(600) {
        ENGLISH
    } else {
        language(plan, dice, tongues)
    };
    let start = plan.start();
    let created = dice.below(DAY_MS as u64) as i64
        + if founder {
            start - DAY_MS * (1 + dice.below(1_200) as i64)
        } else {
            // Most come in the first half; nobody in the last tenth.
            start + DAY_MS * (dice.unit() * dice.unit() * 0.9 * f64::from(plan.days)) as i64
        };
    // From a handful to a few hundred thousand; one in eleven has 5,000 and more.
    let followers =
        (3.0 + 8.0 * dice.unit().powf(1.35) + 4.5 * (dice.unit() - 0.6).max(0.0)).exp() as u64 - 18;
    let following = followers.min(4_900) / 2 + dice.below(700);
    let tongue = &tongues[first];
    // The account's number in the cast keeps its id apart from all others.
    let plain_id = if created > 1_450_000_000_000 && dice.permille(500) {
        crate::rhythm::snowflake(created, number)
    } else {
        // Ids were given in sequence until 2016.
        ((created - 1_230_000_000_000).max(0) as u64 / 2_400_000 + 500) * 40_000 + number
    };
    let screen = screen_name(
        &tongues[ENGLISH],
        dice,
        1_296 + plan.number * 1_000_000 + number,
    );
    let hashed = plan.tier == Tier::Hashed && followers < 5_000;
    let id = match (hashed, plan.form) {
        (false, _) => plain_id.to_string(),
        (true, Form::First) => hex_hash(dice),
        (true, _) => base64_hash(dice),
    };
    let (display, handle) = if hashed {
        (id.clone(), id.clone())
    } else {
        (display_name(tongue, dice), screen)
    };
    let mut account = Account {
        id,
        handle,
        created,
        tongues: [first, second],
        clients: [client(dice), client(dice)],
        profiles: Vec::new(),
    };
    let mut profile = Profile {
        display,
        location: if dice.permille(550) {
            dice.pick(tongue.lexicon.places).to_owned()
        } else {
            String::new()
        },
        bio: bio(tongue, dice),
        url: if dice.permille(250) {
            format!("https://t.co/{}", short_code(dice))
        } else {
            String::new()
        },
        followers,
        following,
        language: dice.pick(tongue.lexicon.account_codes),
    };
    account.profiles.push((i64::MIN, profile.columns(&account)));
    // A profile seldom changes within a release: most sets are one snapshot.
    let mut from = start;
    while dice.permille(40) {
        from += DAY_MS * (20 + dice.below(u64::from(plan.days) / 3) as i64);
        profile.followers = if hashed {
            (profile.followers + dice.below(90)).min(4_999)
        } else {
            profile.followers + dice.below(900)
        };
        profile.following += dice.below(60);
        if dice.permille(500) {
            profile.bio = bio(tongue, dice);
        }
        account.profiles.push((from, profile.columns(&account)));
    }
    account
}

struct Profile {
    display: String,
    location: String,
    bio: String,
    url: String,
    followers: u64,
    following: u64,
    language: &'static str,
}

impl Profile {
    /// `"userid",…,"account_language"`
    fn columns(&self, account: &Account) -> Vec<u8> {
        let mut row = Vec::with_capacity(256);
        for text in [
            &account.id,
            &self.display,
            &account.handle,
            &self.location,
            &self.bio,
            &self.url,
        ] {
            quoted(&mut row, text);
            row.push(b',');
        }
        for number in [self.followers, self.following] {
            quoted(&mut row, &number.to_string());
            row.push(b',');
        }
        row.push(b'"');
        write_day(&mut row, account.created);
        row.extend_from_slice(b"\",");
        quoted(&mut row, self.language);
        row
    }
}

fn language(plan: &Plan, dice: &mut Dice, tongues: &[Tongue]) -> usize {
    let sum = plan.languages.iter().map(|(_, weight)| weight).sum();
    let mut left = dice.below(sum);
    for (code, weight) in plan.languages {
        if left < *weight {
            return tongue_of(tongues, code);
        }
        left -= weight;
    }
    unreachable!("BUG: the weights sum to what was drawn from")
}

fn display_name(tongue: &Tongue, dice: &mut Dice) -> String {
    let mut name = String::new();
    tongue.word_of_rank(dice.below(4_096), &mut name);
    name.push(' ');
    tongue.word_of_rank(dice.below(4_096), &mut name);
    if dice.permille(120) {
        name.push(' ');
        name.push_str(dice.pick(EMOJI));
    }
    name
}

fn bio(tongue: &Tongue, dice: &mut Dice) -> String {
    let mut bio = String::new();
    if dice.permille(300) {
        return bio;
    }
    if dice.permille(150) {
        bio.push_str(dice.pick(EMOJI));
        bio.push(' ');
    }
    tongue.sentence(dice, &mut bio);
    if dice.permille(180) {
        bio.push_str(if dice.permille(300) { "\n\n#" } else { " #" });
        tongue.tag(dice, &mut bio);
    }
    if dice.permille(60) {
        bio.push_str(" \"");
        tongue.word(dice, &mut bio);
        bio.push('"');
    }
    bio
}

/// 64 lower-case hexadecimal digits.
fn hex_hash(dice: &mut Dice) -> String {
    (0..4).map(|_| format!("{:016x}", dice.bits())).collect()
}

/// 32 bytes in base64 with every `/` removed, as the archive has them since 2019.
pub(crate) fn base64_hash(dice: &mut Dice) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut hash: String = (0..42)
        .map(|_| ALPHABET[dice.index(64)] as char)
        .filter(|&c| c != '/')
        .collect();
    // The last of 43 digits holds four bits of the 256 and two zeros.
    hash.push(ALPHABET[dice.index(16) * 4] as char);
    hash.push('=');
    hash
}

/// Ten characters, as after `https://t.co/`.
pub(crate) fn short_code(dice: &mut Dice) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bits = u128::from(dice.bits()) << 64 | u128::from(dice.bits());
    (0..10)
        .map(|_| {
            let digit = (bits % 62) as usize;
            bits /= 62;
            ALPHABET[digit] as char
        })
        .collect()
}

/// Clients by number; the first are the commonest.
const CLIENTS: &[&str] = &[
    "Twitter Web Client",
    "Twitter for Android",
    "Twitter for iPhone",
    "TweetDeck",
    "Twitter Web App",
    "Twitter Lite",
    "harbourbot",
    "Tide Poster",
    "Twitter for iPad",
    "Lantern Share",
    "Mobile Web (M2)",
    "merrow_feed",
    "Salt & Co. Tools",
    "rss2tide",
    "Кестрия-пост",
    "夜行投稿",
];

fn client(dice: &mut Dice) -> u32 {
    dice.zipf(400) as u32
}

/// The client of that number: a known one, an erased one, or somebody's own script.
pub(crate) fn write_client(number: u32, english: &Tongue, out: &mut String) {
    match CLIENTS.get(number as usize) {
        Some(name) => out.push_str(name),
        None if number.is_multiple_of(3) => {
            out.push_str("erased");
            push_number(out, 10_000 + mix(u64::from(number)) % 14_000_000);
        }
        None => {
            english.word_of_rank(u64::from(number), out);
            out.push_str(" app");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::PLANS;
    use crate::speech::tongues;
    use starling_model::{AccountForm, account_form};
    use std::collections::HashSet;

    #[test]
    fn small_accounts_are_hashed_and_large_ones_are_not() {
        let tongues = tongues();
        for plan in &PLANS {
            let cast = Cast::new(1, plan, 1_000_000, &tongues);
            let mut seen = HashSet::new();
            let mut hashed = 0;
            for account in &cast.accounts {
                assert!(seen.insert(&account.id), "two accounts are {}", account.id);
                let row =
                    String::from_utf8(account.last_profile().to_vec()).expect("text is UTF-8");
                let fields: Vec<&str> = row.split("\",\"").collect();
                let followers: u64 = fields[fields.len() - 4].parse().expect("a number");
                let form = account_form(&account.id);
                assert_eq!(
                    form.is_hashed(),
                    plan.tier == Tier::Hashed && followers < 5_000,
                    "{row}"
                );
                if form.is_hashed() {
                    hashed += 1;
                    assert_eq!(account.handle, account.id);
                    let expected = if plan.form == Form::First {
                        AccountForm::HashedHex
                    } else {
                        AccountForm::HashedBase64
                    };
                    assert_eq!(form, expected);
                    assert!(!account.id.contains('/'));
                }
            }
            let share = hashed as f64 / cast.accounts.len() as f64;
            assert!(
                plan.tier == Tier::Unhashed || (0.6..0.97).contains(&share),
                "{share}"
            );
        }
    }

    #[test]
    fn screen_names_are_as_twitter_allows() {
        let tongues = tongues();
        let cast = Cast::new(1, &PLANS[0], 10_000, &tongues);
        let mut seen = HashSet::new();
        for number in 0..3_000 {
            let outsider = cast.outsider(number, &tongues[ENGLISH]);
            assert!(
                (4..=15).contains(&outsider.handle.len()),
                "{}",
                outsider.handle
            );
            assert!(
                outsider
                    .handle
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_')
            );
            assert!(seen.insert(outsider.handle));
        }
    }
}
