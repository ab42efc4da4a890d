//! Words as they are searched: folded, with and without the letters that Arabic writes in front of them.
//!
//! Both databases index the same list of terms and only propose; what matches, how well, and which
//! words are marked is decided here. So their answers are equal.

use std::collections::HashSet;

use musnad_model::fold::{Strength, fold, is_mark};

/// The most bytes of terms that are indexed of one text: PostgreSQL takes no more than 1 MiB with its own bookkeeping.
const MOST: usize = 400_000;
/// Longer words are cut.
const LONGEST: usize = 40;
/// What is left of a word when a letter in front is taken for a clitic.
const SHORTEST: usize = 3;

/// A word of a text: where it stands and how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    pub text: &'t str,
    /// First code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
}

/// The words of a text, in order: runs of letters, digits and the marks on them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut chars = text.char_indices().enumerate().peekable();
    std::iter::from_fn(move || {
        while let Some((n, (from, c))) = chars.next() {
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = n + 1;
            let mut to = from + c.len_utf8();
            while let Some(&(n, (at, c))) = chars.peek() {
                if !(c.is_alphanumeric() || is_mark(c)) {
                    break;
                }
                (end, to) = (n + 1, at + c.len_utf8());
                chars.next();
            }
            let point = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            return Some(Word { text: &text[from..to], start: point(n), end: point(end) });
        }
        None
    })
}

/// How a word is looked up: folded (lossy), cut, and with letters that a tokeniser could split on spelled out.
fn term(word: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(word.len());
    for c in fold(word, Strength::Lossy).chars().flat_map(char::to_lowercase).take(LONGEST) {
        // The letters that SQLite's unicode61 (Unicode 6.1) takes as letters for certain.
        let plain = c.is_ascii_alphanumeric()
            || matches!(c, 'ß'..='ö' | 'ø'..='ɏ' | 'α'..='ω' | 'а'..='џ' | 'א'..='ת' | 'ء'..='غ' | 'ف'..='ي' | 'ٱ'..='ۓ');
        if plain {
            out.push(c);
        } else if c.is_alphanumeric() {
            // Writing to a String cannot fail.
            let _ = write!(out, "u{:x}u", c as u32);
        }
    }
    out
}

/// The readings of a term without what Arabic may have written in front of it, longest first.
///
/// Safe in one direction: the word meant is always among them. A radical و or ل is sometimes taken off as well,
/// and the score puts such a match behind.
fn bare(term: &str) -> Vec<&str> {
    let mut found = vec![];
    let long = |rest: &&str| rest.chars().count() >= SHORTEST;
    let conjunction = term.strip_prefix(['و', 'ف']).filter(long);
    for rest in [Some(term), conjunction].into_iter().flatten() {
        if rest.len() < term.len() {
            found.push(rest);
        }
        let article = |rest: &str| rest.strip_prefix("ال").map(str::len);
        // للمجلس is ل + المجلس; بالمجلس, كالمجلس keep their ا.
        let definite = rest.strip_prefix("لل").or_else(|| {
            let inner = rest.strip_prefix(['ب', 'ك']).unwrap_or(rest);
            article(inner).map(|left| &inner[inner.len() - left..])
        });
        let preposition = rest.strip_prefix(['ل', 'ب', 'ك']);
        found.extend([preposition, definite].into_iter().flatten().filter(long));
    }
    let mut seen = HashSet::new();
    found.retain(|rest| seen.insert(*rest));
    found
}

/// The terms of some texts, each once in the order of its first place, parted by blanks: what is indexed.
pub(crate) fn terms<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut seen = HashSet::new();
    let mut out = String::new();
    for word in texts.into_iter().flat_map(words) {
        let whole = term(word.text);
        if seen.contains(&whole) {
            continue;
        }
        let variants: Vec<String> = bare(&whole).into_iter().map(str::to_owned).collect();
        for term in std::iter::once(whole).chain(variants) {
            if term.is_empty() || seen.contains(&term) {
                continue;
            }
            if out.len() + term.len() + 1 > MOST {
                return out;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&term);
            seen.insert(term);
        }
    }
    out
}

