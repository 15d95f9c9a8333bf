//! What a survey finds: files, their members, what each is, and why one is refused.

use crate::{Reason, TierVerdict};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One file on the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// How it is packed.
    pub container: Container,
    /// What is in it, in the order of the container. Junk (`__MACOSX`, `.DS_Store`, `._x`) is left out.
    pub members: Vec<FoundMember>,
    /// Why the file as a whole cannot be read, where that is so.
    pub refusal: Option<Refusal>,
}

/// How a file is packed, told by its first bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// Not at all.
    Bare,
    /// A zip with members.
    Zip,
    /// One gzip stream.
    Gzip,
    /// One zstd stream.
    Zstd,
    /// A tar.
    Tar,
    /// A tar in gzip.
    TarGzip,
    /// A tar in zstd.
    TarZstd,
}

impl Container {
    /// The word the user sees.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Zip => "zip",
            Self::Gzip => "gz",
            Self::Zstd => "zst",
            Self::Tar => "tar",
            Self::TarGzip => "tar.gz",
            Self::TarZstd => "tar.zst",
        }
    }
}

/// One table (or heap of media) in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMember {
    /// The file on the disk.
    pub file: PathBuf,
    /// The way to the member inside the file; empty for a bare file.
    pub inside: Vec<Inside>,
    /// The member's name, made safe to show: no control characters, `..` and absolute paths flattened.
    pub name: String,
    /// Tweets, users, media or nothing we know.
    pub kind: MemberKind,
    /// How its rows are written, where there are rows.
    pub layout: Option<Layout>,
    /// The header's columns, or the keys of the first JSON object, as they stand there.
    pub columns: Vec<String>,
    /// Columns of the file that are not imported.
    pub unused_columns: Vec<String>,
    /// Columns of the layout that the file lacks.
    pub missing_columns: Vec<String>,
    /// Which dataset it belongs to.
    pub dataset: Dataset,
    /// Its length in the file, packed.
    pub packed_bytes: u64,
    /// Its length unpacked, where the container says it.
    pub bytes: Option<u64>,
    /// What is in it, for media.
    pub media: Option<MediaCounts>,
    /// Why it is not imported, where that is so.
    pub refusal: Option<Refusal>,
    /// What the user should know besides: a name that would climb out of its folder, a repeated column.
    pub notes: Vec<String>,
    /// What a dry run counted.
    pub tally: Option<Tally>,
}

impl FoundMember {
    /// Names the member inside its file, the same at every survey: the key under which an import is resumed.
    pub fn key(&self) -> String {
        let mut key = String::new();
        for step in &self.inside {
            if !key.is_empty() {
                key.push('/');
            }
            match step {
                Inside::Gzip => key.push_str("gz"),
                Inside::Zstd => key.push_str("zst"),
                Inside::Zip { index, name } => key.push_str(&format!("zip:{index}:{name}")),
                Inside::Tar { index, name } => key.push_str(&format!("tar:{index}:{name}")),
            }
        }
        key
    }

    /// Whether [`crate::read`] will give rows.
    pub fn has_rows(&self) -> bool {
        self.refusal.is_none() && self.layout.is_some()
    }
}

/// One step into a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inside {
    /// Through gzip.
    Gzip,
    /// Through zstd.
    Zstd,
    /// To a member of a zip.
    Zip {
        /// Its place in the central directory.
        index: usize,
        /// Its name there, as it stands.
        name: String,
    },
    /// To a member of a tar.
    Tar {
        /// Its place in the tar.
        index: usize,
        /// Its name there, as it stands.
        name: String,
    },
}

/// What a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// Tweets.
    Tweets,
    /// Accounts.
    Users,
    /// Images and videos.
    Media,
    /// Nothing that is known.
    Unknown,
}

impl MemberKind {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tweets => "tweets",
            Self::Users => "users",
            Self::Media => "media",
            Self::Unknown => "unknown",
        }
    }
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// The archive's columns as CSV (delimiter `,`, `;` or tab, told from the header).
    ArchiveCsv,
    /// The archive's columns as keys of JSON objects: an array, JSON Lines, or one object after the other.
    ArchiveJson,
    /// Twitter API v2 as twarc writes it: pages with `data` and `includes`, or flattened.
    TwitterV2,
    /// Twitter API v1.1 objects.
    TwitterV1,
    /// FiveThirtyEight's and Clemson's table of IRA tweets.
    Clemson,
    /// NBC's table of IRA tweets or users.
    Nbc,
}

impl Layout {
    /// The words the user sees.
    pub fn words(self) -> &'static str {
        match self {
            Self::ArchiveCsv => "archive CSV",
            Self::ArchiveJson => "archive JSON",
            Self::TwitterV2 => "Twitter API v2 JSON",
            Self::TwitterV1 => "Twitter API v1.1 JSON",
            Self::Clemson => "FiveThirtyEight/Clemson CSV",
            Self::Nbc => "NBC CSV",
        }
    }
}

/// The dataset a member belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Dataset {
    /// The catalogue's name of the set, or for an unknown one the stem of the file's name.
    /// The users file and the tweets file of a set give the same name.
    pub name: String,
    /// Whether the catalogue knows it ([`crate::Catalogue::set`] gives what it knows).
    pub known: bool,
}

/// Why something is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A short word: `unknown-layout`, `empty`, `header-less`, `encrypted`, `damaged`, `bomb`, `unreadable`, `encoding`.
    pub word: &'static str,
    /// The whole sentence: what the file has and what was looked for.
    pub text: String,
}

/// What a heap of media holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MediaCounts {
    /// Entries named `<tweetid>-<mediakey>.<ext>`.
    pub of_tweets: u64,
    /// Entries named `<userid>_image` or `<userid>_banner`.
    pub of_profiles: u64,
    /// Images and videos with other names.
    pub other: u64,
    /// Their bytes, unpacked.
    pub bytes: u64,
}

/// What a dry run counted in one member.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows that would be imported as tweets, before duplicates are known.
    pub tweets: u64,
    /// Rows that would be imported as users.
    pub users: u64,
    /// Rows that would be rejected.
    pub rejected: u64,
    /// How many for which reason ([`Reason::word`]).
    pub rejected_by: BTreeMap<&'static str, u64>,
    /// The first of them, as examples.
    pub examples: Vec<crate::Problem>,
    /// Fields kept as published text beside their value, by column.
    pub oddities: BTreeMap<&'static str, u64>,
    /// Whether accounts are hashed, and why one says so.
    pub tier: TierVerdict,
}

impl Tally {
    /// How many example rows are kept.
    pub const EXAMPLES: usize = 20;

    pub(crate) fn reject(&mut self, problem: &crate::Problem) {
        self.rejected += 1;
        *self
            .rejected_by
            .entry(Reason::word(&problem.reason))
            .or_default() += 1;
        if self.examples.len() < Self::EXAMPLES {
            self.examples.push(problem.clone());
        }
    }
}
