//! Ids that were ruined to floats and may stand whole in a link beside them.
//!
//! A hint is shown to people and never put in the place of the published text.

use starling_model::{Reference, TweetId, TweetRow};

/// The id of a status link in the row's `urls` that rounds to the ruined reference.
///
/// `None` where the reference is not ruined, where no link fits, or where links of several tweets do.
pub fn hinted_id(row: &TweetRow, ruined: &Reference) -> Option<TweetId> {
    let Reference::Approximate(text) = ruined else {
        return None;
    };
    let value: f64 = text
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite() && *value > 1.0)?;
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count() as i32;
    // Half of the last digit that is written, and never less than what a double of this size cannot tell apart.
    let written = 0.5 * 10f64.powi(value.log10().floor() as i32 - (digits - 1));
    let tolerance = written.max(value * f64::EPSILON);
    let mut fitting = row
        .urls
        .iter()
        .filter_map(|url| status_id(url))
        .filter(|id| (id.0 as f64 - value).abs() <= tolerance);
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some(first)
}

/// `https://twitter.com/name/status/914580356430536707`
fn status_id(url: &str) -> Option<TweetId> {
    let rest = ["/status/", "/statuses/"]
        .iter()
        .find_map(|word| url.split_once(word))?
        .1;
    let end = rest
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(rest.len());
    TweetId::parse(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ruined: &str, urls: &[&str], expected: Option<u64>) {
        let row = TweetRow {
            urls: urls.iter().map(|url| (*url).to_owned()).collect(),
            ..TweetRow::default()
        };
        assert_eq!(
            hinted_id(&row, &Reference::Approximate(ruined.into())),
            expected.map(TweetId),
            "{ruined} {urls:?}"
        );
    }

    #[test]
    fn hints() {
        let link = "https://twitter.com/a/status/1207965844074106881";
        let near = "https://twitter.com/a/status/1207965844074999999?s=20";
        check(
            "1.207965844074107e+18",
            &["https://x.org/", link],
            Some(1_207_965_844_074_106_881),
        );
        check("1.207965844074107e+18", &[near], None);
        check("1.20797E+18", &[near], Some(1_207_965_844_074_999_999));
        check("1.20797E+18", &[near, link], None);
        check(
            "1.20797E+18",
            &[link, link],
            Some(1_207_965_844_074_106_881),
        );
        check("1.2E+17", &[link], None);
        check("no number", &[link], None);
        check("1.207965844074107e+18", &[], None);
        let exact = Reference::Exact(TweetId(1_207_965_844_074_106_881));
        assert_eq!(
            hinted_id(
                &TweetRow {
                    urls: vec![link.into()],
                    ..TweetRow::default()
                },
                &exact
            ),
            None
        );
    }
}
