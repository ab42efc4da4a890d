//! Articles out of Arrow batches and Parquet files, row by row; a bad row is a failure of its own.

mod column;
mod parquet_file;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use musnad_model::Article;

use self::column::{Days, Names, Words};
pub use self::parquet_file::Articles;
use crate::{MAX_TEXT_BYTES, failure::Failure};

/// The columns that are looked at, beside the text.
const KNOWN: [&str; 6] = ["id", "url", "publisher", "title", "published", "language"];

/// One article or one failure for each row of a batch.
///
/// The text is in the column `text_column`. `id` (text or whole numbers), `url`,
/// `publisher`, `title`, `language` (text) and `published` (ISO 8601 text, dates, time
/// stamps, of which the day in UTC counts) are taken if they are there; others are passed over.
#[must_use]
pub fn articles(batch: &RecordBatch, text_column: &str) -> Vec<Result<Article, Failure>> {
    match Columns::of(batch, text_column) {
        Ok(columns) => (0..batch.num_rows()).map(|row| columns.article(row)).collect(),
        Err(failure) => (0..batch.num_rows()).map(|_| Err(failure.clone())).collect(),
    }
}

/// The columns of one batch.
struct Columns<'a> {
    text: Words<'a>,
    id: Option<Names<'a>>,
    published: Option<Days<'a>>,
    url: Option<Words<'a>>,
    publisher: Option<Words<'a>>,
    title: Option<Words<'a>>,
    language: Option<Words<'a>>,
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch, text_column: &str) -> Result<Self, Failure> {
        let wrong = |name: &str, wanted: &str| {
            let is = batch.column_by_name(name).map(|array| array.data_type().to_string()).unwrap_or_default();
            Failure::new("wrong_type", format!("the column {name:?} holds {is}, not {wanted}"))
        };
        let words = |name: &str| {
            let array = batch.column_by_name(name);
            array.map(|array| Words::of(array).ok_or_else(|| wrong(name, "text"))).transpose()
        };
        let no_text = || Failure::new("no_text_column", format!("there is no column {text_column:?}"));
        let id = batch.column_by_name("id");
        let published = batch.column_by_name("published");
        Ok(Self {
            text: words(text_column)?.ok_or_else(no_text)?,
            id: id.map(|array| Names::of(array).ok_or_else(|| wrong("id", "text or whole numbers"))).transpose()?,
            published: published
                .map(|array| Days::of(array).ok_or_else(|| wrong("published", "text, dates or time stamps")))
                .transpose()?,
            url: words("url")?,
            publisher: words("publisher")?,
            title: words("title")?,
            language: words("language")?,
        })
    }

    fn article(&self, row: usize) -> Result<Article, Failure> {
        let id = self.id.as_ref().and_then(|names| names.get(row)).filter(|name| !is_blank(name));
        self.filled(row, id.clone()).map_err(|failure| Failure { document_id: id, ..failure })
    }

    fn filled(&self, row: usize, id: Option<String>) -> Result<Article, Failure> {
        let text = match self.text.get(row) {
            Some(Ok(text)) => text,
            Some(Err(_)) => return Err(Failure::new("not_text", "the text is not UTF-8")),
            None => return Err(Failure::new("null_text", "the text is null")),
        };
        if text.len() > MAX_TEXT_BYTES {
            let message = format!("too large: {} bytes; the limit for one document is {MAX_TEXT_BYTES}", text.len());
            return Err(Failure::new("too_large", message));
        }
        if is_blank(text) {
            return Err(Failure::new("empty", "empty: it holds no text"));
        }
        let words = |column: &Option<Words<'_>>| {
            let words = column.as_ref()?.get(row)?.ok()?;
            (!is_blank(words)).then(|| words.to_owned())
        };
        let bad = |words| Failure::new("bad_published", format!("`published` is not a date: {words:?}"));
        let published: Option<Date> =
            self.published.as_ref().map(|days| days.get(row)).transpose().map_err(bad)?.flatten();
        Ok(Article {
            id,
            text: text.to_owned(),
            url: words(&self.url),
            publisher: words(&self.publisher),
            title: words(&self.title),
            language: words(&self.language),
            published,
            ..Article::default()
        })
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
