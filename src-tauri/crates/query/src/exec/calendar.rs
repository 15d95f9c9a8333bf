//! Civil time by whole numbers, UTC: years, months, weeks and weekdays of a count of days.

use crate::ask::Bucket;

const MINUTE: i64 = 60_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// Year and month (1 to 12) of a day since 1970-01-01, after Howard Hinnant's `civil_from_days`.
pub(crate) fn year_and_month(day: i64) -> (i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month)
}

/// The day since 1970-01-01 on which a month begins.
fn first_day(year: i64, month: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// 1 (Monday) to 7.
pub(crate) fn weekday(day: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) + 1
}

/// What the documents of a timeline are counted by; wider buckets are put together from it afterwards.
pub(crate) fn grain(bucket: Bucket) -> i64 {
    match bucket {
        Bucket::Minute => MINUTE,
        Bucket::Hour => HOUR,
        Bucket::Day | Bucket::Week | Bucket::Month | Bucket::Year => DAY,
    }
}

/// Buckets are numbered in order of time; which one holds the millisecond?
pub fn number(bucket: Bucket, at: i64) -> i64 {
    let day = at.div_euclid(DAY);
    match bucket {
        Bucket::Minute => at.div_euclid(MINUTE),
        Bucket::Hour => at.div_euclid(HOUR),
        Bucket::Day => day,
        Bucket::Week => (day + 3).div_euclid(7),
        Bucket::Month => {
            let (year, month) = year_and_month(day);
            year * 12 + month - 1
        }
        Bucket::Year => year_and_month(day).0,
    }
}

/// The first millisecond of a bucket.
pub fn start(bucket: Bucket, number: i64) -> i64 {
    match bucket {
        Bucket::Minute => number * MINUTE,
        Bucket::Hour => number * HOUR,
        Bucket::Day => number * DAY,
        Bucket::Week => (number * 7 - 3) * DAY,
        Bucket::Month => first_day(number.div_euclid(12), number.rem_euclid(12) + 1) * DAY,
        Bucket::Year => first_day(number, 1) * DAY,
    }
}

/// The narrowest bucket that needs at most `most` of them from the first moment to the last; years if none does.
pub fn narrowest(first: i64, last: i64, most: i64) -> Bucket {
    [
        Bucket::Minute,
        Bucket::Hour,
        Bucket::Day,
        Bucket::Week,
        Bucket::Month,
    ]
    .into_iter()
    .find(|bucket| number(*bucket, last) - number(*bucket, first) < most)
    .unwrap_or(Bucket::Year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Bucket; 6] = [
        Bucket::Minute,
        Bucket::Hour,
        Bucket::Day,
        Bucket::Week,
        Bucket::Month,
        Bucket::Year,
    ];

    proptest! {
        #[test]
        fn agrees_with_a_calendar_library(at in -62_135_596_800_000i64..253_402_000_000_000) {
            let civil = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_millisecond(at).unwrap());
            let day = at.div_euclid(DAY);
            prop_assert_eq!(year_and_month(day), (i64::from(civil.year()), i64::from(civil.month())));
            prop_assert_eq!(weekday(day), i64::from(civil.weekday().to_monday_one_offset()));
            for bucket in ALL {
                let number = number(bucket, at);
                prop_assert!(start(bucket, number) <= at && at < start(bucket, number + 1), "{:?}", bucket);
                prop_assert_eq!(super::number(bucket, start(bucket, number)), number, "a bucket holds its start");
            }
            let monday = jiff::Timestamp::from_millisecond(start(Bucket::Week, number(Bucket::Week, at))).unwrap();
            prop_assert_eq!(jiff::tz::Offset::UTC.to_datetime(monday).weekday(), jiff::civil::Weekday::Monday);
        }
    }

    #[test]
    fn the_narrowest_bucket_stays_below_the_limit() {
        assert_eq!(narrowest(0, 399 * MINUTE, 400), Bucket::Minute);
        assert_eq!(narrowest(0, 400 * MINUTE, 400), Bucket::Hour);
        assert_eq!(narrowest(0, 399 * DAY, 400), Bucket::Day);
        assert_eq!(narrowest(0, 400 * DAY, 400), Bucket::Week);
        assert_eq!(narrowest(0, 8000 * DAY, 400), Bucket::Month);
        assert_eq!(narrowest(0, 80_000 * DAY, 400), Bucket::Year);
    }
}
