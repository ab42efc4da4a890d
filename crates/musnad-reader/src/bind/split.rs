//! Subject and object in a row: «طالب المسؤول الحكومةَ», with no case endings written.
//!
//! What is unwritten must be told by what a word can be: a second noun phrase
//! begins where the first is complete and the word cannot agree with it.

use musnad_lang::{Gender, Number};

use crate::mark::{Flags, agreement};
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

impl Text<'_> {
    /// The first noun phrase of a range, and where the second begins; `marker` if there is none.
    pub fn split(&self, np: Range, marker: usize) -> (Option<Range>, usize) {
        let commas = (np.start..np.end).filter(|&i| matches!(self.punct(i), '،' | ',')).count();
        let mut seen = 0;
        for at in np.start + 1..np.end {
            if matches!(self.punct(at), '،' | ',') {
                seen += 1;
                // «رئيس الحزب، ياسر الحموي، الحكومة»: the second comma closes the apposition.
                let next = at + 1;
                if seen == 2 && commas >= 2 && next < np.end && self.token(next).kind == Kind::Word {
                    return (Some(Range::new(np.start, at)), next);
                }
                continue;
            }
            if self.begins_second(np.start, at) {
                return (Some(Range::new(np.start, at)), at);
            }
        }
        let rest = self.skip_adjuncts(np.end, marker);
        (Some(np), rest.min(marker))
    }

    /// True if a second noun phrase begins at `at`: what is before is complete, and this cannot continue it.
    fn begins_second(&self, start: usize, at: usize) -> bool {
        let token = self.token(at);
        if token.kind != Kind::Word
            || token.morph.conjunction
            || token.morph.preposition != 0
            || token.quote != self.token(start).quote
        {
            return false;
        }
        let before = self.token(at - 1);
        if before.kind != Kind::Word && before.kind != Kind::Quote && self.punct(at - 1) != ')' {
            return false;
        }
        if at >= start + 2
            && matches!(self.word(at), "دول" | "قوات" | "بلاده" | "بلادها" | "سكان" | "جميع")
            && !before.flags.has(Flags::TITLE.or(Flags::PREPOSITION))
        {
            return true;
        }
        if before.flags.has(Flags::PREPOSITION.or(Flags::CONJUNCTION))
            || matches!(before.sequence, Some((_, n)) if n > 1)
        {
            return false;
        }
        let inside_name =
            (start..at).rev().take(5).any(|i| self.token(i).sequence.is_some_and(|(_, n)| i + usize::from(n) > at));
        let complete = before.morph.article
            || before.flags.has(Flags::NAME.or(Flags::GIVEN).or(Flags::DEMONYM).or(Flags::COUNTRY))
            || before.morph.suffix != Suffix::None
            || before.kind == Kind::Quote
            || self.punct(at - 1) == ')'
            || self.closes_name(start, at)
            || at == start + 1 && before.flags == Flags::default();
        // «وزير التعليم الإسرائيلي يؤاف كيش الموقف»: two unknown words after an adjective are a name.
        let unknown = |i: usize| {
            self.token(i).kind == Kind::Word
                && (self.token(i).flags == Flags::default()
                    || self.token(i).flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN)))
                && !self.token(i).morph.article
        };
        let run = (start + 1..at).rev().take_while(|&i| unknown(i)).count();
        let after_name = run >= 2 && run < at - start && token.morph.article;
        if after_name && !inside_name && self.token(start).flags.has(Flags::TITLE) {
            return true;
        }
        if inside_name || !complete {
            return false;
        }
        let person = before.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN)) && !before.morph.article;
        // «زعيم المعارضة خوان غوايدو»: the first name after an office is its holder's.
        let office =
            self.token(start).flags.has(Flags::TITLE) && !matches!(self.class_at(start), Some("group" | "media"));
        let held = (start..at).any(|i| self.person_at(i, at).is_some());
        if office && !held && (self.person_at(at, at + 6).is_some() || token.flags.has(Flags::COMMON_GIVEN)) {
            return false;
        }
        if person && (token.morph.article || token.flags.has(Flags::COMMON_GIVEN.or(Flags::GIVEN))) && at < start + 4 {
            // «محمد السعيد»: a surname.
            return false;
        }
        // «أيهم داود أرض الملعب»: a construct after a finished name.
        let construct =
            !token.morph.article && self.token(at + 1).morph.article && self.token(at + 1).kind == Kind::Word;
        let named = (start..at).filter(|&i| self.token(i).flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN))).count() >= 2
            || self.closes_name(start, at);
        if construct
            && named
            && (token.flags == Flags::default() || token.flags.has(Flags::EVENT.or(Flags::PLAIN)))
            && !token.flags.has(Flags::GIVEN)
        {
            return true;
        }
        let class = self.class_at(at);
        let indefinite_head = token.flags.has(Flags::TITLE) && !token.morph.article;
        indefinite_head
            || token.morph.article
                && matches!(class, Some("group" | "unnamed" | "witness"))
                && !self.agrees_with(start, at)
            || self.name_at(at).is_some() && !person
            || self.country_at(at) && !person
            || token.flags.has(Flags::QUANTIFIER.or(Flags::DEMONSTRATIVE)) && !token.morph.article
            || token.morph.article && self.closes_name(start, at) && !token.flags.has(Flags::DEMONYM)
            || token.morph.article && before.morph.article && !self.agrees_with(start, at)
            || self.owned(at) && before.morph.article
            || matches!(
                self.core(at),
                "بلاده" | "بلادها" | "نظيره" | "نظيرته" | "قوات" | "دول" | "اطراف" | "مواطنين" | "مجتمع"
            )
    }

    /// «منافستها», «جارتها»: a noun with its possessor, which an adjective never has.
    fn owned(&self, at: usize) -> bool {
        let word = self.word(at);
        let token = self.token(at);
        token.morph.suffix != Suffix::None
            || token.flags == Flags::default()
                && (word.ends_with("ها") || word.ends_with("هم"))
                && word.chars().count() > 4
    }

    /// True if a definite word can be an adjective of a noun between `start` and `at`.
    fn agrees_with(&self, start: usize, at: usize) -> bool {
        let token = self.token(at);
        let word = self.core(at);
        if token.flags.has(Flags::DEMONYM) {
            return true;
        }
        let (gender, number) = agreement(self.folded.as_str(), token);
        let oblique = word.ends_with("ين") && word.chars().count() > 4;
        let broken = broken_plural(word);
        (start..at).any(|i| {
            let noun = self.token(i);
            if noun.kind != Kind::Word || noun.flags.has(Flags::DEMONYM.or(Flags::PREPOSITION)) {
                return false;
            }
            let (g, n) = agreement(self.folded.as_str(), noun);
            let noun_feminine = g == Gender::Feminine && n != Number::Plural
                || n == Number::Plural && !matches!(self.class_at(i), Some("office" | "unnamed" | "witness"));
            let human =
                self.core(i).ends_with("ون") || self.core(i).ends_with("ين") && self.core(i).chars().count() > 4;
            let noun_feminine = noun_feminine && !human;
            let people = human || n == Number::Plural && !noun_feminine;
            if broken || noun.morph.conjunction {
                return false;
            }
            // «الشمالي», «المركزية»: an adjective of relation agrees with a noun of its gender.
            match (gender, number) {
                (_, Number::Plural) if oblique => people,
                (Gender::Feminine, Number::Plural) => n == Number::Plural && g == Gender::Feminine,
                (Gender::Feminine, _) => noun_feminine,
                _ => !noun_feminine,
            }
        })
    }

    /// True if a person's name ends right before `at`.
    fn closes_name(&self, start: usize, at: usize) -> bool {
        at >= start + 2
            && (start..at).any(|i| self.token(i).flags.has(Flags::GIVEN) && i + 1 < at)
            && !self.token(at - 1).flags.has(Flags::TITLE)
    }
}

/// أفعال, مفاعل, مفاعيل, فعاليل: the shapes of plurals that are nouns, not adjectives.
pub(super) fn broken_plural(core: &str) -> bool {
    let letters: Vec<char> = core.chars().collect();
    let n = letters.len();
    n == 5 && letters[0] == 'ا' && letters[3] == 'ا'
        || n >= 5
            && letters[2] == 'ا'
            && !matches!(letters[n - 1], 'ه' | 'ي')
            && (n == 5 || letters[n - 2] == 'ي')
            && letters[0] != 'ا'
}
