//! Conditions on the author: decided for every version of a profile, then turned into tweets by their `profile` column.

use super::Library;
use super::ids::IdSet;
use super::plan::Plan;
use super::words::{Room, Sequence};
use crate::Result;
use crate::ask::{ProfileField, Words};
use starling_store::ProfileColumns;

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

    /// Tweets in whose author's profile the words stand. A name is the display name or the screen name, not both in one.
    pub(crate) fn profile_words(&self, field: ProfileField, words: &Words) -> Result<Plan> {
        let Some(words) = Sequence::of(words)? else {
            return Ok(Plan::Nothing);
        };
        let mut room = Room::default();
        let mut texts = Vec::new();
        self.store.each_profile_text(&mut |id, profile| {
            let fits = match field {
                ProfileField::Bio => words.is_in(profile.bio, &mut room),
                ProfileField::Location => words.is_in(profile.location, &mut room),
                ProfileField::Name => {
                    words.is_in(profile.display_name, &mut room)
                        || words.is_in(profile.screen_name, &mut room)
                }
            };
            if fits {
                texts.push(u64::from(id));
            }
        })?;
        let texts = IdSet::new(texts);
        if texts.is_empty() {
            return Ok(Plan::Nothing);
        }
        self.by_profiles(|columns, at| texts.contains(u64::from(columns.texts[at])))
    }
}
