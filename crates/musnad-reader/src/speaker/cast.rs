//! Everybody whom an article names: found before anybody's words are given to them.

use musnad_lang::pack::{Ref, bare};
use musnad_lang::{Gender, Number, Sense};
use musnad_model::EntityKind;

use super::entity::{Being, name_words, push_new, same_person, subset};
use crate::mark::Flags;
use crate::text::tag::Base;
use crate::text::token::Kind;
use crate::text::{Range, Text};

/// With how many beings a name is compared, so that hostile texts stay linear.
const COMPARED: usize = 160;
/// Adjectives that tell what sort of outlet one is, bare.
const OFFICIAL: &[&str] = &[
    "رسميه",
    "رسمي",
    "حكوميه",
    "حكومي",
    "محليه",
    "محلي",
    "خاصه",
    "خاص",
    "يوميه",
    "اسبوعيه",
    "مستقله",
    "مستقل",
    "معارضه",
    "معارض",
    "رياضيه",
    "اقتصاديه",
    "اخباريه",
    "فضائيه",
    "عبريه",
    "شهيره",
];
/// The longest name of a body, in tokens.
const LONGEST: usize = 7;

/// The beings of an article.
pub struct Cast<'a> {
    pub text: &'a Text<'a>,
    pub original: &'a str,
    pub all: Vec<Being>,
}

impl<'a> Cast<'a> {
    /// Collects everybody who is named, in the order of the text; `decided` are names in sources.
    pub fn new(text: &'a Text<'a>, original: &'a str, decided: &[Option<Range>]) -> Self {
        let mut cast = Self { text, original, all: Vec::new() };
        let mut decided: Vec<Range> = decided.iter().copied().flatten().filter(|n| n.len() > 1).collect();
        decided.sort_unstable_by_key(|n| (n.start, n.end));
        let mut decided = decided.into_iter().peekable();
        let mut at = 0;
        while at < text.tokens.len() {
            while decided.next_if(|n| n.start < at).is_some() {}
            at = match decided.peek() {
                Some(&name) if name.start == at => {
                    cast.person(name, cast.office_around(name));
                    name.end
                }
                Some(name) => cast.meet(at, name.start).max(at + 1),
                None => cast.meet(at, text.tokens.len()).max(at + 1),
            };
        }
        cast
    }

    /// Takes the name that begins at a token, if there is one, and returns where it ends.
    fn meet(&mut self, at: usize, limit: usize) -> usize {
        let text = self.text;
        if text.token(at).kind != Kind::Word {
            return at + 1;
        }
        if let Some(outlet) = self.outlet_range(at) {
            self.body(outlet);
            return outlet.end;
        }
        if let Some(name) = text.person_at(at, limit)
            && (name.len() >= 2 || text.tag(at).base == Base::NamePerson)
        {
            self.person(name, self.office_around(name));
            return name.end;
        }
        if let Some(body) = self.body_range(at) {
            self.body(body);
            return body.end;
        }
        at + 1
    }

    /// The words of a range as the article has them.
    pub fn words_of(&self, range: Range) -> String {
        self.text.original(self.original, self.text.span_of(range))
    }

    /// Folded words of a range without article and conjunction.
    pub fn folded(&self, range: Range) -> Vec<String> {
        name_words(
            (range.start..range.end)
                .filter(|&i| matches!(self.text.token(i).kind, Kind::Word | Kind::Number))
                .map(|i| self.text.core(i)),
        )
    }

