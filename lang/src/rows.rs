//! The files of a pack as a linguist writes them.

use serde::Deserialize;

/// A file of cues: `[[cue]]` tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueFile {
    /// The entries.
    pub cue: Vec<CueRow>,
}

/// One cue as written. `CONTRIBUTING.md` explains each field with an example.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CueRow {
    /// ASCII, unique in the pack.
    pub id: String,
    /// `verb`, `noun`, `phrase` or `carrier`.
    pub kind: String,
    /// Verb: third person masculine singular, perfect.
    pub perfect: String,
    /// Verb: the same, imperfect.
    pub imperfect: String,
    /// Verb: impersonal forms, written out.
    pub passive: OneOrMany,
    /// Verb: active participle, masculine singular.
    pub participle: OneOrMany,
    /// Verb: verbal nouns that carry a report.
    pub noun: OneOrMany,
    /// Noun, phrase, carrier: the form.
    pub form: String,
    /// Further forms that the parts do not give.
    pub forms: OneOrMany,
    /// How the cue vouches.
    pub stance: String,
    /// Constructions by which it takes its content.
    pub governs: Vec<String>,
    /// Phrase: what it takes.
    pub takes: Vec<String>,
    /// Noun: who the source is: `self` or `owner`.
    pub source: String,
    /// Carrier: true if the document can be the speaker.
    pub document: bool,
    /// Where it is at home.
    pub register: String,
    /// Sentences in which it carries an attribution.
    pub r#match: OneOrMany,
    /// Sentences in which its form does not.
    pub skip: OneOrMany,
    /// Why, where that is not plain.
    pub note: String,
}

/// A string or a list of strings.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Any number.
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    /// The strings that are not empty.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
        .iter()
        .map(String::as_str)
        .filter(|s| !s.is_empty())
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

/// A line of a tab-separated list, with its number in the file.
#[derive(Clone, Copy, Debug)]
pub struct Line<'f> {
    /// 1-based.
    pub number: usize,
    header: &'f str,
    text: &'f str,
}

impl<'f> Line<'f> {
    /// The column with this name; empty if the list or the line has none.
    #[must_use]
    pub fn get(&self, column: &str) -> &'f str {
        self.header
            .split('\t')
            .position(|name| name.trim() == column)
            .and_then(|at| self.text.split('\t').nth(at))
            .map_or("", str::trim)
    }

    /// The strings of a column that lists several, separated by `|`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'f str> + use<'f> {
        self.get(column).split('|').map(str::trim).filter(|s| !s.is_empty())
    }

    /// Number of columns that the line has, and that its header has.
    #[must_use]
    pub fn widths(&self) -> (usize, usize) {
        (self.text.split('\t').count(), self.header.split('\t').count())
    }
}

/// The lines of a tab-separated list: the first is the header; empty ones and
/// those that begin with `#` are for people.
pub fn lines(file: &str) -> impl Iterator<Item = Line<'_>> {
    let header = file.lines().next().unwrap_or("");
    file.lines()
        .enumerate()
        .skip(1)
        .filter(|(_, text)| !text.trim().is_empty() && !text.starts_with('#'))
        .map(move |(i, text)| Line { number: i + 1, header, text })
}
