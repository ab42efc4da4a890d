//! The files of a pack as a linguist writes them.

use std::collections::BTreeMap;

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

/// A file of frames: one `[frame]` and its `[[trigger]]` tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameFile {
    /// What the frame is.
    pub frame: FrameRow,
    /// The words that evoke it.
    pub trigger: Vec<TriggerRow>,
}

/// A frame as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameRow {
    /// ASCII, unique in the pack; the `frame` of a proposition.
    pub id: String,
    /// One sentence for people.
    pub why: String,
    /// What may happen in it; the `event` of a proposition.
    pub events: Vec<String>,
    /// Role name to what can fill it.
    pub roles: BTreeMap<String, String>,
}

/// Words that evoke a frame by one construction. `CONTRIBUTING.md` explains each field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TriggerRow {
    /// ASCII, unique in the pack.
    pub id: String,
    /// One of the frame's events.
    pub event: String,
    /// Verbs: perfect and imperfect, third person masculine singular, parted by a space.
    pub verbs: Vec<String>,
    /// Passive verbs that are spelled unlike the active: their subject is the `object`.
    pub passives: Vec<String>,
    /// True if a verb without an object is passive: «قتل ثلاثة».
    pub passive: bool,
    /// True if no other noun phrase may stand in the clause: كان في تونس.
    pub alone: bool,
    /// Nouns, usually verbal nouns.
    pub nouns: Vec<String>,
    /// Active participles, masculine singular.
    pub participles: Vec<String>,
    /// Passive participles, masculine singular.
    pub patients: Vec<String>,
    /// Finite forms that conjugation does not give.
    pub more: Vec<String>,
    /// Forms that are nearly always something else.
    pub except: Vec<String>,
    /// Words one of which must be the verb's object: «ألقى القبض».
    pub with: Vec<String>,
    /// Place in the clause to role name: `subject`, `object`, `second`, `rest` or a preposition's id.
    pub slots: BTreeMap<String, String>,
    /// Whose a noun is: `subject`, `object` or `either`.
    pub owner: String,
    /// Roles without which nothing is claimed; `a|b` is one of both.
    pub needs: Vec<String>,
    /// Words beside which it means something else.
    pub unless: Vec<String>,
    /// True if the event is told as not having happened.
    pub negative: bool,
    /// Where it is at home.
    pub register: String,
    /// Sentences in which it evokes the frame, with the roles.
    pub r#match: Vec<ExampleRow>,
    /// Sentences in which its form does not.
    pub skip: OneOrMany,
    /// Why, where that is not plain.
    pub note: String,
}

/// A sentence and what is read in it: every key but `text`, `polarity` and `modality` is a role.
pub type ExampleRow = BTreeMap<String, String>;

/// A file of governors: `[[governor]]` tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GovernorFile {
    /// The entries.
    pub governor: Vec<GovernorRow>,
}

/// Words that say of an event that it did not happen, might, should or was begun.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GovernorRow {
    /// ASCII, unique in the pack.
    pub id: String,
    /// Verbs: perfect and imperfect.
    pub verbs: Vec<String>,
    /// Their passives, if spelled otherwise.
    pub passives: Vec<String>,
    /// Nouns.
    pub nouns: Vec<String>,
    /// Finite forms that conjugation does not give.
    pub more: Vec<String>,
    /// Forms that are nearly always something else.
    pub except: Vec<String>,
    /// Words before a clause or noun, of one or several words: «من المقرر أن».
    pub phrases: Vec<String>,
    /// How it takes the event: `object`, `that`, or a preposition's id.
    pub takes: Vec<String>,
    /// True if the event did not happen.
    pub negative: bool,
    /// True if the event is to end: وقف القصف.
    pub ceases: bool,
    /// True if somebody says that the event did not happen.
    pub denies: bool,
    /// How the event is told; empty: as the governor itself.
    pub modality: String,
    /// Who of the governor acts in the event: `subject`, `object` or `none`; `patient`: its subject suffers it.
    pub actor: String,
    /// Sentences with `trigger`, `polarity`, `modality` and roles.
    pub r#match: Vec<ExampleRow>,
    /// Sentences in which its form does nothing of that.
    pub skip: OneOrMany,
    /// Why, where that is not plain.
    pub note: String,
}
