//! A source that stands before its verb: «الوزير قال», «البيان الذي قال», «إنه يعتقد».

use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// How far to the left a source is looked for, in tokens.
const REACH: usize = 18;

impl Text<'_> {
    /// The first token of the clause's sentence or quotation.
    pub fn floor(&self, at: usize) -> usize {
        let sentence = self.sentence(at).start;
        let holder = self.token(at).quote;
        let open = if holder > 0 { self.quotes[holder as usize - 1].open + 1 } else { 0 };
        sentence.max(open).max(at.saturating_sub(REACH * 4))
    }

    /// The noun phrase that ends right before `end` and begins a clause.
    pub fn noun_phrase_before(&self, end: usize, floor: usize) -> Option<Range> {
        let mut at = end;
        let lowest = floor.max(end.saturating_sub(REACH));
        let mut start = None;
        while at > lowest {
            let i = at - 1;
            let token = self.token(i);
            match token.kind {
                Kind::Quote => {
                    // A name in marks: jump to its opening.
                    let open = self.quotes.iter().rev().find(|q| q.close == i).map(|q| q.open)?;
                    if open < lowest || i - open > 6 {
                        break;
                    }
                    at = open;
                    continue;
                }
                Kind::Punct(')') => {
                    let open = (lowest..i).rev().take(12).find(|&j| self.punct(j) == '(')?;
                    at = open;
                    continue;
                }
                Kind::Punct('-' | '/' | '.') if !token.spaced => {
                    at = i;
                    continue;
                }
                Kind::Word => {}
                _ => break,
            }
            if token.flags.has(
                Flags::THAT.or(Flags::CLAUSE).or(Flags::CONTRAST).or(Flags::NEGATION).or(Flags::KANA).or(Flags::QAD),
            ) && !token.flags.has(Flags::TITLE)
            {
                break;
            }
            if token.flags.has(Flags::RELATIVE) || self.is_finite(i) && !self.is_nominal(i) {
                // A clause inside: the phrase would not begin the clause.
                return None;
            }
            if self.time_length(i).is_some() && start.is_none() {
                // «الوزير أمس قال»
                at = i;
                continue;
            }
            at = i;
            if self.can_head(i) {
                start = Some(i);
                if token.morph.conjunction && !self.coordinates(i) {
                    break;
                }
            }
        }
        // «وردت أنباء تفيد بأن»: the noun of the report stands right before its verb.
        let report = (lowest..end).rev().take(4).find(|&i| {
            self.token(i).flags.has(Flags::CUE_NOUN)
                && !self.token(i).morph.article
                && self.token(i).morph.preposition == 0
        });
        if let Some(report) = report
            && (report..end).all(|i| self.is_nominal(i))
        {
            return Some(Range::new(report, end));
        }
        let start = start?;
        // It must begin a clause: what is before is a boundary.
        let begins = start == floor || self.token(start).morph.conjunction || {
            let b = self.token(start - 1);
            matches!(b.kind, Kind::Punct(_) | Kind::Break(_) | Kind::Quote)
                || b.flags.has(
                    Flags::THAT
                        .or(Flags::CLAUSE)
                        .or(Flags::CONTRAST)
                        .or(Flags::KANA)
                        .or(Flags::ADVERB)
                        .or(Flags::CONJUNCTION)
                        .or(Flags::TIME),
                )
        };
        let definite = {
            let head = self.token(start);
            head.morph.article
                || head.flags.has(
                    Flags::TITLE
                        .or(Flags::NAME)
                        .or(Flags::GIVEN)
                        .or(Flags::CUE_NOUN)
                        .or(Flags::CARRIER)
                        .or(Flags::COMMON_GIVEN)
                        .or(Flags::QUANTIFIER),
                )
                || head.sequence.is_some()
                || self
                    .slice(start + 1, end)
                    .iter()
                    .any(|t| t.morph.article || t.flags.has(Flags::NAME.or(Flags::GIVEN)))
        };
        let mut stop = end;
        while stop > start + 1
            && (self.time_length(stop - 1).is_some() || matches!(self.token(stop - 1).kind, Kind::Punct('،' | ',')))
        {
            stop -= 1;
        }
        (begins && definite && self.is_nominal(start)).then_some(Range::new(start, stop))
    }

    fn can_head(&self, at: usize) -> bool {
        let token = self.token(at);
        token.morph.preposition == 0
            && !token.flags.has(
                Flags::PREPOSITION
                    .or(Flags::ADVERB)
                    .or(Flags::TIME)
                    .or(Flags::DEMONSTRATIVE)
                    .or(Flags::PRONOUN)
                    .or(Flags::CONJUNCTION),
            )
            && (token.morph.suffix == Suffix::None || token.flags.has(Flags::TITLE))
    }

    /// «الوزير والسفير قالا»: the conjunction joins two heads of one phrase.
    fn coordinates(&self, at: usize) -> bool {
        at > 0 && self.token(at - 1).kind == Kind::Word && self.is_nominal(at - 1) && !self.is_finite(at - 1)
    }
}
