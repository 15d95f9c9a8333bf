//! Conditions on the author: decided for every version of a profile, then turned into tweets by their `profile` column.

use super::Library;
use super::flat::{END, Flat, Which};
use super::ids::IdSet;
use super::plan::Plan;
use super::words::{Room, Sequence};
use crate::Result;
use crate::ask::{ProfileField, Words};
use starling_index::text::Scanner;
use starling_store::{ProfileColumns, ProfileTexts};

impl Library<'_> {
    /// Tweets whose own row's profile passes.
    pub(crate) fn by_profiles(
        &self,
        passes: impl Fn(&ProfileColumns, usize) -> bool,
    ) -> Result<Plan> {
        let columns = self.store.profile_columns()?;
        let profiles: Vec<u64> = (0..columns.account.len())
            .filter(|at| passes(&columns, *at))
            .map(|at| at as u64)
            .collect();
        Ok(match profiles.len() {
            0 => Plan::Nothing,
            all if all == columns.account.len() => Plan::All,
            _ => Plan::Ids(self.fields.profile, IdSet::new(profiles)),
        })
    }

    /// Tweets in whose author's profile the words stand.
    pub(crate) fn profile_words(&self, field: ProfileField, words: &Words) -> Result<Plan> {
        let Some(words) = Sequence::of(words)? else {
            return Ok(Plan::Nothing);
        };
        let texts = self.texts_with(field, &words)?;
        let texts = IdSet::of_ids(texts);
        if texts.is_empty() {
            return Ok(Plan::Nothing);
        }
        self.by_profiles(|columns, at| texts.contains(u64::from(columns.texts[at])))
    }

    /// Numbers of the profiles' texts in which the words stand.
    fn texts_with(&self, field: ProfileField, words: &Sequence) -> Result<Vec<u32>> {
        let mut room = Room::default();
        self.cache.flats().ask(
            Which::Profiles(field),
            self.store.next_profile_text()?,
            |flat, most| {
                let mut scanner = Scanner::default();
                let from = flat.next();
                self.store.each_profile_text_from(from, &mut |id, texts| {
                    flat.push(id, most, |bytes| {
                        bytes.push(END);
                        for text in of_field(field, texts) {
                            scanner.scan(text, |token| {
                                bytes.extend_from_slice(token.text.as_bytes());
                                bytes.push(END);
                            });
                        }
                    })
                })?;
                Ok(())
            },
            |flat| {
                let mut maybe = words.entries(flat);
                if words.is_single() {
                    self.behind(flat, field, words, &mut room, &mut maybe)?;
                    return Ok(maybe);
                }
                // Several words must also stand in order, which the texts themselves say.
                let mut found = Vec::new();
                let mut see = |id, texts: &ProfileTexts<'_>| {
                    if of_field(field, texts).any(|text| words.is_in(text, &mut room)) {
                        found.push(id);
                    }
                };
                self.store.some_profile_texts(&maybe, &mut see)?;
                self.behind(flat, field, words, &mut room, &mut found)?;
                Ok(found)
            },
        )
    }

    /// The texts that the list has no room for.
    fn behind(
        &self,
        flat: &Flat,
        field: ProfileField,
        words: &Sequence,
        room: &mut Room,
        found: &mut Vec<u32>,
    ) -> Result<()> {
        if flat.is_full() {
            let see = &mut |id, texts: &ProfileTexts<'_>| {
                if of_field(field, texts).any(|text| words.is_in(text, room)) {
                    found.push(id);
                }
                true
            };
            self.store.each_profile_text_from(flat.next(), see)?;
        }
        Ok(())
    }
}

/// A name is the display name or the screen name, not both in one.
fn of_field<'a>(
    field: ProfileField,
    texts: &ProfileTexts<'a>,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let (first, second) = match field {
        ProfileField::Bio => (texts.bio, None),
        ProfileField::Location => (texts.location, None),
        ProfileField::Name => (texts.display_name, Some(texts.screen_name)),
    };
    [Some(first), second].into_iter().flatten()
}
