//! Articles out of batches of every make, and what becomes of bad rows.

use std::{fs::File, path::Path, sync::Arc};

use arrow_array::{
    ArrayRef, BinaryArray, Date32Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray,
    StringViewArray, StructArray, TimestampMillisecondArray, UInt32Array, builder::StringDictionaryBuilder,
    types::Int16Type,
};
use jiff::civil::date;
use musnad_columns::{Articles, Failure, Format, MAX_TEXT_BYTES, TableWriter, articles};
use musnad_model::Article;

type Read = Result<Article, Failure>;

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn texts() -> ArrayRef {
    Arc::new(StringArray::from(vec!["قال", "نفى"]))
}

fn codes(read: &[Read]) -> Vec<&str> {
    read.iter().map(|one| one.as_ref().map_or_else(|failure| failure.code, |_| "read")).collect()
}

#[test]
fn every_kind_of_text_is_read() {
    let mut dictionary = StringDictionaryBuilder::<Int16Type>::new();
    dictionary.append_value("قال");
    dictionary.append_null();
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![Some("قال"), None])),
        Arc::new(LargeStringArray::from(vec![Some("قال"), None])),
        Arc::new(StringViewArray::from(vec![Some("قال"), None])),
        Arc::new(BinaryArray::from(vec![Some("قال".as_bytes()), None])),
        Arc::new(dictionary.finish()),
    ];
    for array in arrays {
        let kind = array.data_type().clone();
        let read = articles(&batch(vec![("body", array)]), "body");
        assert_eq!(codes(&read), ["read", "null_text"], "{kind}");
        assert_eq!(read[0].as_ref().unwrap().text, "قال", "{kind}");
    }
    let empty = StringDictionaryBuilder::<Int16Type>::new().finish();
    assert!(articles(&batch(vec![("text", Arc::new(empty) as ArrayRef)]), "text").is_empty());
}

#[test]
fn facts_are_read_from_every_kind_of_column() {
    let day = Some(date(2020, 6, 11));
    let evening = 1_591_909_199_999;
    let days: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![Some("2020-06-11T23:59:59+03:00"), Some(" ")])),
        Arc::new(Date32Array::from(vec![Some(18_424), None])),
        Arc::new(TimestampMillisecondArray::from(vec![Some(evening), None]).with_timezone("Asia/Amman")),
        Arc::new(TimestampMillisecondArray::from(vec![Some(evening), None])),
    ];
    for array in days {
        let kind = array.data_type().clone();
        let read = articles(&batch(vec![("text", texts()), ("published", array)]), "text");
        let read: Vec<_> = read.into_iter().map(|one| one.unwrap().published).collect();
        assert_eq!(read, [day, None], "{kind}");
    }
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(-7), None]));
    let unsigned: ArrayRef = Arc::new(UInt32Array::from(vec![9, 10]));
    let columns = vec![
        ("text", texts()),
        ("id", numbers),
        ("publisher", Arc::new(StringArray::from(vec![Some("ن"), Some(" ")])) as ArrayRef),
        ("title", Arc::new(NullArray::new(2)) as ArrayRef),
        ("other", unsigned.clone()),
    ];
    let read: Vec<_> = articles(&batch(columns), "text").into_iter().map(Result::unwrap).collect();
    assert_eq!((read[0].id.as_deref(), read[0].publisher.as_deref()), (Some("-7"), Some("ن")));
    assert_eq!((&read[1].id, &read[1].publisher, &read[1].title), (&None, &None, &None));
    let read = articles(&batch(vec![("text", texts()), ("id", unsigned)]), "text");
    assert_eq!(read[1].as_ref().unwrap().id.as_deref(), Some("10"));
}

