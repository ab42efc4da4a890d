//! Files, directories and standard input, walked to documents in a fixed order.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    vec,
};

use crate::{Document, IntakeError, Kind, Trouble, jsonl};

/// How large one document may be if the caller does not say.
pub const DEFAULT_MAX_BYTES: u64 = 20_000_000;

/// How much of an unknown file is looked at to tell its kind.
const SNIFFED: u64 = 1024;

/// How deep directories may stand in directories.
const MAX_DEPTH: usize = 64;

/// Something that documents are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a directory with all that is below it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

/// The documents of some inputs, one at a time and in order: inputs as given,
/// directories by file name, lines as they stand.
///
/// In a directory only `.txt`, `.html`, `.htm`, `.xhtml`, `.jsonl` and `.ndjson` files are taken and
/// hidden ones are passed over; a file that is named itself is always taken, and told
/// by its first bytes if its extension says nothing.
pub struct Documents {
    inputs: vec::IntoIter<Input>,
    /// Files found in directories and not opened yet, the next one last.
    found: Vec<PathBuf>,
    lines: Option<Lines>,
    max_bytes: u64,
}

/// A JSONL stream that is being read.
struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: u64,
}

impl Documents {
    /// The documents of `inputs`, none of them larger than `max_bytes`.
    #[must_use]
    pub fn new(inputs: Vec<Input>, max_bytes: u64) -> Self {
        Self { inputs: inputs.into_iter(), found: Vec::new(), lines: None, max_bytes }
    }

    fn open(&mut self, input: Input) -> Option<Result<Document, IntakeError>> {
        match input {
            Input::Stdin => self.stream("-", io::stdin(), None),
            Input::Path(path) if path.is_dir() => match walk(&path) {
                Ok(files) => {
                    self.found = files;
                    self.found.reverse();
                    None
                }
                Err(error) => Some(Err(error)),
            },
            Input::Path(path) => self.file(&path),
        }
    }

    fn file(&mut self, path: &Path) -> Option<Result<Document, IntakeError>> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => self.stream(&name, file, kind(path)),
            Err(error) => Some(Err(IntakeError::new(name, error.into()))),
        }
    }

    /// One document of a stream, or `None` if the stream has its own lines to give.
    fn stream(
        &mut self,
        name: &str,
        mut stream: impl Read + 'static,
        kind: Option<Kind>,
    ) -> Option<Result<Document, IntakeError>> {
        let mut bytes = Vec::new();
        if let Err(error) = stream.by_ref().take(SNIFFED).read_to_end(&mut bytes) {
            return Some(Err(IntakeError::new(name, error.into())));
        }
        let kind = kind.unwrap_or_else(|| sniff(&bytes));
        if kind == Kind::JsonLine {
            let whole = BufReader::with_capacity(1 << 16, Cursor::new(bytes).chain(stream));
            self.lines = Some(Lines { name: name.into(), reader: Box::new(whole), number: 0 });
            return None;
        }
        // One byte over the limit is enough to know; the rest is never read.
        let left = (self.max_bytes + 1).saturating_sub(bytes.len() as u64);
        if let Err(error) = stream.take(left).read_to_end(&mut bytes) {
            return Some(Err(IntakeError::new(name, error.into())));
        }
        if bytes.len() as u64 > self.max_bytes {
            let trouble = Trouble::TooLarge { limit: self.max_bytes };
            return Some(Err(IntakeError::new(name, trouble)));
        }
        Some(Ok(Document { name: name.into(), kind, bytes }))
    }

    /// The next line that is not blank.
    fn line(&mut self) -> Option<Result<Document, IntakeError>> {
        let lines = self.lines.as_mut()?;
        loop {
            let line = jsonl::next_line(&mut lines.reader, self.max_bytes);
            lines.number += 1;
            let name = || format!("{}:{}", lines.name, lines.number);
            let failed = |trouble| Some(Err(IntakeError::new(name(), trouble)));
            return match line {
                Err(error) => {
                    let failure = failed(error.into());
                    self.lines = None;
                    failure
                }
                Ok(None) => {
                    self.lines = None;
                    None
                }
                Ok(Some(Err(trouble))) => failed(trouble),
                Ok(Some(Ok(mut bytes))) => {
                    if lines.number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                        bytes.drain(..3);
                    }
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    Some(Ok(Document { name: name(), kind: Kind::JsonLine, bytes }))
                }
            };
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Document, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.line() {
                return Some(document);
            }
            let opened = match self.found.pop() {
                Some(path) => self.file(&path),
                None => {
                    let input = self.inputs.next()?;
                    self.open(input)
                }
            };
            if opened.is_some() {
                return opened;
            }
        }
    }
}

