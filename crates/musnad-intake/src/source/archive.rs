//! A zip archive: its members, one after the other, none of which can do harm.
//!
//! Names of members are never used as paths. Packed sizes, unpacked sizes and their
//! number are bounded, members that overlap are seen by the sum of what they unpack to,
//! and an archive inside an archive stays closed.

use std::{fs, io, sync::Arc, vec};

use musnad_model::{Step, provenance};
use rawzip::{CompressionMethod, FileReader, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder, ZipLocator};

use super::{Next, Opening, Source};
use crate::{
    IntakeError, Trouble,
    format::by_name,
    position::{END, Mark},
    stream::{Member, Place, Raw},
};

/// More members than an archive of articles has.
const MAX_MEMBERS: usize = 500_000;
/// All members together unpack to no more than this, in bytes …
const MAX_UNPACKED: u64 = 1 << 36;
/// … and to no more than so many times the size of the archive, once they pass the grace.
const MAX_RATIO: u64 = 200;
const GRACE: u64 = 64_000_000;
/// All names that are held, in bytes.
const MAX_NAMES: usize = 64_000_000;
/// Longest name of a member that is shown.
const LONGEST: usize = 1_000;

/// A member that may hold articles.
struct Entry {
    name: String,
    way: ZipArchiveEntryWayfinder,
    packed: u64,
    size: u64,
    crc: u32,
    /// Why it cannot be read, if so.
    refused: Option<&'static str>,
    deflated: bool,
}

pub(super) struct Archive {
    opening: Opening,
    archive: ZipArchive<Box<dyn ReaderAt + Send + Sync>>,
    entries: vec::IntoIter<Entry>,
    size: u64,
    number: u64,
    last: String,
    unpacked: u64,
    /// Said before the first member.
    lost: Option<IntakeError>,
    /// Said after the last one.
    pending: Option<IntakeError>,
    any: bool,
}

impl Archive {
    pub(super) fn open(opening: &Opening, mark: Option<&Mark>) -> Result<Self, Trouble> {
        let (reader, size): (Box<dyn ReaderAt + Send + Sync>, u64) = match &opening.raw {
            Raw::File(path) => {
                let file = fs::File::open(path)?;
                let size = file.metadata()?.len();
                (Box::new(FileReader::from(file)), size)
            }
            Raw::Bytes(bytes) => (Box::new(Shared(Arc::clone(bytes))), bytes.len() as u64),
            Raw::Member(_) => return Err(Trouble::Nested),
            Raw::Stdin => return Err(Trouble::Stream),
        };
        let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
        let archive = ZipLocator::new()
            .locate_in_reader(reader, &mut buffer, size)
            .map_err(|(_, error)| Trouble::Damaged(error.to_string()))?;
        let (entries, pending) = directory(&archive, &mut buffer)?;
        let mut archive = Self {
            opening: opening.clone(),
            archive,
            entries: entries.into_iter(),
            size,
            number: 0,
            last: String::new(),
            unpacked: 0,
            lost: None,
            pending: pending.map(|trouble| opening.error(trouble)),
            any: false,
        };
        if let Some(mark) = mark {
            archive.go_to(mark);
        }
        Ok(archive)
    }

    /// Goes on behind the member that was opened last, or at it if the run stood inside.
    fn go_to(&mut self, mark: &Mark) {
        let inside = mark.place.skip == INSIDE;
        let done = usize::try_from(mark.number).unwrap_or(usize::MAX);
        let entries = self.entries.as_slice();
        if done == 0 {
            return;
        }
        if entries.get(done - 1).is_none_or(|entry| entry.name != mark.name) {
            let why = format!("its member {:?} is not where it was", mark.name);
            self.lost = Some(self.opening.error(Trouble::Lost(why)));
            return;
        }
        let passed = done - usize::from(inside);
        self.unpacked = entries[..passed].iter().map(|entry| entry.size).sum();
        self.number = passed as u64;
        self.last.clone_from(&mark.name);
        self.any = true;
        self.entries.by_ref().take(passed).for_each(drop);
    }

