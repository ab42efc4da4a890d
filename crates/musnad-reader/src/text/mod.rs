//! The text layer: folded text, tokens, quotations, blocks and sentences.

pub mod block;
pub mod quote;
pub mod sentence;
pub mod tag;
pub mod token;

use musnad_lang::Pack;
use musnad_model::fold::{Folded, Strength};
use musnad_model::{Block, CharIndex, Note, Span};

use crate::mark::Flags;
use crate::weigh::hash;
use quote::Quote;
use tag::Tag;
use token::{Kind, Token};

/// The longest text that is read, in bytes; what is beyond gets a note.
pub const MAX_BYTES: usize = 16 << 20;

/// A range of tokens, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// First token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
}

impl Range {
    /// From `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// True if there is no token in it.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Number of tokens.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True if `at` is one of its tokens.
    pub const fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// True if `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// An article's text, cut and marked.
pub struct Text<'t> {
    /// The pack that marked it.
    pub pack: &'t Pack,
    /// The folded text and its map.
    pub folded: Folded,
    index: CharIndex<'t>,
    /// Words, numbers, punctuation and line breaks in order.
    pub tokens: Vec<Token>,
    /// What stands at each token, for the features.
    pub tags: Vec<Tag>,
    /// The hash of each token's core.
    pub hashes: Vec<u64>,
    /// Quotations, in the order of their opening marks.
    pub quotes: Vec<Quote>,
    /// Closing and opening mark of every closed quotation, in the order of the closing marks.
    pub closing: Vec<(usize, usize)>,
    /// Sentences of running text, in order; headings are sentences of their own.
    pub sentences: Vec<Range>,
    /// For each token its sentence.
    pub sentence_of: Vec<u32>,
    /// The blocks, for the wire.
    pub blocks: Vec<Block>,
    /// True for tokens outside the story: headings, related links, captions, bylines.
    pub outside: Vec<bool>,
}

impl<'t> Text<'t> {
    /// Cuts and marks a text.
    pub fn new(original: &'t str, pack: &'t Pack, notes: &mut Vec<Note>) -> Self {
        let read = cut(original, notes);
        let folded = Folded::new(read, Strength::Lossy);
        let mut tokens = token::tokens(folded.as_str());
        crate::mark::mark(folded.as_str(), &mut tokens, pack);
        // «على» written with its own letter is never the name «علي».
        for token in &mut tokens {
            let both = token.flags.has(Flags::PREPOSITION) && token.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN));
            if both
                && read[..folded.origin(token.end as usize)]
                    .trim_end_matches(musnad_model::fold::is_mark)
                    .ends_with('ى')
            {
                token.flags = token.flags.without(Flags::GIVEN.or(Flags::COMMON_GIVEN));
            }
        }
        let quotes = quote::pair(folded.as_str(), &mut tokens, notes);
        let mut closing: Vec<(usize, usize)> = quotes.iter().filter(|q| q.closed).map(|q| (q.close, q.open)).collect();
        closing.sort_unstable();
        let core = |t: &Token| &folded.as_str()[t.morph.core_start as usize..t.morph.core_end as usize];
        let hashes = tokens.iter().map(|t| hash(core(t))).collect();
        let mut text = Self {
            pack,
            folded,
            index: CharIndex::new(original),
            sentences: Vec::new(),
            sentence_of: vec![0; tokens.len()],
            outside: vec![false; tokens.len()],
            tokens,
            tags: Vec::new(),
            hashes,
            quotes,
            closing,
            blocks: Vec::new(),
        };
        block::blocks(&mut text);
        sentence::sentences(&mut text);
        text.tags = tag::tags(&text);
        text
    }

    /// A token; an empty one beyond the end, so that looking ahead needs no care.
    pub fn token(&self, at: usize) -> &Token {
        static BEYOND: std::sync::LazyLock<Token> = std::sync::LazyLock::new(Token::beyond);
        self.tokens.get(at).unwrap_or(&BEYOND)
    }

    /// The tokens from `start` to `end`, as far as there are any.
    pub fn slice(&self, start: usize, end: usize) -> &[Token] {
        let end = end.min(self.tokens.len());
        &self.tokens[start.min(end)..end]
    }

    /// The folded letters of a token.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.folded.as_str()[t.start as usize..t.end as usize])
    }

    /// The folded letters of a token without its clitics.
    pub fn core(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |t| &self.folded.as_str()[t.morph.core_start as usize..t.morph.core_end as usize])
    }

    /// The punctuation at a token, or NUL.
    pub fn punct(&self, at: usize) -> char {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Punct(c)) => c,
            _ => '\0',
        }
    }

    /// The code points from folded byte `start` to folded byte `end`.
    pub fn span(&self, start: u32, end: u32) -> Span {
        self.index.span(self.folded.origin(start as usize), self.folded.origin(end as usize))
    }

    /// The code points of a range of tokens.
    pub fn span_of(&self, range: Range) -> Span {
        let start = self.token(range.start).start;
        self.span(start, self.token(range.end - 1).end.max(start))
    }

    /// How many letters and digits a span of code points has.
    pub fn letters_in(&self, span: Span) -> usize {
        self.index.slice(span).map_or(0, |s| s.chars().filter(|c| token::is_letter_or_digit(*c)).count())
    }

    /// The last letter of a token as the original has it: ة and ه fold together.
    pub fn original_end(&self, at: usize) -> Option<char> {
        let token = self.token(at);
        self.index.slice(self.span(token.start, token.end))?.chars().rev().find(|&c| !musnad_model::fold::is_mark(c))
    }

    /// True if a token is written with the mark of an indefinite accusative.
    pub fn has_tanween(&self, at: usize) -> bool {
        let token = self.token(at);
        self.index.slice(self.span(token.start, token.end)).is_some_and(|word| word.contains('\u{064B}'))
    }

    /// The words of a range as the original has them.
    pub fn original(&self, original: &str, span: Span) -> String {
        let (Some(start), Some(end)) = (self.index.byte(span.start), self.index.byte(span.end)) else {
            return String::new();
        };
        original[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The sentence that holds a token.
    pub fn sentence(&self, at: usize) -> Range {
        self.sentence_of.get(at).and_then(|&s| self.sentences.get(s as usize)).copied().unwrap_or(Range::new(at, at))
    }
}

/// At most [`MAX_BYTES`] of the text, cut between characters, with a note if something is left out.
fn cut<'t>(original: &'t str, notes: &mut Vec<Note>) -> &'t str {
    if original.len() <= MAX_BYTES {
        return original;
    }
    let mut end = MAX_BYTES;
    while !original.is_char_boundary(end) {
        end -= 1;
    }
    notes.push(Note {
        code: "text-too-long".into(),
        message: format!("only the first {} MiB of the text were read", MAX_BYTES >> 20),
        span: None,
    });
    &original[..end]
}
