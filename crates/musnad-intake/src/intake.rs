//! The iterator over everything that some inputs hold.

use std::{collections::VecDeque, path::PathBuf, sync::Arc};

use jiff::Timestamp;
use musnad_model::{Step, provenance};

use crate::{
    Document, Extractor, IntakeError, Position, Said, Told, Trouble,
    format::Format,
    html,
    position::Mark,
    source::{Directory, Next, Opened, Opening, Source},
    stream::Raw,
};

/// How large one document may be if the caller does not say, in bytes.
pub const DEFAULT_MAX_BYTES: u64 = 20_000_000;

/// How large a whole feed may be if the caller does not say, in bytes.
pub const DEFAULT_MAX_FEED_BYTES: u64 = 64_000_000;

/// Something that documents are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a directory with all that is below it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// An address of the web: a page, a feed, a list of feeds or a file of articles. It is
    /// yielded as a [`Link`], for a caller that fetches to [`Intake::follow`].
    Address(String),
    /// What a server answered.
    Fetched(Box<Fetched>),
}

/// What a server answered: a page, a feed, or a file of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The bytes, without the encodings of their transport.
    pub bytes: Arc<[u8]>,
    /// The address that was asked for.
    pub asked: String,
    /// The address that answered, after redirects.
    pub url: String,
    /// The media type that the server named, without parameters.
    pub media_type: Option<String>,
    /// The charset that the server named.
    pub charset: Option<String>,
    /// ISO 639-1 code that the server named.
    pub language: Option<String>,
    /// The server's `ETag`, for asking again.
    pub etag: Option<String>,
    /// The server's `Last-Modified`, for asking again.
    pub last_modified: Option<String>,
    /// When it was fetched.
    pub captured: Option<Timestamp>,
    /// The link that led to it.
    pub link: Option<Link>,
}

/// One thing that was found.
#[derive(Clone, Debug)]
pub enum Found {
    /// A document.
    Document(Box<Document>),
    /// Something that the caller may fetch; see [`Fetched`].
    Link(Box<Link>),
}

/// An address in a feed or a list of feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// What is there.
    pub kind: LinkKind,
    /// What it is called where it was found.
    pub title: Option<String>,
    /// The way to it, the outermost step first.
    pub found: Vec<Step>,
    /// What a feed says of the article there.
    pub said: Option<Box<Said>>,
}

/// What a link leads to, and so what may be taken in there. Lists lead to feeds and feeds to
/// pages, so no chain of addresses is longer than these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Whatever is there: a person gave the address.
    Given,
    /// A feed, and nothing else.
    Feed,
    /// The page of an article: one document.
    Page,
}

impl Link {
    /// A link that a person gave.
    #[must_use]
    pub fn given(url: impl Into<String>, kind: LinkKind) -> Self {
        Self { url: url.into(), kind, title: None, found: Vec::new(), said: None }
    }

    /// What to say of it where nothing is fetched.
    #[must_use]
    pub fn unfetched(&self) -> IntakeError {
        let name = if self.found.is_empty() { self.url.clone() } else { provenance::name(&self.found) };
        IntakeError::new(name, Trouble::OnlyLinked { url: self.url.clone() })
    }
}

/// How documents are taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How large one document may be, in bytes.
    pub max_bytes: u64,
    /// How large a whole feed may be, in bytes. It is held in memory while its entries are read.
    pub max_feed_bytes: u64,
    /// How a story is told from its page.
    pub extractor: Extractor,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_bytes: DEFAULT_MAX_BYTES, max_feed_bytes: DEFAULT_MAX_FEED_BYTES, extractor: Extractor::default() }
    }
}

