//! Quotations without a cue: a speech that goes on.

use super::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::Kind;
use crate::text::{Range, Text};

/// The fewest words of a quotation that stands for itself.
const FEWEST: usize = 6;

/// Proposes a draft for each quotation that no cue has taken.
pub fn quotations(text: &Text<'_>, out: &mut Vec<Draft>) {
    for quote in &text.quotes {
        if quote.around > 0 || !quote.closed || text.outside[quote.open] || quote.close <= quote.open + FEWEST {
            continue;
        }
        let inside = Range::new(quote.open + 1, quote.close);
        let words = text.slice(inside.start, inside.end).iter().filter(|t| t.kind == Kind::Word).count();
        if words < FEWEST || out.iter().any(|d| d.extent.start < inside.end && inside.start < d.extent.end) {
            continue;
        }
        // It must stand for a sentence: at the head of one, or made of sentences.
        let sentence = text.sentence(quote.open);
        let head = quote.open == sentence.start
            || matches!(text.token(quote.open - 1).kind, Kind::Break(_))
            || matches!(text.punct(quote.open - 1), '.' | ':');
        let speaks = text.slice(inside.start, inside.end).iter().any(|t| {
            t.flags.has(Flags::FINITE.or(Flags::VERB).or(Flags::KANA).or(Flags::THAT)) || t.kind == Kind::Punct('.')
        });
        if !head || !speaks {
            continue;
        }
        let Some(range) = text.trim(Range::new(quote.open, quote.close + 1)) else { continue };
        let mut draft = Draft::new(text, quote.open, range, "quotation-alone");
        draft.cue = Vec::new();
        draft.owner = Owner::Implied;
        out.push(draft);
    }
}
