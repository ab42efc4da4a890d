//! Noun phrases that can name a source: where one ends, and what it is about.

use musnad_lang::pack::{CueKind, Ref};
use musnad_lang::{Gender, Number, Sense};

use crate::mark::{Flags, agreement};
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};

/// The longest source, in tokens.
pub const LONGEST: usize = 34;

/// What opens an adjunct that is no part of a source: «في بيان», «خلال لقائه».
const ADJUNCTS: Flags = Flags::TIME;

/// Prepositions that never stand inside a source.
const OUTER: &[&str] = &[
    "خلال",
    "بعد",
    "قبل",
    "عقب",
    "اثر",
    "منذ",
    "حتي",
    "ضد",
    "حول",
    "بشان",
    "بخصوص",
    "عبر",
    "امام",
    "بسبب",
    "رغم",
    "حسب",
    "بحسب",
    "وفق",
    "اثناء",
    "لدي",
    "بعيد",
    "قبيل",
    "طيلة",
    "بمناسبه",
    "جراء",
    "حيال",
    "ازاء",
    "تجاه",
    "دون",
    "بدون",
    "بحضور",
    "مع",
    "بشكل",
    "مقابل",
    "ضمن",
    "نهايه",
    "مطلع",
    "علي",
    "الي",
    "ردا",
    "تعليقا",
    "فيه",
    "فيها",
    "عنه",
    "عنها",
    "عليه",
    "عليها",
    "معه",
    "معها",
    "له",
    "لها",
    "بها",
    "به",
    "منه",
    "منها",
    "اليه",
    "اليها",
    "لهم",
    "لنا",
];

/// Words after في that make an adjunct of it, beside carriers and times.
const SETTINGS: &[&str] = &[
    "وقت",
    "ختام",
    "اعقاب",
    "رد",
    "معرض",
    "اطار",
    "سياق",
    "هذا",
    "ذلك",
    "هذه",
    "اول",
    "ما",
    "ان",
    "حين",
    "الوقت",
    "مستهل",
    "نهايه",
    "بدايه",
    "اعقابه",
    "مدينه",
    "جلسه",
    "ندوه",
    "مناسبه",
    "حفل",
    "افتتاح",
    "اشاره",
    "المقابل",
    "حسابه",
    "صفحته",
    "صفحتها",
    "حسابها",
    "موقعها",
    "موقعه",
    "عددها",
    "اجتماع",
    "لقاء",
    "زياره",
    "ظل",
    "شان",
    "جواب",
    "معرض",
    "برنامج",
    "حلقه",
    "سلسله",
    "مجموعه",
    "كلمته",
    "كلمتها",
    "بيانه",
    "بيانها",
    "تصريحات",
    "تصريح",
    "حديثه",
    "حديثها",
    "اتصال",
    "لقائه",
    "مؤتمر",
    "مؤتمره",
    "ختامه",
    "تعليق",
    "تعليقه",
    "رساله",
];

/// Adverbs of connection that stand between a verb and its subject.
const CONNECTIVES: &[&str] =
    &["جهته", "جهتها", "جهتهم", "جانبه", "جانبها", "ناحيته", "ناحيتها", "جهه", "جانب", "ناحيه"];

