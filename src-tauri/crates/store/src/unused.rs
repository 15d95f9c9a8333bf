//! Taking words out that nothing uses any more, after a dataset was removed.

use crate::{Dictionary, Result, Store};
use rusqlite::{OptionalExtension, Transaction};

/// Which numbers are used, word by word.
#[derive(Debug, Default)]
pub struct Used {
    words: [Vec<bool>; 6],
    profiles: Vec<bool>,
}

fn mark(marks: &mut Vec<bool>, id: u32) {
    let id = id as usize;
    if marks.len() <= id {
        marks.resize(id + 1, false);
    }
    marks[id] = true;
}

impl Used {
    /// The word is used.
    pub fn word(&mut self, of: Dictionary, id: u32) {
        mark(&mut self.words[of as usize], id);
    }

    /// The version of a profile is used; its account and language are as well.
    pub fn profile(&mut self, id: u32) {
        mark(&mut self.profiles, id);
    }
}

impl Store {
    /// Whether a dataset was removed since unused words were last taken out.
    pub fn may_have_unused_words(&self) -> Result<bool> {
        Ok(self.state_number(UNUSED)?.is_some_and(|since| since > 0))
    }

    /// Accounts that tags and notes are on; they are used whatever rows there are.
    pub fn marked_accounts(&self) -> Result<Vec<u32>> {
        let sql = self.sql();
        let read = || -> rusqlite::Result<Vec<u32>> {
            sql.prepare_cached(
                "SELECT target FROM tagging WHERE kind = ?1 UNION SELECT target FROM note WHERE kind = ?1",
            )?
            .query_map([crate::marks::ACCOUNT], |row| row.get(0))?
            .collect()
        };
        read().map_err(|error| self.named(error))
    }

    /// Takes out every word and profile that is not used, in one transaction; gives how many.
    /// Nothing may be importing meanwhile.
    pub fn keep_only(&self, mut used: Used) -> Result<u64> {
        let columns = self.profile_columns()?;
        for (profile, _) in used.profiles.iter().enumerate().filter(|(_, used)| **used) {
            if let Some(&account) = columns.account.get(profile) {
                mark(&mut used.words[Dictionary::Account as usize], account);
                let language = columns.language[profile];
                if language != u32::MAX {
                    mark(&mut used.words[Dictionary::Language as usize], language);
                }
            }
        }
        let unused: Vec<u32> = (0..columns.account.len() as u32)
            .filter(|id| !used.profiles.get(*id as usize).copied().unwrap_or(false))
            .collect();
        let mut sql = self.sql();
        let mut write = || -> rusqlite::Result<u64> {
            let change = sql.transaction()?;
            let mut gone = 0;
            for of in Dictionary::ALL {
                gone += remove_words(&change, of, &used.words[of as usize])?;
            }
            if !unused.is_empty() {
                gone += blank_profiles(&change, &unused)?;
            }
            change.execute("DELETE FROM state WHERE key = ?1", [UNUSED])?;
            change.commit()?;
            Ok(gone)
        };
        let gone = write().map_err(|error| self.named(error))?;
        drop(sql);
        self.forget_profile_columns();
        Ok(gone)
    }
}

/// In the table `state`.
pub(crate) const UNUSED: &str = "unused_words";

fn remove_words(change: &Transaction<'_>, of: Dictionary, used: &[bool]) -> rusqlite::Result<u64> {
    let ids: Vec<u32> = change
        .prepare(&format!("SELECT id FROM {}", of.table()))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut remove = change.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", of.table()))?;
    let mut gone = 0;
    for id in ids {
        if !used.get(id as usize).copied().unwrap_or(false) {
            gone += remove.execute([id])? as u64;
        }
    }
    Ok(gone)
}

/// The numbers of profiles are places in columns, so an unused one stays as a blank of nobody.
fn blank_profiles(change: &Transaction<'_>, unused: &[u32]) -> rusqlite::Result<u64> {
    let nobody: Option<u32> = change
        .query_row("SELECT id FROM account WHERE word = ''", [], |row| {
            row.get(0)
        })
        .optional()?;
    let nobody = match nobody {
        Some(nobody) => nobody,
        None => change.query_row(
            "INSERT INTO account(id, word) SELECT coalesce(max(id) + 1, 0), '' FROM account RETURNING id",
            [],
            |row| row.get(0),
        )?,
    };
    let nothing: u32 = change.query_row(
        "INSERT INTO profile_text(id, display_name, screen_name, location, bio, url, folded_name)
         SELECT coalesce(max(id) + 1, 0), '', '', '', '', '', '' FROM profile_text RETURNING id",
        [],
        |row| row.get(0),
    )?;
    let mut blank = change.prepare_cached(
        "UPDATE profile SET account = ?2, texts = ?3, followers = NULL, following = NULL, created = NULL, language = NULL
         WHERE id = ?1 AND account <> ?2",
    )?;
    let mut gone = 0;
    for id in unused {
        gone += blank.execute([*id, nobody, nothing])? as u64;
    }
    change.execute(
        "DELETE FROM profile_text WHERE id NOT IN (SELECT texts FROM profile)",
        [],
    )?;
    Ok(gone)
}
