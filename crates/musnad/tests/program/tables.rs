//! `extract --format parquet|arrow|csv`.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use arrow_array::{RecordBatch, cast::AsArray as _};
use musnad_columns::{Format, TableWriter, catalogue};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use super::{WORDS, code, folder, musnad, readings, refused, words};

/// Every file below a directory that is not hidden.
fn tree(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            files.extend(tree(&entry.path()).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else if !name.starts_with('.') {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn parquet(path: &Path) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    reader.build().unwrap().map(Result::unwrap).collect()
}

/// One text column of a table, all parts.
fn column(tables: &Path, table: &str, column: &str) -> Vec<Option<String>> {
    let mut files: Vec<_> = fs::read_dir(tables.join(table)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ends| ends == "parquet"));
    files.sort();
    let batches = files.iter().flat_map(|path| parquet(path));
    let cells = |batch: RecordBatch| -> Vec<Option<String>> {
        let array = batch.column_by_name(column).unwrap().as_string::<i32>().clone();
        array.iter().map(|cell| cell.map(str::to_owned)).collect()
    };
    batches.flat_map(cells).collect()
}

fn lines(count: usize) -> String {
    let line = |i| match i % 50 {
        9 => "bad\n".into(),
        19 => format!("{{\"id\": {i}, \"text\": null}}\n"),
        _ => format!(
            "{{\"id\": {i}, \"published\": \"2020-06-11\", \"text\": \"قال زيد {i} إن عمرا وصل أمس، وأضاف أن الطريق مفتوح.\"}}\n"
        ),
    };
    (0..count).map(line).collect()
}

#[test]
fn any_number_of_threads_writes_the_same_parts() {
    let folder = folder(&[("in/a.jsonl", lines(700).as_bytes()), ("in/b.txt", WORDS.as_bytes())]);
    for format in ["parquet", "arrow", "csv"] {
        let run = |threads, out: &str| {
            let output = musnad(
                folder.path(),
                &["extract", "--format", format, "--part-documents", "300", "--threads", threads, "-o", out, "in"],
            );
            assert_eq!(code(&output), 0, "{}", words(&output.stderr));
            assert!(words(&output.stderr).contains("28 of 701 documents gave no reading"), "{}", words(&output.stderr));
            tree(&folder.path().join(out))
        };
        let (one, three) = (run("1", &format!("{format}-1")), run("3", &format!("{format}-3")));
        let names: Vec<_> = one.keys().collect();
        assert_eq!(names.len(), 1 + 3 * catalogue().len(), "{names:?}");
        for (name, bytes) in &one {
            assert!(three[name] == *bytes, "{format} {name}");
        }
    }
}

#[test]
fn the_tables_say_what_the_lines_say() {
    let folder = folder(&[("a.jsonl", lines(130).as_bytes())]);
    let json = readings(&musnad(folder.path(), &["extract", "a.jsonl"]));
    let output = musnad(folder.path(), &["extract", "--format", "parquet", "-o", "out", "a.jsonl"]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let out = folder.path().join("out");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = |list: &str, of: &str| -> Vec<Option<String>> {
        json.iter().flat_map(|reading| reading[list].as_array().unwrap()).map(|item| text(&item[of])).collect()
    };
    assert_eq!(column(&out, "documents", "document_id"), json.iter().map(|r| text(&r["id"])).collect::<Vec<_>>());
    for (list, of, table, name) in [
        ("attributions", "speaker", "attributions", "speaker"),
        ("attributions", "parent", "attributions", "parent_id"),
        ("attributions", "rule", "attributions", "rule"),
        ("entities", "key", "entities", "key"),
        ("times", "value", "times", "value"),
        ("blocks", "kind", "blocks", "kind"),
        ("notes", "code", "notes", "code"),
    ] {
        let wanted = all(list, of);
        assert_eq!(column(&out, table, name), wanted, "{table}.{name}");
        assert!(table == "notes" || wanted.len() >= 100, "{table}");
    }
    let errors = column(&out, "errors", "document");
    assert_eq!(errors.len(), 6);
    assert_eq!(errors[0].as_deref(), Some("a.jsonl:10"));
}

#[test]
fn a_killed_run_goes_on_and_writes_the_same_bytes() {
    let folder = folder(&[("in/a.jsonl", lines(6_000).as_bytes()), ("in/b.jsonl", lines(500).as_bytes())]);
    let arguments =
        |out| ["extract", "--format", "parquet", "--part-documents", "400", "--threads", "1", "-o", out, "in"];
    assert_eq!(code(&musnad(folder.path(), &arguments("whole"))), 0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(arguments("cut"))
        .current_dir(folder.path())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let first = folder.path().join("cut/errors/part-00001.parquet");
    let began = Instant::now();
    while !first.is_file() && child.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(2));
    }
    let _ = child.kill();
    let _ = child.wait();
    let journal = folder.path().join("cut/_musnad.jsonl");
    let before = fs::read_to_string(&journal).unwrap();
    assert!(!before.contains("finished"), "the run was over before it was killed");
    // A line that was being written when the power went.
    fs::OpenOptions::new().append(true).open(&journal).unwrap().write_all(b"{\"part\":{\"cou").unwrap();

    let again = musnad(folder.path(), &arguments("cut"));
    refused(&again, 2, "is not empty");
    let resumed = [&arguments("cut")[..], &["--resume"]].concat();
    let output = musnad(folder.path(), &resumed);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let (mut whole, mut cut) = (tree(&folder.path().join("whole")), tree(&folder.path().join("cut")));
    // Of the journals only what they count is promised.
    let parts = |journal: Option<Vec<u8>>| words(&journal.unwrap()).lines().count();
    assert_eq!(parts(whole.remove("_musnad.jsonl")), parts(cut.remove("_musnad.jsonl")));
    assert_eq!(whole.keys().collect::<Vec<_>>(), cut.keys().collect::<Vec<_>>());
    for (name, bytes) in &whole {
        assert!(cut[name] == *bytes, "{name}");
    }
    let output = musnad(folder.path(), &resumed);
    assert_eq!(code(&output), 0);
    assert!(words(&output.stderr).contains("nothing left to do"));
    let other = [&resumed[..], &["--publisher", "x"]].concat();
    refused(&musnad(folder.path(), &other), 2, "was begun by another command");
}

#[test]
fn parquet_with_a_text_column_is_read_and_bad_rows_are_rows() {
    let folder = folder(&[("in/.hidden", b"x")]);
    let large = "x".repeat(50_000_000);
    let texts = vec![Some(WORDS), None, Some(" "), Some(large.as_str()), Some(WORDS)];
    let array = std::sync::Arc::new(arrow_array::StringArray::from(texts));
    let ids = std::sync::Arc::new(arrow_array::Int32Array::from(vec![1, 2, 3, 4, 5]));
    let rows =
        RecordBatch::try_from_iter_with_nullable([("body", array as arrow_array::ArrayRef, true), ("id", ids, true)])
            .unwrap();
    for name in ["in/b/2.parquet", "in/1.parquet"] {
        fs::create_dir_all(folder.path().join("in/b")).unwrap();
        let file = File::create(folder.path().join(name)).unwrap();
        let mut writer = TableWriter::new(Format::Parquet, &rows.schema(), file, false).unwrap();
        writer.write(&rows).unwrap();
        writer.finish().unwrap();
    }
    fs::write(folder.path().join("in/c.parquet"), b"PAR1 and no more").unwrap();
    let arguments = ["extract", "--format", "parquet", "--text-column", "body", "-o", "out", "in", "missing.jsonl"];
    let output = musnad(folder.path(), &arguments);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let out = folder.path().join("out");
    let ids: Vec<_> = column(&out, "documents", "document_id").into_iter().map(Option::unwrap).collect();
    assert_eq!(ids, ["1", "5", "1", "5"]);
    let codes: Vec<_> = column(&out, "errors", "code").into_iter().map(Option::unwrap).collect();
    let bad = ["null_text", "empty", "too_large"];
    assert_eq!(codes, [&bad[..], &bad[..], &["damaged", "unreadable"]].concat());
    let places: Vec<_> = column(&out, "errors", "document").into_iter().map(Option::unwrap).collect();
    assert_eq!((places[0].as_str(), places[3].as_str()), ("in/1.parquet:2", "in/b/2.parquet:2"));
    // Nothing can be read at all: that is a failure, with its table.
    let output = musnad(folder.path(), &["extract", "--format", "parquet", "-o", "none", "missing.jsonl"]);
    assert_eq!(code(&output), 3);
    assert_eq!(column(&folder.path().join("none"), "errors", "code"), [Some("unreadable".into())]);
}

#[test]
fn packed_lines_give_the_same_rows() {
    let plain = lines(60);
    let folder = folder(&[("a.jsonl", plain.as_bytes())]);
    let gzip = Command::new("gzip").args(["-k", "a.jsonl"]).current_dir(folder.path()).status();
    if gzip.is_err() {
        return;
    }
    let rows = |input| {
        let output = musnad(folder.path(), &["extract", "--format", "csv", "--table", "attributions", input]);
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
        output.stdout
    };
    let csv = rows("a.jsonl");
    assert!(csv.len() > 1_000 && rows("a.jsonl.gz") == csv);
}

#[test]
fn one_table_goes_to_a_pipe_or_a_file() {
    let folder = folder(&[("a.txt", WORDS.as_bytes())]);
    let table = |format, more: &[&str]| {
        let arguments = [&["extract", "--format", format, "--table", "attributions", "a.txt"], more].concat();
        let output = musnad(folder.path(), &arguments);
        assert_eq!(code(&output), 0, "{}", words(&output.stderr));
        output.stdout
    };
    let csv = table("csv", &[]);
    assert!(words(&csv).starts_with("document_id,attribution_id,speaker,") && words(&csv).lines().count() >= 2);
    assert_eq!(table("csv", &["-o", "one.csv"]), b"");
    assert_eq!(fs::read(folder.path().join("one.csv")).unwrap(), csv);
    fs::write(folder.path().join("one.parquet"), table("parquet", &[])).unwrap();
    let rows: usize = parquet(&folder.path().join("one.parquet")).iter().map(RecordBatch::num_rows).sum();
    assert_eq!(rows, words(&csv).lines().count() - 1);
    assert!(table("arrow", &[]).starts_with(b"\xFF\xFF\xFF\xFF"));
    refused(&musnad(folder.path(), &["extract", "--format", "csv", "--table", "claims", "a.txt"]), 2, "no table");
    refused(&musnad(folder.path(), &["extract", "--format", "csv", "a.txt"]), 2, "need a directory");
    refused(&musnad(folder.path(), &["extract", "--table", "errors", "a.txt"]), 2, "are for tables");
}

#[test]
fn a_reader_that_goes_away_from_a_table_is_no_failure() {
    let folder = folder(&[("a.jsonl", lines(3_000).as_bytes())]);
    for format in ["csv", "arrow", "parquet"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
            .args(["extract", "--format", format, "--table", "attributions", "a.jsonl"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), words(&output.stderr)), (0, ""), "{format}");
    }
}
