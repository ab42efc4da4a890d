//! Words without their clitics and endings, so that two outlets' forms of one word meet.
//!
//! Two strengths. [`bare`] takes off و ف ب ل ك where that is safe and is used where word
//! must follow word: verbatim passages. [`stem`] takes off the article and common endings
//! too, after the light stemmer of Larkey, Ballesteros and Connell (SIGIR 2002), and is
//! used where wording is weighed. Both take words folded by [`musnad_model::fold`], lossy.

use std::borrow::Cow;

/// A word after a conjunction must be at least a twelfth as common as both together:
/// وزير is never "and زير", وأكد is.
const CONJUNCTION: u32 = 12;

/// How common a two-letter rest must be: في, من, ما, but not the عد of وعد.
const COMMON: u32 = 100;

/// The word without conjunction and preposition; the article stays. `seen` tells in how
/// many texts a form was seen.
pub(crate) fn bare<'w>(word: &'w str, seen: impl Fn(&str) -> u32) -> Cow<'w, str> {
    let mut rest = word;
    for conjunction in ["و", "ف"] {
        if let Some(after) = rest.strip_prefix(conjunction) {
            if is_conjunction(conjunction, rest, after, &seen) {
                rest = after;
            }
            break;
        }
    }
    if let Some(after) = rest.strip_prefix("لل")
        && letters(after) >= 3
    {
        return Cow::Owned(format!("ال{after}"));
    }
    for preposition in ["ب", "ك", "ل"] {
        if let Some(after) = rest.strip_prefix(preposition) {
            let article = after.starts_with("ال") && letters(after) >= 5;
            // As common alone as with the letter: بتونس is "in تونس", كامل stays.
            let common = letters(after) >= 3 && seen(after) >= 2 && seen(after) >= seen(rest);
            if article || common {
                rest = after;
            }
            break;
        }
    }
    Cow::Borrowed(rest)
}

fn is_conjunction(conjunction: &str, word: &str, after: &str, seen: &impl Fn(&str) -> u32) -> bool {
    let (whole, rest) = (seen(word), seen(after));
    match letters(after) {
        0 | 1 => false,
        2 => rest >= COMMON,
        _ if after.starts_with("ال") && letters(after) >= 5 => true,
        // A word nobody has seen: و is far more often "and" than a first letter.
        n if whole == 0 && rest == 0 => conjunction == "و" && n >= 4,
        _ => rest >= 2 && rest * CONJUNCTION >= whole,
    }
}

