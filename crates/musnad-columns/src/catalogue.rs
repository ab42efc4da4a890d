//! What tables there are, for documentation and for those who check schemas.

use arrow_schema::{DataType, SchemaRef};

use crate::{rows, table::Table};

/// One table.
#[derive(Clone, Debug)]
pub struct TableFacts {
    /// Its name: the folder of its part files.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// Its columns in order.
    pub columns: Vec<ColumnFacts>,
    /// Its Arrow schema.
    pub schema: SchemaRef,
}

/// One column.
#[derive(Clone, Debug)]
pub struct ColumnFacts {
    /// Its name.
    pub name: &'static str,
    /// Its meaning.
    pub about: &'static str,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its type.
    pub kind: DataType,
}

/// Every table, in the order in which they are written.
#[must_use]
pub fn catalogue() -> Vec<TableFacts> {
    vec![
        facts(&rows::documents()),
        facts(&rows::blocks()),
        facts(&rows::attributions()),
        facts(&rows::entities()),
        facts(&rows::mentions()),
        facts(&rows::times()),
        facts(&rows::places()),
        facts(&rows::quantities()),
        facts(&rows::propositions()),
        facts(&rows::labels()),
        facts(&rows::notes()),
        facts(&rows::errors()),
    ]
}

/// The names and schemas alone.
pub(crate) fn schemas() -> Vec<(&'static str, SchemaRef)> {
    catalogue().into_iter().map(|table| (table.name, table.schema)).collect()
}

fn facts<R>(table: &Table<R>) -> TableFacts {
    let columns = table.columns.iter().map(|column| {
        let (name, about, nullable) = (column.name, column.about, column.nullable);
        ColumnFacts { name, about, nullable, kind: column.field().data_type().clone() }
    });
    TableFacts { name: table.name, about: table.about, columns: columns.collect(), schema: table.schema() }
}
