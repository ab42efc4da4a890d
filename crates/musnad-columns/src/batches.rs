//! Readings and failures in, one batch a table out.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use musnad_model::{Article, Reading};

use crate::{
    cells::lists,
    context::Context,
    failure::{ColumnsError, Failure},
    rows::{self, Row},
    table::Table,
};

/// One table's rows, and how many of them each document has.
struct Part {
    name: &'static str,
    batch: RecordBatch,
    lengths: Vec<usize>,
}

/// The tables of some documents, in the order of [`crate::catalogue`].
pub struct Tables {
    parts: Vec<Part>,
}

impl Tables {
    /// Lays readings and failures out as rows, in their order.
    ///
    /// # Errors
    /// If a table cannot be made: more than 2 GiB of text in one call.
    pub fn of(read: &[Result<Reading, Failure>]) -> Result<Self, ColumnsError> {
        let contexts: Vec<Option<Context<'_>>> = read.iter().map(|one| one.as_ref().ok().map(Context::new)).collect();
        let of = &contexts[..];
        let failures: Vec<&Failure> = read.iter().filter_map(|one| one.as_ref().err()).collect();
        let table = rows::errors();
        let errors = Part {
            name: table.name,
            batch: table.batch(&failures)?,
            lengths: read.iter().map(|one| usize::from(one.is_err())).collect(),
        };
        Ok(Self {
            parts: vec![
                part(&rows::documents(), of, |_| vec![()])?,
                part(&rows::blocks(), of, |reading| reading.blocks.iter().collect())?,
                part(&rows::attributions(), of, |reading| reading.attributions.iter().collect())?,
                part(&rows::entities(), of, |reading| reading.entities.iter().collect())?,
                part(&rows::mentions(), of, |reading| {
                    let mentions = reading.entities.iter().map(|entity| (entity, &entity.mentions));
                    mentions.flat_map(|(entity, spans)| spans.iter().map(move |&span| (entity, span))).collect()
                })?,
                part(&rows::times(), of, |reading| reading.times.iter().collect())?,
                part(&rows::places(), of, |reading| reading.places.iter().collect())?,
                part(&rows::quantities(), of, |reading| reading.quantities.iter().collect())?,
                part(&rows::propositions(), of, |reading| reading.propositions.iter().collect())?,
                part(&rows::labels(), of, |reading| reading.labels.iter().collect())?,
                part(&rows::notes(), of, |reading| reading.notes.iter().collect())?,
                errors,
            ],
        })
    }

    /// Each table's name and rows.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &RecordBatch)> {
        self.parts.iter().map(|part| (part.name, &part.batch))
    }

    /// The rows of one table; `None` if there is no such table.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RecordBatch> {
        self.iter().find(|(table, _)| *table == name).map(|(_, batch)| batch)
    }

    /// All tables in one batch with a row for each document: a column for each table, which holds
    /// that document's rows as a list. What maps a batch to a batch, as Spark does, can
    /// return all of them; `inline` (Spark) or `unnest` (DuckDB) gives the flat table back.
    ///
    /// # Errors
    /// As [`Tables::of`].
    pub fn nested(&self) -> Result<RecordBatch, ColumnsError> {
        let column = |part: &Part| lists(StructArray::from(part.batch.clone()), part.lengths.iter().copied());
        let columns: Vec<ArrayRef> = self.parts.iter().map(column).collect::<Result<_, ArrowError>>()?;
        let fields: Vec<Field> = self
            .parts
            .iter()
            .zip(&columns)
            .map(|(part, column)| Field::new(part.name, column.data_type().clone(), false))
            .collect();
        let metadata = self.parts.first().map(|part| part.batch.schema().metadata().clone()).unwrap_or_default();
        Ok(RecordBatch::try_new(Arc::new(Schema::new_with_metadata(fields, metadata)), columns)?)
    }
}

fn part<'a, T>(
    table: &Table<Row<'a, T>>,
    contexts: &'a [Option<Context<'a>>],
    items: fn(&'a Reading) -> Vec<T>,
) -> Result<Part, ArrowError> {
    let mut lengths = Vec::with_capacity(contexts.len());
    let mut rows = Vec::new();
    for context in contexts {
        let before = rows.len();
        if let Some(of) = context {
            rows.extend(items(of.reading).into_iter().map(|item| Row { of, item }));
        }
        lengths.push(rows.len() - before);
    }
    Ok(Part { name: table.name, batch: table.batch(&rows)?, lengths })
}

/// The schema of [`Tables::nested`].
#[must_use]
pub fn nested_schema() -> SchemaRef {
    let list = |schema: &SchemaRef| {
        let item = Field::new_list_field(DataType::Struct(schema.fields().clone()), true);
        DataType::List(Arc::new(item))
    };
    let tables = crate::catalogue::schemas();
    let fields: Vec<Field> = tables.iter().map(|(name, schema)| Field::new(*name, list(schema), false)).collect();
    let metadata = tables.first().map(|(_, schema)| schema.metadata().clone()).unwrap_or_default();
    Arc::new(Schema::new_with_metadata(fields, metadata))
}

/// Reads one article. A reader does not panic; if it did, a job of millions of articles should
/// lose one of them.
///
/// # Errors
/// If the reader panicked.
pub fn read(article: &Article, reader: impl Fn(&Article) -> Reading) -> Result<Reading, Failure> {
    catch_unwind(AssertUnwindSafe(|| reader(article))).map_err(|_| Failure {
        document_id: article.id.clone(),
        ..Failure::new("reader_fault", "the reader broke on this text: please report it")
    })
}
