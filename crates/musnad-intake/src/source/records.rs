//! WARC: the pages in a web archive.
//!
//! Responses with a page in them are documents; everything else is passed over. A record
//! that cannot be read is one error, and the next record that can be found is read.

mod payload;

use std::io::{self, Read, Seek};

use fastwarc::{
    stream_io::traits::WarcRead,
    warc::record::{AutoDecode, WarcRecord, WarcRecordType},
};
use jiff::Timestamp;
use musnad_model::{Step, provenance};

use super::{Next, Opening, Source};
use crate::{
    Document, Found, IntakeError, Kind, Options, Told, Trouble,
    format::{Format, sniff},
    html,
    position::{END, Mark},
    stream::{Place, Stream},
    text::language,
};

/// How many bytes of the next record a mark remembers, to see whether the file is the same.
const NEXT: usize = 8;
/// Begins the name of a mark after a record that could not be read.
const ASTRAY: &str = "astray ";

/// Longest block of headers that is read, in bytes.
const MAX_HEADERS: usize = 64 << 10;

pub(super) struct Records {
    opening: Opening,
    options: Options,
    /// A [`Stream`] between two records; `None` at the end.
    reader: Option<Box<dyn WarcRead>>,
    mark: Mark,
    /// Said before the next record.
    pending: Option<IntakeError>,
    /// The last record could not be read: look for the beginning of another.
    astray: bool,
    /// Something was yielded.
    any: bool,
}

impl Records {
    pub(super) fn open(
        opening: &Opening,
        stream: Stream,
        mark: Option<&Mark>,
        options: &Options,
    ) -> Result<Self, Trouble> {
        let mut records = Self {
            opening: opening.clone(),
            options: options.clone(),
            reader: None,
            mark: Mark::default(),
            pending: None,
            astray: false,
            any: mark.is_some_and(|mark| mark.number > 0),
        };
        let mut reader = stream;
        if let Some(mark) = mark.filter(|mark| mark.number > 0) {
            let again = match Stream::open(&opening.raw, mark.place).map_err(Trouble::from) {
                Ok(again) => Some(again),
                Err(Trouble::Lost(_)) => None,
                Err(trouble) => return Err(trouble),
            };
            let (astray, bytes) = match mark.name.strip_prefix(ASTRAY) {
                Some(bytes) => (true, bytes),
                None => (false, mark.name.as_str()),
            };
            // A file that grew has more behind what was its end.
            let same = |mut again: Stream| Ok::<_, Trouble>(hex(again.peek(NEXT)?).starts_with(bytes).then_some(again));
            match again.map(same).transpose()?.flatten() {
                Some(again) => {
                    (records.mark, records.astray) = (mark.clone(), astray);
                    reader = again;
                }
                None => {
                    let why = format!("record {} is not where it was", mark.number + 1);
                    records.pending = Some(opening.error(Trouble::Lost(why)));
                }
            }
        }
        records.reader = Some(Box::new(reader));
        Ok(records)
    }

    /// Puts the mark at what the reader has next.
    fn mark_at(&mut self, reader: &mut dyn WarcRead) {
        let place = stream(reader).map_or(Place::default(), Stream::place);
        // What the buffer holds: asking for more could meet an error that belongs to the next record.
        let next = reader.fill_buf().map(|waiting| hex(&waiting[..waiting.len().min(NEXT)])).unwrap_or_default();
        let name = if self.astray { format!("{ASTRAY}{next}") } else { next };
        self.mark = Mark { name, number: self.mark.number + 1, place };
    }

    /// An error after which nothing more is read.
    fn last(&mut self, trouble: impl Into<Trouble>) -> Option<Result<Next, IntakeError>> {
        self.mark.name = END.into();
        Some(Err(self.opening.error(trouble)))
    }

