//! Opening the database, and the one connection.

use crate::migrations::MIGRATIONS;
use crate::{Error, ProfileColumns, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use starling_vault::Subkey;
use starling_vault::pagetags::PageTags;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, Once};

/// An open store. Every method takes the connection for as long as it runs; the importer gives it back between batches.
pub struct Store {
    pub(crate) file: PathBuf,
    connection: Mutex<Connection>,
    /// What each page of the file should be; SQLCipher takes an old version of a page for good.
    tags: Option<Mutex<PageTags>>,
    pub(crate) profiles: Mutex<Option<Arc<ProfileColumns>>>,
    pub(crate) decoders: Mutex<HashMap<u32, zstd::bulk::Decompressor<'static>>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// Lets SQLite and SQLCipher make themselves ready before any database is opened.
/// SQLite counts as ready before SQLCipher does: of two threads that open the first databases of a process at once,
/// the second could be told that its key is no key.
fn initialise() {
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
}

impl Store {
    /// Makes a store where there is none.
    pub fn create(file: &Path, key: &[u8; 32]) -> Result<Self> {
        let mut store = Self::connect(file, Lock::Encrypted(key))?;
        store.migrate()?;
        store.fold_in()?;
        store.tags = Some(Mutex::new(PageTags::create(
            &tags_of(file),
            &tags_key(key),
            file,
        )?));
        Ok(store)
    }

    /// Opens one; the key comes from the vault's slots.
    /// A file whose pages are not those that were written last is refused.
    pub fn open(file: &Path, key: &[u8; 32]) -> Result<Self> {
        let (store, problems) = Self::open_checking(file, key, Some(PAGES_AT_OPENING))?;
        match problems.into_iter().next() {
            Some(reason) => Err(Error::Damaged {
                file: file.to_owned(),
                reason,
            }),
            None => Ok(store),
        }
    }

    /// Opens one as far as it can be, and says what is wrong with its pages: all of them, or about `limit`.
    pub fn open_checking(
        file: &Path,
        key: &[u8; 32],
        limit: Option<u32>,
    ) -> Result<(Self, Vec<String>)> {
        if !file.exists() {
            return Err(Error::Damaged {
                file: file.to_owned(),
                reason: "it is missing".into(),
            });
        }
        let mut tags = PageTags::load(&tags_of(file), &tags_key(key))?;
        let problems: Vec<String> = tags
            .check(file, &wal_of(file), limit)?
            .iter()
            .map(ToString::to_string)
            .collect();
        let mut store = Self::connect(file, Lock::Encrypted(key))?;
        if problems.is_empty() {
            tags.opened()?;
            store.migrate()?;
            store.tags = Some(Mutex::new(tags));
        }
        Ok((store, problems))
    }

    /// A store without encryption, for the benchmark that measures what encryption costs. Never offered to users.
    #[doc(hidden)]
    pub fn plain_for_benchmark(file: &Path) -> Result<Self> {
        let store = Self::connect(file, Lock::Plain)?;
        store.migrate()?;
        Ok(store)
    }

    fn connect(file: &Path, lock: Lock<'_>) -> Result<Self> {
        initialise();
        let connection = Connection::open(file).map_err(|error| named(file, error))?;
        // Bigger than the number of different statements, so that none is compiled twice.
        connection.set_prepared_statement_cache_capacity(128);
        let mut setup = String::new();
        if let Lock::Encrypted(key) = lock {
            setup.push_str("PRAGMA key = \"x'");
            for byte in key {
                setup.push_str(&format!("{byte:02x}"));
            }
            // 16 KiB pages cost 1.09 times plain SQLite where the default 4 KiB cost 1.39.
            setup.push_str(
                "'\"; PRAGMA cipher_page_size = 16384; PRAGMA cipher_memory_security = OFF;",
            );
        } else {
            setup.push_str("PRAGMA page_size = 16384;");
        }
        // Exclusive: the wal-index stays in memory instead of a readable `-shm` file, and the vault has one user anyway.
        // Checkpoints are made by `checkpoint`, which also notes the pages they change.
        setup.push_str(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
             PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF; PRAGMA trusted_schema = OFF;",
        );
        let result = connection.execute_batch(&setup);
        use zeroize_str::wipe;
        wipe(setup);
        result.map_err(|error| named(file, error))?;
        // Closing must not fold the log in behind the back of the tags.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
            .map_err(|error| named(file, error))?;
        Ok(Self {
            file: file.to_owned(),
            tags: None,
            connection: Mutex::new(connection),
            profiles: Mutex::new(None),
            decoders: Mutex::new(HashMap::new()),
        })
    }

