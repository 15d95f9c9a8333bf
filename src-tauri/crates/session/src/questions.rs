//! Every question a screen or a command asks of the rows.

use crate::{Error, Result, Session};
use starling_model::{Cancel, TweetId};
use starling_query::Ask;
use starling_query::answer::{
    AccountDetail, AccountPage, Counted, FacetValues, Page, Thread, Timeline, TweetView,
};
use starling_query::ask::{AccountSort, Bucket, Facet, Sort};
use starling_query::exec::{AccountAsk, Library, PageAsk};
use starling_query::language::parse;

impl Session {
    /// One state of the vault; a question sees one even while an import goes on.
    pub(crate) fn rows(&self) -> Library<'_> {
        Library::new(
            &self.store,
            self.index.searcher(),
            *self.index.fields(),
            &self.sets,
        )
        .with_media(&self.media)
    }

    /// The same, with a way to stop.
    pub(crate) fn asked(&self, cancel: &Cancel) -> Library<'_> {
        self.rows().with_cancel(cancel)
    }

    pub(crate) fn ask(query: &str) -> Result<Ask> {
        Ok(parse(query)?)
    }

    /// How many tweets match, by how many authors.
    pub fn count(&self, query: &str) -> Result<Counted> {
        Ok(self.rows().count(&Self::ask(query)?)?)
    }

    /// A page of the list.
    pub fn search(&self, query: &str, sort: Sort, offset: u64, limit: u64) -> Result<Page> {
        Ok(self.rows().page(
            &Self::ask(query)?,
            PageAsk {
                sort,
                offset,
                limit,
            },
        )?)
    }

    /// Tweets by value of each facet.
    pub fn facets(
        &self,
        query: &str,
        by: &[Facet],
        top: usize,
    ) -> Result<(u64, Vec<(Facet, FacetValues)>)> {
        Ok(self.rows().facets(&Self::ask(query)?, by, top)?)
    }

    /// Tweets over time. With no bucket, the narrowest that gives at most 400.
    pub fn timeline(
        &self,
        query: &str,
        bucket: Option<Bucket>,
        split: Option<(Facet, usize)>,
    ) -> Result<(Bucket, Timeline)> {
        Ok(self.rows().timeline(&Self::ask(query)?, bucket, split)?)
    }

    /// Accounts that wrote the query's tweets; for `*` every account of the users files as well.
    pub fn accounts(
        &self,
        query: &str,
        sort: AccountSort,
        outsiders: bool,
        offset: u64,
        limit: u64,
    ) -> Result<AccountPage> {
        Ok(self.rows().accounts(
            &Self::ask(query)?,
            AccountAsk {
                sort,
                outsiders,
                offset,
                limit,
            },
        )?)
    }

    /// One account, by id or screen name.
    pub fn account(&self, id_or_name: &str) -> Result<AccountDetail> {
        Ok(self.rows().account(id_or_name)?)
    }

    /// One tweet with its thread.
    pub fn tweet(&self, id: TweetId) -> Result<Thread> {
        Ok(self.rows().thread(id)?)
    }

    /// One row as it was published: every column in the archive's order.
    pub fn raw_record(&self, row: u64) -> Result<Vec<(String, String)>> {
        let stored = self.store.tweets(&[row])?;
        let stored = stored
            .first()
            .ok_or_else(|| Error::NotFound(format!("no row {row} in this vault")))?;
        Ok(starling_import::raw_record(&stored.tweet)
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text))
            .collect())
    }

    /// Rows by number, as lists show them.
    pub fn views(&self, rows: &[u64]) -> Result<Vec<TweetView>> {
        Ok(self.rows().views(rows, &Ask::All)?)
    }

    /// Checks a query's wording only.
    pub fn check(&self, query: &str) -> Result<()> {
        Self::ask(query).map(|_| ())
    }

    /// Names that begin so, the most used first: accounts (screen names), hashtags, clients, languages, datasets.
    pub fn complete(&self, facet: Facet, begins: &str, limit: usize) -> Result<Vec<String>> {
        Ok(self.rows().complete(facet, begins, limit)?)
    }
}