/// The article files below `directory`, in the order of their names.
fn walk(directory: &Path) -> Result<Vec<PathBuf>, IntakeError> {
    let mut files = Vec::new();
    below(directory, 0, &mut files)?;
    if files.is_empty() {
        return Err(IntakeError::new(directory.display().to_string(), Trouble::NoArticles));
    }
    Ok(files)
}

fn below(directory: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), IntakeError> {
    let unreadable = |error: io::Error| IntakeError::new(directory.display().to_string(), error.into());
    let mut entries = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(unreadable)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // The entry's own type does not follow links, so a link cannot lead round in a circle.
        if entry.file_type().map_err(unreadable)?.is_dir() {
            if depth < MAX_DEPTH {
                below(&path, depth + 1, files)?;
            }
        } else if kind(&path).is_some() && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn kind(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" => Some(Kind::Text),
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "jsonl" | "ndjson" => Some(Kind::JsonLine),
        _ => None,
    }
}

/// Tells the kind by the first bytes; what says nothing is plain text.
fn sniff(bytes: &[u8]) -> Kind {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // UTF-16 pages show their tags once the NUL bytes are gone.
    let start: Vec<u8> = start.iter().filter(|&&b| b != 0).map(u8::to_ascii_lowercase).collect();
    let start = start.trim_ascii_start();
    let start = start.strip_prefix(b"\xFF\xFE").unwrap_or(start);
    if start.starts_with(b"{") {
        return Kind::JsonLine;
    }
    let page = [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<meta", b"<!--"];
    let inside = |tag: &[u8]| start.windows(tag.len()).any(|window| window == tag);
    if page.iter().any(|tag| start.starts_with(tag)) || start.starts_with(b"<") && inside(b"<html") {
        Kind::Html
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[&Path], max_bytes: u64) -> Vec<Result<String, String>> {
        let inputs = inputs.iter().map(|path| Input::Path(path.to_path_buf())).collect();
        Documents::new(inputs, max_bytes)
            .map(|item| item.map(|document| document.name).map_err(|error| error.to_string()))
            .collect()
    }

    #[test]
    fn a_directory_is_walked_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/deep")).unwrap();
        for name in ["c.txt", "a.html", "b/deep/x.TXT", "picture.png", ".hidden.txt"] {
            fs::write(at(name), "text").unwrap();
        }
        fs::write(at("b/l.jsonl"), "{\"text\": \"a\"}\n\n{}\n").unwrap();
        let found: Vec<String> = names(&[folder.path()], 100)
            .into_iter()
            .map(|name| name.unwrap().replace(&format!("{}/", folder.path().display()), ""))
            .collect();
        assert_eq!(found, ["a.html", "b/deep/x.TXT", "b/l.jsonl:1", "b/l.jsonl:3", "c.txt"]);
    }

    #[test]
    fn one_bad_input_does_not_stop_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("none")).unwrap();
        fs::write(at("large.txt"), "x".repeat(101)).unwrap();
        fs::write(at("whole.txt"), "x".repeat(100)).unwrap();
        let found = names(&[&at("missing.txt"), &at("none"), &at("large.txt"), &at("whole.txt")], 100);
        assert!(found[0].as_ref().unwrap_err().contains("cannot be read"));
        assert!(found[1].as_ref().unwrap_err().contains("no article files"));
        assert!(found[2].as_ref().unwrap_err().contains("100 bytes"));
        assert!(found[3].is_ok() && found.len() == 4);
    }

    #[test]
    fn unknown_files_are_told_by_their_first_bytes() {
        for (bytes, kind) in [
            (&b"{\"text\""[..], Kind::JsonLine),
            (b"\xEF\xBB\xBF <!DOCTYPE HTML>", Kind::Html),
            (b"<?xml version='1.0'?><html>", Kind::Html),
            (b"\xFF\xFE<\0h\0t\0m\0l\0", Kind::Html),
            (b"<3 and more", Kind::Text),
            (b"", Kind::Text),
        ] {
            assert_eq!(sniff(bytes), kind, "{bytes:?}");
        }
    }
}
