//! What an import writes at once: one transaction, all of it or nothing.

use crate::intern::Fresh;
use crate::rejected::RejectedEntry;
use crate::{NewVariant, Result, Store, Tally};
use rusqlite::{Transaction, params};
use starling_model::{DatasetId, Timestamp};

/// One tweet to store.
#[derive(Debug)]
pub struct NewRow {
    /// The next row number.
    pub row: u64,
    /// From [`crate::Encoder::encode`].
    pub body: Vec<u8>,
}

/// How far a file has come with this batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `FileEntry`")]
pub struct FileChange {
    pub file: u32,
    pub records: u64,
    pub complete: bool,
    pub problem: Option<String>,
    pub tally: Tally,
}

/// What the batch adds to its dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `DatasetEntry`")]
pub struct DatasetChange {
    pub dataset: DatasetId,
    pub tier: Option<&'static str>,
    pub agreement: Option<&'static str>,
    pub evidence: Option<Vec<u8>>,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
}

/// One transaction of an import.
#[derive(Debug, Default)]
pub struct Batch {
    /// Words and profiles met for the first time.
    pub fresh: Fresh,
    /// Tweets, in order of row number.
    pub rows: Vec<NewRow>,
    /// Rows of users files: account, profile, record, oddities as JSON text.
    pub users: Vec<(u32, u32, u64, Option<Vec<u8>>)>,
    /// Refused rows (`dataset`, `path` and `member` are the file's and not written).
    pub rejected: Vec<RejectedEntry>,
    /// Second rows of tweets, as far as they differ from the first.
    pub variants: Vec<NewVariant>,
    /// A dictionary trained on the way.
    pub compression: Option<(u32, Vec<u8>)>,
    /// Where this leaves the file.
    pub file: Option<FileChange>,
    /// And the dataset.
    pub dataset: Option<DatasetChange>,
}

impl Store {
    /// Writes a batch; when this returns, it is on the disk.
    pub fn write(&self, batch: &Batch) -> Result<()> {
        let mut sql = self.sql();
        let mut write = || -> rusqlite::Result<()> {
            let change = sql.transaction()?;
            write_fresh(&change, &batch.fresh)?;
            write_rows(&change, batch)?;
            if let Some(dataset) = &batch.dataset {
                change
                    .prepare_cached(
                        "UPDATE dataset SET tweets = tweets + ?2, tier = coalesce(?3, tier),
                         evidence = coalesce(?4, evidence),
                         first = CASE WHEN first IS NULL OR ?5 < first THEN coalesce(?5, first) ELSE first END,
                         last = CASE WHEN last IS NULL OR ?6 > last THEN coalesce(?6, last) ELSE last END,
                         agreement = coalesce(?7, agreement)
                         WHERE id = ?1",
                    )?
                    .execute(params![
                        dataset.dataset.0,
                        batch.rows.len() as u64,
                        dataset.tier,
                        dataset.evidence,
                        dataset.first.map(|time| time.0),
                        dataset.last.map(|time| time.0),
                        dataset.agreement,
                    ])?;
            }
            change.commit()
        };
        write().map_err(|error| self.named(error))?;
        drop(sql);
        if !batch.fresh.profiles.is_empty() {
            self.forget_profile_columns();
        }
        Ok(())
    }
}

fn write_fresh(change: &Transaction<'_>, fresh: &Fresh) -> rusqlite::Result<()> {
    for (of, words) in &fresh.words {
        let mut add = change.prepare_cached(&format!(
            "INSERT INTO {}(id, word) VALUES (?1, ?2)",
            of.table()
        ))?;
        for (id, word) in words {
            add.execute(params![id, word])?;
        }
    }
    let mut add = change.prepare_cached(
        "INSERT INTO profile_text(id, display_name, screen_name, location, bio, url, folded_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for texts in &fresh.texts {
        add.execute(params![
            texts.id,
            texts.display_name,
            texts.screen_name,
            texts.location,
            texts.bio,
            texts.url,
            texts.screen_name.to_lowercase()
        ])?;
    }
    let mut add = change.prepare_cached(
        "INSERT INTO profile(id, account, texts, followers, following, created, language)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for profile in &fresh.profiles {
        add.execute(params![
            profile.id,
            profile.account,
            profile.texts,
            profile.followers,
            profile.following,
            profile.created,
            profile.language
        ])?;
    }
    Ok(())
}