#[test]
fn bad_rows_are_failures_of_their_own() {
    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    let text = StringArray::from(vec![Some("قال"), None, Some(" \n"), Some(long.as_str()), Some("قال")]);
    let id: ArrayRef = Arc::new(StringArray::from(vec!["1", "2", "3", "4", "5"]));
    let published = StringArray::from(vec![None, None, None, None, Some("yesterday")]);
    let columns =
        vec![("text", Arc::new(text) as ArrayRef), ("id", id), ("published", Arc::new(published) as ArrayRef)];
    let read = articles(&batch(columns), "text");
    assert_eq!(codes(&read), ["read", "null_text", "empty", "too_large", "bad_published"]);
    assert_eq!(read[4].as_ref().unwrap_err().document_id.as_deref(), Some("5"));

    let bytes: ArrayRef = Arc::new(BinaryArray::from(vec![&b"\xFF"[..], b"ok"]));
    assert_eq!(codes(&articles(&batch(vec![("text", bytes)]), "text")), ["not_text", "read"]);
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let nothing: ArrayRef = Arc::new(NullArray::new(2));
    let structure: ArrayRef = Arc::new(StructArray::from(batch(vec![("x", texts())])));
    for (columns, code) in [
        (vec![("text", numbers.clone())], "wrong_type"),
        (vec![("text", texts()), ("title", numbers)], "wrong_type"),
        (vec![("text", texts()), ("id", structure)], "wrong_type"),
        (vec![("body", texts())], "no_text_column"),
        (vec![("text", nothing)], "null_text"),
    ] {
        assert_eq!(codes(&articles(&batch(columns), "text")), [code; 2]);
    }
}

#[test]
fn a_parquet_file_is_read_from_any_row_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let numbers: Vec<i64> = (0..300).collect();
    let texts: Vec<Option<String>> = numbers.iter().map(|n| (n % 100 != 50).then(|| format!("قال {n}"))).collect();
    let rows = batch(vec![
        ("unused", Arc::new(StringArray::from(vec!["x"; 300])) as ArrayRef),
        ("text", Arc::new(StringArray::from(texts)) as ArrayRef),
        ("id", Arc::new(Int64Array::from(numbers)) as ArrayRef),
    ]);
    let mut writer = TableWriter::new(Format::Parquet, &rows.schema(), File::create(&path).unwrap(), false).unwrap();
    writer.write(&rows).unwrap();
    writer.finish().unwrap();
    let whole: Vec<Read> = Articles::open(&path, "text", 0).unwrap().collect();
    assert_eq!((whole.len(), codes(&whole).iter().filter(|code| **code == "null_text").count()), (300, 3));
    let failure = whole[150].as_ref().unwrap_err();
    assert_eq!(
        (failure.document.clone().unwrap(), failure.document_id.as_deref()),
        (format!("{}:151", path.display()), Some("150"))
    );
    for row in [1, 63, 64, 299, 300] {
        let mut rest = Articles::open(&path, "text", row).unwrap();
        assert_eq!((rest.row(), rest.rows()), (row, 300));
        assert_eq!(rest.by_ref().collect::<Vec<_>>(), whole[usize::try_from(row).unwrap()..]);
        assert_eq!(rest.row(), 300);
    }
    let code = |path: &Path, column: &str| Articles::open(path, column, 0).map(|_| ()).unwrap_err().code;
    assert_eq!(code(&path, "body"), "no_text_column");
    assert_eq!(code(&folder.path().join("b.parquet"), "text"), "unreadable");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(code(&path, "text"), "damaged");
}

#[test]
fn a_damaged_page_ends_the_file_with_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let texts: Vec<String> = (0..2_000u64).map(|n| format!("قال {}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect();
    let rows = batch(vec![("text", Arc::new(StringArray::from(texts)) as ArrayRef)]);
    let mut writer = TableWriter::new(Format::Parquet, &rows.schema(), File::create(&path).unwrap(), false).unwrap();
    writer.write(&rows).unwrap();
    writer.finish().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    // The header of the first page.
    bytes[4..100].fill(0xFF);
    std::fs::write(&path, bytes).unwrap();
    let read: Vec<Read> = Articles::open(&path, "text", 0).unwrap().collect();
    assert_eq!(read.last().map(|one| one.as_ref().unwrap_err().code), Some("damaged"));
}
