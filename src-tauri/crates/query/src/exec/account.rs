//! One account whole.

use super::Library;
use super::accounts::Activity;
use super::calendar::{self, DAY, HOUR};
use super::plan::ids;
use super::set::DocSet;
use crate::answer::{AccountDetail, AccountOddity, AccountView, ProfileVersion};
use crate::ask::{Bucket, Facet};
use crate::{Error, Result};
use starling_model::Profile;
use starling_store::{Dictionary, MarkTarget};
use std::collections::{BTreeMap, BTreeSet};

/// Values of each facet that are shown of an account.
const SHOWN: usize = 20;

impl Library<'_> {
    /// One account over the whole vault, by id or screen name; a leading `@` is left out.
    /// Of several accounts that bore the name, the one that wrote most.
    pub fn account(&self, id_or_name: &str) -> Result<AccountDetail> {
        let (account, set) = self.account_named(id_or_name)?;
        let columns = self.store.profile_columns()?;
        let activity = self.activity(&set)?;
        let users: Vec<_> = self
            .store
            .users()?
            .into_iter()
            .filter(|user| user.account == account)
            .collect();
        let retweets = self.find(&ids(self.fields.retweet_account, [account]))?;

        let mut whole = Activity::default();
        let mut shown: Option<(i64, u32)> = None;
        for (profile, activity) in &activity {
            whole.add(*activity);
            if shown.is_none_or(|(last, _)| activity.last >= last) {
                shown = Some((activity.last, *profile));
            }
        }
        let shown = users
            .last()
            .map(|user| user.profile)
            .or(shown.map(|(_, profile)| profile));
        let id = self
            .store
            .words(Dictionary::Account, &[account])?
            .pop()
            .unwrap_or_default();
        let profile = match shown {
            Some(profile) => self.store.profiles(&[profile])?.pop(),
            None => None,
        };
        let mut datasets: BTreeSet<u32> = users.iter().map(|user| user.dataset.0).collect();
        datasets.extend(
            self.tally(&set, self.fields.dataset)?
                .counts
                .into_iter()
                .map(|(dataset, _)| dataset),
        );
        let entries = self.store.datasets()?;
        let oddities = self
            .store
            .user_oddities(account)?
            .into_iter()
            .map(|(dataset, column, raw)| AccountOddity {
                dataset: entries
                    .iter()
                    .find(|entry| entry.id == dataset)
                    .map(|entry| entry.facts.name.clone())
                    .unwrap_or_default(),
                column,
                raw,
            })
            .collect();
        let names = entries
            .into_iter()
            .filter(|entry| datasets.contains(&entry.id.0));
        let mut datasets: Vec<String> = names.map(|entry| entry.facts.name).collect();
        datasets.sort();

        let view = AccountView {
            profile: profile.unwrap_or_else(|| Profile {
                account: id.clone(),
                ..Profile::default()
            }),
            id,
            tweets: whole.tweets,
            retweeted: retweets.tweets(),
            first: whole.first(),
            last: whole.last(),
            datasets,
            tags: self
                .store
                .tags_on_accounts(&[account])?
                .pop()
                .unwrap_or_default(),
            outsider: shown.is_none(),
        };
        let versions: BTreeSet<u32> = activity
            .iter()
            .map(|(profile, _)| *profile)
            .chain(users.iter().map(|user| user.profile))
            .collect();
        debug_assert!(
            versions
                .iter()
                .all(|profile| columns.account.get(*profile as usize) == Some(&account))
        );
        Ok(AccountDetail {
            view,
            grid: self.grid(&set)?,
            clients: self.facet_of(&set, Facet::Client, SHOWN)?,
            languages: self.facet_of(&set, Facet::Lang, SHOWN)?,
            hashtags: self.facet_of(&set, Facet::Hashtag, SHOWN)?,
            domains: self.facet_of(&set, Facet::Domain, SHOWN)?,
            amplifies: self.facet_of(&set, Facet::Retweeted, SHOWN)?,
            amplified_by: self.facet_of(&retweets, Facet::Account, SHOWN)?,
            profiles: self.versions(
                &versions,
                &activity,
                &users.iter().map(|user| user.profile).collect(),
            )?,
            oddities,
            timeline: self.timeline_of(&set, Some(Bucket::Month), None)?.1,
            notes: self.notes_on(MarkTarget::Account(account))?,
        })
    }

    /// The account and its tweets.
    fn account_named(&self, id_or_name: &str) -> Result<(u32, DocSet)> {
        let name = id_or_name.strip_prefix('@').unwrap_or(id_or_name);
        if let Some(account) = self.store.find(Dictionary::Account, name)? {
            return Ok((account, self.find(&self.by_authors(&[account])?)?));
        }
        let mut best: Option<(u32, DocSet)> = None;
        for account in self.store.accounts_named(name)? {
            let set = self.find(&self.by_authors(&[account])?)?;
            if best
                .as_ref()
                .is_none_or(|(_, most)| set.tweets() > most.tweets())
            {
                best = Some((account, set));
            }
        }
        best.ok_or_else(|| Error::NotFound(format!("no account `{id_or_name}`")))
    }

    /// Tweets by weekday (Monday first) and hour, UTC.
    fn grid(&self, set: &DocSet) -> Result<[[u64; 24]; 7]> {
        let mut grid = [[0; 24]; 7];
        if let Some((first, tally)) = self.tally_time(set, HOUR, None)? {
            for (hour, count) in tally.counts {
                let hour = first + i64::from(hour);
                let weekday = calendar::weekday(hour.div_euclid(DAY / HOUR));
                grid[(weekday - 1) as usize][hour.rem_euclid(DAY / HOUR) as usize] += count;
            }
        }
        Ok(grid)
    }

    /// Versions of a profile in the order of their first tweets; a users file's own stands last.
    fn versions(
        &self,
        versions: &BTreeSet<u32>,
        activity: &[(u32, Activity)],
        of_users: &BTreeSet<u32>,
    ) -> Result<Vec<ProfileVersion>> {
        let activity: BTreeMap<u32, Activity> = activity.iter().copied().collect();
        let ids: Vec<u32> = versions.iter().copied().collect();
        let mut read: Vec<(i64, u32, ProfileVersion)> = Vec::with_capacity(ids.len());
        for (id, profile) in ids.iter().zip(self.store.profiles(&ids)?) {
            let activity = activity.get(id).copied().unwrap_or_default();
            let version = ProfileVersion {
                profile,
                tweets: activity.tweets,
                first: activity.first(),
                last: activity.last(),
                users_file: of_users.contains(id),
            };
            read.push((activity.first, *id, version));
        }
        read.sort_by_key(|(first, id, _)| (*first, *id));
        Ok(read.into_iter().map(|(.., version)| version).collect())
    }
}
