//! The index's fields: one document a tweet, its words, and its columns of interned integers.
//!
//! Columns hold numbers that the store's dictionaries name ([`starling_store::Dictionary`]), never strings:
//! per-segment string dictionaries made the hashtag facet four times slower than the mention facet on the same data.
//! What belongs to the author stands in the profile table and is reached through [`Fields::profile`].

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

/// The name the tokenizer is registered under.
pub const TOKENIZER: &str = "starling";

/// Every field. Single-valued unless said otherwise; a column may be empty for a document.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The tweet's words, with positions, not stored.
    pub text: Field,
    /// The store's row number (u64 column only). Unique.
    pub row: Field,
    /// `tweetid` (u64 column, found by [`Slots`]).
    pub tweet: Field,
    /// `in_reply_to_tweetid` where exact (u64 column, found by slots).
    pub reply_tweet: Field,
    /// `quoted_tweet_tweetid` where exact (u64 column, found by slots).
    pub quote_tweet: Field,
    /// `retweet_tweetid` where exact (u64 column, found by slots).
    pub retweet_tweet: Field,
    /// The time a tweet is filed under, UTC milliseconds (i64 column); empty where unknown.
    pub time: Field,
    /// The author's profile version: a number of the store's profile table (u64, indexed and column).
    pub profile: Field,
    /// Dataset number (u64, indexed and column).
    pub dataset: Field,
    /// `Dictionary::Language` (u64, indexed and column); empty where the field is empty.
    pub language: Field,
    /// `Dictionary::Client` (u64, indexed and column); empty where the field is empty.
    pub client: Field,
    /// Bits of [`flag`] (u64 column).
    pub flags: Field,
    /// `like_count` (i64 column), as published; empty where empty.
    pub likes: Field,
    /// `retweet_count` (i64 column).
    pub retweets: Field,
    /// `reply_count` (i64 column).
    pub replies: Field,
    /// `quote_count` (i64 column).
    pub quotes: Field,
    /// `Dictionary::Hashtag`, folded, each once, in order of first appearance (multi-valued u64, indexed and column).
    pub hashtags: Field,
    /// `Dictionary::Domain`, each once (multi-valued u64, indexed and column).
    pub domains: Field,
    /// `Dictionary::Url`, each once (multi-valued u64 column, found by slots).
    pub urls: Field,
    /// `Dictionary::Account`, without `0`, each once (multi-valued u64, indexed and column).
    pub mentions: Field,
    /// `Dictionary::Account` of `in_reply_to_userid` (u64, indexed and column).
    pub reply_account: Field,
    /// `Dictionary::Account` of `retweet_userid` (u64, indexed and column).
    pub retweet_account: Field,
    /// The slots of the columns whose values are nearly all different.
    pub slots: Slots,
}

/// Fields that are only looked up, one beside each column of ids that hardly ever repeat.
///
/// Postings under the ids themselves would need a term for nearly every tweet, which took a sixth of the index's room
/// and 90 MB of an import's memory. A slot is one of [`N_SLOTS`] numbers made from the id: its postings name the few
/// documents whose column is then compared.
#[derive(Debug, Clone, Copy)]
pub struct Slots {
    /// Of [`Fields::tweet`].
    pub tweet: Field,
    /// Of [`Fields::reply_tweet`].
    pub reply_tweet: Field,
    /// Of [`Fields::quote_tweet`].
    pub quote_tweet: Field,
    /// Of [`Fields::retweet_tweet`].
    pub retweet_tweet: Field,
    /// Of [`Fields::urls`].
    pub urls: Field,
}

/// How many slots an id may fall into: at a hundred million tweets some 1,500 documents are compared.
pub const N_SLOTS: u64 = 1 << 16;

/// The slot of an id. Multiplying spreads what lies close together (Knuth, The Art of Computer Programming, 6.4).
pub fn slot(id: u64) -> u64 {
    id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48
}

impl Fields {
    /// The field of the slots by which a column is looked up, where it has one.
    pub fn slots_of(&self, column: Field) -> Option<Field> {
        let slots = &self.slots;
        [
            (self.tweet, slots.tweet),
            (self.reply_tweet, slots.reply_tweet),
            (self.quote_tweet, slots.quote_tweet),
            (self.retweet_tweet, slots.retweet_tweet),
            (self.urls, slots.urls),
        ]
        .into_iter()
        .find_map(|(of, slots)| (of == column).then_some(slots))
    }
}

