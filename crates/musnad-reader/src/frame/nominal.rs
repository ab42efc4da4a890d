//! A noun that tells of an event: «وصول الوفد إلى», «هجوم شنه مسلحون على», «اعتقاله».

use musnad_lang::frames::{Evokes, Fits, Kinds, NounOwner, Slot};
use musnad_model::Modality;

use super::clause::Arg;
use super::fill::Filling;
use super::noun::Noun;
use super::piece::{Piece, What};
use super::{Candidate, Scene};
use crate::mark::Flags;
use crate::text::Range;
use crate::text::token::{Kind, Suffix};

/// Whose a noun is.
#[derive(Clone, Copy, Debug)]
enum Owner {
    Nobody,
    /// An adjective of nationality: it acts.
    Nation(Noun),
    /// What follows in the construct, or a pronoun.
    Of(Arg),
}

impl Scene<'_> {
    /// A noun as a frame.
    pub fn nominal(&self, pieces: &[Piece], k: usize, at: usize, trigger: u16) -> Option<Candidate> {
        let t = self.trigger(trigger);
        // «إطلاق سراح»
        let fixed = usize::from(!t.with.is_empty());
        if fixed > 0 && !t.with.iter().any(|w| &**w == self.text.word(at + 1)) {
            return None;
        }
        if fixed == 0 && self.part_of_phrase(pieces, k, at) {
            return None;
        }
        let (owner, rest) = self.owner(pieces, k, at + fixed);
        let (agent, from) = self.launched(pieces, k);
        let right = self.right(pieces, k, from, false);
        if self.barred(pieces, k, &right, &t.unless) {
            return None;
        }
        let told = self.told_noun(pieces, k, at);
        // «يهدد التنظيم بإعدامه»: whoever does it does not suffer it too.
        let owner = match owner {
            Owner::Of(arg)
                if arg.implied
                    && t.owner == NounOwner::Object
                    && told.own.is_none()
                    && (told.actor.is_some_and(|a| a.noun.range == arg.noun.range)
                        || told.modality != Modality::Actual) =>
            {
                Owner::Nobody
            }
            owner => owner,
        };
        let subject = t.role(Slot::Subject);
        let object = t.role(Slot::Object);
        let mut filling = Filling::new(self, pieces, t);
        let fits = |role: Option<u8>, noun: &Noun| role.and_then(|r| filling.fits(r, noun));
        let frame = &self.text.pack.frames.frames[t.frame as usize];
        let anything = object.is_some_and(|r| frame.roles[r as usize].fits == Fits::Any);
        // «قتل الجيش مدنيين», «دعم موسكو للحكومة»: then the owner acts.
        let next = right
            .nouns
            .first()
            .copied()
            .filter(|&n| n == from + 1 && !self.predicate(&pieces[n].noun) && !self.perhaps_adjective(pieces, n));
        let titled =
            next.filter(|&n| fits(t.role(Slot::Second), &pieces[n].noun).is_some() && !pieces[n].noun.definite);
        let least = if t.owner == NounOwner::Object { 2 } else { 1 };
        let second = next.filter(|&n| titled.is_none() && fits(object, &pieces[n].noun).is_some_and(|s| s >= least));
        // «استهداف تمركزات لقوات»: an indefinite owner is acted on.
        let definite =
            matches!(owner, Owner::Of(arg) if arg.implied || arg.noun.definite) || matches!(owner, Owner::Nobody);
        let by_li = right.others.iter().copied().find(|&n| {
            definite
                && pieces[n].what == What::After(self.known.li)
                && t.role(Slot::After(self.known.li)).is_none()
                && fits(object, &pieces[n].noun).is_some()
        });
        let owns = match (owner, t.owner) {
            (Owner::Nobody | Owner::Nation(_), _) | (_, NounOwner::Nobody) => None,
            (Owner::Of(arg), kind) => {
                let acts = fits(subject, &arg.noun);
                let acted = fits(object, &arg.noun);
                let governed = |n: &usize| match pieces[*n].what {
                    What::After(p) => t
                        .roles(Slot::After(p))
                        .any(|r| Some(r) == object && filling.fits(r, &pieces[*n].noun).is_some()),
                    _ => false,
                };
                let two = second.is_some() || by_li.is_some() || object.is_some() && right.others.iter().any(governed);
                Some((
                    arg,
                    match kind {
                        // «حاول مسلحون دخول المطار»: somebody else acts.
                        NounOwner::Subject => {
                            acts.is_some() && !(told.actor.is_some() && acted >= acts) || acted.is_none()
                        }
                        // «استعادة مدينة الرمادي عاصمة المحافظة»: a place does not act where it is acted on.
                        NounOwner::Object => two && acts.is_some_and(|s| s >= 2 || acted.is_none_or(|a| s >= a)),
                        NounOwner::Either => acts.is_some() && (two || acted.is_none() || acts > acted && !anything),
                        NounOwner::Nobody => false,
                    },
                ))
            }
        };
        if let Some((arg, acts)) = owns {
            let (slot, filled) =
                if acts { (Slot::Subject, subject.is_some()) } else { (Slot::Object, object.is_some()) };
            let put = filling.put_first(t.roles(slot), arg.noun, arg.piece, arg.implied);
            if !put && filled && !arg.implied {
                return None;
            }
        }
        if let Owner::Nation(noun) = owner {
            filling.put(subject, noun, None, false);
        }
        if let Some(agent) = agent {
            filling.put(subject, agent.noun, None, agent.implied);
        }
        if let Some(n) = second.filter(|_| matches!(owns, Some((_, true)))) {
            filling.put(object, pieces[n].noun, Some(n), false);
        } else if let Some(n) = next.filter(|_| matches!(owns, Some((_, false)))) {
            filling.put_first(t.roles(Slot::Second), pieces[n].noun, Some(n), false);
        }
        filling.prepositions(&right.others);
        if let Some(n) = by_li {
            filling.put(object, pieces[n].noun, Some(n), false);
        }
        // «أعلن الحزب انسحابه», «شن التنظيم هجوما»: whoever does what governs it.
        if let Some(patient) = told.patient {
            // «تعرضت القاعدة لهجوم»: also where the object stands after a preposition; «تلقى اتصالا من»: who had it.
            let after =
                t.slots.iter().filter(|(s, _)| matches!(s, Slot::After(_)) && object.is_none()).map(|&(_, role)| role);
            let all = t.roles(Slot::Object).chain(after).chain(t.roles(Slot::Subject));
            filling.put_first(all, patient.noun, None, patient.implied);
        }
        let free = matches!(owner, Owner::Nobody) || self.suffix(at) != Suffix::None;
        let followed = matches!(owner, Owner::Nobody) && self.suffix(at) == Suffix::None && next.is_some();
        if let Some((own, _)) =
            told.own.filter(|&(_, strict)| !(strict && followed) && (free || !strict && t.owner != NounOwner::Object))
        {
            filling.put(subject, own.noun, None, own.implied || self.suffix(at) != Suffix::None);
        }
        if let Some(actor) = told.actor {
            let implied = actor.implied || self.suffix(at) != Suffix::None;
            filling.put(subject, actor.noun, actor.piece.filter(|&p| p < k), implied);
        }
        if let Some(time) = rest.and_then(|r| self.time_end(r, r + 6).map(|end| Range::new(r, end))) {
            filling.time(time);
        }
        if !filling.enough(&t.needs) {
            return None;
        }
        let governed = told.actor.is_some() || told.own.is_some() || told.patient.is_some();
        Some(Candidate {
            trigger,
            at,
            rule: if governed || agent.is_some() { "frame-governed" } else { "frame-noun" },
            score: filling.score,
            filled: filling.filled,
            negative: told.negative,
            denied: told.denied,
            modality: told.modality,
            perfect: false,
            aside: self.aside(pieces, k),
        })
    }

    /// True if the noun is the fixed word of a verb before it: «فقد السيطرة».
    fn part_of_phrase(&self, pieces: &[Piece], k: usize, at: usize) -> bool {
        let word = self.text.word(at);
        (k.saturating_sub(3)..k).rev().filter(|&j| pieces[j].what == What::Verb).any(|j| {
            self.finds.at(pieces[j].range.start).is_some_and(|s| {
                s.evoked().any(|e| match e.what {
                    Evokes::Trigger(t) => self.trigger(t).with.iter().any(|w| &**w == word),
                    Evokes::Governor(_) => false,
                })
            })
        })
    }

    /// Whose a noun is, and the token after it and its adjectives.
    fn owner(&self, pieces: &[Piece], k: usize, at: usize) -> (Owner, Option<usize>) {
        let text = self.text;
        let noun = &pieces[k].noun;
        let suffix = self.suffix(at);
        let definite = text.token(at).morph.article || self.finds.at(at).is_some_and(|s| s.clitics.article);
        let mut i = at + 1;
        while i < noun.range.end {
            let token = text.token(i);
            if token.kind == Kind::Word
                && token.flags.has(Flags::DEMONYM)
                && token.morph.article == definite
                && suffix == Suffix::None
                && self.layer.entity(i).is_none()
            {
                let one = Noun { range: Range::new(i, i + 1), head: i, kinds: Kinds::BODY, closed: true, definite };
                return (Owner::Nation(one), None);
            }
            let adjective = definite || suffix != Suffix::None || self.describes(at, i, noun.range.end);
            if !adjective {
                let of = self.noun(i, noun.range.end);
                return (
                    Owner::Of(Arg { noun: of, piece: (of.range.end == noun.range.end).then_some(k), implied: false }),
                    None,
                );
            }
            i += 1;
        }
        if suffix != Suffix::None {
            let who = self.pronoun(pieces, k, at, suffix);
            return (who.map_or(Owner::Nobody, Owner::Of), Some(noun.range.end));
        }
        (Owner::Nobody, Some(noun.range.end))
    }

    /// True if an indefinite word is an adjective of the noun at `at`: «هجوم عنيف».
    fn describes(&self, at: usize, i: usize, end: usize) -> bool {
        let text = self.text;
        let token = text.token(i);
        if token.kind != Kind::Word
            || token.morph.article
            || self.layer.entity(i).is_some()
            || self.layer.place(i).is_some()
            || self.layer.quantity(i).is_some()
        {
            return false;
        }
        if self.finds.at(i).is_some_and(super::find::Seen::noun) || text.pack.is_country(text.core(i)) {
            return false;
        }
        let kinds = self.kinds(i);
        let core = text.core(i);
        let feminine = |w: &str| w.ends_with('ه') || w.ends_with("ات");
        let noun = text.word(at);
        let relation = core.ends_with('ي') || core.ends_with("يه") || core.ends_with("يا");
        let same = feminine(noun) == feminine(core) || text.word(at).ends_with('ا') && core.ends_with('ا');
        let known = !kinds.is_none() && !kinds.has(Kinds::EVENT);
        same && (relation && !known
            || !known && end == i + 1 && !self.ends_with_pronoun(i)
            || matches!(
                core,
                "سري"
                    | "سريه"
                    | "مباشر"
                    | "مباشره"
                    | "مسلح"
                    | "مسلحه"
                    | "ارهابي"
                    | "ارهابيه"
                    | "انتحاري"
                    | "انتحاريه"
                    | "منسقه"
                    | "منسق"
                    | "مباغت"
                    | "مباغته"
                    | "مضاد"
                    | "مضاده"
                    | "واسع"
                    | "واسعه"
                    | "مزدوج"
                    | "مزدوجه"
            ))
    }

    /// «هجوم شنه مسلحون على», «الهجوم الذي نفذه»: who does it, and from where the clause goes on.
    fn launched(&self, pieces: &[Piece], k: usize) -> (Option<Arg>, usize) {
        let mut at = k + 1;
        if matches!(pieces.get(at).map(|p| p.what), Some(What::Comma)) {
            at += 1;
        }
        if matches!(pieces.get(at).map(|p| p.what), Some(What::Relative)) {
            at += 1;
        }
        let Some(verb) = pieces.get(at).filter(|p| p.what == What::Verb && !p.led) else { return (None, k) };
        let token = verb.range.start;
        if self.suffix(token) == Suffix::None || self.governor_verb(token, |g| g.object).is_none() {
            return (None, k);
        }
        let right = self.right(pieces, at, at, true);
        let Some(&n) = right.nouns.first() else { return (None, k) };
        (Some(Arg { piece: None, ..self.arg(pieces, n) }), n)
    }

    /// True if a noun can act.
    pub fn can_act(&self, noun: &Noun) -> bool {
        self.fits(noun, Fits::Actor).is_some_and(|s| s >= 2)
    }
}
