//! Noun phrases: where one ends, what its head is and what that can be.
//!
//! Case endings are not written, so that «هاجم الجيش القرية» and «هاجم الجيش الليبي»
//! differ by what the last word can be alone: an adjective goes on with a noun, a
//! noun after a finished one begins another phrase.

use musnad_lang::frames::Kinds;
use musnad_lang::pack::{Ref, bare};
use musnad_lang::{Gender, Number};
use musnad_model::EntityKind;

use super::Scene;
use crate::mark::Flags;
use crate::text::Range;
use crate::text::tag::Base;
use crate::text::token::{Kind, Suffix};

/// The longest noun phrase, in tokens.
const LONGEST: usize = 18;
/// How many unknown words after a title are taken as its holder's name.
const UNKNOWN_NAME: usize = 4;

/// Nouns of a part or number, that go on with من.
const COLLECTIVE: &[&str] =
    &["دفعه", "مجموعه", "عدد", "كميه", "كميات", "شحنه", "جزء", "قسم", "رتل", "اعداد", "العديد", "عديد", "كثير", "مزيد"];

/// Participles that are also nouns for a body or machine: «القوات المقاتلة».
const PARTICIPLES: &[&str] = &["المعارضه", "المقاتله", "المقاومه", "المسلحه", "المتمرده", "المهاجمه", "المنافسه"];

/// A noun phrase.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    /// Its tokens, with clitics on the first.
    pub range: Range,
    /// The token of its head, past numbers and quantifiers.
    pub head: usize,
    /// What its head can be.
    pub kinds: Kinds,
    /// True if it cannot take another genitive.
    pub closed: bool,
    /// True if it is definite.
    pub definite: bool,
}

impl Noun {
    /// No noun phrase.
    pub const fn none(at: usize) -> Self {
        Self { range: Range::new(at, at), head: at, kinds: Kinds::NONE, closed: true, definite: false }
    }
}

/// ه and not ة, as the original has it.
fn text_ends(last: Option<char>) -> bool {
    last == Some('ه')
}

/// A word or name inside a phrase.
#[derive(Clone, Copy)]
struct Unit {
    end: usize,
    /// A number without what it counts.
    counting: bool,
    proper: bool,
    person: bool,
    place: bool,
    count: bool,
}

