//! What the store asks of a database. Two implementations; the SQL of the store is the same for both.
//!
//! Statements are written with `$1`, `$2` … and with functions that both databases have. What differs, the
//! full-text index, the files and the words of errors, is in here.

#[cfg(feature = "postgres")]
pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::id::Id;

/// One value on its way to or from the database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'v> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'v, str>),
    Blob(Cow<'v, [u8]>),
}

/// One row that came back.
#[derive(Debug, PartialEq)]
pub(crate) struct Row(pub Vec<Value<'static>>);

/// One connection.
pub(crate) trait Engine: Sized + Send {
    /// Where the database is and how it is opened.
    type Address: Send + Sync;

    /// Connects. Only the writer makes and migrates tables.
    fn open(address: &Self::Address, writer: bool) -> Result<Self>;
    /// Runs one statement and says how many rows it changed.
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64>;
    /// Runs one query.
    fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>>;
    /// Begins a transaction; one that writes waits for other writers.
    fn begin(&mut self, write: bool) -> Result<()>;
    /// False once the connection is of no more use.
    fn sound(&self) -> bool;
    /// The version of the tables that the database says it has.
    fn version(&mut self) -> Result<i64>;
    /// The table with its text index, the condition on it for the value number `n`, and the key that it is sorted by at no cost.
    fn matching(table: &str, n: usize) -> (String, String, String);
    /// The query of the text index that wants all of these terms.
    fn wanted<'t>(terms: impl Iterator<Item = &'t str>) -> String;
    /// What the database itself finds wrong with its pages.
    fn integrity(&mut self) -> Result<Vec<String>>;
    /// What it finds wrong with its indexes of terms. Asked of the writer, outside of a transaction.
    fn indexes(&mut self) -> Result<Vec<String>>;
    /// The migrations of this program: version, name and checksum.
    fn migrations() -> Vec<(i64, String, String)>;
    /// Rewrites the files so that nothing deleted is left in them. Outside of a transaction.
    fn wipe(&mut self) -> Result<()>;
    /// A whole copy by the database's own means, if it has one. Outside of a transaction.
    fn copy(&mut self, to: &std::path::Path) -> Option<Result<()>>;
}

/// Whether refinery can read its history without a panic: time and checksum of a row.
pub(crate) fn readable(applied: &str, checksum: &str) -> bool {
    applied.ends_with('Z') && applied.parse::<jiff::Timestamp>().is_ok() && checksum.parse::<u64>().is_ok()
}

/// Inserts many rows with few statements. Statements come in sizes of powers of two, so that few are prepared.
pub(crate) fn insert<E: Engine>(
    db: &mut E,
    table: &str,
    columns: &[&str],
    end: &str,
    rows: &[Vec<Value<'_>>],
) -> Result<()> {
    let mut left = rows;
    while !left.is_empty() {
        let most = (512 / columns.len()).max(1).min(left.len());
        let (now, later) = left.split_at(1 << most.ilog2());
        let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
        for row in 0..now.len() {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..columns.len() {
                let mark = if column == 0 { "$" } else { ", $" };
                sql.push_str(mark);
                sql.push_str(&(row * columns.len() + column + 1).to_string());
            }
            sql.push(')');
        }
        sql.push_str(end);
        let values: Vec<Value<'_>> = now.iter().flatten().cloned().collect();
        db.run(&sql, &values)?;
        left = later;
    }
    Ok(())
}

/// `$1, $2, …` for a list of values after those already there.
pub(crate) fn list(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

impl Row {
    fn cell(&self, column: usize) -> Result<&Value<'static>> {
        self.0.get(column).ok_or_else(|| Error::Corrupt(format!("column {column} is missing")))
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(*number)),
            _ => Err(Error::Corrupt(format!("column {column} is no number"))),
        }
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        self.maybe_int(column)?.ok_or_else(|| Error::Corrupt(format!("column {column} is empty")))
    }

    /// 0 or 1.
    pub(crate) fn truth(&self, column: usize) -> Result<bool> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Error::Corrupt(format!("column {column} is {other}, neither 0 nor 1"))),
        }
    }

    pub(crate) fn maybe_real(&self, column: usize) -> Result<Option<f64>> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Real(number) => Ok(Some(*number)),
            _ => Err(Error::Corrupt(format!("column {column} is no real number"))),
        }
    }

    pub(crate) fn real(&self, column: usize) -> Result<f64> {
        self.maybe_real(column)?.ok_or_else(|| Error::Corrupt(format!("column {column} is empty")))
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<&str>> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => Err(Error::Corrupt(format!("column {column} is no text"))),
        }
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str> {
        self.maybe_text(column)?.ok_or_else(|| Error::Corrupt(format!("column {column} is empty")))
    }

    pub(crate) fn owned(&self, column: usize) -> Result<Option<String>> {
        Ok(self.maybe_text(column)?.map(str::to_owned))
    }

    pub(crate) fn maybe_blob(&self, column: usize) -> Result<Option<&[u8]>> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Blob(bytes) => Ok(Some(bytes)),
            _ => Err(Error::Corrupt(format!("column {column} is no bytes"))),
        }
    }

    pub(crate) fn blob(&self, column: usize) -> Result<&[u8]> {
        self.maybe_blob(column)?.ok_or_else(|| Error::Corrupt(format!("column {column} is empty")))
    }

    pub(crate) fn maybe_id(&self, column: usize) -> Result<Option<Id>> {
        let id = |bytes| Id::from_bytes(bytes).ok_or_else(|| Error::Corrupt(format!("column {column} is no id")));
        self.maybe_blob(column)?.map(id).transpose()
    }

    pub(crate) fn id(&self, column: usize) -> Result<Id> {
        self.maybe_id(column)?.ok_or_else(|| Error::Corrupt(format!("column {column} is empty")))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        // PostgreSQL has no NUL in texts; the records keep it.
        if text.contains('\0') { text.to_owned().into() } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        let text = if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text };
        Self::Text(Cow::Owned(text))
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Blob(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(Cow::Owned(bytes))
    }
}

impl From<Id> for Value<'_> {
    fn from(id: Id) -> Self {
        Self::Blob(Cow::Owned(id.0.to_vec()))
    }
}

impl<'v, T: Into<Value<'v>>> From<Option<T>> for Value<'v> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
