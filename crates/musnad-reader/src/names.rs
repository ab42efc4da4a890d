//! Names inside the text: where a person's name begins and ends.

use musnad_lang::pack::Ref;
use musnad_lang::{Gender, Sense};

use crate::mark::Flags;
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// The longest name, in tokens.
const LONGEST: usize = 6;

impl Text<'_> {
    /// True if the token can go on a person's name that has begun.
    fn continues_name(&self, at: usize) -> bool {
        let token = self.token(at);
        // After «بن» and «أبو» any word is a name.
        if token.kind == Kind::Word
            && at > 0
            && matches!(self.word(at - 1), "بن" | "ابن" | "بنت" | "ابو" | "ابي" | "ال" | "عبد")
        {
            return true;
        }
        if token.kind != Kind::Word
            || token.morph.conjunction
            || token.morph.preposition != 0
            || token.morph.suffix != Suffix::None
        {
            // «ولد», «بن» and names that begin with a letter like a clitic are known whole.
            return token.flags.has(Flags::GIVEN.or(Flags::KIN))
                && token.kind == Kind::Word
                && !token.morph.conjunction;
        }
        if token.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN).or(Flags::KIN)) {
            return true;
        }
        // Right after a given name a word with the article, or an everyday noun, is the surname.
        let after_given = at > 0 && self.token(at - 1).flags.has(Flags::GIVEN);
        if after_given
            && (token.morph.article && !token.flags.has(Flags::TIME)
                || token.flags == Flags::EVENT
                || token.flags == Flags::PLAIN)
        {
            return true;
        }
        let word = self.word(at);
        let surname =
            token.morph.article && !token.flags.has(Flags::TITLE.or(Flags::TIME).or(Flags::CARRIER).or(Flags::EVENT));
        token.flags == Flags::default() && !(word.ends_with('ا') && word.len() > 10)
            || surname
            || token.flags == Flags::DEMONYM && token.morph.article
    }

    /// The person's name that begins at `at`, before `limit`.
    pub fn person_at(&self, at: usize, limit: usize) -> Option<Range> {
        let token = self.token(at);
        let known = matches!(token.sequence, Some((Ref::Name(n), _)) if self.pack.names[n as usize].kind == musnad_model::EntityKind::Person);
        if known {
            let length = usize::from(token.sequence.map_or(1, |(_, n)| n));
            return Some(Range::new(at, at + length));
        }
        let person = token.senses().any(
            |s| matches!(s, Sense::Name(n) if self.pack.names[n as usize].kind == musnad_model::EntityKind::Person),
        );
        let begins = token.flags.has(Flags::GIVEN) || token.flags.has(Flags::KIN) && !token.morph.conjunction || person;
        // «الناطق باسمه فلان»
        let spokes = self.word(at).starts_with("باسم") && at > 0 && self.token(at - 1).flags.has(Flags::TITLE);
        if !begins || token.kind != Kind::Word || token.morph.article && !person || spokes {
            return None;
        }
        if person && !token.flags.has(Flags::GIVEN) {
            // A surname that the pack knows needs nothing after it.
            return Some(Range::new(at, at + 1));
        }
        let mut end = at + 1;
        let mut unknown = 0;
        while end < limit.min(at + LONGEST) && self.continues_name(end) {
            if self.token(end).flags == Flags::default() {
                // «أيهم داود أرض الملعب», «نعمان الدالي أعمال الترميم»: a construct begins something else.
                let construct = !self.token(end).morph.article && self.token(end + 1).morph.article && end + 1 < limit;
                if construct && end >= at + 2 {
                    break;
                }
                unknown += 1;
                if unknown > 2 {
                    break;
                }
            }
            end += 1;
        }
        while end > at + 1 && self.token(end - 1).flags.has(Flags::KIN) {
            end -= 1;
        }
        (end > at + 1 || person || token.flags.has(Flags::GIVEN) && !token.flags.has(Flags::COMMON_GIVEN))
            .then_some(Range::new(at, end))
    }

    /// The person's name inside a source, if it has one.
    pub fn person_in(&self, np: Range) -> Option<Range> {
        // After a comma: «وزير الدفاع، خلوصي أكار» or before one: «إسماعيل هنية، رئيس المكتب».
        let comma = (np.start..np.end).find(|&i| matches!(self.punct(i), '،' | ','));
        if let Some(c) = comma {
            let first = Range::new(np.start, c);
            let second = Range::new(c + 1, np.end);
            let titled = |r: Range| {
                self.token(r.start).flags.has(Flags::TITLE)
                    || matches!(self.token(r.start).sequence, Some((Ref::Title(..), _)))
            };
            if !titled(first) && titled(second) && first.len() <= 5 && self.all_names(first) {
                return Some(first);
            }
            if titled(first) && !titled(second) && second.len() <= 5 && self.all_names(second) {
                return Some(second);
            }
        }
        // «كيه. شانموجام وزير خارجية سنغافورة»: unknown words before an office.
        let office = (np.start + 1..np.end.min(np.start + 6)).find(|&i| self.token(i).flags.has(Flags::TITLE));
        if let Some(office) = office {
            let plain = (np.start..office).all(|i| {
                let t = self.token(i);
                matches!(t.kind, Kind::Punct('.' | '-'))
                    || t.kind == Kind::Word
                        && (t.flags == Flags::default()
                            || t.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN).or(Flags::KIN)))
                        && t.morph.preposition == 0
            });
            let words = (np.start..office).filter(|&i| self.token(i).kind == Kind::Word).count();
            if plain && words >= 2 && !self.token(np.start).morph.article {
                return Some(Range::new(np.start, office));
            }
        }
        let body = comma.map_or(np.end, |c| if c > np.start + 1 { c } else { np.end });
        let body = (np.start..body)
            .find(|&i| self.punct(i) == '(' || self.token(i).flags.has(Flags::RELATIVE))
            .unwrap_or(body);
        // A body is not the person that its name holds.
        if matches!(self.class_at(np.start), Some("group" | "media"))
            && comma.is_none()
            && self.person_at(np.start, np.end).is_none()
        {
            return None;
        }
        for at in np.start..body {
            // «مسؤول قريب من فلان» is not فلان.
            if at > np.start
                && matches!(self.word(at - 1), "من" | "عن" | "الي" | "مع" | "علي" | "ضد")
                && self.person_at(at, body).is_some()
            {
                return None;
            }
            // «عملية بركان الغضب», «إعلان سمير»: a thing and what it is called or whose it is.
            let thing = at > np.start
                && self.token(at - 1).flags.has(Flags::PLAIN.or(Flags::EVENT))
                && !self.token(at - 1).flags.has(Flags::TITLE)
                && !self.token(at - 1).morph.article
                && self.token(at - 1).kind == Kind::Word;
            if thing {
                continue;
            }
            if let Some((Ref::Name(n), length)) = self.token(at).sequence
                && self.pack.names[n as usize].kind != musnad_model::EntityKind::Person
                && usize::from(length) > 1
            {
                // A body's name may hold a given name («مؤسسة الملك خالد»); the person follows it.
                continue;
            }
            if self.token(at).flags.has(Flags::TITLE) && !self.token(at).flags.has(Flags::GIVEN) {
                continue;
            }
            // Behind an office an everyday word that is a given name too begins one.
            let behind = at > np.start
                && self.token(at).flags.has(Flags::COMMON_GIVEN)
                && at + 1 < body
                && !self.token(at).morph.article
                && self.token(at - 1).kind == Kind::Word
                && (self.token(at - 1).morph.article
                    || self.token(at - 1).flags.has(Flags::TITLE.or(Flags::DEMONYM).or(Flags::COUNTRY))
                    || self.token(at - 1).flags == Flags::default())
                && (at + 1..body).all(|i| self.continues_name(i));
            if behind && (np.start..at).any(|i| self.token(i).flags.has(Flags::TITLE)) {
                return Some(Range::new(at, body));
            }
            if let Some(name) = self.person_at(at, body) {
                return (!self.inside_body(np, at)).then_some(name);
            }
        }
        // «الرئيس الأميركي دونالد …»: unknown words at the end, after an adjective or a title.
        let mut start = body;
        while start > np.start + 1 {
            let token = self.token(start - 1);
            // The last word may be a surname with the article («زياد الشامي»), the others are unknown.
            let indefinite = |i: usize| {
                let t = self.token(i);
                t.kind == Kind::Word
                    && !t.morph.article
                    && (t.flags == Flags::default() || t.flags.has(Flags::COMMON_GIVEN.or(Flags::GIVEN)))
            };
            let surname = token.morph.article
                && start == body
                && (token.flags == Flags::default() || token.flags == Flags::DEMONYM)
                && start >= np.start + 3
                && indefinite(start - 2)
                && (self.token(start - 3).morph.article || self.token(start - 3).flags.has(Flags::DEMONYM));
            let unknown = surname
                || token.kind == Kind::Word
                    && (token.flags == Flags::default() && !token.morph.article
                        || token.flags.has(Flags::COMMON_GIVEN))
                    && token.morph.preposition == 0
                    && !token.morph.conjunction;
            if !unknown || body - start >= 4 {
                break;
            }
            start -= 1;
        }
        while start < body && self.token(start).morph.article {
            start += 1;
        }
        let before = self.token(start.max(np.start + 1) - 1);
        let head = self.token(np.start).flags.has(Flags::TITLE)
            && !matches!(self.class_at(np.start), Some("group" | "media" | "unnamed" | "witness"));
        let after_adjective = before.flags.has(Flags::DEMONYM)
            || before.flags.has(Flags::TITLE) && before.kind == Kind::Word
            || before.morph.article;
        (start < body
            && body - start <= 4
            && head
            && after_adjective
            && start > np.start
            && (body - start >= 2 || before.flags.has(Flags::DEMONYM)))
        .then_some(Range::new(start, body))
    }

    pub fn all_names(&self, range: Range) -> bool {
        !range.is_empty()
            && (range.start..range.end).all(|i| {
                let t = self.token(i);
                t.kind == Kind::Word
                    && !t.flags.has(Flags::THAT.or(Flags::PREPOSITION).or(Flags::TIME))
                    && !(t.flags.has(Flags::TITLE) && (i == range.start || !self.token(i - 1).flags.has(Flags::GIVEN)))
                    || t.flags.has(Flags::NAME.or(Flags::GIVEN))
                    || matches!(t.kind, Kind::Punct('-' | '.'))
            })
    }

    /// True if a name belongs to the body that heads the phrase («جامعة محمد الخامس»).
    fn inside_body(&self, np: Range, at: usize) -> bool {
        at == np.start + 1
            && matches!(self.class_at(np.start), Some("group" | "media"))
            && !self.token(np.start).morph.article
    }

    /// The gender that a name tells.
    pub fn name_gender(&self, name: Range) -> Gender {
        self.token(name.start)
            .senses()
            .find_map(|s| match s {
                Sense::Given(gender, _) => Some(gender),
                _ => None,
            })
            .unwrap_or(Gender::Any)
    }
}