/// Bits of the `flags` column.
pub mod flag {
    /// `is:retweet`
    pub const RETWEET: u64 = 1;
    /// `is:reply`
    pub const REPLY: u64 = 1 << 1;
    /// `is:quote`
    pub const QUOTE: u64 = 1 << 2;
    /// `has:link`: the list of urls is not empty.
    pub const LINK: u64 = 1 << 3;
    /// `has:hashtag`
    pub const HASHTAG: u64 = 1 << 4;
    /// `has:mention`: the list of mentions holds something other than `0`.
    pub const MENTION: u64 = 1 << 5;
    /// `has:geo`: latitude or longitude is `present` or a number.
    pub const GEO: u64 = 1 << 6;
    /// `has:poll`
    pub const POLL: u64 = 1 << 7;
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_fieldnorms(true)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let column: NumericOptions = FAST.into();
    // Not `INDEXED | FAST`: that also writes a length for each number, 15 bytes a tweet that say nothing.
    let both = NumericOptions::default().set_indexed().set_fast();
    let text = builder.add_text_field("text", words);
    let row = builder.add_u64_field("row", column.clone());
    let tweet = builder.add_u64_field("tweet", column.clone());
    let reply_tweet = builder.add_u64_field("reply_tweet", column.clone());
    let quote_tweet = builder.add_u64_field("quote_tweet", column.clone());
    let retweet_tweet = builder.add_u64_field("retweet_tweet", column.clone());
    let time = builder.add_i64_field("time", column.clone());
    let profile = builder.add_u64_field("profile", both.clone());
    let dataset = builder.add_u64_field("dataset", both.clone());
    let language = builder.add_u64_field("language", both.clone());
    let client = builder.add_u64_field("client", both.clone());
    let flags = builder.add_u64_field("flags", column.clone());
    let likes = builder.add_i64_field("likes", column.clone());
    let retweets = builder.add_i64_field("retweets", column.clone());
    let replies = builder.add_i64_field("replies", column.clone());
    let quotes = builder.add_i64_field("quotes", column.clone());
    let hashtags = builder.add_u64_field("hashtags", both.clone());
    let domains = builder.add_u64_field("domains", both.clone());
    let urls = builder.add_u64_field("urls", column);
    let mentions = builder.add_u64_field("mentions", both.clone());
    let reply_account = builder.add_u64_field("reply_account", both.clone());
    let retweet_account = builder.add_u64_field("retweet_account", both);
    let sought = NumericOptions::default().set_indexed();
    let slots = Slots {
        tweet: builder.add_u64_field("tweet_slot", sought.clone()),
        reply_tweet: builder.add_u64_field("reply_tweet_slot", sought.clone()),
        quote_tweet: builder.add_u64_field("quote_tweet_slot", sought.clone()),
        retweet_tweet: builder.add_u64_field("retweet_tweet_slot", sought.clone()),
        urls: builder.add_u64_field("url_slots", sought),
    };
    let fields = Fields {
        text,
        row,
        tweet,
        reply_tweet,
        quote_tweet,
        retweet_tweet,
        time,
        profile,
        dataset,
        language,
        client,
        flags,
        likes,
        retweets,
        replies,
        quotes,
        hashtags,
        domains,
        urls,
        mentions,
        reply_account,
        retweet_account,
        slots,
    };
    (builder.build(), fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_second_and_small_numbers_spread_over_the_slots() {
        for ids in [
            (0..6_553_600u64).collect::<Vec<_>>(),
            (0..6_553_600u64)
                .map(|n| 1_100_000_000_000_000_000 + n * 4_194_304)
                .collect(),
        ] {
            let mut filled = vec![0u32; N_SLOTS as usize];
            ids.iter().for_each(|id| filled[slot(*id) as usize] += 1);
            let most = filled.iter().max().unwrap();
            assert!(*most < 400, "a hundred in the mean, {most} in the fullest");
        }
    }
}
