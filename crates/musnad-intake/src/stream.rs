//! Bytes of files and pipes, unpacked on the way, with places to come back to.
//!
//! A [`Stream`] holds one buffer of unpacked bytes and never more. It knows at which byte
//! of the packed file the current member of a gzip file began, so that a stopped run can
//! go on there. It gives up on what unpacks to more than text can, and says where a file
//! was cut off.

mod gzip;
mod member;
#[cfg(test)]
mod tests;

use std::{
    any::Any,
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::Arc,
};

use fastwarc::stream_io::traits::WarcRead;
use serde::{Deserialize, Serialize};

use self::gzip::Members;
pub(crate) use self::member::Member;
use crate::trouble::Fault;

/// Unpacked bytes held at a time.
const BUFFER: usize = 1 << 16;
/// Text and archives of text do not pack closer than this …
const MAX_RATIO: u64 = 200;
/// … which is not asked before so many bytes have come out.
const GRACE: u64 = 64_000_000;

/// Where bytes come from. All but standard input can be opened anew at any place.
#[derive(Clone, Debug)]
pub(crate) enum Raw {
    File(PathBuf),
    Bytes(Arc<[u8]>),
    Member(Arc<Member>),
    Stdin,
}

impl Raw {
    /// The bytes from `at` on.
    fn open(&self, at: u64) -> io::Result<Box<dyn Read + Send>> {
        let mut reader: Box<dyn Read + Send> = match self {
            Self::File(path) => {
                let mut file = File::open(path)?;
                if at > 0 {
                    file.seek(SeekFrom::Start(at))?;
                }
                return Ok(Box::new(file));
            }
            Self::Bytes(bytes) => {
                let mut cursor = Cursor::new(Arc::clone(bytes));
                cursor.set_position(at);
                return Ok(Box::new(cursor));
            }
            Self::Member(member) => Box::new(member.open()?),
            Self::Stdin => Box::new(io::stdin()),
        };
        if at > 0 {
            io::copy(&mut reader.by_ref().take(at), &mut io::sink())?;
        }
        Ok(reader)
    }
}

/// A place to come back to: a byte of the packed file, and how many unpacked bytes after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub raw: u64,
    pub skip: u64,
}

