//! Accounts: the list and the page of one.

use crate::answer::{Timeline, Values};
use crate::marks::Note;
use crate::media::MediaFile;
use crate::text::{filled, time};
use serde::Serialize;
use starling_model::{Profile, account_form};
use starling_query::answer::{self, AccountView};
use starling_query::ask::Bucket;
use ts_rs::TS;

/// One account, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Account {
    /// As published: a number, or a hash.
    pub id: String,
    /// As published; the hash itself where hashed.
    pub screen_name: String,
    #[expect(missing_docs, reason = "see screen_name")]
    pub display_name: String,
    /// Whether the id is a hash, told from its form.
    pub hashed: bool,
    /// As published.
    pub followers: Option<i64>,
    #[expect(missing_docs, reason = "see followers")]
    pub following: Option<i64>,
    /// The day the account was made.
    pub created: Option<String>,
    /// The account's language, as published.
    pub lang: Option<String>,
    /// Where it says it is.
    pub location: Option<String>,
    /// What it says of itself.
    pub bio: Option<String>,
    /// The address in its profile.
    pub url: Option<String>,
    /// Its tweets in the query.
    pub tweets: u64,
    /// Retweets of its tweets in the query.
    pub retweeted: u64,
    /// Its first tweet in the query.
    pub first: Option<String>,
    /// Its last.
    pub last: Option<String>,
    /// The dataset it stands in; the first, where it stands in several.
    pub dataset: Option<String>,
    /// All of them.
    pub datasets: Vec<String>,
    /// The researcher's tags.
    pub tags: Vec<String>,
    /// Only mentioned, answered or retweeted: no users row, no tweet.
    pub outsider: bool,
}

impl From<AccountView> for Account {
    fn from(view: AccountView) -> Self {
        let profile = view.profile;
        Self {
            hashed: account_form(&view.id).is_hashed(),
            id: view.id,
            screen_name: profile.screen_name,
            display_name: profile.display_name,
            followers: profile.followers,
            following: profile.following,
            created: profile.created.map(starling_model::Day::iso),
            lang: filled(profile.language),
            location: filled(profile.location),
            bio: filled(profile.bio),
            url: filled(profile.url),
            tweets: view.tweets,
            retweeted: view.retweeted,
            first: time(view.first),
            last: time(view.last),
            dataset: view.datasets.first().cloned(),
            datasets: view.datasets,
            tags: view.tags,
            outsider: view.outsider,
        }
    }
}

/// `accounts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountPage {
    /// As asked.
    pub query: String,
    /// All, not only this page.
    pub total: u64,
    /// The page.
    pub accounts: Vec<Account>,
}

impl AccountPage {
    /// Of that query.
    pub fn of(query: &str, page: answer::AccountPage) -> Self {
        let accounts = page.accounts.into_iter().map(Account::from).collect();
        Self {
            query: query.to_owned(),
            total: page.total,
            accounts,
        }
    }
}

/// `account`: one account whole, over the whole vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountDetail {
    /// As in lists.
    pub account: Account,
    /// Tweets by weekday (Monday first) and hour, UTC.
    pub activity: Vec<Vec<u64>>,
    /// Clients it posted with.
    pub clients: Values,
    /// Languages of its tweets.
    pub languages: Values,
    /// Its hashtags.
    pub hashtags: Values,
    /// Hosts it links to.
    pub domains: Values,
    /// Accounts whose tweets it retweets.
    pub amplifies: Values,
    /// Accounts that retweet its tweets.
    pub amplified_by: Values,
    /// Every version of its profile.
    pub profiles: Vec<ProfileVersion>,
    /// What users files published in another form than its value: `1.01421E+18`, `NaN`, a date with a time.
    pub oddities: Vec<AccountOddity>,
    /// Its tweets by month.
    pub timeline: Timeline,
    /// The researcher's notes.
    pub notes: Vec<Note>,
    /// The image and banner of its profile, and where they lie.
    pub files: Vec<MediaFile>,
}

/// A field of a users file as it was published, where that is not what its value would be written as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AccountOddity {
    pub dataset: String,
    pub column: String,
    pub raw: String,
}

/// What the account's rows said of it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[expect(missing_docs, reason = "see Account")]
pub struct ProfileVersion {
    pub screen_name: String,
    pub display_name: String,
    pub location: Option<String>,
    pub bio: Option<String>,
    pub url: Option<String>,
    pub followers: Option<i64>,
    pub following: Option<i64>,
    pub created: Option<String>,
    pub lang: Option<String>,
    /// Tweets that carry it; 0 for a users file's.
    pub tweets: u64,
    pub first: Option<String>,
    pub last: Option<String>,
    /// Whether a users file says so.
    pub users_file: bool,
}

impl From<answer::ProfileVersion> for ProfileVersion {
    fn from(version: answer::ProfileVersion) -> Self {
        let Profile {
            screen_name,
            display_name,
            location,
            bio,
            url,
            followers,
            following,
            created,
            language,
            ..
        } = version.profile;
        Self {
            screen_name,
            display_name,
            location: filled(location),
            bio: filled(bio),
            url: filled(url),
            followers,
            following,
            created: created.map(starling_model::Day::iso),
            lang: filled(language),
            tweets: version.tweets,
            first: time(version.first),
            last: time(version.last),
            users_file: version.users_file,
        }
    }
}

impl AccountDetail {
    /// Of that account, with the media of its profile.
    pub fn of(detail: answer::AccountDetail, files: Vec<starling_session::MediaFile>) -> Self {
        let query = format!("from:{}", detail.view.id);
        Self {
            account: detail.view.into(),
            activity: detail.grid.iter().map(|day| day.to_vec()).collect(),
            clients: detail.clients.into(),
            languages: detail.languages.into(),
            hashtags: detail.hashtags.into(),
            domains: detail.domains.into(),
            amplifies: detail.amplifies.into(),
            amplified_by: detail.amplified_by.into(),
            profiles: detail
                .profiles
                .into_iter()
                .map(ProfileVersion::from)
                .collect(),
            oddities: detail
                .oddities
                .into_iter()
                .map(|odd| AccountOddity {
                    dataset: odd.dataset,
                    column: odd.column,
                    raw: odd.raw,
                })
                .collect(),
            timeline: Timeline::of(&query, Bucket::Month, None, detail.timeline),
            notes: detail.notes.into_iter().map(Note::from).collect(),
            files: files.into_iter().map(MediaFile::from).collect(),
        }
    }
}
