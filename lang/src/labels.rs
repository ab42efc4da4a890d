//! Words by which an article marks or colours something, as the reader searches them.

use musnad_model::fold::{Strength, fold};
use rustc_hash::FxHashMap;

use crate::files::Files;
use crate::rows::lines;

/// What a loaded word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// An adjective or apposition: «اللواء الانقلابي». It is put on the noun or name beside it.
    Epithet,
    /// A noun before a name: «ميليشيا فلان». It is put on what follows.
    Head,
    /// A noun that stands for somebody by itself: «العدو».
    Alone,
}

impl Loaded {
    /// The words that the list may use.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("epithet", Self::Epithet), ("head", Self::Head), ("alone", Self::Alone)];

    /// The kind with this name in the list.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(w, _)| *w == word).map(|&(_, kind)| kind)
    }
}

/// Where words that keep a distance stand beside what they mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Before it: «ما يسمى حكومة الشمال».
    Before,
    /// Before it, and whoever calls it so may stand between: «ما وصفه الوزير بالعدوان».
    Around,
    /// After it: «الدولة المزعومة».
    After,
}

impl Beside {
    /// The words that the list may use.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("before", Self::Before), ("around", Self::Around), ("after", Self::After)];

    /// The place with this name in the list.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(w, _)| *w == word).map(|&(_, place)| place)
    }
}

/// A form of words that keeps a distance: ما يسمى.
#[derive(Clone, Debug)]
pub struct Distance {
    /// Folded words after the first.
    pub rest: Box<[Box<str>]>,
    /// Where they stand.
    pub beside: Beside,
}

/// The compiled lists of `labels/`.
#[derive(Clone, Debug, Default)]
pub struct LabelWords {
    loaded: FxHashMap<Box<str>, Vec<Loaded>>,
    distance: FxHashMap<Box<str>, Vec<Distance>>,
}

impl LabelWords {
    pub(crate) fn compile(files: &Files) -> Self {
        let mut words = Self::default();
        for line in lines(files.get("labels/loaded.tsv")) {
            let Some(kind) = Loaded::parse(line.get("kind")) else { continue };
            for form in line.list("forms") {
                let folded = fold(form, Strength::Lossy);
                words.loaded.entry(folded.into()).or_default().push(kind);
            }
        }
        for line in lines(files.get("labels/so_called.tsv")) {
            let Some(beside) = Beside::parse(line.get("place")) else { continue };
            for form in line.list("forms") {
                let folded = fold(form, Strength::Lossy);
                let mut parts = folded.split_whitespace();
                let Some(first) = parts.next() else { continue };
                let entry = Distance { rest: parts.map(Into::into).collect(), beside };
                words.distance.entry(first.into()).or_default().push(entry);
            }
        }
        for list in words.distance.values_mut() {
            list.sort_by_key(|d| std::cmp::Reverse(d.rest.len()));
        }
        words
    }

    /// What a folded word is as a loaded word.
    #[must_use]
    pub fn loaded(&self, word: &str) -> &[Loaded] {
        self.loaded.get(word).map_or(&[], Vec::as_slice)
    }

    /// The longest distancing form that begins with `first`, and how many words it has after it.
    pub fn distance<'w>(&self, first: &str, word: impl Fn(usize) -> &'w str) -> Option<(&Distance, usize)> {
        self.distance
            .get(first)?
            .iter()
            .find(|d| d.rest.iter().enumerate().all(|(i, wanted)| word(i) == &**wanted))
            .map(|d| (d, d.rest.len()))
    }
}
