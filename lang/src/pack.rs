//! A pack as the reader searches it: every form folded, one table for single
//! words and one for sequences.

use std::path::Path;

use musnad_model::fold::{Strength, fold};
use musnad_model::{EntityKind, Stance};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::check;
use crate::conjugate::{Form, Gender, Number, finite_forms, forms};
use crate::files::{Files, PackError};
use crate::frames::Frames;
use crate::labels::LabelWords;
use crate::rows::{CueFile, CueRow, Line, lines};

/// What a cue is, by its grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueKind {
    /// قال
    Verb,
    /// أنباء
    Noun,
    /// بحسب
    Phrase,
    /// بيان
    Carrier,
}

macro_rules! flags {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $konst:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The words that a pack may use.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
            flags!(@consts $name, 0u32, $($(#[$fdoc])* $konst)*);

            /// The set of these words; `None` for an unknown one.
            #[must_use]
            pub fn parse<'a>(words: impl Iterator<Item = &'a str>) -> Option<Self> {
                let mut set = 0;
                for word in words {
                    set |= 1 << Self::WORDS.iter().position(|w| *w == word)?;
                }
                Some(Self(set))
            }

            /// True if the sets share a member.
            #[must_use]
            pub const fn has(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Both sets together.
            #[must_use]
            pub const fn or(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
    };
    (@consts $name:ident, $bit:expr, $(#[$doc:meta])* $konst:ident $($rest:tt)*) => {
        $(#[$doc])*
        pub const $konst: Self = Self(1 << ($bit));
        flags!(@consts $name, $bit + 1, $($rest)*);
    };
    (@consts $name:ident, $bit:expr,) => {};
}

flags! {
    /// The constructions by which a cue takes its content; `CONTRIBUTING.md` shows each.
    Governs {
        /// أن / إن clause.
        THAT = "that",
        /// بأن clause.
        B_THAT = "b-that",
        /// A colon.
        COLON = "colon",
        /// A quotation.
        QUOTE = "quote",
        /// Words with nothing before them.
        BARE = "bare",
        /// A noun as direct object.
        NOUN = "noun",
        /// عن
        AN = "an",
        /// إلى
        ILA = "ila",
        /// على
        ALA = "ala",
        /// بـ
        BI = "bi",
        /// من
        MIN = "min",
        /// في
        FI = "fi",
        /// Somebody, then بـ.
        OBJECT_BI = "object-bi",
        /// Somebody, then إلى.
        OBJECT_ILA = "object-ila",
        /// Somebody, then على.
        OBJECT_ALA = "object-ala",
        /// Somebody, then من.
        OBJECT_MIN = "object-min",
        /// Somebody, then something.
        OBJECT_NOUN = "object-noun",
        /// Somebody, then أن or بأن.
        OBJECT_THAT = "object-that",
        /// A noun phrase that is judged.
        JUDGED = "judged",
        /// Something, then بأنه or بـ.
        DESCRIBED = "described",
    }
}

flags! {
    /// What a phrase takes after it.
    Takes {
        /// The source, as a noun phrase.
        SOURCE = "source",
        /// A clause with a reporting verb.
        CLAUSE = "clause",
        /// A pronoun inside the phrase.
        PRONOUN = "pronoun",
    }
}

/// One cue of the pack.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Its id in the pack.
    pub id: Box<str>,
    /// [`hash`] of its id.
    pub hash: u64,
    /// Its grammar.
    pub kind: CueKind,
    /// How it vouches.
    pub stance: Stance,
    /// How it takes its content.
    pub governs: Governs,
    /// What a phrase takes.
    pub takes: Takes,
    /// Noun: the noun is the source (أنباء), not its owner (مخاوف السكان).
    pub is_source: bool,
    /// Carrier: the document can be the speaker.
    pub document: bool,
}

/// Closed classes of words, from `function_words.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are those of the list, which explains them")]
pub enum Word {
    That,
    Preposition,
    Conjunction,
    Clause,
    Contrast,
    Relative,
    Demonstrative,
    Negation,
    Kana,
    Qad,
    Time,
    Weekday,
    Month,
    Pronoun,
    Adverb,
    Quantifier,
    Kin,
    Verb,
    /// A verb by which a feeling comes over somebody (تساور واشنطن شكوك).
    Experiencer,
    Plain,
}

impl Word {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("that", Self::That),
        ("preposition", Self::Preposition),
        ("conjunction", Self::Conjunction),
        ("clause", Self::Clause),
        ("contrast", Self::Contrast),
        ("relative", Self::Relative),
        ("demonstrative", Self::Demonstrative),
        ("negation", Self::Negation),
        ("kana", Self::Kana),
        ("qad", Self::Qad),
        ("time", Self::Time),
        ("weekday", Self::Weekday),
        ("month", Self::Month),
        ("pronoun", Self::Pronoun),
        ("adverb", Self::Adverb),
        ("quantifier", Self::Quantifier),
        ("kin", Self::Kin),
        ("verb", Self::Verb),
        ("experiencer", Self::Experiencer),
        ("plain", Self::Plain),
    ];

    /// The class with this name in the list.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|&(_, class)| class)
    }
}

/// One meaning of a folded form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A form of a cue.
    Cue(u16, Form),
    /// A closed-class word.
    Word(Word),
    /// The head of a noun phrase that names people or bodies.
    Title(u16, Gender, Number),
    /// A given name; `true` if it is an everyday word too.
    Given(Gender, bool),
    /// A nationality, by index into [`Pack::demonyms`].
    Demonym(u16, Gender, Number),
    /// A country, by the index of its nationality.
    Country(u16),
    /// A noun of something that happens or is done.
    Event,
    /// A name of one word, by index into [`Pack::names`].
    Name(u16),
    /// A finite form of a verb that is no cue.
    Verb(Form),
}

/// What a sequence of words means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ref {
    /// A phrase cue.
    Cue(u16),
    /// A title of several words.
    Title(u16, Gender, Number),
    /// A country, by the index of its nationality.
    Country(u16),
    /// A named entity, by index into [`Pack::names`].
    Name(u16),
}

