//! One table into one file or pipe.

mod comma;

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::SchemaRef;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

use crate::failure::ColumnsError;

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Parquet with zstd.
    Parquet,
    /// Arrow IPC: the file format in files, the stream format in pipes.
    Arrow,
    /// CSV in UTF-8 with a header line; lists are JSON, null is nothing at all.
    Csv,
}

impl Format {
    /// How names of files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Csv => "csv",
        }
    }
}

enum Inner<W: Write + Send> {
    Parquet(Box<ArrowWriter<W>>),
    File(Box<FileWriter<W>>),
    Stream(Box<StreamWriter<W>>),
    Csv(Box<csv::Writer<W>>),
}

/// Writes one table. Nothing depends on how its rows are cut into batches but row order.
pub struct TableWriter<W: Write + Send> {
    inner: Inner<W>,
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table in a file, or in a pipe that cannot be searched.
    ///
    /// # Errors
    /// If the beginning cannot be written.
    pub fn new(format: Format, schema: &SchemaRef, to: W, pipe: bool) -> Result<Self, ColumnsError> {
        let inner = match format {
            Format::Parquet => {
                let level = ZstdLevel::try_new(3)?;
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(level))
                    .set_created_by(concat!("musnad ", env!("CARGO_PKG_VERSION")).to_owned())
                    .build();
                Inner::Parquet(Box::new(ArrowWriter::try_new(to, schema.clone(), Some(properties))?))
            }
            Format::Arrow if pipe => Inner::Stream(Box::new(StreamWriter::try_new(to, schema)?)),
            Format::Arrow => Inner::File(Box::new(FileWriter::try_new(to, schema)?)),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(to);
                writer.write_record(schema.fields().iter().map(|field| field.name()))?;
                Inner::Csv(Box::new(writer))
            }
        };
        Ok(Self { inner })
    }

    /// Writes some rows.
    ///
    /// # Errors
    /// If they cannot be written, or are of another table.
    pub fn write(&mut self, rows: &RecordBatch) -> Result<(), ColumnsError> {
        match &mut self.inner {
            Inner::Parquet(writer) => writer.write(rows)?,
            Inner::File(writer) => writer.write(rows)?,
            Inner::Stream(writer) => writer.write(rows)?,
            Inner::Csv(writer) => comma::write(writer, rows)?,
        }
        Ok(())
    }

    /// Writes the end and gives back what was written to.
    ///
    /// # Errors
    /// If the end cannot be written.
    pub fn finish(self) -> Result<W, ColumnsError> {
        match self.inner {
            Inner::Parquet(writer) => Ok(writer.into_inner()?),
            Inner::File(writer) => Ok(writer.into_inner()?),
            Inner::Stream(writer) => Ok(writer.into_inner()?),
            Inner::Csv(writer) => writer.into_inner().map_err(|error| error.into_error().into()),
        }
    }
}
