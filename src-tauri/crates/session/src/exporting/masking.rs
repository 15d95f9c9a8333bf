//! Names in texts, also those written in letters that only look like theirs.

use starling_export::{Escapes, Protected, scan, unmasked};
use starling_policy::transform::{Pseudonyms, Roster, redact};

/// What texts are masked by.
#[derive(Clone, Copy)]
pub(crate) struct Masking<'a> {
    pub(crate) roster: &'a Roster,
    pub(crate) pseudonyms: &'a Pseudonyms,
    pub(crate) protected: &'a Protected,
}

/// A text as it may leave, and how much was replaced.
pub(crate) struct Masked {
    pub(crate) text: String,
    /// Names and ids that were replaced.
    pub(crate) replaced: u64,
    /// Plain words that are names as well and were left.
    pub(crate) plain_words: u64,
}

impl Masking<'_> {
    /// Replaces names and ids. Where one is hidden in look-alikes, the text is put into plain letters first: nobody can be
    /// called in full-width letters, but anybody can read them.
    pub(crate) fn text(&self, text: &str) -> Masked {
        let masked = self.once(text);
        let plain = (!masked.text.is_ascii())
            .then(|| unmasked(&masked.text))
            .flatten();
        match plain {
            Some(plain) if scan(plain.as_bytes(), Escapes::None, self.protected).hard > 0 => {
                let again = self.once(&plain);
                Masked {
                    replaced: masked.replaced + again.replaced,
                    ..again
                }
            }
            _ => masked,
        }
    }

    /// A hashtag without its sign.
    pub(crate) fn hashtag(&self, tag: &str) -> Masked {
        if tag.starts_with(['#', '＃']) {
            return self.text(tag);
        }
        let mut masked = self.text(&format!("#{tag}"));
        if let Some(bare) = masked.text.strip_prefix('#') {
            masked.text = bare.to_owned();
        }
        masked
    }

    fn once(&self, text: &str) -> Masked {
        let redacted = redact(text, self.roster, self.pseudonyms);
        let counts = redacted.counts;
        Masked {
            replaced: counts.mentions
                + counts.urls
                + counts.truncated
                + counts.hashtags
                + counts.ids,
            plain_words: counts.bare_review,
            text: redacted.text.into_owned(),
        }
    }
}
