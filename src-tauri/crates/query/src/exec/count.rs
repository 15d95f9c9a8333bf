//! How many tweets, and by how many authors.

use super::Library;
use super::bits::Bits;
use super::set::DocSet;
use crate::answer::Counted;
use crate::{Ask, Result};

impl Library<'_> {
    /// Tweets of the query and their distinct authors.
    pub fn count(&self, ask: &Ask) -> Result<Counted> {
        let set = self.set(ask)?;
        Ok(Counted {
            tweets: set.tweets(),
            accounts: u64::from(self.authors(&set)?.count()),
        })
    }

    /// The accounts that wrote a dataset's tweets, as numbers of `Dictionary::Account`.
    pub fn authors_of_dataset(&self, name: &str) -> Result<Vec<u32>> {
        let set = self.set(&Ask::Dataset(name.to_owned()))?;
        Ok(self.authors(&set)?.iter().collect())
    }

    /// The authors of a set: bits over `Dictionary::Account`.
    pub(crate) fn authors(&self, set: &DocSet) -> Result<Bits> {
        let columns = self.store.profile_columns()?;
        let most = columns.account.iter().max().map_or(0, |most| most + 1);
        let mut authors = Bits::none(most);
        for (profile, _) in self.tally(set, self.fields.profile)?.counts {
            if let Some(account) = columns.account.get(profile as usize) {
                authors.insert(*account);
            }
        }
        Ok(authors)
    }
}
