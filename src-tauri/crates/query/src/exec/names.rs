//! Looking names up in the store's dictionaries by more than their exact text.

use super::Library;
use super::flat::Which;
use crate::Result;
use memchr::memmem::Finder;
use starling_store::Dictionary;

impl Library<'_> {
    /// Ids of every word that passes.
    pub(crate) fn matching(
        &self,
        of: Dictionary,
        passes: impl Fn(&str) -> bool,
    ) -> Result<Vec<u32>> {
        let mut found = Vec::new();
        self.store.each(of, &mut |id, word| {
            if passes(word) {
                found.push(id);
            }
        })?;
        Ok(found)
    }

    /// Words that differ in nothing but case. Old codes (`iw`, `in`) are words of their own, as published.
    pub(crate) fn same_but_case(&self, of: Dictionary, word: &str) -> Result<Vec<u32>> {
        let lower = word.to_lowercase();
        self.matching(of, |known| {
            known.eq_ignore_ascii_case(word) || known.to_lowercase() == lower
        })
    }

    /// The host itself and its subdomains.
    pub(crate) fn domains(&self, domain: &str) -> Result<Vec<u32>> {
        let domain = domain.trim().trim_end_matches('.').to_lowercase();
        let domain = domain.strip_prefix("www.").unwrap_or(&domain);
        if domain.is_empty() {
            return Ok(Vec::new());
        }
        self.matching(Dictionary::Domain, |host| is_within(host, domain))
    }

    /// Addresses whose host or path holds the part.
    pub(crate) fn urls(&self, part: &str) -> Result<Vec<u32>> {
        let part = UrlPart::of(part);
        if part.lower.is_empty() {
            return Ok(Vec::new());
        }
        self.cache.flats().ask(
            Which::Urls,
            self.store.len(Dictionary::Url)?,
            |flat, most| {
                let from = flat.next();
                self.store
                    .each_from(Dictionary::Url, from, &mut |id, url| {
                        flat.push(id, most, |bytes| {
                            let start = bytes.len();
                            bytes.extend_from_slice(without_scheme(url).as_bytes());
                            bytes[start..].make_ascii_lowercase();
                        })
                    })?;
                Ok(())
            },
            |flat| {
                // The first hit decides: where it lies behind host and path, no other lies before it.
                let mut found = flat.holding(&part.lower, |url, at| {
                    part.whole || memchr::memchr2(b'?', b'#', url).is_none_or(|end| at < end)
                });
                if flat.is_full() {
                    self.store
                        .each_from(Dictionary::Url, flat.next(), &mut |id, url| {
                            if part.is_in(url) {
                                found.push(id);
                            }
                            true
                        })?;
                }
                Ok(found)
            },
        )
    }
}

fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// What `url:` looks for: ASCII letters in any case, the scheme left out.
struct UrlPart {
    lower: Vec<u8>,
    finder: Finder<'static>,
    /// A part with `?` or `#` in it was copied from an address as a whole, so the whole address is looked through;
    /// else only host and path are.
    whole: bool,
}

impl UrlPart {
    fn of(part: &str) -> Self {
        let lower = without_scheme(part.trim())
            .to_ascii_lowercase()
            .into_bytes();
        let finder = Finder::new(&lower).into_owned();
        let whole = lower.iter().any(|byte| matches!(byte, b'?' | b'#'));
        Self {
            lower,
            finder,
            whole,
        }
    }

    fn is_in(&self, url: &str) -> bool {
        let mut place = without_scheme(url);
        if !self.whole
            && let Some(end) = memchr::memchr2(b'?', b'#', place.as_bytes())
        {
            place = &place[..end];
        }
        if self.lower.is_empty() || place.len() < self.lower.len() {
            return false;
        }
        // Most addresses are in lower case but for a few letters of the path.
        if self.finder.find(place.as_bytes()).is_some() {
            return true;
        }
        place.bytes().any(|byte| byte.is_ascii_uppercase())
            && self
                .finder
                .find(place.to_ascii_lowercase().as_bytes())
                .is_some()
    }
}

fn without_scheme(url: &str) -> &str {
    match url.find("://") {
        Some(at)
            if url[..at]
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) =>
        {
            &url[at + 3..]
        }
        _ => url,
    }
}

#[cfg(test)]
mod tests {
    use super::{UrlPart, is_within};

    #[track_caller]
    fn check(part: &str, url: &str, expected: bool) {
        assert_eq!(
            UrlPart::of(part).is_in(url),
            expected,
            "`{part}` in `{url}`"
        );
    }

    #[test]
    fn url_parts() {
        check("example.com/a", "https://Example.com/A/b", true);
        check("https://example.com", "http://example.com/", true);
        check("http", "http://example.com/", false);
        check("utm", "http://example.com/?utm=1", false);
        check("utm", "http://example.com/#utm", false);
        check("/?utm", "http://example.com/?utm=1", true);
        check("b.org", "http://e.com/http://b.org", true);
        check("", "http://e.com", false);
        check("НОВОСТИ", "http://e.com/новости", false);
    }

    #[test]
    fn subdomains() {
        for (host, domain, expected) in [
            ("example.com", "example.com", true),
            ("news.example.com", "example.com", true),
            ("badexample.com", "example.com", false),
            ("example.com.ru", "example.com", false),
            ("com", "example.com", false),
        ] {
            assert_eq!(is_within(host, domain), expected, "{host} in {domain}");
        }
    }
}
