//! What a row is made of on its way out.

use starling_model::TweetId;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Yes or no.
    Boolean,
    /// Several texts.
    List,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name: the archive's, or one of ours; never a stranger's text.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What it means, for whoever reads the package.
    pub meaning: &'static str,
}

/// One value. Numbers and tweet ids are what they are by type, so the scan for names need not look at them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number that was counted.
    Integer(i64),
    /// The id of a tweet.
    Tweet(TweetId),
    /// Yes or no.
    Boolean(bool),
    /// Several texts.
    List(Vec<String>),
}

impl Cell {
    /// Text, or nothing where it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// A count, where there is one.
    pub fn count(count: Option<i64>) -> Self {
        count.map_or(Self::Empty, Self::Integer)
    }
}

/// Lists as the archive writes them: `['a', 'b']`, the quotation mark as Python chooses it.
pub(crate) fn render_list(items: &[String]) -> String {
    let mut text = String::from("[");
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            text.push_str(", ");
        }
        let quote = if item.contains('\'') && !item.contains('"') {
            '"'
        } else {
            '\''
        };
        text.push(quote);
        for c in item.chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                c if c == quote => {
                    text.push('\\');
                    text.push(c);
                }
                c => text.push(c),
            }
        }
        text.push(quote);
    }
    text.push(']');
    text
}
