//! The parts of an address that questions are asked of, read leniently: published addresses hold hashes in odd places
//! (`opiwi5…e7e=.com`) that strict parsers reject, and none of them is ever opened.

/// What follows the scheme: `example.org/a?b` of `https://example.org/a?b`.
fn after_scheme(url: &str) -> &str {
    let url = url.trim();
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// Host and path, as written: neither scheme, user, port, query nor fragment.
pub fn host_and_path(url: &str) -> (&str, &str) {
    let rest = after_scheme(url);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let rest = &rest[..end];
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    (host, path)
}

/// The lower-case host without `www.`; `None` where there is no host, or only the beginning of one: `https://t.…` stands
/// at the end of old retweets that were cut to fit.
pub fn domain(url: &str) -> Option<String> {
    let host = host_and_path(url).0.to_lowercase();
    let host = host
        .strip_prefix("www.")
        .unwrap_or(&host)
        .trim_end_matches('.');
    (!host.is_empty() && !host.contains('…')).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, want: &str) {
        assert_eq!(domain(url).as_deref().unwrap_or(""), want, "{url}");
    }

    #[test]
    fn hosts_are_read_leniently() {
        check("https://www.Example.org/a?b", "example.org");
        check("http://example.org:8080", "example.org");
        check("http://user@example.org/x", "example.org");
        check("example.org/path,with'marks", "example.org");
        check("http://opiwi5Ab+e7e=.com/x", "opiwi5ab+e7e=.com");
        check("http://", "");
        check("https://t.…", "");
        check("https://t.co/a…", "t.co");
        check("https://пример.рф/", "пример.рф");
        check("http://www.www.org", "www.org");
        check("http://example.org?a=http://b.c", "example.org");
    }
}
