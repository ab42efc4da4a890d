//! Folding: a copy of the text in which spellings of one word look alike, with a
//! map back to every byte of the original.
//!
//! Two strengths. [`Strength::Safe`] takes away only what never tells two words
//! apart in news: harakat, tatweel, presentation forms, bidi and zero-width
//! marks, digit families, Persian kaf and yeh. [`Strength::Lossy`] also joins
//! the hamza seats of alef, alef maqsura with ya, and ta marbuta with ha, as
//! careless typing does. Dictionaries and text are folded by this one function.

use unicode_normalization::UnicodeNormalization as _;

/// How much is folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strength {
    /// Marks, letter shapes and digit families only.
    Safe,
    /// Also أإآٱ to ا, ى to ي, ة to ه.
    Lossy,
}

/// A folded text and the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, and one past its end, the byte of the original.
    origin: Vec<u32>,
}

impl Folded {
    /// Folds `text`. Texts over 4 GiB cannot be mapped; callers bound them long before.
    #[must_use]
    pub fn new(text: &str, strength: Strength) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            each(c, strength, |c| {
                folded.text.push(c);
                folded.origin.extend(std::iter::repeat_n(at, c.len_utf8()));
            });
        }
        folded.origin.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The byte of the original at which the folded byte `at` begins. Used as an
    /// end, it takes in the marks that stand on the letter before.
    #[must_use]
    pub fn origin(&self, at: usize) -> usize {
        self.origin[at.min(self.origin.len() - 1)] as usize
    }
}

/// Folds a short string such as a name or a dictionary key.
#[must_use]
pub fn fold(text: &str, strength: Strength) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        each(c, strength, |c| out.push(c));
    }
    out
}

/// True for marks that are written on or between letters and carry no letter of their own.
#[must_use]
pub const fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}'
        | '\u{06EA}'..='\u{06ED}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}' | '\u{00AD}')
}

fn each(c: char, strength: Strength, mut emit: impl FnMut(char)) {
    match c {
        '\u{0}'..='\u{7F}' => emit(c.to_ascii_lowercase()),
        _ if is_mark(c) => {}
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => {
            for plain in std::iter::once(c).nfkc().filter(|&c| !is_mark(c)) {
                emit(letter(plain, strength));
            }
        }
        _ => emit(letter(c, strength)),
    }
}

const fn letter(c: char, strength: Strength) -> char {
    match c {
        'ک' => 'ك',
        'ی' => match strength {
            Strength::Safe => 'ى',
            Strength::Lossy => 'ي',
        },
        '٠'..='٩' => (b'0' + (c as u32 - '٠' as u32) as u8) as char,
        '۰'..='۹' => (b'0' + (c as u32 - '۰' as u32) as u8) as char,
        '\u{00A0}' | '\u{2007}' | '\u{202F}' | '\u{2009}' => ' ',
        'أ' | 'إ' | 'آ' | 'ٱ' if matches!(strength, Strength::Lossy) => 'ا',
        'ى' if matches!(strength, Strength::Lossy) => 'ي',
        'ة' if matches!(strength, Strength::Lossy) => 'ه',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b) in [("أَكَّدَ", "اكد"), ("إلي", "الى"), ("الحكومـــة", "الحكومه"), ("ﻻ", "لا"), ("١٢", "12")]
        {
            assert_eq!(fold(a, Strength::Lossy), fold(b, Strength::Lossy), "{a} {b}");
        }
    }

    #[test]
    fn safe_folding_keeps_words_apart() {
        for (a, b) in [("على", "علي"), ("كره", "كرة"), ("أن", "آن")] {
            assert_ne!(fold(a, Strength::Safe), fold(b, Strength::Safe), "{a} {b}");
        }
    }

    #[test]
    fn an_end_takes_in_the_marks_before_it() {
        let text = "قالَ لَهُ";
        let folded = Folded::new(text, Strength::Lossy);
        let end = folded.as_str().find(' ').unwrap();
        assert_eq!(&text[..folded.origin(end)], "قالَ");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,120}") {
            for strength in [Strength::Safe, Strength::Lossy] {
                let once = fold(&text, strength);
                prop_assert_eq!(&fold(&once, strength), &once);
                let folded = Folded::new(&text, strength);
                prop_assert_eq!(folded.as_str(), once.as_str());
            }
        }

        #[test]
        fn the_map_runs_forward_on_boundaries(text in "\\PC{0,120}") {
            let folded = Folded::new(&text, Strength::Lossy);
            let mut last = 0;
            for (at, _) in folded.as_str().char_indices() {
                let origin = folded.origin(at);
                prop_assert!(text.is_char_boundary(origin) && origin >= last);
                last = origin;
            }
            prop_assert_eq!(folded.origin(folded.as_str().len()), text.len());
        }
    }
}