fn write_rows(change: &Transaction<'_>, batch: &Batch) -> rusqlite::Result<()> {
    if let (Some((id, words)), Some(dataset)) = (&batch.compression, &batch.dataset) {
        change.execute(
            "INSERT INTO compression(id, dataset, words) VALUES (?1, ?2, ?3)",
            params![id, dataset.dataset.0, words],
        )?;
    }
    let mut add = change.prepare_cached("INSERT INTO tweet(id, body) VALUES (?1, ?2)")?;
    for row in &batch.rows {
        add.execute(params![row.row, row.body])?;
    }
    let Some(file) = &batch.file else {
        return Ok(());
    };
    if let (Some(first), Some(last)) = (batch.rows.first(), batch.rows.last()) {
        change
            .prepare_cached("INSERT INTO span(first, last, file) VALUES (?1, ?2, ?3)")?
            .execute(params![first.row, last.row, file.file])?;
    }
    if let Some(dataset) = &batch.dataset {
        let mut add = change.prepare_cached(
            "INSERT INTO user(dataset, account, profile, file, record, oddities) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (account, profile, record, oddities) in &batch.users {
            add.execute(params![
                dataset.dataset.0,
                account,
                profile,
                file.file,
                record,
                oddities
            ])?;
        }
    }
    let mut add = change.prepare_cached(
        "INSERT INTO rejected(file, record, line, col, reason, raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for row in &batch.rejected {
        add.execute(params![
            file.file, row.record, row.line, row.column, row.reason, row.raw
        ])?;
    }
    crate::variant::write(change, file.file, &batch.variants)?;
    change
        .prepare_cached(
            "UPDATE file SET records = ?2, complete = ?3, problem = ?4, read = ?5, new = ?6, duplicate = ?7,
             rejected = ?8 WHERE id = ?1",
        )?
        .execute(params![
            file.file,
            file.records,
            file.complete,
            file.problem,
            file.tally.read,
            file.tally.new,
            file.tally.duplicate,
            file.tally.rejected
        ])?;
    Ok(())
}

impl Fresh {
    /// How many words are new, for deciding when a batch is large enough.
    pub fn words(&self) -> usize {
        self.words.iter().map(|(_, words)| words.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dictionary, Encoder, FileKey, Ids, Interner};
    use starling_model::{Profile, TweetRow};

    #[test]
    fn a_batch_comes_back_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store.db");
        let store = Store::create(&path, &[7; 32]).unwrap();
        let facts = crate::DatasetFacts {
            name: "set".into(),
            title: "Set".into(),
            ..Default::default()
        };
        let dataset = store.dataset_named(&facts).unwrap();
        let key = FileKey {
            dataset: dataset.id,
            fingerprint: b"print",
            member: "",
        };
        let file = store.add_file(&key, "a.csv", "tweets", 10).unwrap();
        let mut interner = Interner::load(&store).unwrap();
        let author = Profile {
            account: "a1".into(),
            screen_name: "Anna".into(),
            ..Profile::default()
        };
        let tweet = TweetRow {
            id: 5,
            author: author.clone(),
            language: "ru".into(),
            client: "Web".into(),
            text: "hello".into(),
            urls: vec!["http://e.org".into(), "http://e.org".into()],
            mentions: vec!["0".into(), "m1".into()],
            ..TweetRow::default()
        };
        let (profile, _) = interner.profile(&author);
        let ids = Ids {
            dataset: dataset.id.0,
            file,
            record: 1,
            profile,
            language: interner.some_word(Dictionary::Language, "ru"),
            client: interner.some_word(Dictionary::Client, "Web"),
            urls: vec![interner.word(Dictionary::Url, "http://e.org"); 2],
            mentions: vec![None, Some(interner.word(Dictionary::Account, "m1"))],
            ..Ids::default()
        };
        let body = Encoder::new(None, 1).encode(&tweet, &ids);
        let batch = Batch {
            fresh: interner.take_fresh(),
            rows: vec![NewRow { row: 1, body }],
            file: Some(FileChange {
                file,
                records: 1,
                complete: true,
                problem: None,
                tally: Tally::default(),
            }),
            dataset: Some(DatasetChange {
                dataset: dataset.id,
                tier: Some("hashed"),
                agreement: Some("terms"),
                evidence: None,
                first: None,
                last: None,
            }),
            ..Batch::default()
        };
        store.write(&batch).unwrap();
        store.checkpoint().unwrap();
        drop(store);
        let store = Store::open(&path, &[7; 32]).unwrap();
        let back = store.tweets(&[1]).unwrap();
        assert_eq!(back[0].tweet, tweet, "every field comes back");
        assert_eq!(
            store.accounts_named("ANNA").unwrap(),
            [0],
            "screen names are found in any case"
        );
        assert_eq!(
            store.dataset("set").unwrap().unwrap().tweets,
            1,
            "the dataset counts it"
        );
        assert!(
            store.tweets(&[2]).is_err(),
            "a row that is missing is damage, not an empty answer"
        );
        assert_eq!(
            store.integrity().unwrap(),
            Vec::<String>::new(),
            "a fresh store is whole"
        );
        drop(store);
        assert!(
            Store::open(&path, &[8; 32]).is_err(),
            "another key opens nothing"
        );
    }
}
