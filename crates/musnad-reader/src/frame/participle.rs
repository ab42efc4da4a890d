//! Participles: «القوات الموالية للحكومة», «المدينة المحاصرة», «متجها إلى».

use musnad_lang::frames::Slot;

use super::clause::Arg;
use super::fill::Filling;
use super::noun::Noun;
use super::piece::{Piece, What};
use super::{Candidate, Scene};
use crate::text::Range;

impl Scene<'_> {
    /// A participle as a frame: active, its noun acts; passive, it happens to it.
    pub fn participle(&self, pieces: &[Piece], k: usize, at: usize, trigger: u16, active: bool) -> Option<Candidate> {
        let t = self.trigger(trigger);
        let noun = &pieces[k].noun;
        let described = self.described(pieces, k, at, noun)?;
        let right = self.right(pieces, k, k, false);
        let mut filling = Filling::new(self, pieces, t);
        filling.strict = true;
        let slot = if active { Slot::Subject } else { Slot::Object };
        if !filling.put(t.role(slot), described.noun, None, described.implied) {
            return None;
        }
        if active && let Some(role) = t.role(Slot::Object) {
            // «المحاصرين المدينة», «قاصدا العاصمة»
            let inside = (at + 1 < noun.range.end).then(|| self.noun(at + 1, noun.range.end));
            let next = right.nouns.first().map(|&n| pieces[n].noun);
            if let Some(object) = inside.or(next) {
                filling.put(Some(role), object, None, false);
            }
        }
        filling.prepositions(&right.others);
        if !filling.enough(&t.needs) {
            return None;
        }
        let negative = k.checked_sub(1).is_some_and(|j| pieces[j].what == What::Negation)
            || at > 0 && self.text.word(at - 1) == "غير";
        Some(Candidate {
            trigger,
            at,
            rule: "frame-participle",
            score: filling.score,
            filled: filling.filled,
            negative,
            denied: false,
            modality: musnad_model::Modality::Actual,
            perfect: true,
            aside: true,
        })
    }

    /// The noun that a participle describes.
    fn described(&self, pieces: &[Piece], k: usize, at: usize, noun: &Noun) -> Option<Arg> {
        let text = self.text;
        let definite = text.token(at).morph.article || self.finds.at(at).is_some_and(|s| s.clitics.article);
        let negated = usize::from(at > noun.range.start && text.word(at - 1) == "غير");
        let start = at - negated;
        if start > noun.range.start {
            // An adjective inside its phrase: what stands before it.
            let range = Range::new(noun.range.start, start);
            if definite && !(noun.definite && self.agrees(noun.head, at)) {
                return None;
            }
            return Some(Arg { noun: Noun { range, ..*noun }, piece: None, implied: false });
        }
        let before = k.checked_sub(1).map(|j| &pieces[j])?;
        // «قوات حفتر المدعومة» cut in two, and predicates: «الجيش منسحب من».
        let adjacent = before.has_noun() && !pieces[k].led && pieces[k].what == What::Noun;
        let feminine = |w: &str| w.ends_with('ه') || w.ends_with("ات");
        let agrees = |noun: &Noun| {
            let word = text.core(noun.head);
            let core = text.core(at);
            let plural = core.ends_with("ين") || core.ends_with("ون");
            let (_, number) = text.agreement(Range::new(noun.head, noun.range.end));
            plural
                || feminine(core) == (feminine(word) || number == musnad_lang::Number::Plural)
                || number == musnad_lang::Number::Any
        };
        if adjacent && definite == before.noun.definite && agrees(&before.noun) {
            return Some(Arg { noun: before.noun, piece: None, implied: false });
        }
        // «غادر الوفد متجها إلى»: the subject of the verb before.
        let accusative = text.core(at).ends_with('ا') || text.core(at).ends_with('ه') || text.core(at).ends_with("ين");
        if !definite && accusative && pieces[k].what == What::Noun {
            let verb = (k.saturating_sub(8)..k)
                .rev()
                .find(|&j| matches!(pieces[j].what, What::Verb | What::Stop | What::That(_)))?;
            if pieces[verb].what == What::Verb {
                let subject = self.subject_of(pieces, verb, 0).filter(|s| agrees(&s.noun))?;
                return Some(Arg { piece: None, implied: true, ..subject });
            }
        }
        None
    }
}
