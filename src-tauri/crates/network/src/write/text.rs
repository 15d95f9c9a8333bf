//! Text that is safe inside XML, JSON and CSV, and days as dates.

use std::io::{Result, Write};

/// Escapes for XML; what XML 1.0 cannot hold is dropped.
pub(super) fn xml(out: &mut impl Write, text: &str) -> Result<()> {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let escaped = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' | '\n' | '\r' => " ",
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[from..at])?;
        out.write_all(escaped.as_bytes())?;
        from = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[from..])
}

/// A JSON string with its quotes.
pub(super) fn quoted(out: &mut impl Write, text: &str) -> Result<()> {
    out.write_all(b"\"")?;
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if c != '"' && c != '\\' && c > '\u{1f}' {
            continue;
        }
        out.write_all(&text.as_bytes()[from..at])?;
        match c {
            '"' => out.write_all(b"\\\"")?,
            '\\' => out.write_all(b"\\\\")?,
            c => write!(out, "\\u{:04x}", u32::from(c))?,
        }
        from = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[from..])?;
    out.write_all(b"\"")
}

/// A CSV cell, quoted where it must be. A cell that a spreadsheet would run as a formula begins with an apostrophe.
pub(super) fn cell(out: &mut impl Write, text: &str) -> Result<()> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !text.contains(['"', ',', '\n', '\r']) {
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"\"")?;
    if formula {
        out.write_all(b"'")?;
    }
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            out.write_all(b"\"\"")?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"")
}

/// A day since 1970 as `2026-01-31` (Howard Hinnant's `civil_from_days`).
pub(super) fn date(out: &mut impl Write, day: i64) -> Result<()> {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    write!(out, "{year:04}-{month:02}-{day:02}")
}

/// A millisecond as RFC 3339, to the second.
pub(super) fn moment(out: &mut impl Write, ms: i64) -> Result<()> {
    date(out, ms.div_euclid(86_400_000))?;
    let seconds = ms.rem_euclid(86_400_000) / 1000;
    write!(
        out,
        "T{:02}:{:02}:{:02}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
