//! The members of a gzip file, one after the other, with the byte at which each begins.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::Counted;
use crate::trouble::Fault;

/// Unpacks members one by one. One call of `read` never gives bytes of two of them.
pub(super) struct Members {
    /// Always there; an option only so that the next can take its reader.
    decoder: Option<GzDecoder<BufReader<Counted>>>,
    /// Where the reader was opened in its file.
    opened: u64,
    /// Where the current member begins in its file.
    began: u64,
    /// Nothing but padding is left.
    ended: bool,
}

impl Members {
    pub(super) fn new(reader: BufReader<Counted>, opened: u64) -> Self {
        Self { decoder: Some(GzDecoder::new(reader)), opened, began: opened, ended: false }
    }

    /// The byte of the file at which the member begins that was read last.
    pub(super) fn began(&self) -> u64 {
        self.began
    }

    /// Bytes read from the file since it was opened.
    pub(super) fn packed(&self) -> u64 {
        self.decoder.as_ref().map_or(0, |decoder| decoder.get_ref().get_ref().read)
    }
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.ended && !buffer.is_empty() {
            let Some(decoder) = self.decoder.as_mut() else {
                return Ok(0);
            };
            let read = decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            let reader = decoder.get_mut();
            // Tapes and some tools pad with zeros.
            let next = loop {
                let waiting = reader.fill_buf()?;
                match waiting.iter().position(|&b| b != 0) {
                    None if waiting.is_empty() => break None,
                    None => {
                        let all = waiting.len();
                        reader.consume(all);
                    }
                    Some(zeros) => {
                        reader.consume(zeros);
                        break Some(reader.buffer()[0]);
                    }
                }
            };
            match next {
                None => self.ended = true,
                Some(0x1F) => {
                    let began = reader.get_ref().read - reader.buffer().len() as u64;
                    self.began = self.opened + began;
                    self.decoder = self.decoder.take().map(|decoder| GzDecoder::new(decoder.into_inner()));
                }
                Some(_) => return Err(Fault::Damaged("bytes after the end that are not gzip".into()).into()),
            }
        }
        Ok(0)
    }
}
