//! What can go wrong with one document, and what to try then.

use std::{io, time::Duration};

/// A document that gave no article, and why.
#[derive(Debug, thiserror::Error)]
#[error("{document}: {trouble}")]
pub struct IntakeError {
    /// The document as [`crate::Document::name`] calls it.
    pub document: String,
    /// What went wrong.
    #[source]
    pub trouble: Trouble,
}

impl IntakeError {
    pub(crate) fn new(document: impl Into<String>, trouble: impl Into<Trouble>) -> Self {
        Self { document: document.into(), trouble: trouble.into() }
    }
}

/// What can go wrong with one document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// It could not be opened or read.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It is larger than one document may be.
    #[error("too large: the limit for one document is {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It holds no text at all.
    #[error("empty: it holds no text")]
    Empty,
    /// It is not text in any charset.
    #[error("not text: it looks like a binary file")]
    Binary,
    /// An HTML page of which no article text is left.
    #[error("no article text was found in the page")]
    NoArticle,
    /// An HTML page with more tags than any article has.
    #[error("too many tags: the limit for one page is {limit}")]
    TooManyTags {
        /// The limit.
        limit: usize,
    },
    /// A line that is not the JSON object asked for.
    #[error("not an article in JSON: {0}")]
    Json(String),
    /// A directory or archive without a file to take in.
    #[error("no article files are in it")]
    NoArticles,
    /// A compressed file or an archive that ends before its end.
    #[error("cut off after {after} bytes: what stands before was read")]
    CutOff {
        /// Bytes that could be read of it.
        after: u64,
    },
    /// A compressed file or an archive that is damaged.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A compressed file that unpacks to far more than text can.
    #[error("unpacks to far more than any text does: {unpacked} bytes out of {packed}")]
    Bomb {
        /// Bytes unpacked before it was given up.
        unpacked: u64,
        /// Bytes that they were unpacked from.
        packed: u64,
    },
    /// An archive beyond the limits on archives.
    #[error("an archive beyond the limits: {0}")]
    Archive(String),
    /// An archive inside an archive.
    #[error("an archive inside an archive is not opened")]
    Nested,
    /// An archive on standard input.
    #[error("a zip archive cannot be read from a stream")]
    Stream,
    /// Lines of JSON in another charset than UTF-8.
    #[error("lines of JSON must be UTF-8, and this looks like {charset}")]
    NotUtf8 {
        /// What it looks like.
        charset: String,
    },
    /// A page of which a web archive holds only the beginning.
    #[error("the archive holds only the beginning of the page ({0})")]
    Truncated(String),
    /// XML or JSON that was taken for a feed.
    #[error("not a feed that can be read: {0}")]
    Feed(String),
    /// A record of a WARC file that cannot be read.
    #[error("not a WARC record: {0}")]
    Record(String),
    /// A feed or a list that holds only the address of an article.
    #[error("only its address is known: {url}")]
    OnlyLinked {
        /// The address.
        url: String,
    },
    /// The place where a run was stopped is not there any more.
    #[error("the run cannot go on where it was stopped: {0}; it begins anew")]
    Lost(String),
    /// A link in a feed that leads to no page.
    #[error("it is no page but a feed or an archive")]
    NotAPage,
    /// An address that is not fetched, whoever asks.
    #[error("this address is not fetched: {0}")]
    Refused(String),
    /// The site asks programs to stay away.
    #[error("the site's robots.txt does not allow it")]
    Robots,
    /// The server answered with something else than a page.
    #[error("the server answered {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// The server answered with something that holds no articles.
    #[error("the server sent {0}, which holds no articles")]
    MediaType(String),
    /// No answer came.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// A site that is not asked any more for a while.
    #[error("the site is left alone for {wait:?}: {why}")]
    LeftAlone {
        /// How long it is still left alone.
        wait: Duration,
        /// What it answered before, or that it did not.
        why: String,
    },
    /// The answer took longer than the caller waits.
    #[error("no answer within {0:?}")]
    TimedOut(Duration),
}

