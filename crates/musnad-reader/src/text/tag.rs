//! What stands at a token, as one word of a small set: the alphabet of the features.

use std::fmt;

use musnad_lang::pack::{CueKind, Ref};
use musnad_lang::{Form, Gender, Number, Sense, Tense};
use musnad_model::EntityKind;

use super::Text;
use super::token::{Kind, Suffix, Token};
use crate::mark::Flags;
use crate::weigh::hash;

macro_rules! bases {
    ($($name:ident = $word:literal),* $(,)?) => {
        /// The classes of tokens, by the word that the weights use.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is named by its word")]
        pub enum Base { $($name),*, #[default] Beyond }

        impl Base {
            const WORDS: &'static [&'static str] = &[$($word),*, "$"];
            const HASHES: &'static [u64] = &[$(hash($word)),*, hash("$")];
        }
    };
}

bases! {
    Stop = ".", Comma = ",", Colon = ":", Semi = ";", Dash = "-", Open = "(", Close = ")", Mark = "!", Punct = "punct",
    QuoteOpen = "q-open", QuoteClose = "q-close", QuoteName = "q-name", QuoteStray = "q-stray", Break = "break",
    Number = "number", Latin = "latin",
    That = "that", BiThat = "bi-that", Relative = "relative", Negation = "negation", Qad = "qad", Kana = "kana",
    Contrast = "contrast", Clause = "clause", Pronoun = "pronoun", Demonstrative = "demonstrative", Conjunction = "conj",
    CuePerfect = "cue-perf", CueImperfect = "cue-impf", CuePassive = "cue-pass", CueFirst = "cue-first",
    Perfect = "perf", Imperfect = "impf", VerbFirst = "verb-first",
    Preposition = "prep", PrepPronoun = "prep-pron", Time = "time", Weekday = "weekday",
    Person = "title-person", Body = "title-body", Media = "title-media", Unnamed = "title-unnamed",
    NamePerson = "name-person", NameOutlet = "name-outlet", NameBody = "name-body", Country = "country", Given = "given",
    CuePhrase = "cue-phrase", CueNoun = "cue-noun", Carrier = "carrier", Participle = "participle",
    Masdar = "masdar", Event = "event", Demonym = "demonym", Quantifier = "quantifier", Adverb = "adverb",
    Plain = "plain", InName = "in-name", PluralF = "w-at", PluralM = "w-un", Oblique = "w-in", Feminine = "w-h", Accusative = "w-a", Word = "w",
}

/// A class and the clitics that are written with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The class.
    pub base: Base,
    bits: u8,
}

const CONJ: u8 = 1;
const BI: u8 = 2;
const LI: u8 = 4;
const AL: u8 = 8;
const PRONOUN: u8 = 16;
const FUTURE: u8 = 32;

impl Tag {
    /// The class alone.
    #[must_use]
    pub const fn plain(self) -> Self {
        Self { base: self.base, bits: 0 }
    }

    /// True if و or ف stands in front.
    #[must_use]
    pub const fn conj(self) -> bool {
        self.bits & CONJ != 0
    }

    /// The hash of its written form.
    #[must_use]
    pub fn hash(self) -> u64 {
        let base = Base::HASHES[self.base as usize];
        if self.bits == 0 { base } else { hash_bits(base, self.bits) }
    }
}

/// FNV-1a carried on over the letters of the clitics, as if they were written after the class.
fn hash_bits(mut h: u64, bits: u8) -> u64 {
    for (i, letter) in LETTERS.bytes().enumerate() {
        if bits & (1 << i) != 0 {
            h ^= u64::from(letter);
            h = h.wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    h
}

const LETTERS: &str = "wbldps";

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Base::WORDS[self.base as usize])?;
        for (i, letter) in LETTERS.chars().enumerate() {
            if self.bits & (1 << i) != 0 {
                write!(f, "{letter}")?;
            }
        }
        Ok(())
    }
}

