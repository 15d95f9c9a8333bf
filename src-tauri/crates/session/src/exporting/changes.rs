//! Rows as the decision wants them: the same changes as `policy::transform::mask_row`, on typed cells.

use super::columns::{COLUMNS, cell};
use super::masking::{Masked, Masking};
use starling_export::{Cell, Column, Kind};
use starling_model::{TweetId, TweetRow};
use starling_policy::transform::{Known, band, mask_account, month};
use starling_policy::{Transform, columns};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Keep,
    /// Account ids.
    Accounts,
    /// The author's names.
    Names,
    /// Tweet ids.
    Tweets,
    /// Names in texts.
    Redact,
    Band,
    Month,
}

impl Action {
    fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Accounts | Self::Names | Self::Tweets => "pseudonym",
            Self::Redact => "redact",
            Self::Band => "band",
            Self::Month => "month",
        }
    }
}

/// How every row is changed.
pub(crate) struct Changes<'a> {
    columns: Vec<(usize, Action)>,
    /// Columns that do not leave.
    pub(crate) dropped: Vec<usize>,
    masking: Masking<'a>,
    /// How much was changed, by transform.
    pub(crate) counts: BTreeMap<String, u64>,
}

impl<'a> Changes<'a> {
    /// Of these columns under these transforms.
    pub(crate) fn new(
        fields: &[usize],
        transforms: &BTreeSet<Transform>,
        masking: Masking<'a>,
    ) -> Self {
        let must = |transform| transforms.contains(&transform);
        let drops = |name: &str| {
            (must(Transform::DropProfileText) && columns::PROFILE_TEXT.contains(&name))
                || (must(Transform::DropGeo) && columns::PLACE.contains(&name))
        };
        let action = |name: &str| {
            if must(Transform::BandQuasiIdentifiers)
                && name.ends_with("_count")
                && columns::QUASI_IDENTIFIERS.contains(&name)
            {
                Action::Band
            } else if must(Transform::BandQuasiIdentifiers) && name == "account_creation_date" {
                Action::Month
            } else if must(Transform::PseudonymiseTweetIds) && columns::TWEET_IDS.contains(&name) {
                Action::Tweets
            } else if must(Transform::PseudonymiseIds) && columns::NAMES.contains(&name) {
                Action::Names
            } else if must(Transform::PseudonymiseIds) && columns::ACCOUNT_IDS.contains(&name) {
                Action::Accounts
            } else if must(Transform::PseudonymiseMentions)
                && (columns::CONTENT.contains(&name) || columns::PROFILE_TEXT.contains(&name))
            {
                Action::Redact
            } else {
                Action::Keep
            }
        };
        let (dropped, kept): (Vec<usize>, Vec<usize>) =
            fields.iter().partition(|at| drops(COLUMNS[**at].0));
        Self {
            columns: kept
                .into_iter()
                .map(|at| (at, action(COLUMNS[at].0)))
                .collect(),
            dropped,
            masking,
            counts: BTreeMap::new(),
        }
    }

    /// The columns as they leave.
    pub(crate) fn out(&self) -> Vec<Column> {
        self.columns
            .iter()
            .map(|(at, action)| {
                let mut column = super::columns::column(*at);
                if *action == Action::Band {
                    column.kind = Kind::Text;
                }
                column
            })
            .collect()
    }

    /// Every column that was asked for, and what becomes of it.
    pub(crate) fn actions(&self) -> Vec<(String, &'static str)> {
        let kept = self.columns.iter().map(|(at, action)| (*at, action.word()));
        let dropped = self.dropped.iter().map(|at| (*at, "drop"));
        let mut all: Vec<(usize, &'static str)> = kept.chain(dropped).collect();
        all.sort_unstable();
        all.into_iter()
            .map(|(at, action)| (COLUMNS[at].0.to_owned(), action))
            .collect()
    }

    fn count(&mut self, transform: Transform, n: u64) {
        if n > 0 {
            *self.counts.entry(transform.to_string()).or_default() += n;
        }
    }

    /// The row as it leaves.
    pub(crate) fn row(&mut self, row: &TweetRow) -> Vec<Cell> {
        let mut changed: Vec<Cell> = Vec::with_capacity(self.columns.len());
        for n in 0..self.columns.len() {
            let (at, action) = self.columns[n];
            let cell = cell(row, at);
            changed.push(self.change(cell, at, action, row));
        }
        changed
    }

    fn change(&mut self, cell: Cell, at: usize, action: Action, row: &TweetRow) -> Cell {
        match (action, cell) {
            (Action::Keep, cell) | (_, cell @ Cell::Empty) => cell,
            (Action::Tweets, cell) => {
                let id = match &cell {
                    Cell::Tweet(TweetId(id)) => id.to_string(),
                    Cell::Text(text) => text.clone(),
                    _ => return cell,
                };
                self.count(Transform::PseudonymiseTweetIds, 1);
                Cell::Text(self.masking.pseudonyms.tweet(&id))
            }
            (Action::Names, Cell::Text(name)) => {
                match self.masking.roster.by_id(&row.author.account) {
                    Known::Protected(id) => {
                        let pseudonym = self.masking.pseudonyms.account(id);
                        self.count(Transform::PseudonymiseIds, 1);
                        Cell::Text(pseudonym)
                    }
                    _ => Cell::Text(name),
                }
            }
            (Action::Accounts, Cell::Text(id)) => Cell::Text(self.account(&id)),
            (Action::Accounts, Cell::List(ids)) => {
                Cell::List(ids.iter().map(|id| self.account(id)).collect())
            }
            (Action::Redact, Cell::Text(text)) => Cell::Text(self.text(&text)),
            (Action::Redact, Cell::List(items)) => {
                let hashtags = COLUMNS[at].0 == "hashtags";
                Cell::List(
                    items
                        .iter()
                        .map(|item| {
                            if hashtags {
                                self.hashtag(item)
                            } else {
                                self.text(item)
                            }
                        })
                        .collect(),
                )
            }
            (Action::Band, Cell::Integer(number)) => {
                self.count(Transform::BandQuasiIdentifiers, 1);
                Cell::text(band(number))
            }
            (Action::Month, Cell::Text(day)) => {
                self.count(Transform::BandQuasiIdentifiers, 1);
                Cell::text(month(&day))
            }
            (_, cell) => cell,
        }
    }

    fn account(&mut self, id: &str) -> String {
        let masked = mask_account(id, self.masking.roster, self.masking.pseudonyms).into_owned();
        if masked != id {
            self.count(Transform::PseudonymiseIds, 1);
        }
        masked
    }

    fn text(&mut self, text: &str) -> String {
        let masked = self.masking.text(text);
        self.counted(masked)
    }

    fn hashtag(&mut self, tag: &str) -> String {
        let masked = self.masking.hashtag(tag);
        self.counted(masked)
    }

    fn counted(&mut self, masked: Masked) -> String {
        self.count(Transform::PseudonymiseMentions, masked.replaced);
        if masked.plain_words > 0 {
            *self.counts.entry("plain_words".to_owned()).or_default() += masked.plain_words;
        }
        masked.text
    }
}