    /// The being with this index, counted among those that a name is compared with.
    fn recent(&self) -> impl DoubleEndedIterator<Item = (usize, &Being)> + '_ {
        self.all.iter().enumerate().skip(self.all.len().saturating_sub(COMPARED))
    }

    /// The phrase that a name ends or begins: «وزيرة البيئة سوسن الخالدي», «سوسن الخالدي، وزيرة البيئة».
    fn office_around(&self, name: Range) -> Range {
        let text = self.text;
        let floor = text.sentence(name.start).start.max(name.start.saturating_sub(7));
        let mut start = name.start;
        for at in (floor..name.start).rev() {
            let token = text.token(at);
            if token.kind != Kind::Word
                || text.word(at) == "و"
                || token.flags.has(Flags::GIVEN.or(Flags::NAME)) && !token.flags.has(Flags::TITLE)
                || !text.is_nominal(at)
                || token.flags.has(Flags::PREPOSITION) && !matches!(text.word(at), "باسم")
                || text.is_finite(at)
                || matches!(text.tag(at).base, Base::Kana | Base::Time | Base::Demonstrative)
            {
                break;
            }
            if token.flags.has(Flags::TITLE) && !matches!(text.class_at(at), Some("group" | "media")) {
                start = at;
            }
            if token.morph.conjunction || token.morph.preposition != 0 {
                break;
            }
        }
        let mut end = name.end;
        let comma = matches!(text.tag(end).base, Base::Comma);
        let office = end + usize::from(comma);
        if start == name.start && text.tag(office).base == Base::Person && !text.token(office).morph.conjunction {
            let limit = text.sentence(name.start).end.min(office + 10);
            let stop = (office + 1..limit).find(|&i| {
                matches!(
                    text.tag(i).base,
                    Base::Comma
                        | Base::Stop
                        | Base::Colon
                        | Base::That
                        | Base::BiThat
                        | Base::Open
                        | Base::QuoteOpen
                        | Base::Time
                        | Base::Weekday
                ) || text.is_finite(i)
                    || text.tag(i).base == Base::Preposition
            });
            end = stop.unwrap_or(limit);
        }
        Range::new(start, end)
    }

    /// Takes a person into the cast; `np` is the phrase with office and name.
    pub fn person(&mut self, name: Range, np: Range) -> usize {
        let text = self.text;
        let words = self.folded(name);
        let shown = self.words_of(name);
        let existing = self
            .recent()
            .rev()
            .find(|(_, p)| p.kind == EntityKind::Person && p.named && same_person(&p.words, &words))
            .map(|(i, _)| i);
        let index = existing.unwrap_or_else(|| {
            self.all.push(Being::new(EntityKind::Person, shown.clone(), words.clone(), true));
            self.all.len() - 1
        });
        let gender = text.name_gender(name);
        let latin = self.latin(name);
        let head = if np.start < name.start {
            self.head(np)
        } else {
            name.end + usize::from(text.tag(name.end).base == Base::Comma)
        };
        let titled = np != name && text.token(head).flags.has(Flags::TITLE) && !name.holds(head);
        let title_gender = if titled { text.agreement(Range::new(head, np.end)).0 } else { Gender::Any };
        let role = match titled {
            true if name.start > np.start => Some(Range::new(np.start, name.start)),
            true if head < np.end => Some(Range::new(head, np.end)),
            _ => None,
        };
        let role_words = role.map(|r| self.folded(r)).unwrap_or_default();
        let role = role.map(|r| self.words_of(r).trim_matches(['،', ',', ' ']).to_owned());
        let head_word = bare(text.core(head)).to_owned();
        let nations = self.nations(np);
        let who = &mut self.all[index];
        who.note(shown, words, name);
        if who.gender == Gender::Any {
            who.gender = if title_gender == Gender::Any { gender } else { title_gender };
        }
        who.number = Number::Singular;
        who.latin = who.latin.take().or(latin);
        if titled {
            push_new(&mut who.heads, head_word);
            for nation in nations {
                push_new(&mut who.nations, nation);
            }
            for word in role_words {
                push_new(&mut who.role_words, word);
            }
        }
        if let Some(role) = role {
            push_new(&mut who.roles, role);
        }
        index
    }

    /// The word that heads a phrase, past quantifiers and «أحد».
    pub fn head(&self, np: Range) -> usize {
        let mut at = np.start;
        while at + 1 < np.end
            && (self.text.token(at).kind == Kind::Quote
                || self.text.token(at).flags.has(Flags::QUANTIFIER.or(Flags::DEMONSTRATIVE))
                || matches!(self.text.word(at), "من" | "ذات" | "نفس" | "ذلك" | "هذا" | "هذه"))
        {
            at += 1;
        }
        at
    }

    pub fn latin(&self, range: Range) -> Option<String> {
        self.text
            .name_at(range.start)
            .map(|n| self.text.pack.names[n as usize].latin.to_string())
            .filter(|l| !l.is_empty())
    }

    pub fn nations(&self, np: Range) -> Vec<String> {
        (np.start..np.end)
            .filter(|&i| self.text.token(i).flags.has(Flags::DEMONYM))
            .map(|i| bare(self.text.core(i)).trim_end_matches('ه').to_owned())
            .collect()
    }

    /// «صحيفة "الأفق"», «قناة الجزيرة» with its type noun, wherever it stands.
    fn outlet_range(&self, at: usize) -> Option<Range> {
        let text = self.text;
        if text.class_at(at) != Some("media") {
            return None;
        }
        let next = at + 1;
        if text.tokens.get(next)?.kind == Kind::Quote {
            let quote = text.quote_at(next)?;
            return (quote.closed && quote.close <= next + 6).then_some(Range::new(at, quote.close + 1));
        }
        let n = text.name_at(next).or_else(|| ambiguous_name(text, next))?;
        let length = text.token(next).sequence.map_or(1, |(_, l)| usize::from(l));
        (text.pack.names[n as usize].kind == EntityKind::Outlet).then_some(Range::new(at, next + length))
    }

    /// A body: a name that the pack knows, or a head with the words that belong to it («وزارة النقل الليبية»).
    fn body_range(&self, at: usize) -> Option<Range> {
        let text = self.text;
        if text.token(at).quote == 0 && at > 0 && text.tag(at - 1).base == Base::QuoteName && self.known(at).is_none() {
            return None;
        }
        if let Some(length) = self.known(at) {
            return Some(Range::new(at, at + length));
        }
        let token = text.token(at);
        if text.tag(at).base != Base::Body || token.morph.article {
            return None;
        }
        let limit = text.sentence(at).end.min(at + LONGEST);
        let mut end = at + 1;
        if text.tag(end).base == Base::QuoteName {
            let close = text.quote_at(end)?.close;
            return Some(Range::new(at, close + 1));
        }
        let mut definite = false;
        while end < limit {
            let next = text.token(end);
            if next.kind != Kind::Word || next.flags.has(Flags::PREPOSITION.or(Flags::RELATIVE)) || text.is_finite(end)
            {
                break;
            }
            let belongs = next.morph.article && next.morph.preposition == 0
                || next.flags.has(Flags::DEMONYM) && definite
                || !definite && end == at + 1 && !next.flags.has(Flags::PLAIN.or(Flags::TIME))
                || next.morph.preposition == b'l' && next.morph.article && definite;
            if !belongs
                || next.morph.conjunction && !next.morph.article
                || next.flags.has(Flags::TIME.or(Flags::TITLE)) && definite
            {
                break;
            }
            definite |= next.morph.article || next.flags.has(Flags::COUNTRY.or(Flags::NAME));
            end += 1;
        }
        (end > at + 1 && definite).then_some(Range::new(at, end))
    }

    /// The length of a body's or country's name that the pack knows here.
    fn known(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let token = text.token(at);
        if let Some((Ref::Name(n), length)) = token.sequence
            && text.pack.names[n as usize].kind != EntityKind::Person
        {
            return Some(usize::from(length));
        }
        let named = text.name_at(at).is_some_and(|n| text.pack.names[n as usize].kind != EntityKind::Person);
        (named && !token.flags.has(Flags::TITLE)).then_some(1)
    }

    /// Takes an outlet or a body into the cast.
    pub fn body(&mut self, np: Range) -> usize {
        let text = self.text;
        let media = text.class_at(np.start) == Some("media");
        let quoted = (np.start..np.end).find_map(|i| text.quote_at(i).filter(|q| q.closed && q.close < np.end));
        let proper = match quoted {
            Some(q) if media && q.open + 1 < q.close => Range::new(q.open + 1, q.close),
            None if media && np.len() > 1 => self.called(np),
            _ => np,
        };
        let known = text.name_at(proper.start).or_else(|| media.then(|| ambiguous_name(text, proper.start)).flatten());
        let kind = match known {
            _ if media => EntityKind::Outlet,
            Some(n) => text.pack.names[n as usize].kind,
            None => match text.class_at(np.start) {
                Some("group") => EntityKind::Organization,
                _ if text.country_at(np.start) => EntityKind::Government,
                _ => EntityKind::Organization,
            },
        };
        let mut words = self.folded(proper);
        let mut shown = self.shown(proper);
        if words.is_empty() {
            words = self.folded(np);
            shown = self.shown(np);
        }
        let existing = self
            .recent()
            .rev()
            .find(|(_, p)| {
                p.named
                    && p.kind == kind
                    && (p.words == words
                        || words.len() >= 2
                            && p.words.len() >= 2
                            && (subset(&words, &p.words) || subset(&p.words, &words)))
            })
            .map(|(i, _)| i);
        let index = existing.unwrap_or_else(|| {
            self.all.push(Being::new(kind, shown.clone(), words.clone(), true));
            self.all.len() - 1
        });
        let (gender, number) = text.agreement(np);
        let head = if text.token(np.start).flags.has(Flags::TITLE) {
            bare(text.core(np.start)).to_owned()
        } else {
            String::new()
        };
        let nations = self.nations(np);
        let latin = known.map(|n| text.pack.names[n as usize].latin.to_string()).filter(|l| !l.is_empty());
        let whole = self.folded(np);
        let who = &mut self.all[index];
        who.note(shown, words, np);
        who.latin = who.latin.take().or(latin);
        if who.gender == Gender::Any && (media || text.token(np.start).flags.has(Flags::TITLE)) {
            who.gender = gender;
            who.number = number;
        }
        push_new(&mut who.heads, head);
        for nation in nations {
            push_new(&mut who.nations, nation);
        }
        for word in whole {
            push_new(&mut who.role_words, word);
        }
        index
    }

    /// What an outlet is called: without its type noun and without adjectives behind its name, unless
    /// they are all of it («صحيفة *يديعوت أحرونوت* الإسرائيلية», «*وكالة الأنباء الليبية* الرسمية»).
    fn called(&self, np: Range) -> Range {
        let text = self.text;
        let adjective = |at: usize, also: &[&str]| {
            let token = text.token(at);
            token.morph.article
                && (token.flags.has(Flags::DEMONYM) || also.contains(&bare(text.core(at))))
                && token.morph.preposition == 0
        };
        let first = np.start + 1;
        let news = matches!(bare(text.core(first)), "انباء" | "اعلام") && np.len() > 2;
        // What the pack knows as one name is never cut.
        let length = text.token(first).sequence.map_or(1, |(_, n)| usize::from(n));
        let kept = if news { first + 2 } else { first + length };
        let mut end = np.end;
        while end > kept && adjective(end - 1, OFFICIAL) {
            end -= 1;
        }
        if news || adjective(first, &[]) { Range::new(np.start, end) } else { Range::new(first, end) }
    }

    /// The words of a phrase without a preposition, and without marks around all of it.
    pub fn shown(&self, np: Range) -> String {
        let text = self.text;
        let mut np = np;
        while np.len() > 2
            && text.token(np.start).kind == Kind::Quote
            && text.quote_at(np.start).is_some_and(|q| q.close + 1 == np.end)
        {
            np = Range::new(np.start + 1, np.end - 1);
        }
        let token = text.token(np.start);
        let mut span = text.span_of(np);
        let led = token.morph.preposition != 0 && !(token.morph.preposition == b'l' && token.morph.article);
        if (token.morph.conjunction || led) && token.kind == Kind::Word {
            let whole = text.span_of(np);
            let from =
                if token.morph.article { token.morph.core_start.saturating_sub(4) } else { token.morph.core_start };
            span = musnad_model::Span::new(text.span(from, from).start, whole.end);
        }
        text.original(self.original, span)
    }
}

/// A name that is an everyday word too, accepted beside its type noun.
fn ambiguous_name(text: &Text<'_>, at: usize) -> Option<u16> {
    text.token(at).senses().find_map(|s| match s {
        Sense::Name(n) => Some(n),
        _ => None,
    })
}