/// The tag of every token.
pub fn tags(text: &Text<'_>) -> Vec<Tag> {
    let mut tags: Vec<Tag> = (0..text.tokens.len()).map(|at| tag(text, at)).collect();
    // «سي إن إن»: the words inside a name are no particles.
    let mut at = 0;
    while at < tags.len() {
        let length = match text.tokens[at].sequence {
            Some((Ref::Name(_) | Ref::Country(_) | Ref::Title(..), n)) if n > 1 => usize::from(n),
            _ => 1,
        };
        for inner in at + 1..(at + length).min(tags.len()) {
            if matches!(
                tags[inner].base,
                Base::That
                    | Base::BiThat
                    | Base::Clause
                    | Base::Negation
                    | Base::CuePerfect
                    | Base::Perfect
                    | Base::Preposition
            ) {
                tags[inner] = Tag { base: Base::InName, bits: 0 };
            }
        }
        at += length;
    }
    tags
}

fn tag(text: &Text<'_>, at: usize) -> Tag {
    let token = &text.tokens[at];
    let base = match token.kind {
        Kind::Break(_) => Base::Break,
        Kind::Number => Base::Number,
        Kind::Quote => match text.quote_at(at) {
            Some(_) if text.name_quote(at).is_some() => Base::QuoteName,
            Some(_) => Base::QuoteOpen,
            None if at > 0 && token.quote == 0 && closes(text, at) => Base::QuoteClose,
            None => Base::QuoteStray,
        },
        Kind::Punct(c) => match c {
            '.' | '…' => Base::Stop,
            '،' | ',' => Base::Comma,
            ':' => Base::Colon,
            '؛' | ';' => Base::Semi,
            '-' | '–' | '—' => Base::Dash,
            '(' | '[' => Base::Open,
            ')' | ']' => Base::Close,
            '!' | '؟' | '?' => Base::Mark,
            _ => Base::Punct,
        },
        Kind::Word => word(text, at, token),
    };
    let m = &token.morph;
    let mut bits = 0;
    if token.kind == Kind::Word {
        for (bit, set) in [
            (CONJ, m.conjunction),
            (BI, m.preposition == b'b'),
            (LI, m.preposition == b'l'),
            (AL, m.article),
            (PRONOUN, m.suffix != Suffix::None),
            (FUTURE, m.future),
        ] {
            if set {
                bits |= bit;
            }
        }
    }
    Tag { base, bits }
}

fn closes(text: &Text<'_>, at: usize) -> bool {
    text.closing.binary_search_by_key(&at, |&(close, _)| close).is_ok()
}

