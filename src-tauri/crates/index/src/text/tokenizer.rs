//! The scanner as tantivy takes it.

use crate::text::scan::Scanner;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// tantivy's tokenizer over [`scan`](crate::text::scan); registered as [`TOKENIZER`](crate::schema::TOKENIZER).
#[derive(Debug, Default)]
pub struct StarlingTokenizer {
    scanner: Scanner,
    texts: String,
    tokens: Vec<Kept>,
    token: Token,
}

/// A token whose text is `texts[from..to]`.
#[derive(Debug, Clone, Copy)]
struct Kept {
    from: usize,
    to: usize,
    start: usize,
    end: usize,
    position: usize,
}

impl Clone for StarlingTokenizer {
    /// Buffers are not worth copying.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Tokenizer for StarlingTokenizer {
    type TokenStream<'a> = StarlingTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StarlingTokenStream<'a> {
        // tantivy pulls tokens one by one through a box, so the scan runs ahead into one buffer.
        let Self {
            scanner,
            texts,
            tokens,
            token,
        } = self;
        texts.clear();
        tokens.clear();
        token.reset();
        scanner.scan(text, |found| {
            let from = texts.len();
            texts.push_str(found.text);
            tokens.push(Kept {
                from,
                to: texts.len(),
                start: found.start,
                end: found.end,
                position: found.position,
            });
        });
        StarlingTokenStream {
            texts,
            tokens: tokens.iter(),
            token,
        }
    }
}

/// The tokens of one text.
#[derive(Debug)]
pub struct StarlingTokenStream<'a> {
    texts: &'a str,
    tokens: std::slice::Iter<'a, Kept>,
    token: &'a mut Token,
}

impl TokenStream for StarlingTokenStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(kept) = self.tokens.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.texts[kept.from..kept.to]);
        self.token.offset_from = kept.start;
        self.token.offset_to = kept.end;
        self.token.position = kept.position;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::collector::Count;
    use tantivy::query::{PhraseQuery, Query, TermQuery};
    use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
    use tantivy::{Index, Term, doc};

    /// Whether tantivy finds the words in the text, by way of `query_terms`.
    fn found(text: &str, words: &str) -> bool {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("starling")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let field = schema.add_text_field(
            "text",
            TextOptions::default().set_indexing_options(indexing),
        );
        let index = Index::create_in_ram(schema.build());
        index
            .tokenizers()
            .register("starling", StarlingTokenizer::default());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        writer.add_document(doc!(field => text)).unwrap();
        writer.commit().unwrap();
        let terms: Vec<_> = crate::text::query_terms(words)
            .into_iter()
            .map(|term| (term.position, Term::from_field_text(field, &term.text)))
            .collect();
        let query: Box<dyn Query> = match terms.as_slice() {
            [] => return false,
            [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
            _ => Box::new(PhraseQuery::new_with_offset(terms)),
        };
        let searcher = index.reader().unwrap().searcher();
        searcher.search(&query, &Count).unwrap() == 1
    }

    #[test]
    fn tantivy_finds_what_query_terms_ask_for() {
        let text = "RT @Anna_K: Trump’s „Wahl“ 选举结果公布 #MAGA选举 🇷🇺👍🏽 การเลือกตั้ง covid-19";
        for words in [
            "trump",
            "trump's",
            "WAHL",
            "选举结果",
            "举",
            "结果公布",
            "#maga选举",
            "maga",
            "🇷🇺",
            "👍",
            "👍🏽",
            "เลือกตั้ง",
        ] {
            assert!(found(text, words), "{words}");
        }
        assert!(
            found(text, "covid-19") && found(text, "@anna_k Trump's wahl"),
            "phrases go over signs and marks"
        );
        for words in [
            "选果",
            "🇺🇸",
            "s",
            "rump",
            "wahl trump",
            "covid 20",
            "#maga",
            "公布maga结果",
        ] {
            assert!(!found(text, words), "{words}");
        }
    }
}
