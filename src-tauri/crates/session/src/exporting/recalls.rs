//! What a withdrawal reaches outside the vault: the deliveries that held what goes.

use crate::subjects::{Becomes, Notice, SubjectKind};
use crate::{Result, Session};
use starling_model::{Cancel, Progress};
use starling_store::{Dictionary, LedgerRow};

/// What goes, and who has to be told.
#[derive(Debug, Clone, Default)]
pub struct Recalled {
    /// Tweets that go.
    pub tweets: u64,
    /// Accounts that go.
    pub accounts: u64,
    /// Ids that the vault does not hold.
    pub unknown: u64,
    /// Deliveries that held some of them.
    pub deliveries: Vec<LedgerRow>,
}

impl Session {
    /// What these notices would take out, and which deliveries held it. Nothing is changed.
    pub fn withdrawal_of(&self, notices: &[Notice]) -> Result<Recalled> {
        let mut recalled = Recalled::default();
        let (mut accounts, mut tweets) = (Vec::new(), Vec::new());
        for notice in notices {
            let goes = matches!(notice.becomes, Becomes::Noted(state) if state.is_gone());
            if !goes {
                continue;
            }
            let id = &notice.id;
            let is_account = notice.kind != Some(SubjectKind::Tweet)
                && self.store.find(Dictionary::Account, id)?.is_some();
            let named = match id.parse::<u64>() {
                Ok(tweet) if notice.kind != Some(SubjectKind::Account) => Some(tweet),
                _ => None,
            };
            let is_tweet = named.is_some() && self.count(&format!("tweet:{id}"))?.tweets > 0;
            recalled.accounts += u64::from(is_account);
            recalled.unknown += u64::from(!is_account && !is_tweet);
            if is_tweet {
                recalled.tweets += 1;
            }
            if is_account {
                recalled.tweets += self.count(&format!("from:{id}"))?.tweets;
                accounts.push(id.clone());
            }
            tweets.extend(named);
        }
        recalled.deliveries = self.deliveries_with(&accounts, &tweets)?;
        Ok(recalled)
    }

    /// Carries it out; what went and who has to be told.
    pub fn withdraw_and_recall(
        &self,
        notices: &[Notice],
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<Recalled> {
        let planned = self.withdrawal_of(notices)?;
        let done = self.withdraw(notices, progress, cancel)?;
        Ok(Recalled {
            tweets: done.gone_tweets.len() as u64,
            accounts: done.accounts,
            unknown: planned.unknown,
            deliveries: self.deliveries_with(&done.gone_accounts, &done.gone_tweets)?,
        })
    }
}
