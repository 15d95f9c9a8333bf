//! The researcher's own marks.

use crate::{Error, Result, Session, Target, clock};
use starling_query::answer::{Note, Saved, Tagging};
use starling_store::{Dictionary, MarkTarget, NoteEntry};

impl Session {
    /// A name must mean one account, or the mark would land on the wrong one.
    fn mark_target(&self, on: &Target) -> Result<MarkTarget> {
        match on {
            Target::Tweet(id) => {
                if self.count(&format!("tweet:{id}"))?.tweets == 0 {
                    return Err(Error::NotFound(format!("no tweet {id} in this vault")));
                }
                Ok(MarkTarget::Tweet(id.0))
            }
            Target::Account(name) => match self.store.accounts_named(name)?.as_slice() {
                [] => Err(Error::NotFound(format!(
                    "no account `{name}` in this vault"
                ))),
                [account] => Ok(MarkTarget::Account(*account)),
                several => {
                    let ids = self.store.words(Dictionary::Account, several)?;
                    Err(Error::Failed(format!(
                        "`{name}` was borne by several accounts: {}",
                        ids.join(", ")
                    )))
                }
            },
        }
    }

    fn shown(&self, on: MarkTarget) -> Result<(String, String)> {
        Ok(match on {
            MarkTarget::Tweet(id) => ("tweet".into(), id.to_string()),
            MarkTarget::Account(id) => (
                "account".into(),
                self.store.words(Dictionary::Account, &[id])?.remove(0),
            ),
        })
    }

    /// Puts a tag on a tweet or an account.
    pub fn tag(&self, tag: &str, on: &Target) -> Result<()> {
        let tag = tag.trim();
        if tag.is_empty() {
            return Err(Error::Failed("a tag needs a name".into()));
        }
        self.store.tag(tag, self.mark_target(on)?, clock::now())?;
        self.forget_answers();
        Ok(())
    }

    /// Takes it off; `false` where it was not on.
    pub fn untag(&self, tag: &str, on: &Target) -> Result<bool> {
        let was_on = self.store.untag(tag.trim(), self.mark_target(on)?)?;
        self.forget_answers();
        Ok(was_on)
    }

    /// Every tagging, or those of one tag.
    pub fn tags(&self, tag: Option<&str>) -> Result<Vec<Tagging>> {
        self.store
            .taggings(tag)?
            .into_iter()
            .map(|entry| {
                Ok(Tagging {
                    tag: entry.tag,
                    on: self.shown(entry.on)?,
                    at: entry.at,
                })
            })
            .collect()
    }

    fn note(&self, entry: NoteEntry) -> Result<Note> {
        Ok(Note {
            id: entry.id,
            on: self.shown(entry.on)?,
            text: entry.text,
            at: entry.at,
        })
    }

    /// Writes a note.
    pub fn add_note(&self, on: &Target, text: &str) -> Result<Note> {
        if text.trim().is_empty() {
            return Err(Error::Failed("a note needs words".into()));
        }
        let (on, at) = (self.mark_target(on)?, clock::now());
        let id = self.store.add_note(on, text, at)?;
        Ok(Note {
            id,
            on: self.shown(on)?,
            text: text.to_owned(),
            at,
        })
    }

    /// Notes on one thing, or all.
    pub fn notes(&self, on: Option<&Target>) -> Result<Vec<Note>> {
        let on = on.map(|on| self.mark_target(on)).transpose()?;
        self.store
            .notes(on)?
            .into_iter()
            .map(|entry| self.note(entry))
            .collect()
    }

    /// Removes a note.
    pub fn remove_note(&self, id: i64) -> Result<bool> {
        Ok(self.store.remove_note(id)?)
    }

    /// Saves a search under a name; replaces one of that name. The query must be one.
    pub fn save_search(&self, name: &str, query: &str) -> Result<()> {
        if name.trim().is_empty() {
            return Err(Error::Failed("a saved search needs a name".into()));
        }
        self.check(query)?;
        Ok(self.store.save_search(name.trim(), query, clock::now())?)
    }

    /// Saved searches by name.
    pub fn saved_searches(&self) -> Result<Vec<Saved>> {
        let saved = self.store.saved()?;
        Ok(saved
            .into_iter()
            .map(|entry| Saved {
                name: entry.name,
                query: entry.query,
                at: entry.at,
            })
            .collect())
    }

    /// Forgets one.
    pub fn remove_saved(&self, name: &str) -> Result<bool> {
        Ok(self.store.remove_saved(name.trim())?)
    }

    /// The latest queries that were asked in the window, newest first.
    pub fn history(&self, limit: u64) -> Result<Vec<String>> {
        Ok(self.store.history(limit)?)
    }

    /// Remembers a query in the history.
    pub fn remember(&self, query: &str) -> Result<()> {
        Ok(self.store.remember(query, clock::now())?)
    }

    /// A setting of the window kept inside the vault, as JSON text.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(self.store.setting(key)?)
    }

    /// Keeps one.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        Ok(self.store.set_setting(key, value)?)
    }
}
