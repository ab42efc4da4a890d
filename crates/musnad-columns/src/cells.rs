//! Cells that hold lists: names, spans, roles.

use std::{borrow::Cow, sync::Arc};

use arrow_array::{
    ArrayRef, Int32Array, ListArray, StringArray, StructArray,
    builder::{ListBuilder, StringBuilder},
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use musnad_model::Span;

use crate::table::{Filled, signed};

fn list_of(kind: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(kind, true)))
}

pub(crate) fn texts_type() -> DataType {
    list_of(DataType::Utf8)
}

fn span_fields() -> Fields {
    let field = |name| Field::new(name, DataType::Int32, false);
    Fields::from(vec![field("start"), field("end")])
}

pub(crate) fn spans_type() -> DataType {
    list_of(DataType::Struct(span_fields()))
}

fn role_fields() -> Fields {
    let text = |name| Field::new(name, DataType::Utf8, false);
    let number = |name| Field::new(name, DataType::Int32, false);
    Fields::from(vec![text("role"), text("words"), number("start"), number("end")])
}

pub(crate) fn roles_type() -> DataType {
    list_of(DataType::Struct(role_fields()))
}

pub(crate) fn texts<'r>(rows: impl Iterator<Item = Vec<Option<Cow<'r, str>>>>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for row in rows {
        builder.append_value(row);
    }
    Arc::new(builder.finish())
}

pub(crate) fn spans<'r>(rows: impl Iterator<Item = Cow<'r, [Span]>>) -> Result<ArrayRef, ArrowError> {
    let (mut starts, mut ends, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        lengths.push(row.len());
        starts.extend(row.iter().map(|span| signed(span.start)));
        ends.extend(row.iter().map(|span| signed(span.end)));
    }
    let arrays: Vec<ArrayRef> = vec![Arc::new(Int32Array::from(starts)), Arc::new(Int32Array::from(ends))];
    lists(StructArray::try_new(span_fields(), arrays, None)?, lengths)
}

pub(crate) fn roles<'r>(rows: impl Iterator<Item = Filled<'r>>) -> Result<ArrayRef, ArrowError> {
    let (mut names, mut words, mut starts, mut ends, mut lengths) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        lengths.push(row.len());
        for (name, filler, span) in row {
            names.push(name);
            words.push(filler);
            starts.push(signed(span.start));
            ends.push(signed(span.end));
        }
    }
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(names)),
        Arc::new(StringArray::from_iter_values(words)),
        Arc::new(Int32Array::from(starts)),
        Arc::new(Int32Array::from(ends)),
    ];
    lists(StructArray::try_new(role_fields(), arrays, None)?, lengths)
}

/// Cuts items into one list a row.
pub(crate) fn lists(items: StructArray, lengths: impl IntoIterator<Item = usize>) -> Result<ArrayRef, ArrowError> {
    let field = Field::new_list_field(DataType::Struct(items.fields().clone()), true);
    let list = ListArray::try_new(Arc::new(field), OffsetBuffer::from_lengths(lengths), Arc::new(items), None)?;
    Ok(Arc::new(list))
}
