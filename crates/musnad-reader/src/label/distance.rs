//! «ما يسمى», «ما وصفه بـ», «المزعوم»: the article says that others call it so.

use musnad_lang::labels::Beside;
use musnad_model::LabelKind;

use super::Mark;
use crate::frame::Scene;
use crate::frame::piece::Piece;
use crate::text::Range;
use crate::text::token::Kind;

/// How many words whoever calls it so may have.
const CALLER: usize = 7;
/// The longest quotation that is a label.
const LONGEST: usize = 8;

impl Scene<'_> {
    /// What words before it mark.
    pub(super) fn distanced(&self, words: Range, beside: Beside, limit: usize) -> Option<Mark> {
        let start = match beside {
            Beside::Around => self.called(words.end, limit)?,
            _ => self.called(words.end, limit.min(words.end + 2)).unwrap_or(words.end),
        };
        let text = self.text();
        let (target, noun) = if text.token(start).kind == Kind::Quote {
            let quote = text.quote_at(start).filter(|q| q.closed && q.close <= start + 1 + LONGEST)?;
            let inside = Range::new(start + 1, quote.close);
            (inside, self.noun(inside.start, inside.end))
        } else {
            if start >= limit || text.token(start).kind != Kind::Word {
                return None;
            }
            let noun = self.noun(start, limit);
            (noun.range, noun)
        };
        let entity = self.entity(&noun);
        (!target.is_empty()).then_some(Mark {
            kind: LabelKind::SoCalled,
            words,
            target: Some(target),
            entity,
            rule: "label-so-called",
        })
    }

    /// Where what somebody calls something begins: after ب or at an opening mark.
    fn called(&self, from: usize, limit: usize) -> Option<usize> {
        let text = self.text();
        for at in from..limit.min(from + CALLER) {
            match text.token(at).kind {
                Kind::Quote => return Some(at),
                Kind::Word if matches!(text.word(at), "ب" | "بـ" | "باسم") => return Some(at + 1),
                Kind::Word if self.by(at) => return Some(at),
                Kind::Word => {}
                _ => return None,
            }
        }
        None
    }

    /// True if ب is written on the word: «بالعدوان».
    fn by(&self, at: usize) -> bool {
        let text = self.text();
        text.word(at).starts_with("بال") && text.word(at).chars().count() > 5
            || text.token(at).morph.preposition == b'b'
            || self.finds().at(at).is_some_and(|s| s.clitics.preposition == b'b')
            || self.finds().noun_preposition(at) == b'b'
    }

    /// What «المزعوم» after it marks.
    pub(super) fn distanced_after(&self, pieces: &[Piece], at: usize) -> Option<Mark> {
        let piece = pieces.iter().find(|p| p.range.holds(at))?;
        let (noun, end) = if piece.has_noun() && piece.noun.range.start < at {
            (piece.noun, at)
        } else {
            let before = pieces.iter().rev().find(|p| p.range.end == at).filter(|p| p.has_noun())?;
            (before.noun, before.noun.range.end)
        };
        Some(Mark {
            kind: LabelKind::SoCalled,
            words: Range::new(at, at + 1),
            target: Some(Range::new(noun.range.start, end)),
            entity: self.labelled(&noun),
            rule: "label-so-called",
        })
    }
}
