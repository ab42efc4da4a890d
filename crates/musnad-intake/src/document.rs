//! One document, its original bytes and the way to it.

use jiff::Timestamp;
use musnad_model::{Article, Evidence, Fact, Provenance, Step, provenance};

use crate::{Extractor, IntakeError, Trouble, feed, html, jsonl, text};

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Plain text in any charset.
    Text,
    /// One HTML page in any charset.
    Html,
    /// One line of JSONL, or a JSON file with one article, in UTF-8.
    JsonLine,
    /// A feed of which one entry is left.
    Entry,
}

/// What is known of a document from outside of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The address at which it was found.
    pub url: Option<String>,
    /// The charset that the server named.
    pub charset: Option<String>,
    /// ISO 639-1 code that the server named.
    pub language: Option<String>,
    /// The media type that the server named.
    pub media_type: Option<String>,
    /// When the server gave it out.
    pub captured: Option<Timestamp>,
    /// What a feed says of the article, for what its page leaves out.
    pub said: Option<Box<Said>>,
}

/// What a feed says of an article whose page it links to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The facts; the text is empty.
    pub article: Article,
    /// The words behind them.
    pub evidence: Vec<Evidence>,
}

/// The bytes of one document, not yet decoded.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document as error messages call it: its path, and what is inside of that.
    pub name: String,
    /// What it is written in.
    pub kind: Kind,
    /// The bytes as they were read. Of a feed's entry: the feed with only this entry.
    pub bytes: Vec<u8>,
    /// The way to it, the outermost step first.
    pub found: Vec<Step>,
    /// What is known of it from outside.
    pub told: Told,
    /// How the story is told from its page.
    pub extractor: Extractor,
}

/// What was taken out of a document.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub article: Article,
    pub charset: Option<String>,
    pub undecoded: u64,
    pub evidence: Vec<Evidence>,
}

impl Taken {
    /// Takes from a feed what the page itself leaves out.
    fn fill(&mut self, said: &Said) {
        let (own, other) = (&mut self.article, &said.article);
        let mut missing = Vec::new();
        let mut take = |fact: Fact, mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() && theirs.is_some() {
                mine.clone_from(theirs);
                missing.push(fact);
            }
        };
        take(Fact::Title, &mut own.title, &other.title);
        take(Fact::Publisher, &mut own.publisher, &other.publisher);
        take(Fact::Language, &mut own.language, &other.language);
        take(Fact::Url, &mut own.url, &other.url);
        if own.authors.is_empty() && !other.authors.is_empty() {
            own.authors.clone_from(&other.authors);
            missing.push(Fact::Author);
        }
        if own.published.is_none() && other.published.is_some() {
            own.published = other.published;
            own.published_at = other.published_at;
            missing.push(Fact::Published);
        }
        self.evidence.extend(said.evidence.iter().filter(|words| missing.contains(&words.fact)).cloned());
    }
}

impl Document {
    pub(crate) fn new(kind: Kind, bytes: Vec<u8>, found: Vec<Step>, told: Told, extractor: Extractor) -> Self {
        Self { name: provenance::name(&found), kind, bytes, found, told, extractor }
    }

    /// Decodes the document and takes the article out of it.
    ///
    /// # Errors
    /// If the bytes are not text, hold no article, or the line is not the JSON asked for.
    pub fn article(&self) -> Result<Article, IntakeError> {
        self.take().map(|taken| taken.article)
    }

    /// The article, and where it came from: the hash of the original, the way to it and
    /// the words behind each fact. A ledger keeps it beside [`Document::bytes`].
    ///
    /// # Errors
    /// As [`Document::article`].
    pub fn article_with_provenance(&self) -> Result<(Article, Provenance), IntakeError> {
        let taken = self.take()?;
        let provenance = Provenance {
            sha256: provenance::sha256(&self.bytes),
            bytes: self.bytes.len() as u64,
            media_type: self.media_type().to_owned(),
            charset: taken.charset,
            undecoded: taken.undecoded,
            found: self.found.clone(),
            captured: self.told.captured,
            evidence: taken.evidence,
        };
        Ok((taken.article, provenance))
    }

    /// The media type by what the document is, whatever a server called it.
    fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Text => "text/plain",
            Kind::Html => "text/html",
            Kind::JsonLine => "application/json",
            Kind::Entry => feed::media_type(&self.bytes),
        }
    }

    fn take(&self) -> Result<Taken, IntakeError> {
        let taken = match self.kind {
            Kind::Text => text::read(&self.bytes, &self.told),
            Kind::Html => html::read(&self.bytes, &self.told, self.extractor),
            Kind::JsonLine => jsonl::read(&self.bytes),
            Kind::Entry => feed::read(&self.bytes, self.told.url.as_deref()),
        };
        let mut taken = taken.map_err(|trouble: Trouble| IntakeError::new(&self.name, trouble))?;
        if let Some(said) = self.told.said.as_deref().filter(|_| self.kind != Kind::Entry) {
            taken.fill(said);
        }
        let article = &mut taken.article;
        article.language = article.language.take().or_else(|| self.told.language.clone());
        if article.url.is_none() && self.kind != Kind::Entry {
            article.url.clone_from(&self.told.url);
        }
        // A file is called by its path; a line or a stream without an id is known by its hash.
        if article.id.is_none() && self.kind != Kind::JsonLine && self.name != "-" {
            article.id = Some(self.name.clone());
        }
        Ok(taken)
    }
}
