//! The forms of a verb from its principal parts.
//!
//! Only what news writes: third persons in full, first persons singular and
//! plural, the jussive of weak verbs, participles and verbal nouns. Forms are
//! unvocalised, so the active and the passive of a sound verb are one form.

use crate::rows::CueRow;

/// What a form of a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// قال
    Perfect,
    /// يقول
    Imperfect,
    /// يقال
    Passive,
    /// قائلا
    Participle,
    /// قول
    Noun,
    /// The form of a noun, phrase or carrier.
    Plain,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
    /// The form does not tell.
    Any,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Two.
    Dual,
    /// More.
    Plural,
    /// The form does not tell.
    Any,
}

/// The features of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// Which part of the verb.
    pub tense: Tense,
    /// 1 or 3.
    pub person: u8,
    /// Gender of the subject.
    pub gender: Gender,
    /// Number of the subject.
    pub number: Number,
}

use Gender::{Any as AnyGender, Feminine, Masculine};
use Number::{Any as AnyNumber, Dual, Plural, Singular};

impl Form {
    const fn new(tense: Tense, person: u8, gender: Gender, number: Number) -> Self {
        Self { tense, person, gender, number }
    }

    /// A form without agreement.
    #[must_use]
    pub const fn plain(tense: Tense) -> Self {
        Self::new(tense, 3, AnyGender, AnyNumber)
    }
}

/// All the forms of an entry, unfolded, without clitics.
#[must_use]
pub fn forms(row: &CueRow) -> Vec<(String, Form)> {
    let mut out = Vec::new();
    if row.kind != "verb" {
        let all = std::iter::once(row.form.as_str()).filter(|f| !f.is_empty()).chain(row.forms.iter());
        out.extend(all.map(|form| (form.to_owned(), Form::plain(Tense::Plain))));
        return out;
    }
    perfect(&row.perfect, &mut out);
    imperfect(&row.imperfect, hollow(&row.perfect), &mut out);
    for form in row.passive.iter() {
        let gender = if form.starts_with('ت') || form.ends_with('ت') { Feminine } else { Masculine };
        out.push((form.to_owned(), Form::new(Tense::Passive, 3, gender, Singular)));
    }
    for part in row.participle.iter() {
        participle(part, &mut out);
    }
    for noun in row.noun.iter() {
        verbal_noun(noun, &mut out);
    }
    out.extend(row.forms.iter().map(|f| (f.to_owned(), Form::new(Tense::Perfect, 3, AnyGender, AnyNumber))));
    out
}

/// The finite forms of a verb from its perfect and imperfect, unfolded, without clitics.
#[must_use]
pub fn finite_forms(base: &str, present: &str) -> Vec<(String, Form)> {
    let mut out = Vec::new();
    perfect(base, &mut out);
    imperfect(present, hollow(base), &mut out);
    out
}

/// The forms of a participle from its masculine singular, unfolded.
#[must_use]
pub fn participle_forms(base: &str) -> Vec<String> {
    let mut out = Vec::new();
    participle(base, &mut out);
    out.into_iter().map(|(form, _)| form).collect()
}

/// A verbal noun, its accusative and its plural in ات, unfolded.
#[must_use]
pub fn verbal_noun_forms(base: &str) -> Vec<String> {
    let mut out = Vec::new();
    verbal_noun(base, &mut out);
    out.into_iter().map(|(form, _)| form).collect()
}

/// True for قال and أشار: the long vowel falls before consonant endings.
pub(crate) fn hollow(perfect: &str) -> bool {
    let letters: Vec<char> = perfect.chars().collect();
    let n = letters.len();
    n >= 3 && letters[n - 2] == 'ا' && (n == 3 || matches!(letters[0], 'أ' | 'ا'))
}

fn drop_last(word: &str) -> (&str, Option<char>) {
    let mut chars = word.chars();
    let last = chars.next_back();
    (chars.as_str(), last)
}

fn perfect(base: &str, out: &mut Vec<(String, Form)>) {
    if base.is_empty() {
        return;
    }
    let mut add = |form: String, person, gender, number| {
        out.push((form, Form::new(Tense::Perfect, person, gender, number)));
    };
    let (stem, last) = drop_last(base);
    add(base.to_owned(), 3, Masculine, Singular);
    match last {
        Some(weak @ ('ى' | 'ا')) if stem.chars().count() >= 2 => {
            let glide = if weak == 'ا' { 'و' } else { 'ي' };
            add(format!("{stem}ت"), 3, Feminine, Singular);
            add(format!("{stem}تا"), 3, Feminine, Dual);
            add(format!("{stem}وا"), 3, Masculine, Plural);
            add(format!("{stem}{glide}ا"), 3, Masculine, Dual);
            add(format!("{stem}{glide}ت"), 1, AnyGender, Singular);
            add(format!("{stem}{glide}نا"), 1, AnyGender, Plural);
            add(format!("{stem}{glide}ن"), 3, Feminine, Plural);
        }
        _ => {
            add(format!("{base}ت"), 3, Feminine, Singular);
            add(format!("{base}تا"), 3, Feminine, Dual);
            add(format!("{base}وا"), 3, Masculine, Plural);
            add(format!("{base}ا"), 3, Masculine, Dual);
            if last == Some('أ') {
                add(format!("{stem}ؤوا"), 3, Masculine, Plural);
                add(format!("{stem}آ"), 3, Masculine, Dual);
            }
            let short = if hollow(base) {
                let (head, end) = drop_last(base);
                let (head, _) = drop_last(head);
                format!("{head}{}", end.unwrap_or(' '))
            } else {
                base.to_owned()
            };
            add(format!("{short}نا"), 1, AnyGender, Plural);
            add(format!("{short}ن"), 3, Feminine, Plural);
            if short != base {
                add(format!("{short}ت"), 1, AnyGender, Singular);
            }
        }
    }
}

