//! A sentence cut into pieces: verbs, noun phrases with or without a preposition,
//! times, and the words and marks that bound clauses.
//!
//! The cutting is greedy and looks at no trigger, so that every frame reads the same
//! pieces. How far a noun phrase goes is [`super::noun`].

use musnad_lang::frames::{Kinds, Phrase};

use super::Scene;
use super::noun::Noun;
use crate::mark::Flags;
use crate::text::Range;
use crate::text::tag::Base;
use crate::text::token::{Kind, Suffix};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A noun phrase by itself.
    Noun,
    /// A preposition with its noun phrase; empty if a clause follows.
    After(u8),
    /// A preposition with a pronoun.
    AfterPronoun(u8),
    /// A finite verb.
    Verb,
    /// أن and its sisters; `true` with a pronoun.
    That(bool),
    /// الذي and its sisters.
    Relative,
    /// A word that opens a clause: بعدما، بينما، لأن.
    Clause,
    /// A conjunction by itself.
    And,
    /// لم, لن, لا, ليس.
    Negation,
    /// كان and its sisters.
    Kana,
    /// قد.
    Qad,
    /// A phrase over an event, by index into the pack's governors: من المقرر.
    Governor(u16),
    /// هو, هذا.
    Pronoun,
    /// An expression of time.
    Time,
    /// An adverb.
    Adverb,
    /// A comma.
    Comma,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A quotation mark.
    Quote,
    /// A full stop, colon, semicolon, dash: no clause goes over it.
    Stop,
}

/// A piece of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// What it is.
    pub what: What,
    /// All its tokens.
    pub range: Range,
    /// True if و or ف is written on its first word.
    pub led: bool,
    /// Its noun phrase, if it has one.
    pub noun: Noun,
}

impl Piece {
    /// True if it has a noun phrase.
    pub fn has_noun(&self) -> bool {
        !self.noun.range.is_empty()
    }
}

