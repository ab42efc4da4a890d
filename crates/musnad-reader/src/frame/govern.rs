//! Whether and how an event is told: negation, what governs it, and who of that acts.

use musnad_lang::frames::{Evokes, Governor, GovernorActor, Kinds, Part};
use musnad_lang::{Form, Tense};
use musnad_model::Modality;

use super::Scene;
use super::clause::Arg;
use super::piece::{Piece, What};
use crate::text::token::Suffix;

/// How far before a word its governor is looked for, in pieces.
const REACH: usize = 6;
/// How many governors may stand over each other.
const DEPTH: usize = 3;

/// How an event is told.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// As not so.
    pub negative: bool,
    /// As what.
    pub modality: Modality,
    /// Because somebody says that it is not so.
    pub denied: bool,
    /// Who acts, as the governor has it.
    pub actor: Option<Arg>,
    /// Who acts, if the event has nobody of its own; `true` if only a pronoun can mean them.
    pub own: Option<(Arg, bool)>,
    /// Who suffers it, as the governor has it.
    pub patient: Option<Arg>,
}

impl Told {
    const PLAIN: Self =
        Self { negative: false, modality: Modality::Actual, denied: false, actor: None, own: None, patient: None };

    /// The same under a governor that is itself told so.
    fn under(self, governor: &Governor, over: Self, actor: Option<Arg>) -> Self {
        let modality = governor.modality.unwrap_or(over.modality);
        let ceased = governor.ceases && over.modality != Modality::Actual;
        Self {
            negative: self.negative ^ (governor.negative || ceased) ^ over.negative,
            denied: self.denied || governor.denies || over.denied,
            // What is weaker stays: «قد يحاول».
            modality: if self.modality == Modality::Actual { modality } else { self.modality },
            actor: self.actor.or(
                if matches!(governor.actor, GovernorActor::Patient | GovernorActor::Own | GovernorActor::Pronoun) {
                    None
                } else {
                    actor
                },
            ),
            own: self.own.or(over.own).or(match governor.actor {
                GovernorActor::Own => actor.map(|a| (a, false)),
                GovernorActor::Pronoun => actor.map(|a| (a, true)),
                _ => None,
            }),
            patient: self.patient.or(over.patient).or(if governor.actor == GovernorActor::Patient {
                actor
            } else {
                None
            }),
        }
    }
}

