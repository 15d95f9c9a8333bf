//! Rows of the store as lists show them: with their dataset, their tags, their media and what the query hit.

use super::Library;
use super::words::needle;
use crate::answer::{Note, Source, TweetView};
use crate::ask::Tag;
use crate::{Ask, Result};
use starling_index::text::{Needle, marks};
use starling_store::{Dictionary, MarkTarget, StoredTweet};
use std::collections::HashMap;

impl Library<'_> {
    /// These rows, in their order, with marks where the query's words, hashtags and mentions stand.
    pub fn views(&self, rows: &[u64], ask: &Ask) -> Result<Vec<TweetView>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let needles = needles(ask)?;
        let stored = self.store.tweets(rows)?;
        let ids: Vec<u64> = stored.iter().map(|tweet| tweet.tweet.id).collect();
        let tags = self.store.tags_on_tweets(&ids)?;
        let media = match self.media {
            Some(media) => media.of_tweets(&ids)?,
            None => vec![Vec::new(); ids.len()],
        };
        let datasets: HashMap<u32, String> = self
            .store
            .datasets()?
            .into_iter()
            .map(|entry| (entry.id.0, entry.facts.name))
            .collect();
        let files: HashMap<u32, (String, String)> = self
            .store
            .files()?
            .into_iter()
            .map(|file| (file.id, (file.path, file.member)))
            .collect();
        let view = |((stored, tags), media): ((StoredTweet, Vec<String>), Vec<String>)| TweetView {
            row: stored.row,
            dataset: datasets.get(&stored.dataset.0).cloned().unwrap_or_default(),
            source: files.get(&stored.file).map(|(file, member)| Source {
                file: file.clone(),
                member: member.clone(),
                record: stored.record,
            }),
            marks: marks(&stored.tweet.text, &needles),
            tweet: stored.tweet,
            tags,
            media,
        };
        Ok(stored.into_iter().zip(tags).zip(media).map(view).collect())
    }

    /// The researcher's notes on a thing, oldest first.
    pub(crate) fn notes_on(&self, on: MarkTarget) -> Result<Vec<Note>> {
        let words = match on {
            MarkTarget::Tweet(id) => ("tweet".to_owned(), id.to_string()),
            MarkTarget::Account(id) => {
                let word = self
                    .store
                    .words(Dictionary::Account, &[id])?
                    .pop()
                    .unwrap_or_default();
                ("account".to_owned(), word)
            }
        };
        let notes = self.store.notes(Some(on))?;
        Ok(notes
            .into_iter()
            .map(|note| Note {
                id: note.id,
                on: words.clone(),
                text: note.text,
                at: note.at,
            })
            .collect())
    }
}

/// What to highlight: everything the query asks the text for and does not negate.
fn needles(ask: &Ask) -> Result<Vec<Needle>> {
    Ok(match ask {
        Ask::Text(words) => vec![needle(words)?],
        Ask::Hashtag(Tag::Exact(tag)) => vec![Needle::Hashtag(tag.clone())],
        Ask::Hashtag(Tag::Prefix(begins)) => vec![Needle::HashtagPrefix(begins.clone())],
        Ask::Mentions(name) => vec![Needle::Mention(name.clone())],
        Ask::And(parts) | Ask::Or(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.append(&mut needles(part)?);
            }
            all
        }
        _ => Vec::new(),
    })
}