impl Scene<'_> {
    /// The pieces of all sentences, for people: one a line.
    pub fn show(&self, original: &str) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        for &sentence in &self.text.sentences {
            for piece in self.pieces(sentence) {
                let words = self.text.original(original, self.text.span_of(piece.range));
                let tags: Vec<String> =
                    (piece.range.start..piece.range.end).map(|i| self.text.tag(i).to_string()).collect();
                let led = if piece.led { "+" } else { "" };
                let _ =
                    writeln!(out, "{:?}{led}\t{words}\t{}\t{}", piece.what, piece.noun.kinds.words(), tags.join(" "));
            }
            out.push('\n');
        }
        out
    }

    /// The pieces of a sentence.
    pub fn pieces(&self, sentence: Range) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::with_capacity(sentence.len() / 2 + 2);
        let mut at = sentence.start;
        while at < sentence.end {
            let Some(piece) = self.piece(at, sentence.end, &out) else {
                at += 1;
                continue;
            };
            at = piece.range.end.max(at + 1);
            out.push(piece);
        }
        out
    }

    fn piece(&self, at: usize, limit: usize, before: &[Piece]) -> Option<Piece> {
        let token = self.text.token(at);
        let one = |what| Some(Piece { what, range: Range::new(at, at + 1), led: false, noun: Noun::none(at) });
        match token.kind {
            Kind::Break(_) => None,
            Kind::Punct(c) => match c {
                '،' | ',' => one(What::Comma),
                '(' | '[' => one(What::Open),
                ')' | ']' => one(What::Close),
                '.' | '…' | ':' | '؛' | ';' | '!' | '?' | '؟' | '-' | '–' | '—' => one(What::Stop),
                _ => None,
            },
            Kind::Quote => match self.text.name_quote(at) {
                Some(close) if close < limit => self.noun_piece(at, limit, What::Noun, at, false),
                _ => one(What::Quote),
            },
            Kind::Number => match self.time_end(at, limit) {
                Some(end) => Some(self.time_piece(at, end, false)),
                None => self.noun_piece(at, limit, What::Noun, at, false),
            },
            Kind::Word => self.word_piece(at, limit, before),
        }
    }

    fn time_piece(&self, at: usize, end: usize, led: bool) -> Piece {
        Piece { what: What::Time, range: Range::new(at, end), led, noun: Noun::none(at) }
    }

    /// Where an expression of time that begins at the token ends.
    pub fn time_end(&self, at: usize, limit: usize) -> Option<usize> {
        if let Some(time) = self.layer.time(at) {
            return Some(time.tokens.end.min(limit));
        }
        let flags = self.text.token(at).flags;
        // «صباح» is a name too; «القادم» begins no time.
        let part = flags.has(Flags::TIME) && self.text.token(at + 1).flags.has(Flags::TIME);
        if flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN)) && !part
            || self.finds.at(at).is_some_and(super::find::Seen::participle)
        {
            return None;
        }
        self.text.time_length(at).map(|n| (at + n).min(limit))
    }

    fn word_piece(&self, at: usize, limit: usize, before: &[Piece]) -> Option<Piece> {
        let text = self.text;
        let token = text.token(at);
        let flags = token.flags;
        let led = self.led(at);
        let word = self.unled(at);
        let piece = |what, end: usize| {
            Some(Piece { what, range: Range::new(at, end.min(limit).max(at + 1)), led, noun: Noun::none(at) })
        };
        // A name that is spelled like a particle or verb is a name, but for «أدى الحادث» at the head of a clause.
        if self.finds.at(at).is_some_and(super::find::Seen::finite)
            && self.opens(before)
            && self.is_verb(at, before)
            && !self.finds.at(at).is_some_and(super::find::Seen::noun)
        {
            return piece(if flags.has(Flags::KANA) { What::Kana } else { What::Verb }, at + 1);
        }
        if self.name_begins(at) {
            return self.noun_piece(at, limit, What::Noun, at, led);
        }
        if let Some(end) = self.time_end(at, limit) {
            return Some(self.time_piece(at, end, led));
        }
        match self.phrase(at, word) {
            Some((Phrase::Preposition(p), length)) if self.is_preposition(at, length, before) => {
                return self.after(at, at + length, limit, p, led);
            }
            Some((Phrase::Governor(g), length)) => return piece(What::Governor(g), at + length),
            _ => {}
        }
        if word == "ممن" {
            return piece(What::Relative, at + 1);
        }
        if flags.has(Flags::KANA) {
            return piece(What::Kana, at + 1);
        }
        if matches!(
            word,
            "انذاك"
                | "حينها"
                | "وقتها"
                | "يومها"
                | "حينئذ"
                | "حينذاك"
                | "ليلا"
                | "نهارا"
                | "سابقا"
                | "لاحقا"
                | "مؤخرا"
                | "موخرا"
                | "حاليا"
                | "ايضا"
                | "كذلك"
                | "مجددا"
                | "فورا"
                | "جوا"
                | "بحرا"
                | "برا"
        ) {
            return piece(What::Adverb, at + 1);
        }
        match text.tag(at).base {
            Base::PrepPronoun => return piece(What::AfterPronoun(self.pronoun_preposition(word)), at + 1),
            Base::Relative => return piece(What::Relative, at + 1),
            Base::Negation => return piece(What::Negation, at + 1),
            Base::Kana => return piece(What::Kana, at + 1),
            Base::Qad => return piece(What::Qad, at + 1),
            Base::Clause | Base::Contrast => return piece(What::Clause, at + 1),
            Base::That | Base::BiThat => {
                return piece(What::That(text.core(at).chars().count() > 3 || word.ends_with("انه")), at + 1);
            }
            Base::Pronoun => return piece(What::Pronoun, at + 1),
            Base::Conjunction => return piece(What::And, at + 1),
            Base::Demonstrative if !self.goes_on_noun(at + 1, limit) => return piece(What::Pronoun, at + 1),
            Base::Adverb if !flags.has(Flags::TITLE.or(Flags::NAME)) => return piece(What::Adverb, at + 1),
            _ => {}
        }
        if self.is_verb(at, before) {
            return piece(What::Verb, at + 1);
        }
        if let Some(p) = self.clitic_preposition(at) {
            return self.noun_piece(at, limit, What::After(p), at, led);
        }
        self.noun_piece(at, limit, What::Noun, at, led)
    }

    fn noun_piece(&self, at: usize, limit: usize, what: What, noun: usize, led: bool) -> Option<Piece> {
        let noun = self.noun(noun, limit);
        Some(Piece { what, range: Range::new(at, noun.range.end.max(at + 1)), led, noun })
    }

    /// A preposition that ends before `noun`, with what follows it.
    fn after(&self, at: usize, noun: usize, limit: usize, p: u8, led: bool) -> Option<Piece> {
        let alone = Piece { what: What::After(p), range: Range::new(at, noun), led, noun: Noun::none(at) };
        if noun >= limit {
            return Some(alone);
        }
        if let Some(end) = self.time_end(noun, limit) {
            // «إلى عام 1971» says no when.
            let k = &self.known;
            let when = ![k.ila, k.an, k.ala, k.maa, k.min].contains(&p);
            return Some(Piece {
                what: if when { What::Time } else { What::Adverb },
                range: Range::new(at, end),
                ..alone
            });
        }
        let quoted = self.text.token(noun).kind == Kind::Quote;
        let noun =
            if quoted && self.text.name_quote(noun).is_none() && self.short_quote(noun) { noun + 1 } else { noun };
        if !self.goes_on_noun(noun, limit) && !self.governed_noun(noun, p) {
            return Some(alone);
        }
        self.noun_piece(at, limit, What::After(p), noun, led)
    }

    /// After a preposition a word that is spelled like a verb is a noun; «من قال» is not.
    fn governed_noun(&self, at: usize, p: u8) -> bool {
        let token = self.text.token(at);
        token.kind == Kind::Word
            && self.text.is_finite(at)
            && !(p == self.known.min && (token.flags.has(Flags::CUE_VERB) || self.text.word(at).starts_with('ي')))
    }

    /// True if a quotation that opens here is short enough to be a phrase.
    fn short_quote(&self, open: usize) -> bool {
        self.text.quote_at(open).is_some_and(|q| q.closed && q.close <= open + 9)
    }

    /// True if a noun phrase can begin at the token.
    pub fn goes_on_noun(&self, at: usize, limit: usize) -> bool {
        if at >= limit {
            return false;
        }
        let token = self.text.token(at);
        match token.kind {
            Kind::Number => true,
            Kind::Quote => self.text.name_quote(at).is_some(),
            Kind::Word => {
                let not = matches!(
                    self.text.tag(at).base,
                    Base::Relative
                        | Base::Negation
                        | Base::Kana
                        | Base::Qad
                        | Base::Clause
                        | Base::Contrast
                        | Base::That
                        | Base::BiThat
                        | Base::PrepPronoun
                        | Base::Conjunction
                        | Base::Pronoun
                        | Base::Preposition
                ) || self.text.tag(at).base == Base::Demonstrative && !self.goes_on_noun(at + 1, limit);
                self.name_begins(at) || !not && (!self.text.is_finite(at) || self.maybe_noun(at))
            }
            _ => false,
        }
    }

    /// True if a name of several words, or of one that is nothing else, begins at the token.
    fn name_begins(&self, at: usize) -> bool {
        let text = self.text;
        let long = |n: usize| n >= 2;
        text.token(at).kind == Kind::Word
            && (text.person_at(at, text.sentence(at).end).is_some_and(|r| long(r.len()))
                || self.layer.entity(at).is_some_and(|e| long(e.tokens.len()) && e.led <= 1 && self.trusts(at, &e))
                || self.layer.place(at).is_some_and(|p| long(p.tokens.len()) && p.led <= 1))
            && self.prefix(at).is_none_or(|p| p == 'و' || p == 'ف')
    }

    /// The letter of a clitic before a name, as the other grammars cut it.
    fn prefix(&self, at: usize) -> Option<char> {
        let led = self.layer.place(at).or_else(|| self.layer.entity(at)).map_or(0, |f| f.led);
        let clitic = led > 0 || self.text.token(at).morph.conjunction || self.text.token(at).morph.preposition != 0;
        clitic.then(|| self.text.word(at).chars().next()).flatten()
    }

    /// True if و or ف is written on the token.
    pub fn led(&self, at: usize) -> bool {
        let word = self.text.word(at);
        word.starts_with(['و', 'ف'])
            && self.finds.at(at).is_none_or(|s| s.clitics.conjunction)
            && (self.text.token(at).morph.conjunction
                || self.finds.noun_led(at) && self.text.token(at).flags == Flags::default()
                || self.finds.at(at).is_some_and(|s| s.clitics.conjunction)
                || self.layer.place(at).is_some_and(|p| p.led > 0)
                || self.layer.entity(at).is_some_and(|e| e.led > 0))
    }

    /// The word without و or ف.
    fn unled(&self, at: usize) -> &str {
        let word = self.text.word(at);
        if self.led(at) || word.len() > 4 && self.text.token(at).flags.has(Flags::PREPOSITION) && word.starts_with('و')
        {
            &word[2..]
        } else {
            word
        }
    }

    /// The longest phrase of the pack that begins here, and how many tokens it has.
    fn phrase(&self, at: usize, first: &str) -> Option<(Phrase, usize)> {
        let frames = &self.text.pack.frames;
        let found = frames.phrase(first, |i| self.text.word(at + 1 + i));
        let led = || {
            let rest = self.text.word(at).strip_prefix(['و', 'ف'])?;
            frames.phrase(rest, |i| self.text.word(at + 1 + i))
        };
        found.or_else(led).map(|(phrase, rest)| (phrase, rest + 1))
    }

    /// «علي» may be على or a name; «قبل» and «عبر» may be verbs.
    fn is_preposition(&self, at: usize, length: usize, before: &[Piece]) -> bool {
        let token = self.text.token(at);
        if length > 1 {
            return true;
        }
        // «خلف الهجوم قتلى», «حول التاجر المال»: a verb at the head of its clause.
        if self.finds.at(at).is_some_and(super::find::Seen::finite) && self.opens(before) {
            let next = at + 1;
            let subject = self.kinds(next).has(Kinds::EVENT.or(Kinds::PERSON).or(Kinds::BODY))
                && !self.kinds(next).has(Kinds::PLACE);
            if subject {
                return false;
            }
        }
        let given = token.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN));
        !given
            || self.text.person_at(at, at + 6).is_none_or(|r| r.len() < 2)
                && !self.text.token(at.wrapping_sub(1)).flags.has(Flags::GIVEN)
    }

    /// ب, ل or ك written on a noun, as the index of its preposition.
    pub fn clitic_preposition(&self, at: usize) -> Option<u8> {
        let token = self.text.token(at);
        let letter = if token.morph.preposition != 0 {
            token.morph.preposition
        } else if self.finds.noun_preposition(at) != 0
            && !token.flags.has(Flags::NAME.or(Flags::GIVEN).or(Flags::TITLE).or(Flags::COUNTRY).or(Flags::PREPOSITION))
        {
            self.finds.noun_preposition(at)
        } else if let Some(seen) = self.finds.at(at).filter(|s| s.clitics.preposition != 0) {
            seen.clitics.preposition
        } else {
            let led = self.layer.place(at).or_else(|| self.layer.entity(at)).map_or(0, |f| f.led) as usize;
            match self.text.word(at).chars().take(led).last()? {
                'ب' => b'b',
                'ل' => b'l',
                'ك' => b'k',
                _ => return None,
            }
        };
        self.known.clitic(letter)
    }

    /// The preposition of عليه, فيها, لهم.
    fn pronoun_preposition(&self, word: &str) -> u8 {
        let k = &self.known;
        let start = |p: &str| word.starts_with(p);
        match () {
            () if start("في") => k.fi,
            () if start("عن") => k.an,
            () if start("من") => k.min,
            () if start("الي") => k.ila,
            () if start("علي") => k.ala,
            () if start("مع") => k.maa,
            () if start("بين") => k.bayn,
            () if start("ب") => k.bi,
            () if start("ل") => k.li,
            () => k.other,
        }
    }

    /// True if a finite verb stands at the token; spelling alone often does not tell, so what is
    /// before it decides.
    pub fn is_verb(&self, at: usize, before: &[Piece]) -> bool {
        let text = self.text;
        let token = text.token(at);
        let flags = token.flags;
        let seen = self.finds.at(at);
        let finite = seen.is_some_and(super::find::Seen::finite);
        let led = seen.filter(|_| finite).map_or(token.morph.preposition, |s| s.clitics.preposition);
        if token.kind != Kind::Word || self.article(at) || matches!(led, b'b' | b'k') {
            return false;
        }
        if self.layer.place(at).is_some_and(|p| p.led == 0)
            || token.morph.core_end > 0 && text.original_end(at) == Some('ة')
        {
            return false;
        }
        // «رصد المراقبون»: a nominative after it.
        if !flags.has(
            Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN).or(Flags::DEMONYM).or(Flags::COUNTRY).or(Flags::QUANTIFIER),
        ) && self.opens(before)
            && self.article(at + 1)
            && text.word(at + 1).ends_with("ون")
        {
            return true;
        }
        if flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN).or(Flags::DEMONYM).or(Flags::COUNTRY)) {
            // «طالب المجلس», «أدى الحادث»: a verb only at the head of its clause, before a subject.
            return finite && self.opens(before) && self.can_begin_subject(at + 1);
        }
        let known = text.is_finite(at);
        if !finite && !known {
            // An unknown word that begins like an imperfect.
            let word = text.core(at);
            return flags == Flags::default()
                && seen.is_none()
                && self.finds.kinds(at).is_none()
                && word.starts_with('ي')
                && word.chars().count() >= 4
                && !matches!(word.chars().last(), Some('ه' | 'ا'));
        }
        if self.describes_before(at, before) {
            return true;
        }
        if !self.maybe_noun(at) {
            let form = text.verb_form(at);
            // «أجانب» is no «I» outside a speech; «عقدا», «شحنه» are nouns where the clause has its verb.
            let first = form.is_some_and(|f| f.person == 1) && token.quote == 0;
            let noun_like = matches!(text.core(at).chars().last(), Some('ا' | 'ه')) && !text.core(at).starts_with('ي');
            let first = first && !(self.opens(before) && self.can_begin_subject(at + 1));
            return finite || !(first || noun_like && self.clause_has_verb(before));
        }
        if token.morph.preposition != 0 && led != 0 {
            return false;
        }
        // «وطردها لقوات الحكومة»: a noun with its owner and its object.
        let owned = self.suffix(at) != Suffix::None
            && seen.is_some_and(super::find::Seen::noun)
            && self.text.tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word)
            && self.clitic_preposition(at + 1) == Some(self.known.li);
        !owned && self.verbal_context(at, before)
    }

    /// True if a word that can be a finite verb can be a noun too.
    pub fn maybe_noun(&self, at: usize) -> bool {
        let seen = self.finds.at(at);
        seen.is_some_and(|s| s.noun() || s.participle())
            || !self.finds.kinds(at).is_none()
            || self.text.token(at).flags.has(Flags::EVENT.or(Flags::MASDAR).or(Flags::CUE_NOUN).or(Flags::CARRIER).or(Flags::PLAIN))
            // A verb and a pronoun that it does not take: «استقالته».
            || self.suffix(at) != Suffix::None && self.text.core(at).ends_with('ه') && !self.takes_object(at)
    }

    /// True if the word is a finite verb that can have the pronoun on it as its object.
    fn takes_object(&self, at: usize) -> bool {
        use musnad_lang::frames::{Evokes, Part, Slot};
        let frames = &self.text.pack.frames;
        self.finds.at(at).is_some_and(|s| {
            s.evoked().any(|e| match (e.what, e.part) {
                (Evokes::Trigger(t), Part::Finite(_) | Part::Acting(_)) => {
                    frames.triggers[t as usize].role(Slot::Object).is_some()
                }
                (Evokes::Governor(g), Part::Finite(_) | Part::Acting(_)) => frames.governors[g as usize].object,
                _ => false,
            })
        })
    }

    /// «هجمات شنها مسلحون», «صاروخ أطلقته قوة»: a verb that describes the noun before it.
    fn describes_before(&self, at: usize, before: &[Piece]) -> bool {
        let Some(last) = before.last() else { return false };
        let governs = self.governor_verb(at, |g| g.object).is_some();
        governs
            && matches!(self.suffix(at), Suffix::Him | Suffix::Her | Suffix::Both)
            && matches!(last.what, What::Noun | What::After(_))
            && last.has_noun()
            && !last.noun.definite
            && last.range.end == at
            && !self.led(at)
    }

    /// True if the word has the article; verbs such as التقى do not.
    pub fn article(&self, at: usize) -> bool {
        let token = self.text.token(at);
        if token.morph.article || self.finds.at(at).is_some_and(|s| s.clitics.article) {
            return true;
        }
        let word = self.text.word(at);
        word.strip_prefix("ال").is_some_and(|rest| {
            let letters = rest.chars().count();
            letters >= 2 && (!rest.starts_with('ت') || letters >= 5 && !self.text.is_finite(at))
        }) && token.kind == Kind::Word
            && !token.flags.has(Flags::NAME.or(Flags::GIVEN).or(Flags::RELATIVE).or(Flags::PREPOSITION))
            && !self.finds.at(at).is_some_and(super::find::Seen::finite)
    }

    /// True if a clause begins after these pieces.
    fn opens(&self, before: &[Piece]) -> bool {
        before.last().is_none_or(|p| {
            matches!(
                p.what,
                What::Stop
                    | What::Comma
                    | What::Quote
                    | What::And
                    | What::Clause
                    | What::That(true)
                    | What::Qad
                    | What::Negation
                    | What::Kana
                    | What::Time
                    | What::Relative
            )
        })
    }

    fn can_begin_subject(&self, at: usize) -> bool {
        let token = self.text.token(at);
        token.kind == Kind::Word
            && !token.flags.has(Flags::PREPOSITION)
            && (self.article(at)
                || self.layer.entity(at).is_some()
                || self.kinds(at).has(Kinds::PERSON.or(Kinds::BODY).or(Kinds::EVENT))
                || token.flags.has(Flags::TITLE))
            || token.kind == Kind::Number
    }

    /// True if a finite verb stands before, in the same clause.
    fn clause_has_verb(&self, before: &[Piece]) -> bool {
        for piece in before.iter().rev() {
            match piece.what {
                What::Verb => return true,
                What::That(_) | What::Relative | What::Clause | What::Stop | What::Comma | What::And | What::Quote => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    /// Whether a word that is verb or noun stands where a verb stands.
    fn verbal_context(&self, at: usize, before: &[Piece]) -> bool {
        let text = self.text;
        let Some(last) = before.last() else { return true };
        let counted = |i: usize| {
            self.layer.quantity(i).is_some()
                || text.token(i).kind == Kind::Number
                || text.token(i).flags.has(Flags::TITLE.or(Flags::GIVEN).or(Flags::QUANTIFIER))
        };
        let imperfect = self.form_at(at).is_some_and(|f| f.tense == musnad_lang::Tense::Imperfect);
        match last.what {
            What::That(pronoun) => pronoun || imperfect,
            What::Relative | What::Qad | What::Negation | What::Kana | What::Clause | What::Stop => true,
            What::After(_) if !last.has_noun() => false,
            What::Quote | What::Pronoun | What::Comma => true,
            What::Time | What::Adverb | What::Close => !self.clause_has_verb(before),
            What::And => counted(at + 1),
            What::Noun | What::After(_) if self.led(at) => {
                counted(at + 1)
                    || !last.noun.kinds.has(Kinds::EVENT)
                        && !self.article(at + 1)
                        && text.token(at + 1).kind == Kind::Word
            }
            What::Noun | What::After(_) => last.noun.closed && !self.clause_has_verb(before),
            What::Verb | What::Governor(_) | What::AfterPronoun(_) | What::Open => false,
        }
    }

    /// The pronoun that is written on a verb or noun of the pack's frames.
    pub fn suffix(&self, at: usize) -> Suffix {
        let suffix = self.finds.at(at).map_or(Suffix::None, |s| s.clitics.suffix);
        // «شحنة» is no «شحنه».
        if suffix == Suffix::Him && self.text.original_end(at) == Some('ة') { Suffix::None } else { suffix }
    }
}