/// What some inputs hold, one at a time and in order: inputs as given, directories and
/// archives by their own order, lines, entries and records as they stand.
///
/// A file that is named itself is always taken, and told by its first bytes if its name
/// says nothing. In a directory or an archive, files are taken by their names (`.txt`, `.html`,
/// `.htm`, `.xhtml`, `.jsonl`, `.ndjson`, `.rss`, `.atom`, `.warc`, `.zip`, each also with
/// `.gz` or `.zst`; `.xml` and `.json` if they begin as a feed, a page or an article), and
/// hidden ones are passed over. An archive inside an archive is not opened.
pub struct Intake {
    inputs: Vec<Input>,
    /// The next input.
    next: usize,
    /// What is open, the innermost last.
    open: Vec<Box<dyn Source>>,
    /// Where each level goes on that is opened next.
    again: VecDeque<Mark>,
    /// What the level that was opened last is to open next, if those marks are to count.
    expected: Option<String>,
    /// The marks for what the link leads to that was yielded last.
    offered: VecDeque<Mark>,
    options: Options,
    lost: Option<IntakeError>,
}

impl Intake {
    /// Everything in `inputs`.
    #[must_use]
    pub fn new(inputs: Vec<Input>, options: Options) -> Self {
        Self {
            inputs,
            next: 0,
            open: Vec::new(),
            again: VecDeque::new(),
            expected: None,
            offered: VecDeque::new(),
            options,
            lost: None,
        }
    }

    /// What comes after a position of an earlier run with the same inputs.
    #[must_use]
    pub fn resume(inputs: Vec<Input>, options: Options, position: &Position) -> Self {
        let mut intake = Self::new(inputs, options);
        let Some((input, inner)) = position.marks().split_first() else {
            return intake;
        };
        let at = usize::try_from(input.number).unwrap_or(usize::MAX);
        let named = |at: usize| intake.inputs.get(at).is_some_and(|one| name(one) == input.name);
        // The same place in the list, or else wherever the input is now.
        let place = if named(at) { Some(at) } else { (0..intake.inputs.len()).find(|&at| named(at)) };
        match place {
            Some(place) => {
                intake.next = place;
                intake.again = inner.iter().cloned().collect();
            }
            None if input.name.is_empty() => intake.next = at.min(intake.inputs.len()),
            None => {
                let why = format!("{:?} is not among the inputs", input.name);
                intake.lost = Some(IntakeError::new(input.name.clone(), Trouble::Lost(why)));
            }
        }
        intake
    }

    /// Where the run stands: a run that goes on there begins with what comes after the
    /// item that was yielded last.
    #[must_use]
    pub fn position(&self) -> Position {
        let inside = !self.open.is_empty();
        let at = if inside { self.next.saturating_sub(1) } else { self.next };
        let input =
            Mark { name: self.inputs.get(at).map(name).unwrap_or_default(), number: at as u64, ..Mark::default() };
        let last = self.open.len().saturating_sub(1);
        let levels = self.open.iter().enumerate().map(|(level, source)| source.mark(level < last));
        Position::new([input].into_iter().chain(levels).collect())
    }

    /// Takes in what the link led to that was yielded last: a document or an error at once, or
    /// `None`, and what is there comes next.
    pub fn follow(&mut self, fetched: Fetched) -> Option<Result<Found, IntakeError>> {
        self.again = std::mem::take(&mut self.offered);
        let found = self.fetched(fetched);
        if found.is_some() {
            self.again.clear();
        }
        found
    }

    /// The next mark of the run that goes on, for what is opened now.
    fn mark(&mut self) -> Option<Mark> {
        let mark = self.again.pop_front();
        self.expected = mark.as_ref().map(|mark| mark.name.clone());
        mark
    }

