//! An article as it is handed to the reader.

use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provenance::sha256;

/// The lower-case hexadecimal SHA-256 of the article's text in UTF-8, exactly as received.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ArticleId(pub String);

impl ArticleId {
    /// Hashes a text. Nothing is normalised first: one changed byte is another article.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(sha256(text.as_bytes()))
    }
}

/// One article: its text and what is known about where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The caller's name for it; the text's hash if the caller has none.
    pub id: Option<String>,
    /// The whole text as received. All offsets point into it.
    pub text: String,
    /// Where it was found.
    pub url: Option<String>,
    /// The outlet that published it: the root of every chain.
    pub publisher: Option<String>,
    /// Its headline, if it is not part of the text.
    pub title: Option<String>,
    /// The day it was published, where the outlet is: the anchor of relative dates.
    pub published: Option<Date>,
    /// The moment it was published, if the source says the time and its zone.
    pub published_at: Option<Timestamp>,
    /// Who wrote it, as the source names them.
    pub authors: Vec<String>,
    /// ISO 639-1 code, if known from outside.
    pub language: Option<String>,
}

impl Article {
    /// An article of which only the text is known.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_the_plain_hash_of_the_bytes() {
        assert_eq!(ArticleId::of("abc").0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
