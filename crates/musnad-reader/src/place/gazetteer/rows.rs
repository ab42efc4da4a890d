//! The lines of a table.

use musnad_model::PlaceKind;

use super::{Iso, TableError};

/// A line of a table, split.
pub(super) struct Row<'t> {
    table: &'static str,
    line: usize,
    pub(super) fields: Vec<&'t str>,
}

/// The lines below the header; comments and empty lines are left out.
pub(super) fn rows<'t>(
    table: &'static str,
    text: &'t str,
    columns: usize,
) -> impl Iterator<Item = Result<Row<'t>, TableError>> {
    text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(
        move |(n, line)| {
            let row = Row { table, line: n + 1, fields: line.split('\t').collect() };
            if row.fields.len() == columns { Ok(row) } else { Err(row.error("wrong number of columns")) }
        },
    )
}

impl<'t> Row<'t> {
    pub(super) fn error(&self, problem: &'static str) -> TableError {
        TableError { table: self.table, line: self.line, problem }
    }

    pub(super) fn list(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.fields[column].split('|').filter(|name| !name.is_empty())
    }

    pub(super) fn iso(&self, column: usize) -> Result<Iso, TableError> {
        self.fields[column].as_bytes().try_into().map_err(|_| self.error("not a country code"))
    }

    pub(super) fn number(&self, column: usize) -> Result<f32, TableError> {
        self.fields[column].parse().map_err(|_| self.error("not a number"))
    }

    pub(super) fn kind(&self, column: usize) -> Result<PlaceKind, TableError> {
        match self.fields[column] {
            "city" | "capital" => Ok(PlaceKind::City),
            "region" => Ok(PlaceKind::Region),
            "landmark" => Ok(PlaceKind::Landmark),
            _ => Err(self.error("unknown kind")),
        }
    }
}
