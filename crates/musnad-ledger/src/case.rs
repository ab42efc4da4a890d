//! Cases and dumps: a part of a ledger, or all of it, in one file that another machine opens and verifies.
//!
//! The file is zstd over lines of JSON. The first line is a [`Header`]. Then comes one entry of the log a line, in the order
//! of the log, with the content that it speaks of: text as it is, other bytes in hexadecimal digits. The last line
//! has the SHA-256 of all bytes before it. An entry of a case brings the hash of the entry before it in its own
//! ledger, so that its hash can be checked without the others; whoever has that ledger can find it there.

use std::io::{BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::id::Id;
use crate::packed::{MAX_DOCUMENT, MAX_READING};
use crate::query::Head;
use crate::store::record::{chained, json};

/// The most bytes of one line: a document in hexadecimal, or a reading with all of its text escaped.
const MOST_LINE: u64 = (if MAX_DOCUMENT > MAX_READING { MAX_DOCUMENT } else { MAX_READING } as u64) * 3;
/// The version of the format.
const VERSION: u32 = 1;

/// What a file of a case or dump says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `case` or `dump`.
    pub musnad: String,
    /// The version of the format.
    pub version: u32,
    /// How many articles are in it.
    pub articles: usize,
    /// How many entries of the log.
    pub entries: usize,
    /// The end of the log of the ledger that it comes from.
    pub head: Head,
}

impl Header {
    pub(crate) fn new(dump: bool, articles: usize, entries: usize, head: Head) -> Self {
        Self { musnad: if dump { "dump" } else { "case" }.into(), version: VERSION, articles, entries, head }
    }

    pub(crate) fn is_dump(&self) -> bool {
        self.musnad == "dump"
    }
}

/// What opening a case did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// What the file says of itself.
    pub header: Header,
    /// How many of its entries were new here.
    pub new: usize,
}

/// One entry of the log with its content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub seq: i64,
    pub kind: String,
    pub subject: Id,
    pub digest: Id,
    pub at: i64,
    /// The hash of the entry before.
    pub before: Id,
    pub hash: Id,
    /// Missing for what was forgotten.
    pub text: Option<String>,
    /// For content that is no UTF-8.
    pub hex: Option<String>,
}

impl Line {
    /// The content as bytes.
    pub(crate) fn content(&self) -> Result<Option<Vec<u8>>> {
        let Some(hex) = &self.hex else { return Ok(self.text.as_ref().map(|text| text.as_bytes().to_vec())) };
        let wrong = || Error::Case("hexadecimal digits are expected".into());
        let digits = hex.as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16);
        if digits.len() % 2 == 1 {
            return Err(wrong());
        }
        let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8);
        Ok(Some(digits.chunks(2).map(|pair| byte(pair).ok_or_else(wrong)).collect::<Result<_>>()?))
    }

    /// The same line with content.
    pub(crate) fn with(mut self, content: Option<Vec<u8>>) -> Self {
        match content.map(String::from_utf8) {
            Some(Ok(text)) => self.text = Some(text),
            Some(Err(bytes)) => {
                let bytes = bytes.into_bytes();
                let mut hex = String::with_capacity(bytes.len() * 2);
                for byte in bytes {
                    hex.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
                    hex.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
                }
                self.hex = Some(hex);
            }
            None => {}
        }
        self
    }

    fn check(&self, dump: bool) -> Result<()> {
        let hash = chained(self.before, self.seq, &self.kind, self.subject, self.digest, self.at);
        if hash != self.hash {
            return Err(Error::Case(format!("entry {} does not have its hash", self.seq)));
        }
        match self.content()? {
            Some(content) if Id::of(&content) != self.digest => {
                Err(Error::Case(format!("the content of entry {} does not have its hash", self.seq)))
            }
            None if !dump => Err(Error::Case(format!("entry {} has no content", self.seq))),
            _ => Ok(()),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct End {
    end: Id,
}

/// Writes a file of a case.
pub(crate) struct Writer<W: Write> {
    out: zstd::stream::Encoder<'static, W>,
    hash: Sha256,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W, header: &Header) -> Result<Self> {
        let mut writer = Self { out: zstd::stream::Encoder::new(out, 6)?, hash: Sha256::new() };
        writer.line(header)?;
        Ok(writer)
    }

    pub(crate) fn line(&mut self, line: &impl Serialize) -> Result<()> {
        let mut line = json(line)?;
        line.push('\n');
        self.hash.update(line.as_bytes());
        Ok(self.out.write_all(line.as_bytes())?)
    }

    pub(crate) fn end(mut self) -> Result<W> {
        let end = End { end: Id(self.hash.clone().finalize().into()) };
        self.line(&end)?;
        Ok(self.out.finish()?)
    }
}

/// Reads a file of a case: its header, then each entry, all checked; damage is an error, wherever it is.
pub(crate) fn read(file: impl Read, mut entry: impl FnMut(&Header, Line) -> Result<()>) -> Result<Header> {
    let damaged = |e: std::io::Error| Error::Case(format!("it is damaged or cut off: {e}"));
    let parse = |e: serde_json::Error| Error::Case(format!("a line is not what it must be: {e}"));
    let input = zstd::stream::Decoder::new(file).map_err(damaged)?;
    let mut input = std::io::BufReader::new(input);
    let mut hash = Sha256::new();
    let mut header: Option<Header> = None;
    let mut before: Option<(i64, Id)> = None;
    let mut count = 0;
    loop {
        let mut line = Vec::new();
        let read = input.by_ref().take(MOST_LINE).read_until(b'\n', &mut line).map_err(damaged)?;
        if read == 0 || line.pop() != Some(b'\n') {
            return Err(Error::Case("it is cut off, or a line is too long".into()));
        }
        let Some(header) = &header else {
            let first: Header = serde_json::from_slice(&line).map_err(|_| Error::Case("it is no case".into()))?;
            if !matches!(first.musnad.as_str(), "case" | "dump") || first.version != VERSION {
                return Err(Error::Case(format!("it is a {} of version {}", first.musnad, first.version)));
            }
            header = Some(first);
            hash.update(&line);
            hash.update(b"\n");
            continue;
        };
        if line.starts_with(b"{\"end\":") {
            let End { end } = serde_json::from_slice(&line).map_err(parse)?;
            let whole = end == Id(hash.finalize().into()) && count == header.entries;
            let rest = input.read(&mut [0]).map_err(damaged)?;
            return if whole && rest == 0 {
                Ok(header.clone())
            } else {
                Err(Error::Case("its bytes do not have their hash".into()))
            };
        }
        hash.update(&line);
        hash.update(b"\n");
        let line: Line = serde_json::from_slice(&line).map_err(parse)?;
        line.check(header.is_dump())?;
        if let Some((seq, hash)) = before {
            let follows = line.seq > seq && (line.seq != seq + 1 || line.before == hash);
            if !follows {
                return Err(Error::Case(format!("entry {} does not follow entry {seq}", line.seq)));
            }
        }
        before = Some((line.seq, line.hash));
        count += 1;
        entry(header, line)?;
    }
}