impl Trouble {
    /// A name for this kind of trouble that programs may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge { .. } => "too-large",
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::NoArticle => "no-article",
            Self::TooManyTags { .. } => "too-many-tags",
            Self::Json(_) => "json",
            Self::NoArticles => "no-articles",
            Self::CutOff { .. } => "cut-off",
            Self::Damaged(_) => "damaged",
            Self::Bomb { .. } => "bomb",
            Self::Archive(_) => "archive",
            Self::Nested => "nested",
            Self::Stream => "stream",
            Self::NotUtf8 { .. } => "not-utf-8",
            Self::Truncated(_) => "truncated",
            Self::Feed(_) => "feed",
            Self::Record(_) => "record",
            Self::OnlyLinked { .. } => "only-linked",
            Self::Lost(_) => "lost",
            Self::NotAPage => "not-a-page",
            Self::Refused(_) => "refused",
            Self::Robots => "robots",
            Self::Status { .. } => "status",
            Self::MediaType(_) => "media-type",
            Self::Unreachable(_) => "unreachable",
            Self::LeftAlone { .. } => "left-alone",
            Self::TimedOut(_) => "timed-out",
        }
    }

    /// What to try, if there is something to try.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unreadable(error) => match error.kind() {
                io::ErrorKind::NotFound => "check the path; `-` means standard input",
                io::ErrorKind::PermissionDenied => "check who may read it",
                _ => return None,
            },
            Self::TooLarge { .. } => "split it into one article a file, or one a line in .jsonl",
            Self::Empty => "nothing to do if that is right; else save it again with its text",
            Self::Binary => "save it as plain text or HTML; .docx and .pdf are not read",
            Self::NoArticle => "the page may be filled in by a script; save it from a browser or paste the text",
            Self::TooManyTags { .. } => "save the article's text as .txt instead",
            Self::Json(_) => r#"each line must be like {"text": "…", "published": "2020-06-11"}"#,
            Self::NoArticles => "put .txt, .html, .jsonl, .xml, .warc or .zip files there; name other files one by one",
            Self::CutOff { .. } => "copy or download the file again",
            Self::Damaged(_) => "copy or download the file again; test it with `gzip -t`, `zstd -t` or `unzip -t`",
            Self::Bomb { .. } => "if it is honest, unpack it yourself and name what comes out",
            Self::Archive(_) => "unpack it yourself and name the folder",
            Self::Nested => "unpack the outer archive and name the inner one",
            Self::Stream => "save it as a file and name the file",
            Self::NotUtf8 { .. } => "convert it first, as with `iconv -f WINDOWS-1256 -t UTF-8`",
            Self::Truncated(_) => "fetch the page itself, or find it in another archive",
            Self::NotAPage => "give the address itself, or save what is there and name the file",
            Self::Feed(_) => "check that the address or file is an RSS, Atom or JSON feed",
            Self::Record(_) => "the records before and after it are read all the same",
            Self::OnlyLinked { .. } => "ask for fetching, or save the page and name the file",
            Self::Lost(_) => "nothing is lost: an article that is taken in twice changes nothing",
            Self::Refused(_) => "only public http and https addresses are fetched",
            Self::Robots => "ask the site, or save the page from a browser and name the file",
            Self::Status { status: 401..=403, .. } => "save the page from a browser and name the file",
            Self::Status { status: 404 | 410, .. } => "check the address; the page may be in a web archive",
            Self::Status { status: 429 | 503, .. } => "try again later, with a longer delay",
            Self::Status { .. } => return None,
            Self::MediaType(_) => "give the address of a page or a feed",
            Self::Unreachable(_) | Self::TimedOut(_) | Self::LeftAlone { .. } => "try again later",
        })
    }
}

/// A fault that one of our own readers puts into an [`io::Error`].
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("cut off")]
    CutOff { after: u64 },
    #[error("damaged: {0}")]
    Damaged(String),
    /// It ends before the place that was to be returned to, and is whole all the same.
    #[error("shorter than it was")]
    Short,
    #[error("unpacks to too much")]
    Bomb { unpacked: u64, packed: u64 },
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        Self::other(fault)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Fault>() {
            Ok(Fault::CutOff { after }) => Self::CutOff { after },
            Ok(Fault::Short) => Self::Lost("it is shorter than it was".into()),
            Ok(Fault::Damaged(why)) => Self::Damaged(why),
            Ok(Fault::Bomb { unpacked, packed }) => Self::Bomb { unpacked, packed },
            Err(error) => Self::Unreadable(error),
        }
    }
}
