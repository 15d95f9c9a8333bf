//! The catalogue of published file sets: who they are attributed to, what was announced, what others counted.

use crate::Dataset;
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

    /// The dataset a member belongs to, by the file's path and the names inside it (outermost first).
    pub fn dataset(&self, path: &Path, inside: &[&str]) -> Dataset {
        todo!("{path:?} {inside:?}")
    }

    fn parse(table: &str) -> Self {
        todo!("{table}")
    }
}