impl Scene<'_> {
    /// The noun phrase that begins at a token.
    pub fn noun(&self, at: usize, limit: usize) -> Noun {
        let limit = limit.min(at + LONGEST);
        let mut head = at;
        while head + 1 < limit && self.before_head(head) && self.goes_on_noun(head + 1, limit) {
            head += 1 + usize::from(self.text.word(head + 1) == "من" && self.goes_on_noun(head + 2, limit));
        }
        // «دفعة من المقاتلين»
        if COLLECTIVE.contains(&bare(self.text.word(head)))
            && self.text.word(head + 1) == "من"
            && head + 2 < limit
            && self.goes_on_noun(head + 2, limit)
            && !self.kinds(head + 2).has(Kinds::PLACE)
        {
            head += 2;
        }
        // «عدد من الجنود»
        if self.text.token(head).flags.has(Flags::QUANTIFIER)
            && self.text.word(head + 1) == "من"
            && head + 2 < limit
            && self.goes_on_noun(head + 2, limit)
        {
            head += 2;
        }
        let first = self.unit(head, limit);
        let kinds = self.kinds(head);
        let titled = kinds.has(Kinds::PERSON.or(Kinds::OFFICE)) && !first.person;
        let mut state = State {
            closed: first.proper || first.count && !first.counting || self.closes(head) || self.closes(first.end - 1),
            definite: first.proper || self.closes(head) || self.closes(first.end - 1),
            counting: first.counting,
            named: first.person,
            titled,
            last: first.end - 1,
        };
        let mut end = first.end;
        while end < limit {
            let Some(next) = self.go_on(head, end, limit, &mut state) else { break };
            end = next;
        }
        Noun { range: Range::new(at, end), head, kinds, closed: state.closed, definite: state.definite }
    }

    /// Demonstratives, quantifiers and the like before the head.
    fn before_head(&self, at: usize) -> bool {
        if self.layer.quantity(at).is_some() {
            return false;
        }
        let token = self.text.token(at);
        matches!(self.text.tag(at).base, Base::Demonstrative)
            || self.finds.kinds(at).has(Kinds::PLAIN) && !self.article(at)
            || token.flags.has(Flags::QUANTIFIER) && token.morph.suffix == Suffix::None && !token.morph.article
    }

    /// The word or name at a token.
    fn unit(&self, at: usize, limit: usize) -> Unit {
        let text = self.text;
        let token = text.token(at);
        let plain = Unit { end: at + 1, counting: false, proper: false, person: false, place: false, count: false };
        if token.kind == Kind::Quote {
            let close = text.name_quote(at).filter(|&c| c < limit);
            return Unit { end: close.map_or(at + 1, |c| c + 1), proper: true, ..plain };
        }
        if let Some(quantity) = self.layer.quantity(at) {
            let end = quantity.tokens.end.min(limit).max(at + 1);
            let number = text.token(end - 1).kind == Kind::Number || end == at + 1;
            return Unit { end, count: true, counting: number, ..plain };
        }
        if token.kind == Kind::Number {
            return Unit { count: true, counting: true, ..plain };
        }
        // «نظيره» is nobody's name.
        let owned = token.morph.suffix != Suffix::None || self.ends_with_pronoun(at);
        let person = if owned { None } else { text.person_at(at, limit) };
        let entity = self.layer.entity(at).filter(|e| self.trusts(at, e));
        let place = self.layer.place(at);
        let sequence = match token.sequence {
            // «الشركة النفط» is no «شركة النفط».
            Some((Ref::Name(name), _))
                if self.article(at)
                    && text.token(at + 1).morph.article
                    && !text.pack.names[name as usize].name.starts_with("ال") =>
            {
                None
            }
            Some((Ref::Name(_) | Ref::Country(_), n)) => Some(at + usize::from(n)),
            _ => None,
        };
        let ends = [person.map(|r| r.end), entity.map(|e| e.tokens.end), place.map(|p| p.tokens.end), sequence];
        let longest = ends.iter().flatten().copied().max().unwrap_or(at + 1).min(limit).max(at + 1);
        // «جبهة النصرة ثمانية عناصر»: a count is no part of a name.
        let end = (at + 1..longest)
            .find(|&i| self.layer.quantity(i).is_some_and(|q| q.tokens.len() > 1) && text.token(i).kind == Kind::Word)
            .unwrap_or(longest);
        let title = match token.sequence {
            Some((Ref::Title(..), n)) => {
                // «الشركة النفط» is no «شركة النفط», «الأمين العام» is one title.
                let apart = n > 1 && self.article(at) && self.article(at + 1) && !self.is_adjective(at, at, at + 1);
                if apart { at + 1 } else { at + usize::from(n) }
            }
            _ => at + 1,
        };
        let by_entity = entity.is_some_and(|e| e.tokens.end == end);
        let human = person.is_some_and(|r| r.end == end)
            || by_entity && entity.is_some_and(|e| e.kind == Some(EntityKind::Person));
        let unnamed = by_entity && entity.is_some_and(|e| e.kind == Some(EntityKind::Unnamed));
        if end > at + 1
            || human
            || place.is_some()
            || sequence.is_some()
            || text.name_at(at).is_some()
            || text.country_at(at)
        {
            let described = unnamed
                || place.is_none()
                    && !human
                    && sequence.is_none()
                    && end == at + 1
                    && text.name_at(at).is_none()
                    && !text.country_at(at);
            return Unit {
                end: end.max(title.min(limit)),
                proper: !described,
                person: human,
                place: place.is_some_and(|p| p.tokens.end == end),
                ..plain
            };
        }
        Unit { end: title.min(limit).max(at + 1), ..plain }
    }

    /// Mentions of bodies are cut by their first word alone; a name, or one without article and pronoun, is trusted.
    pub fn trusts(&self, at: usize, entity: &super::layer::Found) -> bool {
        let named = matches!(self.text.token(at).sequence, Some((Ref::Name(_) | Ref::Country(_), n)) if usize::from(n) == entity.tokens.len());
        if entity.tokens.len() == 1 {
            return named
                || self.finds.at(at).is_none()
                || self.text.token(at).flags.has(Flags::GIVEN.or(Flags::NAME).or(Flags::COUNTRY));
        }
        let event =
            |i: usize| self.finds.at(i).is_some_and(|s| s.noun() || s.finite()) && self.text.class_at(i).is_none();
        let plain = !self.article(at) && self.text.token(at).morph.suffix == Suffix::None;
        match entity.kind {
            _ if named => true,
            Some(EntityKind::Person) => true,
            Some(EntityKind::Unnamed) => false,
            _ => {
                plain
                    && !(at..entity.tokens.end)
                        .any(|i| event(i) || i > at && self.text.token(i).morph.preposition == b'b')
            }
        }
    }

    /// Where the phrase ends if the word at `at` goes on with it.
    fn go_on(&self, head: usize, at: usize, limit: usize, state: &mut State) -> Option<usize> {
        let text = self.text;
        let token = text.token(at);
        match token.kind {
            Kind::Quote => {
                let close = text.name_quote(at).filter(|&c| c < limit)?;
                state.close(close);
                return Some(close + 1);
            }
            // An acronym's or compound's marks.
            Kind::Punct('-' | '/' | '.')
                if !token.spaced && state.closed && text.tokens.get(at + 1).is_some_and(|t| !t.spaced) =>
            {
                return Some(at + 1);
            }
            // «اتفاق (ترسيم) الحدود»
            Kind::Punct('(') if !state.closed => {
                let close = (at + 2..limit.min(at + 4)).find(|&i| self.text.punct(i) == ')')?;
                return self.article(close + 1).then_some(close + 1);
            }
            Kind::Number => return self.number(at, state),
            Kind::Word => {}
            _ => return None,
        }
        let word = text.word(at);
        if matches!(word, "نفسه" | "نفسها" | "نفسهم" | "ذاته" | "ذاتها" | "ايضا") {
            return (word != "ايضا").then_some(at + 1);
        }
        if self.led(at) || self.clitic_preposition(at).is_some() || word == "ممن" {
            return None;
        }
        // «شن هذه الهجمات»
        if text.tag(at).base == Base::Demonstrative
            && !state.closed
            && self.constructs(state.last)
            && self.article(at + 1)
        {
            state.close(at + 1);
            state.definite = true;
            return (at + 1 < limit).then_some(at + 2);
        }
        // «التقى الوزير نظيره»
        if state.closed && word.starts_with("نظير") && self.ends_with_pronoun(at) {
            return None;
        }
        let unit = self.unit(at, limit);
        let proper = unit.proper && (unit.end > at + 1 || !self.blocked(at));
        if !proper && (self.blocked(at) || self.time_end(at, limit).is_some() && !self.is_adjective_word(at)) {
            return None;
        }
        if unit.count {
            return self.number(at, state);
        }
        if proper
            && !(state.closed
                && unit.end == at + 1
                && (text.country_at(at) || self.article(at) && word.ends_with("يه"))
                && self.is_adjective(head, state.last, at))
        {
            return self.proper(head, at, unit, state);
        }
        if self.is_verb_inside(at, state) {
            return None;
        }
        if self.article(at) {
            let goes = if state.closed {
                self.is_adjective(head, state.last, at)
            } else {
                self.constructs(state.last) || self.is_adjective_word(at)
            };
            if !goes {
                return None;
            }
            if !state.closed && self.kinds(at).has(Kinds::OFFICE) {
                // «إجراء الرئيس الفنزويلي نيكولاس»: a name may follow.
                state.titled = true;
            }
            state.close(at);
            state.definite = true;
            // «الأمين العام لـ»: a title of several words.
            return Some(unit.end.max(at + 1));
        }
        self.indefinite(head, at, limit, unit, state)
    }

    /// An indefinite word after the phrase so far.
    fn indefinite(&self, head: usize, at: usize, limit: usize, unit: Unit, state: &mut State) -> Option<usize> {
        let text = self.text;
        if state.counting {
            // «ثلاثة لصوص», «20 متظاهرا»
            state.counting = false;
            state.last = unit.end - 1;
            state.closed = true;
            return Some(unit.end);
        }
        if state.closed {
            // «الرئيس الصيني شي جين»: unknown words after an office are its holder's name.
            if state.titled && !state.named && self.unknown(at) && state.definite {
                let end = (at + 1..limit.min(at + UNKNOWN_NAME))
                    .find(|&i| !self.unknown(i))
                    .unwrap_or(limit.min(at + UNKNOWN_NAME));
                let followed = self.text.token(end).morph.article && self.text.token(end).kind == Kind::Word;
                if end > at + 1 || !followed {
                    state.named = true;
                    state.last = end - 1;
                    return Some(end);
                }
            }
            // «14 جنديا أفغانيا»
            let both = |a: &str, b: &str| self.text.word(state.last).ends_with(a) && text.word(at).ends_with(b);
            let nation = text.token(at).flags.has(Flags::DEMONYM);
            let adjective = !state.definite
                && (nation || (both("ا", "ا") || both("ين", "ين") || both("ون", "ون")) && self.kinds(at).is_none());
            return adjective.then(|| {
                state.last = at;
                at + 1
            });
        }
        if self.constructs(state.last) {
            // An object in the accusative is no genitive.
            if self.accusative(at) && !self.accusative(state.last) {
                return None;
            }
            if self.text.token(at).flags.has(Flags::QUANTIFIER) {
                // «وفاة أحد جنوده»: whose the event is.
                let event = state.last == head && self.finds.at(head).is_some_and(super::find::Seen::noun);
                if !event {
                    return None;
                }
                let whose = self.noun(at, limit);
                state.close(whose.range.end - 1);
                return Some(whose.range.end);
            }
            state.titled |= self.kinds(at).has(Kinds::OFFICE) && self.text.class_at(at).is_some_and(|c| c != "unnamed");
            state.last = unit.end - 1;
            state.closed = self.closes(at);
            state.definite = state.definite || state.closed;
            return Some(unit.end);
        }
        let same = |ending: &str| text.word(state.last).ends_with(ending) && text.word(at).ends_with(ending);
        let adjective = text.token(at).flags.has(Flags::DEMONYM) || same("ون") || same("ين") || same("ا") || same("ان");
        let weak = !self
            .kinds(at)
            .has(Kinds::PERSON.or(Kinds::BODY).or(Kinds::PLACE).or(Kinds::GOODS).or(Kinds::VICTIM).or(Kinds::MONEY));
        (adjective && weak || text.token(at).flags.has(Flags::DEMONYM)).then(|| {
            state.last = at;
            at + 1
        })
    }

    /// A name after the phrase so far.
    fn proper(&self, head: usize, at: usize, unit: Unit, state: &mut State) -> Option<usize> {
        let goes = if state.closed {
            // «وزير الخارجية سامح …», «العاصمة طرابلس»
            unit.person && state.titled && !state.named
                || unit.place
                    && self.kinds(head).has(Kinds::PLACE)
                    && state.definite
                    && self.layer.place(head).is_none()
                || !unit.person && self.text.class_at(head) == Some("media") && state.definite && unit.end > at + 1
        } else {
            self.constructs(state.last)
        };
        if !goes {
            return None;
        }
        state.named |= unit.person;
        state.close(unit.end - 1);
        state.definite = true;
        Some(unit.end)
    }

    /// «المادة 140», «مقتل 14 جنديا».
    fn number(&self, at: usize, state: &mut State) -> Option<usize> {
        if state.closed
            && !matches!(
                bare(self.text.core(state.last)),
                "ماده" | "فرقه" | "لواء" | "قرار" | "فقره" | "دوره" | "رقم" | "بند" | "مجموعه"
            )
        {
            return None;
        }
        let end = self.layer.quantity(at).map_or(at + 1, |q| q.tokens.end.max(at + 1));
        state.close(end - 1);
        Some(end)
    }

    /// Words that never go on with a noun phrase.
    fn blocked(&self, at: usize) -> bool {
        let base = self.text.tag(at).base;
        let particle = matches!(
            base,
            Base::That
                | Base::BiThat
                | Base::Relative
                | Base::Negation
                | Base::Qad
                | Base::Kana
                | Base::Contrast
                | Base::Clause
                | Base::Pronoun
                | Base::Demonstrative
                | Base::Conjunction
                | Base::PrepPronoun
                | Base::CuePhrase
        );
        particle
            || base == Base::Preposition
            || self.text.pack.frames.phrase(self.text.word(at), |_| "").is_some()
            || base == Base::Adverb && !self.text.token(at).morph.article
    }

    /// A finite verb where the phrase could go on; a noun that can still take a genitive takes it.
    fn is_verb_inside(&self, at: usize, state: &State) -> bool {
        let text = self.text;
        if self.article(at) {
            return false;
        }
        let finite = self.finds.at(at).is_some_and(super::find::Seen::finite) || text.is_finite(at);
        if !finite {
            return self.is_verb(at, &[]);
        }
        if text.token(at).flags.has(Flags::TITLE.or(Flags::DEMONYM).or(Flags::COUNTRY)) {
            return false;
        }
        // «هجمات شنها», «صاروخ أطلقته»
        if self.governor_verb(at, |g| g.object).is_some()
            && matches!(self.suffix(at), Suffix::Him | Suffix::Her | Suffix::Both)
            && !state.definite
        {
            return true;
        }
        let noun_like = self.maybe_noun(at)
            || matches!(text.core(at).chars().last(), Some('ا' | 'ه')) && !text.core(at).starts_with('ي');
        !noun_like || state.closed
    }

    /// True if the phrase is complete with this word: it has the article, a pronoun, or is a name.
    fn closes(&self, at: usize) -> bool {
        let token = self.text.token(at);
        self.article(at)
            || token.morph.suffix != Suffix::None
            || self.suffix(at) != Suffix::None
            || token.flags.has(Flags::COUNTRY)
            || self.ends_with_pronoun(at)
    }

    /// «قواته», «مقرها»: the pronoun on a noun that the pack does not know.
    pub fn ends_with_pronoun(&self, at: usize) -> bool {
        let word = self.text.word(at);
        let letters = word.chars().count();
        let token = self.text.token(at);
        if matches!(word, "نظيره" | "نظيرها" | "نظيرته" | "نظيرتها" | "نظراءه") {
            return true;
        }
        if token.flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN).or(Flags::COUNTRY).or(Flags::DEMONYM)) {
            return token.morph.suffix != Suffix::None;
        }
        letters >= 5 && word.ends_with('ه') && text_ends(self.text.original_end(at)) && token.flags == Flags::default()
            || letters >= 5 && (word.ends_with("ها") || word.ends_with("هم") || word.ends_with("هما"))
            || letters >= 4 && word.ends_with("ته")
            || matches!(
                word,
                "بلاده"
                    | "مقره"
                    | "منزله"
                    | "نجله"
                    | "شعبه"
                    | "جيشه"
                    | "حزبه"
                    | "موقعه"
                    | "بلده"
                    | "وطنه"
                    | "نظيره"
                    | "منصبه"
            )
    }

    /// False if the word cannot be the first of a construct: «مسلحون», «جنديا», a name, a number.
    fn constructs(&self, at: usize) -> bool {
        let word = self.text.word(at);
        let letters = word.chars().count();
        let token = self.text.token(at);
        if token.kind != Kind::Word || self.closes(at) {
            return false;
        }
        let noun =
            token.flags.has(Flags::EVENT.or(Flags::MASDAR)) || self.finds.at(at).is_some_and(super::find::Seen::noun);
        let things = Kinds::PLACE.or(Kinds::MONEY).or(Kinds::ABSTRACT).or(Kinds::GOODS);
        let sound = letters >= 5
            && (word.ends_with("ون") || word.ends_with("ين"))
            && !noun
            && !self.finds.kinds(at).has(things);
        !sound && !self.accusative(at)
    }

    /// A word in the indefinite accusative: «هجوما».
    fn accusative(&self, at: usize) -> bool {
        let word = self.text.word(at);
        word.ends_with('ا')
            && word.chars().count() >= 4
            && !word.ends_with("ها")
            && (self.text.pack.frames.kinds(word).is_none()
                || !self.text.pack.frames.kinds(word.trim_end_matches('ا')).is_none())
            && !self.text.token(at).flags.has(Flags::NAME.or(Flags::GIVEN).or(Flags::COUNTRY))
            && self.layer.place(at).is_none()
    }

    /// A word that the pack does not know and that has no article: perhaps a name.
    fn unknown(&self, at: usize) -> bool {
        let token = self.text.token(at);
        token.kind == Kind::Word
            && !self.article(at)
            && token.morph.preposition == 0
            && !token.morph.conjunction
            && (token.flags == Flags::default() || token.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN)))
            && self.kinds(at).is_none()
            && self.finds.at(at).is_none()
            && !self.accusative(at)
            && !self.text.event_shape(at)
            && !self.ends_with_pronoun(at)
            && (self.text.original_end(at) != Some('ة') || token.flags != Flags::default())
            && self.text.pack.frames.phrase(self.text.word(at), |_| "").is_none()
    }

    fn is_adjective_word(&self, at: usize) -> bool {
        matches!(
            self.text.word(at),
            "العام" | "العامه" | "الاخير" | "الاخيره" | "السابق" | "السابقه" | "الحالي" | "الحاليه"
        )
    }

    /// True if a definite word is an adjective of the phrase so far.
    fn is_adjective(&self, head: usize, last: usize, at: usize) -> bool {
        let text = self.text;
        let token = text.token(at);
        if token.flags.has(Flags::DEMONYM) || self.is_adjective_word(at) {
            return true;
        }
        let core = text.core(at);
        // «المتمردون الحوثيون»
        let alike = |ending: &str| text.word(at).ends_with(ending) && text.word(head).ends_with(ending) && last == head;
        if self.article(head) && self.kinds(head).has(Kinds::PERSON) && (alike("ون") || alike("ين")) {
            return true;
        }
        // «القوات المعارضة», «المعارضة السورية»: nouns by themselves, adjectives behind a plural or feminine.
        let relation = text.word(at).starts_with("ال")
            && text.word(at).ends_with("يه")
            && (text.country_at(at) || text.name_at(at).is_some() || text.token(at).flags.has(Flags::DEMONYM));
        if (PARTICIPLES.contains(&text.word(at))
            && self.kinds(head).has(Kinds::BODY.or(Kinds::VEHICLE))
            && self.plural(head)
            || relation)
            && self.agrees(head, at)
        {
            return true;
        }
        let noun = Kinds::PLACE
            .or(Kinds::BODY)
            .or(Kinds::VEHICLE)
            .or(Kinds::WEAPON)
            .or(Kinds::GOODS)
            .or(Kinds::EVENT)
            .or(Kinds::TALK)
            .or(Kinds::PACT)
            .or(Kinds::ABSTRACT)
            .or(Kinds::MONEY)
            .or(Kinds::VICTIM);
        let kinds = self.finds.kinds(at);
        let agrees = self.agrees(head, at) || self.agrees(last, at);
        // «القوات المساندة», «القوات المهاجمة»: participles, though their letters are nouns too.
        let participle = self.finds.at(at).is_some_and(super::find::Seen::participle)
            || core.starts_with('م')
                && core.ends_with('ه')
                && self.kinds(head).has(Kinds::BODY.or(Kinds::VEHICLE))
                && !kinds.has(noun);
        if participle && agrees && self.layer.place(at).is_none() {
            return true;
        }
        if kinds.has(noun)
            || token.flags.has(Flags::EVENT)
            || self.finds.at(at).is_some_and(super::find::Seen::noun)
            || self.layer.entity(at).is_some_and(|e| e.tokens.len() > 1)
            || self.layer.place(at).is_some()
        {
            return false;
        }
        if agrees && text.pack.labels.loaded(core).contains(&musnad_lang::labels::Loaded::Epithet) {
            return true;
        }
        let letters: Vec<char> = core.chars().collect();
        let n = letters.len();
        if n < 3 {
            return false;
        }
        // «السوداء», «الكبرى», «العليا»
        if core.ends_with("اء") && n == 5 || matches!(core, "كبري" | "عليا" | "وسطي" | "صغري" | "دنيا" | "اولي")
        {
            return true;
        }
        let person = matches!(core, "محامي" | "قاضي" | "راعي" | "والي");
        let relation = !person && letters[n - 1] == 'ي' && text.original_end(at) != Some('ى')
            || core.ends_with("يه")
            || core.ends_with("يين")
            || core.ends_with("يون");
        if relation {
            return agrees;
        }
        if token.flags.has(Flags::TITLE.or(Flags::CARRIER).or(Flags::CUE_NOUN)) || kinds.has(Kinds::PERSON) {
            // «القوات المسلحة», «الناطق الرسمي», against «التقى الرئيس الوزير».
            return agrees && letters[n - 1] == 'ه' && !token.flags.has(Flags::TITLE)
                || agrees && core.ends_with("ين") && self.plural(head);
        }
        let feminine = letters[n - 1] == 'ه' || core.ends_with("ات");
        let shaped = feminine
            || n == 4 && letters[2] == 'ي'
            || n == 4 && letters[1] == 'ا'
            || n == 5 && letters[0] == 'م' && letters[3] == 'و'
            || n >= 4 && letters[0] == 'م'
            || n == 4 && letters[0] == 'ا'
            || n >= 5 && (core.ends_with("ين") || core.ends_with("ون"));
        agrees && shaped
    }

    fn plural(&self, at: usize) -> bool {
        matches!(
            crate::mark::agreement(self.text.folded.as_str(), self.text.token(at)).1,
            Number::Plural | Number::Dual
        )
    }

    /// True if a definite word can agree with a noun in gender and number, as far as shapes tell.
    pub fn agrees(&self, noun: usize, at: usize) -> bool {
        let folded = self.text.folded.as_str();
        let (mut gender, mut number) = crate::mark::agreement(folded, self.text.token(noun));
        // «التعاون» is no plural.
        if number == Number::Plural
            && self.text.core(noun).ends_with("ون")
            && self.kinds(noun).has(Kinds::ABSTRACT.or(Kinds::EVENT).or(Kinds::PACT))
        {
            (gender, number) = (Gender::Masculine, Number::Singular);
        }
        let core = self.text.core(at);
        let feminine = core.ends_with('ه') && core.chars().count() > 2;
        let plural = core.chars().count() > 4 && (core.ends_with("ين") || core.ends_with("ون"));
        let people = self.kinds(noun).has(Kinds::PERSON);
        match (gender, number) {
            (_, Number::Plural) if people => plural,
            (_, Number::Plural) => feminine,
            (Gender::Feminine, _) => feminine,
            (Gender::Masculine, _) => !feminine && !plural,
            // A broken plural or an unknown word: both.
            (Gender::Any, Number::Any) => !plural || people,
            _ => !plural,
        }
    }
}

struct State {
    closed: bool,
    counting: bool,
    definite: bool,
    named: bool,
    titled: bool,
    last: usize,
}

impl State {
    fn close(&mut self, last: usize) {
        self.closed = true;
        self.last = last;
    }
}
