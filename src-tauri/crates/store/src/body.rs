//! The body of a tweet's row: what cannot be told from the dictionaries, packed by postcard and compressed by zstd.
//!
//! Tweets are short, so each dataset gets a dictionary trained on its own first rows; without one, zstd finds
//! nothing to repeat in 200 bytes. The first byte run of a body is the number of that dictionary, 0 for none.

use serde::{Deserialize, Serialize};
use starling_model::columns::TWEET_COLUMNS;
use starling_model::{Geo, Oddity, Reference, TweetId, TweetRow};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

/// The numbers of one row's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as in the index's schema")]
pub struct Ids {
    pub dataset: u32,
    pub file: u32,
    pub record: u64,
    pub profile: u32,
    pub language: Option<u32>,
    pub client: Option<u32>,
    pub reply_account: Option<u32>,
    pub retweet_account: Option<u32>,
    /// As listed, repeats kept.
    pub urls: Vec<u32>,
    /// As listed, repeats kept; `None` for a published `0`.
    pub mentions: Vec<Option<u32>>,
}

#[derive(Serialize, Deserialize)]
enum PackedReference<'a> {
    None,
    Exact(u64),
    Approximate(&'a str),
}

#[derive(Serialize, Deserialize)]
enum PackedGeo {
    None,
    Absent,
    Present,
    Degrees(f64),
}

#[derive(Serialize, Deserialize)]
enum PackedTime {
    None,
    /// The start of the minute that the id's own time lies in: nearly every row.
    MinuteOfId,
    At(i64),
}

#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    tweet: u64,
    dataset: u32,
    file: u32,
    record: u64,
    profile: u32,
    language: Option<u32>,
    client: Option<u32>,
    published: PackedTime,
    is_retweet: bool,
    reply_account: Option<u32>,
    retweet_account: Option<u32>,
    #[serde(borrow)]
    reply_tweet: PackedReference<'a>,
    quoted_tweet: PackedReference<'a>,
    retweet_tweet: PackedReference<'a>,
    geo: (PackedGeo, PackedGeo),
    counts: [Option<i64>; 4],
    urls: Vec<u32>,
    mentions: Vec<Option<u32>>,
    text: &'a str,
    hashtags: Vec<&'a str>,
    polls: Vec<&'a str>,
    oddities: Vec<(&'a str, &'a str)>,
}

fn pack_reference(reference: &Reference) -> PackedReference<'_> {
    match reference {
        Reference::None => PackedReference::None,
        Reference::Exact(id) => PackedReference::Exact(id.0),
        Reference::Approximate(raw) => PackedReference::Approximate(raw),
    }
}

fn unpack_reference(reference: &PackedReference<'_>) -> Reference {
    match reference {
        PackedReference::None => Reference::None,
        PackedReference::Exact(id) => Reference::Exact(TweetId(*id)),
        PackedReference::Approximate(raw) => Reference::Approximate((*raw).to_owned()),
    }
}

fn pack_geo(geo: &Geo) -> PackedGeo {
    match geo {
        Geo::None => PackedGeo::None,
        Geo::Absent => PackedGeo::Absent,
        Geo::Present => PackedGeo::Present,
        Geo::Degrees(degrees) => PackedGeo::Degrees(*degrees),
    }
}

fn unpack_geo(geo: &PackedGeo) -> Geo {
    match geo {
        PackedGeo::None => Geo::None,
        PackedGeo::Absent => Geo::Absent,
        PackedGeo::Present => Geo::Present,
        PackedGeo::Degrees(degrees) => Geo::Degrees(*degrees),
    }
}

fn pack(tweet: &TweetRow, ids: &Ids, into: &mut Vec<u8>) {
    let minute_of_id = tweet.tweet_id().time().map(|time| time.minute() * 60_000);
    let packed = Packed {
        tweet: tweet.id,
        dataset: ids.dataset,
        file: ids.file,
        record: ids.record,
        profile: ids.profile,
        language: ids.language,
        client: ids.client,
        published: match tweet.published {
            None => PackedTime::None,
            Some(at) if Some(at.0) == minute_of_id => PackedTime::MinuteOfId,
            Some(at) => PackedTime::At(at.0),
        },
        is_retweet: tweet.is_retweet,
        reply_account: ids.reply_account,
        retweet_account: ids.retweet_account,
        reply_tweet: pack_reference(&tweet.reply_to_tweet),
        quoted_tweet: pack_reference(&tweet.quoted_tweet),
        retweet_tweet: pack_reference(&tweet.retweet_tweet),
        geo: (pack_geo(&tweet.latitude), pack_geo(&tweet.longitude)),
        counts: [tweet.quotes, tweet.replies, tweet.likes, tweet.retweets],
        urls: ids.urls.clone(),
        mentions: ids.mentions.clone(),
        text: &tweet.text,
        hashtags: tweet.hashtags.iter().map(String::as_str).collect(),
        polls: tweet.poll_choices.iter().map(String::as_str).collect(),
        oddities: tweet
            .oddities
            .iter()
            .map(|odd| (odd.column, odd.raw.as_str()))
            .collect(),
    };
    into.clear();
    let bytes =
        postcard::to_extend(&packed, std::mem::take(into)).expect("BUG: memory takes any row");
    *into = bytes;
}

