//! Sentences of running text.
//!
//! UAX #29 cuts Arabic news after «د.» and inside «أ.ف.ب» and misses a stop that
//! no space follows, so this is a rule of its own: a stop ends a sentence unless
//! it stands in a number, after a single letter, in an ellipsis, or inside a
//! quotation that goes on.

use super::token::Kind;
use super::{Range, Text};

/// Abbreviations that keep their stop.
const ABBREVIATIONS: &[&str] = &[
    "د",
    "ا",
    "م",
    "ه",
    "ص",
    "ج",
    "ب",
    "ق",
    "س",
    "ت",
    "ط",
    "ع",
    "mr",
    "dr",
    "st",
    "كيه",
    "جيه",
    "دي",
    "ام",
    "اس",
    "ايه",
    "بي",
    "سي",
    "جي",
    "ار",
    "تي",
    "اتش",
    "دبليو",
];

/// How many tokens of a sentence may stand before the end of its line.
const BEGUN: usize = 9;

/// Fills `sentences` and `sentence_of`.
pub fn sentences(text: &mut Text<'_>) {
    let mut start = 0;
    let n = text.tokens.len();
    let mut at = 0;
    while at < n {
        if ends_here(text, at) {
            // Marks that close belong to the sentence they close.
            let mut end = at + 1;
            while end < n && (text.token(end).kind == Kind::Quote && closes(text, end) || text.punct(end) == ')') {
                end += 1;
            }
            push(text, start, end);
            start = end;
            at = end;
        } else {
            at += 1;
        }
    }
    push(text, start, n);
}

fn push(text: &mut Text<'_>, start: usize, end: usize) {
    if start < end {
        let id = u32::try_from(text.sentences.len()).unwrap_or(u32::MAX);
        text.sentence_of[start..end].fill(id);
        text.sentences.push(Range::new(start, end));
    }
}

fn closes(text: &Text<'_>, at: usize) -> bool {
    let id = text.token(at - 1).quote;
    id > 0 && text.quotes[id as usize - 1].close == at
}

fn ends_here(text: &Text<'_>, at: usize) -> bool {
    let inside = text.token(at).quote > 0;
    if text.outside.get(at + 1).is_some_and(|&o| o != text.outside[at]) {
        return true;
    }
    match text.token(at).kind {
        Kind::Break(blank) => {
            if inside {
                return false;
            }
            // A line break inside a sentence is no end: the line before has no stop and is not a block's end.
            let outside = |i: usize| text.outside.get(i).copied().unwrap_or(false);
            blank || at == 0 || outside(at - 1) || outside(at + 1) || starts_anew(text, at)
        }
        Kind::Punct('!' | '؟' | '?') => !inside,
        Kind::Punct('.') => !inside && is_stop(text, at),
        _ => false,
    }
}

/// A paragraph break, against a line that was broken for its width.
fn starts_anew(text: &Text<'_>, at: usize) -> bool {
    let before = at - 1;
    match text.token(before).kind {
        Kind::Punct('،' | ',' | '؛' | '-' | '(') => false,
        Kind::Punct(_) | Kind::Quote => true,
        // No stop: a short tail or a lower-level break. Lines of a paragraph are long; one that
        // ends in a preposition or the like goes on.
        _ => {
            use crate::mark::Flags;
            let open =
                Flags::PREPOSITION.or(Flags::CONJUNCTION).or(Flags::RELATIVE).or(Flags::THAT).or(Flags::DEMONSTRATIVE);
            let clause = (before.saturating_sub(2)..before).any(|i| text.token(i).flags.has(Flags::THAT));
            let anew = text.word(at + 1).starts_with('و');
            (!clause || anew) && !text.token(before).flags.has(open) && !begun(text, at)
        }
    }
}

/// True if the line before a break has a stop, and behind it only the beginning of a sentence:
/// «… قرب الميناء. وأعلن الناطق ¶ باسم القوات».
fn begun(text: &Text<'_>, at: usize) -> bool {
    let line = (at.saturating_sub(BEGUN)..at).rev();
    for i in line {
        match text.token(i).kind {
            Kind::Break(_) => return false,
            Kind::Punct('.') if is_stop(text, i) => return !text.token(at + 1).morph.conjunction,
            _ => {}
        }
    }
    false
}

fn is_stop(text: &Text<'_>, at: usize) -> bool {
    let dot = |i: usize| matches!(text.punct(i), '.' | '…');
    if at > 0 && dot(at - 1) && !text.token(at).spaced || dot(at + 1) && !text.token(at + 1).spaced {
        // An ellipsis ends a sentence only where a line ends too.
        return text.tokens.get(at + 1).is_none_or(|t| matches!(t.kind, Kind::Break(_)));
    }
    let Some(before) = at.checked_sub(1) else { return false };
    if text.token(before).kind == Kind::Word && ABBREVIATIONS.contains(&text.word(before)) {
        // «أ.ف.ب» and «د. سامر»: the letter stands alone.
        return text.tokens.get(at + 1).is_none_or(|t| matches!(t.kind, Kind::Break(_)));
    }
    let glued = text.tokens.get(at + 1).is_some_and(|t| !t.spaced && matches!(t.kind, Kind::Word | Kind::Number));
    if glued {
        // A missing space after a stop, against an address or a number.
        let latin = text.word(at + 1).is_ascii() || text.word(before).is_ascii();
        return !latin;
    }
    true
}
