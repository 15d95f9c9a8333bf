//! Regular expressions over whole tokens.
//!
//! The syntax is that of Rust's `regex` crate without word boundaries; anchors and lazy quantifiers are understood, though
//! they change nothing where the whole token has to fit. Letters outside escapes are [folded](crate::text::fold())
//! like the tokens are, so `/Café.*/` finds what `/cafe.*/` finds.
//! States are made as they are met: tantivy's own automata make all of them first, half a second for `\w+`.

use crate::text::fold::fold;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::pool::{Pool, PoolGuard};
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassSetItem, Literal, LiteralKind, Position, Span,
};
use regex_syntax::hir::{Hir, HirKind};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

/// A regular expression that compiles.
#[derive(Debug, Clone)]
pub struct Pattern(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    folded: String,
    states: DFA,
    /// The states that were met, a set for each thread.
    met: Pool<Cache, NewCache>,
    needed: Vec<Vec<u8>>,
    begins: Vec<u8>,
}

type NewCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

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
        let meaning = regex_syntax::Parser::new()
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
        let too_large = || {
            fault(
                &everything,
                "the expression is too large to be searched; make it shorter".to_owned(),
            )
        };
        let limits = thompson::Config::new()
            .nfa_size_limit(Some(LARGEST))
            .which_captures(thompson::WhichCaptures::None);
        let automaton = thompson::Compiler::new()
            .configure(limits)
            .build_from_hir(&meaning)
            .map_err(|_| too_large())?;
        // Not only the first of several ways to fit, or `/a|ab/` would not find `ab`.
        let every_way = DFA::config()
            .match_kind(MatchKind::All)
            .cache_capacity(MOST_MET)
            .skip_cache_capacity_check(true);
        let states = DFA::builder()
            .configure(every_way)
            .build_from_nfa(automaton)
            .map_err(|_| too_large())?;
        let make = states.clone();
        Ok(Self(Arc::new(Compiled {
            folded,
            states,
            met: Pool::new(Box::new(move || make.create_cache())),
            needed: needed(&meaning).unwrap_or_default(),
            begins: begins(&meaning),
        })))
    }

    /// The expression with folded letters.
    pub fn folded(&self) -> &str {
        &self.0.folded
    }

    /// Texts of which every token that fits holds at least one; empty where none are known.
    pub fn needed(&self) -> &[Vec<u8>] {
        &self.0.needed
    }

    /// What every token that fits begins with; may be empty.
    pub fn begins(&self) -> &[u8] {
        &self.0.begins
    }

    /// Whether the whole token fits. For many tokens take a [`Matcher`](Pattern::matcher).
    pub fn matches(&self, token: &str) -> bool {
        self.matcher().fits(token.as_bytes())
    }

    /// Tries one token after the other.
    pub fn matcher(&self) -> Matcher<'_> {
        Matcher {
            states: &self.0.states,
            met: self.0.met.get(),
        }
    }
}

/// Tries tokens.
#[derive(Debug)]
pub struct Matcher<'p> {
    states: &'p DFA,
    met: PoolGuard<'p, Cache, NewCache>,
}

impl Matcher<'_> {
    /// Whether the whole token fits.
    pub fn fits(&mut self, token: &[u8]) -> bool {
        const GOES_ON: &str =
            "BUG: the states are made without bytes to quit at and without a limit to give up at";
        let input = Input::new(token).anchored(Anchored::Yes);
        let mut state = self
            .states
            .start_state_forward(&mut self.met, &input)
            .expect(GOES_ON);
        for &byte in token {
            state = self
                .states
                .next_state(&mut self.met, state, byte)
                .expect(GOES_ON);
            if state.is_dead() {
                return false;
            }
        }
        // A match shows one step after its last byte.
        self.states
            .next_eoi_state(&mut self.met, state)
            .expect(GOES_ON)
            .is_match()
    }
}

/// The largest automaton, in bytes: twenty `\w` in a row, or `\pL{30}`.
const LARGEST: usize = 2 << 20;
/// The states that are kept for one thread, in bytes; beyond that they are forgotten and made anew.
const MOST_MET: usize = 8 << 20;

/// More alternatives than these are not worth a search each.
const MOST_NEEDED: usize = 16;

/// One of these stands in everything the expression fits.
fn needed(meaning: &Hir) -> Option<Vec<Vec<u8>>> {
    match meaning.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Concat(parts) => {
            // The part whose shortest text is the longest leaves the fewest tokens.
            let worth = |texts: &Vec<Vec<u8>>| {
                (texts.iter().map(Vec::len).min(), MOST_NEEDED - texts.len())
            };
            parts.iter().filter_map(needed).max_by_key(worth)
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(needed(part)?);
            }
            (all.len() <= MOST_NEEDED).then_some(all)
        }
        _ => None,
    }
}

fn begins(meaning: &Hir) -> Vec<u8> {
    match meaning.kind() {
        HirKind::Literal(literal) => literal.0.to_vec(),
        HirKind::Capture(capture) => begins(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => begins(&repetition.sub),
        HirKind::Concat(parts) => parts.first().map(begins).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Finds the literals to fold, and what the automata cannot do.
#[derive(Default)]
struct Walk {
    /// Byte ranges of literals, what they become, and whether they stand in a class.
    literals: Vec<(usize, usize, String)>,
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
                use AssertionKind::{EndLine, EndText, StartLine, StartText};
                if !matches!(assertion.kind, StartLine | EndLine | StartText | EndText) {
                    return Err((
                        assertion.span,
                        "a pattern always spans the whole word; leave word boundaries out",
                    ));
                }
            }
            Ast::Flags(flags) if flags.flags.flag_state(ast::Flag::Unicode) == Some(false) => {
                return Err((flags.span, "`u` cannot be switched off"));
            }
            Ast::Group(group)
                if group
                    .flags()
                    .is_some_and(|flags| flags.flag_state(ast::Flag::Unicode) == Some(false)) =>
            {
                return Err((group.span, "`u` cannot be switched off"));
            }
            Ast::Literal(literal) => self.literal(literal, false),
            _ => {}
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
