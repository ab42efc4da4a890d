//! Who a pronoun means, where the sentence leaves no doubt; else nobody.

use musnad_lang::frames::Kinds;
use musnad_lang::{Form, Gender, Number, Tense};
use musnad_model::EntityKind;

use super::Scene;
use super::clause::Arg;
use super::noun::Noun;
use super::piece::{Piece, What};
use crate::text::Range;
use crate::text::token::Suffix;

/// The gender and number of a pronoun in the third person.
fn pronoun_form(suffix: Suffix) -> Option<Form> {
    let (gender, number) = match suffix {
        Suffix::Him => (Gender::Masculine, Number::Singular),
        Suffix::Her => (Gender::Feminine, Number::Singular),
        Suffix::Them => (Gender::Any, Number::Plural),
        _ => return None,
    };
    Some(Form { tense: Tense::Perfect, person: 3, gender, number })
}

/// How many tokens back somebody is looked for.
const REACH: usize = 60;

impl Scene<'_> {
    /// Who the pronoun written on the noun at `at` means.
    pub fn pronoun(&self, pieces: &[Piece], k: usize, at: usize, suffix: Suffix) -> Option<Arg> {
        let form = pronoun_form(suffix)?;
        // Whoever does what the sentence says before.
        let verb = (k.saturating_sub(10)..k).rev().find(|&j| matches!(pieces[j].what, What::Verb));
        let crossing = verb.is_some_and(|v| pieces[v..k].iter().any(|p| p.what == What::Stop));
        if let Some(verb) = verb.filter(|_| !crossing)
            && let Some(subject) = self.subject_of(pieces, verb, 0)
            && subject.piece.is_none_or(|p| p < k)
            && self.can_be(&subject.noun, form)
        {
            // «اجتماع الهيئة سيبحث خلال جلساته»: of the event, not of somebody named before; and nobody
            // else whom it may mean stands between.
            let between = (subject.noun.range.end..at).any(|i| {
                self.layer.entity(i).is_some_and(|e| {
                    let noun = Noun { range: e.tokens, head: i, kinds: self.kinds(i), closed: true, definite: true };
                    !matches!(e.kind, Some(EntityKind::Place | EntityKind::Outlet) | None) && self.can_be(&noun, form)
                })
            });
            let sure = self.can_act(&subject.noun) && !between;
            return sure.then_some(Arg { piece: None, implied: true, ..subject });
        }
        self.only_one(at, form)
    }

    /// What إنه means: the noun that the clause is about.
    pub fn topic(&self, pieces: &[Piece], that: usize, form: Form) -> Option<Arg> {
        // «إن القائد من الممكن أنه فر»
        let mut j = that;
        while j > 0 && that - j < 4 {
            j -= 1;
            match pieces[j].what {
                What::Governor(_) | What::Adverb | What::After(_) | What::Comma => {}
                What::Noun if j > 0 && matches!(pieces[j - 1].what, What::That(_) | What::Stop | What::Clause) => {
                    let noun = pieces[j].noun;
                    return self.can_be(&noun, form).then_some(Arg { noun, piece: None, implied: true });
                }
                // «قال الوزير إنه وصل»
                What::Verb => break,
                What::Noun => {}
                _ => return None,
            }
        }
        let verb = (that.saturating_sub(8)..that).rev().find(|&j| matches!(pieces[j].what, What::Verb | What::Stop))?;
        if pieces[verb].what != What::Verb {
            return None;
        }
        let subject = self.subject_of(pieces, verb, 0)?;
        (self.can_be(&subject.noun, form) && self.can_act(&subject.noun)).then_some(Arg {
            piece: None,
            implied: true,
            ..subject
        })
    }

    /// Whether a pronoun can mean a noun, by gender and number.
    pub fn pronoun_can_be(&self, noun: &Noun, suffix: Suffix) -> bool {
        pronoun_form(suffix).is_some_and(|form| self.can_be(noun, form))
    }

    fn can_be(&self, noun: &Noun, form: Form) -> bool {
        let human = noun.kinds.has(Kinds::PERSON);
        match form.number {
            Number::Plural => self.agrees_with_form(noun, form) || noun.kinds.has(Kinds::BODY),
            _ => {
                let (gender, number) = self.gender_number(noun);
                match form.gender {
                    Gender::Masculine => gender != Gender::Feminine && number != Number::Plural,
                    Gender::Feminine => {
                        gender == Gender::Feminine
                            || number == Number::Plural && !human
                            || noun.kinds.has(Kinds::PLACE)
                            || gender == Gender::Any && !human
                    }
                    Gender::Any => true,
                }
            }
        }
    }

    /// The only one in the sentence before whom the pronoun can mean.
    fn only_one(&self, at: usize, form: Form) -> Option<Arg> {
        let from = self.text.sentence(at).start.max(at.saturating_sub(REACH));
        let mut found: Option<(u32, Range)> = None;
        let mut i = from;
        while i < at {
            let Some(entity) = self.layer.entity(i) else {
                i += 1;
                continue;
            };
            let end = entity.tokens.end.min(at);
            let singular = form.number == Number::Singular;
            let fits = match entity.kind {
                Some(EntityKind::Person) => {
                    let gender = self.text.name_gender(entity.tokens);
                    singular && (form.gender == gender || gender == Gender::Any && form.gender == Gender::Masculine)
                }
                // A body is meant where it acts, not by being the only one named.
                _ => false,
            };
            if fits {
                match found {
                    Some((index, _)) if index != entity.index => return None,
                    _ => found = Some((entity.index, Range::new(i, end))),
                }
            }
            i = end.max(i + 1);
        }
        let (_, range) = found?;
        let noun = Noun { range, head: range.start, kinds: self.kinds(range.start), closed: true, definite: true };
        Some(Arg { noun, piece: None, implied: true })
    }
}
