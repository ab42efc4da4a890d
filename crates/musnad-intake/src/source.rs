//! What holds documents: directories, archives, feeds, lines, records.
//!
//! Each is a [`Source`]; [`crate::Intake`] keeps a stack of them.

mod archive;
mod directory;
mod entries;
mod lines;
mod list;
mod records;

use musnad_model::{Step, provenance};

pub(crate) use self::directory::Directory;
use self::{archive::Archive, entries::Entries, lines::Lines, list::List, records::Records};
use crate::{
    Document, Found, IntakeError, Kind, Link, Options, Told, Trouble,
    format::{Format, Named, SNIFFED, by_name, is_office, sniff},
    position::{END, Mark},
    stream::{Place, Raw, Stream},
};

/// What a source has next.
pub(crate) enum Next {
    Found(Found),
    /// Something to look into.
    Open(Opening),
}

/// Something that holds documents, one after the other.
pub(crate) trait Source: Send {
    /// The next one; `None` at the end. An error stands for one document.
    fn next(&mut self) -> Option<Result<Next, IntakeError>>;

    /// Where it stands: at what is next, or, if `inside`, at what it opened last.
    fn mark(&self, inside: bool) -> Mark;
}

/// Something to look into, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub found: Vec<Step>,
    pub raw: Raw,
    /// Its file name, by which its format may be told.
    pub name: String,
    pub told: Told,
    /// True if the caller named it; false if it was met in a directory or an archive.
    pub asked_for: bool,
}

/// What an opening turned out to be.
pub(crate) enum Opened {
    Document(Box<Document>),
    Source(Format, Box<dyn Source>),
    /// Nothing that holds articles, and nobody asked for it by name.
    Nothing,
}

impl Opening {
    /// An error about it.
    pub(crate) fn error(&self, trouble: impl Into<Trouble>) -> IntakeError {
        IntakeError::new(provenance::name(&self.found), trouble)
    }

    /// Looks into it, from a mark on if there is one.
    pub(crate) fn open(self, mark: Option<&Mark>, options: &Options) -> Result<Opened, IntakeError> {
        self.look(mark, options).map_err(|trouble| self.error(trouble))
    }

    fn look(&self, mark: Option<&Mark>, options: &Options) -> Result<Opened, Trouble> {
        if mark.is_some_and(|mark| mark.name == END) {
            return Ok(Opened::Nothing);
        }
        // Standard input has no beginning to return to: it is opened where the run goes on.
        let again = matches!(self.raw, Raw::Stdin).then(|| mark.map(|mark| mark.place)).flatten();
        let mut stream = Stream::open(&self.raw, again.unwrap_or_default())?;
        let Some(format) = self.format(&mut stream)? else {
            return Ok(Opened::Nothing);
        };
        let limit = if format == Format::Feed { options.max_feed_bytes } else { options.max_bytes };
        let mut whole = |limit: u64| stream.rest(limit)?.ok_or(Trouble::TooLarge { limit });
        let document = |kind: Kind, bytes: Vec<u8>| {
            let document = Document::new(kind, bytes, self.found.clone(), self.told.clone(), options.extractor);
            Opened::Document(Box::new(document))
        };
        Ok(match format {
            Format::Text => document(Kind::Text, whole(limit)?),
            Format::Html => document(Kind::Html, whole(limit)?),
            Format::Json => document(Kind::JsonLine, whole(limit)?),
            Format::Lines => Opened::Source(format, Box::new(Lines::open(self, stream, mark, options)?)),
            Format::Warc => Opened::Source(format, Box::new(Records::open(self, stream, mark, options)?)),
            Format::Feed => Opened::Source(format, Box::new(Entries::open(self, whole(limit)?, mark, options)?)),
            Format::Opml => Opened::Source(format, Box::new(List::open(self, &whole(limit)?, mark)?)),
            Format::Zip => Opened::Source(format, Box::new(Archive::open(self, mark)?)),
        })
    }

    /// What it holds, or `None` if it is passed over.
    fn format(&self, stream: &mut Stream) -> Result<Option<Format>, Trouble> {
        let first = stream.peek(SNIFFED)?;
        if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
            return match self.raw {
                _ if is_office(&self.name) => Err(Trouble::Binary),
                Raw::Stdin => Err(Trouble::Stream),
                Raw::Member(_) => Err(Trouble::Nested),
                Raw::File(_) | Raw::Bytes(_) => Ok(Some(Format::Zip)),
            };
        }
        let named = by_name(&self.name);
        if first.is_empty() && matches!(named, Some(Named::Surely(_))) {
            return Err(Trouble::Empty);
        }
        let sniffed = sniff(first);
        let article = first.windows(6).any(|window| window == b"\"text\"");
        let html = self.told.media_type.as_deref().is_some_and(|media_type| media_type.contains("html"));
        Ok(Some(match named {
            _ if sniffed == Format::Warc => Format::Warc,
            Some(Named::Surely(Format::Zip)) => return Err(Trouble::Damaged("it is not a zip archive".into())),
            // What ends in .html may be a feed all the same, if a server made its name.
            Some(Named::Surely(format)) if !matches!(self.raw, Raw::Bytes(_)) => format,
            Some(Named::Perhaps) if sniffed == Format::Lines && (self.asked_for || article) => Format::Json,
            Some(Named::Perhaps) if !self.asked_for && !matches!(sniffed, Format::Feed | Format::Html) => {
                return Ok(None);
            }
            _ if sniffed == Format::Text && html => Format::Html,
            _ => sniffed,
        }))
    }

    /// One step further in.
    pub(crate) fn with(&self, step: Step) -> Vec<Step> {
        let mut found = self.found.clone();
        found.push(step);
        found
    }

    /// The place at which to go on, if the byte before it ends a line there.
    fn again(&self, place: Place) -> Result<Option<Stream>, Trouble> {
        let plain = || Ok::<bool, Trouble>(Stream::open(&self.raw, Place::default())?.is_plain());
        let before = match place {
            Place { raw: 0, skip: 0 } => None,
            Place { raw, skip: 0 } if plain()? => Some(Place { raw: raw - 1, skip: 0 }),
            Place { skip: 0, .. } => None,
            Place { raw, skip } => Some(Place { raw, skip: skip - 1 }),
        };
        let Some(before) = before else {
            return Ok(Some(Stream::open(&self.raw, place)?));
        };
        let mut stream = match Stream::open(&self.raw, before) {
            Ok(stream) => stream,
            Err(error) => match Trouble::from(error) {
                Trouble::Lost(_) => return Ok(None),
                trouble => return Err(trouble),
            },
        };
        let ends = stream.peek(1)?.first() == Some(&b'\n');
        std::io::BufRead::consume(&mut stream, 1);
        // A last line may end with the file.
        Ok((ends || stream.peek(1)?.is_empty() && stream.at() > 0).then_some(stream))
    }
}

/// A link found in a feed or a list.
pub(crate) fn link(link: Link) -> Next {
    Next::Found(Found::Link(Box::new(link)))
}
