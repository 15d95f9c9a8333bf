//! Media: which file of which archive belongs to which tweet or profile, and where it lies.

use crate::{FileChange, RejectedEntry, Result, Store};
use rusqlite::{OptionalExtension, Row, params};
use starling_model::DatasetId;
use std::path::PathBuf;

/// One file of media to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMedium {
    /// Whose, where it is a tweet's.
    pub tweet: Option<u64>,
    /// Whose, where it is a profile's.
    pub account: Option<String>,
    /// The medium's own key, or what it is of a profile.
    pub key: String,
    /// Its path in the archive or below the folder.
    pub entry: String,
    /// Where its bytes begin, as the media crate has it.
    pub start: u64,
    /// Their length there.
    pub packed: u64,
    /// Their length unpacked.
    pub bytes: u64,
    /// How they lie there.
    pub method: u8,
    /// The archive's checksum.
    pub crc: Option<u32>,
    /// The pack in the vault that has a copy, and where in it.
    pub copy: Option<(u64, u64)>,
}

/// One that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "see `NewMedium`")]
pub struct MediumEntry {
    pub id: u64,
    pub dataset: DatasetId,
    /// The archive or folder, and its length when it was indexed.
    pub path: PathBuf,
    pub path_bytes: u64,
    pub medium: NewMedium,
}

/// A sealed file with copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackEntry {
    /// Its number, never given twice.
    pub id: u64,
    /// What tells the sealed file from any other; none where it was never finished.
    pub seal: Option<[u8; 32]>,
}

const COLUMNS: &str = "m.id, m.dataset, f.path, f.bytes, m.tweet, m.account, m.key, m.entry, m.start, m.packed, m.bytes,
    m.method, m.crc, m.pack, m.pack_at";
const FROM: &str = "FROM medium m JOIN file f ON f.id = m.file";

fn entry(row: &Row<'_>) -> rusqlite::Result<MediumEntry> {
    let pack: Option<u64> = row.get(13)?;
    let at: Option<u64> = row.get(14)?;
    Ok(MediumEntry {
        id: row.get(0)?,
        dataset: DatasetId(row.get(1)?),
        path: PathBuf::from(row.get::<_, String>(2)?),
        path_bytes: row.get(3)?,
        medium: NewMedium {
            tweet: row.get(4)?,
            account: row.get(5)?,
            key: row.get(6)?,
            entry: row.get(7)?,
            start: row.get(8)?,
            packed: row.get(9)?,
            bytes: row.get(10)?,
            method: row.get(11)?,
            crc: row.get(12)?,
            copy: pack.zip(at),
        },
    })
}

/// In the table `state`: packs may hold copies that no medium has any more.
pub(crate) const DEAD_COPIES: &str = "dead_copies";

/// The file's own name in a path of an archive.
pub fn medium_name(entry: &str) -> &str {
    entry.rsplit(['/', '\\']).next().unwrap_or(entry)
}

const SAME: &str = "SELECT id, entry, pack FROM medium WHERE dataset = ?1 AND tweet = ?2";
const SAME_OF_PROFILE: &str =
    "SELECT id, entry, pack FROM medium WHERE dataset = ?1 AND account = ?2";

/// The row of the same tweet or profile in the dataset whose file has the same name.
fn same(
    sql: &rusqlite::Connection,
    dataset: DatasetId,
    medium: &NewMedium,
) -> rusqlite::Result<Option<(u64, bool)>> {
    let mut find = sql.prepare_cached(if medium.tweet.is_some() {
        SAME
    } else {
        SAME_OF_PROFILE
    })?;
    let mut rows = match medium.tweet {
        Some(tweet) => find.query(params![dataset.0, tweet])?,
        None => find.query(params![dataset.0, medium.account])?,
    };
    while let Some(row) = rows.next()? {
        let entry = row.get_ref(1)?.as_str()?;
        if medium_name(entry) == medium_name(&medium.entry) {
            let pack: Option<u64> = row.get(2)?;
            return Ok(Some((row.get(0)?, pack.is_some())));
        }
    }
    Ok(None)
}