    fn migrate(&self) -> Result<()> {
        let sql = self.sql();
        let have: u32 = sql
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(|error| self.named(error))?;
        let known = MIGRATIONS.len() as u32;
        if have > known {
            return Err(Error::Newer(have));
        }
        for (number, migration) in MIGRATIONS.iter().enumerate().skip(have as usize) {
            let script = format!(
                "BEGIN IMMEDIATE; {migration} PRAGMA user_version = {}; COMMIT;",
                number + 1
            );
            sql.execute_batch(&script)
                .map_err(|error| self.named(error))?;
        }
        Ok(())
    }

    /// The connection, for as long as the guard lives.
    pub(crate) fn sql(&self) -> MutexGuard<'_, Connection> {
        // A panic while holding it leaves SQLite's own state whole; the transaction is rolled back or goes on.
        self.connection
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    pub(crate) fn named(&self, error: rusqlite::Error) -> Error {
        named(&self.file, error)
    }

    /// Moves what the write-ahead log holds into the database file and empties the log.
    pub fn checkpoint(&self) -> Result<()> {
        let Some(tags) = &self.tags else {
            return self.fold_in();
        };
        let mut tags = tags
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let sql = self.sql();
        tags.around(&self.file, &wal_of(&self.file), || {
            self.fold(&sql).map(|()| true)
        })
        .map(|_| ())
    }

    fn fold_in(&self) -> Result<()> {
        self.fold(&self.sql())
    }

    fn fold(&self, sql: &Connection) -> Result<()> {
        let busy: i64 = sql
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| self.named(error))?;
        if busy != 0 {
            return Err(Error::Damaged {
                file: self.file.clone(),
                reason: "its log cannot be folded in".into(),
            });
        }
        Ok(())
    }

    /// Pages of the database.
    pub fn pages(&self) -> Result<u64> {
        self.sql()
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .map_err(|error| self.named(error))
    }

    /// Bytes of the database and its log.
    pub fn bytes(&self) -> u64 {
        size(&self.file) + self.log_bytes()
    }

    /// Bytes of the write-ahead log.
    pub fn log_bytes(&self) -> u64 {
        size(&wal_of(&self.file))
    }

    /// Gives back the room of deleted rows.
    pub fn vacuum(&self) -> Result<()> {
        self.sql()
            .execute_batch("VACUUM")
            .map_err(|error| self.named(error))?;
        self.checkpoint()
    }

    /// SQLite's and SQLCipher's own checks; what they complain of.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let sql = self.sql();
        let mut complaints = Vec::new();
        for check in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
            let mut statement = sql.prepare(check).map_err(|error| self.named(error))?;
            let rows = statement
                .query_map([], |row| row.get::<_, String>(0))
                .map_err(|error| self.named(error))?;
            for row in rows {
                match row {
                    Ok(line) if line != "ok" => complaints.push(line),
                    Ok(_) => {}
                    Err(error) => complaints.push(error.to_string()),
                }
            }
        }
        Ok(complaints)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // A store that is not closed so is whole all the same: the next start folds the log in.
        if let Some(tags) = &self.tags
            && self.checkpoint().is_ok()
        {
            let mut tags = tags
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let _ = tags.closed();
        }
    }
}

/// Pages compared with their tags when a store is opened: all of the first quarter gigabyte, a different sample of a
/// larger one each time. Reading them takes some 40 ms; `vault verify` compares all.
const PAGES_AT_OPENING: u32 = 16_384;

fn tags_of(file: &Path) -> PathBuf {
    file.with_extension("tags")
}

fn tags_key(key: &[u8; 32]) -> Subkey {
    Subkey::from_bytes(*key).child("page tags")
}

enum Lock<'a> {
    Encrypted(&'a [u8; 32]),
    Plain,
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |meta| meta.len())
}

/// The write-ahead log beside a database file.
pub(crate) fn wal_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn named(file: &Path, error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Error::Damaged {
            file: file.to_owned(),
            reason: "a page does not carry its seal, or the structure is broken".into(),
        },
        Some(ErrorCode::DiskFull) => Error::DiskFull(file.to_owned()),
        Some(ErrorCode::SystemIoFailure) => Error::Damaged {
            file: file.to_owned(),
            reason: format!("it cannot be read through: {error}"),
        },
        _ => Error::Sql(error),
    }
}

mod zeroize_str {
    //! The key was written into a statement; it must not stay in freed memory.
    pub(super) fn wipe(text: String) {
        let mut bytes = text.into_bytes();
        bytes.fill(0);
        std::hint::black_box(&bytes);
    }
}