/// A sequence of words after its first.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// The folded words that must follow, without ال.
    pub rest: Box<[Box<str>]>,
    /// A clitic with which the word after the sequence must begin (وفقا لـ).
    pub clitic: Option<char>,
    /// What it is.
    pub meaning: Ref,
}

/// A name that the pack knows.
#[derive(Clone, Debug)]
pub struct Name {
    /// What it names.
    pub kind: EntityKind,
    /// The usual Arabic name.
    pub name: Box<str>,
    /// In Latin letters.
    pub latin: Box<str>,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: Box<str>,
    /// Outlets: a platform on which people write themselves.
    pub platform: bool,
    /// Folded names that are everyday words too.
    pub ambiguous: Box<[Box<str>]>,
}

impl Name {
    /// True if this folded form of it is an everyday word too, and a name only in company.
    #[must_use]
    pub fn is_ambiguous(&self, core: &str) -> bool {
        self.ambiguous.iter().any(|form| bare(form) == bare(core))
    }
}

/// A class of titles.
#[derive(Clone, Debug)]
pub struct Title {
    /// The `class` column: `office`, `group`, `media`, `unnamed`, …
    pub class: Box<str>,
    /// The title in the singular.
    pub name: Box<str>,
    /// True if what it is the head of usually follows.
    pub complement: bool,
}

/// A nationality or people.
#[derive(Clone, Debug)]
pub struct Demonym {
    /// ISO 3166-1 alpha-2, or empty.
    pub country: Box<str>,
    /// The country's Arabic names.
    pub country_names: Box<[Box<str>]>,
}

/// A language pack, compiled.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// ISO 639-1 code.
    pub language: Box<str>,
    /// `ar@` and the first 12 digits of the hash of its files.
    pub version: Box<str>,
    /// The cues; indices in [`Sense::Cue`].
    pub cues: Vec<Cue>,
    /// Names; indices in [`Sense::Name`].
    pub names: Vec<Name>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Nationalities.
    pub demonyms: Vec<Demonym>,
    /// Frames of propositions.
    pub frames: Frames,
    /// Words by which an article marks or colours.
    pub labels: LabelWords,
    words: FxHashMap<Box<str>, Vec<Sense>>,
    sequences: FxHashMap<Box<str>, Vec<Sequence>>,
    countries: FxHashSet<Box<str>>,
}

/// FNV-1a over the bytes of a word: the same on every machine and in constants.
#[must_use]
pub const fn hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        h = (h ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    h
}

