//! What is put into a ledger.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{ArticleId, Id};

/// One article as it arrived, with what a reader made of it.
#[derive(Clone, Copy, Debug)]
pub struct Addition<'a> {
    /// The reading as one JSON object of the wire format. It is kept as it is, with fields that this program does not know.
    pub reading: &'a str,
    /// The original bytes, if they are at hand.
    pub bytes: Option<&'a [u8]>,
    /// The media type of the bytes, such as `text/html; charset=windows-1256`.
    pub media: &'a str,
    /// Where it was found: a URL or a path.
    pub place: &'a str,
    /// How it came: `file`, `feed`, `warc`, `desk`, …
    pub how: &'a str,
    /// Who wrote it, if that is known.
    pub author: Option<&'a str>,
    /// When it came. The ledger reads no clock; it keeps milliseconds.
    pub at: Timestamp,
}

/// What an addition did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The article.
    pub article: ArticleId,
    /// True if the ledger had no such article before.
    pub new_article: bool,
    /// True if it came from a place or in bytes that were not known for it.
    pub new_arrival: bool,
    /// True if the ledger had no reading of it by this engine and pack.
    pub new_reading: bool,
}

/// One way in which an article reached the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The article.
    pub article: ArticleId,
    /// The original bytes.
    pub document: Option<Id>,
    /// Their media type.
    pub media: String,
    /// Where it was found.
    pub place: String,
    /// How it came.
    pub how: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it came, in milliseconds since 1970-01-01.
    pub at: i64,
}
