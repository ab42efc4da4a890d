//! Weighing: where rules leave several readings open, a linear model chooses.
//!
//! Each decision has options, each option has named features, and the option with
//! the greatest sum of weights is taken (conditional log-linear model, as in
//! Berger, Della Pietra and Della Pietra, 1996). The weights are a text file that
//! people can read (`weights.tsv`, with a card beside it); features are looked up
//! by hash, so that nothing is written as text while an article is read.

pub mod table;
pub mod teach;
pub mod witness;

pub use musnad_lang::pack::hash;

use crate::text::tag::Tag;
use crate::text::{Range, Text};
pub use table::{Asked, Weights};
use teach::Vocabulary;

/// One part of a feature.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    hash: u64,
    shown: Shown<'a>,
}

/// How a part is written.
#[derive(Clone, Copy, Debug)]
enum Shown<'a> {
    /// A word of the text, of the pack or of the code.
    Word(&'a str),
    /// What stands at a token.
    Tag(Tag),
    /// A small number.
    Int(u32),
}

const fn mix(h: u64, x: u64) -> u64 {
    let h = (h ^ x).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ (h >> 29)
}

/// The key of a feature: the hash of its name and of its parts in order.
#[inline(always)]
fn key(template: u64, parts: &[Part<'_>]) -> u64 {
    parts.iter().fold(template, |h, part| mix(h, part.hash))
}

/// Where the features of an option go.
pub enum Sink<'a> {
    /// To the weights, which are summed when all are known.
    Score(&'a Weights, &'a mut Vec<Asked>),
    /// To a list of their numbers, for training.
    Record(&'a mut Vocabulary, &'a mut Vec<u32>),
}

impl Sink<'_> {
    /// Takes one feature. `template` is the hash of `name`; [`put!`] sees to it.
    // Inlined, so that only the key is computed where a score is wanted.
    #[inline(always)]
    pub fn put(&mut self, name: &'static str, template: u64, parts: &[Part<'_>]) {
        match self {
            Self::Score(weights, asked) => asked.push(weights.ask(template, key(template, parts))),
            Self::Record(vocabulary, numbers) => numbers.push(vocabulary.number(&written(name, parts))),
        }
    }
}

/// A feature as the file of weights has it.
#[cold]
fn written(name: &str, parts: &[Part<'_>]) -> String {
    use std::fmt::Write as _;
    let mut line = format!("{name}=");
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            line.push('/');
        }
        // Writing to a String cannot fail.
        let _ = match part.shown {
            Shown::Word(word) => write!(line, "{word}"),
            Shown::Tag(tag) => write!(line, "{tag}"),
            Shown::Int(n) => write!(line, "#{n}"),
        };
    }
    line
}

/// Puts a feature into a sink: `put!(sink, "name", part, part)`.
macro_rules! put {
    ($sink:expr, $name:literal $(, $part:expr)* $(,)?) => {{
        const TEMPLATE: u64 = $crate::weigh::hash($name);
        $sink.put($name, TEMPLATE, &[$($crate::weigh::Part::from($part)),*]);
    }};
}
pub(crate) use put;

impl From<Tag> for Part<'_> {
    #[inline(always)]
    fn from(tag: Tag) -> Self {
        Self { hash: tag.hash(), shown: Shown::Tag(tag) }
    }
}

impl From<u32> for Part<'_> {
    #[inline(always)]
    fn from(n: u32) -> Self {
        Self { hash: u64::from(n) + 1, shown: Shown::Int(n) }
    }
}

impl From<usize> for Part<'_> {
    #[inline(always)]
    fn from(n: usize) -> Self {
        Self::from(u32::try_from(n).unwrap_or(u32::MAX))
    }
}

impl From<bool> for Part<'_> {
    #[inline(always)]
    fn from(yes: bool) -> Self {
        Self::from(u32::from(yes))
    }
}

impl From<&'static str> for Part<'_> {
    #[inline(always)]
    fn from(word: &'static str) -> Self {
        Self { hash: hash(word), shown: Shown::Word(word) }
    }
}

