//! Which accounts of the vault are protected, and by which names and ids they can be told.

use crate::{Result, Session};
use starling_export::Protected;
use starling_model::{AccountForm, account_form};
use starling_policy::Rules;
use starling_policy::agreement::{Protect, ThirdParty};
use starling_policy::transform::Roster;
use starling_store::Dictionary;
use std::collections::{HashMap, HashSet};

/// Every account of the vault, as the rules on identity see it.
pub(crate) struct Accounts {
    /// By number in the dictionary: the id as published.
    ids: Vec<String>,
    protected: Vec<bool>,
    /// Whether any row or users file is about it; the others are only mentioned, answered or retweeted.
    recorded: Vec<bool>,
    /// Screen names that each account bore, where they are no hashes.
    names: Vec<Vec<String>>,
    by_id: HashMap<String, u32>,
    third_party: ThirdParty,
}

impl Accounts {
    /// Reads them. `leaking` are datasets in which plain ids of hashed accounts stand among the mentions: since nobody
    /// can tell whose they are, all plain ids there are held to be protected.
    pub(crate) fn read(session: &Session, rules: &Rules, leaking: &[String]) -> Result<Self> {
        let columns = session.store.profile_columns()?;
        let mut ids: Vec<String> = Vec::new();
        session.store.each(Dictionary::Account, &mut |id, word| {
            ids.resize(id as usize, String::new());
            ids.push(word.to_owned());
        })?;
        // Unknown is protected; so is whoever had too few followers in any record.
        let mut least: Vec<Option<i64>> = vec![None; ids.len()];
        let mut unknown = vec![false; ids.len()];
        let mut recorded = vec![false; ids.len()];
        let mut of_texts: HashMap<u32, HashSet<u32>> = HashMap::new();
        for (profile, account) in columns.account.iter().enumerate() {
            let at = *account as usize;
            recorded[at] = true;
            match columns.followers[profile] {
                i64::MIN => unknown[at] = true,
                followers => {
                    least[at] = Some(least[at].map_or(followers, |known| known.min(followers)));
                }
            }
            let bearers = of_texts.entry(columns.texts[profile]).or_default();
            bearers.insert(*account);
        }
        let threshold = i64::try_from(rules.threshold_followers).unwrap_or(i64::MAX);
        let mut protected: Vec<bool> = (0..ids.len())
            .map(|at| {
                recorded[at]
                    && (rules.protect == Protect::All
                        || unknown[at]
                        || least[at].is_none_or(|followers| followers < threshold))
            })
            .collect();
        let mut names: Vec<Vec<String>> = vec![Vec::new(); ids.len()];
        session.store.each_profile_text(&mut |texts, profile| {
            let name = profile.screen_name;
            if name.is_empty() || account_form(name).is_hashed() {
                return;
            }
            for account in of_texts.get(&texts).into_iter().flatten() {
                let bore = &mut names[*account as usize];
                if !bore.iter().any(|known| known == name) {
                    bore.push(name.to_owned());
                }
            }
        })?;
        let by_id: HashMap<String, u32> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| (id.clone(), at as u32))
            .collect();
        for dataset in leaking {
            for id in session.mentioned_in(dataset)? {
                if let Some(at) = by_id.get(&id)
                    && !recorded[*at as usize]
                    && account_form(&id) == AccountForm::Numeric
                {
                    recorded[*at as usize] = true;
                    protected[*at as usize] = true;
                }
            }
        }
        Ok(Self {
            ids,
            protected,
            recorded,
            names,
            by_id,
            third_party: rules.third_party,
        })
    }

    /// The number of an account's id.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// Whether the account is protected. One that no row is about is a third party: the agreement says whether it may
    /// be named.
    pub(crate) fn is_protected(&self, id: &str) -> bool {
        let third_party = self.third_party == ThirdParty::Pseudonymise;
        match self.number(id) {
            Some(at) if self.recorded[at as usize] => self.protected[at as usize],
            _ => third_party,
        }
    }

    /// The same by number, for authors: they are all recorded.
    pub(crate) fn is_protected_number(&self, number: u32) -> bool {
        self.protected.get(number as usize).copied().unwrap_or(true)
    }

    /// Whether a text in a column of account ids says who a protected account is: hashes do not.
    pub(crate) fn tells(&self, id: &str) -> bool {
        !id.is_empty() && id != "0" && !account_form(id).is_hashed() && self.is_protected(id)
    }

    /// As the transforms want them. Whoever stands in the vault only because others mention them belongs to no dataset.
    pub(crate) fn roster(&self) -> Roster {
        let recorded = self
            .ids
            .iter()
            .enumerate()
            .filter(|(at, _)| self.recorded[*at]);
        let accounts = recorded.map(|(at, id)| {
            let names = self.names[at].iter().map(String::as_str);
            (id.as_str(), names, self.protected[at])
        });
        Roster::of(self.third_party, accounts)
    }

    /// The names and ids that may not stand in what leaves.
    pub(crate) fn scan_list(&self) -> Protected {
        let mut list = Protected::none();
        for (at, id) in self.ids.iter().enumerate() {
            if self.is_protected(id) {
                list.id(id);
                self.names[at].iter().for_each(|name| list.name(name));
            }
        }
        list
    }
}