/// A folded word without the article, the form in which sequences are compared.
#[must_use]
pub fn bare(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() >= 2 => rest,
        _ => word,
    }
}

impl Pack {
    /// The built-in pack of a language.
    ///
    /// # Errors
    /// [`PackError`] if there is none or it has faults; a test holds that it has none.
    pub fn embedded(language: &str) -> Result<Self, PackError> {
        Self::compile(language, &Files::embedded(language)?)
    }

    /// A pack from a folder, so that a linguist can try a change without a compiler.
    ///
    /// # Errors
    /// [`PackError`] if a file cannot be read or the checker complains.
    pub fn from_dir(language: &str, dir: &Path) -> Result<Self, PackError> {
        let files = Files::from_dir(dir)?;
        let complaints = check::check(&files);
        if let Some(first) = complaints.first() {
            return Err(PackError::Faulty { count: complaints.len(), first: first.to_string() });
        }
        Self::compile(language, &files)
    }

    fn compile(language: &str, files: &Files) -> Result<Self, PackError> {
        let mut pack = Self { language: language.into(), version: version(language, files).into(), ..Self::default() };
        for (path, text) in files.iter().filter(|(p, _)| p.starts_with("cues/")) {
            let file: CueFile = toml::from_str(text)
                .map_err(|e| PackError::Faulty { count: 1, first: format!("{path}: {}", e.message()) })?;
            for row in &file.cue {
                pack.add_cue(row);
            }
        }
        for line in lines(files.get("function_words.tsv")) {
            if let Some(class) = Word::parse(line.get("class")) {
                for form in line.list("forms") {
                    pack.add_form(form, Sense::Word(class), None);
                }
            }
        }
        for line in lines(files.get("events.tsv")) {
            for form in line.list("forms") {
                pack.add_form(form, Sense::Event, None);
            }
        }
        pack.add_titles(files.get("titles.tsv"));
        pack.add_demonyms(files.get("demonyms.tsv"));
        for line in lines(files.get("given_names.tsv")) {
            let gender = match line.get("gender") {
                "f" => Gender::Feminine,
                "m" => Gender::Masculine,
                _ => Gender::Any,
            };
            for form in line.list("name") {
                pack.add_form(form, Sense::Given(gender, line.get("common") == "yes"), None);
            }
        }
        pack.add_names(files.get("outlets.tsv"), |_| EntityKind::Outlet);
        pack.add_names(files.get("organisations.tsv"), |line| match line.get("kind") {
            "group" | "party" | "team" => EntityKind::Group,
            "government" => EntityKind::Government,
            _ => EntityKind::Organization,
        });
        pack.add_names(files.get("people.tsv"), |_| EntityKind::Person);
        pack.add_verbs(files.get("verbs.tsv"));
        pack.frames = Frames::compile(files).map_err(|first| PackError::Faulty { count: 1, first })?;
        pack.labels = LabelWords::compile(files);
        for list in pack.sequences.values_mut() {
            list.sort_by_key(|s| std::cmp::Reverse((s.rest.len(), s.clitic.is_some())));
        }
        pack.doubt_names();
        Ok(pack)
    }

    /// A name that is spelt like a verb of saying («آفاد», «أفاد») needs company, without a list having to say so.
    fn doubt_names(&mut self) {
        for (form, senses) in &self.words {
            let verb = |s: &Sense| matches!(s, Sense::Cue(c, _) if self.cues[*c as usize].kind == CueKind::Verb);
            if !senses.iter().any(verb) {
                continue;
            }
            for sense in senses {
                if let Sense::Name(n) = sense
                    && let name = &mut self.names[*n as usize]
                    && !name.is_ambiguous(form)
                {
                    name.ambiguous = name.ambiguous.iter().cloned().chain([form.clone()]).collect();
                }
            }
        }
    }