/// What a body says, with its numbers not yet turned into words: author, language, client and lists are empty.
pub(crate) fn unpack(bytes: &[u8]) -> Option<(TweetRow, Ids)> {
    let packed: Packed<'_> = postcard::from_bytes(bytes).ok()?;
    let id = TweetId(packed.tweet);
    let tweet = TweetRow {
        id: packed.tweet,
        text: packed.text.to_owned(),
        published: match packed.published {
            PackedTime::None => None,
            PackedTime::MinuteOfId => id
                .time()
                .map(|time| starling_model::Timestamp(time.minute() * 60_000)),
            PackedTime::At(at) => Some(starling_model::Timestamp(at)),
        },
        reply_to_tweet: unpack_reference(&packed.reply_tweet),
        quoted_tweet: unpack_reference(&packed.quoted_tweet),
        is_retweet: packed.is_retweet,
        retweet_tweet: unpack_reference(&packed.retweet_tweet),
        latitude: unpack_geo(&packed.geo.0),
        longitude: unpack_geo(&packed.geo.1),
        quotes: packed.counts[0],
        replies: packed.counts[1],
        likes: packed.counts[2],
        retweets: packed.counts[3],
        hashtags: packed
            .hashtags
            .iter()
            .map(|tag| (*tag).to_owned())
            .collect(),
        poll_choices: packed
            .polls
            .iter()
            .map(|choice| (*choice).to_owned())
            .collect(),
        oddities: packed
            .oddities
            .iter()
            .filter_map(|(column, raw)| {
                let column = TWEET_COLUMNS.into_iter().find(|known| known == column)?;
                Some(Oddity {
                    column,
                    raw: (*raw).to_owned(),
                })
            })
            .collect(),
        ..TweetRow::default()
    };
    let ids = Ids {
        dataset: packed.dataset,
        file: packed.file,
        record: packed.record,
        profile: packed.profile,
        language: packed.language,
        client: packed.client,
        reply_account: packed.reply_account,
        retweet_account: packed.retweet_account,
        urls: packed.urls,
        mentions: packed.mentions,
    };
    Some((tweet, ids))
}

/// zstd's frames all begin with these bytes; they are left out.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Level 3 is where a trained dictionary pays; higher ones cost more than indexing does.
const LEVEL: i32 = 3;
/// Rows a dictionary is trained on.
const SAMPLE_ROWS: usize = 8_000;
/// Above this a row says nothing of what is common.
const SAMPLE_ROW_BYTES: usize = 2_000;
/// 64 KiB: half of zstd's usual size costs 2 % in bytes and opens twice as fast.
const DICTIONARY_BYTES: usize = 64 * 1024;

/// Packs rows of one dataset.
pub struct Encoder {
    dictionary: u32,
    number: u32,
    compressor: Compressor<'static>,
    sample: Vec<u8>,
    sample_sizes: Vec<usize>,
    trained: Option<(u32, Vec<u8>)>,
    packed: Vec<u8>,
    frame: Vec<u8>,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder")
            .field("dictionary", &self.dictionary)
            .finish_non_exhaustive()
    }
}

fn compressor(dictionary: &[u8]) -> Compressor<'static> {
    let mut compressor = Compressor::with_dictionary(LEVEL, dictionary)
        .expect("BUG: zstd takes its own levels and dictionaries");
    for setting in [
        CParameter::ChecksumFlag(false),
        CParameter::ContentSizeFlag(true),
        CParameter::DictIdFlag(false),
    ] {
        compressor
            .set_parameter(setting)
            .expect("BUG: zstd knows its own settings");
    }
    compressor
}

impl Encoder {
    /// `trained` is the dataset's dictionary where it has one; `number` is what a new one gets.
    pub fn new(trained: Option<(u32, &[u8])>, number: u32) -> Self {
        let (dictionary, words) = trained.unwrap_or((0, &[]));
        Self {
            dictionary,
            number,
            compressor: compressor(words),
            sample: Vec::new(),
            sample_sizes: Vec::new(),
            trained: None,
            packed: Vec::new(),
            frame: Vec::new(),
        }
    }

