//! What a noun can be, and what can fill a role.

use musnad_lang::frames::{Fits, Kinds};
use musnad_lang::{Gender, Number};
use musnad_model::EntityKind;

use super::Scene;
use super::noun::Noun;
use crate::mark::Flags;
use crate::text::Range;
use crate::text::tag::Base;
use crate::text::token::Kind;

impl Scene<'_> {
    /// What the noun at a token can be, by everything that knows it.
    pub fn kinds(&self, at: usize) -> Kinds {
        let text = self.text;
        let token = text.token(at);
        if token.kind == Kind::Quote {
            return self.kinds(at + 1);
        }
        let mut kinds = self.finds.kinds(at);
        if let Some(quantity) = self.layer.quantity(at) {
            if quantity.tokens.end > at + 1 || !kinds.has(Kinds::PERSON) {
                // The list's «ثلاثة» counts people only if nothing else is counted.
                kinds = Kinds::NONE;
            }
            let unit = self.quantities.get(quantity.index as usize).and_then(|q| q.unit.as_deref()).unwrap_or("");
            kinds = kinds.or(match unit {
                _ if unit.starts_with("persons:") => Kinds::PERSON.or(Kinds::VICTIM),
                "persons" => Kinds::PERSON,
                "" => self.kinds_of_counted(at, quantity.tokens.end),
                "hours" | "minutes" | "seconds" | "days" | "weeks" | "months" | "years" => Kinds::TIME,
                "percent" | "degrees" | "km" | "m" | "cm" | "mm" | "mi" | "ft" | "in" | "magnitude" | "km/h"
                | "km2" | "m2" | "ha" => Kinds::ABSTRACT,
                _ if unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()) => Kinds::MONEY,
                _ => Kinds::GOODS,
            });
        }
        if self.layer.place(at).is_some() {
            kinds = kinds.or(Kinds::PLACE);
        }
        if let Some(kind) = self.layer.entity(at).and_then(|e| e.kind) {
            kinds = kinds.or(match kind {
                EntityKind::Person | EntityKind::Unnamed => Kinds::PERSON,
                EntityKind::Place => Kinds::PLACE,
                _ => Kinds::BODY,
            });
        }
        match text.tag(at).base {
            Base::Person | Base::Unnamed => kinds = kinds.or(Kinds::PERSON).or(Kinds::OFFICE),
            Base::Body | Base::Media | Base::NameOutlet | Base::NameBody => kinds = kinds.or(Kinds::BODY),
            Base::NamePerson | Base::Given => kinds = kinds.or(Kinds::PERSON),
            Base::Country => kinds = kinds.or(Kinds::BODY).or(Kinds::PLACE),
            Base::Event | Base::Masdar | Base::CueNoun | Base::Carrier if kinds.is_none() => kinds = Kinds::EVENT,
            Base::Demonym if kinds.is_none() => kinds = Kinds::PERSON,
            Base::Time | Base::Weekday if kinds.is_none() => kinds = Kinds::TIME,
            Base::Quantifier if kinds.is_none() => kinds = Kinds::PERSON.or(Kinds::GOODS),
            _ => {}
        }
        if kinds.is_none() && (text.event_shape(at) || self.finds.at(at).is_some_and(super::find::Seen::noun)) {
            kinds = Kinds::EVENT;
        }
        if kinds.is_none()
            && (token.flags.has(Flags::GIVEN)
                || token.flags.has(Flags::COMMON_GIVEN) && text.person_at(at, at + 4).is_some_and(|r| r.len() > 1))
        {
            kinds = Kinds::PERSON;
        }
        kinds
    }

    /// A count without a unit is of what its last word names.
    fn kinds_of_counted(&self, at: usize, end: usize) -> Kinds {
        (at..end).rev().find(|&i| self.text.token(i).kind == Kind::Word).map_or(Kinds::PERSON, |i| {
            let kinds = self.finds.kinds(i);
            if kinds.is_none() { Kinds::PERSON.or(Kinds::GOODS) } else { kinds }
        })
    }

    /// Gender and number of a phrase: of its holder, if it is a name.
    pub fn gender_number(&self, noun: &Noun) -> (Gender, Number) {
        if let Some(name) = self.layer.entity(noun.head).filter(|e| e.kind == Some(EntityKind::Person)) {
            return (self.text.name_gender(name.tokens), Number::Singular);
        }
        self.text.agreement(Range::new(noun.head, noun.range.end.max(noun.head + 1)))
    }

    /// True if the head is plural.
    fn several(&self, noun: &Noun) -> bool {
        let core = self.text.core(noun.head);
        core.ends_with("ين")
            || core.ends_with("ون")
            || matches!(
                crate::mark::agreement(self.text.folded.as_str(), self.text.token(noun.head)).1,
                Number::Plural | Number::Any
            )
    }

    /// True if a word that no list has is a common noun by its letters: «المجاعة», «دورتها», «أقل».
    fn common(&self, at: usize) -> bool {
        let text = self.text;
        let word = text.word(at);
        let named = self.layer.entity(at).is_some()
            || self.layer.place(at).is_some()
            || text.token(at).flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN).or(Flags::NAME));
        let plural = ["ون", "ين", "ان"].iter().any(|e| word.ends_with(e));
        let comparative = matches!(
            text.core(at),
            "اقل"
                | "اكثر"
                | "اكبر"
                | "اعلي"
                | "ادني"
                | "عدم"
                | "رهن"
                | "قيد"
                | "محل"
                | "سراح"
                | "سبب"
                | "غرار"
        );
        let joined = word.starts_with('و') && word.chars().count() >= 4;
        !named && (self.article(at) && !plural || self.ends_with_pronoun(at) || comparative || joined)
    }

    /// How well a noun phrase fills a role; `None` if it cannot.
    pub fn fits(&self, noun: &Noun, fits: Fits) -> Option<i32> {
        let k = noun.kinds;
        // A common noun that we do not know acts no more than it does anything else; a name may.
        let common = k.is_none() && self.common(noun.head);
        if common && matches!(fits, Fits::Actor | Fits::Cause | Fits::People | Fits::Target) {
            return None;
        }
        let dead = Kinds::ABSTRACT.or(Kinds::MONEY).or(Kinds::TIME).or(Kinds::THING);
        let acts = Kinds::PERSON.or(Kinds::BODY).or(Kinds::VICTIM);
        match fits {
            Fits::Actor if k.has(acts) => Some(3),
            Fits::Actor if k.has(Kinds::VEHICLE) => Some(2),
            Fits::Actor if k.has(Kinds::GOODS) => Some(1),
            Fits::Actor if k.has(dead.or(Kinds::EVENT).or(Kinds::PACT).or(Kinds::TALK).or(Kinds::WEAPON)) => None,
            Fits::Actor if k.has(Kinds::PLACE) => self.layer.place(noun.head).is_some().then_some(1),
            Fits::Body if k.has(Kinds::BODY) => Some(3),
            Fits::Body if k.has(Kinds::PLURAL) || k.has(Kinds::PERSON) && self.several(noun) => Some(2),
            Fits::Body => None,
            Fits::Cause if k.has(acts.or(Kinds::VEHICLE).or(Kinds::WEAPON).or(Kinds::EVENT)) => Some(3),
            Fits::Cause if k.has(dead.or(Kinds::PACT).or(Kinds::TALK).or(Kinds::OFFICE)) => None,
            Fits::Cause if k.has(Kinds::PLACE) => self.layer.place(noun.head).is_some().then_some(1),
            Fits::Victim => k.has(Kinds::VICTIM).then_some(4),
            Fits::Pact => k.has(Kinds::PACT).then_some(4),
            Fits::People if k.has(acts) => Some(3),
            Fits::People
                if k.has(
                    dead.or(Kinds::EVENT)
                        .or(Kinds::PACT)
                        .or(Kinds::TALK)
                        .or(Kinds::GOODS)
                        .or(Kinds::WEAPON)
                        .or(Kinds::VEHICLE)
                        .or(Kinds::PLACE),
                ) =>
            {
                None
            }
            Fits::Actor | Fits::Cause | Fits::People => Some(1),
            Fits::Target if k.has(acts.or(Kinds::PLACE).or(Kinds::VEHICLE).or(Kinds::GOODS).or(Kinds::WEAPON)) => {
                Some(3)
            }
            Fits::Target if k.has(dead.or(Kinds::EVENT).or(Kinds::TALK).or(Kinds::PACT)) => None,
            Fits::Target => Some(1),
            Fits::Place if k.has(Kinds::PLACE.or(Kinds::WHERE)) => Some(3),
            Fits::Place if k.has(Kinds::BODY) => Some(1),
            Fits::Place => None,
            Fits::Goods if k.has(Kinds::GOODS.or(Kinds::VEHICLE).or(Kinds::WEAPON)) => Some(3),
            Fits::Goods if k.has(Kinds::MONEY) => Some(2),
            Fits::Goods if k.has(acts.or(dead).or(Kinds::EVENT).or(Kinds::PLACE).or(Kinds::TALK).or(Kinds::PACT)) => {
                None
            }
            // What we do not know we do not trade, but for a number of it.
            Fits::Goods => (k.is_none() && self.layer.quantity(noun.range.start).is_some()).then_some(1),
            Fits::Money => k.has(Kinds::MONEY).then_some(3),
            Fits::Weapon => k.has(Kinds::WEAPON.or(Kinds::VEHICLE)).then_some(3),
            Fits::Office if k.has(Kinds::OFFICE) => Some(3),
            Fits::Office => None,
            Fits::Thing if k.has(Kinds::PERSON.or(Kinds::TIME)) => None,
            Fits::Thing => Some(2),
            Fits::Event if k.has(Kinds::EVENT.or(Kinds::TALK).or(Kinds::PACT).or(Kinds::ABSTRACT)) => Some(3),
            Fits::Event if k.has(Kinds::PERSON.or(Kinds::TIME)) => None,
            Fits::Event | Fits::Any => Some(1),
        }
    }
}