impl Text<'_> {
    /// True if the token can stand inside a noun phrase.
    pub fn is_nominal(&self, at: usize) -> bool {
        let token = self.token(at);
        match token.kind {
            Kind::Word => {
                let not = Flags::THAT
                    .or(Flags::RELATIVE)
                    .or(Flags::CLAUSE)
                    .or(Flags::CONTRAST)
                    .or(Flags::NEGATION)
                    .or(Flags::KANA)
                    .or(Flags::QAD);
                let known = Flags::TITLE
                    .or(Flags::NAME)
                    .or(Flags::GIVEN)
                    .or(Flags::DEMONYM)
                    .or(Flags::MASDAR)
                    .or(Flags::CARRIER)
                    .or(Flags::EVENT);
                if token.flags.has(not) && !token.flags.has(known) {
                    return false;
                }
                !token.flags.has(Flags::FINITE.or(Flags::VERB)) || token.flags.has(known) || self.is_name_part(at)
            }
            Kind::Number => true,
            _ => false,
        }
    }

    /// True if no phrase goes on from the token before to this one: «منصات يمنية | الصورة»,
    /// «مجلس الأمن القومي | مواطنيه», «وزير الخارجية | مخاطبا».
    pub fn phrase_breaks(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| self.token(b)) else { return false };
        let token = self.token(at);
        let word = token.kind == Kind::Word && before.kind == Kind::Word;
        if !word || token.morph.conjunction || token.morph.preposition != 0 {
            return false;
        }
        let proper = Flags::NAME.or(Flags::GIVEN).or(Flags::TITLE).or(Flags::COUNTRY).or(Flags::KIN);
        let adjective =
            before.flags.has(Flags::DEMONYM) && !before.flags.has(proper) && before.morph.suffix == Suffix::None;
        let whole = before.morph.article || before.flags.has(Flags::GIVEN.or(Flags::NAME)) || adjective;
        let own = token.morph.suffix != Suffix::None
            && !token.flags.has(Flags::QUANTIFIER.or(Flags::KIN).or(Flags::PREPOSITION))
            && !matches!(self.core(at), "نفس" | "ذات" | "عين" | "انفس" | "وحد" | "باسم" | "كل" | "جميع");
        // «صحيفة الأفق الليبية تقريرا», «الوزير مخاطباً»: an indefinite accusative behind a definite word.
        let noun = Flags::CARRIER.or(Flags::EVENT).or(Flags::MASDAR).or(Flags::PARTICIPLE).or(Flags::CUE_NOUN);
        let circumstance = before.morph.article
            && !token.morph.article
            && !token.flags.has(proper)
            && (token.flags.has(noun) || self.has_tanween(at))
            && self.original_end(at) == Some('ا');
        adjective && !before.morph.article && token.morph.article || whole && own || circumstance
    }

    fn is_name_part(&self, at: usize) -> bool {
        at > 0 && self.token(at - 1).sequence.is_some_and(|(r, n)| matches!(r, Ref::Name(_)) && n > 1)
    }

    /// True if a finite verb stands at the token, as far as shape and pack tell.
    pub fn is_finite(&self, at: usize) -> bool {
        let token = self.token(at);
        token.kind == Kind::Word
            && token.flags.has(Flags::FINITE.or(Flags::VERB).or(Flags::KANA))
            && !token.flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN))
    }

    /// True if the words at the token tell when, and how many tokens they take.
    pub fn time_length(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        // «الأمين العام» is no year.
        let general = matches!(self.word(at), "العام" | "العامه")
            && at > 0
            && self.token(at - 1).kind == Kind::Word
            && self.token(at - 1).morph.article;
        if !token.flags.has(Flags::TIME) || token.flags.has(Flags::TITLE) || general {
            return None;
        }
        let mut end = at + 1;
        while let Some(token) = self.tokens.get(end) {
            let goes_on = match token.kind {
                Kind::Number => true,
                Kind::Word => token.flags.has(Flags::TIME),
                Kind::Punct('(' | ')' | '/' | '-') => {
                    self.tokens.get(end + 1).is_some_and(|t| t.flags.has(Flags::TIME) || t.kind == Kind::Number)
                        || self.punct(end) == ')' && self.token(end - 1).flags.has(Flags::TIME)
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            end += 1;
        }
        Some(end - at)
    }

    /// Past what can stand between a verb and its subject: times, «من جهته», «أيضا», «في بيان».
    pub fn skip_adjuncts(&self, mut at: usize, limit: usize) -> usize {
        loop {
            if at >= limit {
                return limit;
            }
            if let Some(length) = self.time_length(at) {
                at += length;
                continue;
            }
            let token = self.token(at);
            if token.kind == Kind::Punct('،')
                || token.kind == Kind::Punct(',')
                || matches!(token.kind, Kind::Punct('-' | '–'))
            {
                at += 1;
                continue;
            }
            if token.flags.has(Flags::ADVERB) && !token.flags.has(Flags::TITLE.or(Flags::NAME)) {
                at += 1;
                continue;
            }
            if self.word(at) == "من" && CONNECTIVES.contains(&self.word(at + 1)) {
                at += 2 + usize::from(matches!(self.word(at + 2), "اخري" | "ثانيه" | "اخر"));
                continue;
            }
            if self.is_adjunct(at) {
                let end = self.adjunct_end(at, limit);
                if end > at && end < limit {
                    at = end;
                    continue;
                }
            }
            return at;
        }
    }

    /// True if a preposition opens something that is no part of a source.
    pub fn is_adjunct(&self, at: usize) -> bool {
        let core = self.core(at);
        if OUTER.contains(&core) && self.token(at).flags.has(Flags::PREPOSITION.or(Flags::CUE_PHRASE)) {
            return true;
        }
        if matches!(core, "ردا" | "تعليقا" | "نقلا" | "وفقا" | "طبقا") {
            return true;
        }
        if self.is_setting(at) {
            return true;
        }
        // ل and an outlet or listeners: «لوكالة رويترز», «للصحفيين».
        if self.token(at).morph.preposition == b'l' && self.is_addressee(at) {
            return true;
        }
        // ب and an event or time: «بمناسبة», «بعد».
        false
    }

    /// «في بيان», «على تويتر», «عبر حسابه»: where or when the words were said.
    pub fn is_setting(&self, at: usize) -> bool {
        if !matches!(self.word(at), "في" | "عبر" | "علي") {
            return false;
        }
        let next = at + 1;
        self.tokens.get(next).is_some_and(|t| {
            let told = Flags::CARRIER.or(ADJUNCTS).or(Flags::CUE_NOUN);
            t.flags.has(told)
                || t.kind == Kind::Number
                || matches!(t.sequence, Some((Ref::Cue(_), _)))
                || SETTINGS.contains(&self.core(next))
                || SETTINGS.contains(&self.word(next))
        }) || self.platform(next)
    }

    /// True if a platform is named at the token.
    pub fn platform(&self, at: usize) -> bool {
        self.name_at(at).is_some_and(|n| self.pack.names[n as usize].platform)
    }

    /// The name that the pack knows at the token, alone or in a sequence; ambiguous ones need company.
    pub fn name_at(&self, at: usize) -> Option<u16> {
        let token = self.tokens.get(at)?;
        if let Some((Ref::Name(n), _)) = token.sequence {
            return Some(n);
        }
        let n = token.senses().find_map(|s| match s {
            Sense::Name(n) => Some(n),
            _ => None,
        })?;
        let core = self.core(at);
        let ambiguous = self.pack.names[n as usize].is_ambiguous(core);
        (!ambiguous).then_some(n)
    }

    /// «لوكالة», «للصحفيين», «لرويترز», «لـ"سكاي نيوز"»: the one spoken to.
    pub fn is_addressee(&self, at: usize) -> bool {
        let token = self.token(at);
        let media = token.senses().any(|s| match s {
            Sense::Title(t, ..) => &*self.pack.titles[t as usize].class == "media",
            Sense::Name(n) => self.pack.names[n as usize].kind == musnad_model::EntityKind::Outlet,
            _ => false,
        });
        let named =
            self.name_at(at).is_some_and(|n| self.pack.names[n as usize].kind == musnad_model::EntityKind::Outlet);
        let listeners =
            matches!(self.core(at), "صحفيين" | "صحافيين" | "صحافه" | "اعلاميين" | "مراسلين" | "اعلام" | "برنامج");
        let alone = matches!(self.word(at), "ل" | "لل")
            && (self.tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Quote) || self.outlet_at(at + 1));
        media || named || listeners || alone
    }

    fn outlet_at(&self, at: usize) -> bool {
        self.name_at(at).is_some_and(|n| self.pack.names[n as usize].kind == musnad_model::EntityKind::Outlet)
    }

    /// Where an adjunct that begins with a preposition ends: its noun phrase, at most.
    fn adjunct_end(&self, at: usize, limit: usize) -> usize {
        // «للميادين» is whole in one word, «في بيان» has its noun after it.
        let noun = at + usize::from(self.token(at).flags.has(Flags::PREPOSITION.or(Flags::CUE_PHRASE)));
        let mut i = at + 1;
        while i < limit.min(at + 18) {
            let token = self.token(i);
            match token.kind {
                Kind::Punct('،' | ',') => return i,
                Kind::Quote => match self.name_quote(i) {
                    Some(close) => i = close,
                    None => return i,
                },
                Kind::Word => {
                    if token.flags.has(Flags::THAT) {
                        return i;
                    }
                    // A title, a name or «ما» begins the subject after the adjunct has its noun.
                    let begins = self.begins_source(i) && i > noun && !self.continues_construct(i);
                    if begins {
                        return i;
                    }
                }
                _ => {}
            }
            i += 1;
        }
        i
    }

    fn begins_source(&self, at: usize) -> bool {
        let token = self.token(at);
        token.flags.has(Flags::TITLE)
            && !token.morph.conjunction
            && token.morph.preposition == 0
            && self.class_at(at).is_some_and(|c| c != "media")
    }

    /// True if the token stands in a construct with the one before («في مقر وزارة»).
    fn continues_construct(&self, at: usize) -> bool {
        let before = self.token(at - 1);
        before.kind == Kind::Word
            && !before.morph.article
            && before.morph.suffix == Suffix::None
            && !before.flags.has(Flags::TIME.or(Flags::DEMONYM).or(Flags::NAME).or(Flags::GIVEN))
            && !matches!(
                self.core(at - 1),
                "صحفي"
                    | "صحافي"
                    | "متلفز"
                    | "هاتفي"
                    | "رسمي"
                    | "خاص"
                    | "لاحق"
                    | "سابق"
                    | "منفصل"
                    | "صحفيه"
                    | "صحافيه"
                    | "تلفزيونيه"
                    | "متلفزه"
                    | "مشترك"
                    | "مقتضب"
                    | "مكتوب"
                    | "له"
                    | "لها"
                    | "مقابله"
                    | "بيان"
                    | "تصريح"
                    | "تصريحات"
                    | "كلمه"
                    | "حوار"
            )
    }

    /// The class of the title at a token.
    pub fn class_at(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        if let Some((Ref::Title(t, ..), _)) = token.sequence {
            return Some(&self.pack.titles[t as usize].class);
        }
        token.senses().find_map(|s| match s {
            Sense::Title(t, ..) => Some(&*self.pack.titles[t as usize].class),
            _ => None,
        })
    }

    /// If a quotation at `open` only sets off a name («صحيفة "الأفق"»), its closing mark.
    pub fn name_quote(&self, open: usize) -> Option<usize> {
        let quote = self.quote_at(open)?;
        let inside = quote.close.saturating_sub(open + 1);
        if !quote.closed || inside == 0 || inside > 5 {
            return None;
        }
        let ends_sentence = (open + 1..quote.close).any(|i| {
            matches!(self.punct(i), '.' | '!' | '؟' | '،')
                || self.is_finite(i) && i == open + 1 && inside > 1 && self.name_at(i).is_none()
        });
        if ends_sentence {
            return None;
        }
        let before = open.checked_sub(1)?;
        let head = self.token(before);
        let typed = head.flags.has(Flags::TITLE.or(Flags::DEMONYM))
            || matches!(self.class_at(before), Some("group" | "media"))
            || (2..=4).any(|back| {
                open.checked_sub(back).is_some_and(|i| {
                    matches!(self.class_at(i), Some("group" | "media"))
                        && (i + 1..open).all(|j| self.is_nominal(j) && !self.token(j).flags.has(Flags::PREPOSITION))
                })
            });
        let known = self.name_at(open + 1).is_some();
        let latin = (open + 1..quote.close).all(|i| self.word(i).is_ascii());
        let clitic = head.kind == Kind::Word && matches!(self.word(before), "ل" | "ب" | "لـ" | "بـ") && inside <= 3;
        (typed || known && inside <= 4 || latin || clitic).then_some(quote.close)
    }

    /// The source that begins at `from` and ends before `limit`, or nothing.
    ///
    /// `hard` is true if `limit` is where the content begins, so that a comma inside
    /// can only set off an apposition.
    pub fn source(&self, from: usize, limit: usize, hard: bool) -> Option<Range> {
        let start = self.skip_adjuncts(from, limit);
        let limit = limit.min(start + LONGEST);
        let mut end = start;
        let mut at = start;
        while at < limit {
            let token = self.token(at);
            match token.kind {
                Kind::Quote => match self.name_quote(at) {
                    Some(close) if close < limit => {
                        at = close + 1;
                        end = at;
                        continue;
                    }
                    _ => break,
                },
                Kind::Punct('(') => match self.bracket(at, limit) {
                    Some(close) => {
                        at = close + 1;
                        if !self.is_time_bracket(close) {
                            end = at;
                        }
                        continue;
                    }
                    None => break,
                },
                Kind::Punct('،' | ',') => {
                    if hard && self.apposition(at + 1, limit) {
                        at += 1;
                        continue;
                    }
                    break;
                }
                Kind::Punct('-' | '–' | '/' | '.') if !token.spaced && at > start => {
                    at += 1;
                    continue;
                }
                Kind::Break(false) => {
                    at += 1;
                    continue;
                }
                Kind::Word | Kind::Number => {}
                _ => break,
            }
            if token.kind == Kind::Word {
                // «مراسل الشؤون السياسية في قناة …» goes on, «قال الوزير في بيان» does not.
                let posted = self.word(at) == "في"
                    && at > start
                    && self.class_at(at + 1) == Some("media")
                    && self.token(start).flags.has(Flags::TITLE)
                    && self.class_at(start) != Some("media");
                if self.time_length(at).is_some() || self.is_adjunct(at) && !posted {
                    break;
                }
                if !self.is_nominal(at) && !self.inner_preposition(at, start) {
                    break;
                }
                if token.flags.has(Flags::ADVERB) && at > start && !token.flags.has(Flags::NAME.or(Flags::TITLE)) {
                    break;
                }
                if at > start && self.phrase_breaks(at) {
                    break;
                }
            }
            if let Some((Ref::Name(_) | Ref::Title(..), length)) = token.sequence {
                at += usize::from(length);
            } else {
                at += 1;
            }
            end = at.min(limit);
        }
        // «رئيس البعثة المكلفة بانتخابات سابع أكتوبر، فلان، اليوم»: the name after a comma, past a date.
        if hard && end < limit && end > start && !(start..end).any(|i| matches!(self.punct(i), '،' | ',')) {
            let comma = (end..limit.min(end + 4)).find(|&i| matches!(self.punct(i), '،' | ','));
            let past = comma.filter(|&c| {
                (end..c).all(|i| self.token(i).flags.has(Flags::TIME) || self.token(i).kind == Kind::Number)
            });
            if let Some(c) = past {
                let stop = (c + 1..limit.min(c + 8)).find(|&i| matches!(self.punct(i), '،' | ',')).unwrap_or(limit);
                let name = Range::new(c + 1, stop);
                if name.len() <= 6
                    && self.all_names(name)
                    && self.time_length(c + 1).is_none()
                    && self.token(start).flags.has(Flags::TITLE)
                {
                    end = stop;
                }
            }
        }
        // A preposition or conjunction at the end belongs to what follows.
        while end > start + 1 && self.token(end - 1).flags.has(Flags::PREPOSITION.or(Flags::CONJUNCTION)) {
            end -= 1;
        }
        while end > start && matches!(self.token(end - 1).kind, Kind::Punct(c) if c != ')') {
            end -= 1;
        }
        let words = self.tokens.get(start..end)?.iter().filter(|t| t.kind == Kind::Word).count();
        let named = hard && end - start <= 2 && self.token(start).flags.has(Flags::GIVEN) && start == from;
        (end > start && words > 0 && (self.heads_source(start, hard) || named)).then_some(Range::new(start, end))
    }

    /// A source begins with a noun: not with a number alone, a particle or a preposition.
    fn heads_source(&self, at: usize, hard: bool) -> bool {
        let token = self.token(at);
        match token.kind {
            Kind::Quote | Kind::Number => true,
            Kind::Word => {
                let particle =
                    token.flags.has(Flags::PREPOSITION.or(Flags::CONJUNCTION).or(Flags::CLAUSE).or(Flags::TIME))
                        || hard && token.morph.preposition != 0;
                !particle
                    || token.flags.has(Flags::NAME.or(Flags::TITLE).or(Flags::COUNTRY)) && token.morph.preposition == 0
            }
            _ => false,
        }
    }

    /// في, من, عن and the like inside a source: «مسؤول في الوزارة», «مصدر قريب من».
    fn inner_preposition(&self, at: usize, start: usize) -> bool {
        at > start
            && self.token(at).flags.has(Flags::PREPOSITION)
            && matches!(self.word(at), "في" | "من" | "عن" | "باسم" | "بين" | "لدي")
    }

    fn bracket(&self, open: usize, limit: usize) -> Option<usize> {
        (open + 1..limit.min(open + 14)).find(|&i| self.punct(i) == ')')
    }

    fn is_time_bracket(&self, close: usize) -> bool {
        self.token(close - 1).flags.has(Flags::TIME)
    }

    /// True if what follows a comma is an apposition: a name or title, not another clause.
    fn apposition(&self, at: usize, limit: usize) -> bool {
        at < limit
            && self.is_nominal(at)
            && self.time_length(at).is_none()
            && !self.is_adjunct(at)
            && !self.token(at).flags.has(Flags::PREPOSITION.or(Flags::ADVERB))
            && !(at..limit.min(at + 12))
                .any(|i| self.is_finite(i) && !self.token(i).flags.has(Flags::NAME.or(Flags::GIVEN)))
    }

    /// Gender and number of a noun phrase, by its head.
    pub fn agreement(&self, range: Range) -> (Gender, Number) {
        let mut at = range.start;
        if self.token(at).kind == Kind::Quote {
            at += 1;
        }
        let head = self.token(at);
        if let Some((Ref::Title(_, gender, number), _)) = head.sequence {
            return (gender, number);
        }
        agreement(self.folded.as_str(), head)
    }

    /// The carrier (بيان, تقرير) at a token, if it can speak.
    pub fn document_at(&self, at: usize) -> bool {
        self.token(at).senses().any(|s| match s {
            Sense::Cue(c, _) => {
                let cue = &self.pack.cues[c as usize];
                cue.kind == CueKind::Carrier && cue.document
            }
            _ => false,
        })
    }
}
