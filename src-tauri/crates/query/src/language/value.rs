//! Values: days, times, numbers and ranges of them.

use crate::Result;
use crate::ask::Range;
use crate::language::{Span, fault};
use starling_model::Day;

/// Beyond this no count of anything goes, and sums stay far from the end of 64 bits.
const GREATEST: i64 = 999_999_999_999_999;

/// `2016-01-01`, `2016-01-01T13:30`, with seconds and their fractions if need be; UTC, in milliseconds.
pub(crate) fn time(text: &str, span: Span) -> Result<i64> {
    let fits = || {
        fault(
            span,
            format!(
                "`{text}` is no time; write a day as 2016-01-31, or a minute as 2016-01-31T13:30 (UTC)"
            ),
        )
    };
    let (day, clock) = match text.split_once(['T', 't']) {
        Some((day, clock)) => (day, Some(clock.strip_suffix(['Z', 'z']).unwrap_or(clock))),
        None => (text, None),
    };
    let days = civil(day, span)?.ok_or_else(fits)?;
    let within = clock.map_or(Some(0), of_day).ok_or_else(fits)?;
    Ok(i64::from(days.0) * 86_400_000 + within)
}

/// `13:30`, `13:30:05`, `13:30:05.123` in milliseconds.
fn of_day(clock: &str) -> Option<i64> {
    let (clock, thousandths) = match clock.split_once('.') {
        Some((clock, fraction)) if fraction.len() <= 3 => {
            // Fractions belong to seconds.
            if clock.len() != 8 {
                return None;
            }
            let scale = 10_i64.pow(3 - fraction.len() as u32);
            (clock, digits(fraction, fraction.len())? * scale)
        }
        Some(_) => return None,
        None => (clock, 0),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second = parts.next().map_or(Some(0), |second| digits(second, 2))?;
    let real = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    real.then_some(((hour * 60 + minute) * 60 + second) * 1000 + thousandths)
}

/// Exactly so many digits.
fn digits(text: &str, len: usize) -> Option<i64> {
    let right = len > 0 && text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    if right { text.parse().ok() } else { None }
}

/// `None` if it is not of the form `2016-01-31`; an error if there is no such day.
fn civil(text: &str, span: Span) -> Result<Option<Day>> {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(None);
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return Ok(None);
    };
    match Day::from_civil(year as i16, month as i8, day as i8) {
        Some(day) => Ok(Some(day)),
        None => Err(fault(span, format!("there is no day `{text}`"))),
    }
}

/// `100`, `>100`, `>=100`, `<100`, `<=100`, `10..20`.
pub(crate) fn numbers(text: &str, span: Span) -> Result<Range> {
    range(text, span, "a number: 100, >=100, <100 or 10..20", |text| {
        let sign = text.strip_prefix('-');
        let body = sign.unwrap_or(text);
        if body.is_empty() || !body.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(None);
        }
        match body.parse::<i64>() {
            Ok(number) if number <= GREATEST => {
                Ok(Some(if sign.is_some() { -number } else { number }))
            }
            _ => Err(fault(
                span,
                format!("`{text}` is too large a number; at most {GREATEST} can be compared"),
            )),
        }
    })
}

/// `2014-01-01`, `>=2014-01-01` …, `2014-01-01..2015-12-31`; days since 1970.
pub(crate) fn days(text: &str, span: Span) -> Result<Range> {
    range(
        text,
        span,
        "a day: 2014-01-31, >=2014-01-31, <2014-01-31 or 2014-01-01..2015-12-31",
        |text| Ok(civil(text, span)?.map(|day| i64::from(day.0))),
    )
}

fn range(
    text: &str,
    span: Span,
    fits: &str,
    one: impl Fn(&str) -> Result<Option<i64>>,
) -> Result<Range> {
    let wrong = || fault(span, format!("`{text}` does not fit here; write {fits}"));
    let value = |text: &str| one(text)?.ok_or_else(wrong);
    if let Some((from, to)) = text.split_once("..") {
        if from.is_empty() != to.is_empty() {
            let (sign, bound) = if from.is_empty() {
                ("<=", to)
            } else {
                (">=", from)
            };
            return Err(fault(
                span,
                format!("a range has two ends; write `{sign}{bound}` for one that is open"),
            ));
        }
        let (from, to) = (value(from)?, value(to)?);
        if from > to {
            return Err(fault(
                span,
                format!("`{text}` is turned round; the lower end comes first"),
            ));
        }
        return Ok(Range {
            from: Some(from),
            to: Some(to),
        });
    }
    let signs: [(&[&str], i64, fn(i64) -> Range); 4] = [
        (&[">=", "≥"], 0, least),
        (&["<=", "≤"], 0, most),
        (&[">"], 1, least),
        (&["<"], -1, most),
    ];
    for (spellings, step, bound) in signs {
        if let Some(rest) = spellings.iter().find_map(|sign| text.strip_prefix(sign)) {
            return Ok(bound(value(rest)? + step));
        }
    }
    let exact = value(text)?;
    Ok(Range {
        from: Some(exact),
        to: Some(exact),
    })
}

fn least(from: i64) -> Range {
    Range {
        from: Some(from),
        to: None,
    }
}

fn most(to: i64) -> Range {
    Range {
        from: None,
        to: Some(to),
    }
}
