//! Words: how a tweet's text is cut into tokens for the index, and how a query's words become tokens of the same kind.
//!
//! # When does a word of a query match a tweet?
//!
//! Both texts are cut by the same rules, in this order:
//!
//! 1. Links to `t.co` (with or without `http://` or `https://`, and with the code behind them) are left out:
//!    nobody searches for the codes, and they would be a third of all terms.
//!    Of other links only the leading `http://` or `https://` is left out; host and path are words like any other.
//! 2. A **word** is a maximal run of letters, marks, numbers (`char::is_alphanumeric` and Unicode's `M`) and `_`, in scripts
//!    that put blanks between words. Invisible format characters inside are ignored. An apostrophe (`'` `’` `‘` `ʼ` `ʻ` `＇`)
//!    with such characters on both sides is part of the word: `trump's` is one word, and each of its pieces of at least
//!    two characters (`trump`) stands in the index as well, at the same position.
//!    Everything else separates words: `covid-19` is two, `example.com/a` three.
//! 3. Words are compared [folded](fold()). A word of more than [`LONGEST`] characters counts by its first [`LONGEST`].
//! 4. `#tag` and `@name` are words in two forms, with the sign and without. The sign counts where a word does not stand
//!    directly before it. A hashed account id (36 to 44 characters of Base64 with one `=` at the end) is one word.
//! 5. Runs of Han and Kana, and runs of Thai, Lao, Khmer and Burmese, match by substring: any stretch of a run is found,
//!    character by character after folding. Nothing is found across a blank or a punctuation mark.
//! 6. An emoji is a word of its own; a flag is one word; variation selectors and joiners are ignored, skin tones are words.
//!
//! A query's word that holds several of these words (`covid-19`, `new_york2016 选举`) matches a tweet if and only if they stand
//! in it **in this order and directly behind each other**; so does a phrase. In scripts with blanks this can be checked
//! by folding, cutting by rule 2 and comparing lists of words; nothing else takes part.
//!
//! Prefixes, fuzzy words and regular expressions are compared with single tokens of the index: the words, the pieces
//! of words with apostrophes, the forms with `#` and `@`, single characters and pairs of Han and Kana, and
//! for Thai and its kin the dictionary's words and pairs of characters.

mod class;
mod fold;
mod infix;
mod marks;
mod pattern;
mod scan;
mod terms;
#[cfg(test)]
mod tests;
mod tokenizer;

pub use class::is_of_hashtag;
pub use fold::{fold, fold_hashtag, fold_into};
pub use infix::{Stopped, TermList, TermLists, terms_that_fit};
pub use marks::{Needle, marks};
pub use pattern::{Fault, Matcher, Pattern};
pub use scan::{LONGEST, Scanner, Token, scan};
pub use terms::{Prefix, QueryTerm, edit_distance_within, prefix_terms, query_terms, single_word};
pub use tokenizer::StarlingTokenizer;