/// What somebody searches.
#[derive(Clone, Debug)]
pub(crate) struct Sought {
    words: Vec<SoughtWord>,
    exact: bool,
}

#[derive(Clone, Debug)]
struct SoughtWord {
    /// As typed.
    typed: String,
    /// Folded, without ال.
    term: String,
    /// The last letter of `term`.
    last: char,
}

/// Whether a word that ends in `c` can end in `last` once it is folded. Most words of a text are passed over by this.
fn may_end(c: char, last: char) -> bool {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase() == last,
        'أ' | 'إ' | 'آ' => last == 'ا',
        'ى' => last == 'ي',
        'ة' => last == 'ه',
        'ء'..='غ' | 'ف'..='ي' => c == last,
        _ => true,
    }
}

/// How well a text matches and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Higher is better.
    pub score: i64,
    /// Code points of the words that match, in order.
    pub marks: Vec<(u32, u32)>,
}

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 12;

impl Sought {
    /// Reads a query: all of its words are wanted. With `exact`, only these spellings.
    pub(crate) fn new(query: &str, exact: bool) -> Self {
        let mut words: Vec<SoughtWord> = Vec::new();
        for word in self::words(query).take(MOST_WORDS) {
            let whole = term(word.text);
            let article = whole.strip_prefix("ال").or_else(|| whole.strip_prefix("لل"));
            let term = article.filter(|rest| rest.chars().count() >= SHORTEST).unwrap_or(&whole).to_owned();
            if let (Some(last), false) = (term.chars().next_back(), words.iter().any(|word| word.term == term)) {
                words.push(SoughtWord { typed: word.text.to_owned(), term, last });
            }
        }
        Self { words, exact }
    }

    /// True if nothing is sought, and so nothing found.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The terms that must all be in an index entry.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.term.as_str())
    }

    /// How well a text matches; `None` if a word is missing.
    ///
    /// Each word gives 100 for its spelling as typed, 60 for its folded spelling, 40 behind ال, 20 behind another clitic;
    /// the best place counts. Up to 100 more for words that stand close together, up to 50 for a short text.
    pub(crate) fn rank(&self, text: &str) -> Option<Match> {
        let mut best = vec![0i64; self.words.len()];
        let mut marks = Vec::new();
        // Place of the latest match of each word, for the narrowest window that has all.
        let mut latest: Vec<Option<usize>> = vec![None; self.words.len()];
        let (mut window, mut length) = (usize::MAX, 0);
        for (n, word) in words(text).enumerate() {
            length = n + 1;
            let mut marked = false;
            let end = word.text.chars().rev().find(|&c| !is_mark(c)).unwrap_or_default();
            // A long word may be cut before its end.
            let possible = |sought: &SoughtWord| word.text.len() > LONGEST || may_end(end, sought.last);
            if !self.words.iter().any(possible) {
                continue;
            }
            let whole = if self.exact { String::new() } else { term(word.text) };
            for (i, sought) in self.words.iter().enumerate() {
                let worth = if word.text == sought.typed {
                    100
                } else if self.exact {
                    0
                } else {
                    worth(&whole, &sought.term)
                };
                if worth > 0 {
                    best[i] = best[i].max(worth);
                    latest[i] = Some(n);
                    marked = true;
                }
            }
            if marked {
                marks.push((word.start, word.end));
                if let (Some(Some(first)), true) = (latest.iter().min(), latest.iter().all(Option::is_some)) {
                    window = window.min(n - first + 1);
                }
            }
        }
        if self.words.is_empty() || best.contains(&0) {
            return None;
        }
        let wanted = i64::try_from(self.words.len()).unwrap_or(1);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).max(1);
        let close = if wanted > 1 { 100 * wanted / count(window).max(wanted) } else { 0 };
        let short = 500 / count(length).max(10);
        Some(Match { score: best.iter().sum::<i64>() + close + short, marks })
    }
}

