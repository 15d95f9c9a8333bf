//! Several agreements at once: of every rule the strictest.

use crate::agreement::{
    Agreement, Disputed, ProfileText, Protect, ThirdParty, Verbatim, ZeroCells,
};
use crate::request::Publication;
use crate::sdc::{CellRules, Dominance};
use crate::words::Tier;
use crate::{Date, Digest};
use serde::Serialize;

/// Rows that the clipboard takes where no agreement says it: a screenful, our own caution.
const CLIPBOARD_ROWS: u64 = 20;
/// Followers below which an account is protected where no agreement says it, as the archive itself does.
const THRESHOLD_FOLLOWERS: u64 = 5000;

/// What all agreements in force say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rules {
    /// Whether data of the consortium's unhashed form is among it.
    pub unhashed: bool,
    /// Which accounts are protected.
    pub protect: Protect,
    /// An account with fewer followers is protected.
    pub threshold_followers: u64,
    /// What becomes of names that belong to no account of the dataset.
    pub third_party: ThirdParty,
    /// What becomes of what accounts say of themselves.
    pub profile_text: ProfileText,
    /// Which cells are hidden.
    pub cells: CellRules,
    /// Whose tweets may be quoted.
    pub verbatim: Verbatim,
    /// How many tweets may be quoted.
    pub max_quotes: Option<u64>,
    /// Records in one release.
    pub max_records: Option<u64>,
    /// Rows that the clipboard takes.
    pub clipboard_rows: u64,
    /// What becomes of rows of disputed accounts.
    pub disputed: Disputed,
    /// How many hours a removal may take.
    pub removal_deadline_hours: Option<u64>,
    /// The day by which everything is destroyed.
    pub destroy_by: Option<Date>,
    /// How the sources are named.
    pub attributions: Vec<String>,
    /// The recipient accepts the terms first.
    pub recipient_terms: bool,
    /// The recipient signs.
    pub countersign: bool,
    /// It goes encrypted.
    pub encrypt: bool,
    /// The data steward signs every release.
    pub steward: bool,
}

impl Rules {
    /// Of these agreements, over data that is public knowledge or not.
    pub fn of<'a>(
        agreements: impl IntoIterator<Item = &'a Agreement>,
        publication: Publication,
    ) -> Self {
        let loosest = Self {
            unhashed: false,
            protect: match publication {
                Publication::Published => Protect::BelowThreshold,
                Publication::Unpublished => Protect::All,
            },
            threshold_followers: THRESHOLD_FOLLOWERS,
            third_party: ThirdParty::Keep,
            profile_text: ProfileText::Keep,
            cells: CellRules::default(),
            verbatim: Verbatim::Allow,
            max_quotes: None,
            max_records: None,
            clipboard_rows: CLIPBOARD_ROWS,
            disputed: Disputed::DropRowLevel,
            removal_deadline_hours: None,
            destroy_by: None,
            attributions: Vec::new(),
            recipient_terms: false,
            countersign: false,
            encrypt: false,
            steward: false,
        };
        agreements.into_iter().fold(loosest, Self::and)
    }

    /// With one more agreement.
    fn and(mut self, agreement: &Agreement) -> Self {
        self.unhashed |= agreement.tier == Tier::ConsortiumUnhashed;
        if let Some(identity) = &agreement.identity {
            self.protect = self.protect.max(identity.protect);
            self.threshold_followers = self.threshold_followers.max(identity.threshold_followers);
            self.third_party = self.third_party.max(identity.third_party_mentions);
            self.profile_text = self.profile_text.max(identity.profile_text);
        }
        if let Some(sdc) = &agreement.sdc {
            self.cells = self.cells.and(&CellRules::of(sdc));
        }
        if let Some(quotes) = &agreement.quotes {
            self.verbatim = self.verbatim.max(quotes.verbatim);
            self.max_quotes = least(self.max_quotes, Some(quotes.max));
        }
        if let Some(limits) = &agreement.limits {
            self.max_records = least(self.max_records, limits.max_records);
            let rows = limits.clipboard_rows.unwrap_or(CLIPBOARD_ROWS);
            self.clipboard_rows = self.clipboard_rows.min(rows);
        }
        if let Some(subjects) = &agreement.subjects {
            self.disputed = self.disputed.max(subjects.disputed);
            let hours = Some(subjects.removal_deadline_hours);
            self.removal_deadline_hours = least(self.removal_deadline_hours, hours);
        }
        if let Some(term) = &agreement.term {
            self.destroy_by = least(self.destroy_by, term.destroy_by);
        }
        if let Some(obligations) = &agreement.obligations {
            if let Some(attribution) = &obligations.attribution
                && !self.attributions.contains(attribution)
            {
                self.attributions.push(attribution.clone());
            }
            self.recipient_terms |= obligations.recipient_terms;
            self.countersign |= obligations.countersign;
            self.encrypt |= obligations.encrypt;
        }
        let steward = agreement.approval.as_ref();
        self.steward |= steward.is_some_and(|approval| approval.steward_signature);
        self
    }

    /// Whether an account with the fewest followers that any record of it names is protected.
    pub fn protects(&self, fewest_followers: Option<i64>) -> bool {
        let below =
            |followers| u64::try_from(followers).map_or(true, |n| n < self.threshold_followers);
        self.protect == Protect::All || fewest_followers.is_none_or(below)
    }

    /// Of the rules alone, for what is made under them.
    pub fn digest(&self) -> crate::Result<Digest> {
        Digest::of(self)
    }
}

impl CellRules {
    /// What one agreement says.
    pub fn of(sdc: &crate::agreement::Sdc) -> Self {
        Self {
            min_accounts: sdc.min_accounts,
            zero_cells: sdc.zero_cells.unwrap_or(ZeroCells::Allow),
            dominance: match (sdc.nk_n, sdc.nk_k) {
                (Some(n), Some(k)) => vec![Dominance { n, k }],
                _ => Vec::new(),
            },
            p_ratio: sdc.p_ratio,
            rounding_base: sdc.rounding_base.unwrap_or(0),
            complementary: sdc.margins.is_some(),
            differencing: sdc.differencing.unwrap_or(false),
        }
    }

    /// Both.
    pub fn and(&self, other: &Self) -> Self {
        let mut dominance = self.dominance.clone();
        for rule in &other.dominance {
            if !dominance.contains(rule) {
                dominance.push(*rule);
            }
        }
        Self {
            min_accounts: self.min_accounts.max(other.min_accounts),
            zero_cells: self.zero_cells.max(other.zero_cells),
            dominance,
            p_ratio: match (self.p_ratio, other.p_ratio) {
                (Some(ours), Some(theirs)) => Some(ours.max(theirs)),
                (ours, theirs) => ours.or(theirs),
            },
            rounding_base: self.rounding_base.max(other.rounding_base),
            complementary: self.complementary || other.complementary,
            differencing: self.differencing || other.differencing,
        }
    }
}

fn least<T: Ord>(ours: Option<T>, theirs: Option<T>) -> Option<T> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
        (ours, theirs) => ours.or(theirs),
    }
}
