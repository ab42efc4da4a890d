//! Two versions of a claim, word by word.

use maud::{Markup, html};
use musnad_model::fold::{Strength, fold};

/// The most words of a version that are compared: the table of two such versions stays small.
const MOST: usize = 400;

/// A word of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    pub text: &'t str,
    /// True if the other version does not have it here.
    pub own: bool,
}

/// The words of `text`, with those marked that are not in `other` in the same order. Spellings of one word are
/// one. Of very long versions only the beginning is compared.
pub(crate) fn differing<'t>(text: &'t str, other: &str) -> Vec<Word<'t>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &str| {
        let folded = fold(word, Strength::Lossy);
        folded.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    let a: Vec<String> = words.iter().take(MOST).map(|word| plain(word)).collect();
    let b: Vec<String> = other.split_whitespace().take(MOST).map(plain).collect();
    // Length of the longest common subsequence of what is left from (i, j) on.
    let wide = b.len() + 1;
    let mut longest = vec![0u16; (a.len() + 1) * wide];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * wide + j] = if a[i] == b[j] {
                longest[(i + 1) * wide + j + 1] + 1
            } else {
                longest[(i + 1) * wide + j].max(longest[i * wide + j + 1])
            };
        }
    }
    let mut common = vec![false; words.len()];
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            common[i] = true;
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * wide + j] >= longest[i * wide + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    // A lone mark is no word, and what was not compared is not said to differ.
    let own = |at: usize| at < MOST && !common[at] && !a[at].is_empty();
    words.iter().enumerate().map(|(at, &text)| Word { text, own: own(at) }).collect()
}

/// A version with its own words marked; neighbours under one mark.
pub(crate) fn show(text: &str, other: &str) -> Markup {
    let words = differing(text, other);
    let runs = words.chunk_by(|a, b| a.own == b.own);
    let joined = runs.map(|run| (run[0].own, run.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")));
    html! {
        @for (at, (own, words)) in joined.enumerate() {
            @if at > 0 { " " }
            @if own { mark.own { (words) } } @else { (words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str, other: &str) -> Vec<String> {
        differing(text, other).into_iter().filter(|word| word.own).map(|word| word.text.to_owned()).collect()
    }

    #[test]
    fn only_what_differs_is_marked() {
        assert_eq!(own("أصيب 71 شخصا في الحادث", "اصيب 17 شخصاً في الحادث"), ["71"]);
        assert_eq!(own("غادر إلي لشبونة", "غادر الى لشبونه"), Vec::<String>::new());
        assert_eq!(own("a b c", ""), ["a", "b", "c"]);
        assert_eq!(own("", "a b"), Vec::<String>::new());
        assert_eq!(own("غادر، أمس", "غادر أمس"), Vec::<String>::new());
    }

    #[test]
    fn long_versions_end() {
        let long = "كلمة ".repeat(50_000);
        assert!(own(&long, &long).is_empty());
    }
}
