//! From words to numbers: every name of an [`Ask`] is looked up in the store's dictionaries, once,
//! so that what is left can be decided from the index alone.

use super::Library;
use super::columns::shifted;
use super::ids::IdSet;
use super::words::Sequence;
use crate::ask::{Has, IdField, Is, NumberField, Range, Tag, Words};
use crate::{Ask, Result};
use starling_index::schema::flag;
use starling_index::text::fold_hashtag;
use starling_store::Dictionary;
use tantivy::schema::Field;

/// A condition on documents.
#[derive(Debug)]
pub(crate) enum Plan {
    All,
    Nothing,
    And(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>),
    /// Words of the text.
    Text(Sequence),
    /// A column (that is also indexed) holds one of the ids.
    Ids(Field, IdSet),
    /// At least one of these flags is set.
    AnyFlag(u64),
    /// None of them is.
    NoFlag(u64),
    /// A column's value, as the column holds it, lies between these, both included.
    Between(Field, u64, u64),
}

impl Library<'_> {
    pub(crate) fn plan(&self, ask: &Ask) -> Result<Plan> {
        let fields = &self.fields;
        Ok(match ask {
            Ask::All => Plan::All,
            Ask::And(parts) => Plan::And(
                parts
                    .iter()
                    .map(|part| self.plan(part))
                    .collect::<Result<_>>()?,
            ),
            Ask::Or(parts) => Plan::Or(
                parts
                    .iter()
                    .map(|part| self.plan(part))
                    .collect::<Result<_>>()?,
            ),
            Ask::Not(inner) => Plan::Not(Box::new(self.plan(inner)?)),
            Ask::Text(words) => text(words)?,
            Ask::Profile(field, words) => self.profile_words(*field, words)?,
            Ask::From(name) => self.by_authors(&self.store.accounts_named(name)?)?,
            Ask::To(name) => ids(fields.reply_account, self.store.accounts_named(name)?),
            Ask::Mentions(name) => {
                let accounts = self.store.accounts_named(name)?;
                if accounts.is_empty() {
                    // Lists of mentions hold ids, and outsiders' names are published nowhere: all there is of
                    // `@BarackObama` is the word in the text.
                    text(&Words::Word(format!("@{name}")))?
                } else {
                    ids(fields.mentions, accounts)
                }
            }
            Ask::RetweetsOf(name) => ids(fields.retweet_account, self.store.accounts_named(name)?),
            Ask::Hashtag(tag) => ids(fields.hashtags, self.hashtags(tag)?),
            Ask::Url(part) => ids(fields.urls, self.urls(part)?),
            Ask::Domain(domain) => ids(fields.domains, self.domains(domain)?),
            Ask::Language(language) => ids(
                fields.language,
                self.same_but_case(Dictionary::Language, language)?,
            ),
            Ask::AccountLanguage(language) => {
                let languages = IdSet::of_ids(self.same_but_case(Dictionary::Language, language)?);
                self.by_profiles(|columns, at| languages.contains(u64::from(columns.language[at])))?
            }
            Ask::Client(client) => ids(
                fields.client,
                self.same_but_case(Dictionary::Client, client)?,
            ),
            Ask::Dataset(name) => {
                let datasets = self.store.datasets()?;
                let named = datasets
                    .iter()
                    .filter(|entry| entry.name().eq_ignore_ascii_case(name));
                ids(fields.dataset, named.map(|entry| entry.id.0))
            }
            Ask::Is(Is::Retweet) => Plan::AnyFlag(flag::RETWEET),
            Ask::Is(Is::Reply) => Plan::AnyFlag(flag::REPLY),
            Ask::Is(Is::Quote) => Plan::AnyFlag(flag::QUOTE),
            Ask::Is(Is::Original) => Plan::NoFlag(flag::RETWEET | flag::REPLY | flag::QUOTE),
            Ask::Has(Has::Link) => Plan::AnyFlag(flag::LINK),
            Ask::Has(Has::Hashtag) => Plan::AnyFlag(flag::HASHTAG),
            Ask::Has(Has::Mention) => Plan::AnyFlag(flag::MENTION),
            Ask::Has(Has::Geo) => Plan::AnyFlag(flag::GEO),
            Ask::Has(Has::Poll) => Plan::AnyFlag(flag::POLL),
            Ask::Has(Has::Media) => match self.media {
                Some(media) => tweets(fields.tweet, media.tweets()?),
                None => Plan::Nothing,
            },
            Ask::Media(name) => match self.media {
                Some(media) => tweets(fields.tweet, media.tweets_with(name)?),
                None => Plan::Nothing,
            },
            Ask::Time {
                since: None,
                until: None,
            } => Plan::All,
            Ask::Time { since, until } => {
                // `until` is the first millisecond that no longer matches.
                let to = until.map(|until| until.checked_sub(1));
                match to {
                    Some(None) => Plan::Nothing,
                    to => between(
                        fields.time,
                        Range {
                            from: *since,
                            to: to.flatten(),
                        },
                    ),
                }
            }
            Ask::Number(NumberField::Likes, range) => between(fields.likes, *range),
            Ask::Number(NumberField::Retweets, range) => between(fields.retweets, *range),
            Ask::Number(NumberField::Replies, range) => between(fields.replies, *range),
            Ask::Number(NumberField::Quotes, range) => between(fields.quotes, *range),
            Ask::Number(NumberField::Followers, range) => {
                self.by_profiles(|columns, at| holds(*range, columns.followers[at]))?
            }
            Ask::Number(NumberField::Following, range) => {
                self.by_profiles(|columns, at| holds(*range, columns.following[at]))?
            }
            Ask::AccountCreated(range) => self.by_profiles(|columns, at| {
                columns.created[at] != i32::MIN && holds(*range, i64::from(columns.created[at]))
            })?,
            Ask::Tagged(tag) => {
                let (tagged, accounts) = self.store.tagged(tag)?;
                Plan::Or(vec![
                    tweets(fields.tweet, tagged),
                    self.by_authors(&accounts)?,
                ])
            }
            Ask::ById(field, id) => {
                let field = match field {
                    IdField::Tweet => fields.tweet,
                    IdField::ReplyTo => fields.reply_tweet,
                    IdField::QuoteOf => fields.quote_tweet,
                    IdField::RetweetOf => fields.retweet_tweet,
                };
                tweets(field, vec![id.0])
            }
        })
    }

    /// Tweets whose author, in any version of the profile, is one of the accounts.
    pub(crate) fn by_authors(&self, accounts: &[u32]) -> Result<Plan> {
        let accounts = IdSet::of_ids(accounts.iter().copied());
        if accounts.is_empty() {
            return Ok(Plan::Nothing);
        }
        self.by_profiles(|columns, at| accounts.contains(u64::from(columns.account[at])))
    }
}

