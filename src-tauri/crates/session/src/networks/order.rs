//! What a network is to be. The ledger keeps it, so that a delivery can be made once more and compared.

use serde::{Deserialize, Serialize};

/// What ties two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words say it")]
pub enum NetworkKind {
    Retweet,
    Reply,
    Quote,
    Mention,
    Hashtag,
    CoRetweet,
    CoHashtag,
    CoUrl,
    SimilarText,
}

impl NetworkKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Retweet,
        Self::Reply,
        Self::Quote,
        Self::Mention,
        Self::Hashtag,
        Self::CoRetweet,
        Self::CoHashtag,
        Self::CoUrl,
        Self::SimilarText,
    ];

    /// The command line's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Retweet => "retweet",
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Mention => "mention",
            Self::Hashtag => "hashtag",
            Self::CoRetweet => "co-retweet",
            Self::CoHashtag => "co-hashtag",
            Self::CoUrl => "co-url",
            Self::SimilarText => "similar-text",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether accounts are tied by what both do, not by what one does to the other.
    pub fn is_projection(self) -> bool {
        matches!(
            self,
            Self::CoRetweet | Self::CoHashtag | Self::CoUrl | Self::SimilarText
        )
    }
}

/// What a projection's weights count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Counting {
    /// Messages with a match, directed (QUT toolkit).
    #[default]
    Messages,
    /// Pairs of acts, undirected (CooRTweet).
    Pairs,
    /// Cosine of TF-IDF vectors over all time, each thing once (Luceri et al.).
    Cosine,
    /// The same with `1 + ln(count)` (Pacheco et al.).
    CosineLog,
}

impl Counting {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Messages, Self::Pairs, Self::Cosine, Self::CosineLog];

    /// The word of the window and the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Pairs => "pairs",
            Self::Cosine => "cosine",
            Self::CosineLog => "cosine-log",
        }
    }
}

/// How far apart two acts may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Window {
    /// At most so many milliseconds.
    Within(i64),
    /// Any time.
    Ever,
}

/// What a network is to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkOrder {
    /// Of which tweets.
    pub query: String,
    /// Tied by what.
    pub kind: NetworkKind,
    /// Of projections.
    pub window: Window,
    /// Of projections.
    pub counting: Counting,
    /// Of projections: accounts with fewer acts are left out.
    pub participation: u32,
    /// Of projections: things of more accounts are left out.
    pub most_accounts: Option<u32>,
    /// Of projections but co-retweet: whether retweets are acts.
    #[serde(with = "retweets")]
    pub retweets: starling_query::exec::Retweets,
    /// Of communities, samples and the layout.
    pub seed: u32,
    /// Of communities.
    pub resolution: f64,
}

/// The query's words are no affair of files; here they are a yes or a no.
mod retweets {
    use serde::{Deserialize, Deserializer, Serializer};
    use starling_query::exec::Retweets;

    pub(super) fn serialize<S: Serializer>(retweets: &Retweets, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*retweets == Retweets::Count)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Retweets, D::Error> {
        bool::deserialize(from).map(|count| {
            if count {
                Retweets::Count
            } else {
                Retweets::LeftOut
            }
        })
    }
}

/// Without a window every account meets every other of a thing; above this that is more than anyone looks at.
pub(super) const MOST_ACCOUNTS_EVER: u32 = 1000;

impl NetworkOrder {
    /// With everything as it usually is: a minute, messages, nothing left out but others' words.
    pub fn new(query: impl Into<String>, kind: NetworkKind) -> Self {
        Self {
            query: query.into(),
            kind,
            window: Window::Within(60_000),
            counting: Counting::default(),
            participation: 1,
            most_accounts: None,
            retweets: starling_query::exec::Retweets::LeftOut,
            seed: 1,
            resolution: 1.0,
        }
    }

    /// The cap that holds: the one that was asked for, or the usual one where there is no window.
    pub fn cap(&self) -> Option<u32> {
        let ever = self.window == Window::Ever
            || matches!(self.counting, Counting::Cosine | Counting::CosineLog);
        self.most_accounts
            .or((ever && self.kind.is_projection()).then_some(MOST_ACCOUNTS_EVER))
    }
}
