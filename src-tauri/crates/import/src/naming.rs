//! File names: which set a name speaks of, and what is junk.
//!
//! Names are only keys into the catalogue, or stems to call an unknown dataset by.
//! Nothing else is read off them.

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stem {
    /// What stands before `_users` or `_tweets`, without the download page's prefix: `GRU_202012`.
    pub(crate) base: String,
    /// Whether the name has one of these words.
    pub(crate) has_word: bool,
}

const ENDINGS: [&str; 12] = [
    ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".zip", ".gz", ".tgz", ".zst", ".tar",
    ".zstd",
];
const WORDS: [&str; 6] = ["tweets", "users", "tweet", "user", "tweet_media", "media"];

/// The last part of a path, by either separator.
pub(crate) fn last(name: &str) -> &str {
    name.trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(name)
}

/// Whether an entry is left behind by an operating system and of no interest to anybody.
pub(crate) fn is_junk(name: &str) -> bool {
    let last = last(name);
    name.split(['/', '\\']).any(|part| part == "__MACOSX")
        || last.starts_with("._")
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Takes a file's name apart.
pub(crate) fn stem(name: &str) -> Stem {
    let mut base = last(name);
    loop {
        let lower = base.to_ascii_lowercase();
        let Some(ending) = ENDINGS
            .iter()
            .find(|ending| lower.ends_with(**ending) && lower.len() > ending.len())
        else {
            break;
        };
        base = &base[..base.len() - ending.len()];
    }
    // A browser's second download of the same file.
    if let Some(open) = base.rfind(" (").filter(|open| base[*open..].ends_with(')')) {
        base = &base[..open];
    }
    let base = without_prefix(base);
    let tokens: Vec<&str> = base.split(['_', '-', ' ', '.']).collect();
    let word = tokens
        .iter()
        .position(|token| WORDS.iter().any(|word| token.eq_ignore_ascii_case(word)));
    let Some(word) = word else {
        return Stem {
            base: undoubled(without_tail(base)),
            has_word: false,
        };
    };
    let before: usize = tokens[..word].iter().map(|token| token.len() + 1).sum();
    let head = base[..before].trim_end_matches(['_', '-', ' ', '.']);
    if !head.is_empty() {
        return Stem {
            base: undoubled(head),
            has_word: true,
        };
    }
    let after = (before + tokens[word].len() + 1).min(base.len());
    Stem {
        base: undoubled(without_tail(&base[after..])),
        has_word: true,
    }
}

/// `hashed_2020_12_GRU_202012_…`: since 2021 the download page's folders stand before the name.
fn without_prefix(base: &str) -> &str {
    let tail = ["hashed_", "unhashed_"]
        .iter()
        .find_map(|prefix| base.strip_prefix(prefix));
    let Some(tail) = tail else { return base };
    match tail.as_bytes() {
        [y0, y1, y2, y3, b'_', m0, m1, b'_', ..]
            if [y0, y1, y2, y3, m0, m1]
                .iter()
                .all(|digit| digit.is_ascii_digit()) =>
        {
            &tail[8..]
        }
        _ => base,
    }
}

/// Without `_csv`, `_hashed`, `_unhashed` and numbers of parts behind them.
fn without_tail(base: &str) -> &str {
    let mut base = base;
    loop {
        let is_mark = |token: &str| matches!(token, "csv" | "hashed" | "unhashed" | "json");
        let Some(at) = base.rfind('_') else {
            return if is_mark(base) { "" } else { base };
        };
        let token = base[at + 1..].to_ascii_lowercase();
        let mark = is_mark(&token);
        let number = token.len() <= 4
            && !token.is_empty()
            && token.bytes().all(|byte| byte.is_ascii_digit());
        // `_hashed_001` is a part; `ira_092020` and `russia_201901_1` are names.
        let part = (number || token.starts_with("part"))
            && ["_hashed", "_unhashed", "_csv"]
                .iter()
                .any(|mark| base[..at].to_ascii_lowercase().ends_with(mark));
        if !(mark || part) {
            return base;
        }
        base = &base[..at];
    }
}

/// `GRU_202012_GRU_202012` is said twice.
fn undoubled(base: &str) -> String {
    let middle = base.len() / 2;
    if base.len() % 2 == 1
        && base.as_bytes()[middle] == b'_'
        && let (Some(first), Some(second)) = (base.get(..middle), base.get(middle + 1..))
        && first == second
    {
        return first.to_owned();
    }
    base.to_owned()
}

/// A name safe to show: control and direction characters replaced, and whether it tries to climb out of its folder.
pub(crate) fn shown(name: &str) -> (String, bool) {
    let hostile = name.starts_with(['/', '\\'])
        || name.split(['/', '\\']).any(|part| part == "..")
        || name.as_bytes().get(1) == Some(&b':');
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && !matches!(*part, "." | ".."))
        .collect();
    let safe = parts
        .join("/")
        .chars()
        .take(500)
        .map(|letter| {
            let hidden = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if letter.is_control() || hidden { '\u{fffd}' } else { letter }
        })
        .collect();
    (safe, hostile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, base: &str) {
        assert_eq!(stem(name).base, base, "{name}");
    }

    #[test]
    fn stems() {
        check("ira_sample_tweets_csv_hashed.zip", "ira_sample");
        check("ira_sample_users_csv_hashed.csv", "ira_sample");
        check("ira_users_csv_unhashed.csv", "ira");
        check(
            "bangladesh_linked_tweets_csv_hashed.csv",
            "bangladesh_linked",
        );
        check(
            "hashed_2020_12_GRU_202012_GRU_202012_tweets_csv_hashed.csv",
            "GRU_202012",
        );
        check("hashed_2021_12_CNHU_0621_CNHU_0621_users.csv", "CNHU_0621");
        check("CNHU_0621_tweets_csv_hashed_2020.csv", "CNHU_0621");
        check("serbia_022020_tweets_csv_hashed_01.csv", "serbia_022020");
        check("cuba_082020_tweets_csv_hashed_part1.csv.gz", "cuba_082020");
        check("032020_tweets_csv_hashed.csv", "032020");
        check("ioa_tweets.csv", "ioa");
        check("ioa_users.csv", "ioa");
        check("tweets.csv", "");
        check("tweets_foo.csv", "foo");
        check("turkey_052020_tweets_csv_hashed_1 (1).zip", "turkey_052020");
        check("ira_tweet_media_hashed/ira_hashed_001.zip", "ira");
        check("china_082019_1_hashed_17.zip", "china_082019_1");
        check("some.archive.tar.gz", "some.archive");
        check("users_csv_hashed.csv", "");
        check(".csv", ".csv");
    }

    #[test]
    fn junk() {
        assert!(is_junk("__MACOSX/ira/._tweets.csv"));
        assert!(is_junk("folder/.DS_Store"));
        assert!(is_junk("a/._x.csv"));
        assert!(!is_junk("a/x.csv"));
    }

    #[test]
    fn names_are_safe_to_show() {
        assert_eq!(shown("../../etc/passwd"), ("etc/passwd".into(), true));
        assert_eq!(shown("/abs/x.csv"), ("abs/x.csv".into(), true));
        assert_eq!(shown("C:\\x.csv"), ("C:/x.csv".into(), true));
        assert_eq!(
            shown("a/b\u{202e}vsc.csv\n"),
            ("a/b\u{fffd}vsc.csv\u{fffd}".into(), false)
        );
    }
}