impl Store {
    /// Which of these the dataset has with a copy in the vault.
    pub fn copied_media(&self, dataset: DatasetId, media: &[NewMedium]) -> Result<Vec<bool>> {
        let sql = self.sql();
        media
            .iter()
            .map(|medium| Ok(same(&sql, dataset, medium)?.is_some_and(|(_, copied)| copied)))
            .collect::<rusqlite::Result<_>>()
            .map_err(|error| self.named(error))
    }

    /// Keeps these, with the pack that was written for them; gives how many are new.
    /// One that the dataset has already is from now on looked for at the new place.
    pub fn put_media(
        &self,
        dataset: DatasetId,
        file: u32,
        media: &[NewMedium],
        pack: Option<PackEntry>,
    ) -> Result<u64> {
        let mut sql = self.sql();
        let mut put = || -> rusqlite::Result<u64> {
            let change = sql.transaction()?;
            let mut new = 0;
            for medium in media {
                let (pack, at) = medium.copy.unzip();
                let known = same(&change, dataset, medium)?;
                if let Some((id, _)) = known {
                    change
                        .prepare_cached(
                            "UPDATE medium SET file = ?2, entry = ?3, start = ?4, packed = ?5, bytes = ?6, method = ?7,
                             crc = ?8, pack = coalesce(?9, pack), pack_at = coalesce(?10, pack_at) WHERE id = ?1",
                        )?
                        .execute(params![
                            id, file, medium.entry, medium.start, medium.packed, medium.bytes, medium.method,
                            medium.crc, pack, at
                        ])?;
                } else {
                    new += 1;
                    change
                        .prepare_cached(
                            "INSERT INTO medium(dataset, file, tweet, account, key, entry, start, packed, bytes, method,
                             crc, pack, pack_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                        )?
                        .execute(params![
                            dataset.0, file, medium.tweet, medium.account, medium.key, medium.entry, medium.start,
                            medium.packed, medium.bytes, medium.method, medium.crc, pack, at
                        ])?;
                }
            }
            if let Some(pack) = pack {
                change.execute(
                    "UPDATE pack SET seal = ?2 WHERE id = ?1",
                    params![pack.id, pack.seal.map(|seal| seal.to_vec())],
                )?;
            }
            change.commit()?;
            Ok(new)
        };
        put().map_err(|error| self.named(error))
    }

    /// Notes how a file of media ended, and what was refused of it this time.
    pub fn end_media_file(&self, change: &FileChange, refused: &[RejectedEntry]) -> Result<()> {
        let mut sql = self.sql();
        let mut write = || -> rusqlite::Result<()> {
            let all = sql.transaction()?;
            all.execute("DELETE FROM rejected WHERE file = ?1", [change.file])?;
            let mut add = all.prepare_cached(
                "INSERT INTO rejected(file, record, line, col, reason, raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            for row in refused {
                add.execute(params![
                    change.file,
                    row.record,
                    row.line,
                    row.column,
                    row.reason,
                    row.raw
                ])?;
            }
            drop(add);
            all.execute(
                "UPDATE file SET records = ?2, complete = ?3, problem = ?4, read = ?5, new = ?6, duplicate = ?7,
                 rejected = ?8 WHERE id = ?1",
                params![
                    change.file,
                    change.records,
                    change.complete,
                    change.problem,
                    change.tally.read,
                    change.tally.new,
                    change.tally.duplicate,
                    change.tally.rejected
                ],
            )?;
            all.commit()
        };
        write().map_err(|error| self.named(error))
    }

