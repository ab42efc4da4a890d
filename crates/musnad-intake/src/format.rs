//! What a stream holds: told by its name and its first bytes.

use std::path::Path;

/// How much of a stream is looked at.
pub(crate) const SNIFFED: usize = 1024;

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Html,
    /// One JSON object a line.
    Lines,
    /// One JSON object.
    Json,
    Feed,
    /// A list of feeds.
    Opml,
    Warc,
    Zip,
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Surely(Format),
    /// XML or JSON: an article or a feed, or something else altogether.
    Perhaps,
}

/// What the name of a file says, whatever it is packed with.
pub(crate) fn by_name(name: &str) -> Option<Named> {
    let extension = |path: &Path| path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let path = Path::new(name);
    let mut last = extension(path)?;
    if matches!(last.as_str(), "gz" | "zst") {
        last = extension(Path::new(path.file_stem()?))?;
    }
    Some(match last.as_str() {
        "txt" => Named::Surely(Format::Text),
        "html" | "htm" | "xhtml" => Named::Surely(Format::Html),
        "jsonl" | "ndjson" => Named::Surely(Format::Lines),
        "warc" => Named::Surely(Format::Warc),
        "zip" => Named::Surely(Format::Zip),
        "rss" | "atom" => Named::Surely(Format::Feed),
        "xml" | "json" => Named::Perhaps,
        _ => return None,
    })
}

/// True for documents that are zip archives inside and hold no articles as files.
pub(crate) fn is_office(name: &str) -> bool {
    const OFFICE: [&str; 9] = ["docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "jar", "apk"];
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    extension.is_some_and(|extension| OFFICE.iter().any(|office| extension.eq_ignore_ascii_case(office)))
}

/// Tells a format by the first bytes; what says nothing is plain text.
pub(crate) fn sniff(bytes: &[u8]) -> Format {
    if bytes.starts_with(b"WARC/") {
        return Format::Warc;
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // UTF-16 pages show their tags once the NUL bytes are gone.
    let start: Vec<u8> = start.iter().filter(|&&b| b != 0).map(u8::to_ascii_lowercase).collect();
    let start = start.trim_ascii_start();
    let start = start.strip_prefix(b"\xFF\xFE").or_else(|| start.strip_prefix(b"\xFE\xFF")).unwrap_or(start);
    if start.starts_with(b"{") {
        let feed = [&b"jsonfeed.org/version"[..], b"jsonfeed.org\\/version"];
        return if feed.iter().any(|words| contains(start, words)) { Format::Feed } else { Format::Lines };
    }
    match root(start) {
        Some(b"rss" | b"rdf" | b"feed" | b"entry") => Format::Feed,
        Some(b"opml") => Format::Opml,
        Some(b"html" | b"head" | b"body" | b"meta" | b"title" | b"link" | b"script") => Format::Html,
        _ if start.starts_with(b"<!doctype html") || start.starts_with(b"<!--") => Format::Html,
        Some(_) if start.starts_with(b"<") && contains(start, b"<html") => Format::Html,
        _ => Format::Text,
    }
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// The name of the first element, without its prefix.
fn root(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        bytes = bytes.trim_ascii_start().strip_prefix(b"<")?;
        let end: &[u8] = match bytes.first()? {
            b'?' => b"?>",
            b'!' if bytes.starts_with(b"!--") => b"-->",
            b'!' => b">",
            b if b.is_ascii_alphabetic() => break,
            _ => return None,
        };
        let at = bytes.windows(end.len()).position(|window| window == end)?;
        bytes = &bytes[at + end.len()..];
    }
    let end = bytes.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b':').unwrap_or(bytes.len());
    bytes[..end].rsplit(|&b| b == b':').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_told_by_their_first_bytes() {
        for (bytes, format) in [
            (&b"{\"text\""[..], Format::Lines),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\"", Format::Feed),
            (b"\xEF\xBB\xBF <!DOCTYPE HTML>", Format::Html),
            (b"<?xml version='1.0'?><html>", Format::Html),
            (b"<?xml version='1.0'?>\n<!-- made by --><rss version='2.0'>", Format::Feed),
            (b"<rdf:RDF xmlns:rdf=''>", Format::Feed),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            (b"<?xml version='1.0'?><!DOCTYPE opml><opml version='2.0'>", Format::Opml),
            (b"\xFF\xFE<\0h\0t\0m\0l\0", Format::Html),
            (b"<div><html>", Format::Html),
            (b"WARC/1.0\r\n", Format::Warc),
            (b"<urlset xmlns=''>", Format::Text),
            (b"<3 and more", Format::Text),
            (b"", Format::Text),
        ] {
            assert_eq!(sniff(bytes), format, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn names_tell_formats_through_their_packing() {
        for (name, named) in [
            ("a.TXT", Some(Named::Surely(Format::Text))),
            ("b/a.jsonl.gz", Some(Named::Surely(Format::Lines))),
            ("a.warc.gz", Some(Named::Surely(Format::Warc))),
            ("a.ndjson.zst", Some(Named::Surely(Format::Lines))),
            ("feed.xml.gz", Some(Named::Perhaps)),
            ("a.gz", None),
            (".gz", None),
            ("picture.png", None),
        ] {
            assert_eq!(by_name(name), named, "{name}");
        }
        assert!(is_office("letter.DOCX") && !is_office("news.zip"));
    }
}