fn word(text: &Text<'_>, at: usize, token: &Token) -> Base {
    let flags = token.flags;
    let is = |f: Flags| flags.has(f);
    if is(Flags::THAT) {
        return if text.core(at).starts_with('ب') || token.morph.preposition == b'b' {
            Base::BiThat
        } else {
            Base::That
        };
    }
    let named = is(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN));
    for (flag, base) in [
        (Flags::RELATIVE, Base::Relative),
        (Flags::NEGATION, Base::Negation),
        (Flags::QAD, Base::Qad),
        (Flags::KANA, Base::Kana),
        (Flags::CONTRAST, Base::Contrast),
        (Flags::CLAUSE, Base::Clause),
        (Flags::PRONOUN, Base::Pronoun),
        (Flags::DEMONSTRATIVE, Base::Demonstrative),
    ] {
        if is(flag) && !named {
            return base;
        }
    }
    if is(Flags::FINITE)
        && is(Flags::CUE_VERB)
        && !named
        && !token.morph.article
        && let Some(form) = text.verb_form(at)
    {
        return match form.tense {
            _ if form.person == 1 => Base::CueFirst,
            Tense::Imperfect => Base::CueImperfect,
            Tense::Passive => Base::CuePassive,
            _ => Base::CuePerfect,
        };
    }
    if is(Flags::PREPOSITION) {
        let pronoun = text.core(at).ends_with('ه') || text.core(at).ends_with("ها") || text.core(at).ends_with("هم");
        return if pronoun && text.core(at).len() <= 12 && !matches!(text.core(at), "تجاه") {
            Base::PrepPronoun
        } else {
            Base::Preposition
        };
    }
    if is(Flags::WEEKDAY) {
        return Base::Weekday;
    }
    if is(Flags::TIME) {
        return Base::Time;
    }
    match text.class_at(at) {
        Some("group") => return Base::Body,
        Some("media") => return Base::Media,
        Some("unnamed" | "witness") => return Base::Unnamed,
        Some(_) => return Base::Person,
        None => {}
    }
    if let Some(n) = text.name_at(at) {
        return match text.pack.names[n as usize].kind {
            EntityKind::Person => Base::NamePerson,
            EntityKind::Outlet => Base::NameOutlet,
            _ => Base::NameBody,
        };
    }
    if text.country_at(at) {
        return Base::Country;
    }
    if is(Flags::GIVEN) {
        return Base::Given;
    }
    if matches!(token.sequence, Some((Ref::Cue(_), _))) || is(Flags::CUE_PHRASE) {
        return Base::CuePhrase;
    }
    if text.is_speech_participle(at) {
        return Base::Participle;
    }
    for (flag, base) in [
        (Flags::CUE_NOUN, Base::CueNoun),
        (Flags::CARRIER, Base::Carrier),
        (Flags::MASDAR, Base::Masdar),
        (Flags::EVENT, Base::Event),
        (Flags::DEMONYM, Base::Demonym),
        (Flags::QUANTIFIER, Base::Quantifier),
        (Flags::ADVERB, Base::Adverb),
        (Flags::CONJUNCTION, Base::Conjunction),
    ] {
        if is(flag) {
            return base;
        }
    }
    if is(Flags::FINITE.or(Flags::VERB)) {
        return match text.verb_form(at) {
            Some(form) if form.person == 1 => Base::VerbFirst,
            Some(form) if form.tense == Tense::Imperfect => Base::Imperfect,
            _ => Base::Perfect,
        };
    }
    if is(Flags::PLAIN) {
        return Base::Plain;
    }
    let core = text.core(at);
    if core.is_ascii() {
        return Base::Latin;
    }
    match core {
        _ if core.ends_with("ات") => Base::PluralF,
        _ if core.ends_with("ون") => Base::PluralM,
        _ if core.ends_with("ين") => Base::Oblique,
        _ if core.ends_with('ه') => Base::Feminine,
        _ if core.ends_with('ا') => Base::Accusative,
        _ => Base::Word,
    }
}

impl Text<'_> {
    /// The tag of a token; `$` beyond the end.
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or_default()
    }

    /// The finite form of a verb at a token, the first that the pack gives.
    pub fn verb_form(&self, at: usize) -> Option<Form> {
        self.token(at).senses().find_map(|s| match s {
            Sense::Cue(c, form)
                if self.pack.cues[c as usize].kind == CueKind::Verb
                    && matches!(form.tense, Tense::Perfect | Tense::Imperfect | Tense::Passive) =>
            {
                Some(form)
            }
            Sense::Verb(form) => Some(form),
            _ => None,
        })
    }
}

/// Gender and number as one word.
#[must_use]
pub const fn agreement_word(gender: Gender, number: Number) -> &'static str {
    match (gender, number) {
        (_, Number::Dual) => "dual",
        (Gender::Masculine, Number::Plural) => "mp",
        (Gender::Feminine, Number::Plural) => "fp",
        (_, Number::Plural) => "p",
        (Gender::Masculine, _) => "m",
        (Gender::Feminine, _) => "f",
        (Gender::Any, Number::Singular) => "s",
        _ => "?",
    }
}