    /// Opens something; `kind` says what it may be, if a link led to it.
    fn enter(&mut self, opening: Opening, kind: LinkKind) -> Option<Result<Found, IntakeError>> {
        let mark = self.mark();
        let name = provenance::name(&opening.found);
        let failed = |trouble: Trouble| Some(Err(IntakeError::new(name, trouble)));
        match (opening.open(mark.as_ref(), &self.options), kind) {
            // The front page of a site is not what its feed was.
            (Ok(Opened::Document(_)), LinkKind::Feed) => failed(Trouble::Feed("it is a page".into())),
            (Ok(Opened::Document(document)), _) => Some(Ok(Found::Document(document))),
            (Ok(Opened::Source(_, _)), LinkKind::Page) => failed(Trouble::NotAPage),
            (Ok(Opened::Source(format, _)), LinkKind::Feed) if format != Format::Feed => {
                failed(Trouble::Feed("it holds something else".into()))
            }
            (Ok(Opened::Source(_, source)), _) => {
                self.open.push(source);
                None
            }
            (Ok(Opened::Nothing), _) => None,
            (Err(error), _) => Some(Err(error)),
        }
    }

    fn input(&mut self, input: Input) -> Option<Result<Found, IntakeError>> {
        let opening = match input {
            Input::Path(path) if path.is_dir() => {
                let mark = self.mark();
                self.open.push(Box::new(Directory::open(&path, mark.as_ref())));
                return None;
            }
            Input::Path(path) => {
                let name = path.display().to_string();
                let found = vec![Step::File { path: name.clone() }];
                Opening { found, raw: Raw::File(path), name, told: Told::default(), asked_for: true }
            }
            Input::Stdin => Opening {
                found: vec![Step::Stdin],
                raw: Raw::Stdin,
                name: String::new(),
                told: Told::default(),
                asked_for: true,
            },
            Input::Address(url) => return Some(Ok(Found::Link(Box::new(Link::given(url, LinkKind::Given))))),
            Input::Fetched(fetched) => return self.fetched(*fetched),
        };
        self.enter(opening, LinkKind::Given)
    }

    fn fetched(&mut self, fetched: Fetched) -> Option<Result<Found, IntakeError>> {
        let (mut found, said, kind) = match fetched.link {
            Some(link) => (link.found, link.said, link.kind),
            None => (Vec::new(), None, LinkKind::Given),
        };
        found.push(Step::Fetched {
            asked: fetched.asked,
            url: fetched.url.clone(),
            etag: fetched.etag,
            last_modified: fetched.last_modified,
        });
        let told = Told {
            url: html::web(&fetched.url),
            charset: fetched.charset,
            language: fetched.language,
            media_type: fetched.media_type,
            captured: fetched.captured,
            said,
        };
        let opening = Opening { found, raw: Raw::Bytes(fetched.bytes), name: fetched.url, told, asked_for: true };
        self.enter(opening, kind)
    }
}

/// What a position calls an input.
fn name(input: &Input) -> String {
    match input {
        Input::Path(path) => path.to_string_lossy().into_owned(),
        Input::Stdin => "-".into(),
        Input::Address(url) => url.clone(),
        Input::Fetched(fetched) => fetched.asked.clone(),
    }
}

impl Iterator for Intake {
    type Item = Result<Found, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.offered.clear();
        if let Some(error) = self.lost.take() {
            return Some(Err(error));
        }
        loop {
            let found = match self.open.last_mut() {
                Some(source) => match source.next() {
                    None => {
                        self.open.pop();
                        None
                    }
                    Some(Ok(Next::Found(found))) => Some(Ok(found)),
                    Some(Ok(Next::Open(opening))) => {
                        // The marks below belong to what the run stood in, and to no other.
                        if self.expected.take().is_some_and(|name| name != source.mark(true).name) {
                            self.again.clear();
                        }
                        self.enter(opening, LinkKind::Given)
                    }
                    Some(Err(error)) => Some(Err(error)),
                },
                None => {
                    let input = self.inputs.get(self.next)?.clone();
                    self.next += 1;
                    self.input(input)
                }
            };
            if let Some(found) = found {
                // Marks that no level took belong to what is another now, or to what a link leads to.
                let left = std::mem::take(&mut self.again);
                if matches!(found, Ok(Found::Link(_))) {
                    self.offered = left;
                }
                return Some(found);
            }
        }
    }
}
