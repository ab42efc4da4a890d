//! What is written can be read back.

use std::fs::File;

use arrow_array::RecordBatch;
use musnad_columns::{Format, TableWriter, Tables, catalogue};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{at, mixed};

fn written(format: Format, rows: &RecordBatch, pipe: bool) -> Vec<u8> {
    let mut writer = TableWriter::new(format, &rows.schema(), Vec::new(), pipe).unwrap();
    writer.write(rows).unwrap();
    writer.finish().unwrap()
}

#[test]
fn parquet_and_arrow_give_back_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t");
    let tables = Tables::of(&mixed()).unwrap();
    assert_eq!(
        tables.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        catalogue().iter().map(|t| t.name).collect::<Vec<_>>()
    );
    for (name, rows) in tables.iter() {
        assert!(rows.num_rows() > 0, "{name}");
        std::fs::write(&path, written(Format::Parquet, rows, false)).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
        let read: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
        assert_eq!(read.len(), 1, "{name}");
        assert_eq!((read[0].columns(), read[0].schema().fields()), (rows.columns(), rows.schema().fields()), "{name}");

        let stream = written(Format::Arrow, rows, true);
        let mut read = arrow_ipc::reader::StreamReader::try_new(&stream[..], None).unwrap();
        assert_eq!(read.next().unwrap().unwrap(), *rows, "{name}");
        std::fs::write(&path, written(Format::Arrow, rows, false)).unwrap();
        let mut read = arrow_ipc::reader::FileReader::try_new(File::open(&path).unwrap(), None).unwrap();
        assert_eq!(read.next().unwrap().unwrap(), *rows, "{name}");
    }
}

#[test]
fn csv_has_lists_as_json() {
    let tables = Tables::of(&mixed()).unwrap();
    let bytes = written(Format::Csv, tables.get("attributions").unwrap(), true);
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let header = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| &rows[row][header.iter().position(|column| column == name).unwrap()];
    assert_eq!(rows.len(), 4);
    assert_eq!(cell(1, "chain"), r#"["الناشر","الميناء","الموقع",null]"#);
    let spans: serde_json::Value = serde_json::from_str(cell(1, "content_spans")).unwrap();
    assert_eq!(
        (spans.as_array().unwrap().len(), spans[0]["start"].as_u64()),
        (2, Some(u64::from(at("السفينة").start)))
    );
    assert_eq!((cell(0, "confidence"), cell(0, "negated"), cell(0, "content")), ("0.97", "false", ""));
    let documents = written(Format::Csv, tables.get("documents").unwrap(), true);
    assert!(String::from_utf8(documents).unwrap().contains(",2020-06-11,"));
}
