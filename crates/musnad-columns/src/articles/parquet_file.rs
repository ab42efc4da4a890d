//! The rows of a Parquet file, a few at a time.

use std::{fs::File, path::Path, vec};

use arrow_array::RecordBatch;
use musnad_model::Article;
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
};

use super::KNOWN;
use crate::failure::Failure;

/// Rows held at a time: few, because one text may be large.
const ROWS: usize = 64;

/// The articles of one Parquet file, in order; what cannot be read is one failure, and ends it
/// if nothing behind it can be read either.
pub struct Articles {
    name: String,
    text_column: String,
    reader: Option<ParquetRecordBatchReader>,
    batch: vec::IntoIter<Result<Article, Failure>>,
    /// Rows that were given out.
    row: u64,
    rows: u64,
}

impl Articles {
    /// Opens a file at a row, counted from 0. Only the columns that are looked at are read.
    ///
    /// # Errors
    /// If it is no Parquet file, or has no column `text_column`.
    pub fn open(path: &Path, text_column: &str, row: u64) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let failed = |code, message: String| Failure { document: Some(name.clone()), ..Failure::new(code, message) };
        let file = File::open(path).map_err(|error| failed("unreadable", format!("cannot be read: {error}")))?;
        let damaged = |error: parquet::errors::ParquetError| failed("damaged", format!("damaged: {error}"));
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(damaged)?;
        let wanted = |field: &str| field == text_column || KNOWN.contains(&field);
        let fields = builder.schema().fields().iter();
        if builder.schema().field_with_name(text_column).is_err() {
            let there: Vec<&str> = fields.map(|field| field.name().as_str()).take(20).collect();
            let message = format!("there is no column {text_column:?} among {}", there.join(", "));
            return Err(failed("no_text_column", message));
        }
        let roots: Vec<usize> =
            fields.enumerate().filter(|(_, field)| wanted(field.name())).map(|(at, _)| at).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
        let skip = usize::try_from(row).unwrap_or(usize::MAX);
        let builder = builder.with_projection(mask).with_batch_size(ROWS).with_offset(skip);
        let reader = Some(builder.build().map_err(damaged)?);
        Ok(Self { name, text_column: text_column.to_owned(), reader, batch: Vec::new().into_iter(), row, rows })
    }

    /// Rows that were given out, from the beginning of the file.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Rows in the file.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    fn more(&mut self) -> Option<Result<RecordBatch, Failure>> {
        let next = self.reader.as_mut()?.next()?;
        Some(next.map_err(|error| {
            // Behind a damaged page nothing can be told apart.
            self.reader = None;
            let message = format!("damaged behind row {}: {error}", self.row);
            Failure { document: Some(self.name.clone()), ..Failure::new("damaged", message) }
        }))
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.batch.next() {
                self.row += 1;
                let document = Some(format!("{}:{}", self.name, self.row));
                return Some(next.map_err(|failure| Failure { document, ..failure }));
            }
            match self.more()? {
                Ok(batch) => self.batch = super::articles(&batch, &self.text_column).into_iter(),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}