/// A word of the text or the pack as a part of a feature.
#[derive(Clone, Copy, Debug)]
pub struct Lex<'a>(pub &'a str, pub u64);

impl<'a> From<Lex<'a>> for Part<'a> {
    #[inline(always)]
    fn from(lex: Lex<'a>) -> Self {
        Self { hash: lex.1, shown: Shown::Word(lex.0) }
    }
}

impl<'t> Text<'t> {
    /// The core of the word at a token, as a part of a feature.
    pub fn lex(&self, at: usize) -> Lex<'_> {
        match self.tokens.get(at) {
            Some(_) => Lex(self.core(at), self.hashes[at]),
            None => Lex("$", const { hash("$") }),
        }
    }

    /// The id of a cue, as a part of a feature.
    pub fn cue_lex(&self, entry: u16) -> Lex<'t> {
        let cue = &self.pack.cues[entry as usize];
        Lex(&cue.id, cue.hash)
    }
}

/// A distance in few steps.
#[must_use]
pub const fn step(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 7,
        10..=14 => 10,
        15..=24 => 15,
        25..=49 => 25,
        50..=99 => 50,
        _ => 100,
    }
}

/// A decision to be made, with what a teacher needs to know of its options.
pub enum Ask<'a> {
    /// Whether a cue carries an attribution, and where its content begins: `None`, or a folded byte.
    Start(Range, &'a [Option<u32>]),
    /// Where the content of the draft with this index ends: folded bytes.
    End(usize, &'a [u32]),
    /// Which words name the source: bytes, or implied (`Ok(true)`) or nobody (`Ok(false)`).
    Source(&'a [Result<bool, (u32, u32)>]),
    /// Which words of a phrase name a person, `None` for none.
    Name {
        /// Whose source the phrase is, if it is one.
        draft: Option<usize>,
        phrase: Range,
        options: &'a [Option<Range>],
        /// What the rules say.
        rule: Option<Range>,
    },
    /// Who speaks in the draft with this index: names, `None` for nobody in particular. From the
    /// index at the end on, the options are others whom the article knows.
    Speaker(usize, &'a [Option<&'a str>], usize),
    /// Through which other draft the draft with this index came.
    Parent(usize, &'a [Option<usize>]),
    /// Which channel carried the draft with this index: names.
    Via(usize, &'a [Option<&'a str>]),
}

/// What was decided.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// The index of the option.
    pub best: usize,
    /// Its probability, 0 to 1.
    pub odds: f32,
}

/// Who decides: the weights, or a teacher who knows the labels.
pub trait Judge {
    /// Chooses one of `options`; `features(i, sink)` puts the features of option `i`.
    fn judge(
        &mut self,
        text: &Text<'_>,
        ask: &Ask<'_>,
        options: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> Verdict;

    /// Is told that an attribution was accepted, as the next in order.
    fn accepted(&mut self) {}

    /// Is told in what order the accepted ones stand from now on: for each place the old index.
    fn ordered(&mut self, _order: &[usize]) {}
}

impl Judge for &Weights {
    fn judge(
        &mut self,
        text: &Text<'_>,
        ask: &Ask<'_>,
        options: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> Verdict {
        self.judge_ref(text, ask, options, features)
    }
}

impl Weights {
    /// The option with the greatest sum; the first of equals.
    fn judge_ref(
        &self,
        _: &Text<'_>,
        _: &Ask<'_>,
        options: usize,
        features: &mut dyn FnMut(usize, &mut Sink<'_>),
    ) -> Verdict {
        let (mut best, mut most) = (0, f32::NEG_INFINITY);
        let mut total = 0.0;
        let mut asked = Vec::with_capacity(64);
        for i in 0..options {
            asked.clear();
            features(i, &mut Sink::Score(self, &mut asked));
            let score = self.sum(&asked);
            // The sum of exponentials, kept relative to the greatest score so far.
            if score > most {
                total = total * (most - score).exp() + 1.0;
                (best, most) = (i, score);
            } else {
                total += (score - most).exp();
            }
        }
        Verdict { best, odds: if total > 0.0 { 1.0 / total } else { 1.0 } }
    }
}
