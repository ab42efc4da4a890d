//! Marking: clitics, meanings and names of every token, in one pass over the pack.

use musnad_lang::pack::{CueKind, Ref, Word};
use musnad_lang::{Gender, Number, Pack, Sense, Tense};
use rustc_hash::FxHashMap;

use crate::text::token::{Kind, Morph, Suffix, Token};

/// What a token can be, as bits: a token may be several things at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u32);

macro_rules! bits {
    ($($name:ident = $bit:literal),* $(,)?) => {
        #[allow(missing_docs, reason = "named as the classes of the pack")]
        impl Flags {
            $(pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

bits! {
    THAT = 0, PREPOSITION = 1, CONJUNCTION = 2, CLAUSE = 3, CONTRAST = 4, RELATIVE = 5,
    DEMONSTRATIVE = 6, NEGATION = 7, KANA = 8, QAD = 9, TIME = 10, PRONOUN = 11, ADVERB = 12,
    QUANTIFIER = 13, VERB = 14, CUE_VERB = 15, CUE_NOUN = 16, CUE_PHRASE = 17, CARRIER = 18,
    TITLE = 19, GIVEN = 20, COMMON_GIVEN = 21, DEMONYM = 22, EVENT = 23, NAME = 24, KIN = 25,
    WEEKDAY = 26, MASDAR = 27, PARTICIPLE = 28, FINITE = 29, PLAIN = 30, COUNTRY = 31,
}

impl Flags {
    /// True if any bit of `other` is set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without the bits of `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Marks every token of the folded text.
pub fn mark(text: &str, tokens: &mut [Token], pack: &Pack) {
    let mut memo: FxHashMap<&str, Analysis> = FxHashMap::default();
    for token in tokens.iter_mut().filter(|t| t.kind == Kind::Word) {
        let word = &text[token.start as usize..token.end as usize];
        let analysis = *memo.entry(word).or_insert_with(|| analyse(word, pack));
        token.morph = analysis.morph;
        token.morph.core_start = token.start + analysis.morph.core_start;
        token.morph.core_end = token.start + analysis.morph.core_end;
        token.senses = analysis.senses;
        token.flags = analysis.flags;
    }
    for at in 0..tokens.len() {
        if tokens[at].kind != Kind::Word {
            continue;
        }
        let Some((meaning, length, clitics)) = sequence(text, tokens, at, pack) else { continue };
        tokens[at].sequence = Some((meaning, length));
        // «لفرانس برس»: the name tells that ل is a clitic, where the word alone does not.
        let token = &mut tokens[at];
        if matches!(meaning, Ref::Name(_) | Ref::Country(_)) && token.morph.core_start == token.start {
            let before = clitics.chars().next();
            token.morph.core_start += len(clitics);
            token.morph.conjunction |= matches!(before, Some('و' | 'ف'));
            token.morph.article |= clitics == "لل";
            token.morph.preposition = match clitics.chars().last() {
                Some('ل') => b'l',
                Some('ب') => b'b',
                Some('ك') => b'k',
                _ => token.morph.preposition,
            };
        }
    }
}

#[derive(Clone, Copy)]
struct Analysis {
    morph: Morph,
    senses: [Option<Sense>; 4],
    flags: Flags,
}

/// The first reading of a word that the pack knows, trying fewer clitics first.
fn analyse(word: &str, pack: &Pack) -> Analysis {
    let whole = Morph { core_end: len(word), ..Morph::default() };
    if let Some(found) = known(word, whole, pack) {
        // «البيان» is a paper and the statement: both, as what follows tells.
        let only_name = found.senses.iter().flatten().all(|s| matches!(s, Sense::Name(_)));
        let both = if only_name { word.strip_prefix("ال") } else { None };
        let stripped = both.and_then(|rest| known(rest, Morph { article: true, core_start: 4, ..whole }, pack));
        let Some(mut plain) = stripped else { return found };
        plain.flags.set(found.flags);
        let free = plain.senses.iter().position(Option::is_none).unwrap_or(3);
        plain.senses[free] = found.senses[0];
        return plain;
    }
    if let Some(found) = after_conjunction(word, whole, pack) {
        return found;
    }
    if word.starts_with(['و', 'ف']) && word.len() > 4 {
        let rest = Morph { conjunction: true, core_start: 2, ..whole };
        if let Some(found) = known(&word[2..], rest, pack).or_else(|| after_conjunction(word, rest, pack)) {
            return found;
        }
    }
    Analysis { morph: guess(word), senses: [None; 4], flags: Flags::default() }
}

/// Clitics of a word that the pack does not know: only those that are plain to see.
fn guess(word: &str) -> Morph {
    let mut morph = Morph { core_end: len(word), ..Morph::default() };
    let mut rest = word;
    if word.starts_with("وال") || word.starts_with("فال") || word.starts_with("وب") && word.len() > 8 {
        morph.conjunction = true;
        morph.core_start = 2;
        rest = &word[2..];
    }
    if let Some(tail) = rest.strip_prefix("لل") {
        morph.preposition = b'l';
        morph.article = true;
        morph.core_start += 4;
        rest = tail;
    } else if rest.starts_with("بال") || rest.starts_with("كال") {
        morph.preposition = if rest.starts_with('ب') { b'b' } else { b'k' };
        morph.core_start += 2;
        rest = &rest[2..];
    } else if rest.starts_with('ب') && rest.chars().count() >= 5 && rest[2..].starts_with(['ا', 'م', 'ت']) {
        morph.preposition = b'b';
        return morph;
    }
    if let Some(tail) = rest.strip_prefix("ال")
        && tail.chars().count() >= 2
    {
        morph.article = true;
        morph.core_start += 4;
    }
    morph
}

fn len(word: &str) -> u32 {
    u32::try_from(word.len()).unwrap_or(u32::MAX)
}

/// Preposition, article, future and suffix, in that order.
fn after_conjunction(word: &str, from: Morph, pack: &Pack) -> Option<Analysis> {
    let core = &word[from.core_start as usize..];
    let step = |morph: Morph, bytes: u32| Morph { core_start: morph.core_start + bytes, ..morph };
    if let Some(found) = suffixed(word, from, pack) {
        return Some(found);
    }
    let tries: [(&str, u32, Morph); 7] = [
        ("ال", 4, Morph { article: true, ..from }),
        ("لل", 4, Morph { article: true, preposition: b'l', ..from }),
        ("بال", 6, Morph { article: true, preposition: b'b', ..from }),
        ("كال", 6, Morph { article: true, preposition: b'k', ..from }),
        ("ب", 2, Morph { preposition: b'b', ..from }),
        ("ل", 2, Morph { preposition: b'l', ..from }),
        ("س", 2, Morph { future: true, ..from }),
    ];
    for (clitic, bytes, morph) in tries {
        let Some(rest) = core.strip_prefix(clitic) else { continue };
        if rest.chars().count() < 2 || (morph.future && !rest.starts_with(['ي', 'ت', 'ن', 'ا'])) {
            continue;
        }
        let morph = step(morph, bytes);
        // «للميادين»: the name with its article, which ل swallows.
        let named = (clitic == "لل")
            .then(|| known(&format!("ال{rest}"), morph, pack))
            .flatten()
            .filter(|a| a.flags.has(Flags::NAME));
        let found = named.or_else(|| known(rest, morph, pack)).or_else(|| {
            // The article and a pronoun never meet.
            if morph.article { None } else { suffixed(word, morph, pack) }
        });
        if let Some(found) = found.filter(|f| suits(f, morph)) {
            return Some(found);
        }
    }
    None
}

/// A verb takes no article and no ب; only an imperfect takes س.
fn suits(found: &Analysis, morph: Morph) -> bool {
    if morph.future {
        return found.flags.has(Flags::FINITE);
    }
    !found.flags.has(Flags::FINITE) || found.flags.has(Flags::MASDAR.or(Flags::TITLE)) || morph.preposition == b'l'
}

const SUFFIXES: &[(&str, Suffix)] = &[
    ("هما", Suffix::Both),
    ("هم", Suffix::Them),
    ("هن", Suffix::Them),
    ("ها", Suffix::Her),
    ("كم", Suffix::You),
    ("ني", Suffix::Me),
    ("نا", Suffix::Us),
    ("ه", Suffix::Him),
    ("ي", Suffix::Me),
    ("ك", Suffix::You),
];

fn suffixed(word: &str, from: Morph, pack: &Pack) -> Option<Analysis> {
    for &(ending, suffix) in SUFFIXES {
        let Some(stem) = word[from.core_start as usize..].strip_suffix(ending) else { continue };
        if stem.chars().count() < 2 {
            continue;
        }
        let morph = Morph { suffix, core_end: from.core_end - len(ending), ..from };
        // A pronoun goes on verbs and nouns, never on names and particles.
        let fits = |a: &Analysis| {
            a.flags.has(
                Flags::CUE_VERB
                    .or(Flags::CUE_NOUN)
                    .or(Flags::MASDAR)
                    .or(Flags::CARRIER)
                    .or(Flags::EVENT)
                    .or(Flags::TITLE)
                    .or(Flags::KIN),
            )
        };
        if let Some(found) = known(stem, morph, pack).filter(fits) {
            return Some(found);
        }
        // Endings that change before a pronoun: ة to ت, ى to ا, وا to و.
        let (head, restored) = match stem.chars().next_back() {
            Some('ت') => (&stem[..stem.len() - 2], "ه"),
            Some('ا') => (&stem[..stem.len() - 2], "ي"),
            Some('و') => (stem, "ا"),
            _ => continue,
        };
        let changed = format!("{head}{restored}");
        if let Some(found) = known(&changed, morph, pack).filter(fits) {
            return Some(found);
        }
    }
    None
}

fn known(core: &str, morph: Morph, pack: &Pack) -> Option<Analysis> {
    let senses = pack.senses(core);
    if senses.is_empty() {
        return None;
    }
    let mut kept = [None; 4];
    let mut flags = Flags::default();
    for (i, &sense) in senses.iter().enumerate() {
        if i < 4 {
            kept[i] = Some(sense);
        }
        flags.set(bits_of(sense, pack));
    }
    // What begins with the article is no verb, participle or cue of its own.
    if morph.article {
        flags = Flags(
            flags.0
                & !(Flags::FINITE.0 | Flags::PARTICIPLE.0 | Flags::CUE_PHRASE.0 | Flags::VERB.0 | Flags::PREPOSITION.0),
        );
    }
    // A particle or everyday word that is spelled like a verb is the particle, but for «عبر عن».
    let particle = Flags::PLAIN
        .or(Flags::THAT)
        .or(Flags::PREPOSITION)
        .or(Flags::RELATIVE)
        .or(Flags::NEGATION)
        .or(Flags::QUANTIFIER)
        .or(Flags::DEMONSTRATIVE)
        .or(Flags::PRONOUN)
        .or(Flags::CLAUSE)
        .or(Flags::CONTRAST)
        .or(Flags::TIME)
        .or(Flags::COUNTRY)
        .or(Flags::ADVERB);
    // «كان» and «أفاد», which are ambiguous names too, are verbs, but for «قناة كان» and «هيئة آفاد».
    if flags.has(Flags::KANA.or(Flags::CUE_VERB)) && flags.has(Flags::NAME) && only_ambiguous(senses, core, pack) {
        flags = flags.without(Flags::NAME);
    }
    if flags.has(particle) && core != "عبر" {
        flags = Flags(flags.0 & !(Flags::FINITE.0 | Flags::PARTICIPLE.0 | Flags::CUE_VERB.0 | Flags::MASDAR.0));
    }
    Some(Analysis { morph, senses: kept, flags })
}

/// True if every name among the senses is an everyday word too, which needs company to be a name.
fn only_ambiguous(senses: &[Sense], core: &str, pack: &Pack) -> bool {
    senses.iter().all(|sense| match sense {
        Sense::Name(n) => pack.names[*n as usize].is_ambiguous(core),
        _ => true,
    })
}

fn bits_of(sense: Sense, pack: &Pack) -> Flags {
    match sense {
        Sense::Cue(index, form) => {
            let kind = match pack.cues[index as usize].kind {
                CueKind::Verb => Flags::CUE_VERB,
                CueKind::Noun => Flags::CUE_NOUN,
                CueKind::Phrase => Flags::CUE_PHRASE,
                CueKind::Carrier => Flags::CARRIER,
            };
            kind.or(match form.tense {
                Tense::Perfect | Tense::Imperfect | Tense::Passive => Flags::FINITE,
                Tense::Participle => Flags::PARTICIPLE,
                Tense::Noun => Flags::MASDAR,
                Tense::Plain => Flags::default(),
            })
        }
        Sense::Word(class) => match class {
            Word::That => Flags::THAT,
            Word::Preposition => Flags::PREPOSITION,
            Word::Conjunction => Flags::CONJUNCTION,
            Word::Clause => Flags::CLAUSE,
            Word::Contrast => Flags::CONTRAST,
            Word::Relative => Flags::RELATIVE,
            Word::Demonstrative => Flags::DEMONSTRATIVE,
            Word::Negation => Flags::NEGATION,
            Word::Kana => Flags::KANA,
            Word::Qad => Flags::QAD,
            Word::Time | Word::Month => Flags::TIME,
            Word::Weekday => Flags::TIME.or(Flags::WEEKDAY),
            Word::Pronoun => Flags::PRONOUN,
            Word::Adverb => Flags::ADVERB,
            Word::Quantifier => Flags::QUANTIFIER,
            Word::Kin => Flags::KIN,
            Word::Verb | Word::Experiencer => Flags::VERB,
            Word::Plain => Flags::PLAIN,
        },
        Sense::Title(..) => Flags::TITLE,
        Sense::Given(_, true) => Flags::COMMON_GIVEN,
        Sense::Given(_, false) => Flags::GIVEN,
        Sense::Demonym(..) => Flags::DEMONYM,
        Sense::Event => Flags::EVENT,
        Sense::Country(_) => Flags::COUNTRY,
        Sense::Name(_) => Flags::NAME,
        Sense::Verb(_) => Flags::VERB,
    }
}

/// The longest sequence of the pack that begins at a token.
/// With its length in tokens and the clitics before it.
fn sequence<'t>(text: &'t str, tokens: &[Token], at: usize, pack: &Pack) -> Option<(Ref, u16, &'t str)> {
    let token = &tokens[at];
    let word = &text[token.start as usize..token.end as usize];
    let starts = [
        word,
        word.strip_prefix(['و', 'ف']).unwrap_or(""),
        word.strip_prefix(['ب', 'ل', 'ك']).unwrap_or(""),
        word.strip_prefix("لل").unwrap_or(""),
        word.strip_prefix("ول").or_else(|| word.strip_prefix("وب")).unwrap_or(""),
    ];
    for start in starts {
        if start.chars().count() < 2 && start != word {
            continue;
        }
        for sequence in pack.sequences(start) {
            if let Some(length) = follows(text, tokens, at, &sequence.rest, sequence.clitic) {
                return Some((sequence.meaning, length, &word[..word.len() - start.len()]));
            }
        }
    }
    None
}

fn follows(text: &str, tokens: &[Token], at: usize, rest: &[Box<str>], clitic: Option<char>) -> Option<u16> {
    let mut i = at + 1;
    for (n, wanted) in rest.iter().enumerate() {
        // An acronym's dots and a compound's hyphen stand between its words.
        let letters = |t: &Token| t.end - t.start <= 6;
        let dotted = matches!(tokens.get(i)?.kind, Kind::Punct('.'))
            && tokens.get(i + 1).is_some_and(|t| letters(t) && !t.spaced)
            && letters(&tokens[i - 1]);
        if dotted || matches!(tokens[i].kind, Kind::Punct('.' | '-')) && !tokens[i].spaced {
            i += 1;
        }
        let token = tokens.get(i)?;
        let word = text.get(token.start as usize..token.end as usize)?;
        let same = musnad_lang::pack::bare(word) == &**wanted
            || (n > 0 || rest.len() > 1)
                && word.strip_prefix('و').is_some_and(|w| musnad_lang::pack::bare(w) == &**wanted);
        if !same {
            return None;
        }
        i += 1;
    }
    if let Some(clitic) = clitic {
        let next = tokens.get(i)?;
        let word = text.get(next.start as usize..next.end as usize)?;
        if !word.starts_with(clitic) {
            return None;
        }
        // A clitic that stands alone (لـ before a mark or a name) belongs to the phrase.
        if word.chars().count() == 1 {
            i += 1;
        }
    }
    u16::try_from(i - at).ok()
}

/// Gender and number of a token by its best meaning and its shape.
pub fn agreement(text: &str, token: &Token) -> (Gender, Number) {
    for sense in token.senses() {
        match sense {
            Sense::Title(_, gender, number) | Sense::Demonym(_, gender, number) => return (gender, number),
            Sense::Given(gender, _) => return (gender, Number::Singular),
            _ => {}
        }
    }
    let core = &text[token.morph.core_start as usize..token.morph.core_end as usize];
    if core.ends_with('ه') && core.chars().count() > 2 {
        (Gender::Feminine, Number::Singular)
    } else if core.ends_with("ات") {
        (Gender::Feminine, Number::Plural)
    } else if core.ends_with("ون") || core.ends_with("ين") && core.chars().count() > 4 {
        (Gender::Masculine, Number::Plural)
    } else {
        (Gender::Any, Number::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    fn first(word: &str) -> (Token, Pack) {
        let pack = Pack::embedded("ar").unwrap();
        let folded = musnad_model::fold::fold(word, musnad_model::fold::Strength::Lossy);
        let mut all = tokens(&folded);
        mark(&folded, &mut all, &pack);
        (all[0], pack)
    }

    #[test]
    fn clitics_part_only_where_the_rest_is_known() {
        for (word, conjunction, future) in [
            ("وقال", true, false),
            ("فأكد", true, false),
            ("وسيعلن", true, true),
            ("واصل", false, false),
            ("وصف", false, false),
        ] {
            let (token, _) = first(word);
            assert_eq!((token.morph.conjunction, token.morph.future), (conjunction, future), "{word}");
            assert!(token.flags.has(Flags::CUE_VERB), "{word}");
        }
    }

    #[test]
    fn pronouns_part_and_endings_come_back() {
        for (word, suffix) in
            [("قوله", Suffix::Him), ("نفاها", Suffix::Her), ("دعوتهم", Suffix::Them), ("أبلغته", Suffix::Him)]
        {
            let (token, _) = first(word);
            assert_eq!(token.morph.suffix, suffix, "{word}");
        }
    }
}
