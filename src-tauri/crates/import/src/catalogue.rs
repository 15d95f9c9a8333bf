//! The catalogue of published file sets: who they are attributed to, what was announced, what others counted.

use crate::found::Dataset;
use crate::naming;
use std::path::Path;
use std::sync::LazyLock;

/// The shipped table.
const SHIPPED: &str = include_str!("../../../../assets/catalogue.csv");

/// The 48 published file sets, in the order of their release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    sets: Vec<Set>,
}

/// One published file set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The publisher's name of the set: `ira`, `china_082019_1`.
    pub name: String,
    /// For people: `Internet Research Agency, October 2018`. No two sets have the same.
    pub title: String,
    /// To whom the publisher attributed it. Not to be read off the name: `qatar_082020` is attributed to Saudi Arabia.
    pub attribution: String,
    /// The countries behind it.
    pub countries: Vec<String>,
    /// The day it was disclosed, as the catalogue has it: `2018-10-17`.
    pub disclosed: String,
    /// The release's folder: `2018_10`.
    pub release: String,
    /// How many accounts were announced.
    pub accounts_announced: Option<Published>,
    /// How many rows the users file has, by others' count.
    pub accounts_in_file: Option<Published>,
    /// How many tweets the tweets files have.
    pub tweets: Option<Published>,
    /// The length of the tweets files, unpacked, in bytes.
    pub tweets_bytes: Option<u64>,
    /// What the catalogue's makers remarked.
    pub note: String,
    /// Stems of file names by which the set is known besides its name.
    stems: Vec<String>,
}

/// A published figure and who published it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The figure.
    pub count: u64,
    /// Whether it is said to be approximate.
    pub approximate: bool,
    /// Where it was published; empty where the catalogue does not say.
    pub source: String,
}

impl Catalogue {
    /// The one that comes with the program.
    pub fn shipped() -> &'static Self {
        static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(SHIPPED));
        &CATALOGUE
    }

    /// All sets.
    pub fn sets(&self) -> &[Set] {
        &self.sets
    }

    /// The set of that name; case does not matter.
    pub fn set(&self, name: &str) -> Option<&Set> {
        self.sets
            .iter()
            .find(|set| set.name.eq_ignore_ascii_case(name))
    }

    /// The dataset a member belongs to, by the file's path and the names inside it, outermost first.
    ///
    /// The names are tried from the file inwards, since the publisher named its downloads by the set and what is in
    /// them now and then otherwise; the folder is asked last. A dataset the catalogue does not know is called by
    /// the stem of the first name that says `users` or `tweets`.
    pub fn dataset(&self, path: &Path, inside: &[&str]) -> Dataset {
        let file = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let stems: Vec<_> = std::iter::once(file.as_str())
            .chain(inside.iter().copied())
            .map(naming::stem)
            .collect();
        let mut folders: Vec<String> = path
            .ancestors()
            .skip(1)
            .take(2)
            .filter_map(|folder| folder.file_name())
            .map(|name| naming::stem(&name.to_string_lossy()).base)
            .collect();
        for name in inside {
            let parts: Vec<&str> = name.split(['/', '\\']).collect();
            folders.extend(
                parts[..parts.len() - 1]
                    .iter()
                    .rev()
                    .map(|part| naming::stem(part).base),
            );
        }
        let known = stems
            .iter()
            .map(|stem| &stem.base)
            .chain(&folders)
            .find_map(|base| self.by_stem(base));
        if let Some(set) = known {
            return Dataset {
                name: set.name.clone(),
                known: true,
            };
        }
        let word = stems
            .iter()
            .find(|stem| stem.has_word && !stem.base.is_empty());
        let innermost = stems
            .iter()
            .rev()
            .find(|stem| !stem.base.is_empty() && !stem.has_word);
        let nameless = stems.iter().all(|stem| stem.base.is_empty());
        let name = match (word, innermost) {
            (Some(stem), _) | (None, Some(stem)) => stem.base.clone(),
            _ if nameless => folders
                .into_iter()
                .find(|base| !base.is_empty())
                .unwrap_or_else(|| "unnamed".to_owned()),
            _ => "unnamed".to_owned(),
        };
        Dataset { name, known: false }
    }

    fn by_stem(&self, stem: &str) -> Option<&Set> {
        if stem.is_empty() {
            return None;
        }
        self.sets.iter().find(|set| {
            set.stems
                .iter()
                .any(|known| known.eq_ignore_ascii_case(stem))
        })
    }

    fn parse(table: &str) -> Self {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let headers = reader
            .headers()
            .expect("BUG: the shipped catalogue has a header")
            .clone();
        let mut sets: Vec<Set> = reader
            .records()
            .map(|record| {
                let record = record.expect("BUG: the shipped catalogue is well-formed");
                let field = |name: &str| {
                    let position = headers.iter().position(|header| header == name);
                    position
                        .and_then(|position| record.get(position))
                        .unwrap_or_default()
                        .trim()
                };
                set(&field)
            })
            .collect();
        distinguish(&mut sets);
        Self { sets }
    }
}

