//! Names of things in JSON-LD. They are made from the ids of the ledger, so that they are the same on every machine.

use std::fmt::Write as _;

use musnad_ledger::Id;
use musnad_model::fold::{Strength, fold};

/// An article.
pub fn article(id: Id) -> String {
    format!("urn:musnad:article:{id}")
}

/// A claim: what Musnad read in an article.
pub fn claim(id: Id) -> String {
    format!("urn:musnad:claim:{id}")
}

/// A statement: what somebody is said to have said.
pub fn statement(id: Id) -> String {
    format!("urn:musnad:statement:{id}")
}

/// An operation of a person.
pub fn operation(id: Id) -> String {
    format!("urn:musnad:operation:{id}")
}

/// Somebody by the key that is the same across articles.
pub fn entity(key: &str) -> String {
    format!("urn:musnad:entity:{}", encoded(key))
}

/// Somebody who is only described in an article.
pub fn unnamed(article: Id, local: &str) -> String {
    format!("urn:musnad:unnamed:{article}:{}", encoded(local))
}

/// An outlet by its name, as the reader makes keys of outlets that speak.
pub fn outlet(name: &str) -> String {
    let folded = fold(name, Strength::Lossy);
    entity(&format!("outlet:{}", folded.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Somebody who corrected something.
pub fn author(name: &str) -> String {
    format!("urn:musnad:author:{}", encoded(name))
}

/// The program that read an article.
pub fn engine(version: &str, pack: &str) -> String {
    format!("urn:musnad:engine:{}:{}", encoded(version), encoded(pack))
}

/// Its reading of an article.
pub fn reading(article: Id, version: &str, pack: &str) -> String {
    format!("urn:musnad:reading:{article}:{}:{}", encoded(version), encoded(pack))
}

/// True for an address of the web that may stand in JSON-LD as it is.
pub fn is_address(url: &str) -> bool {
    let web = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    let bad = |c: char| c.is_whitespace() || c.is_control() || super::marks::turns(c) || "<>\"{}|\\^`".contains(c);
    web.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(bad))
}

/// Percent-encoded but for what every IRI may hold (RFC 3986, unreserved, and the colon).
fn encoded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_gets_out_of_a_name() {
        assert_eq!(entity("person:a \"b\"<c>"), "urn:musnad:entity:person:a%20%22b%22%3Cc%3E");
        assert_eq!(outlet("صَدى  الجزر"), outlet("صدي الجزر"));
    }

    #[test]
    fn only_whole_addresses_of_the_web_are_taken() {
        assert!(is_address("https://news.example/خبر?a=1#b"));
        for bad in
            ["javascript:alert(1)", "https://", "http:///etc", "https://a b", "https://a\">", "https://a\u{202E}"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
