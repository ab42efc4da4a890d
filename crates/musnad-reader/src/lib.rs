//! The reader: text in, reading out.

use musnad_model::{Article, Reading};

/// Reads articles with one language pack.
#[derive(Debug, Default)]
pub struct Reader {}

/// What a rule does, for `explain`.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The id that attributions carry.
    pub id: &'static str,
    /// One or two sentences for people: what the rule looks for and what it concludes.
    pub why: &'static str,
}

impl Reader {
    /// The reader with the embedded Arabic pack.
    #[must_use]
    pub fn arabic() -> Self {
        Self {}
    }

    /// Reads one article. Never fails: what could not be done is in the notes.
    #[must_use]
    pub fn read(&self, _article: &Article) -> Reading {
        todo!()
    }
}

/// The rule with this id.
#[must_use]
pub fn rule(_id: &str) -> Option<Rule> {
    None
}