impl Scene<'_> {
    /// How a finite verb is told.
    pub fn told_verb(&self, pieces: &[Piece], k: usize, form: Form) -> Told {
        self.told_verb_in(pieces, k, form, 0)
    }

    fn told_verb_in(&self, pieces: &[Piece], k: usize, form: Form, depth: usize) -> Told {
        let at = pieces[k].range.start;
        let mut told = Told::PLAIN;
        let clitics = self.finds.at(at).map(|s| s.clitics).unwrap_or_default();
        let imperfect = form.tense == Tense::Imperfect
            || form.tense == Tense::Passive && self.text.word(at).starts_with(['ي', 'ت']);
        if clitics.future || self.text.token(at).morph.future {
            told.modality = Modality::Future;
        }
        if imperfect && (clitics.preposition == b'l' || self.text.token(at).morph.preposition == b'l') {
            told.modality = Modality::Intended;
        }
        let mut j = k;
        let mut skipped_noun = false;
        while j > 0 && k - j < REACH {
            j -= 1;
            let piece = &pieces[j];
            match piece.what {
                What::Negation => {
                    told.negative = !told.negative;
                    if self.text.core(piece.range.start) == "لن" {
                        told.modality = Modality::Future;
                    }
                }
                What::Qad if imperfect && told.modality == Modality::Actual => told.modality = Modality::Possible,
                What::Qad | What::Adverb | What::Time | What::Kana | What::Comma
                    if !(piece.what == What::Comma && j + 1 != k) => {}
                What::Governor(g) => {
                    let governor = &self.text.pack.frames.governors[g as usize];
                    told = told.under(governor, Told::PLAIN, None);
                }
                What::That(_) => {
                    return match self.over_clause(pieces, j, depth) {
                        Some((governor, over, actor)) => told.under(governor, over, actor),
                        None => told,
                    };
                }
                // «كاد المسلحون يسيطرون»
                What::Verb => {
                    let Some((governor, form)) = self.governor_verb(piece.range.start, |g| g.verb) else { return told };
                    let over = self.told_verb_in(pieces, j, form, depth + 1);
                    let actor = self.actor(pieces, j, form, governor, k);
                    return told.under(governor, over, actor);
                }
                // «ربما الجيش انسحب», «إن الجيش قد انسحب»
                What::Noun if !skipped_noun && !piece.led && j + 1 == k => skipped_noun = true,
                _ => return told,
            }
        }
        told
    }

    /// What governs a clause whose أن stands at a piece.
    fn over_clause(&self, pieces: &[Piece], that: usize, depth: usize) -> Option<(&Governor, Told, Option<Arg>)> {
        if depth >= DEPTH {
            return None;
        }
        for j in (that.saturating_sub(4)..that).rev() {
            let piece = &pieces[j];
            match piece.what {
                What::Governor(g) => return Some((&self.text.pack.frames.governors[g as usize], Told::PLAIN, None)),
                What::Verb => {
                    let (governor, form) = self.governor_verb(piece.range.start, |g| g.that)?;
                    let over = self.told_verb_in(pieces, j, form, depth + 1);
                    return Some((governor, over, self.actor(pieces, j, form, governor, that)));
                }
                What::Noun | What::After(_) => {
                    let noun = piece.noun.range;
                    if let Some(governor) = (noun.start..noun.end).find_map(|i| self.governor_noun(i, |g| g.that)) {
                        return Some((governor, Told::PLAIN, None));
                    }
                }
                What::Adverb | What::Time => {}
                _ => return None,
            }
        }
        None
    }

    /// How a noun that tells of an event is told; `at` is its token in piece `k`.
    pub fn told_noun(&self, pieces: &[Piece], k: usize, at: usize) -> Told {
        self.told_noun_in(pieces, k, at, 0)
    }

    fn told_noun_in(&self, pieces: &[Piece], k: usize, at: usize, depth: usize) -> Told {
        let piece = &pieces[k];
        if depth >= DEPTH {
            return Told::PLAIN;
        }
        // «محاولة السيطرة», «عدم عودته»: the construct before it.
        if at > piece.noun.range.start {
            let before = at - 1;
            if let Some(governor) = self.governor_noun(before, |g| g.object) {
                let over = self.told_noun_in(pieces, k, before, depth + 1);
                let actor = over.actor;
                return Told::PLAIN.under(governor, over, actor);
            }
            // «تبرير مقتل»: told as a fact, whatever governs the whole.
            let fact = matches!(
                self.text.core(before),
                "تبرير"
                    | "ادانه"
                    | "استنكار"
                    | "مناقشه"
                    | "متابعه"
                    | "تغطيه"
                    | "ذكري"
                    | "نتيجه"
                    | "خلفيه"
                    | "معرفه"
                    | "كشف"
            );
            // «عملية اغتيال»: what governs the whole.
            if fact || self.text.token(before).morph.article {
                return Told::PLAIN;
            }
            return self.told_noun_in(pieces, k, before, depth);
        }
        let preposition = match piece.what {
            What::After(p) => Some(p),
            What::Noun => None,
            _ => return Told::PLAIN,
        };
        let suits = |g: &Governor| match preposition {
            Some(p) => g.prepositions.contains(&p),
            None => g.object,
        };
        // «من أجل السيطرة», «لدعم»: what is intended, if nothing else governs it.
        let frames = &self.text.pack.frames;
        // «وفقا للاتفاق», «نتيجة للقصف»: the noun before it takes ل.
        let taken = k > 0 && pieces[k - 1].has_noun() && {
            let noun = &pieces[k - 1].noun;
            let owned = self.suffix(noun.head) != Suffix::None || self.ends_with_pronoun(noun.head);
            noun.kinds.has(Kinds::EVENT.or(Kinds::ABSTRACT)) && owned || noun.range.len() == 1 && !noun.definite
        };
        let purpose = preposition.is_some_and(|p| frames.prepositions[p as usize].purpose)
            || preposition == Some(self.known.li) && (!self.article(at) || !taken);
        let plain = Told { modality: if purpose { Modality::Intended } else { Modality::Actual }, ..Told::PLAIN };
        for j in (k.saturating_sub(REACH)..k).rev() {
            let before = &pieces[j];
            match before.what {
                What::Governor(g) if j + 1 == k => {
                    let governor = &self.text.pack.frames.governors[g as usize];
                    return Told::PLAIN.under(governor, Told::PLAIN, None);
                }
                What::Verb => {
                    let Some((governor, form)) = self.governor_verb(before.range.start, suits) else { return plain };
                    let over = self.told_verb_in(pieces, j, form, depth + 1);
                    let actor = self.actor(pieces, j, form, governor, k);
                    return Told::PLAIN.under(governor, over, actor);
                }
                What::Noun | What::After(_) if before.has_noun() => {
                    let noun = before.noun;
                    for i in noun.range.start..noun.range.end {
                        let Some(governor) = self.governor_noun(i, suits) else { continue };
                        let over = self.told_noun_in(pieces, j, i, depth + 1);
                        // «محاولة الجيش السيطرة على»: whose it is.
                        let owner = (i + 1 < noun.range.end).then(|| self.noun(i + 1, noun.range.end));
                        let actor = owner
                            .filter(|o| {
                                self.fits(o, musnad_lang::frames::Fits::Actor).is_some()
                                    && governor.actor != GovernorActor::None
                            })
                            .map(|o| Arg {
                                noun: o,
                                piece: (o.range.end == noun.range.end).then_some(j),
                                implied: false,
                            })
                            .or_else(|| {
                                (self.suffix(i) != Suffix::None && governor.actor != GovernorActor::None)
                                    .then(|| self.pronoun(pieces, j, i, self.suffix(i)))
                                    .flatten()
                            })
                            .or(over.actor);
                        return Told::PLAIN.under(governor, over, actor);
                    }
                    // «احتجاجا على قتل»: the noun right before takes the preposition.
                    if preposition.is_some() && j + 1 == k && noun.kinds.has(Kinds::EVENT) && !noun.definite {
                        return plain;
                    }
                    // The governor's own subject or object may stand between.
                    let between = before.what == What::Noun || j + 1 < k;
                    if !between && before.what != What::Noun && !matches!(before.what, What::After(_)) {
                        return plain;
                    }
                }
                What::Adverb | What::Time | What::AfterPronoun(_) | What::And => {}
                _ => return plain,
            }
        }
        plain
    }

    /// Who of a governing verb acts in what it governs.
    fn actor(&self, pieces: &[Piece], verb: usize, form: Form, governor: &Governor, until: usize) -> Option<Arg> {
        match governor.actor {
            GovernorActor::None => None,
            GovernorActor::Subject | GovernorActor::Own | GovernorActor::Pronoun | GovernorActor::Patient => {
                let arg = self.subject_with(pieces, verb, form, 0)?;
                // What stands beyond the event is not its subject.
                (arg.piece.is_none_or(|p| p < until)).then_some(Arg { piece: None, ..arg })
            }
            GovernorActor::Object => {
                let right = self.right(pieces, verb, verb, true);
                let nouns: Vec<usize> = right.nouns.into_iter().filter(|&n| n < until).collect();
                let n = *nouns.last()?;
                (nouns.len() >= 2 || self.subject_with(pieces, verb, form, 0).is_none_or(|s| s.piece != Some(n)))
                    .then(|| Arg { piece: None, ..self.arg(pieces, n) })
            }
        }
    }

    /// The governor that a finite verb is.
    pub fn governor_verb(&self, at: usize, suits: impl Fn(&Governor) -> bool) -> Option<(&Governor, Form)> {
        self.finds.at(at)?.evoked().find_map(|e| match (e.what, e.part) {
            (Evokes::Governor(g), Part::Finite(form) | Part::Acting(form) | Part::Passive(form)) => {
                let governor = &self.text.pack.frames.governors[g as usize];
                suits(governor).then_some((governor, form))
            }
            _ => None,
        })
    }

    /// The governor that a noun is.
    fn governor_noun(&self, at: usize, suits: impl Fn(&Governor) -> bool) -> Option<&Governor> {
        self.finds.at(at)?.evoked().find_map(|e| match (e.what, e.part) {
            (Evokes::Governor(g), Part::Noun) => {
                let governor = &self.text.pack.frames.governors[g as usize];
                suits(governor).then_some(governor)
            }
            _ => None,
        })
    }
}