fn text(words: &Words) -> Result<Plan> {
    Ok(Sequence::of(words)?.map_or(Plan::Nothing, Plan::Text))
}

pub(crate) fn ids(field: Field, ids: impl IntoIterator<Item = u32>) -> Plan {
    let ids = IdSet::of_ids(ids);
    if ids.is_empty() {
        Plan::Nothing
    } else {
        Plan::Ids(field, ids)
    }
}

pub(crate) fn tweets(field: Field, ids: Vec<u64>) -> Plan {
    let ids = IdSet::new(ids);
    if ids.is_empty() {
        Plan::Nothing
    } else {
        Plan::Ids(field, ids)
    }
}

fn between(field: Field, range: Range) -> Plan {
    let from = range.from.map_or(u64::MIN, shifted);
    let to = range.to.map_or(u64::MAX, shifted);
    if from > to {
        Plan::Nothing
    } else {
        Plan::Between(field, from, to)
    }
}

/// Whether a number that may be missing lies in the range; a missing one lies in none.
fn holds(range: Range, number: i64) -> bool {
    number != i64::MIN
        && range.from.is_none_or(|from| from <= number)
        && range.to.is_none_or(|to| number <= to)
}

impl Library<'_> {
    fn hashtags(&self, tag: &Tag) -> Result<Vec<u32>> {
        Ok(match tag {
            Tag::Exact(tag) => self
                .store
                .find(Dictionary::Hashtag, &fold_hashtag(tag))?
                .into_iter()
                .collect(),
            Tag::Prefix(begins) => {
                let begins = fold_hashtag(begins);
                self.matching(Dictionary::Hashtag, |tag| tag.starts_with(&begins))?
            }
        })
    }
}