    fn add_cue(&mut self, row: &CueRow) {
        let index = u16::try_from(self.cues.len()).unwrap_or(u16::MAX);
        let kind = match row.kind.as_str() {
            "noun" => CueKind::Noun,
            "phrase" => CueKind::Phrase,
            "carrier" => CueKind::Carrier,
            _ => CueKind::Verb,
        };
        self.cues.push(Cue {
            id: row.id.as_str().into(),
            hash: hash(&row.id),
            kind,
            stance: check::stance(&row.stance).unwrap_or(Stance::Says),
            governs: Governs::parse(row.governs.iter().map(String::as_str)).unwrap_or_default(),
            takes: Takes::parse(row.takes.iter().map(String::as_str)).unwrap_or_default(),
            is_source: row.source == "self",
            document: row.document,
        });
        for (form, features) in forms(row) {
            self.add_form(&form, Sense::Cue(index, features), Some(Ref::Cue(index)));
        }
    }

    /// Puts a form where it belongs: one word in the table, several in the sequences.
    fn add_form(&mut self, form: &str, sense: Sense, meaning: Option<Ref>) {
        let folded = fold(form, Strength::Lossy);
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        let clitic = match words.last() {
            Some(&last) if words.len() > 1 && matches!(last, "ل" | "ب") => {
                words.pop();
                last.chars().next()
            }
            _ => None,
        };
        match (words.as_slice(), meaning) {
            ([word], _) if clitic.is_none() => {
                let senses = self.words.entry((*word).into()).or_default();
                if !senses.contains(&sense) {
                    senses.push(sense);
                }
            }
            ([first, rest @ ..], Some(meaning)) => {
                let rest = rest.iter().map(|w| bare(w).into()).collect();
                let list = self.sequences.entry(bare(first).into()).or_default();
                list.push(Sequence { rest, clitic, meaning });
            }
            _ => {}
        }
    }

    /// The finite forms of verbs that are no cues. A form that is something else too, or is spelled
    /// like the verb's own noun (قتل), is left out: where a noun can stand, it is more often one.
    fn add_verbs(&mut self, file: &str) {
        let nouns: FxHashSet<String> =
            lines(file).flat_map(|l| l.list("noun").map(|n| fold(n, Strength::Lossy)).collect::<Vec<_>>()).collect();
        let mut found: Vec<(Box<str>, Form)> = Vec::new();
        for line in lines(file) {
            for imperfect in line.list("imperfect") {
                for (form, features) in finite_forms(line.get("perfect"), imperfect) {
                    let folded = fold(&form, Strength::Lossy);
                    // «ودعا» is the conjunction and a verb of the pack, hardly ever the dual of a rarer one.
                    let joined = folded.strip_prefix(['و', 'ف']).is_some_and(|rest| self.words.contains_key(rest));
                    if !nouns.contains(&folded) && !joined && !self.words.contains_key(folded.as_str()) {
                        found.push((folded.into(), features));
                    }
                }
            }
            for noun in line.list("noun") {
                let folded = fold(noun, Strength::Lossy);
                let joined =
                    folded.strip_prefix(['و', 'ف', 'ب', 'ل']).is_some_and(|rest| self.words.contains_key(rest));
                if folded.chars().count() >= 4 && !joined && !self.words.contains_key(folded.as_str()) {
                    self.words.insert(folded.into(), vec![Sense::Event]);
                }
            }
        }
        for (form, features) in found {
            let senses = self.words.entry(form).or_default();
            if senses.is_empty() {
                senses.push(Sense::Verb(features));
            }
        }
    }

    fn add_titles(&mut self, file: &str) {
        for line in lines(file) {
            let index = u16::try_from(self.titles.len()).unwrap_or(u16::MAX);
            self.titles.push(Title {
                class: line.get("class").into(),
                name: line.get("masculine").into(),
                complement: line.get("complement") == "yes",
            });
            let columns = [
                ("masculine", Gender::Masculine, Number::Singular),
                ("feminine", Gender::Feminine, Number::Singular),
                ("plural", Gender::Any, Number::Plural),
            ];
            for (column, gender, number) in columns {
                for form in line.list(column) {
                    let (gender, number) = match number {
                        Number::Plural => plural_features(form),
                        _ if head(form).ends_with('ة') => (Gender::Feminine, number),
                        _ => (gender, number),
                    };
                    self.add_form(form, Sense::Title(index, gender, number), Some(Ref::Title(index, gender, number)));
                }
            }
        }
    }