fn set<'a>(field: &dyn Fn(&str) -> &'a str) -> Set {
    let name = field("set").to_owned();
    let mut stems = vec![name.clone()];
    for column in ["users_file", "tweets_file"] {
        let stem = naming::stem(field(column)).base;
        // Some names of the catalogue are patterns.
        if !stem.is_empty() && !stem.contains(['…', '*', '{', '[', '(']) && !stems.contains(&stem)
        {
            stems.push(stem);
        }
    }
    Set {
        title: title(field("attribution"), field("disclosed")),
        attribution: field("attribution").to_owned(),
        countries: field("countries")
            .split(',')
            .map(|country| country.trim().to_owned())
            .collect(),
        disclosed: field("disclosed").to_owned(),
        release: field("release_dir").to_owned(),
        accounts_announced: published(field("accounts_announced"), field("accounts_source")),
        accounts_in_file: published(field("users_csv_rows"), ""),
        tweets: published(field("tweets"), field("tweets_source")),
        tweets_bytes: field("tweets_csv_bytes").parse().ok(),
        note: field("note").to_owned(),
        name,
        stems,
    }
}

fn published(figure: &str, source: &str) -> Option<Published> {
    let approximate = figure.starts_with('~');
    let count = figure.trim_start_matches('~').parse().ok()?;
    Some(Published {
        count,
        approximate,
        source: source.to_owned(),
    })
}

/// `Internet Research Agency, October 2018`: remarks on the attribution are left to the attribution.
fn title(attribution: &str, disclosed: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    // Short words in brackets belong to the name: `PRC (Xinjiang)`.
    const REMARK: usize = 25;
    let mut who = attribution.split(';').next().unwrap_or_default().trim();
    if let Some(open) = who.find(" (").filter(|open| who.len() - open > REMARK) {
        who = &who[..open];
    }
    let mut first = who.chars();
    let who = first.next().map_or_else(String::new, |letter| {
        letter.to_uppercase().chain(first).collect()
    });
    let year = disclosed.get(..4).unwrap_or_default();
    let month = disclosed
        .get(5..7)
        .and_then(|month| month.parse::<usize>().ok());
    match month.and_then(|month| MONTHS.get(month.wrapping_sub(1))) {
        Some(month) => format!("{who}, {month} {year}"),
        None => who,
    }
}