    /// The same file lies elsewhere now.
    pub fn move_file(&self, file: u32, path: &str, bytes: u64) -> Result<()> {
        self.sql()
            .execute(
                "UPDATE file SET path = ?2, bytes = ?3 WHERE id = ?1",
                params![file, path, bytes],
            )
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// Announces a pack for copies; gives its number.
    pub fn begin_pack(&self) -> Result<u64> {
        self.sql()
            .query_row(
                "INSERT INTO pack(seal) VALUES (NULL) RETURNING id",
                [],
                |row| row.get(0),
            )
            .map_err(|error| self.named(error))
    }

    /// Packs that some medium needs. What is not among them may be deleted.
    pub fn packs(&self) -> Result<Vec<PackEntry>> {
        self.collect(
            "SELECT id, seal FROM pack p WHERE seal IS NOT NULL AND EXISTS (SELECT 1 FROM medium m WHERE m.pack = p.id)
             ORDER BY id",
            [],
            |row| {
                let seal: Option<Vec<u8>> = row.get(1)?;
                Ok(PackEntry {
                    id: row.get(0)?,
                    seal: seal.and_then(|seal| seal.try_into().ok()),
                })
            },
        )
    }

    /// Whether packs may hold copies that no medium has any more.
    pub fn may_have_dead_copies(&self) -> Result<bool> {
        Ok(self
            .state_number(DEAD_COPIES)?
            .is_some_and(|since| since > 0))
    }

    /// They do not.
    pub fn no_dead_copies(&self) -> Result<()> {
        self.sql()
            .execute("DELETE FROM state WHERE key = ?1", [DEAD_COPIES])
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// The seal of one pack.
    pub fn pack_seal(&self, id: u64) -> Result<Option<[u8; 32]>> {
        let seal: Option<Option<Vec<u8>>> = self
            .sql()
            .prepare_cached("SELECT seal FROM pack WHERE id = ?1")
            .and_then(|mut find| find.query_row([id], |row| row.get(0)).optional())
            .map_err(|error| self.named(error))?;
        Ok(seal.flatten().and_then(|seal| seal.try_into().ok()))
    }

    /// Forgets packs that no medium needs.
    pub fn forget_empty_packs(&self) -> Result<()> {
        self.sql()
            .execute(
                "DELETE FROM pack WHERE NOT EXISTS (SELECT 1 FROM medium m WHERE m.pack = pack.id)",
                [],
            )
            .map(|_| ())
            .map_err(|error| self.named(error))
    }

    /// Every medium with a copy in the pack.
    pub fn media_in_pack(&self, pack: u64) -> Result<Vec<MediumEntry>> {
        self.collect(
            &format!("SELECT {COLUMNS} {FROM} WHERE m.pack = ?1 ORDER BY m.pack_at"),
            [pack],
            entry,
        )
    }

    /// Files of a file entry that have no copy.
    pub fn media_without_copy(&self, file: u32) -> Result<u64> {
        self.sql()
            .query_row(
                "SELECT count(*) FROM medium WHERE file = ?1 AND pack IS NULL",
                [file],
                |row| row.get(0),
            )
            .map_err(|error| self.named(error))
    }

    /// Media of each dataset.
    pub fn media_counts(&self) -> Result<Vec<(DatasetId, u64)>> {
        self.collect(
            "SELECT dataset, count(*) FROM medium GROUP BY dataset",
            [],
            |row| Ok((DatasetId(row.get(0)?), row.get(1)?)),
        )
    }

    /// Ids of every tweet that carries media, ascending.
    pub fn media_tweets(&self) -> Result<Vec<u64>> {
        self.collect(
            "SELECT DISTINCT tweet FROM medium WHERE tweet IS NOT NULL ORDER BY tweet",
            [],
            |row| row.get(0),
        )
    }

    /// Tweets that carry the medium of this key, or the file of this name.
    pub fn tweets_with_medium(&self, name: &str) -> Result<Vec<u64>> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (tweet, key) = match stem.split_once('-') {
            Some((id, key)) => match id.parse::<u64>() {
                Ok(id) => (Some(id), key),
                Err(_) => (None, stem),
            },
            None => (None, stem),
        };
        // A key may itself begin with digits and a hyphen.
        self.collect(
            "SELECT DISTINCT tweet FROM medium WHERE tweet IS NOT NULL AND key = ?1
             UNION SELECT tweet FROM medium WHERE tweet = ?2 AND key = ?3",
            params![name, tweet, key],
            |row| row.get(0),
        )
    }

    /// Names of the media of each of these tweets.
    pub fn media_of_tweets(&self, tweets: &[u64]) -> Result<Vec<Vec<String>>> {
        let sql = self.sql();
        let read = || -> rusqlite::Result<Vec<Vec<String>>> {
            let mut find = sql.prepare_cached("SELECT entry FROM medium WHERE tweet = ?1")?;
            tweets
                .iter()
                .map(|tweet| {
                    let mut names = find
                        .query_map([tweet], |row| {
                            Ok(medium_name(row.get_ref(0)?.as_str()?).to_owned())
                        })?
                        .collect::<rusqlite::Result<Vec<_>>>()?;
                    names.sort_unstable();
                    // Two datasets may publish the same file.
                    names.dedup();
                    Ok(names)
                })
                .collect()
        };
        read().map_err(|error| self.named(error))
    }

    /// The media of one tweet, by name.
    pub fn media_of_tweet(&self, tweet: u64) -> Result<Vec<MediumEntry>> {
        self.collect(
            &format!("SELECT {COLUMNS} {FROM} WHERE m.tweet = ?1 ORDER BY m.entry, m.id"),
            [tweet],
            entry,
        )
    }

    /// The media of one account's profile.
    pub fn media_of_account(&self, account: &str) -> Result<Vec<MediumEntry>> {
        self.collect(
            &format!("SELECT {COLUMNS} {FROM} WHERE m.account = ?1 ORDER BY m.entry, m.id"),
            [account],
            entry,
        )
    }

    /// One by its number.
    pub fn medium(&self, id: u64) -> Result<Option<MediumEntry>> {
        Ok(self
            .collect(
                &format!("SELECT {COLUMNS} {FROM} WHERE m.id = ?1"),
                [id],
                entry,
            )?
            .pop())
    }

    /// Forgets the media of tweets and of accounts' profiles; their copies are dead then.
    pub fn forget_media(&self, tweets: &[u64], accounts: &[String]) -> Result<()> {
        let mut sql = self.sql();
        let mut forget = || -> rusqlite::Result<()> {
            let change = sql.transaction()?;
            for tweet in tweets {
                change
                    .prepare_cached("DELETE FROM medium WHERE tweet = ?1")?
                    .execute([tweet])?;
            }
            for account in accounts {
                change
                    .prepare_cached("DELETE FROM medium WHERE account = ?1")?
                    .execute([account])?;
            }
            change.execute(
                "INSERT OR REPLACE INTO state(key, value) VALUES (?1, 1)",
                [DEAD_COPIES],
            )?;
            change.commit()
        };
        forget().map_err(|error| self.named(error))
    }

    /// The copies of these media lie in another pack now.
    pub fn repack(&self, pack: PackEntry, places: &[(u64, u64)]) -> Result<()> {
        let mut sql = self.sql();
        let mut write = || -> rusqlite::Result<()> {
            let change = sql.transaction()?;
            {
                let mut moved = change
                    .prepare_cached("UPDATE medium SET pack = ?2, pack_at = ?3 WHERE id = ?1")?;
                for (id, at) in places {
                    moved.execute(params![id, pack.id, at])?;
                }
            }
            change.execute(
                "UPDATE pack SET seal = ?2 WHERE id = ?1",
                params![pack.id, pack.seal.map(|seal| seal.to_vec())],
            )?;
            change.commit()
        };
        write().map_err(|error| self.named(error))
    }

    fn collect<T>(
        &self,
        query: &str,
        with: impl rusqlite::Params,
        of: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let sql = self.sql();
        let read = || -> rusqlite::Result<Vec<T>> {
            sql.prepare_cached(query)?.query_map(with, of)?.collect()
        };
        read().map_err(|error| self.named(error))
    }
}