    fn member(&mut self, entry: &Entry) -> Result<Member, Trouble> {
        if let Some(why) = entry.refused {
            return Err(Trouble::Archive(why.into()));
        }
        self.unpacked = self.unpacked.saturating_add(entry.size);
        if self.unpacked > MAX_UNPACKED || self.unpacked > GRACE && self.unpacked / MAX_RATIO > self.size {
            // The rest can only be more of it.
            self.entries = Vec::new().into_iter();
            return Err(Trouble::Bomb { unpacked: self.unpacked, packed: self.size });
        }
        let local = self.archive.get_entry(entry.way).map_err(|error| Trouble::Damaged(error.to_string()))?;
        let (from, to) = local.compressed_data_range();
        if to > self.size || to.checked_sub(from) != Some(entry.packed) {
            return Err(Trouble::Damaged("it lies outside of its archive".into()));
        }
        Ok(Member {
            archive: self.opening.raw.clone(),
            from,
            packed: entry.packed,
            deflated: entry.deflated,
            size: entry.size,
            crc: entry.crc,
        })
    }
}

/// In the place of a mark: the run stood inside of the member.
const INSIDE: u64 = 1;

/// The members that may hold articles, in the order of the archive, and what is wrong with the list.
fn directory(
    archive: &ZipArchive<Box<dyn ReaderAt + Send + Sync>>,
    buffer: &mut [u8],
) -> Result<(Vec<Entry>, Option<Trouble>), Trouble> {
    let mut found = Vec::new();
    let (mut all, mut names) = (0usize, 0usize);
    let mut entries = archive.entries(buffer);
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => return Ok((found, None)),
            Err(error) if all == 0 => return Err(Trouble::Damaged(error.to_string())),
            Err(error) => return Ok((found, Some(Trouble::Damaged(error.to_string())))),
        };
        all += 1;
        if all > MAX_MEMBERS {
            return Err(Trouble::Archive(format!("it has more than {MAX_MEMBERS} members")));
        }
        let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        let hidden = name.split(['/', '\\']).any(|part| part.starts_with('.') || part == "__MACOSX");
        if entry.is_dir() || hidden || name.len() > LONGEST || by_name(&name).is_none() {
            continue;
        }
        let method = entry.compression_method();
        let refused = match method {
            _ if entry.flags().is_encrypted() => Some("the member is encrypted"),
            CompressionMethod::STORE | CompressionMethod::DEFLATE => None,
            _ => Some("the member is packed by a method other than deflate"),
        };
        names += name.len();
        if names > MAX_NAMES {
            return Err(Trouble::Archive(format!("the names of its members are longer than {MAX_NAMES} bytes")));
        }
        found.push(Entry {
            name,
            way: entry.wayfinder(),
            packed: entry.compressed_size_hint(),
            size: entry.uncompressed_size_hint(),
            crc: entry.crc32(),
            refused,
            deflated: method == CompressionMethod::DEFLATE,
        });
    }
}

impl Source for Archive {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        if let Some(error) = self.lost.take() {
            return Some(Err(error));
        }
        let Some(entry) = self.entries.next() else {
            self.last = END.into();
            if let Some(error) = self.pending.take() {
                self.any = true;
                return Some(Err(error));
            }
            let none = !std::mem::replace(&mut self.any, true);
            return none.then(|| Err(self.opening.error(Trouble::NoArticles)));
        };
        self.any = true;
        self.number += 1;
        self.last.clone_from(&entry.name);
        let found = self.opening.with(Step::Member { name: entry.name.clone() });
        Some(match self.member(&entry) {
            Ok(member) => Ok(Next::Open(Opening {
                name: entry.name,
                raw: Raw::Member(Arc::new(member)),
                found,
                told: self.opening.told.clone(),
                asked_for: false,
            })),
            Err(trouble) => Err(IntakeError::new(provenance::name(&found), trouble)),
        })
    }

    fn mark(&self, inside: bool) -> Mark {
        let place = Place { raw: 0, skip: if inside { INSIDE } else { 0 } };
        Mark { name: self.last.clone(), number: self.number, place }
    }
}

/// Bytes in memory as an archive reads them.
struct Shared(Arc<[u8]>);

impl ReaderAt for Shared {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.0.read_at(buffer, offset)
    }
}
