//! Binding: who said which words. Each construction proposes drafts; overlapping
//! proposals are settled here, the rest of the reader only refines them.

pub mod content;
mod noun;
mod object;
mod participle;
mod phrase;
mod quotation;
mod relay;
mod split;
mod subject;
mod verb;

use musnad_lang::{Form, Tense};
use musnad_model::Stance;

use crate::text::{Range, Text};

/// A stretch of folded bytes: contents may begin inside a token, after a clitic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// Who the source of a draft is, before names are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The words of the source.
    Named(Range),
    /// Only the verb's form, or a pronoun: somebody who was named before.
    Implied,
    /// Nobody: «يُعتقد».
    Nobody,
    /// The source of the draft with this index: «مضيفا» after «قال».
    Same(usize),
}

/// An attribution as a construction proposes it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The token of the cue's main word, or where the quotation opens.
    pub at: usize,
    /// The cue's words.
    pub cue: Vec<Range>,
    /// Index of the pack's cue.
    pub entry: Option<u16>,
    /// The form of the cue, for agreement.
    pub form: Form,
    /// Who.
    pub owner: Owner,
    /// Where the clause of the attribution begins: verb or subject, whichever is first.
    pub clause: usize,
    /// What, in folded bytes.
    pub content: Vec<Bytes>,
    /// The tokens of the content, from the first to the last.
    pub extent: Range,
    /// How the cue vouches.
    pub stance: Stance,
    /// True if the cue is negated.
    pub negated: bool,
    /// The construction.
    pub rule: &'static str,
    /// The draft through which this one came, if the construction says so.
    pub parent: Option<usize>,
    /// The tokens that hold the draft's own adjuncts, where a channel may be named.
    pub adjuncts: Range,
    /// The chooser's probability.
    pub confidence: f32,
}

impl Draft {
    /// A draft with one stretch of content.
    pub fn new(text: &Text<'_>, at: usize, content: Range, rule: &'static str) -> Self {
        Self {
            at,
            cue: vec![Range::new(at, at + 1)],
            entry: None,
            form: Form::plain(Tense::Plain),
            owner: Owner::Implied,
            clause: at,
            content: vec![text.bytes(content)],
            extent: content,
            stance: Stance::Says,
            negated: false,
            rule,
            parent: None,
            adjuncts: Range::new(at, content.start.max(at)),
            confidence: 1.0,
        }
    }
}

impl Text<'_> {
    /// The folded bytes of a range of tokens.
    pub fn bytes(&self, range: Range) -> Bytes {
        let start = self.token(range.start).start;
        Bytes { start, end: self.token(range.end.max(range.start + 1) - 1).end }
    }
}

/// All that the constructions propose, in the order of their cues.
pub fn proposals(text: &Text<'_>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    verb::verbs(text, &mut out);
    noun::nouns(text, &mut out);
    phrase::phrases(text, &mut out);
    quotation::quotations(text, &mut out);
    settle(text, &mut out);
    out
}

/// The links of one transmission («نقلت … عن … قوله») stand or fall together.
pub fn linked(drafts: &[Draft], mut odds: Vec<f32>) -> Vec<f32> {
    for (i, draft) in drafts.iter().enumerate() {
        if let Some(p) = draft.parent.filter(|&p| p < odds.len()) {
            let best = odds[i].max(odds[p]);
            odds[i] = best;
            odds[p] = best;
        }
    }
    odds
}

/// Keeps the drafts for which `keep` is true, and the indices between them in order.
pub fn retain(drafts: &mut Vec<Draft>, keep: &[bool]) {
    let drop: Vec<bool> = keep.iter().map(|k| !k).collect();
    let order = (0..drafts.len()).collect();
    reindex(drafts, &drop, order);
}

/// Drops drafts that are a worse reading of the same words.
fn settle(text: &Text<'_>, drafts: &mut Vec<Draft>) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (drafts[i].clause.min(drafts[i].at), drafts[i].at, i));
    let mut drop = vec![false; drafts.len()];
    for window in 0..order.len() {
        let i = order[window];
        for &j in order[window + 1..].iter().take(6) {
            if drop[i] || drop[j] {
                continue;
            }
            let (a, b) = (&drafts[i], &drafts[j]);
            let related = a.parent == Some(j) || b.parent == Some(i);
            // A verb inside another's source or adjuncts («لسابع أكتوبر، إيان ليدل غرانجي، أن») is none.
            let words_of_its_own =
                ["verb-", "noun-", "masdar-", "participle-that"].iter().any(|r| b.rule.starts_with(r));
            if !related
                && a.extent == b.extent
                && a.adjuncts.holds(b.at)
                && a.rule.starts_with("verb-")
                && words_of_its_own
            {
                drop[j] = true;
                continue;
            }
            if !related && a.extent == b.extent && a.owner == b.owner && a.content == b.content {
                // The same words of the same source twice: «وتابع قائلا».
                drop[j] = true;
            }
        }
    }
    for (i, draft) in drafts.iter().enumerate() {
        let outside = text.outside.get(draft.extent.start).copied().unwrap_or(false);
        if outside || draft.extent.is_empty() || words(text, draft) == 0 {
            drop[i] = true;
        }
    }
    reindex(drafts, &drop, order);
}

fn words(text: &Text<'_>, draft: &Draft) -> usize {
    use crate::text::token::Kind;
    text.slice(draft.extent.start, draft.extent.end)
        .iter()
        .filter(|t| matches!(t.kind, Kind::Word | Kind::Number))
        .count()
}

/// Sorts the kept drafts by position and mends the indices between them.
fn reindex(drafts: &mut Vec<Draft>, drop: &[bool], order: Vec<usize>) {
    let mut place = vec![usize::MAX; drafts.len()];
    let mut kept = Vec::with_capacity(drafts.len());
    for i in order {
        if !drop[i] {
            place[i] = kept.len();
            kept.push(drafts[i].clone());
        }
    }
    for draft in &mut kept {
        draft.parent = draft.parent.and_then(|p| place.get(p).copied()).filter(|&p| p != usize::MAX);
        if let Owner::Same(i) = draft.owner {
            draft.owner = match place.get(i).copied() {
                Some(p) if p != usize::MAX => Owner::Same(p),
                _ => Owner::Implied,
            };
        }
    }
    *drafts = kept;
}