/// Counts what is read from a raw source.
struct Counted {
    inner: Box<dyn Read + Send>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

enum Layer {
    Plain(BufReader<Counted>),
    Gzip(Box<Members>),
    Zstd(Box<zstd::Decoder<'static, BufReader<Counted>>>),
}

impl Layer {
    /// Bytes taken from the raw source, with those that only wait in a buffer.
    fn packed(&self) -> u64 {
        match self {
            Self::Plain(reader) => reader.get_ref().read,
            Self::Gzip(members) => members.packed(),
            Self::Zstd(decoder) => decoder.get_ref().get_ref().read,
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Gzip(members) => members.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

/// Unpacked bytes, one buffer at a time.
pub(crate) struct Stream {
    layer: Layer,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    /// Unpacked bytes that were consumed, from where the stream was opened.
    at: u64,
    /// Unpacked bytes that came out.
    unpacked: u64,
    /// Where members of the packed file begin: unpacked and packed byte, the latest that
    /// is not after `at` first.
    members: VecDeque<(u64, u64)>,
    ended: bool,
    /// An error behind what the buffer holds.
    failed: Option<io::Error>,
    /// The byte of the packed file at which it was opened.
    opened: u64,
}

impl Stream {
    /// Opens `raw` at a place. Gzip and zstd are told by their first bytes.
    pub(crate) fn open(raw: &Raw, place: Place) -> io::Result<Self> {
        let mut inner = raw.open(place.raw)?;
        // A pipe may give less than it will.
        let mut first = Vec::new();
        inner.by_ref().take(4).read_to_end(&mut first)?;
        let whole = Counted { inner: Box::new(Cursor::new(first.clone()).chain(inner)), read: 0 };
        let reader = BufReader::with_capacity(BUFFER, whole);
        let layer = match first[..] {
            [0x1F, 0x8B, 0x08, ..] => Layer::Gzip(Box::new(Members::new(reader, place.raw))),
            [0x28, 0xB5, 0x2F, 0xFD] => Layer::Zstd(Box::new(zstd::Decoder::with_buffer(reader)?)),
            _ => Layer::Plain(reader),
        };
        let mut stream = Self {
            layer,
            buffer: vec![0; BUFFER],
            from: 0,
            to: 0,
            at: 0,
            unpacked: 0,
            members: VecDeque::from([(0, place.raw)]),
            ended: false,
            failed: None,
            opened: place.raw,
        };
        stream.skip(place.skip)?;
        Ok(stream)
    }

    fn skip(&mut self, mut left: u64) -> io::Result<()> {
        while left > 0 {
            let some = self.fill_buf()?.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if some == 0 {
                return Err(Fault::Short.into());
            }
            self.consume(some);
            left -= some as u64;
        }
        Ok(())
    }

    /// True if what comes out is what the file holds.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.layer, Layer::Plain(_))
    }

    /// The unpacked bytes consumed since the stream was opened.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// The place of the next byte.
    pub(crate) fn place(&self) -> Place {
        // The next member may be waiting in the buffer without a byte of it consumed.
        let member = self.members.iter().rev().find(|(began, _)| *began <= self.at);
        let (began, raw) = member.copied().unwrap_or_default();
        match &self.layer {
            Layer::Plain(_) => Place { raw: raw + self.at, skip: 0 },
            _ => Place { raw, skip: self.at - began },
        }
    }

    /// The next bytes, at least `want` of them unless there are fewer, without consuming them.
    pub(crate) fn peek(&mut self, want: usize) -> io::Result<&[u8]> {
        while self.to - self.from < want.min(BUFFER) && self.more()? {}
        Ok(&self.buffer[self.from..self.to])
    }

    /// The rest, or `None` if it is more than `limit` bytes.
    pub(crate) fn rest(&mut self, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        // One byte over the limit is enough to know; the rest is never read.
        self.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    }

    /// Reads more behind what the buffer holds; false at the end.
    fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return match &self.failed {
                // Said as often as it is met: who looks ahead may pass it over.
                Some(error) if self.from == self.to => Err(again(error)),
                _ => Ok(false),
            };
        }
        if self.from > 0 {
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        let read = loop {
            match self.layer.read(&mut self.buffer[self.to..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What stands before comes out first: a look ahead must not lose it.
                Err(error) => {
                    self.failed = Some(self.told(error));
                    self.ended = true;
                    return self.more();
                }
                Ok(read) => break read,
            }
        };
        if read == 0 {
            self.ended = true;
            return Ok(false);
        }
        if let Layer::Gzip(members) = &self.layer
            && self.members.back().is_none_or(|&(_, raw)| raw != members.began())
        {
            self.members.push_back((self.unpacked, members.began()));
        }
        self.to += read;
        self.unpacked += read as u64;
        let packed = self.layer.packed();
        if !self.is_plain() && self.unpacked > GRACE && self.unpacked / MAX_RATIO > packed {
            return Err(Fault::Bomb { unpacked: self.unpacked, packed }.into());
        }
        Ok(true)
    }

    /// What a decoder complains of, in our words.
    fn told(&self, error: io::Error) -> io::Error {
        if self.is_plain() || error.get_ref().is_some_and(|inner| inner.is::<Fault>()) {
            return error;
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::CutOff { after: self.opened + self.layer.packed() }.into(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other => {
                Fault::Damaged(error.to_string()).into()
            }
            _ => error,
        }
    }
}

/// The same error once more.
fn again(error: &io::Error) -> io::Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Fault>()) {
        Some(fault) => fault.clone().into(),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.from == self.to {
            self.more()?;
        }
        Ok(&self.buffer[self.from..self.to])
    }

    fn consume(&mut self, amount: usize) {
        let amount = amount.min(self.to - self.from);
        self.from += amount;
        self.at += amount as u64;
        while self.members.get(1).is_some_and(|&(began, _)| began <= self.at) {
            self.members.pop_front();
        }
    }
}

/// Only tells where it is: what reads WARC files asks that of a stream, and no more.
impl Seek for Stream {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Current(0) => Ok(self.at),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

impl WarcRead for Stream {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn inner_seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.seek(to)
    }

    fn inner_stream_position(&mut self) -> io::Result<u64> {
        Ok(self.at)
    }

    fn is_stream_decoder(&self) -> bool {
        true
    }
}