    fn add_demonyms(&mut self, file: &str) {
        for line in lines(file) {
            let index = u16::try_from(self.demonyms.len()).unwrap_or(u16::MAX);
            for name in line.list("country_ar") {
                let folded = fold(name, Strength::Lossy);
                if !folded.contains(' ') {
                    self.countries.insert(bare(&folded).into());
                }
                self.add_form(name, Sense::Country(index), Some(Ref::Country(index)));
            }
            self.demonyms.push(Demonym {
                country: line.get("country").into(),
                country_names: line.list("country_ar").map(Into::into).collect(),
            });
            for form in line.list("masc") {
                self.add_form(form, Sense::Demonym(index, Gender::Masculine, Number::Singular), None);
            }
            for form in line.list("fem") {
                self.add_form(form, Sense::Demonym(index, Gender::Feminine, Number::Singular), None);
            }
            for form in line.list("plural") {
                let (gender, number) = plural_features(form);
                self.add_form(form, Sense::Demonym(index, gender, number), None);
            }
        }
    }

    fn add_names(&mut self, file: &str, kind: impl Fn(&Line<'_>) -> EntityKind) {
        for line in lines(file) {
            let index = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
            let ambiguous: Vec<Box<str>> = line.list("ambiguous").map(|a| fold(a, Strength::Lossy).into()).collect();
            self.names.push(Name {
                kind: kind(&line),
                name: line.get("name").into(),
                latin: line.get("latin").into(),
                country: line.get("country").into(),
                platform: line.get("kind") == "platform",
                ambiguous: ambiguous.into(),
            });
            let all = line.list("name").chain(line.list("aliases")).chain(line.list("ambiguous"));
            for form in all {
                // A dot inside an acronym is a word boundary for the tokeniser too.
                let spaced = form.replace(['.', '-'], " ");
                self.add_form(&spaced, Sense::Name(index), Some(Ref::Name(index)));
            }
        }
    }

    /// The meanings of a folded form; empty if the pack does not know it.
    #[must_use]
    pub fn senses(&self, folded: &str) -> &[Sense] {
        self.words.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The sequences that begin with a folded word, the longest first.
    #[must_use]
    pub fn sequences(&self, folded: &str) -> &[Sequence] {
        self.sequences.get(bare(folded)).map_or(&[], Vec::as_slice)
    }

    /// True if a folded word is the name of a country.
    #[must_use]
    pub fn is_country(&self, folded: &str) -> bool {
        self.countries.contains(bare(folded))
    }

    /// Number of distinct single-word forms.
    #[must_use]
    pub fn forms(&self) -> usize {
        self.words.len()
    }
}

/// The word that carries the gender of a title of several words.
fn head(form: &str) -> &str {
    form.split_whitespace().next().unwrap_or(form)
}

fn plural_features(form: &str) -> (Gender, Number) {
    let form = head(form);
    if form.ends_with("ان") && !form.ends_with("كان") || form.ends_with("تين") {
        (Gender::Any, Number::Dual)
    } else if form.ends_with("ات") {
        (Gender::Feminine, Number::Plural)
    } else {
        (Gender::Masculine, Number::Plural)
    }
}

fn version(language: &str, files: &Files) -> String {
    use std::fmt::Write as _;
    let mut hash = Sha256::new();
    for (path, text) in files.iter() {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    let mut out = format!("{language}@");
    for byte in hash.finalize().iter().take(6) {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conjugate::Tense;

    #[test]
    fn the_arabic_pack_is_sound_and_large() {
        let pack = Pack::embedded("ar").unwrap();
        assert!(pack.cues.len() >= 400, "{} cues", pack.cues.len());
        assert!(pack.names.len() >= 1000, "{} names", pack.names.len());
        assert!(pack.version.starts_with("ar@"));
    }

    #[test]
    fn a_form_finds_its_cue_and_features() {
        let pack = Pack::embedded("ar").unwrap();
        let found = pack.senses("اكدتا").iter().any(|sense| {
            matches!(sense, Sense::Cue(_, form) if form.number == Number::Dual
                && form.gender == Gender::Feminine && form.tense == Tense::Perfect)
        });
        assert!(found);
    }

    #[test]
    fn a_sequence_may_end_in_a_clitic() {
        let pack = Pack::embedded("ar").unwrap();
        let found = pack.sequences("وفقا").iter().any(|s| s.clitic == Some('ل') && s.rest.is_empty());
        assert!(found);
    }
}
