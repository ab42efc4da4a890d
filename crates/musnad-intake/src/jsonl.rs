//! JSONL: one article a line.

use std::io::{self, BufRead};

use musnad_model::{Article, Evidence, Fact};
use serde::Deserialize;

use crate::{Trouble, charset, document::Taken, stamp::Stamp, text::is_blank};

/// The fields of a line that are used; others are passed over.
#[derive(Deserialize)]
struct Line {
    text: String,
    id: Option<Id>,
    url: Option<String>,
    publisher: Option<String>,
    title: Option<String>,
    published: Option<String>,
    language: Option<String>,
    #[serde(alias = "authors")]
    author: Option<Names>,
}

/// Data sets number their articles as often as they name them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Name(String),
    Number(i64),
}

/// One author or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// Reads one line.
///
/// # Errors
/// If the line is not a JSON object with a `text`, its `published` is not a date, or its text is blank.
pub fn article(bytes: &[u8]) -> Result<Article, Trouble> {
    read(bytes).map(|taken| taken.article)
}

pub(crate) fn read(bytes: &[u8]) -> Result<Taken, Trouble> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_err() {
        let charset = charset::decode(bytes, None, false).map_or_else(|_| "none".into(), |decoded| decoded.charset);
        return Err(Trouble::NotUtf8 { charset });
    }
    // Without this serde would also take the fields from an array, by their order.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Trouble::Json("the line is not an object".into()));
    }
    let line: Line = serde_json::from_slice(bytes).map_err(|error| {
        // The line is the document's; what is left of serde's place is the column.
        Trouble::Json(error.to_string().replace(" at line 1 column ", " at column "))
    })?;
    let filled = |field: Option<String>| field.filter(|value| !is_blank(value));
    let published = filled(line.published);
    let stamp = published
        .as_ref()
        .map(|stamp| Stamp::read(stamp).ok_or_else(|| Trouble::Json(format!("`published` is not a date: {stamp:?}"))))
        .transpose()?;
    if is_blank(&line.text) {
        return Err(Trouble::Empty);
    }
    let authors = match line.author {
        Some(Names::One(name)) => vec![name],
        Some(Names::Several(names)) => names,
        None => Vec::new(),
    };
    let evidence = published.map(|words| Evidence {
        fact: Fact::Published,
        place: "json published".into(),
        words,
        believed: true,
    });
    let article = Article {
        id: filled(line.id.map(|id| match id {
            Id::Name(name) => name,
            Id::Number(number) => number.to_string(),
        })),
        text: line.text,
        url: filled(line.url),
        publisher: filled(line.publisher),
        title: filled(line.title),
        published: stamp.map(|stamp| stamp.day),
        published_at: stamp.and_then(|stamp| stamp.at),
        authors: authors.into_iter().filter(|name| !is_blank(name)).collect(),
        language: filled(line.language),
    };
    Ok(Taken { article, charset: Some("UTF-8".into()), undecoded: 0, evidence: evidence.into_iter().collect() })
}

/// Reads the next line without its end, holding at most `limit` bytes of it.
/// `None` at the end of the stream; an over-long line is read past, not held.
pub(crate) fn next_line(reader: &mut impl BufRead, limit: u64) -> io::Result<Option<Result<Vec<u8>, Trouble>>> {
    let mut line = Vec::new();
    let mut too_large = false;
    let mut any = false;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
        let end = buffer.iter().position(|&b| b == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if too_large || (line.len() + part.len()) as u64 > limit {
            too_large = true;
            line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(match (any, too_large) {
        (false, _) => None,
        (true, true) => Some(Err(Trouble::TooLarge { limit })),
        (true, false) => Some(Ok(line)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_line_is_kept() {
        let line = r#"{"id": 7, "text": "قال\nإن", "url": "u", "publisher": "p", "title": "t",
            "published": "2020-06-11T01:00:00Z", "language": "ar", "author": "زيد", "other": [1]}"#;
        let article = article(line.as_bytes()).unwrap();
        assert_eq!(article.id.as_deref(), Some("7"));
        assert_eq!(article.text, "قال\nإن");
        assert_eq!(article.published, Some(jiff::civil::date(2020, 6, 11)));
        assert_eq!(article.published_at.unwrap().to_string(), "2020-06-11T01:00:00Z");
        assert_eq!((article.language.as_deref(), article.authors), (Some("ar"), vec!["زيد".to_owned()]));
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        for (line, words) in [
            (&b"{\"text\": 1}"[..], "expected a string at column"),
            (b"{}", "missing field `text`"),
            (b"nonsense", "not an object"),
            (b"[\"a\"]", "not an object"),
            (b"{\"text\": \"a\", \"published\": \"yesterday\"}", "`published` is not a date"),
            (b"{\"text\": \" \"}", "empty"),
            (b"{\"text\": \"\xFF\"}", "must be UTF-8"),
            (
                b"{\"text\": \"\xE6\xDE\xC7\xE1 \xC7\xE1\xE3\xCA\xCD\xCF\xCB \xC5\xE4 \xC7\xE1\xE6\xDD\xCF\"}",
                "windows-1256",
            ),
        ] {
            let error = article(line).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        // serde_json stops at 128 levels, so depth cannot reach the stack.
        let deep = format!("{{\"text\":\"a\",\"x\":{}", "[".repeat(200_000));
        assert!(article(deep.as_bytes()).is_err());
    }

    #[test]
    fn an_over_long_line_is_passed_by() {
        let data = format!("short\n{}\nlast", "x".repeat(100_000));
        let mut reader = io::BufReader::with_capacity(512, data.as_bytes());
        let mut next = || next_line(&mut reader, 10).unwrap();
        assert_eq!(next().unwrap().unwrap(), b"short");
        assert!(matches!(next(), Some(Err(Trouble::TooLarge { limit: 10 }))));
        assert_eq!(next().unwrap().unwrap(), b"last");
        assert!(next().is_none());
    }
}