fn worth(whole: &str, sought: &str) -> i64 {
    if whole == sought {
        60
    } else if whole.strip_prefix("ال") == Some(sought) {
        40
    } else if whole.ends_with(sought) && bare(whole).contains(&sought) {
        20
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(query: &str, exact: bool, text: &str) -> Vec<String> {
        let marks = Sought::new(query, exact).rank(text).map(|found| found.marks).unwrap_or_default();
        let chars: Vec<char> = text.chars().collect();
        marks.into_iter().map(|(start, end)| chars[start as usize..end as usize].iter().collect()).collect()
    }

    #[test]
    fn a_name_is_found_in_every_spelling() {
        let text = "قال أحمد، وأحمد لأحمد: فأحمد أَحْمَد والأحمدي";
        assert_eq!(found("احمد", false, text), ["أحمد", "وأحمد", "لأحمد", "فأحمد", "أَحْمَد"]);
        assert_eq!(found("احمد", true, text), Vec::<String>::new());
        assert_eq!(found("أحمد", true, text), ["أحمد"]);
    }

    #[test]
    fn the_article_is_no_part_of_a_word() {
        let text = "للمجلس وبالمجلس مجلس المجلس وللمجلس والمجلس";
        assert_eq!(found("المجلس", false, text).len(), 6);
        assert_eq!(found("مجلس", false, text).len(), 6);
        assert_eq!(found("المجلس", true, text), ["المجلس"]);
    }

    #[test]
    fn the_better_spelling_and_the_closer_words_come_first() {
        let score = |text: &str| Sought::new("وزير النقل", false).rank(text).unwrap().score;
        assert!(score("وزير النقل في الميناء") > score("لوزير النقل في الميناء"));
        assert!(score("قال وزير النقل ذلك أمس") > score("قال وزير إن ذلك النقل"));
        assert_eq!(Sought::new("وزير النقل", false).rank("وزير المال"), None);
        assert_eq!(Sought::new("،؛ …", false).rank("أي نص"), None);
    }

    #[test]
    fn terms_never_split_and_stay_bounded() {
        assert_eq!(terms(["وَقَالَ Bridge-7 中"]), "وقال قال bridge 7 u4e2du");
        assert!(terms([(0..200_000).map(|n| format!("كلمة{n} ")).collect::<String>().as_str()]).len() <= MOST);
    }

    proptest! {
        /// The index proposes whatever the judge finds.
        #[test]
        fn what_matches_is_indexed(text in "[والبكلفأحمدسج ]{0,60}", query in "[والأحمدسج]{3,6}") {
            let sought = Sought::new(&query, false);
            if sought.rank(&text).is_some() {
                let index = terms([text.as_str()]);
                let index: HashSet<&str> = index.split(' ').collect();
                for term in sought.terms() {
                    prop_assert!(index.contains(term), "{} in {:?}", term, index);
                }
            }
        }

        /// And the judge finds whatever the index proposes for one word.
        #[test]
        fn what_is_indexed_matches(
            text in "[ وفبلكالأإآىيةهکیقA-Cz٠-٩0-9َـﻻيـ中д]{0,40}",
            query in "[والأإىيةهکیقلA-Cz٣0-9ﻻ中д]{1,5}",
        ) {
            let sought = Sought::new(&query, false);
            let index = terms([text.as_str()]);
            if sought.terms().count() == 1 && sought.terms().all(|term| index.split(' ').any(|indexed| indexed == term)) {
                prop_assert!(sought.rank(&text).is_some(), "{:?} in {:?}", query, index);
            }
        }

        #[test]
        fn words_are_where_they_say(text in "\\PC{0,80}") {
            let chars: Vec<char> = text.chars().collect();
            for word in words(&text) {
                let there: String = chars[word.start as usize..word.end as usize].iter().collect();
                prop_assert_eq!(there, word.text);
                prop_assert!(term(word.text).chars().all(char::is_alphanumeric));
            }
        }
    }
}
