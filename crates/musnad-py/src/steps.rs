//! Comparing in steps, each of which looks at little: what a cluster runs between its joins.
//! `musnad_compare` says why that gives what comparing in memory gives.

use std::sync::Arc;

use arrow_array::builder::{Int32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray, cast::AsArray as _};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use musnad_columns::Failure;
use musnad_compare::{Claim, Copy, Digest, copied, explain, judged, stories};
use musnad_model::Reading;
use musnad_reader::Reader;
use pyo3::{exceptions::PyValueError, prelude::*};
use pyo3_arrow::{PyRecordBatch, PySchema, error::PyArrowResult};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;

use crate::compare::{Known, Told};
use crate::{input, wrong};

/// The columns of a claim in [`digest_batch`].
fn claim_fields() -> Fields {
    Fields::from(vec![
        Field::new("at", DataType::Int32, false),
        Field::new("form", DataType::Int64, false),
        Field::new("keys", list(DataType::Int64), false),
        // For each key its period; null: it meets whatever the day.
        Field::new("periods", DataType::List(Arc::new(Field::new_list_field(DataType::Int32, true))), false),
        Field::new("claim", DataType::Utf8, false),
    ])
}

fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(of, false)))
}

fn digest_fields() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("article", DataType::Utf8, true),
        Field::new("sha256", DataType::Utf8, true),
        Field::new("reading", DataType::Utf8, true),
        Field::new("prints", list(DataType::Int64), false),
        Field::new("claims", list(DataType::Struct(claim_fields())), false),
        Field::new("code", DataType::Utf8, true),
        Field::new("message", DataType::Utf8, true),
    ]))
}

/// The schema of what `digest_batch` gives.
#[pyfunction]
pub(crate) fn digest_schema() -> PySchema {
    PySchema::new(digest_fields())
}

/// Reads and digests the rows of one batch: a row for each, with the reading as JSON, the fingerprints of the text, and
/// each claim with its place in the article, form and keys. A row that cannot be read has `code` and `message` alone.
#[pyfunction]
#[pyo3(signature = (batch, text_column="text"))]
pub(crate) fn digest_batch(py: Python<'_>, batch: PyRecordBatch, text_column: &str) -> PyArrowResult<PyRecordBatch> {
    let batch = batch.into_inner();
    let digested = py.detach(|| {
        let reader = Reader::arabic();
        let mut rows = Rows::new();
        for article in musnad_columns::articles(&batch, text_column) {
            match article.and_then(|article| musnad_columns::read(&article, |article| reader.read(article))) {
                Ok(reading) => rows.reading(&reading)?,
                Err(failure) => rows.failure(&failure),
            }
        }
        rows.finish()
    });
    Ok(PyRecordBatch::new(digested.map_err(wrong)?))
}

/// The rows of [`digest_batch`] as they grow.
struct Rows {
    article: StringBuilder,
    sha256: StringBuilder,
    reading: StringBuilder,
    prints: ListBuilder<Int64Builder>,
    claims: ListBuilder<StructBuilder>,
    code: StringBuilder,
    message: StringBuilder,
}

impl Rows {
    fn new() -> Self {
        let keys = || ListBuilder::new(Int64Builder::new()).with_field(Field::new_list_field(DataType::Int64, false));
        let columns: Vec<Box<dyn arrow_array::builder::ArrayBuilder>> = vec![
            Box::new(Int32Builder::new()),
            Box::new(Int64Builder::new()),
            Box::new(keys()),
            Box::new(ListBuilder::new(Int32Builder::new())),
            Box::new(StringBuilder::new()),
        ];
        let item = Field::new_list_field(DataType::Struct(claim_fields()), false);
        Self {
            article: StringBuilder::new(),
            sha256: StringBuilder::new(),
            reading: StringBuilder::new(),
            prints: keys(),
            claims: ListBuilder::new(StructBuilder::new(claim_fields(), columns)).with_field(item),
            code: StringBuilder::new(),
            message: StringBuilder::new(),
        }
    }

    fn reading(&mut self, reading: &Reading) -> Result<(), ArrowError> {
        let digest = Digest::of(reading);
        self.article.append_value(&reading.id);
        self.sha256.append_value(&reading.sha256);
        self.reading.append_value(json(reading)?);
        digest.fingerprints().iter().for_each(|print| self.prints.values().append_value(print.signed()));
        self.prints.append(true);
        for (at, claim) in (0..).zip(&digest.claims) {
            self.claim(at, claim)?;
        }
        self.claims.append(true);
        self.code.append_null();
        self.message.append_null();
        Ok(())
    }

    fn claim(&mut self, at: i32, claim: &Claim) -> Result<(), ArrowError> {
        let row = self.claims.values();
        let missing = || ArrowError::SchemaError("a column of a claim has another type".to_owned());
        row.field_builder::<Int32Builder>(0).ok_or_else(missing)?.append_value(at);
        row.field_builder::<Int64Builder>(1).ok_or_else(missing)?.append_value(claim.form().cast_signed());
        let keys = row.field_builder::<ListBuilder<Int64Builder>>(2).ok_or_else(missing)?;
        let met = claim.keys();
        met.iter().for_each(|key| keys.values().append_value(key.signed()));
        keys.append(true);
        let periods = row.field_builder::<ListBuilder<Int32Builder>>(3).ok_or_else(missing)?;
        met.iter().for_each(|key| periods.values().append_option(key.period()));
        periods.append(true);
        row.field_builder::<StringBuilder>(4).ok_or_else(missing)?.append_value(json(claim)?);
        row.append(true);
        Ok(())
    }

