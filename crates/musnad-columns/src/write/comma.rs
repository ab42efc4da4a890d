//! Rows as CSV. Lists and structures become JSON, as CSV has none.

use std::io::Write;

use arrow_array::{
    Array, ArrayRef, RecordBatch,
    cast::AsArray as _,
    types::{Date32Type, Float32Type, Float64Type, Int32Type, Int64Type},
};
use arrow_schema::DataType;
use serde_json::{Map, Value};

use crate::failure::ColumnsError;

pub(super) fn write<W: Write>(writer: &mut csv::Writer<W>, rows: &RecordBatch) -> Result<(), ColumnsError> {
    let mut record = csv::StringRecord::new();
    for row in 0..rows.num_rows() {
        record.clear();
        for array in rows.columns() {
            match value(array, row) {
                Value::Null => record.push_field(""),
                Value::String(words) => record.push_field(&words),
                other => record.push_field(&other.to_string()),
            }
        }
        writer.write_record(&record)?;
    }
    Ok(())
}

/// One cell as JSON; only the types of our own tables occur.
fn value(array: &ArrayRef, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        // By way of its text, so that 0.97 does not become 0.9700000286.
        DataType::Float32 => {
            let share = array.as_primitive::<Float32Type>().value(row);
            share.to_string().parse::<f64>().unwrap_or_default().into()
        }
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::Date32 => {
            let day = Date32Type::to_naive_date_opt(array.as_primitive::<Date32Type>().value(row));
            day.map_or(Value::Null, |day| day.to_string().into())
        }
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            (0..items.len()).map(|at| value(&items, at)).collect()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let pairs = fields.iter().zip(columns).map(|(field, column)| (field.name().clone(), value(column, row)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        _ => Value::Null,
    }
}
