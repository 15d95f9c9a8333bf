//! Files to import, and what comes out.

use starling_import::{
    Catalogue, FoundFile, FoundMember, Problem, ReadSummary, Record, read, survey,
};
use starling_model::{Cancel, Progress, TweetRow, UserRow};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The folder of real files, or `None` with a word on the test's output.
pub(crate) fn real_data(test: &str) -> Option<PathBuf> {
    let beside = || {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(3)
            .map(|root| root.join("../shared/data"))
    };
    let folder = std::env::var_os("STARLING_DATA")
        .map(PathBuf::from)
        .or_else(beside)?;
    if folder.join("catalogue.csv").is_file() {
        return Some(folder);
    }
    println!(
        "SKIPPED {test}: no real data at {} (set STARLING_DATA)",
        folder.display()
    );
    None
}

pub(crate) fn look(paths: &[&Path]) -> Vec<FoundFile> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
    survey(
        &paths,
        Catalogue::shipped(),
        &Progress::none(),
        &Cancel::new(),
    )
    .unwrap()
}

/// The only member of a file.
#[track_caller]
pub(crate) fn member(path: &Path) -> FoundMember {
    let mut found = look(&[path]);
    assert_eq!(found.len(), 1, "one file is found at {}", path.display());
    assert_eq!(found[0].refusal, None);
    assert_eq!(
        found[0].members.len(),
        1,
        "one member: {:?}",
        found[0].members
    );
    found.remove(0).members.remove(0)
}

/// All that was read.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct All {
    pub(crate) tweets: Vec<TweetRow>,
    pub(crate) users: Vec<UserRow>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) numbers: Vec<u64>,
    pub(crate) summary: ReadSummary,
}

pub(crate) fn read_from(
    member: &FoundMember,
    from: u64,
) -> (All, starling_import::Result<ReadSummary>) {
    let mut all = All::default();
    let outcome = read(member, from, &Cancel::new(), &mut |batch| {
        for numbered in &batch.records {
            all.numbers.push(numbered.number);
            match &numbered.record {
                Record::Tweet(row) => all.tweets.push((**row).clone()),
                Record::User(row) => all.users.push((**row).clone()),
                Record::Rejected(problem) => all.problems.push((**problem).clone()),
            }
        }
        ControlFlow::Continue(())
    });
    if let Ok(summary) = &outcome {
        all.summary = *summary;
    }
    (all, outcome)
}

#[track_caller]
pub(crate) fn read_all(path: &Path) -> All {
    let (all, outcome) = read_from(&member(path), 0);
    let summary = outcome.unwrap();
    assert_eq!(
        summary.rows,
        summary.tweets + summary.users + summary.rejected,
        "every row is accounted for"
    );
    assert_eq!(
        all.numbers,
        (1..=summary.rows).collect::<Vec<_>>(),
        "rows are numbered from 1 without a gap"
    );
    all
}

/// A folder with files in it.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = tempfile::NamedTempFile::new_in(self.0.path()).unwrap();
        file.write_all(content.as_ref()).unwrap();
        file.persist(&path).unwrap();
        path
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str, content: impl AsRef<[u8]>) -> All {
        read_all(&self.file(name, content))
    }
}

/// A zip of these members.
pub(crate) fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A tar of these members.
pub(crate) fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        // `set_path` refuses the names that a hostile tar would have.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        tar.append(&header, *content).unwrap();
    }
    tar.into_inner().unwrap()
}

pub(crate) fn gzip_of(content: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(content).unwrap();
    gzip.finish().unwrap()
}

pub(crate) const HEADER: &str = "\"tweetid\",\"userid\",\"user_display_name\",\"user_screen_name\",\"user_reported_location\",\"user_profile_description\",\"user_profile_url\",\"follower_count\",\"following_count\",\"account_creation_date\",\"account_language\",\"tweet_language\",\"tweet_text\",\"tweet_time\",\"tweet_client_name\",\"in_reply_to_userid\",\"in_reply_to_tweetid\",\"quoted_tweet_tweetid\",\"is_retweet\",\"retweet_userid\",\"retweet_tweetid\",\"latitude\",\"longitude\",\"quote_count\",\"reply_count\",\"like_count\",\"retweet_count\",\"hashtags\",\"urls\",\"user_mentions\"\n";

/// A row in the archive's form with this id and text.
pub(crate) fn row(id: u64, text: &str) -> String {
    let text = text.replace('"', "\"\"");
    format!(
        "\"{id}\",\"12345678\",\"A B\",\"ab\",\"\",\"\",\"\",\"1\",\"2\",\"2017-08-30\",\"en\",\"en\",\"{text}\",\"2017-06-22 16:03\",\"Twitter Web Client\",\"\",\"\",\"\",\"false\",\"\",\"\",\"absent\",\"absent\",\"0\",\"0\",\"0\",\"0\",\"[]\",\"[]\",\"[]\"\n"
    )
}

/// A file of so many rows.
pub(crate) fn rows(count: u64) -> String {
    let mut text = HEADER.to_owned();
    for id in 0..count {
        text.push_str(&row(877_919_995_476_496_385 + id, &format!("text {id}")));
    }
    text
}