fn imperfect(base: &str, hollow: bool, out: &mut Vec<(String, Form)>) {
    let Some(stem) = base.strip_prefix('ي') else { return };
    let mut add = |form: String, person, gender, number| {
        out.push((form, Form::new(Tense::Imperfect, person, gender, number)));
    };
    let (short, last) = drop_last(stem);
    let weak = matches!(last, Some('ي' | 'و' | 'ى'));
    let before_ending = if weak { short } else { stem };
    let dual = match last {
        Some('ى') => format!("{short}ي"),
        _ => stem.to_owned(),
    };
    let mut singulars = vec![stem.to_owned()];
    if weak {
        singulars.push(short.to_owned());
    } else if hollow && stem.chars().count() >= 2 {
        let (head, end) = drop_last(stem);
        let (head, vowel) = drop_last(head);
        if matches!(vowel, Some('و' | 'ي' | 'ا')) {
            singulars.push(format!("{head}{}", end.unwrap_or(' ')));
        }
    }
    for stem in singulars {
        add(format!("ي{stem}"), 3, Masculine, Singular);
        add(format!("ت{stem}"), 3, Feminine, Singular);
        add(format!("أ{stem}"), 1, AnyGender, Singular);
        add(format!("ن{stem}"), 1, AnyGender, Plural);
    }
    for ending in ["ون", "وا"] {
        add(format!("ي{before_ending}{ending}"), 3, Masculine, Plural);
        add(format!("ت{before_ending}{ending}"), 2, AnyGender, Plural);
    }
    add(format!("ي{dual}ان"), 3, Masculine, Dual);
    add(format!("ت{dual}ان"), 3, Feminine, Dual);
    add(format!("ي{dual}ن"), 3, Feminine, Plural);
}

fn participle(base: &str, out: &mut Vec<(String, Form)>) {
    let mut add = |form: String, gender, number| {
        out.push((form, Form::new(Tense::Participle, 3, gender, number)));
    };
    let (short, last) = drop_last(base);
    let before_plural = if last == Some('ي') { short } else { base };
    add(base.to_owned(), Masculine, Singular);
    if last == Some('ي') {
        add(short.to_owned(), Masculine, Singular);
    }
    add(format!("{base}ا"), Masculine, Singular);
    add(format!("{base}ة"), Feminine, Singular);
    add(format!("{before_plural}ين"), Masculine, Plural);
    add(format!("{before_plural}ون"), Masculine, Plural);
    add(format!("{base}ان"), Masculine, Dual);
    add(format!("{base}ات"), Feminine, Plural);
    add(format!("{base}تين"), Feminine, Dual);
}

fn verbal_noun(base: &str, out: &mut Vec<(String, Form)>) {
    let form = Form::plain(Tense::Noun);
    out.push((base.to_owned(), form));
    let (stem, last) = drop_last(base);
    match last {
        Some('ة') => out.push((format!("{stem}ات"), form)),
        Some('ء' | 'ى') => {}
        _ => {
            out.push((format!("{base}ا"), form));
            out.push((format!("{base}ات"), form));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::OneOrMany;

    fn has(perfect: &str, imperfect: &str, participle: &str, wanted: &[&str]) {
        let row = CueRow {
            kind: "verb".into(),
            perfect: perfect.into(),
            imperfect: imperfect.into(),
            participle: OneOrMany::One(participle.into()),
            ..CueRow::default()
        };
        let all: Vec<String> = forms(&row).into_iter().map(|(f, _)| f).collect();
        for form in wanted {
            assert!(all.iter().any(|f| f == form), "{perfect}: no {form} in {all:?}");
        }
    }

    #[test]
    fn verbs_of_every_build_take_their_forms() {
        has(
            "قال",
            "يقول",
            "قائل",
            &["قالت", "قالوا", "قالتا", "قلت", "قلنا", "يقولون", "تقول", "يقل", "قائلا", "قائلين"],
        );
        has("أشار", "يشير", "مشير", &["أشارت", "أشرنا", "يشر", "تشير", "مشيرا", "مشيرة"]);
        has(
            "دعا",
            "يدعو",
            "داعي",
            &["دعت", "دعوا", "دعوا", "دعونا", "يدعون", "تدعو", "يدع", "داعيا", "داعية", "داعين"],
        );
        has("نفى", "ينفي", "نافي", &["نفت", "نفوا", "نفيا", "ينفون", "تنف", "نافيا"]);
        has("أنبأ", "ينبئ", "منبئ", &["أنبأت", "أنبؤوا"]);
        has("أكد", "يؤكد", "مؤكد", &["أكدا", "أكدتا", "يؤكدان", "تؤكدان", "نؤكد", "مؤكدين"]);
    }
}