/// Endings, longest first: dual and plural, pronouns, nisba, ta marbuta, tanwin, and the
/// feminine of a verb.
const ENDINGS: &[&str] = &["تين", "تان", "ها", "هم", "نا", "وا", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا", "ت"];

/// The stem of a bare word: no article, at most two endings off, three letters left.
pub(crate) fn stem(bare: &str) -> &str {
    if bare.is_ascii() {
        return english(bare);
    }
    let mut rest = bare;
    if let Some(after) = rest.strip_prefix("ال")
        && letters(after) >= 3
    {
        rest = after;
    }
    let mut taken = 0;
    while taken < 2 {
        let shorter = ENDINGS.iter().find_map(|&ending| {
            // After a first ending only a single letter is one: a stem's own ان stays.
            let fits = taken == 0 || letters(ending) == 1;
            rest.strip_suffix(ending).filter(|left| fits && letters(left) >= 3)
        });
        let Some(left) = shorter else { break };
        rest = left;
        taken += 1;
    }
    rest
}

/// English wants little: the plural and the genitive.
fn english(word: &str) -> &str {
    let word = word.strip_suffix("'s").unwrap_or(word);
    match word.strip_suffix('s') {
        Some(rest) if rest.len() >= 4 && !rest.ends_with('s') => rest,
        _ => word,
    }
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// Words that turn what follows into its opposite. دون and غير are left out: الحيلولة دون
/// and طائرة بدون طيار deny nothing.
const NEGATIONS: &[&str] =
    &["لم", "لن", "لا", "ليس", "ليست", "ليسوا", "لست", "لسنا", "عدم", "بعدم", "no", "not", "never"];

/// Words after which a negation says no "not": لا يزال, لا يقل عن, لا سيما.
const NOT_NEGATED: &[&str] = &["يزال", "تزال", "يزالون", "نزال", "يقل", "تقل", "سيما", "بد", "شك", "يزل", "تزل"];

/// True if `word` negates, given the word after it. Both bare.
pub(crate) fn negates(word: &str, next: Option<&str>) -> bool {
    NEGATIONS.contains(&word) && !next.is_some_and(|next| NOT_NEGATED.contains(&next))
}

/// Words by which a content itself keeps a distance.
const HEDGES: &[&str] = &[
    "ربما",
    "لعل",
    "لعله",
    "لعلها",
    "يبدو",
    "تبدو",
    "محتمل",
    "المحتمل",
    "يحتمل",
    "مرجح",
    "المرجح",
    "يرجح",
    "المفترض",
    "يفترض",
    "may",
    "might",
    "perhaps",
    "possibly",
    "reportedly",
    "allegedly",
    "apparently",
    "likely",
];

/// True if `word` hedges, given the word after it: قد يكون, but not قد كان. Both bare.
pub(crate) fn hedges(word: &str, next: Option<&str>) -> bool {
    HEDGES.contains(&word) || (word == "قد" && next.is_some_and(|next| next.starts_with(['ي', 'ت', 'ن'])))
}

/// Words with which a second statement begins inside one content: …، وأن.
pub(crate) const AND_THAT: &[&str] = &["وان", "وانه", "وانها", "وانهم", "وانهما", "وبان", "وبانه", "وبانها"];

/// The same with a pronoun, bare: of whom the statement before spoke.
pub(crate) const THAT_HE: &[&str] = &["انه", "انها", "انهم", "انهما", "بانه", "بانها"];

/// To be, as a denial begins with it: نفى أن يكون قد …
pub(crate) const BE: &[&str] = &["يكون", "تكون", "يكونوا", "يكونا"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rarity;

    fn bare_of(word: &str) -> String {
        bare(word, |form| rarity::table().seen(form)).into_owned()
    }

    #[test]
    fn clitics_come_off_where_they_are_clitics() {
        for (word, want) in [
            ("واكد", "اكد"),
            ("وقال", "قال"),
            ("وفي", "في"),
            ("والرييس", "الرييس"),
            ("للرئيس", "الرئيس"),
            ("وللرئيس", "الرئيس"),
            ("بالرئيس", "الرئيس"),
            ("وبالرئيس", "الرئيس"),
            ("بتونس", "تونس"),
            ("ولم", "لم"),
        ] {
            assert_eq!(bare_of(word), want, "{word}");
        }
    }

    #[test]
    fn first_letters_of_words_stay() {
        for word in
            ["وزير", "وصل", "فرنسا", "بيان", "كتاب", "لبنان", "فلسطين", "كان", "بعد", "وعد", "لجنه", "كبير", "كامل"]
        {
            assert_eq!(bare_of(word), word);
        }
    }

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for (a, b) in [
            ("المقاتلين", "مقاتلا"),
            ("الاميركيه", "اميركيتين"),
            ("سوريه", "سوريا"),
            ("عسكري", "العسكريه"),
            ("جنديا", "الجندي"),
            ("نقلنا", "نقلت"),
            ("reports", "report"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("قوات"), stem("قال"));
    }

    #[test]
    fn negation_and_hedge_look_at_the_next_word() {
        assert!(negates("لم", Some("يسافر")) && !negates("لا", Some("يزال")));
        assert!(hedges("قد", Some("يسافر")) && !hedges("قد", Some("سافر")));
    }
}
