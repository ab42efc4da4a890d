//! A table as a list of columns, each with its name, its meaning and the function that fills it.
//!
//! Because one line holds all three, schema, documentation and cells cannot drift apart.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use jiff::civil::{Date, date};
use musnad_model::Span;

use crate::{VERSION, VERSION_KEY, cells};

/// The words of some roles: role name, words, place.
pub(crate) type Filled<'r> = Vec<(&'r str, Cow<'r, str>, Span)>;

/// The cell of a column in a row, by the column's type.
pub(crate) enum Get<R> {
    Text(for<'r> fn(&'r R) -> Option<Cow<'r, str>>),
    Int(fn(&R) -> Option<u32>),
    Long(fn(&R) -> Option<i64>),
    Share(fn(&R) -> Option<f32>),
    Real(fn(&R) -> Option<f64>),
    Flag(fn(&R) -> Option<bool>),
    Day(fn(&R) -> Option<Date>),
    Texts(for<'r> fn(&'r R) -> Vec<Option<Cow<'r, str>>>),
    Spans(for<'r> fn(&'r R) -> Cow<'r, [Span]>),
    Roles(for<'r> fn(&'r R) -> Filled<'r>),
}

/// One column of a table whose rows are `R`.
pub(crate) struct Column<R> {
    pub name: &'static str,
    pub about: &'static str,
    pub nullable: bool,
    pub get: Get<R>,
}

impl<R> Column<R> {
    /// A column that may be null.
    pub(crate) const fn maybe(name: &'static str, about: &'static str, get: Get<R>) -> Self {
        Self { name, about, nullable: true, get }
    }

    /// A column that is never null.
    pub(crate) const fn always(name: &'static str, about: &'static str, get: Get<R>) -> Self {
        Self { name, about, nullable: false, get }
    }

    pub(crate) fn field(&self) -> Field {
        let kind = match self.get {
            Get::Text(_) => DataType::Utf8,
            Get::Int(_) => DataType::Int32,
            Get::Long(_) => DataType::Int64,
            Get::Share(_) => DataType::Float32,
            Get::Real(_) => DataType::Float64,
            Get::Flag(_) => DataType::Boolean,
            Get::Day(_) => DataType::Date32,
            Get::Texts(_) => cells::texts_type(),
            Get::Spans(_) => cells::spans_type(),
            Get::Roles(_) => cells::roles_type(),
        };
        Field::new(self.name, kind, self.nullable)
    }

    fn array(&self, rows: &[R]) -> Result<ArrayRef, ArrowError> {
        Ok(match &self.get {
            Get::Text(get) => Arc::new(rows.iter().map(get).collect::<StringArray>()),
            Get::Int(get) => Arc::new(rows.iter().map(|row| get(row).map(signed)).collect::<Int32Array>()),
            Get::Long(get) => Arc::new(rows.iter().map(get).collect::<Int64Array>()),
            Get::Share(get) => Arc::new(rows.iter().map(get).collect::<Float32Array>()),
            Get::Real(get) => Arc::new(rows.iter().map(get).collect::<Float64Array>()),
            Get::Flag(get) => Arc::new(rows.iter().map(get).collect::<BooleanArray>()),
            Get::Day(get) => Arc::new(rows.iter().map(|row| get(row).map(days)).collect::<Date32Array>()),
            Get::Texts(get) => cells::texts(rows.iter().map(get)),
            Get::Spans(get) => cells::spans(rows.iter().map(get))?,
            Get::Roles(get) => cells::roles(rows.iter().map(get))?,
        })
    }
}

/// A table.
pub(crate) struct Table<R> {
    pub name: &'static str,
    pub about: &'static str,
    pub columns: Vec<Column<R>>,
}

impl<R> Table<R> {
    pub(crate) fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self.columns.iter().map(Column::field).collect();
        let metadata = HashMap::from([(VERSION_KEY.to_owned(), VERSION.to_owned())]);
        Arc::new(Schema::new_with_metadata(fields, metadata))
    }

    pub(crate) fn batch(&self, rows: &[R]) -> Result<RecordBatch, ArrowError> {
        let arrays = self.columns.iter().map(|column| column.array(rows)).collect::<Result<_, _>>()?;
        RecordBatch::try_new(self.schema(), arrays)
    }
}

/// Texts are bounded far below the largest signed number.
pub(crate) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Days since 1970-01-01.
fn days(day: Date) -> i32 {
    let hours = day.duration_since(date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        for (day, number) in [(date(1970, 1, 1), 0), (date(1969, 12, 31), -1), (date(2020, 6, 11), 18_424)] {
            assert_eq!(days(day), number);
        }
    }
}