/// Sets of one attribution and day are told apart by the number at the end of their name.
fn distinguish(sets: &mut [Set]) {
    let titles: Vec<String> = sets.iter().map(|set| set.title.clone()).collect();
    for set in sets {
        if titles.iter().filter(|title| **title == set.title).count() > 1 {
            let mark = match set.name.rsplit_once('_') {
                Some((_, number)) if number.len() == 1 => format!("set {number}"),
                _ => set.name.clone(),
            };
            set.title = format!("{} ({mark})", set.title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[track_caller]
    fn check(path: &str, inside: &[&str], name: &str, known: bool) {
        let found = Catalogue::shipped().dataset(Path::new(path), inside);
        assert_eq!(
            found,
            Dataset {
                name: name.into(),
                known
            },
            "{path} {inside:?}"
        );
    }

    #[test]
    fn every_set_is_there_and_told_apart() {
        let sets = Catalogue::shipped().sets();
        assert_eq!(sets.len(), 48);
        let titles: BTreeSet<_> = sets.iter().map(|set| &set.title).collect();
        assert_eq!(titles.len(), sets.len(), "a title names one set");
        let mut stems: Vec<_> = sets
            .iter()
            .flat_map(|set| &set.stems)
            .map(|stem| stem.to_lowercase())
            .collect();
        let all = stems.len();
        stems.sort();
        stems.dedup();
        assert_eq!(stems.len(), all, "a stem names one set");
        let ira = Catalogue::shipped().set("ira").unwrap();
        assert_eq!(ira.title, "Internet Research Agency, October 2018");
        assert_eq!(ira.tweets.as_ref().unwrap().count, 8_768_633);
        assert_eq!(ira.accounts_announced.as_ref().unwrap().count, 3613);
        assert_eq!(ira.accounts_in_file.as_ref().unwrap().count, 3608);
    }

    #[test]
    fn an_attribution_is_not_read_off_a_name() {
        let qatar = Catalogue::shipped().set("qatar_082020").unwrap();
        assert_eq!(qatar.countries, ["Saudi Arabia"]);
        assert_eq!(qatar.title, "Saudi government ties, October 2020");
    }

    #[test]
    fn an_approximate_figure_says_so() {
        let tweets = Catalogue::shipped()
            .set("iran_092020")
            .unwrap()
            .tweets
            .clone()
            .unwrap();
        assert_eq!((tweets.count, tweets.approximate), (2450, true));
    }

    #[test]
    fn every_set_is_found_by_its_own_names() {
        for set in Catalogue::shipped().sets() {
            for form in [
                format!("{}_tweets_csv_hashed.zip", set.name),
                format!("{}_users_csv_hashed.csv", set.name),
                format!("{}_users_csv_unhashed.csv", set.name),
                format!("{}_tweets_csv_hashed_2020.csv.gz", set.name),
                format!(
                    "hashed_{}_{}_{}_tweets_csv_hashed.csv",
                    set.release, set.name, set.name
                ),
            ] {
                check(&form, &[], &set.name, true);
            }
        }
    }

    #[test]
    fn datasets_by_name() {
        check(
            "d/bangladesh_201901_1_tweets_csv_hashed.zip",
            &["bangladesh_linked_tweets_csv_hashed.csv"],
            "bangladesh_201901_1",
            true,
        );
        check(
            "bangladesh_linked_tweets_csv_hashed.csv",
            &[],
            "bangladesh_201901_1",
            true,
        );
        check(
            "d/032020_tweets_csv_hashed.csv",
            &[],
            "ghana_nigeria_032020",
            true,
        );
        check(
            "d/download.zip",
            &["iran_092020_tweets_csv_hashed.csv"],
            "iran_092020",
            true,
        );
        check("ira/tweets.csv", &[], "ira", true);
        check(
            "d/ira_tweet_media_hashed/ira_hashed_001.zip",
            &[],
            "ira",
            true,
        );
        check(
            "d/ira_sample_tweets_csv_hashed.zip",
            &["ira_sample_tweets_csv_hashed.csv"],
            "ira_sample",
            false,
        );
        check(
            "d/ira_sample_users_csv_hashed.zip",
            &["ira_sample_users_csv_hashed.csv"],
            "ira_sample",
            false,
        );
        check("d/download.zip", &["foo_users.csv"], "foo", false);
        check("d/download.zip", &["foo_tweets.csv"], "foo", false);
        check("somewhere/tweets.csv", &[], "somewhere", false);
        check("somewhere/users.csv", &[], "somewhere", false);
        check("somewhere/mine.csv", &[], "mine", false);
        check("somewhere/ioa_tweets.csv", &[], "ioa", false);
    }
}
