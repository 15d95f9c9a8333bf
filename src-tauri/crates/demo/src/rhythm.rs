//! When things happen: a campaign's hours with their nights, weekends, growth and bursts, and civil time without a clock.

use crate::dice::Dice;
use std::io::Write as _;

pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;
/// Milliseconds of the first moment of Twitter's id scheme.
const SNOWFLAKE_EPOCH_MS: i64 = 1_288_834_974_657;

/// How busy each hour of a campaign is.
#[derive(Debug)]
pub(crate) struct Rhythm {
    start: i64,
    /// The share of all tweets before each hour, and 1 at the end.
    before: Vec<f64>,
}

impl Rhythm {
    /// A rhythm from `start` over `days`, for people who live `zone` hours east of Greenwich.
    pub(crate) fn new(seed: u64, start: i64, days: u32, zone: i64) -> Self {
        let mut dice = Dice::new(seed, 0x7254, start as u64);
        let bursts: Vec<(u32, f64)> = (0..days / 45)
            .map(|_| {
                (
                    dice.below(u64::from(days)) as u32,
                    3.0 + 15.0 * dice.unit() * dice.unit(),
                )
            })
            .collect();
        let mut before = vec![0.0];
        let mut sum = 0.0;
        for day in 0..days {
            // 1970-01-01 was a Thursday.
            let weekday = (start / DAY_MS + i64::from(day) + 3).rem_euclid(7);
            let week = if weekday >= 5 { 0.55 } else { 1.0 };
            let life = f64::from(day) / f64::from(days);
            let growth = 0.15 + (life * std::f64::consts::PI).sin().powi(2) + 0.3 * life;
            let burst: f64 = bursts
                .iter()
                .map(|&(at, height)| match day.checked_sub(at) {
                    Some(after @ 0..=4) => height * 0.4_f64.powi(after as i32),
                    _ => 0.0,
                })
                .sum();
            for hour in 0..24 {
                let local = (hour + zone).rem_euclid(24);
                let awake = match local {
                    0..=5 => 0.08,
                    6..=8 => 0.6,
                    9..=12 => 1.5,
                    13..=17 => 1.8,
                    18..=21 => 1.1,
                    _ => 0.4,
                };
                sum += week * growth * (1.0 + burst) * awake;
                before.push(sum);
            }
        }
        before.iter_mut().for_each(|share| *share /= sum);
        Self { start, before }
    }

    /// The moment before which that share of all tweets was written; grows with the share.
    pub(crate) fn at(&self, share: f64) -> i64 {
        let next = self
            .before
            .partition_point(|&before| before <= share)
            .clamp(1, self.before.len() - 1);
        let (low, high) = (self.before[next - 1], self.before[next]);
        let within = if high > low {
            ((share - low) / (high - low)).clamp(0.0, 0.999_999)
        } else {
            0.0
        };
        self.start + (next as i64 - 1) * HOUR_MS + (within * HOUR_MS as f64) as i64
    }

    /// Its first moment.
    pub(crate) fn start(&self) -> i64 {
        self.start
    }

    /// Its hours.
    pub(crate) fn hours(&self) -> u64 {
        self.before.len() as u64 - 1
    }
}

/// A tweet's id: the moment, and 22 bits that tell apart what happens in one millisecond.
pub(crate) fn snowflake(at: i64, low: u64) -> u64 {
    debug_assert!(low < 1 << 22);
    (((at - SNOWFLAKE_EPOCH_MS) as u64) << 22) | low
}

/// Year, month and day of a day since 1970, by Howard Hinnant's `civil_from_days`.
pub(crate) fn civil(day: i64) -> (i64, u32, u32) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (
        year_of_era + era * 400 + i64::from(month <= 2),
        month as u32,
        date as u32,
    )
}

/// `2017-06-22`
pub(crate) fn write_day(out: &mut Vec<u8>, at: i64) {
    let (year, month, day) = civil(at.div_euclid(DAY_MS));
    push(out, year as u64, 4);
    out.push(b'-');
    push(out, u64::from(month), 2);
    out.push(b'-');
    push(out, u64::from(day), 2);
}

/// `2017-06-22 16:03`
pub(crate) fn write_minute(out: &mut Vec<u8>, at: i64) {
    write_day(out, at);
    let minute = at.rem_euclid(DAY_MS) / 60_000;
    out.push(b' ');
    push(out, (minute / 60) as u64, 2);
    out.push(b':');
    push(out, (minute % 60) as u64, 2);
}

/// A number in decimal, with zeros in front up to `width`.
pub(crate) fn push(out: &mut Vec<u8>, number: u64, width: usize) {
    if write!(out, "{number:0width$}").is_err() {
        unreachable!("BUG: writing to a vector cannot fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use starling_model::{Day, Timestamp, TweetId};

    #[test]
    fn civil_days_are_those_of_the_model() {
        for day in [-1, 0, 59, 60, 11_016, 17_000, 18_321, 18_322, 20_000] {
            let (year, month, date) = civil(day);
            assert_eq!(
                format!("{year:04}-{month:02}-{date:02}"),
                Day(day as i32).iso()
            );
        }
    }

    #[test]
    fn an_id_carries_its_moment() {
        let at = 1_498_147_437_482;
        assert_eq!(TweetId(snowflake(at, 1_234)).time(), Some(Timestamp(at)));
    }

    #[test]
    fn moments_grow_and_fill_the_time() {
        let start = 1_420_070_400_000;
        let rhythm = Rhythm::new(1, start, 400, 3);
        let moments: Vec<i64> = (0..=100_000)
            .map(|i| rhythm.at(f64::from(i) / 100_001.0))
            .collect();
        assert!(moments.is_sorted());
        assert!(moments[0] >= start && moments[0] < start + 3 * DAY_MS);
        assert!(moments[100_000] < start + 400 * DAY_MS && moments[100_000] > start + 390 * DAY_MS);
    }

    #[test]
    fn nights_and_weekends_are_quieter() {
        let rhythm = Rhythm::new(1, 1_420_070_400_000, 700, 0);
        let mut by_hour = [0u32; 24];
        let mut weekend = 0;
        for i in 0..50_000 {
            let at = rhythm.at(f64::from(i) / 50_000.0);
            by_hour[(at.rem_euclid(DAY_MS) / HOUR_MS) as usize] += 1;
            weekend += u32::from((at.div_euclid(DAY_MS) + 3).rem_euclid(7) >= 5);
        }
        assert!(by_hour[15] > 10 * by_hour[3], "{by_hour:?}");
        assert!(weekend < 50_000 / 5, "{weekend}");
    }
}
