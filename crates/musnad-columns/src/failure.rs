//! What can go wrong: with one document, which becomes a row; with a table, which ends the work.

use std::io;

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;

/// A document that gave no reading: one row of the table `errors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where it stands: path, line, row. `None` if only its id is known.
    pub document: Option<String>,
    /// The caller's id, if it could be read.
    pub document_id: Option<String>,
    /// A stable code.
    pub code: &'static str,
    /// One sentence for people.
    pub message: String,
}

impl Failure {
    /// A failure of a document of which nothing is known yet.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { document: None, document_id: None, code, message: message.into() }
    }
}

/// Tables that could not be made, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// Arrow refuses the arrays.
    #[error("the table cannot be made: {0}")]
    Arrow(#[source] ArrowError),
    /// A Parquet file that cannot be read or written.
    #[error("Parquet: {0}")]
    Parquet(#[source] ParquetError),
    /// A CSV file that cannot be written.
    #[error("CSV: {0}")]
    Csv(#[source] csv::Error),
    /// The disk or the pipe.
    #[error("{0}")]
    Io(#[source] io::Error),
}

// Each library wraps what the disk or the pipe says; callers should find it in one place.

impl From<io::Error> for ColumnsError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<ArrowError> for ColumnsError {
    fn from(error: ArrowError) -> Self {
        match error {
            ArrowError::IoError(_, error) => Self::Io(error),
            error => Self::Arrow(error),
        }
    }
}

impl From<ParquetError> for ColumnsError {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(error) => Self::Io(*error),
                Err(inner) => Self::Parquet(ParquetError::External(inner)),
            },
            error => Self::Parquet(error),
        }
    }
}

impl From<csv::Error> for ColumnsError {
    fn from(error: csv::Error) -> Self {
        if !error.is_io_error() {
            return Self::Csv(error);
        }
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Io(error),
            other => Self::Io(io::Error::other(format!("{other:?}"))),
        }
    }
}
