//! One file inside a zip archive, unpacked and held against its checksum.

use std::io::{self, BufReader, Read, Take};

use flate2::bufread::DeflateDecoder;
use rawzip::Crc32;

use super::{GRACE, MAX_RATIO, Raw};
use crate::trouble::Fault;

/// Where a member lies in its archive, and what must come out.
#[derive(Debug)]
pub(crate) struct Member {
    pub archive: Raw,
    /// Its first packed byte in the archive, and how many there are.
    pub from: u64,
    pub packed: u64,
    /// False if it is stored as it is.
    pub deflated: bool,
    /// Its length and checksum, unpacked.
    pub size: u64,
    pub crc: u32,
}

/// The packed bytes and none after them.
type Packed = Take<Box<dyn Read + Send>>;

enum Layer {
    Stored(Packed),
    Deflate(Box<DeflateDecoder<BufReader<Packed>>>),
}

/// Unpacks a member and complains if it is not what the archive says.
pub(super) struct Reader {
    layer: Layer,
    packed: u64,
    size: u64,
    crc: u32,
    read: u64,
    sum: Crc32,
}

impl Member {
    pub(super) fn open(&self) -> io::Result<Reader> {
        let packed = self.archive.open(self.from)?.take(self.packed);
        let layer = if self.deflated {
            Layer::Deflate(Box::new(DeflateDecoder::new(BufReader::new(packed))))
        } else {
            Layer::Stored(packed)
        };
        Ok(Reader { layer, packed: self.packed, size: self.size, crc: self.crc, read: 0, sum: Crc32::new() })
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.layer {
            Layer::Stored(reader) => reader.read(buffer),
            Layer::Deflate(decoder) => decoder.read(buffer),
        };
        let read = read.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::CutOff { after: self.packed }.into(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Fault::Damaged(error.to_string()).into(),
            _ => error,
        })?;
        self.read += read as u64;
        self.sum.update(&buffer[..read]);
        if self.read > GRACE && self.read / MAX_RATIO > self.packed {
            return Err(Fault::Bomb { unpacked: self.read, packed: self.packed }.into());
        }
        if self.read > self.size {
            return Err(Fault::Damaged(format!("it holds more than the {} bytes it should", self.size)).into());
        }
        if read == 0 && !buffer.is_empty() {
            if self.read < self.size {
                return Err(Fault::CutOff { after: self.read }.into());
            }
            if self.sum.checksum() != self.crc {
                return Err(Fault::Damaged("its checksum is another".into()).into());
            }
        }
        Ok(read)
    }
}
