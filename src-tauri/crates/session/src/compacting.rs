//! Giving back room, and taking out what only a removed dataset used.

use crate::convert::{Origin, convert};
use crate::{Error, Result, Session};
use starling_model::{Cancel, Progress, Stage, Step};
use starling_store::{Dictionary, Interner, Used};

/// Rows read at a time.
const ROWS: usize = 20_000;

impl Session {
    /// Gives back room: takes words out that no row uses any more, merges the index's segments and vacuums the store.
    pub fn compact(&self, progress: &Progress, cancel: &Cancel) -> Result<()> {
        let _nothing_changes = self
            .importing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if self.store.may_have_unused_words()? {
            let used = self.used_words(progress, cancel)?;
            // Segments with removed tweets name removed words, so they go first; a crash in between leaves words only.
            self.index.merge_all()?;
            cancel.check()?;
            self.store.keep_only(used)?;
        } else {
            self.index.merge_all()?;
            cancel.check()?;
        }
        self.store.vacuum()?;
        self.sets.forget_words();
        Ok(())
    }

    /// Every word that a row, a users file, a tag or a note uses. The store is asked and not the index: it is the truth.
    fn used_words(&self, progress: &Progress, cancel: &Cancel) -> Result<Used> {
        let mut used = Used::default();
        let mut interner = Interner::load(&self.store)?;
        let last = self.store.last_row()?;
        let mut at = 0;
        loop {
            cancel.check()?;
            let rows = self.store.tweets_after(at, ROWS)?;
            let Some(newest) = rows.last() else { break };
            at = newest.row;
            for stored in &rows {
                let origin = Origin {
                    dataset: stored.dataset,
                    file: stored.file,
                    record: stored.record,
                    row: stored.row,
                };
                let (ids, document) = convert(&stored.tweet, origin, &mut interner);
                used.profile(ids.profile);
                let mut words = |of, ids: &mut dyn Iterator<Item = u32>| {
                    ids.for_each(|id| used.word(of, id));
                };
                words(Dictionary::Language, &mut ids.language.into_iter());
                words(Dictionary::Client, &mut ids.client.into_iter());
                words(Dictionary::Url, &mut ids.urls.iter().copied());
                words(Dictionary::Hashtag, &mut document.hashtags.iter().copied());
                words(Dictionary::Domain, &mut document.domains.iter().copied());
                let accounts = ids.mentions.iter().flatten().copied();
                let others = ids.reply_account.into_iter().chain(ids.retweet_account);
                words(Dictionary::Account, &mut accounts.chain(others));
            }
            progress.say(Step {
                stage: Stage::Verifying,
                subject: "words in use".into(),
                done: at,
                total: Some(last),
                unit: "rows",
                rows: at,
                rejected: 0,
            });
        }
        for user in self.store.users()? {
            used.profile(user.profile);
            used.word(Dictionary::Account, user.account);
        }
        for account in self.store.marked_accounts()? {
            used.word(Dictionary::Account, account);
        }
        let fresh = interner.take_fresh();
        if fresh.words() > 0 {
            return Err(Error::Damaged {
                file: self.store.file().to_owned(),
                reason: format!(
                    "{} words of its rows are missing from its dictionaries",
                    fresh.words()
                ),
            });
        }
        Ok(used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opening::KdfCost;
    use crate::{ImportOrder, Target, Unlock};
    use starling_model::columns::TWEET_COLUMNS;
    use starling_query::ask::Sort;
    use std::path::{Path, PathBuf};

    const PASSPHRASE: &str = "correct horse battery staple";

    /// A tweets file whose every word ends in its own letters.
    #[expect(clippy::disallowed_methods, reason = "a test's own input")]
    fn file(dir: &Path, name: &str, first: u64) -> PathBuf {
        let mut text = TWEET_COLUMNS.join(",") + "\n";
        for id in first..first + 3 {
            let row = TWEET_COLUMNS.map(|column| match column {
                "tweetid" => id.to_string(),
                "userid" => format!("account{id}{name}"),
                "user_screen_name" | "user_display_name" => format!("screen{id}{name}"),
                "user_profile_description" => format!("bio{name}"),
                "tweet_text" => "shared words".to_owned(),
                "tweet_time" => "2015-01-01 00:00".to_owned(),
                "tweet_client_name" => format!("client{name}"),
                "tweet_language" | "account_language" => format!("l{name}"),
                "hashtags" => format!("\"['tag{name}', 'shared']\""),
                "urls" => format!("\"['https://host{name}.example/{id}']\""),
                "user_mentions" => format!("\"['mentioned{name}', 'shared']\""),
                "is_retweet" => "false".to_owned(),
                _ => String::new(),
            });
            text += &(row.join(",") + "\n");
        }
        let path = dir.join(format!("{name}_tweets_csv_hashed.csv"));
        std::fs::write(&path, text).unwrap();
        path
    }

    fn import(session: &Session, file: PathBuf) {
        let order = ImportOrder {
            paths: vec![file],
            ..ImportOrder::default()
        };
        let report = session
            .import(&order, &Progress::none(), &Cancel::new())
            .unwrap();
        assert_eq!(report.tweets, 3, "{report:?}");
    }

    fn words_with(session: &Session, part: &str) -> Vec<String> {
        let mut found = Vec::new();
        for of in Dictionary::ALL {
            let see = &mut |_, word: &str| {
                if word.contains(part) {
                    found.push(word.to_owned());
                }
            };
            session.store.each(of, see).unwrap();
        }
        let see = &mut |_, texts: &starling_store::ProfileTexts<'_>| {
            for text in [texts.screen_name, texts.bio] {
                if text.contains(part) {
                    found.push(text.to_owned());
                }
            }
        };
        session.store.each_profile_text(see).unwrap();
        found
    }

    #[test]
    fn words_that_only_a_removed_dataset_used_are_gone_after_compacting() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("vault");
        let (session, _) =
            Session::create_costing(&dir, PASSPHRASE, false, KdfCost::CHEAP_FOR_TESTS).unwrap();
        import(&session, file(folder.path(), "gone", 1));
        import(&session, file(folder.path(), "kept", 11));
        session
            .tag("seen", &Target::Account("account1gone".into()))
            .unwrap();
        let kept = words_with(&session, "kept");
        session.remove_dataset("gone").unwrap();
        assert!(
            words_with(&session, "gone").len() > 10,
            "the removal itself is quick"
        );
        session.compact(&Progress::none(), &Cancel::new()).unwrap();
        assert_eq!(
            words_with(&session, "gone"),
            ["account1gone"],
            "nothing is left but what the researcher has tagged"
        );
        assert_eq!(words_with(&session, "kept"), kept);

        // Numbers that were given once are not given to others by what is imported now.
        import(&session, file(folder.path(), "gone", 1));
        import(&session, file(folder.path(), "more", 21));
        drop(session);
        let session = Session::open(&dir, Unlock::Passphrase(PASSPHRASE.into())).unwrap();
        for name in ["gone", "kept", "more"] {
            let query = format!(
                "client:client{name} hashtag:tag{name} domain:host{name}.example mentions:mentioned{name} bio:bio{name} lang:l{name}"
            );
            let page = session.search(&query, Sort::Newest, 0, 10).unwrap();
            assert_eq!(page.total, 3, "{query}");
            for view in page.tweets {
                let tweet = view.tweet;
                assert_eq!(tweet.author.account, format!("account{}{name}", tweet.id));
                assert_eq!(tweet.author.bio, format!("bio{name}"));
                assert_eq!(
                    tweet.urls,
                    [format!("https://host{name}.example/{}", tweet.id)]
                );
            }
        }
        drop(session);
        let by = Unlock::Passphrase(PASSPHRASE.into());
        Session::rebuild_index(&dir, by, &Progress::none(), &Cancel::new()).unwrap();
        let by = Unlock::Passphrase(PASSPHRASE.into());
        let seen = Session::verify(&dir, by, &Progress::none(), &Cancel::new()).unwrap();
        assert_eq!(seen.problems, Vec::<String>::new());
        assert_eq!((seen.rows, seen.documents), (9, 9));
    }
}
