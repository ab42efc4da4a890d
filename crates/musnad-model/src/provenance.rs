//! Where an article came from: its original bytes, the way to them, and the words behind each fact.
//!
//! A ledger keeps the original bytes of a document with a [`Provenance`] beside them, so
//! that anybody can find the document again, see that nothing was changed, and read it
//! anew with a better engine.

use std::fmt::{self, Display};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What is known of the original of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Lower-case hexadecimal SHA-256 of the original bytes.
    pub sha256: String,
    /// Number of the original bytes.
    pub bytes: u64,
    /// What the original is, without parameters: `text/html`, `text/plain`, `application/json`,
    /// `application/rss+xml`, `application/atom+xml`, `application/feed+json`.
    pub media_type: String,
    /// The charset it was decoded from, by its WHATWG name; two joined by `+` if it mixes them.
    pub charset: Option<String>,
    /// Number of places at which the original could not be decoded and U+FFFD stands in the text.
    pub undecoded: u64,
    /// The way to the document, the outermost step first.
    pub found: Vec<Step>,
    /// When the outlet's server gave it out: the time of the fetch or of the archive's record.
    /// Unknown for files.
    #[schemars(with = "Option<String>")]
    pub captured: Option<Timestamp>,
    /// The words behind what is said of the article, in the order of [`Fact`].
    pub evidence: Vec<Evidence>,
}

/// One step on the way to a document. Each says where to look inside the step before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Standard input.
    Stdin,
    /// A file.
    File {
        /// Its path as the caller gave it, with the way below a directory.
        path: String,
    },
    /// A fetched address.
    Fetched {
        /// The address that was asked for.
        asked: String,
        /// The address that answered, after redirects.
        url: String,
        /// The server's `ETag`.
        etag: Option<String>,
        /// The server's `Last-Modified`.
        last_modified: Option<String>,
    },
    /// A file inside an archive.
    Member {
        /// Its name there.
        name: String,
    },
    /// A record of a WARC file.
    Record {
        /// Byte at which the record, or the compressed member that holds it, begins.
        offset: u64,
        /// `WARC-Record-ID`.
        id: Option<String>,
        /// `WARC-Target-URI`.
        url: Option<String>,
    },
    /// An entry of a feed.
    Entry {
        /// Its place in the feed, from 1.
        number: u64,
        /// Its id or link, if the feed gives one.
        id: Option<String>,
        /// SHA-256 of the whole feed.
        feed_sha256: String,
    },
    /// A line of a file.
    Line {
        /// Its number, from 1.
        number: u64,
    },
}

/// Writes the way as one word: `news.zip!a.jsonl:7`.
impl Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("-"),
            Self::File { path } => f.write_str(path),
            Self::Fetched { url, .. } => f.write_str(url),
            Self::Member { name } => write!(f, "!{name}"),
            Self::Record { offset, .. } => write!(f, "@{offset}"),
            Self::Entry { number, .. } => write!(f, "#{number}"),
            Self::Line { number } => write!(f, ":{number}"),
        }
    }
}

/// The document as people and error messages call it. A fetched address stands alone:
/// how it was found is told by the steps before it.
#[must_use]
pub fn name(found: &[Step]) -> String {
    let from = found.iter().rposition(|step| matches!(step, Step::Fetched { .. })).unwrap_or(0);
    found[from..].iter().map(ToString::to_string).collect()
}

/// What is said of an article beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The headline.
    Title,
    /// The outlet.
    Publisher,
    /// Who wrote it.
    Author,
    /// When it was published.
    Published,
    /// Its address.
    Url,
    /// Its language.
    Language,
}

/// The words behind a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The fact.
    pub fact: Fact,
    /// Where the words stand: `json-ld datePublished`, `meta og:title`, `time`, `url`, …
    pub place: String,
    /// The words themselves, as they stand there.
    pub words: String,
    /// False if the words were found and not believed, because others disagree with them.
    pub believed: bool,
}

/// Lower-case hexadecimal SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_one_word() {
        let file = Step::File { path: "a/news.zip".into() };
        let member = Step::Member { name: "x.jsonl".into() };
        assert_eq!(name(&[file.clone(), member, Step::Line { number: 7 }]), "a/news.zip!x.jsonl:7");
        let url = "https://example.org/1".to_owned();
        let fetched = Step::Fetched { asked: url.clone(), url: url.clone(), etag: None, last_modified: None };
        let entry = Step::Entry { number: 2, id: None, feed_sha256: String::new() };
        assert_eq!(name(&[file.clone(), entry.clone()]), "a/news.zip#2");
        assert_eq!(name(&[file, entry, fetched]), url);
    }

    #[test]
    fn provenance_survives_the_wire() {
        let way = vec![Step::Stdin, Step::Record { offset: 9, id: None, url: Some("u".into()) }];
        let whole = Provenance { found: way, captured: Some(Timestamp::UNIX_EPOCH), ..Provenance::default() };
        let json = serde_json::to_string(&whole).unwrap();
        assert!(json.contains(r#""step":"record""#) && json.contains("1970-01-01T00:00:00Z"), "{json}");
        assert_eq!(serde_json::from_str::<Provenance>(&json).unwrap(), whole);
    }
}
