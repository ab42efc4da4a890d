//! Files, pages and streams in, articles out.
//!
//! [`Documents`] walks what it is given and yields one [`Document`] or one
//! [`IntakeError`] at a time; [`Document::article`] then decodes and extracts,
//! which callers may do on many threads. Memory is bounded by one document's size
//! limit, one bad document never stops the others, and nothing here touches the network.

pub mod charset;
pub mod day;
pub mod html;
pub mod jsonl;
pub mod source;
pub mod text;

use musnad_model::Article;

pub use source::{DEFAULT_MAX_BYTES, Documents, Input};

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Plain text in any charset.
    Text,
    /// One HTML page in any charset.
    Html,
    /// One line of JSONL, in UTF-8.
    JsonLine,
}

/// The bytes of one document, not yet decoded.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document as error messages call it: its path, and the line if it is one.
    pub name: String,
    /// What it is written in.
    pub kind: Kind,
    /// The bytes as they were read.
    pub bytes: Vec<u8>,
}

impl Document {
    /// Decodes the document and takes the article out of it.
    ///
    /// # Errors
    /// If the bytes are not text, hold no article, or the line is not the JSON asked for.
    pub fn article(&self) -> Result<Article, IntakeError> {
        let article = match self.kind {
            Kind::Text => text::article(&self.bytes),
            Kind::Html => html::article(&self.bytes),
            Kind::JsonLine => jsonl::article(&self.bytes),
        };
        let mut article = article.map_err(|trouble| IntakeError::new(&self.name, trouble))?;
        // A file is called by its path; a line or a stream without an id is known by its hash.
        if self.kind != Kind::JsonLine && self.name != "-" {
            article.id = Some(self.name.clone());
        }
        Ok(article)
    }
}

/// A document that gave no article, and why.
#[derive(Debug, thiserror::Error)]
#[error("{document}: {trouble}")]
pub struct IntakeError {
    /// The document as [`Document::name`] calls it.
    pub document: String,
    /// What went wrong.
    #[source]
    pub trouble: Trouble,
}

impl IntakeError {
    pub(crate) fn new(document: impl Into<String>, trouble: Trouble) -> Self {
        Self { document: document.into(), trouble }
    }
}

/// What can go wrong with one document.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It could not be opened or read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
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
    /// A directory without a file to take in.
    #[error("no article files in this directory")]
    NoArticles,
}
