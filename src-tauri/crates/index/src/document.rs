//! One tweet as the index takes it: words and numbers, everything interned.

use crate::schema::{Fields, slot};
use tantivy::TantivyDocument;

/// What the index is told of one tweet. The numbers are the store's.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of `schema::Fields`")]
pub struct Document {
    pub row: u64,
    pub tweet: u64,
    pub text: String,
    pub reply_tweet: Option<u64>,
    pub quote_tweet: Option<u64>,
    pub retweet_tweet: Option<u64>,
    pub time: Option<i64>,
    pub profile: u32,
    pub dataset: u32,
    pub language: Option<u32>,
    pub client: Option<u32>,
    pub flags: u64,
    pub likes: Option<i64>,
    pub retweets: Option<i64>,
    pub replies: Option<i64>,
    pub quotes: Option<i64>,
    pub hashtags: Vec<u32>,
    pub domains: Vec<u32>,
    pub urls: Vec<u32>,
    pub mentions: Vec<u32>,
    pub reply_account: Option<u32>,
    pub retweet_account: Option<u32>,
}

impl Document {
    /// As tantivy takes it.
    pub(crate) fn into_tantivy(self, fields: &Fields) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        doc.add_u64(fields.row, self.row);
        doc.add_u64(fields.tweet, self.tweet);
        doc.add_u64(fields.slots.tweet, slot(self.tweet));
        doc.add_u64(fields.profile, u64::from(self.profile));
        doc.add_u64(fields.dataset, u64::from(self.dataset));
        doc.add_u64(fields.flags, self.flags);
        let slots = &fields.slots;
        for (field, slots, value) in [
            (fields.reply_tweet, slots.reply_tweet, self.reply_tweet),
            (fields.quote_tweet, slots.quote_tweet, self.quote_tweet),
            (
                fields.retweet_tweet,
                slots.retweet_tweet,
                self.retweet_tweet,
            ),
        ] {
            if let Some(value) = value {
                doc.add_u64(field, value);
                doc.add_u64(slots, slot(value));
            }
        }
        for url in &self.urls {
            doc.add_u64(slots.urls, slot(u64::from(*url)));
        }
        for (field, value) in [
            (fields.time, self.time),
            (fields.likes, self.likes),
            (fields.retweets, self.retweets),
            (fields.replies, self.replies),
            (fields.quotes, self.quotes),
        ] {
            if let Some(value) = value {
                doc.add_i64(field, value);
            }
        }
        for (field, value) in [
            (fields.language, self.language),
            (fields.client, self.client),
            (fields.reply_account, self.reply_account),
            (fields.retweet_account, self.retweet_account),
        ] {
            if let Some(value) = value {
                doc.add_u64(field, u64::from(value));
            }
        }
        for (field, values) in [
            (fields.hashtags, &self.hashtags),
            (fields.domains, &self.domains),
            (fields.urls, &self.urls),
            (fields.mentions, &self.mentions),
        ] {
            for &value in values {
                doc.add_u64(field, u64::from(value));
            }
        }
        doc.add_text(fields.text, self.text);
        doc
    }
}