    /// The body of one row.
    pub fn encode(&mut self, tweet: &TweetRow, ids: &Ids) -> Vec<u8> {
        pack(tweet, ids, &mut self.packed);
        if self.dictionary == 0 && self.packed.len() <= SAMPLE_ROW_BYTES {
            self.sample.extend_from_slice(&self.packed);
            self.sample_sizes.push(self.packed.len());
            if self.sample_sizes.len() == SAMPLE_ROWS {
                self.train();
            }
        }
        self.frame.clear();
        self.frame
            .reserve(zstd::zstd_safe::compress_bound(self.packed.len()));
        self.compressor
            .compress_to_buffer(&self.packed, &mut self.frame)
            .expect("BUG: the buffer holds whatever zstd can make of it");
        let rest = self
            .frame
            .strip_prefix(&MAGIC)
            .expect("BUG: a zstd frame begins with its magic");
        let mut body = Vec::with_capacity(rest.len() + 2);
        let mut number = self.dictionary;
        while number >= 0x80 {
            body.push(number as u8 | 0x80);
            number >>= 7;
        }
        body.push(number as u8);
        body.extend_from_slice(rest);
        body
    }

    fn train(&mut self) {
        let sizes = std::mem::take(&mut self.sample_sizes);
        let sample = std::mem::take(&mut self.sample);
        // Training fails on a sample in which nothing repeats; such rows stay as they are.
        if let Ok(words) = zstd::dict::from_continuous(&sample, &sizes, DICTIONARY_BYTES) {
            self.dictionary = self.number;
            self.compressor = compressor(&words);
            self.trained = Some((self.dictionary, words));
        }
    }

    /// A dictionary trained since the last call; it must be stored with the rows packed by it.
    pub fn take_trained(&mut self) -> Option<(u32, Vec<u8>)> {
        self.trained.take()
    }
}

/// Splits a body into the number of its dictionary and the frame, its magic put back.
pub(crate) fn split(body: &[u8]) -> Option<(u32, Vec<u8>)> {
    let mut dictionary = 0;
    let mut used = 0;
    loop {
        let byte = *body.get(used)?;
        dictionary |= u32::from(byte & 0x7f).checked_shl(7 * used as u32)?;
        used += 1;
        if byte & 0x80 == 0 {
            break;
        }
    }
    let mut frame = Vec::with_capacity(body.len() + 3);
    frame.extend_from_slice(&MAGIC);
    frame.extend_from_slice(&body[used..]);
    Some((dictionary, frame))
}

/// Undoes the compression.
pub(crate) fn decompress(
    decompressor: &mut Decompressor<'static>,
    frame: &[u8],
) -> Option<Vec<u8>> {
    let size = zstd::zstd_safe::get_frame_content_size(frame).ok()??;
    // A row is refused at import above a few megabytes, so a greater number is damage and not a row.
    if size > 64 << 20 {
        return None;
    }
    decompressor.decompress(frame, size as usize).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use starling_model::Timestamp;

    fn row(number: u64) -> (TweetRow, Ids) {
        let tweet = TweetRow {
            id: 877_919_995_476_496_385 + number,
            text: format!("выборы {number} were held in https://example.org/{number}"),
            published: Some(Timestamp(1_498_147_380_000)),
            likes: Some(-1),
            quoted_tweet: Reference::Approximate("1.2e+18".into()),
            latitude: Geo::Degrees(1.5),
            hashtags: vec!["A".into(), "a".into()],
            oddities: vec![Oddity {
                column: "like_count",
                raw: "-1.0".into(),
            }],
            ..TweetRow::default()
        };
        let ids = Ids {
            record: number,
            mentions: vec![None, Some(3)],
            urls: vec![7, 7],
            ..Ids::default()
        };
        (tweet, ids)
    }

    #[test]
    fn a_body_gives_back_its_row_before_and_after_training() {
        let mut encoder = Encoder::new(None, 200);
        let mut bodies = Vec::new();
        for number in 0..(SAMPLE_ROWS as u64 + 10) {
            let (tweet, ids) = row(number);
            bodies.push(encoder.encode(&tweet, &ids));
        }
        let (number, words) = encoder
            .take_trained()
            .expect("8,000 like rows train a dictionary");
        assert_eq!(number, 200, "the number asked for is given");
        let mut plain = Decompressor::new().unwrap();
        let mut trained = Decompressor::with_dictionary(&words).unwrap();
        for (at, body) in bodies.iter().enumerate() {
            let (dictionary, frame) = split(body).unwrap();
            let by = if dictionary == 0 {
                &mut plain
            } else {
                &mut trained
            };
            let bytes = decompress(by, &frame).unwrap();
            assert_eq!(
                unpack(&bytes).unwrap(),
                row(at as u64),
                "row {at} comes back as it was"
            );
        }
        assert!(
            bodies[SAMPLE_ROWS].len() * 2 < bodies[0].len(),
            "the dictionary halves such rows"
        );
    }

    #[test]
    fn a_broken_body_is_nothing_and_no_panic() {
        assert!(split(&[]).is_none());
        assert!(split(&[0x80]).is_none());
        assert!(unpack(&[1, 2, 3]).is_none());
    }
}
