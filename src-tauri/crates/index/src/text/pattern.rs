//! Regular expressions over whole tokens, in the dialect of the index's automata.
//!
//! The syntax is that of Rust's `regex` crate without anchors, word boundaries and lazy quantifiers, none of which
//! would change what a whole-token match finds. Letters outside escapes are [folded](crate::text::fold) like the tokens are,
//! so `/Café.*/` finds what `/cafe.*/` finds.

use crate::text::fold::fold;
use regex_syntax::ast::{self, Ast, ClassSetItem, Literal, LiteralKind, Position, Span};
use std::sync::Arc;
use tantivy_fst::Automaton;

/// A regular expression that compiles.
#[derive(Debug, Clone)]
pub struct Pattern {
    folded: String,
    automaton: Arc<tantivy_fst::Regex>,
}

/// What is wrong with a regular expression, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Characters from the start of the pattern.
    pub at: usize,
    /// Characters at fault.
    pub len: usize,
    /// What is wrong.
    pub message: String,
}

impl Pattern {
    /// Compiles what was typed between the slashes.
    pub fn new(typed: &str) -> Result<Self, Fault> {
        let fault = |span: &Span, message: String| {
            let chars = |range: std::ops::Range<usize>| {
                typed.get(range).map_or(0, |part| part.chars().count())
            };
            let (from, to) = (
                span.start.offset.min(typed.len()),
                span.end.offset.min(typed.len()),
            );
            Fault {
                at: chars(0..from),
                len: chars(from..to),
                message,
            }
        };
        // 50: parsing and compiling are recursive.
        let tree = ast::parse::ParserBuilder::new()
            .nest_limit(50)
            .build()
            .parse(typed)
            .map_err(|error| fault(error.span(), format!("{}", error.kind())))?;
        let walk = ast::visit(&tree, Walk::default())
            .map_err(|(span, message)| fault(&span, message.to_owned()))?;
        let folded = walk.folded(typed);
        let everything = Span::new(Position::new(0, 1, 1), Position::new(typed.len(), 1, 1));
        // Before the automaton is built, since its builder repeats a part as often as it is told to.
        regex_syntax::Parser::new()
            .parse(&folded)
            .map_err(|error| match error {
                regex_syntax::Error::Translate(error) if folded == typed => {
                    fault(error.span(), format!("{}", error.kind()))
                }
                _ => fault(
                    &everything,
                    "the expression cannot be understood".to_owned(),
                ),
            })?;
        if walk.repeats > MOST_REPEATS {
            return Err(fault(
                &everything,
                "the expression repeats too much to be searched".to_owned(),
            ));
        }
        let automaton = tantivy_fst::Regex::new(&folded).map_err(|_| {
            fault(
                &everything,
                "the expression is too large to be searched; make it shorter".to_owned(),
            )
        })?;
        Ok(Self {
            folded,
            automaton: Arc::new(automaton),
        })
    }

    /// The expression with folded letters.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// For `tantivy::query::RegexQuery::from_regex`.
    pub fn automaton(&self) -> Arc<tantivy_fst::Regex> {
        Arc::clone(&self.automaton)
    }

    /// Whether the whole token fits.
    pub fn matches(&self, token: &str) -> bool {
        let mut state = self.automaton.start();
        for byte in token.bytes() {
            state = self.automaton.accept(&state, byte);
            if !self.automaton.can_match(&state) {
                return false;
            }
        }
        self.automaton.is_match(&state)
    }
}

/// The product of nested counted repetitions; 1,000 states is what the automaton may have.
const MOST_REPEATS: u64 = 1_000;

/// Finds the literals to fold, and what the automata cannot do.
#[derive(Default)]
struct Walk {
    /// Byte ranges of literals, what they become, and whether they stand in a class.
    literals: Vec<(usize, usize, String)>,
    /// The greatest product of counted repetitions inside each other, and those around the place that is looked at.
    repeats: u64,
    nested: Vec<u64>,
}

impl Walk {
    fn literal(&mut self, literal: &Literal, in_class: bool) {
        if literal.kind != LiteralKind::Verbatim {
            return;
        }
        let folded = fold(literal.c.encode_utf8(&mut [0; 4]));
        let mut chars = folded.chars();
        let text = match (chars.next(), chars.next()) {
            (Some(one), None) if one == literal.c => return,
            (Some(one), None) if regex_syntax::is_meta_character(one) => format!("\\{one}"),
            (Some(one), None) => one.to_string(),
            // A class cannot hold two letters, and what folds to nothing matches nothing there.
            _ if in_class => return,
            _ => format!("(?:{})", regex_syntax::escape(&folded)),
        };
        self.literals
            .push((literal.span.start.offset, literal.span.end.offset, text));
    }

    fn folded(&self, typed: &str) -> String {
        let mut out = String::with_capacity(typed.len());
        let mut at = 0;
        let mut literals = self.literals.clone();
        literals.sort();
        for (from, to, text) in literals {
            out.push_str(&typed[at..from]);
            out.push_str(&text);
            at = to;
        }
        out.push_str(&typed[at..]);
        out
    }
}

impl ast::Visitor for Walk {
    type Output = Self;
    type Err = (Span, &'static str);

    fn finish(self) -> Result<Self, Self::Err> {
        Ok(self)
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), Self::Err> {
        match tree {
            Ast::Assertion(assertion) => {
                return Err((
                    assertion.span,
                    "a pattern always spans the whole word; leave anchors and \\b out",
                ));
            }
            Ast::Repetition(repetition) => {
                if !repetition.greedy {
                    return Err((
                        repetition.op.span,
                        "a pattern spans the whole word, so a lazy quantifier means the same; leave the `?` out",
                    ));
                }
                use ast::{RepetitionKind, RepetitionRange};
                let times = match &repetition.op.kind {
                    RepetitionKind::Range(
                        RepetitionRange::Exactly(n)
                        | RepetitionRange::AtLeast(n)
                        | RepetitionRange::Bounded(_, n),
                    ) => u64::from(*n).max(1),
                    _ => 1,
                };
                let within = self.nested.last().copied().unwrap_or(1);
                let product = within.saturating_mul(times);
                self.repeats = self.repeats.max(product);
                self.nested.push(product);
            }
            Ast::Flags(flags) => {
                if flags.flags.flag_state(ast::Flag::Unicode) == Some(false) {
                    return Err((flags.span, "`u` cannot be switched off"));
                }
            }
            Ast::Group(group) => {
                if group
                    .flags()
                    .is_some_and(|flags| flags.flag_state(ast::Flag::Unicode) == Some(false))
                {
                    return Err((group.span, "`u` cannot be switched off"));
                }
            }
            Ast::Literal(literal) => self.literal(literal, false),
            _ => {}
        }
        Ok(())
    }

    fn visit_post(&mut self, tree: &Ast) -> Result<(), Self::Err> {
        if matches!(tree, Ast::Repetition(_)) {
            self.nested.pop();
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        match item {
            ClassSetItem::Literal(literal) => self.literal(literal, true),
            ClassSetItem::Range(range) => {
                // `[A-Z]` becomes `[a-z]`, but `[Z-a]` would be turned round.
                let [start, end] =
                    [&range.start, &range.end].map(|end| fold(end.c.encode_utf8(&mut [0; 4])));
                if start.chars().count() == 1
                    && end.chars().count() == 1
                    && start.chars().next() <= end.chars().next()
                {
                    self.literal(&range.start, true);
                    self.literal(&range.end, true);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
