//! `accounts`, `account`, `tweet`.

use super::args::{Accounts, Options};
use super::output::Answer;
use super::passphrase;
use super::questions::{in_query, tweet_text};
use super::table::{Edge, Table, facts, figure, maybe};
use super::terminal::one_line;
use crate::words;
use starling_wire::{
    AccountDetail, AccountPage, Beside, Failure, MediaFile, Thread, TweetPage, Values,
};

pub(super) fn accounts(ask: &Accounts, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let found = session.accounts(&ask.query, ask.sort.0, ask.outsiders, ask.offset, ask.limit);
    let page = AccountPage::of(&ask.query, found.map_err(in_query(&ask.query))?);
    let mut table = Table::new(&[
        ("tweets", Edge::End),
        ("followers", Edge::End),
        ("created", Edge::Start),
        ("name", Edge::Start),
        ("id", Edge::Start),
        ("dataset", Edge::Start),
        ("bio", Edge::Start),
    ]);
    for account in &page.accounts {
        table.row([
            figure(account.tweets),
            maybe(account.followers),
            account.created.clone().unwrap_or_default(),
            if account.hashed {
                "hashed".to_owned()
            } else {
                account.screen_name.clone()
            },
            account.id.clone(),
            account.datasets.join(", "),
            account.bio.clone().unwrap_or_default(),
        ]);
    }
    let text = table.text()
        + &format!(
            "\n{} of {} accounts\n",
            figure(page.accounts.len() as u64),
            figure(page.total)
        );
    Answer::new(&page, text)
}

pub(super) fn account(id_or_name: &str, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let found = session.account(id_or_name.trim_start_matches('@'))?;
    let files = session.media_of_account(&found.view.id)?;
    let detail = AccountDetail::of(found, files);
    Answer::new(&detail, account_text(&detail))
}

fn account_text(detail: &AccountDetail) -> String {
    let account = &detail.account;
    let mut text = facts(&[
        ("Account", account.id.clone()),
        (
            "Form",
            if account.hashed { "hashed" } else { "plain" }.to_owned(),
        ),
        ("Screen name", account.screen_name.clone()),
        ("Display name", account.display_name.clone()),
        ("Followers", maybe(account.followers)),
        ("Following", maybe(account.following)),
        ("Created", account.created.clone().unwrap_or_default()),
        ("Language", account.lang.clone().unwrap_or_default()),
        ("Location", account.location.clone().unwrap_or_default()),
        ("Bio", account.bio.clone().unwrap_or_default()),
        ("Link", account.url.clone().unwrap_or_default()),
        ("Datasets", account.datasets.join(", ")),
        ("Tags", account.tags.join(", ")),
        ("Tweets", figure(account.tweets)),
        ("First", account.first.clone().unwrap_or_default()),
        ("Last", account.last.clone().unwrap_or_default()),
    ]);
    for (head, values) in [
        ("Clients", &detail.clients),
        ("Languages", &detail.languages),
        ("Hashtags", &detail.hashtags),
        ("Domains", &detail.domains),
        ("Amplifies", &detail.amplifies),
        ("Amplified by", &detail.amplified_by),
    ] {
        text += &values_text(head, values);
    }
    text += "\nTweets by weekday and hour (UTC)\n";
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    for (day, hours) in days.iter().zip(&detail.activity) {
        let hours: String = hours
            .iter()
            .map(|count| format!("{:>6}", figure(*count)))
            .collect();
        text += &format!("{day}{hours}\n");
    }
    if detail.profiles.len() > 1 {
        text += "\nIts profile over time\n";
        for version in &detail.profiles {
            let from = if version.users_file {
                "users file"
            } else {
                version.first.as_deref().unwrap_or("")
            };
            text += &format!(
                "- {from}: @{} {}\n",
                version.screen_name, version.display_name
            );
        }
    }
    if !detail.oddities.is_empty() {
        text += "\nAs the users file has it\n";
        for odd in &detail.oddities {
            text += &format!(
                "- {}: {} ({})\n",
                odd.column,
                one_line(&odd.raw),
                one_line(&odd.dataset)
            );
        }
    }
    if !detail.files.is_empty() {
        text += "\n";
        text.extend(detail.files.iter().map(media_text));
    }
    for note in &detail.notes {
        text += &format!("\nNote {} of {}: {}\n", note.note, note.at, note.text);
    }
    text
}

fn values_text(head: &str, values: &Values) -> String {
    if values.values.is_empty() {
        return String::new();
    }
    let named = values.values.iter().map(|value| {
        let label = value
            .label
            .as_ref()
            .map(|label| format!(" (@{label})"))
            .unwrap_or_default();
        format!(
            "  {:>9}  {}{label}\n",
            figure(value.count),
            super::terminal::one_line(&value.value)
        )
    });
    format!(
        "\n{head}: {} of {}\n",
        values.values.len(),
        figure(values.distinct)
    ) + &named.collect::<String>()
}

/// A file of media: its name, its size, and where it lies.
fn media_text(file: &MediaFile) -> String {
    format!(
        "Media {}  {} bytes  {}  {}\n",
        one_line(&file.name),
        figure(file.bytes),
        file.state,
        one_line(&format!("{}/{}", file.file, file.entry)),
    )
}

pub(super) fn tweet(id: &str, options: &Options) -> Result<Answer, Failure> {
    let id = words::tweet_id(id)?;
    let session = passphrase::open(options)?;
    let beside = Beside {
        files: session.media_of_tweet(id)?,
        variants: session.variants_of_tweet(id)?,
    };
    let thread = Thread::of(session.tweet(id)?, beside);
    let mut text = String::new();
    let mut part = |head: &str, tweets: &[starling_wire::Tweet], total: u64| {
        if !tweets.is_empty() {
            let of = if total > tweets.len() as u64 {
                format!(" ({} of {})", tweets.len(), figure(total))
            } else {
                String::new()
            };
            text += &format!("{head}{of}\n");
            text.extend(tweets.iter().map(tweet_text));
        }
    };
    let page = |page: &TweetPage| page.total;
    part("Tweet", thread.tweet.as_slice(), 1);
    part(
        "The same in other datasets",
        &thread.copies,
        thread.copies.len() as u64,
    );
    part(
        "Answers",
        &thread.replies_to,
        thread.replies_to.len() as u64,
    );
    part("Quotes", thread.quoted.as_slice(), 1);
    part("Retweets", thread.retweeted.as_slice(), 1);
    part("Replies", &thread.replies.tweets, page(&thread.replies));
    part("Quoted by", &thread.quotes.tweets, page(&thread.quotes));
    part(
        "Retweeted by",
        &thread.retweets.tweets,
        page(&thread.retweets),
    );
    text.extend(thread.files.iter().map(media_text));
    for variant in &thread.variants {
        text += &super::import::variant_text(variant);
    }
    for note in &thread.notes {
        text += &format!("Note {} of {}: {}\n", note.note, note.at, note.text);
    }
    Answer::new(&thread, text)
}
