//! One field's text to its typed value, and whether the value would be written as that very text.
//!
//! The common forms take a short way that looks at each byte once; everything else is tried afterwards.

use starling_model::{Count, Day, Geo, Reference, Timestamp};

/// Whether the field's text is what its value would be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// It is.
    Canonical,
    /// It is not: the text is to be kept.
    Odd,
}

use Form::{Canonical, Odd};

/// Words that copies write where the original has an empty field.
fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 6] = ["nan", "null", "none", "na", "n/a", "<na>"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Integers that a double holds exactly lie below this.
const EXACT_IN_DOUBLE: u64 = 1 << 53;

/// Digits without a leading zero, below 2^64.
pub(crate) fn plain_number(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 20 || (bytes[0] == b'0' && bytes.len() > 1) {
        return None;
    }
    let mut number: u64 = 0;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(number)
}

/// `123.0` as the whole number that it still is: below 2^53 a double has lost nothing.
fn whole_double(text: &str) -> Option<u64> {
    let (whole, zeros) = text.split_once('.')?;
    let only_zeros = zeros.bytes().all(|byte| byte == b'0');
    plain_number(whole).filter(|number| only_zeros && *number < EXACT_IN_DOUBLE)
}

/// Whether the text is a number written as a float: `1.01421E+18`, `914580356430536700.0`.
fn is_float(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
}

/// A follower, like, … count. Only what is written as a whole number is one.
pub(crate) fn count(text: &str) -> (Count, Form) {
    if text.is_empty() {
        return (None, Canonical);
    }
    let (digits, negative) = match text.strip_prefix('-') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let sign = if negative { -1 } else { 1 };
    if let Some(number) = plain_number(digits).and_then(|number| i64::try_from(number).ok()) {
        let form = if negative && number == 0 {
            Odd
        } else {
            Canonical
        };
        return (Some(sign * number), form);
    }
    let trimmed = digits.trim();
    let number = whole_double(trimmed).or_else(|| plain_number(trimmed));
    (
        number
            .and_then(|number| i64::try_from(number).ok())
            .map(|number| sign * number),
        Odd,
    )
}

/// A tweet's own id; `None` where the text is no id.
pub(crate) fn tweet_id(text: &str) -> Option<(u64, Form)> {
    if let Some(id) = plain_number(text) {
        return (id > 0).then_some((id, Canonical));
    }
    let trimmed = text.trim();
    let digits = trimmed.trim_start_matches('0');
    let id = whole_double(trimmed)
        .or_else(|| plain_number(digits))
        .filter(|id| *id > 0)?;
    Some((id, Odd))
}

/// A field that names another tweet.
pub(crate) fn reference(text: &str) -> (Reference, Form) {
    if text.is_empty() {
        return (Reference::None, Canonical);
    }
    match plain_number(text) {
        // No tweet has the id 0: copies write it where nothing is named.
        Some(0) => return (Reference::None, Odd),
        Some(id) => return (Reference::Exact(starling_model::TweetId(id)), Canonical),
        None => {}
    }
    let trimmed = text.trim();
    if trimmed.is_empty() || is_missing(trimmed) || trimmed == "-1" || trimmed == "-1.0" {
        return (Reference::None, Odd);
    }
    match whole_double(trimmed).or_else(|| plain_number(trimmed)) {
        Some(0) => (Reference::None, Odd),
        Some(id) => (Reference::Exact(starling_model::TweetId(id)), Odd),
        None => (Reference::Approximate(text.to_owned()), Canonical),
    }
}

/// A field that names an account: the text to keep as its id, empty where it names none.
/// Ids that a spreadsheet has ruined stay as they are and are odd.
pub(crate) fn account(text: &str) -> (&str, Form) {
    // Hashes and whole numbers, which is nearly all of them, are told by their last byte.
    let Some(last) = text.as_bytes().last() else {
        return ("", Canonical);
    };
    if *last == b'=' {
        return (text, Canonical);
    }
    let trimmed = text.trim();
    let form = if trimmed.len() == text.len() {
        Canonical
    } else {
        Odd
    };
    if trimmed.len() <= 5
        && (trimmed.is_empty()
            || is_missing(trimmed)
            || matches!(trimmed, "0" | "0.0" | "-1" | "-1.0"))
    {
        return ("", Odd);
    }
    if is_float(trimmed) {
        return match whole_double(trimmed) {
            Some(_) => (trimmed.split('.').next().unwrap_or_default(), Odd),
            None => (trimmed, Odd),
        };
    }
    (trimmed, form)
}

/// `is_retweet`
pub(crate) fn flag(text: &str) -> (bool, Form) {
    match text {
        "false" => (false, Canonical),
        "true" => (true, Canonical),
        _ => {
            let trimmed = text.trim();
            let yes = ["true", "t", "yes", "1", "1.0"]
                .iter()
                .any(|word| trimmed.eq_ignore_ascii_case(word));
            (yes, Odd)
        }
    }
}

/// `latitude` or `longitude`
pub(crate) fn geo(text: &str) -> (Geo, Form) {
    match text {
        "" => (Geo::None, Canonical),
        "absent" => (Geo::Absent, Canonical),
        "present" => (Geo::Present, Canonical),
        _ => {
            let trimmed = text.trim();
            match trimmed.parse::<f64>() {
                Ok(degrees) if degrees.is_finite() => {
                    let form = if degrees.to_string() == text {
                        Canonical
                    } else {
                        Odd
                    };
                    (Geo::Degrees(degrees), form)
                }
                _ if trimmed.eq_ignore_ascii_case("absent") => (Geo::Absent, Odd),
                _ if trimmed.eq_ignore_ascii_case("present") => (Geo::Present, Odd),
                _ => (Geo::None, Odd),
            }
        }
    }
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// How much of a moment a text gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day without a time.
    Day(Day),
    /// A time.
    Time(Timestamp),
}

/// `tweet_time`, in any of the forms that were met; canonical is `2017-06-22 16:03`.
pub(crate) fn moment(text: &str) -> (Option<Moment>, Form) {
    if text.is_empty() {
        return (None, Canonical);
    }
    if let [_, _, _, _, b'-', _, _, b'-', _, _, b' ', _, _, b':', _, _] = text.as_bytes()
        && let Some(day) = iso_day(&text.as_bytes()[..10])
        && let Some(minutes) = hours_minutes(&text.as_bytes()[11..])
    {
        return (
            Some(Moment::Time(Timestamp(
                i64::from(day.0) * DAY + minutes * MINUTE,
            ))),
            Canonical,
        );
    }
    let moment = any_moment(text.trim());
    let form = match moment {
        Some(Moment::Time(time)) if render_time(time) == text => Canonical,
        _ => Odd,
    };
    (moment, form)
}

/// `account_creation_date`; canonical is `2017-08-30`.
pub(crate) fn day(text: &str) -> (Option<Day>, Form) {
    if text.is_empty() {
        return (None, Canonical);
    }
    if text.len() == 10
        && let Some(day) = iso_day(text.as_bytes())
    {
        return (Some(day), Canonical);
    }
    let day = match any_moment(text.trim()) {
        Some(Moment::Day(day)) => Some(day),
        Some(Moment::Time(time)) => Some(Day(time.0.div_euclid(DAY) as i32)),
        None => None,
    };
    (day, Odd)
}

/// The day a moment lies in.
pub(crate) fn day_of(time: Timestamp) -> Day {
    Day(time.0.div_euclid(DAY) as i32)
}

/// The first millisecond of a day.
pub(crate) fn midnight(day: Day) -> Timestamp {
    Timestamp(i64::from(day.0) * DAY)
}

/// A time as the archive writes it: to the minute, and finer only where the value is.
pub(crate) fn render_time(time: Timestamp) -> String {
    let (year, month, day) = civil(day_of(time));
    let in_day = time.0.rem_euclid(DAY);
    let (hour, minute) = (in_day / 3_600_000, in_day / MINUTE % 60);
    let (second, milli) = (in_day / 1000 % 60, in_day % 1000);
    let mut text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}");
    if second != 0 || milli != 0 {
        text.push_str(&format!(":{second:02}"));
    }
    if milli != 0 {
        text.push_str(&format!(".{milli:03}"));
    }
    text
}