    /// What one record holds, if it is a page.
    fn page(&self, record: &mut WarcRecord, offset: u64) -> Option<Result<Document, IntakeError>> {
        if record.record_type() != WarcRecordType::Response || !record.is_http() {
            return None;
        }
        let header = |name: &str| record.headers().get(name).map(|value| value.trim().to_owned());
        let url = header("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
        let captured = header("WARC-Date").and_then(|date| date.parse::<Timestamp>().ok());
        let step = Step::Record { offset, id: header("WARC-Record-ID"), url: url.clone() };
        let identified = header("WARC-Identified-Payload-Type");
        let truncated = header("WARC-Truncated");
        let found = self.opening.with(step);
        let failed = |trouble: Trouble| Some(Err(IntakeError::new(provenance::name(&found), trouble)));
        if let Err(error) = record.parse_http_with_opts(AutoDecode::None, MAX_HEADERS, true) {
            return failed(match Trouble::from(error) {
                Trouble::Unreadable(error) => Trouble::Record(error.to_string()),
                trouble => trouble,
            });
        }
        let status = record.http_headers().and_then(|headers| headers.status_code());
        if status.is_some_and(|status| !(200..300).contains(&status)) {
            return None;
        }
        let kind = record.http_content_type().filter(|kind| !kind.is_empty()).or(identified);
        let page = kind
            .as_ref()
            .map(|kind| matches!(kind.to_ascii_lowercase().as_str(), "text/html" | "application/xhtml+xml"));
        if page == Some(false) {
            return None;
        }
        if let Some(why) = truncated {
            return failed(Trouble::Truncated(why));
        }
        let limit = self.options.max_bytes;
        let mut body = Vec::new();
        let read = record.reader_mut()?.take(limit.saturating_add(1)).read_to_end(&mut body);
        let body = match read {
            Err(error) => return failed(error.into()),
            Ok(_) if body.len() as u64 > limit => return failed(Trouble::TooLarge { limit }),
            Ok(_) => payload::decoded(body, record.http_headers(), limit),
        };
        let body = match body {
            Ok(body) => body,
            Err(trouble) => return failed(trouble),
        };
        // Where nobody says what it is, its first bytes do.
        if page.is_none() && sniff(&body) != Format::Html {
            return None;
        }
        let told = Told {
            // Records name what they like; an article's address is one of the web.
            url: url.as_deref().and_then(html::web),
            charset: record.http_charset().map(|charset| charset.trim_matches(['"', '\'']).to_owned()),
            language: record.http_headers().and_then(|all| all.get("Content-Language")).and_then(|tag| language(&tag)),
            media_type: kind,
            captured,
            said: None,
        };
        Some(Ok(Document::new(Kind::Html, body, found, told, self.options.extractor)))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The stream below a reader that stands between two records.
fn stream(reader: &dyn WarcRead) -> Option<&Stream> {
    reader.as_any().downcast_ref::<Stream>()
}

/// Passes over the blank lines after a record.
fn skip_blank(reader: &mut dyn WarcRead) -> io::Result<()> {
    loop {
        let waiting = reader.fill_buf()?;
        let blank = waiting.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let all = blank == waiting.len();
        reader.consume(blank);
        if blank == 0 || !all {
            return Ok(());
        }
    }
}

/// Goes to the end of a record; false if the file ends before.
fn finish(record: &mut WarcRecord) -> io::Result<bool> {
    record.consume()?;
    let Some(reader) = record.reader_mut() else {
        return Ok(true);
    };
    Ok(reader.stream_position()? >= reader.limit())
}

impl Source for Records {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        if let Some(error) = self.pending.take() {
            if self.reader.is_none() {
                self.mark.name = END.into();
            }
            return Some(Err(error));
        }
        let any = std::mem::replace(&mut self.any, true);
        loop {
            let mut reader = self.reader.take()?;
            if let Err(error) = skip_blank(reader.as_mut()) {
                return self.last(error);
            }
            let place = stream(reader.as_ref()).map_or(Place::default(), Stream::place);
            let mut record = WarcRecord::new();
            record.attach_reader(reader);
            match record.parse_warc_headers_with_opts(self.astray, MAX_HEADERS) {
                Ok(0) => return if any { None } else { self.last(Trouble::NoArticles) },
                Ok(_) => self.astray = false,
                Err(error) => {
                    let error = match Trouble::from(error) {
                        Trouble::Unreadable(error) if error.kind() == io::ErrorKind::InvalidData => error,
                        // What cannot be read further is the trouble of the file.
                        trouble => return self.last(trouble),
                    };
                    self.astray = true;
                    let mut reader = record.detach_reader()?;
                    self.mark_at(reader.as_mut());
                    self.reader = Some(reader);
                    let found = self.opening.with(Step::Record { offset: place.raw, id: None, url: None });
                    return Some(Err(IntakeError::new(provenance::name(&found), Trouble::Record(error.to_string()))));
                }
            }
            let page = self.page(&mut record, place.raw);
            let whole = finish(&mut record);
            let mut reader = record.detach_reader()?;
            match whole {
                Ok(true) => {}
                // A page without its end is not the page that the outlet sent.
                Ok(false) => {
                    let after = stream(reader.as_ref()).map_or(0, |stream| stream.place().raw);
                    return self.last(Trouble::CutOff { after });
                }
                Err(error) => return self.last(error),
            }
            let blank = skip_blank(reader.as_mut());
            self.mark_at(reader.as_mut());
            match blank {
                Ok(()) => self.reader = Some(reader),
                Err(error) => self.pending = Some(self.opening.error(error)),
            }
            if let Some(page) = page {
                return Some(page.map(|document| Next::Found(Found::Document(Box::new(document)))));
            }
            if self.pending.is_some() {
                self.mark.name = END.into();
                return self.pending.take().map(Err);
            }
        }
    }

    fn mark(&self, _inside: bool) -> Mark {
        self.mark.clone()
    }
}
