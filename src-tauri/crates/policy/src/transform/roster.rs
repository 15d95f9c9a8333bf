//! The accounts that are known, by name and by id, and which of them are protected.

use crate::agreement::ThirdParty;
use hashbrown::{HashMap, HashSet};
use rapidhash::fast::RandomState;

/// Who an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'a> {
    /// Protected; its id.
    Protected(&'a str),
    /// May be named.
    Open,
    /// Of no dataset.
    Unknown,
}

/// Whose names and ids must not leave.
#[derive(Debug, Clone)]
pub struct Roster {
    /// Lower-case names: the protected account's id, or none where it may be named.
    names: HashMap<String, Option<String>, RandomState>,
    /// Lower-case names of protected accounts, in order, to find what begins them.
    protected_names: Vec<String>,
    ids: HashMap<String, bool, RandomState>,
    third_party: ThirdParty,
}

impl Roster {
    /// Nobody yet. What becomes of names that belong to nobody here is said by the agreements.
    pub fn new(third_party: ThirdParty) -> Self {
        Self {
            names: HashMap::default(),
            protected_names: Vec::new(),
            ids: HashMap::default(),
            third_party,
        }
    }

    /// Of these accounts: id, names it bore, and whether it is protected.
    pub fn of<'a, N>(
        third_party: ThirdParty,
        accounts: impl IntoIterator<Item = (&'a str, N, bool)>,
    ) -> Self
    where
        N: IntoIterator<Item = &'a str>,
    {
        let mut roster = Self::new(third_party);
        for (id, names, protected) in accounts {
            let known = roster.ids.entry_ref(id).or_insert(false);
            *known |= protected;
            for name in names {
                let name = name.to_ascii_lowercase();
                // A name that two accounts bore is protected where one of them is.
                let bearer = roster.names.entry(name).or_insert(None);
                if protected {
                    *bearer = Some(id.to_owned());
                }
            }
        }
        let protected = roster.names.iter().filter(|(_, bearer)| bearer.is_some());
        roster.protected_names = protected.map(|(name, _)| name.clone()).collect();
        roster.protected_names.sort_unstable();
        roster
    }

    /// What becomes of names that belong to nobody here.
    pub fn third_party(&self) -> ThirdParty {
        self.third_party
    }

    /// Who bears a name, however it is spelt.
    pub fn by_name(&self, name: &str) -> Known<'_> {
        let mut lower = [0; LONGEST_NAME];
        let Some(lower) = lower_case(name.as_bytes(), &mut lower) else {
            return Known::Unknown;
        };
        match self.names.get(lower) {
            Some(Some(id)) => Known::Protected(id),
            Some(None) => Known::Open,
            None => Known::Unknown,
        }
    }

    /// Who has an id.
    pub fn by_id(&self, id: &str) -> Known<'_> {
        match self.ids.get_key_value(id) {
            Some((id, true)) => Known::Protected(id),
            Some((_, false)) => Known::Open,
            None => Known::Unknown,
        }
    }

    /// Whether a protected name begins so.
    pub fn begins_protected_name(&self, beginning: &str) -> bool {
        let mut lower = [0; LONGEST_NAME];
        let Some(lower) = lower_case(beginning.as_bytes(), &mut lower) else {
            return false;
        };
        let at = self
            .protected_names
            .partition_point(|name| name.as_str() < lower);
        self.protected_names
            .get(at)
            .is_some_and(|name| name.starts_with(lower))
    }

    /// Names of protected accounts, in order and in lower case.
    pub fn protected_names(&self) -> &[String] {
        &self.protected_names
    }

    /// Ids of protected accounts.
    pub fn protected_ids(&self) -> HashSet<&str, RandomState> {
        let protected = self.ids.iter().filter(|(_, protected)| **protected);
        protected.map(|(id, _)| id.as_str()).collect()
    }
}

/// The longest name that an account ever had; today's have 15.
pub(super) const LONGEST_NAME: usize = 20;

pub(super) fn lower_case<'a>(name: &[u8], to: &'a mut [u8; LONGEST_NAME]) -> Option<&'a str> {
    let to = to.get_mut(..name.len())?;
    to.copy_from_slice(name);
    to.make_ascii_lowercase();
    std::str::from_utf8(to).ok()
}

/// Whether a name cannot be mistaken for a word: six characters or more, with a digit or an underscore.
pub fn is_distinctive(name: &str) -> bool {
    name.len() >= 6
        && name
            .bytes()
            .any(|byte| byte.is_ascii_digit() || byte == b'_')
}