    fn failure(&mut self, failure: &Failure) {
        self.article.append_option(failure.document_id.as_deref());
        self.sha256.append_null();
        self.reading.append_null();
        self.prints.append(true);
        self.claims.append(true);
        self.code.append_value(failure.code);
        self.message.append_value(&failure.message);
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.article.finish()),
            Arc::new(self.sha256.finish()),
            Arc::new(self.reading.finish()),
            Arc::new(self.prints.finish()),
            Arc::new(self.claims.finish()),
            Arc::new(self.code.finish()),
            Arc::new(self.message.finish()),
        ];
        RecordBatch::try_new(digest_fields(), columns)
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, ArrowError> {
    serde_json::to_string(value).map_err(|error| ArrowError::ExternalError(Box::new(error)))
}

/// The texts of one column.
fn column(batch: &RecordBatch, name: &str) -> PyResult<StringArray> {
    let array =
        batch.column_by_name(name).ok_or_else(|| PyValueError::new_err(format!("there is no column {name:?}")))?;
    let texts =
        array.as_string_opt::<i32>().ok_or_else(|| PyValueError::new_err(format!("{name:?} is no string column")))?;
    Ok(texts.clone())
}

/// Makes something of every pair of the columns `a` and `b`. Neighbouring pairs share an end: each
/// end is parsed once a batch.
fn pairs<T, R>(
    a: &StringArray,
    b: &StringArray,
    parse: fn(&str) -> PyResult<T>,
    of: fn(&T, &T) -> R,
) -> PyResult<Vec<R>> {
    let mut known: FxHashMap<&str, T> = FxHashMap::default();
    for json in a.iter().chain(b.iter()).flatten() {
        if !known.contains_key(json) {
            known.insert(json, parse(json)?);
        }
    }
    let missing = || PyValueError::new_err("an end of a pair is null");
    let end = |end: Option<&str>| end.and_then(|json| known.get(json)).ok_or_else(missing);
    a.iter().zip(b.iter()).map(|(a, b)| Ok(of(end(a)?, end(b)?))).collect()
}

fn parsed<T: DeserializeOwned>(json: &str) -> PyResult<T> {
    serde_json::from_str(json).map_err(input)
}

/// For every pair of readings in the columns `a` and `b` the copy that they make, as JSON; null if none.
#[pyfunction]
pub(crate) fn copied_batch(py: Python<'_>, batch: PyRecordBatch) -> PyArrowResult<PyRecordBatch> {
    let batch = batch.into_inner();
    let found = py.detach(|| -> PyResult<RecordBatch> {
        let digest = |json: &str| parsed::<Reading>(json).map(|reading| Digest::of(&reading));
        let copies = pairs(&column(&batch, "a")?, &column(&batch, "b")?, digest, copied)?;
        let copies = copies.iter().map(|copy| copy.as_ref().map(json).transpose());
        let copies: StringArray = copies.collect::<Result<_, _>>().map_err(wrong)?;
        let schema = Schema::new(vec![Field::new("copy", DataType::Utf8, true)]);
        RecordBatch::try_new(Arc::new(schema), vec![Arc::new(copies)]).map_err(wrong)
    });
    Ok(PyRecordBatch::new(found?))
}

/// For every pair of claims in the columns `a` and `b` whether they belong together.
#[pyfunction]
pub(crate) fn judged_batch(py: Python<'_>, batch: PyRecordBatch) -> PyArrowResult<PyRecordBatch> {
    let batch = batch.into_inner();
    let found = py.detach(|| -> PyResult<RecordBatch> {
        let linked = |a: &Claim, b: &Claim| judged(a, b).is_some();
        let linked = BooleanArray::from(pairs(&column(&batch, "a")?, &column(&batch, "b")?, parsed, linked)?);
        let schema = Schema::new(vec![Field::new("linked", DataType::Boolean, false)]);
        RecordBatch::try_new(Arc::new(schema), vec![Arc::new(linked)]).map_err(wrong)
    });
    Ok(PyRecordBatch::new(found?))
}

/// Copies that hang together, as JSON, with the earlier article that explains each.
#[pyfunction]
pub(crate) fn explained(py: Python<'_>, copies: Vec<String>) -> PyResult<Vec<String>> {
    py.detach(|| {
        let mut copies: Vec<Copy> = copies.iter().map(|json| parsed(json)).collect::<Result<_, _>>()?;
        copies.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        explain(&mut copies);
        copies.iter().map(json).collect::<Result<_, _>>().map_err(wrong)
    })
}

/// The stories of claims that hang together, with their traces, as JSON. `readings` are those of the claims' articles,
/// `copies` those between them.
#[pyfunction]
pub(crate) fn stories_json(
    py: Python<'_>,
    claims: Vec<String>,
    readings: Vec<String>,
    copies: Vec<String>,
) -> PyResult<String> {
    py.detach(|| {
        let claims: Vec<Claim> = claims.iter().map(|json| parsed(json)).collect::<Result<_, _>>()?;
        let readings: Vec<Reading> = readings.iter().map(|json| parsed(json)).collect::<Result<_, _>>()?;
        let copies: Vec<Copy> = copies.iter().map(|json| parsed(json)).collect::<Result<_, _>>()?;
        let known = Known::new(&readings, &copies);
        let told = stories(&claims).into_iter().map(|story| known.tell(story));
        let told: Vec<Told> = told.collect::<Result<_, _>>().map_err(wrong)?;
        serde_json::to_string(&told).map_err(wrong)
    })
}