/// A day as the archive writes it.
pub(crate) fn render_day(day: Day) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

fn two(bytes: &[u8]) -> Option<i64> {
    match bytes {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(i64::from(a - b'0') * 10 + i64::from(b - b'0')),
        _ => None,
    }
}

/// `2017-08-30`
fn iso_day(bytes: &[u8]) -> Option<Day> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = bytes else {
        return None;
    };
    let year = two(&[*y0, *y1])? * 100 + two(&[*y2, *y3])?;
    from_civil(year, two(&[*m0, *m1])?, two(&[*d0, *d1])?)
}

/// `16:03`, in minutes.
fn hours_minutes(bytes: &[u8]) -> Option<i64> {
    let [h0, h1, b':', m0, m1] = bytes else {
        return None;
    };
    let (hours, minutes) = (two(&[*h0, *h1])?, two(&[*m0, *m1])?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn any_moment(text: &str) -> Option<Moment> {
    if let Some(head) = text.as_bytes().get(..10)
        && let Some(day) = iso_day(head)
    {
        let rest = text.get(10..)?;
        return match rest.as_bytes().first() {
            None => Some(Moment::Day(day)),
            Some(b' ' | b'T' | b't') => clock(rest[1..].trim_start())
                .map(|ms| Moment::Time(Timestamp(midnight(day).0 + ms))),
            _ => None,
        };
    }
    if text.as_bytes().first()?.is_ascii_digit() && text.contains('/') {
        return us_moment(text);
    }
    spelled_moment(text)
}

/// `16:03`, `16:03:05`, `16:03:05.123Z`, `4:03 PM`, `16:03:05+02:00`: milliseconds after midnight, UTC.
fn clock(text: &str) -> Option<i64> {
    let end = text
        .bytes()
        .position(|byte| !matches!(byte, b'0'..=b'9' | b':' | b'.'))
        .unwrap_or(text.len());
    let (time, suffix) = text.split_at(end);
    let mut parts = time.split(':');
    let mut hours: i64 = number_of(parts.next()?, 1..=2)?;
    let minutes: i64 = number_of(parts.next()?, 2..=2)?;
    let (seconds, milli) = match parts.next() {
        None => (0, 0),
        Some(part) => {
            let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
            // Finer than a millisecond is more than a Timestamp holds.
            let digits = fraction.len().min(3);
            let milli: i64 = if digits == 0 {
                0
            } else {
                number_of(&fraction[..digits], 1..=3)?
            };
            (number_of(whole, 2..=2)?, milli * [1000, 100, 10, 1][digits])
        }
    };
    if parts.next().is_some() || minutes > 59 || seconds > 60 {
        return None;
    }
    let mut shift = 0;
    match suffix.trim() {
        "" | "Z" | "z" | "UTC" | "GMT" => {}
        half if half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm") => {
            if !(1..=12).contains(&hours) {
                return None;
            }
            hours = hours % 12
                + if half.eq_ignore_ascii_case("pm") {
                    12
                } else {
                    0
                };
        }
        zone => shift = zone_shift(zone)?,
    }
    (hours < 24).then_some(((hours * 60 + minutes) * 60 + seconds) * 1000 + milli - shift)
}

/// `+02:00` or `+0200`, in milliseconds.
fn zone_shift(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.as_bytes().first()? {
        b'+' => (1, &zone[1..]),
        b'-' => (-1, &zone[1..]),
        _ => return None,
    };
    let (hours, minutes) = match digits.as_bytes() {
        [h0, h1, b':', m0, m1] | [h0, h1, m0, m1] => (two(&[*h0, *h1])?, two(&[*m0, *m1])?),
        [h0, h1] => (two(&[*h0, *h1])?, 0),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * MINUTE)
}

/// `7/3/2018` or `10/1/17 19:58`: month first, as spreadsheets with American settings write it.
/// A first part above 12 is no month, and nothing is guessed then.
fn us_moment(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = date.split('/');
    let month = number_of(parts.next()?, 1..=2)?;
    let day = number_of(parts.next()?, 1..=2)?;
    let year_text = parts.next()?;
    let year = number_of(year_text, 2..=4)?;
    let year = match year_text.len() {
        4 => year,
        // Twitter is of 2006: two digits can only mean this century.
        2 => 2000 + year,
        _ => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    let day = from_civil(year, month, day)?;
    if time.trim().is_empty() {
        return Some(Moment::Day(day));
    }
    clock(time.trim()).map(|ms| Moment::Time(Timestamp(midnight(day).0 + ms)))
}

/// `Wed Jan 07 04:38:02 +0000 2009`, as Twitter's first interfaces write it.
fn spelled_moment(text: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split_ascii_whitespace();
    let _weekday = words.next()?;
    let month_name = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month_name)? as i64 + 1;
    let day = number_of(words.next()?, 1..=2)?;
    let time = words.next()?;
    let zone = words.next()?;
    let year = number_of(words.next()?, 4..=4)?;
    if words.next().is_some() {
        return None;
    }
    let ms = clock(time)? - zone_shift(zone)?;
    Some(Moment::Time(Timestamp(
        midnight(from_civil(year, month, day)?).0 + ms,
    )))
}

fn number_of(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
    (digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// Days since 1970 of a civil date (Howard Hinnant's algorithm: a release has a hundred million dates, and
/// a calendar library costs as much as the rest of the row).
fn from_civil(year: i64, month: i64, day: i64) -> Option<Day> {
    const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = *LENGTHS.get(usize::try_from(month - 1).ok()?)? + i64::from(leap && month == 2);
    if !(1..=length).contains(&day) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(Day((era * 146_097 + day_of_era - 719_468) as i32))
}

/// The civil date of a day.
fn civil(day: Day) -> (i64, i64, i64) {
    let shifted = i64::from(day.0) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_shifted + 2) / 5 + 1;
    let month = (month_shifted + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use starling_model::TweetId;

    #[track_caller]
    fn check_time(text: &str, rendered: Option<&str>, form: Form) {
        let (moment, found) = moment(text);
        let shown = moment.map(|moment| match moment {
            Moment::Day(day) => render_day(day),
            Moment::Time(time) => time.rfc3339(),
        });
        assert_eq!((shown.as_deref(), found), (rendered, form), "{text:?}");
    }

    #[test]
    fn times_in_every_form_met() {
        check_time("2017-06-22 16:03", Some("2017-06-22T16:03:00Z"), Canonical);
        check_time("", None, Canonical);
        check_time("2017-06-22 16:03:00", Some("2017-06-22T16:03:00Z"), Odd);
        check_time(
            "2017-06-22 16:03:05",
            Some("2017-06-22T16:03:05Z"),
            Canonical,
        );
        check_time(
            "2017-06-22T16:03:05.120Z",
            Some("2017-06-22T16:03:05.12Z"),
            Odd,
        );
        check_time(
            "2017-06-22 16:03:05+02:00",
            Some("2017-06-22T14:03:05Z"),
            Odd,
        );
        check_time("2017-06-22", Some("2017-06-22"), Odd);
        check_time("7/3/2018", Some("2018-07-03"), Odd);
        check_time("7/3/2018 4:05", Some("2018-07-03T04:05:00Z"), Odd);
        check_time("7/3/2018 4:05 PM", Some("2018-07-03T16:05:00Z"), Odd);
        check_time("12/31/2018 12:05:07 AM", Some("2018-12-31T00:05:07Z"), Odd);
        check_time("10/1/17 19:58", Some("2017-10-01T19:58:00Z"), Odd);
        check_time(
            "Wed Jan 07 04:38:02 +0000 2009",
            Some("2009-01-07T04:38:02Z"),
            Odd,
        );
        check_time("31/12/2018", None, Odd);
        check_time("2017-02-30 10:00", None, Odd);
        check_time("2017-06-22 24:03", None, Odd);
        check_time("2017-06-22 16:03x", None, Odd);
        check_time("nan", None, Odd);
        check_time("ж017-06-22 16:0", None, Odd);
        check_time("1/2", None, Odd);
    }

    #[test]
    fn days_in_every_form_met() {
        let shown = |text| {
            let (day, form) = day(text);
            (day.map(render_day), form)
        };
        assert_eq!(
            shown("2017-08-30"),
            (Some("2017-08-30".to_owned()), Canonical)
        );
        assert_eq!(shown("8/30/2017"), (Some("2017-08-30".to_owned()), Odd));
        assert_eq!(
            shown("2017-08-30 00:00:00"),
            (Some("2017-08-30".to_owned()), Odd)
        );
        assert_eq!(shown("nan"), (None, Odd));
        assert_eq!(shown(""), (None, Canonical));
    }

    #[test]
    fn counts() {
        assert_eq!(count("0"), (Some(0), Canonical));
        assert_eq!(count("55"), (Some(55), Canonical));
        assert_eq!(count("-1"), (Some(-1), Canonical));
        assert_eq!(count(""), (None, Canonical));
        assert_eq!(count("0.0"), (Some(0), Odd));
        assert_eq!(count("-1.0"), (Some(-1), Odd));
        assert_eq!(
            count("007"),
            (None, Odd),
            "nothing says that this is a count"
        );
        assert_eq!(count("1,234"), (None, Odd));
        assert_eq!(count("1.5"), (None, Odd));
        assert_eq!(count("1.2E+05"), (None, Odd), "a rounded figure is none");
        assert_eq!(count("nan"), (None, Odd));
        assert_eq!(count(" 12"), (Some(12), Odd));
        assert_eq!(count("99999999999999999999"), (None, Odd));
        assert_eq!(count("-0"), (Some(0), Odd));
    }

    #[test]
    fn references() {
        let exact = |id| Reference::Exact(TweetId(id));
        assert_eq!(
            reference("1207967848758468608"),
            (exact(1_207_967_848_758_468_608), Canonical)
        );
        assert_eq!(reference(""), (Reference::None, Canonical));
        assert_eq!(reference("nan"), (Reference::None, Odd));
        assert_eq!(reference("0"), (Reference::None, Odd));
        assert_eq!(reference("28374650123.0"), (exact(28_374_650_123), Odd));
        for ruined in [
            "1.207965844074107e+18",
            "1.01421E+18",
            "914580356430536700.0",
            "no id",
        ] {
            assert_eq!(
                reference(ruined),
                (Reference::Approximate(ruined.to_owned()), Canonical),
                "{ruined}"
            );
        }
    }

    #[test]
    fn accounts() {
        let hash = "7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE=";
        assert_eq!(account(hash), (hash, Canonical));
        assert_eq!(
            account("1196760203896795137"),
            ("1196760203896795137", Canonical)
        );
        assert_eq!(
            account("94c383089f0dd9993020276bd01113ecb5935ad860bfa61e6079e7d548577f76").1,
            Canonical
        );
        assert_eq!(account("1.01421E+18"), ("1.01421E+18", Odd));
        assert_eq!(account("2948609403.0"), ("2948609403", Odd));
        assert_eq!(
            account("914580356430536700.0"),
            ("914580356430536700.0", Odd)
        );
        assert_eq!(account("nan"), ("", Odd));
        assert_eq!(account("-1"), ("", Odd));
        assert_eq!(account(""), ("", Canonical));
        assert_eq!(account(" 12345678 "), ("12345678", Odd));
    }

    #[test]
    fn tweet_ids() {
        assert_eq!(
            tweet_id("1229734494892101633"),
            Some((1_229_734_494_892_101_633, Canonical))
        );
        assert_eq!(
            tweet_id("18446744073709551615"),
            Some((u64::MAX, Canonical))
        );
        assert_eq!(tweet_id("18446744073709551616"), None);
        assert_eq!(tweet_id("9.06E+17"), None);
        assert_eq!(tweet_id("0"), None);
        assert_eq!(tweet_id("12345.0"), Some((12345, Odd)));
        assert_eq!(
            tweet_id("914580356430536707.0"),
            None,
            "above 2^53 a double is not to be trusted"
        );
        assert_eq!(tweet_id(" 20 "), Some((20, Odd)));
    }

    #[test]
    fn places() {
        assert_eq!(geo("absent"), (Geo::Absent, Canonical));
        assert_eq!(geo("59.93"), (Geo::Degrees(59.93), Canonical));
        assert_eq!(geo("59.930"), (Geo::Degrees(59.93), Odd));
        assert_eq!(geo("nan"), (Geo::None, Odd));
        assert_eq!(geo("inf"), (Geo::None, Odd));
        assert_eq!(geo(""), (Geo::None, Canonical));
    }

    proptest! {
        #[test]
        fn civil_days_agree_with_the_calendar_library(days in -800_000i32..2_000_000) {
            let (year, month, day) = civil(Day(days));
            prop_assert_eq!(from_civil(year, month, day), Some(Day(days)));
            if (0..=9999).contains(&year) {
                prop_assert_eq!(Day::from_civil(year as i16, month as i8, day as i8), Some(Day(days)));
            }
        }

        #[test]
        fn canonical_means_that_the_value_is_written_so(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?|[0-9./: -]{0,20}") {
            if let (Some(Moment::Time(time)), Canonical) = moment(&text) {
                prop_assert_eq!(render_time(time), text.clone());
            }
            if let (Some(day), Canonical) = day(&text) {
                prop_assert_eq!(render_day(day), text.clone());
            }
            if let (Some(number), Canonical) = count(&text) {
                prop_assert_eq!(number.to_string(), text.clone());
            }
            if let (Geo::Degrees(degrees), Canonical) = geo(&text) {
                prop_assert_eq!(degrees.to_string(), text);
            }
        }

        #[test]
        fn no_text_breaks_a_field(text in "\\PC{0,40}") {
            let _ = (moment(&text), day(&text), count(&text), geo(&text), reference(&text), account(&text), tweet_id(&text), flag(&text));
        }
    }
}
