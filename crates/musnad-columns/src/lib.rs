//! Readings as flat tables, for people who hold millions of articles: Arrow, Parquet, CSV.
//!
//! One list of tables is the source of everything: the schema, the cells, the documentation
//! (`docs/columns.md`) and the nested form that one Spark function returns. Tables and columns are only ever
//! added within a version. All offsets are signed 32-bit code points of the text as
//! received, end exclusive: Spark knows no unsigned numbers.

mod articles;
mod batches;
mod catalogue;
mod cells;
mod context;
mod failure;
mod rows;
mod table;
mod write;

pub use articles::{Articles, articles};
pub use batches::{Tables, nested_schema, read};
pub use catalogue::{ColumnFacts, TableFacts, catalogue};
pub use failure::{ColumnsError, Failure};
pub use write::{Format, TableWriter};

/// The version of the tables, in the metadata of every schema under [`VERSION_KEY`].
pub const VERSION: &str = "1";
/// Where a schema says its version.
pub const VERSION_KEY: &str = "musnad.columns";
/// How large one text may be, in bytes; a larger one becomes an error row.
pub const MAX_TEXT_BYTES: usize = 20_000_000;
