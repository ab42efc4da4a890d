//! The Python extension `musnad._musnad`. The package around it is in `python/musnad`.
//!
//! Arrow data passes in and out by the Arrow C data interface, without a copy. All work is
//! done without the interpreter's lock.

mod compare;
mod steps;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use musnad_columns::{Tables, catalogue, nested_schema};
use musnad_model::Article;
use musnad_reader::Reader;
use pyo3::{exceptions::PyValueError, prelude::*};
use pyo3_arrow::{PyRecordBatch, PySchema, PyTable, error::PyArrowResult, input::AnyRecordBatch};
use rayon::prelude::*;

/// Rows that one thread reads at a time.
const CHUNK: usize = 64;

fn wrong(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// What was handed in is no JSON of the kind that is asked for.
fn input(error: serde_json::Error) -> PyErr {
    wrong(format!("not in the wire format: {error}"))
}

/// Reads one article and gives the reading in the wire format, as JSON.
#[pyfunction]
#[pyo3(signature = (text, *, id=None, url=None, publisher=None, title=None, published=None, published_at=None, language=None))]
#[allow(clippy::too_many_arguments, reason = "keywords of Python")]
fn read_json(
    py: Python<'_>,
    text: String,
    id: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    title: Option<String>,
    published: Option<&str>,
    published_at: Option<&str>,
    language: Option<String>,
) -> PyResult<String> {
    let day = |words: &str| words.parse().map_err(|_| wrong(format!("published is not a date: {words:?}")));
    let published = published.map(day).transpose()?;
    let moment = |words: &str| words.parse().map_err(|_| wrong(format!("published is not a moment: {words:?}")));
    let published_at = published_at.map(moment).transpose()?;
    let article = Article { id, text, url, publisher, title, published, published_at, language, ..Article::default() };
    py.detach(|| serde_json::to_string(&Reader::arabic().read(&article))).map_err(wrong)
}

/// Reads the rows of one batch, in their order, cut into chunks.
fn read(batch: &RecordBatch, text_column: &str, chunk: usize) -> Result<Vec<Tables>, musnad_columns::ColumnsError> {
    let reader = Reader::arabic();
    let chunks: Vec<RecordBatch> = (0..batch.num_rows())
        .step_by(chunk)
        .map(|from| batch.slice(from, chunk.min(batch.num_rows() - from)))
        .collect();
    let one = |rows: &RecordBatch| {
        let articles = musnad_columns::articles(rows, text_column);
        let read: Vec<_> = articles
            .into_iter()
            .map(|article| musnad_columns::read(&article?, |article| reader.read(article)))
            .collect();
        Tables::of(&read)
    };
    if chunks.len() == 1 { chunks.iter().map(one).collect() } else { chunks.par_iter().map(one).collect() }
}

/// Reads the rows of one batch. The answer has a row for each of them and a column for
/// each table, which holds that document's rows as a list. Uses one thread.
#[pyfunction]
#[pyo3(signature = (batch, text_column="text"))]
fn read_batch(py: Python<'_>, batch: PyRecordBatch, text_column: &str) -> PyArrowResult<PyRecordBatch> {
    let batch = batch.into_inner();
    let nested = py.detach(|| {
        let tables = read(&batch, text_column, batch.num_rows().max(1))?;
        match &tables[..] {
            [tables] => tables.nested(),
            _ => Ok(RecordBatch::new_empty(nested_schema())),
        }
    });
    Ok(PyRecordBatch::new(nested.map_err(wrong)?))
}

/// Reads all rows of anything that speaks Arrow. Gives the flat tables by their names.
/// Uses `threads` threads; 0 means one for each processor.
#[pyfunction]
#[pyo3(signature = (data, text_column="text", threads=0))]
fn tables(
    py: Python<'_>,
    data: AnyRecordBatch,
    text_column: &str,
    threads: usize,
) -> PyArrowResult<BTreeMap<&'static str, PyTable>> {
    let reader = data.into_reader()?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(wrong)?;
    let mut rows: BTreeMap<&'static str, (SchemaRef, Vec<RecordBatch>)> =
        catalogue().into_iter().map(|table| (table.name, (table.schema, Vec::new()))).collect();
    py.detach(|| {
        for batch in reader {
            let batch = batch.map_err(wrong)?;
            for tables in pool.install(|| read(&batch, text_column, CHUNK)).map_err(wrong)? {
                for (name, batch) in tables.iter() {
                    if let Some((_, batches)) = rows.get_mut(name) {
                        batches.push(batch.clone());
                    }
                }
            }
        }
        PyResult::Ok(())
    })?;
    rows.into_iter().map(|(name, (schema, batches))| Ok((name, PyTable::try_new(batches, schema)?))).collect()
}

/// The schemas of the flat tables by their names.
#[pyfunction]
fn schemas() -> Vec<(&'static str, PySchema)> {
    catalogue().into_iter().map(|table| (table.name, PySchema::new(table.schema))).collect()
}

/// The schema of what `read_batch` gives.
#[pyfunction]
fn batch_schema() -> PySchema {
    PySchema::new(nested_schema())
}

/// Name and content hash of the language pack.
#[pyfunction]
fn pack() -> String {
    Reader::arabic().pack().version.to_string()
}

/// The extension.
#[pymodule]
fn _musnad(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(read_json, module)?)?;
    module.add_function(wrap_pyfunction!(read_batch, module)?)?;
    module.add_function(wrap_pyfunction!(tables, module)?)?;
    module.add_function(wrap_pyfunction!(schemas, module)?)?;
    module.add_function(wrap_pyfunction!(batch_schema, module)?)?;
    module.add_function(wrap_pyfunction!(pack, module)?)?;
    module.add_function(wrap_pyfunction!(compare::compare_json, module)?)?;
    module.add_function(wrap_pyfunction!(steps::digest_batch, module)?)?;
    module.add_function(wrap_pyfunction!(steps::digest_schema, module)?)?;
    module.add_function(wrap_pyfunction!(steps::copied_batch, module)?)?;
    module.add_function(wrap_pyfunction!(steps::judged_batch, module)?)?;
    module.add_function(wrap_pyfunction!(steps::explained, module)?)?;
    module.add_function(wrap_pyfunction!(steps::stories_json, module)?)?;
    Ok(())
}
