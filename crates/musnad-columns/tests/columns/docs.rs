//! `docs/columns.md` describes the tables as they are.
//!
//! To write its tables anew: `MUSNAD_WRITE_DOCS=1 cargo test -p musnad-columns`.

use std::{fmt::Write as _, fs, path::Path};

use arrow_schema::DataType;
use musnad_columns::catalogue;

const BEGIN: &str = "<!-- The tables below are written by a test. -->\n";
const END: &str = "<!-- End of the tables. -->\n";

fn kind(kind: &DataType) -> String {
    match kind {
        DataType::Utf8 => "string".into(),
        DataType::Int32 => "int32".into(),
        DataType::Int64 => "int64".into(),
        DataType::Float32 => "float".into(),
        DataType::Float64 => "double".into(),
        DataType::Boolean => "bool".into(),
        DataType::Date32 => "date".into(),
        DataType::List(item) => format!("list of {}", self::kind(item.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|field| format!("{} {}", field.name(), self::kind(field.data_type()))).collect();
            format!("({})", fields.join(", "))
        }
        other => panic!("{other} is not described"),
    }
}

#[test]
fn the_page_describes_every_column() {
    let mut tables = String::new();
    for table in catalogue() {
        let _ = write!(
            tables,
            "\n### `{}`\n\n{}\n\n| column | type | null | what |\n|---|---|---|---|\n",
            table.name, table.about
        );
        for column in table.columns {
            let null = if column.nullable { "may be" } else { "never" };
            let _ = writeln!(tables, "| `{}` | {} | {null} | {} |", column.name, kind(&column.kind), column.about);
        }
    }
    tables.push('\n');
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/columns.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the page has a place for the tables");
    let (shown, after) = rest.split_once(END).expect("the tables end somewhere");
    if std::env::var_os("MUSNAD_WRITE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{tables}{END}{after}")).unwrap();
        return;
    }
    assert!(shown == tables, "docs/columns.md is not up to date: MUSNAD_WRITE_DOCS=1 cargo test -p musnad-columns");
}

#[test]
fn the_page_names_every_code() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/columns.md")).unwrap();
    let mut codes = Vec::new();
    for file in
        ["src/articles.rs", "src/articles/parquet_file.rs", "src/batches.rs", "../musnad/src/cmd/columns/inputs.rs"]
    {
        let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        for start in ["Failure::new(\"", "failed(\"", "=> \""] {
            let ends = source.split(start).skip(1).filter_map(|rest| rest.split('"').next());
            codes.extend(
                ends.filter(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')).map(str::to_owned),
            );
        }
    }
    assert!(codes.len() > 20, "{codes:?}");
    let missing: Vec<_> = codes.iter().filter(|code| !page.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "docs/columns.md does not name {missing:?}");
}
