//! Profile versions: texts that repeat are kept once, the numbers beside them are few and held in memory.

use crate::{Result, Store};
use starling_model::{Day, Profile};
use std::sync::Arc;

/// The numbers of every profile version; the index in each column is the version's number.
#[derive(Debug, Default)]
pub struct ProfileColumns {
    /// `Dictionary::Account`
    pub account: Vec<u32>,
    /// Number of its texts.
    pub texts: Vec<u32>,
    /// `Dictionary::Language`; `u32::MAX` where empty.
    pub language: Vec<u32>,
    /// `i64::MIN` where empty.
    pub followers: Vec<i64>,
    /// `i64::MIN` where empty.
    pub following: Vec<i64>,
    /// Days since 1970; `i32::MIN` where empty.
    pub created: Vec<i32>,
}

/// The texts of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `Profile`")]
pub struct ProfileTexts<'a> {
    pub display_name: &'a str,
    pub screen_name: &'a str,
    pub location: &'a str,
    pub bio: &'a str,
    pub url: &'a str,
}

fn texts_of<'a>(row: &'a rusqlite::Row<'_>) -> rusqlite::Result<ProfileTexts<'a>> {
    let text = |column| -> rusqlite::Result<&'a str> {
        Ok(row.get_ref(column)?.as_str().unwrap_or_default())
    };
    Ok(ProfileTexts {
        display_name: text(1)?,
        screen_name: text(2)?,
        location: text(3)?,
        bio: text(4)?,
        url: text(5)?,
    })
}

impl Store {
    /// The columns, read once and kept until an import adds to them.
    pub fn profile_columns(&self) -> Result<Arc<ProfileColumns>> {
        let mut cached = self
            .profiles
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(columns) = &*cached {
            return Ok(columns.clone());
        }
        let sql = self.sql();
        let mut columns = ProfileColumns::default();
        let mut read = || -> rusqlite::Result<()> {
            let mut all = sql.prepare_cached(
                "SELECT account, texts, language, followers, following, created FROM profile ORDER BY id",
            )?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                columns.account.push(row.get(0)?);
                columns.texts.push(row.get(1)?);
                columns
                    .language
                    .push(row.get::<_, Option<u32>>(2)?.unwrap_or(u32::MAX));
                columns
                    .followers
                    .push(row.get::<_, Option<i64>>(3)?.unwrap_or(i64::MIN));
                columns
                    .following
                    .push(row.get::<_, Option<i64>>(4)?.unwrap_or(i64::MIN));
                columns
                    .created
                    .push(row.get::<_, Option<i32>>(5)?.unwrap_or(i32::MIN));
            }
            Ok(())
        };
        read().map_err(|error| self.named(error))?;
        drop(sql);
        let columns = Arc::new(columns);
        *cached = Some(columns.clone());
        Ok(columns)
    }

    pub(crate) fn forget_profile_columns(&self) {
        *self
            .profiles
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }

    /// Every set of texts with its number.
    pub fn each_profile_text(&self, see: &mut dyn FnMut(u32, &ProfileTexts<'_>)) -> Result<()> {
        self.each_profile_text_from(0, &mut |id, texts| {
            see(id, texts);
            true
        })
    }

    /// The next number of a set of texts.
    pub fn next_profile_text(&self) -> Result<u32> {
        self.sql()
            .prepare_cached("SELECT coalesce(max(id) + 1, 0) FROM profile_text")
            .and_then(|mut max| max.query_row([], |row| row.get(0)))
            .map_err(|error| self.named(error))
    }

    /// These sets of texts, as far as they are there.
    pub fn some_profile_texts(
        &self,
        ids: &[u32],
        see: &mut dyn FnMut(u32, &ProfileTexts<'_>),
    ) -> Result<()> {
        let sql = self.sql();
        let mut read = || -> rusqlite::Result<()> {
            let mut find = sql.prepare_cached(
                "SELECT id, display_name, screen_name, location, bio, url FROM profile_text WHERE id = ?1",
            )?;
            for id in ids {
                let mut rows = find.query([id])?;
                if let Some(row) = rows.next()? {
                    see(*id, &texts_of(row)?);
                }
            }
            Ok(())
        };
        read().map_err(|error| self.named(error))
    }

    /// Every set of texts from a number on, as long as `see` wants more.
    pub fn each_profile_text_from(
        &self,
        from: u32,
        see: &mut dyn FnMut(u32, &ProfileTexts<'_>) -> bool,
    ) -> Result<()> {
        let sql = self.sql();
        let mut read = || -> rusqlite::Result<()> {
            let mut all = sql.prepare_cached(
                "SELECT id, display_name, screen_name, location, bio, url FROM profile_text WHERE id >= ?1 ORDER BY id",
            )?;
            let mut rows = all.query([from])?;
            while let Some(row) = rows.next()? {
                if !see(row.get(0)?, &texts_of(row)?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| self.named(error))
    }

    /// The locations of these texts, in their order.
    pub fn locations(&self, texts: &[u32]) -> Result<Vec<String>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached("SELECT location FROM profile_text WHERE id = ?1")
            .map_err(|error| self.named(error))?;
        texts
            .iter()
            .map(|id| {
                find.query_row([id], |row| row.get(0))
                    .map_err(|error| self.named(error))
            })
            .collect()
    }

    /// Whole profiles, in the order of the numbers.
    pub fn profiles(&self, ids: &[u32]) -> Result<Vec<Profile>> {
        let sql = self.sql();
        let mut find = sql
            .prepare_cached(
                "SELECT a.word, t.display_name, t.screen_name, t.location, t.bio, t.url,
                        p.followers, p.following, p.created, l.word
                 FROM profile p JOIN account a ON a.id = p.account JOIN profile_text t ON t.id = p.texts
                 LEFT JOIN language l ON l.id = p.language WHERE p.id = ?1",
            )
            .map_err(|error| self.named(error))?;
        ids.iter()
            .map(|id| {
                find.query_row([id], |row| {
                    Ok(Profile {
                        account: row.get(0)?,
                        display_name: row.get(1)?,
                        screen_name: row.get(2)?,
                        location: row.get(3)?,
                        bio: row.get(4)?,
                        url: row.get(5)?,
                        followers: row.get(6)?,
                        following: row.get(7)?,
                        created: row.get::<_, Option<i32>>(8)?.map(Day),
                        language: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
                    })
                })
                .map_err(|error| self.named(error))
            })
            .collect()
    }

    /// Accounts of that screen name, in whatever case and in any version of a profile, or of exactly that id.
    pub fn accounts_named(&self, name: &str) -> Result<Vec<u32>> {
        let mut found = Vec::new();
        let sql = self.sql();
        let mut read = || -> rusqlite::Result<()> {
            let mut by_name = sql.prepare_cached(
                "SELECT DISTINCT p.account FROM profile_text t JOIN profile p ON p.texts = t.id
                 WHERE t.folded_name = ?1 ORDER BY 1",
            )?;
            let mut rows = by_name.query([name.to_lowercase()])?;
            while let Some(row) = rows.next()? {
                found.push(row.get(0)?);
            }
            Ok(())
        };
        read().map_err(|error| self.named(error))?;
        drop(sql);
        if let Some(account) = self.find(crate::Dictionary::Account, name)?
            && !found.contains(&account)
        {
            found.push(account);
        }
        Ok(found)
    }
}
