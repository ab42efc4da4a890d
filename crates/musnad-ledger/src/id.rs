//! Ids are SHA-256 hashes of content, so that the same thing has the same id on every machine.
//!
//! # Byte rules
//! Hashed is a tag, then each field: its length in bytes as eight bytes, big-endian, then its bytes.
//! The tag is a field too. Strings are UTF-8, exactly as received. Numbers are eight bytes, big-endian,
//! two's complement. A missing value is a field of length 2^64 - 1 without bytes, so that it differs from an empty one.
//!
//! | id of | tag | fields |
//! |---|---|---|
//! | document | none | plain SHA-256 of the original bytes |
//! | text | none | plain SHA-256 of the text in UTF-8, as on the wire |
//! | article | `musnad article 1` | text id (32 bytes), outlet, day of publication as `2020-06-11` |
//! | reading | `musnad reading 1` | article id, engine version, pack version |
//! | arrival | `musnad arrival 1` | article id, document id in hexadecimal, place, how |
//! | claim | `musnad claim 1` | article id, spans of source, of cue, of content, ordinal |
//! | operation | `musnad operation 1` | its JSON as stored |
//! | tombstone | `musnad tombstone 1` | article id |
//! | log entry | `musnad log 1` | hash of the entry before (32 zero bytes for the first), number, kind, subject id, digest of the content, time in milliseconds |
//!
//! *Outlet* is the publisher, else the host of the URL in lower case, else missing: the same wire text in two
//! papers is two articles, the same page fetched twice is one. *Spans* are one field: start and end of each, as numbers.
//! The *ordinal* counts attributions of one reading whose spans are all equal, from 0. A claim keeps its id when
//! a newer engine reads the same words in the same way, and so people's work on it survives.

use std::fmt;
use std::str::FromStr;

use musnad_model::{Attribution, Reading, Span};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(pub [u8; 32]);

/// Id of an article.
pub type ArticleId = Id;
/// Id of a claim.
pub type ClaimId = Id;
/// Id of an operation.
pub type OperationId = Id;

impl Id {
    /// The plain SHA-256 of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// From the 32 bytes as the database keeps them.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }

    /// Article: see the byte rules of the module.
    #[must_use]
    pub fn of_article(reading: &Reading) -> ArticleId {
        let day = reading.published.map(|day| day.to_string());
        let outlet = outlet(reading);
        Hash::new("musnad article 1")
            .bytes(&Self::of(reading.text.as_bytes()).0)
            .maybe(outlet.as_deref())
            .maybe(day.as_deref())
            .end()
    }

    pub(crate) fn of_reading(article: Self, engine: &str, pack: &str) -> Self {
        Hash::new("musnad reading 1").bytes(&article.0).text(engine).text(pack).end()
    }

    pub(crate) fn of_claim(article: Self, attribution: &Attribution, ordinal: i64) -> ClaimId {
        Hash::new("musnad claim 1")
            .bytes(&article.0)
            .spans(&attribution.source)
            .spans(&attribution.cue)
            .spans(&attribution.content)
            .number(ordinal)
            .end()
    }
}

/// The outlet that stands behind an article: its publisher, else the host of its URL.
#[must_use]
pub fn outlet(reading: &Reading) -> Option<String> {
    if let Some(publisher) = &reading.publisher {
        return Some(publisher.clone());
    }
    let rest = reading.url.as_deref()?.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// A hash under way; see the byte rules of the module.
pub(crate) struct Hash(Sha256);

impl Hash {
    pub(crate) fn new(tag: &str) -> Self {
        Self(Sha256::new()).text(tag)
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn number(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub(crate) fn maybe(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text {
            return self.text(text);
        }
        self.0.update(u64::MAX.to_be_bytes());
        self
    }

    fn spans(self, spans: &[Span]) -> Self {
        let bytes: Vec<u8> =
            spans.iter().flat_map(|span| [span.start, span.end]).flat_map(|n| i64::from(n).to_be_bytes()).collect();
        self.bytes(&bytes)
    }

    pub(crate) fn end(self) -> Id {
        Id(self.0.finalize().into())
    }
}

/// The first eight bytes of a hash as a number: enough to see damage in a row.
pub(crate) fn sum(hash: Id) -> i64 {
    i64::from_be_bytes(hash.0[..8].try_into().unwrap_or_default())
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not 64 hexadecimal digits.
#[derive(Debug, thiserror::Error)]
#[error("an id is 64 hexadecimal digits")]
pub struct NotAnId;

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(NotAnId);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
            *byte = value(pair[0]) << 4 | value(pair[1]);
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_and_read() {
        let id = Id::of(b"abc");
        assert_eq!(id.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        assert!("ba78".parse::<Id>().is_err() && "g".repeat(64).parse::<Id>().is_err());
    }

    #[test]
    fn the_byte_rules_hold() {
        // Written out by hand, so that a change of the rules is seen.
        let mut bytes = Vec::new();
        bytes.extend(3u64.to_be_bytes());
        bytes.extend(b"tag");
        bytes.extend(0u64.to_be_bytes());
        bytes.extend(u64::MAX.to_be_bytes());
        bytes.extend(8u64.to_be_bytes());
        bytes.extend((-2i64).to_be_bytes());
        assert_eq!(Hash::new("tag").maybe(Some("")).maybe(None).number(-2).end(), Id::of(&bytes));
    }
}
